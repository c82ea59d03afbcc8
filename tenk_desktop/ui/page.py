"""What every page is: it shows the session's ledger, asks again when its tables change, and only while it is seen."""

import sys
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from tenk_desktop.core.model import Changes
from tenk_desktop.core.progress import Progress
from tenk_desktop.ui import theme, turns
from tenk_desktop.ui.jobs import LOOK_EVERY_MS
from tenk_desktop.ui.session import ALL_TABLES, Session

NARROW = 880
"""Below this width, in pixels at 100 % text, a page puts under what it had beside."""


class Page(QWidget):
    """A screen. A hidden one notes that it is stale and asks again when shown."""

    tables: ClassVar[frozenset[str]] = ALL_TABLES
    narrow: ClassVar[int] = NARROW

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.setProperty("role", "page")
        self._stale = True
        self._narrow: bool | None = None
        session.changed.connect(self._on_changed)
        session.redraw.connect(self.redraw)
        session.switched.connect(self.start_over)

    def refresh(self) -> None:
        """Ask the ledger and draw."""
        raise NotImplementedError

    def arrange(self, *, narrow: bool) -> None:
        """Put things beside or under one another; called when the room for it changes, as with larger text."""

    def redraw(self) -> None:
        """The same money, shown or hidden: nothing may still say an amount once this returns and the page is seen."""
        self._ask_again()

    def start_over(self) -> None:
        """Another ledger is open: forget what was chosen in the former one."""
        self._ask_again()

    def while_here(self, act: Callable[..., object]) -> Callable[..., object]:
        """The same, or nothing once another look or language has put another window in the place of this one."""
        return lambda *values: act(*values) if isValid(self) else None

    def work(self, work: Callable[[Progress], Any], done: Callable[[Any], object]) -> None:
        """Have the worker do it, then call ``done`` with what it brings, if this page is still there."""
        self.session.jobs.start("", work, self.while_here(done), self.session.refused.emit)

    def in_turns(self, steps: Iterator[None]) -> None:
        """Each step at a turn of the event loop of its own: the window answers in between. None while the worker is at
        something: both want Python's lock, and a step of 50 ms then takes 300.
        """

        def turn() -> None:
            if self.session.jobs.busy:
                QTimer.singleShot(LOOK_EVERY_MS, self.while_here(turn))
            elif next(steps, self) is not self:
                QTimer.singleShot(0, self.while_here(turn))

        turn()

    def fetch_charts(self, ready: Callable[[Any], object]) -> None:
        """Load `ui.charts` after the first paint, then call ``ready`` with it."""
        if found := sys.modules.get(turns.CHARTS):  # another page has brought them: no need to wait for the worker
            QTimer.singleShot(0, self.while_here(lambda: ready(found)))
        else:
            self.work(turns.beside, lambda _: self.in_turns(turns.charts(ready)))

    def _on_changed(self, changes: Changes) -> None:
        if self.tables & changes.tables:
            self._ask_again()

    def _ask_again(self) -> None:
        self._stale = not self.isVisible()
        if not self._stale:
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme.scaled(self.narrow)
        if narrow is not self._narrow:
            self._narrow = narrow
            self.arrange(narrow=narrow)
