"""How much each past month and week weighs in what is said: the forecaster's own weights, as plain numbers.

The centre of a month to come is, in logarithms, a weighted sum of the past months (`income`): the Kalman filter is
linear once its guesses have their chances, and so are the corrections learnt from others. Adding the paths that replay
a past month gives the exact weights of the mean logarithm of a path, but for what the ceiling cuts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tenk_desktop.core.outlook.income import (
    HALF_LIFE,
    MONTHS_KEPT,
    Person,
    Prior,
    follow,
    month_name,
    own_share,
    shipped,
)

_CENTRE_SIGNS = 3  # after the constant and 1/n: last month, last three, all, each less the level


@dataclass(frozen=True, slots=True)
class Influence:
    """The weight of each past month, oldest first, and of the person's own ``mean`` month; together they make 1.

    A weight may be a little below 0: what others teach can make an old month count against a new one.
    """

    months: tuple[float, ...]
    mean: float

    def last(self, count: int) -> float:
        """The weight of the last months together."""
        return sum(self.months[-count:])


def influence(months: Sequence[float], prior: Prior | None = None) -> Influence | None:
    """What each month known weighs in the next one, in the forecaster's own terms; None before a first income.

    ``months`` are totals, oldest first, in any unit, as `income.simulate_months` takes them without daily values.
    """
    totals = [max(m, 0) for m in months][-MONTHS_KEPT:]
    if not any(totals):
        return None
    prior = prior or shipped()
    person = Person(totals, [None] * len(totals), prior)
    count = person.months.size
    level = follow(np.eye(count)).mean @ person.weights
    correction = prior.corrections.get(month_name(0, days=False))
    if correction is not None:
        last, three, every = correction.centre[2 : 2 + _CENTRE_SIGNS]
        level = level * (1 - last - three - every) + every / count
        level[-1] += last
        level[-3:] += three / min(count, 3)
    replayed = 0.5 ** (np.arange(count)[::-1] / HALF_LIFE)
    own = own_share(count)
    whole = (1 - own) * level + own * replayed / replayed.sum()
    return Influence(tuple(float(w) for w in whole), float(1 - whole.sum()))
