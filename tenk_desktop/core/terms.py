"""What a person asks for in a search field: words, and besides them amounts, days, categories, accounts and tags.

``>50`` ``<=12,5`` ``=9,99`` ``20..30`` are sizes, whatever the direction of the money; with a sign (``>+50``, ``<-50``)
they are amounts. ``cat:courses`` and ``compte:livret`` name where it is sorted and kept (``cat:"autres revenus"`` for
several words), ``#cadeau`` a mark in its note. ``03/11/2026``, ``2026-11``, ``11/2026`` are days and
``01/11/2026..15/11/2026`` goes from one to another, both included. All must hold. What is only half typed (``>``,
``cat:``) asks for nothing yet.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from tenk_desktop.core.money import exponent
from tenk_desktop.core.period import ONE_DAY, Period
from tenk_desktop.core.text import fold


@dataclass(frozen=True, slots=True)
class Size:
    """An amount compared: ``compare`` is one of ``> >= < <= =``. ``signed``: with its direction, not as a size."""

    compare: str
    value: Decimal
    signed: bool = False

    def minor(self, currency: str) -> tuple[str, int] | None:
        """The comparison in whole minor units of a currency; None where no amount can be equal to it."""
        scaled = self.value.scaleb(exponent(currency))
        whole = int(scaled.to_integral_value(ROUND_FLOOR if self.compare in {">", "<="} else ROUND_CEILING))
        if self.compare == "=" and scaled != whole:
            return None
        return self.compare, whole


@dataclass(frozen=True, slots=True)
class Terms:
    """A search, taken apart. ``days`` are half-open; ``categories``, ``accounts`` and ``tags`` are folded."""

    text: str = ""
    sizes: tuple[Size, ...] = ()
    categories: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    days: tuple[Period, ...] = ()


_TOKEN = re.compile(r'[^\s":]+:"[^"]*"?|\S+')
_LOOSE = re.compile(r"([<>=])\s+(?=[\d+-])")
_NUMBER = r"[+-]?\d{1,11}(?:[.,]\d{1,3})?"
_SIZE = re.compile(rf"(>=|<=|[<>=])({_NUMBER})?")
_BETWEEN = re.compile(rf"({_NUMBER})\.\.({_NUMBER})")
_NAMED = re.compile(r'(cat|categorie|category|compte|account):"?([^"]*)"?')
_DAY = re.compile(r"(?:(\d{4})-(\d\d?)(?:-(\d\d?))?|(?:(\d\d?)/)?(\d\d?)/(\d{4}))")


def terms(text: str) -> Terms:
    """Take a search apart. Any text is understood: what is nothing else is words."""
    words: list[str] = []
    found: dict[str, list[object]] = {name: [] for name in ("sizes", "categories", "accounts", "tags", "days")}
    for token in _TOKEN.findall(_LOOSE.sub(r"\1", text)):
        meant = _meant(token)
        if meant is None:
            words.append(token)
        for name, value in meant or ():
            found[name].append(value)
    return Terms(" ".join(words), **{name: tuple(values) for name, values in found.items()})  # type: ignore[arg-type]


def _meant(token: str) -> list[tuple[str, object]] | None:
    """What one token asks for besides words; None for a word, nothing for what is half typed."""
    folded = fold(token)
    if size := _SIZE.fullmatch(folded):
        compare, number = size.groups()
        return [("sizes", _size(compare, number))] if number else []
    if between := _BETWEEN.fullmatch(folded):
        return [("sizes", _size(">=", between[1])), ("sizes", _size("<=", between[2]))]
    if named := _NAMED.fullmatch(folded):
        kind = "categories" if named[1].startswith("cat") else "accounts"
        return [(kind, named[2].strip())] if named[2].strip() else []
    if folded[:1] == "#":
        return [("tags", folded[1:])] if folded[1:].replace("#", "") else []
    first, _, last = folded.partition("..")
    start = _period(first)
    end = _period(last) if last else start
    if start and end and start.start < end.end:
        return [("days", Period(start.start, end.end))]
    return None


def _size(compare: str, number: str) -> Size:
    return Size(compare, Decimal(number.replace(",", ".")), signed=number[0] in "+-")


def _period(text: str) -> Period | None:
    """A day or a month written in figures, or None."""
    match = _DAY.fullmatch(text)
    if match is None:
        return None
    year, month, day = (match[1], match[2], match[3]) if match[1] else (match[6], match[5], match[4])
    try:
        if day is None:
            return None if not 1 <= int(month) <= 12 else Period.of(int(year), int(month))
        start = date(int(year), int(month), int(day))
        return Period(start, start + ONE_DAY)
    except (ValueError, OverflowError):
        return None


# --- where a text holds what was looked for


def hits(text: str, words: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Where words stand in a text as shown, as half-open places in order, not overlapping: where one begins a word, or
    anywhere if it begins none. ``words`` are folded; the text is compared folded too.
    """
    folded, places = _folded(text)
    found: list[tuple[int, int]] = []
    for word in words:
        if not word:
            continue
        every = [m.start() for m in re.finditer(re.escape(word), folded)]
        begun = [at for at in every if at == 0 or not (folded[at - 1].isalnum() and word[0].isalnum())]
        found += [(places[at], places[at + len(word) - 1] + 1) for at in begun or every]
    return tuple(_merged(sorted(found)))


def _folded(text: str) -> tuple[str, list[int]]:
    """A text folded character by character, and where each one came from."""
    folded, places = [], []
    for at, character in enumerate(text):
        plain = fold(character) or (" " if character.isspace() else "")
        folded.append(plain)
        places += [at] * len(plain)
    return "".join(folded), places


def _merged(spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    start = end = -1
    for first, last in spans:
        if first > end:
            if end > start:
                yield start, end
            start, end = first, last
        else:
            end = max(end, last)
    if end > start:
        yield start, end
