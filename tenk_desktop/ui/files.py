"""Asking for a file: in the system's own dialog, or in Qt's where there is none.

Qt's has no French for some of its words (`qtbase_fr`, 6.11), and says kinds of files in English: those are named here.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHeaderView, QTreeView, QWidget

from tenk_desktop.core.text import tr

_KIND = 2
"""The column of Qt's list that says it in the language of the system's database of kinds."""


def pick(parent: QWidget | None, title: str, kinds: str) -> Path | None:
    """A file that exists; None when nobody chose one. ``kinds`` is Qt's: ``Tenk (*.tenk);;Tout (*)``."""
    return next(iter(_asked(_dialog(parent, title, kinds), QFileDialog.FileMode.ExistingFile)), None)


def pick_several(parent: QWidget | None, title: str, kinds: str) -> list[Path]:
    """Files that exist."""
    return _asked(_dialog(parent, title, kinds), QFileDialog.FileMode.ExistingFiles)


def place(parent: QWidget | None, title: str, kinds: str, name: str = "", *, replaces: bool = True) -> Path | None:
    """Where to write a file, with the suffix of its kind. ``replaces``: Qt then asks before it names one there is."""
    dialog = _dialog(parent, title, kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, tr("Enregistrer"))
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite, on=not replaces)
    dialog.setDefaultSuffix(kinds.rpartition("*.")[2].strip(")"))
    if name:
        dialog.selectFile(name)
    return next(iter(_asked(dialog, QFileDialog.FileMode.AnyFile)), None)


def _dialog(parent: QWidget | None, title: str, kinds: str) -> QFileDialog:
    dialog = QFileDialog(parent, title, "", kinds)
    label = QFileDialog.DialogLabel
    for which, text in ((label.LookIn, tr("Dossier :")), (label.FileType, tr("Type de fichier :"))):
        dialog.setLabelText(which, text)
    return dialog


def _asked(dialog: QFileDialog, mode: QFileDialog.FileMode) -> list[Path]:
    dialog.setFileMode(mode)
    listed = dialog.findChild(QTreeView, "treeView")
    if listed is not None:  # Qt's own
        listed.hideColumn(_KIND)
        listed.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        listed.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    chosen: Sequence[str] = dialog.selectedFiles() if dialog.exec() else ()
    dialog.deleteLater()
    return [Path(name) for name in chosen]
