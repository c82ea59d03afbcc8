"""Two programs on one ledger, and one program that looks at it twice."""

import subprocess
import sys
from datetime import date
from pathlib import Path

from tenk_desktop.core.model import Transaction
from tenk_desktop.store.ledger import Ledger, OpeningBalance

COME_AND_GO = "import sys; from pathlib import Path; from tenk_desktop.store.ledger import Ledger; Ledger.open(Path(sys.argv[1])).close()"


def test_a_second_look_keeps_the_locks_of_the_first(tmp_path: Path) -> None:
    """A file opened and closed beside SQLite would drop them: another program would then take the journal away."""
    path = tmp_path / "a.tenk"
    with Ledger.create(path, accounts=[OpeningBalance("Courant", 0)]) as ledger:
        ledger.save(Transaction(0, 1, date(2026, 11, 21), -210, "Boulangerie"))
        Ledger.open(path).close()  # as the verdict does, in the worker
        subprocess.run([sys.executable, "-c", COME_AND_GO, str(path)], check=True)
        assert path.with_name("a.tenk-wal").exists(), "the other program was not the last one"
        ledger.save(Transaction(0, 1, date(2026, 11, 22), -320, "Monoprix"))
    with Ledger.open(path) as ledger:
        assert ledger.count_and_sum() == (2, -530)
