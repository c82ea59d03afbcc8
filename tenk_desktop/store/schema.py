"""The tables, as small migrations. `user_version` counts the migrations a file has had.

What SQL can hold of the rules of money is held here: whole minor units, real days, one currency an account, unique
transfers. That the parts of a split sum to their whole is checked by the write gate at the end of each step
(`history.Journal`), for SQLite has no deferred check.

Where a row comes from: `import` is one file, `statement` one account in it, `import_row` one line as the bank wrote
it, kept raw for ever beside the transaction people edit. An `import_row` whose transaction was deleted stays behind
as a tombstone, so that the next import does not bring the row back. `seen_again` notes a later file that holds the
same row; undoing the first import then hands the row over instead of losing it. A file that words a known operation
otherwise (another layout) adds its own `import_row` to it.

What a platform owes is never overwritten: `earning_row` keeps every observation and the best one counts, so the order
of imports does not matter and undoing one is exact. Of what a person types the last word counts (`words`).
"""

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

from tenk_desktop.store.derived import (
    ACCOUNT_MONTH,
    FRESH_ACCOUNTS,
    FRESH_MONTHS,
    INSIDE_INDEX,
    MONTH_TABLE,
    SEARCH_INDEX,
    month_triggers,
)
from tenk_desktop.store.history import JOURNAL_TABLES, journal_triggers
from tenk_desktop.store.words import BEST_TABLE, best_rows, best_triggers

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = 0x54454E4B  # "TENK"

JOURNALED = (
    "account",
    "balance",
    "category",
    "txn",
    "split",
    "transfer",
    "import",
    "statement",
    "import_row",
    "seen_again",
    "earning",
    "earning_row",
    "schedule",
    "preference",
    "audience_row",
    "video_row",
    "payout_link",
    "schedule_once",
    "reconciliation",
    "reconciliation_row",
    "rate",
    "budget",
    "budget_category",
    "budget_kept",
    "rule",
    "renamed",
    "schedule_change",
)

_DAY = "TEXT {null} CHECK ({name} IS NULL OR {name} = date({name}, '+0 days'))"
_AMOUNT = "INTEGER NOT NULL CHECK (amount BETWEEN -99999999999999 AND 99999999999999)"


def _day(name: str, *, null: bool = False) -> str:
    return f"{name} " + _DAY.format(name=name, null="" if null else "NOT NULL")


