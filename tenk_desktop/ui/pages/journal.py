"""Journal: every operation, found by filters and full-text search, typed and changed on one line at the bottom."""

from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QGridLayout, QHeaderView, QLineEdit, QMenu, QTableView, QWidget

from tenk_desktop.core.model import Filter, Nature, Transaction
from tenk_desktop.core.period import ONE_DAY, Period, last_periods
from tenk_desktop.core.progress import Progress
from tenk_desktop.core.text import day_text, month_text, neutral, ntr, tr
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.ui import theme
from tenk_desktop.ui.entry_row import EntryRow
from tenk_desktop.ui.page import Page
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.table_model import ACCOUNT, AMOUNT, CATEGORY, DATE, MEMO, PAYEE, TransactionsModel, category_name
from tenk_desktop.ui.widgets import Button, Card, ChoiceBox, columns, label, plain, rows

SEARCH_AFTER_MS = 150
Choices = list[tuple[str, Any]]
Sums = list[tuple[str, int, int]]


class JournalPage(Page):
    """All transactions of the ledger."""

    tables: ClassVar[frozenset[str]] = frozenset({"txn", "split", "transfer", "account", "category"})

    import_asked = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._asked, self._newly_asked = Filter(), True
        self.model = TransactionsModel(session, self)
        self.table = self._table()
        self.entry = EntryRow(session)
        self.entry.saved.connect(self._reveal)
        self._summary = label(role="quiet")
        self._title = label(tr("Journal"), "title")
        self.setLayout(
            rows(
                columns(self._title, 1, self._summary),
                self._filter_bar(),
                self._table_card(),
                self.entry,
                spacing=theme.M,
                margin=theme.L,
            )
        )
        self.setFocusProxy(self.table)
        self._search_timer = QTimer(self, singleShot=True, interval=SEARCH_AFTER_MS)
        self._search_timer.timeout.connect(self._apply)
        self._add_actions()

    # what is on it

    def _table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.model)
        table.setAccessibleName(tr("Opérations"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.setAlternatingRowColors(True)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(theme.scaled(28))
        table.doubleClicked.connect(lambda index: self._change(index.row()))
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        width = table.fontMetrics().averageCharWidth()
        for column, letters in ((DATE, 14), (CATEGORY, 24), (AMOUNT, 18)):
            table.setColumnWidth(column, width * letters)
        header.setSectionResizeMode(PAYEE, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(MEMO, QHeaderView.ResizeMode.Stretch)
        return table

    def _table_card(self) -> Card:
        card = Card()
        card.layout().setContentsMargins(theme.XS, theme.XS, theme.XS, theme.XS)  # type: ignore[union-attr]
        card.body.addWidget(self.table)
        return card

    def _filter_bar(self) -> QWidget:
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Chercher un bénéficiaire, une note…"))
        self.search.setAccessibleName(tr("Chercher"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self._search_timer.start())
        self.account = ChoiceBox(tr("Compte"))
        self.category = ChoiceBox(tr("Catégorie"))
        self.period = ChoiceBox(tr("Dates"))
        self._all = Button(tr("tout afficher"), lambda: self.show_filter(Filter()), "link")
        for combo in (self.account, self.category, self.period):
            combo.activated.connect(self._apply)
        self._filters = QGridLayout()
        self._filters.setContentsMargins(0, 0, 0, 0)
        self._filters.setSpacing(theme.gap(theme.S))
        bar = QWidget()
        bar.setLayout(self._filters)
        self._arrange_filters(narrow=False)  # Tab follows the order in which things first get their place
        return bar

    def _arrange_filters(self, *, narrow: bool) -> None:
        self._filters.addWidget(self.search, 0, 0, 1, 4 if narrow else 1)
        for i, widget in enumerate((self.account, self.category, self.period, self._all)):
            self._filters.addWidget(widget, int(narrow), i + int(not narrow))
        for column in range(3):
            self._filters.setColumnStretch(column, int(narrow or column == 0))

    def arrange(self, *, narrow: bool) -> None:
        """Without room: the search over the lists, and no columns for what can be read elsewhere."""
        self._arrange_filters(narrow=narrow)
        self.table.setColumnHidden(MEMO, narrow)
        self._fit_accounts()
        self.entry.arrange(narrow=narrow)

    def _fit_accounts(self) -> None:
        """The column of accounts, as wide as their names; none for one account alone."""
        names = [neutral(account.name) for account in self.session.ledger.accounts()]
        self.table.setColumnHidden(ACCOUNT, bool(self._narrow) or len(names) < 2)
        metrics = self.table.fontMetrics()
        widest = max(metrics.horizontalAdvance(name) for name in [*names, tr("Compte")])
        width = min(widest + theme.scaled(theme.XL), metrics.averageCharWidth() * 34)
        self.table.setColumnWidth(ACCOUNT, width)

    def _add_actions(self) -> None:
        for text, keys, act in (
            (
                tr("Modifier"),
                (Qt.Key.Key_Return, Qt.Key.Key_Enter),
                lambda: self._change(self.table.currentIndex().row()),
            ),
            (tr("Supprimer"), (Qt.Key.Key_Delete,), self._delete),
        ):
            action = QAction(text, self.table)
            action.setShortcuts([QKeySequence(key) for key in keys])
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(act)
            self.table.addAction(action)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._context_menu)
        find = QAction(self)
        find.setShortcut(QKeySequence.StandardKey.Find)
        find.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.triggered.connect(self.search.setFocus)
        self.addAction(find)

    # asking

    def start_over(self) -> None:
        self._asked, self._newly_asked = Filter(), True
        self.search.clear()
        super().start_over()

    def show_filter(self, wanted: Filter) -> None:
        """Show these operations, the filter bar saying which."""
        self._asked, self._newly_asked = wanted, True
        self.search.blockSignals(True)
        self.search.setText(wanted.search)
        self.search.blockSignals(False)
        self._ask_again()

    def type_one(self) -> None:
        """Put the cursor where an operation is typed."""
        self.entry.start_with(self.session.today())

    def refresh(self) -> None:
        self._offer()
        self._fit_accounts()
        self.entry.refresh()
        if self._newly_asked:
            self._newly_asked = False
            self.model.show_filter(self._asked)
            self.table.scrollToTop()
        else:
            self._reload()
        self._summarise()

    def _reload(self) -> None:
        chosen = self.table.currentIndex()
        row = chosen.row()
        kept = self.model.transaction(row).id if row >= 0 else 0
        top = self.table.verticalScrollBar().value()
        self.model.set_filter(self._asked)
        self.model.reload()
        at = self.model.row_of(kept)
        if at is None and row >= 0:  # it was deleted: the one now in its place
            at = min(row, self.model.rowCount() - 1)
        if at is not None:
            self.table.setCurrentIndex(self.model.index(at, PAYEE))
        self.table.verticalScrollBar().setValue(top)

    def _apply(self) -> None:
        """Read the filter bar."""
        start, end = self.period.value() or (None, None)
        narrowed = Filter(search=self.search.text().strip(), start=start, end=end)
        narrowed = replace(narrowed, **(self.account.value() or {}), **(self.category.value() or {}))
        self._asked = narrowed
        self.model.show_filter(narrowed)
        self._summarise()

    def _offer(self) -> None:
        """Fill the lists with what the ledger has, keeping what is asked."""
        asked, ledger = self._asked, self.session.ledger
        accounts = ledger.accounts()
        choices: Choices = [(tr("Tous les comptes"), {})]
        choices.append((tr("Comptes courants, hors virements internes"), {"spending_only": True}))
        choices += [(neutral(a.name), {"account_id": a.id}) for a in accounts]
        now: dict[str, Any] = {"account_id": asked.account_id} if asked.account_id else {}
        if asked.spending_only:
            now = {"spending_only": True}
        self.account.offer(choices, now)
        natures = (
            (tr("Revenus sûrs"), Nature.SURE),
            (tr("TikTok"), Nature.TIKTOK),
            (tr("Autres revenus de créateur"), Nature.OTHER_CREATOR),
            (tr("Autres revenus"), Nature.OTHER),
            (tr("Dépenses"), Nature.COST),
        )
        choices = [(tr("Toutes les catégories"), {}), (tr("Sans catégorie"), {"uncategorised": True})]
        choices += [(tr("Tout : {name}", name=name), {"nature": nature}) for name, nature in natures]
        choices += [(category_name(c), {"category_id": c.id}) for c in ledger.categories()]
        now = {"category_id": asked.category_id} if asked.category_id else {}
        if asked.uncategorised:
            now = {"uncategorised": True}
        elif asked.nature:
            now = {"nature": asked.nature}
        self.category.offer(choices, now)
        self.period.offer(self._dates(), (asked.start, asked.end))

    def _dates(self) -> Choices:
        today = self.session.today()
        months = list(reversed(last_periods(today, 13)))
        choices: Choices = [(tr("Toutes les dates"), (None, None))]
        choices.append((tr("12 derniers mois"), (months[11].start, months[0].end)))
        for year in (today.year, today.year - 1):
            choices.append((tr("Année {year}", year=year), (date(year, 1, 1), date(year + 1, 1, 1))))
        choices += [(month_text(p.start), (p.start, p.end)) for p in months]
        asked = (self._asked.start, self._asked.end)
        if self._asked.start and asked not in [days for _name, days in choices]:
            one_day = self._asked.end == self._asked.start + ONE_DAY
            month = month_text(Period.containing(self._asked.start).start)
            choices.append((day_text(self._asked.start, year=True) if one_day else month, asked))
        return choices

    def _summarise(self) -> None:
        """How many are shown and their sum. Of a search it is counted in the worker: every text is read for it."""
        self._all.setVisible(self._asked != Filter())
        if not self._asked.search:
            self._show_sums(self._asked, _sums(self.session.ledger, self._asked))
            return
        self._summary.setText(tr("Recherche…"))
        work = partial(_sums_elsewhere, self.session.ledger.path, self._asked)
        self.session.jobs.start("", work, partial(self._show_sums, self._asked), self.session.refused.emit)

    def _show_sums(self, asked: Filter, found: Sums) -> None:
        if asked != self._asked:  # another filter was chosen meanwhile
            return
        count = sum(n for _currency, n, _sum in found)
        sums = " · ".join(self.session.money(total, currency, sign=True) for currency, n, total in found if n)
        text = ntr("{count} opération", "{count} opérations", count)
        self._summary.setText(tr("{operations}, somme {sums}", operations=text, sums=sums) if sums else text)

    # changing

    def _change(self, row: int) -> None:
        if row >= 0:
            self.entry.change(self.model.transaction(row))

    def _context_menu(self, where: QPoint) -> None:
        menu = QMenu(self.table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self.table.actions())
        under = menu.addMenu(tr("Ranger dans"))
        under.addAction(tr("Sans catégorie")).triggered.connect(lambda: self.sort_chosen(None))
        for category in self.session.ledger.categories():
            under.addAction(plain(category_name(category))).triggered.connect(partial(self.sort_chosen, category.id))
        menu.popup(self.table.viewport().mapToGlobal(where))

    def sort_chosen(self, category_id: int | None, _checked: bool = False) -> None:
        """Put the chosen operations into a category, in one step; splits and transfers have theirs."""
        changed = [
            replace(t, category_id=category_id)
            for t in self._chosen()
            if not t.splits and t.transfer_to is None and t.category_id != category_id
        ]
        if changed:
            self.session.write(lambda ledger: ledger.save(*changed))

    def _chosen(self) -> list[Transaction]:
        return [self.model.transaction(index.row()) for index in self.table.selectionModel().selectedRows()]

    def _delete(self) -> None:
        ids = [t.id for t in self._chosen()]
        if ids:
            self.session.write(lambda ledger: ledger.delete(ids))

    def _reveal(self, transaction_id: int) -> None:
        """Bring the operation just kept into view, where the filter shows it."""
        at = self.model.row_of(transaction_id)
        if at is not None:
            index = self.model.index(at, PAYEE)
            self.table.setCurrentIndex(index)
            self.table.scrollTo(index)


def _sums(ledger: Ledger, asked: Filter) -> Sums:
    """Count and sum by currency: sums across currencies do not exist."""
    currencies = sorted({a.currency for a in ledger.accounts()}) or [ledger.currency]
    return [(currency, *ledger.count_and_sum(replace(asked, currency=currency))) for currency in currencies]


def _sums_elsewhere(path: Path, asked: Filter, _progress: Progress) -> Sums:
    with Ledger.open(path) as ledger:
        return _sums(ledger, asked)
