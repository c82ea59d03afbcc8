"""The balance of an account on a day: one dated fact, from which the app knows all others."""

from datetime import date

from PySide6.QtWidgets import QWidget

from tenk_desktop.core.model import Account
from tenk_desktop.core.text import neutral, tr
from tenk_desktop.ui.dialogs.dated_amount import DatedAmountDialog
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.widgets import AmountEdit


class BalanceDialog(DatedAmountDialog):
    """Asks the balance at the end of a day."""

    def __init__(self, session: Session, account: Account, parent: QWidget | None = None) -> None:
        super().__init__(session, AmountEdit(account.currency, tr("Solde")), parent)
        self._account = account
        self.setWindowTitle(tr("Solde du compte"))
        explained = tr("Le solde affiché par la banque, à la fin de ce jour. Les imports ne le changeront jamais.")
        self.lay_out(neutral(account.name), explained, tr("Solde"))

    def keep(self, minor: int, day: date) -> bool:
        return bool(self.session.write(lambda ledger: ledger.set_balance(self._account.id, minor, day)))
