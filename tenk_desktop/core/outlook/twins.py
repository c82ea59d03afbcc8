"""Which bill or income a person typed is one that the rows show under the bank's own name: it is counted once.

Each of the user's schedules is given at most one of those found, and each found one is given once, best evidence first:
the same name, all the words of one name in the other for half to twice the amount, then nearly the same amount on
nearly the same day, as often (`near`). So two rents of one amount are two as soon as the rows show both. What was typed
and what was kept from the rows are one too when they are `near` and the rows show only one of them, a bill only when
the names or the very amounts agree as well; what was said last is what counts. What is less alike is asked (`doubts`),
and meanwhile counted with prudence: a bill twice, an income once. Where the user said that two are two (`apart_name`),
nothing but the very same name makes them one.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from tenk_desktop.core.outlook.household import Rhythm, Schedule, Status
from tenk_desktop.core.outlook.resembling import key_of, named, off_rhythm

_NEAR_DAYS, _ALIKE_DAYS = 3, 7
_BILL, _INCOME, _ALIKE = 20, 10, 4  # at most one part in so many of an amount apart
_MONTH = 31  # days of the month stand in a circle: the 31st is next to the 1st


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two that may be one: ``typed`` by the user, with no row of its own, and ``seen`` in the rows."""

    typed: Schedule
    seen: Schedule


def apart_name(one: str, other: str) -> str:
    """The preference by which the user says that two payees are two bills or two incomes, in either order."""
    return "apart." + "|".join(sorted((key_of(one), key_of(other))))


def _pairs(said: Sequence[Schedule], found: Sequence[Schedule], apart: Collection[str]) -> dict[int, Schedule]:
    """The found one that each of the user's is, by its place among ``said``."""
    ranked = sorted(
        (evidence, i, j)
        for i, one in enumerate(said)
        for j, other in enumerate(found)
        if (evidence := _evidence(one, other, apart)) is not None
    )
    pairs: dict[int, Schedule] = {}
    taken: set[int] = set()
    for _, i, j in ranked:
        if i not in pairs and j not in taken:
            pairs[i] = found[j]
            taken.add(j)
    return pairs


def _evidence(one: Schedule, found: Schedule, apart: Collection[str]) -> tuple[bool, int, float, int] | None:
    """How well the two are one, the least the best; None when they are not. What has stopped comes last."""
    if (one.amount > 0) is not (found.amount > 0):
        return None
    key = key_of(one.key or one.payee)
    rank = 0 if key == found.key else 1 if named(key, found.key) and _of_a_size(one, found) else 2
    if rank and apart_name(one.payee, found.payee) in apart:
        return None
    if rank == 2 and (one.status is Status.IGNORED or not near(one, found)):
        return None
    now = _on_its_day(one, found)
    off = min(abs(a - found.amount) for a in (now.amount, one.amount)) / abs(found.amount or 1)
    return found.status is Status.STOPPED, rank, off, _days_off(now.rhythm, found.rhythm)


def near(one: Schedule, found: Schedule) -> bool:
    """Whether two come as often, at most three days apart, for nearly the same amount or one that the rows had."""
    now = _on_its_day(one, found)
    if (now.rhythm.every, now.rhythm.unit) != (found.rhythm.every, found.rhythm.unit):
        return False
    low, _, high = found.range
    parts = _INCOME if found.amount > 0 else _BILL
    worth = any(low <= a <= high or abs(a - found.amount) * parts <= abs(a) for a in (now.amount, one.amount))
    return worth and _days_off(now.rhythm, found.rhythm) <= _NEAR_DAYS


def _alike(one: Schedule, seen: Schedule) -> bool:
    """Whether two might be one: a wage typed by the month that comes every four weeks, a bill typed from memory, one
    named as the other and worth far less.
    """
    if (one.amount > 0) is not (seen.amount > 0):
        return False
    if abs(one.rhythm.days - seen.rhythm.days) * 10 > seen.rhythm.days:
        return False
    if named(key_of(one.payee), seen.key):
        return True
    close = abs(one.amount - seen.amount) * _ALIKE <= abs(seen.amount)
    return close and (one.rhythm.unit != seen.rhythm.unit or _days_off(one.rhythm, seen.rhythm) <= _ALIKE_DAYS)


