"""OFX of every bank: what each tag becomes, and that no money is lost or invented in silence."""

import contextlib
import csv
import time
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from html import escape
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tenk_desktop.core.errors import Cancelled, ImportRefusedError
from tenk_desktop.core.importing.decode import _TWICE
from tenk_desktop.core.importing.ofx import READER
from tenk_desktop.core.importing.reading import read_statement
from tenk_desktop.core.importing.statement import Reading, ReadOptions, Row
from tenk_desktop.core.progress import silent

DATA = Path(__file__).parent.parent / "data" / "ofx"


def read(content: str | bytes, name: str = "a.ofx", options: ReadOptions = ReadOptions()) -> Reading:
    data = content.encode() if isinstance(content, str) else content
    reading = read_statement(name, data, options)
    assert reading.format == "ofx"
    return reading


def fixture(name: str) -> Reading:
    return read((DATA / name).read_bytes(), name)


def rows(reading: Reading) -> list[Row]:
    return [row for statement in reading.statements for row in statement.rows]


def said(reading: Reading) -> list[tuple[int, str, bool]]:
    return [(p.line, str(p.message), p.lost) for p in reading.problems]


def statement(transactions: str, *, currency: str = "EUR", after: str = "") -> str:
    return (
        f"OFXHEADER:100\nCHARSET:1252\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>{currency}"
        f"<BANKACCTFROM><BANKID>1<ACCTID>2</BANKACCTFROM><BANKTRANLIST>{transactions}"
        f"</BANKTRANLIST>{after}</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
    )


def transaction(amount: str = "-1.00", day: str = "20260105", more: str = "<FITID>1<NAME>X") -> str:
    return f"<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>{day}<TRNAMT>{amount}{more}</STMTTRN>"


# What a bank's file becomes


def test_a_french_bank() -> None:
    reading = fixture("courant.ofx")
    (account,) = reading.statements
    assert (account.name, account.number, account.currency) == ("Banque du Fleuve", "00001234567", "EUR")
    assert account.closing == (date(2026, 11, 19), Decimal("205.17"))
    assert not account.chained
    assert reading.encoding == "cp1252"
    assert [str(e.value) for e in reading.evidence] == [
        "Encodage cp1252",
        "Relevé OFX « Banque du Fleuve »",
        "Décimales après « . »",
    ]
    assert [(r.line, r.date.day, str(r.amount), r.label, r.payee, r.ref) for r in account.rows] == [
        (26, 2, "-12.50", "PAIEMENT PAR CARTE X1234 CAFÉ DÉCO LYON 31/10", "", "A1"),
        (35, 4, "140.00", "VIR SEPA TIKTOK TECHNOLOGY LIMITED RÉF 42", "TIKTOK TECHNOLOGY LIMITED", "A2"),
        (43, 5, "-1.20", "BOULANGERIE", "BOULANGERIE", "0"),
        (50, 5, "-1.20", "BOULANGERIE", "BOULANGERIE", "0"),  # one FITID for all: both are real
        (57, 6, "-0.80", "FRAIS", "FRAIS", ""),  # a credit by its type, an expense by its sign
        (73, 10, "-30.00", "CHEQUE", "CHEQUE", "A7"),
        (88, 12, "0.00", "FEE", "", "A9"),
    ]
    assert account.rows[0].value_date == date(2026, 11, 3)
    assert account.rows[5].memo == "7654322"
    assert {r.currency for r in account.rows} == {"EUR"}
    assert said(reading) == [
        (65, "date impossible « 20261131 »", True),
        (81, "montant illisible « douze »", True),
    ]


