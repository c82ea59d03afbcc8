"""What a person wants done with every operation that looks so: the conditions, the order, and what would change.

A rule looks at what was there before any rule: the bank's own text, and the payee as the file or the person gave it. So
what one rule writes never wakes another, and applying twice is applying once. Rules are kept in an order: field by
field, the first one that fits wins. No rule touches what a person chose, a reconciled operation, or a split.

Amounts of conditions are minor units of the account's currency, without their sign, both ends included.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from tenk_desktop.core.importing.categorise import clean_payee
from tenk_desktop.core.importing.planned import PlannedRow
from tenk_desktop.core.text import Message, fold, msg

_WORD = re.compile(r"[^\W_]+")


class Compare(StrEnum):
    """How a rule's text is looked for: from the beginning of any word, as the whole, or at the beginning."""

    CONTAINS = "contains"
    IS = "is"
    STARTS = "starts"


@dataclass(frozen=True, slots=True)
class Rule:
    """All its conditions must hold; what it does not say (empty, None, 0) is no condition, or left as it is."""

    id: int = 0
    text: str = ""
    compare: Compare = Compare.CONTAINS
    sign: int = 0  # 1: money in only, -1: money out only
    low: int | None = None
    high: int | None = None
    account_id: int | None = None
    payee: str = ""
    category_id: int | None = None
    memo: str = ""  # written where there is none

    @property
    def acts(self) -> bool:
        """Whether it does anything."""
        return bool(self.payee or self.category_id is not None or self.memo)


class Row(NamedTuple):
    """An operation as rules look at it. ``said`` is the payee before any rule, ``label`` the bank's text."""

    account_id: int
    amount: int
    label: str
    said: str
    payee: str
    memo: str = ""
    category_id: int | None = None
    named: bool = False  # a person wrote the payee
    chosen: bool = False  # a person chose the category, or that there is none
    transfer: bool = False  # one side of one: it has no category
    fixed: bool = False  # reconciled, or a split


class Wanted(NamedTuple):
    """What the rules write on an operation, field by field, and the rule behind the category."""

    payee: str
    category_id: int | None
    memo: str
    by: Rule | None = None


class Edit(NamedTuple):
    """One operation that would change: what it has, and what it would have."""

    id: int
    date: date
    row: Row
    wanted: Wanted


@dataclass(frozen=True, slots=True)
class Past:
    """What rules would change of what is in the ledger, oldest first, and the ledger it was read from."""

    edits: tuple[Edit, ...] = ()
    revision: tuple[int, int] = (0, 0)


def name_of(rule: Rule) -> str:
    """What a rule is called: by the text it looks for, else by what it writes."""
    return rule.text or rule.payee or rule.memo


def problem(rule: Rule) -> Message | None:
    """What keeps a rule from being one, in words."""
    if not words(rule.text) and rule.low is None and rule.high is None and rule.account_id is None:
        return msg("Il manque une condition : un texte, un montant ou un compte.")
    if rule.low is not None and rule.high is not None and rule.low > rule.high:
        return msg("Le plus petit montant dépasse le plus grand.")
    if not rule.acts:
        return msg("Il manque ce que la règle doit faire : un bénéficiaire, une catégorie ou une note.")
    return None


def words(text: str) -> str:
    """A text as rules compare it: its words, without accents, case or marks, one space between."""
    return " ".join(_WORD.findall(fold(text)))


def fits(rule: Rule, row: Row) -> bool:
    """Whether all the conditions of a rule hold."""
    size = abs(row.amount)
    return (
        (rule.sign == 0 or (row.amount > 0) == (rule.sign > 0))
        and (rule.low is None or size >= rule.low)
        and (rule.high is None or size <= rule.high)
        and (rule.account_id is None or rule.account_id == row.account_id)
        and _says(_words(rule.text), rule.compare, row)
    )


def _says(wanted: str, compare: Compare, row: Row) -> bool:
    if not wanted:
        return True
    texts = _texts(row.label, row.said)
    if compare is Compare.IS:
        return wanted in texts
    if compare is Compare.STARTS:
        return any(one.startswith(wanted) for one in texts)
    return any(f" {wanted}" in f" {one}" for one in texts)


@lru_cache(maxsize=1024)
def _texts(label: str, said: str) -> tuple[str, ...]:
    """The texts of an operation in which a rule looks: the bank's, what is left of it cleaned, the payee."""
    cleaned = words(clean_payee(label)) if label else ""
    return tuple(dict.fromkeys(text for text in (words(label), cleaned, words(said)) if text))


_words = lru_cache(maxsize=1024)(words)  # of the few texts of rules


