"""The forecaster of creator income: what holds for every history, and that its bands hold what they promise."""

import json
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenk_desktop.core.outlook import fit, income
from tenk_desktop.core.outlook.income import MONTHS_KEPT, Prior, simulate_months, simulate_rest_of_month
from tests.fit_prior import DAILY, LAST_DAYS, MONTHLY, SHIPPED, read_histories

AMOUNT = st.floats(0, 5000, allow_nan=False).map(lambda x: round(x, 2))
MONTHS = st.lists(AMOUNT, min_size=1, max_size=30)
DAYS = st.lists(AMOUNT, min_size=28, max_size=31)


def months_ahead(months, *, days=None, horizon=3, paths=200, seed=1, **more):
    return simulate_months(months, days=days or [None] * len(months), horizon=horizon, paths=paths, seed=seed, **more)


def rest(months, so_far, *, days=None, days_in_month=30, paths=200, seed=1, **more):
    days = days or [None] * len(months)
    return simulate_rest_of_month(
        months, days=days, so_far=so_far, days_in_month=days_in_month, paths=paths, seed=seed, **more
    )


# --- what holds for every history


@given(MONTHS, st.integers(1, 5), st.one_of(st.none(), DAYS))
def test_months_to_come_are_finite_amounts(months, horizon, last):
    paths = months_ahead(months, days=[None] * (len(months) - 1) + [last], horizon=horizon)
    assert paths.shape == (200, horizon)
    assert np.isfinite(paths).all()
    assert (paths >= 0).all()


@given(st.lists(AMOUNT, max_size=30), st.lists(AMOUNT, max_size=30))
def test_a_month_never_ends_below_what_it_has_brought(months, so_far):
    paths = rest(months, so_far)
    assert paths.shape == (200,)
    assert np.isfinite(paths).all()
    assert (paths >= sum(so_far) * (1 - 1e-12)).all()


@given(MONTHS, st.lists(AMOUNT, min_size=30, max_size=30))
def test_on_the_last_day_nothing_is_uncertain(months, so_far):
    assert rest(months, so_far) == pytest.approx(sum(so_far))


EARNED = MONTHS.filter(lambda months: any(months[-MONTHS_KEPT:]))
"""Months some of which bring money, of those that count; without any the forecast is the published one, in euros."""


@given(EARNED, DAYS, st.integers(0, 29), st.sampled_from([0.01, 0.37, 100, 12345]))
def test_another_unit_gives_the_same_forecast(months, last, day, unit):
    days = [None] * (len(months) - 1) + [np.array(last)]
    scaled = [None] * (len(months) - 1) + [np.array(last) * unit]
    larger = [m * unit for m in months]
    loose = dict(rel=1e-6, abs=1e-6 * unit)  # rounding may exchange two paths that are almost equal
    assert np.sort(months_ahead(larger, days=scaled), 0) == pytest.approx(
        np.sort(months_ahead(months, days=days), 0) * unit, **loose
    )
    one, other = rest(months, last[:day], days=days), rest(larger, np.array(last[:day]) * unit, days=scaled)
    assert np.sort(other) == pytest.approx(np.sort(one) * unit, **loose)


@given(MONTHS, st.integers(0, 2**32 - 1))
def test_the_same_seed_gives_the_same_paths(months, seed):
    assert (months_ahead(months, seed=seed) == months_ahead(months, seed=seed)).all()
    assert (rest(months, [1.0, 2.0], seed=seed) == rest(months, [1.0, 2.0], seed=seed)).all()


def test_another_seed_gives_other_paths():
    assert (months_ahead([100, 150], seed=1) != months_ahead([100, 150], seed=2)).any()


@settings(max_examples=20)
@given(MONTHS.filter(any))
def test_no_path_explodes(months):
    """The classical methods' worst fault on bursts."""
    assert months_ahead(months, paths=2000).max() <= 30 * max(months)


@given(st.integers(1, 24), st.integers(0, 2**32 - 1))
def test_a_replay_goes_on_with_one_past_month(months, seed):
    past = np.repeat([1.0, 1e6], [1, months])
    replayed = income.replay(past, (400, 3), np.random.default_rng(seed))
    high = replayed > 1e3
    assert (high == high[:, :1]).all()
    assert high[:, 0].any()


def test_the_own_past_counts_more_the_longer_it_is():
    shares = [income.own_share(months) for months in range(1, 25)]
    assert shares == sorted(shares)
    assert (shares[1], shares[13]) == (0.2, 0.5)  # after 2 and after 14 months


