"""A later start hands its files to the first window; nothing it meets keeps a window from opening."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tenk_desktop.__main__ import _names_a_verb
from tenk_desktop.core.errors import TenkError
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.ui.app import Desk
from tenk_desktop.ui.dialogs.import_dialog import ImportDialog
from tenk_desktop.ui.one_instance import Door, enter

OWNER = """
import sys, time
from pathlib import Path
from tenk_desktop.ui.one_instance import enter
door = enter((), Path(sys.argv[1]))
print(door is not None, flush=True)
time.sleep(60)
"""
LATER = """
import sys
from pathlib import Path
from tenk_desktop.ui.one_instance import enter
print(enter([Path(a) for a in sys.argv[3:]], Path(sys.argv[1]), float(sys.argv[2])) is None)
"""


@contextmanager
def owner_elsewhere(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the door and never listens."""
    with subprocess.Popen([sys.executable, "-c", OWNER, str(folder)], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "True\n"
            yield process
        finally:
            process.kill()


def later_start(folder: Path, patience: float, *paths: str, cwd: Path | None = None) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", LATER, str(folder), str(patience), *paths]
    return subprocess.Popen(
        words,
        stdout=subprocess.PIPE,
        text=True,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )


@pytest.fixture
def door(tmp_path: Path, qapp) -> Iterator[Door]:
    made = enter((), tmp_path / "window")
    assert made is not None
    made.open()
    yield made
    made.close()


def test_a_later_start_is_heard_with_whole_paths_and_ends(door: Door, tmp_path: Path, qtbot) -> None:
    with qtbot.waitSignal(door.asked, timeout=10_000) as heard:
        second = later_start(tmp_path / "window", 9, "relevé.csv", "-1.tenk", cwd=tmp_path)
    assert heard.args == [(tmp_path / "relevé.csv", tmp_path / "-1.tenk")]
    assert second.communicate(timeout=10)[0] == "True\n"
    assert list((tmp_path / "window" / "asked").iterdir()) == []


def test_a_start_without_files_asks_to_come_forward(door: Door, tmp_path: Path, qtbot) -> None:
    with qtbot.waitSignal(door.asked, timeout=10_000) as heard:
        second = later_start(tmp_path / "window", 9)
    assert heard.args == [()]
    assert second.communicate(timeout=10)[0] == "True\n"


def test_what_was_asked_before_the_window_listens_is_heard(tmp_path: Path, qtbot) -> None:
    made = enter((), tmp_path)
    assert made is not None
    with later_start(tmp_path, 9, "/a.csv") as second:
        while not list((tmp_path / "asked").glob("*.json")):
            time.sleep(0.02)
        with qtbot.waitSignal(made.asked) as heard:
            made.open()
        assert heard.args == [(Path("/a.csv"),)]
        assert second.communicate(timeout=10)[0] == "True\n"
    made.close()


def test_a_window_that_does_not_answer_is_not_waited_for_long_and_keeps_no_request(tmp_path: Path) -> None:
    with owner_elsewhere(tmp_path):
        made = enter([Path("/a.csv")], tmp_path, patience=0.1)
        assert made is not None
        assert list((tmp_path / "asked").iterdir()) == []


def test_a_dead_owner_loses_the_door(tmp_path: Path, qapp) -> None:
    with owner_elsewhere(tmp_path) as process:
        process.kill()
        process.wait()
    first = enter((), tmp_path, patience=0)
    assert first is not None
    with later_start(tmp_path, 0.1) as second:  # shut out: the door is owned again
        assert second.communicate(timeout=10)[0] == "False\n"
    assert not list((tmp_path / "asked").iterdir())
    first.close()


def test_a_closed_door_is_free(tmp_path: Path, qapp) -> None:
    first = enter((), tmp_path)
    assert first is not None
    first.open()
    first.close()
    second = enter((), tmp_path, patience=0)
    assert second is not None
    second.open()
    second.close()


def test_a_folder_that_cannot_be_made_keeps_no_window_from_opening(tmp_path: Path, qapp) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    made = enter((), blocked)
    assert made is not None
    made.open()
    made.close()


@pytest.mark.parametrize("text", [b"", b"\xff", b"{}", b"[1]", b"[" * 50])
def test_requests_that_are_none_of_ours_are_swept_away(text: bytes, tmp_path: Path, qapp) -> None:
    made = enter((), tmp_path)
    assert made is not None
    heard: list[object] = []
    made.asked.connect(heard.append)
    (tmp_path / "asked" / "1.json").write_bytes(text)
    made.open()
    assert heard == []
    assert not list((tmp_path / "asked").iterdir())
    made.close()


def test_a_request_left_behind_long_ago_is_not_done(tmp_path: Path, qapp) -> None:
    made = enter((), tmp_path)
    assert made is not None
    heard: list[object] = []
    made.asked.connect(heard.append)
    old = tmp_path / "asked" / "1.json"
    old.write_text('["/a.csv"]')
    os.utime(old, (time.time() - 3600,) * 2)
    made.open()
    assert heard == []
    made.close()


# the command


def test_the_command_hands_a_file_to_the_window_there_is(tmp_path: Path, qtbot) -> None:
    """The whole way, in the user's own folders: `tenk FILE` while a window is open."""
    door = enter(())
    assert door is not None
    door.open()
    export = tmp_path / "relevé de compte.csv"
    export.write_text("Date;Montant\n", "utf-8")
    words = [sys.executable, "-m", "tenk_desktop", str(export)]
    with qtbot.waitSignal(door.asked, timeout=20_000) as heard:
        later = subprocess.Popen(words, cwd=Path(__file__).parents[2])
    assert heard.args == [(export,)]
    assert later.wait(timeout=10) == 0
    door.close()


def test_a_verb_is_a_verb_whatever_files_are_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("import", "relevé.csv", "mes comptes.tenk"):
        (tmp_path / name).write_text("")
    assert _names_a_verb(["import"])
    assert _names_a_verb(["nulle-part.csv"])
    assert _names_a_verb(["--lang", "relevé.csv", "months"])
    assert not _names_a_verb(["relevé.csv", "--lang", "fr", str(tmp_path / "mes comptes.tenk")])


# what the window does with them; the offscreen platform has no other window to come before

no_raise = pytest.mark.qt_log_ignore(r"support (raise|propagateSizeHints)\(\)")  # the closest mark is the one read


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "releve.csv"
    path.write_text("Date;Libellé;Montant\n18/11/2026;Boulangerie;-2,10\n", "utf-8")
    return path


def dialogs(desk: Desk) -> list[ImportDialog]:
    return [d for d in desk.window.findChildren(ImportDialog) if d.isVisible()]


@no_raise
def test_accounts_are_opened_and_exports_previewed_in_them(desk: Desk, tmp_path: Path, export: Path, qtbot) -> None:
    other = tmp_path / "autre.tenk"
    Ledger.create(other).close()
    desk.receive([export, other])
    assert desk.session.ledger.path == other
    qtbot.waitUntil(lambda: len(dialogs(desk)) == 1)
    assert desk.session.ledger.imports() == ()
    dialogs(desk)[0].reject()


@no_raise
def test_an_import_under_way_keeps_its_accounts(desk: Desk, tmp_path: Path, export: Path, qtbot) -> None:
    first, other = desk.session.ledger.path, tmp_path / "autre.tenk"
    Ledger.create(other).close()
    desk.import_files([export])
    desk.receive([other])
    qtbot.wait(600)
    assert desk.session.ledger.path == first
    dialogs(desk)[0].reject()
    qtbot.waitUntil(lambda: desk.session.ledger.path == other)


@no_raise
def test_what_is_no_ledger_is_refused_in_words(desk: Desk, tmp_path: Path) -> None:
    first, refused = desk.session.ledger.path, []
    desk.session.refused.disconnect()
    desk.session.refused.connect(refused.append)
    (tmp_path / "faux.tenk").write_text("non")
    desk.receive([tmp_path / "faux.tenk"])
    assert desk.session.ledger.path == first
    assert [type(error) for error in refused] != []
    assert all(isinstance(error, TenkError) for error in refused)
