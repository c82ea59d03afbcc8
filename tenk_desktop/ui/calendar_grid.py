"""The month as weeks of days: each day's bills and incomes, its closing balance, and bills dragged to another day."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from tenk_desktop.core.outlook.calendar import (
    WORDS,
    CalendarDay,
    CalendarMonth,
    Entry,
    Kind,
    Money,
    closing_text,
    day_spoken,
    weekdays,
)
from tenk_desktop.core.period import ONE_DAY, Period
from tenk_desktop.core.text import tr
from tenk_desktop.ui import theme

WEEK = 7
TALL = 76
"""The least height of a square, in pixels at 100 % text."""
_UNIT = re.compile(r"(?<=\d)\s\S+$")
"""The currency after an amount."""
_NOWHERE = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


class MonthModel(QAbstractTableModel):
    """A row a week, a column a day. ``weeks`` are whole weeks, ``period`` the month in them."""

    def __init__(self, money: Money) -> None:
        super().__init__()
        self._money = money
        self.weeks: CalendarMonth | None = None
        self.period: Period | None = None
        self.lowest: date | None = None

    def show(self, weeks: CalendarMonth, period: Period, lowest: date | None) -> None:
        """Other days, or the same with other money."""
        self.beginResetModel()
        self.weeks, self.period, self.lowest = weeks, period, lowest
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() or self.weeks is None else len(self.weeks.days) // WEEK

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else WEEK

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        day = self.day(index)
        if day is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return str(day.date.day)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return day_spoken(day, self._money, lowest=day.date == self.lowest)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or self.weeks is None:
            return None
        weekday = (self.weeks.period.start + section * ONE_DAY).weekday()
        if role == Qt.ItemDataRole.DisplayRole:
            return weekdays(short=True)[weekday]
        return weekdays()[weekday] if role == Qt.ItemDataRole.AccessibleTextRole else None

    def day(self, index: _Index) -> CalendarDay | None:
        """The day of a square."""
        if self.weeks is None or not index.isValid():
            return None
        return self.weeks.days[index.row() * WEEK + index.column()]

    def index_of(self, day: date) -> QModelIndex:
        """The square of a day, invalid when it is not on screen."""
        if self.weeks is None or day not in self.weeks.period:
            return _NOWHERE
        return self.index(*divmod((day - self.weeks.period.start).days, WEEK))


class MonthGrid(QTableView):
    """The squares. Arrows go from day to day, Enter opens one, a bill is dragged or taken by Shift and arrows."""

    day_chosen = Signal(object)  # date
    day_opened = Signal(object)  # date
    dropped = Signal(object, object)  # Entry, date
    nudged = Signal(int)  # days, by Shift and arrows
    turned = Signal(object)  # a date that is not on screen
    menu_asked = Signal(object, QPoint)  # an Entry or None, and where on the screen

    def __init__(self, money: Money) -> None:
        super().__init__()
        self.days = MonthModel(money)
        self.today = self.until = date.min
        self.setModel(self.days)
        self.setItemDelegate(_Square(self, money))
        self.setAccessibleName(tr("Calendrier du mois"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.verticalHeader().hide()
        for header, least in ((self.horizontalHeader(), 72), (self.verticalHeader(), TALL)):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
            header.setMinimumSectionSize(theme.scaled(least))
            header.setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self._taken: tuple[Entry, QPoint] | None = None
        self.target: date | None = None

    # what is chosen

    def show_weeks(self, weeks: CalendarMonth, period: Period, lowest: date | None, chosen: date) -> None:
        """Draw these, one day being chosen."""
        self.days.show(weeks, period, lowest)
        head = self.horizontalHeader().sizeHint().height()
        self.setMinimumHeight(head + self.days.rowCount() * theme.scaled(TALL) + 2 * self.frameWidth())
        self.choose(chosen)

    def chosen(self) -> date | None:
        """The day the keyboard is on."""
        day = self.days.day(self.currentIndex())
        return day.date if day else None

    def choose(self, day: date) -> None:
        """Put the keyboard on a day; one that is not on screen asks for its month."""
        index = self.days.index_of(day)
        if index.isValid():
            self.setCurrentIndex(index)
        else:
            self.turned.emit(day)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        if (day := self.days.day(current)) is not None:
            self.day_chosen.emit(day.date)

    def may_take(self, day: date) -> bool:
        """Whether a bill can be put on a day: from today to the last one looked at."""
        return self.today <= day < self.until

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        day = self.chosen()
        if event.key() == Qt.Key.Key_Escape and self._taken is not None:
            self._let_go()
        elif step and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.nudged.emit(step)
        elif step and day:
            self.choose(day + timedelta(days=step))
        elif day and event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown) and self.days.period:
            other = self.days.period.shift(1 if event.key() == Qt.Key.Key_PageDown else -1)
            self.turned.emit(other.start)
        elif self.days.period and event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            period = self.days.period
            self.choose(period.start if event.key() == Qt.Key.Key_Home else period.end - ONE_DAY)
        elif day and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.day_opened.emit(day)
        else:
            event.ignore()  # number keys are the window's, letters look for nothing here

    # the pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        entry = self.entry_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and entry is not None and entry.movable:
            self._taken = entry, event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        where = event.position().toPoint()
        if self._taken is None:
            entry = self.entry_at(where)
            movable = entry is not None and entry.movable
            self.viewport().setCursor(Qt.CursorShape.OpenHandCursor if movable else Qt.CursorShape.ArrowCursor)
        elif (where - self._taken[1]).manhattanLength() >= QApplication.startDragDistance() or self.target:
            day = self.days.day(self.indexAt(where))
            self.target = day.date if day and self.may_take(day.date) else None
            self.viewport().setCursor(
                Qt.CursorShape.ClosedHandCursor if self.target else Qt.CursorShape.ForbiddenCursor
            )
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        taken, target = self._taken, self.target
        self._let_go()
        if taken is not None and target is not None and target != taken[0].date:
            self.dropped.emit(taken[0], target)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        day = self.days.day(self.indexAt(event.position().toPoint()))
        if day is not None:
            self.day_opened.emit(day.date)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Of the bill under the pointer; by the menu key, of the one chosen on the day the keyboard is on."""
        where, entry = event.pos(), None
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            where = self.visualRect(self.currentIndex()).center()
        else:
            entry = self.entry_at(where)
            self.setCurrentIndex(self.indexAt(where))
        self.menu_asked.emit(entry, self.viewport().mapToGlobal(where))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave and self._taken is None:
            self.viewport().unsetCursor()
        return super().viewportEvent(event)

    def _let_go(self) -> None:
        self._taken = self.target = None
        self.viewport().unsetCursor()
        self.viewport().update()

    @property
    def taken(self) -> Entry | None:
        """What is being dragged."""
        return self._taken[0] if self._taken else None

    def entry_at(self, where: QPoint) -> Entry | None:
        """The entry drawn at a place of the viewport."""
        index = self.indexAt(where)
        day = self.days.day(index)
        lines = _lines(self.visualRect(index), day, self.small_font()) if day else ()
        return next((entry for rect, entry in lines if rect.contains(where)), None)

    def rect_of(self, entry: Entry) -> QRect:
        """Where an entry is drawn, empty when there is no room for it."""
        index = self.days.index_of(entry.date)
        day = self.days.day(index)
        lines = _lines(self.visualRect(index), day, self.small_font()) if day else ()
        return next((rect for rect, drawn in lines if drawn == entry), QRect())

    def small_font(self) -> QFont:
        """The letters of an entry."""
        font = QFont(self.font())
        font.setPointSizeF(self.font().pointSizeF() * 0.88)
        return font


