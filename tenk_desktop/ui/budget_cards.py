"""Beside the budget: the category chosen, the money there is to plan with, and a proposal before it is kept."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QSpinBox, QWidget

from tenk_desktop.core.budgeting.plan import Budget, Line, Plans, Told
from tenk_desktop.core.budgeting.words import Money, assign_spoken, carried_spoken, line_spoken, proposal_spoken
from tenk_desktop.core.money import decimal_string
from tenk_desktop.core.period import ONE_DAY, Period, called_after
from tenk_desktop.core.text import day_text, language, month_name, tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.budget_live import Seen
from tenk_desktop.ui.widgets import (
    AmountEdit,
    Button,
    Card,
    FlowLayout,
    clear,
    columns,
    label,
    mark_wrong,
    restyle,
    rows,
)

USUAL_DAY = 25
"""From which day on income is proposed as the next month's: wages come on the last working days."""


class CategoryCard(Card):
    """The category the keyboard is on: where it stands, and what is said of it."""

    told = Signal(int, object)  # a category and its `Told`
    journal_asked = Signal(object)  # a category, None for what is not sorted

    def __init__(self, money: Money) -> None:
        super().__init__(tr("Catégorie"))
        self._money = money
        self._line: Line | None = None
        self._budget: Budget | None = None
        self._plans = Plans()
        self._said, self._carried = (label(role="quiet", wrap=True) for _ in range(2))
        self.fixed, self.essential, self.carry = QCheckBox(), QCheckBox(), QCheckBox()
        self.boxes = {"fixed": self.fixed, "essential": self.essential, "carry": self.carry}
        self._why = label(role="small", wrap=True)
        self.journal = Button(tr("voir dans le Journal"), self._ask_journal, "link")
        for item in (self._said, self._carried, *self.boxes.values(), self._why, self.journal):
            self.body.addWidget(item)
        for name, box in self.boxes.items():
            box.clicked.connect(lambda _checked, name=name: self._tell(name))
        self.hide()

    def show_line(self, line: Line | None, name: str, budget: Budget, plans: Plans) -> None:
        """A category of a budget; nothing without one."""
        self._line, self._budget, self._plans = line, budget, plans
        self.setVisible(line is not None)
        if line is None:
            return
        here, before = month_name(budget.period.month), budget.period.shift(-1)
        self.heading.setText(name)
        self._said.setText(line_spoken(line, name, self._money))
        self._carried.setText(carried_spoken(line, self._money))
        self._carried.setVisible(bool(self._carried.text()))
        for box, on, words in (
            (self.fixed, line.fixed, tr("dépense fixe (F)")),
            (self.essential, line.essential, tr("indispensable (I)")),
            (self.carry, line.carries, tr("reporter le reste (R)")),
        ):
            box.setText(words)
            box.setChecked(on)
            box.setVisible(line.category is not None)
        self._why.setText(self._carry_words(line, here, month_name(before.month)))

    def _carry_words(self, line: Line, here: str, before: str) -> str:
        if line.category is None:
            return tr("Rangez ces opérations dans le Journal pour les suivre ici.")
        since = self._plans.told.get(line.category, Told()).carry_from
        if line.carries and since is not None:
            first = month_name(called_after(since))
            return tr("Depuis {month}, ce qui reste ou manque passe au mois suivant.", month=first)
        if before[0] in "aoAO":  # French drops a vowel there: qu’avril, qu’août, qu’octobre
            return tr("Reporter : {month} reçoit ce qu’{before} a laissé ou dépassé, et ainsi de suite.",
                      month=here, before=before)  # fmt: skip
        return tr("Reporter : {month} reçoit ce que {before} a laissé ou dépassé, et ainsi de suite.",
                  month=here, before=before)  # fmt: skip

    def switch(self, name: str) -> None:
        """Turn one of ``boxes`` over, as the keyboard does."""
        if self._line is not None and self._line.category is not None:
            self.boxes[name].toggle()
            self._tell(name)

    def _tell(self, name: str) -> None:
        line, budget = self._line, self._budget
        if line is None or line.category is None or budget is None:
            return
        on = self.boxes[name].isChecked()
        said = self._plans.told.get(line.category, Told())
        now = {
            "carry": replace(said, carry_from=budget.period.start if on else None),
            "fixed": replace(said, fixed=on),
            "essential": replace(said, essential=on),
        }
        self.told.emit(line.category, now[name])

    def _ask_journal(self) -> None:
        if self._line is not None:
            self.journal_asked.emit(self._line.category)


