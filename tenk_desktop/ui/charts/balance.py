"""The balance day by day: known days as a line, days to come as bands of futures around the middle one."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsPathItem

from tenk_desktop.core.money import decimal_string
from tenk_desktop.core.outlook.answer import Verdict
from tenk_desktop.core.outlook.days import Day, Event, day_spoken, days_known, days_of, event_text, largest, with_fan
from tenk_desktop.core.outlook.household import Movement
from tenk_desktop.core.text import day_text, listed, tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.charts.base import Chart, Money, Swatch, thin

Floats = np.ndarray[Any, np.dtype[np.float64]]

BANDS = (("0.05", "0.95"), ("0.1", "0.9"), ("0.25", "0.75"))
SHADES = (40, 55, 85)
"""How opaque each band is, of 255; they lie on one another."""
MARKS = 8
"""How many of the largest bills and incomes are marked; fewer are named, where there is room."""
WORTH = 0.08
"""A smaller one, as a share of the height, is not marked."""
NAME = 18
FAR = 110  # pixels between a mark and its name, at most
HEADROOM = 38  # pixels above and below the balance, for names


class BalanceChart(Chart):
    """`show_balance` draws a period; a click or Enter asks for a day."""

    day_clicked = Signal(object)  # date: its transactions are wanted

    def __init__(self, money: Money) -> None:
        super().__init__(money, tr("Le solde, jour par jour"), tr("Le solde jour par jour, en tableau"))
        self._days: tuple[Day, ...] = ()
        self._today = date.min
        self._floor = 0
        self._names: list[pg.TextItem] = []
        self._fan: list[Any] = []
        self.plot.getViewBox().sigResized.connect(self._on_resized)

    def show_balance(
        self, past: Sequence[tuple[date, int]], verdict: Verdict, movements: Iterable[Movement] = ()
    ) -> None:
        """Draw the period: ``past`` balances at the end of each day up to ``as_of``, then the verdict's fan.

        ``movements`` are the rows to name on known days. Amounts are minor units of the verdict's currency.
        """
        self._currency, self._floor = verdict.currency, verdict.floor
        self._show(days_of(past, verdict, movements), verdict.today)

    def show_past(
        self, past: Sequence[tuple[date, int]], events: Iterable[Event], today: date, currency: str, floor: int
    ) -> None:
        """Draw a time gone by: balances at the end of each day, minor units, and the movements to name."""
        self._currency, self._floor = currency, floor
        self._show(days_known(past, events), today)

    def show_fan(self, verdict: Verdict) -> None:
        """Another fan over the days on screen: what if. The table and the day chosen follow.

        Where it fits in the picture nothing else moves, which is quick, and lets the eye compare.
        """
        self._days = with_fan(self._days, verdict)
        self._lines()
        low, high = self.plot.getViewBox().viewRange()[1]
        if self._lower.min() < low or self._upper.max() > high:
            self._draw()
        else:
            for item in self._fan:
                self.plot.removeItem(item)
            self._draw_fan()
        self.fill_table()
        self.speak(self._selected)

    def _show(self, days: tuple[Day, ...], today: date) -> None:
        self._days, self._today = days, today
        self._selected = max(0, min((today - days[0].date).days, self.places() - 1)) if days else 0
        self._draw()
        self.show_legend(_legend(self._days))
        self.fill_table()
        self.speak(self._selected)

    def sizeHint(self) -> QSize:
        return QSize(theme.scaled(560), theme.scaled(210))

    # what it says of itself

    def places(self) -> int:
        return len(self._days)

    def spoken(self, at: int) -> str:
        return day_spoken(self._days[at], self._written)

    def open_place(self, at: int) -> None:
        self.day_clicked.emit(self._days[at].date)

    def choose(self, at: int) -> None:
        self._cursor.setPos(at)

    def show_focus(self, on: bool) -> None:
        self._cursor.setVisible(on)

    def speak(self, at: int) -> None:
        super().speak(at)
        if self._days:
            self._cursor.setPos(at)
            self._cursor.setVisible(at != self._selected or self.plot.hasFocus())

    def _written(self, minor: int) -> str:
        return self._money(minor, self._currency)

    def redraw(self) -> None:
        self._draw()

    # drawing

    def _draw(self) -> None:
        self.plot.clear()
        self._names = []
        self._cursor = pg.InfiniteLine(0, pen=thin(theme.colours().link, 2))
        self._cursor.hide()
        if not self._days:
            return
        self._lines()
        floor = float(self.units([self._floor])[0])
        self._low, self._high = min(self._lower.min(), floor), max(self._upper.max(), floor, self._lower.min() + 1)
        found = largest(self._days, MARKS)
        worth = self.units([abs(e.amount) for e in found]) >= (self._high - self._low) * WORTH
        self._marked = [event for event, large in zip(found, worth, strict=True) if large]
        self.plot.addItem(pg.InfiniteLine(floor, angle=0, pen=thin(theme.colours().edge, 1.5)))
        self._draw_fan()
        if not self.hidden("line"):
            self.plot.addItem(self._curve(self._is_known, theme.colours().accent, Qt.PenStyle.SolidLine))
        now = self._place_of(self._today)
        if now < self.places():
            self.plot.addItem(pg.InfiniteLine(now, pen=thin(theme.colours().text)))
        self.plot.addItem(self._cursor)
        self._marks = pg.ScatterPlotItem(size=theme.scaled(11), pen=None)
        self.plot.addItem(self._marks)
        self._place_marks()
        self.dress()

    def _lines(self) -> None:
        """The middle of each day, known or not, and the edges of what may become of it."""
        x = np.arange(self.places())
        known = np.array([d.known is not None for d in self._days])
        fan = np.array([bool(d.quantiles) for d in self._days])
        self._is_known = known
        self._is_coming = fan | (known & ~np.append(known[1:], False)) if known.any() else fan
        said = known | fan
        self._shares = {
            q: np.interp(x, x[said], self.units([_at(d, q) for d, here in zip(self._days, said, strict=True) if here]))
            for q in ("0.5", *(q for band in BANDS for q in band))
        }
        self._upper, self._lower = self._shares["0.95"], self._shares["0.05"]

    def _curve(self, where: Any, colour: str, style: Qt.PenStyle) -> pg.PlotCurveItem:
        pen = thin(colour, 2)
        pen.setStyle(style)
        x = np.flatnonzero(where)
        return pg.PlotCurveItem(x.astype(np.float64), self._shares["0.5"][x], pen=pen, antialias=True)

    def _draw_fan(self) -> None:
        """What may become of the days to come: bands, and the line through their middle."""
        self._fan = self._bands()
        if not self.hidden("middle"):
            self._fan.append(self._curve(self._is_coming, theme.colours().accent, Qt.PenStyle.DashLine))
        for item in self._fan:
            self.plot.addItem(item, ignoreBounds=True)

    def _bands(self) -> list[Any]:
        found = []
        x = np.flatnonzero(self._is_coming)
        for nth, ((low, high), shade) in enumerate(zip(BANDS, SHADES, strict=True)):
            if self.hidden(str(nth)):
                continue
            bounds = [(low, i) for i in x] + [(high, i) for i in x[::-1]]
            edge = [QPointF(float(i), float(self._shares[q][i])) for q, i in bounds]
            path = QPainterPath()
            path.addPolygon(QPolygonF(edge))
            band = QGraphicsPathItem(path)
            band.setPen(QPen(Qt.PenStyle.NoPen))
            band.setBrush(_shade(shade))
            band.setZValue(-1)  # under the line of known days, whenever it is drawn
            found.append(band)
        return found

    def dress(self) -> None:
        self.dress_axes(self._ticks(), lines=1)

    def _ticks(self) -> list[tuple[float, str]]:
        """The 1st and every fifth day, as far as their names have room."""
        metrics = QFontMetricsF(self.small_font())
        each = max(self.plot.width() - theme.scaled(70), 1) / self.places()
        found: list[tuple[float, str]] = []
        free = -1e9
        for i, day in enumerate(self._days):
            text = day_text(day.date)
            half = metrics.horizontalAdvance(text) / 2 + theme.XS
            if (day.date.day == 1 or day.date.day % 5 == 0) and i * each - half >= free:
                found.append((i, text))
                free = i * each + half
        return found

    # names beside the line

    def _place_marks(self) -> None:
        """Triangles where money comes or goes, and the names that fit: the largest first, none on another."""
        self._make_room()
        for name in self._names:
            self.plot.removeItem(name)
        canvas = _Canvas(self.plot.getViewBox(), QFontMetricsF(self.small_font()))
        self._names = []
        c = theme.colours()
        xs = [self._place_of(e.date) for e in self._marked]
        apart = canvas.units(theme.scaled(9))
        heights = [
            self._shares["0.5"][x] + (apart if e.amount > 0 else -apart) for x, e in zip(xs, self._marked, strict=True)
        ]
        self._marks.setData(
            x=xs,
            y=heights,
            symbol=["t1" if e.amount > 0 else "t" for e in self._marked],
            brush=[pg.mkBrush(c.other_creator if e.amount > 0 else c.tiktok) for e in self._marked],
        )
        self._name_today(canvas)
        for x, y in zip(xs, heights, strict=True):
            canvas.keep(x, y, theme.scaled(11))
        self._name_floor(canvas)
        for event in self._marked:
            self._name(event, canvas)

    def _make_room(self) -> None:
        """The whole balance in view, with room for names above and below whatever the height."""
        height, names = self.plot.getViewBox().height(), 2 * theme.scaled(HEADROOM)
        room = (self._high - self._low) * theme.scaled(HEADROOM) / max(height - names, names)
        self.plot.setRange(xRange=(-1, self.places()), yRange=(self._low - room, self._high + room), padding=0)

    def _on_resized(self, _view: object) -> None:
        if self._days:
            self._place_marks()

    def _place_of(self, day: date) -> int:
        return (day - self._days[0].date).days

    def _name_today(self, canvas: "_Canvas") -> None:
        x = self._place_of(self._today)
        if x < self.places():
            left = x > self.places() / 4
            self._write(canvas, tr("aujourd’hui"), x, canvas.top, QPointF(1 if left else 0, 0), of_line=True)
            canvas.block(x)

    def _name_floor(self, canvas: "_Canvas") -> None:
        """Below or above its line, as far to the left as the balance leaves room."""
        text = tr("plancher : {amount}", amount=self._money(self._floor, self._currency, cents=False))
        y, tall = float(self.units([self._floor])[0]), canvas.units(self.fontMetrics().height())
        reach = int(canvas.width(text)) + 1
        for x in range(-1, self.places() - reach + 1):
            beside = slice(max(x, 0), x + reach + 1)
            low, high = self._lower[beside].min(), self._upper[beside].max()
            for below, free in ((1, low >= y or high < y - tall), (0, high <= y or low > y + tall)):
                if free and self._write(canvas, text, x, y, QPointF(0, 1 - below), of_line=True):
                    return

    def _name(self, event: Event, canvas: "_Canvas") -> None:
        """Where it is nearest to its day without touching what the balance may become; nowhere if that is far."""
        text = event_text(Event(event.date, _short(event.text), event.amount), self._bare_signed)
        up, wide = event.amount > 0, canvas.width(text)
        near = [(self._beyond(event, shift * wide, wide, canvas), i) for i, shift in enumerate((0, 0.45, -0.45))]
        for (far, x, y), _ in sorted(near, key=lambda one: (one[0][0], one[1])):
            if far <= canvas.units(theme.scaled(FAR)) and self._write(canvas, text, x, y, QPointF(0.5, 1 if up else 0)):
                return

    def _beyond(self, event: Event, shift: float, wide: float, canvas: "_Canvas") -> tuple[float, float, float]:
        """Above all that may become of an income, below it for a bill: how far from its mark, and where."""
        x, gap = self._place_of(event.date), canvas.units(theme.scaled(16))
        middle = min(max(x + shift, canvas.left + wide / 2), canvas.right - wide / 2)
        beside = slice(max(0, int(np.floor(middle - wide / 2))), int(np.ceil(middle + wide / 2)) + 1)
        y = self._upper[beside].max() + gap if event.amount > 0 else self._lower[beside].min() - gap
        return abs(y - self._shares["0.5"][x]), middle, y

    def _write(
        self, canvas: "_Canvas", text: str, x: float, y: float, anchor: QPointF, *, of_line: bool = False
    ) -> bool:
        """Write a text where there is room for it; the name of a line lies on it and must not hide it."""
        if not canvas.take(text, x, y, anchor):
            return False
        ground = QColor(theme.colours().surface)
        ground.setAlpha(0 if of_line else 170)  # a line of the grid behind a name would strike it out
        item = pg.TextItem(text, color=theme.colours().quiet, anchor=(anchor.x(), anchor.y()), fill=ground)
        item.setFont(self.small_font())
        item.setPos(x, y)
        self.plot.addItem(item, ignoreBounds=True)
        self._names.append(item)
        return True

    def _bare_signed(self, minor: int) -> str:
        sign = "\N{MINUS SIGN}" if minor < 0 else ""
        return sign + self.bare(minor)

    # the figures

    def table_rows(self) -> list[list[str]]:
        head = [
            tr("Jour"),
            tr("Solde"),
            tr("9 fois sur 10 au-dessus de"),
            tr("Au milieu"),
            tr("9 fois sur 10 au-dessous de"),
        ]
        body = []
        for day in self._days:
            known = self._written(day.known) if day.known is not None else ""
            shares = [self._written(day.quantiles[q]) if day.quantiles else "" for q in ("0.1", "0.5", "0.9")]
            passing = listed(event_text(event, self._written) for event in day.events)
            body.append([day_text(day.date, year=True), known, *shares, passing])
        return [[*head, tr("Ce qui passe")], *body]

    def csv_rows(self) -> Iterable[Sequence[object]]:
        shares = ("0.05", "0.1", "0.25", "0.5", "0.75", "0.9", "0.95")
        yield ["date", "currency", "known", *shares]
        for day in self._days:
            known = "" if day.known is None else decimal_string(day.known, self._currency)
            coming = [decimal_string(day.quantiles[q], self._currency) if day.quantiles else "" for q in shares]
            yield [day.date, self._currency, known, *coming]


class _Canvas:
    """The picture in the chart's own units, and the room already taken in it."""

    def __init__(self, view: pg.ViewBox, metrics: QFontMetricsF) -> None:
        (self.left, self.right), (self.bottom, self.top) = view.viewRange()
        self._metrics = metrics
        self._across = (self.right - self.left) / max(view.width(), 1)
        self._up = (self.top - self.bottom) / max(view.height(), 1)
        self._taken: list[QRectF] = []

    def units(self, pixels: float) -> float:
        """A height of the screen in the chart's units."""
        return float(pixels * self._up)

    def width(self, text: str) -> float:
        """How many places a text takes, with the little margin a text item has."""
        return float((self._metrics.horizontalAdvance(text) + theme.S) * self._across)

    def block(self, x: float) -> None:
        """Let no text cross an upright line; texts already there may touch it."""
        self._taken.append(QRectF(x - 0.01, self.bottom, 0.02, self.top - self.bottom))

    def keep(self, x: float, y: float, side: float) -> None:
        """Let no text lie on a mark of so many pixels."""
        wide, high = side * self._across, self.units(side)
        self._taken.append(QRectF(x - wide / 2, y - high / 2, wide, high))

    def take(self, text: str, x: float, y: float, anchor: QPointF) -> bool:
        """Keep this room for a text, if it is free and within the picture."""
        wide, high = self.width(text), self.units(self._metrics.height() + theme.XS)
        box = QRectF(x - anchor.x() * wide, y - (1 - anchor.y()) * high, wide, high)
        slack = self.units(2)
        inside = box.top() >= self.bottom - slack and box.bottom() <= self.top + slack
        if not inside or any(box.intersects(other) for other in self._taken):
            return False
        self._taken.append(box)
        return True


