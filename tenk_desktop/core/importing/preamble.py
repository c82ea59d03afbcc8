"""What stands above a table: account number, name, currency, closing balance.

Words and shapes only, no bank's own form. What is not stated beyond doubt stays empty.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tenk_desktop.core.importing.amounts import BOTH, shown_mark
from tenk_desktop.core.importing.cells import Number, parse_day, parse_number
from tenk_desktop.core.importing.dayorder import days_in
from tenk_desktop.core.importing.records import Record
from tenk_desktop.core.importing.savings import called, named_beside, says_current, says_savings, title_of_savings
from tenk_desktop.core.importing.words import (
    ACCOUNT_WORD,
    BALANCE_WORD,
    CURRENCIES,
    NAME_WORD,
    OPENING_WORD,
    SYMBOLS,
    fold,
)

_IBAN = re.compile(r"\b([A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?)\b")
_NUMBER = re.compile(r"(?<![\d/.,])([A-Z]{0,3}\d[\dA-Z. *xX-]{5,}\d[A-Z]?\d{0,3})(?![\d/,])")
_WORDS = re.compile(r"(?:US|R)\$|[A-Za-z]+ł?|Kč|[€£₺₽₹₪₩₫₦₱฿₴₸₾₵]|د\.ج|(?<!\w)[円원](?!\w)|人民[币幣]")
_MASKED = re.compile(r"^\*{2,}\d{3,}$")
_MONEY_IN_TEXT = re.compile(
    r"([-+\u2212]?\d{1,3}(?:[ '.\u00a0\u202f\u2019]\d{3})*(?:[.,]\d{1,2})|[-+\u2212]?\d+(?:[.,]\d{1,2})?)"
    r"(?=\s*(?:€|[A-Z]{3}\b|$))"
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a preamble states; empty where it states nothing."""

    number: str = ""
    name: str = ""
    currency: str = ""
    closing: tuple[date, Decimal] | None = None
    savings: str = ""  # the name of the account, where that says savings and no other line a current account
    current: bool = False


def read_preamble(records: Sequence[Record], order: str) -> Facts:
    """The facts above a table; ``order`` reads its days."""
    rows = [[_unformula(cell) for cell in r.cells if cell] for r in records]
    rows = [row for row in rows if row]
    name, titles = _account_name(rows), [row[0] for row in rows]
    names = [name, *(named_beside(*row[:2]) for row in rows)]
    savings = next((called(n) for n in names if says_savings(n)), "") or next(
        filter(None, map(title_of_savings, titles)), ""
    )
    current = any(map(says_current, (*names, *titles)))
    return Facts(
        _account_number(rows),
        name,
        currency_in(*(c for row in rows for c in row)),
        _closing(rows, order),
        savings if not current else "",
        current and not savings,
    )


def _unformula(cell: str) -> str:
    """A spreadsheet's way to keep zeros: ``="0012"``."""
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell


def account_number(text: str) -> str:
    """An IBAN or account number, spaces removed, as written."""
    return "".join(_unformula(text).split())


def _account_number(rows: Sequence[Sequence[str]]) -> str:
    text = " \n ".join(cell for row in rows for cell in row)
    if m := _IBAN.search(text):
        return account_number(m[1])
    for row in rows:
        joined = " ; ".join(row)
        if not ACCOUNT_WORD.search(fold(joined)):
            continue
        found = next((m[1] for m in _NUMBER.finditer(joined) if not _has_cents(m[1])), "")
        if found and not parse_day(found):
            return account_number(found)
    first = rows[0][0] if rows else ""
    lone = next((c for row in rows for c in row if _MASKED.match(c)), "")
    return first if first.isdigit() and len(first) >= 8 and len(rows[0]) > 1 else lone


def _has_cents(text: str) -> bool:
    """Whether figures are an amount: a balance beside the account's name, as a spreadsheet holds it."""
    number = parse_number(text)
    return number is not None and number.implies == "." and len(number.fraction) < 3


def _account_name(rows: Sequence[Sequence[str]]) -> str:
    for row in rows:
        head, _, tail = row[0].partition(":")
        value = tail.strip() or (row[1] if len(row) > 1 else "")
        if value and NAME_WORD.match(fold(head)) and not parse_number(value):
            return value
    return ""


def currency_in(*texts: str) -> str:
    """The one currency that texts name, by code, sign or French word; empty when none or several."""
    found = set()
    for text in texts:
        words = _WORDS.findall(text)
        found |= {w for w in words if w in CURRENCIES}
        found |= {SYMBOLS[w] for w in words if SYMBOLS.get(w)}
    return found.pop() if len(found) == 1 else ""


def with_code(title: str) -> str:
    """The title of a column of amounts, the code of a currency at its end in capitals: ``amount_eur``."""
    *words, last = fold(title).split() or [""]
    return f"{title} {last.upper()}" if words and last.upper() in CURRENCIES else title


def _closing(rows: Sequence[Sequence[str]], order: str) -> tuple[date, Decimal] | None:
    """The balance at the end of a day, when both are stated together or as lines of their own."""
    amount, day = None, None
    for row in rows:
        text = " ".join(row)
        folded = fold(text)
        opening = bool(OPENING_WORD.search(folded))
        here = None if opening and len(row) == 1 else _last_day(row, order)
        balance = _is_summary(row) or (BALANCE_WORD.search(folded) and not opening)
        stated = _stated_amount(row) if balance else None
        if stated is not None and amount is None:
            amount, day = stated, here or day
        elif here and (amount is None or day is None):
            day = here
    return (day, amount) if amount is not None and day is not None else None


def _is_summary(row: Sequence[str]) -> bool:
    """A line such as account; from; to; count; day; balance: its last cells are a day and an amount with cents."""
    number = parse_number(row[-1])
    return bool(number and (number.implies or number.currency) and any(parse_day(c) for c in row[:-1]))


def _last_day(row: Sequence[str], order: str) -> date | None:
    found = [d for cell in row for w in days_in(cell) for d in [w.day.on(order)] if d]
    return found[-1] if found else None


def _stated_amount(row: Sequence[str]) -> Decimal | None:
    number = parse_number(row[-1]) or _in_text(" ".join(row))
    if number is None or (number.unsure and not number.currency):
        return None
    mark = shown_mark([number])
    return number.value(mark if mark != BOTH else ",")


def _in_text(text: str) -> Number | None:
    text = re.sub(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}", " ", text)
    found = [parse_number(m[1]) for m in _MONEY_IN_TEXT.finditer(text)]
    return next((n for n in reversed(found) if n and (n.implies or n.currency)), None)
