"""The narrow cards beside the verdict: what would close the gap, what is to come, what is to check."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from tenk_desktop.core.model import Account, AccountKind, Stage
from tenk_desktop.core.outlook import answer
from tenk_desktop.core.outlook.answer import WANTED, Coming, Lever, Verdict
from tenk_desktop.core.outlook.household import Schedule
from tenk_desktop.core.outlook.why import Figure
from tenk_desktop.core.reconciling import Gap
from tenk_desktop.core.sentences import expected_text, rhythm_text, stage_name
from tenk_desktop.core.text import day_text, neutral, ntr, tr
from tenk_desktop.ui.verdict_words import coming_amount
from tenk_desktop.ui.widgets import Badge, Button, Card, clear, columns, label, rows, rule

if TYPE_CHECKING:
    from tenk_desktop.core.creator.overview import Awaited
    from tenk_desktop.core.outlook.twins import Doubt

Money = Callable[..., str]
STAGE_ORDER = (Stage.IN_TRANSIT, Stage.PAYABLE, Stage.VALIDATED, Stage.ESTIMATED)
SHOWN = 6
"""How many lines a card shows; the rest is counted."""
ASKED = 3
"""How many questions at once."""


def amount_line(text: str, amount: str) -> QLayout:
    """A text, and its amount at the right."""
    figure = label(amount)
    figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    line = columns(label(text, wrap=True), figure)
    line.setStretch(0, 1)
    return line


def ruled(body: QVBoxLayout, lines: Sequence[QLayout], more: int = 0) -> None:
    """Lines under one another with a rule between, and how many are left out."""
    for i, line in enumerate(lines):
        if i:
            body.addWidget(rule())
        body.addLayout(line)
    if more > 0:
        body.addWidget(label(ntr("et {count} autre", "et {count} autres", more), "small"))


class LeversCard(Card):
    """What would bring the amount lacking; hidden when nothing lacks."""

    def __init__(self) -> None:
        super().__init__(" ")

    def show_levers(self, v: Verdict | None, money: Money) -> None:
        """Those of a verdict; without one the card goes."""
        levers = v.levers if v is not None and answer.lacks(v) else ()
        self.setVisible(bool(levers))
        if v is None or not levers:
            return
        clear(self.body)
        self.heading.setText(tr("Ce qui comblerait les {amount} manquants", amount=money(v.gap[WANTED])))
        ruled(self.body, [_lever(lever, money) for lever in levers])


def _lever(lever: Lever, money: Money) -> QLayout:
    text = str(answer.lever_name(lever, money))
    text = text[0].upper() + text[1:]
    return amount_line(text, money(lever.amount, sign=True)) if lever.in_time else rows(label(text, "quiet", wrap=True))


class ComingCard(Card):
    """Money to receive or to pay, by day; what is not sure says its stage."""

    def __init__(self, title: str, nothing: str) -> None:
        self._sum = label(role="small")
        self._door: Button | None = None
        super().__init__(title, self._sum)
        self._nothing = nothing

    def offer(self, text: str, act: Callable[[], Any]) -> None:
        """One more thing that can be asked of this card, at its foot."""
        self._door = Button(text, act, "link")
        self._door.setAccessibleName(tr("{title} : {text}", title=self.heading.text(), text=text))
        self._door.hide()
        self.layout().addWidget(self._door)  # type: ignore[union-attr]

    def offered(self, now: bool) -> None:
        """Whether it can be asked now."""
        if self._door is not None:
            self._door.setVisible(now)

    def show_coming(self, coming: Sequence[Coming], money: Money, today: date) -> None:
        """What a verdict found, in its order."""
        clear(self.body)
        sure = sum(c.sure for c in coming)
        self._sum.setText(tr("{sure} sur {total} sûrs", sure=sure, total=len(coming)) if sure < len(coming) else "")
        if not coming:
            self.body.addWidget(label(self._nothing, "quiet", wrap=True))
        ruled(self.body, [_coming(c, money, today) for c in coming[:SHOWN]], len(coming) - SHOWN)


def _coming(c: Coming, money: Money, today: date) -> QLayout:
    when = day_text(c.date) if c.date and c.sure else expected_text(c.date, today)
    below: list[QWidget] = [Badge(*stage_name(c.stage))] if c.stage else []
    if when or not below:
        below.append(label(when, "small", wrap=True))
    bottom = columns(*below)
    bottom.setStretch(len(below) - 1, 1)
    if len(below) == 1 and c.stage:
        bottom.addStretch(1)
    return rows(amount_line(neutral(str(c.text)), coming_amount(c, money)), bottom, spacing=2)


class AwaitedCard(Card):
    """What platforms owe, by stage, each in its own currency: they are never added up."""

    def __init__(self) -> None:
        self._sum = label(role="small")
        super().__init__(tr("À recevoir"), self._sum)

    def show_awaited(self, awaited: "Sequence[Awaited]", currency: str, money: Money, today: date) -> None:
        """What is pending; the sum at the top is that of ``currency`` alone."""
        clear(self.body)
        here = [a.amount for a in awaited if a.currency == currency]
        self._sum.setText(money(sum(here)) if here else "")
        if not awaited:
            self.body.addWidget(label(tr("Rien n’est attendu des plateformes."), "quiet", wrap=True))
        ordered = sorted(awaited, key=lambda a: (STAGE_ORDER.index(a.stage), a.name, a.currency))
        ruled(self.body, [_awaited(each, money, today) for each in ordered])


def _awaited(each: "Awaited", money: Money, today: date) -> QLayout:
    amount = money(each.amount, each.currency, sign=True)
    count = ntr("{count} gain", "{count} gains", each.number) if each.number > 1 else ""
    note = ", ".join(part for part in (count, expected_text(each.first, today)) if part)
    bottom = columns(Badge(*stage_name(each.stage)), label(note, "small", wrap=True))
    bottom.setStretch(1, 1)
    return rows(amount_line(tr(neutral(each.name)), amount), bottom, spacing=2)


class AccountsCard(Card):
    """The spending accounts and their balances, or a way to give the one that is missing."""

    balance_asked = Signal(object)  # an Account

    def __init__(self) -> None:
        super().__init__(tr("Comptes"))

    def show_accounts(self, accounts: Sequence[Account], currency: str, money: Money) -> None:
        """Those bills are paid from, in the ledger's ``currency``; below them, the others that hold the person's own
        money. Balances are those of the end of today. The card goes where there is none of the first.
        """
        clear(self.body)
        own = [account for account in accounts if account.kind is not AccountKind.WALLET]
        spending = [account for account in own if account.spending and account.currency == currency]
        apart = [account for account in own if account not in spending]
        self.setVisible(bool(spending))
        for account in spending:
            self._add(account, "heading", money)
        if apart:
            self.body.addWidget(rule())
            self.body.addWidget(label(tr("À part : pas compté dans l’argent à dépenser"), "small", wrap=True))
        for account in apart:
            self._add(account, "quiet", money)

    def _add(self, account: Account, role: str, money: Money) -> None:
        if account.balance_known:
            figure: QWidget = label(money(account.balance, account.currency), role)
        else:
            figure = Button(tr("donner le solde"), partial(self.balance_asked.emit, account), "link")
        line = columns(label(neutral(account.name), wrap=True), figure)
        line.setStretch(0, 1)
        self.body.addLayout(line)


class ChecksCard(Card):
    """What the app cannot decide alone: balances that do not agree, bills that may be one, bills it thinks it saw,
    operations without a category, a payout to recall.
    """

    reconcile_asked = Signal(object)  # an Account
    taken = Signal(object)  # a Gap: the balance typed gives way to what the bank's file makes
    left = Signal(object)  # a Gap that may stay
    answered = Signal(object, bool)  # a Schedule, and whether it comes back
    compared = Signal(object, bool)  # a Doubt, and whether both are one
    payout_asked = Signal()
    payout_declined = Signal()
    unsorted_asked = Signal()

    def __init__(self) -> None:
        super().__init__(tr("À vérifier"))

    def show_checks(
        self,
        gaps: Sequence[Gap],
        doubts: "Sequence[Doubt]",
        proposals: Sequence[Schedule],
        unsorted: int,
        *,
        payout: bool,
        money: Money,
    ) -> None:
        """The questions open now; without any the card goes."""
        clear(self.body)
        lines: list[QLayout] = [self._gap(gap, money) for gap in gaps]
        lines += [self._doubt(doubt, money) for doubt in doubts[:ASKED]]
        if payout:
            lines.append(self._payout())
        if unsorted:
            lines.append(self._unsorted(unsorted))
        lines += [self._proposal(schedule, money) for schedule in proposals[:ASKED]]
        ruled(self.body, lines, len(proposals) - ASKED)
        self.setVisible(bool(lines))

    def _gap(self, gap: Gap, money: Money) -> QLayout:
        currency = gap.account.currency
        values = {
            "name": neutral(gap.account.name),
            "day": day_text(gap.day),
            "said": money(gap.said, currency),
            "known": money(gap.known, currency),
        }
        if gap.typed:
            text = tr("« {name} » : vous avez donné {said} au {day}, le relevé mène à {known}.", **values)
            mend = Button(tr("prendre celui du relevé"), partial(self.taken.emit, gap), "link")
        else:
            text = tr("« {name} » : la banque dit {said} au {day}, vos comptes mènent à {known}.", **values)
            mend = Button(tr("pointer le relevé"), partial(self.reconcile_asked.emit, gap.account), "link")
        leave = Button(tr("laisser ainsi"), partial(self.left.emit, gap), "link")
        for button in (mend, leave):
            button.setAccessibleName(tr("{name} : {text}", name=button.text(), text=values["name"]))
        off = label(tr("Écart de {amount}", amount=money(gap.off, currency, sign=True)), "small", wrap=True)
        return rows(label(text, wrap=True), off, columns(mend, leave, 1), spacing=2)

    def _doubt(self, doubt: "Doubt", money: Money) -> QLayout:
        typed, seen = doubt.typed, doubt.seen
        values = {"typed": neutral(typed.payee), "seen": neutral(seen.payee)}
        text = tr("« {typed} », que vous avez noté, et « {seen} », vu sur le compte : est-ce la même chose ?", **values)
        amounts = [
            tr("{amount}, {when}", amount=money(s.amount, sign=True), when=rhythm_text(s.rhythm)) for s in (typed, seen)
        ]
        meanwhile = tr("En attendant, les deux comptent.")
        if typed.amount > 0:
            meanwhile = tr("En attendant, seul « {seen} » compte.", **values)
        same = Button(tr("oui, la même"), partial(self.compared.emit, doubt, True), "link")
        two = Button(tr("non, deux"), partial(self.compared.emit, doubt, False), "link")
        for button in (same, two):
            button.setAccessibleName(tr("« {typed} » et « {seen} » : {text}", text=button.text(), **values))
        small = [label(line, "small", wrap=True) for line in (*amounts, meanwhile)]
        return rows(label(text, wrap=True), *small, columns(same, two, 1), spacing=2)

    def _payout(self) -> QLayout:
        text = tr("Votre dernier versement TikTok, s’il y en a eu un ?")
        give = Button(tr("le noter"), self.payout_asked.emit, "link")
        decline = Button(tr("pas encore"), self.payout_declined.emit, "link")
        return rows(label(text, wrap=True), columns(give, decline, 1), spacing=2)

    def _unsorted(self, count: int) -> QLayout:
        text = ntr("{count} opération sans catégorie", "{count} opérations sans catégorie", count)
        show = Button(tr("voir"), self.unsorted_asked.emit, "link")
        show.setAccessibleName(text)
        line = columns(label(text, wrap=True), show)
        line.setStretch(0, 1)
        return line

    def _proposal(self, schedule: Schedule, money: Money) -> QLayout:
        name = neutral(schedule.payee)
        text = tr("« {name} » revient ?", name=name)
        confirm = Button(tr("oui"), partial(self.answered.emit, schedule, True), "link")
        ignore = Button(tr("non"), partial(self.answered.emit, schedule, False), "link")
        confirm.setAccessibleName(tr("« {name} » revient", name=name))
        ignore.setAccessibleName(tr("« {name} » ne revient pas", name=name))
        when = label(rhythm_text(schedule.rhythm), "small", wrap=True)
        amount = money(schedule.amount, sign=True)
        return rows(amount_line(text, amount), when, columns(confirm, ignore, 1), spacing=2)


class MonthsAheadCard(Card):
    """What three months ask for: money set aside, and what one can pay oneself."""

    why_asked = Signal(object)  # a Figure

    def __init__(self) -> None:
        super().__init__(tr("Sur trois mois"))
        self._doors: list[Button] = []
        self._can_ask = False

    def show_ahead(self, v: Verdict | None, money: Money) -> None:
        """Those of a verdict; the card goes where there is no percentage."""
        clear(self.body)
        self._doors = []
        self.setVisible(v is not None and v.chance is not None)
        if v is None or v.chance is None:
            return
        buffer = (tr("Matelas, pour 9 chances sur 10"), money(v.buffer[WANTED]), Figure.BUFFER)
        own_pay = (tr("Ce que vous pouvez vous verser, par mois"), money(v.own_salary[WANTED]), Figure.OWN_PAY)
        ruled(self.body, [self._line(*one) for one in (buffer, own_pay)])
        self.offered(self._can_ask)

    def offered(self, now: bool) -> None:
        """Whether it can be asked where they come from."""
        self._can_ask = now
        for door in self._doors:
            door.setVisible(now)

    def _line(self, name: str, amount: str, figure: Figure) -> QLayout:
        door = Button(tr("d’où ça vient"), partial(self.why_asked.emit, figure), "link")
        door.setAccessibleName(tr("{title} : {text}", title=name, text=door.text()))
        self._doors.append(door)
        return rows(amount_line(name, amount), columns(door, 1), spacing=2)


class GroundsCard(Card):
    """What the verdict rests on."""

    def __init__(self) -> None:
        super().__init__(tr("D’où vient ce chiffre"))

    def show_grounds(self, v: Verdict | None) -> None:
        """Those of a verdict; without one the card goes."""
        self.setVisible(v is not None)
        clear(self.body)
        if v is not None:
            for sentence in v.assumptions:
                self.body.addWidget(label(str(sentence), "small", wrap=True))
