"""The last payout of TikTok, typed from memory: the start of a history."""

from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDateEdit, QDialog, QWidget

from tenk_desktop.core.model import Changes, Nature, Transaction
from tenk_desktop.core.text import tr
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.ui import theme
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.widgets import AmountEdit, Button, columns, label, rows


class PayoutDialog(QDialog):
    """Asks how much, and the day it reached the account."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle(tr("Dernier versement TikTok"))
        today = session.today()
        self.amount = AmountEdit(session.ledger.currency, tr("Montant reçu"))
        self.day = QDateEdit(QDate(today.year, today.month, today.day))
        self.day.setDisplayFormat("dd/MM/yyyy")
        self.day.setMaximumDate(self.day.date())
        self.day.setAccessibleName(tr("Jour"))
        save = Button(tr("Enregistrer"), self.save, "primary")
        save.setDefault(True)
        explained = tr("Ce qui est arrivé sur votre compte, et quel jour. Un solde déjà donné ne bouge pas.")
        self.setLayout(
            rows(
                label(self.windowTitle(), "title"),
                label(explained, "quiet", wrap=True),
                columns(label(tr("Montant")), self.amount, label(tr("le")), self.day),
                columns(1, Button(tr("Annuler"), self.reject), save),
                spacing=theme.M,
                margin=theme.XL,
            )
        )
        self.setMinimumWidth(theme.scaled(420))
        self.amount.setFocus()

    def save(self) -> None:
        """Keep it as an operation of the journal, if it is an amount."""
        minor = self.amount.minor()
        if not minor:
            self.amount.setFocus()
        elif self._session.write(lambda ledger: self._keep(ledger, abs(minor))):
            self.accept()

    def _keep(self, ledger: Ledger, minor: int) -> Changes:
        account = next(a for a in ledger.accounts() if a.spending and a.currency == ledger.currency)
        category = next(c.id for c in ledger.categories() if c.nature is Nature.TIKTOK)
        day: date = self.day.date().toPython()  # type: ignore[assignment]
        return ledger.save(Transaction(0, account.id, day, minor, "TikTok", category_id=category))
