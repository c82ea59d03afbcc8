"""The rules of a ledger: reading and writing them, and what they would change. Loaded only where rules are asked for.

Every write here runs inside a step of the ledger.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any

from tenk_desktop.core.importing.categorise import load_rules
from tenk_desktop.core.learnt import Learnt, conditions, suggested
from tenk_desktop.core.model import Transaction
from tenk_desktop.core.progress import Progress, silent, watched
from tenk_desktop.core.rules import Compare, Edit, Past, Row, Rule, apply, beaten_by, changed, placed, words
from tenk_desktop.core.text import fold
from tenk_desktop.store.history import clean, insert
from tenk_desktop.store.search import Ask

if TYPE_CHECKING:
    from tenk_desktop.store.queries import Queries

_FIELDS = tuple(f.name for f in fields(Rule))
_RULES = f"SELECT {', '.join(_FIELDS)} FROM rule ORDER BY place, id"  # noqa: S608 - the names are ours

# Oldest first. Left out: what no rule may touch, a reconciled operation or a split.
_ROWS = """
SELECT t.id, t.date, t.account_id, t.amount,
       coalesce((SELECT r.label FROM import_row r WHERE r.txn_id = t.id ORDER BY r.id LIMIT 1), ''),
       coalesce(CASE WHEN n.chosen = 0 THEN n.payee END, t.payee), t.payee, t.memo, t.category_id,
       t.typed OR coalesce(n.chosen, 0), t.chosen,
       t.id IN (SELECT out_txn FROM transfer UNION ALL SELECT in_txn FROM transfer)
FROM txn t LEFT JOIN renamed n ON n.id = t.id
WHERE t.reconciled = 0 AND NOT EXISTS (SELECT 1 FROM split p WHERE p.txn_id = t.id) AND {which}
ORDER BY t.date, t.id
"""
_SAYING = """(t.id IN (SELECT rowid FROM txn_search WHERE txn_search MATCH ?)
    OR t.id IN (SELECT id FROM renamed WHERE chosen = 0))"""


def kept(ask: Ask) -> tuple[Rule, ...]:
    """Every rule, in its order."""
    return tuple(Rule(**dict(zip(_FIELDS, row, strict=True)) | {"compare": Compare(row[2])}) for row in ask(_RULES))


def row_of(ask: Ask, txn_id: int) -> Row | None:
    """One operation as rules look at it; None where no rule may touch it."""
    return next((row for _id, _day, row in _read(ask(_ROWS.format(which="t.id = ?"), (txn_id,)))), None)


def over_past(ask: Ask, wanted: Sequence[Rule], progress: Progress = silent) -> tuple[Edit, ...]:
    """The dry run over all that is in the ledger, oldest first. Raises `Cancelled` when ``progress`` says stop."""
    useful = [rule for rule in wanted if rule.acts]
    if not useful:
        return ()
    which, values = _holding(useful)
    found = ask(_ROWS.format(which=which), values)
    return changed(useful, watched(_read(found), len(found), progress))


def category_of(ledger: "Queries", payee: str, account_id: int) -> int | None:
    """See `Queries.category_of`. Without a sign yet, money out is tried before money in."""
    ids, rules = {c.name: c.id for c in ledger.categories()}, ledger.rules()
    for amount in (-1, 1):
        wanted = apply(rules, Row(account_id, amount, "", payee, payee, named=True))
        found = load_rules().categorise(payee, amount)
        category = wanted.category_id or (ids.get(found.category) if found else None)
        if category is not None:
            return category
    return None


def learnt(ledger: "Queries", ask: Ask, before: Transaction, after: Transaction) -> Learnt | None:
    """See `Queries.rule_learnt`."""
    row = row_of(ask, after.id)
    if row is None:
        return None
    payee = after.payee if row.label and after.payee != before.payee else ""  # a name typed anew corrects a slip
    category = after.category_id if after.category_id != before.category_id else None
    if not payee and category is None:
        return None
    first = ask("SELECT payee FROM renamed WHERE id = ?", (after.id,))
    row = row._replace(said=first[0][0] if first else before.payee, payee=before.payee, category_id=before.category_id)
    texts, revision, rules = conditions(row.label, row.said), ledger.revision(), ledger.rules()
    if not texts:
        return None
    which, values = _holding([Rule(text=texts[0])])
    near = [found for found in _read(ask(_ROWS.format(which=which), values)) if found[0] != after.id]
    rule = suggested(row, payee, category, [other for _id, _day, other in near], rules)
    if rule is None:
        return None
    before_id = beaten_by(rule, rules, row)
    new = changed(placed(rule, rules, before_id), near)
    old = {edit.id: edit.wanted[:3] for edit in changed(rules, near)}
    past = Past(tuple(edit for edit in new if old.get(edit.id) != edit.wanted[:3]), revision)
    if not row.label and not past.edits:  # typed: the payee's last values are offered as it is
        return None
    return Learnt(rule, past, before_id)


def _read(rows: Sequence[Any]) -> Iterator[tuple[int, date, Row]]:
    for id_, day, account, amount, label, said, payee, memo, category, named, chosen, transfer in rows:
        row = Row(account, amount, label, said, payee, memo, category, bool(named), bool(chosen), bool(transfer))
        yield id_, date.fromisoformat(day), row


def _holding(wanted: Sequence[Rule]) -> tuple[str, list[str]]:
    """Which rows are worth looking at: by the index, those that have the longest word of any rule's text."""
    longest = [max(words(rule.text).split(), key=len, default="") for rule in wanted]
    if not all(word.isascii() and word for word in longest):  # the index knows fewer alphabets than Python
        return "1", []
    return _SAYING, [" OR ".join(f'"{word}"*' for word in dict.fromkeys(longest))]


