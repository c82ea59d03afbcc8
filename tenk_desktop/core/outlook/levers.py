"""What would close the gap, the least harmful first.

A bill that may be put off costs a call; savings are the person's own; an overdraft costs what the bank takes, which
only the user knows; views come last, for they are never sure and mostly too late.
"""

from collections.abc import Iterator
from datetime import date

from tenk_desktop.core.creator.simulator import in_minor_units, paid_on, rate_of
from tenk_desktop.core.model import Nature
from tenk_desktop.core.outlook.answer import Lever
from tenk_desktop.core.outlook.bills import Due
from tenk_desktop.core.outlook.household import Household, received
from tenk_desktop.core.outlook.workdays import next_working
from tenk_desktop.core.period import ONE_DAY
from tenk_desktop.core.text import Message, amount_text, day_text, msg, neutral, number_text


def levers(household: Household, dues: tuple[Due, ...], gap: int, low_day: date, horizon: date) -> tuple[Lever, ...]:
    """In order of harm; nothing when nothing is missing. ``gap`` and each amount are minor units, positive.

    ``low_day`` is the day most often the lowest: putting off what comes after it would help nothing. ``horizon`` is the
    day (excluded) up to which the gap was counted.
    """
    if not gap:
        return ()
    return (
        *_bills(household, dues, gap, low_day, horizon),
        *_own(household, gap),
        *_overdraft(household, gap, horizon),
        *_views(household, gap, horizon),
    )


# --- bills ------------------------------------------------------------------------------------------------------------


def _bills(household: Household, dues: tuple[Due, ...], gap: int, low_day: date, horizon: date) -> Iterator[Lever]:
    """Those that would do alone first, the smallest of them first; then the largest of the others."""
    until, after = _income_after(household, dues, horizon)
    movable = [
        d.schedule
        for d in dues
        if d.schedule.category_id in household.deferrable
        and d.schedule.amount < 0
        and household.today <= d.date <= low_day
    ]
    for bill in sorted(movable, key=lambda s: (-s.amount < gap, -s.amount if -s.amount >= gap else s.amount, s.payee)):
        values = {"payee": neutral(bill.payee), "day": day_text(until)}
        if after:
            text = msg(
                "décaler {payee} au {day}, après {income} (à demander à l’opérateur, frais possibles)",
                income=neutral(after), **values,
            )  # fmt: skip
        else:
            text = msg("décaler {payee} au {day} (à demander à l’opérateur, frais possibles)", **values)
        yield Lever(text, -bill.amount, in_time=True)


def _income_after(household: Household, dues: tuple[Due, ...], horizon: date) -> tuple[date, str]:
    """The first sure income on or after the horizon and who pays it; without any, the first working day then."""
    sure = [(d.date, d.schedule.payee) for d in dues if d.schedule.sure]
    sure += [(m.date, m.payee) for m in household.later if m.amount > 0 and m.nature is Nature.SURE]
    return min((one for one in sure if one[0] >= horizon), default=(next_working(horizon), ""))


# --- the person's own money -------------------------------------------------------------------------------------------


def _own(household: Household, gap: int) -> Iterator[Lever]:
    for name, balance in household.savings:
        if balance >= gap:
            yield Lever(msg("prendre dans « {account} »", account=neutral(name)), gap, in_time=True)
        elif balance > 0:
            text = msg("prendre tout ce qu’il y a dans « {account} »", account=neutral(name))
            yield Lever(text, balance, in_time=True)


def _overdraft(household: Household, gap: int, horizon: date) -> Iterator[Lever]:
    """Only with what the user said it costs: banks differ, and no figure of ours would be true."""
    if household.overdraft_cost is not None:
        last = day_text(horizon - ONE_DAY)
        text = msg("rester à découvert jusqu’au {day} au plus", day=last)
        yield Lever(text, gap, in_time=True, cost=household.overdraft_cost)


# --- views ------------------------------------------------------------------------------------------------------------


def _views(household: Household, gap: int, horizon: date) -> Iterator[Lever]:
    """The views that would bring the gap, and when they would be paid: as `core.creator.simulator` has it."""
    got = [(m.date, m.amount) for m in received(household.incomes, household.today, Nature.TIKTOK)]
    day = paid_on(household.today, got, household.parameters)
    rate = household.rate or _published(household)
    if rate and rate[0] > 0:
        low, high = (number_text(_two_digits(-(gap * -1000 // r))) for r in (rate[1], rate[0]))
        values = {"low": low, "high": high, "day": day_text(day)}
        yield Lever(_views_text(household, values, in_time=day < horizon), gap, day < horizon)


def _published(household: Household) -> tuple[int, int] | None:
    rate = rate_of(None, (), household.currency, household.parameters)
    return in_minor_units(rate, household.currency) if rate else None


def _views_text(household: Household, values: dict[str, str], *, in_time: bool) -> Message:
    if household.rate:
        if in_time:
            return msg("{low} à {high} vues à votre taux, payées vers le {day}", **values)
        return msg("{low} à {high} vues à votre taux, mais payées vers le {day}, trop tard", **values)
    values["rate"] = " – ".join(amount_text(r, household.currency) for r in _published(household) or ())
    if in_time:
        return msg("{low} à {high} vues, au taux publié ({rate} les 1 000), payées vers le {day}", **values)
    return msg("{low} à {high} vues, au taux publié ({rate} les 1 000), mais payées vers le {day}, trop tard", **values)


def _two_digits(views: int) -> int:
    """Rounded up to two figures, for fewer would not bring the amount: 122,857 is 130,000."""
    unit: int = 10 ** max(0, len(str(views)) - 2)
    return -(-views // unit) * unit
