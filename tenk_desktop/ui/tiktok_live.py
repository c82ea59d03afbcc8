"""What the TikTok page shows, asked for and worked out in the worker over a connection of its own."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tenk_desktop.core.creator import audience as heard
from tenk_desktop.core.creator import why
from tenk_desktop.core.creator.audience import Audience, Condition, Metric
from tenk_desktop.core.creator.overview import (
    Earned,
    Unstated,
    VideoLine,
    currency_earned,
    earned,
    month_factors,
    unstated,
    videos,
)
from tenk_desktop.core.creator.passages import Late, Passages, late, passages
from tenk_desktop.core.creator.reconcile import Deposit, Reconciled
from tenk_desktop.core.creator.sources import TIKTOK
from tenk_desktop.core.creator.suggest import Suggestion, suggestions
from tenk_desktop.core.creator.wallet import Move, moves
from tenk_desktop.core.creator.words import effect_sentence
from tenk_desktop.core.model import Filter, Nature
from tenk_desktop.core.period import Period, last_periods
from tenk_desktop.core.progress import Progress
from tenk_desktop.core.reports import MonthReport
from tenk_desktop.core.text import Message
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.store.queries import Shared

if TYPE_CHECKING:
    from tenk_desktop.core.creator.growth import FanWeek, Reach
    from tenk_desktop.core.creator.simulator import Rate, Received

MONTHS = 24
METRICS = (Metric.FOLLOWERS, Metric.VIEWS, Metric.POSTS)


class Seen(NamedTuple):
    """All that the page needs of a ledger on one day. ``reports`` are `MONTHS` months, the running one last."""

    today: date
    currency: str
    earned_in: str  # the currency that earnings are shown in (`overview.currency_earned`)
    earned: Earned  # of the last months that were asked for
    found: Reconciled
    unstated: tuple[Unstated, ...]
    wallet: tuple[Move, ...]
    audience: Audience | None
    conditions: tuple[Condition, ...]
    reach: "Reach | Message"
    fan: "tuple[FanWeek, ...]"
    passages: Mapping[str, Passages]
    late: tuple[Late, ...]
    suggestions: tuple[Suggestion, ...]
    reports: tuple[MonthReport, ...]
    videos: tuple[VideoLine, ...]
    rate: "Rate | None"
    paid_on: date
    months_paid: int  # with a payout, that this day rests on
    horizon: date
    posting: tuple[Message, ...]  # what an ordinary week with a post brought, and one without
    moved: why.Change | None  # the last whole month against the one before it

    @property
    def paid_before(self) -> bool:
        """Whether TikTok ever paid."""
        return bool(self.payouts)

    @property
    def payouts(self) -> tuple[Deposit, ...]:
        """What TikTok paid, oldest first; others may have paid too."""
        return tuple(d for d in self.found.deposits if d.platform == TIKTOK)

    @property
    def target(self) -> int:
        """How many followers are asked for."""
        return int(self.conditions[0].need)

    @property
    def followers(self) -> Mapping[date, int]:
        """The known days."""
        return self.audience.of(Metric.FOLLOWERS) if self.audience else {}


def look(path: Path, today: date, _progress: Progress, *, shared: Shared | None = None, months: int = MONTHS) -> Seen:
    """Ask the ledger; what was earned in so many months is told too. Imports NumPy: never before the first paint.

    Raises `LedgerError`.
    """
    with Ledger.open(path, shared) as ledger:
        found, known, told = ledger.payouts(), ledger.audience(*METRICS), ledger.preferences()
        start_day = int(told.get("start_day", 1))
        reports = ledger.months(last_periods(today, MONTHS, start_day), earnings=())  # what is pending is not asked
        currency, paid = ledger.currency, _paid_for_views(ledger, found)
    from tenk_desktop.core.creator import growth, simulator

    mine = known[0] if known else None
    conditions = heard.conditions(mine, told, today)
    learnt, asked = passages(found), suggestions(found)
    earned_in, horizon = currency_earned(found, currency), Period.containing(today, start_day).end
    whose = mine or Audience("", "")
    return Seen(
        today=today,
        currency=currency,
        earned_in=earned_in,
        earned=earned(found.lots, span_of(reports, months), earned_in),
        found=found,
        unstated=unstated(found),
        wallet=moves(found, today),
        audience=mine,
        conditions=conditions,
        reach=growth.reach(whose, int(conditions[0].need), today),
        fan=growth.fan(whose, today),
        passages=learnt,
        late=_not_asked(late(found, learnt, today), asked),
        suggestions=asked,
        reports=reports,
        videos=videos(mine, found.lots, earned_in),
        rate=simulator.rate_of(mine, paid, currency, told),
        paid_on=simulator.paid_on(today, paid, told),
        months_paid=simulator.months_paid(paid),
        horizon=horizon,
        posting=_posting(whose, today),
        moved=_moved(found, mine, today, earned_in),
    )


def span_of(reports: Sequence[MonthReport], months: int) -> Period:
    """The last so many months of some reports, oldest first."""
    first, last = reports[-months:][0].period, reports[-1].period
    return Period(first.start, last.end, first.start_day)


def _paid_for_views(ledger: Ledger, found: Reconciled) -> "Received":
    """TikTok's money in the ledger's currency, once converted, but for what no view explains."""
    from tenk_desktop.core.creator.simulator import by_views

    arrived = Filter(nature=Nature.TIKTOK, spending_only=True, currency=ledger.currency)
    return by_views([(t.date, t.amount) for t in ledger.transactions(arrived) if t.amount > 0], found)


def _not_asked(found: Sequence[Late], asked: Sequence[Suggestion]) -> tuple[Late, ...]:
    """Without what a deposit may have paid: nobody is reminded of that."""
    maybe_paid = {id_ for s in asked for id_ in s.earnings}
    return tuple(one for one in found if maybe_paid.isdisjoint(one.earnings))


def _posting(audience: Audience, today: date) -> tuple[Message, ...]:
    effects = heard.posting_effect(heard.weeks(audience, today))
    said = (effect_sentence(e, posted=posted) for e, posted in zip(effects, (True, False), strict=True) if e)
    return tuple(sentence for sentence in said if sentence)


def _moved(found: Reconciled, audience: Audience | None, today: date, currency: str) -> why.Change | None:
    """Nothing when neither month earned anything."""
    running = Period.of(today.year, today.month)
    before, after = month_factors(found.earnings, audience, (running.shift(-2), running.shift(-1)), currency)
    return why.change(before, after) if before.income or after.income else None


class Without(NamedTuple):
    """One period to come: the chance to its end with TikTok's money and without, None where there is no percentage."""

    period: Period
    chance: float | None
    without: float | None


def without_tiktok(
    path: Path, today: date, _progress: Progress, *, shared: Shared | None = None
) -> tuple[Without, ...] | Message:
    """The running period and the two after it on the verdict's own paths; or what is missing for them."""
    with Ledger.open(path, shared) as ledger:
        household = ledger.household(today)
    missing = household.needs()
    if missing:
        return missing
    from tenk_desktop.core.outlook.paths import simulate
    from tenk_desktop.core.outlook.verdict import chances

    paths = simulate(household)
    periods = [household.period.shift(i) for i in range(3)]
    return tuple(Without(p, *chances(household, paths, p.end)) for p in periods)
