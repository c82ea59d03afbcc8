"""The budget as a table: the planned amounts are typed in place, the spending drawn as a bar under its word."""

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from tenk_desktop.core.money import decimal_string
from tenk_desktop.core.text import language, tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.budget_model import (
    AMOUNTS,
    CATEGORY,
    LEFT,
    OFFERED,
    PLANNED,
    SPENT,
    STATE,
    BudgetModel,
    Index,
    Row,
    bold,
)
from tenk_desktop.ui.widgets import AmountEdit, mark_wrong

_CURSOR = QAbstractItemView.CursorAction
_ROLE = Qt.ItemDataRole


class AmountCell(QStyledItemDelegate):
    """Types a planned amount; Enter keeps it and goes on to the next line."""

    def __init__(self, parent: QObject, model: BudgetModel) -> None:
        super().__init__(parent)
        self._model = model

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, _index: Index | Any) -> QWidget:
        field = AmountEdit(self._model.currency, tr("Prévu"))
        field.setParent(parent)
        return field

    def setEditorData(self, editor: QWidget, index: Index | Any) -> None:
        if isinstance(editor, AmountEdit) and not editor.isModified():
            planned = index.data(_ROLE.EditRole)
            if planned is not None and not self._model.hidden:
                text = decimal_string(planned, self._model.currency)
                editor.setText(text.replace(".", ",") if language() == "fr" else text)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index | Any) -> None:
        if not isinstance(editor, AmountEdit) or not editor.isModified():
            return
        if not editor.text().strip():
            model.setData(index, None)
        elif (amount := editor.minor()) is not None and amount >= 0:
            model.setData(index, amount)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(editor, AmountEdit):  # type: ignore[attr-defined]
            if _amount_typed(editor):
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.EditNextItem)
            return True
        return super().eventFilter(editor, event)


def _amount_typed(editor: AmountEdit) -> bool:
    """Whether what is typed can be kept; if not the field is marked and stays open."""
    if not editor.text().strip():
        return True
    amount = editor.minor()
    if amount is not None and amount < 0:
        mark_wrong(editor)
        return False
    return amount is not None


