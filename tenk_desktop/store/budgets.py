"""What a person said of budgets: read for `core.budgeting.plan`, and written through the ledger's one gate.

Loaded only where a budget is asked for. Amounts are minor units of the ledger's currency, never below zero.
"""

import sqlite3
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from tenk_desktop.core.budgeting.plan import Plans, Told
from tenk_desktop.core.period import Period
from tenk_desktop.store.history import insert
from tenk_desktop.store.search import Ask

if TYPE_CHECKING:
    from tenk_desktop.core.outlook.household import Schedule

FOR_NEXT = "for_next"
"""The preference that says from which day of the month what comes in counts for the next period's budget."""

_CHANGING = """SELECT 1 FROM schedule s WHERE status = 'confirmed' AND amount < 0 AND category_id IS NOT NULL
    AND (until IS NOT NULL OR EXISTS (SELECT 1 FROM schedule_change c WHERE c.schedule_id = s.id)) LIMIT 1"""

_BILLS = (
    "SELECT DISTINCT category_id FROM schedule WHERE status = 'confirmed' AND amount < 0 AND category_id IS NOT NULL"
)


def plans(ask: Ask) -> Plans:
    """All of it."""
    amounts: dict[date, dict[int, int]] = {}
    for start, category, amount in ask("SELECT start, category_id, amount FROM budget"):
        amounts.setdefault(date.fromisoformat(start), {})[category] = amount
    told = ask("SELECT category_id, essential, fixed, carry_from FROM budget_category")
    return Plans(
        amounts,
        {date.fromisoformat(start): amount for start, amount in ask("SELECT start, amount FROM budget_kept")},
        {
            category: Told(_yes(essential), _yes(fixed), date.fromisoformat(carry) if carry else None)
            for category, essential, fixed, carry in told
        },
        frozenset(category for (category,) in ask(_BILLS)),
        next((int(day) for (day,) in ask("SELECT value FROM preference WHERE name = ?", (FOR_NEXT,))), None),
        _changing(ask),
    )


def _changing(ask: Ask) -> "tuple[Schedule, ...]":
    if not ask(_CHANGING):
        return ()
    from tenk_desktop.store.households import schedules  # loads what the verdict needs

    return tuple(s for s in schedules(ask) if s.status == "confirmed" and (s.changes or s.until))


def put_amounts(db: sqlite3.Connection, period: Period, amounts: Mapping[int, int | None]) -> None:
    """Plan these amounts in a period, in place of what was planned there for their categories; None plans none."""
    for category, amount in amounts.items():
        db.execute("DELETE FROM budget WHERE category_id = ? AND start >= ? AND start < ?", (category, *_days(period)))
        if amount is not None:
            insert(db, "budget", start=period.start.isoformat(), category_id=category, amount=amount)


def put_told(db: sqlite3.Connection, category: int, told: Told) -> None:
    """What is now said of a category, in place of what was."""
    db.execute("DELETE FROM budget_category WHERE category_id = ?", (category,))
    if told != Told():
        carry = told.carry_from.isoformat() if told.carry_from else None
        insert(
            db, "budget_category", category_id=category, essential=told.essential, fixed=told.fixed, carry_from=carry
        )  # fmt: skip


def put_kept(db: sqlite3.Connection, period: Period, amount: int) -> None:
    """What a period puts aside for the next, in place of what it did; 0 puts nothing aside."""
    db.execute("DELETE FROM budget_kept WHERE start >= ? AND start < ?", _days(period))
    if amount:
        insert(db, "budget_kept", start=period.start.isoformat(), amount=amount)


def _days(period: Period) -> tuple[str, str]:
    return period.start.isoformat(), period.end.isoformat()


def _yes(stored: int | None) -> bool | None:
    return None if stored is None else bool(stored)
