"""The creator's own affiliate-order export: the one TikTok file that carries money.

Facts about the file (45 columns, day-first dates, ``/`` for nothing, ``9,510`` for nine thousand) are those that public
programs reading it agree on; no export itself is public. An order is one earning; a later export of the same order
replaces the earlier one, which `core.creator.stages.winner` decides. Orders a shop pays *to* creators are refused: they
are costs of a seller, not earnings.

Order of decisions: encoding, header and delimiter, decimal mark, day or month first, then each row by itself.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from tenk_desktop.core.creator.sources import AFFILIATION, TIKTOK
from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing.decode import decode
from tenk_desktop.core.importing.orderwords import AWAITING, currency_in, meant, plain, status_named
from tenk_desktop.core.importing.statement import (
    EarningRow,
    Evidence,
    Problem,
    Reader,
    Reading,
    ReadOptions,
    Statement,
)
from tenk_desktop.core.model import Stage
from tenk_desktop.core.money import LARGEST, exponent, is_currency
from tenk_desktop.core.progress import Progress, watched
from tenk_desktop.core.text import Message, msg, neutral

FORMAT = "tiktok-affiliate-orders"
PLATFORM, PROGRAMME = TIKTOK, AFFILIATION

_CREATOR = frozenset({"orderid", "skuid", "ordersettlementstatus", "totalfinalearnedamount"})
_ORDER = (
    "orderid", "skuid", "productname", "productid", "price", "itemssold", "itemsrefunded", "shopname", "shopcode",
    "affiliatepartner", "agency", "currency", "ordertype", "ordersettlementstatus", "indirect", "commissiontype",
    "contenttype", "contentid", "standard", "shopads", "tiktokbonus", "partnerbonus", "revenuesharingportion", "gmv",
    "estcommissionbase", "eststandardcommission", "estshopadscommission", "estbonus", "estaffiliatepartnerbonus",
    "estiva", "estisr", "estpit", "estrevenuesharingportion", "actualcommissionbase", "standardcommission",
    "shopadscommission", "bonus", "affiliatepartnerbonus", "taxisr", "taxiva", "taxpit", "sharedwithpartner",
    "totalfinalearnedamount", "orderdate", "commissionsettlementdate",
)  # fmt: skip
"""The columns of the one layout there is, whatever language its header is in."""
_NEEDED = {  # without these no row can be read
    "orderid": "Order ID",
    "skuid": "SKU ID",
    "ordersettlementstatus": "Order settlement status",
    "totalfinalearnedamount": "Total final earned amount",
    "orderdate": "Order date",
}
_NEEDED_ELSE = {"eststandardcommission": "Est. standard commission"}
"""Where the titles are others: no export is without it, so another column was meant that is not known."""
_SELLER = "creatorusername"
_IDS = ("orderid", "skuid", "productid", "contentid")
_ESTIMATES = ("eststandardcommission", "estshopadscommission", "estbonus")
_FINAL = "totalfinalearnedamount"
_STAGES = {
    "pending": Stage.ESTIMATED,
    AWAITING: Stage.ESTIMATED,
    "settled": Stage.VALIDATED,
    "ineligible": Stage.VOID,
}
_NO_COINS = frozenset({"IDR", "COP", "LAK", "MMK", "KHR", "HUF"})
"""Moneys that ISO 4217 gives two decimals and nobody pays in cents."""
_NOTHING = frozenset({"", "/", "-", "--"})
_HEADER_LINES = 20


class _RowError(Exception):
    """One row cannot be read, and why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.french)
        self.message = message


@dataclass(frozen=True, slots=True)
class _Table:
    """The file cut into records: the physical line each starts on, and its cells."""

    delimiter: str
    header_line: int
    columns: Mapping[str, int]
    width: int
    records: tuple[tuple[int, list[str]], ...]
    currency: str = ""  # that of the titles of its amounts

    def cell(self, cells: Sequence[str], name: str) -> str:
        """A cell by normalised header; empty when the file says nothing there."""
        at = self.columns.get(name)
        text = cells[at].strip() if at is not None and at < len(cells) else ""
        return "" if text in _NOTHING else text


@dataclass(frozen=True, slots=True)
class _Style:
    """What the whole file settles about its cells."""

    decimal: str
    month_first: bool


def claims(_name: str, head: bytes) -> bool:
    """Whether the first bytes hold the header of affiliate orders, a creator's or a seller's, or rows like theirs."""
    text = head.replace(b"\0", b"").decode("utf-8", errors="replace")
    return _find_header(text) is not None or _in_unknown_words(text)


