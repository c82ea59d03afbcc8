"""What things cost, as ratios to a floor measured in the same run: ``python -m tests.benchmarks [ROWS]``.

Medians of several runs, each pair of measures one after the other, so that a busy machine slows both. Never a test: a
clock cannot fail a build.
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
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from tenk_desktop.core.importing.planning import plan_file
from tenk_desktop.core.period import last_periods
from tenk_desktop.store.ledger import Ledger, OpeningBalance

RUNS = 5
TODAY = date(2026, 11, 22)

BARE_WINDOW = """
import os
from PySide6.QtWidgets import QApplication, QMainWindow
from PySide6.QtCore import QTimer
app = QApplication([])
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, lambda: os._exit(0))  # painted: what comes after is not measured
window = Window()
window.resize(1366, 768)
window.show()
app.exec()
"""

TENK_WINDOW = """
import os, sys
from PySide6.QtCore import QTimer
from tenk_desktop.ui import app
class Window(app.MainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, lambda: os._exit(0))
app.MainWindow = Window
app.main(sys.argv[1:])
"""


def bank_csv(rows: int, *, newest_first: bool = False) -> bytes:
    """A French bank's export over ten years."""
    lines = [
        f"{TODAY - timedelta(days=1 + i * 3650 // rows):%d/%m/%Y};CARTE {i % 28 + 1:02}/10 MAGASIN {i % 311} LYON;-{i % 97 + 1},{i % 100:02}"
        for i in range(rows)
    ]
    return "\n".join(["Date;Libellé;Montant", *(lines if newest_first else reversed(lines)), ""]).encode()


def floor_import(data: bytes, path: Path) -> None:
    """The same rows with nothing but csv and sqlite3, one transaction, as durable."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, date TEXT, label TEXT, amount INTEGER)")
    db.execute("BEGIN")
    reader = csv.reader(io.StringIO(data.decode()), delimiter=";")
    next(reader)
    rows = ((d[6:] + d[3:5] + d[:2], label, int(a.replace(",", ""))) for d, label, a in reader)
    db.executemany("INSERT INTO t (date, label, amount) VALUES (?, ?, ?)", rows)
    db.execute("COMMIT")
    db.close()


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def tenk_import(ledger: Ledger, data: bytes) -> None:
    ledger.apply_import(plan_file("a.csv", data, ledger.existing))


def imports(rows: int) -> dict[str, tuple[float, float]]:
    """Seconds of ours and of the floor: a first import, the same again in another order, and taking it back."""
    found: dict[str, list[tuple[float, float]]] = {}
    data, again = bank_csv(rows), bank_csv(rows, newest_first=True)
    for run in range(RUNS):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            floor = seconds(lambda f=folder: floor_import(data, f / "floor.db"))  # type: ignore[misc]
            with Ledger.create(folder / "a.tenk", accounts=[OpeningBalance("Courant", 0)]) as ledger:
                found.setdefault(f"import {rows} rows", []).append((seconds(lambda: tenk_import(ledger, data)), floor))
                found.setdefault("import them again", []).append((seconds(lambda: tenk_import(ledger, again)), floor))
                found.setdefault("twelve months", []).append(
                    (seconds(lambda: ledger.months(last_periods(TODAY, 12))), floor)
                )
                found.setdefault("undo the import", []).append((seconds(ledger.undo), floor))
        print(f"  run {run + 1} of {RUNS}", file=sys.stderr)
    return {name: (median(ours for ours, _ in pairs), median(f for _, f in pairs)) for name, pairs in found.items()}


def first_paint(rows: int) -> tuple[float, float]:
    """Seconds of whole processes: Tenk with this ledger until its first paint, and a bare window."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "a.tenk"
        with Ledger.create(path, accounts=[OpeningBalance("Courant", 0)]) as ledger:
            tenk_import(ledger, bank_csv(rows))
        env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "HOME": name}
        ours = [sys.executable, "-c", TENK_WINDOW, "--ledger", str(path)]
        bare = [sys.executable, "-c", BARE_WINDOW]
        pairs = [
            tuple(
                seconds(lambda c=command: subprocess.run(c, env=env, check=True, capture_output=True))
                for command in (ours, bare)
            )  # type: ignore[misc]
            for _ in range(9)
        ]
    return median(p[0] for p in pairs), median(p[1] for p in pairs)


def median(values: object) -> float:
    return statistics.median(values)  # type: ignore[call-overload,no-any-return]


def main(argv: list[str]) -> int:
    rows = int(argv[0]) if argv else 100_000
    results = imports(rows) | {"first paint": first_paint(rows)}
    print(f"{'measure':24} {'Tenk':>9} {'floor':>9} {'ratio':>7}")
    for name, (ours, floor) in results.items():
        print(f"{name:24} {ours:8.3f}s {floor:8.3f}s {ours / floor:7.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
