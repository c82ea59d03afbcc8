"""Whether a file is whole, and what the tables cannot hold by themselves."""

import sqlite3

from tenk_desktop.core.text import Message, mark, msg
from tenk_desktop.store.derived import FRESH_ACCOUNTS, FRESH_MONTHS
from tenk_desktop.store.queries import BROKEN_TRANSFERS

_RULES = {
    mark("Les parts ne font pas le total de l’opération {row}."): """SELECT t.id FROM txn t
        JOIN split s ON s.txn_id = t.id GROUP BY t.id HAVING sum(s.amount) <> t.amount""",
    mark("Les deux côtés du virement {row} ne se répondent pas."): BROKEN_TRANSFERS,
    mark("L’opération de la ligne importée {row} a changé de devise."): """SELECT r.id FROM import_row r
        JOIN txn t ON t.id = r.txn_id JOIN account a ON a.id = r.account_id JOIN account b ON b.id = t.account_id
        WHERE a.currency <> b.currency""",
    mark("Le gain {row} ne vient d’aucun fichier."): """SELECT id FROM earning e
        WHERE NOT EXISTS (SELECT 1 FROM earning_row r WHERE r.earning_id = e.id)""",
    mark("Le nombre ou la somme des opérations du mois {row} est faux."): f"""SELECT DISTINCT month FROM (
        SELECT * FROM (SELECT * FROM account_month WHERE rows <> 0 OR amount <> 0 EXCEPT {FRESH_ACCOUNTS})
        UNION ALL SELECT * FROM ({FRESH_ACCOUNTS} EXCEPT SELECT * FROM account_month))""",  # noqa: S608
    mark("Les totaux du mois {row} ne suivent pas ses opérations."): f"""SELECT DISTINCT month FROM (
        SELECT * FROM ({FRESH_MONTHS} EXCEPT SELECT * FROM month_total)
        UNION ALL SELECT * FROM (SELECT * FROM month_total EXCEPT {FRESH_MONTHS}))""",  # noqa: S608
    mark("L’opération {row} est sur un relevé clos sans être pointée."): """SELECT t.id FROM reconciliation_row r
        JOIN reconciliation c ON c.id = r.reconciliation_id JOIN txn t ON t.id = r.txn_id
        WHERE t.reconciled = 0 OR t.account_id <> c.account_id""",
    mark("L’opération importée {row} ne vient d’aucun fichier."): """SELECT id FROM txn t
        WHERE typed = 0 AND NOT EXISTS (SELECT 1 FROM import_row r WHERE r.txn_id = t.id)""",
}
"""Money rules that the tables cannot hold by themselves: what is said when one is broken, and a query for what breaks
it."""


def problems(db: sqlite3.Connection) -> tuple[Message, ...]:
    """See `Queries.check`. Raises `sqlite3.Error`."""
    damage = [text for (text,) in db.execute("PRAGMA integrity_check") if text != "ok"]
    damage += [f"foreign key: {table}" for table, *_ in db.execute("PRAGMA foreign_key_check")]
    found = [msg("fichier abîmé : {detail}", detail=text) for text in damage]
    if not _index_sound(db):
        found.append(msg("La recherche ne suit pas les opérations."))
    for rule, sql in _RULES.items():
        found += [Message(rule, {"row": row}) for (row,) in db.execute(sql)]
    return tuple(found)


def _index_sound(db: sqlite3.Connection) -> bool:
    """Whether the search indexes hold the words of every transaction. Asking is a write to SQLite, though it changes
    nothing: a ledger that may only be read is not asked.
    """
    try:
        for index in ("txn_search", "txn_inside"):
            db.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")  # noqa: S608
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_READONLY:
            raise
    except sqlite3.DatabaseError as error:
        return error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT
    return True
