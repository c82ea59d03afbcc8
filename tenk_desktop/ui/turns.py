"""Work that only the window's own thread may do, cut so small that nobody notices."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Any

from PySide6 import QtCore, QtGui, QtWidgets

from tenk_desktop.core.progress import Progress

CHARTS = "tenk_desktop.ui.charts"
WITHOUT_QT = (
    "numpy", "numpy.typing", "multiprocessing.connection", "pydoc", "cProfile", "xml.etree.ElementTree", "colorama",
    "tenk_desktop.core.outlook.answer", "tenk_desktop.core.outlook.days",
)  # fmt: skip
"""What the charts need that knows nothing of Qt: most of the time they take to load."""


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
    load_pyqtgraph()
    yield
    found = import_module(CHARTS)
    yield
    ready(found)


def loaded(*names: str) -> Iterator[None]:
    """Load modules of ours before anybody asks for them."""
    for name in names:
        import_module(name)
        yield


def load_pyqtgraph() -> None:
    """Load it without all of Qt. It copies every name of three modules, and PySide makes a class when it is first asked
    for: 9 MB and 100 ms for some 500 classes of which it uses 100. Here it finds nothing to copy, and its own three
    modules look a name up when it is used.
    """
    if "pyqtgraph" in sys.modules:
        return
    with ExitStack() as restored:
        for module in (m for m in (QtCore, QtGui, QtWidgets) if "__dir__" in vars(m)):  # else all is made already
            name = module.__name__.replace("PySide6", "pyqtgraph.Qt")
            sys.modules[name] = names = ModuleType(name)
            vars(names)["__getattr__"] = partial(getattr, module)
            restored.callback(vars(module).__setitem__, "__dir__", vars(module)["__dir__"])
            vars(module)["__dir__"] = list
        import_module("pyqtgraph")
