"""CFONB 120, the French banks' own statement for professionals and associations: lines of 120 characters.

01 opens with a balance, each 04 is a booking, 05 says more of it, 07 closes with a balance. The last digit of an amount
carries its sign (``{ABC`` positive, ``}JKL`` negative). Places and codes: CFONB, *Relevé de compte sur support
informatique*, July 2004, and its additions for transfers of August 2007.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing.blocks import Balance, Block, join, possible_amount, short_day
from tenk_desktop.core.importing.decode import decode
from tenk_desktop.core.importing.entries import shown
from tenk_desktop.core.importing.statement import Evidence, Problem, Reader, Reading, ReadOptions, Row
from tenk_desktop.core.money import is_currency
from tenk_desktop.core.progress import Progress, watched
from tenk_desktop.core.text import Message, msg

FORMAT = "cfonb"
WIDTH = 120

_CLAIM = re.compile(r"\s*01\d{5}.{4}\d{5}[A-Z ]{3}[\d ].[0-9A-Z]{11}.{2}\d{6}.{50}\d{13}[{}A-R]")
_AMOUNT = re.compile(r"(\d{13})([{}A-R])", re.ASCII)
_SIGNED = "{ABCDEFGHI}JKLMNOPQR"
_NAMES = ("NBE", "NPY")  # the beneficiary, the payer
_BEHIND = ("NBU", "NPO")  # the last beneficiary, the first payer
_WORDS = ("LIB", "LCC", "LC2", "RCN")


@dataclass(slots=True)
class _Booking:
    """One 04 with the 05 below it."""

    row: Row
    more: dict[str, str] = field(default_factory=dict)

    def complete(self) -> Row:
        """The row with what its 05 say; a few banks name the other party as payer on both sides."""
        names = [self.more.get(code, "") for code in (_NAMES if self.row.amount < 0 else _NAMES[::-1])]
        memo = [self.more.get(code, "") for code in (*_BEHIND, *_WORDS)]
        payee = next((name for name in names if name), "")
        return self.row._replace(payee=payee, memo=" ; ".join(filter(None, memo)), ref=self.more.get("REF", ""))


@dataclass(slots=True)
class _Draft:
    """One statement while it is read."""

    line: int
    number: str
    currency: str
    opening: Balance | None = None
    closing: Balance | None = None
    bookings: list[_Booking] = field(default_factory=list)

    def block(self) -> Block:
        """The statement, complete."""
        rows = tuple(b.complete() for b in self.bookings)
        return Block(self.line, rows, self.number, "", self.currency, self.opening, self.closing)


def claims(_name: str, head: bytes) -> bool:
    """Whether the first line is an opening balance."""
    return _CLAIM.match(decode(head).text) is not None


def read(_name: str, data: bytes, _options: ReadOptions, progress: Progress) -> Reading:
    """Every account of the file, amounts in the major unit, debits negative; the day is the booking's.

    Raises `ImportRefusedError` when there is no statement to read, and `Cancelled`.
    """
    decoded = decode(data)
    records = list(_records(decoded.text))
    drafts: list[_Draft] = []
    problems: list[Problem] = []
    for line, record in watched(records, len(records), progress):
        problem = _take(drafts, line, record)
        problems += [Problem(line, problem)] if problem else []
    if not drafts:
        why = [p.message for p in problems] or [msg("Vérifiez la période choisie au moment de l’export.")]
        raise ImportRefusedError(msg("Ce fichier CFONB ne contient aucun relevé."), why[0])
    joined = join(FORMAT, [d.block() for d in drafts])
    problems = sorted((*problems, *joined.problems), key=lambda p: p.line)
    evidence = (Evidence("header", msg("Relevé bancaire CFONB 120"), line=drafts[0].line), *joined.evidence)
    return Reading(FORMAT, decoded.encoding, joined.statements, tuple(problems), evidence=evidence)


READER = Reader(FORMAT, claims, read)


def _records(text: str) -> Iterator[tuple[int, str]]:
    """Each record with its line; a file without line ends is cut at its width."""
    lines = text.split("\n")
    if len(lines[0]) >= 2 * WIDTH:
        whole = "".join(lines)
        lines = [whole[i : i + WIDTH] for i in range(0, len(whole), WIDTH)]
    return ((number, line.ljust(WIDTH)) for number, line in enumerate(lines, start=1) if line.strip())


def _take(drafts: list[_Draft], line: int, record: str) -> Message | None:
    """One more record; answers why it cannot be read."""
    kind, number, currency = record[:2], _number(record), _currency(record[16:19])
    if kind == "05":
        if drafts and drafts[-1].bookings and not drafts[-1].closing:
            more = drafts[-1].bookings[-1].more
            more.setdefault(record[45:48], " ".join(record[48:118].split()))
        return None
    if kind not in ("01", "04", "07"):
        return msg("ligne inconnue « {value} »", value=shown(record.strip()))
    day = short_day(record[38:40], record[36:38], record[34:36])
    amount = _amount(record[90:104], record[19], currency)
    if day is None:
        return msg("date impossible « {value} »", value=shown(record[34:40]))
    if amount is None:
        return msg("montant illisible « {value} »", value=shown(record[90:104]))
    if kind == "01" or not drafts or drafts[-1].number != number or drafts[-1].closing:
        drafts.append(_Draft(line, number, currency))
    draft = drafts[-1]
    if kind == "01":
        draft.opening = day, amount
    elif kind == "07":
        draft.closing = day, amount
    else:
        draft.bookings.append(_Booking(_row(record, line, day, amount, currency)))
    return None


def _row(record: str, line: int, day: date, amount: Decimal, currency: str) -> Row:
    value_day = short_day(record[46:48], record[44:46], record[42:44])
    return Row(line, day, amount, " ".join(record[48:80].split()), currency, value_date=value_day)


def _currency(text: str) -> str:
    return text if is_currency(text) else ""


def _amount(text: str, decimals: str, currency: str) -> Decimal | None:
    """Digits, the last one with the sign, in the major unit; where the number of decimals is left out, it is two."""
    found = _AMOUNT.fullmatch(text)
    if not found:
        return None
    place = _SIGNED.index(found[2])
    digits = f"{found[1]}{place % 10}"
    point = len(digits) - (int(decimals) if re.fullmatch("[0-9]", decimals) else 2)
    value = possible_amount(digits[:point], digits[point:], currency)
    return value if value is None or place < 10 else -value


def _number(record: str) -> str:
    """The account as an IBAN, as other files name it, from bank, branch and account, whose keys follow from them.

    RIB key: 97 - (89 bank + 15 branch + 3 account) mod 97, letters as digits (Banque de France). IBAN key: ISO 7064.
    """
    bank, branch, account = record[2:7], record[11:16], record[21:32]
    if not re.fullmatch(r"\d{10}[0-9A-Z]{11}", bank + branch + account, re.ASCII):
        return "".join((bank + branch + account).split())
    digits = int(account.translate(_RIB_DIGITS))
    key = 97 - (89 * int(bank) + 15 * int(branch) + 3 * digits) % 97
    bban = f"{bank}{branch}{account}{key:02}"
    check = 98 - int("".join(str(int(c, 36)) for c in f"{bban}FR00")) % 97
    return f"FR{check:02}{bban}"


_RIB_DIGITS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789")
