"""A period's budget: planned, spent and left by category, what is carried over, and the money there is to plan with.

Every figure is in whole minor units of the ledger's currency and, unless said otherwise, positive for money that
goes out. *Spent* is what costs took of the spending accounts, refunds deducted, transfers left out (`Flow`); so the
sum over the categories, the unsorted ones included, is the costs of the Journal over the same days.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from tenk_desktop.core.model import Category, Flow, Nature
from tenk_desktop.core.money import exponent
from tenk_desktop.core.period import Period

if TYPE_CHECKING:
    from tenk_desktop.core.outlook.household import Schedule

FIXED = frozenset({"Loyer", "Énergie", "Eau", "Téléphone & internet", "Assurances", "Abonnements", "Crédits"})
"""Built-in categories that cost much the same each month, until a person says otherwise."""

ESSENTIAL = FIXED - {"Abonnements"} | {"Logement", "Courses", "Transport", "Santé", "Enfants", "Études", "Impôts"}
"""Built-in categories one cannot do without, until a person says otherwise."""

LOOKED_BACK = 3
"""How many whole periods a proposal rests on."""

FIRST_DAYS = timedelta(days=7)
"""A period the ledger begins in counts as whole if it begins within these days."""


class Group(StrEnum):
    """Where a category stands on the page."""

    FIXED = "fixed"  # essential, and much the same each month
    ESSENTIAL = "essential"  # essential, and moving
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Told:
    """What a person said of a category; None where they said nothing. ``carry_from`` is the first day of the first
    period that takes over what the one before left or overspent.
    """

    essential: bool | None = None
    fixed: bool | None = None
    carry_from: date | None = None


@dataclass(frozen=True, slots=True)
class Plans:
    """All that a person said of budgets.

    ``amounts`` are the planned amounts by first day of their period and category, ``kept`` what was put aside for the
    period after the one that begins on that day, ``bills`` the categories of the bills they confirmed.
    ``for_next`` is the day of the month from which what comes in counts for the next period; None: all for its own.
    ``changing`` are those bills of which they said that they change or end.
    """

    amounts: Mapping[date, Mapping[int, int]] = field(default_factory=dict)
    kept: Mapping[date, int] = field(default_factory=dict)
    told: Mapping[int, Told] = field(default_factory=dict)
    bills: frozenset[int] = frozenset()
    for_next: int | None = None
    changing: "tuple[Schedule, ...]" = ()

    def received_over(self, period: Period) -> Period:
        """The days whose income a period plans with: its own, or a month of them that begins and ends sooner."""
        if self.for_next is None:
            return period
        back = 1 if self.for_next > period.start_day else 0
        return Period.of(period.start.year, period.start.month - back, self.for_next)

    def planned(self, period: Period) -> dict[int, int]:
        """The amounts of a period, by category. Said while periods began on another day, they go with the period their
        first day is in.
        """
        return {
            category: amount
            for start in sorted(self.amounts)
            if start in period
            for category, amount in self.amounts[start].items()
        }

    def kept_in(self, period: Period) -> int:
        """What was put aside in a period for the next."""
        return max(((start, amount) for start, amount in self.kept.items() if start in period), default=(None, 0))[1]


@dataclass(frozen=True, slots=True)
class Line:
    """One category in one period. ``planned`` is None where nobody planned; ``carried`` is what came over from the
    period before, negative when that one overspent; ``category`` is None for money not sorted.
    """

    category: int | None
    planned: int | None = None
    carried: int = 0
    spent: int = 0
    fixed: bool = False
    essential: bool = False
    carries: bool = False

    @property
    def budgeted(self) -> bool:
        """Whether there is anything to compare the spending with."""
        return self.planned is not None or self.carried != 0

    @property
    def room(self) -> int:
        """What there was to spend."""
        return (self.planned or 0) + self.carried

    @property
    def left(self) -> int:
        """What is left of it, negative when overspent."""
        return self.room - self.spent

    @property
    def group(self) -> Group:
        """Where it stands on the page."""
        if not self.essential:
            return Group.REST
        return Group.FIXED if self.fixed else Group.ESSENTIAL


@dataclass(frozen=True, slots=True)
class Sums:
    """Several lines added up."""

    planned: int = 0
    carried: int = 0
    spent: int = 0
    budgeted: bool = False

    @property
    def room(self) -> int:
        """What there was to spend."""
        return self.planned + self.carried

    @property
    def left(self) -> int:
        """What is left of it, negative when overspent."""
        return self.room - self.spent


def total(lines: Iterable[Line]) -> Sums:
    """Lines added up, those nobody planned included."""
    held = tuple(lines)
    return Sums(
        sum(line.planned or 0 for line in held),
        sum(line.carried for line in held),
        sum(line.spent for line in held),
        any(line.budgeted for line in held),
    )


@dataclass(frozen=True, slots=True)
class Budget:
    """One period. ``received`` is all the income of ``received_over``, the period itself unless the user said that what
    comes late counts for the next; ``kept_before`` is what the period before put aside for it, ``kept`` what it puts
    aside for the next.
    """

    period: Period
    currency: str
    lines: tuple[Line, ...] = ()
    received: int = 0
    kept_before: int = 0
    kept: int = 0
    received_over: Period | None = None

    @property
    def sums(self) -> Sums:
        """All lines added up."""
        return total(self.lines)

    @property
    def to_assign(self) -> int:
        """Money received that is neither planned nor put aside; negative when more is planned than there is."""
        return self.received + self.kept_before - self.sums.planned - self.kept

    def of(self, group: Group) -> tuple[Line, ...]:
        """The lines of a group."""
        return tuple(line for line in self.lines if line.group is group)

    def line(self, category: int | None) -> Line | None:
        """The line of a category."""
        return next((line for line in self.lines if line.category == category), None)


Spent = Mapping[date, Mapping[int | None, int]]
"""What each category took, by first day of the period."""


def spent_of(flows: Iterable[Flow], currency: str) -> dict[date, dict[int | None, int]]:
    """What costs took in each period, by category. Other currencies are left out."""
    found: dict[date, dict[int | None, int]] = {}
    for flow in flows:
        if flow.nature is Nature.COST and flow.currency == currency:
            here = found.setdefault(flow.period_start, {})
            here[flow.category_id] = here.get(flow.category_id, 0) - flow.amount
    return found


def received_of(flows: Iterable[Flow], currency: str) -> dict[date, int]:
    """What came in in each period. Other currencies are left out."""
    found: dict[date, int] = {}
    for flow in flows:
        if flow.nature.is_income and flow.currency == currency:
            found[flow.period_start] = found.get(flow.period_start, 0) + flow.amount
    return found


def counted_for(
    periods: Iterable[Period], plans: Plans, flows: Iterable[Flow], income: Iterable[Flow]
) -> tuple[Flow, ...]:
    """The flows of these periods, their income being that of `Plans.received_over` each (``income``). Of periods that
    follow one another nothing is lost, and nothing counts twice.
    """
    into = {plans.received_over(p).start: p.start for p in periods}
    costs = (f for f in flows if not f.nature.is_income)
    return (*costs, *(f._replace(period_start=into[f.period_start]) for f in income if f.nature.is_income))


def whole_before(period: Period, today: date, since: date | None, count: int = LOOKED_BACK) -> tuple[Period, ...]:
    """Up to ``count`` whole periods before this one that are over today, oldest first; none from before the ledger
    knows anything, ``since`` being its first day.
    """
    if since is None:
        return ()
    last = min(period, Period.containing(today, period.start_day))
    before = tuple(last.shift(-i) for i in range(count, 0, -1))
    return tuple(p for p in before if p.start + FIRST_DAYS > since)


def periods_for(period: Period, plans: Plans) -> tuple[Period, ...]:
    """The periods whose flows `budget_of` needs, oldest first: this one and those that carry over to it."""
    starts = [told.carry_from for told in plans.told.values() if told.carry_from and told.carry_from < period.end]
    first = Period.containing(min(starts), period.start_day).shift(-1) if starts else period
    return _from(first, period)


def _from(first: Period, last: Period) -> tuple[Period, ...]:
    found = [first]
    while found[-1].start < last.start:
        found.append(found[-1].shift(1))
    return tuple(found)


def budget_of(
    period: Period, plans: Plans, flows: Iterable[Flow], categories: Sequence[Category], currency: str
) -> Budget:
    """The budget of a period, from the flows of `periods_for`: a line for each category of costs, in the order of the
    tree, and one for what is not sorted if there is any.
    """
    flows = tuple(flows)
    spent = spent_of(flows, currency)
    here, planned = spent.get(period.start, {}), plans.planned(period)
    lines = []
    for category in in_tree_order(categories):
        if category.nature is not Nature.COST:
            continue
        told = plans.told.get(category.id, Told())
        lines.append(
            Line(
                category.id,
                planned.get(category.id),
                carried_into(period, category.id, plans, spent),
                here.get(category.id, 0),
                is_fixed(category, plans),
                is_essential(category, plans),
                told.carry_from is not None and told.carry_from < period.end,
            )
        )
    if here.get(None):
        lines.append(Line(None, spent=here[None]))
    return Budget(
        period,
        currency,
        tuple(lines),
        received_of(flows, currency).get(period.start, 0),
        plans.kept_in(period.shift(-1)),
        plans.kept_in(period),
        plans.received_over(period),
    )


def in_tree_order(categories: Sequence[Category]) -> list[Category]:
    """Each category followed by those under it."""
    under: dict[int | None, list[Category]] = {}
    for category in categories:
        under.setdefault(category.parent_id, []).append(category)

    def walk(parent: int | None) -> list[Category]:
        return [found for c in under.get(parent, []) for found in (c, *walk(c.id))]

    return walk(None)


def is_fixed(category: Category, plans: Plans) -> bool:
    """Whether it costs much the same each month: as a person said, else as a confirmed bill or its name shows."""
    said = plans.told.get(category.id, Told()).fixed
    return category.id in plans.bills or (category.builtin and category.name in FIXED) if said is None else said


def is_essential(category: Category, plans: Plans) -> bool:
    """Whether one cannot do without: as a person said, else as its name shows."""
    said = plans.told.get(category.id, Told()).essential
    return category.builtin and category.name in ESSENTIAL if said is None else said


def carried_into(period: Period, category: int, plans: Plans, spent: Spent) -> int:
    """What the periods before left of a category, or overspent (negative).

    From the period before the one that ``carry_from`` is in, each hands its planned amount and what it was handed, less
    what it spent, to the next. One without a planned amount that was handed nothing hands on nothing.
    """
    since = plans.told.get(category, Told()).carry_from
    if since is None or since >= period.end:
        return 0
    carried = 0
    for before in _from(Period.containing(since, period.start_day).shift(-1), period)[:-1]:
        planned = plans.planned(before).get(category)
        if planned is not None or carried:
            carried += (planned or 0) - spent.get(before.start, {}).get(category, 0)
    return carried


@dataclass(frozen=True, slots=True)
class Proposal:
    """What could be planned: an amount by category, and the whole periods it rests on, oldest first; of ``known`` is in
    it what bills will cost more than they did (negative: less), as the user said.
    """

    periods: tuple[Period, ...] = ()
    amounts: Mapping[int, int] = field(default_factory=dict)
    known: Mapping[int, int] = field(default_factory=dict)


def proposal(
    periods: Sequence[Period], flows: Iterable[Flow], currency: str, known: Mapping[int, int] | None = None
) -> Proposal:
    """For each category the median of what these whole periods spent, and what is ``known`` to change of it, rounded up
    to a whole unit of the currency; categories for which that is nothing are left out, and so is what is not sorted.
    """
    spent, more = spent_of(flows, currency), known or {}
    each = [spent.get(p.start, {}) for p in periods]
    categories = sorted({c for one in each for c in one if c is not None})
    found = {c: median_up([one.get(c, 0) + more.get(c, 0) for one in each], currency) for c in categories}
    amounts = {c: amount for c, amount in found.items() if amount > 0}
    return Proposal(tuple(periods), amounts, {c: more[c] for c in categories if more.get(c)})


def median_up(amounts: Collection[int], currency: str) -> int:
    """The median, rounded up to a whole unit of the currency. Raises `ValueError` without amounts."""
    if not amounts:
        raise ValueError(amounts)
    ordered, unit = sorted(amounts), int(10 ** exponent(currency))
    twice = ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]
    return -(-twice // (2 * unit)) * unit
