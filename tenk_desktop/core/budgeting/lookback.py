"""Periods side by side: what was planned and spent, what was fixed and what moved, and how unevenly money came."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tenk_desktop.core.budgeting.plan import Plans, is_fixed, received_of, spent_of
from tenk_desktop.core.model import Category, Flow, Nature
from tenk_desktop.core.period import Period

SEEN = 12
"""How many periods are looked back on, the running one included."""

NAMED = 4
"""How many categories are drawn one by one; the others are drawn together."""

_CREATOR = frozenset({Nature.TIKTOK, Nature.OTHER_CREATOR})


@dataclass(frozen=True, slots=True)
class Past:
    """One period, in minor units; costs are positive. ``planned`` is None where nothing was; ``sure`` + ``uneven`` is
    all that was received, ``creator`` the part of it that platforms and partners paid.
    """

    period: Period
    planned: int | None
    fixed: int
    moving: int
    by_category: tuple[tuple[int | None, int], ...]
    sure: int
    uneven: int
    creator: int

    @property
    def spent(self) -> int:
        """All costs."""
        return self.fixed + self.moving

    @property
    def received(self) -> int:
        """All that came in."""
        return self.sure + self.uneven

    @property
    def empty(self) -> bool:
        """Whether nothing at all happened."""
        return not (self.by_category or self.sure or self.uneven)


@dataclass(frozen=True, slots=True)
class Unevenness:
    """How unevenly money came over whole periods.

    ``covered`` of ``periods`` brought at least what they cost; the ``without_costs`` whole ones of which no expense
    is known do not count for it. ``variation`` is the coefficient of variation of what came in: its standard
    deviation (of these periods, not of a sample) over its mean; None below two periods or without income. ``dry`` is
    the longest run of periods without money from creation, or, for who never had any, without any income; empty when
    there is none.
    """

    periods: int
    covered: int
    variation: float | None
    dry: tuple[Period, ...]
    of_creator: bool
    without_costs: int = 0


@dataclass(frozen=True, slots=True)
class LookBack:
    """The periods on screen, oldest first; ``uneven`` is over the whole ones among them, ``named`` the categories that
    took the most over all of them, the largest first.
    """

    currency: str
    past: tuple[Past, ...] = ()
    named: tuple[int | None, ...] = ()
    uneven: Unevenness | None = None


def look_back(
    periods: Sequence[Period],
    whole: Sequence[Period],
    flows: Iterable[Flow],
    plans: Plans,
    categories: Sequence[Category],
    currency: str,
) -> LookBack:
    """What these periods were, oldest first; those before anything happened are left out. ``whole`` are those that
    count for `Unevenness`.
    """
    held = [flow for flow in flows if flow.currency == currency]
    fixed = {c.id for c in categories if is_fixed(c, plans)}
    spent, received = spent_of(held, currency), received_of(held, currency)
    past = []
    for period in periods:
        here = spent.get(period.start, {})
        income = [f for f in held if f.period_start == period.start and f.nature.is_income]
        sure = sum(f.amount for f in income if f.nature is Nature.SURE)
        planned = plans.planned(period)
        past.append(
            Past(
                period,
                sum(planned.values()) if planned else None,
                sum(amount for c, amount in here.items() if c in fixed),
                sum(amount for c, amount in here.items() if c not in fixed),
                tuple(sorted(here.items(), key=lambda item: (-item[1], item[0] or 0))),
                sure,
                received.get(period.start, 0) - sure,
                sum(f.amount for f in income if f.nature in _CREATOR),
            )
        )
    while past and past[0].empty:
        del past[0]
    over = tuple(p for p in past if p.period in whole)
    return LookBack(currency, tuple(past), _largest(past), unevenness(over) if over else None)


def _largest(past: Iterable[Past]) -> tuple[int | None, ...]:
    sums: dict[int | None, int] = {}
    for one in past:
        for category, amount in one.by_category:
            sums[category] = sums.get(category, 0) + amount
    ranked = sorted(sums, key=lambda c: (-sums[c], c or 0))
    return tuple(c for c in ranked if sums[c] > 0)[:NAMED]


def unevenness(past: Sequence[Past]) -> Unevenness:
    """See `Unevenness`; ``past`` are whole periods, oldest first."""
    income = [p.received for p in past]
    creator = any(p.creator > 0 for p in past)
    got = [(p.creator if creator else p.received) > 0 for p in past]
    known = [p for p in past if p.spent > 0]
    return Unevenness(
        len(known),
        sum(p.received >= p.spent for p in known),
        variation(income),
        tuple(past[i].period for i in _longest_run_without(got)),
        creator,
        len(past) - len(known),
    )


def variation(amounts: Sequence[int]) -> float | None:
    """Standard deviation over mean, of these amounts as a whole population; None where it means nothing."""
    if len(amounts) < 2 or sum(amounts) <= 0:
        return None
    mean = sum(amounts) / len(amounts)
    return math.sqrt(sum((a - mean) ** 2 for a in amounts) / len(amounts)) / mean


def _longest_run_without(got: Sequence[bool]) -> range:
    """The places of the longest run of False; the latest of those equally long."""
    longest, start = range(0), 0
    for i, one in enumerate((*got, True)):
        if one:
            if i - start >= max(len(longest), 1):
                longest = range(start, i)
            start = i + 1
    return longest
