"""Workbooks (XLSX, XLS, ODS) and the tables web sites save as ``.xls``: cells to records, read like any table.

A workbook is opened by a library that may abort the whole process or ask for gigabytes, so core only checks it
(`guard`) and says what its cells are (`extract`); an `Opener` given by the caller runs `extract` in a child process.

Order of decisions: is it small and sound enough to open; which sheets can be seen; which reader claims a sheet (the
affiliate orders of TikTok come as a workbook too), else the reader of delimited text of any bank, given the cells
themselves. A number keeps the 15 digits a spreadsheet shows; a formula is its stored value; a macro is never run.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import Decimal
from html import unescape

from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing import table
from tenk_desktop.core.importing.booked import WAITING_TITLE
from tenk_desktop.core.importing.byhand import is_month
from tenk_desktop.core.importing.decode import decode
from tenk_desktop.core.importing.draft import Findings
from tenk_desktop.core.importing.records import MOST_CELLS, Record
from tenk_desktop.core.importing.savings import says_savings
from tenk_desktop.core.importing.signs import side_of
from tenk_desktop.core.importing.statement import Evidence, Problem, Reader, Reading, ReadOptions, Statement
from tenk_desktop.core.importing.words import fold
from tenk_desktop.core.progress import Progress, step
from tenk_desktop.core.text import Message, msg, neutral

MOST_INFLATED = 100 * 1024 * 1024  # bytes, of all parts together
MOST_PARTS = 2_000
MOST_ROWS, MOST_COLUMNS = 200_000, MOST_CELLS
MOST_CELLS_READ = 3_000_000  # of all sheets together
LARGEST_PAGE = 5 * 1024 * 1024  # bytes of HTML

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_DELIMITER = ";"  # a workbook and the CSV of the same bank then share the memory of their header
_CHUNK = 1 << 16

SAVE_AS_CSV = msg("Enregistrez-le en CSV depuis un tableur, ou exportez en CSV depuis votre banque.")


@dataclass(slots=True)
class Sheet:
    """The filled rows of one sheet as text, each with its number, from 1. ``hidden`` from who opens the workbook."""

    name: str
    hidden: bool = False
    records: list[Record] = field(default_factory=list)


Opener = Callable[[bytes, Progress], list[Sheet]]
"""Runs `extract` where it can do no harm. Raises `ImportRefusedError` when that fails, and `Cancelled`."""


def no_opener(_data: bytes, _progress: Progress) -> list[Sheet]:
    """For callers that may not start a process: a workbook is refused in a sentence."""
    raise ImportRefusedError(msg("Ce fichier est un classeur."), SAVE_AS_CSV)


def workbook_format(data: bytes) -> str:
    """``xlsx``, ``ods`` or ``xls`` by what the bytes are, whatever the name says; empty for anything else."""
    if data.startswith(_OLE):
        return "xls"
    if not data.startswith(_ZIP):
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            names = set(parts.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return ""
    if "[Content_Types].xml" in names:
        return "xlsx"
    return "ods" if {"content.xml", "mimetype"} <= names else ""


# --- before it is opened


def guard(data: bytes, progress: Progress) -> None:
    """Refuse a workbook that would ask for too much: the library opens all of it or aborts.

    Declared sizes are checked, then every part is really inflated and counted, for sizes may lie. Raises
    `ImportRefusedError` and `Cancelled`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            infos = parts.infolist()
            if len(infos) > MOST_PARTS or sum(i.file_size for i in infos) > MOST_INFLATED:
                raise _too_big()
            if any(i.flag_bits & 1 for i in infos):
                raise locked()
            left = MOST_INFLATED
            for i, info in enumerate(infos):
                step(progress, 0.1 * i / len(infos))
                left -= _inflated(parts, info, left)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError):
        raise broken() from None


