"""Which word about an earning is the last one.

The same order comes back in later exports with a new status. Everything here is a total order: the result never depends
on the order of import. Which deposit paid it is `reconcile`'s.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from tenk_desktop.core.model import Earning, Stage
from tenk_desktop.core.period import month_start

if TYPE_CHECKING:
    from tenk_desktop.core.importing.statement import EarningRow

PAYOUT_DAY = 15
"""TikTok pays about the 15th of the month after: said by creators' guides in 2026, by no page of its own."""
_PAYOUT_DAYS = {"TikTok": PAYOUT_DAY}
"""By platform. Of the others nothing is known here but what a person says of each payment."""
_DATED = (Stage.VALIDATED, Stage.PAYABLE)

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


def winner(rows: "Iterable[EarningRow]") -> "EarningRow":
    """The row that stands among those of one key. Raises `ValueError` when there is none."""
    return max(
        rows,
        key=lambda row: (
            rank(row.stage, row.settled, row.amount, row.awaiting),
            (row.earned, row.currency, row.title, row.content, row.programme),
        ),
    )


def whole_months(earnings: Sequence[Earning]) -> list[Earning]:
    """The earnings without the days of a month that is known as a whole: a month and its days are one money.

    A key that ends in ``:2026-10`` is a month's, one that ends in ``:2026-10-12`` a day's (`core.importing.rewards`).
    """
    if not any("-" in e.key for e in earnings):  # orders alone, by the thousand
        return list(earnings)
    dated = (e for e in earnings if "-" in e.key and e.stage is not Stage.VOID)
    months = {(e.platform, e.key) for e in dated if _MONTH_KEY.search(e.key)}
    return [
        e
        for e in earnings
        if not ("-" in e.key and _DAY_KEY.search(e.key) and (e.platform, _DAY_KEY.sub("", e.key)) in months)
    ]


_MONTH_KEY = re.compile(r":\d{4}-\d{2}$")
_DAY_KEY = re.compile(r"(?<=:\d{4}-\d{2})-\d{2}(#\d+)?$")


def announced(earning: Earning) -> bool:
    """Whether the day it will be paid was said, as an invoice says it: to be paid, and dated."""
    return earning.stage is Stage.PAYABLE and earning.settled is not None


def expected(earning: Earning) -> date | None:
    """The day an unpaid earning should arrive, where that can be said."""
    if earning.stage not in _DATED:
        return earning.expected
    settled = earning.settled
    if earning.stage is Stage.PAYABLE:
        if settled:  # it was announced
            return settled
        settled = earning.earned
    return payout_day(settled) if settled and earning.platform in _PAYOUT_DAYS else earning.expected


def payout_day(settled: date) -> date:
    """The day a platform should pay what was settled on this one: the 15th of the month after."""
    return month_start(settled.year, settled.month + 1, PAYOUT_DAY)
