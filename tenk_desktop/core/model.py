"""The nouns of the ledger, as frozen values. Ids are the ledger's row ids; 0 means "not stored yet".

Money: integers of the account currency's minor unit; income positive, expense negative. Days are posting dates.

Named tuples, as all that a short verb of the command loads: `dataclasses` alone takes as long to load as everything
here, and a frozen one three times as long to make, where tens of thousands are.
"""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from tenk_desktop.core.text import Message, mark


class AccountKind(StrEnum):
    """What an account is for. Only `SPENDING` kinds pay bills."""

    BANK = "bank"
    CASH = "cash"
    PAYPAL = "paypal"
    SAVINGS = "savings"
    WALLET = "wallet"  # what a platform owes; never spent from


SPENDING = frozenset({AccountKind.BANK, AccountKind.CASH, AccountKind.PAYPAL})


class Nature(StrEnum):
    """What a category's money is, in the month's report."""

    SURE = "sure"  # dated and near constant: wage, CAF, pension, grant
    TIKTOK = "tiktok"
    OTHER_CREATOR = "other_creator"
    OTHER = "other"  # any other income
    COST = "cost"

    @property
    def is_income(self) -> bool:
        """Whether the category is an income; money out of one reduces it, as a refund reduces a cost."""
        return self is not Nature.COST


class Stage(StrEnum):
    """Where an earning stands; only `RECEIVED` can be spent."""

    ESTIMATED = "estimated"
    VALIDATED = "validated"
    PAYABLE = "payable"
    IN_TRANSIT = "in_transit"
    RECEIVED = "received"
    VOID = "void"


PENDING_STAGES = frozenset({Stage.ESTIMATED, Stage.VALIDATED, Stage.PAYABLE, Stage.IN_TRANSIT})
DIAMONDS = mark("LIVE, diamants")
"""The programme of what a LIVE may bring, worked out from a count of diamonds: nobody owes that amount."""


class Account(NamedTuple):
    """An account as it stands. ``balance`` is the sum of what is known; it means nothing unless ``balance_known``."""

    id: int
    name: str
    kind: AccountKind
    currency: str
    number: str = ""
    balance: int = 0
    balance_known: bool = False

    @property
    def spending(self) -> bool:
        """Whether bills are paid from it."""
        return self.kind in SPENDING


class Category(NamedTuple):
    """A category; ``name`` is French for the built-in tree and translated when shown (`ui` and `cli` call `tr`)."""

    id: int
    name: str
    nature: Nature
    parent_id: int | None = None
    builtin: bool = False


class Split(NamedTuple):
    """One part of a transaction; the parts of a transaction sum exactly to its amount."""

    amount: int
    category_id: int | None = None
    memo: str = ""


class Source(NamedTuple):
    """The file and line an amount came from."""

    file: str
    line: int


class Transaction(NamedTuple):
    """One movement of one account. ``category_id`` is None when unsorted or when ``splits`` say it part by part."""

    id: int
    account_id: int
    date: date
    amount: int
    payee: str
    memo: str = ""
    category_id: int | None = None
    splits: tuple[Split, ...] = ()
    transfer_to: int | None = None  # the other account, when both sides are known
    import_id: int | None = None
    source: Source | None = None
    reconciled: bool = False


class Filter(NamedTuple):
    """Which transactions; every field narrows. Days are half-open ``[start, end)``."""

    account_id: int | None = None
    start: date | None = None
    end: date | None = None
    category_id: int | None = None
    uncategorised: bool = False
    nature: Nature | None = None  # of its category; money without one is OTHER or COST by its sign
    spending_only: bool = False  # leave out savings, wallets and transfers, as the month's report does
    search: str = ""  # in payee, memo and bank label, accents and case ignored
    plain: bool = False  # what is searched is words alone: `>50` and `cat:courses` mean themselves
    currency: str = ""


class Earning(NamedTuple):
    """What a platform owes, or owed, for an order, a video, a period: net of what the platform keeps.

    ``settled`` is the day it was validated; ``expected`` the day it should reach a spending account, when that can be
    said; ``received_by`` the deposit that paid it (a transaction id).
    """

    id: int
    platform: str
    programme: str
    key: str
    amount: int
    currency: str
    stage: Stage
    earned: date
    settled: date | None = None
    expected: date | None = None
    received_by: int | None = None
    received_on: date | None = None
    title: str = ""
    source: Source | None = None
    content: str = ""  # the platform's id of the video or LIVE it comes from

    @property
    def owed(self) -> bool:
        """Whether it may still come: not received, not cancelled, and more than a count of diamonds."""
        return self.stage in PENDING_STAGES and self.programme != DIAMONDS


class ImportRecord(NamedTuple):
    """One import that is in the ledger."""

    id: int
    file: str
    format: str
    imported_at: str  # ISO, local time
    rows: int
    new: int
    accounts: tuple[str, ...]
    first: date | None
    last: date | None


class Flow(NamedTuple):
    """Money of one period, category and sign, over the spending accounts; transfers are not in it."""

    period_start: date
    category_id: int | None
    nature: Nature
    currency: str
    amount: int


class Changes(NamedTuple):
    """What one step did: its label, for undo, and the tables it touched, for who shows them."""

    label: Message
    tables: frozenset[str] = frozenset()
    created: tuple[int, ...] = ()  # ids of the rows the step was asked to make

    def __bool__(self) -> bool:
        return bool(self.tables)
