"""The verdict as a value, as JSON, and as the sentences the app says.

No NumPy here: the last verdict said is shown before it is loaded. Amounts are minor units of ``Verdict.currency``;
``money`` turns them into the text that may be shown (`text.amount_text`, or dots for who hides amounts).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Any

from tenk_desktop.core.model import Stage
from tenk_desktop.core.money import decimal_string
from tenk_desktop.core.period import called_after
from tenk_desktop.core.text import Message, amount_text, day_text, listed, month_name, msg, number_text

Money = Callable[[int], str]

SHOWN = "0.8"
"""The share of futures whose amount a day the page shows."""
WANTED = "0.9"
"""The share of futures the gap and the levers aim at."""
LOW = 0.2
"""Below this chance one line points to the Point conseil budget."""


@dataclass(frozen=True, slots=True)
class Lowest:
    """The day most often the lowest, the sum at its end by quantile, and its largest outflow.

    ``because`` is a payee's name, a message for everyday spending, or None when nothing goes out that day.
    """

    date: date
    because: str | Message | None
    quantiles: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Following:
    """The verdict to the end of the period after the running one, from today."""

    horizon: date
    chance: float | None
    chance_without_tiktok: float | None
    lowest: Lowest
    random_left: bool = True


@dataclass(frozen=True, slots=True)
class FanDay:
    """The sum at the end of one day, by quantile."""

    date: date
    quantiles: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Coming:
    """Money to receive (positive) or to pay (negative). ``amount`` is typical, within ``low`` and ``high``.

    ``stage`` is an earning's; ``sure`` tells an income or a bill one can count on; a date nobody can tell is None.
    """

    text: str | Message
    date: date | None
    amount: int
    low: int
    high: int
    sure: bool
    stage: Stage | None = None


@dataclass(frozen=True, slots=True)
class Lever:
    """Something that would help to close the gap, by how much, and whether in time for the horizon.

    ``cost`` is what it takes, as the user noted it (positive); None when nobody said.
    """

    text: Message
    amount: int
    in_time: bool
    cost: int | None = None


@dataclass(frozen=True, slots=True)
class Track:
    """In ``months`` months the app had said ``said``; the share ``seen`` of them stayed above the floor."""

    said: float
    seen: float
    months: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that the page says; `verdict` defines each word. Chances are raw shares of the paths.

    A chance is None where there is no percentage, and ``why_no_chance`` says why. Mappings are keyed by the chance or
    quantile asked, as text ("0.9"). ``random_left`` is False when every path is the same up to the horizon.
    ``without_tiktok`` is the lowest day if TikTok pays nothing more. ``tight`` are
    the accounts that alone go below their own floor, with the day.
    """

    today: date
    as_of: date
    horizon: date
    currency: str
    floor: int
    chance: float | None
    chance_without_tiktok: float | None
    why_no_chance: Message | None
    random_left: bool
    available: int
    safe_to_spend_per_day: Mapping[str, int | None]
    lowest: Lowest
    without_tiktok: Lowest
    runs_dry: Mapping[str, date | None]
    gap: Mapping[str, int]
    buffer: Mapping[str, int]
    own_salary: Mapping[str, int]
    fan: tuple[FanDay, ...] = field(repr=False)
    next: Following
    to_receive: tuple[Coming, ...]
    to_pay: tuple[Coming, ...]
    levers: tuple[Lever, ...]
    tight: tuple[tuple[str, date], ...]
    assumptions: tuple[Message, ...]
    paths: int
    seed: int
    track_record: tuple[Track, ...] = ()


# --- as JSON ----------------------------------------------------------------------------------------------------------


def as_json(v: Verdict) -> dict[str, Any]:
    """The object of ``tenk outlook --json``: amounts as decimal text, days ISO."""
    money = partial(decimal_string, currency=v.currency)
    return {
        "today": v.today.isoformat(),
        "as_of": v.as_of.isoformat(),
        "horizon": v.horizon.isoformat(),
        "floor": money(v.floor),
        "chance": v.chance,
        "chance_without_tiktok": v.chance_without_tiktok,
        "why_no_chance": str(v.why_no_chance) if v.why_no_chance else None,
        "available": money(v.available),
        "safe_to_spend_per_day": {p: None if s is None else money(s) for p, s in v.safe_to_spend_per_day.items()},
        "lowest": _lowest(v.lowest, money),
        "runs_dry": {q: day.isoformat() if day else None for q, day in v.runs_dry.items()},
        "gap": _amounts(v.gap, money),
        "buffer": _amounts(v.buffer, money),
        "own_salary": _amounts(v.own_salary, money),
        "fan": [{"date": f.date.isoformat(), **_amounts(f.quantiles, money)} for f in v.fan],
        "next": {
            "horizon": v.next.horizon.isoformat(),
            "chance": v.next.chance,
            "chance_without_tiktok": v.next.chance_without_tiktok,
            "lowest": _lowest(v.next.lowest, money),
        },
        "to_receive": [_coming(c, money) for c in v.to_receive],
        "to_pay": [_coming(c, money) for c in v.to_pay],
        "levers": [{"text": _lever(x, v.currency), "amount": money(x.amount), "in_time": x.in_time} for x in v.levers],
        "track_record": [{"said": t.said, "seen": t.seen, "months": t.months} for t in v.track_record],
        "paths": v.paths,
        "seed": v.seed,
        "assumptions": [str(a) for a in v.assumptions],
    }


