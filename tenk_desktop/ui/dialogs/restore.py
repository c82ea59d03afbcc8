"""The copies there are of a ledger, one of which can take its place."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHeaderView, QTableWidget, QTableWidgetItem, QWidget
from shiboken6 import isValid

from tenk_desktop.core.text import date_text, ntr, tr
from tenk_desktop.store.backups import Backup, backup_folder, backups
from tenk_desktop.ui import files, theme
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.widgets import Button, as_list, columns, fit, label, rows


class RestoreDialog(QDialog):
    """A line a copy, the newest first; `chosen` says the one picked, or a file from elsewhere."""

    chosen = Signal(object)  # Path

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._copies: tuple[Backup, ...] = ()
        self.setWindowTitle(tr("Reprendre une copie"))
        self.table = QTableWidget()
        as_list(self.table, self.windowTitle())
        self.table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.table.activated.connect(lambda _index: self.take())
        self._said = label(tr("Recherche des copies…"), "quiet", wrap=True)
        self.button = Button(tr("Reprendre…"), self.take, "primary")
        self.button.setEnabled(False)
        foot = columns(
            Button(tr("un autre fichier…"), self._pick, "link"), 1, Button(tr("Annuler"), self.reject), self.button
        )
        title = label(self.windowTitle(), "title")
        self.setLayout(rows(title, self._said, self.table, foot, spacing=theme.M, margin=theme.XL))
        fit(self, 620, 420)
        path = session.ledger.path
        session.jobs.start("", lambda _progress: backups(path), self._found, session.refused.emit)
        session.switched.connect(self.reject)

    def _found(self, found: tuple[Backup, ...]) -> None:
        if not isValid(self):  # closed meanwhile
            return
        self._copies = found
        heads = (tr("Faite le"), tr("Contenu"), tr("Jusqu’au"))
        self.table.setColumnCount(len(heads))
        self.table.setHorizontalHeaderLabels(heads)
        self.table.setRowCount(len(found))
        for at, copy in enumerate(found):
            texts = (
                copy.made_at.strftime("%d/%m/%Y %H:%M"),
                ntr("{count} opération", "{count} opérations", copy.transactions),
                date_text(copy.last) if copy.last else "",
            )
            for column, text in enumerate(texts):
                self.table.setItem(at, column, QTableWidgetItem(text))
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.setVisible(bool(found))
        where = tr("Les copies sont dans {path}", path=backup_folder())
        none = tr("Aucune copie pour l’instant : « Faire une copie de sauvegarde », dans le menu Fichier, en fait une.")
        self._said.setText(where if found else none)
        self.button.setEnabled(bool(found))
        if found:
            self.table.selectRow(0)
            self.table.setFocus()

    def take(self) -> None:
        """The copy on the line chosen."""
        at = self.table.currentRow()
        if 0 <= at < len(self._copies):
            self._take(self._copies[at].path)

    def _pick(self) -> None:
        path = files.pick(self, tr("Une copie de vos comptes"), "Tenk (*.tenk)")
        if path is not None:
            self._take(path)

    def _take(self, path: Path) -> None:
        self.accept()
        self.chosen.emit(path)
