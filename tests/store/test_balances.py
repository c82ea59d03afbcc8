"""The balance day by day, against an adding-up by hand."""

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tenk_desktop.core.model import AccountKind, Filter, Transaction
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
    dated = [at for known, moves in (courant, paypal) for at in (*known, *(d for d, _ in moves)) if at is not None]
    first = max(0, min(dated, default=0))  # before it nothing is known
    wanted = [(day(at), expected(*courant, at) + expected(*paypal, at)) for at in range(first, (END - START).days)]
    assert found == tuple(wanted)


def test_a_ledger_begun_by_a_balance_knows_nothing_of_the_days_before(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "a.tenk", accounts=[OpeningBalance("Courant", 100, day(9))]) as ledger:
        assert ledger.balances(START, END) == ((day(9), 100), (day(10), 100))
        ledger.save(Transaction(0, 1, day(8), -30, "Pain"))
        assert ledger.balances(START, END)[0] == (day(8), 100)
        assert ledger.balances(START, day(5)) == ()


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


# after each operation


@settings(max_examples=40, deadline=None)
@given(facts | st.just({}), rows, rows, st.data())
def test_the_balance_after_each_operation_is_a_plain_adding_up(tmp_path_factory, known, moves, others, data) -> None:
    path = tmp_path_factory.mktemp("running") / "a.tenk"
    with Ledger.create(path, accounts=[OpeningBalance("Courant"), OpeningBalance("Livret", 99)]) as ledger:
        for fact, amount in known.items():
            ledger.set_balance(1, amount, None if fact is None else day(fact))
        ledger.save(*(Transaction(0, 2, day(d), a, "x") for d, a in others))
        ledger.save(*(Transaction(0, 1, day(d), a, "x") for d, a in moves))
        if moves and data.draw(st.booleans()):
            gone = data.draw(st.sampled_from(ledger.transactions(Filter(account_id=1))))
            ledger.delete([gone.id])
        held = ledger.transactions(Filter(account_id=1))
        wanted = _after_each(known, held)
        assert ledger.balances_after(held) == wanted
        if held:
            first = data.draw(st.integers(0, len(held) - 1))
            page = held[first : data.draw(st.integers(first, len(held) - 1)) + 1]
            assert ledger.balances_after(page) == wanted[first : first + len(page)]
            newest, account = held[0].date, ledger.accounts()[0]
            assert wanted[:1] == ((ledger.balance_at(account, newest),) if known else ())


def _after_each(known: dict[int | None, int], held: tuple[Transaction, ...]) -> tuple[int, ...]:
    """Newest first: the end of the row's day, less what came after it that day."""
    if not known:
        return ()
    moves = [((t.date - START).days, t.amount) for t in held]
    ends = [expected(known, moves, at) for at, _amount in moves]
    return tuple(
        end - sum(later.amount for later in held[:i] if later.date == held[i].date) for i, end in enumerate(ends)
    )


def test_the_last_day_there_is_has_a_balance_too(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "a.tenk", accounts=[OpeningBalance("Courant", 100)]) as ledger:
        ledger.save(Transaction(0, 1, date.max, -30, "x"), Transaction(0, 1, date.max, -20, "x"))
        assert ledger.balances_after(ledger.transactions()) == (50, 70)
        assert ledger.balances_after(()) == ()
