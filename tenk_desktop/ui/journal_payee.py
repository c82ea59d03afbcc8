"""A field for a payee that offers those known, as one types."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit

from tenk_desktop.core.text import fold
from tenk_desktop.store.ledger import Ledger

OFFERED = 8


class KnownPayees:
    """The payees of a ledger, the most used first, read once: at each key it would be too slow. What is typed joins
    them; after an import they are read again.
    """

    def __init__(self) -> None:
        self._known: dict[str, str] | None = None  # a payee and its folded name

    def forget(self) -> None:
        """Read them again when next asked."""
        self._known = None

    def add(self, payee: str) -> None:
        """One more is known."""
        if self._known is not None:
            self._known.setdefault(payee, fold(payee))

    def beginning(self, ledger: Ledger, text: str) -> list[str]:
        """The first that begin so, accents and case ignored."""
        if self._known is None:
            self._known = {payee: fold(payee) for payee in ledger.payees("", limit=-1)}
        asked = fold(text)
        found: list[str] = []
        for payee, folded in self._known.items():
            if folded.startswith(asked):
                found.append(payee)
                if len(found) == OFFERED:
                    break
        return found


class PayeeEdit(QLineEdit):
    """``said`` comes once a payee is chosen from the list or the field is left."""

    said = Signal()

    def __init__(self, offers: Callable[[str], Sequence[str]]) -> None:
        """``offers`` answers what to offer for a beginning."""
        super().__init__()
        self._offers = offers
        self._suggestions = QStringListModel(self)
        self._list = QCompleter(self._suggestions, self)
        self._list.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._list.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._list.activated.connect(self.said)
        self.setCompleter(self._list)
        self.textEdited.connect(self._suggest)
        self.editingFinished.connect(self.said)

    def _suggest(self, text: str) -> None:
        self._suggestions.setStringList(list(self._offers(text.strip())) if text.strip() else [])

    @property
    def listing(self) -> bool:
        """Whether the list is open, and so Enter is its own."""
        popup = self._list.popup()
        return popup is not None and popup.isVisible()