def read(_name: str, data: bytes, options: ReadOptions, progress: Progress) -> Reading:
    """The orders of a creator, one `EarningRow` each, in the currency's major unit; negative when taken back.

    *Pending* and *AwaitingPayment* are estimated (standard commission, Shop Ads and bonus), *Settled* is validated
    (total final earned amount), *Ineligible* is void: its amount is the estimate that was lost, kept for information,
    and counts in no sum. Raises `ImportRefusedError` for a seller's export or a header without the needed columns.
    """
    decoded = decode(data)
    table = _table(decoded.text)
    style = _style(table, options)
    earnings: list[EarningRow] = []
    problems: list[Problem] = []
    for line, cells in watched(table.records, len(table.records), progress):
        try:
            row = _earning(table, style, line, cells)
        except _RowError as error:
            problems.append(Problem(line, error.message))
            continue
        earnings.append(row)
        if row.stage is Stage.VALIDATED and row.settled is None:
            problems.append(Problem(line, msg("commande validée sans date de règlement"), lost=False))
    currencies = {row.currency for row in earnings if row.currency}
    statement = Statement(
        earnings=tuple(earnings),
        name=PLATFORM,
        header=FORMAT,
        currency=currencies.pop() if len(currencies) == 1 else "",
    )
    return Reading(FORMAT, decoded.encoding, (statement,), tuple(problems), evidence=_evidence(table, style))


READER = Reader(FORMAT, claims, read)


# --- the file ---------------------------------------------------------------------------------------------------------


def _find_header(text: str) -> tuple[int, str, list[str]] | None:
    """Where the header is (line from 0), its delimiter and its cells."""
    lines = _lines(text)
    for number, line in enumerate(lines[:_HEADER_LINES]):
        for delimiter in ",;\t":
            cells = [cell.strip(' "\r\n\ufeff') for cell in line.split(delimiter)]
            known = {plain(cell) for cell in cells}
            if known >= _CREATOR - {"skuid"} or (_SELLER in known and "orderid" in known):
                return number, delimiter, cells
            if len(cells) >= len(_NEEDED) and _columns(cells).keys() >= _NEEDED.keys():
                return number, delimiter, cells
    return _translated(lines)


def _columns(header: Sequence[str]) -> dict[str, int]:
    """The columns by name, the first of equals: as they are written, else by what they mean."""
    written = [plain(cell) for cell in header]
    return meant(header, {name: written.index(name) for name in _ORDER if name in written})


def _translated(lines: list[str]) -> tuple[int, str, list[str]] | None:
    """A header in another language, known by the shape of the row below it."""
    for delimiter in ",;\t":
        reader = csv.reader(lines[:_HEADER_LINES], delimiter=delimiter)
        above, end = 0, 0  # cells of the record before, and the line it ended on
        with suppress(csv.Error):
            for cells in reader:
                if above == len(cells) == len(_ORDER) and _is_order(dict(zip(_ORDER, cells, strict=True))):
                    return end - 1, delimiter, list(_ORDER)
                above, end = len(cells), reader.line_num
    return None


def _is_order(cells: Mapping[str, str]) -> bool:
    ids = all(re.fullmatch(r"\d{15,20}", cells[name].strip("=\"' \t")) for name in ("orderid", "skuid"))
    dated = _SLASHED.match(cells["orderdate"].strip()) or _ISO.match(cells["orderdate"].strip())
    return ids and bool(dated) and is_currency(cells["currency"].strip().upper())


def _in_unknown_words(text: str) -> bool:
    """Whether a row has two of TikTok's long numbers, a currency and a moment: read as a bank's, what is only expected
    would pass for money received.
    """
    for delimiter in ",;\t":
        with suppress(csv.Error):
            for row in csv.reader(_lines(text)[:_HEADER_LINES], delimiter=delimiter):
                cells = [cell.strip("=\"' \t") for cell in row]
                ids = sum(bool(re.fullmatch(r"\d{17,19}", cell)) for cell in cells)
                timed = any(":" in cell and (_SLASHED.match(cell) or _ISO.match(cell)) for cell in cells)
                if ids > 1 and timed and any(is_currency(cell) for cell in cells):
                    return True
    return False


def _lines(text: str) -> list[str]:
    """Physical lines; a product's name may hold other separators, which ``splitlines`` would cut at."""
    return list(io.StringIO(text, newline=""))


