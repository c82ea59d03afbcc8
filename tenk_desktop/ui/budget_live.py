"""What the budget page shows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tenk_desktop.core.budgeting.lookback import SEEN, LookBack, look_back
from tenk_desktop.core.budgeting.plan import (
    Budget,
    Plans,
    Proposal,
    budget_of,
    counted_for,
    periods_for,
    proposal,
    spent_of,
    whole_before,
)
from tenk_desktop.core.model import Category, Flow
from tenk_desktop.core.period import Period
from tenk_desktop.core.progress import Progress
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.store.queries import Queries


@dataclass(frozen=True, slots=True)
class Seen:
    """A period's budget. ``used`` are the categories of costs worth a line: planned or carried, spent on in the period
    or in those the proposal rests on. ``former`` is what the period before planned, by category.
    """

    budget: Budget
    categories: tuple[Category, ...]
    plans: Plans
    offered: Proposal
    used: frozenset[int | None]
    former: dict[int, int] = field(default_factory=dict)


def look(path: Path, period: Period, today: date, _progress: Progress) -> Seen:
    """As `seen_of`, in the worker. Raises `LedgerError`."""
    with Ledger.open(path) as ledger:
        return seen_of(ledger, period, today)


def seen_of(ledger: Queries, period: Period, today: date) -> Seen:
    """The budget of a period and what could be planned. Of calendar months it takes some 5 ms in a ledger of any size,
    of other periods 50 ms among a million transactions. Raises `LedgerError`.
    """
    plans, categories, currency = ledger.budgets(), ledger.categories(), ledger.currency
    before = whole_before(period, today, ledger.first_day())
    flows = flows_of(ledger, sorted({*before, *periods_for(period, plans)}), plans)
    budget = budget_of(period, plans, flows, categories, currency)
    recent = [found for start, found in spent_of(flows, currency).items() if any(p.start == start for p in before)]
    used = {line.category for line in budget.lines if line.budgeted or line.spent}
    used |= {category for found in recent for category, amount in found.items() if category is not None and amount > 0}
    former = plans.planned(period.shift(-1))
    offered = proposal(before, flows, currency, _announced(period, before, plans))
    return Seen(budget, categories, plans, offered, frozenset(used), former)


def _announced(period: Period, before: Sequence[Period], plans: Plans) -> dict[int, int]:
    if not plans.changing:
        return {}
    from tenk_desktop.core.budgeting.announced import announced  # loads what the verdict needs

    return announced(period, before, plans.changing)


def flows_of(ledger: Queries, periods: Sequence[Period], plans: Plans) -> tuple[Flow, ...]:
    """What moved in each period, income where the user says that it counts."""
    flows = ledger.flows(periods)
    if plans.for_next is None:
        return flows
    return counted_for(periods, plans, flows, ledger.flows([plans.received_over(p) for p in periods]))


def look_past(path: Path, period: Period, today: date, _progress: Progress) -> LookBack:
    """The periods up to this one. Raises `LedgerError`."""
    with Ledger.open(path) as ledger:
        plans, categories, since = ledger.budgets(), ledger.categories(), ledger.first_day()
        periods = [period.shift(-i) for i in range(SEEN - 1, -1, -1)]
        whole = whole_before(period.shift(1), today, since, SEEN)
        if since and plans.for_next is not None:  # what came in before the ledger began is not known
            whole = tuple(p for p in whole if plans.received_over(p).start >= since)
        flows = flows_of(ledger, periods, plans)
        return look_back(periods, whole, flows, plans, categories, ledger.currency)