def _of_a_size(one: Schedule, other: Schedule) -> bool:
    small, large = sorted((abs(one.amount), abs(other.amount)))
    return large <= 2 * small


def _on_its_day(one: Schedule, found: Schedule) -> Schedule:
    return one.on(found.last_seen) if found.last_seen else one


def _days_off(one: Rhythm, other: Rhythm) -> int:
    if one.anchor and other.anchor and (one.unit == "day" or one.every > 1):
        return abs(off_rhythm(other, one.anchor))
    off = abs((one.day or _MONTH) - (other.day or _MONTH))
    return min(off, _MONTH - off)


def known(
    said: Sequence[Schedule], found: Sequence[Schedule], apart: Collection[str]
) -> tuple[list[tuple[Schedule, Schedule | None, str]], list[Schedule]]:
    """The user's schedules that count, each with the found one it is and what else it is called; and the found ones
    that nobody spoke of.
    """
    pairs, called = _pairs(said, found, apart), dict.fromkeys(range(len(said)), "")
    for i, typed in enumerate(said):
        if i in pairs or not _typed(typed):
            continue
        kept = next((j for j in called if _kept_too(typed, said[j], pairs.get(j), apart) and not called[j]), None)
        if kept is not None:
            first, last = min(i, kept), max(i, kept)
            del called[first]
            called[last] = said[first].payee
            if kept in pairs:
                pairs[last] = pairs.pop(kept)
    left = [f for f in found if not any(f is taken for taken in pairs.values())]
    return [(said[i], pairs.get(i), called[i] or _bank_name(said[i], pairs.get(i))) for i in called], left


def _typed(one: Schedule) -> bool:
    """Whether the user wrote it down, rather than kept what the rows showed: those have an account."""
    return one.status in (Status.CONFIRMED, Status.HELD) and not one.account_id


def _kept_too(typed: Schedule, other: Schedule, found: Schedule | None, apart: Collection[str]) -> bool:
    """Whether what was typed is what was kept from the rows as well: of a bill, by a name or the very amount too."""
    if other.status is not Status.CONFIRMED or _typed(other) or (typed.amount > 0) is not (other.amount > 0):
        return False
    told = typed.amount in (other.amount, (found or other).amount) or named(key_of(typed.payee), key_of(other.payee))
    if typed.amount < 0 and not told:
        return False
    return apart_name(typed.payee, other.payee) not in apart and near(typed, found or other)


def _bank_name(one: Schedule, found: Schedule | None) -> str:
    return found.payee if found and key_of(found.payee) != key_of(one.payee) else ""


def doubts(schedules: Sequence[Schedule], apart: Collection[str]) -> tuple[Doubt, ...]:
    """What might be one, of all that comes back: no more than one doubt each, the nearest amount."""
    found: dict[Schedule, Doubt] = {}
    for typed in schedules:
        if _typed(typed) and typed.claimed is None:
            like = [s for s in schedules if _may_be(typed, s, apart) and s not in {d.seen for d in found.values()}]
            if like:
                found[typed] = Doubt(typed, min(like, key=lambda s: abs(s.amount - typed.amount)))
    return tuple(found.values())


def _may_be(typed: Schedule, seen: Schedule, apart: Collection[str]) -> bool:
    alive = seen.claimed is not None and seen.status in (Status.PROPOSED, Status.CONFIRMED)
    return alive and apart_name(typed.payee, seen.payee) not in apart and _alike(typed, seen)


def with_prudence(schedules: Sequence[Schedule], apart: Collection[str]) -> tuple[Schedule, ...]:
    """The schedules, a typed income in `doubts` being `Status.HELD`: only the one that the rows show counts."""
    held = {d.typed for d in doubts(schedules, apart) if d.typed.amount > 0}
    return tuple(replace(s, status=Status.HELD) if s in held else s for s in schedules)
