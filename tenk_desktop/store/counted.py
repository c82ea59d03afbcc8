"""Which typed balances already count an operation: a typed balance is the end of its day, whatever is noted after."""

import json
import sqlite3
from collections.abc import Sequence
from datetime import date

from tenk_desktop.store.search import Ask

# Only the newest fact of an account says its balance now; a typed one comes before a file's of the same day.
_COUNTED = """
SELECT b.id, b.account_id, b.date, sum(t.amount)
FROM txn t JOIN balance b ON b.account_id = t.account_id AND b.date >= t.date
WHERE t.id IN (SELECT value FROM json_each(?)) AND b.date = (
    SELECT max(f.date) FROM (
        SELECT account_id, date FROM balance UNION ALL SELECT account_id, anchor_date FROM statement) f
    WHERE f.account_id = t.account_id)
GROUP BY b.id
"""


def counted(ask: Ask, ids: Sequence[int]) -> tuple[tuple[int, date], ...]:
    """The accounts whose balance of now was typed, with its day, where that day is not before these operations."""
    found = ask(_COUNTED, (json.dumps(list(ids)),))
    return tuple((account, date.fromisoformat(day)) for _id, account, day, _sum in found)


def count_out(db: sqlite3.Connection, ask: Ask, ids: Sequence[int]) -> None:
    """Move those typed balances by the amounts of these operations, which they did not count."""
    for id_, _account, _day, moved in ask(_COUNTED, (json.dumps(list(ids)),)):
        db.execute("UPDATE balance SET amount = amount + ? WHERE id = ?", (moved, id_))
