"""Workbooks: what a cell says, what is refused before it is opened, and what an abort of their reader costs."""

import csv
import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.errors import Cancelled, ImportRefusedError
from tenk_desktop.core.importing.cells import parse_number
from tenk_desktop.core.importing.reading import read_statement
from tenk_desktop.core.importing.sheets import as_text, guard, page_tables, workbook_format
from tenk_desktop.core.importing.statement import Reading, ReadOptions
from tenk_desktop.core.progress import silent
from tenk_desktop.shield import open_workbook
from tests.workbooks import archive, ods, xlsx

HEADER = ["Date", "Libellé", "Débit", "Crédit", "Solde"]
ROWS = [
    ["Relevé de compte"],
    [],
    HEADER,
    [date(2026, 1, 5), "CARTE BOULANGERIE", 3.2, None, 96.8],
    [date(2026, 1, 6), "VIR SALAIRE", None, 1234.5, 1331.3000000000002],
    [date(2026, 1, 31), "LOYER", 1045, None, 286.3],
]


def read(name: str, data: bytes, **options) -> Reading:
    return read_statement(name, data, ReadOptions(**options), opener=open_workbook)


def rows(reading: Reading) -> list[tuple[int, str, str, str]]:
    return [(r.line, r.date.isoformat(), str(r.amount), r.label) for s in reading.statements for r in s.rows]


@pytest.mark.parametrize("made", [xlsx({"Opérations": ROWS}), ods("Opérations", ROWS)], ids=["xlsx", "ods"])
@pytest.mark.parametrize("name", ["releve.xlsx", "releve.csv", "releve.xls"])
def test_a_workbook_is_read_by_what_it_is_with_the_numbers_of_its_rows(made: bytes, name: str) -> None:
    reading = read(name, made)
    assert reading.format in ("xlsx", "ods")
    assert rows(reading) == [
        (4, "2026-01-05", "-3.2", "CARTE BOULANGERIE"),
        (5, "2026-01-06", "1234.5", "VIR SALAIRE"),
        (6, "2026-01-31", "-1045", "LOYER"),
    ]
    assert reading.statements[0].chained, "a computed balance of 1331.3000000000002 is the 1331.30 people see"
    assert not reading.questions


def test_the_workbook_and_the_csv_of_a_bank_share_a_header() -> None:
    text = "\n".join(";".join("" if c is None else as_text(c) for c in r) for r in ROWS)
    (a,), (b,) = read("a.xlsx", xlsx({"S": ROWS})).statements, read("a.csv", text.encode()).statements
    assert a.header == b.header
    assert [r.amount for r in a.rows] == [r.amount for r in b.rows]


def test_columns_keep_their_letters_and_rows_their_numbers() -> None:
    cells = '<row r="5"><c r="B5" t="inlineStr"><is><t>02/01/2026</t></is></c><c r="D5"><v>-7</v></c></row>'
    cells += '<row r="9"><c r="B9" t="inlineStr"><is><t>31/01/2026</t></is></c><c r="D9"><v>-8</v></c></row>'
    reading = read("x.xlsx", xlsx({"S": cells}), columns=(("date", "B"), ("amount", "D")), sign="income-positive")
    assert [(line, amount) for line, _, amount, _ in rows(reading)] == [(5, "-7"), (9, "-8")]


def test_each_sheet_with_operations_is_read_and_the_others_are_named() -> None:
    more = [HEADER, [date(2026, 2, 2), "CB CAFE", 2.1, None, 97.9]]
    made = xlsx({"Courant": ROWS, "Notes": [["rien"]], "Caché": more, "Février": more}, hidden=["Caché"])
    reading = read("x.xlsx", made)
    assert [(s.name, len(s.rows)) for s in reading.statements] == [("Courant", 3), ("", 1)]  # a month is no account
    assert [p.lost for p in reading.problems] == [False, False]
    assert "« Notes »" in str(reading.problems[0].message)
    assert "« Caché »" in str(reading.problems[1].message)


