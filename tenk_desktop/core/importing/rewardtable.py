"""The columns of a table of what is owed, and whose it is: by their words, their content, or as a person said.

Who owes is what a person says now, else whom the file, its header or each row names, else whom they named last time for
that header, else TikTok: a page of its Creator Rewards names nobody.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tenk_desktop.core.creator.sources import PLATFORMS, REWARDS, TIKTOK, Source
from tenk_desktop.core.importing.cells import parse_number
from tenk_desktop.core.importing.columns import PLATFORM_ROLE, describe, platform_said, said_columns
from tenk_desktop.core.importing.entries import shown
from tenk_desktop.core.importing.layout import Layout, column_at, letter
from tenk_desktop.core.importing.monthnames import parse_month
from tenk_desktop.core.importing.owing import ANOTHER, Owing, is_period, said_source
from tenk_desktop.core.importing.records import Record
from tenk_desktop.core.importing.rewardwords import COLUMNS, PROOF, parse_stage
from tenk_desktop.core.importing.statement import Question, ReadOptions, TableGuess
from tenk_desktop.core.importing.words import fold
from tenk_desktop.core.text import msg, neutral

CREATOR_REWARDS = Source(TIKTOK, REWARDS)
HEADER_WITHIN = 30  # records
_MOST_MONTHS = 400  # of a table written so: it is somebody's own
_LIKE = 0.5  # of the filled cells


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table of rewards, its header (empty if it has none) and the columns by role."""

    header: list[str]
    rows: list[Record]
    roles: Mapping[str, int]
    amounts: list[int]  # the columns that may be the amount, where no word says which
    source: Source = CREATOR_REWARDS
    parts: tuple[int, ...] = ()  # the columns that make the amount together, where there are several
    currency: str = ""  # of the amount's title
    found: Owing | None = None  # how it is known to be another's than TikTok's

    def cell(self, record: Record, role: str) -> str:
        at = self.roles.get(role)
        return record.cells[at] if at is not None and at < len(record.cells) else ""

    def title(self, role: str) -> str:
        """The header of a role's column."""
        at = self.roles.get(role)
        return self.header[at] if at is not None and at < len(self.header) else ""


# How it lies


def upright(records: Sequence[Record]) -> Sequence[Record]:
    """A table with a row a month, and a column that says whose each amount is: months written across are turned, and
    a column for each platform becomes a row for each. Any other table as it is.
    """
    head = next((i for i, r in enumerate(records[:HEADER_WITHIN]) if _across(r.cells)), None)
    if head is not None:
        width, line = len(records[head].cells), records[head].line
        rows = [r.cells for r in records[head:] if len(r.cells) == width and any(r.cells)]
        records = [Record(line + n, list(cells)) for n, cells in enumerate(zip(*rows, strict=True))]
    head = next((i for i, r in enumerate(records[:HEADER_WITHIN]) if _platforms(r.cells, records[:_MOST_MONTHS])), None)
    return records if head is None else list(_by_platform(records[head], records[head + 1 :]))


def _across(cells: Sequence[str]) -> bool:
    return sum(map(bool, cells)) > 2 and all(parse_month(c) for c in cells[1:] if c)


def _platforms(header: Sequence[str], below: Sequence[Record]) -> bool:
    """Whether two columns or more are named after platforms, and no other holds numbers but their total."""
    named = [i for i, cell in enumerate(header) if platform_alone(cell)]
    if len(named) < 2:
        return False
    rows = [r.cells for r in below if any(parse_month(c) for c in r.cells)]
    counted = {i for cells in rows for i, c in enumerate(cells) if parse_number(c) and not parse_month(c)}
    others = counted - {i for i, cell in enumerate(header) if fold(cell).startswith("total")}
    return others == set(named)


def _by_platform(header: Record, below: Sequence[Record]) -> Iterator[Record]:
    yield Record(header.line, ["", "", ""])
    named = [i for i, cell in enumerate(header.cells) if platform_alone(cell)]
    for line, cells in below:
        month = next((c for c in cells if parse_month(c)), "")
        yield from (Record(line, [month, header.cells[i], cells[i]]) for i in named if i < len(cells) and cells[i])


# Whose


def whose(name: str, records: Sequence[Record], options: ReadOptions) -> Source | None:
    """Who owes what a table says, where a person, the file's name or what stands around its rows names them."""
    titles = [cell for r in records[:HEADER_WITHIN] if is_header(r) for cell in r.cells]
    return source_said(platform_said(options)) or said_source(name, titles)


def source_said(name: str) -> Source | None:
    """The source a person named; None for no name."""
    return platform_alone(name) or (Source(neutral(name), "") if name else None)


def platform_alone(cell: str) -> Source | None:
    """The source a cell names and nothing else, TikTok being taken for its Creator Rewards."""
    named = next((p for p in (TIKTOK, *PLATFORMS) if fold(p) == fold(cell)), "")
    return CREATOR_REWARDS if named == TIKTOK else Source(named, "") if named else None


def proved(records: Sequence[Record]) -> bool:
    """Whether the words are those of TikTok's own page."""
    heads = (r.cells for r in records[:HEADER_WITHIN] if is_header(r))
    return any(PROOF.fullmatch(fold(cell)) for cells in heads for cell in cells)


def who_asked() -> Question:
    """Months that name nobody, in columns that a person pointed at."""
    options = tuple(f"{PLATFORM_ROLE}={who}" for who in (TIKTOK, *PLATFORMS, ANOTHER))
    return Question("columns", options, msg("Quelle plateforme doit ces gains ? Le fichier ne le dit pas."))


