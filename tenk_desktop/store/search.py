"""How a few words find transactions.

Every word asked must begin a word of the transaction's text (payee, note, bank text), words being runs of letters and
digits, accents and case ignored. Where no transaction at all is found so, the text is looked for anywhere instead:
``avoir`` finds ``pouvoir`` rather than nothing.

A rare word is found by the index (`derived.SEARCH_INDEX`). A common one is not worth it: the newest rows are full of
it, so a page is first looked for among the `WALKED` newest ones. What stands nowhere, at the beginning of a word or
inside one, is known by the other index (`derived.INSIDE_INDEX`) before any row is read.

What is asked besides words (`core.terms`: sizes, days, categories, accounts, tags) narrows as a filter does.
"""

import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from tenk_desktop.core.text import fold, tr

if TYPE_CHECKING:  # most questions look for nothing: `core.terms` is loaded by the first that does
    from tenk_desktop.core.terms import Size, Terms


class Ask(Protocol):
    """Puts a SELECT and its values to the ledger."""

    def __call__(self, sql: str, values: Sequence[Any] = ..., /) -> list[Any]: ...


Condition = tuple[str, list[Any]]
"""SQL over ``txn t``, and its values."""

WALKED = 2000
_FEW = 20_000  # hits: sorting more costs more than walking the newest until a page is full
_FEW_INSIDE = 5_000  # the same of what is found anywhere: each is looked for in the text of its row
_THREES = 32  # of what is looked for, that the index is asked for: more would hardly find fewer
_WORD = re.compile(r"[^\W_]+")
_INDEXED = "txn_search MATCH ?"
_HITS = f"SELECT count(*) FROM (SELECT 1 FROM txn_search WHERE {_INDEXED} LIMIT {_FEW})"  # noqa: S608
_ONE = f"SELECT 1 FROM txn_search f CROSS JOIN txn t ON t.id = f.rowid WHERE {_INDEXED}"  # noqa: S608
_HAS, _BEGINS = "instr(t.search, ?)", "begins_word(t.search, ?)"
_ANYWHERE = "t.search LIKE '%' || ? || '%' ESCAPE '\\'"
_INSIDE = "SELECT rowid FROM txn_inside WHERE txn_inside MATCH ?"
_BEGINS_THREE = "SELECT doc FROM txn_inside_term WHERE term >= ? AND term < ?"


def begins_word(text: str, word: str) -> bool:
    """Whether a word of a folded text begins with ``word``: the SQL function of that name."""
    return _beginning(word).search(text) is not None


@lru_cache(64)
def _beginning(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_]){re.escape(word)}")


