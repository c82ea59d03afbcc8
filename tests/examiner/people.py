"""What people keep themselves, written out by hand: ``people/*.txt``, each row followed by what it means.

    === carnet as=csv,xlsx file=Comptes_2026.csv asks
    --- Mars
    3;Lidl;42,10 ⟦2026-03-03 -42.10⟧

``---`` begins a sheet, ``\\`` alone is an empty line, several meanings of a row stand between commas. Options: ``as``
which forms are made of it, ``file`` its name, ``asks`` that nobody could tell without a guess.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path, PurePath

from tenk_desktop.core.importing.cells import parse_number
from tests.score_bank import Summary
from tests.workbooks import Cell, ods, xlsx

_FOLDER = Path(__file__).parent / "people"
_MEANS = re.compile(r" *⟦(.*)⟧$")
Kept = tuple[str, str, str, bytes, Summary, bool]


def people() -> Iterator[Kept]:
    """Group, name, name of the file, bytes, what it holds and whether a question is due, of each."""
    for path in sorted(_FOLDER.glob("*.txt")):
        for part in path.read_text(encoding="utf-8").split("=== ")[1:]:
            title, *lines = part.rstrip("\n").split("\n")
            name, *said = title.split()
            options = dict((o if "=" in o else f"{o}=1").split("=", 1) for o in said)
            yield from _forms(f"people-{path.stem}", name, options, lines)


def _forms(group: str, name: str, options: dict[str, str], lines: Sequence[str]) -> Iterator[Kept]:
    sheets: dict[str, list[str]] = {}
    meant: list[list[str]] = []
    for line in lines:
        if line.startswith("--- "):
            sheets[line[4:]] = []
        elif line:
            if means := _MEANS.search(line):
                meant += [one.split() for one in means[1].split(", ")]
            here = next(reversed(sheets), "Feuil1")
            sheets.setdefault(here, []).append("" if line == "\\" else _MEANS.sub("", line))
    days = sorted(day for day, _ in meant)
    total = sum((Decimal(amount) for _, amount in meant), Decimal()).normalize()
    held = Summary(len(meant), (("", total),) if total else (), days[0] if days else "", days[-1] if days else "")
    for form in options.get("as", "csv").split(","):
        file = options.get("file", f"export.{options.get('ext', form)}")
        file = file if form == "csv" else str(PurePath(file).with_suffix(f".{form}"))
        yield group, f"{name}-{form}", file, _made(form, sheets), held, "asks" in options


def _made(form: str, sheets: dict[str, list[str]]) -> bytes:
    if form == "csv":
        return "".join(f"{line}\n" for lines in sheets.values() for line in lines).encode()
    tables = {name: cells("\n".join(lines), ";", typed=True) for name, lines in sheets.items()}
    return xlsx(tables) if form == "xlsx" else ods(*next(iter(tables.items())))


def cells(text: str, delimiter: str, *, typed: bool) -> list[list[Cell]]:
    """The cells of a table; ``typed``: days and numbers as a spreadsheet holds them."""
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    return [[_typed(cell) if typed else cell for cell in row] for row in rows]


def _typed(cell: str) -> Cell:
    for form in ("%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d", "%d-%m-%Y"):
        try:
            return datetime.strptime(cell, form).date()  # noqa: DTZ007 - a day
        except ValueError:
            continue
    number = parse_number(cell)
    if number is None or number.currency or (cell.isdigit() and len(cell) > 9):
        return cell
    return float(number.value("," if "," in cell else "."))