def _table(text: str) -> _Table:
    text = text.replace("\0", "")
    found = _find_header(text)
    if found is None and _in_unknown_words(text):
        raise ImportRefusedError(
            msg("Ces commandes d’affiliation TikTok ont des titres de colonnes que l’application ne connaît pas."),
            msg("Exportez-les de nouveau avec TikTok en anglais ou en français."),
        )
    if found is None:
        raise ImportRefusedError(msg("Ce fichier n’a pas l’en-tête des commandes d’affiliation TikTok."))
    number, delimiter, header = found
    if _SELLER in map(plain, header):
        raise ImportRefusedError(
            msg("Ce fichier vient d’une boutique : il liste ce qu’un vendeur paie aux créateurs, pas vos gains."),
            msg("Exportez plutôt vos commandes depuis le centre d’affiliation de votre compte créateur."),
        )
    columns = _columns(header)
    needed = _NEEDED if set(map(plain, header)) >= _CREATOR else _NEEDED | _NEEDED_ELSE
    missing = [label for name, label in needed.items() if name not in columns]
    if missing:
        raise ImportRefusedError(
            msg("Il manque des colonnes à ce fichier : {columns}.", columns=", ".join(missing)),
            msg("Exportez-le de nouveau, avec toutes ses colonnes."),
        )
    titles = [header[columns[name]] for name in (*_ESTIMATES, _FINAL) if name in columns]
    titled = {code for title in titles if (code := currency_in(title))}
    body, width = _lines(text)[number + 1 :], len(header)
    records = tuple(_records(body, delimiter, number + 2, width))
    return _Table(delimiter, number + 1, columns, width, records, titled.pop() if len(titled) == 1 else "")


def _records(lines: list[str], delimiter: str, first_line: int, width: int) -> Iterator[tuple[int, list[str]]]:
    """Each non-empty record with the physical line it starts on.

    A quote never closed swallows the lines after it; these are then read one by one, without quotes.
    """
    reader = csv.reader(lines, delimiter=delimiter)
    start = 0
    while start < len(lines):
        try:
            cells = next(reader)
            broken = reader.line_num - start > 1 and len(cells) != width
        except csv.Error:  # a field beyond csv's limit
            cells, broken = [], True
        if broken:
            single = ((first_line + i, lines[i].split(delimiter)) for i in range(start, reader.line_num))
            yield from (record for record in single if any(cell.strip() for cell in record[1]))
        elif any(cell.strip() for cell in cells):
            yield first_line + start, cells
        start = reader.line_num


def _style(table: _Table, options: ReadOptions) -> _Style:
    amounts = [table.cell(cells, name) for _, cells in table.records for name in (*_ESTIMATES, _FINAL)]
    comma = any(re.search(r"\d,\d{1,2}\D*$", text) for text in amounts) and not any("." in text for text in amounts)
    comma = comma or _by_the_thousand(table, amounts)
    days = [m for _, cells in table.records if (m := _SLASHED.match(table.cell(cells, "orderdate")))]
    month_first = any(int(m[2]) > 12 for m in days) and not any(int(m[1]) > 12 for m in days)
    return _Style(
        decimal=options.decimal or ("," if comma else "."),
        month_first=options.dates == "mdy" if options.dates else month_first,
    )


def _by_the_thousand(table: _Table, amounts: Sequence[str]) -> bool:
    """Whether every dot stands before three digits, in moneys that have no coins: it groups, then."""
    dotted = [text for text in amounts if re.search(r"\d\.\d", text) and re.search("[1-9]", text)]
    codes = {table.cell(cells, "currency").upper() for _, cells in table.records} - {""}
    coinless = bool(codes) and all(code in _NO_COINS or (is_currency(code) and exponent(code) == 0) for code in codes)
    return coinless and bool(dotted) and all(re.search(r"\d\.\d{3}(?!\d)", text) for text in dotted)


def _evidence(table: _Table, style: _Style) -> tuple[Evidence, ...]:
    marks = {",": msg("Séparateur virgule"), ";": msg("Séparateur point-virgule"), "\t": msg("Séparateur tabulation")}
    order = msg("Dates mois/jour/année") if style.month_first else msg("Dates jour/mois/année")
    return (
        Evidence("header", msg("Commandes d’affiliation TikTok"), line=table.header_line),
        Evidence("delimiter", marks[table.delimiter]),
        Evidence("dates", order),
        Evidence("decimal", msg("Décimales après « {mark} »", mark=style.decimal)),
    )


# --- one row ----------------------------------------------------------------------------------------------------------


