"""Every action of the application, found by a few of its letters."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from tenk_desktop.core.fuzzy import score
from tenk_desktop.core.text import tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.actions import INSIDE, Command
from tenk_desktop.ui.widgets import as_list, fit, label, rows

RECENT = 12
"""How many actions are remembered."""
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


def ranked(found: Sequence[Command], query: str, recent: Sequence[str]) -> list[Command]:
    """The commands that can be run now and that the query names, the best first; among equals those run last."""
    places = {id_: place for place, id_ in enumerate(recent)}
    scored = []
    for order, command in enumerate(found):
        own = score(query, command.name) if command.enabled else None
        wide = own
        if own is None and command.enabled:
            wide = score(query, f"{command.name} {command.where} {command.says}")
        if wide is not None:
            by = (
                own is None,
                -wide,
                places.get(command.id, RECENT),
                INSIDE in command.where,  # what stands deeper is asked for more rarely
                order,
            )
            scored.append((by, command))
    return [command for _by, command in sorted(scored, key=lambda pair: pair[0])]


def remembered(recent: Sequence[str], ran: str) -> list[str]:
    """The actions run last, this one first."""
    return [ran, *(id_ for id_ in recent if id_ != ran)][:RECENT]


class PaletteDialog(QDialog):
    """A field and a list under it: arrows choose, Enter runs, Escape leaves. ``chosen`` is said once it is closed."""

    chosen = Signal(object)  # Command

    def __init__(self, found: Sequence[Command], recent: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found, self._recent, self._shown = found, recent, list[Command]()
        self.setWindowTitle(tr("Toutes les actions"))
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Que voulez-vous faire ?"))
        self.field.setAccessibleName(tr("Chercher une action"))
        self.field.textChanged.connect(self._fill)
        self.field.installEventFilter(self)
        self.list = self._list()
        self._none = label(tr("Aucune action ne s’appelle ainsi."), "quiet", wrap=True)
        hint = label(tr("↑ ↓ choisir · Entrée lancer · Échap fermer"), "small")
        layout = rows(self.field, self.list, self._none, spacing=theme.S, margin=theme.M)
        layout.setStretchFactor(self.list, 1)
        layout.addStretch(0)  # takes the place of a list with nothing in it
        layout.addWidget(hint)
        self.setLayout(layout)
        fit(self, 620, 420)
        self._fill("")
        self.field.setFocus()

    def _list(self) -> QTableWidget:
        made = QTableWidget(0, 3)
        as_list(made, tr("Actions"))
        made.setAlternatingRowColors(False)
        made.horizontalHeader().hide()
        made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the field has the keyboard
        made.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        made.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        made.cellClicked.connect(lambda _row, _column: self.run())
        return made

    def _fill(self, query: str) -> None:
        self._shown = ranked(self._found, query, self._recent)
        self.list.setRowCount(len(self._shown))
        for row, command in enumerate(self._shown):
            for column, text in enumerate((command.name, command.where, command.keys)):
                item = QTableWidgetItem(text)
                item.setToolTip(command.says)
                if column == 1:
                    item.setForeground(QColor(theme.colours().quiet))
                self.list.setItem(row, column, item)
        self.list.setCurrentCell(0 if self._shown else -1, 0)
        self.list.setVisible(bool(self._shown))
        self._none.setVisible(not self._shown)

    def run(self) -> None:
        """Close, then do what is chosen."""
        at = self.list.currentRow()
        if 0 <= at < len(self._shown):
            command = self._shown[at]
            self.accept()
            self.chosen.emit(command)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.run()
                return True
            if event.key() in _MOVES:
                self._move(Qt.Key(event.key()))
                return True
        return super().eventFilter(watched, event)

    def _move(self, key: Qt.Key) -> None:
        """The ends meet."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}[key]
        at, count = self.list.currentRow(), len(self._shown)
        if count:
            to = (at + step) % count if abs(step) == 1 else min(max(at + step, 0), count - 1)
            self.list.setCurrentCell(to, 0)
