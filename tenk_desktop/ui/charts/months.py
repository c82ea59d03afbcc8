"""Twelve months: what came in, stacked, against what it cost."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from tenk_desktop.core.money import decimal_string
from tenk_desktop.core.period import Period
from tenk_desktop.core.reports import MonthReport
from tenk_desktop.core.sentences import covered_sign, month_spoken
from tenk_desktop.core.text import month_text, tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.charts.base import Chart, Money, Swatch, thin

BAR = 0.64  # of the room a month has
EMPTY = 100.0  # units at the top of the scale where there is nothing to draw
SERIES = ("sure", "tiktok", "other_creator", "other", "pending")


class _Hatched(pg.BarGraphItem):  # type: ignore[misc]
    """Bars hatched in screen pixels: a pattern drawn in the chart's units would be stretched."""

    def paint(self, painter: QPainter, *args: Any) -> None:
        inverse, ok = painter.worldTransform().inverted()
        if ok and self._sharedBrush is not None:
            self._sharedBrush.setTransform(inverse)
        super().paint(painter, *args)


class MonthsChart(Chart):
    """Months of income, stacked, against their costs. `show_months` draws; a click or Enter asks for a month."""

    month_clicked = Signal(object)  # Period: its transactions are wanted
    month_selected = Signal(object)  # Period: the arrow keys went there

    def __init__(self, money: Money) -> None:
        super().__init__(money, tr("Douze mois : ce qui rentre face aux dépenses"), tr("Les douze mois, en tableau"))
        self._reports: tuple[MonthReport, ...] = ()
        self._today = date.min

    def show_months(self, reports: tuple[MonthReport, ...], selected: Period, today: date) -> None:
        """Draw these months, oldest first; money is that of the reports' currency."""
        self._reports = reports
        self._currency = reports[0].currency if reports else ""
        self._today = today
        starts = [r.period for r in reports]
        self._selected = starts.index(selected) if selected in starts else len(reports) - 1
        self._draw()
        self.show_legend(legend(reports))
        self.fill_table()
        self.speak(self._selected)

    # what it says of itself

    def places(self) -> int:
        return len(self._reports)

    def spoken(self, at: int) -> str:
        return month_spoken(self._reports[at], self._today, lambda minor: self._money(minor, self._currency))

    def open_place(self, at: int) -> None:
        self.month_clicked.emit(self._reports[at].period)

    def choose(self, at: int) -> None:
        self._highlight.setOpts(x=[float(at)])
        self.month_selected.emit(self._reports[at].period)

    def show_focus(self, on: bool) -> None:
        self._highlight.setOpts(pen=thin(theme.colours().link, 2) if on else QPen(Qt.PenStyle.NoPen))

    def select(self, period: Period) -> bool:
        """Choose another month of those drawn, as if the arrow keys had gone there; False when it is not one."""
        starts = [r.period for r in self._reports]
        if period not in starts:
            return False
        self._selected = starts.index(period)
        self._highlight.setOpts(x=[float(self._selected)])
        self.speak(self._selected)
        return True

    def redraw(self) -> None:
        self._draw()

    # drawing

    def _draw(self) -> None:
        self.plot.clear()
        if not self._reports:
            return
        c = theme.colours()
        count = len(self._reports)
        x = np.arange(count, dtype=np.float64)
        self._highlight = pg.BarGraphItem(x=[0.0], height=[0.0], width=0.96, pen=None, brush=c.accent_soft)
        self.plot.addItem(self._highlight)
        base = np.zeros(count)
        for name in SERIES:
            height = np.maximum(self.units([getattr(r, name) for r in self._reports]), 0)
            if self.hidden(name):
                continue
            if height.any():
                self.plot.addItem(_bars(name, x, base, height))
            base = base + height
        costs = self.units([r.costs for r in self._reports])
        if not self.hidden("costs"):
            known = np.array([not r.empty for r in self._reports])
            self.plot.addItem(_cost_lines(x[known], costs[known]))
        top = (max(float(base.max()), float(costs.max())) or EMPTY) * 1.06
        self.plot.setRange(xRange=(-0.5, count - 0.5), yRange=(-top / 500, top), padding=0)
        self._highlight.setOpts(x=[float(self._selected)], height=[top])
        self.dress()

    def dress(self) -> None:
        width = self.plot.width() / max(len(self._reports), 1)
        self.dress_axes([(i, self._tick(r, width)) for i, r in enumerate(self._reports)], lines=2)
        self.plot.getAxis("bottom").setTextPen(theme.colours().text)

    def _tick(self, report: MonthReport, width: float) -> str:
        """The month's name over its mark; the mark is left out where amounts are hidden or there is no room."""
        name = month_text(report.period.month, year=False, short=width < theme.scaled(84))
        return f"{name}\n{covered_sign(report, self._today, self.bare) or ' '}"

    # the figures

    def table_rows(self) -> list[list[str]]:
        head = [
            tr("Mois"),
            tr("Revenus sûrs"),
            tr("TikTok reçu"),
            tr("Créateur hors TikTok"),
            tr("Autres"),
            tr("Dépenses"),
            tr("Manque"),
            tr("En attente"),
        ]
        body = []
        for r in self._reports:
            sums = (r.sure, r.tiktok, r.other_creator, r.other, r.costs, r.missing, r.pending)
            texts = [self._money(amount, r.currency) for amount in sums]
            if not r.missing:
                texts[5] = "" if r.empty else tr("✓ couvert")
            month = month_text(r.period.month)
            body.append([tr("{month}, à ce jour", month=month) if self._today in r.period else month, *texts])
        return [head, *body]

    def csv_rows(self) -> Iterable[Sequence[object]]:
        yield ["period_start", "currency", *SERIES, "costs", "missing"]
        for r in self._reports:
            sums = [getattr(r, name) for name in (*SERIES, "costs", "missing")]
            yield [r.period.start, r.currency, *(decimal_string(s, r.currency) for s in sums)]


