"""What a few verbs load: most of what a short command takes is the loading of our own modules."""

import subprocess
import sys
from pathlib import Path

import pytest

ALL = """
    cli cli.answers cli.arguments cli.ledgers cli.transactions
    core core.creator core.errors core.exporting core.importing core.model core.money core.period core.personas
    core.progress core.reports core.resources core.text
    store store.connection store.derived store.history store.ledger store.places store.queries store.schema store.search
    store.words
"""
MONTHS = "cli.months core.sentences"

SHOW = """
import sys
SLOW = {"csv", "dataclasses", "decimal", "locale", "numpy", "platformdirs", "shutil", "sqlite_utils"}
# what else others load is none of ours
from tenk_desktop.__main__ import main
status = main(sys.argv[1:])
ours = (name.partition(".")[2] for name in sys.modules if name.startswith("tenk_desktop."))
print(*sorted(set(ours) - {"__main__"}), *SLOW & set(sys.modules), file=sys.stderr)
sys.exit(status)
"""


def loaded(*words: str) -> set[str]:
    """The modules of ours, without the package's name, that a process has loaded when the verb is done."""
    done = subprocess.run([sys.executable, "-c", SHOW, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


@pytest.mark.parametrize(
    ("words", "more"),
    [
        (("months", "--json"), MONTHS),
        (("month", "--json"), MONTHS),
        (("transactions", "--json"), ""),
        (("add", "2026-11-20", "-2,10", "Boulangerie"), "store.counted decimal platformdirs shutil"),
    ],
)
def test_a_short_verb_loads_only_what_it_needs(words: tuple[str, ...], more: str, tmp_path: Path) -> None:
    ledger = str(tmp_path / "a.tenk")
    loaded("new", "--account", "Courant=100", "--ledger", ledger)
    found = loaded(*words, "--ledger", ledger, "--today", "2026-11-22")
    assert "store.queries" in found
    extra = found - set(f"{ALL} {more}".split())
    assert not extra, f"loaded for nothing: {sorted(extra)}"
