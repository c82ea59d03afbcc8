"""The first start: at most four questions, each of which can be passed over, then the first sentence."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QGridLayout, QLineEdit, QStackedWidget, QWidget

from tenk_desktop.core.model import Changes
from tenk_desktop.core.outlook.household import LAST_WORKING_DAY, Rhythm, Schedule, Status
from tenk_desktop.core.text import fold, msg, tr
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tenk_desktop.ui import theme
from tenk_desktop.ui.journal_day import MonthDayBox
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.widgets import AmountEdit, Button, columns, label, rows, scrolled


class QuestionsDialog(QDialog):
    """Asks, and writes all answers at the end; closed before that, it asks what becomes of those there are."""

    def __init__(self, session: Session, parent: QWidget | None = None, *, only_balance: bool = False) -> None:
        """``only_balance`` asks the first question alone: it is the one thing missing for a verdict."""
        super().__init__(parent)
        self._session = session
        self._skipped: set[int] = set()
        currency = session.ledger.currency
        self.balance = AmountEdit(currency, tr("Solde d’aujourd’hui"))
        self.overdraft = AmountEdit(currency, tr("Découvert autorisé, s’il y en a un"))
        incomes = ((tr("Salaire"), LAST_WORKING_DAY), (tr("CAF"), 5), (tr("Pension, bourse"), 1))
        self.incomes = DatedAmounts(currency, incomes)
        bills = (tr("Loyer"), tr("Énergie"), tr("Téléphone, internet"), tr("Assurance"))
        self.bills = DatedAmounts(currency, [(name, 1) for name in bills])
        self.week = AmountEdit(currency, tr("Une semaine ordinaire"))
        self._pages = (self._ask_balance(), self._ask_incomes(), self._ask_bills(), self._ask_week())
        self._stack = QStackedWidget()
        for page in self._pages[: 1 if only_balance else None]:
            self._stack.addWidget(page)
        self._count = label(role="small")
        self._before = Button(tr("Précédent"), lambda: self.go(self._stack.currentIndex() - 1))
        self._skip = Button(tr("Passer"), self.skip)
        self._next = Button("", self.go_on, "primary")
        self._next.setDefault(True)
        self.setWindowTitle(tr("Solde d’aujourd’hui") if only_balance else tr("Quatre questions"))
        self._problem = label(role="problem", wrap=True)
        self._problem.hide()
        self.leaving = Leaving(self._keep_answers, super().reject, self._stay)
        QApplication.instance().focusChanged.connect(self._went_on)  # type: ignore[union-attr]
        foot = columns(self._before, 1, self._skip, self._next)
        self.setLayout(
            rows(self._count, self._stack, self._problem, self.leaving, foot, spacing=theme.M, margin=theme.XL)
        )
        self.resize(theme.scaled(560), theme.scaled(400))
        self.go(0)

    # the four pages

    def _ask_balance(self) -> QWidget:
        grid = QGridLayout()
        grid.setVerticalSpacing(theme.gap(theme.M))
        for i, field in enumerate((self.balance, self.overdraft)):
            name = label(field.accessibleName())
            name.setBuddy(field)
            grid.addWidget(name, i, 0)
            grid.addWidget(field, i, 1)
        grid.setColumnStretch(0, 1)
        why = tr("Le solde affiché par votre banque, négatif s’il est à découvert. Il sert de point de départ.")
        return _page(tr("Combien avez-vous sur votre compte aujourd’hui ?"), why, grid)

    def _ask_incomes(self) -> QWidget:
        why = tr("Ce qui revient chaque mois et sur quoi vous comptez. Laissez vide ce qui ne vous concerne pas.")
        return _page(tr("Quels revenus sont sûrs, et quel jour ?"), why, self.incomes)

    def _ask_bills(self) -> QWidget:
        why = tr("Ce qui part chaque mois à jour fixe. Les courses et le reste viennent ensuite.")
        return _page(tr("Le loyer et les autres charges : combien, et quel jour ?"), why, self.bills)

    def _ask_week(self) -> QWidget:
        grid = QGridLayout()
        grid.addWidget(label(tr("Une semaine ordinaire")), 0, 0)
        grid.addWidget(self.week, 0, 1)
        grid.setColumnStretch(0, 1)
        why = tr("Courses, transports, sorties : ce que vous dépensez en sept jours, sans les charges déjà données.")
        return _page(tr("Que coûte une semaine ordinaire ?"), why, grid)

    # going through them

    def go(self, at: int) -> None:
        """Show a question, from 0."""
        last = self._stack.count() - 1
        self._stack.setCurrentIndex(max(0, min(at, last)))
        here = self._stack.currentIndex()
        self._problem.hide()
        self.leaving.hide()  # who goes on does not leave
        self._count.setText(tr("Question {number} sur {count}", number=here + 1, count=last + 1) if last else "")
        self._before.setVisible(here > 0)
        self._skip.setVisible(last > 0)
        self._next.setText(tr("Voir ma fin de mois") if here == last else tr("Suivant"))
        self._first_field(here).setFocus()

    def go_on(self) -> None:
        """Take the answer, if it can be read, and go to the next question or to the end."""
        wrong = self._unreadable(self._stack.currentIndex())
        if wrong is not None:
            self._show_wrong(wrong)
            return
        self._skipped.discard(self._stack.currentIndex())
        self._advance()

    def skip(self) -> None:
        """Leave this question out, whatever was typed."""
        self._skipped.add(self._stack.currentIndex())
        self._advance()

    def _advance(self) -> None:
        if self._stack.currentIndex() < self._stack.count() - 1:
            self.go(self._stack.currentIndex() + 1)
        elif self._save():
            self.accept()

    # leaving before the end

    def reject(self) -> None:
        """Leave; where something was typed, ask first whether to keep it."""
        if any(field.text().strip() for at in self._answered() for field in self._amounts(at)):
            self.leaving.ask()
        else:
            super().reject()

    def _answered(self) -> list[int]:
        return [at for at in range(self._stack.count()) if at not in self._skipped]

    def _went_on(self, _before: QWidget | None, here: QWidget | None) -> None:
        """Who answers again does not leave: the offer goes."""
        if here is not None and self._stack.isAncestorOf(here):
            self.leaving.hide()

    def _stay(self) -> None:
        self.leaving.hide()
        self._first_field(self._stack.currentIndex()).setFocus()

    def _keep_answers(self) -> None:
        """Write what was answered so far; what cannot be read is shown instead."""
        for at in self._answered():
            if (wrong := self._unreadable(at)) is not None:
                self.leaving.hide()
                self.go(at)
                self._show_wrong(wrong)
                return
        if self._save():
            self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves; a second time, it goes on with the questions."""
        if event.key() == Qt.Key.Key_Escape and self.leaving.isVisible():
            self._stay()
        else:
            super().keyPressEvent(event)

    def _amounts(self, at: int) -> tuple[AmountEdit, ...]:
        return ((self.balance, self.overdraft), self.incomes.amounts, self.bills.amounts, (self.week,))[at]

    def _first_field(self, at: int) -> AmountEdit:
        return self._amounts(at)[0]

    def _unreadable(self, at: int) -> AmountEdit | None:
        return next((field for field in self._amounts(at) if field.text().strip() and field.minor() is None), None)

    def _show_wrong(self, field: AmountEdit) -> None:
        """Say why one does not get on, the cursor on what is to be mended."""
        self._problem.setText(tr("Ce montant n’est pas lisible. Exemples : 12,50 ou 12+3."))
        self._problem.show()
        field.setFocus()
        field.textEdited.connect(self._problem.hide, Qt.ConnectionType.SingleShotConnection)

    # keeping

    def _save(self) -> bool:
        """Write what was answered; False when it was refused, which is said."""
        tables: set[str] = set()

        def write(ledger: Ledger) -> Changes:
            for changes in self._written(ledger):
                tables.update(changes.tables)
            return Changes(msg("Premières réponses"), frozenset(tables))

        return self._session.write(write) is not None

    def _written(self, ledger: Ledger) -> list[Changes]:
        done = []
        balance, overdraft = self._answer(0, self.balance), self._answer(0, self.overdraft)
        if balance is not None:
            done.append(_keep_balance(ledger, balance, self._session.today()))
        if overdraft:
            done.append(ledger.tell("floor", str(-abs(overdraft))))
        incomes = [] if 1 in self._skipped else self.incomes.schedules(1)
        bills = [] if 2 in self._skipped else self.bills.schedules(-1)
        done += [ledger.keep_schedule(schedule) for schedule in _told_apart([*incomes, *bills])]
        week = self._answer(3, self.week)
        if week is not None:
            done.append(ledger.tell("week", str(abs(week))))
        return done

    def _answer(self, at: int, field: AmountEdit) -> int | None:
        return field.minor() if at not in self._skipped and field.text().strip() else None


