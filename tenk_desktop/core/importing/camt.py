"""CAMT.052, .053 and .054 (ISO 20022): a bank's report, statement or notification as XML, any version.

Read with expat alone: it gives line numbers, knows no external entity, and only one entry is in memory at a time. A
DOCTYPE is refused where it begins, before it can declare anything. Names are read without their namespace, for the
versions differ in little else.

One ``Ntry`` is one booking. It is told apart into its ``TxDtls`` only when these have amounts that sum to it (a batch).
The sign is ``CdtDbtInd``'s alone: of a reversal, too, it is the side booked now. The day is ``BookgDt``, else
``ValDt``. Element names and codes: ISO 20022 message definitions camt.052/053/054.001.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing.blocks import Balance, Block, join, possible_amount, possible_day
from tenk_desktop.core.importing.decode import decode
from tenk_desktop.core.importing.entries import shown
from tenk_desktop.core.importing.statement import Evidence, Problem, Reader, Reading, ReadOptions, Row
from tenk_desktop.core.money import is_currency
from tenk_desktop.core.progress import Progress, step
from tenk_desktop.core.text import Message, msg

FORMAT = "camt"
DEEPEST = 40  # the deepest element of the standard lies near 20
_PIECE = 1 << 16  # characters between two reports of progress
_AGAIN = msg("Téléchargez-le à nouveau depuis le site de votre banque.")
_MOST_TEXT = 2000  # of one label

_BLOCKS = frozenset({"Stmt", "Rpt", "Ntfctn"})
_PARTS = frozenset({"Acct", "Bal", "Ntry"})  # of a block: built, read, forgotten
_NOT_BOOKED = {
    "PDNG": msg("opération en attente, pas encore comptée"),
    "INFO": msg("opération pour information, pas comptée"),
    "FUTR": msg("opération future, pas encore comptée"),
}
_OPENINGS = ("OPBD", "PRCD")  # opening booked; previously closed booked, the same seen from the day before
_CLOSINGS = ("CLBD", "ITBD")  # closing booked; interim booked, of a day that is not over

_TYPES = {
    **dict.fromkeys(("SVGS", "LLSV", "MOMA", "ONDP"), True),  # savings, with notice or without; money market, overnight
    **dict.fromkeys(("CACC", "TRAN", "SLRY", "ODFT", "CARD"), False),
}
"""Of accounts, whether it is one for savings (ISO 20022 external code set, ExternalCashAccountType1Code)."""

_CLAIM = re.compile(r"urn:iso:std:iso:20022:[^\"'>]*camt\.05[234]|<(?:[\w.-]+:)?BkToCstmr(?:Stmt|AcctRpt|DbtCdtNtfctn)")
_DECLARED = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([\w.:-]+)")
_ONE_BYTE = re.compile(r"(?:iso-?8859-?\d+|(?:windows|cp)-?125\d)", re.IGNORECASE)


class _EntryError(Exception):
    """One entry gives no row, and why; ``lost`` is False when the bank itself does not count it."""

    def __init__(self, message: Message, *, lost: bool = True) -> None:
        super().__init__(message.french)
        self.message = message
        self.lost = lost


@dataclass(slots=True)
class _Account:
    """One block while it is read."""

    line: int
    number: str = ""
    name: str = ""
    currency: str = ""
    savings: bool | None = None
    balances: dict[str, Balance] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)

    def block(self) -> Block:
        """The block; an account that names no currency has that of its balances or bookings."""
        currencies = {r.currency for r in self.rows}
        currency = self.currency or (currencies.pop() if len(currencies) == 1 else "")
        opening = next((b for code in _OPENINGS if (b := self.balances.get(code))), None)
        closing = next((b for code in _CLOSINGS if (b := self.balances.get(code))), None)
        return Block(self.line, tuple(self.rows), self.number, self.name, currency, opening, closing, self.savings)


def claims(_name: str, head: bytes) -> bool:
    """Whether the first bytes are XML of one of the three messages."""
    text = decode(head).text.lstrip()
    return text.startswith("<") and _CLAIM.search(text) is not None


def read(_name: str, data: bytes, _options: ReadOptions, progress: Progress) -> Reading:
    """Every account of the file. Entries not booked yet are listed in problems, and counted nowhere.

    Raises `ImportRefusedError` for a DOCTYPE, absurd nesting, or a file without any statement; and `Cancelled`.
    """
    text, encoding = _text(data)
    reader = _BlockReader()
    reader.read(text, progress)
    blocks = [account.block() for account in reader.accounts]
    if not blocks:
        why = (
            reader.problems[0].message if reader.problems else msg("Vérifiez la période choisie au moment de l’export.")
        )
        raise ImportRefusedError(msg("Ce fichier CAMT ne contient aucun relevé."), why)
    joined = join(FORMAT, blocks)
    problems = tuple(sorted((*reader.problems, *joined.problems), key=lambda p: p.line))
    evidence = (Evidence("header", msg("Relevé bancaire CAMT (XML)"), line=blocks[0].line), *joined.evidence)
    return Reading(FORMAT, encoding, joined.statements, problems, evidence=evidence)


READER = Reader(FORMAT, claims, read)


def _text(data: bytes) -> tuple[str, str]:
    """The text, whatever the declaration says of it: one that says UTF-8 over cp1252 is common.

    Bytes that are no UTF-8 are read as declared when that is a single-byte code, else as `decode` finds.
    """
    decoded = decode(data)
    declared = _DECLARED.match(data[:200].lstrip())
    name = declared[1].decode("ascii") if declared else ""
    if decoded.encoding.startswith(("utf", "ascii")) or not _ONE_BYTE.fullmatch(name):
        return decoded.text, decoded.encoding
    name = "cp1252" if re.fullmatch(r"(?i)iso-?8859-?1", name) else name  # nobody writes the controls of latin-1
    try:
        return data.decode(name), codecs.lookup(name).name
    except (LookupError, UnicodeDecodeError):
        return decoded.text, decoded.encoding


class _BlockReader:
    """Follows the file, building only what a block is made of, one part at a time."""

    def __init__(self) -> None:
        self.accounts: list[_Account] = []
        self.problems: list[Problem] = []
        self._path: list[str] = []
        self._open: _Account | None = None
        self._builder: TreeBuilder | None = None
        self._top = 0  # depth of the part being built
        self._line = 0  # where it begins
        self._parser = expat.ParserCreate("UTF-8")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._data

    def read(self, text: str, progress: Progress) -> None:
        """Read to the end, or to where the XML breaks off; what was whole until then is kept."""
        try:
            for at in range(0, len(text), _PIECE):
                step(progress, at / len(text))
                self._parser.Parse(text[at : at + _PIECE].encode("utf-8", "replace"), False)
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            self.problems.append(Problem(error.lineno, msg("le fichier s’arrête ou s’abîme ici : la suite manque")))

    def _doctype(self, *_: object) -> None:
        raise ImportRefusedError(
            msg("Ce fichier XML contient une déclaration DOCTYPE, qu’aucune banque n’écrit."), _AGAIN
        )

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        parent = self._path[-1] if self._path else ""
        self._path.append(name)
        if len(self._path) > DEEPEST:
            raise ImportRefusedError(msg("Ce fichier XML est trop imbriqué pour un relevé bancaire."), _AGAIN)
        line = self._parser.CurrentLineNumber
        if self._builder is None and self._open is not None and name in _PARTS and parent in _BLOCKS:
            self._builder, self._top, self._line = TreeBuilder(), len(self._path), line
        if self._builder is not None:
            self._builder.start(name, attributes)
        elif name in _BLOCKS and self._open is None:
            self._open = _Account(line)
            self.accounts.append(self._open)

    def _data(self, text: str) -> None:
        if self._builder is not None:
            self._builder.data(text)

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if self._builder is not None:
            self._builder.end(name)
            if len(self._path) == self._top:
                part, self._builder = self._builder.close(), None
                self._read_part(name, part)
        elif name in _BLOCKS:
            self._open = None
        self._path.pop()

    def _read_part(self, name: str, part: Element) -> None:
        account = self._open
        if account is None:
            return
        if name == "Acct":
            account.number = "".join((_find(part, "Id/IBAN", "Id/Othr/Id", "Id/PrtryAcct/Id", "Id/BBAN")).split())
            account.name = _find(part, "Nm", "Svcr/FinInstnId/Nm", "Svcr/FinInstnId/NmAndAdr/Nm")
            account.currency = _currency(_find(part, "Ccy"))
            account.savings = _TYPES.get(_find(part, "Tp/Cd"))
            return
        try:
            if name == "Bal":
                _read_balance(account, part)
            else:
                account.rows += _rows(part, account.currency, self._line)
        except _EntryError as error:
            self.problems.append(Problem(self._line, error.message, error.lost and name == "Ntry"))


# Parts of a block


def _read_balance(account: _Account, part: Element) -> None:
    code = _find(part, "Tp/CdOrPrtry/Cd", "Tp/Cd")
    if code not in _OPENINGS + _CLOSINGS:
        return
    amount, currency = _amount(part.find("Amt"), account.currency)
    account.currency = account.currency or currency
    day = _day(part, "Dt")
    if day is None:
        raise _EntryError(msg("solde sans date"))
    balance = day, amount if _is_credit(part) else -amount
    if code in _OPENINGS:
        account.balances.setdefault(code, balance)  # of several pages the first opens,
    else:
        account.balances[code] = balance  # and the last closes


def _rows(entry: Element, usual: str, line: int) -> Iterator[Row]:
    """The rows of one booking. Raises `_EntryError` when there is none."""
    status = _find(entry, "Sts", "Sts/Cd")
    if status in _NOT_BOOKED:
        raise _EntryError(_NOT_BOOKED[status], lost=False)
    amount, currency = _amount(entry.find("Amt"), usual)
    amount = amount if _is_credit(entry) else -amount
    day = _day(entry, "BookgDt") or _day(entry, "ValDt")
    if day is None:
        raise _EntryError(msg("opération sans date"))
    ref = _find(entry, "AcctSvcrRef", "NtryRef")
    details = entry.findall("NtryDtls/TxDtls")
    parts = _parts(details, amount, currency) or [amount]
    for i, part in enumerate(parts):
        detail = details[i] if i < len(details) and (len(parts) > 1 or len(details) == 1) else None
        yield Row(
            line=line,
            date=day,
            amount=part,
            label=_label(entry, detail),
            currency=currency,
            payee=_payee(entry, detail, credit=part >= 0),
            memo=_memo(entry, detail, credit=part >= 0),
            ref=_ref(ref, detail, i + 1 if len(parts) > 1 else 0),
            value_date=possible_day(_written_day(entry, "ValDt")),
        )


def _parts(details: list[Element], total: Decimal, currency: str) -> list[Decimal]:
    """The signed amounts of a batch, when all are there and sum to the booking; else none."""
    parts = []
    for detail in details if len(details) > 1 else ():
        element = next((e for p in ("Amt", "AmtDtls/TxAmt/Amt") if (e := detail.find(p)) is not None), None)
        try:
            amount, its_currency = _amount(element, currency)
            credit = _is_credit(detail) if detail.find("CdtDbtInd") is not None else total >= 0
        except _EntryError:
            return []
        if its_currency != currency:
            return []
        parts.append(amount if credit else -amount)
    return parts if sum(parts, Decimal(0)) == total else []


def _ref(ref: str, detail: Element | None, part: int) -> str:
    """The bank's own reference; of a part its own, else the booking's with the part's place."""
    if part:
        own = _find(detail, "Refs/AcctSvcrRef")
        return own if own and own != ref else f"{ref}/{part}" if ref else _end_to_end(detail)
    return ref or _find(detail, "Refs/AcctSvcrRef") or _end_to_end(detail)


