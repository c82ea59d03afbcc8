"""What the window remembers between two starts: a small JSON file in the user's configuration folder, nothing private.

No Qt here. A file that cannot be read means the defaults: preferences are never worth an error at the start. Which
ledgers were opened last is the store's to remember (`store.places`), for the command line asks too.
"""

import json
import os
from pathlib import Path
from typing import Any, NamedTuple

from platformdirs import user_config_path


class Settings(NamedTuple):
    """Every preference has a default."""

    language: str = ""  # empty: the system's
    look: str = "system"
    text_percent: int = 100
    hide_amounts: bool = False
    geometry: str = ""  # Qt's own bytes, in hexadecimal
    recent_actions: str = ""  # run from the palette, a line each, the last one first


class SettingsFile:
    """`Settings` on disk."""

    def __init__(self, path: Path | None = None) -> None:
        """``path`` is for tests; otherwise the system's place for configuration."""
        self.path = path or user_config_path("tenk", appauthor=False) / "window.json"
        self.now = _read(self.path)

    def change(self, **values: Any) -> Settings:
        """Set some preferences and keep them; a full or read-only disk is no reason to stop."""
        self.now = self.now._replace(**values)
        draft = self.path.with_suffix(".new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_text(json.dumps(self.now._asdict(), indent=1), "utf-8")
            os.replace(draft, self.path)  # noqa: PTH105 - the atomic one
        except OSError:
            pass
        return self.now


def _read(path: Path) -> Settings:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return Settings()
    defaults = Settings()._asdict()
    fitting = {k: found[k] for k in defaults if isinstance(found, dict) and type(found.get(k)) is type(defaults[k])}
    return Settings(**fitting)
