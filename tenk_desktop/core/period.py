"""A period is a half-open range of days ``[start, end)``: a calendar month by default, or from any start day."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

ONE_DAY = timedelta(days=1)
HALF_MONTH = 16
"""A period that begins later than this day has most of its days in the next calendar month."""


def typed_day(text: str) -> date:
    """A day written ``YYYY-MM-DD``, in a year an account can be of (1900 to 2199), so that months can be counted from
    it. Raises `ValueError`.
    """
    day = date.fromisoformat(text)
    if day.isoformat() != text or not 1900 <= day.year < 2200:
        raise ValueError(text)
    return day


def month_start(year: int, month: int, start_day: int = 1) -> date:
    """The first day of a period; a start day the month lacks (the 31st of June) is its last day.

    ``month`` may run outside 1..12 and carries into the years.
    """
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - ONE_DAY).day
    return date(year, month, min(start_day, last))


def called_after(start: date) -> date:
    """The first day of the month that a period of that first day is called after: from the 28th of October to the 27th
    of November is November.
    """
    return month_start(start.year, start.month + (start.day > HALF_MONTH))


class Period(NamedTuple):
    """``[start, end)``, one month long. ``start_day`` is the day of the month a period begins on, 1 to 31."""

    start: date
    end: date
    start_day: int = 1

    @property
    def month(self) -> date:
        """The first day of the calendar month it is called after: the one that most of it is in."""
        return called_after(self.start)

    @classmethod
    def of(cls, year: int, month: int, start_day: int = 1) -> "Period":
        """The period that starts in this month."""
        return cls(month_start(year, month, start_day), month_start(year, month + 1, start_day), start_day)

    @classmethod
    def called(cls, month: date, start_day: int = 1) -> "Period":
        """The period that is called after the month this day is in."""
        return cls.of(month.year, month.month - (start_day > HALF_MONTH), start_day)

    @classmethod
    def containing(cls, day: date, start_day: int = 1) -> "Period":
        """The period a day falls in."""
        here = cls.of(day.year, day.month, start_day)
        return here if here.start <= day else here.shift(-1)

    def shift(self, months: int) -> "Period":
        """The period so many months later (or earlier)."""
        return Period.of(self.start.year, self.start.month + months, self.start_day)

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.start <= day < self.end

    def days(self) -> Iterator[date]:
        """Each day, in order."""
        day = self.start
        while day < self.end:
            yield day
            day += ONE_DAY


def last_periods(today: date, count: int, start_day: int = 1) -> tuple[Period, ...]:
    """``count`` periods ending with the running one, oldest first."""
    running = Period.containing(today, start_day)
    return tuple(running.shift(i - count + 1) for i in range(count))
