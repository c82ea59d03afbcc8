"""The few rows a starting window shows before anything else is loaded: three quick reads, and no other module of ours.

`Ledger` says the same a moment later, with everything; whatever is wrong with the file is `Ledger.open`'s to tell.
"""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import NamedTuple

_NEWEST = """
SELECT t.date, t.payee, t.amount, a.currency FROM txn t JOIN account a ON a.id = t.account_id
ORDER BY t.date DESC, t.id DESC LIMIT ?
"""
_SAID = "SELECT verdict FROM said ORDER BY day DESC LIMIT 1"


class Row(NamedTuple):
    """A transaction; ``amount`` in minor units of ``currency``, income positive."""

    date: date
    payee: str
    amount: int
    currency: str


class Glance(NamedTuple):
    """``said`` is the newest verdict kept, as `outlook.kept` wrote it, or empty; ``rows`` are the newest first."""

    currency: str
    sample: str
    start_day: int
    said: str
    rows: tuple[Row, ...]


NOTHING = Glance("EUR", "", 1, "", ())
"""What there is to see where nothing can be read."""


def glance(path: Path, rows: int) -> Glance | None:
    """What a ledger shows at once; None when it cannot be read so, for whatever reason. Nothing is written."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=0.05)) as db:
            settings = dict(db.execute("SELECT key, value FROM setting"))
            told = dict(db.execute("SELECT name, value FROM preference"))
            said = db.execute(_SAID).fetchone()
            newest = db.execute(_NEWEST, (rows,)).fetchall()
            return Glance(
                currency=settings["currency"],
                sample=settings.get("sample", ""),
                start_day=int(told.get("start_day", 1)),
                said=said[0] if said else "",
                rows=tuple(Row(date.fromisoformat(day), *rest) for day, *rest in newest),
            )
    except (sqlite3.Error, OSError, KeyError, ValueError):
        return None
