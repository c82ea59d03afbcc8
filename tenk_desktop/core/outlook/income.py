"""What creator money the coming months, and the rest of this one, may bring: simulated paths, never one figure.

Three parts, each kept because the benchmark shows what it buys:

1. *The person's own level* (`follow`). In logarithms, divided by the person's own mean month, an income is a level that
   drifts plus noise. How noisy and how drifting a person is, is one of 8 x 7 guesses; other creators say how common
   each guess is (`fit`), the person's own months reweigh them (Kalman likelihood). Works from a single month.
2. *What others teach* (`Correction`). How far the level model was off for other creators, from what could be known
   then: the last months, the last 28 and 7 days, the running month's own pace. It keeps the order of the paths, moves
   and stretches them, and is all there is to the rest of a running month.
3. *The person's own past*. Some paths replay one past month, each half as likely as one two months younger: the more
   months there are, the more paths (`own_share`).

What each part buys, on the benchmark's public series, cross-fitted (``bench.py --cv --forecaster
tenk_desktop.core.outlook.income --fit tenk_desktop.core.outlook.fit:fit_prior``). Skill in % of the CRPS of: the mean
of three months, simple exponential smoothing (SES), the run rate, the bootstrap of daily values; Brier in % of that of
SES; cover = share of outcomes in the 80 % band; buffer = how often the 90 % one was enough for three months.

                            next month                      4-12 months      buffer  running month
                            mean-3  SES  Brier  log   cover mean-3  SES              rate  days  cover
    1 level                   21.4  9.3   14.0  .477  .82     23.6  1.0       .87    17.0  -3.7  .73
    2 + others, months only   22.0  9.9   14.8  .474  .82     24.7  2.4       .88      -     -     -
    2 + others, with days     23.4 11.6   19.9  .447  .80     26.0  4.1       .89    28.4  10.5  .80
    3 + own past              24.7 13.0   19.6  .449  .80     27.9  6.6       .89     (not used)

Without daily values at all: 23.1, 11.2, 14.9, .474, .81, 26.6, 4.9, .89. The 80 % band holds 75 to 85 % at each length
of history. Of part 3, a share that grows with the history instead of one path in five buys 0.7 [0.4, 1.0] points of
CRPS (18 months and more: 3.4), of part 2, the level model's own spread among the signs 0.2, and 0.6 [0.0, 1.1] in a
running month (90 % intervals, creators resampled). The noise of the replay, narrower for longer pasts, and its one
month that goes on mend the bands of long histories and the buffer.

Tried and left out, as they bought nothing: signs multiplied by 1/n or by the unevenness, the logarithm of n for 1/n,
each length of history weighing the same in the fit, averaged quantiles instead of pooled paths, a share of uncorrected
paths, replayed days in a running month, a first variance of 0.25 or 1, a ridge of 0.005 to 0.1, a half-life of 3.

Method: local level model and Kalman filter as in A. C. Harvey, *Forecasting, Structural Time Series Models and the
Kalman Filter* (1989), with weights of the grid by expectation-maximisation; the rest is regression on its errors.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tenk_desktop.core.resources import resource

Array = NDArray[np.float64]
Days = Sequence[ArrayLike | None]

OFFSET = 0.05  # of the mean month: so that an empty month has a logarithm
CENTRE = 0.2  # a logarithm's mean lies below the logarithm of the mean
FIRST_VARIANCE = 0.5  # of the level before any month is seen
NOISE = np.array([0.01, 0.03, 0.08, 0.2, 0.45, 1.0, 2.2, 5.0])  # variance of one month around the level
DRIFT = np.array([0.0, 0.01, 0.03, 0.08, 0.2, 0.5, 1.2])  # variance of the level's step from month to month
_NOISE, _DRIFT = (grid.ravel() for grid in np.meshgrid(NOISE, DRIFT, indexing="ij"))

LEVELS = np.linspace(0.005, 0.995, 51)
DAYS_KNOWN = (0, 5, 10, 15, 20, 25)  # days of the running month for which a correction was learnt
MONTHS_KEPT = 24
MONTHS_AHEAD = 3
MONTH = 30.4  # days

USUAL_SHARE = 0.25  # of a longer span, mixed into the pace of a shorter one

HALF_LIFE = 2.0  # months: how fast the past is forgotten when it is replayed
OWN_NOISE = 0.45  # sd of the logarithm round a lone month (money per view from month to month: 0.3 to 0.45 measured)

# Euros, median and sd of the logarithm (published typical income): 80 % within about 57 to 390.
FIRST_INCOME, FIRST_SPREAD = 150.0, 0.75


@dataclass(frozen=True, slots=True)
class Correction:
    """What other creators teach about the error of the level model, in logarithms.

    ``centre`` and ``spread`` weigh the two rows of `Signs`; a shorter one uses the first signs only. ``quantiles`` are
    those of the standardised error at `LEVELS`; nothing goes further above the best month seen than ``ceiling``.
    """

    centre: Array
    spread: Array
    quantiles: Array
    ceiling: float


@dataclass(frozen=True, slots=True)
class Prior:
    """What is known before a person's first month. ``weights``: how common each `NOISE` x `DRIFT` is, summing to 1."""

    weights: Array
    corrections: Mapping[str, Correction]


