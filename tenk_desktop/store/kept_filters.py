"""Filters of the journal that a person saved under a name: one row of ``preference`` each, so each can be undone."""

import json
from datetime import date

from tenk_desktop.core.model import Filter, Nature
from tenk_desktop.store.search import Ask

PREFIX = "filter:"


def as_text(wanted: Filter) -> str:
    """A filter as it is stored: JSON of the fields that narrow."""
    fields = {name: value for name, value in wanted._asdict().items() if value not in (None, False, "")}
    return json.dumps(fields, default=str, ensure_ascii=False)


def kept_filters(ask: Ask) -> dict[str, Filter]:
    """Every saved filter by its name, oldest first."""
    rows = ask("SELECT name, value FROM preference WHERE name GLOB ? ORDER BY id", (f"{PREFIX}*",))
    return {name.removeprefix(PREFIX): _read(value) for name, value in rows}


def _read(text: str) -> Filter:
    fields = json.loads(text)
    for name in ("start", "end"):
        if name in fields:
            fields[name] = date.fromisoformat(fields[name])
    if "nature" in fields:
        fields["nature"] = Nature(fields["nature"])
    return Filter(**fields)
