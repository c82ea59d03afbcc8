"""PySide6 without what it keeps for those who write programs: half of the time that its import takes, and 2 MB.

PySide brings 3,000 lines of Python in an archive of its own and compiles all of them at each start: signatures for
`help`, words for errors, a generator of type hints. Here each such module is compiled when something first asks it for
a name, so a wrong call still says what is wrong with it. It also puts a function in the place of Python's import, for
another spelling of Qt's names that nobody asks for here. That one reads the source of every module that is loaded,
all of NumPy's and pyqtgraph's too, and keeps it: 7 ms before the first frame, 17 MB once the charts are there. So the
one it stands before is put back. That one, `__orig_import__`, is PySide's too: it makes the classes that ``import *``
asks for.

What another PySide calls otherwise is loaded as ever.
"""

import builtins
from typing import Any

_WHEN_ASKED = frozenset(
    f"shibokensupport/signature/{name}.py"
    for name in ("errorhandler", "layout", "mapping", "parser", "lib/enum_sig", "lib/pyi_generator", "lib/tool")
)
_SPELLING = "shibokensupport/feature.py"

_LATER = """
def __getattr__(name):
    from tenk_desktop.ui.binding import fetch
    return fetch(globals(), name)
def update_mapping():  # PySide looks for this one where no `__getattr__` is asked
    __getattr__("type_map")
    update_mapping()
"""
_PLAIN = """
def feature_import(*_words): return None
def feature_imported(_module): return None
"""
"""What is asked at each import while PySide's own stands in the place of Python's: nothing is spelled otherwise."""

_compile = builtins.compile
_sources: dict[str, Any] = {}


def fetch(module: dict[str, Any], name: str) -> object:
    """A name of one of PySide's modules, which is compiled now. Raises `AttributeError`."""
    if not name.startswith("__"):
        path = module["__file__"]
        del module["__getattr__"], module["update_mapping"]
        exec(_compile(_sources.pop(path), path, "exec"), module)  # noqa: S102 - PySide's own text
        if name in module:
            return module[name]
    raise AttributeError(name)


def _put_off(source: Any, path: Any, *how: Any, **more: Any) -> Any:
    """Stands in for `compile` while PySide is imported."""
    if path in _WHEN_ASKED:
        _sources[path] = source
        source = _LATER
    return _compile(_PLAIN if path == _SPELLING else source, path, *how, **more)


builtins.compile = _put_off  # type: ignore[assignment]
try:
    import PySide6  # noqa: F401 - for what it brings along
finally:
    builtins.compile = _compile
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
