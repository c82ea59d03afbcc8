"""A statement ticked off by keyboard alone, and what it protects."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from tenk_desktop.core.errors import LockedError
from tenk_desktop.core.model import Filter, Transaction
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.ui import errors, theme
from tenk_desktop.ui.dialogs.reconcile import ReconcileDialog
from tenk_desktop.ui.main_window import MainWindow
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.tick_table import PAYEE, TICK, TICKED

from .conftest import TODAY, category


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Questions that would wait for an answer, all answered yes."""
    found: list[str] = []
    monkeypatch.setattr(errors, "confirm", lambda question, *_rest: not found.append(question))
    return found


@pytest.fixture
def dialog(session: Session, qtbot) -> ReconcileDialog:
    """October of « Courant »: +300 and -320, from 208.10 EUR to 188.10 EUR. No file gave a balance."""
    made = ReconcileDialog(session, session.ledger.accounts()[0])
    made.show()
    qtbot.addWidget(made)
    QApplication.processEvents()
    return made


def said(dialog: ReconcileDialog) -> str:
    return dialog._state.text().replace("\N{NO-BREAK SPACE}", " ")


def shown(dialog: ReconcileDialog) -> list[str]:
    model = dialog.table.ticks
    return [model.data(model.index(row, PAYEE)) for row in range(model.rowCount())]


def ticked(dialog: ReconcileDialog) -> list[bool]:
    model = dialog.table.ticks
    return [model.data(model.index(row, TICK), TICKED) for row in range(model.rowCount())]


def lock_october(dialog: ReconcileDialog) -> None:
    QTest.keyClicks(dialog.closing, "188,10")
    dialog.table.setFocus()
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)


def test_a_month_is_reconciled_by_keyboard_alone(dialog: ReconcileDialog, session: Session) -> None:
    assert dialog.focusWidget() is dialog.closing, "the one thing that is missing"
    assert said(dialog) == "Tapez le nouveau solde : il est en bas du relevé."
    assert shown(dialog) == ["CROUS", "Loyer"]
    assert (dialog.since.date(), dialog.day.date()) == (QDate(2026, 10, 1), QDate(2026, 10, 31))
    assert dialog.opening.text() == "208,10"
    QTest.keyClicks(dialog.closing, "188,10")
    assert said(dialog) == "Il y a 20,00 € de trop · 0 opération cochée"
    assert not dialog.lock.isEnabled()
    dialog.table.setFocus()
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)
    assert said(dialog) == "Il y a 320,00 € de trop · 1 opération cochée"
    assert "Avec « Loyer »" in dialog._hint.text().replace("\N{NO-BREAK SPACE}", " ")
    assert ticked(dialog) == [True, False]
    assert dialog.table.currentIndex().row() == 1, "Space goes on to the next"
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)
    assert said(dialog) == "✓ C’est juste · 2 opérations cochées"
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)

    (kept,) = session.ledger.statements(1)
    assert (kept.day, kept.closing, kept.rows) == (date(2026, 10, 31), 18810, 2)
    assert "31/10/2026" in dialog._last.text()
    assert (dialog.since.date(), dialog.opening.text()) == (QDate(2026, 11, 1), "188,10")
    assert not dialog.opening.isEnabled(), "the bank's own balance now"
    assert shown(dialog) == ["CROUS", "TikTok", "Café des arts", "Café des arts", "Monoprix"]

    session.ledger.undo()
    assert session.ledger.statements(1) == ()
    assert not any(t.reconciled for t in session.ledger.transactions())


def test_enter_locks_nothing_that_is_not_even(dialog: ReconcileDialog, session: Session) -> None:
    QTest.keyClicks(dialog.closing, "188,10")
    QTest.keyClick(dialog.closing, Qt.Key.Key_Return)
    dialog.lock.click()
    assert session.ledger.statements(1) == ()


def test_a_gap_is_kept_only_when_chosen_and_named(dialog: ReconcileDialog, session: Session) -> None:
    QTest.keyClicks(dialog.closing, "190")
    dialog.all.click()
    assert said(dialog) == "Il manque 1,90 € · 2 opérations cochées"
    assert not dialog.name.isVisible()
    dialog.give_up.click()
    assert dialog.focusWidget() is dialog.name
    assert not dialog.lock.isEnabled()
    QTest.keyClicks(dialog.name, "frais")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    (kept,) = session.ledger.statements(1)
    assert (kept.residue, kept.residue_name) == (190, "frais")
    assert "« frais »" in dialog._last.text().replace("\N{NO-BREAK SPACE}", " ")
    dialog.reopen.click()
    assert session.ledger.statements(1) == ()


def test_what_is_typed_in_the_journal_appears_and_ticks_stay(dialog: ReconcileDialog, session: Session) -> None:
    QTest.keyClicks(dialog.closing, "190")
    dialog.all.click()
    session.write(lambda ledger: ledger.save(Transaction(0, 1, date(2026, 10, 30), -460, "Frais")))
    assert shown(dialog) == ["CROUS", "Loyer", "Frais"]
    assert ticked(dialog) == [True, True, False]
    assert dialog._sheet.difference == 190
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)
    assert dialog._sheet.difference == 190 + 30000, "the cursor stayed where it was"


