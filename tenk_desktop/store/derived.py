"""What the file keeps beside the rows so that nothing has to be added up or read through: month totals and the words
of every transaction. SQLite's triggers keep both after every statement, those of undo and redo too, so neither is
journaled.

``month_part`` is the truth: every part of a transaction (its splits, or itself) that is no side of a transfer. Taking
the parts of a transaction away before a change and putting them back after it is all the triggers do, and as each only
sees transactions that exist, rows may come and go in any order: undo puts tables back one by one, and a cascade
deletes splits and transfers after their transaction. Nothing is taken *before* an INSERT, for one that meets a row
with its id becomes an UPDATE (undo's upsert) and its AFTER never runs.

``account_month`` has the number and the sum of all transactions of each month and account, sides of transfers too: a
place in a long list is found without counting rows, a balance without adding them up.

The kind and currency of an account and the nature of a category are joined when read, so they may change freely.
"""

from collections.abc import Iterator

ACCOUNT_MONTH = """CREATE TABLE account_month (  -- amount: minor units of the account's currency, income positive
    month TEXT NOT NULL,  -- YYYY-MM
    account_id INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (account_id, month)
) STRICT, WITHOUT ROWID"""

MONTH_TABLE = (
    """CREATE TABLE month_total (  -- amount: minor units of the account's currency, income positive
        month TEXT NOT NULL,          -- YYYY-MM
        account_id INTEGER NOT NULL,
        category_id INTEGER NOT NULL, -- 0: none
        credit INTEGER NOT NULL,      -- 1: parts above zero, 0: the others
        amount INTEGER NOT NULL,
        rows INTEGER NOT NULL,
        PRIMARY KEY (month, account_id, category_id, credit)
    ) STRICT, WITHOUT ROWID""",
    ACCOUNT_MONTH,
    """CREATE VIEW month_part AS
        SELECT t.id AS txn_id, p.id AS split_id, substr(t.date, 1, 7) AS month, t.account_id AS account_id,
               coalesce(CASE WHEN p.id IS NULL THEN t.category_id ELSE p.category_id END, 0) AS category_id,
               coalesce(p.amount, t.amount) > 0 AS credit, coalesce(p.amount, t.amount) AS amount
        FROM txn t LEFT JOIN split p ON p.txn_id = t.id
        WHERE NOT EXISTS (SELECT 1 FROM transfer x WHERE x.out_txn = t.id)
          AND NOT EXISTS (SELECT 1 FROM transfer x WHERE x.in_txn = t.id)""",
    """CREATE TRIGGER month_total_empty AFTER UPDATE ON month_total WHEN new.rows = 0 BEGIN
        DELETE FROM month_total WHERE month = new.month AND account_id = new.account_id
            AND category_id = new.category_id AND credit = new.credit;
    END""",
)

FRESH_ACCOUNTS = "SELECT substr(date, 1, 7), account_id, count(*), sum(amount) FROM txn GROUP BY 1, 2"
FRESH_MONTHS = """SELECT month, account_id, category_id, credit, sum(amount), count(*)
    FROM month_part GROUP BY 1, 2, 3, 4"""

_ADD = """INSERT INTO month_total SELECT {columns}, {sign}amount, {sign}1 FROM {parts}
    ON CONFLICT DO UPDATE SET amount = amount + excluded.amount, rows = rows + excluded.rows;"""
_COLUMNS = "month, account_id, category_id, credit"


def _put(which: str) -> str:
    return _ADD.format(columns=_COLUMNS, sign="", parts=f"month_part WHERE {which}")


def _take(which: str) -> str:
    return _ADD.format(columns=_COLUMNS, sign="-", parts=f"month_part WHERE {which}")


# The parts of transactions as they would be without the transfer just made, for it hides them from `month_part`.
_UNTIED = """(SELECT substr(t.date, 1, 7) AS month, t.account_id AS account_id,
        coalesce(CASE WHEN p.id IS NULL THEN t.category_id ELSE p.category_id END, 0) AS category_id,
        coalesce(p.amount, t.amount) > 0 AS credit, coalesce(p.amount, t.amount) AS amount
    FROM txn t LEFT JOIN split p ON p.txn_id = t.id
    WHERE t.id IN (new.out_txn, new.in_txn) AND NOT EXISTS (
        SELECT 1 FROM transfer x WHERE x.id <> new.id AND (x.out_txn = t.id OR x.in_txn = t.id))) WHERE true"""

# A transaction without its first split, just made: as a whole again.
_WHOLE = """(SELECT m.month AS month, m.account_id AS account_id, coalesce(t.category_id, 0) AS category_id,
        t.amount > 0 AS credit, t.amount AS amount
    FROM month_part m JOIN txn t ON t.id = m.txn_id WHERE m.txn_id = new.txn_id AND m.split_id = new.id
      AND NOT EXISTS (SELECT 1 FROM split o WHERE o.txn_id = new.txn_id AND o.id <> new.id)) WHERE true"""

_COUNTED = " OR ".join(f"old.{name} IS NOT new.{name}" for name in ("account_id", "date", "amount"))
_MOVED = f"{_COUNTED} OR old.category_id IS NOT new.category_id"


