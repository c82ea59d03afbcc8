"""What is said of an audience and of a simulation, the same for the window and the terminal."""

from collections.abc import Collection
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from tenk_desktop.core.creator.audience import Condition, Effect
from tenk_desktop.core.creator.simulator import Basis, Rate, Spread
from tenk_desktop.core.creator.sources import TIKTOK
from tenk_desktop.core.importing.statement import AudienceDay, VideoRow
from tenk_desktop.core.money import exponent
from tenk_desktop.core.outlook.answer import in_ten
from tenk_desktop.core.text import Message, amount_text, day_text, listed, msg, neutral, number_text, tr

if TYPE_CHECKING:
    from tenk_desktop.core.creator.growth import Reach

BEFORE = msg("Avant que TikTok vous paie, des vues ne donnent pas d’euros : rien n’est calculé.")
ONCE_OPEN = msg("Cela ne vaut qu’une fois remplies les conditions de TikTok, que « tenk audience » liste.")
NO_PROMISE = msg("C’est un calcul, pas une promesse.")


def condition_name(condition: Condition) -> Message:
    """What is asked: ``10 000 abonnés``."""
    need = condition.need
    return {
        "followers": lambda: msg("{count} abonnés", count=number_text(need)),
        "views": lambda: msg("{count} vues en 30 jours", count=number_text(need)),
        "age": lambda: msg("{count} ans ou plus", count=need),
        "length": lambda: msg("des vidéos de plus de {count} secondes", count=need),
        "country": lambda: msg("un pays où TikTok paie"),
    }[condition.name]()


def condition_state(condition: Condition) -> Message:
    """Where it stands: met, what is missing, or that nobody said."""
    if condition.have is None:
        return msg("à vérifier")
    if condition.name in ("followers", "views"):
        have = number_text(int(condition.have))
        if condition.met:
            return msg("oui ({have})", have=have)
        if condition.met is None:
            return msg("au moins {have}, des jours manquent", have=have)
        return msg("il manque {count} ({have})", count=number_text(condition.missing or 0), have=have)
    return msg("oui") if condition.met else msg("non")


def origin_sentence(condition: Condition) -> Message:
    """Where its two values come from, and of which day they are: what is known, and what TikTok asks."""
    known = msg("pas encore dit")
    if condition.on is not None and condition.source is not None:
        known = msg("{source}, le {day}", source=condition.source, day=day_text(condition.on, year=True))
    asked = condition.parameter.source or msg("dit par vous")
    seen = day_text(condition.parameter.seen, year=True)
    return msg("Vous : {known}. TikTok : {asked}, vu le {day}.", known=known, asked=asked, day=seen)


def reach_sentence(found: "Reach | Message", target: int, today: date) -> Message:
    """When the followers asked for may be reached, with its chance; or why that cannot be said."""
    count = number_text(target)
    if isinstance(found, Message):
        return msg("Date des {count} abonnés : trop tôt pour le dire ({why}).", count=count, why=found)
    low = day_text(found.low, year=True)
    if found.low <= today:
        return msg("{count} abonnés : atteints le {day}.", count=count, day=low)
    if found.high is None:
        chance = in_ten(found.chance)
        return msg(
            "{count} abonnés : au plus tôt vers le {low} ; {chance} d’y arriver en trois ans, au rythme connu.",
            count=count, low=low, chance=chance,
        )  # fmt: skip
    return msg(
        "{count} abonnés : entre le {low} et le {high}, 8 chances sur 10, au rythme connu.",
        count=count, low=low, high=day_text(found.high, year=True),
    )  # fmt: skip


def more_told(platforms: Collection[str]) -> Message:
    """What would say which earnings the deposits of these platforms paid."""
    if TIKTOK in platforms:
        return msg(
            "Pour savoir ce que TikTok a payé : importez les commandes du centre d’affiliation, ou notez les mois de "
            "Creator Rewards et de LIVE."
        )
    return msg("Pour savoir ce qui a été payé : notez ces gains, mois par mois.")


