"""The days on which a French bank moves money: neither weekends nor the eleven public holidays."""

from datetime import date, timedelta
from functools import cache, lru_cache

from dateutil.easter import easter

from tenk_desktop.core.period import ONE_DAY, month_start

_FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
_AFTER_EASTER = (1, 39, 50)
"""Days from Easter Sunday to Easter Monday, Ascension Day and Whit Monday."""


@cache
def public_holidays(year: int) -> frozenset[date]:
    """The public holidays of metropolitan France in a year: Code du travail, art. L3133-1, as it stands since 1982.

    The tests hold it to the library `holidays`, which loads every country of the world for the asking: 300 modules.
    """
    sunday = easter(year)
    moving = (sunday + timedelta(days) for days in _AFTER_EASTER)
    return frozenset((*(date(year, month, day) for month, day in _FIXED), *moving))


def is_working(day: date) -> bool:
    """Whether banks work that day."""
    return day.weekday() < 5 and day not in public_holidays(day.year)


@lru_cache(maxsize=4096)
def next_working(day: date) -> date:
    """The day itself, or the next one banks work."""
    while not is_working(day):
        day += ONE_DAY
    return day


@lru_cache(maxsize=4096)
def previous_working(day: date) -> date:
    """The day itself, or the one before that banks work."""
    while not is_working(day):
        day -= ONE_DAY
    return day


@lru_cache(maxsize=512)
def last_working(year: int, month: int) -> date:
    """The last day of a month that banks work; ``month`` may run outside 1..12."""
    return previous_working(month_start(year, month + 1) - ONE_DAY)
