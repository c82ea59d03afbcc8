"""The transactions of a filter, as a table that fetches as it is scrolled.

Paged by key: each page asks for what comes before the last row held, 35 ms a jump at a million rows where an offset
takes 633. Amounts are right-aligned; texts from files are made harmless.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from tenk_desktop.core.model import Category, Filter, Transaction
from tenk_desktop.core.text import date_text, neutral, tr
from tenk_desktop.ui.session import Session

PAGE = 200
DATE, PAYEE, MEMO, CATEGORY, ACCOUNT, AMOUNT = range(6)

_NOWHERE = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def category_name(category: Category) -> str:
    """The name as shown: translated when it is one of ours, as typed when it is the user's."""
    return tr(category.name) if category.builtin else neutral(category.name)


class TransactionsModel(QAbstractTableModel):
    """Newest first. `show_filter` chooses; `reload` asks again and keeps as many rows as were held."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._filter = Filter()
        self._rows: list[Transaction] = []
        self._more = False
        self._accounts: dict[int, str] = {}
        self._currencies: dict[int, str] = {}
        self._categories: dict[int, str] = {}
        self._write: tuple[Callable[[Transaction], str], ...] = (
            lambda t: date_text(t.date),
            lambda t: neutral(t.payee),
            lambda t: neutral(t.memo),
            self._category_text,
            lambda t: self._accounts.get(t.account_id, ""),
            lambda t: session.money(t.amount, self._currencies.get(t.account_id, ""), sign=True),
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
        """Ask again for as many rows as were held."""
        self._load(max(PAGE, len(self._rows)))

    def transaction(self, row: int) -> Transaction:
        """The transaction of a row."""
        return self._rows[row]

    def row_of(self, transaction_id: int) -> int | None:
        """Where a transaction is, if it is held."""
        return next((i for i, t in enumerate(self._rows) if t.id == transaction_id), None)

    def _load(self, count: int) -> None:
        ledger = self._session.ledger
        self.beginResetModel()
        self._accounts = {a.id: neutral(a.name) for a in ledger.accounts()}
        self._currencies = {a.id: a.currency for a in ledger.accounts()}
        self._categories = {c.id: category_name(c) for c in ledger.categories()}
        self._rows = self._page(None, count)
        self.endResetModel()

    def _page(self, before: tuple[date, int] | None, count: int) -> list[Transaction]:
        page = list(self._session.ledger.transactions(self._filter, before=before, limit=count))
        self._more = len(page) == count
        return page

    def _category_text(self, t: Transaction) -> str:
        if t.transfer_to is not None:
            return ("→ " if t.amount < 0 else "← ") + self._accounts.get(t.transfer_to, "")
        if t.splits:
            return tr("réparti en {count}", count=len(t.splits))
        return self._categories.get(t.category_id, "") if t.category_id is not None else ""

    # Qt's side

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else 6

    def canFetchMore(self, parent: QModelIndex | QPersistentModelIndex) -> bool:
        return self._more and not parent.isValid()

    def fetchMore(self, parent: QModelIndex | QPersistentModelIndex) -> None:
        if not self.canFetchMore(parent):
            return
        last = self._rows[-1]
        page = self._page((last.date, last.id), PAGE)
        if page:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(page) - 1)
            self._rows.extend(page)
            self.endInsertRows()

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            text = self._write[index.column()](self._rows[index.row()])
            return text if role == Qt.ItemDataRole.DisplayRole or index.column() in (PAYEE, MEMO) else None
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == AMOUNT:
            return _RIGHT
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(self._rows[index.row()], index.column())
        return None

    def _spoken(self, t: Transaction, column: int) -> str:
        return tr("{name} : {text}", name=self._heads()[column], text=self._write[column](t))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._heads()[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section == AMOUNT else Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def _heads(self) -> tuple[str, ...]:
        return (tr("Date"), tr("Bénéficiaire"), tr("Note"), tr("Catégorie"), tr("Compte"), tr("Montant"))
