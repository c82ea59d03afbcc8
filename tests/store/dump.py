"""A ledger as text, to compare two states exactly. The journal of steps is left out: it is how one got there."""

import sqlite3
from pathlib import Path

from tenk_desktop.store.schema import JOURNALED


def dump(path: Path) -> list[str]:
    db = sqlite3.connect(path)
    try:
        lines = []
        for table in (*JOURNALED, "setting"):
            order = "key" if table == "setting" else "id"
            lines += [f"{table}: {row}" for row in db.execute(f'SELECT * FROM "{table}" ORDER BY {order}')]
        return lines
    finally:
        db.close()
