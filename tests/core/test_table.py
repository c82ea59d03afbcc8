"""Delimited text of any bank: right, or asked, never silently wrong."""

import csv
import io
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenk_desktop.core.errors import Cancelled, ImportRefusedError
from tenk_desktop.core.importing.reading import READERS, read_statement, table
from tenk_desktop.core.importing.statement import Reading, ReadOptions, Row

DATA = Path(__file__).resolve().parents[1] / "data" / "bank"


def read(text: str | bytes, name: str = "export.csv", **options: object) -> Reading:
    data = text.encode() if isinstance(text, str) else text
    return read_statement(name, data, ReadOptions(**options))  # type: ignore[arg-type]


def rows(reading: Reading) -> list[Row]:
    return [row for statement in reading.statements for row in statement.rows]


def brief(reading: Reading) -> list[tuple[str, str]]:
    return [(row.date.isoformat(), str(row.amount)) for row in rows(reading)]


def asked(reading: Reading) -> list[str]:
    return [question.about for question in reading.questions]


# Any bank at all: a statement written in every habit must come back whole, or raise a question


HEADERS = {
    "fr": ("Date", "Libellé", "Montant", "Débit", "Crédit", "Solde"),
    "en": ("Date", "Description", "Amount", "Debit", "Credit", "Balance"),
    "de": ("Buchungstag", "Verwendungszweck", "Betrag", "Soll", "Haben", "Saldo"),
    "nl": ("Datum", "Omschrijving", "Bedrag", "Debet", "Credit", "Saldo"),
    "it": ("Data", "Descrizione", "Importo", "Addebiti", "Accrediti", "Saldo"),
    "es": ("Fecha", "Concepto", "Importe", "Cargo", "Abono", "Saldo"),
}


@dataclass(frozen=True)
class Habit:
    """How one bank writes."""

    language: str
    header: bool
    delimiter: str
    decimal: str
    thousands: str
    order: str
    separator: str
    short_year: bool
    encoding: str
    sides: str  # "", "positive" or "negative" debits
    balance: bool
    newest_first: bool
    line_end: str

    def day(self, day: date) -> str:
        year = f"{day:%y}" if self.short_year and self.order != "ymd" else f"{day:%Y}"
        parts = {"d": f"{day:%d}", "m": f"{day:%m}", "y": year}
        return self.separator.join(parts[letter] for letter in self.order)

    def money(self, cents: int) -> str:
        whole, rest = divmod(abs(cents), 100)
        grouped = f"{whole:,}".replace(",", self.thousands)
        return f"{'-' if cents < 0 else ''}{grouped}{self.decimal}{rest:02d}"

    def write(self, moves: list[tuple[date, int, str]], opening: int) -> bytes:
        lines, balance = [], opening
        for day, cents, label in moves:
            balance += cents
            lines.append(self._line(day, cents, label, balance))
        if self.newest_first:
            lines.reverse()
        out = io.StringIO()
        writer = csv.writer(out, delimiter=self.delimiter, lineterminator=self.line_end)
        if self.header:
            writer.writerow(self._header())
        writer.writerows(lines)
        return out.getvalue().encode(self.encoding)

    def _header(self) -> list[str]:
        day, label, amount, debit, credit, balance = HEADERS[self.language]
        return [day, label, *([debit, credit] if self.sides else [amount]), *([balance] if self.balance else [])]

    def _line(self, day: date, cents: int, label: str, balance: int) -> list[str]:
        debit = self.money(cents if self.sides == "negative" else -cents) if cents < 0 else ""
        sides = [debit, self.money(cents) if cents >= 0 else ""]
        paid = sides if self.sides else [self.money(cents)]
        return [self.day(day), label, *paid, *([self.money(balance)] if self.balance else [])]


