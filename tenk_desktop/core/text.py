"""What the program says, and how it writes money and days.

French is the source: a message's identifier *is* its French sentence, so French needs no catalogue and can never be
missing. English comes from ``resources/locale/en``. Core never prints: it returns a `Message`, said later in the
reader's language, or calls `tr` when the sentence is wanted now.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tenk_desktop.core.money import decimal_string, exponent
from tenk_desktop.core.resources import resource

if TYPE_CHECKING:
    from gettext import NullTranslations

    from tenk_desktop.core.period import Period

LANGUAGES = ("fr", "en")

NBSP = "\N{NO-BREAK SPACE}"
NNBSP = "\N{NARROW NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"

_SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "CHF": "CHF", "CAD": "$CA", "JPY": "¥"}

_language = "fr"
_catalogue: "NullTranslations | None" = None  # None: the source, French


def use_language(code: str) -> None:
    """Say everything in ``fr`` or ``en`` from now on."""
    global _language, _catalogue  # noqa: PLW0603 - one process speaks one language
    if code not in LANGUAGES:
        raise ValueError(code)
    _language = code
    _catalogue = None
    if code != "fr":
        from gettext import translation  # French needs none

        _catalogue = translation("tenk", resource("locale"), [code])


def language() -> str:
    """The language spoken now, ``fr`` or ``en``."""
    return _language


def tr(french: str, /, **values: object) -> str:
    """The sentence in the reader's language, its ``{fields}`` filled."""
    # gettext keeps its own header under the empty text
    sentence = _catalogue.gettext(french) if _catalogue and french else french
    return sentence.format(**values) if values else sentence


def ntr(one: str, many: str, count: int, /, **values: object) -> str:
    """As `tr`, in the singular or plural that ``count`` asks for; ``{count}`` is filled with the grouped number."""
    french = one if abs(count) < 2 else many  # "0 ligne", "1 ligne", "2 lignes"
    sentence = _catalogue.ngettext(one, many, count) if _catalogue else french
    return sentence.format(count=number_text(count), **values)


class Message(NamedTuple):
    """A sentence kept as a value, so that it can be stored, compared, and said in either language.

    ``str()`` says it. Values may be numbers, texts or days (said as ISO text); money is passed already as text.
    """

    french: str
    values: Mapping[str, object] = {}

    def __hash__(self) -> int:
        return hash(self.french)  # a mapping has no hash

    def __str__(self) -> str:
        return tr(self.french).format(**{k: str(v) for k, v in self.values.items()})


def msg(french: str, /, **values: object) -> Message:
    """A `Message`; the name the catalogue's extractor looks for."""
    return Message(french, values)


def mark(french: str, /) -> str:
    """Marks a sentence for the catalogue where it is only stored; `Message` or `tr` says it later."""
    return french


def number_text(value: int) -> str:
    """A whole number with the language's thousands separator."""
    grouped = f"{abs(value):,}".replace(",", NNBSP if _language == "fr" else ",")
    return (MINUS if value < 0 else "") + grouped


def amount_text(minor: int, currency: str, *, sign: bool = False, cents: bool = True) -> str:
    """Money for people: ``-123456`` of ``EUR`` is ``−1 234,56 €`` or ``−€1,234.56``.

    ``sign`` writes a plus before a positive amount; ``cents=False`` rounds to whole units, half away from zero.
    """
    digits = exponent(currency)
    value = abs(minor)
    if not cents and digits:
        value = (value + 10**digits // 2) // 10**digits
        digits = 0
    text = decimal_string(value, currency) if digits else str(value)
    whole, _, fraction = text.partition(".")
    whole = f"{int(whole):,}"
    symbol = _SYMBOLS.get(currency, currency)
    lead = MINUS if minor < 0 and value else "+" if sign and minor > 0 else ""
    if _language == "fr":
        number = whole.replace(",", NNBSP) + ("," + fraction if fraction else "")
        return f"{lead}{number}{NBSP}{symbol}"
    number = whole + ("." + fraction if fraction else "")
    return f"{lead}{symbol}{number}" if len(symbol) == 1 else f"{lead}{symbol}{NBSP}{number}"


def day_text(day: date, *, year: bool = False) -> str:
    """``27 nov.`` or ``27 Nov``; with the year ``27 nov. 2026``."""
    month = _short_months()[day.month - 1]
    return f"{nth_text(day.day)}{NBSP}{month}" + (f"{NBSP}{day.year}" if year else "")


def nth_text(day: int) -> str:
    """A day of any month: ``1er`` or ``1``, ``27``."""
    return "1er" if _language == "fr" and day == 1 else str(day)


def date_text(day: date) -> str:
    """A day in figures, as a table column shows it: ``27/11/2026`` in both languages (day first)."""
    return day.strftime("%d/%m/%Y")


def month_text(day: date, *, year: bool = True, short: bool = False) -> str:
    """``Novembre 2026``, or ``nov.`` when ``short`` and without the year."""
    name = _short_months()[day.month - 1] if short else _long_months()[day.month - 1]
    name = name if short else name[0].upper() + name[1:]
    return f"{name}{NBSP}{day.year}" if year else name


def period_text(period: "Period") -> str:
    """``Novembre 2026``; with its days where it is no calendar month: ``Novembre 2026, du 28 oct. au 27 nov.``"""
    return ", ".join(part for part in (month_text(period.month), days_text(period)) if part)


def days_text(period: "Period") -> str:
    """``du 28 oct. au 27 nov.``; empty for a calendar month."""
    if period.start.day == 1:
        return ""
    last = date.fromordinal(period.end.toordinal() - 1)
    return tr("du {first} au {last}", first=day_text(period.start), last=day_text(last))


def month_name(day: date) -> str:
    """A month inside a sentence: ``décembre`` or ``December``."""
    return _long_months()[day.month - 1]


def listed(parts: Iterable[str]) -> str:
    """Several things in one sentence: ``a ; b`` or ``a; b``."""
    return (" ; " if _language == "fr" else "; ").join(parts)


def _short_months() -> list[str]:
    return tr("janv.|févr.|mars|avr.|mai|juin|juil.|août|sept.|oct.|nov.|déc.").split("|")


def _long_months() -> list[str]:
    return tr(
        "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
    ).split("|")


# Control and bidirectional characters could rewrite what a line seems to say.
_NEUTRAL = dict.fromkeys(
    [
        *range(0x20),
        0x7F,
        *range(0x80, 0xA0),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
        0xFEFF,
    ],
    " ",
)


def neutral(text: str) -> str:
    """Text from a file, made harmless to show: control and bidirectional characters become spaces."""
    return " ".join(text.translate(_NEUTRAL).split())


def fold(text: str | None) -> str:
    """Text for comparing and searching: no accents, no case, single spaces."""
    if not text:
        return ""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(text.casefold().split())
