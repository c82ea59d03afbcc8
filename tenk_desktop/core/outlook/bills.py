"""What comes back: bills and incomes found in the rows themselves, and the days they will come again.

Rows are grouped by payee (no case, accents or digits) and direction. A group, or failing that its rows of one and the
same amount (two contracts with one operator), comes back when most of its rows fall where a rhythm says: on a day of
the month, moved to the next working day (some incomes: to the one before), on the last working day, or every so many
days, four weeks of them for some wages. Few rows must also agree in amount, so that a shop visited three times is not a
bill; a rhythm in days, whatever the number of rows, since people shop by the week. Two rows a month apart are enough
for what is large and sorted as a rent, a loan, a contract or a sure income (`_begun`). A schedule that missed two of
its days has stopped. What the user typed, kept or refused wins.

The time of the year some leave out (`_season`) earns its place: without it the gain in the table of ``everyday`` falls
from 16.2 and 21.8 to 12.6 and 15.8.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain
from operator import attrgetter, itemgetter
from statistics import median_low

from tenk_desktop.core.model import Nature
from tenk_desktop.core.outlook.household import (
    CREATOR,
    Household,
    Movement,
    Once,
    Rhythm,
    Schedule,
    Spent,
    Status,
    sort_out,
)
from tenk_desktop.core.outlook.resembling import claims, key_of, named, said_amounts
from tenk_desktop.core.outlook.rhythms import GRACE, agree, booking_days, by_day, monthly, rhythm_of
from tenk_desktop.core.outlook.twins import known, with_prudence
from tenk_desktop.core.outlook.workdays import next_working
from tenk_desktop.core.period import ONE_DAY, month_start
from tenk_desktop.core.progress import uncollected
from tenk_desktop.core.text import fold

WINDOW = timedelta(days=26 * 30.5)  # two years and two months: a yearly bill is seen twice
_MANY = 150  # rows of one payee, more than weekly: a habit
_RECENT = 6  # rows that say what the amount is now
_LARGE = 0.1  # share of what went out in two months, for what is seen twice to matter
_TWICE = 0.75  # chance of an income seen twice: one more of each kind supposed (rule of succession)
_GRANT, _GRANT_SKIPS = frozenset({"bourse", "crous"}), (7, 8)  # ten payments, September to June (etudiant.gouv.fr)
_INSTALMENT = re.compile(r"(?<![\d/])(?:1/[2-4]|2/[2-4]|3/[34]|4/4)(?![\d/])")  # never a date: those have two figures
_MONTH_END = (29, 30, 31)
_Date = date  # inside a class that has a field of this name


@dataclass(frozen=True, slots=True)
class Due:
    """One future occurrence of a schedule, on the day the bank should book it, or the one the user moved it to.

    ``day`` is where the rhythm puts it: what is said of this one occurrence (`Once`) goes by it. ``schedule`` is as it
    is that day (`Schedule.on`), ``whole`` with what changes, where anything does.
    """

    date: date
    schedule: Schedule
    day: _Date | None = None
    whole: Schedule | None = None

    @property
    def of(self) -> Schedule:
        """The schedule, whatever becomes of it."""
        return self.whole or self.schedule


# --- finding ----------------------------------------------------------------------------------------------------------


def detect(movements: Iterable[Movement], known_until: date, contracts: Collection[int] = ()) -> tuple[Schedule, ...]:
    """The schedules in the rows of the last 26 months, stopped ones included, in order of payee.

    Creator money, transfers and refunds never come back by themselves. ``known_until`` is the day up to which a missing
    row means something, ``contracts`` the categories of what comes back by nature (`Household.contracts`).
    """
    return _found(sort_out(movements), known_until, contracts)


def _found(spent: Spent, known_until: date, contracts: Collection[int]) -> tuple[Schedule, ...]:
    since = known_until - WINDOW
    parts: dict[str, list[Movement]] = defaultdict(list)
    for m in spent.parts:
        if m.date >= since and _INSTALMENT.search(m.label or m.payee):
            parts[key_of(m.payee)].append(m)
    large = -_LARGE * sum(total for day, total in spent.by_day.items() if 0 <= (known_until - day).days < 61)
    found: list[Schedule] = []
    for key, way, rows in sorted(_groups(spent, since), key=itemgetter(0, 1)):
        of_group = list(_in_group(key, rows, [] if way else parts.get(key, []), known_until))
        twice = len(rows) == 2 and min(abs(m.amount) for m in rows) >= large
        found += of_group or (_begun(key, rows, contracts, known_until) if twice else ())
    return tuple(found)


def _begun(key: str, rows: Sequence[Movement], contracts: Collection[int], known_until: date) -> Iterator[Schedule]:
    """A rent or a wage of these two rows only, a month apart, not missed since: the ledger has just begun, or a life
    has changed. What it is sorted as must say that it comes back: a shop may be visited twice.
    """
    last, credit = max(rows, key=attrgetter("date")), rows[0].amount > 0
    comes_back = last.nature is Nature.SURE if credit else last.category_id in contracts
    found = monthly(sorted(m.date for m in rows), 1, prefer_last=credit) if comes_back and agree(rows) else None
    if found:
        twice = _schedule(key, rows, *found, known_until)
        if not any(occurrences(twice, last.date + ONE_DAY, known_until - GRACE)):
            yield replace(twice, chance=_TWICE) if credit else twice


def _groups(spent: Spent, since: date) -> Iterator[tuple[str, int, list[Movement]]]:
    """The rows that may come back, by payee, however it is written, and direction (0: out); no habits."""
    never = {*CREATOR, Nature.COST}
    came: dict[str, list[Movement]] = defaultdict(list)
    for m in spent.others:
        if m.amount > 0 and not m.transfer and m.nature not in never:
            came[m.payee].append(m)
    older = any(day < since for day in spent.by_day) or any(m.date < since for m in spent.others)
    for way, by_name in enumerate((spent.by_payee, came)):
        groups: dict[str, list[Movement]] = defaultdict(list)
        for payee, rows in by_name.items():  # each text is folded once
            groups[key_of(payee)] += rows
        for key, rows in groups.items():
            recent = [m for m in rows if m.date >= since] if older else rows
            if len(recent) <= _MANY:
                yield key, way, recent


def _in_group(key: str, rows: list[Movement], parts: list[Movement], known_until: date) -> Iterator[Schedule]:
    """``parts`` are those of the rows that are payments in 3 or 4."""
    if parts:
        rhythm, until = _instalments(max(parts, key=attrgetter("date", "amount")))
        yield _schedule(key, parts, rhythm, 1.0, known_until, until)
        rows = [m for m in rows if m not in parts]
    whole = rhythm_of(rows)
    if whole:
        yield _schedule(key, rows, *whole, known_until)
        return
    for same in _equal(rows):
        found = rhythm_of(same)
        if found and found[0].days <= 31:  # a part of a habit looks quarterly easily
            yield _schedule(key, same, *found, known_until)


def _equal(rows: Sequence[Movement]) -> list[list[Movement]]:
    """The rows that share their amount with at least two others, but not with all, by amount."""
    amounts = [m.amount for m in rows]
    if len(set(amounts)) > len(rows) - 2:
        return []
    times = Counter(amounts)
    return [[m for m in rows if m.amount == a] for a, n in sorted(times.items()) if 2 < n < len(rows)]


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
    totals = by_day(rows)
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


def _alive(found: Schedule, known_until: date, said: Collection[date] = ()) -> Status:
    """Stopped after two missed days, or one of a rhythm of six months or more; none of those ``said``."""
    start = (found.last_seen or known_until) + ONE_DAY
    missed = sum(day not in said for day in occurrences(found, start, known_until - GRACE))
    over = found.until is not None and not any(occurrences(found, start, found.until + ONE_DAY))
    allowed = 2 if found.rhythm.days < 180 else 1
    return Status.STOPPED if over or missed >= allowed else Status.PROPOSED


def _habit_of_coming(
    found: Schedule, days: Sequence[date], known_until: date, said: Collection[date] = ()
) -> tuple[float, frozenset[int]]:
    """The chance that an occurrence happens, and the months of the year it leaves out.

    An income is sure when its last three days all brought it, else as likely as in its last six; a bill is always
    expected, for prudence. The days ``said`` tell nothing of its habit.
    """
    if found.rhythm.unit == "day" or found.rhythm.every > 1 or found.until:
        return 1.0, frozenset()
    everyone = replace(found, last_seen=None)
    half = timedelta(days=found.rhythm.days / 2)
    expected = (d for d in occurrences(everyone, days[0] - GRACE, known_until - GRACE) if d not in said)
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
    for day in _days(schedule, start, end):
        over = schedule.until and day > schedule.until
        if start <= day < end and not over and not (after and day <= after) and day.month not in schedule.skips:
            yield day


def _days(schedule: Schedule, start: date, end: date) -> Iterable[date]:
    """The days of its rhythm, of each of its rhythms where the user said that it changes."""
    if not schedule.changes:
        return booking_days(schedule.rhythm, start, end)
    found: set[date] = set()
    begins, least = date.min, date.min
    for change in (None, *schedule.changes):
        begins = change.begins if change else begins
        least = (change.first if change else None) or max(begins, least)
        stop = min((c.begins for c in schedule.changes if c.begins > begins), default=date.max)
        found |= {d for d in booking_days(schedule.on(begins).rhythm, start, end) if least <= d < stop}
    return sorted(found)


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
            found.append(_due(booked, schedule, day))
    return tuple(sorted(found, key=lambda d: (d.date, d.schedule.amount, d.schedule.payee)))


def skipped(schedules: Iterable[Schedule], household: Household) -> tuple[Due, ...]:
    """What would come after ``as_of`` and before `Household.end`, had the user not said that it does not, by date."""
    found = [_due(day, s, day) for s, day, to in _to_come(schedules, household) if to is None]
    return tuple(sorted(found, key=lambda d: (d.date, d.schedule.amount, d.schedule.payee)))


def _due(booked: date, schedule: Schedule, day: date) -> Due:
    return Due(booked, schedule.on(day), day, schedule if schedule.changes else None)


def _to_come(schedules: Iterable[Schedule], household: Household) -> Iterator[tuple[Schedule, date, date | None]]:
    """Each occurrence to come: the day its rhythm says, and the one the user says (None: it does not come)."""
    for s in schedules:
        if s.status in (Status.IGNORED, Status.STOPPED, Status.HELD):
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
    return found or fold(once.payee) in (fold(schedule.payee), fold(schedule.called or schedule.payee))


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
    return replace(schedule, last_seen=newest and _from(newest, schedule.on(newest).rhythm, said))


def _from(seen: date, rhythm: Rhythm, said: Mapping[date, date | None]) -> date:
    moved = {to: day for day, to in said.items() if to}
    around = timedelta(days=rhythm.days)
    usual = (day for day in booking_days(rhythm, seen - around, seen + around) if day not in said)
    nearest = min([*moved, *usual], key=lambda day: abs(seen - day), default=seen)
    return moved[nearest] if nearest in moved and abs(seen - nearest) <= GRACE else seen


# --- with what the user said ------------------------------------------------------------------------------------------


@uncollected()
def schedules_of(household: Household) -> tuple[Schedule, ...]:
    """The user's schedules, each knowing the rows found for it, then those only found; each bill and income once."""
    found = [_waited_for(f, household) for f in _found(household.spent, household.as_of, household.contracts)]
    said, left = known(household.schedules, found, household.apart)
    alone = _just_came([one for one, twin, _ in said if twin is None], household)
    whole = [replace(_with_rows(one, twin, household, alone), called=called) for one, twin, called in said]
    return with_prudence((*whole, *left), household.apart)