# --- short, empty and broken histories


def test_one_month_is_enough_but_says_little():
    low, middle, high = np.quantile(months_ahead([200.0], paths=4000)[:, 0], [0.1, 0.5, 0.9])
    assert 0 < low < 100
    assert 100 < middle < 220
    assert high > 250


def test_a_longer_steady_past_is_surer():
    def width(paths):
        return np.subtract(*np.quantile(paths[:, 0], [0.9, 0.1]))

    assert width(months_ahead([200.0] * 18, paths=2000)) < 0.6 * width(months_ahead([200.0], paths=2000))


@pytest.mark.parametrize("empty", [1, 4, 12])
def test_after_empty_months_any_income_has_one_chance_in_two_more(empty):
    paths = months_ahead([0.0] * empty, paths=20000)
    assert (paths > 0).mean(0) == pytest.approx(np.full(3, 1 / (empty + 2)), abs=0.015)


def test_before_any_month_there_is_the_published_band():
    paths = months_ahead([], paths=20000, euro=100)  # in cents
    assert np.quantile(paths, [0.1, 0.5, 0.9]) == pytest.approx([5740, 15000, 39200], rel=0.05)


def test_a_first_paying_day_counts_before_any_month():
    paths = rest([0.0, 0.0], [0.0, 0.0, 12.0])
    assert (paths >= 12).all()
    assert np.median(paths) > 20


def test_a_gap_is_not_a_zero():
    steady = np.median(months_ahead([100.0, 110, 90, 100, 105, 95], paths=4000)[:, 0])
    gap = np.median(months_ahead([100.0, 110, np.nan, np.nan, 105, 95], paths=4000)[:, 0])
    zero = np.median(months_ahead([100.0, 110, 0, 0, 105, 95], paths=4000)[:, 0])
    assert gap == pytest.approx(steady, rel=0.15)
    assert zero < 0.85 * gap


def test_unknown_days_are_not_zeros_either():
    last = np.full(30, 5.0)
    holes = last.copy()
    holes[10:20] = np.nan
    known, partly = (np.median(months_ahead([150.0, 150], days=[None, d], paths=4000)[:, 0]) for d in (last, holes))
    assert partly == pytest.approx(known, rel=0.1)


def test_a_reversal_never_makes_income_negative():
    assert (months_ahead([100.0, -40, 80]) == months_ahead([100.0, 0, 80])).all()
    assert (rest([100.0, 80], [-30.0, 5]) >= 0).all()


def test_only_the_last_two_years_count():
    recent = [float(100 + 7 * i % 40) for i in range(24)]
    assert (months_ahead([9999.0] * 6 + recent) == months_ahead(recent)).all()


def test_good_last_days_raise_the_next_month():
    low, high = (np.repeat([5.0, pace], [16, 14]) for pace in (1.0, 20.0))
    months = [150.0, 150, 150]
    low, high = (np.median(months_ahead(months, days=[None, None, d], paths=2000)[:, 0]) for d in (low, high))
    assert high > 1.3 * low


@pytest.mark.parametrize("day", [1, 4, 5, 7, 12, 19, 25, 28])
def test_a_month_under_way_is_surer_and_follows_its_days(day):
    days, so_far = [np.full(30, 5.0)] * 4, np.full(day, 5.0)
    paths = rest([150.0] * 4, so_far, days=days, paths=2000)
    before = months_ahead([150.0] * 4, days=days, paths=2000)[:, 0]
    assert np.median(paths) == pytest.approx(150, rel=0.12)
    assert np.subtract(*np.quantile(paths, [0.9, 0.1])) <= 1.05 * np.subtract(*np.quantile(before, [0.9, 0.1]))


def test_before_the_first_day_a_month_is_a_month_to_come():
    whole = months_ahead([100.0, 130, 90], horizon=1)[:, 0]
    assert rest([100.0, 130, 90], []) == pytest.approx(whole)


# --- what is learnt from others


@dataclass
class Creator:
    m: np.ndarray
    dl: list = field(default_factory=list)
    group: str = "made"


def creators(count: int, months: int, seed: int, noise: float = 0.2, drift: float = 0.03) -> list[Creator]:
    """Incomes of the level model's own making, with days."""
    rng = np.random.default_rng(seed)
    made = []
    for _ in range(count):
        level = np.cumsum(np.sqrt(drift) * rng.standard_normal(months))
        totals = rng.lognormal(4, 1) * np.exp(level + np.sqrt(noise) * rng.standard_normal(months))
        made.append(Creator(totals, [t * rng.dirichlet(np.full(30, 2.0)) for t in totals]))
    return made


