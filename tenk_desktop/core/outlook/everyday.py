"""Everyday spending: what goes out and is no bill, week by week.

A future week is one of the person's own past weeks, drawn whole, so that each weekday keeps its level and a dear
Saturday its quiet Sunday. The days of one exceptional purchase are cut down to what a large ordinary day costs: one
laptop must not move a month's forecast.

Money that comes in without a rhythm is of two kinds. Work and benefits paid now and then (`irregular_incomes`) come as
often as they did: a past month of them is drawn for each month to come. Refunds, sales and gifts are never counted on.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from tenk_desktop.core.model import Nature
from tenk_desktop.core.outlook.bills import claims, key_of
from tenk_desktop.core.outlook.household import CREATOR, Household, Movement, Schedule, Status, received
from tenk_desktop.core.period import month_start

WEEKS = 52
"""No older week is looked at."""
HALF_LIFE = 13
"""A week so many weeks older is drawn half as often."""
ENOUGH = 4
"""With fewer weeks, what the user said of an ordinary week comes first."""

OFTEN = 3
"""Months, of the last twelve, with wages or benefits out of rhythm for more to be expected."""

Week = tuple[int, int, int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Everyday:
    """Weeks to draw from, newest first. Each starts on the weekday after ``as_of``; its days are 0 or negative.

    ``ages`` are in weeks; ``typed`` tells that the user's own figure was used.
    """

    weeks: tuple[Week, ...] = ()
    ages: tuple[int, ...] = ()
    typed: bool = False

    @property
    def weights(self) -> list[float]:
        """How often each week is drawn, summing to 1."""
        raw = [0.5 ** (age / HALF_LIFE) for age in self.ages]
        return [w / sum(raw) for w in raw]


def everyday_of(household: Household, schedules: Sequence[Schedule]) -> Everyday:
    """The weeks known in full before ``as_of``, or the user's own figure spread over a week; empty if there is none.

    A week in which no account moved at all is missing, not free.
    """
    as_of, oldest = household.as_of, household.as_of - timedelta(weeks=WEEKS)
    known = [m for m in household.movements if m.date <= as_of]
    if known:
        start = (as_of - min(m.date for m in known)).days + 1
        recent = [m for m in known if m.date > oldest]
        spent = _by_day(spending(recent, schedules), as_of)
        moved = {(as_of - m.date).days // 7 for m in recent}
        ages = [w for w in range(min(start // 7, WEEKS)) if w in moved]
        if len(ages) >= ENOUGH or (ages and household.week is None):
            return Everyday(tuple(_week(spent, age) for age in ages), tuple(ages))
    if household.week is None:
        return Everyday()
    day, rest = divmod(household.week, 7)
    return Everyday((_seven(-day - (i < rest) for i in range(7)),), (0,), typed=True)


def spending(movements: Iterable[Movement], schedules: Sequence[Schedule]) -> list[Movement]:
    """The rows that are everyday spending: money out, neither a transfer, nor creator money, nor part of a bill."""
    named: dict[str, list[Schedule]] = defaultdict(list)
    nameless: list[Schedule] = []
    for s in schedules:
        if s.status is not Status.IGNORED:
            (named[s.key] if s.claimed else nameless).append(s)
    return [
        m
        for m in movements
        if m.amount < 0
        and not m.transfer
        and m.nature not in CREATOR
        and not any(claims(s, m) for s in named.get(key_of(m.payee), ()))
        and not any(claims(s, m) for s in nameless)
    ]


def _by_day(rows: Iterable[Movement], until: date) -> dict[int, int]:
    """Daily totals by age in days, exceptional ones cut down."""
    totals: dict[int, int] = defaultdict(int)
    for m in rows:
        totals[(until - m.date).days] += m.amount
    if totals:
        sizes = [-t for t in totals.values()]
        middle = median(sizes)
        spread = median(abs(s - middle) for s in sizes)
        limit = -round(middle + max(6 * spread, 3 * middle))
        totals.update({age: limit for age, total in totals.items() if total < limit})
    return totals


def _week(spent: dict[int, int], age: int) -> Week:
    return _seven(spent.get(age * 7 + 6 - i, 0) for i in range(7))


def _seven(days: Iterable[int]) -> Week:
    a, b, c, d, e, f, g = days
    return a, b, c, d, e, f, g


def irregular_incomes(household: Household, schedules: Sequence[Schedule]) -> tuple[tuple[tuple[int, int], ...], ...]:
    """For each whole calendar month known, newest first and twelve at most, its (day of the month, amount) of wages and
    benefits that no schedule explains; empty when fewer than `OFTEN` months have any.
    """
    claimed: dict[str, list[Schedule]] = defaultdict(list)
    for s in schedules:
        if s.amount > 0:
            claimed[s.key].append(s)
    months: dict[date, list[tuple[int, int]]] = defaultdict(list)
    for m in received(household.movements, household.as_of, Nature.SURE):
        if not any(claims(s, m) for s in claimed.get(key_of(m.payee), ())):
            months[m.date.replace(day=1)].append((m.date.day, m.amount))
    running = household.as_of.replace(day=1)
    oldest = min((m.date for m in household.movements), default=running)
    whole = [start for ago in range(1, 13) if (start := month_start(running.year, running.month - ago)) >= oldest]
    found = tuple(tuple(sorted(months.get(start, ()))) for start in whole)
    return found if sum(map(bool, found)) >= OFTEN else ()