@dataclass(frozen=True, slots=True)
class Belief:
    """For each guess of noise and drift (last axis): how well it explains the months, and the level it leads to."""

    fit: Array  # log likelihood
    mean: Array
    variance: Array


@dataclass(frozen=True, slots=True)
class Signs:
    """What could be known of the months ahead: how far recent months and days lie from the level, and how uneven."""

    centre: Array
    spread: Array


@cache
def shipped() -> Prior:
    """The prior packed with the application; `fit.as_json` wrote it."""
    stored = json.loads(resource("outlook", "prior.json").read_text("utf-8"))
    corrections = {
        name: Correction(np.array(c["centre"]), np.array(c["spread"]), np.array(c["quantiles"]), c["ceiling"])
        for name, c in stored["corrections"].items()
    }
    return Prior(np.array(stored["weights"]), corrections)


def simulate_months(
    months: Sequence[float] | Array,
    *,
    days: Days,
    horizon: int,
    paths: int,
    seed: int,
    prior: Prior | None = None,
    euro: float = 1.0,
) -> Array:
    """The next ``horizon`` months, as an array (paths, horizon) of amounts >= 0 in the unit of ``months``.

    ``months`` are totals, oldest first, NaN where one is not known (unknown is not zero); negative ones count as zero.
    ``days`` has, for each month, its daily values or None. The last 24 months count. ``euro`` is how many of the
    caller's units make one euro (100 for cents): used only before the first income, where the published typical
    income is all there is. The same arguments give the same paths.
    """
    rng = np.random.default_rng(seed)
    known = _known(months)
    if not known.any():
        return _before_any(known.size, horizon, paths, rng) * euro
    prior = prior or shipped()
    person = Person(months, days, prior)
    logs = person.simulate(horizon, paths, rng)
    for ahead in range(horizon):
        correction = prior.corrections.get(month_name(ahead, days=person.recent.size > 0))
        logs[:, ahead] = person.corrected(logs[:, ahead], ahead, correction)
    amounts = from_log(logs, person.scale)
    own = rng.permutation(paths)[: round(own_share(known.size) * paths)]
    amounts[own] = replay(known, (own.size, horizon), rng)
    return amounts


def own_share(months: int) -> float:
    """How many of the paths replay the person's own past: 1 in 5 after 2 months, half after 14.

    A credibility weight, n / (n + k), as actuaries give a person's own experience, begun two months early.
    """
    return (months + 2) / (months + 18)


def replay(known: Array, shape: tuple[int, int], rng: np.random.Generator) -> Array:
    """Paths (paths, horizon) on which one past month goes on, with noise of its own each month.

    The more months to choose from, the less noise round each: the n ** -1/5 of a kernel's width (B. W. Silverman,
    *Density Estimation*, 1986).
    """
    paths, horizon = shape
    recency = 0.5 ** (np.arange(known.size)[::-1] / HALF_LIFE)
    chosen = rng.choice(known, (paths, 1), p=recency / recency.sum())
    noise = OWN_NOISE * known.size**-0.2
    replayed: Array = chosen * np.exp(noise * rng.standard_normal((paths, horizon)))
    return replayed


