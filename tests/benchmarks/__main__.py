"""What things cost, as ratios to a floor measured in the same run: ``python -m tests.benchmarks [ROWS]``.

Medians of several runs, each pair of measures one after the other, so that a busy machine slows both. Never a test: a
clock cannot fail a build.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tenk_desktop.ui.live import keep, look
from tenk_desktop.ui.money import shown
from tenk_desktop.ui.verdict_words import verdict_words
from tenk_desktop.ui.words import told
from tests.benchmarks import compile_ours, imports, ledger, memory, others
from tests.benchmarks.imports import TODAY, Measure

PAINTS = 9

TENK_WINDOW = """
import gc
gc.disable()  # as `tenk_desktop.__main__` does
import os, sys
from tenk_desktop.ui import start
from PySide6.QtCore import QTimer
class Frame(start.FirstFrame):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, lambda: os._exit(0))
start.FirstFrame = Frame
start.main(sys.argv[1:])
"""
"""The first frame has the verdict said last and the newest rows; the bare window has nothing."""


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def first_paint(*sizes: int) -> dict[str, tuple[float, float]]:
    """Seconds of whole processes until the first paint: Tenk with so many rows and a verdict said, and a bare window.

    The last line is the largest ledger against the smallest.
    """
    with tempfile.TemporaryDirectory() as name:
        ledgers = {rows: said_ledger(Path(name) / f"{rows}.tenk", rows) for rows in sizes}
        env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "HOME": name}
        commands = {0: [sys.executable, "-c", memory.BARE_WINDOW.format(painted="os._exit(0)")]}
        for rows, path in ledgers.items():
            commands[rows] = [sys.executable, "-c", TENK_WINDOW, "--ledger", str(path), "--today", str(TODAY)]
        taken: dict[int, list[float]] = {rows: [] for rows in commands}
        for _ in range(PAINTS):
            for rows, command in commands.items():
                run = partial(subprocess.run, command, env=env, check=True, capture_output=True)
                taken[rows].append(seconds(run))
    found = {rows: median(times) for rows, times in taken.items()}
    results = {f"first paint, {rows} rows": (found[rows], found[0]) for rows in sizes}
    return results | {f"{max(sizes)} against {min(sizes)}": (found[max(sizes)], found[min(sizes)])}


def said_ledger(path: Path, rows: int) -> Path:
    """A ledger of ten years whose verdict was said, as a window leaves it."""
    ledger.large_ledger(path, rows).close()
    said = look(path, TODAY, lambda _done: True).verdict
    assert said is not None
    words = verdict_words(said, partial(shown, currency="EUR", hidden=False))
    keep(path, said, told(words, hidden=False), lambda _done: True)
    return path


def median(values: object) -> float:
    return statistics.median(values)  # type: ignore[call-overload,no-any-return]


def main(argv: list[str]) -> int:
    rows = int(argv[0]) if argv else 100_000
    print(f"{rows} transactions, load {os.getloadavg()[0]:.1f}")
    print(f"{'measure':32} {'Tenk':>10} {'floor':>10} {'ratio':>7}")
    for what, ours, floor, which in [
        *imports.measures(rows),
        *windows(rows),
        *ledger.measures(rows),
        *others.measures(rows),
    ]:
        print(f"{what:32} {ours:10.2f} {floor:10.2f} {ours / floor:7.2f}  {which}", flush=True)
    return 0


def windows(rows: int) -> list[Measure]:
    """Whole processes until the first paint, in milliseconds, and the memory of one that goes on."""
    compile_ours()
    paints = first_paint(1000, rows)
    found = [(name, 1000 * ours, 1000 * floor, "ms, a bare window") for name, (ours, floor) in paints.items()]
    if not sys.platform.startswith("linux"):  # which says how much memory a process takes
        return found
    with tempfile.TemporaryDirectory() as name:
        return [*found, *memory.measures(said_ledger(Path(name) / "mesure.tenk", rows))]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
