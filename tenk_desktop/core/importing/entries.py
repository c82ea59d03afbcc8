"""Which records of a table are transactions, and what each says besides its amount.

A record with a day in the posting column is a transaction. One without a day continues the transaction above it, or
is a title or a foot. A number without a day is a total or a row that cannot be placed: it is never dropped in silence.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from tenk_desktop.core.importing.amounts import Columns
from tenk_desktop.core.importing.cells import Day, parse_day, parse_number
from tenk_desktop.core.importing.dayorder import Written
from tenk_desktop.core.importing.layout import Layout
from tenk_desktop.core.importing.records import MOST_CELLS, Record
from tenk_desktop.core.importing.statement import Problem
from tenk_desktop.core.importing.words import (
    CODES,
    DATES,
    EMPTY,
    NUMBERS,
    SECTION_TITLE,
    TEXT,
    TOTAL_WORD,
    WAITING_TITLE,
    fold,
    status_kind,
)
from tenk_desktop.core.money import is_currency
from tenk_desktop.core.text import Message, msg, neutral

NOTHING = frozenset({"", "-", "--", "/", "—", "–"})  # how banks fill an empty cell
_SHOWN = 60
_PAID = ("amount", "net", "gross", "debit", "credit")


class Text(NamedTuple):
    """The words of a transaction."""

    label: str
    payee: str
    memo: str


@dataclass(slots=True)
class Entry:
    """A transaction as written: its record, its day, and the text of the records that continue it."""

    line: int
    cells: list[str]
    day: Day
    day_text: str
    more: str = ""

    def cell(self, column: int | None) -> str:
        """A cell, empty when the row is short or there is no such column."""
        return self.cells[column] if column is not None and column < len(self.cells) else ""

    def text(self, layout: Layout) -> Text:
        """Label, payee and memo, white space made single."""
        label_column, payee_column, rest = text_columns(layout)
        label, payee = self._words(label_column), self._words(payee_column)
        if not rest and not self.more:
            return Text(label or payee, payee, "")
        parts = [self._words(c) for c in rest]
        said = label or payee or next((p for p in parts if p), "")
        memo = [p for p in (*parts, self.more) if p and p not in said]
        return Text(said, payee, " ".join(dict.fromkeys(memo)) if memo else "")

    def _words(self, column: int | None) -> str:
        if column is None or (cell := self.cell(column)) in NOTHING:
            return ""
        return _single_spaced(cell)

    def other_days(self, layout: Layout) -> Iterator[Written]:
        """The row's other day cells."""
        for column in posting_columns(layout)[1:]:
            day = parse_day(self.cell(column))
            if day:
                yield Written(self.line, day, self.cell(column))


@lru_cache(1 << 13)
def _single_spaced(cell: str) -> str:
    """The words of a cell; a statement repeats itself, and equal labels are then one text."""
    return " ".join((unescape(unescape(cell)) if "&" in cell else cell).split())  # some banks escape twice


def shown(text: str) -> str:
    """Text from the file, harmless and short enough for a sentence."""
    plain = neutral(text)
    return plain if len(plain) <= _SHOWN else plain[: _SHOWN - 1] + "…"


def texts(entries: Sequence[Entry], layout: Layout, columns: Columns) -> tuple[Sequence[str], ...]:
    """Labels, payees and memos of the entries, as `Entry.text` has them, each cell looked at once."""
    label_column, payee_column, rest = text_columns(layout)
    labels, payees = (_words_of(c, columns) for c in (label_column, payee_column))
    memos = [""] * len(entries)
    if payee_column is not None:
        labels = [label or payee for label, payee in zip(labels, payees, strict=True)]
    for i, entry in enumerate(entries):
        if rest or entry.more:
            labels[i], payees[i], memos[i] = entry.text(layout)
    return labels, payees, memos


