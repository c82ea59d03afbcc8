"""The first frame says what the ledger last said, with little loaded; the window then fills without ever stopping."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from tenk_desktop.core.outlook.kept import to_keep
from tenk_desktop.core.text import use_language
from tenk_desktop.store.glance import Row, glance
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.ui import theme
from tenk_desktop.ui.first_frame import FirstFrame, content
from tenk_desktop.ui.jobs import Jobs
from tenk_desktop.ui.live import look
from tenk_desktop.ui.main_window import MainWindow
from tenk_desktop.ui.money import HIDDEN
from tenk_desktop.ui.one_instance import Door
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.settings import Settings
from tenk_desktop.ui.start import Asked, Start, asked_for, main

from .conftest import TODAY

FIRST = {
    "core": "core core.money core.period core.resources core.text",
    "store": "store store.glance store.places",
    "ui": "ui ui.binding ui.first_frame ui.main_window ui.money ui.one_instance ui.personas ui.settings ui.start ui.theme ui.words",
}
"""All of ours that is loaded before the first frame is painted. A name more here is time more at each start."""

NOT_YET = {
    "numpy", "pyqtgraph", "sqlite_utils", "concurrent.futures", "decimal", "Qt", "dataclasses", "inspect", "argparse",
    "logging",
}  # fmt: skip
"""The last four are what PySide's own Python would bring (`ui.binding`)."""

PAINT = """
import linecache, os, sys
from tenk_desktop.ui import start
class Frame(start.FirstFrame):
    def paintEvent(self, event):
        super().paintEvent(event)
        from PySide6 import QtCore
        print(*sorted(sys.modules), *(["Qt"] if "Qt" in vars(QtCore) else []))
        print(self.accessibleName(), self.accessibleDescription())
        print(*(name for name in linecache.cache if "tenk_desktop" in name), flush=True)
        os._exit(0)
start.FirstFrame = Frame
start.main(sys.argv[1:])
"""


WRONG = """
from PySide6 import QtCore, QtGui, QtWidgets
app = QtWidgets.QApplication([])
wrong = (
    lambda: QtWidgets.QWidget().resize("wide"), lambda: QtCore.QDate("x", 1), lambda: QtCore.QSize(1, 2, 3),
    lambda: QtWidgets.QLabel(nothing=1), lambda: QtWidgets.QLabel().absent, lambda: QtGui.QColor.fromRgb([]),
)
for call in wrong[at:] + wrong[:at]:
    try:
        call()
    except Exception as error:
        print(type(error), error)
from PySide6.support.signature import get_signature
print(QtCore.QSize.scaled.__doc__, get_signature(QtWidgets.QLabel.setText), get_signature(QtCore.QSize.scaled))
"""
"""Calls that make no sense to Qt, from any one of them on."""

NAMES = """
import tenk_desktop.ui.charts
from PySide6 import QtCore, QtGui, QtWidgets
import pyqtgraph.Qt
for own, names in ((QtCore, pyqtgraph.Qt.QtCore), (QtGui, pyqtgraph.Qt.QtGui), (QtWidgets, pyqtgraph.Qt.QtWidgets)):
    made = set(vars(own))
    print(own.__name__, len(dir(own)), len(made))
    assert all(getattr(names, name) is getattr(own, name) for name in dir(own) if not name.startswith("__"))
    assert not hasattr(names, "QNothing")
"""
"""pyqtgraph's copies of Qt's names, once our charts are loaded."""


@pytest.fixture
def said_path(lived_path: Path, qapp: QApplication, qtbot) -> Path:
    """The ledger of `lived_path` once a window has said its verdict."""
    session = Session(Ledger.open(lived_path), Jobs(), lambda: TODAY)
    window = MainWindow(session, Settings())
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: bool(session.ledger.said()) and not session.jobs.busy)
    session.close()
    return lived_path


@pytest.fixture
def start(lived_path: Path, qapp: QApplication) -> Iterator[Start]:
    made = Start(qapp, asked_for(["--ledger", str(lived_path), "--today", str(TODAY), "--lang", "fr"]), Door())
    yield made
    made._window.close()
    made.close()
    made._window.deleteLater()
    use_language("fr")
    theme.apply(qapp, "light")


