"""One amount and its day: what a typed balance and a remembered payout both ask."""

from datetime import date

from PySide6.QtWidgets import QDialog, QWidget

from tenk_desktop.core.text import tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.journal_day import DayEdit
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.widgets import AmountEdit, Button, columns, label, rows


class DatedAmountDialog(QDialog):
    """Asks an amount and a day no later than today; `keep` writes it and answers whether that worked."""

    def __init__(self, session: Session, amount: AmountEdit, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.session = session
        self.amount = amount
        self.day = DayEdit(session.today())
        self.day.setMaximumDate(self.day.date())
        self.day.setAccessibleName(tr("Jour"))

    def lay_out(self, title: str, explained: str, name: str) -> None:
        """``name`` stands before the amount."""
        save = Button(tr("Enregistrer"), self.save, "primary")
        save.setDefault(True)
        self.setLayout(
            rows(
                label(title, "title"),
                label(explained, "quiet", wrap=True),
                columns(label(name), self.amount, label(tr("le")), self.day),
                columns(1, Button(tr("Annuler"), self.reject), save),
                spacing=theme.M,
                margin=theme.XL,
            )
        )
        self.setMinimumWidth(theme.scaled(420))
        self.amount.setFocus()

    def save(self) -> None:
        """Keep it, if it is an amount."""
        minor = self.amount.minor()
        if minor is None or not self.fits(minor):
            self.amount.setFocus()
        elif self.keep(minor, self.day.day()):
            self.accept()

    def fits(self, _minor: int) -> bool:
        """Whether this amount can be meant."""
        return True

    def keep(self, minor: int, day: date) -> bool:
        """Write it."""
        raise NotImplementedError
