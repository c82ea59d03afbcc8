"""The month table equals a fresh GROUP BY after every statement, and months read from it say what the rows say."""

import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenk_desktop.core.errors import InputError
from tenk_desktop.core.importing.statement import Row
from tenk_desktop.core.model import AccountKind, Split, Transaction
from tenk_desktop.core.period import Period
from tenk_desktop.core.reports import month_reports
from tenk_desktop.store.derived import FRESH_MONTHS
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tests.store.conftest import bring, row, statement

DAYS = (date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 2), date(2026, 11, 22))
AMOUNTS = (-1000, -250, 0, 250, 1000)
CATEGORIES = (None, 1, 2, 9)
YEAR = tuple(Period.of(2026, month) for month in range(1, 13))


def kept(db: sqlite3.Connection) -> list[tuple[object, ...]]:
    return sorted(db.execute("SELECT * FROM month_total"))


def fresh(db: sqlite3.Connection) -> list[tuple[object, ...]]:
    return sorted(db.execute(FRESH_MONTHS))


def by_rows(db: sqlite3.Connection) -> list[tuple[object, ...]]:
    """The same sums from the tables alone, without the view the triggers use."""
    tied = {side for pair in db.execute("SELECT out_txn, in_txn FROM transfer") for side in pair}
    parts = db.execute("SELECT txn_id, category_id, amount FROM split").fetchall()
    sums: dict[tuple[object, ...], list[int]] = {}
    for id_, account, day, amount, category in db.execute("SELECT id, account_id, date, amount, category_id FROM txn"):
        if id_ in tied:
            continue
        for part, value in [(c, a) for t, c, a in parts if t == id_] or [(category, amount)]:
            total = sums.setdefault((day[:7], account, part or 0, int(value > 0)), [0, 0])
            total[0] += value
            total[1] += 1
    return sorted((*key, *total) for key, total in sums.items())


def assert_kept(db: sqlite3.Connection) -> None:
    assert kept(db) == fresh(db) == by_rows(db)
    found = db.execute("SELECT substr(date, 1, 7), account_id, amount FROM txn").fetchall()
    sums: Counter[tuple[str, int]] = Counter()
    for month, account, amount in found:
        sums[month, account] += amount
    counts = Counter((month, account) for month, account, _amount in found)
    held = db.execute("SELECT * FROM account_month WHERE rows <> 0 OR amount <> 0")
    assert sorted(held) == sorted((*key, count, sums[key]) for key, count in counts.items())


# --- any statement, whatever the order

IDS = st.integers(1, 4)
STATEMENTS = st.one_of(
    st.tuples(
        st.sampled_from(["INSERT OR REPLACE INTO txn", "INSERT OR IGNORE INTO txn", "upsert"]),
        IDS, st.integers(1, 3), st.sampled_from(DAYS), st.sampled_from(AMOUNTS), st.sampled_from(CATEGORIES),
    ),
    st.tuples(st.just("split"), st.integers(1, 5), IDS, st.sampled_from(AMOUNTS), st.sampled_from(CATEGORIES)),
    st.tuples(st.just("transfer"), st.integers(1, 3), IDS, IDS),
    st.tuples(st.just("delete"), st.sampled_from(["txn", "split", "transfer", "account", "category"]), st.integers(1, 5)),
    st.tuples(st.just("all"), st.sampled_from(["txn", "split", "transfer"])),
    st.tuples(st.just("bulk"), st.sampled_from(AMOUNTS), st.sampled_from(CATEGORIES), st.sampled_from(DAYS)),
)  # fmt: skip


