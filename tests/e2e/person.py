"""Someone at the window: they read what is on screen, press buttons, pick from menus, choose files and type."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QTableView,
    QWidget,
)

from tenk_desktop.core.text import NBSP
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.ui import app, theme
from tenk_desktop.ui.dialogs.import_dialog import ImportDialog
from tenk_desktop.ui.main_window import MainWindow
from tenk_desktop.ui.settings import SettingsFile

LONG = 20_000
"""Milliseconds to wait for what takes some while on two busy cores."""

W = TypeVar("W", bound=QObject)


class Person:
    """One person and the application they have started."""

    def __init__(self, qtbot: Any, qapp: QApplication, today: date, ledger: Path | None = None) -> None:
        """Start as ``main`` does, on a ledger or on none."""
        self._qtbot = qtbot
        settings = SettingsFile()
        app.speak(qapp, settings.now.language or app.system_language())
        theme.apply(qapp, settings.now.look, settings.now.text_percent)
        found = app.first_ledger(ledger)
        assert found is not None
        self.desk = app.Desk(qapp, settings, found, lambda: today)
        self.window.resize(1366, 768)
        self.wait(self.window.isVisible)

    def leave(self) -> None:
        """Close the window and wait for the workers."""
        self.window.close()
        self.desk.close()
        self.window.deleteLater()

    # what there is

    @property
    def window(self) -> MainWindow:
        return self.desk.window

    @property
    def ledger(self) -> Ledger:
        return self.desk.session.ledger

    @property
    def dialog(self) -> ImportDialog:
        """The import on screen."""
        return one(d for d in self.window.findChildren(ImportDialog) if d.isVisible())

    def boxes(self) -> list[QMessageBox]:
        """The messages on screen."""
        return [box for box in self.window.findChildren(QMessageBox) if box.isVisible()]

    # waiting

    def wait(self, until: Callable[[], Any]) -> None:
        self._qtbot.waitUntil(lambda: bool(until()), timeout=LONG)

    def wait_for_work(self) -> None:
        """Until nothing is under way and all of it is on screen: a new widget is shown by the event loop."""
        QApplication.processEvents()
        self.wait(lambda: not self.desk.session.jobs.busy)
        QApplication.processEvents()

    def wait_for_chart(self) -> Any:
        """Until the last of the page's charts, which come one a turn, is there."""
        self.wait(lambda: self.window.month_end.side.track._record is not None)
        self.wait_for_work()
        return self.window.month_end.chart

    # reading

    def journal(self) -> list[list[str]]:
        """The rows of the journal that are held, as shown."""
        return table_texts(self.window.journal.table)

    def payees(self) -> list[str]:
        return [row[1] for row in self.journal()]

    # doing

    def press(self, name: str, within: QWidget | None = None) -> None:
        """Click the one visible button of this name."""
        buttons = shown(within or self.window, QAbstractButton)
        button = one(b for b in buttons if name in (b.text(), b.accessibleName()))
        assert button.isEnabled(), f"{name} cannot be pressed"
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def pick(self, *names: str) -> None:
        """Pick from the menu bar, each name as it begins."""
        menu, *rest = names
        opened = one(a for a in self.window.menuBar().actions() if bare(a).startswith(menu)).menu()
        assert isinstance(opened, QMenu)
        while True:
            opened.aboutToShow.emit()
            action = one(a for a in opened.actions() if bare(a).startswith(rest[0]))
            rest = rest[1:]
            if not rest:
                break
            opened = action.menu()
            assert isinstance(opened, QMenu)
        assert action.isEnabled(), f"{names} cannot be picked"
        action.trigger()

    def choosing(self, *paths: Path) -> None:
        """Have these files of one folder chosen in the file dialog about to come, with the keyboard."""
        QTimer.singleShot(0, self.window, partial(self._choose, paths))

    def _choose(self, paths: Sequence[Path]) -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QFileDialog):
            QTimer.singleShot(10, self.window, partial(self._choose, paths))
            return
        dialog.setDirectory(str(paths[0].parent))
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        assert field is not None
        names = [path.name for path in paths]
        field.setText(names[0] if len(names) == 1 else " ".join(f'"{name}"' for name in names))
        QTest.keyClick(field, Qt.Key.Key_Return)

    def import_files(self, *paths: Path) -> ImportDialog:
        """Ask for an import, choose the files, and wait for the first preview."""
        self.pick("Fichier", "Importer…")
        dialog = self.dialog
        self.choosing(*paths)
        self.press("Choisir des fichiers…", dialog)
        self.wait_for_work()
        return dialog

    def click_month(self, at: int) -> None:
        """Click the bar of a month, counted from the oldest."""
        plot = self.wait_for_chart().plot
        where = plot.mapFromScene(plot.getViewBox().mapViewToScene(QPointF(at, 1)))
        QTest.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=where)

    def type(self, words: str) -> None:
        """Type where the cursor is."""
        QTest.keyClicks(self.focus(), words)

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.focus(), key, held)

    def focus(self) -> QWidget:
        """Where the keyboard goes: a menu or list that is open, else the field with the cursor."""
        if QApplication.activePopupWidget() is None and not self.window.isActiveWindow():
            self.window.activateWindow()  # without a window manager nothing comes back to the front by itself
            self.wait(self.window.isActiveWindow)
        here = QApplication.activePopupWidget() or QApplication.focusWidget()
        assert here is not None
        return here


def one(found: Iterator[W]) -> W:
    """The only one."""
    (only,) = list(found)
    return only


def shown(within: QWidget, kind: type[W]) -> list[W]:
    """The widgets of a kind that can be seen."""
    return [w for w in within.findChildren(kind) if w.isVisible()]  # type: ignore[attr-defined]


def bare(action: QAction) -> str:
    """An action's name as it is read: without its mnemonic or its key."""
    return action.text().split("\t")[0].replace("&&", "\0").replace("&", "").replace("\0", "&")


def table_texts(table: QTableView) -> list[list[str]]:
    """Every cell of a table as shown, hidden columns left out."""
    model = table.model()
    columns = [c for c in range(model.columnCount()) if not table.isColumnHidden(c)]
    return [[str(model.data(model.index(r, c)) or "") for c in columns] for r in range(model.rowCount())]


def headers(table: QTableView) -> list[str]:
    model = table.model()
    return [str(model.headerData(c, Qt.Orientation.Horizontal) or "") for c in range(model.columnCount())]


def texts(window: QWidget) -> set[str]:
    """Every text one could read or hear in a window: labels, buttons, menus, headers, cells, choices, names."""
    found = [w.text() for w in shown(window, QLabel)] + [w.text() for w in shown(window, QAbstractButton)]
    found += [w.accessibleName() for w in shown(window, QWidget)] + [w.toolTip() for w in shown(window, QWidget)]
    found += [w.accessibleDescription() for w in shown(window, QWidget)]
    found += [bare(a) for a in window.findChildren(QAction)] + [m.title() for m in window.findChildren(QMenu)]
    for field in shown(window, QLineEdit):
        found += [field.placeholderText(), field.displayText()]
    for choice in shown(window, QComboBox):
        found += [choice.itemText(i) for i in range(choice.count())]
    for table in shown(window, QTableView):
        found += headers(table) + [cell for row in table_texts(table) for cell in row]
    found += [w.windowTitle() for w in [window, *shown(window, QDialog)]]
    return {readable(t) for t in found if readable(t)}


def readable(words: str) -> str:
    """A text as the eye takes it: plain spaces, no mnemonic."""
    plain = words.replace(NBSP, " ").replace("&&", "\0").replace("&", "").replace("\0", "&")
    return plain.strip()
