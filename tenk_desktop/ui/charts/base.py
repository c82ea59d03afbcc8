"""What every chart is: places along an axis that can be spoken, chosen and opened, over axes of money."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import (
    QHeaderView,
    QLabel,
    QSizePolicy,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QWidget,
)

from tenk_desktop.core.money import exponent
from tenk_desktop.core.text import tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.charts.plot import Plot
from tenk_desktop.ui.pictures import save
from tenk_desktop.ui.widgets import FlowLayout, as_list, clear, columns, label, rows


class Money(Protocol):
    """`Session.money`."""

    def __call__(self, minor: int, currency: str = "", *, sign: bool = False, cents: bool = True) -> str: ...


class _MoneyAxis(pg.AxisItem):  # type: ignore[misc]
    """Ticks as whole amounts of the currency."""

    def __init__(self) -> None:
        super().__init__("left")
        self.write: Callable[[float], str] = str

    def boundingRect(self) -> QRectF:
        """With room for the lowest label, which pyqtgraph leaves out of an axis that has a grid."""
        rect: QRectF = super().boundingRect()
        return rect.adjusted(0, -8, 0, 8)

    def tickSpacing(self, low: float, high: float, size: float) -> list[tuple[float, float]]:
        """Round amounts only, without the finer levels: they are written whole, so none is nearer than one."""
        spacing: list[tuple[float, float]] = super().tickSpacing(low, high, size)
        return [(max(each, 1.0), offset) for each, offset in spacing[:1]]

    def tickStrings(self, values: Sequence[float], _scale: float, _spacing: float) -> list[str]:
        return [self.write(v) for v in values]


class Chart(QWidget):
    """A picture over places numbered from 0 along its bottom axis, one of them chosen.

    A kind of chart says how many places there are, what each is called, spoken and opened; see the methods that raise.
    """

    def __init__(self, money: Money, name: str, table_name: str) -> None:
        super().__init__()
        self._money = money
        self._currency = ""
        self._selected = 0
        self._dressed_for = 0
        self._hidden: set[str] = set()
        self._table_waits = False
        self._axis = _MoneyAxis()
        self.plot = Plot(self._axis)
        self._spoken = label(role="quiet", wrap=True)
        self._spoken.setMinimumHeight(self._spoken.fontMetrics().height())
        self._spoken.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._table = QTableWidget()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.plot)
        self._stack.addWidget(self._table)
        self._stack.setSizePolicy(
            QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored
        )  # pyqtgraph would ask for 480
        self._legend = FlowLayout(theme.gap(theme.M))
        layout = rows(self._legend, self._stack, self._spoken, spacing=theme.XS)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.setAccessibleName(name)
        self._prepare_plot()
        self._prepare_table(table_name)

    # what a kind of chart says of itself

    def places(self) -> int:
        """How many places there are; 0 before anything is shown."""
        raise NotImplementedError

    def spoken(self, at: int) -> str:
        """The sentence of one place."""
        raise NotImplementedError

    def open_place(self, at: int) -> None:
        """A click or Enter on a place."""
        raise NotImplementedError

    def table_rows(self) -> list[list[str]]:
        """The table twin: headers, then a row a place."""
        raise NotImplementedError

    def csv_rows(self) -> Iterable[Sequence[object]]:
        """The figures, headers first, amounts as decimal text."""
        raise NotImplementedError

    def choose(self, at: int) -> None:
        """The arrow keys went to a place."""
        raise NotImplementedError

    def dress(self) -> None:
        """Fonts, colours and ticks of the axes for the present size."""
        raise NotImplementedError

    def show_focus(self, on: bool) -> None:
        """The plot has the keyboard, or lost it."""
        raise NotImplementedError

    def redraw(self) -> None:
        """The same values again, once something is shown or hidden."""
        raise NotImplementedError

    # what is shown

    def hidden(self, name: str) -> bool:
        """Whether the legend's mark of this name was switched off."""
        return name in self._hidden

    def show_table(self, on: bool) -> None:
        """The table twin instead of the picture."""
        self._stack.setCurrentIndex(int(on))
        if on and self._table_waits:
            self.fill_table()
        self._spoken.setVisible(not on)

    def sentence(self) -> str:
        """What the line under the chart says now."""
        return self._spoken.text()

    def sizeHint(self) -> QSize:
        return QSize(theme.scaled(560), theme.scaled(250))

    # drawing

    def _prepare_plot(self) -> None:
        plot = self.plot
        plot.setBackground(theme.colours().surface)
        plot.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        plot.setAccessibleName(self.accessibleName())
        plot.setFrameShape(plot.Shape.NoFrame)
        plot.viewport().setMouseTracking(True)
        plot.viewport().installEventFilter(self)
        plot.installEventFilter(self)

    def units(self, minor: Sequence[int]) -> np.ndarray[Any, np.dtype[np.float64]]:
        """Minor units as heights on the screen; the only place where money becomes floating point."""
        return np.asarray(minor, dtype=np.float64) / float(10 ** exponent(self._currency))

    def show_legend(self, marks: Iterable[tuple[str, "Swatch", str]]) -> None:
        """Each mark with its word, as a switch: its name, how it is drawn, and the word."""
        clear(self._legend)
        for name, swatch, word in marks:
            key = LegendKey(swatch, word, on=not self.hidden(name))
            key.toggled.connect(partial(self._switch, name))
            self._legend.addWidget(key)

    def _switch(self, name: str, on: bool) -> None:
        (self._hidden.discard if on else self._hidden.add)(name)
        self.redraw()

    def small_font(self) -> QFont:
        """The font of what stands in the picture."""
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 0.88)
        return font

    def dress_axes(self, ticks: list[tuple[float, str]], lines: int) -> None:
        """Money on the left with its grid, ``ticks`` of so many lines of text below."""
        c = theme.colours()
        self._axis.write = self.written
        metrics, (low, high) = QFontMetricsF(self.small_font()), self.plot.getViewBox().viewRange()[1]
        widest = max(metrics.horizontalAdvance(self._axis.write(v)) for v in (low, high))
        self._axis.setWidth(widest + theme.gap(theme.M))  # left to itself it drops labels until it is painted twice
        bottom = self.plot.getAxis("bottom")
        bottom.setTicks([ticks])
        bottom.setHeight(self.fontMetrics().height() * lines + theme.gap(theme.S))
        for axis in (self._axis, bottom):
            axis.setStyle(tickFont=self.small_font(), tickLength=0)
            axis.setTextPen(c.quiet)
            axis.setPen(QPen(QColor(c.line)))
        self._axis.setPen(QPen(Qt.PenStyle.NoPen))
        self._axis.setTickPen(thin(c.line))
        self._axis.setZValue(-1000)  # the grid, which the axis draws, goes behind the picture
        self._axis.setGrid(255)

    def written(self, height: float) -> str:
        """A height of the scale at the left: an amount, unless a kind of chart counts something else."""
        return self._money(round(height * 10 ** exponent(self._currency)), self._currency, cents=False)

    def bare(self, minor: int) -> str:
        """The figure alone, where there is no room for the currency's sign."""
        text = self._money(minor, self._currency, cents=False)
        return "".join(ch for ch in text if ch.isdigit() or ch in " \u202f,.•").strip()

    # the table twin

    def _prepare_table(self, name: str) -> None:
        table = self._table
        as_list(table, name)
        table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        table.activated.connect(lambda index: self.open_place(index.row()))

    def fill_table(self) -> None:
        """Put `table_rows` in the table, or leave it for when the table is seen."""
        self._table_waits = self._stack.currentIndex() == 0
        if self._table_waits or not self.places():
            return
        head, *body = self.table_rows()
        table = self._table
        table.setColumnCount(len(head))
        table.setRowCount(len(body))
        table.setHorizontalHeaderLabels(head)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for i, line in enumerate(body):
            for j, text in enumerate(line):
                item = QTableWidgetItem(text)
                if j:
                    item.setTextAlignment(right)
                table.setItem(i, j, item)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        header.setDefaultAlignment(right)
        if (first := table.horizontalHeaderItem(0)) is not None:
            first.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    # pointer and keys

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        """The plot's own events; pyqtgraph's are left to it."""
        kind = event.type()
        if kind == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            at = self._place_at(event.position())
            self.plot.viewport().setCursor(
                Qt.CursorShape.ArrowCursor if at is None else Qt.CursorShape.PointingHandCursor
            )
            self.speak(self._selected if at is None else at)
        elif kind == QEvent.Type.Leave:
            self.speak(self._selected)
        elif kind == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            at = self._place_at(event.position())
            if at is not None and event.button() == Qt.MouseButton.LeftButton:
                self.open_place(at)
        elif kind == QEvent.Type.KeyPress and watched is self.plot and isinstance(event, QKeyEvent):
            return self._key(event)
        elif kind in (QEvent.Type.FocusIn, QEvent.Type.FocusOut) and isinstance(event, QFocusEvent):
            if self.places():
                self.show_focus(event.gotFocus())
        elif kind == QEvent.Type.Resize and self.places() and self._dressed_for != self.plot.width():
            self._dressed_for = self.plot.width()
            self.dress()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key, last = event.key(), self.places() - 1
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.places():
            self.open_place(self._selected)
            return True
        goto = {
            Qt.Key.Key_Left: self._selected - 1,
            Qt.Key.Key_Right: self._selected + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(key))
        if goto is None or not 0 <= goto <= last:
            return False
        self._selected = goto
        self.speak(goto)
        self.choose(goto)
        return True

    def _place_at(self, where: QPointF) -> int | None:
        if not self.places():
            return None
        view = self.plot.getViewBox()
        x = view.mapSceneToView(self.plot.mapToScene(where.toPoint())).x()
        at = round(x)
        return at if 0 <= at < self.places() and abs(x - at) <= 0.5 else None

    def speak(self, at: int) -> None:
        """Say one place, for eyes and ears."""
        text = self.spoken(at) if self.places() else ""
        self._spoken.setText(text)
        self.plot.setAccessibleDescription(text)

    # export

    def save_as(self, path: Path) -> None:
        """Write the picture (``.png``, ``.svg``) or the figures (``.csv``); raises `OSError`."""
        save(path, self.plot.size(), self.accessibleName(), self.plot.render, self.csv_rows)