def _end_to_end(detail: Element | None) -> str:
    """The payer's reference, which many leave out in so many words."""
    ref = _find(detail, "Refs/EndToEndId")
    return "" if ref.replace(" ", "").upper() == "NOTPROVIDED" else ref


def _label(entry: Element, detail: Element | None) -> str:
    said = _all(detail, "RmtInf/Ustrd") or _find(detail, "AddtlTxInf") or _find(entry, "AddtlNtryInf")
    return said or _all(detail, "RmtInf/Strd/AddtlRmtInf") or _all(detail, "RmtInf/Strd/CdtrRefInf/Ref")


def _payee(entry: Element, detail: Element | None, *, credit: bool) -> str:
    """The other party. A reversal keeps the roles of the payment it takes back."""
    role = "Dbtr" if credit != _is_reversal(entry) else "Cdtr"
    return _party(detail, role) or _party(detail, f"Ultmt{role}")


def _memo(entry: Element, detail: Element | None, *, credit: bool) -> str:
    """What the label and payee leave out: the party behind the other one, and the bank's own words."""
    role = "Dbtr" if credit != _is_reversal(entry) else "Cdtr"
    behind, words = _party(detail, f"Ultmt{role}"), _find(entry, "AddtlNtryInf")
    taken = (_payee(entry, detail, credit=credit), _label(entry, detail))
    return " ; ".join(text for text in (behind, words) if text and text not in taken)


