"""QIF: one letter a line, ``^`` after each transaction, and not a word on how days and numbers are written.

Order of decisions: text; records and the account each belongs to; the decimal mark, then the order of day and month,
both over the whole file; then each record by itself. Investments and lists (categories, classes, prices) are no
transactions of an account: the first are reported one by one, the others left out.

Letters of a transaction: D day, T or U amount, P payee, M memo, N number, L category or ``[account]``; S, E and $ are
the parts of a split, of which only the sum is checked.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache

from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing.amounts import BOTH, shown_mark
from tenk_desktop.core.importing.categorise import names_nobody
from tenk_desktop.core.importing.cells import Day, Number, parse_day, parse_number
from tenk_desktop.core.importing.dayorder import ORDERS, Context, Order, Written, decide, which_order
from tenk_desktop.core.importing.decode import decode
from tenk_desktop.core.importing.draft import Findings
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
from tenk_desktop.core.importing.words import fold
from tenk_desktop.core.model import AccountKind
from tenk_desktop.core.progress import Progress, step, watched
from tenk_desktop.core.text import Message, msg, neutral

FORMAT = "qif"

_HEADER = re.compile(r"^[ \t]*!(?:Type:|Account|Option:|Clear:)", re.IGNORECASE | re.MULTILINE)
_BARE = re.compile(r"(?:[ \t]*\n|#.*\n)*D[^;,\t\n]{5,12}\n[A-Z][^;\n]*\n(?s:.*)\^")  # records without a header
_RECORD = re.compile(r"^(?:D *\d|\^)", re.MULTILINE)


def claims(name: str, head: bytes) -> bool:
    """Whether the first bytes hold a header or a whole record, or the name says QIF and they hold part of one."""
    text = decode(head).text
    named = name.lower().endswith(".qif") and _RECORD.search(text)
    return bool(named or _HEADER.search(text) or _BARE.match(text))


def read(name: str, data: bytes, options: ReadOptions, progress: Progress) -> Reading:
    """Read QIF. Raises `ImportRefusedError` when it holds no transaction, and `Cancelled`."""
    step(progress, 0.0)
    decoded, findings = decode(data), Findings()
    findings.evidence.append(Evidence("encoding", msg("Encodage {name}", name=decoded.encoding)))
    records = list(_records(decoded.text.split("\n"), findings, progress))
    if not records and not findings.problems:
        raise ImportRefusedError(
            msg("Aucune opération dans ce fichier QIF."), msg("Vérifiez la période choisie au moment de l’export.")
        )
    step(progress, 0.5)
    mark = _settle_mark(records, options, findings)
    order = _settle_days(records, name, mark, options, findings)
    sign = -1 if options.sign == "expense-positive" else 1
    seen = watched(records, len(records), progress, 0.6)
    rows = [(r, row) for r in seen if (row := _row(r, order, mark, sign, findings))]
    problems = tuple(sorted(findings.problems, key=lambda p: p.line))
    return Reading(
        FORMAT, decoded.encoding, _statements(rows), problems, tuple(findings.questions), tuple(findings.evidence)
    )


READER = Reader(FORMAT, claims, read)


# --- records


_KEPT = frozenset("DTUPMNLS")


@dataclass(slots=True)
class _Record:
    """One transaction as written: the first line of each letter, and the amounts of its parts."""

    line: int
    account: str
    kind: str  # Bank, Cash, CCard, Oth A ...
    fields: dict[str, str] = field(default_factory=dict)
    parts: list[str] = field(default_factory=list)
    split: bool = False
    twice: bool = False  # two amounts: the mark between two transactions is missing

    @property
    def day(self) -> Day | None:
        return _day(self.fields.get("D", ""))

    @property
    def written_amount(self) -> str:
        return self.fields.get("T") or self.fields.get("U", "")

    @property
    def number(self) -> Number | None:
        return parse_number(self.written_amount)

    def take(self, code: str, value: str, line: int) -> None:
        """Add one line of the record; the first line of a letter counts."""
        if code == "$":
            self.parts.append(value)
        elif code in _KEPT:
            self.line = self.line if self.fields else line
            self.split |= code == "S"
            self.twice |= code in ("T", "U") and code in self.fields
            self.fields.setdefault(code, value)


_MONEY, _ACCOUNT, _SECURITIES, _LIST = "money", "account", "securities", "list"
_CASH = {"xin": "", "contribx": "", "xout": "-", "withdrwx": "-"}
"""What a securities account says of money that came from another account or went there, and its sign."""
_LISTS = frozenset({"cat", "class", "memorized", "security", "prices", "budget", "tag", "template", "invitem"})


def _records(lines: Sequence[str], findings: Findings, progress: Progress) -> Iterator[_Record]:
    """The transactions of a file in its order; securities become problems, accounts name what follows them."""
    section, kind, account = _MONEY, "", ""
    record = _Record(1, "", "")
    for number, line in enumerate(watched([*lines, "^"], len(lines), progress, 0.0, 0.5), 1):
        text = line.strip()
        if _ends(record, text, section):
            if section is _MONEY and record.fields:
                yield record
            elif section is _ACCOUNT:
                account = record.fields.get("N", account)
            elif section is _SECURITIES and (sign := _CASH.get(record.fields.get("N", "").lower())) is not None:
                record.fields["T"] = sign + record.written_amount.lstrip("-")
                yield record
            elif section is _SECURITIES and record.fields:
                what = msg("opération sur titres « {value} » : non lue", value=shown(record.fields.get("N", "")))
                findings.problems.append(Problem(record.line, what))
            if text.startswith("!"):
                section, kind = _section(text[1:], section, kind)
            record = _Record(number, account, kind)
        record.take(text[:1], text[1:].strip(), number)


def _ends(record: _Record, text: str, section: str) -> bool:
    """Whether a line ends the record above it: its mark, a header, or a new day where the mark is missing."""
    whole = section is _MONEY and text.startswith("D") and "D" in record.fields and record.written_amount
    return text.startswith(("^", "!")) or bool(whole and not record.split)  # a part of a split may be dated


def _section(header: str, section: str, kind: str) -> tuple[str, str]:
    word, _, name = header.partition(":")
    if word.lower() == "account":
        return _ACCOUNT, kind
    if word.lower() != "type":
        return section, kind  # an option
    listed = _LIST if name.strip().lower() in _LISTS else _MONEY
    return (_SECURITIES if name.strip().lower() in ("invst", "invest") else listed), name.strip()


# --- what is decided over the whole file


def _settle_mark(records: Sequence[_Record], options: ReadOptions, findings: Findings) -> str:
    """The decimal mark, ``both``, or nothing where no amount has one."""
    if options.decimal:
        return options.decimal
    numbers = [n for r in records if (n := r.number)]
    mark = shown_mark(numbers) or shown_mark([parse_number(p) for r in records for p in r.parts])
    unsure = next((r for r in records if (n := r.number) and n.unsure), None)
    if mark in (",", "."):
        findings.evidence.append(Evidence("decimal", msg("Décimales après « {mark} »", mark=mark)))
    elif not mark and unsure and (number := unsure.number):
        cell, decimal, thousand = shown(unsure.written_amount), number.value(number.unsure), number.value("")
        example = msg("« {cell} » : {decimal} ou {thousand} ?", cell=cell, decimal=decimal, thousand=thousand)
        findings.ask(Question("decimal", (",", "."), example))
    return mark


_WRITTEN = re.compile(r"(\d{1,2})([-/.])(\d{1,2})[-/.'’](\d{1,4})")


@lru_cache(1 << 14)
def _day(text: str) -> Day | None:
    """A day such as ``1/ 5'26`` (Quicken pads with spaces, and writes ``'`` before years from 2000), or any other."""
    plain = text.replace(" ", "")
    if m := _WRITTEN.fullmatch(plain):
        return parse_day(f"{m[1]}{m[2]}{m[3]}{m[2]}{m[4]:0>2}")
    return parse_day(text)


def _settle_days(records: Sequence[_Record], name: str, mark: str, options: ReadOptions, findings: Findings) -> Order:
    if options.dates:
        return Order(options.dates, msg("choisi par vous"))
    written = [Written(r.line, day, r.fields["D"]) for r in records if (day := r.day)]
    labels = ((day, _label(r)) for r in records if (day := r.day))
    order = decide(written, Context(name=name, labels=labels)) or _by_commas(written, mark)
    if order is None and written:
        findings.ask(which_order(written))
    if order is None:
        return Order("dmy", msg("à confirmer"))
    findings.evidence.append(order.evidence())
    return order


def _by_commas(written: Sequence[Written], mark: str) -> Order | None:
    """Nobody writes decimal commas and the month first; but days further apart for it leave a doubt."""
    day_first, month_first = (_span([d for w in written if (d := w.day.on(order))]) for order in ORDERS)
    doubt = day_first >= month_first > 0
    return Order("dmy", msg("virgules décimales")) if mark == "," and written and not doubt else None


def _span(days: Sequence[date]) -> int:
    return (max(days) - min(days)).days if days else 0


# --- rows


def _row(record: _Record, order: Order, mark: str, sign: int, findings: Findings) -> Row | None:
    day, number = record.day, record.number
    read = day.on(order.order) if day else None
    fault = _fault_of_day(record, day, read, order) or _fault_of_amount(record, number, mark)
    if fault or read is None or number is None:
        findings.problems.append(Problem(record.line, fault or msg("opération illisible")))
        return None
    amount = sign * number.value(mark)
    remark = _remark(record, amount, sign, mark)
    if remark:
        findings.problems.append(Problem(record.line, remark, lost=False))
    label, payee = _label(record), record.fields.get("P", "")
    return Row(
        record.line,
        read,
        amount,
        label,
        number.currency,
        "" if names_nobody(payee) else payee,
        " ".join(f for code in "MNL" if (f := record.fields.get(code, "")) and f not in label),
    )


def _label(record: _Record) -> str:
    """The bank's text: the payee, with the memo where the payee only says what kind of operation it is."""
    payee, memo = record.fields.get("P", ""), record.fields.get("M", "")
    if payee and memo and names_nobody(payee) and memo not in payee:
        return f"{payee} {memo}"
    return payee or memo or next((f for code in "LNS" if (f := record.fields.get(code, ""))), "")


