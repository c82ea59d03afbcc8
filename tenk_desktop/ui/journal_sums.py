"""How many operations the journal shows, and their sums by currency. No widgets: a worker asks too."""

from collections.abc import Sequence
from pathlib import Path

from tenk_desktop.core.model import Filter
from tenk_desktop.core.progress import Progress
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.ui.table_model import Key

Sums = list[tuple[str, int, int]]
"""Currency, how many, and their sum in its minor units."""


def sums_of(ledger: Ledger, asked: Filter, spans: Sequence[tuple[Key, Key]]) -> Sums:
    """Count and sum by currency, of these spans of a filter or of all of it: sums across currencies do not exist."""
    currencies = sorted({a.currency for a in ledger.accounts_named()}) or [ledger.currency]
    found: Sums = []
    for currency in currencies:
        wanted = asked._replace(currency=currency)
        parts = [ledger.sums_between(wanted, *span) for span in spans] if spans else [ledger.count_and_sum(wanted)]
        found.append((currency, sum(n for n, _ in parts), sum(total for _, total in parts)))
    return found


def sums_elsewhere(path: Path, asked: Filter, spans: Sequence[tuple[Key, Key]], _progress: Progress) -> Sums:
    with Ledger.open(path) as ledger:
        return sums_of(ledger, asked, spans)
