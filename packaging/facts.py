"""What every package says of the program, from the one place each fact is kept. Run by the build commands.

packaging/facts.py NAME       prints version, author, summary, date, id or contact
packaging/facts.py - < IN     writes IN with its @NAMES@ filled in
"""

import argparse
import re
import sys
import tomllib
from collections.abc import Sequence
from datetime import UTC, datetime
from os import environ
from pathlib import Path
from shutil import which
from subprocess import run
from typing import Any

CHECKOUT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(CHECKOUT))

from tenk_desktop import __version__  # noqa: E402
from tenk_desktop.core import text  # noqa: E402

# The project has no domain yet. Nobody can ever own a name in .invalid (RFC 2606), so neither of these is another's;
# both are to be replaced by the first who publishes it.
ID = "invalid.tenk.tenk"
CONTACT = "nobody@tenk.invalid"

PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]


def facts() -> dict[str, str]:
    """Each fact by its name. The day is that of the build (``SOURCE_DATE_EPOCH``), else of the last commit."""
    return {
        "VERSION": __version__,
        "AUTHOR": PROJECT["authors"][0]["name"],
        "SUMMARY": PROJECT["description"],
        "LICENSE": PROJECT["license"],
        "ID": ID,
        "CONTACT": CONTACT,
        "DATE": datetime.fromtimestamp(epoch(), UTC).date().isoformat(),
        "VERBS_FR": verbs("fr"),
        "VERBS_EN": verbs("en"),
    }


def fill(template: str) -> str:
    """A template with its ``@NAMES@`` filled in. Raises `KeyError` on a name nobody knows."""
    known = facts()
    return re.sub(r"@([A-Z_]+)@", lambda found: known[found[1]], template)


def epoch() -> int:
    """The seconds every date in a package is made of; 0 where nothing tells."""
    if said := environ.get("SOURCE_DATE_EPOCH"):
        return int(said)
    if which("git") is None:
        return 0
    git = run(["git", "log", "-1", "--format=%ct"], cwd=CHECKOUT, capture_output=True, text=True, check=False)  # noqa: S607
    return int(git.stdout or 0)


def verbs(language: str) -> str:
    """The verbs for a man page and what each takes, as the command's own help says them."""
    from tenk_desktop.cli.arguments import parser

    text.use_language(language)
    whole = parser()
    [group] = [a for a in whole._actions if isinstance(a, argparse._SubParsersAction)]  # noqa: SLF001
    everywhere = {o for a in whole._actions for o in a.option_strings}  # noqa: SLF001
    choices: list[Any] = group._choices_actions  # noqa: SLF001
    return "\n".join(_verb(c.dest, c.help, group.choices[c.dest]._actions, everywhere) for c in choices)  # noqa: SLF001


def _verb(name: str, does: str, actions: Sequence[argparse.Action], everywhere: set[str]) -> str:
    """A verb with its words, and its options but those that go ``everywhere``."""
    words = " ".join(_value(a) for a in actions if not a.option_strings)
    options = [a for a in actions if a.option_strings and not everywhere.issuperset(a.option_strings)]
    entries = [_entry(a.option_strings[0], _value(a) if a.nargs != 0 else "", a.help or "") for a in options]
    return "\n".join([_entry(name, words, does), *([".RS", *entries, ".RE"] if entries else [])])


def _entry(name: str, value: str, does: str) -> str:
    head = f'.BI {_roff(name)} " {value}"' if value else f".B {_roff(name)}"
    return f".TP\n{head}\n{_roff(does)}"


def _value(action: argparse.Action) -> str:
    """How a value is written: ``FILE``, ``[N]``, ``FILE ...`` or ``a|b``."""
    metavar = action.metavar if isinstance(action.metavar, str) else action.dest
    name = _roff(metavar if action.metavar or not action.choices else "|".join(map(str, action.choices)))
    return {"?": f"[{name}]", "+": f"{name} ..."}.get(str(action.nargs), name)


def _roff(words: str) -> str:
    """Text that roff reads as text."""
    return re.sub(r"^([.'])", r"\\&\1", words.replace("\\", r"\e").replace("-", r"\-"))


if __name__ == "__main__":
    if sys.argv[1:] == ["-"]:
        sys.stdout.write(fill(sys.stdin.read()))
    else:
        print(facts()[sys.argv[1].upper()])
