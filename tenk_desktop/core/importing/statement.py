"""What a reader makes of a file: statements, problems, questions and the evidence for what it decided.

A reader is pure: bytes in, `Reading` out. It never asks and never guesses: what the file does not settle is a
`Question`, and while one is open the file cannot be imported. Every format is one module with a `Reader`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from tenk_desktop.core.model import AccountKind, Nature, Stage
from tenk_desktop.core.progress import Progress
from tenk_desktop.core.text import Message

Day = date  # inside `Row`, ``date`` is a field
About = Literal["dates", "decimal", "sign", "columns", "year", "account"]


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person said of the tables with one header: their answers, and what they corrected."""

    dates: str = ""
    decimal: str = ""
    sign: str = ""
    columns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user has already settled; ``remembered`` is what they said of earlier files, by `TableGuess.header`."""

    format: str = ""
    dates: str = ""  # dmy, mdy or ymd
    decimal: str = ""  # "," or "."
    sign: str = ""  # expense-positive or income-positive
    year: int | None = None
    columns: tuple[tuple[str, str], ...] = ()  # (role, column letter or header): ("date", "A")
    today: date | None = None  # the day of the import: days written without a year are not after it
    remembered: Mapping[str, Answers] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a transaction as a ledger keeps it: an amount in the major unit, its category by name, or none."""

    amount: Decimal
    category: str
    nature: Nature
    memo: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a ledger says of a transaction whose `Row` is the bank's: its own day, amount and parts.

    ``split`` tells several parts from none. The two sides of a transfer share a ``transfer`` nobody else has.
    """

    date: date
    amount: Decimal
    parts: tuple[Part, ...]
    split: bool = False
    transfer: str = ""
    reconciled: bool = False


class Row(NamedTuple):  # a file has a hundred thousand: a frozen dataclass takes five times as long to make
    """One transaction as the file states it. ``amount`` is exact and in the currency's major unit, expense negative.

    ``label`` is the bank's text, raw; ``payee`` the counterparty when the file has a column for it. ``ref`` is the
    bank's own identifier, empty when the file has none. ``balance`` is the account's balance after this row.
    ``currency`` is empty when the file does not say. ``fee`` is the part of ``amount`` a middleman kept, zero or
    negative: 19.30 with a fee of -0.70 was sent as 20.00. Two rows of one statement with the same ``pair`` are the two
    sides of one conversion between its currencies. ``answers`` is the `ref` of the row it takes back or pays for, with
    the other sign: a refund, or the bank's money for a purchase. A fee given back is positive. ``kept`` is what an
    export of Tenk's own says beside the bank's words.
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
    answers: str = ""
    kept: Kept | None = None


@dataclass(frozen=True, slots=True)
class EarningRow:
    """One creator earning as a platform's file states it; ``amount`` is net of what the platform keeps.

    ``replaces`` is True for what a person typed or pasted: it takes the place of all that was said of its key before,
    for people correct themselves, and their second word may be the smaller one.
    """

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
    replaces: bool = False


@dataclass(frozen=True, slots=True)
class AudienceDay:
    """What a platform says of one day, by metric (`core.creator.audience.Metric`); None where it says it does not know.

    Counts may be negative: likes and followers are taken back.
    """

    line: int
    date: date
    values: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class VideoRow:
    """What a platform says of one video on the day of the export. ``id`` is the platform's own."""

    line: int
    id: str
    title: str = ""
    posted: date | None = None
    views: int | None = None
    likes: int | None = None
    comments: int | None = None
    shares: int | None = None


@dataclass(frozen=True, slots=True)
class AudienceExport:
    """The audience part of a file: no money. ``user`` is the account's name there, empty when the file hides it.

    ``as_of`` orders exports: their moment as ISO text in UTC where it is known, else the newest day they hold.
    """

    platform: str
    user: str
    as_of: str
    days: tuple[AudienceDay, ...] = ()
    videos: tuple[VideoRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the file a person should know. ``lost`` is True when a row could not be read (it is unreadable).

    ``member`` names the file of an archive it is about. ``check`` is True when the file's own balances do not agree.
    """

    line: int
    message: Message
    lost: bool = True
    member: str = ""
    check: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What the file does not settle. ``options`` are the values the matching command-line option takes.

    ``members`` are the files of an archive that ask it; empty where they are not told apart.
    """

    about: About
    options: tuple[str, ...]
    example: Message
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing the reader decided, with what proves it: ``Dates jour/mois/année (ligne 9 : 31/10/2026)``.

    ``other`` is the option that reads it the other way, where the file allows that: ``mdy`` for ``about`` dates.
    """

    about: str  # encoding, delimiter, dates, decimal, sign, header, balance, columns, account
    value: Message
    proof: Message | None = None
    line: int = 0
    other: str = ""


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """What one column is taken for and why. ``role`` is one of `layout.CHOICES`; ``fitting`` those its cells allow.

    ``column`` is how an option names it: its header where that is unique, else its letter.
    """

    column: str
    letter: str
    header: str
    role: str
    why: Message
    fitting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableGuess:
    """The first rows of a table, each with its line, and what its columns are taken for.

    ``header`` identifies tables of the same layout, whatever their rows; empty where the table has no header.
    ``denies`` are the answers (fields of `Answers`) that its own cells contradict: those are not for the next file.
    """

    header: str
    columns: tuple[ColumnGuess, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    denies: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Statement:
    """The rows of one account in one file, in file order. ``header`` identifies the layout (bank), never the rows.

    ``chained`` is True when the running balances prove amounts and signs. ``closing`` is the balance at the end of a
    day as the file states it. ``balances`` are those a person typed (`Ledger.set_balance`), in an export of Tenk's own.
    ``kind`` is the account it would make; ``kind_said`` is True where the file itself says so, by a type or a name.
    ``member`` names the file of an archive it comes from, whose ``format`` and ``encoding`` then differ from the
    reading's own.
    """

    rows: Sequence[Row] = ()  # a tuple, or as good as one (`bycolumn`)
    earnings: tuple[EarningRow, ...] = ()
    audience: AudienceExport | None = None
    number: str = ""  # IBAN or account number, spaces removed, as written
    name: str = ""  # the bank's or account's name, for a new account; empty when the file has none
    header: str = ""
    currency: str = ""
    closing: tuple[date, Decimal] | None = None
    chained: bool = False
    balances: tuple[tuple[date | None, Decimal], ...] = ()
    kind: AccountKind = AccountKind.BANK
    kind_said: bool = False
    member: str = ""
    format: str = ""
    encoding: str = ""

    @property
    def size(self) -> int:
        """How many rows were read; of an audience file, its days or its videos."""
        heard = len(self.audience.days) + len(self.audience.videos) if self.audience else 0
        return len(self.rows) + len(self.earnings) + heard


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole file, read."""

    format: str
    encoding: str = ""
    statements: tuple[Statement, ...] = ()
    problems: tuple[Problem, ...] = ()
    questions: tuple[Question, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    tables: tuple[TableGuess, ...] = ()  # those read by their columns, whatever bank they are of

    def with_problems(self, *more: Problem) -> "Reading":
        """The same reading, with more to say."""
        return replace(self, problems=(*self.problems, *more))


@dataclass(frozen=True, slots=True)
class Reader:
    """One file format. ``claims`` looks at the name and the first 4 kB; ``read`` raises `ImportRefusedError` only."""

    format: str
    claims: Callable[[str, bytes], bool]
    read: Callable[[str, bytes, ReadOptions, Progress], Reading] = field(repr=False)