def simulate_rest_of_month(
    months: Sequence[float] | Array,
    *,
    days: Days,
    so_far: ArrayLike,
    days_in_month: int,
    paths: int,
    seed: int,
    prior: Prior | None = None,
    euro: float = 1.0,
) -> Array:
    """The total of the whole running month, as an array (paths,): never below what ``so_far`` adds up to, nor below 0.

    ``so_far`` holds the daily values of the running month until today, corrections included (NaN: not known); the rest
    as in `simulate_months`, ``months`` being the complete months before it.
    """
    rng = np.random.default_rng(seed)
    gone = np.size(so_far)
    left = max(days_in_month - gone, 0)
    running = _without_gaps(so_far)
    accrued = max(float(running.sum()), 0.0)
    if not _known(months).any() and accrued:  # the first month that pays
        months, days = [accrued / running.size * MONTH], [None]
    if not running.size or not _known(months).any():
        whole = simulate_months(months, days=days, horizon=1, paths=paths, seed=seed, prior=prior, euro=euro)[:, 0]
        return whole * left / days_in_month
    prior = prior or shipped()
    person = Person(months, days, prior, running)
    logs = person.simulate(1, paths, rng)[:, 0]
    after = int(np.clip(np.searchsorted(DAYS_KNOWN, gone), 1, len(DAYS_KNOWN) - 1))
    first, second = (
        person.corrected(logs, 0, prior.corrections.get(day_name(DAYS_KNOWN[i]))) for i in (after - 1, after)
    )
    share = np.interp(gone, DAYS_KNOWN[after - 1 : after + 1], (0.0, 1.0))
    rest = from_log((1 - share) * first + share * second, person.scale)
    return accrued + rest * left / MONTH


class Person:
    """One history, seen by the level model; ``running`` are the daily values of a month that is not over."""

    def __init__(self, months: Sequence[float] | Array, days: Days, prior: Prior, running: ArrayLike = ()) -> None:
        """At least one month must be known and positive."""
        self.months = np.maximum(np.asarray(months, float)[-MONTHS_KEPT:], 0)
        self.known = _known(months)
        self.scale = float(self.known.mean())
        self.running = _without_gaps(running)
        self.recent = _recent_days([*days, self.running] if self.running.size else days)
        self.belief = follow(to_log(self.months, self.scale))
        self.weights = weigh(self.belief.fit, prior.weights)

    def simulate(self, horizon: int, paths: int, rng: np.random.Generator) -> Array:
        """The next months by the level model alone, as logarithms (paths, horizon)."""
        ranks = (np.arange(paths) + rng.random()) / paths  # one draw a stratum: less noise than free draws
        guess = rng.permutation(np.searchsorted(np.cumsum(self.weights[:-1]), ranks))
        level = self.belief.mean[guess] + np.sqrt(self.belief.variance[guess]) * rng.standard_normal(paths)
        steps = np.sqrt(_DRIFT[guess, None]) * rng.standard_normal((paths, horizon))
        noise = np.sqrt(_NOISE[guess, None]) * rng.standard_normal((paths, horizon))
        logs: Array = level[:, None] + np.cumsum(steps, 1) + noise
        return logs

    def moments(self, ahead: int) -> tuple[float, float]:
        """Mean and standard deviation of the logarithm of a month; 0 is the next one."""
        mean = float(self.weights @ self.belief.mean)
        variance = self.belief.variance + (ahead + 1) * _DRIFT + _NOISE + (self.belief.mean - mean) ** 2
        return mean, float(np.sqrt(self.weights @ variance))

    def signs(self) -> Signs:
        """What the corrections look at: first what any history shows, then what daily values add."""
        mean, sd = self.moments(0)
        logs = to_log(self.known, self.scale)
        centre = [logs[-1] - mean, logs[-3:].mean() - mean, logs.mean() - mean]
        spread = [abs(centre[0]), float((self.known == 0).mean()), float(np.log(sd))]
        if self.recent.size:
            weeks, week, running = self._paces()
            centre += [weeks - mean, week - mean, running - mean][: 3 if self.running.size else 2]
            spread += [abs(week - weeks), _unevenness(self.recent)]
        always = [1.0, 1 / self.known.size]
        return Signs(np.array(always + centre), np.array(always + spread))

    def best(self) -> float:
        """The best month seen, as a logarithm; the running month counts at its pace."""
        best = float(to_log(self.known, self.scale).max())
        return max(best, self._paces()[2]) if self.running.size else best

    def corrected(self, logs: Array, ahead: int, correction: Correction | None) -> Array:
        """The paths in the same order, where other creators say they should have been."""
        if correction is None:
            return logs
        signs, (mean, sd) = self.signs(), self.moments(ahead)
        ranks = np.empty(logs.size)
        ranks[np.argsort(logs)] = (np.arange(logs.size) + 0.5) / logs.size
        centre = mean + signs.centre[: correction.centre.size] @ correction.centre
        errors = np.interp(ranks, LEVELS, correction.quantiles)
        corrected: Array = centre + sd * stretch(signs.spread, correction.spread) * errors
        return np.minimum(corrected, self.best() + correction.ceiling)

    def _paces(self) -> tuple[float, float, float]:
        """The month that the last 28 days, the last 7 and the running month announce, as logarithms."""
        weeks = _pace(self.recent, self.scale)
        week = _pace(self.recent[-7:], weeks)
        running = _pace(self.running, weeks) if self.running.size else weeks
        logs = to_log(np.array([weeks, week, running]), self.scale)
        return float(logs[0]), float(logs[1]), float(logs[2])


