"""One change made to several operations, worked out before it is written. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tenk_desktop.core.model import Transaction
from tenk_desktop.core.text import Message, msg


@dataclass(frozen=True, slots=True)
class Bulk:
    """What to change: None keeps what is there. ``category_id`` 0 takes the category away."""

    payee: str | None = None
    memo: str | None = None
    category_id: int | None = None

    def __bool__(self) -> bool:
        return self != Bulk()


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """What would be written, as (before, after), and what stays as it is, with the reason."""

    changes: tuple[tuple[Transaction, Transaction], ...] = ()
    left_out: tuple[tuple[Transaction, Message], ...] = ()


def plan_bulk(asked: Bulk, transactions: Iterable[Transaction]) -> BulkPlan:
    """What a change does to each operation. One reconciled against a statement is left out; so is a split or a
    transfer of which only the category would change, for it has none of its own.
    """
    changes, left_out = [], []
    for one in transactions:
        if one.reconciled:
            left_out.append((one, msg("pointée avec un relevé")))
            continue
        after = _changed(asked, one)
        if after != one:
            changes.append((one, after))
        elif asked.category_id is not None and (one.splits or one.transfer_to is not None):
            left_out.append((one, msg("répartie") if one.splits else msg("virement interne")))
    return BulkPlan(tuple(changes), tuple(left_out))


def _changed(asked: Bulk, one: Transaction) -> Transaction:
    after = one
    if asked.payee is not None:
        after = replace(after, payee=asked.payee)
    if asked.memo is not None:
        after = replace(after, memo=asked.memo)
    if asked.category_id is not None and not one.splits and one.transfer_to is None:
        after = replace(after, category_id=asked.category_id or None)
    return after
