"""The verdict of the running month, made in the worker over a connection of its own."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tenk_desktop.core.outlook.answer import Verdict
from tenk_desktop.core.outlook.household import Household, Movement, Schedule, Status
from tenk_desktop.core.period import ONE_DAY
from tenk_desktop.core.progress import Progress
from tenk_desktop.core.text import Message
from tenk_desktop.store.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Live:
    """What the first screen shows of now: the verdict, or the one thing ``missing`` for it.

    ``past`` is the balance at the end of each known day of the period, ``movements`` the rows of these days,
    ``proposals`` what was found to come back and nobody has confirmed, the largest first.
    """

    today: date
    missing: Message | None
    verdict: Verdict | None
    past: tuple[tuple[date, int], ...] = ()
    movements: tuple[Movement, ...] = ()
    proposals: tuple[Schedule, ...] = ()
    creator_known: bool = True  # whether any creator money was ever received


def look(path: Path, today: date, _progress: Progress) -> Live:
    """Ask the ledger and simulate. Imports NumPy: never before the first paint. Raises `LedgerError`."""
    with Ledger.open(path) as ledger:
        household = ledger.household(today)
        first = min(household.period.start, household.as_of)
        past = ledger.balances(first, household.as_of + ONE_DAY)
    missing = household.needs()
    return Live(
        today=today,
        missing=missing,
        verdict=None if missing else _verdict(household),
        past=past,
        movements=tuple(m for m in household.movements if first <= m.date <= household.as_of),
        proposals=_proposals(household),
        creator_known=household.creator_months > 0,
    )


def _verdict(household: Household) -> Verdict:
    from tenk_desktop.core.outlook.paths import simulate
    from tenk_desktop.core.outlook.verdict import verdict

    return verdict(household, simulate(household))


def _proposals(household: Household) -> tuple[Schedule, ...]:
    from tenk_desktop.core.outlook.bills import schedules_of

    found = [s for s in schedules_of(household) if s.status is Status.PROPOSED]
    return tuple(sorted(found, key=lambda s: (-abs(s.amount), s.payee)))
