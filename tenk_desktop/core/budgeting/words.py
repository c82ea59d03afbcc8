"""A budget in words. ``money`` turns minor units into the text that may be shown."""

from datetime import date
from typing import Protocol

from tenk_desktop.core.budgeting.lookback import Past, Unevenness
from tenk_desktop.core.budgeting.plan import Budget, Group, Line, Proposal, Sums
from tenk_desktop.core.text import MINUS, language, mark, month_name, month_text, ntr, number_text, tr

GROUPS = {
    Group.FIXED: mark("Indispensable et fixe"),
    Group.ESSENTIAL: mark("Indispensable, qui bouge"),
    Group.REST: mark("Le reste"),
}
"""What a group is called."""


class Money(Protocol):
    """`ui.session.Session.money`."""

    def __call__(self, minor: int, currency: str = "", *, sign: bool = False, cents: bool = True) -> str: ...


def percent(part: int, whole: int) -> int:
    """A share in hundredths, rounded half up; ``whole`` is positive."""
    return (200 * part + whole) // (2 * whole)


def state(line: Line | Sums, money: Money) -> str:
    """Where the spending stands against what was planned: always a word, never a colour alone."""
    if not line.budgeted:
        return tr("rien de prévu") if line.spent else ""
    if line.left < 0:
        return tr("dépassé de {amount}", amount=money(-line.left))
    if line.room == 0:
        return tr("rien à dépenser")
    if line.left == 0:
        return tr("tout juste")
    if line.spent == 0:
        return tr("rien de dépensé")
    return tr("{percent} % dépensé", percent=percent(max(line.spent, 0), line.room))


def budget_spoken(budget: Budget, name: str, today: date, money: Money) -> str:
    """The whole period in one sentence or two."""
    sums = budget.sums
    values = {"month": name, "spent": money(sums.spent)}
    if not sums.budgeted:
        return tr("{month} : {spent} dépensés, rien n’est encore prévu.", **values)
    values |= {"planned": money(sums.planned), "carried": money(sums.carried, sign=True)}
    if sums.carried:
        said = tr("{month} : {planned} prévus, {carried} reportés, {spent} dépensés.", **values)
    else:
        said = tr("{month} : {planned} prévus, {spent} dépensés.", **values)
    if sums.left < 0:
        return said + " " + tr("C’est {amount} de plus que prévu.", amount=money(-sums.left))
    if today in budget.period:
        days = (budget.period.end - today).days
        left = money(sums.left)
        rest = ntr("Il reste {left} pour {count} jour.", "Il reste {left} pour {count} jours.", days, left=left)
        return said + " " + rest
    if budget.period.end <= today:
        return said + " " + tr("Il est resté {amount}.", amount=money(sums.left))
    return said


def line_spoken(line: Line, name: str, money: Money) -> str:
    """One category in a sentence, for the card of the chosen one."""
    if not line.budgeted:
        return tr("{name} : {spent} dépensés, rien de prévu.", name=name, spent=money(line.spent))
    values = {"name": name, "room": money(line.room), "spent": money(line.spent)}
    if line.left < 0:
        return tr(
            "{name} : {spent} dépensés sur {room}, soit {over} de plus.", over=money(-line.left), **values
        )  # fmt: skip
    if line.left == 0:
        return tr("{name} : {spent} dépensés sur {room}, tout juste.", **values)
    return tr("{name} : {spent} dépensés sur {room}, il reste {left}.", left=money(line.left), **values)


def carried_spoken(line: Line, money: Money) -> str:
    """What came over from the periods before; empty when nothing did."""
    if line.carried > 0:
        return tr("Dont {amount} restés des mois d’avant.", amount=money(line.carried))
    if line.carried < 0:
        return tr("{amount} dépensés en trop les mois d’avant sont déduits.", amount=money(-line.carried))
    return ""


def assign_spoken(budget: Budget, today: date, money: Money) -> str:
    """What is left to plan of the money that came, for who plans no other."""
    left = budget.to_assign
    if left > 0:
        return tr("Il reste {amount} à répartir.", amount=money(left))
    if left < 0 and budget.period.end > today:
        return tr("{amount} de ce qui est prévu ne sont pas encore arrivés.", amount=money(-left))
    if left < 0:
        return tr("Vous aviez prévu {amount} de plus que ce qui est arrivé.", amount=money(-left))
    if not (budget.received or budget.kept_before or budget.kept):
        return tr("Rien n’est arrivé : rien à répartir.")
    return tr("Tout ce qui est arrivé est réparti.")


