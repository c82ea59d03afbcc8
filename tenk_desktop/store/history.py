"""The one write gate: every write is a labelled step, and every step can be taken back.

Triggers note in ``undo_log`` how each row was before a step first touched it (nothing, for a row the step made).
Undoing a step puts those images back, set by set; the same triggers then note what is being taken away, which is
exactly what redo needs. After https://sqlite.org/undoredo.html, with images instead of SQL text, so that an import of
100,000 rows is undone by two statements a table and not by 100,000.

Outside a step ``gate`` is empty and the triggers' NOT NULL makes the database itself refuse the write.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from tenk_desktop.core.model import Changes
from tenk_desktop.core.text import Message

STEPS_KEPT = 500

# Undone steps are the newest: all after the last that stands.
_FORGET_UNDONE = """DELETE FROM step
    WHERE id > coalesce((SELECT id FROM step WHERE undone = 0 ORDER BY id DESC LIMIT 1), 0)"""

# Made once and then emptied: a table made or dropped has SQLite compile every statement again, each with its triggers.
_IMAGE = """CREATE TEMP TABLE IF NOT EXISTS image (
    tbl TEXT NOT NULL, row_id INTEGER NOT NULL, old TEXT, PRIMARY KEY (tbl, row_id)) WITHOUT ROWID"""
_TAKE_IMAGES = "INSERT OR IGNORE INTO temp.image SELECT tbl, row_id, old FROM undo_log WHERE step_id = ?"

AT_ONCE = 2000  # rows: below SQLite's 32,766 values a statement

JOURNAL_TABLES = (
    """CREATE TABLE step (
        id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given twice: a plan remembers the ledger it was made on
        label TEXT NOT NULL,
        at TEXT NOT NULL,
        undone INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1)),
        import_id INTEGER
    ) STRICT""",
    "CREATE TABLE gate (only INTEGER PRIMARY KEY CHECK (only = 1), step_id INTEGER NOT NULL) STRICT",
    """CREATE TABLE undo_log (
        step_id INTEGER NOT NULL REFERENCES step ON DELETE CASCADE,
        tbl TEXT NOT NULL,
        row_id INTEGER NOT NULL,
        old TEXT,
        PRIMARY KEY (step_id, tbl, row_id)
    ) STRICT, WITHOUT ROWID""",
)


def journal_triggers(table: str, columns: Sequence[str]) -> Iterator[str]:
    """The three triggers that note a row's first image in the running step."""
    image = "json_array(" + ", ".join(f"old.{column}" for column in columns) + ")"
    note = (
        "INSERT INTO undo_log VALUES ((SELECT step_id FROM gate), '{table}', {row}.id, {image}) ON CONFLICT DO NOTHING"
    )
    for event, row, old in (("INSERT", "new", "NULL"), ("UPDATE", "old", image), ("DELETE", "old", image)):
        action = note.format(table=table, row=row, image=old)
        yield f"CREATE TRIGGER {table}_{event.lower()} AFTER {event} ON {table} BEGIN {action}; END"


def _unbalanced(connection: sqlite3.Connection, step_id: int) -> int | None:
    """A transaction this step left with parts that do not sum to their whole, or None."""
    found = connection.execute(
        """SELECT t.id FROM txn t JOIN split s ON s.txn_id = t.id
           WHERE t.id IN (SELECT row_id FROM undo_log WHERE step_id = ?1 AND tbl = 'txn'
                          UNION SELECT p.txn_id FROM undo_log u JOIN split p ON p.id = u.row_id
                                WHERE u.step_id = ?1 AND u.tbl = 'split')
           GROUP BY t.id HAVING SUM(s.amount) <> t.amount LIMIT 1""",
        (step_id,),
    ).fetchone()
    return found[0] if found else None


class StaleError(Exception):
    """The ledger has changed since it was read."""


class Step:
    """A step being written."""

    def __init__(self, id_: int) -> None:
        self.id = id_
        self.created: list[int] = []
        self.changes = Changes(Message(""))


