"""What comes back: bills and incomes found in the rows themselves, and the days they will come again.

Rows are grouped by payee (no case, accents or digits) and direction. A group, or failing that its rows of one and the
same amount (two contracts with one operator), comes back when most of its rows fall where a rhythm says: on a day of
the month, moved to the next working day as banks do, on the last working day, or every so many days. Few rows must also
agree in amount, so that a shop visited three times is not a bill; a rhythm in days, whatever the number of rows, since
people shop by the week. A schedule that missed two of its days has stopped. What the user typed, kept or refused wins.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby, pairwise
from operator import attrgetter
from statistics import median_low

from tenk_desktop.core.model import Nature
from tenk_desktop.core.outlook.household import (
    CREATOR,
    LAST_WORKING_DAY,
    Household,
    Movement,
    Rhythm,
    Schedule,
    Status,
)
from tenk_desktop.core.outlook.workdays import last_working, next_working
from tenk_desktop.core.period import ONE_DAY, month_start
from tenk_desktop.core.text import fold

WINDOW = timedelta(days=26 * 30.5)  # two years and two months: a yearly bill is seen twice
GRACE = timedelta(days=5)
"""How late an occurrence may be and still be expected; later, it is missed."""

_ENOUGH = {1: 3, 2: 4, 3: 4, 6: 2, 12: 2}  # rows that make a rhythm of so many months
_EARLY, _LATE = -2, 3  # days from where the rhythm says, still on it
_ON_RHYTHM = 0.8  # share of the rows that must be
_SEEN = 0.6  # share of the months that must have one: a student's grant skips the summer
_SAME = 1.25  # most that amounts may differ by, as a ratio, where they must agree
_FEW = 5  # below so many rows a monthly group must agree in amount
_MANY = 150  # rows of one payee, more than weekly: a habit
_RECENT = 6  # rows that say what the amount is now
_INSTALMENT = re.compile(r"(?<![\d/])(?:1/[2-4]|2/[2-4]|3/[34]|4/4)(?![\d/])")  # never a date: those have two figures
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_SPACES = {code: " " for code in range(128) if not chr(code).isalpha()}  # the same for ASCII, four times faster


@lru_cache(maxsize=1 << 16)
def key_of(payee: str) -> str:
    """What two rows of one payee share: folded, without digits or signs; the folded text if nothing else is left."""
    words = payee.lower().translate(_SPACES) if payee.isascii() else _NOT_LETTERS.sub(" ", fold(payee))
    return " ".join(words.split()) or fold(payee)


@dataclass(frozen=True, slots=True)
class Due:
    """One future occurrence of a schedule, on the day the bank should book it."""

    date: date
    schedule: Schedule


# --- finding ----------------------------------------------------------------------------------------------------------


def detect(movements: Iterable[Movement], known_until: date) -> tuple[Schedule, ...]:
    """The schedules in the rows of the last 26 months, stopped ones included, in order of payee.

    Creator money, transfers and refunds never come back by themselves. ``known_until`` is the day up to which a missing
    row means something.
    """
    since = known_until - WINDOW
    named: dict[str, list[Movement]] = defaultdict(list)  # each text is folded once
    for m in movements:
        if m.date >= since:
            named[m.payee].append(m)
    groups: dict[tuple[str, bool], list[Movement]] = defaultdict(list)
    for payee, rows in named.items():
        key = key_of(payee)
        for m in rows:
            if (
                m.amount
                and not m.transfer
                and m.nature not in CREATOR
                and (m.amount < 0 or m.nature is not Nature.COST)
            ):
                groups[key, m.amount > 0].append(m)
    return tuple(s for (key, _), rows in sorted(groups.items()) for s in _in_group(key, rows, known_until))


def _in_group(key: str, rows: list[Movement], known_until: date) -> Iterator[Schedule]:
    if len(rows) > _MANY:
        return
    rows.sort(key=attrgetter("date", "amount"))
    parts = [m for m in rows if m.amount < 0 and "/" in (m.label or m.payee) and _INSTALMENT.search(m.label or m.payee)]
    if parts:
        rhythm, until = _instalments(parts[-1])
        yield _schedule(key, parts, rhythm, 1.0, known_until, until)
        rows = [m for m in rows if m not in parts]
    whole = _rhythm(rows)
    if whole:
        yield _schedule(key, rows, *whole, known_until)
        return
    for same in _equal(rows):
        found = _rhythm(same)
        if found and found[0].days <= 31:  # a part of a habit looks quarterly easily
            yield _schedule(key, same, *found, known_until)


def _equal(rows: Sequence[Movement]) -> list[list[Movement]]:
    """The rows that share their amount with at least two others, but not with all, by amount."""
    times = Counter([m.amount for m in rows])
    return [[m for m in rows if m.amount == a] for a, n in sorted(times.items()) if 2 < n < len(rows)]


def _rhythm(rows: Sequence[Movement]) -> tuple[Rhythm, float] | None:
    """The rhythm of rows in date order and the share of them on it."""
    totals = _by_day(rows)
    days = list(totals)
    gaps = [b - a for a, b in pairwise([day.toordinal() for day in days])]
    if not gaps:
        return None
    gap = sorted(gaps)[len(gaps) // 2]
    every = next((k for k in _ENOUGH if abs(gap - 30.44 * k) <= 2 + k), None)
    if every is None:
        return _every_days(days[-1], gaps, gap) if len(days) > _FEW and _agree(totals.values()) else None
    credit = rows[0].amount > 0
    varies = len(days) >= _FEW and (not credit or rows[-1].nature is Nature.SURE)
    return _monthly(days, every, prefer_last=credit) if varies or _agree(totals.values()) else None


def _by_day(rows: Iterable[Movement]) -> dict[date, int]:
    totals: dict[date, int] = defaultdict(int)
    for m in rows:
        totals[m.date] += m.amount
    return totals


def _agree(amounts: Iterable[int]) -> bool:
    """Whether nine in ten of the amounts are within `_SAME` of one another."""
    sizes = sorted(map(abs, amounts))
    spare = len(sizes) // 10
    return sizes[-1 - spare // 2] <= sizes[(spare + 1) // 2] * _SAME


def _monthly(days: Sequence[date], every: int, *, prefer_last: bool) -> tuple[Rhythm, float] | None:
    """The day of the month that fits best; the last working day first among equals for an income."""
    if len(days) < _ENOUGH[every]:
        return None
    middle, near = _circular_median([d.day for d in days])
    if near < len(days) * _ON_RHYTHM:
        return None
    months = [round(d.year * 12 + d.month + (d.day - middle) / 30.4) for d in days]
    kept = Counter(month % every for month in months).most_common(1)[0][1]
    different, span = len(set(months)), (months[-1] - months[0]) // every + 1
    if min(kept, different) < len(days) * _ON_RHYTHM or different < (span * _SEEN if len(days) > 3 else span):
        return None
    candidates = [(middle - back - 1) % 31 + 1 for back in (0, 1, 2, 3)]
    candidates.insert(0 if prefer_last else len(candidates), LAST_WORKING_DAY)
    best, off = min(((c, [_off(d, c) for d in days]) for c in candidates), key=lambda item: sum(map(abs, item[1])))
    on = sum(_EARLY <= o <= _LATE for o in off) / len(days)
    anchor = days[-1] - timedelta(days=off[-1])
    return (Rhythm(every, "month", best, anchor), on) if on >= _ON_RHYTHM else None


def _circular_median(days: Sequence[int]) -> tuple[int, int]:
    """The day of the month nearest to all, the 31st being next to the 1st, and how many are within five days of it."""
    times = Counter(days)
    far = {c: sum(n * min((d - c) % 31, (c - d) % 31) for d, n in times.items()) for c in sorted(times)}
    middle = min(far, key=far.__getitem__)
    return middle, sum(n for d, n in times.items() if min((d - middle) % 31, (middle - d) % 31) <= 5)


def _off(day: date, of_month: int) -> int:
    """Days from where a day of the month falls in the nearest month to ``day``."""
    return min(((day - _in_month(day.year, day.month + m, of_month)).days for m in (0, -1, 1)), key=abs)


def _in_month(year: int, month: int, day: int) -> date:
    """Where a day of the month is booked; ``month`` may run outside 1..12."""
    return last_working(year, month) if day == LAST_WORKING_DAY else next_working(month_start(year, month, day))


def _every_days(last: date, gaps: Sequence[int], every: int) -> tuple[Rhythm, float] | None:
    on = sum(abs(g - every) <= 1 for g in gaps) / len(gaps)
    return (Rhythm(every, "day", anchor=last), on) if on >= _ON_RHYTHM and 6 <= every <= 45 else None


def _instalments(last: Movement) -> tuple[Rhythm, date]:
    """The rhythm of a payment in 3 or 4 that says so ("2/3"), and the last day it may come."""
    part = _INSTALMENT.search(last.label or last.payee)
    done, _, count = part[0].partition("/") if part else ("", "", "")
    left = int(count or 0) - int(done or 0)
    end = month_start(last.date.year, last.date.month + left, last.date.day)
    return Rhythm(1, "month", last.date.day, last.date), end + GRACE


# --- what was found ---------------------------------------------------------------------------------------------------


def _schedule(
    key: str,
    rows: Sequence[Movement],
    rhythm: Rhythm,
    on: float,
    known_until: date,
    until: date | None = None,
) -> Schedule:
    amounts = [m.amount for m in rows]
    totals = _by_day(rows)
    typical, spread = _amount(list(totals.values()))
    found = Schedule(
        payee=rows[-1].payee,
        amount=typical,
        rhythm=rhythm,
        status=Status.PROPOSED,
        spread=spread,
        confidence=on * len(totals) / (len(totals) + 1),
        key=key,
        claimed=(min(amounts), max(amounts)),
        last_seen=rows[-1].date,
        until=until,
        account_id=rows[-1].account_id,
        category_id=rows[-1].category_id,
    )
    chance, skips = _habit_of_coming(found, list(totals), known_until)
    return replace(found, status=_alive(found, known_until), chance=chance, skips=skips)


def _amount(amounts: Sequence[int]) -> tuple[int, tuple[int, int]]:
    """Typical, and (low, high): the last rows', so that a drift is followed; the last one alone when it is fixed."""
    recent = amounts[-_RECENT:]
    last, before = amounts[-1], amounts[-2] if len(amounts) > 1 else amounts[-1]
    if last == before or recent.count(last) >= len(recent) - 1:
        return last, (last, last)
    return median_low(recent), (min(recent), max(recent))


