"""Calendrier: bills, incomes and expected payouts by day, with the closing balance of each, and bills put elsewhere."""

from datetime import date, timedelta
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QLocale, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QMenu, QScrollArea, QWidget

from tenk_desktop.core.model import Changes, Filter
from tenk_desktop.core.outlook.calendar import Ahead, CalendarMonth, Entry, month_spoken, whole_weeks
from tenk_desktop.core.outlook.changing import Change, moved, moved_for_good
from tenk_desktop.core.period import ONE_DAY, Period
from tenk_desktop.core.text import day_text, language, month_text, period_text, tr
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.ui import theme
from tenk_desktop.ui.calendar_board import CalendarBoard
from tenk_desktop.ui.calendar_live import look_ahead, months
from tenk_desktop.ui.calendar_panel import ChangeCard, DayCard, stack
from tenk_desktop.ui.chart_card import ChartCard
from tenk_desktop.ui.page import Page
from tenk_desktop.ui.session import OUTLOOK_TABLES, Session
from tenk_desktop.ui.widgets import ArrowButton, Button, columns, label, rows, scrolled

CALM_MS = 200
"""How long after the last key a change is weighed: who moves a bill day by day is not kept waiting at each."""


class CalendarPage(Page):
    """One month. What is to come is made in the worker; until it is there the days say what the Journal holds."""

    tables: ClassVar[frozenset[str]] = OUTLOOK_TABLES

    transactions_asked = Signal(object)  # a Filter

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._period = self._running()
        self._chosen = session.today()
        self._ahead: Ahead | None = None
        self._state: tuple[object, ...] = ()
        self._weeks: CalendarMonth | None = None
        self._month: CalendarMonth | None = None
        self._change: tuple[Entry, Change] | None = None
        self._after: Ahead | None = None
        self._calm = QTimer(self, singleShot=True, interval=CALM_MS)
        self._calm.timeout.connect(self._weigh)
        self.board = CalendarBoard(session.money, session.ledger.currency)
        self.grid = self.board.grid
        self.day_card, self.change_card = DayCard(session.money), ChangeCard(session.money)
        self.box = ChartCard(tr("Jour par jour"), "tenk-calendrier", 480, tr("voir le mois"))
        self.box.put(self.board)
        self.area = self._filled()
        self.setLayout(rows(self.area))
        self.setFocusProxy(self.grid)
        self._wire()

    # what is on it

    def _filled(self) -> QScrollArea:
        self._title = label(role="title")
        self.before = ArrowButton("left", tr("Mois précédent"), lambda: self.go(self._period.shift(-1)))
        self.after = ArrowButton("right", tr("Mois suivant"), lambda: self.go(self._period.shift(1)))
        self.now = Button(tr("aujourd’hui"), self.go_to_today, "link")
        self._known = label(role="small")
        self._said = label(role="quiet", wrap=True)
        head = columns(self.before, self._title, self.after, self.now, 1, self._known, spacing=theme.XS)
        self._aside = stack(self.change_card, self.day_card)
        self._cards = QGridLayout()
        self._cards.setSpacing(theme.gap(theme.L))
        holder = QWidget()
        layout = rows(head, self._said, spacing=theme.S, margin=theme.L)
        layout.addLayout(self._cards, 1)
        holder.setLayout(layout)
        return scrolled(holder)

    def arrange(self, *, narrow: bool) -> None:
        for card in (self.box, self._aside):
            self._cards.removeWidget(card)
        self._cards.addWidget(self.box, 0, 0)
        self._cards.addWidget(self._aside, *((1, 0) if narrow else (0, 1)))
        self._cards.setColumnStretch(0, 3)
        self._cards.setColumnStretch(1, 0 if narrow else 1)
        self._cards.setRowStretch(0, 1)

    def _wire(self) -> None:
        self.box.refused.connect(self.session.refused)
        self.grid.day_chosen.connect(self._choose)
        self.grid.day_opened.connect(self._open)
        self.grid.turned.connect(self.show_day)
        self.grid.dropped.connect(lambda entry, day: self.propose(entry, moved(entry, day)))
        self.grid.nudged.connect(self._nudge_chosen)
        self.grid.menu_asked.connect(self._show_menu)
        self.day_card.list.customContextMenuRequested.connect(
            lambda at: self._show_menu(self.day_card.entry(), self.day_card.list.mapToGlobal(at))
        )
        self.day_card.changed.connect(self.propose)
        self.day_card.nudged.connect(self._nudge)
        self.day_card.journal_asked.connect(self._ask_journal)
        self.day_card.accepted.connect(self._enter)
        self.day_card.left.connect(self._escape)
        self.change_card.wanted.connect(self.propose)
        self.change_card.accepted.connect(self.accept)
        self.change_card.dropped.connect(self.drop)

    # where

    def _running(self) -> Period:
        start_day = int(self.session.ledger.preferences().get("start_day", 1))
        return Period.containing(self.session.today(), start_day)

    def go(self, period: Period) -> None:
        """Show a period, on the same place in it."""
        self.show_day(min(period.start + (self._chosen - self._period.start), period.end - ONE_DAY), period)

    def go_to_today(self) -> None:
        """Back to where one is."""
        self.show_day(self.session.today())

    def show_day(self, day: date, period: Period | None = None) -> None:
        """Show a day in its period, as far as can be looked ahead."""
        period = period or Period.containing(day, self._period.start_day)
        if 1900 < period.start.year < 2199 and (self._ahead is None or period.start < self._ahead.end):
            self._period, self._chosen = period, day
            self._ask_month()

    def start_over(self) -> None:
        self._forget_change()
        self._ahead, self._state = None, ()
        self._chosen, self._period = self.session.today(), self._running()
        super().start_over()

    # asking

    def refresh(self) -> None:
        running = self._running()
        if running.start_day != self._period.start_day:
            self._period = Period.containing(self._chosen, running.start_day)
        self._ask_month()
        self._look()

    def _on_changed(self, changes: Changes) -> None:
        if self.tables & changes.tables:
            self._forget_change()
        super()._on_changed(changes)

    def _now(self) -> tuple[object, ...]:
        ledger = self.session.ledger
        return ledger.path, self.session.today(), ledger.revision()

    def _look(self) -> None:
        """Have the worker make the days to come, unless those at hand are of what the ledger holds now."""
        state = self._now()
        if state != self._state:
            self._state = state
            work = partial(look_ahead, self.session.ledger.path, self.session.today(), None)
            self.work(work, partial(self._looked, state))

    def _looked(self, state: tuple[object, ...], ahead: Ahead) -> None:
        if state == self._state:
            self._ahead = ahead
            self._ask_month()

    def _ask_month(self) -> None:
        """The days on screen, as they are or, while a change is weighed, as they would be."""
        period, ahead = self._period, self._after or self._ahead
        asked = (whole_weeks(period, _first_weekday()), period)
        work = partial(months, self.session.ledger.path, asked, self.session.today(), ahead)
        self.work(work, partial(self._draw, period, ahead))
        self._draw_head()

    # drawing

    def _draw(self, period: Period, ahead: Ahead | None, found: tuple[CalendarMonth, ...]) -> None:
        if period != self._period or ahead is not (self._after or self._ahead):
            return  # another month was asked for meanwhile
        self._weeks, self._month = found
        self.grid.today = self.day_card.today = self.session.today()
        self.grid.until = ahead.end if ahead else date.min
        self.board.show_month(self._month, self.session.ledger.currency)
        self.grid.show_weeks(self._weeks, period, self._month.lowest, self._chosen)
        self._draw_head()

    def _draw_head(self) -> None:
        name = period_text(self._period)
        self._title.setText(month_text(self._period.month))
        ahead = self._ahead
        self.after.setEnabled(ahead is None or self._period.end < ahead.end)
        self._known.setText(tr("comptes connus jusqu’au {day}", day=day_text(ahead.as_of)) if ahead else "")
        said = []
        if self._month is not None and self._month.period == self._period:
            said.append(month_spoken(self._month, name, self.session.money))
        if ahead is not None and ahead.missing is not None:
            said.append(str(ahead.missing))
        self._said.setText(" ".join(said))
        self.grid.setAccessibleDescription(self._said.text())

    def _choose(self, day: date) -> None:
        self._chosen = day
        if self._weeks is not None and day in self._weeks.period:
            self.day_card.show_day(self._weeks.day(day), self.session.ledger.currency)

    def _open(self, day: date) -> None:
        """The keyboard goes to the list of the day."""
        if self._weeks is None or day not in self._weeks.period:
            return
        self._choose(day)
        (self.day_card.list if self._weeks.day(day).entries else self.day_card.journal).setFocus()

    def _ask_journal(self, day: date) -> None:
        currency = self.session.ledger.currency
        self.transactions_asked.emit(Filter(start=day, end=day + ONE_DAY, spending_only=True, currency=currency))

    # changing

    def menu(self, entry: Entry | None) -> QMenu:
        """What can be said of an entry, or of the one chosen beside the month."""
        if entry is not None:
            self.grid.choose(entry.date)
            self.day_card.choose(entry)
        made = QMenu(self)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.day_card.fill(made)
        return made

    def _show_menu(self, entry: Entry | None, where: QPoint) -> None:
        self.menu(entry).popup(where)

    def _nudge_chosen(self, days: int) -> None:
        entry = self.day_card.entry()
        if entry is not None and entry.movable:
            self._nudge(entry, days)

    def _nudge(self, entry: Entry, days: int) -> None:
        """A day or a week further than where it is about to be."""
        proposed = self._change
        if proposed and proposed[1].once and proposed[1].once.to and _same(proposed[0], entry):
            self._move(proposed[0], proposed[1].once.to + timedelta(days=days))
        else:
            self._move(entry, entry.date + timedelta(days=days))

    def _move(self, entry: Entry, day: date) -> None:
        said = self._change[1] if self._change is not None and _same(self._change[0], entry) else Change()
        for_good = said.schedule is not None and said.once is not None
        if self.grid.may_take(day):
            self.propose(entry, moved_for_good(entry, day) if for_good else moved(entry, day))

    def propose(self, entry: Entry, change: Change) -> None:
        """Weigh a change; nothing is written."""
        if self._change and _same(self._change[0], entry):
            entry = self._change[0]  # as it is in the ledger, wherever it is drawn meanwhile
        self._change = entry, change
        self.change_card.show_change(entry, change)
        self._calm.start()

    def _weigh(self) -> None:
        if self._change is not None:
            work = partial(look_ahead, self.session.ledger.path, self.session.today(), self._change[1])
            self.work(work, partial(self._weighed, self._change[1], self._state))

    def _weighed(self, change: Change, state: tuple[object, ...], after: Ahead) -> None:
        if self._change is None or change != self._change[1] or state != self._now():
            return
        if self._ahead is None:  # the present one is still on its way
            self._calm.start()
            return
        self._after = after
        self.area.ensureWidgetVisible(self.change_card)  # it may be under the month
        self.change_card.show_weight(self._ahead, after)
        self._show_in_place(change.once.to if change.once and change.once.to else self._change[0].date)

    def accept(self) -> None:
        """Write the change, as one step that can be undone."""
        if self._change is not None and self._after is not None:
            change = self._change[1]
            self.session.write(partial(_write, change))
            self.grid.setFocus()

    def drop(self) -> None:
        """Leave all as it was."""
        entry = self._change[0] if self._change else None
        self._forget_change()
        self._show_in_place(entry.date if entry else self._chosen)
        self.grid.setFocus()

    def _show_in_place(self, day: date) -> None:
        """A day, without turning the page for one that is on screen."""
        here = self._weeks is not None and day in self._weeks.period
        self.show_day(day, self._period if here else None)

    def _forget_change(self) -> None:
        self._calm.stop()
        self._change = self._after = None
        self.change_card.hide()

    def _enter(self) -> None:
        """Enter in the list: to « Accepter » while something is weighed, else to the Journal."""
        if self._change is not None:
            self.change_card.accept.setFocus()
        else:
            self._ask_journal(self._chosen)

    def _escape(self) -> None:
        if self._change is not None:
            self.drop()
        else:
            self.grid.setFocus()


def _same(one: Entry, other: Entry) -> bool:
    """Whether both are one occurrence."""
    if one.due is None or other.due is None:
        return False
    return (one.due.day, one.due.schedule.payee) == (other.due.day, other.due.schedule.payee)


def _write(change: Change, ledger: Ledger) -> Changes | None:
    if change.schedule is not None:
        return ledger.keep_schedule(change.schedule, change.once)
    return ledger.keep_once(change.once) if change.once else None


def _first_weekday() -> int:
    """0 for Monday: French weeks begin there, others where the system’s do."""
    return 0 if language() == "fr" else QLocale().firstDayOfWeek().value - 1