def _with_rows(one: Schedule, twin: Schedule | None, household: Household, came: Mapping[Schedule, date]) -> Schedule:
    """What the user said, as the rows show it; without any found for it, only when it just ``came``."""
    now = replace(one, rhythm=_rhythm_said(one, twin), key=twin.key if twin else one.key or key_of(one.payee))
    if twin is None:
        return replace(now, last_seen=came.get(one))
    now = replace(now, claimed=twin.claimed, last_seen=twin.last_seen, skips=twin.skips, account_id=twin.account_id)
    return replace(now, last_seen=_last_seen(now, household))


def _just_came(alone: Sequence[Schedule], household: Household) -> dict[Schedule, date]:
    """The last days' rows of what nothing was found for yet, each row for one of them: a wage paid on the 27th is not
    awaited for the 30th.
    """
    waiting = [s for s in alone if s.status is Status.CONFIRMED]
    since, came = household.as_of - GRACE, {}
    rows = [m for m in household.movements if since < m.date <= household.as_of] if waiting else []
    for m in sorted(rows, key=attrgetter("date", "amount")):
        soon = household.as_of + ONE_DAY, m.date + GRACE + ONE_DAY
        of = next((s for s in waiting if s not in came and _may_be(s, m) and any(occurrences(s, *soon))), None)
        if of is not None:
            came[of] = m.date
    return came


