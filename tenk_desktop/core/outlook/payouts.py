"""When platforms pay, and how much: a person's own past, made to go on.

A platform pays month by month. The monthly totals that reached the spending accounts are carried on by the forecaster
of ``income``; each total is then spread over the days of the month as one of the person's own last payouts was (about
the 15th before there is any: published figure). What is known to be owed is a lower bound of its month, earnings
counting with the chance of their stage; it is never added to the forecast, which is of the same money.

With creator money in fewer than six different months there is no percentage: a month is drawn from the user's own
minimum, typical and maximum; else from their few months, if there are `FEW_MONTHS` of them, carried on in the same way,
whose band is the wider the fewer they are; else from the published figures. The verdict says which.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median

import numpy as np
from numpy.typing import NDArray

from tenk_desktop.core.creator.sources import TIKTOK
from tenk_desktop.core.creator.stages import PAYOUT_DAY, announced, payout_day
from tenk_desktop.core.model import PENDING_STAGES, Earning, Nature, Stage
from tenk_desktop.core.outlook.household import CREATOR_MONTHS, Household, Movement, received
from tenk_desktop.core.outlook.income import FIRST_INCOME, FIRST_SPREAD, simulate_months
from tenk_desktop.core.outlook.workdays import next_working
from tenk_desktop.core.period import month_start

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

# Starting chances that an earning is paid in the end, and how many past earnings they weigh; no public figure exists.
_CHANCE = {Stage.ESTIMATED: 0.85, Stage.VALIDATED: 0.97, Stage.PAYABLE: 0.98, Stage.IN_TRANSIT: 0.99}
_PRIOR_WEIGHT = 10
_SETTLES = 20  # days from an earning to its validation, before any is known
_TOO_LATE = timedelta(days=31)  # a payment this late came unrecognised, or will not come
_LATE_DAYS = 7  # a late one is expected within so many days
_PROFILES = 12  # months that say on which days payouts arrive
_NOTHING_MORE = 0.1  # share of a month's payouts usually still to come, below which the month is over
FEW_MONTHS = 3
"""Different months with a payout from which a person's own past tells more than what others are said to earn: the
first may be of a few days only, and one alone says nothing of how uneven the next ones are.
"""
_QUIET = 6  # months without creator money after which none is expected


class Basis(StrEnum):
    """What the creator money to come was made from."""

    NONE = "none"
    HISTORY = "history"
    OWN_RANGE = "own_range"
    FEW = "few"  # own months too, but too few for a percentage
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Owed:
    """Earnings of one stage expected in one month: how many, their sum, the chance of each."""

    month: int  # 0: the first one simulated
    stage: Stage
    count: int
    amount: int
    chance: float

    @property
    def in_wallet(self) -> bool:
        """Whether it is settled, so in the platform's wallet already."""
        return self.stage is not Stage.ESTIMATED


@dataclass(frozen=True, eq=False, slots=True)
class Payouts:
    """Money arriving each day after ``as_of``, arrays (paths, days), column 0 being ``as_of`` itself.

    ``wallet`` is the part of ``tiktok`` that pays what was in the wallet already, ``in_wallet`` that money today.
    """

    tiktok: Ints
    other: Ints
    wallet: Ints
    in_wallet: int
    basis: Basis


def simulate_payouts(household: Household, days: int, paths: int, seed: int) -> Payouts:
    """Payouts over ``days`` columns on ``paths`` paths; the same arguments give the same arrays."""
    draw_tiktok, draw_other = (np.random.default_rng(s) for s in np.random.SeedSequence([seed, 7]).spawn(2))
    tiktok = _Platform(household, Nature.TIKTOK, days)
    basis = tiktok.basis()
    totals = tiktok.totals(basis, paths, seed, draw_tiktok)
    owed = tiktok.owed()
    arriving, wallet = tiktok.arrivals(totals, owed, draw_tiktok)
    other = _Platform(household, Nature.OTHER_CREATOR, days)
    regular = len(other.by_month) >= CREATOR_MONTHS  # less regular, it is irregular income: never counted on
    extra = other.totals(Basis.HISTORY if regular else Basis.NONE, paths, seed + 1, draw_other)
    paid, _wallet = other.arrivals(extra, other.owed(dated=regular), draw_other)
    if not regular:  # else they are of the forecast's own money
        paid = paid + other.on_the_day_said(paths, draw_other)
    in_wallet = sum(o.amount for o in owed if o.in_wallet)
    return Payouts(
        arriving + on_their_day([m for m in household.planned if m.nature is Nature.TIKTOK], household),
        paid + on_their_day([m for m in household.planned if m.nature is Nature.OTHER_CREATOR], household),
        wallet,
        in_wallet,
        basis,
    )


def tiktok_months(household: Household) -> tuple[tuple[date, int], ...]:
    """The first day and the total, minor units, of each month that the forecast carries on, oldest first."""
    platform = _Platform(household, Nature.TIKTOK, 1)
    past = platform.past()
    return tuple((_month(platform.first, i - len(past)), int(total)) for i, total in enumerate(past))


