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

from tenk_desktop.core.creator.reconcile import Reconciled, by_deposit, due
from tenk_desktop.core.creator.sources import known_as
from tenk_desktop.core.creator.stages import announced
from tenk_desktop.core.model import Earning, Stage
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
    """By `sources.known_as`: to be validated (from the day earned), then to be received (from the day due), and the
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
    """All that the past says, by `sources.known_as`."""
    groups: dict[str, list[Earning]] = defaultdict(list)
    for e in found.earnings:
        groups[e.programme or e.platform].append(e)
    paid_by = by_deposit(found.earnings)
    paying: dict[str, list[int]] = defaultdict(list)
    for p in found.payments:
        paid = paid_by[p.deposits[-1]]
        named = {p.programme} if p.programme else {known_as(e) for e in paid}
        for name in named:
            of_one = paid if len(named) == 1 else [e for e in paid if known_as(e) == name]
            paying[name].append(max((p.date - max([e.settled or due(e) for e in of_one])).days, 0))
    made = (_passages(name, groups[name], paying[name]) for name in sorted(groups))
    return {passed.programme: passed for passed in made if passed is not None}


def _passages(name: str, earnings: Sequence[Earning], paying: Sequence[int]) -> Passages | None:
    """Of one programme; None where all of it is only estimated."""
    stages, void = [e.stage for e in earnings], Stage.VOID
    decided = len(stages) - stages.count(Stage.ESTIMATED)
    if not decided:
        return None
    dated = {(e.settled, e.earned) for e in earnings if e.settled and e.stage is not void}
    return Passages(
        name,
        delay_of((settled - earned).days for settled, earned in dated),
        delay_of(paying),
        (decided - stages.count(void)) / decided if decided >= LEAST else None,
    )


def late(found: Reconciled, known: Mapping[str, Passages], today: date) -> tuple[Late, ...]:
    """What should have come: announced for a day that is over, or due longer ago than nine payouts in ten of its
    programme took. The oldest first.
    """
    groups: dict[tuple[str, str, str, date], list[Earning]] = defaultdict(list)
    made = []
    for e in found.earnings:
        if e.stage not in _OWED or e.amount <= 0:
            continue
        if announced(e):
            if (over := today - due(e)).days > 0:
                made.append(Late(e.platform, e.programme, due(e), over.days, e.amount, e.currency, (e.id,), None))
        elif e.settled or e.stage is not Stage.VALIDATED:
            groups[e.platform, e.programme, e.currency, due(e).replace(day=1)].append(e)
    for (platform, programme, currency, _), group in groups.items():
        usual = known[known_as(group[0])].received
        since = max(map(due, group))
        days, ids = (today - since).days, tuple(e.id for e in group)
        if usual and days > usual.high:
            made.append(Late(platform, programme, since, days, sum(e.amount for e in group), currency, ids, usual))
    return tuple(sorted(made, key=lambda x: (x.since, x.platform, x.programme, x.currency)))


def usual_text(delay: Delay) -> Message:
    """``d’habitude 4 à 9 jours``."""
    if delay.low == delay.high:
        return msg("d’habitude {days}", days=ntr("{count} jour", "{count} jours", delay.low))
    return msg("d’habitude {low} à {high} jours", low=delay.low, high=delay.high)


def pending_since(earnings: Sequence[Earning]) -> date | None:
    """The day from which the oldest of them can be paid; None when there are none."""
    return min((due(e) for e in earnings), default=None)
