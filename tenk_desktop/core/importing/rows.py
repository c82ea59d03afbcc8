"""The last step: rows, the reasons why some are none, and the statements they make up.

A fault is found column by column, over all rows at once: each check is small, and sound rows cost nothing.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import takewhile

from tenk_desktop.core.importing.amounts import AMOUNTS, BOTH, Columns, fees
from tenk_desktop.core.importing.balance import Chain, chain
from tenk_desktop.core.importing.bycolumn import ByColumn, Coding, Few, Same, field_of, one_or_all, together
from tenk_desktop.core.importing.cells import Number, parse_day, parse_number, resolve
from tenk_desktop.core.importing.choosing import in_many_currencies
from tenk_desktop.core.importing.dayorder import Order, years_along
from tenk_desktop.core.importing.draft import Draft, savings
from tenk_desktop.core.importing.entries import NOTHING, Entry, shown, texts
from tenk_desktop.core.importing.layout import Layout
from tenk_desktop.core.importing.middlemen import Line, conversions
from tenk_desktop.core.importing.preamble import Facts, account_number, currency_in
from tenk_desktop.core.importing.savings import says_current, says_savings
from tenk_desktop.core.importing.statement import Problem, Row, Statement
from tenk_desktop.core.importing.sumlines import Fault, balance_lines, sum_lines
from tenk_desktop.core.importing.words import CURRENCY_WORD, OPENING_WORD, SYMBOLS, TUNISIAN, fold
from tenk_desktop.core.model import AccountKind
from tenk_desktop.core.money import exponent
from tenk_desktop.core.progress import Progress, step
from tenk_desktop.core.text import Message, msg

_FAR = timedelta(days=366)  # no bank writes operations further ahead


@dataclass(frozen=True, slots=True)
class Table:
    """A draft whose days can be read: the last thing missing. ``year`` is that of the first day written without one."""

    draft: Draft
    order: Order
    year: int | None
    facts: Facts

    def days(self) -> Few[date | None]:
        """The day of each transaction; None where there is no such day."""
        written = self.draft.entries.days
        if self.year is None:
            return written.map(lambda day: day.on(self.order.order))
        years = years_along(written, self.order.order, self.year)
        each = (resolve(day, self.order.order, year) for day, year in zip(written, years, strict=True))
        return Coding[date | None](lambda day: day).add(each).close()

    def value_days(self) -> Few[date | None]:
        """The value date of each transaction."""
        column = self.draft.layout.first("value date")
        if column is None:
            return Same(None, len(self.draft.entries))
        days = self.draft.columns.cells(column).map(lambda cell: parse_day(cell) if cell else None)
        return days.map(lambda day: day.on(self.order.order, self.year) if day else None)

    def currencies(self) -> Few[str]:
        """The currency of each row: its own column, beside its amount, in the header or above the table."""
        draft = self.draft
        stated = draft.currency()
        usual = stated or self.facts.currency or _held_in(draft) or _dinars(draft) or _said_below(draft)
        # beside "Amount (EUR)" a currency column is that of the purchase
        paid = draft.money.columns
        other = [c for c in draft.layout.all(*AMOUNTS) if c not in paid and in_many_currencies(draft.columns, c)]
        said = [c for c in draft.layout.all("currency") if c - 1 not in other]
        said.sort(key=lambda c: (c - 1 not in paid, c + 1 not in paid))
        named = [] if stated else [draft.columns.cells(c) for c in said]
        beside = [draft.columns.numbers(c) for c in draft.money.columns]
        beside = [numbers for numbers in beside if any(n and n.currency for n in numbers)]
        if not named and not beside:
            return Same(usual, len(draft.entries))
        spoken = [cells.map(_code) for cells in named]
        spoken += [numbers.map(lambda n: n.currency if n else "") for numbers in beside]
        return Coding[str](str).add(next(filter(None, each), usual) for each in zip(*spoken, strict=True)).close()


def _code(cell: str) -> str:
    """The currency that a cell of a column of currencies names, by code or sign; empty where it names none."""
    return cell.upper() if len(cell) == 3 and cell.isascii() and cell.isalpha() else SYMBOLS.get(cell, "")


def make_rows(table: Table, progress: Progress, first: float, last: float) -> tuple[ByColumn[Row], list[Problem]]:
    """The rows of a table in file order, and a problem for each transaction that gives none."""
    step(progress, first)
    draft, days, currencies = table.draft, table.days(), table.currencies()
    faults = _faults(table, days, currencies)
    step(progress, (first + last) / 2)
    labels, payees, memos = texts(draft.entries, draft.layout, draft.columns)
    ref = draft.layout.first("ref")
    fields: dict[str, Sequence[object]] = {
        "line": draft.entries.records.lines(),
        "date": days,
        "amount": draft.values,
        "label": labels,
        "currency": currencies,
        "payee": payees,
        "memo": memos,
        "ref": draft.columns.cells(ref),
        "balance": draft.columns.values(draft.balance),
        "value_date": table.value_days(),
        "fee": fees(draft.money, draft.columns),
    }
    rows = ByColumn(Row, len(days), {field: one_or_all(values) for field, values in fields.items()})
    if faults or None in days or None in draft.values:
        columns = zip(days, draft.values, strict=True)
        rows = rows.where([i not in faults and None not in both for i, both in enumerate(columns)])
    step(progress, last)
    return rows, [Problem(draft.entries[i].line, message, lost) for i, (message, lost) in sorted(faults.items())]


# Faults: the first check that finds one says it


def _faults(table: Table, days: Few[date | None], currencies: Few[str]) -> dict[int, tuple[Message, bool]]:
    found: dict[int, tuple[Message, bool]] = {}
    draft = table.draft
    checks = (
        *sum_lines(draft),
        _no_amounts(draft),
        _days(table, days),
        _numbers(draft, currencies),
    )
    for check in checks:
        for index, message, lost in check:
            found.setdefault(index, (message, lost))
    return found


def _no_amounts(draft: Draft) -> Iterator[Fault]:
    balances = draft.columns.values(draft.balance)
    for i, value in enumerate(draft.values):
        if value is None:
            moved = 0 < i < len(balances) - 1 and len({None, *balances[i - 1 : i + 2]}) == 4
            yield i, *_why_no_amount(draft, draft.entries[i], balances[i], moved=moved)


def _why_no_amount(draft: Draft, entry: Entry, balance: Decimal | None, *, moved: bool) -> tuple[Message, bool]:
    """Why a row has no amount, and whether one is lost: it is where the balance moved all the same."""
    written = next((c for column in draft.money.columns if (c := entry.cell(column)) not in NOTHING), "")
    if written and draft.money.direction is not None and parse_number(written):
        return msg("sens inconnu « {value} »", value=shown(entry.cell(draft.money.direction))), True
    if written and draft.money.moved is not None and parse_number(written):
        return msg("dépense ou rentrée ? le solde d’avant n’est pas connu « {value} »", value=shown(written)), True
    if written:
        return msg("montant illisible « {value} »", value=shown(written)), True
    states = balance is not None and not moved
    return (msg("un solde, sans montant"), False) if states else (msg("pas de montant"), True)


def _days(table: Table, days: Few[date | None]) -> Iterator[Fault]:
    today = table.draft.options.today
    latest = today + _FAR if today else None
    if not table.order.mixed and not any(d is None or (latest and d > latest) for d in days.values):
        return
    for i, day in enumerate(days):
        entry = table.draft.entries[i]
        written = entry.day
        if day is not None and latest is not None and day > latest:
            yield i, msg("date trop lointaine « {value} »", value=shown(entry.day_text)), True
        elif day is None:
            yield i, msg("date impossible « {value} »", value=shown(entry.day_text)), True
        elif table.order.mixed and not written.fixed and max(written.first, written.second) <= 12:
            text = msg("date ambiguë « {value} » : le fichier mélange les deux ordres", value=shown(entry.day_text))
            yield i, text, True


def _numbers(draft: Draft, currencies: Few[str]) -> Iterator[Fault]:
    finest = 3 if _always_three(draft) else 2
    for column in draft.money.columns:
        mark = draft.columns.mark(column)
        least = min((exponent(c) if c else finest for c in currencies.values), default=finest)
        each = zip(draft.columns.cells(column).values, draft.columns.different(column), strict=True)
        if all(_sound(cell, number, mark, least) for cell, number in each):
            continue
        cells = zip(draft.columns.cells(column), draft.columns.numbers(column), currencies, strict=True)
        for i, (cell, number, currency) in enumerate(cells):
            if number is None and cell not in NOTHING:
                yield i, msg("montant illisible « {value} »", value=shown(cell)), True
            elif number is not None and number.unsure and mark == BOTH:
                yield i, msg("montant ambigu « {value} » : virgule ou millier ?", value=shown(cell)), True
            elif number is not None and number.decimals(mark) > (exponent(currency) if currency else finest):
                yield i, msg("montant plus fin que la monnaie « {value} »", value=shown(cell)), True


def _sound(cell: str, number: Number | None, mark: str, finest: int) -> bool:
    """Whether a cell is no amount or one of at most so many decimals, whatever its currency."""
    if number is None:
        return cell in NOTHING
    return not (number.unsure and mark == BOTH) and number.decimals(mark) <= finest


def _always_three(draft: Draft) -> bool:
    """A column that always writes three decimals is of a currency that has three."""
    numbers: list[Number] = [n for c in draft.money.columns for n in draft.columns.different(c) if n]
    return bool(numbers) and all(len(n.fraction) == 3 for n in numbers)


def _held_in(draft: Draft) -> str:
    """The one currency beside all balances; else nothing."""
    if draft.balance is None:
        return ""
    beside = {n.currency for n in draft.columns.different(draft.balance) if n}
    return beside.pop() if len(beside) == 1 else ""


def _said_below(draft: Draft) -> str:
    """The currency that a line below the transactions names, with its word; else nothing."""
    last = draft.entries.records[-1].line
    below = takewhile(lambda record: record.line > last, reversed(draft.section.body))
    told = [record.cells for record in below if CURRENCY_WORD.search(fold(" ".join(record.cells)))]
    return currency_in(*(cell for cells in told for cell in cells))


def _dinars(draft: Draft) -> str:
    """The Tunisian dinar, where no other currency can be meant; else nothing."""
    finer = any(
        n and n.decimals(draft.columns.mark(c)) > 2 for c in draft.money.columns for n in draft.columns.different(c)
    )
    french = TUNISIAN.search(" ".join(map(fold, draft.layout.header)))
    return "TND" if finer and french and _always_three(draft) else ""


# Statements

_OWED = re.compile(
    r"\b(?:du(?: (?:eur|euros?))?$|due|owed|owing|payable|a payer|a regler|encours|outstanding|restant|reste"
    r"|geschuldet\w*|offen\w*|dovuto|adeudado|pendiente|debt|dette)\b"
)
_ENVELOPE = re.compile(r"\b(?:budgets?|enveloppes?|envelopes?|postes?|umschlag|sobre|busta)\b")
_ACCOUNT = re.compile("(mon |nom )?(compte|account|konto|cuenta|conto|conta|rekening)")
_KINDS = (says_savings, says_current)


def make_statements(table: Table, rows: ByColumn[Row], delimiter: str) -> list[Statement]:
    """One statement an account; columns may name several accounts in one table, or savings beside the current one."""
    table = _with_balance_line(table)
    layout, columns = table.draft.layout, table.draft.columns
    column, product, name = layout.first("account"), layout.first("product"), _names(layout, columns)
    names = columns.cells(name).values
    beside = [n for n in names if says_savings(n)] if column is None and len(names) > 1 else []
    if not rows:
        return [_statement(table, (), table.facts.number, "", delimiter)]
    if column is None and product is None and not beside:  # nearly always: one account
        called = columns.cells(name)[next(_entries_of(table, rows))]
        return [_statement(table, rows, table.facts.number, called, delimiter)]

    def whose(account: str, aside: str, called: str) -> tuple[str, str]:
        number = account_number(account) if column is not None else table.facts.number
        return number, savings(aside) or (called if called in beside else "")

    keys = together(whose, columns.cells(column), columns.cells(product), columns.cells(name))
    apart: dict[tuple[str, str], list[int]] = {}
    called_by: dict[tuple[str, str], str] = {}
    for place, entry in enumerate(_entries_of(table, rows)):
        apart.setdefault(keys[entry], []).append(place)
        called_by.setdefault(keys[entry], columns.cells(name)[entry] or _kind_in(columns.cells(column)[entry]))
    return [
        _aside(_statement(table, rows.at(mine), key[0], called_by[key], delimiter), key[1])
        for key, mine in apart.items()
    ]


def _names(layout: Layout, columns: Columns) -> int | None:
    """The column that names the account of each row. One that may as well name what money went for has to name a
    current account and savings.
    """
    stated = layout.first("account name")
    if stated is not None or layout.first("account") is not None:
        return stated
    titled = (i for i, title in enumerate(layout.header) if _ACCOUNT.fullmatch(fold(title)))
    return next((i for i in titled if all(any(map(says, columns.cells(i).values)) for says in _KINDS)), None)


def _kind_in(account: str) -> str:
    """The text of a column of accounts where it says more than a number: ``Livret 0002``; else nothing."""
    return account if says_savings(account) or says_current(account) else ""


def _entries_of(table: Table, rows: Sequence[Row]) -> Iterator[int]:
    """Which transaction of the table each of its rows is; some are no rows."""
    lines = enumerate(table.draft.entries.records.lines())
    return (next(i for i, at in lines if at == line) for line in field_of(rows, "line"))


def _aside(statement: Statement, product: str) -> Statement:
    """The statement of a savings product that shares its file with a current account."""
    if not product:
        return statement
    header = f"{statement.header}|{fold(product)}"
    return replace(statement, name=statement.name or product, header=header, kind=AccountKind.SAVINGS, kind_said=True)


def _number_in(label: str) -> str:
    """The account number that a balance line has for a label: figures, a letter or two among them; else nothing.

    Words and a day (``Solde au 31/03/2026``) would name another account in each export.
    """
    letters = sum(map(str.isalpha, label))
    return account_number(label) if "/" not in label and letters < sum(map(str.isdigit, label)) else ""


def _with_balance_line(table: Table) -> Table:
    """The table, its account and closing balance completed by a line that states them among the transactions."""
    for i, label in balance_lines(table.draft):
        day, value = table.days()[i], table.draft.values[i]
        opening = OPENING_WORD.search(fold(label))
        closing = (day, value) if day and value is not None and not opening else None
        facts = replace(
            table.facts, number=table.facts.number or _number_in(label), closing=table.facts.closing or closing
        )
        table = replace(table, facts=facts)
    return table


def _statement(table: Table, rows: Sequence[Row], number: str, name: str, delimiter: str) -> Statement:
    stated = field_of(rows, "currency")
    linked = chain(field_of(rows, "amount"), field_of(rows, "balance"), stated)
    currencies = set(stated) - {""}
    return Statement(
        rows=tuple(_tied(rows, table)) if len(currencies) > 1 else rows,
        number=number,
        name=name or table.facts.savings or table.facts.name,
        kind_said=table.facts.current and not name,
        header=_fingerprint(table.draft.layout, table.draft.money.columns, delimiter),
        currency=currencies.pop() if len(currencies) == 1 else "" if currencies else table.facts.currency,
        closing=table.facts.closing or (_last_balance(table, rows, linked) if len(currencies) < 2 else None),
        chained=linked.proves,
    )


def _tied(rows: Sequence[Row], table: Table) -> list[Row]:
    """The rows, the two sides of each conversion between their currencies tied."""
    written = dict(zip(table.draft.entries.records.lines(), table.draft.entries.day_texts, strict=True))
    shared = {ref for ref, count in Counter(r.ref for r in rows).items() if ref and count > 1}
    pairs = conversions(
        Line(
            line=r.line,
            day=r.date,
            moment=written[r.line],
            text=f"{r.label} {r.memo}",
            currency=r.currency,
            amount=r.amount,
            fee=r.fee,
            ref=r.ref if r.ref in shared else "",
            name=r.payee,
        )
        for r in rows
    )
    return [r._replace(pair=pairs.get(r.line, "")) for r in rows]


def _last_balance(table: Table, rows: Sequence[Row], linked: Chain) -> tuple[date, Decimal] | None:
    """The balance after the newest row, when the balances agree on which row that is: two rows must follow one another,
    and one alone needs a column that is named a balance, beside an amount written with its own sign (a card's is owed).
    """
    alone = len(rows) == 1 and not table.draft.money.flip and _holds_balance(table.draft.layout)
    if not alone and not (linked.holds and linked.direction):
        return None
    newest = rows[-1] if linked.direction > 0 else rows[0]
    if newest.balance is None or newest.date != max(field_of(rows, "date")):
        return None
    return newest.date, newest.balance


def _holds_balance(layout: Layout) -> bool:
    """Whether a column is named the balance of an account: not what is owed, nor what a budget has left."""
    column = layout.first("balance")
    if column is None or not layout.header:
        return column is not None
    owed = _OWED.search(fold(layout.header[column])) or "dû" in layout.header[column].casefold().split()
    return not owed and not any(_ENVELOPE.search(fold(title)) for title in layout.header)


def _fingerprint(layout: Layout, paid: Sequence[int], delimiter: str) -> str:
    """The layout, whatever the rows: the header's words, or without one the width and the place of the amounts."""
    if layout.header:
        return delimiter + "|".join(fold(cell) for cell in layout.header).rstrip("|")
    return f"{delimiter}#{layout.width}|{','.join(str(column) for column in paid)}"
