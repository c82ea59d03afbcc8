"""Fin du mois: does the month close, day by day and in the months before, and what is still to come."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QWidget

from tenk_desktop.core.model import Account, Filter
from tenk_desktop.core.outlook.answer import Verdict
from tenk_desktop.core.outlook.days import Event
from tenk_desktop.core.outlook.track import said_sentence
from tenk_desktop.core.period import Period, last_periods
from tenk_desktop.core.reports import MonthReport, with_pending
from tenk_desktop.core.sentences import months_covered, still_to_come, verdict, without_tiktok
from tenk_desktop.core.text import day_text, days_text, month_text, neutral, period_text, tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.chart_card import ChartCard
from tenk_desktop.ui.doors import Doors
from tenk_desktop.ui.explainer import Explainer
from tenk_desktop.ui.late_bar import LateBar, late_words
from tenk_desktop.ui.live import Live
from tenk_desktop.ui.lookout import Lookout
from tenk_desktop.ui.page import Page
from tenk_desktop.ui.session import OUTLOOK_TABLES, Session
from tenk_desktop.ui.side_column import SideColumn
from tenk_desktop.ui.verdict_card import VerdictCard
from tenk_desktop.ui.verdict_words import month_tiles
from tenk_desktop.ui.widgets import ArrowButton, Button, columns, label, rows, scrolled
from tenk_desktop.ui.words import being_redone

if TYPE_CHECKING:
    from tenk_desktop.ui.charts import BalanceChart, MonthsChart

MONTHS = 12
TALLEST = 460
"""The most room the twelve months take, in pixels at 100 % text: beside a long column bars would grow out of sight."""


class MonthEndPage(Page):
    """The first screen. Its verdict is made in the worker; until it comes, the last one said is shown."""

    tables: ClassVar[frozenset[str]] = OUTLOOK_TABLES

    transactions_asked = Signal(object)  # a Filter
    import_asked = Signal()
    sample_asked = Signal(str)  # a persona
    hide_asked = Signal()
    balance_asked = Signal(object)  # an Account
    reconcile_asked = Signal(object)  # an Account
    questions_asked = Signal(bool)  # whether the balance is all that is missing
    payout_asked = Signal()
    complete = Signal()  # its charts are there

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._running = self._period = Period.containing(session.today())
        self._reports: tuple[MonthReport, ...] = ()
        self._painted = False
        self._said: Verdict | None = None
        self._lookout = Lookout(session, self)
        self._lookout.looked.connect(self._looked)
        self._lookout.scored.connect(self._scored)
        self._explainer = Explainer(session, self)
        self._on_screen: dict[object, object] = {}
        self.chart: MonthsChart | None = None
        self.balance: BalanceChart | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(self._filled())
        self._stack.addWidget(self._doors())
        self.setLayout(rows(self._stack))

    # what is on it

    def _doors(self) -> QWidget:
        doors = Doors()
        doors.questions_asked.connect(partial(self.questions_asked.emit, False))
        doors.import_asked.connect(self.import_asked)
        doors.sample_asked.connect(self.sample_asked)
        self.empty, self.samples = doors.state, doors.samples
        return scrolled(doors)

    def _filled(self) -> QWidget:
        self._cards = grid = QGridLayout()
        grid.setSpacing(theme.gap(theme.L))
        grid.setContentsMargins(0, 0, 0, 0)
        self.card, self.late = VerdictCard(), LateBar()
        self._balance_box = ChartCard(tr("Le solde, jour par jour"), "tenk-solde", 250)
        self._months_box = ChartCard(tr("Douze mois : ce qui rentre face aux dépenses"), "tenk-douze-mois", 250)
        self._months_box.setMaximumHeight(theme.scaled(TALLEST))
        for box in (self._balance_box, self._months_box):
            box.refused.connect(self.session.refused)
        self.side = SideColumn(self.session)
        self.side.balance_asked.connect(self.balance_asked)
        self.side.reconcile_asked.connect(self.reconcile_asked)
        self.side.payout_asked.connect(self.payout_asked)
        self.side.transactions_asked.connect(self.transactions_asked)
        for asked in (self.side.why_asked, self.card.why_asked):
            asked.connect(lambda figure: self._explainer.explain(figure, self._lookout.live, self._shown()))
        self.late.changed.connect(self._suppose)
        holder = QWidget()
        layout = rows(self._header(), spacing=theme.M, margin=theme.L)
        layout.addLayout(grid, 1)
        holder.setLayout(layout)
        self.area = scrolled(holder)
        return self.area

    def arrange(self, *, narrow: bool) -> None:
        self.empty.arrange(narrow=narrow)
        grid, boxes = self._cards, (self.card, self._balance_box, self.late, self._months_box)
        for item in (*boxes, self.side):
            grid.removeWidget(item)
        for i, box in enumerate(boxes):
            grid.addWidget(box, i, 0)
        grid.addWidget(self.side, *((len(boxes), 0) if narrow else (0, 1, len(boxes) + 1, 1)))
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 0 if narrow else 1)
        grid.setColumnMinimumWidth(1, 0 if narrow else theme.scaled(260))
        grid.setRowStretch(len(boxes) - 1, 100)
        grid.setRowStretch(len(boxes), 0 if narrow else 1)  # what is left beside a long column, once the chart is tall
        self._months_box.aside.setVisible(not narrow)
        self._known.setVisible(bool(self._redone()) or not narrow)
        self._days.setVisible(not narrow)
        self.late.arrange(narrow=narrow)

    def _header(self) -> QWidget:
        self._title = label(role="title")
        self._before = ArrowButton("left", tr("Mois précédent"), lambda: self.go(self._period.shift(-1)))
        self._after = ArrowButton("right", tr("Mois suivant"), lambda: self.go(self._period.shift(1)))
        self._known, self._days = label(role="small"), label(role="small")
        self._hide = Button("", self.hide_asked.emit, "link")
        right = columns(self._known, self._hide, spacing=theme.L)
        holder = QWidget()
        line = columns(self._before, self._title, self._after, self._days, 1, spacing=theme.XS)
        line.addLayout(right)
        holder.setLayout(line)
        return holder

    # asking

    def start_over(self) -> None:
        self._lookout.start_over()
        self._said = None
        self._running = self._period = self._period_of_today()
        super().start_over()

    def _period_of_today(self) -> Period:
        start_day = int(self.session.ledger.preferences().get("start_day", 1))
        return Period.containing(self.session.today(), start_day)

    def go(self, period: Period) -> None:
        """Show another month; none after the one that follows the running one, which is as far as a verdict goes."""
        last = self._running.shift(1) if self._live is not None and self._live.following else self._running
        if period <= last:
            self._period = period
            self.late.put_back()
            self.refresh()

    def refresh(self) -> None:
        if self._nothing_yet():
            self._stack.setCurrentIndex(1)
            self._first_door()
            return
        self._stack.setCurrentIndex(0)
        self.setFocusProxy(self.balance.plot if self.balance is not None else self.area)
        self._follow_the_clock()
        self._reports = self._with_pending(self.session.ledger.months(self._window(), earnings=()))
        if self._live is None and self._said is None:
            self._said = self._lookout.last_said(self._running)
        self._draw()
        self._draw_months()
        if self._painted:
            self._lookout.look()

    def _first_door(self) -> None:
        """The keyboard begins at the first door: Enter opens it."""
        door = self.empty.buttons[0]
        self.setFocusProxy(door)
        if self.window().focusWidget() in (None, self):
            door.setFocus()

    def _nothing_yet(self) -> bool:
        ledger = self.session.ledger
        told = ledger.schedules() or any(account.balance_known for account in ledger.accounts())
        return not (told or ledger.transactions(limit=1) or ledger.earns())

    def _follow_the_clock(self) -> None:
        """At midnight, or when the start day changed, the running period is another one."""
        now = self._period_of_today()
        if now != self._running:
            self._period = (
                now if self._period == self._running else Period.containing(self._period.start, now.start_day)
            )
            self._running = now

    def _window(self) -> tuple[Period, ...]:
        """Twelve months ending now, or with the month on screen when it is older than that."""
        here = last_periods(self.session.today(), MONTHS, self._running.start_day)
        return (
            here
            if self._period in here or self._period > self._running
            else tuple(self._period.shift(i - MONTHS + 1) for i in range(MONTHS))
        )

    @property
    def _live(self) -> Live | None:
        """What the worker last made."""
        return self._lookout.live

    def _looked(self) -> None:
        self.late.put_back()
        if self._stack.currentIndex() == 0:
            self._reports = self._with_pending(self._reports)
            self._draw()
            self._draw_months()

    def _with_pending(self, reports: Iterable[MonthReport]) -> tuple[MonthReport, ...]:
        """What platforms owed is the worker's to tell: of thousands of orders the window would notice it."""
        return with_pending(reports, self._live.owing if self._live else ())

    def _scored(self) -> None:
        self.side.track.show_months(self._lookout.months, reading=self._lookout.reading)
        if self._stack.currentIndex() == 0 and self._period < self._running:
            self._draw()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._lookout.leave()

    # what if

    def _suppose(self, days: int) -> None:
        """The two sentences and the fan as they would be with payouts so many days late; back to what is, at 0."""
        live = self._live
        if live is None or live.what_if is None or self._period != self._running:
            return
        supposed = live.what_if.late(days)
        mark = tr("supposé : TikTok {late}", late=late_words(days)) if days else ""
        self.card.show_verdict(supposed, self.session.money, asked=True, what_if=mark)
        self._balance_box.aside.setText(mark)
        if self.balance is not None:
            self._on_screen.pop(self.balance.show_balance, None)
            self.balance.show_fan(supposed)

    # drawing

    def _shown(self) -> Verdict | None:
        """The verdict of the month on screen; None for a month gone by."""
        if self._period == self._running:
            return self._live.verdict if self._live else self._said
        return self._live.following if self._live and self._period > self._running else None

    def _draw(self) -> None:
        shown = self._shown()
        self._draw_header(shown)
        self._draw_card(shown)
        here = self._period == self._running
        self.side.show_side(
            self._period, self._live if here else None, shown, self._live.awaited if self._live else None
        )
        what_if = self._live.what_if if here and self._live else None
        self.late.setVisible(what_if is not None)
        self._balance_box.aside.setText("")
        self._balance_box.setVisible(shown is not None or self._period < self._running)
        self._draw_balance()

    def _draw_header(self, shown: Verdict | None) -> None:
        self._title.setText(month_text(self._period.month))
        self._days.setText(days_text(self._period))
        self._title.setAccessibleName(period_text(self._period))
        following = self._live is not None and self._live.following is not None
        self._after.setEnabled(self._period < (self._running.shift(1) if following else self._running))
        self._hide.setText(tr("montrer les montants") if self.session.amounts_hidden else tr("masquer les montants"))
        newest = self.session.ledger.transactions(limit=1)
        self._known.setVisible(bool(self._redone()) or not self._narrow)
        if redone := self._redone():
            self._known.setText(redone)
        elif shown is not None:
            self._known.setText(tr("comptes connus jusqu’au {day}", day=day_text(shown.as_of)))
        else:
            known = tr("dernière opération : {day}", day=day_text(newest[0].date, year=True)) if newest else ""
            self._known.setText(known)

    def _redone(self) -> str:
        """That what is on screen is of another day, until the worker has made today's."""
        if self._live is not None or self._said is None or self._period != self._running:
            return ""
        return being_redone(self._said.today, self.session.today())

    def _draw_card(self, shown: Verdict | None) -> None:
        money, live = self.session.money, self._live
        if shown is not None:
            self.card.show_verdict(shown, money, asked=live is not None)
            return
        report, today = self._report(), self.session.today()
        so_far = verdict(report, today, money)
        if self._period == self._running and live is not None and live.missing is not None:
            self.card.show_missing(str(live.missing), so_far, tr("Donner le solde"), self._give_balance)
            return
        said = next((o for o in self._lookout.months if o.period == self._period), None)
        parts = (without_tiktok(report, money), still_to_come(self._period, today), said and said_sentence(said, money))
        detail = " ".join(str(part) for part in parts if part)
        self.card.show_month(so_far, detail, month_tiles(report, money))

    def _report(self) -> MonthReport:
        return next(r for r in self._reports if r.period == self._period)

    def _give_balance(self) -> None:
        """The account whose balance is missing; where there is no account at all, the first question makes one."""
        account = self._without_balance()
        if account is not None:
            self.balance_asked.emit(account)
        else:
            self.questions_asked.emit(True)

    def _without_balance(self) -> Account | None:
        ledger = self.session.ledger
        spending = [a for a in ledger.accounts() if a.spending and a.currency == ledger.currency]
        return next((a for a in spending if not a.balance_known), None)

    def _fresh(self, show: Callable[..., None], *values: object, **more: object) -> None:
        """Show these values unless they are on screen: making labels again costs more than asking the ledger."""
        now = (values, more, self.session.amounts_hidden)
        if self._on_screen.get(show) != now:
            self._on_screen[show] = now
            show(*values, **more)

    # the charts, which arrive after the first paint

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.while_here(self._after_first_paint))
        elif self._stack.currentIndex() == 0:
            self._lookout.look()

    def _after_first_paint(self) -> None:
        if self._stack.currentIndex() == 0:
            self._lookout.look()
        self._lookout.charts_to_come = True
        self.fetch_charts(lambda charts: self.in_turns(self._bring_charts(charts)))

    def _bring_charts(self, charts: Any) -> Iterator[None]:
        """Each chart is made, then drawn."""
        chart = charts.MonthsChart(self.session.money)
        yield
        self.chart = chart
        chart.month_clicked.connect(self._open_month)
        chart.month_selected.connect(self._chart_selected)
        self._months_box.put(chart)
        self._draw_months()
        yield
        balance = charts.BalanceChart(self.session.money)
        yield
        self.balance = balance
        balance.day_clicked.connect(self._open_day)
        self._balance_box.put(balance)
        if self._stack.currentIndex() == 0:
            self.setFocusProxy(balance.plot)
        self._draw_balance()
        yield
        self.side.track.put_chart(charts.ReliabilityChart(self.session.money))
        self._lookout.charts_to_come = False
        self.complete.emit()

    def _draw_months(self) -> None:
        if self.chart is not None and self._reports:
            self._fresh(self.chart.show_months, self._reports, self._running, self.session.today())
            self.chart.select(min(self._period, self._running))
            self._months_box.aside.setText(months_covered(self._reports, self.session.today()))

    def _draw_balance(self) -> None:
        live, shown = self._live, self._shown()
        if self.balance is None:
            return
        if live is not None and shown is not None and shown.fan:
            here = self._period == self._running
            past, moves = (live.past, live.movements) if here else ((), ())
            self._fresh(self.balance.show_balance, past, shown, moves)
        elif self._period < self._running:
            self._draw_past(self.balance)

    def _draw_past(self, chart: "BalanceChart") -> None:
        """The month as it was, its rows named."""
        ledger, period = self.session.ledger, self._period
        rows_then = ledger.transactions(self._counted(period.start, period.end))
        events = tuple(Event(t.date, neutral(t.payee), t.amount) for t in rows_then)
        past = ledger.balances(period.start, period.end)
        self._balance_box.setVisible(bool(past))
        self._on_screen.pop(chart.show_balance, None)
        floor = int(ledger.preferences().get("floor", 0))
        chart.show_past(past, events, self.session.today(), ledger.currency, floor)

    def _chart_selected(self, period: Period) -> None:
        self._period = period
        self.late.put_back()
        self._draw()

    def _open_month(self, period: Period) -> None:
        self.transactions_asked.emit(self._counted(period.start, period.end))

    def _open_day(self, day: date) -> None:
        self.transactions_asked.emit(self._counted(day, day + timedelta(days=1)))

    def _counted(self, start: date, end: date) -> Filter:
        """The operations a month's figures are made of."""
        return Filter(start=start, end=end, spending_only=True, currency=self.session.ledger.currency)