def run(db: sqlite3.Connection, said: tuple[object, ...]) -> None:
    kind, *values = said
    match kind:
        case "upsert":
            sql = """INSERT INTO txn (id, account_id, date, amount, category_id, payee) VALUES (?,?,?,?,?,'x')
                     ON CONFLICT (id) DO UPDATE SET account_id = excluded.account_id, date = excluded.date,
                     amount = excluded.amount, category_id = excluded.category_id"""
            db.execute(sql, _text(values))
        case "split":
            sql = """INSERT INTO split (id, txn_id, amount, category_id) VALUES (?,?,?,?) ON CONFLICT (id)
                     DO UPDATE SET txn_id = excluded.txn_id, amount = excluded.amount, category_id = excluded.category_id"""
            db.execute(sql, values)
        case "transfer":
            sql = """INSERT INTO transfer VALUES (?,?,?) ON CONFLICT (id)
                     DO UPDATE SET out_txn = excluded.out_txn, in_txn = excluded.in_txn"""
            db.execute(sql, values)
        case "delete":
            db.execute(f"DELETE FROM {values[0]} WHERE id = ?", (values[1],))
        case "all":
            db.execute(f"DELETE FROM {values[0]}")
        case "bulk":
            db.execute("UPDATE txn SET amount = ?, category_id = ?, date = ? WHERE id > 1", _text(values))
        case _:
            db.execute(
                f"{kind} (id, account_id, date, amount, category_id, payee) VALUES (?,?,?,?,?,'x')", _text(values)
            )


def _text(values: list[object]) -> list[object]:
    return [v.isoformat() if isinstance(v, date) else v for v in values]


@settings(max_examples=300, deadline=None)
@given(st.lists(STATEMENTS, max_size=25))
def test_the_table_follows_every_statement_whatever_the_order(statements: list[tuple[object, ...]]) -> None:
    db = _bare()
    for said in statements:
        with suppress(sqlite3.IntegrityError):  # refused whole; the table must not have moved either
            run(db, said)
        assert_kept(db)
    db.close()


_EMPTY: list[bytes] = []


def _bare() -> sqlite3.Connection:
    """A ledger in memory whose write gate stands open, its foreign keys unchecked until the end, as in an undo."""
    if not _EMPTY:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "a.tenk"
            accounts = [OpeningBalance("A"), OpeningBalance("B"), OpeningBalance("C", kind=AccountKind.SAVINGS)]
            Ledger.create(path, accounts=accounts).close()
            _EMPTY.append(path.read_bytes())
    db = sqlite3.connect(":memory:", isolation_level=None)
    with tempfile.NamedTemporaryFile(suffix=".tenk") as file:
        file.write(_EMPTY[0])
        file.flush()
        source = sqlite3.connect(file.name)
        source.backup(db)
        source.close()
    for pragma in ("foreign_keys = ON", "recursive_triggers = ON"):
        db.execute(f"PRAGMA {pragma}")
    db.execute("BEGIN")
    db.execute("PRAGMA defer_foreign_keys = ON")
    db.execute("INSERT INTO step (label, at) VALUES ('', '')")
    db.execute("INSERT INTO gate VALUES (1, last_insert_rowid())")
    return db


# --- what a person and the app do

Action = Callable[[Ledger], object]


def _newest(ledger: Ledger, nth: int) -> Transaction | None:
    found = ledger.transactions(limit=nth + 1)
    return found[-1] if found else None


