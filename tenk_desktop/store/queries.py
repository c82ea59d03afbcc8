"""The reading half of a ledger: what may be asked of it, and the frozen values that are answered."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
from tenk_desktop.core.period import Period
from tenk_desktop.core.reports import MonthReport, month_reports
from tenk_desktop.core.text import Message, fold
from tenk_desktop.store.connection import speaking
from tenk_desktop.store.history import label_of
from tenk_desktop.store.search import WALKED, Search, begins_word, like

if TYPE_CHECKING:  # what few verbs need is slow to load
    from tenk_desktop.core.budgeting.plan import Plans
    from tenk_desktop.core.creator.audience import Audience
    from tenk_desktop.core.creator.reconcile import Reconciled
    from tenk_desktop.core.exporting.book import Book
    from tenk_desktop.core.importing.plan import Existing
    from tenk_desktop.core.learnt import Learnt
    from tenk_desktop.core.outlook.household import Household, Schedule
    from tenk_desktop.core.progress import Progress
    from tenk_desktop.core.rates import Rate, Worth
    from tenk_desktop.core.reconciling import Agreed, Gap, Sheet
    from tenk_desktop.core.rules import Past, Rule
    from tenk_desktop.store.counted import LeftBehind
    from tenk_desktop.store.statements import Start

SPENDING_KINDS = "('" + "', '".join(sorted(SPENDING)) + "')"

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

PARTS = """
FROM txn t JOIN account a ON a.id = t.account_id LEFT JOIN split p ON p.txn_id = t.id
LEFT JOIN category c ON c.id = CASE WHEN p.id IS NULL THEN t.category_id ELSE p.category_id END
"""

# The ledger's currency; it never changes.
MAIN = "(SELECT value FROM setting WHERE key = 'currency')"

# A conversion is a transfer, but what it takes out of the ledger's currency, or brings into it, is a cost or an income
# there: nothing else says it in that currency. Its other side is neutral, as are both sides of any other transfer.
_COUNTS = f"""NOT EXISTS (SELECT 1 FROM transfer x JOIN txn o ON o.id = x.in_txn + x.out_txn - t.id
    JOIN account b ON b.id = o.account_id
    WHERE (x.in_txn = t.id OR x.out_txn = t.id) AND (b.currency = a.currency OR a.currency <> {MAIN}))"""  # noqa: S608

# Both sides typed: a person moved their own money, and said all there is to say of it.
_MOVED = """EXISTS (SELECT 1 FROM transfer x JOIN txn o ON o.id = x.in_txn + x.out_txn - t.id
    WHERE (x.in_txn = t.id OR x.out_txn = t.id) AND t.typed = 1 AND o.typed = 1)"""

BROKEN_TRANSFERS = """SELECT x.id FROM transfer x JOIN txn o ON o.id = x.out_txn JOIN txn i ON i.id = x.in_txn
    JOIN account a ON a.id = o.account_id JOIN account b ON b.id = i.account_id
    WHERE (a.id = b.id OR (a.currency = b.currency AND o.amount + i.amount <> 0) OR o.amount > 0 OR i.amount < 0)"""

_FLOWS = f"""
SELECT c.id, coalesce(c.nature, CASE WHEN coalesce(p.amount, t.amount) > 0 THEN 'other' ELSE 'cost' END) AS nature,
       a.currency, sum(coalesce(p.amount, t.amount))
{PARTS}
WHERE a.kind IN {SPENDING_KINDS} AND t.date >= ? AND t.date < ? AND {_COUNTS}
GROUP BY 1, 2, 3
"""

_MONTH_ROWS = "SELECT month, sum(rows) FROM account_month"
_KEPT_ROWS = "SELECT coalesce(sum(rows), 0) FROM account_month"
_KEPT_SUMS = """SELECT coalesce(sum(m.rows), 0), coalesce(sum(m.amount), 0)
    FROM account_month m JOIN account a ON a.id = m.account_id
    WHERE ?1 IN ('', a.currency) AND coalesce(?2, a.id) = a.id"""
_NTH_OF_MONTH = """SELECT date, id FROM txn WHERE date BETWEEN ? AND ? AND {of}
    ORDER BY date DESC, id DESC LIMIT 1 OFFSET ?"""

QUICK = 200
_STEP_ROWS = f"""SELECT count(*) FROM (SELECT 1 FROM undo_log
    WHERE step_id = (SELECT id FROM step WHERE {{}} LIMIT 1) LIMIT {QUICK})"""  # noqa: S608

_NEWER_IN_MONTH = "SELECT count(*) FROM txn WHERE (date, id) > (?, ?) AND date <= ?"

# The sides that count of conversions, found from the accounts in other currencies: most ledgers have none.
_CONVERTED = f"""
SELECT t.id FROM account b CROSS JOIN txn o ON o.account_id = b.id CROSS JOIN transfer x ON x.{{here}} = o.id
CROSS JOIN txn t ON t.id = x.{{there}} CROSS JOIN account a ON a.id = t.account_id
WHERE b.currency <> {MAIN} AND a.currency = {MAIN} AND a.kind IN {SPENDING_KINDS}
  AND substr(t.date, 1, 7) BETWEEN ?1 AND ?2
