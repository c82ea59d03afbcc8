"""Everything the ledger hands over for one verdict, in one currency, as frozen values.

Amounts are minor units of `Household.currency`, income positive, expense negative. No NumPy here: the window paints
before it is loaded.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Literal, NamedTuple

from tenk_desktop.core.model import Earning, Nature
from tenk_desktop.core.period import ONE_DAY, Period, month_start
from tenk_desktop.core.text import Message, msg

CREATOR = frozenset({Nature.TIKTOK, Nature.OTHER_CREATOR})
LAST_WORKING_DAY = 0
"""As a day of the month: the last one banks work (wages)."""

EXPENSE_MONTHS = 3
"""Full months of expenses that ``chance_without_tiktok`` needs; with fewer, a chance would be a guess."""
CREATOR_MONTHS = 6
"""Different months with creator money that ``chance`` needs (same place)."""

_LATE_START = timedelta(days=7)  # a ledger that starts in the first week of a period knows that period
_RECENT = timedelta(days=90)


class Movement(NamedTuple):
    """A row of a spending account, or one part of it when it is split.

    ``transfer`` is True only when the other side is a spending account too; money sent to savings is an expense here,
    and a platform's payout an income whatever account it left. ``label`` is the bank's own text where it may tell a
    payment in 3 or 4 ("2/3"), else empty. A tuple, for it is made a hundred thousand times in a large ledger.
    """

    date: date
    amount: int
    payee: str
    nature: Nature
    category_id: int | None = None
    account_id: int = 0
    transfer: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class SpendingAccount:
    """An account bills are paid from. ``balance`` is known at the end of `Household.as_of`, None if nobody gave one."""

    id: int
    name: str
    balance: int | None
    floor: int = 0  # 0, or minus the authorised overdraft of this account


class Status(StrEnum):
    """What became of a schedule: found, kept by the user, refused by the user, no longer coming, or not counted until
    the user says whether it is another one (`twins.doubts`).
    """

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    IGNORED = "ignored"
    STOPPED = "stopped"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Every so many days from ``anchor``, or every so many months on a ``day`` (1 to 31, or `LAST_WORKING_DAY`).

    ``anchor`` is any one occurrence; only a monthly rhythm can do without. A day of the month on which banks do not
    work is booked on the next one they do, or when ``early`` on the one before; when ``always``, on that very day.
    """

    every: int = 1
    unit: Literal["day", "month"] = "month"
    day: int = 1
    anchor: date | None = None
    early: bool = False
    always: bool = False

    @property
    def days(self) -> int:
        """The usual days between two occurrences."""
        return self.every if self.unit == "day" else round(self.every * 30.4)


@dataclass(frozen=True, slots=True)
class Since:
    """What a schedule becomes: its occurrences of ``day`` and after are worth ``amount``, signed (None: what they are
    worth without this), and with ``first`` they come on another day, that one and as far apart as ever.
    """

    day: date
    amount: int | None = None
    first: date | None = None

    @property
    def begins(self) -> date:
        """The first day on which it is so: an occurrence put earlier comes before ``day``."""
        return min(self.day, self.first or self.day)


@dataclass(frozen=True, slots=True)
class Schedule:
    """A dated expense or income that comes back. What the user typed needs ``payee``, ``amount``, ``rhythm``, status.

    ``amount`` is typical and signed, ``spread`` its (low, high), ``chance`` that of one occurrence to happen.
    ``claimed`` are the (least, most) amounts of the rows it explains, None when it explains rows by resemblance.
    ``changes`` are what the user said it becomes, in order of `Since.begins`; the rest is as it is before them.
    ``called`` is its other name: the bank's for what was typed, or the one typed for what was found.
    """

    payee: str
    amount: int
    rhythm: Rhythm
    status: Status = Status.CONFIRMED
    spread: tuple[int, int] | None = None
    chance: float = 1.0
    confidence: float = 1.0
    key: str = ""
    claimed: tuple[int, int] | None = None
    last_seen: date | None = None
    skips: frozenset[int] = frozenset()  # months of the year it does not come
    until: date | None = None  # last day it may come, for payments in 3 or 4
    account_id: int = 0
    category_id: int | None = None
    changes: tuple[Since, ...] = ()
    called: str = ""

    def on(self, day: date) -> "Schedule":
        """As it is for an occurrence of ``day``, with nothing that changes."""
        if not self.changes:
            return self
        now = replace(self, changes=())
        for change in self.changes:
            if change.begins <= day:
                now = _become(now, change, self)
        return now

    @property
    def range(self) -> tuple[int, int, int]:
        """Low, typical, high; equal when the amount is fixed."""
        low, high = self.spread or (self.amount, self.amount)
        return low, self.amount, high

    @property
    def sure(self) -> bool:
        """Whether it is an income one can count on."""
        return self.amount > 0 and self.chance >= 1


