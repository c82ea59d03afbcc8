"""The line at the bottom of the journal, always there: it adds an operation, or changes the one chosen above.

Enter keeps what is typed and is ready for the next line; Escape gives up a change. ``→ Livret`` as the category (or
``>livret`` as the payee) makes a transfer, both sides in one step; Ctrl+R splits.
"""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QWidget

from tenk_desktop.core.model import Account, AccountKind, Category, Split, Transaction
from tenk_desktop.core.text import fold, neutral, tr
from tenk_desktop.store.ledger import OpeningBalance
from tenk_desktop.ui import theme
from tenk_desktop.ui.journal_category import ARROW, CategoryBox, best_named, without_arrow
from tenk_desktop.ui.journal_converted import OtherEnd, conversion_said
from tenk_desktop.ui.journal_day import DayEdit
from tenk_desktop.ui.journal_payee import KnownPayees, PayeeEdit
from tenk_desktop.ui.journal_splits import Parts, typed_amount
from tenk_desktop.ui.journal_typed import Typed, following, free, meant, moved_to
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.widgets import AmountEdit, Button, columns, label, mark_wrong, restyle, rows

SPLIT_KEYS = "Ctrl+R"


class EntryRow(QFrame):
    """One operation being typed."""

    saved = Signal(int)  # the id of the operation added or changed
    edited = Signal(object, object)  # the transaction before (None when it is new) and after
    added = Signal(object)  # the ids of operations that were not there before, both sides of a transfer

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._changing: Transaction | None = None
        self._other: Transaction | None = None  # of the transfer being changed
        self._accounts: tuple[Account, ...] = ()
        self._categories: tuple[Category, ...] = ()
        self._known = KnownPayees()
        self._usual_income = False
        self._usual_account = 0  # where it was before an operation of another one was changed
        self._home: int | None = None  # the account before one was shown alone
        self.setProperty("role", "card")
        self.date = DayEdit(session.today())
        self.payee = PayeeEdit(self._payees)
        self.memo = QLineEdit()
        self.category = CategoryBox(tr("Catégorie"))
        self.account = QComboBox()
        self.account.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.account.setMinimumContentsLength(10)
        self.amount = AmountEdit(session.ledger.currency, tr("Montant"))
        self.amount.setMinimumWidth(theme.scaled(84))  # « −12345,00 » is seen whole, whatever stands beside
        self.other_end = OtherEnd(session.ledger.currency)
        self._meaning = label(role="small", wrap=True)
        self._save = Button(tr("Ajouter"), self.submit, "primary")
        self._give_up = Button(tr("Abandonner"), self.give_up)
        self._split = Button(tr("répartir"), self.split, "link")
        self._split.setToolTip(tr("Plusieurs catégories pour cette opération ({keys})", keys=SPLIT_KEYS))
        self.parts = Parts(lambda minor: self._session.money(minor, self.amount.currency), self._watch, self._split)
        self._lay_out()
        self._add_action()
        self.payee.said.connect(self._like_last_time)
        self.amount.textChanged.connect(self._explain)
        self.other_end.amount.textChanged.connect(self._say)
        self.category.editTextChanged.connect(self._explain)
        self.account.currentIndexChanged.connect(self._account_chosen)
        self.parts.changed.connect(self._say)
        session.changed.connect(lambda changes: self._known.forget() if "import" in changes.tables else None)
        session.switched.connect(self._known.forget)

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
            if isinstance(field, QComboBox):  # Qt names it after what is chosen
                field.setAccessibleDescription(name)
            self._watch(field)
            cell = QWidget()
            cell.setLayout(rows(label(name, "small"), field, spacing=2))
            self._cells.append((cell, stretch))
            if field is self.account:
                self._account_cell = cell
        buttons = QWidget()
        buttons.setLayout(rows(label(" ", "small"), columns(self._save, self._give_up), spacing=2))
        self._cells.append((buttons, 0))
        self._first, self._second = columns(spacing=theme.S), columns(spacing=theme.S)
        self.arrange(narrow=False)  # Tab follows the order in which things first get their place
        said = columns(self._meaning, self._split, spacing=theme.M)
        said.setStretch(0, 1)
        self._watch(self.other_end.amount)
        self.setLayout(rows(self._first, self._second, self.other_end, self.parts, said, spacing=2, margin=theme.S))
        self.setTabOrder(self.amount, self.other_end.amount)
        self._give_up.hide()

    def arrange(self, *, narrow: bool) -> None:
        """One line, or two where there is no room."""
        for i, (cell, stretch) in enumerate(self._cells):
            line = self._second if narrow and i > 2 else self._first
            line.addWidget(cell, stretch)

    def _add_action(self) -> None:
        action = QAction(tr("Répartir en plusieurs catégories"), self)
        action.setShortcut(QKeySequence(SPLIT_KEYS))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(self.split)
        self.addAction(action)

    def _watch(self, field: QWidget) -> None:
        field.installEventFilter(self)
        if isinstance(field, CategoryBox):
            field.entered.connect(self.submit)

    # what can be chosen

    def refresh(self) -> None:
        """Offer the ledger's accounts and categories; what is being typed stays."""
        hidden, mode = self._session.amounts_hidden, QLineEdit.EchoMode
        self.amount.setEchoMode(mode.PasswordEchoOnEdit if hidden else mode.Normal)
        ledger = self._session.ledger
        self._categories = ledger.categories()
        accounts = ledger.accounts_named()
        if [(a.id, a.name) for a in accounts] != [(a.id, a.name) for a in self._accounts]:
            self._accounts = accounts
            kept = self.account.currentText()
            self.account.clear()
            self.account.addItems([neutral(a.name) for a in accounts])
            self.account.setCurrentIndex(max(self.account.findText(kept), 0 if accounts else -1))
        self._account_cell.setVisible(len(self._accounts) > 1)
        self._offer_targets()

    def _offer_targets(self) -> None:
        """The categories, and the accounts money can be moved to."""
        self.category.offer(self._categories, self._targets())

    def _targets(self) -> list[Account]:
        """Never a platform's wallet: what it pays is income, which a transfer would hide from the month."""
        here = self._account()
        if here is None or here.kind is AccountKind.WALLET:
            return []
        return [a for a in self._accounts if a.id != here.id and a.kind is not AccountKind.WALLET]

    def _account(self) -> Account | None:
        at = self.account.currentIndex()
        return self._accounts[at] if 0 <= at < len(self._accounts) else None

    def _payees(self, beginning: str) -> Sequence[str]:
        """What to offer as the payee: those known, or after an arrow the other accounts."""
        if (target := without_arrow(beginning)) is None:
            return self._known.beginning(self._session.ledger, beginning)
        names = [neutral(a.name) for a in self._targets()]
        return [ARROW + name for name in names if fold(target) in fold(name)]

    def _like_last_time(self) -> None:
        """A known payee brings its category and the sign of its money, another what rules say; an arrow, the account it
        names.
        """
        payee = self.payee.text().strip()
        if (target := without_arrow(payee)) is not None:
            return self._aim_at(target)
        last = self._session.ledger.last_of(payee) if payee else None
        self._usual_income = last is not None and last.amount > 0
        if payee and self._changing is None and not self.category.currentText():
            here = self._account()
            ledger = self._session.ledger
            self.category.choose(last.category_id if last else ledger.category_of(payee, here.id if here else 0))
        return self._explain()

    def _aim_at(self, typed: str) -> None:
        """The payee names an account: a transfer with it."""
        others = self._targets()
        at = best_named(typed, [a.name for a in others])
        if at is not None and self.category.isEnabled():
            self.category.choose_account(others[at].id)
            self.payee.setText(tr("Virement {account}", account=neutral(others[at].name)))
        self._explain()

    # one operation

    def start_with(self, day: date | None = None) -> None:
        """Ready for a new operation, the cursor where typing begins."""
        if self._changing is not None:
            self.account.setCurrentIndex(self._usual_account)
        self._changing = self._other = None
        if day is not None:
            self.date.show_day(day)
        for field in (self.payee, self.memo, self.amount):
            field.clear()
            restyle(field, problem=False)
        self.category.setCurrentIndex(0)
        self.category.setEditText("")
        self._usual_income = False
        self._set_mode(())
        self.payee.setFocus()

    def settle_in(self, account_id: int | None) -> None:
        """New operations are of this account while it alone is shown; with none, of the one before it again.

        One being typed or changed stays where it is.
        """
        if account_id is None:
            account_id, self._home = self._home, None
        elif self._home is None:
            at = self.account.currentIndex() if self._changing is None else self._usual_account
            self._home = self._accounts[at].id if 0 <= at < len(self._accounts) else None
        at = next((i for i, a in enumerate(self._accounts) if a.id == account_id), -1)
        if at >= 0 and self._changing is not None:
            self._usual_account = at
        elif at >= 0 and not (self.payee.text() or self.amount.text()):
            self.account.setCurrentIndex(at)

    def start_like(self, transaction: Transaction, day: date) -> None:
        """A new operation with the values of one there is."""
        self._show(transaction._replace(id=0, date=day, reconciled=False, transfer_to=None))
        self._changing = None
        self.category.choose_account(transaction.transfer_to) if transaction.transfer_to else None
        self._set_mode(transaction.splits)

    def change(self, transaction: Transaction) -> None:
        """Show an operation to change it: the other side of a transfer follows, unless a statement says its amount."""
        if self._changing is None:
            self._usual_account = self.account.currentIndex()
        self._changing = transaction
        self._other = self._session.ledger.other_side(transaction.id) if transaction.transfer_to else None
        self._show(transaction)
        if self._other is not None and (there := self._there()) is not None:
            self.other_end.show_side(self._other, there.currency)
        self._set_mode(transaction.splits)

    def _show(self, transaction: Transaction) -> None:
        self.date.show_day(transaction.date)
        self.payee.setText(neutral(transaction.payee))
        self.memo.setText(neutral(transaction.memo))
        at = next((i for i, a in enumerate(self._accounts) if a.id == transaction.account_id), 0)
        self.account.setCurrentIndex(at)
        self.category.choose(transaction.category_id)
        if transaction.transfer_to is not None:
            names = {a.id: neutral(a.name) for a in self._accounts}
            self.category.setEditText(ARROW + names[transaction.transfer_to])
        self.amount.setText(typed_amount(transaction.amount, self.amount.currency))
        self.payee.setFocus()
        self.payee.selectAll()

    def give_up(self) -> None:
        """Leave the operation as it was."""
        self.start_with(self._session.today())

    def split(self) -> None:
        """Open the parts, or close them when they are open."""
        if self._other is not None or self.category.account() is not None:
            self._refuse(self.payee, tr("Un virement ne se répartit pas."))
            return
        if self.parts.open_now:
            self._set_mode(())
            self.category.setFocus()
            return
        category = self.category.category()
        self._set_mode((Split(0, category.id if category else None), Split(0)))
        first = self.parts.lines[0]
        (first.amount if category and self.amount.text().strip() else first.category).setFocus()
        if not self.amount.text().strip():
            self.amount.setFocus()

    def submit(self) -> None:
        """Keep what is typed; on a problem, say it and stay."""
        typed = self._typed()
        if typed is None:
            return
        before = self._changing
        changes = self._session.write(typed.write)
        if changes is not None:
            kept = changes.created[0] if changes.created else typed.one.id
            self._known.add(typed.one.payee)
            self.start_with(typed.one.date if before is None else self._session.today())
            self.saved.emit(kept)
            self.edited.emit(before, self._session.ledger.transaction(kept))
            self.added.emit(typed.new(changes))

    def _typed(self) -> Typed | None:
        if (known := self._changing) is not None:
            now = self._session.ledger.transaction(known.id)
            if now is None or now._replace(reconciled=known.reconciled) != known:
                self._refuse(self.payee, tr("Cette opération a changé entre-temps : choisissez-la de nouveau."))
                return None
            self._changing = now
        if (target := without_arrow(self.payee.text())) is not None:
            self._aim_at(target)
        if (wrong := self._wrong()) is not None:
            self._refuse(*wrong)
            return None
        if not self._accounts and not self._make_account():
            return None
        one = self._as_typed(self.amount.minor() or 0)
        if self._other is not None:
            one = one._replace(splits=self.parts.read()[0] if self.parts.open_now else ())
            return Typed(one, following(self._changing or one, one, self._other, self._arriving()))
        if (target_account := self.category.account()) is not None and not self.parts.open_now:
            return Typed(one, moved_to(self._session.ledger, one, target_account, self._arriving()))
        parts = self.parts.read()[0] if self.parts.open_now else ()
        if len(parts) == 1:  # one part is the whole
            return Typed(one._replace(category_id=parts[0].category_id, memo=one.memo or parts[0].memo))
        return Typed(one._replace(splits=parts))

    def _wrong(self) -> tuple[QLineEdit | QComboBox, str] | None:
        """The first thing that keeps what is typed from being kept, and where."""
        if not self.payee.text().strip():
            return self.payee, tr("Il manque le bénéficiaire.")
        known = self._changing is not None and self._changing.payee == self.payee.text().strip()
        if without_arrow(self.payee.text()) is not None and not known:
            return self.payee, tr("Aucun de vos comptes ne s’appelle ainsi.")
        if not self.amount.minor():
            return self.amount, tr("Ce montant n’est pas lisible. Exemples : 12,50 ou 12+3 ou +450.")
        if self.parts.open_now:
            _parts, problem, where = self.parts.read()
            return (where or self.amount, problem) if problem else None
        if self._there() is not None and self.other_end.minor() is None:
            return self.other_end.amount, tr("Combien à l’autre bout ? Le cours est celui des deux montants.")
        if self._other is None and not self.category.understood():
            return self.category, tr("Cette catégorie n’existe pas. Effacez-la ou choisissez-en une.")
        return None

    def _as_typed(self, minor: int) -> Transaction:
        """The operation of the fields, as a whole."""
        base = self._changing or Transaction(0, 0, self._session.today(), 0, "")
        category = self.category.category()
        return base._replace(
            date=self.date.day(),
            payee=self.payee.text().strip(),
            memo=self.memo.text().strip(),
            category_id=category.id if category and not self.parts.open_now else None,
            splits=(),
            account_id=self._accounts[self.account.currentIndex()].id,
            amount=self._meant(minor) if self.amount.isEnabled() else base.amount,
        )

    def _there(self) -> Account | None:
        """The account at the other end of a transfer, where it has another currency than this one."""
        here, there = self._account(), self.category.account()
        if self._other is not None:
            there = next((a for a in self._accounts if a.id == self._other.account_id), None)
        if here is None or there is None or (self.parts.open_now and self._other is None):
            return None
        return there if there.currency != here.currency else None

    def _arriving(self) -> int | None:
        """What the other side is, above zero in its own currency; None where it has this one's."""
        return self.other_end.minor() if self._there() is not None else None

    def _make_account(self) -> bool:
        """A first operation needs an account to be on; the command line makes the same one."""
        made = self._session.write(lambda ledger: ledger.add_account(OpeningBalance(tr("Compte courant"))))
        self._accounts = self._session.ledger.accounts_named()
        if not self.account.count():
            self.account.addItems([neutral(a.name) for a in self._accounts])
        self.account.setCurrentIndex(0)
        return made is not None

    def _refuse(self, field: QLineEdit | QComboBox, problem: str) -> None:
        """Say what is wrong, the cursor there."""
        mark_wrong(field)
        restyle(self._meaning, role="problem")
        self._meaning.setText(problem)
        field.setFocus()

    def _meant(self, minor: int) -> int:
        if self.category.account() is not None:
            return meant(minor, signed=self.amount.signed, income=False)
        category = None if self.parts.open_now else self.category.category()
        income = category.nature.is_income if category else self._usual_income
        return meant(minor, signed=self.amount.signed, income=income)

    def _whole(self) -> int | None:
        """The amount as it will be kept, None while it is not readable."""
        minor = self.amount.minor() if self.amount.text().strip() else None
        restyle(self.amount, problem=False)
        return None if minor is None else self._meant(minor)

    def _explain(self) -> None:
        whole = self._whole()
        self.parts.set_whole(whole, self.amount.currency)
        self.other_end.show_for(self._there(), out=whole is None or whole < 0)
        self._say()

    def _say(self) -> None:
        """Say how what is typed will be taken, before it is."""
        restyle(self._meaning, role="problem" if self.parts.open_now and self.parts.over else "small")
        kept, target, here = self._whole(), self.category.account(), self._account()
        if self.parts.open_now:
            self._meaning.setText(self.parts.state())
        elif kept is None:
            self._meaning.setText(
                tr("Entrée enregistre. Sans signe : une dépense ; « + » : une rentrée ; « >compte » : un virement.")
            )
        elif target is not None and here is not None:
            ends = (here, target) if kept < 0 else (target, here)
            self._meaning.setText(self._moving(abs(kept), ends))
        else:
            amount = self._session.money(kept, self.amount.currency, sign=True)
            if kept > 0:
                self._meaning.setText(tr("Sera noté {amount} : une rentrée.", amount=amount))
            else:
                self._meaning.setText(tr("Sera noté {amount} : une dépense.", amount=amount))

    def _moving(self, amount: int, ends: tuple[Account, Account]) -> str:
        there, money = self._there(), self._session.money
        if there is not None:
            return conversion_said(self.date.day(), ends, there, amount, self.other_end.minor(), money)
        start, end = (neutral(a.name) for a in ends)
        here = money(amount, self.amount.currency)
        return tr("{amount} passeront de {start} à {end}.", amount=here, start=start, end=end)

    def _account_chosen(self, at: int) -> None:
        if 0 <= at < len(self._accounts):
            self.amount.currency = self._accounts[at].currency
            self._offer_targets()
            self._explain()

    def _set_mode(self, parts: tuple[Split, ...]) -> None:
        changing, transfer = self._changing is not None, self._other is not None
        if parts:
            self.parts.open(self.amount, self.amount.currency, self._categories, parts)
        else:
            self.parts.close_all()
        self._save.setText(tr("Enregistrer") if changing else tr("Ajouter"))
        self._split.setText(tr("ne plus répartir") if parts else tr("répartir"))
        self._split.setVisible(not transfer)
        self._give_up.setVisible(changing)
        self.amount.setEnabled(self._other is None or free(self._other) or self._there() is not None)
        self.category.setEnabled(not transfer and not parts)
        self.account.setEnabled(not transfer)
        if parts and not transfer:
            self.category.setEditText("")
        self._explain()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter keeps, Escape gives up, in whichever field one is; in an empty one Ctrl+Z undoes the last step."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            asked = event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
            if asked and isinstance(watched, QLineEdit) and not watched.text():
                event.ignore()
                return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._pressed(event):
            return True
        return super().eventFilter(watched, event)

    def _pressed(self, event: QKeyEvent) -> bool:
        """Whether a key was one of the line's own."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.payee.listing:
            self.submit()
            return True
        if event.key() == Qt.Key.Key_Escape and (self._changing is not None or self.parts.open_now):
            self.give_up() if self._changing is not None else self.split()
            return True
        return False
