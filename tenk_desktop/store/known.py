"""What planning an import needs of the ledger. Loaded only where a file is imported: few verbs do."""

import json
from collections import defaultdict
from datetime import date, timedelta
from functools import cache

from tenk_desktop.core.importing.plan import OWN, VIDEO, AccountFacts, AudienceKey, Existing, KnownRow, observation
from tenk_desktop.core.importing.statement import Answers
from tenk_desktop.core.model import Account
from tenk_desktop.core.period import ONE_DAY
from tenk_desktop.core.text import fold
from tenk_desktop.store.queries import FIRST_WORDING, MAIN, Queries
from tenk_desktop.store.search import Ask

_FOREIGN = f"(SELECT id FROM account WHERE currency <> {MAIN})"  # noqa: S608
_CATEGORY = """(SELECT coalesce(z.category_id, (SELECT category_id FROM split WHERE txn_id = z.id ORDER BY id LIMIT 1))
                FROM txn z WHERE z.id = {})"""

_KNOWN = f"""
SELECT r.id, r.txn_id, r.account_id, r.date, r.amount, r.label, r.ref, s.header, s.first, s.last, i.file, r.line,
       CASE WHEN r.label = '' THEN coalesce((SELECT t.payee FROM txn t WHERE t.id = r.txn_id), '') ELSE '' END,
       CASE WHEN r.account_id IN {_FOREIGN} THEN {_CATEGORY.format("r.txn_id")} END
FROM import_row r JOIN statement s ON s.id = r.statement_id JOIN import i ON i.id = s.import_id
WHERE r.date BETWEEN ?1 AND ?2
UNION ALL
SELECT 0, t.id, t.account_id, t.date, t.amount, t.payee, '', '', NULL, NULL, '', 0, '',
       CASE WHEN t.account_id IN {_FOREIGN} THEN {_CATEGORY.format("t.id")} END
FROM txn t WHERE t.date BETWEEN ?1 AND ?2 AND NOT EXISTS (SELECT 1 FROM import_row r WHERE r.txn_id = t.id)
"""  # noqa: S608

_NEAREST_ANCHOR = """
SELECT anchor_date, anchor_amount FROM statement WHERE account_id = ?1 AND anchor_date IS NOT NULL
ORDER BY anchor_date > ?2, abs(julianday(anchor_date) - julianday(?2)) LIMIT 1
"""

_BANK_DAYS = f"""
SELECT r.date, sum(sum(r.amount)) OVER (ORDER BY r.date) FROM import_row r
WHERE r.account_id = ? AND {FIRST_WORDING} GROUP BY r.date
"""  # noqa: S608


def existing(ledger: Queries, ask: Ask, first: date, last: date) -> Existing:
    """What `plan_file` needs to know for a file of these days, ends included."""
    around = timedelta(days=10) if first <= last else timedelta()
    window = ((first - around).isoformat(), (last + around).isoformat())
    return Existing(
        currency=ledger.currency,
        accounts=tuple(_facts(ask, account, *window) for account in ledger.accounts()),
        rows=_known(ask, window),
        categories={c.name: c.id for c in ledger.categories()},
        memory=_memory(ask),
        earnings=_observations(ask),
        audience=_heard_before(ask, first, last),
        imported=_imported(ask),
        answers=_answers(ask),
        revision=ledger.revision(),
    )


def _known(ask: Ask, window: tuple[str, str]) -> tuple[KnownRow, ...]:
    day = cache(date.fromisoformat)  # many rows, few days, fewer statements
    sides = {side for pair in ask("SELECT out_txn, in_txn FROM transfer") for side in pair}

    @cache
    def covered(first: str | None, last: str | None) -> tuple[date, date] | None:
        return (day(first), day(last)) if first and last else None

    return tuple(
        KnownRow(
            id_, txn, account, day(on), amount, label, ref, header, covered(first, last), txn in sides, file, line,
            payee=payee, category_id=category,
        )
        for id_, txn, account, on, amount, label, ref, header, first, last, file, line, payee, category
        in ask(_KNOWN, window)
    )  # fmt: skip


