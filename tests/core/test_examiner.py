"""Invented files of many banks and programmes, and the rules that reading them taught (`tests.examiner`)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import assume, given
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
     "2026年3月5日", "令和8年3月5日", "2026년 3월 5일", "05/03/2026 as of 04/03/2026", "10:31 05-03-26",
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
        ("12,34,567.89", "1234567.89", "", 0),
        ("S/ 1,234.50", "1234.50", "PEN", 0),
        ("1,234.50 DB", "1234.50", "", -1),
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
    signed = [-cents if out else cents for cents, out in moves]
    assume(sum(signed) not in (2 * signed[0], 2 * signed[-1]))  # a row that adds up all the others is told as a total
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


@given(st.integers(100_000, 999_999_999), st.integers(0, 99))
def test_india_groups_by_two_above_a_thousand(whole: int, cents: int) -> None:
    head, last = divmod(whole, 1000)
    grouped = ",".join([*_pairs(str(head)), f"{last:03}"])
    number = parse_number(f"{grouped}.{cents:02}")
    assert number is not None
    assert number.value(number.implies) == Decimal(f"{whole}.{cents:02}")


def _pairs(figures: str) -> list[str]:
    return [figures[max(0, i - 2) : i] for i in range(len(figures), 0, -2)][::-1]


@given(st.lists(st.integers(-9_999_999, 9_999_999).filter(bool), min_size=3, max_size=8))
def test_an_amount_that_a_comma_cut_after_its_thousands_is_one_amount(cents: list[int]) -> None:
    rows = [
        f"2026-01-{i + 13},Shop,${abs(c) / 100:,.2f},{'DR' if c < 0 else 'CR'}" for i, c in enumerate([450, *cents])
    ]
    wanted = [Decimal(c) / 100 for c in (450, *cents)]
    found = read("Date,Description,Amount,Dr/Cr\n" + "\n".join(rows))
    assert [abs(r.amount) for s in found.statements for r in s.rows] == [abs(w) for w in wanted]


def test_what_a_column_of_yes_and_no_calls_reserved_is_not_booked() -> None:
    rows = ["Nee;13-01-2026;Winkel;-5,00", "Ja;14-01-2026;Hotel;-90,00", "Nee;15-01-2026;Loon;70,00"]
    reading = read("Gereserveerd;Datum;Omschrijving;Bedrag\n" + "\n".join(rows))
    assert [a for _, a in brief(reading)] == ["-5.00", "70.00"]
    assert [(p.line, p.lost) for p in reading.problems] == [(3, False)]


@pytest.mark.parametrize("status", ["NON CONTABILIZZATO", "Paiement refusé", "Payment declined", "Negata", "En cours"])
def test_a_status_that_leaves_a_row_out(status: str) -> None:
    reading = read(f"Date;Libellé;Statut;Montant\n13/01/2026;A;Fait;-1,00\n14/01/2026;B;{status};-2,00\n")
    assert [a for _, a in brief(reading)] == ["-1.00"]


def test_of_two_columns_of_senses_the_one_that_changes_signs_the_amounts() -> None:
    rows = ["13.01.2026;LASTSCHRIFT;S;5,00", "14.01.2026;LASTSCHRIFT;H;7,00", "15.01.2026;LASTSCHRIFT;S;9,00"]
    reading = read("Buchungstag;Buchungstext;S/H;Betrag\n" + "\n".join(rows))
    assert [a for _, a in brief(reading)] == ["-5.00", "7.00", "-9.00"]


def test_one_day_for_the_purchases_of_a_month_is_not_the_day_of_each() -> None:
    rows = [f"{d}/01/2026;31/01/2026;Boutique {d};-{d},00" for d in range(13, 19)]
    reading = read("Date d’achat;Date débit;Commerçant;Montant\n" + "\n".join(rows))
    assert [d for d, _ in brief(reading)] == [f"2026-01-{d}" for d in range(13, 19)]


def test_a_year_may_stand_below_the_days_that_need_it() -> None:
    reading = read("Date;Libellé;Montant\n13/01;A;-1,00\n14/01;B;2,00\n\nArrêté en janvier 2026;;\n")
    assert not reading.questions
    assert [d for d, _ in brief(reading)] == ["2026-01-13", "2026-01-14"]


def test_the_number_of_a_transaction_is_no_day() -> None:
    rows = "\n".join(f"{2_603_050_000 + n},Shop,-{n}.50" for n in (1, 2, 3))
    with pytest.raises(ImportRefusedError):
        read(f"Transaction ID,Description,Amount\n{rows}\n")


def test_wages_below_zero_and_rents_above_are_asked_about() -> None:
    text = "date,payee,amount\n2026-01-13,RENT,700.00\n2026-01-14,SALARY,-900.00\n2026-01-15,RENT BIKE,9.00\n"
    assert [q.about for q in read(text).questions] == ["sign"]
    assert not read(text.replace("SALARY,-900.00", "SHOP,-90.00")).questions


def test_columns_that_spaces_align_may_hold_decimal_commas() -> None:
    text = "Date        Libellé        Montant\n13/01/2026  CAFE NOIR      -3,50\n14/01/2026  SALAIRE        900,00\n"
    assert brief(read(text, "a.txt")) == [("2026-01-13", "-3.50"), ("2026-01-14", "900.00")]


@pytest.mark.parametrize(
    ("encoding", "header", "label"),
    [
        ("cp1250", "Datum zaúčtování;Zpráva;Částka", "Příjem"),
        ("cp1250", "Data księgowania;Tytuł;Kwota", "Płatność"),
        ("cp1251", "Дата операции;Описание;Сумма", "Кофейня"),
        ("cp1254", "İşlem tarihi;Açıklama;Tutar", "Alışveriş"),
        ("cp1256", "تاريخ العملية;البيان;المبلغ", "سحب"),
        ("cp932", "取引日;摘要;金額", "喫茶店"),
        ("gbk", "交易日期;摘要;金额", "咖啡"),
        ("cp1252", "Date d’opération;Libellé;Montant", "Café é à ç"),
    ],
)
def test_the_words_of_a_bank_tell_its_alphabet(encoding: str, header: str, label: str) -> None:
    text = f"{header}\n13.01.2026;{label};-12,50\n14.01.2026;{label};20,00\n"
    reading = read_statement("a.csv", text.encode(encoding))
    assert reading.encoding == encoding
    assert [(r.label, str(r.amount)) for s in reading.statements for r in s.rows] == [
        (label, "-12.50"),
        (label, "20.00"),
    ]


def test_a_workbook_written_as_text() -> None:
    row = '<Row{index}><Cell{at}><Data ss:Type="DateTime">2026-01-{day}T00:00:00.000</Data></Cell>{rest}</Row>'
    rest = '<Cell><Data ss:Type="String">A &amp; B</Data></Cell><Cell ss:Index="5"><Data ss:Type="Number">-{day}.75</Data></Cell>'
    rows = [
        row.format(index=i, at=' ss:Index="2"', day=d, rest=rest.format(day=d))
        for i, d in ((' ss:Index="4"', 13), ("", 14))
    ]
    titles = "".join(
        f'<Cell><Data ss:Type="String">{t}</Data></Cell>' for t in ("N", "Date", "Label", "Note", "Amount")
    )
    text = (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="a" xmlns:ss="b"><Worksheet ss:Name="S">'
        f"<Table><Row/><Row>{titles}</Row>{''.join(rows)}</Table></Worksheet></Workbook>"
    )
    reading = read(text, "a.xls")
    assert reading.format == "xls"
    assert [(r.line, r.label, str(r.amount)) for s in reading.statements for r in s.rows] == [
        (4, "A & B", "-13.75"),
        (5, "A & B", "-14.75"),
    ]


@given(st.lists(st.integers(-9_999, 9_999).filter(bool), min_size=5, max_size=9), st.booleans())
def test_the_moves_of_the_balance_sign_amounts_that_have_none(cents: list[int], newest: bool) -> None:
    cents = [450, -270, 320, *cents]
    held = [100_000 + sum(cents[: i + 1]) for i in range(len(cents))]
    rows = [
        f"{13 + i}/01/2026;CARTE {i};{abs(c) / 100:.2f};{b / 100:.2f}"
        for i, (c, b) in enumerate(zip(cents, held, strict=True))
    ]
    reading = read("Date;Libellé;Mouvement;Solde\n" + "\n".join(rows[::-1] if newest else rows))
    assert not reading.questions
    found = sorted((r.date, r.amount) for s in reading.statements for r in s.rows)
    assert [amount for _, amount in found] == [Decimal(c) / 100 for c in cents[1:]]  # what was before the first is lost
    assert [p.lost for p in reading.problems] == [True]


def test_three_decimals_counted_in_french_are_tunisian_dinars() -> None:
    rows = ["13/01/2026;CAFE;-3,125", "14/01/2026;SALAIRE;1 250,750", "15/01/2026;LOYER;-420,500"]
    reading = read("Date;Libellé;Montant\n" + "\n".join(rows))
    assert {r.currency for s in reading.statements for r in s.rows} == {"TND"}
    idle = read("Date;Libellé;Montant\n" + "\n".join(f"{row[:-1]}0" for row in rows))
    assert {r.currency for s in idle.statements for r in s.rows} == {""}


@given(st.lists(st.integers(-9_999, 9_999).filter(bool), min_size=7, max_size=12).filter(sum), st.booleans())
def test_the_last_line_that_is_the_sum_of_all_others_is_none_of_them(cents: list[int], above: bool) -> None:
    rows = [f"2026-01-{13 + i};xyz {i};{c / 100:.2f}" for i, c in enumerate(cents)]
    total = f"2026-01-31;qwerty;{sum(cents) / 100:.2f}"
    reading = read("Date;Text;Amount\n" + "\n".join([total, *rows[::-1]] if above else [*rows, total]), "a.csv")
    found = [r.amount for s in reading.statements for r in s.rows]
    assert sum(found) * 100 == sum(cents)
    assert len(found) == len(cents)


def test_balances_before_and_after_in_words_nobody_taught() -> None:
    rows = [f"2026-01-{13 + i};xyz {i};{c}.00" for i, c in enumerate((5, -7, 9, 30))]
    text = "\n".join(["Date;Text;Amount", "2026-01-13;Saldo vóór;100.00", *rows, "2026-01-31;Saldo ná;137.00"])
    assert [a for _, a in brief(read(text))] == ["5.00", "-7.00", "9.00", "30.00"]


@pytest.mark.parametrize(
    "above",
    ["Compte de chèques ****1234;;Solde au 31/01/2026;2381.68", "Compte;Solde;12381.60"],
)
def test_a_balance_beside_the_word_account_is_not_its_number(above: str) -> None:
    reading = read(f"{above}\nDate;Libellé;Montant\n13/01/2026;A;-1.25\n14/01/2026;B;2.50\n")
    assert [s.number for s in reading.statements] == [""]


@pytest.mark.parametrize(("label", "number"), [("Solde au 12/01/2026", ""), ("01234 123456A", "01234123456A")])
def test_a_balance_line_names_its_account_by_figures_only(label: str, number: str) -> None:
    rows = f"12/01/2026;{label};100,00\n13/01/2026;CARTE A;-1,25\n14/01/2026;CARTE B;-2,50\n"
    reading = read(f"Date;Libellé;Montant\n{rows}")
    assert [(s.number, len(s.rows)) for s in reading.statements] == [(number, 2)]


def test_words_for_purchases_and_payments_turn_a_cards_signs() -> None:
    rows = ["2026-01-13,SHOP,Purchase,5.00", "2026-01-14,ACH DEPOSIT,Payment,-90.00", "2026-01-15,BAR,Purchase,7.00"]
    assert [a for _, a in brief(read("Date,Description,Type,Amount\n" + "\n".join(rows)))] == [
        "-5.00",
        "90.00",
        "-7.00",
    ]
    sold = "\n".join(rows).replace("Purchase", "Sale").replace("Payment", "Refund")
    assert [a for _, a in brief(read("Date,Description,Type,Amount\n" + sold))] == ["5.00", "-90.00", "7.00"]


def test_labels_tell_the_sides_that_no_word_names_unless_one_of_them_denies_it() -> None:
    rows = ["CARTE A;5,00;", "PRLV B;7,00;", "LOYER;9,00;", "VIREMENT C;;70,00", "CB D;3,00;"]
    text = "\n".join(f"{13 + i}/01/2026;{row}" for i, row in enumerate(rows))
    assert [a for _, a in brief(read(text))] == ["-5.00", "-7.00", "-9.00", "70.00", "-3.00"]
    assert [q.about for q in read(text.replace("CB D;3,00;", "CB D;;3,00")).questions] == ["columns"]


def test_commas_that_a_spreadsheet_put_behind_semicolons() -> None:
    text = "Date;Libellé;Débit;Crédit,,\n13/01/2026;A;1,50;,\n14/01/2026;B;;2,25,\n"
    assert brief(read(text)) == [("2026-01-13", "-1.50"), ("2026-01-14", "2.25")]
