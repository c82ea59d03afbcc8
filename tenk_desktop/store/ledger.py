"""One ledger, one file, one write gate."""

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tenk_desktop.core.errors import InputError, LedgerError, LockedError, reason
from tenk_desktop.core.model import (
    AccountKind,
    Changes,
    Transaction,
)
from tenk_desktop.core.money import LARGEST, is_currency
from tenk_desktop.core.period import Period
from tenk_desktop.core.progress import uncollected
from tenk_desktop.core.text import Message, fold, month_text, msg
from tenk_desktop.store.connection import connect, connect_new, speaking
from tenk_desktop.store.history import Journal, StaleError, Step, clean, insert
from tenk_desktop.store.queries import BROKEN_TRANSFERS, Queries, Shared
from tenk_desktop.store.schema import APPLICATION_ID, MIGRATIONS, migrate

if TYPE_CHECKING:  # what few verbs need is slow to load
    from tenk_desktop.core.budgeting.plan import Told
    from tenk_desktop.core.importing.plan import ImportPlan
    from tenk_desktop.core.outlook.household import Once, Schedule
    from tenk_desktop.core.reconciling import Sheet
    from tenk_desktop.core.rules import Past, Rule
    from tenk_desktop.store.counted import LeftBehind


class OpeningBalance(NamedTuple):
    """An account to begin with. ``amount`` is the balance at the end of ``day``; without a day, before the first
    transaction; without an amount nobody knows it. Minor units of ``currency``, the ledger's where it is empty.
    """

    name: str
    amount: int | None = None
    day: date | None = None
    kind: AccountKind = AccountKind.BANK
    currency: str = ""