def test_little_is_loaded_before_the_first_frame(said_path: Path) -> None:
    with Ledger.open(said_path) as ledger:
        payee = ledger.transactions(limit=1)[0].payee
    words = [sys.executable, "-c", PAINT, "--ledger", str(said_path), "--today", str(TODAY), "--lang", "fr"]
    done = subprocess.run(words, env=os.environ, check=False, capture_output=True, text=True, timeout=60)
    modules, shown, sources = done.stdout.split("\n")[:3]
    assert "sur 10 de finir le mois sans découvert" in shown, done.stderr
    ours = {m.removeprefix("tenk_desktop.") for m in modules.split() if m.startswith("tenk_desktop.")}
    assert ours == {name for group in FIRST.values() for name in group.split()}
    assert not NOT_YET & set(modules.split())
    assert payee in shown
    assert not sources, "PySide's own import reads the source of whatever is loaded"


@pytest.mark.parametrize("at", [0, 1, 3, 5])
def test_a_wrong_call_is_told_as_by_the_whole_of_pyside(at: int) -> None:
    whole, ours = (said_by(f"{before}at = {at}{WRONG}") for before in ("", "import tenk_desktop.ui\n"))
    assert "QWidget.resize(str)" in ours
    assert ours == whole


def test_pyqtgraph_has_all_names_of_qt_and_few_are_made() -> None:
    for line in said_by(NAMES).splitlines():
        _module, names, made = line.split()
        assert int(made) < 0.7 * int(names)


def said_by(script: str) -> str:
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    words = [sys.executable, "-c", script]
    done = subprocess.run(words, env=env, check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_first_frame_has_the_words_of_the_card(said_path: Path) -> None:
    seen = glance(said_path, 3)
    assert seen is not None
    first = content(seen, "vecu", TODAY, hidden=False)
    with Ledger.open(said_path) as ledger:
        newest = ledger.transactions(limit=3)
        kept = json.loads(ledger.said()[-1][1])
    assert list(first.words)[:6] == kept["told"]["words"][:6]
    assert first.words.filled is not None
    assert len(first.words.tiles) == 3
    assert seen.rows == tuple(Row(t.date, t.payee, t.amount, "EUR") for t in newest)
    assert [line[0] for line in first.newest] == [t.payee for t in newest]


def test_the_words_are_made_again_where_their_copy_does_not_fit(said_path: Path) -> None:
    seen = glance(said_path, 3)
    assert seen is not None
    plain = content(seen, "", TODAY, hidden=False).words
    hidden = content(seen, "", TODAY, hidden=True)
    assert hidden.words.headline == plain.headline
    assert HIDDEN in hidden.words.tiles[0][1]
    assert all(HIDDEN in amount for _text, _day, amount in hidden.newest)
    use_language("en")
    try:
        english = content(seen, "", TODAY, hidden=False).words
    finally:
        use_language("fr")
    assert english.filled == plain.filled
    without_copy = seen._replace(said=json.dumps({**json.loads(seen.said), "told": None}))
    assert content(without_copy, "", TODAY, hidden=False).words == plain


def test_figures_of_another_day_are_said_to_be_so(said_path: Path) -> None:
    seen = glance(said_path, 8)
    said = [content(seen, "", TODAY + timedelta(days), hidden=False).redone for days in (0, 1, 3)]
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in said] == [
        "",
        "calculé hier, mise à jour…",
        "calculé le 22 nov., mise à jour…",
    ]
    assert content(seen, "", date(2026, 12, 3), hidden=False).redone == "", "no figure is drawn"
    assert said[1] in FirstFrame(content(seen, "", TODAY + timedelta(1), hidden=False)).accessibleName()


def test_what_was_said_of_another_month_is_not_drawn(said_path: Path) -> None:
    seen = glance(said_path, 3)
    assert seen is not None
    later = content(seen, "", date(2026, 12, 3), hidden=False)
    assert later.words.filled is None
    assert later.title.startswith("Décembre")
    assert later.newest