@st.composite
def habits(draw: st.DrawFn) -> Habit:
    language = draw(st.sampled_from(sorted(HEADERS)))
    decimal = draw(st.sampled_from(",."))
    # who writes the month first writes a decimal point: a comma behind semicolons is read as European
    order = draw(st.sampled_from(["dmy", "ymd", "mdy"] if (language, decimal) == ("en", ".") else ["dmy", "ymd"]))
    return Habit(
        language=language,
        header=draw(st.booleans()),
        delimiter=draw(st.sampled_from(";,\t")),
        decimal=decimal,
        thousands=draw(st.sampled_from(["", " ", "\u00a0", "'", "." if decimal == "," else ","])),
        order=order,
        separator="-" if order == "ymd" else draw(st.sampled_from("/-" if order == "mdy" else "/-.")),
        short_year=draw(st.booleans()),
        encoding=draw(st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"])),
        sides=draw(st.sampled_from(["", "positive", "negative"])),
        balance=draw(st.booleans()),
        newest_first=draw(st.booleans()),
        line_end=draw(st.sampled_from(["\n", "\r\n", "\r"])),
    )


WORDS = st.sampled_from(
    ["CARTE BOULANGERIE", "VIR SEPA EMPLOYEUR", "PRLV ÉLECTRICITÉ", "Loyer; novembre", 'Bar "Le Zinc"', "a,b", "LOTO 3"]
)
MOVES = st.lists(
    st.tuples(st.integers(0, 9), st.integers(-300_000, 300_000).filter(bool), WORDS), min_size=1, max_size=12
)


def dated(start: date, moves: list[tuple[int, int, str]]) -> list[tuple[date, int, str]]:
    done, day = [], start
    for gap, cents, label in moves:
        day += timedelta(days=gap)
        done.append((day, cents, label))
    return done


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(habits(), st.dates(date(2015, 1, 1), date(2029, 1, 1)), MOVES, st.integers(-50_000, 900_000))
def test_right_or_asked(habit: Habit, start: date, moves: list[tuple[int, int, str]], opening: int) -> None:
    wanted = dated(start, moves)
    reading = read(habit.write(wanted, opening))
    if habit.newest_first:
        wanted.reverse()
    if not reading.questions:
        assert [(r.date, r.amount) for r in rows(reading)] == [(d, Decimal(c).scaleb(-2)) for d, c, _ in wanted]
        assert [r.label for r in rows(reading)] == [label for _, _, label in wanted]
        assert not reading.problems
    if asked(reading) == ["dates"]:
        answered = read(habit.write(dated(start, moves), opening), dates=habit.order)
        assert [r.date for r in rows(answered)] == [d for d, _, _ in wanted]


def test_reads_thousands_without_cents_right_or_asks() -> None:
    known = read("Date;Libellé;Montant\n31/12/2025;A;1.234\n30/12/2025;B;-5,50\n")
    assert brief(known) == [("2025-12-31", "1234"), ("2025-12-30", "-5.50")]
    unknown = read("Date;Libellé;Montant;Devise\n31/12/2025;A;-1.234;EUR\n30/12/2025;B;2.500;EUR\n")
    assert asked(unknown) == ["decimal"]
    assert "1.234" in str(unknown.questions[0].example)
    francs = read("Date;Libellé;Montant (XPF)\n31/12/2025;A;-1.234\n30/12/2025;B;2.500\n")
    assert brief(francs) == [("2025-12-31", "-1234"), ("2025-12-30", "2500")]


@pytest.mark.parametrize(
    ("mark", "wanted"), [(",", [("2025-12-31", "-1234"), ("2025-12-30", "2500")]), (".", [("2025-12-31", "-1.234")])]
)
def test_answers_the_decimal_question(mark: str, wanted: list[tuple[str, str]]) -> None:
    text = "Date;Libellé;Montant\n31/12/2025;A;-1.234\n30/12/2025;B;2.500\n"
    assert brief(read(text, decimal=mark))[: len(wanted)] == wanted


# Our own files


def fixture(name: str) -> Reading:
    return read_statement(name, (DATA / name).read_bytes())


def test_preamble_states_account_currency_and_closing_balance() -> None:
    (statement,) = fixture("poste_deux_soldes.csv").statements
    assert (statement.number, statement.currency) == ("2041234567P", "EUR")
    assert statement.closing == (date(2026, 11, 18), Decimal("312.45"))
    assert [row.amount for row in statement.rows] == [Decimal("-7.90"), Decimal("143.20"), Decimal("211.00")]


def test_repeated_headers_are_several_accounts() -> None:
    reading = fixture("deux_comptes.csv")
    assert [s.number for s in reading.statements] == ["00045678901", "00098765432"]
    assert [s.closing for s in reading.statements] == [
        (date(2026, 11, 19), Decimal("482.10")),
        (date(2026, 11, 19), Decimal("1020.00")),
    ]
    assert brief(reading) == [("2026-11-18", "-23.15"), ("2026-11-09", "454.60"), ("2026-11-10", "20.00")]
    assert rows(reading)[0].label == "PAIEMENT PAR CARTE SUPERETTE 17/11"
    assert reading.statements[0].header == reading.statements[1].header


def test_the_balance_decides_whether_a_fee_is_apart() -> None:
    reading = fixture("neobanque_frais.csv")
    assert brief(reading) == [("2026-11-03", "-12.40"), ("2026-11-04", "-21.50"), ("2026-11-05", "100.00")]
    assert [(p.line, p.lost) for p in reading.problems] == [(5, False), (6, False)]
    assert reading.statements[0].chained


def test_running_balances_prove_the_statement() -> None:
    (statement,) = fixture("debit_credit_solde.csv").statements
    assert statement.chained
    assert statement.closing == (date(2026, 11, 10), Decimal("-12.35"))
    assert [row.amount for row in statement.rows] == [Decimal(a) for a in ("-600.00", "212.00", "-4.20", "0.00")]


def test_no_header_but_balances() -> None:
    (statement,) = fixture("sans_entete.csv").statements
    assert [row.amount for row in statement.rows] == [Decimal(a) for a in ("-600.00", "212.50", "-12.40")]
    assert statement.chained


def test_an_english_header_proves_no_order_of_days() -> None:
    reading = fixture("carte_anglaise.csv")
    assert asked(reading) == ["dates"]
    example = str(reading.questions[0].example)
    assert "1er" in example
    assert "2" in example
    answered = read((DATA / "carte_anglaise.csv").read_bytes(), dates="mdy")
    assert brief(answered) == [("2026-01-02", "-3.50"), ("2026-03-04", "12.00")]


def test_a_last_line_may_be_the_balance() -> None:
    text = (
        "18/11/2026;-12,00;Carte;;CB BOULANGER;;0;Divers\n05/11/2026;1250,00;Virement;;VIR SALAIRE;;0;Divers\n"
        "18/11/2026;1238,55;;;01234 012345A;;;\n"
    )
    (statement,) = read(text).statements
    assert [row.amount for row in statement.rows] == [Decimal("-12.00"), Decimal("1250.00")]
    assert (statement.number, statement.closing) == ("01234012345A", (date(2026, 11, 18), Decimal("1238.55")))


def test_balances_around_the_table_are_no_transactions() -> None:
    text = (
        "Date de début de téléchargement : 01/11/2026;Date de fin de téléchargement : 18/11/2026;\n"
        "Numéro de compte : 04012345678;Devise : EUR;\n\nSolde en fin de période;;;;312,45;\n"
        "Date;Numéro d'opération;Libellé;Débit;Crédit;Détail;\n18/11/26;AB12;CB PRIMEUR;-23,10;;x;\n"
        "17/11/26;AB13;VIR CAF;;+212,00;;\nSolde en début de période;;;;123,55;\n"
    )
    reading = read(text)
    assert brief(reading) == [("2026-11-18", "-23.10"), ("2026-11-17", "212.00")]
    assert [(p.line, p.lost) for p in reading.problems] == [(8, False)]
    (statement,) = reading.statements
    assert statement.closing == (date(2026, 11, 18), Decimal("312.45"))
    assert (statement.number, statement.currency) == ("04012345678", "EUR")


# Days


@pytest.mark.parametrize(
    ("text", "name", "first"),
    [
        ("Date,Description,Amount\n02/01/2026,A,-1.00\n02/13/2026,B,2.00\n", "x.csv", "2026-02-01"),
        ("Date;Libellé;Montant\n01/02/2026;A;-1,00\n", "x.csv", "2026-02-01"),
        ("Date,Description,Amount\n01.02.2026,A,-1.00\n", "x.csv", "2026-02-01"),
        ("Date,Description,Amount\n01/02/2026,CARD 31/01 SHOP,-1.00\n", "x.csv", "2026-02-01"),
        ("Date,Description,Amount\n01/02/2026,A,-1.00\n", "export_2026-02-01_2026-02-28.csv", "2026-02-01"),
        ("Date,Description,Amount\n01/02/2026,A,-1.00\n", "export_01022026_28022026.csv", "2026-02-01"),
        ("Printed 25/02/2026\nDate,Description,Amount\n01/02/2026,A,-1.00\n", "x.csv", "2026-02-01"),
        ("Date,Value date,Amount\n01/02/2026,31/01/2026,-1.00\n", "x.csv", "2026-02-01"),
        # 2, 3, 4 and 5 January then February only follow one another day first
        (
            "Date,Description,Amount\n10/01/2026,A,-1\n11/01/2026,B,2\n12/01/2026,C,2\n01/02/2026,D,2\n",
            "x.csv",
            "2026-01-10",
        ),
    ],
)
def test_what_the_file_says_about_days_is_not_asked(text: str, name: str, first: str) -> None:
    reading = read(text, name)
    assert not reading.questions
    assert rows(reading)[0].date.isoformat() == first
    assert any(e.about == "dates" and e.proof for e in reading.evidence)


def test_a_time_zone_column_makes_the_language_no_evidence() -> None:
    text = '"Date","Heure","Fuseau horaire","Description","Montant"\n"1/2/2026","10:00","CET","A","-3,50"\n'
    assert asked(read(text)) == ["dates"]


def test_days_without_a_year() -> None:
    text = "Date;Libellé;Montant\n31/12;A;-1,00\n"
    assert asked(read(text)) == ["year"]
    assert brief(read(text, year=2025)) == [("2025-12-31", "-1.00")]
    assert brief(read("Relevé du 31/12/2025\n" + text)) == [("2025-12-31", "-1.00")]


def test_a_file_that_mixes_both_orders_keeps_only_what_is_certain() -> None:
    reading = read("Date;Libellé;Montant\n13/02/2026;A;-1,00\n02/14/2026;B;-2,00\n03/04/2026;C;-3,00\n")
    assert brief(reading) == [("2026-02-13", "-1.00")]
    assert [(p.line, p.lost) for p in reading.problems] == [(3, True), (4, True)]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("31-déc.-2025", "2025-12-31"),
        ("31 déc 25", "2025-12-31"),
        ("1er janvier 2026", "2026-01-01"),
        ("Dec 31, 2025", "2025-12-31"),
        ("20251231", "2025-12-31"),
        ("31.12.25 14:05", "2025-12-31"),
        ("2025-12-31T23:59:59Z", "2025-12-31"),
        ("٣١/١٢/٢٠٢٥", "2025-12-31"),
    ],
)
def test_many_ways_to_write_a_day(cell: str, day: str) -> None:
    assert brief(read(f'Date;Libellé;Montant\n"{cell}";A;-1,00\n')) == [(day, "-1.00")]


