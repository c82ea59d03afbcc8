"""Affiliate orders: what each status becomes, and that no row is lost in silence."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.errors import Cancelled, ImportRefusedError
from tenk_desktop.core.importing.statement import EarningRow, Reading, ReadOptions
from tenk_desktop.core.importing.tiktok import READER, _amount, _RowError, _Style
from tenk_desktop.core.model import Stage
from tenk_desktop.core.progress import silent

DATA = Path(__file__).parent.parent / "data" / "tiktok"


def read(name: str, options: ReadOptions = ReadOptions()) -> Reading:
    data = (DATA / name).read_bytes()
    assert READER.claims(name, data[:4096])
    return READER.read(name, data, options, silent)


def earnings(reading: Reading) -> tuple[EarningRow, ...]:
    (statement,) = reading.statements
    return statement.earnings


def test_each_status_becomes_its_stage_and_amount():
    reading = read("orders.csv")
    assert [(e.line, e.stage, e.amount) for e in earnings(reading)] == [
        (2, Stage.VALIDATED, Decimal("3.00")),
        (3, Stage.VALIDATED, Decimal("1141.20")),
        (5, Stage.ESTIMATED, Decimal("2.50")),  # its product's name above ran over two lines
        (6, Stage.ESTIMATED, Decimal("2.10")),
        (7, Stage.VOID, Decimal("4.20")),
        (8, Stage.VALIDATED, Decimal("-3.00")),
    ]
    assert not reading.problems
    assert not reading.questions


def test_what_an_earning_carries():
    first, second, _, awaiting, _, day_only = earnings(read("orders.csv"))
    assert first == EarningRow(
        line=2,
        platform="TikTok",
        programme="Affiliation",
        key="576900000000000101:172900000000000011:172900000000000010:750000000000000001",
        stage=Stage.VALIDATED,
        amount=Decimal("3.00"),
        currency="EUR",
        earned=date(2026, 10, 5),
        settled=date(2026, 10, 21),
        title="Lampe pliante",
        content="750000000000000001",
    )
    assert second.title == 'Lot de 6, "pastel" surligneurs'
    assert second.key != first.key  # one order, two products
    assert awaiting.awaiting
    assert awaiting.settled is None
    assert (day_only.earned, day_only.settled) == (date(2026, 10, 6), date(2026, 10, 22))


def test_the_statement_names_its_account_and_currency():
    (statement,) = read("orders.csv").statements
    assert (statement.name, statement.currency, statement.header) == ("TikTok", "EUR", "tiktok-affiliate-orders")
    assert statement.rows == ()


def test_a_bad_row_is_told_and_the_good_ones_stay():
    reading = read("orders-bad-rows.csv")
    assert [e.line for e in earnings(reading)] == [2, 12, 13]
    lost = {p.line: str(p.message) for p in reading.problems if p.lost}
    assert lost == {
        3: "identifiant abîmé par un tableur « 5.769E+17 » : importez le fichier d’origine",
        4: "statut inconnu « Processing »",
        5: "date impossible « 31/02/2026 10:00:00 »",
        6: "commande validée sans montant final",
        7: "trop de cellules : 46 au lieu de 45",
        8: "numéro de commande absent",
        9: "montant plus fin que la monnaie « 3.005 »",
        10: "montant illisible « 1e400 »",
        11: "monnaie inconnue « euros »",
    }
    assert [(p.line, p.lost) for p in reading.problems if not p.lost] == [(12, False)]  # no settlement date


def test_a_file_saved_again_by_a_french_spreadsheet():
    reading = read("orders-excel.csv")
    assert [(e.amount, e.title) for e in earnings(reading)] == [
        (Decimal("3.00"), "Théière"),
        (Decimal("1250.75"), "Lampe pliante"),
    ]
    assert reading.encoding == "cp1252"


def test_month_first_is_seen_over_the_whole_file_or_told():
    data = (DATA / "orders.csv").read_bytes()
    american = data.replace(b"05/10/2026", b"10/05/2026").replace(b"21/10/2026", b"10/21/2026")
    american = american.replace(b"14/11/2026", b"11/14/2026").replace(b"20/11/2026", b"11/20/2026")
    american = american.replace(b"22/10/2026", b"10/22/2026").replace(b"06/10/2026", b"10/06/2026")
    american = american.replace(b"01/10/2026", b"10/01/2026")
    reading = READER.read("x.csv", american, ReadOptions(), silent)
    assert not reading.problems
    assert [e.earned for e in earnings(reading)] == [e.earned for e in earnings(read("orders.csv"))]
    told = earnings(read("orders.csv", ReadOptions(dates="dmy")))
    assert told[0].earned == date(2026, 10, 5)


def test_the_sellers_side_is_refused_with_the_reason():
    with pytest.raises(ImportRefusedError) as refused:
        read("seller.csv")
    assert "pas vos gains" in str(refused.value)


def test_a_header_without_a_needed_column_is_refused():
    data = (DATA / "orders.csv").read_bytes().replace(b"Order date", b"Something")
    with pytest.raises(ImportRefusedError, match="Il manque des colonnes"):
        READER.read("x.csv", data, ReadOptions(), silent)


def test_a_quote_never_closed_costs_one_row_only():
    head, *rows = (DATA / "orders-bad-rows.csv").read_bytes().splitlines(keepends=True)
    good = rows[0]
    broken = good.replace(b"Lampe pliante", b'"Lampe pliante').replace(b"000101", b"000999")
    long = good.replace(b"Lampe pliante", b'"' + b"x" * 140_000).replace(b"000101", b"000998")
    for bad in (broken, long):
        reading = READER.read("x", b"".join([head, good, bad, *[good] * 3]), ReadOptions(), silent)
        assert [e.line for e in earnings(reading)][-3:] == [4, 5, 6]
        assert len(earnings(reading)) + len(reading.problems) == 5


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "cp1252"])
def test_any_encoding_of_the_same_file_reads_the_same(codec):
    text = (DATA / "orders.csv").read_text("utf-8-sig")
    data = text.encode(codec)
    assert READER.claims("x", data[:4096])
    assert earnings(READER.read("x", data, ReadOptions(), silent)) == earnings(read("orders.csv"))


@pytest.mark.parametrize("head", [b"", b"Date;Libell\xe9;Montant\n", b"Order ID,Name\n", b"\0" * 4096, b"PK\x03\x04"])
def test_other_files_are_not_claimed(head):
    assert not READER.claims("x.csv", head)


def test_reading_can_be_stopped():
    with pytest.raises(Cancelled):
        READER.read("x", (DATA / "orders.csv").read_bytes(), ReadOptions(), lambda _done: False)


@given(st.integers(-(10**11), 10**11), st.sampled_from(["", "$", "€", "EUR "]), st.booleans())
def test_an_amount_survives_its_thousands(cents, symbol, grouped):
    whole, rest = divmod(abs(cents), 100)
    text = ("-" if cents < 0 else "") + symbol + (f"{whole:,}" if grouped else str(whole)) + f".{rest:02d}"
    assert _amount(text, _Style(".", month_first=False)) == Decimal(cents).scaleb(-2)


@given(st.text(max_size=12))
def test_no_text_makes_an_amount_that_is_not_finite(text):
    try:
        value = _amount(text, _Style(".", month_first=False))
    except _RowError:
        return
    assert value is None or value.is_finite()


@given(st.binary(max_size=400))
def test_damaged_bytes_never_break_the_reader(noise):
    data = (DATA / "orders.csv").read_bytes()
    reading = READER.read("x", data + noise, ReadOptions(), silent)
    assert len(earnings(reading)) >= 5


@pytest.mark.corpus
def test_the_corpus_file(corpus):
    data = (corpus / "tiktok" / "synthetic" / "SYNTHETIC_affiliate_orders_creator_45cols.csv").read_bytes()
    found = earnings(READER.read("x", data, ReadOptions(), silent))
    assert [(e.stage, str(e.amount)) for e in found] == [
        (Stage.VALIDATED, "3.75"),
        (Stage.VALIDATED, "124.90"),
        (Stage.ESTIMATED, "1.56"),
        (Stage.VOID, "0.00"),
        (Stage.ESTIMATED, "3.75"),
    ]
