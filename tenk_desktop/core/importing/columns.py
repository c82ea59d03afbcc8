"""The column assistant's thinking: what each column of a table is taken for, why, and what else it could be.

The reader of any bank's table decides (`layout`, `amounts`); this module only says, in words, what it decided, so that
a person can correct it: ``colonne C : montants, 38 cellules sur 40 sont des nombres signés``. What a person answers is
`statement.Answers`, kept by the ledger under the header of the table and taken up again by `recalled`.

Order of reasons: what a person said, now or last time; the word above the column; what most of its cells are.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from tenk_desktop.core.importing.cells import day_cell, parse_day, parse_number
from tenk_desktop.core.importing.entries import posting_columns, shown, text_columns
from tenk_desktop.core.importing.layout import CHOICES, Layout, column_at, letter
from tenk_desktop.core.importing.monthnames import parse_month
from tenk_desktop.core.importing.records import Record
from tenk_desktop.core.importing.statement import (
    Answers,
    ColumnGuess,
    Evidence,
    Question,
    ReadOptions,
    TableGuess,
)
from tenk_desktop.core.importing.words import CODES, CURRENCIES, DATES, EMPTY, NUMBERS, TEXT, fold
from tenk_desktop.core.text import Message, mark, msg

ROWS_SHOWN = 12
MOST_COLUMNS = 40  # shown; wider tables are no bank's
SAMPLE = 40  # cells counted for a reason
_LIKE = 0.3  # of the filled cells: a column of days may hold some other cells

NOW = msg("choisi par vous")
LAST_TIME = msg("comme vous l’avez dit la dernière fois")

ROLE_NAMES: Mapping[str, str] = {
    "date": mark("Date"),
    "month": mark("Mois"),
    "amount": mark("Montant"),
    "debit": mark("Sorties"),
    "credit": mark("Entrées"),
    "label": mark("Libellé"),
    "payee": mark("Bénéficiaire"),
    "memo": mark("Complément"),
    "currency": mark("Devise"),
    "balance": mark("Solde"),
    "fee": mark("Frais"),
    "ref": mark("Référence"),
    "stage": mark("Étape"),
    "views": mark("Vues"),
    "ignored": mark("Non utilisée"),
}
"""The roles of `layout.CHOICES` as people read them."""
PLATFORM_ROLE = "platform"
"""Beside the roles of columns, in the same answer: who owes the whole of a table."""

_MONEY = ("amount", "debit", "credit", "balance", "fee", "views")
_FITTING = {
    DATES: ("date", "month"),
    NUMBERS: (*_MONEY, "ref"),
    CODES: ("currency", "label", "memo"),
    TEXT: ("label", "payee", "memo", "ref", "stage"),
}


# What columns are taken for


def describe(
    header: Sequence[str],
    rows: Sequence[Record],
    roles: Mapping[int, str],
    worded: Mapping[int, str],
    said: Mapping[int, Message],
    fingerprint: str,
) -> TableGuess:
    """The guess of a table. ``roles`` are those used, by column; ``worded`` the columns whose header says their role;
    ``said`` those a person settled, with when.
    """
    width = min(MOST_COLUMNS, max([len(header), *(len(r.cells) for r in rows[:SAMPLE])], default=0))
    names = [fold(cell) for cell in header]
    columns = []
    for i in range(width):
        title = header[i] if i < len(header) else ""
        unique = bool(names[i]) and names.count(names[i]) == 1 if i < len(header) else False
        cells = [r.cells[i] for r in rows[:SAMPLE] if i < len(r.cells) and r.cells[i]]
        role = roles.get(i, "ignored")
        why = said.get(i) or _why(cells, title if i in worded else "", used=role != "ignored")
        columns.append(ColumnGuess(title if unique else letter(i), letter(i), title, role, why, _fitting(cells)))
    shown_rows = tuple((r.line, tuple(r.cells[:width])) for r in rows[:ROWS_SHOWN])
    return TableGuess(fingerprint, tuple(columns), shown_rows)


def _why(cells: Sequence[str], title: str, *, used: bool) -> Message:
    content = _content(cells)
    if title and used:
        return msg("d’après l’en-tête « {title} » ; {content}", title=shown(title), content=content)
    return content


def _content(cells: Sequence[str]) -> Message:
    """What most cells of a column are, counted."""
    if not cells:
        return msg("colonne vide")
    counted = Counted.of(cells)
    kind, count = counted.most
    of = len(cells)
    if kind == DATES:
        return msg("{count} cellules sur {of} sont des dates", count=count, of=of)
    if kind == NUMBERS and counted.signed:
        return msg("{count} cellules sur {of} sont des nombres signés", count=count, of=of)
    if kind == NUMBERS:
        return msg("{count} cellules sur {of} sont des nombres", count=count, of=of)
    if kind == CODES:
        return msg("{count} cellules sur {of} sont des devises", count=count, of=of)
    return msg("{count} cellules sur {of} sont du texte", count=count, of=of)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of some filled cells are of each kind; ``signed`` when a number is written with its sign."""

    days: int
    numbers: int
    codes: int
    texts: int
    signed: bool

    @classmethod
    def of(cls, cells: Sequence[str]) -> "Counted":
        """A cell counts once: a day before a number, a number before a code."""
        kinds = [_kind(cell) for cell in cells]
        signed = any(n.signed for cell in cells if (n := parse_number(cell)))
        days, numbers, codes, texts = (kinds.count(k) for k in (DATES, NUMBERS, CODES, TEXT))
        return cls(days, numbers, codes, texts, signed)

    @property
    def most(self) -> tuple[str, int]:
        """The kind most cells are of, and how many."""
        counts = {DATES: self.days, NUMBERS: self.numbers, CODES: self.codes, TEXT: self.texts}
        kind = max(counts, key=lambda k: counts[k])
        return kind, counts[kind]


