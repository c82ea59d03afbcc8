"""Two programs on one ledger, and one program that looks at it twice."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier

from tenk_desktop.core.importing.planning import plan_file
from tenk_desktop.core.model import Transaction
from tenk_desktop.core.text import msg
from tenk_desktop.store import backups
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


def test_restoring_keeps_the_locks_of_an_open_ledger(tmp_path: Path) -> None:
    """As the window does, which has its ledger open meanwhile."""
    path = tmp_path / "a.tenk"
    with Ledger.create(path, accounts=[OpeningBalance("Courant", 0)]) as ledger:
        copy = backups.back_up(ledger, tmp_path / "copie.tenk")
        ledger.save(Transaction(0, 1, date(2026, 11, 21), -210, "Boulangerie"))
        backups.restore(copy, path)
        subprocess.run([sys.executable, "-c", COME_AND_GO, str(path)], check=True)
        assert path.with_name("a.tenk-wal").exists(), "the other program was not the last one"
        assert ledger.count() == 0
        ledger.save(Transaction(0, 1, date(2026, 11, 22), -320, "Monoprix"))
    with Ledger.open(path) as ledger:
        assert ledger.count_and_sum() == (1, -320)


def test_a_step_is_taken_back_once_though_two_programs_undo_at_once(tmp_path: Path) -> None:
    """Who waits for the other one would do again what that one has just undone."""
    path = tmp_path / "a.tenk"
    with Ledger.create(path, accounts=[OpeningBalance("Courant", 0)]) as ledger:
        for i in range(20):
            ledger.save(*(Transaction(0, 1, date(2026, 11, 1), -1 - i, f"P{i}") for _ in range(50)))
        ready = Barrier(2)

        def take_back() -> None:
            with Ledger.open(path) as own:
                for _ in range(8):
                    ready.wait()
                    own.undo()

        with ThreadPoolExecutor(2) as two:
            for done in [two.submit(take_back) for _ in range(2)]:
                done.result()
        assert ledger.count() == 4 * 50
        assert ledger.check() == ()


def test_an_import_is_taken_back_and_not_what_another_program_was_writing(tmp_path: Path) -> None:
    """It was the last step when it was asked for, and is no more once the other one has written."""
    path = tmp_path / "a.tenk"
    file = "Date;Libellé;Montant\n20/11/2026;Boulangerie;-2,10\n21/11/2026;Pharmacie;-7,40\n".encode()
    with Ledger.create(path, accounts=[OpeningBalance("Courant", 0)]) as ledger, ThreadPoolExecutor(1) as other:
        ledger.apply_import(plan_file("releve.csv", file, ledger.existing))
        (record,) = ledger.imports()

        def take_back() -> None:
            with Ledger.open(path) as own:
                own.undo_import(record.id)

        with ledger._step(msg("Ajout")):
            ledger._put(Transaction(0, 1, date(2026, 11, 22), -320, "Monoprix"))
            undone = other.submit(take_back)
            time.sleep(0.3)  # it waits by now
        undone.result()
        assert [t.payee for t in ledger.transactions()] == ["Monoprix"]
        assert not ledger.imports()


def test_what_is_written_while_a_copy_is_taken_back_is_kept_too(tmp_path: Path) -> None:
    """The window stays usable while the worker restores."""
    path = tmp_path / "a.tenk"
    with Ledger.create(path, accounts=[OpeningBalance("Courant", 0)]) as ledger:
        empty = backups.back_up(ledger, tmp_path / "vide.tenk")
        ledger.save(*(Transaction(0, 1, date(2026, 11, 1), -1 - i, f"P{i}") for i in range(20_000)))
        with ThreadPoolExecutor(1) as worker:
            restored = worker.submit(backups.restore, empty, path)
            while not list(backups.backup_folder().glob("*.tenk")) and not restored.done():
                time.sleep(0.001)
            ledger.save(Transaction(0, 1, date(2026, 11, 22), -320, "Monoprix"))
            kept = restored.result()
        assert kept is not None
        assert ledger.count() == 0
    with Ledger.open(kept) as before:
        assert before.count() == 20_001
