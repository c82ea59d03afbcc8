"""The last step: rows, the reasons why some are none, and the statements they make up.

A fault is found column by column, over all rows at once: each check is small, and sound rows cost nothing.
"""

import re
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from tenk_desktop.core.importing.amounts import AMOUNTS, BOTH, fees, in_many_currencies
from tenk_desktop.core.importing.balance import Chain, chain
from tenk_desktop.core.importing.bycolumn import ByColumn, field_of, one_or_all
from tenk_desktop.core.importing.cells import Number, parse_day, parse_number, resolve
from tenk_desktop.core.importing.dayorder import Order, years_along
from tenk_desktop.core.importing.draft import Draft, savings
from tenk_desktop.core.importing.entries import NOTHING, Entry, shown, text_columns, texts
from tenk_desktop.core.importing.layout import Layout
from tenk_desktop.core.importing.middlemen import Line, conversions
from tenk_desktop.core.importing.preamble import Facts, account_number
from tenk_desktop.core.importing.statement import Problem, Row, Statement
from tenk_desktop.core.importing.words import BALANCE_LINE, LONE_BALANCE, OPENING_WORD, TOTAL_LINE, TOTAL_WORD, fold
from tenk_desktop.core.model import AccountKind
from tenk_desktop.core.money import exponent
from tenk_desktop.core.progress import Progress, step
from tenk_desktop.core.text import Message, msg

_FAR = timedelta(days=366)  # no bank writes operations further ahead
_SAYS_BALANCE = ("solde", "soldo", "sald", "balance", "kontostand")
_SAYS_TOTAL = ("tota", "summe")
_LONE_TOTALS = frozenset({"total", "totale", "summe"})  # who knows: a petrol station
_ENDS = 3  # rows at either end of a table where it may state its balances
_ACCOUNT = re.compile(r"\d{4,6} ?\d{5,11} ?[A-Z]?(?: ?\d{2})?")


@dataclass(frozen=True, slots=True)
class Table:
    """A draft whose days can be read: the last thing missing. ``year`` is that of the first day written without one."""

    draft: Draft
    order: Order
    year: int | None
    facts: Facts

    def days(self) -> list[date | None]:
        """The day of each transaction; None where there is no such day."""
        written = [e.day for e in self.draft.entries]
        if self.year is None:
            return [resolve(day, self.order.order, None) for day in written]
        years = years_along(written, self.order.order, self.year)
        return [resolve(day, self.order.order, year) for day, year in zip(written, years, strict=True)]

    def value_days(self) -> list[date | None]:
        """The value date of each transaction."""
        column = self.draft.layout.first("value date")
        if column is None:
            return [None] * len(self.draft.entries)
        cells = self.draft.columns.cells(column)
        days = (parse_day(cell) if cell else None for cell in cells)
        return [resolve(day, self.order.order, self.year) if day else None for day in days]

    def currencies(self) -> list[str]:
        """The currency of each row: its own column, beside its amount, in the header or above the table."""
        draft = self.draft
        stated = draft.currency()
        usual = stated or self.facts.currency
        # beside "Amount (EUR)" a currency column is that of the purchase
        paid = draft.money.columns
        other = [c for c in draft.layout.all(*AMOUNTS) if c not in paid and in_many_currencies(draft.columns, c)]
        said = [c for c in draft.layout.all("currency") if c - 1 not in other]
        said.sort(key=lambda c: (c - 1 not in paid, c + 1 not in paid))
        named = [] if stated else [list(draft.columns.cells(c)) for c in said]
        beside = [draft.columns.numbers(c) for c in draft.money.columns]
        beside = [numbers for numbers in beside if any(n and n.currency for n in numbers)]
        if not named and not beside:
            return [usual] * len(draft.entries)
        return [
            next((c.upper() for cells in named if len(c := cells[i]) == 3 and c.isalpha()), "")
            or next((n.currency for numbers in beside if (n := numbers[i]) and n.currency), usual)
            for i in range(len(draft.entries))
        ]


def make_rows(table: Table, progress: Progress, first: float, last: float) -> tuple[ByColumn[Row], list[Problem]]:
    """The rows of a table in file order, and a problem for each transaction that gives none."""
    step(progress, first)
    draft, days, currencies = table.draft, table.days(), table.currencies()
    faults = _faults(table, days, currencies)
    step(progress, (first + last) / 2)
    labels, payees, memos = texts(draft.entries, draft.layout, draft.columns)
    ref = draft.layout.first("ref")
    fields: dict[str, Sequence[object]] = {
        "line": array("q", [e.line for e in draft.entries]),
        "date": days,
        "amount": draft.values,
        "label": labels,
        "currency": currencies,
        "payee": payees,
        "memo": memos,
        "ref": draft.columns.cells(ref) if ref is not None else [""] * len(days),
        "balance": draft.columns.values(draft.balance),
        "value_date": table.value_days(),
        "fee": fees(draft.money, draft.columns),
    }
    rows = ByColumn(Row, len(days), {field: one_or_all(values) for field, values in fields.items()})
    missing = any(d is None for d in days) or any(v is None for v in draft.values)
    if faults or missing:
        columns = zip(days, draft.values, strict=True)
        rows = rows.where([i not in faults and None not in both for i, both in enumerate(columns)])
    step(progress, last)
    return rows, [Problem(draft.entries[i].line, message, lost) for i, (message, lost) in sorted(faults.items())]


