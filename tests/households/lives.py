"""What lives are made of: dated rows, spending day by day, and what platforms send, in cents, as banks would write them.

All is drawn from `random.Random` seeded by kind, number and day: a day's chance does not depend on what happened before
it, so a life can be lived again without TikTok's money and meet the same weather.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from tenk_desktop.core.outlook.workdays import last_working, next_working
from tenk_desktop.core.period import ONE_DAY, month_start

START = date(2023, 1, 1)
MONTHS = 37
MAIN, OTHER = "Courant", "Commun"
LAST = 0  # as a day of the month: the last working one

SHOPS = (
    "CARTE CARREFOUR CITY", "CARTE LIDL", "CARTE BOULANGERIE PAUL", "CARTE MONOPRIX", "CARTE PHARMACIE CENTRALE",
    "CARTE ACTION", "CARTE RELAY GARE", "CARTE INTERMARCHE", "CARTE TABAC DE LA POSTE", "CARTE KEBAB ISTANBUL",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a bank account; ``cents`` are signed."""

    day: date
    cents: int
    label: str
    account: str = MAIN


@dataclass(frozen=True, slots=True)
class Habits:
    """How a person shops. ``monthly`` is what a month costs on average, in cents; ``visits`` a week."""

    monthly: float
    visits: float = 6.0
    sigma: float = 0.6  # of the logarithm of one purchase
    tail: float = 0.0  # exponent of a Pareto tail; 0: log-normal purchases
    mood: float = 0.15  # sd of the logarithm of a month's level
    lasting: float = 0.5  # how much of it the next month keeps
    week: tuple[float, ...] = (1, 1, 1, 1, 1.3, 1.9, 0.6)
    purse: float = 0.0  # how strongly spending follows what is left: 0 not at all, 1 in proportion to a month's cost
    payday: int = 0  # a day of the month after which one spends freely
    splurge: float = 0.0
    season: tuple[float, ...] = (1.0,) * 12
    booked: bool = True  # the bank books on working days only
    deferred: bool = False  # a card debited once a month


@dataclass
class Life:
    """One household: what is dated whatever happens, what TikTok sends, and how it shops."""

    seed: str
    habits: Habits
    fixed: dict[date, list[Row]] = field(default_factory=lambda: defaultdict(list))
    payouts: dict[date, list[Row]] = field(default_factory=lambda: defaultdict(list))
    moods: list[float] = field(default_factory=list)
    accounts: tuple[str, ...] = (MAIN,)

    def live(self, first: date, end: date, purse: int, *, tiktok: bool = True) -> Iterator[Row]:
        """The rows of ``[first, end)``, ``purse`` being what the accounts hold before ``first``."""
        day = first
        while day < end:
            rows = [*self.fixed.get(day, ()), *(self.payouts.get(day, ()) if tiktok else ())]
            purse += sum(r.cents for r in rows)
            for r in (*rows, *self._shopping(day, purse)):
                purse += r.cents if r not in rows else 0
                yield r
            day += ONE_DAY

    def _shopping(self, day: date, purse: int) -> Iterator[Row]:
        """What the bank books on a day: its own purchases, or those since the last working day."""
        if self.habits.deferred:
            if day == last_working(day.year, day.month):
                bought = [
                    c
                    for d in _days(day.replace(day=1) - timedelta(3), day - timedelta(3))
                    for c in self._bought(d, purse)
                ]
                yield Row(day, -sum(bought), "DEBIT DIFFERE CARTE 4970XXXXXXXX0042")
            return
        if self.habits.booked and next_working(day) != day:
            return
        bought_on = [day]
        while self.habits.booked and next_working(bought_on[-1] - ONE_DAY) == day:
            bought_on.append(bought_on[-1] - ONE_DAY)
        for d in bought_on:
            draw = Random(f"{self.seed} shop {d}")
            for cents in self._bought(d, purse):
                yield Row(day, -cents, draw.choice(SHOPS), self.accounts[-1] if draw.random() < 0.6 else MAIN)

    def _bought(self, day: date, purse: int) -> list[int]:
        h, draw = self.habits, Random(f"{self.seed} buy {day}")
        month = (day.year - START.year) * 12 + day.month - 1
        level = math.exp(self.moods[max(month, 0)]) * h.season[day.month - 1]
        level *= min(2.0, max(0.4, 1 + h.purse * (purse / h.monthly - 0.4))) if h.purse else 1
        if h.payday:
            since = (day - month_start(day.year, day.month - (day.day < h.payday), h.payday)).days
            level *= 1 + h.splurge * (2.5 * math.exp(-since / 6) - 0.5)
        rate = h.visits * h.week[day.weekday()] / sum(h.week)
        mean = h.monthly / 30.4 * 7 / h.visits
        return [max(100, round(level * mean * _size(h, draw))) for _ in range(poisson(rate, draw))]


