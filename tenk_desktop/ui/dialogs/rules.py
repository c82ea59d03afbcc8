"""The rules of a ledger: in their order, changed by keyboard or mouse, and what they would change of the past.

Each change is kept at once, as a step that can be undone. The list of what would change is a dry run made in the
worker; what is applied is that very list.
"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QListWidget,
    QTableView,
    QWidget,
)
from shiboken6 import isValid

from tenk_desktop.core.model import Changes
from tenk_desktop.core.progress import Progress
from tenk_desktop.core.rules import Edit, Past, Rule
from tenk_desktop.core.text import date_text, neutral, ntr, tr
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.ui import theme
from tenk_desktop.ui.dialogs.rule_editor import RuleEditor
from tenk_desktop.ui.jobs import Job
from tenk_desktop.ui.rule_words import action_words, condition_words
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.table_model import category_name
from tenk_desktop.ui.widgets import Button, as_list, columns, label, rows, rule

TABLES = frozenset({"rule", "txn", "split", "transfer", "category", "account", "renamed", "import_row"})
_NOWHERE = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RulesDialog(QDialog):
    """The list, what can be done with it, and the dry run under it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._rules: tuple[Rule, ...] = ()
        self._past: Past | None = None
        self._job: Job | None = None
        self.setWindowTitle(tr("Règles"))
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Règles, dans leur ordre"))
        self.list.setWordWrap(True)
        self.list.setAlternatingRowColors(True)
        self.list.itemActivated.connect(lambda _item: self.change())
        self.list.currentRowChanged.connect(lambda _row: self._enable())
        self._none = label(role="quiet", wrap=True)
        self._found = label(role="heading", wrap=True)
        self.model = EditsModel(session)
        self.table = self._table()
        self.apply = Button("", self.write, "primary")
        self._lay_out()
        self._add_keys()
        session.changed.connect(self._on_changed)
        session.redraw.connect(self.refresh)
        self.refresh()
        self.list.setFocus()

    def _table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.model)
        as_list(table, tr("Ce que les règles changeraient"))
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        for column, letters in ((0, 14), (3, 12), (4, 16)):
            table.setColumnWidth(column, table.fontMetrics().averageCharWidth() * letters)
        return table

    def _lay_out(self) -> None:
        self.add = Button(tr("Ajouter…"), self.new)
        self.edit = Button(tr("Modifier…"), self.change)
        self.delete = Button(tr("Supprimer"), self.drop)
        self.up = Button(tr("Monter"), partial(self.move_by, -1))
        self.down = Button(tr("Descendre"), partial(self.move_by, 1))
        close = Button(tr("Fermer"), self.accept)
        side = rows(self.add, self.edit, self.delete, self.up, self.down, spacing=theme.S)
        side.addStretch(1)
        upper = columns(spacing=theme.M)
        upper.addLayout(rows(self.list, self._none), 1)
        upper.addLayout(side)
        explained = tr(
            "De haut en bas, la première règle qui convient l’emporte, champ par champ. "
            "Ce que vous avez choisi vous-même, pointé ou réparti n’est jamais touché."
        )
        layout = rows(label(self.windowTitle(), "title"), label(explained, "quiet", wrap=True), spacing=theme.M)
        layout.setContentsMargins(*[theme.gap(theme.XL)] * 4)
        layout.addLayout(upper, 2)
        layout.addWidget(rule())
        layout.addWidget(self._found)
        layout.addWidget(self.table, 3)
        layout.addLayout(columns(1, self.apply, close, spacing=theme.M))
        self.setLayout(layout)
        self.resize(QSize(theme.scaled(920), theme.scaled(620)).boundedTo(self.screen().availableSize() * 0.95))

    def _add_keys(self) -> None:
        for text, keys, act in (
            (tr("Ajouter une règle"), "Ins", self.new),
            (tr("Supprimer la règle"), "Del", self.drop),
            (tr("Monter la règle"), "Alt+Up", partial(self.move_by, -1)),
            (tr("Descendre la règle"), "Alt+Down", partial(self.move_by, 1)),
        ):
            action = QAction(text, self.list)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(lambda _checked=False, act=act: act())
            self.list.addAction(action)
        for text, keys, undo in (
            (tr("Annuler la dernière étape, import compris"), "Ctrl+Z", self._session.undo),
            (tr("Rétablir"), "Ctrl+Shift+Z", self._session.redo),
        ):
            action = QAction(text, self)
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(lambda _checked=False, undo=undo: undo())
            self.addAction(action)
        for button, keys in (
            (self.add, "Ins"),
            (self.delete, tr("Suppr")),
            (self.up, tr("Alt+↑")),
            (self.down, tr("Alt+↓")),
        ):
            button.setToolTip(keys)
        self.edit.setToolTip(tr("Entrée"))

    # what is shown

    def refresh(self) -> None:
        """Ask the ledger again, keeping the place."""
        at = self.list.currentRow()
        self._rules = self._session.ledger.rules()
        self.list.clear()
        for one in self._rules:
            condition, action = condition_words(one, self._session), action_words(one, self._session)
            self.list.addItem(tr("{condition}\n→ {action}", condition=condition, action=action))
        self.list.setVisible(bool(self._rules))
        self._none.setVisible(not self._rules)
        self._none.setText(
            tr("Aucune règle encore. Ajoutez-en une, ou changez une opération du Journal : la règle vous est proposée.")
        )
        self.list.setCurrentRow(max(0, min(at, len(self._rules) - 1)) if self._rules else -1)
        self._enable()
        self._look()

    def _enable(self) -> None:
        at, last = self.list.currentRow(), len(self._rules) - 1
        for button, on in (
            (self.edit, at >= 0),
            (self.delete, at >= 0),
            (self.up, at > 0),
            (self.down, -1 < at < last),
        ):
            button.setEnabled(on)

    def _look(self) -> None:
        """The dry run, in the worker."""
        if self._job is not None:
            self._job.cancel()
        self._past = None
        self.apply.setEnabled(False)
        self._found.setText(tr("Recherche de ce qui changerait…") if self._rules else "")
        path = self._session.ledger.path
        work, done = partial(_dry_run, path), partial(self._show, path)
        said = tr("Recherche de ce qui changerait…")
        self._job = self._session.jobs.start(said, work, done, self._session.refused.emit)

    def _show(self, path: Path, past: Past) -> None:
        ledger = self._session.ledger
        if not isValid(self) or path != ledger.path:
            return
        if past.revision != ledger.revision():
            self._look()
            return
        self._job = None
        self._past, count = past, len(past.edits)
        self.model.show_edits(past.edits)
        self._found.setVisible(bool(self._rules))
        self.table.setVisible(count > 0)
        self._found.setText(
            ntr("{count} opération passée changerait :", "{count} opérations passées changeraient :", count)
            if count
            else tr("Aucune opération passée ne changerait.")
        )
        self.apply.setVisible(count > 0)
        self.apply.setEnabled(count > 0)
        self.apply.setText(ntr("Appliquer à {count} opération", "Appliquer aux {count} opérations", count))

    def _failed(self, error: Exception) -> None:
        """What was refused is said; the list is then made anew."""
        self._session.refused.emit(error)
        if isValid(self):
            self._look()

    def _on_changed(self, changes: Changes) -> None:
        if changes.tables & TABLES:
            self.refresh()

    def done(self, result: int) -> None:
        if self._job is not None:
            self._job.cancel()
        super().done(result)

    # what is done

    def new(self) -> None:
        """A rule to be typed, at the end."""
        self._edit(Rule())

    def change(self) -> None:
        """The chosen rule, to be typed again."""
        if (at := self.list.currentRow()) >= 0:
            self._edit(self._rules[at])

    def _edit(self, one: Rule) -> None:
        editor = RuleEditor(self._session, one, self)
        editor.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        editor.wanted.connect(lambda kept: self._session.write(lambda ledger: ledger.keep_rule(kept)))
        if one.id == 0:
            editor.wanted.connect(lambda _kept: self.list.setCurrentRow(len(self._rules) - 1))
        editor.open()

    def drop(self) -> None:
        """Forget the chosen rule; it can be undone."""
        if (at := self.list.currentRow()) >= 0:
            id_ = self._rules[at].id
            self._session.write(lambda ledger: ledger.drop_rule(id_))

    def move_by(self, places: int) -> None:
        """Put the chosen rule higher or lower."""
        at = self.list.currentRow()
        to = at + places
        if at >= 0 and 0 <= to < len(self._rules):
            ids = [one.id for one in self._rules]
            ids.insert(to, ids.pop(at))
            self._session.write(lambda ledger: ledger.arrange_rules(ids))
            self.list.setCurrentRow(to)

    def write(self) -> None:
        """Apply what the list shows, to the letter."""
        past = self._past
        if past is None or not past.edits:
            return
        self.apply.setEnabled(False)
        self._session.write_later(
            tr("Application des règles…"),
            lambda ledger, _progress: ledger.apply_rules(past),
            lambda _changes: None,
            self._failed,
        )


