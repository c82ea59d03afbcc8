"""Journal: every operation, found by filters and full-text search, typed and changed on one line at the bottom."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView

from tenk_desktop.core.bulk import Bulk, plan_bulk
from tenk_desktop.core.errors import Cancelled, InputError
from tenk_desktop.core.model import Filter, Transaction
from tenk_desktop.core.text import msg, neutral, ntr, tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.counted_bar import CountedBar
from tenk_desktop.ui.entry_row import EntryRow
from tenk_desktop.ui.jobs import Job
from tenk_desktop.ui.journal_bar import TransferBar
from tenk_desktop.ui.journal_filters import FilterBar
from tenk_desktop.ui.journal_hits import HitsDelegate
from tenk_desktop.ui.journal_sums import Sums, sums_elsewhere, sums_of
from tenk_desktop.ui.page import Page
from tenk_desktop.ui.rule_bar import RuleBar
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.table_model import (
    ACCOUNT,
    AMOUNT,
    BALANCE,
    CATEGORY,
    DATE,
    MEMO,
    PAYEE,
    TransactionsModel,
    category_name,
)
from tenk_desktop.ui.widgets import Card, as_list, columns, label, plain, rows

AT_HAND = 4000
"""Rows chosen that are added up here and now; more are left to the worker."""
LARGE = 20_000
"""Operations of a ledger from which on sums of a filter are left to the worker."""
AT_ONCE = 20_000
"""Operations changed at once."""


class JournalPage(Page):
    """All transactions of the ledger."""

    tables: ClassVar[frozenset[str]] = frozenset(
        {"txn", "split", "transfer", "account", "category", "preference", "balance", "statement"}
    )

    import_asked = Signal()
    edited = Signal(object, object)  # a transaction as it was (None: new) and as a person has just made it

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._newly_asked = True
        self._summing: Job | None = None
        self.model = TransactionsModel(session, self)
        self.table = self._table()
        self._plain, self._hits = self.table.itemDelegate(), HitsDelegate(self.table, self.model)
        self.filters = FilterBar(session)
        self.search, self.account = self.filters.search, self.filters.account
        self.category, self.period = self.filters.category, self.filters.period
        self.transfers = TransferBar(session, self)
        self.entry = EntryRow(session)
        self.entry.saved.connect(self._reveal)
        self.entry.edited.connect(self.edited)
        self.filters.chosen.connect(self._apply)
        self.filters.wanted.connect(self.show_filter)
        self._summary = label(role="quiet")
        self._title = label(tr("Journal"), "title")
        self.rule_bar = RuleBar(session, self.entry)
        self.edited.connect(self.rule_bar.look)
        self.counted = CountedBar(session)
        self.entry.edited.connect(self._look_back)
        self.entry.added.connect(self.counted.look)
        self.bars = rows(self.transfers, self.rule_bar, spacing=theme.S)  # quiet lines over the table
        self.setLayout(
            rows(
                columns(self._title, 1, self._summary),
                self.filters,
                self.bars,
                self._table_card(),
                self.counted,
                self.entry,
                spacing=theme.M,
                margin=theme.L,
            )
        )
        self.setFocusProxy(self.table)
        self._add_actions()

    # what is on it

    def _table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.model)
        as_list(table, tr("Opérations"))
        table.doubleClicked.connect(lambda index: self._change_row(index.row()))
        table.selectionModel().selectionChanged.connect(lambda *_: self._summarise_chosen())
        header = table.horizontalHeader()
        width = table.fontMetrics().averageCharWidth()
        for column, letters in ((DATE, 18), (CATEGORY, 24), (AMOUNT, 18), (BALANCE, 18)):
            table.setColumnWidth(column, width * letters)
        header.setSectionResizeMode(PAYEE, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(MEMO, QHeaderView.ResizeMode.Stretch)
        return table

    def _table_card(self) -> Card:
        card = Card()
        card.layout().setContentsMargins(theme.XS, theme.XS, theme.XS, theme.XS)  # type: ignore[union-attr]
        card.body.addWidget(self.table)
        return card

    def arrange(self, *, narrow: bool) -> None:
        """Without room: the search over the lists, and no columns for what can be read elsewhere."""
        self.filters.arrange(narrow=narrow)
        self.table.setColumnHidden(MEMO, narrow)
        self._fit_columns()
        self.entry.arrange(narrow=narrow)

    def _fit_columns(self) -> None:
        """The column of accounts, as wide as their names; of one account alone its balance instead, where known."""
        names = [neutral(account.name) for account in self.session.ledger.accounts_named()]
        one = len(names) < 2 or self.filters.asked.account_id is not None
        self.table.setColumnHidden(ACCOUNT, bool(self._narrow) or one)
        self.table.setColumnHidden(BALANCE, not self.model.balance_known)
        metrics = self.table.fontMetrics()
        widest = max(metrics.horizontalAdvance(name) for name in [*names, tr("Compte")])
        width = min(widest + theme.scaled(theme.XL), metrics.averageCharWidth() * 34)
        self.table.setColumnWidth(ACCOUNT, width)

    def _add_actions(self) -> None:
        self._action(tr("Modifier"), self.change_chosen, "Return", "Enter", "F2")
        self._action(tr("Modifier ensemble…"), self.change_together, "Ctrl+E")
        self._action(tr("Répartir en plusieurs catégories"), self.split_chosen, "Ctrl+R")
        self._action(tr("Dupliquer"), self.duplicate, "Ctrl+D")
        self._untie = self._action(tr("Délier le virement"), self.untie)
        self._action(tr("Supprimer"), self._delete, "Delete")
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._context_menu)
        self.filters.actions_for(self)

    def _action(self, text: str, act: Callable[[], object], *keys: str) -> QAction:
        action = QAction(text, self.table)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(act)
        self.table.addAction(action)
        return action

    # asking

    def start_over(self) -> None:
        self._newly_asked = True
        self.filters.show_filter(Filter())
        self.transfers.forget()
        super().start_over()

    def redraw(self) -> None:
        super().redraw()
        self.transfers.redraw()

    def show_filter(self, wanted: Filter) -> None:
        """Show these operations, the filter bar saying which."""
        self._newly_asked = True
        self.filters.show_filter(wanted)
        self._ask_again()

    def type_one(self) -> None:
        """Put the cursor where an operation is typed."""
        self.entry.start_with(self.session.today())

    def refresh(self) -> None:
        self.filters.offer()
        self.entry.refresh()
        if self._newly_asked:
            self._newly_asked = False
            self._show_asked()
            self.table.scrollToTop()
        else:
            self._reload()
        self._fit_columns()
        self._mark_hits()
        self._summarise()
        self.transfers.look_again()

    def _reload(self) -> None:
        row = self.table.currentIndex().row()
        current = self._current()
        kept = current.id if current is not None else 0
        top = self.table.verticalScrollBar().value()
        self.model.set_filter(self.filters.asked)
        self.model.reload()
        at = self.model.row_of(kept)
        if at is None and row >= 0:  # it was deleted: the one now in its place
            at = min(row, self.model.rowCount() - 1)
        if at is not None:
            self.table.setCurrentIndex(self.model.index(at, PAYEE))
        self.table.verticalScrollBar().setValue(top)

    def _apply(self, _asked: Filter) -> None:
        """The filter bar says something else."""
        self._show_asked()
        self._fit_columns()
        self._mark_hits()
        self._summarise()

    def _show_asked(self) -> None:
        """What the filter bar says, from its newest; of one account, new operations are its own."""
        self.model.show_filter(self.filters.asked)
        self.entry.settle_in(self.filters.asked.account_id)

    def _mark_hits(self) -> None:
        """Only what is looked for is marked: painting without marks is faster."""
        wanted = self._hits if self.model.words else self._plain
        if self.table.itemDelegate() is not wanted:
            self.table.setItemDelegate(wanted)

    # sums

    def _summarise(self) -> None:
        """How many are shown and their sum. Of many, or of a search, it is counted in the worker."""
        asked = self.filters.asked
        kept = asked._replace(account_id=None) == Filter()
        if kept or (not asked.search and self.session.ledger.count() < LARGE):
            self._show_sums(asked, (), sums_of(self.session.ledger, asked, ()))
        else:
            self._sum_elsewhere(asked, ())

    def _summarise_chosen(self) -> None:
        """How many are chosen and their sum, when several are."""
        ranges = self._ranges()
        count = sum(last - first + 1 for first, last in ranges)
        asked = self.filters.asked
        if count < 2:
            if self._summary.property("chosen"):
                self._summarise()
        elif count <= AT_HAND:
            self._show_sums(asked, ranges, self._added_up(ranges))
        else:
            self._sum_elsewhere(asked, ranges)

    def _added_up(self, ranges: Sequence[tuple[int, int]]) -> Sums:
        found: dict[str, tuple[int, int]] = {}
        for first, last in ranges:
            for one in self.model.between(first, last):
                count, total = found.get(self.model.currency(one), (0, 0))
                found[self.model.currency(one)] = count + 1, total + one.amount
        return [(currency, *sums) for currency, sums in sorted(found.items())]

    def _sum_elsewhere(self, asked: Filter, ranges: Sequence[tuple[int, int]]) -> None:
        if self._summing is not None:
            self._summing.cancel()
        if ranges or not self._summary.text() or asked.search:
            self._summary.setText(tr("Calcul de la somme…"))
        spans = [(self.model.key(first), self.model.key(last)) for first, last in ranges]
        work = partial(sums_elsewhere, self.session.ledger.path, asked, spans)
        done, failed = self.while_here(partial(self._show_sums, asked, ranges)), self.while_here(self._not_summed)
        self._summing = self.session.jobs.start("", work, done, failed)

    def _not_summed(self, error: Exception) -> None:
        if not isinstance(error, Cancelled):
            self.session.refused.emit(error)

    def _show_sums(self, asked: Filter, ranges: Sequence[tuple[int, int]], found: Sums) -> None:
        chosen = self._ranges() if ranges else ()
        if asked != self.filters.asked or list(ranges) != list(chosen):  # something else was asked or chosen meanwhile
            return
        count = sum(n for _currency, n, _sum in found)
        sums = " · ".join(self.session.money(total, currency, sign=True) for currency, n, total in found if n)
        if ranges:
            text = ntr("{count} choisie", "{count} choisies", count)
        else:
            text = ntr("{count} opération", "{count} opérations", count)
        text = tr("{operations}, somme {sums}", operations=text, sums=sums) if sums else text
        if not ranges and asked.account_id is not None and self.model.of_account and not self.model.balance_known:
            text = tr("{sums} ; solde inconnu, à donner avec Ctrl+B", sums=text)
        self._summary.setText(text)
        self._summary.setProperty("chosen", bool(ranges))

    # what is chosen

    def _ranges(self) -> list[tuple[int, int]]:
        """The rows chosen, as ranges with both ends, from the top."""
        selection = self.table.selectionModel().selection()
        found = sorted((r.top(), r.bottom()) for r in (selection.at(i) for i in range(selection.count())))
        merged: list[tuple[int, int]] = []
        for first, last in found:
            if merged and first <= merged[-1][1] + 1:
                merged[-1] = merged[-1][0], max(last, merged[-1][1])
            else:
                merged.append((first, last))
        return merged

    def chosen(self) -> list[Transaction]:
        """The operations chosen, newest first; none, and it is said, when they are too many to be changed at once."""
        ranges = self._ranges()
        if sum(last - first + 1 for first, last in ranges) > AT_ONCE:
            self._summary.setText(tr("Trop d’opérations choisies pour être modifiées d’un coup."))
            return []
        return [one for first, last in ranges for one in self.model.between(first, last)]

    def _current(self) -> Transaction | None:
        row = self.table.currentIndex().row()
        try:
            return self.model.transaction(row) if 0 <= row < self.model.rowCount() else None
        except IndexError:  # another program took it away
            return None

    # changing

    def _change_row(self, row: int) -> None:
        if 0 <= row < self.model.rowCount():
            self.entry.change(self.model.transaction(row))

    def change_chosen(self) -> None:
        """Change the operation chosen on the line below, or several together."""
        if sum(last - first + 1 for first, last in self._ranges()) > 1:
            self.change_together()
        else:
            self._change_row(self.table.currentIndex().row())

    def change_together(self) -> None:
        """Change the operations chosen, after a look at what becomes of each."""
        chosen = self.chosen()
        if not chosen:
            return
        from tenk_desktop.ui.dialogs.bulk import BulkDialog  # few sessions need it

        dialog = BulkDialog(self.session, chosen, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._write_together(dialog.plan.changes))
        dialog.open()

    def _write_together(self, changes: Sequence[tuple[Transaction, Transaction]]) -> None:
        if changes and self.session.write(lambda ledger: ledger.save(*(after for _before, after in changes))):
            self.rule_bar.look_at(changes)
            self.counted.look_back()

    def split_chosen(self) -> None:
        """Open the parts of the operation chosen."""
        if (one := self._current()) is not None:
            self.entry.change(one)
            if not one.splits:
                self.entry.split()

    def duplicate(self) -> None:
        """A new operation of today with the values of the one chosen, to be changed before it is kept."""
        if (one := self._current()) is not None:
            self.entry.start_like(one, self.session.today())

    def untie(self) -> None:
        """Say that the operations chosen are no sides of a transfer."""
        ids = [t.id for t in self.chosen() if t.transfer_to is not None]
        if ids:
            self.session.write(lambda ledger: ledger.untie(ids))

    def _tied(self) -> bool:
        """Whether a side of a transfer is chosen; of very many operations that is not looked for."""
        ranges = self._ranges()
        many = sum(last - first + 1 for first, last in ranges) > AT_HAND
        return many or any(t.transfer_to is not None for r in ranges for t in self.model.between(*r))

    def _context_menu(self, where: QPoint) -> None:
        menu = QMenu(self.table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._untie.setEnabled(self._tied())
        menu.aboutToHide.connect(partial(self._untie.setEnabled, True))  # the list of all actions has no row under it
        menu.addActions(self.table.actions())
        under = menu.addMenu(tr("Ranger dans"))
        under.addAction(tr("Sans catégorie")).triggered.connect(lambda: self.sort_chosen(None))
        for category in self.session.ledger.categories():
            under.addAction(plain(category_name(category))).triggered.connect(partial(self.sort_chosen, category.id))
        menu.popup(self.table.viewport().mapToGlobal(where))

    def sort_chosen(self, category_id: int | None, _checked: bool = False) -> None:
        """Put the chosen operations into a category, in one step; splits and transfers have theirs."""
        plan = plan_bulk(Bulk(category_id=category_id or 0), self.chosen())
        self._write_together(plan.changes)
        if locked := sum(one.reconciled for one, _why in plan.left_out):
            said = msg("Opérations pointées avec un relevé, laissées telles quelles : {count}.", count=locked)
            self.session.refused.emit(InputError(said))

    def _delete(self) -> None:
        """Delete the operations chosen; of a transfer both sides, where no file says the other one."""
        chosen = self.chosen()
        ids = {t.id for t in chosen}
        for one in chosen:
            other = self.session.ledger.other_side(one.id) if one.transfer_to is not None else None
            if other is not None and other.import_id is None and not other.reconciled:
                ids.add(other.id)
        if ids and self.session.write(lambda ledger: ledger.delete(sorted(ids))):
            self.counted.look_back()

    def _look_back(self, before: Transaction | None, after: Transaction | None) -> None:
        if before is not None and before != after:
            self.counted.look_back()

    def _reveal(self, transaction_id: int) -> None:
        """Bring the operation just kept into view, where the filter shows it."""
        at = self.model.row_of(transaction_id)
        if at is not None:
            index = self.model.index(at, PAYEE)
            flags = QItemSelectionModel.SelectionFlag
            self.table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            self.table.scrollTo(index)