def _fault_of_day(record: _Record, day: Day | None, read: date | None, order: Order) -> Message | None:
    text = record.fields.get("D", "")
    if record.twice:
        return msg("deux montants dans une opération : il manque un « ^ »")
    if not text:
        return msg("pas de date")
    if day is None:
        return msg("date illisible « {value} »", value=shown(text))
    if read is None:
        return msg("date impossible « {value} »", value=shown(text))
    if order.mixed and not day.fixed and max(day.first, day.second) <= 12:
        return msg("date ambiguë « {value} » : le fichier mélange les deux ordres", value=shown(text))
    return None


def _fault_of_amount(record: _Record, number: Number | None, mark: str) -> Message | None:
    text = record.written_amount
    if not text:
        return msg("pas de montant")
    if number is None:
        return msg("montant illisible « {value} »", value=shown(text))
    if number.unsure and mark == BOTH:
        return msg("montant ambigu « {value} » : virgule ou millier ?", value=shown(text))
    return None


_OPENING = re.compile(r"opening balance|solde (?:initial|d.ouverture|de depart)|anfangs(?:bestand|saldo)")


def _remark(record: _Record, amount: Decimal, sign: int, mark: str) -> Message | None:
    """What a person should know of a row that is kept."""
    parts = [parse_number(p) for p in record.parts]
    total = sign * sum((n.value(mark) for n in parts if n), Decimal())
    if parts and (total != amount or None in parts):
        return msg("la répartition fait {parts}, pas {total} : montant entier gardé", parts=total, total=amount)
    own = record.account and record.fields.get("L", "") == f"[{record.account}]"
    if amount and (own or _OPENING.match(fold(record.fields.get("P", "")))):
        return msg("un solde d’ouverture, compté comme une opération")
    return None


