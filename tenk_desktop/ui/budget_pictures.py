"""What the charts under the budget show, as values: they are made before any chart is loaded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tenk_desktop.core.budgeting.lookback import LookBack, Past
from tenk_desktop.core.budgeting.words import Money, fixed_spoken, income_spoken, past_spoken
from tenk_desktop.core.period import Period
from tenk_desktop.core.text import listed, month_text, tr

_COLOURS = ("accent", "tiktok", "other_creator", "cost")  # none that means good or bad


class Kind(StrEnum):
    """How a series is drawn."""

    SIDE = "side"  # a bar beside those of the other series
    STACK = "stack"  # on top of the former ones
    LINE = "line"
    MARK = "mark"  # a short line across the month


@dataclass(frozen=True, slots=True)
class Series:
    """Figures by month, in minor units, None where there are none. ``name`` is what files call it, ``word`` what people
    read, ``colour`` one of `theme.Colours`.
    """

    name: str
    word: str
    colour: str
    kind: Kind
    values: tuple[int | None, ...]

    @property
    def known(self) -> tuple[int, ...]:
        """The figures, nothing being zero."""
        return tuple(value or 0 for value in self.values)


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn: the months, oldest first, the series over them, and the sentence of each month."""

    currency: str
    months: tuple[Period, ...] = ()
    series: tuple[Series, ...] = ()
    sentences: tuple[str, ...] = ()


def side_by_side(seen: LookBack, today: date, money: Money) -> Picture:
    """What was planned beside what was spent."""
    past = seen.past
    series = [Series("spent", tr("dépensé"), "accent", Kind.SIDE, tuple(p.spent for p in past))]
    if any(p.planned is not None for p in past):
        series.insert(0, Series("planned", tr("prévu"), "sure", Kind.SIDE, tuple(p.planned for p in past)))
    return _picture(seen, tuple(series), tuple(past_spoken(p, today, money) for p in past))


def over_time(seen: LookBack, names: Mapping[int | None, str], today: date, money: Money) -> Picture:
    """The categories that took the most, one by one, and the others together."""
    sums = [dict(p.by_category) for p in seen.past]
    series = [
        Series(str(category or 0), names[category], colour, Kind.LINE, tuple(one.get(category, 0) for one in sums))
        for category, colour in zip(seen.named, _COLOURS, strict=False)
    ]
    others = tuple(sum(amount for c, amount in one.items() if c not in seen.named) for one in sums)
    if any(others):
        series.append(Series("others", tr("toutes les autres"), "other", Kind.LINE, others))
    sentences = tuple(_each_spoken(p, i, series, today, money) for i, p in enumerate(seen.past))
    return _picture(seen, tuple(series), sentences)


def _each_spoken(past: Past, at: int, series: list[Series], today: date, money: Money) -> str:
    month = month_text(past.period.month, year=past.period.month.year != today.year)
    parts = [f"{s.word} {money(s.values[at] or 0)}" for s in series if s.values[at]]
    return tr("{name} : {text}", name=month, text=listed(parts) or tr("rien de dépensé"))


def fixed_and_moving(seen: LookBack, today: date, money: Money) -> Picture:
    """What was much the same each month, and on top of it what moved."""
    series = (
        Series("fixed", tr("fixe"), "sure", Kind.STACK, tuple(p.fixed for p in seen.past)),
        Series("moving", tr("ce qui bouge"), "tiktok", Kind.STACK, tuple(p.moving for p in seen.past)),
    )
    return _picture(seen, series, tuple(fixed_spoken(p, today, money) for p in seen.past))


def incomes(seen: LookBack, today: date, money: Money) -> Picture:
    """Sure income, and on top of it what comes unevenly, against the costs."""
    series = (
        Series("sure", tr("revenus sûrs"), "sure", Kind.STACK, tuple(p.sure for p in seen.past)),
        Series("uneven", tr("autres revenus"), "tiktok", Kind.STACK, tuple(p.uneven for p in seen.past)),
        Series("costs", tr("dépenses"), "cost", Kind.MARK, tuple(p.spent for p in seen.past)),
    )
    return _picture(seen, series, tuple(income_spoken(p, today, money) for p in seen.past))


def _picture(seen: LookBack, series: tuple[Series, ...], sentences: tuple[str, ...]) -> Picture:
    return Picture(seen.currency, tuple(p.period for p in seen.past), series, sentences)
