"""The bank's statements a person ticks off (`core.reconciling`): what may be on one, and keeping it. Loaded only there.

A row that a statement holds is *locked*: `Ledger` lets nobody change it unasked.
"""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tenk_desktop.core.errors import InputError, LedgerError
from tenk_desktop.core.model import Account, Transaction
from tenk_desktop.core.period import ONE_DAY, month_start
from tenk_desktop.core.reconciling import Agreed, Sheet, first_day, next_start
from tenk_desktop.core.text import amount_text, msg
from tenk_desktop.store.history import Step, clean, insert, insert_many
from tenk_desktop.store.queries import Queries
from tenk_desktop.store.search import Ask

_AGREED = """
SELECT c.id, c.account_id, c.since, c.opening, c.day, c.closing, c.residue, c.residue_name,
       coalesce(sum(t.amount), 0), count(t.id)
FROM reconciliation c LEFT JOIN reconciliation_row r ON r.reconciliation_id = c.id LEFT JOIN txn t ON t.id = r.txn_id
WHERE c.account_id = ? GROUP BY c.id ORDER BY c.day
"""

_OPEN = """
SELECT t.id, t.account_id, t.date, t.amount, t.payee, t.memo, t.reconciled FROM txn t
WHERE t.account_id = ? AND t.date BETWEEN ? AND ?
  AND NOT EXISTS (SELECT 1 FROM reconciliation_row l WHERE l.txn_id = t.id) ORDER BY t.date, t.id
"""

_STATED = """
SELECT first, closing_date, closing_amount FROM statement
WHERE account_id = ? AND closing_date IS NOT NULL ORDER BY closing_date, id
"""

LOOSE = """DELETE FROM reconciliation_row WHERE txn_id IN (SELECT value FROM json_each(?)) AND EXISTS (
    SELECT 1 FROM txn t JOIN reconciliation c ON c.id = reconciliation_row.reconciliation_id
    WHERE t.id = reconciliation_row.txn_id AND (t.reconciled = 0 OR t.account_id <> c.account_id))"""
"""Lets go of rows that a person moved to another account or no longer wants locked."""


@dataclass(frozen=True, slots=True)
class Start:
    """What a statement is offered with. ``stated`` are the closing balances that imported files gave, by day, newer
    than the last statement agreed to; ``first`` says that the opening balance is not yet a fact and may be corrected.
    """

    sheet: Sheet | None
    first: bool
    stated: dict[date, int]


def agreed(ask: Ask, account_id: int) -> tuple[Agreed, ...]:
    """The statements of an account that were agreed to, oldest first."""
    return tuple(
        Agreed(id_, account, _day(since), opening, _day(day), closing, residue, name, held, rows)
        for id_, account, since, opening, day, closing, residue, name, held, rows in ask(_AGREED, (account_id,))
    )


def start(ledger: Queries, ask: Ask, account: Account, today: date) -> Start:
    """The statement to tick off next: up to the newest balance a file states, else a month after the last one agreed,
    else to the end of last month.

    Its ``closing`` is 0 where no file states one. The first statement of an account begins with its file, else with the
    month, and opens with the balance the ledger works out, 0 if it knows none. No sheet when the last statement agreed
    to goes to today or beyond.
    """
    done = agreed(ask, account.id)
    follows = next_start(done)
    rows = [(first and _day(first), _day(day), amount) for first, day, amount in ask(_STATED, (account.id,))]
    after = follows[0] if follows else date.min
    stated = {day: (amount, first) for first, day, amount in rows if after <= day <= today}
    if after > today:
        return Start(None, first=False, stated={})
    usual = min(_month_later(after), today) if follows else month_start(today.year, today.month) - ONE_DAY
    day = max(stated, default=usual)
    closing, first = stated.get(day, (0, None))
    if follows:
        since, opening = follows
    else:
        since = min(first or month_start(day.year, day.month), day)
        opening = ledger.balance_at(account, since - ONE_DAY) or 0
    sheet = sheet_of(ask, Sheet(account.id, since, opening, day, closing))
    return Start(sheet, follows is None, {on: amount for on, (amount, _) in stated.items()})


def _month_later(after: date) -> date:
    """The last day of a statement of one month that begins on this day."""
    return month_start(after.year, after.month + 1, after.day) - ONE_DAY


