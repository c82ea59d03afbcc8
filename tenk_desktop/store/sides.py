"""Transfers between own accounts seen from their two sides: which operations may be one movement of money.

Two operations may be one transfer when they are in two accounts of one currency, of opposite amounts, at most `DAYS`
apart, and neither is a side of a transfer already, split, or sorted by a person. It is worth proposing when nothing
else fits either of them, and when a text speaks of a transfer or names the other account, or both are unsorted.
"""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tenk_desktop.core.model import Transaction
from tenk_desktop.core.text import fold
from tenk_desktop.store.search import Ask, begins_word

if TYPE_CHECKING:
    from tenk_desktop.store.queries import Queries

DAYS = 4
REFUSED = "apart:"
"""Begins the name of the preference that says two transactions (``apart:OUT-IN``) are no transfer."""

_OTHER = """SELECT x.in_txn + x.out_txn - ?1 FROM transfer x WHERE x.in_txn = ?1 OR x.out_txn = ?1"""

_FREE = """NOT EXISTS (SELECT 1 FROM transfer x WHERE x.in_txn = {0}.id OR x.out_txn = {0}.id)
    AND NOT EXISTS (SELECT 1 FROM split p WHERE p.txn_id = {0}.id)"""

_ANSWERING = f"""SELECT t.id FROM txn t WHERE t.account_id = ? AND t.date BETWEEN ? AND ? AND t.amount = ?
    AND {_FREE.format("t")} AND (t.chosen = 0 OR t.category_id IS NULL) LIMIT 2"""  # noqa: S608

_PAIRS = f"""SELECT o.id, i.id FROM account b CROSS JOIN txn i ON i.account_id = b.id AND i.date >= ?1 AND i.amount > 0
        AND b.kind <> 'wallet'
    CROSS JOIN account a ON a.currency = b.currency AND a.id <> b.id AND a.kind <> 'wallet'
    CROSS JOIN txn o ON o.account_id = a.id AND o.amount = -i.amount
        AND o.date BETWEEN date(i.date, '-{DAYS} days') AND date(i.date, '+{DAYS} days')
    WHERE {_FREE.format("o")} AND {_FREE.format("i")}
      AND (o.chosen = 0 OR o.category_id IS NULL) AND (i.chosen = 0 OR i.category_id IS NULL)"""  # noqa: S608


_BOTH = """SELECT x.out_txn, x.in_txn FROM json_each(?1) c JOIN transfer x ON x.out_txn = c.value
    UNION SELECT x.out_txn, x.in_txn FROM json_each(?1) c JOIN transfer x ON x.in_txn = c.value"""


def other_sides(ask: Ask, ids: Sequence[int]) -> dict[int, int]:
    """Of those of these transactions that are a side of a transfer, the other side."""
    wanted, pairs = set(ids), ask(_BOTH, (json.dumps(list(ids)),))
    return {one: other for pair in pairs for one, other in (pair, pair[::-1]) if one in wanted}


def other_side(ledger: "Queries", ask: Ask, id_: int) -> Transaction | None:
    """The other side of a transfer, or None."""
    found = ask(_OTHER, (id_,))
    return ledger.transaction(found[0][0]) if found else None


def answering(ledger: "Queries", ask: Ask, asked: Transaction, account_id: int) -> Transaction | None:
    """The only operation of an account that may be the other side of ``asked``; None when none or several may."""
    near = timedelta(days=DAYS)
    days = (asked.date - near).isoformat(), (asked.date + near).isoformat()
    found = ask(_ANSWERING, (account_id, *days, -asked.amount))
    return ledger.transaction(found[0][0]) if len(found) == 1 else None


def likely_transfers(ledger: "Queries", ask: Ask, since: date) -> tuple[tuple[Transaction, Transaction], ...]:
    """What is worth proposing, as (out, in), newest first. Refused pairs stay refused."""
    pairs = ask(_PAIRS, (since.isoformat(),))
    times = Counter(side for pair in pairs for side in pair)
    refused = {name for (name,) in ask("SELECT name FROM preference WHERE name GLOB ?", (f"{REFUSED}*",))}
    alone = [p for p in pairs if times[p[0]] == times[p[1]] == 1 and f"{REFUSED}{p[0]}-{p[1]}" not in refused]
    if not alone:
        return ()
    known = [(ledger.transaction(out), ledger.transaction(into)) for out, into in alone]
    names = {account.id: fold(account.name) for account in ledger.accounts_named()}
    found = [(out, into) for out, into in known if out and into and _speaks(ask, out, into, names)]
    return tuple(sorted(found, key=lambda pair: (pair[0].date, pair[0].id), reverse=True))


def _speaks(ask: Ask, out: Transaction, into: Transaction, names: dict[int, str]) -> bool:
    """Whether more than the figures says that both are one transfer."""
    from tenk_desktop.core.importing.categorise import load_rules  # reads the rules' file

    if out.category_id is None and into.category_id is None:
        return True
    rules = load_rules()
    for here, there in ((out, into), (into, out)):
        labels = [label for (label,) in ask("SELECT label FROM import_row WHERE txn_id = ?", (here.id,))]
        text = " ".join([here.payee, here.memo, *labels])
        if rules.says_transfer(text) or begins_word(fold(text), names[there.account_id]):
            return True
    return False
