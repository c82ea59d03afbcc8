"""« D'où ça vient »: what each figure is made of, what weighs how much, and what is assumed and can be changed.

`facts_of` gathers values beside the verdict, once; `why` says them when asked, so that hidden amounts stay hidden. No
NumPy here but for `facts_of`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from tenk_desktop.core.outlook import answer
from tenk_desktop.core.outlook.answer import SHOWN, WANTED, Coming, Verdict
from tenk_desktop.core.outlook.household import Household, Range, Schedule, Status
from tenk_desktop.core.period import ONE_DAY
from tenk_desktop.core.text import Message, day_text, listed, mark, month_text, msg, neutral, ntr, number_text

if TYPE_CHECKING:
    from tenk_desktop.core.outlook.influence import Influence
    from tenk_desktop.core.outlook.paths import Paths

Money = Callable[[int], str]
NAMED = 4
"""How many bills or months a line names."""


class Figure(StrEnum):
    """A figure of the page that can be asked where it comes from."""

    CHANCE = "chance"
    LOWEST = "lowest"
    SPEND = "safe_to_spend"
    GAP = "gap"
    BUFFER = "buffer"
    OWN_PAY = "own_salary"
    PAYOUT = "next_payout"


class Edit(StrEnum):
    """An assumption that can be changed."""

    FLOOR = "floor"
    WEEK = "week"
    RANGE = "creator_range"
    START_DAY = "start_day"
    RATE = "rate"
    BILLS = "bills"


@dataclass(frozen=True, slots=True)
class Ground:
    """One line, and where it can be changed."""

    text: Message
    edit: Edit | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """What stands behind one figure: its sentence, what it means, and its grounds."""

    figure: Figure
    title: Message
    meaning: Message
    inputs: tuple[Ground, ...] = ()
    weights: tuple[Ground, ...] = ()
    assumptions: tuple[Ground, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What the sentences are made of. Amounts are minor units; shares are of 1.

    ``weeks`` are the shares of the past weeks that everyday spending is drawn from, newest first, ``typed`` when the
    user's own week is used instead. ``months`` are (first day, creator money) of the months that are carried on, oldest
    first, and ``influence`` what each weighs; both empty where a month to come is not made from the past.
    """

    rows: int
    oldest: date | None
    accounts: int
    schedules: tuple[Schedule, ...]
    weeks: tuple[float, ...]
    typed: bool
    months: tuple[tuple[date, int], ...]
    influence: "Influence | None"
    basis: str
    in_wallet: int
    received: int
    start_day: int
    week: int | None
    creator_range: Range | None
    rate: tuple[int, int] | None
    paths: int

    @property
    def bills(self) -> tuple[Schedule, ...]:
        """What goes out again, the largest first."""
        return tuple(sorted((s for s in self.schedules if s.amount < 0), key=lambda s: (s.amount, s.payee)))

    @property
    def incomes(self) -> tuple[Schedule, ...]:
        """What comes in again, the largest first."""
        return tuple(sorted((s for s in self.schedules if s.amount > 0), key=lambda s: (-s.amount, s.payee)))


def facts_of(household: Household, paths: "Paths") -> Facts:
    """The facts behind a verdict; the rows counted are those known up to ``as_of``. Imports NumPy."""
    from tenk_desktop.core.outlook.influence import influence
    from tenk_desktop.core.outlook.payouts import Basis, tiktok_months

    months = tiktok_months(household) if paths.basis in (Basis.HISTORY, Basis.FEW) else ()
    gone = (Status.IGNORED, Status.STOPPED, Status.HELD)
    return Facts(
        rows=sum(m.date <= household.as_of for m in household.movements),
        oldest=household.oldest,
        accounts=len(household.accounts),
        schedules=tuple(s.on(household.today) for s in paths.schedules if s.status not in gone),
        weeks=() if paths.habits.typed else tuple(paths.habits.weights),
        typed=paths.habits.typed,
        months=months,
        influence=influence([amount for _, amount in months]) if months else None,
        basis=str(paths.basis),
        in_wallet=paths.in_wallet,
        received=household.received_this_period,
        start_day=household.period.start_day,
        week=household.week,
        creator_range=household.creator_range,
        rate=household.rate,
        paths=paths.count,
    )


