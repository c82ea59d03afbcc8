"""Everything the verdict needs of the ledger. Loaded only where one is asked for."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any

from tenk_desktop.core.model import DIAMONDS, Account, AccountKind, Nature
from tenk_desktop.core.outlook.household import (
    Household,
    KnownDays,
    Movement,
    Once,
    Range,
    Rhythm,
    Schedule,
    Since,
    SpendingAccount,
    Status,
    last_known_day,
    received,
)
from tenk_desktop.core.period import Period, month_start
from tenk_desktop.core.progress import uncollected
from tenk_desktop.store.queries import SPENDING_KINDS, Queries
from tenk_desktop.store.search import Ask

Each = Callable[[str, Sequence[Any]], Iterator[Any]]
"""As `Ask`, a row at a time."""

_DEFERRABLE = frozenset({"Téléphone & internet", "Énergie", "Eau", "Assurances", "Abonnements"})
"""Categories whose bills an operator may put off when asked."""

_CONTRACTS = _DEFERRABLE | {"Loyer", "Crédits", "Impôts"}
"""Categories of what comes back by nature: seen twice, it is no purchase."""

# `Queries.accounts` adds up every row, for a balance that is not the one of ``as_of``.
_ACCOUNTS = "SELECT id, name, kind FROM account WHERE currency = ?1 ORDER BY id"

# Of every row of two years: so what few rows have is looked for only where it may be (a label that tells a payment in 3
# or 4: `search` holds it, folded), and the plus keeps SQLite to the index that has the order asked for.
_MOVEMENTS = f"""
SELECT t.date, coalesce(p.amount, t.amount), t.payee, CASE WHEN p.id IS NULL THEN t.category_id ELSE p.category_id END,
       t.account_id,
       CASE WHEN t.id IN (SELECT in_txn FROM transfer UNION ALL SELECT out_txn FROM transfer) THEN EXISTS (
           SELECT 1 FROM transfer x JOIN txn o ON o.id = x.in_txn + x.out_txn - t.id
           JOIN account b ON b.id = o.account_id
           WHERE (x.in_txn = t.id OR x.out_txn = t.id) AND b.kind IN {SPENDING_KINDS} AND b.currency = ?1) ELSE 0 END,
       CASE WHEN t.search GLOB '*/[2-4]*' THEN
           coalesce((SELECT r.label FROM import_row r WHERE r.txn_id = t.id), '') ELSE '' END
FROM txn t LEFT JOIN split p ON p.txn_id = t.id
WHERE +t.account_id IN (SELECT id FROM account WHERE kind IN {SPENDING_KINDS} AND currency = ?1) AND t.date >= ?2
ORDER BY t.date, t.id
"""  # noqa: S608

_KNOWN_DAYS = """
SELECT (SELECT max(r.date) FROM import_row r JOIN txn t ON t.id = r.txn_id WHERE r.account_id = ?1 AND r.date <= ?2),
       (SELECT max(coalesce(closing_date, last)) FROM statement
        WHERE account_id = ?1 AND coalesce(closing_date, last) <= ?2),
       (SELECT max(date) FROM balance WHERE account_id = ?1 AND date <= ?2)
