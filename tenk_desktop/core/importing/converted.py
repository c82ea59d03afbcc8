"""What a conversion between two currencies is, in the ledger's own: the income it brings, or the purchase it pays.

Only the side in the ledger's currency counts in a month (sums across currencies do not exist), so it takes the category
of what it converts: money that came in the other currency, or what was bought there. What cannot be said for sure stays
without a category.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from tenk_desktop.core.importing.planned import KnownRow, Outcome, PlannedRow

NEAR = timedelta(days=3)  # from a conversion without a reference to the purchase of that very amount


class _Move(NamedTuple):
    """A movement in one currency that is no side of a conversion, or (``converts``) one that is."""

    date: date
    amount: int
    category_id: int | None
    converts: bool = False
    ref: str = ""


def sort_conversions(
    rows: Sequence[PlannedRow], known: Iterable[tuple[str, KnownRow]], currency: str
) -> tuple[PlannedRow, ...]:
    """The rows of one statement, where the sides of conversions in ``currency``, the ledger's, have their category.

    ``known`` are rows the ledger holds already, each with its currency.
    """
    pairs: dict[str, list[int]] = defaultdict(list)
    for i, planned in enumerate(rows):
        if planned.row.pair:
            pairs[planned.row.pair].append(i)
    if not pairs:
        return tuple(rows)
    moves = _moves(rows, known)
    result = list(rows)
    for sides in pairs.values():
        mine = [i for i in sides if rows[i].currency == currency]
        others = [i for i in sides if rows[i].currency != currency]
        if len(mine) == len(others) == 1 and rows[mine[0]].outcome is not Outcome.KNOWN:
            side, other = rows[mine[0]], rows[others[0]]
            find = _earned if side.amount > 0 else _bought
            result[mine[0]] = side._replace(category_id=find(other, moves[other.currency]))
    return tuple(result)


def _moves(rows: Iterable[PlannedRow], known: Iterable[tuple[str, KnownRow]]) -> dict[str, list[_Move]]:
    """By currency, oldest first, what the ledger holds before what the file says of the same day."""
    moves: dict[str, list[_Move]] = defaultdict(list)
    told = {p.known.row_id for p in rows if p.known is not None and p.outcome is Outcome.KNOWN}
    for code, k in known:
        if k.row_id not in told:
            moves[code].append(_Move(k.date, k.amount, k.category_id, k.in_transfer, k.ref))
    for p in rows:
        moves[p.currency].append(_Move(p.row.date, p.amount, p.category_id, bool(p.row.pair), p.row.ref))
    return {code: sorted(found, key=lambda m: m.date) for code, found in moves.items()}


def _earned(other: PlannedRow, moves: Sequence[_Move]) -> int | None:
    """The category of the money converted: of the credit of that amount, else the one that all credits share which
    came since the conversion before.
    """
    before = [m for m in moves if m.date <= other.row.date]
    last = max((m.date for m in before if m.converts and m.amount < 0 and m.ref != other.row.ref), default=date.min)
    came = [m for m in before if m.amount > 0 and not m.converts]
    exact = [m for m in came if m.amount == -other.amount]
    since = exact[-1:] or [m for m in came if m.date >= last]
    categories = {m.category_id for m in since}
    return categories.pop() if len(categories) == 1 else None


def _bought(other: PlannedRow, moves: Sequence[_Move]) -> int | None:
    """The category of the purchase the converted money pays for: the one it names, else the only one of that amount."""
    debits = [m for m in moves if m.amount < 0 and not m.converts]
    named = [m for m in debits if m.ref and m.ref == other.row.answers]
    near = [m for m in debits if m.amount == -other.amount and abs(m.date - other.row.date) <= NEAR]
    found = named or near
    return found[0].category_id if len(found) == 1 else None
