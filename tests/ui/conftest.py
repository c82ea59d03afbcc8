"""A real ledger, a real session and a real window, small enough to be quick."""

import sys
import threading
from collections.abc import Iterator
from datetime import date
from importlib.abc import MetaPathFinder
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tenk_desktop.core.model import AccountKind, Transaction
from tenk_desktop.core.text import use_language
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tenk_desktop.ui import theme
from tenk_desktop.ui.app import Desk
from tenk_desktop.ui.jobs import Jobs
from tenk_desktop.ui.main_window import MainWindow
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.settings import Settings, SettingsFile

QT = ("PySide6", "shiboken6", "pyqtgraph", "tenk_desktop.ui.charts")
TODAY = date(2026, 11, 22)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says this of a window with a minimum size or of a menu; it says nothing of ours."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))


def category(ledger: Ledger, name: str) -> int:
    return next(c.id for c in ledger.categories() if c.name == name)


@pytest.fixture(scope="session", autouse=True)
def _dressed(qapp: QApplication) -> None:
    theme.apply(qapp, "light")


@pytest.fixture(autouse=True)
def _qt_is_loaded_by_the_window_alone() -> Iterator[None]:
    """PySide makes classes when they are first used, and dies where two threads do: a worker must load none."""
    guard = _Guard()
    sys.meta_path.insert(0, guard)
    yield
    sys.meta_path.remove(guard)
    assert not guard.seen, f"loaded by a worker: {guard.seen}"


class _Guard(MetaPathFinder):
    def __init__(self) -> None:
        self.seen: list[str] = []

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> None:
        if threading.current_thread() is not threading.main_thread() and name.startswith(QT):
            self.seen.append(name)


@pytest.fixture
def ledger_path(tmp_path: Path) -> Path:
    """Two months of two accounts: October lacks 20 EUR, November is ahead by 26.50 EUR."""
    path = tmp_path / "essai.tenk"
    openings = (OpeningBalance("Courant", 21460, TODAY), OpeningBalance("Livret", 5000, kind=AccountKind.SAVINGS))
    with Ledger.create(path, accounts=openings) as ledger:
        courant, livret = (a.id for a in ledger.accounts())
        bourse, tiktok, loyer, courses = (category(ledger, n) for n in ("Bourse", "TikTok", "Loyer", "Courses"))
        ledger.save(
            Transaction(0, courant, date(2026, 10, 5), 30000, "CROUS", category_id=bourse),
            Transaction(0, courant, date(2026, 10, 28), -32000, "Loyer", category_id=loyer),
            Transaction(0, courant, date(2026, 11, 5), 30000, "CROUS", category_id=bourse),
            Transaction(0, courant, date(2026, 11, 15), 8600, "TikTok", category_id=tiktok),
            Transaction(0, courant, date(2026, 11, 16), -210, "Café des arts"),
            Transaction(0, courant, date(2026, 11, 16), -210, "Café des arts"),
            Transaction(
                0, courant, date(2026, 11, 18), -35530, "Monoprix", memo="courses du mois", category_id=courses
            ),
            Transaction(0, livret, date(2026, 11, 19), 1000, "Intérêts"),
        )
    return path


@pytest.fixture
def lived_path(tmp_path: Path) -> Path:
    """Eight months of one account, known up to yesterday: a grant on the 5th, rent on the 27th, TikTok, weekly food."""
    path = tmp_path / "vecu.tenk"
    with Ledger.create(path, accounts=[OpeningBalance("Courant", 40000, date(2026, 11, 21))]) as ledger:
        account = ledger.accounts()[0].id
        bourse, tiktok, loyer, courses = (category(ledger, n) for n in ("Bourse", "TikTok", "Loyer", "Courses"))
        rows = []
        for i, month in enumerate(range(3, 12)):
            rows.append(Transaction(0, account, date(2026, month, 5), 40000, "CROUS", category_id=bourse))
            rows.append(Transaction(0, account, date(2026, month, 16), 6000 + 900 * i, "TikTok", category_id=tiktok))
            if month < 11:
                rows.append(Transaction(0, account, date(2026, month, 27), -33000, "Loyer", category_id=loyer))
            rows += [
                Transaction(0, account, date(2026, month, day), -2500 - 37 * (day + i), "Monoprix", category_id=courses)
                for day in (1, 8, 14, 21)
            ]
        ledger.save(*rows)
    return path


@pytest.fixture
def session(ledger_path: Path, qapp: QApplication) -> Iterator[Session]:
    made = Session(Ledger.open(ledger_path), Jobs(), lambda: TODAY)
    yield made
    made.close()


@pytest.fixture
def desk(ledger_path: Path, qapp: QApplication) -> Iterator[Desk]:
    """The whole wiring, its first verdict still on its way."""
    made = Desk(qapp, SettingsFile(), Ledger.open(ledger_path), lambda: TODAY)
    yield made
    made.window.close()
    made.close()
    made.window.deleteLater()
    use_language("fr")
    theme.apply(qapp, "light")


@pytest.fixture
def window(session: Session, qtbot) -> MainWindow:
    made = MainWindow(session, Settings())
    qtbot.addWidget(made)
    made.show()
    return made
