"""The balance of an account after each of its operations. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from tenk_desktop.core.model import Transaction


def balances_after(rows: Sequence[Transaction], end: int, known: Mapping[date, int], newer: int = 0) -> tuple[int, ...]:
    """The balance after each of ``rows``: operations of one account that follow one another, newest first.

    ``end`` is the balance at the end of the oldest row's day, ``known`` those known at the end of later days, which win
    over what the rows add up to; ``newer`` is what rows of the newest day that are not here moved. Minor units of the
    account, income positive.
    """
    if not rows:
        return ()
    moved: Counter[date] = Counter()
    for row in rows:
        moved[row.date] += row.amount
    moved[rows[0].date] += newer
    ends = {rows[-1].date: end}
    for before, day in pairwise(sorted(moved)):
        between = [fact for fact in known if before < fact < day]
        carried = known[max(between)] if between else ends[before]
        ends[day] = known.get(day, carried + moved[day])
    found, left = [], {**ends, rows[0].date: ends[rows[0].date] - newer}
    for row in rows:
        found.append(left[row.date])
        left[row.date] -= row.amount
    return tuple(found)
