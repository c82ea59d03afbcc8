"""Files to statements. One module a format; `read_statement` finds the one that reads a file.

A format is one module with a `READER` and one line in `READERS`; the first reader that claims a file reads it.
"""

import re
from contextlib import suppress
from dataclasses import replace
from functools import partial

from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing import (
    archive,
    camt,
    cfonb,
    mt940,
    ofx,
    own,
    pasted,
    paypal,
    qif,
    sheets,
    sheetxml,
    shop,
    studio,
    table,
    tiktok,
    userdata,
    wise,
)
from tenk_desktop.core.importing.decode import decode
from tenk_desktop.core.importing.savings import with_kinds
from tenk_desktop.core.importing.statement import Reader, Reading, ReadOptions
from tenk_desktop.core.progress import Progress, silent
from tenk_desktop.core.text import Message, msg

READERS = (
    own.READER,
    tiktok.READER,
    *studio.READERS,
    userdata.READER,
    shop.READER,
    paypal.READER,
    wise.READER,
    camt.READER,
    mt940.READER,
    cfonb.READER,
    ofx.READER,
    qif.READER,
    table.READER,
    pasted.READER,
)

_HOLDERS = ("xlsx", "xls", "ods", "html", archive.FORMAT)  # known by their bytes; a reader is chosen for what they hold
LARGEST_FILE = 50 * 1024 * 1024  # bytes; a bank's ten years of rows stay far below
_HEAD = 4096

_AS_CSV = msg("Exportez vos opérations en CSV depuis le site de votre banque.")
_AGAIN = msg("Reconnectez-vous au site de votre banque et téléchargez l’export à nouveau.")
_PAGE = r"(?:<!--.{0,500}?-->\s*)?<(?:!doctype html|html|head|body|meta|table|style)\b"
_FOREIGN: tuple[tuple[str, Message, Message], ...] = (
    (
        r"7z\xbc\xaf|Rar!|\x1f\x8b",
        msg("Cette archive n’est pas un ZIP."),
        msg("Importez les fichiers qu’elle contient."),
    ),
    (
        r"\xff\xd8\xff|\x89PNG|GIF8|RIFF[\s\S]{4}WEBP|[\s\S]{4}ftyp(?:hei|mif|avif)",
        msg("C’est une image : ses montants ne peuvent pas être lus avec certitude."),
        _AS_CSV,
    ),
    (r"%PDF", msg("Ce fichier est un PDF : il ne peut pas être lu avec certitude."), _AS_CSV),
    (_PAGE, msg("Ce fichier est une page web : la session a pu expirer."), _AGAIN),
    (r"<[?!a-z]", msg("Ce format XML n’est pas encore lu."), _AS_CSV),
)
"""How a file begins that is no delimited text, what it is, and what to do."""


def read_statement(
    name: str,
    data: bytes,
    options: ReadOptions = ReadOptions(),
    progress: Progress = silent,
    opener: sheets.Opener = sheets.no_opener,
) -> Reading:
    """Read one file, whatever its name says; ``opener`` opens workbooks. Raises `ImportRefusedError`, `Cancelled`."""
    plain = replace(options, format="") if options.format in _HOLDERS else options
    return _read(name, data, plain, progress, opener, archives=2)


def _read(
    name: str, data: bytes, options: ReadOptions, progress: Progress, opener: sheets.Opener, *, archives: int
) -> Reading:
    """As `read_statement`; ``archives`` is how many may still be opened, one inside the other."""
    chosen = [r for r in READERS if r.format == options.format] if options.format else []
    if options.format and not chosen:
        raise ImportRefusedError(
            msg("Le format « {name} » n’existe pas.", name=options.format),
            msg("Formats lus : {names}.", names=", ".join(r.format for r in READERS)),
        )
    _refuse_size(data)
    if kind := sheets.workbook_format(data):
        return with_kinds(_read_workbook(name, data, kind, options, progress, opener), name)
    if archive.is_archive(data):
        if not archives:
            raise ImportRefusedError(msg("Trop d’archives les unes dans les autres."))
        read_member = partial(_read, opener=opener, archives=archives - 1)
        return archive.read(name, data, options, read_member, progress)
    return with_kinds(_read_one(name, data, chosen, options, progress), name)