def _dry_run(path: Path, progress: Progress) -> Past:
    with Ledger.open(path) as ledger:
        return ledger.ruled(progress=progress)


class EditsModel(QAbstractTableModel):
    """What would change: what is there, an arrow, what would be there."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._edits: Sequence[Edit] = ()
        self._categories: dict[int | None, str] = {}
        self._currencies: dict[int, str] = {}

    def show_edits(self, edits: Sequence[Edit]) -> None:
        """These, in the order they come."""
        self.beginResetModel()
        ledger = self._session.ledger
        self._categories = {None: tr("sans catégorie"), **{c.id: category_name(c) for c in ledger.categories()}}
        self._currencies = {a.id: a.currency for a in ledger.accounts()}
        self._edits = edits
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._edits)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else 5

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._text(self._edits[index.row()], index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == 4:
            return _RIGHT
        return None

    def _text(self, edit: Edit, column: int) -> str:
        row, wanted = edit.row, edit.wanted
        name = self._categories
        if column == 0:
            return date_text(edit.date)
        if column == 1:
            return _from_to(neutral(row.payee), neutral(wanted.payee))
        if column == 2:
            return _from_to(name.get(row.category_id, ""), name.get(wanted.category_id, ""))
        if column == 3:
            return neutral(row.memo) if row.memo else neutral(wanted.memo)
        return self._session.money(row.amount, self._currencies.get(row.account_id, ""), sign=True)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole and section == 4:
            return _RIGHT
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (tr("Date"), tr("Bénéficiaire"), tr("Catégorie"), tr("Note"), tr("Montant"))[section]
        return None


def _from_to(before: str, after: str) -> str:
    return before if before == after else tr("{before} → {after}", before=before, after=after)
