"""Work that only the window's own thread may do, cut so small that nobody notices."""

import time
from collections.abc import Iterator

from PySide6 import QtCore, QtGui, QtSvg, QtWidgets

AT_ONCE = 0.01
"""Seconds of one turn of the event loop."""


def all_of_qt() -> Iterator[None]:
    """Have every class of Qt made, here and a few at a time: PySide makes each when it is first asked for.

    pyqtgraph asks for all of them. In the worker that would be beside the window, which makes others at the same time.
    """
    for module in (QtCore, QtGui, QtWidgets, QtSvg):
        began = time.perf_counter()
        for name in dir(module):
            getattr(module, name)
            if time.perf_counter() - began > AT_ONCE:
                yield
                began = time.perf_counter()
