"""Long work away from the window: one executor, and one object that brings results back to the UI thread.

Workers never touch Qt. A timer in the UI thread looks at them, so results, errors and progress all arrive there.
"""

import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from tenk_desktop.core.errors import Cancelled
from tenk_desktop.core.progress import Progress

T = TypeVar("T")

LOOK_EVERY_MS = 10
"""How often the window looks whether the worker is done: each look takes it 0.05 ms."""
LOOK_LATER_MS = 25
"""And once the work is long, when a bar tells of it."""
SWITCH_SECONDS = 0.0005
"""How long a worker may keep Python's lock while the window waits for it. Qt asks for it many times in one paint, once
for each method of ours it calls: with Python's own 5 ms a paint during an import of modules took 600 ms."""
QUIET_SECONDS = 0.6
"""Work shorter than this shows no bar: a bar that flashes says nothing."""


class Job:
    """One piece of work under way."""

    def __init__(self, label: str, done: Callable[[Any], object], failed: Callable[[Exception], object]) -> None:
        self.label = label
        self.done_with: Callable[[Any], object] = done
        self.failed_with: Callable[[Exception], object] = failed
        self.started = time.monotonic()
        self.fraction = 0.0
        self.future: Future[Any] = Future()
        self._stop = threading.Event()

    def progress(self, fraction: float) -> bool:
        """What the worker calls, from its own thread; False asks it to stop."""
        self.fraction = fraction
        return not self._stop.is_set()

    @property
    def stopping(self) -> bool:
        """Whether it was asked to stop, which the worker may have been too far to notice."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask the worker to stop. It answers with `Cancelled` when it next reports progress."""
        self._stop.set()
        self.future.cancel()


class Jobs(QObject):
    """Runs work one piece after the other."""

    shown = Signal(object)  # a Job lasting long enough for a bar, again at each look; None when nothing is to show

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(SWITCH_SECONDS)
        self.closed = False
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="tenk-job")
        self._running: list[Job] = []
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)

    def start(
        self,
        label: str,
        work: Callable[[Progress], T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object],
    ) -> Job:
        """Run ``work`` in the worker, then ``done`` or ``failed`` in the UI thread; `Cancelled` is a failure. Once
        closed, nothing is run and nothing called: a page may ask for more while the window goes.
        """
        job = Job(label, done, failed)
        if self.closed:
            job.cancel()
            return job
        job.future = self._executor.submit(work, job.progress)
        self._running.append(job)
        self._timer.start()
        return job

    @property
    def busy(self) -> bool:
        """Whether any work is under way or waiting."""
        return bool(self._running)

    def _look(self) -> None:
        for job in [j for j in self._running if j.future.done()]:
            self._running.remove(job)
            _deliver(job)
        long = next((j for j in self._running if time.monotonic() - j.started > QUIET_SECONDS), None)
        self._timer.setInterval(LOOK_LATER_MS if long else LOOK_EVERY_MS)
        self.shown.emit(long)
        if not self._running:
            self._timer.stop()

    def close(self) -> None:
        """Stop what can be stopped, wait for the rest, leave no thread behind. Nothing is called back afterwards."""
        self.closed = True
        self._timer.stop()
        for job in self._running:
            job.cancel()
        self._running.clear()
        self._executor.shutdown(wait=True, cancel_futures=True)


def _deliver(job: Job) -> None:
    if job.future.cancelled():
        job.failed_with(Cancelled())
    elif (error := job.future.exception()) is None:
        job.done_with(job.future.result())
    elif isinstance(error, Exception):
        job.failed_with(error)
    else:
        raise error