def proposal_spoken(offered: Proposal, before: int, currency: str, money: Money) -> str:
    """What a proposal is, on what it rests, and that nothing is kept yet; ``before`` is what is planned now."""
    if not offered.amounts:
        return tr("Il n’y a pas encore de mois entier de dépenses sur quoi s’appuyer.")
    months = [month_name(p.month) for p in offered.periods]
    if len(months) > 1:
        first, last = ", ".join(months[:-1]), months[-1]
        base = tr(
            "D’après {months} et {last} : pour chaque catégorie, la médiane, le montant du milieu.",
            months=first,
            last=last,
        )
    else:
        base = tr("D’après {month} seulement.", month=months[0])
    if currency == "EUR":
        base += " " + tr("Arrondi à l’euro au-dessus.")
    if offered.known:
        more = sum(offered.known.values())
        base += " " + tr("Les charges qui changent, d’après vous, y sont : {amount}.", amount=money(more, sign=True))
    sums = tr("En tout {amount}.", amount=money(sum(offered.amounts.values())))
    if before:
        sums = tr(
            "En tout {amount}, contre {before} prévus jusqu’ici.",
            amount=money(sum(offered.amounts.values())),
            before=money(before),
        )
    return " ".join((base, sums, tr("Rien n’est encore gardé.")))


def past_spoken(past: Past, today: date, money: Money) -> str:
    """A month beside the others, as a chart's bar says it."""
    month = month_text(past.period.month, year=past.period.month.year != today.year)
    if past.planned is None:
        return tr("{month} : {spent} dépensés, rien de prévu.", month=month, spent=money(past.spent))
    values = {"month": month, "planned": money(past.planned), "spent": money(past.spent)}
    if today in past.period and past.spent <= past.planned:
        return tr("{month} : {planned} prévus, {spent} dépensés jusqu’ici.", **values)
    if past.spent > past.planned:
        return tr(
            "{month} : {planned} prévus, {spent} dépensés, soit {over} de plus.",
            over=money(past.spent - past.planned),
            **values,
        )
    return tr("{month} : {planned} prévus, {spent} dépensés.", **values)


def fixed_spoken(past: Past, today: date, money: Money) -> str:
    """What of a month was fixed and what moved."""
    month = month_text(past.period.month, year=past.period.month.year != today.year)
    values = {"month": month, "fixed": money(past.fixed), "moving": money(past.moving)}
    said = tr("{month} : {fixed} fixes, {moving} qui bougent.", **values)
    if past.spent > 0 and 0 <= past.fixed <= past.spent:
        said += " " + tr("{percent} % était fixe.", percent=percent(past.fixed, past.spent))
    return said


def income_spoken(past: Past, today: date, money: Money) -> str:
    """What came in in a month, sure and not, against what it cost."""
    month = month_text(past.period.month, year=past.period.month.year != today.year)
    values = {"month": month, "sure": money(past.sure), "uneven": money(past.uneven), "spent": money(past.spent)}
    return tr("{month} : {sure} de revenus sûrs, {uneven} d’autres revenus, {spent} dépensés.", **values)


def uneven_spoken(seen: Unevenness | None) -> str:
    """How unevenly money came, in plain sentences; the figure's name stands beside it."""
    if seen is None:
        return tr("Il faut un premier mois entier pour comparer.")
    said = []
    if seen.periods:
        said.append(
            ntr(
                "Ce qui est arrivé a couvert les dépenses {covered} mois sur {count}.",
                "Ce qui est arrivé a couvert les dépenses {covered} mois sur {count}.",
                seen.periods,
                covered=number_text(seen.covered),
            )
        )
    if seen.without_costs:
        said.append(
            ntr(
                "{count} mois n’a aucune dépense notée : il ne compte pas.",
                "{count} mois n’ont aucune dépense notée : ils ne comptent pas.",
                seen.without_costs,
            )
        )
    if seen.variation is not None:
        said.append(
            tr(
                "D’un mois à l’autre, vos revenus s’écartent d’environ {percent} % de leur moyenne (coefficient de variation : {figure}).",  # noqa: E501
                percent=round(100 * seen.variation),
                figure=_decimals(seen.variation),
            )
        )
    said.append(_dry_spoken(seen))
    return " ".join(part for part in said if part)


def _dry_spoken(seen: Unevenness) -> str:
    if not seen.dry:
        return tr("Aucun mois sans argent de créateur.") if seen.of_creator else ""
    first, last = seen.dry[0].month, seen.dry[-1].month
    values = {"first": month_name(first), "last": month_name(last), "year": last.year}
    if len(seen.dry) == 1:
        if seen.of_creator:
            return tr("Un mois au plus sans argent de créateur : {first} {year}.", **values)
        return tr("Un mois au plus sans aucun revenu : {first} {year}.", **values)
    count = len(seen.dry)
    if seen.of_creator:
        return tr(
            "Au plus {count} mois de suite sans argent de créateur ({first} à {last} {year}).", count=count, **values
        )  # fmt: skip
    return tr("Au plus {count} mois de suite sans aucun revenu ({first} à {last} {year}).", count=count, **values)


def _decimals(value: float) -> str:
    """Two decimals with the language's mark."""
    text = f"{abs(value):.2f}"
    return (MINUS if value < 0 else "") + (text.replace(".", ",") if language() == "fr" else text)