def _inflated(parts: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> int:
    """Bytes of a part as they really are; a sheet's cells are looked at on the way."""
    info.file_size = left + 2 * _CHUNK  # read to the end of the data, not to the end declared
    is_sheet, size, tail = info.filename.startswith("xl/worksheets/"), 0, b""
    with parts.open(info) as part:
        while chunk := part.read(_CHUNK):
            size += len(chunk)
            if size > left or (is_sheet and _FAR.search(tail + chunk)):
                raise _too_big()
            tail = chunk[-32:]
    return size


_FAR = re.compile(  # a cell beyond column 200 (GR) or row 199,999
    rb"""\br\s*=\s*["'](?:(?:[A-Za-z]{3}|[H-Zh-z][A-Za-z]|[Gg][S-Zs-z])[0-9]|[A-Za-z]{0,3}(?:[0-9]{7}|[2-9][0-9]{5}))"""
)


def _too_big() -> ImportRefusedError:
    return ImportRefusedError(
        msg("Ce classeur est trop grand pour un relevé."), msg("Exportez une période plus courte, ou en CSV.")
    )


def locked() -> ImportRefusedError:
    """It needs a password."""
    return ImportRefusedError(
        msg("Ce fichier est protégé par un mot de passe."), msg("Enregistrez-en une copie sans mot de passe.")
    )


def broken() -> ImportRefusedError:
    """Nobody can open it."""
    return ImportRefusedError(msg("Ce classeur est abîmé et ne peut pas être ouvert."), SAVE_AS_CSV)


# --- opening it (in a child process)


def extract(data: bytes) -> Iterator[tuple[str, bool, Iterator[tuple[int, list[str]]]]]:
    """Each sheet's name, whether it is hidden, and its filled rows as text with their number from 1.

    May raise anything, never return, or abort the process: call it through an `Opener`. Charts are left out.
    """
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for about in workbook.sheets_metadata:
        if about.typ is SheetTypeEnum.WorkSheet:
            sheet = workbook.get_sheet_by_name(about.name)
            before = [""] * (sheet.start[1] if sheet.start else 0)  # so that columns keep their letters
            rows = ((i, before + [as_text(c) for c in row]) for i, row in enumerate(sheet.iter_rows(), 1) if any(row))
            yield about.name, about.visible is not SheetVisibleEnum.Visible, rows


def as_text(cell: object) -> str:
    """A cell as a careful person would type it: days as ISO, numbers with a decimal point that cannot be a thousand's.

    A number of more than 15 digits has lost the others in the workbook already, and is written so that it shows.
    """
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, float | int):
        return _number(float(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    text = str(cell).strip()
    return text[2:-1] if text.startswith('="') and text.endswith('"') else text  # a formula that only quotes a text


def _number(value: float) -> str:
    if abs(value) >= 1e15 or value != value:  # noqa: PLR0124 - not a number
        return f"{value:.14E}"
    text = f"{Decimal(f'{value:.15g}'):f}"
    whole, _, fraction = text.partition(".")
    fraction = fraction.rstrip("0")
    return f"{whole}.{fraction + '0' if len(fraction) == 3 else fraction}" if fraction else whole


# --- a page with a table

_TAG = re.compile(r"<(/?)(table|tr|t[dh]|script|style|br|p|div)\b[^<>]*>|<[^<>]*>", re.IGNORECASE)


def page_tables(data: bytes) -> list[Sheet]:
    """The rows of a web page's tables, as banks save them under the name of a workbook; none where they are nested."""
    if len(data) > LARGEST_PAGE:
        return []
    head, *commented = decode(data).text.split("<!--")
    page = _Page()
    page.feed(head + "".join(part.partition("-->")[2] for part in commented))
    return [] if page.nested else [Sheet("", records=page.records)]


class _Page:
    """Tags and text to records: a row is as long as its cells, a line number is that of the row."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self.nested = False
        self._depth = 0
        self._cells: list[str] | None = None
        self._text: list[str] | None = None
        self._hidden = False

    def feed(self, text: str) -> None:
        at = 0
        for tag in _TAG.finditer(text):
            self._say(text[at : tag.start()])
            at = tag.end()
            if tag[2]:
                self._tag(tag[2].lower(), closing=bool(tag[1]))
        self._end_row()

    def _say(self, text: str) -> None:
        if self._text is not None and not self._hidden:
            self._text.append(text)

    def _tag(self, name: str, *, closing: bool) -> None:
        if name in ("script", "style"):
            self._hidden = not closing
        elif name == "table":
            self._depth += -1 if closing else 1
            self.nested |= self._depth > 1
        elif name == "tr":
            self._end_row()
            self._cells = None if closing else []
        elif name in ("td", "th"):
            self._end_cell()
            self._text = None if closing else []
        else:
            self._say(" ")

    def _end_cell(self) -> None:
        if self._text is not None and self._cells is not None:
            self._cells.append(" ".join(unescape("".join(self._text)).split()))
        self._text = None

    def _end_row(self) -> None:
        self._end_cell()
        if self._cells and len(self.records) < MOST_ROWS:
            self.records.append(Record(len(self.records) + 1, self._cells))
        self._cells = None


# --- from sheets to statements


def read(
    name: str, kind: str, sheets: Sequence[Sheet], options: ReadOptions, readers: Sequence[Reader], progress: Progress
) -> Reading:
    """The operations of every sheet that holds some. ``readers`` are asked first; a sheet none claims is a table.

    ``kind`` is the reading's format, unless a reader claimed all. Raises `ImportRefusedError` when there is none.
    """
    found: list[tuple[str, Reading]] = []
    refusals: list[ImportRefusedError] = []
    notes: list[Problem] = []
    paired = len({sign for sheet in sheets if not sheet.hidden and (sign := side_of(sheet.name))}) > 1
    for i, sheet in enumerate(sheets):
        if sheet.hidden:
            notes.append(_note(sheet, msg("masquée, non lue")))
            continue
        if len(sheets) > 1 and WAITING_TITLE.match(fold(sheet.name)):
            notes.append(_note(sheet, msg("opérations en attente, non lues")))
            continue
        mine = replace(options, sign="") if paired and side_of(sheet.name) else options  # an answer is not for both
        try:
            found.append((sheet.name, _read_sheet(name, kind, sheet, mine, readers, _part(progress, i, len(sheets)))))
        except _ClaimedError as refusal:
            raise ImportRefusedError(refusal.what, refusal.way_out) from refusal
        except ImportRefusedError as refusal:
            refusals.append(refusal)
            notes.append(_note(sheet, refusal.what))
    if not found:
        raise refusals[0] if refusals else _nothing()
    return _joined(kind, found, notes)


class _ClaimedError(ImportRefusedError):
    """A reader knows this sheet, and refuses it: so is the workbook."""


def _read_sheet(
    name: str, kind: str, sheet: Sheet, options: ReadOptions, readers: Sequence[Reader], progress: Progress
) -> Reading:
    if not sheet.records:
        raise _nothing()
    text = _as_csv(sheet.records[:50])
    reader = next((r for r in readers if r.claims(name, text[:4096])), None)
    if reader is not None:
        try:
            return reader.read(name, _as_csv(sheet.records), options, progress)
        except ImportRefusedError as refusal:
            raise _ClaimedError(refusal.what, refusal.way_out) from refusal
    reading = _read_table(name, kind, sheet, options, progress)
    sign = side_of(sheet.name)
    if options.sign or not sign or not _in_doubt(reading, sign):
        return reading
    said = replace(options, sign=sign)
    return _signed_by_its_name(_read_table(name, kind, sheet, said, progress), sheet)


_MOST_RISE = 0.7


def _in_doubt(reading: Reading, sign: str) -> bool:
    """Whether the amounts do not say their sign, or most expenses of a sheet of expenses came out as incomes."""
    rises = [row.amount > 0 for s in reading.statements for row in s.rows if row.amount]
    risen = sign == "expense-positive" and sum(rises) > _MOST_RISE * len(rises)  # in a book of both sides, fewer
    return risen or any(q.about == "sign" for q in reading.questions)


def _read_table(name: str, kind: str, sheet: Sheet, options: ReadOptions, progress: Progress) -> Reading:
    findings = Findings()
    statements = table.read_records(f"{sheet.name}\n{name}", sheet.records, _DELIMITER, options, progress, findings)
    return findings.reading(kind, "", statements)


def _signed_by_its_name(reading: Reading, sheet: Sheet) -> Reading:
    """The reading of a sheet of expenses, or of incomes: its name is what says so."""
    proof = msg("Feuille « {sheet} »", sheet=neutral(sheet.name))
    evidence = (replace(e, proof=proof) if e.about == "sign" else e for e in reading.evidence)
    return replace(reading, evidence=tuple(evidence))


def _as_csv(records: Sequence[Record]) -> bytes:
    """The sheet as the CSV its site would have exported: each row on the line of its number."""
    text, line = io.StringIO(newline=""), 1
    write = csv.writer(text, lineterminator="\n").writerow
    for record in records:
        text.write("\n" * (record.line - line))
        write([" ".join(cell.split()) for cell in record.cells])
        line = record.line + 1
    return text.getvalue().encode("utf-8", "replace")


def _joined(kind: str, found: Sequence[tuple[str, Reading]], notes: Sequence[Problem]) -> Reading:
    if len(found) == 1:
        sheet, alone = found[0]
        named = tuple(replace(s, name=s.name or sheet) for s in alone.statements)
        alone = replace(alone, statements=named) if says_savings(sheet) else alone
        return alone.with_problems(*notes)
    formats = {reading.format for _, reading in found}
    statements: list[Statement] = []
    problems: list[Problem] = list(notes)
    evidence: list[Evidence] = []
    for sheet, reading in found:
        of_a_book = bool(side_of(sheet)) or is_month(sheet)
        statements += [replace(s, name=s.name or ("" if of_a_book else sheet)) for s in reading.statements]
        problems += [replace(p, message=_of_sheet(sheet, p.message)) for p in reading.problems]
        evidence += [Evidence("sheet", msg("Feuille « {sheet} »", sheet=neutral(sheet))), *reading.evidence]
    questions = {q.about: q for _, reading in reversed(found) for q in reading.questions}
    one = formats.pop() if len(formats) == 1 else kind
    tables = tuple(t for _, reading in found for t in reading.tables)
    return Reading(one, "", tuple(statements), tuple(problems), tuple(questions.values()), tuple(evidence), tables)


def _note(sheet: Sheet, message: Message) -> Problem:
    return Problem(0, _of_sheet(sheet.name, message), lost=False)


def _of_sheet(sheet: str, message: Message) -> Message:
    return msg("feuille « {sheet} » : {text}", sheet=neutral(sheet), text=message)


def _part(progress: Progress, i: int, count: int) -> Progress:
    return lambda done: progress(0.3 + 0.7 * (i + done) / count)


def _nothing() -> ImportRefusedError:
    return ImportRefusedError(
        msg("Aucune opération dans ce classeur : toutes ses feuilles sont vides."),
        msg("Vérifiez la période choisie au moment de l’export."),
    )
