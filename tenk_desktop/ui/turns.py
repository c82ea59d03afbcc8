"""Work that only the window's own thread may do, cut so small that nobody notices."""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from typing import Any

from PySide6 import QtCore, QtGui, QtSvg, QtWidgets

from tenk_desktop.core.progress import Progress

AT_ONCE = 0.01
"""Seconds of one turn of the event loop."""

CHARTS = "tenk_desktop.ui.charts"
WITHOUT_QT = (
    "numpy", "numpy.typing", "multiprocessing.connection", "pydoc", "cProfile", "xml.etree.ElementTree", "colorama",
    "tenk_desktop.core.outlook.answer", "tenk_desktop.core.outlook.days",
)  # fmt: skip
"""What the charts need that knows nothing of Qt: most of the time they take to load."""


def all_of_qt() -> Iterator[None]:
    """Have every class of Qt made, a few at a time: PySide makes each when it is first asked for, and pyqtgraph asks
    for all of them.
    """
    for module in (QtCore, QtGui, QtWidgets, QtSvg):
        began = time.perf_counter()
        for name in dir(module):
            getattr(module, name)
            if time.perf_counter() - began > AT_ONCE:
                yield
                began = time.perf_counter()


def beside(_progress: Progress) -> None:
    """Load in the worker what knows nothing of Qt."""
    for name in WITHOUT_QT:
        with suppress(ImportError):  # only a head start: another pyqtgraph may need something else
            import_module(name)


def charts(ready: Callable[[Any], object]) -> Iterator[None]:
    """Load pyqtgraph and our charts, some 60 ms once the rest is loaded, then call ``ready`` with `ui.charts`.

    Not in the worker: both make classes of Qt and their enumerations, PySide does so at their first use and is not made
    for two threads doing it at once. One start in some thirty died of it when the window was busy with another page.
    """
    import_module("pyqtgraph")
    yield
    found = import_module(CHARTS)
    yield
    ready(found)
