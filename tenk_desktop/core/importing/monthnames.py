"""A day and a month written in words, in the languages TikTok's exports were seen or are likely in; often no year.

The names are those of the Unicode CLDR, in the form a date uses and in the form a heading uses, compared without
accents or case. No name means two months in these languages (Croatian, where *listopad* is October, is not in).
"""

import re
import unicodedata
from datetime import date
from functools import lru_cache
from typing import NamedTuple

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
_WORDS = re.compile(r"\d+|[^\W\d_]+")


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
    words = _WORDS.findall(folded)
    months = {MONTHS[w] for w in words if w in MONTHS}
    numbers = [int(w) for w in words if w.isdecimal()]
    days = [n for n in numbers if n <= 31]
    years = [n for n in numbers if 1900 <= n < 2200]
    if len(months) != 1 or len(days) != 1 or len(days) + len(years) != len(numbers) or len(years) > 1:
        return None
    return _real(months.pop(), days[0], years[0] if years else None)


_MONTH_IN_FIGURES = (
    re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})"),
    re.compile(r"(?P<month>\d{1,2})[-/](?P<year>\d{4})"),
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
    words = _WORDS.findall(folded)
    months = {MONTHS[w] for w in words if w in MONTHS}
    years = [int(w) for w in words if w.isdecimal()]
    known = all(w in MONTHS or w.isdecimal() or w in ("de", "del", "of") for w in words)
    return _month_of(years[0], months.pop()) if known and len(months) == len(years) == 1 else None


def _month_of(year: int, month: int) -> date | None:
    return date(year, month, 1) if 1990 <= year < 2100 and 1 <= month <= 12 else None


def _real(month: int, day: int, year: int | None) -> Label | None:
    try:
        date(year or 2000, month, day)  # 2000 had a 29 February
    except ValueError:
        return None
    return Label(month, day, year)
