"""The audience of an account out of overlapping exports, the way to 10k, and money from views."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from statistics import mean

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.creator.audience import (
    Audience,
    Effect,
    Heard,
    Metric,
    Video,
    Week,
    conditions,
    eligible,
    latest,
    merge,
    parameters,
    posting_effect,
    published,
    told,
    views_window,
    weeks,
)
from tenk_desktop.core.creator.growth import Reach, reach
from tenk_desktop.core.creator.simulator import (
    Basis,
    Rate,
    Spread,
    income,
    own_rates,
    paid_on,
    rate_of,
    usual_day,
    views_for,
)
from tenk_desktop.core.creator.words import condition_name, condition_state, rate_sentence, reach_sentence
from tenk_desktop.core.text import Message, use_language

TODAY = date(2026, 11, 22)


def days(first: date, count: int) -> list[date]:
    return [first + timedelta(days=i) for i in range(count)]


def account(followers: list[int | None] = (), views: list[int | None] = (), last: date = TODAY, **more) -> Audience:
    """One account whose series end on ``last``, one value a day; None is a gap."""

    def series(values):
        on = days(last - timedelta(days=len(values) - 1), len(values))
        return {d: v for d, v in zip(on, values, strict=True) if v is not None}

    return Audience(
        "TikTok", "moi", {"followers": series(followers), "views": series(views)}, as_of=last.isoformat(), **more
    )


# --- merging


heard_values = st.builds(
    Heard,
    platform=st.just("TikTok"),
    user=st.sampled_from(["", "moi"]),
    metric=st.sampled_from(["followers", "views"]),
    day=st.dates(date(2026, 1, 1), date(2026, 1, 4)),
    value=st.none() | st.integers(-5, 5),
    as_of=st.sampled_from(["2026-01-04", "2026-01-04T10:00:00", "2026-01-05", ""]),
)
video_values = st.builds(
    Video,
    platform=st.just("TikTok"),
    user=st.sampled_from(["", "moi"]),
    id=st.sampled_from(["1", "2"]),
    title=st.sampled_from(["", "a", "b"]),
    posted=st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 3)),
    views=st.none() | st.integers(0, 3),
    as_of=st.sampled_from(["2026-01-04", "2026-01-05"]),
)


@given(st.lists(heard_values, max_size=12), st.lists(video_values, max_size=6), st.randoms())
def test_merging_does_not_depend_on_the_order(heard, videos, random) -> None:
    first = merge(heard, videos)
    random.shuffle(heard)
    random.shuffle(videos)
    assert merge(heard, videos) == first
    assert merge(heard + heard, videos + videos) == first


@given(st.lists(heard_values, max_size=12))
def test_only_what_was_said_is_known(heard) -> None:
    said = {(h.metric, h.day, h.value) for h in heard if h.value is not None}
    for audience in merge(heard, []):
        for metric, known in audience.days.items():
            assert {(metric, d, v) for d, v in known.items()} <= said
            assert list(known) == sorted(known)


def test_the_latest_export_that_knows_is_right() -> None:
    day = date(2026, 1, 1)
    old, new = (
        Heard("TikTok", "moi", "views", day, v, as_of) for v, as_of in ((90, "2026-01-01"), (120, "2026-01-03"))
    )
    silent = new._replace(value=None, as_of="2026-01-09")
    (audience,) = merge([new, silent, old], [])
    assert audience.of(Metric.VIEWS) == {day: 120}


def test_a_nameless_file_belongs_to_the_only_account() -> None:
    def one(user: str) -> Heard:
        return Heard("TikTok", user, "views", date(2026, 1, 1), 5, "2026-01-02")

    assert [a.user for a in merge([one(""), one("moi")], [])] == ["moi"]
    assert sorted(a.user for a in merge([one(""), one("moi"), one("autre")], [])) == ["", "autre", "moi"]


def test_a_video_keeps_what_each_file_knows() -> None:
    studio = Video("TikTok", "moi", "7", "Titre", date(2026, 1, 2), 900, 10, as_of="2026-01-10")
    own_data = Video("TikTok", "moi", "7", "", date(2025, 1, 2), None, 12, as_of="2026-02-01")
    (audience,) = merge([], [studio, own_data])
    (video,) = audience.videos
    assert (video.title, video.posted, video.views, video.likes) == ("Titre", date(2025, 1, 2), 900, 12)


# --- where it stands


def test_gaps_stay_gaps_and_the_future_is_not_known() -> None:
    one = account(followers=[1, None, 3, None], views=[10] * 40 + [None] * 3)
    assert latest(one, Metric.FOLLOWERS, TODAY).value == 3
    assert latest(one, Metric.FOLLOWERS, TODAY - timedelta(days=2)).value == 1
    assert latest(one, Metric.FOLLOWERS, TODAY - timedelta(days=9)) is None
    window = views_window(one, TODAY)
    assert (window.views, window.known, window.end) == (300, 30, TODAY - timedelta(days=3))


def test_views_of_a_window_with_gaps_say_how_many_days_are_known() -> None:
    window = views_window(account(views=[7] * 10 + [None] * 5 + [7] * 20), TODAY)
    assert (window.views, window.known) == (175, 25)
    assert views_window(account(), TODAY) is None


def state(audience: Audience | None, **preferences: str) -> dict[str, bool | None]:
    said = {name.replace("__", "."): value for name, value in preferences.items()}
    return {c.name: c.met for c in conditions(audience, said, TODAY)}


def test_what_nobody_said_is_unknown() -> None:
    assert set(state(None).values()) == {None}
    assert eligible(conditions(None, {}, TODAY)) is None


def test_too_few_known_views_prove_nothing_but_enough_do() -> None:
    assert state(account(views=[1000] * 20))["views"] is None
    assert state(account(views=[6000] * 20))["views"] is True
    assert state(account(views=[1000] * 30))["views"] is False


def test_the_newest_of_file_and_user_counts() -> None:
    one = account(followers=[9000], last=date(2026, 11, 10))
    assert state(one)["followers"] is False
    assert state(one, condition__followers=told(10_050, date(2026, 11, 15)))["followers"] is True
    assert state(one, condition__followers=told(10_050, date(2026, 11, 1)))["followers"] is False
    assert state(one, condition__followers=told(10_050, date(2026, 12, 1)))["followers"] is False  # not yet said


def test_everything_met_is_eligible_and_one_no_is_not() -> None:
    one = account(followers=[12_000], views=[5000] * 30)
    yes = {
        "condition.age": told(True, TODAY),
        "condition.length": told(True, TODAY),
        "condition.country": told("FR", TODAY),
    }
    assert eligible(conditions(one, yes, TODAY)) is True
    assert eligible(conditions(one, yes | {"condition.country": told("IT", TODAY)}, TODAY)) is False
    assert eligible(conditions(one, {k: yes[k] for k in list(yes)[:2]}, TODAY)) is None


def test_every_parameter_is_dated_and_sourced_and_can_be_changed() -> None:
    for parameter in published().values():
        assert parameter.source
        assert parameter.certainty in ("official", "secondary")
        assert parameter.seen <= TODAY
    changed = parameters({"parameter.followers": told(50_000, TODAY), "parameter.days": "nonsense"})
    assert (changed["followers"].value, changed["followers"].certainty) == (50_000, "told")
    assert changed["days"] == published()["days"]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_each_condition_has_words(lang: str) -> None:
    use_language(lang)
    for audience in (None, account(followers=[9000], views=[10] * 30), account(followers=[10_000], views=[10] * 5)):
        for c in conditions(audience, {"condition.age": told(False, TODAY)}, TODAY):
            assert str(condition_name(c))
            assert str(condition_state(c))


# --- weeks


def test_weeks_are_whole_and_count_what_is_known() -> None:
    monday = date(2026, 11, 2)
    on = days(monday - timedelta(days=1), 15)  # a Sunday, then two whole weeks
    one = Audience(
        "TikTok",
        "moi",
        {
            "followers": {d: 100 + 3 * i for i, d in enumerate(on)},
            "views": {d: 10 for d in on if d != date(2026, 11, 12)},
            "posts": {date(2026, 11, 3): 2},
        },
        (Video("TikTok", "moi", "1", posted=date(2026, 11, 4)),),
        "2026-11-15",
    )
    assert weeks(one, TODAY)[-2:] == (
        Week(monday, 3, 70, 21),
        Week(monday + timedelta(days=7), 0, None, 21),
    )
    assert weeks(Audience("", ""), TODAY) == ()


def test_an_effect_needs_two_weeks_of_its_kind() -> None:
    def week(posts: int | None, followers: int | None) -> Week:
        return Week(date(2026, 11, 2), posts, 100, followers)

    with_post, without = posting_effect([week(2, 30), week(1, 10), week(0, 1), week(None, 5)])
    assert with_post == Effect(2, 1.5, 20, 100)
    assert without is None


# --- the way to 10k


def steady(a_week: int, noise: int, count: int = 120, seed: int = 0, start: int = 5000) -> list[int]:
    steps = np.random.default_rng(seed).normal(a_week / 7, noise / 7**0.5, count)
    return [start + round(x) for x in np.cumsum(steps)]


def test_a_steady_account_gets_there_when_arithmetic_says() -> None:
    found = reach(account(followers=[5000 + 10 * i for i in range(101)]), 10_000, TODAY)
    assert isinstance(found, Reach)
    assert found == Reach(found.low, found.low, found.low, 1.0)
    assert abs((found.low - TODAY).days - 400) <= 1


def test_the_same_question_has_the_same_answer_and_the_days_are_in_order() -> None:
    one = account(followers=steady(150, 200))
    first = reach(one, 10_000, TODAY, seed=3)
    assert isinstance(first, Reach)
    assert first == reach(one, 10_000, TODAY, seed=3)
    assert first != reach(one, 10_000, TODAY, seed=4)
    assert TODAY < first.low < first.typical < first.high


def test_a_short_past_says_less_than_a_long_one() -> None:
    def width(count: int) -> float:
        spans = []
        for seed in range(8):
            found = reach(account(followers=steady(150, 40, count, seed)), 7500, TODAY)
            assert isinstance(found, Reach)
            spans.append((found.high - found.low).days)
        return mean(spans)

    assert width(36) > 1.3 * width(180)


def test_once_there_it_says_since_when() -> None:
    found = reach(account(followers=[9_990, 10_002, 9_998, 10_010]), 10_000, TODAY)
    assert found == Reach(*[TODAY - timedelta(days=2)] * 3, 1.0)
    assert "atteints" in str(reach_sentence(found, 10_000, TODAY))


@pytest.mark.parametrize(
    "one",
    [
        account(),
        account(followers=[9000 + i for i in range(20)]),  # three weeks
        account(followers=[9000] * 100),  # flat
        account(followers=[9000 - i for i in range(100)]),  # falling
        account(followers=[9000 + i for i in range(100)], last=TODAY - timedelta(days=90)),  # long ago
        account(followers=[100 + i // 50 for i in range(180)]),  # beyond three years
    ],
)
def test_when_nothing_can_be_said_it_says_why(one: Audience) -> None:
    found = reach(one, 10_000, TODAY)
    assert isinstance(found, Message)
    assert str(found) in str(reach_sentence(found, 10_000, TODAY))


def test_a_chance_below_one_leaves_the_last_day_open() -> None:
    found = reach(account(followers=steady(20, 150, 60, seed=1, start=8000)), 10_000, TODAY)
    assert isinstance(found, Reach)
    assert (found.high is None) == (found.chance < 0.9)


# --- money from views


EURO = Rate(Decimal("0.40"), Decimal("0.60"), Basis.PUBLISHED)


def test_published_figures_both_ways() -> None:
    assert income(100_000, EURO, "EUR") == Spread(4000, 6000)
    assert views_for(8600, EURO, "EUR") == Spread(143_334, 215_000)
    assert views_for(0, EURO, "EUR") == Spread(0, 0)
    assert income(100_000, EURO, "XOF") == Spread(40, 60)
    assert income(100_000, EURO, "TND") == Spread(40_000, 60_000)


@given(
    st.integers(1, 10**8),
    st.decimals("0.001", "5", places=4),
    st.decimals("0.001", "5", places=4),
    st.sampled_from(["EUR", "TND", "JPY"]),
)
def test_the_views_for_an_amount_bring_it(amount: int, a: Decimal, b: Decimal, currency: str) -> None:
    rate = Rate(min(a, b), max(a, b), Basis.TYPED)
    needed = views_for(amount, rate, currency)
    assert needed.low <= needed.high
    assert income(needed.high, rate, currency).low >= amount
    assert income(needed.low, rate, currency).high >= amount
    assert income(needed.low, rate, currency).low <= income(needed.high, rate, currency).high


def months_of(views_a_day: int, *amounts: int) -> tuple[Audience, list[tuple[date, int]]]:
    """Daily views from January, and what each following month brought on its 17th."""
    on = days(date(2026, 1, 1), 31 * len(amounts))
    got = [(date(2026, 2 + i, 17), amount) for i, amount in enumerate(amounts)]
    return Audience("TikTok", "moi", {"views": dict.fromkeys(on, views_a_day)}), got


def test_ones_own_rate_is_money_over_the_views_of_the_month_before() -> None:
    audience, got = months_of(10_000, 12_400, 16_800, 9_300)  # 310,000, then 280,000, then 310,000 views
    assert own_rates(audience, got, "EUR") == [Decimal("0.4"), Decimal("0.6"), Decimal("0.3")]
    rate = rate_of(audience, got, "EUR", {})
    assert rate == Rate(Decimal("0.3"), Decimal("0.6"), Basis.OWN, 3)
    assert "3 mois" in str(rate_sentence(rate, "EUR"))


def test_a_month_with_a_gap_in_its_views_tells_no_rate() -> None:
    audience, got = months_of(10_000, 12_400, 16_800, 9_300)
    views = dict(audience.of(Metric.VIEWS))
    del views[date(2026, 2, 10)]
    gap = replace(audience, days={"views": views})
    assert len(own_rates(gap, got, "EUR")) == 2
    assert rate_of(gap, got, "EUR", {}).basis is Basis.PUBLISHED


def test_published_euros_are_not_another_currency() -> None:
    assert rate_of(None, [], "USD", {}) is None
    assert rate_of(None, [], "EUR", {}) == EURO
    assert rate_of(None, [], "EUR", {"parameter.rate_low": told("0.30", TODAY)}).low == Decimal("0.30")


def test_payouts_come_the_month_after_on_their_usual_day() -> None:
    assert paid_on(date(2026, 11, 22), [], {}) == date(2026, 12, 15)
    assert paid_on(date(2026, 12, 2), [], {}) == date(2027, 1, 15)
    assert paid_on(date(2026, 10, 1), [], {}) == date(2026, 11, 16)  # the 15th is a Sunday
    two = [(date(2026, m, 21), 5000) for m in (8, 9)]
    assert usual_day(two) is None
    own = [*two, (date(2026, 10, 3), 500), (date(2026, 10, 23), 5000)]
    assert usual_day(own) == 21
    assert paid_on(date(2026, 11, 22), own, {}) == date(2026, 12, 21)