"""  # noqa: S608

# The same from the kept totals, for calendar months; conversions are in none of these.
_MONTH_FLOWS = f"""
SELECT substr(t.date, 1, 7), c.id,
       coalesce(c.nature, CASE WHEN coalesce(p.amount, t.amount) > 0 THEN 'other' ELSE 'cost' END), a.currency,
       sum(coalesce(p.amount, t.amount))
{PARTS}
WHERE t.id IN ({_CONVERTED.format(here="out_txn", there="in_txn")} UNION ALL
               {_CONVERTED.format(here="in_txn", there="out_txn")})
GROUP BY 1, 2, 3
UNION ALL
SELECT m.month, c.id, coalesce(c.nature, CASE WHEN m.credit THEN 'other' ELSE 'cost' END), a.currency, sum(m.amount)
FROM month_total m JOIN account a ON a.id = m.account_id LEFT JOIN category c ON c.id = m.category_id
WHERE a.kind IN {SPENDING_KINDS} AND m.month BETWEEN ?1 AND ?2 GROUP BY 1, 2, 3, 4
"""  # noqa: S608

_NEWEST_STATED = """
SELECT account_id, anchor_date, anchor_amount FROM (
    SELECT *, row_number() OVER (PARTITION BY account_id ORDER BY anchor_date DESC, id DESC) AS nth
    FROM statement WHERE anchor_date IS NOT NULL) WHERE nth = 1 ORDER BY account_id
"""

# A transaction may have several wordings, one a layout; the first is the one it was made from.
FIRST_WORDING = "NOT EXISTS (SELECT 1 FROM import_row f WHERE f.txn_id = r.txn_id AND f.id < r.id)"

_WORDINGS = f"""
SELECT r.txn_id, r.label, r.ref, r.date, r.amount FROM import_row r WHERE r.txn_id IS NOT NULL AND {FIRST_WORDING}
"""  # noqa: S608

_NATURE = {str(nature): nature for nature in Nature}
_STAGE = {str(stage): stage for stage in Stage}

_BEST_WORDS = """
SELECT e.id, e.platform, e.key, r.programme, r.stage, r.amount, r.currency, r.earned, r.settled, r.title, r.content,
       r.statement_id, r.line
