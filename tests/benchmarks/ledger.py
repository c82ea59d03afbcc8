"""What a ledger of any size costs to ask and to change, beside bare sqlite3 on the same file in the same run; and what
the journal's page makes of it on screen, beside its own repaint.
"""

import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from tenk_desktop.core.model import Filter, Transaction
from tenk_desktop.core.text import fold, msg
from tenk_desktop.store.history import insert_many
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tests.benchmarks.imports import TODAY, Measure

YEARS = 10
PAGE = 100
COMMON, RARE, TWO, APART = "magasin", "magasin 4217", "n123 lyo", "magasin pharmacie"
_SHOPS = ("Magasin", "Boulangerie", "Pharmacie", "Loyer", "Paie")
_TOWNS = ("Lyon", "Lille", "Nantes", "Roubaix")

# All a month report says, each category of each month, asked of the kept totals by nothing but sqlite3.
BARE_MONTHS = """
import sqlite3, sys
db = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True)
for row in db.execute('''SELECT m.month, c.name, c.nature, a.currency, m.credit, sum(m.amount) FROM month_total m
        JOIN account a ON a.id = m.account_id LEFT JOIN category c ON c.id = m.category_id
        GROUP BY m.month, c.id, a.currency, m.credit'''):
    print(row)
"""


def large_ledger(path: Path, rows: int) -> Ledger:
    """A ledger with so many typed transactions over ten years, written at once."""
    ledger = Ledger.create(path, accounts=[OpeningBalance("Courant", 0), OpeningBalance("Espèces", 0)])
    with ledger._step(msg("Mesure")):
        for start in range(0, rows, 100_000):
            some = [_row(i, rows) for i in range(start, min(rows, start + 100_000))]
            insert_many(ledger._db, "txn (account_id, date, amount, payee, category_id, search)", some, "(?,?,?,?,?,?)")
    return ledger


def _row(i: int, rows: int) -> tuple[object, ...]:
    day = TODAY - timedelta(days=YEARS * 365 - YEARS * 365 * i // rows)
    payee = f"{_SHOPS[i % 97 % 5]} {i % 9973} {_TOWNS[i % 4]}"
    return 1 + (i % 11 == 0), day.isoformat(), -(i % 9999) - 1, payee, i % 23 + 1, fold(f"{payee} n{i}")


def milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)


def median(work: Callable[[], object], runs: int = 9) -> float:
    return statistics.median(milliseconds(work) for _ in range(runs))


def measures(rows: int) -> Iterator[Measure]:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "a.tenk"
        with large_ledger(path, rows) as ledger, closing(sqlite3.connect(path, isolation_level=None)) as bare:
            yield from _pages(ledger, bare, rows)
            yield from _searches(ledger, bare)
            yield from _edits(ledger, Path(name))
        yield from _window(path)
        yield from _month_report(path)


_BARE_PAGE = "SELECT * FROM txn WHERE (date, id) < (?, ?) ORDER BY date DESC, id DESC LIMIT ?"


def _pages(ledger: Ledger, bare: sqlite3.Connection, rows: int) -> Iterator[Measure]:
    def plain_page() -> object:
        return bare.execute(_BARE_PAGE, ("9", 0, PAGE)).fetchall()

    yield "first page", median(lambda: ledger.transactions(limit=PAGE)), median(plain_page), "ms, SELECT of the page"
    chance = random.Random(1)
    jumps = [chance.randrange(rows) for _ in range(40)]
    ours = [milliseconds(lambda i=i: ledger.transactions(before=ledger.place(i), limit=PAGE)) for i in jumps]  # type: ignore[misc]
    sql = "SELECT * FROM txn ORDER BY date DESC, id DESC LIMIT ? OFFSET ?"
    floor = [milliseconds(lambda i=i: bare.execute(sql, (PAGE, i)).fetchall()) for i in jumps]  # type: ignore[misc]
    yield "jump anywhere, p95", _p95(ours), _p95(floor), "ms, SELECT with OFFSET"


