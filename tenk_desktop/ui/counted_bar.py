"""« Le solde que vous avez donné compte déjà cette dépense », when an operation is typed that a typed balance counts:
so nobody wonders why the balance stays; one click where it did not count it.
"""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QSizePolicy

from tenk_desktop.core.model import Changes
from tenk_desktop.core.text import day_text, tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.widgets import Button, columns, label


class CountedBar(QFrame):
    """Hidden while there is nothing to say. It takes no focus: who types goes on typing."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._ids: Sequence[int] = ()
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

    def look(self, ids: Sequence[int]) -> None:
        """Say it of operations just typed, if a typed balance is of their day or a later one."""
        ledger = self._session.ledger
        one = ledger.transaction(ids[0]) if ids else None
        counted = ledger.counted(ids)
        if one is None or not counted:
            return
        self._ids = ids
        day = day_text(max(day for _account, day in counted))
        self.correct.setText(tr("Elle n’y était pas"))
        if one.transfer_to is not None:
            self.text.setText(tr("Le solde que vous avez donné pour le {day} compte déjà ce virement.", day=day))
            self.correct.setText(tr("Il n’y était pas"))
        elif one.amount > 0:
            self.text.setText(tr("Le solde que vous avez donné pour le {day} compte déjà cette rentrée.", day=day))
        else:
            self.text.setText(tr("Le solde que vous avez donné pour le {day} compte déjà cette dépense.", day=day))
        self.setAccessibleName(self.text.text())
        self.correct.setToolTip(tr("Corrige d’autant le solde donné pour le {day} ; Ctrl+Z l’annule", day=day))
        self.show()

    def _correct(self) -> None:
        ids = self._ids
        self.put_away()
        self._session.write(lambda ledger: ledger.count_out(ids))

    def _on_changed(self, changes: Changes) -> None:
        if changes.tables & {"txn", "balance"}:
            self.put_away()

    def put_away(self) -> None:
        """Nothing more to say of it."""
        self.hide()
