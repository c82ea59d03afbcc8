"""The days on which a French bank moves money.

Weekends and the eleven public holidays (Code du travail, article L3133-1) are not; Easter is found by the anonymous
Gregorian computus (Meeus, Astronomical Algorithms, chapter 8).
"""

from datetime import date, timedelta
from functools import cache, lru_cache

from tenk_desktop.core.period import ONE_DAY, month_start

_FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
_AFTER_EASTER = (1, 39, 50)  # Easter Monday, Ascension, Whit Monday


def easter(year: int) -> date:
    """Easter Sunday of a Gregorian year."""
    century, rest = divmod(year, 100)
    golden = year % 19
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def public_holidays(year: int) -> frozenset[date]:
    """The eleven days of a year."""
    fixed = (date(year, month, day) for month, day in _FIXED)
    return frozenset((*fixed, *(easter(year) + timedelta(days) for days in _AFTER_EASTER)))


def is_working(day: date) -> bool:
    """Whether banks work that day."""
    return day.weekday() < 5 and day not in public_holidays(day.year)


@lru_cache(maxsize=4096)
def next_working(day: date) -> date:
    """The day itself, or the next one banks work."""
    while not is_working(day):
        day += ONE_DAY
    return day


@lru_cache(maxsize=512)
def last_working(year: int, month: int) -> date:
    """The last day of a month that banks work; ``month`` may run outside 1..12."""
    day = month_start(year, month + 1) - ONE_DAY
    while not is_working(day):
        day -= ONE_DAY
    return day
