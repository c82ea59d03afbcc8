"""An audience file in the import window: its days are shown, written and taken back like any row."""

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QLabel

from tenk_desktop.ui.dialogs.import_dialog import DONE
from tenk_desktop.ui.dialogs.import_preview import BECOMES, DATE, LABEL
from tenk_desktop.ui.session import Session
from tests.core.test_studio import FOLLOWERS, as_studio

from .test_import_dialog import open_on, states


def test_followers_are_previewed_written_and_undone(session: Session, qtbot, tmp_path: Path) -> None:
    path = tmp_path / "FollowerHistory.csv"
    path.write_bytes(as_studio(FOLLOWERS, [("20 novembre", 6000, 4), ("21 novembre", "undefined", 0)]))
    dialog = open_on(session, qtbot, path)
    assert states(dialog) == ["+ nouveau"] * 2

    def cell(row: int, column: int) -> str:
        return str(dialog.model.data(dialog.model.index(row, column)))

    assert cell(0, DATE) == "20/11/2026"
    assert "6\N{NARROW NO-BREAK SPACE}000" in cell(0, LABEL)
    assert "inconnu" in cell(1, LABEL)
    assert cell(0, BECOMES) == "audience"
    assert dialog._import.isEnabled()
    assert dialog._import.text() == "Importer 2 jours"
    dialog.apply()
    qtbot.waitUntil(lambda: dialog.stack.currentIndex() == DONE)
    said = [text.text() for text in dialog.findChildren(QLabel)]
    assert "FollowerHistory.csv\N{NO-BREAK SPACE}: importé (2 jours)" in said
    (audience,) = session.ledger.audience()
    assert audience.of("followers") == {date(2026, 11, 20): 6000}
    dialog.undo(dialog._done[0][2], dialog._close)
    qtbot.waitUntil(lambda: session.ledger.audience() == ())


def test_a_second_time_there_is_nothing_new(session: Session, qtbot, tmp_path: Path) -> None:
    path = tmp_path / "FollowerHistory.csv"
    path.write_bytes(as_studio(FOLLOWERS, [("20 novembre", 6000, 4)]))
    first = open_on(session, qtbot, path)
    first.apply()
    qtbot.waitUntil(lambda: first.stack.currentIndex() == DONE)
    again = open_on(session, qtbot, path)
    assert states(again) == ["= déjà là"]
    assert not again._import.isEnabled()
