"""Days written without a year, put into the only years they can be of.

A window of days is continuous, and an export never holds a day after its own. So the newest row fixes all the others:
going back from it, the year goes down by one each time the month goes up.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import pairwise

from tenk_desktop.core.importing.monthnames import Label
from tenk_desktop.core.period import ONE_DAY

OLDEST_YEAR = 2016  # TikTok opened
_LOOK_BACK = 8  # years; two of them at most lack a 29 February the file may hold


@dataclass(frozen=True, slots=True)
class Anchor:
    """What tells the year: the first day of the window, a day none can be after, or the newest row's year itself."""

    start: date | None = None
    newest: date | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class NamedExport:
    """What the name of a Studio archive says. ``at`` is the moment of the export (UTC)."""

    user: str = ""
    start: date | None = None
    at: datetime | None = None


_ARCHIVE = re.compile(r"_(\d{4}-\d{2}-\d{2})_(\d{10})_([\w.]{1,30}?)(?: ?\(\d+\))?(?=\.zip|[/\\!]|$)", re.IGNORECASE)
_FOLDER = re.compile(r"(?:^|[/\\!])(?:Overview|Content|Viewers|Followers)_([A-Za-z][\w.]{1,30})[/\\!]")


def named(name: str) -> NamedExport:
    """``Overview_2025-08-28_1787841428_USER.zip``: the window's first day, the second of the export, the user."""
    if found := _ARCHIVE.search(name):
        try:
            at = datetime.fromtimestamp(int(found[2]), tz=UTC)
            return NamedExport(found[3], date.fromisoformat(found[1]), at)
        except (ValueError, OverflowError, OSError):
            return NamedExport(found[3])
    folder = _FOLDER.search(name)
    return NamedExport(folder[1]) if folder else NamedExport()


def place(labels: Sequence[Label], anchor: Anchor) -> tuple[date, ...] | None:
    """The days of these labels, in the order given; None when the anchor does not settle the year.

    Equal neighbours are one day. A 29 February leaves only leap years, and a window that runs from 28 February to
    1 March leaves only others.
    """
    if not labels:
        return ()
    descending = _descending(labels)
    newest_first = labels if descending else labels[::-1]
    found = _newest_first(newest_first, anchor)
    return found if found is None or descending else found[::-1]


def not_after(label: Label, day: date) -> date | None:
    """The last day of this label that is not after ``day``."""
    found = place([label], Anchor(newest=day))
    return found[0] if found else None


def _newest_first(labels: Sequence[Label], anchor: Anchor) -> tuple[date, ...] | None:
    years = (labels[0].year,) if labels[0].year else _years(anchor)
    found = [days for year in years if (days := _walk(labels, year))]
    if anchor.start is not None and not labels[0].year:
        start = anchor.start
        return min(found, key=lambda days: abs((days[-1] - start).days), default=None)
    if anchor.newest is not None:
        found = [days for days in found if days[0] <= anchor.newest + ONE_DAY]  # it may be tomorrow there
    return min(found, key=_leap_gaps, default=None)  # the first, so the most recent, of those equal


def _years(anchor: Anchor) -> Sequence[int]:
    if anchor.start is not None:
        return range(anchor.start.year + 2, anchor.start.year - 1, -1)
    if anchor.year is not None:
        return (anchor.year,)
    if anchor.newest is None:
        return ()
    latest = anchor.newest.year + 1
    return range(latest, max(OLDEST_YEAR, latest - _LOOK_BACK) - 1, -1)


def _walk(newest_first: Sequence[Label], year: int) -> tuple[date, ...] | None:
    days: list[date] = []
    before = newest_first[0][:2]
    for label in newest_first:
        year = label.year or (year - 1 if label[:2] > before else year)
        before = label[:2]
        try:
            days.append(date(year, *before))
        except ValueError:
            return None
    return tuple(days)


def _leap_gaps(days: Sequence[date]) -> int:
    """How often a 29 February is missing between two rows that would be neighbours without it."""
    return sum(
        (earlier.month, earlier.day, later.month, later.day) == (2, 28, 3, 1) and (later - earlier).days == 2
        for later, earlier in pairwise(days)
    )


def _descending(labels: Sequence[Label]) -> bool:
    steps = [b.day - a.day for a, b in pairwise(labels) if a.month == b.month]
    return sum(s < 0 for s in steps) > sum(s > 0 for s in steps)
