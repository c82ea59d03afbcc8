"""The accounts: what is on each, in its own currency and together, and a new one. Whatever is typed here is kept at
once and can be undone like any step.
"""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QLabel, QLineEdit, QWidget

from tenk_desktop.core.model import Account, AccountKind, Changes
from tenk_desktop.core.money import AmountError, is_currency
from tenk_desktop.core.rates import Rate, Worth, latest, parse_rate, rate_text
from tenk_desktop.core.text import date_text, listed, mark, neutral, tr
from tenk_desktop.store.ledger import OpeningBalance
from tenk_desktop.ui import theme
from tenk_desktop.ui.journal_day import DayEdit
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.widgets import (
    AmountEdit,
    Button,
    ChoiceBox,
    clear,
    columns,
    fit,
    label,
    mark_wrong,
    restyle,
    rows,
    rule,
    scrolled,
)

KINDS = {
    AccountKind.BANK: mark("compte bancaire"),
    AccountKind.CASH: mark("espèces"),
    AccountKind.PAYPAL: mark("PayPal"),
    AccountKind.SAVINGS: mark("épargne"),
    AccountKind.WALLET: mark("porte-monnaie d’une plateforme"),
}
CURRENCIES = ("EUR", "USD", "GBP", "CHF", "CAD", "DZD", "MAD", "TND", "XOF", "XAF")
"""Those offered; any other code can be typed."""
TABLES = frozenset({"account", "balance", "txn", "transfer", "statement", "rate", "earning_row", "payout_link"})


