"""How long money takes from one stage to the next, and how often it gets there, learnt from the user's own past.

Orders paid together made the journey together: a payment counts once. Days are whole; a quantile is one of the delays
seen, the smallest that a share of them does not exceed.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from tenk_desktop.core.creator.reconcile import Reconciled, due
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


@dataclass(frozen=True, slots=True)
class Passages:
    """Of one programme: to be validated (from the day earned), then to be received (from the day due), and the share of
    decided earnings that were not cancelled. None where fewer than `LEAST` were seen.
    """

    programme: str
    validated: Delay | None
    received: Delay | None
    chance: float | None


@dataclass(frozen=True, slots=True)
class Late:
    """Earnings of a programme and month that have waited longer than nine in ten before them. Minor units."""

    programme: str
    since: date
    days: int
    amount: int
    currency: str
    earnings: tuple[int, ...]
    usual: Delay


def delay_of(days: Iterable[int]) -> Delay | None:
    """The quantiles of some delays; None when there are fewer than `LEAST`."""
    seen = sorted(days)
    if len(seen) < LEAST:
        return None
    low, typical, high = (seen[max(ceil(len(seen) * tenths / 10), 1) - 1] for tenths in (1, 5, 9))
    return Delay(low, typical, high, len(seen))


def passages(found: Reconciled) -> Mapping[str, Passages]:
    """By programme, all that the past says."""
    by_id = {e.id: e for e in found.earnings}
    settling = {(e.programme, e.settled, e.earned) for e in found.earnings if e.settled and e.stage is not Stage.VOID}
    became: dict[str, Counter[bool]] = defaultdict(Counter)
    for (programme, stage), count in Counter((e.programme, e.stage) for e in found.earnings).items():
        if stage is not Stage.ESTIMATED:
            became[programme][stage is not Stage.VOID] += count
    paying: dict[str, list[int]] = defaultdict(list)
    for p in found.payments:
        for programme in sorted({by_id[i].programme for i in p.earnings}):
            last = max(due(by_id[i]) for i in p.earnings if by_id[i].programme == programme)
            paying[programme].append(max((p.date - last).days, 0))
    return {
        programme: Passages(
            programme,
            delay_of((settled - earned).days for name, settled, earned in settling if name == programme),
            delay_of(paying[programme]),
            _share(became[programme]),
        )
        for programme in sorted(became)
    }


def _share(became: Mapping[bool, int]) -> float | None:
    decided = sum(became.values())
    return became.get(True, 0) / decided if decided >= LEAST else None


def late(found: Reconciled, known: Mapping[str, Passages], today: date) -> tuple[Late, ...]:
    """What should have come: due longer ago than nine payouts in ten of its programme took. The oldest first."""
    groups: dict[tuple[str, str, date], list[Earning]] = defaultdict(list)
    for e in found.earnings:
        if e.stage in _OWED and e.amount > 0 and (e.settled or e.stage is not Stage.VALIDATED):
            groups[e.programme, e.currency, due(e).replace(day=1)].append(e)
    made = []
    for (programme, currency, _), group in groups.items():
        usual = known[programme].received
        since = max(map(due, group))
        if usual and (today - since).days > usual.high:
            ids = tuple(e.id for e in group)
            made.append(
                Late(programme, since, (today - since).days, sum(e.amount for e in group), currency, ids, usual)
            )
    return tuple(sorted(made, key=lambda x: (x.since, x.programme, x.currency)))


def usual_text(delay: Delay) -> Message:
    """``d’habitude 4 à 9 jours``."""
    if delay.low == delay.high:
        return msg("d’habitude {days}", days=ntr("{count} jour", "{count} jours", delay.low))
    return msg("d’habitude {low} à {high} jours", low=delay.low, high=delay.high)


def pending_since(earnings: Sequence[Earning]) -> date | None:
    """The day from which the oldest of them can be paid; None when there are none."""
    return min((due(e) for e in earnings), default=None)
