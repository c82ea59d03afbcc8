"""What one cell says: a day, or a number. Strict: what is not clearly one of them is text.

A day may not be settled by its cell alone (``01/02/2026``), nor a number (``1.234``). Both are kept as written, and the
whole column decides later: `Day.on` takes the order of day and month, `Number.value` the decimal mark.
"""

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from tenk_desktop.core.importing.monthnames import MONTHS as MONTHS_IN_FULL
from tenk_desktop.core.importing.words import CURRENCIES, MONTHS, SYMBOLS, UNITS, fold
from tenk_desktop.core.text import fold as plainly

FIRST_YEAR, LAST_YEAR = 1990, 2100  # half-open: a day outside is a misread cell or a bank's "never"
MAX_DIGITS = 12  # before the decimal mark

_CACHE = 1 << 13  # different cells; a column is looked at once for equal ones
_PLAIN = {
    **{ord(c): " " for c in "\u00a0\u202f\u2007\u2009\u200a\u2003\u2002\t\n"},
    **{ord(c): "-" for c in "\u2212\u2010\u2011\u2012\u2013\ufe63\uff0d"},
    **{ord(c): "'" for c in "\u2019\u02bc\u00b4`\u066c\ufffd"},  # U+FFFD: a thousands space lost on the way
    **{ord(c): "" for c in "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u061c\ufeff"},
    ord("\u066b"): ",",
    **{zero + i: str(i) for zero in (0x660, 0x6F0, 0xFF10) for i in range(10)},
}


class Day(NamedTuple):
    """A day as written. ``fixed``: its order is known, and the numbers are day, month, year.

    Otherwise they are in the order of the cell, day or month first. ``third`` is None when no year is written.
    """

    first: int
    second: int
    third: int | None
    fixed: bool = False

    def on(self, order: str, year: int | None = None) -> date | None:
        """The day read in ``dmy``, ``mdy`` or ``ymd`` order; None when there is no such day in 1990..2099."""
        day, month, written = self.first, self.second, self.third
        if not self.fixed and order == "mdy":
            day, month = month, day
        elif not self.fixed and order == "ymd" and written is not None:
            day, written = written, day
        written = year if written is None else _full_year(written)
        if written is None or not FIRST_YEAR <= written < LAST_YEAR:
            return None
        try:
            return date(written, month, day)
        except ValueError:
            return None


@lru_cache(_CACHE)
def resolve(day: Day, order: str, year: int | None) -> date | None:
    """`Day.on`, remembered: a statement repeats its days."""
    return day.on(order, year)


def _full_year(year: int) -> int:
    if year >= 100:
        return year
    return year + (1900 if year >= FIRST_YEAR - 1900 else 2000)


_BUDDHIST = 543  # years that the calendar of Thailand is ahead


def _third(figures: str) -> int:
    """The last number of a day as written; the year 0001 is not the year 2001, and 2569 is Thailand's for 2026."""
    if len(figures) == 4 and FIRST_YEAR + _BUDDHIST <= int(figures) < LAST_YEAR + _BUDDHIST:
        return int(figures) - _BUDDHIST
    return LAST_YEAR if len(figures) == 4 and figures < "0100" else int(figures)


_TIME = r"(?:(?:[-T ,]|\s+(?:à|at|um|om)\s+)\s*\d{1,2}[:h.]\d{2}.*|-\d{2}\.\d{2}\.\d{2}.*|Z| as of .*)?"
_CLOCK = re.compile(r"^\d{1,2}:\d{2}(?::\d{2})?[, ]+(?=\d)")  # a time before the day
_WEEKDAY = r"(?:[^\W\d]+\.?,? )?"
_YMD = re.compile(r"(\d{4})([-/. ])(\d{1,2})\2(\d{1,2})\.?" + _TIME)
_NAME_OF_DAY = (  # which alone needs no mark between it and the figures
    r"(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|lunes|martes|miércoles|jueves|viernes|domingo|lunedì|martedì|mercoledì|giovedì|venerdì|domenica"
)
_NUMERIC = re.compile(
    rf"(?:(?:[^\W\d]{{2,12}}[.,]|(?i:{_NAME_OF_DAY})) )?" r"(\d{1,2})([-/. ])(\d{1,2})(?:\2(\d{4}|\d{2}))\.?" + _TIME
)
_SPACED = re.compile(r"(?<=\d) ?([-/.]) (?=\d)")
_NO_YEAR = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\.?")
_EIGHT_DAY_FIRST = re.compile(r"(\d{2})(\d{2})((?:19|20)\d{2})")
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{6})?(?:\[[^]]*\])?" + _TIME)
_NAMED = re.compile(
    _WEEKDAY + r"(\d{1,2})(?:er|st|nd|rd|th)?[-./ ]{0,2}(?:de )?([^\W\d]{3,})(?: de)?[-./, ]{0,2}(\d{4}|\d{2})?" + _TIME
)
_NAME_FIRST = re.compile(_WEEKDAY + r"([^\W\d]{3,})[-. ]{1,2}(\d{1,2})(?:st|nd|rd|th)?[-, ]{1,2}(\d{4})" + _TIME)
_DAYS_OF_ONE = re.compile(r"^([^\W\d]{3,})\.? \d{1,2} ?- ?(\d{1,2}, \d{4})$")  # Jan 1 - 31, 2026: known by its last
_SIGNS = re.compile(  # of China and Japan, whose present era began in 2019; of Korea
    r"(?:(?P<year>\d{4})|令和 ?(?P<era>\d{1,2}|元)) ?[年년] ?(?P<month>\d{1,2}) ?[月월] ?(?P<day>\d{1,2}) ?[日일]"
    + _TIME
)
_ERA = 2018  # the year before its first
_YEAR_FIRST = re.compile(r"(\d{4})[-. ]([^\W\d]{3,})[-. ](\d{1,2})" + _TIME)


