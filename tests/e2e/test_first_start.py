"""The first start by keyboard alone: how many keys are pressed before the first sentence, by each of the three doors."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget

from tenk_desktop.ui.dialogs.import_dialog import PREVIEW
from tenk_desktop.ui.dialogs.questions import QuestionsDialog

from .person import Person

KEY = Qt.Key


class Keyboard:
    """Presses keys where the focus is, and counts them: each character typed is one, and so is a chord."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.presses = 0

    def press(self, *keys: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            QTest.keyClick(self._here(), key, held)
            self.presses += 1

    def type(self, words: str) -> None:
        QTest.keyClicks(self._here(), words)
        self.presses += len(words)

    def _here(self) -> QWidget:
        """Where a key goes: an open menu, else what has the focus in the window in front."""
        front = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if front is None:
            return self.person.focus()
        return front.focusWidget() or front


def first_sentence(person: Person) -> str:
    """Wait for the verdict card to say something of the ledger, and answer it."""
    page = person.window.month_end
    person.wait(lambda: page._live is not None and page.card.headline.isVisible() and page.card.headline.text())
    return page.card.headline.text()


def test_four_questions(person: Person) -> None:
    keys = Keyboard(person)
    keys.press(KEY.Key_Return)
    person.wait(lambda: isinstance(QApplication.activeModalWidget(), QuestionsDialog))
    keys.type("300")
    keys.press(KEY.Key_Return, KEY.Key_Return, KEY.Key_Return, KEY.Key_Return)
    assert "TikTok" in first_sentence(person)
    assert keys.presses == 5 + len("300"), "one to open, one for each question, and what is typed"


def test_import_a_file(person: Person, bank: Path) -> None:
    keys = Keyboard(person)
    keys.press(KEY.Key_I, held=Qt.KeyboardModifier.ControlModifier)
    dialog = person.dialog
    name_it(keys, bank)
    keys.press(KEY.Key_Return)  # « Choisir des fichiers… », which answers once the file is named
    person.wait_for_work()
    person.wait(lambda: dialog.stack.currentIndex() == PREVIEW and dialog._import.isEnabled())
    keys.press(KEY.Key_Return)
    person.wait(lambda: dialog.focusWidget() is dialog._close)
    keys.press(KEY.Key_Return)
    person.wait(lambda: not dialog.isVisible())
    assert first_sentence(person)
    assert keys.presses == 5 + len(bank.name), "ask, pick, accept its name, import, close, and the name itself"


def test_see_an_example(person: Person) -> None:
    keys = Keyboard(person)
    keys.press(KEY.Key_Tab, KEY.Key_Tab, KEY.Key_Return)
    person.wait(lambda: QApplication.activePopupWidget() is not None)
    keys.press(KEY.Key_Down, KEY.Key_Return)
    person.wait(lambda: person.ledger.sample)
    assert first_sentence(person)
    assert keys.presses == 5, "two doors further, open, the first person, yes"


def name_it(keys: Keyboard, file: Path) -> None:
    """Have the file named in the file dialog about to come: it stops everything until it is answered."""
    dialog = QApplication.activeModalWidget()
    if not isinstance(dialog, QFileDialog):
        QTimer.singleShot(10, keys.person.window, partial(name_it, keys, file))
        return
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    assert field is not None
    assert dialog.focusWidget() is field
    dialog.setDirectory(str(file.parent))  # it begins in the folder used last, which another test may have left
    field.setCompleter(None)  # its list comes when the folder is read, sooner or later, and would take the Return
    keys.type(file.name)
    keys.press(KEY.Key_Return)
