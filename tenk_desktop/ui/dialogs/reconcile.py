"""Ticking an account off against the bank's statement: what is missing is said at each tick, an even one is locked.

It stands beside the window, so that a forgotten operation can be typed in the journal meanwhile: it appears here.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QLineEdit, QWidget

from tenk_desktop.core.model import Account, Changes
from tenk_desktop.core.money import AmountError, decimal_string, parse_typed
from tenk_desktop.core.period import ONE_DAY
from tenk_desktop.core.reconciling import Agreed, Sheet
from tenk_desktop.core.text import date_text, day_text, language, neutral, ntr, tr
from tenk_desktop.ui import errors, theme
from tenk_desktop.ui.journal_day import DayEdit
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.tick_table import TickTable
from tenk_desktop.ui.widgets import AmountEdit, Button, ChoiceBox, columns, fit, label, restyle, rows

TABLES = frozenset({"txn", "account", "balance", "statement", "reconciliation", "reconciliation_row"})


class ReconcileDialog(QDialog):
    """One statement of one account. Closed with ticks that were not locked, it asks first."""

    def __init__(self, session: Session, account: Account | None = None, parent: QWidget | None = None) -> None:
        """``account`` None: the spending account with the newest operation."""
        super().__init__(parent)
        self._session = session
        self._sheet: Sheet | None = None
        self._first = False
        self._stated: dict[date, int] = {}
        self._own_opening = False  # the opening balance was typed, not worked out
        self.setWindowTitle(tr("Pointer un relevé"))
        self.account = ChoiceBox(tr("Compte"))
        accounts = session.ledger.accounts()
        usual = account or _usual(session)
        now = next((a for a in accounts if usual and a.id == usual.id), None)
        self.account.offer([(neutral(a.name), a) for a in accounts], now)
        self.account.activated.connect(self.start)
        self._build()
        self.table.toggled.connect(self._toggle)
        session.changed.connect(self._on_changed)
        session.redraw.connect(self._redraw)
        session.switched.connect(self._leave)
        self.start()

    # what is in it

    def _build(self) -> None:
        self.since, self.day = (DayEdit(self._session.today()) for _ in range(2))
        self.since.setAccessibleName(tr("Début du relevé"))
        self.day.setAccessibleName(tr("Fin du relevé"))
        self.opening, self.closing = (AmountEdit("EUR", n) for n in (tr("Ancien solde"), tr("Nouveau solde")))
        self.since.dateChanged.connect(self._since_changed)
        self.day.dateChanged.connect(self._day_changed)
        self.opening.textEdited.connect(self._opening_typed)
        self.closing.textEdited.connect(self._amounts_changed)
        self.table = TickTable(self._session.money)
        self._build_foot()
        explained = tr(
            "Prenez le relevé de la banque et cochez ce qui y figure. Une fois clos, un import ne change plus ces "
            "opérations, et l’application demande avant que vous les changiez."
        )
        self.setLayout(
            rows(
                columns(label(self.windowTitle(), "title"), 1, self.account),
                label(explained, "quiet", wrap=True),
                self._facts(),
                self.table,
                columns(self.all, self.none, 1),
                self._state,
                self._hint,
                self._naming,
                columns(self._last, self.reopen, 1),
                columns(self.give_up, 1, Button(tr("Fermer"), self.reject), self.lock),
                spacing=theme.S,
                margin=theme.XL,
            )
        )
        fit(self, 720, 620)

    def _build_foot(self) -> None:
        """What is said of the ticks, and what can be done with them."""
        self._state = label(role="heading", wrap=True)
        self._hint = label(role="quiet", wrap=True)
        self._last = label(role="small", wrap=True)
        self.all = Button(tr("tout cocher"), lambda: self._put(Sheet.all_ticked), "link")
        self.none = Button(tr("tout décocher"), lambda: self._put(Sheet.none_ticked), "link")
        self.reopen = Button(tr("rouvrir"), self._reopen, "link")
        self.lock = Button(tr("Clore le relevé"), self._lock, "primary")
        self.lock.setDefault(True)
        self.give_up = Button(tr("clore avec cet écart…"), self._ask_name, "link")
        self.name = QLineEdit()
        self.name.setAccessibleName(tr("Nom de l’écart"))
        self.name.setPlaceholderText(tr("frais, oubli…"))
        self.name.textChanged.connect(lambda _text: self._say())
        self._naming = QWidget()
        self._naming.setLayout(columns(label(tr("Nom de l’écart")), self.name))

    def _facts(self) -> QGridLayout:
        """The statement's two ends."""
        grid = QGridLayout()
        grid.setSpacing(theme.gap(theme.S))
        for row, (when, day, what, amount) in enumerate(
            (
                (tr("Relevé du"), self.since, tr("ancien solde"), self.opening),
                (tr("au"), self.day, tr("nouveau solde"), self.closing),
            )
        ):
            names = label(when), label(what)
            names[0].setBuddy(day)
            names[1].setBuddy(amount)
            for column, widget in enumerate((names[0], day, names[1], amount)):
                grid.addWidget(widget, row, column)
            amount.setMaximumWidth(theme.scaled(160))
        grid.setColumnStretch(4, 1)
        return grid

    # one statement

    def start(self, _at: int = 0) -> None:
        """The next statement of the account chosen, nothing ticked."""
        account = self.account.value()
        self.account.setVisible(self.account.count() > 1)
        self._sheet = None
        if account is not None:
            offered = self._session.ledger.next_statement(account, self._session.today())
            self._sheet, self._first, self._stated = offered.sheet, offered.first, offered.stated
            self._own_opening = False
            self._show_facts(account)
        self.name.clear()
        self._naming.hide()
        self._show_last()
        self._show()
        if self._sheet is not None:
            (self.table if self.closing.text() else self.closing).setFocus()

    def _show_facts(self, account: Account) -> None:
        sheet = self._sheet
        hidden, mode = self._session.amounts_hidden, QLineEdit.EchoMode
        for edit in (self.opening, self.closing):
            edit.currency = account.currency
            edit.setEchoMode(mode.PasswordEchoOnEdit if hidden else mode.Normal)
            edit.setEnabled(sheet is not None)
            restyle(edit, problem=False)
        for widget in (self.since, self.opening):
            widget.setEnabled(sheet is not None and self._first)
        self.day.setEnabled(sheet is not None)
        if sheet is None:
            return
        today = _qdate(self._session.today())
        for day, value, earliest in ((self.since, sheet.since, QDate(1970, 1, 1)), (self.day, sheet.day, sheet.since)):
            day.blockSignals(True)
            day.setDateRange(earliest if isinstance(earliest, QDate) else _qdate(earliest), today)
            day.show_day(value)
            day.blockSignals(False)
        self.opening.setText(_typed(sheet.opening, account.currency))
        self.closing.setText(_typed(sheet.closing, account.currency) if sheet.day in self._stated else "")

    def _since_changed(self, to: QDate) -> None:
        account = self.account.value()
        since = self.since.day()
        self.day.setMinimumDate(to)
        if self._sheet is None or account is None:
            return
        opening = self._sheet.opening
        if not self._own_opening:
            opening = self._session.ledger.balance_at(account, since - ONE_DAY) or 0
            self.opening.setText(_typed(opening, account.currency))
        self._sheet = self._session.ledger.sheet(replace(self._sheet, since=since, opening=opening))
        self._show()

    def _day_changed(self, _to: QDate) -> None:
        if self._sheet is None:
            return
        day = self.day.day()
        if day in self._stated:
            self.closing.setText(_typed(self._stated[day], self.closing.currency))
        self._sheet = self._session.ledger.sheet(replace(self._sheet, day=day))
        self._amounts_changed()

    def _opening_typed(self) -> None:
        self._own_opening = True
        self._amounts_changed()

    def _amounts_changed(self) -> None:
        if self._sheet is not None:
            opening, closing = _minor(self.opening), _minor(self.closing)
            if opening is not None and closing is not None:
                self._sheet = replace(self._sheet, opening=opening, closing=closing)
        self._show()

    def _toggle(self, ids: object) -> None:
        self._put(lambda sheet: sheet.toggled(ids))  # type: ignore[arg-type]

    def _put(self, change: Callable[[Sheet], Sheet]) -> None:
        if self._sheet is not None:
            self._sheet = change(self._sheet)
            self._show()

    # saying where it stands

    def _show(self) -> None:
        sheet = self._sheet
        self.table.show_rows(sheet.rows if sheet else (), sheet.ticked if sheet else frozenset(), self.closing.currency)
        for widget in (self.table, self.all, self.none):
            widget.setEnabled(sheet is not None and bool(sheet.rows))
        self._say()

    def _say(self) -> None:
        sheet = self._sheet
        ready = sheet is not None and _minor(self.opening) is not None and _minor(self.closing) is not None
        even = sheet is not None and ready and sheet.difference == 0
        named = self._naming.isVisibleTo(self) and bool(self.name.text().strip())
        self._state.setText(self._words(ready=ready))
        self._hint.setText(self._help(ready=ready))
        self._hint.setVisible(bool(self._hint.text()))
        if even:
            self._naming.hide()
        naming = self._naming.isVisibleTo(self)
        self.give_up.setVisible(ready and not even and not naming)
        self.lock.setEnabled(ready and (even or named))
        self.lock.setText(tr("Clore avec cet écart") if naming else tr("Clore le relevé"))

    def _words(self, *, ready: bool) -> str:
        sheet = self._sheet
        if sheet is None:
            return tr("Ce compte est pointé jusqu’à aujourd’hui.") if self.account.count() else tr("Aucun compte.")
        if not ready:
            return tr("Tapez le nouveau solde : il est en bas du relevé.")
        count = ntr("{count} opération cochée", "{count} opérations cochées", len(sheet.ticked))
        gap = self._money(abs(sheet.difference))
        if sheet.difference > 0:
            return tr("Il manque {amount} · {count}", amount=gap, count=count)
        if sheet.difference < 0:
            return tr("Il y a {amount} de trop · {count}", amount=gap, count=count)
        return tr("✓ C’est juste · {count}", count=count)

    def _help(self, *, ready: bool) -> str:
        sheet = self._sheet
        if sheet is None or not ready or sheet.difference == 0:
            return ""
        settling = sheet.would_settle()
        if len(settling) == 1:
            one = settling[0]
            name, day = neutral(one.payee), day_text(one.date)
            if one.id in sheet.ticked:
                return tr("Sans « {payee} » du {day}, ce serait juste.", payee=name, day=day)
            return tr("Avec « {payee} » du {day}, ce serait juste.", payee=name, day=day)
        if not sheet.rows:
            return tr("Aucune opération n’attend d’être pointée jusqu’à ce jour.")
        if sheet.difference > 0:
            return tr("Une rentrée reste à cocher ou à noter dans le Journal, ou une dépense est cochée en trop.")
        return tr("Une dépense reste à cocher ou à noter dans le Journal, ou une rentrée est cochée en trop.")

    def _show_last(self) -> None:
        account = self.account.value()
        done = self._session.ledger.statements(account.id) if account is not None else ()
        self.reopen.setVisible(bool(done))
        self._last.setText(self._last_words(done))
        self._last.setVisible(bool(done))

    def _last_words(self, done: tuple[Agreed, ...]) -> str:
        if not done:
            return ""
        last = done[-1]
        text = tr("Dernier relevé clos : {day}, {amount}", day=date_text(last.day), amount=self._money(last.closing))
        if last.residue:
            gap = self._money(last.residue, sign=True)
            text += tr(" (écart {amount}, « {name} »)", amount=gap, name=neutral(last.residue_name))
        for one in done:
            if one.off:
                gap = self._money(one.off, sign=True)
                text += "\n" + tr(
                    "Attention : le relevé clos le {day} n’est plus juste, une opération a changé depuis ({amount}).",
                    day=date_text(one.day), amount=gap,
                )  # fmt: skip
        return text

    def _money(self, minor: int, *, sign: bool = False) -> str:
        return self._session.money(minor, self.closing.currency, sign=sign)

    # keeping

    def _ask_name(self) -> None:
        """The one way to lock what is not even: chosen, and named."""
        self._naming.show()
        self.name.setFocus()
        self._say()

    def _lock(self) -> None:
        sheet, name = self._sheet, self.name.text()
        if sheet is not None and self._session.write(lambda ledger: ledger.lock_statement(sheet, name)):
            self.start()

    def _reopen(self) -> None:
        account = self.account.value()
        done = self._session.ledger.statements(account.id) if account is not None else ()
        if done and self._session.write(lambda ledger: ledger.reopen_statement(done[-1].id)):
            self.start()

    def reject(self) -> None:
        """Leave; ticks that were not locked are lost, so it asks."""
        ticked = self._sheet is not None and bool(self._sheet.ticked)
        if not ticked or errors.confirm(
            tr("Fermer sans clore le relevé ?"), tr("Ce que vous avez coché ne sera pas gardé."), tr("Fermer"), self
        ):
            self._leave()

    def _leave(self) -> None:
        super().reject()

    def _on_changed(self, changes: Changes) -> None:
        if not TABLES & changes.tables:
            return
        self._show_last()
        if changes.tables & {"reconciliation", "account"} or self._sheet is None:
            self.start()
        else:
            self._sheet = self._session.ledger.sheet(self._sheet)
            self._show()

    def _redraw(self) -> None:
        """The same money, shown or hidden."""
        mode = QLineEdit.EchoMode
        for edit in (self.opening, self.closing):
            edit.setEchoMode(mode.PasswordEchoOnEdit if self._session.amounts_hidden else mode.Normal)
        self._show_last()
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter locks only when it is even: it must not press another button."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.lock.isEnabled():
                self._lock()
        else:
            super().keyPressEvent(event)


def _usual(session: Session) -> Account | None:
    """The account of the newest operation among those bills are paid from, else the first one."""
    accounts = session.ledger.accounts()
    newest = session.ledger.transactions(limit=1)
    found = [a for a in accounts if newest and a.id == newest[0].account_id and a.spending]
    return next(iter([*found, *(a for a in accounts if a.spending), *accounts]), None)


def _minor(edit: AmountEdit) -> int | None:
    """What is typed, unmarked while it is being typed."""
    try:
        return parse_typed(edit.text(), edit.currency)
    except AmountError:
        return None


def _typed(minor: int, currency: str) -> str:
    text = decimal_string(minor, currency)
    return text.replace(".", ",") if language() == "fr" else text


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
