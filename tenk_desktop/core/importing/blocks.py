"""Statements as banks write them: an opening balance, bookings, a closing balance, one block after the other.

CAMT, MT940 and CFONB share this shape. A file may hold many blocks of one account (a day or a page each); they become
one `Statement`. Where opening + bookings = closing, the bank itself proves every amount and sign of the block.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import accumulate, pairwise

from tenk_desktop.core.importing.cells import FIRST_YEAR, LAST_YEAR, MAX_DIGITS
from tenk_desktop.core.importing.statement import Evidence, Problem, Row, Statement
from tenk_desktop.core.model import AccountKind
from tenk_desktop.core.money import exponent
from tenk_desktop.core.text import day_text, msg

Balance = tuple[date, Decimal]  # the end of a day; major unit, an overdraft negative


@dataclass(frozen=True, slots=True)
class Block:
    """One statement of one account in a file. ``line`` is where it begins; a balance not stated is None.

    The opening balance is dated as the bank dates it: the block's first day, or the day before.
    """

    line: int
    rows: tuple[Row, ...] = ()
    number: str = ""
    name: str = ""
    currency: str = ""
    opening: Balance | None = None
    closing: Balance | None = None
    savings: bool | None = None  # what the bank's type of the account says; None where it says nothing

    @property
    def residue(self) -> Decimal | None:
        """Closing - opening - bookings, 0 when the bank's sums hold; None where they cannot be checked."""
        if self.opening is None or self.closing is None or any(r.currency != self.currency for r in self.rows):
            return None
        return self.closing[1] - self.opening[1] - sum((r.amount for r in self.rows), Decimal(0))

    @property
    def days(self) -> tuple[date, ...]:
        """The days of its bookings, or of its balances where it has none."""
        return tuple(r.date for r in self.rows) or tuple(b[0] for b in (self.opening, self.closing) if b)


@dataclass(frozen=True, slots=True)
class Joined:
    """What the blocks of a file make up, with what there is to say about it."""

    statements: tuple[Statement, ...]
    problems: tuple[Problem, ...]
    evidence: tuple[Evidence, ...]


def possible_day(text: str) -> date | None:
    """An ISO day, whatever follows it; None when there is no such day in 1990..2099."""
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year < LAST_YEAR else None


def short_day(year: str, month: str, day: str) -> date | None:
    """Two figures each, of 1990..2089; None when there is no such day."""
    try:
        found = date.fromisoformat(f"20{year}-{month}-{day}")
    except ValueError:
        return None
    return found.replace(year=found.year - 100) if found.year - 100 >= FIRST_YEAR else found


def possible_amount(whole: str, fraction: str, currency: str) -> Decimal | None:
    """Digits as an amount of this currency, major unit; None when they are too many or finer than the currency."""
    fraction = fraction.rstrip("0").ljust(exponent(currency), "0")
    if len(whole.lstrip("0")) > MAX_DIGITS or (currency and len(fraction) > exponent(currency)):
        return None
    return Decimal(f"{whole}.{fraction}" if fraction else whole)


def join(header: str, blocks: Sequence[Block]) -> Joined:
    """One statement an account and currency, its blocks and rows oldest first; ``header`` names the format."""
    problems: list[Problem] = []
    accounts: dict[tuple[str, str], list[Block]] = {}
    seen: set[Block] = set()
    for block in map(_oldest_first, blocks):
        if _moves(block) and _without_lines(block) in seen:
            problems.append(Problem(block.line, msg("relevé déjà présent plus haut dans le fichier"), lost=False))
        else:
            accounts.setdefault((block.number, block.currency), []).append(block)
            seen.add(_without_lines(block))
    residues = [(b, b.residue) for mine in accounts.values() for b in mine]
    problems += [_does_not_add_up(block, residue) for block, residue in residues if residue]
    checked = sum(residue is not None for _, residue in residues)
    kept = sum(residue == 0 for _, residue in residues)
    evidence = []
    if kept:
        proof = msg("solde de départ + opérations = solde final : {kept} sur {count}", kept=kept, count=checked)
        evidence.append(Evidence("balance", msg("Soldes vérifiés"), proof))
    return Joined(tuple(_statement(header, mine) for mine in accounts.values()), tuple(problems), tuple(evidence))


def _moves(block: Block) -> bool:
    """Whether its balances differ: then the same statement twice is one, for the bank booked this money once."""
    return bool(block.opening and block.closing and block.opening[1] != block.closing[1])


def _without_lines(block: Block) -> Block:
    return replace(block, line=0, rows=tuple(r._replace(line=0) for r in block.rows))


def _oldest_first(block: Block) -> Block:
    days = [r.date for r in block.rows]
    newest_first = days != sorted(days) and days == sorted(days, reverse=True)
    return replace(block, rows=block.rows[::-1]) if newest_first else block


def _does_not_add_up(block: Block, residue: Decimal) -> Problem:
    last = block.closing[0] if block.closing else None
    what = msg(
        "relevé du {day} : les opérations et le solde de départ ne donnent pas le solde final (écart {gap} {currency})",
        day=day_text(last, year=True) if last else "",
        gap=residue,
        currency=block.currency,
    )
    return Problem(block.line, what, lost=False, check=True)


def _statement(header: str, blocks: list[Block]) -> Statement:
    if all(b.days for b in blocks):
        blocks = sorted(blocks, key=lambda b: (min(b.days), max(b.days)))
    chained = _chained(blocks)
    if chained:
        blocks = [_with_balances(b) for b in blocks]
    closings = [c for c in map(_after_all_rows, blocks) if c]
    return Statement(
        rows=tuple(r for b in blocks for r in b.rows),
        number=blocks[0].number,
        name=next((b.name for b in blocks if b.name), ""),
        header=header,
        currency=blocks[0].currency,
        closing=max(reversed(closings), key=lambda c: c[0]) if closings else None,
        chained=chained,
        kind=AccountKind.SAVINGS if blocks[0].savings else AccountKind.BANK,
        kind_said=blocks[0].savings is not None,
    )


def _after_all_rows(block: Block) -> tuple[date, Decimal] | None:
    """The closing balance, on the day of the last row where it is proven to hold rows of a later value date."""
    if block.closing is None or block.residue != 0:
        return block.closing
    return max([block.closing[0], *(r.date for r in block.rows)]), block.closing[1]


def _chained(blocks: Sequence[Block]) -> bool:
    """Whether each block adds up and joins the next, and its days are the bank's book days in order.

    Value dates may run ahead of the books or fall behind them: balances at the end of such days prove nothing.
    """
    rows = [r for b in blocks for r in b.rows]
    return (
        bool(rows)
        and all(b.residue == 0 for b in blocks)
        and all(a.closing and b.opening and a.closing[1] == b.opening[1] for a, b in pairwise(blocks))
        and all(a.date <= b.date for a, b in pairwise(rows))
        and all(b.opening[0] <= r.date <= b.closing[0] for b in blocks if b.opening and b.closing for r in b.rows)
    )


def _with_balances(block: Block) -> Block:
    """The balance after each row, which the file implies though it does not write it."""
    first = block.opening[1] if block.opening else Decimal(0)
    after = list(accumulate((r.amount for r in block.rows), initial=first))[1:]
    return replace(block, rows=tuple(r._replace(balance=b) for r, b in zip(block.rows, after, strict=True)))
