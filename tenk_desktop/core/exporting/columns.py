"""The ledger as one table, for spreadsheets and for Tenk itself (`core.importing.own` reads it).

One line an account; then one line a part of a transaction (``transaction`` repeats for the parts of a split, numbered
by ``part``); then one line a balance, typed or stated by a bank. Every column is text but ``amount``, a decimal with a
point, expense negative. Transactions are numbered in the order of the file, by day; ``transfer`` names the one that is
the other side. ``bank_date`` and ``bank_amount`` are filled where the bank's differ from the user's. Reading the file
back gives the same accounts, transactions, splits, transfers and balances, and writing those gives the same file.
"""

import csv
import io
from collections.abc import Iterator

from tenk_desktop.core.exporting.book import Book, Wording, parts
from tenk_desktop.core.model import Account, Transaction
from tenk_desktop.core.money import decimal_string

HEADER = (
    "tenk", "transaction", "date", "account", "account_kind", "amount", "currency", "payee", "memo", "category",
    "category_nature", "part", "part_memo", "transfer", "reconciled", "bank_text", "bank_reference", "bank_date",
    "bank_amount",
)  # fmt: skip
ACCOUNT, TRANSACTION, BALANCE, STATED = "account", "transaction", "balance", "stated balance"


def rows(book: Book) -> Iterator[tuple[str, ...]]:
    """The lines under `HEADER`; labels as they are, not yet made safe for a spreadsheet."""
    accounts = {a.id: a for a in book.accounts}
    for a in book.accounts:
        yield _line(tenk=ACCOUNT, account=a.name, account_kind=a.kind, currency=a.currency, bank_reference=a.number)
    place = {account_id: i for i, account_id in enumerate(accounts)}
    ordered = sorted(book.transactions, key=lambda t: (t.date, place[t.account_id], t.id))
    numbers = {t.id: i for i, t in enumerate(ordered, start=1)}
    categories = {c.id: c for c in book.categories}
    for t in ordered:
        common = _of_transaction(book, t, accounts[t.account_id], numbers)
        for i, part in enumerate(parts(t), start=1):
            category = categories.get(part.category_id or 0)
            yield _line(
                **common,
                amount=decimal_string(part.amount, accounts[t.account_id].currency),
                category=category.name if category else "",
                category_nature=category.nature if category else "",
                part=str(i) if t.splits else "",
                part_memo=part.memo if t.splits else "",
            )
    known = [(BALANCE, b) for b in book.balances] + [(STATED, b) for b in book.stated]
    for kind, balance in known:
        a = accounts[balance.account_id]
        yield _line(
            tenk=kind, date=balance.date.isoformat() if balance.date else "", account=a.name, account_kind=a.kind,
            amount=decimal_string(balance.amount, a.currency), currency=a.currency,
        )  # fmt: skip


def _of_transaction(book: Book, t: Transaction, account: Account, numbers: dict[int, int]) -> dict[str, str]:
    """What all parts of a transaction share."""
    words = book.wordings.get(t.id, Wording("", date=t.date, amount=t.amount))
    return dict(
        tenk=TRANSACTION, transaction=str(numbers[t.id]), date=t.date.isoformat(), account=account.name,
        account_kind=account.kind, currency=account.currency, payee=t.payee, memo=t.memo,
        transfer=str(numbers.get(book.transfers.get(t.id, 0), "")), reconciled="1" if t.reconciled else "",
        bank_text=words.label, bank_reference=words.ref,
        bank_date=words.date.isoformat() if words.date != t.date else "",
        bank_amount=decimal_string(words.amount, account.currency) if words.amount != t.amount else "",
    )  # fmt: skip


def _line(**cells: str) -> tuple[str, ...]:
    return tuple(str(cells.get(name, "")) for name in HEADER)


def safe(label: str) -> str:
    """A label no spreadsheet takes for a formula; `unsafe` gives it back."""
    return "'" + label if label[:1] in _FORMULA and label else label


def unsafe(cell: str) -> str:
    """The label behind a cell that `safe` wrote."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _FORMULA and len(cell) > 1 else cell


_FORMULA = "=+-@\t\r'"
LABELS = frozenset({"account", "payee", "memo", "category", "part_memo", "bank_text", "bank_reference"})


def to_csv(book: Book) -> str:
    """The table as CSV (RFC 4180): commas, points, quotes where needed; every kind of line end in a label is kept."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    for row in rows(book):
        writer.writerow([safe(cell) if name in LABELS else cell for name, cell in zip(HEADER, row, strict=True)])
    return out.getvalue()
