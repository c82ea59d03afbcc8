"""The verdict as it is kept, to be shown again before NumPy is loaded.

What is kept is the object of `answer.as_json`, for whoever reads what was said, and under ``kept`` the very value, its
sentences still to be said in either language. The fan is left out: it is most of the size, and drawn only when live.
A window adds the words it said it in (``told``), for the first thing the next one shows.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

from tenk_desktop.core.model import Stage
from tenk_desktop.core.outlook.answer import Coming, FanDay, Following, Lever, Lowest, Track, Verdict, as_json
from tenk_desktop.core.text import Message

_VALUES = {c.__name__: c for c in (Verdict, Lowest, Following, FanDay, Coming, Lever, Track, Message)}


def to_keep(v: Verdict, told: Mapping[str, Any] | None = None) -> str:
    """One JSON object, keys sorted: the same verdict gives the same text."""
    bare = replace(v, fan=())
    words = {"told": told} if told else {}
    return json.dumps({**as_json(bare), "kept": _told(bare), **words}, ensure_ascii=False, sort_keys=True)


def from_kept(text: str) -> Verdict | None:
    """The verdict that was kept, without its fan; None when the text is not one, or another version's."""
    try:
        found = _heard(json.loads(text)["kept"])
    except (ValueError, TypeError, KeyError):
        return None
    return found if isinstance(found, Verdict) else None


def _told(value: Any) -> Any:
    """A value as JSON that says what it is."""
    if isinstance(value, Stage):
        return {"is": "Stage", "value": str(value)}
    if isinstance(value, date):
        return {"is": "date", "value": value.isoformat()}
    names = [f.name for f in fields(value)] if is_dataclass(value) else getattr(value, "_fields", ())
    if names:
        return {"is": type(value).__name__, **{name: _told(getattr(value, name)) for name in names}}
    if isinstance(value, Mapping):
        return {str(key): _told(one) for key, one in value.items()}
    return [_told(one) for one in value] if isinstance(value, tuple) else value


def _heard(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_heard(one) for one in value)
    if not isinstance(value, dict):
        return value
    what = value.get("is")
    if what == "Stage":
        return Stage(value["value"])
    if what == "date":
        return date.fromisoformat(value["value"])
    inner = {key: _heard(one) for key, one in value.items() if key != "is"}
    return _VALUES[what](**inner) if what else inner
