"""Shows: asks the ledger, draws, and asks again when told which tables changed.

PySide puts a function of its own in the place of Python's import, for another spelling of Qt's names that nobody asks
for here. It reads the source of every module that is loaded, all of NumPy's and pyqtgraph's too, and keeps it: 7 ms
before the first frame, 17 MB once the charts are there. So the one it stands before is put back as soon as PySide is
loaded. That one, `__orig_import__`, is PySide's too: it makes the classes that ``import *`` asks for.
"""

import builtins

import PySide6  # noqa: F401 - it brings that function along

builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
