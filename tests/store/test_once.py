"""What is said of one occurrence is kept, undone and handed to the outlook; the calendar's totals are the Journal's."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenk_desktop.core.model import AccountKind, Filter, Split, Transaction
from tenk_desktop.core.outlook.ahead import ahead_of
from tenk_desktop.core.outlook.bills import dues, schedules_of
from tenk_desktop.core.outlook.calendar import (
    Entry,
    Kind,
    booked,
    month_of,
)
from tenk_desktop.core.outlook.changing import (
    Change,
    ended,
    moved,
    moved_for_good,
    repriced,
    repriced_once,
    said,
    skipped_once,
)
from tenk_desktop.core.outlook.household import Once, Rhythm, Schedule, Status
from tenk_desktop.core.outlook.paths import simulate
from tenk_desktop.core.period import ONE_DAY, Period
from tenk_desktop.core.text import msg
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tests.store.dump import dump

TODAY = date(2026, 11, 22)
RENT = date(2026, 11, 27)


@pytest.fixture
def lived(tmp_path: Path):
    """Eight months of a grant on the 5th and a rent on the 27th."""
    with Ledger.create(tmp_path / "a.tenk", accounts=[OpeningBalance("Courant", 40000, TODAY)]) as made:
        account = made.accounts()[0].id
        rows = [Transaction(0, account, date(2026, m, 27), -33000, "Loyer") for m in range(3, 11)]
        rows += [Transaction(0, account, date(2026, m, 5), 60000, "Salaire") for m in range(3, 12)]
        made.save(*rows)
        yield made


def rent(ledger: Ledger) -> Entry:
    home = ledger.household(TODAY)
    return next(e for e in ahead_of(home, simulate(home, paths=20)).entries if e.text == "Loyer")


def test_an_occurrence_is_moved_and_the_move_undone_and_redone(lived: Ledger) -> None:
    before = dump(lived.path)
    changes = lived.keep_once(Once("Loyer", RENT, date(2026, 12, 3)))
    assert changes.tables == {"schedule_once"}
    assert lived.household(TODAY).once == (Once("Loyer", RENT, date(2026, 12, 3)),)
    lived.keep_once(Once("Loyer", RENT))
    assert lived.household(TODAY).once == (Once("Loyer", RENT),), "the last word counts"
    lived.undo()
    lived.undo()
    assert dump(lived.path) == before
    lived.redo()
    assert lived.household(TODAY).once == (Once("Loyer", RENT, date(2026, 12, 3)),)
    assert lived.check() == ()


@pytest.mark.parametrize(
    "make",
    [
        lambda e: moved(e, date(2026, 12, 3)),
        skipped_once,
        ended,
        lambda e: moved_for_good(e, date(2026, 12, 2)),
        lambda e: repriced(e, -30000),
    ],
    ids=["moved", "skipped", "ended", "moved_for_good", "repriced"],
)
def test_what_is_written_is_what_was_weighed(lived: Ledger, make) -> None:
    """The futures shown before accepting are those the ledger then has."""
    home = lived.household(TODAY)
    before = [d for d in dues(schedules_of(home), home) if d.schedule.payee == "Loyer"]
    change: Change = make(rent(lived))
    weighed = said(lived.household(TODAY), change)
    if change.schedule:
        lived.keep_schedule(change.schedule, change.once)
    elif change.once:
        lived.keep_once(change.once)
    written = lived.household(TODAY)
    one, other = (simulate(h, paths=30) for h in (weighed, written))
    assert (one.balance == other.balance).all()
    assert [(d.date, d.schedule.amount) for d in one.dues] == [(d.date, d.schedule.amount) for d in other.dues]
    assert [d for d in other.dues if d.schedule.payee == "Loyer"][:1] != before[:1]
    lived.undo()
    again = lived.household(TODAY)
    assert [d for d in dues(schedules_of(again), again) if d.schedule.payee == "Loyer"] == before


def second(ledger: Ledger) -> Entry:
    home = ledger.household(TODAY)
    return [e for e in ahead_of(home, simulate(home, paths=20)).entries if e.text == "Loyer"][1]


@pytest.mark.parametrize(
    "make",
    [
        lambda e: repriced(e, -35000),
        lambda e: repriced_once(e, -35000),
        lambda e: moved_for_good(e, date(2027, 1, 5)),
    ],
    ids=["repriced", "repriced_once", "moved_for_good"],
)
def test_what_changes_from_a_later_time_on_is_kept_undone_and_redone(lived: Ledger, make) -> None:
    """That of December: November's stays, whatever is said; and what is weighed is what is written."""
    empty = dump(lived.path)
    change: Change = make(second(lived))
    assert change.schedule is not None
    weighed = said(lived.household(TODAY), change)
    lived.keep_schedule(change.schedule, change.once)
    kept, written = dump(lived.path), lived.household(TODAY)
    (schedule,) = lived.schedules()
    assert schedule.changes == change.schedule.changes
    one, other = (simulate(h, paths=30) for h in (weighed, written))
    assert (one.balance == other.balance).all()
    assert one.dues == other.dues
    assert next((d.date, d.schedule.amount) for d in other.dues if d.schedule.payee == "Loyer") == (RENT, -33000)
    again = change.schedule
    lived.keep_schedule(again, change.once)
    assert lived.schedules() == (schedule,), "said twice, kept once"
    lived.undo()
    assert dump(lived.path) == kept
    lived.undo()
    assert dump(lived.path) == empty
    lived.redo()
    assert lived.schedules() == (schedule,)
    assert lived.check() == ()