def _alive(found: Schedule, known_until: date) -> Status:
    """Stopped after two missed days, or one of a rhythm of six months or more."""
    start = (found.last_seen or known_until) + ONE_DAY
    missed = sum(1 for _ in occurrences(found, start, known_until - GRACE))
    over = found.until is not None and not any(occurrences(found, start, found.until + ONE_DAY))
    allowed = 2 if found.rhythm.days < 180 else 1
    return Status.STOPPED if over or missed >= allowed else Status.PROPOSED


def _habit_of_coming(found: Schedule, days: Sequence[date], known_until: date) -> tuple[float, frozenset[int]]:
    """The chance that an occurrence happens, and the months of the year it leaves out.

    What was away once in the last twelve months, for several in a row, is seasonal (a grant, a canteen). An income is
    otherwise sure when its last three days all brought it, else as likely as in its last six; a bill is always
    expected, for prudence.
    """
    if found.rhythm.unit == "day" or found.rhythm.every > 1 or found.until:
        return 1.0, frozenset()
    everyone = replace(found, last_seen=None)
    expected = list(occurrences(everyone, days[0] - GRACE, known_until - GRACE))[-12:]
    half = timedelta(days=found.rhythm.days / 2)
    came = [any(abs(day - e) <= half for day in days) for e in expected]
    away = [list(run) for gone, run in groupby(zip(expected, came, strict=True), lambda pair: not pair[1]) if gone]
    if came and came[-1] and len(came) > 9 and len(away) == 1 and len(away[0]) > 1:
        return 1.0, frozenset(day.month for day, _ in away[0])
    sure = found.amount < 0 or all(came[-3:])
    return 1.0 if sure else sum(came[-_RECENT:]) / len(came[-_RECENT:]), frozenset()