def _earning(table: _Table, style: _Style, line: int, cells: list[str]) -> EarningRow:
    if any(cell.strip() for cell in cells[table.width :]):
        raise _RowError(msg("trop de cellules : {count} au lieu de {width}", count=len(cells), width=table.width))
    ids = [_identifier(table.cell(cells, name)) for name in _IDS]
    if not ids[0]:
        raise _RowError(msg("numéro de commande absent"))
    status = table.cell(cells, "ordersettlementstatus")
    word = status_named(status)
    stage = _STAGES.get(word)
    if stage is None:
        raise _RowError(msg("statut inconnu « {value} »", value=neutral(status)))
    currency = _currency(table.cell(cells, "currency")) or table.currency
    earned = _day(table.cell(cells, "orderdate"), style)
    if earned is None:
        raise _RowError(msg("date de commande absente"))
    return EarningRow(
        line=line,
        platform=PLATFORM,
        programme=PROGRAMME,
        key=":".join(ids),
        stage=stage,
        amount=_amount_of(table, style, cells, stage, currency),
        currency=currency,
        earned=earned,
        settled=_day(table.cell(cells, "commissionsettlementdate"), style),
        title=neutral(table.cell(cells, "productname")),
        content=ids[3],
        awaiting=word == AWAITING,
    )


def _amount_of(table: _Table, style: _Style, cells: list[str], stage: Stage, currency: str) -> Decimal:
    cent = Decimal(1).scaleb(-exponent(currency))
    if stage is Stage.VALIDATED:
        final = _amount(table.cell(cells, _FINAL), style)
        if final is None:
            raise _RowError(msg("commande validée sans montant final"))
        if final != final.quantize(cent):
            raise _RowError(msg("montant plus fin que la monnaie « {value} »", value=str(final)))
        return final.quantize(cent)
    estimates = [_amount(table.cell(cells, name), style) for name in _ESTIMATES]
    return sum((e for e in estimates if e is not None), Decimal(0)).quantize(cent, ROUND_HALF_UP)


_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)


def _identifier(text: str) -> str:
    plain = text.strip("='\" \t")
    if _SCIENTIFIC.fullmatch(plain):  # a spreadsheet kept six digits of eighteen: two orders may now look alike
        raise _RowError(
            msg("identifiant abîmé par un tableur « {value} » : importez le fichier d’origine", value=plain),
        )
    return "" if plain in _NOTHING else neutral(plain)


def _currency(text: str) -> str:
    code = text.upper()
    if code and not is_currency(code):
        raise _RowError(msg("monnaie inconnue « {value} »", value=neutral(text)))
    return code


_TIME = r"(?:[ T]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp][Mm]|Z)?)?$"
_SLASHED = re.compile(rf"(\d{{1,2}})[/.-](\d{{1,2}})[/.-](\d{{4}}){_TIME}")
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}")


def _day(text: str, style: _Style) -> date | None:
    """The calendar day as the file's wall clock says it; None when the cell says nothing."""
    if not text:
        return None
    try:
        if slashed := _SLASHED.match(text):
            day, month = (2, 1) if style.month_first else (1, 2)
            return _likely(date(int(slashed[3]), int(slashed[month]), int(slashed[day])))
        if iso := _ISO.match(text):
            return _likely(date(int(iso[1]), int(iso[2]), int(iso[3])))
    except ValueError:
        pass
    raise _RowError(msg("date impossible « {value} »", value=neutral(text)))


def _likely(day: date) -> date:
    if not 2016 <= day.year < 2100:  # TikTok opened in 2016
        raise ValueError(day)
    return day


_UNIT = re.compile(r"\s|(?<![\d.,])(?:[^\W\d_]{1,4}|[^\w\s.,-])+\.?(?=[\s\d-]|$)|[^\d.,\s-]{1,4}$")
"""A currency's sign or code before or behind the number."""
_GROUPED = {
    mark: re.compile(rf"-?(?:\d+|\d{{1,3}}(?:[{other}]\d{{3}})+)(?:[{mark}]\d+)?") for mark, other in (".,", ",.")
}


def _amount(text: str, style: _Style) -> Decimal | None:
    """An amount in the major unit; the sign may stand before or after a currency symbol."""
    if not text:
        return None
    plain = _UNIT.sub("", text.replace("\N{MINUS SIGN}", "-"))
    if re.fullmatch(r"0+([.,]0+)?", plain):  # a zero is one under any decimal mark
        return Decimal(0)
    if not plain.isascii() or not _GROUPED[style.decimal].fullmatch(plain):
        raise _RowError(msg("montant illisible « {value} »", value=neutral(text)))
    value = Decimal(plain.replace("," if style.decimal == "." else ".", "").replace(",", "."))
    if abs(value) >= LARGEST // 100:
        raise _RowError(msg("montant invraisemblable « {value} »", value=neutral(text)))
    return value
