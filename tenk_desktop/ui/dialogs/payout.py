"""The last payout of TikTok, typed from memory: the start of a history."""

from datetime import date

from PySide6.QtWidgets import QWidget

from tenk_desktop.core.model import Changes, Nature, Transaction
from tenk_desktop.core.text import tr
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.ui.dialogs.dated_amount import DatedAmountDialog
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.widgets import AmountEdit


class PayoutDialog(DatedAmountDialog):
    """Asks how much, and the day it reached the account."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, AmountEdit(session.ledger.currency, tr("Montant reçu")), parent)
        self.setWindowTitle(tr("Dernier versement TikTok"))
        explained = tr("Ce qui est arrivé sur votre compte, et quel jour. Un solde déjà donné ne bouge pas.")
        self.lay_out(self.windowTitle(), explained, tr("Montant"))

    def fits(self, minor: int) -> bool:
        return minor != 0

    def keep(self, minor: int, day: date) -> bool:
        return bool(self.session.write(lambda ledger: _payout(ledger, abs(minor), day)))


def _payout(ledger: Ledger, minor: int, day: date) -> Changes:
    account = next(a for a in ledger.accounts() if a.spending and a.currency == ledger.currency)
    category = next(c.id for c in ledger.categories() if c.nature is Nature.TIKTOK)
    return ledger.save(Transaction(0, account.id, day, minor, "TikTok", category_id=category))
