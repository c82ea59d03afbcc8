"""What the TikTok page shows, as frozen values: sums of the ledger's own earnings and deposits, and nothing else.

Every euro is in one cell: the sums over stages and programmes are the sums over the ledger, whatever the period. Sums
of two currencies are never added up.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tenk_desktop.core.creator.audience import Audience, Metric, Video
from tenk_desktop.core.creator.lots import Lot, payable_from
from tenk_desktop.core.creator.reconcile import LONGEST_WAIT, Deposit, Reconciled
from tenk_desktop.core.creator.sources import TIKTOK, programme_named
from tenk_desktop.core.creator.why import Factors
from tenk_desktop.core.model import DIAMONDS, Earning, Stage
from tenk_desktop.core.period import Period

EARNED = (Stage.RECEIVED, Stage.VALIDATED, Stage.PAYABLE, Stage.IN_TRANSIT)
"""What was earned for good: neither an estimate nor cancelled. No set: to hash a stage takes longer than to compare."""
FEW = 5
"""Videos, below which a group of them says little."""
_HASHTAG = re.compile(r"#(\w+)")


class Cell(NamedTuple):
    """The earnings of one stage, platform, programme and currency."""

    stage: Stage
    platform: str
    programme: str
    currency: str
    amount: int  # their sum, in minor units
    earnings: tuple[Earning, ...]


class Brought(NamedTuple):
    """What one video brought, or one source where no video is named: ``content`` is empty then. Minor units."""

    platform: str
    programme: str
    content: str
    amount: int
    earnings: tuple[Earning, ...]


class Earned(NamedTuple):
    """All that was earned in a period, each earning in exactly one of the ``cells``, in the order of the stages.
    ``brought`` is what of it was earned for good, in one currency.
    """

    period: Period
    cells: tuple[Cell, ...]
    brought: tuple[Brought, ...]


@dataclass(frozen=True, slots=True)
class Received:
    """The deposits of one platform, programme ("" where neither a payment nor the label says) and currency, before
    fees, in minor units.
    """

    platform: str
    programme: str
    currency: str
    amount: int
    count: int


def within(earnings: Iterable[Earning], start: date, end: date) -> list[Earning]:
    """Those earned in ``[start, end)``."""
    return [e for e in earnings if start <= e.earned < end]


def earned(lots: Iterable[Lot], period: Period, currency: str) -> Earned:
    """What was earned in a period; ``currency`` is that of what is told by video and source."""
    found: dict[tuple[Stage, str, str, str], list[Earning]] = defaultdict(list)
    for lot in lots:
        if inside := within(lot.earnings, period.start, period.end):
            found[lot.stage, lot.platform, lot.programme, lot.currency] += inside
    order = {stage: n for n, stage in enumerate(Stage)}
    keys = sorted(found, key=lambda k: (order[k[0]], *k[1:]))
    cells = tuple(Cell(*key, sum([e.amount for e in found[key]]), tuple(found[key])) for key in keys)
    return Earned(period, cells, _brought([c for c in cells if c.stage in EARNED and c.currency == currency]))


def _brought(cells: Iterable[Cell]) -> tuple[Brought, ...]:
    groups: dict[str | tuple[str, str], list[Earning]] = defaultdict(list)  # of a video, or of a source
    for cell in cells:
        source = cell.platform, cell.programme
        for e in cell.earnings:
            if e.amount > 0:
                groups[e.content or source].append(e)
    return tuple(
        Brought(group[0].platform, group[0].programme, group[0].content, sum([e.amount for e in group]), tuple(group))
        for group in groups.values()
    )


class Awaited(NamedTuple):
    """What a programme (or a platform without one) still owes at one stage: minor units of ``currency``, the number of
    earnings, and the first day one of them should arrive, where that can be said.
    """

    stage: Stage
    name: str
    currency: str
    amount: int
    number: int
    first: date | None


def awaited(lots: Iterable[Lot]) -> tuple[Awaited, ...]:
    """All that may still come (`Earning.owed`), in no order."""
    groups: dict[tuple[Stage, str, str], list[Earning]] = defaultdict(list)
    for lot in lots:
        if lot.earnings[0].owed:
            groups[lot.stage, lot.known_as, lot.currency] += lot.earnings
    return tuple(
        Awaited(
            *key, sum([e.amount for e in owed]), len(owed), min((e.expected for e in owed if e.expected), default=None)
        )
        for key, owed in groups.items()
    )


def main_currency(earnings: Iterable[Earning | Deposit], own: str) -> str:
    """The ledger's ``own`` where anything is in it, or where nothing was earned at all; else the most frequent one."""
    codes = [e.currency for e in earnings]
    return own if own in codes else Counter(sorted(codes)).most_common(1)[0][0] if codes else own