def _kind(cell: str) -> str:
    if day_cell(cell) or parse_month(cell):
        return DATES
    if parse_number(cell):
        return NUMBERS
    return CODES if cell in CURRENCIES else TEXT


def _fitting(cells: Sequence[str]) -> tuple[str, ...]:
    """Roles the cells allow, the likeliest first; a column may always be left out."""
    kind = Counted.of(cells).most[0] if cells else TEXT
    return (*_FITTING[kind], "ignored")


def table_roles(layout: Layout, paid: Mapping[str, int | None], balance: int | None) -> dict[int, str]:
    """The columns of a bank's table that are used, and for what. ``paid`` are the columns of the money, by role."""
    label, payee, rest = text_columns(layout)
    days = posting_columns(layout)
    used: list[tuple[int | None, str]] = [
        *((c, "memo") for c in rest),
        *((c, "currency") for c in layout.all("currency")[:1]),
        (layout.first("ref"), "ref"),
        (label, "label"),
        (payee, "payee"),
        (balance, "balance"),
        *((column, role) for role, column in paid.items()),
        *((c, "date") for c in days[:1]),
    ]
    return {column: role for column, role in used if column is not None}


def worded_columns(layout: Layout) -> dict[int, str]:
    """The columns whose header says what they are."""
    kinds = (DATES, NUMBERS, CODES, TEXT, EMPTY)
    return {c: role for role, columns in layout.roles.items() if role not in kinds for c in columns}


# A table nobody can read by itself


def which_columns(records: Sequence[Record]) -> Question | None:
    """The question to ask where no row could be read, if a column looks like days and another like amounts."""
    rows = [r for r in records if _looks_paid(r.cells)]
    if not rows:
        return None
    width = min(MOST_COLUMNS, max(len(r.cells) for r in rows))
    sampled = [[r.cells[i] for r in rows[:SAMPLE] if i < len(r.cells) and r.cells[i]] for i in range(width)]
    days = [i for i, cells in enumerate(sampled) if _share(cells, DATES) >= _LIKE]
    numbers = [i for i, cells in enumerate(sampled) if _share(cells, NUMBERS) >= _LIKE]
    if not days or not numbers:
        return None
    named = {i: "month" if not any(parse_day(c) for c in sampled[i]) else "date" for i in days}
    options = tuple(f"{named[d]}={letter(d)},amount={letter(n)}" for d in days[:2] for n in numbers[:3])
    example = " | ".join(shown(cell) for cell in rows[0].cells if cell)
    return Question("columns", options, msg("Quelles colonnes sont la date et le montant ? {cells}", cells=example))


def like_amounts(rows: Sequence[Sequence[str]], taken: Collection[int]) -> list[int]:
    """The columns some of whose cells are numbers, for a person to choose from."""
    width = min(MOST_COLUMNS, max((len(cells) for cells in rows), default=0))
    sampled = {i: [cells[i] for cells in rows[:SAMPLE] if i < len(cells) and cells[i]] for i in range(width)}
    return [i for i, cells in sampled.items() if i not in taken and _share(cells, NUMBERS) >= _LIKE]


def _looks_paid(cells: Sequence[str]) -> bool:
    kinds = {_kind(cell) for cell in cells if cell}
    return DATES in kinds and NUMBERS in kinds


