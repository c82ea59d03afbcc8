"""What a platform's list pays is one column among its parts, fees and other people's sales."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing.monthnames import parse_month
from tenk_desktop.core.importing.reading import read_statement
from tenk_desktop.core.importing.rewardwords import parse_stage
from tenk_desktop.core.importing.statement import Reading, ReadOptions
from tenk_desktop.core.model import Stage
from tenk_desktop.shield import open_workbook
from tests.workbooks import Cell, xlsx

CENTS = st.integers(1, 99_999)


def read(text: str, name: str = "export.csv") -> Reading:
    return read_statement(name, text.encode(), ReadOptions())


def amounts(reading: Reading) -> list[str]:
    return [str(r.amount) for s in reading.statements for r in s.rows]


@given(st.lists(st.tuples(CENTS, CENTS, CENTS), min_size=2, max_size=8), st.permutations([0, 1, 2, 3]))
def test_the_column_that_all_others_make_together_is_the_amount(parts: list[tuple[int, ...]], order: list[int]) -> None:
    lines = [[f"{c / 100:.2f}" for c in (*row, sum(row))] for row in parts]
    names = ["Ad revenue", "Gifts", "Memberships", "Xyzzy"]
    header = ",".join(["Date", *(names[i] for i in order)])
    rows = [f"2026-01-{13 + n:02},{','.join(line[i] for i in order)}" for n, line in enumerate(lines)]
    found = read("\n".join([header, *rows]))
    assert not found.questions
    assert amounts(found) == [line[3] for line in lines]


@given(st.lists(st.tuples(st.integers(500, 99_999), st.integers(1, 400)), min_size=2, max_size=8))
def test_a_net_amount_is_an_income_and_no_column_of_zeros_is_net(sales: list[tuple[int, int]]) -> None:
    rows = [
        f"{13 + n}/01/2026;Tasse;{g / 100:.2f};0.00;{f / 100:.2f};{(g - f) / 100:.2f}" for n, (g, f) in enumerate(sales)
    ]
    found = read("\n".join(["Date;Description;Total;Pourboire;Frais;Versement", *rows]))
    assert not found.questions
    assert [Decimal(a) for a in amounts(found)] == [Decimal(g - f) / 100 for g, f in sales]


def test_of_a_list_of_sales_the_commission_is_what_was_earned() -> None:
    header = "id,advertiserName,commissionStatus,commissionAmount,saleAmount,clickDate,transactionDate"
    rows = [
        "1,Luma,approved,2.50,25.00,2026-01-14,2026-01-15",
        "2,Luma,declined,3.00,30.00,2026-01-15,2026-01-16",
        "3,Luma,pending,4.00,40.00,2026-01-16,2026-01-17",
    ]
    found = read("\n".join([header, *rows]))
    assert [r for s in found.statements for r in s.rows] == [], "a network owes it: no bank has it yet"
    owed = [(e.earned, str(e.amount), str(e.stage)) for s in found.statements for e in s.earnings]
    assert owed == [
        (date(2026, 1, 15), "2.50", "validated"),
        (date(2026, 1, 16), "3.00", "void"),
        (date(2026, 1, 17), "4.00", "estimated"),
    ]


def test_what_was_paid_back_counts_unless_another_line_takes_it_back() -> None:
    rows = ["2026-01-14,Ann,5.00,Succeeded", "2026-01-15,Bob,3.00,Refunded", "2026-01-16,Cid,4.00,Succeeded"]
    text = "\n".join(["Date,Supporter,Amount,Status", *rows])
    assert amounts(read(text)) == ["5.00", "4.00"]
    assert amounts(read(f"{text}\n2026-01-17,Bob,-3.00,Succeeded")) == ["5.00", "3.00", "4.00", "-3.00"]


@pytest.mark.parametrize(("kinds", "asked"), [("DEBIT DEBIT", True), ("DEBIT CREDIT", False), ("OTHER OTHER", False)])
def test_an_ofx_of_expenses_without_a_sign_is_asked_about(kinds: str, asked: bool) -> None:
    rows = "".join(
        f"<STMTTRN><TRNTYPE>{kind}<DTPOSTED>20260113<TRNAMT>{n}.00<FITID>{n}<NAME>X</STMTTRN>"
        for n, kind in enumerate(kinds.split(), 1)
    )
    text = f"<OFX><STMTRS><CURDEF>EUR<BANKTRANLIST>{rows}</BANKTRANLIST></STMTRS></OFX>"
    assert [q.about for q in read(text, "a.ofx").questions] == ["sign"] * asked
    said = read_statement("a.ofx", text.encode(), ReadOptions(sign="expense-positive"))
    assert not said.questions
    assert amounts(said) == ["-1.00", "-2.00"]


@pytest.mark.parametrize("refund", [8.0, -8.0])
def test_a_sheet_of_expenses_says_their_sign_by_its_name(refund: float) -> None:
    head: list[Cell] = ["Date", "Libellé", "Montant"]
    spent: list[list[Cell]] = [[date(2026, 1, 12 + n), f"Achat {n}", 5.0 + n] for n in range(3)]
    spent.append([date(2026, 1, 20), "Achat 3", refund])
    earned = [[date(2026, 1, 12 + n), f"Client {n}", 50.0 + n] for n in range(4)]
    book = xlsx({"Recettes 2026": [head, *earned], "Dépenses 2026": [head, *spent]})
    found = read_statement("budget.xlsx", book, ReadOptions(), opener=open_workbook)
    assert not found.questions
    assert [a.startswith("-") for a in amounts(found)] == [False] * 4 + [True] * 3 + [refund > 0]


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("01/10/2025 - 31/10/2025", date(2025, 10, 1)),
        ("10/01/2025 - 10/31/2025", date(2025, 10, 1)),
        ("2025-02-01 au 2025-02-28", date(2025, 2, 1)),
        ("Oct 1 – 31, 2025", date(2025, 10, 1)),
        ("01/10/2025 - 30/10/2025", None),
        ("02/10/2025 - 31/10/2025", None),
        ("01/10/2025 - 31/10/2026", None),
    ],
)
def test_a_month_from_its_first_day_to_its_last(text: str, month: date | None) -> None:
    assert parse_month(text) == month


@pytest.mark.parametrize(
    ("cell", "stage"),
    [("Estimated rewards", None), ("Geschätzte Prämien", None), ("Estimated", Stage.ESTIMATED), ("Failed", Stage.VOID)],
)
def test_the_title_of_a_column_is_no_stage(cell: str, stage: Stage | None) -> None:
    assert parse_stage(cell) == stage


@pytest.mark.parametrize("text", ["12 mai 2026 : 3 points (salle 4)", "1 mai 2026 : 12", "Total : 10,50 € (versé)"])
def test_a_line_of_prose_is_no_earning(text: str) -> None:
    with pytest.raises(ImportRefusedError):
        read_statement("notes.txt", f"{text}\n{text}\n".encode(), ReadOptions(format="pasted"))


def test_an_account_of_a_file_without_signs_follows_the_others() -> None:
    def account(number: int, *kinds: str) -> str:
        rows = "".join(
            f"<STMTTRN><TRNTYPE>{kind}<DTPOSTED>20260113<TRNAMT>{n}.00<FITID>{n}<NAME>X</STMTTRN>"
            for n, kind in enumerate(kinds, 1)
        )
        return f"<STMTRS><CURDEF>EUR<BANKACCTFROM><ACCTID>{number}</BANKACCTFROM><BANKTRANLIST>{rows}</BANKTRANLIST></STMTRS>"

    found = read(f"<OFX>{account(1, 'DEBIT', 'CREDIT')}{account(2, 'DEBIT', 'POS')}</OFX>", "a.ofx")
    assert not found.questions
    assert amounts(found) == ["-1.00", "2.00", "-1.00", "-2.00"]
