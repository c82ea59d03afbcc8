"""Operations written one line a field, ``Amount: -3.50``, one block below the other.

The line that begins a block is the first name that comes back; the names become the header of an ordinary table, whose
decisions are those of every other one.
"""

import re
from collections import Counter
from collections.abc import Sequence

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
