"""`audience` and `simulate`: the way to 10k, and money from views. Both write nothing."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from tenk_desktop.cli.answers import Answer, Json, iso, table
from tenk_desktop.cli.ledgers import ledger_of, today
from tenk_desktop.core.creator import audience as heard
from tenk_desktop.core.creator.audience import Audience, Condition, Effect, Metric, Week
from tenk_desktop.core.errors import InputError
from tenk_desktop.core.model import Nature
from tenk_desktop.core.money import AmountError, decimal_string, parse_typed
from tenk_desktop.core.outlook.household import received
from tenk_desktop.core.text import Message, date_text, msg, neutral, number_text, tr

if TYPE_CHECKING:
    from tenk_desktop.core.creator.growth import Reach
    from tenk_desktop.core.creator.simulator import Rate, Received, Spread

Args = argparse.Namespace


# --- audience


def audience(args: Args) -> Answer:
    """Keys of CLI.md, and: ``account``, ``followers_on``, ``views_30d_known`` and ``views_30d_on`` (the sum is over so
    many of the 30 days ending then), ``conditions`` (all of them; ``missing`` has those not known to be met),
    ``why_no_date``, ``weeks``, ``posting``.

    ``eligible`` is null while a condition is not known; ``date_range_10k`` is {low, typical, high, chance}: the days by
    which 1, 5 and 9 paths in 10 are there, chance that of being there within three years.
    """
    from tenk_desktop.core.creator.growth import reach  # NumPy: only who asks waits for it

    day = today(args)
    with ledger_of(args) as ledger:
        known, preferences = ledger.audience(), ledger.preferences()
    mine = known[0] if known else Audience("", "")
    conditions = heard.conditions(mine, preferences, day)
    target = int(conditions[0].need)
    found = reach(mine, target, day)
    weeks = heard.weeks(mine, day)
    return Answer(
        _audience_json(mine, known, conditions, found, weeks, day),
        _audience_lines(mine, conditions, found, weeks, day),
    )


def _audience_json(
    mine: Audience,
    known: Sequence[Audience],
    conditions: Sequence[Condition],
    found: "Reach | Message",
    weeks: Sequence[Week],
    day: date,
) -> Json:
    followers, window = heard.latest(mine, Metric.FOLLOWERS, day), heard.views_window(mine, day)
    with_post, without = heard.posting_effect(weeks)
    return {
        "account": mine.user or None,
        "accounts": [a.user or None for a in known],
        "followers": followers.value if followers else None,
        "followers_on": iso(followers.date) if followers else None,
        "views_30d": window.views if window else None,
        "views_30d_known": window.known if window else 0,
        "views_30d_on": iso(window.end) if window else None,
        "eligible": heard.eligible(conditions),
        "missing": [_condition_json(c) for c in conditions if not c.met],
        "conditions": [_condition_json(c) for c in conditions],
        "date_range_10k": None if isinstance(found, Message) else {
            "low": iso(found.low), "typical": iso(found.typical), "high": iso(found.high), "chance": found.chance,
        },
        "why_no_date": str(found) if isinstance(found, Message) else None,
        "weeks": [
            {"start": iso(w.start), "posts": w.posts, "views": w.views, "followers": w.followers} for w in weeks
        ],
        "posting": {"with": _effect_json(with_post), "without": _effect_json(without)},
    }  # fmt: skip


def _condition_json(condition: Condition) -> Json:
    return {
        "condition": condition.name, "need": condition.need, "have": condition.have, "met": condition.met,
        "missing": condition.missing, "on": iso(condition.on),
        "source": str(condition.source) if condition.source else None,
        "asked_by": condition.parameter.source or None, "certainty": condition.parameter.certainty,
    }  # fmt: skip


def _effect_json(effect: Effect | None) -> Json | None:
    if effect is None:
        return None
    return {"weeks": effect.weeks, "posts": effect.posts, "followers": effect.followers, "views": effect.views}


def _audience_lines(
    mine: Audience, conditions: Sequence[Condition], found: "Reach | Message", weeks: Sequence[Week], day: date
) -> list[str]:
    from tenk_desktop.core.creator import words

    followers, window = heard.latest(mine, Metric.FOLLOWERS, day), heard.views_window(mine, day)
    lines = [neutral(mine.user)] if mine.user else []
    if followers:
        lines.append(tr("{count} abonnés le {day}", count=number_text(followers.value), day=date_text(followers.date)))
    if window:
        lines.append(
            tr(
                "{count} vues sur 30 jours jusqu’au {day} ({known} jours connus)",
                count=number_text(window.views), day=date_text(window.end), known=window.known,
            )
        )  # fmt: skip
    if not followers and not window:
        lines.append(tr("Aucun fichier d’audience n’est importé : TikTok Studio les donne, en CSV."))
    lines += ["", tr("Pour être payé par TikTok")]
    for c in conditions:
        state = words.condition_state(c)
        said = tr("{state}, {source} le {day}", state=state, source=c.source, day=date_text(c.on)) if c.on else state
        lines.append(tr("{name} : {text}", name=f"  {words.condition_name(c)}", text=said))
    lines += ["", str(words.reach_sentence(found, int(conditions[0].need), day))]
    for effect, posted in zip(heard.posting_effect(weeks), (True, False), strict=True):
        if effect and (sentence := words.effect_sentence(effect, posted=posted)):
            lines.append(str(sentence))
    return lines + _week_lines(weeks)


def _week_lines(weeks: Sequence[Week]) -> list[str]:
    if not weeks:
        return []
    header = [tr("semaine du"), tr("publications"), tr("vues"), tr("abonnés gagnés")]
    rows = [[date_text(w.start), *(_number(v) for v in (w.posts, w.views, w.followers))] for w in weeks]
    return ["", *table(header, rows, right={1, 2, 3})]


def _number(value: int | None) -> str:
    return "?" if value is None else number_text(value)


# --- simulate


@dataclass(frozen=True, slots=True)
class _Simulated:
    """The answer to one question; without ``views``, ``income`` and ``rate`` before TikTok pays the account."""

    paid_on: date
    in_time: bool
    eligible: bool | None  # True too for who was already paid
    views: "Spread | None" = None
    income: "Spread | None" = None
    needed: "Spread | None" = None
    rate: "Rate | None" = None
    months_paid: int = 0  # with a payout, that the day rests on


def simulate(args: Args) -> Answer:
    """Keys of CLI.md: ``views`` and ``income`` are {low, high} (views are whole numbers, income decimal strings), null
    before TikTok pays the account; ``paid_on`` a day, ``in_time`` whether it is before the horizon.

    And: ``eligible`` (true for who was already paid, null while a condition is not known), ``currency``, ``rate``
    ({low, high} for 1,000 views, basis own, published or typed, months), ``gap``, ``views_needed`` for ``--gap`` beside
    ``--views``, ``why_none``. Without either option, the views of the last 30 days known.
    """
    from tenk_desktop.core.creator import simulator  # the calendar of holidays is slow to load

    day = today(args)
    with ledger_of(args) as ledger:
        known, preferences, household = ledger.audience(), ledger.preferences(), ledger.household(day)
        payouts = ledger.payouts()
        currency = ledger.currency
    mine = known[0] if known else None
    got: Received = [(m.date, m.amount) for m in received(household.movements, day, Nature.TIKTOK)]
    gap = _gap(args.gap, currency)
    by_views = simulator.by_views(got, payouts)
    rate = _rate(args.rate) or simulator.rate_of(mine, by_views, currency, preferences)
    eligible = True if got else heard.eligible(heard.conditions(mine, preferences, day))
    paid, months = simulator.paid_on(day, by_views, preferences), simulator.months_paid(by_views)
    in_time = paid < household.horizon
    if eligible is False:
        found = _Simulated(paid, in_time, eligible, months_paid=months)
    elif rate is None:
        raise InputError(
            msg("Aucun taux n’est connu en {currency}.", currency=currency),
            msg("Donnez le vôtre avec --rate BAS:HAUT, pour 1 000 vues."),
        )
    else:
        needed = simulator.views_for(gap, rate, currency) if gap is not None else None
        views = args.views if args.views is not None or gap is not None else _last_views(mine, day)
        spread = simulator.Spread(views, views) if views is not None else needed
        income = simulator.income(views, rate, currency) if views is not None else simulator.Spread(gap or 0, gap or 0)
        found = _Simulated(paid, in_time, eligible, spread, income, needed, rate, months)
    return Answer(_simulated_json(found, gap, currency), _simulated_lines(found, gap, currency))


def _gap(text: str | None, currency: str) -> int | None:
    if text is None:
        return None
    try:
        amount = parse_typed(text, currency)
    except AmountError:
        raise InputError(msg("« {text} » n’est pas un montant.", text=text), msg("Exemple : 86 ou 86,50.")) from None
    if amount < 0:
        raise InputError(msg("Ce qui manque est un montant positif."), msg("Exemple : --gap 86."))
    return amount


def _rate(typed: tuple[Decimal, Decimal] | None) -> "Rate | None":
    from tenk_desktop.core.creator.simulator import Basis, Rate

    return Rate(typed[0], typed[1], Basis.TYPED) if typed else None


def _last_views(mine: Audience | None, day: date) -> int:
    window = heard.views_window(mine, day) if mine else None
    if window is None:
        raise InputError(
            msg("Il manque un nombre de vues ou un montant."), msg("Exemples : --views 100000, ou --gap 86.")
        )
    return max(window.views, 0)


def _simulated_json(found: _Simulated, gap: int | None, currency: str) -> Json:
    from tenk_desktop.core.creator.words import BEFORE

    income, rate = found.income, found.rate
    return {
        "views": _ends(found.views),
        "income": None if income is None else {
            "low": decimal_string(income.low, currency), "high": decimal_string(income.high, currency),
        },
        "paid_on": iso(found.paid_on),
        "in_time": found.in_time,
        "eligible": found.eligible,
        "currency": currency,
        "rate": None if rate is None else {
            "low": f"{rate.low:.4f}", "high": f"{rate.high:.4f}", "basis": str(rate.basis), "months": rate.months,
        },
        "gap": None if gap is None else decimal_string(gap, currency),
        "views_needed": _ends(found.needed),
        "why_none": str(BEFORE) if income is None else None,
    }  # fmt: skip


def _ends(spread: "Spread | None") -> Json | None:
    return None if spread is None else {"low": spread.low, "high": spread.high}


def _simulated_lines(found: _Simulated, gap: int | None, currency: str) -> list[str]:
    from tenk_desktop.core.creator import words
    from tenk_desktop.core.text import amount_text

    if found.rate is None or found.views is None or found.income is None:
        return [str(words.BEFORE)]
    lines: list[Message] = []
    if found.needed is None or found.views != found.needed:
        lines.append(words.income_sentence(found.views.low, found.income, currency))
    if found.needed is not None and gap is not None:
        lines.append(words.views_sentence(amount_text(gap, currency), found.needed))
    lines += [
        words.rate_sentence(found.rate, currency),
        words.paid_sentence(found.paid_on, in_time=found.in_time, months=found.months_paid),
        words.NO_PROMISE if found.eligible else words.ONCE_OPEN,
    ]
    return [str(line) for line in lines]
