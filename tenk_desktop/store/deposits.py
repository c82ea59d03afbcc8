"""What reached the spending accounts from those who pay creators: before a middleman's fee, and before conversion.

TikTok's money is known by its category, and so is that of the other platforms, whose name the bank's text tells where
it can. That of a brand is looked for only once an earning of theirs is known, among what came in since then: its own
text must name them.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tenk_desktop.core.creator.reconcile import Deposit
from tenk_desktop.core.creator.sources import PLATFORMS, TIKTOK, platform_named
from tenk_desktop.core.model import Earning, Nature
from tenk_desktop.store.queries import PARTS, SPENDING_KINDS
from tenk_desktop.store.search import Ask

_DEPOSITS = f"""
SELECT t.id, t.date, sum(coalesce(p.amount, t.amount)), a.currency,
       coalesce((SELECT min(r.label) FROM import_row r WHERE r.txn_id = t.id), t.payee)
{PARTS}
WHERE coalesce(p.amount, t.amount) > 0 AND a.kind IN {SPENDING_KINDS} AND {{wanted}}
  AND NOT EXISTS (SELECT 1 FROM transfer x WHERE x.in_txn = t.id OR x.out_txn = t.id)
GROUP BY t.id ORDER BY t.date, t.id
"""  # noqa: S608

_OF_NATURE = """c.nature = ?1 AND t.id IN (
    SELECT id FROM txn WHERE category_id IN (SELECT id FROM category WHERE nature = ?1)
    UNION SELECT txn_id FROM split WHERE category_id IN (SELECT id FROM category WHERE nature = ?1))"""

_SINCE = "t.amount > 0 AND t.date >= ? AND coalesce(c.nature, 'other') = 'other'"


def deposits(ask: Ask, earnings: Sequence[Earning]) -> list[Deposit]:
    """Every credit of TikTok's and of other platforms, and those of the brands of these earnings; oldest first.

    The platform is "" where the bank's text names none that is known.
    """
    since: dict[str, date] = {}
    for e in earnings:
        if e.platform != TIKTOK:
            since[e.platform] = min(since.get(e.platform, e.earned), e.earned).replace(day=1)

    def arrived(wanted: str, value: object) -> list[Deposit]:
        rows = ask(_DEPOSITS.format(wanted=wanted), (value,))
        return [
            Deposit(id_, date.fromisoformat(day), amount, code, "", label) for id_, day, amount, code, label in rows
        ]

    found = {d.id: replace(d, platform=TIKTOK) for d in arrived(_OF_NATURE, Nature.TIKTOK)}
    for d in arrived(_OF_NATURE, Nature.OTHER_CREATOR):
        named = platform_named(d.label, since) or platform_named(d.label, PLATFORMS)
        found.setdefault(d.id, replace(d, platform=named))
    for d in arrived(_SINCE, min(since.values()).isoformat()) if since else ():
        named = platform_named(d.label, since)
        if named and d.date >= since[named]:
            found.setdefault(d.id, replace(d, platform=named))
    return sorted(found.values(), key=lambda d: (d.date, d.id))
