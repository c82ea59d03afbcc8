"""The duplicate passes by themselves, over rows made by hand."""

import time
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.importing.bycolumn import ByColumn
from tenk_desktop.core.importing.matching import LIKELY_DAYS, REF_DAYS, Matcher, _words, operation
from tenk_desktop.core.importing.planned import OWN, KnownRow, Outcome, PlannedRow, PlannedRows
from tenk_desktop.core.importing.statement import Row
from tenk_desktop.core.text import fold

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


# The passes once more, as their words say them, one row after the other: slow, and easy to believe.

CURRENCIES = {1: "EUR", 2: "USD"}
Found = tuple[Outcome, KnownRow | None]


def said_plainly(rows: Sequence[PlannedRow], header: str, pool: Sequence[KnownRow]) -> list[Found]:
    found: dict[int, Found] = {}
    used = set()

    def free(k: KnownRow) -> bool:
        return operation(k) not in used

    def settle(i: int, k: KnownRow, outcome: Outcome) -> None:
        used.add(operation(k))
        found[i] = outcome, k

    def same_money(p: PlannedRow, k: KnownRow) -> bool:
        return (p.amount, p.currency) == (k.amount, CURRENCIES[k.account_id])

    times = Counter(p.row.ref for p in rows)
    stable = False
    for i, p in enumerate(rows):
        there = [k for k in pool if p.row.ref and k.ref == p.row.ref and k.header == header]
        alone = times[p.row.ref] == 1 and len({operation(k) for k in there}) == 1 and free(there[0])
        if alone and same_money(p, there[0]) and abs(there[0].date - p.row.date) <= timedelta(REF_DAYS):
            settle(i, there[0], Outcome.KNOWN)
            stable = True
    for i, p in enumerate(rows):
        for label in (p.row.label, p.payee)[: 2 if header == OWN and not p.row.label else 1]:
            twins = [
                k
                for k in pool
                if (k.row_id or header == OWN) and same_money(p, k) and k.date == p.row.date and free(k)
                and fold(k.label) == fold(label)
                and not (stable and p.row.ref and k.ref and k.header == header and k.ref != p.row.ref)
            ]  # fmt: skip
            if i not in found and twins:
                settle(i, twins[0], Outcome.KNOWN)
    pairs = []
    for i, p in enumerate(rows):
        for j, k in enumerate(pool):
            away = abs(k.date - p.row.date)
            other = not k.row_id or k.header != header
            if i not in found and free(k) and other and same_money(p, k) and away <= timedelta(LIKELY_DAYS):
                shared = len(_words(f"{p.row.label} {p.row.payee}") & _words(f"{k.label} {k.payee}"))
                pairs.append((shared == 0, away, -shared, i, j))
    days = [p.row.date for p in rows]
    for unlike, _, _, i, j in sorted(pairs):
        if i not in found and free(pool[j]):
            ends = pool[j].covered
            both = ends is None or (ends[0] <= rows[i].row.date <= ends[1] and min(days) <= pool[j].date <= max(days))
            settle(i, pool[j], Outcome.KNOWN if both and not unlike else Outcome.UNDECIDED)
    return [found.get(i, (Outcome.NEW, None)) for i in range(len(rows))]


NEAR = st.integers(0, 6).map(lambda n: DAY + timedelta(n))
MONEY, WORDS, REFS = (
    st.sampled_from([-210, -500]),
    st.sampled_from(["CB CAFE", "Cafe des arts", "BUS", ""]),
    ("", "R1", "R2"),
)
TOLD = st.lists(
    st.builds(
        lambda day, amount, label, ref, code, payee: PlannedRow(
            Row(1, day, Decimal(amount) / 100, label, ref=ref), amount, code, payee
        ),
        NEAR, MONEY, WORDS, st.sampled_from(REFS), st.sampled_from(["EUR", "EUR", "USD"]), st.sampled_from(["BUS", "x"]),
    ),
    max_size=7,
)  # fmt: skip
COVERED = st.sampled_from([(DAY, DAY + timedelta(3)), (DAY - timedelta(9), DAY + timedelta(9))])
HELD = st.lists(
    st.builds(
        lambda txn, account, day, amount, label, ref, header, covered: (
            KnownRow(0, txn, account, day, amount, label)
            if header == "typed"
            else KnownRow(1, txn or None, account, day, amount, label, ref, header, covered=covered, payee="BUS")
        ),
        st.integers(0, 6), st.sampled_from([1, 1, 2]), NEAR, MONEY, WORDS, st.sampled_from(REFS),
        st.sampled_from(["h", "h", "other", "typed", OWN]), COVERED,
    ),
    max_size=8,
)  # fmt: skip


@given(TOLD, HELD, st.sampled_from(["h", "h", OWN]), st.booleans())
def test_every_row_is_what_the_passes_make_of_it_said_plainly(told, held, header: str, columns: bool) -> None:
    pool: Sequence[KnownRow] = [
        k._replace(row_id=n if k.row_id else 0, txn_id=k.txn_id or (None if k.row_id else 9))
        for n, k in enumerate(held, 1)
    ]
    expected = said_plainly(told, header, pool)
    rows: Sequence[PlannedRow] = told
    if columns:
        pool = ByColumn(KnownRow, len(pool), {f: [getattr(k, f) for k in pool] for f in KnownRow._fields})
        names = {p.row.label: p.payee for p in told}
        whole = ([p.row for p in told], [p.amount for p in told], [p.currency for p in told])
        rows = PlannedRows(*whole, lambda label, *_: (names[label], None, None), {})
        rows = rows.with_odd({i: p for i, p in enumerate(told) if rows[i] != p})
    found = Matcher(rows, header, pool, CURRENCIES).run()
    assert [(p.outcome, p.known) for p in found] == expected
    assert [(p.row, p.amount, p.currency, p.payee) for p in found] == [
        (p.row, p.amount, p.currency, p.payee) for p in told
    ]
