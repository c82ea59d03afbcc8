"""How a few words find transactions.

Every word asked must begin a word of the transaction's text (payee, note, bank text), words being runs of letters and
digits, accents and case ignored. Where no transaction at all is found so, the text is looked for anywhere instead:
``avoir`` finds ``pouvoir`` rather than nothing.

A rare word is found by the index (`derived.SEARCH_INDEX`). A common one is not worth it: the newest rows are full of
it, so a page is first looked for among the `WALKED` newest ones.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Protocol

from tenk_desktop.core.text import fold


class Ask(Protocol):
    """Puts a SELECT and its values to the ledger."""

    def __call__(self, sql: str, values: Sequence[Any] = ..., /) -> list[Any]: ...


Condition = tuple[str, list[Any]]
"""SQL over ``txn t``, and its values."""

WALKED = 2000
_FEW = 20_000  # hits: sorting more costs more than walking the newest until a page is full
_WORD = re.compile(r"[^\W_]+")
_INDEXED = "txn_search MATCH ?"
_HITS = f"SELECT count(*) FROM (SELECT 1 FROM txn_search WHERE {_INDEXED} LIMIT {_FEW})"  # noqa: S608
_ONE = f"SELECT 1 FROM txn_search f CROSS JOIN txn t ON t.id = f.rowid WHERE {_INDEXED}"  # noqa: S608
_HAS, _BEGINS = "instr(t.search, ?)", "begins_word(t.search, ?)"
_ANYWHERE = "t.search LIKE '%' || ? || '%' ESCAPE '\\'"


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

    def __init__(self, text: str, ask: Ask) -> None:
        """``ask`` runs a query and answers its rows."""
        folded = fold(text)
        self._ask = ask
        self._anywhere = folded.split()
        words = list(dict.fromkeys(_WORD.findall(folded)))
        self.words = words if all(map(_in_index, words)) else []

    def walking(self) -> Condition:
        """Every word begins a word, tried on each row."""
        return _all_begin(self.words)

    def condition(self) -> Condition:
        """What tells the transactions found from all others."""
        if not self._anywhere:
            return "1", []
        if self.words:
            rarest, others = self._rarest()
            rest, values = _all_begin(others)
            found = self._ask(f"{_ONE} AND {rest} LIMIT 1", [_prefix(rarest), *values])
            if found:
                few = self._hits(rarest) < _FEW
                by_index = f"{'' if few else '+'}t.id IN (SELECT rowid FROM txn_search WHERE {_INDEXED})"  # noqa: S608
                return f"{by_index} AND {rest}", [_prefix(rarest), *values]
        return " AND ".join(_ANYWHERE for _ in self._anywhere), [like(word) for word in self._anywhere]

    def _rarest(self) -> tuple[str, list[str]]:
        """The word to ask the index for: the one whose first three letters, which it knows at once, are rarest."""
        if len(self.words) == 1:
            return self.words[0], []
        rarest = min(self.words, key=lambda w: (len(w) == 1, self._hits(w[:3]) if len(w) > 1 else 0, -len(w)))
        return rarest, [word for word in self.words if word != rarest]

    def _hits(self, word: str) -> int:
        ((count,),) = self._ask(_HITS, [_prefix(word)])
        return int(count)


def _all_begin(words: Sequence[str]) -> Condition:
    """``instr`` spares most rows the dearer question."""
    sql = "".join(f" AND {_HAS} AND {_BEGINS}" for _ in words)
    return f"1{sql}", [word for word in words for _ in range(2)]


def _prefix(word: str) -> str:
    return f'"{word}"*'


def _in_index(word: str) -> bool:
    """Whether the index, which knows fewer alphabets than Python, takes this for one word too."""
    return word.isascii() or all(unicodedata.ucd_3_2_0.category(c)[0] in "LN" for c in word)