# --- writing


def put(db: sqlite3.Connection, rule: Rule, before: int = 0) -> int:
    """Keep a rule as it is now: a new one (id 0) at the end, another in its place, or before another. Its id."""
    id_ = _put(db, rule)
    if before:
        ids = [one for (one,) in db.execute("SELECT id FROM rule ORDER BY place, id") if one != id_]
        at = ids.index(before) if before in ids else len(ids)
        arrange(db, [*ids[:at], id_, *ids[at:]])
    return id_


def _put(db: sqlite3.Connection, rule: Rule) -> int:
    values = {name: clean(getattr(rule, name)) for name in _FIELDS if name != "id"} | {"compare": str(rule.compare)}
    values |= {name: values[name].strip() for name in ("text", "payee", "memo")}
    if rule.id == 0:
        (place,) = db.execute("SELECT coalesce(max(place), 0) + 1 FROM rule").fetchone()
        return insert(db, "rule", place=place, **values)
    names, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
    sql = f"UPDATE rule SET ({names}) = ({marks}) WHERE id = :id AND ({names}) IS NOT ({marks})"  # noqa: S608 - ours
    db.execute(sql, {**values, "id": rule.id})
    return rule.id


def drop(db: sqlite3.Connection, rule_id: int) -> None:
    """Forget a rule."""
    db.execute("DELETE FROM rule WHERE id = ?", (rule_id,))


def arrange(db: sqlite3.Connection, ids: Sequence[int]) -> None:
    """Put the rules in this order; those not named stay after them."""
    known = [id_ for (id_,) in db.execute("SELECT id FROM rule ORDER BY place, id")]
    wanted = [*(id_ for id_ in ids if id_ in known), *(id_ for id_ in known if id_ not in ids)]
    if wanted == known:
        return
    sql = "UPDATE rule SET place = ?1 WHERE id = ?2 AND place <> ?1"
    db.executemany(sql, [(place, id_) for place, id_ in enumerate(wanted, 1)])


def write(db: sqlite3.Connection, edits: Sequence[Edit]) -> None:
    """Write what a dry run shows. What a rule sorts does not count as chosen by a person."""
    db.executemany(
        "INSERT INTO renamed (id, payee, chosen) VALUES (?, ?, 0) ON CONFLICT (id) DO NOTHING",
        [(edit.id, edit.row.said) for edit in edits if edit.wanted.payee != edit.row.payee],
    )
    db.executemany(
        "UPDATE txn SET payee = ?, category_id = ?, memo = ?, search = ? WHERE id = ?",
        [
            (
                clean(edit.wanted.payee),
                edit.wanted.category_id,
                clean(edit.wanted.memo),
                fold(f"{edit.wanted.payee} {edit.wanted.memo} {edit.row.label}"),
                edit.id,
            )
            for edit in edits
        ],
    )
