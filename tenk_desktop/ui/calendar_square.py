"""One day of the calendar, drawn: its number, its bills and incomes as far as there is room, its closing balance."""

import re
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from tenk_desktop.core.outlook.calendar import WORDS, CalendarDay, Entry, Kind, Money, closing_text
from tenk_desktop.core.text import tr
from tenk_desktop.ui import theme

if TYPE_CHECKING:
    from tenk_desktop.ui.calendar_grid import MonthGrid

_UNIT = re.compile(r"(?<=\d)\s\S+$")
"""The currency after an amount."""


def _line_height(font: QFont) -> int:
    return QFontMetrics(font).height() + 1


def lines_of(square: QRect, day: CalendarDay, font: QFont, money: Money) -> tuple[tuple[QRect, Entry], ...]:
    """The entries there is room for, between the day's number and its closing balance. What does not fit on a line has
    two as long as there are any to spare.
    """
    inside, height = square.adjusted(theme.XS, theme.XS, -theme.XS, -theme.XS), _line_height(font)
    room = max(0, (inside.height() - 2 * height - theme.XS) // height)
    count = len(day.entries)
    shown = count if count <= room else max(0, room - 1)
    spare, top, found = room - count, inside.top() + height + theme.XS // 2, []
    wide = QFontMetrics(font).horizontalAdvance
    for entry in day.entries[:shown]:
        two = spare > 0 and wide(_sign(entry) + entry.text + _short(entry, money)) + theme.XS > inside.width()
        spare -= two
        found.append((QRect(inside.left(), top, inside.width(), height * (1 + two)), entry))
        top += height * (1 + two)
    return tuple(found)


def in_two(name: str, first: Callable[[str], bool], second: Callable[[str], bool]) -> tuple[str, str]:
    """A name on two lines: as many whole words as the first has room for, and what fits of the rest."""
    words = name.split()
    count = next((n for n in range(len(words), 0, -1) if first(" ".join(words[:n]))), 0)
    if not count:
        return fitting(name, first), ""
    rest = " ".join(words[count:])
    return " ".join(words[:count]), fitting(rest, second) if rest else ""


def _sign(entry: Entry) -> str:
    return "" if entry.kind in (Kind.DONE, Kind.TRANSFER) else WORDS[entry.kind][0] + "\N{THIN SPACE}"


def _short(entry: Entry, money: Money) -> str:
    """The amount in whole units: the list of the day has its cents."""
    amount = money(entry.amount, cents=False, sign=True)
    return f"≈ {amount}" if entry.low != entry.high else amount


def fitting(name: str, fits: Callable[[str], bool]) -> str:
    """What of a name there is room for: whole words, or its first letters and a point; the list has all of it."""
    if fits(name):
        return name
    words = name.split()
    for count in range(len(words) - 1, 0, -1):
        some = " ".join(words[:count])
        if (count == 1 or len(words[count - 1]) > 3) and fits(some):  # never "Kebab de"
            return some
    return next((name[:i].rstrip() + "." for i in range(len(words[0]) - 1, 0, -1) if fits(name[:i] + ".")), "")


class Square(QStyledItemDelegate):
    """Draws one day."""

    def __init__(self, grid: "MonthGrid", money: Money) -> None:
        super().__init__(grid)
        self._grid, self._money = grid, money

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        grid, day = self._grid, self._grid.days.day(index)
        if day is None:
            return
        c, square = theme.colours(), option.rect
        outside = grid.days.period is not None and day.date not in grid.days.period
        lowest = day.date == grid.days.lowest
        painter.save()
        painter.fillRect(square, QColor(c.warn_soft if lowest else c.soft if outside else c.surface))
        inside = square.adjusted(theme.XS, theme.XS, -theme.XS, -theme.XS)
        self._number(painter, inside, day, outside=outside, lowest=lowest)
        painter.setFont(grid.small_font())
        lines = lines_of(square, day, grid.small_font(), self._money)
        for rect, entry in lines:
            self._entry(painter, rect, entry)
        if hidden := len(day.entries) - len(lines):
            bottom = lines[-1][0].bottom() + 1 if lines else inside.top() + _line_height(grid.small_font()) + 2
            more = QRect(inside.left(), bottom, inside.width(), _line_height(grid.small_font()))
            painter.setPen(QColor(c.quiet))
            painter.drawText(more, Qt.AlignmentFlag.AlignVCenter, tr("+ {count} de plus", count=hidden))
        self._closing(painter, inside, day)
        self._frame(painter, square, option, day)
        painter.restore()

    def _number(self, painter: QPainter, inside: QRect, day: CalendarDay, *, outside: bool, lowest: bool) -> None:
        c, grid = theme.colours(), self._grid
        font = QFont(grid.small_font())
        font.setBold(not outside)
        painter.setFont(font)
        painter.setPen(QColor(c.quiet if outside else c.text))
        line = QRect(inside.left(), inside.top(), inside.width(), _line_height(font))
        text, mark = self._fitting_top(day.date, line.width(), QFontMetrics(font), lowest=lowest)
        if day.date == grid.today:
            painter.setPen(QColor(c.link))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, text)
        if lowest:
            painter.setPen(QColor(c.warn))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, mark)

    def _fitting_top(self, day: date, room: int, metrics: QFontMetrics, *, lowest: bool) -> tuple[str, str]:
        """The number of a day and the mark of the lowest, in the longest words that do not touch."""
        number = str(day.day)
        numbers, marks = [number], ["▼"] if lowest else [""]
        if day == self._grid.today:
            numbers = [tr("{day} · aujourd’hui", day=day.day), tr("{day} · auj.", day=day.day), number]
        if lowest:
            marks = [tr("▼ le plus bas"), tr("▼ bas"), *marks]
        wide = metrics.horizontalAdvance
        pairs = [(text, mark) for text in numbers for mark in marks]
        fits = (p for p in pairs if wide(p[0]) + (wide(p[1]) + theme.S if p[1] else 0) <= room)
        return next(fits, (number, marks[-1]))

    def _entry(self, painter: QPainter, rect: QRect, entry: Entry) -> None:
        c, wide = theme.colours(), painter.fontMetrics().horizontalAdvance
        sure, sign = entry.kind in (Kind.DONE, Kind.TRANSFER), _sign(entry)
        amount, line = _short(entry, self._money), QRect(rect)
        line.setHeight(_line_height(painter.font()))
        last = line.translated(0, rect.height() - line.height())

        def beside(text: str) -> bool:
            return wide(text) <= rect.width() - wide(amount) - theme.XS

        painter.setPen(QColor(c.quiet if sure or entry.kind is Kind.SKIPPED else c.text))
        if last != line:
            first, second = in_two(entry.text, lambda some: wide(sign + some) <= rect.width(), beside)
            painter.drawText(last, Qt.AlignmentFlag.AlignVCenter, second)
        else:
            if not beside(sign + entry.text.partition(" ")[0]):
                amount = _UNIT.sub("", amount)  # the closing balance below names it
            first = fitting(entry.text, lambda some: beside(sign + some))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, sign + first)
        painter.setPen(
            QColor(c.good if entry.amount > 0 and entry.kind is not Kind.SKIPPED else c.quiet if sure else c.text)
        )
        painter.drawText(last, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, amount)

    def _closing(self, painter: QPainter, inside: QRect, day: CalendarDay) -> None:
        c, font = theme.colours(), QFont(self._grid.small_font())
        font.setBold(day.balance is not None)
        painter.setFont(font)
        painter.setPen(QColor(c.text if day.balance is not None else c.quiet))
        text = closing_text(day, self._money, cents=False)
        if day.range is not None and painter.fontMetrics().horizontalAdvance(text) > inside.width():
            text = "≈ " + self._money(day.range[1], cents=False)
        line = QRect(inside.left(), 0, inside.width(), _line_height(font))
        line.moveBottom(inside.bottom())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)

    def _frame(self, painter: QPainter, square: QRect, option: QStyleOptionViewItem, day: CalendarDay) -> None:
        c, grid = theme.colours(), self._grid
        painter.setPen(QPen(QColor(c.line)))
        painter.drawRect(square.adjusted(-1, -1, 0, 0))
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if day.date == grid.target and grid.taken is not None:
            painter.setPen(QPen(QColor(c.link), 2, Qt.PenStyle.DashLine))
            painter.drawRect(square.adjusted(1, 1, -2, -2))
            painter.setPen(QColor(c.link))
            painter.setFont(grid.small_font())
            text = tr("ici : {payee}", payee=grid.taken.text)
            room = square.width() - 2 * theme.S
            text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(square, Qt.AlignmentFlag.AlignCenter, text)
        elif chosen:
            width = 2 if grid.hasFocus() else 1
            painter.setPen(QPen(QColor(c.link), width))
            painter.drawRect(square.adjusted(1, 1, -2, -2))
