"""Four questions by the keyboard alone, then the first sentence."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tenk_desktop.core.model import Filter, Nature
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.ui.dialogs.payout import PayoutDialog
from tenk_desktop.ui.dialogs.questions import QuestionsDialog
from tenk_desktop.ui.jobs import Jobs
from tenk_desktop.ui.main_window import MainWindow
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.settings import Settings

from .conftest import TODAY
from .test_verdict_page import answered


@pytest.fixture
def session(tmp_path: Path, qapp: QApplication):
    made = Session(Ledger.create(tmp_path / "neuf.tenk"), Jobs(), lambda: TODAY)
    yield made
    made.close()


@pytest.fixture
def dialog(session: Session, qtbot) -> QuestionsDialog:
    made = QuestionsDialog(session)
    qtbot.addWidget(made)
    made.show()
    return made


def typed(*keys: object) -> None:
    """Into whatever has the keyboard."""
    for key in keys:
        here = QApplication.focusWidget()
        assert here is not None, key
        if isinstance(key, str):
            QTest.keyClicks(here, key)
        else:
            QTest.keyClick(here, key)


def test_by_the_keyboard_from_the_balance_to_the_first_sentence(
    dialog: QuestionsDialog, session: Session, qtbot
) -> None:
    window = MainWindow(session, Settings())
    qtbot.addWidget(window)
    window.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    tab, enter = Qt.Key.Key_Tab, Qt.Key.Key_Return
    typed("100,50", enter)
    assert dialog._stack.currentIndex() == 1
    typed(tab, tab, tab, "184", tab, "25", enter)  # past the wage's day and CAF's name to its amount
    typed("290+10", tab, "27", enter)
    typed("70", enter)
    assert dialog.result() == 1
    told = {(s.payee, s.amount, s.rhythm.day) for s in session.ledger.schedules()}
    assert told == {("CAF", 18400, 25), ("Loyer", -30000, 27)}
    assert session.ledger.preferences() == {"week": "7000"}
    (account,) = session.ledger.accounts()
    assert (account.balance, account.balance_known) == (10050, True)
    page = answered(window, qtbot)
    said = page.card.headline.text()
    assert said.startswith("Sans rien de TikTok, ")
    assert "manquerait" in said


def test_each_question_can_be_passed_over_and_nothing_is_written(dialog: QuestionsDialog, session: Session) -> None:
    dialog.bills.fill(0, "Loyer", "300", 5)
    for _ in range(4):
        dialog.skip()
    assert dialog.result() == 1
    assert session.ledger.schedules() == ()
    assert session.ledger.accounts() == ()


def test_what_is_no_amount_is_not_passed_over_in_silence(dialog: QuestionsDialog) -> None:
    dialog.balance.setText("cent euros")
    dialog.go_on()
    assert dialog._stack.currentIndex() == 0
    assert dialog.balance.property("problem") is True
    dialog.balance.setText("-12,5")
    dialog.go_on()
    assert dialog._stack.currentIndex() == 1


def test_an_overdraft_is_a_floor_below_nothing(dialog: QuestionsDialog, session: Session) -> None:
    dialog.balance.setText("-50")
    dialog.overdraft.setText("200")
    dialog.incomes.add("")
    dialog.incomes.fill(3, "", "500", 0)
    for _ in range(4):
        dialog.go_on()
    assert session.ledger.household(TODAY).floor == -20000
    assert session.ledger.household(TODAY).available == -5000
    (wage,) = session.ledger.schedules()
    assert (wage.payee, wage.amount, wage.rhythm.day) == ("Revenu", 50000, 0)


def test_two_of_one_name_are_both_kept(dialog: QuestionsDialog, session: Session) -> None:
    for row, amount in enumerate(("50", "60")):
        dialog.bills.fill(row, "Crédit", amount, 10)
    dialog.incomes.fill(0, "crédit", "5", 1)
    for _ in range(4):
        dialog.go_on()
    assert sorted(s.amount for s in session.ledger.schedules()) == [-6000, -5000, 500]


def test_closing_it_writes_nothing(dialog: QuestionsDialog, session: Session) -> None:
    dialog.balance.setText("10")
    dialog.go_on()
    dialog.reject()
    assert session.ledger.accounts() == ()
    assert session.ledger.undoable() == (None, None)


def test_bills_without_a_balance_end_on_the_one_thing_missing(session: Session, qtbot) -> None:
    window = MainWindow(session, Settings())
    qtbot.addWidget(window)
    window.show()
    first = QuestionsDialog(session)
    qtbot.addWidget(first)
    first.bills.fill(0, "Loyer", "300", 5)
    first.skip()
    first.skip()
    first.go_on()
    first.skip()
    page = answered(window, qtbot)
    assert page.card.way_out.isVisible()
    with qtbot.waitSignal(window.questions_asked) as asked:
        page.card.way_out.click()
    assert asked.args == [True]
    second = QuestionsDialog(session, only_balance=True)
    qtbot.addWidget(second)
    second.balance.setText("400")
    second.go_on()
    assert second.result() == 1
    qtbot.waitUntil(lambda: page._live.verdict is not None)


def test_the_last_payout_is_an_operation_like_any_other(session: Session, qtbot) -> None:
    opening = QuestionsDialog(session, only_balance=True)
    qtbot.addWidget(opening)
    opening.balance.setText("100")
    opening.go_on()
    dialog = PayoutDialog(session)
    qtbot.addWidget(dialog)
    dialog.save()
    assert dialog.result() == 0
    dialog.amount.setText("86")
    dialog.day.setDate(QDate(2026, 11, 15))
    dialog.save()
    assert dialog.result() == 1
    (payout,) = session.ledger.transactions(Filter(nature=Nature.TIKTOK))
    assert (payout.date, payout.amount) == (date(2026, 11, 15), 8600)
    assert session.ledger.accounts()[0].balance == 10000
