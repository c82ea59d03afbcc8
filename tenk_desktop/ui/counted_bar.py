"""« Le solde que vous avez donné compte déjà cette dépense », when an operation is typed that a typed balance counts;
« Le solde donné n’a pas changé », when one it counts is changed or deleted: so nobody wonders why the balance stays,
and one click moves it where it should not.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QSizePolicy

from tenk_desktop.core.model import Changes
from tenk_desktop.core.text import day_text, tr
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.ui import theme
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.widgets import Button, columns, label

if TYPE_CHECKING:
    from tenk_desktop.store.counted import LeftBehind


class CountedBar(QFrame):
    """Hidden while there is nothing to say. It takes no focus: who types goes on typing."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._step: Callable[[Ledger], Changes | None] = _nothing
        self._left: tuple[LeftBehind, ...] = ()  # what is said to be left behind
        self._before: tuple[LeftBehind, ...] = ()  # what was, until the step just made
        self.setProperty("role", "tile")
        self.text = label(wrap=True)
        self.correct = Button(tr("Elle n’y était pas"), self._correct, "link")
        self.leave = Button(tr("d’accord"), self.put_away, "link")
        line = columns(self.text, self.correct, self.leave, spacing=theme.M, margin=theme.S)
        line.setStretch(0, 1)
        self.setLayout(line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()
        session.changed.connect(self._on_changed)
        session.switched.connect(self.put_away)
        session.redraw.connect(self._say_left)  # its amount may have to be hidden

    def look(self, ids: Sequence[int]) -> None:
        """Say it of operations just typed, if a typed balance is of their day or a later one."""
        ledger = self._session.ledger
        one = ledger.transaction(ids[0]) if ids else None
        counted = ledger.counted(ids)
        if one is None or not counted:
            return
        self._left = ()
        self._step = lambda ledger: ledger.count_out(ids)
        day = day_text(max(day for _account, day in counted))
        self.correct.setText(tr("Elle n’y était pas"))
        if one.transfer_to is not None:
            self.text.setText(tr("Le solde que vous avez donné pour le {day} compte déjà ce virement.", day=day))
            self.correct.setText(tr("Il n’y était pas"))
        elif one.amount > 0:
            self.text.setText(tr("Le solde que vous avez donné pour le {day} compte déjà cette rentrée.", day=day))
        else:
            self.text.setText(tr("Le solde que vous avez donné pour le {day} compte déjà cette dépense.", day=day))
        self._offer(day)

    def look_back(self) -> None:
        """Say it of the operations just changed or deleted, if a typed balance of now counts them as they were; with
        what was said of the step before, if it was left unanswered.
        """
        left = self._session.ledger.left_behind(self._before)
        if not left:
            return
        self._left = left
        self._step = lambda ledger: ledger.follow(left)
        self._say_left()

    def _say_left(self) -> None:
        left = self._left
        if not left:
            return
        day = day_text(max(one.day for one in left))
        if len(left) > 1:
            self.text.setText(tr("Les soldes donnés pour ces comptes n’ont pas changé."))
            self.correct.setText(tr("les corriger d’autant"))
        else:
            self.text.setText(tr("Le solde donné pour le {day} n’a pas changé.", day=day))
            moved = self._session.money(left[0].moved, left[0].currency, sign=True)
            self.correct.setText(tr("le corriger de {amount}", amount=moved))
        self._offer(day)

    def _offer(self, day: str) -> None:
        self.setAccessibleName(self.text.text())
        self.correct.setToolTip(tr("Corrige d’autant le solde donné pour le {day} ; Ctrl+Z l’annule", day=day))
        self.show()

    def _correct(self) -> None:
        step = self._step
        self.put_away()
        self._session.write(step)

    def _on_changed(self, changes: Changes) -> None:
        if changes.tables & {"txn", "balance"}:
            unanswered = self._left
            self.put_away()
            self._before = unanswered

    def put_away(self) -> None:
        """Nothing more to say of it."""
        self._left = self._before = ()
        self.hide()


def _nothing(_ledger: Ledger) -> None:
    """What the button does while the bar is hidden."""
