"""One table between the decisions: its transactions, and which of its columns are the money.

What the file does not settle becomes a `Question`; what it settles becomes `Evidence`, with the proof.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import islice

from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing.amounts import (
    BOTH,
    Columns,
    Money,
    Values,
    amounts,
    senses_of,
    settle_marks,
    turned,
)
from tenk_desktop.core.importing.balance import Chain, chain
from tenk_desktop.core.importing.bycolumn import Few, Same, together
from tenk_desktop.core.importing.cells import parse_number
from tenk_desktop.core.importing.choosing import choose_money, rival, two_sides, with_fee
from tenk_desktop.core.importing.columns import (
    LAST_TIME,
    NOW,
    SAMPLE,
    describe,
    fingerprint,
    like_amounts,
    recalled,
    said_columns,
    say_recalled,
    table_roles,
    worded_columns,
)
from tenk_desktop.core.importing.entries import Entries, find_entries, part_unbooked, shown, text_columns, texts
from tenk_desktop.core.importing.layout import Layout, Section, choose_columns, find_layout, letter
from tenk_desktop.core.importing.preamble import currency_in, with_code
from tenk_desktop.core.importing.records import Record
from tenk_desktop.core.importing.signs import contradicts, names_a_side, side_of, sides_by_labels, sign_doubt
from tenk_desktop.core.importing.statement import (
    Evidence,
    Problem,
    Question,
    Reading,
    ReadOptions,
    Statement,
    TableGuess,
)
from tenk_desktop.core.importing.words import (
    CARD_WORD,
    NUMBERS,
    SAVINGS_WORD,
    SPENDING_WORD,
    TEXT,
    TOTAL_WORD,
    fold,
    tells_movements,
)
from tenk_desktop.core.money import exponent, is_currency
from tenk_desktop.core.text import msg


@dataclass(slots=True)
class Findings:
    """What is said about the file along the way."""

    problems: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    tables: list[TableGuess] = field(default_factory=list)

    def ask(self, question: Question) -> None:
        """Add a question; each is asked once."""
        if question.about not in {q.about for q in self.questions}:
            self.questions.append(question)

    def reading(self, format_: str, encoding: str, statements: tuple[Statement, ...]) -> Reading:
        """The whole file, with all that was said of it."""
        problems = tuple(sorted(self.problems, key=lambda p: p.line))
        found = (tuple(self.questions), tuple(self.evidence), tuple(self.tables))
        return Reading(format_, encoding, statements, problems, *found)


@dataclass(slots=True)
class Draft:
    """One table: its transactions in file order, and what is decided so far. Values are amounts, expense negative."""

    section: Section
    layout: Layout
    entries: Entries
    columns: Columns
    keys: Few[str]  # account and currency of each row, for balances that run apart
    options: ReadOptions  # what is settled for this table, now or in an earlier file of the same header
    recalled: frozenset[str]  # which of these were
    money: Money = field(default_factory=Money)
    balance: int | None = None
    values: Values = field(default_factory=lambda: Same(None, 0))
    chained: Chain = field(default_factory=lambda: Chain(0, 0))
    paired: bool = False  # another table of the file is titled as of the other side: no answer is for both

    def labels(self) -> Iterator[str]:
        """The label of each transaction."""
        return iter(texts(self.entries, self.layout, self.columns)[0])

    def above(self) -> str:
        """Every word above the transactions."""
        return " \n ".join(cell for record in self.section.preamble for cell in record.cells)

    def currency(self) -> str:
        """The currency that the headers of the money columns name, or else that of the balance; empty if none does."""
        header = self.layout.header
        columns = (*self.money.columns, self.balance)
        named = [with_code(header[c]) for c in columns if c is not None and c < len(header)]
        return currency_in(*named[: len(self.money.columns)]) or currency_in(*named)


def savings(product: str) -> str:
    """The name of a product whose balance runs beside the current account's; empty for the current account."""
    return product if SAVINGS_WORD.search(fold(product)) else ""


def make_draft(section: Section, options: ReadOptions, findings: Findings, delimiter: str) -> Draft:
    """The transactions of a table and its columns, money not yet decided."""
    header = fingerprint(section.header.cells, delimiter) if section.header else ""
    options, taken = recalled(options, header)
    layout = choose_columns(find_layout(section), options.columns)
    entries, problems = find_entries(section.body, layout, title_of(section))
    entries, unbooked = part_unbooked(entries, layout)
    findings.problems += problems + unbooked
    columns = Columns(entries.records, layout, options.decimal)
    parts: list[Few[str]] = [columns.cells(c) for c in layout.all("account", "currency")]
    parts += [columns.cells(c).map(savings) for c in layout.all("product")[:1]]
    keys = together(lambda *row: "|".join(row), *parts) if parts else Same("", len(entries))
    if section.header and entries:
        line = section.header.line
        findings.evidence.append(Evidence("header", msg("En-tête ligne {line}", line=line), line=line))
    return Draft(section, layout, entries, columns, keys, options, taken)


