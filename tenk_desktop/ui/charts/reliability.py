"""What was said against what came: for each tenth said, the share of its months that held."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from tenk_desktop.core.outlook.answer import Track, in_ten_short
from tenk_desktop.core.text import number_text, tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.charts.base import Chart, Money, Swatch, thin

BAR = 0.3  # of the room a tenth has, for each of the two bars
SAID, REPLAYED = "said", "replayed"


class ReliabilityChart(Chart):
    """`show_record` draws; each place is a tenth that was said, oldest words for the same thing side by side."""

    def __init__(self, money: Money) -> None:
        super().__init__(money, tr("Ce qui a été dit et ce qui est arrivé"), tr("Ce qui a été dit, en tableau"))
        self._tenths: tuple[float, ...] = ()
        self._series: dict[str, dict[float, Track]] = {SAID: {}, REPLAYED: {}}

    def show_record(self, said: Iterable[Track], replayed: Iterable[Track]) -> None:
        """Months whose verdict was said, and months replayed, each grouped by the tenth (see `Track`)."""
        self._series = {SAID: {t.said: t for t in said}, REPLAYED: {t.said: t for t in replayed}}
        self._tenths = tuple(sorted({*self._series[SAID], *self._series[REPLAYED]}))
        self._selected = max(0, len(self._tenths) - 1)
        self._draw()
        self.show_legend(self._marks())
        self.fill_table()
        self.speak(self._selected)

    def sizeHint(self) -> QSize:
        return QSize(theme.scaled(240), theme.scaled(170))

    # what it says of itself

    def places(self) -> int:
        return len(self._tenths)

    def spoken(self, at: int) -> str:
        tenth = self._tenths[at]
        parts = []
        for name, text in (
            (SAID, tr("Dit {said} : tenu {held} fois sur {months}.")),
            (REPLAYED, tr("Rejoué, {said} : tenu {held} fois sur {months}.")),
        ):
            if found := self._series[name].get(tenth):
                parts.append(text.format(said=in_ten_short(tenth), held=_held(found), months=number_text(found.months)))
        return " ".join(parts)

    def open_place(self, at: int) -> None:
        """Its months have no page of their own."""

    def choose(self, at: int) -> None:
        self._cursor.setPos(at)

    def show_focus(self, on: bool) -> None:
        self._cursor.setVisible(on)

    def redraw(self) -> None:
        self._draw()

    # drawing

    def _draw(self) -> None:
        self.plot.clear()
        if not self._tenths:
            return
        self._cursor = pg.InfiniteLine(self._selected, pen=thin(theme.colours().link, 2))
        self._cursor.hide()
        for name, side in ((SAID, -1), (REPLAYED, 1)):
            if not self.hidden(name):
                self._bars(name, side)
        if not self.hidden("expected"):
            self.plot.addItem(self._expected())
        self.plot.addItem(self._cursor)
        self.plot.setRange(xRange=(-0.6, len(self._tenths) - 0.4), yRange=(-0.02, 10.6), padding=0)
        self.dress()

    def _bars(self, name: str, side: int) -> None:
        found = [(i, self._series[name][t]) for i, t in enumerate(self._tenths) if t in self._series[name]]
        if found:
            alone = not all(self._series.values())
            x = [i + (0 if alone else side * BAR / 2) for i, _ in found]
            brush, pen = _look(name)
            # A month that never held is still seen: a bar of no height has its outline.
            heights = [10 * track.seen for _, track in found]
            self.plot.addItem(pg.BarGraphItem(x=x, height=heights, width=BAR, pen=pen, brush=brush))

    def _expected(self) -> pg.PlotCurveItem:
        """A short line a place, where its bars should end."""
        pen = QPen(QColor(theme.colours().cost), 3)
        pen.setCosmetic(True)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        x = np.arange(len(self._tenths), dtype=np.float64)
        ends = np.column_stack([x - 0.44, x + 0.44]).ravel()
        return pg.PlotCurveItem(ends, np.repeat([10 * t for t in self._tenths], 2), connect="pairs", pen=pen)

    def dress(self) -> None:
        self.dress_axes([(float(i), str(in_ten_short(t))) for i, t in enumerate(self._tenths)], lines=1)

    def written(self, height: float) -> str:
        """The scale counts months in ten."""
        return number_text(round(height))

    def _marks(self) -> list[tuple[str, Swatch, str]]:
        words = {
            SAID: tr("mois vécus avec l’application"),
            REPLAYED: tr("mois rejoués"),
            "expected": tr("ce qui était dit"),
        }
        shown = [n for n in words if n == "expected" or self._series[n]]
        return [(n, Swatch(partial(_swatch, n)), words[n]) for n in shown]

    # the figures

    def table_rows(self) -> list[list[str]]:
        body = []
        for tenth in self._tenths:
            both = [self._series[name].get(tenth) for name in (SAID, REPLAYED)]
            cells = [tr("{held} sur {months}", held=_held(t), months=number_text(t.months)) if t else "" for t in both]
            body.append([str(in_ten_short(tenth)), *cells])
        return [[tr("Dit"), tr("Tenu, mois vécus"), tr("Tenu, mois rejoués")], *body]

    def csv_rows(self) -> Iterable[Sequence[object]]:
        yield ["said", "kind", "seen", "months"]
        for name in (SAID, REPLAYED):
            for tenth in self._tenths:
                if found := self._series[name].get(tenth):
                    yield [tenth, name, round(found.seen, 4), found.months]


def _held(track: Track) -> str:
    return number_text(round(track.seen * track.months))


def _look(name: str) -> tuple[Any, QPen]:
    """Months lived are full, months replayed hatched."""
    colour = theme.colours().accent
    if name == SAID:
        return QBrush(QColor(colour)), thin(colour)
    return QBrush(QColor(theme.colours().accent_soft)), thin(colour)


def _swatch(name: str, painter: QPainter, box: QRectF) -> None:
    if name == "expected":
        painter.fillRect(QRectF(0, box.center().y() - 1.5, box.right() + 1, 3), QColor(theme.colours().cost))
        return
    brush, pen = _look(name)
    painter.setPen(pen)
    painter.setBrush(brush)
    painter.drawRect(box)