class AccountsDialog(QDialog):
    """A line an account, what they are together, and a line to add one."""

    reconcile_asked = Signal(object)  # Account

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle(tr("Comptes et soldes"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.gap(theme.M))
        self._grid.setColumnStretch(0, 1)
        self.names: dict[int, NameEdit] = {}
        self.kinds: dict[int, KindChoice] = {}  # of those whose kind may change
        self._balances: dict[int, QLabel] = {}
        self._heading, self._sums = label(role="heading"), label(wrap=True)
        self._rates = rows(spacing=theme.S)
        self.rates: dict[str, RateLine] = {}
        holder = QWidget()
        inside = rows(self._grid, rule(), self._heading, self._sums, self._rates, spacing=theme.M)
        inside.addStretch(1)
        holder.setLayout(inside)
        self.new = NewAccount(session)
        close = Button(tr("Fermer"), self.accept)
        self.setLayout(
            rows(
                label(self.windowTitle(), "title"),
                scrolled(holder, "sheet"),
                rule(),
                self.new,
                columns(1, close),
                spacing=theme.M,
                margin=theme.XL,
            )
        )
        fit(self, 760, 520)
        session.changed.connect(self._on_changed)
        session.redraw.connect(self.refresh)
        session.switched.connect(self.reject)
        self.refresh()

    def _on_changed(self, changes: Changes) -> None:
        if TABLES & changes.tables:
            self.refresh()

    def refresh(self) -> None:
        """Ask the ledger again. Lines are made anew only for other accounts: whoever types in one keeps the cursor."""
        accounts = self._session.ledger.accounts()
        if not accounts or list(self.names) != [account.id for account in accounts]:
            clear(self._grid)
            self.names, self.kinds, self._balances = {}, {}, {}
            for i, account in enumerate(accounts):
                self._add_line(i, account)
            if not accounts:
                self._grid.addWidget(label(tr("Aucun compte pour l’instant."), "quiet"), 0, 0)
        ledger, today = self._session.ledger, self._session.today()
        worth = ledger.worth(today)  # what is dated later is not there yet
        wallets = any(account.kind is AccountKind.WALLET for account in accounts)
        held = ledger.in_wallets(today) if wallets else {}
        for account in accounts:
            self._show_line(account, worth.balances[account.id], held.get(account.id))
        self._show_totals(accounts, worth)

    def _add_line(self, at: int, account: Account) -> None:
        name = self.names[account.id] = NameEdit(self._session, account)
        kind: QWidget = label(tr(KINDS[account.kind]), "small")
        if account.kind is not AccountKind.WALLET:
            kind = self.kinds[account.id] = KindChoice(self._session, account.id)
        amount = self._balances[account.id] = label()
        ask = Button(tr("solde…"), partial(self._ask_balance, account), "link")
        tick = Button(tr("pointer…"), partial(self.reconcile_asked.emit, account), "link")
        shown = neutral(account.name)
        ask.setAccessibleName(tr("Donner le solde de « {name} »", name=shown))
        tick.setAccessibleName(tr("Pointer un relevé de « {name} »", name=shown))
        self._grid.addWidget(name, at, 0)
        for column, widget in enumerate((kind, label(account.currency, "small"), amount, ask, tick), 1):
            self._grid.addWidget(widget, at, column)
        amount.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def _show_line(self, account: Account, balance: int | None, held: int | None) -> None:
        """``held``: what a platform still owes, for an account whose balance nobody states."""
        self.names[account.id].show_name(account.name)
        if choice := self.kinds.get(account.id):
            choice.show_account(account)
        amount, money = self._balances[account.id], self._session.money
        owed = balance is None and held is not None
        restyle(amount, role="quiet" if balance is None else "heading")
        if balance is not None:
            text = money(balance, account.currency)
        elif held:
            text = tr("{amount} à recevoir", amount=money(held, account.currency))
        else:
            text = tr("rien à recevoir") if owed else tr("solde inconnu")
        amount.setText(text)
        amount.setToolTip(tr("Validé, et pas encore reçu.") if owed else "")

    def _ask_balance(self, account: Account) -> None:
        from tenk_desktop.ui.dialogs.balance import BalanceDialog

        dialog = BalanceDialog(self._session, account, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    # together

    def _show_totals(self, accounts: tuple[Account, ...], worth: Worth) -> None:
        """By currency, and in one where that can be said; wallets of platforms apart, for that money has not come."""
        own = [account for account in accounts if account.kind is not AccountKind.WALLET]
        main, rates, today = self._session.ledger.currency, self._session.ledger.rates(), self._session.today()
        whole = len(own) == len(accounts)
        self._heading.setText(tr("En tout") if whole else tr("En tout, sans l’argent que doivent les plateformes"))
        self._sums.setText(self._words(worth))
        for widget in (self._heading, self._sums):
            widget.setVisible(bool(own))
        codes = sorted({account.currency for account in own} - {main})
        if codes != list(self.rates):
            clear(self._rates)
            self.rates = {code: RateLine(self._session, code) for code in codes}
            for line in self.rates.values():
                self._rates.addWidget(line)
        for code, line in self.rates.items():
            line.show_rate(latest(rates, code, main, today))

    def _words(self, worth: Worth) -> str:
        money, found = self._session.money, worth.total
        by_currency = " · ".join(money(minor, code) for code, minor in found.by_currency)
        lines = [by_currency] if by_currency else []
        wanted = [tr("le solde de « {name} »", name=name) for name in map(neutral, worth.unknown)]
        wanted += [tr("le cours de {currency}", currency=code) for code in found.missing]
        several = len(found.by_currency) > 1
        if wanted:
            lines.append(tr("Pas de total : il manque {what}.", what=listed(wanted)))
        elif several and found.amount is not None:
            amount = money(found.amount, found.currency)
            lines.append(tr("Soit {amount}, au dernier cours connu, arrondi au centime.", amount=amount))
        return "\n".join(lines)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field keeps that field; it does not close the dialog."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)


class NameEdit(QLineEdit):
    """The name of an account, changed where it stands."""

    def __init__(self, session: Session, account: Account) -> None:
        super().__init__()
        self._session, self._account, self._shown = session, account, ""
        self.setAccessibleName(tr("Nom du compte « {name} »", name=neutral(account.name)))
        self.setMinimumWidth(theme.scaled(160))
        self.editingFinished.connect(self.keep)

    def show_name(self, name: str) -> None:
        """The name as the ledger has it; what is being typed stays."""
        if self.text() == self._shown:
            self.setText(neutral(name))
        self._shown = neutral(name)

    def keep(self) -> None:
        """Write it; a name that will not do gives way to the one before."""
        name = self.text().strip()
        if name in (self._shown, ""):
            self.setText(self._shown)
            return
        former, self._shown = self._shown, name  # a refusal takes the keyboard, and comes here again
        if not self._session.write(lambda ledger: ledger.rename_account(self._account.id, name)):
            self._shown = former
            self.setText(former)


class KindChoice(ChoiceBox):
    """What an account is for, changed where it stands: savings do not count as available."""

    def __init__(self, session: Session, account_id: int) -> None:
        super().__init__(tr("Sorte de compte"))
        self._session, self._id = session, account_id
        self._now = AccountKind.BANK
        self.activated.connect(self.keep)

    def show_account(self, account: Account) -> None:
        """Its kind, as the ledger has it."""
        self._now = account.kind
        self.setAccessibleDescription(tr("Sorte du compte « {name} »", name=neutral(account.name)))
        self.offer(_own_kinds(), account.kind)
        aside = account.kind is AccountKind.SAVINGS
        self.setToolTip(tr("Ne compte pas dans l’argent disponible.") if aside else "")

    def keep(self) -> None:
        """Write what was chosen; a refusal gives way to what was."""
        kind = self.value()
        if kind is not self._now and not self._session.write(lambda ledger: ledger.change_kind(self._id, kind)):
            self.offer(_own_kinds(), self._now)


def _own_kinds() -> list[tuple[str, AccountKind]]:
    """The kinds a person may give an account, in words."""
    return [(tr(words), kind) for kind, words in KINDS.items() if kind is not AccountKind.WALLET]


class RateLine(QWidget):
    """What one unit of a currency is worth, as known, and a field to say it."""

    def __init__(self, session: Session, code: str) -> None:
        super().__init__()
        self._session, self._code, self._main = session, code, session.ledger.currency
        self.value = QLineEdit()
        self._known = label(role="small", wrap=True)
        self.value.setAccessibleName(tr("Cours : 1 {base} en {quote}", base=code, quote=self._main))
        self.value.setMaximumWidth(theme.scaled(110))
        self.day = DayEdit(session.today())
        self.day.setMaximumDate(self.day.date())
        self.day.setAccessibleName(tr("Jour de ce cours"))
        self.value.returnPressed.connect(self.keep)
        keep = Button(tr("noter"), self.keep, "link")
        keep.setAccessibleName(tr("Noter le cours de {currency}", currency=code))
        line = columns(
            label(tr("1 {base} =", base=code)), self.value, label(self._main), label(tr("le")), self.day, keep, 1
        )
        self.setLayout(rows(self._known, line, spacing=2))

    def show_rate(self, known: Rate | None) -> None:
        """What is known of it."""
        self._known.setText(self._words(known))

    def _words(self, known: Rate | None) -> str:
        if known is None:
            return tr("Aucun cours connu pour {currency} : notez celui de votre relevé.", currency=self._code)
        said = tr("d’après vous") if known.id else tr("d’après une conversion")
        return tr(
            "1 {base} = {value} {quote}, le {day}, {who}",
            base=self._code, value=rate_text(known.value), quote=self._main, day=date_text(known.day), who=said,
        )  # fmt: skip

    def keep(self) -> None:
        """Write what is typed, if it is a rate."""
        try:
            value = parse_rate(self.value.text())
        except AmountError:
            mark_wrong(self.value)
            self.value.setFocus()
            return
        day = self.day.day()
        if self._session.write(lambda ledger: ledger.keep_rate(day, self._code, self._main, value)):
            self.value.clear()


class NewAccount(QWidget):
    """A line to add an account; its balance may wait."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.name = QLineEdit()
        self.name.setPlaceholderText(tr("Nouveau compte"))
        self.name.setAccessibleName(tr("Nom du nouveau compte"))
        self.kind = ChoiceBox(tr("Sorte de compte"))
        self.kind.offer(_own_kinds(), AccountKind.BANK)
        self.currency = QComboBox()
        self.currency.setEditable(True)
        self.currency.addItems(list(dict.fromkeys((session.ledger.currency, *CURRENCIES))))
        self.currency.setAccessibleName(tr("Devise"))
        self.currency.setAccessibleDescription(tr("Devise"))
        self.balance = AmountEdit(session.ledger.currency, tr("Solde d’aujourd’hui, s’il est connu"))
        self.balance.setMaximumWidth(theme.scaled(130))
        for field, least in ((self.name, 110), (self.balance, 80)):
            field.setMinimumWidth(theme.scaled(least))
        self.currency.currentTextChanged.connect(self._currency_chosen)
        self.name.returnPressed.connect(self.add)
        self.balance.returnPressed.connect(self.add)
        self.button = Button(tr("Ajouter"), self.add, "primary")
        line = columns(self.name, self.kind, self.currency, label(tr("solde")), self.balance, self.button)
        line.setStretch(0, 1)
        self.setLayout(line)

    def _currency_chosen(self, code: str) -> None:
        if is_currency(code.strip().upper()):
            self.balance.currency = code.strip().upper()

    def add(self) -> None:
        """Write it, unless something cannot be read; that field then has the keyboard."""
        minor = self.balance.minor() if self.balance.text().strip() else None
        if self.balance.text().strip() and minor is None:
            self.balance.setFocus()
            return
        if not self.name.text().strip():
            mark_wrong(self.name)
            self.name.setFocus()
            return
        code = self.currency.currentText().strip().upper()
        opening = OpeningBalance(
            self.name.text().strip(),
            minor,
            self._session.today() if minor is not None else None,
            self.kind.value(),
            code,
        )
        if self._session.write(lambda ledger: ledger.add_account(opening)):
            self.name.clear()
            self.balance.clear()
            self.name.setFocus()
