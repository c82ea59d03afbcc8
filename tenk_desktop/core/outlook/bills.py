"""What comes back: bills and incomes found in the rows themselves, and the days they will come again.

Rows are grouped by payee (no case, accents or digits) and direction. A group, or failing that its rows of one and the
same amount (two contracts with one operator), comes back when most of its rows fall where a rhythm says: on a day of
the month, moved to the next working day (some incomes: to the one before), on the last working day, or every so many
days, four weeks of them for some wages. Few rows must also agree in amount, so that a shop visited three times is not a
bill; a rhythm in days, whatever the number of rows, since people shop by the week. A schedule that missed two of its
days has stopped. What the user typed, kept or refused wins.

The time of the year some leave out (`_season`) earns its place: without it the gain in the table of ``everyday`` falls
from 16.2 and 21.8 to 12.6 and 15.8.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate, pairwise
from operator import attrgetter
from statistics import median_low

from tenk_desktop.core.model import Nature
from tenk_desktop.core.outlook.household import (
    CREATOR,
    LAST_WORKING_DAY,
    Household,
    Movement,
    Once,
    Rhythm,
    Schedule,
    Status,
)
from tenk_desktop.core.outlook.workdays import last_working, next_working, previous_working
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
_FEWEST_DAYS = 6  # between two occurrences found
_RECENT = 6  # rows that say what the amount is now
_GRANT, _GRANT_SKIPS = frozenset({"bourse", "crous"}), (7, 8)  # ten payments, September to June (etudiant.gouv.fr)
_INSTALMENT = re.compile(r"(?<![\d/])(?:1/[2-4]|2/[2-4]|3/[34]|4/4)(?![\d/])")  # never a date: those have two figures
_Date = date  # inside a class that has a field of this name
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_SPACES = {code: " " for code in range(128) if not chr(code).isalpha()}  # the same for ASCII, four times faster


@lru_cache(maxsize=1 << 16)
def key_of(payee: str) -> str:
    """What two rows of one payee share: folded, without digits or signs; the folded text if nothing else is left."""
    words = payee.lower().translate(_SPACES) if payee.isascii() else _NOT_LETTERS.sub(" ", fold(payee))
    return " ".join(words.split()) or fold(payee)


@dataclass(frozen=True, slots=True)
class Due:
    """One future occurrence of a schedule, on the day the bank should book it, or the one the user moved it to.

    ``day`` is where the rhythm puts it: what is said of this one occurrence (`Once`) goes by it.
    """

    date: date
    schedule: Schedule
    day: _Date | None = None


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
    groups: dict[str, list[Movement]] = defaultdict(list)
    for payee, rows in named.items():
        groups[key_of(payee)] += rows
    return tuple(
        s
        for key, rows in sorted(groups.items())
        for one_way in _each_way(rows)
        for s in _in_group(key, one_way, known_until)
    )


def _each_way(rows: Sequence[Movement]) -> Iterator[list[Movement]]:
    """The rows that may come back: money out, then money in."""
    cost, never = Nature.COST, {*CREATOR, Nature.COST}
    # Most rows are costs: asking that first is what a hundred thousand of them can afford.
    out = [m for m in rows if m.amount < 0 and not m.transfer and (m.nature is cost or m.nature not in CREATOR)]
    yield out
    if len(out) < len(rows):
        yield [m for m in rows if m.amount > 0 and not m.transfer and m.nature not in never]


def _in_group(key: str, rows: list[Movement], known_until: date) -> Iterator[Schedule]:
    if not 1 <= len(rows) <= _MANY:
        return
    parts = [m for m in rows if "/" in (m.label or m.payee) and _INSTALMENT.search(m.label or m.payee) and m.amount < 0]
    if parts:
        rhythm, until = _instalments(max(parts, key=attrgetter("date", "amount")))
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
    amounts = [m.amount for m in rows]
    if len(set(amounts)) > len(rows) - 2:
        return []
    times = Counter(amounts)
    return [[m for m in rows if m.amount == a] for a, n in sorted(times.items()) if 2 < n < len(rows)]


def _rhythm(rows: Sequence[Movement]) -> tuple[Rhythm, float] | None:
    """The rhythm of rows in any order and the share of them on it."""
    ordinals = sorted({m.date.toordinal() for m in rows})
    gaps = [b - a for a, b in pairwise(ordinals)]
    if not gaps:
        return None
    gap = sorted(gaps)[len(gaps) // 2]
    every = next((k for k in _ENOUGH if abs(gap - 30.44 * k) <= 2 + k), None)
    regular = _FEWEST_DAYS <= gap <= 45 and sum(abs(g - gap) <= 1 for g in gaps) >= _ON_RHYTHM * len(gaps)
    if every is None and not regular:
        return None
    days = [date.fromordinal(o) for o in ordinals]
    if every is not None:
        credit = rows[0].amount > 0
        varies = len(days) >= _FEW and (not credit or max(rows, key=attrgetter("date")).nature is Nature.SURE)
        found = _monthly(days, every, prefer_last=credit) if varies or _agree(rows) else None
        if found:
            return found
    return _every_days(days, gaps, gap) if regular and len(days) > _FEW and _agree(rows) else None


def _by_day(rows: Iterable[Movement]) -> dict[date, int]:
    totals: dict[date, int] = defaultdict(int)
    for m in rows:
        totals[m.date] += m.amount
    return totals


def _agree(rows: Iterable[Movement]) -> bool:
    """Whether nine in ten of the days' amounts are within `_SAME` of one another."""
    sizes = sorted(map(abs, _by_day(rows).values()))
    spare = len(sizes) // 10
    return sizes[-1 - spare // 2] <= sizes[(spare + 1) // 2] * _SAME


def _monthly(days: Sequence[date], every: int, *, prefer_last: bool) -> tuple[Rhythm, float] | None:
    """The day of the month that fits best; the last working day first among equals for an income."""
    if len(days) < _ENOUGH[every]:
        return None
    of_month = [d.day for d in days]
    if _nearest(of_month) < len(days) * _ON_RHYTHM:  # a shop, most often: told before anything costly
        return None
    middle = _circular_median(of_month)
    months = [round(d.year * 12 + d.month + (d.day - middle) / 30.4) for d in days]
    kept = Counter(month % every for month in months).most_common(1)[0][1]
    different, span = len(set(months)), (months[-1] - months[0]) // every + 1
    if min(kept, different) < len(days) * _ON_RHYTHM or different < (span * _SEEN if len(days) > 3 else span):
        return None
    candidates = [Rhythm(every, "month", (middle - back - 1) % 31 + 1) for back in (0, 1, 2, 3)]
    candidates += [Rhythm(every, "month", (middle + on - 1) % 31 + 1, early=True) for on in (0, 1, 2, 3)]
    candidates.insert(0 if prefer_last else 4, Rhythm(every, "month", LAST_WORKING_DAY))
    best, off = min(((c, [_off(d, c) for d in days]) for c in candidates), key=lambda item: sum(map(abs, item[1])))
    on = sum(_EARLY <= o <= _LATE for o in off) / len(days)
    return (replace(best, anchor=days[-1] - timedelta(days=off[-1])), on) if on >= _ON_RHYTHM else None


def _nearest(days: Sequence[int]) -> int:
    """How many days of the month are at most five from one of them, the 31st being next to the 1st."""
    times = Counter(days)
    sums = [0, *accumulate([times[d] for d in range(1, 32)] * 3)]
    return max(sums[d + 36] - sums[d + 25] for d in times)


def _circular_median(days: Sequence[int]) -> int:
    """The day of the month nearest to all."""
    times = Counter(days)
    far = {c: sum(n * min((d - c) % 31, (c - d) % 31) for d, n in times.items()) for c in sorted(times)}
    return min(far, key=far.__getitem__)


def _off(day: date, rhythm: Rhythm) -> int:
    """Days from where a rhythm's day of the month falls in the nearest month to ``day``."""
    return min(((day - _in_month(day.year, day.month + m, rhythm)).days for m in (0, -1, 1)), key=abs)


def _in_month(year: int, month: int, rhythm: Rhythm) -> date:
    """Where a rhythm's day of the month is booked; ``month`` may run outside 1..12."""
    if rhythm.day == LAST_WORKING_DAY:
        return last_working(year, month)
    day = month_start(year, month, rhythm.day)
    return previous_working(day) if rhythm.early else next_working(day)


def _every_days(days: Sequence[date], gaps: Sequence[int], every: int) -> tuple[Rhythm, float]:
    """Every so many days (four weeks for some wages), counted from the last one that no holiday moved."""
    on = sum(abs(g - every) <= 1 for g in gaps) / len(gaps)
    usual = Counter(d.toordinal() % every for d in days).most_common(1)[0][0]
    return Rhythm(every, "day", anchor=next(d for d in reversed(days) if d.toordinal() % every == usual)), on


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
    rows = sorted(rows, key=attrgetter("date", "amount"))  # whatever order they came in
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

    An income is sure when its last three days all brought it, else as likely as in its last six; a bill is always
    expected, for prudence.
    """
    if found.rhythm.unit == "day" or found.rhythm.every > 1 or found.until:
        return 1.0, frozenset()
    everyone = replace(found, last_seen=None)
    half = timedelta(days=found.rhythm.days / 2)
    expected = occurrences(everyone, days[0] - GRACE, known_until - GRACE)
    came = {e: any(abs(day - e) <= half for day in days) for e in expected}
    skips = _season(came, found)
    usual = [was for day, was in came.items() if day.month not in skips]
    sure = found.amount < 0 or all(usual[-3:])
    return 1.0 if sure else sum(usual[-_RECENT:]) / len(usual[-_RECENT:]), skips


def _season(came: Mapping[date, bool], found: Schedule) -> frozenset[int]:
    """The one time of the year, of several months, that never brought it; it came back since, or was away twice."""
    if found.amount > 0 and not _GRANT.isdisjoint(found.key.split()):
        return frozenset(m for m in _GRANT_SKIPS if not any(was for day, was in came.items() if day.month == m))
    last = max((day for day, was in came.items() if was), default=date.min)
    seen, missed = Counter(d.month for d in came), Counter(d.month for d, was in came.items() if not was)
    back = {day.month for day in came if day < last}
    away = {m for m, n in missed.items() if n == seen[m] and (n > 1 or m in back)}
    begins = [m for m in away if (m - 2) % 12 + 1 not in away]
    return frozenset(away) if len(begins) == 1 and len(away) > 1 and len(came) > 9 else frozenset()


# --- the days to come -------------------------------------------------------------------------------------------------


def occurrences(schedule: Schedule, start: date, end: date) -> Iterator[date]:
    """The booking days in ``[start, end)``, oldest first: on working days, none already seen or over."""
    half = timedelta(days=schedule.rhythm.days / 2)
    after = schedule.last_seen + half if schedule.last_seen else None
    for day in _days(schedule.rhythm, start, end):
        over = schedule.until and day > schedule.until
        if start <= day < end and not over and not (after and day <= after) and day.month not in schedule.skips:
            yield day


def _days(rhythm: Rhythm, start: date, end: date) -> Iterator[date]:
    anchor = rhythm.anchor or start
    if rhythm.unit == "day":
        moves = rhythm.every >= _FEWEST_DAYS and anchor.weekday() < 5
        day = start - GRACE
        day += timedelta(days=(anchor - day).days % rhythm.every)
        while day < end:
            yield next_working(day) if moves else day
            day += timedelta(days=rhythm.every)
        return
    first = start.year * 12 + start.month - 2
    first += (anchor.year * 12 + anchor.month - 1 - first) % rhythm.every
    for month in range(first, end.year * 12 + end.month, rhythm.every):
        yield _in_month(month // 12, month % 12 + 1, rhythm)


def dues(schedules: Iterable[Schedule], household: Household) -> tuple[Due, ...]:
    """What comes after ``as_of`` and before `Household.end`, by date; what the user skips is not in it.

    An occurrence at most `GRACE` late is expected on the next working day after ``as_of``. A row already known after
    ``as_of`` stands for its occurrence.
    """
    first = household.as_of + ONE_DAY
    found = []
    for schedule, day, to in _to_come(schedules, household):
        booked = to and (to if to >= first else next_working(first))
        if booked and booked < household.end:
            found.append(Due(booked, schedule, day))
    return tuple(sorted(found, key=lambda d: (d.date, d.schedule.amount, d.schedule.payee)))


def skipped(schedules: Iterable[Schedule], household: Household) -> tuple[Due, ...]:
    """What would come after ``as_of`` and before `Household.end`, had the user not said that it does not, by date."""
    found = [Due(day, s, day) for s, day, to in _to_come(schedules, household) if to is None]
    return tuple(sorted(found, key=lambda d: (d.date, d.schedule.amount, d.schedule.payee)))


def _to_come(schedules: Iterable[Schedule], household: Household) -> Iterator[tuple[Schedule, date, date | None]]:
    """Each occurrence to come: the day its rhythm says, and the one the user says (None: it does not come)."""
    for s in schedules:
        if s.status in (Status.IGNORED, Status.STOPPED):
            continue
        said = {o.day: o.to for o in household.once if _about(o, s)}
        seen = _seen(s, household, said)
        start = household.as_of - GRACE if s.last_seen else household.as_of + ONE_DAY
        days = {*occurrences(seen, start, household.end), *_still_said(seen, said)}
        for day in sorted(days):
            to = said.get(day, day)
            if start <= (to or day) < household.end:
                yield s, day, to


def _about(once: Once, schedule: Schedule) -> bool:
    found = schedule.claimed is not None and key_of(once.payee) == schedule.key  # banks change numbers in a name
    return found or fold(once.payee) == fold(schedule.payee)


def _still_said(schedule: Schedule, said: Iterable[date]) -> Iterator[date]:
    """The days the user spoke of that the rhythm has and that were not seen yet: however near the last one seen."""
    everyone = replace(schedule, last_seen=None)
    for day in said:
        if not (schedule.last_seen and day <= schedule.last_seen) and any(occurrences(everyone, day, day + ONE_DAY)):
            yield day


def _seen(schedule: Schedule, household: Household, said: Mapping[date, date | None]) -> Schedule:
    """The schedule, with the newest row that is certainly it; moved, it counts for the day it was moved from."""
    days = [m.date for m in household.later if claims(schedule, m)]
    newest = max([*days, *([schedule.last_seen] if schedule.last_seen else [])], default=None)
    return replace(schedule, last_seen=newest and _from(newest, schedule.rhythm, said))


def _from(seen: date, rhythm: Rhythm, said: Mapping[date, date | None]) -> date:
    moved = {to: day for day, to in said.items() if to}
    around = timedelta(days=rhythm.days)
    usual = (day for day in _days(rhythm, seen - around, seen + around) if day not in said)
    nearest = min([*moved, *usual], key=lambda day: abs(seen - day), default=seen)
    return moved[nearest] if nearest in moved and abs(seen - nearest) <= GRACE else seen


# --- with what the user said ------------------------------------------------------------------------------------------


def schedules_of(household: Household) -> tuple[Schedule, ...]:
    """The user's schedules, each knowing the rows found for it, then those only found."""
    found = list(detect(household.movements, household.as_of))
    said = []
    for schedule in household.schedules:
        twin = next((f for f in found if _same(schedule, f)), None)
        if twin:
            found.remove(twin)
            rhythm = replace(schedule.rhythm, early=twin.rhythm.early and twin.rhythm.day == schedule.rhythm.day)
            schedule = replace(  # noqa: PLW2901 - the same schedule, better known
                schedule,
                rhythm=rhythm,
                key=twin.key,
                claimed=twin.claimed,
                last_seen=twin.last_seen,
                skips=twin.skips,
                account_id=twin.account_id,
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