@pytest.fixture(scope="module")
def learnt() -> Prior:
    return fit.fit_prior(creators(60, 14, seed=3))


def test_the_fit_finds_the_noise_that_is_there(learnt):
    noise = float(np.exp((learnt.weights.sum(1) * np.log(income.NOISE)).sum()))
    assert learnt.weights.sum() == pytest.approx(1)
    assert 0.1 < noise < 0.4


@pytest.mark.parametrize("corrected", [False, True])
def test_a_band_holds_what_it_promises(learnt, corrected):
    prior = learnt if corrected else Prior(learnt.weights, {})
    held = []
    for number, creator in enumerate(creators(300, 9, seed=4)):
        paths = simulate_months(creator.m[:8], days=creator.dl[:8], horizon=1, paths=400, seed=number, prior=prior)
        low, high = np.quantile(paths, [0.1, 0.9])
        held.append(low <= creator.m[8] <= high)
    assert 0.74 < np.mean(held) < 0.88


def test_the_rest_of_a_month_holds_what_it_promises(learnt):
    held = []
    for number, creator in enumerate(creators(300, 7, seed=5)):
        paths = rest(creator.m[:6], creator.dl[6][:10], days=creator.dl[:6], paths=400, seed=number, prior=learnt)
        low, high = np.quantile(paths, [0.1, 0.9])
        held.append(low <= creator.m[6] <= high)
    assert 0.74 < np.mean(held) < 0.87


def test_a_prior_survives_its_file(learnt, tmp_path, monkeypatch):
    (tmp_path / "prior.json").write_text(fit.as_json(learnt), "utf-8")
    monkeypatch.setattr(income, "resource", lambda *parts: tmp_path / parts[-1])
    stored = income.shipped.__wrapped__()
    assert stored.weights == pytest.approx(learnt.weights, abs=1e-4)
    assert stored.corrections.keys() == learnt.corrections.keys()
    months = creators(1, 8, seed=6)[0].m
    assert months_ahead(months, prior=stored) == pytest.approx(months_ahead(months, prior=learnt), rel=0.02, abs=0.5)


def test_the_shipped_prior_is_whole():
    shipped = income.shipped()
    assert shipped.weights.shape == (income.NOISE.size, income.DRIFT.size)
    assert shipped.weights.sum() == pytest.approx(1, abs=0.01)
    names = {income.month_name(ahead, days=days) for ahead in range(income.MONTHS_AHEAD) for days in (False, True)}
    assert set(shipped.corrections) == names | {income.day_name(day) for day in income.DAYS_KNOWN}
    assert all((np.diff(c.quantiles) >= 0).all() for c in shipped.corrections.values())


def test_the_shipped_prior_is_what_the_series_teach(forecast_data):
    histories = read_histories(forecast_data)
    learnt, stored = (json.loads(text) for text in (fit.as_json(fit.fit_prior(histories)), SHIPPED.read_text("utf-8")))
    assert np.array(stored["weights"]) == pytest.approx(np.array(learnt["weights"]), abs=2e-4)
    assert stored["corrections"].keys() == learnt["corrections"].keys()
    for name, correction in learnt["corrections"].items():
        for part, values in correction.items():  # another processor rounds otherwise
            assert np.array(stored["corrections"][name][part]) == pytest.approx(np.array(values), abs=2e-4), (
                name,
                part,
            )


def test_only_whole_months_of_days_are_learnt_from(tmp_path):
    first = date(2024, 1, 31)  # one day of January, February and March and April whole, two days of May
    days = [(first + timedelta(days=i), float(i)) for i in range(93)]
    rows = "".join(f"made,{day},{value}\n" for day, value in days)
    for name in (*DAILY, *MONTHLY, LAST_DAYS, f"{LAST_DAYS}_30d"):
        (tmp_path / f"{name}.csv").write_text("series_id,date,value\n" + (rows if name == "own_money" else ""), "utf-8")
    (found,) = read_histories(tmp_path)
    assert [len(d) for d in found.dl] == [29, 31, 30]
    assert found.m.tolist() == [sum(range(1, 30)), sum(range(30, 61)), sum(range(61, 91))]
    assert found.group == "own"
