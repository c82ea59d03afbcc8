"""`tenk`: a verb goes to the command line; none opens the window, or does the main job in words where there is none."""

import os
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and answer its exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    if _names_a_verb(words):
        from tenk_desktop import cli

        return cli.main(words)
    if has_display():
        from tenk_desktop.ui.app import main as open_window

        return open_window(words)
    from tenk_desktop.demo import main as show_in_terminal

    return show_in_terminal(words)


def _names_a_verb(words: Sequence[str]) -> bool:
    """Whether anything but the window's own options is asked for."""
    rest = iter(words)
    for word in rest:
        if word in ("--ledger", "--lang", "--today"):
            next(rest, None)
        elif not word.startswith(("--ledger=", "--lang=", "--today=")):
            return True
    return False


def has_display() -> bool:
    """Whether a window can be shown. A platform named in ``QT_QPA_PLATFORM`` counts: someone chose it."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


if __name__ == "__main__":
    sys.exit(main())
