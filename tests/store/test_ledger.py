import os
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from tenk_desktop.core.errors import InputError, LedgerError
from tenk_desktop.core.model import Filter, Nature, Split, Transaction
from tenk_desktop.core.period import Period
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tenk_desktop.store.schema import APPLICATION_ID, MIGRATIONS
from tests.store.conftest import bring, row, statement
from tests.store.dump import dump

NOV = Period.of(2026, 11)


def spend(ledger: Ledger, amount: int, payee: str = "Café", day: str = "2026-11-03", **more) -> int:
    account = ledger.accounts()[0].id
    return ledger.save(Transaction(0, account, date.fromisoformat(day), amount, payee, **more)).created[0]


def category(ledger: Ledger, name: str) -> int:
    return next(c.id for c in ledger.categories() if c.name == name)


def test_a_new_ledger_is_one_closed_file(tmp_path: Path) -> None:
    Ledger.create(tmp_path / "a.tenk").close()
    assert [p.name for p in tmp_path.iterdir()] == ["a.tenk"]


@pytest.mark.parametrize("name", ["a b.tenk", "é.tenk", "q?.tenk", "h#.tenk", "p%20.tenk", "a[1].tenk", "**.tenk"])
def test_any_name_a_person_gives_is_a_name(tmp_path: Path, name: str) -> None:
    Ledger.create(tmp_path / name, accounts=[OpeningBalance("Courant", 0)]).close()
    with Ledger.open(tmp_path / name) as made:
        spend(made, -100)
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_create_never_replaces_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.tenk"
    path.write_text("precious")
    with pytest.raises(LedgerError, match="existe déjà"):
        Ledger.create(path)
    assert path.read_text() == "precious"
    assert [p.name for p in tmp_path.iterdir()] == ["a.tenk"]


@pytest.mark.parametrize("content", [b"", b"hello", b"SQLite format 3\0" + b"\0" * 200])
def test_a_file_that_is_no_ledger_is_refused_and_untouched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.tenk"
    path.write_bytes(content)
    with pytest.raises(LedgerError, match="pas un fichier de comptes"):
        Ledger.open(path)
    assert path.read_bytes() == content
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("sql", ["CREATE TABLE other (x)", "CREATE TABLE setting (key, value)"])
def test_a_file_that_only_calls_itself_a_ledger_is_said_to_be_damaged(tmp_path: Path, sql: str) -> None:
    path = tmp_path / "x.tenk"
    db = sqlite3.connect(path)
    for line in (sql, f"PRAGMA application_id = {APPLICATION_ID}", f"PRAGMA user_version = {len(MIGRATIONS)}"):
        db.execute(line)
    db.close()
    with pytest.raises(LedgerError, match="abîmé"):
        Ledger.open(path)


def test_a_newer_ledger_is_refused_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "a.tenk"
    Ledger.create(path).close()
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 99")
    db.close()
    before = path.read_bytes()
    with pytest.raises(LedgerError, match="plus récente"):
        Ledger.open(path)
    assert path.read_bytes() == before


def test_a_read_only_ledger_can_be_read_and_not_written(tmp_path: Path) -> None:
    path = tmp_path / "a.tenk"
    Ledger.create(path, accounts=[OpeningBalance("Courant", 0)]).close()
    path.chmod(0o444)
    before = path.read_bytes()
    with Ledger.open(path) as ledger:
        assert ledger.accounts()
        with pytest.raises(LedgerError, match="lecture seule"):
            spend(ledger, -100)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["a.tenk"]


def test_a_ledger_in_a_read_only_folder_can_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    Ledger.create(folder / "a.tenk", accounts=[OpeningBalance("Courant", 100)]).close()
    folder.chmod(0o555)
    try:
        if os.access(folder, os.W_OK):
            pytest.skip("root may write anywhere")
        with Ledger.open(folder / "a.tenk") as ledger:
            assert ledger.accounts()[0].balance == 100
            with pytest.raises(LedgerError, match="lecture seule"):
                spend(ledger, -100)
        assert [p.name for p in folder.iterdir()] == ["a.tenk"]
    finally:
        folder.chmod(0o755)


def test_a_ledger_busy_elsewhere_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "a.tenk"
    with Ledger.create(path, accounts=[OpeningBalance("Courant", 0)]) as ledger:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerError, match="autre programme"):
            spend(ledger, -100)
        other.execute("ROLLBACK")
        other.close()
        assert spend(ledger, -100)


def test_a_truncated_ledger_is_said_to_be_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.tenk"
    Ledger.create(path).close()
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(LedgerError, match="abîmé"):
        Ledger.open(path).check()


def test_the_database_itself_refuses_a_write_outside_a_step(ledger: Ledger) -> None:
    other = sqlite3.connect(ledger.path)
    with pytest.raises(sqlite3.IntegrityError, match="undo_log.step_id"):
        other.execute("INSERT INTO account (name, kind, currency) VALUES ('x', 'bank', 'EUR')")
    other.close()


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO txn (account_id, date, amount, payee) VALUES (1, '2026-02-31', -1, 'x')",
        "INSERT INTO txn (account_id, date, amount, payee) VALUES (1, '2026-02-01', -1.5, 'x')",
        "INSERT INTO txn (account_id, date, amount, payee) VALUES (1, '2026-02-01', 100000000000000, 'x')",
        "INSERT INTO txn (account_id, date, amount, payee) VALUES (99, '2026-02-01', -1, 'x')",
        "INSERT INTO account (name, kind, currency) VALUES ('y', 'bank', 'eur')",
        "INSERT INTO account (name, kind, currency) VALUES ('courant', 'bank', 'EUR')",
    ],
)
def test_what_sql_can_hold_it_holds(ledger: Ledger, sql: str) -> None:
    from tenk_desktop.core.text import msg

    with pytest.raises(sqlite3.IntegrityError), ledger._journal.step(msg("x")):
        ledger._db.execute(sql)
    assert ledger.undoable() == (None, None)


