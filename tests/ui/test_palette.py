"""Every action found by name, and the list of keys: both from what the window really offers."""

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from tenk_desktop.ui.actions import commands
from tenk_desktop.ui.app import Desk
from tenk_desktop.ui.dialogs.palette import RECENT, PaletteDialog, ranked, remembered
from tenk_desktop.ui.dialogs.reconcile import ReconcileDialog
from tenk_desktop.ui.dialogs.shortcuts import ShortcutsDialog
from tenk_desktop.ui.main_window import MainWindow
from tenk_desktop.ui.settings import SettingsFile


@pytest.fixture
def desk(desk: Desk, qtbot) -> Desk:
    """Once its first verdict is there."""
    qtbot.waitUntil(lambda: not desk.session.jobs.busy, timeout=15000)
    return desk


def opened(desk: Desk, kind: type):
    QApplication.processEvents()
    return next(d for d in desk.window.findChildren(kind) if d.isVisible())


def palette(desk: Desk) -> PaletteDialog:
    desk.window.actions_asked.emit()
    return opened(desk, PaletteDialog)


def names(shown: PaletteDialog) -> list[str]:
    return [shown.list.item(row, 0).text() for row in range(shown.list.rowCount())]


def test_every_menu_entry_is_found(window: MainWindow) -> None:
    found = commands(window.menus, window.pages())
    known = {c.name for c in found}
    assert {"Importer…", "Pointer un relevé…", "Masquer les montants", "Sombre", "Journal", "125 %"} <= known
    assert len({c.id for c in found}) == len(found)
    importing = next(c for c in found if c.name == "Importer…")
    assert (importing.where, importing.keys) == ("Fichier", "Ctrl+I")
    for command in found:
        assert (command in ranked(found, command.name, [])) == command.enabled


def test_an_action_of_the_page_needs_no_registration(window: MainWindow) -> None:
    window.go(1)
    found = {c.name: c for c in commands(window.menus, window.pages()) if c.where == "Journal"}
    assert found["Supprimer"].keys
    window.go(0)
    assert "Supprimer" not in {c.name for c in commands(window.menus, window.pages())}


def test_two_actions_never_share_a_key(window: MainWindow) -> None:
    """Qt would run neither."""
    for at in range(len(window._pages)):
        window.go(at)
        keys = Counter(c.keys for c in commands(window.menus, window.pages()) if c.keys)
        assert not [key for key, count in keys.items() if count > 1], window._pages[at][0]


def test_letters_enter_and_the_action_runs(desk: Desk) -> None:
    shown = palette(desk)
    assert shown.focusWidget() is shown.field
    QTest.keyClicks(shown.field, "pointer releve")
    assert names(shown)[0] == "Pointer un relevé…"
    assert shown.list.item(0, 2).text() == "Ctrl+P"
    QTest.keyClick(shown.field, Qt.Key.Key_Return)
    dialog = opened(desk, ReconcileDialog)
    assert dialog.account.value().name == "Courant"
    dialog.close()
    assert SettingsFile().now.recent_actions == "Comptes/Pointer un relevé…"
    again = palette(desk)
    assert names(again)[0] == "Pointer un relevé…", "recent first"
    QTest.keyClick(again.field, Qt.Key.Key_Escape)
    assert not again.isVisible()


def test_arrows_go_round_and_nothing_found_is_said(desk: Desk) -> None:
    shown = palette(desk)
    QTest.keyClick(shown.field, Qt.Key.Key_Up)
    assert shown.list.currentRow() == shown.list.rowCount() - 1
    QTest.keyClick(shown.field, Qt.Key.Key_Down)
    assert shown.list.currentRow() == 0
    QTest.keyClicks(shown.field, "xyzzy")
    assert not shown.list.isVisible()
    assert shown._none.isVisible()
    QTest.keyClick(shown.field, Qt.Key.Key_Return)
    assert shown.isVisible()
    shown.reject()


def test_the_last_run_come_first_and_are_few() -> None:
    recent: list[str] = []
    for i in range(20):
        recent = remembered(recent, f"a/{i}")
    assert recent == [f"a/{i}" for i in range(19, 19 - RECENT, -1)]
    assert remembered(recent, "a/12")[:2] == ["a/12", "a/19"]


def test_the_list_of_keys_is_made_of_the_same(desk: Desk) -> None:
    desk.window.help_asked.emit()
    listed = opened(desk, ShortcutsDialog)
    said = "\n".join(w.text() for w in listed.findChildren(QLabel))
    for command in commands(desk.window.menus, desk.window.pages(all_of_them=True)):
        if command.keys:
            assert command.keys in said
            assert (command.says or command.name) in said.replace("\N{NO-BREAK SPACE}", " ")
    listed.close()


def test_ctrl_k_and_question_mark_are_keys_of_the_window(window: MainWindow, qtbot) -> None:
    QApplication.processEvents()
    with qtbot.waitSignal(window.actions_asked):
        QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(window.reconcile_asked):
        QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
