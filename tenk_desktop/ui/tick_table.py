"""Operations with a tick each: Space ticks those chosen and goes on to the next."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from tenk_desktop.core.model import Transaction
from tenk_desktop.core.text import date_text, neutral, tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.widgets import as_list

TICK, DATE, PAYEE, MEMO, AMOUNT = range(5)
TICKED = Qt.ItemDataRole.UserRole
_NOWHERE = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


class TickModel(QAbstractTableModel):
    """The rows, oldest first, and which of them are ticked."""

    def __init__(self, money: Callable[..., str]) -> None:
        super().__init__()
        self._money = money
        self.rows: tuple[Transaction, ...] = ()
        self.ticked: frozenset[int] = frozenset()
        self._currency = ""

    def show(self, rows: Sequence[Transaction], ticked: frozenset[int], currency: str) -> None:
        """Show these; rows that stay keep their place and the cursor on it."""
        same = [row.id for row in rows] == [row.id for row in self.rows]
        if not same:
            self.beginResetModel()
        self.rows, self.ticked, self._currency = tuple(rows), ticked, currency
        if not same:
            self.endResetModel()
        elif rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, AMOUNT))

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else 5

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == TICKED:
            return row.id in self.ticked
        if role == Qt.ItemDataRole.TextAlignmentRole and column == AMOUNT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row)
        return None

    def _text(self, row: Transaction, column: int) -> str:
        texts = ("", date_text(row.date), neutral(row.payee), neutral(row.memo), "")
        return self._money(row.amount, self._currency, sign=True) if column == AMOUNT else texts[column]

    def _spoken(self, row: Transaction) -> str:
        state = tr("cochée") if row.id in self.ticked else tr("pas cochée")
        return ", ".join((self._text(row, DATE), self._text(row, PAYEE), self._text(row, AMOUNT), state))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return ("✓", tr("Date"), tr("Bénéficiaire"), tr("Note"), tr("Montant"))[section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter if section == AMOUNT else left
        return None


class TickBox(QStyledItemDelegate):
    """A box in the colours of the look, as large as the text: the style's own cannot be seen on a dark ground."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        super().paint(painter, option, index)  # the ground of a row that is chosen
        area: QRect = option.rect
        side, ticked = theme.scaled(15), bool(index.data(TICKED))
        box = QRectF(area.x() + theme.gap(theme.S), area.center().y() - side / 2, side, side)
        colours = theme.colours()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.accent if ticked else colours.edge), 1.2))
        painter.setBrush(QColor(colours.accent if ticked else colours.surface))
        painter.drawRoundedRect(box, 3, 3)
        if ticked:
            painter.setPen(QPen(QColor(colours.on_accent), side / 8))
            corners = ((0.22, 0.52), (0.43, 0.73), (0.78, 0.28))
            painter.drawPolyline([QPointF(box.x() + x * side, box.y() + y * side) for x, y in corners])
        painter.restore()


class TickTable(QTableView):
    """``toggled`` says the ids of the rows to tick, or to untick."""

    toggled = Signal(object)  # list[int]

    def __init__(self, money: Callable[..., str]) -> None:
        super().__init__()
        self.ticks = TickModel(money)
        self.setModel(self.ticks)
        self.setItemDelegateForColumn(TICK, TickBox(self))
        as_list(self, tr("Opérations à pointer"))
        header, width = self.horizontalHeader(), self.fontMetrics().averageCharWidth()
        for column, letters in ((TICK, 6), (DATE, 14), (AMOUNT, 18)):
            self.setColumnWidth(column, width * letters)
        for column in (PAYEE, MEMO):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.clicked.connect(self._clicked)
        self.doubleClicked.connect(self._clicked_twice)

    def show_rows(self, rows: Sequence[Transaction], ticked: frozenset[int], currency: str) -> None:
        """Show these rows, oldest first; the cursor stays where it was."""
        at = self.currentIndex().row()
        self.ticks.show(rows, ticked, currency)
        if rows and self.currentIndex().row() < 0:
            self.setCurrentIndex(self.ticks.index(min(max(at, 0), len(rows) - 1), PAYEE))

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == TICK:
            self.toggled.emit([self.ticks.rows[index.row()].id])

    def _clicked_twice(self, index: QModelIndex) -> None:
        if index.column() != TICK:
            self.toggled.emit([self.ticks.rows[index.row()].id])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            chosen = sorted(index.row() for index in self.selectionModel().selectedRows())
            if chosen:
                self.toggled.emit([self.ticks.rows[row].id for row in chosen])
            if len(chosen) == 1 and chosen[0] + 1 < len(self.ticks.rows):
                self.setCurrentIndex(self.ticks.index(chosen[0] + 1, PAYEE))
        else:
            super().keyPressEvent(event)
