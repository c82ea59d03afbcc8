"""What an export writes: the whole ledger as frozen values, and the names other programs will see."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from tenk_desktop.core.model import Account, Category, Earning, Split, Transaction

Day = date  # inside `Wording`, ``date`` is a field


@dataclass(frozen=True, slots=True)
class Wording:
    """A transaction as the bank says it: its words, its identifier, its day and its amount."""

    label: str
    ref: str = ""
    date: Day = Day.min
    amount: int = 0


@dataclass(frozen=True, slots=True)
class KnownBalance:
    """A known balance: minor units at the end of ``date``; without a date, before the first transaction."""

    account_id: int
    date: date | None
    amount: int


@dataclass(frozen=True, slots=True)
class Book:
    """A ledger to write out. ``transactions`` are oldest first; ``transfers`` pairs the ids of two sides, both ways."""

    currency: str
    accounts: tuple[Account, ...]
    categories: tuple[Category, ...]
    transactions: tuple[Transaction, ...]
    transfers: dict[int, int] = field(default_factory=dict)
    wordings: dict[int, Wording] = field(default_factory=dict)
    balances: tuple[KnownBalance, ...] = ()  # as typed
    stated: tuple[KnownBalance, ...] = ()  # the newest that a bank's file gave each account
    earnings: tuple[Earning, ...] = ()

    def account(self, id_: int) -> Account:
        """The account of that id."""
        return next(a for a in self.accounts if a.id == id_)

    def category(self, id_: int | None) -> Category | None:
        """The category of that id, if there is one."""
        return next((c for c in self.categories if c.id == id_), None)

    def opening(self, account: Account) -> int | None:
        """The balance before the first transaction, minor units; None while nobody gave any balance."""
        if not account.balance_known:
            return None
        return account.balance - sum(t.amount for t in self.transactions if t.account_id == account.id)


def parts(transaction: Transaction) -> Iterator[Split]:
    """The parts of a transaction; one that is not split is one part."""
    if transaction.splits:
        yield from transaction.splits
    else:
        yield Split(transaction.amount, transaction.category_id)