# Faults: the first check that finds one says it


def _faults(table: Table, days: Sequence[date | None], currencies: Sequence[str]) -> dict[int, tuple[Message, bool]]:
    found: dict[int, tuple[Message, bool]] = {}
    draft = table.draft
    checks = (
        _balances(draft),
        _totals(draft),
        _total_lines(draft),
        _no_amounts(draft),
        _days(table, days),
        _numbers(draft, currencies),
    )
    for check in checks:
        for index, message, lost in check:
            found.setdefault(index, (message, lost))
    return found


Fault = tuple[int, Message, bool]


def _balances(draft: Draft) -> Iterator[Fault]:
    for i, label in _balance_lines(draft):
        yield i, msg("un solde, pas une opération « {value} »", value=shown(label)), False
    if _sums_up_all(draft):
        yield 0, msg("un solde, pas une opération « {value} »", value=shown(draft.entries[0].day_text)), False


def _sums_up_all(draft: Draft) -> bool:
    """Whether the first line of a table without header holds the balances before and after all the others: its own
    balance is that of the newest of them, so its amount moved nothing.
    """
    moves, balances = draft.values[1:], draft.columns.values(draft.balance)
    if draft.section.header is not None or len(moves) < _ENDS or None in moves or not draft.values[0]:
        return False
    after = balances[0] is not None and balances[0] in (balances[1], balances[-1])
    mark = draft.columns.mark(draft.money.columns[0]) if draft.money.columns else ""
    held = [n.value(mark) for c in draft.entries[0].cells if (n := parse_number(c)) and n.fraction]
    total = sum((v for v in moves if v), Decimal())
    return after and bool(total) and any(b - a == total for a in held for b in held)


def _balance_lines(draft: Draft) -> list[tuple[int, str]]:
    """Lines that state a balance as if it were a transaction: their words say so, or one at either end has no other
    words than an account number, or than a balance's in whichever column.
    """
    ends = {0, len(draft.entries) - 1} if len(draft.entries) > 1 else set()
    texts = [(i, draft.entries[i].text(draft.layout)) for i in ends]
    numbered = [(i, t.label) for i, t in texts if _ACCOUNT.fullmatch(t.label) and not t.payee and not t.memo]
    said = dict([*numbered, *_said(draft, _SAYS_BALANCE, BALANCE_LINE)])
    for i in {*range(len(draft.entries))[:_ENDS], *range(len(draft.entries))[-_ENDS:]} - set(said):
        words = [c for c in draft.entries[i].cells if c and not (parse_number(c) or parse_day(c) or len(c) <= 3)]
        folded = fold(words[0]) if len(words) == 1 else ""
        if folded in LONE_BALANCE or BALANCE_LINE.fullmatch(folded):
            said[i] = words[0]
    return sorted(said.items())


def _totals(draft: Draft) -> Iterator[Fault]:
    """A debit and a credit at once."""
    money, columns = draft.money, draft.columns
    if money.debit is None or money.credit is None:
        return
    for i, sides in enumerate(zip(columns.values(money.debit), columns.values(money.credit), strict=True)):
        if all(sides):
            total = bool(TOTAL_WORD.match(fold(draft.entries[i].text(draft.layout).label)))
            yield i, msg("débit et crédit sur la même ligne : un total ?"), not total


def _total_lines(draft: Draft) -> Iterator[Fault]:
    """A dated line that adds up the others: its words say of what, or its amount is the sum of them or of one side."""
    found = dict(_said(draft, _SAYS_TOTAL, TOTAL_LINE))
    if not found:
        return
    moves = [v for i, v in enumerate(draft.values) if v and i not in found]
    sides = (sum(v for v in moves if v > 0), sum(v for v in moves if v < 0))
    sums = {abs(s) for s in (*sides, sum(sides))} if len(moves) > 1 else set()
    for i, label in found.items():
        value = draft.values[i]
        if fold(label) not in _LONE_TOTALS or (value is not None and abs(value) in sums):
            yield i, msg("ligne de total « {value} »", value=shown(label)), False


