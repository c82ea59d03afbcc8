"""Writing a plan exactly as it is, inside a step of the ledger. Loaded only where a file is imported."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, NamedTuple

from tenk_desktop.core.importing.plan import ImportPlan, PlannedStatement, Target, spoken_of, with_categories
from tenk_desktop.core.importing.planned import KnownRow, Outcome, Place, PlannedRow, PlannedRows
from tenk_desktop.core.importing.statement import Answers, AudienceExport, Row
from tenk_desktop.core.text import fold
from tenk_desktop.store.history import AT_ONCE, clean, insert, insert_many


class Written(NamedTuple):
    """What became of a row of a plan: its raw row, and its transaction unless that was deleted."""

    row: int
    txn: int | None


Done = dict[Place, Written | None]
"""What became of the rows of a plan that others name; None where nothing has been written of one."""


class Intake:
    """Writes one plan through an open step."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """The ledger's connection."""
        self._db = connection

    def write(self, plan: ImportPlan) -> int:
        """Write the plan and answer the import's id."""
        import_id = insert(
            self._db, "import", file=plan.file, sha256=plan.sha256, format=plan.format, encoding=plan.encoding,
            imported_at=datetime.now().astimezone().isoformat(timespec="seconds"),
        )  # fmt: skip
        done: Done = dict.fromkeys(spoken_of(plan.statements))
        made = self._make_categories(plan)
        balances: dict[int, int] = {}
        for i, statement in enumerate(with_categories(plan.statements, made) if made else plan.statements):
            self._write_statement(import_id, i, statement, done)
            balances |= self._write_balances(statement)
        if made or balances:
            value = json.dumps({"categories": [*made.values()], "balances": balances})
            insert(self._db, "preference", name=f"import:{import_id}", value=value)
        self._write_answers(import_id, plan.answers)
        return import_id

    def _write_statement(self, import_id: int, index: int, planned: PlannedStatement, done: Done) -> None:
        accounts = {target.currency: self._account(target) for target in planned.targets}
        main = accounts[planned.targets[0].currency]
        closing, anchor = planned.closing or (None, None), planned.anchor or (None, None)
        statement_id = insert(
            self._db, "statement", import_id=import_id, account_id=main, number=planned.statement.number,
            header=planned.statement.header, rows=planned.size,
            first=_iso(planned.first), last=_iso(planned.last), closing_date=_iso(closing[0]),
            closing_amount=closing[1], anchor_date=_iso(anchor[0]), anchor_amount=anchor[1],
        )  # fmt: skip
        self._write_rows(statement_id, index, planned, accounts, done)
        self._write_earnings(statement_id, planned)
        if planned.statement.audience is not None:
            self._write_audience(statement_id, planned.statement.audience)

    def _make_categories(self, plan: ImportPlan) -> dict[int, int]:
        """The categories its new rows need and the ledger has not: their ids, by those in the plan."""
        rows = (p for s in plan.statements for p in s.rows if p.outcome is Outcome.NEW) if plan.categories else ()
        needed = {id_ for p in rows for id_ in (p.category_id, *(part.category_id for part in p.parts))}
        return {
            c.id: insert(self._db, "category", name=c.name, nature=str(c.nature))
            for c in plan.categories
            if c.id in needed
        }

    def _write_balances(self, planned: PlannedStatement) -> dict[int, int]:
        """Keep the balances typed in another ledger; their amounts by their ids, to be taken back with the import."""
        account = self._account(planned.targets[0]) if planned.balances else 0
        return {
            insert(self._db, "balance", account_id=account, date=_iso(day), amount=amount): amount
            for day, amount in planned.balances
        }

    def _write_answers(self, import_id: int, answers: Mapping[str, Answers]) -> None:
        """What was said of each header, so that the next file of that layout need not ask; it goes with its import."""
        for header, said in answers.items():
            name = clean(f"table:{header}")
            self._db.execute("DELETE FROM preference WHERE name = ?", (name,))
            insert(self._db, "preference", name=name, value=json.dumps({**asdict(said), "import": import_id}))

    def _account(self, target: Target) -> int:
        if target.id > 0:
            return target.id
        row = self._db.execute("SELECT id FROM account WHERE name = ?", (target.name,)).fetchone()
        if row:
            return int(row[0])
        return insert(self._db, "account", name=target.name, kind=str(target.kind), currency=target.currency, typed=0)

    def _write_rows(
        self, statement_id: int, index: int, planned: PlannedStatement, accounts: dict[str, int], done: Done
    ) -> None:
        """Some thousand rows at once: row by row through `_insert` they take three times as long, and all of a large
        file at once take as much memory again as its plan. ``done`` learns what became of these rows.
        """
        first, places, rows = self._next_id("txn"), planned.oldest_first(), PlannedRows.of(planned.rows)
        sides: dict[str | tuple[str, int], list[tuple[int, int]]] = defaultdict(list)  # amount and transaction
        for start in range(0, len(places), AT_ONCE):
            here = places[start : start + AT_ONCE]
            some = zip(here, rows.some(here), strict=True)
            settled = [((index, i), item) for i, item in some if not _waits(item, done)]
            self._write_some(statement_id, settled, accounts, done, sides)
        self._tie(sides.values(), first)

    def _write_some(
        self,
        statement_id: int,
        settled: Sequence[tuple[Place, PlannedRow]],
        accounts: dict[str, int],
        done: Done,
        sides: dict[str | tuple[str, int], list[tuple[int, int]]],
    ) -> None:
        next_txn = self._next_id("txn")
        next_row = self._next_id("import_row")
        transactions: list[tuple[Any, ...]] = []
        rows: list[tuple[Any, ...]] = []
        again: list[tuple[int, int, int]] = []
        parts: list[tuple[int, int, int | None, str]] = []
        written: list[PlannedRow] = []  # as ``transactions``
        for place, item in settled:
            known = _twin(item, done)
            new = next_txn + len(transactions)
            if item.row.pair and not (known and (known.in_transfer or known.txn_id is None)):
                sides[item.row.pair].append((item.stands[1], known.txn_id if known and known.txn_id else new))
            if known is not None and (same := self._worded_so(known, item.row)):
                again.append((same, statement_id, item.row.line))
                if place in done:
                    done[place] = Written(same, known.txn_id)
                continue
            account, day = accounts[item.currency], item.row.date.isoformat()
            if known is None:
                stands, amount = (item.booked[0].isoformat(), item.booked[1]) if item.booked else (day, item.amount)
                memo = clean(item.row.memo)
                search = fold(f"{item.payee} {memo} {item.row.label}")
                category = None if item.parts else item.category_id
                transactions.append((new, account, stands, amount, clean(item.payee), memo, category, search))
                parts += [(new, part.amount, part.category_id, clean(part.memo)) for part in item.parts]
                written.append(item)
                other = item.transfer_with
                if isinstance(other, tuple):  # the second to be written links both
                    other = there.txn if (there := done[other]) else None
                if other is not None:
                    sides["", new] += [(amount, new), (-amount, other)]
            ref, label, txn = clean(item.row.ref), clean(item.row.label), known.txn_id if known else new
            if place in done:
                done[place] = Written(next_row + len(rows), txn)
            rows.append((next_row + len(rows), statement_id, item.row.line, account, day, item.amount, label, ref, txn))
        insert_many(
            self._db,
            "txn (id, account_id, date, amount, payee, memo, category_id, search, typed)",
            transactions,
            "(?,?,?,?,?,?,?,?,0)",
        )
        insert_many(self._db, "import_row", rows, "(?,?,?,?,?,?,?,?,?)")
        insert_many(self._db, "seen_again (import_row_id, statement_id, line)", again, "(?,?,?)")
        insert_many(self._db, "split (txn_id, amount, category_id, memo)", parts, "(?,?,?,?)")
        self._keep([(t[0], p) for t, p in zip(transactions, written, strict=True) if p.row.kept])
        named = [(t[0], clean(p.said), 0) for t, p in zip(transactions, written, strict=True) if p.said]
        insert_many(self._db, "renamed (id, payee, chosen)", named, "(?,?,?)")

    def _keep(self, written: Sequence[tuple[int, PlannedRow]]) -> None:
        """What the owner of a row said of it beside its words."""
        marks = [(int(p.row.kept.reconciled), txn) for txn, p in written if p.row.kept]
        sql = "UPDATE txn SET reconciled = ?, chosen = category_id IS NOT NULL WHERE id = ?"
        self._db.executemany(sql, marks)
        theirs = [(txn, clean(p.payee), 1) for txn, p in written]
        insert_many(self._db, "renamed (id, payee, chosen)", theirs, "(?,?,?)")

    def _tie(self, sides: Iterable[Sequence[tuple[int, int]]], next_txn: int) -> None:
        """Make transfers of these pairs of (amount, transaction) where one of both is new. A side known before keeps
        its category, which counts no more: undoing the import must give back what was there.
        """
        # The side money goes out of first; a side whose other one is not in the ledger is no transfer yet.
        pairs = [tuple(t for _, t in sorted(both)) for both in sides if len(both) == 2]
        transfers = [pair for pair in pairs if max(pair) >= next_txn]  # what a person untied stays so
        sql = "INSERT OR IGNORE INTO transfer (out_txn, in_txn) VALUES (?,?)"  # a transaction is a side of one only
        self._db.executemany(sql, transfers)

    def _worded_so(self, known: KnownRow, row: Row) -> int:
        """The bank's row of a known operation in these very words, or 0: another wording is kept too, so that the next
        file of its layout finds it, and so that the operation stays when the first file's import goes.
        """
        if (known.date, known.label, known.ref) == (row.date, row.label, row.ref):
            return known.row_id
        sql = "SELECT id FROM import_row WHERE txn_id = ? AND date = ? AND label = ? AND ref = ?"
        words = (known.txn_id, row.date.isoformat(), clean(row.label), clean(row.ref))
        found = self._db.execute(sql, words).fetchone()
        return int(found[0]) if found else 0

    def _write_earnings(self, statement_id: int, planned: PlannedStatement) -> None:
        for item in planned.earnings:
            row = item.row
            self._db.execute(
                "INSERT INTO earning (platform, key) VALUES (?, ?) ON CONFLICT DO NOTHING", (row.platform, row.key)
            )
            (earning_id,) = self._db.execute(
                "SELECT id FROM earning WHERE platform = ? AND key = ?", (row.platform, row.key)
            ).fetchone()
            insert(
                self._db, "earning_row", earning_id=earning_id, statement_id=statement_id, line=row.line,
                programme=row.programme, stage=str(row.stage), amount=item.amount, currency=row.currency,
                earned=_iso(row.earned), settled=_iso(row.settled), title=row.title, content=row.content,
                awaiting=int(row.awaiting), typed=int(row.replaces),
            )  # fmt: skip

    def _write_audience(self, statement_id: int, said: AudienceExport) -> None:
        """All of it, known or not: another import may be undone, and what both said must stay."""
        whose = (clean(said.platform), clean(said.user))
        self._db.executemany(
            "INSERT INTO audience_row (statement_id, line, platform, user, metric, day, value, as_of)"
            " VALUES (?,?,?,?,?,?,?,?)",
            [
                (statement_id, day.line, *whose, metric, day.date.isoformat(), value, said.as_of)
                for day in said.days
                for metric, value in day.values.items()
            ],
        )
        self._db.executemany(
            "INSERT INTO video_row (statement_id, line, platform, user, video, title, posted, views, likes, comments,"
            " shares, as_of) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
            [
                (statement_id, v.line, *whose, v.id, clean(v.title), _iso(v.posted), v.views, v.likes, v.comments,
                 v.shares, said.as_of)
                for v in said.videos
            ],
        )  # fmt: skip

    def _next_id(self, table: str) -> int:
        (highest,) = self._db.execute(f'SELECT max(id) FROM "{table}"').fetchone()  # noqa: S608
        return (highest or 0) + 1


def _waits(item: PlannedRow, done: Done) -> bool:
    """Whether a row waits for a person's decision, its own or that on its twin in the same file."""
    twin = item.known.place if item.known is not None and item.outcome is Outcome.KNOWN else None
    return item.outcome is Outcome.UNDECIDED or (twin is not None and done[twin] is None)


def _twin(item: PlannedRow, done: Done) -> KnownRow | None:
    """The row of the ledger that a known one is; of one in the same file, as it has just been written."""
    known = item.known if item.outcome is Outcome.KNOWN else None
    written = done[known.place] if known is not None and known.place is not None else None
    return known._replace(row_id=written.row, txn_id=written.txn) if known is not None and written else known


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