class BarCell(QStyledItemDelegate):
    """The spending as a bar under its word: the whole width is what there was to spend."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index | Any) -> None:
        super().paint(painter, option, index)
        model = index.model()
        if not isinstance(model, BudgetModel):
            return
        what = model.rows[index.row()].what
        if not what.budgeted:
            return
        c = theme.colours()
        box = QRectF(option.rect)
        height, pad = theme.scaled(4), theme.scaled(theme.XS)
        track = QRectF(box.left() + pad, box.bottom() - height - 2, box.width() - 3 * pad, height)
        share = min(max(what.spent / what.room, 0.0), 1.0) if what.room > 0 else 1.0
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(c.edge), 1))
        painter.setBrush(QColor(c.soft))
        painter.drawRoundedRect(track, 2, 2)
        if share > 0 and (what.spent > 0 or what.room < 0):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.warn if what.left < 0 else c.accent))
            painter.drawRoundedRect(track.adjusted(0, 0, (share - 1) * track.width(), 0), 2, 2)
        painter.restore()


class BudgetTable(QTableView):
    """As high as its rows: the page scrolls, not the table."""

    spent_asked = Signal(object)  # a category whose operations are wanted
    chosen = Signal(object)  # a Row, or None
    turned = Signal(int)  # to the period so many further
    flag_asked = Signal(str)  # "fixed", "essential" or "carry": switch it for the chosen category

    def __init__(self, model: BudgetModel) -> None:
        super().__init__()
        self._model = model
        self.setModel(model)
        self.setAccessibleName(tr("Budget par catégorie"))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        how = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            how.DoubleClicked | how.SelectedClicked | how.EditKeyPressed
        )  # not any key: 1 to 7 are pages
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.scaled(30))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(CATEGORY, QHeaderView.ResizeMode.Stretch)
        self._amounts, self._bars = AmountCell(self, model), BarCell(self)
        self.setItemDelegateForColumn(PLANNED, self._amounts)
        self.setItemDelegateForColumn(STATE, self._bars)
        self.show_offer(on=False)
        self.viewport().setMouseTracking(True)
        model.modelReset.connect(self._fit)
        model.dataChanged.connect(self._share_width)

    def show_offer(self, *, on: bool) -> None:
        """With or without the column of what is proposed."""
        self.setColumnHidden(OFFERED, not on)
        self._share_width()

    def _share_width(self) -> None:
        """Names and amounts as wide as the widest. Without room for them the words go, their bar with them; without
        room still, the cents and, beside a proposal, what is left.
        """
        room = self.viewport().width()
        self.setColumnHidden(LEFT, False)
        wide = self._widths(cents=True)
        self._model.cents = sum(wide.values()) <= room
        self.setColumnHidden(LEFT, not self._model.cents and not self.isColumnHidden(OFFERED))
        widths = wide if self._model.cents else self._widths(cents=False)
        for column in AMOUNTS:
            self.setColumnWidth(column, widths.get(column, 0))
        left, words = room - sum(widths.values()), self.fontMetrics().averageCharWidth() * 24
        self.setColumnHidden(STATE, left < words)
        self.setColumnWidth(STATE, max(words, min(left, words * 2)))

    def _widths(self, *, cents: bool) -> dict[int, int]:
        """What the columns of names and amounts need."""
        metrics, pad, model = QFontMetrics(bold(self.font())), theme.scaled(theme.L), self._model
        found = {}
        for column in (CATEGORY, *AMOUNTS):
            if not self.isColumnHidden(column):
                texts = [model.text(row, column, cents=cents) for row in model.rows]
                texts.append(model.headerData(column, Qt.Orientation.Horizontal))
                found[column] = max(metrics.horizontalAdvance(text) for text in texts) + pad
        found[PLANNED] = max(found[PLANNED], metrics.averageCharWidth() * 11)  # room to type in
        return found

    def _fit(self) -> None:
        rows = self._model.rowCount()
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows * theme.scaled(30) + theme.XS)
        self._share_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def row(self) -> Row | None:
        """The row the keyboard is on."""
        at = self.currentIndex().row()
        return self._model.rows[at] if 0 <= at < len(self._model.rows) else None

    def choose(self, row: Row | None, column: int = PLANNED) -> None:
        """Go to the category of a row, or to the first one."""
        at = self._model.row_of(row.line.category) if row and row.line else -1
        if at < 0:
            at = next((i for i, row in enumerate(self._model.rows) if row.line), -1)
        if at >= 0:
            self.setCurrentIndex(self._model.index(at, column))

    def currentChanged(self, current: Index | Any, previous: Index | Any) -> None:
        super().currentChanged(current, previous)
        self.chosen.emit(self.row())

    def moveCursor(self, action: QAbstractItemView.CursorAction, keys: Qt.KeyboardModifier) -> Index | Any:
        """After Enter or Tab in a planned amount: the next one, or the one before, past the names of the groups."""
        way = {_CURSOR.MoveNext: 1, _CURSOR.MovePrevious: -1}.get(action)
        if way is None:
            return super().moveCursor(action, keys)
        at = self.currentIndex().row() + way
        while 0 <= at < len(self._model.rows):
            index = self._model.index(at, PLANNED)
            if index.flags() & Qt.ItemFlag.ItemIsEditable:
                return index
            at += way
        return QModelIndex()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, key = self.row(), event.key()
        flag = {Qt.Key.Key_F: "fixed", Qt.Key.Key_I: "essential", Qt.Key.Key_R: "carry"}.get(Qt.Key(key))
        enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.state() != QAbstractItemView.State.EditingState
        turn = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}.get(Qt.Key(key))
        if turn:
            self.turned.emit(turn)
        elif flag and row is not None and row.line is not None and not event.modifiers():
            self.flag_asked.emit(flag)
        elif enter and row is not None and row.line is not None:
            if self.currentIndex().column() in (SPENT, LEFT, STATE) or row.line.category is None:
                self.spent_asked.emit(row.line.category)
            else:
                self.edit(self._model.index(self.currentIndex().row(), PLANNED))
        else:
            super().keyPressEvent(event)

    def _on_spent(self, event: QMouseEvent) -> Row | None:
        index = self.indexAt(event.position().toPoint())
        row = self._model.rows[index.row()] if index.isValid() and index.column() == SPENT else None
        return row if row is not None and row.line is not None and row.line.spent else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        hand = self._on_spent(event) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        row = self._on_spent(event)
        if row is not None and row.line is not None and event.button() == Qt.MouseButton.LeftButton:
            self.spent_asked.emit(row.line.category)