class Journal:
    """The write gate of one connection, and its undo and redo."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """The connection must be in autocommit mode (``isolation_level=None``)."""
        self._db = connection

    @contextmanager
    def step(self, label: Message, *, stale: Callable[[], bool] | None = None) -> Iterator[Step]:
        """One labelled write, all or nothing; what could be redone before is forgotten.

        A step that changed nothing is rolled back and leaves no trace. ``step.changes`` is filled when the block has
        ended. Raises `StaleError` when ``stale``, asked once nobody else can write any more, says so.
        """
        with self._transaction() as end:
            if stale is not None and stale():
                raise StaleError
            self._db.execute(_FORGET_UNDONE)
            step = Step(self._new_step(label))
            self._open_gate(step.id)
            yield step
            if _unbalanced(self._db, step.id) is not None:
                raise AssertionError("the parts of a split do not sum to their whole")
            tables = self._touched(step.id)
            self._db.execute("DELETE FROM gate")
            self._db.execute("DELETE FROM step WHERE id <= ?", (step.id - STEPS_KEPT,))
            step.changes = Changes(label, tables, tuple(step.created) if tables else ())
            end("COMMIT" if tables else "ROLLBACK")

    def note_import(self, step: Step, import_id: int) -> None:
        """Say which import a step made, so that undoing that import can be a plain undo while it is the last."""
        self._db.execute("UPDATE step SET import_id = ? WHERE id = ?", (import_id, step.id))

    def last(self) -> tuple[int, Message, int | None] | None:
        """The step that undo would take back: its id, label and import."""
        return self._pick("undone = 0 ORDER BY id DESC")

    def next(self) -> tuple[int, Message, int | None] | None:
        """The step that redo would do again."""
        return self._pick("undone = 1 ORDER BY id")

    def undo(self) -> Changes | None:
        """Take the last step back."""
        return self._replay(self.last, undone=True)

    def undo_import(self, import_id: int) -> Changes | None:
        """Take the last step back if it is the one that made this import."""

        def which() -> tuple[int, Message, int | None] | None:
            last = self.last()
            return last if last and last[2] == import_id else None

        return self._replay(which, undone=True)

    def redo(self) -> Changes | None:
        """Do the last undone step again."""
        return self._replay(self.next, undone=False)

    def _replay(self, which: Callable[[], tuple[int, Message, int | None] | None], *, undone: bool) -> Changes | None:
        if which() is None:
            return None
        self._db.execute(_IMAGE)
        with self._transaction() as end:
            step = which()  # again, now that nobody else can write: another program may have taken it back meanwhile
            if step is None:
                end("ROLLBACK")
                return None
            step_id, label, _import_id = step
            tables = self._parents_first(self._touched(step_id))
            self._db.execute(_TAKE_IMAGES, (step_id,))
            self._db.execute("DELETE FROM undo_log WHERE step_id = ?", (step_id,))
            self._open_gate(step_id)
            for table in reversed(tables):
                self._db.execute(
                    f'DELETE FROM "{table}" WHERE id IN (SELECT row_id FROM temp.image WHERE tbl = ? AND old IS NULL)',  # noqa: S608
                    (table,),
                )
            # A row takes along what refers to it; through one that goes back elsewhere, also what the step never had.
            self._db.execute(_TAKE_IMAGES, (step_id,))
            tables = self._parents_first(self._touched(step_id) | frozenset(tables))
            for table in tables:
                self._restore(table)
            self._db.execute("DELETE FROM gate")
            self._db.execute("UPDATE step SET undone = ? WHERE id = ?", (int(undone), step_id))
            self._db.execute("DELETE FROM temp.image")
            end("COMMIT")
        return Changes(label, frozenset(tables))

    def _restore(self, table: str) -> None:
        columns = [name for _, name, *_ in self._db.execute(f'PRAGMA table_info("{table}")')]
        values = ", ".join(f"old ->> '$[{i}]'" for i in range(len(columns)))
        updates = ", ".join(f"{name} = excluded.{name}" for name in columns if name != "id")
        self._db.execute(
            f'INSERT INTO "{table}" ({", ".join(columns)}) SELECT {values} FROM temp.image'  # noqa: S608
            f" WHERE tbl = ? AND old IS NOT NULL ON CONFLICT (id) DO UPDATE SET {updates}",
            (table,),
        )

    def _parents_first(self, tables: frozenset[str]) -> list[str]:
        """In the order they were made, so that what is put back finds what it refers to. Deferring foreign keys instead
        has SQLite compile every statement again.
        """
        rows = self._db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid")
        return [name for (name,) in rows if name in tables]

    def _touched(self, step_id: int) -> frozenset[str]:
        rows = self._db.execute("SELECT DISTINCT tbl FROM undo_log WHERE step_id = ?", (step_id,))
        return frozenset(table for (table,) in rows)

    def _new_step(self, label: Message) -> int:
        text = json.dumps([label.french, {k: str(v) for k, v in label.values.items()}], ensure_ascii=False)
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        cursor = self._db.execute("INSERT INTO step (label, at) VALUES (?, ?)", (text, now))
        return int(cursor.lastrowid or 0)

    def _open_gate(self, step_id: int) -> None:
        self._db.execute("INSERT INTO gate VALUES (1, ?)", (step_id,))

    def _pick(self, which: str) -> tuple[int, Message, int | None] | None:
        row = self._db.execute(f"SELECT id, label, import_id FROM step WHERE {which} LIMIT 1").fetchone()  # noqa: S608
        if row is None:
            return None
        return row[0], label_of(row[1]), row[2]

    @contextmanager
    def _transaction(self) -> Iterator[Callable[[str], object]]:
        """A transaction the block ends itself, with COMMIT or ROLLBACK; an error rolls it back."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield self._db.execute
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise


def label_of(stored: str) -> Message:
    """A step's label as it was stored."""
    french, values = json.loads(stored)
    return Message(french, values)


def clean(value: Any) -> Any:
    """Text as the ledger stores it: no NUL, which would end it early inside the journal's images."""
    return value.replace("\0", "") if isinstance(value, str) else value


def insert(db: sqlite3.Connection, table: str, **values: Any) -> int:
    """One row, and its id."""
    names = ", ".join(values)
    marks = ", ".join("?" * len(values))
    cursor = db.execute(
        f'INSERT INTO "{table}" ({names}) VALUES ({marks})',  # noqa: S608 - table and names are ours
        [clean(value) for value in values.values()],
    )
    return int(cursor.lastrowid or 0)


def insert_many(db: sqlite3.Connection, table: str, rows: Sequence[Sequence[Any]], marks: str) -> None:
    """Many rows a statement: the search index writes what it holds to the file at the end of each."""
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        sql = f"INSERT INTO {table} VALUES {','.join([marks] * len(some))}"  # noqa: S608 - table and marks are ours
        db.execute(sql, [value for row in some for value in row])
