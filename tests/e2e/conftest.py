"""A person who has just started the application, and the files they have."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication

from tenk_desktop.core.sample import sample_files
from tenk_desktop.ui import app, theme

from .person import Person

TODAY = date(2026, 11, 22)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What the offscreen platform says of a window with a minimum size or of a list that opens says nothing of ours."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))


@pytest.fixture
def start(qapp: QApplication, qtbot) -> Iterator[Callable[..., Person]]:
    """Start the application, on the ledger named or as for the first time."""
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    started: list[Person] = []

    def begin(ledger: Path | None = None) -> Person:
        started.append(Person(qtbot, qapp, TODAY, ledger))
        return started[-1]

    yield begin
    for person in started:
        person.leave()
    app.speak(qapp, "fr")
    theme.apply(qapp, "light")


@pytest.fixture
def person(start: Callable[..., Person]) -> Person:
    """Someone who starts Tenk for the first time."""
    return start()


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    return _sample(tmp_path, 0)


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    return _sample(tmp_path, 1)


def _sample(folder: Path, at: int) -> Path:
    file = sample_files("etudiante", TODAY)[at]
    path = folder / "fichiers" / file.name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(file.data)
    return path
