"""Opening one SQLite file safely, and saying in words what the environment refuses."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tenk_desktop.core.errors import LedgerError, reason
from tenk_desktop.core.text import Message, fold, mark, msg

_BUSY_MS = 2000


def connect(path: Path, *, application_id: int, newest: int) -> sqlite3.Connection:
    """A connection to an existing ledger. Raises `LedgerError`, before SQLite ever touches a file that is no ledger."""
    writable = inspect(path, application_id, newest)
    with speaking(path):
        return _prepare(path, writable=writable)


def connect_new(path: Path) -> sqlite3.Connection:
    """A connection to an empty file about to become a ledger; the file must not exist. Raises `sqlite3.Error`."""
    return _prepare(path, writable=True)


def _prepare(path: Path, *, writable: bool) -> sqlite3.Connection:
    # Where nothing may be written SQLite could not even keep its side files; with none there nobody else writes.
    alone = not path.with_name(path.name + "-wal").exists()
    mode = "rwc" if writable else "ro&immutable=1" if alone else "ro"
    uri = f"{path.resolve().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=_BUSY_MS / 1000, check_same_thread=False)
    try:
        if writable:
            connection.execute("PRAGMA journal_mode = WAL")
        for pragma in ("synchronous = FULL", "foreign_keys = ON", "recursive_triggers = ON"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        connection.create_function("fold", 1, fold, deterministic=True)
    except BaseException:
        connection.close()
        raise
    return connection


def inspect(path: Path, application_id: int, newest: int) -> bool:
    """Whether the ledger may be written; raises `LedgerError` when it is not one this program can open."""
    try:
        mode = path.stat().st_mode
        with speaking(path):
            found_version, found_id = _marks(path)
    except FileNotFoundError:
        raise LedgerError(
            msg("Le fichier « {name} » n’existe pas.", name=path.name), msg("Créez-le avec « tenk new ».")
        ) from None
    except OSError as error:
        raise LedgerError(
            msg("Le fichier « {name} » ne peut pas être lu ({reason}).", name=path.name, reason=reason(error)),
            msg("Vérifiez son emplacement et vos droits."),
        ) from error
    if found_id != application_id or not found_version:
        raise LedgerError(
            msg("« {name} » n’est pas un fichier de comptes Tenk.", name=path.name),
            msg("Il n’a pas été touché. Pour le lire comme un relevé, utilisez l’import."),
        )
    if found_version > newest:
        raise LedgerError(
            msg("« {name} » vient d’une version plus récente de Tenk.", name=path.name),
            msg("Il n’a pas été touché. Installez la nouvelle version pour l’ouvrir."),
        )
    return bool(mode & 0o222) and os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _marks(path: Path) -> tuple[int, int]:
    """The version and the application written in a file's head; zeros when it is no database. Raises `OSError`.

    Read by SQLite, which locks nothing here, and not by `open`: a process that closes a file of its own lets go of all
    its locks on it (fcntl(2)). A window would lose those of its open ledger, and the next program to come and go take
    its journal away (https://www.sqlite.org/howtocorrupt.html, 2.2).
    """
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as db:
            version, application = (
                db.execute(f"PRAGMA {mark}").fetchone()[0] for mark in ("user_version", "application_id")
            )
            return version, application
    except sqlite3.Error as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_NOTADB:
            return 0, 0
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_CANTOPEN:
            path.open("rb").close()  # says why; nothing of it is open here, so there are no locks to lose
        raise


@contextmanager
def speaking(path: Path) -> Iterator[None]:
    """Turn what SQLite says of the file or the disk into a `LedgerError`; what is our own fault stays as it is."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        sentence = _SENTENCES.get(code)
        if sentence is None:
            raise
        what, way_out = sentence
        raise LedgerError(Message(what, {"name": path.name}), Message(way_out)) from error


_SENTENCES = {
    sqlite3.SQLITE_BUSY: (
        mark("« {name} » est utilisé par un autre programme."),
        mark("Rien n’a été écrit. Fermez-le là-bas, puis recommencez."),
    ),
    sqlite3.SQLITE_LOCKED: (
        mark("« {name} » est utilisé par un autre programme."),
        mark("Rien n’a été écrit. Fermez-le là-bas, puis recommencez."),
    ),
    sqlite3.SQLITE_READONLY: (
        mark("« {name} » est en lecture seule."),
        mark("Rien n’a été écrit. Copiez-le dans un dossier à vous, ou changez ses droits."),
    ),
    sqlite3.SQLITE_CANTOPEN: (
        mark("« {name} » ne peut pas être ouvert à cet endroit."),
        mark("Vérifiez que le dossier existe et que vous pouvez y écrire."),
    ),
    sqlite3.SQLITE_NOTADB: (
        mark("« {name} » est abîmé ou n’est pas un fichier de comptes Tenk."),
        mark("Il n’a pas été touché. Reprenez une copie de sauvegarde."),
    ),
    sqlite3.SQLITE_CORRUPT: (
        mark("« {name} » est abîmé."),
        mark("Il n’a pas été touché. Reprenez une copie de sauvegarde."),
    ),
    sqlite3.SQLITE_FULL: (
        mark("Le disque est plein."),
        mark("Rien n’a été écrit. Libérez de la place, puis recommencez."),
    ),
    sqlite3.SQLITE_IOERR: (
        mark("Le disque ne répond pas comme il faut pour « {name} »."),
        mark("Rien n’a été écrit. Vérifiez le disque ou la clé USB."),
    ),
}
