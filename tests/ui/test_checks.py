"""« À vérifier »: a balance of the bank that does not agree, and a click to where it is mended."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tenk_desktop.ui.jobs import Jobs
from tenk_desktop.ui.main_window import MainWindow
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.settings import Settings
from tests.store.conftest import bring, row, statement

from .conftest import TODAY

DAY = date(2026, 11, 20)


@pytest.fixture
def window(tmp_path: Path, qapp: QApplication, qtbot):
    path = tmp_path / "banque.tenk"
    with Ledger.create(path, accounts=[OpeningBalance("Courant", 10_000)]) as ledger:
        bring(ledger, "a.csv", statement(row("2026-11-03", "-15", "CAFE"), closing=(DAY, Decimal(70))))
    session = Session(Ledger.open(path), Jobs(), lambda: TODAY)
    made = MainWindow(session, Settings())
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.month_end._live is not None and not session.jobs.busy, timeout=15000)
    yield made
    session.close()


def said(window: MainWindow) -> str:
    words = (w.text() for w in window.month_end.side.checks.findChildren(QLabel) if w.isVisible())
    return "\n".join(words).replace("\u00a0", " ").replace("\u202f", " ")


def press(window: MainWindow, text: str) -> None:
    checks = window.month_end.side.checks
    next(b for b in checks.findChildren(QPushButton) if b.text() == text and b.isVisible()).click()


def settled(window: MainWindow, qtbot) -> None:
    qtbot.waitUntil(lambda: not window.session.jobs.busy, timeout=15000)


def test_which_account_by_how_much_and_when(window: MainWindow, qtbot) -> None:
    assert "« Courant » : la banque dit 70,00 € au 20 nov., vos comptes mènent à 85,00 €." in said(window)
    assert "Écart de −15,00 €" in said(window)
    with qtbot.waitSignal(window.reconcile_asked) as asked:
        press(window, "pointer le relevé")
    assert asked.args[0].name == "Courant"


def test_it_can_be_left_and_taken_back(window: MainWindow, qtbot) -> None:
    press(window, "laisser ainsi")
    settled(window, qtbot)
    assert "Écart" not in said(window)
    window.session.undo()
    settled(window, qtbot)
    assert "Écart" in said(window)


def test_a_typed_balance_gives_way_to_the_banks(window: MainWindow, qtbot) -> None:
    ledger = window.session.ledger
    window.session.write(lambda ledger: ledger.set_balance(1, 9900, DAY))
    settled(window, qtbot)
    assert "vous avez donné 99,00 € au 20 nov., le relevé mène à 70,00 €" in said(window)
    press(window, "prendre celui du relevé")
    settled(window, qtbot)
    assert ledger.accounts()[0].balance == 7000
    assert "Écart" not in said(window)
