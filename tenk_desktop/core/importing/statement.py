"""What a reader makes of a file: statements, problems, questions and the evidence for what it decided.

A reader is pure: bytes in, `Reading` out. It never asks and never guesses: what the file does not settle is a
`Question`, and while one is open the file cannot be imported. Every format is one module with a `Reader`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from tenk_desktop.core.model import AccountKind, Stage
from tenk_desktop.core.progress import Progress
from tenk_desktop.core.text import Message

Day = date  # inside `Row`, ``date`` is a field
About = Literal["dates", "decimal", "sign", "columns", "year", "account"]


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user (or the memory of an earlier import with the same header) has already settled."""

    format: str = ""
    dates: str = ""  # dmy, mdy or ymd
    decimal: str = ""  # "," or "."
    sign: str = ""  # expense-positive or income-positive
    year: int | None = None
    columns: tuple[tuple[str, str], ...] = ()  # (role, column letter or header): ("date", "A")


@dataclass(frozen=True, slots=True)
class Row:
    """One transaction as the file states it. ``amount`` is exact and in the currency's major unit, expense negative.

    ``label`` is the bank's text, raw; ``payee`` the counterparty when the file has a column for it. ``ref`` is the
    bank's own identifier, empty when the file has none. ``balance`` is the account's balance after this row.
    ``currency`` is empty when the file does not say. ``fee`` is the part of ``amount`` a middleman kept, zero or
    negative: 19.30 with a fee of -0.70 was sent as 20.00. Two rows of one statement with the same ``pair`` are the two
    sides of one conversion between its currencies.
    """

    line: int
    date: date
    amount: Decimal
    label: str
    currency: str = ""
    payee: str = ""
    memo: str = ""
    ref: str = ""
    balance: Decimal | None = None
    value_date: Day | None = None
    fee: Decimal = Decimal()
    pair: str = ""


@dataclass(frozen=True, slots=True)
class EarningRow:
    """One creator earning as a platform's file states it; ``amount`` is net of what the platform keeps."""

    line: int
    platform: str
    programme: str
    key: str
    stage: Stage
    amount: Decimal
    currency: str
    earned: date
    settled: date | None = None
    title: str = ""
    content: str = ""  # the platform's id of the video or LIVE
    awaiting: bool = False  # the buyer has not paid yet: any other row of the same key knows more


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the file a person should know. ``lost`` is True when a row could not be read (it is unreadable).

    ``member`` names the file of an archive it is about.
    """

    line: int
    message: Message
    lost: bool = True
    member: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What the file does not settle. ``options`` are the values the matching command-line option takes."""

    about: About
    options: tuple[str, ...]
    example: Message


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing the reader decided, with what proves it: ``Dates jour/mois/année (ligne 9 : 31/10/2026)``."""

    about: str  # encoding, delimiter, dates, decimal, sign, header, balance, columns
    value: Message
    proof: Message | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Statement:
    """The rows of one account in one file, in file order. ``header`` identifies the layout (bank), never the rows.

    ``chained`` is True when the running balances prove amounts and signs. ``closing`` is the balance at the end of a
    day as the file states it. ``kind`` is the account it would make. ``member`` names the file of an archive it comes
    from, whose ``format`` and ``encoding`` then differ from the reading's own.
    """

    rows: tuple[Row, ...] = ()
    earnings: tuple[EarningRow, ...] = ()
    number: str = ""  # IBAN or account number, spaces removed, as written
    name: str = ""  # the bank's or account's name, for a new account; empty when the file has none
    header: str = ""
    currency: str = ""
    closing: tuple[date, Decimal] | None = None
    chained: bool = False
    kind: AccountKind = AccountKind.BANK
    member: str = ""
    format: str = ""
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole file, read."""

    format: str
    encoding: str = ""
    statements: tuple[Statement, ...] = ()
    problems: tuple[Problem, ...] = ()
    questions: tuple[Question, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    def with_problems(self, *more: Problem) -> "Reading":
        """The same reading, with more to say."""
        return replace(self, problems=(*self.problems, *more))


@dataclass(frozen=True, slots=True)
class Reader:
    """One file format. ``claims`` looks at the name and the first 4 kB; ``read`` raises `ImportRefusedError` only."""

    format: str
    claims: Callable[[str, bytes], bool]
    read: Callable[[str, bytes, ReadOptions, Progress], Reading] = field(repr=False)
