"""Amounts are integers of a currency's minor unit. Nothing here touches a float.

Income is positive, expense negative. The number of decimals of each currency is ISO 4217's.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # slow to load, and showing an amount needs none
    from decimal import Decimal

# ISO 4217 exponents that are not 2, for currencies still in use.
_EXPONENTS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND"), 0),
    **dict.fromkeys(("VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3),
}

LARGEST = 10**14
"""No amount of a household reaches this many minor units; a larger one is a misread file."""


class AmountError(ValueError):
    """The text is not an amount of this currency."""


def exponent(currency: str) -> int:
    """Decimals of a currency: EUR 2, TND 3, XOF 0."""
    return _EXPONENTS.get(currency, 2)


def is_currency(text: str) -> bool:
    """Whether the text has the shape of an ISO 4217 code."""
    return len(text) == 3 and text.isascii() and text.isalpha() and text.isupper()


def to_minor(value: Decimal, currency: str) -> int:
    """A decimal amount as minor units; refuses digits finer than the currency has, and absurd sizes.

    Raises `AmountError`.
    """
    if not value.is_finite():
        raise AmountError(str(value))
    scaled = value.scaleb(exponent(currency))
    minor = int(scaled)
    if minor != scaled or abs(minor) >= LARGEST:
        raise AmountError(str(value))
    return minor


def decimal_string(minor: int, currency: str) -> str:
    """The exact decimal text scripts read: ``-1999`` of EUR is ``-19.99``; XOF has no point."""
    digits = exponent(currency)
    sign = "-" if minor < 0 else ""
    whole, rest = divmod(abs(minor), 10**digits)
    return f"{sign}{whole}.{rest:0{digits}d}" if digits else f"{sign}{whole}"


_TERM = re.compile(r"[+-]?[^+-]+")


def parse_typed(text: str, currency: str) -> int:
    """What a person typed, as minor units: ``-2,10``, ``-2.10``, ``1 234,56 €``, ``12+3``.

    Comma and point both mark decimals; when both occur the last one does. Three digits after a lone mark are refused
    rather than guessed (``1.000``), except for a currency with three decimals (it is a fraction) or none (thousands).
    Raises `AmountError`.
    """
    plain = unicodedata.normalize("NFKC", text).replace("\N{MINUS SIGN}", "-")
    plain = re.sub(r"[\s'’_]|EUR|[€$£]|" + re.escape(currency), "", plain)
    terms = _TERM.findall(plain)
    if not terms or "".join(terms) != plain:
        raise AmountError(text)
    total = sum(_typed_term(term, currency, text) for term in terms)
    if abs(total) >= LARGEST:
        raise AmountError(text)
    return total


def _typed_term(term: str, currency: str, whole_text: str) -> int:
    from decimal import Decimal

    sign = -1 if term.startswith("-") else 1
    digits = term.lstrip("+-")
    *groups, last = re.split(r"[.,]", digits)
    marks = re.findall(r"[.,]", digits)
    decimals = _decimal_marks(marks, last, exponent(currency))
    thousands, fraction = (groups, last) if decimals else ([*groups, last], "0")
    grouped = len(thousands) > 1
    shaped = all(len(g) == 3 for g in thousands[1:]) and (not grouped or 1 <= len(thousands[0]) <= 3)
    number = "".join(thousands) or "0"
    if decimals is None or not shaped or not (number + fraction).isdigit() or not digits.isascii() or not fraction:
        raise AmountError(whole_text)
    return to_minor(sign * Decimal(f"{number}.{fraction}"), currency)


def _decimal_marks(marks: list[str], last: str, digits: int) -> bool | None:
    """Whether the last mark is the decimal one; None when nobody can tell."""
    if not marks:
        return False
    if len(set(marks)) == 2:
        return True if marks.index(marks[-1]) == len(marks) - 1 else None
    if len(marks) > 1:
        return False
    if len(last) == 3 and digits != 3:
        return False if digits == 0 else None
    return True
