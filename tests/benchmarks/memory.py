"""How much memory the window takes at the moments of its start, beside a bare PySide6 window at its own first paint."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.imports import TODAY, Measure

RESIDENT = """
import os
def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
"""

BARE_WINDOW = """
import os
from PySide6.QtWidgets import QApplication, QMainWindow
from PySide6.QtCore import QTimer
app = QApplication([])
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, lambda: {painted})
window = Window()
window.resize(1366, 768)
window.show()
app.exec()
"""
"""A window of Tenk's size with nothing in it; ``{painted}`` is done each time it is painted."""

_BARE = BARE_WINDOW.format(painted='(print("bare", resident(), sep="\\t", flush=True), os._exit(0))')

WATCHED = """
import gc
gc.disable()  # as `tenk_desktop.__main__` does
import sys, time
from tenk_desktop.ui import start
from PySide6.QtCore import QTimer
REST = 3.0
said, quiet_since = set(), []
def say(name):
    if name not in said:
        said.add(name)
        print(name, resident(), sep="\\t", flush=True)
class Frame(start.FirstFrame):
    def paintEvent(self, event):
        super().paintEvent(event)
        say("first frame")
class Watched(start.Start):
    def __init__(self, *asked):
        self._watch = QTimer(interval=2)
        self._watch.timeout.connect(self._look)
        super().__init__(*asked)
        self._watch.start()
    def _go_on(self):
        super()._go_on()
        if self._collector is not None:  # before the worker has done much
            say("pages")
    def _look(self):
        if self._collector is None:
            return
        page, jobs = self._window.month_end, self._desk.session.jobs
        if page._lookout.live is not None:
            say("verdict")
            if page.balance is not None and page.balance.isVisible():
                say("charts")
                quiet = not (jobs.busy or page._lookout.reading)
                quiet_since.append(time.monotonic()) if quiet else quiet_since.clear()
                if quiet and time.monotonic() > quiet_since[0] + REST:
                    say("at rest")
                    os._exit(0)
start.FirstFrame, start.Start = Frame, Watched
start.main(sys.argv[1:])
"""


def measures(path: Path) -> Iterator[Measure]:
    """A ledger whose verdict was said, opened; resident megabytes."""
    ((_, floor),) = _run(_BARE, path.parent)
    for moment, ours in _run(WATCHED, path.parent, "--ledger", str(path), "--today", str(TODAY)):
        yield f"memory, {moment}", ours, floor, "MB, a bare window"


def _run(script: str, home: Path, *words: str) -> list[tuple[str, float]]:
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "HOME": str(home)}
    command = [sys.executable, "-c", RESIDENT + script, *words]
    said = subprocess.run(command, env=env, check=True, capture_output=True, text=True, timeout=120).stdout
    return [(name, float(megabytes)) for name, megabytes in (line.split("\t") for line in said.splitlines())]
