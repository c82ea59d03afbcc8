"""Fin du mois: does the month cover its costs, what the year looked like, and what is still to come."""

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QGridLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from tenk_desktop.core.errors import TenkError
from tenk_desktop.core.model import PENDING_STAGES, Earning, Filter, Stage
from tenk_desktop.core.period import Period, last_periods
from tenk_desktop.core.progress import Progress
from tenk_desktop.core.reports import MonthReport
from tenk_desktop.core.sentences import (
    expected_text,
    months_covered,
    stage_name,
    still_to_come,
    verdict,
    without_tiktok,
)
from tenk_desktop.core.text import day_text, month_text, msg, neutral, ntr, tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.page import Page
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.widgets import (
    ArrowButton,
    Badge,
    Button,
    Card,
    EmptyState,
    FigureTile,
    clear,
    columns,
    label,
    rows,
    rule,
    scrolled,
)

if TYPE_CHECKING:
    from tenk_desktop.ui.charts import MonthsChart

MONTHS = 12
STAGE_ORDER = (Stage.IN_TRANSIT, Stage.PAYABLE, Stage.VALIDATED, Stage.ESTIMATED)


class MonthEndPage(Page):
    """The first screen."""

    tables: ClassVar[frozenset[str]] = frozenset(
        {"txn", "split", "transfer", "account", "balance", "earning", "category"}
    )

    transactions_asked = Signal(object)  # a Filter
    import_asked = Signal()
    entry_asked = Signal()
    sample_asked = Signal()
    hide_asked = Signal()
    balance_asked = Signal(object)  # an Account

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._period = Period.containing(session.today())
        self._reports: tuple[MonthReport, ...] = ()
        self.chart: MonthsChart | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(self._filled())
        self._stack.addWidget(self._empty())
        self.setLayout(rows(self._stack))

    # what is on it

    def _empty(self) -> QWidget:
        doors = (
            (
                tr("Importer un fichier…"),
                tr("Relevé de banque, PayPal, export TikTok : rien n’est écrit sans votre accord."),
                self.import_asked.emit,
            ),
            (
                tr("Saisir une opération"),
                tr("Une ligne à la fois, au clavier, dans le journal."),
                self.entry_asked.emit,
            ),
            (
                tr("Voir un exemple"),
                tr("Un autre fichier, marqué comme exemple : vos comptes n’y sont pas mêlés."),
                self.sample_asked.emit,
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
        holder = QWidget()
        layout = rows(self.empty, margin=theme.XL)
        layout.addStretch(1)
        holder.setLayout(layout)
        return scrolled(holder)

    def _filled(self) -> QWidget:
        self._cards = grid = QGridLayout()
        grid.setSpacing(theme.gap(theme.L))
        grid.setContentsMargins(0, 0, 0, 0)
        self._verdict_box, self._aside = self._verdict_card(), self._side()
        self._chart_card()
        holder = QWidget()
        layout = rows(self._header(), spacing=theme.M, margin=theme.L)
        layout.addLayout(grid, 1)
        holder.setLayout(layout)
        self.area = scrolled(holder)
        return self.area

    def arrange(self, *, narrow: bool) -> None:
        self.empty.arrange(narrow=narrow)
        grid = self._cards
        for item in (self._verdict_box, self._chart_box, self._aside):
            grid.removeWidget(item)
        grid.addWidget(self._verdict_box, 0, 0)
        grid.addWidget(self._chart_box, 1, 0)
        grid.addWidget(self._aside, *((2, 0) if narrow else (0, 1, 2, 1)))
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 0 if narrow else 1)
        grid.setColumnMinimumWidth(1, 0 if narrow else theme.scaled(260))
        grid.setRowStretch(1, 1)
        self._count.setVisible(not narrow)
        self._known.setVisible(not narrow)
        for i, tile in enumerate(self._tiles):
            self._tile_grid.addWidget(tile, i // 2 if narrow else 0, i % 2 if narrow else i)
        for column in range(4):
            self._tile_grid.setColumnStretch(column, 0 if narrow and column > 1 else 1)

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

    def _verdict_card(self) -> Card:
        self._verdict = label(role="verdict", wrap=True)
        self._without = label(role="quiet", wrap=True)
        self._tiles = tuple(FigureTile() for _ in range(4))
        card = Card()
        card.body.addWidget(self._verdict)
        card.body.addWidget(self._without)
        card.body.addSpacing(theme.gap(theme.XS))
        self._tile_grid = QGridLayout()
        self._tile_grid.setSpacing(theme.gap(theme.M))
        card.body.addLayout(self._tile_grid)
        return card

    def _chart_card(self) -> None:
        self._count = label(role="small")
        self._as_table = Button(tr("voir en tableau"), self._toggle_table, "link")
        self._as_table.setCheckable(True)
        self._export = Button(tr("exporter"), role="link")
        menu = QMenu(self._export)
        for suffix, name in (("png", tr("Image PNG…")), ("svg", tr("Dessin SVG…")), ("csv", tr("Tableau CSV…"))):
            menu.addAction(name).triggered.connect(partial(self._save_chart, suffix))
        self._export.setMenu(menu)
        self._chart_box = Card(
            tr("Douze mois : ce qui rentre face aux dépenses"), self._count, self._as_table, self._export
        )
        self._waiting = label(tr("Le graphique arrive…"), "quiet")
        self._waiting.setMinimumHeight(theme.scaled(250))
        self._chart_box.body.addWidget(self._waiting, 1)

    def _side(self) -> QWidget:
        self._accounts = Card(tr("Comptes"))
        self._awaited_sum = label(role="small")
        self._awaited = Card(tr("À recevoir"), self._awaited_sum)
        self._checks = Card(tr("À vérifier"))
        side = rows(self._accounts, self._awaited, self._checks, spacing=theme.L)
        side.addStretch(1)
        holder = QWidget()
        holder.setLayout(side)
        return holder

    # asking and drawing

    def start_over(self) -> None:
        self._period = Period.containing(self.session.today())
        super().start_over()

    def go(self, period: Period) -> None:
        """Show another month; never one after the running one."""
        if period <= Period.containing(self.session.today()):
            self._period = period
            self.refresh()

    def refresh(self) -> None:
        ledger = self.session.ledger
        newest = ledger.transactions(limit=1)
        earnings = ledger.earnings()
        if not newest and not earnings:
            self._stack.setCurrentIndex(1)
            return
        self._stack.setCurrentIndex(0)
        self._known.setText(tr("dernière opération : {day}", day=day_text(newest[0].date, year=True)) if newest else "")
        self._reports = ledger.months(self._window())
        self._draw_month()
        self._draw_accounts()
        self._draw_awaited([e for e in earnings if e.stage in PENDING_STAGES])
        self._draw_checks()
        if self.chart is not None:
            self._draw_chart()

    def _window(self) -> tuple[Period, ...]:
        """Twelve months ending now, or with the month on screen when it is older than that."""
        here = last_periods(self.session.today(), MONTHS)
        return here if self._period in here else tuple(self._period.shift(i - MONTHS + 1) for i in range(MONTHS))

    def _report(self) -> MonthReport:
        return next(r for r in self._reports if r.period == self._period)

    def _draw_month(self) -> None:
        report, money, today = self._report(), self.session.money, self.session.today()
        self._title.setText(month_text(self._period.start))
        self._after.setEnabled(today not in self._period)
        self._hide.setText(tr("montrer les montants") if self.session.amounts_hidden else tr("masquer les montants"))
        self._verdict.setText(verdict(report, today, money))
        self._without.setText(f"{without_tiktok(report, money)} {still_to_come(self._period, today)}".strip())
        share = (
            tr("{share} % de ce qui est rentré", share=round(100 * report.tiktok / report.income))
            if report.tiktok > 0
            else ""
        )
        tiles = (
            (tr("Rentré"), money(report.income), tr("sûr : {amount}", amount=money(report.sure, cents=False))),
            (tr("dont TikTok"), money(report.tiktok), share),
            (tr("Dépensé"), money(report.costs), ""),
            (tr("En attente"), money(report.pending), tr("pas encore à dépenser") if report.pending else ""),
        )
        for tile, values in zip(self._tiles, tiles, strict=True):
            tile.show_figure(*values)

    def _draw_accounts(self) -> None:
        body = self._accounts.body
        clear(body)
        for account in self.session.ledger.accounts():
            if not account.spending:
                continue
            name = label(neutral(account.name), wrap=True)
            if account.balance_known:
                figure: QWidget = label(self.session.money(account.balance, account.currency), "heading")
            else:
                figure = Button(tr("donner le solde"), partial(self.balance_asked.emit, account), "link")
            line = columns(name, figure)
            line.setStretch(0, 1)
            body.addLayout(line)

    def _draw_awaited(self, earnings: list[Earning]) -> None:
        body = self._awaited.body
        clear(body)
        groups: dict[tuple[Stage, str, str], list[Earning]] = defaultdict(list)
        for earning in earnings:
            groups[earning.stage, earning.programme or earning.platform, earning.currency].append(earning)
        here = [e for e in earnings if e.currency == self.session.ledger.currency]
        self._awaited_sum.setText(self.session.money(sum(e.amount for e in here)) if here else "")
        if not groups:
            body.addWidget(label(tr("Rien n’est attendu des plateformes."), "quiet", wrap=True))
        ordered = sorted(groups.items(), key=lambda item: (STAGE_ORDER.index(item[0][0]), item[0][1:]))
        for i, ((stage, programme, currency), group) in enumerate(ordered):
            if i:
                body.addWidget(rule())
            body.addLayout(self._awaited_row(stage, programme, currency, group))

    def _awaited_row(self, stage: Stage, programme: str, currency: str, group: list[Earning]) -> QVBoxLayout:
        amount = label(self.session.money(sum(e.amount for e in group), currency, sign=True))
        amount.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        first = min((e.expected for e in group if e.expected), default=None)
        parts = [
            ntr("{count} gain", "{count} gains", len(group)) if len(group) > 1 else "",
            expected_text(first, self.session.today()),
        ]
        note = label(", ".join(p for p in parts if p), "small", wrap=True)
        top = columns(label(tr(neutral(programme)), wrap=True), amount)
        top.setStretch(0, 1)
        bottom = columns(Badge(*stage_name(stage)), note)
        bottom.setStretch(1, 1)
        return rows(top, bottom, spacing=2)

    def _draw_checks(self) -> None:
        body = self._checks.body
        clear(body)
        unsorted = Filter(uncategorised=True, start=self._period.start, end=self._period.end, spending_only=True)
        count, _sum = self.session.ledger.count_and_sum(unsorted)
        self._checks.setVisible(bool(count))
        if count:
            text = ntr("{count} opération sans catégorie", "{count} opérations sans catégorie", count)
            show = Button(tr("voir"), lambda: self.transactions_asked.emit(unsorted), "link")
            show.setAccessibleName(text)
            line = columns(label(text, wrap=True), show)
            line.setStretch(0, 1)
            body.addLayout(line)

    # the chart, which arrives after the first paint

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.chart is None and self._waiting.property("asked") is None:
            self._waiting.setProperty("asked", True)
            QTimer.singleShot(0, self._fetch_chart)

    def _fetch_chart(self) -> None:
        self.session.jobs.start("", _import_charts, self._chart_ready, self.session.refused.emit)

    def _chart_ready(self, make: "Callable[..., MonthsChart]") -> None:
        self.chart = chart = make(self.session.money)
        chart.month_clicked.connect(self._open_month)
        chart.month_selected.connect(self._chart_selected)
        self._chart_box.body.removeWidget(self._waiting)
        self._waiting.deleteLater()
        self._chart_box.body.addWidget(chart, 1)
        self.setFocusProxy(chart.plot)
        if self._reports:
            self._draw_chart()

    def _draw_chart(self) -> None:
        assert self.chart is not None
        self.chart.show_months(self._reports, self._period, self.session.today())
        self._count.setText(months_covered(self._reports, self.session.today()))

    def _chart_selected(self, period: Period) -> None:
        self._period = period
        self._draw_month()
        self._draw_checks()

    def _open_month(self, period: Period) -> None:
        self.transactions_asked.emit(Filter(start=period.start, end=period.end, spending_only=True))

    def _toggle_table(self) -> None:
        on = self._as_table.isChecked()
        self._as_table.setText(tr("voir le graphique") if on else tr("voir en tableau"))
        if self.chart is not None:
            self.chart.show_table(on)

    def _save_chart(self, suffix: str, _checked: bool = False) -> None:
        if self.chart is None:
            return
        name, _ = QFileDialog.getSaveFileName(self, tr("Exporter"), f"tenk-douze-mois.{suffix}", f"*.{suffix}")
        if name:
            try:
                self.chart.save_as(Path(name).with_suffix(f".{suffix}"))
            except OSError as error:
                problem = TenkError(
                    msg("Le fichier n’a pas pu être écrit : {reason}.", reason=error.strerror or error),
                    msg("Choisissez un autre dossier."),
                )
                self.session.refused.emit(problem)


def _import_charts(_progress: Progress) -> "Callable[..., MonthsChart]":
    """NumPy and pyqtgraph are most of the start-up time: fetched in the worker, once the window is seen."""
    chart: Callable[..., MonthsChart] = import_module("tenk_desktop.ui.charts").MonthsChart
    return chart
