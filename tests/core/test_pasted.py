"""Tables pasted from a page: tabs, spaces or one value a line, of a bank or of TikTok's rewards. All texts are ours."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing.monthnames import parse_month
from tenk_desktop.core.importing.pasted import FORMAT
from tenk_desktop.core.importing.reading import read_statement
from tenk_desktop.core.importing.rewards import typed
from tenk_desktop.core.importing.rewardwords import parse_stage
from tenk_desktop.core.importing.statement import EarningRow, Reading, ReadOptions
from tenk_desktop.core.model import Stage
from tests.core.test_table import asked, brief

MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre")


def paste(text: str, **options: object) -> Reading:
    return read_statement("collé", text.encode(), ReadOptions(format=FORMAT, **options))  # type: ignore[arg-type]


def owed(reading: Reading) -> list[tuple[str, str, str, str]]:
    rows = [row for statement in reading.statements for row in statement.earnings]
    return [(row.key.partition(":")[2], str(row.stage), str(row.amount), row.currency) for row in rows]


def test_a_page_of_rewards_between_tabs() -> None:
    reading = paste(
        "Month\tEstimated rewards\tQualified views\tRPM\tStatus\n"
        "October 2026\t$123.45\t210,000\t$0.59\tPaid\nNovember 2026\t$80.10\t120,000\t$0.66\tUpcoming\n"
    )
    assert owed(reading) == [("2026-10", "received", "123.45", "USD"), ("2026-11", "payable", "80.10", "USD")]
    assert [c.role for c in reading.tables[0].columns] == ["month", "amount", "views", "ignored", "stage"]
    first = reading.statements[0].earnings[0]
    assert (first.platform, first.programme, first.replaces) == ("TikTok", "Creator Rewards", True)
    assert not [row for s in reading.statements for row in s.rows], "an estimate is no operation of a bank"


def test_a_page_of_rewards_one_value_a_line() -> None:
    reading = paste("Récompenses estimées\n\n12 oct. 2026\n3,45 €\n\n13 oct. 2026\n4,10 €\n\n14 oct. 2026\n0,80 €\n")
    assert owed(reading) == [
        ("2026-10-12", "estimated", "3.45", "EUR"),
        ("2026-10-13", "estimated", "4.10", "EUR"),
        ("2026-10-14", "estimated", "0.80", "EUR"),
    ]


def test_titles_above_each_day_belong_to_it() -> None:
    reading = paste("Estimated rewards\nPaid\nOct 2026\n$123.45\nUpcoming\nNov 2026\n$80.10\n")
    assert owed(reading) == [("2026-10", "received", "123.45", "USD"), ("2026-11", "payable", "80.10", "USD")]


def test_column_titles_one_a_line_are_a_header() -> None:
    reading = paste("Month\nEstimated rewards\nQualified views\nOct 2026\n$12.00\n9,000\nNov 2026\n$8.00\n7,000\n")
    assert [c.header for c in reading.tables[0].columns] == ["Month", "Estimated rewards", "Qualified views"]
    assert owed(reading) == [("2026-10", "estimated", "12.00", "USD"), ("2026-11", "estimated", "8.00", "USD")]


def test_months_and_amounts_without_a_word_of_rewards_are_asked() -> None:
    text = "Octobre 2026     123,45 €    Lyon\nNovembre 2026     80,10 €    Paris\n"
    reading = paste(text)
    assert asked(reading) == ["columns"]
    said = tuple(part.split("=") for part in reading.questions[0].options[0].split(","))
    settled = paste(text, columns=tuple((role, where) for role, where in said))
    assert owed(settled) == [("2026-10", "estimated", "123.45", "EUR"), ("2026-11", "estimated", "80.10", "EUR")]


@pytest.mark.parametrize("more", ["versé", "210 000 vues"])
def test_months_with_a_stage_or_with_views_are_rewards(more: str) -> None:
    reading = paste(f"Octobre 2026\n123,45 €\n{more}\nNovembre 2026\n80,10 €\n{more}\n")
    stage = "received" if more == "versé" else "estimated"
    assert owed(reading) == [("2026-10", stage, "123.45", "EUR"), ("2026-11", stage, "80.10", "EUR")]
    assert not reading.questions


def test_a_bank_s_table_is_operations() -> None:
    reading = paste("13/11/2026   CB LIBRAIRIE     -12,00\n14/11/2026   VIR CAF    184,00\n")
    assert brief(reading) == [("2026-11-13", "-12.00"), ("2026-11-14", "184.00")]
    assert reading.format == FORMAT


def test_two_lines_of_one_month_are_both_kept() -> None:
    reading = paste("Month\tEstimated rewards\nOctober 2026\t$1.00\nOctober 2026\t$2.00\n")
    assert [key for key, *_ in owed(reading)] == ["2026-10", "2026-10#2"]


def test_a_number_outside_the_rows_is_never_dropped_in_silence() -> None:
    reading = paste("Month\tEstimated rewards\nOctober 2026\t$1.00\nTotal\t$1.00\nNovember 2026\tlots\n")
    assert owed(reading) == [("2026-10", "estimated", "1.00", "USD")]
    assert [p.line for p in reading.problems] == [3, 4]
    assert all(p.lost for p in reading.problems)


def test_what_is_no_table_is_refused() -> None:
    for text in ("Estimated rewards\tMonth\n", "bonjour\n\nvoici ma page\n", "12345\n", "octobre 2026\n"):
        with pytest.raises(ImportRefusedError):
            paste(text)


def test_a_text_file_in_blocks_is_read_too() -> None:
    text = "Estimated rewards\nOct 2026\n$123\nNov 2026\n$80\n"
    reading = read_statement("page.txt", text.encode())
    assert owed(reading) == [("2026-10", "estimated", "123", "USD"), ("2026-11", "estimated", "80", "USD")]


amounts = st.integers(1, 999_99).map(lambda cents: Decimal(cents).scaleb(-2))
lines = st.lists(st.tuples(amounts, st.sampled_from(["payé", "prévu", "estimé"])), min_size=2, max_size=len(MONTHS))


@given(lines, st.sampled_from(["tabs", "spaces", "semicolons", "blocks"]))
def test_the_same_page_is_read_the_same_however_it_is_copied(said: list[tuple[Decimal, str]], way: str) -> None:
    table = [["Mois", "Récompenses estimées", "Statut"]]
    for i, (amount, stage) in enumerate(said):
        table.append([f"{MONTHS[i].capitalize()} 2026", f"{amount} €".replace(".", ","), stage])
    between = {"tabs": "\t", "spaces": "    ", "semicolons": ";", "blocks": "\n"}[way]
    reading = paste("\n".join(between.join(cells) for cells in table))
    stages = {"payé": "received", "prévu": "payable", "estimé": "estimated"}
    assert owed(reading) == [
        (f"2026-{i:02d}", stages[stage], str(amount), "EUR") for i, (amount, stage) in enumerate(said, 1)
    ]
    assert not reading.problems


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        reading = paste(text)
    except ImportRefusedError:
        return
    assert reading.format == FORMAT


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("octobre 2026", date(2026, 10, 1)),
        ("Oct. 2026", date(2026, 10, 1)),
        ("2026-10", date(2026, 10, 1)),
        ("10/2026", date(2026, 10, 1)),
        ("marzo de 2026", date(2026, 3, 1)),
        ("13/2026", None),
        ("octobre", None),
        ("12 octobre 2026", None),
        ("2026", None),
    ],
)
def test_months(text: str, month: date | None) -> None:
    assert parse_month(text) == month


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Paid", Stage.RECEIVED),
        ("Unpaid", Stage.ESTIMATED),
        ("À venir", Stage.PAYABLE),
        ("Estimé", Stage.ESTIMATED),
        ("Processing", Stage.IN_TRANSIT),
        ("Annulé", Stage.VOID),
        ("Bibliothèque", None),
    ],
)
def test_stages(text: str, stage: Stage | None) -> None:
    assert parse_stage(text) is stage


def test_a_month_typed_is_a_statement_of_one_row() -> None:
    (row,) = typed(date(2026, 10, 17), Decimal("120.50"), "EUR", Stage.PAYABLE).earnings
    assert replace(row, title="") == EarningRow(
        1, "TikTok", "Creator Rewards", "creator-rewards:2026-10", Stage.PAYABLE, Decimal("120.50"), "EUR",
        date(2026, 10, 1), replaces=True,
    )  # fmt: skip
