"""The balance day by day: what is known of each day, what may become of it, and what comes in or goes out.

No NumPy here. Amounts are minor units of one currency, income positive, expense negative.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tenk_desktop.core.outlook.answer import Verdict
from tenk_desktop.core.outlook.household import Movement
from tenk_desktop.core.period import ONE_DAY
from tenk_desktop.core.text import day_text, listed, neutral, tr

Money = Callable[[int], str]

SAID = 3
"""How many of a day's movements a sentence names."""


@dataclass(frozen=True, slots=True)
class Event:
    """A dated bill or income. ``sure`` is False for what may or may not come."""

    date: date
    text: str
    amount: int
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Day:
    """The end of a day: ``known``, or its sum by ``quantiles``, or neither where it is not known yet."""

    date: date
    known: int | None
    quantiles: Mapping[str, int]
    events: tuple[Event, ...]


def days_of(past: Sequence[tuple[date, int]], verdict: Verdict, movements: Iterable[Movement] = ()) -> tuple[Day, ...]:
    """Each day from the first one of ``past`` (without any: ``as_of``) to the day before the horizon.

    ``past`` are known balances up to ``as_of``, oldest first; ``movements`` the rows to name on these days.
    """
    known = {day: amount for day, amount in past if day <= verdict.as_of}
    fan = {f.date: f.quantiles for f in verdict.fan}
    named: dict[date, list[Event]] = {}
    for event in (*_happened(movements, verdict.as_of), *_expected(verdict)):
        named.setdefault(event.date, []).append(event)
    found, day = [], min(known, default=verdict.as_of)
    while day < verdict.horizon:
        events = tuple(sorted(named.get(day, ()), key=lambda e: (-abs(e.amount), e.text)))
        found.append(Day(day, known.get(day), {} if day in known else fan.get(day, {}), events))
        day += ONE_DAY
    return tuple(found)


def days_known(past: Sequence[tuple[date, int]], events: Iterable[Event]) -> tuple[Day, ...]:
    """The days of a time gone by, each with its known balance and the movements to name."""
    named: dict[date, list[Event]] = {}
    for event in events:
        named.setdefault(event.date, []).append(event)
    return tuple(
        Day(day, amount, {}, tuple(sorted(named.get(day, ()), key=lambda e: (-abs(e.amount), e.text))))
        for day, amount in past
    )


def with_fan(days: Iterable[Day], verdict: Verdict) -> tuple[Day, ...]:
    """The same days with another fan for those to come."""
    fan = {f.date: f.quantiles for f in verdict.fan}
    return tuple(replace(day, quantiles=fan.get(day.date, {})) if day.quantiles else day for day in days)


def _happened(movements: Iterable[Movement], as_of: date) -> list[Event]:
    return [Event(m.date, neutral(m.payee), m.amount) for m in movements if m.date <= as_of and not m.transfer]


def _expected(verdict: Verdict) -> list[Event]:
    coming = (*verdict.to_pay, *verdict.to_receive)
    return [Event(c.date, neutral(str(c.text)), c.amount, c.sure) for c in coming if c.date and c.date > verdict.as_of]


def largest(days: Iterable[Day], count: int) -> tuple[Event, ...]:
    """The largest movements, at most one a day and direction, largest first: the ones worth a mark."""
    best: dict[tuple[date, bool], Event] = {}
    for day in days:
        for event in reversed(day.events):
            best[day.date, event.amount > 0] = event
    return tuple(sorted(best.values(), key=lambda e: (-abs(e.amount), e.date))[:count])


def day_spoken(day: Day, money: Money) -> str:
    """All that the chart shows of a day, as one line for eyes and ears."""
    values = {q: money(amount) for q, amount in day.quantiles.items()}
    if day.known is not None:
        said = tr("{day} : {amount} en fin de journée.", day=day_text(day.date), amount=money(day.known))
    elif len(set(day.quantiles.values())) == 1:
        said = tr(
            "{day} : {amount} en fin de journée, si tout vient comme prévu.",
            day=day_text(day.date),
            amount=values["0.5"],
        )
    elif day.quantiles:
        said = tr(
            "{day} : entre {low} et {high} 8 fois sur 10, autour de {middle}.",
            day=day_text(day.date),
            low=values["0.1"],
            high=values["0.9"],
            middle=values["0.5"],
        )
    else:
        said = tr("{day} : pas encore connu.", day=day_text(day.date))
    return " ".join([said, *_events_spoken(day, money)])


def _events_spoken(day: Day, money: Money) -> list[str]:
    named = [event_text(event, money) for event in day.events[:SAID]]
    if not named:
        return []
    return [listed([*named, "…"]) if len(day.events) > SAID else listed(named) + "."]


def event_text(event: Event, money: Money) -> str:
    """``Loyer −180,00 €``, ``CAF +312,00 €``; ``money`` writes the minus."""
    plus = "+" if event.amount > 0 else ""
    return f"{event.text} {plus}{money(event.amount)}"
