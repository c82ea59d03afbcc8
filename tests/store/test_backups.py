"""Safe copies: whole, verified, never replaced, and restored without losing what was there."""

import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tenk_desktop.core.errors import LedgerError
from tenk_desktop.core.model import Transaction
from tenk_desktop.store import backups
from tenk_desktop.store.backups import back_up, restore
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tests.store.dump import dump


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data" / "tenk" / "sauvegardes"


@pytest.fixture
def ledger(tmp_path):
    with Ledger.create(tmp_path / "a.tenk", accounts=[OpeningBalance("Courant", 10_000)]) as ledger:
        spend(ledger, -210)
        yield ledger


def spend(ledger: Ledger, amount: int) -> None:
    ledger.save(Transaction(0, ledger.accounts()[0].id, date(2026, 11, 20), amount, "Café"))


def amounts(path: Path) -> list[int]:
    with Ledger.open(path) as ledger:
        return [t.amount for t in ledger.transactions()]


def test_a_copy_is_one_file_and_holds_everything(ledger, folder):
    path = back_up(ledger)
    assert path.parent == folder
    assert [p.name for p in folder.iterdir()] == [path.name]
    (found,) = backups.backups(ledger.path)
    assert (found.path, found.transactions, found.last) == (path, 1, date(2026, 11, 20))
    assert [p.name for p in folder.iterdir()] == [path.name]
    assert dump(path) == dump(ledger.path)


def test_a_copy_is_taken_while_a_write_waits_elsewhere(ledger, tmp_path):
    with Ledger.open(ledger.path) as other:
        spend(other, -500)
        path = back_up(ledger, tmp_path / "copie.tenk")
    assert sorted(amounts(path)) == [-500, -210]


def test_two_copies_of_one_second_are_two_files(ledger):
    now = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    first, second = back_up(ledger, now=now), back_up(ledger, now=now)
    assert first != second
    assert len(backups.backups(ledger.path)) == 2


def test_no_file_is_ever_replaced(ledger, tmp_path):
    there = tmp_path / "autre.tenk"
    there.write_text("mes vacances")
    with pytest.raises(LedgerError):
        back_up(ledger, there)
    assert there.read_text() == "mes vacances"


def test_copies_of_another_ledger_are_not_listed(ledger, tmp_path):
    back_up(ledger)
    with Ledger.create(tmp_path / "a-2.tenk") as other:
        back_up(other)
    assert [b.transactions for b in backups.backups(ledger.path)] == [1]
    assert [b.transactions for b in backups.backups(tmp_path / "a-2.tenk")] == [0]


def test_restoring_keeps_what_was_there(ledger):
    path = back_up(ledger)
    spend(ledger, -999)
    kept = restore(path, ledger.path)
    assert kept is not None
    assert amounts(ledger.path) == [-210]
    assert sorted(amounts(kept)) == [-999, -210]
    assert [t.amount for t in ledger.transactions()] == [-210], "the ledger open meanwhile sees it"


def test_no_plan_of_before_seems_to_be_of_the_restored(ledger):
    path = back_up(ledger)
    spend(ledger, -999)
    planned_on = ledger.revision()
    restore(path, ledger.path)
    assert ledger.revision() != planned_on
    spend(ledger, -1)
    assert ledger.revision() != planned_on


def test_a_copy_is_not_changed_by_being_restored(ledger, tmp_path):
    path = back_up(ledger)
    before = path.read_bytes()
    restore(path, tmp_path / "neuf" / "b.tenk")
    assert path.read_bytes() == before
    assert amounts(tmp_path / "neuf" / "b.tenk") == [-210]


def test_a_ledger_too_damaged_to_open_is_moved_aside(ledger):
    path = back_up(ledger)
    ledger.close()
    ledger.path.write_bytes(b"SQLite format 3\0" + b"rubbish" * 400)
    kept = restore(path, ledger.path)
    assert kept is not None
    assert kept.read_bytes().endswith(b"rubbish")
    assert sorted(p.name for p in ledger.path.parent.glob("a*")) == ["a-illisible.tenk", "a.tenk"]
    assert amounts(ledger.path) == [-210]


@pytest.mark.parametrize("content", [b"", b"mes vacances", b"SQLite format 3\0" + bytes(4000)])
def test_what_is_no_whole_ledger_is_refused_and_nothing_touched(ledger, tmp_path, content):
    bad = tmp_path / "bad.tenk"
    bad.write_bytes(content)
    with pytest.raises(LedgerError):
        restore(bad, ledger.path)
    assert amounts(ledger.path) == [-210]
    assert backups.backups(ledger.path) == ()


def test_a_damaged_copy_is_refused(ledger, tmp_path):
    path = back_up(ledger, tmp_path / "copie.tenk")
    data = bytearray(path.read_bytes())
    with sqlite3.connect(path) as db:
        (page,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'txn_date'").fetchone()
    db.close()
    start = (page - 1) * 4096
    data[start : start + 4096] = b"\xff" * 4096
    path.write_bytes(data)
    with pytest.raises(LedgerError):
        restore(path, ledger.path)
    assert amounts(ledger.path) == [-210]


def test_a_sound_ledger_that_cannot_be_kept_is_not_touched(ledger, tmp_path, folder):
    path = back_up(ledger, tmp_path / "copie.tenk")
    spend(ledger, -999)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("a file where the folder of copies should be")
    with pytest.raises(LedgerError):
        restore(path, ledger.path)
    spend(ledger, -1)
    assert sorted(amounts(ledger.path)) == [-999, -210, -1]


def test_what_is_no_ledger_is_never_replaced(ledger, tmp_path):
    path = back_up(ledger, tmp_path / "copie.tenk")
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"JFIF" * 100)
    with pytest.raises(LedgerError):
        restore(path, photo)
    assert photo.read_bytes() == b"JFIF" * 100
    assert not list(tmp_path.glob("photo-*"))


def test_the_copies_of_a_longer_name_are_not_listed(ledger, tmp_path):
    with Ledger.create(tmp_path / "a-2026.tenk") as other:
        back_up(other)
    assert backups.backups(ledger.path) == ()