def test_two_accounts_in_the_xml_of_version_2() -> None:
    reading = fixture("deux_comptes.qfx")
    bank, card = reading.statements
    assert (bank.number, bank.closing) == ("FR7611111", (date(2026, 1, 31), Decimal("-10.00")))
    assert [(r.line, str(r.amount), r.label, r.payee) for r in bank.rows] == [
        (12, "-1234.56", "DUPONT & FILS Facture &lt;42>", "DUPONT & FILS"),
        (20, "-1000", "H&REGIS < 10 > 5", "H&REGIS < 10 > 5"),  # other amounts show a comma: this mark groups
    ]
    assert (card.number, card.closing) == ("4970XXXX1234", None)
    assert [(r.line, r.date.day, str(r.amount), r.currency) for r in card.rows] == [
        (40, 20, "-20.00", "USD"),
        (47, 21, "-18.40", "EUR"),
    ]
    assert said(reading) == [
        (29, "opération en attente", False),
        (40, "pas de date d’opération : 20260120 retenu", False),
        (40, "montant en USD, sur un compte en EUR", False),
        (54, "la banque corrige une opération passée (référence 8) : à reprendre", True),
    ]


def test_cash_of_a_securities_account() -> None:
    reading = fixture("titres.ofx")
    (account,) = reading.statements
    assert (account.name, account.number) == ("Courtier", "T1")
    assert [(r.line, str(r.amount), r.label) for r in account.rows] == [
        (5, "50.00", "Versement"),
        (6, "60.00", "Sans fin"),
    ]
    assert said(reading) == [(4, "achat de titres : non lu", True), (7, "revenu de titres : non lu", True)]


@pytest.mark.parametrize("name", sorted(p.name for p in DATA.iterdir()))
def test_line_ends_tags_case_and_name_change_nothing(name: str) -> None:
    data = (DATA / name).read_bytes()
    expected = read(data, name)
    crlf = read(data.replace(b"\n", b"\r\n"), "export.txt")
    assert (crlf.statements, crlf.problems) == (expected.statements, expected.problems)
    if name != "deux_comptes.qfx":  # its comment holds a tag
        text = data.decode("cp1252")
        for tag in ("OFX", "STMTTRN", "NAME", "TRNAMT", "DTPOSTED", "STMTRS", "CURDEF", "INVSTMTRS"):
            text = text.replace(f"<{tag}>", f"<{tag.lower()}>").replace(f"</{tag}>", f"</{tag.lower()}>")
        assert rows(read(text)) == rows(expected)


def test_statements_of_one_account_are_one() -> None:
    newer = statement(transaction("-1.00"), after="<LEDGERBAL><BALAMT>9.00<DTASOF>20260228</LEDGERBAL>")
    older = statement(transaction("-2.00"), after="<LEDGERBAL><BALAMT>8.00<DTASOF>20260131</LEDGERBAL>")
    both = newer.replace("</OFX>", "") + older[older.index("<BANKMSGSRSV1>") :]
    (account,) = read(both).statements
    assert [r.amount for r in account.rows] == [-1, -2]
    assert account.closing == (date(2026, 2, 28), Decimal(9))
    assert len(read(both.replace("<ACCTID>2", "<ACCTID>3", 1)).statements) == 2


# Amounts


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("-1 234,56", "-1234.56"),
        ("\N{MINUS SIGN}12,50", "-12.50"),
        ("+3.10", "3.10"),
        (" -5 ", "-5"),
        ("-1.234,56", "-1234.56"),
        ("1\N{NARROW NO-BREAK SPACE}000,00", "1000.00"),
        ("10.0000", "10.0000"),
        ("-12.500", "-12.500"),  # nothing groups digits in OFX, so a lone mark is decimal
        ("-12,500", "-12.500"),
        (".50", "0.50"),
        ("-,50 €", "-0.50"),
    ],
)
def test_amounts_however_written(written: str, amount: str) -> None:
    (row,) = rows(read(statement(transaction(written))))
    assert row.amount == Decimal(amount)


@pytest.mark.parametrize("written", ["NaN", "Infinity", "1e400", "", "--5", "1234567890123456", "1.2.3,4,5", "٣x", "$"])
def test_what_is_no_amount_costs_its_row_only(written: str) -> None:
    reading = read(statement(transaction(written) + transaction("-2.00")))
    assert [r.amount for r in rows(reading)] == [Decimal("-2.00")]
    assert [p.lost for p in reading.problems] == [True]


