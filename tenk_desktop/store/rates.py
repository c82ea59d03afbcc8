"""The rates a ledger knows (`core.rates`): typed ones, and those its conversions state. Loaded only where accounts in
several currencies are added up.
"""

from datetime import date
from fractions import Fraction

from tenk_desktop.core.rates import Rate, stated
from tenk_desktop.store.search import Ask

_TYPED = "SELECT id, day, base, quote, value FROM rate ORDER BY day, id"

# Found from the accounts in other currencies than the ledger's: most ledgers have none, and then no transfer is read.
# A side in parts holds a fee: what it became is then not what was converted.
_CONVERSIONS = """
SELECT x.id, o.date, a.currency, -o.amount, b.currency, i.amount
FROM account f CROSS JOIN txn t ON t.account_id = f.id CROSS JOIN transfer x ON x.{side} = t.id
JOIN txn o ON o.id = x.out_txn JOIN txn i ON i.id = x.in_txn
JOIN account a ON a.id = o.account_id JOIN account b ON b.id = i.account_id
WHERE f.currency <> (SELECT value FROM setting WHERE key = 'currency') AND a.currency <> b.currency
  AND o.amount < 0 AND i.amount > 0 AND NOT EXISTS (SELECT 1 FROM split p WHERE p.txn_id IN (o.id, i.id))
"""
_STATED = f"{_CONVERSIONS.format(side='out_txn')} UNION {_CONVERSIONS.format(side='in_txn')} ORDER BY 2, 1"


def rates(ask: Ask) -> tuple[Rate, ...]:
    """Every rate that is known, the typed ones first, each kind oldest first."""
    typed = [
        Rate(date.fromisoformat(day), base, quote, Fraction(text), id_) for id_, day, base, quote, text in ask(_TYPED)
    ]
    found = [
        stated(date.fromisoformat(day), base, out, quote, into) for _id, day, base, out, quote, into in ask(_STATED)
    ]
    return (*typed, *found)
