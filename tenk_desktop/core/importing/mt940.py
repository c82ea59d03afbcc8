"""MT940 and MT942 (SWIFT): a statement, or an interim report, as tagged lines of text.

Read line by line, never by one pattern over the file: a line that is wrong costs itself and nothing else, and each row
knows its line. Fields and subfields: SWIFT Standards MT, category 9; the ``:86:`` of German banks: Deutsche
Kreditwirtschaft, DFÜ-Abkommen annex 3.

The day of a row is the value date of its ``:61:``, the only complete date there; the entry date has no year and is
often left out. It serves where the value date does not exist (30 February). A reversed credit (``RC``) is money out.
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

FORMAT = "mt940"

_TAGS = "20|21|25|28C?|34F|13D?|60[FM]|61|62[FM]|64|65|86|90[CD]|NS"
_FIELD = re.compile(rf"(?:\{{4:)?:({_TAGS}):(.*)", re.IGNORECASE)  # ":12:11" begins no field, but ends a wrapped hour
_CLAIM = re.compile(r"^(?:\{4:)?:20:(?s:.*?)^:(?:25|28C?|60[FM]|34F|13D?|61):", re.MULTILINE | re.IGNORECASE)
_END = re.compile(r"-(?:\}.*|[A-Z]{3})?")
_BALANCE = re.compile(r"([CD])(\d{6})([A-Z]{3})?\s*(\d+)(?:[.,](\d*))?\s*", re.IGNORECASE | re.ASCII)
_ENTRY = re.compile(
    r"(\d{6})(\d{4}|\s{4})?\s*"  # value date; entry date
    r"(R?[CD]|E[CD])([A-Z])?\s*"  # mark, and the third letter of the currency
    r"(\d+)(?:[.,](\d*))?(?![\d.,])\s*"  # amount
    r"(?:[A-Z][A-Z0-9 ]{0,3})?"  # kind of transaction
    r"(.*)",  # the payer's reference, "//", the bank's
    re.IGNORECASE | re.ASCII,
)
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")


@dataclass(frozen=True, slots=True)
class _Field:
    """One tagged field: the line it begins on, and its lines without the tag."""

    line: int
    tag: str
    lines: list[str]

    @property
    def text(self) -> str:
        """Its first line."""
        return self.lines[0].strip()


@dataclass(slots=True)
class _Draft:
    """One statement while it is read. A row waits for its ``:86:``, then is complete."""

    line: int
    number: str = ""
    currency: str = ""
    opening: Balance | None = None
    closing: Balance | None = None
    entries: list["_Entry"] = field(default_factory=list)

    def follow_on(self, line: int) -> "_Draft":
        """The next statement of the same account."""
        return _Draft(line, self.number, self.currency)

    def block(self) -> Block:
        """The statement, complete."""
        rows = tuple(e.row()._replace(currency=self.currency) for e in self.entries)
        number = re.sub(rf"(?<=\d){self.currency}$", "", self.number) if self.currency else self.number
        return Block(self.line, rows, number, "", self.currency, self.opening, self.closing)


@dataclass(slots=True)
class _Entry:
    """One ``:61:`` with the text that belongs to it."""

    line: int
    day: date
    value_day: date | None
    amount: Decimal
    reference: str
    more: str  # the line below
    details: list[str] = field(default_factory=list)  # of :86:
    other: list[str] = field(default_factory=list)  # of :NS:

    def row(self) -> Row:
        """The row, its currency still empty."""
        said = _details(self.details) or _non_swift(self.other) or _Said()
        own, _, bank = self.reference.partition("//")
        own, _, beside = own.strip().partition("  ")  # Rabobank writes the other party beside the reference
        words = [said.label, said.kind, self.more, "" if own == "NONREF" else own]
        label = next((w for w in words if w), "")
        memo = " ; ".join(dict.fromkeys(w for w in (said.kind, said.behind, self.more) if w and w != label))
        ref = "" if bank.strip() == "NONREF" else bank.strip()
        payee = said.payee or beside.strip()
        return Row(self.line, self.day, self.amount, label, "", payee, memo, ref, value_date=self.value_day)


def claims(_name: str, head: bytes) -> bool:
    """Whether the first bytes hold a ``:20:`` and, below it, a field only statements have."""
    return _CLAIM.search(decode(head).text) is not None


def read(_name: str, data: bytes, _options: ReadOptions, progress: Progress) -> Reading:
    """Every account of the file, amounts in the major unit, debits negative.

    Raises `ImportRefusedError` when there is neither a row nor a balance to read, and `Cancelled`.
    """
    decoded = decode(data)
    fields = list(_fields(decoded.text.split("\n")))
    reader = _Statements()
    for tagged in watched(fields, len(fields), progress):
        reader.take(tagged)
    blocks = [d.block() for d in reader.drafts if d.entries or d.opening or d.closing]
    if not blocks:
        why = [p.message for p in reader.problems] or [msg("Vérifiez la période choisie au moment de l’export.")]
        raise ImportRefusedError(msg("Ce fichier MT940 ne contient aucune opération."), why[0])
    joined = join(FORMAT, blocks)
    problems = tuple(sorted((*reader.problems, *joined.problems), key=lambda p: p.line))
    evidence = (Evidence("header", msg("Relevé bancaire MT940"), line=blocks[0].line), *joined.evidence)
    return Reading(FORMAT, decoded.encoding, joined.statements, problems, evidence=evidence)


READER = Reader(FORMAT, claims, read)


def _fields(lines: list[str]) -> Iterator[_Field]:
    """The fields of the file; what stands between a statement's end and the next field is the envelope's."""
    current: _Field | None = None
    for number, raw in enumerate(lines, start=1):
        line = raw.strip("\x01\x03\ufeff")  # spaces at its end stay: a full line breaks inside words
        if found := _FIELD.match(line):
            if current:
                yield current
            current = _Field(number, found[1].upper(), [found[2]])
        elif _END.fullmatch(line.rstrip()):
            if current:
                yield current
            current = None
        elif current:
            current.lines.append(line)
    if current:
        yield current


class _Statements:
    """Takes the fields one by one, and cuts them into statements."""

    def __init__(self) -> None:
        self.drafts: list[_Draft] = []
        self.problems: list[Problem] = []
        self._entry: _Entry | None = None  # whose :86: may follow

    def take(self, tagged: _Field) -> None:
        """One more field."""
        if tagged.tag == "20" or not self.drafts:
            self.drafts.append(_Draft(tagged.line))
        draft = self.drafts[-1]
        if draft.closing and tagged.tag in ("60F", "60M", "61"):  # pages, or late rows, without a :20: of their own
            draft = draft.follow_on(tagged.line)
            self.drafts.append(draft)
        if tagged.tag == "61":
            self._entry = self._read_entry(tagged)
            draft.entries += [self._entry] if self._entry else []
        elif tagged.tag in ("86", "NS"):
            if self._entry:
                (self._entry.details if tagged.tag == "86" else self._entry.other).extend(tagged.lines)
        else:
            self._entry = None if tagged.tag != "25" else self._entry
            self._read_frame(draft, tagged)

    def _read_frame(self, draft: _Draft, tagged: _Field) -> None:
        if tagged.tag == "25" and not draft.number:
            draft.number = _account(tagged.text)
        elif tagged.tag == "34F" and is_currency(tagged.text[:3]):
            draft.currency = draft.currency or tagged.text[:3]
        elif tagged.tag[:2] in ("60", "62"):
            self._read_balance(draft, tagged)

    def _read_balance(self, draft: _Draft, tagged: _Field) -> None:
        found = _BALANCE.fullmatch(tagged.text)
        day = _day(found[2]) if found else None
        currency = (found[3] or draft.currency).upper() if found else ""
        amount = possible_amount(found[4], found[5] or "", currency) if found else None
        if not found or day is None or amount is None:
            self._say(tagged, msg("solde illisible « {value} »", value=shown(tagged.text)), lost=False)
            return
        draft.currency = draft.currency or currency
        balance = day, amount if found[1].upper() == "C" else -amount
        if tagged.tag[:2] == "60":
            draft.opening = balance
        else:
            draft.closing = balance

    def _read_entry(self, tagged: _Field) -> _Entry | None:
        draft = self.drafts[-1]
        found = _ENTRY.fullmatch(tagged.text)
        amount = possible_amount(found[5], found[6] or "", draft.currency) if found else None
        if not found or amount is None:
            self._say(tagged, msg("opération illisible « {value} »", value=shown(tagged.text)))
            return None
        mark = found[3].upper()
        if mark in ("EC", "ED"):
            self._say(tagged, msg("opération attendue, pas encore comptée"), lost=False)
            return None
        value_day = _day(found[1])
        day = value_day or _entry_day(found[2] or "", found[1][:2], draft.opening)
        if day is None:
            self._say(tagged, msg("date impossible « {value} »", value=shown(found[1])))
            return None
        if value_day is None:
            what = msg("date de valeur impossible « {value} » : date d’écriture retenue", value=shown(found[1]))
            self._say(tagged, what, lost=False)
        more = " ".join(" ".join(tagged.lines[1:]).split())
        return _Entry(tagged.line, day, value_day, amount if mark in ("C", "RD") else -amount, found[7], more)

    def _say(self, tagged: _Field, what: Message, *, lost: bool = True) -> None:
        self.problems.append(Problem(tagged.line, what, lost))


def _day(figures: str) -> date | None:
    """YYMMDD as a day; None when there is no such day."""
    return short_day(figures[:2], figures[2:4], figures[4:])


def _entry_day(figures: str, year: str, opening: Balance | None) -> date | None:
    """MMDD as the day nearest to the opening balance, so that 1231 after New Year is last year's; else of ``year``."""
    if opening is None:
        return _day(year + figures)
    near = opening[0].year
    days = [_day(f"{y % 100:02}{figures}") for y in (near - 1, near, near + 1)]
    return min((d for d in days if d), key=lambda d: abs(d - opening[0]), default=None)


