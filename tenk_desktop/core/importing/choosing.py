"""Which columns of a table are its money: by their words, by the running balance, or by the look of them.

Words propose, first those of the account's own amounts, last those of a purchase or a price; the balance decides where
it follows the amounts; what neither tells may show in the numbers. What is still open is asked.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise, permutations

from tenk_desktop.core.importing.amounts import AMOUNTS, Columns, Money, Values, amounts
from tenk_desktop.core.importing.balance import chain
from tenk_desktop.core.importing.layout import Layout
from tenk_desktop.core.importing.words import (
    CODES,
    CURRENCIES,
    NUMBERS,
    PURCHASED_WORD,
    ROLES,
    TOTAL_WORD,
    direction,
    fold,
)

_TRIED = 200  # rows looked at when columns are told apart by the balance alone
_MOST = 0.8  # of the rows
_MOST_FREE = 16  # columns of numbers without words
_VALUE = re.compile("valeur|value|valor|wert")  # of days as of amounts
_BONUS = re.compile("cash ?back")
_PRICE = re.compile(r"\bachats?\b|purchase|\border\b|commande|panier|\bpaye\b|prix|price|preis|precio|prezzo")
_CLASS_5, _BANKS = re.compile(r"5[0-9]{2,9}"), re.compile(r"512(?=[0-9]{0,7}$)[0-9]{0,3}0*")
_VAT = re.compile(r"\b(vat|tva|mwst|ust|iva|btw|moms|gst)\b|mehrwertsteuer|umsatzsteuer")


def choose_money(columns: Columns, keys: Sequence[str]) -> tuple[Money, int | None] | None:
    """The money columns and the balance column; None when the file does not settle them."""
    layout = columns.layout
    if _paid_or_given_back(columns):
        return None
    worded = list(_by_words(columns))
    balances = layout.all("balance")
    whole = _sums_of_others(columns, parts=3) or _totals(columns)
    if worded:
        money, balance, agreed = _best(worded, balances or (None,), columns, keys)
        lone = len(money.columns) == 1 and money.amount not in layout.all("net")
        if lone and not agreed:  # a word may name one of several parts
            money = Money(amount=whole[0], direction=money.direction) if whole else money
        proved = None if agreed or balance is None else _by_balance(columns, keys)  # a balance outweighs words
        return proved if proved and not with_fee(money, balance, columns, keys)[0].fee else (money, balance)
    if whole and not balances:  # in few rows another column may move by one of them
        return Money(amount=whole[0]), None
    return _by_balance(columns, keys) or _by_look(columns) or _only_price(columns)


def _paid_or_given_back(columns: Columns) -> bool:
    """Whether unsigned prices stand beside what comes back of them, and nothing says which of the two the list is of; a
    state is that of what comes back.
    """
    layout = columns.layout
    back = [c for c, kind in enumerate(layout.kinds) if kind == NUMBERS and _BONUS.search(fold(layout.name(c)))]
    if not back or layout.all("net", "debit", "credit", "status"):
        return False
    numbers = [c for c, kind in enumerate(layout.kinds) if kind == NUMBERS and any(columns.values(c))]
    prices = [c for c in numbers if c not in back]
    return 0 < len(prices) < len(numbers) and all(_is_price(columns, c) for c in prices)


def _only_price(columns: Columns) -> tuple[Money, int | None] | None:
    """A price, where no other column holds numbers."""
    numbers = [i for i, kind in enumerate(columns.layout.kinds) if kind == NUMBERS]
    alone = len(numbers) == 1 and _PRICE.search(fold(columns.layout.name(numbers[0])))
    return (Money(amount=numbers[0]), None) if alone else None


def _by_words(columns: Columns) -> Iterator[Money]:
    """Candidates by header words, best first."""
    layout = columns.layout
    yield from (Money(amount=c) for c in layout.all("credit") if "debit" not in layout.roles and is_net(columns, c))
    sides = _both_sides(columns)
    has_sides = any(any(columns.values(c)) for c in sides.columns)
    singles = [c for c in layout.all(*AMOUNTS) if _filled(columns, c)]
    if len(singles) > 1:
        singles = sorted(singles, key=lambda c: _doubts(columns, c, singles))
    if singles and all(_is_price(columns, c) for c in singles):  # of which a part comes back
        singles = [*(c for c in layout.all(NUMBERS) if _BONUS.search(fold(layout.name(c)))), *singles]
    signed = [c for c in singles if any(n and n.signed for n in columns.numbers(c))]
    signed = [c for c in signed if not has_sides or not _of_purchases(columns, c, sides.columns)]
    if has_sides and len(sides.columns) == 1:  # beside what is left of both
        yield from (Money(amount=c) for c in layout.all("net") if None not in columns.values(c))
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
    free = [c for c in layout.all(NUMBERS, "amount") if _take_turns(columns.values(named), columns.values(c))]
    other = free[0] if len(free) == 1 else None
    return Money(debit=other if debit is None else debit, credit=other if credit is None else credit)


def _keeps_books(columns: Columns) -> bool:
    """Whether the table is a company's own journal of its bank account, where what comes in is a debit: it names the
    journal, and its accounts are all of class 5 (financial accounts in the French and the West African charts), or they
    are all of 512 (banks in the French one) as charts write it, filled up with zeros: a bank may begin a number so too.
    """
    titles = [fold(title) for title in columns.layout.header]
    account = next((i for i, title in enumerate(titles) if title in ("compte", "n compte", "compte general")), None)
    if account is None:
        return False
    chart = _CLASS_5 if any("journal" in title for title in titles) else _BANKS
    cells = [cell for cell in columns.cells(account).values if cell]
    return bool(cells) and all(map(chart.fullmatch, cells))


def in_many_currencies(columns: Columns, column: int) -> bool:
    """Whether the column right of an amount names different currencies: beside another amount, it is a purchase's."""
    return len(_currencies(columns, column + 1)) > 1