def _p95(values: list[float]) -> float:
    return sorted(values)[int(0.95 * (len(values) - 1))]


def _searches(ledger: Ledger, bare: sqlite3.Connection) -> Iterator[Measure]:
    sql = "SELECT * FROM txn WHERE search LIKE ? ORDER BY date DESC, id DESC LIMIT ?"
    for text in ("m", "ma", COMMON, RARE, "n42", "n4217", TWO, "zzz", APART, ">50", "=12,5", "cat:courses", "11/2026"):
        wanted = Filter(search=text)
        like = f"%{'%'.join(text.split())}%"
        ours = median(lambda f=wanted: ledger.transactions(f, limit=PAGE))  # type: ignore[misc]
        yield f"search « {text} »", ours, median(lambda w=like: bare.execute(sql, (w, PAGE)).fetchall(), 3), "ms, LIKE"  # type: ignore[misc]


def _edits(ledger: Ledger, folder: Path) -> Iterator[Measure]:
    """The floor is a bare fsync of a small write in the same folder."""
    (newest,) = ledger.transactions(limit=1)
    fsync = median(lambda: _fsync(folder), 15)
    added = Transaction(0, 1, TODAY, -250, "Café")
    edited = newest._replace(amount=newest.amount - 1, payee="Autre")
    for name, work in (
        ("add one", lambda: ledger.save(added)),
        ("undo it", ledger.undo),
        ("edit one", lambda: ledger.save(edited)),
        ("undo that", ledger.undo),
    ):
        yield name, _alternate(name, ledger, work), fsync, "ms, one fsync"


def _alternate(name: str, ledger: Ledger, work: Callable[[], object]) -> float:
    """The median of many, each on the same ledger: what it does is undone, or done again, in between."""
    times = []
    for _ in range(15):
        times.append(milliseconds(work))
        ledger.redo() if name.startswith("undo") else ledger.undo()
    work()
    return statistics.median(times)


def _fsync(folder: Path) -> None:
    with (folder / "sync").open("wb") as file:
        file.write(b"x" * 4096)
        file.flush()
        os.fsync(file.fileno())


_WINDOW = """
import os, random, statistics, sys, time
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from datetime import date
from pathlib import Path
from PySide6.QtWidgets import QApplication
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.ui import theme
from tenk_desktop.ui.jobs import Jobs
from tenk_desktop.ui.pages.journal import JournalPage
from tenk_desktop.ui.session import Session
app = QApplication([])
theme.apply(app, "light")
session = Session(Ledger.open(Path(sys.argv[1])), Jobs(), lambda: date.fromisoformat(sys.argv[2]))
page = JournalPage(session)
page.resize(1166, 700)
def milliseconds(work):
    start = time.perf_counter()
    work()
    page.table.viewport().update()  # once, with what the work itself has asked for
    app.sendPostedEvents()
    return 1000 * (time.perf_counter() - start)
def settle():
    while session.jobs.busy or page.transfers.waiting:
        app.processEvents()
def say(name, times, which=statistics.median):
    print(name, which(times), paint, sep="\\t")
def p95(times):
    return sorted(times)[int(0.95 * (len(times) - 1))]
def opening():
    page.show()
    app.processEvents()
first = milliseconds(opening)
settle()
paint = statistics.median(milliseconds(lambda: None) for _ in range(15))
say("the journal, first data", [first])
def add():
    page.entry.payee.setText("Café")
    page.entry.amount.setText("2,50")
    page.entry.submit()
def edit():
    page.change_chosen()
    page.entry.amount.setText(f"-{random.randrange(1, 99)}")
    page.entry.submit()
for name, work in (("add one", add), ("edit one", edit), ("undo", session.undo), ("redo", session.redo)):
    times = []
    for _ in range(15):
        times.append(milliseconds(work))
        settle()
    say(f"{name}, to the repainted table", times)
chance, bar = random.Random(1), page.table.verticalScrollBar()
jumps = [milliseconds(lambda: bar.setValue(chance.randrange(bar.maximum() + 1))) for _ in range(60)]
say("jump anywhere, painted, p95", jumps, p95)
from tenk_desktop.core.model import Filter
def one_account():
    page.show_filter(Filter(account_id=1))
say("one account's journal, first data", [milliseconds(one_account)])
settle()
jumps = [milliseconds(lambda: bar.setValue(chance.randrange(bar.maximum() + 1))) for _ in range(60)]
say("jump in it, with its balance, p95", jumps, p95)
mapped = int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
print("resident memory of that page", mapped, mapped, sep="\\t")
session.close()
"""