def currency_earned(found: Reconciled, own: str) -> str:
    """The currency earnings are shown in: of what was earned for good, else of what arrived, else of the estimates."""
    if any(e.currency == own and e.stage in EARNED for e in found.earnings):  # at once, where it is thousands of orders
        return own
    good = [e for e in found.earnings if e.stage in EARNED]
    return main_currency(good or found.deposits or found.earnings, own)


def deposits_within(found: Reconciled, start: date, end: date) -> list[Deposit]:
    """Those that arrived in ``[start, end)``."""
    return [d for d in found.deposits if start <= d.date < end]


def received(found: Reconciled, start: date, end: date) -> tuple[Received, ...]:
    """What arrived in ``[start, end)``, each deposit once, the largest programme first."""
    programme = programmes_paid(found)
    sums: Counter[tuple[str, str, str]] = Counter()
    counts: Counter[tuple[str, str, str]] = Counter()
    for d in deposits_within(found, start, end):
        key = d.platform, programme[d.id], d.currency
        sums[key] += d.amount
        counts[key] += 1
    return tuple(Received(*key, sums[key], counts[key]) for key in sorted(counts, key=lambda k: (-sums[k], k)))


def programmes_paid(found: Reconciled) -> Mapping[int, str]:
    """The programme each deposit paid: of its earnings when they are of one, else as its label says, else ""."""
    known = {d.id: programme_named(d.label, d.platform) for d in found.deposits}
    for payment in found.payments:
        if payment.programme:
            known |= dict.fromkeys(payment.deposits, payment.programme)
    return known


class Unstated(NamedTuple):
    """A deposit behind which no earning is known. ``amount`` minor units of it are certainly no earning that is known;
    the rest may have paid some that still wait, though nothing proves it.
    """

    deposit: Deposit
    programme: str  # as its label says, else ""
    amount: int

    @property
    def maybe(self) -> int:
        """What may be an earning that is known already: added to it, that money would count twice."""
        return self.deposit.amount - self.amount


def unstated(found: Reconciled) -> tuple[Unstated, ...]:
    """Every deposit that no payment explains, oldest first.

    Each may have paid what its platform still owed on its day, in its currency, of the programme its label names: the
    oldest first, and no earning twice. What a person said pays nothing that is known counts whole.
    """
    explained = {id_ for p in found.payments for id_ in p.deposits} | {lot.received_by for lot in found.lots}
    asked = {d.id for d in found.unexplained}
    owed = _still_owed(found.lots)
    made = []
    for d in found.deposits:
        if d.id not in explained:
            named = programme_named(d.label, d.platform)
            free = _not_owed(d, named, owed.get((d.platform, d.currency), [])) if d.id in asked else d.amount
            made.append(Unstated(d, named, free))
    return tuple(made)


@dataclass
class _Owed:
    """Earnings of one programme that can be paid from and until the same days; ``amount`` minor units are left."""

    programme: str
    since: date
    until: date
    amount: int = 0


def _still_owed(lots: Iterable[Lot]) -> Mapping[tuple[str, str], list[_Owed]]:
    """What was earned for good and no deposit paid, by platform and currency, the oldest first."""
    groups: dict[tuple[str, str], dict[tuple[date, date, str], _Owed]] = defaultdict(dict)
    for lot in lots:
        if lot.received_by is not None or lot.stage not in EARNED:
            continue
        group = groups[lot.platform, lot.currency]
        for e in lot.earnings:
            if e.amount > 0:
                key = lot.due, payable_from(e), lot.programme
                group.setdefault(key, _Owed(lot.programme, key[1], lot.due + LONGEST_WAIT)).amount += e.amount
    return {source: [group[key] for key in sorted(group)] for source, group in groups.items()}


