"""PayPal's own exports: the activity report, the statement, and a personal account's list, in several languages.

All currencies of the account are one statement, oldest row first. An amount is the net, which is what the balance moves
by; the fee is the net less the gross. Which lines count, and which are conversions, `middlemen` says.

Order of decisions: encoding, delimiter, header (or the 18 columns of the statement in any language), decimal mark, day
or month first, then each line by itself, then all together.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import groupby, pairwise

from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing.amounts import BOTH, shown_mark
from tenk_desktop.core.importing.balance import chain
from tenk_desktop.core.importing.cells import Day, parse_day, parse_number, resolve
from tenk_desktop.core.importing.dayorder import ORDERS, Context, Order, Written, decide, which_order
from tenk_desktop.core.importing.decode import decode
from tenk_desktop.core.importing.draft import Findings
from tenk_desktop.core.importing.entries import NOTHING, shown
from tenk_desktop.core.importing.middlemen import Line, answered, conversions, counting, follow
from tenk_desktop.core.importing.records import Record, find_delimiter, split
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
from tenk_desktop.core.money import exponent, is_currency
from tenk_desktop.core.progress import Progress, step, watched
from tenk_desktop.core.text import msg

FORMAT = "paypal"
NAME = "PayPal"
_HEADER_WITHIN = 20  # records
_ENOUGH_DAYS = 4  # in order; fewer may be so by chance
_MONEY = ("gross", "fee", "net", "balance")
_KNOWN, _EITHER = "known", "either"  # the direction in which balances follow amounts

_NAMES: tuple[tuple[str, str], ...] = (
    ("date", r"date|fecha|datum|data|tarih"),
    ("time", r"time|heure|hora|uhrzeit|ora|orario|tijd|czas|saat"),
    ("zone", r"time ?zone|fuseau horaire|zona horaria|zeitzone|fuso (orario|horario)|tijdzone|strefa czasowa"),
    ("zone", r"saat dilimi"),
    ("text", r"type|description|tipo|descripcion|typ|beschreibung|descrizione|descricao|omschrijving|opis|rodzaj|tur"),
    ("name", r"name|nom|nombre|nome|naam|nazwisko|imie i nazwisko|ad"),
    ("status", r"status|etat|statut|estado|stato|stan|durum"),
    ("currency", r"currency|devise|divisa|moneda|wahrung|valuta|moeda|waluta|para birimi"),
    ("gross", r"gross|brut|bruto|brutto|lordo|avant commission|amount|montant|importe|betrag|importo"),
    ("gross", r"valor|bedrag|kwota"),
    ("fee", r"fees?|frais|commissions?|comision(es)?|tarifas?|gebuhr(en)?|entgelte?|tariff[ae]?|commissioni?"),
    ("fee", r"kosten|taxas?|oplat[ay]|ucret"),
    ("net", r"net|neto|netto|liquido|total|totale|gesamt"),
    ("balance", r"balance|solde|saldo|guthaben|bakiye"),
    ("ref", r"reference (txn|transaction) id|.*transaction de reference|.*reference de la transaction"),
    ("ref", r".*referencia de (la )?trans.*|.*transaccion de referencia|zugehoriger transaktionscode"),
    ("ref", r".*transazione di riferimento|.*transacao de referencia|.*transakcji odniesienia|.*referentietransactie"),
    ("id", r"transaction id|(no?|numero|identifiant|id) de (la )?transaction|(id|numero) de (la )?transaccion"),
    ("id", r"transaktionscode|codice (di )?transazione|id transazione|transactiereferentie|transactie id"),
    ("id", r"(id|codigo) da transacao|(nr|numer|id) transakcji|islem (no|kimligi|numarasi)"),
    ("impact", r"balance impact|impact sur le solde|impacto en (el )?saldo|auswirkung auf guthaben|impatto sul saldo"),
    ("email", r"from email address|de l adresse (e ?)?mail|correo electronico del remitente|absender e mail adresse"),
    ("memo", r"subject|note|item title|objet|remarque|titre de l objet|asunto|nota|betreff|hinweis|artikelbezeichnung"),
    ("memo", r"bank name|nom de la banque|nombre del banco"),
    ("receipt", r"receipt id|numero de recu|id de recibo|empfangsnummer"),
)
_ROLES = tuple((role, re.compile(names)) for role, names in _NAMES)
_STATEMENT_ORDER = ("date", "time", "zone", "text", "currency", *_MONEY, "id", "email", "name", "memo")
_STATEMENT = {role: (place,) for place, role in enumerate(_STATEMENT_ORDER)} | {"ref": (17,)}
_WIDTH = 18
_PLATFORM = re.compile(r"tik ?tok|bytedance", re.IGNORECASE)
_DAY_FIRST_ZONE = re.compile(r"(Europe|Africa)/.*|(C|W|E)ES?T|CET|BST")
_MONTH_FIRST_ZONE = re.compile(r"(America/(Los_Angeles|New_York|Chicago|Denver|Phoenix|Detroit|Boise)|US)\b.*")


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The records below the header, the columns of each role, and the decimal mark all amounts share."""

    records: Sequence[Record]
    columns: Mapping[str, tuple[int, ...]]
    mark: str

    def cell(self, record: Record, role: str) -> str:
        """The first filled cell of a role; empty when there is none."""
        cells = record.cells
        for column in self.columns.get(role, ()):
            if column < len(cells) and cells[column] not in NOTHING:
                return cells[column]
        return ""

    def money(self, record: Record, role: str) -> Decimal | None:
        """The amount of a role; None when the cell is empty, and when it cannot be read with certainty."""
        number = parse_number(self.cell(record, role))
        if number is None or (number.unsure and self.mark == BOTH):
            return None
        return number.value(self.mark)


