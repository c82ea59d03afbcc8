"""Tenk beside what people would use instead, where it is installed: ``python -m tests.benchmarks.others [ROWS]``.

hledger answers the same questions from the ledger that ``tenk export hledger`` wrote. HomeBank opens the same rows from
its own file; both windows are watched in the same way, in the picture that Xvfb keeps of the screen: the first picture
is when a window covers a third of it, the last when nothing changes any more. Tenk's first picture has the verdict said
last and the newest rows. The charts are there in one half of the time to its last, which has the past months beside
what would have been said of them, replayed once the charts are there. HomeBank's last has its accounts and figures. An
empty window of PySide6, begun as Qt's own examples are, is watched too. Medians of runs, one after the other. All have
a message bus, as on any desktop: for want of one, Qt would start a bus of its own at each start.
``TENK_INSTALLED`` is the command to measure, by default this checkout's.
"""

import mmap
import os
import shlex
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tenk_desktop.ui.live import keep, look
from tenk_desktop.ui.money import shown
from tenk_desktop.ui.verdict_words import verdict_words
from tenk_desktop.ui.words import told
from tests.benchmarks import compile_ours
from tests.benchmarks.imports import TODAY, Measure, bank_csv
from tests.benchmarks.ledger import large_ledger
from tests.benchmarks.memory import BARE_WINDOW

RUNS = 3
WINDOWS = 5
"""The same of windows, whose times differ more from one another."""
PATIENCE = 60.0
QUIET = 1.5
"""Seconds without a change after which a picture is the last one."""

TENK = shlex.split(os.environ.get("TENK_INSTALLED") or f"{sys.executable} -P -m tenk_desktop")


def measures(rows: int) -> Iterator[Measure]:
    """What can be measured here; what is missing is said on standard error."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "mesure.tenk"
        large_ledger(path, rows).close()
        if shutil.which("hledger"):
            yield from _reports(folder, path, rows)
            yield from _imports(folder, rows)
        else:
            print("hledger: not installed, not measured", file=sys.stderr)
        if shutil.which("homebank") and shutil.which("Xvfb"):
            yield from _windows(folder, path, rows)
        else:
            print("HomeBank or Xvfb: not installed, not measured", file=sys.stderr)


# hledger


def _reports(folder: Path, path: Path, rows: int) -> Iterator[Measure]:
    journal = folder / "mesure.journal"
    _run([*TENK, "--ledger", str(path), "export", "hledger", str(journal)], folder)
    months = [*TENK, "--ledger", str(path), "--today", str(TODAY), "months", "121"]
    theirs = ["hledger", "-f", str(journal), "incomestatement", "--monthly"]
    yield _paired(
        f"month report, {rows}", _command(months, folder), _command(theirs, folder), "hledger incomestatement"
    )
    listed = [*TENK, "--ledger", str(path), "transactions", "--limit", "50"]
    theirs = ["hledger", "-f", str(journal), "register", "--begin", str(TODAY - timedelta(days=5))]
    yield _paired(
        f"newest operations, {rows}", _command(listed, folder), _command(theirs, folder), "ms, hledger register"
    )


RULES = """skip 1
separator ;
fields date, description, amount
date-format %d/%m/%Y
decimal-mark ,
currency EUR
account1 assets:Courant
"""


def _imports(folder: Path, rows: int) -> Iterator[Measure]:
    """A bank's file into an empty ledger, each run into a new one."""
    file, rules = folder / "banque.csv", folder / "banque.rules"
    file.write_bytes(bank_csv(rows))
    rules.write_text(RULES, "utf-8")

    def ours() -> None:
        path = folder / "importe.tenk"
        for old in folder.glob("importe.tenk*"):
            old.unlink()
        Ledger.create(path, accounts=[OpeningBalance("Courant", 0)]).close()
        _run([*TENK, "--ledger", str(path), "import", str(file)], folder)

    def theirs() -> None:
        journal = folder / "importe.journal"
        journal.write_text("", "utf-8")
        (folder / ".latest.banque.csv").unlink(missing_ok=True)  # or hledger would find nothing new
        _run(["hledger", "-f", str(journal), "import", "--rules-file", str(rules), str(file)], folder)
        assert journal.stat().st_size > 20 * rows, "hledger imported nothing"

    yield _paired(f"import a bank's file, {rows}", ours, theirs, "ms, hledger import", runs=1)


# HomeBank


def _windows(folder: Path, path: Path, rows: int) -> Iterator[Measure]:
    compile_ours()
    with Ledger.open(path) as ledger:
        ledger.set_balance(1, 100_000, TODAY)
    said = look(path, TODAY, lambda _done: True).verdict
    if said is not None:
        words = verdict_words(said, partial(shown, currency="EUR", hidden=False))
        keep(path, said, told(words, hidden=False), lambda _done: True)
    theirs_file = folder / "mesure.xhb"
    theirs_file.write_text(homebank_file(path), "utf-8")
    with Screen(folder) as screen:
        ours = [*TENK, "--ledger", str(path), "--today", str(TODAY)]
        theirs = ["homebank", str(theirs_file)]
        bare = [sys.executable, "-c", BARE_WINDOW.format(painted="None")]
        times = [[screen.open(command) for command in (ours, theirs, bare)] for _ in range(WINDOWS + 1)]
    del times[0]  # which fills the system's caches
    (mine, all_of_mine), (other, all_of_other), (empty, _) = (
        [statistics.median(run[which][at] for run in times) for at in (0, 1)] for which in range(3)
    )
    yield f"window, first picture, {rows}", mine, other, "ms, HomeBank"
    yield f"window, last picture, {rows}", all_of_mine, all_of_other, "ms, HomeBank"
    yield "an empty one, first picture", empty, other, "ms, HomeBank"