# Amounts


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("-1 234,56", "-1234.56"),
        ("\u22121\u202f234,56 €", "-1234.56"),
        ("(12,50)", "-12.50"),
        ("3,10-", "-3.10"),
        ("+0,99", "0.99"),
        ("EUR -45,00", "-45.00"),
        ("-1'234,5", "-1234.5"),
        ("-1.234,56", "-1234.56"),
        ("-10", "-10"),
        ("\u066b5", "0.5"),
        ("--5", None),
        ("NaN", None),
        ("1e400", None),
        ("99999999999999,00", None),
        ("12,345", None),
        ("1,2,3", None),
    ],
)
def test_many_ways_to_write_an_amount(cell: str, amount: str | None) -> None:
    reading = read(f'Date;Libellé;Montant\n31/12/2025;A;"{cell}"\n30/12/2025;B;-1,00\n')
    found = [a for _, a in brief(reading)]
    assert found == ([amount, "-1.00"] if amount else ["-1.00"])
    assert [(p.line, p.lost) for p in reading.problems] == ([] if amount else [(2, True)])


def test_each_column_has_its_own_decimal_mark() -> None:
    (statement,) = read(
        "dateOp;label;amount;accountbalance\n2026-01-02;A;-3,20;96.80\n2026-01-03;B;-6,80;90.00\n2026-01-05;C;1,00;91.00\n"
    ).statements
    assert [row.amount for row in statement.rows] == [Decimal("-3.20"), Decimal("-6.80"), Decimal("1.00")]
    assert statement.chained


