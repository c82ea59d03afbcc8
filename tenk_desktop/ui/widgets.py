"""The few pieces every page is made of. They carry roles; `theme` says how a role looks."""

from collections.abc import Callable, Sequence
from typing import Any, cast

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSlider,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from tenk_desktop.core.money import AmountError, parse_typed
from tenk_desktop.core.text import NBSP, amount_text, language, neutral, tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.jobs import Job, Jobs

STATES = ("good", "quiet", "warn", "bad")
WIDE_BAR = 240
"""Pixels at 100 %."""


def restyle(widget: QWidget, **properties: object) -> None:
    """Give a widget new properties and let the stylesheet see them, which takes a while: only where they are new."""
    if all(widget.property(name) == value for name, value in properties.items()):
        return
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def mark_wrong(field: QLineEdit | QComboBox) -> None:
    """Frame a field whose text will not do, until there is another text in it."""
    restyle(field, problem=True)
    changed = field.textChanged if isinstance(field, QLineEdit) else field.currentTextChanged
    changed.connect(lambda _text: restyle(field, problem=False), Qt.ConnectionType.SingleShotConnection)


def unbroken(text: str) -> str:
    """French marks stay with their word: a line never begins with a colon."""
    for mark in ":;?!»":
        text = text.replace(f" {mark}", f"{NBSP}{mark}")
    return text.replace("« ", f"«{NBSP}")


def plain(text: str) -> str:
    """A text for a button or a menu, which would take a lone ampersand for the mark of a key."""
    return neutral(text).replace("&", "&&")


class Label(QLabel):
    """Plain text, never rich: what a file says must not be read as markup."""

    def __init__(self, text: str = "") -> None:
        super().__init__(unbroken(text))
        self.setTextFormat(Qt.TextFormat.PlainText)

    def setText(self, text: str) -> None:
        super().setText(unbroken(text))


def label(text: str = "", role: str = "", *, wrap: bool = False) -> Label:
    """A text in a role of the theme."""
    made = Label(text)
    made.setProperty("role", role)
    if wrap:
        made.setWordWrap(True)  # which also makes its height follow its width
    return made


def rows(*items: QWidget | QLayout, spacing: int = theme.S, margin: int = 0) -> QVBoxLayout:
    """Things under one another."""
    return cast("QVBoxLayout", _filled(QVBoxLayout(), items, spacing, margin))


def columns(*items: QWidget | QLayout | int, spacing: int = theme.S, margin: int = 0) -> QHBoxLayout:
    """Things side by side; a number is a stretch."""
    return cast("QHBoxLayout", _filled(QHBoxLayout(), items, spacing, margin))


def _filled(box: QBoxLayout, items: tuple[QWidget | QLayout | int, ...], spacing: int, margin: int) -> QBoxLayout:
    box.setSpacing(theme.gap(spacing))
    box.setContentsMargins(*[theme.gap(margin)] * 4)
    for item in items:
        if isinstance(item, QWidget):
            box.addWidget(item)
        elif isinstance(item, QLayout):
            box.addLayout(item)
        else:
            box.addStretch(item)
    return box


def clear(layout: QLayout) -> None:
    """Take everything out of a layout, nested layouts too."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)


class FlowLayout(QLayout):
    """Things side by side that go to the next line like words."""

    def __init__(self, spacing: int) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        sizes = [item.minimumSize() for item in self._items]
        return QSize(max((s.width() for s in sizes), default=0), max((s.height() for s in sizes), default=0))

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Put each item; answers the height it all takes."""
        x, y, line = rect.x(), rect.y(), 0
        for item in self._items:
            if item.isEmpty():  # a hidden widget leaves no hole
                continue
            size = item.sizeHint()
            if x > rect.x() and x + size.width() > rect.right() + 1:
                x, y, line = rect.x(), y + line + self.spacing(), 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + self.spacing()
            line = max(line, size.height())
        return y + line - rect.y()


def as_list(table: QTableView, name: str) -> None:
    """Make a table a list of rows to read, with a name for screen readers. Tab leaves it, the arrows go through it."""
    table.setAccessibleName(name)
    table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    table.setShowGrid(False)
    table.setAlternatingRowColors(True)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(theme.scaled(28))
    table.horizontalHeader().setHighlightSections(False)


