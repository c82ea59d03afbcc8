"""Tables people keep by hand, made into those a bank writes: days below the name of their month, tables side by side.

Only the look of a table is read here, no amount and no sign. A file whose days are whole is left as it is.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from tenk_desktop.core.importing.cells import day_cell, is_row, parse_number
from tenk_desktop.core.importing.layout import header_score
from tenk_desktop.core.importing.monthnames import MONTHS
from tenk_desktop.core.importing.records import Record
from tenk_desktop.core.text import fold

_HEADER_WITHIN = 40  # records
_LONGEST_TITLE, _LONGEST_CODE = 60, 3  # characters
_BARE = re.compile(r"(?:[^\W\d]{2,9}\.? )?(\d{1,2})(?:er|\.)?")  # 3, lundi 3, 1er
_DAYS_TITLE = re.compile(r"(?:jours?|dates?|days?|datum|tage?|dias?|fechas?|giorn[oi]|data|dag|le)")
_WORDS = re.compile(r"[^\W\d_]+|\d+")
_YEAR = re.compile(r"(?<![\d/.,-])20\d\d(?!\.?\d|[/,-])")
_OF_A_BOOK = (
    "mois de d du des le la les mes nos mon ma notre annee compte comptes budget depenses recettes revenus rentrees"
    " sorties suivi carnet cahier journal menage famille maison tresorerie my our month of the year accounts expenses"
    " income haushaltsbuch monat jahr ausgaben einnahmen gastos ingresos ano spese entrate mese anno"
)
_MOST = 0.8  # of the rows


def side_by_side(records: Sequence[Record]) -> Sequence[Record]:
    """The records of tables that stand next to one another, one table after the other; any others as they are."""
    starts = next((s for r in records[:_HEADER_WITHIN] if (s := _starts(r.cells))), [])
    if not starts:
        return records
    parts = [
        [Record(r.line, r.cells[start:end]) for r in records if any(r.cells[start:end])]
        for start, end in pairwise([*starts, max(len(r.cells) for r in records)])
    ]
    if not all(any(map(_is_whole, part)) for part in parts):
        return records
    return [record for part in parts for record in part]


def _is_whole(record: Record) -> bool:
    """Whether a record is a transaction with words of its own, no code of a currency."""
    words = (c for c in record.cells if len(c) > _LONGEST_CODE and not parse_number(c) and not day_cell(c))
    return is_row(record.cells) and any(words)


def _starts(cells: Sequence[str]) -> list[int]:
    """Where tables begin in a header that comes back to its first title, each time above a day and an amount."""
    first = next((i for i, cell in enumerate(cells) if cell), 0)
    starts = [i for i, cell in enumerate(cells) if cell and cell == cells[first]]
    parts = [cells[a:b] for a, b in pairwise([*starts, len(cells)])]
    alike = len({sum(map(bool, part)) for part in parts}) == 1
    return [0, *starts[1:]] if len(starts) > 1 and alike and all(map(header_score, parts)) else []


def under_months(records: Sequence[Record], names: Sequence[str]) -> tuple[Sequence[Record], str]:
    """The records, days of the month written out with the month above them or in the names of their sheet and file,
    and the words that say which; as they are, and nothing, where a day is whole or no month is named.
    """
    if any(is_row(record.cells) for record in records):
        return records, ""
    column = _day_column(records)
    if column is None:
        return records, ""
    month, said = next(((m, name) for name in names if (m := _named(name)[0])), ("", ""))
    year = next((y for name in names if (y := _named(name)[1])), "")
    written: list[Record] = []
    for line, cells in records:
        if any(heading := _heading(cells, first=not month)):
            here, of = heading
            month, year, said = here or month, of or year, _words_of(cells) if here else said
        elif month and column < len(cells) and (bare := _BARE.fullmatch(cells[column])) and _is_paid(cells, column):
            day = f"{year}-{MONTHS[month]:02}-{int(bare[1]):02}" if year else f"{int(bare[1])} {month}"
            written.append(Record(line, [*cells[:column], day, *cells[column + 1 :]]))
            continue
        written.append(Record(line, cells))
    return (written, said) if any(is_row(record.cells) for record in written) else (records, "")


def _day_column(records: Sequence[Record]) -> int | None:
    """The column of days of the month: the one whose title says so, or the first of a table without any."""
    paid = [r.cells for r in records if any(_is_paid(r.cells, c) for c in range(len(r.cells)))]
    titled = (i for r in records for i, cell in enumerate(r.cells) if _DAYS_TITLE.fullmatch(fold(cell)))
    column = next(titled, None)
    headed = column is not None
    column = next((i for i, cell in enumerate(paid[0]) if cell), 0) if column is None and paid else column
    if column is None:
        return None
    filled = [cells[column] for cells in paid if column < len(cells) and cells[column]]
    bare = [m for cell in filled if (m := _BARE.fullmatch(cell))]
    days = [int(m[1]) for m in bare]
    others = len(filled) - len(days)  # one may be the line of the totals
    if not days or (others > 1 and len(days) < _MOST * len(filled)) or not all(1 <= day <= 31 for day in days):
        return None
    counted = days == [*range(days[0], days[0] + len(days))] and all(m[0].isdigit() for m in bare)
    return column if headed or not counted else None


def _is_paid(cells: Sequence[str], day: int) -> bool:
    """Whether a record has words and a number beside its day."""
    others = [cell for i, cell in enumerate(cells) if cell and i != day]
    return len({*map(bool, map(parse_number, others))}) == 2


def _words_of(cells: Sequence[str]) -> str:
    return " ".join(cell for cell in cells if cell)


def _heading(cells: Sequence[str], *, first: bool) -> tuple[str, str]:
    """The month and the year that a record announces: one cell, or the year in a second one. Where it is not the
    ``first`` to name a month it says nothing else, or it may be a note.
    """
    filled = [cell for cell in cells if cell]
    title = " ".join(filled)
    if not filled or len(title) > _LONGEST_TITLE or len(filled) > 2 or (len(filled) == 2 and not _YEAR.search(title)):
        return "", ""
    month, year = _named(title)
    plain = _says_nothing_else(title)
    return (month, year) if plain or (first and month and len(filled) == 1) else ("", "")


def _says_nothing_else(title: str) -> bool:
    """Whether a title is of nothing but a month, a year and the book they are of."""
    years, known = set(_YEAR.findall(title)), _OF_A_BOOK.split()
    return all(w in MONTHS or w in years or w in known for w in _WORDS.findall(fold(title)))


def _named(text: str) -> tuple[str, str]:
    """The one month and the one year that a text names; nothing where it names none, or several."""
    words = _WORDS.findall(fold(text))
    alone = sum(word.isalpha() for word in words) == 1  # some short names are words of other languages: *out*, *set*
    months = {word for word in words if word in MONTHS and (alone or len(word) > 3 or word == "mai")}
    return months.pop() if len(months) == 1 else "", str(lone_year(text) or "")


def is_month(title: str) -> bool:
    """Whether a title is the name of a month and nothing else but its year."""
    words = _WORDS.findall(fold(title))
    return bool(_named(title)[0]) and all(word in MONTHS or word.isdigit() for word in words)


def book_year(cells: Sequence[str]) -> int | None:
    """The year that a record above a table announces as that of the book, in a cell of its own; else None."""
    filled = [cell for cell in cells if cell]
    return lone_year(filled[0]) if len(filled) == 1 and _says_nothing_else(filled[0]) else None


def lone_year(name: str) -> int | None:
    """The one year that the name of a sheet or file holds, whether or not it names a month; else None."""
    years = set(_YEAR.findall(name))
    return int(years.pop()) if len(years) == 1 else None