def test_a_file_that_is_no_ledger_shows_nothing_and_stays(tmp_path: Path) -> None:
    for name, data in (("photo.tenk", b"not a ledger"), ("empty.tenk", b"")):
        path = tmp_path / name
        path.write_bytes(data)
        assert glance(path, 3) is None
        assert path.read_bytes() == data
    assert glance(tmp_path / "absent.tenk", 3) is None
    assert sorted(p.name for p in tmp_path.iterdir()) == ["empty.tenk", "photo.tenk"]


def test_the_frame_gives_way_to_the_pages(start: Start, qtbot) -> None:
    window = start._window
    assert window.isVisible()
    assert isinstance(window.centralWidget(), FirstFrame)
    qtbot.waitUntil(lambda: not isinstance(window.centralWidget(), FirstFrame), timeout=15000)
    qtbot.waitUntil(window.month_end.isVisible)
    assert window.menuBar() is window.menus
    qtbot.waitUntil(window.month_end.card.dots.isVisible, timeout=15000)


def test_past_months_wait_for_the_charts(start: Start, qtbot) -> None:
    qtbot.waitUntil(lambda: not isinstance(start._window.centralWidget(), FirstFrame), timeout=15000)
    page, there = start._window.month_end, []
    page._lookout._calm.setInterval(0)  # replayed as soon as may be
    page._lookout.scored.connect(lambda: there.append(page.chart is not None and page.balance is not None))
    qtbot.waitUntil(lambda: bool(page._lookout.months), timeout=15000)
    assert there
    assert all(there)


def test_the_journal_is_made_after_the_charts_and_the_month_stays(start: Start, qtbot) -> None:
    window = start._window
    qtbot.waitUntil(lambda: not isinstance(window.centralWidget(), FirstFrame), timeout=15000)
    assert list(window.pages(all_of_them=True)) == ["Fin du mois"]
    qtbot.waitUntil(lambda: "Journal" in window.pages(all_of_them=True), timeout=15000)
    assert window.month_end.balance is not None
    assert window.current() == 0
    assert window.month_end.isVisible()


def test_closing_before_the_pages_are_there_is_no_fault(lived_path: Path, qapp: QApplication, qtbot) -> None:
    made = Start(qapp, asked_for(["--ledger", str(lived_path), "--today", str(TODAY)]), Door())
    made._window.close()
    made.close()
    qtbot.wait(400)
    assert made._desk is None
    made._window.deleteLater()


def test_what_a_start_is_asked_for() -> None:
    assert asked_for([]) == Asked()
    day, files = date(2026, 11, 22), (Path("a b.tenk"), Path("=.csv"))
    assert asked_for(["--ledger=a=b", "a b.tenk", "--lang", "en", "--today=2026-11-22", "=.csv"]) == Asked(
        Path("a=b"), "en", day, files
    )


@pytest.mark.parametrize("words", [["--ledger"], ["--ledger="], ["--lang", "xx"], ["--today", "hier"], ["--today"]])
def test_an_option_that_makes_no_sense_is_named(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert f"« {' '.join(words).replace('=', ' ').strip()} »" in said


class Heart:
    """Beats in the event loop: the longest time between two beats, and the most work done in one turn, in seconds."""

    def __init__(self) -> None:
        self.longest = self.work = 0.0
        self._last = time.perf_counter(), time.thread_time()
        self._timer = QTimer(interval=5)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter(), time.thread_time()
        self.longest, self.work = max(self.longest, now[0] - self._last[0]), max(self.work, now[1] - self._last[1])
        self._last = now


def test_a_busy_ledger_does_not_stop_the_window(said_path: Path, window: MainWindow, qtbot) -> None:
    """Somebody writes for a long time while a verdict arrives that has to be kept."""
    session = window.session
    assert session.open(said_path)
    said = look(said_path, TODAY, lambda _done: True).verdict
    with Ledger.open(said_path) as ledger:
        ledger.say(TODAY, to_keep(replace(said, seed=said.seed + 1)))
    writer = sqlite3.connect(said_path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    heart = Heart()
    try:
        window.month_end.start_over()
        qtbot.waitUntil(lambda: window.month_end._live is not None and not session.jobs.busy, timeout=15000)
    finally:
        writer.execute("ROLLBACK")
        writer.close()
    assert heart.longest < 1.0, "SQLite waits two seconds"