def _words_of(column: int | None, columns: Columns) -> list[str]:
    if column is None:
        return [""] * len(columns.rows)
    cells = columns.cells(column)
    words = {cell: "" if cell in NOTHING else _single_spaced(cell) for cell in set(cells)}
    return [words[cell] for cell in cells]


def posting_columns(layout: Layout) -> tuple[int, ...]:
    """Columns of days, the posting day first: booked, plain, of the purchase, of value; empty ones come last."""
    named = layout.all("booked", "date", "other date", "dates", "value date")
    return tuple(sorted(named, key=lambda c: layout.kinds[c] == EMPTY))


@lru_cache(16)
def text_columns(layout: Layout) -> tuple[int | None, int | None, tuple[int, ...]]:
    """The label column, the payee's, and those that add something."""
    labels = layout.all("label") or layout.all("memo") or layout.all(TEXT)
    label = max(labels, key=lambda c: layout.lengths[c]) if labels else None
    payees = layout.all("payee", "merchant", "name")
    payee = payees[0] if payees else None
    rest = [c for c in (*labels, *payees, *layout.all("memo", "type")) if c not in (label, payee)]
    return label, payee, tuple(rest)


def find_entries(body: Sequence[Record], layout: Layout, title: str = "") -> tuple[list[Entry], list[Problem]]:
    """The transactions of a table in file order, and what was left out. ``title`` stands just above it."""
    finder = _Finder(layout)
    finder.hear_title(title)
    finder.take_all(body)
    return finder.entries, finder.problems


def part_unbooked(entries: list[Entry], layout: Layout) -> tuple[list[Entry], list[Problem]]:
    """The transactions without those of a status that never has a balance where the others always have one: whatever
    its word means, the bank has not booked them.
    """
    status, balance = layout.first("status"), layout.first("balance")
    if status is None or balance is None:
        return entries, []
    bare = {e.cell(status) for e in entries if e.cell(balance) in NOTHING}
    booked = {e.cell(status) for e in entries if e.cell(balance) not in NOTHING} if bare else set()
    if not booked or bare & booked:
        return entries, []
    kept = [e for e in entries if e.cell(status) in booked]
    left = [e for e in entries if e.cell(status) in bare]
    said = (msg("opération non comptabilisée « {value} »", value=shown(e.cell(status))) for e in left)
    return kept, [Problem(e.line, message, lost=False) for e, message in zip(left, said, strict=True)]


