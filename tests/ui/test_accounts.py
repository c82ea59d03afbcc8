"""The accounts dialog: balances, names, currencies, rates."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tenk_desktop.core.importing.planning import plan_typed
from tenk_desktop.core.importing.rewards import typed
from tenk_desktop.core.model import AccountKind, Stage
from tenk_desktop.ui.dialogs.accounts import AccountsDialog
from tenk_desktop.ui.session import Session

from .conftest import TODAY
from .test_pages import words


@pytest.fixture
def dialog(session: Session, qtbot) -> AccountsDialog:
    made = AccountsDialog(session)
    qtbot.addWidget(made)
    made.show()
    return made


def plain(dialog: AccountsDialog) -> str:
    QApplication.processEvents()  # a new line is shown by the event loop
    return words(dialog).replace("\N{NO-BREAK SPACE}", " ")


def test_each_account_has_its_balance_and_there_is_a_total(dialog: AccountsDialog, session: Session) -> None:
    said = plain(dialog)
    assert "214,60 €" in said
    assert "solde inconnu" not in said  # « Livret » was opened with one
    assert "274,60 €" in said
    session.hide_amounts(True)
    assert "€" in plain(dialog)
    assert "4,60" not in plain(dialog)


def test_a_dollar_account_is_added_by_keyboard_and_needs_a_rate(dialog: AccountsDialog, session: Session) -> None:
    QTest.keyClicks(dialog.new.name, "PayPal USD")
    dialog.new.kind.setCurrentIndex(2)
    dialog.new.currency.setCurrentText("usd")
    assert dialog.new.balance.placeholderText() == "0,00\N{NO-BREAK SPACE}$"
    QTest.keyClicks(dialog.new.balance, "69,57")
    QTest.keyClick(dialog.new.balance, Qt.Key.Key_Return)
    made = session.ledger.accounts()[-1]
    assert (made.name, made.kind, made.currency, made.balance) == ("PayPal USD", AccountKind.PAYPAL, "USD", 6957)
    assert "Pas de total : il manque le cours de USD." in plain(dialog)
    line = dialog.rates["USD"]
    QTest.keyClicks(line.value, "abc")
    QTest.keyClick(line.value, Qt.Key.Key_Return)
    assert line.value.property("problem")
    line.value.clear()
    QTest.keyClicks(line.value, "0,9215")
    QTest.keyClick(line.value, Qt.Key.Key_Return)
    assert dialog.rates["USD"] is line, "whoever types keeps the line"
    assert "Soit 338,71 €" in plain(dialog)  # 274.60 + 69.57 x 0.9215 = 338.708...
    assert "d’après vous" in plain(dialog)
    session.ledger.undo()
    assert session.ledger.rates() == ()


def test_a_name_is_changed_where_it_stands(dialog: AccountsDialog, session: Session, qtbot) -> None:
    name = dialog.names[2]
    name.setFocus()
    name.selectAll()
    QTest.keyClicks(name, "Livret A")
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert session.ledger.accounts()[1].name == "Livret A"
    assert dialog.isVisible(), "Enter keeps a field, it does not leave"
    assert dialog.names[2] is name
    name.selectAll()
    with qtbot.waitSignal(session.refused):
        QTest.keyClicks(name, "Courant")
        QTest.keyClick(name, Qt.Key.Key_Return)
    assert name.text() == "Livret A"


def test_an_account_without_balance_leaves_no_total(dialog: AccountsDialog, session: Session) -> None:
    dialog.new.name.setText("Espèces")
    dialog.new.button.click()
    assert "solde inconnu" in plain(dialog)
    assert "il manque le solde de « Espèces »" in plain(dialog)


def test_it_asks_for_a_statement_of_an_account(dialog: AccountsDialog, qtbot) -> None:
    from .test_verdict_page import button

    with qtbot.waitSignal(dialog.reconcile_asked) as asked:
        button(dialog, "Pointer un relevé de « Livret »").click()
    assert asked.args[0].name == "Livret"


def test_what_a_platform_still_owes_stands_beside_its_account(dialog: AccountsDialog, session: Session) -> None:
    for day, stage in ((date(2026, 9, 1), Stage.PAYABLE), (date(2026, 10, 1), Stage.ESTIMATED)):  # that is in no wallet
        said = typed(day, Decimal("31.40"), "EUR", stage)
        session.write(lambda ledger, said=said: ledger.apply_import(plan_typed(said, ledger.existing(TODAY, TODAY))))
    assert "31,40 € à recevoir" in plain(dialog)
    assert "274,60 €" in plain(dialog), "money that has not come is in no total"
    session.hide_amounts(True)
    assert "31,40" not in plain(dialog)


def test_what_an_account_is_for_is_changed_where_it_stands(dialog: AccountsDialog, session: Session) -> None:
    """And can be undone; scrolling past changes nothing, and nobody makes a wallet of an account."""
    assert [account.spending for account in session.ledger.accounts()] == [True, False]
    choice = dialog.kinds[2]
    assert [choice.itemText(i) for i in range(choice.count())] == ["compte bancaire", "espèces", "PayPal", "épargne"]
    assert choice.toolTip() == "Ne compte pas dans l’argent disponible."
    QTest.keyClick(choice, Qt.Key.Key_Home)
    assert session.ledger.accounts()[1].kind is AccountKind.BANK
    assert choice.toolTip() == ""
    assert dialog.kinds[2] is choice, "whoever chooses keeps the line"
    session.undo()
    assert session.ledger.accounts()[1].kind is AccountKind.SAVINGS
    assert choice.value() is AccountKind.SAVINGS
    before = session.ledger.revision()
    centre = QPointF(choice.rect().center())
    wheel = QWheelEvent(
        centre, choice.mapToGlobal(centre), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(choice, wheel)
    assert session.ledger.revision() == before
