"""Delimited text of any bank, read without knowing any bank.

The order of decisions, each made once for the whole file:

1. text (`decode`), delimiter and records (`records`; `stacked` where each line is one field);
2. header rows and sections, one an account; the role of each column by its words and content (`layout`, `words`),
   after days written as a count (`counted`) are days;
3. which records are transactions, what goes with one, what is refused and why (`entries`);
4. decimal marks, money columns, sign, with the running balance as witness (`draft`, `choosing`, `amounts`, `balance`);
5. day or month first, for all tables together (`dayorder`);
6. what stands above a table (`preamble`), its rows and statements (`rows`).

Money comes before days because the balance proves amounts, and its direction then helps to order the days. What no
evidence settles is a `Question`; rows are then read the likelier way, so that a preview can show something.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise

from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing.booked import SECTION_TITLE
from tenk_desktop.core.importing.byhand import book_year, lone_year, side_by_side, under_months
from tenk_desktop.core.importing.columns import LAST_TIME, NOW, bare_guess, which_columns
from tenk_desktop.core.importing.counted import with_days
from tenk_desktop.core.importing.dayorder import (
    Context,
    Order,
    Written,
    decide,
    most_common_year,
    which_order,
    years_along,
    years_in,
)
from tenk_desktop.core.importing.decode import Decoded, decode
from tenk_desktop.core.importing.draft import (
    Draft,
    Findings,
    make_draft,
    say_columns,
    settle_money,
    side_named,
    title_of,
)
from tenk_desktop.core.importing.entries import shown
from tenk_desktop.core.importing.layout import Section, find_sections
from tenk_desktop.core.importing.preamble import read_preamble
from tenk_desktop.core.importing.records import (
    DELIMITERS,
    LONGEST_LINE,
    Record,
    find_delimiter,
    split_some,
    unpadded,
    unwrapped,
    with_decimals,
    with_thousands,
)
from tenk_desktop.core.importing.recordset import Keeper, Lines, Records
from tenk_desktop.core.importing.rewards import read_rewards, speaks_of_rewards
from tenk_desktop.core.importing.rows import Table, make_rows, make_statements
from tenk_desktop.core.importing.signs import side_of
from tenk_desktop.core.importing.stacked import is_stacked, under_days, unstacked
from tenk_desktop.core.importing.statement import Evidence, Problem, Question, Reader, Reading, ReadOptions, Statement
from tenk_desktop.core.importing.words import fold, not_english
from tenk_desktop.core.progress import Progress, step
from tenk_desktop.core.text import msg

FORMAT = "csv"
MOST_RECORDS = 500_000
_OLDEST_BOOK = 20  # years
_ANY_YEAR = 2000  # a leap year, for days read while a question is open


def claims(_name: str, head: bytes) -> bool:
    """Whether the first bytes look like text with delimiters."""
    text = decode(head).text
    return any(delimiter in text for delimiter in DELIMITERS) or is_stacked(text.split("\n"))


def read(name: str, data: bytes, options: ReadOptions, progress: Progress) -> Reading:
    """Read delimited text. Raises `ImportRefusedError` when it holds no transaction, and `Cancelled`."""
    step(progress, 0.0)
    decoded, findings = decode(data), Findings()
    lines: Sequence[str] = _short_lines(decoded, findings)
    lines = unpadded(unwrapped(lines) if '"' in decoded.text else lines)
    decoded = replace(decoded, text="")  # a large file is held in as few ways at once as can be
    delimiter, records = _split(lines, progress)
    del lines
    _say_text(decoded, delimiter, findings)
    statements = read_records(name, records, delimiter, options, progress, findings)
    return findings.reading(FORMAT, decoded.encoding, statements)


READER = Reader(FORMAT, claims, read)


def _short_lines(decoded: Decoded, findings: Findings) -> Lines:
    lines = Lines(decoded.text)
    if not lines.longer_than(LONGEST_LINE):
        return lines
    long = [(i, len(line)) for i, line in enumerate(lines, 1) if len(line) > LONGEST_LINE]
    findings.problems += [Problem(i, msg("ligne trop longue ({count} caractères)", count=size)) for i, size in long]
    return Lines("\n".join(line if len(line) <= LONGEST_LINE else "" for line in lines))


def _split(lines: Sequence[str], progress: Progress) -> tuple[str, Sequence[Record]]:
    """The delimiter and the records; blocks of one line a field are as if tabulators parted their fields."""
    if is_stacked(lines):
        return "\t", unstacked(lines)
    delimiter, skipped = find_delimiter(lines)
    records = _records(lines, delimiter, skipped, progress)
    return delimiter, with_decimals(with_thousands(records, records.widths())) if delimiter == "," else records


def _records(lines: Sequence[str], delimiter: str, skipped: int, progress: Progress) -> Records:
    """The records, as if the first ``skipped`` lines were empty."""
    kept, count = Keeper(), skipped
    kept.add(Record(i, []) for i in range(1, skipped + 1))
    for some in split_some(lines, delimiter, skipped):
        kept.add(some)
        count += len(some)
        step(progress, 0.3 * count / len(lines))
        if count > MOST_RECORDS:
            raise ImportRefusedError(
                msg("Ce fichier a plus de {count} lignes.", count=MOST_RECORDS),
                msg("Exportez une période plus courte."),
            )
    return kept.records()


def _say_text(decoded: Decoded, delimiter: str, findings: Findings) -> None:
    repaired = msg("lignes réparées : {count}", count=decoded.repaired) if decoded.repaired else None
    mark = "tab" if delimiter == "\t" else delimiter
    findings.evidence += [
        Evidence("encoding", msg("Encodage {name}", name=decoded.encoding), repaired),
        Evidence("delimiter", msg("Séparateur « {mark} »", mark=mark)),
    ]


def read_records(
    name: str, records: Sequence[Record], delimiter: str, options: ReadOptions, progress: Progress, findings: Findings
) -> tuple[Statement, ...]:
    """The statements of records, wherever their cells came from; ``name`` is the file's, below that of its sheet if it
    has one. Raises `ImportRefusedError` when there is none.
    """
    records, month = under_months(side_by_side(under_days(records)), name.split("\n"))
    records = Records.of(records)
    if month:
        findings.evidence.append(Evidence("month", msg("Mois lu dans « {title} »", title=shown(month))))
    if speaks_of_rewards(name, records, options, delimiter):
        return read_rewards(name, records, delimiter, options, findings)
    sections = _accounts(records)
    drafts = [d for section in sections if (d := make_draft(section, options, findings, delimiter)).entries]
    if not drafts:
        return _ask_columns(records, delimiter, findings)
    step(progress, 0.4)
    paired = len({sign for draft in drafts if (sign := side_named(draft)[1])}) > 1
    for draft in drafts:
        draft.paired = paired
        settle_money(draft, findings)
    order = _settle_days(drafts, name, delimiter, options, findings)
    for draft in drafts:
        say_columns(draft, options, delimiter, findings)
    step(progress, 0.7)
    statements: list[Statement] = []
    for i, draft in enumerate(drafts):
        facts = read_preamble(draft.section.preamble, order.order)
        table = Table(draft, order, options.year or _year(draft, name, order.order, findings), facts)
        share = 0.3 / len(drafts)
        rows, problems = make_rows(table, progress, 0.7 + i * share, 0.7 + (i + 1) * share)
        findings.problems += problems
        statements += make_statements(table, rows, delimiter)
    found = tuple(s for s in statements if s.rows) or tuple(statements[:1])
    return _one_book(found) if all(side_named(draft)[1] for draft in drafts) else found


def _one_book(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """Tables of expenses and of incomes as the one account they are kept for, where no number says otherwise."""
    if len(statements) < 2 or any(s.number or s.name for s in statements):
        return statements
    rows = tuple(chain.from_iterable(s.rows for s in statements))
    codes = {s.currency for s in statements}
    return (replace(statements[0], rows=rows, currency=codes.pop() if len(codes) == 1 else "", closing=None),)


def _ask_columns(records: Sequence[Record], delimiter: str, findings: Findings) -> tuple[Statement, ...]:
    """Where no row could be read: a person may know the columns, unless the file itself says why there is none."""
    question = which_columns(records) if all(p.lost for p in findings.problems) else None
    if question is None:
        raise _nothing(findings)
    findings.ask(question)
    findings.tables.append(bare_guess(records, delimiter))
    return (Statement(),)


def _nothing(findings: Findings) -> ImportRefusedError:
    if findings.problems:
        return ImportRefusedError(
            msg("Aucune ligne de ce fichier ne peut être lue (ligne {line}).", line=findings.problems[0].line),
            findings.problems[0].message,
        )
    return ImportRefusedError(
        msg("Aucune opération dans ce fichier : aucune ligne n’a à la fois une date et un montant."),
        msg("Vérifiez la période choisie au moment de l’export."),
    )


def _accounts(records: Records) -> list[Section]:
    """Sections, those that only repeat the header within one account joined again."""
    found: list[tuple[Section, list[Records]]] = []
    for section in find_sections(records):
        body, header = with_days(section.header, section.body), section.header
        before = found[-1][0].header if found else None
        same = header is not None and before is not None and header.cells == before.cells
        if same and not side_of(title_of(section)) and not _of_another(section):
            titles = [i for i, record in enumerate(section.preamble) if _is_title(record)]
            found[-1][1].extend([section.preamble.at(titles), body])
        else:
            found.append((section, [body]))
    return [replace(section, body=Records.joined(parts)) for section, parts in found]


def _of_another(section: Section) -> bool:
    """Whether the words above a table name an account of its own."""
    facts = read_preamble(section.preamble, "dmy")
    return bool(facts.number or facts.savings)


def _is_title(record: Record) -> bool:
    filled = [cell for cell in record.cells if cell]
    return len(filled) == 1 and bool(SECTION_TITLE.match(fold(filled[0])))


# Days


def _settle_days(drafts: Sequence[Draft], name: str, delimiter: str, options: ReadOptions, findings: Findings) -> Order:
    written = list(_changes_of_day(drafts))
    if options.dates:
        return _said_order(options.dates, written, findings)
    before = next((d.options.dates for d in drafts if d.options.dates), "")
    if before and all(w.day.on(before, _ANY_YEAR) for w in written):
        return Order(before, LAST_TIME)
    for draft in drafts:
        draft.recalled -= {"dates"}
    order = decide(written, _context(drafts, name, delimiter)) or _by_other_columns(drafts)
    if order is None:
        findings.ask(which_order(written))
        return Order("dmy", msg("à confirmer"))
    findings.evidence.append(replace(order.evidence(), other=_other_order(order.order, written)))
    return order


def _said_order(order: str, written: Sequence[Written], findings: Findings) -> Order:
    """The order a person chose, and a way back where the days allow it."""
    found = Order(order, NOW)
    findings.evidence.append(replace(found.evidence(), other=_other_order(order, written)))
    return found


def _other_order(order: str, written: Sequence[Written]) -> str:
    """The order that reads every day too, if it reads some otherwise; else nothing."""
    other = "mdy" if order == "dmy" else "dmy"
    open_days = [w for w in written if not w.day.fixed]
    possible = all(w.day.on(other, _ANY_YEAR) for w in open_days)
    return other if possible and any(w.day.first != w.day.second for w in open_days) else ""


def _changes_of_day(drafts: Sequence[Draft]) -> Iterator[Written]:
    """The days as written, each run of equal ones once."""
    for draft in drafts:
        entries, lines = draft.entries, draft.entries.records.lines()
        days, codes = entries.days.values, entries.days.codes
        after = (i for i, (a, b) in enumerate(pairwise(codes), 1) if a != b and days[a] != days[b])
        for i in chain([0], after):
            yield Written(lines[i], days[codes[i]], entries.day_texts[i])


def _by_other_columns(drafts: Sequence[Draft]) -> Order | None:
    """Value dates and the like are written by the same hand."""
    other = [w for d in drafts for e in d.entries for w in e.other_days(d.layout)]
    return decide(other, Context()) if any(not w.day.fixed for w in other) else None


def _context(drafts: Sequence[Draft], name: str, delimiter: str) -> Context:
    commas = any(d.columns.mark(c) == "," for d in drafts for c in d.money.columns)
    alone = drafts[0].chained if len(drafts) == 1 else None
    return Context(
        preamble=" \n ".join(d.above() for d in drafts),
        name=name,
        labels=chain.from_iterable(zip(d.entries.days, d.labels(), strict=True) for d in drafts),
        day_first_header=_day_first(drafts[0]),
        semicolons_and_commas=delimiter == ";" and commas,
        direction=alone.direction if alone and alone.proves else 0,
    )


def _day_first(draft: Draft) -> bool:
    """Whether its header or its currency is none of those who write the month first; Wise never does."""
    header = draft.layout.header
    return not_english(header) or draft.currency() == "GBP" or fold(next(iter(header), "")) == "transfer wise id"


def _beside(draft: Draft) -> str:
    """Every word between and below the transactions of a table."""
    taken = set(draft.entries.records.lines())
    return " \n ".join(cell for r in draft.section.body if r.line not in taken for cell in r.cells)


def _year_beside(draft: Draft, place: int, order: str) -> int | None:
    """The year that brings the day of a row closest to another day of that row, which is written with its year."""
    entry = draft.entries[place]
    known = (d for w in entry.other_days(draft.layout) if w.day.third is not None and (d := w.day.on(order)))
    other = next(known, None)
    if other is None:
        return None
    found = [d for year in (other.year - 1, other.year, other.year + 1) if (d := entry.day.on(order, year))]
    return min(found, key=lambda d: abs(d - other)).year if found else None


def _lone_years(draft: Draft, name: str, order: str) -> set[int]:
    """The year of a book, above its table or in the name of its sheet or file: one of days gone by, not long ago."""
    said = (*map(book_year, (r.cells for r in draft.section.preamble)), *map(lone_year, name.split("\n")))
    found, today = {year for year in said if year}, draft.options.today
    if today is None:
        return found
    late = any((day := w.on(order, today.year)) and day > today for w in draft.entries.days.values)
    return {year for year in found if today.year - _OLDEST_BOOK <= year <= today.year - late}


def _year(draft: Draft, name: str, order: str, findings: Findings) -> int | None:
    """The year of the first day written without one: that of the other days, or the only one from which the days fill
    the years that the file states.
    """
    days = draft.entries.days
    first = next((i for i, bare in enumerate(days.map(lambda day: day.third is None)) if bare), None)
    if first is None:
        return None
    written = [d.year for day in days if day.third is not None and (d := day.on("dmy"))]
    stated = years_in(draft.above(), name) or _lone_years(draft, name, order) or years_in(_beside(draft), "")
    whole = [y for y in stated if set(years_along(days, order, y)) == stated]
    year = most_common_year(written) or (whole[0] if len(whole) == 1 else None) or _year_beside(draft, first, order)
    if year is None:
        findings.ask(
            Question("year", (), msg("« {cell} » : de quelle année ?", cell=shown(draft.entries[first].day_text)))
        )
    return year or _ANY_YEAR
