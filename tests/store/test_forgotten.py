"""What was said of an operation or an account by its number goes with it, for the number is given to another one."""

from datetime import date
from pathlib import Path

import pytest

from tenk_desktop.core.model import Transaction
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tenk_desktop.store.sides import REFUSED
from tests.store.conftest import bring, row, statement
from tests.store.dump import dump

DAY = date(2026, 11, 3)


def pair(ledger: Ledger) -> tuple[int, int]:
    out, into = ledger.save(Transaction(0, 1, DAY, -5000, "Virement"), Transaction(0, 2, DAY, 5000, "Virement")).created
    return out, into


@pytest.mark.parametrize("side", [0, 1])
def test_a_refused_transfer_is_proposed_again_when_its_numbers_mean_others(two: Ledger, side: int) -> None:
    refused = pair(two)
    two.tell(REFUSED + "-".join(map(str, refused)), "1")
    assert two.likely_transfers(date(2026, 1, 1)) == ()
    before = dump(two.path)
    changes = two.delete([refused[side]])
    assert "preference" in changes.tables
    two.undo()
    assert dump(two.path) == before
    two.redo()
    two.delete([refused[1 - side]])
    again = pair(two)
    assert again == refused, "a deleted number is given anew"
    assert [tuple(t.id for t in found) for found in two.likely_transfers(date(2026, 1, 1))] == [again]


def test_another_deletion_leaves_what_was_refused(two: Ledger) -> None:
    refused = pair(two)
    two.tell(f"{REFUSED}{refused[0]}-{refused[1]}", "1")
    (other,) = two.save(Transaction(0, 1, DAY, -1, "Café")).created
    assert "preference" not in two.delete([other]).tables
    assert two.likely_transfers(date(2026, 1, 1)) == ()


def test_the_floor_of_an_account_goes_with_the_account(tmp_path: Path) -> None:
    """Made by an import and gone with it; the next account has the same number, and no overdraft."""
    with Ledger.create(tmp_path / "a.tenk") as ledger:
        made = bring(ledger, "a.csv", statement(row("2026-11-03", "-5.00", "CAFE")))
        (account,) = ledger.accounts()
        ledger.tell(f"floor.{account.id}", "-30000")
        ledger.tell(f"gap.{account.id}", "said")
        ledger.tell("floor", "-100")
        (imported,) = [record.id for record in ledger.imports()]
        assert made.writes
        ledger.undo_import(imported)
        assert ledger.accounts() == ()
        ledger.add_account(OpeningBalance("Autre banque", 0))
        assert [a.id for a in ledger.accounts()] == [account.id]
        assert ledger.preferences() == {"floor": "-100"}
        assert ledger.household(DAY).accounts[0].floor == 0
