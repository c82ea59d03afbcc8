"""How long the TikTok page takes to be complete: ``python -m tests.benchmarks.creator [ORDERS_A_DAY]``.

A creator's two years of days, and 20,000 orders unless told otherwise, in a window of its own process each time; from
the key that opens the page to all of it drawn, the chart included. Processor time is of both threads: on a machine that
does nothing else it is what the page takes at most. Bytecode is there, as in what is installed.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.creators.life import live
from tests.creators.score import ledger_of

RUNS = 9
TWENTY_THOUSAND = 27.5  # orders a day, over two years

OPENED = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication
app = QApplication([])
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.ui import theme
from tenk_desktop.ui.collector import Collector
from tenk_desktop.ui.jobs import Jobs
from tenk_desktop.ui.main_window import MainWindow
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.settings import Settings
from tests.creators.life import TODAY
theme.apply(app, "light")
session = Session(Ledger.open(Path(sys.argv[1])), Jobs(), lambda: TODAY)
collector = Collector(session.jobs)  # as `ui.start` has it
window = MainWindow(session, Settings())
window.resize(1366, 768)
window.show()
def turn(milliseconds):
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
idle = 0
while idle < 20:  # the first page is there, and its charts
    before = time.process_time()
    turn(100)
    idle = idle + 1 if not session.jobs.busy and time.process_time() - before < 0.02 else 0
place = next(i for i, (_name, icon, *_rest) in enumerate(window._pages) if icon == "tiktok")
loop = QEventLoop()
wall, processor = time.perf_counter(), time.process_time()
window.go(place)
window.page(place).shown.connect(loop.quit)
loop.exec()
print(1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - processor))
session.close()
"""


def main(argv: list[str]) -> int:
    """Print the median and the range of each."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "vie.tenk"
        with ledger_of(path, live(3, orders_a_day=float(argv[0]) if argv else TWENTY_THOUSAND).files) as ledger:
            print(f"{len(ledger.earnings())} earnings, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "HOME": name, "PYTHONPYCACHEPREFIX": name}
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        command = [sys.executable, "-c", OPENED, str(path)]
        took = [subprocess.run(command, env=env, check=True, capture_output=True, text=True) for _ in range(RUNS + 1)]
    pairs = [tuple(map(float, done.stdout.split())) for done in took[1:]]  # the first one writes the bytecode
    for what, values in zip(("page complete, ms", "processor, ms"), zip(*pairs, strict=True), strict=True):
        print(f"{what:20} {statistics.median(values):6.0f}  ({min(values):.0f} to {max(values):.0f})")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
