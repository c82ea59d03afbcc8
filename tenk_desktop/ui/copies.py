"""Copies of the accounts, as the File menu offers them: backups, restoring, whole exports. All in the worker."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tenk_desktop.core.errors import LedgerError
from tenk_desktop.core.exporting import FORMATS, SUFFIXES
from tenk_desktop.core.exporting.formats import written
from tenk_desktop.core.progress import Progress
from tenk_desktop.core.text import msg, neutral, tr
from tenk_desktop.store.ledger import Ledger, writing
from tenk_desktop.ui import errors, files
from tenk_desktop.ui.session import Session

Window = Callable[[], QWidget]
"""The window there is when it is asked for: another look puts another one in its place."""


def back_up(session: Session, window: Window) -> None:
    """Make a verified copy beside the others, and say where it is."""

    def work(path: Path, _progress: Progress) -> Path:
        from tenk_desktop.store.backups import back_up

        with Ledger.open(path) as ledger:
            return back_up(ledger)

    def done(copy: Path) -> None:
        errors.tell(tr("Copie faite et vérifiée."), neutral(str(copy)), window())

    _start(session, tr("Copie de sauvegarde…"), partial(work, session.ledger.path), done)


def export(session: Session, window: Window, name: str) -> None:
    """Write the whole ledger in this format (one of `FORMATS`) where the user says."""
    ledger = session.ledger.path
    suffix = SUFFIXES.get(name, name)
    out = files.place(window(), tr("Exporter tous les comptes"), f"{tr(FORMATS[name])} (*.{suffix})", ledger.stem)
    if out is None:
        return

    def done(_nothing: None) -> None:
        errors.tell(tr("Tous vos comptes sont exportés."), neutral(str(out)), window())

    _start(session, tr("Export…"), partial(_export, ledger, name, out), done)


def restore(session: Session, window: Window) -> None:
    """Let the user choose a copy, and put it in the ledger's place; what was there is kept."""
    from tenk_desktop.ui.dialogs.restore import RestoreDialog

    dialog = RestoreDialog(session, window())
    dialog.chosen.connect(partial(_restore, session, window))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def _restore(session: Session, window: Window, copy: Path) -> None:
    ledger = session.ledger.path
    asked = tr("Reprendre vos comptes de cette copie ?")
    detail = tr("Ce qui est là maintenant sera d’abord copié à son tour : rien ne se perd.")
    if not errors.confirm(asked, detail, tr("Reprendre"), window()):
        return

    def work(_progress: Progress) -> Path | None:
        from tenk_desktop.store.backups import restore

        return restore(copy, ledger)

    def done(kept: Path | None) -> None:
        if session.ledger.path == ledger:
            session.open(ledger)
        before = tr("Ce qui était là est gardé dans {path}", path=neutral(str(kept))) if kept else ""
        errors.tell(tr("Vos comptes sont repris de la copie."), before, window())

    _start(session, tr("Reprise de la copie…"), work, done)


def _start(session: Session, label: str, work: Callable[[Progress], Any], done: Callable[[Any], object]) -> None:
    session.jobs.start(label, work, done, session.refused.emit)


def _export(ledger: Path, name: str, out: Path, _progress: Progress) -> None:
    """Write beside the place first: a file there is replaced whole, or stays as it was. The accounts never are."""
    with writing(out):
        if out.exists() and out.samefile(ledger):
            raise LedgerError(msg("C’est le fichier de comptes ouvert."), msg("Choisissez un autre nom."))
    with Ledger.open(ledger) as opened:
        data = written(opened.book(), name)
    beside = out.with_name(f".{out.name}.{os.getpid()}.new")
    with writing(out):
        try:
            beside.write_bytes(data)
            beside.replace(out)
        finally:
            beside.unlink(missing_ok=True)