# --- the file ---------------------------------------------------------------------------------------------------------


def claims(_name: str, head: bytes) -> bool:
    """Whether the first bytes hold a PayPal header, or a statement's 18 columns."""
    return _find(_records(decode(head).text.split("\n"))) is not None


def read(name: str, data: bytes, options: ReadOptions, progress: Progress) -> Reading:
    """The rows of a PayPal account. Raises `ImportRefusedError` when there is none, and `Cancelled`."""
    step(progress, 0.0)
    decoded, findings = decode(data), Findings()
    records = _records(decoded.text.split("\n"))
    found = _find(records)
    if found is None:
        raise ImportRefusedError(msg("Ce fichier n’a pas l’en-tête d’un export PayPal."))
    at, columns = found
    findings.evidence += [
        Evidence("encoding", msg("Encodage {name}", name=decoded.encoding)),
        Evidence("header", msg("Export PayPal"), line=records[at].line),
    ]
    step(progress, 0.3)
    sheet = _with_mark(_Sheet(records[at + 1 :], columns, options.decimal), findings)
    order = _settle_days(sheet, name, options, findings)
    lines = _lines(sheet, order, findings, progress)
    if not lines and not findings.problems:
        raise ImportRefusedError(
            msg("Aucune opération dans ce fichier : aucune ligne n’a à la fois une date et un montant."),
            msg("Vérifiez la période choisie au moment de l’export."),
        )
    statement = _statement(lines, findings)
    problems = tuple(sorted(findings.problems, key=lambda p: p.line))
    return Reading(
        FORMAT, decoded.encoding, (statement,), problems, tuple(findings.questions), tuple(findings.evidence)
    )


READER = Reader(FORMAT, claims, read)


def _records(lines: list[str]) -> list[Record]:
    delimiter, skipped = find_delimiter(lines)
    lines[:skipped] = [""] * skipped
    return [r for r in split(lines, delimiter) if any(r.cells)]


def _find(records: Sequence[Record]) -> tuple[int, Mapping[str, tuple[int, ...]]] | None:
    """Where the header is, and the columns of each role."""
    for i, record in enumerate(records[:_HEADER_WITHIN]):
        if i + 1 < len(records) and _is_statement(record.cells, records[i + 1].cells):
            return i, _STATEMENT
        columns = _by_words(record.cells)
        sums = {"gross", "net"} <= columns.keys() or ("gross" in columns and columns.keys() & {"balance", "receipt"})
        if columns.keys() >= {"date", "zone", "currency"} and sums and columns.keys() & {"id", "status", "receipt"}:
            return i, columns
    return None


