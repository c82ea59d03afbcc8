"""The verdict of the running month and what stands behind it, made in the worker over a connection of its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tenk_desktop.core.outlook.answer import Verdict
from tenk_desktop.core.outlook.household import Household, Movement, Schedule, Status
from tenk_desktop.core.outlook.kept import to_keep
from tenk_desktop.core.outlook.track import Outcome, chances_of, outcomes, replay, replayable
from tenk_desktop.core.outlook.why import Facts, facts_of
from tenk_desktop.core.period import ONE_DAY
from tenk_desktop.core.progress import Progress, step
from tenk_desktop.core.reports import Steps, owing
from tenk_desktop.core.text import Message
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.ui.collector import give_back

if TYPE_CHECKING:
    from tenk_desktop.core.creator.overview import Awaited
    from tenk_desktop.core.outlook.coming import Coming
    from tenk_desktop.core.outlook.late import WhatIf
    from tenk_desktop.core.outlook.twins import Doubt
    from tenk_desktop.core.reconciling import Gap
    from tenk_desktop.store.queries import Shared


@dataclass(frozen=True, slots=True)
class Live:
    """What the first screen shows of now: the verdict, or the one thing ``missing`` for it.

    ``past`` is the balance at the end of each known day of the period, ``movements`` the rows of these days,
    ``proposals`` what was found to come back and nobody has confirmed, the largest first, ``doubts`` what may be one of
    the bills and incomes typed, ``schedules`` all that comes back, what was refused included. ``following`` is the
    verdict to the end of the period after, ``facts`` are what both rest on; they are there when the verdict is.
    ``what_if`` says it again with later payouts, if any is to come. No row of the ledger is kept but those shown: among
    a hundred thousand of them Python's collector would stop the window.
    """

    today: date
    missing: Message | None
    verdict: Verdict | None
    past: tuple[tuple[date, int], ...] = ()
    movements: tuple[Movement, ...] = ()
    proposals: tuple[Schedule, ...] = ()
    creator_known: bool = True  # whether any creator money was ever received
    schedules: tuple[Schedule, ...] = ()
    following: Verdict | None = None
    what_if: "WhatIf | None" = None
    facts: Facts | None = None
    doubts: "tuple[Doubt, ...]" = ()
    gaps: "tuple[Gap, ...]" = ()  # where a bank's file and what else is known do not agree
    awaited: "tuple[Awaited, ...]" = ()  # what platforms owe, in any currency
    owing: Steps = ()  # and how it came to be, in the ledger's


def look(path: Path, today: date, _progress: Progress, *, shared: "Shared | None" = None) -> Live:
    """Ask the ledger and simulate. Imports NumPy: never before the first paint. Raises `LedgerError`."""
    import_module("tenk_desktop.core.outlook.late")  # what stays, NumPy too: among the rows, it would keep their memory
    with Ledger.open(path, shared) as ledger:
        household = ledger.household(today)
        owed, owing_by_day = _awaited(ledger), owing(ledger.earnings(), ledger.currency)
        first = min(household.period.start, household.as_of)
        past = ledger.balances(first, household.as_of + ONE_DAY)
        gaps = ledger.gaps()
    missing = household.needs()
    schedules, found = _answers(household)
    asked = _doubts(household, schedules)
    live = Live(
        today=today,
        missing=missing,
        past=past,
        movements=tuple(m for m in household.movements if first <= m.date <= household.as_of),
        proposals=tuple(s for s in schedules if s.status is Status.PROPOSED and not any(s is d.seen for d in asked)),
        doubts=asked,
        creator_known=household.creator_months > 0,
        schedules=schedules,
        gaps=gaps,
        awaited=owed,
        owing=owing_by_day,
        **found,
    )
    del household
    _forget_names()
    give_back()  # 20 MB: the rows, and the arrays of thousands of futures
    return live


def _awaited(ledger: Ledger) -> "tuple[Awaited, ...]":
    if not ledger.earns():
        return ()
    from tenk_desktop.core.creator.overview import awaited

    return awaited(ledger.payouts().lots)


def _doubts(household: Household, schedules: tuple[Schedule, ...]) -> "tuple[Doubt, ...]":
    from tenk_desktop.core.outlook.twins import doubts

    return doubts(schedules, household.apart)


def coming_back(path: Path, today: date, _progress: Progress) -> "tuple[Coming, ...]":
    """All that comes or came back with its next time, the largest first. Raises `LedgerError`."""
    from tenk_desktop.core.outlook.coming import coming

    with Ledger.open(path) as ledger:
        household = ledger.household(today)
    return coming(household)


def keep(path: Path, said: Verdict, told: Mapping[str, Any], _progress: Progress) -> None:
    """Keep what was said, with its words, unless it is kept already. Raises `LedgerError`, as when others write."""
    with Ledger.open(path) as ledger:
        text = to_keep(said, told)
        if (said.today, text) not in ledger.said()[-1:]:
            ledger.say(said.today, text)


def score(path: Path, today: date, progress: Progress, *, shared: "Shared | None" = None) -> tuple[Outcome, ...]:
    """The months that are over beside what was said of them, those nobody saw being replayed; oldest first.

    Raises `LedgerError`, and `Cancelled` between two months.
    """
    with Ledger.open(path, shared) as ledger:
        household = ledger.household(today)
        said = chances_of(ledger.said(), today)
    if household.needs():
        return ()
    known = outcomes(said, household)
    most, again = max(replayable(household), 1), []
    step(progress, 0.01)
    for one in replay(household, skip={o.period for o in known}):
        again.append(one)
        step(progress, min(1.0, len(again) / most))
    found = outcomes((*said, *again), household)
    _forget_names()
    return found


def _forget_names() -> None:
    """The key of each payee's name is asked for many times in one answer, and worth its memory no longer."""
    from tenk_desktop.core.outlook.resembling import key_of

    key_of.cache_clear()


def _answers(household: Household) -> tuple[tuple[Schedule, ...], dict[str, Any]]:
    """All that comes or came back, the largest first, and the fields of `Live` that rest on the verdict."""
    from tenk_desktop.core.outlook.bills import schedules_of
    from tenk_desktop.core.outlook.late import what_if
    from tenk_desktop.core.outlook.paths import simulate
    from tenk_desktop.core.outlook.verdict import following, verdict

    if household.needs():
        return _largest_first(schedules_of(household)), {"verdict": None}
    paths = simulate(household)
    said = verdict(household, paths)
    asked = what_if(household, paths, said)
    return _largest_first(paths.schedules), {
        "verdict": said,
        "following": following(household, paths),
        "what_if": asked if asked.matters else None,
        "facts": facts_of(household, paths),
    }


def _largest_first(schedules: Iterable[Schedule]) -> tuple[Schedule, ...]:
    return tuple(sorted(schedules, key=lambda s: (-abs(s.amount), s.payee)))
