"""What a typed balance already counts, and taking it out again."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tenk_desktop.core.model import AccountKind, Transaction
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tests.store.conftest import bring, row, statement
from tests.store.dump import dump

TODAY = date(2026, 11, 22)


@settings(max_examples=20)
@given(st.integers(-3, 3), st.integers(-9_999, 9_999).filter(bool))
def test_counted_or_not_it_ends_as_if_typed_before_the_balance(offset: int, amount: int) -> None:
    """On a later day the operation moves the balance by itself; else `count_out` does, and undo takes it back."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.tenk"
        with Ledger.create(path, accounts=[OpeningBalance("Courant", 10_000, TODAY)]) as ledger:
            (id_,) = ledger.save(Transaction(0, 1, TODAY + timedelta(days=offset), amount, "Café")).created
            counted = ledger.counted([id_])
            assert counted == (((1, TODAY),) if offset <= 0 else ())
            before = dump(path)
            if counted:
                assert ledger.accounts()[0].balance == 10_000
                ledger.count_out([id_])
            assert ledger.accounts()[0].balance == 10_000 + amount
            if counted:
                ledger.undo()
                assert dump(path) == before


def test_a_balance_that_a_file_states_is_the_banks(ledger: Ledger) -> None:
    ledger.set_balance(1, 9000, date(2026, 11, 10))
    bring(ledger, "a.csv", statement(row("2026-11-20", "-5", "CAFE"), closing=(date(2026, 11, 20), Decimal(80))))
    (id_,) = ledger.save(Transaction(0, 1, date(2026, 11, 9), -300, "Café")).created
    assert ledger.counted([id_]) == (), "what the account has now does not rest on the balance typed"
    ledger.set_balance(1, 7000, TODAY)
    assert ledger.counted([id_]) == ((1, TODAY),)
    assert not ledger.count_out([0]), "nothing to write, no step"


def test_both_sides_of_a_transfer_in_one_step(ledger: Ledger) -> None:
    livret = ledger.add_account(OpeningBalance("Livret", 500, TODAY, AccountKind.SAVINGS)).created[0]
    ledger.set_balance(1, 10_000, TODAY)
    out = Transaction(0, 1, TODAY, -2000, "Virement")
    ids = ledger.save_transfer(out, out._replace(account_id=livret, amount=2000)).created
    assert {account for account, _day in ledger.counted(ids)} == {1, livret}
    ledger.count_out(ids)
    assert [a.balance for a in ledger.accounts()] == [8000, 2500]
    ledger.undo()
    assert [a.balance for a in ledger.accounts()] == [10_000, 500]


@settings(max_examples=20)
@given(st.integers(-3, 3), st.integers(-9_999, 9_999).filter(bool), st.integers(-3, 3), st.integers(-9_999, 9_999))
def test_a_balance_follows_what_it_counts(offset: int, amount: int, moved_by: int, change: int) -> None:
    """After a change, then after a deletion, it ends as if the operation had been so from the first."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.tenk"
        with Ledger.create(path, accounts=[OpeningBalance("Courant", 10_000, TODAY)]) as ledger:
            kept = Transaction(0, 1, TODAY + timedelta(days=offset), amount, "Café")
            (id_,) = ledger.save(kept).created
            ledger.count_out([id_])
            assert ledger.left_behind() == (), "it was told so"
            after = kept._replace(id=id_, date=TODAY + timedelta(days=offset + moved_by), amount=amount + change)
            for write in (lambda: ledger.save(after), lambda: ledger.delete([id_])):
                if not write():
                    continue
                if left := ledger.left_behind():
                    before = dump(path)
                    ledger.follow(left)
                    ledger.undo()
                    assert dump(path) == before
                    ledger.redo()
                assert ledger.accounts()[0].balance == 10_000 + sum(t.amount for t in ledger.transactions())


def test_only_a_change_of_money_day_or_account_leaves_a_balance_behind(ledger: Ledger) -> None:
    paypal = ledger.add_account(OpeningBalance("PayPal", 500, TODAY, AccountKind.PAYPAL)).created[0]
    ledger.set_balance(1, 10_000, TODAY)
    (id_,) = ledger.save(Transaction(0, 1, TODAY, -300, "Café")).created
    one = ledger.transaction(id_)
    ledger.save(one._replace(memo="avec Lou"))
    assert ledger.left_behind() == ()
    ledger.save(one._replace(account_id=paypal))
    assert {left.moved for left in ledger.left_behind()} == {300, -300}
