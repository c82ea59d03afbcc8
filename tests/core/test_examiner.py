"""Invented files of many banks and programmes, and the rules that reading them taught (`tests.examiner`)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing.cells import parse_day, parse_number
from tenk_desktop.core.importing.counted import counted_day
from tenk_desktop.core.importing.reading import read_statement
from tenk_desktop.core.importing.statement import Reading, ReadOptions
from tests.examiner.made import cases
from tests.examiner.score import BAD, figures, judge, kept, worse

DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))


def read(text: str, name: str = "export.csv") -> Reading:
    return read_statement(name, text.encode(), ReadOptions())


def brief(reading: Reading) -> list[tuple[str, str]]:
    return [(r.date.isoformat(), str(r.amount)) for s in reading.statements for r in s.rows]


def test_no_layout_is_read_worse_than_before_and_none_wrong_in_silence() -> None:
    verdicts = [(case, judge(case)[0]) for case in cases()]
    counts = figures(verdicts)
    assert [f"{c.group}/{c.name}: {v}" for c, v in verdicts if v in BAD] == []
    assert worse(counts, kept()) == [], "python -m tests.examiner.score --verbose"
    assert len(verdicts) >= 600


@given(DAYS)
def test_a_spreadsheet_counts_days(day: date) -> None:
    assert counted_day(str((day - date(1899, 12, 30)).days)) == day


@given(st.datetimes(datetime(2001, 9, 10), datetime(2099, 12, 31)))  # ten figures  # noqa: DTZ001
def test_a_clock_counts_seconds(moment: datetime) -> None:
    seconds = int(moment.replace(tzinfo=UTC).timestamp())
    assert counted_day(str(seconds)) == counted_day(f"{seconds}000") == moment.date()


def test_figures_that_are_no_days_stay_what_they_are() -> None:
    rows = "1772700000,2026-03-05,Shop,-3.50\n1772700001,2026-03-06,Shop,-4.50\n"
    assert brief(read(f"Purchase ID,Purchase date,Item,Amount\n{rows}"))[0] == ("2026-03-05", "-3.50")


@pytest.mark.parametrize(
    "written",
    ["5 de marzo de 2026", "05/Mar/2026", "Mar-05-2026", "2026-Mar-05", "5 marca 2026", "05 - 03 - 2026", "2026. 03. 05.",
     "Thursday, March 5, 2026", "Do, 05.03.2026", "05.03.2026.", "5 Mart 2026", "5. března 2026", "5 март 2026"],
)  # fmt: skip
def test_days_in_many_hands(written: str) -> None:
    day = parse_day(written)
    assert day is not None
    assert day.on("dmy") == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("written", "value", "currency", "side"),
    [
        ("25.–", "25.00", "", 0),
        ("€ 1.216,-", "1216.00", "EUR", 0),
        ("$(79.67)", "-79.67", "", 0),
        ("-R$ 1.234,56", "-1234.56", "BRL", 0),
        ("1.234,56 S", "1234.56", "", -1),
        ("1.234,56 H", "1234.56", "", 1),
        ("12,50 lei", "12.50", "RON", 0),
        ("'-12.50", "-12.50", "", 0),
    ],
)
def test_amounts_in_many_hands(written: str, value: str, currency: str, side: int) -> None:
    number = parse_number(written)
    assert number is not None
    assert (number.value(number.implies), number.currency, number.side) == (Decimal(value), currency, side)


@pytest.mark.parametrize("written", ["CARTE 05/03/2026", "du 05/03/2026", "12 de", "Lot 12/05/26 A"])
def test_words_before_a_day_are_no_day(written: str) -> None:
    assert parse_day(written) is None


def test_a_letter_behind_whole_figures_is_no_side() -> None:
    assert parse_number("12 C") is None  # a flat, a bus


@given(st.lists(st.tuples(st.integers(1, 99_999), st.booleans()), min_size=5, max_size=9), st.booleans())
def test_the_side_no_word_names_is_filled_where_the_other_is_not(moves: list[tuple[int, bool]], first: bool) -> None:
    moves = [*moves, (500, True), (700, False)]
    lines = []
    for i, (cents, out) in enumerate(moves):
        sides = [f"{cents / 100:.2f}" if out else "", "" if out else f"{cents / 100:.2f}"]
        lines.append(f"2026-01-{i + 13:02},Move {i},{','.join(sides if first else sides[::-1])}")
    header = "Date,Description,Xyzzy,Credit" if first else "Date,Description,Credit,Xyzzy"
    wanted = [(-1 if out else 1) * Decimal(cents) / 100 for cents, out in moves]
    reading = read("\n".join([header, *lines]))
    assert [r.amount for s in reading.statements for r in s.rows] == wanted


def test_balances_outweigh_words() -> None:
    text = "Date,Text,Credit,Amount,Balance\n2026-01-13,a,1.00,-5.00,95.00\n2026-01-14,b,2.00,-7.00,88.00\n"
    assert [a for _, a in brief(read(text + "2026-01-15,c,3.00,20.00,108.00\n"))] == ["-5.00", "-7.00", "20.00"]


def test_a_row_that_moved_the_balance_without_an_amount_is_lost_not_idle() -> None:
    rows = ["13,a,5.00,95.00", "14,b,,93.00", "15,c,4.00,89.00", "16,d,9.00,80.00"]
    reading = read("Date,Text,Withdrawal,Balance\n" + "".join(f"2026-01-{r}\n" for r in rows))
    assert [(p.line, p.lost) for p in reading.problems] == [(3, True)]


def test_amounts_that_commas_cut_in_two_are_made_whole_where_one_way_only_does() -> None:
    rows = ["13/01/2026,Shop,-12,50,87,50", "14/01/2026,Work,1000,00,1087,50", "15/01/2026,Shop,-3,20,1084,30"]
    assert [a for _, a in brief(read("Date,Libellé,Montant,Solde\n" + "\n".join(rows)))] == [
        "-12.50",
        "1000.00",
        "-3.20",
    ]


def test_one_line_a_field() -> None:
    blocks = [f"Date: 2026-01-{d}\nPayee: Shop, corner\nAmount: -{d}.50\n" for d in (13, 14, 15)]
    assert brief(read("Account: 1234\n\n" + "\n".join(blocks), "a.txt")) == [
        ("2026-01-13", "-13.50"),
        ("2026-01-14", "-14.50"),
        ("2026-01-15", "-15.50"),
    ]


@pytest.mark.parametrize(("kinds", "signs"), [(("DEBIT", "CREDIT"), (-1, 1)), (("CREDIT", "CREDIT"), (1, 1))])
def test_an_ofx_that_leaves_out_signs_says_them_by_its_types(kinds: tuple[str, str], signs: tuple[int, int]) -> None:
    rows = (
        f"<STMTTRN><TRNTYPE>{k}<DTPOSTED>20260113<TRNAMT>{n}.00<FITID>{n}</STMTTRN>" for n, k in enumerate(kinds, 1)
    )
    reading = read(f"<OFX><STMTRS><CURDEF>EUR<BANKTRANLIST>{''.join(rows)}</BANKTRANLIST></STMTRS></OFX>", "a.ofx")
    assert [int(a.split(".")[0]) for _, a in brief(reading)] == [n * s for n, s in enumerate(signs, 1)]


def test_double_entry_books_are_no_statement() -> None:
    lines = [f"2026-01-{d},Shop,{a},{b}" for d in (13, 14, 15, 16) for a, b in (("5.00", ""), ("", "5.00"))]
    with pytest.raises(ImportRefusedError, match="journal comptable"):
        read("Date,Text,Debit,Credit\n" + "\n".join(lines))


def test_of_two_amounts_the_one_in_many_currencies_is_the_purchase() -> None:
    rows = ["13,Shop,-5.00,EUR,-5.00", "14,Shop,-9.00,USD,-8.10", "15,Work,70.00,EUR,70.00"]
    reading = read("Date,Text,Amount,Currency,Amount booked\n" + "".join(f"2026-01-{r}\n" for r in rows))
    assert [a for _, a in brief(reading)] == ["-5.00", "-8.10", "70.00"]
    assert {r.currency for s in reading.statements for r in s.rows} == {""}


def test_the_newest_row_of_an_account_that_began_at_nothing_is_a_row() -> None:
    rows = ["04/01/2015;SHOP;-0,01;0,02", "03/01/2015;A;0,01;0,03", "02/01/2015;B;0,01;0,02", "01/01/2015;C;0,01;0,01"]
    assert [a for _, a in brief(read("\n".join(rows)))] == ["-0.01", "0.01", "0.01", "0.01"]
