"""Asks the worker for the verdict of what the ledger holds now, keeps what was said, then looks back at past months."""

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from tenk_desktop.core.errors import Cancelled, LedgerError
from tenk_desktop.core.outlook.answer import Verdict
from tenk_desktop.core.outlook.kept import from_kept
from tenk_desktop.core.outlook.track import Outcome
from tenk_desktop.core.period import Period
from tenk_desktop.core.text import tr
from tenk_desktop.ui.jobs import Job
from tenk_desktop.ui.live import Live, keep, look, score
from tenk_desktop.ui.page import Page
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.verdict_words import verdict_words
from tenk_desktop.ui.words import told

CALM_MS = 700
"""How long after a verdict past months are replayed: who is typing is not kept waiting."""
FIRST_MS = 50
"""The same for the first time: nobody types while a window opens."""


class Lookout(QObject):
    """One for a page. `looked` says that `live` is new, `scored` that `months` is."""

    looked = Signal()
    scored = Signal()

    def __init__(self, session: Session, page: Page) -> None:
        super().__init__(page)
        self.session, self._page = session, page
        self._here = page.while_here
        self.live: Live | None = None
        self.months: tuple[Outcome, ...] = ()
        self.state: tuple[object, ...] = ()
        self._scored_at: tuple[object, ...] = ()
        self._replay: Job | None = None
        self.charts_to_come = False  # before them no past month is replayed: they would come later
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.timeout.connect(self._look_back)

    def start_over(self) -> None:
        """Another ledger is open."""
        self.leave()
        self.live, self.months, self.state, self._scored_at = None, (), (), ()

    def leave(self) -> None:
        """Nobody looks any more: past months can wait."""
        self._calm.stop()
        if self._replay is not None:
            self._replay.cancel()
            self._replay = None

    @property
    def reading(self) -> bool:
        """Whether past months are being replayed, or about to be."""
        return self._replay is not None or self._calm.isActive()

    # the verdict

    def look(self) -> None:
        """Have the worker make the verdict of what the ledger holds now, unless it is the one at hand."""
        state = self.now()
        if state != self.state:
            self.leave()  # the worker does one thing at a time
            self.state = state
            ledger = self.session.ledger
            work = partial(look, ledger.path, self.session.today(), shared=ledger.shared)
            failed = self._here(partial(self._not_looked, state))
            self.session.jobs.start("", work, self._here(partial(self._looked, state)), failed)
        elif self.live is not None:
            self._look_back_later()

    def now(self) -> tuple[object, ...]:
        """What tells one state of the ledger from another, and one day from another."""
        ledger = self.session.ledger
        return ledger.path, self.session.today(), ledger.revision(), ledger.data_version()

    def last_said(self, running: Period) -> Verdict | None:
        """The newest verdict kept, if it is about this very period."""
        kept = self.session.ledger.said()[-1:]
        found = from_kept(kept[0][1]) if kept else None
        fits = found is not None and found.horizon == running.end and found.today <= self.session.today()
        return found if fits else None

    def _not_looked(self, state: tuple[object, ...], error: Exception) -> None:
        if state == self.state:
            self.session.refused.emit(error)

    def _looked(self, state: tuple[object, ...], live: Live) -> None:
        if state != self.state:  # the ledger changed meanwhile: another answer is on its way
            return
        self.live = live
        self._look_back_later()
        self.looked.emit()
        if live.verdict is not None:
            self._keep(state, live.verdict)

    # keeping what was said

    def _keep(self, state: tuple[object, ...], said: Verdict) -> None:
        """What is on screen at the end of the day is what was said that day. In the worker: others may be writing."""
        words = told(verdict_words(said, self.session.money), hidden=self.session.amounts_hidden)
        work = partial(keep, self.session.ledger.path, said, words)
        self.session.jobs.start("", work, self._here(partial(self._kept, state)), self._not_kept)

    def _kept(self, state: tuple[object, ...], _nothing: None) -> None:
        if state == self.state and self.now()[:3] == state[:3]:  # nothing else was written meanwhile
            self.session.wrote_aside()
            self.state = self.now()

    def _not_kept(self, error: Exception) -> None:
        """Read-only, or an import is being written: not worth a message."""
        if not isinstance(error, (LedgerError, Cancelled)):
            self.session.refused.emit(error)

    # looking back

    def _look_back_later(self) -> None:
        if self._scored_at != self.state[:3] and self.live is not None and self.live.verdict is not None:
            self._calm.start(CALM_MS if self._scored_at else FIRST_MS)

    def _look_back(self) -> None:
        if self.session.jobs.closed or not self._page.isVisible():  # nobody looks, or the session is over
            return
        if self.session.jobs.busy or self.charts_to_come:
            self._calm.start()
            return
        ledger = self.session.ledger
        work = partial(score, ledger.path, self.session.today(), shared=ledger.shared)
        done = self._here(partial(self._has_scored, self.state[:3]))
        label = tr("Relecture de vos mois passés…")
        self._replay = self.session.jobs.start(label, work, done, self._here(self._not_scored))
        self.scored.emit()

    def _has_scored(self, state: tuple[object, ...], months: tuple[Outcome, ...]) -> None:
        self._replay = None
        self._scored_at, self.months = state, months
        self.scored.emit()

    def _not_scored(self, error: Exception) -> None:
        """Stopped by the user: not begun again before something changes."""
        if self._replay is not None and isinstance(error, Cancelled):
            self._scored_at = self.state[:3]
        self._replay = None
        self.scored.emit()
        if not isinstance(error, Cancelled):
            self.session.refused.emit(error)
