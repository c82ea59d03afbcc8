"""Which word about an earning is the last one, and which deposit paid it.

The same order comes back in later exports with a new status, and the money of many orders arrives as one deposit.
Everything here is a total order or an exact sum: the result never depends on the order of import, and what is not
certain is left unlinked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import groupby

from tenk_desktop.core.importing.statement import EarningRow
from tenk_desktop.core.model import Earning, Stage
from tenk_desktop.core.period import month_start

PAYOUT_DAY = 15
"""Platforms pay about the 15th of the month after: said by creators' guides in 2026, by no page of TikTok's own."""

# The stages in their own order; void is last, so between two final words of one day nothing is promised that may have
# been taken back.
_ORDER = {stage: order for order, stage in enumerate(Stage)}


def rank(
    stage: Stage, settled: date | None, amount: Decimal | int, awaiting: bool = False
) -> tuple[bool, bool, int, int, Decimal | int]:
    """How much a row knows about its earning; the row with the greatest rank wins, whatever the order of import.

    A final status beats an estimate, a paid order one still awaiting its buyer, a later settlement an earlier one; then
    void beats validated and the smaller amount the larger.
    """
    day = settled.toordinal() if settled else 0
    return (stage is not Stage.ESTIMATED, not awaiting, day, _ORDER[stage], -amount)


def winner(rows: Iterable[EarningRow]) -> EarningRow:
    """The row that stands among those of one key. Raises `ValueError` when there is none."""
    return max(
        rows,
        key=lambda row: (
            rank(row.stage, row.settled, row.amount, row.awaiting),
            (row.earned, row.currency, row.title, row.content, row.programme),
        ),
    )


@dataclass(frozen=True, slots=True)
class Deposit:
    """A credit of a platform that reached a spending account: a transaction's id, day, and minor units (positive)."""

    id: int
    date: date
    amount: int
    currency: str
    platform: str = "TikTok"


@dataclass(frozen=True, slots=True)
class _Day:
    """The unpaid earnings settled on one day."""

    date: date
    total: int
    ids: frozenset[int]


def stand(earnings: Sequence[Earning], deposits: Iterable[Deposit]) -> tuple[Earning, ...]:
    """The earnings in the order given, those that a deposit certainly paid marked received.

    ``earnings`` stand as their files say (validated, estimated, void), minor units. A deposit paid a set of them when
    its amount is exactly the sum of, on its platform and in its currency, either all still unpaid that were settled up
    to some day not after it, or all that were settled in one calendar month already over. Deposits are taken in date
    order; each deposit and each earning serves once; when two different sets fit, or two equal deposits of one day,
    none is linked. A validated earning that stays unpaid is expected on the 15th of the month after its settlement.
    """
    paid: dict[int, Deposit] = {}
    taken = {e.received_by for e in earnings if e.received_by is not None}
    candidates = [e for e in earnings if e.stage is Stage.VALIDATED and e.settled and e.amount and not e.received_by]
    for deposit in _alone(d for d in deposits if d.id not in taken):
        unpaid = [
            e
            for e in candidates
            if e.id not in paid and e.platform == deposit.platform and e.currency == deposit.currency
        ]
        sets = _fitting(_by_day(unpaid, deposit.date), deposit)
        if len(sets) == 1:
            paid |= dict.fromkeys(sets.pop(), deposit)
    return tuple(_standing(e, paid) for e in earnings)


def _alone(deposits: Iterable[Deposit]) -> list[Deposit]:
    """Oldest first, without equal deposits of one day: which of them paid what cannot be told."""
    twins: dict[tuple[object, ...], list[Deposit]] = {}
    for d in deposits:
        twins.setdefault((d.date, d.platform, d.currency, d.amount), []).append(d)
    return sorted((same[0] for same in twins.values() if len(same) == 1), key=lambda d: (d.date, d.id))


def _by_day(unpaid: Iterable[Earning], until: date) -> list[_Day]:
    settled = sorted((e.settled, e.id, e.amount) for e in unpaid if e.settled and e.settled <= until)
    days = []
    for day, same in groupby(settled, key=lambda item: item[0]):
        items = list(same)
        days.append(_Day(day, sum(i[2] for i in items), frozenset(i[1] for i in items)))
    return days


def _fitting(days: Sequence[_Day], deposit: Deposit) -> set[frozenset[int]]:
    """Every different set of earnings that the deposit could have paid, to the cent."""
    this_month = deposit.date.replace(day=1)
    months = [
        list(m) for _, m in groupby((d for d in days if d.date < this_month), lambda d: (d.date.year, d.date.month))
    ]
    runs = [days[: end + 1] for end in _cuts(days, deposit.amount)]
    runs += [month for month in months if sum(d.total for d in month) == deposit.amount]
    return {frozenset().union(*(d.ids for d in run)) for run in runs}


def _cuts(days: Sequence[_Day], amount: int) -> list[int]:
    total, cuts = 0, []
    for i, day in enumerate(days):
        total += day.total
        if total == amount:
            cuts.append(i)
    return cuts


def _standing(earning: Earning, paid: Mapping[int, Deposit]) -> Earning:
    deposit = paid.get(earning.id)
    if deposit:
        return replace(earning, stage=Stage.RECEIVED, received_by=deposit.id, received_on=deposit.date, expected=None)
    if earning.stage is Stage.VALIDATED and earning.settled:
        return replace(earning, expected=payout_day(earning.settled))
    return earning


def payout_day(settled: date) -> date:
    """The day a platform should pay what was settled on this one: the 15th of the month after."""
    return month_start(settled.year, settled.month + 1, PAYOUT_DAY)