def title_of(section: Section) -> str:
    """The last words above a table, where they stand alone; else nothing."""
    filled = ([cell for cell in record.cells if cell] for record in reversed(section.preamble))
    last = next((cells for cells in filled if cells), [])
    return last[0] if len(last) == 1 else ""


def settle_money(draft: Draft, findings: Findings) -> None:
    """Decide money columns, decimal marks, fee and sign, and what each row's amount is."""
    _drop_contradicted_mark(draft)
    chosen = choose_money(draft.columns, draft.keys) or sides_by_labels(draft.columns, draft.labels())
    if _runs_through(draft, chosen):
        draft.layout = replace(draft.layout, roles={r: c for r, c in draft.layout.roles.items() if r != "currency"})
        draft.columns.layout, draft.keys = draft.layout, Same("", len(draft.entries))
        chosen = choose_money(draft.columns, draft.keys)
    columns, keys = draft.columns, draft.keys
    if chosen is None:
        findings.ask(_which_column(draft))
        draft.values = Same(None, len(draft.entries))
        return
    draft.money, draft.balance = chosen
    unsettled = settle_marks(columns, draft.money, draft.balance, keys, _exponent(draft))
    if unsettled is not None:
        findings.ask(_which_mark(columns, unsettled))
    draft.money, proved = with_fee(draft.money, draft.balance, columns, keys)
    if not proved:
        _settle_fee(draft, findings)
    _settle_sign(draft, findings)
    draft.values = amounts(draft.money, columns)
    if _is_journal(draft):
        raise ImportRefusedError(
            msg("Ce fichier est un journal comptable : chaque somme y est deux fois, au débit et au crédit."),
            msg("Exportez le relevé du compte bancaire."),
        )
    draft.chained = chain(draft.values, columns.values(draft.balance), keys)
    other = None if draft.chained.proves else rival(columns, draft.money)
    if other is not None and draft.money.amount is not None:
        findings.ask(_which_of(draft, [draft.money.amount, other], []))
    if not any(draft.values) and (moving := _moving(draft)):  # no bank lists operations that move nothing
        findings.ask(_which_of(draft, moving, two_sides(columns, moving)))
    _say_money(draft, findings)
    columns.forget_numbers()


def _runs_through(draft: Draft, chosen: tuple[Money, int | None] | None) -> bool:
    """Whether the balances follow the amounts through all currencies: these are then those of the purchases."""
    if (
        len(set(draft.keys)) < 2
        or draft.layout.first("account") is not None
        or draft.layout.first("product") is not None
    ):
        return False
    if chosen and chain(amounts(chosen[0], draft.columns), draft.columns.values(chosen[1]), draft.keys).holds:
        return False
    whole = choose_money(draft.columns, Same("", len(draft.entries)))
    return bool(whole and chain(amounts(whole[0], draft.columns), draft.columns.values(whole[1])).proves)


def _is_journal(draft: Draft) -> bool:
    """Whether debits equal credits on each of several days, as only double-entry books do."""
    if len(draft.values) < 2 * _JOURNAL_DAYS or sum((v for v in draft.values if v), Decimal()):
        return False
    days: dict[str, Decimal] = defaultdict(Decimal)
    for text, value in zip(draft.entries.day_texts, draft.values, strict=True):
        days[text] += value or 0
    moved = {text for text, v in zip(draft.entries.day_texts, draft.values, strict=True) if v}
    return len(moved) >= _JOURNAL_DAYS and not any(days.values())


def _exponent(draft: Draft) -> int | None:
    """Decimals of the table's currency; None when it names none."""
    cells = (cell for c in draft.layout.all("currency") for cell in draft.columns.cells(c))
    beside = (n.currency for c in draft.money.columns for n in draft.columns.different(c) if n and n.currency)
    code = draft.currency() or next((cell for cell in cells if is_currency(cell)), "")
    code = code or next(beside, "") or currency_in(draft.above())
    return exponent(code) if code else 0 if _in_francs(draft) else None


def _in_francs(draft: Draft) -> bool:
    """Whether amounts are in francs of a country not said: none of them is cut in thousands."""
    cells = [cell for c in draft.money.columns for cell in draft.columns.cells(c)[:SAMPLE] if cell]
    return any(map(_FRANCS.search, (*cells, *map(draft.layout.name, draft.money.columns))))


