"""The running balance as a witness: where it follows the amounts, nobody needs to be asked.

``balance[i] = balance[i-1] + amount[i]`` with the oldest row first, the other way round with the newest first. Balances
may be missing on some rows (one a day): the amounts between two balances are then added up. Rows of several accounts
or currencies are followed apart, by their key.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

ENOUGH = 0.9  # share of links: one missing row breaks two links of a long statement, not its sense

Amounts = Sequence[Decimal | None]


class Chain(NamedTuple):
    """How many neighbouring balances there are, and how many the amounts explain, in the better of both directions."""

    links: int
    kept: int
    direction: int = 0  # 1 oldest first, -1 newest first, 0 unknown or both

    @property
    def holds(self) -> bool:
        """Whether the balances agree with the amounts; one link alone must agree."""
        return self.links > 0 and self.kept >= ENOUGH * self.links

    @property
    def proves(self) -> bool:
        """Whether they agree often enough to prove amounts and signs."""
        return self.holds and self.links >= 2


def chain(amounts: Amounts, balances: Amounts, keys: Sequence[str] | None = None) -> Chain:
    """Follow the balances over the amounts, both in file order; None is an empty cell."""
    if balances.count(None) == len(balances):
        return Chain(0, 0)
    keys = keys or [""] * len(amounts)
    links, oldest_first = _follow(amounts, balances, keys)
    _, newest_first = _follow(amounts[::-1], balances[::-1], keys[::-1])
    direction = (oldest_first > newest_first) - (oldest_first < newest_first)
    return Chain(links, max(oldest_first, newest_first), direction)


def _follow(amounts: Amounts, balances: Amounts, keys: Sequence[str]) -> tuple[int, int]:
    expected: dict[str, Decimal] = {}
    links = kept = 0
    for amount, balance, key in zip(amounts, balances, keys, strict=True):
        if key in expected and amount is not None:
            expected[key] += amount
        if balance is None:
            continue
        if key in expected:
            links += 1
            kept += expected[key] == balance
        expected[key] = balance
    return links, kept


def movements(sizes: Sequence[Decimal | None], balances: Amounts) -> list[int]:
    """The sign of each amount written without one: that of the move of the balance, which is by as much on every row.
    0 on the oldest row, whose balance before is not known; empty where balances do not move so, or all the same way, or
    so from the first row on and from the last one on, as by one amount to and fro.
    """
    found = []
    for older in (-1, 1):  # where the row before stands: oldest first, newest first
        before = (balances[i + older] if 0 <= i + older < len(balances) else None for i in range(len(balances)))
        moves = [None if b is None or p is None else b - p for b, p in zip(balances, before, strict=True)]
        told = [m is not None and s is not None and abs(m) == abs(s) for m, s in zip(moves, sizes, strict=True)]
        senses = [(m > 0) - (m < 0) if m else 0 for m in moves]
        if sum(told) == len(told) - 1 >= ENOUGH_MOVES and {-1, 1} <= set(senses):
            found.append(senses)
    return found[0] if len(found) == 1 else []


ENOUGH_MOVES = 2  # that fit to the cent; one may by chance