def _is_statement(header: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether 18 columns are those of the statement, in any language: their shapes, and net = gross + fee."""
    if any(header[_WIDTH:]) or not all(header[:_WIDTH]) or min(len(header), len(cells)) < _WIDTH:
        return False
    numbers = [parse_number(cell) for cell in cells[5:9]]
    money = [n.value(shown_mark(numbers)) for n in numbers if n]
    timed = re.match(r"\d{1,2}[:.]\d{2}", cells[1])
    return bool(
        len(money) == 4 and money[0] + money[1] == money[2] and timed and parse_day(cells[0]) and is_currency(cells[4])
    )


def _by_words(header: Sequence[str]) -> dict[str, tuple[int, ...]]:
    columns: dict[str, tuple[int, ...]] = {}
    for i, cell in enumerate(header):
        word = fold(cell)
        role = next((role for role, names in _ROLES if names.fullmatch(word)), "")
        if role and (role not in columns or role == "memo"):
            columns[role] = (*columns.get(role, ()), i)
    return columns


def _with_mark(sheet: _Sheet, findings: Findings) -> _Sheet:
    """The sheet with the decimal mark its amounts show; asked when amounts in a money with cents never show it."""
    if sheet.mark:
        return sheet
    cells = [(sheet.cell(r, role), sheet.cell(r, "currency")) for r in sheet.records for role in _MONEY]
    numbers = [(cell, number, code) for cell, code in cells if (number := parse_number(cell))]
    mark = shown_mark([number for _, number, _ in numbers])
    if mark not in ("", BOTH):
        findings.evidence.append(Evidence("decimal", msg("Décimales après « {mark} »", mark=mark)))
    open_ = next(((cell, n) for cell, n, code in numbers if n.unsure and exponent(code)), None) if not mark else None
    if open_ is not None:
        cell, number = open_
        decimal, thousand = number.value(number.unsure), number.value("")
        text = msg("« {cell} » : {decimal} ou {thousand} ?", cell=shown(cell), decimal=decimal, thousand=thousand)
        findings.ask(Question("decimal", (",", "."), text))
    return replace(sheet, mark=mark)


# --- days -------------------------------------------------------------------------------------------------------------


def _settle_days(sheet: _Sheet, name: str, options: ReadOptions, findings: Findings) -> Order:
    if options.dates:
        return Order(options.dates, msg("choisi par vous"))
    runs = (next(run) for _, run in groupby(sheet.records, key=lambda r: sheet.cell(r, "date")))
    written = [Written(r.line, day, text) for r in runs if (day := parse_day(text := sheet.cell(r, "date")))]
    order = decide(written, Context(name=name)) or _by_pockets(sheet) or _by_zone(sheet)
    if order is None:
        findings.ask(which_order(written))
        return Order("dmy", msg("à confirmer"))
    findings.evidence.append(order.evidence())
    return order


def _by_pockets(sheet: _Sheet) -> Order | None:
    """A statement lists one currency after the other, each in the order of its days."""
    pockets: dict[str, list[Day]] = defaultdict(list)
    for record in sheet.records:
        if day := parse_day(sheet.cell(record, "date")):
            pockets[sheet.cell(record, "currency")].append(day)
    fitting = [o for o in ORDERS if all(_in_order(days, o) for days in pockets.values())]
    enough = any(len(set(days)) >= _ENOUGH_DAYS for days in pockets.values())
    return (
        Order(fitting[0], msg("les jours ne se suivent que dans cet ordre")) if enough and len(fitting) == 1 else None
    )


def _in_order(days: Sequence[Day], order: str) -> bool:
    read = [day for d in days if (day := d.on(order))]
    up, down = all(a <= b for a, b in pairwise(read)), all(a >= b for a, b in pairwise(read))
    return len(read) == len(days) and (up or down)


def _by_zone(sheet: _Sheet) -> Order | None:
    """A place where days are written one way. ``PDT`` proves nothing: PayPal's own clock has it in both orders."""
    zones = {zone for r in sheet.records if (zone := sheet.cell(r, "zone"))}
    for order, places in (("dmy", _DAY_FIRST_ZONE), ("mdy", _MONTH_FIRST_ZONE)):
        if zones and all(places.fullmatch(zone) for zone in zones):
            return Order(order, msg("fuseau horaire {zone}", zone=shown(min(zones))))
    return None


# --- lines ------------------------------------------------------------------------------------------------------------


def _lines(sheet: _Sheet, order: Order, findings: Findings, progress: Progress) -> list[Line]:
    lines = []
    for record in watched(sheet.records, len(sheet.records), progress, 0.4, 0.9):
        line = _line(sheet, record, order)
        if isinstance(line, Line):
            lines.append(line)
        elif line is not None:
            findings.problems.append(line)
    return lines


def _line(sheet: _Sheet, record: Record, order: Order) -> Line | Problem | None:
    """A record as a line; a problem when it cannot be read; nothing for words without day and amount."""
    at = record.line
    written, code = sheet.cell(record, "date"), sheet.cell(record, "currency")
    day = parse_day(written)
    on = resolve(day, order.order, None) if day else None
    paid = [sheet.cell(record, role) for role in ("net", "gross", "fee")]
    if not any(paid):
        return Problem(at, msg("pas de montant"), lost=False) if day else None
    if on is None or day is None:
        return Problem(at, msg("date impossible « {value} »", value=shown(written)))
    if order.mixed and not day.fixed and max(day.first, day.second) <= 12:
        return Problem(at, msg("date ambiguë « {value} » : le fichier mélange les deux ordres", value=shown(written)))
    if not is_currency(code):
        return Problem(at, msg("devise inconnue « {value} »", value=shown(code)))
    net, gross, fee = (sheet.money(record, role) for role in ("net", "gross", "fee"))
    if any(text and value is None for text, value in zip(paid, (net, gross, fee), strict=True)):
        return Problem(at, msg("montant illisible « {value} »", value=shown(next(t for t in paid if t))))
    if net is None:
        if gross is None:
            return Problem(at, msg("pas de montant"))
        net = gross + (fee or Decimal())
    email = sheet.cell(record, "email")
    return Line(
        line=at,
        day=on,
        moment=sheet.cell(record, "time"),
        text=" ".join(sheet.cell(record, "text").split()),
        currency=code,
        amount=net,
        fee=net - gross if gross is not None else fee or Decimal(),
        balance=sheet.money(record, "balance"),
        id=sheet.cell(record, "id"),
        ref=sheet.cell(record, "ref"),
        name=" ".join(sheet.cell(record, "name").split()),
        # An address may hold a shop's name by chance; a platform's says who pays.
        memo=" ".join([sheet.cell(record, "memo"), email if _PLATFORM.search(email) else ""]).strip(),
        status=sheet.cell(record, "status"),
        impact=sheet.cell(record, "impact"),
    )


def _statement(lines: Sequence[Line], findings: Findings) -> Statement:
    balances = follow(lines)
    kept = []
    for line, why in counting(lines, balances):
        if why is None:
            kept.append(line)
        else:
            findings.problems.append(Problem(line.line, why, lost=False))
    pairs = conversions(kept)
    answers = answered(kept)
    alone = [line for line in kept if line.converts and line.line not in pairs]
    findings.problems += [
        Problem(a.line, msg("conversion sans son autre côté dans ce fichier"), lost=False) for a in alone
    ]
    if balances.proves:
        proof = msg("{kept} soldes sur {links} suivent les montants", kept=balances.kept, links=balances.links)
        findings.evidence.append(Evidence("balance", msg("Soldes vérifiés"), proof))
    currencies, ordered = {line.currency for line in kept}, _oldest_first(kept)
    chained, closing = _ends(ordered, proved=balances.proves)
    return Statement(
        rows=tuple(_row(line, pairs.get(line.line, ""), answers.get(line.line, "")) for line in ordered),
        name=NAME,
        header=FORMAT,  # whatever the layout or language: the identifiers are the same
        currency=currencies.pop() if len(currencies) == 1 else "",
        chained=chained,
        closing=closing,
        kind=AccountKind.PAYPAL,
    )


def _ends(lines: Sequence[Line], *, proved: bool) -> tuple[bool, tuple[date, Decimal] | None]:
    """Whether the balances may be followed, and what the account holds in the end where only the time of day tells.

    A purchase and the money that came for it are of one day, and their balances often hold either way round. One or
    two lines prove nothing of the amounts, but the column is known to be the balance's.
    """
    pockets: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        pockets[line.currency].append(line)
    ways = [_way(pocket) for pocket in pockets.values()]
    if len(ways) == 1 and ways[0] == _EITHER:
        last = _last_by_time(lines)
        return False, (last.day, last.balance) if last and last.balance is not None else None
    return proved or (bool(ways) and all(way == _KNOWN for way in ways)), None


def _way(pocket: Sequence[Line]) -> str:
    """Whether the balances of one currency follow its amounts in a direction that is known, in either, or not."""
    link = chain([line.amount for line in pocket], [line.balance for line in pocket])
    one_day = pocket[0].day == pocket[-1].day
    if pocket[-1].balance is None or link.kept < link.links or (link.direction < 0 and not one_day):
        return ""
    return _EITHER if one_day and link.links and not link.direction else _KNOWN


def _last_by_time(lines: Sequence[Line]) -> Line | None:
    """The line a day ends with, where the times on its lines all run one way."""
    times = [_time(line.moment) for line in lines]
    up, down = (all(a <= b for a, b in pairwise(run)) for run in (times, times[::-1]))
    return None if () in times or up == down else lines[-1] if up else lines[0]


def _time(written: str) -> tuple[int, ...]:
    """Hour, minute and second; empty for anything else."""
    said = re.fullmatch(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))? ?(?:([ap])\.? ?m\.?)?", written.strip().lower())
    if said is None:
        return ()
    hour = int(said[1]) % 12 + 12 * (said[4] == "p") if said[4] else int(said[1])
    return hour, int(said[2]), int(said[3] or 0)


def _oldest_first(lines: Sequence[Line]) -> list[Line]:
    """By day, and inside a day as the file has them: it may run newest first, and one currency after the other."""
    steps = [(a.day > b.day) - (a.day < b.day) for a, b in pairwise(lines) if a.currency == b.currency]
    return sorted(lines if sum(steps) <= 0 else lines[::-1], key=lambda line: line.day)


def _row(line: Line, pair: str, answers: str) -> Row:
    return Row(
        line=line.line,
        date=line.day,
        amount=line.amount,
        label=line.text or line.name,
        currency=line.currency,
        payee=line.name,
        memo=line.memo,
        ref=line.id,
        balance=line.balance,
        fee=line.fee,
        pair=pair,
        answers=answers,
    )
