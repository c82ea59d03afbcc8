"""What comes back: each bill and income found or typed, to keep, to correct, to leave out, to skip or move once or for
good; and a new one. Whatever is done is kept at once, and can be undone like any step.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QDialog, QFrame, QLineEdit, QWidget

from tenk_desktop.core.model import Changes
from tenk_desktop.core.outlook.calendar import Entry, Money
from tenk_desktop.core.outlook.changing import (
    Change,
    changes_said,
    ended,
    ended_on,
    moved,
    moved_for_good,
    repriced,
    restored,
    skipped_once,
    unsaid,
)
from tenk_desktop.core.outlook.coming import Coming
from tenk_desktop.core.outlook.household import Rhythm, Schedule, Since, Status
from tenk_desktop.core.outlook.resembling import key_of
from tenk_desktop.core.outlook.twins import apart_name
from tenk_desktop.core.sentences import rhythm_text
from tenk_desktop.core.text import amount_text, day_text, mark, msg, neutral, tr
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.ui import theme
from tenk_desktop.ui.dialogs.schedule_change import ChangeFields
from tenk_desktop.ui.journal_day import DayEdit
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.widgets import (
    AmountEdit,
    Button,
    ChoiceBox,
    FlowLayout,
    columns,
    fit,
    label,
    mark_wrong,
    rows,
    rule,
    scrolled,
)

WORDS = {
    Status.PROPOSED: mark("trouvé dans vos opérations"),
    Status.CONFIRMED: mark("gardé"),
    Status.IGNORED: mark("laissé de côté"),
    Status.STOPPED: mark("ne revient plus"),
    Status.HELD: mark("ne compte pas avant votre réponse, dans « À vérifier »"),
}
_PARTS = ("keep", "leave", "amount", "skip", "move_to", "change", "stop", "restore", "two")
TABLES = frozenset({"txn", "schedule", "schedule_once", "category", "account", "preference"})


def open_schedules(session: Session, window: QWidget) -> None:
    """Show the list once the worker has found what comes back."""

    def show(found: Sequence[Coming]) -> None:
        dialog = SchedulesDialog(session, found, window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    _look(session, show)


def _look(session: Session, then: Callable[[Sequence[Coming]], object]) -> None:
    from tenk_desktop.ui.live import coming_back

    work = partial(coming_back, session.ledger.path, session.today())
    session.jobs.start("", work, then, session.refused.emit)


class SchedulesDialog(QDialog):
    """A line each, and one for a new one."""

    def __init__(self, session: Session, found: Sequence[Coming], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.lines: tuple[_Line, ...] = ()
        self._open = True
        self.finished.connect(self._closed)
        self.setWindowTitle(tr("Ce qui revient"))
        self._inside = rows(spacing=theme.S)
        holder = QWidget()
        holder.setLayout(self._inside)
        self.new = NewSchedule(session)
        explained = tr("Ce que vous corrigez ou laissez de côté ici l’emporte sur ce que l’application a trouvé.")
        self.setLayout(
            rows(
                label(tr("Ce qui revient"), "title"),
                label(explained, "quiet", wrap=True),
                scrolled(holder, "sheet"),
                rule(),
                self.new,
                columns(1, Button(tr("Fermer"), self.accept)),
                spacing=theme.M,
                margin=theme.XL,
            )
        )
        fit(self, 760, 560)
        self.show_found(found)
        session.changed.connect(self._on_changed)
        session.switched.connect(self.reject)

    def show_found(self, found: Sequence[Coming]) -> None:
        """These lines. Those that say the same stay, so that eyes and keyboard keep their place."""
        known = {_which(line.coming): line for line in self.lines}
        lines = []
        for one in found:
            line = known.get(_which(one))
            lines.append(line if line is not None and line.coming == one else _Line(self._session, one))
        gone = [line for line in self.lines if line not in lines]
        self.lines = tuple(lines)
        self._fill()
        for line in gone:
            self._hand_over(line)
            line.hide()
            line.deleteLater()

    def _fill(self) -> None:
        """The lines with a rule under each."""
        while (item := self._inside.takeAt(0)) is not None:
            if (widget := item.widget()) is not None and not isinstance(widget, _Line):
                widget.hide()
                widget.deleteLater()
        for line in self.lines:
            self._inside.addWidget(line)
            self._inside.addWidget(rule())
        if not self.lines:
            self._inside.addWidget(label(tr("Rien ne revient encore dans vos opérations."), "quiet", wrap=True))
        self._inside.addStretch(1)

    def _hand_over(self, line: "_Line") -> None:
        """The keyboard goes to the line in place of one that goes."""
        held = line.focusWidget()
        if held is None or not held.hasFocus():
            return
        now = next((other for other in self.lines if _which(other.coming) == _which(line.coming)), None)
        (now.like(line, held) if now else self.new.payee).setFocus()

    def _on_changed(self, changes: Changes) -> None:
        if TABLES & changes.tables:
            _look(self._session, self._show_later)

    def _show_later(self, found: Sequence[Coming]) -> None:
        if self._open:
            self.show_found(found)

    def _closed(self, _result: int) -> None:
        """What the worker still finds is for nobody."""
        self._open = False


class _Line(QFrame):
    """One schedule: its name, when it comes, its amount, and what to do with it."""

    def __init__(self, session: Session, coming: Coming) -> None:
        super().__init__()
        self._session, self.coming, schedule = session, coming, coming.schedule
        name = neutral(schedule.payee)
        self.amount = AmountEdit(session.ledger.currency, tr("Montant de « {name} »", name=name))
        self._worth = coming.next.due.schedule.amount if coming.next and coming.next.due else schedule.amount
        self.amount.setText(amount_text(self._worth, session.ledger.currency, sign=True))
        self.amount.setMaximumWidth(theme.scaled(120))
        if session.amounts_hidden:
            self.amount.setEchoMode(QLineEdit.EchoMode.PasswordEchoOnEdit)
        self.keep = Button(tr("garder"), partial(self._write, Status.CONFIRMED), "link")
        self.leave = Button(tr("laisser de côté"), partial(self._write, Status.IGNORED), "link")
        self.keep.setAccessibleName(tr("Garder « {name} »", name=name))
        self.leave.setAccessibleName(tr("Laisser « {name} » de côté", name=name))
        held = self.keep.sizePolicy()
        held.setRetainSizeWhenHidden(True)  # the amounts stay under one another
        self.keep.setSizePolicy(held)
        self.amount.textChanged.connect(self.keep.show)  # which keeps an amount corrected, too
        self._note = label(_note(coming, session.money), "small", wrap=True)
        self.changes: list[tuple[str, Button]] = []
        line = columns(label(name, wrap=True), self.amount, self.keep, self.leave, spacing=theme.M)
        line.setStretch(0, 1)
        self.setLayout(rows(line, self._note, *self._said(name), self._once(name), spacing=2))
        self._offer_to_keep()  # once it is inside: shown before, it would be a window

    def like(self, other: "_Line", held: QWidget) -> QWidget:
        """Of this line, what stands where ``held`` stands in another."""
        names = (n for n in _PARTS if getattr(other, n, None) is held)
        same: QWidget = getattr(self, next(names, ""), self.keep)
        return self.amount if same is self.keep and self._kept() else same

    def _kept(self) -> bool:
        return self.coming.schedule.status is Status.CONFIRMED

    def _offer_to_keep(self) -> None:
        """Not what is kept already, nor what is asked about elsewhere."""
        self.keep.setVisible(not self._kept() and self.coming.schedule.status is not Status.HELD)

    def _said(self, name: str) -> list[QWidget]:
        """What was said that it becomes, each to be taken back."""
        schedule, lines = self.coming.schedule, []
        if schedule.status is not Status.CONFIRMED:
            return []
        for change, words in changes_said(schedule, self._session.money):
            forget = Button(tr("retirer"), partial(self._forget, change), "link")
            forget.setAccessibleName(tr("« {name} » : retirer « {words} »", name=name, words=words))
            holder = QWidget()
            holder.setLayout(columns(label(str(words)), forget, 1, spacing=theme.M))
            self.changes.append((str(words), forget))
            lines.append(holder)
        return lines

    def _forget(self, change: Since | None) -> None:
        schedule = self.coming.schedule
        self._write_change(ended_on(schedule, None) if change is None else unsaid(schedule, change))

    def _once(self, name: str) -> QWidget:
        """What can be said of the next time, and of one that was skipped."""
        holder, flow = QWidget(), FlowLayout(theme.gap(theme.M))
        if (next_ := self.coming.next) is not None:
            day, self._mover = day_text(next_.date), self._move_fields(next_, name)
            self.skip = Button(tr("sauter le {day}", day=day), partial(self._say, skipped_once, next_), "link")
            self.skip.setAccessibleName(tr("Sauter « {name} » le {day}", name=name, day=day))
            self.move_to = Button(tr("décaler…"), self._mover.show, "link")
            self.move_to.setAccessibleName(tr("Décaler « {name} »", name=name))
            self.stop = Button(tr("arrêter à partir du {day}", day=day), partial(self._say, ended, next_), "link")
            self.fields = ChangeFields(self._session, self.coming.schedule, next_.date, self._write_change)
            self.change = Button(tr("changer à partir d’une date…"), self._ask_change, "link")
            self.change.setAccessibleName(tr("Changer « {name} » à partir d’une date", name=name))
            for widget in (self.skip, self.move_to, self.change, self.stop):
                flow.addWidget(widget)
        if self.coming.schedule.called:
            self.two = Button(tr("ce sont deux choses"), self._part, "link")
            called = neutral(self.coming.schedule.called)
            self.two.setAccessibleName(
                tr("« {typed} » et « {seen} » : {text}", typed=name, seen=called, text=self.two.text())
            )
            flow.addWidget(self.two)
        if (gone := self.coming.skipped) is not None:
            self.restore = Button(
                tr("remettre celle du {day}", day=day_text(gone.date)), partial(self._say, restored, gone), "link"
            )
            flow.addWidget(self.restore)
        layout = rows(spacing=2)
        layout.addLayout(flow)
        if next_ is not None:
            layout.addWidget(self._mover)
            layout.addWidget(self.fields)
        holder.setLayout(layout)
        return holder

    def _move_fields(self, next_: Entry, name: str) -> QWidget:
        self.day = DayEdit(next_.date)
        today = self._session.today()
        self.day.setMinimumDate(QDate(today.year, today.month, today.day))
        self.day.setAccessibleName(tr("Nouveau jour de « {name} »", name=name))
        self.once = Button(tr("cette fois"), lambda: self._say(partial(_moved, moved, self.day), next_), "link")
        self.always = Button(
            tr("désormais"), lambda: self._say(partial(_moved, moved_for_good, self.day), next_), "link"
        )
        fields = QWidget()
        fields.setLayout(columns(label(tr("au")), self.day, self.once, self.always, 1))
        fields.hide()
        return fields

    def _part(self) -> None:
        self._session.write(partial(_told_apart, self.coming.schedule))

    def _ask_change(self) -> None:
        self.fields.show()
        self.fields.amount.setFocus()

    def _say(self, change: Callable[[Entry], Change], entry: Entry) -> None:
        self._write_change(change(entry))

    def _write_change(self, change: Change) -> Changes | None:
        return self._session.write(partial(_write_change, change))

    def _write(self, status: Status) -> None:
        schedule, minor = self.coming.schedule, self.amount.minor()
        if minor is None or not minor:
            mark_wrong(self.amount)
            self.amount.setFocus()
            return
        signed = minor if self.amount.signed else abs(minor) * (1 if schedule.amount > 0 else -1)
        wanted = replace(schedule, status=status)
        if signed != self._worth and self.coming.next is not None:
            wanted = replace(repriced(self.coming.next, signed).schedule or wanted, status=status)
        elif signed != self._worth:
            wanted = replace(wanted, amount=signed, spread=None)
        if self._session.write(lambda ledger: ledger.keep_schedule(wanted)):
            self.coming = replace(self.coming, schedule=wanted)
            self._note.setText(_note(self.coming, self._session.money))
            self._offer_to_keep()


class NewSchedule(QWidget):
    """A bill or an income the user knows of and no row shows yet."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.payee = QLineEdit()
        self.payee.setPlaceholderText(tr("Autre charge ou revenu"))
        self.payee.setAccessibleName(tr("Nom de la charge ou du revenu"))
        self.amount = AmountEdit(session.ledger.currency, tr("Montant, avec un + pour un revenu"))
        self.amount.setToolTip(tr("Sans signe, c’est une charge ; « + » pour un revenu."))
        self.amount.setMaximumWidth(theme.scaled(120))
        for field, least in ((self.payee, 110), (self.amount, 80)):
            field.setMinimumWidth(theme.scaled(least))
        self.rhythm = ChoiceBox(tr("Tous les combien"))
        self.rhythm.offer(
            [
                (tr("chaque mois"), (1, "month")),
                (tr("chaque semaine"), (7, "day")),
                (tr("toutes les 2 semaines"), (14, "day")),
                (tr("tous les 2 mois"), (2, "month")),
                (tr("tous les 3 mois"), (3, "month")),
                (tr("tous les 6 mois"), (6, "month")),
                (tr("chaque année"), (12, "month")),
            ],
            (1, "month"),
        )
        self.day = DayEdit(session.today())
        self.day.setAccessibleName(tr("Prochaine fois"))
        for field in (self.payee, self.amount):
            field.returnPressed.connect(self.add)
        self.button = Button(tr("Ajouter"), self.add, "primary")
        line = columns(self.payee, self.amount, self.rhythm, label(tr("dès le")), self.day, self.button)
        line.setStretch(0, 1)
        self.setLayout(line)

    def add(self) -> None:
        """Write it, unless a field cannot be read; it then has the keyboard."""
        minor = self.amount.minor()
        for field, wrong in ((self.payee, not self.payee.text().strip()), (self.amount, not minor)):
            if wrong:
                mark_wrong(field)
                field.setFocus()
                return
        every, unit = self.rhythm.value()
        first = self.day.day()
        wanted = Schedule(
            self.payee.text().strip(),
            _signed(self.amount),
            Rhythm(every, unit, first.day, first),
        )
        if self._session.write(lambda ledger: ledger.keep_schedule(wanted)):
            self.payee.clear()
            self.amount.clear()
            self.payee.setFocus()