def _window(path: Path) -> Iterator[Measure]:
    """In a process of its own, so that its memory is its own. It leaves the file as it was but for some rows."""
    command = [sys.executable, "-c", _WINDOW, str(path), str(TODAY)]
    said = subprocess.run(command, check=True, capture_output=True, text=True)
    for line in said.stdout.splitlines():
        name, ours, floor = line.split("\t")
        yield name, float(ours), float(floor), "MB, itself" if "memory" in name else "ms, the repaint alone"


def _month_report(path: Path) -> Iterator[Measure]:
    """Whole processes, cold: Python starting is most of both."""
    months = str(12 * YEARS + 1)
    tenk = [
        sys.executable,
        "-m",
        "tenk_desktop",
        "months",
        months,
        "--json",
        "--ledger",
        str(path),
        "--today",
        str(TODAY),
    ]
    bare = [sys.executable, "-c", BARE_MONTHS, str(path)]
    nothing = [sys.executable, "-c", "pass"]
    _run(tenk)  # compiles what is not yet, as installing does
    pairs = [[milliseconds(lambda c=c: _run(c)) for c in (tenk, bare, nothing)] for _ in range(9)]  # type: ignore[misc]
    ours, floor, start = (statistics.median(column) for column in zip(*pairs, strict=True))
    yield "months, whole process", ours, floor, "ms, python -c with the bare query"
    yield "  of which python itself", start, start, "ms, python -c pass"
    with Ledger.open(path) as ledger, closing(sqlite3.connect(path)) as db:
        from tenk_desktop.core.period import last_periods

        sql = BARE_MONTHS.split("'''")[1]
        asked = median(lambda: ledger.months(last_periods(TODAY, 12 * YEARS + 1)))
        yield "months, in the process", asked, median(lambda: db.execute(sql).fetchall()), "ms, the bare query"
        yield from _budget(path, db, sql)


def _budget(path: Path, db: sqlite3.Connection, sql: str) -> Iterator[Measure]:
    """A page of its own connection each, as the worker makes them; from the 25th on the rows themselves are added up."""
    from tenk_desktop.core.period import Period
    from tenk_desktop.ui.budget_live import look, look_past

    for day in (1, 25):
        period = Period.containing(TODAY, day)
        for name, work in (("budget", look), ("  its year", look_past)):
            ours = median(lambda w=work, p=period: w(path, p, TODAY, lambda _done: True))  # type: ignore[misc]
            yield f"{name}, from day {day}", ours, median(lambda: db.execute(sql).fetchall()), "ms, the bare query"


def _run(command: list[str]) -> None:
    """Compiled code is kept, whatever the environment says: an installed program has it too."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    compiled = Path(tempfile.gettempdir()) / "tenk-benchmark-pyc"
    subprocess.run(command, check=True, capture_output=True, env=env | {"PYTHONPYCACHEPREFIX": str(compiled)})


def main(argv: list[str]) -> int:
    rows = int(argv[0]) if argv else 100_000
    print(f"{rows} transactions, load {os.getloadavg()[0]:.1f}")
    for what, ours, floor, which in measures(rows):
        print(f"{what:36} {ours:9.2f} {floor:9.2f} {ours / floor:7.2f}  {which}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
