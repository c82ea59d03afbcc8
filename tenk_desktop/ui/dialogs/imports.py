"""The imports that are in the ledger, each of which can be taken back whole."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from tenk_desktop.core.errors import LockedError
from tenk_desktop.core.model import Changes, ImportRecord
from tenk_desktop.core.progress import Progress
from tenk_desktop.core.text import date_text, neutral, ntr, tr
from tenk_desktop.store.ledger import Ledger
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
        """Take one import back; it can be redone. Asks first when a bank's statement holds rows of it."""

        def refused(error: Exception) -> None:
            consent = self._session.consent
            if isinstance(error, LockedError) and consent is not None:
                if consent(error):
                    self._write(partial(_undo_unlocked, import_id), self._session.refused.emit)
            else:
                self._session.refused.emit(error)

        self._write(lambda ledger, _progress: ledger.undo_import(import_id), refused)

    def _write(self, step: Callable[[Ledger, Progress], Changes], failed: Callable[[Exception], object]) -> None:
        self._session.write_later(tr("Annulation…"), step, lambda _changes: None, failed)


def _undo_unlocked(import_id: int, ledger: Ledger, _progress: Progress) -> Changes:
    with ledger.unlocked():
        return ledger.undo_import(import_id)