_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -WEEK, Qt.Key.Key_Down: WEEK}


def _line_height(font: QFont) -> int:
    return QFontMetrics(font).height() + 1


def _lines(square: QRect, day: CalendarDay, font: QFont) -> tuple[tuple[QRect, Entry], ...]:
    """The entries there is room for, between the day's number and its closing balance."""
    inside, height = square.adjusted(theme.XS, theme.XS, -theme.XS, -theme.XS), _line_height(font)
    room = max(0, (inside.height() - 2 * height - theme.XS) // height)
    count = len(day.entries)
    shown = count if count <= room else max(0, room - 1)
    top = inside.top() + height + theme.XS // 2
    return tuple(
        (QRect(inside.left(), top + i * height, inside.width(), height), entry)
        for i, entry in enumerate(day.entries[:shown])
    )


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


class _Square(QStyledItemDelegate):
    """Draws one day."""

    def __init__(self, grid: MonthGrid, money: Money) -> None:
        super().__init__(grid)
        self._grid, self._money = grid, money

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
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
        lines = _lines(square, day, grid.small_font())
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
        c = theme.colours()
        metrics = painter.fontMetrics()
        sure = entry.kind in (Kind.DONE, Kind.TRANSFER)
        sign = "" if sure else WORDS[entry.kind][0] + "\N{THIN SPACE}"
        amount, wide = self._short(entry), metrics.horizontalAdvance

        def room() -> int:
            return rect.width() - wide(amount) - theme.XS - wide(sign)

        if wide(entry.text.partition(" ")[0]) > room():
            amount = _UNIT.sub("", amount)  # the closing balance below names it
        name = rect.adjusted(0, 0, -wide(amount) - theme.XS, 0)
        painter.setPen(QColor(c.quiet if sure or entry.kind is Kind.SKIPPED else c.text))
        text = sign + fitting(entry.text, lambda some: wide(some) <= room())
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, text)
        painter.setPen(
            QColor(c.good if entry.amount > 0 and entry.kind is not Kind.SKIPPED else c.quiet if sure else c.text)
        )
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, amount)

    def _short(self, entry: Entry) -> str:
        """The amount in whole units: the list of the day has its cents."""
        if entry.low != entry.high:
            return "≈ " + self._money(entry.amount, cents=False, sign=True)
        return self._money(entry.amount, cents=False, sign=True)

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
