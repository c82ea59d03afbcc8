"""A rule made from an edit, another typed, put first and applied: by keyboard alone, then all undone and done again."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tenk_desktop.core.model import Filter
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tenk_desktop.ui.dialogs.rule_editor import RuleEditor
from tenk_desktop.ui.dialogs.rules import RulesDialog
from tests.store.conftest import bring, row, statement
from tests.store.dump import dump

from .person import Person, one, shown
from .test_first_start import Keyboard

KEY = Qt.Key
CTRL, SHIFT, ALT = (getattr(Qt.KeyboardModifier, f"{name}Modifier") for name in ("Control", "Shift", "Alt"))

FILE = statement(
    row("2026-11-02", "-12.50", "CARTE 02/11 NINKASI GERLAND LYON", 2),
    row("2026-11-03", "-7.00", "CB NINKASI KAO 03/11/26", 3),
    row("2026-11-04", "-31.20", "PRLV SEPA SYMA 1234567890", 4),
    row("2026-11-05", "-9.00", "PRLV SEPA SYMA MOBILE 1234567891", 5),
)


def test_a_rule_is_learnt_typed_and_applied_by_keyboard_alone(start: Callable[..., Person], tmp_path: Path) -> None:
    path = tmp_path / "regles.tenk"
    with Ledger.create(path, accounts=[OpeningBalance("Courant", 50_000)]) as ledger:
        bring(ledger, "banque.csv", FILE)
    person = start(path)
    keys, states = Keyboard(person), [dump(path)]
    keys.press(KEY.Key_2)
    learnt_from_an_edit(person, keys)
    states.append(dump(path))
    assert keys.presses < 60, "from the page to the rule and the past it changes"
    keys.press(KEY.Key_R, held=CTRL | SHIFT)
    dialog = one(shown(person.window, RulesDialog))
    typed(person, keys, dialog, states, path)
    undone_and_done_again(person, keys, states, path)


def learnt_from_an_edit(person: Person, keys: Keyboard) -> None:
    """Found, named and sorted; then the one calm question, answered for the past too."""
    journal = person.window.journal
    keys.press(KEY.Key_F, held=CTRL)
    keys.type("gerland")
    person.wait(lambda: person.payees() == ["Ninkasi Gerland Lyon"])
    person.wait_for_work()
    journal.table.setFocus()
    keys.press(KEY.Key_Down, KEY.Key_F2)
    assert journal.entry.payee.selectedText()
    keys.type("Ninkasi")
    for _ in range(9):
        if journal.entry.category.hasFocus() or journal.entry.category.lineEdit().hasFocus():
            break
        keys.press(KEY.Key_Tab)
    keys.type("rest")
    keys.press(KEY.Key_Return)
    person.wait(journal.rule_bar.isVisible)
    assert "1 passée" in journal.rule_bar.with_past.text()
    keys.press(KEY.Key_Return, held=SHIFT)
    assert not journal.rule_bar.isVisible()
    out = next(c.id for c in person.ledger.categories() if c.name == "Restaurants & sorties")
    for words in ("gerland", "kao"):
        (found,) = person.ledger.transactions(Filter(search=words))
        assert (found.payee, found.category_id) == ("Ninkasi", out)


def typed(person: Person, keys: Keyboard, dialog: RulesDialog, states: list, path: Path) -> None:
    """A rule of one's own, put before the other, its list of what would change read and applied."""
    to_front(person, dialog)
    keys.press(KEY.Key_Insert)
    editor = one(shown(dialog, RuleEditor))
    to_front(person, editor)
    keys.type("syma")
    while not editor.payee.hasFocus():
        keys.press(KEY.Key_Tab)
    keys.type("Syma Mobile")
    keys.press(KEY.Key_Return)
    states.append(dump(path))
    to_front(person, dialog)
    keys.press(KEY.Key_Up, held=ALT)
    states.append(dump(path))
    assert [r.text for r in person.ledger.rules()] == ["syma", "ninkasi"]
    person.wait(lambda: dialog._past is not None and dialog.apply.isVisible())
    assert dialog._found.text().startswith("1 opération passée")
    while not dialog.apply.hasFocus():
        keys.press(KEY.Key_Tab)
    keys.press(KEY.Key_Return)
    person.wait_for_work()
    states.append(dump(path))
    assert [t.payee for t in person.ledger.transactions(Filter(search="syma"))] == ["Syma Mobile"] * 2
    keys.press(KEY.Key_Escape)


def to_front(person: Person, window: RulesDialog | RuleEditor) -> None:
    """Without a window manager a dialog does not come to the front by itself."""
    window.activateWindow()
    person.wait(lambda: window.isActiveWindow() and QApplication.activeModalWidget() is window)


def undone_and_done_again(person: Person, keys: Keyboard, states: list, path: Path) -> None:
    """Step by step, the edit too, to the letter."""
    person.window.activateWindow()
    person.wait(person.window.isActiveWindow)
    person.window.journal.table.setFocus()
    for _ in range(len(states)):  # the edit is a step of its own
        keys.press(KEY.Key_Z, held=CTRL)
        person.wait_for_work()
    assert dump(path) == states[0]
    for i, state in enumerate([None, *states[1:]]):
        keys.press(KEY.Key_Z, held=CTRL | SHIFT)
        person.wait_for_work()
        assert state is None or dump(path) == state, i
    assert person.ledger.check() == ()
