"""A bill moved or skipped is so in every future and in nothing else; the calendar's days are the verdict's."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenk_desktop.core.outlook.ahead import ahead_of
from tenk_desktop.core.outlook.bills import dues, schedules_of, skipped
from tenk_desktop.core.outlook.calendar import (
    Entry,
    Kind,
    day_spoken,
    month_of,
    month_spoken,
)
from tenk_desktop.core.outlook.changing import (
    change_title,
    ended,
    moved,
    moved_for_good,
    repriced,
    restored,
    said,
    skipped_once,
)
from tenk_desktop.core.outlook.household import Household, Movement, Once, Rhythm, Schedule, SpendingAccount
from tenk_desktop.core.outlook.paths import simulate
from tenk_desktop.core.outlook.verdict import verdict
from tenk_desktop.core.period import ONE_DAY, Period
from tenk_desktop.core.text import amount_text

from .test_bills import TODAY, house, monthly, row

RENT = date(2026, 11, 27)
NEXT_RENT = date(2026, 12, 28)  # the 27th is a Sunday
few = settings(max_examples=25)


def money(minor: int, currency: str = "EUR", **more: bool) -> str:
    return amount_text(minor, currency, **more)


def lived(**more: object) -> Household:
    """Eight months: a wage on the 5th, rent on the 27th, Free on the 19th, and small shopping."""
    rows = [*monthly(27, -33000, "Loyer", 8), *monthly(5, 60000, "Salaire", 8), *monthly(19, -1999, "Free", 8)]
    rows += [Movement(TODAY - timedelta(9 * n + 3), -2100 - 70 * n, "Marché", rows[0].nature) for n in range(26)]
    return house(rows, accounts=(SpendingAccount(1, "Courant", 52000),), **more)


def days_of(home: Household, payee: str = "Loyer") -> list[date]:
    return [d.date for d in dues(schedules_of(home), home) if d.schedule.payee == payee]


def entry(home: Household, payee: str = "Loyer", nth: int = 0) -> Entry:
    return [e for e in ahead_of(home, simulate(home, paths=20)).entries if e.text == payee][nth]


# --- one occurrence


@given(to=st.dates(TODAY + ONE_DAY, date(2027, 2, 20)))
def test_a_bill_moved_once_comes_that_day_and_the_others_stay(to: date) -> None:
    home = lived()
    usual = days_of(home)
    changed = lived(once=(Once("Loyer", RENT, to),))
    assert days_of(changed) == sorted([to, *(d for d in usual if d != RENT)])
    assert days_of(changed, "Free") == days_of(home, "Free")


def test_a_bill_skipped_once_is_in_no_future() -> None:
    home, changed = lived(), lived(once=(Once("Loyer", RENT),))
    assert days_of(changed) == days_of(home)[1:]
    assert [d.date for d in skipped(schedules_of(changed), changed)] == [RENT]
    before, after = simulate(home), simulate(changed)
    column = before.column(RENT)
    assert (after.balance[:, column:] - before.balance[:, column:] == 33000).all(), "nothing else was drawn otherwise"
    assert (after.balance[:, :column] == before.balance[:, :column]).all()


@few
@given(to=st.dates(TODAY + ONE_DAY, date(2026, 12, 20)))
def test_a_move_changes_the_days_between_and_no_other(to: date) -> None:
    before, after = simulate(lived()), simulate(lived(once=(Once("Loyer", RENT, to),)))
    early, late = sorted((before.column(RENT), before.column(to)))
    expected = np.zeros_like(before.balance)
    expected[:, early:late] = 33000 if to > RENT else -33000
    assert (after.balance - before.balance == expected).all()


def test_what_was_said_of_a_day_the_rhythm_does_not_have_is_nothing() -> None:
    assert days_of(lived(once=(Once("Loyer", date(2026, 11, 12)), Once("Autre", RENT)))) == days_of(lived())


@pytest.mark.parametrize("late", [-2, 0, 3])
def test_a_row_on_the_day_it_was_moved_to_is_that_bill(late: int) -> None:
    """Moved from the 27th to 8 December and paid then: that of 28 December still comes."""
    paid = Movement(date(2026, 12, 8) + late * ONE_DAY, -33000, "Loyer", lived().movements[0].nature)
    today = date(2026, 12, 12)
    home = lived(once=(Once("Loyer", RENT, date(2026, 12, 8)),))
    home = replace(home, today=today, as_of=today, period=Period.containing(today), movements=(*home.movements, paid))
    assert days_of(home)[0] == NEXT_RENT


def test_a_bill_moved_far_is_still_expected_when_its_own_day_is_long_past() -> None:
    today = date(2026, 12, 12)
    home = lived(once=(Once("Loyer", RENT, date(2026, 12, 15)),))
    home = replace(home, today=today, as_of=today, period=Period.containing(today))
    assert days_of(home)[:2] == [date(2026, 12, 15), NEXT_RENT]


def test_what_is_typed_twice_in_name_is_told_apart() -> None:
    typed = (Schedule("Cours", -4000, Rhythm(day=2)), Schedule("Cours 2", -5000, Rhythm(day=2)))
    home = house([], schedules=typed, once=(Once("Cours 2", date(2026, 12, 2)),))
    assert [d.schedule.amount for d in dues(schedules_of(home), home)][:1] == [-4000]
    assert [d.schedule.amount for d in dues(schedules_of(home), home)].count(-5000) == 2


# --- what the user may say


def test_each_change_does_what_it_says() -> None:
    home = lived()
    usual = days_of(home)
    rent = entry(home)
    assert rent.first
    assert days_of(said(home, moved(rent, date(2026, 12, 3)))) == [date(2026, 12, 3), *usual[1:]]
    assert days_of(said(home, skipped_once(rent))) == usual[1:]
    skip = said(home, skipped_once(rent))
    assert days_of(said(skip, restored(entry(skip, nth=-1)))) == usual
    assert days_of(said(home, ended(entry(home, nth=1)))) == usual[:1]
    good = days_of(said(home, moved_for_good(rent, date(2026, 12, 3))))
    assert good == [date(2026, 12, 3), date(2027, 1, 4), date(2027, 2, 3)]
    cheaper = said(home, repriced(rent, -30000))
    assert {d.schedule.amount for d in dues(schedules_of(cheaper), cheaper) if d.schedule.payee == "Loyer"} == {-30000}


def test_an_earlier_day_from_now_on_keeps_the_one_just_after_the_last_seen() -> None:
    """Seen on the 19th, moved to the 5th from December: less than half a month later, and still to come."""
    free = entry(lived(), "Free")
    assert free.date == date(2026, 12, 21)
    changed = said(lived(), moved_for_good(free, date(2026, 12, 3)))
    assert days_of(changed, "Free") == [date(2026, 12, 3), date(2027, 1, 4), date(2027, 2, 3)]


def test_a_bill_moved_behind_the_next_one_is_still_the_first() -> None:
    """What is said of all to come starts from it: said from the next one on, it would be lost."""
    home = lived(once=(Once("Loyer", RENT, date(2027, 1, 5)),))
    found = {e.date: e.first for e in ahead_of(home, simulate(home, paths=5)).entries if e.text == "Loyer"}
    assert found == {date(2027, 1, 5): True, NEXT_RENT: False, date(2027, 1, 27): False}


def test_a_grant_kept_with_another_amount_still_skips_the_summer() -> None:
    rows = [row(date(2025, m, 5), 31000, "CROUS bourse") for m in (1, 2, 3, 4, 5, 6, 9, 10, 11, 12)]
    rows += [row(date(2026, m, 5), 31000, "CROUS bourse") for m in (1, 2, 3, 4, 5)]
    home = replace(house(rows), today=date(2026, 5, 20), as_of=date(2026, 5, 20), period=Period.of(2026, 5))
    (grant,) = schedules_of(home)
    assert grant.skips == {7, 8}
    (due, *_others) = dues((grant,), home)
    entry = Entry(due.date, "CROUS bourse", 31000, Kind.DUE, 31000, 31000, due, first=True)
    (kept,) = schedules_of(said(home, repriced(entry, 32000)))
    assert (kept.amount, kept.skips) == (32000, {7, 8})


def test_a_change_said_twice_replaces_the_first() -> None:
    home = lived()
    once = said(said(home, moved(entry(home), date(2026, 12, 3))), moved(entry(home), date(2026, 12, 4)))
    assert len(once.once) == 1
    again = said(said(home, repriced(entry(home), -1)), repriced(entry(home), -2))
    assert [s.amount for s in again.schedules] == [-2]


# --- the days are the verdict's


@few
@given(balance=st.integers(0, 90000), start_day=st.sampled_from([1, 5, 29]))
def test_ranges_chance_and_lowest_day_are_those_of_the_verdict(balance: int, start_day: int) -> None:
    accounts = (SpendingAccount(1, "Courant", balance),)
    home = replace(lived(), accounts=accounts, period=Period.containing(TODAY, start_day))
    paths = simulate(home, paths=101)
    v, ahead = verdict(home, paths), ahead_of(home, paths)
    running, following = ahead.prospects[:2]
    assert (running.period, following.period) == (home.period, home.period.shift(1))
    assert (running.chance, following.chance) == (v.chance, v.next.chance)
    assert running.without_tiktok == v.chance_without_tiktok
    assert (running.lowest, ahead.lowest[home.period.start]) == (v.lowest.date, v.lowest.date)
    assert len(ahead.prospects) >= 3
    assert ahead.prospects[-1].period.shift(1).end > home.end, "every period that is looked at to its end"
    for day in v.fan:
        if day.date > home.as_of:
            assert ahead.ranges[day.date] == tuple(day.quantiles[q] for q in ("0.1", "0.5", "0.9"))


@few
@given(start=st.dates(date(2026, 9, 1), date(2027, 1, 20)), length=st.integers(1, 70))
def test_each_day_is_there_once_with_a_known_end_or_a_range(start: date, length: int) -> None:
    home = lived()
    ahead = ahead_of(home, simulate(home, paths=50))
    period = Period(start, start + length * ONE_DAY)
    balances = [(d, 100) for d in period.days()]
    month = month_of(period, (), balances, ahead)
    assert [d.date for d in month.days] == list(period.days())
    for day in month.days:
        assert (day.balance is not None) == (day.date <= home.as_of)
        assert (day.range is not None) == (home.as_of < day.date < home.end)
    assert sum(len(d.entries) for d in month.days) == sum(e.date in period for e in ahead.entries)


def test_a_past_month_has_the_lowest_of_its_known_days() -> None:
    home = lived()
    ahead = ahead_of(home, simulate(home, paths=20))
    october = Period.of(2026, 10)
    month = month_of(october, (), [(d, -d.day if d.day < 20 else 5) for d in october.days()], ahead)
    assert month.lowest == date(2026, 10, 19)
    assert month_of(october, (), (), ahead).lowest is None


def test_without_a_balance_there_are_no_futures() -> None:
    home = house([], accounts=(SpendingAccount(1, "Courant", None),))
    with pytest.raises(ValueError, match="solde"):
        ahead_of(home, simulate(home, paths=5))


# --- in words


def test_the_words_of_a_day_a_month_and_a_change() -> None:
    home = lived()
    ahead = ahead_of(home, simulate(home))
    month = month_of(home.period, (), [(d, 52000) for d in home.period.days()], ahead)
    day = month.day(RENT)
    spoken = day_spoken(day, money, lowest=True)
    assert spoken.startswith("27\N{NO-BREAK SPACE}nov. : entre ")
    assert "Loyer \N{MINUS SIGN}330,00" in spoken
    assert "le jour le plus bas" in spoken
    assert "330,00\N{NO-BREAK SPACE}€ à payer" in month_spoken(month, "Novembre", money)
    rent = next(e for e in day.entries if e.kind is Kind.DUE)
    for change, word in (
        (moved(rent, date(2026, 12, 3)), "au 3"),
        (skipped_once(rent), "Sauter"),
        (ended(rent), "Arrêter"),
        (repriced(rent, -1), "à partir du 27"),
    ):
        assert word in str(change_title(rent, change, money)).replace("\N{NO-BREAK SPACE}", " ")
