"""Months beside one another, each as bars, a stack of them, a line or a mark, whatever the figures stand for."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QTransform

from tenk_desktop.core.money import decimal_string
from tenk_desktop.core.text import month_text, tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.budget_pictures import Kind, Picture, Series
from tenk_desktop.ui.charts.base import Chart, Money, Swatch, thin

BAR = 0.64  # of the room a month has
SYMBOLS = ("o", "t", "s", "d", "star", "+")
"""Of the lines, in their order: what tells them apart besides their colour."""


class PastChart(Chart):
    """`show_picture` draws; a click or Enter asks for a month."""

    month_clicked = Signal(object)  # Period

    def __init__(self, money: Money, name: str, table_name: str) -> None:
        super().__init__(money, name, table_name)
        self._picture = Picture("")

    def show_picture(self, picture: Picture) -> None:
        """Draw these months; the newest is chosen, unless one of as many was."""
        if len(picture.months) != len(self._picture.months):
            self._selected = len(picture.months) - 1
        self._picture, self._currency = picture, picture.currency
        self._draw()
        self.show_legend(self._marks())
        self.fill_table()
        self.speak(self._selected)

    # what it says of itself

    def places(self) -> int:
        return len(self._picture.months)

    def spoken(self, at: int) -> str:
        return self._picture.sentences[at]

    def open_place(self, at: int) -> None:
        self.month_clicked.emit(self._picture.months[at])

    def choose(self, at: int) -> None:
        self._highlight.setOpts(x=[float(at)])

    def show_focus(self, on: bool) -> None:
        self._highlight.setOpts(pen=thin(theme.colours().link, 2) if on else QPen(Qt.PenStyle.NoPen))

    def redraw(self) -> None:
        self._draw()

    # drawing

    def _draw(self) -> None:
        self.plot.clear()
        count = self.places()
        if not count:
            return
        self._highlight = pg.BarGraphItem(
            x=[0.0], height=[0.0], width=0.96, pen=None, brush=theme.colours().accent_soft
        )  # fmt: skip
        self.plot.addItem(self._highlight)
        shown = [s for s in self._picture.series if not self.hidden(s.name)]
        low, top = self._add_bars(shown)
        for at, series in enumerate(s for s in self._picture.series if s.kind is Kind.LINE):
            if series in shown:
                self.plot.addItem(self._line(series, SYMBOLS[at % len(SYMBOLS)]))
        for series in shown:
            heights = self.units(series.known)
            if series.kind is Kind.MARK:
                self.plot.addItem(_marks(series.colour, heights))
            if series.kind in (Kind.MARK, Kind.LINE):
                low, top = min(low, float(heights.min())), max(top, float(heights.max()))
        top, low = max(top, 1.0) * 1.06, low * 1.06
        self.plot.setRange(xRange=(-0.5, count - 0.5), yRange=(min(low, -top / 500), top), padding=0)
        self._highlight.setOpts(x=[float(self._selected)], y0=[low], height=[top - low])
        self.dress()

    def _add_bars(self, shown: Sequence[Series]) -> tuple[float, float]:
        """The bars, and the lowest and highest they reach."""
        x = np.arange(self.places(), dtype=np.float64)
        side = [s for s in shown if s.kind is Kind.SIDE]
        base, low, top = np.zeros(len(x)), 0.0, 0.0
        for i, series in enumerate(side):
            heights, each = self.units(series.known), BAR / len(side)
            self.plot.addItem(_bars(series, x - BAR / 2 + each * (i + 0.5), np.zeros(len(x)), heights, each * 0.92))
            low, top = min(low, float(heights.min())), max(top, float(heights.max()))
        for series in shown:
            if series.kind is Kind.STACK:
                heights = np.maximum(self.units(series.known), 0)
                self.plot.addItem(_bars(series, x, base, heights, BAR))
                base = base + heights
        return low, max(top, float(base.max()))

    def _line(self, series: Series, symbol: str) -> pg.PlotDataItem:
        known = [i for i, value in enumerate(series.values) if value is not None]
        colour = QColor(getattr(theme.colours(), series.colour))
        heights = self.units([series.values[i] or 0 for i in known])
        return pg.PlotDataItem(
            np.asarray(known, dtype=np.float64), heights, pen=thin(colour.name(), 2), symbol=symbol,
            symbolSize=theme.scaled(8), symbolBrush=colour, symbolPen=thin(theme.colours().surface),
        )  # fmt: skip

    def dress(self) -> None:
        width = self.plot.width() / max(self.places(), 1)
        short = width < theme.scaled(84)
        names = [month_text(p.month, year=False, short=short) for p in self._picture.months]
        every = max(1, -(-theme.scaled(44) // max(round(width), 1)))
        last = len(names) - 1
        self.dress_axes([(i, n) for i, n in enumerate(names) if (last - i) % every == 0], lines=1)
        self.plot.getAxis("bottom").setTextPen(theme.colours().text)

    def _marks(self) -> list[tuple[str, Swatch, str]]:
        found, lines = [], 0
        for series in self._picture.series:
            symbol = SYMBOLS[lines % len(SYMBOLS)] if series.kind is Kind.LINE else ""
            lines += series.kind is Kind.LINE
            found.append((series.name, Swatch(partial(_swatch, series, symbol)), series.word))
        return found

    # the figures

    def table_rows(self) -> list[list[str]]:
        body = []
        for i, month in enumerate(self._picture.months):
            values = [series.values[i] for series in self._picture.series]
            texts = ["" if value is None else self._money(value, self._currency) for value in values]
            body.append([month_text(month.month), *texts])
        return [[tr("Mois"), *(series.word for series in self._picture.series)], *body]

    def csv_rows(self) -> Iterable[Sequence[object]]:
        yield ["period_start", "currency", *(series.name for series in self._picture.series)]
        for i, month in enumerate(self._picture.months):
            values = [series.values[i] for series in self._picture.series]
            texts = ["" if value is None else decimal_string(value, self._currency) for value in values]
            yield [month.start, self._currency, *texts]


def _bars(series: Series, x: Any, base: Any, height: Any, width: float) -> pg.BarGraphItem:
    """One series as one item: 4 ms against 97 for an item a bar."""
    c, some = theme.colours(), height != 0  # nothing is no thin line either
    x, base, height = x[some], base[some], height[some]
    edge = c.sure_edge if series.colour == "sure" else getattr(c, series.colour)
    return pg.BarGraphItem(x=x, y0=base, height=height, width=width, pen=thin(edge), brush=getattr(c, series.colour))


def _marks(colour: str, heights: Any) -> pg.PlotCurveItem:
    """A thick short line a month, wider than its bar."""
    pen = QPen(QColor(getattr(theme.colours(), colour)), 3)
    pen.setCosmetic(True)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    x = np.arange(len(heights), dtype=np.float64)
    ends = np.column_stack([x - 0.46, x + 0.46]).ravel()
    return pg.PlotCurveItem(ends, np.repeat(heights, 2), connect="pairs", pen=pen)


def _swatch(series: Series, symbol: str, painter: QPainter, box: QRectF) -> None:
    c = theme.colours()
    colour = QColor(getattr(c, series.colour))
    middle = box.center()
    if series.kind in (Kind.MARK, Kind.LINE):
        thick = 3 if series.kind is Kind.MARK else 2
        painter.fillRect(QRectF(0, middle.y() - thick / 2, box.right() + 1, thick), colour)
    if symbol:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QTransform.fromTranslate(middle.x(), middle.y()).scale(box.width() * 0.75, box.width() * 0.75)
        painter.setPen(thin(c.surface))
        painter.setBrush(colour)
        painter.drawPath(place.map(_symbol(symbol)))
    elif series.kind in (Kind.SIDE, Kind.STACK):
        painter.setPen(thin(c.sure_edge if series.colour == "sure" else colour.name()))
        painter.setBrush(colour)
        painter.drawRect(box)


def _symbol(name: str) -> Any:
    """The outline of a mark, one unit across."""
    from pyqtgraph.graphicsItems.ScatterPlotItem import Symbols

    return Symbols[name]
