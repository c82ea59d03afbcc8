"""What every page is: it shows the session's ledger, asks again when its tables change, and only while it is seen."""

from typing import ClassVar

from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from tenk_desktop.core.model import Changes
from tenk_desktop.ui import theme
from tenk_desktop.ui.session import ALL_TABLES, Session

NARROW = 880
"""Below this width, in pixels at 100 % text, a page puts under what it had beside."""


class Page(QWidget):
    """A screen. A hidden one notes that it is stale and asks again when shown."""

    tables: ClassVar[frozenset[str]] = ALL_TABLES

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
        narrow = self.width() < theme.scaled(NARROW)
        if narrow is not self._narrow:
            self._narrow = narrow
            self.arrange(narrow=narrow)
