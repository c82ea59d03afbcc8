"""Workbooks written as XML text (the spreadsheet format of 2003), as some bank sites still save ``.xls``.

Read as tags in a row, never by an XML parser: nothing is expanded, nothing outside is fetched. A cell may say its place
(``ss:Index``), which leaves the cells before it empty; a day is written as ISO, a number with a decimal point.
"""

import re
from html import unescape

from tenk_desktop.core.importing.decode import decode
from tenk_desktop.core.importing.records import MOST_CELLS, Record
from tenk_desktop.core.importing.sheets import MOST_ROWS, Sheet, as_text

BEGINS = r"<\?xml[^>]*>\s*(?:<\?mso-application[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:\w+:)?Workbook\b"
_LARGEST = 20 * 1024 * 1024  # bytes
_TAG = re.compile(r"<(/?)(?:\w+:)?(Worksheet|Row|Cell|Data)\b([^<>]*?)(/?)>")
_ATTRIBUTE = re.compile(r"(?:\w+:)?(Name|Index|Type)\s*=\s*[\"']([^\"']*)[\"']")
_TAGS = re.compile(r"<[^<>]*>")


def tables(data: bytes) -> list[Sheet]:
    """The sheets, their filled rows as text; none where there is too much."""
    text = decode(data).text if len(data) <= _LARGEST else ""
    sheets: list[Sheet] = []
    cells: list[str] = []
    row, kind, begins = 0, "", 0
    for tag in _TAG.finditer(text):
        closing, name, empty = bool(tag[1]), tag[2], bool(tag[4])
        said = dict(_ATTRIBUTE.findall(tag[3]))
        if name == "Worksheet" and not closing:
            sheets.append(Sheet(unescape(said.get("Name", ""))))
            row = 0
        elif name == "Row" and not closing:
            row, cells = _place(said, row + 1, MOST_ROWS), []
        if name == "Row" and (closing or empty) and sheets and any(cells):
            sheets[-1].records.append(Record(row, cells))
        elif name == "Cell" and not closing:
            place = _place(said, len(cells) + 1, MOST_CELLS)
            cells += [""] * (place - len(cells))
        elif name == "Data" and not closing:
            kind, begins = said.get("Type", ""), tag.end()
        elif name == "Data" and cells:
            cells[-1] = _written(text[begins : tag.start()], kind)
    return sheets


def _place(said: dict[str, str], usual: int, most: int) -> int:
    """Where a row or cell stands, from 1: where it says, else where it follows; never beyond what is read."""
    index = said.get("Index", "")
    return min(int(index) if index.isdigit() else usual, most)


def _written(text: str, kind: str) -> str:
    plain = " ".join(unescape(_TAGS.sub("", text)).split())
    if kind == "DateTime":
        return plain.removesuffix(".000").removesuffix("T00:00:00")
    try:
        return as_text(float(plain)) if kind == "Number" else plain
    except ValueError:
        return plain
