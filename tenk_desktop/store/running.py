"""What the journal shows beside the operations of one account: its balance after each."""

from collections.abc import Sequence
from datetime import date

from tenk_desktop.core.model import Transaction
from tenk_desktop.core.running import balances_after
from tenk_desktop.store.search import Ask

_NEWER_THAT_DAY = "SELECT coalesce(sum(amount), 0) FROM txn WHERE account_id = ? AND date = ? AND id > ?"


def running(ask: Ask, balance_at: str, dated: str, rows: Sequence[Transaction]) -> tuple[int, ...]:
    """See `Queries.balances_after`. Three questions, whatever stands before these rows."""
    if not rows:
        return ()
    account, newest, oldest = rows[0].account_id, rows[0].date.isoformat(), rows[-1].date.isoformat()
    end = ask(balance_at, (account, oldest))
    if not end:
        return ()
    known = {date.fromisoformat(day): amount for day, amount in ask(dated, (account, oldest, f"{newest}~"))}
    ((newer,),) = ask(_NEWER_THAT_DAY, (account, newest, rows[0].id))
    return balances_after(rows, int(end[0][0]), known, newer)
