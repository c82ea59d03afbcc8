"""Beside the month: the list of one day with what can be said of a bill, and a change weighed before it is accepted."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QMenu, QWidget

from tenk_desktop.core.outlook.answer import in_ten_short
from tenk_desktop.core.outlook.calendar import (
    Ahead,
    CalendarDay,
    Entry,
    Kind,
    Prospect,
    closing_text,
    entry_amount,
    entry_state,
    weekdays,
)
from tenk_desktop.core.outlook.changing import (
    Change,
    both_ways,
    change_title,
    ended,
    repriced,
    restored,
    skipped_once,
)
from tenk_desktop.core.period import ONE_DAY
from tenk_desktop.core.text import day_text, mark, month_text, tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.calendar_grid import WEEK
from tenk_desktop.ui.widgets import AmountEdit, Button, Card, ChoiceBox, FlowLayout, columns, label, rows, rule

Money = Callable[..., str]
SEEN = 5
"""How many entries the list shows without scrolling."""
_MOVES = (
    (mark("un jour plus tard"), 1),
    (mark("une semaine plus tard"), WEEK),
    (mark("un jour plus tôt"), -1),
    (mark("une semaine plus tôt"), -WEEK),
)
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -WEEK, Qt.Key.Key_Down: WEEK}


class EntryList(QListWidget):
    """The entries of a day. Shift and arrows move the one chosen, Enter goes on, Escape goes back."""

    nudged = Signal(int)  # days
    accepted = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.nudged.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accepted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.text() and event.text() in "123456789":
            event.ignore()  # the pages' keys
        else:
            super().keyPressEvent(event)


class DayCard(Card):
    """One day: how it ends, and what passes."""

    changed = Signal(object, object)  # Entry, Change
    nudged = Signal(object, int)  # Entry, days
    journal_asked = Signal(object)  # date
    accepted = Signal()
    left = Signal()

    def __init__(self, money: Money) -> None:
        super().__init__(tr("Jour"))
        self._money = money
        self._day: CalendarDay | None = None
        self.today = date.min
        self._closing = label(role="quiet", wrap=True)
        self.list = EntryList()
        self.list.setAccessibleName(tr("Ce qui passe ce jour-là"))
        self.list.currentRowChanged.connect(lambda _row: self._offer())
        self.list.nudged.connect(self._nudge)
        self.list.accepted.connect(self.accepted)
        self.list.left.connect(self.left)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.itemDoubleClicked.connect(lambda _item: self._ask_journal())
        self.skip = Button(tr("sauter cette fois"), lambda: self._say(skipped_once), "link")
        self.stop = Button(tr("arrêter à partir de là"), lambda: self._say(ended), "link")
        self.restore = Button(tr("remettre"), lambda: self._say(restored), "link")
        self.amount = AmountEdit("EUR", tr("Nouveau montant"))
        self.price = Button(tr("changer le montant"), self._reprice, "link")
        self.amount.returnPressed.connect(self._reprice)
        self._hint = label(
            tr("Faites glisser la charge, ou Maj et les flèches : un jour, une semaine. Clic droit : tout le reste."),
            "small",
            wrap=True,
        )
        self.journal = Button(tr("voir dans le Journal"), self._ask_journal, "link")
        flow = FlowLayout(theme.gap(theme.S))
        for button in (self.skip, self.stop, self.restore):
            flow.addWidget(button)
        self._amount_line = QWidget()
        self._amount_line.setLayout(columns(self.amount, self.price, 1, spacing=theme.S))
        self.body.addWidget(self._closing)
        self.body.addWidget(self.list)
        self.body.addLayout(flow)
        for item in (self._amount_line, self._hint, self.journal):
            self.body.addWidget(item)
        self._offer()

    def show_day(self, day: CalendarDay, currency: str) -> None:
        """Show a day; what was chosen on it stays chosen, else the first thing that can be moved is."""
        before = self.entry()
        self._day, self.amount.currency = day, currency
        name = weekdays()[day.date.weekday()]
        self.heading.setText(f"{name[0].upper()}{name[1:]} {day_text(day.date)}")
        self._closing.setText(_closing(day, self._money))
        self.list.blockSignals(True)
        self.list.clear()
        for entry in day.entries:
            lines = [entry.text, f"{entry_amount(entry, self._money)} · {entry_state(entry)}"]
            if entry.usual:
                lines.append(tr("d’habitude le {day}", day=day_text(entry.usual)))
            text = "\n".join(lines)
            self.list.addItem(QListWidgetItem(text))
        self.list.setCurrentRow(_kept_row(day, before))
        tall = sum(self.list.sizeHintForRow(i) for i in range(min(len(day.entries), SEEN)))
        self.list.setFixedHeight(tall + 2 * self.list.frameWidth() + theme.XS)
        self.list.setVisible(bool(day.entries))
        self.list.blockSignals(False)
        self._offer()

    def entry(self) -> Entry | None:
        """What is chosen in the list."""
        at = self.list.currentRow()
        return self._day.entries[at] if self._day and 0 <= at < len(self._day.entries) else None

    def choose(self, entry: Entry) -> None:
        """Choose what is shown of the day."""
        if self._day is not None and entry in self._day.entries:
            self.list.setCurrentRow(self._day.entries.index(entry))

    def fill(self, menu: QMenu) -> None:
        """What can be said of what is chosen, as a menu."""
        for button in (self.skip, self.stop, self.restore):
            if button.isVisibleTo(self):
                menu.addAction(button.text(), button.click)
        if self._amount_line.isVisibleTo(self):
            menu.addAction(tr("changer le montant…"), self.amount.setFocus)
        entry = self.entry()
        if entry is not None and entry.movable:
            self._fill_moves(menu.addMenu(tr("décaler")), entry)
        if entry is None or entry.kind in (Kind.DONE, Kind.TRANSFER):  # the others are not in it yet
            menu.addAction(self.journal.text(), self._ask_journal)

    def _fill_moves(self, menu: QMenu, entry: Entry) -> None:
        """The steps of Shift and the arrows, as far as they go; any other day is reached by drag or by more of them."""
        for text, days in _MOVES:
            day = entry.date + timedelta(days=days)
            if day >= self.today:
                words = tr("{move} : le {day}", move=tr(text), day=day_text(day))
                menu.addAction(words, partial(self.nudged.emit, entry, days))

    def _offer(self) -> None:
        """Only what can be said of what is chosen."""
        entry = self.entry()
        due = entry is not None and entry.kind is Kind.DUE
        for widget in (self.skip, self.stop, self._amount_line, self._hint):
            widget.setVisible(due)
        back = entry is not None and (entry.kind is Kind.SKIPPED or (entry.usual or self.today) > self.today)
        self.restore.setVisible(back)
        usual = entry.usual if entry else None
        self.restore.setText(tr("remettre au {day}", day=day_text(usual)) if usual else tr("remettre"))
        if entry is not None:
            self.amount.clear()
            self.amount.setPlaceholderText(self._money(abs(entry.amount)))

    def _say(self, change: Callable[[Entry], Change]) -> None:
        if (entry := self.entry()) is not None:
            self.changed.emit(entry, change(entry))

    def _reprice(self) -> None:
        entry, minor = self.entry(), self.amount.minor()
        if entry is not None and minor:
            signed = minor if self.amount.signed else abs(minor) * (1 if entry.amount > 0 else -1)
            self.changed.emit(entry, repriced(entry, signed))

    def _nudge(self, days: int) -> None:
        entry = self.entry()
        if entry is not None and entry.movable:
            self.nudged.emit(entry, days)

    def _ask_journal(self) -> None:
        if self._day is not None:
            self.journal_asked.emit(self._day.date)


def _kept_row(day: CalendarDay, before: Entry | None) -> int:
    """The entry that is what was chosen before, wherever it went; else the first that can be moved; else the first."""
    due = before.due if before else None
    same = (i for i, e in enumerate(day.entries) if due and e.due and _which(e.due) == _which(due))
    movable = (i for i, e in enumerate(day.entries) if e.movable)
    return next(same, next(movable, 0 if day.entries else -1))


def _which(due: object) -> tuple[object, ...]:
    return due.day, due.schedule.payee, due.schedule.amount  # type: ignore[attr-defined]


def _closing(day: CalendarDay, money: Money) -> str:
    if day.balance is not None:
        return tr("En fin de journée : {amount}.", amount=closing_text(day, money))
    if day.range is None:
        return tr("Solde de fin de journée inconnu.")
    low, middle, high = map(money, day.range)
    if low == high:
        return tr("En fin de journée : {amount}, si tout vient comme prévu.", amount=middle)
    return tr(
        "En fin de journée : entre {low} et {high} 8 fois sur 10, autour de {middle}.",
        low=low,
        high=high,
        middle=middle,
    )


class ChangeCard(Card):
    """A change and what it does to the verdict. Nothing is written before « Accepter »."""

    accepted = Signal()
    dropped = Signal()
    wanted = Signal(object, object)  # Entry, another Change

    def __init__(self, money: Money) -> None:
        super().__init__(tr("Avant d’accepter"))
        self._money = money
        self._entry: Entry | None = None
        self.title = label(role="heading", wrap=True)
        self.reach = ChoiceBox(tr("Cette fois, ou les suivantes aussi"))
        self.reach.activated.connect(lambda _at: self._rewant())
        self.weighed = label(wrap=True)
        self.accept = Button(tr("Accepter"), self.accepted.emit, "primary")
        self.drop = Button(tr("Laisser comme avant"), self.dropped.emit)
        for item in (self.title, self.reach, rule(), self.weighed):
            self.body.addWidget(item)
        self.body.addLayout(columns(self.accept, self.drop, 1, spacing=theme.S))
        self.hide()

    def show_change(self, entry: Entry, change: Change) -> None:
        """What is about to change; its weight comes later."""
        self._entry = entry
        self.title.setText(str(change_title(entry, change, self._money)))
        ways = both_ways(entry, change)
        self.reach.setVisible(ways is not None)
        if ways is not None:
            once, on = ways
            names = (tr("cette fois seulement"), tr("cette fois et les suivantes"))
            self.reach.offer(list(zip(names, ways, strict=True)), on if change.schedule and change != once else once)
        self.weighed.setText(tr("Calcul…"))
        self.accept.setEnabled(False)
        self.show()

    def show_weight(self, before: Ahead, after: Ahead) -> None:
        """The verdict now, and as it would be."""
        self.weighed.setText("\n".join(weighed(before, after, self._money)))
        self.weighed.setAccessibleName(self.weighed.text())
        self.accept.setEnabled(True)

    def _rewant(self) -> None:
        if self._entry is not None:
            self.wanted.emit(self._entry, self.reach.value())


def weighed(before: Ahead, after: Ahead, money: Money) -> list[str]:
    """What a change does to the verdict, of each month it does something to."""
    pairs = list(zip(before.prospects, after.prospects, strict=False))
    if not pairs:
        return [str(after.missing or "")]
    lines = [line for one, other in pairs if one != other for line in _month(one, other, money)]
    last = day_text(pairs[-1][0].period.end - ONE_DAY)
    return lines or [tr("D’ici le {day}, ni les chances ni le jour le plus bas ne changent.", day=last)]


def _month(one: Prospect, other: Prospect, money: Money) -> list[str]:
    month = month_text(one.period.month, year=False)
    said = []
    for which, (moves, stays) in enumerate(_CHANCES):
        now, then = (_in_ten(p, which) for p in (one, other))
        if now and then:
            sentence = stays if now == then else moves
            said.append(tr(sentence, month=month, before=now, after=then))
    if (one.low[1], one.lowest) != (other.low[1], other.lowest):
        lows = {
            "month": month,
            "before": money(one.low[1]),
            "day": day_text(one.lowest),
            "after": money(other.low[1]),
            "to": day_text(other.lowest),
        }
        sentence = _LOWEST if said else _LOWEST_ALONE
        said.append(tr(sentence, **lows))
    return said


_LOWEST = mark("Au plus bas : autour de {before} le {day} → {after} le {to}")
_LOWEST_ALONE = mark("{month}, au plus bas : autour de {before} le {day} → {after} le {to}")

_CHANCES = (
    (mark("{month} : {before} → {after}"), mark("{month} : toujours {before}")),
    (
        mark("Sans l’argent de TikTok : {before} → {after}"),
        mark("Sans l’argent de TikTok : toujours {before}"),
    ),
)


def _in_ten(prospect: Prospect, which: int) -> str:
    chance = (prospect.chance, prospect.without_tiktok)[which]
    return "" if chance is None else str(in_ten_short(chance, random_left=prospect.random))


def stack(*cards: QWidget) -> QWidget:
    """The cards under one another."""
    holder = QWidget()
    layout = rows(*cards, spacing=theme.L)
    layout.addStretch(1)
    holder.setLayout(layout)
    holder.setMinimumWidth(theme.scaled(280))
    return holder