DAYS = st.dates(TODAY + ONE_DAY, date(2027, 2, 10))
WORDS = st.one_of(
    st.tuples(st.just("moved"), st.integers(0, 3), DAYS),
    st.tuples(st.just("moved_for_good"), st.integers(0, 3), DAYS),
    st.tuples(st.sampled_from(["repriced", "repriced_once"]), st.integers(0, 3), st.integers(-60000, -1)),
    st.tuples(st.sampled_from(["skipped_once", "ended"]), st.integers(0, 3), st.none()),
)


@settings(max_examples=25, deadline=None)
@given(said_words=st.lists(WORDS, min_size=1, max_size=5))
def test_whatever_is_said_in_whatever_order_is_what_was_weighed_and_is_undone(tmp_path_factory, said_words) -> None:
    """Each word on what is then to come: the ledger hands over what was weighed; undone one by one, redone one by one."""
    path = tmp_path_factory.mktemp("said") / "a.tenk"
    with Ledger.create(path, accounts=[OpeningBalance("Courant", 40000, TODAY)]) as ledger:
        ledger.save(*(Transaction(0, 1, date(2026, m, 27), -33000, "Loyer") for m in range(3, 11)))
        states, ways = [dump(path)], globals()
        for way, nth, value in said_words:
            home = ledger.household(TODAY)
            coming = [d for d in dues(schedules_of(home), home) if d.schedule.payee == "Loyer"]
            if not coming:
                break
            due = sorted(coming, key=lambda d: d.day or d.date)[min(nth, len(coming) - 1)]
            entry = Entry(due.date, "Loyer", due.schedule.amount, Kind.DUE, 0, 0, due, first=due == coming[0])
            change = ways[way](entry, *([] if value is None else [value]))
            weighed = said(home, change)
            if change.schedule:
                ledger.keep_schedule(change.schedule, change.once)
            else:
                ledger.keep_once(change.once)
            states.append(dump(path))
            written = ledger.household(TODAY)
            assert dues(schedules_of(written), written) == dues(schedules_of(weighed), weighed)
            for one in dues(schedules_of(written), written):
                assert one.day is not None
                assert one.schedule == one.of.on(one.day)
        assert ledger.check() == ()
        for state in states[-2::-1]:
            ledger.undo()
            assert dump(path) == state
        for state in states[1:]:
            ledger.redo()
            assert dump(path) == state


