"""MT940 and MT942: each line by itself, the bank's own sums as witness, and who and what for out of ``:86:``."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenk_desktop.core.errors import Cancelled, ImportRefusedError
from tenk_desktop.core.importing.mt940 import READER
from tenk_desktop.core.importing.reading import read_statement
from tenk_desktop.core.importing.statement import Reading, ReadOptions, Row
from tenk_desktop.core.progress import silent
from tests.damage import check_survives, mutations

DATA = Path(__file__).parent.parent / "data" / "mt940"
IBAN = "FR7630006000011234567890189"


def read(data: bytes | str) -> Reading:
    data = data.encode() if isinstance(data, str) else data
    assert READER.claims("releve.sta", data[:4096])
    return READER.read("releve.sta", data, ReadOptions(), silent)


def file(*lines: str, opening: str = ":60F:C261101EUR10,00", closing: str = "") -> str:
    return "\n".join([":20:A", f":25:{IBAN}", ":28C:1", opening, *lines, closing])


def row(*lines: str) -> Row:
    """The one row of a statement with these lines."""
    reading = read(file(*lines))
    assert not reading.problems
    (statement,) = reading.statements
    (only,) = statement.rows
    return only


def test_the_statements_of_one_account_become_one():
    reading = read((DATA / "releve.sta").read_bytes())
    (statement,) = reading.statements
    assert not reading.problems
    assert (statement.number, statement.currency) == (IBAN, "EUR")
    assert [(r.line, r.date, r.amount, r.ref) for r in statement.rows] == [
        (6, date(2026, 11, 2), Decimal("64.60"), "CR-1"),
        (10, date(2026, 11, 3), Decimal("-120.00"), ""),
        (22, date(2026, 11, 4), Decimal("20.00"), "RV-1"),  # a reversed debit comes back
        (25, date(2026, 11, 4), Decimal("-0.60"), ""),
    ]
    assert statement.closing == (date(2026, 11, 4), Decimal("-26.00"))
    assert statement.chained
    assert [r.balance for r in statement.rows] == [Decimal(b) for b in ("74.60", "-45.40", "-25.40", "-26.00")]


def test_who_and_what_for_in_each_country_s_way():
    (statement,) = read((DATA / "releve.sta").read_bytes()).statements
    assert [(r.payee, r.label, r.memo) for r in statement.rows] == [
        (
            "PAYOUT SERVICES LTD",
            "Creator Rewards versement d’octobre",
            "VIREMENT RECU ; TikTok Technology Limited",
        ),
        ("", "CHEQUE 0012 LIBRAIRIE DU CENTRE", "CHEQUE 0012"),
        ("Operateur mobile", "Forfait de novembre", "Prelevement rejete"),
        ("", "Reprise d’un remboursement", ""),
    ]


def test_a_broken_line_costs_itself_alone():
    reading = read((DATA / "abime.sta").read_bytes())
    (statement,) = reading.statements
    assert [(r.line, r.date, r.amount, r.value_date) for r in statement.rows] == [
        (5, date(2026, 12, 2), Decimal("-1.00"), None),
        (12, date(2026, 12, 2), Decimal("-3.00"), date(2026, 12, 2)),
    ]
    assert [(p.line, p.lost) for p in reading.problems] == [
        (1, False),  # the sums no longer hold
        (5, False),
        (7, True),
        (9, True),
        (10, True),
        (11, False),
    ]
    assert statement.number == "45050050/76198810"
    assert statement.closing == (date(2026, 12, 2), Decimal("90.00"))
    assert not statement.chained


def test_an_interim_report_is_read():
    (statement,) = read((DATA / "intermediaire.mt942").read_bytes()).statements
    (only,) = statement.rows
    assert (only.amount, only.currency, only.label, only.ref) == (Decimal("-4.50"), "EUR", "BOULANGERIE", "B-9")
    assert statement.closing is None


@pytest.mark.parametrize(
    ("mark", "sign"),
    [("C", 1), ("D", -1), ("RC", -1), ("RD", 1), ("CR", 1), ("DR", -1), ("RCR", -1), ("RDR", 1), ("d", -1), ("rc", -1)],
)
def test_a_reversal_of_a_credit_is_money_out(mark: str, sign: int):
    assert row(f":61:2611021102{mark}1,5NTRFNONREF").amount == sign * Decimal("1.50")


@pytest.mark.parametrize(
    ("written", "amount"),
    [("1,", "1.00"), ("0001,5", "1.50"), ("1", "1.00"), ("1.5", "1.50"), ("1,500", "1.50"), ("0,00", "0.00")],
)
def test_amounts_are_read_as_banks_write_them(written: str, amount: str):
    assert row(f":61:2611021102C{written}NTRFNONREF").amount == Decimal(amount)


@pytest.mark.parametrize("written", ["1.234,56", "1,005", "1" * 13 + ",", "NaN", "-1,00", ""])
def test_an_amount_that_cannot_be_is_not_read(written: str):
    reading = read(file(f":61:2611021102C{written}NTRFNONREF", ":61:261102C2,NTRFNONREF"))
    assert [r.amount for r in reading.statements[0].rows] == [Decimal("2.00")]
    assert [(p.line, p.lost) for p in reading.problems] == [(5, True)]


def test_the_entry_date_never_makes_a_future_day():
    reading = read(file(":61:2601021231D1,00NTRFNONREF", opening=":60F:C251231EUR10,00"))
    assert reading.statements[0].rows[0].date == date(2026, 1, 2)
    reading = read(file(":61:2600001231D1,00NTRFNONREF", opening=":60F:C260101EUR10,00"))
    assert reading.statements[0].rows[0].date == date(2025, 12, 31)  # the value date does not exist


def test_years_of_the_last_century():
    assert row(":61:951102D1,00NTRFNONREF").date == date(1995, 11, 2)


@pytest.mark.parametrize("bank", ["LCL", "NONREF"])
def test_the_bank_s_reference_stands_after_the_slashes(bank: str):
    assert row(f":61:261102D1,00NTRFPAYEUR//{bank}").ref == ("" if bank == "NONREF" else bank)


def test_without_details_the_payer_s_words_are_kept():
    only = row(":61:261102D1,00NTRFABONNEMENT//X")
    assert only.label == "ABONNEMENT"
    assert row(":61:261102D1,00NTRFNONREF", "PRLV EAU").label == "PRLV EAU"


def test_a_wrapped_hour_begins_no_field():
    assert row(":61:261102D1,00NTRFNONREF", ":86:RETRAIT 2026-11-02T13", ":12:11 GARE").label.endswith(":12:11 GARE")


def test_text_about_the_account_is_no_detail():
    text = file(":61:261102D1,00NTRFNONREF", ":86:PAIN", closing=":62F:C261102EUR9,00") + "\n:86:SOLDE EN VALEUR"
    assert read(text).statements[0].rows[0].label == "PAIN"


def test_balances_that_do_not_add_up_are_said():
    reading = read(file(":61:261102D1,00NTRFNONREF", closing=":62F:C261102EUR8,00"))
    assert "écart -1.00 EUR" in str(reading.problems[0].message)
    assert not reading.problems[0].lost
    assert not reading.statements[0].chained


def test_pages_chain():
    first = file(":61:261102D1,00NTRFNONREF", closing=":62M:C261102EUR9,00")
    second = file(":61:261102D1,00NTRFNONREF", opening=":60M:C261102EUR9,00", closing=":62F:C261102EUR8,00")
    (statement,) = read(f"{first}\n{second}").statements
    assert statement.chained
    assert len(statement.rows) == 2


def test_the_same_page_twice_counts_once():
    page = file(":61:261102D1,00NTRFNONREF", ":61:261102D1,00NTRFNONREF", closing=":62F:C261102EUR8,00")
    reading = read(f"{page}\n{page}")
    assert len(reading.statements[0].rows) == 2
    assert [p.lost for p in reading.problems] == [False]


def test_value_dates_outside_the_books_prove_no_day():
    """The bank's sums hold, but the balance at the end of a value day is not the books' one."""
    late = file(":61:2610301102D1,00NTRFNONREF", closing=":62F:C261102EUR9,00")
    reading = read(late)
    assert [e.about for e in reading.evidence] == ["header", "balance"]
    assert not reading.statements[0].chained


def test_two_accounts_stay_apart():
    other = file(":61:261102D2,00NTRFNONREF").replace(IBAN, "AUTRE")
    one, two = read(file(":61:261102D1,00NTRFNONREF") + "\n" + other).statements
    assert (one.number, two.number) == (IBAN, "AUTRE")


def test_cp1252_is_read():
    assert read(file(":61:261102D1,00NTRFNONREF", ":86:CAFÉ").encode("cp1252")).statements[0].rows[0].label == "CAFÉ"


def test_nothing_to_read_is_refused():
    with pytest.raises(ImportRefusedError, match="aucune opération"):
        read(":20:A\n:25:B\n:28C:1\n")


def test_the_file_s_name_does_not_matter():
    assert read_statement("releve.csv", (DATA / "releve.sta").read_bytes()).format == "mt940"


def test_it_can_be_stopped():
    with pytest.raises(Cancelled):
        READER.read("a.sta", file(":61:261102D1,00NTRFNONREF").encode(), ReadOptions(), lambda _done: False)


# What a small writer writes comes back

words = st.text("ABC xyz éÀ0123456789.,", min_size=1, max_size=150).map(lambda t: " ".join(t.split())).filter(bool)
entries = st.tuples(
    st.integers(0, 10**9),
    st.sampled_from(["C", "D", "RC", "RD", "CR", "DR"]),
    st.integers(0, 27),
    words,
    st.text("ABC012", min_size=1, max_size=10),
)


def wrapped(text: str, first: str, width: int) -> list[str]:
    pieces = [text[i : i + width] for i in range(0, len(text), width)]
    return [f"{first}{pieces[0]}", *pieces[1:]]


def written(entry: tuple[int, str, int, str, str], coded: bool) -> list[str]:
    cents, mark, day, label, ref = entry
    when = date(2026, 10, 1) + timedelta(days=day)
    head = f":61:{when:%y%m%d}{when:%m%d}{mark}{cents // 100},{cents % 100:02}NTRFNONREF//{ref}"
    if not coded:
        return [head, *wrapped(label, ":86:", 65)]
    subfields = [label[i : i + 27] for i in range(0, len(label), 27)]
    text = "105?00CARTE" + "".join(f"?{20 + i}{part}" for i, part in enumerate(subfields)) + "?32CHEZ PAUL"
    return [head, *wrapped(text, ":86:", 65)]


@settings(max_examples=60)
@given(st.lists(entries, min_size=1, max_size=8), st.integers(-(10**6), 10**6), st.booleans())
def test_what_was_written_is_read(rows: list, opening: int, coded: bool):
    rows = sorted(rows, key=lambda r: r[2])
    signed = [r[0] if r[1] in ("C", "CR", "RD") else -r[0] for r in rows]

    def stated(tag: str, day: int, cents: int) -> str:
        return f":{tag}:{'D' if cents < 0 else 'C'}2610{day:02}EUR{abs(cents) // 100},{abs(cents) % 100:02}"

    lines = [line for r in rows for line in written(r, coded)]
    text = file(*lines, opening=stated("60F", 1, opening), closing=stated("62F", 28, opening + sum(signed)))
    reading = read(text.replace("\n", "\r\n"))
    (statement,) = reading.statements
    assert not reading.problems
    assert [(int(r.amount * 100), (r.date - date(2026, 10, 1)).days, r.label, r.ref) for r in statement.rows] == [
        (amount, r[2], r[3], r[4]) for amount, r in zip(signed, rows, strict=True)
    ]
    assert not coded or {r.payee for r in statement.rows} == {"CHEZ PAUL"}
    assert statement.chained
    assert int(statement.rows[-1].balance * 100) == opening + sum(signed)


@settings(max_examples=150)
@given(st.sampled_from(["releve.sta", "abime.sta", "intermediaire.mt942"]), mutations)
def test_damaged_bytes_never_crash(name: str, changes: list):
    check_survives((DATA / name).read_bytes(), changes, READER)


@pytest.mark.parametrize(
    "hostile",
    [
        ":61:2611021102D" + "1" * 200_000,
        ":86:105" + "?20A" * 100_000,
        ":86:" + "/NAME/" * 100_000,
        ":61:2611021102D1,00NTRFX\n:86:" + "A\n" * 200_000,
        ":61:2611021102D1,00NTRFX\n:86:105?20" + "SVWZ+" * 100_000,
        ":61:" + " " * 200_000,
        f":20:A\n:25:{IBAN}\n:60F:C261101EUR1,00\n:62F:C261101EUR2,00\n" * 5_000,
    ],
)
def test_hostile_text_does_not_hang(hostile: str):
    """Each of these takes milliseconds; a pattern that backtracks would take hours."""
    reading = read(file(":61:261102D1,00NTRFNONREF", hostile, ":61:261102D2,00NTRFNONREF"))
    assert reading.statements[0].rows[0].amount == Decimal("-1.00")
    assert reading.statements[0].rows[-1].amount == Decimal("-2.00")
