"""What an account held at the end of a day: from a known balance, what moved since or before being added up.

A known balance is dated: the end of its day. Amounts are minor units of the account's currency.
"""

import json
from collections.abc import Sequence
from datetime import date, timedelta

from tenk_desktop.core.model import Account, AccountKind, Transaction
from tenk_desktop.core.running import balances_after
from tenk_desktop.store.search import Ask

# The newest one counts, a typed one before a statement's of the same day. An opening, without a date, stands before
# everything.
_ANCHORS = """
    SELECT account_id, coalesce(date, '0000-01-01') AS date, amount, 1 AS typed FROM balance
    UNION ALL
    SELECT account_id, anchor_date, anchor_amount, 0 FROM statement WHERE anchor_date IS NOT NULL
"""

# All that moved in an account to the end of a day, from the kept totals and the rows of that day's month.
_UP_TO = """(coalesce((SELECT sum(m.amount) FROM account_month m
        WHERE m.account_id = {account} AND m.month < substr({day}, 1, 7)), 0)
    + coalesce((SELECT sum(t.amount) FROM txn t
        WHERE t.account_id = {account} AND t.date > substr({day}, 1, 7) AND t.date <= {day}), 0))"""

_ACCOUNTS = f"""
WITH anchor AS (
    SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY account_id ORDER BY date DESC, typed DESC) AS nth
                   FROM ({_ANCHORS})) WHERE nth = 1)
SELECT a.id, a.name, a.kind, a.currency,
       coalesce((SELECT s.number FROM statement s WHERE s.account_id = a.id AND s.number <> ''
                 ORDER BY s.id LIMIT 1), ''),
       coalesce(k.amount, 0) + {_UP_TO.format(account="a.id", day="'~'")}
         - {_UP_TO.format(account="a.id", day="coalesce(k.date, '')")},
       k.account_id IS NOT NULL
FROM account a LEFT JOIN anchor k ON k.account_id = a.id ORDER BY a.id
"""  # noqa: S608 - no value of a user is in it

_BALANCE_AT = f"""
WITH anchor AS (SELECT date, amount, typed FROM ({_ANCHORS}) WHERE account_id = ?1),
     before AS (SELECT * FROM anchor WHERE date <= ?2 ORDER BY date DESC, typed DESC LIMIT 1),
     after AS (SELECT * FROM anchor WHERE date > ?2 ORDER BY date, typed DESC LIMIT 1)
SELECT amount - {_UP_TO.format(account="?1", day="before.date")} + {_UP_TO.format(account="?1", day="?2")} FROM before
UNION ALL
SELECT amount - {_UP_TO.format(account="?1", day="after.date")} + {_UP_TO.format(account="?1", day="?2")} FROM after
LIMIT 1
"""  # noqa: S608

_DATED_BALANCES = f"""
SELECT date, amount FROM ({_ANCHORS}) WHERE account_id = ?1 AND date >= ?2 AND date < ?3 ORDER BY date, typed
"""  # noqa: S608

_KNOWN_SINCE = f"""
SELECT min(day) FROM (
    SELECT (SELECT min(t.date) FROM txn t WHERE t.account_id = a.value) AS day FROM json_each(?1) a
    UNION ALL
    SELECT k.date FROM ({_ANCHORS}) k JOIN json_each(?1) a ON a.value = k.account_id AND k.date > '0000-01-01')
"""  # noqa: S608

_DAY_SUMS = "SELECT date, sum(amount) FROM txn WHERE account_id = ?1 AND date >= ?2 AND date < ?3 GROUP BY date"

_NEWER_THAT_DAY = "SELECT coalesce(sum(amount), 0) FROM txn WHERE account_id = ? AND date = ? AND id > ?"


def accounts(ask: Ask) -> tuple[Account, ...]:
    """Every account, with its balance where it is known."""
    return tuple(
        Account(id_, name, AccountKind(kind), currency, number, balance, bool(known))
        for id_, name, kind, currency, number, balance, known in ask(_ACCOUNTS)
    )


def known(ask: Ask, account_id: int) -> bool:
    """Whether any balance of an account is known, and so each."""
    return bool(ask(f"SELECT 1 FROM ({_ANCHORS}) WHERE account_id = ? LIMIT 1", (account_id,)))  # noqa: S608


def at(ask: Ask, account_id: int, day: date) -> int | None:
    """The balance at the end of a day, from the last one known by then, else from the next."""
    found = ask(_BALANCE_AT, (account_id, day.isoformat()))
    return int(found[0][0]) if found else None


def after(ask: Ask, rows: Sequence[Transaction]) -> tuple[int, ...]:
    """See `Queries.balances_after`. Three questions, whatever stands before these rows."""
    if not rows:
        return ()
    account, newest, oldest = rows[0].account_id, rows[0].date.isoformat(), rows[-1].date
    end = at(ask, account, oldest)
    if end is None:
        return ()
    dated = ask(_DATED_BALANCES, (account, oldest.isoformat(), f"{newest}~"))
    ((newer,),) = ask(_NEWER_THAT_DAY, (account, newest, rows[0].id))
    return balances_after(rows, end, {date.fromisoformat(day): amount for day, amount in dated}, newer)


def daily(ask: Ask, account_ids: Sequence[int], start: date, end: date) -> tuple[tuple[date, int], ...]:
    """See `Queries.balances`, of these accounts of one currency together."""
    ((oldest,),) = ask(_KNOWN_SINCE, (json.dumps(list(account_ids)),))
    start = max(start, date.fromisoformat(oldest)) if oldest else start
    each = [_daily(ask, account, start, end) for account in account_ids]
    if not each or None in each:
        return ()
    days = [start + timedelta(days=i) for i in range((end - start).days)]
    return tuple((day, sum(one[day] for one in each if one)) for day in days)


def _daily(ask: Ask, account_id: int, start: date, end: date) -> dict[date, int] | None:
    """One account's balance at the end of each day; a dated balance wins over what the rows add up to."""
    balance = at(ask, account_id, start)
    if balance is None:
        return None
    between = (account_id, start.isoformat(), end.isoformat())
    dated = dict(ask(_DATED_BALANCES, between))
    moved = dict(ask(_DAY_SUMS, between))
    found, day = {}, start
    while day < end:
        if day > start:
            balance = dated.get(day.isoformat(), balance + moved.get(day.isoformat(), 0))
        found[day] = balance
        day += timedelta(days=1)
    return found
