"""Ticking off an account against its bank statement, and the statements agreed to before.

The sum is the bank's own: *opening balance + what is ticked = closing balance*, exactly. The opening of a statement is
the closing one of the statement before it; only the first has to be told. What it lacks at the end may be kept with a
name, never hidden; the next statement starts from the bank's balance all the same.

Amounts are minor units of the account's currency, income positive.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from tenk_desktop.core.model import Account, Transaction
from tenk_desktop.core.period import ONE_DAY


@dataclass(frozen=True, slots=True)
class Agreed:
    """A statement that was locked: from ``since`` to ``day``, ends included.

    ``residue`` is what the rows ticked then lacked to reach ``closing``, kept under the name ``residue_name``; 0 when
    it came out even. ``held`` is the sum of its ``rows`` rows as they are now.
    """

    id: int
    account_id: int
    since: date
    opening: int
    day: date
    closing: int
    residue: int = 0
    residue_name: str = ""
    held: int = 0
    rows: int = 0

    @property
    def off(self) -> int:
        """What a later change to its rows put it out by; 0 while it stands as it was agreed to."""
        return self.closing - self.opening - self.residue - self.held


@dataclass(frozen=True, slots=True)
class Gap:
    """A balance that does not follow from the one known before it: ``said`` at the end of ``day``, by a bank's file or
    by the person who ``typed`` it, is more than that one and the operations since make, by ``off`` (less where it is
    negative).
    """

    account: Account
    day: date
    said: int
    off: int
    typed: bool = False

    @property
    def known(self) -> int:
        """What the balance before it and the operations since make."""
        return self.said - self.off

    @property
    def key(self) -> str:
        """The preference under which a person leaves it so."""
        return f"gap.{self.account.id}"

    @property
    def mark(self) -> str:
        """What tells it from another one of this account."""
        return f"{self.day} {self.off}"


@dataclass(frozen=True)
class Sheet:
    """A statement being ticked off. ``rows`` may be on it, oldest first; ``ticked`` are the ids of those that are."""

    account_id: int
    since: date
    opening: int
    day: date
    closing: int
    rows: tuple[Transaction, ...] = ()
    ticked: frozenset[int] = frozenset()

    @cached_property
    def total(self) -> int:
        """The sum of the ticked rows."""
        return sum(row.amount for row in self.rows if row.id in self.ticked)

    @property
    def difference(self) -> int:
        """What is still missing: positive when the bank has more than is ticked; 0 when it comes out even."""
        return self.closing - self.opening - self.total

    def toggled(self, ids: Iterable[int]) -> "Sheet":
        """Ticks these rows; if all of them are, takes the ticks away."""
        chosen = frozenset(ids) & {row.id for row in self.rows}
        return replace(self, ticked=self.ticked - chosen if chosen <= self.ticked else self.ticked | chosen)

    def all_ticked(self) -> "Sheet":
        """Every row ticked."""
        return replace(self, ticked=frozenset(row.id for row in self.rows))

    def none_ticked(self) -> "Sheet":
        """No row ticked."""
        return replace(self, ticked=frozenset())

    def with_rows(self, rows: Iterable[Transaction]) -> "Sheet":
        """Other rows, as when the ledger changed meanwhile; ticks stay on those that are still there."""
        rows = tuple(rows)
        return replace(self, rows=rows, ticked=self.ticked & {row.id for row in rows})

    def would_settle(self) -> tuple[Transaction, ...]:
        """The rows any one of which makes it come out even: ticked if it is not, or not ticked if it is."""
        gap = self.difference
        return tuple(row for row in self.rows if gap and (-row.amount if row.id in self.ticked else row.amount) == gap)


def next_start(agreed: Iterable[Agreed]) -> tuple[date, int] | None:
    """The first day and the opening balance of the statement after these, all of one account; None before any."""
    last = max(agreed, key=lambda one: (one.day, one.id), default=None)
    return (last.day + ONE_DAY, last.closing) if last else None


def first_day(agreed: Iterable[Agreed]) -> date | None:
    """Where ticking off began for this account: older rows are in the opening balance of its first statement."""
    return min((one.since for one in agreed), default=None)
