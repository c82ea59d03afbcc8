"""What a statement says of its account's balances, and which statements follow one another."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from tenk_desktop.core.importing.bycolumn import field_of
from tenk_desktop.core.importing.plan import in_currency
from tenk_desktop.core.importing.statement import Statement
from tenk_desktop.core.money import AmountError, to_minor
from tenk_desktop.core.period import ONE_DAY

JOIN_DAYS = 3  # balances no further apart than this, and equal, follow one another


def day_balances(statement: Statement, currency: str) -> dict[date, int]:
    """End-of-day balances the file states: the running ones when they are proven, and the closing one."""
    found: dict[date, int] = {}
    try:
        if statement.chained:
            before = opening_balance(statement, currency)
            if before is not None:
                found[min(field_of(in_currency(statement, currency), "date")) - ONE_DAY] = before
            rows = in_currency(statement, currency)
            for day, balance in zip(field_of(rows, "date"), field_of(rows, "balance"), strict=True):
                if balance is not None:
                    found[day] = to_minor(balance, currency)
        elif statement.closing:
            found[statement.closing[0]] = to_minor(statement.closing[1], currency)
    except AmountError:
        return {}
    return found


def opening_balance(statement: Statement, currency: str) -> int | None:
    """The balance before the first row, in minor units, where running balances prove it."""
    rows = in_currency(statement, currency)
    if not statement.chained or not rows or rows[0].balance is None:
        return None
    try:
        return to_minor(rows[0].balance - rows[0].amount, currency)
    except AmountError:
        return None


class Span(NamedTuple):
    """A statement's days, ends included, and the balances around them, in the major unit."""

    first: date
    last: date
    opening: Decimal
    closing: Decimal


def span(statement: Statement) -> Span | None:
    """What a statement with rows and a closing balance spans."""
    if not statement.rows or not statement.closing:
        return None
    days, closing = field_of(statement.rows, "date"), statement.closing[1]
    opening = closing - sum(field_of(statement.rows, "amount"), Decimal())
    return Span(min(days), max(days), opening, closing)


def follow(one: Span | None, other: Span | None) -> bool:
    """Whether one begins with the balance the other ends with: pages of one account, which share no operation."""
    if one is None or other is None or one == other:  # the same statement twice may sum to nothing
        return False
    either = ((one, other), (other, one))
    return any(late.first >= early.last and late.opening == early.closing for early, late in either)


def joins(said: dict[date, int], ours: dict[date, int]) -> bool:
    """Whether the balances on both sides of a gap of a few days are equal."""
    if not said:
        return False
    before = max((d for d in ours if d < min(said)), default=None)
    if before is not None:
        return (min(said) - before).days <= JOIN_DAYS and said[min(said)] == ours[before]
    after = min(ours, default=None)
    near = after is not None and (after - max(said)).days <= JOIN_DAYS
    return near and after is not None and said[max(said)] == ours[after]