def test_a_lone_mark_follows_the_other_amounts_or_the_user() -> None:
    both = transaction("-1.000") + transaction("-2,50")
    assert [r.amount for r in rows(read(statement(both)))] == [-1000, Decimal("-2.50")]
    assert [r.amount for r in rows(read(statement(transaction("-1.000")), options=ReadOptions(decimal=",")))] == [-1000]
    mixed = read(statement(both + transaction("-3.10")))
    assert [r.amount for r in rows(mixed)] == [Decimal("-2.50"), Decimal("-3.10")]
    assert "ambigu" in str(mixed.problems[0].message)


def test_the_user_may_turn_the_sign() -> None:
    reading = read(statement(transaction("5.00")), options=ReadOptions(sign="expense-positive"))
    assert [r.amount for r in rows(reading)] == [-5]


# Days


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("20260105", date(2026, 1, 5)),
        ("20260105000000.000[-5:EST]", date(2026, 1, 5)),
        ("20260131235959[+14:LINT]", date(2026, 1, 31)),
        ("2026-01-05", date(2026, 1, 5)),
        ("19900101", date(1990, 1, 1)),
    ],
)
def test_the_day_is_the_one_the_bank_wrote(written: str, day: date) -> None:
    (row,) = rows(read(statement(transaction(day=written))))
    assert row.date == day


@pytest.mark.parametrize(
    "written", ["20260231", "00010101", "99991231", "19891231", "2026", "05/01/2026", "²0260105", "x"]
)
def test_what_is_no_day_costs_its_row_only(written: str) -> None:
    reading = read(statement(transaction(day=written) + transaction("-2.00")))
    assert [r.amount for r in rows(reading)] == [Decimal("-2.00")]
    assert [p.lost for p in reading.problems] == [True]


# Text


@pytest.mark.parametrize(
    ("more", "label", "payee"),
    [
        ("<NAME>CARREFOUR", "CARREFOUR", "CARREFOUR"),
        ("<MEMO>CARREFOUR", "CARREFOUR", ""),
        ("<NAME>CARREFOUR<MEMO>CARREFOUR LYON", "CARREFOUR LYON", "CARREFOUR"),
        ("<NAME>CARREFOUR LYON<MEMO>LYON", "CARREFOUR LYON", "CARREFOUR LYON"),
        ("<NAME>PRELEVEMENT SEPA<MEMO>EDF", "PRELEVEMENT SEPA EDF", ""),
        ("<NAME>A &amp; B</NAME>", "A & B", "A & B"),
        ("<NAME>A & B", "A & B", "A & B"),
        ("<NAME>A&#233;&#xE9;&nbsp;B", "Aéé B", "Aéé B"),
        ("<NAME><![CDATA[A <b> & C]]></NAME>", "A <b> & C", "A <b> & C"),
        ("<NAME>A <!-- caché -->B", "A B", "A B"),
    ],
)
def test_label_and_payee(more: str, label: str, payee: str) -> None:
    (row,) = rows(read(statement(transaction(more=more))))
    assert (row.label, row.payee) == (label, payee)


@pytest.mark.parametrize(
    ("header", "codec", "encoding"),
    [
        ("CHARSET:1252", "utf-8", "utf-8"),
        ("CHARSET:1252", "cp1252", "cp1252"),
        ("CHARSET:8859-1", "latin-1", "cp1252"),
        ("CHARSET:NONE", "latin-1", "cp1252"),
        ("ENCODING:UTF-8", "cp1252", "cp1252"),
        ("CHARSET:ISO-8859-15", "iso-8859-15", "iso-8859-15"),
        ("", "utf-16", "utf-16"),
    ],
)
def test_the_header_may_lie_about_the_encoding(header: str, codec: str, encoding: str) -> None:
    text = statement(transaction(more="<NAME>CAFÉ DÉCO À L’ŒUVRE €" if codec == "utf-8" else "<NAME>CAFÉ DÉCO À"))
    reading = read(text.replace("CHARSET:1252", header).encode(codec))
    assert rows(reading)[0].label.startswith("CAFÉ DÉCO À")
    assert reading.encoding == encoding


