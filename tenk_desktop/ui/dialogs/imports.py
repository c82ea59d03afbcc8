"""The imports that are in the ledger, each of which can be taken back whole."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from tenk_desktop.core.model import ImportRecord
from tenk_desktop.core.text import date_text, neutral, ntr, tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.widgets import Button, clear, columns, label, rows, scrolled


class ImportsDialog(QDialog):
    """A line an import, the newest first."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle(tr("Imports"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.gap(theme.XL))
        self._grid.setColumnStretch(0, 1)
        listed = QWidget()
        sheet = rows(self._grid)
        sheet.addStretch(1)
        listed.setLayout(sheet)
        close = Button(tr("Fermer"), self.accept, "primary")
        self.setLayout(
            rows(
                label(self.windowTitle(), "title"),
                scrolled(listed, "sheet"),
                columns(1, close),
                spacing=theme.L,
                margin=theme.XL,
            )
        )
        self.resize(theme.scaled(720), theme.scaled(420))
        session.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Ask the ledger again."""
        clear(self._grid)
        records = self._session.ledger.imports()
        if not records:
            self._grid.addWidget(label(tr("Aucun import pour l’instant."), "quiet"), 0, 0)
        for i, record in enumerate(reversed(records)):
            self._line(i, record)

    def _line(self, at: int, record: ImportRecord) -> None:
        days = f"{date_text(record.first)} – {date_text(record.last)}" if record.first and record.last else ""
        undo = Button(tr("annuler cet import"), partial(self.undo, record.id), "link")
        undo.setAccessibleName(tr("Annuler l’import de {file}", file=neutral(record.file)))
        texts = (neutral(record.file), days, ntr("{count} ligne", "{count} lignes", record.rows))
        for column, text in enumerate(texts):
            self._grid.addWidget(label(text, "quiet" if column else "", wrap=column == 0), at, column)
        self._grid.addWidget(undo, at, 3, Qt.AlignmentFlag.AlignRight)

    def undo(self, import_id: int) -> None:
        """Take one import back; it can be redone."""
        session = self._session
        session.write_later(
            tr("Annulation…"),
            lambda ledger, _p: ledger.undo_import(import_id),
            lambda _changes: None,
            session.refused.emit,
        )
