"""What comes back and changes from a day on: before that day it is as it was, from then on as the user says."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.outlook.bills import dues, occurrences, schedules_of, skipped
from tenk_desktop.core.outlook.calendar import Entry
from tenk_desktop.core.outlook.changing import (
    change_title,
    changes_said,
    ended_on,
    moved_for_good,
    repriced,
    repriced_once,
    said,
    skipped_once,
    unsaid,
)
from tenk_desktop.core.outlook.coming import coming
from tenk_desktop.core.outlook.household import Household, Movement, Rhythm, Schedule, Since
from tenk_desktop.core.outlook.paths import simulate
from tenk_desktop.core.outlook.resembling import claims
from tenk_desktop.core.period import Period

from .test_bills import TODAY, house, monthly, row
from .test_calendar import NEXT_RENT, RENT, entry, few, lived, money

JANUARY = date(2027, 1, 27)
amounts = st.integers(-90000, -1)
changes = st.lists(
    st.builds(Since, st.dates(date(2026, 9, 1), date(2027, 3, 1)), st.none() | amounts), max_size=3, unique_by=lambda c: c.day
)  # fmt: skip


def rents(home: Household) -> dict[date, int]:
    return {d.date: d.schedule.amount for d in dues(schedules_of(home), home) if d.schedule.payee == "Loyer"}


def plain(text: object) -> str:
    return str(text).replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


@given(found=changes, every=st.sampled_from([(1, "month"), (3, "month"), (7, "day")]), day=st.integers(0, 31))
def test_another_amount_moves_no_day_and_each_is_worth_the_last_word_on_it(found, every, day: int) -> None:
    rhythm = Rhythm(*every, day, anchor=date(2026, 8, 27))
    bare = Schedule("Loyer", -33000, rhythm)
    schedule = replace(bare, changes=tuple(sorted(found, key=lambda c: c.begins)))
    start, end = date(2026, 9, 1), date(2027, 4, 1)
    assert list(occurrences(schedule, start, end)) == list(occurrences(bare, start, end))
    for one in occurrences(bare, start, end):
        said_before = [c for c in schedule.changes if c.day <= one]
        expected = said_before[-1].amount if said_before else None
        assert schedule.on(one).amount == (-33000 if expected is None else expected)


@given(new=st.dates(date(2026, 12, 5), date(2027, 2, 18)))
def test_moved_from_a_time_on_none_is_lost_and_none_comes_twice(new: date) -> None:
    """That of December goes to another day for good: November stays, and each month after has one."""
    home = replace(lived(), today=date(2026, 11, 22), as_of=date(2026, 11, 22))
    (december,) = [e for e in [entry(home, nth=1)] if e.date == NEXT_RENT]
    schedule = moved_for_good(december, new).schedule
    assert schedule is not None
    days = list(occurrences(schedule, TODAY, date(2027, 9, 1)))
    assert days[0] == RENT
    assert abs((days[1] - new).days) <= 4, "where banks work"
    assert all(24 <= (b - a).days <= 38 for a, b in pairwise(days[1:]))


def test_a_rent_dearer_from_january_is_so_in_every_future() -> None:
    home = lived()
    third = entry(home, nth=2)
    assert (third.date, third.first) == (JANUARY, False)
    change = repriced(third, -35000)
    assert plain(change_title(third, change, money)) == "« Loyer » : −350,00 € à partir du 27 janv."
    after = said(home, change)
    assert rents(after) == {RENT: -33000, NEXT_RENT: -33000, JANUARY: -35000}
    one, other = simulate(home, paths=50), simulate(after, paths=50)
    column = one.column(JANUARY)
    assert (other.balance[:, :column] == one.balance[:, :column]).all()
    assert (other.balance[:, column:] - one.balance[:, column:] == -2000).all()


def test_this_time_only_and_the_next_one_is_what_it_was() -> None:
    home = lived()
    second = entry(home, nth=1)
    change = repriced_once(second, -40000)
    assert "28 déc. seulement" in plain(change_title(second, change, money))
    after = said(home, change)
    assert rents(after) == {RENT: -33000, NEXT_RENT: -40000, JANUARY: -33000}
    (kept,) = after.schedules
    assert [plain(words) for _, words in changes_said(kept, money)] == ["−400,00 € le 28 déc. 2026 seulement"]
    again = said(after, unsaid(kept, kept.changes[0]))
    assert rents(again) == rents(home)
    assert again.schedules[0].changes == ()


def test_an_amount_and_a_day_said_of_the_same_time_are_both_kept() -> None:
    home = lived()
    dearer = said(home, repriced(entry(home, nth=1), -35000))
    both = said(dearer, moved_for_good(entry(dearer, nth=1), date(2027, 1, 5)))
    assert rents(both) == {RENT: -33000, date(2027, 1, 5): -35000, date(2027, 2, 5): -35000}
    assert [plain(w) for _, w in changes_said(both.schedules[0], money)] == [
        "−350,00 € à partir du 28 déc. 2026, vers le 5"
    ]
    moved = said(home, moved_for_good(entry(home, nth=1), date(2027, 1, 5)))
    other = said(moved, repriced(entry(moved, nth=1), -35000))
    assert rents(other) == rents(both)
    assert len(other.schedules[0].changes) == 1


def test_the_amount_of_the_next_one_changes_what_it_is_until_what_was_said_of_later() -> None:
    home = lived()
    later = said(home, repriced(entry(home, nth=2), -35000))
    now = said(later, repriced(entry(later), -34000))
    assert rents(now) == {RENT: -34000, NEXT_RENT: -34000, JANUARY: -35000}


@pytest.mark.parametrize("listed", [False, True])
def test_what_is_said_of_the_time_after_a_skipped_one_brings_that_one_not_back(*, listed: bool) -> None:
    """On another day for good, or dearer: what was skipped stays so, at its own day and amount."""
    home = said(lived(), skipped_once(entry(lived())))
    assert list(rents(home)) == [NEXT_RENT, JANUARY]
    following = entry(home)
    if listed:
        (following,) = [c.next for c in coming(home) if c.schedule.payee == "Loyer" and c.next]
    later = said(home, moved_for_good(following, date(2026, 12, 29)))
    assert list(rents(later)) == [date(2026, 12, 29), date(2027, 1, 29)]
    dearer = said(home, repriced(following, -35000))
    assert rents(dearer) == {NEXT_RENT: -35000, JANUARY: -35000}
    (gone,) = skipped(schedules_of(dearer), dearer)
    assert (gone.date, gone.schedule.amount) == (RENT, -33000)


def test_skipped_twice_it_has_not_stopped() -> None:
    """What the user said does not come was not missed: the next one still does. Unsaid, two missed ones are the end."""
    home = lived()
    both = said(said(home, skipped_once(entry(home))), skipped_once(entry(home, nth=1)))
    day = date(2027, 1, 10)
    later = {"today": day, "as_of": day, "period": Period.containing(day)}
    assert list(rents(replace(both, **later)))[:1] == [JANUARY]
    assert rents(replace(home, **later)) == {}


def test_it_ends_on_a_day_and_the_end_is_taken_back() -> None:
    home = lived()
    (rent,) = [s for s in schedules_of(home) if s.payee == "Loyer"]
    over = said(home, ended_on(rent, date(2026, 12, 31)))
    assert list(rents(over)) == [RENT, NEXT_RENT]
    assert [plain(w) for _, w in changes_said(over.schedules[0], money)] == ["jusqu’au 31 déc. 2026"]
    assert rents(said(over, ended_on(over.schedules[0], None))) == rents(home)


@pytest.mark.parametrize("paid", [-35000, -36000])
def test_a_row_of_the_new_amount_is_that_bill_and_not_one_more(paid: int) -> None:
    """Paid on the day, the bill of that month is not still to come, and is no everyday spending."""
    home = lived()
    after = said(home, repriced(entry(home), paid))
    row = Movement(date(2026, 11, 22), paid, "Loyer", home.movements[0].nature)
    known = replace(after, movements=(*after.movements, row), as_of=date(2026, 11, 21))
    assert next(iter(rents(known))) == NEXT_RENT


@pytest.mark.parametrize("paid", [1, 2, 3, 4])
@pytest.mark.parametrize("amount", [-5000, 5000])
def test_weekly_and_paid_at_its_new_amount_it_is_not_expected_again(paid: int, amount: int) -> None:
    """Its first weeks at that amount are too few to be found as what comes back."""
    weekly = [row(date(2026, 11, 20) - timedelta(7 * n), amount, "Nounou") for n in range(20)]
    home = house(weekly)
    change = repriced(next(c.next for c in coming(home) if c.next), 8 * amount)
    after = said(home, change)
    to_come = [(d.date, d.schedule.amount) for d in dues(schedules_of(after), after)]
    known, left = to_come[:paid], to_come[paid:]
    day = known[-1][0]
    rows = (*weekly, *(row(on, minor, "Nounou") for on, minor in known))
    later = replace(after, movements=rows, today=day, as_of=day, period=Period.containing(day))
    found = [(d.date, d.schedule.amount) for d in dues(schedules_of(later), later)]
    assert found[: len(left)] == left


def test_known_by_its_day_and_amount_it_is_one_bill_before_and_after_it_changes() -> None:
    """Its name is the user's own: no word of it is in the bank's."""
    typed = Schedule("Loyer", -33000, Rhythm(day=27), changes=(Since(date(2026, 9, 1), -36000),))
    rows = [*monthly(27, -33000, "VIR DUPONT", 8)]
    for paid in (rows, [replace_amount(m, -36000) if m.date >= date(2026, 9, 1) else m for m in rows]):
        home = house(paid, schedules=(typed,))
        assert [s.payee for s in schedules_of(home)] == ["Loyer"]
        assert [d.schedule.amount for d in dues(schedules_of(home), home)] == [-36000] * 3


def replace_amount(m: Movement, amount: int) -> Movement:
    return m._replace(amount=amount)


def test_typed_before_any_row_it_knows_both_its_amounts() -> None:
    typed = Schedule("Cantine", -4000, Rhythm(day=2), changes=(Since(date(2026, 12, 1), -8000),))
    for amount, known in ((-4000, True), (-8000, True), (-6000, False)):
        assert claims(typed, Movement(date(2026, 12, 2), amount, "CANTINE", lived().movements[0].nature)) is known


def test_the_list_says_the_next_time_as_it_will_be() -> None:
    home = lived()
    after = said(home, repriced(entry(home, nth=1), -35000))
    (rent,) = [c for c in coming(after) if c.schedule.payee == "Loyer"]
    assert isinstance(rent.next, Entry)
    assert (rent.next.date, rent.next.amount) == (RENT, -33000)
    later = replace(after, today=date(2026, 12, 10), as_of=date(2026, 12, 10), period=Period.of(2026, 12))
    paid = Movement(RENT, -33000, "Loyer", home.movements[0].nature)
    (rent,) = [c for c in coming(replace(later, movements=(*home.movements, paid))) if c.schedule.payee == "Loyer"]
    assert rent.next is not None
    assert (rent.next.date, rent.next.amount) == (NEXT_RENT, -35000)


@few
@given(found=changes)
def test_futures_move_by_what_changes_and_by_nothing_else(found: list[Since]) -> None:
    rent = Schedule("Loyer", -33000, Rhythm(day=27), key="loyer")
    rows = [*monthly(27, -33000, "Loyer", 8), *monthly(5, 60000, "Salaire", 8)]
    bare = house(rows, schedules=(rent,))
    after = replace(bare, schedules=(replace(rent, changes=tuple(sorted(found, key=lambda c: c.begins))),))
    one, other = simulate(bare, paths=11), simulate(after, paths=11)
    expected = sum(rents(after).values()) - sum(rents(bare).values())
    assert (other.balance[:, -1] - one.balance[:, -1] == expected).all()
