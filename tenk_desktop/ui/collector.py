"""When Python looks for garbage in the window's process: between two turns of the event loop, and at no other time.
After the worker's work, what was freed is given back to the system too.
"""

import ctypes
import gc
import sys

from PySide6.QtCore import QObject, QTimer

from tenk_desktop.ui.jobs import Jobs

LOOK_EVERY_MS = 1000
MANY = 100_000
"""New values among which Python would look too long: those of a large file about to be imported."""


class Collector(QObject):
    """Stands in for Python's own collector, which runs wherever one object too many is made.

    That may be the worker, or Qt in the middle of going through the widgets of a window. A dialog that only a cycle of
    references kept would be destroyed right there, and the program with it. A timer of the window's own thread is the
    one place where no one is holding a widget. It waits while the worker works: among the million values of an import
    there is nothing to find, and looking stops every thread for 110 ms.
    """

    def __init__(self, jobs: Jobs) -> None:
        super().__init__(jobs)
        gc.disable()
        self._jobs, self._worked = jobs, False
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self._tick)
        jobs.shown.connect(self._note)  # at each look at the worker
        self._timer.start()

    def stop(self) -> None:
        """Look no more. Python's own collector stays off."""
        self._timer.stop()

    def _note(self, _job: object) -> None:
        self._worked = True

    def _tick(self) -> None:
        if not self._jobs.busy:
            look()
            if self._worked:
                self._worked = False
                give_back()


def look() -> int | None:
    """Collect as much as Python itself would by now, by its own thresholds. The generation collected, or none: among
    `MANY` new values, which are in no cycle and go when their plan does, looking would take 100 to 350 ms.
    """
    if gc.get_count()[0] > MANY:
        gc.freeze()
    full = [count > limit for count, limit in zip(gc.get_count(), gc.get_threshold(), strict=True)]
    oldest = max((generation for generation, due in enumerate(full) if due), default=None)
    if oldest is not None:
        gc.collect(oldest)
    return oldest


def give_back() -> None:
    """Return to the system what is free between values still in use: the arrays of thousands of futures leave 6 MB of
    it, and a long import more. It takes one millisecond. Nothing is done where the C library is not glibc.
    """
    if sys.platform.startswith("linux") and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)):
        trim(0)
