"""A day and a month written in words, in the languages TikTok's exports were seen or are likely in; often no year.

The names are those of the Unicode CLDR, in the form a date uses and in the form a heading uses, compared without
accents or case. No name means two months in these languages (Croatian, where *listopad* is October, is not in). Those
of the languages most banks write in are here; the others, in ``resources/creator/months.txt``, are for TikTok's files.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from tenk_desktop.core.resources import resource
from tenk_desktop.core.text import fold

_NAMES = (
    "january february march april may june july august september october november december",  # English
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",  # Spanish
    "ene feb mar abr may jun jul ago sept oct nov dic",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",  # Portuguese
    "jan fev mar abr mai jun jul ago set out nov dez",
    (
        "Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου Οκτωβρίου Νοεμβρίου"
        " Δεκεμβρίου"
    ),  # Greek
    (
        "Ιανουάριος Φεβρουάριος Μάρτιος Απρίλιος Μάιος Ιούνιος Ιούλιος Αύγουστος Σεπτέμβριος Οκτώβριος Νοέμβριος"
        " Δεκέμβριος"
    ),
    "Ιαν Φεβ Μαρ Απρ Μαΐ Ιουν Ιουλ Αυγ Σεπ Οκτ Νοε Δεκ",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",  # French
    "janv févr mars avr mai juin juil août sept oct nov déc",
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",  # German
    "jan feb mrz apr mai jun jul aug sept okt nov dez",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",  # Italian
    "gen feb mar apr mag giu lug ago set ott nov dic",
    "januari februari maart april mei juni juli augustus september oktober november december",  # Dutch
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",  # Polish
    "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
    "sty lut mar kwi maj cze lip sie wrz paź lis gru",
    "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",  # Romanian
    "januari februari mars april maj juni juli augusti september oktober november december",  # Swedish
    "januar februar marts april maj juni juli august september oktober november december",  # Danish
    "januar februar mars april mai juni juli august september oktober november desember",  # Norwegian
    (
        "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta"
        " marraskuuta joulukuuta"
    ),  # Finnish
    "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",  # Turkish
    "ledna února března dubna května června července srpna září října listopadu prosince",  # Czech
    "leden únor březen duben květen červen červenec srpen září říjen listopad prosinec",
    "január február március április május június július augusztus szeptember október november december",  # Hungarian
    "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",  # Indonesian
    "Januari Februari Mac April Mei Jun Julai Ogos September Oktober November Disember",  # Malay
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",  # Russian
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",  # Ukrainian
    "януари февруари март април май юни юли август септември октомври ноември декември",  # Bulgarian
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",  # Arabic
)
MONTHS = {fold(name): month for line in _NAMES for month, name in enumerate(line.split(), 1)}
"""The number of a month, 1 to 12, by its folded name."""

_NUMBERED = (
    re.compile(r"(?:(?P<year>\d{4})\s*[年년]\s*)?(?P<month>\d{1,2})\s*[月월]\s*(?P<day>\d{1,2})\s*[日일]?"),  # ja ko zh
    re.compile(r"(?P<day>\d{1,2})\s*(?:thang|thg)\s*(?P<month>\d{1,2})(?:\D+(?P<year>\d{4}))?"),  # Vietnamese
)
_WORDS = re.compile(r"\d+|[^\s\d.,/\-־’'|()]+")  # vowels of Thai or Hindi are marks beside their letter


@cache
def _all_months() -> Mapping[str, int]:
    """`MONTHS`, and those of the other languages."""
    with resource("creator", "months.txt").open(encoding="utf-8") as file:
        lines = [line.partition(": ")[2].split() for line in file if not line.startswith("#")]
    return {name: month for names in lines for month, name in enumerate(names, 1)} | MONTHS


class Label(NamedTuple):
    """A day as a file writes it; ``year`` is None when it leaves it out. A real day of some year."""

    month: int
    day: int
    year: int | None = None


@lru_cache(maxsize=4096)
def parse_label(text: str) -> Label | None:
    """``8 de marzo``, ``February 28``, ``1er janvier``, ``6 Απριλίου``, ``4月12日``; None for any other text."""
    folded = unicodedata.normalize("NFC", fold(text))  # folding took Korean syllables apart
    found = next((m for pattern in _NUMBERED if (m := pattern.fullmatch(folded))), None)
    if found:
        year = found["year"]
        return _real(int(found["month"]), int(found["day"]), int(year) if year else None)
    words, known = _WORDS.findall(folded), _all_months()
    months = {known[w] for w in words if w in known}
    if not months and "." in folded:  # Thai writes its short months with dots inside
        months = {known[w] for w in _WORDS.findall(folded.replace(".", "")) if w in known}
    numbers = [int(w) for w in words if w.isdecimal()]
    days = [n for n in numbers if n <= 31]
    years = [n for n in numbers if 1900 <= n < 2200]
    if len(months) != 1 or len(days) != 1 or len(days) + len(years) != len(numbers) or len(years) > 1:
        return None
    return _real(months.pop(), days[0], years[0] if years else None)


_MONTH_IN_FIGURES = (
    re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})"),
    re.compile(r"(?P<month>\d{1,2})[-/](?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})\s*[年년]\s*(?P<month>\d{1,2})\s*[月월]"),
)


def parse_month(text: str) -> date | None:
    """The first day of a month written with its year: ``octobre 2026``, ``Oct. 2026``, ``2026-10``, ``10/2026``."""
    return _parse_month(text) if 6 <= len(text) <= _LONGEST_MONTH else None


_LONGEST_MONTH = 40  # characters


@lru_cache(maxsize=4096)
def _parse_month(text: str) -> date | None:
    folded = unicodedata.normalize("NFC", fold(text))
    found = next((m for pattern in _MONTH_IN_FIGURES if (m := pattern.fullmatch(folded))), None)
    if found:
        return _month_of(int(found["year"]), int(found["month"]))
    words, names = _WORDS.findall(folded), _all_months()
    months = {names[w] for w in words if w in names}
    years = [int(w) for w in words if w.isdecimal()]
    known = all(w in names or w.isdecimal() or w in ("de", "del", "of") for w in words)
    if known and len(months) == len(years) == 1:
        return _month_of(years[0], months.pop())
    return _whole_month(folded)


_TO = re.compile(r"\s*(?:[-–—~→]| to | au | bis | al | a )\s*")
_DAYS_OF_ONE = re.compile(  # Oct 1 - 31, 2026
    r"(?P<month>[^\W\d]+)\.? (?P<first>\d{1,2}) ?[-–—] ?(?P<last>\d{1,2}),? (?P<year>\d{4})"
)
_SPAN_IN_FIGURES = tuple(  # the year in front; the day; the month
    re.compile(rf"{day.format(1)} *(?:[-–—~→]|to|au|bis|al|a) *{day.format(2)}")
    for day in (
        r"(?P<y{0}>\d{{4}})[-/.](?P<m{0}>\d\d)[-/.](?P<d{0}>\d\d)",
        r"(?P<d{0}>\d\d?)[-/.](?P<m{0}>\d\d?)[-/.](?P<y{0}>\d{{4}})",
        r"(?P<m{0}>\d\d?)[-/.](?P<d{0}>\d\d?)[-/.](?P<y{0}>\d{{4}})",
    )
)


def _whole_month(text: str) -> date | None:
    """``1 oct. 2026 - 31 oct. 2026``, ``01/10/2026 au 31/10/2026``: from the first day of a month to its last."""
    for span in _SPAN_IN_FIGURES:
        if m := span.fullmatch(text):
            of_year, of_month, begin, end = (int(m[part]) for part in ("y1", "m1", "d1", "d2"))
            same = begin == 1 and (m["y2"], m["m2"]) == (m["y1"], m["m1"])
            if same and _real(of_month, end, of_year) and not _real(of_month, end + 1, of_year):
                return _month_of(of_year, of_month)
    if m := _DAYS_OF_ONE.fullmatch(text):
        text = f"{m['month']} {m['first']} {m['year']} - {m['month']} {m['last']} {m['year']}"
    ends = [label for part in _TO.split(text) if (label := parse_label(part))]
    if len(ends) != 2 or len(_TO.split(text)) != 2:
        return None
    (month, day, year), (last_month, last_day, last_year) = ends
    first = _month_of(last_year or 0, last_month)
    if first is None or (month, day) != (last_month, 1) or year not in (None, last_year):
        return None
    return first if _real(last_month, last_day + 1, last_year) is None else None


def _month_of(year: int, month: int) -> date | None:
    return date(year, month, 1) if 1990 <= year < 2100 and 1 <= month <= 12 else None


def _real(month: int, day: int, year: int | None) -> Label | None:
    try:
        date(year or 2000, month, day)  # 2000 had a 29 February
    except ValueError:
        return None
    return Label(month, day, year)