def _account(text: str) -> str:
    """The account as written, spaces removed; an IBAN alone where the bank's own code stands before it."""
    plain = "".join(text.split())
    last = plain.rpartition("/")[2]
    return last if _IBAN.fullmatch(last) else plain


# What :86: says


@dataclass(frozen=True, slots=True)
class _Said:
    """Who and what for. ``kind`` is the bank's name for the transaction, ``behind`` the party behind the other."""

    label: str = ""
    payee: str = ""
    kind: str = ""
    behind: str = ""


_MOST_TEXT = 2000
_LINE, _SUBFIELD = 65, 27  # characters of a full line and subfield, which break inside words
_CODED = re.compile(r"\s*\d{3}([?<>~^!@#|+])(?=\d\d)")
_SEPA = re.compile(r"(EREF|KREF|MREF|CRED|DEBT|SVWZ|ABWA|ABWE|BREF|RREF|COAM|OAMT|PURP)\+")
_SLASHED = re.compile(
    r"/(TRTP|IBAN|BIC|NAME|REMI|EREF|KREF|PREF|MARF|CSID|ORDP|BENM|ISDT|CNTP|RTRN|ULTD|ULTB|ULTC|ADDR|PURP|TRCD)/"
)


def _details(lines: list[str]) -> _Said | None:
    """Who and what for, out of the lines of ``:86:``; None when they say nothing."""
    text = _rejoin(lines, _LINE)
    if not text:
        return None
    whole = _rejoin(lines, 0)  # machines wrap anywhere
    if coded := _CODED.match(whole):
        return _coded(whole, coded[1])
    if text.startswith("/") and _SLASHED.search(whole):
        return _slashed(whole)
    return _Said(text)


