"""The table of an import plan: each row of the file, what becomes of it, and why.

What needs a look comes first, the rest in file order. Texts are made when a cell is shown, so a long file costs no more
than a short one.
"""

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, overload

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from tenk_desktop.core.importing.bycolumn import field_of
from tenk_desktop.core.importing.plan import ImportPlan, PlannedAudience, PlannedEarning
from tenk_desktop.core.importing.planned import Outcome, PlannedRow
from tenk_desktop.core.importing.statement import AudienceDay, Problem
from tenk_desktop.core.importing.tiktok import PROGRAMME as AFFILIATION
from tenk_desktop.core.sentences import stage_name
from tenk_desktop.core.text import date_text, neutral, ntr, tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.session import Session

STATE, DATE, LABEL, AMOUNT, BECOMES, DECISION = range(6)
REASON = Qt.ItemDataRole.UserRole
"""The role of a cell's second, smaller line."""

Item = PlannedRow | PlannedEarning | PlannedAudience | Problem

_NOWHERE = QModelIndex()
_ORDER = {"undecided": 0, "unreadable": 1, "new": 2, "known": 2, "note": 3}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table. ``place`` is (statement, row) in the plan, for rows that a person may decide."""

    kind: str  # new, known, undecided, unreadable, note
    item: Item
    place: tuple[int, int] | None = None


class Lines(Sequence[Line]):
    """Every row and problem of a plan, what needs a look first, the rest as in the file; each made when it is shown."""

    def __init__(self, plan: ImportPlan) -> None:
        self._parts: list[tuple[Sequence[Item], int | None]] = [(plan.problems, None)]  # and the statement of rows
        self.kinds = ["unreadable" if p.lost else "note" for p in plan.problems]
        for i, statement in enumerate(plan.statements):
            for part, whose in ((statement.rows, i), (statement.earnings, None), (statement.audience, None)):
                self._parts.append((part, whose))
                self.kinds += map(str, field_of(part, "outcome"))
        self._starts = [0, *accumulate(len(part) for part, _ in self._parts)]
        order = sorted(range(len(self.kinds)), key=[_ORDER[kind] for kind in self.kinds].__getitem__)
        self._order = array("q", order)

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, at: int) -> Line: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Line]: ...
    def __getitem__(self, at: int | slice) -> Line | Sequence[Line]:
        if isinstance(at, slice):
            return [self[i] for i in range(len(self))[at]]
        flat = self._order[at]
        which = bisect_right(self._starts, flat) - 1
        (part, statement), place = self._parts[which], flat - self._starts[which]
        return Line(self.kinds[flat], part[place], None if statement is None else (statement, place))


@dataclass(frozen=True, slots=True)
class Preview:
    """A plan with what is shown of it."""

    plan: ImportPlan
    lines: Lines
    counts: Mapping[str, int]

    @classmethod
    def of(cls, plan: ImportPlan) -> "Preview":
        """Every row and problem of the plan."""
        lines = Lines(plan)
        return cls(plan, lines, Counter(lines.kinds))

    @property
    def undecided(self) -> list[tuple[int, int]]:
        """The places of the rows that a person is to decide."""
        lines = (self.lines[i] for i in range(self.counts["undecided"]))  # they come first
        return [line.place for line in lines if line.place]

    @property
    def written(self) -> int:
        """What importing would write: what is new, and the earnings, days and videos it says more of."""
        return self.counts["new"] + sum(s.updates for s in self.plan.statements)

    @property
    def things(self) -> str:
        """`written` with the name of what it counts; lines, where they are of several kinds."""
        kinds: set[str] = set()
        for s in self.plan.statements:
            kinds |= {"operation"} if s.rows else set()
            kinds |= {"order" if e.row.programme == AFFILIATION else "earning" for e in s.earnings[:1]}  # one a file
            kinds |= {"day" if isinstance(a.row, AudienceDay) else "video" for a in s.audience}
        count, kind = self.written, kinds.pop() if len(kinds) == 1 else "line"
        return {
            "operation": ntr("{count} opération", "{count} opérations", count),
            "order": ntr("{count} commande", "{count} commandes", count),
            "earning": ntr("{count} gain", "{count} gains", count),
            "day": ntr("{count} jour", "{count} jours", count),
            "video": ntr("{count} vidéo", "{count} vidéos", count),
            "line": ntr("{count} ligne", "{count} lignes", count),
        }[kind]


def badge(kind: str) -> tuple[str, str]:
    """A row's state in a word with its sign, and the colour that goes with it."""
    return {
        "new": (tr("+ nouveau"), "good"),
        "known": (tr("= déjà là"), "quiet"),
        "undecided": (tr("? à décider"), "warn"),
        "unreadable": (tr("! illisible"), "bad"),
        "note": (tr("i à savoir"), "quiet"),
    }[kind]