def _lever(lever: Lever, currency: str) -> str:
    return str(lever_name(lever, partial(amount_text, currency=currency)))


def _amounts(amounts: Mapping[str, int], money: Money) -> dict[str, str]:
    return {p: money(amount) for p, amount in amounts.items()}


def _lowest(lowest: Lowest, money: Money) -> dict[str, Any]:
    because = str(lowest.because) if lowest.because else None
    return {"date": lowest.date.isoformat(), "because": because, "quantiles": _amounts(lowest.quantiles, money)}


def _coming(c: Coming, money: Money) -> dict[str, Any]:
    return {
        "text": str(c.text),
        "date": c.date.isoformat() if c.date else None,
        "amount": money(c.amount),
        "low": money(c.low),
        "high": money(c.high),
        "sure": c.sure,
        "stage": str(c.stage) if c.stage else None,
    }


# --- in words ---------------------------------------------------------------------------------------------------------


def tenths(chance: float, *, random_left: bool = True) -> int:
    """N of "N sur 10": rounded half up and kept within 1 to 9, but for what is certain: 0 and 10."""
    n = int((Decimal(str(chance)) * 10).to_integral_value(ROUND_HALF_UP))
    return min(9, max(1, n)) if random_left else n


def in_ten(chance: float, *, random_left: bool = True) -> Message:
    """``7 chances sur 10``, ``moins de 1 chance sur 10``."""
    n = _side(chance, random_left=random_left)
    if n < 0:
        return msg("moins de 1 chance sur 10")
    if n > 10:
        return msg("plus de 9 chances sur 10")
    return msg("{count} chance sur 10", count=n) if n < 2 else msg("{count} chances sur 10", count=n)


def in_ten_short(chance: float, *, random_left: bool = True) -> Message:
    """``2 sur 10``, ``plus de 9 sur 10``."""
    n = _side(chance, random_left=random_left)
    if n < 0:
        return msg("moins de 1 sur 10")
    return msg("plus de 9 sur 10") if n > 10 else msg("{count} sur 10", count=n)


def _side(chance: float, *, random_left: bool) -> int:
    """`tenths`, or -1 and 11 where the words are "moins de 1" and "plus de 9"."""
    n = tenths(chance, random_left=False)
    return n if not random_left or 1 <= n <= 9 else -1 if n < 1 else 11


def to_its_end(v: Verdict) -> bool:
    """Whether the verdict is already that to the end of the period after the running one."""
    return v.horizon == v.next.horizon


def lacks(v: Verdict) -> bool:
    """Whether something is missing for the chance aimed at: not when the words already say that many in ten."""
    return v.chance is not None and v.gap[WANTED] > 0 and tenths(v.chance) < tenths(float(WANTED))


def chance_sentence(v: Verdict) -> Message:
    """The first sentence of the page; without a percentage it says why."""
    if v.chance is None:
        return v.why_no_chance or msg("Trop tôt pour un pourcentage.")
    chances = _capital(in_ten(v.chance, random_left=v.random_left))
    if to_its_end(v):
        if v.floor:
            return msg("{chances} de finir le mois suivant sans dépasser votre découvert autorisé.", chances=chances)
        return msg("{chances} de finir le mois suivant sans découvert.", chances=chances)
    if v.floor:
        return msg("{chances} de finir le mois sans dépasser votre découvert autorisé.", chances=chances)
    return msg("{chances} de finir le mois sans découvert.", chances=chances)


def _capital(message: Message) -> str:
    said = str(message)
    return said[0].upper() + said[1:]


