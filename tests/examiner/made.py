"""Layouts to files: each ``layouts/*.txt`` holds files as banks write them, with a template in place of the rows.

    === germany/sparkasse enc=cp1252 eol=crlf lang=de cur=EUR newest
    "Buchungstag";"Betrag"
    > "{day:%d.%m.%y}";"{a:1234,56}"

A line after ``>`` is written for each operation; lines of ``>`` that follow one another make one operation, and those
after any other line begin a new set (another account), as those after a line ``&``, which writes nothing. ``@3 text``
stands below the third operation of the set above. ``\\`` alone is an empty line, ``{nbsp}`` a no-break space. Options:
``ext enc eol lang n start cur newest fees places least steps opening incomes asks none given``; ``cur`` is what the file
itself says, ``asks`` that it cannot be read without a guess, ``none`` that it holds nothing, ``given`` what it holds
where its rows stand as they are, ``as=text,xlsx,zip`` which forms of it are made.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from tests.examiner.books import books
from tests.examiner.crossed import crossed, messy
from tests.examiner.moves import Moment, Money, Move, moves
from tests.examiner.oddbooks import odd_books
from tests.examiner.people import cells, people
from tests.score_bank import Summary
from tests.workbooks import archive, ods, xlsx

CROSSED = 150
LAYOUTS = Path(__file__).parent / "layouts"
_IBANS = ("FR7630001007941234567890185", "FR7610107001011234567890129", "FR7612345987650123456789014")
_START = "2026-03-05"


@dataclass(frozen=True, slots=True)
class Case:
    """A file and what it holds; ``asks``: the right answer is a question."""

    group: str
    name: str
    file: str
    data: bytes
    truth: Summary
    asks: bool


@dataclass(slots=True)
class _Layout:
    group: str
    name: str
    options: dict[str, str]
    lines: list[str] = field(default_factory=list)

    def get(self, option: str, default: str) -> str:
        return self.options.get(option, default)


@cache
def cases() -> tuple[Case, ...]:
    """Every file there is."""
    written = [layout for path in sorted(LAYOUTS.glob("*.txt")) for layout in _layouts(path)]
    drawn = [
        _layout(group, f"{number:03} {options}", lines)
        for group, draw in (("crossed", crossed), ("messy", messy))
        for number in range(CROSSED)
        for options, lines in [draw(number)]
    ]
    made = tuple(case for layout in (*written, *drawn) for case in _cases(layout))
    named = ((name, "export.zip" if "zip" in name else "export.xlsx", data, mine) for name, data, mine in books())
    kept = tuple(
        Case("books", name, file, data, _truth(mine, named=False), asks=False)
        for name, file, data, mine in (*named, *odd_books())
    )
    return made + kept + tuple(Case(*case) for case in people())


def _layouts(path: Path) -> Iterator[_Layout]:
    here: _Layout | None = None
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("=== "):
            if here:
                yield here
            here = _layout(path.stem, line[4:], [])
        elif here and line:
            here.lines.append(line)
    if here:
        yield here


def _layout(group: str, title: str, lines: list[str]) -> _Layout:
    name, *options = title.split()
    return _Layout(group, name, dict((o if "=" in o else f"{o}=1").split("=", 1) for o in options), lines)


def _cases(layout: _Layout) -> Iterator[Case]:
    text, made = _written(layout)
    truth = _given(layout) or _truth(made, layout.get("cur", "") != "")
    asks = "asks" in layout.options
    for form in layout.get("as", "text").split(","):
        if form == "text":
            data, extension = _encoded(text, layout), layout.get("ext", "csv")
        elif form == "zip":
            member = f"releve.{layout.get('ext', 'csv')}"
            data, extension = archive(**{member: _encoded(text, layout)}), form
        else:
            table = cells(text, layout.get("sep", ";"), typed=not form.startswith("t"))
            extension = form.removeprefix("t")
            data = xlsx({"Export": table}) if extension == "xlsx" else ods("Export", table)
        name = layout.name if form == "text" else f"{layout.name}-{form}"
        yield Case(
            layout.group if form in ("text", "zip") else "workbooks", name, f"export.{extension}", data, truth, asks
        )


def _given(layout: _Layout) -> Summary | None:
    """What a file without operations of ours says it holds: ``given=3;EUR:-1.50,USD:2;2026-03-05;2026-03-09``."""
    if "none" in layout.options:
        return Summary(0, (), "", "")
    if "given" not in layout.options:
        return None
    count, sums, first, last = layout.options["given"].split(";")
    pairs = [part.split(":") for part in sums.split(",")]
    total = tuple(sorted((code, Decimal(value).normalize()) for code, value in pairs if Decimal(value)))
    return Summary(int(count), total, first, last)


def _written(layout: _Layout) -> tuple[str, list[Move]]:
    """The text of a file, and the operations it holds."""
    out: list[str] = []
    made: list[Move] = []
    template: list[str] = []
    pending: dict[int, str] = {}
    sets = 0
    lines = [*layout.lines, "\0"]
    for line in lines:
        if line.startswith(">"):
            template.append(line[2:])
            continue
        if line.startswith("@") and template:
            number, _, content = line[1:].partition(" ")
            pending[int(number)] = content
            continue
        if template:  # the set ends here
            mine = list(_operations(layout, sets))
            out += _rows(mine, template, pending, _iban(sets))
            made += mine
            template, pending, sets = [], {}, sets + 1
        if line not in ("&", "\0"):
            out.append(_filled("" if line == "\\" else line, made, layout, _iban(sets)))
    end = "" if "noend" in layout.options else "\n"
    return "\n".join(out) + end, made


def _iban(number: int) -> str:
    return _IBANS[number % len(_IBANS)]


def _operations(layout: _Layout, sets: int) -> Iterator[Move]:
    low, high = layout.get("steps", "1-4").split("-")
    found = list(
        moves(
            f"{layout.group}/{layout.name}/{sets}",
            layout.get("lang", "en"),
            int(layout.get("n", "8")),
            datetime.fromisoformat(layout.get("start", _START)),
            tuple(layout.get("cur", layout.get("hid", "")).split(",")),
            fees="fees" in layout.options,
            places=int(layout.get("places", "2")),
            least=int(layout.get("least", "1")),
            steps=(int(low), int(high)),
            opening=int(layout.get("opening", "1500")),
            incomes="incomes" in layout.options,
        )
    )
    return reversed(found) if "newest" in layout.options else iter(found)


def _rows(mine: Sequence[Move], template: Sequence[str], pending: dict[int, str], iban: str) -> Iterator[str]:
    for i, move in enumerate(mine, 1):
        fields = {**move.fields(iban), **_SPACES}
        yield from (_unescape(line).format_map(fields) for line in template)
        if i in pending:
            yield _unescape(pending[i]).format_map(fields)


_SPACES = {"nbsp": "\N{NO-BREAK SPACE}", "nnbsp": "\N{NARROW NO-BREAK SPACE}", "sp": " "}


def _unescape(line: str) -> str:
    return "" if line == "\\" else line.replace("\\t", "\t")


def _filled(line: str, made: Sequence[Move], layout: _Layout, iban: str) -> str:
    """A line outside the rows: ``{opening:1234,56}``, ``{closing:...}``, ``{outs:...}``, ``{ins:...}`` of those above."""
    line = _unescape(line)
    if "{" not in line:
        return line
    newest = "newest" in layout.options
    first, last = (made[-1], made[0]) if newest and made else (made[0], made[-1]) if made else (None, None)
    fields: dict[str, object] = {**_SPACES, "iban": iban, "iban2": _iban(1)}
    if first is not None and last is not None:
        fields |= {
            "opening": Money(first.balance - first.amount),
            "closing": Money(last.balance),
            "outs": Money(-sum((m.amount for m in made if m.amount < 0), Decimal())),
            "ins": Money(sum((m.amount for m in made if m.amount > 0), Decimal())),
            "sum": Money(sum((m.amount for m in made), Decimal())),
            "first": Moment(first.at),
            "last": Moment(last.at),
            "count": len(made),
        }
    else:  # above the rows: what will stand below
        mine = list(_operations(layout, 0))
        first, last = (mine[-1], mine[0]) if newest else (mine[0], mine[-1])
        fields |= {
            "opening": Money(first.balance - first.amount),
            "closing": Money(last.balance),
            "first": Moment(first.at),
            "last": Moment(last.at),
            "count": len(mine),
        }
    return line.format_map(fields)


def _truth(made: Sequence[Move], named: bool) -> Summary:
    sums: dict[str, Decimal] = {}
    for move in made:
        code = move.currency if named else ""
        sums[code] = sums.get(code, Decimal()) + move.amount
    days = sorted(m.at.date().isoformat() for m in made)
    total = tuple(sorted((code, value.normalize()) for code, value in sums.items() if value))
    return Summary(len(made), total, days[0] if days else "", days[-1] if days else "")


def _encoded(text: str, layout: _Layout) -> bytes:
    eol = {"lf": "\n", "crlf": "\r\n", "cr": "\r"}[layout.get("eol", "lf")]
    return text.replace("\n", eol).encode(layout.get("enc", "utf-8"))


__all__ = ["Case", "cases", "date"]