@pytest.mark.parametrize(("debit", "credit"), [("10,00", "5,00"), ("-10,00", "5,00"), ("-10,00", "+5,00")])
def test_debits_are_expenses_whatever_their_sign(debit: str, credit: str) -> None:
    text = f"Date;Libellé;Débit;Crédit\n31/12/2025;A;{debit};\n30/12/2025;B;;{credit}\n"
    assert brief(read(text)) == [("2025-12-31", "-10.00"), ("2025-12-30", "5.00")]


def test_a_direction_column_signs_the_amount_and_keeps_reversals() -> None:
    text = "Date;Omschrijving;Af Bij;Bedrag\n31-12-2025;A;Af;10,00\n30-12-2025;B;Bij;5,00\n29-12-2025;C;Af;4,00\n28-12-2025;D;Af;-4,00\n"
    assert [a for _, a in brief(read(text))] == ["-10.00", "5.00", "-4.00", "4.00"]


CARD = "Date,Card number,Merchant,Amount\n2026-01-02,**12,Shop,10.00\n2026-01-03,**12,Cafe,3.00\n"


def test_the_sign_of_a_card_statement() -> None:
    assert asked(read(CARD)) == ["sign"]
    assert [a for _, a in brief(read(CARD, sign="expense-positive"))] == ["-10.00", "-3.00"]
    paid = read(CARD + "2026-01-31,,Payment,-13.00\n")
    assert not paid.questions
    assert [a for _, a in brief(paid)] == ["-10.00", "-3.00", "13.00"]
    assert "sign" in [e.about for e in paid.evidence]


