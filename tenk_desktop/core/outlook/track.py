"""What the app said, held against what came: its own track record, also when it is bad.

One verdict a month counts: the first said on or after the tenth day of its period. A month is scored once it is over
and its last day is known. Months in which nothing was said can be replayed: the verdict as it would have been on the
tenth day, from nothing but the rows known by then (a backtest). No NumPy here but for the replay.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate

from tenk_desktop.core.model import Earning, Stage
from tenk_desktop.core.outlook.answer import Track, in_ten_short, tenths
from tenk_desktop.core.outlook.household import EXPENSE_MONTHS, Household
from tenk_desktop.core.outlook.kept import from_kept
from tenk_desktop.core.period import ONE_DAY, Period
from tenk_desktop.core.text import Message, day_text, msg

Money = Callable[[int], str]

TENTH = timedelta(days=9)
"""From the first day of a period to the one whose verdict counts: late enough to say something, early enough to act."""

REPLAY_PATHS = 500
"""A replayed chance is off by 0.02 at most two times in three: enough for a tenth, at a quarter of the time."""


@dataclass(frozen=True, slots=True)
class SaidChance:
    """The chance said on a day, the floor it was about (minor units) and whether it was replayed afterwards."""

    day: date
    chance: float
    floor: int = 0
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """A month that is over: what was said of it, and the lowest end-of-day sum from that day on (minor units)."""

    period: Period
    said: SaidChance
    lowest: int

    @property
    def held(self) -> bool:
        """Whether it stayed at its floor or above."""
        return self.lowest >= self.said.floor


def chances_of(kept: Iterable[tuple[date, str]], until: date) -> tuple[SaidChance, ...]:
    """The chances in the verdicts kept (`kept.to_keep`) up to a day included; those without a percentage left out."""
    verdicts = ((day, from_kept(text)) for day, text in kept if day <= until)
    return tuple(SaidChance(day, v.chance, v.floor) for day, v in verdicts if v and v.chance is not None)


def counted(said: Iterable[SaidChance], start_day: int = 1) -> tuple[SaidChance, ...]:
    """The verdict of each period that counts, oldest first."""
    first: dict[Period, SaidChance] = {}
    for one in sorted(said, key=lambda s: s.day):
        period = Period.containing(one.day, start_day)
        if one.day >= period.start + TENTH:
            first.setdefault(period, one)
    return tuple(first.values())


def outcomes(said: Iterable[SaidChance], household: Household) -> tuple[Outcome, ...]:
    """The months that are over and known to their last day, oldest first, for the verdicts that count."""
    sums = day_sums(household)
    start_day = household.period.start_day
    found = []
    for one in counted(said, start_day):
        period = Period.containing(one.day, start_day)
        left = [sums[day] for day in _days(one.day, period.end) if day in sums]
        if period.end <= household.as_of + ONE_DAY and len(left) == (period.end - one.day).days:
            found.append(Outcome(period, one, min(left)))
    return tuple(found)


def track_record(months: Iterable[Outcome]) -> tuple[Track, ...]:
    """By tenths, as the app says chances: the tenth said, the share of its months that held, and how many they are."""
    groups: dict[int, list[Outcome]] = defaultdict(list)
    for month in months:
        groups[tenths(month.said.chance)].append(month)
    return tuple(
        Track(
            said=n / 10,
            seen=sum(m.held for m in groups[n]) / len(groups[n]),
            months=len(groups[n]),
        )
        for n in sorted(groups)
    )


def largest_group(months: Iterable[Outcome]) -> Track | None:
    """The tenth said most often, which says most; None when no month is over."""
    return max(track_record(months), key=lambda t: (t.months, t.said), default=None)


def said_sentence(month: Outcome, money: Money) -> Message:
    """What had been said of a month that is over, and what came; ``money`` writes minor units."""
    values = {
        "day": day_text(month.said.day),
        "said": in_ten_short(month.said.chance),
        "lowest": money(month.lowest),
        "held": msg("c’est tenu") if month.held else msg("ce n’est pas tenu"),
    }
    if month.said.replayed:
        return msg("Rejoué au {day}, il aurait été dit {said} ; au plus bas ensuite : {lowest}, {held}.", **values)
    return msg("Le {day}, il était dit {said} ; au plus bas ensuite : {lowest}, {held}.", **values)


def brier(months: Sequence[Outcome]) -> float:
    """The mean squared distance of the chances said from what came: 0 is perfect, 0.25 a coin's."""
    return sum((m.said.chance - m.held) ** 2 for m in months) / len(months)