_FIRST = (
    "CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    """CREATE TABLE account (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (trim(name) <> ''),
        kind TEXT NOT NULL CHECK (kind IN ('bank', 'cash', 'paypal', 'savings', 'wallet')),
        currency TEXT NOT NULL CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
        typed INTEGER NOT NULL DEFAULT 1 CHECK (typed IN (0, 1))  -- 0: made by an import, and gone with it
    ) STRICT""",
    f"""CREATE TABLE balance (  -- typed by a person; no date: before the first transaction
        id INTEGER PRIMARY KEY,
        account_id INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
        {_day("date", null=True)},
        amount {_AMOUNT}
    ) STRICT""",
    "CREATE UNIQUE INDEX balance_day ON balance (account_id, coalesce(date, ''))",
    """CREATE TABLE category (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (trim(name) <> ''),
        nature TEXT NOT NULL CHECK (nature IN ('sure', 'tiktok', 'other_creator', 'other', 'cost')),
        parent_id INTEGER REFERENCES category ON DELETE SET NULL CHECK (parent_id <> id),
        builtin INTEGER NOT NULL DEFAULT 0 CHECK (builtin IN (0, 1))
    ) STRICT""",
    f"""CREATE TABLE txn (
        id INTEGER PRIMARY KEY,
        account_id INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
        {_day("date")},
        amount {_AMOUNT},
        payee TEXT NOT NULL,
        memo TEXT NOT NULL DEFAULT '',
        category_id INTEGER REFERENCES category ON DELETE SET NULL,
        chosen INTEGER NOT NULL DEFAULT 0 CHECK (chosen IN (0, 1)),  -- the category was chosen by a person
        reconciled INTEGER NOT NULL DEFAULT 0 CHECK (reconciled IN (0, 1)),
        typed INTEGER NOT NULL DEFAULT 1 CHECK (typed IN (0, 1)),
        search TEXT NOT NULL DEFAULT ''  -- payee, memo and bank text, folded: no accents, no case
    ) STRICT""",
    "CREATE INDEX txn_payee ON txn (payee)",
    "CREATE INDEX txn_date ON txn (date, id)",
    "CREATE INDEX txn_account_date ON txn (account_id, date, amount)",
    "CREATE INDEX txn_category ON txn (category_id)",
    f"""CREATE TABLE split (
        id INTEGER PRIMARY KEY,
        txn_id INTEGER NOT NULL REFERENCES txn ON DELETE CASCADE,
        amount {_AMOUNT},
        category_id INTEGER REFERENCES category ON DELETE SET NULL,
        memo TEXT NOT NULL DEFAULT ''
    ) STRICT""",
    "CREATE INDEX split_txn ON split (txn_id)",
    "CREATE INDEX split_category ON split (category_id)",
    """CREATE TABLE transfer (  -- one thing with two sides
        id INTEGER PRIMARY KEY,
        out_txn INTEGER NOT NULL UNIQUE REFERENCES txn ON DELETE CASCADE,
        in_txn INTEGER NOT NULL UNIQUE REFERENCES txn ON DELETE CASCADE CHECK (in_txn <> out_txn)
    ) STRICT""",
    """CREATE TABLE import (
        id INTEGER PRIMARY KEY,
        file TEXT NOT NULL,
        sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
        format TEXT NOT NULL,
        encoding TEXT NOT NULL,
        imported_at TEXT NOT NULL
    ) STRICT""",
    f"""CREATE TABLE statement (
        id INTEGER PRIMARY KEY,
        import_id INTEGER NOT NULL REFERENCES import ON DELETE CASCADE,
        account_id INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
        number TEXT NOT NULL DEFAULT '',
        header TEXT NOT NULL DEFAULT '',
        rows INTEGER NOT NULL,
        {_day("first", null=True)},
        {_day("last", null=True)},
        {_day("closing_date", null=True)},  -- the balance as the file states it
        closing_amount INTEGER CHECK ((closing_amount IS NULL) = (closing_date IS NULL)),
        {_day("anchor_date", null=True)},  -- the end of the last day the file surely holds whole
        anchor_amount INTEGER CHECK ((anchor_amount IS NULL) = (anchor_date IS NULL))
    ) STRICT""",
    "CREATE INDEX statement_import ON statement (import_id)",
    "CREATE INDEX statement_account ON statement (account_id)",
    f"""CREATE TABLE import_row (
        id INTEGER PRIMARY KEY,
        statement_id INTEGER NOT NULL REFERENCES statement ON DELETE CASCADE,
        line INTEGER NOT NULL,
        account_id INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
        {_day("date")},
        amount {_AMOUNT},
        label TEXT NOT NULL,
        ref TEXT NOT NULL DEFAULT '',
        txn_id INTEGER REFERENCES txn ON DELETE SET NULL
    ) STRICT""",
    "CREATE INDEX import_row_account ON import_row (account_id, date)",
    "CREATE INDEX import_row_txn ON import_row (txn_id)",
    "CREATE INDEX import_row_statement ON import_row (statement_id)",
    """CREATE TABLE seen_again (
        id INTEGER PRIMARY KEY,
        import_row_id INTEGER NOT NULL REFERENCES import_row ON DELETE CASCADE,
        statement_id INTEGER NOT NULL REFERENCES statement ON DELETE CASCADE,
        line INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX seen_again_row ON seen_again (import_row_id)",
    "CREATE INDEX seen_again_statement ON seen_again (statement_id)",
    """CREATE TABLE earning (
        id INTEGER PRIMARY KEY,
        platform TEXT NOT NULL,
        key TEXT NOT NULL,
        UNIQUE (platform, key)
    ) STRICT""",
    f"""CREATE TABLE earning_row (
        id INTEGER PRIMARY KEY,
        earning_id INTEGER NOT NULL REFERENCES earning ON DELETE CASCADE,
        statement_id INTEGER NOT NULL REFERENCES statement ON DELETE CASCADE,
        line INTEGER NOT NULL,
        programme TEXT NOT NULL,
        stage TEXT NOT NULL CHECK (stage IN ('estimated', 'validated', 'payable', 'in_transit', 'received', 'void')),
        amount {_AMOUNT},
        currency TEXT NOT NULL CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
        {_day("earned")},
        {_day("settled", null=True)},
        title TEXT NOT NULL DEFAULT '',
        content TEXT NOT NULL DEFAULT '',
        awaiting INTEGER NOT NULL DEFAULT 0 CHECK (awaiting IN (0, 1))
    ) STRICT""",
    "CREATE INDEX earning_row_earning ON earning_row (earning_id)",
    "CREATE INDEX earning_row_statement ON earning_row (statement_id)",
)


_OUTLOOK = (
    f"""CREATE TABLE schedule (  -- a bill or a sure income the user typed, kept or refused
        id INTEGER PRIMARY KEY,
        payee TEXT NOT NULL CHECK (trim(payee) <> ''),
        amount {_AMOUNT},
        low INTEGER,
        high INTEGER CHECK ((low IS NULL) = (high IS NULL)),
        every INTEGER NOT NULL CHECK (every BETWEEN 1 AND 366),
        unit TEXT NOT NULL CHECK (unit IN ('day', 'month')),
        day INTEGER NOT NULL CHECK (day BETWEEN 0 AND 31),
        {_day("anchor", null=True)},
        {_day("until", null=True)},
        status TEXT NOT NULL CHECK (status IN ('confirmed', 'ignored')),
        key TEXT NOT NULL DEFAULT '',
        account_id INTEGER REFERENCES account ON DELETE SET NULL,
        category_id INTEGER REFERENCES category ON DELETE SET NULL
    ) STRICT""",
    """CREATE TABLE preference (  -- what the user told about this ledger: overdraft, an ordinary week
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        value TEXT NOT NULL
    ) STRICT""",
    # What the app said is no step of the user's: it is outside undo.
    f"""CREATE TABLE said (
        {_day("day")} PRIMARY KEY,
        verdict TEXT NOT NULL CHECK (json_valid(verdict))
    ) STRICT, WITHOUT ROWID""",
)

# What a platform says of an audience is kept as every file says it; `core.creator.audience.merge` finds what stands.
# as_of: the moment of the export, ISO and UTC, or the newest day of a file that hides it.
_AUDIENCE = (
    f"""CREATE TABLE audience_row (
        id INTEGER PRIMARY KEY,
        statement_id INTEGER NOT NULL REFERENCES statement ON DELETE CASCADE,
        line INTEGER NOT NULL,
        platform TEXT NOT NULL,
        user TEXT NOT NULL,
        metric TEXT NOT NULL,
        {_day("day")},
        value INTEGER,  -- none: the platform says it does not know
        as_of TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX audience_row_statement ON audience_row (statement_id)",
    "CREATE INDEX audience_row_day ON audience_row (day)",
    f"""CREATE TABLE video_row (
        id INTEGER PRIMARY KEY,
        statement_id INTEGER NOT NULL REFERENCES statement ON DELETE CASCADE,
        line INTEGER NOT NULL,
        platform TEXT NOT NULL,
        user TEXT NOT NULL,
        video TEXT NOT NULL,
        title TEXT NOT NULL DEFAULT '',
        {_day("posted", null=True)},
        views INTEGER,
        likes INTEGER,
        comments INTEGER,
        shares INTEGER,
        as_of TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX video_row_statement ON video_row (statement_id)",
)


# What a person said of a deposit. What can be worked out of files (`core.creator.reconcile`) is not kept.
_PAYOUTS = (
    """CREATE TABLE payout_link (
        id INTEGER PRIMARY KEY,
        txn_id INTEGER NOT NULL REFERENCES txn ON DELETE CASCADE,
        earning_id INTEGER REFERENCES earning ON DELETE CASCADE,  -- none: it paid no earning that is known
        withheld INTEGER NOT NULL DEFAULT 0 CHECK (withheld IN (0, 1))  -- the difference is a withholding
    ) STRICT""",
    "CREATE UNIQUE INDEX payout_link_once ON payout_link (txn_id, coalesce(earning_id, 0))",
    "CREATE INDEX payout_link_earning ON payout_link (earning_id)",
)


# What a person said of one occurrence of what comes back, found or typed: so by its payee, not by a row of `schedule`.
_ONCE = (
    f"""CREATE TABLE schedule_once (
        id INTEGER PRIMARY KEY,
        payee TEXT NOT NULL CHECK (trim(payee) <> ''),
        {_day("day")},
        {_day("moved_to", null=True)}  -- none: it does not come
    ) STRICT""",
    "CREATE UNIQUE INDEX schedule_once_day ON schedule_once (payee, day)",
)

# What a schedule becomes from a day on, as a person said it (`core.outlook.household.Since`).
_CHANGES = (
    f"""CREATE TABLE schedule_change (
        id INTEGER PRIMARY KEY,
        schedule_id INTEGER NOT NULL REFERENCES schedule ON DELETE CASCADE,
        {_day("day")},
        amount INTEGER CHECK (amount BETWEEN -99999999999999 AND 99999999999999),  -- none: the schedule's own
        {_day("first", null=True)}  -- the first time on another day; none: the days stay
    ) STRICT""",
    "CREATE INDEX schedule_change_of ON schedule_change (schedule_id)",
)


# A bank's statement a person ticked off and agreed to (`core.reconciling`), and the rows it held.
_RECONCILING = (
    f"""CREATE TABLE reconciliation (
        id INTEGER PRIMARY KEY,
        account_id INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
        {_day("since")},
        opening INTEGER NOT NULL,
        {_day("day")} CHECK (day >= since),
        closing INTEGER NOT NULL,
        residue INTEGER NOT NULL DEFAULT 0,
        residue_name TEXT NOT NULL DEFAULT '' CHECK ((residue <> 0) = (trim(residue_name) <> ''))
    ) STRICT""",
    "CREATE UNIQUE INDEX reconciliation_day ON reconciliation (account_id, day)",
    """CREATE TABLE reconciliation_row (
        id INTEGER PRIMARY KEY,
        reconciliation_id INTEGER NOT NULL REFERENCES reconciliation ON DELETE CASCADE,
        txn_id INTEGER NOT NULL UNIQUE REFERENCES txn ON DELETE CASCADE
    ) STRICT""",
    "CREATE INDEX reconciliation_row_of ON reconciliation_row (reconciliation_id)",
)

# What one unit of a currency is worth in another one, as a person read it somewhere on that day: the exact decimal
# text. Rates that statements state are not kept here: they are the two sides of a conversion.
_RATES = (
    f"""CREATE TABLE rate (
        id INTEGER PRIMARY KEY,
        {_day("day")},
        base TEXT NOT NULL CHECK (base GLOB '[A-Z][A-Z][A-Z]'),
        quote TEXT NOT NULL CHECK (quote GLOB '[A-Z][A-Z][A-Z]' AND quote <> base),
        value TEXT NOT NULL,
        source TEXT NOT NULL DEFAULT ''
    ) STRICT""",
    "CREATE UNIQUE INDEX rate_day ON rate (base, quote, day)",
)


# What a person plans to spend (`core.budgeting.plan`), by the first day of its period; what they say of a category; and
# what a period puts aside for the next one.
_BUDGETS = (
    f"""CREATE TABLE budget (
        id INTEGER PRIMARY KEY,
        {_day("start")},
        category_id INTEGER NOT NULL REFERENCES category ON DELETE CASCADE,
        amount {_AMOUNT} CHECK (amount >= 0)
    ) STRICT""",
    "CREATE UNIQUE INDEX budget_start ON budget (start, category_id)",
    "CREATE INDEX budget_of ON budget (category_id)",
    f"""CREATE TABLE budget_category (
        id INTEGER PRIMARY KEY,
        category_id INTEGER NOT NULL UNIQUE REFERENCES category ON DELETE CASCADE,
        essential INTEGER CHECK (essential IN (0, 1)),
        fixed INTEGER CHECK (fixed IN (0, 1)),
        {_day("carry_from", null=True)}  -- the first period that takes over what the one before left
    ) STRICT""",
    f"""CREATE TABLE budget_kept (
        id INTEGER PRIMARY KEY,
        {_day("start")} UNIQUE,
        amount {_AMOUNT} CHECK (amount >= 0)
    ) STRICT""",
)


# What a person wants done with every operation that looks so (`core.rules`), in the order of ``place``. And what an
# imported operation's payee was before a rule or a person wrote another, so that rules always look at the same text.
_RULES = (
    """CREATE TABLE rule (
        id INTEGER PRIMARY KEY,
        place INTEGER NOT NULL,
        text TEXT NOT NULL DEFAULT '',
        compare TEXT NOT NULL CHECK (compare IN ('contains', 'is', 'starts')),
        sign INTEGER NOT NULL DEFAULT 0 CHECK (sign IN (-1, 0, 1)),
        low INTEGER CHECK (low >= 0),
        high INTEGER CHECK (high >= 0 AND (low IS NULL OR low <= high)),
        account_id INTEGER REFERENCES account ON DELETE CASCADE,
        payee TEXT NOT NULL DEFAULT '',
        category_id INTEGER REFERENCES category ON DELETE SET NULL,
        memo TEXT NOT NULL DEFAULT ''
    ) STRICT""",
    "CREATE INDEX rule_account ON rule (account_id)",
    "CREATE INDEX rule_category ON rule (category_id)",
    """CREATE TABLE renamed (
        id INTEGER PRIMARY KEY REFERENCES txn ON DELETE CASCADE,
        payee TEXT NOT NULL,
        chosen INTEGER NOT NULL CHECK (chosen IN (0, 1))  -- a person wrote the one it has now
    ) STRICT""",
)


def _m001_ledger(db: "Database") -> None:
    from tenk_desktop.core.importing.categorise import default_categories  # a new file only

    for sql in (*_FIRST, *JOURNAL_TABLES):
        db.execute(sql)
    for category in default_categories():
        db.execute(
            "INSERT INTO category (id, name, nature, parent_id, builtin) VALUES (?, ?, ?, ?, 1)",
            (category.id, category.name, category.nature, category.parent_id),
        )
    made = set(db.table_names())
    _journal(db, *(table for table in JOURNALED if table in made))  # the others when they are made


def _m002_outlook(db: "Database") -> None:
    for sql in _OUTLOOK:
        db.execute(sql)
    _journal(db, "schedule", "preference")


def _m003_audience(db: "Database") -> None:
    for sql in _AUDIENCE:
        db.execute(sql)
    _journal(db, "audience_row", "video_row")


def _m004_derived(db: "Database") -> None:
    for sql in (*MONTH_TABLE, *month_triggers(), *SEARCH_INDEX):
        db.execute(sql)
    db.execute(f"INSERT INTO month_total {FRESH_MONTHS}")
    db.execute(f"INSERT INTO account_month {FRESH_ACCOUNTS}")
    db.execute("INSERT INTO txn_search (txn_search) VALUES ('rebuild')")


def _m005_payouts(db: "Database") -> None:
    for sql in (*_PAYOUTS, BEST_TABLE, *best_triggers(typed=False)):
        db.execute(sql)
    db.execute(f"INSERT INTO earning_best {best_rows(typed=False)}")
    _journal(db, "payout_link")


def _m006_once(db: "Database") -> None:
    for sql in _ONCE:
        db.execute(sql)
    _journal(db, "schedule_once")


def _m007_reconciling(db: "Database") -> None:
    for sql in (*_RECONCILING, *_RATES):
        db.execute(sql)
    _journal(db, "reconciliation", "reconciliation_row", "rate")


def _m008_budgets(db: "Database") -> None:
    for sql in _BUDGETS:
        db.execute(sql)
    _journal(db, "budget", "budget_category", "budget_kept")


def _m009_rules(db: "Database") -> None:
    for sql in _RULES:
        db.execute(sql)
    _journal(db, "rule", "renamed")


def _m010_sizes(db: "Database") -> None:
    """A search by amount (`search`), and the other side of a transfer (`sides`)."""
    db.execute("CREATE INDEX txn_amount ON txn (amount)")


def _m011_changes(db: "Database") -> None:
    for sql in _CHANGES:
        db.execute(sql)
    _journal(db, "schedule_change")


def _m012_journal(db: "Database") -> None:
    """What is looked for inside words; the totals of each account, in place of the counts of all; its rows in order."""
    for sql in INSIDE_INDEX:
        db.execute(sql)
    db.execute("INSERT INTO txn_inside (txn_inside) VALUES ('rebuild')")
    kept = [sql for sql in month_triggers() if "account_month" in sql]
    for sql in (*(f"DROP TRIGGER {sql.split()[2]}" for sql in kept), "DROP TABLE IF EXISTS month_count"):
        db.execute(sql)
    for sql in ("DROP TABLE IF EXISTS account_month", ACCOUNT_MONTH, *kept):
        db.execute(sql)
    db.execute(f"INSERT INTO account_month {FRESH_ACCOUNTS}")
    db.execute("DROP INDEX txn_account_date")
    db.execute("CREATE INDEX txn_account_date ON txn (account_id, date, id, amount)")


def _m013_typed_words(db: "Database") -> None:
    """A person's later word on an earning hides the former ones and no more takes them away (`words`)."""
    db.execute("ALTER TABLE earning_row ADD COLUMN typed INTEGER NOT NULL DEFAULT 0 CHECK (typed IN (0, 1))")
    images = "UPDATE undo_log SET old = json_insert(old, '$[#]', 0) WHERE tbl = 'earning_row' AND old IS NOT NULL"
    events = ("insert", "update", "delete")
    for sql in (
        images,
        *(f"DROP TRIGGER {table}_{event}" for table in ("earning_row", "earning_best") for event in events),
    ):
        db.execute(sql)
    for sql in best_triggers():
        db.execute(sql)
    _journal(db, "earning_row")


def _journal(db: "Database", *tables: str) -> None:
    """Have the write gate keep these tables."""
    for table in tables:
        for sql in journal_triggers(table, [column.name for column in db[table].columns]):
            db.execute(sql)


MIGRATIONS: tuple[Callable[["Database"], None], ...] = (
    _m001_ledger,
    _m002_outlook,
    _m003_audience,
    _m004_derived,
    _m005_payouts,
    _m006_once,
    _m007_reconciling,
    _m008_budgets,
    _m009_rules,
    _m010_sizes,
    _m011_changes,
    _m012_journal,
    _m013_typed_words,
)


def migrate(connection: sqlite3.Connection, keep: Callable[[], object] | None = None) -> None:
    """Bring the file up to this program's schema, all migrations in one transaction. No-op when it is there.

    ``keep`` is called before anything of an older file is changed, while nobody else can write; what it raises leaves
    the file as it was.
    """
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version >= len(MIGRATIONS):
        return
    from sqlite_utils import Database  # costs more to import than the first window to paint

    connection.execute("BEGIN IMMEDIATE")
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()  # another process may have done it meanwhile
        if keep is not None and 0 < version < len(MIGRATIONS):
            keep()
        db = Database(connection, recursive_triggers=False, execute_plugins=False)
        for migration in MIGRATIONS[version:]:
            migration(db)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
