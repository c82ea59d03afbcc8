"""Text pasted from a page or a spreadsheet: which of several ways of writing a table it is, then read like any table.

Ways tried, the one with most lines that hold a day or a month beside a number wins, the first of equals: cells between
tabs, between runs of spaces, between a CSV's delimiters, one cell a line in blocks that repeat (what a browser copies
of a page made of cards), and notes such as ``octobre 2025 : 10,50 € (versé)``. Nothing is known of the page: what its
columns mean is guessed and asked as for a file.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing.cells import day_cell, parse_number
from tenk_desktop.core.importing.decode import decode
from tenk_desktop.core.importing.draft import Findings
from tenk_desktop.core.importing.monthnames import parse_month
from tenk_desktop.core.importing.records import Record
from tenk_desktop.core.importing.records import split as split_csv
from tenk_desktop.core.importing.statement import Evidence, Problem, Reader, Reading, ReadOptions
from tenk_desktop.core.importing.table import read_records
from tenk_desktop.core.progress import Progress
from tenk_desktop.core.text import Message, msg

FORMAT = "pasted"
MOST_LINES, LONGEST_LINE = 5_000, 2_000  # a page copied by hand is far shorter
_LONGEST_BLOCK = 12  # lines
_ABOUT = re.compile(r"[≈~] ?(?=[\d$€£])")  # what a page writes before an amount it only estimates
_SPACES = re.compile(r"\s{2,}|\t")


def read(name: str, data: bytes, options: ReadOptions, progress: Progress) -> Reading:
    """Read a pasted text's bytes. Raises `ImportRefusedError` when no line has a day or a month, and a number."""
    lines = _lines(data)
    if len(lines) > MOST_LINES:
        raise ImportRefusedError(
            msg("Ce texte a plus de {count} lignes.", count=MOST_LINES), msg("Collez une partie à la fois.")
        )
    said, delimiter, records = _best_way(lines)
    findings = Findings()
    findings.evidence.append(Evidence("delimiter", said))
    long = (i for i, line in enumerate(decode(data).text.split("\n"), 1) if len(line) > LONGEST_LINE)
    findings.problems += [Problem(i, msg("ligne trop longue pour un tableau")) for i in long]
    statements = read_records(name, records, delimiter, options, progress, findings)
    return findings.reading(FORMAT, "utf-8", statements)


def holds_rows(data: bytes) -> bool:
    """Whether a text without delimiters is a table all the same: aligned columns, or blocks."""
    lines = _lines(data)
    return len(lines) <= MOST_LINES and any(_is_row(r.cells) for r in _best_way(lines)[2])


READER = Reader(FORMAT, lambda _name, _head: False, read)


def _lines(data: bytes) -> list[str]:
    """The lines, those no page has left empty."""
    text = _ABOUT.sub("", decode(data).text)
    return [line.rstrip() if len(line) <= LONGEST_LINE else "" for line in text.split("\n")]


def _best_way(lines: Sequence[str]) -> tuple[Message, str, list[Record]]:
    ways: tuple[tuple[Message, str, Callable[[Sequence[str]], list[Record]]], ...] = (
        (msg("Colonnes séparées par des tabulations"), "\t", lambda text: _by(text, "\t")),
        (msg("Colonnes séparées par des espaces"), "\t", _by_spaces),
        (msg("Colonnes séparées par des points-virgules"), ";", lambda text: _by(text, ";")),
        (msg("Colonnes séparées par des virgules"), ",", lambda text: _by(text, ",")),
        (msg("Colonnes séparées par des barres"), "|", lambda text: _by(text, "|")),
        (msg("Une valeur par ligne"), "\n", _by_blocks),
        (msg("Une phrase par ligne"), "\n", _by_sentences),
    )
    tried = [(said, delimiter, split(lines)) for said, delimiter, split in ways]
    return max(tried, key=lambda way: sum(_is_row(r.cells) for r in way[2]))


def _by(lines: Sequence[str], delimiter: str) -> list[Record]:
    return list(split_csv(list(lines), delimiter))


def _by_spaces(lines: Sequence[str]) -> list[Record]:
    return [Record(i, [c.strip() for c in _SPACES.split(line.strip())]) for i, line in enumerate(lines, 1)]


def _is_row(cells: Sequence[str]) -> bool:
    at = next((i for i, cell in enumerate(cells) if _is_period(cell)), None)
    return at is not None and any(parse_number(cell) for i, cell in enumerate(cells) if i != at)


def _is_period(cell: str) -> bool:
    return bool(cell) and (day_cell(cell) is not None or parse_month(cell) is not None)


# One value a line


def _by_blocks(lines: Sequence[str]) -> list[Record]:
    """Blocks of as many lines as usually lie between two days; the lines above the first one may be its header.

    A block that is cut short is a record of what it has; lines below the last block are records of one cell.
    """
    filled = [(i, line.strip()) for i, line in enumerate(lines, 1) if line.strip()]
    days = [at for at, (_, cell) in enumerate(filled) if _is_period(cell)]
    if not days:
        return [Record(i, [cell]) for i, cell in filled]
    size, before = _shape([cell for _, cell in filled], days)
    first = days[0] - before
    records = list(_header(filled[:first], size))
    for n, day in enumerate(days):
        start, end = day - before, days[n + 1] - before if n + 1 < len(days) else len(filled)
        block = filled[start : min(end, start + size)]
        records.append(Record(block[0][0], [cell for _, cell in block]))
        records += [Record(i, [cell]) for i, cell in filled[start + size : end]]
    return records


def _shape(cells: Sequence[str], days: Sequence[int]) -> tuple[int, int]:
    """How many lines a block has, and how many of them stand before its day.

    A title above the day is told from the end of the block before by what stands above the first day: a text, as
    above every other.
    """
    gaps = Counter(b - a for a, b in pairwise(days) if 1 < b - a <= _LONGEST_BLOCK)
    size = gaps.most_common(1)[0][0] if gaps else min(len(cells) - days[0], _LONGEST_BLOCK)
    after = cells[days[0] + 1 : days[0] + size]
    if any(parse_number(cell) for cell in after[-1:]) or not after:
        return size, 0
    last = days[-1] + size > len(cells)  # the last block ends before the size is full: its titles stand above
    titles = len(cells) - days[-1] if last else size
    return size, size - titles if titles < size and days[0] >= size - titles else 0


_PARTS = re.compile(r"\s*:\s+|\s+[=–—-]\s+|\s*[()]\s*|(?<=\d[€$£]),?\s+|(?<=\d\s[€$£]),?\s+")


def _by_sentences(lines: Sequence[str]) -> list[Record]:
    """A day or a month, an amount in a currency and what is said of it; any other line is a record of one cell."""
    made = (Record(i, [part for part in _PARTS.split(line.strip()) if part]) for i, line in enumerate(lines, 1))
    return [r if _is_note(r.cells) else Record(r.line, [" ".join(r.cells)]) for r in made]


def _is_note(cells: Sequence[str]) -> bool:
    number = parse_number(cells[1]) if len(cells) > 1 and _is_period(cells[0]) else None
    return bool(number and (number.currency or "$" in cells[1]))


def _header(above: Sequence[tuple[int, str]], size: int) -> Iterator[Record]:
    """The lines above the first block: its column titles when there are as many as cells, one a line."""
    titles = above[-size:] if len(above) >= size else []
    if titles and not any(parse_number(cell) for _, cell in titles):
        above = above[:-size]
    else:
        titles = []
    yield from (Record(i, [cell]) for i, cell in above)
    if titles:
        yield Record(titles[0][0], [cell for _, cell in titles])
