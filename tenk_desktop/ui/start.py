"""From the command to the first frame with as little as can be; then the rest, a piece at each turn of the event loop.

What this module imports at its top is all there is before the first frame is painted; `tests/ui/test_start.py` holds
the list.
"""

from __future__ import annotations

import gc
import sys
from datetime import date
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QLocale, QTimer
from PySide6.QtWidgets import QApplication

from tenk_desktop.core import text
from tenk_desktop.core.text import tr
from tenk_desktop.store import places
from tenk_desktop.store.glance import NOTHING, glance
from tenk_desktop.ui import theme
from tenk_desktop.ui.first_frame import NEWEST, FirstFrame, content
from tenk_desktop.ui.main_window import LEDGER_SUFFIX, MainWindow, shown_name
from tenk_desktop.ui.one_instance import Door, enter
from tenk_desktop.ui.settings import SettingsFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tenk_desktop.ui.app import Desk
    from tenk_desktop.ui.collector import Collector

UNSEEN_MS = 300
"""A window that nobody sees, being minimised, is never painted; it is built all the same."""

IN_TURN = (
    "tenk_desktop.core.model",
    "tenk_desktop.core.outlook.household",
    "tenk_desktop.core.outlook.answer",
    "tenk_desktop.core.importing.statement",
    "tenk_desktop.core.importing.plan",
    "tenk_desktop.store.queries",
    "tenk_desktop.store.ledger",
    "tenk_desktop.ui.widgets",
    "tenk_desktop.ui.jobs",
    "tenk_desktop.ui.side_cards",
    "tenk_desktop.ui.pages.month_end",
    "tenk_desktop.ui.sidebar",
    "tenk_desktop.ui.menus",
    "tenk_desktop.ui.app",
)
"""What is loaded once the first frame is seen, each at a turn of its own, so that the window never stops for long."""


class Asked(NamedTuple):
    """What a start is asked for."""

    ledger: Path | None = None
    lang: str = ""
    today: date | None = None
    files: tuple[Path, ...] = ()


def main(argv: Sequence[str]) -> int:
    """Open the window; answers the exit status. 2: no ledger could be opened, or an option makes no sense."""
    try:
        asked = asked_for(argv)
    except ValueError as error:
        text.use_language(system_language())
        if sys.stderr:  # a window of Windows has none
            sys.stderr.write(tr("« {option} » n’est pas possible. Aide : tenk --help", option=error) + "\n")
        return 2
    app = QApplication.instance() or QApplication(["tenk", "-style", "fusion"])
    assert isinstance(app, QApplication)
    app.setApplicationName("Tenk")
    app.setDesktopFileName("tenk")
    door = Door() if asked.ledger or asked.lang or asked.today else enter(asked.files)
    if door is None:
        return 0
    start = Start(app, asked, door)
    status = app.exec()
    start.close()
    return status


def asked_for(argv: Sequence[str]) -> Asked:
    """The options of the window: those that go without a verb. Raises `ValueError` with the one that makes no sense.

    Without argparse: making its parser takes as long as reading the ledger.
    """
    kinds: dict[str, Callable[[str], Any]] = {"--ledger": _path, "--lang": _language, "--today": date.fromisoformat}
    found: dict[str, Any] = {}
    files, rest = [], iter(argv)
    for word in rest:
        name, equals, value = word.partition("=")
        if name not in kinds:
            files.append(Path(word))
            continue
        value = value if equals else next(rest, "")
        try:
            found[name[2:]] = kinds[name](value)
        except ValueError:
            raise ValueError(f"{name} {value}".strip()) from None
    return Asked(**found, files=tuple(files))


def _path(name: str) -> Path:
    if not name:
        raise ValueError(name)
    return Path(name)


def _language(code: str) -> str:
    if code not in text.LANGUAGES:
        raise ValueError(code)
    return code


def system_language() -> str:
    """French for a French system and where the system says nothing (C, POSIX); English elsewhere."""
    name = QLocale.system().name()
    return "fr" if name == "C" or name.startswith("fr") else "en"


class Start:
    """One start: the first frame at once, then the `Desk`."""

    def __init__(self, app: QApplication, asked: Asked, door: Door) -> None:
        self._app, self._asked, self._door = app, asked, door
        self._settings = SettingsFile()
        self._language = asked.lang or self._settings.now.language or system_language()
        self._ledger = asked.ledger or next(filter(is_ledger, asked.files), None) or places.default_ledger()
        self._desk: Desk | None = None
        self._collector: Collector | None = None
        text.use_language(self._language)
        theme.wear(app, self._settings.now.look, self._settings.now.text_percent)
        self._window = MainWindow(None, self._settings.now)
        self._rest = self._steps()
        self._next = QTimer(singleShot=True, interval=UNSEEN_MS)
        self._next.timeout.connect(self._go_on)
        self._show_first_frame()

    def close(self) -> None:
        """Stop the workers and close the ledger, if the start went so far."""
        self._next.stop()
        self._door.close()
        if self._collector is not None:
            self._collector.stop()
        if self._desk is not None:
            self._desk.close()

    def _today(self) -> date:
        return self._asked.today or date.today()

    def _show_first_frame(self) -> None:
        seen = glance(self._ledger, NEWEST) or NOTHING
        name = shown_name(self._ledger, seen.sample)
        frame = FirstFrame(content(seen, name, self._today(), hidden=self._settings.now.hide_amounts))
        frame.painted.connect(partial(self._next.start, 0))
        self._window.setWindowTitle(f"{name} · Tenk")
        self._window.setCentralWidget(frame)
        self._window.show()
        self._next.start()

    def _go_on(self) -> None:
        """Do one step, and the next when the window has answered whoever asks something of it."""
        if next(self._rest, self) is not self:
            self._next.start(0)

    def _steps(self) -> Iterator[None]:
        for name in IN_TURN:
            import_module(name)
            yield
        from tenk_desktop.ui import errors
        from tenk_desktop.ui.app import Desk, first_ledger, speak
        from tenk_desktop.ui.collector import Collector

        errors.install_hook()
        speak(self._app, self._language)
        yield
        theme.apply(self._app, self._settings.now.look, self._settings.now.text_percent)
        yield
        ledger = first_ledger(self._ledger)
        if ledger is None:
            self._app.exit(2)
            return
        desk = self._desk = Desk(self._app, self._settings, ledger, self._today, self._window)
        yield from self._window.build(desk.session)
        yield
        if exports := [path for path in self._asked.files if not is_ledger(path)]:
            desk.receive(exports)
        self._door.asked.connect(desk.receive)
        self._door.open()
        gc.freeze()  # all that was loaded stays: no later collection needs to look at it
        self._collector = Collector(desk.session.jobs)


def is_ledger(path: Path) -> bool:
    """Whether a file is someone's accounts, by its name; any other is to be imported."""
    return path.suffix == LEDGER_SUFFIX