def test_the_first_statement_may_begin_earlier(dialog: ReconcileDialog) -> None:
    dialog.since.setDate(QDate(2026, 9, 15))
    assert dialog.opening.text() == "208,10"
    QTest.keyClicks(dialog.closing, "1")
    dialog.day.setDate(QDate(2026, 11, 16))
    assert len(shown(dialog)) == 6
    dialog.opening.setFocus()
    dialog.opening.selectAll()
    QTest.keyClicks(dialog.opening, "100")
    assert dialog._sheet.opening == 10000
    dialog.since.setDate(QDate(2026, 9, 16))
    assert dialog._sheet.opening == 10000, "a balance the person typed stays"


def test_amounts_can_be_hidden(dialog: ReconcileDialog, session: Session) -> None:
    QTest.keyClicks(dialog.closing, "188,10")
    lock_october(dialog)
    session.hide_amounts(True)
    texts = [w.text() for w in dialog.findChildren(QLabel) if w.isVisible()]
    model = dialog.table.ticks
    texts += [str(model.data(model.index(r, c))) for r in range(model.rowCount()) for c in range(5)]
    assert not [t for t in texts if "€" in t and any(f"{d}\N{NO-BREAK SPACE}€" in t for d in range(10))]
    assert dialog.opening.echoMode() is not dialog.opening.EchoMode.Normal


def test_leaving_with_ticks_asks(dialog: ReconcileDialog, monkeypatch: pytest.MonkeyPatch, asked: list[str]) -> None:
    monkeypatch.setattr(errors, "confirm", lambda question, *_rest: bool(asked.append(question)))
    dialog.all.click()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert asked == ["Fermer sans clore le relevé ?"]
    dialog.none.click()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert len(asked) == 1


# --- what a statement holds


def test_a_person_is_asked_once_before_a_locked_operation_changes(dialog: ReconcileDialog, session: Session) -> None:
    lock_october(dialog)
    rent = session.ledger.transactions(Filter(search="loyer"))[0]
    asked: list[LockedError] = []
    session.consent = lambda error: bool(asked.append(error))
    assert session.write(lambda ledger: ledger.save(rent._replace(amount=-1))) is None
    assert session.write(lambda ledger: ledger.delete([rent.id])) is None
    assert session.ledger.transaction(rent.id) == rent
    assert [str(error.go_on) for error in asked] == ["Modifier quand même", "Supprimer quand même"]
    assert "« Loyer » est pointé" in str(asked[0].what)

    session.consent = lambda _error: True
    assert session.write(lambda ledger: ledger.save(rent._replace(amount=-31000)))
    assert session.ledger.transaction(rent.id).amount == -31000
    assert "n’est plus juste" in dialog._last.text()
    session.consent = lambda error: bool(asked.append(error))
    assert session.write(lambda ledger: ledger.delete([rent.id])) is None, "asked again each time"
    session.ledger.undo()
    assert session.ledger.transaction(rent.id) == rent


def test_without_anybody_to_ask_it_is_refused(dialog: ReconcileDialog, session: Session, qtbot) -> None:
    lock_october(dialog)
    rent = session.ledger.transactions(Filter(search="loyer"))[0]
    with qtbot.waitSignal(session.refused) as refusal:
        session.write(lambda ledger: ledger.delete([rent.id]))
    assert isinstance(refusal.args[0], LockedError)


def test_an_account_without_any_ledger_account(tmp_path, qtbot) -> None:
    from tenk_desktop.ui.jobs import Jobs

    session = Session(Ledger.create(tmp_path / "neuf.tenk"), Jobs(), lambda: TODAY)
    made = ReconcileDialog(session)
    qtbot.addWidget(made)
    made.show()
    assert said(made) == "Aucun compte."
    assert not made.lock.isEnabled()
    session.close()


def test_it_can_be_seen_in_the_dark(session: Session, qtbot, qapp: QApplication) -> None:
    """The box of a row has an edge that stands out from its ground."""
    theme.apply(qapp, "dark")
    try:
        made = ReconcileDialog(session, session.ledger.accounts()[0])
        qtbot.addWidget(made)
        made.show()
        QApplication.processEvents()
        area = made.table.visualRect(made.table.ticks.index(1, TICK))
        image = made.table.viewport().grab(area).toImage()
        lights = [image.pixelColor(x, image.height() // 2).lightness() for x in range(image.width())]
        assert max(lights) - min(lights) > 40
    finally:
        theme.apply(qapp, "light")


# --- in the journal


def test_the_journal_marks_what_is_locked_and_leaves_it_out_of_what_changes_together(
    window: MainWindow, session: Session, qtbot
) -> None:
    found = session.ledger.next_statement(session.ledger.accounts()[0], TODAY).sheet
    session.write(lambda ledger: ledger.lock_statement(replace(found, closing=18810).all_ticked()))
    window.go(1)
    page = window.journal
    page.show_filter(Filter(start=date(2026, 10, 1), end=date(2026, 11, 1)))
    dates = [page.model.data(page.model.index(row, 0)) for row in range(page.model.rowCount())]
    assert dates == ["28/10/2026 ✓", "05/10/2026 ✓"]
    page.table.selectAll()
    before = session.ledger.transactions()
    with qtbot.waitSignal(session.refused) as said:
        page.sort_chosen(category(session.ledger, "Courses"))
    assert str(said.args[0]) == "Opérations pointées avec un relevé, laissées telles quelles : 2."
    assert session.ledger.transactions() == before
    assert session.ledger.undoable()[0].french == "Relevé du {day} clos"