def _become(now: Schedule, change: Since, before: Schedule) -> Schedule:
    rhythm = now.rhythm
    if change.first:
        rhythm = replace(rhythm, day=change.first.day, anchor=change.first, early=False, always=False)
    if change.amount is None:
        return replace(now, rhythm=rhythm, amount=before.amount, spread=before.spread)
    return replace(now, rhythm=rhythm, amount=change.amount, spread=None)


@dataclass(frozen=True, slots=True)
class Once:
    """What the user said of one occurrence: the one that the rhythm puts on ``day`` comes on ``to``, or, with None, not
    at all. ``payee`` is the schedule's.
    """

    payee: str
    day: date
    to: date | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """The user's own idea of a month of creator money; not negative, low <= typical <= high."""

    low: int
    typical: int
    high: int


@dataclass(frozen=True)
class Household:
    """One person's money, as known at the end of ``as_of`` (see `last_known_day`).

    ``movements``: about 25 months of every spending account, in any order, rows after ``as_of`` and to come included.
    ``floor`` is 0 or minus the authorised overdraft. The rest is optional: ``schedules`` the user typed, kept or
    refused, ``apart`` those of them that the user said are two (`twins.apart_name`); ``once`` what was said of one
    occurrence; ``week`` what an ordinary week costs (positive); ``rate`` the
    user's own (low, high) for 1,000 views; ``parameters`` the published figures the user changed, by the names of
    `core.creator.audience.parameters`; ``savings`` (name, balance); ``deferrable`` the categories whose bills an
    operator may put off when asked, ``contracts`` those of what comes back by nature: rents, loans, contracts;
    ``overdraft_cost`` what being overdrawn costs, as the user noted it (positive).
    """

    today: date
    as_of: date
    period: Period
    currency: str
    accounts: tuple[SpendingAccount, ...]
    movements: tuple[Movement, ...] = field(default=(), repr=False)
    floor: int = 0
    earnings: tuple[Earning, ...] = field(default=(), repr=False)
    schedules: tuple[Schedule, ...] = ()
    apart: frozenset[str] = frozenset()
    once: tuple[Once, ...] = ()
    creator_range: Range | None = None
    week: int | None = None
    rate: tuple[int, int] | None = None
    parameters: Mapping[str, str] = field(default_factory=dict, hash=False, repr=False)
    savings: tuple[tuple[str, int], ...] = ()
    deferrable: frozenset[int] = frozenset()
    contracts: frozenset[int] = frozenset()
    overdraft_cost: int | None = None

    def __post_init__(self) -> None:
        if not self.as_of <= self.today or self.today not in self.period or self.floor > 0:
            raise ValueError("as_of <= today, today in period, floor <= 0")

    @property
    def horizon(self) -> date:
        """The first day of the next period."""
        return self.period.end

    @property
    def end(self) -> date:
        """The day after the last one looked at: three months from today, the next two periods whole."""
        return max(
            month_start(self.today.year, self.today.month + 3, self.today.day),
            self.period.shift(3).start,  # the later one in February, for a period that starts on the 29th
        )

    @property
    def opening(self) -> int:
        """The sum of the spending accounts at the end of ``as_of``."""
        return sum(a.balance or 0 for a in self.accounts)

    @cached_property
    def spent(self) -> "Spent":
        """The rows sorted out: most are money that went out."""
        return sort_out(self.movements)

    @cached_property
    def days(self) -> frozenset[date]:
        """The days that have any row."""
        return frozenset(self.spent.by_day).union(m.date for m in self.spent.others)

    @cached_property
    def oldest(self) -> date | None:
        """The day of the oldest row."""
        return min(self.days, default=None)

    @cached_property
    def incomes(self) -> tuple[Movement, ...]:
        """The rows that bring money in: few among many."""
        return tuple(m for m in self.spent.others if m.amount > 0 and not m.transfer)

    @cached_property
    def later(self) -> tuple[Movement, ...]:
        """The rows already known after ``as_of``."""
        return tuple(m for m in self._newest if m.date > self.as_of)

    @cached_property
    def from_today(self) -> tuple[Movement, ...]:
        """The rows of today and those known after it."""
        return tuple(m for m in self._newest if m.date >= self.today)

    @cached_property
    def _newest(self) -> list[Movement]:
        first = min(self.as_of + ONE_DAY, self.today)
        return [m for m in self.movements if m.date >= first] if max(self.days, default=first) >= first else []

    @cached_property
    def planned(self) -> tuple[Movement, ...]:
        """Creator money typed ahead of its day: it is to come, so not kept when TikTok pays nothing more."""
        return tuple(m for m in self.later if m.date > self.today and m.amount > 0 and m.nature in CREATOR)

    @cached_property
    def facts(self) -> tuple[Movement, ...]:
        """The rows already known after ``as_of`` that happen whatever comes: all but `planned`."""
        return tuple(m for m in self.later if m not in self.planned)

    @cached_property
    def available(self) -> int:
        """The known balances at the end of today, nothing simulated."""
        return self.opening + sum(m.amount for m in self.later if m.date <= self.today)

    def needs(self) -> Message | None:
        """The one thing without which there is no verdict; None when there can be one."""
        if not self.accounts:
            return msg("Il manque un compte en {currency}, avec son solde.", currency=self.currency)
        for account in self.accounts:
            if account.balance is None:
                return msg("Il manque le solde de « {account} », à la date de votre choix.", account=account.name)
        return None

    @cached_property
    def full_months(self) -> int:
        """How many whole periods have known expenses; the first one counts if the ledger starts in its first week."""
        start = self.oldest
        if start is None:
            return 0
        taken_back = {m.date for m in self.spent.others if m.amount < 0 and not m.transfer}
        spent = {self._period(day) for day in taken_back.union(self.spent.by_day)}
        return sum(start < p.start + _LATE_START and p.end <= self.as_of + ONE_DAY for p in spent)

    @cached_property
    def creator_months(self) -> int:
        """In how many different periods creator money was received."""
        return len({self._period(m.date) for m in self._creator})

    @cached_property
    def received_this_period(self) -> int:
        """Creator money received since the running period began."""
        return sum(m.amount for m in self._creator if m.date >= self.period.start)

    @cached_property
    def _creator(self) -> tuple[Movement, ...]:
        return received(self.incomes, self.today, *CREATOR)

    def _period(self, day: date) -> Period:
        return Period.containing(day, self.period.start_day)


