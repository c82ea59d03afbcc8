"""What the user may say of what comes back: this time only, or from a day on. Each becomes a `Change`, which is weighed
first (`said`) and written as it is.

Amounts are minor units of the ledger's currency, income positive, expense negative.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tenk_desktop.core.outlook.bills import occurrences
from tenk_desktop.core.outlook.calendar import Entry, Kind, Money
from tenk_desktop.core.outlook.household import Household, Once, Schedule, Since, Status
from tenk_desktop.core.period import ONE_DAY
from tenk_desktop.core.text import Message, day_text, msg, nth_text

SOON = timedelta(days=15)
"""Within so many days of a day asked for is the one that banks book it on."""


@dataclass(frozen=True, slots=True)
class Change:
    """What the user is about to say: of one occurrence, of the ``schedule`` as a whole, or both."""

    once: Once | None = None
    schedule: Schedule | None = None


# --- this time only ---------------------------------------------------------------------------------------------------


def moved(entry: Entry, day: date) -> Change:
    """On another day, once."""
    return Change(Once(_schedule(entry).payee, _origin(entry), day))


def skipped_once(entry: Entry) -> Change:
    """Not this time."""
    return Change(Once(_schedule(entry).payee, _origin(entry), None))


def restored(entry: Entry) -> Change:
    """On its own day again."""
    return Change(Once(_schedule(entry).payee, _origin(entry), _origin(entry)))


def repriced_once(entry: Entry, amount: int) -> Change:
    """Another amount, signed, this time; the one after is worth what it would have been."""
    schedule, day = _schedule(entry), _origin(entry)
    before = _in_force(schedule, day)
    kept = _with(schedule, Since(day, amount))
    if not any(c.begins == day + ONE_DAY for c in schedule.changes):
        kept = _with(kept, Since(day + ONE_DAY, before.amount if before else None))
    return Change(schedule=_kept(kept))


# --- from a day on ----------------------------------------------------------------------------------------------------


def moved_for_good(entry: Entry, day: date) -> Change:
    """On another day from this time on, where banks work; what comes before stays where it is."""
    schedule, rhythm = _schedule(entry), _schedule(entry).rhythm
    if entry.first and not schedule.changes:
        schedule = replace(schedule, rhythm=replace(rhythm, day=day.day, anchor=day, early=False, always=False))
    else:
        before = _in_force(schedule, _origin(entry))
        schedule = _with(schedule, Since(_origin(entry), before.amount if before else None, day))
    schedule = _kept(schedule)
    first = next(occurrences(replace(schedule, last_seen=None), day, day + SOON), day)
    return Change(Once(schedule.payee, first, first), schedule)


def repriced(entry: Entry, amount: int) -> Change:
    """Another amount from this time on, fixed and signed; what comes before costs or brings what it did."""
    at_once = entry.first and _in_force(_schedule(entry), _origin(entry)) is None
    return repriced_from(_schedule(entry), None if at_once else _origin(entry), amount)


def repriced_from(schedule: Schedule, day: date | None, amount: int) -> Change:
    """Another amount, fixed and signed, for what comes on a day or after; without one, for all that is to come until a
    change that was already said.
    """
    if day is None:
        return Change(schedule=_kept(replace(schedule, amount=amount, spread=None)))
    return Change(schedule=_kept(_with(schedule, Since(day, amount))))


def ended(entry: Entry) -> Change:
    """Neither this time nor after."""
    return ended_on(_schedule(entry), _origin(entry) - ONE_DAY)


def ended_on(schedule: Schedule, last: date | None) -> Change:
    """Not after a day; None: without an end."""
    return Change(schedule=_kept(replace(schedule, until=last)))


def unsaid(schedule: Schedule, change: Since) -> Change:
    """Without one of its changes; what only ends it goes with it."""
    left = [c for c in schedule.changes if c != change]
    if lasting := _lasts_one_day(schedule, change):
        left.remove(lasting)
    return Change(schedule=_kept(replace(schedule, changes=tuple(left))))


def _with(schedule: Schedule, change: Since) -> Schedule:
    """With one more change, or with the one that begins by the same occurrence changed."""
    same = next((c for c in schedule.changes if change.day in (c.day, c.first)), None)
    if same:
        change = Since(same.day, change.amount, change.first or same.first)
    others = [c for c in schedule.changes if c is not same]
    return replace(schedule, changes=tuple(sorted((*others, change), key=lambda c: c.begins)))


def _in_force(schedule: Schedule, day: date) -> Since | None:
    """The change that says what an occurrence of a day is worth."""
    return next((c for c in reversed(schedule.changes) if c.begins <= day), None)


def _kept(s: Schedule) -> Schedule:
    """What the ledger keeps of it; the rest is found again in the rows."""
    return Schedule(
        s.payee,
        s.amount,
        replace(s.rhythm, early=False, always=False),
        Status.CONFIRMED,
        spread=s.spread,
        key=s.key,
        until=s.until,
        account_id=s.account_id,
        category_id=s.category_id,
        changes=s.changes,
    )


def _schedule(entry: Entry) -> Schedule:
    if entry.due is None:
        raise ValueError(entry.kind)
    return entry.due.of


def _origin(entry: Entry) -> date:
    return (entry.due.day if entry.due else None) or entry.date


def said(household: Household, change: Change) -> Household:
    """The household once the change is written, as the ledger would hand it over."""
    once, schedules = household.once, household.schedules
    if change.once:
        here = (change.once.payee, change.once.day)
        once = (*(o for o in once if (o.payee, o.day) != here), change.once)
    if new := change.schedule:
        alike = [
            s
            for s in schedules
            if s.key == (new.key or new.payee) or (s.payee, s.amount > 0) == (new.payee, new.amount > 0)
        ]
        schedules = (*(s for s in schedules if s not in alike), replace(new, key=new.key or new.payee))
    return replace(household, once=once, schedules=schedules)


def both_ways(entry: Entry, change: Change) -> tuple[Change, Change] | None:
    """The same said of this time only, and of this time and those after it; None where there is no such choice."""
    once, schedule = change.once, change.schedule
    if once is not None and once.to is not None:
        return (moved(entry, once.to), moved_for_good(entry, once.to)) if entry.movable else None
    if schedule is None or schedule.until != _schedule(entry).until:
        return None
    amount = schedule.on(_origin(entry)).amount
    return repriced_once(entry, amount), repriced(entry, amount)


# --- in words ---------------------------------------------------------------------------------------------------------


def change_title(entry: Entry, change: Change, money: Money) -> Message:
    """What is about to be changed, in a few words."""
    name, day = entry.text, day_text(entry.date)
    once = change.once
    if entry.kind is Kind.SKIPPED:
        return msg("Remettre « {payee} » au {day}", payee=name, day=day)
    if change.schedule is None and once is not None and once.to is None:
        return msg("Sauter « {payee} » du {day}, cette fois", payee=name, day=day)
    if once is not None and once.to is not None:
        return msg("« {payee} » : du {day} au {to}", payee=name, day=day, to=day_text(once.to))
    if change.schedule is not None and change.schedule.until and change.schedule.until < entry.date:
        return msg("Arrêter « {payee} » à partir du {day}", payee=name, day=day)
    now = change.schedule.on(_origin(entry)).amount if change.schedule else entry.amount
    if change.schedule is not None and now != change.schedule.on(_origin(entry) + ONE_DAY).amount:
        return msg("« {payee} » : {amount} le {day} seulement", payee=name, amount=money(now, sign=True), day=day)
    return msg("« {payee} » : {amount} à partir du {day}", payee=name, amount=money(now, sign=True), day=day)


def changes_said(schedule: Schedule, money: Money) -> Iterator[tuple[Since | None, Message]]:
    """What the user said it becomes, in order, each with its words; and its end, with None."""
    one_day = {_lasts_one_day(schedule, c) for c in schedule.changes}
    for change in schedule.changes:
        if change in one_day:
            continue
        day, now = day_text(change.begins, year=True), schedule.on(change.begins)
        values = {"day": day, "amount": money(now.amount, sign=True)}
        if _lasts_one_day(schedule, change):
            yield change, msg("{amount} le {day} seulement", **values)
        elif change.first is None:
            yield change, msg("{amount} à partir du {day}", **values)
        elif now.amount != schedule.on(change.begins - ONE_DAY).amount:
            yield (
                change,
                msg("{amount} à partir du {day}, vers le {number}", **values, number=nth_text(change.first.day)),
            )
        else:
            yield change, msg("vers le {number} à partir du {day}", day=day, number=nth_text(change.first.day))
    if schedule.until is not None:
        yield None, msg("jusqu’au {day}", day=day_text(schedule.until, year=True))


def _lasts_one_day(schedule: Schedule, change: Since) -> Since | None:
    """The change that takes another one back the day after it, if one does."""
    before = schedule.on(change.begins - ONE_DAY).amount
    after = (c for c in schedule.changes if c.first is None and c.begins == change.begins + ONE_DAY)
    return next((c for c in after if schedule.on(c.begins).amount == before != schedule.on(change.begins).amount), None)
