"""When an account may reach a number of followers: its own past weeks, drawn again and again.

The increments of seven days of the last half year are drawn with replacement. A few weeks say little of the weeks to
come, so each path first draws half as many as there really are, and lives on those only: the range widens by itself
when the past is short (half, because on simulated accounts the range then holds the day about 8 times in 10, and
7 times with all of them). A model of what was, not of what a video may do: growth that changes for good escapes it.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from tenk_desktop.core.creator.audience import Audience, Known, Metric, latest
from tenk_desktop.core.text import Message, msg

HALF_YEAR = 182  # days looked back
LEAST_DAYS = 28  # from the first day looked at to the last
LEAST_WEEKS = 8  # seven-day increments, overlapping
HORIZON = 157  # weeks: three years
STALE = 60  # days since the last known day, above which nothing is said
PATHS = 2000


@dataclass(frozen=True, slots=True)
class Reach:
    """The days by which 1, 5 and 9 paths in 10 have reached it; None for those that take more than three years.

    ``chance`` is the share of paths that reach it within three years.
    """

    low: date
    typical: date | None
    high: date | None
    chance: float


def reach(audience: Audience, target: int, today: date, *, seed: int = 1) -> Reach | Message:
    """When ``target`` followers may be reached, or why that cannot be said. The same arguments give the same answer.

    Once reached, all three days are the first one on which it was, and the chance is 1.
    """
    followers = {d: v for d, v in audience.of(Metric.FOLLOWERS).items() if d <= today}
    there = next((d for d, v in followers.items() if v >= target), None)
    now = latest(audience, Metric.FOLLOWERS, today)
    if there and now and now.value >= target:
        return Reach(there, there, there, 1.0)
    known = _increments(audience, today)
    if isinstance(known, Message):
        return known
    now = known.now
    weeks = _weeks_until(known, target - now.value, seed)
    chance = float(np.mean(np.isfinite(weeks)))
    days = [_day(now.date, float(w), today) for w in np.quantile(weeks, (0.1, 0.5, 0.9), method="higher")]
    if days[0] is None:
        return msg("au rythme connu, ce ne serait pas avant trois ans")
    return Reach(days[0], days[1], days[2], chance)


@dataclass(frozen=True, slots=True)
class FanWeek:
    """Followers at the end of a day: 1, 5 and 9 paths in 10 have no more than this."""

    date: date
    low: int
    typical: int
    high: int


def fan(audience: Audience, today: date, weeks: int = 26, *, seed: int = 1) -> tuple[FanWeek, ...]:
    """The weeks after the last known day, on the very paths of `reach`; empty when `reach` would say nothing."""
    known = _increments(audience, today)
    if isinstance(known, Message):
        return ()
    gained = np.cumsum(_drawn(known, seed, weeks), axis=1)
    low, typical, high = np.quantile(gained, (0.1, 0.5, 0.9), axis=0, method="inverted_cdf")
    return tuple(
        FanWeek(
            known.now.date + timedelta(weeks=i + 1),
            *(max(known.now.value + int(q[i]), 0) for q in (low, typical, high)),
        )
        for i in range(weeks)
    )


@dataclass(frozen=True, eq=False, slots=True)
class _Increments:
    """The last known followers, the increments of seven days before, and how many of them a path lives on."""

    now: Known
    steps: np.ndarray
    kept: int


def _increments(audience: Audience, today: date) -> _Increments | Message:
    """What the future is drawn from, or why there is too little of it."""
    now = latest(audience, Metric.FOLLOWERS, today)
    if now is None:
        return msg("aucun nombre d’abonnés n’est connu")
    if (today - now.date).days > STALE:
        return msg("le dernier nombre d’abonnés connu a plus de deux mois")
    since = now.date - timedelta(days=HALF_YEAR)
    recent = {d: v for d, v in audience.of(Metric.FOLLOWERS).items() if since < d <= today}
    week = timedelta(days=7)
    steps = np.array([v - recent[d - week] for d, v in recent.items() if d - week in recent], dtype=np.int64)
    span = (now.date - min(recent)).days
    if span < LEAST_DAYS or len(steps) < LEAST_WEEKS:
        return msg("il faut au moins quatre semaines d’abonnés connus, jour par jour")
    return _Increments(now, steps, max(span // 14, 2))


def _drawn(known: _Increments, seed: int, weeks: int = HORIZON) -> np.ndarray:
    """Increments a week, (paths, weeks): each path draws those it lives on, then its weeks out of them."""
    rng = np.random.default_rng([seed, 10_000])
    pools = known.steps[rng.integers(len(known.steps), size=(PATHS, known.kept))]
    return np.take_along_axis(pools, rng.integers(known.kept, size=(PATHS, HORIZON))[:, :weeks], axis=1)


def _weeks_until(known: _Increments, missing: int, seed: int) -> np.ndarray:
    """On each path, the weeks (with a fraction) until ``missing`` followers are gained; infinite when never."""
    drawn = _drawn(known, seed)
    gained = np.cumsum(drawn, axis=1)
    reached = gained >= missing
    first = np.argmax(reached, axis=1)
    paths = np.arange(PATHS)
    before = gained[paths, first] - drawn[paths, first]
    part = (missing - before) / np.where(drawn[paths, first] > 0, drawn[paths, first], 1)
    return np.where(reached.any(axis=1), first + np.clip(part, 0, 1), np.inf)


def _day(start: date, weeks: float, today: date) -> date | None:
    if not np.isfinite(weeks):
        return None
    return max(start + timedelta(days=int(np.ceil(weeks * 7))), today + timedelta(days=1))
