"""One change made to several operations, worked out before it is written. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tenk_desktop.core.model import Transaction
from tenk_desktop.core.text import Message, msg


@dataclass(frozen=True, slots=True)
class Bulk:
    """What to change: None keeps what is there. ``category_id`` 0 takes the category away; ``account_id`` is where the
    operations should have been noted, which moves no money.
    """

    payee: str | None = None
    memo: str | None = None
    category_id: int | None = None
    account_id: int | None = None

    def __bool__(self) -> bool:
        return self != Bulk()


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """What would be written, as (before, after), and what stays as it is, with the reason."""

    changes: tuple[tuple[Transaction, Transaction], ...] = ()
    left_out: tuple[tuple[Transaction, Message], ...] = ()


def plan_bulk(
    asked: Bulk,
    transactions: Sequence[Transaction],
    currencies: Mapping[int, str] | None = None,
    sides: Mapping[int, int] | None = None,
) -> BulkPlan:
    """What a change does to each operation. One reconciled against a statement is left out, and one that cannot go to
    the account asked for; so is a split or a transfer of which only the category would change, for it has none of its
    own.

    To change the account, ``currencies`` is the currency of each account by its id, and ``sides`` the other side of
    each operation that is one of a transfer, both by their ids.
    """
    changes, left_out = [], []
    ids = {one.id for one in transactions}
    for one in transactions:
        if (reason := _kept_by(asked, one, currencies or {}, sides or {}, ids)) is not None:
            left_out.append((one, reason))
            continue
        after = _changed(asked, one)
        if after != one:
            changes.append((one, after))
        elif asked.category_id is not None and (one.splits or one.transfer_to is not None):
            left_out.append((one, msg("répartie") if one.splits else msg("virement interne")))
    return BulkPlan(tuple(changes), tuple(left_out))


def _kept_by(
    asked: Bulk, one: Transaction, currencies: Mapping[int, str], sides: Mapping[int, int], chosen: Collection[int]
) -> Message | None:
    """Why an operation stays wholly as it is; None when it may change."""
    if one.reconciled:
        return msg("pointée avec un relevé")
    if asked.account_id in (None, one.account_id):
        return None
    if currencies.get(one.account_id) != currencies.get(asked.account_id or 0):
        return msg("elle est dans une autre monnaie que ce compte")
    if one.transfer_to == asked.account_id:
        return msg("l’autre côté de ce virement est sur ce compte")
    if sides.get(one.id) in chosen:
        return msg("les deux côtés de ce virement sont choisis")
    return None


def _changed(asked: Bulk, one: Transaction) -> Transaction:
    after = one
    if asked.payee is not None:
        after = after._replace(payee=asked.payee)
    if asked.memo is not None:
        after = after._replace(memo=asked.memo)
    if asked.category_id is not None and not one.splits and one.transfer_to is None:
        after = after._replace(category_id=asked.category_id or None)
    if asked.account_id is not None:
        after = after._replace(account_id=asked.account_id)
    return after