def _which_column(draft: Draft) -> Question:
    taken = set(draft.layout.all("balance", "fee"))
    numbers = [i for i, kind in enumerate(draft.layout.kinds) if kind == NUMBERS and i not in taken]
    numbers = numbers or like_amounts([record.cells for record in draft.entries.records], taken)
    if not numbers:
        raise ImportRefusedError(
            msg("Ce fichier n’a pas de colonne de montants."), msg("Exportez la liste des opérations.")
        )
    return _which_of(draft, numbers, two_sides(draft.columns, numbers))


def _moving(draft: Draft) -> list[int]:
    """The columns of numbers that are not all zero, balance and fee apart."""
    taken = set(draft.layout.all("balance", "fee"))
    numbers = (i for i, kind in enumerate(draft.layout.kinds) if kind == NUMBERS and i not in taken)
    return [i for i in numbers if any(draft.columns.values(i))]


def _which_of(draft: Draft, numbers: Sequence[int], pairs: Sequence[tuple[int, int]]) -> Question:
    """The question which column is the money, or which two are its sides."""
    sides = [f"debit={letter(d)},credit={letter(c)}" for d, c in pairs]
    examples = [(letter(i), next((c for c in draft.columns.cells(i) if c), "")) for i in numbers]
    cells = " | ".join(f"{name} = {cell}" for name, cell in examples)
    options = tuple(sides or [f"amount={letter(i)}" for i in numbers])
    return Question("columns", options, msg("Quelle colonne est le montant ? {cells}", cells=shown(cells)))


def _which_mark(columns: Columns, column: int) -> Question:
    cells = zip(columns.cells(column), columns.numbers(column), strict=True)
    cell, number = next((c, n) for c, n in cells if n and n.unsure)
    decimal, thousand = number.value(number.unsure), number.value("")
    example = msg("« {cell} » : {decimal} ou {thousand} ?", cell=shown(cell), decimal=decimal, thousand=thousand)
    return Question("decimal", (",", "."), example)


def _settle_fee(draft: Draft, findings: Findings) -> None:
    """Fees that no balance speaks of: a total of them is for information, others are asked about."""
    fee = draft.layout.all("fee")[0]
    values = draft.columns.values(fee)
    line, cell = next((e.line, e.cell(fee)) for e, v in zip(draft.entries, values, strict=True) if v)
    if any(role == "fee" for role, _ in draft.options.columns):
        draft.money = replace(draft.money, fee=fee)
    elif TOTAL_WORD.match(fold(draft.layout.name(fee))):
        said = msg("frais « {cell} » écrits à part : non comptés dans le montant", cell=shown(cell))
        findings.problems.append(Problem(line, said, lost=False))
    else:
        options = (f"fee={letter(fee)}", f"ignored={letter(fee)}")
        name = shown(draft.layout.name(fee))
        example = msg(
            "« {name} » {cell} : des frais à retirer du montant, ou déjà comptés dedans ?", name=name, cell=shown(cell)
        )
        findings.ask(Question("columns", options, example))


def _drop_contradicted_mark(draft: Draft) -> None:
    """A mark remembered from another file gives way to the one this file shows."""
    if "decimal" in draft.recalled:
        shows = Columns(draft.columns.rows, draft.layout)
        marks = {shows.mark(i) for i, kind in enumerate(draft.layout.kinds) if kind == NUMBERS} - {""}
        if marks and draft.options.decimal not in marks | {BOTH}:
            draft.columns.forget_decimal()
            draft.recalled -= {"decimal"}


def _settle_sign(draft: Draft, findings: Findings) -> None:
    money, columns = draft.money, draft.columns
    if money.amount is None:
        return
    values = amounts(money, columns)
    header = " ".join(draft.layout.header)
    card = bool(CARD_WORD.search(fold(f"{draft.above()} {header}")))
    if not any(values) or _sign_told(draft, values, findings, card=card):
        return
    cells = (cell for record in draft.section.preamble for cell in record.cells)
    signs = any(n.signed for cell in cells if (n := parse_number(cell)))

    def label(row: int) -> str:
        return fold(draft.entries[row].text(draft.layout).label)

    doubt = sign_doubt(columns, money, values, label, card=card, signs=signs, proved=_sign_proved(draft, values))
    against = doubt != "flip" and not card and money.direction is None and draft.balance is not None
    if against and _sign_proved(draft, turned(values)):
        doubt = "ask"  # the balances fall when the amounts rise
        if any(v > 0 and SPENDING_WORD.match(label(i)) for i, v in enumerate(values) if v):
            doubt = "turn"
    if doubt == "flip":
        draft.money = replace(money, flip=True)
        said = msg("Carte : les achats sont écrits en positif")
        findings.evidence.append(Evidence("sign", said, other="income-positive"))
    elif doubt == "turn":
        draft.money = replace(money, flip=True)
        said = msg("Dépenses écrites en positif")
        findings.evidence.append(Evidence("sign", said, msg("les soldes baissent"), other="income-positive"))
    elif doubt == "ask" and not _title_said(draft, findings):
        findings.ask(_which_sign(draft, values))
    elif doubt != "ask" and money.direction is None:
        _say_sign(draft, values, findings)