def _at(day: Day, share: str) -> int:
    return day.known if day.known is not None else day.quantiles[share]


def _short(name: str) -> str:
    return name if len(name) <= NAME else name[: NAME - 1].rstrip() + "…"


def _shade(opaque: int) -> QColor:
    colour = QColor(theme.colours().accent)
    colour.setAlpha(opaque)
    return colour


def _legend(days: Sequence[Day]) -> list[tuple[str, Swatch, str]]:
    """The name of each mark there is to draw, and a word for it."""
    words: Mapping[str, tuple[str, bool]] = {
        "line": (tr("solde connu"), any(d.known is not None for d in days)),
        "middle": (tr("le milieu des possibles"), any(d.quantiles for d in days)),
        "2": (tr("1 fois sur 2"), any(d.quantiles for d in days)),
        "1": (tr("8 fois sur 10"), any(d.quantiles for d in days)),
        "0": (tr("9 fois sur 10"), any(d.quantiles for d in days)),
    }
    return [(name, Swatch(partial(_swatch, name)), word) for name, (word, shown) in words.items() if shown]


def _swatch(name: str, painter: QPainter, box: QRectF) -> None:
    if name in ("line", "middle"):
        pen = thin(theme.colours().accent, 2)
        if name == "middle":
            pen.setDashPattern([1.5, 1.5])  # a plain dash would fill so small a box
        painter.setPen(pen)
        painter.drawLine(QPointF(box.left(), box.center().y()), QPointF(box.right(), box.center().y()))
        return
    for shade in SHADES[: int(name) + 1]:
        painter.fillRect(box, _shade(shade))
