"""The open ledger, and word of what changed in it.

Pages ask `Session.ledger` and listen to `changed`; every write goes through here, so that none is silent.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from tenk_desktop.core.errors import LockedError, TenkError
from tenk_desktop.core.model import Changes
from tenk_desktop.core.progress import Progress
from tenk_desktop.core.text import msg, tr
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.ui.jobs import Job, Jobs
from tenk_desktop.ui.money import shown

ALL_TABLES = frozenset(
    [
        "txn",
        "split",
        "transfer",
        "account",
        "balance",
        "category",
        "import",
        "statement",
        "import_row",
        "earning",
        "earning_row",
        "schedule",
        "schedule_once",
        "schedule_change",
        "preference",
        "audience_row",
        "video_row",
        "payout_link",
        "reconciliation",
        "reconciliation_row",
        "rate",
        "rule",
        "renamed",
        "budget",
        "budget_category",
        "budget_kept",
    ]
)

OUTLOOK_TABLES = ALL_TABLES - {
    *("import", "statement", "import_row", "earning_row", "video_row"),
    *("reconciliation", "reconciliation_row", "rate"),
    *("budget", "budget_category", "budget_kept"),
    *("rule", "renamed"),
}
"""What the verdict rests on, and so the pages that show it: views too, for the user's own rate."""


class Session(QObject):
    """One open ledger at a time; never none."""

    changed = Signal(object)  # Changes
    switched = Signal()  # another ledger is open
    redraw = Signal()  # same data, shown differently
    refused = Signal(object)  # an Exception to be said

    def __init__(self, ledger: Ledger, jobs: Jobs, today: Callable[[], date] = date.today) -> None:
        """``today`` is the clock: any day can be replayed."""
        super().__init__()
        self.ledger = ledger
        self.jobs = jobs
        self.today = today
        self.amounts_hidden = False
        self.consent: Callable[[LockedError], bool] | None = None  # asks before what a statement holds is changed
        self._version = ledger.data_version()

    def switch(self, ledger: Ledger) -> None:
        """Put another ledger on screen; the former one is closed."""
        former, self.ledger = self.ledger, ledger
        former.close()
        self._version = ledger.data_version()
        self.switched.emit()

    def open(self, path: Path) -> bool:
        """Open an existing ledger, or say why not and keep the one on screen."""
        try:
            self.switch(Ledger.open(path))
        except TenkError as error:
            self.refused.emit(error)
            return False
        return True

    def write(self, step: Callable[[Ledger], Changes | None]) -> Changes | None:
        """Run a short write here and now. A refusal is said; then, as when nothing changed, the answer is None. What a
        bank's statement holds is changed only with the user's `consent`.
        """
        try:
            changes = self._asking(step)
        except TenkError as error:
            self.refused.emit(error)
            return None
        if changes:
            self.changed.emit(changes)
        return changes

    def _asking(self, step: Callable[[Ledger], Changes | None]) -> Changes | None:
        try:
            return step(self.ledger)
        except LockedError as locked:
            if self.consent is None:
                raise
            if not self.consent(locked):
                return None
        with self.ledger.unlocked():
            return step(self.ledger)

    def write_later(
        self,
        label: str,
        step: Callable[[Ledger, Progress], Changes | None],
        then: Callable[[Changes], object],
        failed: Callable[[Exception], object],
    ) -> Job:
        """Run a long write in the worker, over a connection of its own; ``then`` follows the `changed` signal.

        A step that answers None had nothing to do: nothing is changed, nothing follows.
        """
        path = self.ledger.path

        def work(progress: Progress) -> Changes | None:
            ledger = Ledger.open(path)
            try:
                return step(ledger, progress)
            finally:
                ledger.close()

        def done(changes: Changes | None) -> None:
            if changes is None:
                return
            if path == self.ledger.path:
                self._version = self.ledger.data_version()
                self.changed.emit(changes)
            then(changes)

        return self.jobs.start(label, work, done, failed)

    def wrote_aside(self) -> None:
        """Our worker wrote what no page shows: that is not another process."""
        self._version = self.ledger.data_version()

    def undo(self) -> None:
        """Take the last step back; in the worker where it is large, as a whole import is."""
        if self.ledger.replays_quickly():
            self.write(lambda ledger: ledger.undo())
            return
        self.write_later(tr("Annulation…"), lambda ledger, _p: ledger.undo(), _nothing, self.refused.emit)

    def redo(self) -> None:
        """Do the last undone step again."""
        if self.ledger.replays_quickly(redo=True):
            self.write(lambda ledger: ledger.redo())
            return
        self.write_later(tr("Rétablissement…"), lambda ledger, _p: ledger.redo(), _nothing, self.refused.emit)

    def look_again(self) -> None:
        """Notice what another process wrote; called when the window comes back to the front."""
        if (version := self.ledger.data_version()) != self._version:
            self._version = version
            self.changed.emit(Changes(msg("modifié par un autre programme"), ALL_TABLES))

    def hide_amounts(self, hidden: bool) -> None:
        """For people who film their screen: every amount becomes dots."""
        self.amounts_hidden = hidden
        self.redraw.emit()

    def money(self, minor: int, currency: str = "", *, sign: bool = False, cents: bool = True) -> str:
        """An amount as it may be shown now; the ledger's currency unless another is said."""
        return shown(minor, currency or self.ledger.currency, hidden=self.amounts_hidden, sign=sign, cents=cents)

    def close(self) -> None:
        """Stop the workers, then close the file."""
        self.jobs.close()
        self.ledger.close()


def _nothing(_changes: Changes) -> None:
    """What follows an undo: the `changed` signal says it all."""
