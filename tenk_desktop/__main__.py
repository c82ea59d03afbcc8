"""`tenk`: a verb goes to the command line; none, or files, open the window.

Where there is no window, none does the main job in words.
"""

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn


def run() -> NoReturn:
    """The `tenk` command. Taking the process apart would be a tenth of a short verb's time: once one has answered,
    its ledger is closed and all is written, so the system may have the rest back at once.
    """
    words = sys.argv[1:]
    status = main(words)
    if _names_a_verb(words):
        try:
            for stream in filter(None, (sys.stdout, sys.stderr)):
                stream.flush()
        except OSError:
            sys.exit(status)
        os._exit(status)
    sys.exit(status)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and answer its exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words == ["--sheets"]:  # a child that opens a workbook for us
        from tenk_desktop import shield

        return shield.main()
    if _names_a_verb(words):
        gc.set_threshold(100_000)  # what loading makes stays: looking through it for garbage takes 5 ms of a short verb
        from tenk_desktop import cli

        return cli.main(words)
    if has_display():
        gc.disable()  # looking for garbage would be a tenth of the time to the first frame; then see `ui.collector`
        from tenk_desktop.ui.start import main as open_window

        return open_window(words)
    from tenk_desktop.demo import main as show_in_terminal

    return show_in_terminal(words)


def _names_a_verb(words: Sequence[str]) -> bool:
    """Whether anything but the window's own options is asked for."""
    rest = iter(words)
    for word in rest:
        if word in ("--ledger", "--lang", "--today"):
            next(rest, None)
        elif not word.startswith(("--ledger=", "--lang=", "--today=")) and not (has_display() and _is_file(word)):
            return True
    return False


def _is_file(word: str) -> bool:
    """Whether a word is a file to open: a file manager gives the whole path, and no verb has a dot or a slash."""
    return not word.isalpha() and Path(word).is_file()


def has_display() -> bool:
    """Whether a window can be shown. A platform named in ``QT_QPA_PLATFORM`` counts: someone chose it."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


if __name__ == "__main__":
    run()