def _read_one(name: str, data: bytes, chosen: list[Reader], options: ReadOptions, progress: Progress) -> Reading:
    """A file that is no workbook and no archive; ``chosen`` is the reader asked for, if any."""
    head = data[:_HEAD]
    reader = next((r for r in chosen or READERS if chosen or r.claims(name, head)), None)
    if reader in (None, table.READER):  # anything with a comma looks like a table
        kind, tables = _tables_in_tags(head, data)
        if tables:
            with suppress(ImportRefusedError):  # one without operations is refused below, for what it is
                return sheets.read(name, kind, tables, options, _special(options), progress)
        _refuse_what_is_not_text(head)
    if reader is None and pasted.holds_rows(data):
        reader = pasted.READER
    if reader is None:
        raise ImportRefusedError(
            msg("Ce fichier ne contient pas de colonnes : ni points-virgules, ni virgules, ni tabulations."), _AS_CSV
        )
    return _read_text(reader, name, data, options, progress)


def _read_text(reader: Reader, name: str, data: bytes, options: ReadOptions, progress: Progress) -> Reading:
    try:
        return reader.read(name, data, options, progress)
    except ImportRefusedError:
        if reader is not table.READER or not pasted.holds_rows(data):
            raise
    return pasted.READER.read(name, data, options, progress)  # the commas were those of its amounts


def _tables_in_tags(head: bytes, data: bytes) -> tuple[str, list[sheets.Sheet]]:
    """The format and the tables of a web page, or of a workbook in XML text; none in anything else."""
    if _begins(head, _PAGE):
        return "html", sheets.page_tables(data)
    return ("xls", sheetxml.tables(data)) if _begins(head, sheetxml.BEGINS) else ("", [])


def _read_workbook(
    name: str, data: bytes, kind: str, options: ReadOptions, progress: Progress, opener: sheets.Opener
) -> Reading:
    if kind != "xls":
        sheets.guard(data, progress)
    return sheets.read(name, kind, opener(data, progress), options, _special(options), progress)


def _special(options: ReadOptions) -> tuple[Reader, ...]:
    """The readers that know the columns of one platform; the table reader takes what they leave."""
    return () if options.format == table.FORMAT else tuple(r for r in READERS if r not in (table.READER, pasted.READER))


_SOMETHING = re.compile(rb"[^\0 \t\r\n\xef\xbb\xbf\xff\xfe]")  # to strip the others takes the file once more


def _refuse_size(data: bytes) -> None:
    if not _SOMETHING.search(data):
        raise ImportRefusedError(msg("Ce fichier est vide."), msg("Téléchargez-le à nouveau depuis votre banque."))
    if len(data) > LARGEST_FILE:
        raise ImportRefusedError(
            msg("Ce fichier est trop gros (plus de 50 Mo)."), msg("Exportez une période plus courte.")
        )


def _refuse_what_is_not_text(head: bytes) -> None:
    for pattern, what, way_out in _FOREIGN:
        if _begins(head, pattern):
            raise ImportRefusedError(what, way_out)
    if _is_noise(decode(head).text):
        raise ImportRefusedError(msg("Ce fichier n’est pas du texte."), _AS_CSV)


def _begins(head: bytes, pattern: str) -> bool:
    starts = (head.decode("latin-1"), decode(head).text)
    return any(re.match(rf"\s*(?:{pattern})", start, re.IGNORECASE) for start in starts)


def _is_noise(text: str) -> bool:
    """More control characters than any export has."""
    return sum(c < " " and c not in "\t\n\x0b\x0c\x1a" for c in text) > 0.02 * len(text) + 2