def _share(cells: Sequence[str], kind: str) -> float:
    return sum(_kind(c) == kind for c in cells) / len(cells) if cells else 0.0


def bare_guess(records: Sequence[Record], delimiter: str) -> TableGuess:
    """The first rows of a table of which nothing is decided."""
    filled = [r for r in records if any(r.cells)]
    first = next((i for i, r in enumerate(filled) if _looks_paid(r.cells)), 0)
    header = filled[first - 1].cells if first and len(filled[first - 1].cells) == len(filled[first].cells) else []
    return describe(header, filled[first:], {}, {}, {}, fingerprint(header, delimiter))


def missing(guess: TableGuess) -> Message | None:
    """What a person has still to point at before the table can be read; None when nothing is."""
    roles = {column.role for column in guess.columns}
    if not roles & {"date", "month"}:
        return msg("Il manque la colonne des dates.")
    if not roles & {"amount", "debit", "credit"}:
        return msg("Il manque la colonne des montants.")
    return None


# Answers remembered


def fingerprint(header: Sequence[str], delimiter: str) -> str:
    """What tables of one layout share: the delimiter and the words of the header; empty without a header."""
    words = "|".join(fold(cell) for cell in header).rstrip("|")
    return delimiter + words if words else ""


def recalled(options: ReadOptions, header: str) -> tuple[ReadOptions, frozenset[str]]:
    """The options with what was said of this header before, and which of them were: what is said now wins. Who owes a
    table is no column of it (`platform_said`).
    """
    before = options.remembered.get(header) if header else None
    if before is None:
        return replace(options, columns=_of_columns(options.columns)), frozenset()
    taken = {f.name: v for f in fields(before) if (v := getattr(before, f.name)) and not getattr(options, f.name)}
    if options.columns and before.columns:
        taken["columns"] = (*before.columns, *options.columns)
    both = replace(options, **taken)
    return replace(both, columns=_of_columns(both.columns)), frozenset(taken)


def platform_said(options: ReadOptions, header: str = "") -> str:
    """Who owes a table, as a person says now, or said of this header; empty where nobody did."""
    before = options.remembered.get(header) if header else None
    said = (*(before.columns if before else ()), *options.columns)
    return next((who for role, who in reversed(said) if role == PLATFORM_ROLE), "")


def _of_columns(said: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in said if pair[0] != PLATFORM_ROLE)


def to_remember(
    tables: Sequence[TableGuess], options: ReadOptions, known: Mapping[str, Answers]
) -> Mapping[str, Answers]:
    """What this import teaches about the headers of its tables: nothing where it says nothing new."""
    said = {f.name: v for f in fields(Answers) if (v := getattr(options, f.name))}
    denied: dict[str, frozenset[str]] = {}
    for table in tables:
        denied[table.header] = denied.get(table.header, frozenset()) | table.denies
    found = {}
    for header, denies in denied.items():
        before = known.get(header, Answers())
        now = replace(before, **{name: value for name, value in said.items() if name not in denies})
        if options.columns:
            kept = (pair for pair in before.columns if pair not in options.columns)
            now = replace(now, columns=(*kept, *options.columns))
        if header and now != before:
            found[header] = now
    return found


def said_columns(layout: Layout, now: Sequence[tuple[str, str]], options: ReadOptions) -> dict[int, Message]:
    """The columns a person settled, and when: ``now``, or in an earlier file of the same header."""
    return {column_at(layout, where): NOW if (role, where) in now else LAST_TIME for role, where in options.columns}


def say_recalled(options: ReadOptions, taken: frozenset[str]) -> Iterator[Evidence]:
    """What was taken up from last time, each with how to say otherwise."""
    dates = {
        "dmy": msg("Dates jour/mois/année"),
        "mdy": msg("Dates mois/jour/année"),
        "ymd": msg("Dates année/mois/jour"),
    }
    if "decimal" in taken:
        other = "." if options.decimal == "," else ","
        yield Evidence("decimal", msg("Décimales après « {mark} »", mark=options.decimal), LAST_TIME, other=other)
    if "dates" in taken and options.dates in dates:
        yield Evidence("dates", dates[options.dates], LAST_TIME, other="mdy" if options.dates == "dmy" else "dmy")
    if "columns" in taken:
        named = ", ".join(dict.fromkeys(where for _, where in options.columns))
        yield Evidence("columns", msg("Colonnes choisies : {columns}", columns=shown(named)), LAST_TIME)


def roles_for(fitting: Sequence[str]) -> tuple[str, ...]:
    """Every role, those that fit first."""
    return (*fitting, *(role for role in CHOICES if role not in fitting))