def day_sums(household: Household) -> dict[date, int]:
    """The sum of the spending accounts at the end of each day from the first row to ``as_of``, minor units."""
    moved: dict[date, int] = defaultdict(int)
    for m in household.movements:
        moved[m.date] += m.amount
    known = [day for day in moved if day <= household.as_of]
    if not known:
        return {}
    days = list(_days(min(known), household.as_of + ONE_DAY))
    before = household.opening - sum(moved[day] for day in days)
    return dict(zip(days, accumulate((moved[day] for day in days[1:]), initial=before + moved[days[0]]), strict=True))


# --- replaying --------------------------------------------------------------------------------------------------------


def replayable(household: Household) -> int:
    """How many past months begin after the first row: at most so many can be replayed."""
    first = min((m.date for m in household.movements), default=household.as_of)
    start = household.period.start
    return max(0, (start.year - first.year) * 12 + start.month - first.month)


def replay(household: Household, *, skip: Collection[Period] = (), paths: int = REPLAY_PATHS) -> Iterator[SaidChance]:
    """The verdict of each past month as it would have been on its tenth day, newest month first.

    Only months with a percentage are given, none of ``skip``, and none not over yet. Imports NumPy; some 10 ms a
    month. What nobody can know any more is left out of them: what was typed of bills, weeks and ranges.
    """
    from tenk_desktop.core.outlook.paths import simulate
    from tenk_desktop.core.outlook.verdict import chances

    first = min((m.date for m in household.movements), default=household.as_of)
    period, then, over = household.period, household, household.as_of + ONE_DAY
    while (period := period.shift(-1)).start > first:
        day = period.start + TENTH
        if period in skip or period.end > over:
            continue
        then = as_known(then, day)  # of what was known a month later: there is less and less to look through
        if then.full_months < EXPENSE_MONTHS or then.needs():
            return  # and none before either
        chance, _without = chances(then, simulate(then, paths=paths), then.horizon)
        if chance is not None:
            yield SaidChance(day, chance, then.floor, replayed=True)


def as_known(household: Household, day: date) -> Household:
    """The household as it would have been known at the end of a day not after ``as_of``."""
    since = {a.id: 0 for a in household.accounts}
    for m in [m for m in household.movements if day < m.date <= household.as_of]:
        if m.account_id in since:
            since[m.account_id] += m.amount
    return replace(
        household,
        today=day,
        as_of=day,
        period=Period.containing(day, household.period.start_day),
        accounts=tuple(
            replace(a, balance=None if a.balance is None else a.balance - since[a.id]) for a in household.accounts
        ),
        movements=tuple([m for m in household.movements if m.date <= day]),
        earnings=tuple(_as_owed(e, day) for e in household.earnings if e.earned <= day and e.stage is not Stage.VOID),
        schedules=(),
        once=(),
        week=None,
        creator_range=None,
        savings=(),
    )


def _as_owed(earning: Earning, day: date) -> Earning:
    """An earning at the stage it had on a day, as far as its own dates tell."""
    if earning.received_on and earning.received_on <= day:
        return earning
    settled = earning.settled if earning.settled and earning.settled <= day else None
    stage = Stage.VALIDATED if settled else Stage.ESTIMATED
    expected = earning.expected if settled else None
    return earning._replace(stage=stage, settled=settled, received_by=None, received_on=None, expected=expected)


def _days(start: date, end: date) -> Iterator[date]:
    while start < end:
        yield start
        start += ONE_DAY
