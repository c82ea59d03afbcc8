"""Which records of a table are transactions, and what each says besides its amount.

A record with a day in the posting column is a transaction. One without a day continues the transaction above it, or
is a title or a foot. A number without a day is a total or a row that cannot be placed: it is never dropped in silence.
"""

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from operator import and_, attrgetter
from typing import NamedTuple, overload

from tenk_desktop.core.importing.amounts import Columns
from tenk_desktop.core.importing.booked import (
    DONE,
    GIVEN_BACK,
    SECTION_TITLE,
    WAITING_TITLE,
    says_no,
    says_yes,
    status_kind,
)
from tenk_desktop.core.importing.bycolumn import Coded, Coding, Few, Same, together
from tenk_desktop.core.importing.cells import Day, parse_day, parse_number
from tenk_desktop.core.importing.dayorder import Written
from tenk_desktop.core.importing.layout import Layout
from tenk_desktop.core.importing.records import MOST_CELLS, Record
from tenk_desktop.core.importing.recordset import Records
from tenk_desktop.core.importing.statement import Problem
from tenk_desktop.core.importing.words import (
    CODES,
    DATES,
    EMPTY,
    NUMBERS,
    TEXT,
    TOTAL_WORD,
    fold,
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


@dataclass(frozen=True, slots=True)
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
        label, payee, rest = text_columns(layout)
        return _text(self.more, self.cell(label), self.cell(payee), *(self.cell(c) for c in rest))

    def other_days(self, layout: Layout) -> Iterator[Written]:
        """The row's other day cells."""
        for column in posting_columns(layout)[1:]:
            day = parse_day(self.cell(column))
            if day:
                yield Written(self.line, day, self.cell(column))


class Entries(Sequence[Entry]):
    """The transactions of a table in file order, each made when it is asked for."""

    __slots__ = ("day_texts", "days", "more", "records")

    def __init__(self, records: Records, day_texts: Few[str], more: Mapping[int, str]) -> None:
        """``day_texts`` are days; ``more`` by place, where other records continue one."""
        self.records = records
        self.day_texts = day_texts
        self.days: Few[Day] = day_texts.map(_sure_day)
        self.more = more

    def at(self, places: Sequence[int]) -> "Entries":
        """Those of these places, in their order."""
        texts = Coded(self.day_texts.values, array("I", map(self.day_texts.codes.__getitem__, places))).used()
        more = {i: self.more[place] for i, place in enumerate(places) if place in self.more}
        return Entries(self.records.at(places), texts, more)

    def __len__(self) -> int:
        return len(self.records)

    @overload
    def __getitem__(self, at: int) -> Entry: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Entry, ...]: ...
    def __getitem__(self, at: int | slice) -> Entry | tuple[Entry, ...]:
        if isinstance(at, slice):
            return tuple(self[i] for i in range(len(self))[at])
        place = range(len(self))[at]
        line, cells = self.records[place]
        return Entry(line, cells, self.days[place], self.day_texts[place], self.more.get(place, ""))


def _sure_day(text: str) -> Day:
    day = parse_day(text)
    assert day is not None
    return day


def _text(more: str, *cells: str) -> Text:
    """Label, payee and memo of these cells, the memo what those after the first two and ``more`` add."""
    label, payee, *rest = map(_words, cells)
    said = label or payee or next((part for part in rest if part), "")
    memo = [part for part in (*rest, more) if part and part not in said]
    return Text(said, payee, " ".join(dict.fromkeys(memo)) if memo else "")


@lru_cache(1 << 13)
def _words(cell: str) -> str:
    """The words of a cell; a statement repeats itself, and equal labels are then one text."""
    if cell in NOTHING:
        return ""
    return " ".join((unescape(unescape(cell)) if "&" in cell else cell).split())  # some banks escape twice


def shown(text: str) -> str:
    """Text from the file, harmless and short enough for a sentence."""
    plain = neutral(text)
    return plain if len(plain) <= _SHOWN else plain[: _SHOWN - 1] + "…"


def texts(entries: Entries, layout: Layout, columns: Columns) -> tuple[Few[str], ...]:
    """Labels, payees and memos of the entries, as `Entry.text` has them, equal ones made once."""
    label, payee, rest = text_columns(layout)
    more: Few[str] = Same("", len(entries))
    if entries.more:
        more = Coding[str](str).add(entries.more.get(i, "") for i in range(len(entries))).close()
    said = together(_text, more, *(columns.cells(c) for c in (label, payee, *rest)))
    return tuple(said.map(attrgetter(field)) for field in Text._fields)


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


