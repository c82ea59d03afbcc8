"""Where things are: header rows, the sections they open, and what each column holds.

A header is a row of role words (`words.ROLES`) without any day or number, followed by transactions. A file may repeat
it, once an account: each opens a `Section`, whose preamble is what stands above it. Without a header, columns are
known by their content alone.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from operator import and_

from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing.cells import day_cell, is_row, parse_day, parse_number
from tenk_desktop.core.importing.records import Record
from tenk_desktop.core.importing.recordset import Records
from tenk_desktop.core.importing.words import (
    CODES,
    CURRENCIES,
    DATES,
    EMPTY,
    NUMBERS,
    ROLES,
    SIGNS,
    SYMBOLS,
    TEXT,
    direction,
    fold,
)
from tenk_desktop.core.text import msg

HEADER_WITHIN = 400  # records
_SAMPLE = 300
_SURELY = 6  # roles and named columns together, of a header in the middle of a table
_SEVERAL_DAYS = 5  # of purchases; a weekend's are booked on one Monday
_BARE_SIGNS = {"-": "debit", "\u2212": "debit", "\u2013": "debit", "+": "credit"}  # as the header of a column
_LONGEST_NAME = 80  # characters of a column's header
_MONEY = frozenset({"amount", "debit", "credit", "balance", "net", "ignored"})
_MOST, _SOME = 0.8, 0.3  # of the sampled cells
_IBANS = "ibans"
_IBAN = re.compile(r"[A-Z]{2}\d{2}[ \d]{8}")


@dataclass(slots=True)
class Section:
    """One table of the file: what stands above it, its header (None if it has none) and the records below."""

    preamble: Records
    header: Record | None
    body: Records


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """The columns of a section by role, best first, and what each holds."""

    header: tuple[str, ...]
    kinds: tuple[str, ...]
    roles: Mapping[str, tuple[int, ...]]
    width: int
    lengths: tuple[float, ...] = ()  # mean number of characters

    def first(self, role: str) -> int | None:
        """The best column of a role."""
        return next(iter(self.roles.get(role, ())), None)

    def all(self, *roles: str) -> tuple[int, ...]:
        """Every column of these roles, in the order of the roles."""
        return tuple(column for role in roles for column in self.roles.get(role, ()))

    def name(self, column: int) -> str:
        """How a person finds a column: its header, else its letter as in a spreadsheet."""
        return (self.header[column] if column < len(self.header) else "") or letter(column)


def letter(column: int) -> str:
    """``A`` to ``Z``, ``AA``...: the name of a column in a spreadsheet."""
    high, low = divmod(column, 26)
    return (letter(high - 1) if high else "") + chr(ord("A") + low)


# Sections


def find_sections(records: Records) -> list[Section]:
    """The tables of a file, in order; a file without a header is one section."""
    header = _best_header(records)
    if header is None:
        return [_headerless(records)]
    sections, above = [], records[:header]
    for start, end in pairwise([*_openings(records, header), len(records)]):
        body = records[start + 1 : end]
        after = _after_last_row(body) if end < len(records) else len(body)  # what stands there is the next one's
        sections.append(Section(above, records[start], body[:after]))
        above = body[after:]
    return sections


def _openings(records: Records, header: int) -> Iterator[int]:
    """Where tables begin: at the first header, and at each like it (`_opens`)."""
    yield header
    here = records[header]
    known = {*here.cells[:2]}
    words = (records.column(c).map(lambda cell: cell in known or _in_words(cell)) for c in (0, 1))
    for i in (i for i, likely in enumerate(map(and_, *words)) if likely and i > header):
        if _opens(record := records[i], here) or _opens_another(record, records[i + 1 : i + 2]):
            yield i
            here = record


def _in_words(cell: str) -> bool:
    return not any("0" <= c <= "9" for c in cell)


def _best_header(records: Records) -> int | None:
    scores = {i: header_score(r.cells) for i, r in enumerate(records[:HEADER_WITHIN])}
    best = max(scores.values(), default=0)
    return next((i for i, score in scores.items() if score == best), None) if best >= 2 else None


def header_score(cells: Sequence[str]) -> int:
    """Number of different roles the words of a row propose; 0 if it is no header."""
    filled = [cell for cell in cells if cell]
    if len(filled) < 2 or any(len(c) > _LONGEST_NAME or parse_day(c) or parse_number(c) for c in filled):
        return 0
    proposed = [{role for role, _, pattern in ROLES if pattern.search(fold(c))} for c in filled]
    roles = set[str]().union(*proposed)
    named = sum(bool(r) for r in proposed)
    dated, paid = any(r & {"booked", "date", "value date"} for r in proposed), any(r & _MONEY for r in proposed)
    return len(roles) + named if paid and named >= (2 if dated else 3) else 0


def _opens(record: Record, header: Record) -> bool:
    """Whether a record is the same header again, or the header of another table."""
    if not record.cells or record.cells[0] != header.cells[0]:
        return False
    return record.cells == header.cells or header_score(record.cells) >= 4


def _opens_another(record: Record, below: Sequence[Record]) -> bool:
    """Whether a record is surely a header: words for a day, an amount and more, just above a row."""
    head = record.cells
    worded = sum(map(bool, head)) > 2 and all(map(_in_words, head))
    return worded and any(is_row(r.cells) for r in below) and header_score(head) >= _SURELY


def _after_last_row(body: Records) -> int:
    """Where the last transaction of a body is done with."""
    return next((i + 1 for i in range(len(body) - 1, -1, -1) if is_row(body[i].cells)), 0)


def _headerless(records: Records) -> Section:
    """Rows have one shape; what stands above the first row of that shape is the preamble."""
    rows = list(islice(((i, _shape(r.cells)) for i, r in enumerate(records) if is_row(r.cells)), _SAMPLE))
    if not rows:
        return Section(records, None, records[:0])
    counts: dict[tuple[int, ...], int] = {}
    for _, shape in rows:
        counts[shape] = counts.get(shape, 0) + 1
    usual = max(reversed(counts), key=lambda shape: counts[shape])  # of equals the later: a preamble comes first
    first = next(i for i, shape in rows if shape == usual)
    usual_cells, header = records[first].cells, None
    while first and _resembles(records[first - 1].cells, usual_cells):  # a row without its number is a row all the same
        first -= 1
    above = range(first)
    if above and _names_columns(records[first - 1].cells, usual_cells):
        header, above = records[first - 1], above[:-1]
    kin = [i for i in above if _resembles(records[i].cells, usual_cells)]
    body = records.at([*kin, *range(first, len(records))]) if kin else records[first:]
    return Section(records.at([i for i in above if i not in set(kin)]), header, body)


def _names_columns(cells: Sequence[str], row: Sequence[str]) -> bool:
    """Whether a record just above the first row is a header in words nobody taught us: as wide, but for what
    is empty at the end of a row; short texts only.
    """
    filled = [cell for cell in cells if cell]
    short = all(len(c) <= _LONGEST_NAME and not day_cell(c) and not parse_number(c) for c in filled)
    as_wide = len(cells) == len(row) or (len(cells) < len(row) and not any(row[len(cells) :]))
    return as_wide and len(filled) > 0.6 * len(cells) and short


def _resembles(cells: Sequence[str], row: Sequence[str]) -> bool:
    """Whether a record above the first usual row is a row too: as wide, with its day or a number where that one has."""
    both = list(zip(cells, row, strict=False))
    same_day = any(day_cell(a) and day_cell(b) for a, b in both)
    return len(cells) == len(row) and (same_day or any(parse_number(a) and parse_number(b) for a, b in both))


def _shape(cells: Sequence[str]) -> tuple[int, ...]:
    return tuple(i for i, cell in enumerate(cells) if day_cell(cell) is not None)


# Columns


def find_layout(section: Section) -> Layout:
    """What each column of a section holds, from its words and its content."""
    sample = list(islice((r.cells for r in section.body if is_row(r.cells)), _SAMPLE))
    header = tuple(section.header.cells) if section.header else ()
    usual = Counter(len(cells) for cells in sample).most_common(1)  # a row wider than this has a stray delimiter
    width = max([len(header), *(length for length, _ in usual)])
    titles = [header[i] if i < len(header) else "" for i in range(width)]
    shares = [
        _shares([cells[i] for cells in sample if i < len(cells)], dated=_only_dates(title))
        for i, title in enumerate(titles)
    ]
    kinds = tuple(_kind(share) for share in shares)
    roles: dict[str, list[int]] = {}
    for i in range(width):
        role = _role(titles[i], kinds[i], shares[i])
        roles.setdefault(role, []).append(i)
    roles = _without_one_day_for_all(roles, kinds, sample)
    roles = _earned_by_commission(roles, kinds, header)
    codes = [c for c in roles.get(CODES, []) if _all_currencies(c, sample)]
    if "currency" not in roles and _say_the_same(codes, sample):  # in words nobody taught us
        roles["currency"] = codes
    filled = {role: tuple(sorted(cols, key=lambda i: kinds[i] == EMPTY)) for role, cols in roles.items()}
    lengths = tuple(
        sum(len(cells[i]) for cells in sample if i < len(cells)) / max(1, len(sample)) for i in range(width)
    )
    return _with_own_account(Layout(header, kinds, filled, width, lengths), sample)


def _without_one_day_for_all(
    roles: dict[str, list[int]], kinds: Sequence[str], sample: Sequence[Sequence[str]]
) -> dict[str, list[int]]:
    """The roles, a posting day that is one for purchases of many days made a value date: a card's day of debit."""
    days = {i: {c[i] for c in sample if i < len(c)} for i, kind in enumerate(kinds) if kind == DATES}
    one = {i for i, cells in days.items() if len(cells) == 1}
    if not one or max(map(len, days.values())) < _SEVERAL_DAYS:
        return roles
    kept = {role: [i for i in columns if i not in one] for role, columns in roles.items()}
    kept = {role: columns for role, columns in kept.items() if columns}
    return kept | {"value date": [*kept.get("value date", []), *sorted(one)]}


