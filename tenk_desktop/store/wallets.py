"""Which account stands for which platform's wallet, so that it can show what `core.creator.wallet` works out of the
earnings: no file states the balance of such an account.
"""

from collections import defaultdict
from collections.abc import Mapping

from tenk_desktop.store.search import Ask

_HOMES = """
SELECT DISTINCT a.id, e.platform, r.currency
FROM earning e JOIN earning_best b ON b.earning_id = e.id JOIN earning_row r ON r.id = b.row_id
JOIN statement s ON s.id = r.statement_id JOIN account a ON a.id = s.account_id
WHERE a.kind = 'wallet' AND a.currency = r.currency
"""


def by_account(ask: Ask, left: Mapping[tuple[str, str], int]) -> dict[int, int]:
    """What is ``left`` with each platform and in each currency, in minor units, by the id of the account it is in.

    Without the accounts that share a platform and currency with another one: which of them holds it cannot be told.
    """
    homes: dict[tuple[str, str], set[int]] = defaultdict(set)
    for account, platform, code in ask(_HOMES):
        homes[platform, code].add(account)
    shared = {account for here in homes.values() if len(here) > 1 for account in here}
    held: dict[int, int] = defaultdict(int)
    for source, amount in left.items():
        for account in homes[source] - shared:
            held[account] += amount
    return dict(held)
