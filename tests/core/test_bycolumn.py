"""What is kept by column is as good as a tuple; and what is read the short way is read as the long way reads it."""

import csv
import io
import re
import tracemalloc
from array import array
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.importing import bycolumn, recordset
from tenk_desktop.core.importing.bycolumn import (
    ByColumn,
    Coded,
    Coding,
    Same,
    at,
    each,
    field_of,
    one_or_all,
    together,
    whole,
)
from tenk_desktop.core.importing.entries import _Finder, find_entries
from tenk_desktop.core.importing.layout import find_layout, find_sections
from tenk_desktop.core.importing.planned import KnownRow, Outcome, PlannedRow, PlannedRows, odd_rows, with_rows
from tenk_desktop.core.importing.reading import read_statement
from tenk_desktop.core.importing.records import DELIMITERS, Record, split
from tenk_desktop.core.importing.recordset import Lines, Records
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


CODED = ("date", "label")


def by_column(rows: list[Row]) -> ByColumn[Row]:
    columns: dict[str, Sequence[object]] = {f: one_or_all([getattr(r, f) for r in rows]) for f in ("amount", "memo")}
    columns |= {f: Coding[object](lambda value: value).add(getattr(r, f) for r in rows).close() for f in CODED}
    columns["line"] = array("q", [r.line for r in rows])
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
    for some in (by_column(rows).where(which), by_column(rows).at(places), by_column(rows)[1:3]):
        for field in CODED:
            assert {*some.column(field).values} == {*some.column(field)}, "what is made of each suits these"


def test_one_value_many_times_ends_where_a_list_ends() -> None:
    same = Same("EUR", 3)
    assert (list(same), same[-3], list(same[1:])) == (["EUR"] * 3, "EUR", ["EUR"] * 2)
    for outside in (3, -4):
        with pytest.raises(IndexError):
            same[outside]


LETTERS = st.lists(st.sampled_from("abcd"), max_size=9)


@given(LETTERS, st.slices(9), st.lists(st.integers(0, 8), max_size=5), st.sampled_from("abcde"))
def test_a_coded_column_is_as_good_as_a_list(plain: list[str], part: slice, places: list[int], one: str) -> None:
    coded: Coded[str] = Coding[str](str).add(plain).close()
    assert (coded, len(coded), [*coded]) == (plain, len(plain), plain)
    assert ([*coded[part]], coded.count(one), one in coded) == (plain[part], plain.count(one), one in plain)
    assert coded.map(ord) == [*map(ord, plain)] == each(plain, ord)
    assert {*coded[part].used().values} == {*plain[part]}
    assert [*coded[part].used()] == plain[part]
    there = [i for i in places if i < len(plain)]
    for column in (coded, plain, Same("a", len(plain))):
        assert [*at(column, there)] == [column[i] for i in there]


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("cd")), max_size=9))
def test_columns_together_are_asked_for_each_pair(pairs: list[tuple[str, str]]) -> None:
    one, other = (Coding[str](str).add(p[i] for p in pairs).close() for i in (0, 1))
    always = Same("z", len(pairs))
    assert together(lambda *three: "".join(three), one, always, other) == [f"{a}z{b}" for a, b in pairs]
    assert together(lambda *two: "".join(two), always, other) == [f"z{b}" for _, b in pairs]
    assert together(lambda only: only + only, always) == ["zz"] * len(pairs)


def test_more_different_values_than_are_worth_it_are_still_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bycolumn, "_REMEMBERED", 2)
    said = ["a", "b", "c", "a", "c"]
    coded = Coding[str](str).add(said).close()
    assert (coded, coded.count("c"), len(coded.values)) == (said, 2, 4)


def test_whole_numbers_are_an_array_and_others_stay() -> None:
    assert whole([1, -2]) == array("q", [1, -2])
    for other in ([1, None], [1 << 70]):
        assert whole(other) is other


@given(st.text(st.sampled_from("a\n;"), max_size=30), st.slices(30), st.integers(1, 3))
def test_lines_are_those_of_the_text(text: str, part: slice, some: int) -> None:
    expected = text.split("\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recordset, "_SOME", some)
        patch.setattr(recordset, "_SOME_LINES", re.compile(rf"(?:[^\n]*+\n){{{some}}}"))
        lines = Lines(text)
        assert (len(lines), [*lines], [lines[i] for i in range(len(lines))]) == (len(expected), expected, expected)
        assert (lines[-1], lines[:3], lines[2:]) == (expected[-1], expected[:3], expected[2:])
        if part.step is None or part.step > 0:
            assert lines[part] == expected[part]
        assert [lines.longer_than(n) for n in range(4)] == [max(map(len, expected)) > n for n in range(4)]
        with pytest.raises(IndexError):
            lines[len(expected)]


WIDTHS = st.lists(st.lists(st.sampled_from(["x", "y", ""]), max_size=4), max_size=9)


@given(WIDTHS, st.slices(9), st.lists(st.integers(0, 8), max_size=5), st.integers(1, 4))
def test_records_by_column_are_as_good_as_a_list(
    rows: list[list[str]], part: slice, places: list[int], some: int
) -> None:
    plain = [Record(3 * i + 1, cells) for i, cells in enumerate(rows)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recordset, "_SOME", some)
        kept = Records.of(plain)
    there = [i for i in places if i < len(plain)]
    ways = [(kept, plain), (kept[part], plain[part]), (kept.at(there), [plain[i] for i in there])]
    ways.append((Records.joined([kept[2:], kept[:1]]), plain[2:] + plain[:1]))
    ways.append((Records.joined([kept[part], Records.of(plain)]), plain[part] + plain))
    for found, expected in ways:
        assert [*found] == [found[i] for i in range(len(found))] == expected
        assert [*found.lines()] == [r.line for r in expected]
        assert [*found.widths()] == [len(r.cells) for r in expected]
        for column in range(5):
            assert found.column(column) == [r.cells[column] if column < len(r.cells) else "" for r in expected]


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
    records = Records.of(Record(i, c) for i, c in enumerate([header, usual, usual, *cells], 1))
    for section in find_sections(records):
        layout = find_layout(section)
        slow = _Finder(section.body, layout)
        for place in range(len(section.body)):
            slow.look_at(place)
        entries, problems = find_entries(section.body, layout)
        assert (list(entries), problems) == (list(slow.entries()), slow.problems)


def test_reading_holds_little_more_than_the_file_and_its_text() -> None:
    """What a row more takes at most, beyond its own bytes: a list of its cells alone takes two hundred."""

    def peak(rows: int) -> tuple[int, int]:
        days = (date(2020, 1, 1) + timedelta(i // 25) for i in range(rows))
        lines = (f"{day:%d/%m/%Y};CARTE {i % 311} LYON;-{i % 97},{i % 10}0" for i, day in enumerate(days))
        data = "\n".join(["Date;Libellé;Montant", *lines, ""]).encode()
        tracemalloc.start()
        try:
            (statement,) = read_statement("a.csv", data).statements
            assert len(statement.rows) == rows
            return tracemalloc.get_traced_memory()[1], len(data)
        finally:
            tracemalloc.stop()

    peak(3_000)  # what is imported and remembered once
    (small, short), (large, long) = peak(10_000), peak(30_000)
    assert (large - small) - (long - short) < 60 * 20_000
