"""Followers week by week: known ones as a line, those to come as a fan, and the number to reach."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPen

from tenk_desktop.core.text import day_text, month_text, number_text, tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.charts.base import Chart, Money, thin

PAST_WEEKS = 26


@dataclass(frozen=True, slots=True)
class Week:
    """A place of the chart: what is known at the end of a day, or the 1, 5 and 9 in 10 of what may be."""

    date: date
    known: int | None = None
    fan: tuple[int, int, int] | None = None


class FollowersChart(Chart):
    """The way to a number of followers. A click or Enter asks for a week."""

    week_clicked = Signal(object)  # the date that ends it

    def __init__(self, money: Money) -> None:
        super().__init__(money, tr("Abonnés, semaine par semaine"), tr("Les abonnés par semaine, en tableau"))
        self._weeks: list[Week] = []
        self._target = 0
        self._today = date.min
        self.plot.getViewBox().disableAutoRange()  # else each item added is measured, for a range that is said anyway

    def show_followers(self, known: Mapping[date, int], fan: Sequence[Any], target: int, today: date) -> None:
        """Half a year of known followers and what may follow; ``fan`` are `growth.FanWeek`s."""
        self._weeks = [*_past(known, today), *(Week(w.date, None, (w.low, w.typical, w.high)) for w in fan)]
        self._target, self._today = target, today
        self._selected = max(sum(w.known is not None for w in self._weeks) - 1, 0)
        self._draw()
        self.fill_table()
        self.speak(self._selected)

    # what it says of itself

    def places(self) -> int:
        return len(self._weeks)

    def spoken(self, at: int) -> str:
        week = self._weeks[at]
        if week.known is not None:
            return tr("{day} : {count} abonnés.", day=day_text(week.date), count=number_text(week.known))
        low, _middle, high = week.fan or (0, 0, 0)
        return tr(
            "{day} : entre {low} et {high} abonnés, 8 chances sur 10.",
            day=day_text(week.date), low=number_text(low), high=number_text(high),
        )  # fmt: skip

    def open_place(self, at: int) -> None:
        self.week_clicked.emit(self._weeks[at].date)

    def choose(self, at: int) -> None:
        self._line_at.setPos(at)

    def show_focus(self, on: bool) -> None:
        self._line_at.setPen(thin(theme.colours().link, 2) if on else QPen(Qt.PenStyle.NoPen))

    # drawing

    def _draw(self) -> None:
        self.plot.clear()
        if not self._weeks:
            return
        c, x = theme.colours(), np.arange(len(self._weeks), dtype=np.float64)
        known = np.array([np.nan if w.known is None else w.known for w in self._weeks])
        last = int(np.flatnonzero(~np.isnan(known))[-1]) if (~np.isnan(known)).any() else 0
        self._draw_fan(x[last:], [w.fan or (int(known[last]),) * 3 for w in self._weeks[last:]])
        self.plot.addItem(pg.PlotCurveItem(x, known, connect="finite", pen=thin(c.good, 2.5)))
        goal = pg.InfiniteLine(self._target, angle=0, pen=pg.mkPen(c.text, width=1, style=Qt.PenStyle.DashLine))
        self.plot.addItem(goal)
        self._line_at = pg.InfiniteLine(self._selected, pen=QPen(Qt.PenStyle.NoPen))
        self.plot.addItem(self._line_at)
        top, low = self._range(known)
        self.plot.setRange(xRange=(-0.5, len(self._weeks) - 0.5), yRange=(low, top), padding=0)
        self.dress()

    def _draw_fan(self, x: Any, fan: Sequence[tuple[int, int, int]]) -> None:
        if len(fan) < 2:
            return
        low, middle, high = (np.array(part, dtype=np.float64) for part in zip(*fan, strict=True))
        colour = QColor(theme.colours().good)
        colour.setAlpha(50)
        edges = [pg.PlotCurveItem(x, part, pen=QPen(Qt.PenStyle.NoPen)) for part in (low, high)]
        for item in (*edges, pg.FillBetweenItem(*edges, brush=colour)):
            self.plot.addItem(item)
        dashed = pg.mkPen(theme.colours().good, width=2, style=Qt.PenStyle.DashLine)
        self.plot.addItem(pg.PlotCurveItem(x, middle, pen=dashed))

    def _range(self, known: Any) -> tuple[float, float]:
        values = [v for v in known if not np.isnan(v)] + [v for w in self._weeks if w.fan for v in w.fan]
        low, top = min([*values, self._target]), max([*values, self._target])
        room = max((top - low) * 0.08, 1)
        return top + room, max(low - room, 0)

    def written(self, height: float) -> str:
        return f"{height / 1000:g}k" if height >= 1000 else f"{height:g}"

    def dress(self) -> None:
        self.dress_axes(self._ticks(), lines=1)

    def _ticks(self) -> list[tuple[float, str]]:
        """The first week of each month, as far as the names have room; of the first month only part may be there."""
        metrics = QFontMetricsF(self.small_font())
        each = max(self.plot.width() - theme.scaled(70), 1) / max(len(self._weeks), 1)
        begun = [i for i, w in enumerate(self._weeks) if not i or self._weeks[i - 1].date.month != w.date.month]
        found: list[tuple[float, str]] = []
        free = len(self._weeks) * each  # from the end, so that a month cut off gives way to a whole one
        for i in reversed(begun):
            text = month_text(self._weeks[i].date, year=False, short=True)
            half = metrics.horizontalAdvance(text) / 2 + theme.XS
            middle = (i + 0.5) * each
            if middle + half <= free and middle - half >= 0:
                found.append((float(i), text))
                free = middle - half
        return found[::-1]

    # the figures

    def table_rows(self) -> list[list[str]]:
        head = [tr("Semaine"), tr("Abonnés"), tr("1 fois sur 10 au plus"), tr("Au milieu"), tr("9 fois sur 10 au plus")]
        return [head, *([day_text(w.date, year=True), *_cells(w)] for w in self._weeks)]

    def csv_rows(self) -> Iterable[Sequence[object]]:
        yield ["date", "known", "0.1", "0.5", "0.9"]
        for w in self._weeks:
            yield [w.date, "" if w.known is None else w.known, *(w.fan or ("", "", ""))]


def _cells(week: Week) -> list[str]:
    known = "" if week.known is None else number_text(week.known)
    return [known, *(number_text(v) for v in week.fan)] if week.fan else [known, "", "", ""]


def _past(known: Mapping[date, int], today: date) -> list[Week]:
    """A day a week, back from the last known one; a week of which no day is known stays a gap."""
    days = [d for d in known if d <= today]
    if not days:
        return []
    last, first = max(days), min(days)
    ends = [last - timedelta(weeks=i) for i in range(PAST_WEEKS, -1, -1)]
    return [Week(end, known.get(end)) for end in ends if end >= first]