def follow(logs: Array) -> Belief:
    """The Kalman filter of a drifting level over the last axis, for every guess at once; NaN is an unknown month."""
    mean = np.zeros((*logs.shape[:-1], _NOISE.size))
    variance = np.full_like(mean, FIRST_VARIANCE)
    fit = np.zeros_like(mean)
    begun = np.zeros((*logs.shape[:-1], 1), bool)
    for i in range(logs.shape[-1]):
        seen = ~np.isnan(logs[..., i : i + 1])
        variance = variance + np.where(begun, _DRIFT, 0.0)
        surprise = np.where(seen, logs[..., i : i + 1] - mean, 0.0)
        expected = variance + _NOISE
        gain = np.where(seen, variance / expected, 0.0)
        fit -= np.where(seen, 0.5 * (np.log(expected) + surprise**2 / expected), 0.0)
        mean = mean + gain * surprise
        variance = variance * (1 - gain)
        begun = begun | seen
    return Belief(fit, mean, variance)


def weigh(fit: Array, weights: Array) -> Array:
    """The chance of each guess after its log likelihood ``fit``, from its chance before."""
    joint = weights.ravel() * np.exp(fit - fit.max(-1, keepdims=True))
    chances: Array = joint / joint.sum(-1, keepdims=True)
    return chances


def to_log(amounts: Array | float, scale: float) -> Array:
    """Amounts as logarithms, ``scale`` being the mean month; below zero counts as zero."""
    logs: Array = np.log(np.maximum(amounts, 0) / scale + OFFSET) + CENTRE
    return logs


def from_log(logs: Array, scale: float) -> Array:
    """The inverse of `to_log`, never below 0."""
    amounts: Array = scale * np.maximum(np.exp(logs - CENTRE) - OFFSET, 0)
    return amounts


def stretch(signs: Array, weights: Array) -> Array:
    """How much wider than the level model thinks, from `Signs.spread` (last axis); kept within reason."""
    wider: Array = np.clip(np.exp(signs[..., : weights.size] @ weights), 0.2, 3.0)
    return wider


def month_name(ahead: int, *, days: bool) -> str:
    """The correction of a month to come (0 is the next one), daily values being known or not."""
    return f"month {min(ahead, MONTHS_AHEAD - 1) + 1}" + (" with days" if days else "")


def day_name(day: int) -> str:
    """The correction of what is left of a month after so many days."""
    return f"day {day}" if day else month_name(0, days=True)


def _known(months: Sequence[float] | Array) -> Array:
    return np.maximum(_without_gaps(np.asarray(months, float)[-MONTHS_KEPT:]), 0)


def _without_gaps(values: ArrayLike) -> Array:
    values = np.asarray(values, float)
    known: Array = values[~np.isnan(values)]
    return known


def _recent_days(days: Days) -> Array:
    """The last 28 daily values, or those since the last month without any."""
    recent = np.zeros(0)
    for month in reversed(days):
        if month is None or recent.size >= 28:
            break
        recent = np.concatenate([_without_gaps(month), recent])
    return np.maximum(recent[-28:], 0)


def _pace(days: Array, usual: float) -> float:
    """The month these days announce, a little of the ``usual`` one mixed in, so that a lull is not taken for an end."""
    return (1 - USUAL_SHARE) * float(days.mean()) * MONTH + USUAL_SHARE * usual


def _unevenness(days: Array) -> float:
    mean = float(days.mean())
    return float(np.log(0.05 + min(days.std() / mean, 5.0))) if mean else np.log(5.05)


def _before_any(months: int, horizon: int, paths: int, rng: np.random.Generator) -> Array:
    """Euros before a first income: the published typical amount, each month with a chance of 1 in months + 2.

    After that many empty months the chance of a month with income is unknown itself: uniform before them (Laplace).
    Without any month the amount alone is drawn: it is a band to show, never a chance.
    """
    amount: Array = FIRST_INCOME * np.exp(FIRST_SPREAD * rng.standard_normal((paths, 1)))
    chance = rng.beta(1, months + 1, (paths, 1)) if months else np.ones((paths, 1))
    return np.where(rng.random((paths, horizon)) < chance, amount, 0.0)
