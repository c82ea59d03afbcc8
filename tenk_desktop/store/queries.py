"""The reading half of a ledger: every SELECT, and the frozen values they become."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tenk_desktop.core.creator.reconcile import Accepted, Deposit, Reconciled, reconcile
from tenk_desktop.core.creator.stages import whole_months
from tenk_desktop.core.importing.plan import VIDEO, AccountFacts, AudienceKey, Existing, KnownRow, observation
from tenk_desktop.core.importing.statement import Answers
from tenk_desktop.core.model import (
    SPENDING,
    Account,
    AccountKind,
    Category,
    Earning,
    Filter,
    Flow,
    ImportRecord,
    Nature,
    Source,
    Split,
    Stage,
    Transaction,
)
from tenk_desktop.core.outlook.household import (
    Household,
    KnownDays,
    Movement,
    Once,
    Range,
    Rhythm,
    Schedule,
    SpendingAccount,
    Status,
    last_known_day,
    received,
)
from tenk_desktop.core.period import ONE_DAY, Period, month_start
from tenk_desktop.core.reports import MonthReport, month_reports
from tenk_desktop.core.text import Message, fold, mark, msg
from tenk_desktop.store.connection import speaking
from tenk_desktop.store.derived import FRESH_COUNTS, FRESH_MONTHS
from tenk_desktop.store.history import label_of
from tenk_desktop.store.search import WALKED, Search, begins_word, like

if TYPE_CHECKING:
    from tenk_desktop.core.creator.audience import Audience
    from tenk_desktop.core.exporting.book import Book

_DEFERRABLE = frozenset({"Téléphone & internet", "Énergie", "Eau", "Assurances", "Abonnements"})
"""Categories whose bills an operator may put off when asked."""

_SPENDING = "('" + "', '".join(sorted(SPENDING)) + "')"

# A dated balance is the end of its day. The newest one counts, a typed one before a statement's of the same day; an
# opening (no date) stands before everything.
_ANCHORS = """
    SELECT account_id, coalesce(date, '0000-01-01') AS date, amount, 1 AS typed FROM balance
    UNION ALL
    SELECT account_id, anchor_date, anchor_amount, 0 FROM statement WHERE anchor_date IS NOT NULL
"""

_ACCOUNTS = f"""
WITH anchor AS (
    SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY account_id ORDER BY date DESC, typed DESC) AS nth
                   FROM ({_ANCHORS})) WHERE nth = 1)
SELECT a.id, a.name, a.kind, a.currency,
       coalesce((SELECT s.number FROM statement s WHERE s.account_id = a.id AND s.number <> ''
                 ORDER BY s.id LIMIT 1), ''),
       coalesce(k.amount, 0)
         + coalesce((SELECT sum(t.amount) FROM txn t WHERE t.account_id = a.id AND t.date > coalesce(k.date, '')), 0),
       k.account_id IS NOT NULL
FROM account a LEFT JOIN anchor k ON k.account_id = a.id ORDER BY a.id
"""  # noqa: S608 - no value of a user is in it

_TRANSACTIONS = """
SELECT t.id, t.account_id, t.date, t.amount, t.payee, t.memo, t.category_id, t.reconciled,
       (SELECT o.account_id FROM transfer x JOIN txn o ON o.id = x.in_txn + x.out_txn - t.id
        WHERE x.in_txn = t.id OR x.out_txn = t.id),
       s.import_id, i.file, r.line,
       EXISTS (SELECT 1 FROM split p WHERE p.txn_id = t.id)
FROM txn t JOIN account a ON a.id = t.account_id
LEFT JOIN category c ON c.id = t.category_id
LEFT JOIN import_row r ON r.id = (SELECT min(f.id) FROM import_row f WHERE f.txn_id = t.id)
LEFT JOIN statement s ON s.id = r.statement_id LEFT JOIN import i ON i.id = s.import_id
"""

_PARTS = """
FROM txn t JOIN account a ON a.id = t.account_id LEFT JOIN split p ON p.txn_id = t.id
LEFT JOIN category c ON c.id = CASE WHEN p.id IS NULL THEN t.category_id ELSE p.category_id END
"""

_NOT_TRANSFER = "NOT EXISTS (SELECT 1 FROM transfer x WHERE x.in_txn = t.id OR x.out_txn = t.id)"

_FLOWS = f"""
SELECT c.id, coalesce(c.nature, CASE WHEN coalesce(p.amount, t.amount) > 0 THEN 'other' ELSE 'cost' END) AS nature,
       a.currency, sum(coalesce(p.amount, t.amount))
{_PARTS}
WHERE a.kind IN {_SPENDING} AND t.date >= ? AND t.date < ? AND {_NOT_TRANSFER}
GROUP BY 1, 2, 3
"""

_NTH_OF_MONTH = "SELECT date, id FROM txn WHERE date BETWEEN ? AND ? ORDER BY date DESC, id DESC LIMIT 1 OFFSET ?"

# The same from the kept totals, for calendar months.
_MONTH_FLOWS = f"""
SELECT m.month, c.id, coalesce(c.nature, CASE WHEN m.credit THEN 'other' ELSE 'cost' END), a.currency, sum(m.amount)
FROM month_total m JOIN account a ON a.id = m.account_id LEFT JOIN category c ON c.id = m.category_id
WHERE a.kind IN {_SPENDING} AND m.month BETWEEN ?1 AND ?2 GROUP BY 1, 2, 3, 4
"""  # noqa: S608

_MOVEMENTS = f"""
SELECT t.date, coalesce(p.amount, t.amount), t.payee,
       coalesce(c.nature, CASE WHEN coalesce(p.amount, t.amount) > 0 THEN 'other' ELSE 'cost' END), c.id, t.account_id,
       EXISTS (SELECT 1 FROM transfer x JOIN txn o ON o.id = x.in_txn + x.out_txn - t.id
               JOIN account b ON b.id = o.account_id
               WHERE (x.in_txn = t.id OR x.out_txn = t.id) AND b.kind IN {_SPENDING} AND b.currency = a.currency),
       coalesce((SELECT r.label FROM import_row r WHERE r.txn_id = t.id), '')
{_PARTS}
WHERE a.kind IN {_SPENDING} AND a.currency = ?1 AND t.date >= ?2 ORDER BY t.date, t.id
"""  # noqa: S608

_KNOWN_DAYS = """
SELECT (SELECT max(r.date) FROM import_row r JOIN txn t ON t.id = r.txn_id WHERE r.account_id = ?1 AND r.date <= ?2),
       (SELECT max(coalesce(closing_date, last)) FROM statement
        WHERE account_id = ?1 AND coalesce(closing_date, last) <= ?2),
       (SELECT max(date) FROM balance WHERE account_id = ?1 AND date <= ?2)
