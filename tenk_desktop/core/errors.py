"""One family for what a user or the environment can cause: a sentence, and a way out. Everything else is a bug."""

from tenk_desktop.core.text import Message


class TenkError(Exception):
    """A fault that is not the program's. ``what`` says what happened, ``way_out`` what to do."""

    def __init__(self, what: Message, way_out: Message | None = None) -> None:
        """Both are sentences; the way out is optional where the sentence already says it."""
        super().__init__(what.french)
        self.what = what
        self.way_out = way_out

    def __str__(self) -> str:
        return f"{self.what} {self.way_out}" if self.way_out else str(self.what)


class LedgerError(TenkError):
    """The ledger file cannot be used as asked; it is untouched."""


class ImportRefusedError(TenkError):
    """A file cannot be imported at all; nothing was written."""


class InputError(TenkError):
    """What the user asked for or typed does not fit."""


class Cancelled(Exception):  # noqa: N818 - it is not an error: someone changed their mind
    """Long work was stopped by the user; nothing was written."""
