"""Delimited text of any bank, read without knowing any bank.

The order of decisions, each made once for the whole file:

1. text (`decode`), delimiter and records (`records`);
2. header rows and sections, one an account; the role of each column by its words and content (`layout`);
3. which records are transactions; what goes with one (continuation), what is refused and why (`entries`);
4. decimal marks, money columns, sign, with the running balance as witness (`amounts`, `balance`);
5. day or month first, for all tables together (`dayorder`);
6. rows, statements, and what stands above them (`preamble`).

Money comes before days because the balance proves amounts, and its direction then helps to order the days. What no
evidence settles is a `Question`; rows are then read the likelier way, so that a preview can show something.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing.amounts import (
    BOTH,
    NOTHING,
    Columns,
    Money,
    Values,
    amounts,
    choose_money,
    settle_marks,
    sign_doubt,
    two_sides,
    with_fee,
)
from tenk_desktop.core.importing.balance import Chain, chain
from tenk_desktop.core.importing.cells import parse_number
from tenk_desktop.core.importing.dayorder import Context, Order, Written, decide, most_common_year, years_in
from tenk_desktop.core.importing.decode import Decoded, decode
from tenk_desktop.core.importing.entries import Entry, find_entries, posting_columns, shown
from tenk_desktop.core.importing.layout import Layout, Section, choose_columns, find_layout, find_sections, letter
from tenk_desktop.core.importing.preamble import Facts, account_number, currency_in, read_preamble
from tenk_desktop.core.importing.records import DELIMITERS, LONGEST_LINE, Record, find_delimiter, split
from tenk_desktop.core.importing.statement import Evidence, Problem, Question, Reader, Reading, ReadOptions, Row, Statement
from tenk_desktop.core.importing.words import CARD_WORD, NUMBERS, TOTAL_WORD, direction, fold, not_english
from tenk_desktop.core.money import exponent, is_currency
from tenk_desktop.core.progress import Progress, watched
from tenk_desktop.core.text import Message, day_text, msg

FORMAT = "csv"
MOST_RECORDS = 500_000


@dataclass(slots=True)
class Findings:
    """What is said about the file along the way."""

    problems: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)

    def ask(self, question: Question) -> None:
        """Add a question, once."""
        if question.about not in {q.about for q in self.questions}:
            self.questions.append(question)


@dataclass(slots=True)
class Draft:
    """One table between the decisions: its transactions in file order, and the columns decided so far."""

    section: Section
    layout: Layout
    entries: list[Entry]
    columns: Columns
    keys: list[str]
    money: Money = Money()
    balance: int | None = None
    values: Values = field(default_factory=list)
    chained: Chain = Chain(0, 0)

    def labels(self) -> list[str]:
        """The label of each transaction."""
        return [e.text(self.layout).label for e in self.entries]


def claims(_name: str, head: bytes) -> bool:
    """Whether the first bytes look like text with delimiters."""
    text = decode(head).text
    return any(delimiter in text for delimiter in DELIMITERS)


def read(name: str, data: bytes, options: ReadOptions, progress: Progress) -> Reading:
    """Read delimited text. Raises `ImportRefusedError` when it holds no transaction, and `Cancelled`."""
    decoded = decode(data)
    findings = Findings()
    lines = _short_lines(decoded, findings)
    delimiter, skipped = find_delimiter(lines)
    records = []
    for record in watched(split([""] * skipped + lines[skipped:], delimiter), len(lines), progress, 0.0, 0.3):
        if len(records) >= MOST_RECORDS:
            raise ImportRefusedError(
                msg("Ce fichier a plus de {count} lignes.", count=MOST_RECORDS), msg("Exportez une période plus courte.")
            )
        records.append(record)
    _say_text(decoded, delimiter, findings)
    statements = read_records(name, records, delimiter, options, progress, findings)
    problems = tuple(sorted(findings.problems, key=lambda p: p.line))
    return Reading(FORMAT, decoded.encoding, statements, problems, tuple(findings.questions), tuple(findings.evidence))


READER = Reader(FORMAT, claims, read)


def _short_lines(decoded: Decoded, findings: Findings) -> list[str]:
    lines = decoded.text.split("\n")
    for i, line in enumerate(lines):
        if len(line) > LONGEST_LINE:
            lines[i] = ""
            findings.problems.append(Problem(i + 1, msg("ligne trop longue ({count} caractères)", count=len(line))))
    return lines


def _say_text(decoded: Decoded, delimiter: str, findings: Findings) -> None:
    repaired = msg("{count} lignes réparées", count=decoded.repaired) if decoded.repaired else None
    findings.evidence += [
        Evidence("encoding", msg("Encodage {name}", name=decoded.encoding), repaired),
        Evidence("delimiter", msg("Séparateur « {mark} »", mark="tab" if delimiter == "\t" else delimiter)),
    ]


def read_records(
    name: str, records: Sequence[Record], delimiter: str, options: ReadOptions, progress: Progress, findings: Findings
) -> tuple[Statement, ...]:
    """The statements of records, wherever the cells came from. Raises `ImportRefusedError` when there are none."""
    drafts = [d for section in _accounts(records) if (d := _draft(section, options, findings)).entries]
    if not drafts:
        raise _nothing(findings)
    for draft in drafts:
        _settle_money(draft, options, findings)
    order = _settle_days(drafts, name, delimiter, options, findings)
    total = sum(len(d.entries) for d in drafts)
    statements: list[Statement] = []
    done = 0
    for draft in drafts:
        first, done = done, done + len(draft.entries)
        span = (0.4 + 0.6 * first / total, 0.4 + 0.6 * done / total)
        facts = read_preamble(draft.section.preamble, order.order)
        year = options.year or _year(draft, name, findings)
        maker = _RowMaker(draft, order, year, facts, findings)
        rows = [row for i in watched(range(len(draft.entries)), len(draft.entries), progress, *span) if (row := maker.row(i))]
        statements += _statements(draft, rows, facts, delimiter)
    return tuple(s for s in statements if s.rows) or tuple(statements[:1])


def _nothing(findings: Findings) -> ImportRefusedError:
    if findings.problems:
        return ImportRefusedError(msg("Aucune ligne de ce fichier ne peut être lue."), findings.problems[0].message)
    return ImportRefusedError(
        msg("Aucune opération dans ce fichier : aucune ligne n’a à la fois une date et un montant."),
        msg("Vérifiez la période choisie dans l’export de votre banque."),
    )


def _accounts(records: Sequence[Record]) -> list[Section]:
    """Sections, those that only repeat the header within one account joined again."""
    joined: list[Section] = []
    for section in find_sections(records):
        same = joined and section.header and joined[-1].header and section.header.cells == joined[-1].header.cells
        if same and not read_preamble(section.preamble, "dmy").number:
            joined[-1].body += section.body
        else:
            joined.append(section)
    return joined


def _draft(section: Section, options: ReadOptions, findings: Findings) -> Draft:
    layout = choose_columns(find_layout(section), options.columns)
    entries, problems = find_entries(section.body, layout)
    findings.problems += problems
    columns = Columns([e.cells for e in entries], layout, options.decimal)
    key_columns = layout.all("account", "currency")
    keys = ["|".join(row[c] if c < len(row) else "" for c in key_columns) for row in columns.rows]
    if section.header and entries:
        line = section.header.line
        findings.evidence.append(Evidence("header", msg("En-tête ligne {line}", line=line), line=line))
    return Draft(section, layout, entries, columns, keys)


# Money


def _settle_money(draft: Draft, options: ReadOptions, findings: Findings) -> None:
    columns, keys = draft.columns, draft.keys
    chosen = choose_money(columns, keys)
    if chosen is None:
        findings.ask(_which_column(draft))
        draft.values = [None] * len(draft.entries)
        return
    draft.money, draft.balance = chosen
    unsettled = settle_marks(columns, draft.money, draft.balance, keys, _exponent(draft))
    if unsettled is not None:
        findings.ask(_which_mark(columns, unsettled))
    draft.money, proved = with_fee(draft.money, draft.balance, columns, keys)
    if not proved:
        findings.problems.append(_fee_problem(draft))
    _settle_sign(draft, options, findings)
    draft.values = amounts(draft.money, columns)
    draft.chained = chain(draft.values, columns.values(draft.balance), keys)
    _say_money(draft, findings)


def _exponent(draft: Draft) -> int | None:
    code = _layout_currency(draft.layout, draft.money) or next(
        (cell for c in draft.layout.all("currency") for cell in draft.columns.cells(c) if is_currency(cell)), ""
    )
    return exponent(code) if code else None


def _layout_currency(layout: Layout, money: Money) -> str:
    return currency_in(*(layout.header[c] for c in money.columns if c < len(layout.header)))


def _which_column(draft: Draft) -> Question:
    layout = draft.layout
    taken = set(layout.all("balance", "fee"))
    numbers = [i for i, kind in enumerate(layout.kinds) if kind == NUMBERS and i not in taken]
    if not numbers:
        raise ImportRefusedError(msg("Ce fichier n’a pas de colonne de montants."), msg("Exportez la liste des opérations."))
    sides = [f"debit={letter(d)},credit={letter(c)}" for d, c in two_sides(draft.columns, numbers)]
    cells = next(([*e.cells, *[""] * layout.width] for e in draft.entries if sum(bool(e.cell(i)) for i in numbers)), [])
    example = " | ".join(f"{letter(i)} : {cells[i]}" for i in numbers if cells[i])
    options = tuple(sides or [f"amount={letter(i)}" for i in numbers])
    return Question("columns", options, msg("Quelle colonne est le montant ? {cells}", cells=shown(example)))


def _which_mark(columns: Columns, column: int) -> Question:
    cell = next(c for c, n in zip(columns.cells(column), columns.numbers(column), strict=True) if n and n.unsure)
    number = parse_number(cell)
    assert number is not None
    return Question(
        "decimal",
        (",", "."),
        msg("« {cell} » : {decimal} ou {thousand} ?", cell=shown(cell), decimal=number.value(number.unsure), thousand=number.value("")),
    )


def _fee_problem(draft: Draft) -> Problem:
    column = draft.layout.first("fee")
    assert column is not None
    fees = zip(draft.entries, draft.columns.cells(column), draft.columns.values(column), strict=True)
    line, cell = next((e.line, cell) for e, cell, value in fees if value)
    return Problem(line, msg("frais « {cell} » écrits à part : non comptés dans le montant", cell=shown(cell)), lost=False)


def _settle_sign(draft: Draft, options: ReadOptions, findings: Findings) -> None:
    money, columns = draft.money, draft.columns
    values = amounts(money, columns)
    if options.sign and money.amount is not None:
        draft.money = replace(money, flip=options.sign == "expense-positive")
        return
    if chain(values, columns.values(draft.balance), draft.keys).proves or not any(values):
        return
    above = " ".join(cell for r in [*draft.section.preamble, *([draft.section.header] if draft.section.header else [])] for cell in r.cells)
    signs = any(n and n.signed for r in draft.section.preamble for cell in r.cells for n in [parse_number(cell)])
    doubt = sign_doubt(columns, money, values, draft.labels(), card=bool(CARD_WORD.search(fold(above))), signs=signs)
    if doubt == "flip":
        draft.money = replace(money, flip=True)
        findings.evidence.append(Evidence("sign", msg("Carte : les achats sont écrits en positif, les remboursements en négatif")))
    elif doubt == "ask":
        findings.ask(_which_sign(draft, values))


def _which_sign(draft: Draft, values: Values) -> Question:
    label, value = next((label, v) for label, v in zip(draft.labels(), values, strict=True) if v)
    example = msg("« {label} » {value} : une dépense ou une recette ?", label=shown(label), value=value)
    return Question("sign", ("expense-positive", "income-positive"), example)


def _say_money(draft: Draft, findings: Findings) -> None:
    names = ", ".join(draft.layout.name(c) for c in draft.money.columns)
    findings.evidence.append(Evidence("columns", msg("Montant : {columns}", columns=shown(names))))
    mark = next((m for c in draft.money.columns if (m := draft.columns.mark(c)) not in ("", BOTH)), "")
    if mark:
        findings.evidence.append(Evidence("decimal", msg("Décimales après « {mark} »", mark=mark)))
    if draft.chained.proves:
        proof = msg("{kept} soldes sur {links} suivent les montants", kept=draft.chained.kept, links=draft.chained.links)
        findings.evidence.append(Evidence("balance", msg("Soldes vérifiés"), proof))


# Days


def _settle_days(
    drafts: Sequence[Draft], name: str, delimiter: str, options: ReadOptions, findings: Findings
) -> Order:
    written = [Written(e.line, e.day, e.day_text) for d in drafts for e in d.entries]
    if options.dates:
        return Order(options.dates, msg("choisi par vous"))
    order = decide(written, _day_context(drafts, name, delimiter)) or _by_other_columns(drafts)
    if order is None:
        findings.ask(_which_order(written))
        return Order("dmy", msg("à confirmer"))
    value = {"dmy": msg("Dates jour/mois/année"), "mdy": msg("Dates mois/jour/année"), "ymd": msg("Dates année/mois/jour")}
    findings.evidence.append(Evidence("dates", value[order.order], order.proof, order.line))
    return order


def _by_other_columns(drafts: Sequence[Draft]) -> Order | None:
    """Value dates and the like are written by the same hand."""
    other = [w for d in drafts for e in d.entries for w in e.other_days(d.layout)]
    return decide(other, Context()) if other and not all(w.day.fixed for w in other) else None


def _day_context(drafts: Sequence[Draft], name: str, delimiter: str) -> Context:
    draft = drafts[0]
    commas = any(d.columns.mark(c) == "," for d in drafts for c in d.money.columns)
    return Context(
        preamble=" \n ".join(cell for d in drafts for r in d.section.preamble for cell in r.cells),
        name=name,
        labels=draft.labels(),
        day_first_header=not_english(draft.layout.header),
        semicolons_and_commas=delimiter == ";" and commas,
        direction=draft.chained.direction if len(drafts) == 1 and draft.chained.proves else 0,
    )


def _which_order(written: Sequence[Written]) -> Question:
    chosen = next((w for w in written if w.day.first != w.day.second), written[0])
    dmy, mdy = (chosen.day.on(order, 2000) for order in ("dmy", "mdy"))
    with_year = chosen.day.third is not None
    example = msg(
        "« {cell} » : {dmy} ou {mdy} ?",
        cell=shown(chosen.text),
        dmy=day_text(dmy, year=with_year) if dmy else "",
        mdy=day_text(mdy, year=with_year) if mdy else "",
    )
    return Question("dates", ("dmy", "mdy"), example)


def _year(draft: Draft, name: str, findings: Findings) -> int | None:
    """The year of days written without one."""
    bare = next((e for e in draft.entries if e.day.third is None), None)
    if bare is None:
        return None
    stated = years_in(" \n ".join(cell for r in draft.section.preamble for cell in r.cells), name)
    written = [d.year for e in draft.entries if e.day.third is not None and (d := e.day.on("dmy"))]
    year = most_common_year(written) or (stated.pop() if len(stated) == 1 else None)
    if year is None:
        findings.ask(Question("year", (), msg("« {cell} » : de quelle année ?", cell=shown(bare.day_text))))
    return year


# Rows


@dataclass(slots=True)
class _RowMaker:
    """Makes the row of one transaction, or says why there is none."""

    draft: Draft
    order: Order
    year: int | None
    facts: Facts
    findings: Findings
    balances: Values = field(init=False)
    currency: str = field(init=False)
    decimals: int = field(init=False)

    def __post_init__(self) -> None:
        draft = self.draft
        self.balances = draft.columns.values(draft.balance)
        self.currency = _layout_currency(draft.layout, draft.money) or self.facts.currency
        self.decimals = 3 if self._three_decimals() else 2

    def _three_decimals(self) -> bool:
        """A column that always writes three decimals is of a currency that has three."""
        cells = [n for c in self.draft.money.columns for n in self.draft.columns.numbers(c) if n]
        return bool(cells) and all(len(n.fraction) == 3 for n in cells)

    def row(self, index: int) -> Row | None:
        entry, value = self.draft.entries[index], self.draft.values[index]
        day = entry.day.on(self.order.order, self.year or (2000 if self.findings.questions else None))
        wrong = self._wrong(index, day, value)
        if wrong:
            self.findings.problems.append(wrong)
            return None
        assert day is not None
        assert value is not None
        return self._row(entry, day, value, self.balances[index])

    def _row(self, entry: Entry, day: date, value: Decimal, balance: Decimal | None) -> Row:
        layout = self.draft.layout
        text = entry.text(layout)
        return Row(
            line=entry.line,
            date=day,
            amount=value,
            label=text.label,
            currency=entry.currency(layout, self.draft.money.columns) or self.currency,
            payee=text.payee,
            memo=text.memo,
            ref=entry.cell(layout.first("ref")),
            balance=balance,
            value_date=entry.value_date(layout, self.order.order),
        )

    def _wrong(self, index: int, day: date | None, value: Decimal | None) -> Problem | None:
        entry = self.draft.entries[index]
        if self._is_total(index):
            total = bool(TOTAL_WORD.match(fold(entry.text(self.draft.layout).label)))
            return Problem(entry.line, msg("débit et crédit sur la même ligne : un total ?"), lost=not total)
        if value is None:
            return self._no_amount(entry, self.balances[index])
        if day is None:
            return Problem(entry.line, msg("date impossible « {value} »", value=shown(entry.day_text)))
        if self.order.mixed and not entry.day.fixed and max(entry.day.first, entry.day.second) <= 12:
            return Problem(entry.line, msg("date ambiguë « {value} » : le fichier mélange jour/mois et mois/jour", value=shown(entry.day_text)))
        return self._wrong_number(index, entry)

    def _is_total(self, index: int) -> bool:
        money, columns = self.draft.money, self.draft.columns
        if money.debit is None or money.credit is None:
            return False
        sides = (columns.numbers(money.debit)[index], columns.numbers(money.credit)[index])
        return all(n is not None and (n.whole + n.fraction).strip("0") for n in sides)

    def _no_amount(self, entry: Entry, balance: Decimal | None) -> Problem:
        money = self.draft.money
        written = next((c for column in money.columns if (c := entry.cell(column)) not in NOTHING), "")
        if written and money.direction is not None and parse_number(written):
            sense = entry.cell(money.direction)
            return Problem(entry.line, msg("sens inconnu « {value} »", value=shown(sense))) if direction(sense) == 0 else Problem(entry.line, msg("montant illisible « {value} »", value=shown(written)))
        if written:
            return Problem(entry.line, msg("montant illisible « {value} »", value=shown(written)))
        if balance is not None:
            return Problem(entry.line, msg("un solde, sans montant"), lost=False)
        return Problem(entry.line, msg("pas de montant"))

    def _wrong_number(self, index: int, entry: Entry) -> Problem | None:
        columns = self.draft.columns
        for column in self.draft.money.columns:
            number = columns.numbers(column)[index]
            mark = columns.mark(column)
            if number is None:
                if (cell := entry.cell(column)) not in NOTHING:
                    return Problem(entry.line, msg("montant illisible « {value} »", value=shown(cell)))
            elif number.unsure and mark == BOTH:
                return Problem(entry.line, msg("montant ambigu « {value} » : virgule ou millier ?", value=shown(entry.cell(column))))
            elif number.decimals(mark) > self._allowed(entry):
                return Problem(entry.line, msg("montant plus fin que la monnaie « {value} »", value=shown(entry.cell(column))))
        return None

    def _allowed(self, entry: Entry) -> int:
        code = entry.currency(self.draft.layout, self.draft.money.columns) or self.currency
        return exponent(code) if code else self.decimals


# Statements


def _statements(draft: Draft, rows: Sequence[Row], facts: Facts, delimiter: str) -> list[Statement]:
    """One statement an account; a column may name several accounts in one table."""
    column = draft.layout.first("account")
    entries = {e.line: e for e in draft.entries}
    by_number: dict[str, list[Row]] = {}
    for row in rows:
        number = account_number(entries[row.line].cell(column)) if column is not None else facts.number
        by_number.setdefault(number, []).append(row)
    return [
        _statement(draft, mine, number, facts, delimiter, entries[mine[0].line]) for number, mine in by_number.items()
    ] or [_statement(draft, (), facts.number, facts, delimiter, None)]


def _statement(
    draft: Draft, rows: Sequence[Row], number: str, facts: Facts, delimiter: str, entry: Entry | None
) -> Statement:
    linked = chain([r.amount for r in rows], [r.balance for r in rows], [r.currency for r in rows])
    currencies = {r.currency for r in rows if r.currency}
    name = entry.cell(draft.layout.first("account name")) if entry else ""
    return Statement(
        rows=tuple(rows),
        number=number,
        name=name or facts.name,
        header=_fingerprint(draft.layout, draft.money, delimiter),
        currency=currencies.pop() if len(currencies) == 1 else "" if currencies else facts.currency,
        closing=facts.closing or _last_balance(rows, linked),
        chained=linked.proves,
    )


def _last_balance(rows: Sequence[Row], linked: Chain) -> tuple[date, Decimal] | None:
    """The balance after the newest row, when the balances prove which row that is."""
    if not linked.proves or not linked.direction:
        return None
    newest = rows[-1] if linked.direction > 0 else rows[0]
    if newest.balance is None or newest.date != max(r.date for r in rows):
        return None
    return newest.date, newest.balance


def _fingerprint(layout: Layout, money: Money, delimiter: str) -> str:
    """The layout, whatever the rows: the header's words, or the place of days and amounts without one."""
    if layout.header:
        return delimiter + "|".join(fold(re.sub(r"\d", "", cell)) for cell in layout.header).rstrip("|")
    days = ",".join(str(c) for c in posting_columns(layout))
    return f"{delimiter}#{layout.width} d{days} a{','.join(str(c) for c in money.columns)}"


def messages(problems: Iterable[Problem]) -> list[Message]:
    """The sentences of some problems."""
    return [p.message for p in problems]
