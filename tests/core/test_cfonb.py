"""CFONB 120: places are columns, signs are letters, and an account is known by the IBAN that follows from its parts."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenk_desktop.core.errors import Cancelled
from tenk_desktop.core.importing.cfonb import READER
from tenk_desktop.core.importing.reading import read_statement
from tenk_desktop.core.importing.statement import Reading, ReadOptions
from tenk_desktop.core.progress import silent
from tests.damage import check_survives, mutations

DATA = Path(__file__).parent.parent / "data" / "cfonb"
IBAN = "FR7630006000011234567890189"  # the example every bank prints


def read(data: bytes | str) -> Reading:
    data = data.encode() if isinstance(data, str) else data
    assert READER.claims("releve.txt", data[:4096])
    return READER.read("releve.txt", data, ReadOptions(), silent)


def test_a_file_of_two_accounts():
    current, other = read((DATA / "releve.txt").read_bytes()).statements
    assert (current.number, current.currency) == (IBAN, "EUR")
    assert [(r.line, r.date, r.amount, r.label) for r in current.rows] == [
        (2, date(2026, 11, 2), Decimal("64.60"), "VIR SEPA PAYOUT SERVICES"),
        (7, date(2026, 11, 3), Decimal("-120.00"), "CHEQUE 0012"),
        (13, date(2026, 11, 4), Decimal("-19.99"), "PRLV SEPA OPERATEUR MOBILE"),
    ]
    first = current.rows[0]
    assert (first.payee, first.ref) == ("PAYOUT SERVICES LTD", "VR00123")
    assert first.memo == "TIKTOK TECHNOLOGY LIMITED ; CREATOR REWARDS OCTOBRE"
    assert current.rows[1].value_date == date(2026, 11, 4)
    assert current.closing == (date(2026, 11, 4), Decimal("-65.39"))
    assert (other.rows, other.closing) == ((), (date(2026, 11, 3), Decimal("0.00")))


def test_what_cannot_be_read_costs_one_row():
    reading = read((DATA / "releve.txt").read_bytes())
    assert [(p.line, str(p.message), p.lost) for p in reading.problems] == [
        (12, "date impossible « 311126 »", True),
        (14, "montant illisible « 0000000000001Z »", True),
    ]
    assert reading.statements[0].chained  # the bank's own sums say that nothing else is missing


def test_a_file_without_line_ends_is_cut_at_its_width():
    data = (DATA / "releve.txt").read_bytes()
    assert read(data.replace(b"\n", b"")).statements == read(data).statements


def test_trimmed_lines_are_read():
    data = (DATA / "releve.txt").read_bytes()
    trimmed = b"\r\n\r\n".join(line.rstrip() for line in data.split(b"\n"))
    assert [r.amount for r in read(trimmed).statements[0].rows] == [r.amount for r in read(data).statements[0].rows]


def test_the_file_s_name_does_not_matter():
    assert read_statement("releve.csv", (DATA / "releve.txt").read_bytes()).format == "cfonb"


def test_it_can_be_stopped():
    with pytest.raises(Cancelled):
        READER.read("a.txt", (DATA / "releve.txt").read_bytes(), ReadOptions(), lambda _done: False)


# What a small writer writes comes back


def overpunched(minor: int) -> str:
    digits = f"{abs(minor):014}"
    return digits[:-1] + ("}JKLMNOPQR" if minor < 0 else "{ABCDEFGHI")[int(digits[-1])]


def record(kind: str, day: date, rest: str, currency: str, decimals: int) -> str:
    return f"{kind}30006    00001{currency}{decimals} 12345678901  {day:%d%m%y}{rest}".ljust(120)


labels = st.text("ABC XYZ0123456789éÀ/-.", min_size=1, max_size=31).map(lambda t: " ".join(t.split())).filter(bool)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(-(10**13), 10**13), st.integers(0, 27), labels), max_size=8),
    st.integers(-(10**9), 10**9),
    st.sampled_from([("EUR", 2), ("TND", 3), ("XOF", 0)]),
)
def test_what_was_written_is_read(rows: list, opening: int, money: tuple[str, int]):
    currency, decimals = money
    rows = [(amount // 100, *rest) for amount, *rest in sorted(rows, key=lambda r: r[1])]
    start = date(2026, 10, 1)
    closing = opening + sum(r[0] for r in rows)
    gap = " " * 50
    lines = [
        record("01", start, gap + overpunched(opening), currency, decimals),
        *(
            record(
                "04", start + timedelta(days=day), f"  {start:%d%m%y}{label:<31}           {overpunched(minor)}", *money
            )
            for minor, day, label in rows
        ),
        record("07", date(2026, 10, 28), gap + overpunched(closing), currency, decimals),
    ]
    reading = read("\n".join(lines))
    (statement,) = reading.statements
    assert not reading.problems
    found = [(int(r.amount.scaleb(decimals)), (r.date - start).days, r.label) for r in statement.rows]
    assert found == rows
    assert statement.chained == bool(rows)
    assert int(statement.closing[1].scaleb(decimals)) == closing


@settings(max_examples=150)
@given(mutations)
def test_damaged_bytes_never_crash(changes: list):
    check_survives((DATA / "releve.txt").read_bytes(), changes, READER)
