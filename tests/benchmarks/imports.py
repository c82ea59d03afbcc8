"""What an import costs against the same work in plain csv and sqlite3, in processor seconds.

The floor is honest work: every cell read, days and amounts parsed, duplicates looked up by day, amount and label, the
ledger's own tables and indexes, the search index and the month totals, one transaction, as durable as ours. It knows
the file's layout, checks nothing, explains nothing and cannot be undone.

``python -m tests.benchmarks.imports memory [ROWS...]`` tells instead what an import holds at most, beyond what a program
holds that imports a file of ten rows; each in a process of its own.
"""

import csv
import io
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from tenk_desktop.core.importing.planning import plan_file
from tenk_desktop.store.ledger import Ledger, OpeningBalance

RUNS = 3
MOST = 100_000
TODAY = date(2026, 11, 22)

_TABLES = """
PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
CREATE TABLE txn (id INTEGER PRIMARY KEY, account_id INTEGER, date TEXT, amount INTEGER, payee TEXT, memo TEXT,
    category_id INTEGER, search TEXT);
CREATE INDEX txn_payee ON txn (payee);
CREATE INDEX txn_date ON txn (date, id);
CREATE INDEX txn_account_date ON txn (account_id, date, amount);
CREATE INDEX txn_category ON txn (category_id);
CREATE TABLE import_row (id INTEGER PRIMARY KEY, statement_id INTEGER, line INTEGER, account_id INTEGER, date TEXT,
    amount INTEGER, label TEXT, txn_id INTEGER);
CREATE INDEX import_row_account ON import_row (account_id, date);
CREATE INDEX import_row_txn ON import_row (txn_id);
CREATE INDEX import_row_statement ON import_row (statement_id);
CREATE TABLE month_total (month TEXT, account_id INTEGER, category_id INTEGER, credit INTEGER, amount INTEGER,
    rows INTEGER, PRIMARY KEY (month, account_id, category_id, credit)) WITHOUT ROWID;
CREATE VIRTUAL TABLE txn_search USING fts5(search, content = 'txn', content_rowid = 'id', detail = none,
    prefix = '2 3');
"""


def bank_csv(rows: int, *, newest_first: bool = False) -> bytes:
    """A French bank's export over ten years."""
    lines = [
        f"{TODAY - timedelta(days=1 + i * 3650 // rows):%d/%m/%Y};CARTE {i % 28 + 1:02}/10 MAGASIN {i % 311} LYON;"
        f"-{i % 97 + 1},{i % 100:02}"
        for i in range(rows)
    ]
    return "\n".join(["Date;Libellé;Montant", *(lines if newest_first else reversed(lines)), ""]).encode()


