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
from tenk_desktop.ui.journal_day import MonthDayBox
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


def test_closing_it_asks_and_keeps_nothing_unless_wanted(dialog: QuestionsDialog, session: Session) -> None:
    dialog.balance.setText("10")
    dialog.go_on()
    dialog.close()
    assert dialog.isVisible()
    assert dialog.leaving.isVisible()
    dialog.leaving.drop.click()
    assert not dialog.isVisible()
    assert session.ledger.accounts() == ()
    assert session.ledger.undoable() == (None, None)


def test_closing_it_without_an_answer_asks_nothing(dialog: QuestionsDialog) -> None:
    dialog.balance.setText("10")
    dialog.skip()
    dialog.reject()
    assert not dialog.isVisible()


def test_the_offer_goes_once_one_answers_again(dialog: QuestionsDialog, qtbot) -> None:
    dialog.activateWindow()
    dialog.balance.setText("10")
    for go_on in (
        lambda: QTest.keyClick(dialog, Qt.Key.Key_Escape),
        dialog.balance.setFocus,
        dialog.go_on,
        dialog.skip,
    ):
        dialog.reject()
        assert dialog.leaving.isVisible()
        go_on()
        qtbot.waitUntil(lambda: not dialog.leaving.isVisible())


def test_escape_twice_goes_on_and_what_was_answered_can_be_kept(dialog: QuestionsDialog, session: Session) -> None:
    dialog.balance.setText("10")
    dialog.go_on()
    dialog.incomes.fill(1, "CAF", "douze", 5)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert not dialog.leaving.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    dialog.leaving.keep.click()
    assert dialog.isVisible(), "what cannot be read is shown"
    dialog.incomes.fill(1, "CAF", "12", 5)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    dialog.leaving.keep.click()
    assert dialog.result() == 1
    assert session.ledger.accounts()[0].balance == 1000
    assert [s.amount for s in session.ledger.schedules()] == [1200]


@pytest.mark.parametrize(
    ("keys", "value", "text"),
    [
        ("0", 0, "dernier jour ouvré"),
        ("d", 0, "dernier jour ouvré"),
        ("05", 5, "5"),
        ("31", 31, "31"),
        ("32", 3, "3"),
        ("", 27, "le 27 du mois"),
    ],
)
def test_a_day_of_the_month_is_taken_as_it_is_typed(qtbot, keys: str, value: int, text: str) -> None:
    box = MonthDayBox(27)
    qtbot.addWidget(box)
    box.show()
    box.selectAll()
    QTest.keyClicks(box, keys)
    assert (box.value(), box.text()) == (value, text)


def test_the_first_of_the_month_reads_as_people_say_it(qtbot) -> None:
    box = MonthDayBox(1)
    qtbot.addWidget(box)
    assert box.text() == "le 1er du mois"
    box.stepBy(-1)
    assert (box.value(), box.text()) == (0, "dernier jour ouvré")
    box.stepBy(-1)
    assert box.value() == 0


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


def test_an_amount_nobody_can_read_is_said_and_kept(dialog: QuestionsDialog, session: Session, qtbot) -> None:
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    typed("abc", Qt.Key.Key_Return)
    assert "pas lisible" in dialog._problem.text()
    assert dialog._problem.isVisible()
    typed(Qt.Key.Key_Escape)
    dialog.leaving.keep.click()
    assert dialog.isVisible()
    assert dialog._problem.isVisible()
    assert dialog.balance.text() == "abc"
    assert dialog.balance.hasFocus()
    dialog.balance.selectAll()
    typed("1")
    assert not dialog._problem.isVisible()
    assert session.ledger.accounts() == ()


def test_the_title_says_how_much_is_asked(session: Session, qtbot) -> None:
    one, four = QuestionsDialog(session, only_balance=True), QuestionsDialog(session)
    for made in (one, four):
        qtbot.addWidget(made)
    assert (one.windowTitle(), four.windowTitle()) == ("Solde d’aujourd’hui", "Quatre questions")