def why(figure: Figure, facts: Facts, v: Verdict, money: Money) -> Why:
    """What stands behind one figure of a verdict, in words; ``money`` writes minor units."""
    make = {
        Figure.CHANCE: _chance,
        Figure.LOWEST: _lowest,
        Figure.SPEND: _spend,
        Figure.GAP: _gap,
        Figure.BUFFER: _buffer,
        Figure.OWN_PAY: _own_pay,
        Figure.PAYOUT: _payout,
    }[figure]
    return make(facts, v, money)


# --- the figures ------------------------------------------------------------------------------------------------------


def _chance(facts: Facts, v: Verdict, money: Money) -> Why:
    meaning = msg(
        "Sur {count} suites possibles de vos comptes d’ici le {day}, la part où leur total ne passe sous {floor} aucun "
        "soir. Chaque suite tire au sort ce qui n’est pas encore connu.",
        count=number_text(facts.paths), floor=money(v.floor), day=_last_day(v),
    )  # fmt: skip
    return Why(
        Figure.CHANCE, answer.chance_sentence(v), meaning,
        (*_rows(facts, v), *_schedules(facts, money), *_weeks_known(facts), *_months_known(facts, money)),
        (*_week_weights(facts), *_month_weights(facts)),
        (_floor(v, money), *_everyday(facts, money), *_creator(facts, money), _start_day(facts), _left_out()),
    )  # fmt: skip


def _lowest(facts: Facts, v: Verdict, money: Money) -> Why:
    meaning = msg(
        "Le jour qui est le plus souvent le plus bas des {count} suites possibles. À la fin de ce jour, 8 suites sur "
        "10 sont entre les deux montants, une au-dessous, une au-dessus.",
        count=number_text(facts.paths),
    )  # fmt: skip
    before = [c for c in v.to_pay if c.date and c.date <= v.lowest.date]
    return Why(
        Figure.LOWEST, answer.lowest_sentence(v, money), meaning,
        (_at_hand(v, money), *_coming(before, money), *_weeks_known(facts)),
        tuple(_week_weights(facts)),
        tuple(_everyday(facts, money)),
    )  # fmt: skip


def _spend(facts: Facts, v: Verdict, money: Money) -> Why:
    meaning = msg(
        "Ce que vous pourriez dépenser chaque jour jusqu’au {day}, courses comprises, en restant au-dessus de {floor} "
        "8 fois sur 10, et jusqu’à la veille du revenu sûr suivant.",
        day=_last_day(v), floor=money(v.floor),
    )  # fmt: skip
    others = [
        msg("{share} fois sur 10 : {amount} par jour", share=int(float(p) * 10), amount=money(s))
        for p, s in v.safe_to_spend_per_day.items()
        if s is not None and p != SHOWN
    ]
    return Why(
        Figure.SPEND, answer.safe_to_spend_sentence(v, money), meaning,
        (_at_hand(v, money), *_coming(v.to_pay, money), *map(Ground, others)),
        (),
        (_floor(v, money), Ground(msg("Les charges sont comptées avant."), Edit.BILLS), _start_day(facts)),
    )  # fmt: skip


def _gap(facts: Facts, v: Verdict, money: Money) -> Why:
    meaning = msg(
        "La plus petite somme qui, sur le compte dès aujourd’hui, ferait que 9 suites possibles sur 10 restent d’ici "
        "le {day} au-dessus de {floor}.",
        day=_last_day(v),
        floor=money(v.floor),
    )
    title = msg("Pour 9 chances sur 10, il manque {amount}.", amount=money(v.gap[WANTED]))
    return Why(
        Figure.GAP, title, meaning,
        (_at_hand(v, money), *_schedules(facts, money), *_weeks_known(facts), *_months_known(facts, money)),
        (*_week_weights(facts), *_month_weights(facts)),
        (_floor(v, money), *_everyday(facts, money), *_creator(facts, money), *_rate(facts, money)),
    )  # fmt: skip


def _buffer(facts: Facts, v: Verdict, money: Money) -> Why:
    title = msg("Matelas pour trois mois : {amount}.", amount=money(v.buffer[WANTED]))
    meaning = msg(
        "Ce qu’il faudrait avoir aujourd’hui sur le compte, en tout, pour que 9 suites possibles sur 10 restent "
        "au-dessus de {floor} pendant trois mois.",
        floor=money(v.floor),
    )  # fmt: skip
    return Why(
        Figure.BUFFER, title, meaning,
        (*_schedules(facts, money), *_weeks_known(facts), *_months_known(facts, money)),
        (*_week_weights(facts), *_month_weights(facts)),
        (_floor(v, money), *_everyday(facts, money), *_creator(facts, money)),
    )  # fmt: skip


