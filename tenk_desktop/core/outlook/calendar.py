"""The month day by day: what was booked, what is to come and on which day, and what is left at the end of each day.

No NumPy here (see `ahead`). Amounts are minor units of the ledger's currency, income positive, expense negative.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tenk_desktop.core.model import Transaction
from tenk_desktop.core.outlook.bills import Due
from tenk_desktop.core.period import ONE_DAY, Period
from tenk_desktop.core.text import Message, day_text, listed, mark, neutral, tr

Money = Callable[..., str]
_Date = date  # inside a class that has a field of this name

NAMED = 3
"""How many of a day's entries a sentence names."""


class Kind(StrEnum):
    """What an entry of a day is."""

    DONE = "done"  # a transaction of the Journal
    TRANSFER = "transfer"  # one too, between own accounts: in no total
    DUE = "due"  # a bill or an income to come
    SKIPPED = "skipped"  # one that the user said does not come
    PAYOUT = "payout"  # what platforms may pay around that day


WORDS = {
    Kind.DONE: ("✓", mark("noté")),
    Kind.TRANSFER: ("⇄", mark("entre vos comptes")),
    Kind.DUE: ("◷", mark("à venir")),
    Kind.SKIPPED: ("×", mark("sauté cette fois")),
    Kind.PAYOUT: ("≈", mark("versement possible")),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a day. ``amount`` is typical, within ``low`` and ``high``; a skipped one moves no money.

    ``due`` is what can be moved or skipped; ``first`` tells the next one of its schedule, none skipped before it.
    """

    date: date
    text: str
    amount: int
    kind: Kind
    low: int
    high: int
    due: Due | None = None
    first: bool = False

    @property
    def movable(self) -> bool:
        """Whether it may be put on another day."""
        return self.kind is Kind.DUE

    @property
    def usual(self) -> _Date | None:
        """The day its rhythm puts it on, when it is not this one: it was moved, or is late."""
        day = self.due.day if self.due else None
        return day if day != self.date else None


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day and its end: ``balance`` where it is known, else ``range`` (what 1, 5 and 9 futures in 10 stay under), or
    neither where nobody can tell.
    """

    date: date
    entries: tuple[Entry, ...] = ()
    balance: int | None = None
    range: tuple[int, int, int] | None = None

    @property
    def total(self) -> int:
        """The sum of its operations, transfers left out: what the Journal says of the day."""
        return sum(e.amount for e in self.entries if e.kind is Kind.DONE)


@dataclass(frozen=True, slots=True)
class CalendarMonth:
    """A period, each of its days in order. ``lowest`` is its lowest day, that to come where some of it is to come."""

    period: Period
    days: tuple[CalendarDay, ...]
    lowest: date | None = None

    @property
    def income(self) -> int:
        """What the operations brought; with `costs` (negative) it is their sum."""
        return sum(e.amount for day in self.days for e in day.entries if e.kind is Kind.DONE and e.amount > 0)

    @property
    def costs(self) -> int:
        """What the operations took, negative."""
        return sum(e.amount for day in self.days for e in day.entries if e.kind is Kind.DONE and e.amount < 0)

    @property
    def expected(self) -> tuple[int, int]:
        """The dated incomes to come and the dated bills (negative); payouts, which nobody can count on, left out."""
        coming = [e.amount for day in self.days for e in day.entries if e.kind is Kind.DUE]
        return sum(a for a in coming if a > 0), sum(a for a in coming if a < 0)

    def day(self, day: date) -> CalendarDay:
        """One of its days."""
        return self.days[(day - self.period.start).days]


@dataclass(frozen=True, slots=True)
class Prospect:
    """The verdict of one period in few figures: the chance to come from today to its end, and without TikTok's money to
    come (None where there is no percentage), and whether anything is left to chance; the lowest of its days to come
    with what 1, 5 and 9 futures in 10 stay under.
    """

    period: Period
    chance: float | None
    without_tiktok: float | None
    random: bool
    lowest: date
    low: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is to come from the day after ``as_of`` to the one before ``end``, or the one thing ``missing`` for it.

    ``prospects`` are those of the running period and of the next ones that are looked at to their end; ``lowest`` is
    keyed by the first day of each.
    """

    today: date
    as_of: date
    end: date
    period: Period
    missing: Message | None = None
    prospects: tuple[Prospect, ...] = ()
    ranges: Mapping[date, tuple[int, int, int]] = field(default_factory=dict, repr=False)
    lowest: Mapping[date, date] = field(default_factory=dict)
    entries: tuple[Entry, ...] = field(default=(), repr=False)


def booked(transactions: Iterable[Transaction], spending: Collection[int]) -> tuple[Entry, ...]:
    """The operations of the ``spending`` accounts (ids) as entries."""
    return tuple(
        Entry(
            t.date,
            neutral(t.payee),
            t.amount,
            Kind.DONE if t.transfer_to is None else Kind.TRANSFER,
            t.amount,
            t.amount,
        )
        for t in transactions
        if t.account_id in spending
    )


def month_of(
    period: Period, done: Iterable[Entry], balances: Iterable[tuple[date, int]], ahead: Ahead | None
) -> CalendarMonth:
    """The days of a period: ``done`` are its operations, ``balances`` the known ends of its days."""
    known = {day: amount for day, amount in balances if day in period and (ahead is None or day <= ahead.as_of)}
    ranges = ahead.ranges if ahead else {}
    entries: dict[date, list[Entry]] = {day: [] for day in period.days()}
    for entry in (*done, *(ahead.entries if ahead else ())):
        if entry.date in period:
            entries[entry.date].append(entry)
    days = tuple(
        CalendarDay(day, _sorted(entries[day]), known.get(day), None if day in known else ranges.get(day))
        for day in entries
    )
    lowest = ahead.lowest.get(period.start) if ahead else None
    if lowest is None and known and (ahead is None or period.end <= ahead.today):
        lowest = min(known, key=lambda day: (known[day], day))
    return CalendarMonth(period, days, lowest)


def _sorted(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """What is to come first, then the largest: where there is no room, what can still be changed is seen."""
    return tuple(sorted(entries, key=lambda e: (not e.movable, -abs(e.amount), e.text)))


# --- in words ---------------------------------------------------------------------------------------------------------


def weekdays(*, short: bool = False) -> list[str]:
    """The names of the days, Monday first."""
    if short:
        return tr("lun.|mar.|mer.|jeu.|ven.|sam.|dim.").split("|")
    return tr("lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche").split("|")


def whole_weeks(period: Period, first: int = 0) -> Period:
    """The weeks that hold a period, as one range of days; they begin on weekday ``first`` (0: Monday)."""
    start = period.start - ((period.start.weekday() - first) % 7) * ONE_DAY
    length = (period.end - start).days
    return Period(start, start + -(-length // 7) * 7 * ONE_DAY)


def entry_amount(entry: Entry, money: Money) -> str:
    """An amount with its sign; a range in whole units for what may be more or less."""
    if entry.low != entry.high:
        return tr("{low} à {high}", low=money(entry.low, cents=False), high=money(entry.high, cents=False))
    return money(entry.amount, sign=True)


def entry_state(entry: Entry) -> str:
    """What an entry is, as a sign and a word."""
    sign, word = WORDS[entry.kind]
    return f"{sign} {tr(word)}"


def closing_text(day: CalendarDay, money: Money, *, cents: bool = True) -> str:
    """The end of a day: a figure, a range, or nothing."""
    if day.balance is not None:
        return money(day.balance, cents=cents)
    if day.range is None:
        return ""
    low, _middle, high = day.range
    if low == high:
        return money(low, cents=cents)
    return tr("{low} à {high}", low=money(low, cents=False), high=money(high, cents=False))


def day_spoken(day: CalendarDay, money: Money, *, lowest: bool = False) -> str:
    """All that a day's square shows, as one line for eyes and ears."""
    name = day_text(day.date)
    if day.balance is not None:
        said = [tr("{day} : {amount} en fin de journée.", day=name, amount=money(day.balance))]
    elif day.range is not None and day.range[0] == day.range[2]:
        said = [
            tr("{day} : {amount} en fin de journée, si tout vient comme prévu.", day=name, amount=money(day.range[1]))
        ]
    elif day.range is not None:
        low, middle, high = map(money, day.range)
        text = tr(
            "{day} : entre {low} et {high} 8 fois sur 10, autour de {middle}.",
            day=name,
            low=low,
            high=high,
            middle=middle,
        )
        said = [text]
    else:
        said = [tr("{day} : solde inconnu.", day=name)]
    if lowest:
        said.append(tr("C’est le jour le plus bas du mois."))
    named = [f"{e.text} {entry_amount(e, money)}, {tr(WORDS[e.kind][1])}" for e in day.entries[:NAMED]]
    more = ["…"] if len(day.entries) > NAMED else []
    return " ".join([*said, *([listed([*named, *more]) + ("" if more else ".")] if named else [])])


def month_spoken(month: CalendarMonth, name: str, money: Money) -> str:
    """The month in one line: what its operations brought and took, what is still dated, and its lowest day."""
    said = []
    if month.income or month.costs or month.days[0].balance is not None:
        values = {"income": money(month.income), "costs": money(-month.costs)}
        said.append(tr("{month} : rentré {income}, sorti {costs}.", month=name, **values))
    coming, bills = month.expected
    if coming or bills:
        said.append(
            tr("Encore daté : {income} à recevoir, {costs} à payer.", income=money(coming), costs=money(-bills))
        )
    if month.lowest:
        closing = closing_text(month.day(month.lowest), money)
        said.append(tr("Le plus bas : le {day}, {amount}.", day=day_text(month.lowest), amount=closing))
    return " ".join(said)