class PreviewModel(QAbstractTableModel):
    """A plan, as a table."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._lines: Sequence[Line] = ()
        self._categories: Mapping[int, str] = {}

    def show_lines(self, lines: Sequence[Line], categories: Mapping[int, str]) -> None:
        """Show these lines; ``categories`` names them by id."""
        self.beginResetModel()
        self._lines = lines
        self._categories = categories
        self.endResetModel()

    def line(self, row: int) -> Line:
        """The line of a table row."""
        return self._lines[row]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else 6

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (tr("État"), tr("Date"), tr("Libellé"), tr("Montant"), tr("Devient"), "")[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section == AMOUNT else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, column = self._lines[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(line, column)
        if role == REASON and column == LABEL:
            return self._reason(line)
        if role == Qt.ItemDataRole.ToolTipRole and column == LABEL:
            return "\n".join(part for part in (self._text(line, LABEL), self._reason(line)) if part)
        if role == Qt.ItemDataRole.AccessibleTextRole and column == LABEL:
            return " ".join((badge(line.kind)[0], self._text(line, LABEL), self._reason(line)))
        if role == Qt.ItemDataRole.TextAlignmentRole and column == AMOUNT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def _text(self, line: Line, column: int) -> str:
        if column == STATE:
            return badge(line.kind)[0]
        item = line.item
        if isinstance(item, Problem):
            where = (neutral(item.member), tr("ligne {line}", line=item.line) if item.line else "")
            return ", ".join(part for part in where if part) if column == LABEL else ""
        if isinstance(item, PlannedEarning):
            return self._earning_text(item, column)
        if isinstance(item, PlannedAudience):
            return _audience_text(item, column)
        return self._row_text(item, column)

    def _row_text(self, item: PlannedRow, column: int) -> str:
        if column == DATE:
            return date_text(item.row.date)
        if column == LABEL:
            return neutral(item.row.label or item.row.payee)
        if column == AMOUNT:
            return self._session.money(item.amount, item.currency, sign=True)
        if column == BECOMES and item.transfer_with is not None:
            return tr("virement interne")
        if column == BECOMES and item.outcome is Outcome.NEW:
            return self._categories.get(item.category_id, "—") if item.category_id is not None else "—"
        return ""

    def _earning_text(self, item: PlannedEarning, column: int) -> str:
        if column == DATE:
            return date_text(item.row.earned)
        if column == LABEL:
            return neutral(item.row.title) or tr(neutral(item.row.programme))
        if column == AMOUNT:
            return self._session.money(item.amount, item.row.currency, sign=True)
        return stage_name(item.row.stage)[0] if column == BECOMES else ""

    def _reason(self, line: Line) -> str:
        item = line.item
        if isinstance(item, Problem):
            return neutral(str(item.message))
        if isinstance(item, PlannedEarning):
            return tr("mise à jour : ce fichier en dit plus") if item.updates else tr(neutral(item.row.programme))
        if isinstance(item, PlannedAudience):
            return tr("mise à jour : ce fichier en dit plus") if item.updates else ""
        return neutral(str(item.reason)) if item.reason else ""


def _audience_text(item: PlannedAudience, column: int) -> str:
    from tenk_desktop.core.creator.words import heard_text

    if column == DATE:
        return date_text(item.day) if item.day else ""
    return heard_text(item.row) if column == LABEL else tr("audience") if column == BECOMES else ""


class PreviewDelegate(QStyledItemDelegate):
    """Draws a state as a badge, and a label over its reason."""

    def __init__(self, model: PreviewModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._small = QFont(parent.font())
        self._small.setPointSizeF(parent.font().pointSizeF() * 0.88)

    def height(self) -> int:
        """The height of a row of two lines, in pixels."""
        parent = self.parent()
        assert isinstance(parent, QWidget)
        return parent.fontMetrics().height() * 2 + theme.gap(theme.S)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(super().sizeHint(option, index).width(), self.height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        if index.column() not in (STATE, LABEL):
            super().paint(painter, option, index)
            return
        view = option.widget
        view.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, view)
        painter.save()
        if index.column() == STATE:
            self._paint_badge(painter, option, index.row())
        else:
            self._paint_label(painter, option, index)
        painter.restore()

    def _paint_badge(self, painter: QPainter, option: Any, row: int) -> None:
        text, state = badge(self._model.line(row).kind)
        colour = QColor(getattr(theme.colours(), state))
        painter.setFont(self._small)
        metrics = painter.fontMetrics()
        height = metrics.height() + 4
        width = metrics.horizontalAdvance(text) + theme.gap(theme.L)
        top = option.rect.center().y() - height / 2
        box = QRectF(option.rect.left() + theme.gap(theme.XS) + 0.5, top, width, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, 1))
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_label(self, painter: QPainter, option: Any, index: Any) -> None:
        text, reason = str(index.data()), str(index.data(REASON) or "")
        area = option.rect.adjusted(theme.scaled(7), 0, -theme.gap(theme.XS), 0)
        line_height = option.fontMetrics.height()
        top = area.center().y() - (line_height if reason else line_height // 2)
        first = area.adjusted(0, 0, 0, 0)
        first.setTop(top)
        first.setHeight(line_height)
        painter.setPen(QColor(theme.colours().text))
        painter.setFont(option.font)
        painter.drawText(first, _LEFT, _elided(painter, text, first.width()))
        if reason:
            painter.setPen(QColor(theme.colours().quiet))
            painter.setFont(self._small)
            painter.drawText(first.translated(0, line_height), _LEFT, _elided(painter, reason, first.width()))


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def _elided(painter: QPainter, text: str, width: int) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
