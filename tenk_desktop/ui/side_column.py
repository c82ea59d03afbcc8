"""The right of the first screen: what would help, what is to come, what is to check, what it all rests on."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tenk_desktop.core.model import Filter
from tenk_desktop.core.outlook.answer import Verdict
from tenk_desktop.core.outlook.household import Schedule, Status
from tenk_desktop.core.outlook.why import Figure
from tenk_desktop.core.period import Period
from tenk_desktop.core.reconciling import Gap
from tenk_desktop.core.text import msg, tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.live import Live
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.side_cards import (
    AccountsCard,
    AwaitedCard,
    ChecksCard,
    ComingCard,
    GroundsCard,
    LeversCard,
    MonthsAheadCard,
)
from tenk_desktop.ui.track_card import TrackCard
from tenk_desktop.ui.widgets import rows

if TYPE_CHECKING:
    from tenk_desktop.core.creator.overview import Awaited
    from tenk_desktop.core.outlook.twins import Doubt


class SideColumn(QWidget):
    """The narrow cards. `show_side` asks the ledger for what the verdict does not hold."""

    balance_asked = Signal(object)  # an Account
    transactions_asked = Signal(object)  # a Filter
    payout_asked = Signal()
    reconcile_asked = Signal(object)  # an Account
    why_asked = Signal(object)  # a Figure

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._period: Period | None = None
        self._on_screen: dict[object, object] = {}
        self.levers, self.grounds, self.track = LeversCard(), GroundsCard(), TrackCard()
        self.ahead = MonthsAheadCard()
        self.to_receive = ComingCard(tr("À recevoir"), tr("Rien n’est attendu d’ici la fin du mois."))
        self.to_pay = ComingCard(tr("À payer"), tr("Aucune charge datée d’ici la fin du mois."))
        self.awaited, self.accounts, self.checks = AwaitedCard(), AccountsCard(), ChecksCard()
        self.accounts.balance_asked.connect(self.balance_asked)
        self.checks.answered.connect(self._keep_or_ignore)
        self.checks.compared.connect(self._one_or_two)
        self.checks.taken.connect(self._take)
        self.checks.reconcile_asked.connect(self.reconcile_asked)
        self.checks.left.connect(self._leave)
        self.checks.payout_asked.connect(self.payout_asked)
        self.checks.payout_declined.connect(lambda: self.session.write(lambda ledger: ledger.tell("payout", "none")))
        self.checks.unsorted_asked.connect(lambda: self.transactions_asked.emit(self._unsorted()))
        self.ahead.why_asked.connect(self.why_asked)
        self.to_receive.offer(tr("d’où ça vient"), lambda: self.why_asked.emit(Figure.PAYOUT))
        self.track.refused.connect(session.refused)
        cards = (self.levers, self.to_receive, self.awaited, self.to_pay, self.checks, self.ahead, self.accounts)
        side = rows(*cards, self.track, self.grounds, spacing=theme.L)
        side.addStretch(1)
        self.setLayout(side)

    def show_side(
        self, period: Period, now: Live | None, shown: Verdict | None, awaited: "Sequence[Awaited] | None"
    ) -> None:
        """The cards of a verdict, of the last one kept, or of a month without any. ``awaited`` is what platforms owe;
        None as long as the worker has not told.
        """
        self._period = period
        ledger, money, today = self.session.ledger, self.session.money, self.session.today()
        self._fresh(self.levers.show_levers, shown, money)
        self._fresh(self.grounds.show_grounds, shown)
        self._fresh(self.ahead.show_ahead, shown, money)
        for card, coming in ((self.to_receive, shown and shown.to_receive), (self.to_pay, shown and shown.to_pay)):
            card.setVisible(shown is not None)
            self._fresh(card.show_coming, coming or (), money, today)
        self.to_receive.offered(now is not None and now.facts is not None)
        self.ahead.offered(now is not None and now.facts is not None)
        owed = tuple(awaited or ())
        if shown is not None:  # those of the ledger's currency are in the verdict
            owed = tuple(a for a in owed if a.currency != ledger.currency)
        self.awaited.setVisible(bool(owed) or (shown is None and awaited is not None))
        self._fresh(self.awaited.show_awaited, owed, ledger.currency, money, today)
        accounts = [a._replace(balance=ledger.balance_at(a, today) or 0) for a in ledger.accounts()]
        self._fresh(self.accounts.show_accounts, accounts, ledger.currency, money)
        unsorted, _sum = ledger.count_and_sum(self._unsorted())
        payout = now is not None and not now.creator_known and ledger.preferences().get("payout") != "none"
        payout = payout and shown is not None
        asked = (now.gaps, now.doubts, now.proposals) if now else ((), (), ())
        self._fresh(self.checks.show_checks, *asked, unsorted, payout=payout, money=money)

    def _fresh(self, show: Callable[..., None], *values: object, **more: object) -> None:
        """Show these values unless they are on screen: making labels again costs more than asking the ledger."""
        now = (values, more, self.session.amounts_hidden)
        if self._on_screen.get(show) != now:
            self._on_screen[show] = now
            show(*values, **more)

    def _unsorted(self) -> Filter:
        start, end = (self._period.start, self._period.end) if self._period else (None, None)
        return Filter(uncategorised=True, start=start, end=end, spending_only=True)

    def _take(self, gap: Gap) -> None:
        self.session.write(lambda ledger: ledger.set_balance(gap.account.id, gap.known, gap.day))

    def _leave(self, gap: Gap) -> None:
        label = msg("Écart laissé sur « {name} »", name=gap.account.name)
        self.session.write(lambda ledger: ledger.tell(gap.key, gap.mark, label))

    def _keep_or_ignore(self, schedule: Schedule, comes_back: bool) -> None:
        kept = replace(schedule, status=Status.CONFIRMED if comes_back else Status.IGNORED)
        self.session.write(lambda ledger: ledger.keep_schedule(kept))

    def _one_or_two(self, doubt: "Doubt", one: bool) -> None:
        """One: what the rows show, under the name the user gave it."""
        from tenk_desktop.core.outlook.twins import apart_name

        typed, seen = doubt.typed.payee, doubt.seen.payee
        kept = replace(doubt.seen, payee=typed, status=Status.CONFIRMED)
        two = msg("« {typed} » et « {seen} » : deux", typed=typed, seen=seen)
        self.session.write(
            lambda ledger: ledger.keep_schedule(kept) if one else ledger.tell(apart_name(typed, seen), "1", two)
        )
