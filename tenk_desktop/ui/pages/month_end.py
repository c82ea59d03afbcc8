"""Fin du mois: does the month close, day by day and in the months before, and what is still to come."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QMenu, QStackedWidget, QWidget
from shiboken6 import isValid

from tenk_desktop.core.errors import Cancelled, LedgerError
from tenk_desktop.core.model import PENDING_STAGES, Account, Filter
from tenk_desktop.core.outlook.answer import Verdict
from tenk_desktop.core.outlook.household import Schedule, Status
from tenk_desktop.core.outlook.kept import from_kept
from tenk_desktop.core.period import Period, last_periods
from tenk_desktop.core.progress import Progress
from tenk_desktop.core.reports import MonthReport
from tenk_desktop.core.sentences import months_covered, still_to_come, verdict, without_tiktok
from tenk_desktop.core.text import day_text, month_text, tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.chart_card import ChartCard
from tenk_desktop.ui.live import Live, keep, look
from tenk_desktop.ui.page import Page
from tenk_desktop.ui.personas import PERSONAS
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.side_cards import AccountsCard, AwaitedCard, ChecksCard, ComingCard, GroundsCard, LeversCard
from tenk_desktop.ui.turns import all_of_qt
from tenk_desktop.ui.verdict_card import VerdictCard
from tenk_desktop.ui.verdict_words import verdict_words
from tenk_desktop.ui.widgets import ArrowButton, Button, EmptyState, columns, label, rows, scrolled
from tenk_desktop.ui.words import Tile, told

if TYPE_CHECKING:
    from tenk_desktop.ui.charts import BalanceChart, MonthsChart

MONTHS = 12


class MonthEndPage(Page):
    """The first screen. Its verdict is made in the worker; until it comes, the last one said is shown."""

    tables: ClassVar[frozenset[str]] = frozenset(
        {"txn", "split", "transfer", "account", "balance", "earning", "category", "schedule", "preference"}
    )

    transactions_asked = Signal(object)  # a Filter
    import_asked = Signal()
    sample_asked = Signal(str)  # a persona
    hide_asked = Signal()
    balance_asked = Signal(object)  # an Account
    questions_asked = Signal(bool)  # whether the balance is all that is missing
    payout_asked = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._running = self._period = Period.containing(session.today())
        self._reports: tuple[MonthReport, ...] = ()
        self._painted = False
        self._live: Live | None = None
        self._said: Verdict | None = None
        self._looked_at: tuple[object, ...] = ()
        self._on_screen: dict[object, object] = {}
        self.chart: MonthsChart | None = None
        self.balance: BalanceChart | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(self._filled())
        self._stack.addWidget(self._empty())
        self.setLayout(rows(self._stack))

    # what is on it

    def _empty(self) -> QWidget:
        doors = (
            (
                tr("Répondre à quatre questions"),
                tr("Solde, revenus sûrs, charges, une semaine ordinaire : deux minutes, et chacune peut être passée."),
                partial(self.questions_asked.emit, False),
            ),
            (
                tr("Importer un fichier…"),
                tr("Relevé de banque, export TikTok : rien n’est écrit sans votre accord."),
                self.import_asked.emit,
            ),
            (
                tr("Voir un exemple"),
                tr("Quatre personnes au choix, dans un fichier à part : vos comptes n’y sont pas mêlés."),
                None,
            ),
        )
        self.empty = EmptyState(
            tr("Est-ce que je boucle la fin du mois ?"),
            tr(
                "Tenk met côte à côte tout ce qui rentre et tout ce qui sort, sur cet ordinateur seulement. "
                "Par où commencer ?"
            ),
            doors,
        )
        self.samples = QMenu(self)
        for persona, name in PERSONAS.items():
            self.samples.addAction(tr(name)).triggered.connect(partial(self._ask_sample, persona))
        self.empty.buttons[2].setMenu(self.samples)
        holder = QWidget()
        layout = rows(self.empty, margin=theme.XL)
        layout.addStretch(1)
        holder.setLayout(layout)
        return scrolled(holder)

    def _ask_sample(self, persona: str, _checked: bool = False) -> None:
        self.sample_asked.emit(persona)

    def _filled(self) -> QWidget:
        self._cards = grid = QGridLayout()
        grid.setSpacing(theme.gap(theme.L))
        grid.setContentsMargins(0, 0, 0, 0)
        self.card = VerdictCard()
        self._balance_box = ChartCard(tr("Le solde, jour par jour"), "tenk-solde", 270)
        self._months_box = ChartCard(tr("Douze mois : ce qui rentre face aux dépenses"), "tenk-douze-mois", 250)
        for box in (self._balance_box, self._months_box):
            box.refused.connect(self.session.refused)
        self._aside = self._side()
        holder = QWidget()
        layout = rows(self._header(), spacing=theme.M, margin=theme.L)
        layout.addLayout(grid, 1)
        holder.setLayout(layout)
        self.area = scrolled(holder)
        return self.area

    def arrange(self, *, narrow: bool) -> None:
        self.empty.arrange(narrow=narrow)
        grid, boxes = self._cards, (self.card, self._balance_box, self._months_box)
        for item in (*boxes, self._aside):
            grid.removeWidget(item)
        for i, box in enumerate(boxes):
            grid.addWidget(box, i, 0)
        grid.addWidget(self._aside, *((3, 0) if narrow else (0, 1, 3, 1)))
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 0 if narrow else 1)
        grid.setColumnMinimumWidth(1, 0 if narrow else theme.scaled(260))
        grid.setRowStretch(2, 1)
        self._months_box.aside.setVisible(not narrow)
        self._known.setVisible(not narrow)
        self.card.arrange(narrow=narrow)

    def _header(self) -> QWidget:
        self._title = label(role="title")
        self._before = ArrowButton("left", tr("Mois précédent"), lambda: self.go(self._period.shift(-1)))
        self._after = ArrowButton("right", tr("Mois suivant"), lambda: self.go(self._period.shift(1)))
        self._known = label(role="small")
        self._hide = Button("", self.hide_asked.emit, "link")
        right = columns(self._known, self._hide, spacing=theme.L)
        holder = QWidget()
        line = columns(self._before, self._title, self._after, 1, spacing=theme.XS)
        line.addLayout(right)
        holder.setLayout(line)
        return holder

    def _side(self) -> QWidget:
        self._levers, self._grounds = LeversCard(), GroundsCard()
        self._to_receive = ComingCard(tr("À recevoir"), tr("Rien n’est attendu d’ici la fin du mois."))
        self._to_pay = ComingCard(tr("À payer"), tr("Aucune charge datée d’ici la fin du mois."))
        self._awaited, self._accounts, self._checks = AwaitedCard(), AccountsCard(), ChecksCard()
        self._accounts.balance_asked.connect(self.balance_asked)
        self._checks.answered.connect(self._keep_or_ignore)
        self._checks.payout_asked.connect(self.payout_asked)
        self._checks.payout_declined.connect(lambda: self.session.write(lambda ledger: ledger.tell("payout", "none")))
        self._checks.unsorted_asked.connect(lambda: self.transactions_asked.emit(self._unsorted()))
        cards = (self._levers, self._to_receive, self._awaited, self._to_pay, self._checks, self._accounts)
        side = rows(*cards, self._grounds, spacing=theme.L)
        side.addStretch(1)
        holder = QWidget()
        holder.setLayout(side)
        return holder

    # asking

    def start_over(self) -> None:
        self._live, self._said, self._looked_at = None, None, ()
        self._running = self._period = self._period_of_today()
        super().start_over()

    def _period_of_today(self) -> Period:
        start_day = int(self.session.ledger.preferences().get("start_day", 1))
        return Period.containing(self.session.today(), start_day)

    def go(self, period: Period) -> None:
        """Show another month; never one after the running one."""
        if period <= self._running:
            self._period = period
            self.refresh()

    def refresh(self) -> None:
        if self._nothing_yet():
            self._stack.setCurrentIndex(1)
            self._first_door()
            return
        self._stack.setCurrentIndex(0)
        self.setFocusProxy(self.balance.plot if self.balance is not None else self.area)
        self._follow_the_clock()
        self._reports = self.session.ledger.months(self._window())
        if self._live is None and self._said is None:
            self._said = self._last_said()
        self._draw()
        self._draw_months()
        if self._painted:
            self._look()

    def _first_door(self) -> None:
        """The keyboard begins at the first door: Enter opens it."""
        door = self.empty.buttons[0]
        self.setFocusProxy(door)
        if self.window().focusWidget() in (None, self):
            door.setFocus()

    def _nothing_yet(self) -> bool:
        ledger = self.session.ledger
        told = ledger.schedules() or any(account.balance_known for account in ledger.accounts())
        return not (told or ledger.transactions(limit=1) or ledger.earnings())

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
        return here if self._period in here else tuple(self._period.shift(i - MONTHS + 1) for i in range(MONTHS))

    def _last_said(self) -> Verdict | None:
        """The newest verdict kept, if it is about this very period."""
        kept = self.session.ledger.said()[-1:]
        found = from_kept(kept[0][1]) if kept else None
        fits = found is not None and found.horizon == self._running.end and found.today <= self.session.today()
        return found if fits else None

    def _look(self) -> None:
        """Have the worker make the verdict of what the ledger holds now, unless it is the one on screen."""
        state = self._state()
        if state != self._looked_at:
            self._looked_at = state
            done = self._while_here(partial(self._looked, state))
            failed = self._while_here(partial(self._not_looked, state))
            self.session.jobs.start("", partial(look, self.session.ledger.path, self.session.today()), done, failed)

    def _state(self) -> tuple[object, ...]:
        ledger = self.session.ledger
        return ledger.path, self.session.today(), ledger.revision(), ledger.data_version()

    def _not_looked(self, state: tuple[object, ...], error: Exception) -> None:
        if state == self._looked_at:
            self.session.refused.emit(error)

    def _looked(self, state: tuple[object, ...], live: Live) -> None:
        if state != self._looked_at:  # the ledger changed meanwhile: another answer is on its way
            return
        self._live = live
        if self._stack.currentIndex() == 0:
            self._draw()
        if live.verdict is not None:
            self._keep_said(state, live.verdict)

    def _keep_said(self, state: tuple[object, ...], said: Verdict) -> None:
        """What is on screen at the end of the day is what was said that day. In the worker: others may be writing."""
        words = told(verdict_words(said, self.session.money), hidden=self.session.amounts_hidden)
        work = partial(keep, self.session.ledger.path, said, words)
        done = self._while_here(partial(self._kept, state))
        self.session.jobs.start("", work, done, self._not_kept)

    def _kept(self, state: tuple[object, ...], _nothing: None) -> None:
        if state == self._looked_at and self._state()[:3] == state[:3]:  # nothing else was written meanwhile
            self.session.wrote_aside()
            self._looked_at = self._state()

    def _not_kept(self, error: Exception) -> None:
        """Read-only, or an import is being written: not worth a message."""
        if not isinstance(error, (LedgerError, Cancelled)):
            self.session.refused.emit(error)

    # drawing

    def _draw(self) -> None:
        here = self._period == self._running
        now = self._live if here else None
        shown = (now.verdict if now else self._said) if here else None
        self._draw_header(shown)
        self._draw_card(now, shown)
        self._draw_side(now, shown)
        self._balance_box.setVisible(shown is not None)
        if shown is not None:
            self._draw_balance()

    def _draw_header(self, shown: Verdict | None) -> None:
        self._title.setText(month_text(self._period.start))
        self._after.setEnabled(self._period < self._running)
        self._hide.setText(tr("montrer les montants") if self.session.amounts_hidden else tr("masquer les montants"))
        newest = self.session.ledger.transactions(limit=1)
        if shown is not None:
            self._known.setText(tr("comptes connus jusqu’au {day}", day=day_text(shown.as_of)))
        else:
            known = tr("dernière opération : {day}", day=day_text(newest[0].date, year=True)) if newest else ""
            self._known.setText(known)

    def _draw_card(self, now: Live | None, shown: Verdict | None) -> None:
        report, money, today = self._report(), self.session.money, self.session.today()
        so_far = verdict(report, today, money)
        if shown is not None:
            self.card.show_verdict(shown, money)
        elif now is not None and now.missing is not None:
            self.card.show_missing(str(now.missing), so_far, tr("Donner le solde"), self._give_balance)
        else:
            detail = f"{without_tiktok(report, money)} {still_to_come(self._period, today)}".strip()
            self.card.show_month(so_far, detail, _month_tiles(report, money))

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

    def _draw_side(self, now: Live | None, shown: Verdict | None) -> None:
        ledger, money, today = self.session.ledger, self.session.money, self.session.today()
        self._fresh(self._levers.show_levers, shown, money)
        self._fresh(self._grounds.show_grounds, shown)
        for card, coming in ((self._to_receive, shown and shown.to_receive), (self._to_pay, shown and shown.to_pay)):
            card.setVisible(shown is not None)
            self._fresh(card.show_coming, coming or (), money, today)
        owed = [e for e in ledger.earnings() if e.stage in PENDING_STAGES]
        if shown is not None:  # those of the ledger's currency are in the verdict
            owed = [e for e in owed if e.currency != ledger.currency]
        self._awaited.setVisible(bool(owed) or shown is None)
        self._fresh(self._awaited.show_earnings, owed, ledger.currency, money, today)
        self._fresh(self._accounts.show_accounts, ledger.accounts(), money)
        unsorted, _sum = ledger.count_and_sum(self._unsorted())
        payout = now is not None and not now.creator_known and ledger.preferences().get("payout") != "none"
        payout = payout and shown is not None
        self._fresh(self._checks.show_checks, now.proposals if now else (), unsorted, payout=payout, money=money)

    def _fresh(self, show: Callable[..., None], *values: object, **more: object) -> None:
        """Show these values unless they are on screen: making labels again costs more than asking the ledger."""
        now = (values, more, self.session.amounts_hidden)
        if self._on_screen.get(show) != now:
            self._on_screen[show] = now
            show(*values, **more)

    def _unsorted(self) -> Filter:
        return Filter(uncategorised=True, start=self._period.start, end=self._period.end, spending_only=True)

    def _keep_or_ignore(self, schedule: Schedule, comes_back: bool) -> None:
        kept = replace(schedule, status=Status.CONFIRMED if comes_back else Status.IGNORED)
        self.session.write(lambda ledger: ledger.keep_schedule(kept))

    # the charts, which arrive after the first paint

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self._while_here(self._after_first_paint))

    def _after_first_paint(self) -> None:
        if self._stack.currentIndex() == 0:
            self._look()
        self._in_turns(self._fetch_charts())

    def _fetch_charts(self) -> Iterator[None]:
        yield from all_of_qt()
        ready = self._while_here(lambda charts: self._in_turns(self._bring_charts(charts)))
        self.session.jobs.start("", _import_charts, ready, self.session.refused.emit)

    def _in_turns(self, steps: Iterator[None]) -> None:
        """Each step at a turn of the event loop of its own: the window answers in between."""
        turn = self._while_here(lambda: next(steps, self) is self or QTimer.singleShot(0, turn))
        turn()

    def _while_here(self, act: Callable[..., object]) -> Callable[..., object]:
        """The same, or nothing once another look or language has put another window in the place of this one."""
        return lambda *values: act(*values) if isValid(self) else None

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

    def _draw_months(self) -> None:
        if self.chart is not None and self._reports:
            self._fresh(self.chart.show_months, self._reports, self._period, self.session.today())
            self._months_box.aside.setText(months_covered(self._reports, self.session.today()))

    def _draw_balance(self) -> None:
        live = self._live
        if self.balance is not None and live is not None and live.verdict is not None:
            self._fresh(self.balance.show_balance, live.past, live.verdict, live.movements)

    def _chart_selected(self, period: Period) -> None:
        self._period = period
        if self.chart is not None:
            self._on_screen.pop(self.chart.show_months, None)  # it moved by itself
        self._draw()

    def _open_month(self, period: Period) -> None:
        self.transactions_asked.emit(Filter(start=period.start, end=period.end, spending_only=True))

    def _open_day(self, day: date) -> None:
        self.transactions_asked.emit(Filter(start=day, end=day + timedelta(days=1), spending_only=True))


def _month_tiles(report: MonthReport, money: Callable[..., str]) -> tuple[Tile, ...]:
    share = ""
    if report.tiktok > 0:
        share = tr("{share} % de ce qui est rentré", share=round(100 * report.tiktok / report.income))
    return (
        (tr("Rentré"), money(report.income), tr("sûr : {amount}", amount=money(report.sure, cents=False))),
        (tr("dont TikTok"), money(report.tiktok), share),
        (tr("Dépensé"), money(report.costs), ""),
        (tr("En attente"), money(report.pending), tr("pas encore à dépenser") if report.pending else ""),
    )


def _import_charts(_progress: Progress) -> Any:
    """NumPy and pyqtgraph are most of the start-up time: fetched in the worker, once the window is seen."""
    return import_module("tenk_desktop.ui.charts")