def _said(draft: Draft, quick: Sequence[str], whole: re.Pattern[str]) -> list[tuple[int, str]]:
    """The transactions whose label is nothing but such words, and the label; ``quick`` finds the few worth reading."""
    words = [c for c in text_columns(draft.layout)[:2] if c is not None]
    near: set[int] = set()
    for column in words:
        cells = draft.columns.cells(column)
        everything = "\n".join(cells).casefold()
        if any(word in everything for word in quick):  # nearly always none
            near |= {i for i, cell in enumerate(cells) if any(word in cell.casefold() for word in quick)}
    labels = ((i, draft.entries[i].text(draft.layout).label) for i in sorted(near))
    return [(i, label) for i, label in labels if whole.fullmatch(fold(label))]


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
    if written:
        return msg("montant illisible « {value} »", value=shown(written)), True
    states = balance is not None and not moved
    return (msg("un solde, sans montant"), False) if states else (msg("pas de montant"), True)


def _days(table: Table, days: Sequence[date | None]) -> Iterator[Fault]:
    today = table.draft.options.today
    latest = today + _FAR if today else None
    known = [day for day in days if day is not None]
    if not table.order.mixed and len(known) == len(days) and (latest is None or max(known, default=latest) <= latest):
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


def _numbers(draft: Draft, currencies: Sequence[str]) -> Iterator[Fault]:
    finest = 3 if _always_three(draft) else 2
    for column in draft.money.columns:
        mark = draft.columns.mark(column)
        each = draft.columns.different(column)
        least = min((exponent(c) if c else finest for c in set(currencies)), default=finest)
        if all(_sound(cell, number, mark, least) for cell, number in each.items()):
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
    numbers: list[Number] = [n for c in draft.money.columns for n in draft.columns.different(c).values() if n]
    return bool(numbers) and all(len(n.fraction) == 3 for n in numbers)


# Statements


def make_statements(table: Table, rows: Sequence[Row], delimiter: str) -> list[Statement]:
    """One statement an account; columns may name several accounts in one table, or savings beside the current one."""
    table = _with_balance_line(table)
    layout = table.draft.layout
    column, name, product = (layout.first(role) for role in ("account", "account name", "product"))
    told = any(c is not None for c in (column, name, product))
    entries = {e.line: e for e in table.draft.entries} if told else {}
    accounts: dict[tuple[str, str], Sequence[Row]] = {}
    if column is None and product is None:  # nearly always: one account
        accounts = {(table.facts.number, ""): rows} if rows else {}
    else:
        apart: dict[tuple[str, str], list[Row]] = {}
        for row in rows:
            number = account_number(entries[row.line].cell(column)) if column is not None else table.facts.number
            apart.setdefault((number, savings(entries[row.line].cell(product))), []).append(row)
        accounts = {key: tuple(mine) for key, mine in apart.items()}
    if not accounts:
        return [_statement(table, (), table.facts.number, "", delimiter)]
    return [
        _aside(_statement(table, mine, number, entries[mine[0].line].cell(name) if told else "", delimiter), beside)
        for (number, beside), mine in accounts.items()
    ]


def _aside(statement: Statement, product: str) -> Statement:
    """The statement of a savings product that shares its file with a current account."""
    if not product:
        return statement
    header = f"{statement.header}|{fold(product)}"
    return replace(statement, name=statement.name or product, header=header, kind=AccountKind.SAVINGS)


def _with_balance_line(table: Table) -> Table:
    """The table, its account and closing balance completed by a line that states them among the transactions."""
    for i, label in _balance_lines(table.draft):
        day, value = table.days()[i], table.draft.values[i]
        opening = OPENING_WORD.search(fold(label))
        closing = (day, value) if day and value is not None and not opening else None
        facts = replace(
            table.facts, number=table.facts.number or account_number(label), closing=table.facts.closing or closing
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
        name=name or table.facts.name,
        header=_fingerprint(table.draft.layout, table.draft.money.columns, delimiter),
        currency=currencies.pop() if len(currencies) == 1 else "" if currencies else table.facts.currency,
        closing=table.facts.closing or (_last_balance(rows, linked) if len(currencies) < 2 else None),
        chained=linked.proves,
    )


def _tied(rows: Sequence[Row], table: Table) -> list[Row]:
    """The rows, the two sides of each conversion between their currencies tied."""
    written = {e.line: e.day_text for e in table.draft.entries}
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


def _last_balance(rows: Sequence[Row], linked: Chain) -> tuple[date, Decimal] | None:
    """The balance after the newest row, when the balances prove which row that is."""
    if not linked.proves or not linked.direction:
        return None
    newest = rows[-1] if linked.direction > 0 else rows[0]
    if newest.balance is None or newest.date != max(field_of(rows, "date")):
        return None
    return newest.date, newest.balance


def _fingerprint(layout: Layout, paid: Sequence[int], delimiter: str) -> str:
    """The layout, whatever the rows: the header's words, or without one the width and the place of the amounts."""
    if layout.header:
        return delimiter + "|".join(fold(cell) for cell in layout.header).rstrip("|")
    return f"{delimiter}#{layout.width}|{','.join(str(column) for column in paid)}"
