"""Earnings in a real file: the best word kept by triggers, what a person said of a deposit, and undo of both."""

import sqlite3
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenk_desktop.core.creator.stages import winner
from tenk_desktop.core.errors import InputError
from tenk_desktop.core.importing.statement import EarningRow, Statement
from tenk_desktop.core.model import Stage
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.store.words import best_rows
from tests.store.conftest import bring, earning, row, statement
from tests.store.dump import dump

DAY = date(2026, 9, 1)
ROWS = st.builds(
    EarningRow,
    line=st.integers(1, 5),
    platform=st.just("TikTok"),
    programme=st.sampled_from(["Affiliation", "LIVE"]),
    key=st.sampled_from(["1", "2"]),
    stage=st.sampled_from(Stage),
    amount=st.integers(-3, 3).map(lambda cents: Decimal(cents).scaleb(-2)),
    currency=st.sampled_from(["EUR", "USD"]),
    earned=st.integers(1, 3).map(lambda n: DAY.replace(day=n)),
    settled=st.none() | st.integers(1, 3).map(lambda n: DAY.replace(day=n)),
    title=st.sampled_from(["", "Lampe"]),
    content=st.sampled_from(["", "75"]),
    awaiting=st.booleans(),
)


def consistent(path: Path) -> bool:
    """Whether the words kept are those one would choose anew."""
    db = sqlite3.connect(path)
    try:
        return set(db.execute("SELECT * FROM earning_best")) == set(db.execute(best_rows()))
    finally:
        db.close()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(ROWS, min_size=1, max_size=3), min_size=1, max_size=3))
def test_the_word_kept_is_the_winner_and_stays_so_through_undo(tmp_path: Path, files: list[list[EarningRow]]) -> None:
    path = tmp_path / "mots.tenk"
    path.unlink(missing_ok=True)
    with Ledger.create(path) as ledger:
        for i, rows in enumerate(files):
            bring(ledger, f"{i}.csv", Statement(earnings=tuple(rows), name="TikTok", header="tiktok"))
        everything = [r for rows in files for r in rows]
        for e in ledger.earnings():
            best = winner(r for r in everything if r.key == e.key)
            said = (e.stage, e.amount, e.currency, e.earned, e.settled, e.title, e.content, e.programme)
            wanted = (
                best.stage, int(best.amount.scaleb(2)), best.currency, best.earned, best.settled, best.title,
                best.content, best.programme,
            )  # fmt: skip
            assert said == wanted
        for act in (*[ledger.undo] * len(files), *[ledger.redo] * len(files)):
            act()
            assert consistent(path)
        for record in ledger.imports():
            ledger.undo_import(record.id)
            assert consistent(path)


@pytest.fixture
def paid(ledger: Ledger) -> Ledger:
    """One order, and a deposit that lacks twelve cents of it."""
    order = earning("1", "validated", "10.00", settled="2026-10-20")
    bring(ledger, "orders.csv", Statement(earnings=(order,), name="TikTok", header="tiktok"))
    bring(ledger, "banque.csv", statement(row("2026-11-05", "9.88", "VIR TIKTOK TECHNOLOGY LIMITED AFFILIATE")))
    return ledger


def test_a_link_is_kept_undone_and_redone(paid: Ledger) -> None:
    (deposit,), (owed,) = paid.payouts().deposits, paid.payouts().earnings
    before = dump(paid.path)
    assert owed.stage is Stage.VALIDATED
    changes = paid.link_payout([deposit.id], [owed.id])
    assert changes.tables == {"payout_link"}
    (linked,) = paid.earnings()
    assert (linked.stage, linked.received_by, linked.received_on) == (Stage.RECEIVED, deposit.id, date(2026, 11, 5))
    assert [(p.residue, p.withheld) for p in paid.payouts().payments] == [(12, 0)]
    paid.link_payout([deposit.id], [owed.id], withheld=True)
    assert [(p.residue, p.withheld) for p in paid.payouts().payments] == [(0, 12)]
    paid.undo()
    paid.undo()
    assert (dump(paid.path), paid.earnings()[0].stage) == (before, Stage.VALIDATED)
    paid.redo()
    assert paid.earnings()[0].stage is Stage.RECEIVED


def test_a_link_goes_with_its_deposit_and_with_its_import(paid: Ledger) -> None:
    (deposit,), (owed,) = paid.payouts().deposits, paid.payouts().earnings
    paid.link_payout([deposit.id], [owed.id])
    paid.undo_import(paid.imports()[0].id)
    assert (paid.earnings(), paid.check()) == ((), ())
    paid.undo()
    assert paid.earnings()[0].stage is Stage.RECEIVED
    paid.delete([deposit.id])
    assert paid.earnings()[0].stage is Stage.VALIDATED


def test_a_link_to_what_is_gone_is_refused_in_words(paid: Ledger) -> None:
    before = dump(paid.path)
    with pytest.raises(InputError):
        paid.link_payout([999_999], [1])
    assert dump(paid.path) == before


def test_payouts_are_asked_once_and_never_stale(paid: Ledger) -> None:
    found = paid.payouts()
    assert paid.payouts() is found
    with Ledger.open(paid.path, paid.shared) as beside, Ledger.open(paid.path) as other:
        assert beside.payouts() is found
        assert other.payouts() is not found
        assert other.payouts() == found
        other.link_payout([found.deposits[0].id], [found.earnings[0].id])
        assert beside.payouts().earnings[0].stage is Stage.RECEIVED
        assert paid.payouts() is beside.payouts()
        other.undo()
        assert paid.payouts() == found
        other.redo()
    assert paid.payouts().earnings[0].stage is Stage.RECEIVED
