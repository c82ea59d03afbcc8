"""What the months brought against what they cost.

Only the ledger's main currency is added up: sums across currencies do not exist without a stated rate. Money
counts on the day it reaches a spending account; what platforms still owe is `MonthReport.pending`.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from tenk_desktop.core.model import Earning, Flow, Nature, Stage
from tenk_desktop.core.period import Period


class MonthReport(NamedTuple):
    """One period. Every figure is in minor units of ``currency``; ``costs`` and ``missing`` are positive.

    ``by_category`` pairs a category id (None: unsorted) with its signed sum, incomes first, then largest cost first.
    """

    period: Period
    currency: str
    sure: int = 0
    tiktok: int = 0
    other_creator: int = 0
    other: int = 0
    costs: int = 0
    pending: int = 0
    by_category: tuple[tuple[int | None, int], ...] = ()

    @property
    def income(self) -> int:
        """All that came in."""
        return self.sure + self.tiktok + self.other_creator + self.other

    @property
    def missing(self) -> int:
        """What income lacked to meet the costs; 0 when covered."""
        return max(0, self.costs - self.income)

    @property
    def covered(self) -> bool:
        """Whether what came in met what it cost."""
        return self.missing == 0

    @property
    def costless(self) -> bool:
        """Whether no expense is known of it: that it is covered then says nothing."""
        return self.covered and self.costs <= 0

    @property
    def empty(self) -> bool:
        """Whether nothing at all happened."""
        return not self.by_category and not self.pending


def month_reports(
    periods: Sequence[Period], currency: str, flows: Iterable[Flow], earnings: Iterable[Earning]
) -> tuple[MonthReport, ...]:
    """One report a period, in the order given; flows of other currencies are left out."""
    here: dict[date, list[Flow]] = {p.start: [] for p in periods}
    for flow in flows:
        if flow.currency == currency and flow.period_start in here:
            here[flow.period_start].append(flow)
    reports = tuple(_report(p, currency, here[p.start]) for p in periods)
    return with_pending(reports, owing(earnings, currency))


Steps = tuple[tuple[date, int], ...]
"""By how much what platforms owe changes on each day, oldest first; minor units of one currency."""


def owing(earnings: Iterable[Earning], currency: str) -> Steps:
    """What was earned, and is not void, is owed from its day on, until the day it is received."""
    steps: Counter[date] = Counter()
    for e in earnings:
        if e.currency != currency or e.stage is Stage.VOID:
            continue
        if e.owed:
            steps[e.earned] += e.amount
        elif e.received_on:
            steps[e.earned] += e.amount
            steps[max(e.earned, e.received_on)] -= e.amount
    return tuple(sorted((day, step) for day, step in steps.items() if step))


def with_pending(reports: Iterable[MonthReport], steps: Steps) -> tuple[MonthReport, ...]:
    """The same, each with what platforms owed at the end of its last day."""
    return tuple(r._replace(pending=sum(step for day, step in steps if day < r.period.end)) for r in reports)


def _report(period: Period, currency: str, flows: Sequence[Flow]) -> MonthReport:
    sums = dict.fromkeys(Nature, 0)
    categories: dict[int | None, int] = {}
    for flow in flows:
        sums[flow.nature] += flow.amount
        categories[flow.category_id] = categories.get(flow.category_id, 0) + flow.amount
    ordered = sorted(categories.items(), key=lambda item: (item[1] < 0, -abs(item[1]), item[0] or 0))
    return MonthReport(
        period=period,
        currency=currency,
        sure=sums[Nature.SURE],
        tiktok=sums[Nature.TIKTOK],
        other_creator=sums[Nature.OTHER_CREATOR],
        other=sums[Nature.OTHER],
        costs=-sums[Nature.COST],
        by_category=tuple(ordered),
    )
