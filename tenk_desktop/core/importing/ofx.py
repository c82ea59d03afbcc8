"""OFX under all its names (QFX, QBO; the SGML of version 1 and the XML of version 2), read by its tags alone.

Banks mix both versions, lie about the encoding and leave out closing tags, so no XML parser is used: a file is cut at
its transactions, the fields of each are its tags with a value, and what stands between transactions says whose account
it is. Nothing nests, so nothing recurses, and no entity but a character is ever replaced.

Order of decisions: text, whatever the header claims; what is refused; the decimal mark of all amounts; then each
transaction by itself, so that a bad one costs one row. Facts about tags and amounts are of the OFX 2.2 specification:
the sign is the account holder's own (11.4.4), a mark is decimal and nothing groups digits (3.2.9.1), CURRENCY names
what an amount is in and ORIGCURRENCY what it was before (5.2).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from html import escape, unescape

from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing.amounts import BOTH
from tenk_desktop.core.importing.categorise import names_nobody
from tenk_desktop.core.importing.cells import FIRST_YEAR, LAST_YEAR, parse_day, parse_number
from tenk_desktop.core.importing.decode import Decoded, decode
from tenk_desktop.core.importing.entries import shown
from tenk_desktop.core.importing.statement import (
    Evidence,
    Problem,
    Question,
    Reader,
    Reading,
    ReadOptions,
    Row,
    Statement,
)
from tenk_desktop.core.model import AccountKind
from tenk_desktop.core.money import is_currency
from tenk_desktop.core.progress import Progress, step, watched
from tenk_desktop.core.text import Message, msg, neutral

FORMAT = "ofx"

_AGAIN = msg("Téléchargez-le à nouveau depuis le site de votre banque.")
_CLAIM = re.compile(
    r"^[^\w<]*(?:<[!?][^>]*>\s*)*(?:<OFX\b|OFXHEADER|<\?OFX)", re.IGNORECASE | re.MULTILINE
)  # never a label
_NAMES = (".ofx", ".qfx", ".qbo")
_TAGGED = re.compile(r"\s*<(?!(?:!doctype\s+)?html|head|body)[!?a-z]", re.IGNORECASE)


def claims(name: str, head: bytes) -> bool:
    """Whether the first bytes speak of OFX, or the name does and they begin with a tag that is no web page's."""
    text = decode(head).text
    return bool(_CLAIM.search(text) or (name.lower().endswith(_NAMES) and _TAGGED.match(text)))


def read(_name: str, data: bytes, options: ReadOptions, progress: Progress) -> Reading:
    """Read OFX. Raises `ImportRefusedError` when it holds no statement or declares entities, and `Cancelled`."""
    step(progress, 0.0)
    decoded = _decode(data)
    text = _tidy(decoded.text)
    step(progress, 0.1)
    file = _File(options.decimal or _mark(text), -1 if options.sign == "expense-positive" else 1)
    file.read(text, progress)
    if not file.accounts:
        raise ImportRefusedError(
            msg("Ce fichier OFX ne contient aucun relevé de compte."),
            msg("Réponse de la banque : « {value} ».", value=shown(file.refusal)) if file.refusal else _AGAIN,
        )
    questions = (_which_sign(file.doubtful),) if file.doubtful and not options.sign else ()
    evidence = tuple(_evidence(decoded, file))
    return Reading(FORMAT, decoded.encoding, file.statements(), tuple(file.problems), questions, evidence)


READER = Reader(FORMAT, claims, read)


# --- text

_ONE_BYTE = frozenset({"cp1252", "mac_roman", "cp850", "iso-8859-15"})
_LATIN_9 = re.compile(rb"8859-15", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|\Z)", re.DOTALL)
_DECLARED = re.compile(r"<!(?i:DOCTYPE|ENTITY)")
_STRAY = re.compile(r"<(?![A-Za-z/!?])")
_LOWER = re.compile(r"</?[A-Za-z][\w.]*")


