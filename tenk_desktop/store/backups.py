"""Safe copies of a ledger: made whole, verified, never deleted by the program, restored without losing what was there.

A copy is an ordinary ledger file. Nothing rotates: a copy that nobody asked to remove stays, so that an emptied ledger
can never push the good ones out.
"""

import os
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from platformdirs import user_data_path

from tenk_desktop.core.errors import LedgerError
from tenk_desktop.core.text import msg
from tenk_desktop.store.connection import connect, inspect, speaking
from tenk_desktop.store.ledger import Ledger, writing
from tenk_desktop.store.schema import APPLICATION_ID, MIGRATIONS, migrate


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy, and what is in it: ``transactions`` in number, ``last`` the day of the newest one."""

    path: Path
    made_at: datetime
    size: int  # bytes
    transactions: int
    last: date | None


def backup_folder() -> Path:
    """Where copies go when no place is named."""
    return user_data_path("tenk", appauthor=False) / "sauvegardes"


def back_up(ledger: Ledger, destination: Path | None = None, *, now: datetime | None = None) -> Path:
    """Copy a ledger that stays usable, and verify the copy.

    ``destination`` is a folder or a new file; a file that exists is never replaced. Raises `LedgerError`.
    """
    path = destination or backup_folder()
    if destination is None or destination.is_dir():
        path = _free(path / _name(ledger.path, now))
    return _kept(ledger.copy_to, path)


def keep_older(ledger: Path) -> Path:
    """Copy the file of an older program before it is changed, beside the other copies, which list it too.

    Raises `LedgerError` when that cannot be done.
    """

    def copy_to(path: Path) -> Path:
        with closing(_frozen(ledger)) as older, closing(sqlite3.connect(path)) as copy:
            older.backup(copy)
        return path

    try:
        with speaking(ledger):
            return _kept(copy_to, _free(backup_folder() / _name(ledger)))
    except LedgerError as error:
        raise LedgerError(
            msg("« {name} » vient d’un Tenk plus ancien, et sa copie avant mise à jour a échoué.", name=ledger.name),
            msg(
                "Il n’a pas été touché. {reason} Libérez de la place ou vérifiez vos droits, puis recommencez.",
                reason=str(error.what),
            ),
        ) from error


def _name(ledger: Path, now: datetime | None = None) -> str:
    """What a copy made now is called."""
    stamp = (now or datetime.now()).strftime("%Y-%m-%d-%H%M%S")  # noqa: DTZ005 - a name in the user's own time
    return f"{ledger.stem}-{stamp}.tenk"


def _kept(copy_to: Callable[[Path], Path], path: Path) -> Path:
    """A new file that a copy is made into, whole and verified, or no file at all."""
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            raise FileExistsError
        path.touch(exist_ok=False)
    try:
        _whole_in_one_file(copy_to(path))
        _verify(path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path.resolve()


def backups(ledger: Path) -> tuple[Backup, ...]:
    """The copies of ledgers of this name that lie in the folder for them, newest first."""
    found = (_described(path) for path in sorted(backup_folder().glob("*.tenk")) if _is_copy_of(path, ledger))
    return tuple(sorted((b for b in found if b), key=lambda b: (b.made_at, b.path), reverse=True))


def restore(copy: Path, ledger: Path) -> Path | None:
    """Put a copy in a ledger's place; answers where what was there is kept, None if nothing was.

    A ledger in use elsewhere sees the change; one that SQLite finds broken is moved aside, as it is. Raises
    `LedgerError` when the copy is no whole ledger, or when what is there can be neither kept nor moved: then nothing
    was touched.
    """
    _verify(copy)
    if ledger.exists() and copy.resolve() == ledger.resolve():
        raise LedgerError(msg("Ce fichier est déjà le fichier de comptes ouvert."))
    if ledger.exists() and not _damaged(ledger):
        with Ledger.open(ledger) as current:
            kept, seen = _kept_to_the_last(current), current.revision()
        _copy(copy, ledger, seen[0])
        return kept
    return _put(copy, ledger)


def _kept_to_the_last(ledger: Ledger) -> Path:
    """Copy a ledger; once more where the window, or another program, wrote something while the copy was verified."""
    copied = ledger.revision()
    path = back_up(ledger)
    return path if ledger.revision() == copied else _kept_to_the_last(ledger)


def _damaged(path: Path) -> bool:
    """Whether this is an SQLite file that SQLite itself finds broken, and not only busy or of another program.

    The file itself is opened last, and only where SQLite finds nothing whole: closing it lets go of the locks of a
    window that has it open (see `connection._marks`).
    """
    try:
        with closing(_frozen(path)) as db:
            if db.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok":
                return False
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            return False
    with writing(path), path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"


def _put(copy: Path, ledger: Path) -> Path | None:
    """Put a copy where there is no ledger, or a broken one: that is moved aside, with all that SQLite keeps beside it.

    The copy is made whole first; what cannot be finished is put back as it was.
    """
    new = ledger.with_name(f".{ledger.name}.{os.getpid()}.new")
    kept = _free(ledger.with_name(f"{ledger.stem}-illisible.tenk"))
    moved: list[tuple[Path, Path]] = []
    with writing(ledger):
        ledger.parent.mkdir(parents=True, exist_ok=True)
    try:
        _copy(copy, new)
        with writing(ledger):
            for side in ("", "-wal", "-shm"):
                here, there = ledger.with_name(ledger.name + side), kept.with_name(kept.name + side)
                if here.exists():
                    here.rename(there)
                    moved.append((here, there))
            new.rename(ledger)
    except BaseException:
        for here, there in moved:
            there.rename(here)
        new.unlink(missing_ok=True)
        raise
    return kept if moved else None


def _whole_in_one_file(path: Path) -> None:
    """Leave WAL mode, so that the copy is this one file and reading it makes no other beside it."""
    with speaking(path), closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = DELETE")


def _verify(path: Path) -> None:
    """Raises `LedgerError` unless the file is a ledger that SQLite finds whole. The file is not touched."""
    inspect(path, APPLICATION_ID, len(MIGRATIONS))
    with speaking(path), closing(_frozen(path)) as db:
        damage = [text for (text,) in db.execute("PRAGMA integrity_check") if text != "ok"]
    if damage:
        raise LedgerError(msg("La copie « {name} » est abîmée.", name=path.name), msg("Rien n’a été changé."))


def _copy(source: Path, ledger: Path, steps: int = 0) -> None:
    """Through SQLite, page by page: whoever has the ledger open waits, then sees the change.

    Steps go on after the last of what was there, so that no plan made on it seems to be one of the copy.
    """
    with speaking(ledger), closing(_frozen(source)) as copy, closing(sqlite3.connect(ledger, timeout=5)) as target:
        copy.backup(target)
    with closing(connect(ledger, application_id=APPLICATION_ID, newest=len(MIGRATIONS))) as db, speaking(ledger):
        migrate(db)  # a copy of an older version is brought up to this one, and is itself what is kept of it
        db.execute("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = 'step'", (steps,))


def _frozen(path: Path) -> sqlite3.Connection:
    """A copy as it lies there. One that is open elsewhere has its newest writes beside it, and is read with them."""
    alone = not path.with_name(path.name + "-wal").exists()
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro{'&immutable=1' if alone else ''}", uri=True)


def _is_copy_of(path: Path, ledger: Path) -> bool:
    return re.fullmatch(re.escape(ledger.stem) + r"-\d{4}-\d\d-\d\d-\d{6}(-\d+)?", path.stem) is not None


def _described(path: Path) -> Backup | None:
    """None where the file cannot be read: a list of copies must not fail for one of them."""
    try:
        with speaking(path), closing(_frozen(path)) as db:
            count, last = db.execute("SELECT count(*), max(date) FROM txn").fetchone()
        size, made = path.stat().st_size, path.stat().st_mtime
    except (LedgerError, sqlite3.Error, OSError):
        return None
    return Backup(
        path, datetime.fromtimestamp(made).astimezone(), size, count, date.fromisoformat(last) if last else None
    )


def _free(path: Path) -> Path:
    """The path itself, or the first like it that nobody has."""
    others = (path.with_name(f"{path.stem}-{n}{path.suffix}") for n in range(2, 10_000))
    return path if not path.exists() else next(p for p in others if not p.exists())