def like(word: str) -> str:
    """A word for a ``LIKE`` whose escape is a backslash, taken literally."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


class Search:
    """One text looked for. Asking again gives the same rows, whatever else a filter asks for."""

    def __init__(self, text: str, ask: Ask, *, plain: bool = False) -> None:
        """``ask`` runs a query and answers its rows. ``plain``: words are all there is."""
        self.terms = _terms(text) if text and not plain else None
        self._ask = ask
        folded = _folded(self.terms) if self.terms else fold(text)
        self._anywhere = folded.split()
        words = list(dict.fromkeys(_WORD.findall(folded)))
        self.words = words if all(map(_in_index, words)) else []
        self.asks = bool(text.strip())

    def narrowing(self) -> Condition:
        """What is asked besides words, over ``txn t`` and its ``account a``."""
        return narrowing(self.terms, self._ask) if self.terms else ("1", [])

    def walking(self) -> Condition:
        """Every word begins a word, tried on each row."""
        return _all_begin(self.words)

    def condition(self) -> Condition:
        """What tells the transactions found from all others."""
        if not self._anywhere:
            return "1", []
        if not self._stands():
            return "0", []
        if self.words:
            rarest, others = self._rarest()
            rest, values = _all_begin(others)
            found = self._ask(f"{_ONE} AND {rest} LIMIT 1", [_prefix(rarest), *values])
            if found:
                few = self._hits(rarest) < _FEW
                by_index = f"{'' if few else '+'}t.id IN (SELECT rowid FROM txn_search WHERE {_INDEXED})"  # noqa: S608
                return f"{by_index} AND {rest}", [_prefix(rarest), *values]
            if self.terms and self.terms.tags:  # a tag stands at the beginning of a word or nowhere
                return "0", []
        exact = " AND ".join(_ANYWHERE for _ in self._anywhere)
        sql, values = _inside(self._anywhere)[0]
        ((few,),) = self._ask(f"SELECT count(*) FROM ({sql} LIMIT {_FEW_INSIDE})", values)  # noqa: S608
        if few < _FEW_INSIDE:
            exact = f"t.id IN ({sql}) AND {exact}"
        else:
            values = []
        return exact, [*values, *(like(part) for part in self._anywhere)]

    def _stands(self) -> bool:
        """Whether all that is looked for stands somewhere; wherever it does, so do its words. Their beginnings are
        asked for first: of common words that never meet, fewer threes are sooner known to have no row.
        """
        parts = self.words or self._anywhere
        asked = [*_inside([part[:3] for part in parts]), *_inside(parts)]
        return all(self._ask(f"{sql} LIMIT 1", values) for sql, values in asked)

    def _rarest(self) -> tuple[str, list[str]]:
        """The word to ask the index for: the one whose first three letters, which it knows at once, are rarest."""
        if len(self.words) == 1:
            return self.words[0], []
        rarest = min(self.words, key=lambda w: (len(w) == 1, self._hits(w[:3]) if len(w) > 1 else 0, -len(w)))
        return rarest, [word for word in self.words if word != rarest]

    def _hits(self, word: str) -> int:
        ((count,),) = self._ask(_HITS, [_prefix(word)])
        return int(count)


def _terms(text: str) -> "Terms":
    from tenk_desktop.core.terms import terms

    return terms(text)


def _folded(asked: "Terms") -> str:
    return fold(" ".join([asked.text, *asked.tags]))


def _all_begin(words: Sequence[str]) -> Condition:
    """``instr`` spares most rows the dearer question."""
    sql = "".join(f" AND {_HAS} AND {_BEGINS}" for _ in words)
    return f"1{sql}", [word for word in words for _ in range(2)]


def _inside(parts: Sequence[str]) -> list[tuple[str, list[Any]]]:
    """The rows, and a few more, that hold all parts of three characters or more; then those of each shorter one."""
    threes = dict.fromkeys(part[i : i + 3] for part in parts for i in range(len(part) - 2))
    match = " AND ".join('"' + three.replace('"', '""') + '"' for three in list(threes)[:_THREES])
    short = [part for part in parts if len(part) < 3]
    return [(_INSIDE, [match])] * bool(match) + [(_BEGINS_THREE, [part, part + chr(sys.maxunicode)]) for part in short]


def _prefix(word: str) -> str:
    return f'"{word}"*'


def _in_index(word: str) -> bool:
    """Whether the index, which knows fewer alphabets than Python, takes this for one word too."""
    return word.isascii() or all(unicodedata.ucd_3_2_0.category(c)[0] in "LN" for c in word)


def asked_words(text: str) -> tuple[str, ...]:
    """The folded words a search looks for, to show where they stand."""
    folded = _folded(_terms(text))
    return tuple(_WORD.findall(folded)) or tuple(folded.split())


def narrowing(asked: "Terms", ask: Ask) -> Condition:
    """All that is asked besides words. A name that no category or account has finds nothing."""
    parts: list[Condition] = [(_TAGGED, [f"#{tag}", f"#{tag}"]) for tag in asked.tags]
    parts += [("t.date >= ? AND t.date < ?", [p.start.isoformat(), p.end.isoformat()]) for p in asked.days]
    if asked.sizes:
        currencies = [code for (code,) in ask("SELECT DISTINCT currency FROM account", ())]
        parts += [_sized(size, currencies, ask) for size in asked.sizes]
    parts += [_sorted_under(_categories(name, ask), ask) for name in asked.categories]
    parts += [_kept_in(sorted(_named(name, ask("SELECT id, name FROM account", ())))) for name in asked.accounts]
    return " AND ".join(["1", *(sql for sql, _ in parts)]), [value for _, values in parts for value in values]


_TAGGED = "instr(t.search, ?) AND begins_word(t.search, ?)"


def _sized(size: "Size", currencies: Sequence[str], ask: Ask) -> Condition:
    """One comparison, in the minor units of each currency there is. Few such rows are best found by the index."""
    bounds = [(code, *bound) for code in currencies if (bound := size.minor(code)) is not None]
    if not bounds:
        return "0", []
    what = "t.amount" if size.signed else "abs(t.amount)"
    exact = " OR ".join(f"a.currency = ? AND {what} {compare} ?" for _code, compare, _minor in bounds)
    values: list[Any] = [value for code, _compare, minor in bounds for value in (code, minor)]
    loosest = (min if size.compare[0] == ">" else max)(minor for _code, _compare, minor in bounds)
    ranges = [f"amount {size.compare} {loosest:d}"]
    if not size.signed:
        ranges.append(f"amount {_OPPOSITE[size.compare]} {-loosest:d}")
    if (size.compare == "=" and len(bounds) > 1) or (size.compare[0] == "<" and not size.signed):
        return f"({exact})", values
    union = " UNION ALL ".join(f"SELECT id FROM txn WHERE {one}" for one in ranges)  # noqa: S608 - whole numbers
    ((few,),) = ask(f"SELECT count(*) FROM ({union} LIMIT {_FEW})", ())  # noqa: S608
    return (f"t.id IN ({union}) AND ({exact})" if few < _FEW else f"({exact})"), values


_OPPOSITE = {">": "<", ">=": "<=", "<": ">", "<=": ">=", "=": "="}


def _categories(name: str, ask: Ask) -> set[int]:
    """The categories of that name, as it is in the ledger or as it is shown, with all that is under them."""
    rows = ask("SELECT id, name, parent_id, builtin FROM category ORDER BY id", ())
    found = _named(name, [(id_, own) for id_, own, _parent, _builtin in rows])
    found |= _named(name, [(id_, tr(own)) for id_, own, _parent, builtin in rows if builtin])
    while more := {id_ for id_, _own, parent, _builtin in rows if parent in found} - found:
        found |= more
    return found


def _named(name: str, rows: Iterable[tuple[int, str]]) -> set[int]:
    """The rows of which each word asked begins a word."""
    words = _WORD.findall(name)
    return {id_ for id_, own in rows if words and all(begins_word(fold(own), word) for word in words)}


def _sorted_under(ids: set[int], ask: Ask) -> Condition:
    """Sorted there, whole or in part. Few such rows are best found by the index, many by walking."""
    some = json.dumps(sorted(ids))
    ((few,),) = ask(_UNDER_FEW, (some,))
    return (_UNDER if few < _FEW else _UNDER_WALKED), [some, some]


_UNDER_FEW = f"""SELECT count(*) FROM (SELECT 1 FROM txn WHERE category_id IN (SELECT value FROM json_each(?))
    LIMIT {_FEW})"""  # noqa: S608
_UNDER = """t.id IN (SELECT id FROM txn WHERE category_id IN (SELECT value FROM json_each(?))
    UNION SELECT txn_id FROM split WHERE category_id IN (SELECT value FROM json_each(?)))"""
_UNDER_WALKED = """(t.category_id IN (SELECT value FROM json_each(?)) OR EXISTS (SELECT 1 FROM split p
    WHERE p.txn_id = t.id AND p.category_id IN (SELECT value FROM json_each(?))))"""


def _kept_in(ids: Sequence[int]) -> Condition:
    """In one of these accounts. One alone is an order of rows that an index has; of several the newest are walked."""
    if len(ids) < 2:
        return ("t.account_id = ?", list(ids)) if ids else ("0", [])
    return f"+t.account_id IN ({', '.join('?' * len(ids))})", list(ids)