def test_a_formula_is_its_stored_value_and_never_evaluated() -> None:
    cells = '<row r="1"><c r="A1" t="str"><f>1+1</f><v>Date</v></c><c r="B1" t="str"><v>Montant</v></c>'
    cells += '<c r="C1" t="str"><v>Libellé</v></c></row>'
    cells += '<row r="2"><c r="A2" t="str"><v>31/01/2026</v></c><c r="B2"><f>WEBSERVICE("x")</f><v>-12.5</v></c>'
    cells += '<c r="C2" t="str"><v>=cmd</v></c></row>'
    assert rows(read("x.xlsx", xlsx({"S": cells}))) == [(2, "2026-01-31", "-12.5", "=cmd")]


@given(st.integers(1 - 10**12, 10**12 - 1), st.integers(0, 3))
def test_a_number_says_the_same_whatever_its_decimals(minor: int, decimals: int) -> None:
    value = Decimal(minor).scaleb(-decimals)
    number = parse_number(as_text(float(value)))
    assert number is not None
    assert not number.unsure, "1.234 in a cell is no thousand"
    assert number.value(".") == value


def test_what_a_cell_says() -> None:
    assert as_text(0.1 + 0.2) == "0.3"
    assert as_text(datetime(2026, 1, 5, 0, 0)) == "2026-01-05"  # noqa: DTZ001 - a cell has no time zone
    assert as_text(datetime(2026, 1, 5, 13, 4)) == "2026-01-05 13:04:00"  # noqa: DTZ001 - a cell has no time zone
    assert as_text(577000000000000001.0) == "5.77000000000000E+17", "digits the workbook lost are not made up"


def orders(**more: str) -> list[list[str]]:
    names = [
        *("Order ID", "SKU ID", "Product name", "Product ID", "Content ID", "Currency", "Order settlement status"),
        *("Est. standard commission", "Total final earned amount", "Order date", "Commission settlement date"),
    ]
    cells = dict.fromkeys(names, "") | {
        "Order ID": "577000000000000001", "SKU ID": "1729", "Product name": "Lampe, bleue", "Currency": "EUR",
        "Order settlement status": "Settled", "Total final earned amount": "3,75", "Order date": "13/10/2026 10:00:00",
    } | more  # fmt: skip
    return [names, list(cells.values())]


def test_affiliate_orders_come_as_a_workbook_too() -> None:
    reading = read("orders.xlsx", xlsx({"Sheet1": orders()}))
    assert reading.format == "tiktok-affiliate-orders"
    (order,) = reading.statements[0].earnings
    assert (order.line, order.amount, order.title, order.earned) == (
        2,
        Decimal("3.75"),
        "Lampe, bleue",
        date(2026, 10, 13),
    )


def test_a_shops_own_finances_are_known_for_what_they_are() -> None:
    payments = ["Payment initiation date", "Payment ID", "Payment amount", "Payment completion date", "Status"]
    made = xlsx({"Reports": [["x"]], "Payments": [payments, ["2026/04/02", "345", "95.00", "2026/04/03", "Paid"]]})
    with pytest.raises(ImportRefusedError, match="boutique"):
        read("income.xlsx", made)
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerow(["Order/adjustment ID  ", "Type", "Currency", "Total settlement amount"])
    with pytest.raises(ImportRefusedError, match="boutique"):
        read("income.csv", text.getvalue().encode())


def far(place: str) -> bytes:
    return xlsx({"S": f'<row r="1"><c r="{place}"><v>1</v></c></row>'})


@pytest.mark.parametrize("place", ["XFD1048576", "GS1", "HA7", "A200000", "B1048576"])
def test_a_far_cell_is_refused_before_it_is_opened(place: str) -> None:
    with pytest.raises(ImportRefusedError, match="trop grand"):
        guard(far(place), silent)


@pytest.mark.parametrize("place", ["A1", "GR199999", "CZ100"])
def test_a_near_cell_is_not(place: str) -> None:
    guard(far(place), silent)


