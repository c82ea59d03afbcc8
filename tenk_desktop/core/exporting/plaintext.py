"""The ledger as plain-text accounting: Beancount, and hledger's journal.

Both book every movement against a category, so each transaction balances by itself. The two sides of a transfer are
two transactions against one clearing account, because their days and currencies may differ. The balance before the
first transaction is a transaction of its own against equity.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tenk_desktop.core.exporting.book import Book, parts
from tenk_desktop.core.model import Account, AccountKind, Category, Transaction
from tenk_desktop.core.money import decimal_string

_OPENING, _TRANSFERS = ("Equity", "Opening"), ("Equity", "Transfers")


@dataclass(frozen=True, slots=True)
class _Entry:
    """One transaction: its day, words, and postings of (account path, amount, currency)."""

    date: date
    payee: str
    memo: str
    postings: tuple[tuple[tuple[str, ...], str, str], ...]
    cleared: bool = True


def to_beancount(book: Book) -> str:
    """A Beancount file (version 2 and 3): account names in ASCII, a balance assertion after the last day."""
    names = _Names(_beancount_part)
    entries = list(_entries(book))
    first = _first_day(book)
    used = {path: (name, money) for e in entries for path, _, money in e.postings for name in [names.of(path)]}
    opened = sorted({name for name, _ in used.values()})
    lines = ['option "title" "Tenk"', f'option "operating_currency" "{book.currency}"', ""]
    lines += [f"{first} open {name}" for name in opened]
    for e in entries:
        flag = "*" if e.cleared else "!"
        lines += ["", f"{e.date} {flag} {_quoted(e.payee)} {_quoted(e.memo)}"]
        lines += [f"  {names.of(path)}  {amount} {money}" for path, amount, money in e.postings]
    lines += ["", *(_assertion(book, a, names) for a in book.accounts if a.balance_known and _path(a) in used)]
    return "\n".join(lines).rstrip() + "\n"


def to_hledger(book: Book) -> str:
    """A journal for hledger (and Ledger): accounts in the user's own words."""
    names = _Names(_hledger_part)
    lines = ["; Tenk", f"commodity 1000.00 {book.currency}" if book.currency == "EUR" else "", ""]
    for e in _entries(book):
        memo = f"  ; {_one_line(e.memo)}" if e.memo else ""
        words = _one_line(e.payee).replace(";", ",").replace("|", "/")
        lines.append(f"{e.date} {'*' if e.cleared else '!'} {words}{memo}")
        lines += [f"    {names.of(path)}  {amount} {money}" for path, amount, money in e.postings]
        lines.append("")
    return "\n".join(lines)


def _assertion(book: Book, account: Account, names: "_Names") -> str:
    """Beancount checks a balance at the start of a day, so the one of the last transaction is checked the day after."""
    last = max((t.date for t in book.transactions if t.account_id == account.id), default=_first_day(book))
    amount = decimal_string(account.balance, account.currency)
    return f"{last + timedelta(days=1)} balance {names.of(_path(account))}  {amount} {account.currency}"


def _entries(book: Book) -> Iterator[_Entry]:
    accounts = {a.id: a for a in book.accounts}
    categories = {c.id: c for c in book.categories}
    yield from _openings(book)
    for t in book.transactions:
        account = accounts[t.account_id]
        yield _Entry(t.date, t.payee, t.memo, tuple(_postings(t, account, categories, t.id in book.transfers)))


def _openings(book: Book) -> Iterator[_Entry]:
    """What each account held before the first transaction, those that nothing ever moved included."""
    for account in book.accounts:
        opening = book.opening(account)
        if opening:
            amounts = decimal_string(opening, account.currency), decimal_string(-opening, account.currency)
            postings = ((_path(account), amounts[0], account.currency), (_OPENING, amounts[1], account.currency))
            yield _Entry(_first_day(book), "Tenk", "", postings)


def _first_day(book: Book) -> date:
    """The first day anything is known of; where nothing is dated, the first of this century."""
    days = [t.date for t in book.transactions] + [b.date for b in book.balances if b.date]
    return min(days, default=date(2000, 1, 1))


def _postings(
    t: Transaction, account: Account, categories: dict[int, Category], transfer: bool
) -> Iterable[tuple[tuple[str, ...], str, str]]:
    yield _path(account), decimal_string(t.amount, account.currency), account.currency
    for part in parts(t):
        against = _TRANSFERS if transfer else _category_path(part.category_id, categories, part.amount)
        yield against, decimal_string(-part.amount, account.currency), account.currency


def _path(account: Account) -> tuple[str, ...]:
    kind = "Wallet" if account.kind is AccountKind.WALLET else str(account.kind).capitalize()
    return "Assets", kind, account.name


def _category_path(id_: int | None, categories: dict[int, Category], amount: int) -> tuple[str, ...]:
    category = categories.get(id_ or 0)
    if category is None:
        return ("Income" if amount > 0 else "Expenses"), "Unsorted"
    names = [category.name]
    while category.parent_id in categories:
        category = categories[category.parent_id or 0]
        names.insert(0, category.name)
    return "Income" if category.nature.is_income else "Expenses", *names


class _Names:
    """Account paths in one format's spelling; two paths never share a name."""

    def __init__(self, part: Callable[[str], str]) -> None:
        self._part = part
        self._names: dict[tuple[str, ...], str] = {}

    def of(self, path: tuple[str, ...]) -> str:
        if path not in self._names:
            name = ":".join(self._part(word) for word in path)
            taken = set(self._names.values())
            spare = (f"{name}-{n}" for n in range(2, 10_000))
            self._names[path] = name if name not in taken else next(n for n in spare if n not in taken)
        return self._names[path]


def _beancount_part(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()
    words = re.findall(r"[A-Za-z0-9]+", plain)
    joined = "-".join(w[:1].upper() + w[1:] for w in words)
    return joined or "X" + word.encode("utf-8").hex().upper()[:20]


def _hledger_part(word: str) -> str:
    """Two spaces end an account's name, a colon parts it, and a bracket or a star at its start means something else."""
    return re.sub(r"\s+", " ", re.sub(r"[:;|\x00-\x1f]", " ", word)).strip(" ()[]*!") or "X"


def _quoted(text: str) -> str:
    return '"' + _one_line(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _one_line(text: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f\u2028\u2029]+", " ", text).strip()