def _which(coming: Coming) -> tuple[str, bool]:
    """What tells one line from the others, whatever is said of it."""
    return coming.schedule.key or coming.schedule.payee, coming.schedule.amount > 0


def _note(coming: Coming, money: Money) -> str:
    now = coming.next.due.schedule if coming.next and coming.next.due else coming.schedule
    parts = [rhythm_text(now.rhythm), tr(WORDS[coming.schedule.status])]
    if coming.schedule.called:
        parts.append(tr("aussi appelé « {name} », compté une fois", name=neutral(coming.schedule.called)))
    if coming.next is not None and coming.schedule.status in (Status.PROPOSED, Status.CONFIRMED):
        parts.append(tr("prochaine fois le {day}", day=day_text(coming.next.date)))
        if coming.next.usual is not None:
            parts.append(tr("d’habitude le {day}", day=day_text(coming.next.usual)))
    if coming.skipped is not None:
        parts.append(_skipped(coming.skipped, money, sure=coming.schedule.sure))
    return " · ".join(parts)


def _skipped(gone: Entry, money: Money, *, sure: bool) -> str:
    """What skipping it does to the month: what is sure is less, which nobody should have to find out."""
    values = {"day": day_text(gone.date), "amount": money(abs(gone.amount))}
    if gone.amount < 0:
        return tr("sautée le {day} : {amount} de moins à payer", **values)
    if sure:
        return tr("sauté le {day} : {amount} de revenu sûr en moins", **values)
    return tr("sauté le {day} : {amount} de moins à recevoir", **values)


def _signed(edit: AmountEdit) -> int:
    """What is typed; a bill unless a sign says otherwise."""
    minor = edit.minor() or 0
    return minor if edit.signed else -abs(minor)


def _moved(how: Callable[[Entry, date], Change], day: DayEdit, entry: Entry) -> Change:
    return how(entry, day.day())


def _write_change(change: Change, ledger: Ledger) -> Changes | None:
    if change.schedule is not None:
        return ledger.keep_schedule(change.schedule, change.once)
    return ledger.keep_once(change.once) if change.once else None


def _told_apart(schedule: Schedule, ledger: Ledger) -> Changes:
    """It and what it was taken for are two: what was typed lets go of the rows, which are found again by themselves."""
    tables: frozenset[str] = frozenset()
    if key_of(schedule.payee) != schedule.key:
        alone = replace(schedule, key=schedule.payee, account_id=0, status=Status.CONFIRMED)
        tables = ledger.keep_schedule(alone).tables
    label = msg("« {typed} » et « {seen} » : deux", typed=schedule.payee, seen=schedule.called)
    told = ledger.tell(apart_name(schedule.payee, schedule.called), "1", label)
    return Changes(label, told.tables | tables)
