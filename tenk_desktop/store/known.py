"""What planning an import needs of the ledger. Loaded only where a file is imported: few verbs do."""

import json
from array import array
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from tenk_desktop.core.importing.bycolumn import ByColumn, Coding, each, one_or_all
from tenk_desktop.core.importing.plan import VIDEO, AccountFacts, AudienceKey, Existing, observation
from tenk_desktop.core.importing.planned import OWN, KnownRow
from tenk_desktop.core.importing.statement import Answers
from tenk_desktop.core.model import Account
from tenk_desktop.core.period import ONE_DAY
from tenk_desktop.core.text import fold
from tenk_desktop.store.queries import FIRST_WORDING, MAIN, Queries
from tenk_desktop.store.search import Ask

_FOREIGN = f"SELECT id FROM account WHERE currency <> {MAIN}"  # noqa: S608
_CATEGORY = """(SELECT coalesce(z.category_id, (SELECT category_id FROM split WHERE txn_id = z.id ORDER BY id LIMIT 1))
                FROM txn z WHERE z.id = {})"""

_SOME = 2000  # rows
_IMPORTED = f"""
SELECT id, txn_id, account_id, date, amount, label, ref, statement_id, line
FROM import_row WHERE date BETWEEN ?1 AND ?2 AND id > ?3 ORDER BY id LIMIT {_SOME}
"""  # noqa: S608
_TYPED = """
SELECT 0, t.id, t.account_id, t.date, t.amount, t.payee, '', 0, 0
FROM txn t WHERE t.date BETWEEN ?1 AND ?2 AND NOT EXISTS (SELECT 1 FROM import_row r WHERE r.txn_id = t.id)
ORDER BY t.date, t.id
"""
_STATEMENTS = "SELECT s.id, s.header, s.first, s.last, i.file FROM statement s JOIN import i ON i.id = s.import_id"
_READ_BEFORE = """
WITH mine AS (SELECT s.id FROM import i JOIN statement s ON s.import_id = i.id WHERE i.sha256 = ?)
SELECT line FROM import_row WHERE statement_id IN mine UNION SELECT line FROM seen_again WHERE statement_id IN mine
UNION SELECT line FROM earning_row WHERE statement_id IN mine
"""
_PAYEES = """
SELECT r.id, t.payee FROM import_row r JOIN txn t ON t.id = r.txn_id
WHERE r.label = '' AND r.date BETWEEN ?1 AND ?2
"""
_CATEGORIES = f"""
SELECT t.id, {_CATEGORY.format("t.id")} FROM txn t
WHERE (t.account_id IN ({_FOREIGN}) AND t.date BETWEEN ?1 AND ?2)
   OR t.id IN (SELECT txn_id FROM import_row WHERE account_id IN ({_FOREIGN}) AND date BETWEEN ?1 AND ?2)
"""  # noqa: S608

_NEAREST_ANCHOR = """
SELECT anchor_date, anchor_amount FROM statement WHERE account_id = ?1 AND anchor_date IS NOT NULL
ORDER BY anchor_date > ?2, abs(julianday(anchor_date) - julianday(?2)) LIMIT 1
"""

_BANK_DAYS = f"""
SELECT r.date, sum(sum(r.amount)) OVER (ORDER BY r.date) FROM import_row r
WHERE r.account_id = ? AND {FIRST_WORDING} GROUP BY r.date
"""  # noqa: S608


def existing(ledger: Queries, ask: Ask, first: date, last: date, sha256: str) -> Existing:
    """What `plan_file` needs to know for a file of these days, ends included, and of these bytes."""
    around = timedelta(days=10) if first <= last else timedelta()
    window = ((first - around).isoformat(), (last + around).isoformat())
    revision = ledger.revision()  # first: what another program writes meanwhile makes the plan stale
    return Existing(
        currency=ledger.currency,
        accounts=tuple(_facts(ask, account, *window) for account in ledger.accounts()),
        rows=_known(ask, window),
        categories={c.name: c.id for c in ledger.categories()},
        memory=_memory(ask),
        earnings=_observations(ask),
        audience=_heard_before(ask, first, last),
        imported=_imported(ask),
        read_before=frozenset(line for (line,) in ask(_READ_BEFORE, (sha256,))),
        answers=_answers(ask),
        rules=ledger.rules(),
        revision=revision,
    )


def _known(ask: Ask, window: tuple[str, str]) -> ByColumn[KnownRow]:
    """The rows of these days, ends included: imported ones in the order they came in, then those typed by hand."""
    ids, txns, accounts, days, amounts, labels, refs, statements, lines = _columns(ask, window)
    told: dict[int, tuple[str, tuple[date, date] | None, str]] = {0: ("", None, "")}
    for id_, header, first, last, file in ask(_STATEMENTS):
        told[id_] = header, (date.fromisoformat(first), date.fromisoformat(last)) if first and last else None, file
    sides = {side for pair in ask("SELECT out_txn, in_txn FROM transfer") for side in pair}
    payees = dict(ask(_PAYEES, window)) if "" in labels else {}
    foreign = {id_ for (id_,) in ask(_FOREIGN)}
    categories = dict(ask(_CATEGORIES, window)) if foreign else {}
    columns: dict[str, Sequence[object]] = {
        "row_id": ids,
        "txn_id": txns,
        "account_id": accounts,
        "date": days,
        "amount": amounts,
        "label": labels,
        "ref": refs,
        "header": each(statements, lambda s: told[s][0]),
        "covered": each(statements, lambda s: told[s][1]),
        "file": each(statements, lambda s: told[s][2]),
        "line": lines,
    }
    if sides:
        columns["in_transfer"] = [txn in sides for txn in txns]
    if payees:
        columns["payee"] = [payees.get(id_, "") for id_ in ids]
    if categories:
        own = zip(txns, accounts, strict=True)
        columns["category_id"] = [categories.get(txn) if account in foreign else None for txn, account in own]
    return ByColumn(KnownRow, len(ids), {field: one_or_all(values) for field, values in columns.items()})


def _columns(ask: Ask, window: tuple[str, str]) -> list[Sequence[Any]]:
    """The columns of `_IMPORTED` and `_TYPED`, equal days and labels once: many rows have few of them."""
    numbers = {i: array("q") for i in (0, 1, 4, 8)}
    others = {i: Coding[Any](date.fromisoformat if i == 3 else lambda value: value) for i in (2, 3, 5, 6, 7)}

    def add(rows: Sequence[Any]) -> None:
        for i, values in enumerate(zip(*rows, strict=True)):
            if i in numbers:
                numbers[i].extend(values if i != 1 else (txn or 0 for txn in values))
            else:
                others[i].add(values)

    last = 0
    while some := ask(_IMPORTED, (*window, last)):
        add(some)
        last = some[-1][0]
    add(ask(_TYPED, window))
    found: dict[int, Sequence[Any]] = {**numbers, **{i: coding.close() for i, coding in others.items()}}
    if not all(numbers[1]):  # deleted ones have no transaction
        found[1] = [txn or None for txn in numbers[1]]
    return [found[i] for i in range(9)]


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
             FROM earning e JOIN earning_best b ON b.earning_id = e.id JOIN earning_row w ON w.id = b.row_id
             JOIN earning_row r ON r.earning_id = e.id AND (r.id = w.id OR NOT w.typed)"""
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