# --- the days to come -------------------------------------------------------------------------------------------------


def occurrences(schedule: Schedule, start: date, end: date) -> Iterator[date]:
    """The booking days in ``[start, end)``, oldest first: monthly ones on working days, none already seen or over."""
    half = timedelta(days=schedule.rhythm.days / 2)
    after = schedule.last_seen + half if schedule.last_seen else None
    for day in _days(schedule.rhythm, start, end):
        over = schedule.until and day > schedule.until
        if start <= day < end and not over and not (after and day <= after) and day.month not in schedule.skips:
            yield day


def _days(rhythm: Rhythm, start: date, end: date) -> Iterator[date]:
    anchor = rhythm.anchor or start
    if rhythm.unit == "day":
        day = start + timedelta(days=(anchor - start).days % rhythm.every)
        while day < end:
            yield day
            day += timedelta(days=rhythm.every)
        return
    first = start.year * 12 + start.month - 2
    first += (anchor.year * 12 + anchor.month - 1 - first) % rhythm.every
    for month in range(first, end.year * 12 + end.month, rhythm.every):
        yield _in_month(month // 12, month % 12 + 1, rhythm.day)


def dues(schedules: Iterable[Schedule], household: Household) -> tuple[Due, ...]:
    """What comes after ``as_of`` and before `Household.end`, by date.

    An occurrence at most `GRACE` late is expected on the next working day after ``as_of``. A row already known after
    ``as_of`` stands for its occurrence.
    """
    first = household.as_of + ONE_DAY
    found = []
    for s in schedules:
        if s.status in (Status.IGNORED, Status.STOPPED):
            continue
        start = household.as_of - GRACE if s.last_seen else first
        for day in occurrences(_seen(s, household), start, household.end):
            booked = day if day >= first else next_working(first)
            if booked < household.end:
                found.append(Due(booked, s))
    return tuple(sorted(found, key=lambda d: (d.date, d.schedule.amount, d.schedule.payee)))


def _seen(schedule: Schedule, household: Household) -> Schedule:
    """The schedule, with the newest row that is certainly it."""
    days = [m.date for m in household.later if claims(schedule, m)]
    newest = max([*days, *([schedule.last_seen] if schedule.last_seen else [])], default=None)
    return replace(schedule, last_seen=newest)


# --- with what the user said ------------------------------------------------------------------------------------------


def schedules_of(household: Household) -> tuple[Schedule, ...]:
    """The user's schedules, each knowing the rows found for it, then those only found."""
    found = list(detect(household.movements, household.as_of))
    said = []
    for schedule in household.schedules:
        twin = next((f for f in found if _same(schedule, f)), None)
        if twin:
            found.remove(twin)
            schedule = replace(  # noqa: PLW2901 - the same schedule, better known
                schedule, key=twin.key, claimed=twin.claimed, last_seen=twin.last_seen, account_id=twin.account_id
            )
        said.append(replace(schedule, key=schedule.key or key_of(schedule.payee)))
    return (*said, *found)


def _same(typed: Schedule, found: Schedule) -> bool:
    """Whether what the user typed is what was found: by name, or on the same day for nearly the same amount."""
    if (typed.amount > 0) is not (found.amount > 0):
        return False
    if _named(typed.key or key_of(typed.payee), found.key):
        return True
    one, other = typed.rhythm, found.rhythm
    near = (one.every, one.unit) == (other.every, other.unit) and abs(one.day - other.day) <= 3
    return near and abs(typed.amount - found.amount) * 20 <= abs(typed.amount)


def _named(typed: str, found: str) -> bool:
    """Whether all the words of one are in the other: "loyer" is "loyer residence des tilleuls"."""
    one, other = set(typed.split()), set(found.split())
    return bool(one) and bool(other) and (one <= other or other <= one)


def claims(schedule: Schedule, m: Movement) -> bool:
    """Whether a row is an occurrence of the schedule, so neither everyday spending nor to be expected again."""
    if schedule.status is Status.IGNORED or m.transfer or (m.amount > 0) is not (schedule.amount > 0):
        return False
    if schedule.claimed:
        return key_of(m.payee) == schedule.key and schedule.claimed[0] <= m.amount <= schedule.claimed[1]
    close = abs(m.amount - schedule.amount) * 10 <= abs(schedule.amount)
    return close and (_named(schedule.key, key_of(m.payee)) or abs(_off_rhythm(schedule.rhythm, m.date)) <= 3)


def _off_rhythm(rhythm: Rhythm, day: date) -> int:
    near = timedelta(days=rhythm.days + 5)
    return min(((day - d).days for d in _days(rhythm, day - near, day + near)), key=abs, default=99)
