"""What comes back: each bill and income found or typed, to keep, to correct or to leave out."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QDialog, QFrame, QWidget

from tenk_desktop.core.model import Changes
from tenk_desktop.core.outlook.household import Schedule, Status
from tenk_desktop.core.sentences import rhythm_text
from tenk_desktop.core.text import amount_text, mark, neutral, tr
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.ui import theme
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.widgets import AmountEdit, Button, columns, label, restyle, rows, rule, scrolled

WORDS = {
    Status.PROPOSED: mark("trouvé dans vos opérations"),
    Status.CONFIRMED: mark("gardé"),
    Status.IGNORED: mark("laissé de côté"),
    Status.STOPPED: mark("ne revient plus"),
}


class SchedulesDialog(QDialog):
    """A line each. Whatever is done to it is kept at once, and can be undone like any step."""

    def __init__(self, session: Session, schedules: Sequence[Schedule], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle(tr("Ce qui revient"))
        self.lines = tuple(_Line(session, schedule) for schedule in schedules)
        inside = rows(spacing=theme.S)
        for line in self.lines:
            inside.addWidget(line)
            inside.addWidget(rule())
        if not self.lines:
            inside.addWidget(label(tr("Rien ne revient encore dans vos opérations."), "quiet", wrap=True))
        inside.addStretch(1)
        holder = QWidget()
        holder.setLayout(inside)
        close = Button(tr("Fermer"), self.accept, "primary")
        close.setDefault(True)
        explained = tr("Ce que vous corrigez ou laissez de côté ici l’emporte sur ce que l’application a trouvé.")
        self.setLayout(
            rows(
                label(tr("Ce qui revient"), "title"),
                label(explained, "quiet", wrap=True),
                scrolled(holder, "sheet"),
                columns(1, close),
                spacing=theme.M,
                margin=theme.XL,
            )
        )
        self.resize(theme.scaled(640), theme.scaled(480))


class _Line(QFrame):
    """One schedule: its name, when it comes, its amount, and what to do with it."""

    def __init__(self, session: Session, schedule: Schedule) -> None:
        super().__init__()
        self._session, self.schedule = session, schedule
        name = neutral(schedule.payee)
        self.amount = AmountEdit(session.ledger.currency, tr("Montant de « {name} »", name=name))
        self.amount.setText(amount_text(schedule.amount, session.ledger.currency, sign=True))
        self.amount.setMaximumWidth(theme.scaled(120))
        self.keep = Button(tr("garder"), partial(self._write, Status.CONFIRMED), "link")
        self.leave = Button(tr("laisser de côté"), partial(self._write, Status.IGNORED), "link")
        self.keep.setAccessibleName(tr("Garder « {name} »", name=name))
        self.leave.setAccessibleName(tr("Laisser « {name} » de côté", name=name))
        self._note = label(role="small", wrap=True)
        what = rows(label(name, wrap=True), self._note, spacing=2)
        line = columns(what, self.amount, self.keep, self.leave, spacing=theme.M)
        line.setStretch(0, 1)
        self.setLayout(line)
        self._say()

    def _say(self) -> None:
        rhythm, state = rhythm_text(self.schedule.rhythm), tr(WORDS[self.schedule.status])
        self._note.setText(tr("{rhythm} · {state}", rhythm=rhythm, state=state))

    def _write(self, status: Status) -> None:
        minor = self.amount.minor()
        if minor is None or not minor:
            restyle(self.amount, problem=True)
            self.amount.setFocus()
            return
        signed = minor if self.amount.signed else abs(minor) * (1 if self.schedule.amount > 0 else -1)
        same = signed == self.schedule.amount
        wanted = replace(self.schedule, amount=signed, status=status, spread=self.schedule.spread if same else None)
        if self._session.write(partial(_keep, wanted)):
            self.schedule = wanted
            self._say()


def _keep(schedule: Schedule, ledger: Ledger) -> Changes:
    return ledger.keep_schedule(schedule)
