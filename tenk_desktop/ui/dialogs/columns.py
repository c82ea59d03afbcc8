"""The column assistant: the first rows of a table, and above each column what it is taken for and why.

A column's button opens the list of what it may be, the likely ones first; what is chosen is told by a signal, the file
is read again with it, and the plan below follows. Nothing is decided here.
"""

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QMenu, QScrollArea, QSizePolicy, QWidget

from tenk_desktop.core.importing.columns import ROLE_NAMES, missing, roles_for
from tenk_desktop.core.importing.statement import ColumnGuess, TableGuess
from tenk_desktop.core.text import neutral, tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.widgets import Button, Label, clear, label, plain, rows, scrolled

_LETTERS = 26
"""The width of a column, in letters; longer cells are cut, and whole in their tooltip."""
_ROWS_SEEN = 4
"""At least; the rest is scrolled to."""


class ColumnsPanel(QFrame):
    """A table as it is read. ``chosen`` says (role, column): a role of `layout.CHOICES`, and the column's name."""

    chosen = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "tile")
        self._missing = label(role="heading", wrap=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.gap(theme.M))
        self._grid.setVerticalSpacing(theme.gap(theme.XS))
        self._grid.setContentsMargins(*[theme.gap(theme.S)] * 4)
        holder = QWidget()
        outer = rows(self._grid, spacing=0)
        outer.addStretch(1)
        holder.setLayout(outer)
        self._scroll: QScrollArea = scrolled(holder, "sheet")
        self._scroll.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        hint = tr("Cliquez sur le titre d’une colonne pour dire ce qu’elle contient.")
        self.setLayout(rows(self._missing, label(hint, "quiet", wrap=True), self._scroll, margin=theme.M))
        self.setAccessibleName(tr("Colonnes du tableau"))
        self.buttons: tuple[Button, ...] = ()
        self._guess: TableGuess | None = None
        self._menu: QMenu | None = None
        self._last = -1  # the column spoken of last: it keeps the keyboard when the table is drawn anew

    def show_guess(self, guess: TableGuess) -> None:
        """Draw a table as it is read now."""
        if guess == self._guess:
            return
        self._guess = guess
        clear(self._grid)
        self.buttons = tuple(self._column(i, column) for i, column in enumerate(guess.columns))
        for row, (line, cells) in enumerate(guess.rows, 3):
            number = label(str(line), "small")
            number.setAccessibleName(tr("ligne {line}", line=line))
            self._grid.addWidget(number, row, 0, Qt.AlignmentFlag.AlignRight)
            for i, cell in enumerate(cells):
                self._grid.addWidget(self._cell(cell), row, i + 1)
        for at in range(self._grid.columnCount()):
            self._grid.setColumnStretch(at, int(at == self._grid.columnCount() - 1))
        lacking = missing(guess)
        self._missing.setText(str(lacking) if lacking else "")
        self._missing.setVisible(lacking is not None)
        self._scroll.setMinimumHeight(self._height())
        if self.isVisible() and 0 <= self._last < len(self.buttons):
            self._take_focus(self._last)

    def focus_first(self) -> None:
        """Put the keyboard on the first column."""
        if self.buttons:
            self._take_focus(0)

    def _take_focus(self, at: int) -> None:
        self.buttons[at].show()  # a new button is shown by the event loop, and until then the keyboard passes it over
        self.buttons[at].setFocus()

    def _column(self, at: int, column: ColumnGuess) -> Button:
        name = tr(ROLE_NAMES[column.role])
        title = neutral(column.header)
        button = Button(plain(f"{name} ▾"))
        button.clicked.connect(partial(self._open, at))
        button.setMinimumWidth(self._width())
        why = label(str(column.why), "small", wrap=True)
        said = tr("Colonne {letter} : {role}. {why}", letter=column.letter, role=name, why=column.why)
        button.setAccessibleName(f"{said} {title}")
        button.setToolTip(said)
        head = label(title or tr("colonne {letter}", letter=column.letter), "heading", wrap=True)
        for row, widget in enumerate((head, button, why)):
            self._grid.addWidget(widget, row, at + 1, Qt.AlignmentFlag.AlignTop)
        return button

    def _cell(self, text: str) -> Label:
        whole = neutral(text)
        cut = self.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, self._width())
        made = label(cut)
        if cut != whole:
            made.setToolTip(whole)
            made.setAccessibleName(whole)
        return made

    def _width(self) -> int:
        return self.fontMetrics().averageCharWidth() * _LETTERS

    def _height(self) -> int:
        return self.fontMetrics().height() * (_ROWS_SEEN + 6)

    def _open(self, at: int, _checked: bool = False) -> None:
        """Offer what a column may be, what it is now ticked."""
        assert self._guess is not None
        column = self._guess.columns[at]
        self._last = at
        self._menu = QMenu(self)
        self._menu.setAccessibleName(tr("Que contient cette colonne ?"))
        for i, role in enumerate(roles_for(column.fitting)):
            if i == len(column.fitting):
                self._menu.addSeparator()
            action = self._menu.addAction(tr(ROLE_NAMES[role]))
            action.setCheckable(True)
            action.setChecked(role == column.role)
            action.triggered.connect(partial(self._choose, role, column.column))
        self._menu.popup(self.buttons[at].mapToGlobal(QPoint(0, self.buttons[at].height())))
        now = next((a for a in self._menu.actions() if a.isChecked()), self._menu.actions()[0])
        self._menu.setActiveAction(now)

    def _choose(self, role: str, column: str, _checked: bool = False) -> None:
        self.chosen.emit(role, column)