def test_a_card_nobody_named_is_asked_about() -> None:
    text = "Date;Description;Montant\n03/11/2026;SUPERETTE;23,50\n05/11/2026;TRAIN;48,00\n13/11/2026;PAYMENT RECEIVED, THANK YOU;-71,50\n"
    assert asked(read(text)) == ["sign"]


def test_currencies_are_never_added_up() -> None:
    reading = read("Date;Libellé;Montant;Devise\n15/01/2026;A;-1,00;EUR\n16/01/2026;B;-1000;DZD\n")
    assert [row.currency for row in rows(reading)] == ["EUR", "DZD"]
    assert reading.statements[0].currency == ""


def test_an_account_column_parts_the_accounts() -> None:
    reading = read(
        "dateOp;label;amount;accountNum\n2026-01-02;A;-3,20;001\n2026-01-03;B;-6,80;001\n2026-01-04;C;10,00;002\n2026-01-05;D;1,00;002\n"
    )
    assert [(s.number, len(s.rows)) for s in reading.statements] == [("001", 2), ("002", 2)]


# Rows


def test_every_line_is_accounted_for() -> None:
    text = (
        "Date;Libellé;Débit;Crédit;Solde\n"
        "30/01/2026;LOYER;600,00;;400,00\n"
        ";suite du libellé;;;\n"
        "31/02/2026;IMPOSSIBLE;1,00;;399,00\n"
        "hier;ILLISIBLE;1,00;;399,00\n"
        ";SANS DATE;1,00;;\n"
        "31/01/2026;RIEN;;;\n"
        "31/01/2026;SOLDE;;;400,00\n"
        "31/01/2026;ZERO;0,00;;400,00\n"
        "31/01/2026;TROP;1,00;;399,00;x;y\n"
        ";Total;601,00;5,00;\n"
    )
    reading = read(text)
    assert [(r.line, r.label, r.memo) for r in rows(reading)] == [(2, "LOYER", "suite du libellé"), (9, "ZERO", "")]
    assert [(p.line, p.lost) for p in reading.problems] == [
        (4, True), (5, True), (6, True), (7, True), (8, False), (10, True), (11, False),
    ]  # fmt: skip


def test_a_line_number_is_that_of_the_file() -> None:
    text = 'sep=;\n\nDate;Libellé;Montant\n31/12/2025;"DEUX\nLIGNES";-1,00\n30/12/2025;B;x\n'
    reading = read(text)
    assert [(r.line, r.label) for r in rows(reading)] == [(4, "DEUX LIGNES")]
    assert [p.line for p in reading.problems] == [6]


def test_a_quote_nobody_closed_swallows_nothing() -> None:
    lines = [f"{day:02d}/12/2025;{label};-1,00" for day, label in enumerate(['"Bar', "A", '"B;C"', '"D', "E"], 1)]
    reading = read("\n".join(["Date;Libellé;Montant", *lines, ""]))
    assert [r.line for r in rows(reading)] == [2, 3, 4, 5, 6]
    assert [r.label for r in rows(reading)] == ["Bar", "A", "B;C", "D", "E"]


def test_the_user_may_name_the_columns() -> None:
    text = "2026-01-02;x;12,00;7,00\n2026-01-03;y;13,00;8,00\n"
    assert asked(read(text)) == ["columns"]
    named = read(text, columns=(("date", "A"), ("label", "B"), ("amount", "D")), sign="income-positive")
    assert [(r.label, str(r.amount)) for r in rows(named)] == [("x", "7.00"), ("y", "8.00")]
    by_header = read("Quand;Quoi;Combien;Autre\n" + text, columns=(("amount", "combien"),), sign="expense-positive")
    assert [a for _, a in brief(by_header)] == ["-12.00", "-13.00"]
    with pytest.raises(ImportRefusedError):
        read(text, columns=(("amount", "prix"),))