@lru_cache(_CACHE)
def parse_day(cell: str) -> Day | None:
    """The day a whole cell holds, its time of day dropped; None when it is not one."""
    text = _CLOCK.sub("", cell.translate(_PLAIN).strip().strip("'\"="))
    if not 5 <= len(text) <= 40 and not _NO_YEAR.fullmatch(text):
        return None
    found = _written_in_figures(text) or _written_in_words(_DAYS_OF_ONE.sub(r"\1 \2", text))
    return found or (_written_in_figures(_SPACED.sub(r"\1", text)) if _SPACED.search(text) else None)


def _written_in_figures(text: str) -> Day | None:
    if m := _YMD.fullmatch(text):
        return Day(int(m[4]), int(m[3]), _third(m[1]), fixed=True)
    if m := _NUMERIC.fullmatch(text):
        return Day(int(m[1]), int(m[3]), _third(m[4]))
    if (m := _NO_YEAR.fullmatch(text)) and max(int(m[1]), int(m[3])) <= 31 and 1 <= min(int(m[1]), int(m[3])) <= 12:
        return Day(int(m[1]), int(m[3]), None)
    if m := _EIGHT.fullmatch(text):
        day = Day(int(m[3]), int(m[2]), int(m[1]), fixed=True)
        return day if day.on("dmy") else _eight_day_first(text)
    return None


def _eight_day_first(text: str) -> Day | None:
    """Eight figures that are no day when the year stands in front."""
    m = _EIGHT_DAY_FIRST.fullmatch(text)
    day = Day(int(m[1]), int(m[2]), int(m[3])) if m else None
    return day if day and (day.on("dmy") or day.on("mdy")) else None


def _written_in_words(text: str) -> Day | None:
    if m := _NAMED.fullmatch(text):
        month = _month(m[2])
        return Day(int(m[1]), month, int(m[3]) if m[3] else None, fixed=True) if month else None
    if m := _NAME_FIRST.fullmatch(text):
        month = _month(m[1])
        return Day(int(m[2]), month, int(m[3]), fixed=True) if month else None
    if m := _YEAR_FIRST.fullmatch(text):
        month = _month(m[2])
        return Day(int(m[3]), month, int(m[1]), fixed=True) if month else None
    if m := _SIGNS.fullmatch(text):
        year = int(m["year"] or _ERA + (1 if m["era"] == "元" else int(m["era"])))
        return Day(int(m["day"]), int(m["month"]), year, fixed=True)
    return None


def _month(name: str) -> int | None:
    folded = fold(name)
    found = next((n for n, names in enumerate(MONTHS, 1) if any(full.startswith(folded) for full in names)), None)
    return found or MONTHS_IN_FULL.get(plainly(name))


class Number(NamedTuple):
    """A number as written. ``unsure``: the lone mark of ``1.234``; else ``implies``: the decimal mark that shows."""

    negative: bool
    whole: str
    fraction: str
    implies: str = ""
    unsure: str = ""
    currency: str = ""
    signed: bool = False  # a sign was written
    side: int = 0  # -1 for DR, D or S (Soll), 1 for CR, C or H (Haben) behind the number

    def value(self, mark: str) -> Decimal:
        """The number, a lone mark before three digits being decimal only if it is ``mark``."""
        joined = self.unsure and self.unsure != mark
        text = f"{self.whole}{'' if joined or not self.fraction else '.'}{self.fraction}"
        return -Decimal(text) if self.negative else Decimal(text)

    def decimals(self, mark: str) -> int:
        """Digits after the decimal mark that are not closing zeros."""
        return 0 if self.unsure and self.unsure != mark else len(self.fraction.rstrip("0"))