# Files cut, hostile or empty


def test_a_cut_file_keeps_its_whole_rows() -> None:
    text = statement(transaction("-1.00") + "\n" + transaction("-2.00") + "\n" + transaction("-3.00"))
    inside = read(text[: text.rindex("<TRNAMT>") + 10])
    assert [r.amount for r in rows(inside)] == [-1, -2]
    assert said(inside) == [(6, "fichier tronqué : la dernière opération est incomplète", True)]
    between = read(text[: text.rindex("<STMTTRN>")])
    assert [r.amount for r in rows(between)] == [-1, -2]
    assert said(between) == [(6, "fichier tronqué : il manque peut-être des opérations à la fin", False)]


@pytest.mark.parametrize(
    "text",
    [
        '<?xml version="1.0"?><!DOCTYPE OFX [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + statement(transaction()),
        "<OFX><!ENTITY x 'y'></OFX>",
        "OFXHEADER:100\nDATA:OFXSGML\n",
        "<OFX><SIGNONMSGSRSV1></SIGNONMSGSRSV1></OFX>",
        "<OFX><STATUS><CODE>2000<SEVERITY>ERROR<MESSAGE>Panne</STATUS></OFX>",
    ],
)
def test_refused_with_a_sentence_and_a_way_out(text: str) -> None:
    with pytest.raises(ImportRefusedError) as error:
        read(text)
    assert str(error.value.what)
    assert error.value.way_out is not None


def test_a_month_without_operations_keeps_its_balance() -> None:
    after = "<LEDGERBAL><BALAMT>12.00<DTASOF>20260131</LEDGERBAL>"
    reading = read(statement("", after=after))
    assert reading.statements[0].closing == (date(2026, 1, 31), Decimal(12))
    assert [m for _, m, _ in said(reading)] == ["aucune opération dans ce relevé"]


@pytest.mark.parametrize(
    "text",
    [
        "<OFX>" + "<A>" * 200_000,
        "<OFX>" * 200_000,
        "<OFX>" + "<STMTTRN>" * 50_000,
        "<OFX><STMTTRN>" + "<NAME " * 200_000,
        "<OFX>" + "<!--" * 200_000,
        "<OFX>" + "<![CDATA[" * 100_000,
        "<OFX><STMTTRN><NAME>" + "&" * 500_000,
        "<OFX><STMTTRN><NAME" + " " * 500_000,
        "<OFX><STMTRS>" + "<BUYSTOCK>" * 30_000,
    ],
)
def test_nesting_and_repetition_cost_no_more_than_their_length(text: str) -> None:
    start = time.process_time()
    with contextlib.suppress(ImportRefusedError):
        read(text)
    assert time.process_time() - start < 20  # linear takes a second; quadratic would take hours


def test_long_work_can_be_stopped() -> None:
    data = statement(transaction() * 2000).encode()
    with pytest.raises(Cancelled):
        READER.read("a.ofx", data, ReadOptions(), lambda done: done < 0.5)
    assert len(rows(READER.read("a.ofx", data, ReadOptions(), silent))) == 2000


@pytest.mark.parametrize(
    ("name", "head", "ours"),
    [
        ("a.txt", b"\n\n\nOFXHEADER:100\n", True),
        ("a.txt", b"<!-- x --><OFX>", True),
        ("a.qbo", b"<!-- " + b"x" * 5000, True),
        ("a.ofx", b"<!DOCTYPE html><html>OFX", False),
        ("a.ofx", b"Date;Montant\n01/02/2026;1,00", False),
        ("a.csv", b"Date;Montant\n01/02/2026;1,00", False),
        ("a.xml", b"<?xml version='1.0'?><Document/>", False),
    ],
)
def test_claims(name: str, head: bytes, ours: bool) -> None:
    assert READER.claims(name, head) is ours


