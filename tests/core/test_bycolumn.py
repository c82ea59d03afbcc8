"""What is kept by column is as good as a tuple; and what is read the short way is read as the long way reads it."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.importing.bycolumn import ByColumn, Same, field_of, one_or_all
from tenk_desktop.core.importing.entries import _Finder, find_entries
from tenk_desktop.core.importing.layout import find_layout, find_sections
from tenk_desktop.core.importing.planned import KnownRow, Outcome, PlannedRow, PlannedRows, odd_rows, with_rows
from tenk_desktop.core.importing.records import DELIMITERS, Record, split
from tenk_desktop.core.importing.statement import Row

DAY = date(2026, 11, 4)
ROWS = st.lists(
    st.builds(
        lambda line, day, amount, label, memo: Row(line, day, amount, label, memo=memo),
        st.integers(1, 99),
        st.sampled_from([DAY, DAY + timedelta(1)]),
        st.sampled_from([Decimal("-1.50"), Decimal(3)]),
        st.sampled_from(["CAFE", "BUS"]),
        st.sampled_from(["", "note"]),
    ),
    max_size=6,
)


def by_column(rows: list[Row]) -> ByColumn[Row]:
    columns = {f: one_or_all([getattr(r, f) for r in rows]) for f in ("line", "date", "amount", "label", "memo")}
    return ByColumn(Row, len(rows), columns)


@given(ROWS, st.integers(-7, 7), st.slices(6))
def test_rows_by_column_are_as_good_as_a_tuple(rows: list[Row], at: int, part: slice) -> None:
    kept, plain = by_column(rows), tuple(rows)
    assert (kept, len(kept), tuple(kept), tuple(reversed(kept))) == (plain, len(plain), plain, plain[::-1])
    assert plain == kept
    assert (hash(kept), repr(kept)) == (hash(plain), repr(plain))
    assert kept[part] == plain[part]
    if -len(rows) <= at < len(rows):
        assert kept[at] == plain[at]
    else:
        with pytest.raises(IndexError):
            kept[at]
    for field in Row._fields:
        assert list(field_of(kept, field)) == list(field_of(plain, field)) == [getattr(r, field) for r in rows]


@given(ROWS, st.lists(st.booleans(), min_size=6, max_size=6), st.permutations(range(6)))
def test_some_of_the_rows(rows: list[Row], kept: list[bool], order: list[int]) -> None:
    which, places = kept[: len(rows)], [i for i in order if i < len(rows)]
    assert by_column(rows).where(which) == tuple(r for r, k in zip(rows, which, strict=True) if k)
    assert by_column(rows).at(places) == tuple(rows[i] for i in places)


def test_one_value_many_times_ends_where_a_list_ends() -> None:
    same = Same("EUR", 3)
    assert (list(same), same[-3], list(same[1:])) == (["EUR"] * 3, "EUR", ["EUR"] * 2)
    for outside in (3, -4):
        with pytest.raises(IndexError):
            same[outside]


def sort(label: str, _payee: str, memo: str, credit: bool) -> tuple[str, int | None, None]:
    return label.title(), (7 if credit else None) if memo else 1, None


@given(ROWS, st.data())
def test_planned_rows_by_column_are_as_good_as_a_tuple(rows: list[Row], data: st.DataObject) -> None:
    amounts = [int(r.amount * 100) for r in rows]
    plain = [
        PlannedRow(r, a, "EUR", *sort(r.label, "", r.memo, a > 0)[:1], category_id=sort(r.label, "", r.memo, a > 0)[1])
        for r, a in zip(rows, amounts, strict=True)
    ]
    kept = PlannedRows(by_column(rows), amounts, Same("EUR", len(rows)), sort, {})
    assert kept == tuple(plain)
    for i in data.draw(st.sets(st.sampled_from(range(len(rows)))) if rows else st.just(set())):
        twin = KnownRow(-1, None, 1, DAY, amounts[i], "CAFE", place=data.draw(st.sampled_from([None, (0, i)])))
        outcome = data.draw(st.sampled_from(list(Outcome)))
        changed = {i: plain[i]._replace(outcome=outcome, known=twin, transfer_with=4)}
        kept, plain[i] = with_rows(kept, changed), changed[i]
    assert kept == tuple(plain) == PlannedRows.of(plain) == with_rows(tuple(plain), {})
    assert [kept[i] for i in range(len(rows))] == plain
    assert [kept.count(o) for o in Outcome] == [[p.outcome for p in plain].count(o) for o in Outcome]
    assert list(field_of(kept, "outcome")) == [p.outcome for p in plain]
    places = [p.known.place for p in plain if p.known and p.known.place]
    assert [k.place for k in PlannedRows.of(plain).twins()] == places
    assert sorted(k.place for k in kept.twins() if k.place) == sorted(places)
    assert {i for i, p in odd_rows(kept)} == {i for i, p in enumerate(plain) if p.transfer_with}


LINES = st.lists(st.text(st.sampled_from("a1 ;,\t|'\u00a0é"), max_size=12), max_size=8)


@given(LINES, st.sampled_from(DELIMITERS))
def test_lines_without_quotes_are_cut_as_the_csv_module_cuts_them(lines: list[str], delimiter: str) -> None:
    feed = (line + "\n" for line in lines)
    cut = csv.reader(feed, delimiter=delimiter, skipinitialspace=True)
    expected = [Record(i, [cell.strip() for cell in cells]) for i, cells in enumerate(cut, 1)]
    assert list(split(lines, delimiter)) == expected


CELLS = st.lists(st.text(st.sampled_from('ab;," \n'), max_size=6), min_size=2, max_size=3)


@given(st.lists(CELLS, max_size=8), st.sampled_from(";,"), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_quoted_cells_among_plain_ones_come_back(rows: list[list[str]], delimiter: str, quoting: int) -> None:
    written = io.StringIO()
    starts = []
    for row in rows:
        starts.append(written.getvalue().count("\n") + 1)
        csv.writer(written, delimiter=delimiter, quoting=quoting, lineterminator="\n").writerow(row)  # type: ignore[arg-type]
    records = list(split(written.getvalue().split("\n")[:-1], delimiter))
    expected = [Record(n, [c.strip() for c in row]) for n, row in zip(starts, rows, strict=True)]
    assert records == expected


SAID = ("", "04/11/2026", "31/02/2026", "-1,50", "CAFE", "En attente", "Total", "Opérations à venir", "suite")


@given(st.lists(st.lists(st.sampled_from(SAID), min_size=1, max_size=5), max_size=9), st.booleans())
def test_plain_records_are_taken_as_all_others_are(cells: list[list[str]], status: bool) -> None:
    header = ["Date", "Libellé", "Montant", "Statut" if status else "Note"]
    usual = ["04/11/2026", "CAFE", "-1,50", ""]
    records = [Record(i, c) for i, c in enumerate([header, usual, usual, *cells], 1)]
    for section in find_sections(records):
        layout = find_layout(section)
        slow = _Finder(layout)
        for record in section.body:
            filled = [cell for cell in record.cells if cell]
            alone = len(filled) == 1 and filled[0] == record.cells[0]
            if filled and not (alone and slow.hear_title(filled[0])):
                slow.take(record)
        assert find_entries(section.body, layout) == (slow.entries, slow.problems)
