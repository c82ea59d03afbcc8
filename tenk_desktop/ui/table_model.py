"""The transactions of a filter, as a table that reads what is looked at and no more.

Paged by key: each page asks for what comes before the last row of the one above. All transactions, or those of one
account, are counted and any place among them is found by the ledger (`Queries.place`), so the table is as long as they
are many. What another filter finds is not counted first: that table grows as it is scrolled. `HELD` pages stay in
memory; of the others, where they end. Amounts are right-aligned; texts from files are made harmless.

Of one account, where nothing is left out between its rows, the balance after each is shown, and where a known balance
is not what the rows make of the one before.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from tenk_desktop.core.model import Category, Filter, Transaction
from tenk_desktop.core.text import date_text, neutral, tr
from tenk_desktop.store.search import asked_words
from tenk_desktop.ui.session import Session

PAGE = 200
HELD = 20
Key = tuple[date, int]
"""A row's (date, id): the order of the table, newest first."""
DATE, PAYEE, MEMO, CATEGORY, ACCOUNT, AMOUNT, BALANCE = range(7)

_NOWHERE = QModelIndex()
_ANSWERED = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.TextAlignmentRole,
    Qt.ItemDataRole.AccessibleTextRole,
)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def category_name(category: Category) -> str:
    """The name as shown: translated when it is one of ours, as typed when it is the user's."""
    return tr(category.name) if category.builtin else neutral(category.name)


