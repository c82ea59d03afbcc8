"""The month as weeks of days: each day's bills and incomes, its closing balance, and bills dragged to another day."""

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFont, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView

from tenk_desktop.core.outlook.calendar import CalendarDay, CalendarMonth, Entry, Money, day_spoken, weekdays
from tenk_desktop.core.period import ONE_DAY, Period
from tenk_desktop.core.text import tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.calendar_square import Square, lines_of

WEEK = 7
TALL = 76
"""The least height of a square, in pixels at 100 % text."""
_NOWHERE = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


class MonthModel(QAbstractTableModel):
    """A row a week, a column a day. ``weeks`` are whole weeks, ``period`` the month in them."""

    def __init__(self, money: Money) -> None:
        super().__init__()
        self.money = money
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
            return day_spoken(day, self.money, lowest=day.date == self.lowest)
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
        self.setItemDelegate(Square(self, money))
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
        lines = lines_of(self.visualRect(index), day, self.small_font(), self.days.money) if day else ()
        return next((entry for rect, entry in lines if rect.contains(where)), None)

    def rect_of(self, entry: Entry) -> QRect:
        """Where an entry is drawn, empty when there is no room for it."""
        index = self.days.index_of(entry.date)
        day = self.days.day(index)
        lines = lines_of(self.visualRect(index), day, self.small_font(), self.days.money) if day else ()
        return next((rect for rect, drawn in lines if drawn == entry), QRect())

    def small_font(self) -> QFont:
        """The letters of an entry."""
        font = QFont(self.font())
        font.setPointSizeF(self.font().pointSizeF() * 0.88)
        return font


_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -WEEK, Qt.Key.Key_Down: WEEK}
