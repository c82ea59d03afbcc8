"""What bills will cost more, or less, than they did, where the user said from when on. Loads what the verdict needs."""

from collections.abc import Iterable, Sequence
from statistics import median_low

from tenk_desktop.core.outlook.bills import occurrences
from tenk_desktop.core.outlook.household import Schedule
from tenk_desktop.core.period import ONE_DAY, Period


def announced(period: Period, before: Sequence[Period], bills: Iterable[Schedule]) -> dict[int, int]:
    """By category, what monthly bills cost in a period less what they usually did in those ``before``: positive minor
    units for more. Nothing without periods before, which a median of the past rests on.
    """
    found: dict[int, int] = {}
    for bill in bills:
        monthly = (bill.rhythm.unit, bill.rhythm.every) == ("month", 1)
        if before and monthly and bill.category_id is not None and bill.amount < 0:
            more = _cost(bill, period) - median_low([_cost(bill, p) for p in before])
            found[bill.category_id] = found.get(bill.category_id, 0) + more
    return {category: more for category, more in found.items() if more}


def _cost(bill: Schedule, period: Period) -> int:
    """What one time costs; a bill that a weekend puts off to the next period costs the same, one that ended nothing."""
    first = next(iter(occurrences(bill, period.start, period.end)), None)
    if first is None and bill.until is not None and bill.until < period.end:
        return 0
    return -bill.on(first or period.end - ONE_DAY).amount