def _statements(rows: Sequence[tuple[_Record, Row]]) -> tuple[Statement, ...]:
    """One statement an account, whose name is all that tells it from another."""
    accounts: dict[str, list[tuple[_Record, Row]]] = {}
    for record, row in rows:
        accounts.setdefault(record.account, []).append((record, row))
    return tuple(_statement(account, mine) for account, mine in accounts.items())


_NOT_SPENT = frozenset({"oth a", "invst", "invest"})
"""Types of accounts that hold something else than money to pay with: a property, savings, securities."""


def _statement(account: str, rows: Sequence[tuple[_Record, Row]]) -> Statement:
    savings = all(record.kind.lower() in _NOT_SPENT for record, _ in rows)
    return Statement(
        rows=tuple(row for _, row in rows),
        number="".join(account.split()),
        name=neutral(account or _named_by_opening([record for record, _ in rows])),
        header=_layout(rows[0][0]),
        kind=AccountKind.SAVINGS if savings else AccountKind.BANK,
        kind_said=savings,
    )


def _named_by_opening(records: Sequence[_Record]) -> str:
    """The account that an opening balance is transferred to, which is the file's own; empty where none says it."""
    said = (r.fields.get("L", "") for r in records if _OPENING.match(fold(r.fields.get("P", ""))))
    return next((text[1:-1] for text in said if text.startswith("[") and text.endswith("]")), "")


def _layout(record: _Record) -> str:
    """What stays the same from one export of an account to the next: its type and name, the mark inside days."""
    between = re.sub(r"[\d ]+", "", record.fields["D"])[:1]
    return f"{FORMAT} {record.kind} {between} {record.account}".rstrip()
