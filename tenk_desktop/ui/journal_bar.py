"""A quiet line over the journal: two operations that may be one transfer, with what says so. One key accepts."""

from datetime import date, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFrame, QWidget
from shiboken6 import isValid

from tenk_desktop.core.model import Transaction
from tenk_desktop.core.progress import Progress
from tenk_desktop.core.text import day_text, msg, neutral, ntr, tr
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.store.sides import REFUSED
from tenk_desktop.ui import theme
from tenk_desktop.ui.jobs import Job
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.widgets import Button, columns, label, plain

Pairs = tuple[tuple[Transaction, Transaction], ...]
LOOK_BACK = timedelta(days=400)
QUIET_MS = 400
ACCEPT, REFUSE = "Ctrl+L", "Ctrl+Shift+L"


class TransferBar(QFrame):
    """Hidden while there is nothing to propose."""

    found = Signal()  # the ledger was looked through

    def __init__(self, session: Session, page: QWidget) -> None:
        super().__init__(page)
        self._session = session
        self._pairs: Pairs = ()
        self._job: Job | None = None
        self.setProperty("role", "tile")
        self._text = label(wrap=True)
        self.accept = Button(plain(tr("C’est un virement ({key})", key=ACCEPT)), self._accept)
        self.refuse = Button(tr("non"), self._refuse, "link")
        line = columns(self._text, self.accept, self.refuse, spacing=theme.M, margin=theme.S)
        line.setStretch(0, 1)
        self.setLayout(line)
        self.hide()
        self._timer = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._timer.timeout.connect(self._look)
        for text, keys, act in (
            (tr("Accepter le virement proposé"), ACCEPT, self._accept),
            (tr("Refuser le virement proposé"), REFUSE, self._refuse),
        ):
            action = QAction(text, page)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(act)
            page.addAction(action)

    def look_again(self) -> None:
        """Look through the ledger in the worker, once nothing has changed for a moment."""
        self._timer.start()

    def _look(self) -> None:
        if self._job is not None:
            self._job.cancel()
        since = self._session.today() - LOOK_BACK
        path = self._session.ledger.path
        work = partial(_looked, path, since)
        self._job = self._session.jobs.start("", work, partial(self._show, path), lambda _error: None)

    def _show(self, path: Path, pairs: Pairs) -> None:
        if not isValid(self):  # another look or language has put another window in its place
            return
        self._job = None
        if path == self._session.ledger.path:
            self._pairs = pairs
            self.setVisible(bool(pairs))
            if pairs:
                self._text.setText(self._words(*pairs[0], more=len(pairs) - 1))
        self.found.emit()

    @property
    def waiting(self) -> bool:
        """Whether it is about to look through the ledger."""
        return self._timer.isActive()

    def forget(self) -> None:
        """Another ledger is open."""
        self._show(self._session.ledger.path, ())

    def redraw(self) -> None:
        """The same pair, its amounts shown or hidden."""
        self._show(self._session.ledger.path, self._pairs)

    def _words(self, out: Transaction, into: Transaction, *, more: int) -> str:
        accounts = {a.id: a for a in self._session.ledger.accounts_named()}

        def side(one: Transaction) -> str:
            account = accounts[one.account_id]
            return tr(
                "{amount} sur {account} le {day} (« {payee} »)",
                amount=self._session.money(one.amount, account.currency, sign=True),
                account=neutral(account.name),
                day=day_text(one.date),
                payee=neutral(one.payee),
            )

        said = tr("Un virement entre vos comptes ? {out} et {into}.", out=side(out), into=side(into))
        return f"{said} {ntr('{count} autre à voir.', '{count} autres à voir.', more)}" if more else said

    def _accept(self) -> None:
        if self._pairs and self.isVisible():
            out, into = self._next()
            now = [self._session.ledger.transaction(side.id) for side in (out, into)]
            if now[0] and now[1]:
                one, other = now[0], now[1]
                self._session.write(lambda ledger: ledger.save_transfer(one, other))

    def _refuse(self) -> None:
        if self._pairs and self.isVisible():
            out, into = self._next()
            name = f"{REFUSED}{out.id}-{into.id}"
            self._session.write(lambda ledger: ledger.tell(name, "1", msg("Pas un virement")))

    def _next(self) -> tuple[Transaction, Transaction]:
        """Take the pair on screen, and show the one after it at once."""
        pair, *rest = self._pairs
        self._show(self._session.ledger.path, tuple(rest))
        return pair


def _looked(path: Path, since: date, _progress: Progress) -> Pairs:
    with Ledger.open(path) as ledger:
        return ledger.likely_transfers(since)
