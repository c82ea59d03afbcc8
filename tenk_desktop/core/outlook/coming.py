"""What comes back, each with its next time: the list of bills and incomes, without any simulation."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tenk_desktop.core.outlook.bills import Due, dues, schedules_of, skipped
from tenk_desktop.core.outlook.calendar import Entry, Kind
from tenk_desktop.core.outlook.household import Household, Schedule


@dataclass(frozen=True, slots=True)
class Coming:
    """A schedule, the next time it comes and the first time the user said it does not; None where there is none."""

    schedule: Schedule
    next: Entry | None = None
    skipped: Entry | None = None


def coming(household: Household) -> tuple[Coming, ...]:
    """All that comes or came back, what was refused or stopped included, the largest first."""
    schedules = schedules_of(household)
    following = _first(dues(schedules, household), Kind.DUE)
    left_out = _first(skipped(schedules, household), Kind.SKIPPED)
    found = (_coming(s, following.get(s), left_out.get(s)) for s in schedules)
    return tuple(sorted(found, key=lambda one: (-abs(one.schedule.amount), one.schedule.payee)))


def _coming(schedule: Schedule, following: Entry | None, left_out: Entry | None) -> Coming:
    if following and left_out and left_out.date < (following.usual or following.date):
        following = replace(following, first=False)
    return Coming(schedule, following, left_out)


def _first(found: Iterable[Due], kind: Kind) -> dict[Schedule, Entry]:
    entries: dict[Schedule, Entry] = {}
    for due in found:
        low, typical, high = due.schedule.range
        entries.setdefault(due.of, Entry(due.date, due.schedule.payee, typical, kind, low, high, due, first=True))
    return entries