"""


def household(ledger: Queries, ask: Ask, each: Each, today: date) -> Household:
    """All that the verdict needs, as known on a day."""
    rows = ask(_ACCOUNTS, (ledger.currency,))
    accounts = [Account(id_, name, AccountKind(kind), ledger.currency) for id_, name, kind in rows]
    spending = [a for a in accounts if a.spending]
    as_of = last_known_day([_known_days(ask, a.id, today) for a in spending], today)
    told = ledger.preferences()
    return Household(
        today=today,
        as_of=as_of,
        period=Period.containing(today, int(told.get("start_day", 1))),
        currency=ledger.currency,
        accounts=tuple(
            SpendingAccount(a.id, a.name, ledger.balance_at(a, as_of), int(told.get(f"floor.{a.id}", 0)))
            for a in spending
        ),
        movements=(movements := _movements(ledger, each, today)),
        floor=int(told.get("floor", 0)),
        earnings=tuple(e for e in ledger.earnings() if e.currency == ledger.currency and e.programme != DIAMONDS),
        schedules=schedules(ask),
        apart=frozenset(name for name in told if name.startswith("apart.")),
        once=_once(ask),
        creator_range=_range(told.get("creator_range")),
        week=int(told["week"]) if "week" in told else None,
        rate=_rate(ledger, told, movements, today),
        parameters={name: value for name, value in told.items() if name.startswith("parameter.")},
        overdraft_cost=int(told["overdraft_cost"]) if "overdraft_cost" in told else None,
        savings=tuple(
            (a.name, balance)
            for a in accounts
            if a.kind is AccountKind.SAVINGS and (balance := ledger.balance_at(a, date.max)) is not None
        ),
        deferrable=frozenset(c.id for c in ledger.categories() if c.builtin and c.name in _DEFERRABLE),
        contracts=frozenset(c.id for c in ledger.categories() if c.builtin and c.name in _CONTRACTS),
    )


def _rate(ledger: Queries, told: dict[str, str], movements: Sequence[Movement], today: date) -> tuple[int, int] | None:
    """What 1,000 views bring, low and high: as the user typed it, else as her own months show; None else."""
    mine = None if "rate" in told else next(iter(ledger.audience()), None)
    if mine is None and "rate" not in told:
        return None
    from tenk_desktop.core.creator import simulator  # the calendar of holidays is slow to load

    got = [(m.date, m.amount) for m in received(movements, today, Nature.TIKTOK)]
    rate = simulator.rate_of(mine, simulator.by_views(got, ledger.payouts()), ledger.currency, told)
    own = rate is not None and rate.basis is not simulator.Basis.PUBLISHED
    return simulator.in_minor_units(rate, ledger.currency) if rate and own else None


def schedules(ask: Ask) -> tuple[Schedule, ...]:
    """The bills and sure incomes the user typed, kept or refused."""
    becomes: dict[int, list[Since]] = defaultdict(list)
    for of, change_day, changed, first in ask("SELECT schedule_id, day, amount, first FROM schedule_change"):
        becomes[of].append(Since(date.fromisoformat(change_day), changed, _day(first)))
    sql = """SELECT id, payee, amount, low, high, every, unit, day, anchor, until, status, key, account_id, category_id
             FROM schedule ORDER BY id"""
    return tuple(
        Schedule(
            payee, amount, Rhythm(every, unit, day, _day(anchor)), Status(status),
            spread=(low, high) if low is not None else None, key=key, until=_day(until),
            account_id=account or 0, category_id=category,
            changes=tuple(sorted(becomes[id_], key=lambda change: change.begins)),
        )
        for id_, payee, amount, low, high, every, unit, day, anchor, until, status, key, account, category
        in ask(sql)
    )  # fmt: skip


def _once(ask: Ask) -> tuple[Once, ...]:
    rows = ask("SELECT payee, day, moved_to FROM schedule_once ORDER BY day, id")
    return tuple(Once(payee, date.fromisoformat(day), _day(to)) for payee, day, to in rows)


@uncollected()
def _movements(ledger: Queries, each: Each, today: date) -> tuple[Movement, ...]:
    day, since = cache(date.fromisoformat), month_start(today.year, today.month - 25)
    nature = {c.id: c.nature for c in ledger.categories()}
    unsorted = {True: Nature.OTHER, False: Nature.COST}
    return tuple(
        [
            Movement(
                day(on), amount, payee, nature[category] if category else unsorted[amount > 0], category, account,
                transfer > 0, label,
            )
            for on, amount, payee, category, account, transfer, label
            in each(_MOVEMENTS, (ledger.currency, since.isoformat()))
        ]
    )  # fmt: skip


def _known_days(ask: Ask, account_id: int, today: date) -> KnownDays:
    recent = ask(
        "SELECT date FROM txn WHERE account_id = ? AND date <= ? ORDER BY date DESC LIMIT 2000",
        (account_id, today.isoformat()),
    )
    ((imported, end, typed),) = ask(_KNOWN_DAYS, (account_id, today.isoformat()))
    dates = tuple(date.fromisoformat(day) for (day,) in recent)
    return KnownDays(account_id, dates, _day(imported), _day(end), _day(typed))


def _range(text: str | None) -> Range | None:
    return Range(*json.loads(text)) if text else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