def test_the_header_is_known_again_whatever_the_rows() -> None:
    one = read("Date;Libellé;Montant\n31/12/2025;A;-1,00\n").statements[0].header
    two = read("Date;Libelle;Montant\n30/11/2025;B;2.000,00\n29/11/2025;C;-3,00\n").statements[0].header
    assert one == two != ""


# What is refused, and limits


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n \n",
        b"Date;Libell\xc3\xa9;Montant\n",
        b"bonjour",
        b"PK\x03\x04rest",
        b"\xd0\xcf\x11\xe0rest",
        b"%PDF-1.7 1/1/2026;1,00",
        b"\xff\xd8\xff\xe0 1/1/2026;1,00",
        b"<!DOCTYPE html><html>15/01/2026; 12,50</html>",
        b"OFXHEADER:100\nDATA:OFXSGML\n",
        b"<?xml version='1.0'?><Document><BkToCstmrStmt/></Document>",
        bytes(range(256)) * 20,
        b"Date;Solde\n31/12/2025;100,00\n30/12/2025;90,00\n",
    ],
)
def test_refused_with_a_sentence_and_a_way_out(data: bytes) -> None:
    with pytest.raises(ImportRefusedError) as error:
        read(data)
    assert str(error.value.what)
    assert error.value.way_out is not None


@pytest.mark.parametrize("data", [b"\xff\xd8\xff\xe0" + b"0" * 99, b"\x89PNG\r\n\x1a\n\0;", b"RIFF\n\0\0\0WEBPVP8 "])
def test_a_picture_is_called_one(data: bytes) -> None:
    with pytest.raises(ImportRefusedError, match="image"):
        read(data)


def test_absurd_sizes_are_cut_or_refused() -> None:
    good = "Date;Libellé;Montant\n31/12/2025;A;-1,00\n"
    long_cell = read(good + f"30/12/2025;{'x' * 2_000_000};-1,00\n")
    assert [(p.line, p.lost) for p in long_cell.problems] == [(3, True)]
    wide = read(good + "30/12/2025;" + ";" * 300 + "-1,00\n")
    assert [(p.line, p.lost) for p in wide.problems] == [(3, True)]
    with pytest.raises(ImportRefusedError):
        read("0;" * 1_000_001)
    with pytest.raises(ImportRefusedError):
        read(b"Date;Montant\n" + b" " * (50 * 1024 * 1024))


def test_reading_can_be_stopped() -> None:
    with pytest.raises(Cancelled):
        table.READER.read("x.csv", b"Date;Montant\n31/12/2025;1,00\n", ReadOptions(), lambda done: done < 0.35)


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ImportRefusedError):
        read("Date;Montant\n31/12/2025;-1,00\n", format="inconnu")
    assert read("Date;Montant\n31/12/2025;-1,00\n", format="csv").format == "csv"
    assert table.READER in READERS


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400) | st.text(alphabet=';,\t|"\n\r0123456789/-. aé€\u00a0', max_size=400).map(str.encode))
def test_nothing_crashes(data: bytes) -> None:
    try:
        reading = read(data)
    except ImportRefusedError:
        return
    assert all(r.amount.is_finite() and 1990 <= r.date.year < 2100 for r in rows(reading))


def test_habits_can_be_replaced() -> None:
    """The generator's own check: a habit writes what it says."""
    habit = Habit("fr", True, ";", ",", " ", "dmy", "/", False, "utf-8", "", False, False, "\n")
    assert replace(habit, sides="positive").write([(date(2026, 1, 31), -123456, "A")], 0).decode() == (
        "Date;Libellé;Débit;Crédit\n31/01/2026;A;1 234,56;\n"
    )


@pytest.mark.parametrize(
    ("days", "asked"),
    [
        (("01/02/2026", "03/04/2026"), True),  # two months apart either way: nothing speaks
        (("04/02/2026", "05/02/2026"), False),  # neighbours when the day comes first
        (("04/02/2026",), False),
        (("05/01/2026", "05/02/2026", "05/03/2026"), True),  # the 5th of three months, or three days of May
    ],
)
def test_custom_alone_decides_only_where_it_brings_the_days_closer(days: tuple[str, ...], asked: bool) -> None:
    text = "Date;Libellé;Montant\n" + "".join(f"{day};A;-1,00\n" for day in days)
    reading = read_statement("x.csv", text.encode())
    assert [q.about for q in reading.questions] == (["dates"] if asked else [])
