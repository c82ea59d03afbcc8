"""Charts. The only module that imports pyqtgraph, itself imported after the first paint, in a worker.

A chart is shown frozen values and keeps none of its own. Each has a table twin, a sentence for what is under the
pointer or the arrow keys, a name and description for screen readers, and exports as PNG, SVG and CSV.
"""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QBuffer, QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPaintDevice, QPainter, QPen
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QHeaderView, QLabel, QStackedWidget, QTableWidget, QTableWidgetItem, QWidget

from tenk_desktop.core.money import decimal_string, exponent
from tenk_desktop.core.period import Period
from tenk_desktop.core.reports import MonthReport
from tenk_desktop.core.sentences import covered_sign, month_spoken
from tenk_desktop.core.text import month_text, tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.widgets import FlowLayout, clear, columns, label, rows

BAR = 0.64  # of the room a month has
SERIES = ("sure", "tiktok", "other_creator", "other", "pending")


class Money(Protocol):
    """`Session.money`."""

    def __call__(self, minor: int, currency: str = "", *, sign: bool = False, cents: bool = True) -> str: ...


class _Hatched(pg.BarGraphItem):  # type: ignore[misc]
    """Bars hatched in screen pixels: a pattern drawn in the chart's units would be stretched."""

    def paint(self, painter: QPainter, *args: Any) -> None:
        inverse, ok = painter.worldTransform().inverted()
        if ok and self._sharedBrush is not None:
            self._sharedBrush.setTransform(inverse)
        super().paint(painter, *args)


class _MoneyAxis(pg.AxisItem):  # type: ignore[misc]
    """Ticks as whole amounts of the currency."""

    def __init__(self) -> None:
        super().__init__("left")
        self.write: Callable[[float], str] = str
        self.enableAutoSIPrefix(False)

    def boundingRect(self) -> QRectF:
        """With room for the lowest label, which pyqtgraph leaves out of an axis that has a grid."""
        rect: QRectF = super().boundingRect()
        return rect.adjusted(0, -8, 0, 8)

    def tickSpacing(self, low: float, high: float, size: float) -> list[tuple[float, float]]:
        """Round amounts only, without the finer levels."""
        spacing: list[tuple[float, float]] = super().tickSpacing(low, high, size)
        return spacing[:1]

    def tickStrings(self, values: Sequence[float], _scale: float, _spacing: float) -> list[str]:
        return [self.write(v) for v in values]


