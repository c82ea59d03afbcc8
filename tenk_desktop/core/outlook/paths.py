"""The days to come, a few thousand times over: what is known, what comes back, what is spent, what platforms pay.

Each path is a whole future of the sum of the spending accounts, in minor units. All parts of a path share nothing but
its number, and TikTok's money is kept apart, so the same path can be read with and without it.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import partial

import numpy as np

from tenk_desktop.core.outlook.bills import Due, dues, schedules_of
from tenk_desktop.core.outlook.everyday import Everyday, everyday_of, irregular_incomes, spending
from tenk_desktop.core.outlook.household import Household, Schedule
from tenk_desktop.core.outlook.payouts import Basis, Ints, between, on_their_day, simulate_payouts
from tenk_desktop.core.outlook.workdays import next_working
from tenk_desktop.core.period import ONE_DAY, month_start

PATHS = 2000


@dataclass(frozen=True, eq=False, slots=True)
class Paths:
    """Simulated futures: int64 arrays (paths, days) in minor units, column ``i`` being the end of ``first + i`` days.

    ``first`` is the household's ``as_of``, whose column is known. ``balance`` is the sum of the spending accounts;
    ``tiktok`` (future payouts), ``everyday`` (simulated spending, 0 or negative) and ``fresh`` (creator money to come
    that is in no wallet yet) are cumulated from 0, the first two being part of ``balance``.
    """

    first: date
    balance: Ints
    tiktok: Ints
    everyday: Ints
    fresh: Ints
    creator: Ints  # all creator money to come, cumulated
    in_wallet: int = 0  # what platforms hold for the person, settled
    dues: tuple[Due, ...] = ()
    schedules: tuple[Schedule, ...] = ()  # all that comes or came back, found or told
    habits: Everyday = field(default_factory=Everyday)
    basis: Basis = Basis.NONE
    seed: int = 1

    @property
    def count(self) -> int:
        """How many paths."""
        return len(self.balance)

    @property
    def without_tiktok(self) -> Ints:
        """The same paths when TikTok pays nothing more; what was received stays."""
        return self.balance - self.tiktok

    def column(self, day: date) -> int:
        """The column of a day."""
        return (day - self.first).days


def simulate(household: Household, *, paths: int = PATHS, seed: int = 1) -> Paths:
    """The futures of a household from ``as_of`` to `Household.end` (excluded).

    The same household, seed and NumPy give the same arrays. An account whose balance nobody gave counts as 0: ask
    `Household.needs` first.
    """
    days = (household.end - household.as_of).days
    bills_rng, days_rng = (np.random.default_rng(s) for s in np.random.SeedSequence([seed, 1]).spawn(2))
    schedules = schedules_of(household)
    coming = dues(schedules, household)
    habits = everyday_of(household, schedules)
    already = on_their_day(spending(household.later, schedules), household)
    everyday = np.cumsum(_everyday(habits, already, paths, days_rng), axis=1)
    payouts = simulate_payouts(household, days, paths, seed)
    flows = _dated(coming, household.as_of, paths, days, bills_rng) + payouts.tiktok + payouts.other
    flows += _irregular(household, schedules, paths, days, days_rng) + on_their_day(household.facts, household)
    creator = np.cumsum(payouts.tiktok + payouts.other, axis=1)
    return Paths(
        first=household.as_of,
        balance=household.opening + np.cumsum(flows, axis=1) + everyday,
        tiktok=np.cumsum(payouts.tiktok, axis=1),
        everyday=everyday,
        fresh=creator - np.cumsum(payouts.wallet, axis=1),
        creator=creator,
        in_wallet=payouts.in_wallet,
        dues=coming,
        schedules=schedules,
        habits=habits,
        basis=payouts.basis,
        seed=seed,
    )


def _dated(coming: tuple[Due, ...], as_of: date, paths: int, days: int, rng: np.random.Generator) -> Ints:
    flows = np.zeros((paths, days), dtype=np.int64)
    for due in sorted(coming, key=partial(_drawn, as_of)):
        drawn = _amounts(due.schedule, paths, rng)
        came = rng.random(paths) < due.schedule.chance if due.schedule.chance < 1 else True
        flows[:, (due.date - as_of).days] += np.where(came, drawn, 0)
    return flows


def _drawn(as_of: date, due: Due) -> tuple[date, int, str]:
    """The order of drawing: as if nothing was moved, so that a verdict before and after share their draws."""
    first, day = as_of + ONE_DAY, due.day or due.date
    return (day if day >= first else next_working(first), due.schedule.amount, due.schedule.payee)


def _amounts(schedule: Schedule, paths: int, rng: np.random.Generator) -> Ints | int:
    """What an occurrence is worth: one time in seven below the lowest of the last six seen, one in seven above."""
    low, typical, high = schedule.range
    if low == high:
        return typical
    if not schedule.claimed:
        return np.rint(between(low, typical, high, rng.random(paths))).astype(np.int64)
    beyond = (2 * low - typical, low, typical, high, 2 * high - typical)
    drawn = np.interp(rng.random(paths), (0, 1 / 7, 1 / 2, 6 / 7, 1), beyond)
    return np.rint(np.maximum(drawn, 0) if typical > 0 else np.minimum(drawn, 0)).astype(np.int64)


def _irregular(
    household: Household, schedules: tuple[Schedule, ...], paths: int, days: int, rng: np.random.Generator
) -> Ints:
    """Wages and benefits out of rhythm: on each path, each month to come replays one of the past."""
    flows = np.zeros((paths, days), dtype=np.int64)
    past = irregular_incomes(household, schedules)
    start = household.as_of.replace(day=1)
    while past and start < household.end:
        drawn = rng.integers(len(past), size=paths)
        for month, incomes in enumerate(past):
            for day, amount in incomes:
                column = (next_working(month_start(start.year, start.month, day)) - household.as_of).days
                if 0 < column < days:
                    flows[:, column] += np.where(drawn == month, amount, 0)
        start = month_start(start.year, start.month + 1)
    return flows


def _everyday(habits: Everyday, already: Ints, paths: int, rng: np.random.Generator) -> Ints:
    """What is still spent each day, 0 on ``as_of``, less what is known of the day already."""
    flows = habits.simulate(len(already), paths, rng)
    left: Ints = np.minimum(flows - already, 0)
    return np.where(already < 0, left, flows)