def side_named(draft: Draft) -> tuple[str, str]:
    """The words above the table or above its labels that name one side only, and the sign they say (`side_of`)."""
    label = text_columns(draft.layout)[0]
    titles = (title_of(draft.section), "" if label is None else draft.layout.name(label))
    both = sum(map(names_a_side, draft.layout.header)) > 1
    return next(((title, sign) for title in titles if not both and (sign := side_of(title))), ("", ""))


def _title_said(draft: Draft, findings: Findings) -> bool:
    """Whether no amount has a sign, and the words above the table or above its labels name one side only."""
    title, sign = side_named(draft)
    if not sign or not _unsigned(draft) or (not draft.paired and contradicts(sign, map(fold, draft.labels()))):
        return False
    draft.money = replace(draft.money, flip=sign == "expense-positive")
    words = msg("Dépenses écrites en positif") if draft.money.flip else msg("Rentrées écrites en positif")
    other = "" if draft.paired else "income-positive" if draft.money.flip else "expense-positive"
    findings.evidence.append(Evidence("sign", words, msg("titre « {title} »", title=shown(title)), other=other))
    return True


def _sign_told(draft: Draft, values: Values, findings: Findings, *, card: bool) -> bool:
    """Whether its place in a book of both sides, a person, words beside the amounts or the moves of the balance say the
    signs; a card's may be a debt.
    """
    if draft.paired and _title_said(draft, findings):
        return True
    if _sign_said(draft, values, findings) or _words_said(draft, values, findings):
        return True
    return not card and _moves_said(draft, values, findings)


def _words_said(draft: Draft, values: Values, findings: Findings) -> bool:
    """Whether no amount has a sign, and every cell of a column says what goes out and what comes in."""
    if not _unsigned(draft) or _sign_proved(draft, values):
        return False
    cells = ((c, draft.columns.cells(c).values) for c in draft.layout.all("type", "label", TEXT))
    column = next((c for c, each in cells if tells_movements(each)), None)
    if column is None:
        return False
    draft.money = replace(draft.money, direction=column)
    said = msg("Dépense ou rentrée : d’après « {name} »", name=shown(draft.layout.name(column)))
    findings.evidence.append(Evidence("sign", said))
    return True


def _moves_said(draft: Draft, values: Values, findings: Findings) -> bool:
    """Whether no amount has a sign, and the balances of one account move by them, up and down."""
    if not _unsigned(draft) or draft.balance is None or len(set(draft.keys)) > 1:
        return False
    balances = (replace(draft.money, moved=c) for c in (draft.balance, *draft.layout.all("balance")))
    words = (*draft.layout.all("type", "label", TEXT), None)
    tried = (replace(money, word=c) for money in balances for c in words)
    found = next((m for m in tried if _believable(draft, senses_of(m, draft.columns, values))), None)
    if found is None:
        return False
    draft.money = found
    findings.evidence.append(Evidence("sign", msg("Dépense ou rentrée : le sens dans lequel bouge le solde")))
    return True


def _unsigned(draft: Draft) -> bool:
    """Whether nothing signs the lone column of amounts."""
    numbers = draft.columns.different(draft.money.amount or 0)
    return draft.money.direction is None and not any(n and (n.signed or n.side) for n in numbers)


def _believable(draft: Draft, senses: Sequence[int]) -> bool:
    """Whether there are signs, and labels of purchases do not all have that of an income: a balance may be a debt."""
    spent = [sense for sense, label in zip(senses, draft.labels(), strict=False) if SPENDING_WORD.match(fold(label))]
    return any(senses) and (not spent or -1 in spent)


