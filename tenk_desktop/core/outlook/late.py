"""What if TikTok paid later: the verdict said again on the same paths, its future payouts moved by whole days."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from tenk_desktop.core.outlook.answer import FanDay, Lowest, Verdict
from tenk_desktop.core.outlook.household import Household
from tenk_desktop.core.outlook.paths import Paths
from tenk_desktop.core.outlook.payouts import Ints
from tenk_desktop.core.outlook.verdict import (
    FAN,
    because,
    gap,
    is_random,
    lowest_column,
    quantiles,
    runs_dry,
    safe_to_spend,
    share_above,
    sure_income_day,
)
from tenk_desktop.core.text import Message


def later(paths: Paths, days: int) -> Paths:
    """The same futures, each payout of TikTok to come ``days`` (0 or more) later; what falls after the end is gone.

    A payout is moved by whole days, whatever the day of the week it falls on then.
    """
    if days < 0:
        raise ValueError("days >= 0")
    moved = np.zeros_like(paths.tiktok)
    if days < moved.shape[1]:
        moved[:, days:] = paths.tiktok[:, : moved.shape[1] - days]
    change = moved - paths.tiktok
    return replace(paths, balance=paths.balance + change, tiktok=moved, creator=paths.creator + change)


def what_if(household: Household, paths: Paths, said: Verdict) -> "WhatIf":
    """What can be asked of a verdict once the household's rows are forgotten, and the days that are not said again."""
    days = [said.today + timedelta(days=i) for i in range((said.next.horizon - said.today).days)]
    until = sure_income_day(household, paths, said.horizon)
    seen = _up_to(paths, max(until, said.next.horizon))
    return WhatIf(said, seen, because(household, paths, days), until)


def _up_to(paths: Paths, end: date) -> Paths:
    """The same futures up to ``end`` (excluded), in arrays of their own: three months of them take 7 MB."""
    stop = paths.column(end)
    arrays = ("balance", "tiktok", "everyday", "fresh", "creator")
    return replace(paths, **{name: getattr(paths, name)[:, :stop].copy() for name in arrays})


@dataclass(frozen=True, eq=False, slots=True)
class WhatIf:
    """All that is needed to say a verdict again with later payouts; no row of the ledger.

    ``because`` names what takes the most on each day from today to the end of the following period, ``until`` is the
    first sure income on or after the horizon (see `verdict.safe_to_spend`).
    """

    verdict: Verdict
    paths: Paths
    because: Mapping[date, str | Message | None]
    until: date

    @property
    def matters(self) -> bool:
        """Whether any path has TikTok's money before the end of the following period."""
        return bool(self.paths.tiktok[:, self.paths.column(self.verdict.next.horizon) - 1].any())

    def late(self, days: int) -> Verdict:
        """The verdict with payouts so many days later. What looks three months ahead stays as it was said."""
        v = self.verdict
        if not days:
            return v
        paths = later(self.paths, days)
        balance = self._window(paths, v.horizon)
        following = self._window(paths, v.next.horizon)
        return replace(
            v,
            chance=None if v.chance is None else share_above(balance, v.floor),
            random_left=is_random(balance),
            safe_to_spend_per_day=safe_to_spend(paths, v.today, v.horizon, self.until, v.floor),
            lowest=self._lowest(balance),
            runs_dry={q: runs_dry(balance, v.today, v.floor, q) for q in v.runs_dry},
            gap={p: gap(balance, v.floor, p) for p in v.gap},
            fan=tuple(FanDay(v.today + timedelta(days=i), quantiles(day, FAN)) for i, day in enumerate(balance.T)),
            next=replace(
                v.next,
                chance=None if v.next.chance is None else share_above(following, v.floor),
                lowest=self._lowest(following),
                random_left=is_random(following),
            ),
        )

    def _window(self, paths: Paths, end: date) -> Ints:
        """The sums from today to ``end`` (excluded)."""
        return paths.balance[:, paths.column(self.verdict.today) : paths.column(end)]

    def _lowest(self, balance: Ints) -> Lowest:
        column = lowest_column(balance)
        day = self.verdict.today + timedelta(days=column)
        return Lowest(day, self.because.get(day), quantiles(balance[:, column], ("0.1", "0.5", "0.9")))