_BESIDE = {**SYMBOLS, **UNITS}
_UNITS = "|".join(sorted((re.escape(s) for s in (*_BESIDE, *CURRENCIES)), key=len, reverse=True))
_SHORT = r"(?:(?<=[A-Za-z])\.)?"  # ``Fr.``; elsewhere the dot is the amount's own: ``.50``
_SIDES = {
    **dict.fromkeys(("CR", "Cr", "C", "H", "crédit", "Crédit", "CRÉDIT"), 1),
    **dict.fromkeys(("DR", "Dr", "DB", "Db", "D", "S", "débit", "Débit", "DÉBIT"), -1),
}
_SIDE_WORDS = "|".join(side for side in _SIDES if len(side) > 1)  # a letter alone says it after cents only
_SIGNED = re.compile(
    rf"(?:(?P<before>{_UNITS}){_SHORT})? ?(?P<sign>[+-]?) ?(?:(?P<before2>{_UNITS}){_SHORT})? ?"
    rf"(?P<body>[\d.,][\d., ']*?) ?"
    rf"(?P<unit>{_UNITS})? ?(?P<after>[+-]|{_SIDE_WORDS}|(?<=[.,]\d\d) ?[DCSH])? ?(?P<unit2>{_UNITS})?"
)
_DASHED = re.compile(r"(?<=\d)([.,])(?:-{1,2}|\u2014)(?=[^\d]*$)")  # 25.- : no cents
_SIGN_BETWEEN = re.compile(r"(?<=\d) ?€ ?(?=\d\d$)")  # 12€50
_USUAL = re.compile(r"([+-]?)([0-9]{1,12})(?:([.,])([0-9]{1,2}))?")  # most cells, read without more ado
_ONE_MARK = re.compile(r"(\d{1,3}(?:[ ']\d{3})+|\d*)(?:([.,])(\d*))?")
_LAKHS = re.compile(r"(\d{1,2}(?:,\d\d)+,\d{3})(?:\.(\d+))?")  # as India groups: 12,34,567.89
_GROUPED = re.compile(r"(\d{1,3}(?:([.,])\d{3})(?:\2\d{3})*)(?:([.,])(\d+))?")


@lru_cache(_CACHE)
def parse_number(cell: str) -> Number | None:
    """The number a whole cell holds; None for text, ``NaN``, two signs, or more digits than money has."""
    if m := _USUAL.fullmatch(cell):
        sign, whole, mark, fraction = m.groups()
        return Number(sign == "-", whole, fraction or "", implies=mark or "", signed=bool(sign))
    text = cell.translate(_PLAIN).strip().lstrip("'")  # which tells a spreadsheet that it is text
    if not any("0" <= c <= "9" for c in text) or len(text) > 40:
        return None
    if "€" in text and _SIGN_BETWEEN.search(text):
        text = _SIGN_BETWEEN.sub(",", text) + "€"
    enclosed = text.endswith(")") and text.count("(") == 1
    m = _SIGNED.fullmatch(text.replace("(", "")[:-1] if enclosed else _DASHED.sub(r"\g<1>00", text))
    if not m or ((m["sign"] or enclosed) and m["after"]):
        return None
    digits = _digits(m["body"])
    if not digits:
        return None
    unit = m["before"] or m["before2"] or m["unit"] or m["unit2"] or ""
    negative = enclosed or "-" in (m["sign"], m["after"])
    signed = enclosed or bool(m["sign"] or m["after"])
    side = _SIDES.get((m["after"] or "").strip(), 0)
    return digits._replace(negative=negative, currency=_BESIDE.get(unit, unit), signed=signed, side=side)


def _digits(body: str) -> Number | None:
    if m := _ONE_MARK.fullmatch(body):
        found = _one_mark(m[1], m[2] or "", m[3] or "")
    elif (m := _GROUPED.fullmatch(body)) and m[2] != m[3]:
        whole = m[1].replace(m[2], "")
        found = Number(negative=False, whole=whole, fraction=m[4] or "", implies=m[3] or _other(m[2]))
    elif m := _LAKHS.fullmatch(body):
        found = Number(negative=False, whole=m[1].replace(",", ""), fraction=m[2] or "", implies=".")
    else:
        return None
    return found if len(found.whole.lstrip("0")) <= MAX_DIGITS and (found.whole or found.fraction) else None


def _one_mark(whole: str, mark: str, fraction: str) -> Number:
    grouped = not whole.isdigit()
    whole = whole.replace(" ", "").replace("'", "")
    unsure = bool(mark) and len(fraction) == 3 and not grouped and len(whole) <= 3 and whole.strip("0") != ""
    if unsure:
        return Number(negative=False, whole=whole, fraction=fraction, unsure=mark)
    return Number(negative=False, whole=whole or "0", fraction=fraction, implies=mark if fraction else "")


def _other(mark: str) -> str:
    return "," if mark == "." else "."


def day_cell(cell: str) -> Day | None:
    """A day that cannot be mistaken for an amount: ``10.12`` is none."""
    day = parse_day(cell)
    return day if day and (day.third is not None or parse_number(cell) is None) else None


def day_place(cells: list[str]) -> int | None:
    """The first column of a record that holds a day."""
    return next((i for i, cell in enumerate(cells) if cell and day_cell(cell)), None)


def is_row(cells: list[str]) -> bool:
    """Whether a record has the look of a transaction: a day in one cell and a number in another."""
    return day_place(cells) is not None and any(cell and parse_number(cell) and not day_cell(cell) for cell in cells)
