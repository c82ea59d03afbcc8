"""What brought the money, the largest first: a bar a line, which opens what it is made of."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from tenk_desktop.core.text import tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.pictures import of_widget, save
from tenk_desktop.ui.tiktok_tables import Row, fill, plain_table
from tenk_desktop.ui.widgets import Button, clear, columns, label, plain, rows

BARS = 7


class _Bar(QWidget):
    """A share of the widest bar, with its words at its end."""

    def __init__(self, share: float, text: str, *, faint: bool) -> None:
        super().__init__()
        self._share, self._text, self._faint = share, text, faint
        self.setFixedHeight(theme.scaled(14))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, c = QPainter(self), theme.colours()
        room = self.width() - self.fontMetrics().horizontalAdvance(self._text) - theme.gap(theme.M)
        colour = QColor(c.tiktok)
        colour.setAlphaF(0.45 if self._faint else 1.0)
        wide = max(room * self._share, 2)
        painter.fillRect(QRectF(0, 1, wide, self.height() - 2), colour)
        painter.setPen(QColor(c.quiet))
        painter.drawText(QRectF(wide + theme.S, 0, self.width(), self.height()), self._text)


class RankedBars(QWidget):
    """The largest lines, the others together, and the table twin. Goes in a `ChartCard`."""

    opened = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._lines: tuple[Row, ...] = ()
        self._head: tuple[str, ...] = ()
        self._file_head: tuple[str, ...] = ()
        self.plot = QWidget()
        self._list = rows(spacing=theme.XS)
        self.plot.setLayout(self._list)
        self.table = plain_table(name)
        self.table.activated.connect(lambda index: self._open(index.row()))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.plot)
        self._stack.addWidget(self.table)
        self.setLayout(rows(self._stack))

    def show_bars(
        self, lines: Sequence[tuple[Row, int, str]], head: tuple[str, ...], file_head: tuple[str, ...], others: str
    ) -> None:
        """Each line with its positive amount and its words, the largest first; ``others`` names what is left."""
        self._lines = tuple(line for line, _amount, _aside in lines)
        self._head, self._file_head = head, file_head
        clear(self._list)
        total = sum(amount for _line, amount, _aside in lines) or 1
        left = sum(amount for _line, amount, _aside in lines[BARS:])
        most = max([left, *(amount for _line, amount, _aside in lines)]) or 1
        for line, amount, aside in lines[:BARS]:
            self._add(line.texts[0], aside, amount / most, amount / total, line.opens)
        if left > 0:
            self._add(others, "", left / most, left / total, None)
        self._list.addStretch(1)
        fill(self.table, head, [line.texts for line in self._lines])

    def _add(self, name: str, aside: str, bar: float, share: float, opens: object) -> None:
        percent = tr("{share} %", share=round(100 * share))
        if opens is None:
            title: QWidget = label(name)
        else:
            title = Button(plain(name), partial(self.opened.emit, opens), "link")
            title.setAccessibleName(f"{name}, {percent}. {aside}")
        line = columns(title, 1, label(aside, "small"))
        self._list.addLayout(rows(line, _Bar(bar, percent, faint=opens is None), spacing=1))

    def _open(self, at: int) -> None:
        if self._lines[at].opens is not None:
            self.opened.emit(self._lines[at].opens)

    # what a card asks of a chart

    def show_table(self, on: bool) -> None:
        """The table twin instead of the bars."""
        self._stack.setCurrentIndex(int(on))

    def save_as(self, path: Path) -> None:
        """Write the picture (``.png``, ``.svg``) or the figures (``.csv``); raises `OSError`."""
        save(path, self.plot.size(), self.accessibleName(), of_widget(self.plot), self._csv_rows)

    def _csv_rows(self) -> list[Sequence[object]]:
        return [self._file_head, *(line.figures for line in self._lines)]
