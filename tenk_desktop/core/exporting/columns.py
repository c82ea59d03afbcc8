"""The ledger as one table, for spreadsheets and for Tenk itself.

One line a part of a transaction (``transaction`` repeats for the parts of a split), then one line a typed balance.
Every column is text but ``amount``, a decimal with a point, expense negative. ``transfer`` names the transaction that
is the other side. Reading the file back gives the same accounts, transactions, splits, transfers and balances.
"""

import csv
import io
from collections.abc import Iterator

from tenk_desktop.core.exporting.book import Book, Wording, parts
from tenk_desktop.core.money import decimal_string

HEADER = (
    "tenk", "transaction", "date", "account", "account_kind", "amount", "currency", "payee", "memo", "category",
    "category_nature", "transfer", "reconciled", "bank_text", "bank_reference",
)  # fmt: skip
TRANSACTION, BALANCE = "transaction", "balance"


def rows(book: Book) -> Iterator[tuple[str, ...]]:
    """The lines under `HEADER`, oldest first; labels as they are, not yet made safe for a spreadsheet."""
    accounts = {a.id: a for a in book.accounts}
    categories = {c.id: c for c in book.categories}
    for t in book.transactions:
        account = accounts[t.account_id]
        words = book.wordings.get(t.id, Wording(""))
        other = str(book.transfers.get(t.id, ""))
        for part in parts(t):
            category = categories.get(part.category_id or 0)
            yield (
                TRANSACTION, str(t.id), t.date.isoformat(), account.name, str(account.kind),
                decimal_string(part.amount, account.currency), account.currency, t.payee,
                part.memo if t.splits else t.memo, category.name if category else "",
                str(category.nature) if category else "", other, "1" if t.reconciled else "", words.label, words.ref,
            )  # fmt: skip
    for balance in book.balances:
        account = accounts[balance.account_id]
        day = balance.date.isoformat() if balance.date else ""
        amount = decimal_string(balance.amount, account.currency)
        yield (
            BALANCE, "", day, account.name, str(account.kind), amount, account.currency, *[""] * (len(HEADER) - 7),
        )  # fmt: skip


def safe(label: str) -> str:
    """A label no spreadsheet takes for a formula; `unsafe` gives it back."""
    return "'" + label if label[:1] in _FORMULA and label else label


def unsafe(cell: str) -> str:
    """The label behind a cell that `safe` wrote."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _FORMULA and len(cell) > 1 else cell


_FORMULA = "=+-@\t\r'"
_LABELS = frozenset({"account", "payee", "memo", "category", "bank_text", "bank_reference"})


def to_csv(book: Book) -> str:
    """The table as CSV: commas, points, quotes where needed, a line feed at line ends."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    for row in rows(book):
        writer.writerow([safe(cell) if name in _LABELS else cell for name, cell in zip(HEADER, row, strict=True)])
    return out.getvalue()
