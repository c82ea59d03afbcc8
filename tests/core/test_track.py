"""What was said, held against what came."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.model import Earning, Nature, Stage
from tenk_desktop.core.outlook.answer import replay_sentence, track_sentence
from tenk_desktop.core.outlook.household import Household, Movement, SpendingAccount
from tenk_desktop.core.outlook.paths import simulate
from tenk_desktop.core.outlook.track import (
    SaidChance,
    as_known,
    brier,
    chances_of,
    counted,
    day_sums,
    largest_group,
    outcomes,
    replay,
    replayable,
    said_sentence,
    track_record,
)
from tenk_desktop.core.outlook.verdict import verdict
from tenk_desktop.core.period import Period
from tenk_desktop.core.text import NBSP

TODAY = date(2026, 11, 22)


def household(*movements: Movement, opening: int = 50_000, start_day: int = 1, as_of: date = TODAY) -> Household:
    return Household(
        today=TODAY,
        as_of=as_of,
        period=Period.containing(TODAY, start_day),
        currency="EUR",
        accounts=(SpendingAccount(1, "Courant", opening),),
        movements=movements,
    )


def spent(day: date, amount: int, payee: str = "Marché") -> Movement:
    return Movement(day, amount, payee, Nature.COST if amount < 0 else Nature.SURE, account_id=1)


def test_the_first_verdict_from_the_tenth_on_counts() -> None:
    said = [SaidChance(date(2026, 10, d), d / 100) for d in (1, 9, 12, 11, 30)]
    assert counted(said) == (SaidChance(date(2026, 10, 11), 0.11),)


def test_a_month_begun_on_the_25th_counts_from_its_own_tenth_day() -> None:
    said = [SaidChance(date(2026, 10, 10), 0.5), SaidChance(date(2026, 11, 2), 0.1), SaidChance(date(2026, 11, 3), 0.2)]
    assert [s.chance for s in counted(said, start_day=25)] == [0.5, 0.2]


def test_a_month_held_when_its_lowest_day_from_then_on_did() -> None:
    rows = [spent(date(2026, 10, 5), -40_000), spent(date(2026, 10, 8), 40_000), spent(date(2026, 10, 20), -9_000)]
    (found,) = outcomes([SaidChance(date(2026, 10, 12), 0.7)], household(*rows, opening=500))
    assert (found.lowest, found.held) == (500, True)
    (found,) = outcomes([SaidChance(date(2026, 10, 12), 0.7)], household(*rows, opening=-1))
    assert (found.lowest, found.held) == (-1, False)
    (found,) = outcomes([SaidChance(date(2026, 10, 12), 0.7, floor=-100)], household(*rows, opening=-100))
    assert found.held


def test_a_month_not_over_or_not_known_to_its_end_is_not_scored() -> None:
    row = spent(date(2026, 9, 2), -100)
    now, before = SaidChance(date(2026, 11, 12), 0.7), SaidChance(date(2026, 10, 12), 0.7)
    assert [o.said for o in outcomes([now, before], household(row))] == [before]
    assert outcomes([before], household(row, as_of=date(2026, 10, 30))) == ()
    assert len(outcomes([before], household(row, as_of=date(2026, 10, 31)))) == 1


def test_the_record_is_by_tenths() -> None:
    rows = [spent(date(2026, 1, 2), -100), spent(date(2026, 8, 20), -60_000), spent(date(2026, 9, 2), 60_000)]
    said = [SaidChance(date(2026, m, 10), c) for m, c in ((6, 0.78), (7, 0.82), (8, 0.8), (9, 0.2))]
    months = outcomes(said, household(*rows))
    assert [(t.said, t.seen, t.months) for t in track_record(months)] == [(0.2, 1.0, 1), (0.8, pytest.approx(2 / 3), 3)]
    assert brier(months) == pytest.approx((0.22**2 + 0.18**2 + 0.8**2 + 0.8**2) / 4)


days = st.dates(date(2026, 1, 1), TODAY + timedelta(days=20))
some_rows = st.lists(st.builds(spent, days, st.integers(-90_000, 90_000).filter(bool)), max_size=20)


@given(some_rows, st.integers(-10_000, 10_000))
def test_day_sums_are_what_a_plain_loop_adds_up(rows: list[Movement], opening: int) -> None:
    whole = household(*rows, opening=opening)
    for day, amount in day_sums(whole).items():
        assert amount == opening - sum(m.amount for m in rows if day < m.date <= TODAY)


@given(some_rows, st.integers(0, 300), st.integers(0, 300))
def test_nothing_after_the_day_is_known_then(rows: list[Movement], back: int, between: int) -> None:
    day = TODAY - timedelta(days=back)
    earning = Earning(
        1, "TikTok", "Affiliation", "k", 300, "EUR", Stage.RECEIVED, TODAY - timedelta(days=200),
        settled=TODAY - timedelta(days=100), received_by=4, received_on=TODAY - timedelta(days=50),
    )  # fmt: skip
    whole = replace(household(*rows), earnings=(earning,))
    then = as_known(whole, day)
    other = as_known(
        replace(whole, movements=(*rows, spent(day + timedelta(days=1), -777)), accounts=_moved(whole, day)), day
    )
    assert then == other, "a row of the day after changes nothing"
    later = as_known(whole, TODAY - timedelta(days=min(back, between)))
    assert as_known(later, day) == then, "nor what was known in between"
    assert all(m.date <= day for m in then.movements)
    owed = {e.stage for e in then.earnings}
    assert owed == (
        {Stage.RECEIVED}
        if back <= 50
        else {Stage.VALIDATED}
        if back <= 100
        else {Stage.ESTIMATED}
        if back <= 200
        else set()
    )


def _moved(whole: Household, day: date) -> tuple[SpendingAccount, ...]:
    """The accounts as they would be known had 777 more gone out the day after."""
    return tuple(replace(a, balance=(a.balance or 0) - (777 if day < TODAY else 0)) for a in whole.accounts)


def test_a_replay_says_what_was_sayable_and_only_of_months_over() -> None:
    rows = [
        spent(date(2026, month, day), -1_000 * (1 + (day * month) % 5))
        for month in range(1, 12)
        for day in (3, 9, 14, 19, 25)
        if (month, day) < (11, 22)
    ]
    rows += [spent(date(2026, month, 5), 15_000, "CAF") for month in range(1, 12)]
    whole = household(*rows, opening=20_000)
    said = list(replay(whole, paths=200))
    assert [s.day for s in said] == [date(2026, m, 10) for m in (10, 9, 8, 7, 6, 5, 4)]
    assert all(s.replayed and 0 <= s.chance <= 1 for s in said)
    assert [s.day for s in replay(whole, skip=[Period.of(2026, 9)], paths=200)][1] == date(2026, 8, 10)
    assert said == list(replay(whole, paths=200)), "the same again"
    for one in said:
        then = as_known(whole, one.day)
        assert one.chance == verdict(then, simulate(then, paths=200)).chance, "as the page would have said it"
    poorer = replace(whole, accounts=(SpendingAccount(1, "Courant", -200_000),))
    assert {s.chance for s in replay(poorer, paths=200)} == {0.0}


def test_the_largest_group_is_the_one_said_and_a_bad_record_is_said_too() -> None:
    rows = [spent(date(2026, 1, 2), -100), spent(date(2026, 8, 20), -60_000), spent(date(2026, 9, 2), 60_000)]
    said = [SaidChance(date(2026, m, 10), c) for m, c in ((6, 0.78), (7, 0.82), (8, 0.8), (9, 0.2))]
    months = outcomes(said, household(*rows))
    most = largest_group(months)
    assert (most.said, most.months) == (0.8, 3)
    assert str(track_sentence(most)).endswith("sans découvert 2 fois sur 3.")
    assert str(replay_sentence(most)).endswith("elle aurait dit 8 sur 10 : tenu 2 fois sur 3.")
    assert largest_group([]) is None
    bad = next(m for m in months if not m.held)
    assert str(said_sentence(bad, str)) == (
        f"Le 10{NBSP}août, il était dit 8 sur 10 ; au plus bas ensuite : {bad.lowest}, ce n’est pas tenu."
    )
    again = replace(bad, said=replace(bad.said, replayed=True))
    assert str(said_sentence(again, str)).startswith(f"Rejoué au 10{NBSP}août, il aurait été dit 8 sur 10")


def test_no_more_months_are_replayed_than_could_be() -> None:
    rows = [spent(date(2026, month, day), -1_000) for month in range(3, 11) for day in (3, 9, 14, 25)]
    whole = household(*rows, opening=20_000)
    assert replayable(whole) == 8
    assert len(list(replay(whole, paths=20))) <= replayable(whole)
    assert replayable(household()) == 0


def test_what_was_kept_unreadably_is_left_out() -> None:
    assert chances_of([(date(2026, 1, 10), "no json"), (date(2026, 2, 10), "{}")], TODAY) == ()