# Rules


_LETTERS = st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="\x00")
_TEXTS = (
    st.lists(st.text(_LETTERS, min_size=1, max_size=8), max_size=3)
    .map(" ".join)
    .filter(
        lambda text: not _TWICE.search(text)  # it would be read as UTF-8 encoded twice, and put right
    )
)
_DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))
_AMOUNTS = st.decimals(-999_999_999, 999_999_999, places=2, allow_nan=False, allow_infinity=False)
_WRITTEN = st.tuples(_DAYS, _AMOUNTS, _TEXTS, _TEXTS, _TEXTS)


def write(written: Sequence[tuple[date, Decimal, str, str, str]], comma: bool, closed: bool, lines: bool) -> str:
    """An OFX file of these rows, as one bank or another would write it."""
    parts = []
    for day, amount, ref, name, memo in written:
        values = {
            "DTPOSTED": f"{day:%Y%m%d}120000",
            "TRNAMT": str(amount).replace(".", "," if comma else "."),
            "FITID": escape(ref),
            "NAME": escape(name),
            "MEMO": escape(memo),
        }
        leaves = [f"<{tag}>{value}" + (f"</{tag}>" if closed else "") for tag, value in values.items() if value]
        parts += ["<STMTTRN>", *leaves, "</STMTTRN>"]
    return statement(("\n" if lines else "").join(parts))


@given(st.lists(_WRITTEN, min_size=1, max_size=12), st.booleans(), st.booleans(), st.booleans())
@example([(date(2026, 1, 5), Decimal("0.00"), "", "", "")], False, False, False)
@example([(date(2026, 1, 5), Decimal("-1.00"), "x", "a", "&lt;")], True, True, True)
def test_what_is_written_is_read_back(
    written: list[tuple[date, Decimal, str, str, str]], comma: bool, closed: bool, lines: bool
) -> None:
    reading = read(write(written, comma, closed, lines))
    assert not reading.problems
    assert not reading.questions
    found = rows(reading)
    assert [(r.date, r.amount) for r in found] == [(day, amount) for day, amount, *_ in written]
    for row, (_, _, ref, name, memo) in zip(found, written, strict=True):
        assert row.ref == escape(ref)  # raw: it is only compared
        assert name in row.label
        assert memo in row.label
        assert len(row.label) <= len(name) + len(memo) + 1


@settings(max_examples=80)
@given(st.sampled_from(sorted(p.name for p in DATA.iterdir())), st.data())
def test_no_bytes_crash_or_hang(name: str, data: st.DataObject) -> None:
    content = bytearray((DATA / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(content)))
        cut = data.draw(st.integers(0, 40))
        content[at : at + cut] = data.draw(st.binary(max_size=12) | st.sampled_from(PIECES))
    with contextlib.suppress(ImportRefusedError):
        reading = read_statement(name, bytes(content))
        assert all(p.line <= content.count(b"\n") + content.count(b"\r") + 1 for p in reading.problems)


PIECES = [b"<STMTTRN>", b"</STMTTRN>", b"<OFX>", b"</OFX>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<", b">", b"&", b"&#0;", b"<STMTRS>", b"\xff\xfe", b"\x00"]  # fmt: skip


# Files of many banks, kept beside the checkout