"""

_BALANCE_AT = f"""
WITH anchor AS (SELECT date, amount, typed FROM ({_ANCHORS}) WHERE account_id = ?1),
     before AS (SELECT * FROM anchor WHERE date <= ?2 ORDER BY date DESC, typed DESC LIMIT 1),
     after AS (SELECT * FROM anchor WHERE date > ?2 ORDER BY date, typed DESC LIMIT 1)
SELECT amount + coalesce((SELECT sum(t.amount) FROM txn t WHERE t.account_id = ?1 AND t.date > before.date
                          AND t.date <= ?2), 0) FROM before
UNION ALL
SELECT amount - coalesce((SELECT sum(t.amount) FROM txn t WHERE t.account_id = ?1 AND t.date > ?2
                          AND t.date <= after.date), 0) FROM after
LIMIT 1
"""  # noqa: S608

_DATED_BALANCES = f"""
SELECT date, amount FROM ({_ANCHORS}) WHERE account_id = ?1 AND date >= ?2 AND date < ?3 ORDER BY date, typed
"""  # noqa: S608

_DAY_SUMS = "SELECT date, sum(amount) FROM txn WHERE account_id = ?1 AND date >= ?2 AND date < ?3 GROUP BY date"

_KNOWN = """
SELECT r.id, r.txn_id, r.account_id, r.date, r.amount, r.label, r.ref, s.header, s.first, s.last, i.file, r.line
FROM import_row r JOIN statement s ON s.id = r.statement_id JOIN import i ON i.id = s.import_id
WHERE r.date BETWEEN ?1 AND ?2
UNION ALL
SELECT 0, t.id, t.account_id, t.date, t.amount, t.payee, '', '', NULL, NULL, '', 0
FROM txn t WHERE t.date BETWEEN ?1 AND ?2 AND NOT EXISTS (SELECT 1 FROM import_row r WHERE r.txn_id = t.id)
"""

_NEAREST_ANCHOR = """
SELECT anchor_date, anchor_amount FROM statement WHERE account_id = ?1 AND anchor_date IS NOT NULL
ORDER BY anchor_date > ?2, abs(julianday(anchor_date) - julianday(?2)) LIMIT 1
"""

# A transaction may have several wordings, one a layout; the first is the one it was made from.
_FIRST_WORDING = "NOT EXISTS (SELECT 1 FROM import_row f WHERE f.txn_id = r.txn_id AND f.id < r.id)"

_WORDINGS = f"""
SELECT r.txn_id, r.label, r.ref FROM import_row r WHERE r.txn_id IS NOT NULL AND {_FIRST_WORDING}
"""  # noqa: S608

_BANK_DAYS = f"""
SELECT r.date, sum(sum(r.amount)) OVER (ORDER BY r.date) FROM import_row r
WHERE r.account_id = ? AND {_FIRST_WORDING} GROUP BY r.date
"""  # noqa: S608

_STAGE = {str(stage): stage for stage in Stage}

_BEST_WORDS = """
SELECT e.id, e.platform, e.key, r.programme, r.stage, r.amount, r.currency, r.earned, r.settled, r.title, r.content,
       i.file, r.line