def sheet_of(ask: Ask, sheet: Sheet) -> Sheet:
    """A sheet with the rows that may be on it now: all that no statement holds, since ticking off began. Rows that came
    in as reconciled already, from a ledger's export, are ticked.
    """
    rows = _open_rows(ask, sheet)
    fresh = sheet.with_rows(rows)
    known = {row.id for row in sheet.rows}
    came = {row.id for row in rows if row.reconciled and row.id not in known}
    return fresh.toggled(came - fresh.ticked) if came - fresh.ticked else fresh


# --- writing


def lock(db: sqlite3.Connection, ask: Ask, sheet: Sheet, currency: str, residue_name: str, step: Step) -> None:
    """Keep a statement and lock its rows. Raises `InputError` when it does not come out even and the rest has no name,
    when its days cannot be; `LedgerError` when the ledger is no longer as the sheet shows it.
    """
    name = clean(residue_name.strip())
    if sheet.day < sheet.since:
        raise InputError(msg("Ce relevé finirait avant de commencer."))
    if sheet.difference and not name:
        missing = amount_text(sheet.difference, currency, sign=True)
        raise InputError(msg("Il y a un écart de {amount} avec le relevé.", amount=missing), msg("Rien n’a été écrit."))
    _check(ask, sheet)
    id_ = insert(
        db, "reconciliation", account_id=sheet.account_id, since=sheet.since.isoformat(), opening=sheet.opening,
        day=sheet.day.isoformat(), closing=sheet.closing, residue=sheet.difference,
        residue_name=name if sheet.difference else "",
    )  # fmt: skip
    step.created.append(id_)
    ticked = sorted(sheet.ticked)
    insert_many(db, "reconciliation_row (reconciliation_id, txn_id)", [(id_, txn) for txn in ticked], "(?,?)")
    _mark(db, ticked, reconciled=True)
    _mark(db, [row.id for row in sheet.rows if row.reconciled and row.id not in sheet.ticked], reconciled=False)


def reopen(db: sqlite3.Connection, ask: Ask, reconciliation_id: int) -> None:
    """Let go of the last statement of an account and of its rows. Raises `InputError` when it is not the last."""
    found = ask("SELECT account_id FROM reconciliation WHERE id = ?", (reconciliation_id,))
    done = agreed(ask, found[0][0]) if found else ()
    if not done or done[-1].id != reconciliation_id:
        raise InputError(msg("Seul le dernier relevé clos peut être rouvert."))
    held = ask("SELECT txn_id FROM reconciliation_row WHERE reconciliation_id = ?", (reconciliation_id,))
    _mark(db, [txn for (txn,) in held], reconciled=False)
    db.execute("DELETE FROM reconciliation WHERE id = ?", (reconciliation_id,))


def _check(ask: Ask, sheet: Sheet) -> None:
    """Refuse a sheet that is older than the ledger."""
    now = {row.id: row.amount for row in _open_rows(ask, sheet)}
    same = all(now.get(row.id) == row.amount for row in sheet.rows if row.id in sheet.ticked)
    follows = next_start(agreed(ask, sheet.account_id))
    if not same or (follows and follows != (sheet.since, sheet.opening)):
        raise LedgerError(
            msg("Les comptes ont changé depuis que ce relevé est à l’écran."),
            msg("Rien n’a été écrit. Rouvrez le relevé."),
        )


def _open_rows(ask: Ask, sheet: Sheet) -> tuple[Transaction, ...]:
    began = first_day(agreed(ask, sheet.account_id)) or sheet.since
    days = (sheet.account_id, min(began, sheet.since).isoformat(), sheet.day.isoformat())
    return tuple(
        Transaction(id_, account, _day(on), amount, payee, memo, reconciled=bool(reconciled))
        for id_, account, on, amount, payee, memo, reconciled in ask(_OPEN, days)
    )


def _mark(db: sqlite3.Connection, ids: Sequence[int], *, reconciled: bool) -> None:
    db.execute(
        "UPDATE txn SET reconciled = ? WHERE id IN (SELECT value FROM json_each(?))",
        (int(reconciled), json.dumps(list(ids))),
    )


def _day(text: str) -> date:
    return date.fromisoformat(text)