def test_what_changed_goes_with_its_schedule(lived: Ledger) -> None:
    change = repriced(second(lived), -35000)
    assert change.schedule is not None
    lived.keep_schedule(change.schedule)
    lived.keep_schedule(replace(change.schedule, changes=()))
    assert [s.changes for s in lived.schedules()] == [()]
    lived.undo()
    (schedule,) = lived.schedules()
    assert [c.amount for c in schedule.changes] == [-35000]


def test_a_typed_bill_found_in_the_rows_is_kept_once(lived: Ledger) -> None:
    """It bears the name the user gave; what was found gave it the bank's key."""
    lived.keep_schedule(Schedule("Mon loyer", -33000, Rhythm(day=27)))
    (known,) = [s for s in schedules_of(lived.household(TODAY)) if s.amount < 0]
    assert (known.payee, known.key) == ("Mon loyer", "loyer")
    lived.keep_schedule(known)
    assert [s.payee for s in lived.schedules()] == ["Mon loyer"]
    assert [s.status for s in schedules_of(lived.household(TODAY)) if s.amount < 0] == [Status.CONFIRMED]


# --- totals

amounts = st.integers(-5000, 5000).filter(bool)
rows = st.lists(
    st.tuples(st.integers(0, 59), amounts, st.sampled_from(["one", "split", "savings", "transfer"])),
    max_size=12,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=rows, start=st.integers(0, 59), length=st.integers(1, 60))
def test_the_calendar_adds_up_to_the_journal(tmp_path_factory, rows, start: int, length: int) -> None:
    """For any period: the sum, the sum of each day, what came in less what went out."""
    path = tmp_path_factory.mktemp("totals") / "a.tenk"
    openings = [OpeningBalance("Courant", 0), OpeningBalance("Livret", 0, kind=AccountKind.SAVINGS)]
    with Ledger.create(path, accounts=[*openings, OpeningBalance("PayPal", 0, kind=AccountKind.PAYPAL)]) as ledger:
        _write(ledger, rows)
        period = Period(date(2026, 10, 1) + start * ONE_DAY, date(2026, 10, 1) + (start + length) * ONE_DAY)
        asked = partial(Filter, spending_only=True, currency=ledger.currency)
        spending = {a.id for a in ledger.accounts() if a.spending and a.currency == ledger.currency}
        done = booked(ledger.transactions(Filter(start=period.start, end=period.end)), spending)
        month = month_of(period, done, (), None)
        _count, total = ledger.count_and_sum(asked(start=period.start, end=period.end))
        assert month.income + month.costs == sum(d.total for d in month.days) == total
        for day in month.days:
            assert day.total == ledger.count_and_sum(asked(start=day.date, end=day.date + ONE_DAY))[1]
        (report,) = ledger.months([period])
        assert report.income - report.costs == total


def _write(ledger: Ledger, rows) -> None:
    here, savings, paypal = (a.id for a in ledger.accounts())
    for offset, amount, kind in rows:
        day = date(2026, 10, 1) + timedelta(offset)
        if kind == "split":
            parts = (Split(amount - 1), Split(1))
            ledger.save(Transaction(0, here, day, amount, "Deux parts", splits=parts))
        elif kind == "transfer":
            sides = [(here, -abs(amount)), (paypal, abs(amount))]
            made = [ledger.save(Transaction(0, account, day, part, "Virement")).created[0] for account, part in sides]
            with ledger._step(msg("Virement")):
                ledger._db.execute("INSERT INTO transfer (out_txn, in_txn) VALUES (?, ?)", made)
        else:
            ledger.save(Transaction(0, savings if kind == "savings" else here, day, amount, "Un achat"))


def test_a_transfer_is_in_the_day_and_in_no_total() -> None:
    rows = [Transaction(1, 1, TODAY, -500, "Vers livret", transfer_to=2), Transaction(2, 1, TODAY, -300, "Pain")]
    day = month_of(Period.containing(TODAY), booked(rows, {1}), (), None).day(TODAY)
    assert {e.kind for e in day.entries} == {Kind.DONE, Kind.TRANSFER}
    assert day.total == -300
