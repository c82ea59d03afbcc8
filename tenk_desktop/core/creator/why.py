"""Why income moved, and how much rests on little: exact shares of a change, concentration, dry spells.

    income = views x eligible share x rate, the rate being what is left: income / (views x eligible share)

A change of the product is shared between its factors by their Shapley value (L. S. Shapley, 1953; for such products
J. Albrecht, D. François and K. Schoors, "A Shapley decomposition of carbon emissions without residuals", 2002): the
mean, over every order in which the factors may change one after the other, of what each change brings. It is worked out
in fractions and rounded once, so the parts add up to the change to the minor unit.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise, permutations
from math import prod
from typing import NamedTuple

from tenk_desktop.core.text import Message, amount_text, listed, month_name, month_text, msg

VIEWS, SHARE, RATE = "views", "share", "rate"


class Factors(NamedTuple):
    """A month: what it brought (minor units, one currency) and its views; ``eligible`` of them, where known."""

    month: date
    income: int
    views: int | None
    eligible: int | None = None


class Change(NamedTuple):
    """``parts`` add up to ``after.income - before.income`` exactly; empty when the views of a month are not known."""

    before: Factors
    after: Factors
    parts: Mapping[str, int]

    @property
    def amount(self) -> int:
        """The whole change, minor units."""
        return self.after.income - self.before.income


def change(before: Factors, after: Factors) -> Change:
    """Why ``after`` brought more, or less, than ``before``. Without views that are paid there is no rate: no parts."""
    shares = before.eligible is not None and after.eligible is not None
    base = [(m.eligible if shares else m.views) or 0 for m in (before, after)]
    if not all(base) or not before.views or not after.views:
        return Change(before, after, {})
    names = (VIEWS, SHARE, RATE) if shares else (VIEWS, RATE)
    old, new = (_factors(m, paid, names) for m, paid in zip((before, after), base, strict=True))
    return Change(before, after, whole(shapley(old, new)))


def _factors(month: Factors, paid: int, names: Sequence[str]) -> dict[str, Fraction]:
    views = Fraction(month.views or 0)
    all_of = {VIEWS: views, SHARE: Fraction(paid) / views, RATE: Fraction(month.income, paid)}
    return {name: all_of[name] for name in names}


def shapley(old: Mapping[str, Fraction], new: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """What each factor brought of the change of their product, exactly."""
    parts = dict.fromkeys(old, Fraction(0))
    orders = list(permutations(old))
    for order in orders:
        now = dict(old)
        for name in order:
            before = prod(now.values())
            now[name] = new[name]
            parts[name] += Fraction(prod(now.values()) - before, len(orders))
    return parts


def whole(parts: Mapping[str, Fraction]) -> dict[str, int]:
    """The parts as whole minor units with the same sum, which is whole: the largest remainders are rounded up."""
    floors = {name: part.numerator // part.denominator for name, part in parts.items()}
    left = int(sum(parts.values())) - sum(floors.values())
    ordered = sorted(parts, key=lambda name: (floors[name] - parts[name], name))
    return {name: floors[name] + (name in ordered[:left]) for name in parts}


def change_sentence(found: Change, currency: str) -> Message:
    """``Octobre : −18 € face à septembre, dont −26 € par les vues, +8 € par le taux.``"""
    after, before = month_text(found.after.month, year=False), month_name(found.before.month)
    amount = amount_text(found.amount, currency, sign=True)
    if not found.parts:
        return msg(
            "{after} : {amount} face à {before} ; sans les vues des deux mois, la cause ne se calcule pas.",
            after=after, before=before, amount=amount,
        )  # fmt: skip
    said = listed(str(_part(name, amount_text(part, currency, sign=True))) for name, part in found.parts.items())
    return msg(
        "{after} : {amount} face à {before}, dont {parts}.", after=after, before=before, amount=amount, parts=said
    )


def _part(name: str, amount: str) -> Message:
    return {
        VIEWS: msg("{amount} par les vues", amount=amount),
        SHARE: msg("{amount} par la part de vues payées", amount=amount),
        RATE: msg("{amount} par le taux pour 1 000 vues", amount=amount),
    }[name]


# --- how much rests on little


def concentration(amounts: Iterable[int]) -> float | None:
    """The share of the largest in the sum of the positive ones; None when nothing was earned."""
    positive = [a for a in amounts if a > 0]
    return max(positive) / sum(positive) if positive else None


class Spell(NamedTuple):
    """Days without money: ``days`` between the two payouts around them, ``[start, end)`` from payout to payout."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """How long it lasted."""
        return (self.end - self.start).days


def dry_spell(received: Iterable[date], today: date) -> Spell | None:
    """The longest time from one payout to the next, or from the last one to today; None before the first."""
    days = sorted({d for d in received if d <= today})
    spells = [Spell(a, b) for a, b in pairwise([*days, today])]
    return max(spells, key=lambda s: (s.days, s.end), default=None) if days else None


def carried(received: int, costs: int) -> float | None:
    """The share of the costs that money received paid for, 1 at most; None without costs. Both positive."""
    return min(received / costs, 1.0) if costs > 0 else None
