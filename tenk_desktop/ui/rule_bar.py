"""« Toujours faire ainsi ? »: a quiet line in the journal that offers, once, the rule a person's edit suggests.

It takes no focus. Where an edit leaves the cursor, in the empty entry line, Enter accepts (Shift+Enter for the past
too) and Escape leaves; going on with anything else leaves it as well.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget
from shiboken6 import isValid

from tenk_desktop.core.text import ntr, tr
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.ui import theme
from tenk_desktop.ui.widgets import Button, FlowLayout, label, rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tenk_desktop.core.learnt import Learnt
    from tenk_desktop.core.model import Changes, Transaction
    from tenk_desktop.core.progress import Progress
    from tenk_desktop.core.rules import Rule
    from tenk_desktop.ui.entry_row import EntryRow
    from tenk_desktop.ui.jobs import Job
    from tenk_desktop.ui.session import Session

ASKED_AT_ONCE = 8
"""Payees of operations changed together of which it is still asked what they have in common."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class RuleBar(QFrame):
    """Hidden while there is nothing to offer."""

    def __init__(self, session: Session, entry: EntryRow) -> None:
        """``entry`` is the line whose Enter and Escape are the bar's while that line is empty."""
        super().__init__()
        self._session, self._entry = session, entry
        self._offered: set[Rule] = set()
        self._learnt: Learnt | None = None
        self._job: Job | None = None
        self.setProperty("role", "tile")
        self._text = label(wrap=True)
        self.accept = Button(tr("Toujours (Entrée)"), self.keep)
        self.with_past = Button("", partial(self.keep, past=True))
        self.change = Button(tr("modifier…"), self._change, "link")
        self.leave = Button(tr("non"), self.put_away, "link")
        self.leave.setToolTip(tr("Échap"))
        self.with_past.setAccessibleName(tr("Appliquer aussi au passé"))
        self.with_past.setToolTip(tr("Les opérations déjà dans vos comptes aussi, en une étape qui s’annule"))
        buttons = QWidget()
        self._buttons = FlowLayout(theme.gap(theme.M))
        for button in (self.accept, self.with_past, self.change, self.leave):
            button.setMinimumHeight(self.accept.sizeHint().height())  # links stand in line with the others
            self._buttons.addWidget(button)
        buttons.setLayout(self._buttons)
        self.setLayout(rows(self._text, buttons, spacing=theme.XS, margin=theme.XS))
        for widget in (self, buttons):
            widget.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()
        self._fields = (entry.date, entry.payee, entry.memo, entry.category, entry.account, entry.amount)
        for field in self._fields:
            field.installEventFilter(self)
        session.changed.connect(self._on_changed)
        session.switched.connect(self._forget)
        session.redraw.connect(self._say)

    def look(self, before: Transaction | None, after: Transaction | None) -> None:
        """Ask, in the worker, what a change of payee or category teaches."""
        if before is not None and after is not None:
            self.look_at([(before, after)])

    def look_at(self, changes: Sequence[tuple[Transaction, Transaction]]) -> None:
        """The same of operations changed together: offered when those of every payee teach the same."""
        told = {
            before.payee: (before, after)
            for before, after in changes
            if not after.splits and (before.payee, before.category_id) != (after.payee, after.category_id)
        }
        if not 0 < len(told) <= ASKED_AT_ONCE:
            return
        if self._job is not None:
            self._job.cancel()
        path, asked = self._session.ledger.path, tuple(told.values())
        offer = partial(self._offer, path, asked[0][1])
        self._job = self._session.jobs.start("", partial(_asked, path, asked), offer, self._session.refused.emit)

    def _offer(self, path: Path, after: Transaction, learnt: Learnt | None) -> None:
        """Show it once, unless the person has gone on meanwhile."""
        ledger = self._session.ledger
        if learnt is None or learnt.rule in self._offered or path != ledger.path or not isValid(self):
            return
        if ledger.revision() != learnt.past.revision or ledger.transaction(after.id) != after:
            return
        self._offered.add(learnt.rule)
        self._learnt = learnt
        self._say()
        self.show()

    def _say(self) -> None:
        if self._learnt is None:
            return
        from tenk_desktop.ui.rule_words import rule_words

        said = tr("Toujours faire ainsi ? {rule}.", rule=rule_words(self._learnt.rule, self._session))
        self._text.setText(said)
        self.setAccessibleName(said)
        past = len(self._learnt.past.edits)
        too = ntr("et {count} passée", "et {count} passées", past)
        keys = any(field.hasFocus() for field in self._fields)
        self.accept.setText(tr("Toujours (Entrée)") if keys else tr("Toujours"))
        self.with_past.setText(tr("{text} (Maj+Entrée)", text=too) if keys else too)
        self.with_past.setVisible(past > 0)

    def keep(self, *, past: bool = False) -> None:
        """Keep the rule; with ``past``, write what it changes of the past in the same step."""
        learnt = self._learnt
        if learnt is not None:
            self.put_away()
            self._session.write(partial(_kept, learnt, past=past))

    def _change(self) -> None:
        from tenk_desktop.ui.dialogs.rule_editor import RuleEditor

        learnt = self._learnt
        if learnt is None:
            return
        self.put_away()
        editor = RuleEditor(self._session, learnt.rule, self.window())
        editor.wanted.connect(lambda rule: self._session.write(partial(_kept, replace(learnt, rule=rule), past=False)))
        editor.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        editor.open()

    def _on_changed(self, changes: Changes) -> None:
        if changes.tables & {"txn", "rule"}:
            self.put_away()

    def _forget(self) -> None:
        self._offered.clear()
        self.put_away()

    def put_away(self) -> None:
        """Leave it: it is not offered again."""
        self._learnt = None
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Escape are the bar's while the cursor is in an empty entry line; the buttons say so."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut) and self.isVisible():
            QTimer.singleShot(0, self, self._say)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._is_next():
            if event.key() in _ENTER and (not event.modifiers() & Qt.KeyboardModifier.ShiftModifier):
                self.keep()
                return True
            if event.key() in _ENTER and self.with_past.isVisible():
                self.keep(past=True)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.put_away()
                return True
        return super().eventFilter(watched, event)

    def _is_next(self) -> bool:
        entry = self._entry
        typed = entry.payee.text() or entry.memo.text() or entry.amount.text() or entry.category.currentText()
        return self.isVisible() and not typed

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
            self._entry.payee.setFocus()
        else:
            super().keyPressEvent(event)


def _asked(path: Path, edits: Sequence[tuple[Transaction, Transaction]], _progress: Progress) -> Learnt | None:
    """What the first edit teaches, if each of the others teaches the same."""
    with Ledger.open(path) as ledger:
        learnt = [ledger.rule_learnt(*edit) for edit in edits]
    first = learnt[0]
    return first if first and all(one and one.rule == first.rule for one in learnt) else None


def _kept(learnt: Learnt, ledger: Ledger, *, past: bool) -> Changes:
    return ledger.keep_rule(learnt.rule, learnt.past if past else None, before=learnt.before)
