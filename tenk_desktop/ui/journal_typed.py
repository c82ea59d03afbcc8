"""What the entry line makes of what is typed: an operation, and of a transfer its other side. No widgets."""

from dataclasses import dataclass

from tenk_desktop.core.model import Account, Changes, Transaction
from tenk_desktop.store.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Typed:
    """An operation and, of a transfer, its other side."""

    one: Transaction
    other: Transaction | None = None

    def write(self, ledger: Ledger) -> Changes:
        """Keep it, in one step."""
        return ledger.save(self.one) if self.other is None else ledger.save_transfer(self.one, self.other)

    def new(self, written: Changes) -> list[int]:
        """Of what `write` wrote, the ids of what was not there before."""
        return [id_ for id_, side in zip(written.created, (self.one, self.other), strict=False) if side and not side.id]


def meant(minor: int, *, signed: bool, income: bool) -> int:
    """The amount a person means: unsigned figures are a cost, except under an income."""
    return minor if signed or income else -minor


def free(transaction: Transaction) -> bool:
    """Whether nobody but the user said its amount and day."""
    return transaction.import_id is None and not transaction.reconciled


def moved_to(ledger: Ledger, one: Transaction, account: Account, converted: int | None = None) -> Transaction:
    """The other side of a transfer just typed: the operation that stands there already, or a new one. ``converted`` is
    its amount (above zero) where it is in another currency.
    """
    amount = -one.amount if converted is None else _opposite(one, converted)
    known = ledger.answering(one._replace(amount=-amount), account.id)
    return known or Transaction(0, account.id, one.date, amount, one.payee, one.memo)


def following(before: Transaction, one: Transaction, other: Transaction, converted: int | None = None) -> Transaction:
    """The other side of a transfer of which this side was ``before`` and is now ``one``: its amount, ``converted``
    (above zero) where it is in another currency; its day and words where they were the same, but never the day of a
    statement.
    """
    same_day = other.date == before.date and free(other)
    same_words = (other.payee, other.memo) == (before.payee, before.memo)
    return other._replace(
        amount=-one.amount if converted is None else _opposite(one, converted),
        date=one.date if same_day else other.date,
        payee=one.payee if same_words else other.payee,
        memo=one.memo if same_words else other.memo,
    )


def _opposite(one: Transaction, amount: int) -> int:
    return amount if one.amount < 0 else -amount
