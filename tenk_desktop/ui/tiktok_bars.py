"""What brought the money, the largest first: a bar a line, which opens what it is made of."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QSizePolicy,
    QStackedWidget,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QTableWidget,
    QWidget,
)

from tenk_desktop.core.text import neutral
from tenk_desktop.ui import theme
from tenk_desktop.ui.pictures import of_widget, save
from tenk_desktop.ui.tiktok_tables import Row, TableCard, fill, percent, plain_table
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


class _Title(Button):
    """What a bar is of, drawn short where there is no room for all of it: another text would lay the page out again."""

    def __init__(self, name: str, on_click: Callable[[], object]) -> None:
        super().__init__(plain(name), on_click, "link")
        self._whole = self.shown = neutral(name)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint().boundedTo(QSize(theme.scaled(120), self.sizeHint().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        missing, metrics, whole = self.sizeHint().width() - self.width(), self.fontMetrics(), self._whole
        room = metrics.horizontalAdvance(whole) - missing
        cut = metrics.elidedText(whole, Qt.TextElideMode.ElideRight, room)
        self.shown = cut if missing > 0 else whole  # Qt cuts some words off a room that is just theirs
        self.setToolTip("" if self.shown == whole else whole)

    def paintEvent(self, _event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = plain(self.shown)
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)


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
        self._table: QTableWidget | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(self.plot)
        self.setLayout(rows(self._stack))

    @property
    def table(self) -> QTableWidget:
        """The table twin, made when it is first asked for."""
        if self._table is None:
            self._table = made = plain_table(self.accessibleName())
            made.activated.connect(lambda index: self._open(index.row()))
            made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)  # as tall as the bars
            self._stack.addWidget(made)
            self._fill_table()
        return self._table

    def _fill_table(self) -> None:
        if self._table is not None:
            fill(self._table, self._head, [line.texts for line in self._lines])

    def show_bars(
        self,
        lines: Sequence[tuple[Row, int, str]],
        head: tuple[str, ...],
        file_head: tuple[str, ...],
        others: str = "",
        said: Callable[[int], str] | None = None,
    ) -> None:
        """Each line with its positive amount and its words, the largest first; ``others`` names what is left.

        A bar ends on its share of them all, or on what ``said`` makes of its amount, where a thing may be in two lines.
        """
        self._lines = tuple(line for line, _amount, _aside in lines)
        self._head, self._file_head = head, file_head
        clear(self._list)
        total = sum(amount for _line, amount, _aside in lines) or 1
        left = sum(amount for _line, amount, _aside in lines[BARS:])
        most = max([left, *(amount for _line, amount, _aside in lines)]) or 1

        def end(amount: int) -> str:
            return said(amount) if said else percent(amount / total)

        for line, amount, aside in lines[:BARS]:
            self._add(line.texts[0], aside, amount / most, end(amount), line.opens)
        if left > 0 and others:
            self._add(others, "", left / most, end(left), None)
        self._list.addStretch(1)
        self._fill_table()

    def _add(self, name: str, aside: str, bar: float, end: str, opens: object) -> None:
        if opens is None:
            title: QWidget = label(name)
        else:
            title = _Title(name, partial(self.opened.emit, opens))
            title.setAccessibleName(f"{name}, {end}. {aside}")
        line = columns(title, 1, label(aside, "small"))
        self._list.addLayout(rows(line, _Bar(bar, end, faint=opens is None), spacing=1))

    def _open(self, at: int) -> None:
        if self._lines[at].opens is not None:
            self.opened.emit(self._lines[at].opens)

    # what a card asks of a chart

    def show_table(self, on: bool) -> None:
        """The table twin instead of the bars."""
        self._stack.setCurrentWidget(self.table if on else self.plot)

    def save_as(self, path: Path) -> None:
        """Write the picture (``.png``, ``.svg``) or the figures (``.csv``); raises `OSError`."""
        save(path, self.plot.size(), self.accessibleName(), of_widget(self.plot), self._csv_rows)

    def _csv_rows(self) -> list[Sequence[object]]:
        return [self._file_head, *(line.figures for line in self._lines)]


class PicturedTable(TableCard):
    """A `TableCard` with bars above those of its tables that are worth a picture."""

    def __init__(self, title: str, file: str, height: int) -> None:
        super().__init__(title, file, height)
        self.bars = RankedBars(title)
        self.bars.opened.connect(self.opened)
        self.bars.hide()
        self.body.insertWidget(0, self.bars)

    def _draw(self) -> None:
        super()._draw()
        sheet = self.sheet()
        self.bars.setVisible(bool(sheet.bars))
        if sheet.bars:
            self.bars.show_bars(sheet.bars, sheet.head, sheet.file_head, said=sheet.said)
