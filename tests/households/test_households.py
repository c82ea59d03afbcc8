"""A small share of what ``python -m tests.households`` measures, at bounds that a wrong model does not hold.

The bounds are wider than the goals by what so few verdicts leave to chance; the command's own table is the measure.
"""

from datetime import date, timedelta

import pytest

from tests.households.lives import Row
from tests.households.people import KINDS, household
from tests.households.replay import Case, _past_lows, cases
from tests.households.scores import brier, ece, score


@pytest.fixture(scope="module")
def told() -> list[Case]:
    """Three households of each kind, four months each, said by a tenth of the app's paths."""
    return [c for kind in KINDS for number in range(3) for c in cases(kind, number, months=4, paths=200)]


def test_what_is_said_is_what_happens(told):
    found = score(told)
    assert found.verdicts >= 120
    assert abs(found.said - found.closed) < 0.06
    assert found.ece < 0.10
    assert found.ece_without < 0.10
    assert 0.72 < found.band < 0.86


def test_resampling_ones_own_months_is_beaten(told):
    found = score(told)
    assert found.gain > 0.05
    assert found.gain_without > 0.08
    assert found.brier < 0.15


def test_the_run_dry_range_holds(told):
    for said, seen, count in score(told).dry.values():
        assert count > 20
        assert abs(said - seen) < 0.10


# --- the measure itself


def test_calibration_error_and_brier_by_hand():
    honest = [(0.25, i < 25) for i in range(100)]
    boasting = [(0.95, i < 25) for i in range(100)]
    assert ece(honest) == pytest.approx(0)
    assert ece(boasting) == pytest.approx(0.70)
    assert brier(honest) == pytest.approx(0.1875)
    assert brier([(1.0, True), (0.0, True)]) == pytest.approx(0.5)


@pytest.mark.parametrize("kind", KINDS)
def test_a_life_without_tiktok_meets_the_same_weather(kind):
    """The same rows but TikTok's, unless the purse changed what was bought."""
    start, end = date(2024, 3, 1), date(2024, 6, 1)
    life = household(kind, 0)
    rows = list(life.live(start, end, 50_000))
    bare = list(life.live(start, end, 50_000, tiktok=False))
    assert rows == list(household(kind, 0).live(start, end, 50_000))
    assert not any("TIKTOK" in r.label for r in bare)
    kept = [r for r in rows if "TIKTOK" not in r.label]
    if life.habits.purse:
        assert [(r.day, r.label) for r in kept] == [(r.day, r.label) for r in bare]
    else:
        assert kept == bare


def test_past_lows_by_hand():
    rows = [Row(date(2024, 1, 12), -500, "a"), Row(date(2024, 1, 20), 900, "b"), Row(date(2024, 2, 11), -300, "c")]
    rows += [Row(date(2024, 2, 9), -9999, "before the day"), Row(date(2024, 3, 2), -7777, "the running month")]
    assert _past_lows(rows, date(2024, 1, 1), date(2024, 3, 10), date(2024, 3, 10)) == [-500, -300]
    # with accounts known up to the 10th only, what counts is the lowest from today, the 21st, on
    assert _past_lows(rows, date(2024, 1, 1), date(2024, 3, 10), date(2024, 3, 21)) == [400, -300]
    assert _past_lows(rows, date(2024, 1, 1), date(2024, 3, 10) + timedelta(5), date(2024, 3, 15)) == [0, 0]
