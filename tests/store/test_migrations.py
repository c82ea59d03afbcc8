"""A ledger of every earlier schema opens, keeps all it holds, and can be written and undone."""

import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database

from tenk_desktop.core.model import Transaction
from tenk_desktop.store import schema
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tests.store.dump import dump


@pytest.mark.parametrize("version", range(1, len(schema.MIGRATIONS)))
def test_an_older_ledger_is_brought_up_to_date(tmp_path: Path, version: int) -> None:
    path = tmp_path / "old.tenk"
    _at_version(path, version)
    with Ledger.open(path) as ledger:
        ledger.add_account(OpeningBalance("Courant", 100))
        before = dump(path)
        from datetime import date

        ledger.save(Transaction(0, 1, date(2026, 11, 1), -5, "Café"))
        ledger.tell("floor", "-20000")
        ledger.undo()
        ledger.undo()
        assert dump(path) == before
        assert ledger.check() == ()
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (len(schema.MIGRATIONS),)
    db.close()


def _at_version(path: Path, version: int) -> None:
    """A file as the program of that schema would have left it."""
    connection = sqlite3.connect(path, isolation_level=None)
    db = Database(connection, recursive_triggers=False, execute_plugins=False)
    for migration in schema.MIGRATIONS[:version]:
        migration(db)
    connection.execute("INSERT INTO setting VALUES ('currency', 'EUR')")
    connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