# No statement of an account in them: answers to a sign-on or to other requests, and fuzzers' finds.
NO_STATEMENT = {
    "csingley_ofxtools__profrs.ofx",
    "jseutter_ofxparse__account_listing_aggregation.ofx",
    "jseutter_ofxparse__bank_small.ofx",
    "jseutter_ofxparse__error_message.ofx",
    "jseutter_ofxparse__signon_fail.ofx",
    "jseutter_ofxparse__signon_success.ofx",
    "jseutter_ofxparse__signon_success_no_message.ofx",
    "libofx_libofx__failing-ofx-file2.xml",
    "libofx_libofx__null-ptr-deref-1.ofx",
    "libofx_libofx__ofx-2.1.1-sect-8.5.5.ofx",
}
# Rows without a day of this world, and their lines: the index counts them, the reader lists them.
NO_DAY = {
    "asgrim_ofxparser__ofxdata-banking-xml200.ofx": [32],
    "jseutter_ofxparse__date_missing.ofx": [33, 40, 48],
    "jseutter_ofxparse__decimal_error.ofx": [34],
}
# Amounts in a currency of their own (CURRENCY), which the index counts in the account's.
OWN_CURRENCY = {"jseutter_ofxparse__investment_medium.ofx"}


@pytest.mark.corpus
def test_ofx_of_many_banks(corpus: Path) -> None:
    with (corpus / "bank" / "INDEX.tsv").open(encoding="utf-8", newline="") as index:
        entries = [e for e in csv.DictReader(index, delimiter="\t", quoting=csv.QUOTE_NONE) if e["format"] == "ofx"]
    assert len(entries) >= 64
    refused = set()
    for entry in entries:
        name = entry["file"].removeprefix("ofx/")
        try:
            reading = read((corpus / "bank" / entry["file"]).read_bytes(), name)
        except ImportRefusedError:
            refused.add(name)
            continue
        assert not reading.questions, name
        if name in NO_DAY:
            assert [p.line for p in reading.problems if p.lost] == NO_DAY[name]
        count, total, currency, first, last = expected(entry, name)
        found = rows(reading)
        days = sorted(r.date.isoformat() for r in found) or [""]
        assert (len(found), sum(r.amount for r in found)) == (count, total), name
        assert (days[0], days[-1]) == (first, last), name
        assert {r.currency for r in found} <= {currency or "AUD"}, name  # one account names no currency, its row does
    assert refused == NO_STATEMENT


def expected(entry: dict[str, str], name: str) -> tuple[int, Decimal, str, str, str]:
    if name in NO_DAY:
        return 0, Decimal(), "", "", ""
    amount, _, currency = entry["sum_per_currency"].partition(" ")
    currency = "USD" if name in OWN_CURRENCY else currency
    return int(entry["n_transactions"]), Decimal(amount or 0), currency, entry["first_date"], entry["last_date"]


HOSTILE = {
    "01_ofx_truncated_mid_transaction.ofx": ([], 1),
    "02_ofx_header_1252_body_utf8.ofx": (["-10.00"], 0),
    "03_ofx_charset_8859-1.ofx": (["-10.00"], 0),
    "04_ofx_charset_none_latin1.ofx": (["-10.00"], 0),
    "05_ofx_no_header.ofx": (["-10.00"], 0),
    "06_ofx_all_same_fitid.ofx": (["-1.00", "-2.00", "-3.00", "-4.00", "-5.00"], 0),
    "07_ofx_missing_fitid.ofx": (["-10.00", "-10.00"], 0),
    "08_ofx_amount_nan_inf_1e400.ofx": (["-5.00"], 3),
    "09_ofx_bad_dates.ofx": (["-10.00", "-10.00"], 3),
    "10_ofx_comma_space_amounts.ofx": (["-1234.56", "-12.50", "3.10"], 0),
}


@pytest.mark.corpus
@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_files_keep_their_good_rows(corpus: Path, name: str) -> None:
    reading = read((corpus / "hostile" / name).read_bytes(), name)
    amounts, lost = HOSTILE[name]
    assert [str(r.amount) for r in rows(reading)] == amounts
    assert [p.lost for p in reading.problems] == [True] * lost
    if name[:2] in ("02", "03", "04"):
        assert rows(reading)[0].label.startswith("CAFÉ")


@pytest.mark.corpus
def test_an_external_entity_is_refused(corpus: Path) -> None:
    with pytest.raises(ImportRefusedError, match="DOCTYPE"):
        read((corpus / "hostile" / "12_ofx_xxe.ofx").read_bytes())
