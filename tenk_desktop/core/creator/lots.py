"""Earnings by the lot: thousands of orders are settled on a few hundred days, and paid together.

What is asked of one earning of a lot has the same answer for all of them, so a page asks each lot once.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from operator import attrgetter, itemgetter
from typing import NamedTuple

from tenk_desktop.core.creator.stages import announced
from tenk_desktop.core.model import Earning, Stage
from tenk_desktop.core.period import ONE_DAY, month_start


class Lot(NamedTuple):
    """Earnings that differ in nothing but their key, amount, file, title, video and day: that of those without a
    settlement within one month. ``due`` see `due`; ``amount`` is their sum in minor units.
    """

    platform: str
    programme: str
    currency: str
    stage: Stage
    settled: date | None
    received_by: int | None
    received_on: date | None
    due: date
    amount: int
    earnings: tuple[Earning, ...]  # in the order given; one at least

    @property
    def known_as(self) -> str:
        """What their past is learnt under: the programme, whichever brand it is of, else the platform."""
        return self.programme or self.platform

    @property
    def announced(self) -> bool:
        """Whether the payment of each was announced for a day (`stages.announced`)."""
        return announced(self.earnings[0])


def due(earning: Earning) -> date:
    """The day from which an earning can be paid: its settlement, or the last day of its month where it has none."""
    return earning.settled or month_start(earning.earned.year, earning.earned.month + 1) - ONE_DAY


def payable_from(earning: Earning) -> date:
    """The first day a deposit may have paid it: of its month, or of the month in which its payment was announced."""
    return (earning.earned if announced(earning) else due(earning)).replace(day=1)


_ALIKE = attrgetter(*Lot._fields[:7])


def lots(earnings: Iterable[Earning]) -> tuple[Lot, ...]:
    """Each earning in exactly one lot; in the order of their first ones."""
    alike: dict[tuple[object, ...], list[Earning]] = defaultdict(list)
    for e in earnings:
        alike[_ALIKE(e)].append(e)
    made = []
    for group in alike.values():
        if group[0].settled:
            made.append(_lot(group))
            continue
        months: dict[date, list[Earning]] = defaultdict(list)
        for e in group:
            months[due(e)].append(e)
        made += map(_lot, months.values())
    return tuple(made)


def _lot(group: Sequence[Earning]) -> Lot:
    return Lot._make((*_ALIKE(group[0]), due(group[0]), sum([e.amount for e in group]), tuple(group)))


def in_order(some: Iterable[Lot]) -> list[Earning]:
    """The earnings of some lots, by id, which is the order of a ledger's."""
    return sorted((e for lot in some for e in lot.earnings), key=itemgetter(0))


def by_deposit(some: Iterable[Lot]) -> Mapping[int, list[Lot]]:
    """What each deposit paid, in the order given; of several deposits together, under the last one."""
    found: dict[int, list[Lot]] = defaultdict(list)
    for lot in some:
        if lot.received_by is not None:
            found[lot.received_by].append(lot)
    return found
