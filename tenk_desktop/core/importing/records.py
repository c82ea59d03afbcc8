"""Delimited text to records: which delimiter, and a quote that nobody closed.

The delimiter is the one that gives most records holding both a day and a number. A quoted cell that swallows lines
which are transactions themselves was never closed: its first line is then read without quotes, and the rest normally.
A hundred thousand of them are a `recordset.Records`.
"""

import csv
import re
from collections.abc import Generator, Iterator, Sequence
from itertools import chain, combinations, pairwise, takewhile
from typing import NamedTuple

from tenk_desktop.core.importing.cells import day_place, is_row

DELIMITERS = (";", "\t", ",", "|")
LONGEST_LINE = 1 << 20  # characters
MOST_CELLS = 200

_SAMPLE_LINES, _SAMPLE_CHARACTERS = 1000, 1 << 18
_WRAPPED = re.compile(r'\s*"(?:[^"]|"")*"\s*')
_FORMULA = re.compile(r'(?<![^;,\t|])=("[^"]*")(?=[;,\t|]|$)')
_WHOLE = re.compile(r"[-+]?\d{1,9}")
_THOUSANDS = re.compile(r"[-+(]{0,2}(?:[$£€₹]|[A-Z]{3} ?)?[-+]?\d{1,3}")
_REST = re.compile(r"\d{3}\.\d\d\)?(?: ?(?:CR|DR|-))?")
_new = tuple.__new__  # a `Record` in half the time its own way takes
_SOME = 500  # lines
_REMEMBERED = 1 << 16  # different cells
_TITLES_WITHIN = 30  # lines
_NARROWEST = 4  # cells: a day, a label and the two halves
_MOST_CUTS = 3  # amounts in a row, each cut in two by a comma
_SEP = re.compile(r"\s*\"?sep=(.)\"?[;,\s]*", re.IGNORECASE)

csv.field_size_limit(LONGEST_LINE)


class Record(NamedTuple):
    """The cells of one record, stripped, and the 1-based physical line it starts on."""

    line: int
    cells: list[str]


def find_delimiter(lines: Sequence[str]) -> tuple[str, int]:
    """The delimiter, and how many leading lines only declare it (``sep=;``)."""
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    if lines and (m := _SEP.fullmatch(lines[first])):
        return m[1], first + 1
    sample = _sample(lines)
    scores = {d: sum(is_row(r.cells) for r in split(sample, d)) for d in DELIMITERS}
    if not any(scores.values()):  # no transaction at all: the character most used may still show a header
        scores = {d: sum(line.count(d) for line in sample) for d in DELIMITERS}
    return max(DELIMITERS, key=lambda d: scores[d]), 0


def unpadded(lines: Sequence[str]) -> Sequence[str]:
    """The lines without the commas that a spreadsheet of another country put behind them: it took a file of semicolons
    for one of commas, and made all its lines as wide as those with decimals.
    """
    titles = next((line for line in lines[:_TITLES_WITHIN] if line.count(";") > 1), "")
    padded = titles.endswith(",") and "," not in titles.rstrip(",")
    return [line.rstrip(",") for line in lines] if padded else lines


def unwrapped(lines: Sequence[str]) -> Sequence[str]:
    """The lines without what a spreadsheet put around them: quotes around a whole line, ``="..."`` around a cell."""
    if any('="' in line for line in lines):
        lines = [_FORMULA.sub(r"\1", line) if '="' in line else line for line in lines]
    first = next((line for line in lines if line.strip()), "")
    if not all(_WRAPPED.fullmatch(line) for line in chain([first], lines) if line.strip()) or not first:
        return lines
    inner = [line.strip()[1:-1].replace('""', '"') for line in lines]
    return inner if any(d in first for d in DELIMITERS) else lines


def split(lines: Sequence[str], delimiter: str) -> Iterator[Record]:
    """The records of some lines, empty ones included. Equal cells are one text, as far as is worth it."""
    stripped = _Stripped().__getitem__
    for line, cells in chain.from_iterable(split_some(lines, delimiter)):
        yield Record(line, [*map(stripped, cells)])


def split_some(lines: Sequence[str], delimiter: str, start: int = 0) -> Iterator[list[Record]]:
    """The records of the lines from ``start`` on, some at a time; their cells are yet to be stripped."""
    plain = delimiter in DELIMITERS  # a line without quotes is then what stands between its delimiters
    while start < len(lines):
        some = list(takewhile(_unquoting, lines[start : start + _SOME])) if plain else []
        yield [_new(Record, (i, line.split(delimiter) if line else [])) for i, line in enumerate(some, start + 1)]
        start += len(some)
        if len(some) < _SOME and start < len(lines):
            start = yield from _with_quotes(lines, start, delimiter, plain=plain)


def _unquoting(line: str) -> bool:
    return '"' not in line


class _Stripped(dict[str, str]):
    """Texts without white space at their ends, by the texts; the first many are remembered."""

    def __missing__(self, cell: str) -> str:
        text = cell.strip()
        if len(self) < _REMEMBERED:
            self[cell] = text
        return text


