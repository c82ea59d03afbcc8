"""What importing a file would do, as frozen values: shown in the preview, applied by the ledger as it is.

`planning` makes an `ImportPlan`; this module holds the nouns, so that the ledger need not load the readers.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice, pairwise
from operator import le
from typing import TYPE_CHECKING

from tenk_desktop.core.importing.bycolumn import field_of
from tenk_desktop.core.importing.planned import (
    OWN,
    KnownRow,
    Outcome,
    Place,
    PlannedRow,
    PlannedRows,
    days_of,
    odd_rows,
    with_rows,
)
from tenk_desktop.core.importing.statement import (
    Answers,
    AudienceDay,
    AudienceExport,
    EarningRow,
    Problem,
    Question,
    Reading,
    Row,
    Statement,
    VideoRow,
)
from tenk_desktop.core.model import Account, AccountKind, Category, Stage
from tenk_desktop.core.text import msg

if TYPE_CHECKING:  # rules speak of planned rows
    from tenk_desktop.core.rules import Rule


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What is known of an account beside its name.

    ``balances`` are end-of-day balances as its files state them, whatever was typed since, on days that have rows; and
    what stood before the first of all.
    """

    account: Account
    numbers: frozenset[str] = frozenset()
    headers: tuple[str, ...] = ()
    imported: bool = False
    balances: tuple[tuple[date, int], ...] = ()
    typed: frozenset[date | None] = frozenset()  # the days a person gave a balance for


AudienceKey = tuple[str, str, str, str]
"""Platform, user, metric and ISO day; or platform, user, ``video`` and the video's id."""


@dataclass(frozen=True, slots=True)
class Existing:
    """What planning needs of the ledger, around the days of the file."""

    currency: str
    accounts: tuple[AccountFacts, ...] = ()
    rows: Sequence[KnownRow] = ()
    categories: Mapping[str, int] = field(default_factory=dict)  # name -> id
    memory: Mapping[tuple[str, bool], int] = field(default_factory=dict)  # (folded payee, credit) -> chosen category
    earnings: Mapping[tuple[str, str], frozenset[tuple[object, ...]]] = field(default_factory=dict)
    audience: Mapping[AudienceKey, Mapping[object, str]] = field(default_factory=dict)  # what was said -> latest as_of
    imported: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # sha256 -> its accounts, in file order
    read_before: frozenset[int] = frozenset()  # the lines that imports of this very file read, where it was imported
    answers: Mapping[str, Answers] = field(default_factory=dict)  # what was said of tables, by their header
    rules: "tuple[Rule, ...]" = ()  # what a person wants done with rows that look so, in order
    revision: tuple[int, int] = (0, 0)  # of the ledger this was read from


@dataclass(frozen=True, slots=True)
class PlannedEarning:
    """An earning and what becomes of it; ``updates`` when it is known and this file says something else of it."""

    row: EarningRow
    amount: int
    outcome: Outcome
    updates: bool = False


@dataclass(frozen=True, slots=True)
class PlannedAudience:
    """A day or a video of an audience file and what becomes of it; ``updates`` when it is known with other values.

    ``fresh`` is False when the ledger holds all it says, said as late: then it adds nothing.
    """

    row: AudienceDay | VideoRow
    outcome: Outcome
    updates: bool = False
    fresh: bool = True

    @property
    def day(self) -> date | None:
        """The day it is about; of a video, the day it was posted."""
        return self.row.date if isinstance(self.row, AudienceDay) else self.row.posted


@dataclass(frozen=True, slots=True)
class Target:
    """Where rows of one currency go: an account of the ledger (id > 0), or one to make (ids below 0, one each)."""

    name: str
    kind: AccountKind
    currency: str
    id: int = 0


