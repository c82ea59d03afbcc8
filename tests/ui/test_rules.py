"""« Toujours faire ainsi ? » and the list of rules, by keyboard."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tenk_desktop.core.model import Filter, Transaction
from tenk_desktop.core.rules import Compare, Rule
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.ui.app import Desk
from tenk_desktop.ui.dialogs.rule_editor import RuleEditor
from tenk_desktop.ui.dialogs.rules import RulesDialog
from tenk_desktop.ui.entry_row import EntryRow
from tenk_desktop.ui.main_window import MainWindow
from tenk_desktop.ui.rule_bar import RuleBar
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.settings import SettingsFile
from tests.store.conftest import bring, row, statement

from .conftest import TODAY, category

FILE = statement(
    row("2026-11-02", "-12.50", "CARTE 02/11 NINKASI GERLAND LYON", 2),
    row("2026-11-03", "-7.00", "CB NINKASI KAO 03/11/26", 3),
    row("2026-11-04", "-9.00", "CB NINKASI SAXE 04/11/26", 4),
)


@pytest.fixture
def session(session: Session) -> Session:
    bring(session.ledger, "banque.csv", FILE, account="Courant")
    return session


@pytest.fixture
def bar(window: MainWindow, session: Session, qtbot) -> RuleBar:
    window.go(1)
    qtbot.waitUntil(lambda: not session.jobs.busy)
    return window.journal.rule_bar


def one(session: Session, words: str) -> Transaction:
    (found,) = session.ledger.transactions(Filter(search=words))
    return found


def edit(bar: RuleBar, session: Session, qtbot, *, payee: str = "Ninkasi", shown: bool = True) -> EntryRow:
    """As a person does: the payee and the category of an operation typed again, then Enter."""
    entry = bar._entry
    entry.change(one(session, "gerland"))
    entry.payee.setText(payee)
    entry.category.choose(category(session.ledger, "Restaurants & sorties"))
    QTest.keyClick(entry.payee, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bar.isVisible() is shown and not session.jobs.busy)
    return entry


def test_an_edit_is_followed_by_one_calm_question_that_enter_accepts(bar: RuleBar, session: Session, qtbot) -> None:
    entry = edit(bar, session, qtbot)
    said = bar.accessibleName().replace("\N{NO-BREAK SPACE}", " ")
    assert said == (
        "Toujours faire ainsi ? Dépenses dont le texte contient « ninkasi » : "
        "bénéficiaire « Ninkasi », catégorie Restaurants & sorties."
    )
    assert "2 passées" in bar.with_past.text()
    assert QApplication.focusWidget() is entry.payee, "it takes no focus"
    QTest.keyClick(entry.payee, Qt.Key.Key_Return)
    assert not bar.isVisible()
    assert [r.text for r in session.ledger.rules()] == ["ninkasi"]
    assert one(session, "kao").payee == "Ninkasi Kao", "the past is another question"


def test_shift_enter_takes_the_past_too_in_one_step(bar: RuleBar, session: Session, qtbot) -> None:
    entry = edit(bar, session, qtbot)
    QTest.keyClick(entry.payee, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert {one(session, w).payee for w in ("gerland", "kao", "saxe")} == {"Ninkasi"}
    session.ledger.undo()
    assert session.ledger.rules() == ()
    assert one(session, "kao").payee == "Ninkasi Kao"
    assert one(session, "gerland").payee == "Ninkasi", "the edit was a step of its own"


def test_escape_leaves_and_it_is_not_asked_again(bar: RuleBar, session: Session, qtbot) -> None:
    entry = edit(bar, session, qtbot)
    QTest.keyClick(entry.payee, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert session.ledger.rules() == ()
    session.ledger.undo()
    edit(bar, session, qtbot, shown=False)
    assert not bar.isVisible()


def test_going_on_leaves_it(bar: RuleBar, session: Session, qtbot) -> None:
    entry = edit(bar, session, qtbot)
    entry.payee.setText("Pain")
    entry.amount.setText("2")
    QTest.keyClick(entry.payee, Qt.Key.Key_Return)
    assert session.ledger.transactions(Filter(search="pain"))[0].amount == -200
    assert session.ledger.rules() == ()
    assert not bar.isVisible()


def test_a_note_or_a_new_operation_asks_nothing(bar: RuleBar, session: Session, qtbot) -> None:
    entry = bar._entry
    entry.change(one(session, "gerland"))
    entry.memo.setText("avec Zoé")
    entry.submit()
    qtbot.waitUntil(lambda: not session.jobs.busy)
    assert not bar.isVisible()


def test_sorting_one_operation_from_the_list_asks_too(
    bar: RuleBar, window: MainWindow, session: Session, qtbot
) -> None:
    journal = window.journal
    at = journal.model.row_of(one(session, "gerland").id)
    journal.table.selectRow(at)
    journal.table.setFocus()
    journal.sort_chosen(category(session.ledger, "Loisirs"))
    qtbot.waitUntil(bar.isVisible)
    assert "Entrée" not in bar.accept.text(), "Enter is the list's there"
    bar._entry.payee.setFocus()
    qtbot.waitUntil(lambda: "Entrée" in bar.accept.text())
    bar.accept.click()
    assert [r.category_id for r in session.ledger.rules()] == [category(session.ledger, "Loisirs")]


def sort_together(window: MainWindow, session: Session, name: str, *words: str) -> None:
    """Choose the operations that hold these words, and put them into a category at once."""
    table, model = window.journal.table, window.journal.model
    table.clearSelection()
    flags = QItemSelectionModel.SelectionFlag
    for word in words:
        at = model.row_of(one(session, word).id)
        table.selectionModel().select(model.index(at, 0), flags.Select | flags.Rows)
    window.journal.sort_chosen(category(session.ledger, name))


def test_sorting_several_of_one_name_asks_once(bar: RuleBar, window: MainWindow, session: Session, qtbot) -> None:
    sort_together(window, session, "Loisirs", "gerland", "kao", "saxe")
    qtbot.waitUntil(bar.isVisible)
    assert "« ninkasi »" in bar.accessibleName().replace("\N{NO-BREAK SPACE}", " ")
    bar.accept.click()
    assert [r.text for r in session.ledger.rules()] == ["ninkasi"]


def test_sorting_what_has_nothing_in_common_asks_nothing(
    bar: RuleBar, window: MainWindow, session: Session, qtbot
) -> None:
    sort_together(window, session, "Loisirs", "gerland", "monoprix")
    qtbot.waitUntil(lambda: not session.jobs.busy)
    assert not bar.isVisible()


def test_the_proposal_can_be_typed_over(bar: RuleBar, session: Session, qtbot) -> None:
    edit(bar, session, qtbot)
    bar.change.click()
    editor = bar.window().findChild(RuleEditor)
    assert editor.text.text() == "ninkasi"
    editor.text.setText("ninkasi gerland")
    editor.keep()
    assert [r.text for r in session.ledger.rules()] == ["ninkasi gerland"]


def test_another_ledger_has_its_own_questions(bar: RuleBar, session: Session, qtbot, tmp_path) -> None:
    edit(bar, session, qtbot)
    session.switch(Ledger.create(tmp_path / "autre.tenk"))
    assert not bar.isVisible()


def test_a_payee_never_typed_brings_a_category(bar: RuleBar, session: Session) -> None:
    session.write(lambda ledger: ledger.keep_rule(Rule(text="chez zoé", category_id=category(ledger, "Loisirs"))))
    entry = bar._entry
    for payee, shown in (("Chez Zoé", "Loisirs"), ("Pharmacie du port", "Santé"), ("Xyz", "")):
        entry.start_with(session.today())
        entry.payee.setText(payee)
        entry.payee.editingFinished.emit()
        assert entry.category.currentText() == shown


# the list


def test_the_menu_opens_the_list(ledger_path: Path, qapp: QApplication, qtbot) -> None:
    desk = Desk(qapp, SettingsFile(), Ledger.open(ledger_path), lambda: TODAY)
    try:
        (action,) = (a for menu in desk.window.menus.actions() for a in menu.menu().actions() if a.text() == "Règles…")
        assert action.shortcut().toString() == "Ctrl+Shift+R"
        action.trigger()
        desk.window.findChild(RulesDialog).close()
        qtbot.waitUntil(lambda: not desk.session.jobs.busy)
    finally:
        desk.window.close()
        desk.close()
        desk.window.deleteLater()


@pytest.fixture
def dialog(session: Session, qtbot) -> RulesDialog:
    for text in ("ninkasi", "monoprix"):
        session.ledger.keep_rule(Rule(text=text, payee=text.title(), category_id=category(session.ledger, "Loisirs")))
    made = RulesDialog(session)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made._past is not None)
    return made


def texts(dialog: RulesDialog) -> list[str]:
    return [dialog.list.item(i).text().split("« ")[1].split(" »")[0] for i in range(dialog.list.count())]


def test_the_dry_run_is_shown_applied_and_undone(dialog: RulesDialog, session: Session, qtbot) -> None:
    assert dialog._found.text().startswith("3 opérations passées")
    model = dialog.model
    shown = [model.data(model.index(i, 1)) for i in range(model.rowCount())]
    assert shown == ["Ninkasi Gerland Lyon → Ninkasi", "Ninkasi Kao → Ninkasi", "Ninkasi Saxe → Ninkasi"]
    assert model.data(model.index(0, 2)) == "sans catégorie → Loisirs"
    dialog.apply.click()
    qtbot.waitUntil(lambda: not session.jobs.busy and dialog._past is not None)
    assert {one(session, w).payee for w in ("gerland", "kao", "saxe")} == {"Ninkasi"}
    assert "Aucune" in dialog._found.text()
    assert not dialog.apply.isVisible()
    session.undo()
    qtbot.waitUntil(lambda: not session.jobs.busy and dialog._past is not None)
    assert dialog._found.text().startswith("3 opérations passées")


def test_rules_are_moved_and_dropped_by_keyboard(dialog: RulesDialog, session: Session, qtbot) -> None:
    dialog.list.setFocus()
    assert texts(dialog) == ["ninkasi", "monoprix"]
    QTest.keyClick(dialog.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert texts(dialog) == ["monoprix", "ninkasi"]
    assert dialog.list.currentRow() == 1
    QTest.keyClick(dialog.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert texts(dialog) == ["ninkasi", "monoprix"]
    QTest.keyClick(dialog.list, Qt.Key.Key_Delete)
    assert texts(dialog) == ["monoprix"]
    dialog.activateWindow()
    assert QTest.qWaitForWindowActive(dialog)
    QTest.keyClick(dialog.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: texts(dialog) == ["ninkasi", "monoprix"] and not session.jobs.busy)


def test_a_rule_is_typed_from_the_keyboard_alone(dialog: RulesDialog, session: Session, qtbot) -> None:
    QTest.keyClick(dialog.list, Qt.Key.Key_Insert)
    editor = dialog.findChild(RuleEditor)
    QTest.keyClicks(editor.text, "cafe des arts")  # QTest types no accent
    QTest.keyClicks(editor.low, "2,10")
    QTest.keyClicks(editor.high, "5+5")
    QTest.keyClicks(editor.memo, "#cafe")
    QTest.keyClick(editor.memo, Qt.Key.Key_Return)
    kept = session.ledger.rules()[-1]
    assert kept == Rule(kept.id, "cafe des arts", low=210, high=1000, memo="#cafe")
    assert dialog.list.currentRow() == 2
    qtbot.waitUntil(lambda: not session.jobs.busy and dialog._past is not None)
    assert {e.wanted.memo for e in dialog._past.edits if e.row.payee == "Café des arts"} == {"#cafe"}


def test_changing_a_rule_shows_it_as_it_is(dialog: RulesDialog, session: Session, qtbot) -> None:
    first = session.ledger.rules()[0]
    account = session.ledger.accounts()[1].id
    whole = replace(first, compare=Compare.STARTS, sign=-1, low=500, high=500, account_id=account, memo="x")
    session.write(lambda ledger: ledger.keep_rule(whole))
    dialog.list.setCurrentRow(0)
    assert dialog.list.item(0).text().replace("\N{NO-BREAK SPACE}", " ") == (
        "Dépenses dont le texte commence par « ninkasi », de 5,00 €, compte « Livret »\n"
        "→ bénéficiaire « Ninkasi », catégorie Loisirs, note « x »"
    )
    dialog.change()
    assert dialog.findChild(RuleEditor).typed() == whole
    qtbot.waitUntil(lambda: not session.jobs.busy)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"payee": "Pain"}, "condition"),
        ({"text": "pain"}, "doit faire"),
        ({"text": "pain", "payee": "Pain", "low": "abc"}, "pas lisible"),
        ({"payee": "Pain", "low": "9", "high": "5"}, "dépasse"),
    ],
)
def test_what_is_no_rule_is_said_and_kept_on_screen(session: Session, qtbot, fields: dict, said: str) -> None:
    editor = RuleEditor(session, Rule())
    qtbot.addWidget(editor)
    editor.show()
    for name, text in fields.items():
        getattr(editor, name).setText(text)
    with qtbot.assertNotEmitted(editor.wanted):
        editor.keep()
    assert said in editor._problem.text()
    assert editor.isVisible()


def test_without_rules_it_says_where_they_come_from(session: Session, qtbot) -> None:
    made = RulesDialog(session)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made._past is not None)
    assert "Aucune règle encore" in made._none.text()
    assert not made.apply.isVisible()
    assert not made.edit.isEnabled()


def test_hidden_amounts_are_hidden_there_too(dialog: RulesDialog, session: Session, qtbot) -> None:
    session.hide_amounts(True)
    qtbot.waitUntil(lambda: not session.jobs.busy and dialog._past is not None)
    assert not any(c.isdigit() for c in dialog.model.data(dialog.model.index(0, 4)))
