"""Day or month first? The file is made to say it; only when it does not is the user asked.

Order of evidence, the first that speaks decides: years of two figures in front; a number above 12; dots between the
numbers, which no month-first country writes; unmistakable days in the preamble, written by the same hand; days that
follow one another under one reading only; the period the preamble or the file name states; days inside the labels
(``CARTE 31/01``); the language of the header or its pounds, or semicolons with decimal commas, unless the other reading
brings the days closer together. An English header proves nothing.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from tenk_desktop.core.importing.cells import Day, parse_day
from tenk_desktop.core.importing.statement import Evidence, Question
from tenk_desktop.core.importing.words import MONTHS, fold
from tenk_desktop.core.text import Message, day_text, msg, neutral

ORDERS = ("dmy", "mdy")
_ENOUGH_DAYS = 4  # different days in a row; fewer may be in order by chance
_MINORITY = 0.1
_MANY_DAYS = 3653  # ten years, more than any bank exports
_ANY_YEAR = 2000  # a leap year, for days that are only shown
_PURCHASE_AGE = 10  # days between a purchase and its booking
_IN_TEXT = re.compile(r"(?<!\d)(\d{4}[-/.]\d{2}[-/.]\d{2}|\d{1,2}([-/._])\d{1,2}\2(?:\d{4}|\d{2}))(?!\d)")
_IN_NAME = re.compile(_IN_TEXT.pattern + r"|(?<!\d)(\d{8})(?!\d)")  # bare figures elsewhere are account numbers
_MONTH_AND_YEAR = re.compile(rf"\b(?:{'|'.join(name for names in MONTHS for name in names)}) ((?:19|20)\d\d)\b")
_MONTH_IN_FIGURES = re.compile(r"(?<![\d/.-])(?:0?[1-9]|1[0-2])[/.-]((?:19|20)\d\d)(?![\d/.-])")
_NAMED_IN_LABEL = re.compile(r"(?<![\w./-])\d{1,2}[ -]?[^\W\d]{3,9}(?!\w)")
_IN_LABEL = re.compile(r"(?<![\d/.-])(\d{2})/(\d{2})(?:/\d{2,4})?(?![\d/.-])")


@dataclass(frozen=True, slots=True)
class Written:
    """A day cell, where it stands, and its text."""

    line: int
    day: Day
    text: str


@dataclass(frozen=True, slots=True)
class Context:
    """What else the file says about its days."""

    preamble: str = ""  # all cells above the tables
    name: str = ""  # of the file
    labels: Iterable[tuple[Day, str]] = ()  # with the day of their row
    day_first_header: bool = False  # surely not American
    semicolons_and_commas: bool = False
    direction: int = 0  # of the balances: 1 oldest row first, -1 newest first


@dataclass(frozen=True, slots=True)
class Order:
    """The order decided, and why. ``mixed``: days of the other order are too many to be slips."""

    order: str
    proof: Message
    line: int = 0
    mixed: bool = False

    def evidence(self) -> Evidence:
        """The order in words."""
        said = {
            "dmy": msg("Dates jour/mois/année"),
            "mdy": msg("Dates mois/jour/année"),
            "ymd": msg("Dates année/mois/jour"),
        }
        return Evidence("dates", said[self.order], self.proof, self.line)


def decide(written: Sequence[Written], context: Context) -> Order | None:
    """The order of days and months in a file; None when it has to be asked."""
    open_days = [w for w in written if not w.day.fixed]
    if not open_days:
        return Order("ymd" if written and written[0].text[:4].isdigit() else "dmy", msg("sans ambiguïté"))
    return (
        _by_short_years(open_days)
        or _by_number(open_days)
        or _by_dots(open_days)
        or _by_preamble(context)
        or _by_sortedness(written, context.direction)
        or _by_period(open_days, context)
        or _by_labels(written, context.labels)
        or _by_custom(open_days, context)
        or _by_indifference(open_days)
    )


def which_order(written: Sequence[Written]) -> Question:
    """The question to ask where nothing decides, with one day of the file in both readings."""
    chosen = next((w for w in written if w.day.first != w.day.second), written[0])
    dated = chosen.day.third is not None
    readings = (chosen.day.on(order, _ANY_YEAR) for order in ORDERS)
    dmy, mdy = (day_text(day, year=dated) if day else "" for day in readings)
    example = msg("« {cell} » : {dmy} ou {mdy} ?", cell=neutral(chosen.text), dmy=dmy, mdy=mdy)
    return Question("dates", ORDERS, example)


def _by_short_years(days: Sequence[Written]) -> Order | None:
    """``26/10/31``: years of two figures come first where any other reading scatters the days over many years."""
    if any(w.day.third is None or w.day.third > 99 or w.day.on("ymd") is None for w in days):
        return None
    scattered = _span(days, "dmy")
    return _proved("ymd", days[0]) if scattered > max(_MANY_DAYS, 10 * _span(days, "ymd")) else None


def _by_number(days: Sequence[Written]) -> Order | None:
    day_first = [w for w in days if w.day.first > 12 >= w.day.second]
    month_first = [w for w in days if w.day.second > 12 >= w.day.first]
    year_first = [w for w in days if w.day.first > 31 and w.day.third is not None]
    if year_first and not day_first and not month_first:
        return _proved("ymd", year_first[0])
    if not day_first and not month_first:
        return None
    order, most, least = (
        ("dmy", day_first, month_first) if len(day_first) >= len(month_first) else ("mdy", month_first, day_first)
    )
    found = _proved(order, most[0])
    return Order(found.order, found.proof, found.line, mixed=len(least) > _MINORITY * (len(most) + len(least)))


def _proved(order: str, by: Written) -> Order:
    return Order(order, msg("ligne {line} : {value}", line=by.line, value=neutral(by.text)), by.line)


def _by_dots(days: Sequence[Written]) -> Order | None:
    dotted = next((w for w in days if "." in w.text[:6]), None)
    return _proved("dmy", dotted) if dotted else None


def _by_preamble(context: Context) -> Order | None:
    found = [w for w in days_in(context.preamble) if not w.day.fixed]
    order = _by_number(found) if found else None
    return (
        Order(order.order, msg("en tête de fichier : {value}", value=_proof_text(found, order.order)))
        if order
        else None
    )


def _proof_text(found: Sequence[Written], order: str) -> str:
    return next(w.text for w in found if (w.day.first if order == "dmy" else w.day.second) > 12)


def _by_sortedness(written: Sequence[Written], direction: int) -> Order | None:
    in_order = [order for order in ORDERS if _sorted([w.day.on(order) for w in written], direction)]
    if len(in_order) != 1 or len({w.day for w in written}) < _ENOUGH_DAYS:
        return None
    return Order(in_order[0], msg("les jours ne se suivent que dans cet ordre"))


def _sorted(days: Sequence[date | None], direction: int) -> bool:
    known = [d for d in days if d is not None]
    if len(known) < len(days):
        return False
    up = direction >= 0 and all(a <= b for a, b in pairwise(known))
    return up or (direction <= 0 and all(a >= b for a, b in pairwise(known)))


def _by_period(days: Sequence[Written], context: Context) -> Order | None:
    for text, pattern in ((context.preamble, _IN_TEXT), (context.name, _IN_NAME)):
        period = _stated_period(days_in(text, pattern))
        if period is None:
            continue
        first, last = period
        within = [o for o in ORDERS if all((d := w.day.on(o, first.year)) and first <= d <= last for w in days)]
        if len(within) == 1:
            return Order(within[0], msg("période annoncée : {first} au {last}", first=first, last=last))
    return None


def _by_labels(written: Sequence[Written], labels: Iterable[tuple[Day, str]]) -> Order | None:
    """A purchase inside a label is a few days older than its row, read in the right order only."""
    found: dict[str, str] = {}
    for day, label in labels:
        if day.first == day.second:  # read alike in any order
            continue
        for m in _IN_LABEL.finditer(label):
            found |= {order: m[0] for order in ORDERS if _just_before(day, Day(int(m[1]), int(m[2]), None), order)}
        for m in _NAMED_IN_LABEL.finditer(label):
            bought = parse_day(m[0])
            found |= {order: m[0] for order in ORDERS if bought and _just_before(day, bought, order)}
    if len(found) != 1 or not written:
        return None
    return next(Order(order, msg("dans un libellé : {value}", value=text)) for order, text in found.items())


def _just_before(day: Day, inside: Day, order: str) -> bool:
    booked = day.on(order)
    bought = inside.on(order, booked.year) if booked else None
    return booked is not None and bought is not None and -1 <= (booked - bought).days <= _PURCHASE_AGE


def _by_custom(days: Sequence[Written], context: Context) -> Order | None:
    """Custom alone does not decide where reading the month first would bring several days no further apart."""
    if _span(days, "dmy") >= _span(days, "mdy") > 0:
        return None
    if context.day_first_header:
        return Order("dmy", msg("langue de l’en-tête"))
    if context.semicolons_and_commas:
        return Order("dmy", msg("points-virgules et virgules décimales"))
    return None


def _span(days: Sequence[Written], order: str) -> int:
    """Days from the first to the last under one reading."""
    read = [day for w in days if (day := w.day.on(order, 2000))]
    return (max(read) - min(read)).days if read else 0


def _by_indifference(days: Sequence[Written]) -> Order | None:
    same = all(w.day.first == w.day.second for w in days)
    return Order("dmy", msg("sans ambiguïté")) if same else None


# Days in running text


def days_in(text: str, pattern: re.Pattern[str] = _IN_TEXT) -> list[Written]:
    """Every full day written in a text."""
    found = []
    for m in pattern.finditer(text):
        day = parse_day(m[0].replace("_", "-")) or _day_first(m[0])
        if day:
            found.append(Written(0, day, m[0]))
    return found


def _day_first(figures: str) -> Day | None:
    day = (
        Day(int(figures[:2]), int(figures[2:4]), int(figures[4:])) if len(figures) == 8 and figures.isdigit() else None
    )
    return day if day and (day.on("dmy") or day.on("mdy")) else None


def _stated_period(found: Sequence[Written]) -> tuple[date, date] | None:
    """The first and last of at least two days that are beyond doubt, both included."""
    open_days = [w for w in found if not w.day.fixed]
    order = _by_number(open_days) if open_days else None
    known = {d for w in found if w.day.fixed or order for d in [w.day.on(order.order if order else "dmy")] if d}
    return (min(known), max(known)) if len(known) >= 2 else None


def years_in(preamble: str, name: str) -> set[int]:
    """The years of the full days that a preamble and a file name state."""
    found = [*days_in(preamble), *days_in(name, _IN_NAME)]
    months = {int(m[1]) for m in _MONTH_AND_YEAR.finditer(fold(preamble))}
    months |= {int(m[1]) for m in _MONTH_IN_FIGURES.finditer(preamble)}
    return months | {d.year for w in found for d in [w.day.on("dmy") or w.day.on("mdy")] if d}


def years_along(days: Sequence[Day], order: str, year: int) -> list[int]:
    """The year of each day, where some write none: ``year`` for the first of these, and the next or the one before
    past a new year, as long as the days then follow one another; else ``year`` for all.
    """
    walked: list[date] = []
    for day in days:
        near = [walked[-1].year + step for step in (0, -1, 1)] if walked else [year]
        found = [d for d in (day.on(order, y) for y in near) if d]
        if not found:
            return [year] * len(days)
        walked.append(min(found, key=lambda d: abs((d - walked[-1]).days) if walked else 0))
    return [d.year for d in walked] if _sorted(walked, 0) else [year] * len(days)


def most_common_year(years: Sequence[int]) -> int | None:
    """The year most days carry."""
    return Counter(years).most_common(1)[0][0] if years else None
