"""A box for a table or a page copied from elsewhere, such as what TikTok shows and gives no file of."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QPlainTextEdit

from tenk_desktop.core.text import tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.widgets import Button, columns, label, rows


@dataclass(frozen=True, slots=True)
class Pasted:
    """A text to import as if it were a file."""

    text: str

    @property
    def name(self) -> str:
        """What its import is called."""
        return tr("texte collé")


class PasteBox(QFrame):
    """Closed it is one button; open, a field with what the clipboard holds. ``given`` says a `Pasted`."""

    given = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._open = Button(tr("Coller un tableau ou une page…"), self.open)
        self.field = QPlainTextEdit()
        self.field.setTabChangesFocus(True)
        self.field.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.field.setAccessibleName(tr("Texte à lire"))
        self.field.setMinimumHeight(self.fontMetrics().height() * 6)
        hint = tr("Copiez le tableau ou la page entière (Ctrl+A, Ctrl+C), puis collez ici. Vous verrez ce qui est lu.")
        self._hint = label(hint, "quiet", wrap=True)
        self._read = Button(tr("Lire ce texte"), self._give, "primary")
        self.field.textChanged.connect(lambda: self._read.setEnabled(bool(self.field.toPlainText().strip())))
        self.setLayout(rows(columns(self._open, 1), self._hint, self.field, columns(1, self._read), spacing=theme.S))
        self.close_box()

    def open(self) -> None:
        """Show the field, filled with the clipboard where that holds lines."""
        self._show(opened=True)
        held = QGuiApplication.clipboard().text()
        if not self.field.toPlainText() and held.count("\n"):
            self.field.setPlainText(held)
            self.field.selectAll()
        self.field.setFocus()

    def close_box(self) -> None:
        """Empty it and hide the field."""
        self.field.clear()
        self._read.setEnabled(False)
        self._show(opened=False)

    def _show(self, *, opened: bool) -> None:
        self._open.setVisible(not opened)
        for widget in (self._hint, self.field, self._read):
            widget.setVisible(opened)

    def _give(self) -> None:
        self.given.emit(Pasted(self.field.toPlainText()))