class Card(QFrame):
    """A titled surface. ``aside`` sits at the right of the title, ``body`` below it."""

    def __init__(self, title: str = "", *aside: QWidget) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.heading = label(title, "heading", wrap=True)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.gap(theme.S))
        outer = rows(margin=theme.L, spacing=theme.M)
        if title or aside:
            head = columns(self.heading, *aside, spacing=theme.M)
            head.setStretch(0, 1)
            outer.addLayout(head)
        outer.addLayout(self.body, 1)
        self.setLayout(outer)


class Badge(QLabel):
    """A small state: always a word with a sign, so that colour never speaks alone."""

    def __init__(self, text: str, state: str = "quiet") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("badge", "true")
        self.setProperty("state", state)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)


class FigureTile(QFrame):
    """One figure under its name, with room for a word beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "tile")
        self._name, self._note = (label(role="small", wrap=True) for _ in range(2))
        self._figure = label(role="figure")
        self.setLayout(rows(self._name, self._figure, self._note, spacing=2, margin=theme.M))
        self.layout().addStretch(1)  # type: ignore[union-attr]

    def show_figure(self, name: str, figure: str, note: str = "") -> None:
        """What it is, how much, and optionally one short line on it."""
        self._name.setText(name)
        self._figure.setText(figure)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self.setAccessibleName(tr("{name} : {text}", name=name, text=f"{figure}. {note}".strip()))


class Button(QPushButton):
    """A button that does one thing. ``role``: "", "primary" or "link"."""

    def __init__(self, text: str, on_click: Callable[[], Any] | None = None, role: str = "") -> None:
        super().__init__(text)
        self.setProperty("role", role)
        self.setAutoDefault(False)
        if role == "link":
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        if on_click is not None:
            self.clicked.connect(lambda _checked=False: on_click())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses a focused button, as everywhere on the web."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class ArrowButton(QToolButton):
    """A small arrow with a name for screen readers."""

    def __init__(self, which: str, name: str, on_click: Callable[[], Any]) -> None:
        super().__init__()
        self.setProperty("role", "arrow")
        self.setIcon(theme.icon(which))
        self.setIconSize(QSize(theme.scaled(16), theme.scaled(16)))
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.clicked.connect(lambda _checked=False: on_click())


class EmptyState(QFrame):
    """What to do when there is nothing yet: a sentence, and doors with a line each."""

    def __init__(self, title: str, text: str, doors: tuple[tuple[str, str, Callable[[], Any] | None], ...]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.buttons = tuple(Button(name, act, "" if i else "primary") for i, (name, _line, act) in enumerate(doors))
        cards = [_door(button, line) for button, (_name, line, _act) in zip(self.buttons, doors, strict=True)]
        layout = rows(label(title, "verdict", wrap=True), label(text, "quiet", wrap=True), margin=theme.XL)
        layout.addSpacing(theme.gap(theme.L))
        self._doors = columns(*cards, spacing=theme.L)
        layout.addLayout(self._doors)
        self.setLayout(layout)

    def arrange(self, *, narrow: bool) -> None:
        """The doors side by side, or under one another."""
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._doors.setDirection(down if narrow else across)


def _door(button: Button, line: str) -> QFrame:
    card = QFrame()
    card.setProperty("role", "tile")
    layout = rows(button, label(line, "quiet", wrap=True), spacing=theme.M, margin=theme.L)
    layout.addStretch(1)
    card.setLayout(layout)
    return card


class Banner(QFrame):
    """One line across the window that stays until its cause is gone."""

    def __init__(self, text: str, *actions: QWidget) -> None:
        super().__init__()
        self.setProperty("role", "banner")
        line = columns(label(text, wrap=True), *actions, spacing=theme.M)
        line.setContentsMargins(theme.gap(theme.L), theme.S, theme.gap(theme.L), theme.S)
        line.setStretch(0, 1)
        self.setLayout(line)


def scrolled(content: QWidget, ground: str = "page") -> QScrollArea:
    """Content with a scroll bar where the window is too small for it, on the ``page`` or on a dialog's ``sheet``."""
    content.setProperty("role", ground)
    area = QScrollArea()
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setWidget(content)
    return area


