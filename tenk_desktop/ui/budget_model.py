"""The rows of the budget's table: a line a category under its group, and what each cell says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont

from tenk_desktop.core.budgeting.plan import Budget, Group, Line, Sums, total
from tenk_desktop.core.budgeting.words import GROUPS, Money, state
from tenk_desktop.core.text import tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.budget_live import Seen
from tenk_desktop.ui.table_model import category_name

CATEGORY, PLANNED, OFFERED, SPENT, LEFT, STATE = range(6)
AMOUNTS = (PLANNED, OFFERED, SPENT, LEFT)
Index = QModelIndex
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ROLE = Qt.ItemDataRole
_INDENT = "\N{EM SPACE}"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: a category's, else a group's or the whole's, which has a ``name``."""

    what: Line | Sums
    name: str
    depth: int = 0

    @property
    def line(self) -> Line | None:
        """The category's line, None for a group or the whole."""
        return self.what if isinstance(self.what, Line) else None


def rows_of(seen: Seen, *, every: bool, shown: frozenset[int | None] = frozenset()) -> tuple[Row, ...]:
    """Group after group, each under its sums, then the whole. ``every`` shows the categories without any use too;
    those ``shown`` before stay, so that nothing leaves while one types.
    """
    names = {c.id: category_name(c) for c in seen.categories}
    parents = {c.id: c.parent_id for c in seen.categories}
    found: list[Row] = []
    for group in Group:
        lines = [
            line
            for line in seen.budget.of(group)
            if every or line.category in seen.used or line.category in shown or line.category in seen.offered.amounts
        ]
        if lines:
            found.append(Row(total(lines), tr(GROUPS[group])))
        for line in lines:
            name = tr("Sans catégorie") if line.category is None else names[line.category]
            parent = parents.get(line.category) if line.category is not None else None
            under = parent is not None and any(other.category == parent for other in lines)
            found.append(Row(line, name, 1 + under))
    if found:
        found.append(Row(seen.budget.sums, tr("En tout")))
    return tuple(found)


class BudgetModel(QAbstractTableModel):
    """The rows of a budget. Setting a planned amount asks for it by ``typed``; the ledger answers with new rows."""

    typed = Signal(int, object)  # a category, and its planned amount in minor units or None

    def __init__(self, money: Money, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._money = money
        self.rows: tuple[Row, ...] = ()
        self.currency = ""
        self.offered: Mapping[int, int] = {}
        self.hidden = False  # whether amounts are
        self.cents = True  # whether there is room for them

    def show_rows(self, rows: tuple[Row, ...], budget: Budget, offered: Mapping[int, int]) -> None:
        """These rows; while they are of the same categories the cells change in place, whatever is being typed."""
        same = [_key(row) for row in rows] == [_key(row) for row in self.rows]
        if not same:
            self.beginResetModel()
        self.rows, self.currency, self.offered = rows, budget.currency, offered
        if not same:
            self.endResetModel()
        elif rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, STATE))

    def rowCount(self, parent: Index | Any = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | Any = QModelIndex()) -> int:
        return 0 if parent.isValid() else STATE + 1

    def headerData(self, section: int, way: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        if way != Qt.Orientation.Horizontal:
            return None
        if role == _ROLE.TextAlignmentRole:
            return _RIGHT if section in AMOUNTS else _LEFT
        if role == _ROLE.DisplayRole:
            names = (tr("Catégorie"), tr("Prévu"), tr("Proposé"), tr("Dépensé"), tr("Reste"), tr("Où en est-on"))
            return names[section]
        return None

    def flags(self, index: Index | Any) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        line = self.rows[index.row()].line
        if index.column() == PLANNED and line is not None and line.category is not None:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index | Any, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        match role:
            case _ROLE.DisplayRole:
                return self.text(row, column, cents=self.cents)
            case _ROLE.EditRole:
                return row.line.planned if row.line else None
            case _ROLE.TextAlignmentRole:
                return _RIGHT if column in AMOUNTS else None
            case _ROLE.FontRole:
                return bold(QFont()) if row.line is None else None
            case _ROLE.ForegroundRole:
                return self._colour(row, column)
            case _ROLE.AccessibleTextRole:
                name = self.headerData(column, Qt.Orientation.Horizontal)
                return tr("{name} : {text}", name=name, text=self.text(row, column, cents=self.cents).strip())
        return None

    def text(self, row: Row, column: int, *, cents: bool) -> str:
        """What a cell says, its amount to the cent or in whole units."""
        what, line = row.what, row.line
        match column:
            case 0:
                return _INDENT * row.depth + row.name
            case 1:
                return "" if what.planned is None or not what.budgeted else self._money(what.planned, cents=cents)
            case 2:
                amount = self._offered_to(row)
                return "" if amount is None else self._money(amount, cents=cents)
            case 3:
                return self._money(what.spent, cents=cents) if what.spent or line is None else ""
            case 4:
                return self._money(what.left, cents=cents) if what.budgeted else ""
        return " · ".join(filter(None, (state(what, self._money), self._carried_text(what))))

    def _carried_text(self, what: Line | Sums) -> str:
        return tr("{amount} reportés", amount=self._money(what.carried, sign=True)) if what.carried else ""

    def _offered_to(self, row: Row) -> int | None:
        """What is proposed for a category, or for the whole."""
        if row.line is None:
            return sum(self.offered.values()) if row is self.rows[-1] else None
        return self.offered.get(row.line.category or 0)

    def _colour(self, row: Row, column: int) -> QColor | None:
        if column in (LEFT, STATE) and row.what.budgeted and row.what.left < 0:
            return QColor(theme.colours().warn)
        return None

    def setData(self, index: Index | Any, value: Any, role: int = _ROLE.EditRole) -> bool:
        line = self.rows[index.row()].line
        if role != _ROLE.EditRole or line is None or line.category is None:
            return False
        if value != line.planned:
            self.typed.emit(line.category, value)
        return True

    def row_of(self, category: int | None) -> int:
        """The row of a category, -1 when it has none."""
        return next((i for i, r in enumerate(self.rows) if r.line and r.line.category == category), -1)


def _key(row: Row) -> object:
    return row.line.category if row.line else (row.name,)


def bold(font: QFont) -> QFont:
    font = QFont(font)
    font.setBold(True)
    return font
