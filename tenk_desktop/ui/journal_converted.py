"""The other end of a transfer into another currency: what arrives there, or what leaves from there, as it was. The rate
is what the two amounts make: a fact of this transfer, and looked up nowhere.
"""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QLabel, QWidget

from tenk_desktop.core.model import Account, Transaction
from tenk_desktop.core.text import amount_text, neutral, tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.journal_typed import free
from tenk_desktop.ui.widgets import AmountEdit, columns, label


class OtherEnd(QWidget):
    """One amount, in the currency of the account at the other end. Hidden where both ends have the same."""

    def __init__(self, currency: str) -> None:
        super().__init__()
        self.amount = AmountEdit(currency, tr("Montant à l’autre bout"))
        self.amount.setMaximumWidth(theme.scaled(140))
        self._name: QLabel = label()
        self.setLayout(columns(1, self._name, self.amount, spacing=theme.S))
        self.hide()

    @property
    def asked(self) -> bool:
        """Whether the transfer being typed is into another currency."""
        return not self.isHidden()

    def show_for(self, account: Account | None, *, out: bool) -> None:
        """Ask for what arrives on an account (``out``), or leaves from it; without one, nothing."""
        self.setVisible(account is not None)
        if account is None:
            self.amount.clear()
            self.amount.setEnabled(True)
            return
        self.amount.currency = account.currency
        values = {"account": neutral(account.name), "currency": account.currency}
        words = tr("arrivent sur {account}, en {currency}", **values)
        self._name.setText(words if out else tr("partent de {account}, en {currency}", **values))
        self.amount.setAccessibleName(self._name.text())

    def show_side(self, other: Transaction, currency: str) -> None:
        """The known other side; nobody but a statement changes what a statement says."""
        self.amount.currency = currency
        self.amount.setText(amount_text(abs(other.amount), currency))
        self.amount.setEnabled(free(other))

    def minor(self) -> int | None:
        """What is typed, above zero, in minor units of its currency; None while it is not readable."""
        minor = self.amount.minor() if self.amount.text().strip() else None
        return abs(minor) if minor else None


def conversion_said(
    day: date,
    ends: tuple[Account, Account],
    there: Account,
    amount: int,
    other: int | None,
    money: Callable[[int, str], str],
) -> str:
    """A transfer between two ``ends`` of other currencies, with its rate: ``other`` at the end ``there``, ``amount`` at
    the one it is typed on, both above zero.
    """
    from tenk_desktop.core.rates import rate_text, stated  # only where money is converted

    here = ends[1] if there is ends[0] else ends[0]
    start, end = (neutral(a.name) for a in ends)
    said = money(amount, here.currency)
    if other is None:
        values = {"start": start, "end": end, "currency": there.currency}
        return tr("{amount} entre {start} et {end} : dites ce que cela fait en {currency}.", amount=said, **values)
    rate = stated(day, here.currency, amount, there.currency, other)
    values = {
        "left": said if there is ends[1] else money(other, there.currency),
        "came": money(other, there.currency) if there is ends[1] else said,
        "base": rate.base,
        "value": rate_text(rate.value),
        "quote": rate.quote,
    }
    return tr(
        "{left} partent de {start}, {came} arrivent sur {end} : 1 {base} = {value} {quote}.",
        start=start,
        end=end,
        **values,
    )
