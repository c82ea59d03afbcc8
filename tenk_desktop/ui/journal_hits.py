"""Shows, in the journal's table, where the words looked for stand."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from tenk_desktop.core.terms import hits
from tenk_desktop.ui import theme
from tenk_desktop.ui.table_model import MEMO, PAYEE, TransactionsModel


class HitsDelegate(QStyledItemDelegate):
    """Marks the words with a ground and a line under them, so that colour does not say it alone."""

    def __init__(self, table: QTableView, model: TransactionsModel) -> None:
        super().__init__(table)
        self._model = model

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        words = self._model.words if index.column() in (PAYEE, MEMO) else ()
        super().paint(painter, option, index)
        if not words:
            return
        drawn = QStyleOptionViewItem(option)
        self.initStyleOption(drawn, index)
        style = drawn.widget.style() if drawn.widget else QApplication.style()
        room = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, drawn, drawn.widget)
        margin = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, drawn, drawn.widget) + 1
        metrics = drawn.fontMetrics
        text = drawn.text
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width() - 2 * margin)
        whole = len(shown) if shown == text else len(shown) - 1
        painter.save()
        painter.setClipRect(room)
        for start, end in hits(text, words):
            if start >= whole:
                break
            left = room.left() + margin + metrics.horizontalAdvance(shown, start)
            width = metrics.horizontalAdvance(shown, min(end, whole)) - metrics.horizontalAdvance(shown, start)
            middle = room.center().y()
            ground = QRectF(left, middle - metrics.height() / 2, width, metrics.height())
            _mark(painter, ground)
        painter.restore()


def _mark(painter: QPainter, ground: QRectF) -> None:
    """Under the letters, which stay readable through it."""
    colour = QColor(theme.colours().warn)
    line = QRectF(ground.left(), ground.bottom() - 1, ground.width(), 2)
    painter.fillRect(line, colour)
    colour.setAlphaF(0.18)
    painter.fillRect(ground, colour)