def _size(h: Habits, draw: Random) -> float:
    """A purchase, 1 on average."""
    if h.tail:
        return min(draw.paretovariate(h.tail), 40.0) * (h.tail - 1) / h.tail
    return draw.lognormvariate(-(h.sigma**2) / 2, h.sigma)


def poisson(rate: float, draw: Random) -> int:
    """How many, ``rate`` on average."""
    count, left = 0, draw.random() - math.exp(-rate)
    p = math.exp(-rate)
    while left > 0:
        count += 1
        p *= rate / count
        left -= p
    return count


def _days(first: date, end: date) -> Iterator[date]:
    while first < end:
        yield first
        first += ONE_DAY


# --- what is dated ----------------------------------------------------------------------------------------------------

Cents = Callable[[int, date], float]  # of the month's number and first day; 0: nothing that month


class Making:
    """A life being made."""

    def __init__(self, kind: str, number: int) -> None:
        self.draw = Random(f"household {kind} {number}")
        self.life = Life(f"{kind} {number}", Habits(1.0))
        self.fixed, self.payouts = self.life.fixed, self.life.payouts

    def near(self, cents: float, spread: float = 0.15) -> float:
        """An amount of this person's own."""
        return cents * self.draw.lognormvariate(0, spread)

    def add(self, day: date, cents: float, label: str, account: str = MAIN) -> None:
        if round(cents):
            self.fixed[day].append(Row(day, round(cents), label, account))

    def monthly(self, day: int, label: str, cents: Cents, *, early: bool = False, account: str = MAIN) -> None:
        """Once a month; a weekend moves it to the next working day, or to the one before."""
        for i in range(MONTHS):
            start = month_start(START.year, START.month + i)
            on = last_working(start.year, start.month) if day == LAST else month_start(start.year, start.month, day)
            while early and next_working(on) != on:
                on -= ONE_DAY
            self.add(next_working(on), cents(i, start), label, account)

    def every(self, days: int, label: str, cents: Callable[[], float], offset: int = 0) -> None:
        day = START + timedelta(days=offset)
        while day < month_start(START.year, START.month + MONTHS):
            self.add(next_working(day), cents(), label)
            day += timedelta(days=days)

    def bills(self, rent: float, others: int = 4, *, rise: float = 0.02, account: str = MAIN) -> None:
        """Rent, and contracts that rise once a year, start late, stop, or vary."""
        when = self.draw.choice((2, 4, 5, 8))
        rent = self.near(rent)
        self.monthly(
            when,
            "PRLV SEPA LOYER RESIDENCE DES TILLEULS",
            lambda i, _: -rent * (1 + rise) ** (i // 12),
            account=account,
        )
        contracts = [
            ("PRLV SEPA FREE MOBILE", 1599), ("PRLV SEPA EDF CLIENTS PARTICULIERS", 6200), ("PRLV SEPA MAIF ASSURANCE", 2850),
            ("PRLV SEPA NETFLIX.COM", 1399), ("PRLV SEPA BASIC FIT", 2499), ("PRLV SEPA VEOLIA EAU", 2700),
        ]  # fmt: skip
        for label, usual in self.draw.sample(contracts, others):
            first = self.draw.choice((0, 0, 0, self.draw.randrange(6, 30)))
            last = self.draw.choice((99, 99, 99, self.draw.randrange(14, 34)))
            self.contract(label, self.near(usual), first, last, rise, account)
        yearly = self.draw.randrange(1, 13)
        fee = self.near(11000, 0.4)
        self.monthly(
            15, "PRLV SEPA MATMUT HABITATION", lambda i, s: -fee * (1 + rise) ** (i // 12) if s.month == yearly else 0
        )

    def contract(self, label: str, cents: float, first: int, last: int, rise: float, account: str) -> None:
        steps = [self.draw.random() < 0.06 for _ in range(MONTHS)]  # a new price, told by letter
        varies = "EDF" in label or "EAU" in label
        noise = [self.draw.lognormvariate(0, 0.12) if varies else 1.0 for _ in range(MONTHS)]

        def price(i: int, _: date) -> float:
            return -cents * (1 + 3 * rise) ** sum(steps[:i]) * noise[i] if first <= i < last else 0

        self.monthly(self.draw.randrange(1, 29), label, price, account=account)

    def shocks(self, often: float, cents: float) -> None:
        """Repairs, fines, gifts: ``often`` a month; and now and then some money back."""
        for i in range(MONTHS):
            start = month_start(START.year, START.month + i)
            if self.draw.random() < often:
                day = next_working(start + timedelta(days=self.draw.randrange(28)))
                label = self.draw.choice(
                    ("CARTE GARAGE DU PONT", "CARTE DARTY", "CHEQUE 1234567", "CARTE VETERINAIRE", "AMENDE.GOUV")
                )
                self.add(day, -self.near(cents, 0.7), label)
            if self.draw.random() < 0.25:
                day = next_working(start + timedelta(days=self.draw.randrange(28)))
                self.add(
                    day,
                    self.near(2500, 0.6),
                    self.draw.choice(("VIR VINTED", "VIR WERO LEA", "VIR REMBOURSEMENT AMELI")),
                )

    def shop(self, monthly: float, **habits: object) -> Life:
        """How this person shops, which ends the making."""
        self.life.habits = h = Habits(monthly, **habits)  # type: ignore[arg-type]
        mood = self.draw.gauss(0, h.mood)
        for _ in range(MONTHS):
            self.life.moods.append(mood - h.mood**2 / 2)
            mood = h.lasting * mood + math.sqrt(1 - h.lasting**2) * self.draw.gauss(0, h.mood)
        return self.life

    # --- creator money

    def tiktok(self, monthly: list[float], *, late: int = 3) -> None:
        """Earned month by month, in cents; paid the month after, from the 15th on, once 10 EUR are reached."""
        kept = 0.0
        for i, earned in enumerate(monthly[: MONTHS - 1]):
            kept += earned
            start = month_start(START.year, START.month + i + 1)
            day = next_working(start + timedelta(days=14 + self.draw.randrange(late + 1)))
            if kept >= 1000:
                self.payouts[day].append(Row(day, round(kept), "VIR SEPA TIKTOK TECHNOLOGY LIMITED REWARDS"))
                kept = 0

    def videos(self, usual: float, posts: float = 6.0, tail: float = 1.25) -> list[float]:
        """A few videos a month, each of heavy-tailed success, at a rate that falls when many look."""
        found = []
        for _ in range(MONTHS):
            views = sum(min(self.draw.paretovariate(tail), 60) for _ in range(poisson(posts, self.draw)))
            found.append(usual * (views / posts / 4) ** 0.8 * self.draw.lognormvariate(0, 0.3))
        return found

    def steady(self, usual: float, spread: float = 0.35, keep: float = 0.7, trend: float = 0.0) -> list[float]:
        """A level that comes back to itself, or grows or fades by ``trend`` a month."""
        log, found = 0.0, []
        for i in range(MONTHS):
            log = keep * log + self.draw.gauss(0, spread)
            found.append(usual * math.exp(log + trend * (i - MONTHS / 2)))
        return found

    def switching(self, usual: float, stay: float = 0.85) -> list[float]:
        """Months that work and months that do not, in runs."""
        works, found = True, []
        for _ in range(MONTHS):
            works = works if self.draw.random() < stay else not works
            found.append(usual * self.draw.gammavariate(4, 0.25) * (1.6 if works else 0.15))
        return found

    def jumping(self, usual: float) -> list[float]:
        """Nothing, then from one month to the next a lot, then less and less."""
        when = self.draw.randrange(8, 30)
        fades = self.draw.uniform(0.75, 1.02)
        return [
            0 if i < when else 2.5 * usual * fades ** (i - when) * self.draw.lognormvariate(-0.1, 0.45)
            for i in range(MONTHS)
        ]
