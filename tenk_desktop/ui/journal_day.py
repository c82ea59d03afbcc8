"""A field for a day, made for the keyboard."""

from datetime import date

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDateEdit

from tenk_desktop.core.text import tr

_KEYS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Plus: (1, 0),
    Qt.Key.Key_Up: (1, 0),
    Qt.Key.Key_Minus: (-1, 0),
    Qt.Key.Key_Down: (-1, 0),
    Qt.Key.Key_PageUp: (0, 1),
    Qt.Key.Key_PageDown: (0, -1),
}
"""What a key adds, in days and months."""


class DayEdit(QDateEdit):
    """A day in figures. ``+`` and ``-``, or the arrows, change it by a day, across months; the page keys by a month."""

    def __init__(self, day: date) -> None:
        super().__init__(_qdate(day))
        self.setDisplayFormat("dd/MM/yyyy")
        self.setCalendarPopup(False)
        self.setToolTip(tr("+ et − ou ↑ et ↓ : un jour ; Page ↑ et Page ↓ : un mois"))

    def day(self) -> date:
        """The day shown."""
        return self.date().toPython()  # type: ignore[return-value]

    def show_day(self, day: date) -> None:
        """Show a day."""
        self.setDate(_qdate(day))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _KEYS.get(event.key())
        held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
        if step is None or event.modifiers() & held:
            super().keyPressEvent(event)
        else:
            self.setDate(self.date().addDays(step[0]).addMonths(step[1]))


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