def _facts(ask: Ask, account: Account, first: str, last: str) -> AccountFacts:
    statements = ask("SELECT number, header FROM statement WHERE account_id = ?", (account.id,))
    typed = ask("SELECT date FROM balance WHERE account_id = ?", (account.id,))
    return AccountFacts(
        account=account,
        numbers=frozenset(number for number, _ in statements if number),
        headers=tuple(dict.fromkeys(header for _, header in statements if header)),
        imported=any(header != OWN for _, header in statements),
        typed=frozenset(_day(on) for (on,) in typed),
        balances=_stated_balances(ask, account.id, date.fromisoformat(first), date.fromisoformat(last)),
    )


def _stated_balances(ask: Ask, account_id: int, first: date, last: date) -> tuple[tuple[date, int], ...]:
    """See `AccountFacts`: from the last day that has rows before ``first`` to ``last``, its end included.

    Counted from the balance a file states nearest to these days, over the rows as the bank wrote them: what a
    person typed, deleted or moved says nothing of the bank's own balances.
    """
    anchor = ask(_NEAREST_ANCHOR, (account_id, last.isoformat()))
    if not anchor:
        return ()
    days = [(date.fromisoformat(day), total) for day, total in ask(_BANK_DAYS, (account_id,))]
    base = anchor[0][1] - next((t for d, t in reversed(days) if d.isoformat() <= anchor[0][0]), 0)
    balances = [(days[0][0] - ONE_DAY, base), *((d, base + t) for d, t in days)] if days else []
    start = max((d for d, _ in balances if d < first), default=first)
    return tuple((d, b) for d, b in balances if start <= d <= last)


def _imported(ask: Ask) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    sql = """SELECT i.sha256, s.account_id FROM import i JOIN statement s ON s.import_id = i.id
             WHERE i.id = (SELECT min(n.id) FROM import n WHERE n.sha256 = i.sha256) ORDER BY s.id"""
    for sha256, account_id in ask(sql):
        found[sha256] = (*found.get(sha256, ()), account_id)
    return found


def _answers(ask: Ask) -> dict[str, Answers]:
    """What was said of tables, by their header (`Ledger.apply_import` keeps it)."""
    found = {}
    for name, value in ask("SELECT name, value FROM preference WHERE name GLOB 'table:*'"):
        said = json.loads(value)
        columns = tuple((role, column) for role, column in said["columns"])
        found[name.removeprefix("table:")] = Answers(said["dates"], said["decimal"], said["sign"], columns)
    return found


def _memory(ask: Ask) -> dict[tuple[str, bool], int]:
    sql = """SELECT payee, amount > 0, category_id FROM txn
             WHERE chosen = 1 AND category_id IS NOT NULL ORDER BY date, id"""
    return {(fold(payee), bool(credit)): category for payee, credit, category in ask(sql)}


def _observations(ask: Ask) -> dict[tuple[str, str], frozenset[tuple[object, ...]]]:
    found: dict[tuple[str, str], set[tuple[object, ...]]] = defaultdict(set)
    sql = """SELECT e.platform, e.key, r.stage, r.amount, r.currency, r.earned, r.settled, r.awaiting
             FROM earning e JOIN earning_row r ON r.earning_id = e.id"""
    for platform, key, stage, amount, currency, earned, settled, awaiting in ask(sql):
        day = date.fromisoformat(earned)
        found[platform, key].add(observation(stage, amount, currency, day, _day(settled), bool(awaiting)))
    return {key: frozenset(seen) for key, seen in found.items()}


def _heard_before(ask: Ask, first: date, last: date) -> dict[AudienceKey, dict[object, str]]:
    """What files said of these days, ends included, and of any video: each value with its latest export."""
    found: dict[AudienceKey, dict[object, str]] = defaultdict(dict)
    sql = """SELECT platform, user, metric, day, value, max(as_of) FROM audience_row
             WHERE day BETWEEN ? AND ? GROUP BY 1, 2, 3, 4, 5"""
    for platform, user, metric, on, value, as_of in ask(sql, (first.isoformat(), last.isoformat())):
        found[platform, user, metric, on][value] = as_of
    sql = """SELECT platform, user, video, title, posted, views, likes, comments, shares, max(as_of) FROM video_row
             GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9"""
    for platform, user, video, title, posted, *counts, as_of in ask(sql):
        found[platform, user, VIDEO, video][(title, _day(posted), *counts)] = as_of
    return found


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
