"""The words of the first screen, made from a verdict: for the card, and kept with it for the next start."""

from collections.abc import Callable, Sequence

from tenk_desktop.core.outlook import answer
from tenk_desktop.core.outlook.answer import SHOWN, WANTED, Coming, Verdict
from tenk_desktop.core.outlook.why import Figure
from tenk_desktop.core.period import ONE_DAY
from tenk_desktop.core.reports import MonthReport
from tenk_desktop.core.text import day_text, neutral, tr
from tenk_desktop.ui.words import Line, Tile, Words

Money = Callable[..., str]
LINES = 5
"""How many lines of what is to come are kept in words."""


def verdict_words(v: Verdict, money: Money) -> Words:
    """All that the card says of a verdict."""
    filled, chances = None, ""
    if v.chance is not None:
        filled = answer.tenths(v.chance, random_left=v.random_left)
        chances = str(answer.in_ten(v.chance, random_left=v.random_left))
    following = "" if answer.to_its_end(v) else answer.following_sentence(v)
    return Words(
        *(_without_percentage(v, money) if v.chance is None else _with_percentage(v, money)),
        following=str(following or ""),
        filled=filled,
        chances=chances,
        warning=" ".join(_tight(name, day_text(day)) for name, day in v.tight),
        advice=str(answer.advice(v) or ""),
        tiles=_figures(v, money),
        to_receive=_coming(v.to_receive, money),
        to_pay=_coming(v.to_pay, money),
    )


def _with_percentage(v: Verdict, money: Money) -> tuple[str, str]:
    behind = (answer.lowest_sentence(v, money), answer.without_tiktok_sentence(v, money))
    return str(answer.chance_sentence(v)), " ".join(map(str, behind))


def _without_percentage(v: Verdict, money: Money) -> tuple[str, str]:
    """What can be said without one: the ordinary course first when nothing else is known, the wide range after it."""
    without, lowest = str(answer.without_tiktok_sentence(v, money)), str(answer.lowest_sentence(v, money))
    why = str(answer.chance_sentence(v))
    if v.chance_without_tiktok is not None:
        return lowest, f"{without} {why}"
    low = v.lowest.quantiles
    said = v.lowest.date == v.without_tiktok.date and low["0.1"] == low["0.9"] == v.without_tiktok.quantiles["0.5"]
    return without, why if said else f"{lowest} {why}"


def _tight(name: str, day: str) -> str:
    return tr("Attention, le {day} : « {account} », seul, passerait sous son plancher.", account=name, day=day)


def coming_amount(c: Coming, money: Money) -> str:
    """An amount to come, with its sign; a range in whole units where it may be more or less."""
    if c.low != c.high:
        return tr("{low} à {high}", low=money(c.low, cents=False), high=money(c.high, cents=False))
    return money(c.amount, sign=True)


def _coming(found: Sequence[Coming], money: Money) -> tuple[Line, ...]:
    days = [day_text(c.date) if c.date else "" for c in found[:LINES]]
    return tuple((neutral(str(c.text)), day, coming_amount(c, money)) for c, day in zip(found, days, strict=False))


def _figures(v: Verdict, money: Money) -> tuple[Tile, ...]:
    last = day_text(v.horizon - ONE_DAY)
    a_day = v.safe_to_spend_per_day[SHOWN]
    goes_down = v.next.lowest.quantiles["0.5"] < v.available
    told = v.chance is not None or v.to_pay or goes_down  # with no bill and no history, all would look free to spend
    each = tr("{amount} / jour", amount=money(a_day)) if a_day is not None and told else "—"
    here = (tr("Disponible aujourd’hui"), money(v.available), "")
    counted = tr("courses comprises, charges déjà comptées")
    if v.floor:
        counted = tr("courses et découvert autorisé compris, charges déjà comptées")
    if v.chance is not None:
        counted = tr("{counted} ; tient 8 fois sur 10", counted=counted)
    if not told:
        counted = tr("aucune charge connue d’ici là")
    elif a_day == 0:
        counted = tr("le reste va aux charges du début de mois")
    spend = (tr("À dépenser d’ici le {day}", day=last), each, counted)
    if v.chance is None and v.chance_without_tiktok is None:
        return here, spend  # the sentence says the lowest
    if v.chance is None:
        low, day = v.without_tiktok.quantiles["0.5"], day_text(v.without_tiktok.date)
        return here, spend, (tr("Sans TikTok, au plus bas"), money(low), tr("le {day}", day=day))
    if answer.lacks(v):
        return here, spend, (tr("Pour 9 chances sur 10, il manque"), money(v.gap[WANTED]), "")
    return here, spend, (tr("Matelas pour trois mois"), money(v.buffer[WANTED]), tr("pour 9 chances sur 10"))


def tile_figures(v: Verdict) -> tuple[Figure | None, ...]:
    """What each of the tiles can be asked about."""
    if v.chance is None and v.chance_without_tiktok is None:
        return None, Figure.SPEND
    if v.chance is None:
        return None, Figure.SPEND, Figure.LOWEST
    return None, Figure.SPEND, Figure.GAP if answer.lacks(v) else Figure.BUFFER


def month_tiles(report: MonthReport, money: Money) -> tuple[Tile, ...]:
    """The figures of a month without a verdict."""
    share = ""
    if report.tiktok > 0:
        share = tr("{share} % de ce qui est rentré", share=round(100 * report.tiktok / report.income))
    return (
        (tr("Rentré"), money(report.income), tr("sûr : {amount}", amount=money(report.sure, cents=False))),
        (tr("dont TikTok"), money(report.tiktok), share),
        (tr("Dépensé"), money(report.costs), ""),
        (tr("En attente"), money(report.pending), tr("pas encore à dépenser") if report.pending else ""),
    )
