"""The rhythm some rows have, and the days a rhythm has.

A rhythm in months keeps to a day, counted round the end of the month, moved by weekends and holidays; one in days keeps
its gaps.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate
from operator import attrgetter, sub

from tenk_desktop.core.model import Nature
from tenk_desktop.core.outlook.household import LAST_WORKING_DAY, Movement, Rhythm
from tenk_desktop.core.outlook.workdays import is_working, last_working, next_working, previous_working
from tenk_desktop.core.period import month_start

GRACE = timedelta(days=5)
"""How late an occurrence may be and still be expected; later, it is missed."""

_ENOUGH = {1: 3, 2: 4, 3: 4, 6: 2, 12: 2}  # rows that make a rhythm of so many months
_EARLY, _LATE = -2, 3  # days from where the rhythm says, still on it
_ON_RHYTHM = 0.8  # share of the rows that must be
_SEEN = 0.6  # share of the months that must have one: a student's grant skips the summer
_SAME = 1.25  # most that amounts may differ by, as a ratio, where they must agree
_FEW = 5  # below so many rows a monthly group must agree in amount
_FEWEST_DAYS = 6  # between two occurrences found


def rhythm_of(rows: Sequence[Movement]) -> tuple[Rhythm, float] | None:
    """The rhythm of rows in any order and the share of them on it."""
    ordinals = sorted({*map(date.toordinal, [m.date for m in rows])})
    gaps = sorted(map(sub, ordinals[1:], ordinals))
    if not gaps:
        return None
    gap = gaps[len(gaps) // 2]
    every = next((k for k in _ENOUGH if abs(gap - 30.44 * k) <= 2 + k), None)
    usual = bisect_right(gaps, gap + 1) - bisect_left(gaps, gap - 1)
    regular = _FEWEST_DAYS <= gap <= 45 and usual >= _ON_RHYTHM * len(gaps)
    if every is None and not regular:
        return None
    days = [date.fromordinal(o) for o in ordinals]
    if every is not None and len(days) >= _ENOUGH[every]:
        credit = rows[0].amount > 0
        varies = len(days) >= _FEW and (not credit or max(rows, key=attrgetter("date")).nature is Nature.SURE)
        found = monthly(days, every, prefer_last=credit) if varies or agree(rows) else None
        if found:
            return found
    return _every_days(days, gaps, gap) if regular and len(days) > _FEW and agree(rows) else None


def by_day(rows: Iterable[Movement]) -> dict[date, int]:
    """The sum of each day that has a row, in the order of the rows."""
    totals: dict[date, int] = defaultdict(int)
    for m in rows:
        totals[m.date] += m.amount
    return totals


def agree(rows: Iterable[Movement]) -> bool:
    """Whether nine in ten of the days' amounts are within `_SAME` of one another."""
    sizes = sorted(map(abs, by_day(rows).values()))
    spare = len(sizes) // 10
    return sizes[-1 - spare // 2] <= sizes[(spare + 1) // 2] * _SAME


def monthly(days: Sequence[date], every: int, *, prefer_last: bool) -> tuple[Rhythm, float] | None:
    """The day of the month that fits days, oldest first, best, and the share of them on it; for an income the last
    working day first among equals. That some came on a weekend must tell more than that they are moved.
    """
    of_month = [d.day for d in days]
    if _nearest(of_month) < len(days) * _ON_RHYTHM:  # a shop, most often: told before anything costly
        return None
    middle = _circular_median(of_month)
    months = [round(d.year * 12 + d.month + (d.day - middle) / 30.4) for d in days]
    kept = Counter(month % every for month in months).most_common(1)[0][1]
    different, span = len(set(months)), (months[-1] - months[0]) // every + 1
    if min(kept, different) < len(days) * _ON_RHYTHM or different < (span * _SEEN if len(days) > 3 else span):
        return None
    candidates = [Rhythm(every, "month", (middle - back - 1) % 31 + 1) for back in (0, 1, 2, 3)]
    candidates += [Rhythm(every, "month", (middle + on - 1) % 31 + 1, early=True) for on in (0, 1, 2, 3)]
    candidates.insert(0 if prefer_last else 4, Rhythm(every, "month", LAST_WORKING_DAY))
    if any(not is_working(d) for d in days):
        candidates.append(Rhythm(every, "month", middle, always=True))
    best, off = min(((c, [_off(d, c) for d in days]) for c in candidates), key=lambda item: sum(map(abs, item[1])))
    on = sum(_EARLY <= o <= _LATE for o in off) / len(days)
    return (replace(best, anchor=days[-1] - timedelta(days=off[-1])), on) if on >= _ON_RHYTHM else None


def _nearest(days: Sequence[int]) -> int:
    """How many days of the month are at most five from one of them, the 31st being next to the 1st."""
    times = Counter(days)
    sums = [0, *accumulate([times[d] for d in range(1, 32)] * 3)]
    return max(sums[d + 36] - sums[d + 25] for d in times)


def _circular_median(days: Sequence[int]) -> int:
    """The day of the month nearest to all."""
    times = Counter(days)
    far = {c: sum(n * min((d - c) % 31, (c - d) % 31) for d, n in times.items()) for c in sorted(times)}
    return min(far, key=far.__getitem__)


def _off(day: date, rhythm: Rhythm) -> int:
    """Days from where a rhythm's day of the month falls in the nearest month to ``day``."""
    return min(((day - _in_month(day.year, day.month + m, rhythm)).days for m in (0, -1, 1)), key=abs)


def _in_month(year: int, month: int, rhythm: Rhythm) -> date:
    """Where a rhythm's day of the month is booked; ``month`` may run outside 1..12."""
    if rhythm.day == LAST_WORKING_DAY:
        return last_working(year, month)
    day = month_start(year, month, rhythm.day)
    if rhythm.always:
        return day
    return previous_working(day) if rhythm.early else next_working(day)


def _every_days(days: Sequence[date], gaps: Sequence[int], every: int) -> tuple[Rhythm, float]:
    """Every so many days (four weeks for some wages), counted from the last one that no holiday moved."""
    on = sum(abs(g - every) <= 1 for g in gaps) / len(gaps)
    usual = Counter(d.toordinal() % every for d in days).most_common(1)[0][0]
    return Rhythm(every, "day", anchor=next(d for d in reversed(days) if d.toordinal() % every == usual)), on


def booking_days(rhythm: Rhythm, start: date, end: date) -> Iterator[date]:
    """The days a rhythm has, oldest first: all of ``[start, end)``, and some around them."""
    anchor = rhythm.anchor or start
    if rhythm.unit == "day":
        moves = rhythm.every >= _FEWEST_DAYS and anchor.weekday() < 5
        day = start - GRACE
        day += timedelta(days=(anchor - day).days % rhythm.every)
        while day < end:
            yield next_working(day) if moves else day
            day += timedelta(days=rhythm.every)
        return
    first = start.year * 12 + start.month - 2
    first += (anchor.year * 12 + anchor.month - 1 - first) % rhythm.every
    for month in range(first, end.year * 12 + end.month, rhythm.every):
        yield _in_month(month // 12, month % 12 + 1, rhythm)