def _currencies(columns: Columns, column: int) -> frozenset[str]:
    """The currencies that the cells of a column name, if it is one of currencies."""
    layout = columns.layout
    is_one = column in layout.all("currency", "ignored", CODES) and layout.kinds[column] != NUMBERS
    return CURRENCIES & {*columns.cells(column)} if is_one else frozenset()


def _doubts(columns: Columns, column: int, singles: Sequence[int]) -> tuple[bool, ...]:
    """What speaks against one of several columns being the amount, the weightiest first."""
    value = bool(_VALUE.fullmatch(fold(columns.layout.name(column))))
    part = _of_purchases(columns, column, singles) or _before_vat(columns, column, singles)
    values = columns.values(column)
    seldom = not any(values) or 2 * values.count(None) > len(values)
    return seldom, part, value or _is_price(columns, column)


def _before_vat(columns: Columns, column: int, singles: Sequence[int]) -> bool:
    """Whether another amount is this one and a tax on sales, which is paid with it."""
    taxes = [c for c in columns.layout.all("ignored") if _VAT.search(fold(columns.layout.name(c)))]
    taxed = [
        [None if v is None else v + (t or 0) for v, t in zip(columns.values(column), columns.values(tax), strict=True)]
        for tax in taxes
        if any(columns.values(tax)) and None not in columns.values(column)
    ]
    return any([*columns.values(c)] in taxed for c in singles if c != column)


def _is_price(columns: Columns, column: int) -> bool:
    """Whether an unsigned amount is what some purchase cost."""
    signed = any(n and n.signed for n in columns.different(column))
    return bool(_PRICE.search(fold(columns.layout.name(column)))) and not signed


def _of_purchases(columns: Columns, column: int, others: Sequence[int]) -> bool:
    """Whether an amount is the purchase's: beside it stand several currencies (left of it, where the header of another
    amount names the account's), or one that the header of another amount contradicts.
    """
    codes = _currencies(columns, column + 1)
    named = {code for c in others if c != column for code in _named(columns.layout, c)}
    if named and not codes:
        return in_many_currencies(columns, column - 2)
    return len(codes) > 1 or bool(codes and named and not codes & named)


def rival(columns: Columns, money: Money) -> int | None:
    """The column of amounts in one other currency than that of the column chosen, which may be but their countervalue:
    nothing says whether the account is held in the one or the other.
    """
    if money.amount is None or not (named := _named(columns.layout, money.amount)):
        return None
    layout = columns.layout
    others = [c for c in layout.all(*AMOUNTS) if c != money.amount and any(columns.values(c))]
    others = [c for c in others if not PURCHASED_WORD.search(fold(layout.name(c)))]
    held = any(_named(layout, c) for c in layout.all("balance"))
    for other in others:
        titled, beside = _named(layout, other), _currencies(columns, other + 1)
        if titled and not titled & named and not held and None not in columns.values(other):
            return other
        if len(beside) == 1 and not beside & named and "" not in columns.cells(other + 1).values:
            return other
    return None


def _named(layout: Layout, column: int) -> frozenset[str]:
    """The currencies that the header of a column names."""
    return CURRENCIES & {*re.findall(r"\b[A-Z]{3}\b", layout.name(column))}


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
    values = columns.values(amount)
    constant = len({*senses} - {0}) == 1 and len({v > 0 for v in values if v}) == 2
    bare = [v > 0 for v, cell in zip(values, columns.cells(column), strict=True) if v and not cell] if constant else []
    mixed = min(bare.count(True), bare.count(False)) > (1 - _MOST) * len(bare)
    return None if constant and (mixed or not bare) else column


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
    head, free = _head(columns), _free(columns)
    found: list[tuple[tuple[int, int, int], Money, int]] = []
    for balance in columns.layout.all("balance") or free:
        for money in _shapes([c for c in free if c != balance], head):
            tried = amounts(money, head)
            links = chain(tried, head.values(balance), keys[:_TRIED])
            covered = sum(v is not None for v in tried)
            if any(tried) and links.holds and covered >= _MOST * len(tried) and len(set(head.values(balance))) > 1:
                found.append(((links.kept, covered, -len(money.columns)), money, balance))
    if not found:
        return None
    rank, money, column = max(found, key=lambda f: f[0])
    swapped = Money(debit=money.credit, credit=money.debit)
    return None if (rank, swapped, column) in found else (money, column)