_COUNT = """INSERT INTO account_month VALUES (substr({row}.date, 1, 7), {row}.account_id, {sign}1, {sign}{row}.amount)
    ON CONFLICT DO UPDATE SET rows = rows + excluded.rows, amount = amount + excluded.amount;"""


def _count(row: str, sign: str = "") -> str:
    return _COUNT.format(row=row, sign=sign)


def month_triggers() -> Iterator[str]:
    """What keeps ``month_total`` equal to `FRESH_MONTHS` after every statement, and ``account_month`` (those
    without transactions apart) to `FRESH_ACCOUNTS`.
    """
    own_split = "txn_id IN (old.txn_id, new.txn_id)"
    own_transfer = "txn_id IN (old.out_txn, old.in_txn, new.out_txn, new.in_txn)"
    without = _ADD.format(columns=_COLUMNS, sign="-", parts="{}")
    for name, event, action in (
        ("txn_put", "AFTER INSERT ON txn", _put("txn_id = new.id") + _count("new")),
        ("txn_take", "BEFORE DELETE ON txn", _take("txn_id = old.id")),
        ("txn_gone", "AFTER DELETE ON txn", _count("old", "-")),
        ("txn_moved", f"AFTER UPDATE ON txn WHEN {_COUNTED}", _count("old", "-") + _count("new")),
        ("txn_move_take", f"BEFORE UPDATE ON txn WHEN {_MOVED}", _take("txn_id = old.id")),
        ("txn_move_put", f"AFTER UPDATE ON txn WHEN {_MOVED}", _put("txn_id = new.id")),
        ("split_put", "AFTER INSERT ON split",
         _put("txn_id = new.txn_id AND split_id = new.id") + without.format(_WHOLE)),
        ("split_take", "BEFORE DELETE ON split", _take("txn_id = old.txn_id")),
        ("split_left", "AFTER DELETE ON split", _put("txn_id = old.txn_id")),
        ("split_move_take", "BEFORE UPDATE ON split", _take(own_split)),
        ("split_move_put", "AFTER UPDATE ON split", _put(own_split)),
        ("transfer_take", "AFTER INSERT ON transfer", without.format(_UNTIED)),
        ("transfer_left", "AFTER DELETE ON transfer", _put("txn_id IN (old.out_txn, old.in_txn)")),
        ("transfer_move_take", "BEFORE UPDATE ON transfer", _take(own_transfer)),
        ("transfer_move_put", "AFTER UPDATE ON transfer", _put(own_transfer)),
    ):  # fmt: skip
        yield f"CREATE TRIGGER month_{name} {event} BEGIN {action} END"


# ``txn.search`` is folded already. Without positions the index is a third of the size; a query is then single words.
SEARCH_INDEX = (
    """CREATE VIRTUAL TABLE txn_search USING fts5(search, content = 'txn', content_rowid = 'id',
        tokenize = 'unicode61 remove_diacritics 0', detail = none, prefix = '2 3')""",
    """CREATE TRIGGER search_put AFTER INSERT ON txn BEGIN
        INSERT INTO txn_search (rowid, search) VALUES (new.id, new.search);
    END""",
    """CREATE TRIGGER search_take AFTER DELETE ON txn BEGIN
        INSERT INTO txn_search (txn_search, rowid, search) VALUES ('delete', old.id, old.search);
    END""",
    """CREATE TRIGGER search_change AFTER UPDATE ON txn WHEN old.search <> new.search BEGIN
        INSERT INTO txn_search (txn_search, rowid, search) VALUES ('delete', old.id, old.search);
        INSERT INTO txn_search (rowid, search) VALUES (new.id, new.search);
    END""",
)

# What stands anywhere in it, by every three characters; two spaces behind have each character begin three. Kept so that
# what stands nowhere is known without reading every row; it costs 3 microseconds and 30 bytes a transaction.
INSIDE_INDEX = (
    "CREATE VIEW txn_text AS SELECT id, search || '  ' AS search FROM txn",
    """CREATE VIRTUAL TABLE txn_inside USING fts5(search, content = 'txn_text', content_rowid = 'id',
        tokenize = 'trigram case_sensitive 1', detail = none, columnsize = 0)""",
    "CREATE VIRTUAL TABLE txn_inside_term USING fts5vocab(txn_inside, instance)",
    """CREATE TRIGGER inside_put AFTER INSERT ON txn BEGIN
        INSERT INTO txn_inside (rowid, search) VALUES (new.id, new.search || '  ');
    END""",
    """CREATE TRIGGER inside_take AFTER DELETE ON txn BEGIN
        INSERT INTO txn_inside (txn_inside, rowid, search) VALUES ('delete', old.id, old.search || '  ');
    END""",
    """CREATE TRIGGER inside_change AFTER UPDATE ON txn WHEN old.search <> new.search BEGIN
        INSERT INTO txn_inside (txn_inside, rowid, search) VALUES ('delete', old.id, old.search || '  ');
        INSERT INTO txn_inside (rowid, search) VALUES (new.id, new.search || '  ');
    END""",
)