def _decode(data: bytes) -> Decoded:
    """The text: UTF-8 where it is UTF-8, whatever the header says; else what the header says of one-byte letters."""
    decoded = decode(data)
    codec = "iso-8859-15" if _LATIN_9.search(data[:4096]) else "cp1252"
    if decoded.encoding not in _ONE_BYTE or decoded.encoding == codec:
        return decoded
    return replace(decode(data.decode(codec, "replace").encode()), encoding=codec)


def _tidy(text: str) -> str:
    """The text with comments blanked and a ``<`` that opens no tag escaped; every line stays where it was."""
    if "<!--" in text:
        text = _COMMENT.sub(lambda m: "\n" * m[0].count("\n"), text)
    if _DECLARED.search(text):
        raise ImportRefusedError(
            msg("Ce fichier contient des déclarations (DOCTYPE) qu’aucune banque n’écrit : il n’est pas lu."), _AGAIN
        )
    if "<![CDATA[" in text:
        text = _CDATA.sub(lambda m: escape(m[1], quote=False), text)
    if "<OFX" not in text and "<ofx" in text:
        text = _LOWER.sub(lambda m: m[0].upper(), text)
    if "<OFX" not in text:
        raise ImportRefusedError(msg("Ce fichier n’est pas un relevé OFX, ou il est coupé avant le début."), _AGAIN)
    return _STRAY.sub("&lt;", text) if _STRAY.search(text) else text


_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]\w{1,30});", re.IGNORECASE)


def _words(value: str) -> str:
    """A value, its entities replaced once and its white space made single. A bare ``&`` is itself: ``H&REGIS``."""
    if "&" in value:
        value = _ENTITY.sub(lambda m: unescape(m[0]), value)
    return " ".join(value.split())


# --- amounts and days

_COMMA_SHOWN = re.compile(r"<TRNAMT>[^<\n.,]*,\d{1,2}\s*[<\n]")
_POINT_SHOWN = re.compile(r"<TRNAMT>[^<\n.,]*\.\d{1,2}\s*[<\n]")
_PLAIN = re.compile(r"[+-]?[0-9]{1,12}(?:[.,][0-9]{1,2})?")


class _RowError(Exception):
    def __init__(self, message: Message) -> None:
        super().__init__()
        self.message = message


def _mark(text: str) -> str:
    """The decimal mark that amounts show over the whole file, ``both``, or nothing."""
    comma, point = _COMMA_SHOWN.search(text), _POINT_SHOWN.search(text)
    return BOTH if comma and point else "," if comma else "." if point else ""


def _amount(written: str, mark: str) -> Decimal:
    text = written.strip()
    if _PLAIN.fullmatch(text):
        return Decimal(text.replace(",", "."))
    if not text:
        raise _RowError(msg("pas de montant"))
    number = parse_number(_words(text))
    if number is None:
        raise _RowError(msg("montant illisible « {value} »", value=shown(text)))
    if number.unsure and mark == BOTH:
        raise _RowError(msg("montant ambigu « {value} » : virgule ou millier ?", value=shown(text)))
    return number.value(mark or number.unsure)  # where no amount shows it, the specification does: it is decimal


@lru_cache(1 << 14)
def _day(written: str) -> date | None:
    """The day as the bank wrote it: its time zone would move it to another one. None outside 1990..2099."""
    text = written.strip()
    if text[:8].isascii() and text[:8].isdigit() and len(text) >= 8:
        try:
            day = date(int(text[:4]), int(text[4:6]), int(text[6:8]))
        except ValueError:
            return None
        return day if FIRST_YEAR <= day.year < LAST_YEAR else None
    other = parse_day(text) if text else None
    return other.on("ymd") if other and other.fixed else None


# --- the file