def plain_ledger(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript(_TABLES)
    return db


def plain_import(db: sqlite3.Connection, data: bytes) -> int:
    """How many rows were new."""
    known = Counter(db.execute("SELECT date, amount, label FROM import_row"))
    reader = csv.reader(io.StringIO(data.decode()), delimiter=";")
    next(reader)
    new = []
    for day, label, amount in reader:
        key = (date(int(day[6:]), int(day[3:5]), int(day[:2])).isoformat(), int(amount.replace(",", "")), label)
        if known[key] > 0:
            known[key] -= 1
        else:
            new.append(key)
    if not new:
        return 0
    db.execute("BEGIN")
    first = (db.execute("SELECT max(id) FROM txn").fetchone()[0] or 0) + 1
    db.executemany(
        "INSERT INTO txn VALUES (?, 1, ?, ?, ?, '', NULL, ?)",
        ((i, day, amount, label.title(), label.casefold()) for i, (day, amount, label) in enumerate(new, first)),
    )
    db.executemany(
        "INSERT INTO import_row VALUES (?, 1, ?, 1, ?, ?, ?, ?)",
        ((i, i, day, amount, label, i) for i, (day, amount, label) in enumerate(new, first)),
    )
    db.execute("INSERT INTO txn_search (rowid, search) SELECT id, search FROM txn WHERE id >= ?", (first,))
    db.execute(
        """INSERT INTO month_total SELECT substr(date, 1, 7), account_id, coalesce(category_id, 0), amount > 0,
                  sum(amount), count(*) FROM txn WHERE id >= ? GROUP BY 1, 2, 3, 4
           ON CONFLICT DO UPDATE SET amount = amount + excluded.amount, rows = rows + excluded.rows""",
        (first,),
    )
    db.execute("COMMIT")
    return len(new)


def tenk_import(ledger: Ledger, data: bytes) -> None:
    ledger.apply_import(plan_file("a.csv", data, ledger.existing))


def cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


Measure = tuple[str, float, float, str]
"""What was done; ours and the floor; what the floor is, and the unit."""


def measures(rows: int) -> list[Measure]:
    """Medians. No file of a bank is larger than `MOST` rows."""
    rows = min(rows, MOST)
    found: dict[str, list[tuple[float, float]]] = {}
    first, again = bank_csv(rows), bank_csv(rows, newest_first=True)
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            plain = plain_ledger(folder / "plain.db")
            with Ledger.create(folder / "a.tenk", accounts=[OpeningBalance("Courant", 0)]) as ledger:
                for what, data, new in (("import", first, rows), ("import again", again, 0)):
                    floor = cpu(lambda db=plain, d=data, n=new: _check(plain_import(db, d), n))  # type: ignore[misc]
                    found.setdefault(what, []).append((cpu(lambda d=data: tenk_import(ledger, d)), floor))  # type: ignore[misc]
                _check(ledger.count_and_sum()[0], rows)
                found.setdefault("undo the import", []).append((cpu(ledger.undo), found["import"][-1][1]))
                found.setdefault("redo it", []).append((cpu(ledger.redo), found["import"][-1][1]))
            plain.close()
    return [
        (
            f"{what}, {rows} rows",
            _median(a for a, _ in pairs),
            _median(b for _, b in pairs),
            "s of processor, plain csv",
        )
        for what, pairs in found.items()
    ]


def memory(sizes: Iterable[int]) -> Iterator[tuple[str, float, float]]:
    """The rows of a file and whether it is imported a second time; megabytes held at most, and the size of the file."""
    least = _peak(10, again=False)
    for rows in sizes:
        for again in (False, True):
            what = f"import again, {rows} rows" if again else f"import, {rows} rows"
            yield what, _peak(rows, again=again) - least, len(bank_csv(rows)) / 2**20


def _peak(rows: int, *, again: bool) -> float:
    """What a process that imports so many rows holds at most, in megabytes; the first import is another's work."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Ledger.create(folder / "a.tenk", accounts=[OpeningBalance("Courant", 0)]) as ledger:
            if again:
                tenk_import(ledger, bank_csv(rows))
        (folder / "a.csv").write_bytes(bank_csv(rows, newest_first=again))
        command = [sys.executable, "-c", _CHILD, name]
        return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


_CHILD = """
import resource, sys
from pathlib import Path
from tenk_desktop.store.ledger import Ledger
from tests.benchmarks.imports import tenk_import
from tests.hostile import own_peak
folder = Path(sys.argv[1])
with Ledger.open(folder / "a.tenk") as ledger:
    tenk_import(ledger, (folder / "a.csv").read_bytes())
print(own_peak(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024)
"""


def _check(found: int, expected: int) -> None:
    if found != expected:
        raise AssertionError(f"{found} rows instead of {expected}: nothing to compare")


def _median(values: Iterable[float]) -> float:
    return statistics.median(values)


def main(argv: list[str]) -> int:
    if argv[:1] == ["memory"]:
        print(f"{'measure':32} {'MB':>9} {'file':>9}")
        for what, held, size in memory([int(word) for word in argv[1:]] or [1000, 10_000, 100_000, 300_000]):
            print(f"{what:32} {held:9.1f} {size:9.1f}", flush=True)
        return 0
    rows = int(argv[0]) if argv else 100_000
    print(f"{rows} rows, processor seconds, load {os.getloadavg()[0]:.1f}")
    for what, ours, floor, which in measures(rows):
        print(f"{what:32} {ours:9.2f} {floor:9.2f} {ours / floor:7.2f}  {which}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
