"""Backups, restoring and whole exports from the File menu."""

import csv
import json
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QMessageBox, QPushButton

from tenk_desktop.core.errors import LedgerError
from tenk_desktop.core.exporting import FORMATS
from tenk_desktop.core.model import Transaction
from tenk_desktop.core.progress import silent
from tenk_desktop.store.backups import backups
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.ui.actions import commands
from tenk_desktop.ui.app import Desk
from tenk_desktop.ui.copies import _export
from tenk_desktop.ui.dialogs.restore import RestoreDialog
from tenk_desktop.ui.files import pick_several


def run(desk: Desk, name: str) -> None:
    """As from the menu or from the palette."""
    next(c for c in commands(desk.window.menus, {}) if c.name == name).run()


def name_it(path: Path) -> None:
    """Type the name of a file into the file dialog about to come."""

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QFileDialog):
            QTimer.singleShot(10, answer)
            return
        dialog.setDirectory(str(path.parent))
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        assert field is not None
        field.setCompleter(None)
        field.setText(path.name)
        QTest.keyClick(field, Qt.Key.Key_Return)

    QTimer.singleShot(10, answer)


def said(desk: Desk, qtbot) -> tuple[str, str]:
    """What the box on the window says; it is then closed."""
    boxes = partial(desk.window.findChildren, QMessageBox)
    qtbot.waitUntil(lambda: any(box.isVisible() for box in boxes()), timeout=10000)
    (box,) = (box for box in boxes() if box.isVisible())
    words = box.text(), box.informativeText()
    box.close()
    return words


def spent(desk: Desk, amount: int) -> None:
    account = desk.session.ledger.accounts()[0].id
    desk.session.write(lambda ledger: ledger.save(Transaction(0, account, date(2026, 11, 20), amount, "Café")))


def test_a_copy_is_made_and_its_place_said(desk: Desk, qtbot) -> None:
    run(desk, "Faire une copie de sauvegarde")
    what, where = said(desk, qtbot)
    (copy,) = backups(desk.session.ledger.path)
    assert (what, where) == ("Copie faite et vérifiée.", str(copy.path))


def test_a_copy_is_taken_back_and_what_was_there_is_kept(desk: Desk, qtbot) -> None:
    run(desk, "Faire une copie de sauvegarde")
    said(desk, qtbot)
    before = desk.session.ledger.count_and_sum()
    spent(desk, -99900)
    run(desk, "Reprendre une copie…")
    dialog = desk.window.findChild(RestoreDialog)
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 1)
    assert dialog.table.item(0, 1).text() == "8 opérations"
    QTimer.singleShot(0, partial(press, "Reprendre"))
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    _what, where = said(desk, qtbot)
    assert desk.session.ledger.count_and_sum() == before
    kept = max(backups(desk.session.ledger.path), key=lambda b: b.transactions)
    assert kept.transactions == 9
    assert str(kept.path) in where


def press(text: str) -> None:
    box = QApplication.activeModalWidget()
    if not isinstance(box, QMessageBox):
        QTimer.singleShot(10, partial(press, text))
        return
    next(b for b in box.findChildren(QPushButton) if b.text() == text).click()


def test_without_a_copy_it_says_how_one_is_made(desk: Desk, qtbot) -> None:
    run(desk, "Reprendre une copie…")
    dialog = desk.window.findChild(RestoreDialog)
    qtbot.waitUntil(lambda: not desk.session.jobs.busy)
    assert not dialog.button.isEnabled()
    assert any("Aucune copie" in w.text() for w in dialog.findChildren(QLabel))
    dialog.reject()


@pytest.mark.parametrize("name", FORMATS)
def test_all_accounts_are_exported_in_every_format(desk: Desk, qtbot, tmp_path: Path, name: str) -> None:
    out = tmp_path / "dehors" / f"tout.{'journal' if name == 'hledger' else name}"
    out.parent.mkdir()
    name_it(out.with_suffix(""))
    desk.window.export_asked.emit(name)
    assert said(desk, qtbot) == ("Tous vos comptes sont exportés.", str(out))
    assert [p.name for p in out.parent.iterdir()] == [out.name]
    data = out.read_bytes()
    if name == "csv":
        assert len(list(csv.reader(data.decode().splitlines()))) > 8
    elif name == "json":
        assert json.loads(data)
    else:
        assert len(data) > 200


def test_a_place_that_cannot_be_written_is_said(desk: Desk, qtbot, tmp_path: Path) -> None:
    (tmp_path / "pris.csv").mkdir()
    refused: list[Exception] = []
    desk.session.refused.connect(refused.append)
    desk.session.jobs.start(
        "",
        lambda progress: _export(desk.session.ledger.path, "csv", tmp_path / "pris.csv", progress),
        lambda _nothing: None,
        desk.session.refused.emit,
    )
    what, _way_out = said(desk, qtbot)
    assert what.startswith("Impossible d’écrire")
    assert refused


def test_an_export_never_takes_the_place_of_the_accounts(desk: Desk) -> None:
    path = desk.session.ledger.path
    with pytest.raises(LedgerError):
        _export(path, "csv", path, silent)
    with Ledger.open(path) as ledger:
        assert ledger.count() == desk.session.ledger.count()


def test_the_file_dialog_speaks_french(desk: Desk, tmp_path: Path) -> None:
    words: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        words.extend(
            w.text().replace("&", "") for w in (*dialog.findChildren(QLabel), *dialog.findChildren(QPushButton))
        )
        dialog.reject()

    from tenk_desktop.ui.app import speak

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    speak(app, "fr")
    QTimer.singleShot(50, look)
    assert pick_several(desk.window, "Fichiers", "Tout (*)") == []
    assert {"Dossier :", "Type de fichier :", "Annuler"} <= {w.replace("\u00a0", " ") for w in words}
    assert not [w for w in words if "Look" in w or "Files" in w or "Open" in w]
