"""Files to statements. One module a format; `read_statement` finds the one that reads a file.

A format is one module with a `READER` and one line in `READERS`; the first reader that claims a file reads it.
"""

import re

from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing import table, tiktok
from tenk_desktop.core.importing.decode import decode
from tenk_desktop.core.importing.statement import Reading, ReadOptions
from tenk_desktop.core.progress import Progress, silent
from tenk_desktop.core.text import Message, msg

READERS = (tiktok.READER, table.READER)

LARGEST_FILE = 50 * 1024 * 1024  # bytes; a bank's ten years of rows stay far below
_HEAD = 4096

_AS_CSV = msg("Exportez vos opérations en CSV depuis le site de votre banque.")
_AGAIN = msg("Reconnectez-vous au site de votre banque et téléchargez l’export à nouveau.")
_SAVE_AS = msg("Enregistrez-le en CSV depuis un tableur, ou exportez en CSV depuis votre banque.")
_FOREIGN: tuple[tuple[str, Message, Message], ...] = (
    (r"PK\x03\x04|PK\x05\x06|\xd0\xcf\x11\xe0", msg("Ce fichier est un classeur ou une archive."), _SAVE_AS),
    (r"%PDF", msg("Ce fichier est un PDF : il ne peut pas être lu avec certitude."), _AS_CSV),
    (r"<!doctype html|<html|<head|<body", msg("Ce fichier est une page web : la session a pu expirer."), _AGAIN),
    (r"OFXHEADER|<\?OFX|<OFX>|<\?xml[^>]*\?>\s*<\?OFX", msg("Le format OFX n’est pas encore lu."), _AS_CSV),
    (r"<[?!a-z]", msg("Ce format XML n’est pas encore lu."), _AS_CSV),
    (r"!Type:|!Account|!Option", msg("Le format QIF n’est pas encore lu."), _AS_CSV),
    (r"D[^;,\t\n]{5,12}\n[A-Z][^;\n]*\n(?s:.*)\^", msg("Le format QIF n’est pas encore lu."), _AS_CSV),
    (r"\{1:|:20:", msg("Le format MT940 n’est pas encore lu."), _AS_CSV),
)
"""How a file begins that is no delimited text, what it is, and what to do."""


def read_statement(
    name: str,
    data: bytes,
    options: ReadOptions = ReadOptions(),
    progress: Progress = silent,
) -> Reading:
    """Read one file, whatever its name says. Raises `ImportRefusedError` and `Cancelled`."""
    head = data[:_HEAD]
    chosen = [r for r in READERS if r.format == options.format] if options.format else []
    if options.format and not chosen:
        raise ImportRefusedError(
            msg("Le format « {name} » n’existe pas.", name=options.format),
            msg("Formats lus : {names}.", names=", ".join(r.format for r in READERS)),
        )
    _refuse_what_is_not_text(data, head)
    reader = next((r for r in chosen or READERS if chosen or r.claims(name, head)), None)
    if reader is None:
        raise ImportRefusedError(
            msg("Ce fichier ne contient pas de colonnes : ni points-virgules, ni virgules, ni tabulations."), _AS_CSV
        )
    return reader.read(name, data, options, progress)


def _refuse_what_is_not_text(data: bytes, head: bytes) -> None:
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise ImportRefusedError(msg("Ce fichier est vide."), msg("Téléchargez-le à nouveau depuis votre banque."))
    if len(data) > LARGEST_FILE:
        raise ImportRefusedError(
            msg("Ce fichier est trop gros (plus de 50 Mo)."), msg("Exportez une période plus courte.")
        )
    raw = head.decode("latin-1")
    text = decode(head).text
    for pattern, what, way_out in _FOREIGN:
        if any(re.match(rf"\s*(?:{pattern})", start, re.IGNORECASE) for start in (raw, text)):
            raise ImportRefusedError(what, way_out)
    if _is_noise(text):
        raise ImportRefusedError(msg("Ce fichier n’est pas du texte."), _AS_CSV)


def _is_noise(text: str) -> bool:
    """More control characters than any export has."""
    return sum(c < " " and c not in "\t\n\x0b\x0c\x1a" for c in text) > 0.02 * len(text) + 2