def _head(columns: Columns) -> Columns:
    """The same columns, fewer rows."""
    return Columns(columns.rows[:_TRIED], columns.layout, columns._decimal)  # noqa: SLF001


def _free(columns: Columns) -> list[int]:
    """Columns of numbers no word has claimed, without those that only count or identify; none where they are too many
    for a bank's, and for trying each with each other.
    """
    free = _unclaimed(columns)
    same: dict[tuple[Decimal | None, ...], int] = {}  # what is written twice, with its currency or without, is one
    for i in free:
        same.setdefault(tuple(columns.values(i)), i)
    return list(same.values())


def _unclaimed(columns: Columns) -> list[int]:
    layout = columns.layout
    taken = set(layout.all("fee", "ignored", "balance"))
    numbers = [i for i, kind in enumerate(layout.kinds) if kind == NUMBERS and i not in taken]
    return [i for i in numbers if not _identifies(columns, i)] if len(numbers) <= _MOST_FREE else []


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
    neither = sum(not a and not b for a, b in zip(one, other, strict=True))
    few = neither <= 1 or len(one) - neither >= _MOST * len(one)  # one may be the line of the opening balance
    return not both and few and any(one) and any(other)


def _by_look(columns: Columns) -> tuple[Money, int | None] | None:
    """Without words or balance: two sides of which one is negative, or the only column with cents or signs."""
    balance = columns.layout.first("balance")
    free = [c for c in _free(columns) if c != balance]
    for column in free:
        if is_net(columns, column):
            return Money(amount=column), balance
    if sums := _sums_of_others(columns, parts=2):
        return Money(amount=sums[0]), balance
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


def _sums_of_others(columns: Columns, parts: int) -> list[int]:
    """The column that is, on every row, what all others make together: the parts, so many at least, of one amount. Fees
    written negative are parts too.
    """
    if columns.layout.kinds.count(NUMBERS) <= parts:
        return []
    head = _head(columns)
    taken = [c for c in head.layout.all("fee") if all(v <= 0 for v in head.values(c) if v)]
    held = [c for c in (*_unclaimed(head), *taken) if any(head.values(c))]
    held = [c for c in held if any(n and n.implies for n in head.numbers(c))] or held  # the others count
    rows = list(zip(*(head.values(c) for c in held), strict=True)) if len(held) > parts else []
    sure = len(rows) > 1 and all(v is not None for row in rows for v in row)
    return [c for at, c in enumerate(held) if sure and all(2 * row[at] == sum(row) for row in rows)]


def _totals(columns: Columns) -> list[int]:
    """The column called a total that is, on every row, the only two others together, and no balance."""
    named = [c for c in _sums_of_others(columns, parts=2) if TOTAL_WORD.match(fold(columns.layout.name(c)))]
    return [c for c in named if not _sums_up(columns, c, _unclaimed(columns))]


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


# Fees


def with_fee(money: Money, balance: int | None, columns: Columns, keys: Sequence[str]) -> tuple[Money, bool]:
    """Take the fee column off where the balance proves it; False when it proves neither."""
    fee = columns.layout.first("fee")
    if fee is None:
        return _unnamed_fee(money, balance, columns, keys), True
    if _is_called_net(columns.layout, money.amount) or not any(columns.values(fee)):
        return money, True
    net = replace(money, fee=fee)
    without, taken = (chain(amounts(m, columns), columns.values(balance), keys) for m in (money, net))
    if without.kept == taken.kept:
        return money, is_net(columns, money.amount)
    return (net, True) if taken.kept > without.kept else (money, True)


def _is_called_net(layout: Layout, amount: int | None) -> bool:
    """Whether the words above an amount make it net of fees; a person who chose it said nothing of these."""
    if amount is None or amount not in layout.all("net"):
        return False
    title = fold(layout.name(amount))
    return not any(layout.header) or any(role == "net" and pattern.search(title) for role, _, pattern in ROLES)


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


def is_net(columns: Columns, net: int | None) -> bool:
    """Whether a column is another one less the fee, on every row."""
    fee = columns.layout.first("fee")
    fees = columns.values(fee)
    if net is None or not any(fees):
        return False
    if all(f <= 0 for f in fees if f) and net in _sums_of_others(columns, parts=2):
        return True
    others = [c for c, kind in enumerate(columns.layout.kinds) if kind == NUMBERS and c not in (net, fee)][:_MOST_FREE]
    worth = [None if n is None else n + abs(f or Decimal()) for n, f in zip(columns.values(net), fees, strict=True)]
    return None not in worth and any(columns.values(c) == worth for c in others)
