"""The balance day by day, against an adding-up by hand."""

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tenk_desktop.core.model import AccountKind, Transaction
from tenk_desktop.store.ledger import Ledger, OpeningBalance

START = date(2026, 11, 1)
END = date(2026, 11, 12)

offsets = st.integers(-5, 14)
amounts = st.integers(-50_000, 50_000)
facts = st.dictionaries(st.none() | offsets, amounts, min_size=1, max_size=4)
rows = st.lists(st.tuples(offsets, amounts.filter(bool)), max_size=12)


def day(offset: int) -> date:
    return START + timedelta(days=offset)


def expected(known: dict[int | None, int], moves: list[tuple[int, int]], at: int) -> int:
    """From the last fact by then, else back from the next one; a fact is the end of its day."""
    before = [fact for fact in known if fact is None or fact <= at]
    if before:
        since = max(before, key=lambda fact: -99 if fact is None else fact)
        return known[since] + sum(a for d, a in moves if (since is None or d > since) and d <= at)
    then = min(fact for fact in known if fact is not None)
    return known[then] - sum(a for d, a in moves if at < d <= then)


@settings(max_examples=15)
@given(st.tuples(facts, rows), st.tuples(facts, rows))
def test_each_day_is_the_sum_of_what_is_known(courant, paypal) -> None:
    with TemporaryDirectory() as folder:
        openings = (
            OpeningBalance("Courant"),
            OpeningBalance("PayPal", kind=AccountKind.PAYPAL),
            OpeningBalance("Livret", 99, kind=AccountKind.SAVINGS),
        )
        with Ledger.create(Path(folder) / "a.tenk", accounts=openings) as ledger:
            one, other, _savings = (a.id for a in ledger.accounts())
            for account, (known, moves) in ((one, courant), (other, paypal)):
                for fact, amount in known.items():
                    ledger.set_balance(account, amount, None if fact is None else day(fact))
                ledger.save(*(Transaction(0, account, day(d), a, "x") for d, a in moves))
            found = ledger.balances(START, END)
    wanted = [expected(*courant, at) + expected(*paypal, at) for at in range((END - START).days)]
    assert found == tuple((day(i), total) for i, total in enumerate(wanted))


def test_one_unknown_balance_and_nothing_is_said(tmp_path: Path) -> None:
    openings = (OpeningBalance("Courant", 100), OpeningBalance("PayPal", kind=AccountKind.PAYPAL))
    with Ledger.create(tmp_path / "a.tenk", accounts=openings) as ledger:
        assert ledger.balances(START, END) == ()
        ledger.set_balance(ledger.accounts()[1].id, 50, None)
        assert ledger.balances(START, START + timedelta(days=1)) == ((START, 150),)
        assert ledger.balances(START, START) == ()


def test_without_an_account_there_is_no_balance(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "a.tenk") as ledger:
        assert ledger.balances(START, END) == ()
