"""One ledger, one file, one write gate."""

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tenk_desktop.core.errors import InputError, LedgerError, reason
from tenk_desktop.core.model import (
    AccountKind,
    Changes,
    Transaction,
)
from tenk_desktop.core.money import LARGEST, is_currency
from tenk_desktop.core.progress import uncollected
from tenk_desktop.core.text import Message, fold, msg
from tenk_desktop.store.connection import connect, connect_new, speaking
from tenk_desktop.store.history import Journal, StaleError, Step, clean, insert
from tenk_desktop.store.queries import BROKEN_TRANSFERS, Queries
from tenk_desktop.store.schema import APPLICATION_ID, MIGRATIONS, migrate

if TYPE_CHECKING:  # what few verbs need is slow to load
    from tenk_desktop.core.importing.plan import ImportPlan
    from tenk_desktop.core.outlook.household import Once, Schedule


@dataclass(frozen=True, slots=True)
class OpeningBalance:
    """An account to begin with. ``amount`` is the balance at the end of ``day``; without a day, before the first
    transaction; without an amount nobody knows it. Minor units of the ledger's currency.
    """

    name: str
    amount: int | None = None
    day: date | None = None
    kind: AccountKind = AccountKind.BANK


class Ledger(Queries):
    """A person's accounts: `Queries` asks, this class opens and writes.

    Every write is one labelled step that can be undone, and answers what it changed. Any method raises `LedgerError`
    when the file cannot be read or written as asked; nothing is half written then.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        """Use `open` or `create`."""
        super().__init__(path, connection)
        self._journal = Journal(connection)

    @classmethod
    def open(cls, path: Path) -> "Ledger":
        """An existing ledger, brought up to this program's schema."""
        connection = connect(path, application_id=APPLICATION_ID, newest=len(MIGRATIONS))
        with _closing_on_error(connection), speaking(path), _whole(path):
            migrate(connection)
            return cls(path, connection)

    @classmethod
    def create(
        cls, path: Path, *, currency: str = "EUR", accounts: Sequence[OpeningBalance] = (), sample: str = ""
    ) -> "Ledger":
        """A new ledger; refuses to replace any file. ``sample`` names the persona of a watermarked example."""
        if not is_currency(currency):
            raise InputError(msg("« {code} » n’est pas un code de devise.", code=currency), msg("Exemple : EUR."))
        _check_names(accounts)
        with speaking(path), writing(path):
            if path.exists():
                raise FileExistsError
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
            try:
                _build(temporary, currency, accounts, sample)
                _place(temporary, path)
            finally:
                for leftover in ("", "-wal", "-shm", "-journal"):
                    temporary.with_name(temporary.name + leftover).unlink(missing_ok=True)
        return cls.open(path)

    def close(self) -> None:
        """Close the file. Closing twice is harmless."""
        self._db.close()

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- writing

    def save(self, *transactions: Transaction) -> Changes:
        """Add (id 0) or replace transactions, in one step. A category on them counts as chosen by a person. A side of a
        transfer that no longer answers the other one is a transfer no more.

        Raises `InputError` when a transaction does not hold together, and when its category or account is unknown.
        """
        for transaction in transactions:
            _coherent(transaction)
        added = all(t.id == 0 for t in transactions)
        first = transactions[0].payee if len(transactions) == 1 else ""
        label = msg("Ajout de « {payee} »", payee=first) if added else msg("Modification de « {payee} »", payee=first)
        if not first:
            label = msg("Modification de {count} opérations", count=len(transactions))
        with _known_ids(), self._step(label) as step:
            for transaction in transactions:
                step.created.append(self._put(transaction))
            self._db.execute(f"DELETE FROM transfer WHERE id IN ({BROKEN_TRANSFERS})")  # noqa: S608
        return step.changes

    def delete(self, ids: Sequence[int]) -> Changes:
        """Delete transactions in one step. Imported ones leave a tombstone and do not come back at the next import."""
        with self._step(msg("Suppression d’opérations ({count})", count=len(ids))) as step:
            self._db.execute("DELETE FROM txn WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),))
        return step.changes

    def set_balance(self, account_id: int, amount: int, day: date | None) -> Changes:
        """A typed balance: the end of ``day``, or before the first transaction. Minor units of the account."""
        with self._step(msg("Solde saisi")) as step:
            text = day.isoformat() if day else None
            self._db.execute("DELETE FROM balance WHERE account_id = ? AND date IS ?", (account_id, text))
            self._db.execute(
                "INSERT INTO balance (account_id, date, amount) VALUES (?, ?, ?)", (account_id, text, amount)
            )
        return step.changes

    def keep_schedule(self, schedule: "Schedule", once: "Once | None" = None) -> Changes:
        """Keep a bill or a sure income as the user says it, in place of the one with the same ``key`` (or payee), and
        what they say of one occurrence of it.
        """
        label = msg("Échéance « {payee} »", payee=schedule.payee)
        key = schedule.key or schedule.payee
        low, high = schedule.spread or (None, None)
        with self._step(label) as step:
            self._db.execute(
                "DELETE FROM schedule WHERE key = ? OR (payee = ? AND (amount > 0) = ?)",
                (clean(key), clean(schedule.payee), schedule.amount > 0),
            )
            if once:
                self._say_once(once)
            step.created.append(
                insert(
                    self._db, "schedule", payee=schedule.payee, amount=schedule.amount, low=low, high=high,
                    every=schedule.rhythm.every, unit=schedule.rhythm.unit, day=schedule.rhythm.day,
                    anchor=_iso(schedule.rhythm.anchor), until=_iso(schedule.until), status=str(schedule.status),
                    key=key, account_id=schedule.account_id or None, category_id=schedule.category_id,
                )
            )  # fmt: skip
        return step.changes

    def keep_once(self, once: "Once") -> Changes:
        """Move or skip one occurrence of what comes back; the others stay."""
        label = msg("« {payee} » décalé au {day}", payee=once.payee, day=once.to)
        if once.to is None:
            label = msg("« {payee} » sauté le {day}", payee=once.payee, day=once.day)
        elif once.to == once.day:
            label = msg("« {payee} » remis au {day}", payee=once.payee, day=once.day)
        with self._step(label) as step:
            self._say_once(once)
        return step.changes

    def _say_once(self, once: "Once") -> None:
        self._db.execute("DELETE FROM schedule_once WHERE payee = ? AND day = ?", (clean(once.payee), _iso(once.day)))
        insert(self._db, "schedule_once", payee=once.payee, day=_iso(once.day), moved_to=_iso(once.to))

    def forget_schedule(self, key: str) -> Changes:
        """Drop what the user said of a schedule; what the rows show stays."""
        with self._step(msg("Échéance retirée")) as step:
            self._db.execute("DELETE FROM schedule WHERE key = ?", (key,))
        return step.changes

    def tell(self, name: str, value: str | None) -> Changes:
        """Note what the user told about this ledger (see `preferences`); None forgets it."""
        with self._step(msg("Réglage changé")) as step:
            self._db.execute("DELETE FROM preference WHERE name = ?", (name,))
            if value is not None:
                insert(self._db, "preference", name=name, value=value)
        return step.changes

    def link_payout(self, deposits: Sequence[int], earnings: Sequence[int], *, withheld: bool = False) -> Changes:
        """Keep what a person says: these deposits (transactions) paid these earnings, or without any, none that is
        known. ``withheld`` names the difference a withholding. What was said of these deposits before goes.
        """
        with _known_ids(), self._step(msg("Versement rapproché")) as step:
            self._forget_payouts(deposits)
            for txn in deposits:
                for earning in earnings or (None,):
                    insert(self._db, "payout_link", txn_id=txn, earning_id=earning, withheld=int(withheld))
        return step.changes

    def unlink_payout(self, deposits: Sequence[int]) -> Changes:
        """Forget what a person said of these deposits."""
        with self._step(msg("Rapprochement retiré")) as step:
            self._forget_payouts(deposits)
        return step.changes

    def _forget_payouts(self, deposits: Sequence[int]) -> None:
        self._db.executemany("DELETE FROM payout_link WHERE txn_id = ?", [(i,) for i in deposits])

    def say(self, day: date, verdict: str) -> None:
        """Keep what the app said on a day, as JSON: one verdict a day, no step of the user's, so outside undo."""
        with speaking(self.path):
            self._db.execute("INSERT OR REPLACE INTO said VALUES (?, ?)", (day.isoformat(), verdict))

    def add_account(self, opening: OpeningBalance) -> Changes:
        """A new account in the ledger's currency. Raises `InputError` when the name is taken."""
        _check_names([opening], [account.name for account in self.accounts()])
        with self._step(msg("Nouveau compte « {name} »", name=opening.name)) as step:
            step.created.append(_insert_account(self._db, opening, self.currency))
        return step.changes

    @uncollected()
    def apply_import(self, plan: "ImportPlan") -> Changes:
        """Write a plan exactly as it is, in one step. ``created`` holds the import's id, if anything was new.

        Raises `LedgerError` when the ledger changed since the plan was made, for the plan would no longer be true.
        """
        from tenk_desktop.store.intake import Intake  # few verbs import

        if not plan.writes:
            return Changes(msg("Rien de nouveau"))
        label = msg("Import de « {file} »", file=plan.file)
        with _fresh(plan), self._step(label, lambda: self.revision() != plan.revision) as step:
            import_id = Intake(self._db).write(plan)
            self._journal.note_import(step, import_id)
            step.created.append(import_id)
        return step.changes

    def undo_import(self, import_id: int) -> Changes:
        """Take one import back, whatever came after it: what it alone brought goes, what others brought too stays.

        Raises `InputError` when there is no such import.
        """
        last = self._journal.last()
        if last and last[2] == import_id:
            return self.undo() or Changes(last[1])
        row = self._db.execute("SELECT file FROM import WHERE id = ?", (import_id,)).fetchone()
        if row is None:
            raise InputError(msg("Il n’y a pas d’import {id}.", id=import_id), msg("« tenk imports » les liste."))
        with self._step(msg("Annulation de l’import de « {file} »", file=row[0])) as step:
            for sql in _UNDO_IMPORT:
                self._db.execute(sql, {"import": import_id})
        undone = msg("Import de « {file} »", file=row[0])  # what went, in the words a plain undo uses
        return replace(step.changes, label=undone)

    def undo(self) -> Changes | None:
        """Take the last step back; None when there is none."""
        with speaking(self.path):
            return self._journal.undo()

    def redo(self) -> Changes | None:
        """Do the last undone step again; None when there is none."""
        with speaking(self.path):
            return self._journal.redo()

    # --- inside

    @contextmanager
    def _step(self, label: Message, stale: Callable[[], bool] | None = None) -> Iterator[Step]:
        with speaking(self.path), self._journal.step(label, stale=stale) as step:
            yield step

    def _put(self, transaction: Transaction) -> int:
        """Insert or replace one transaction with its parts."""
        values = {
            "account_id": transaction.account_id,
            "date": transaction.date.isoformat(),
            "amount": transaction.amount,
            "payee": clean(transaction.payee.strip()),
            "memo": clean(transaction.memo.strip()),
            "category_id": None if transaction.splits else transaction.category_id,
            "reconciled": int(transaction.reconciled),
            "search": self._search_text(transaction),
        }
        if transaction.id == 0:
            id_ = insert(self._db, "txn", **values, chosen=int(transaction.category_id is not None))
        else:
            id_ = transaction.id
            sets = ", ".join(f"{name} = :{name}" for name in values)
            self._db.execute(
                f"UPDATE txn SET chosen = chosen OR category_id IS NOT :category_id, {sets} WHERE id = :id",  # noqa: S608
                {**values, "id": id_},
            )
        self._db.execute("DELETE FROM split WHERE txn_id = ?", (id_,))
        for part in transaction.splits:
            insert(self._db, "split", txn_id=id_, amount=part.amount, category_id=part.category_id, memo=part.memo)
        return id_

    def _search_text(self, transaction: Transaction) -> str:
        """What a search looks in: payee, note, and the bank's own text where there is one."""
        row = self._db.execute("SELECT label FROM import_row WHERE txn_id = ?", (transaction.id,)).fetchone()
        return fold(f"{transaction.payee} {transaction.memo} {row[0] if row else ''}")


# A row another file holds too is handed over to that file before its import goes.
_UNDO_IMPORT = (
    """UPDATE import_row SET (statement_id, line) = (
           SELECT g.statement_id, g.line FROM seen_again g JOIN statement s ON s.id = g.statement_id
           WHERE g.import_row_id = import_row.id AND s.import_id <> :import ORDER BY g.id LIMIT 1)
       WHERE statement_id IN (SELECT id FROM statement WHERE import_id = :import)
         AND EXISTS (SELECT 1 FROM seen_again g JOIN statement s ON s.id = g.statement_id
                     WHERE g.import_row_id = import_row.id AND s.import_id <> :import)""",
    """DELETE FROM seen_again WHERE EXISTS (SELECT 1 FROM import_row r WHERE r.id = seen_again.import_row_id
           AND r.statement_id = seen_again.statement_id AND r.line = seen_again.line)""",
    """DELETE FROM txn WHERE typed = 0 AND id IN (
           SELECT r.txn_id FROM import_row r JOIN statement s ON s.id = r.statement_id
           GROUP BY r.txn_id HAVING min(s.import_id) = :import AND max(s.import_id) = :import)""",
    "DELETE FROM preference WHERE name GLOB 'table:*' AND json_extract(value, '$.import') = :import",
    """DELETE FROM balance WHERE EXISTS (SELECT 1 FROM preference p, json_each(p.value, '$.balances') made
           WHERE p.name = 'import:' || :import
             AND made.key = CAST(balance.id AS TEXT) AND made.value = balance.amount)""",
    """DELETE FROM category WHERE id IN (SELECT made.value FROM preference p, json_each(p.value, '$.categories') made
           WHERE p.name = 'import:' || :import)
         AND NOT EXISTS (SELECT 1 FROM txn t WHERE t.category_id = category.id)
         AND NOT EXISTS (SELECT 1 FROM split s WHERE s.category_id = category.id)
         AND NOT EXISTS (SELECT 1 FROM schedule d WHERE d.category_id = category.id)""",
    "DELETE FROM preference WHERE name = 'import:' || :import",
    "DELETE FROM import WHERE id = :import",
    "DELETE FROM earning WHERE NOT EXISTS (SELECT 1 FROM earning_row r WHERE r.earning_id = earning.id)",
    """DELETE FROM account WHERE typed = 0 AND NOT EXISTS (SELECT 1 FROM txn t WHERE t.account_id = account.id)
           AND NOT EXISTS (SELECT 1 FROM statement s WHERE s.account_id = account.id)
           AND NOT EXISTS (SELECT 1 FROM balance b WHERE b.account_id = account.id)""",
)


def _check_names(openings: Iterable[OpeningBalance], taken: Iterable[str] = ()) -> None:
    """Refuse, in words, an account without a name or with a name already used."""
    names = {fold(name) for name in taken}
    for opening in openings:
        if not fold(opening.name):
            raise InputError(msg("Il manque le nom du compte."))
        if fold(opening.name) in names:
            raise InputError(msg("Le compte « {name} » existe déjà.", name=opening.name))
        names.add(fold(opening.name))


def _build(path: Path, currency: str, accounts: Iterable[OpeningBalance], sample: str) -> None:
    """A whole new ledger in one closed file, no side files beside it."""
    connection = connect_new(path)
    try:
        migrate(connection)
        connection.execute("INSERT INTO setting VALUES ('currency', ?)", (currency,))
        if sample:
            connection.execute("INSERT INTO setting VALUES ('sample', ?)", (sample,))
        with Journal(connection).step(msg("Nouveaux comptes")):
            for opening in accounts:
                _insert_account(connection, opening, currency)
        connection.execute("DELETE FROM step")  # creating the file is not something to undo
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def _place(temporary: Path, path: Path) -> None:
    """Give the finished file its name. A hard link, unlike a rename, refuses to replace what appeared meanwhile."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links, such as a USB stick's
        if path.exists():
            raise FileExistsError from None
        temporary.rename(path)


@contextmanager
def _known_ids() -> Iterator[None]:
    """Say in words that an account or a category has gone, as when another window undid the import that made it."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
            raise
        raise InputError(msg("Ce compte ou cette catégorie n’existe plus."), msg("Rien n’a été écrit.")) from error


@contextmanager
def _fresh(plan: "ImportPlan") -> Iterator[None]:
    """Say in words that the plan is older than the ledger."""
    try:
        yield
    except StaleError:
        raise LedgerError(
            msg("Les comptes ont changé depuis l’aperçu de « {file} ».", file=plan.file),
            msg("Rien n’a été écrit. Relancez l’import."),
        ) from None


def _insert_account(connection: sqlite3.Connection, opening: OpeningBalance, currency: str) -> int:
    cursor = connection.execute(
        "INSERT INTO account (name, kind, currency) VALUES (?, ?, ?)",
        (clean(opening.name.strip()), str(opening.kind), currency),
    )
    account_id = int(cursor.lastrowid or 0)
    if opening.amount is not None:
        connection.execute(
            "INSERT INTO balance (account_id, date, amount) VALUES (?, ?, ?)",
            (account_id, _iso(opening.day), opening.amount),
        )
    return account_id


def _coherent(transaction: Transaction) -> None:
    """Refuse what the tables would refuse, in words."""
    if not transaction.payee.strip():
        raise InputError(msg("Il manque le bénéficiaire."))
    if any(abs(amount) >= LARGEST for amount in (transaction.amount, *(part.amount for part in transaction.splits))):
        raise InputError(msg("Ce montant est trop grand."))
    if transaction.splits and sum(part.amount for part in transaction.splits) != transaction.amount:
        raise InputError(msg("Les parts ne font pas le total de l’opération."))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


@contextmanager
def _closing_on_error(connection: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.close()
        raise


@contextmanager
def _whole(path: Path) -> Iterator[None]:
    """Say in words when a file that calls itself a ledger lacks tables or settings."""
    try:
        yield
    except (sqlite3.OperationalError, KeyError) as error:
        if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) != sqlite3.SQLITE_ERROR:
            raise
        raise LedgerError(
            msg("« {name} » est abîmé.", name=path.name),
            msg("Il n’a pas été touché. Reprenez une copie de sauvegarde."),
        ) from error


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Say in words, as a `LedgerError`, that a file is there already or that its folder cannot be made or written."""
    try:
        yield
    except FileExistsError:
        raise LedgerError(
            msg("« {name} » existe déjà.", name=path.name), msg("Rien n’a été touché. Choisissez un autre nom.")
        ) from None
    except OSError as error:
        raise LedgerError(
            msg("Impossible d’écrire dans « {folder} » ({reason}).", folder=path.parent, reason=reason(error)),
            msg("Choisissez un autre dossier."),
        ) from error