class TransactionsModel(QAbstractTableModel):
    """Newest first. `show_filter` chooses; `reload` asks again and keeps as many rows as were reached."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._filter = Filter()
        self._count = 0
        self._more = False
        self._pages: OrderedDict[int, list[Transaction]] = OrderedDict()
        self._ends: dict[int, Key] = {}  # the last row of each page that was read
        self._after: dict[int, int] = {}  # the balance after each transaction held, by its id
        self._astray: dict[int, int] = {}  # what a known balance has more than the rows make, just before these
        self.of_account = False  # the rows are one account's, with nothing left out between them
        self.balance_known = False  # and so is its balance
        self._accounts: dict[int, str] = {}
        self._currencies: dict[int, str] = {}
        self._categories: dict[int, str] = {}
        self.words: tuple[str, ...] = ()  # looked for, folded
        self._write: tuple[Callable[[Transaction], str], ...] = (
            lambda t: date_text(t.date) + (" ✓" if t.reconciled else ""),  # a statement confirmed it
            lambda t: neutral(t.payee),
            lambda t: neutral(t.memo),
            self._category_text,
            lambda t: self._accounts.get(t.account_id, ""),
            lambda t: session.money(t.amount, self.currency(t), sign=True),
            self._balance_text,
        )

    # what is held

    def show_filter(self, chosen: Filter) -> None:
        """Show these transactions, from the newest."""
        self.set_filter(chosen)
        self._load(PAGE)

    def set_filter(self, chosen: Filter) -> None:
        """Which transactions the next `reload` shows."""
        self._filter = chosen

    def reload(self) -> None:
        """Ask again, for at least as many rows as were reached."""
        self._load(max(PAGE, self._count))

    def transaction(self, row: int) -> Transaction:
        """The transaction of a row. Raises `IndexError` where there is none (any more)."""
        return self._page(row // PAGE)[row % PAGE]

    def between(self, first: int, last: int) -> Iterator[Transaction]:
        """The transactions of the rows ``first`` to ``last``, both included."""
        for page in range(first // PAGE, last // PAGE + 1):
            at = page * PAGE
            yield from self._page(page)[max(first - at, 0) : last + 1 - at]

    def key(self, row: int) -> Key:
        """The (date, id) of a row."""
        one = self.transaction(row)
        return one.date, one.id

    def currency(self, transaction: Transaction) -> str:
        """The currency of a transaction: its account's."""
        return self._currencies.get(transaction.account_id, "")

    def account_name(self, account_id: int) -> str:
        """An account's name as shown."""
        return self._accounts.get(account_id, "")

    def row_of(self, transaction_id: int) -> int | None:
        """Where a transaction is, if it is among the rows reached."""
        one = self._session.ledger.transaction(transaction_id) if transaction_id else None
        if one is None:
            return None
        key = (one.date, one.id)
        if self._whole:
            return self._session.ledger.index_of(key, self._filter.account_id)
        page = next((n for n, end in sorted(self._ends.items()) if end <= key), None)
        if page is None:
            return None
        at = next((i for i, t in enumerate(self._page(page)) if t.id == one.id), None)
        return None if at is None else page * PAGE + at

    @property
    def _whole(self) -> bool:
        """Whether every transaction, or every one of an account, is shown: then their number and places are known
        without reading them.
        """
        return self._filter._replace(account_id=None) == Filter()

    def _load(self, count: int) -> None:
        ledger = self._session.ledger
        accounts = ledger.accounts_named()
        self.beginResetModel()
        self._accounts = {a.id: neutral(a.name) for a in accounts}
        self._currencies = {a.id: a.currency for a in accounts}
        self._categories = {c.id: category_name(c) for c in ledger.categories()}
        self.words = asked_words(self._filter.search) if self._filter.search else ()
        self._pages.clear()
        self._ends.clear()
        self._after.clear()
        self._astray.clear()
        one = self._filter.account_id or (accounts[0].id if len(accounts) == 1 else None)
        self.of_account = one is not None and self._filter._replace(account_id=None, start=None, end=None) == Filter()
        self.balance_known = self.of_account and one is not None and ledger.balance_known(one)
        self._count, self._more = (ledger.count(one), False) if self._whole else (0, True)
        while self._more and self._count < count:
            self._grow()
        self.endResetModel()

    def _grow(self) -> None:
        """Reach one page further."""
        page = self._page(self._count // PAGE)
        self._count += len(page)
        self._more = len(page) == PAGE

    def _page(self, page: int) -> list[Transaction]:
        """The rows of a page, read if they are not held."""
        if (rows := self._pages.get(page)) is not None:
            self._pages.move_to_end(page)
            return rows
        before = self._ends.get(page - 1)
        if before is None and page and self._whole:
            before = self._session.ledger.place(page * PAGE - 1, self._filter.account_id)
        known = before is not None or page == 0  # else the list has become shorter
        rows = list(self._session.ledger.transactions(self._filter, before=before, limit=PAGE)) if known else []
        self._pages[page] = rows
        if rows:
            self._ends[page] = (rows[-1].date, rows[-1].id)
        if self.balance_known:
            self._after.update(zip((t.id for t in rows), self._session.ledger.balances_after(rows), strict=False))
            self._look_for_strays(page)
        if len(self._pages) > HELD:
            _page, gone = self._pages.popitem(last=False)
            for one in gone:
                self._after.pop(one.id, None)
                self._astray.pop(one.id, None)
        return rows

    def _look_for_strays(self, page: int) -> None:
        """Between the rows of a page, and those of the pages above and below that are held."""
        above, below = self._pages.get(page - 1, [])[-1:], self._pages.get(page + 1, [])[:1]
        for newer, older in pairwise([*above, *self._pages[page], *below]):
            if newer.id in self._after and older.id in self._after:
                before = self._after[newer.id] - newer.amount
                if before != self._after[older.id]:
                    self._astray[newer.id] = before - self._after[older.id]

    def _balance_text(self, t: Transaction) -> str:
        if t.id not in self._after:
            return ""
        text = self._session.money(self._after[t.id], self.currency(t))
        return f"≠ {text}" if t.id in self._astray else text

    def _stray(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """Why the balance of a row is not what the row below leads to."""
        try:
            one = self.transaction(index.row())
        except IndexError:  # as for `_text`
            return ""
        if one.id not in self._astray:
            return ""
        amount = self._session.money(self._astray[one.id], self.currency(one), sign=True)
        return tr("Un solde saisi, ou d’un relevé, a ici {amount} de différence avec les opérations.", amount=amount)

    def _category_text(self, t: Transaction) -> str:
        if t.transfer_to is not None:
            return ("→ " if t.amount < 0 else "← ") + self._accounts.get(t.transfer_to, "")
        if t.splits:
            return tr("réparti en {count}", count=len(t.splits))
        return self._categories.get(t.category_id, "") if t.category_id is not None else ""

    # Qt's side

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._write)

    def canFetchMore(self, parent: QModelIndex | QPersistentModelIndex) -> bool:
        return self._more and not parent.isValid()

    def fetchMore(self, parent: QModelIndex | QPersistentModelIndex) -> None:
        if not self.canFetchMore(parent):
            return
        page = self._page(self._count // PAGE)
        self._more = len(page) == PAGE
        if page:
            self.beginInsertRows(QModelIndex(), self._count, self._count + len(page) - 1)
            self._count += len(page)
            self.endInsertRows()

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in _ANSWERED or not index.isValid():  # most of what a paint asks for
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            if role == Qt.ItemDataRole.ToolTipRole and index.column() == BALANCE:
                return self._stray(index) or None
            text = self._text(index)
            return text if role == Qt.ItemDataRole.DisplayRole or index.column() in (PAYEE, MEMO) else None
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in (AMOUNT, BALANCE):
            return _RIGHT
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = tr("{name} : {text}", name=self._heads()[index.column()], text=self._text(index))
            return f"{said}. {self._stray(index)}" if index.column() == BALANCE and self._stray(index) else said
        return None

    def _text(self, index: QModelIndex | QPersistentModelIndex) -> str:
        try:
            return self._write[index.column()](self.transaction(index.row()))
        except IndexError:  # another program took rows away; the window looks again when it comes to the front
            return ""

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._heads()[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = section in (AMOUNT, BALANCE)
            return _RIGHT if right else Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole and section == BALANCE:
            return tr("Solde après chaque opération ; un solde saisi, ou celui d’un relevé, vaut à la fin de son jour.")
        return None

    def _heads(self) -> tuple[str, ...]:
        return (
            *(tr("Date"), tr("Bénéficiaire"), tr("Note"), tr("Catégorie"), tr("Compte"), tr("Montant")),
            tr("Solde"),
        )