def _own_pay(facts: Facts, v: Verdict, money: Money) -> Why:
    title = msg("Ce que vous pouvez vous verser : {amount} par mois.", amount=money(v.own_salary[WANTED]))
    meaning = msg(
        "Le plus grand montant que l’argent des plateformes, à lui seul, pourrait vous verser au début de chacun des "
        "trois prochains mois, 9 fois sur 10."
    )
    at_hand = (
        msg("reçu depuis le début de ce mois : {amount}", amount=money(facts.received)),
        _in_wallet(facts, money),
    )
    return Why(
        Figure.OWN_PAY, title, meaning,
        (*map(Ground, at_hand), *_months_known(facts, money)),
        tuple(_month_weights(facts)),
        (*_creator(facts, money), _start_day(facts)),
    )  # fmt: skip


def _payout(facts: Facts, v: Verdict, money: Money) -> Why:
    coming = next((c for c in v.to_receive if c.stage and c.low != c.high), None)
    if coming is None:
        title = msg("Aucun versement de TikTok n’est attendu.")
    else:
        title = msg(
            "Prochain versement de TikTok : entre {low} et {high}, autour de {middle}.",
            low=money(coming.low), high=money(coming.high), middle=money(coming.amount),
        )  # fmt: skip
    meaning = msg(
        "Ce qui arriverait 8 fois sur 10, en plus de ce qui est déjà annoncé. "
        "Le mois d’après paie les vues de celui-ci."
    )
    return Why(
        Figure.PAYOUT, title, meaning,
        (*_months_known(facts, money), Ground(_in_wallet(facts, money))),
        tuple(_month_weights(facts)),
        (*_creator(facts, money), *_rate(facts, money)),
    )  # fmt: skip


# --- their grounds ----------------------------------------------------------------------------------------------------


def _last_day(v: Verdict) -> str:
    return day_text(v.horizon - ONE_DAY)


def _rows(facts: Facts, v: Verdict) -> Iterator[Ground]:
    if facts.oldest:
        accounts = ntr("{count} compte", "{count} comptes", facts.accounts)
        text = msg(
            "{rows} de {accounts}, du {first} au {last}",
            rows=ntr("{count} opération", "{count} opérations", facts.rows),
            accounts=accounts, first=day_text(facts.oldest, year=True), last=day_text(v.as_of, year=True),
        )  # fmt: skip
        yield Ground(text)


def _at_hand(v: Verdict, money: Money) -> Ground:
    return Ground(msg("disponible aujourd’hui : {amount}", amount=money(v.available)))


def _schedules(facts: Facts, money: Money) -> Iterator[Ground]:
    for found, none, some in (
        (facts.bills, msg("aucune charge qui revient n’est connue"), mark("charges qui reviennent : {names}")),
        (facts.incomes, msg("aucun revenu sûr n’est connu"), mark("revenus qui reviennent : {names}")),
    ):
        names = [f"{neutral(s.payee)} {money(s.amount)}" for s in found]
        yield Ground(Message(some, {"names": _some(names)}) if names else none, Edit.BILLS)


def _in_wallet(facts: Facts, money: Money) -> Message:
    return msg("déjà dans le portefeuille des plateformes : {amount}", amount=money(facts.in_wallet))


def _some(names: Sequence[str]) -> str:
    more = len(names) - NAMED
    rest = [ntr("et {count} autre", "et {count} autres", more)] if more > 0 else []
    return listed([*names[:NAMED], *rest])


def _coming(coming: Sequence[Coming], money: Money) -> Iterator[Ground]:
    named = [f"{neutral(str(c.text))} {money(c.amount)}" for c in coming]
    if named:
        yield Ground(msg("charges d’ici là : {names}", names=_some(named)), Edit.BILLS)


def _weeks_known(facts: Facts) -> Iterator[Ground]:
    if facts.weeks:
        weeks = ntr("{count} semaine connue", "{count} semaines connues", len(facts.weeks))
        yield Ground(msg("dépenses courantes : {weeks}", weeks=weeks))