class Ledger(Queries):
    """A person's accounts: `Queries` asks, this class opens and writes.

    Every write is one labelled step that can be undone, and answers what it changed. Any method raises `LedgerError`
    when the file cannot be read or written as asked; nothing is half written then.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, shared: Shared | None = None) -> None:
        """Use `open` or `create`."""
        super().__init__(path, connection, shared)
        self._journal = Journal(connection)
        self._unlocked = False

    @classmethod
    def open(cls, path: Path, shared: Shared | None = None) -> "Ledger":
        """An existing ledger, brought up to this program's schema. One of an older program is first copied beside the
        backups: an older program cannot open what a newer one has changed. ``shared`` is that of the same ledger, which
        this program has open already.
        """
        connection = connect(path, application_id=APPLICATION_ID, newest=len(MIGRATIONS))
        with _closing_on_error(connection), speaking(path), _whole(path):
            migrate(connection, lambda: _keep_older(path))
            return cls(path, connection, shared)

    @classmethod
    def create(
        cls, path: Path, *, currency: str = "EUR", accounts: Sequence[OpeningBalance] = (), sample: str = ""
    ) -> "Ledger":
        """A new ledger; refuses to replace any file. ``sample`` names the persona of a watermarked example."""
        _check_currency(currency)
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

        Raises `InputError` when a transaction does not hold together, and when its category or account is unknown;
        `LockedError` when a statement holds one of those replaced (see `unlocked`).
        """
        for transaction in transactions:
            _coherent(transaction)
        locked = self._guard([t.id for t in transactions], msg("Modifier quand même"))
        added = all(t.id == 0 for t in transactions)
        first = transactions[0].payee if len(transactions) == 1 else ""
        label = msg("Ajout de « {payee} »", payee=first) if added else msg("Modification de « {payee} »", payee=first)
        if not first:
            label = msg("Modification de {count} opérations", count=len(transactions))
        with _known_ids(), self._step(label) as step:
            for transaction in transactions:
                step.created.append(self._put(transaction))
            self._untie_broken([t.id for t in transactions if t.id])
            self._let_go(locked)
        return step.changes

    def save_transfer(self, one: Transaction, other: Transaction) -> Changes:
        """Write both sides of a transfer between two accounts, each new (id 0) or known, in one step. What they were
        sorted under goes, and so does any transfer one of them was a side of.

        Raises `InputError` when they do not answer one another: accounts, direction, and in one currency the amount;
        `LockedError` when a statement holds one of them (see `unlocked`).
        """
        for side in (one, other):
            _coherent(side)
        locked = self._guard([one.id, other.id], msg("Modifier quand même"))
        label = msg("Virement « {payee} »", payee=one.payee)
        with _known_ids(), self._step(label) as step:
            ids = [self._put(side._replace(category_id=None)) for side in (one, other)]
            step.created += ids
            out, into = ids if one.amount < 0 else ids[::-1]
            self._db.execute(
                "DELETE FROM transfer"
                " WHERE (out_txn IN (?1, ?2) OR in_txn IN (?1, ?2)) AND (out_txn, in_txn) <> (?1, ?2)",
                (out, into),
            )
            self._db.execute(
                "INSERT INTO transfer (out_txn, in_txn) SELECT ?1, ?2"
                " WHERE NOT EXISTS (SELECT 1 FROM transfer WHERE out_txn = ?1)",
                (out, into),
            )
            if self._untie_broken(ids):
                raise InputError(msg("Ces deux opérations ne sont pas les deux côtés d’un virement."))
            self._let_go(locked)
        return step.changes

    def untie(self, ids: Sequence[int]) -> Changes:
        """Say that these transactions are no sides of a transfer; both operations of each stay.

        Raises `LockedError` when a statement holds one of them (see `unlocked`).
        """
        self._guard(ids, msg("Délier quand même"))
        with self._step(msg("Virement délié")) as step:
            self._db.execute(
                "DELETE FROM transfer WHERE out_txn IN (SELECT value FROM json_each(?1))"
                " OR in_txn IN (SELECT value FROM json_each(?1))",
                (json.dumps(list(ids)),),
            )
        return step.changes

    def _untie_broken(self, ids: Sequence[int]) -> int:
        """Forget the transfers of these transactions whose sides no longer answer one another; how many there were."""
        if not ids:
            return 0
        within = "(x.out_txn IN (SELECT value FROM json_each(?1)) OR x.in_txn IN (SELECT value FROM json_each(?1)))"
        broken = f"DELETE FROM transfer WHERE id IN ({BROKEN_TRANSFERS} AND {within})"  # noqa: S608
        return self._db.execute(broken, (json.dumps(list(ids)),)).rowcount

    def delete(self, ids: Sequence[int]) -> Changes:
        """Delete transactions in one step. Imported ones leave a tombstone and do not come back at the next import.

        Raises `LockedError` when a statement holds one of them (see `unlocked`).
        """
        from tenk_desktop.store.withdrawal import FORGET_PAIRS

        self._guard(ids, msg("Supprimer quand même"))
        with self._step(msg("Suppression d’opérations ({count})", count=len(ids))) as step:
            self._db.execute("DELETE FROM txn WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),))
            self._db.execute(FORGET_PAIRS)
        return step.changes

    @contextmanager
    def unlocked(self) -> Iterator[None]:
        """Inside, what a bank's statement holds may be changed: the person was asked and said so."""
        self._unlocked = True
        try:
            yield
        finally:
            self._unlocked = False

    def _guard(self, ids: Sequence[int], go_on: Message) -> list[int]:
        """The locked ones of these transactions. Raises `LockedError` when there are any, unless `unlocked`."""
        if not any(ids):  # all new
            return []
        sql = "SELECT id, payee FROM txn WHERE reconciled = 1 AND id IN (SELECT value FROM json_each(?))"
        locked = self._all(sql, (json.dumps(list(ids)),))
        if locked and not self._unlocked:
            what = msg("« {payee} » est pointé : un relevé de banque l’a confirmé.", payee=locked[0][1])
            if len(locked) > 1:
                what = msg("{count} de ces opérations sont pointées : un relevé les a confirmées.", count=len(locked))
            raise LockedError(what, msg("Les changer peut mettre ce relevé en défaut."), go_on)
        return [id_ for id_, _payee in locked]

    def _let_go(self, locked: Sequence[int]) -> None:
        """Take what is no longer reconciled, or went to another account, off its statement."""
        if locked:
            from tenk_desktop.store.statements import LOOSE

            self._db.execute(LOOSE, (json.dumps(list(locked)),))

    def lock_statement(self, sheet: "Sheet", residue_name: str = "") -> Changes:
        """Keep a bank's statement as ticked off, and lock its rows. ``created`` holds its id.

        Raises `InputError` when it does not come out even and what it lacks has no name; `LedgerError` when the ledger
        is no longer as the sheet shows it.
        """
        from tenk_desktop.store.statements import lock

        currency = next((a.currency for a in self.accounts_named() if a.id == sheet.account_id), self.currency)
        with _known_ids(), self._step(msg("Relevé du {day} clos", day=sheet.day)) as step:
            lock(self._db, self._all, sheet, currency, residue_name, step)
        return step.changes

    def reopen_statement(self, reconciliation_id: int) -> Changes:
        """Let go of the last statement of an account and of its rows. Raises `InputError` for any other."""
        from tenk_desktop.store.statements import reopen

        with self._step(msg("Relevé rouvert")) as step:
            reopen(self._db, self._all, reconciliation_id)
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

    def count_out(self, ids: Sequence[int]) -> Changes:
        """Say that the typed balances of `counted` did not count these transactions: each moves by them."""
        from tenk_desktop.store.counted import count_out

        with self._step(msg("Solde donné, corrigé")) as step:
            count_out(self._db, self._all, ids)
        return step.changes

    def follow(self, left: "Sequence[LeftBehind]") -> Changes:
        """Move typed balances by what the operations they count were changed by (see `left_behind`)."""
        from tenk_desktop.store.counted import follow

        with self._step(msg("Solde donné, corrigé")) as step:
            follow(self._db, left)
        return step.changes

    def keep_schedule(self, schedule: "Schedule", once: "Once | None" = None) -> Changes:
        """Keep a bill or a sure income as the user says it, in place of the one with the same ``key`` (or payee), and
        what they say of one occurrence of it. Typed again, without a ``key``, it stays the one that the rows show.
        """
        label = msg("Échéance « {payee} »", payee=schedule.payee)
        low, high = schedule.spread or (None, None)
        with self._step(label) as step:
            same = clean(schedule.payee), schedule.amount > 0
            known = self._db.execute("SELECT key FROM schedule WHERE payee = ? AND (amount > 0) = ?", same).fetchone()
            key = schedule.key or (known[0] if known else schedule.payee)
            self._db.execute(
                "DELETE FROM schedule WHERE key = ? OR (payee = ? AND (amount > 0) = ?)", (clean(key), *same)
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
            for change in schedule.changes:
                insert(
                    self._db, "schedule_change", schedule_id=step.created[-1], day=_iso(change.day),
                    amount=change.amount, first=_iso(change.first),
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

    def tell(self, name: str, value: str | None, label: Message | None = None) -> Changes:
        """Note what the user told about this ledger (see `preferences`); None forgets it."""
        with self._step(label or msg("Réglage changé")) as step:
            self._db.execute("DELETE FROM preference WHERE name = ?", (name,))
            if value is not None:
                insert(self._db, "preference", name=name, value=value)
        return step.changes

    def link_payout(self, deposits: Sequence[int], earnings: Sequence[int], *, withheld: bool = False) -> Changes:
        """Keep what a person says: these deposits (transactions) paid these earnings, or without any, none that is
        known. ``withheld`` names the difference a withholding. What was said of these deposits before goes.
        """
        with _known_ids(), self._step(msg("Versement rapproché")) as step:
            for txn in deposits:
                self._db.execute("DELETE FROM payout_link WHERE txn_id = ?", (txn,))
                for earning in earnings or (None,):
                    insert(self._db, "payout_link", txn_id=txn, earning_id=earning, withheld=int(withheld))
        return step.changes

    def plan_budget(self, period: Period, amounts: Mapping[int, int | None]) -> Changes:
        """Plan to spend these amounts in a period, by category, in one step; None plans nothing. Minor units of the
        ledger's currency, not below zero.
        """
        from tenk_desktop.store.budgets import put_amounts

        if any(amount is not None and not 0 <= amount < LARGEST for amount in amounts.values()):
            raise InputError(msg("Un montant prévu est positif."), msg("Tapez 0 pour ne rien dépenser."))
        with _known_ids(), self._step(msg("Budget : {month}", month=month_text(period.month))) as step:
            put_amounts(self._db, period, amounts)
        return step.changes

    def tell_category(self, category_id: int, told: "Told") -> Changes:
        """Keep what a person says of a category in the budget, in place of what they said."""
        from tenk_desktop.store.budgets import put_told

        with _known_ids(), self._step(msg("Réglage d’une catégorie du budget")) as step:
            put_told(self._db, category_id, told)
        return step.changes

    def keep_for_next(self, period: Period, amount: int) -> Changes:
        """Put an amount of a period's money aside for the period after it; 0 puts none aside. Minor units."""
        from tenk_desktop.store.budgets import put_kept

        if not 0 <= amount < LARGEST:
            raise InputError(msg("Un montant gardé est positif."), msg("Tapez 0 pour ne rien garder."))
        with self._step(msg("Argent gardé pour {month}", month=month_text(period.shift(1).month))) as step:
            put_kept(self._db, period, amount)
        return step.changes

    def keep_rule(self, rule: "Rule", past: "Past | None" = None, *, before: int = 0) -> Changes:
        """Keep a rule where it stands, a new one (id 0) after all others, or before that of id ``before``; and write
        what it changes of the ``past`` in the same step.

        Raises `InputError` when it is no rule, `LedgerError` when the ledger changed since the past was looked at.
        """
        from tenk_desktop.core.rules import name_of, problem
        from tenk_desktop.store import rules

        if (lacking := problem(rule)) is not None:
            raise InputError(lacking)
        name = name_of(rule)
        label = msg("Règle « {name} »", name=name) if name else msg("Règle gardée")
        with _known_ids(), _current(), self._step(label, self._stale(past)) as step:
            step.created.append(rules.put(self._db, rule, before))
            rules.write(self._db, past.edits if past else ())
        return step.changes

    def drop_rule(self, rule_id: int) -> Changes:
        """Forget a rule; what it did stays."""
        from tenk_desktop.store import rules

        with self._step(msg("Règle retirée")) as step:
            rules.drop(self._db, rule_id)
        return step.changes

    def arrange_rules(self, ids: Sequence[int]) -> Changes:
        """Put the rules in this order."""
        from tenk_desktop.store import rules

        with self._step(msg("Ordre des règles")) as step:
            rules.arrange(self._db, ids)
        return step.changes

    def apply_rules(self, past: "Past") -> Changes:
        """Write what `ruled` showed, to the letter, in one step. Raises `LedgerError` when the ledger changed since."""
        from tenk_desktop.store import rules

        label = msg("Règles appliquées à {count} opérations", count=len(past.edits))
        with _known_ids(), _current(), self._step(label, self._stale(past)) as step:
            rules.write(self._db, past.edits)
        return step.changes

    def _stale(self, past: "Past | None") -> Callable[[], bool] | None:
        return (lambda: self.revision() != past.revision) if past else None

    def say(self, day: date, verdict: str) -> None:
        """Keep what the app said on a day, as JSON: one verdict a day, no step of the user's, so outside undo."""
        with speaking(self.path):
            self._db.execute("INSERT OR REPLACE INTO said VALUES (?, ?)", (day.isoformat(), verdict))

    def add_account(self, opening: OpeningBalance) -> Changes:
        """A new account. Raises `InputError` when the name is taken or the currency is none."""
        _check_names([opening], [account.name for account in self.accounts_named()])
        _check_currency(opening.currency or self.currency)
        with self._step(msg("Nouveau compte « {name} »", name=opening.name)) as step:
            step.created.append(_insert_account(self._db, opening, self.currency))
        return step.changes

    def rename_account(self, account_id: int, name: str) -> Changes:
        """Another name for an account. Raises `InputError` when it is empty or another account's."""
        others = [account.name for account in self.accounts_named() if account.id != account_id]
        _check_names([OpeningBalance(name)], others)
        with self._step(msg("Compte renommé « {name} »", name=name.strip())) as step:
            self._db.execute("UPDATE account SET name = ? WHERE id = ?", (clean(name.strip()), account_id))
        return step.changes

    def change_kind(self, account_id: int, kind: AccountKind) -> Changes:
        """Another kind for an account: what it holds counts as available, or no longer. Raises `InputError` for the
        wallet of a platform, whose money has not come, and for what would become one.
        """
        account = next(a for a in self.accounts_named() if a.id == account_id)
        if AccountKind.WALLET in (kind, account.kind):
            raise InputError(msg("L’argent d’une plateforme a un compte à lui."))
        with self._step(msg("Sorte du compte « {name} » changée", name=account.name)) as step:
            self._db.execute("UPDATE account SET kind = ? WHERE id = ?", (str(kind), account_id))
        return step.changes

    def keep_rate(self, day: date, base: str, quote: str, value: str) -> Changes:
        """What one unit of ``base`` was worth in ``quote`` on a day, as the user read it: the exact decimal text of
        `core.rates.parse_rate`. What was typed for that day before goes. Raises `InputError` for a currency that is
        none, and for one in itself.
        """
        for code in (base, quote):
            _check_currency(code)
        if base == quote:
            raise InputError(msg("Un cours va d’une monnaie à une autre."))
        with self._step(msg("Cours de {currency} saisi", currency=base)) as step:
            self._db.execute(
                "DELETE FROM rate WHERE day = ?1 AND (base, quote) IN ((?2, ?3), (?3, ?2))", (_iso(day), base, quote)
            )
            step.created.append(insert(self._db, "rate", day=_iso(day), base=base, quote=quote, value=value))
        return step.changes

    @uncollected()
    def apply_import(self, plan: "ImportPlan") -> Changes:
        """Write a plan exactly as it is, in one step. ``created`` holds the import's id, if anything was new.

        Raises `LedgerError` when the ledger changed since the plan was made, for the plan would no longer be true.
        """
        from tenk_desktop.store.intake import Intake  # few verbs import

        if not plan.writes:
            return Changes(msg("Rien de nouveau"))
        with (
            _fresh(plan),
            self._step(_brought(plan.file, plan.format), lambda: self.revision() != plan.revision) as step,
        ):
            import_id = Intake(self._db).write(plan)
            self._journal.note_import(step, import_id)
            step.created.append(import_id)
        return step.changes

    def undo_import(self, import_id: int) -> Changes:
        """Take one import back, whatever came after it: what it alone brought goes, what others brought too stays.

        Raises `InputError` when there is no such import, `LockedError` when a statement holds rows that would go (see
        `unlocked`).
        """
        from tenk_desktop.store.withdrawal import withdraw

        with speaking(self.path):
            if undone := self._journal.undo_import(import_id):
                return undone
        row = self._db.execute("SELECT file, format FROM import WHERE id = ?", (import_id,)).fetchone()
        if row is None:
            raise InputError(msg("Il n’y a pas d’import {id}.", id=import_id), msg("« tenk imports » les liste."))
        with self._step(msg("Annulation de l’import de « {file} »", file=row[0])) as step:
            held = self._held()
            withdraw(self._db, import_id)
            if self._held() != held and not self._unlocked:
                raise LockedError(
                    msg("Un relevé clos tient des opérations de « {file} ».", file=row[0]),
                    msg("Rouvrez d’abord ce relevé dans l’application. Rien n’a été changé."),
                    msg("Annuler cet import quand même"),
                )
        return step.changes._replace(label=_brought(*row))  # what went, in the words a plain undo uses

    def _held(self) -> int:
        """How many rows the statements of all accounts hold."""
        return int(self._all("SELECT count(*) FROM reconciliation_row")[0][0])

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
            self._db.execute(_RENAMED, {"payee": values["payee"], "id": id_})
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
        notes = " ".join([transaction.memo, *(part.memo for part in transaction.splits)])
        return fold(f"{transaction.payee} {notes} {row[0] if row else ''}")


# The payee of an imported operation is a person's from now on; what it was at first stays known.
_RENAMED = """INSERT INTO renamed (id, payee, chosen)
    SELECT id, payee, 1 FROM txn WHERE id = :id AND typed = 0 AND payee <> :payee
    ON CONFLICT (id) DO UPDATE SET chosen = 1"""


def _brought(file: str, file_format: str) -> Message:
    """What a step that wrote a plan is called."""
    from tenk_desktop.core.importing.rewards import FORMAT  # few steps do

    return msg("Gain saisi à la main") if file_format == FORMAT else msg("Import de « {file} »", file=file)


def _check_names(openings: Iterable[OpeningBalance], taken: Iterable[str] = ()) -> None:
    """Refuse, in words, an account without a name or with a name already used."""
    names = {fold(name) for name in taken}
    for opening in openings:
        if not fold(opening.name):
            raise InputError(msg("Il manque le nom du compte."))
        if fold(opening.name) in names:
            raise InputError(msg("Le compte « {name} » existe déjà.", name=opening.name))
        names.add(fold(opening.name))


def _check_currency(code: str) -> None:
    if not is_currency(code):
        raise InputError(msg("« {code} » n’est pas un code de devise.", code=code), msg("Exemple : EUR."))


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


@contextmanager
def _current() -> Iterator[None]:
    """Say in words that what rules would change was looked at before the ledger changed."""
    try:
        yield
    except StaleError:
        raise LedgerError(
            msg("Les comptes ont changé depuis que cette liste a été faite."),
            msg("Rien n’a été écrit. Regardez-la de nouveau."),
        ) from None


def _insert_account(connection: sqlite3.Connection, opening: OpeningBalance, currency: str) -> int:
    cursor = connection.execute(
        "INSERT INTO account (name, kind, currency) VALUES (?, ?, ?)",
        (clean(opening.name.strip()), str(opening.kind), opening.currency or currency),
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


def _keep_older(path: Path) -> None:
    from tenk_desktop.store.backups import keep_older  # which itself opens ledgers

    keep_older(path)


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
