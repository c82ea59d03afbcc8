"""Where what a bank states and what else is known of an account do not agree (`core.reconciling.Gap`)."""

from datetime import date

from tenk_desktop.core.model import Account
from tenk_desktop.core.reconciling import Gap
from tenk_desktop.store.search import Ask

# The two newest facts of each account. ``from_day``: the first day a file has rows of; what lies before it is not its.
_NEWEST_TWO = """
WITH fact AS (
    SELECT account_id, coalesce(date, '0000-01-01') AS date, amount, 1 AS typed, coalesce(date, '0000-01-01') AS day,
           amount AS said, '' AS from_day FROM balance
    UNION ALL
    SELECT account_id, anchor_date, anchor_amount, 0, closing_date, closing_amount, coalesce(first, closing_date)
    FROM statement WHERE anchor_date IS NOT NULL),
newest AS (SELECT *, row_number() OVER (PARTITION BY account_id ORDER BY date DESC, typed DESC) AS nth FROM fact)
SELECT f.account_id, f.day, f.said, f.typed,
       f.amount - e.amount - coalesce((SELECT sum(t.amount) FROM txn t
           WHERE t.account_id = f.account_id AND t.date > e.date AND t.date <= f.date), 0) AS off
FROM newest f JOIN newest e ON e.account_id = f.account_id
WHERE f.nth = 1 AND e.nth = 2 AND off <> 0
  AND CASE WHEN f.typed THEN NOT e.typed AND f.day <= e.day
           ELSE e.day = '0000-01-01' OR f.from_day <= date(e.day, '+1 day') END
  AND NOT EXISTS (SELECT 1 FROM reconciliation c WHERE c.account_id = f.account_id AND c.day >= f.day)
"""


def gaps(ask: Ask, accounts: tuple[Account, ...], left: dict[str, str]) -> tuple[Gap, ...]:
    """Of the accounts bills are paid from, those whose newest known balance does not follow from the one before it over
    days that a bank's file holds. Not those a person ticked off since, nor those they ``left`` so (see `Gap.key`).
    """
    own = {account.id: account for account in accounts if account.spending}
    found = (
        Gap(own[account], date.fromisoformat(day), said, off, typed=bool(typed))
        for account, day, said, typed, off in ask(_NEWEST_TWO)
        if account in own
    )
    return tuple(gap for gap in found if left.get(gap.key) != gap.mark)