def homebank_file(path: Path) -> str:
    """A ledger's rows as HomeBank keeps them: days are counted from 1 January of the year 1, amounts are euros."""
    head = (
        '<?xml version="1.0"?>\n<homebank v="1.4" d="050602">\n<properties title="mesure" curr="1" auto_smode="1"/>\n'
        '<cur key="1" flags="0" iso="EUR" name="Euro" symb="€" syprf="0" dchar="," gchar=" " frac="2" rate="0"/>\n'
    )
    with Ledger.open(path) as ledger:
        accounts = [
            f'<account key="{a.id}" pos="{a.id}" type="1" curr="1" name="{a.name}"/>' for a in ledger.accounts()
        ]
        categories = [f'<cat key="{c.id}" name="Poste {c.id}"/>' for c in ledger.categories()]
        rows = [
            f'<ope date="{date.toordinal(t.date)}" amount="{t.amount / 100:.2f}" account="{t.account_id}" paymode="1" '
            f'category="{t.category_id or 0}" wording="{t.payee}"/>'
            for t in ledger.transactions()
        ]
    return head + "\n".join([*accounts, *categories, *rows, "</homebank>", ""])


class Screen:
    """An Xvfb of one's own whose picture can be read, without a window manager."""

    SIZE = (1366, 768)

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        there, said = os.pipe()
        size = "{}x{}x24".format(*self.SIZE)
        command = ["Xvfb", "-displayfd", str(said), "-screen", "0", size, "-nolisten", "tcp", "-fbdir", str(folder)]
        self._server = subprocess.Popen(command, pass_fds=[said], stderr=subprocess.DEVNULL)
        os.close(said)
        self._env = os.environ | {"DISPLAY": f":{os.read(there, 10).decode().strip()}", "HOME": str(folder)}
        self._env |= {"GIO_USE_VFS": "local", "NO_AT_BRIDGE": "1", "GSETTINGS_BACKEND": "memory"}
        for name in ("QT_QPA_PLATFORM", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
            self._env.pop(name, None)
        self._bus = _message_bus()
        if self._bus is not None:
            assert self._bus.stdout is not None
            self._env["DBUS_SESSION_BUS_ADDRESS"] = self._bus.stdout.readline().strip()
        with (folder / "Xvfb_screen0").open("rb") as file:
            self._picture = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        head = struct.unpack(">25I", self._picture[:100])
        start, line = head[0] + 12 * head[19], head[12]
        self._rows = [slice(start + y * line, start + (y + 1) * line) for y in range(4, self.SIZE[1], 12)]

    def __enter__(self) -> "Screen":
        return self

    def __exit__(self, *_error: object) -> None:
        self._picture.close()
        for server in (self._server, self._bus):
            if server is not None:
                server.terminate()
                server.wait()

    def open(self, command: list[str]) -> tuple[float, float]:
        """Milliseconds from the start of a program to its first picture and to its last."""
        start = time.perf_counter()
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(
            command, env=self._env, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True, cwd=self._folder
        )
        try:
            first, last, seen = 0.0, start, self._seen()
            while (now := time.perf_counter()) < start + PATIENCE and not (first and now > last + QUIET):
                time.sleep(0.004)
                if (found := self._seen()) != seen:
                    seen, last = found, time.perf_counter()
                    if not first and seen.count(b"\0") < 2 * len(seen) / 3:
                        first = last
            assert first, f"{command[0]} showed no window"
            return 1000 * (first - start), 1000 * (last - start)
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            time.sleep(0.5)

    def _seen(self) -> bytes:
        """Some rows of the screen, every one of its colours."""
        return b"".join([self._picture[row] for row in self._rows])


def _message_bus() -> "subprocess.Popen[str] | None":
    """One for this screen alone, which says its address first; None where there is no such program."""
    if not shutil.which("dbus-daemon"):
        return None
    command = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


# all of them


def _paired(
    what: str, ours: Callable[[], object], theirs: Callable[[], object], which: str, runs: int = RUNS
) -> Measure:
    pairs = [(_milliseconds(ours), _milliseconds(theirs)) for _ in range(runs)]
    mine, other = (statistics.median(column) for column in zip(*pairs, strict=True))
    return what, mine, other, which


def _milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)


def _command(command: list[str], folder: Path) -> Callable[[], None]:
    return lambda: _run(command, folder)


def _run(command: list[str], folder: Path) -> None:
    env = os.environ | {"HOME": str(folder), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}  # hledger reads no accent in C
    done = subprocess.run(command, env=env, cwd=folder, capture_output=True, stdin=subprocess.DEVNULL, check=False)
    assert done.returncode in (0, 1), f"{command}: {done.stderr.decode()[-500:]}"


def main(argv: list[str]) -> int:
    sizes = [int(word) for word in argv] or [1000, 100_000]
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"{'measure':32} {'Tenk':>10} {'other':>10} {'ratio':>7}")
    for rows in sizes:
        for what, ours, theirs, which in measures(rows):
            print(f"{what:32} {ours:10.0f} {theirs:10.0f} {ours / theirs:7.2f}  {which}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