def fit(window: QWidget, width: int, height: int) -> None:
    """Give a window its size, in pixels at 100 % text, as far as the screen has room for it and its frame."""
    room = window.screen().availableSize()
    window.resize(min(theme.scaled(width), room.width() - 40), min(theme.scaled(height), room.height() - 60))


def rule() -> QFrame:
    """A thin line between things."""
    made = QFrame()
    made.setProperty("role", "rule")
    return made


class ChoiceBox(QComboBox):
    """A list of named values. Values stay Python's: Qt would turn a dict or a date into something else. Scrolling past
    changes nothing.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self._values: list[Any] = []
        self.setAccessibleName(name)
        self.setAccessibleDescription(name)  # on Linux Qt gives what is chosen as the name
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(15)

    def offer(self, choices: Sequence[tuple[str, Any]], now: Any) -> None:
        """These choices, with the one worth ``now`` shown, or the first; nobody is told."""
        self.blockSignals(True)
        self.clear()
        self.addItems([text for text, _value in choices])
        self._values = [value for _text, value in choices]
        self.setCurrentIndex(self._values.index(now) if now in self._values else 0)
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + theme.gap(theme.XL))
        self.blockSignals(False)

    def value(self) -> Any:
        """The value chosen, None when there is none."""
        at = self.currentIndex()
        return self._values[at] if at >= 0 else None

    def wheelEvent(self, event: QWheelEvent) -> None:
        """For the page around it."""
        event.ignore()


class Slider(QSlider):
    """A lying one. Scrolling past changes nothing."""

    def __init__(self, name: str, last: int) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setAccessibleName(name)
        self.setRange(0, last)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """For the page around it."""
        event.ignore()


class JobBar(QWidget):
    """What the worker is doing, once it has lasted: a label, how far, and a way to stop.

    ``wide``, they are beside one another, and their place is kept while there is nothing to say: making room for them
    would paint what is above anew, and a table of ours takes 100 to 250 ms for it while the worker is busy.
    """

    def __init__(self, jobs: Jobs, *, wide: bool = False) -> None:
        super().__init__()
        self._job: Job | None = None
        self._label = label(role="small", wrap=True)
        self._bar = QProgressBar()
        self._bar.setRange(0, 100)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(theme.gap(theme.S))
        self._stop = Button(tr("arrêter"), self._cancel, "link")
        if wide:
            layout: QBoxLayout = columns(self._label, self._bar, self._stop)
            layout.setStretch(0, 1)
            self._bar.setFixedWidth(theme.scaled(WIDE_BAR))
            kept = self.sizePolicy()
            kept.setRetainSizeWhenHidden(True)
            self.setSizePolicy(kept)
        else:
            layout = rows(self._label, self._bar, self._stop, spacing=theme.XS)
        self.setLayout(layout)
        self.hide()
        jobs.shown.connect(self._show)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _show(self, job: Job | None) -> None:
        self._job = job
        self.setVisible(job is not None and bool(job.label))
        if job is not None:
            self._label.setText(job.label)
            self._bar.setRange(0, 100 if job.fraction else 0)
            self._bar.setValue(round(job.fraction * 100))


class AmountEdit(QLineEdit):
    """A field for money. The keypad's point types the language's decimal mark; ``12+3`` is understood."""

    def __init__(self, currency: str, name: str) -> None:
        super().__init__()
        self._currency = currency
        self.setAccessibleName(name)
        self.setPlaceholderText(amount_text(0, self._currency))
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keypad = event.modifiers() & Qt.KeyboardModifier.KeypadModifier
        if keypad and event.text() in {".", ","} and language() == "fr":
            self.insert(",")
        else:
            super().keyPressEvent(event)

    @property
    def currency(self) -> str:
        """The currency it is read in; the amount shown as an example follows it."""
        return self._currency

    @currency.setter
    def currency(self, code: str) -> None:
        if self.placeholderText() == amount_text(0, self._currency):
            self.setPlaceholderText(amount_text(0, code))
        self._currency = code

    def minor(self) -> int | None:
        """What is typed, in minor units; None, and marked, when it is no amount."""
        try:
            return parse_typed(self.text(), self.currency)
        except AmountError:
            mark_wrong(self)
            return None

    @property
    def signed(self) -> bool:
        """Whether the user wrote the sign."""
        return self.text().strip()[:1] in {"+", "-", "\N{MINUS SIGN}"}