_AFFILIATE = re.compile(r"advertiser|annonceur|publisher|\basin\b|\bclicks?\b|affiliat|tracking id")
_SALES = re.compile(r"\bsales? (amount|value)\b|montant (de la|des) ventes?")
_LEFT = re.compile(r"\bnet|total|vers|received|recu")
_EARNED = re.compile(r"commission|\bad fees?\b|provision|^payout$")
_SOLD = re.compile(r"^(transaction|sale|order|purchase|event|action|vente|achat)\b")
_NOT_EARNED = re.compile(r"\brate|percent|taux|group|\bid\b|count")


def _earned_by_commission(
    roles: dict[str, list[int]], kinds: Sequence[str], header: Sequence[str]
) -> dict[str, list[int]]:
    """The roles, a commission made the amount where the table is about sales of others: who paid, who clicked. Its day
    is that of the sale.
    """
    if "debit" in roles and "credit" in roles:
        return roles
    titles = [fold(title) for title in header]
    mine = any(map(_LEFT.search, titles))  # a seller's own sales, less a commission
    if not any(map(_AFFILIATE.search, titles)) and (mine or not any(map(_SALES.search, titles))):
        return roles
    numbers = [i for i, title in enumerate(titles) if kinds[i] == NUMBERS and not _NOT_EARNED.search(title)]
    earned = [i for i in numbers if _EARNED.search(titles[i])]
    if len(earned) != 1:
        return roles
    dated = [i for i, title in enumerate(titles) if kinds[i] == DATES and _SOLD.search(title)]
    sold = [] if "booked" in roles else dated
    kept = {role: [i for i in columns if i not in (*numbers, *sold)] for role, columns in roles.items()}
    made = {"net": earned, "booked": [*sold, *kept.get("booked", [])]}
    return {role: columns for role, columns in (kept | made).items() if columns}