_OPEN = re.compile(r"<STMTTRN\s*/?>")
_FIELD = re.compile(r"<([A-Z0-9._]+)\s*/?>([^<]*)")
_TAG = re.compile(r"<(/?)([A-Z][A-Z0-9._]*)[^<>]*>([^<]*)")
_CLOSE = "</STMTTRN>"
_AFTER = re.compile(  # where a transaction without closing tag ends
    r"</?(?:BANKTRANLISTP?|INVBANKTRAN|INVTRANLIST|(?:CC|INV)?STMTRS|LEDGERBAL|AVAILBAL|\w+TRNRS|\w+MSGSRSV\d|OFX)>"
    r"|<SUBACCTFUND>"
)
_STATEMENTS = frozenset({"STMTRS", "CCSTMTRS", "INVSTMTRS"})
_FROM = frozenset({"BANKACCTFROM", "CCACCTFROM", "INVACCTFROM"})
_PARTS = _FROM | {"LEDGERBAL", "AVAILBAL", "FI", "STATUS", "BAL"}
_SAVINGS = frozenset({"SAVINGS", "MONEYMRKT", "CD"})
_OTHERS = frozenset({"CHECKING", "CREDITLINE", "CCSTMTRS"})
"""ACCTTYPE (OFX 2.2, 11.3.1) of savings, and of what is none; a card's statement has no type but itself."""
_SECURITIES = {
    **dict.fromkeys(("BUYDEBT", "BUYMF", "BUYOPT", "BUYOTHER", "BUYSTOCK"), msg("achat de titres : non lu")),
    **dict.fromkeys(("SELLDEBT", "SELLMF", "SELLOPT", "SELLOTHER", "SELLSTOCK"), msg("vente de titres : non lue")),
    **dict.fromkeys(("INCOME", "REINVEST"), msg("revenu de titres : non lu")),
    **dict.fromkeys(
        ("CLOSUREOPT", "INVEXPENSE", "JRNLFUND", "JRNLSEC", "MARGININTEREST", "RETOFCAP", "SPLIT", "TRANSFER"),
        msg("opération sur titres : non lue"),
    ),
}


_OUT = frozenset({"DEBIT", "FEE", "SRVCHG", "ATM", "POS", "CHECK", "PAYMENT", "CASH", "DIRECTDEBIT", "REPEATPMT"})
_IN = frozenset({"CREDIT", "DEP", "DIRECTDEP", "DIV"})


@dataclass(slots=True)
class _Account:
    """One statement of the file as its tags say it."""

    rows: list[Row] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)  # of the rows, one each
    number: str = ""
    bank: str = ""
    currency: str = ""
    balance: str = ""
    balance_day: str = ""
    type: str = ""  # as ACCTTYPE says; of a card or of securities, which have none, that of its statement

    def join(self, other: "_Account") -> None:
        """Add a later part of the file that is of the same account; the newer balance counts."""
        self.rows += other.rows
        self.kinds += other.kinds
        if (_day(other.balance_day) or date.min) >= (_day(self.balance_day) or date.min):
            self.balance, self.balance_day = other.balance, other.balance_day

    @property
    def both_ways(self) -> bool:
        """Whether its types name expenses and incomes."""
        return any(kind in _OUT for kind in self.kinds) and any(kind in _IN for kind in self.kinds)

    def signed_rows(self, others: Sequence["_Account"]) -> list[Row]:
        """The rows. Where none is negative though types go both ways, its own or of another account of the file, the
        bank left out the signs: the type says them (OFX 2.2, 11.4.4).
        """
        bare = (a for a in (self, *others) if a.both_ways and all(r.amount >= 0 for r in a.rows))
        if any(r.amount < 0 for r in self.rows) or next(bare, None) is None:
            return self.rows
        pairs = zip(self.rows, self.kinds, strict=True)
        return [r._replace(amount=-r.amount) if kind in _OUT else r for r, kind in pairs]