class MonthsChart(QWidget):
    """Months of income, stacked, against their costs. `show_months` draws; a click or Enter asks for a month."""

    month_clicked = Signal(object)  # Period: its transactions are wanted
    month_selected = Signal(object)  # Period: the arrow keys went there

    def __init__(self, money: Money) -> None:
        super().__init__()
        self._money = money
        self._reports: tuple[MonthReport, ...] = ()
        self._selected = 0
        self._today = date.min
        self._axis = _MoneyAxis()
        self.plot = pg.PlotWidget(axisItems={"left": self._axis})
        self._spoken = label(role="quiet", wrap=True)
        self._spoken.setMinimumHeight(self._spoken.fontMetrics().height())
        self._spoken.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._table = QTableWidget()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.plot)
        self._stack.addWidget(self._table)
        self._legend = FlowLayout(theme.gap(theme.M))
        self.setLayout(rows(self._legend, self._stack, self._spoken, spacing=theme.XS))
        self.setAccessibleName(tr("Douze mois : ce qui rentre face aux dépenses"))
        self._prepare_plot()
        self._prepare_table()

    # what is shown

    def show_months(self, reports: tuple[MonthReport, ...], selected: Period, today: date) -> None:
        """Draw these months, oldest first; money is that of the reports' currency."""
        self._reports = reports
        self._today = today
        starts = [r.period for r in reports]
        self._selected = starts.index(selected) if selected in starts else len(reports) - 1
        self._draw()
        self._fill_legend()
        self._fill_table()
        self._speak(self._selected)

    def show_table(self, on: bool) -> None:
        """The table twin instead of the picture."""
        self._stack.setCurrentIndex(int(on))
        self._spoken.setVisible(not on)

    def sentence(self) -> str:
        """What the line under the chart says now."""
        return self._spoken.text()

    def sizeHint(self) -> QSize:
        return QSize(theme.scaled(560), theme.scaled(250))

    # drawing

    def _prepare_plot(self) -> None:
        plot = self.plot
        plot.setMouseEnabled(False, False)
        plot.setMenuEnabled(False)
        plot.hideButtons()
        plot.getViewBox().setDefaultPadding(0.0)
        plot.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        plot.setAccessibleName(self.accessibleName())
        plot.setFrameShape(plot.Shape.NoFrame)
        plot.viewport().setMouseTracking(True)
        plot.viewport().installEventFilter(self)
        plot.installEventFilter(self)

    def _units(self, minor: Sequence[int]) -> np.ndarray[Any, np.dtype[np.float64]]:
        """Minor units as heights on the screen; the only place where money becomes floating point."""
        digits = exponent(self._reports[0].currency)
        return np.asarray(minor, dtype=np.float64) / float(10**digits)

    def _draw(self) -> None:
        self.plot.clear()
        if not self._reports:
            return
        c = theme.colours()
        self.plot.setBackground(c.surface)
        count = len(self._reports)
        x = np.arange(count, dtype=np.float64)
        self._highlight = pg.BarGraphItem(x=[0.0], height=[0.0], width=0.96, pen=None, brush=c.accent_soft)
        self.plot.addItem(self._highlight)
        base = np.zeros(count)
        for name in SERIES:
            height = np.maximum(self._units([getattr(r, name) for r in self._reports]), 0)
            if height.any():
                self.plot.addItem(_bars(name, x, base, height))
            base = base + height
        costs = self._units([r.costs for r in self._reports])
        self.plot.addItem(_cost_lines(x, costs))
        top = max(float(base.max()), float(costs.max()), 1.0) * 1.06
        self.plot.setRange(xRange=(-0.5, count - 0.5), yRange=(-top / 500, top), padding=0)
        self._highlight.setOpts(x=[float(self._selected)], height=[top])
        self._dress_axes()

    def _fill_legend(self) -> None:
        clear(self._legend)
        for key, word in legend(self._reports):
            pair = QWidget()
            pair.setLayout(columns(key, label(word, "small"), spacing=theme.XS))
            self._legend.addWidget(pair)

    def _dress_axes(self) -> None:
        c = theme.colours()
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 0.88)
        currency = self._reports[0].currency
        scale = 10 ** exponent(currency)
        self._axis.write = lambda v: self._money(round(v * scale), currency, cents=False)
        bottom = self.plot.getAxis("bottom")
        width = self.plot.width() / max(len(self._reports), 1)
        bottom.setTicks([[(i, self._tick(r, width)) for i, r in enumerate(self._reports)]])
        bottom.setHeight(self.fontMetrics().height() * 2 + theme.gap(theme.S))
        for axis in (self._axis, bottom):
            axis.setStyle(tickFont=font, tickLength=0)
            axis.setTextPen(c.quiet)
            axis.setPen(QPen(QColor(c.line)))
        self._axis.setPen(QPen(Qt.PenStyle.NoPen))
        self._axis.setTickPen(_thin(c.line))
        self._axis.setZValue(-1000)  # the grid, which the axis draws, goes behind the bars
        self._axis.setGrid(255)
        bottom.setTextPen(c.text)

    def _tick(self, report: MonthReport, width: float) -> str:
        """The month's name over its mark; the mark is left out where amounts are hidden or there is no room."""
        name = month_text(report.period.start, year=False, short=width < theme.scaled(84))
        amount = covered_sign(report, lambda minor: self._bare(minor, report.currency))
        return f"{name}\n{amount}" if amount else name + "\n "

    def _bare(self, minor: int, currency: str) -> str:
        """The figure alone: under a bar there is no room for the currency's sign."""
        text = self._money(minor, currency, cents=False)
        return "".join(ch for ch in text if ch.isdigit() or ch in " \u202f,.•").strip()

    # the table twin

    def _prepare_table(self) -> None:
        table = self._table
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setAlternatingRowColors(True)
        table.setAccessibleName(tr("Les douze mois, en tableau"))
        table.activated.connect(lambda index: self.month_clicked.emit(self._reports[index.row()].period))

    def table_rows(self) -> list[list[str]]:
        """The table twin: headers, then a row a month."""
        head = [
            tr("Mois"),
            tr("Revenus sûrs"),
            tr("TikTok reçu"),
            tr("Autres créateur"),
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
            body.append([month_text(r.period.start), *texts])
        return [head, *body]

    def _fill_table(self) -> None:
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
        if (month := table.horizontalHeaderItem(0)) is not None:
            month.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    # pointer and keys

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        """The plot's own events; pyqtgraph's are left to it."""
        kind = event.type()
        if kind == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            at = self._month_at(event.position())
            self.plot.viewport().setCursor(
                Qt.CursorShape.ArrowCursor if at is None else Qt.CursorShape.PointingHandCursor
            )
            self._speak(self._selected if at is None else at)
        elif kind == QEvent.Type.Leave:
            self._speak(self._selected)
        elif kind == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            at = self._month_at(event.position())
            if at is not None and event.button() == Qt.MouseButton.LeftButton:
                self.month_clicked.emit(self._reports[at].period)
        elif kind == QEvent.Type.KeyPress and watched is self.plot and isinstance(event, QKeyEvent):
            return self._key(event)
        elif kind in (QEvent.Type.FocusIn, QEvent.Type.FocusOut) and isinstance(event, QFocusEvent):
            self._show_focus(event.gotFocus())
        elif kind == QEvent.Type.Resize and self._reports:
            self._dress_axes()
        return super().eventFilter(watched, event)

    def _show_focus(self, on: bool) -> None:
        if self._reports:
            pen = QPen(QColor(theme.colours().link), 2) if on else QPen(Qt.PenStyle.NoPen)
            pen.setCosmetic(True)
            self._highlight.setOpts(pen=pen)

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._reports:
            self.month_clicked.emit(self._reports[self._selected].period)
            return True
        last = len(self._reports) - 1
        goto = {
            Qt.Key.Key_Left: self._selected - 1,
            Qt.Key.Key_Right: self._selected + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(key))
        if goto is None or not 0 <= goto <= last:
            return False
        self._selected = goto
        self._highlight.setOpts(x=[float(goto)])
        self._speak(goto)
        self.month_selected.emit(self._reports[goto].period)
        return True

    def _month_at(self, where: QPointF) -> int | None:
        if not self._reports:
            return None
        view = self.plot.getViewBox()
        x = view.mapSceneToView(self.plot.mapToScene(where.toPoint())).x()
        at = round(x)
        return at if 0 <= at < len(self._reports) and abs(x - at) <= 0.5 else None

    def _speak(self, at: int) -> None:
        if not self._reports:
            self._spoken.setText("")
            return
        report = self._reports[at]
        text = month_spoken(report, self._today, lambda minor: self._money(minor, report.currency))
        self._spoken.setText(text)
        self.plot.setAccessibleDescription(text)

    # export

    def save_as(self, path: Path) -> None:
        """Write the picture (``.png``, ``.svg``) or the figures (``.csv``); raises `OSError`."""
        make = {".svg": self._svg, ".csv": self._csv}.get(path.suffix.lower(), self._png)
        path.write_bytes(make())

    def _png(self) -> bytes:
        image = QImage(self.plot.size() * 2, QImage.Format.Format_ARGB32)
        image.fill(QColor(theme.colours().surface))
        self._render(image, QRectF(image.rect()))
        buffer = QBuffer()
        image.save(buffer, "PNG")  # type: ignore[call-overload]
        return bytes(buffer.data().data())

    def _svg(self) -> bytes:
        """By Qt's own generator: pyqtgraph's exporter fails on Qt 6.11."""
        buffer = QBuffer()
        generator = QSvgGenerator()
        generator.setOutputDevice(buffer)
        generator.setSize(self.plot.size())
        generator.setViewBox(QRectF(self.plot.rect()))
        generator.setTitle(self.accessibleName())
        self._render(generator, QRectF(self.plot.rect()))
        return bytes(buffer.data().data())

    def _render(self, device: QPaintDevice, area: QRectF) -> None:
        painter = QPainter(device)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.plot.render(painter, area)
        painter.end()

    def _csv(self) -> bytes:
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(["period_start", "currency", *SERIES, "costs", "missing"])
        for r in self._reports:
            sums = [getattr(r, name) for name in (*SERIES, "costs", "missing")]
            writer.writerow([r.period.start, r.currency, *(decimal_string(s, r.currency) for s in sums)])
        return out.getvalue().encode("utf-8-sig")


def _bars(name: str, x: Any, base: Any, height: Any) -> pg.BarGraphItem:
    """One series as one item: 4 ms against 97 for an item a bar."""
    c = theme.colours()
    if name == "pending":
        brush = QBrush(QColor(c.tiktok), Qt.BrushStyle.BDiagPattern)
        return _Hatched(x=x, y0=base, height=height, width=BAR, pen=_thin(c.tiktok), brush=brush)
    edge = c.sure_edge if name == "sure" else getattr(c, name)
    return pg.BarGraphItem(x=x, y0=base, height=height, width=BAR, pen=_thin(edge), brush=getattr(c, name))


def _thin(colour: str) -> QPen:
    pen = QPen(QColor(colour), 1)
    pen.setCosmetic(True)
    return pen


def _cost_lines(x: Any, costs: Any) -> pg.PlotCurveItem:
    """A thick short line a month, wider than its bar."""
    pen = QPen(QColor(theme.colours().cost), 3)
    pen.setCosmetic(True)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    ends = np.column_stack([x - 0.46, x + 0.46]).ravel()
    return pg.PlotCurveItem(ends, np.repeat(costs, 2), connect="pairs", pen=pen)


class LegendKey(QLabel):
    """A swatch as the chart draws it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.setFixedSize(theme.scaled(12), theme.scaled(12))

    def paintEvent(self, _event: Any) -> None:
        c = theme.colours()
        painter = QPainter(self)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self._name == "costs":
            painter.fillRect(QRectF(0, box.center().y() - 1.5, self.width(), 3), QColor(c.cost))
            return
        style = Qt.BrushStyle.BDiagPattern if self._name == "pending" else Qt.BrushStyle.SolidPattern
        colour = c.tiktok if self._name == "pending" else getattr(c, self._name)
        painter.setPen(_thin(c.sure_edge if self._name == "sure" else colour))
        painter.setBrush(QBrush(QColor(colour), style))
        painter.drawRect(box)


def legend(reports: Sequence[MonthReport]) -> list[tuple[LegendKey, str]]:
    """What each mark in the chart of these months means, in the order they are stacked."""
    words = {
        "sure": tr("revenus sûrs"),
        "tiktok": tr("TikTok reçu"),
        "other_creator": tr("autres créateur"),
        "other": tr("autres"),
        "pending": tr("en attente"),
        "costs": tr("dépenses"),
    }
    return [(LegendKey(name), word) for name, word in words.items() if any(getattr(r, name) for r in reports)]