def apply(rules: Sequence[Rule], row: Row) -> Wanted:
    """What an operation has once the rules have passed: ``rules`` in their order, the first that fits wins each field.

    A category that a person chose stays, as does a payee they wrote; a note is only written where there is none.
    """
    if row.fixed:
        return Wanted(row.payee, row.category_id, row.memo)
    payee = category = memo = None
    for rule in rules:
        names = payee is None and not row.named and bool(rule.payee)
        sorts = category is None and not (row.chosen or row.transfer) and rule.category_id is not None
        notes = memo is None and not row.memo and bool(rule.memo)
        if (names or sorts or notes) and fits(rule, row):
            payee = rule if names else payee
            category = rule if sorts else category
            memo = rule if notes else memo
    return Wanted(
        payee.payee if payee else row.payee,
        category.category_id if category else row.category_id,
        memo.memo if memo else row.memo,
        category,
    )


def changes(row: Row, wanted: Wanted) -> bool:
    """Whether that is anything new."""
    return (row.payee, row.category_id, row.memo) != wanted[:3]


def changed(rules: Sequence[Rule], past: Iterable[tuple[int, date, Row]]) -> tuple[Edit, ...]:
    """The dry run: what would change of these operations, in the order they come."""
    found = (Edit(id_, day, row, apply(rules, row)) for id_, day, row in past)
    return tuple(edit for edit in found if changes(edit.row, edit.wanted))


def beaten_by(rule: Rule, rules: Sequence[Rule], row: Row) -> int:
    """The id of the first of ``rules`` that would win a field of an operation over this one, were it in its place, or
    at the end if it is new; 0 for none.
    """
    at = next((i for i, one in enumerate(rules) if one.id == rule.id), len(rules))
    return next((one.id for one in rules[:at] if _same_fields(one, rule) and fits(one, row)), 0)


def _same_fields(one: Rule, other: Rule) -> bool:
    sorts = one.category_id is not None and other.category_id is not None
    return bool((one.payee and other.payee) or sorts or (one.memo and other.memo))


def placed(rule: Rule, rules: Sequence[Rule], before: int = 0) -> tuple[Rule, ...]:
    """The rules with this one where it stood, or at the end; or before that of id ``before``."""
    if before == 0 and any(one.id == rule.id for one in rules):
        return tuple(rule if one.id == rule.id else one for one in rules)
    others = [one for one in rules if one.id != rule.id]
    at = next((i for i, one in enumerate(others) if one.id == before), len(others))
    return (*others[:at], rule, *others[at:])


def as_ruled(
    rules: Sequence[Rule],
    rows: Sequence[PlannedRow],
    account_of: Callable[[str], int],
    memory: Mapping[tuple[str, bool], int],
) -> list[PlannedRow]:
    """The rows of an import as the rules want them; ``account_of`` is the account that rows of a currency go to.

    A payee that a rule names brings the category last chosen for that name (``memory``: by folded name and direction)
    where no rule gives one. Left alone: rows that their owner kept in another ledger, and both sides of a conversion.
    """
    return [p if p.row.kept or p.row.pair else _as_ruled(rules, p, account_of(p.currency), memory) for p in rows]


def worth(rules: Iterable[Rule]) -> Callable[[str, str], object]:
    """Tells the rows that a rule may fit, by the bank's text and the file's payee: those that have the longest word of
    one. Most rows of a file fit none.
    """
    longest = {max(words(rule.text).split(), key=len, default="") for rule in rules if rule.acts}
    search = re.compile("|".join(map(re.escape, longest)) if longest else "(?!)").search
    return lambda label, payee: search(fold(f"{label} {payee}"))


def _as_ruled(
    rules: Sequence[Rule], item: PlannedRow, account_id: int, memory: Mapping[tuple[str, bool], int]
) -> PlannedRow:
    said, memo = item.said or item.payee, item.row.memo
    row = Row(account_id, item.amount, item.row.label, said, item.payee, memo, item.category_id)
    wanted = apply(rules, row)
    if not changes(row, wanted) and wanted.by is None:
        return item
    category, reason = wanted.category_id, item.reason
    if wanted.by is not None:
        reason = msg("votre règle « {text} »", text=wanted.by.text) if wanted.by.text else msg("votre règle")
    elif (last := memory.get((fold(wanted.payee), item.amount > 0))) is not None:
        category, reason = last, msg("comme la dernière fois")
    return item._replace(
        row=item.row if wanted.memo == memo else item.row._replace(memo=wanted.memo),
        payee=wanted.payee,
        said=said if wanted.payee != said else "",
        category_id=category,
        reason=reason,
        parts=tuple(part._replace(category_id=category) for part in item.parts[:1]) + item.parts[1:],
    )