def on_their_day(rows: Iterable[Movement], household: Household) -> Ints:
    """The sum of rows dated after ``as_of``, by day."""
    flows = np.zeros((household.end - household.as_of).days, dtype=np.int64)
    for m in rows:
        if m.date < household.end:
            flows[(m.date - household.as_of).days] += m.amount
    return flows


class _Platform:
    """The past payouts of one nature, and the months to come: ``months`` of them from ``first``, payouts up to ``cut``
    being facts.
    """

    def __init__(self, household: Household, nature: Nature, days: int) -> None:
        self.house, self.nature, self.days = household, nature, days
        rows = received(household.incomes, date.max, nature)
        self.newest = max((m.date for m in rows), default=date.min)
        self.cut = max(household.as_of, self.newest)
        self.first = self.cut.replace(day=1)
        self.by_day: dict[date, int] = defaultdict(int)
        self.by_month: dict[date, int] = defaultdict(int)
        for m in rows:
            self.by_day[m.date] += m.amount
            self.by_month[m.date.replace(day=1)] += m.amount
        self.profiles = self._profiles()
        self.over = bool(np.mean(1 - self.profiles[:, self.cut.day - 1]) < _NOTHING_MORE)
        if self.over and self.newest >= self.first:  # the running month is known, and tells of those to come
            self.first = _month(self.first, 1)
        self.months = max(_months(self.first, household.as_of + timedelta(days=days - 1)) + 1, 0)

    def _profiles(self) -> Floats:
        """For each of the last months with a payout, the share of it paid by each day of the month (31 columns)."""
        paid = sorted(m for m in self.by_month if m < self.first)[-_PROFILES:]
        if not paid:
            return (np.arange(1, 32) >= PAYOUT_DAY).astype(np.float64)[None, :]
        shares = np.zeros((len(paid), 31))
        for day, amount in self.by_day.items():
            if day.replace(day=1) in paid:
                shares[paid.index(day.replace(day=1)), day.day - 1] += amount
        cumulated: Floats = np.cumsum(shares, axis=1)
        return cumulated / cumulated[:, -1:]

    def past(self) -> list[float]:
        """Monthly totals from the first payout to the last month known."""
        oldest = min(self.by_month, default=self.first)
        return [float(self.by_month.get(_month(oldest, i), 0)) for i in range(_months(oldest, self.first))]

    def basis(self) -> Basis:
        """What a month to come is made from."""
        if self.past() and self.house.creator_months >= CREATOR_MONTHS:
            return Basis.HISTORY
        if self.house.creator_range is not None:
            return Basis.OWN_RANGE
        recent = any(_months(m, self.first) <= _QUIET for m in self.by_month)
        if recent and sum(m < self.first for m in self.by_month) >= FEW_MONTHS:
            return Basis.FEW
        return Basis.PUBLISHED if recent and self.house.currency == "EUR" else Basis.NONE

    def totals(self, basis: Basis, paths: int, seed: int, rng: np.random.Generator) -> Ints:
        """What each month to come brings, (paths, months), before what is owed; the first is the running one."""
        shape = (paths, self.months)
        wanted = self.house.creator_range
        months = np.zeros(shape)
        if basis in (Basis.HISTORY, Basis.FEW) and self.months:
            past, euro = self.past(), 100.0 if self.house.currency == "EUR" else 0.0
            months = simulate_months(
                past, days=[None] * len(past), horizon=self.months, paths=paths, seed=seed, euro=euro
            )
        elif basis is Basis.OWN_RANGE and wanted:
            months = between(wanted.low, wanted.typical, wanted.high, rng.random(shape))
        elif basis is Basis.PUBLISHED:
            months = 100 * FIRST_INCOME * np.exp(FIRST_SPREAD * rng.standard_normal(shape))  # euro cents
        whole: Ints = np.rint(np.maximum(months, 0)).astype(np.int64)
        return whole

    def _earnings(self) -> list[Earning]:
        return [e for e in self.house.earnings if (e.platform == TIKTOK) is (self.nature is Nature.TIKTOK)]

    def on_the_day_said(self, paths: int, rng: np.random.Generator) -> Ints:
        """Announced payments, as invoices are, each on its day or, that day over, a week from now: (paths, days)."""
        into, house = np.zeros((paths, self.days), dtype=np.int64), self.house
        chance = _paid_chance(self._earnings())[Stage.PAYABLE]
        for e in self._earnings():
            if announced(e) and e.settled and e.settled >= house.as_of - _TOO_LATE and e.currency == house.currency:
                over = e.settled <= house.as_of
                day = house.as_of + timedelta(days=_LATE_DAYS) if over else e.settled
                self._add(into, day, np.where(rng.random(paths) < chance, e.amount, 0))
        return into

    def owed(self, *, dated: bool = True) -> list[Owed]:
        """What the platform is known to owe and has not paid, by month and stage; announced payments if ``dated``."""
        house, earnings = self.house, self._earnings()
        settling = [(e.settled - e.earned).days for e in earnings if e.settled and not announced(e)]
        delay = timedelta(days=round(median(settling)) if settling else _SETTLES)
        chance = _paid_chance(earnings)
        counts: Counter[tuple[int, Stage]] = Counter()
        sums: Counter[tuple[int, Stage]] = Counter()
        for e in earnings:
            if e.stage not in PENDING_STAGES or e.currency != house.currency or e.amount <= 0:
                continue
            if announced(e) and not dated:
                continue
            expected = e.expected or payout_day(e.settled or e.earned + delay)
            came = expected <= self.newest and self.over and not announced(e)
            if came or expected < house.as_of - _TOO_LATE:
                continue
            month = max(_months(self.first, expected), 0)
            counts[month, e.stage] += 1
            sums[month, e.stage] += e.amount
        return [
            Owed(month, stage, n, sums[month, stage], chance[stage]) for (month, stage), n in sorted(counts.items())
        ]

    def arrivals(self, totals: Ints, owed: Sequence[Owed], rng: np.random.Generator) -> tuple[Ints, Ints]:
        """Daily money in, all of it and the part that was owed by the wallet, (paths, days)."""
        paths = len(totals)
        arriving, wallet = np.zeros((2, paths, self.days), dtype=np.int64)
        profile = rng.integers(len(self.profiles), size=(self.months, paths))
        late = rng.integers(1, _LATE_DAYS + 1, size=paths)
        for month in range(self.months):
            paid = self.profiles[profile[month]]
            running = _month(self.first, month) <= self.cut
            already = paid[:, self.cut.day - 1] if running else np.zeros(paths)
            left = 1 - already
            shares = np.clip((paid - already[:, None]) / np.where(left > 0, left, 1)[:, None], 0, 1)
            least, from_wallet = np.zeros((2, paths), dtype=np.int64)
            for due in (o for o in owed if o.month == month):
                sum_paid = _paid(due, paths, rng)
                least += sum_paid
                from_wallet += sum_paid if due.in_wallet else 0
            total = np.maximum(np.floor(totals[:, month] * left).astype(np.int64), least)
            for into, amounts in ((arriving, total), (wallet, from_wallet)):
                if not amounts.any():  # as nearly always in the wallet
                    continue
                self._spread(into, np.where(left > 0, amounts, 0), shares, _month(self.first, month))
                self._late(into, np.where(left > 0, 0, amounts), late)
        return arriving, wallet

    def _spread(self, into: Ints, total: Ints, shares: Floats, start: date) -> None:
        """Put each path's total on the days of the month that begins on ``start``; a day it lacks is its last."""
        length = (_month(start, 1) - start).days
        cumulated = np.floor(total[:, None] * shares[:, :length]).astype(np.int64)
        cumulated[:, -1] = total
        for day, amounts in enumerate(np.diff(cumulated, axis=1, prepend=0).T):
            self._add(into, start + timedelta(days=day), amounts)

    def _late(self, into: Ints, total: Ints, late: Ints) -> None:
        """What is owed when the usual days are over comes within a few days."""
        for wait in range(1, _LATE_DAYS + 1):
            self._add(into, self.cut + timedelta(days=wait), np.where(late == wait, total, 0))

    def _add(self, into: Ints, day: date, amounts: Ints) -> None:
        column = (next_working(day) - self.house.as_of).days
        if amounts.any() and 0 < column < self.days:
            into[:, column] += amounts


def _paid_chance(earnings: Iterable[Earning]) -> dict[Stage, float]:
    """The chance that an earning of each stage is paid; for an estimate, learnt from what became of the others."""
    became = Counter(e.stage for e in earnings)
    good = sum(became[s] for s in Stage if s not in (Stage.ESTIMATED, Stage.VOID))
    known = good + became[Stage.VOID]
    first = (_CHANCE[Stage.ESTIMATED] * _PRIOR_WEIGHT + good) / (_PRIOR_WEIGHT + known)
    return {**_CHANCE, Stage.ESTIMATED: first}


def _paid(owed: Owed, paths: int, rng: np.random.Generator) -> Ints:
    """How much of it is paid on each path: a whole number of equal parts."""
    share: Floats = rng.binomial(owed.count, owed.chance, size=paths) / owed.count
    return np.floor(owed.amount * share).astype(np.int64)


def between(low: int, typical: int, high: int, uniform: Floats) -> Floats:
    """Draws of something known by its low, typical and high: half below the typical, evenly, half above."""
    drawn: Floats = np.interp(uniform, [0.0, 0.5, 1.0], [low, typical, high])
    return drawn


def _month(first: date, later: int) -> date:
    return month_start(first.year, first.month + later)


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month
