"""Which columns are the money, which mark is decimal, and which sign is an expense (`signs` where none is written).

Order of decisions: the decimal mark of each column over the whole file (then its neighbours, then the running balance,
then the currency); the columns by their words; by the running balance when words are missing or several columns claim
the same; and the sign as written, unless debit and credit columns, a direction column or the rows of a card prove
otherwise. What is still open is a `Question`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise, permutations

from tenk_desktop.core.importing.balance import chain, movements
from tenk_desktop.core.importing.bycolumn import Coding, Few, Same, together
from tenk_desktop.core.importing.cells import Number, parse_number
from tenk_desktop.core.importing.layout import Layout
from tenk_desktop.core.importing.recordset import Records
from tenk_desktop.core.importing.words import CENTS_WORD, CODES, CURRENCIES, NUMBERS, direction, fold

BOTH = "both"
AMOUNTS = ("net", "amount", "gross")  # roles of a lone amount column, best first

_TRIED = 200  # rows looked at when columns are told apart by the balance alone
_MOST = 0.8  # of the rows
_ENOUGH_ROWS = 5
_MOST_FREE = 16  # columns of numbers without words
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
        found = _directed(found, columns.cells(money.direction).map(lambda cell: direction(cell) if cell else 0))
    if money.moved is not None:
        senses = Coding[int](int).add(movements(found, columns.values(money.moved))).close()
        found = together(lambda v, sense: v if not v else abs(v) * sense or None, found, senses)
    if money.flip:
        found = turned(found)
    if money.fee is not None:
        taken = columns.values(money.fee)
        found = together(lambda v, fee: v if v is None or fee is None else v - abs(fee), found, taken)
    return found


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


# Which columns


def choose_money(columns: Columns, keys: Sequence[str]) -> tuple[Money, int | None] | None:
    """The money columns and the balance column; None when the file does not settle them."""
    layout = columns.layout
    worded = list(_by_words(columns))
    balances = layout.all("balance")
    if worded:
        money, balance, agreed = _best(worded, balances or (None,), columns, keys)
        proved = None if agreed or balance is None else _by_balance(columns, keys)  # a balance outweighs words
        return proved if proved and not with_fee(money, balance, columns, keys)[0].fee else (money, balance)
    return _by_balance(columns, keys) or _by_look(columns)


def _by_words(columns: Columns) -> Iterator[Money]:
    """Candidates by header words, best first."""
    layout = columns.layout
    yield from (Money(amount=c) for c in layout.all("credit") if "debit" not in layout.roles and _is_net(columns, c))
    singles = [c for c in layout.all(*AMOUNTS) if _filled(columns, c)]
    if len(singles) > 1:
        singles = sorted(singles, key=lambda c: in_many_currencies(columns, c))
    sides = _both_sides(columns)
    has_sides = any(_filled(columns, c) for c in sides.columns)
    signed = [c for c in singles if any(n and n.signed for n in columns.numbers(c))]
    if has_sides and not signed:
        yield sides
    for column in signed + [c for c in singles if c not in signed] if has_sides else singles:
        yield Money(amount=column, direction=_direction(columns, column))
    if has_sides and signed:
        yield sides


def _both_sides(columns: Columns) -> Money:
    """Debit and credit columns; where words name only one, the other is the column filled just where that is not."""
    layout = columns.layout
    debit, credit = layout.first("debit"), layout.first("credit")
    named = debit if credit is None else credit
    if named is None or None not in (debit, credit):
        return Money(debit=credit, credit=debit) if _keeps_books(columns) else Money(debit=debit, credit=credit)
    free = [c for c in layout.all(NUMBERS) if _take_turns(columns.values(named), columns.values(c))]
    other = free[0] if len(free) == 1 else None
    return Money(debit=other if debit is None else debit, credit=other if credit is None else credit)


def _keeps_books(columns: Columns) -> bool:
    """Whether the table is a company's own journal of its bank account, where what comes in is a debit: it names the
    journal, and its accounts are all of class 5 (financial accounts in the French and the West African charts).
    """
    titles = [fold(title) for title in columns.layout.header]
    account = next((i for i, title in enumerate(titles) if title in ("compte", "n compte", "compte general")), None)
    if account is None or not any("journal" in title for title in titles):
        return False
    cells = [cell for cell in columns.cells(account) if cell]
    return bool(cells) and all(cell.isdigit() and cell[0] == "5" and 3 <= len(cell) <= 10 for cell in cells)


def in_many_currencies(columns: Columns, column: int) -> bool:
    """Whether the column right of an amount names different currencies: beside another amount, it is a purchase's."""
    beside = column + 1
    if beside not in columns.layout.all("currency", "ignored", CODES):
        return False
    return len({code for code in columns.cells(beside) if code in CURRENCIES}) > 1