class Spent(NamedTuple):
    """What went out, but for transfers and what platforms took back: the rows by payee, those of them whose text may
    tell a payment in 3 or 4 ("2/3"), and the sum of each day that has any (negative). ``others`` are all other rows.
    """

    by_payee: Mapping[str, Sequence[Movement]]
    parts: Sequence[Movement]
    by_day: Mapping[date, int]
    others: Sequence[Movement]


def sort_out(movements: Iterable[Movement]) -> Spent:
    """Each row is looked at once: a hundred thousand of them cannot afford more."""
    by_payee: dict[str, list[Movement]] = defaultdict(list)
    by_day: dict[date, int] = defaultdict(int)
    parts, others = [], []
    cost = Nature.COST
    for m in movements:
        day, amount, payee, nature, _, _, transfer, label = m
        if amount < 0 and not transfer and (nature is cost or nature not in CREATOR):
            by_payee[payee].append(m)
            by_day[day] += amount
            if label or "/" in payee:
                parts.append(m)
        else:
            others.append(m)
    return Spent(by_payee, parts, by_day, others)


def received(movements: Iterable[Movement], until: date, *natures: Nature) -> tuple[Movement, ...]:
    """The money received of these natures, up to a day included."""
    return tuple(m for m in movements if m.amount > 0 and m.nature in natures and not m.transfer and m.date <= until)


@dataclass(frozen=True, slots=True)
class KnownDays:
    """What tells how far one spending account is known; a day nobody has is None."""

    account_id: int
    dates: tuple[date, ...]  # of its transactions, at least those of the last 90 days and the newest one
    imported: date | None = None  # newest imported transaction dated today or before; set: fed by imports
    statement_end: date | None = None
    typed_balance: date | None = None


def last_known_day(accounts: Sequence[KnownDays], today: date) -> date:
    """``as_of``: how far the busiest spending account of the last 90 days is known; ``today`` if none is."""
    past = {a.account_id: [d for d in a.dates if d <= today] for a in accounts}
    for account in sorted(
        accounts, key=lambda a: (-sum(d > today - _RECENT for d in past[a.account_id]), a.account_id)
    ):
        newest = account.imported or max(past[account.account_id], default=None)
        days = [d for d in (newest, account.statement_end, account.typed_balance) if d and d <= today]
        if days:
            return max(days)
    return today
