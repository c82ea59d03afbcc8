"""The balance of an account on a day: one dated fact, from which the app knows all others."""

from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDateEdit, QDialog, QWidget

from tenk_desktop.core.model import Account
from tenk_desktop.core.text import neutral, tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.widgets import AmountEdit, Button, columns, label, rows


class BalanceDialog(QDialog):
    """Asks the balance at the end of a day."""

    def __init__(self, session: Session, account: Account, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._account = account
        self.setWindowTitle(tr("Solde du compte"))
        today = session.today()
        self.amount = AmountEdit(account.currency, tr("Solde"))
        self.day = QDateEdit(QDate(today.year, today.month, today.day))
        self.day.setDisplayFormat("dd/MM/yyyy")
        self.day.setMaximumDate(self.day.date())
        self.day.setAccessibleName(tr("Jour"))
        save = Button(tr("Enregistrer"), self.save, "primary")
        save.setDefault(True)
        explained = tr("Le solde affiché par la banque, à la fin de ce jour. Les imports ne le changeront jamais.")
        self.setLayout(
            rows(
                label(neutral(account.name), "title"),
                label(explained, "quiet", wrap=True),
                columns(label(tr("Solde")), self.amount, label(tr("le")), self.day),
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
        day: date = self.day.date().toPython()  # type: ignore[assignment]
        if minor is None:
            self.amount.setFocus()
        elif self._session.write(lambda ledger: ledger.set_balance(self._account.id, minor, day)):
            self.accept()