def find_entries(body: Records, layout: Layout, title: str = "") -> tuple[Entries, list[Problem]]:
    """The transactions of a table in file order, and what was left out. ``title`` stands just above it."""
    finder = _Finder(body, layout)
    finder.hear_title(title)
    finder.take_all()
    return finder.entries(), finder.problems


def part_unbooked(entries: Entries, layout: Layout) -> tuple[Entries, list[Problem]]:
    """The transactions without those of a status that never has a balance, or a value date, where the others always
    have one: whatever its word means, the bank has not booked them.
    """
    status = layout.first("status")
    if status is None:
        return entries, []
    given = (layout.first("balance"), layout.first("value date"))
    parted = (_part_without(entries, status, column) for column in given if column is not None)
    found = next((p for p in parted if p[1]), None)
    if found is None and layout.first("balance") is None:
        return _part_given_back(entries, layout, status)
    return found or (entries, [])


def _part_without(entries: Entries, status: int, column: int) -> tuple[Entries, list[Problem]]:
    """The transactions without those of a status whose cells in this column are empty, where all others are filled."""
    said = entries.records.column(status)
    none = entries.records.column(column).map(lambda cell: cell in NOTHING)
    bare = {s for s, nothing in zip(said, none, strict=True) if nothing}
    if any(map(DONE.fullmatch, map(fold, bare))):
        return entries, []
    booked = {s for s, nothing in zip(said, none, strict=True) if not nothing} if bare else set()
    if not booked or bare & booked:
        return entries, []
    left = [e for e, s in zip(entries, said, strict=True) if s in bare]
    why = (msg("opération non comptabilisée « {value} »", value=shown(e.cell(status))) for e in left)
    kept = entries.at([i for i, s in enumerate(said) if s in booked])
    return kept, [Problem(e.line, message, lost=False) for e, message in zip(left, why, strict=True)]


def _part_given_back(entries: Entries, layout: Layout, status: int) -> tuple[Entries, list[Problem]]:
    """The transactions without those whose status says they were paid back, where no negative amount does it."""
    said = entries.records.column(status)
    back = {s for s in {*said} if GIVEN_BACK.fullmatch(fold(s))}
    numbers = (parse_number(cell) for c in layout.all(*_PAID) for cell in entries.records.column(c))
    if not back or layout.all("debit", "credit", "direction") or any(n and n.negative for n in numbers):
        return entries, []
    left = [e for e, s in zip(entries, said, strict=True) if s in back]
    if 2 * len(left) > len(said):  # a list of what is paid back: care, a journey for one's work
        return entries, []
    why = (msg("opération refusée ou annulée « {value} »", value=shown(e.cell(status))) for e in left)
    kept = entries.at([i for i, s in enumerate(said) if s not in back])
    return kept, [Problem(e.line, message, lost=False) for e, message in zip(left, why, strict=True)]


