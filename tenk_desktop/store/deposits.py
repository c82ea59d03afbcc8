"""What reached the spending accounts from those who pay creators: before a middleman's fee, and before conversion.

TikTok's money is known by its category. That of any other platform or brand is looked for only once an earning of
theirs is known, among what came in since then: its own text must name them.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from tenk_desktop.core.creator.reconcile import Deposit
from tenk_desktop.core.creator.sources import TIKTOK, platform_named
from tenk_desktop.core.model import Earning
from tenk_desktop.store.queries import PARTS, SPENDING_KINDS

Ask = Callable[..., Sequence[Any]]

_DEPOSITS = f"""
SELECT t.id, t.date, sum(coalesce(p.amount, t.amount)), a.currency,
       coalesce((SELECT min(r.label) FROM import_row r WHERE r.txn_id = t.id), t.payee)
{PARTS}
WHERE coalesce(p.amount, t.amount) > 0 AND a.kind IN {SPENDING_KINDS} AND {{wanted}}
  AND NOT EXISTS (SELECT 1 FROM transfer x WHERE x.in_txn = t.id OR x.out_txn = t.id)
GROUP BY t.id ORDER BY t.date, t.id
"""  # noqa: S608

_TIKTOK = """c.nature = 'tiktok' AND t.id IN (
    SELECT id FROM txn WHERE category_id IN (SELECT id FROM category WHERE nature = 'tiktok')
    UNION SELECT txn_id FROM split WHERE category_id IN (SELECT id FROM category WHERE nature = 'tiktok'))"""

_OTHERS = "t.amount > 0 AND t.date >= ? AND coalesce(c.nature, 'other') IN ('other', 'other_creator')"


def deposits(ask: Ask, earnings: Sequence[Earning]) -> list[Deposit]:
    """Every credit of TikTok's, and those of the other platforms and brands of these earnings; oldest first."""
    found = [
        Deposit(id_, date.fromisoformat(day), amount, code, TIKTOK, label)
        for id_, day, amount, code, label in ask(_DEPOSITS.format(wanted=_TIKTOK))
    ]
    since: dict[str, date] = {}
    for e in earnings:
        if e.platform != TIKTOK:
            since[e.platform] = min(since.get(e.platform, e.earned), e.earned).replace(day=1)
    if since:
        rows = ask(_DEPOSITS.format(wanted=_OTHERS), (min(since.values()).isoformat(),))
        for id_, on, amount, code, label in rows:
            day, platform = date.fromisoformat(on), platform_named(label, since)
            if platform and day >= since[platform]:
                found.append(Deposit(id_, day, amount, code, platform, label))
    return sorted(found, key=lambda d: (d.date, d.id))
