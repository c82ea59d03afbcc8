"""The duplicate passes by themselves, over rows made by hand."""

import time
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.importing.matching import Matcher
from tenk_desktop.core.importing.plan import KnownRow, Outcome, PlannedRow
from tenk_desktop.core.importing.statement import Row

DAY = date(2026, 11, 4)


def planned(day: date, amount: int, label: str, line: int = 1, ref: str = "") -> PlannedRow:
    return PlannedRow(Row(line, day, Decimal(amount) / 100, label, ref=ref), amount, "EUR", label)


def known(number: int, day: date, amount: int, label: str, header: str = "h", ref: str = "") -> KnownRow:
    return KnownRow(number, number, 1, day, amount, label, ref, header, covered=(date(2026, 1, 1), date(2026, 12, 31)))


def outcomes(rows: list[PlannedRow], pool: list[KnownRow], header: str = "h") -> list[Outcome]:
    return [p.outcome for p in Matcher(rows, header, pool, {1: "EUR"}).run()]


rows_made = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from([-210, -500]), st.sampled_from(["CB CAFE", "CB BUS"])), max_size=12
)


@given(rows_made, rows_made)
def test_as_many_are_new_as_the_file_holds_more_of(held, told) -> None:
    pool = [known(i + 1, DAY + timedelta(d), a, label) for i, (d, a, label) in enumerate(held)]
    found = outcomes([planned(DAY + timedelta(d), a, label) for d, a, label in told], pool)
    assert found.count(Outcome.NEW) == sum(max(0, told.count(r) - held.count(r)) for r in set(told))
    assert Outcome.UNDECIDED not in found


def test_the_first_of_known_twins_is_the_twin_of_the_first() -> None:
    pool = [known(n, DAY, -210, "CB CAFE") for n in (1, 2, 3)]
    found = Matcher([planned(DAY, -210, "CB CAFE", line) for line in (5, 6)], "h", pool, {1: "EUR"}).run()
    assert [p.known.row_id for p in found if p.known] == [1, 2]


def test_a_shared_word_goes_before_a_nearer_day() -> None:
    near, far = known(1, DAY, -2000, "CB FNAC", "other"), known(2, DAY - timedelta(2), -2000, "CB MONOPRIX", "other")
    ends = [planned(DAY - timedelta(9), -1, "A"), planned(DAY + timedelta(9), -1, "Z")]  # so that it covers both days
    rows = [planned(DAY, -2000, "MONOPRIX"), planned(DAY, -2000, "X"), *ends]
    found = Matcher(rows, "h", [near, far], {1: "EUR"}).run()[:2]
    assert [(p.outcome, p.known and p.known.row_id) for p in found] == [(Outcome.KNOWN, 2), (Outcome.UNDECIDED, 1)]


def test_a_thousand_twins_take_no_longer_than_a_thousand_rows() -> None:
    def cost(count: int) -> float:
        pool = [known(n, DAY, -210, "CB CAFE") for n in range(1, count + 1)]
        rows = [planned(DAY, -210, "CB CAFE", n) for n in range(count)]
        start = time.process_time()
        assert outcomes(rows, pool).count(Outcome.KNOWN) == count
        return time.process_time() - start

    small, large = min(cost(1000) for _ in range(3)), min(cost(8000) for _ in range(3))
    assert large < 30 * small, "eight times the rows, not sixty-four times the work"