def with_decimals(records: Sequence[Record]) -> Sequence[Record]:
    """The records, each amount whole again that a comma cut in two (``-10,00`` unquoted between commas): where every
    row is as many cells wider than the header, and so many whole numbers are followed by two figures in each. A row
    where these may be chosen in two ways stays as it is, and is too wide to be read.
    """
    sample = records[:_SAMPLE_LINES]
    first = next((i for i, r in enumerate(sample) if is_row(r.cells)), 0)
    width = len(sample[first - 1].cells) if first else 0
    rows = [r for r in sample[first:] if is_row(r.cells)]
    cuts = len(rows[0].cells) - width if rows else 0
    if width + 1 < _NARROWEST or not 0 < cuts <= _MOST_CUTS:
        return records
    if any(len(r.cells) != width + cuts or not _cuts(r.cells, cuts) for r in rows):
        return records
    return [Record(r.line, _mended(r.cells, cuts)) if len(r.cells) == width + cuts else r for r in records]


def _cuts(cells: list[str], count: int) -> list[tuple[int, ...]]:
    """The ways to choose so many amounts that commas cut in two: where each of them begins."""
    found = [i for i, (a, b) in enumerate(pairwise(cells)) if _WHOLE.fullmatch(a) and len(b) == 2 and b.isdigit()]
    return [c for c in combinations(found, count) if all(b - a > 1 for a, b in pairwise(c))]


def _mended(cells: list[str], count: int) -> list[str]:
    ways = _cuts(cells, count)
    if len(ways) != 1:
        return cells
    whole = [f"{cell},{cells[i + 1]}" if i in ways[0] else cell for i, cell in enumerate(cells[:-1])]
    whole += [] if len(cells) - 2 in ways[0] else cells[-1:]
    return [cell for i, cell in enumerate(whole) if i - 1 not in ways[0]]


def with_thousands(records: Sequence[Record], widths: Sequence[int]) -> Sequence[Record]:
    """The records, each amount whole again that a comma between thousands cut (``$1,234.56`` unquoted between commas):
    in a row wider than the header by as many cells as look like the rest of such an amount. ``widths`` is how many
    cells each record has.
    """
    sample = records[:_SAMPLE_LINES]
    first = next((i for i, r in enumerate(sample) if is_row(r.cells)), 0)
    width = len(sample[first - 1].cells) if first else 0
    if width + 1 < _NARROWEST or not any(len(r.cells) == width for r in sample[first:]):
        return records
    wide = (records[i] for i, cells in enumerate(widths) if cells > width)
    whole = {line: cells for line, found in wide if (cells := _rejoined(found, width))}
    return [Record(line, whole.get(line, cells)) for line, cells in records] if whole else records


def _rejoined(cells: list[str], width: int) -> list[str]:
    """So many cells, each cut amount whole; none where they cannot be made."""
    rests = [i for i, (a, b) in enumerate(pairwise(cells), 1) if _THOUSANDS.fullmatch(a) and _REST.fullmatch(b)]
    if len(rests) != len(cells) - width:
        return []
    whole: list[str] = []
    for i, cell in enumerate(cells):
        if i in rests:
            whole[-1] += f",{cell}"
        else:
            whole.append(cell)
    return whole


def _with_quotes(
    lines: Sequence[str], start: int, delimiter: str, *, plain: bool
) -> Generator[list[Record], None, int]:
    """The records from a line on, up to a quote that nobody closed, or a ``plain`` line without any."""
    feed = (lines[i] + "\n" for i in range(start, len(lines)))
    reader = csv.reader(feed, delimiter=delimiter, skipinitialspace=True)
    first = start
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return len(lines)
        except csv.Error:  # a cell longer than any line may be
            yield [_unquoted(lines, first, delimiter)]
            return first + 1
        after = start + reader.line_num
        if after - first > 1 and _swallowed(lines[first:after], delimiter):
            yield [_unquoted(lines, first, delimiter)]
            return first + 1
        yield [Record(first + 1, cells)]
        first = after
        if plain and first < len(lines) and '"' not in lines[first]:
            return first


def _swallowed(lines: Sequence[str], delimiter: str) -> bool:
    """Whether a line below the first is a transaction itself; the end of a long cell is not: it closes a quote."""
    place = day_place(_plain(lines[0], delimiter))
    whole = (_plain(line, delimiter) for line in lines[1:] if line.count('"') % 2 == 0)
    return any(is_row(cells) and (place is None or day_place(cells) == place) for cells in whole)


def _unquoted(lines: Sequence[str], index: int, delimiter: str) -> Record:
    return Record(index + 1, _plain(lines[index], delimiter))


def _plain(line: str, delimiter: str) -> list[str]:
    return [cell.strip().strip('"') for cell in line.split(delimiter)]


def _sample(lines: Sequence[str]) -> list[str]:
    sample, size = [], 0
    for line in lines[:_SAMPLE_LINES]:
        size += len(line)
        if size > _SAMPLE_CHARACTERS:
            break
        sample.append(line)
    return sample
