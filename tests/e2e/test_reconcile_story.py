"""A month reconciled by keyboard alone, from the palette to the lock; a locked operation asks; then all of it undone."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from tenk_desktop.core.model import Transaction
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tenk_desktop.ui.dialogs.palette import PaletteDialog
from tenk_desktop.ui.dialogs.reconcile import ReconcileDialog
from tests.store.dump import dump

from .person import Person

KEY = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def here() -> QWidget:
    """Where a key goes: what has the focus in the window in front."""
    QApplication.processEvents()
    front = QApplication.activeModalWidget() or QApplication.activeWindow()
    assert front is not None
    return front.focusWidget() or front


def press(*keys: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        QTest.keyClick(here(), key, held)


def shown(person: Person, kind: type) -> list:
    return [dialog for dialog in person.window.findChildren(kind) if dialog.isVisible()]


def answer(person: Person, button: int, said: list[str]) -> None:
    """Answer the question that is about to wait, with its first button (to go on) or its second."""

    def press_it() -> None:
        (box,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]
        said.append(box.text())
        box.buttons()[button].click()

    QTimer.singleShot(300, person.window, press_it)


def month(tmp_path: Path) -> Path:
    path = tmp_path / "mois.tenk"
    with Ledger.create(path, accounts=[OpeningBalance("Courant", 50_000, date(2026, 9, 30))]) as ledger:
        rows = [("Loyer", -32_000), ("CROUS", 42_000), ("Monoprix", -4_210), ("Free Mobile", -1_999)]
        for day, (payee, amount) in enumerate(rows, 3):
            ledger.save(Transaction(0, 1, date(2026, 10, day), amount, payee))
    return path


def test_a_month_is_reconciled_by_keyboard_alone(start: Callable[..., Person], tmp_path: Path) -> None:
    path = month(tmp_path)
    person = start(path)
    person.wait_for_work()
    before = dump(path)
    press(KEY.Key_K, held=CTRL)
    person.wait(lambda: shown(person, PaletteDialog))
    QTest.keyClicks(here(), "pointer")
    press(KEY.Key_Return)
    person.wait(lambda: shown(person, ReconcileDialog))
    (dialog,) = shown(person, ReconcileDialog)
    dialog.activateWindow()  # a window manager does; the offscreen platform has none
    person.wait(lambda: here() is dialog.closing)
    QTest.keyClicks(here(), "537,91")
    press(KEY.Key_Tab)
    assert here() is dialog.table
    press(*[KEY.Key_Space] * 4)
    assert dialog._state.text().startswith("✓ C’est juste")
    press(KEY.Key_Return)
    assert [(one.closing, one.rows, one.residue) for one in person.ledger.statements(1)] == [(53_791, 4, 0)]
    locked = dump(path)
    press(KEY.Key_Escape)
    person.wait(lambda: not shown(person, ReconcileDialog))

    rent = next(t for t in person.ledger.transactions() if t.payee == "Loyer")
    said: list[str] = []
    answer(person, 1, said)
    assert person.desk.session.write(lambda ledger: ledger.delete([rent.id])) is None
    assert dump(path) == locked
    answer(person, 0, said)
    assert person.desk.session.write(lambda ledger: ledger.delete([rent.id]))
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in said] == [
        "« Loyer » est pointé : un relevé de banque l’a confirmé."
    ] * 2
    changed = dump(path)

    person.window.activateWindow()
    for state, held in ((locked, CTRL), (before, CTRL), (locked, CTRL | SHIFT), (changed, CTRL | SHIFT)):
        press(KEY.Key_Z, held=held)
        person.wait(lambda state=state: dump(path) == state)
        person.wait_for_work()
    assert person.ledger.check() == ()


def a_month_reconciled(person: Person) -> None:
    """All operations of the usual account up to today, which the bank confirms: by keyboard alone, from the window."""
    ledger, today = person.ledger, person.desk.session.today()
    press(KEY.Key_P, held=CTRL)
    person.wait(lambda: shown(person, ReconcileDialog))
    (dialog,) = shown(person, ReconcileDialog)
    dialog.activateWindow()
    person.wait(lambda: here() is dialog.closing)
    account = dialog.account.value()
    press(KEY.Key_Backtab)
    assert here() is dialog.day
    press(KEY.Key_PageUp)  # a month later, which is not yet over
    assert dialog.day.day() == today
    press(KEY.Key_Tab)
    whole, cents = divmod(ledger.balance_at(account, today), 100)
    QTest.keyClicks(here(), f"{whole},{cents:02}")
    press(KEY.Key_Tab)
    press(KEY.Key_A, held=CTRL)
    press(KEY.Key_Space)
    assert dialog._state.text().startswith("✓ C’est juste"), dialog._state.text()
    press(KEY.Key_Return)
    assert ledger.statements(account.id)[-1].day == today
    press(KEY.Key_Escape)
    person.wait(lambda: not shown(person, ReconcileDialog))
    person.window.activateWindow()


def test_up_to_today(start: Callable[..., Person], tmp_path: Path) -> None:
    path = month(tmp_path)
    with Ledger.open(path) as ledger:
        ledger.save(Transaction(0, 1, date(2026, 11, 20), -450, "Boulangerie"))
    person = start(path)
    person.wait_for_work()
    before = dump(path)
    a_month_reconciled(person)
    assert person.ledger.statements(1)[0].rows == 5
    press(KEY.Key_Z, held=CTRL)
    person.wait(lambda: dump(path) == before)
    person.wait_for_work()