@dataclass(frozen=True, slots=True)
class PlannedStatement:
    """One account of the file. ``targets`` has one account a currency; the first is the one the file is for.

    ``anchor`` is a known balance: the end of a day, in minor units. ``balances`` are to be kept as a person typed them.
    """

    statement: Statement
    targets: tuple[Target, ...]
    rows: Sequence[PlannedRow] = ()
    earnings: tuple[PlannedEarning, ...] = ()
    audience: tuple[PlannedAudience, ...] = ()
    closing: tuple[date, int] | None = None
    anchor: tuple[date, int] | None = None
    balances: tuple[tuple[date | None, int], ...] = ()

    @property
    def size(self) -> int:
        """How many rows were read; of an audience file, its days or its videos."""
        return len(self.rows) + len(self.earnings) + len(self.audience)

    @property
    def account_name(self) -> str:
        """The account the file is for."""
        return self.targets[0].name

    @property
    def new_account(self) -> bool:
        """Whether the import makes it."""
        return self.targets[0].id <= 0

    @property
    def first(self) -> date | None:
        """The earliest day of its rows."""
        return min(self._days(), default=None)

    @property
    def last(self) -> date | None:
        """The latest day of its rows."""
        return max(self._days(), default=None)

    def oldest_first(self) -> Sequence[int]:
        """Where the rows are, by day, and inside a day in the order the bank booked them."""
        places = range(len(self.rows))
        booked = places[::-1] if _newest_first(self.statement.rows) else places
        moved = {i: planned.stands[0] for i, planned in odd_rows(self.rows) if planned.booked}
        days = self._row_days()
        stands = [moved.get(i, day) for i, day in enumerate(days)] if moved else days
        along = stands[:: booked.step]
        if all(map(le, along, islice(along, 1, None))):
            return booked
        return array("I", sorted(booked, key=[*stands].__getitem__))

    def count(self, outcome: Outcome) -> int:
        """How many rows, earnings, or days and videos of an audience have this outcome."""
        each = (p.outcome for part in (self.earnings, self.audience) for p in part)
        return PlannedRows.of(self.rows).count(outcome) + sum(o is outcome for o in each)

    @property
    def updates(self) -> int:
        """How many known earnings, days and videos the file says something else of."""
        return sum(e.updates for e in self.earnings) + sum(a.updates for a in self.audience)

    def sums(self) -> dict[str, int]:
        """Minor units by currency over every row read; void earnings owe nothing."""
        total: Counter[str] = Counter()
        for code, amount in zip(field_of(self.rows, "currency"), field_of(self.rows, "amount"), strict=True):
            total[code] += amount
        for earning in self.earnings:
            total[earning.row.currency] += 0 if earning.row.stage is Stage.VOID else earning.amount
        return dict(total)

    def _days(self) -> Iterable[date]:
        heard = [a.day for a in self.audience if a.day]
        return [*self._row_days(), *(e.row.earned for e in self.earnings), *heard]

    def _row_days(self) -> Sequence[date]:
        return days_of(self.rows)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What importing a file would do, shown before and applied as it is."""

    file: str
    sha256: str
    format: str
    encoding: str
    statements: tuple[PlannedStatement, ...]
    problems: tuple[Problem, ...] = ()
    questions: tuple[Question, ...] = ()
    reading: Reading | None = None
    same_file: bool = False
    revision: tuple[int, int] = (0, 0)
    answers: Mapping[str, Answers] = field(default_factory=dict)  # to remember, by the header of a table
    categories: tuple[Category, ...] = ()  # to make where a row needs them; their ids are below 0

    def count(self, outcome: Outcome) -> int:
        """How many rows have this outcome."""
        return sum(s.count(outcome) for s in self.statements)

    @property
    def unreadable(self) -> int:
        """Rows that could not be read, each listed in ``problems``."""
        return sum(p.lost for p in self.problems)

    @property
    def writes(self) -> bool:
        """Whether applying it would change the ledger."""
        new = self.count(Outcome.NEW) > 0
        updates = any(e.updates for s in self.statements for e in s.earnings)
        updates |= any(a.fresh for s in self.statements for a in s.audience)
        rows = (p for s in self.statements for _, p in odd_rows(s.rows))
        decided = any(p.reason == _BY_YOU and p.outcome is Outcome.KNOWN for p in rows)  # not to be asked again
        said = any(s.balances or (s.statement.header == OWN and s.new_account) for s in self.statements)
        return not self.questions and (new or updates or decided or said)

    def decide(self, statement: int, row: int, outcome: Outcome) -> "ImportPlan":
        """The same plan with one row decided by a person."""
        old = self.statements[statement]
        decided = old.rows[row]._replace(outcome=outcome, reason=_BY_YOU)
        new = replace(old, rows=with_rows(old.rows, {row: decided}))
        return replace(self, statements=(*self.statements[:statement], new, *self.statements[statement + 1 :]))


_BY_YOU = msg("décidé par vous")


def as_transfer(planned: PlannedRow, other: int | Place | None, account: str) -> PlannedRow:
    """The row as one side of a transfer with ``account``; a transfer has no category."""
    reason = msg("virement entre vos comptes : {account}", account=account)
    return planned._replace(transfer_with=other, category_id=None, reason=reason)


def answered(statements: Sequence[PlannedStatement]) -> tuple[PlannedStatement, ...]:
    """The statements of one file, where a row that a later one names as its other side names it too."""
    changed: list[dict[int, PlannedRow]] = [{} for _ in statements]
    for i, statement in enumerate(statements):
        for j, planned in odd_rows(statement.rows):
            if isinstance(planned.transfer_with, tuple):
                there, at = planned.transfer_with
                before = changed[there].get(at) or statements[there].rows[at]
                changed[there][at] = as_transfer(before, (i, j), statement.account_name)
    return tuple(replace(s, rows=with_rows(s.rows, c)) if c else s for s, c in zip(statements, changed, strict=True))


def spoken_of(statements: Sequence[PlannedStatement]) -> set[Place]:
    """The rows that others of the plan name, as their twin or as the other side of their transfer."""
    twins = {k.place for s in statements for k in PlannedRows.of(s.rows).twins() if k.place is not None}
    odd = (p for s in statements for _, p in odd_rows(s.rows))
    return twins | {p.transfer_with for p in odd if isinstance(p.transfer_with, tuple)}


def with_categories(statements: Sequence[PlannedStatement], made: Mapping[int, int]) -> tuple[PlannedStatement, ...]:
    """The statements, where categories that had still to be made have the ids they got."""

    def of(planned: PlannedRow) -> PlannedRow:
        parts = tuple(p._replace(category_id=made.get(p.category_id or 0, p.category_id)) for p in planned.parts)
        return planned._replace(category_id=made.get(planned.category_id or 0, planned.category_id), parts=parts)

    return tuple(replace(s, rows=with_rows(s.rows, {i: of(p) for i, p in odd_rows(s.rows)})) for s in statements)


def observation(
    stage: str, amount: int, currency: str, earned: date, settled: date | None, awaiting: bool
) -> tuple[object, ...]:
    """What a file says of an earning; a file that says nothing else than another adds nothing."""
    return (str(stage), amount, currency, earned, settled, awaiting)


VIDEO = "video"


def audience_key(said: AudienceExport, metric: str, of: str) -> AudienceKey:
    """What an audience file's value is about; ``of`` is the ISO day, or the video's id under the metric `VIDEO`."""
    return (said.platform, said.user, metric, of)


def video_facts(row: VideoRow) -> tuple[object, ...]:
    """What a file says of a video; a file that says nothing else than another adds nothing."""
    return (row.title, row.posted, row.views, row.likes, row.comments, row.shares)


def in_currency(statement: Statement, currency: str) -> Sequence[Row]:
    """The rows of a statement in one currency, oldest first: balances of several currencies run side by side."""
    if statement.currency == currency:
        return chronological(statement.rows)
    return chronological([r for r in statement.rows if (r.currency or statement.currency or currency) == currency])


def chronological(rows: Sequence[Row]) -> Sequence[Row]:
    """File order, oldest first, keeping the order inside a day."""
    return rows[::-1] if _newest_first(rows) else rows


def _newest_first(rows: Sequence[Row]) -> bool:
    """Whether a file runs backwards, as many do. Tenk's own never does, though the bank's days may."""
    if len(rows) < 2 or rows[0].kept:
        return False
    first, last = rows[0].date, rows[-1].date
    return _chains(rows[::-1]) if first == last else first > last


def _chains(rows: Sequence[Row]) -> bool:
    return all(
        a.balance is not None and b.balance is not None and a.balance + b.amount == b.balance for a, b in pairwise(rows)
    )
