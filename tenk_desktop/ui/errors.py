"""The only place that interrupts someone with a box: a calm sentence and a way out, never a traceback.

A `TenkError` is the environment's or the file's fault and speaks for itself. Anything else is our bug: it is written
to a log that stays on this machine, and the window goes on.
"""

import sys
import traceback
from datetime import datetime
from pathlib import Path
from types import TracebackType

from platformdirs import user_log_path
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from tenk_desktop.core.errors import Cancelled, TenkError
from tenk_desktop.core.text import tr


def show(error: BaseException, parent: QWidget | None = None) -> None:
    """Say what happened. Someone changing their mind is not said at all."""
    if isinstance(error, Cancelled):
        return
    parent = parent or QApplication.activeWindow()
    if isinstance(error, TenkError):
        _say(_box(QMessageBox.Icon.Information, str(error.what), str(error.way_out or ""), parent))
        return
    log = write_crash(error)
    box = _box(
        QMessageBox.Icon.Warning,
        tr("Tenk a rencontré un problème imprévu."),
        tr(
            "Vos comptes sont intacts : chaque opération est enregistrée en entier ou pas du tout. "
            "Le détail est noté dans {file}, sur cet ordinateur.",
            file=log,
        ),
        parent,
    )
    _say(box)


def tell(said: str, detail: str, parent: QWidget | None = None) -> None:
    """Say that something asked for is done, where nothing on screen shows it."""
    box = _box(QMessageBox.Icon.Information, said, detail, parent)
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)  # a path is worth copying
    _say(box)


def _say(box: QMessageBox) -> None:
    """Without blocking where a window holds the box; alone, it would vanish with its last reference."""
    if box.parent() is not None:
        box.open()
    else:
        box.exec()


def confirm(question: str, detail: str, yes: str, parent: QWidget | None = None) -> bool:
    """Ask before something that Ctrl+Z would not take back, or that a bank's statement speaks against."""
    box = _box(QMessageBox.Icon.Question, question, detail, parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)  # it is still asked which button it was
    accept = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    box.addButton(tr("Annuler"), QMessageBox.ButtonRole.RejectRole)
    box.exec()
    accepted = box.clickedButton() is accept
    box.deleteLater()
    return accepted


def _box(icon: QMessageBox.Icon, text: str, detail: str, parent: QWidget | None) -> QMessageBox:
    box = QMessageBox(icon, "Tenk", text, parent=parent)
    box.setInformativeText(detail)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, parent is not None)
    return box


def crash_log() -> Path:
    """Where our bugs are written down."""
    return user_log_path("tenk", appauthor=False) / "problemes.log"


def write_crash(error: BaseException) -> Path:
    """Append the traceback to the log and to standard error. Amounts and payees are not in a traceback."""
    text = "".join(traceback.format_exception(error))
    sys.stderr.write(text)
    path = crash_log()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as log:
            log.write(f"{datetime.now().astimezone().isoformat(timespec='seconds')}\n{text}\n")
    except OSError:
        sys.stderr.write(f"{path}: not writable\n")
    return path


def install_hook() -> None:
    """Let an unforeseen error in a slot reach `show` instead of the terminal."""

    def hook(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt):
            sys.__excepthook__(_kind, error, _trace)
        else:
            show(error)

    sys.excepthook = hook
