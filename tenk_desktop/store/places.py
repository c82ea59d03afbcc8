"""Where things are kept: the user's folders, the default ledger, and which ledgers were opened last."""

import json
import os
from pathlib import Path

KEPT = 8


def default_ledger() -> Path:
    """The ledger a command uses when none is named: ``$TENK_LEDGER``, the last one opened, or the user's own."""
    named = os.environ.get("TENK_LEDGER")
    if named:
        return Path(named)
    return next(iter(recent_ledgers()), first_ledger())


def first_ledger() -> Path:
    """Where a person's first ledger is made."""
    from platformdirs import user_data_path  # a ledger that is named needs neither

    return user_data_path("tenk", appauthor=False) / "mes-comptes.tenk"


def recent_ledgers() -> tuple[Path, ...]:
    """The ledgers opened last that still exist, newest first."""
    try:
        names = json.loads(_list().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ()
    paths = (Path(name) for name in names if isinstance(name, str)) if isinstance(names, list) else ()
    return tuple(path for path in paths if _is_there(path))


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # its folder may not be looked into
        return False


def remember_ledger(path: Path) -> None:
    """Put a ledger first in the list. A list that cannot be written is not worth a message."""
    full = path.resolve()
    names = [str(full), *(str(p) for p in recent_ledgers() if p != full)][:KEPT]
    try:
        _list().parent.mkdir(parents=True, exist_ok=True)
        _list().write_text(json.dumps(names, indent=1), encoding="utf-8")
    except OSError:
        return


def _list() -> Path:
    from platformdirs import user_config_path

    return user_config_path("tenk", appauthor=False) / "recent.json"
