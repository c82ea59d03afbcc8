"""`backup`, `restore`, `backups` and `export`, through the real process."""

import csv
import json
import os
import shutil
import subprocess
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.exporting.columns import HEADER, safe, unsafe
from tenk_desktop.core.exporting.plaintext import to_beancount, to_hledger
from tenk_desktop.core.model import Split, Transaction
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tests.cli.test_contract import BANK, Tenk, sample, tenk, write  # noqa: F401 - fixtures

ODD = '=SUM(A1)|; "L’Été"  à 2 espaces : ça\n* (marche)'


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A ledger with a split, three currencies, names that mean something to other programs, and no sorted rows."""
    path = tmp_path / "odd.tenk"
    with Ledger.create(
        path, accounts=[OpeningBalance("Compte : courant", 10_000), OpeningBalance("Compte-courant")]
    ) as book:
        first, second = (a.id for a in book.accounts())
        food, rent = (next(c.id for c in book.categories() if c.name == n) for n in ("Courses", "Loyer"))
        book.save(
            Transaction(
                0, first, date(2026, 1, 31), -1050, ODD, ODD, splits=(Split(-1000, food), Split(-50, rent, "-part"))
            )
        )
        book.save(Transaction(0, first, date(2026, 2, 1), 2000, "+33 6 00", "@moi"))
        book.save(Transaction(0, second, date(2026, 2, 2), -7, "'quoted'"))
    return path


def test_backup_restore_and_list(tenk: Tenk, tmp_path: Path) -> None:  # noqa: F811
    copy = tenk.json("backup", str(tmp_path / "copie.tenk"))["backup"]
    assert copy == str(tmp_path / "copie.tenk")
    tenk("add", "2026-11-20", "-2,10", "Café")
    assert len(tenk.json("transactions")["transactions"]) == 1
    assert tenk.json("restore", copy)["restored"] == str(tenk.ledger)
    assert tenk.json("transactions")["transactions"] == []
    elsewhere = Tenk(tmp_path / "autre.tenk")
    assert str(elsewhere.ledger) in elsewhere("restore", copy).stdout, "nothing was there"
    (kept,) = tenk.json("backups")["backups"]
    assert kept["transactions"] == 1, "what was there before the restore is kept"
    assert tenk("backup", copy).returncode == 2
    assert tenk("restore", str(tmp_path / "nowhere.tenk")).returncode == 2


def test_export_says_where_and_never_replaces(tenk: Tenk, tmp_path: Path) -> None:  # noqa: F811
    tenk("import", write(tmp_path, "releve.csv", BANK))
    for name in ("csv", "xlsx", "beancount", "hledger", "json"):
        out = tmp_path / f"out.{name}"
        assert tenk.json("export", name, str(out)) == {"written": str(out)}
        size = out.stat().st_size
        assert size > 100
        assert tenk("export", name, str(out)).returncode == 2
        assert out.stat().st_size == size
    document = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert [t["amount"] for t in document["transactions"]] == ["-2.10", "-2.10", "86.00"]
    assert [t["amount"] for t in tenk.json("transactions")["transactions"]] == ["-2.10", "-2.10", "86.00"]
    assert tenk("export", "pdf", str(tmp_path / "a.pdf")).returncode == 2


def test_the_table_adds_up_and_no_label_is_a_formula(odd: Path, tmp_path: Path) -> None:
    Tenk(odd)("export", "csv", str(tmp_path / "o.csv"))
    rows = list(csv.DictReader((tmp_path / "o.csv").read_text(encoding="utf-8").splitlines(keepends=True)))
    lines = [r for r in rows if r["tenk"] == "transaction"]
    assert sum(Decimal(r["amount"]) for r in lines) == Decimal("9.43")
    assert [r["transaction"] for r in lines] == ["1", "1", "2", "3"]
    assert lines[0]["payee"] == "'" + ODD
    labels = [v for r in rows for name, v in r.items() if name != "amount"]
    assert not [v for v in labels if v[:1] in tuple("=+-@\t\r")]
    assert tuple(rows[0]) == HEADER


@given(st.text(max_size=6))
def test_a_label_made_safe_comes_back(label: str) -> None:
    assert unsafe(safe(label)) == label


@pytest.mark.parametrize(
    ("program", "write_book", "words"),
    [("hledger", to_hledger, ("check",)), ("bean-check", to_beancount, ())],
)
def test_other_programs_accept_it(odd: Path, tmp_path: Path, program: str, write_book, words) -> None:
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed")
    out = tmp_path / "book"
    with Ledger.open(odd) as ledger:
        out.write_text(write_book(ledger.book()), encoding="utf-8")
    arguments = [program, "-f", str(out), *words] if program == "hledger" else [program, str(out)]
    done = subprocess.run(
        arguments, capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C.UTF-8"}
    )
    assert done.returncode == 0, done.stderr


def test_every_posting_of_the_plain_texts_balances(odd: Path) -> None:
    with Ledger.open(odd) as ledger:
        texts = to_hledger(ledger.book()), to_beancount(ledger.book())
    for text in texts:
        for entry in text.split("\n\n"):
            postings = [line.split("  ")[-1].split() for line in entry.splitlines() if line.startswith("  ")]
            assert sum(Decimal(amount) for amount, _currency in postings) == 0
        assert text.count("-10.50 EUR") == 1


def test_an_account_that_nothing_moved_is_written_too(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "a.tenk", accounts=[OpeningBalance("Livret A", 500_000)]) as ledger:
        for text in (to_hledger(ledger.book()), to_beancount(ledger.book())):
            assert "5000.00 EUR" in text