def _filled(columns: Columns, column: int) -> bool:
    return any(n is not None for n in columns.numbers(column))


def _direction(columns: Columns, amount: int) -> int | None:
    """The column of words that signs an amount column; one word on every row says nothing about signed amounts."""
    told = columns.layout.all("direction")
    column = max(told, key=lambda c: len({*map(direction, columns.cells(c))} - {0}), default=None)  # first of the best
    if column is None:
        return None
    senses = [direction(cell) for cell in columns.cells(column) if cell]
    if sum(map(bool, senses)) < max(1, _MOST * len(senses)):
        return None
    constant = len(senses) == len(columns.rows) and len(set(senses)) == 1
    return None if constant and len({v > 0 for v in columns.values(amount) if v}) == 2 else column


def _best(
    candidates: Sequence[Money], balances: Sequence[int | None], columns: Columns, keys: Sequence[str]
) -> tuple[Money, int | None, bool]:
    """The first candidate that a balance column agrees with, and True; else simply the first."""
    for money in candidates:
        for balance in balances:
            if chain(amounts(money, columns), columns.values(balance), keys).holds:
                return money, balance, True
    return candidates[0], balances[0], False


def _by_balance(columns: Columns, keys: Sequence[str]) -> tuple[Money, int | None] | None:
    """Without words: the columns whose amounts explain the balances of another."""
    head = Columns(columns.rows[:_TRIED], columns.layout, columns._decimal)  # noqa: SLF001 - the same columns, fewer rows
    free = _free(columns)
    found: list[tuple[tuple[int, int, int], Money, int]] = []
    for balance in columns.layout.all("balance") or free:
        for money in _shapes([c for c in free if c != balance], head):
            tried = amounts(money, head)
            links = chain(tried, head.values(balance), keys[:_TRIED])
            covered = sum(v is not None for v in tried)
            if any(tried) and links.holds and covered >= _MOST * len(tried):
                found.append(((links.kept, covered, -len(money.columns)), money, balance))
    if not found:
        return None
    rank, money, column = max(found, key=lambda f: f[0])
    swapped = Money(debit=money.credit, credit=money.debit)
    return None if (rank, swapped, column) in found else (money, column)


def _free(columns: Columns) -> list[int]:
    """Columns of numbers no word has claimed, without those that only count or identify; none where they are too many
    for a bank's, and for trying each with each other.
    """
    layout = columns.layout
    taken = set(layout.all("fee", "ignored", "balance"))
    numbers = [i for i, kind in enumerate(layout.kinds) if kind == NUMBERS and i not in taken]
    if len(numbers) > _MOST_FREE:
        return []
    free = [i for i in numbers if not _identifies(columns, i)]
    same: dict[tuple[Decimal | None, ...], int] = {}  # what is written twice, with its currency or without, is one
    for i in free:
        same.setdefault(tuple(columns.values(i)), i)
    return list(same.values())


def _identifies(columns: Columns, column: int) -> bool:
    cells = [cell for cell in columns.cells(column) if cell]
    return all(cell.isdigit() for cell in cells) and any((len(c) > 1 and c[0] == "0") or len(c) > 9 for c in cells)


def _shapes(free: Sequence[int], columns: Columns) -> Iterator[Money]:
    for column in free:
        yield Money(amount=column, direction=_direction(columns, column))
    for debit, credit in two_sides(columns, free):
        yield Money(debit=debit, credit=credit)


def _take_turns(one: Values, other: Values) -> bool:
    """Whether two columns are the sides of one amount: never both, nearly always one, each at least once."""
    both = sum(bool(a) and bool(b) for a, b in zip(one, other, strict=True))
    either = sum(bool(a) != bool(b) for a, b in zip(one, other, strict=True))
    return not both and either >= _MOST * len(one) and any(one) and any(other)


