"""Lines of a table that are no operation: they state a balance, or add up the others.

Their words say so, in many languages; or their amount does, to the cent.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from tenk_desktop.core.importing.cells import parse_day, parse_number
from tenk_desktop.core.importing.draft import Draft
from tenk_desktop.core.importing.entries import shown, text_columns
from tenk_desktop.core.importing.words import (
    BALANCE_LINE,
    HELD_WORD,
    LONE_BALANCE,
    SUM_WORD,
    TOTAL_LINE,
    TOTAL_WORD,
    fold,
)
from tenk_desktop.core.text import Message, msg

_SAYS_BALANCE = (
    "solde",
    "soldo",
    "sald",
    "sold ",
    "balance",
    "kontostand",
    "stat",
    "egyenleg",
    "bakiye",
    "likut",
    "atliku",
    "report",
)
_SAYS_TOTAL = ("tota", "summe", "käive", "omsättning", "apyvarta", "apgrozījums", "obrat")
_LONE_TOTALS = frozenset(
    {"total", "totale", "summe", "kaive", "omsattning", "apyvarta", "apgrozijums", "obrat", "obraty"}
)  # who knows: a petrol station
_MANY = 6  # rows besides, whose sum is no other row's amount by chance
_ENDS = 3  # rows at either end of a table where it may state its balances
_ACCOUNT = re.compile(r"\d{4,6} ?\d{5,11} ?[A-Z]?(?: ?\d{2})?")

Fault = tuple[int, Message, bool]
"""A row that is no operation, why, and whether money is lost with it."""


def sum_lines(draft: Draft) -> tuple[Iterator[Fault], ...]:
    """The checks, the first that speaks of a row first."""
    return _balances(draft), _totals(draft), _total_lines(draft), _adding_up(draft)


def _balances(draft: Draft) -> Iterator[Fault]:
    for i, label in balance_lines(draft):
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


def balance_lines(draft: Draft) -> list[tuple[int, str]]:
    """Lines that state a balance as if it were a transaction: their words say so, or one at either end has no other
    words than an account number (where others have a label), or than a balance's, in whichever column.
    """
    ends = {0, len(draft.entries) - 1} if len(draft.entries) > 1 else set()
    texts = [(i, draft.entries[i].text(draft.layout)) for i in ends]
    numbered = [(i, t.label) for i, t in texts if _ACCOUNT.fullmatch(t.label) and not t.payee and not t.memo]
    said = dict([*numbered, *_said(draft, _SAYS_BALANCE, BALANCE_LINE)])
    unlabelled = {i for i, t in texts if not any((t.label, t.payee, t.memo))} if _labelled_within(draft) else set()
    for i in {*range(len(draft.entries))[:_ENDS], *range(len(draft.entries))[-_ENDS:]} - set(said):
        words = [c for c in draft.entries[i].cells if c and not (parse_number(c) or parse_day(c) or len(c) <= 3)]
        folded = fold(words[0]) if len(words) == 1 else ""
        numbers = i in unlabelled and len(words) == 1 and _ACCOUNT.fullmatch(words[0])
        if numbers or folded in LONE_BALANCE or BALANCE_LINE.fullmatch(folded):
            said[i] = words[0]
    return sorted(said.items())


def _labelled_within(draft: Draft) -> bool:
    """Whether a row between the first and the last has a label, so that its absence at an end says something."""
    within = draft.entries[1 : min(1 + _ENDS, len(draft.entries) - 1)]
    return any(e.text(draft.layout).label for e in within)


def _totals(draft: Draft) -> Iterator[Fault]:
    """A debit and a credit at once."""
    money, columns = draft.money, draft.columns
    if money.debit is None or money.credit is None:
        return
    for i, sides in enumerate(zip(columns.values(money.debit), columns.values(money.credit), strict=True)):
        if all(sides):
            total = bool(TOTAL_WORD.match(fold(draft.entries[i].text(draft.layout).label)))
            yield i, msg("débit et crédit sur la même ligne : un total ?"), not total


def _sum_of_all(draft: Draft) -> int | None:
    """The row at either end that adds up all the others to the cent: a total, or the balance after one before, whatever
    its words where they are many. None where the running balance speaks for every row.
    """
    last = len(draft.values) - 1
    if draft.chained.holds or last < _ENDS:
        return None
    total = sum((v for v in draft.values if v), Decimal())
    found = next((i for i in (last, 0) if (value := draft.values[i]) and total == 2 * value), None)
    if found is None or last >= _MANY:
        return found
    label = fold(draft.entries[found].text(draft.layout).label)
    return found if not label or SUM_WORD.search(label) or HELD_WORD.search(label) else None


def _adding_up(draft: Draft) -> Iterator[Fault]:
    """That row; and the one at the other end, if it speaks of a balance: the one before."""
    found = _sum_of_all(draft)
    if found is None:
        return
    yield found, msg("ligne de total « {value} »", value=shown(draft.entries[found].text(draft.layout).label)), False
    other = 0 if found else len(draft.values) - 1
    label = draft.entries[other].text(draft.layout).label
    if HELD_WORD.search(fold(label)):
        yield other, msg("un solde, pas une opération « {value} »", value=shown(label)), False


def _total_lines(draft: Draft) -> Iterator[Fault]:
    """A dated line that adds up the others: its words say of what, or its amount is the sum of them or of one side."""
    found = dict(_said(draft, _SAYS_TOTAL, TOTAL_LINE))
    if not found:
        return
    held = {i for i, _ in balance_lines(draft)}
    moves = [v for i, v in enumerate(draft.values) if v and i not in found and i not in held]
    sides = (sum(v for v in moves if v > 0), sum(v for v in moves if v < 0))
    sums = {abs(s) for s in (*sides, sum(sides))} if len(moves) > 1 else set()
    for i, label in found.items():
        value = draft.values[i]
        if fold(label) not in _LONE_TOTALS or (value is not None and abs(value) in sums):
            yield i, msg("ligne de total « {value} »", value=shown(label)), False


def _said(draft: Draft, quick: Sequence[str], whole: re.Pattern[str]) -> list[tuple[int, str]]:
    """The transactions whose label is nothing but such words, and the label; ``quick`` finds the few worth reading."""
    near: set[int] = set()
    for column in text_columns(draft.layout)[:2]:
        cells = draft.columns.cells(column)
        everything = "\n".join(cells.values).casefold()
        if any(word in everything for word in quick):  # nearly always none
            speak = cells.map(lambda cell: any(word in cell.casefold() for word in quick))
            near |= {i for i, speaks in enumerate(speak) if speaks}
    labels = ((i, draft.entries[i].text(draft.layout).label) for i in sorted(near))
    return [(i, label) for i, label in labels if whole.fullmatch(fold(label))]
