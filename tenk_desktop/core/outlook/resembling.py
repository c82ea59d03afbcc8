"""Which rows are of which schedule: by name, or by day and amount."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from tenk_desktop.core.outlook.household import Movement, Rhythm, Schedule, Status
from tenk_desktop.core.outlook.rhythms import booking_days
from tenk_desktop.core.text import fold

_NOT_LETTERS = re.compile(r"[\W\d_]+")
_SPACES = {code: " " for code in range(128) if not chr(code).isalpha()}  # the same for ASCII, four times faster


@lru_cache(maxsize=1 << 16)
def key_of(payee: str) -> str:
    """What two rows of one payee share: folded, without digits or signs; the folded text if nothing else is left."""
    words = payee.lower().translate(_SPACES) if payee.isascii() else _NOT_LETTERS.sub(" ", fold(payee))
    return " ".join(words.split()) or fold(payee)


def _key(schedule: Schedule) -> str:
    """What rows are compared with: a person's own words are kept as they wrote them."""
    return key_of(schedule.key or schedule.payee)


def named(typed: str, found: str) -> bool:
    """Whether all the words of one are in the other: "loyer" is "loyer residence des tilleuls"."""
    one, other = set(typed.split()), set(found.split())
    return bool(one) and bool(other) and (one <= other or other <= one)


def claims(schedule: Schedule, m: Movement) -> bool:
    """Whether a row is an occurrence of the schedule, so neither everyday spending nor to be expected again."""
    if schedule.status is Status.IGNORED or m.transfer or (m.amount > 0) is not (schedule.amount > 0):
        return False
    if schedule.claimed:
        worth = schedule.claimed[0] <= m.amount <= schedule.claimed[1] or m.amount in said_amounts(schedule)
        return worth and key_of(m.payee) == schedule.key
    close = abs(m.amount - schedule.amount) * 10 <= abs(schedule.amount)
    if schedule.changes and not close:
        close = any(abs(m.amount - a) * 10 <= abs(a) for a in said_amounts(schedule))
    if not close:
        return False
    return named(_key(schedule), key_of(m.payee)) or abs(off_rhythm(schedule.on(m.date).rhythm, m.date)) <= 3


def said_amounts(schedule: Schedule) -> Iterator[int]:
    """What the user said it is worth, at first or later."""
    if schedule.status is Status.CONFIRMED:
        yield schedule.amount
    for change in schedule.changes:
        if change.amount is not None:
            yield change.amount


def off_rhythm(rhythm: Rhythm, day: date) -> int:
    """Days from the nearest day that a rhythm has to ``day``: negative when it is before."""
    near = timedelta(days=rhythm.days + 5)
    return min(((day - d).days for d in booking_days(rhythm, day - near, day + near)), key=abs, default=99)
