"""A field for a day, made for the keyboard."""

from datetime import date

from PySide6.QtCore import QDate, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent, QValidator
from PySide6.QtWidgets import QDateEdit, QSpinBox, QWidget

from tenk_desktop.core.text import nth_text, tr
from tenk_desktop.ui import theme

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
    """A day in figures. ``+`` and ``-``, or the arrows, change it by a day, across months; the page keys by a month.

    Typing begins with the day, however one came here, and where one clicked: Qt by itself ignores what is typed into a
    part that is full, and takes a whole date typed over the year for a year.
    """

    def __init__(self, day: date) -> None:
        super().__init__(_qdate(day))
        self.setDisplayFormat("dd/MM/yyyy")
        self.setCalendarPopup(False)
        self.lineEdit().installEventFilter(self)
        self.lineEdit().setTextMargins(theme.gap(theme.XS), 0, 0, 0)  # a stylesheet's padding is not heard here
        self.setToolTip(tr("+ et − ou ↑ et ↓ : un jour ; Page ↑ et Page ↓ : un mois"))

    def day(self) -> date:
        """The day shown."""
        return self.date().toPython()  # type: ignore[return-value]

    def show_day(self, day: date) -> None:
        """Show a day."""
        self.setDate(_qdate(day))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.MouseFocusReason:
            self.setSelectedSection(QDateEdit.Section.DaySection)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab leaves the field: a separator, or a full part, goes on to the next part."""
        return QWidget.focusNextPrevChild(self, forward)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.MouseButtonRelease:
            QTimer.singleShot(0, self, lambda: self.setSelectedSection(self.currentSection()))
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isdigit() and self.lineEdit().selectedText() == self.text():
            self.setSelectedSection(QDateEdit.Section.DaySection)
        if event.text() in ("/", ".") and self._just_entered():
            return
        step = _KEYS.get(event.key())
        held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
        if step is None or event.modifiers() & held:
            super().keyPressEvent(event)
        else:
            self.setDate(self.date().addDays(step[0]).addMonths(step[1]))

    def _just_entered(self) -> bool:
        """Whether Qt went on to this part by itself, the former being full: the separator typed then says no more."""
        whole = self.sectionText(self.currentSection())
        return self.currentSection() != QDateEdit.Section.DaySection and self.lineEdit().selectedText() == whole


class MonthDayBox(QSpinBox):
    """A day of every month, 1 to 31, or 0 for the last working day, which a ``0`` or a ``d`` typed alone means too."""

    def __init__(self, day: int) -> None:
        super().__init__()
        self.setRange(0, 31)
        self.setValue(day)
        self.lineEdit().textEdited.connect(self._typed)
        self.setToolTip(tr("Le jour du mois ; 0 pour le dernier jour ouvré."))

    def textFromValue(self, value: int) -> str:
        return tr("le {day} du mois", day=nth_text(value)) if value else tr("dernier jour ouvré")

    def valueFromText(self, text: str) -> int:
        return int("0" + _figures(text))

    def validate(self, text: str, at: int) -> tuple[QValidator.State, str, int]:
        """Figures say a day, whatever stands around them; without any, the day before stays."""
        state = QValidator.State.Intermediate
        if (figures := _figures(text)) or text == self.textFromValue(0):
            fits = int("0" + figures) <= self.maximum()
            state = QValidator.State.Acceptable if fits else QValidator.State.Invalid
        return state, text, at

    def _typed(self, text: str) -> None:
        if text.strip().lower() in ("0", "d"):  # said at once; what is typed next takes its place
            self.setValue(0)
            self.lineEdit().setText(self.textFromValue(0))
            self.selectAll()


def _figures(text: str) -> str:
    return "".join(c for c in text if c in "0123456789")


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