FROM earning e JOIN earning_best b ON b.earning_id = e.id JOIN earning_row r ON r.id = b.row_id
JOIN statement s ON s.id = r.statement_id JOIN import i ON i.id = s.import_id ORDER BY e.id
"""

_DEPOSITS = f"""
SELECT t.id, t.date, sum(coalesce(p.amount, t.amount)), a.currency,
       coalesce((SELECT min(r.label) FROM import_row r WHERE r.txn_id = t.id), t.payee) || ' ' || t.memo
{_PARTS}
WHERE c.nature = 'tiktok' AND coalesce(p.amount, t.amount) > 0 AND a.kind IN {_SPENDING} AND t.id IN (
    SELECT id FROM txn WHERE category_id IN (SELECT id FROM category WHERE nature = 'tiktok')
    UNION SELECT txn_id FROM split WHERE category_id IN (SELECT id FROM category WHERE nature = 'tiktok'))
GROUP BY t.id ORDER BY t.date, t.id
"""  # noqa: S608 - what the platform sent, before a middleman's fee


class Queries:
    """What can be asked of a ledger. Any question raises `LedgerError` when the file cannot be read."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        """Any connection to a ledger. ``sample`` is the persona of a watermarked example, else empty."""
        self.path = path
        self._db = connection
        connection.create_function("begins_word", 2, begins_word, deterministic=True)
        settings = dict(self._all("SELECT key, value FROM setting"))
        self.currency: str = settings["currency"]
        self.sample: str = settings.get("sample", "")

    def _all(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        with speaking(self.path):
            return self._db.execute(sql, values).fetchall()

    def accounts(self) -> tuple[Account, ...]:
        """Every account, with its balance where it is known."""
        return tuple(
            Account(id_, name, AccountKind(kind), currency, number, balance, bool(known))
            for id_, name, kind, currency, number, balance, known in self._all(_ACCOUNTS)
        )

    def categories(self) -> tuple[Category, ...]:
        """The category tree, parents before children."""
        rows = self._all("SELECT id, name, nature, parent_id, builtin FROM category ORDER BY id")
        return tuple(Category(i, name, Nature(nature), parent, bool(own)) for i, name, nature, parent, own in rows)

    # --- transactions

    def transactions(
        self, wanted: Filter = Filter(), *, before: tuple[date, int] | None = None, limit: int | None = None
    ) -> tuple[Transaction, ...]:
        """Newest first. ``before`` is the (date, id) of the last row already held: paging by key.

        ``wanted.search`` finds what `search.Search` says.
        """
        where, values = _where(wanted)
        if before:
            where += " AND (t.date, t.id) < (?, ?)"
            values += [before[0].isoformat(), before[1]]
        rows = self._found(Search(wanted.search, self._all), where, values, before, limit)
        splits = self._splits([row[0] for row in rows if row[12]])
        return tuple(_transaction(row, splits) for row in rows)

    def _found(
        self, search: Search, where: str, values: list[Any], before: tuple[date, int] | None, limit: int | None
    ) -> list[Any]:
        """The page asked for, looked for among the newest rows first when it is one of a search."""
        if search.words and limit is not None:
            start = "SELECT date, id FROM txn WHERE (date, id) < (?, ?) ORDER BY date DESC, id DESC LIMIT 1 OFFSET ?"
            newest = (before[0].isoformat(), before[1]) if before else ("9", 0)
            end = self._all(start, (*newest, WALKED))
            sql, words = search.walking()
            since = " AND (t.date, t.id) >= (?, ?)" if end else ""
            rows = self._page(f"{where} AND {sql}{since}", [*values, *words, *(end[0] if end else ())], limit)
            if len(rows) == limit:
                return rows
        sql, words = search.condition()
        where, values = f"{where} AND {sql}", [*values, *words]
        if search.words and limit is not None:  # many may be found and few shown: choose before looking at the rest
            where = f"""t.id IN (SELECT t.id FROM txn t JOIN account a ON a.id = t.account_id WHERE {where}
                                 ORDER BY t.date DESC, t.id DESC LIMIT {limit:d})"""  # noqa: S608
        return self._page(where, values, limit)

    def _page(self, where: str, values: Sequence[Any], limit: int | None) -> list[Any]:
        sql = f"{_TRANSACTIONS} WHERE {where} ORDER BY t.date DESC, t.id DESC LIMIT ?"
        return self._all(sql, [*values, -1 if limit is None else limit])

    def place(self, index: int) -> tuple[date, int] | None:
        """The (date, id) of the transaction with so many newer ones, to page on from it: `transactions` ``before`` it
        begins with the next. None past the oldest.
        """
        newer = 0
        for month, count in self._all("SELECT month, rows FROM month_count ORDER BY month DESC"):
            if newer + count > index:
                rows = self._all(_NTH_OF_MONTH, (f"{month}-", f"{month}-~", index - newer))
                return date.fromisoformat(rows[0][0]), rows[0][1]
            newer += count
        return None

    def transaction(self, id_: int) -> Transaction | None:
        """One transaction, or None."""
        rows = self._all(f"{_TRANSACTIONS} WHERE t.id = ?", (id_,))
        return _transaction(rows[0], self._splits([id_])) if rows else None

    def count_and_sum(self, wanted: Filter = Filter()) -> tuple[int, int]:
        """How many transactions a filter holds and their sum; the sum means something for one currency only."""
        where, values = _where(wanted)
        search, words = Search(wanted.search, self._all).condition()
        sql = f"""SELECT count(*), coalesce(sum(t.amount), 0) FROM txn t JOIN account a ON a.id = t.account_id
                  LEFT JOIN category c ON c.id = t.category_id WHERE {where} AND {search}"""  # noqa: S608
        count, total = self._all(sql, [*values, *words])[0]
        return count, total

    def _splits(self, ids: Sequence[int]) -> dict[int, tuple[Split, ...]]:
        found: dict[int, list[Split]] = defaultdict(list)
        sql = """SELECT txn_id, amount, category_id, memo FROM split
                 WHERE txn_id IN (SELECT value FROM json_each(?)) ORDER BY id"""
        for txn_id, amount, category_id, memo in self._all(sql, (json.dumps(list(ids)),)):
            found[txn_id].append(Split(amount, category_id, memo))
        return {id_: tuple(parts) for id_, parts in found.items()}

    def payees(self, prefix: str, limit: int = 8) -> tuple[str, ...]:
        """Payees that start so, accents and case ignored, the most used first."""
        # Materialized, or SQLite would fold the payee of every row rather than each payee once.
        sql = """WITH known AS MATERIALIZED (SELECT payee, count(*) AS used FROM txn GROUP BY payee)
                 SELECT payee FROM known WHERE fold(payee) LIKE ? || '%' ESCAPE '\\'
                 ORDER BY used DESC, payee LIMIT ?"""
        return tuple(payee for (payee,) in self._all(sql, (like(fold(prefix)), limit)))

    def last_of(self, payee: str) -> Transaction | None:
        """The newest transaction of a payee, to offer its values again."""
        rows = self._all("SELECT id FROM txn WHERE payee = ? ORDER BY date DESC, id DESC LIMIT 1", (payee,))
        return self.transaction(rows[0][0]) if rows else None

    def months(self, periods: Sequence[Period], earnings: Sequence[Earning] | None = None) -> tuple[MonthReport, ...]:
        """What each period brought against what it cost, in the ledger's currency. Calendar months are read from the
        kept totals, other periods added up. ``earnings`` are those of the ledger, where the caller has them already.
        """
        months: dict[bool, list[Period]] = {True: [], False: []}
        for period in periods:
            months[period == Period.of(period.start.year, period.start.month)].append(period)
        flows = self._month_flows(months[True])
        flows += [flow for period in months[False] for flow in self._row_flows(period)]
        return month_reports(periods, self.currency, flows, self.earnings() if earnings is None else earnings)

    def _month_flows(self, months: Sequence[Period]) -> list[Flow]:
        wanted = {month.start.isoformat()[:7]: month.start for month in months}
        rows = self._all(_MONTH_FLOWS, (min(wanted), max(wanted))) if wanted else []
        return [
            Flow(wanted[month], category, Nature(nature), currency, total)
            for month, category, nature, currency, total in rows
            if month in wanted
        ]

    def _row_flows(self, period: Period) -> list[Flow]:
        rows = self._all(_FLOWS, (period.start.isoformat(), period.end.isoformat()))
        return [
            Flow(period.start, category, Nature(nature), currency, total) for category, nature, currency, total in rows
        ]

    # --- the verdict

    def household(self, today: date) -> Household:
        """All that the verdict needs, as known on a day."""
        spending = [a for a in self.accounts() if a.spending and a.currency == self.currency]
        as_of = last_known_day([self._known_days(a.id, today) for a in spending], today)
        told = self.preferences()
        return Household(
            today=today,
            as_of=as_of,
            period=Period.containing(today, int(told.get("start_day", 1))),
            currency=self.currency,
            accounts=tuple(
                SpendingAccount(a.id, a.name, self._balance_at(a, as_of), int(told.get(f"floor.{a.id}", 0)))
                for a in spending
            ),
            movements=(movements := self._movements(today)),
            floor=int(told.get("floor", 0)),
            earnings=tuple(e for e in self.earnings() if e.currency == self.currency),
            schedules=self.schedules(),
            once=self._once(),
            creator_range=_range(told.get("creator_range")),
            week=int(told["week"]) if "week" in told else None,
            rate=self._rate(told, movements, today),
            overdraft_cost=int(told["overdraft_cost"]) if "overdraft_cost" in told else None,
            savings=tuple(
                (a.name, a.balance) for a in self.accounts() if a.kind is AccountKind.SAVINGS and a.balance_known
            ),
            deferrable=frozenset(c.id for c in self.categories() if c.builtin and c.name in _DEFERRABLE),
        )

    def _rate(self, told: dict[str, str], movements: Sequence[Movement], today: date) -> tuple[int, int] | None:
        """What 1,000 views bring, low and high: as the user typed it, else as her own months show; None else."""
        if "rate" in told:
            low, high = json.loads(told["rate"])
            return low, high
        mine = next(iter(self.audience()), None)
        if mine is None:
            return None
        from tenk_desktop.core.creator import simulator  # the calendar of holidays is slow to load

        got = [(m.date, m.amount) for m in received(movements, today, Nature.TIKTOK)]
        rate = simulator.rate_of(mine, got, self.currency, told)
        own = rate is not None and rate.basis is simulator.Basis.OWN
        return simulator.in_minor_units(rate, self.currency) if rate and own else None

    def schedules(self) -> tuple[Schedule, ...]:
        """The bills and sure incomes the user typed, kept or refused, each with its row id in ``id``."""
        sql = """SELECT payee, amount, low, high, every, unit, day, anchor, until, status, key, account_id, category_id
                 FROM schedule ORDER BY id"""
        return tuple(
            Schedule(
                payee, amount, Rhythm(every, unit, day, _day(anchor)), Status(status),
                spread=(low, high) if low is not None else None, key=key, until=_day(until),
                account_id=account or 0, category_id=category,
            )
            for payee, amount, low, high, every, unit, day, anchor, until, status, key, account, category
            in self._all(sql)
        )  # fmt: skip

    def _once(self) -> tuple[Once, ...]:
        rows = self._all("SELECT payee, day, moved_to FROM schedule_once ORDER BY day, id")
        return tuple(Once(payee, date.fromisoformat(day), _day(to)) for payee, day, to in rows)

    def preferences(self) -> dict[str, str]:
        """What the user told about this ledger, by name: ``floor`` (``floor.ID`` of one account alone), ``week``,
        ``start_day``, ``creator_range`` and ``rate`` (JSON lists), ``overdraft_cost``, and the
        dated facts of `core.creator.audience` (``condition.NAME``, ``parameter.NAME``).
        """
        return dict(self._all("SELECT name, value FROM preference WHERE name NOT GLOB 'table:*'"))

    def said(self) -> tuple[tuple[date, str], ...]:
        """The verdicts said, oldest first, as JSON."""
        return tuple(
            (date.fromisoformat(day), text) for day, text in self._all("SELECT day, verdict FROM said ORDER BY day")
        )

    def _movements(self, today: date) -> tuple[Movement, ...]:
        day = cache(date.fromisoformat)
        nature = {str(n): n for n in Nature}
        since = month_start(today.year, today.month - 25)
        return tuple(
            Movement(day(on), amount, payee, nature[kind], category, account, bool(transfer), label)
            for on, amount, payee, kind, category, account, transfer, label
            in self._all(_MOVEMENTS, (self.currency, since.isoformat()))
        )  # fmt: skip

    def _known_days(self, account_id: int, today: date) -> KnownDays:
        recent = self._all(
            "SELECT date FROM txn WHERE account_id = ? AND date <= ? ORDER BY date DESC LIMIT 2000",
            (account_id, today.isoformat()),
        )
        ((imported, end, typed),) = self._all(_KNOWN_DAYS, (account_id, today.isoformat()))
        dates = tuple(date.fromisoformat(day) for (day,) in recent)
        return KnownDays(account_id, dates, _day(imported), _day(end), _day(typed))

    def _balance_at(self, account: Account, day: date) -> int | None:
        """The balance at the end of a day, from the last one known by then, else from the next."""
        found = self._all(_BALANCE_AT, (account.id, day.isoformat()))
        return int(found[0][0]) if found else None

    def balances(self, start: date, end: date) -> tuple[tuple[date, int], ...]:
        """The sum of the spending accounts at the end of each day of ``[start, end)``, oldest first.

        Minor units of the ledger's currency, other currencies left out. Empty when the balance of any is not known.
        """
        spending = [a for a in self.accounts() if a.spending and a.currency == self.currency]
        each = [self._daily(account, start, end) for account in spending]
        if not spending or None in each:
            return ()
        days = [start + timedelta(days=i) for i in range((end - start).days)]
        return tuple((day, sum(one[day] for one in each if one)) for day in days)

    def _daily(self, account: Account, start: date, end: date) -> dict[date, int] | None:
        """One account's balance at the end of each day; a dated balance wins over what the rows add up to."""
        balance = self._balance_at(account, start)
        if balance is None:
            return None
        between = (account.id, start.isoformat(), end.isoformat())
        known = dict(self._all(_DATED_BALANCES, between))
        moved = dict(self._all(_DAY_SUMS, between))
        found, day = {}, start
        while day < end:
            if day > start:
                balance = known.get(day.isoformat(), balance + moved.get(day.isoformat(), 0))
            found[day] = balance
            day += timedelta(days=1)
        return found

    # --- earnings

    def earnings(self) -> tuple[Earning, ...]:
        """Every earning as its best observation says, marked received where a deposit paid it (`reconcile`)."""
        return self.payouts().earnings if self._all("SELECT 1 FROM earning LIMIT 1") else ()

    def payouts(self) -> Reconciled:
        """Every earning and every deposit of a platform, and which of them are one money."""
        observed = self._observed()
        if not observed:
            return reconcile((), self._deposits())
        said = self._all("SELECT txn_id, earning_id, withheld FROM payout_link ORDER BY id")
        accepted = [Accepted(txn, earning, bool(withheld)) for txn, earning, withheld in said]
        return reconcile(whole_months(observed), self._deposits(), accepted)

    def _observed(self) -> list[Earning]:
        day = cache(date.fromisoformat)  # many rows, few days
        return [
            Earning(
                id_, platform, programme, key, amount, currency, _STAGE[stage], day(earned),
                day(settled) if settled else None, title=title, source=Source(file, line), content=content,
            )
            for id_, platform, key, programme, stage, amount, currency, earned, settled, title, content, file, line
            in self._all(_BEST_WORDS)
        ]  # fmt: skip

    def _deposits(self) -> tuple[Deposit, ...]:
        return tuple(
            Deposit(i, date.fromisoformat(day), amount, code, label=label)
            for i, day, amount, code, label in self._all(_DEPOSITS)
        )

    # --- audience

    def audience(self) -> "tuple[Audience, ...]":
        """Followers, views and videos of each creator account, as all its files together tell; the largest first."""
        from tenk_desktop.core.creator.audience import Heard, Video, merge  # few ask

        day = cache(date.fromisoformat)
        rows = self._all("SELECT platform, user, metric, day, value, as_of FROM audience_row")
        videos = self._all(
            "SELECT platform, user, video, title, posted, views, likes, comments, shares, as_of FROM video_row"
        )
        return merge(
            (Heard(platform, user, metric, day(on), value, as_of) for platform, user, metric, on, value, as_of in rows),
            (
                Video(platform, user, id_, title, _day(posted), views, likes, comments, shares, as_of)
                for platform, user, id_, title, posted, views, likes, comments, shares, as_of in videos
            ),
        )

    def _heard_before(self, first: date, last: date) -> dict[AudienceKey, dict[object, str]]:
        """What files said of these days, ends included, and of any video: each value with its latest export."""
        found: dict[AudienceKey, dict[object, str]] = defaultdict(dict)
        sql = """SELECT platform, user, metric, day, value, max(as_of) FROM audience_row
                 WHERE day BETWEEN ? AND ? GROUP BY 1, 2, 3, 4, 5"""
        for platform, user, metric, on, value, as_of in self._all(sql, (first.isoformat(), last.isoformat())):
            found[platform, user, metric, on][value] = as_of
        sql = """SELECT platform, user, video, title, posted, views, likes, comments, shares, max(as_of) FROM video_row
                 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9"""
        for platform, user, video, title, posted, *counts, as_of in self._all(sql):
            found[platform, user, VIDEO, video][(title, _day(posted), *counts)] = as_of
        return found

    # --- imports

    def imports(self) -> tuple[ImportRecord, ...]:
        """The imports that are in the ledger, oldest first."""
        sql = f"""SELECT i.id, i.file, i.format, i.imported_at, sum(s.rows), min(s.first), max(s.last),
                        json_group_array(DISTINCT a.name),
                        (SELECT count(*) FROM import_row r JOIN statement z ON z.id = r.statement_id
                         WHERE z.import_id = i.id AND {_FIRST_WORDING})
                        + (SELECT count(DISTINCT r.earning_id) FROM earning_row r
                           JOIN statement z ON z.id = r.statement_id WHERE z.import_id = i.id)
                        + (SELECT count(DISTINCT r.day) FROM audience_row r
                           JOIN statement z ON z.id = r.statement_id WHERE z.import_id = i.id)
                        + (SELECT count(DISTINCT r.video) FROM video_row r
                           JOIN statement z ON z.id = r.statement_id WHERE z.import_id = i.id)
                 FROM import i JOIN statement s ON s.import_id = i.id JOIN account a ON a.id = s.account_id
                 GROUP BY i.id ORDER BY i.id"""  # noqa: S608
        return tuple(
            ImportRecord(i, file, fmt, at, rows, new, tuple(json.loads(names)), _day(first), _day(last))
            for i, file, fmt, at, rows, first, last, names, new in self._all(sql)
        )

    def existing(self, first: date, last: date) -> Existing:
        """What `plan_file` needs to know for a file of these days, ends included."""
        around = timedelta(days=10) if first <= last else timedelta()
        window = ((first - around).isoformat(), (last + around).isoformat())
        return Existing(
            currency=self.currency,
            accounts=tuple(self._facts(account, *window) for account in self.accounts()),
            rows=self._known(window),
            categories={c.name: c.id for c in self.categories()},
            memory=self._memory(),
            earnings=self._observations(),
            audience=self._heard_before(first, last),
            imported=self._imported(),
            answers=self._answers(),
            revision=self.revision(),
        )

    def _known(self, window: tuple[str, str]) -> tuple[KnownRow, ...]:
        day = cache(date.fromisoformat)  # many rows, few days
        sides = {side for pair in self._all("SELECT out_txn, in_txn FROM transfer") for side in pair}
        return tuple(
            KnownRow(
                row_id=id_, txn_id=txn, account_id=account, date=day(on), amount=amount, label=label, ref=ref,
                header=header, covered=(day(first), day(last)) if first and last else None,
                in_transfer=txn in sides, file=file, line=line,
            )
            for id_, txn, account, on, amount, label, ref, header, first, last, file, line
            in self._all(_KNOWN, window)
        )  # fmt: skip

    def _facts(self, account: Account, first: str, last: str) -> AccountFacts:
        statements = self._all("SELECT number, header FROM statement WHERE account_id = ?", (account.id,))
        return AccountFacts(
            account=account,
            numbers=frozenset(number for number, _ in statements if number),
            headers=tuple(dict.fromkeys(header for _, header in statements if header)),
            imported=bool(statements),
            balances=self._stated_balances(account.id, date.fromisoformat(first), date.fromisoformat(last)),
        )

    def _stated_balances(self, account_id: int, first: date, last: date) -> tuple[tuple[date, int], ...]:
        """See `AccountFacts`: from the last day that has rows before ``first`` to ``last``, its end included.

        Counted from the balance a file states nearest to these days, over the rows as the bank wrote them: what a
        person typed, deleted or moved says nothing of the bank's own balances.
        """
        anchor = self._all(_NEAREST_ANCHOR, (account_id, last.isoformat()))
        if not anchor:
            return ()
        days = [(date.fromisoformat(day), total) for day, total in self._all(_BANK_DAYS, (account_id,))]
        base = anchor[0][1] - next((t for d, t in reversed(days) if d.isoformat() <= anchor[0][0]), 0)
        balances = [(days[0][0] - ONE_DAY, base), *((d, base + t) for d, t in days)] if days else []
        start = max((d for d, _ in balances if d < first), default=first)
        return tuple((d, b) for d, b in balances if start <= d <= last)

    def _imported(self) -> dict[str, tuple[int, ...]]:
        found: dict[str, tuple[int, ...]] = {}
        sql = """SELECT i.sha256, s.account_id FROM import i JOIN statement s ON s.import_id = i.id
                 WHERE i.id = (SELECT min(n.id) FROM import n WHERE n.sha256 = i.sha256) ORDER BY s.id"""
        for sha256, account_id in self._all(sql):
            found[sha256] = (*found.get(sha256, ()), account_id)
        return found

    def _answers(self) -> dict[str, Answers]:
        """What was said of tables, by their header (`Ledger.apply_import` keeps it)."""
        found = {}
        for name, value in self._all("SELECT name, value FROM preference WHERE name GLOB 'table:*'"):
            said = json.loads(value)
            columns = tuple((role, column) for role, column in said["columns"])
            found[name.removeprefix("table:")] = Answers(said["dates"], said["decimal"], said["sign"], columns)
        return found

    def _memory(self) -> dict[tuple[str, bool], int]:
        sql = """SELECT payee, amount > 0, category_id FROM txn
                 WHERE chosen = 1 AND category_id IS NOT NULL ORDER BY date, id"""
        return {(fold(payee), bool(credit)): category for payee, credit, category in self._all(sql)}

    def _observations(self) -> dict[tuple[str, str], frozenset[tuple[object, ...]]]:
        found: dict[tuple[str, str], set[tuple[object, ...]]] = defaultdict(set)
        sql = """SELECT e.platform, e.key, r.stage, r.amount, r.currency, r.earned, r.settled, r.awaiting
                 FROM earning e JOIN earning_row r ON r.earning_id = e.id"""
        for platform, key, stage, amount, currency, earned, settled, awaiting in self._all(sql):
            day = date.fromisoformat(earned)
            found[platform, key].add(observation(stage, amount, currency, day, _day(settled), bool(awaiting)))
        return {key: frozenset(seen) for key, seen in found.items()}

    # --- the file

    def revision(self) -> tuple[int, int]:
        """A value that never comes back once the ledger has changed."""
        ((last, undone),) = self._all("SELECT max(id), sum(undone) FROM step")
        return last or 0, undone or 0

    def undoable(self) -> tuple[Message | None, Message | None]:
        """The labels of what undo and redo would do."""
        last = self._all("SELECT label FROM step WHERE undone = 0 ORDER BY id DESC LIMIT 1")
        following = self._all("SELECT label FROM step WHERE undone = 1 ORDER BY id LIMIT 1")
        return (label_of(last[0][0]) if last else None), (label_of(following[0][0]) if following else None)

    def data_version(self) -> int:
        """A number that changes when another process has written."""
        return int(self._all("PRAGMA data_version")[0][0])

    def check(self) -> tuple[Message, ...]:
        """What is wrong with the file or breaks a money rule; empty when all is well."""
        damage = [text for (text,) in self._all("PRAGMA integrity_check") if text != "ok"]
        damage += [f"foreign key: {table}" for table, *_ in self._all("PRAGMA foreign_key_check")]
        problems = [msg("fichier abîmé : {detail}", detail=text) for text in damage]
        if not self._index_sound():
            problems.append(msg("La recherche ne suit pas les opérations."))
        for rule, sql in RULES.items():
            problems += [Message(rule, {"row": row}) for (row,) in self._all(sql)]
        return tuple(problems)

    def _index_sound(self) -> bool:
        """Whether the search index holds the words of every transaction. Asking is a write to SQLite, though it changes
        nothing: a ledger that may only be read is not asked.
        """
        try:
            self._db.execute("INSERT INTO txn_search (txn_search, rank) VALUES ('integrity-check', 1)")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_READONLY:
                raise
        except sqlite3.DatabaseError as error:
            return error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT
        return True

    def book(self) -> "Book":
        """The whole ledger, to be written for another program."""
        from tenk_desktop.core.exporting.book import Book, KnownBalance, Wording

        sides = self._all("SELECT out_txn, in_txn FROM transfer")
        words = self._all(_WORDINGS)
        typed = self._all("SELECT account_id, date, amount FROM balance ORDER BY account_id, date")
        return Book(
            currency=self.currency,
            accounts=self.accounts(),
            categories=self.categories(),
            transactions=self.transactions()[::-1],
            transfers=dict([*sides, *((there, here) for here, there in sides)]),
            wordings={txn: Wording(label, ref) for txn, label, ref in words},
            balances=tuple(KnownBalance(account, _day(day), amount) for account, day, amount in typed),
            earnings=self.earnings(),
        )

    def copy_to(self, path: Path) -> Path:
        """A whole copy, taken while the ledger stays usable."""
        with speaking(path), closing(sqlite3.connect(path)) as copy:
            self._db.backup(copy)
        return path


