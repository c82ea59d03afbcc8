"""What every test stands on: no display, no network, no trace in the home of whoever runs it, nothing left running."""

import gc
import os
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt is imported, by pytest-qt at the latest

from tenk_desktop.core.text import use_language

CHECKOUT = Path(__file__).resolve().parent.parent
PATIENCE = 2.0  # seconds that threads and deferred deletions get to end by themselves

# Two busy cores make any deadline wrong; CI must fail twice on the same example.
settings.register_profile("tenk", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("tenk")


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of sample files kept beside the checkout, where there is one."""
    return _shared("corpus")


@pytest.fixture(scope="session")
def forecast_data() -> Path:
    """The forecaster's series kept beside the checkout, where there are any."""
    return _shared("forecast/data")


def _shared(name: str) -> Path:
    folder = CHECKOUT.parent / "shared" / name
    if not folder.is_dir():
        pytest.skip(f"no ../shared/{name} beside this checkout")
    return folder


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user who has never started Tenk, and who reads French."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for kind, folder in (("DATA", "data"), ("CONFIG", "config"), ("CACHE", "cache"), ("STATE", "state")):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(home / folder))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(home))  # Qt warns without one
    home.chmod(0o700)
    monkeypatch.delenv("TENK_LEDGER", raising=False)
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    use_language("fr")
    if "PySide6.QtCore" in sys.modules:
        _qt_at_home(home)


def _qt_at_home(home: Path) -> None:
    """Qt reads the environment once; later tests must tell it."""
    from PySide6.QtCore import QLocale, QSettings

    QLocale.setDefault(QLocale(QLocale.Language.French, QLocale.Country.France))
    for form in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(form, QSettings.Scope.UserScope, str(home / "config"))


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Tenk never speaks to a network: any socket but a local one fails the test, even where the error is swallowed."""
    made: list[str] = []
    real = socket.socket.__init__

    def guarded(self: socket.socket, family: int = -1, *args: Any, **more: Any) -> None:
        local = getattr(socket, "AF_UNIX", None)
        if family != local and more.get("fileno") is None and (len(args) < 3 or args[2] is None):
            made.append(str(family))
            raise PermissionError(f"a test may not open a socket of family {family}")
        real(self, family, *args, **more)

    monkeypatch.setattr(socket.socket, "__init__", guarded)
    yield
    assert not made, f"sockets were opened, of families {made}"


@pytest.fixture(autouse=True)
def _nothing_left_running(request: pytest.FixtureRequest) -> Iterator[None]:
    """Set up first, so torn down last: after qtbot has closed its widgets."""
    before = set(threading.enumerate())
    with_qt = "qapp" in request.fixturenames
    if with_qt:
        gc.disable()  # as in the app: `ui.collector`
    yield
    if with_qt:
        _collect()
    deadline = time.monotonic() + PATIENCE
    left = _running(before, with_qt)
    while left and time.monotonic() < deadline:
        time.sleep(0.02)
        left = _running(before, with_qt)
    if left and with_qt:
        _stop_qt()  # the next test is not to blame
    assert not left, "left running: " + ", ".join(left)


def _collect() -> None:
    from tenk_desktop.ui.collector import look

    look()
    gc.enable()


def _running(before: set[threading.Thread], with_qt: bool) -> list[str]:
    # A thread of Qt's that once ran Python stays listed as a dummy until Python 3.13.
    alive = [t for t in threading.enumerate() if t not in before and not isinstance(t, threading._DummyThread)]
    return [f"thread {t.name}" for t in alive] + (_qt_running() if with_qt else [])


def _qt_running() -> list[str]:
    from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()
    left = [f"{type(o).__name__} of {o.parent()!r}" for o in _qt_alive()]
    pool = QThreadPool.globalInstance().activeThreadCount()
    return left + ([f"{pool} workers of the thread pool"] if pool else [])


def _qt_alive() -> list[Any]:
    """The timers that Python knows and that still tick, and its threads that still run."""
    from PySide6.QtCore import QThread, QTimer
    from shiboken6 import isValid

    found = [o for o in gc.get_objects() if issubclass(type(o), (QTimer, QThread)) and isValid(o)]
    here = QThread.currentThread()
    return [o for o in found if (o.isActive() if isinstance(o, QTimer) else o.isRunning() and o is not here)]


def _stop_qt() -> None:
    from PySide6.QtCore import QTimer

    for o in _qt_alive():
        o.stop() if isinstance(o, QTimer) else o.quit()
