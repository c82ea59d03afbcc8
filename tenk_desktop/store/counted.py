"""Which typed balances already count an operation: a typed balance is the end of its day, whatever is noted after."""

import json
import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from tenk_desktop.store.search import Ask

# Only the newest fact of an account says its balance now; a typed one comes before a file's of the same day.
_OF_NOW = """SELECT b.id, b.account_id, b.date, sum(t.amount)
FROM {} t JOIN balance b ON b.account_id = t.account_id AND b.date >= t.date
WHERE b.date = (
    SELECT max(f.date) FROM (
        SELECT account_id, date FROM balance UNION ALL SELECT account_id, anchor_date FROM statement) f
    WHERE f.account_id = t.account_id)"""

_COUNTED = _OF_NOW.format("txn") + " AND t.id IN (SELECT value FROM json_each(?)) GROUP BY b.id"  # noqa: S608

# How the operations were before the last step that stands, taken off, and how they are: what it moved.
_LEFT_BEHIND = f"""
WITH was AS (
    SELECT row_id AS id, old ->> '$[1]' AS account_id, old ->> '$[2]' AS date, old ->> '$[3]' AS amount FROM undo_log
    WHERE tbl = 'txn' AND old IS NOT NULL AND step_id = (SELECT max(id) FROM step WHERE undone = 0)),
moved AS (
    SELECT account_id, date, -amount AS amount FROM was
    UNION ALL SELECT t.account_id, t.date, t.amount FROM was JOIN txn t ON t.id = was.id)
{_OF_NOW.format("moved")} GROUP BY b.id HAVING sum(t.amount) <> 0 ORDER BY b.id
"""  # noqa: S608


class LeftBehind(NamedTuple):
    """A typed balance (its row id) of the end of ``day`` that counts operations as they were: ``moved`` is what it
    lacks to count them as they are, in minor units of its account's ``currency``.
    """

    balance_id: int
    day: date
    moved: int
    currency: str


def counted(ask: Ask, ids: Sequence[int]) -> tuple[tuple[int, date], ...]:
    """The accounts whose balance of now was typed, with its day, where that day is not before these operations."""
    found = ask(_COUNTED, (json.dumps(list(ids)),))
    return tuple((account, date.fromisoformat(day)) for _id, account, day, _sum in found)


def count_out(db: sqlite3.Connection, ask: Ask, ids: Sequence[int]) -> None:
    """Move those typed balances by the amounts of these operations, which they did not count."""
    for id_, _account, _day, moved in ask(_COUNTED, (json.dumps(list(ids)),)):
        db.execute("UPDATE balance SET amount = amount + ? WHERE id = ?", (moved, id_))


def left_behind(ask: Ask, unanswered: Sequence[LeftBehind]) -> tuple[LeftBehind, ...]:
    """The typed balances of now whose operations the last step changed or deleted without moving them, with what was
    left ``unanswered`` before; none of those that are back to where they were.
    """
    currencies = dict(ask("SELECT id, currency FROM account"))
    found = {one.balance_id: one for one in unanswered}
    for id_, account, day, moved in ask(_LEFT_BEHIND, ()):
        before = found[id_].moved if id_ in found else 0
        found[id_] = LeftBehind(id_, date.fromisoformat(day), before + moved, currencies[account])
    return tuple(one for one in found.values() if one.moved)


def follow(db: sqlite3.Connection, left: Sequence[LeftBehind]) -> None:
    """Move these typed balances by what they lack."""
    db.executemany("UPDATE balance SET amount = amount + ? WHERE id = ?", [(one.moved, one.balance_id) for one in left])
