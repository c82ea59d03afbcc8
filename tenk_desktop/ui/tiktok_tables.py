"""Tables in cards: rows that open what they are made of, and the same rows as a CSV file."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar, overload

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from tenk_desktop.core.errors import TenkError
from tenk_desktop.core.text import msg, ntr, tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.pictures import csv_bytes
from tenk_desktop.ui.widgets import Button, Card, ChoiceBox, as_list, label

T = TypeVar("T")

MOST = 100
"""Rows made at once; the export has all of them."""


class Row(NamedTuple):
    """Texts of the cells, the figures for a file, and what the row opens."""

    texts: tuple[str, ...]
    figures: tuple[object, ...]
    opens: object = None


class Rows(Sequence[Row], Generic[T]):
    """A row of each thing, made when it is looked at: a sheet that nobody opens costs nothing."""

    def __init__(self, things: Sequence[T], make: Callable[[T], Row]) -> None:
        self._things, self._make = things, make

    def __len__(self) -> int:
        return len(self._things)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | Sequence[Row]:
        return Rows(self._things[at], self._make) if isinstance(at, slice) else self._make(self._things[at])


class Sheet(NamedTuple):
    """One way to see the same things: headers, headers of the file, rows, and a word on them."""

    name: str
    head: tuple[str, ...]
    file_head: tuple[str, ...]
    rows: Sequence[Row]
    note: str = ""
    bars: tuple[tuple[Row, int, str], ...] = ()  # of the rows that are worth a picture: amount and a few words
    said: Callable[[int], str] = str  # the amount of a bar


def percent(share: float) -> str:
    """A share, 0 to 1, in whole per cent; what is there is never said to be 0."""
    return tr("moins de 1 %") if 0 < share < 0.01 else tr("{share} %", share=round(100 * share))


def fill(table: QTableWidget, head: Sequence[str], body: Sequence[Sequence[str]]) -> None:
    """Put texts in a table; all but the first column are figures."""
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)  # else every column is measured again after each cell
    table.setColumnCount(len(head))
    table.setRowCount(len(body))
    table.setHorizontalHeaderLabels(list(head))
    for i, line in enumerate(body):
        for j, text in enumerate(line):
            item = QTableWidgetItem(text)
            if j:
                item.setTextAlignment(right)
            table.setItem(i, j, item)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    header.setDefaultAlignment(right)
    if (first := table.horizontalHeaderItem(0)) is not None:
        first.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


def plain_table(name: str) -> QTableWidget:
    """A table to read, with a name for screen readers."""
    table = QTableWidget()
    as_list(table, name)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    return table


def save_file(card: Card, file: str, make: Callable[[], bytes], refused: Callable[[TenkError], object]) -> None:
    """Ask where, and write; what fails is said."""
    from tenk_desktop.ui import files

    suffix = Path(file).suffix
    path = files.place(card, tr("Exporter"), f"{suffix[1:].upper()} (*{suffix})", file)
    if path:
        try:
            path.with_suffix(suffix).write_bytes(make())
        except OSError as error:
            problem = msg("Le fichier n’a pas pu être écrit : {reason}.", reason=error.strerror or error)
            refused(TenkError(problem, msg("Choisissez un autre dossier.")))


class TableCard(Card):
    """A table, or several ways to see the same things. Enter or a double click opens a row."""

    opened = Signal(object)  # what the row opens
    refused = Signal(object)  # a TenkError to be said

    def __init__(self, title: str, file: str, height: int) -> None:
        """``height`` is the most room taken, in pixels at 100 % text; ``file`` names the export."""
        self.choice = ChoiceBox(title)
        self._export = Button(tr("exporter"), self._save, "link")
        self._export.setAccessibleName(tr("Exporter : {title}", title=title))
        super().__init__(title, self.choice, self._export)
        self._file = file
        self._sheets: tuple[Sheet, ...] = ()
        self.table = plain_table(title)
        self._height = theme.scaled(height)
        self.table.activated.connect(lambda index: self._open(index.row()))
        self.note = label(role="small", wrap=True)
        self.body.addWidget(self.table)
        self.body.addWidget(self.note)
        self.body.addStretch(1)
        self.choice.currentIndexChanged.connect(lambda _at: self._draw())

    def show_sheets(self, *sheets: Sheet) -> None:
        """These, the one on screen staying if there is anything on it, or on none."""
        now = max(self.choice.currentIndex(), 0)
        filled = [i for i, s in enumerate(sheets) if s.rows]
        self._sheets = sheets
        self.choice.offer([(s.name, i) for i, s in enumerate(sheets)], now if now in filled else min(filled, default=0))
        self.choice.setVisible(len(sheets) > 1)
        self._draw()

    def sheet(self) -> Sheet:
        """The one on screen."""
        return self._sheets[self.choice.value() or 0]

    def _draw(self) -> None:
        sheet = self.sheet()
        fill(self.table, sheet.head, [row.texts for row in sheet.rows[:MOST]])
        line, head = self.table.verticalHeader().defaultSectionSize(), self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(min(self._height, head + line * max(len(sheet.rows), 1) + 2))
        more = len(sheet.rows) - MOST
        left_out = ntr("et {count} autre, dans l’export", "et {count} autres, dans l’export", more) if more > 0 else ""
        self.note.setText(" · ".join(text for text in (sheet.note, left_out) if text))
        self.note.setVisible(bool(self.note.text()))

    def _open(self, at: int) -> None:
        opens = self.sheet().rows[at].opens
        if opens is not None:
            self.opened.emit(opens)

    def _save(self) -> None:
        sheet = self.sheet()
        rows = [row.figures for row in sheet.rows]
        save_file(self, f"{self._file}.csv", lambda: csv_bytes([sheet.file_head, *rows]), self.refused.emit)
