"""One family for what a user or the environment can cause: a sentence, and a way out. Everything else is a bug."""

import errno

from tenk_desktop.core.text import Message, msg


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


class LockedError(InputError):
    """A person asks to change what a bank's statement holds: allowed, once they have said so (`Ledger.unlocked`).

    ``go_on`` is what to answer then, as a button says it.
    """

    def __init__(self, what: Message, way_out: Message, go_on: Message) -> None:
        super().__init__(what, way_out)
        self.go_on = go_on


def reason(error: OSError) -> Message:
    """Why the system refused, in a few words without a capital; in its own English where it is rare."""
    return _REASONS.get(error.errno or 0) or Message("{reason}", {"reason": error.strerror or error})


_REASONS = {
    errno.EACCES: msg("accès refusé"),
    errno.EPERM: msg("accès refusé"),
    errno.EROFS: msg("disque en lecture seule"),
    errno.ENOENT: msg("introuvable"),
    errno.EISDIR: msg("c’est un dossier"),
    errno.ENOTDIR: msg("ce n’est pas un dossier"),
    errno.ENAMETOOLONG: msg("nom trop long"),
    errno.ENOSPC: msg("disque plein"),
}


class Cancelled(Exception):  # noqa: N818 - it is not an error: someone changed their mind
    """Long work was stopped by the user; nothing was written."""