class _File:
    """Collects accounts and problems, one tag or transaction after the other."""

    def __init__(self, mark: str, sign: int) -> None:
        self.mark = mark
        self.sign = sign
        self.accounts: list[_Account] = []
        self.problems: list[Problem] = []
        self.org = self.fid = self.refusal = ""
        self._part = ""  # the aggregate a tag stands in, of those that matter
        self._error = False
        self._kind = ""  # of the transaction read last

    def read(self, text: str, progress: Progress) -> None:
        """Take the whole text."""
        head, *parts = _OPEN.split(text)
        self._between(head, 1)
        line, cut = 1 + head.count("\n"), False
        for i, part in enumerate(watched(parts, len(parts), progress, 0.1)):
            body, closed, rest = part.partition(_CLOSE)
            if not closed:
                after = _AFTER.search(part)
                body, rest = (part[: after.start()], part[after.start() :]) if after else (part, "")
            cut = not closed and not rest and i == len(parts) - 1
            if not cut:
                self._transaction(body, line)
            else:
                self._problem(line, msg("fichier tronqué : la dernière opération est incomplète"))
            breaks = part.count("\n")
            if rest and not rest.isspace():
                self._between(rest, line + breaks - rest.count("\n"))
            line += breaks
        if "</OFX" not in text and not cut:
            self._problem(line, msg("fichier tronqué : il manque peut-être des opérations à la fin"), lost=False)
        elif self.accounts and not self.problems and not any(a.rows for a in self.accounts):
            self._problem(line, msg("aucune opération dans ce relevé"), lost=False)

    def _problem(self, line: int, message: Message, *, lost: bool = True) -> None:
        self.problems.append(Problem(line, message, lost))

    # Between transactions

    def _between(self, text: str, line: int) -> None:
        at = 0
        for m in _TAG.finditer(text):
            closing, tag, value = m.groups()
            if closing:
                self._part = "" if tag == self._part else self._part
                continue
            if tag in _SECURITIES or tag == "STMTTRNP":
                line, at = line + text.count("\n", at, m.start()), m.start()
                pending = tag == "STMTTRNP"
                self._problem(line, msg("opération en attente") if pending else _SECURITIES[tag], lost=not pending)
            elif tag in _STATEMENTS:
                self.accounts.append(_Account(type="" if tag == "STMTRS" else tag))
            elif tag in _PARTS:
                self._part = tag
            elif value and not value.isspace():
                self._fact(tag, _words(value))

    def _fact(self, tag: str, value: str) -> None:
        if tag == "SEVERITY":
            self._error = value == "ERROR"
        elif tag == "MESSAGE" and self._error:
            self.refusal = value
        elif self._part == "FI":
            self.org, self.fid = value if tag == "ORG" else self.org, value if tag == "FID" else self.fid
        elif self.accounts:
            self._account_fact(self.accounts[-1], tag, value)

    def _account_fact(self, account: _Account, tag: str, value: str) -> None:
        if tag == "CURDEF":
            account.currency = value.upper() if is_currency(value.upper()) else ""
        elif self._part in _FROM and tag == "ACCTID":
            account.number = "".join(value.split())
        elif self._part in _FROM and tag in ("BANKID", "BROKERID"):
            account.bank = value
        elif self._part == "BANKACCTFROM" and tag == "ACCTTYPE":
            account.type = value.upper()
        elif self._part == "LEDGERBAL" and tag == "BALAMT":
            account.balance = value
        elif self._part == "LEDGERBAL" and tag == "DTASOF":
            account.balance_day = value

    # A transaction

    def _transaction(self, body: str, line: int) -> None:
        if not self.accounts:
            self.accounts.append(_Account())
        account = self.accounts[-1]
        try:
            account.rows.append(self._row(dict(_FIELD.findall(body)), account.currency, line))
            account.kinds.append(self._kind)
        except _RowError as error:
            self._problem(line, error.message)

    def _row(self, fields: dict[str, str], currency: str, line: int) -> Row:
        get = fields.get
        if "CORRECTACTION" in fields:
            ref = _words(get("CORRECTFITID", ""))
            raise _RowError(msg("la banque corrige une opération passée (référence {ref}) : à reprendre", ref=ref))
        day = _day(get("DTPOSTED", "")) or self._other_day(fields, line)
        amount = _amount(get("TRNAMT", ""), self.mark)
        if "CURSYM" in fields and "ORIGCURRENCY" not in fields:
            currency = self._own_currency(_words(fields["CURSYM"]).upper(), currency, line)
        name, memo = _words(get("NAME", "")), _words(get("MEMO", ""))
        label = name if not memo or memo in name else memo if name in memo else f"{name} {memo}"
        self._kind = kind = get("TRNTYPE", "").strip()
        return Row(
            line,
            day,
            amount if self.sign > 0 else -amount,
            label or kind,
            currency,
            "" if names_nobody(name) else name,
            _words(get("CHECKNUM", "")) if kind == "CHECK" else "",
            get("FITID", "").strip(),
            None,
            _day(fields["DTAVAIL"]) if "DTAVAIL" in fields else None,
        )

    def _other_day(self, fields: dict[str, str], line: int) -> date:
        written = fields.get("DTPOSTED", "").strip()
        if written:
            raise _RowError(msg("date impossible « {value} »", value=shown(written)))
        other = fields.get("DTUSER", "").strip() or fields.get("DTAVAIL", "").strip()
        day = _day(other)
        if day is None:
            raise _RowError(msg("pas de date"))
        self._problem(line, msg("pas de date d’opération : {other} retenu", other=shown(other)), lost=False)
        return day

    def _own_currency(self, own: str, usual: str, line: int) -> str:
        if not is_currency(own):
            return usual
        if usual and own != usual:
            said = msg("montant en {own}, sur un compte en {usual}", own=own, usual=usual)
            self._problem(line, said, lost=False)
        return own

    # What it makes

    @cached_property
    def doubtful(self) -> Row | None:
        """An amount of a file that writes no sign and calls all amounts expenses: they may be."""
        if self.sign < 0 or any(row.amount < 0 for a in self.accounts for row in a.rows):
            return None
        moved = [(r, kind) for a in self.accounts for r, kind in zip(a.rows, a.kinds, strict=True) if r.amount]
        return moved[0][0] if moved and all(kind in _OUT for _, kind in moved) else None

    def statements(self) -> tuple[Statement, ...]:
        """The accounts that hold rows, or else the first; several statements of one account are one."""
        joined: dict[object, _Account] = {}
        for at, account in enumerate(self.accounts):
            first = joined.setdefault((account.number, account.currency) if account.number else at, account)
            if first is not account:
                first.join(account)
        made = [self._statement(a) for a in joined.values()]
        return tuple(s for s in made if s.rows) or tuple(made[:1])

    def _statement(self, account: _Account) -> Statement:
        bank = account.bank or self.fid or self.org
        savings = account.type in _SAVINGS or account.type == "INVSTMTRS"  # securities pay no bill either
        return Statement(
            rows=tuple(account.signed_rows(self.accounts) if self.sign > 0 else account.rows),
            number=account.number,
            name=neutral(self.org),
            header=f"{FORMAT} {bank}".rstrip(),
            currency=account.currency,
            closing=self._closing(account),
            kind=AccountKind.SAVINGS if savings else AccountKind.BANK,
            kind_said=savings or account.type in _OTHERS,
        )

    def _closing(self, account: _Account) -> tuple[date, Decimal] | None:
        day = _day(account.balance_day)
        try:
            return (day, _amount(account.balance, self.mark)) if day else None
        except _RowError:
            return None


def _which_sign(row: Row) -> Question:
    example = msg("« {label} » {value} : une dépense ou une rentrée ?", label=shown(row.label), value=row.amount)
    return Question("sign", ("expense-positive", "income-positive"), example)


def _evidence(decoded: Decoded, file: _File) -> Iterator[Evidence]:
    repaired = msg("lignes réparées : {count}", count=decoded.repaired) if decoded.repaired else None
    yield Evidence("encoding", msg("Encodage {name}", name=decoded.encoding), repaired)
    if file.org:
        yield Evidence("header", msg("Relevé OFX « {name} »", name=shown(file.org)))
    if file.mark in (",", "."):
        yield Evidence("decimal", msg("Décimales après « {mark} »", mark=file.mark))