def _where(wanted: Filter) -> tuple[str, list[Any]]:
    """The condition of a filter but its search. Category and nature look inside splits."""
    fields = (
        ("t.account_id = ?", wanted.account_id),
        ("t.date >= ?", _iso(wanted.start)),
        ("t.date < ?", _iso(wanted.end)),
        ("a.currency = ?", wanted.currency or None),
        (_ANY_PART.format(f"{_PART_CATEGORY} = ?"), wanted.category_id),
        (_ANY_PART.format(f"{_PART_NATURE} = ?"), str(wanted.nature) if wanted.nature else None),
    )
    asked = [(sql, value) for sql, value in fields if value is not None]
    parts = ["1", *(sql for sql, _ in asked)]
    if wanted.uncategorised:
        parts += [_ANY_PART.format(f"{_PART_CATEGORY} IS NULL"), _NOT_TRANSFER]
    if wanted.spending_only:
        parts += [f"a.kind IN {_SPENDING}", _NOT_TRANSFER]
    return " AND ".join(parts), [value for _, value in asked]


_PART_CATEGORY = "CASE WHEN p.id IS NULL THEN t.category_id ELSE p.category_id END"

_PART_NATURE = f"""coalesce((SELECT n.nature FROM category n WHERE n.id = {_PART_CATEGORY}),
    CASE WHEN coalesce(p.amount, t.amount) > 0 THEN 'other' ELSE 'cost' END)"""  # noqa: S608