def _may_be(schedule: Schedule, m: Movement) -> bool:
    """Whether a row is what was typed, seen for the first time. An income is easily believed to have come, a bill only
    by its name: a shop's amount is near it by chance, and the bill would still be due.
    """
    if not claims(schedule, m):
        return False
    if m.amount > 0:
        return m.nature in (Nature.SURE, Nature.OTHER)
    return named(key_of(schedule.payee), key_of(m.payee))


def _rhythm_said(schedule: Schedule, twin: Schedule | None) -> Rhythm:
    """The rhythm typed, booked before, after or on a weekend as its ``twin`` among the rows was; for want of one of
    that day, an income of the month's end stays in its month.
    """
    rhythm = schedule.rhythm
    if twin and twin.rhythm.day == rhythm.day:
        return replace(rhythm, early=twin.rhythm.early, always=twin.rhythm.always)
    stays = rhythm.unit == "month" and schedule.amount > 0 and rhythm.day in _MONTH_END
    return replace(rhythm, early=rhythm.early or stays)


def _last_seen(schedule: Schedule, household: Household) -> date | None:
    """The newest row of it: the first ones of an amount the user said are in no schedule found yet."""
    last, found = schedule.last_seen, schedule.claimed
    if last is None or found is None or all(found[0] <= amount <= found[1] for amount in said_amounts(schedule)):
        return last
    of_payee = (rows for payee, rows in household.spent.by_payee.items() if key_of(payee) == schedule.key)
    rows = household.incomes if schedule.amount > 0 else chain.from_iterable(of_payee)
    return max((m.date for m in rows if last < m.date <= household.as_of and claims(schedule, m)), default=last)


def _waited_for(found: Schedule, household: Household) -> Schedule:
    """The schedule, neither stopped nor less sure where the user said that it skips the days it missed, or comes
    later.
    """
    late = household.as_of - GRACE
    said = {o.day for o in household.once if (o.to is None or o.to > late) and _about(o, found)}
    stopped = found.status is Status.STOPPED and said
    found = replace(found, status=_alive(found, household.as_of, said)) if stopped else found
    if not said or found.chance in (1, _TWICE):
        return found
    days = [m.date for m in household.incomes if m.date <= household.as_of and claims(found, m)]
    chance, skips = _habit_of_coming(found, sorted(days), household.as_of, said)
    return replace(found, chance=chance, skips=skips)
