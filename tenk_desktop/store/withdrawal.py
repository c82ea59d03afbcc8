"""Takes one import back, whatever came after it: what it alone brought goes, what others brought too stays."""

import sqlite3

# What was said of an operation or an account by its number goes with it: the number is given to another one.
FORGET_PAIRS = """DELETE FROM preference WHERE name GLOB 'apart:*' AND (
    NOT EXISTS (SELECT 1 FROM txn WHERE id = CAST(substr(name, 7) AS INTEGER))
    OR NOT EXISTS (SELECT 1 FROM txn WHERE id = CAST(substr(name, instr(name, '-') + 1) AS INTEGER)))"""
_FORGET_ACCOUNTS = """DELETE FROM preference WHERE (name GLOB 'floor.*' OR name GLOB 'gap.*')
    AND NOT EXISTS (SELECT 1 FROM account WHERE id = CAST(substr(name, instr(name, '.') + 1) AS INTEGER))"""

# A row another file holds too is handed over to that file before its import goes.
_UNDO_IMPORT = (
    """UPDATE import_row SET (statement_id, line) = (
           SELECT g.statement_id, g.line FROM seen_again g JOIN statement s ON s.id = g.statement_id
           WHERE g.import_row_id = import_row.id AND s.import_id <> :import ORDER BY g.id LIMIT 1)
       WHERE statement_id IN (SELECT id FROM statement WHERE import_id = :import)
         AND EXISTS (SELECT 1 FROM seen_again g JOIN statement s ON s.id = g.statement_id
                     WHERE g.import_row_id = import_row.id AND s.import_id <> :import)""",
    """DELETE FROM seen_again WHERE EXISTS (SELECT 1 FROM import_row r WHERE r.id = seen_again.import_row_id
           AND r.statement_id = seen_again.statement_id AND r.line = seen_again.line)""",
    """DELETE FROM txn WHERE typed = 0 AND id IN (
           SELECT r.txn_id FROM import_row r JOIN statement s ON s.id = r.statement_id
           GROUP BY r.txn_id HAVING min(s.import_id) = :import AND max(s.import_id) = :import)""",
    "DELETE FROM preference WHERE name GLOB 'table:*' AND json_extract(value, '$.import') = :import",
    """DELETE FROM balance WHERE EXISTS (SELECT 1 FROM preference p, json_each(p.value, '$.balances') made
           WHERE p.name = 'import:' || :import
             AND made.key = CAST(balance.id AS TEXT) AND made.value = balance.amount)""",
    """DELETE FROM category WHERE id IN (SELECT made.value FROM preference p, json_each(p.value, '$.categories') made
           WHERE p.name = 'import:' || :import)
         AND NOT EXISTS (SELECT 1 FROM txn t WHERE t.category_id = category.id)
         AND NOT EXISTS (SELECT 1 FROM split s WHERE s.category_id = category.id)
         AND NOT EXISTS (SELECT 1 FROM schedule d WHERE d.category_id = category.id)
         AND NOT EXISTS (SELECT 1 FROM budget b WHERE b.category_id = category.id)
         AND NOT EXISTS (SELECT 1 FROM budget_category b WHERE b.category_id = category.id)
         AND NOT EXISTS (SELECT 1 FROM rule r WHERE r.category_id = category.id)""",
    "DELETE FROM preference WHERE name = 'import:' || :import",
    "DELETE FROM import WHERE id = :import",
    "DELETE FROM earning WHERE NOT EXISTS (SELECT 1 FROM earning_row r WHERE r.earning_id = earning.id)",
    """DELETE FROM account WHERE typed = 0 AND NOT EXISTS (SELECT 1 FROM txn t WHERE t.account_id = account.id)
           AND NOT EXISTS (SELECT 1 FROM statement s WHERE s.account_id = account.id)
           AND NOT EXISTS (SELECT 1 FROM balance b WHERE b.account_id = account.id)
           AND NOT EXISTS (SELECT 1 FROM rule r WHERE r.account_id = account.id)""",
    FORGET_PAIRS,
    _FORGET_ACCOUNTS,
)


def withdraw(db: sqlite3.Connection, import_id: int) -> None:
    """Inside a step. What it made and nothing else holds goes along: earnings, categories, accounts, answers kept."""
    for statement in _UNDO_IMPORT:
        db.execute(statement, {"import": import_id})
