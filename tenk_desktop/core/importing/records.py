"""Delimited text to records: which delimiter, and a quote that nobody closed.

The delimiter is the one that gives most records holding both a day and a number. A quoted cell that swallows lines
which are transactions themselves was never closed: its first line is then read without quotes, and the rest normally.
"""

import csv
import re
from collections.abc import Generator, Iterator
from itertools import pairwise
from typing import NamedTuple

from tenk_desktop.core.importing.cells import day_place, is_row

DELIMITERS = (";", "\t", ",", "|")
LONGEST_LINE = 1 << 20  # characters
MOST_CELLS = 200

_SAMPLE_LINES, _SAMPLE_CHARACTERS = 1000, 1 << 18
_WRAPPED = re.compile(r'\s*"(?:[^"]|"")*"\s*')
_FORMULA = re.compile(r'(?<![^;,\t|])=("[^"]*")(?=[;,\t|]|$)')
_WHOLE = re.compile(r"[-+]?\d{1,9}")
_NARROWEST = 4  # cells: a day, a label and the two halves
_SEP = re.compile(r"\s*\"?sep=(.)\"?[;,\s]*", re.IGNORECASE)

csv.field_size_limit(LONGEST_LINE)


class Record(NamedTuple):
    """The cells of one record, stripped, and the 1-based physical line it starts on."""

    line: int
    cells: list[str]


def find_delimiter(lines: list[str]) -> tuple[str, int]:
    """The delimiter, and how many leading lines only declare it (``sep=;``)."""
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    if lines and (m := _SEP.fullmatch(lines[first])):
        return m[1], first + 1
    sample = _sample(lines)
    scores = {d: sum(is_row(r.cells) for r in split(sample, d)) for d in DELIMITERS}
    if not any(scores.values()):  # no transaction at all: the character most used may still show a header
        scores = {d: sum(line.count(d) for line in sample) for d in DELIMITERS}
    return max(DELIMITERS, key=lambda d: scores[d]), 0


def unwrapped(lines: list[str]) -> list[str]:
    """The lines without what a spreadsheet put around them: quotes around a whole line, ``="..."`` around a cell."""
    lines = [_FORMULA.sub(r"\1", line) if '="' in line else line for line in lines]
    filled = [line for line in lines if line.strip()]
    if not filled or not all(_WRAPPED.fullmatch(line) for line in filled):
        return lines
    inner = [line.strip()[1:-1].replace('""', '"') for line in lines]
    return inner if any(d in filled[0] for d in DELIMITERS) else lines


def split(lines: list[str], delimiter: str) -> Iterator[Record]:
    """The records of some lines, empty ones included."""
    start = 0
    while start < len(lines):
        start = yield from _until_unclosed(lines, start, delimiter)


def with_decimals(records: list[Record]) -> list[Record]:
    """The records, each amount whole again that a comma cut in two (``-10,00`` unquoted between commas): where every
    row is one cell wider than the header, and holds exactly one whole number followed by two figures.
    """
    sample = records[:_SAMPLE_LINES]
    first = next((i for i, r in enumerate(sample) if is_row(r.cells)), 0)
    width = len(sample[first - 1].cells) + 1 if first else 0
    rows = [r for r in sample[first:] if is_row(r.cells)]
    if width < _NARROWEST or any(len(r.cells) != width or _cut(r.cells) is None for r in rows):
        return records
    return [Record(r.line, _mended(r.cells)) if len(r.cells) == width else r for r in records]


def _cut(cells: list[str]) -> int | None:
    """Where the only amount that a comma cut in two begins."""
    found = [i for i, (a, b) in enumerate(pairwise(cells)) if _WHOLE.fullmatch(a) and len(b) == 2 and b.isdigit()]
    return found[0] if len(found) == 1 else None


def _mended(cells: list[str]) -> list[str]:
    at = _cut(cells)
    return cells if at is None else [*cells[:at], f"{cells[at]},{cells[at + 1]}", *cells[at + 2 :]]


def _until_unclosed(lines: list[str], start: int, delimiter: str) -> Generator[Record, None, int]:
    feed = (lines[i] + "\n" for i in range(start, len(lines)))
    reader = csv.reader(feed, delimiter=delimiter, skipinitialspace=True)
    first = start
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return len(lines)
        except csv.Error:  # a cell longer than any line may be
            yield _unquoted(lines, first, delimiter)
            return first + 1
        after = start + reader.line_num
        if after - first > 1 and _swallowed(lines[first:after], delimiter):
            yield _unquoted(lines, first, delimiter)
            return first + 1
        yield Record(first + 1, [cell.strip() for cell in cells])
        first = after


def _swallowed(lines: list[str], delimiter: str) -> bool:
    """Whether a line below the first is a transaction itself; the end of a long cell is not: it closes a quote."""
    place = day_place(_plain(lines[0], delimiter))
    whole = (_plain(line, delimiter) for line in lines[1:] if line.count('"') % 2 == 0)
    return any(is_row(cells) and (place is None or day_place(cells) == place) for cells in whole)


def _unquoted(lines: list[str], index: int, delimiter: str) -> Record:
    return Record(index + 1, _plain(lines[index], delimiter))


def _plain(line: str, delimiter: str) -> list[str]:
    return [cell.strip().strip('"') for cell in line.split(delimiter)]


def _sample(lines: list[str]) -> list[str]:
    sample, size = [], 0
    for line in lines[:_SAMPLE_LINES]:
        size += len(line)
        if size > _SAMPLE_CHARACTERS:
            break
        sample.append(line)
    return sample
