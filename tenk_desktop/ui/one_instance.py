"""One window: a later start hands its files to the first and ends.

A lock that a dead owner loses, and beside it a folder that the first window watches: a request is one small file in it,
taken away once heard. No socket, and not QtNetwork: importing that alone takes 9 to 17 ms of a start, this takes 4.
"""

import json
import os
import time
from collections.abc import Sequence
from pathlib import Path

from platformdirs import user_cache_path
from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, Signal

PATIENCE = 5.0  # seconds a later start waits to be heard: the first window may still be starting itself


class Door(QObject):
    """The right to be the one window, and word of what later starts ask for."""

    asked = Signal(object)  # tuple[Path, ...]; empty: come to the front

    def __init__(self, lock: QLockFile | None = None, box: Path = Path()) -> None:
        """Without a lock the door stays shut: this window hears nothing."""
        super().__init__()
        self._lock = lock
        self._box = box
        self._watcher: QFileSystemWatcher | None = None

    def open(self) -> None:
        """Begin to listen; needs the application. What was asked meanwhile is heard at once."""
        if self._lock is not None:
            self._watcher = QFileSystemWatcher([str(self._box)], self)
            self._watcher.directoryChanged.connect(self._hear)
            self._hear()

    def close(self) -> None:
        """Let another start be the one window."""
        if self._watcher is not None:
            self._watcher.directoryChanged.disconnect(self._hear)
            self._watcher = None
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None

    def _hear(self, _folder: str = "") -> None:
        for request in sorted(self._box.glob("*.json")):
            paths = _take(request)
            if paths is not None:
                self.asked.emit(paths)


def enter(paths: Sequence[Path], folder: Path | None = None, patience: float = PATIENCE) -> Door | None:
    """A door when this start is to have a window; None when the window already there took ``paths``.

    A first window that does not answer within ``patience`` seconds, or a folder that cannot be written, is no reason
    not to open: the door is then shut. ``folder`` is for tests; otherwise a place in the user's cache.
    """
    folder = folder or user_cache_path("tenk", appauthor=False) / "window"
    box = folder / "asked"
    try:
        box.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = QLockFile(str(folder / "lock"))
        lock.setStaleLockTime(0)  # held as long as its owner lives, however long that is
        if lock.tryLock(0):
            return Door(lock, box)
        if lock.error() == QLockFile.LockError.LockFailedError and _heard(_ask(box, paths), patience):
            return None
    except OSError:
        pass
    return Door()


def _ask(box: Path, paths: Sequence[Path]) -> Path:
    """Leave a request, whole from the moment it is there."""
    request = box / f"{time.time_ns()}-{os.getpid()}.json"
    draft = request.with_suffix(".new")
    draft.write_text(json.dumps([os.path.abspath(path) for path in paths]), "utf-8")  # noqa: PTH100 - links stay as named
    draft.replace(request)
    return request


def _heard(request: Path, patience: float) -> bool:
    """Whether the request is taken in time; if not, it is withdrawn."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if not request.exists():
            return True
        time.sleep(0.02)
    try:
        request.unlink()
    except FileNotFoundError:  # at the last moment
        return True
    return False


def _take(request: Path) -> tuple[Path, ...] | None:
    """What a request asks for; None when it was withdrawn, left behind by a start long dead, or is none of ours."""
    try:
        fresh = time.time() - request.stat().st_mtime < 2 * PATIENCE
        said = request.read_bytes()
        request.unlink()
        names = json.loads(said)
    except (OSError, ValueError):
        return None
    ours = isinstance(names, list) and all(isinstance(name, str) for name in names)
    return tuple(Path(name) for name in names) if fresh and ours else None
