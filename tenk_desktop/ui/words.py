"""What the first screen says of a verdict, as plain words, and the copy of them that is kept with it in the ledger.

A starting window shows the copy before it loads anything that could say the words again: no Qt here, and no verdict.
"""

import json
from datetime import date
from typing import Any, NamedTuple

from tenk_desktop.core.period import ONE_DAY
from tenk_desktop.core.text import day_text, language, tr

DOTS = 10
"""A chance is shown as so many of ten dots."""
Tile = tuple[str, str, str]
"""A name, a figure, and a note that may be empty."""
Line = tuple[str, str, str]
"""A text, a small one under it, an amount."""


class Words(NamedTuple):
    """``filled`` of the ten dots are full, None where there is no percentage; ``chances`` says so to an ear.

    Each text but the headline may be empty.
    """

    headline: str
    detail: str = ""
    following: str = ""
    filled: int | None = None
    chances: str = ""
    warning: str = ""
    advice: str = ""
    tiles: tuple[Tile, ...] = ()
    to_receive: tuple[Line, ...] = ()
    to_pay: tuple[Line, ...] = ()


def told(words: Words, *, hidden: bool) -> dict[str, Any]:
    """The copy to keep, which says in what language it is and whether its amounts are ``hidden``."""
    return {"language": language(), "hidden": hidden, "words": words}


def said_on(said: str) -> date | None:
    """The day of the verdict kept as ``said``."""
    try:
        return date.fromisoformat(json.loads(said)["today"])
    except (ValueError, TypeError, KeyError):
        return None


def being_redone(day: date | None, today: date) -> str:
    """What is said of figures of another day while the worker makes those of today; nothing of today's own."""
    if day is None or day >= today:
        return ""
    if day == today - ONE_DAY:
        return tr("calculé hier, mise à jour…")
    return tr("calculé le {day}, mise à jour…", day=day_text(day))


def heard(said: str, today: date, horizon: date, *, hidden: bool) -> Words | None:
    """The copy kept with the verdict ``said``, if it is about the period that ends at ``horizon`` (excluded).

    None too when it is in another language, shows amounts otherwise, or is another version's.
    """
    try:
        kept = json.loads(said)
        copy = kept["told"]
        about = (kept["horizon"], kept["today"] <= today.isoformat(), copy["language"], copy["hidden"])
        if about != (horizon.isoformat(), True, language(), hidden):
            return None
        if len(copy["words"]) != len(Words._fields):
            return None
        *plain, tiles, to_receive, to_pay = copy["words"]
        return Words(*plain, *(tuple((a, b, c) for a, b, c in lines) for lines in (tiles, to_receive, to_pay)))
    except (ValueError, TypeError, KeyError):
        return None