class _Finder:
    def __init__(self, body: Records, layout: Layout) -> None:
        self.body = body
        self.layout = layout
        self.days = posting_columns(layout)
        self.paid = layout.all(*_PAID) or layout.all(NUMBERS)
        self.status = layout.first("status")
        self.flag = layout.first("waiting")  # says yes where the bank has not booked a row
        self.done = self._ticked(layout.first("done"))
        self.places = array("I")  # of the transactions
        self.dated: dict[int, str] = {}  # the day of those that have none where the others have theirs
        self.more: dict[int, str] = {}
        self.problems: list[Problem] = []
        self.waiting = ""  # the title above operations that are not booked
        self.open = False  # the record just above belongs to a transaction

    def entries(self) -> Entries:
        """The transactions found."""
        records = self.body.at(self.places)
        texts = records.column(self.days[0]).used() if self.days else Coded[str]([], array("I"))
        if self.dated:
            texts = Coding[str](str).add(self.dated.get(i, text) for i, text in enumerate(texts)).close()
        return Entries(records, texts, self.more)

    def take_all(self) -> None:
        """Take the records of the table. Nearly all of a large one are as wide as it is and have their day and an
        amount; where no status may speak against them, nothing more is asked of these.
        """
        plain, i = self._plain(), 0
        while i < len(plain):
            if plain[i] and not self.waiting:
                end = plain.find(0, i)
                end = len(plain) if end < 0 else end
                self.places.extend(range(i, end))
                self.open, i = True, end
            else:
                self.look_at(i)
                i += 1

    def look_at(self, place: int) -> None:
        """Take one record: a title, a transaction, what continues one, or nothing."""
        cells = self.body[place].cells
        filled = [cell for cell in cells if cell]
        alone = len(filled) == 1 and filled[0] == cells[0]
        if filled and not (alone and self.hear_title(filled[0])):
            self.take(place)

    def take(self, place: int) -> None:
        record = self.body[place]
        cells = record.cells
        if len(cells) > MOST_CELLS:
            self._problem(record, msg("trop de colonnes : {count}", count=len(cells)))
            return
        posted = self._cell(cells, self.days[0]) if self.days else ""
        day = parse_day(posted) if posted else None
        if day is not None:
            self._transaction(record, place)
        elif posted and status_kind(posted):
            self._problem(record, msg("opération non comptabilisée « {value} »", value=shown(posted)), lost=False)
        elif any(parse_number(cell) for c in self.paid if (cell := self._cell(cells, c))):
            self._paid_without_day(record, place, posted)
        else:
            self._words(record, posted)

    def _plain(self) -> bytes:
        """Of each record, whether it is as wide as the table and has its day and an amount: 1 or 0."""
        paid = next((c for c in self.paid if self.days and c != self.days[0]), None)
        asked = self.status is not None or self.flag is not None or self.done is not None
        if paid is None or asked or not max(self.days[0], paid) < self.layout.width <= MOST_CELLS:
            return bytes(len(self.body))
        wide = self.body.widths().map(lambda width: width == self.layout.width)
        dated = self.body.column(self.days[0]).map(lambda cell: parse_day(cell) is not None)
        return bytes(map(and_, map(and_, wide, dated), self.body.column(paid).map(bool)))

    def _ticked(self, column: int | None) -> int | None:
        """The column where what is done is ticked, if its cells say only yes or no, and some of them yes."""
        told = self.body.column(column).used().values if column is not None else []
        yes = [says_yes(cell) for cell in told]
        sure = any(yes) and all(y or says_no(cell) for y, cell in zip(yes, told, strict=True))
        return column if sure else None

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

    def _transaction(self, record: Record, place: int, posted: str = "") -> None:
        """Take a record that has a day: in its place, or ``posted`` elsewhere."""
        status = self._cell(record.cells, self.status) if self.status is not None else ""
        kind = status_kind(status) if status else ""
        if self.waiting and not kind:
            status, kind = self.waiting, "pending"
        if self.flag is not None and says_yes(self._cell(record.cells, self.flag)):
            status, kind = self.layout.name(self.flag), "pending"
        if kind:
            text = (
                msg("opération en attente « {value} »", value=shown(status))
                if kind == "pending"
                else msg("opération refusée ou annulée « {value} »", value=shown(status))
            )
            self._problem(record, text, lost=False)
        elif self.done is not None and not says_yes(self._cell(record.cells, self.done)):
            self._problem(record, msg("pas encore « {title} »", title=shown(self.layout.name(self.done))), lost=False)
        elif self._shifted(record.cells):
            self._problem(
                record,
                msg("trop de cellules : {count} au lieu de {width}", count=len(record.cells), width=self.layout.width),
            )
        else:
            if posted:
                self.dated[len(self.places)] = posted
            self.places.append(place)
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

    def _paid_without_day(self, record: Record, place: int, posted: str) -> None:
        cells = record.cells
        words = next((cell for cell in cells if cell and not parse_number(cell)), "")
        other = next((c for c in self.days[1:] if parse_day(self._cell(cells, c))), None)
        if self._both_sides(cells) or TOTAL_WORD.match(fold(words)):
            self._problem(record, msg("ligne de total « {value} »", value=shown(words)), lost=False)
        elif posted:
            self._problem(record, msg("date illisible « {value} »", value=shown(posted)))
        elif other is None:
            self._problem(record, msg("montant sans date « {value} »", value=shown(words)))
        elif any(status_kind(cell) == "pending" for cell in cells if cell):
            self._problem(record, msg("opération en attente « {value} »", value=shown(words)), lost=False)
        else:
            self._dated_otherwise(record, place, cells[other])

    def _both_sides(self, cells: list[str]) -> bool:
        sides = (self.layout.first(role) for role in ("debit", "credit"))
        return all(c is not None and parse_number(self._cell(cells, c)) for c in sides)

    def _dated_otherwise(self, record: Record, place: int, cell: str) -> None:
        before = len(self.places)
        self._transaction(record, place, cell)
        if len(self.places) > before:
            text = msg("pas de date d’opération : {other} retenu", other=shown(cell))
            self.problems.append(Problem(record.line, text, lost=False))

    def _words(self, record: Record, posted: str) -> None:
        """Text below a transaction continues it, if it leaves the day empty."""
        if posted or not self.open:
            self.open = False
            return
        words = " ".join(" ".join(cell.split()) for cell in record.cells if cell)
        last = len(self.places) - 1
        self.more[last] = f"{self.more.get(last, '')} {words}".strip()
