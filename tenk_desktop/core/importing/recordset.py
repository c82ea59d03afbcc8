"""A large text held neither as lines nor as lists of cells.

`Lines` cuts the text where it is read, and `Records` keep the cells by column, equal ones once (`bycolumn`): as lists
of cells they would take ten times as much as the file.
"""

import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice, repeat
from operator import eq
from typing import TypeVar, overload

from tenk_desktop.core.importing.bycolumn import Coded, Coding
from tenk_desktop.core.importing.records import MOST_CELLS, Record

V = TypeVar("V")

_SOME = 500  # lines, or records
_SOME_LINES = re.compile(rf"(?:[^\n]*+\n){{{_SOME}}}")


class Lines(Sequence[str]):
    """The lines of a text, cut where they are looked at: as a list they take twice as much as the text itself."""

    def __init__(self, text: str) -> None:
        """Line feeds part the lines, and nothing else does."""
        self._text = text
        self._starts = array("Q", [0])  # of every `_SOME`-th line
        while some := _SOME_LINES.match(text, self._starts[-1]):
            self._starts.append(some.end())
        self._size = _SOME * (len(self._starts) - 1) + text.count("\n", self._starts[-1]) + 1
        self._at, self._some = -1, [""]  # those looked at last

    def longer_than(self, size: int) -> bool:
        """Whether a line has more characters than that."""
        ends = (*self._starts[1:], len(self._text))
        large = any(end - start > size for start, end in zip(self._starts, ends, strict=True))
        return large and any(len(line) > size for line in self)

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, int):
            part, place = divmod(at if 0 <= at < self._size else range(self._size)[at], _SOME)
            return (self._some if part == self._at else self._part(part))[place]
        first, last, step = at.indices(self._size)
        found: list[str] = []
        while len(found) < last - first:
            part, place = divmod(first + len(found), _SOME)
            found += self._part(part)[place : place + last - first - len(found)]
        return found[::step]

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(map(self._part, range(len(self._starts))))

    def _part(self, at: int) -> list[str]:
        if at != self._at:
            end = None if at + 1 == len(self._starts) else self._starts[at + 1] - 1
            self._at, self._some = at, self._text[self._starts[at] : end].split("\n")
        return self._some


class Records(Sequence[Record]):
    """Records, each made when it is asked for.

    Most records of a table are as wide: their cells are kept by column. Of the others the cells themselves are kept.
    """

    __slots__ = ("kept", "places")

    def __init__(self, kept: "Keeper", places: Sequence[int]) -> None:
        """Those of some ``places`` among all that are kept; `of` and `Keeper.records` make the first."""
        self.kept = kept
        self.places = places

    @classmethod
    def of(cls, records: Iterable[Record]) -> "Records":
        """These records."""
        if isinstance(records, Records):
            return records
        kept, left = Keeper(), iter(records)
        while some := [*islice(left, _SOME)]:
            kept.add(some)
        return kept.records()

    @staticmethod
    def joined(parts: Sequence["Records"]) -> "Records":
        """The records of all parts, one part after the other."""
        if len(parts) == 1:
            return parts[0]
        if len({id(part.kept) for part in parts}) > 1:
            return Records.of(chain.from_iterable(parts))
        places = array("I", chain.from_iterable(part.places for part in parts))
        return Records(parts[0].kept, _in_a_row(places))

    def at(self, places: Sequence[int]) -> "Records":
        """Those of these places, in their order."""
        return Records(self.kept, _in_a_row(array("I", map(self.places.__getitem__, places))))

    def lines(self) -> "array[int]":
        """The line each starts on."""
        return self._picked(self.kept.lines)

    def column(self, at: int) -> Coded[str]:
        """The cells of a column, empty where a record is short."""
        columns = self.kept.columns
        if at < len(columns):
            values, codes = [*columns[at].values], self._picked(columns[at].codes)
        else:
            values, codes = [""], array("I", bytes(4 * len(self)))
        return self._with_odd(values, codes, lambda cells: cells[at] if at < len(cells) else "")

    def widths(self) -> Coded[int]:
        """How many cells each has."""
        return self._with_odd([len(self.kept.columns)], array("I", bytes(4 * len(self))), len)

    def _with_odd(self, values: list[V], codes: "array[int]", of: Callable[[list[str]], V]) -> Coded[V]:
        """The values, those of records of another width as ``of`` their cells."""
        odd, places = self.kept.odd, self.places
        if isinstance(places, range):
            found = [(places.index(place), cells) for place, cells in odd.items() if place in places]
        else:
            found = [(i, odd[place]) for i, place in enumerate(places) if place in odd]
        for i, cells in found:
            codes[i] = len(values)
            values.append(of(cells))
        return Coded(values, codes)

    def _picked(self, column: "array[int]") -> "array[int]":
        places = self.places
        if isinstance(places, range):
            return column[places.start : places.stop]
        return array("I", map(column.__getitem__, places))

    def __len__(self) -> int:
        return len(self.places)

    def __iter__(self) -> Iterator[Record]:
        return map(self.kept.record, self.places)

    @overload
    def __getitem__(self, at: int) -> Record: ...
    @overload
    def __getitem__(self, at: slice) -> "Records": ...
    def __getitem__(self, at: int | slice) -> "Record | Records":
        if isinstance(at, slice):
            return Records(self.kept, _in_a_row(self.places[at]))
        return self.kept.record(self.places[at])


def _in_a_row(places: Sequence[int]) -> Sequence[int]:
    """The same places, as a range where they follow one another, else as an array."""
    row = range(places[0], places[0] + len(places)) if places else range(0)
    return row if places == row or all(map(eq, places, row)) else array("I", places)


class Keeper:
    """What `Records` are kept in, while they come and after."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.lines = array("I")
        self.columns: list[Coding[str]] = []
        self.odd: dict[int, list[str]] = {}  # the cells of records of another width, by place
        self._waiting: list[Record] = []
        self._width = 0

    def add(self, some: Iterable[Record]) -> None:
        """Take these, in their order; what stands in their cells is stripped."""
        self._waiting += some
        if len(self._waiting) >= _SOME:
            self._take()

    def records(self) -> Records:
        """All that came; no more may come."""
        self._take()
        for column in self.columns:
            column.close()
        return Records(self, range(len(self.lines)))

    def record(self, place: int) -> Record:
        """One of them."""
        cells = self.odd.get(place)
        if cells is None:
            cells = [column.values[column.codes[place]] for column in self.columns]
        return Record(self.lines[place], cells)

    def _take(self) -> None:
        if not self._waiting:
            return
        lines, rows = zip(*self._waiting, strict=True)
        first, self._waiting = len(self.lines), []
        self.lines.extend(lines)
        if not self._width and any(rows):  # the first ones show what is usual
            self._width = Counter(len(cells) for cells in rows if cells).most_common(1)[0][0]
            count = self._width if self._width <= MOST_CELLS else 0
            self.columns = [Coding[str](str.strip).add(repeat("", first)) for _ in range(count)]
        width, blank = len(self.columns) or -1, [""] * len(self.columns)
        if {*map(len, rows)} != {width}:
            odd = ((i, cells) for i, cells in enumerate(rows, first) if len(cells) != width)
            self.odd.update((i, [*map(str.strip, cells)]) for i, cells in odd)
            rows = tuple(cells if len(cells) == width else blank for cells in rows)
        for column, cells in zip(self.columns, zip(*rows, strict=True), strict=False):
            column.add(cells)
