"""What the calendar shows of the days to come, read from the paths.

A quantile is an order statistic, as everywhere in the verdict: the smallest amount that a share of the paths does not
exceed.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from tenk_desktop.core.model import Nature
from tenk_desktop.core.outlook.bills import Due, schedules_of, skipped
from tenk_desktop.core.outlook.calendar import Ahead, Entry, Kind, Prospect
from tenk_desktop.core.outlook.household import CREATOR, Household
from tenk_desktop.core.outlook.paths import Paths
from tenk_desktop.core.outlook.payouts import Ints
from tenk_desktop.core.outlook.verdict import chances
from tenk_desktop.core.period import ONE_DAY, Period
from tenk_desktop.core.text import neutral, tr

TENTHS = (1, 5, 9)


def ahead_of(household: Household, paths: Paths) -> Ahead:
    """The days to come of a household on its simulated paths. Raises `ValueError` when `Household.needs` something."""
    if household.needs():
        raise ValueError(str(household.needs()))
    ordered = np.sort(paths.balance, axis=0)
    rows = ordered[[_place(t, paths.count) for t in TENTHS]].tolist()
    ranges = {paths.first + timedelta(days=i): each for i, each in enumerate(zip(*rows, strict=True)) if i > 0}
    whole = [p for p in _periods(household) if p.end <= household.end]
    lowest = {p.start: _lowest(paths, max(p.start, household.today), p.end) for p in whole}
    return Ahead(
        today=household.today,
        as_of=household.as_of,
        end=household.end,
        period=household.period,
        prospects=tuple(_prospect(household, paths, p, lowest[p.start], ranges) for p in whole),
        ranges=ranges,
        lowest=lowest,
        entries=(*_dated(household, paths), *_payouts(household, paths)),
    )


def _place(tenths: int, count: int) -> int:
    return max(1, -(-tenths * count // 10)) - 1


def _periods(household: Household) -> Iterator[Period]:
    period = household.period
    while period.start < household.end:
        yield period
        period = period.shift(1)


def _lowest(paths: Paths, start: date, end: date) -> date:
    """The day of ``[start, end)`` most often the minimum, as `verdict` counts it."""
    window = paths.balance[:, paths.column(start) : paths.column(end)]
    return start + timedelta(days=int(np.bincount(window.argmin(axis=1), minlength=window.shape[1]).argmax()))


def _prospect(
    household: Household, paths: Paths, period: Period, lowest: date, ranges: dict[date, tuple[int, int, int]]
) -> Prospect:
    known = household.available
    chance, without = chances(household, paths, period.end)
    return Prospect(
        period=period,
        chance=chance,
        without_tiktok=without,
        random=_random(paths.balance[:, paths.column(household.today) : paths.column(period.end)]),
        lowest=lowest,
        low=ranges.get(lowest, (known, known, known)),
    )


def _random(amounts: Ints) -> bool:
    return bool((amounts != amounts[0]).any())


# --- entries ----------------------------------------------------------------------------------------------------------


def _dated(household: Household, paths: Paths) -> Iterator[Entry]:
    left_out = skipped(schedules_of(household), household)
    met: set[tuple[str, str, int]] = set()
    for due in sorted((*paths.dues, *left_out), key=lambda d: d.day or d.date):  # where the rhythm puts them
        which = (due.of.key, due.of.payee, due.of.amount)
        if due not in left_out:
            yield _entry(due, Kind.DUE, first=which not in met)
        met.add(which)
    for due in left_out:
        yield _entry(due, Kind.SKIPPED, first=False)


def _entry(due: Due, kind: Kind, *, first: bool) -> Entry:
    low, typical, high = due.schedule.range
    return Entry(due.date, neutral(due.schedule.payee), typical, kind, low, high, due, first)


def _payouts(household: Household, paths: Paths) -> Iterator[Entry]:
    """What platforms may pay in each calendar month to come, on its likeliest day; what is typed ahead left out."""
    others = CREATOR - {Nature.TIKTOK}
    for text, natures, total in (
        (tr("TikTok"), {Nature.TIKTOK}, paths.tiktok),
        (tr("Autres revenus de créateur"), others, paths.creator - paths.tiktok),
    ):
        month = Period.containing(paths.first + ONE_DAY)
        while month.start < household.end:
            known = sum(m.amount for m in household.planned if m.nature in natures and m.date in month)
            first, last = max(paths.column(month.start), 1), paths.column(min(month.end, household.end)) - 1
            brought = np.sort(total[:, last] - total[:, first - 1] - known)
            low, middle, high = (int(brought[_place(t, paths.count)]) for t in TENTHS)
            if high > 0:
                each = np.diff(total[:, first - 1 : last + 1], axis=1).sum(axis=0)
                day = paths.first + timedelta(days=first + int(each.argmax()))
                yield Entry(day, text, middle, Kind.PAYOUT, max(low, 0), high)
            month = month.shift(1)
