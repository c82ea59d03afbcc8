"""Fees, pockets and conversions in tables of services nobody named: the balance says what an amount holds."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.importing.reading import read_statement
from tenk_desktop.core.importing.statement import Reading, ReadOptions, Row
from tenk_desktop.core.model import AccountKind

DATA = Path(__file__).resolve().parents[1] / "data" / "bank"


def load(name: str) -> Reading:
    return read_statement(name, (DATA / name).read_bytes())


def brief(rows: tuple[Row, ...]) -> list[tuple[str, str, str]]:
    return [(str(r.amount), str(r.fee), r.currency) for r in rows]


def test_pockets_of_one_account_and_savings_apart() -> None:
    current, savings = load("neobanque_poches.csv").statements
    assert brief(current.rows) == [
        ("-4.20", "0.00", "EUR"),
        ("-50.00", "0.00", "EUR"),
        ("-40.40", "-0.40", "EUR"),
        ("-21.00", "-1.00", "EUR"),
        ("43.60", "0.00", "USD"),
        ("-11.00", "0.00", "USD"),
    ]
    assert (current.kind, current.chained, current.closing) == (AccountKind.BANK, True, None)
    assert [r.line for r in current.rows if r.pair] == [4, 8]
    assert (savings.kind, savings.name) == (AccountKind.SAVINGS, "Savings")
    assert savings.header != current.header
    assert savings.closing == (date(2026, 10, 31), Decimal("250.42"))  # two rows that follow one another
    assert sum(r.amount for r in savings.rows) == Decimal("50.42")


def test_the_amount_that_moved_the_balance_not_the_one_abroad() -> None:
    (statement,) = load("neobanque_pro.csv").statements
    assert brief(statement.rows) == [("-300.00", "0.00", "EUR"), ("-50.30", "-0.50", "EUR"), ("91.20", "0.00", "EUR")]
    assert statement.closing == (date(2026, 9, 8), Decimal("740.90"))
    assert [r.payee for r in statement.rows] == ["", "", ""]


def test_a_net_amount_keeps_its_fee_in_mind() -> None:
    (statement,) = load("versements_nets.csv").statements
    assert [(str(r.amount), str(r.fee)) for r in statement.rows] == [
        ("44.21", "-0.79"),
        ("117.90", "-2.10"),
        ("-45.00", "0"),
    ]


def payouts(title: str, fee: str) -> bytes:
    rows = f"2026-01-31,Payout,50.00,{fee},USD\n2026-02-28,Payout,60.00,0.00,USD\n"
    return f"Date,Description,Amount,{title},Currency\n{rows}".encode()


@pytest.mark.parametrize("fee", ["1.00", "-1.00"])
@pytest.mark.parametrize(("role", "amount"), [("fee", "49.00"), ("ignored", "50.00")])
def test_a_fee_no_balance_speaks_of_is_asked(fee: str, role: str, amount: str) -> None:
    (question,) = read_statement("payouts.csv", payouts("Fee", fee)).questions
    assert (question.about, question.options) == ("columns", ("fee=D", "ignored=D"))
    answered = read_statement("payouts.csv", payouts("Fee", fee), ReadOptions(columns=((role, "D"),)))
    assert not answered.questions
    assert [str(r.amount) for s in answered.statements for r in s.rows] == [amount, "60.00"]


def test_a_total_of_fees_is_said_and_not_counted() -> None:
    reading = read_statement("payouts.csv", payouts("Total fees", "1.00"))
    assert not reading.questions
    assert [str(r.amount) for s in reading.statements for r in s.rows] == ["50.00", "60.00"]
    assert [(p.line, p.lost) for p in reading.problems] == [(2, False)]


def test_a_business_sample_moves_as_its_balances_say(corpus: Path) -> None:
    name = "enobase_demo-coda-export__revolut-business.csv"
    (statement,) = read_statement(name, (corpus / "bank" / "csv" / name).read_bytes()).statements
    assert statement.currency == "EUR"
    assert sum(r.amount for r in statement.rows) == Decimal("10320.00") - Decimal("10000.00")


@given(
    st.lists(
        st.tuples(st.one_of(st.integers(1_000, 9_999), st.integers(-99_999, -20_000)), st.integers(1, 300)),
        min_size=4,
        max_size=12,
        unique_by=lambda move: abs(move[0]),  # amounts that undo one another have two readings, which is asked
    ),
    st.sampled_from([1, -1]),
    st.booleans(),
    st.booleans(),
)
def test_the_balance_says_what_an_amount_holds(
    moves: list[tuple[int, int]], sign: int, apart: bool, newest_first: bool
) -> None:
    """Fees beside the amount or in it, written either way, oldest or newest row first: the rows make the balance."""
    lines, balance = [], 100_000
    for i, (amount, fee) in enumerate(moves):
        balance += amount - fee if apart else amount
        money = (Decimal(cents) / 100 for cents in (amount, sign * fee, balance))
        lines.append(f"2026-01-{i + 13:02},Move {i},{','.join(f'{m:.2f}' for m in money)}")
    body = lines[::-1] if newest_first else lines
    reading = read_statement("a.csv", "\n".join(["Date,Description,Amount,Fee,Balance", *body]).encode())
    (statement,) = reading.statements
    assert not reading.questions
    assert sum(r.amount for r in statement.rows) == Decimal(balance - 100_000) / 100
    fees = [-Decimal(fee) / 100 if apart else 0 for _, fee in moves]
    assert sorted(r.fee for r in statement.rows) == sorted(fees)
