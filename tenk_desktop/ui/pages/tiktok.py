"""TikTok: where the money stands, why it moved, how far 10k is, what views would bring, what is left without it."""

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QPaintEvent, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from tenk_desktop.core.creator import overview, why, words
from tenk_desktop.core.creator.audience import Condition, latest
from tenk_desktop.core.creator.sources import TIKTOK
from tenk_desktop.core.creator.suggest import Suggestion
from tenk_desktop.core.model import Earning, Filter, Nature, Stage
from tenk_desktop.core.period import Period
from tenk_desktop.core.text import Message, number_text, tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.chart_card import ChartCard
from tenk_desktop.ui.page import Page
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.tiktok_bars import PicturedTable, RankedBars
from tenk_desktop.ui.tiktok_cards import ConditionsGrid, StagesCard, SuggestionsCard, WithoutCard
from tenk_desktop.ui.tiktok_live import Seen, Without, look, span_of, without_tiktok
from tenk_desktop.ui.tiktok_sheets import money_sheets, source_lines, unstated_note, video_sheets
from tenk_desktop.ui.tiktok_simulator import SimulatorCard
from tenk_desktop.ui.tiktok_tables import TableCard
from tenk_desktop.ui.widgets import Button, ChoiceBox, columns, label, rows, scrolled

if TYPE_CHECKING:
    from tenk_desktop.ui.charts import FollowersChart

SPANS = (1, 3, 12, 24)