def effect_sentence(effect: Effect, *, posted: bool) -> Message | None:
    """What an ordinary week brought, with a post or without; None when nothing is known of it."""
    if effect.followers is None:
        return None
    gained = number_text(effect.followers)
    if posted:
        return msg(
            "Une semaine avec publication a apporté en moyenne {gained} abonnés ({weeks} semaines connues).",
            gained=gained, weeks=effect.weeks,
        )  # fmt: skip
    return msg(
        "Une semaine sans publication : {gained} abonnés ({weeks} semaines connues).", gained=gained, weeks=effect.weeks
    )


def income_sentence(views: int, brought: Spread, currency: str) -> Message:
    """What views would bring."""
    low, high = (amount_text(m, currency) for m in (brought.low, brought.high))
    return msg("{views} vues : entre {low} et {high}.", views=number_text(views), low=low, high=high)


def views_sentence(amount: str, needed: Spread) -> Message:
    """How many views an amount would take."""
    low, high = number_text(needed.low), number_text(needed.high)
    return msg("Pour {amount} : entre {low} et {high} vues.", amount=amount, low=low, high=high)


def rate_sentence(rate: Rate, currency: str) -> Message:
    """Which rate was used, and where it comes from."""
    low, high = (_rate_text(r, currency) for r in (rate.low, rate.high))
    if rate.basis is Basis.OWN:
        return msg(
            "À votre taux : {low} à {high} pour 1 000 vues ({months} mois connus).",
            low=low, high=high, months=rate.months,
        )  # fmt: skip
    if rate.basis is Basis.TYPED:
        return msg("Au taux donné : {low} à {high} pour 1 000 vues.", low=low, high=high)
    return msg(
        "Au taux publié : {low} à {high} pour 1 000 vues en moyenne ; le vôtre n’est pas connu.", low=low, high=high
    )


def paid_sentence(day: date, *, in_time: bool, months: int) -> Message:
    """When it would be paid, whether that helps this month, and how many months with a payout say so (0: none)."""
    said = day_text(day, year=True)
    if in_time:
        when = msg("Versé vers le {day}, à temps pour ce mois-ci", day=said)
    else:
        when = msg("Versé vers le {day}, trop tard pour ce mois-ci", day=said)
    if months:
        return msg("{when} (d’après vos versements de {count} mois).", when=when, count=months)
    return msg("{when} (votre jour habituel n’est pas encore connu).", when=when)


def _rate_text(rate: Decimal, currency: str) -> str:
    return amount_text(int(rate.scaleb(exponent(currency)).quantize(Decimal(1), ROUND_HALF_UP)), currency)


def heard_text(row: AudienceDay | VideoRow) -> str:
    """What a file says of a day or of a video, in a few words."""
    if isinstance(row, VideoRow):
        views = [tr("{count} vues", count=number_text(row.views))] if row.views is not None else []
        return listed([neutral(row.title) or row.id, *views])
    known = [(name, row.values[metric]) for metric, name in _METRICS.items() if metric in row.values]
    said = [tr("{name} : {text}", name=name, text=tr("inconnu") if v is None else number_text(v)) for name, v in known]
    return listed(said[:_MOST_SAID]) or tr("{count} valeurs", count=len(row.values))


_MOST_SAID = 4
_METRICS = {
    "followers": msg("abonnés"),
    "views": msg("vues"),
    "viewers": msg("spectateurs"),
    "posts": msg("publications"),
    "new_followers_kept": msg("abonnés arrivés et restés"),
    "new_followers": msg("nouveaux abonnés"),
    "profile_views": msg("vues du profil"),
    "likes": msg("j’aime"),
    "comments": msg("commentaires"),
    "live_views": msg("vues de LIVE"),
    "live_diamonds": msg("diamants"),
    "lives": msg("LIVE"),
}
"""The figures that have a name; a file's others are counted."""