class ReceivedCard(Card):
    """The money that came, what of it is planned, what is put aside for the next period, and what is left."""

    kept = Signal(int)  # minor units

    def __init__(self, money: Money, hidden: Callable[[], bool]) -> None:
        super().__init__(tr("L’argent reçu"))
        self._money, self._hidden = money, hidden
        self._lines = QGridLayout()
        self._lines.setHorizontalSpacing(theme.gap(theme.M))
        self._lines.setColumnStretch(0, 1)
        self.amount = AmountEdit("EUR", "")
        self.amount.setMaximumWidth(theme.scaled(110))
        self.amount.returnPressed.connect(self._keep)
        self.amount.editingFinished.connect(self._keep)
        self._for_next = label(wrap=True)
        self._said = label(role="heading", wrap=True)
        self._why = label(tr("Ne prévoyez que ce qui est arrivé : ce qui n’est pas sûr attend."), "small", wrap=True)
        self.body.addLayout(self._lines)
        self.body.addLayout(columns(self._for_next, self.amount))
        self.body.addWidget(self._said)
        self.body.addWidget(self._why)
        self.late = LateIncome()
        self.body.addWidget(self.late)

    def show_budget(self, budget: Budget, today: date, for_next: int | None = None) -> None:
        """The money of a period; ``for_next`` as in `Plans`."""
        clear(self._lines)
        self.late.show_day(for_next)
        over = budget.received_over or budget.period
        said = tr("Arrivé en {month}", month=month_name(budget.period.month))
        if over != Period.of(over.start.year, over.start.month):
            said = tr("Arrivé du {first} au {last}", first=day_text(over.start), last=day_text(over.end - ONE_DAY))
        lines = [(said, self._money(budget.received))]
        if budget.kept_before:
            lines.append((tr("Gardé du mois d’avant"), self._money(budget.kept_before, sign=True)))
        lines.append((tr("Prévu"), self._money(budget.sums.planned)))  # as the table writes it
        for i, (name, amount) in enumerate(lines):
            self._lines.addWidget(label(name, "quiet"), i, 0)
            self._lines.addWidget(label(amount), i, 1, Qt.AlignmentFlag.AlignRight)
        words = tr("Garder pour {month}", month=month_name(budget.period.shift(1).month))
        self._for_next.setText(words)
        self.amount.setAccessibleName(words)
        self._said.setText(assign_spoken(budget, today, self._money))
        if not (self.amount.hasFocus() and self.amount.isModified()):
            self._fill(budget)

    def _fill(self, budget: Budget) -> None:
        self.amount.currency = budget.currency
        text = decimal_string(budget.kept, budget.currency) if budget.kept else ""
        if self._hidden():
            text = self._money(budget.kept) if budget.kept else ""
        self.amount.setText(text.replace(".", ",") if language() == "fr" else text)
        restyle(self.amount, problem=False)

    def _keep(self) -> None:
        """Keep what was typed; an empty field keeps nothing aside."""
        if not self.amount.isModified():
            return
        amount = self.amount.minor() if self.amount.text().strip() else 0
        if amount is None or amount < 0:
            mark_wrong(self.amount)
            return
        self.amount.setModified(False)
        self.kept.emit(amount)


class LateIncome(QWidget):
    """Whether what comes in at a month's end counts for the next one, and from which day on."""

    counted = Signal(object)  # that day of the month; None: each income in its own month

    def __init__(self) -> None:
        super().__init__()
        self._said = label(role="small", wrap=True)
        self.on = Button(tr("compter pour le mois suivant"), lambda: self.counted.emit(self.since.value()), "link")
        self.off = Button(tr("chaque revenu dans son mois"), lambda: self.counted.emit(None), "link")
        self.since = QSpinBox()
        self.since.setRange(2, 31)
        self.since.setValue(USUAL_DAY)
        self.since.setAccessibleName(tr("Jour à partir duquel ce qui arrive est pour le mois suivant"))
        self.since.editingFinished.connect(lambda: self.counted.emit(self.since.value()))
        self._since = QWidget()
        self._since.setLayout(columns(label(tr("à partir du"), "quiet"), self.since, 1, spacing=theme.S))
        doors = FlowLayout(theme.gap(theme.S))
        for door in (self.on, self.off):
            doors.addWidget(door)
        self.setLayout(rows(self._said, self._since, doors, spacing=theme.S))

    def show_day(self, day: int | None) -> None:
        """As the user said it."""
        said = tr("Ce qui arrive en fin de mois compte pour le mois suivant.")
        self._said.setText(tr("Ce qui arrive en fin de mois paie plutôt le mois suivant ?") if day is None else said)
        self.on.setVisible(day is None)
        for widget in (self._since, self.off):
            widget.setVisible(day is not None)
        if day is not None and not self.since.hasFocus():
            self.since.setValue(day)


class OfferCard(QFrame):
    """What could be planned, said before anything is kept."""

    accepted = Signal()
    dropped = Signal()

    def __init__(self, money: Money) -> None:
        super().__init__()
        self.setProperty("role", "question")
        self._money = money
        self._said = label(wrap=True)
        self.accept = Button(tr("Garder ce budget"), self.accepted.emit, "primary")
        self.drop = Button(tr("Laisser"), self.dropped.emit)
        buttons = FlowLayout(theme.gap(theme.S))
        buttons.addWidget(self.accept)
        buttons.addWidget(self.drop)
        self.setLayout(rows(self._said, buttons, spacing=theme.S, margin=theme.M))
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dropped.emit()
        else:
            super().keyPressEvent(event)

    def show_offer(self, seen: Seen) -> None:
        """The proposal of a period."""
        self._said.setText(proposal_spoken(seen.offered, seen.budget.sums.planned, seen.budget.currency, self._money))
        self.accept.setVisible(bool(seen.offered.amounts))
        self.show()
