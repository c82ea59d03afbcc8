"""The ledger as one JSON document, for scripts: everything the ledger knows, amounts as decimal text."""

import json
from datetime import date
from typing import Any

from tenk_desktop.core.exporting.book import Book, parts
from tenk_desktop.core.money import decimal_string


def to_json(book: Book) -> str:
    """One object: ``currency``, ``accounts``, ``categories``, ``transactions``, ``balances``, ``earnings``."""
    accounts = {a.id: a for a in book.accounts}
    categories = {c.id: c.name for c in book.categories}
    data = {
        "currency": book.currency,
        "accounts": [
            {
                "name": a.name, "kind": str(a.kind), "currency": a.currency, "number": a.number,
                "balance": decimal_string(a.balance, a.currency) if a.balance_known else None,
                "balance_known": a.balance_known,
            }
            for a in book.accounts
        ],
        "categories": [
            {"name": c.name, "nature": str(c.nature), "parent": categories.get(c.parent_id or 0)}
            for c in book.categories
        ],
        "transactions": [
            {
                "id": t.id, "date": t.date.isoformat(), "account": accounts[t.account_id].name,
                "amount": decimal_string(t.amount, accounts[t.account_id].currency),
                "currency": accounts[t.account_id].currency, "payee": t.payee, "memo": t.memo,
                "parts": [
                    {
                        "amount": decimal_string(p.amount, accounts[t.account_id].currency),
                        "category": categories.get(p.category_id or 0), "memo": p.memo,
                    }
                    for p in parts(t)
                ],
                "transfer": book.transfers.get(t.id), "reconciled": t.reconciled,
                "bank_text": book.wordings[t.id].label if t.id in book.wordings else None,
                "source": {"file": t.source.file, "line": t.source.line} if t.source else None,
            }
            for t in book.transactions
        ],
        "balances": [
            {
                "account": accounts[b.account_id].name, "date": _iso(b.date),
                "amount": decimal_string(b.amount, accounts[b.account_id].currency),
            }
            for b in book.balances
        ],
        "earnings": [
            {
                "platform": e.platform, "programme": e.programme, "key": e.key,
                "amount": decimal_string(e.amount, e.currency), "currency": e.currency, "stage": str(e.stage),
                "earned": e.earned.isoformat(), "settled": _iso(e.settled), "expected": _iso(e.expected),
                "received_by": e.received_by, "title": e.title,
            }
            for e in book.earnings
        ],
    }  # fmt: skip
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _iso(day: date | None) -> Any:
    return day.isoformat() if day else None
