"""The line at the bottom of the journal, always there: it adds an operation, or changes the one chosen above.

Enter keeps what is typed and is ready for the next line; Escape gives up a change.
"""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QDate, QEvent, QObject, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QComboBox, QCompleter, QDateEdit, QFrame, QLineEdit, QWidget

from tenk_desktop.core.model import Account, Category, Transaction
from tenk_desktop.core.money import decimal_string
from tenk_desktop.core.text import language, neutral, tr
from tenk_desktop.store.ledger import OpeningBalance
from tenk_desktop.ui import theme
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.table_model import category_name
from tenk_desktop.ui.widgets import AmountEdit, Button, columns, label, restyle, rows


def meant(minor: int, *, signed: bool, income: bool) -> int:
    """The amount a person means: unsigned figures are a cost, except under an income."""
    return minor if signed or income else -minor


class EntryRow(QFrame):
    """One operation being typed."""

    saved = Signal(int)  # the id of the operation added or changed

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._changing: Transaction | None = None
        self._accounts: tuple[Account, ...] = ()
        self._categories: tuple[Category, ...] = ()
        self._usual_income = False
        self.setProperty("role", "card")
        self.date = self._date_field()
        self.payee = self._payee_field()
        self.memo = QLineEdit()
        self.category = self._category_field()
        self.account = QComboBox()
        self.account.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.account.setMinimumContentsLength(10)
        self.amount = AmountEdit(session.ledger.currency, tr("Montant"))
        self._meaning = label(role="small", wrap=True)
        self._save = Button(tr("Ajouter"), self.submit, "primary")
        self._give_up = Button(tr("Abandonner"), self.give_up)
        self._lay_out()
        self.amount.textChanged.connect(self._explain)
        self.category.currentIndexChanged.connect(self._explain)
        self.account.currentIndexChanged.connect(self._account_chosen)

    def _lay_out(self) -> None:
        fields = (
            (tr("Date"), self.date, 0),
            (tr("Bénéficiaire"), self.payee, 4),
            (tr("Note"), self.memo, 2),
            (tr("Catégorie"), self.category, 3),
            (tr("Compte"), self.account, 3),
            (tr("Montant"), self.amount, 2),
        )
        self._cells: list[tuple[QWidget, int]] = []
        for name, field, stretch in fields:
            field.setAccessibleName(name)
            if isinstance(field, QComboBox):  # Qt names it after what is chosen, and what is typed in not at all
                field.setAccessibleDescription(name)
                if (inside := field.lineEdit()) is not None:
                    inside.setAccessibleName(name)
            field.installEventFilter(self)
            cell = QWidget()
            cell.setLayout(rows(label(name, "small"), field, spacing=2))
            self._cells.append((cell, stretch))
            if field is self.account:
                self._account_cell = cell
        buttons = QWidget()
        buttons.setLayout(rows(label(" ", "small"), columns(self._save, self._give_up), spacing=2))
        self._cells.append((buttons, 0))
        self._first, self._second = columns(spacing=theme.S), columns(spacing=theme.S)
        self.setLayout(rows(self._first, self._second, self._meaning, spacing=2, margin=theme.S))
        self._give_up.hide()
        self.arrange(narrow=False)  # Tab follows the order in which things first get their place

    def arrange(self, *, narrow: bool) -> None:
        """One line, or two where there is no room."""
        for i, (cell, stretch) in enumerate(self._cells):
            line = self._second if narrow and i > 2 else self._first
            line.addWidget(cell, stretch)

    def _date_field(self) -> QDateEdit:
        made = QDateEdit(_qdate(self._session.today()))
        made.setDisplayFormat("dd/MM/yyyy")
        made.setCalendarPopup(False)
        return made

    def _payee_field(self) -> QLineEdit:
        made = QLineEdit()
        self._suggestions = QStringListModel(self)
        self._completer = completer = QCompleter(self._suggestions, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.activated.connect(self._like_last_time)
        made.setCompleter(completer)
        made.textEdited.connect(self._suggest)
        made.editingFinished.connect(self._like_last_time)
        return made

    def _category_field(self) -> QComboBox:
        made = QComboBox()
        made.setEditable(True)
        made.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(made.model(), made)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        made.setCompleter(completer)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setMinimumContentsLength(8)
        return made

    # what can be chosen

    def refresh(self) -> None:
        """Offer the ledger's accounts and categories; what is being typed stays."""
        hidden, mode = self._session.amounts_hidden, QLineEdit.EchoMode
        self.amount.setEchoMode(mode.PasswordEchoOnEdit if hidden else mode.Normal)
        ledger = self._session.ledger
        self._accounts = ledger.accounts()
        self._categories = ledger.categories()
        kept_account, kept_category = self.account.currentText(), self.category.currentText()
        self.account.clear()
        self.account.addItems([neutral(a.name) for a in self._accounts])
        self.account.setCurrentIndex(max(self.account.findText(kept_account), 0 if self._accounts else -1))
        self._account_cell.setVisible(len(self._accounts) > 1)
        self.category.clear()
        self.category.addItems(["", *(category_name(c) for c in self._categories)])
        self.category.setCurrentIndex(max(self.category.findText(kept_category), 0))

    def _suggest(self, text: str) -> None:
        self._suggestions.setStringList(list(self._session.ledger.payees(text.strip())) if text.strip() else [])

    def _like_last_time(self) -> None:
        """A known payee brings its category and the sign of its money."""
        last = self._session.ledger.last_of(self.payee.text().strip()) if self.payee.text().strip() else None
        self._usual_income = last is not None and last.amount > 0
        if last is not None and self._changing is None and not self.category.currentText():
            self._choose_category(last.category_id)
        self._explain()

    # one operation

    def start_with(self, day: date | None = None) -> None:
        """Ready for a new operation, the cursor where typing begins."""
        self._changing = None
        if day is not None:
            self.date.setDate(_qdate(day))
        for field in (self.payee, self.memo, self.amount):
            field.clear()
            restyle(field, problem=False)
        self.category.setCurrentIndex(0)
        self._usual_income = False
        self._set_mode()
        self.payee.setFocus()

    def change(self, transaction: Transaction) -> None:
        """Show an operation to change it. The parts of a split and the sides of a transfer keep their amounts."""
        self._changing = transaction
        self.date.setDate(_qdate(transaction.date))
        self.payee.setText(neutral(transaction.payee))
        self.memo.setText(neutral(transaction.memo))
        self._choose_category(transaction.category_id)
        at = next((i for i, a in enumerate(self._accounts) if a.id == transaction.account_id), 0)
        self.account.setCurrentIndex(at)
        self.amount.setText(_typed(transaction.amount, self.amount.currency))
        self._set_mode()
        self.payee.setFocus()
        self.payee.selectAll()

    def give_up(self) -> None:
        """Leave the operation as it was."""
        self.start_with(self._session.today())

    def submit(self) -> None:
        """Keep what is typed; on a problem, say it and stay."""
        transaction = self._typed_transaction()
        if transaction is None:
            return
        changes = self._session.write(lambda ledger: ledger.save(transaction))
        if changes is not None:
            self.start_with(transaction.date)
            self.saved.emit(changes.created[0] if changes.created else transaction.id)

    def _typed_transaction(self) -> Transaction | None:
        if not self.payee.text().strip():
            self._stay_on(self.payee, tr("Il manque le bénéficiaire."))
            return None
        minor = self.amount.minor()
        if minor is None or minor == 0:
            self._stay_on(self.amount, tr("Ce montant n’est pas lisible. Exemples : 12,50 ou 12+3 ou +450."))
            return None
        if not self._accounts and not self._make_account():
            return None
        base = self._changing or Transaction(0, 0, self._session.today(), 0, "")
        fixed = bool(base.splits) or base.transfer_to is not None
        day: date = self.date.date().toPython()  # type: ignore[assignment]
        return replace(
            base,
            date=day,
            payee=self.payee.text().strip(),
            memo=self.memo.text().strip(),
            category_id=base.category_id if fixed else self._category_id(),
            account_id=self._accounts[self.account.currentIndex()].id,
            amount=base.amount if fixed else self._meant(minor),
        )

    def _make_account(self) -> bool:
        """A first operation needs an account to be on; the command line makes the same one."""
        made = self._session.write(lambda ledger: ledger.add_account(OpeningBalance(tr("Compte courant"))))
        self._accounts = self._session.ledger.accounts()
        self.account.setCurrentIndex(0)
        return made is not None

    def _stay_on(self, field: QLineEdit, problem: str) -> None:
        restyle(field, problem=True)
        restyle(self._meaning, role="problem")
        self._meaning.setText(problem)
        field.setFocus()

    def _meant(self, minor: int) -> int:
        category = next((c for c in self._categories if c.id == self._category_id()), None)
        income = category.nature.is_income if category else self._usual_income
        return meant(minor, signed=self.amount.signed, income=income)

    def _explain(self) -> None:
        """Say how an unsigned amount will be taken, before it is."""
        restyle(self._meaning, role="small")
        text = self.amount.text().strip()
        minor = self.amount.minor() if text else None
        restyle(self.amount, problem=False)
        if minor is None:
            self._meaning.setText(tr("Entrée enregistre. Sans signe, c’est une dépense ; « + » pour une rentrée."))
            return
        kept = self._meant(minor)
        amount = self._session.money(kept, self.amount.currency, sign=True)
        if kept > 0:
            self._meaning.setText(tr("Sera noté {amount} : une rentrée.", amount=amount))
        else:
            self._meaning.setText(tr("Sera noté {amount} : une dépense.", amount=amount))

    def _category_id(self) -> int | None:
        at = self.category.findText(self.category.currentText(), Qt.MatchFlag.MatchFixedString)
        return self._categories[at - 1].id if at > 0 else None

    def _choose_category(self, category_id: int | None) -> None:
        at = next((i for i, c in enumerate(self._categories, 1) if c.id == category_id), 0)
        self.category.setCurrentIndex(at)

    def _account_chosen(self, at: int) -> None:
        if 0 <= at < len(self._accounts):
            self.amount.currency = self._accounts[at].currency
            self._explain()

    def _set_mode(self) -> None:
        changing = self._changing is not None
        fixed = self._changing is not None and bool(self._changing.splits or self._changing.transfer_to is not None)
        self._save.setText(tr("Enregistrer") if changing else tr("Ajouter"))
        self._give_up.setVisible(changing)
        for field in (self.amount, self.category, self.account):
            field.setEnabled(not fixed)
        self._explain()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter keeps, Escape gives up, in whichever field one is; in an empty one Ctrl+Z undoes the last step."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            asked = event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
            if asked and isinstance(watched, QLineEdit) and not watched.text():
                event.ignore()
                return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            popup = self._completer.popup()
            listing = popup is not None and popup.isVisible()
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not listing:
                self.submit()
                return True
            if event.key() == Qt.Key.Key_Escape and self._changing is not None:
                self.give_up()
                return True
        return super().eventFilter(watched, event)


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _typed(minor: int, currency: str) -> str:
    """An amount as one would type it, with its sign."""
    text = decimal_string(minor, currency)
    text = text.replace(".", ",") if language() == "fr" else text
    return text if minor < 0 else f"+{text}"