def _rejoin(pieces: list[str], full: int) -> str:
    """Wrapped text in one line: a piece as long as pieces can be goes on without a space."""
    joined = ""
    for piece in pieces:
        glue = "" if len(piece) >= full else " "
        joined += piece + glue
        if len(joined) > _MOST_TEXT:
            break
    return joined.strip() if full == 0 else " ".join(joined.split())


def _coded(text: str, mark: str) -> _Said:
    """Subfields ``?20``: 00 the kind, 20-29 and 60-63 the purpose, 32-33 the name of the other party."""
    parts = re.split(rf"{re.escape(mark)}(\d\d)", text)
    fields = list(zip(parts[1::2], parts[2::2], strict=True))

    def of(*codes: range) -> str:
        return _rejoin([value for code, value in fields if any(int(code) in c for c in codes)], _SUBFIELD)

    purpose = of(range(20, 30), range(60, 64))
    tags = _SEPA.split(purpose)
    said = dict(zip(tags[1::2], (v.strip() for v in tags[2::2]), strict=True))
    behind = said.get("ABWA", "") or said.get("ABWE", "")
    return _Said(said.get("SVWZ", "") or purpose, of(range(32, 34)), of(range(1)), behind)


def _slashed(text: str) -> _Said:
    """Subfields ``/NAME/`` and ``/REMI/`` of Dutch banks."""
    parts = _SLASHED.split(text)
    pairs = zip(parts[1::2], (" ".join(value.split()).strip("/ ") for value in parts[2::2]), strict=True)
    said = {name: value for name, value in pairs if value}
    label = re.sub(r"^(?:USTD|STRD)/+", "", said.get("REMI", ""))
    party = said.get("CNTP", "").split("/")
    payee = said.get("NAME", "") or (party[2] if len(party) > 2 else "")
    kind = said.get("TRTP", "")
    return _Said(
        label or said.get("EREF", "") or kind or text, payee, kind, said.get("ULTD", "") or said.get("ULTB", "")
    )


def _non_swift(lines: list[str]) -> _Said | None:
    """``:NS:`` lines: 01-14 the purpose, 15-16 the other party, 17 the kind."""
    coded = [(int(line[:2]), line[2:].strip()) for line in lines if re.match(r"\d\d", line, re.ASCII)]

    def of(codes: range) -> str:
        return " ".join(value for code, value in coded if code in codes and value)[:_MOST_TEXT]

    return _Said(of(range(1, 15)), of(range(15, 17)), of(range(17, 18))) if coded else None
