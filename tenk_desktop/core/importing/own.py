"""Tenk's own table (`core.exporting.columns`) read back: accounts, transactions, splits, transfers, typed balances.

Nothing is guessed and nothing is sorted anew: a row says which account, category and other side it has. The bank's own
words stand in columns of their own and are what is matched, so that a ledger knows its own export.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import groupby

from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.exporting.columns import ACCOUNT, BALANCE, HEADER, LABELS, STATED, TRANSACTION, unsafe
from tenk_desktop.core.importing.decode import decode
from tenk_desktop.core.importing.entries import shown
from tenk_desktop.core.importing.planned import OWN
from tenk_desktop.core.importing.statement import Kept, Part, Problem, Reader, Reading, ReadOptions, Row, Statement
from tenk_desktop.core.model import AccountKind, Nature
from tenk_desktop.core.money import AmountError, is_currency, to_minor
from tenk_desktop.core.progress import Progress, watched
from tenk_desktop.core.text import Message, msg

_FIRST = HEADER[:4]  # what every version of the table begins with


class _LineError(Exception):
    """One line cannot be read, and why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.french)
        self.message = message


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    cells: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")

    def day(self, name: str) -> date:
        try:
            return date.fromisoformat(self[name])
        except ValueError:
            raise _LineError(msg("date illisible : « {value} »", value=shown(self[name]))) from None

    def amount(self, name: str) -> Decimal:
        """In the major unit, of the digits its currency has."""
        try:
            amount = Decimal(self[name])
            to_minor(amount, self["currency"])
        except (InvalidOperation, AmountError):
            raise _LineError(msg("montant illisible : « {value} »", value=shown(self[name]))) from None
        return amount


@dataclass(slots=True)
class _Account:
    """What the file says of one account."""

    kind: AccountKind
    currency: str
    number: str = ""
    rows: list[Row] = field(default_factory=list)
    balances: list[tuple[date | None, Decimal]] = field(default_factory=list)
    stated: tuple[date, Decimal] | None = None

    def statement(self, name: str) -> Statement:
        return Statement(
            rows=tuple(self.rows), name=name, header=OWN, currency=self.currency, kind=self.kind, number=self.number,
            balances=tuple(self.balances), closing=self.stated,
        )  # fmt: skip


def claims(_name: str, head: bytes) -> bool:
    """Whether the first line is the header of the table, whatever the version."""
    first = head.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0]
    return first.replace(b'"', b"").startswith(",".join(_FIRST).encode())


def read(_name: str, data: bytes, _options: ReadOptions, progress: Progress) -> Reading:
    """One statement an account, in the order of the file. Raises `ImportRefusedError` when it is no table any more."""
    accounts: dict[str, _Account] = {}
    problems: list[Problem] = []
    try:
        lines = list(_lines(data))
    except csv.Error:
        raise ImportRefusedError(msg("Cet export de Tenk est abîmé."), msg("Exportez à nouveau vos comptes.")) from None
    groups = groupby(lines, lambda line: line["transaction"] or line.number)
    for _, group in watched(groups, len(lines), progress):
        whole = list(group)
        try:
            _take(whole, accounts)
        except _LineError as error:
            problems += [Problem(line.number, error.message) for line in whole]
    statements = tuple(account.statement(name) for name, account in accounts.items())
    return Reading(OWN, "utf-8", statements, tuple(problems))


def _lines(data: bytes) -> Iterator[_Line]:
    """The lines under the header with their number in the file; labels as they were before they were made safe."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = decode(data).text
    reader = csv.reader(io.StringIO(text, newline=""))
    header = next(reader)
    start = reader.line_num + 1
    for cells in reader:
        named = dict(zip(header, cells, strict=False))
        if any(cells):
            yield _Line(start, {name: unsafe(cell) if name in LABELS else cell for name, cell in named.items()})
        start = reader.line_num + 1


def _take(lines: list[_Line], accounts: dict[str, _Account]) -> None:
    """One transaction with all its parts, or one balance, or one account."""
    line = lines[0]
    if line["tenk"] not in (ACCOUNT, TRANSACTION, BALANCE, STATED):
        raise _LineError(msg("ligne d’un genre inconnu : « {value} »", value=shown(line["tenk"])))
    if not line["account"].strip() or not is_currency(line["currency"]):
        raise _LineError(msg("compte ou devise illisible : « {value} »", value=shown(line["currency"])))
    read = _row(lines) if line["tenk"] == TRANSACTION else None
    balance = line.amount("amount") if line["tenk"] in (BALANCE, STATED) else Decimal()
    day = line.day("date") if line["date"] or line["tenk"] == STATED else None
    account = accounts.setdefault(line["account"], _Account(_kind(line["account_kind"]), line["currency"]))
    account.number = account.number or (line["bank_reference"] if line["tenk"] == ACCOUNT else "")
    account.rows += [read] if read else []
    account.balances += [(day, balance)] if line["tenk"] == BALANCE else []
    account.stated = (day, balance) if day and line["tenk"] == STATED else account.stated


def _row(lines: list[_Line]) -> Row:
    """A transaction, in the bank's words, with what its owner made of it."""
    line = lines[0]
    if len({(x["account"], x["date"], x["currency"], x["transfer"]) for x in lines}) > 1:
        raise _LineError(msg("parts de comptes ou de dates différents : « {value} »", value=shown(line["transaction"])))
    parts = tuple(Part(x.amount("amount"), x["category"], _nature(x), x["part_memo"]) for x in lines)
    day, amount = line.day("date"), sum((part.amount for part in parts), Decimal())
    ends = sorted((line["transaction"], line["transfer"])) if line["transfer"] else ()
    return Row(
        line=line.number,
        date=line.day("bank_date") if line["bank_date"] else day,
        amount=line.amount("bank_amount") if line["bank_amount"] else amount,
        label=line["bank_text"],
        currency=line["currency"],
        payee=line["payee"],
        memo=line["memo"],
        ref=line["bank_reference"],
        kept=Kept(day, amount, parts, bool(line["part"]), "-".join(ends), line["reconciled"] == "1"),
    )


def _kind(text: str) -> AccountKind:
    return AccountKind(text) if text in set(AccountKind) else AccountKind.BANK


def _nature(line: _Line) -> Nature:
    """As stated; else an expense's for money out, and other income's for money in."""
    if line["category_nature"] in set(Nature):
        return Nature(line["category_nature"])
    return Nature.COST if line["amount"].startswith("-") else Nature.OTHER


READER = Reader(OWN, claims, read)