class _Finder:
    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.days = posting_columns(layout)
        self.paid = layout.all(*_PAID) or layout.all(NUMBERS)
        self.status = layout.first("status")
        self.entries: list[Entry] = []
        self.problems: list[Problem] = []
        self.waiting = ""  # the title above operations that are not booked
        self.open = False  # the record just above belongs to a transaction

    def take_all(self, body: Sequence[Record]) -> None:
        """Take the records of a table. Nearly all of a large one are as wide as it is and have their day and an amount;
        where no status may speak against them, nothing more is asked of these.
        """
        posted, paid = self._plain_places() or (0, 0)
        width = self.layout.width if paid != posted else -1
        for record in body:
            line, cells = record
            if len(cells) == width and cells[paid] and not self.waiting and (day := parse_day(cells[posted])):
                self.entries.append(Entry(line, cells, day, cells[posted]))
                self.open = True
                continue
            filled = [cell for cell in cells if cell]
            alone = len(filled) == 1 and filled[0] == cells[0]
            if filled and not (alone and self.hear_title(filled[0])):
                self.take(record)

    def take(self, record: Record) -> None:
        cells = record.cells
        if len(cells) > MOST_CELLS:
            self._problem(record, msg("trop de colonnes : {count}", count=len(cells)))
            return
        posted = self._cell(cells, self.days[0]) if self.days else ""
        day = parse_day(posted) if posted else None
        if day is not None:
            self._transaction(record, day, posted)
        elif posted and status_kind(posted):
            self._problem(record, msg("opération non comptabilisée « {value} »", value=shown(posted)), lost=False)
        elif any(parse_number(cell) for c in self.paid if (cell := self._cell(cells, c))):
            self._paid_without_day(record, posted)
        else:
            self._words(record, posted)

    def _plain_places(self) -> tuple[int, int] | None:
        """Where a plain record has its day and an amount; None in a table that has none of these, or a status."""
        other = next((c for c in self.paid if self.days and c != self.days[0]), None)
        wide = self.layout.width > MOST_CELLS
        beyond = other is None or max(self.days[0], other) >= self.layout.width
        return None if other is None or beyond or self.status is not None or wide else (self.days[0], other)

    def hear_title(self, text: str) -> bool:
        """Note the title of a part of the table, if the only cell of a record is one."""
        if not SECTION_TITLE.match(folded := fold(text)):
            return False
        self.waiting, self.open = text if WAITING_TITLE.match(folded) else "", False
        return True

    def _cell(self, cells: list[str], column: int) -> str:
        return cells[column] if column < len(cells) else ""

    def _problem(self, record: Record, message: Message, *, lost: bool = True) -> None:
        self.problems.append(Problem(record.line, message, lost))
        self.open = False

    def _transaction(self, record: Record, day: Day, posted: str) -> None:
        status = self._cell(record.cells, self.status) if self.status is not None else ""
        kind = status_kind(status) if status else ""
        if self.waiting and not kind:
            status, kind = self.waiting, "pending"
        if kind:
            text = (
                msg("opération en attente « {value} »", value=shown(status))
                if kind == "pending"
                else msg("opération refusée ou annulée « {value} »", value=shown(status))
            )
            self._problem(record, text, lost=False)
        elif self._shifted(record.cells):
            self._problem(
                record,
                msg("trop de cellules : {count} au lieu de {width}", count=len(record.cells), width=self.layout.width),
            )
        else:
            self.entries.append(Entry(record.line, record.cells, day, posted))
            self.open = True

    def _shifted(self, cells: list[str]) -> bool:
        """Whether a stray delimiter may have moved the amounts: cells too many, and none right of them in its place."""
        if len(cells) <= self.layout.width or not any(cells[self.layout.width :]):
            return False
        anchors: dict[str, Callable[[str], object]] = {DATES: parse_day, CODES: is_currency}
        held = (
            anchors[kind](self._cell(cells, c))
            for c, kind in enumerate(self.layout.kinds)
            if kind in anchors and c > max(self.paid, default=0)
        )
        return not any(held)

    def _paid_without_day(self, record: Record, posted: str) -> None:
        cells = record.cells
        words = next((cell for cell in cells if cell and not parse_number(cell)), "")
        other = next((c for c in self.days[1:] if parse_day(self._cell(cells, c))), None)
        if self._both_sides(cells) or TOTAL_WORD.match(fold(words)):
            self._problem(record, msg("ligne de total « {value} »", value=shown(words)), lost=False)
        elif posted:
            self._problem(record, msg("date illisible « {value} »", value=shown(posted)))
        elif other is None:
            self._problem(record, msg("montant sans date « {value} »", value=shown(words)))
        else:
            self._dated_otherwise(record, cells[other])

    def _both_sides(self, cells: list[str]) -> bool:
        sides = (self.layout.first(role) for role in ("debit", "credit"))
        return all(c is not None and parse_number(self._cell(cells, c)) for c in sides)

    def _dated_otherwise(self, record: Record, cell: str) -> None:
        day, before = parse_day(cell), len(self.entries)
        assert day is not None
        self._transaction(record, day, cell)
        if len(self.entries) > before:
            text = msg("pas de date d’opération : {other} retenu", other=shown(cell))
            self.problems.append(Problem(record.line, text, lost=False))

    def _words(self, record: Record, posted: str) -> None:
        """Text below a transaction continues it, if it leaves the day empty."""
        if posted or not self.open:
            self.open = False
            return
        words = " ".join(" ".join(cell.split()) for cell in record.cells if cell)
        self.entries[-1].more = f"{self.entries[-1].more} {words}".strip()