def _keep_balance(ledger: Ledger, amount: int, today: date) -> Changes:
    """On the first account bills are paid from; a new one where there is none."""
    account = next((a for a in ledger.accounts() if a.spending and a.currency == ledger.currency), None)
    if account is None:
        return ledger.add_account(OpeningBalance(tr("Compte courant"), amount, today))
    return ledger.set_balance(account.id, amount, today)


def _told_apart(schedules: Sequence[Schedule]) -> list[Schedule]:
    """The ledger keeps one of each name: a second « Crédit » is kept as « Crédit 2 »."""
    times: Counter[str] = Counter()
    found = []
    for schedule in schedules:
        times[fold(schedule.payee)] += 1
        nth = times[fold(schedule.payee)]
        found.append(schedule if nth == 1 else replace(schedule, payee=f"{schedule.payee} {nth}"))
    return found


def _page(question: str, why: str, answer: QGridLayout | QWidget) -> QWidget:
    page = QWidget()
    layout = rows(label(question, "title", wrap=True), label(why, "quiet", wrap=True), answer, spacing=theme.M)
    layout.addStretch(1)
    page.setLayout(layout)
    return page


class Leaving(QFrame):
    """What becomes of answers when one leaves before the end: kept, dropped, or gone on with."""

    def __init__(self, keep: Callable[[], object], drop: Callable[[], object], stay: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("role", "question")
        question = label(tr("Garder ce que vous avez déjà répondu ?"), wrap=True)
        self.keep, self.drop = Button(tr("Garder"), keep, "primary"), Button(tr("Ne rien garder"), drop)
        buttons = columns(self.keep, self.drop, 1, Button(tr("Continuer"), stay, "link"))
        self.setLayout(rows(question, buttons, spacing=theme.S, margin=theme.M))
        self.hide()

    def ask(self) -> None:
        """Show it, the keyboard on what loses nothing."""
        self.show()
        self.keep.setFocus()


class DatedAmounts(QFrame):
    """Lines of a name, an amount and a day of the month; a line without an amount says nothing."""

    def __init__(self, currency: str, suggestions: Sequence[tuple[str, int]]) -> None:
        """``suggestions``: names to begin with, and the day each usually comes."""
        super().__init__()
        self._currency = currency
        self._names: list[QLineEdit] = []
        self.amounts: tuple[AmountEdit, ...] = ()
        self._days: list[MonthDayBox] = []
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.gap(theme.S))
        self._grid.setColumnStretch(0, 1)
        for suggestion in suggestions:
            self.add(*suggestion)
        holder = QWidget()
        layout = rows(self._grid, Button(tr("ajouter une ligne"), lambda: self.add("").setFocus(), "link"))
        layout.addStretch(1)
        holder.setLayout(layout)
        self.setLayout(rows(scrolled(holder, "sheet")))

    def add(self, name: str, usual_day: int = 1) -> QLineEdit:
        """One more line; answers its first field."""
        row = len(self._names)
        what = QLineEdit(name)
        what.setAccessibleName(tr("Nom, ligne {number}", number=row + 1))
        amount = AmountEdit(self._currency, tr("Montant, ligne {number}", number=row + 1))
        day = MonthDayBox(usual_day)
        day.lineEdit().setTextMargins(theme.gap(theme.XS), 0, 0, 0)
        day.setAccessibleName(tr("Jour du mois, ligne {number}", number=row + 1))
        for column, field in enumerate((what, amount, day)):
            self._grid.addWidget(field, row, column)
        self._names.append(what)
        self.amounts = (*self.amounts, amount)
        self._days.append(day)
        return what

    def fill(self, row: int, name: str, amount: str, day: int) -> None:
        """Type a line."""
        self._names[row].setText(name)
        self.amounts[row].setText(amount)
        self._days[row].setValue(day)

    def schedules(self, sign: int) -> list[Schedule]:
        """The lines that have an amount, as incomes (1) or bills (-1) of every month."""
        found = []
        for name, field, day in zip(self._names, self.amounts, self._days, strict=True):
            amount = field.minor() if field.text().strip() else None
            if amount:
                payee = name.text().strip() or (tr("Revenu") if sign > 0 else tr("Charge"))
                rhythm = Rhythm(1, "month", day.value())
                found.append(Schedule(payee, sign * abs(amount), rhythm, Status.CONFIRMED))
        return found