def _bars(name: str, x: Any, base: Any, height: Any) -> pg.BarGraphItem:
    """One series as one item: 4 ms against 97 for an item a bar."""
    c, some = theme.colours(), height != 0  # nothing is no thin line either
    x, base, height = x[some], base[some], height[some]
    if name == "pending":
        brush = QBrush(QColor(c.tiktok), Qt.BrushStyle.BDiagPattern)
        return _Hatched(x=x, y0=base, height=height, width=BAR, pen=thin(c.tiktok), brush=brush)
    edge = c.sure_edge if name == "sure" else getattr(c, name)
    return pg.BarGraphItem(x=x, y0=base, height=height, width=BAR, pen=thin(edge), brush=getattr(c, name))


def _cost_lines(x: Any, costs: Any) -> pg.PlotCurveItem:
    """A thick short line a month, wider than its bar."""
    pen = QPen(QColor(theme.colours().cost), 3)
    pen.setCosmetic(True)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    ends = np.column_stack([x - 0.46, x + 0.46]).ravel()
    return pg.PlotCurveItem(ends, np.repeat(costs, 2), connect="pairs", pen=pen)


def _swatch(name: str, painter: QPainter, box: QRectF) -> None:
    c = theme.colours()
    if name == "costs":
        painter.fillRect(QRectF(0, box.center().y() - 1.5, box.right() + 1, 3), QColor(c.cost))
        return
    style = Qt.BrushStyle.BDiagPattern if name == "pending" else Qt.BrushStyle.SolidPattern
    colour = c.tiktok if name == "pending" else getattr(c, name)
    painter.setPen(thin(c.sure_edge if name == "sure" else colour))
    painter.setBrush(QBrush(QColor(colour), style))
    painter.drawRect(box)


def legend(reports: Sequence[MonthReport]) -> list[tuple[str, Swatch, str]]:
    """What each mark in the chart of these months is called and means, in the order they are stacked."""
    words = {
        "sure": tr("revenus sûrs"),
        "tiktok": tr("TikTok reçu"),
        "other_creator": tr("créateur hors TikTok"),
        "other": tr("autres"),
        "pending": tr("en attente"),
        "costs": tr("dépenses"),
    }
    shown = [name for name in words if any(getattr(r, name) for r in reports)]
    return [(name, Swatch(partial(_swatch, name)), words[name]) for name in shown]