def without_tiktok_sentence(v: Verdict, money: Money) -> Message:
    """What the month looks like without TikTok: as a chance, else as the ordinary course of bills and spending."""
    if v.chance_without_tiktok is not None:
        chances = in_ten_short(v.chance_without_tiktok, random_left=v.random_left)
        return msg("Sans l’argent de TikTok : {chances}.", chances=chances)
    low, day = v.without_tiktok.quantiles["0.5"], day_text(v.without_tiktok.date)
    if low >= v.floor:
        return msg(
            "Sans rien de TikTok, il resterait d’ordinaire {amount} le {day}, le jour le plus bas.",
            amount=money(low),
            day=day,
        )
    missing, payee = money(v.floor - low), v.without_tiktok.because
    if not isinstance(payee, str):
        return msg("Sans rien de TikTok, le {day}, il manquerait {amount}.", amount=missing, day=day)
    return msg(
        "Sans rien de TikTok, il manquerait {amount} le {day}, quand « {payee} » passe.",
        amount=missing,
        day=day,
        payee=payee,
    )


def following_sentence(v: Verdict) -> Message | None:
    """``Et décembre : 5 sur 10.``; None where there is no percentage."""
    if v.next.chance is None:
        return None
    chances = in_ten_short(v.next.chance, random_left=v.next.random_left)
    return msg("Et {month} : {chances}.", month=month_name(called_after(v.horizon)), chances=chances)


def lowest_sentence(v: Verdict, money: Money) -> Message:
    """The lowest day and its range, eight futures in ten being inside."""
    values = {
        "day": day_text(v.lowest.date),
        "low": money(v.lowest.quantiles["0.1"]),
        "high": money(v.lowest.quantiles["0.9"]),
    }
    one = v.lowest.quantiles["0.1"] == v.lowest.quantiles["0.9"]
    if one and isinstance(v.lowest.because, str):
        return msg("Le plus bas serait le {day}, quand « {payee} » passe : {low}.", payee=v.lowest.because, **values)
    if one:
        return msg("Le plus bas serait le {day} : {low}.", **values)
    if not isinstance(v.lowest.because, str):
        return msg("Le plus bas serait le {day} : entre {low} et {high}.", **values)
    return msg(
        "Le plus bas serait le {day}, quand « {payee} » passe : entre {low} et {high}.",
        payee=v.lowest.because,
        **values,
    )


def safe_to_spend_sentence(v: Verdict, money: Money) -> Message:
    """What can be spent a day, the authorised overdraft being part of it where there is one, which is said."""
    amount = v.safe_to_spend_per_day[SHOWN]
    if amount is None:
        return msg("Il ne reste plus de jour à compter avant la fin du mois.")
    if v.floor:
        return msg(
            "À dépenser : {amount} par jour d’ici la fin du mois, charges déjà comptées et découvert autorisé compris.",
            amount=money(amount),
        )
    return msg("À dépenser : {amount} par jour d’ici la fin du mois, charges déjà comptées.", amount=money(amount))


def gap_sentence(v: Verdict, money: Money) -> Message | None:
    """What is missing for nine chances in ten, and what would help; None when the chance is already said so high."""
    if not v.gap[WANTED]:
        return msg("Pour 9 chances sur 10, il ne manque rien.")
    if v.chance is not None and not lacks(v):
        return None
    amount = money(v.gap[WANTED])
    if not v.levers:
        return msg("Pour 9 chances sur 10, il manque {amount}.", amount=amount)
    levers = listed(str(lever_text(lever, money)) for lever in v.levers)
    return msg("Pour 9 chances sur 10, il manque {amount} : {levers}.", amount=amount, levers=levers)


def lever_text(lever: Lever, money: Money) -> Message:
    """The lever with what it brings."""
    name = lever_name(lever, money)
    return msg("{lever} : +{amount}", lever=name, amount=money(lever.amount)) if lever.in_time else name


def lever_name(lever: Lever, money: Money) -> Message:
    """The lever, with its cost where the user noted one."""
    if lever.cost is None:
        return lever.text
    return msg("{lever} (vous avez noté {cost} de frais)", lever=lever.text, cost=money(lever.cost))


def track_sentence(track: Track) -> Message:
    """What became of what the app said."""
    return msg(
        "Quand l’application a dit {said}, vous avez fini le mois sans découvert {held} fois sur {months}.",
        said=in_ten_short(track.said),
        held=number_text(round(track.seen * track.months)),
        months=number_text(track.months),
    )


def replay_sentence(track: Track) -> Message:
    """What became of what the app would have said, had it been there."""
    return msg(
        "Sur vos mois passés, rejoués sans en connaître la suite, elle aurait dit {said} : tenu {held} fois sur "
        "{months}.",
        said=in_ten_short(track.said),
        held=number_text(round(track.seen * track.months)),
        months=number_text(track.months),
    )


def advice(v: Verdict) -> Message | None:
    """One calm line when the month looks hard; None otherwise."""
    if v.chance is None or v.chance >= LOW:
        return None
    return msg("Un Point conseil budget, gratuit et confidentiel, peut regarder cela avec vous.")