class TikTokPage(Page):
    """What it shows is worked out in the worker; until that comes the cards are there, empty."""

    narrow: ClassVar[int] = 1080  # the conditions and the bars have more words, above all in English
    tables: ClassVar[frozenset[str]] = frozenset(
        {"txn", "split", "transfer", "account", "category", "earning", "earning_row", "preference", "audience_row"}
        | {"video_row", "payout_link"}
    )

    transactions_asked = Signal(object)  # a Filter
    import_asked = Signal()
    rewards_asked = Signal()  # to type what a source brought in a month
    shown = Signal()  # all of the page is on screen

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.seen: Seen | None = None
        self.chart: FollowersChart | None = None
        self._asked: object = None
        self._drawn = False  # all of it, but not painted yet
        self.span = ChoiceBox(tr("Période"))
        names = {1: tr("Ce mois-ci"), 3: tr("3 derniers mois"), 12: tr("12 derniers mois"), 24: tr("24 derniers mois")}
        self.span.offer([(names[n], n) for n in SPANS], 12)
        self._ask_early()
        self.stages, self.checks, self.without = StagesCard(), SuggestionsCard(), WithoutCard()
        self.simulator = SimulatorCard()
        self.way = ChartCard(tr("Vers {count} abonnés", count=number_text(10_000)), "tenk-abonnes", 310)
        self.sources = ChartCard(tr("D’où vient l’argent"), "tenk-sources", 60)
        self.bars = RankedBars(tr("D’où vient l’argent"))
        self.amounts = TableCard(tr("Gains et versements"), "tenk-gains", 220)
        self.videos = PicturedTable(tr("Vidéos"), "tenk-videos", 260)
        self._room = QWidget()  # in the chart's stead, under the words
        self._reached, self._why = label(wrap=True), label(role="quiet", wrap=True)
        self._unstated = label(role="small", wrap=True)
        self.conditions = ConditionsGrid()
        self._fill_cards()
        self._wire()

    # what is on it

    def _fill_cards(self) -> None:
        self.sources.put(self.bars)
        self.sources.body.addWidget(self._why)
        self.sources.body.addWidget(self._unstated)
        self._studio = Button(tr("importer les fichiers de TikTok Studio"), self.import_asked.emit, "link")
        self.way.body.addWidget(self._reached)
        self.way.body.addWidget(self._studio)
        self.way.body.addLayout(self.conditions)
        self._paired: tuple[tuple[QWidget, ...], ...] = ()
        self._absent: set[QWidget] = set()
        self._cards = QGridLayout()
        self._cards.setSpacing(theme.gap(theme.L))
        self._sheet = QWidget()
        self._note = Button(tr("noter un gain"), self.rewards_asked.emit, "link")
        self._note.setToolTip("Ctrl+G")
        layout = rows(columns(label(tr("TikTok"), "title"), 1, self._note, self.span), spacing=theme.M, margin=theme.L)
        layout.addLayout(self._cards, 1)
        self._sheet.setLayout(layout)
        self.area = scrolled(self._sheet)
        self.setLayout(rows(self.area))
        self.setFocusProxy(self.area)

    def arrange(self, *, narrow: bool) -> None:
        self.stages.arrange(narrow=narrow)
        for line in self._paired:
            for card in line:
                self._cards.removeWidget(card)
        self._paired = tuple((card,) for line in self._lines() for card in line) if narrow else self._lines()
        for row, line in enumerate(self._paired):
            for column, card in enumerate(line):
                self._cards.addWidget(card, row, column, 1, 3 - len(line) if not narrow else 1)
            self._cards.setRowStretch(row, 0)
        self._cards.setRowStretch(len(self._paired), 1)
        self._cards.setColumnStretch(0, 1)
        self._cards.setColumnStretch(1, 0 if narrow else 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.conditions.fit(self._room_for_words())

    def _room_for_words(self) -> int:
        """How wide the words of a card may be; beside another one, the two share their room as they need."""
        inside = self.width() - 4 * theme.gap(theme.L) - self.area.verticalScrollBar().sizeHint().width()
        return inside if self._narrow else self.width()

    def _lines(self) -> tuple[tuple[QWidget, ...], ...]:
        """The cards that have something to say, two by two: the curve of followers beside no small one."""
        small = (self.simulator, self.without, self.checks, self.amounts)
        curve = self.seen is None or bool(self.seen.followers)
        groups = ((self.way, self.sources), small) if curve else ((self.sources, self.way, *small),)
        present = [[card for card in group if card not in self._absent] for group in groups]
        pairs = [tuple(group[i : i + 2]) for group in present for i in range(0, len(group), 2)]
        return ((self.stages,), *pairs, *([] if self.videos in self._absent else [(self.videos,)]))

    def _wire(self) -> None:
        self.span.currentIndexChanged.connect(lambda _at: self._draw_span())
        self.stages.earnings_asked.connect(self._open_stages)
        self.stages.received_asked.connect(lambda: self._open_received(self._running()))
        self.stages.import_asked.connect(self.import_asked)
        self.stages.rewards_asked.connect(self.rewards_asked)
        self.bars.opened.connect(self._open)
        for card in (self.amounts, self.videos):
            card.opened.connect(self._open)
        for box in (self.way, self.sources, self.amounts, self.videos):
            box.refused.connect(self.session.refused)
        self.checks.accepted.connect(self.accept)
        self.checks.refused.connect(self.refuse)
        self.checks.deposits_asked.connect(
            lambda: self.transactions_asked.emit(Filter(nature=Nature.TIKTOK, spending_only=True))
        )
        self.without.asked.connect(self._ask_without)
        first = QShortcut(QKeySequence("A"), self)
        first.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        first.activated.connect(self._accept_first)

    # asking

    def start_over(self) -> None:
        self.seen, self._asked = None, None
        super().start_over()

    def redraw(self) -> None:
        self._draw()  # at once: the worker may be long in answering, with amounts in clear all the while

    def _ask_early(self) -> None:
        """A page is made to be shown: the worker begins while its cards are made."""
        self._stale = False
        self.refresh()

    def refresh(self) -> None:
        ledger = self.session.ledger
        now = ledger.path, self.session.today(), ledger.revision(), ledger.data_version()
        if now == self._asked and self.seen is not None:
            return
        self._asked = now
        self.work(
            partial(look, ledger.path, self.session.today(), shared=ledger.shared, months=self.span.value()),
            partial(self._looked, now),
        )

    def _looked(self, asked: object, seen: Seen) -> None:
        if asked == self._asked:
            self._sheet.setVisible(self.seen is not None)  # at first all is laid out once, not for each card
            self.seen = seen
            self._draw()
            self._sheet.show()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)  # before it is painted, not after

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.chart is None:
            self.fetch_charts(self._charts_ready)

    def _charts_ready(self, charts: Any) -> None:
        if self.chart is None:
            self.chart = charts.FollowersChart(self.session.money)
            self.chart.week_clicked.connect(self._open_days)
            self.chart.hide()
            self.chart.setParent(self)
            self._draw_way()
            self._say_shown()

    def _place_chart(self, chart: "FollowersChart") -> None:
        """In its card, and what else is there below it: once there is something to draw, for a paint of it is slow."""
        self.way.put(chart)
        for widget in (self._reached, self._studio):
            self.way.body.removeWidget(widget)
        self.way.body.removeItem(self.conditions)
        for widget in (self._reached, self._studio):
            self.way.body.addWidget(widget)
        self.way.body.addLayout(self.conditions)
        self.way.body.addWidget(self._room, 1)

    # drawing

    def _draw(self) -> None:
        seen, money = self.seen, self.session.money
        if seen is None:
            return
        self.stages.show_money(seen, money)
        self.checks.show_suggestions(seen, money, hidden=self.session.amounts_hidden)
        self.without.show_share(seen)
        self.simulator.show_ledger(seen, money)
        self.videos.show_sheets(*video_sheets(seen, money))
        self._draw_span()
        self._draw_way()
        self._leave_out(seen)
        self._say_shown()

    def _leave_out(self, seen: Seen) -> None:
        """A card that has nothing to say is not there."""
        money = bool(seen.found.earnings or seen.found.deposits)
        wanted = {
            self.sources: money, self.amounts: money, self.without: seen.paid_before, self.videos: bool(seen.videos),
            self.checks: bool(seen.suggestions),
        }  # fmt: skip
        self._absent = {card for card, there in wanted.items() if not there}
        for card, there in (*wanted.items(), (self._note, money), (self.span, money)):
            card.setVisible(there)
        if self._lines() != self._paired:
            self.arrange(narrow=bool(self._narrow))

    def _say_shown(self) -> None:
        self._drawn = self.seen is not None and self.chart is not None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._drawn:  # the cards are painted right after this, in the same turn
            self._drawn = False
            QTimer.singleShot(0, self.while_here(self.shown.emit))

    def _draw_span(self) -> None:
        if self.seen is None:
            return
        seen, money = self.seen, self.session.money
        period = self.window_shown()
        inside = (
            seen.earned if seen.earned.period == period else overview.earned(seen.found.lots, period, seen.earned_in)
        )
        lines, aside = source_lines(seen, inside, money)
        head = (tr("Source"), tr("Gagné"), tr("Gains"))
        self.bars.show_bars(lines, head, ("source", "currency", "earned", "count"), tr("Toutes les autres"))
        self.sources.aside.setText(aside)
        self.sources.expect(something=bool(lines))
        nothing = "" if lines else tr("Rien n’a été gagné dans cette période, et rien n’est arrivé.")
        for line, text in (
            (self._why, " ".join(filter(None, (nothing, self._moved(seen))))),
            (self._unstated, unstated_note(seen, period, money)),
        ):
            line.setText(text)
            line.setVisible(bool(text))
        self.amounts.show_sheets(*money_sheets(seen, inside, money))

    def window_shown(self) -> Period:
        """The span chosen, ``[start, end)``, up to the end of the running period."""
        assert self.seen is not None
        return span_of(self.seen.reports, self.span.value())

    def _moved(self, seen: Seen) -> str:
        """Why the last whole month brought more, or less, than the one before; and what is in other currencies."""
        if seen.moved is None:
            return ""
        if self.session.amounts_hidden:
            return tr("Les montants sont masqués.")
        return str(why.change_sentence(seen.moved, seen.earned_in))

    def _draw_way(self) -> None:
        seen = self.seen
        if seen is None:
            return
        now = latest(seen.audience, "followers", seen.today) if seen.audience else None
        self.way.heading.setText(tr("Vers {count} abonnés", count=number_text(seen.target)))
        self.way.aside.setText(tr("{count} au dernier relevé", count=number_text(now.value)) if now else "")
        said = words.reach_sentence(seen.reach, seen.target, seen.today)
        self._reached.setText(" ".join(map(str, [said, *seen.posting])))
        self.conditions.show_conditions(seen.conditions, self._edit, self._room_for_words())
        known = bool(seen.followers)  # axes without a curve say nothing
        self._studio.setVisible(not known)
        self._room.setVisible(not known)
        if self.chart is not None and self.chart.parentWidget() is self:
            self._place_chart(self.chart)
        self.way.expect(something=known)
        if self.chart is not None:
            self.chart.show_followers(seen.followers, seen.fan, seen.target, seen.today)

    # doing

    def accept(self, s: Suggestion) -> None:
        """Keep that it paid these earnings; it can be undone."""
        self.session.write(lambda ledger: ledger.link_payout([s.deposit.id], s.earnings, withheld=s.withheld > 0))

    def refuse(self, s: Suggestion) -> None:
        """Keep that it paid no earning that is known."""
        self.session.write(lambda ledger: ledger.link_payout([s.deposit.id], ()))

    def _accept_first(self) -> None:
        if self.checks.shown:
            self.accept(self.checks.shown[0])

    def _edit(self, condition: Condition) -> None:
        from tenk_desktop.ui.dialogs.condition import ConditionDialog

        _once(ConditionDialog(self.session, condition, self))

    def _ask_without(self) -> None:
        self.work(
            partial(without_tiktok, self.session.ledger.path, self.session.today(), shared=self.session.ledger.shared),
            self._answered_without,
        )

    def _answered_without(self, found: tuple[Without, ...] | Message) -> None:
        self.without.show_without(found)

    # opening what a figure is made of

    def _running(self) -> Period:
        return Period.containing(self.session.today(), int(self.session.ledger.preferences().get("start_day", 1)))

    def _open_received(self, period: Period) -> None:
        self.transactions_asked.emit(
            Filter(start=period.start, end=period.end, nature=Nature.TIKTOK, spending_only=True)
        )

    def _open_days(self, end: Any) -> None:
        week = Filter(start=end - timedelta(days=6), end=end + timedelta(days=1), nature=Nature.TIKTOK)
        self.transactions_asked.emit(week)

    def _open_stages(self, stages: tuple[Stage, ...]) -> None:
        if self.seen is not None:
            self._show_earnings([e for e in self.seen.found.earnings if e.stage in stages])

    def _open(self, what: object) -> None:
        """Earnings in a list of their own; a filter in the journal."""
        if isinstance(what, Filter):
            self.transactions_asked.emit(what)
        elif callable(what):
            self._show_earnings(what())

    def _show_earnings(self, earnings: list[Earning]) -> None:
        from tenk_desktop.ui.dialogs.earnings import EarningsDialog

        dialog = EarningsDialog(tr("Gains"), earnings, self.session.money, self)
        dialog.deposit_asked.connect(self._open_deposit)
        _once(dialog)

    def _open_deposit(self, earning: Earning) -> None:
        if earning.received_on:
            day = earning.received_on
            nature = Nature.TIKTOK if earning.platform == TIKTOK else None
            self.transactions_asked.emit(Filter(start=day, end=day + timedelta(days=1), nature=nature))


def _once(dialog: QDialog) -> None:
    """Show a dialog; closed, it is gone."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
