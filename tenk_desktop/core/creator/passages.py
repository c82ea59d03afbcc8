"""How long money takes from one stage to the next, and how often it gets there, learnt from the user's own past.

Orders paid together made the journey together: a payment counts once. Days are whole; a quantile is one of the delays
seen, the smallest that a share of them does not exceed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import NamedTuple

from tenk_desktop.core.creator.lots import Lot, by_deposit, due, in_order
from tenk_desktop.core.creator.reconcile import Reconciled
from tenk_desktop.core.model import Stage
from tenk_desktop.core.text import Message, msg, ntr

_OWED = frozenset({Stage.VALIDATED, Stage.PAYABLE, Stage.IN_TRANSIT})
LEAST = 5
"""Passages seen, before anything is said of the next one."""


@dataclass(frozen=True, slots=True)
class Delay:
    """Days a passage took: one in ten took ``low`` at most, nine in ten ``high`` at most; ``count`` were seen."""

    low: int
    typical: int
    high: int
    count: int


class Passages(NamedTuple):
    """By `Lot.known_as`: to be validated (from the day earned), then to be received (from the day due), and the
    share of decided earnings that were not cancelled. None where fewer than `LEAST` were seen.
    """

    programme: str
    validated: Delay | None
    received: Delay | None
    chance: float | None


class Late(NamedTuple):
    """Earnings of a programme and month that have waited longer than nine in ten before them, or one announced payment
    whose day is over (``usual`` is None). Minor units.
    """

    platform: str
    programme: str
    since: date
    days: int
    amount: int
    currency: str
    earnings: tuple[int, ...]
    usual: Delay | None


def delay_of(days: Iterable[int]) -> Delay | None:
    """The quantiles of some delays; None when there are fewer than `LEAST`."""
    seen = sorted(days)
    if len(seen) < LEAST:
        return None
    low, typical, high = (seen[max(ceil(len(seen) * tenths / 10), 1) - 1] for tenths in (1, 5, 9))
    return Delay(low, typical, high, len(seen))


def passages(found: Reconciled) -> Mapping[str, Passages]:
    """All that the past says, by `Lot.known_as`."""
    groups: dict[str, list[Lot]] = defaultdict(list)
    for lot in found.lots:
        groups[lot.known_as].append(lot)
    paid_by = by_deposit(found.lots)
    paying: dict[str, list[int]] = defaultdict(list)
    for p in found.payments:
        paid = paid_by[p.deposits[-1]]
        for name in {lot.known_as for lot in paid}:
            last = max(lot.due for lot in paid if lot.known_as == name)
            paying[name].append(max((p.date - last).days, 0))
    made = (_passages(name, groups[name], paying[name]) for name in sorted(groups))
    return {passed.programme: passed for passed in made if passed is not None}


def _passages(name: str, some: Sequence[Lot], paying: Sequence[int]) -> Passages | None:
    """Of one programme; None where all of it is only estimated."""
    estimated, void = Stage.ESTIMATED, Stage.VOID
    decided = sum(len(lot.earnings) for lot in some if lot.stage is not estimated)
    if not decided:
        return None
    cancelled = sum(len(lot.earnings) for lot in some if lot.stage is void)
    dated: dict[date, set[date]] = defaultdict(set)
    for lot in some:
        if lot.settled and lot.stage is not void:
            dated[lot.settled].update([e.earned for e in lot.earnings])
    return Passages(
        name,
        delay_of((settled - earned).days for settled, days in dated.items() for earned in days),
        delay_of(paying),
        (decided - cancelled) / decided if decided >= LEAST else None,
    )


def late(found: Reconciled, known: Mapping[str, Passages], today: date) -> tuple[Late, ...]:
    """What should have come: announced for a day that is over, or due longer ago than nine payouts in ten of its
    programme took. The oldest first.
    """
    groups: dict[tuple[str, str, str, date], list[Lot]] = defaultdict(list)
    made = []
    for lot in found.lots:
        if lot.stage not in _OWED:
            continue
        if lot.announced:
            if (over := (today - lot.due).days) > 0:
                said = lot.platform, lot.programme, lot.due, over
                made += [Late(*said, e.amount, lot.currency, (e.id,), None) for e in lot.earnings if e.amount > 0]
        elif lot.settled or lot.stage is not Stage.VALIDATED:
            groups[lot.platform, lot.programme, lot.currency, lot.due.replace(day=1)].append(lot)
    for (platform, programme, currency, _), group in groups.items():
        owed = [e for e in in_order(group) if e.amount > 0]
        if not owed:
            continue
        usual, since = known[group[0].known_as].received, max(map(due, owed))
        days, ids = (today - since).days, tuple([e.id for e in owed])
        if usual and days > usual.high:
            made.append(Late(platform, programme, since, days, sum([e.amount for e in owed]), currency, ids, usual))
    return tuple(sorted(made, key=lambda x: (x.since, x.platform, x.programme, x.currency)))


def usual_text(delay: Delay) -> Message:
    """``d’habitude 4 à 9 jours``."""
    if delay.low == delay.high:
        return msg("d’habitude {days}", days=ntr("{count} jour", "{count} jours", delay.low))
    return msg("d’habitude {low} à {high} jours", low=delay.low, high=delay.high)


def pending_since(some: Iterable[Lot]) -> date | None:
    """The day from which the oldest of them can be paid; None when there are none."""
    return min((lot.due for lot in some), default=None)
