"""Amounts out of columns: which mark is decimal, and which sign is an expense (`signs` where none is written).

Which columns they are is `choosing`. Order of decisions: the decimal mark of each column over the whole file (then its
neighbours, then the running balance, then the currency); and the sign as written, unless debit and credit columns, a
direction column or the rows of a card prove otherwise. What is still open is a `Question`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tenk_desktop.core.importing.balance import chain, movements
from tenk_desktop.core.importing.bycolumn import Coding, Few, Same, together
from tenk_desktop.core.importing.cells import Number, parse_number
from tenk_desktop.core.importing.layout import Layout
from tenk_desktop.core.importing.recordset import Records
from tenk_desktop.core.importing.words import (
    CENTS_WORD,
    fold,
    movement,
)

BOTH = "both"
AMOUNTS = ("net", "amount", "gross")  # roles of a lone amount column, best first

_ENOUGH_ROWS = 5
_KEPT = 1 << 14  # different numbers of a column


Values = Few[Decimal | None]


@dataclass(frozen=True, slots=True)
class Money:
    """The columns an amount is made of: one, signed by itself or by a direction column, or two sides; less a fee."""

    amount: int | None = None
    debit: int | None = None
    credit: int | None = None
    direction: int | None = None
    fee: int | None = None
    flip: bool = False  # expenses are written positive
    moved: int | None = None  # the balance whose moves sign the amounts
    word: int | None = None  # the column of words whose sense these moves tell

    @property
    def columns(self) -> tuple[int, ...]:
        """Those whose cells decide whether a row has an amount."""
        return tuple(c for c in (self.amount, self.debit, self.credit) if c is not None)


class Columns:
    """The cells of the dated rows, by column, as numbers; read once, the decimal mark of each decided once."""

    def __init__(self, rows: Records, layout: Layout, decimal: str = "") -> None:
        """``decimal`` is the mark the user settled, for every column."""
        self.rows = rows
        self.layout = layout
        self.marks: dict[int, str] = {}
        self._decimal = decimal
        self._numbers: dict[int, Few[Number | None]] = {}
        self._cells: dict[int | None, Few[str]] = {None: Same("", len(rows))}
        self._values: dict[tuple[int, str], Values] = {}

    def forget_decimal(self) -> None:
        """Let each column show its own mark."""
        self._decimal = ""
        self.marks.clear()

    def cells(self, column: int | None) -> Few[str]:
        """The cells of a column, empty where a row is short or there is no such column."""
        if column is not None and column not in self._cells:
            self._cells[column] = self.rows.column(column).used()
        return self._cells[column]

    def numbers(self, column: int) -> Few[Number | None]:
        """The numbers of a column, None where it is empty or unreadable."""
        if column not in self._numbers:
            self._numbers[column] = self.cells(column).map(lambda cell: parse_number(cell) if cell else None)
        return self._numbers[column]

    def forget_numbers(self) -> None:
        """Let go of columns of many different numbers; they are read again where they are still asked for."""
        self._numbers = {c: numbers for c, numbers in self._numbers.items() if len(numbers.values) <= _KEPT}

    def different(self, column: int) -> Sequence[Number | None]:
        """The numbers of a column, those of equal cells once: a statement repeats its amounts."""
        return self.numbers(column).values

    def mark(self, column: int) -> str:
        """The decimal mark of a column; ``both`` when both occur, empty when it does not show."""
        if column not in self.marks:
            self.marks[column] = self._decimal or shown_mark(self.different(column))
        return self.marks[column]

    def unsure(self, column: int) -> bool:
        """Whether a column has lone marks before three digits, and nothing tells what they are."""
        return not self.mark(column) and any(n and n.unsure for n in self.different(column))

    def _in_cents(self, column: int) -> bool:
        """Whether a header says so, and no amount has a mark."""
        header = self.layout.header[column] if column < len(self.layout.header) else ""
        return bool(CENTS_WORD.search(fold(header))) and not any(n and n.fraction for n in self.different(column))

    def values(self, column: int | None) -> Values:
        """The column as decimals, in file order; all None when there is no such column."""
        if column is None:
            return Same(None, len(self.rows))
        key = (column, self.mark(column))
        if key not in self._values:
            worth = self.numbers(column).map(lambda n: None if n is None else n.value(key[1]))
            self._values[key] = worth.map(lambda v: v and v.scaleb(-2)) if self._in_cents(column) else worth
        return self._values[key]


def shown_mark(numbers: Iterable[Number | None]) -> str:
    """The decimal mark that numbers show, ``both``, or nothing."""
    marks = {n.implies for n in numbers if n and n.implies}
    return BOTH if len(marks) > 1 else next(iter(marks), "")


def amounts(money: Money, columns: Columns) -> Values:
    """The amount of each row, expense negative; None where the file writes none."""
    if money.amount is not None:
        found = columns.values(money.amount)
        if any(n and n.side for n in columns.different(money.amount)):
            found = _directed(found, columns.numbers(money.amount).map(lambda n: n.side if n else 0))
    else:
        debits, incomes = _one_sided(columns.values(money.debit)), columns.values(money.credit)
        found = together(_less, incomes if money.debit is None else _one_sided(incomes), debits)
    if money.direction is not None:
        found = _directed(found, columns.cells(money.direction).map(lambda cell: movement(cell) if cell else 0))
    if money.moved is not None:
        senses = Coding[int](int).add(senses_of(money, columns, found)).close()
        found = together(lambda v, sense: v if not v else abs(v) * sense or None, found, senses)
    if money.flip:
        found = turned(found)
    if money.fee is not None:
        taken = columns.values(money.fee)
        found = together(lambda v, fee: v if v is None or fee is None else v - abs(fee), found, taken)
    return found


def senses_of(money: Money, columns: Columns, sizes: Values) -> list[int]:
    """The sign of each amount by the moves of its balance; where its row before is not known, by its word, if each word
    goes with one sign on all other rows. Empty where they tell nothing.
    """
    senses = movements(sizes, columns.values(money.moved))
    if money.word is None:
        return senses
    words = columns.cells(money.word)
    told = {(word, sense) for word, sense in zip(words, senses, strict=False) if sense}
    meant = dict(told)
    if len(meant) < len(told) or not {*words} <= meant.keys():
        return []
    return [sense or meant[word] for word, sense in zip(words, senses, strict=True)]


def turned(values: Values) -> Values:
    """The amounts with the other sign."""
    return values.map(lambda v: None if v is None else -v)


def _less(credit: Decimal | None, debit: Decimal | None) -> Decimal | None:
    return None if credit is None and debit is None else (credit or Decimal(0)) - (debit or Decimal(0))


def _one_sided(side: Values) -> Values:
    """Debits or credits, positive whichever sign they are written with; where both are, the rarer takes one back."""
    negative = sum(v < 0 for v in side if v)
    return side.map(lambda v: v and -v) if 2 * negative > sum(map(bool, side)) else side


def _directed(values: Values, senses: Few[int]) -> Values:
    """Amounts signed by words. Each word is held to the sign most of its rows are written with, so that a reversal
    keeps its own; where only one word occurs, an empty cell is the other.
    """
    if 0 in senses and len(set(senses) - {0}) == 1:
        other = -next(s for s in senses if s)
        senses = senses.map(lambda s: s or other)
    written = {s: sum(1 if v > 0 else -1 for v, t in zip(values, senses, strict=True) if v and t == s) for s in (-1, 1)}
    turn = {s: s if written[s] >= 0 else -s for s in (-1, 1)}
    return together(lambda v, s: None if v is None or not s else v * turn[s], values, senses)


# Marks and signs


def settle_marks(
    columns: Columns, money: Money, balance: int | None, keys: Sequence[str], exponent: int | None
) -> int | None:
    """Decide the mark of columns that do not show it; the column that must be asked about, or None."""
    used = [*money.columns, *(c for c in (balance, money.fee) if c is not None)]
    open_columns = [c for c in used if columns.unsure(c)]
    if not open_columns:
        return None
    siblings = {columns.mark(c) for c in money.columns} - {"", BOTH}
    mark = siblings.pop() if len(siblings) == 1 else ""
    mark = mark or _mark_by_balance(columns, money, balance, keys)
    mark = mark or _mark_by_size(columns, money, exponent)
    if not mark and balance is not None and columns.mark(balance) not in ("", BOTH):
        mark = columns.mark(balance)
    for column in open_columns:
        columns.marks[column] = mark
    return None if mark else open_columns[0]


def _mark_by_balance(columns: Columns, money: Money, balance: int | None, keys: Sequence[str]) -> str:
    if balance is None:
        return ""
    agreeing = []
    for mark in (",", "."):
        trial = Columns(columns.rows, columns.layout)
        trial.marks = {c: columns.mark(c) or mark for c in (*money.columns, balance)}
        if chain(amounts(money, trial), trial.values(balance), keys).proves:
            agreeing.append(mark)
    return agreeing[0] if len(agreeing) == 1 else ""


def _mark_by_size(columns: Columns, money: Money, exponent: int | None) -> str:
    """A currency without cents has no decimal mark; in one with cents, nobody has only amounts over a thousand, some
    of them in tens: they are three decimals, the last of them idle.
    """
    numbers = [n for c in money.columns for n in columns.numbers(c) if n]
    marks = {n.unsure for n in numbers if n.unsure}
    if len(marks) != 1:
        return ""
    mark = marks.pop()
    if exponent == 0:
        return "," if mark == "." else "."
    always = len(numbers) >= _ENOUGH_ROWS and all(n.unsure for n in numbers)
    idle = all(n.fraction.endswith("0") for n in numbers) and not all(n.fraction.endswith("00") for n in numbers)
    return mark if always and (exponent == 3 or (exponent and idle)) else ""


def fees(money: Money, columns: Columns) -> Few[Decimal]:
    """The part of each amount that a middleman kept, zero or negative: the fee taken off, or already off a net amount
    where a gross column says so too.
    """
    layout = columns.layout
    gross, fee = layout.first("gross"), layout.first("fee")
    taken = columns.values(money.fee)
    if money.fee is None and money.amount in layout.all("net") and gross is not None and fee is not None:
        triples = (columns.values(money.amount), columns.values(gross), columns.values(fee))
        taken = together(
            lambda n, g, f: f if n is not None and g is not None and f and n == g - abs(f) else None, *triples
        )
    nothing = Decimal()
    return taken.map(lambda f: nothing if f is None else -abs(f))
