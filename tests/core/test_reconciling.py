"""Opening + ticked + what is missing = closing, whatever is ticked."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.model import Transaction
from tenk_desktop.core.period import ONE_DAY
from tenk_desktop.core.reconciling import Agreed, Sheet, first_day, next_start

DAY = date(2026, 11, 30)
amounts = st.integers(-(10**9), 10**9)
rows = st.lists(amounts, max_size=12).map(
    lambda found: tuple(Transaction(i, 1, DAY, a, "x") for i, a in enumerate(found, 1))
)
sheets = st.builds(Sheet, st.just(1), st.just(date(2026, 11, 1)), amounts, st.just(DAY), amounts, rows)
picks = st.lists(st.lists(st.integers(0, 13), max_size=5), max_size=6)


@given(sheets, picks)
def test_the_difference_is_exact_whatever_is_ticked(sheet: Sheet, picked: list[list[int]]) -> None:
    for ids in picked:
        sheet = sheet.toggled(ids)
    ticked = sum(r.amount for r in sheet.rows if r.id in sheet.ticked)
    assert sheet.ticked <= {r.id for r in sheet.rows}
    assert sheet.opening + ticked + sheet.difference == sheet.closing
    assert sheet.all_ticked().difference == sheet.closing - sheet.opening - sum(r.amount for r in sheet.rows)
    assert sheet.none_ticked().difference == sheet.closing - sheet.opening


@given(sheets, st.lists(st.integers(0, 13), max_size=5))
def test_ticking_twice_is_not_ticking(sheet: Sheet, ids: list[int]) -> None:
    assert sheet.toggled(ids).toggled(ids) == sheet
    real = {row.id for row in sheet.rows} & set(ids)
    half = sheet.toggled(ids[:1])
    assert half.toggled(ids).ticked == (set() if real <= half.ticked else real), "ticks the rest before it unticks"


@given(sheets, picks)
def test_a_row_that_would_settle_does(sheet: Sheet, picked: list[list[int]]) -> None:
    for ids in picked:
        sheet = sheet.toggled(ids)
    found = sheet.would_settle()
    assert all(sheet.toggled([row.id]).difference == 0 for row in found)
    if sheet.difference:
        assert set(found) == {row for row in sheet.rows if sheet.toggled([row.id]).difference == 0}
    else:
        assert not found


@given(sheets)
def test_rows_that_went_take_their_ticks(sheet: Sheet) -> None:
    kept = sheet.all_ticked().with_rows(sheet.rows[1:])
    assert kept.ticked == {row.id for row in sheet.rows[1:]}
    assert kept.difference == kept.all_ticked().difference


def test_a_statement_follows_the_last() -> None:
    october = Agreed(1, 1, date(2026, 10, 1), 0, date(2026, 10, 31), 500)
    november = Agreed(2, 1, date(2026, 11, 1), 500, DAY, 740, residue=-10, residue_name="frais", held=250, rows=3)
    assert next_start([]) is None
    assert first_day([]) is None
    assert next_start([november, october]) == (DAY + ONE_DAY, 740)
    assert first_day([november, october]) == date(2026, 10, 1)
    assert november.off == 0
    assert replace(november, held=240).off == 10
