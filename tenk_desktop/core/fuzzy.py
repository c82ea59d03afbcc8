"""Finding a name from a few of its letters: ``pointrel`` or ``rel poi`` finds « Pointer un relevé »."""

from collections.abc import Iterable
from functools import lru_cache

from tenk_desktop.core.text import fold

_WORD_START, _NEXT, _ANY = 8, 10, 1


def score(query: str, text: str) -> int | None:
    """How well a query names a text, higher is better; None when it does not, 0 for an empty query.

    Accents and case ignored, words in any order. The letters of each word of the query are in the text in this order:
    all together, or the first of them at the beginning of a word.
    """
    folded = _folded(text)
    scores = [_word(word, folded) for word in _folded(query).split()]
    return None if None in scores else sum(one for one in scores if one)


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The one of these names that a mistyped name most likely means; None where none is like it.

    Letters too many, too few, wrong or exchanged are looked past (difflib's ratio, 0.6 and above); else its letters may
    be some of theirs (`score`).
    """
    from difflib import get_close_matches  # only a mistake needs it

    known = {_folded(one): one for one in names}
    for close in get_close_matches(_folded(name), known, n=1):
        return known[close]
    scores = [(found, one) for one in known.values() if (found := score(name, one))]
    return max(scores)[1] if scores else None


@lru_cache(maxsize=1024)
def _folded(text: str) -> str:
    return "".join(c if c.isalnum() else " " for c in fold(text))


def _word(word: str, text: str) -> int | None:
    """The best way to lay the letters of a word over the text, from the left."""
    if not set(word) <= set(text):
        return None
    starts = [i == 0 or text[i - 1] == " " for i in range(len(text))]
    best = _laid(word, text, starts)
    if best is not None:
        return best
    return _NEXT * len(word) if word in text else None


def _laid(word: str, text: str, starts: list[bool]) -> int | None:
    reached: dict[int, int] = {}  # where the last letter is -> the best score with it there
    for n, letter in enumerate(word):
        further: dict[int, int] = {}
        before = None  # the best of all places left of this one
        for i, c in enumerate(text):
            if n and i - 1 in reached:
                before = max(reached[i - 1], before if before is not None else reached[i - 1])
            if c != letter or (n == 0 and not starts[i]) or (n and before is None):
                continue
            apart = (before or 0) + (_WORD_START if starts[i] else _ANY)
            joined = reached[i - 1] + _NEXT if i - 1 in reached else apart
            further[i] = max(apart, joined)
        reached = further
    return max(reached.values(), default=None)
