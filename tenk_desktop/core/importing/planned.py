"""The rows of a plan: what the ledger already holds, what becomes of each row of a file, and a great many of them.

`plan` puts them together.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple, overload

from tenk_desktop.core.importing.bycolumn import ByColumn, Columnar, Same, at, field_of
from tenk_desktop.core.importing.statement import Day, Row
from tenk_desktop.core.model import Split
from tenk_desktop.core.text import Message, msg


class Outcome(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    KNOWN = "known"
    UNDECIDED = "undecided"


OWN = "tenk"  # the format and the header of what Tenk exports for itself

Place = tuple[int, int]
"""A row of the plan itself: its statement and its row."""


class KnownRow(NamedTuple):  # as many as `Row`
    """A row the ledger already holds: imported (``row_id``), typed by hand (``row_id`` 0), or deleted (no ``txn_id``).

    ``header`` is the layout it was imported with; ``covered`` the days of the statement it came in, ends included.
    A row an earlier statement of the same file holds has its ``place`` in the plan; it has a transaction only if there
    was one (``txn_id``) or if writing the plan makes it (``will_be``).
    """

    row_id: int
    txn_id: int | None
    account_id: int
    date: date
    amount: int
    label: str
    ref: str = ""
    header: str = ""
    covered: tuple[Day, Day] | None = None
    in_transfer: bool = False
    file: str = ""
    line: int = 0
    place: Place | None = None
    will_be: bool = False
    payee: str = ""  # of its transaction, where the bank said nothing
    category_id: int | None = None  # of its transaction, where it is not in the ledger's currency


class PlannedRow(NamedTuple):
    """A row and what becomes of it. ``amount`` is in minor units of ``currency``; ``known`` is its twin, if any.

    ``parts`` are what it is made of where a fee is in it: the gross, in the row's category, and the fee. ``booked`` is
    the day and the amount of its transaction where they are not the bank's.
    """

    row: Row
    amount: int
    currency: str
    payee: str
    outcome: Outcome = Outcome.NEW
    category_id: int | None = None
    reason: Message | None = None
    known: KnownRow | None = None
    transfer_with: int | Place | None = None  # the other side: a transaction, or a row of this plan
    parts: tuple[Split, ...] = ()
    booked: tuple[date, int] | None = None
    said: str = ""  # the payee before a person's rule named it; empty where none did

    @property
    def stands(self) -> tuple[date, int]:
        """The day and the amount of the transaction it makes."""
        return self.booked or (self.row.date, self.amount)


Sorted = tuple[str, int | None, Message | None]
"""The payee of a row, its category and why."""

Sort = Callable[[str, str, str, bool], Sorted]
"""What a bank's text, payee and note, of a credit or not, make of a row: always the same for the same."""