FROM earning e JOIN earning_best b ON b.earning_id = e.id JOIN earning_row r ON r.id = b.row_id ORDER BY e.id
"""


class Shared:
    """What `payouts` answered last, and the revision it is of: for the connections that one program has to one open
    ledger, of which each would be a while in asking. A file that takes the place of another shares nothing with it.
    """

    def __init__(self) -> None:
        self.payouts: tuple[tuple[int, int], Reconciled] | None = None


class Queries:
    """What can be asked of a ledger. Any question raises `LedgerError` when the file cannot be read."""

    def __init__(self, path: Path, connection: sqlite3.Connection, shared: Shared | None = None) -> None:
        """Any connection to a ledger. ``sample`` is the persona of a watermarked example, else empty."""
        self.path = path
        self._db = connection
        self.shared = shared or Shared()
        connection.create_function("begins_word", 2, begins_word, deterministic=True)
        settings = dict(self._all("SELECT key, value FROM setting"))
        self.currency: str = settings["currency"]
        self.sample: str = settings.get("sample", "")

    def _all(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        with speaking(self.path):
            return self._db.execute(sql, values).fetchall()

    def _each(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Any]:
        """As `_all`, but a row at a time: a great many are never there twice, as rows and as what is made of them."""
        with speaking(self.path):
            yield from self._db.execute(sql, values)

    def accounts(self) -> tuple[Account, ...]:
        """Every account, with its balance where it is known."""
        from tenk_desktop.store.balances import accounts

        return accounts(self._all)

    def accounts_named(self) -> tuple[Account, ...]:
        """Every account without its balance, which takes longer the more rows there are: none is known here."""
        rows = self._all("SELECT id, name, kind, currency FROM account ORDER BY id")
        return tuple(Account(id_, name, AccountKind(kind), currency) for id_, name, kind, currency in rows)

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
        search, where, values = self._asked(wanted)
        if before:
            where += " AND (t.date, t.id) < (?, ?)"
            values += [before[0].isoformat(), before[1]]
        rows = self._found(search, where, values, before, limit)
        splits = self._splits([row[0] for row in rows if row[12]])
        return tuple(_transaction(row, splits) for row in rows)

    def _asked(self, wanted: Filter) -> tuple[Search, str, list[Any]]:
        """The words a filter looks for, and the condition of all else."""
        where, values = _where(wanted)
        search = Search(wanted.search, self._all, plain=wanted.plain)
        narrowed, more = search.narrowing()
        return search, f"{where} AND {narrowed}", [*values, *more]

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
        if search.asks and limit is not None:  # many may be found and few shown: choose before looking at the rest
            where = f"""t.id IN (SELECT t.id FROM txn t JOIN account a ON a.id = t.account_id WHERE {where}
                                 ORDER BY t.date DESC, t.id DESC LIMIT {limit:d})"""  # noqa: S608
        return self._page(where, values, limit)

    def _page(self, where: str, values: Sequence[Any], limit: int | None) -> list[Any]:
        sql = f"{_TRANSACTIONS} WHERE {where} ORDER BY t.date DESC, t.id DESC LIMIT ?"
        return self._all(sql, [*values, -1 if limit is None else limit])

    def place(self, index: int, account_id: int | None = None) -> tuple[date, int] | None:
        """The (date, id) of the transaction with so many newer ones, of all or of one account, to page on from it:
        `transactions` ``before`` it begins with the next. None past the oldest.
        """
        of, own = _of_account(account_id)
        newer = 0
        for month, count in self._all(f"{_MONTH_ROWS} WHERE {of} GROUP BY month ORDER BY month DESC", own):
            if newer + count > index:
                values = (f"{month}-", f"{month}-~", *own, index - newer)
                rows = self._all(_NTH_OF_MONTH.format(of=of), values)
                return date.fromisoformat(rows[0][0]), rows[0][1]
            newer += count
        return None

    def index_of(self, key: tuple[date, int], account_id: int | None = None) -> int:
        """How many transactions, of all or of one account, are newer than this (date, id): the place of the one that
        has it.
        """
        of, own = _of_account(account_id)
        day, id_ = key[0].isoformat(), key[1]
        ((months,),) = self._all(f"{_KEPT_ROWS} WHERE {of} AND month > ?", (*own, day[:7]))
        ((days,),) = self._all(f"{_NEWER_IN_MONTH} AND {of}", (day, id_, f"{day[:7]}-~", *own))
        return int(months) + int(days)

    def count(self, account_id: int | None = None) -> int:
        """How many transactions there are, of all or of one account, from the kept counts."""
        of, own = _of_account(account_id)
        ((rows,),) = self._all(f"{_KEPT_ROWS} WHERE {of}", own)
        return int(rows)

    def transaction(self, id_: int) -> Transaction | None:
        """One transaction, or None."""
        rows = self._all(f"{_TRANSACTIONS} WHERE t.id = ?", (id_,))
        return _transaction(rows[0], self._splits([id_])) if rows else None

    def count_and_sum(self, wanted: Filter = Filter()) -> tuple[int, int]:
        """How many transactions a filter holds and their sum; the sum means something for one currency only."""
        if wanted._replace(currency="", account_id=None) == Filter():
            count, total = self._all(_KEPT_SUMS, (wanted.currency, wanted.account_id))[0]
            return count, total
        return self._sums(wanted, "", ())

    def sums_between(self, wanted: Filter, newest: tuple[date, int], oldest: tuple[date, int]) -> tuple[int, int]:
        """As `count_and_sum`, of the rows from one (date, id) down to another, both included."""
        ends = [newest[0].isoformat(), newest[1], oldest[0].isoformat(), oldest[1]]
        return self._sums(wanted, " AND (t.date, t.id) <= (?, ?) AND (t.date, t.id) >= (?, ?)", ends)

    def _sums(self, wanted: Filter, within: str, ends: Sequence[Any]) -> tuple[int, int]:
        search, where, values = self._asked(wanted)
        found, words = search.condition()
        sql = f"""SELECT count(*), coalesce(sum(t.amount), 0) FROM txn t JOIN account a ON a.id = t.account_id
                  LEFT JOIN category c ON c.id = t.category_id WHERE {where}{within} AND {found}"""  # noqa: S608
        count, total = self._all(sql, [*values, *ends, *words])[0]
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

    # --- transfers between own accounts

    def other_side(self, id_: int) -> Transaction | None:
        """The other side of a transfer, or None."""
        from tenk_desktop.store.sides import other_side

        return other_side(self, self._all, id_)

    def other_sides(self, ids: Sequence[int]) -> dict[int, int]:
        """Of those of these transactions that are a side of a transfer, the other side: both by their ids."""
        from tenk_desktop.store.sides import other_sides

        return other_sides(self._all, ids)

    def answering(self, asked: Transaction, account_id: int) -> Transaction | None:
        """The one operation of another account that may be the other side of this one (stored or not), or None."""
        from tenk_desktop.store.sides import answering

        return answering(self, self._all, asked, account_id)

    def likely_transfers(self, since: date) -> tuple[tuple[Transaction, Transaction], ...]:
        """Pairs of operations since a day that may be one transfer (out, in), newest first; see `store.sides`."""
        from tenk_desktop.store.sides import likely_transfers

        return likely_transfers(self, self._all, since)

    def kept_filters(self) -> dict[str, Filter]:
        """The filters the user saved, by name, oldest first."""
        from tenk_desktop.store.kept_filters import kept_filters

        return kept_filters(self._all)

    def months(self, periods: Sequence[Period], earnings: Sequence[Earning] | None = None) -> tuple[MonthReport, ...]:
        """What each period brought against what it cost, in the ledger's currency. Calendar months are read from the
        kept totals, other periods added up. ``earnings`` are those of the ledger, where the caller has them already.
        """
        flows = self.flows(periods)
        return month_reports(periods, self.currency, flows, self.earnings() if earnings is None else earnings)

    def flows(self, periods: Sequence[Period]) -> tuple[Flow, ...]:
        """What moved in each period, by category and nature: `months` before it is added up, a split by its parts.
        Over the spending accounts in each currency; of a transfer only what a conversion brings or takes.
        """
        months: dict[bool, list[Period]] = {True: [], False: []}
        for period in periods:
            months[period == Period.of(period.start.year, period.start.month)].append(period)
        return (*self._month_flows(months[True]), *(f for period in months[False] for f in self._row_flows(period)))

    def budgets(self) -> "Plans":
        """What a person said of budgets."""
        from tenk_desktop.store.budgets import plans

        return plans(self._all)

    def first_day(self) -> date | None:
        """The day of the oldest transaction; None without any."""
        return _day(self._all("SELECT min(date) FROM txn")[0][0])

    def _month_flows(self, months: Sequence[Period]) -> list[Flow]:
        wanted = {month.start.isoformat()[:7]: month.start for month in months}
        rows = self._all(_MONTH_FLOWS, (min(wanted), max(wanted))) if wanted else []
        return [
            Flow(wanted[month], category, _NATURE[nature], currency, total)
            for month, category, nature, currency, total in rows
            if month in wanted
        ]

    def _row_flows(self, period: Period) -> list[Flow]:
        rows = self._all(_FLOWS, (period.start.isoformat(), period.end.isoformat()))
        return [
            Flow(period.start, category, _NATURE[nature], currency, total) for category, nature, currency, total in rows
        ]

    # --- the verdict

    def household(self, today: date) -> "Household":
        """All that the verdict needs, as known on a day."""
        from tenk_desktop.store.households import household

        return household(self, self._all, self._each, today)

    def schedules(self) -> "tuple[Schedule, ...]":
        """The bills and sure incomes the user typed, kept or refused."""
        from tenk_desktop.store.households import schedules

        return schedules(self._all)

    def preferences(self) -> dict[str, str]:
        """What the user told about this ledger, by name: ``floor`` (``floor.ID`` of one account alone), ``week``,
        ``start_day``, ``creator_range`` and ``rate`` (JSON lists), ``overdraft_cost``, and the
        dated facts of `core.creator.audience` (``condition.NAME``, ``parameter.NAME``).
        """
        return dict(self._all("SELECT name, value FROM preference WHERE name NOT GLOB '*:*'"))  # what is told has none

    def said(self) -> tuple[tuple[date, str], ...]:
        """The verdicts said, oldest first, as JSON."""
        return tuple(
            (date.fromisoformat(day), text) for day, text in self._all("SELECT day, verdict FROM said ORDER BY day")
        )

    def balance_at(self, account: Account, day: date) -> int | None:
        """The balance at the end of a day, from the last one known by then, else from the next."""
        from tenk_desktop.store.balances import at

        return at(self._all, account.id, day)

    def balance_known(self, account_id: int) -> bool:
        """Whether any balance of an account is known, and so each."""
        from tenk_desktop.store.balances import known

        return known(self._all, account_id)

    def balances_after(self, rows: Sequence[Transaction]) -> tuple[int, ...]:
        """The balance of an account after each of these operations of it, which follow one another, newest first: the
        last of a day leaves what `balance_at` says. Minor units of the account; empty when its balance is not known.
        """
        from tenk_desktop.store.balances import after

        return after(self._all, rows)

    def balances(self, start: date, end: date) -> tuple[tuple[date, int], ...]:
        """The sum of the spending accounts at the end of each day of ``[start, end)``, oldest first.

        Minor units of the ledger's currency, other currencies left out. Empty when the balance of any is not known;
        before the first operation or dated balance of all of them nothing is known either: no day is older.
        """
        from tenk_desktop.store.balances import daily

        spending = [a.id for a in self.accounts_named() if a.spending and a.currency == self.currency]
        return daily(self._all, spending, start, end)

    def rates(self) -> "tuple[Rate, ...]":
        """What currencies were worth in one another: typed by the user, or stated by a conversion."""
        from tenk_desktop.store.rates import rates

        return rates(self._all)

    def worth(self, day: date) -> "Worth":
        """The balance of each account at the end of a day, and of all together in the ledger's currency."""
        from tenk_desktop.core.rates import worth

        balances = {account: self.balance_at(account, day) for account in self.accounts()}
        return worth(balances, self.currency, self.rates(), day)

    # --- the bank's statements

    def counted(self, ids: Sequence[int]) -> tuple[tuple[int, date], ...]:
        """The accounts, by id, whose balance of now was typed for a day not before these transactions; and that day."""
        from tenk_desktop.store.counted import counted

        return counted(self._all, ids)

    def left_behind(self, unanswered: "Sequence[LeftBehind]" = ()) -> "tuple[LeftBehind, ...]":
        """The typed balances that count operations as they were before the last step changed or deleted them, with
        what was left ``unanswered`` of the steps before.
        """
        from tenk_desktop.store.counted import left_behind

        return left_behind(self._all, unanswered)

    def gaps(self) -> "tuple[Gap, ...]":
        """Where a bank's file and what else is known of an account do not agree."""
        from tenk_desktop.store.gaps import gaps

        return gaps(self._all, self.accounts_named(), self.preferences())

    def statements(self, account_id: int) -> "tuple[Agreed, ...]":
        """The bank's statements of an account that a person ticked off and locked, oldest first."""
        from tenk_desktop.store.statements import agreed

        return agreed(self._all, account_id)

    def next_statement(self, account: Account, today: date) -> "Start":
        """What ticking off an account may start with."""
        from tenk_desktop.store.statements import start

        return start(self, self._all, account, today)

    def sheet(self, sheet: "Sheet") -> "Sheet":
        """A statement being ticked off, with the rows that may be on it now."""
        from tenk_desktop.store.statements import sheet_of

        return sheet_of(self._all, sheet)

    # --- earnings

    def earns(self) -> bool:
        """Whether any earning is known."""
        return bool(self._all("SELECT 1 FROM earning LIMIT 1"))

    def earnings(self) -> tuple[Earning, ...]:
        """Every earning as its best observation says, marked received where a deposit paid it (`reconcile`)."""
        return self.payouts().earnings if self.earns() else ()

    def payouts(self) -> "Reconciled":
        """Every earning and every deposit of a platform, and which of them are one money.

        Asked again while nothing was written, by anybody, it is the same value: over 20,000 orders it takes a while.
        """
        revision, known = self.revision(), self.shared.payouts
        if known is None or known[0] != revision:
            known = self.shared.payouts = revision, self._payouts()
        return known[1]

    def in_wallets(self, day: date) -> dict[int, int]:
        """What platforms held at the end of a day, validated and not paid yet, by the id of the account that stands for
        them, in minor units of its currency (`core.creator.wallet`). Accounts of which that is not known are left out.
        """
        from tenk_desktop.core.creator.wallet import left, moves
        from tenk_desktop.store.wallets import by_account

        return by_account(self._all, left(moves(self.payouts(), day)))

    def _payouts(self) -> "Reconciled":
        from tenk_desktop.core.creator.reconcile import Accepted, reconcile
        from tenk_desktop.core.creator.stages import whole_months
        from tenk_desktop.store.deposits import deposits

        earnings = whole_months(self._observed())
        arrived = deposits(self._all, earnings)
        said = self._all("SELECT txn_id, earning_id, withheld FROM payout_link ORDER BY id") if earnings else ()
        accepted = [Accepted(txn, earning, bool(withheld)) for txn, earning, withheld in said]
        return reconcile(earnings, arrived, accepted)

    def _observed(self) -> list[Earning]:
        day = cache(date.fromisoformat)  # many rows, few days, few files
        file = dict(self._all("SELECT s.id, i.file FROM statement s JOIN import i ON i.id = s.import_id"))
        return [
            Earning(
                id_, platform, programme, key, amount, currency, _STAGE[stage], day(earned),
                day(settled) if settled else None, None, None, None, title, Source(file[statement], line), content,
            )
            for id_, platform, key, programme, stage, amount, currency, earned, settled, title, content, statement, line
            in self._each(_BEST_WORDS)
        ]  # fmt: skip

    # --- audience

    def audience(self, *metrics: str) -> "tuple[Audience, ...]":
        """Followers, views and videos of each creator account, as all its files together tell; the largest first. Of
        the days all metrics, or only these.
        """
        from tenk_desktop.core.creator.audience import Heard, Video, merge  # few ask

        day = cache(date.fromisoformat)
        wanted = f"WHERE metric IN ({', '.join('?' * len(metrics))})" if metrics else ""
        rows = self._all(
            f"""SELECT platform, user, metric, day, value, as_of FROM audience_row {wanted}
                UNION ALL SELECT platform, user, '', min(day), NULL, max(as_of) FROM audience_row GROUP BY 1, 2""",  # noqa: S608
            metrics,
        )
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

    # --- imports

    def imports(self) -> tuple[ImportRecord, ...]:
        """The imports that are in the ledger, oldest first."""
        sql = f"""SELECT i.id, i.file, i.format, i.imported_at, sum(s.rows), min(s.first), max(s.last),
                        json_group_array(DISTINCT a.name),
                        (SELECT count(*) FROM import_row r JOIN statement z ON z.id = r.statement_id
                         WHERE z.import_id = i.id AND {FIRST_WORDING})
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

    def existing(self, first: date, last: date, sha256: str = "") -> "Existing":
        """What `plan_file` needs to know for a file of these days, ends included, whose bytes have this digest."""
        from tenk_desktop.store.known import existing

        return existing(self, self._all, first, last, sha256)

    # --- rules

    def rules(self) -> "tuple[Rule, ...]":
        """What a person wants done with every operation that looks so, in its order."""
        if not self._all("SELECT 1 FROM rule LIMIT 1"):
            return ()
        from tenk_desktop.store.rules import kept

        return kept(self._all)

    def ruled(self, rules: "Sequence[Rule] | None" = None, progress: "Progress | None" = None) -> "Past":
        """What these rules, or all that are kept, would change of what is in the ledger; nothing is written.

        Raises `Cancelled` when ``progress`` says stop.
        """
        from tenk_desktop.core.progress import silent
        from tenk_desktop.core.rules import Past
        from tenk_desktop.store.rules import over_past

        revision = self.revision()
        wanted = self.rules() if rules is None else rules
        return Past(over_past(self._all, wanted, progress or silent), revision)

    def category_of(self, payee: str, account_id: int = 0) -> int | None:
        """The category a typed payee never seen would have: by a person's rules, else by the packaged words."""
        from tenk_desktop.store.rules import category_of

        return category_of(self, payee, account_id)

    def rule_learnt(self, before: Transaction, after: Transaction) -> "Learnt | None":
        """The rule that a change a person made of an operation suggests, and what it would change of the past; None
        when it suggests none.
        """
        from tenk_desktop.store.rules import learnt

        return learnt(self, self._all, before, after)

    # --- the file

    def replays_quickly(self, *, redo: bool = False) -> bool:
        """Whether undo (or redo) would put back only some rows, so that nobody needs to wait for it elsewhere."""
        rows = self._all(_STEP_ROWS.format("undone = 1 ORDER BY id" if redo else "undone = 0 ORDER BY id DESC"))
        return bool(rows[0][0] < QUICK)

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
        from tenk_desktop.store.checks import problems

        with speaking(self.path):
            return problems(self._db)

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
            wordings={txn: Wording(text, ref, _day(on) or date.min, amount) for txn, text, ref, on, amount in words},
            balances=tuple(KnownBalance(account, _day(day), amount) for account, day, amount in typed),
            stated=tuple(KnownBalance(a, _day(day), amount) for a, day, amount in self._all(_NEWEST_STATED)),
            earnings=self.earnings(),
        )

    def copy_to(self, path: Path) -> Path:
        """A whole copy, taken while the ledger stays usable."""
        with speaking(path), closing(sqlite3.connect(path)) as copy:
            self._db.backup(copy)
        return path


def _of_account(account_id: int | None) -> tuple[str, list[int]]:
    """The condition of one account's rows, or of all."""
    return ("1", []) if account_id is None else ("account_id = ?", [account_id])


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
        parts += [_ANY_PART.format(f"{_PART_CATEGORY} IS NULL"), _COUNTS]
        if not wanted.nature:  # of what a month cost it is a part; to be sorted it is not
            parts.append(f"NOT {_MOVED}")
    if wanted.spending_only:
        parts += [f"a.kind IN {SPENDING_KINDS}", _COUNTS]
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


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
