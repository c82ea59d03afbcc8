"""Real ledgers in real files, and statements made by hand as a reader would make them."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tenk_desktop.core.importing.categorise import load_rules
from tenk_desktop.core.importing.plan import ImportPlan
from tenk_desktop.core.importing.planning import plan_import
from tenk_desktop.core.importing.statement import EarningRow, Reading, Row, Statement
from tenk_desktop.core.model import AccountKind
from tenk_desktop.store.ledger import Ledger, OpeningBalance


@pytest.fixture
def ledger(tmp_path: Path):
    with Ledger.create(tmp_path / "a.tenk", accounts=[OpeningBalance("Courant", 10_000)]) as made:
        yield made


@pytest.fixture
def two(tmp_path: Path):
    """An account bills are paid from, and savings."""
    openings = (OpeningBalance("Courant", 0), OpeningBalance("Livret A", 0, kind=AccountKind.SAVINGS))
    with Ledger.create(tmp_path / "a.tenk", accounts=openings) as made:
        yield made


def row(day: str, amount: str, label: str, line: int = 1, **more) -> Row:
    return Row(line, date.fromisoformat(day), Decimal(amount), label, **more)


def statement(*rows: Row, header: str = "h1", **more) -> Statement:
    return Statement(rows=tuple(rows), header=header, **more)


def earning(
    key: str, stage: str, amount: str, earned: str = "2026-10-03", settled: str | None = None, **more
) -> EarningRow:
    from tenk_desktop.core.model import Stage

    return EarningRow(
        1, "TikTok", "affiliation", key, Stage(stage), Decimal(amount), "EUR", date.fromisoformat(earned),
        date.fromisoformat(settled) if settled else None, **more,
    )  # fmt: skip


def plan(ledger: Ledger, name: str, *statements: Statement, account: str = "") -> ImportPlan:
    reading = Reading("csv", "utf-8", tuple(statements))
    content = repr(statements).encode()
    days = [r.date for s in statements for r in s.rows] + [e.earned for s in statements for e in s.earnings]
    existing = ledger.existing(min(days, default=date.max), max(days, default=date.min))
    return plan_import(name, content, reading, existing, load_rules(), account=account)


def bring(ledger: Ledger, name: str, *statements: Statement, account: str = "") -> ImportPlan:
    made = plan(ledger, name, *statements, account=account)
    ledger.apply_import(made)
    return made