def test_a_size_that_lies_is_found_by_inflating() -> None:
    made = bytearray(archive(**{"[Content_Types].xml": "x", "xl/worksheets/sheet1.xml": b"0" * (101 << 20)}))
    directory = made.rindex(b"PK\x01\x02")  # of the sheet: its declared size, in the directory and beside the data
    made[directory + 24 : directory + 28] = (100).to_bytes(4, "little")
    with pytest.raises(ImportRefusedError, match="trop grand"):
        guard(bytes(made), silent)


@pytest.mark.parametrize(
    "data",
    [
        b"\xd0\xcf\x11\xe0" + bytes(2000),
        archive(**{"[Content_Types].xml": "<Types/>"}),
        archive(**{"[Content_Types].xml": "<Types/>", "word/document.xml": "<x/>"}),
        xlsx({"S": '<row r="1"><c r="A1"><v>'}),
        xlsx({"S": ROWS})[:-30],
    ],
    ids=["ole", "empty", "a letter", "cut xml", "cut zip"],
)
def test_a_broken_workbook_costs_a_sentence(data: bytes) -> None:
    with pytest.raises(ImportRefusedError) as refusal:
        read("x.xlsx", data)
    assert str(refusal.value.what)


def test_an_abort_of_the_library_costs_a_sentence() -> None:
    """Not through the guard: the far cell makes the library ask for 500 GB, which ends its process."""
    with pytest.raises(ImportRefusedError, match="abîmé"):
        open_workbook(far("XFD1048576"), silent)


def test_opening_can_be_stopped() -> None:
    with pytest.raises(Cancelled):
        open_workbook(xlsx({"S": ROWS}), lambda _done: False)


def test_without_an_opener_a_workbook_is_refused_in_a_sentence() -> None:
    with pytest.raises(ImportRefusedError, match="classeur"):
        read_statement("x.xlsx", xlsx({"S": ROWS}))


def test_workbooks_are_known_by_their_bytes() -> None:
    assert [workbook_format(d) for d in (xlsx({"S": []}), ods("S", []), archive(a="1"), b"PK\x03\x04", b"Date;")] == [
        "xlsx", "ods", "", "", "",
    ]  # fmt: skip


PAGE = (
    "<meta charset=utf-8><style>td {x: 1}</style><TABLE><tr><th>Date<th>Libell&eacute;<th>Montant</tr>\n<!-- 1 -->"
    "<tr><td>31/01/2026</td><td>CB <b>CAFE</b><br>PARIS</td><td>-2,10&nbsp;&euro;</td></tr></TABLE>"
)


def test_a_page_with_a_table_named_xls_is_read_plainly() -> None:
    reading = read("x.xls", PAGE.encode())
    assert reading.format == "html"
    assert rows(reading) == [(2, "2026-01-31", "-2.10", "CB CAFE PARIS")]
    assert reading.statements[0].currency == "EUR"


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html><html><body>Votre session a expiré; 15/01/2026; 12,50</body></html>",
        "<table><tr><td><table><tr><td>31/01/2026<td>-1,00</table></table>",
        "<html><table><tr><td>Bonjour</table>",
    ],
)
def test_any_other_page_is_refused_as_a_page(page: str) -> None:
    with pytest.raises(ImportRefusedError, match="page web"):
        read("x.csv", page.encode())


@given(st.text(alphabet="<>/!-= tdrable\n", max_size=300))
def test_no_page_is_too_odd(text: str) -> None:
    for sheet in page_tables(b"<table>" + text.encode()):
        assert all(record.cells for record in sheet.records)


def test_a_password_is_said() -> None:
    made = bytearray(archive(**{"[Content_Types].xml": "x"}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        made[made.index(mark) + at] |= 1
    assert zipfile.ZipFile(io.BytesIO(bytes(made))).infolist()[0].flag_bits & 1
    with pytest.raises(ImportRefusedError, match="mot de passe"):
        guard(bytes(made), silent)
