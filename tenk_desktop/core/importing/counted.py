"""Days that a table writes as a count: a spreadsheet's number of the day, or the seconds of a computer's clock.

Only below a header that speaks of a day, where every cell is such a count and no other column has days. Five figures
count the days since 30 December 1899 (ECMA-376, 18.17.4.1, the 1900 system after its false leap day), ten figures the
seconds and thirteen the milliseconds since 1970 (POSIX), taken in UTC.
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from tenk_desktop.core.importing.cells import FIRST_YEAR, LAST_YEAR, day_cell
from tenk_desktop.core.importing.records import Record
from tenk_desktop.core.importing.recordset import Records
from tenk_desktop.core.importing.words import DATES, ROLES, fold

_COUNT = re.compile(r"(\d{5}|\d{10}|\d{13})(?:[.,]\d+)?")
_NUMBERS = re.compile(r"\b(id|ref\w*|no|nr|num\w*)\b")  # of the transaction, not its day
_SAMPLE = 50
_DAY_ZERO = date(1899, 12, 30)


def with_days(header: Record | None, body: Records) -> Records:
    """The records, the counts of a day column written as ISO days; the very same where there is none."""
    sample = list(islice((r.cells for r in body if len(r.cells) > 1), _SAMPLE))
    if header is None or not sample or any(day_cell(cell) for cells in sample for cell in cells):
        return body
    columns = [i for i, title in enumerate(header.cells) if _counts([c[i] for c in sample if i < len(c)], title)]
    return Records.of(Record(r.line, _mended(r.cells, columns)) for r in body) if columns else body


def _counts(cells: Sequence[str], title: str) -> bool:
    filled = [cell for cell in cells if cell]
    if not filled or not all(map(_COUNT.fullmatch, filled)):
        return False
    folded = fold(title)
    dated = any(over == DATES and pattern.search(folded) for _, over, pattern in ROLES)
    return dated and not _NUMBERS.search(folded) and all(counted_day(cell) for cell in filled)


def counted_day(cell: str) -> date | None:
    """The day a count stands for; None when it is none or outside 1990..2099."""
    if not (m := _COUNT.fullmatch(cell)):
        return None
    count = int(m[1])
    if len(m[1]) == 5:
        day = _DAY_ZERO + timedelta(days=count)
    else:
        day = datetime.fromtimestamp(count if len(m[1]) == 10 else count // 1000, UTC).date()
    return day if FIRST_YEAR <= day.year < LAST_YEAR else None


def _mended(cells: list[str], columns: Sequence[int]) -> list[str]:
    days = {c: day for c in columns if c < len(cells) and (day := counted_day(cells[c]))}
    return [days[i].isoformat() if i in days else cell for i, cell in enumerate(cells)]
