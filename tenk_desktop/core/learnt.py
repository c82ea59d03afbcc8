"""What a person's own choices teach: the rule that an edit suggests, and the category a new payee may have.

Both rest on the words by which one payee differs from another: not what it is (bakery), not where (Lyon).
`tests/score_payees.py` measures both on labels of ours and keeps the figures of a day.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import dropwhile, takewhile

from tenk_desktop.core.importing.categorise import clean_payee, load_rules
from tenk_desktop.core.resources import resource
from tenk_desktop.core.rules import Past, Row, Rule, apply, fits, words

LONGEST = 4  # words of a condition: more would fit one operation only


@dataclass(frozen=True, slots=True)
class Learnt:
    """The rule an edit suggests, what it would change of the past, and the rule it must come before (0: none)."""

    rule: Rule
    past: Past
    before: int = 0


@cache
def _idle() -> Mapping[str, frozenset[str]]:
    data = tomllib.loads(resource("rules", "payees.toml").read_text("utf-8"))
    return {name: frozenset(listed) for name, listed in data.items()}


def _tells(word: str) -> bool:
    """Whether a word tells one payee from another."""
    return len(word) > 2 and not _numbered(word) and not any(word in idle for idle in _idle().values())


def _numbered(word: str) -> bool:
    return any(c.isdigit() for c in word)


@lru_cache(maxsize=4096)
def name_words(label: str, said: str) -> tuple[str, ...]:
    """The words of a payee's name, side by side in the bank's text or the payee: not the titles and numbers before it,
    nor the town or number after it.
    """
    found = words(clean_payee(label) if label else said).split()
    idle = _idle()
    named = dropwhile(lambda word: word in idle["empty"] or _numbered(word), found)
    kept = list(takewhile(lambda word: not _numbered(word), named))
    while len(kept) > 1 and (kept[-1] in idle["places"] or kept[-1] in idle["empty"]):
        kept.pop()
    return tuple(kept)


def conditions(label: str, said: str) -> tuple[str, ...]:
    """The texts a rule about such an operation could look for, the widest first. None where nothing tells it apart."""
    name = name_words(label, said)
    first = next((i for i, word in enumerate(name) if _tells(word)), None)
    if first is None:
        return (" ".join(name[:LONGEST]),) if len(name) > 1 else ()
    found = [" ".join(name[: i + 1]) for i in range(first, min(len(name), max(first + 1, LONGEST)))]
    brand = _brand(name)
    return tuple(found[found.index(brand) :]) if brand in found else tuple(found)


def _brand(name: Sequence[str]) -> str:
    """The longest keyword of the packaged rules that a name begins with."""
    rules = load_rules().debit.get(name[0], ()) if name else ()
    known = (" ".join(rule.words) for rule in rules if tuple(name[: len(rule.words)]) == rule.words)
    return next(known, "")  # the longest stand first


def suggested(
    row: Row, payee: str, category_id: int | None, others: Sequence[Row], rules: Sequence[Rule]
) -> Rule | None:
    """The rule suggested by a person who gave ``row`` this payee and this category; empty or None where unchanged.

    Of the `conditions`, the widest that is about several payees of one name and goes against nothing that was chosen;
    else the narrowest. None when even that one goes against it, and when ``rules`` do all this already. It holds for
    one direction of money only: a shop's wages are no refund.
    """
    asis = apply(rules, row._replace(chosen=False, named=False))
    if (not payee or asis.payee == payee) and (category_id is None or asis.category_id == category_id):
        return None
    sign = 1 if row.amount > 0 else -1
    tried = [
        Rule(text=text, sign=sign, payee=payee, category_id=category_id) for text in conditions(row.label, row.said)
    ]
    if not tried or _against(tried[-1], row, others):
        return None
    wide = (rule for rule in tried[:-1] if _one_name(rule, others) and not _against(rule, row, others))
    best = next(wide, tried[-1])
    same = next((rule for rule in rules if _condition(rule) == _condition(best)), None)
    if same is None:
        return best
    return replace(same, payee=payee or same.payee, category_id=category_id or same.category_id)


def _condition(rule: Rule) -> tuple[object, ...]:
    return (words(rule.text), rule.compare, rule.sign, rule.low, rule.high, rule.account_id)


def _against(rule: Rule, row: Row, others: Iterable[Row]) -> bool:
    """Whether the rule goes against what a person chose for another operation, or sorts together what is told apart."""
    for other in others:
        if not fits(rule, other):
            continue
        if rule.payee and other.named and other.label and words(other.payee) != words(rule.payee):
            return True
        if rule.category_id is None or other.category_id in (None, rule.category_id, row.category_id):
            continue
        if other.chosen or row.category_id is not None:
            return True
    return False


def _one_name(rule: Rule, others: Iterable[Row]) -> bool:
    """Whether there are others that the rule is about, and the names of all of them begin with its text alone: what
    begins with a longer brand is somebody else (Free, Free Mobile).
    """
    text = tuple(words(rule.text).split())
    brand = _brand(text)
    names = [name_words(other.label, other.said) for other in others if fits(rule, other)]
    return bool(names) and all(name[: len(text)] == text and _brand(name) == brand for name in names)


# --- a category for a payee never seen


class Kin:
    """Payees a person sorted, by what tells them apart: the brand that the packaged rules know, else a first word."""

    def __init__(self, memory: Mapping[tuple[str, bool], int]) -> None:
        """``memory``: the category last chosen for a folded payee in one direction (`Existing.memory`)."""
        self._sorted: dict[tuple[str, bool], set[int]] = defaultdict(set)
        for (payee, credit), category in memory.items():
            if key := _kin(payee):
                self._sorted[key, credit].add(category)

    def category(self, payee: str, credit: bool) -> int | None:
        """The category of the payees that are kin to this one, where they all have the same."""
        found = self._sorted.get((_kin(payee), credit)) if self._sorted else None
        return next(iter(found)) if found and len(found) == 1 else None


def _kin(payee: str) -> str:
    name = name_words("", payee)
    return _brand(name) or next(filter(_tells, name), "")
