"""A ledger of every earlier schema opens, keeps all it holds, and can be written and undone."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from tenk_desktop.core.errors import LedgerError
from tenk_desktop.core.model import Transaction
from tenk_desktop.core.text import Message
from tenk_desktop.store import backups, schema
from tenk_desktop.store.history import Journal, insert
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


def test_a_word_taken_away_by_an_older_program_comes_back(tmp_path: Path) -> None:
    """Its image in the journal is of a table that had one column less."""
    path = tmp_path / "old.tenk"
    _at_version(path, schema.MIGRATIONS.index(schema._m013_typed_words))
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        journal = Journal(db)
        with journal.step(Message("dit")):
            db.execute("INSERT INTO account VALUES (1, 'TikTok', 'wallet', 'EUR', 0)")
            db.execute("INSERT INTO import VALUES (1, 'saisie', ?, 'rewards', '', '2026-11-01')", ("0" * 64,))
            db.execute("INSERT INTO statement (id, import_id, account_id, rows) VALUES (1, 1, 1, 1)")
            db.execute("INSERT INTO earning VALUES (1, 'TikTok', 'Creator Rewards:2026-10')")
            for amount in (120, 80):
                insert(
                    db, "earning_row", earning_id=1, statement_id=1, line=1, programme="Creator Rewards",
                    stage="estimated", amount=amount, currency="EUR", earned="2026-10-01",
                )  # fmt: skip
        with journal.step(Message("dit autrement")):
            db.execute("DELETE FROM earning_row WHERE amount = 80")
    with Ledger.open(path) as ledger:
        assert [e.amount for e in ledger.earnings()] == [120]
        ledger.undo()
        assert [e.amount for e in ledger.earnings()] == [80]
        assert ledger.check() == ()
    assert [line.rsplit(", ", 1)[1] for line in dump(path) if line.startswith("earning_row")] == ["0)", "0)"]


def test_what_a_table_refers_to_was_made_before_it(ledger: Ledger) -> None:
    """Undo puts tables back in that order."""
    with sqlite3.connect(ledger.path) as db:
        made = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid")]
        referred = [(t, row[2]) for t in made for row in db.execute(f'PRAGMA foreign_key_list("{t}")')]
    db.close()
    assert ("txn", "account") in referred
    assert [pair for pair in referred if made.index(pair[0]) < made.index(pair[1])] == []


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data" / "tenk" / "sauvegardes"


def test_an_older_ledger_is_copied_before_it_is_changed(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "old.tenk"
    _at_version(path, 3)
    before = _all_of(path)
    Ledger.open(path).close()
    (kept,) = backups.backups(path)
    assert (kept.path.parent, _all_of(kept.path)) == (folder, before)
    assert _version(kept.path) == 3
    Ledger.open(path).close()
    assert len(backups.backups(path)) == 1, "once is enough"


def test_the_copy_of_an_older_ledger_can_be_restored(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "old.tenk"
    _at_version(path, 3)
    with Ledger.open(path) as ledger:
        ledger.add_account(OpeningBalance("Courant", 100))
    (older,) = backups.backups(path)
    kept = backups.restore(older.path, path)
    assert kept is not None
    with Ledger.open(path) as ledger:
        assert ledger.accounts() == ()
    assert {b.path for b in backups.backups(path)} == {older.path, kept}, "what was there, and no copy of the copy"


def test_an_older_ledger_that_cannot_be_copied_is_not_touched(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "old.tenk"
    _at_version(path, 3)
    folder.parent.mkdir(parents=True)
    folder.write_text("a file where the folder of copies should be")
    with pytest.raises(LedgerError) as refused:
        Ledger.open(path)
    assert "plus ancien" in str(refused.value.what)
    assert _version(path) == 3
    folder.unlink()
    Ledger.open(path).close()
    assert _version(path) == len(schema.MIGRATIONS)


def test_a_full_disk_leaves_an_older_ledger_as_it_was(tmp_path: Path, folder: Path) -> None:
    """Files may not grow past a few pages, which the system says much as it says that a disk is full."""
    path = tmp_path / "old.tenk"
    _at_version(path, 3)
    before = path.read_bytes()
    small = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
    small += "resource.setrlimit(resource.RLIMIT_FSIZE, (40000, 40000));"
    code = small + "from tenk_desktop.__main__ import main; sys.exit(main(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", "import sys;" + code, "--ledger", str(path), "--lang", "fr", "transactions"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2, done.stderr
    assert "plus ancien" in done.stderr
    assert "Traceback" not in done.stderr
    assert path.read_bytes()[200:] == before[200:]
    assert _version(path) == 3
    assert list(folder.glob("*")) == []


def _all_of(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return list(db.iterdump())


def _version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("PRAGMA user_version").fetchone()[0])