def save(nth: int | None, account: int, day: date, amount: int, category: int | None, parts: int) -> Action:
    def do(ledger: Ledger) -> None:
        old = _newest(ledger, nth) if nth is not None else None
        pieces = [amount // parts] * (parts - 1) if parts else []
        splits = (*(Split(p, category) for p in pieces), Split(amount - sum(pieces), 2)) if parts else ()
        ledger.save(
            Transaction(old.id if old else 0, account, day, amount, "Café", category_id=category, splits=splits)
        )

    return do


def delete(nth: int) -> Action:
    def do(ledger: Ledger) -> None:
        if found := _newest(ledger, nth):
            ledger.delete([found.id])

    return do


def bring_rows(number: int, account: str, days: list[date], transfer: bool) -> Action:
    def do(ledger: Ledger) -> None:
        sign = "-" if account == "Courant" else ""
        label = "VIR ENTRE MES COMPTES" if transfer else "CARTE MAGASIN"
        rows: list[Row] = [row(d.isoformat(), f"{sign}{i + 1}.50", label, line=i + 1) for i, d in enumerate(days)]
        bring(ledger, f"{account}{number}.csv", statement(*rows), account=account)

    return do


def undo_import(nth: int) -> Action:
    def do(ledger: Ledger) -> None:
        imports = ledger.imports()
        if imports:
            ledger.undo_import(imports[nth % len(imports)].id)

    return do


ACTIONS = st.one_of(
    st.builds(
        save, st.none() | st.integers(0, 4), st.sampled_from([1, 2]), st.sampled_from(DAYS), st.sampled_from(AMOUNTS),
        st.sampled_from(CATEGORIES), st.integers(0, 3),
    ),
    st.builds(delete, st.integers(0, 4)),
    st.builds(
        bring_rows, st.integers(1, 3), st.sampled_from(["Courant", "Livret"]),
        st.lists(st.sampled_from(DAYS), min_size=1, max_size=4), st.booleans(),
    ),
    st.builds(undo_import, st.integers(0, 3)),
    st.just(Ledger.undo),
    st.just(Ledger.undo),
    st.just(Ledger.redo),
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ACTIONS, min_size=1, max_size=14))
def test_the_table_follows_whatever_a_person_does(actions: list[Action]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.tenk"
        with Ledger.create(path, accounts=[OpeningBalance("Courant"), OpeningBalance("Livret")]) as ledger:
            db = sqlite3.connect(path)
            for action in actions:
                with suppress(InputError):
                    action(ledger)
                assert_kept(db)
                assert ledger.months(YEAR) == _months_by_rows(ledger)
            assert ledger.check() == ()
            db.close()


def _months_by_rows(ledger: Ledger) -> object:
    """The same reports by the query that adds up rows, which other start days use."""
    flows = [flow for period in YEAR for flow in ledger._row_flows(period)]
    return month_reports(YEAR, ledger.currency, flows, ledger.earnings())


# --- what reads it


def test_other_start_days_add_up_the_rows(ledger: Ledger) -> None:
    ledger.save(Transaction(0, 1, date(2026, 10, 26), -500, "Café"), Transaction(0, 1, date(2026, 10, 24), -70, "Pain"))
    from_25th = Period.of(2026, 10, 25)
    october = Period.of(2026, 10)
    first, second = ledger.months([from_25th, october])
    assert (first.costs, second.costs) == (500, 570)


def test_a_category_or_an_account_may_change_its_nature_without_the_table(ledger: Ledger, tmp_path: Path) -> None:
    wage = next(c.id for c in ledger.categories() if c.nature == "sure")
    ledger.save(Transaction(0, 1, date(2026, 10, 26), 500, "Paie", category_id=wage))
    assert ledger.months([Period.of(2026, 10)])[0].sure == 500
    with sqlite3.connect(ledger.path) as db:
        db.execute("INSERT INTO gate VALUES (1, (SELECT max(id) FROM step))")
        db.execute("UPDATE category SET nature = 'tiktok' WHERE id = ?", (wage,))
        db.execute("DELETE FROM gate")
    assert ledger.months([Period.of(2026, 10)])[0].tiktok == 500
    with sqlite3.connect(ledger.path) as db:
        db.execute("INSERT INTO gate VALUES (1, (SELECT max(id) FROM step))")
        db.execute("UPDATE account SET kind = 'savings'")
        db.execute("DELETE FROM gate")
    assert ledger.months([Period.of(2026, 10)])[0].empty
    db.close()


@pytest.mark.parametrize(
    "damage", ["UPDATE month_total SET amount = amount + 1", "DELETE FROM month_total",
               "INSERT INTO month_total VALUES ('2020-01', 1, 0, 0, 0, 1)",
        "UPDATE account_month SET rows = rows + 1",
        "UPDATE account_month SET amount = amount + 1",
        "DELETE FROM account_month"],
)  # fmt: skip
def test_check_says_when_the_table_is_wrong(ledger: Ledger, damage: str) -> None:
    ledger.save(Transaction(0, 1, date(2026, 10, 26), -500, "Café"))
    assert ledger.check() == ()
    with sqlite3.connect(ledger.path) as db:
        db.execute(damage)
    db.close()
    assert len(ledger.check()) == 1