def _party(detail: Element | None, role: str) -> str:
    return _find(detail, f"RltdPties/{role}/Nm", f"RltdPties/{role}/Pty/Nm")


# Values


def _find(element: Element | None, *paths: str) -> str:
    """The first text found on these paths, spaces collapsed; empty when there is none."""
    return next((text for path in paths if (text := _text_of(element, path))), "")


def _text_of(element: Element | None, path: str) -> str:
    found = element.findtext(path) if element is not None else None
    return " ".join((found or "")[:_MOST_TEXT].split())


def _all(element: Element | None, path: str) -> str:
    """The texts on a path, one after the other."""
    found = element.findall(path) if element is not None else []
    return " ".join(" ".join((e.text or "").split()) for e in found)[:_MOST_TEXT].strip()


_DIGITS = re.compile(r"\s*\+?(\d+)(?:[.,](\d*))?\s*", re.ASCII)  # nothing groups digits here: a comma is decimal


def _amount(element: Element | None, usual: str) -> tuple[Decimal, str]:
    """An amount as written, never negative, and its currency."""
    written = (element.text or "") if element is not None else ""
    currency = _currency(element.get("Ccy", "") if element is not None else "") or usual
    digits = _DIGITS.fullmatch(written[:50])
    value = possible_amount(digits[1], digits[2] or "", currency) if digits else None
    if value is None:
        raise _EntryError(msg("montant illisible « {value} »", value=shown(written)))
    return value, currency


def _currency(text: str) -> str:
    code = text.strip().upper()
    return code if is_currency(code) else ""


def _is_credit(element: Element) -> bool:
    written = _find(element, "CdtDbtInd")
    if written not in ("CRDT", "DBIT"):
        raise _EntryError(msg("sens inconnu « {value} »", value=shown(written)))
    return written == "CRDT"


def _is_reversal(entry: Element) -> bool:
    return _find(entry, "RvslInd").lower() in ("true", "1")


def _day(element: Element, path: str) -> date | None:
    """The day as the bank writes it, whatever the hour or zone; None when there is none."""
    written = _written_day(element, path)
    day = possible_day(written)
    if written and day is None:
        raise _EntryError(msg("date impossible « {value} »", value=shown(written)))
    return day


def _written_day(element: Element, path: str) -> str:
    return _find(element, f"{path}/Dt", f"{path}/DtTm")
