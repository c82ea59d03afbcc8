"""Money from views and views for money, in both directions, and the day it would be paid.

A rate is money of the ledger's currency for 1,000 views. The user's own is what a month brought over the views of the
month it was earned in; until three such months are known it is the published one, which is in euros only.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from enum import StrEnum
from statistics import median

from tenk_desktop.core.creator.audience import Audience, Metric, parameters
from tenk_desktop.core.creator.overview import programmes_paid
from tenk_desktop.core.creator.reconcile import Reconciled
from tenk_desktop.core.creator.sources import NOT_BY_VIEWS
from tenk_desktop.core.money import exponent
from tenk_desktop.core.outlook.workdays import next_working
from tenk_desktop.core.period import Period, month_start

LEAST_MONTHS = 3  # of one's own, before a rate is one's own
LEAST_PAYOUTS = 3  # months with a payout, before their day is one's own
_MANY = 10  # months from which one in ten at each end is left out
_RECENT = 12  # months looked back for the day of payouts


class Basis(StrEnum):
    """Where a rate comes from."""

    OWN = "own"
    PUBLISHED = "published"
    TYPED = "typed"


@dataclass(frozen=True, slots=True)
class Rate:
    """Money for 1,000 views, in the currency's major unit, ``0 < low <= high``; ``months`` it was learnt from."""

    low: Decimal
    high: Decimal
    basis: Basis
    months: int = 0


@dataclass(frozen=True, slots=True)
class Spread:
    """A range, both ends included."""

    low: int
    high: int


Received = Sequence[tuple[date, int]]
"""Creator money as it reached a spending account: day and minor units, positive."""


def by_views(received: Received, found: Reconciled) -> Received:
    """What views may have brought: without the deposits known to pay LIVE, gifts or a shop, by their day and amount."""
    programme = programmes_paid(found)
    apart = Counter((d.date, d.amount) for d in found.deposits if programme[d.id] in NOT_BY_VIEWS)
    kept = []
    for each in received:
        if apart[each]:
            apart[each] -= 1
        else:
            kept.append(each)
    return kept


def rate_of(
    audience: Audience | None, received: Received, currency: str, preferences: Mapping[str, str]
) -> Rate | None:
    """The rates the user typed, else her own, else the published ones; None when none is known in this currency.

    What arrived in a month was earned in the month before it. Only months whose every day has its views count.
    ``preferences`` are `Queries.preferences`: ``rate`` holds [low, high] in minor units.
    """
    low, high = (Decimal(each).scaleb(-exponent(currency)) for each in json.loads(preferences.get("rate", "[0, 0]")))
    if low > 0:
        return Rate(low, high, Basis.TYPED)
    rates = sorted(own_rates(audience, received, currency)) if audience else []
    if len(rates) >= LEAST_MONTHS:
        cut = len(rates) // _MANY
        return Rate(rates[cut], rates[-1 - cut], Basis.OWN, len(rates))
    if currency != "EUR":
        return None
    asked = parameters(preferences)
    return Rate(Decimal(asked["rate_low"].value), Decimal(asked["rate_high"].value), Basis.PUBLISHED)


def in_minor_units(rate: Rate, currency: str) -> tuple[int, int]:
    """A rate as whole minor units for 1,000 views, at least 1 each."""
    low, high = (
        max(1, int(r.scaleb(exponent(currency)).quantize(Decimal(1), ROUND_HALF_UP))) for r in (rate.low, rate.high)
    )
    return low, high


def own_rates(audience: Audience, received: Received, currency: str) -> list[Decimal]:
    """One rate a month with both money and views, oldest first."""
    views = audience.of(Metric.VIEWS)
    by_month: dict[date, int] = {}
    for day, amount in received:
        earned = month_start(day.year, day.month - 1)
        by_month[earned] = by_month.get(earned, 0) + amount
    rates = []
    for month, amount in sorted(by_month.items()):
        days = list(Period.of(month.year, month.month).days())
        seen = sum(views.get(d, 0) for d in days)
        if amount > 0 and seen > 0 and all(d in views for d in days):
            rates.append(Decimal(amount).scaleb(3 - exponent(currency)) / seen)
    return rates


def income(views: int, rate: Rate, currency: str) -> Spread:
    """What so many views would bring, in minor units."""
    unit = Decimal(10) ** exponent(currency)
    low, high = (int((views * r * unit / 1000).quantize(Decimal(1), ROUND_HALF_UP)) for r in (rate.low, rate.high))
    return Spread(low, high)


def views_for(amount: int, rate: Rate, currency: str) -> Spread:
    """The whole number of views that brings ``amount`` minor units: fewest at the high rate, most at the low one."""
    money = Decimal(amount).scaleb(-exponent(currency))
    low, high = (int((money * 1000 / r).quantize(Decimal(1), ROUND_CEILING)) for r in (rate.high, rate.low))
    return Spread(low, high)


def paid_on(earned: date, received: Received, preferences: Mapping[str, str]) -> date:
    """The day the views of ``earned`` would be paid: in the month after, on the user's own usual day, else on the 15th.

    The usual day is the median one of the last twelve months with a payout; a day banks do not work moves to the next.
    """
    day = usual_day(received) or int(parameters(preferences)["payout_day"].value)
    return next_working(month_start(earned.year, earned.month + 1, day))


def months_paid(received: Received) -> int:
    """How many months with a payout the usual day rests on; 0 where the published one stands."""
    months = len({day.replace(day=1) for day, _ in received})
    return min(months, _RECENT) if months >= LEAST_PAYOUTS else 0


def usual_day(received: Received) -> int | None:
    """The day of the month on which half of a month's creator money has usually come; None before three months."""
    months: dict[date, list[tuple[int, int]]] = {}
    for day, amount in received:
        months.setdefault(day.replace(day=1), []).append((day.day, amount))
    recent = sorted(months)[-_RECENT:]
    if len(recent) < LEAST_PAYOUTS:
        return None
    return round(median(_half(months[m]) for m in recent))


def _half(paid: Iterable[tuple[int, int]]) -> int:
    """The day by which half of the amounts have come."""
    paid = sorted(paid)
    left = sum(amount for _, amount in paid) / 2
    for day, amount in paid:
        left -= amount
        if left <= 0:
            return day
    return paid[-1][0]