def _sign_said(draft: Draft, values: Values, findings: Findings) -> bool:
    """Whether a person said which sign an expense has; last time's word gives way to what the balances prove."""
    said, before = draft.options.sign, "sign" in draft.recalled
    if not said or (before and _sign_proved(draft, values if said == "expense-positive" else turned(values))):
        return False
    draft.money = replace(draft.money, flip=said == "expense-positive")
    words = msg("Dépenses écrites en positif") if draft.money.flip else msg("Rentrées écrites en positif")
    other = "income-positive" if draft.money.flip else "expense-positive"
    findings.evidence.append(Evidence("sign", words, LAST_TIME if before else NOW, other=other))
    return True


def _say_sign(draft: Draft, values: Values, findings: Findings) -> None:
    """Expenses as written, with one of them."""
    column = draft.money.amount
    found = next(((e, v) for e, v in zip(draft.entries, values, strict=True) if v is not None and v < 0), None)
    if found:
        entry = found[0]
        proof = msg("ligne {line} : {value}", line=entry.line, value=shown(entry.cell(column)))
        said = Evidence("sign", msg("Dépenses écrites en négatif"), proof, entry.line, other="expense-positive")
        findings.evidence.append(said)


def _sign_proved(draft: Draft, values: Values) -> bool:
    """Whether the balances follow the amounts with this sign, and with no other (equal amounts may do both)."""
    balances = draft.columns.values(draft.balance)
    if all(b is None for b in balances):
        return False
    return chain(values, balances, draft.keys).proves and not chain(turned(values), balances, draft.keys).holds


def _which_sign(draft: Draft, values: Values) -> Question:
    label, value = next((label, v) for label, v in zip(draft.labels(), values, strict=True) if v)
    example = msg("« {label} » {value} : une dépense ou une rentrée ?", label=shown(label), value=value)
    return Question("sign", ("expense-positive", "income-positive"), example)


def say_columns(draft: Draft, now: ReadOptions, delimiter: str, findings: Findings) -> None:
    """What each column was taken for, for a person to correct; ``now`` are the options of this very file."""
    section, layout, money = draft.section, draft.layout, draft.money
    header = fingerprint(section.header.cells, delimiter) if section.header else ""
    paid = {"amount": money.amount, "debit": money.debit, "credit": money.credit, "fee": money.fee}
    rows = [Record(e.line, e.cells) for e in draft.entries[:SAMPLE]]
    said = said_columns(layout, now.columns, draft.options)
    roles = table_roles(layout, paid, draft.balance)
    guess = describe(layout.header, rows, roles, worded_columns(layout), said, header)
    impossible = now.dates and any(day.on(now.dates, _ANY_YEAR) is None for day in draft.entries.days.values)
    findings.tables.append(replace(guess, denies=frozenset({"dates"} if impossible else ())))
    findings.evidence += say_recalled(draft.options, draft.recalled)


def _say_money(draft: Draft, findings: Findings) -> None:
    names = ", ".join(draft.layout.name(c) for c in draft.money.columns)
    findings.evidence.append(Evidence("columns", msg("Montant : {columns}", columns=shown(names))))
    marks = (draft.columns.mark(c) for c in draft.money.columns)
    if "decimal" not in draft.recalled:
        for mark in islice((m for m in marks if m not in ("", BOTH)), 1):
            findings.evidence.append(_mark_evidence(draft, mark))
    if draft.chained.proves:
        kept, links = draft.chained.kept, draft.chained.links
        proof = msg("{kept} soldes sur {links} suivent les montants", kept=kept, links=links)
        findings.evidence.append(Evidence("balance", msg("Soldes vérifiés"), proof))


def _mark_evidence(draft: Draft, mark: str) -> Evidence:
    """The decimal mark, with the cell that shows it; the other way is offered where a cell can be read both ways."""
    cells = [(e, e.cell(c)) for c in draft.money.columns for e in draft.entries[:_SHOWS_MARK]]
    numbers = [(entry, cell, n) for entry, cell in cells if cell and (n := parse_number(cell))]
    unsure = any(n.unsure for _, _, n in numbers)
    entry, cell = next(((e, c) for e, c, n in numbers if n.implies == mark), (None, ""))
    proof = msg("ligne {line} : {value}", line=entry.line, value=shown(cell)) if entry else None
    other = "," if mark == "." else "."
    value = msg("Décimales après « {mark} »", mark=mark)
    return Evidence("decimal", value, proof, entry.line if entry else 0, other if unsure else "")


_FRANCS = re.compile(r"(?<![^\W\d])F(?: ?CFA)?$|CFA")
_JOURNAL_DAYS = 4  # days; fewer may hold only money that went in and out again
_ANY_YEAR = 2000  # a leap year, for days that write none
_SHOWS_MARK = 1000  # rows looked at for a cell that shows it