def test_parts_must_sum_to_the_whole(ledger: Ledger) -> None:
    with pytest.raises(InputError, match="parts"):
        spend(ledger, -100, splits=(Split(-40), Split(-50)))
    assert spend(ledger, -100, splits=(Split(-40), Split(-60)))
    with pytest.raises(AssertionError), ledger._journal.step(ledger.undoable()[0]):
        ledger._db.execute("UPDATE txn SET amount = -99")
    assert ledger.check() == ()


@pytest.mark.parametrize("wrong", [{"account_id": 99}, {"category_id": 999}, {"splits": (Split(-100, 999),)}])
def test_what_a_transaction_names_must_exist(ledger: Ledger, wrong: dict) -> None:
    with pytest.raises(InputError, match="n’existe plus"):
        ledger.save(Transaction(0, 1, date(2026, 11, 3), -100, "Café")._replace(**wrong))
    assert ledger.transactions() == ()


def test_a_typed_balance_is_a_dated_fact(ledger: Ledger) -> None:
    account = ledger.accounts()[0]
    assert (account.balance, account.balance_known) == (10_000, True)
    spend(ledger, -1_000, day="2026-11-03")
    ledger.set_balance(account.id, 5_000, date(2026, 11, 10))
    assert ledger.accounts()[0].balance == 5_000
    spend(ledger, -700, day="2026-11-01")
    assert ledger.accounts()[0].balance == 5_000, "an older row does not move a known balance"
    spend(ledger, -200, day="2026-11-11")
    assert ledger.accounts()[0].balance == 4_800


def test_month_counts_refunds_splits_and_directions(ledger: Ledger) -> None:
    shopping, wage, tiktok = (category(ledger, n) for n in ("Courses", "Salaire", "TikTok"))
    spend(ledger, -5_000, category_id=shopping)
    spend(ledger, 1_000, category_id=shopping)  # a refund reduces its category
    spend(ledger, 80_000, category_id=wage)
    spend(ledger, 6_420, category_id=tiktok)
    spend(ledger, 4_000)  # unsorted money in is other income
    spend(ledger, -3_000, splits=(Split(-1_000, shopping), Split(-2_000)))
    spend(ledger, -1, day="2026-12-01")
    (report,) = ledger.months([NOV])
    assert (report.sure, report.tiktok, report.other, report.costs) == (80_000, 6_420, 4_000, 7_000)
    assert report.covered
    assert dict(report.by_category)[shopping] == -5_000
    assert ledger.check() == ()


def test_filters(ledger: Ledger) -> None:
    food = category(ledger, "Courses")
    a = spend(ledger, -500, "Épicerie d’Élodie", "2026-11-05", category_id=food)
    b = spend(ledger, -900, "Bar 100%", "2026-11-06", memo="anniversaire")
    c = spend(ledger, -300, "Marché", "2026-10-06", splits=(Split(-100, food), Split(-200)))

    def ids(**wanted) -> list[int]:
        return [t.id for t in ledger.transactions(Filter(**wanted))]

    assert ids() == [b, a, c]
    assert ids(search="ELODIE epicerie") == [a]
    assert ids(search="anniv") == [b]
    assert ids(search="0%") == [b]
    assert ids(search="_") == []
    assert ids(category_id=food) == [a, c]
    assert ids(uncategorised=True) == [b, c]
    assert ids(start=NOV.start, end=NOV.end) == [b, a]
    assert ids(nature=Nature.COST, spending_only=True) == [b, a, c]
    newest = ledger.transactions(limit=1)[0]
    assert [t.id for t in ledger.transactions(before=(newest.date, newest.id))] == [a, c]
    assert ledger.count_and_sum(Filter(start=NOV.start)) == (2, -1_400)


def test_every_step_can_be_undone_and_redone_to_the_letter(ledger: Ledger) -> None:
    states = [dump(ledger.path)]

    def note() -> None:
        states.append(dump(ledger.path))

    first = spend(ledger, -500)
    note()
    spend(ledger, -900, "Bar", splits=(Split(-400), Split(-500)))
    note()
    bring(ledger, "nov.csv", statement(row("2026-11-04", "-20", "CB MARCHE"), row("2026-11-05", "30", "VIR TIKTOK")))
    note()
    ledger.delete([first])
    note()
    ledger.set_balance(1, 1, date(2026, 11, 1))
    note()
    for state in reversed(states[:-1]):
        assert ledger.undo()
        assert dump(ledger.path) == state
    assert ledger.undo() is None
    for state in states[1:]:
        assert ledger.redo()
        assert dump(ledger.path) == state
    assert ledger.redo() is None


def test_undo_survives_a_restart(ledger: Ledger) -> None:
    before = dump(ledger.path)
    spend(ledger, -500)
    ledger.close()
    with Ledger.open(ledger.path) as again:
        assert str(again.undoable()[0]) == "Ajout de « Café »"
        again.undo()
        assert dump(again.path) == before


def test_a_step_that_changes_nothing_leaves_no_trace_and_keeps_redo(ledger: Ledger) -> None:
    spend(ledger, -500)
    ledger.undo()
    assert not ledger.delete([999])
    assert ledger.undoable()[1] is not None


def test_a_copy_is_a_ledger(ledger: Ledger, tmp_path: Path) -> None:
    spend(ledger, -500)
    with Ledger.open(ledger.copy_to(tmp_path / "copy.tenk")) as copy:
        assert copy.count_and_sum() == (1, -500)