def _not_owed(deposit: Deposit, named: str, owed: Iterable[_Owed]) -> int:
    """What is left of a deposit once it has paid all it may have paid, which is taken off ``owed``."""
    left = deposit.amount
    for each in owed:
        if each.since <= deposit.date <= each.until and named in ("", each.programme):
            paid = min(left, each.amount)
            each.amount -= paid
            left -= paid
    return left


# --- videos


class VideoLine(NamedTuple):
    """A video with what its own orders brought: minor units of one currency, not cancelled nor estimated.

    ``video.title`` may be empty: a video known by its orders alone has nothing but its number.
    """

    video: Video
    earned: int
    orders: int

    @property
    def hashtags(self) -> tuple[str, ...]:
        """As written in the title, without the sign."""
        return tuple(dict.fromkeys(_HASHTAG.findall(self.video.title)))


class Group(NamedTuple):
    """Videos of one hashtag or weekday; ``few`` when they say little. The rate is over those whose views are known."""

    name: str
    videos: int
    views: int
    earned: int
    few: bool

    def per_thousand(self) -> int | None:
        """Minor units for 1,000 views."""
        return per_thousand(self.earned, self.views)


def per_thousand(earned: int, views: int | None) -> int | None:
    """Minor units for 1,000 views, rounded down; None without views."""
    return earned * 1000 // views if views else None


def videos(audience: Audience | None, lots: Iterable[Lot], currency: str) -> tuple[VideoLine, ...]:
    """Every video known by a file or by an order, the one that earned most first, then the most seen."""
    orders: dict[str, list[int]] = defaultdict(list)
    for lot in lots:
        for e in lot.earnings if lot.currency == currency and lot.stage in EARNED else ():
            if e.content:
                orders[e.content].append(e.amount)
    shown = {v.id: v for v in audience.videos} if audience else {}
    platform, user = (audience.platform, audience.user) if audience else ("", "")
    lines = [
        VideoLine(shown.get(id_) or Video(platform, user, id_), sum(amounts := orders.get(id_, [])), len(amounts))
        for id_ in sorted(shown.keys() | orders.keys())
    ]
    return tuple(sorted(lines, key=lambda x: (-x.earned, -(x.video.views or 0), x.video.id)))


def by_hashtag(lines: Iterable[VideoLine]) -> tuple[Group, ...]:
    """One group a hashtag, case ignored, the most used first; a video with two hashtags is in both."""
    groups: dict[str, list[VideoLine]] = defaultdict(list)
    names: dict[str, str] = {}
    for line in lines:
        for tag in line.hashtags:
            groups[tag.casefold()].append(line)
            names.setdefault(tag.casefold(), f"#{tag}")
    made = [_group(names[key], group) for key, group in groups.items()]
    return tuple(sorted(made, key=lambda g: (-g.videos, g.name)))


def by_weekday(lines: Iterable[VideoLine]) -> tuple[tuple[int, Group], ...]:
    """One group a day of the week (0: Monday) on which dated videos were posted."""
    groups: dict[int, list[VideoLine]] = defaultdict(list)
    for line in lines:
        if line.video.posted:
            groups[line.video.posted.weekday()].append(line)
    return tuple((day, _group("", groups[day])) for day in sorted(groups))


def _group(name: str, lines: Sequence[VideoLine]) -> Group:
    views = sum(x.video.views or 0 for x in lines)
    return Group(name, len(lines), views, sum(x.earned for x in lines), len(lines) < FEW)


# --- months


def month_factors(
    earnings: Iterable[Earning], audience: Audience | None, periods: Sequence[Period], currency: str
) -> tuple[Factors, ...]:
    """What each calendar month earned, and its views where every day of it is known. Months in a row, oldest first."""
    earned: Counter[date] = Counter()
    first, end = periods[0].start, periods[-1].end
    counted = (TIKTOK, audience.platform) if audience else (TIKTOK,)  # its views explain nobody else's money
    for e in within(earnings, first, end):
        owed = e.stage is not Stage.VOID and e.programme != DIAMONDS
        if owed and e.currency == currency and e.platform in counted:
            earned[e.earned.replace(day=1)] += e.amount
    views = audience.of(Metric.VIEWS) if audience else {}
    return tuple(Factors(p.start, earned[p.start.replace(day=1)], _views(views, p)) for p in periods)


def _views(views: Mapping[date, int], period: Period) -> int | None:
    days = list(period.days())
    return sum(views[d] for d in days) if all(d in views for d in days) else None
