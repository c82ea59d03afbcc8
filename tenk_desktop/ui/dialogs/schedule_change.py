"""From a day on another amount, or nothing more: what it does to the verdict stands below before it is kept."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QDate, QTimer
from PySide6.QtWidgets import QWidget

from tenk_desktop.core.outlook.calendar import Ahead
from tenk_desktop.core.outlook.changing import Change, ended_on, repriced_from
from tenk_desktop.core.outlook.household import Schedule
from tenk_desktop.core.period import ONE_DAY
from tenk_desktop.core.text import neutral, tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.calendar_live import look_both
from tenk_desktop.ui.journal_day import DayEdit
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.widgets import AmountEdit, Button, columns, label, restyle, rows

CALM_MS = 400
"""How long after the last key a change is weighed."""


class ChangeFields(QWidget):
    """A day, an amount, and what to keep. ``keep`` is given the `Change` once it is asked for."""

    def __init__(self, session: Session, schedule: Schedule, first: date, keep: Callable[[Change], object]) -> None:
        super().__init__()
        self._session, self._schedule, self._keep = session, schedule, keep
        name, today = neutral(schedule.payee), session.today()
        self.day = DayEdit(first)
        self.day.setMinimumDate(QDate(today.year, today.month, today.day))
        self.day.setAccessibleName(tr("À partir de quel jour « {name} » change", name=name))
        self.amount = AmountEdit(session.ledger.currency, tr("Nouveau montant de « {name} »", name=name))
        self.amount.setMaximumWidth(theme.scaled(120))
        self.price = Button(tr("ce montant"), self.reprice, "link")
        self.stop = Button(tr("plus rien"), lambda: self._keep(ended_on(schedule, self.day.day() - ONE_DAY)), "link")
        self.price.setAccessibleName(tr("Garder ce montant de « {name} » à partir de ce jour", name=name))
        self.stop.setAccessibleName(tr("« {name} » ne revient plus à partir de ce jour", name=name))
        self.weighed = label(role="small", wrap=True)
        self._calm = QTimer(self, singleShot=True, interval=CALM_MS)
        self._calm.timeout.connect(self._weigh)
        self.day.dateChanged.connect(lambda _day: self._calm.start())
        self.amount.textEdited.connect(lambda _text: self._calm.start())
        self.amount.returnPressed.connect(self.reprice)
        line = columns(label(tr("à partir du")), self.day, self.amount, self.price, label(tr("ou")), self.stop, 1)
        self.setLayout(rows(line, self.weighed, spacing=2))
        self.hide()

    def reprice(self) -> None:
        """Keep the amount typed, unless it is none."""
        if (change := self._change()) is None:
            restyle(self.amount, problem=True)
            self.amount.setFocus()
            return
        self._keep(change)

    def _change(self) -> Change | None:
        minor = self.amount.minor() if self.amount.text().strip() else None
        if not minor:
            return None
        signed = minor if self.amount.signed else abs(minor) * (1 if self._schedule.amount > 0 else -1)
        return repriced_from(self._schedule, self.day.day(), signed)

    def _weigh(self) -> None:
        if (change := self._change()) is None:
            return
        self.weighed.setText(tr("Calcul…"))
        session = self._session
        work = partial(look_both, session.ledger.path, session.today(), change)
        session.jobs.start("", work, partial(self._show, change), session.refused.emit)

    def _show(self, change: Change, found: tuple[Ahead, Ahead]) -> None:
        from tenk_desktop.ui.calendar_panel import weighed

        if change == self._change():
            self.weighed.setText("\n".join(weighed(*found, self._session.money)))