class Swatch(QLabel):
    """A mark of the legend, drawn as the chart draws it."""

    def __init__(self, draw: Callable[[QPainter, QRectF], object]) -> None:
        super().__init__()
        self._draw = draw
        self.setFixedSize(theme.scaled(12), theme.scaled(12))

    def paintEvent(self, _event: Any) -> None:
        painter = QPainter(self)
        self._draw(painter, QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))


class LegendKey(QToolButton):
    """A mark of the legend and its word: pressed, what it stands for is drawn."""

    def __init__(self, swatch: Swatch, word: str, *, on: bool) -> None:
        super().__init__()
        self.setProperty("role", "arrow")
        self.setCheckable(True)
        self.setChecked(on)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(word)
        self.setToolTip(tr("Montrer ou cacher : {what}", what=word))
        self._word = label(word, "small")
        for inside in (swatch, self._word):
            inside.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        line = columns(swatch, self._word, spacing=theme.XS)
        line.setContentsMargins(theme.XS, 0, theme.XS, 0)
        self.setLayout(line)
        self.toggled.connect(self._dress)
        self._dress(on)

    def sizeHint(self) -> QSize:
        inside = self.layout()
        return inside.sizeHint() if inside else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _dress(self, on: bool) -> None:
        """A word struck out is one whose mark is not drawn."""
        font = self._word.font()
        font.setStrikeOut(not on)
        self._word.setFont(font)


def thin(colour: str, width: float = 1) -> QPen:
    """A line of so many pixels of the screen, whatever the chart's units."""
    pen = QPen(QColor(colour), width)
    pen.setCosmetic(True)
    return pen
