"""Budget: planned, spent and left by category, typed in place; what to plan with; and the months to look back on."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from tenk_desktop.core.budgeting.lookback import LookBack
from tenk_desktop.core.budgeting.plan import Told
from tenk_desktop.core.budgeting.words import budget_spoken, uneven_spoken
from tenk_desktop.core.model import Changes, Filter, Nature
from tenk_desktop.core.period import Period
from tenk_desktop.core.text import month_name, month_text, msg, period_text, tr
from tenk_desktop.store.budgets import FOR_NEXT
from tenk_desktop.ui import theme
from tenk_desktop.ui.budget_cards import CategoryCard, OfferCard, ReceivedCard
from tenk_desktop.ui.budget_live import Seen, look, look_past, seen_of
from tenk_desktop.ui.budget_model import PLANNED, BudgetModel, Row, rows_of
from tenk_desktop.ui.budget_pictures import Picture, fixed_and_moving, incomes, over_time, side_by_side
from tenk_desktop.ui.budget_table import BudgetTable
from tenk_desktop.ui.chart_card import ChartCard
from tenk_desktop.ui.page import Page
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.table_model import category_name
from tenk_desktop.ui.widgets import ArrowButton, Button, Card, FlowLayout, columns, label, rows, scrolled

if TYPE_CHECKING:
    from tenk_desktop.ui.charts import PastChart

TALL = 260
"""The room kept for each chart, in pixels at 100 % text."""


class BudgetPage(Page):
    """One period. The table comes first; then from the worker the months behind it, and the charts that draw them."""

    tables: ClassVar[frozenset[str]] = frozenset(
        {"txn", "split", "transfer", "account", "category", "schedule", "preference"}
        | {"budget", "budget_category", "budget_kept"}
    )

    transactions_asked = Signal(object)  # a Filter

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._period = self._running()
        self.seen: Seen | None = None
        self.past: LookBack | None = None
        self._every = False
        self._kept_rows: frozenset[int | None] = frozenset()
        self.model = BudgetModel(session.money, self)
        self.table = BudgetTable(self.model)
        self.offer = OfferCard(session.money)
        self.category_card = CategoryCard(session.money)
        self.received_card = ReceivedCard(session.money, lambda: session.amounts_hidden)
        self.charts: tuple[PastChart, ...] = ()
        self.boxes = tuple(ChartCard(title, f"tenk-budget-{file}", TALL) for title, file in _titles())
        self._uneven = label(role="quiet", wrap=True)
        self.boxes[-1].body.addWidget(self._uneven)
        self.area = self._filled()
        self.setLayout(rows(self.area))
        self.setFocusProxy(self.table)
        self._wire()

    # what is on it

    def _filled(self) -> QScrollArea:
        self._title = label(role="title")
        self.before = ArrowButton("left", tr("Mois précédent"), lambda: self.go(self._period.shift(-1)))
        self.after = ArrowButton("right", tr("Mois suivant"), lambda: self.go(self._period.shift(1)))
        self.now = Button(tr("ce mois-ci"), lambda: self.go(self._running()), "link")
        self._said = label(role="quiet", wrap=True)
        self.propose = Button(tr("Proposer d’après mes 3 derniers mois"), self.make_offer)
        self.again = Button("", self._copy_former)
        self.every = Button(tr("montrer toutes les catégories"), self._toggle_every, "link")
        doing = FlowLayout(theme.gap(theme.M))
        for button in (self.propose, self.again):
            doing.addWidget(button)
        head = columns(self.before, self._title, self.after, self.now, 1, spacing=theme.XS)
        self._cards = QGridLayout()
        self._cards.setSpacing(theme.gap(theme.L))
        self._pictures = QGridLayout()
        self._pictures.setSpacing(theme.gap(theme.L))
        self._holder = QWidget()
        layout = rows(head, self._said, doing, self._cards, spacing=theme.S, margin=theme.L)
        layout.addSpacing(theme.gap(theme.S))
        self._behind = QWidget()
        self._behind.setLayout(rows(label(tr("Regarder en arrière"), "heading"), self._pictures))
        layout.addWidget(self._behind)
        layout.addStretch(1)
        self._holder.setLayout(layout)
        self._table_card = self._framed()
        self._aside = QWidget()
        self._aside.setLayout(rows(self.received_card, self.category_card, spacing=theme.L))
        self._aside.layout().addStretch(1)  # type: ignore[union-attr]
        return scrolled(self._holder)

    def _framed(self) -> Card:
        card = Card()
        card.layout().setContentsMargins(*[theme.gap(theme.S)] * 4)  # type: ignore[union-attr]
        self._nothing = label(
            tr("Aucune dépense ces derniers mois. Montrez toutes les catégories pour en prévoir."), "quiet", wrap=True
        )
        self._hint = label(
            tr("Entrée pour taper un montant prévu (12+3 se calcule), puis Entrée pour le suivant."), "small", wrap=True
        )
        foot = columns(self._hint, self.every, spacing=theme.M)
        foot.setStretch(0, 1)
        for item in (self.offer, self._nothing, self.table):
            card.body.addWidget(item)
        card.body.addLayout(foot)
        card.body.addStretch(1)
        return card

    def arrange(self, *, narrow: bool) -> None:
        for card in (self._table_card, self._aside):
            self._cards.removeWidget(card)
        self._cards.addWidget(self._table_card, 0, 0)
        self._cards.addWidget(self._aside, *((1, 0) if narrow else (0, 1)))
        self._cards.setColumnStretch(0, 3)
        self._cards.setColumnStretch(1, 0 if narrow else 1)
        for i, box in enumerate(self.boxes):
            self._pictures.removeWidget(box)
            self._pictures.addWidget(box, *((i, 0) if narrow else divmod(i, 2)))
        self._pictures.setColumnStretch(0, 1)
        self._pictures.setColumnStretch(1, 0 if narrow else 1)

    def _wire(self) -> None:
        self.model.typed.connect(self._plan, Qt.ConnectionType.QueuedConnection)  # once its field is closed
        self.table.spent_asked.connect(self._ask_category)
        self.table.turned.connect(lambda by: self.go(self._period.shift(by)))
        self.table.flag_asked.connect(self.category_card.switch)
        self.table.chosen.connect(self._choose)
        self.category_card.told.connect(self._tell)
        self.category_card.journal_asked.connect(self._ask_category)
        self.received_card.kept.connect(self._keep)
        self.received_card.late.counted.connect(self._count_from)
        self.offer.accepted.connect(self._accept)
        self.offer.dropped.connect(self._drop)
        for box in self.boxes:
            box.refused.connect(self.session.refused)

    # where

    def _running(self) -> Period:
        start_day = int(self.session.ledger.preferences().get("start_day", 1))
        return Period.containing(self.session.today(), start_day)

    def go(self, period: Period) -> None:
        """Show another period."""
        if 1900 < period.start.year < 2199 and period != self._period:
            self._period, self._kept_rows = period, frozenset()
            self.offer.hide()
            self.table.show_offer(on=False)
            self.refresh()

    def start_over(self) -> None:
        self._period, self._kept_rows, self._every = self._running(), frozenset(), False
        self.seen = self.past = None
        self.offer.hide()
        super().start_over()

    # asking

    def redraw(self) -> None:
        self._draw()  # at once: nothing may still say an amount
        for _ in self._draw_past():
            pass

    def _on_changed(self, changes: Changes) -> None:
        if "preference" in changes.tables and self._running().start_day != self._period.start_day:
            self._period = self._running()
        super()._on_changed(changes)

    def refresh(self) -> None:
        ledger, today, period = self.session.ledger, self.session.today(), self._period
        if (
            period.start_day == 1 and FOR_NEXT not in ledger.preferences()
        ):  # quicker than the way to the worker and back
            self._looked(period, seen_of(ledger, period, today))
        else:
            self.work(partial(look, ledger.path, period, today), partial(self._looked, period))

    def _looked(self, period: Period, seen: Seen) -> None:
        if period == self._period:
            self.seen = seen
            self._draw()
            QTimer.singleShot(0, self.while_here(self._look_past))  # once the table is painted

    def _look_past(self) -> None:
        work = partial(look_past, self.session.ledger.path, self._period, self.session.today())
        self.work(work, partial(self._looked_past, self._period))

    def _looked_past(self, period: Period, past: LookBack) -> None:
        if period == self._period and past != self.past:
            self.past = past
            self.in_turns(self._past_in_turns(past))

    # drawing

    def _draw(self) -> None:
        seen = self.seen
        if seen is None:
            return
        money, budget, today = self.session.money, seen.budget, self.session.today()
        name = period_text(budget.period)
        self._title.setText(month_text(budget.period.month))
        self._said.setText(budget_spoken(budget, name, today, money))
        self.table.setAccessibleDescription(self._said.text())
        self.again.setText(tr("Reprendre {month}", month=month_name(budget.period.shift(-1).month)))
        self.again.setVisible(bool(seen.former) and not any(line.planned is not None for line in budget.lines))
        self.now.setVisible(budget.period != self._running())
        self._draw_table(seen)
        self.received_card.show_budget(budget, today, seen.plans.for_next)
        if self.offer.isVisibleTo(self):
            self.offer.show_offer(seen)

    def _draw_table(self, seen: Seen) -> None:
        at = self.table.currentIndex()
        row = self.table.row()
        found = rows_of(seen, every=self._every, shown=self._kept_rows)
        self._kept_rows |= {r.line.category for r in found if r.line} if not self._every else frozenset()
        self.model.hidden = self.session.amounts_hidden
        self.model.show_rows(found, seen.budget, seen.offered.amounts)
        self._nothing.setVisible(not found)
        for widget in (self.table, self._hint):
            widget.setVisible(bool(found))
        if not self.table.currentIndex().isValid():
            self.table.choose(row, max(at.column(), PLANNED))
        self._choose(self.table.row())

    def _choose(self, row: Row | None) -> None:
        if self.seen is not None:
            line = row.line if row else None
            name = row.name if row else ""
            self.category_card.show_line(line, name, self.seen.budget, self.seen.plans)
        if self.table.hasFocus():
            self._show_row()

    def _show_row(self) -> None:
        """The page scrolls to the row the keyboard is on."""
        where = self.table.visualRect(self.table.currentIndex()).center()
        point = self.table.viewport().mapTo(self._holder, where)
        self.area.ensureVisible(point.x(), point.y(), 0, theme.scaled(60))

    def _toggle_every(self) -> None:
        self._every = not self._every
        words = tr("montrer celles qui servent") if self._every else tr("montrer toutes les catégories")
        self.every.setText(words)
        self._draw()

    # the charts

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self.charts:
            self.fetch_charts(lambda charts: self.in_turns(self._bring_charts(charts)))

    def _bring_charts(self, charts: Any) -> Iterator[None]:
        """One at a turn of the event loop."""
        if self.charts:
            return
        made = []
        for box, (title, _file) in zip(self.boxes, _titles(), strict=True):
            made.append(charts.PastChart(self.session.money, title, tr("{name}, en tableau", name=title)))
            made[-1].month_clicked.connect(partial(self._ask_month, box is self.boxes[-1]))
            yield
        for box, chart in zip(self.boxes, made, strict=True):
            box.put(chart)
        self.charts = tuple(made)
        self.boxes[-1].body.removeWidget(self._uneven)
        self.boxes[-1].body.addWidget(self._uneven)  # under its chart
        self.in_turns(self._draw_past())

    def _past_in_turns(self, past: LookBack) -> Iterator[None]:
        """Draw them, until others came meanwhile."""
        for _ in self._draw_past():
            yield
            if past is not self.past:
                return

    def _draw_past(self) -> Iterator[None]:
        """One chart after the other: each takes as long as a whole table."""
        if self.past is None or self.seen is None:
            return
        self._behind.setVisible(bool(self.past.past))  # axes without a curve say nothing
        self._uneven.setText(uneven_spoken(self.past.uneven))
        for chart, picture in zip(self.charts, self._made(self.seen, self.past), strict=False):
            chart.show_picture(picture)
            yield

    def _made(self, seen: Seen, past: LookBack) -> Iterator[Picture]:
        """Each is made when it is drawn: amounts may be hidden from one turn to the next."""
        today, money = self.session.today(), self.session.money
        names: dict[int | None, str] = {c.id: category_name(c) for c in seen.categories}
        names[None] = tr("sans catégorie")
        yield side_by_side(past, today, money)
        yield over_time(past, names, today, money)
        yield fixed_and_moving(past, today, money)
        yield incomes(past, today, money)

    # doing

    def _plan(self, category: int, amount: int | None) -> None:
        self.session.write(lambda ledger: ledger.plan_budget(self._period, {category: amount}))

    def _tell(self, category: int, told: Told) -> None:
        self.session.write(lambda ledger: ledger.tell_category(category, told))

    def _keep(self, amount: int) -> None:
        self.session.write(lambda ledger: ledger.keep_for_next(self._period, amount))

    def _count_from(self, day: int | None) -> None:
        """Have what comes in from a day of the month on count for the next period."""
        if self.seen is not None and day != self.seen.plans.for_next:
            said = msg("Revenus d’un mois pour le suivant")
            self.session.write(lambda ledger: ledger.tell(FOR_NEXT, None if day is None else str(day), said))

    def make_offer(self) -> None:
        """Show what could be planned, beside what is."""
        if self.seen is not None:
            self.offer.show_offer(self.seen)
            self.table.show_offer(on=bool(self.seen.offered.amounts))
            self.offer.accept.setFocus()

    def _accept(self) -> None:
        if self.seen is not None:
            amounts = dict(self.seen.offered.amounts)
            self._drop()
            self.session.write(lambda ledger: ledger.plan_budget(self._period, amounts))

    def _drop(self) -> None:
        self.offer.hide()
        self.table.show_offer(on=False)
        self.table.setFocus()

    def _copy_former(self) -> None:
        if self.seen is not None and self.seen.former:
            former = dict(self.seen.former)
            self.session.write(lambda ledger: ledger.plan_budget(self._period, former))
            self.table.setFocus()

    # opening what a figure is made of

    def _ask_category(self, category: int | None) -> None:
        asked = self._costs_of(self._period)._replace(category_id=category)
        if category is not None:
            asked = asked._replace(nature=None)  # what a refund gave back is in it too
        self.transactions_asked.emit(asked._replace(uncategorised=category is None))

    def _ask_month(self, all_of_it: bool, month: Period) -> None:
        asked = self._costs_of(month)
        self.transactions_asked.emit(asked._replace(nature=None) if all_of_it else asked)

    def _costs_of(self, period: Period) -> Filter:
        currency = self.session.ledger.currency
        return Filter(
            start=period.start, end=period.end, nature=Nature.COST, spending_only=True, currency=currency
        )  # fmt: skip


def _titles() -> tuple[tuple[str, str], ...]:
    """Each chart's title and the file it is exported to."""
    return (
        (tr("Les mois côte à côte"), "mois"),
        (tr("Les catégories dans le temps"), "categories"),
        (tr("Ce qui est fixe, ce qui bouge"), "fixe"),
        (tr("Les revenus, d’un mois à l’autre"), "revenus"),
    )
