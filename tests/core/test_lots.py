"""Earnings by the lot: each in exactly one, and what a lot says is true of each."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.creator.lots import Lot, due, lots
from tenk_desktop.core.creator.overview import awaited
from tenk_desktop.core.creator.reconcile import Accepted, Deposit, reconcile
from tenk_desktop.core.model import DIAMONDS, Earning, Stage
from tenk_desktop.core.period import Period
from tenk_desktop.core.reports import MonthReport, owing, with_pending

DAYS = st.integers(0, 120).map(lambda n: date(2026, 1, 1) + timedelta(days=n))
SOURCES = st.sampled_from([("TikTok", "Affiliation"), ("TikTok", "LIVE"), ("TikTok", DIAMONDS), ("Maison Lune", "")])


@st.composite
def owed(draw: st.DrawFn) -> list[Earning]:
    made = []
    for id_ in range(1, draw(st.integers(0, 25)) + 1):
        platform, programme = draw(SOURCES)
        earned, settled = draw(DAYS), draw(st.none() | DAYS)
        made.append(
            Earning(
                id_, platform, programme, f"{id_}", draw(st.integers(-3, 6)) * 100, draw(st.sampled_from(["EUR", "USD"])),
                draw(st.sampled_from(list(Stage))), earned, max(settled, earned) if settled else None,
            )
        )  # fmt: skip
    return made


def holds(made: tuple[Lot, ...], earnings: tuple[Earning, ...]) -> None:
    assert Counter(e.id for lot in made for e in lot.earnings) == Counter(e.id for e in earnings)
    known = {e.id: e for e in earnings}
    for lot in made:
        assert lot.amount == sum(e.amount for e in lot.earnings)
        for e in lot.earnings:
            assert known[e.id] == e
            assert lot[:7] == (e.platform, e.programme, e.currency, e.stage, e.settled, e.received_by, e.received_on)
            assert lot.due == due(e)


@given(owed())
def test_each_earning_is_in_one_lot_that_speaks_for_it(earnings: list[Earning]) -> None:
    holds(lots(earnings), tuple(earnings))


@given(owed(), st.lists(st.tuples(DAYS, st.integers(1, 30)), max_size=4), st.data())
def test_so_it_is_once_deposits_and_a_person_paid_some_of_a_lot(
    earnings: list[Earning], arrived: list[tuple[date, int]], data: st.DataObject
) -> None:
    deposits = [Deposit(1000 + i, day, amount * 100, "EUR") for i, (day, amount) in enumerate(arrived)]
    ids = st.sampled_from([e.id for e in earnings] or [1])
    said = [Accepted(d.id, data.draw(ids)) for d in deposits[:2] if data.draw(st.booleans())]
    found = reconcile(earnings, deposits, said)
    holds(found.lots, found.earnings)
    assert [e.id for e in found.earnings] == [e.id for e in earnings]
    assert all(e.stage is Stage.RECEIVED for e in found.earnings if any(e.id in p.earnings for p in found.payments))


@given(owed(), st.lists(st.tuples(DAYS, st.integers(1, 30)), max_size=4), st.lists(DAYS, max_size=5))
def test_what_was_owed_at_the_end_of_a_period(
    earnings: list[Earning], arrived: list[tuple[date, int]], ends: list[date]
) -> None:
    deposits = [Deposit(1000 + i, day, amount * 100, "EUR") for i, (day, amount) in enumerate(arrived)]
    found = reconcile(earnings, deposits).earnings
    reports = [MonthReport(Period(date(2025, 12, 1), end), "EUR") for end in ends]
    for report in with_pending(reports, owing(found, "EUR")):
        end = report.period.end
        due_then = [
            e.amount
            for e in found
            if e.currency == "EUR" and e.stage is not Stage.VOID and e.earned < end
            and (e.owed or (e.received_on is not None and e.received_on >= end))
        ]  # fmt: skip
        assert report.pending == sum(due_then)


@given(owed())
def test_what_is_awaited_is_all_that_may_still_come(earnings: list[Earning]) -> None:
    told, pending = awaited(lots(earnings)), [e for e in earnings if e.owed]
    sums, numbers = Counter[tuple[str, str, str]](), Counter[tuple[str, str, str]]()
    for e in pending:
        key = e.stage, e.programme or e.platform, e.currency
        sums[key] += e.amount
        numbers[key] += 1
    assert len(told) == len(numbers)
    assert {(a.stage, a.name, a.currency): (a.amount, a.number) for a in told} == {
        key: (sums[key], number) for key, number in numbers.items()
    }
