"""The sidebar: whose accounts these are, the pages, and the door for files."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton

from tenk_desktop.core.text import tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.widgets import Button, JobBar, columns, label, rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tenk_desktop.ui.jobs import Jobs


class Sidebar(QFrame):
    """``pages`` are names, icons and number keys."""

    page_asked = Signal(int)
    import_asked = Signal()

    def __init__(self, pages: Sequence[tuple[str, str, int]], jobs: Jobs) -> None:
        super().__init__()
        self.setProperty("role", "sidebar")
        self.setFixedWidth(min(theme.scaled(200), 300))
        self._name = label(role="small")
        self._nav = QButtonGroup(self)
        self._nav.idClicked.connect(self.page_asked)
        layout = rows(label("Tenk", "brand"), self._name, spacing=theme.XS, margin=theme.M)
        layout.addSpacing(theme.gap(theme.M))
        for i, (name, icon, key) in enumerate(pages):
            layout.addWidget(self._button(i, name, icon, key))
        layout.addStretch(1)
        layout.addWidget(JobBar(jobs))
        layout.addWidget(self._import_button())
        layout.addSpacing(theme.gap(theme.XS))
        layout.addWidget(label(tr("Hors ligne · tout reste ici"), "small", wrap=True))
        self.setLayout(layout)

    def show_page(self, at: int) -> None:
        """Mark the page that is on screen."""
        self._nav.button(at).setChecked(True)

    def show_name(self, name: str, tip: str) -> None:
        """Whose accounts are open, shortened in its middle where there is no room."""
        room = self.width() - 2 * theme.gap(theme.M)
        metrics = self._name.fontMetrics()
        self._name.setText(metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, room))
        self._name.setToolTip(tip)

    def _import_button(self) -> Button:
        large = theme.scaled(100) > 130  # no room for hints
        words = tr("Importer…") if large else tr("Importer…") + "  Ctrl+I"
        button = Button(words, self.import_asked.emit, "primary")
        button.setAccessibleName(tr("Importer des fichiers"))
        return button

    def _button(self, at: int, name: str, icon: str, key: int) -> QToolButton:
        button = QToolButton()
        button.setProperty("role", "nav")
        button.setText(f"  {name}")
        button.setAccessibleName(name)
        button.setIcon(theme.icon(icon))
        button.setIconSize(QSize(theme.scaled(18), theme.scaled(18)))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setCheckable(True)
        button.setSizePolicy(button.sizePolicy().Policy.Expanding, button.sizePolicy().Policy.Fixed)
        if theme.scaled(100) <= 130:
            button.setLayout(columns(1, label(str(key), "small"), margin=theme.S))
        self._nav.addButton(button, at)
        QShortcut(QKeySequence(str(key)), self, partial(self.page_asked.emit, at))
        return button
