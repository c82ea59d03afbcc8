"""The last step: rows, the reasons why some are none, and the statements they make up.

A fault is found column by column, over all rows at once: each check is small, and sound rows cost nothing.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from tenk_desktop.core.importing.amounts import BOTH, fees
from tenk_desktop.core.importing.balance import Chain, chain
from tenk_desktop.core.importing.cells import Number, parse_day, parse_number, resolve
from tenk_desktop.core.importing.dayorder import Order
from tenk_desktop.core.importing.draft import Draft, savings
from tenk_desktop.core.importing.entries import NOTHING, Entry, shown
from tenk_desktop.core.importing.layout import Layout
from tenk_desktop.core.importing.middlemen import Line, conversions
from tenk_desktop.core.importing.preamble import Facts, account_number
from tenk_desktop.core.importing.statement import Problem, Row, Statement
from tenk_desktop.core.importing.words import TOTAL_WORD, fold
from tenk_desktop.core.model import AccountKind
from tenk_desktop.core.money import exponent
from tenk_desktop.core.progress import Progress, watched
from tenk_desktop.core.text import Message, msg

_ACCOUNT = re.compile(r"\d{4,6} ?\d{5,11} ?[A-Z]?(?: ?\d{2})?")


@dataclass(frozen=True, slots=True)
class Table:
    """A draft whose days can be read: the last thing that was missing. ``year`` is that of days without one."""

    draft: Draft
    order: Order
    year: int | None
    facts: Facts

    def days(self) -> list[date | None]:
        """The day of each transaction; None where there is no such day."""
        return [resolve(e.day, self.order.order, self.year) for e in self.draft.entries]

    def value_days(self) -> Iterator[date | None]:
        """The value date of each transaction."""
        column = self.draft.layout.first("value date")
        cells = self.draft.columns.cells(column) if column is not None else ("" for _ in self.draft.entries)
        days = (parse_day(cell) if cell else None for cell in cells)
        return (resolve(day, self.order.order, self.year) if day else None for day in days)

    def currencies(self) -> list[str]:
        """The currency of each row: its own column, beside its amount, in the header or above the table."""
        draft = self.draft
        usual = draft.currency() or self.facts.currency
        named = [list(draft.columns.cells(c)) for c in draft.layout.all("currency")]
        beside = [draft.columns.numbers(c) for c in draft.money.columns]
        beside = [numbers for numbers in beside if any(n and n.currency for n in numbers)]
        if not named and not beside:
            return [usual] * len(draft.entries)
        return [
            next((c.upper() for cells in named if len(c := cells[i]) == 3 and c.isalpha()), "")
            or next((n.currency for numbers in beside if (n := numbers[i]) and n.currency), usual)
            for i in range(len(draft.entries))
        ]


def make_rows(table: Table, progress: Progress, first: float, last: float) -> tuple[list[Row], list[Problem]]:
    """The rows of a table in file order, and a problem for each transaction that gives none."""
    draft, days, currencies = table.draft, table.days(), table.currencies()
    faults = _faults(table, days, currencies)
    text, ref = draft.layout, draft.layout.first("ref")
    balances = draft.columns.values(draft.balance)
    rows = []
    kept = fees(draft.money, draft.columns)
    columns = zip(draft.entries, days, draft.values, currencies, balances, table.value_days(), kept, strict=True)
    for i, (entry, day, value, currency, balance, value_day, fee) in enumerate(
        watched(columns, len(days), progress, first, last)
    ):
        if i in faults or day is None or value is None:
            continue
        label, payee, memo = entry.text(text)
        rows.append(
            Row(entry.line, day, value, label, currency, payee, memo, entry.cell(ref), balance, value_day, fee),
        )
    return rows, [Problem(draft.entries[i].line, message, lost) for i, (message, lost) in sorted(faults.items())]


# Faults: the first check that finds one says it


def _faults(table: Table, days: Sequence[date | None], currencies: Sequence[str]) -> dict[int, tuple[Message, bool]]:
    found: dict[int, tuple[Message, bool]] = {}
    draft = table.draft
    checks = (
        _balances(draft),
        _totals(draft),
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


def _balance_lines(draft: Draft) -> list[tuple[int, str]]:
    """Lines at either end that state a balance as if it were a transaction: their only words are an account number."""
    ends = {0, len(draft.entries) - 1} if len(draft.entries) > 1 else set()
    texts = [(i, draft.entries[i].text(draft.layout)) for i in sorted(ends)]
    return [(i, t.label) for i, t in texts if _ACCOUNT.fullmatch(t.label) and not t.payee and not t.memo]


def _totals(draft: Draft) -> Iterator[Fault]:
    """A debit and a credit at once."""
    money, columns = draft.money, draft.columns
    if money.debit is None or money.credit is None:
        return
    for i, sides in enumerate(zip(columns.values(money.debit), columns.values(money.credit), strict=True)):
        if all(sides):
            total = bool(TOTAL_WORD.match(fold(draft.entries[i].text(draft.layout).label)))
            yield i, msg("débit et crédit sur la même ligne : un total ?"), not total


def _no_amounts(draft: Draft) -> Iterator[Fault]:
    balances = draft.columns.values(draft.balance)
    for i, value in enumerate(draft.values):
        if value is None:
            yield i, *_why_no_amount(draft, draft.entries[i], balances[i])


def _why_no_amount(draft: Draft, entry: Entry, balance: Decimal | None) -> tuple[Message, bool]:
    written = next((c for column in draft.money.columns if (c := entry.cell(column)) not in NOTHING), "")
    if written and draft.money.direction is not None and parse_number(written):
        return msg("sens inconnu « {value} »", value=shown(entry.cell(draft.money.direction))), True
    if written:
        return msg("montant illisible « {value} »", value=shown(written)), True
    return (msg("un solde, sans montant"), False) if balance is not None else (msg("pas de montant"), True)


def _days(table: Table, days: Sequence[date | None]) -> Iterator[Fault]:
    for i, day in enumerate(days):
        entry = table.draft.entries[i]
        written = entry.day
        if day is None:
            yield i, msg("date impossible « {value} »", value=shown(entry.day_text)), True
        elif table.order.mixed and not written.fixed and max(written.first, written.second) <= 12:
            text = msg("date ambiguë « {value} » : le fichier mélange les deux ordres", value=shown(entry.day_text))
            yield i, text, True


def _numbers(draft: Draft, currencies: Sequence[str]) -> Iterator[Fault]:
    finest = 3 if _always_three(draft) else 2
    for column in draft.money.columns:
        mark = draft.columns.mark(column)
        cells = zip(draft.columns.cells(column), draft.columns.numbers(column), currencies, strict=True)
        for i, (cell, number, currency) in enumerate(cells):
            if number is None and cell not in NOTHING:
                yield i, msg("montant illisible « {value} »", value=shown(cell)), True
            elif number is not None and number.unsure and mark == BOTH:
                yield i, msg("montant ambigu « {value} » : virgule ou millier ?", value=shown(cell)), True
            elif number is not None and number.decimals(mark) > (exponent(currency) if currency else finest):
                yield i, msg("montant plus fin que la monnaie « {value} »", value=shown(cell)), True


def _always_three(draft: Draft) -> bool:
    """A column that always writes three decimals is of a currency that has three."""
    numbers: list[Number] = [n for c in draft.money.columns for n in draft.columns.numbers(c) if n]
    return bool(numbers) and all(len(n.fraction) == 3 for n in numbers)


# Statements


def make_statements(table: Table, rows: Sequence[Row], delimiter: str) -> list[Statement]:
    """One statement an account; columns may name several accounts in one table, or savings beside the current one."""
    table = _with_balance_line(table)
    layout = table.draft.layout
    column, name, product = (layout.first(role) for role in ("account", "account name", "product"))
    entries = {e.line: e for e in table.draft.entries}
    accounts: dict[tuple[str, str], list[Row]] = {}
    if column is None and product is None:  # nearly always: one account
        accounts = {(table.facts.number, ""): list(rows)} if rows else {}
    else:
        for row in rows:
            number = account_number(entries[row.line].cell(column)) if column is not None else table.facts.number
            accounts.setdefault((number, savings(entries[row.line].cell(product))), []).append(row)
    if not accounts:
        return [_statement(table, (), table.facts.number, "", delimiter)]
    return [
        _aside(_statement(table, mine, number, entries[mine[0].line].cell(name), delimiter), beside)
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
        closing = (day, value) if day and value is not None else None
        facts = replace(
            table.facts, number=table.facts.number or account_number(label), closing=table.facts.closing or closing
        )
        return replace(table, facts=facts)
    return table


def _statement(table: Table, rows: Sequence[Row], number: str, name: str, delimiter: str) -> Statement:
    linked = chain([r.amount for r in rows], [r.balance for r in rows], [r.currency for r in rows])
    currencies = {r.currency for r in rows if r.currency}
    return Statement(
        rows=tuple(_tied(rows, table) if len(currencies) > 1 else rows),
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
    return [replace(r, pair=pairs.get(r.line, "")) for r in rows]


def _last_balance(rows: Sequence[Row], linked: Chain) -> tuple[date, Decimal] | None:
    """The balance after the newest row, when the balances prove which row that is."""
    if not linked.proves or not linked.direction:
        return None
    newest = rows[-1] if linked.direction > 0 else rows[0]
    if newest.balance is None or newest.date != max(r.date for r in rows):
        return None
    return newest.date, newest.balance


def _fingerprint(layout: Layout, paid: Sequence[int], delimiter: str) -> str:
    """The layout, whatever the rows: the header's words, or without one the width and the place of the amounts."""
    if layout.header:
        return delimiter + "|".join(fold(cell) for cell in layout.header).rstrip("|")
    return f"{delimiter}#{layout.width}|{','.join(str(column) for column in paid)}"
