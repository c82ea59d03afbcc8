"""Operations written one line a field, ``Amount: -3.50``, or below a line that holds their day alone.

The line that begins a block is the first name that comes back; the names become the header of an ordinary table, whose
decisions are those of every other one.
"""

import re
from collections import Counter
from collections.abc import Sequence

from tenk_desktop.core.importing.cells import day_cell, is_row, parse_number
from tenk_desktop.core.importing.records import Record

_FIELD = re.compile(r"\s*([^\W\d_][^:;,\t|]{0,30}?)\s*:\s+(.*?)\s*")
_LOOKED_AT = 60  # lines
_LEAST = 3  # fields of a block


def is_stacked(lines: Sequence[str]) -> bool:
    """Whether most of the first lines are fields, and some names come back."""
    filled = [line for line in lines[:_LOOKED_AT] if line.strip()]
    found = [m[1] for line in filled if (m := _FIELD.fullmatch(line))]
    again = [name for name, count in Counter(found).items() if count > 1]
    return len(found) >= 0.8 * len(filled) and len(again) >= _LEAST


def unstacked(lines: Sequence[str]) -> list[Record]:
    """The blocks as records below a header; what stands above the first block, as it is written."""
    found = [(i, m[1], m[2]) for i, line in enumerate(lines, 1) if (m := _FIELD.fullmatch(line))]
    counts = Counter(name for _, name, _ in found)
    names = [name for name, count in counts.items() if 2 * count > max(counts.values())]
    first = next(i for i, name, _ in found if name == names[0])
    records = [Record(i, [name, value]) for i, name, value in found if i < first]
    records.append(Record(first, names))
    blocks: list[Record] = []
    for i, name, value in found:
        if name == names[0]:
            blocks.append(Record(i, [""] * len(names)))
        if blocks and name in names:
            blocks[-1].cells[names.index(name)] = value
    return [*records, *blocks]


def under_days(records: Sequence[Record]) -> Sequence[Record]:
    """The records, the day that stands alone above some put in front of each; as they are where a row holds its day, or
    where no day stands above an amount.
    """
    if any(is_row(record.cells) for record in records):
        return records
    dated: list[Record] = []
    day = ""
    for line, cells in records:
        filled = [cell for cell in cells if cell]
        if len(filled) == 1 and day_cell(filled[0]):
            day = filled[0]
        else:
            paid = day and len({*map(bool, map(parse_number, filled))}) == 2  # words, and an amount
            dated.append(Record(line, [day if paid else "", *cells]))
    if not any(is_row(record.cells) for record in dated):
        return records
    first = next(i for i, record in enumerate(dated) if record.cells[0])
    if first and sum(map(bool, dated[first - 1].cells)) > 1:
        dated[first - 1].cells[0] = "Date"
    return dated