class PlannedRows(Columnar[PlannedRow]):
    """The planned rows of a statement, each made when it is asked for.

    Nearly all rows of a large file are plain: sorted by what they say, and either new or known by `REFERENCE` or
    `FINGERPRINT`. These are kept by column, and sorted when they are made: nobody asks for most of a file that is known
    already. Of the ``odd`` ones, which have anything else, the row itself is kept.
    """

    __slots__ = ("_how", "_pool", "_sort", "_twins", "amounts", "currencies", "odd", "rows")

    NEW, REFERENCE, FINGERPRINT = range(3)  # how a plain row is known

    def __init__(
        self,
        rows: Sequence[Row],
        amounts: Sequence[int],
        currencies: Sequence[str],
        sort: Sort,
        odd: Mapping[int, PlannedRow],
        known: "tuple[bytes, Sequence[int], Sequence[KnownRow]] | None" = None,
    ) -> None:
        """Rows, amounts and currencies are of one length, ``odd`` is by place; ``known`` see `matched`. Without it all
        plain rows are new.
        """
        self.rows = rows
        self.amounts = amounts
        self.currencies = currencies
        self._sort = sort
        self.odd = odd
        self._how, self._twins, self._pool = known or (bytes(len(rows)), Same(0, len(rows)), ())

    @classmethod
    def of(cls, rows: Sequence[PlannedRow]) -> "PlannedRows":
        """The same rows; all of them are odd."""
        if isinstance(rows, PlannedRows):
            return rows
        kept = (tuple(p.row for p in rows), [p.amount for p in rows], [p.currency for p in rows])
        return cls(*kept, lambda *_: ("", None, None), dict(enumerate(rows)))

    def matched(
        self, how: bytes, twins: Sequence[int], pool: Sequence[KnownRow], odd: Mapping[int, PlannedRow]
    ) -> "PlannedRows":
        """The same rows where some are known: as ``how`` says, by the row of the pool in the same place of ``twins``.
        ``odd`` rows are what becomes of them instead.
        """
        known = {i: _known(p, how[i], pool[twins[i]]) for i, p in self.odd.items() if how[i]}
        own = (self.rows, self.amounts, self.currencies, self._sort)
        return PlannedRows(*own, {**self.odd, **known, **odd}, (how, twins, pool))

    def with_odd(self, odd: Mapping[int, PlannedRow]) -> "PlannedRows":
        """The same rows, some of them changed."""
        own = (self.rows, self.amounts, self.currencies, self._sort)
        return PlannedRows(*own, {**self.odd, **odd}, (self._how, self._twins, self._pool))

    def column(self, field: str) -> Sequence[Any]:
        """One field of all rows."""
        if field in ("amount", "currency"):
            return self.amounts if field == "amount" else self.currencies
        if field == "outcome":
            found = [Outcome.KNOWN if how else Outcome.NEW for how in self._how]
            for i, planned in self.odd.items():
                found[i] = planned.outcome
            return found
        return [getattr(planned, field) for planned in self]

    def count(self, outcome: object) -> int:
        """How many rows have this outcome."""
        plain = len(self) - self._how.count(self.NEW) if outcome is Outcome.KNOWN else 0
        plain = self._how.count(self.NEW) if outcome is Outcome.NEW else plain
        odd = sum((Outcome.KNOWN if self._how[i] else Outcome.NEW) is outcome for i in self.odd)
        return plain - odd + sum(p.outcome is outcome for p in self.odd.values())

    def twins(self) -> Iterator[KnownRow]:
        """What rows are known by that an earlier statement of the same file will write."""
        here = any(place is not None for place in field_of(self._pool, "place"))
        rows = self if here else self.odd.values()
        return (p.known for p in rows if p.known is not None and p.known.place is not None)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[PlannedRow]:
        columns = zip(self.rows, self.amounts, self.currencies, self._how, self._twins, strict=True)
        for i, values in enumerate(columns):
            yield self.odd.get(i) or self._plain(*values)

    @overload
    def __getitem__(self, at: int) -> PlannedRow: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[PlannedRow]: ...
    def __getitem__(self, at: int | slice) -> PlannedRow | Sequence[PlannedRow]:
        if isinstance(at, slice):
            return tuple(self[i] for i in range(len(self))[at])
        i = range(len(self))[at]
        plain = (self.rows[i], self.amounts[i], self.currencies[i], self._how[i], self._twins[i])
        return self.odd.get(i) or self._plain(*plain)

    def some(self, places: Sequence[int]) -> list[PlannedRow]:
        """The rows of these places, in their order; many at once are sooner made than one by one."""
        rows = self.rows.at(places) if isinstance(self.rows, ByColumn) else map(self.rows.__getitem__, places)
        others = (self.amounts, self.currencies, self._how, self._twins)
        columns = zip(places, rows, *(at(each, places) for each in others), strict=True)
        return [self.odd.get(i) or self._plain(*values) for i, *values in columns]

    def _plain(self, row: Row, amount: int, currency: str, how: int, twin: int) -> PlannedRow:
        payee, category, why = self._sort(row.label, row.payee, row.memo, amount > 0)
        planned = PlannedRow(row, amount, currency, payee, Outcome.NEW, category, why)
        return _known(planned, how, self._pool[twin]) if how else planned


def _known(planned: PlannedRow, how: int, twin: KnownRow) -> PlannedRow:
    reason = msg("même référence bancaire") if how == PlannedRows.REFERENCE else _where(twin)
    return planned._replace(outcome=Outcome.KNOWN, reason=reason, known=twin)


def _where(known: KnownRow) -> Message:
    if known.place is not None:
        return msg("déjà dans ce que vous importez : {file}, ligne {line}", file=known.file, line=known.line)
    if known.txn_id is None:
        return msg("déjà importée, puis supprimée par vous")
    if not known.row_id:
        return msg("déjà saisie à la main")
    return msg("déjà importée : {file}, ligne {line}", file=known.file, line=known.line)


def days_of(rows: Sequence[PlannedRow]) -> Sequence[date]:
    """The day of each row as the file states it."""
    return field_of(rows.rows, "date") if isinstance(rows, PlannedRows) else [p.row.date for p in rows]


def odd_rows(rows: Sequence[PlannedRow]) -> Iterable[tuple[int, PlannedRow]]:
    """The rows that may have more than their words and a twin, and their places."""
    return sorted(rows.odd.items()) if isinstance(rows, PlannedRows) else enumerate(rows)


def with_rows(rows: Sequence[PlannedRow], changed: Mapping[int, PlannedRow]) -> Sequence[PlannedRow]:
    """The rows, those of some places changed."""
    if isinstance(rows, PlannedRows):
        return rows.with_odd(changed) if changed else rows
    return tuple(changed.get(i, p) for i, p in enumerate(rows))
