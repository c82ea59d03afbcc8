"""A field that says what an operation is for: a category, or another of one's accounts when it is a transfer."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit

from tenk_desktop.core.model import Account, Category
from tenk_desktop.core.text import fold, neutral
from tenk_desktop.ui.table_model import category_name

ARROW = "→ "
_ARROWS = ("->", "→", ">")


def without_arrow(text: str) -> str | None:
    """What stands after an arrow as one types it (``-> Livret``, ``>livret``); None without one."""
    text = text.strip()
    return next((text.removeprefix(arrow).strip() for arrow in _ARROWS if text.startswith(arrow)), None)


def best_named(typed: str, names: Sequence[str]) -> int | None:
    """Which name is meant, accents and case ignored: that very one, else the first that begins so, else the first in
    which a word does, else the first that holds it; None where none does.
    """
    asked = fold(typed)
    if not asked:
        return None
    folded = [fold(name) for name in names]
    for fits in (
        lambda name: name == asked,
        lambda name: name.startswith(asked),
        lambda name: f" {asked}" in name,
        lambda name: asked in name,
    ):
        found = next((i for i, name in enumerate(folded) if fits(name)), None)
        if found is not None:
            return found
    return None


class CategoryBox(QComboBox):
    """A category is found by its first letters; ``→`` before the name of an account makes a transfer."""

    entered = Signal()  # Enter, while the list is open and nothing of it is chosen: the key goes nowhere else

    def __init__(self, name: str) -> None:
        super().__init__()
        self._categories: tuple[Category, ...] = ()
        self._accounts: tuple[Account, ...] = ()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setAccessibleName(name)
        self.setAccessibleDescription(name)  # Qt names it after what is chosen, and what is typed in not at all
        self.typed = QLineEdit()
        self.typed.setFrame(False)
        self.typed.setAccessibleName(name)
        self.typed.returnPressed.connect(self._returned)
        self.setLineEdit(self.typed)
        self._list = QCompleter(self.model(), self)
        self._list.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._list.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompleter(self._list)

    def offer(self, categories: Sequence[Category], accounts: Sequence[Account] = ()) -> None:
        """These categories, then transfers with these accounts; what is chosen or typed stays."""
        kept = self.currentText()
        self._categories, self._accounts = tuple(categories), tuple(accounts)
        self.blockSignals(True)
        self.clear()
        names = [category_name(c) for c in categories] + [ARROW + neutral(a.name) for a in accounts]
        self.addItems(["", *names])
        self.setCurrentIndex(max(self.findText(kept), 0))
        if self.currentIndex() == 0:
            self.setEditText(kept)
        self.blockSignals(False)

    def choose(self, category_id: int | None) -> None:
        """Show a category, or none."""
        self.setCurrentIndex(next((i for i, c in enumerate(self._categories, 1) if c.id == category_id), 0))

    def choose_account(self, account_id: int | None) -> None:
        """Show a transfer with an account."""
        start = len(self._categories) + 1
        self.setCurrentIndex(next((i for i, a in enumerate(self._accounts, start) if a.id == account_id), 0))

    def category(self) -> Category | None:
        """The category chosen or meant, if it is one."""
        at = self._meant()
        return self._categories[at - 1] if at is not None and 0 < at <= len(self._categories) else None

    def account(self) -> Account | None:
        """The account at the other end, if a transfer is meant."""
        at = self._meant()
        return self._accounts[at - 1 - len(self._categories)] if at is not None and at > len(self._categories) else None

    def understood(self) -> bool:
        """Whether what is typed names something, or nothing is typed."""
        return self._meant() is not None

    def _meant(self) -> int | None:
        """The entry that the text means; 0 when it is empty, None when it is no name of any."""
        typed = self.currentText().strip()
        if not typed:
            return 0
        if (target := without_arrow(typed)) is not None:
            at = best_named(target, [a.name for a in self._accounts])
            return None if at is None else at + 1 + len(self._categories)
        at = best_named(typed, [category_name(c) for c in self._categories])
        return None if at is None else at + 1

    def _returned(self) -> None:
        popup = self._list.popup()
        if popup is not None and popup.isVisible() and not popup.currentIndex().isValid():
            popup.hide()
            self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was typed is written out once the field is left."""
        super().focusOutEvent(event)
        meant = self._meant()
        if event.reason() != Qt.FocusReason.PopupFocusReason and meant is not None:
            self.setCurrentIndex(meant)