def choose_columns(layout: Layout, chosen: Sequence[tuple[str, str]]) -> Layout:
    """The layout with what the user settled: role and column, by header or by letter."""
    if not chosen:
        return layout
    check_roles(chosen)
    forced = _last_words([(_ROLE_NAMES.get(role, role), column_at(layout, where)) for role, where in chosen])
    columns = {column for _, column in forced}
    roles = {role: tuple(c for c in kept if c not in columns) for role, kept in layout.roles.items()}
    if {role for role, _ in forced} & {"net", "debit", "credit"}:
        roles = {role: kept for role, kept in roles.items() if role not in _SIDES}
    for role, column in reversed(forced):
        roles[role] = (column, *roles.get(role, ())) if role in _SHARED else (column,)
    return replace(layout, roles=roles)


def check_roles(chosen: Sequence[tuple[str, str]]) -> None:
    """Raise `ImportRefusedError` where a role is none of `CHOICES`."""
    for role, _ in chosen:
        if role not in CHOICES:
            raise ImportRefusedError(
                msg("« {role} » n’est pas un rôle de colonne.", role=role),
                msg("Rôles : {roles}.", roles=", ".join(CHOICES)),
            )


def _last_words(pairs: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """The last word on each column, and on each role that only one column can have."""
    kept: dict[int, str] = {}
    for role, column in pairs:
        kept = {c: r for c, r in kept.items() if c != column and (r != role or r in ("memo", "ignored"))}
        kept[column] = role
    return [(role, column) for column, role in kept.items()]


CHOICES = (
    "date", "month", "amount", "debit", "credit", "label", "payee", "memo", "currency", "balance", "fee", "ref",
    "stage", "views", "ignored",
)  # fmt: skip
"""What a column may be chosen for; month, stage and views are those of what a platform owes (`rewards`)."""
_ROLE_NAMES = {"date": "booked", "amount": "net"}
_SHARED = frozenset({"booked", "memo", "ignored"})
_SIDES = frozenset({"amount", "net", "gross", "debit", "credit", "direction"})


def column_at(layout: Layout, where: str) -> int:
    """A column by its header or its letter. Raises `ImportRefusedError` when there is none."""
    names = [letter(i) for i in range(layout.width)]
    for known in ([fold(cell) for cell in layout.header], [fold(name) for name in names]):
        if fold(where) in known:
            return known.index(fold(where))
    raise ImportRefusedError(msg("Ce fichier n’a pas de colonne « {name} ».", name=where))


def _with_own_account(layout: Layout, sample: Sequence[Sequence[str]]) -> Layout:
    """Keep the account column only if it is this account's, not the counterparty's: filled on each row, few values."""
    column = layout.first("account")
    if column is None:
        return layout
    cells = [row[column] if column < len(row) else "" for row in sample]
    known = all(any(c.isdigit() for c in cell) for cell in cells)
    named = "num" in fold(layout.header[column]).split()
    own = column == 0 or named or "counter account" in layout.roles or "payee" not in layout.roles
    if known and own and len(set(cells)) <= max(1, len(cells) / 2):
        return replace(layout, roles={**layout.roles, "account": (column,)})
    return replace(layout, roles={role: columns for role, columns in layout.roles.items() if role != "account"})


def _only_dates(title: str) -> bool:
    """Whether the word above a column speaks of days, and of no amount."""
    spoken = {over for _, over, pattern in ROLES if pattern.search(fold(title))}
    return DATES in spoken and NUMBERS not in spoken


def _shares(cells: Sequence[str], *, dated: bool) -> dict[str, float]:
    """Which share of the filled cells of a column is of each kind of content; where its word says that they are
    ``dated``, ``24.12`` is a day.
    """
    filled = [cell for cell in cells if cell]
    if not filled:
        return {EMPTY: 1.0}
    tests: dict[str, Callable[[str], object]] = {
        DATES: parse_day if dated else day_cell,
        NUMBERS: parse_number,
        CODES: _is_code,
    }
    shares = {kind: sum(bool(test(c)) for c in filled) / len(filled) for kind, test in tests.items()}
    signs = [direction(c) for c in filled]
    told = all(signs) and (len(set(signs)) > 1 or any(len(c) > 2 or c in ("CR", "DR") for c in filled))
    ibans = all(_IBAN.match(c) for c in filled)
    return {**shares, SIGNS: float(told), _IBANS: float(ibans), TEXT: 1.0}


def _all_currencies(column: int, sample: Sequence[Sequence[str]]) -> bool:
    cells = [cells[column] for cells in sample if column < len(cells) and cells[column]]
    return bool(cells) and all(cell in CURRENCIES for cell in cells)


def _say_the_same(columns: Sequence[int], sample: Sequence[Sequence[str]]) -> bool:
    """Whether there are such columns, and no row where their cells differ."""
    said = ({cells[c] for c in columns if c < len(cells) and cells[c]} for cells in sample)
    return bool(columns) and all(len(cells) < 2 for cells in said)


def _is_code(cell: str) -> bool:
    return (
        cell.upper() in CURRENCIES or bool(SYMBOLS.get(cell)) or (len(cell) == 3 and cell.isupper() and cell.isalpha())
    )


def _kind(shares: Mapping[str, float]) -> str:
    """What a column holds: the first kind that most of its cells are."""
    return next(kind for kind in (EMPTY, DATES, NUMBERS, CODES, SIGNS, TEXT) if shares.get(kind, 0.0) >= _MOST)


def _role(word: str, kind: str, shares: Mapping[str, float]) -> str:
    if kind == SIGNS:
        return "direction"
    folded = fold(word) or _BARE_SIGNS.get(word, "")
    if folded:
        for role, over, pattern in ROLES:
            if _may_speak(over, kind, role, shares) and pattern.search(folded):
                return "counter account" if role == "payee" and shares.get(_IBANS) else role
    return kind


def _may_speak(over: str, kind: str, role: str, shares: Mapping[str, float]) -> bool:
    """Whether a word for this content may name a column of that kind; a few unreadable cells do not silence it."""
    if over == TEXT:
        return kind != DATES and (kind != NUMBERS or role in _NUMBERED)
    return kind in (over, EMPTY) or (kind == TEXT and shares.get(over, 0.0) >= _SOME)


_NUMBERED = frozenset({"account", "ref", "card", "counter account", "memo"})  # texts that may be all figures
