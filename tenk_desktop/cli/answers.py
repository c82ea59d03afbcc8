"""What a verb answers, and the few ways it is written."""

import os
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from tenk_desktop.core.text import date_text

Json = dict[str, Any]


class Answer:
    """What a verb has to say: as JSON, as lines for people, and ``refusals`` on standard error."""

    def __init__(self, data: Json, lines: Sequence[str] = (), status: int = 0, refusals: Sequence[str] = ()) -> None:
        self.data = data
        self.lines = list(lines)
        self.status = status
        self.refusals = list(refusals)


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def dates(first: date | None, last: date | None) -> str:
    return f"{date_text(first)} – {date_text(last)}" if first and last else ""


def table(header: Sequence[str], rows: Sequence[Sequence[str]], *, right: Iterable[int] = ()) -> list[str]:
    """Columns as wide as they need, the last cut at the terminal's edge when there is one."""
    widths = [max(len(r[i]) for r in (header, *rows)) for i in range(len(header))]
    lines = []
    for row in (header, *rows):
        cells = [c.rjust(w) if i in right else c.ljust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True))]
        lines.append("  ".join(cells).rstrip())
    lines.insert(1, "  ".join("─" * w for w in widths))
    edge = terminal_width(200) if sys.stdout and sys.stdout.isatty() else 10_000
    return [line[:edge] for line in lines]


def terminal_width(otherwise: int) -> int:
    """Columns of the terminal, as `shutil.get_terminal_size` finds them; shutil is slow to load, for its archives."""
    try:
        columns = int(os.environ["COLUMNS"])
    except (KeyError, ValueError):
        columns = 0
    if columns <= 0 and sys.__stdout__ is not None:
        try:
            columns = os.get_terminal_size(sys.__stdout__.fileno()).columns
        except (OSError, ValueError):  # no terminal, or one that was closed
            columns = 0
    return columns or otherwise
