"""What the calendar shows, made in the worker over a connection of its own."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tenk_desktop.core.model import Filter
from tenk_desktop.core.outlook.calendar import Ahead, CalendarMonth, booked, month_of
from tenk_desktop.core.outlook.changing import Change, said
from tenk_desktop.core.outlook.household import Household
from tenk_desktop.core.period import ONE_DAY, Period
from tenk_desktop.core.progress import Progress
from tenk_desktop.store.ledger import Ledger


def months(
    path: Path, periods: Sequence[Period], today: date, ahead: Ahead | None, _progress: Progress
) -> tuple[CalendarMonth, ...]:
    """Each range of days as known now; without ``ahead`` those to come say nothing yet. Raises `LedgerError`."""
    start, end = min(p.start for p in periods), max(p.end for p in periods)
    known_end = min(end, (ahead.as_of if ahead else today) + ONE_DAY)
    with Ledger.open(path) as ledger:
        spending = {a.id for a in ledger.accounts() if a.spending and a.currency == ledger.currency}
        done = booked(ledger.transactions(Filter(start=start, end=end, currency=ledger.currency)), spending)
        known = ledger.balances(start, known_end) if start < known_end else ()
    return tuple(month_of(period, done, known, ahead) for period in periods)


def look_ahead(path: Path, today: date, change: Change | None, _progress: Progress) -> Ahead:
    """The days to come, as they would be after a ``change``. Imports NumPy. Raises `LedgerError`."""
    with Ledger.open(path) as ledger:
        household = ledger.household(today)
    return _ahead(said(household, change) if change else household)


def look_both(path: Path, today: date, change: Change, _progress: Progress) -> tuple[Ahead, Ahead]:
    """The days to come as they are and as they would be after a ``change``. Imports NumPy. Raises `LedgerError`."""
    with Ledger.open(path) as ledger:
        household = ledger.household(today)
    return _ahead(household), _ahead(said(household, change))


def _ahead(household: Household) -> Ahead:
    from tenk_desktop.core.outlook.ahead import ahead_of
    from tenk_desktop.core.outlook.paths import simulate

    if missing := household.needs():
        return Ahead(household.today, household.as_of, household.end, household.period, missing)
    return ahead_of(household, simulate(household))
