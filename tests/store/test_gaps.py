"""A balance that a bank's file states beside what else is known of the account."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tenk_desktop.core.model import AccountKind, Transaction
from tenk_desktop.core.reconciling import Sheet
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tests.store.conftest import bring, row, statement

DAY = date(2026, 11, 20)


def november(closing: str, *rows: tuple[str, str]):
    """A bank's file of these rows, that states a balance at the end of the 20th."""
    read = (row(f"2026-11-{day}", amount, f"ACHAT {i}", i) for i, (day, amount) in enumerate(rows, 1))
    return statement(*read, closing=(DAY, Decimal(closing)))


def said(ledger: Ledger) -> list[tuple[str, date, int, int, bool]]:
    return [(g.account.name, g.day, g.said, g.off, g.typed) for g in ledger.gaps()]


def test_a_file_that_follows_from_the_opening_says_nothing(ledger: Ledger) -> None:
    bring(ledger, "a.csv", november("80", ("03", "-15"), ("20", "-5")))
    assert said(ledger) == []


def test_a_file_that_does_not_follow_is_said_once_ticked_off_no_more(ledger: Ledger) -> None:
    bring(ledger, "a.csv", november("70", ("03", "-15"), ("20", "-5")))
    assert said(ledger) == [("Courant", DAY, 7000, -1000, False)]
    assert ledger.gaps()[0].known == 8000
    start = ledger.next_statement(ledger.accounts()[0], date(2026, 11, 22)).sheet
    assert isinstance(start, Sheet)
    assert start.all_ticked().difference == -1000, "the place it leads to shows the same"
    ledger.lock_statement(start.all_ticked(), "frais")
    assert said(ledger) == []
    ledger.undo()
    assert len(said(ledger)) == 1


def test_a_typed_balance_inside_a_file_is_said_and_can_give_way(ledger: Ledger) -> None:
    bring(ledger, "a.csv", november("80", ("03", "-15"), ("20", "-5")))
    ledger.set_balance(1, 9000, DAY)
    assert said(ledger) == [("Courant", DAY, 9000, 1000, True)]
    gap = ledger.gaps()[0]
    ledger.set_balance(1, gap.known, gap.day)
    assert said(ledger) == []


def test_a_balance_typed_after_the_file_may_be_anything(ledger: Ledger) -> None:
    """What was spent in between is in no file yet."""
    bring(ledger, "a.csv", november("80", ("03", "-15"), ("20", "-5")))
    ledger.set_balance(1, 1000, DAY + timedelta(days=1))
    assert said(ledger) == []


def test_days_that_no_file_holds_explain_anything(ledger: Ledger) -> None:
    ledger.set_balance(1, 50_000, date(2026, 11, 1))
    bring(ledger, "a.csv", november("80", ("03", "-15"), ("20", "-5")))
    assert said(ledger) == [], "the file begins on the 3rd: the 2nd is unknown"
    ledger.set_balance(1, 50_000, date(2026, 11, 2))
    assert said(ledger) == [("Courant", DAY, 8000, -40_000, False)]


def test_what_is_left_stays_left_until_it_is_another(ledger: Ledger) -> None:
    bring(ledger, "a.csv", november("70", ("03", "-15"), ("20", "-5")))
    gap = ledger.gaps()[0]
    ledger.tell(gap.key, gap.mark)
    assert said(ledger) == []
    ledger.save(Transaction(0, 1, date(2026, 11, 5), -100, "Café"))
    assert [g.off for g in ledger.gaps()] == [-900]


def test_only_accounts_bills_are_paid_from(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "a.tenk", accounts=[OpeningBalance("Livret", 0, kind=AccountKind.SAVINGS)]) as ledger:
        bring(ledger, "a.csv", november("70", ("03", "-15")), account="Livret")
        assert [t.amount for t in ledger.transactions()] == [-1500]
        assert said(ledger) == []


amounts = st.integers(-9_999, 9_999).filter(bool)


@settings(max_examples=15)
@given(st.lists(st.tuples(st.integers(2, 20), amounts), min_size=1, max_size=6), amounts, st.integers(-500, 500))
def test_the_gap_is_the_difference_of_both_sums(rows: list[tuple[int, int]], opening: int, off: int) -> None:
    closing = opening + sum(amount for _day, amount in rows) + off
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.tenk"
        with Ledger.create(path, accounts=[OpeningBalance("Courant", opening)]) as ledger:
            read = [(f"{day:02}", f"{amount / 100:.2f}") for day, amount in sorted(rows)]
            bring(ledger, "a.csv", november(f"{closing / 100:.2f}", *read))
            assert [g.off for g in ledger.gaps()] == ([off] if off else [])
