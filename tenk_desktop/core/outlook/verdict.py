"""From the paths to the verdict: each word of the page, as an exact order statistic of whole amounts.

Nothing is interpolated or rounded: a share of the paths is a count, an amount asked for with chance p is that of one
path, the k-th from the best, k being the smallest whole number with k / paths >= p.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction

import numpy as np

from tenk_desktop.core.creator.sources import TIKTOK, full_name
from tenk_desktop.core.model import PENDING_STAGES, Earning, Nature, Stage
from tenk_desktop.core.outlook.answer import WANTED, Coming, FanDay, Following, Lowest, Verdict
from tenk_desktop.core.outlook.household import CREATOR_MONTHS, EXPENSE_MONTHS, Household
from tenk_desktop.core.outlook.levers import levers
from tenk_desktop.core.outlook.paths import Paths
from tenk_desktop.core.outlook.payouts import Basis, Ints, tiktok_months
from tenk_desktop.core.period import ONE_DAY, month_start
from tenk_desktop.core.text import Message, day_text, msg

SURE_WITHIN = timedelta(days=10)
"""How long after the horizon money must last, at most, for want of a sure income."""

FAN = ("0.05", "0.1", "0.25", "0.5", "0.75", "0.9", "0.95")


def verdict(household: Household, paths: Paths) -> Verdict:
    """The verdict of a household on its simulated paths. Raises `ValueError` when `Household.needs` something."""
    return _until(household, paths, household.horizon)


def following(household: Household, paths: Paths) -> Verdict:
    """The same to the end of the period after the running one, from today; its ``next`` is itself."""
    return _until(household, paths, household.period.shift(1).end)


def _until(household: Household, paths: Paths, horizon: date) -> Verdict:
    if household.needs():
        raise ValueError(str(household.needs()))
    today, floor = household.today, household.floor
    window = slice(paths.column(today), paths.column(horizon))
    balance, bare = paths.balance[:, window], paths.without_tiktok[:, window]
    chance, without, why = _chances(household, paths, horizon)
    gaps = {p: gap(balance, floor, p) for p in ("0.8", WANTED)}
    low_day = today + timedelta(days=lowest_column(balance))
    three_months = paths.balance[:, window.start :].min(axis=1) - household.available
    return Verdict(
        today=today,
        as_of=household.as_of,
        horizon=horizon,
        currency=household.currency,
        floor=floor,
        chance=chance,
        chance_without_tiktok=without,
        why_no_chance=why,
        random_left=is_random(balance),
        available=household.available,
        safe_to_spend_per_day=safe_to_spend(paths, today, horizon, sure_income_day(household, paths, horizon), floor),
        lowest=_lowest(household, paths, balance),
        without_tiktok=_lowest(household, paths, bare),
        runs_dry={q: runs_dry(balance, today, floor, q) for q in ("0.1", "0.5", "0.9")},
        gap=gaps,
        buffer={WANTED: max(0, floor - kth_largest(three_months, WANTED))},
        own_salary={WANTED: own_salary(household, paths, WANTED)},
        fan=tuple(FanDay(today + timedelta(days=i), quantiles(day, FAN)) for i, day in enumerate(balance.T)),
        next=_following(household, paths),
        to_receive=_to_receive(household, paths, horizon),
        to_pay=_dated(household, paths, horizon, paying=True),
        levers=levers(household, paths.dues, gaps[WANTED], low_day, horizon),
        tight=_tight(household, paths, horizon),
        assumptions=_assumptions(household, paths),
        paths=paths.count,
        seed=paths.seed,
    )


# --- order statistics -------------------------------------------------------------------------------------------------


def _at_least(share: str, count: int) -> int:
    """The smallest whole number k >= 1 with k / count >= share, exactly."""
    exact = Fraction(share) * count
    return max(1, -(-exact.numerator // exact.denominator))


def kth_largest(amounts: Ints, share: str) -> int:
    """The largest amount that a share of the paths reaches."""
    return int(np.sort(amounts)[len(amounts) - _at_least(share, len(amounts))])


def gap(balance: Ints, floor: int, share: str) -> int:
    """The smallest amount >= 0 that, added to each day, makes a share of the paths stay at the floor or above."""
    return max(0, floor - kth_largest(balance.min(axis=1), share))


def lowest_column(balance: Ints) -> int:
    """The column most often the minimum (a path's first, then the first of equals)."""
    return int(np.bincount(balance.argmin(axis=1), minlength=balance.shape[1]).argmax())


def quantiles(amounts: Ints, shares: Iterable[str]) -> dict[str, int]:
    """For each share the smallest amount that it of the paths does not exceed."""
    ordered = np.sort(amounts)
    return {q: int(ordered[_at_least(q, len(ordered)) - 1]) for q in shares}


def is_random(amounts: Ints) -> bool:
    """Whether any path differs from another."""
    return bool((amounts != amounts[0]).any())


# --- chances ----------------------------------------------------------------------------------------------------------


def _chances(household: Household, paths: Paths, horizon: date) -> tuple[float | None, float | None, Message | None]:
    """The share of the paths that never go below the floor before ``horizon``, with and without TikTok's money."""
    months = household.full_months
    if months < EXPENSE_MONTHS:
        return (
            None,
            None,
            msg(
                "Trop tôt pour un pourcentage : il faut {needed} mois complets de dépenses, il y en a {count}.",
                needed=EXPENSE_MONTHS,
                count=months,
            ),
        )
    window = slice(paths.column(household.today), paths.column(horizon))
    without = share_above(paths.without_tiktok[:, window], household.floor)
    expected = bool((paths.creator[:, window.stop - 1] > 0).any())
    received = household.creator_months
    if expected and received < CREATOR_MONTHS:
        return (
            None,
            without,
            msg(
                "Trop tôt pour un pourcentage : il faut de l’argent de créateur reçu dans {needed} mois différents, "
                "il y en a {count}.",
                needed=CREATOR_MONTHS,
                count=received,
            ),
        )
    return share_above(paths.balance[:, window], household.floor), without, None


def chances(household: Household, paths: Paths, horizon: date) -> tuple[float | None, float | None]:
    """The shares of the paths that never go below the floor from today to the day before ``horizon``: with TikTok's
    money to come and without. None where there is no percentage (`Verdict.why_no_chance`).
    """
    chance, without, _why = _chances(household, paths, horizon)
    return chance, without


def share_above(balance: Ints, floor: int) -> float:
    """The share of the paths that are never below the floor."""
    return int((balance.min(axis=1) >= floor).sum()) / len(balance)


def _following(household: Household, paths: Paths) -> Following:
    horizon = household.period.shift(1).end
    window = slice(paths.column(household.today), paths.column(horizon))
    chance, without, _ = _chances(household, paths, horizon)
    lowest = _lowest(household, paths, paths.balance[:, window])
    return Following(horizon, chance, without, lowest, is_random(paths.balance[:, window]))


# --- the lowest day ---------------------------------------------------------------------------------------------------


def _lowest(household: Household, paths: Paths, balance: Ints) -> Lowest:
    """The lowest day; columns start today."""
    column = lowest_column(balance)
    day = household.today + timedelta(days=column)
    return Lowest(day, _because(household, paths, day), quantiles(balance[:, column], ("0.1", "0.5", "0.9")))


def _because(household: Household, paths: Paths, day: date) -> str | Message | None:
    """Who takes the most that day, everyday spending counting for its mean; None if nothing goes out."""
    return because(household, paths, [day])[day]


def because(household: Household, paths: Paths, days: Sequence[date]) -> dict[date, str | Message | None]:
    """For each day who takes the most, everyday spending counting for its mean; None where nothing goes out."""
    out: dict[date, tuple[int, str]] = dict.fromkeys(days, (0, ""))
    known = [(m.date, m.amount, m.payee) for m in household.from_today if not m.transfer]
    for day, amount, payee in (*known, *((d.date, d.schedule.amount, d.schedule.payee) for d in paths.dues)):
        if day in out and amount < 0:
            out[day] = min(out[day], (amount, payee))
    found: dict[date, str | Message | None] = {}
    for day, (amount, payee) in out.items():
        column = paths.column(day)
        everyday = float(np.mean(paths.everyday[:, column] - paths.everyday[:, max(column - 1, 0)]))
        ordinary = msg("dépenses courantes") if everyday < 0 else None
        found[day] = payee if payee and amount <= everyday else ordinary
    return found


def runs_dry(balance: Ints, today: date, floor: int, share: str) -> date | None:
    """The day by which a share of the paths has been below the floor; columns start today."""
    gone = np.logical_or.accumulate(balance < floor, axis=1).sum(axis=0)
    columns = np.flatnonzero(gone >= _at_least(share, len(balance)))
    return today + timedelta(days=int(columns[0])) if len(columns) else None


# --- amounts ----------------------------------------------------------------------------------------------------------


def sure_income_day(household: Household, paths: Paths, horizon: date) -> date:
    """The first sure income on or after ``horizon``, known or expected, or `SURE_WITHIN` after it for want of one."""
    expected = [d.date for d in paths.dues if d.schedule.sure]
    expected += [m.date for m in household.later if m.amount > 0 and m.nature is Nature.SURE]
    return min([horizon + SURE_WITHIN, *(day for day in expected if day >= horizon)])


def safe_to_spend(paths: Paths, today: date, horizon: date, until: date, floor: int) -> dict[str, int | None]:
    """Per chance, what can be spent on each day after ``as_of`` from today to the horizon (excluded), minor units.

    Days are checked from today to ``until`` (excluded); from the horizon on, everyday spending is simulated. None when
    no day is left. On one path the largest amount is the least, over the days, of what is above the floor divided by
    the days already spent on: whole division is the rounding down asked for.
    """
    shares = ("0.5", "0.8", "0.9")
    start = max(today, paths.first + ONE_DAY)
    if start >= horizon:
        return dict.fromkeys(shares)
    columns = np.arange(paths.column(today), paths.column(until))
    first, stop = paths.column(start), paths.column(horizon)
    replaced = np.clip(columns, first - 1, stop - 1)
    spent = paths.everyday[:, replaced] - paths.everyday[:, first - 1 : first]
    room = paths.balance[:, columns] - spent - floor
    days = replaced - (first - 1)
    each = np.where(days > 0, room // np.maximum(days, 1), np.where(room >= 0, np.iinfo(np.int64).max, -1))
    return {p: max(0, kth_largest(each.min(axis=1), p)) for p in shares}


def own_salary(household: Household, paths: Paths, share: str) -> int:
    """The largest amount that creator money alone can pay at the start of each of the next three periods.

    The money drawn from is what is in the wallet, what was received since the running period began, and what came the
    day before at the latest.
    """
    at_hand = paths.in_wallet + household.received_this_period
    each = []
    for draws in (1, 2, 3):
        column = paths.column(household.period.shift(draws).start) - 1
        each.append((at_hand + paths.fresh[:, column]) // draws)
    return max(0, kth_largest(np.min(each, axis=0), share))


# --- lists ------------------------------------------------------------------------------------------------------------


def _dated(household: Household, paths: Paths, horizon: date, *, paying: bool) -> tuple[Coming, ...]:
    """Bills or sure incomes from today to the horizon, the rows already known after today included."""
    coming = [
        Coming(s.payee, d.date, s.amount, s.range[0], s.range[2], s.chance >= 1)
        for d, s in ((d, d.schedule) for d in paths.dues)
        if (s.amount < 0) is paying and household.today <= d.date < horizon
    ]
    coming += [
        Coming(m.payee, m.date, m.amount, m.amount, m.amount, sure=True)
        for m in household.later
        if (m.amount < 0) is paying and not m.transfer and household.today < m.date < horizon
    ]
    return tuple(sorted(coming, key=lambda c: (c.date or date.max, c.amount, c.text)))


def _to_receive(household: Household, paths: Paths, horizon: date) -> tuple[Coming, ...]:
    """Dated incomes, what platforms owe (by platform, programme, stage and day expected), and the next payout."""
    groups: dict[tuple[str, str, str, str], list[Earning]] = {}
    for e in household.earnings:
        if e.stage in PENDING_STAGES and e.currency == household.currency:
            day = e.expected.isoformat() if e.expected else ""
            groups.setdefault((day or "9", e.stage, e.platform, e.programme), []).append(e)
    owed = []
    for key, same in sorted(groups.items()):
        total, source = sum(e.amount for e in same), full_name(*key[2:])
        owed.append(Coming(source, same[0].expected, total, total, total, sure=False, stage=same[0].stage))
    tiktok = [coming for coming, (_, _, platform, _) in zip(owed, sorted(groups), strict=True) if platform == TIKTOK]
    return (*_dated(household, paths, horizon, paying=False), *owed, *_next_payout(paths, tiktok))


def _next_payout(paths: Paths, owed: Sequence[Coming]) -> list[Coming]:
    """What TikTok may pay, beyond what is owed by then, in the first calendar month it should pay in."""
    columns = [int(c) for c in np.flatnonzero(np.diff(paths.tiktok, axis=1).any(axis=0)) + 1]
    if not columns:
        return []
    first = paths.first + timedelta(days=columns[0])
    end = month_start(first.year, first.month + 1)
    columns = [c for c in columns if paths.first + timedelta(days=c) < end]
    known = sum(c.amount for c in owed if c.date is None or c.date < end)
    brought = np.maximum(paths.tiktok[:, columns[-1]] - known, 0)
    likely = max(columns, key=lambda c: int((paths.tiktok[:, c] - paths.tiktok[:, c - 1]).sum()))
    low, middle, high = quantiles(brought, ("0.1", "0.5", "0.9")).values()
    day = paths.first + timedelta(days=likely)
    return [Coming("TikTok", day, middle, low, high, sure=False, stage=Stage.ESTIMATED)] if middle else []


def _tight(household: Household, paths: Paths, horizon: date) -> tuple[tuple[str, date], ...]:
    """Where several accounts pay, those that go below their own floor before the horizon by known rows and dated
    bills and incomes alone.
    """
    found: list[tuple[str, date]] = []
    for account in household.accounts if len(household.accounts) > 1 else ():
        moves = [(m.date, m.amount) for m in household.later if m.account_id == account.id]
        moves += [(d.date, d.schedule.amount) for d in paths.dues if d.schedule.account_id == account.id]
        day = _first_below(account.balance or 0, moves, account.floor, household.today)
        if day and day < horizon:
            found.append((account.name, day))
    return tuple(found)


def _first_below(balance: int, moves: Sequence[tuple[date, int]], floor: int, today: date) -> date | None:
    ends = {today: balance}
    for day, amount in sorted(moves):
        balance += amount
        ends[max(day, today)] = balance
    return min((day for day, end in ends.items() if end < floor), default=None)


_STALE = timedelta(days=31)
"""Accounts known no later than this many days ago say little of today."""


def _assumptions(household: Household, paths: Paths) -> tuple[Message, ...]:
    """What the verdict rests on that no row of the ledger says."""
    habits, said = paths.habits, []
    if household.today - household.as_of > _STALE:
        day = day_text(household.as_of, year=True)
        said.append(msg("Attention : comptes connus seulement jusqu’au {day}. Importez un relevé récent.", day=day))
    elif household.as_of < household.today:
        said.append(msg("Comptes connus jusqu’au {day} ; la suite est estimée.", day=day_text(household.as_of)))
    if habits.typed:
        said.append(msg("Dépenses courantes : celles que vous avez données pour une semaine ordinaire."))
    elif any(any(week) for week in habits.weeks):
        said.append(
            msg("Dépenses courantes : tirées de vos dernières semaines connues ({count}).", count=len(habits.weeks))
        )
    else:
        said.append(msg("Dépenses courantes inconnues : comptées pour zéro."))
    said += {
        Basis.NONE: [],
        Basis.HISTORY: [msg("TikTok : d’après vos propres versements et les jours où ils arrivent.")],
        Basis.OWN_RANGE: [msg("TikTok : d’après votre minimum, votre mois ordinaire et votre maximum.")],
        Basis.FEW: [],
        Basis.PUBLISHED: [msg("TikTok : d’après les chiffres publiés (100 à 300 € un mois ordinaire, très variable).")],
    }[paths.basis]
    if paths.basis is Basis.FEW:
        said.append(msg("TikTok : d’après vos versements, de {count} mois seulement.", count=_paid(household)))
    said.append(msg("Remboursements, ventes et dons à venir : non comptés."))
    return tuple(said)


def _paid(household: Household) -> int:
    """How many of TikTok's months that a forecast carries on brought something."""
    return sum(total > 0 for _, total in tiktok_months(household))
