"""The days on which a French bank moves money: neither weekends nor the eleven public holidays."""

from datetime import date
from functools import cache, lru_cache

from holidays.countries.france import France

from tenk_desktop.core.period import ONE_DAY, month_start


@cache
def public_holidays(year: int) -> frozenset[date]:
    """The public holidays of metropolitan France in a year."""
    return frozenset(France(years=year))  # type: ignore[no-untyped-call]


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
