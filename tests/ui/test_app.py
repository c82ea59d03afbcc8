"""Starting, changing look and language, samples, and what must not be imported before the first paint."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from tenk_desktop.core.text import language
from tenk_desktop.store import places
from tenk_desktop.ui import errors, theme
from tenk_desktop.ui.app import Desk, system_language
from tenk_desktop.ui.dialogs.reconcile import ReconcileDialog
from tenk_desktop.ui.dialogs.rewards import RewardsDialog
from tenk_desktop.ui.settings import SettingsFile
from tenk_desktop.ui.widgets import Banner

FIRST_PAINT = """
import sys
from datetime import date
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication
from pathlib import Path
from tenk_desktop.ui.app import Desk
from tenk_desktop.ui import theme
from tenk_desktop.ui.dialogs.reconcile import ReconcileDialog
from tenk_desktop.ui.settings import SettingsFile
from tenk_desktop.store.ledger import Ledger
app = QApplication([])
theme.apply(app)
desk = Desk(app, SettingsFile(), Ledger.open(Path(sys.argv[1])), lambda: date(2026, 11, 22))
desk.window.grab()
heavy = {"numpy", "pyqtgraph", "sqlite_utils"} & set(sys.modules)
print("before:", sorted(heavy))
while desk.window.month_end.chart is None:
    loop = QEventLoop(); QTimer.singleShot(20, loop.quit); loop.exec()
print("after:", "pyqtgraph" in sys.modules)
desk.close()
"""


def test_nothing_heavy_before_the_first_paint(ledger_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT, str(ledger_path)],
        env=os.environ,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.split("\n")[:2] == ["before: []", "after: True"], done.stderr


def test_the_window_opened_is_remembered(desk: Desk) -> None:
    assert places.recent_ledgers() == (desk.session.ledger.path.resolve(),)


def test_a_look_and_a_language_are_put_on_and_kept(desk: Desk) -> None:
    desk.window.go(1)
    desk.window.preferences_changed.emit({"look": "dark"})
    assert theme.colours() is theme.DARK
    assert desk.window.current() == 1
    desk.window.preferences_changed.emit({"language": "en"})
    assert language() == "en"
    assert desk.window.menuBar().actions()[0].text() != "&Fichier"
    assert SettingsFile().now.look == "dark"
    assert SettingsFile().now.language == "en"


@pytest.mark.parametrize("after_ms", [0, 60, 200, 350])
def test_another_look_while_the_first_verdict_is_on_its_way(desk: Desk, qtbot, after_ms: int) -> None:
    qtbot.wait(after_ms)
    desk.window.preferences_changed.emit({"look": "dark"})
    qtbot.waitUntil(lambda: desk.window.month_end.balance is not None and not desk.session.jobs.busy)
    assert desk.window.month_end._live.verdict is not None


def test_an_example_never_touches_ones_own(desk: Desk, ledger_path: Path, qtbot) -> None:
    own = desk.session.ledger.count_and_sum()
    desk.open_sample("etudiante")
    qtbot.waitUntil(lambda: desk.session.ledger.sample == "etudiante", timeout=15000)
    assert desk.session.ledger.path != ledger_path
    assert places.recent_ledgers() == (ledger_path.resolve(),)
    desk.open_ledger(ledger_path)
    assert desk.session.ledger.count_and_sum() == own


def test_a_file_that_is_no_ledger_is_said_calmly(desk: Desk, tmp_path: Path) -> None:
    from PySide6.QtWidgets import QMessageBox

    other = tmp_path / "photo.tenk"
    other.write_bytes(b"not a ledger")
    desk.open_ledger(other)
    boxes = desk.window.findChildren(QMessageBox)
    assert len(boxes) == 1
    assert "Traceback" not in boxes[0].text() + boxes[0].informativeText()
    boxes[0].close()
    assert desk.session.ledger.path.name == "essai.tenk"


def test_our_own_fault_goes_to_a_log(desk: Desk, capsys) -> None:
    from PySide6.QtWidgets import QMessageBox

    errors.show(ZeroDivisionError("x"), desk.window)
    assert "ZeroDivisionError" in errors.crash_log().read_text("utf-8")
    (box,) = desk.window.findChildren(QMessageBox)
    assert str(errors.crash_log()) in box.informativeText()
    box.close()


def test_the_system_says_nothing_means_french() -> None:
    assert system_language() in ("fr", "en")


def test_dialogs_open(desk: Desk, qtbot) -> None:
    from PySide6.QtWidgets import QDialog

    desk.window.help_asked.emit()
    account = desk.session.ledger.accounts()[1]
    desk.window.balance_asked.emit(account)
    desk.window.import_asked.emit([])
    dialogs = desk.window.findChildren(QDialog)
    assert len(dialogs) == 3
    for dialog in dialogs:
        assert dialog.isVisible()
        dialog.close()


def test_a_typed_balance_is_kept(desk: Desk, qtbot) -> None:
    from tenk_desktop.ui.dialogs.balance import BalanceDialog

    account = desk.session.ledger.accounts()[0]
    dialog = BalanceDialog(desk.session, account, desk.window)
    dialog.amount.setText("abc")
    dialog.save()
    assert dialog.result() == 0
    dialog.amount.setText("-12,34")
    dialog.save()
    assert desk.session.ledger.accounts()[0].balance == -1234
    dialog.deleteLater()


def test_a_months_earnings_typed_from_the_journal_are_said_to_be_noted(desk: Desk, qtbot) -> None:
    def type_one(amount: str) -> str:
        desk.window.rewards_asked.emit()
        (dialog,) = [d for d in desk.window.findChildren(RewardsDialog) if d.isVisible()]
        dialog.amount.setText(amount)
        dialog.save()
        QApplication.processEvents()
        said = [b for b in desk.window.findChildren(Banner) if b.isVisible()]
        return " ".join(one.text() for b in said for one in b.findChildren(QLabel)).replace("\N{NO-BREAK SPACE}", " ")

    desk.window.show()
    desk.window.go(1)
    assert type_one("120,50").startswith("Noté : 120,50 €, TikTok : Creator Rewards, Novembre 2026, ")
    assert "80,00 €" in (second := type_one("80"))
    assert "120,50" not in second, "the last one alone"
    desk.session.undo()
    assert not [b for b in desk.window.findChildren(Banner) if b.isVisible()], "it is no longer so"
    type_one("90")
    (banner,) = [b for b in desk.window.findChildren(Banner) if b.isVisible()]
    next(b for b in banner.findChildren(QPushButton) if b.text() == "voir dans TikTok").click()
    assert desk.window.current() == 4
    assert type_one("95") == "", "the page itself shows it"


def test_what_is_being_ticked_off_outlives_another_look(desk: Desk, qtbot) -> None:
    desk.reconcile()
    dialog = desk.window.findChild(ReconcileDialog)
    qtbot.waitUntil(dialog.isVisible)
    former = desk.window
    desk.window.preferences_changed.emit({"look": "dark"})
    assert theme.colours() is theme.DARK
    qtbot.wait(50)
    assert desk.window is former
    assert dialog.isVisible()
    dialog.close()
    qtbot.waitUntil(lambda: desk.window is not former, timeout=5000)