def as_owed(table: Table, found: Owing, options: ReadOptions, source: Source | None) -> Table:
    """The columns of a table known by `owing`, those a person said kept."""
    said = {"month" if role == "date" else role for role, _ in options.columns}
    roles = dict(table.roles)
    if "amount" not in said:
        roles["amount"] = found.parts[0]
    if found.stage is not None and "stage" not in said:
        roles["stage"] = found.stage
    parts = found.parts if "amount" not in said and len(found.parts) > 1 else ()
    return replace(
        table,
        roles=roles,
        source=found.source if found.who is not None or source == CREATOR_REWARDS else source or found.source,
        parts=parts,
        currency=found.currency,
        found=found,
    )


# Which columns


def is_header(record: Record) -> bool:
    """Without a month, a day or an amount: any other cell of a table may speak of rewards."""
    return period(record.cells) is None and not any(parse_number(c) for c in record.cells)


def period(cells: Sequence[str]) -> int | None:
    return next((i for i, cell in enumerate(cells) if is_period(cell)), None)


def cut(records: Sequence[Record]) -> tuple[list[str], list[Record]]:
    """The header and the rows: those with a month or a day in one cell and a number in another."""
    rows = [
        r
        for r in records
        if (at := period(r.cells)) is not None and any(parse_number(c) for i, c in enumerate(r.cells) if i != at)
    ]
    above = [r.cells for r in records if rows and r.line < rows[0].line and sum(map(bool, r.cells)) > 1]
    header = above[-1] if above and not any(parse_number(c) for c in above[-1]) else []
    return header, rows


def columns_of(header: list[str], rows: list[Record], options: ReadOptions) -> Table:
    width = max([len(header), *(len(r.cells) for r in rows)], default=0)
    cells = [[r.cells[i] for r in rows if i < len(r.cells) and r.cells[i]] for i in range(width)]
    dated = [i for i in range(width) if _share(cells[i], is_period) >= _LIKE]
    numbers = [i for i in range(width) if _share(cells[i], parse_number) >= _LIKE and i not in dated]
    stages = [i for i in range(width) if _share(cells[i], parse_stage) == 1 and i not in (*dated, *numbers)]
    worded = {i: _word(title) for i, title in enumerate(header)}
    if not stages:  # named so, in words that nobody here knows: each row then says so, rather than pass for an estimate
        stages = [i for i, word in worded.items() if word == "stage" and cells[i] and i not in (*dated, *numbers)]
    paid = [i for i in numbers if worded.get(i) not in ("views", "ignored")]
    named = [i for i in paid if worded.get(i) == "amount"] or _with_cents(paid, cells)
    if len(named) > 1:  # a reward in parts
        named = _sum_of_others(paid, rows) or named
    seen = [i for i in numbers if worded.get(i) == "views"]
    whose = [i for i in range(width) if _share(cells[i], platform_alone) == 1]
    sole = named if len(named) == 1 else []
    dated = [i for i in dated if not (i < len(header) and "click" in fold(header[i]))] or dated  # bought later
    found = {"month": dated, "stage": stages, "amount": sole, "views": seen, "platform": whose}
    roles = {role: columns[0] for role, columns in found.items() if columns}
    layout = Layout(tuple(header), (), {}, width)
    for said, where in options.columns:
        role, column = "month" if said == "date" else said, column_at(layout, where)
        roles = {r: c for r, c in roles.items() if c != column and r != role}
        roles |= {role: column}
    return Table(header, rows, roles, [i for i in paid if i not in roles.values()])


def _with_cents(columns: list[int], cells: list[list[str]]) -> list[int]:
    """The columns that write a currency, else those that write cents."""
    numbers = {i: [n for c in cells[i] if (n := parse_number(c))] for i in columns}
    money = [i for i in columns if any(n.currency for n in numbers[i]) or any("$" in c for c in cells[i])]
    return money or [i for i in columns if any(n.implies for n in numbers[i])] or columns


def _sum_of_others(columns: list[int], rows: Sequence[Record]) -> list[int]:
    """The column that is, on every row, what the others make together, where each of them holds something."""
    lines = [[r.cells[i] if i < len(r.cells) else "" for i in columns] for r in rows]
    sizes = [[n.value(n.implies) if (n := parse_number(c)) else Decimal() for c in cells] for cells in lines]
    parts = len(columns) > 2 and all(any(column) for column in zip(*sizes, strict=True))
    return [c for at, c in enumerate(columns) if parts and all(2 * line[at] == sum(line) for line in sizes)]


def _share(cells: Sequence[str], test: Callable[[str], object]) -> float:
    return sum(bool(test(c)) for c in cells) / len(cells) if cells else 0.0


def _word(title: str) -> str:
    folded = fold(title)
    return next((role for role, pattern in COLUMNS.items() if pattern.search(folded)), "")


def guess_of(table: Table, now: Sequence[tuple[str, str]], options: ReadOptions, header: str) -> TableGuess:
    layout = Layout(tuple(table.header), (), {}, max(len(r.cells) for r in table.rows))
    roles = {column: role for role, column in table.roles.items() if role != "platform"}
    worded = {i: role for i, title in enumerate(table.header) if (role := _word(title))}
    return describe(table.header, table.rows, roles, worded, said_columns(layout, now, options), header)


def amount_asked(table: Table) -> Question:
    months = [table.roles["month"]] if "month" in table.roles else []
    options = tuple(f"month={letter(m)},amount={letter(a)}" for m in months for a in table.amounts[:4])
    example = " | ".join(shown(c) for c in table.rows[0].cells if c)
    return Question("columns", options, msg("Quelle colonne est le montant ? {cells}", cells=example))
