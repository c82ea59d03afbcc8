"""Wise's transaction history: both sides of each line, and only what is done."""

from datetime import date
from decimal import Decimal

import pytest

from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing.reading import read_statement
from tenk_desktop.core.importing.statement import Reading

HEADER = (
    'ID,Status,Direction,"Created on","Finished on","Source fee amount","Source fee currency","Target fee amount",'
    '"Target fee currency","Source name","Source amount (after fees)","Source currency","Target name",'
    '"Target amount (after fees)","Target currency","Exchange rate",Reference\n'
)
DAYS = '"2026-10-13 23:10:00","2026-10-14 08:00:00"'


def read(*lines: str) -> Reading:
    return read_statement("transaction-history.csv", (HEADER + "\n".join(lines)).encode())


def test_money_out_costs_its_fee_and_money_in_is_what_arrives() -> None:
    reading = read(
        f"T1,COMPLETED,OUT,{DAYS},0.50,EUR,,,Léa,100.00,EUR,Bob,100.00,EUR,1.0,Loyer",
        f"T2,COMPLETED,IN,{DAYS},0.00,USD,1.00,USD,TikTok Inc,70.57,USD,Léa,69.57,USD,1.0,",
        f"C3,COMPLETED,OUT,{DAYS},0.00,EUR,,,Léa,9.00,EUR,Shop,10.00,USD,1.1,",
    )
    assert reading.format == "wise"
    found = [(r.date, r.amount, r.fee, r.currency, r.payee, r.ref) for r in reading.statements[0].rows]
    assert found == [
        (date(2026, 10, 14), Decimal("-100.50"), Decimal("-0.50"), "EUR", "Bob", "T1"),
        (date(2026, 10, 14), Decimal("69.57"), Decimal("-1.00"), "USD", "TikTok Inc", "T2"),
        (date(2026, 10, 14), Decimal("-9.00"), Decimal(), "EUR", "Shop", "C3"),
    ]


def test_a_conversion_has_two_tied_sides() -> None:
    reading = read(f"B7,COMPLETED,NEUTRAL,{DAYS},0.30,USD,,,Léa,69.27,USD,Léa,64.20,EUR,0.92,")
    sides = [(r.amount, r.currency, r.pair) for r in reading.statements[0].rows]
    assert sides == [(Decimal("-69.57"), "USD", "B7"), (Decimal("64.20"), "EUR", "B7")]


def test_what_is_not_done_or_not_readable_is_told() -> None:
    reading = read(
        f"T1,CANCELLED,OUT,{DAYS},0,EUR,,,Léa,1.00,EUR,Bob,1.00,EUR,1,",
        f"T2,PENDING,OUT,{DAYS},0,EUR,,,Léa,1.00,EUR,Bob,1.00,EUR,1,",
        f"T3,COMPLETED,NEUTRAL,{DAYS},0,EUR,,,Léa,1.00,EUR,Léa,1.00,EUR,1,",
        f"T4,COMPLETED,OUT,{DAYS},0.10,GBP,,,Léa,1.00,EUR,Bob,1.00,EUR,1,",
        f"T5,COMPLETED,SIDEWAYS,{DAYS},0,EUR,,,Léa,1.00,EUR,Bob,1.00,EUR,1,",
        "T6,COMPLETED,OUT,,,0,EUR,,,Léa,1.00,EUR,Bob,1.00,EUR,1,",
        f"T7,COMPLETED,OUT,{DAYS},0,EUR,,,Léa,NaN,EUR,Bob,1.00,EUR,1,",
    )
    assert not reading.statements[0].rows
    assert [(p.line, p.lost) for p in reading.problems] == [
        (2, False), (3, False), (4, False), (5, True), (6, True), (7, True), (8, True),
    ]  # fmt: skip


def test_an_empty_history_is_refused() -> None:
    with pytest.raises(ImportRefusedError):
        read("")
