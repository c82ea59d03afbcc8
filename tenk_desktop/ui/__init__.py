"""Shows: asks the ledger, draws, and asks again when told which tables changed."""

from tenk_desktop.ui import binding  # noqa: F401 - first of all: it is how PySide6 is loaded