def _by_look(columns: Columns) -> tuple[Money, int | None] | None:
    """Without words or balance: two sides of which one is negative, or the only column with cents or signs."""
    balance = columns.layout.first("balance")
    free = [c for c in _free(columns) if c != balance]
    for column in free:
        if _is_net(columns, column):
            return Money(amount=column), balance
    sides = two_sides(columns, free)
    if sides:
        debits = [pair for pair in sides if all(v < 0 for v in columns.values(pair[0]) if v)]
        debits = debits or [pair for pair in sides if fold(columns.layout.name(pair[0])) == "charge"]
        return (Money(debit=debits[0][0], credit=debits[0][1]), balance) if len(debits) == 1 else None
    moving = [c for c in free if len(columns.rows) == 1 or len(set(columns.values(c))) > 1]
    cents = [c for c in moving if any(n and (n.implies or n.unsure or n.signed) for n in columns.numbers(c))]
    signed = [c for c in cents if any(n and n.signed for n in columns.numbers(c)) and not _sums_up(columns, c, moving)]
    for likely in (cents or moving, signed if len(columns.rows) > 1 else []):
        if len(likely) == 1:
            whole = sum(v is not None for v in columns.values(likely[0])) >= _MOST * len(columns.rows)
            return (Money(amount=likely[0], direction=_direction(columns, likely[0])), balance) if whole else None
    return None


def _is_net(columns: Columns, net: int | None) -> bool:
    """Whether a column is another one less the fee, on every row."""
    fees = columns.values(columns.layout.first("fee"))
    if net is None or not any(fees):
        return False
    others = [c for c, kind in enumerate(columns.layout.kinds) if kind == NUMBERS and c != net][:_MOST_FREE]
    worth = [None if n is None else n + abs(f or Decimal()) for n, f in zip(columns.values(net), fees, strict=True)]
    return None not in worth and any(columns.values(c) == worth for c in others)


def _sums_up(columns: Columns, column: int, others: Sequence[int]) -> bool:
    """Whether a column moves by the amounts of another, whatever their sign: it is then a balance."""
    held = columns.values(column)
    moves = [abs(b - a) for a, b in pairwise(held) if a is not None and b is not None]
    for other in others:
        sizes = [abs(v) for v in columns.values(other) if v is not None] if other != column else []
        if any(sum(m == s for m, s in zip(moves, part, strict=False)) * 2 > len(moves) for part in (sizes, sizes[1:])):
            return True
    return False


def two_sides(columns: Columns, free: Sequence[int]) -> list[tuple[int, int]]:
    """Pairs of columns that take turns, each in both orders; none where there are too many columns to try."""
    if len(free) > _MOST_FREE:
        return []
    return [pair for pair in permutations(free, 2) if _take_turns(columns.values(pair[0]), columns.values(pair[1]))]


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


def with_fee(money: Money, balance: int | None, columns: Columns, keys: Sequence[str]) -> tuple[Money, bool]:
    """Take the fee column off where the balance proves it; False when it proves neither."""
    fee = columns.layout.first("fee")
    if fee is None:
        return _unnamed_fee(money, balance, columns, keys), True
    if money.amount in columns.layout.all("net") or not any(columns.values(fee)):
        return money, True
    net = replace(money, fee=fee)
    without, taken = (chain(amounts(m, columns), columns.values(balance), keys) for m in (money, net))
    if without.kept == taken.kept:
        return money, _is_net(columns, money.amount)
    return (net, True) if taken.kept > without.kept else (money, True)


def _unnamed_fee(money: Money, balance: int | None, columns: Columns, keys: Sequence[str]) -> Money:
    """The fee in a language nobody taught us: the only column of numbers without which the balances do not follow."""
    free = [c for c in columns.layout.all(NUMBERS) if c not in money.columns and any(columns.values(c))]
    if balance is None or money.amount is None or not 0 < len(free) <= _MOST_FREE:
        return money
    balances = columns.values(balance)
    if chain(amounts(money, columns), balances, keys).holds:
        return money
    tried = [replace(money, fee=c) for c in free]
    proved = [m for m in tried if chain(amounts(m, columns), balances, keys).proves]
    return proved[0] if len(proved) == 1 else money


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
