"""The weights that are said are those of the forecaster: computed again from its own paths and by plain loops."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenk_desktop.core.outlook.income import (
    CENTRE,
    DRIFT,
    FIRST_VARIANCE,
    HALF_LIFE,
    NOISE,
    OFFSET,
    Person,
    month_name,
    own_share,
    shipped,
    simulate_months,
)
from tenk_desktop.core.outlook.influence import influence

incomes = st.lists(st.integers(0, 90_000), min_size=1, max_size=30).filter(any)


def plain_weights(months: list[float]) -> list[float]:
    """The definition in loops: a Kalman filter a guess, its gains carried back to each month."""
    months = months[-24:]
    person, n = Person(months, [None] * len(months), shipped()), len(months)
    level = [0.0] * n
    guesses = [(noise, drift) for noise in NOISE for drift in DRIFT]
    for chance, (noise, drift) in zip(person.weights, guesses, strict=True):
        variance, carried = FIRST_VARIANCE, [0.0] * n
        for i in range(n):
            variance += drift if i else 0
            gain = variance / (variance + noise)
            carried = [(1 - gain) * w for w in carried]
            carried[i] = gain
            variance *= 1 - gain
        level = [a + chance * b for a, b in zip(level, carried, strict=True)]
    _, _, last, three, every = shipped().corrections[month_name(0, days=False)].centre[:5]
    recency = [0.5 ** ((n - 1 - i) / HALF_LIFE) for i in range(n)]
    found = []
    for i in range(n):
        centre = level[i] * (1 - last - three - every) + every / n
        centre += last if i == n - 1 else 0
        centre += three / min(n, 3) if i >= n - 3 else 0
        found.append(centre * (1 - own_share(n)) + recency[i] / sum(recency) * own_share(n))
    return found


@settings(max_examples=25, deadline=None)
@given(incomes)
def test_the_weights_are_those_of_a_plain_kalman_filter(months: list[int]) -> None:
    found = influence(months)
    if not any(months[-24:]):
        assert found is None
        return
    assert found.months == pytest.approx(plain_weights(months))
    assert sum(found.months) + found.mean == pytest.approx(1)
    assert found.last(2) == pytest.approx(sum(found.months[-2:]))


def test_they_are_the_centre_that_the_forecaster_draws_around() -> None:
    months = [12_000, 15_000, 9_000, 14_000, 30_000, 22_000, 18_000, 26_000]
    person = Person(months, [None] * 8, shipped())
    correction = shipped().corrections[month_name(0, days=False)]
    centre = person.moments(0)[0] + person.signs().centre[: correction.centre.size] @ correction.centre
    logs = [math.log(m / person.scale + OFFSET) + CENTRE for m in months]
    past, share = [0.5 ** ((7 - i) / HALF_LIFE) for i in range(8)], own_share(8)
    level = [(w - share * r / sum(past)) / (1 - share) for w, r in zip(influence(months).months, past, strict=True)]
    constant = correction.centre[0] + correction.centre[1] / 8
    assert centre == pytest.approx(sum(w * x for w, x in zip(level, logs, strict=True)) + constant)


def test_a_dearer_last_month_moves_the_paths_by_its_weight() -> None:
    """From the simulated paths themselves: a month a twentieth larger moves the mean logarithm by its weight of that."""
    months = [12_000.0, 15_000, 13_000, 14_000, 16_000, 15_500, 14_500, 15_200]
    weight = influence(months).months[-1]

    def mean_log(last: float) -> float:
        drawn = simulate_months([*months[:-1], last], days=[None] * 8, horizon=1, paths=4000, seed=3)
        return float(np.log(drawn + 500).mean())

    moved = (mean_log(months[-1] * 1.05) - mean_log(months[-1] / 1.05)) / (2 * math.log(1.05))
    assert moved == pytest.approx(weight, abs=0.12)


def test_before_any_income_there_is_nothing_to_weigh() -> None:
    assert influence([]) is None
    assert influence([0, 0]) is None