def _months_known(facts: Facts, money: Money) -> Iterator[Ground]:
    if facts.months:
        names = [f"{month_text(m, short=True)} {money(amount)}" for m, amount in reversed(facts.months)]
        yield Ground(msg("versements de TikTok, mois par mois : {names}", names=_some(names)))


def _percent(share: float) -> str:
    return number_text(round(100 * share))


def _week_weights(facts: Facts) -> Iterator[Ground]:
    if len(facts.weeks) > 4:
        yield Ground(
            msg(
                "Dépenses courantes : votre dernière semaine compte pour {one} %, les quatre dernières pour {four} %.",
                one=_percent(facts.weeks[0]), four=_percent(sum(facts.weeks[:4])),
            )
        )  # fmt: skip
    elif facts.weeks:
        yield Ground(
            msg("Dépenses courantes : votre dernière semaine compte pour {one} %.", one=_percent(facts.weeks[0]))
        )


def _month_weights(facts: Facts) -> Iterator[Ground]:
    found = facts.influence
    if found is None:
        return
    last, before = found.last(1), found.last(3) - found.last(1)
    older = sum(found.months) - last - before
    if len(found.months) > 3:
        text = msg(
            "TikTok : votre dernier mois compte pour {last} %, les deux d’avant pour {before} %, les plus anciens pour "
            "{older} %, votre mois moyen pour {mean} %.",
            last=_percent(last), before=_percent(before), older=_percent(older), mean=_percent(found.mean),
        )  # fmt: skip
    else:
        text = msg(
            "TikTok : votre dernier mois compte pour {last} % ; le reste va aux mois d’avant et à votre mois moyen.",
            last=_percent(last),
        )
    yield Ground(text)


# --- what is assumed --------------------------------------------------------------------------------------------------


def _floor(v: Verdict, money: Money) -> Ground:
    if v.floor:
        return Ground(msg("Découvert autorisé : {amount}.", amount=money(-v.floor)), Edit.FLOOR)
    return Ground(msg("Aucun découvert autorisé n’est noté."), Edit.FLOOR)


def _everyday(facts: Facts, money: Money) -> Iterator[Ground]:
    if facts.week is not None:
        amount = money(facts.week)
        if facts.typed:
            yield Ground(msg("Semaine ordinaire que vous avez donnée : {amount}.", amount=amount), Edit.WEEK)
        else:
            text = msg(
                "Semaine ordinaire que vous avez donnée : {amount} ; vos semaines connues servent.", amount=amount
            )
            yield Ground(text, Edit.WEEK)
    elif facts.weeks:
        yield Ground(msg("Les semaines à venir ressemblent aux semaines connues."), Edit.WEEK)
    else:
        yield Ground(msg("Dépenses courantes inconnues : comptées pour zéro."), Edit.WEEK)


def _creator(facts: Facts, money: Money) -> Iterator[Ground]:
    own = facts.creator_range
    if own is not None:
        yield Ground(
            msg(
                "Un mois de TikTok, selon vous : {low} au moins, {typical} d’ordinaire, {high} au plus.",
                low=money(own.low), typical=money(own.typical), high=money(own.high),
            ),
            Edit.RANGE,
        )  # fmt: skip
    elif facts.basis == "published":
        yield Ground(
            msg("TikTok : d’après les chiffres publiés (100 à 300 € un mois ordinaire, très variable)."), Edit.RANGE
        )
    elif facts.basis == "few":
        count = sum(total > 0 for _, total in facts.months)
        yield Ground(msg("TikTok : d’après vos versements, de {count} mois seulement.", count=count), Edit.RANGE)
    elif facts.basis == "history":
        yield Ground(msg("TikTok : vos propres versements continuent, avec ce que montrent d’autres créateurs."))
    else:
        yield Ground(msg("Aucun argent de TikTok n’est attendu."), Edit.RANGE)


def _rate(facts: Facts, money: Money) -> Iterator[Ground]:
    if facts.rate:
        low, high = map(money, facts.rate)
        yield Ground(msg("Votre taux : {low} à {high} les 1 000 vues.", low=low, high=high), Edit.RATE)
    else:
        yield Ground(msg("Votre taux n’est pas connu : le taux publié sert."), Edit.RATE)


def _start_day(facts: Facts) -> Ground:
    return Ground(msg("Le mois commence le {day}.", day=facts.start_day), Edit.START_DAY)


def _left_out() -> Ground:
    return Ground(msg("Remboursements, ventes et dons à venir : non comptés."))