_ANY_PART = "EXISTS (SELECT 1 FROM (SELECT 1) LEFT JOIN split p ON p.txn_id = t.id WHERE {})"


def _transaction(row: Any, splits: dict[int, tuple[Split, ...]]) -> Transaction:
    id_, account, day, amount, payee, memo, category, reconciled, other, import_id, file, line, _ = row
    return Transaction(
        id=id_, account_id=account, date=date.fromisoformat(day), amount=amount, payee=payee, memo=memo,
        category_id=category, splits=splits.get(id_, ()), transfer_to=other, import_id=import_id,
        source=Source(file, line) if file is not None else None, reconciled=bool(reconciled),
    )  # fmt: skip


def _range(text: str | None) -> Range | None:
    return Range(*json.loads(text)) if text else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


BROKEN_TRANSFERS = """SELECT x.id FROM transfer x JOIN txn o ON o.id = x.out_txn JOIN txn i ON i.id = x.in_txn
    JOIN account a ON a.id = o.account_id JOIN account b ON b.id = i.account_id
    WHERE a.id = b.id OR (a.currency = b.currency AND o.amount + i.amount <> 0) OR o.amount > 0 OR i.amount < 0"""

RULES = {
    mark("Les parts ne font pas le total de l’opération {row}."): """SELECT t.id FROM txn t
        JOIN split s ON s.txn_id = t.id GROUP BY t.id HAVING sum(s.amount) <> t.amount""",
    mark("Les deux côtés du virement {row} ne se répondent pas."): BROKEN_TRANSFERS,
    mark("L’opération de la ligne importée {row} a changé de devise."): """SELECT r.id FROM import_row r
        JOIN txn t ON t.id = r.txn_id JOIN account a ON a.id = r.account_id JOIN account b ON b.id = t.account_id
        WHERE a.currency <> b.currency""",
    mark("Le gain {row} ne vient d’aucun fichier."): """SELECT id FROM earning e
        WHERE NOT EXISTS (SELECT 1 FROM earning_row r WHERE r.earning_id = e.id)""",
    mark("Le nombre d’opérations du mois {row} est faux."): f"""SELECT month FROM (
        {FRESH_COUNTS} UNION ALL SELECT month, -rows FROM month_count) GROUP BY 1 HAVING sum(rows) <> 0""",  # noqa: S608
    mark("Les totaux du mois {row} ne suivent pas ses opérations."): f"""SELECT DISTINCT month FROM (
        SELECT * FROM ({FRESH_MONTHS} EXCEPT SELECT * FROM month_total)
        UNION ALL SELECT * FROM (SELECT * FROM month_total EXCEPT {FRESH_MONTHS}))""",  # noqa: S608
    mark("L’opération importée {row} ne vient d’aucun fichier."): """SELECT id FROM txn t
        WHERE typed = 0 AND NOT EXISTS (SELECT 1 FROM import_row r WHERE r.txn_id = t.id)""",
}
"""Money rules that the tables cannot hold by themselves: what is said when one is broken, and a query for what breaks
it."""
