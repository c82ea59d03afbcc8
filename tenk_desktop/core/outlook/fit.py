"""Learns what `income` knows before a person's first month, from the histories of other creators.

Nobody's history leaves their computer: `fit_prior` is run by hand on public series, and only its few hundred constants
are packed, as ``resources/outlook/prior.json`` (`as_json`).
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from tenk_desktop.core.outlook.income import (
    DAYS_KNOWN,
    DRIFT,
    LEVELS,
    MONTH,
    MONTHS_AHEAD,
    MONTHS_KEPT,
    NOISE,
    Array,
    Correction,
    Person,
    Prior,
    day_name,
    follow,
    month_name,
    stretch,
    to_log,
    weigh,
)

HISTORIES = (1, 2, 3, 4, 6, 8, 12, 18, 24)  # months visible
ORIGINS = 8  # at most so many moments a series and history
ROUNDS = 6  # of reweighting towards least absolute deviations
RIDGE = 0.03
NOT_CREATORS = "proxy"  # spare parts in the benchmark's data: another kind of gap


class Series(Protocol):
    """One creator: monthly totals, and for each month its daily values or None. ``group`` is optional."""

    m: Array
    dl: Sequence[Array | None]


@dataclass(frozen=True, slots=True)
class _Case:
    """One moment of one series: ``start`` to ``now`` is visible. A creator weighs the same however long the series."""

    series: Series
    start: int
    now: int
    weight: float

    @property
    def visible(self) -> Array:
        return self.series.m[self.start : self.now]

    @property
    def days(self) -> Sequence[Array | None]:
        return self.series.dl[self.start : self.now]


@dataclass(frozen=True, slots=True)
class _Example:
    """What was known (`signs`), what the level model said (`mean`, `sd`), what came (`came`); logarithms."""

    centre: Array
    spread: Array
    mean: float
    sd: float
    best: float
    came: float
    weight: float


def fit_prior(series: Sequence[Series]) -> Prior:
    """The prior learnt from these creators; a kind of creator (``group``) counts by the square root of its number."""
    cases = list(_cases([s for s in series if _group(s) != NOT_CREATORS]))
    prior = Prior(_common_guesses(cases), {})
    examples: dict[str, list[_Example]] = defaultdict(list)
    for case in cases:
        for name, example in _examples(case, prior):
            examples[name].append(example)
    return replace(prior, corrections={name: _correction(found) for name, found in examples.items()})


def as_json(prior: Prior) -> str:
    """The prior as `income.shipped` reads it, to four decimals."""
    lines = [
        f"{json.dumps(name)}: {json.dumps({field: _plain(getattr(c, field)) for field in Correction.__slots__})}"
        for name, c in sorted(prior.corrections.items())
    ]
    weights = json.dumps(_plain(prior.weights))
    return f'{{"weights": {weights},\n "corrections": {{\n' + ",\n".join(lines) + "}}\n"


def _plain(values: Array | float) -> object:
    return np.round(values, 4).tolist()


def _group(series: Series) -> str:
    return str(getattr(series, "group", ""))


def _cases(series: Sequence[Series]) -> Iterator[_Case]:
    sizes = Counter(map(_group, series))
    for one in series:
        ends = [(n, now) for n in HISTORIES for now in _origins(n, len(one.m)) if one.m[now - n : now].sum() > 0]
        for n, now in ends:
            yield _Case(one, now - n, now, 1 / len(ends) / sizes[_group(one)] ** 0.5)


def _origins(first: int, end: int) -> Sequence[int]:
    if end - first <= ORIGINS:
        return range(first, end)
    return [round(x) for x in np.linspace(first, end - 1, ORIGINS)]


def _common_guesses(cases: Sequence[_Case]) -> Array:
    """How common each noise and drift is: expectation-maximisation over the cases and the months that followed them."""
    logs = np.full((len(cases), MONTHS_KEPT + MONTHS_AHEAD), np.nan)
    for row, case in zip(logs, cases, strict=True):
        months = case.series.m[case.start : case.now + MONTHS_AHEAD]
        row[: months.size] = to_log(months, case.visible.mean())
    fit, counts = follow(logs).fit, np.array([case.weight for case in cases])
    weights = np.full(NOISE.size * DRIFT.size, 1 / (NOISE.size * DRIFT.size))
    for _ in range(200):
        weights = counts @ weigh(fit, weights) / counts.sum()
    return weights.reshape(NOISE.size, DRIFT.size)


def _examples(case: _Case, prior: Prior) -> Iterator[tuple[str, _Example]]:
    """Each month that followed, with daily values and without; the rest of the first one after so many days."""
    with_days, without = Person(case.visible, case.days, prior), Person(case.visible, (), prior)
    for ahead, total in enumerate(case.series.m[case.now : case.now + MONTHS_AHEAD]):
        yield month_name(ahead, days=False), _example(without, ahead, total, case.weight)
        if with_days.recent.size:
            yield month_name(ahead, days=True), _example(with_days, ahead, total, case.weight)
    running = case.series.dl[case.now]
    if with_days.recent.size and running is not None:
        for day in DAYS_KNOWN[1:]:
            person = Person(case.visible, case.days, prior, running[:day])
            yield day_name(day), _example(person, 0, running[day:].mean() * MONTH, case.weight)


def _example(person: Person, ahead: int, came: float, weight: float) -> _Example:
    signs, (mean, sd) = person.signs(), person.moments(ahead)
    return _Example(signs.centre, signs.spread, mean, sd, person.best(), float(to_log(came, person.scale)), weight)


def _correction(examples: Sequence[_Example]) -> Correction:
    """Where the paths should have been: a median regression for the centre, one of absolute errors for the spread."""
    centres, spreads, mean, sd, best, came, weight = (
        np.array([getattr(e, name) for e in examples]) for name in _Example.__slots__
    )
    centre, spread = np.zeros(centres.shape[1]), np.zeros(spreads.shape[1])
    for _ in range(ROUNDS):
        width = sd * stretch(spreads, spread)
        errors = (came - mean - centres @ centre) / width
        centre = _ridge(centres, came - mean, weight / width**2 / np.maximum(np.abs(errors), 0.3))
        errors = (came - mean - centres @ centre) / sd
        spread = _ridge(spreads, np.log(np.abs(errors) + 0.05) + 0.6, weight)
    errors = (came - mean - centres @ centre) / (sd * stretch(spreads, spread))
    ceiling = max(_quantiles(came - best, weight, np.array([0.99]))[0], np.log(1.5))
    return Correction(centre, spread, _quantiles(errors, weight, LEVELS), float(ceiling))


def _ridge(signs: Array, target: Array, weight: Array) -> Array:
    """Weighted least squares, shrunk towards 0 but for the constant (the first sign)."""
    square = signs.T @ (weight[:, None] * signs)
    shrink = RIDGE * np.trace(square) / len(square) * np.eye(len(square))
    shrink[0, 0] = 0
    return np.linalg.solve(square + shrink, signs.T @ (weight * target))


def _quantiles(values: Array, weight: Array, levels: Array) -> Array:
    order = np.argsort(values)
    below = np.cumsum(weight[order]) - weight[order] / 2
    return np.interp(levels, below / weight.sum(), values[order])
