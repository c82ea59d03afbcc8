"""Budgets are kept, undone and redone; what they call spent is what the Journal holds, for any period."""

from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tenk_desktop.core.budgeting.plan import Plans, Told, budget_of, periods_for, received_of, spent_of
from tenk_desktop.core.errors import InputError
from tenk_desktop.core.exporting.columns import to_csv
from tenk_desktop.core.importing.planning import plan_file
from tenk_desktop.core.model import AccountKind, Filter, Nature, Split, Transaction
from tenk_desktop.core.outlook.household import Rhythm, Schedule, Since
from tenk_desktop.core.period import Period
from tenk_desktop.core.text import msg
from tenk_desktop.store.history import insert
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tenk_desktop.ui.budget_live import flows_of, look_past, seen_of
from tests.store.dump import dump

NOVEMBER = Period.of(2026, 11)


def named(ledger: Ledger, name: str) -> int:
    return next(c.id for c in ledger.categories() if c.name == name)


# --- keeping


def test_a_budget_is_planned_changed_undone_and_redone(ledger: Ledger) -> None:
    food, rent = named(ledger, "Courses"), named(ledger, "Loyer")
    empty = dump(ledger.path)
    changes = ledger.plan_budget(NOVEMBER, {food: 20000, rent: 40000})
    assert changes.tables == {"budget"}
    assert ledger.budgets() == Plans({NOVEMBER.start: {food: 20000, rent: 40000}})
    first = dump(ledger.path)
    ledger.plan_budget(NOVEMBER, {food: 0, rent: None})
    ledger.plan_budget(NOVEMBER.shift(1), {food: 5})
    assert ledger.budgets().planned(NOVEMBER) == {food: 0}
    last = dump(ledger.path)
    ledger.undo()
    ledger.undo()
    assert dump(ledger.path) == first
    ledger.undo()
    assert dump(ledger.path) == empty
    for _ in range(3):
        ledger.redo()
    assert dump(ledger.path) == last
    assert ledger.check() == ()


def test_what_is_said_of_a_category_and_what_is_put_aside(ledger: Ledger) -> None:
    food = named(ledger, "Courses")
    empty = dump(ledger.path)
    ledger.tell_category(food, Told(essential=False, carry_from=NOVEMBER.start))
    ledger.keep_for_next(NOVEMBER, 5000)
    assert ledger.budgets() == Plans(
        kept={NOVEMBER.start: 5000}, told={food: Told(essential=False, carry_from=NOVEMBER.start)}
    )
    ledger.tell_category(food, Told(fixed=True))
    ledger.keep_for_next(NOVEMBER, 0)
    assert ledger.budgets() == Plans(told={food: Told(fixed=True)})
    for _ in range(4):
        ledger.undo()
    assert dump(ledger.path) == empty
    for _ in range(4):
        ledger.redo()
    ledger.tell_category(food, Told())
    assert ledger.budgets() == Plans()


def test_what_cannot_be_is_refused_and_nothing_is_written(ledger: Ledger) -> None:
    food = named(ledger, "Courses")
    before = dump(ledger.path)
    with pytest.raises(InputError):
        ledger.plan_budget(NOVEMBER, {food: 100, named(ledger, "Loyer"): -1})
    with pytest.raises(InputError):
        ledger.plan_budget(NOVEMBER, {food: 100, 99999: 5})
    with pytest.raises(InputError):
        ledger.tell_category(99999, Told(fixed=True))
    with pytest.raises(InputError):
        ledger.keep_for_next(NOVEMBER, -1)
    assert dump(ledger.path) == before


def test_planned_again_after_the_start_day_changed_is_planned_once(ledger: Ledger) -> None:
    food = named(ledger, "Courses")
    ledger.plan_budget(NOVEMBER, {food: 100})
    ledger.keep_for_next(NOVEMBER, 7)
    from_25th = Period.of(2026, 10, 25)
    assert ledger.budgets().planned(from_25th) == {food: 100}
    ledger.plan_budget(from_25th, {food: 250})
    ledger.keep_for_next(from_25th, 9)
    assert ledger.budgets().planned(from_25th) == {food: 250}
    assert ledger.budgets().kept == {from_25th.start: 9}


def test_a_confirmed_bill_makes_its_category_fixed(ledger: Ledger) -> None:
    cat = named(ledger, "Animaux")
    assert ledger.budgets().bills == frozenset()
    ledger.keep_schedule(Schedule("Vétérinaire", -2500, Rhythm(day=12), category_id=cat))
    assert ledger.budgets().bills == {cat}


def test_a_category_one_planned_for_outlives_the_import_that_made_it(ledger: Ledger, tmp_path: Path) -> None:
    """As one that operations still use does: a planned amount is a person's word."""
    with Ledger.create(tmp_path / "b.tenk", accounts=[OpeningBalance("Courant", 0)]) as other:
        with other._step(msg("Catégories")):
            made = [insert(other._db, "category", name=name, nature="cost") for name in ("Jardinage", "Chiens")]
        other.save(*(Transaction(0, 1, NOVEMBER.start, -5, "Achat", category_id=category) for category in made))
        table = to_csv(other.book())
    ledger.apply_import(plan_file("tenk.csv", table.encode(), ledger.existing))
    garden = named(ledger, "Jardinage")
    ledger.plan_budget(NOVEMBER, {garden: 1500})
    ledger.undo_import(ledger.imports()[0].id)
    assert ledger.transactions() == ()
    assert named(ledger, "Jardinage") == garden
    assert ledger.budgets().planned(NOVEMBER) == {garden: 1500}
    assert "Chiens" not in [c.name for c in ledger.categories()]


SAID = st.one_of(
    st.tuples(
        st.just("plan"), st.integers(-2, 1), st.dictionaries(st.integers(12, 16), st.none() | st.integers(0, 999))
    ),
    st.tuples(st.just("tell"), st.integers(12, 16), st.none() | st.booleans(), st.none() | st.booleans()),
    st.tuples(st.just("keep"), st.integers(-2, 1), st.integers(0, 999)),
    st.tuples(st.just("day"), st.integers(1, 31)),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(SAID, min_size=1, max_size=12))
def test_whatever_was_said_is_undone_step_by_step_and_redone(tmp_path_factory, said) -> None:
    """Periods that begin on another day meanwhile included: no two rows ever claim one place."""
    path = tmp_path_factory.mktemp("steps") / "a.tenk"
    start_day = 1
    with Ledger.create(path, accounts=_openings()) as ledger:
        states = [dump(path)]
        for kind, *values in said:
            period = Period.of(2026, 11, start_day)
            if kind == "day":
                start_day = values[0]
            elif kind == "plan":
                ledger.plan_budget(period.shift(values[0]), values[1])
            elif kind == "tell":
                ledger.tell_category(values[0], Told(values[1], values[2], period.start if values[1] else None))
            else:
                ledger.keep_for_next(period.shift(values[0]), values[1])
            if (now := dump(path)) != states[-1]:
                states.append(now)
        assert ledger.check() == ()
        back = [dump(path)]
        while ledger.undo():
            if (now := dump(path)) != back[-1]:
                back.append(now)
        assert back == states[::-1]
        while ledger.redo():
            pass
        assert dump(path) == states[-1]


# --- totals

FIRST = date(2026, 9, 20)
AMOUNTS = st.integers(-5000, 5000).filter(bool)
PLACES = st.sampled_from([None, "Courses", "Loyer", "Loisirs", "Salaire", "TikTok"])
KINDS = st.sampled_from(["one", "split", "savings", "transfer", "converted", "dollars"])
ROWS = st.lists(st.tuples(st.integers(0, 99), AMOUNTS, KINDS, PLACES, PLACES), max_size=14)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, start_day=st.integers(1, 31), month=st.integers(9, 12))
@example(rows=[(0, 1, "converted", None, None)], start_day=1, month=9)
def test_the_budget_adds_up_to_the_journal(tmp_path_factory, rows, start_day: int, month: int) -> None:
    """For any period: each category, all of them, and with what came in the sum the Journal shows."""
    path = tmp_path_factory.mktemp("totals") / "a.tenk"
    with Ledger.create(path, accounts=_openings()) as ledger:
        _write(ledger, rows)
        period = Period.of(2026, month, start_day)
        flows = ledger.flows([period])
        budget = budget_of(period, ledger.budgets(), flows, ledger.categories(), ledger.currency)
        asked = Filter(start=period.start, end=period.end, spending_only=True, currency=ledger.currency)
        journal = _costs_by_category(ledger, asked)
        assert {line.category: line.spent for line in budget.lines if line.spent} == {
            c: a for c, a in journal.items() if a
        }
        assert budget.sums.spent == sum(journal.values())
        assert budget.received - budget.sums.spent == ledger.count_and_sum(asked)[1]
        assert ledger.months([period])[0].costs == budget.sums.spent
        for line in budget.lines:
            where = asked._replace(category_id=line.category, uncategorised=line.category is None)
            where = where._replace(nature=Nature.COST) if line.category is None else where
            held = ledger.transactions(where)
            assert sum(_part_of(t, line.category) for t in held) == -line.spent, "what a click on it shows"


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, start_day=st.integers(1, 31))
def test_periods_side_by_side_share_the_costs_out(tmp_path_factory, rows, start_day: int) -> None:
    """Whatever the day they begin on, and so whichever way they are read: no cost is in two of them, or in none."""
    path = tmp_path_factory.mktemp("totals") / "a.tenk"
    with Ledger.create(path, accounts=_openings()) as ledger:
        _write(ledger, rows)
        first = Period.containing(FIRST, start_day)
        periods = [first.shift(i) for i in range(6)]
        flows = ledger.flows(periods)
        spent = spent_of(flows, ledger.currency)
        asked = Filter(start=periods[0].start, end=periods[-1].end, spending_only=True, currency=ledger.currency)
        assert sum(a for one in spent.values() for a in one.values()) == sum(_costs_by_category(ledger, asked).values())
        received = sum(received_of(flows, ledger.currency).values())
        total = sum(a for one in spent.values() for a in one.values())
        assert received - total == ledger.count_and_sum(asked)[1]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, start_day=st.integers(1, 31), day=st.integers(1, 31))
def test_income_that_counts_for_the_next_period_is_the_journal_s_too(
    tmp_path_factory, rows, start_day: int, day: int
) -> None:
    """For any period: what is spent stays what the Journal says, what came in is what it says of the days named."""
    path = tmp_path_factory.mktemp("totals") / "a.tenk"
    with Ledger.create(path, accounts=_openings()) as ledger:
        _write(ledger, rows)
        ledger.tell("for_next", str(day))
        plans, first = ledger.budgets(), Period.containing(FIRST, start_day)
        assert plans.for_next == day
        periods = [first.shift(i) for i in range(5)]
        flows = flows_of(ledger, periods, plans)
        for period in periods:
            budget = budget_of(period, plans, flows, ledger.categories(), ledger.currency)
            asked = Filter(start=period.start, end=period.end, spending_only=True, currency=ledger.currency)
            assert budget.sums.spent == sum(_costs_by_category(ledger, asked).values())
            over = budget.received_over
            assert over is not None
            late = asked._replace(start=over.start, end=over.end)
            came = ledger.count_and_sum(late)[1] + sum(_costs_by_category(ledger, late).values())
            assert budget.received == came


def test_from_when_income_counts_is_said_undone_and_redone(ledger: Ledger) -> None:
    assert ledger.budgets().for_next is None
    ledger.tell("for_next", "25")
    assert ledger.budgets().received_over(NOVEMBER) == Period.of(2026, 10, 25)
    ledger.undo()
    assert ledger.budgets().received_over(NOVEMBER) == NOVEMBER
    ledger.redo()
    assert ledger.budgets().for_next == 25


def test_looking_back_counts_no_month_whose_income_is_half_known(ledger: Ledger, tmp_path: Path) -> None:
    """The wage of August's end, which would count for September, is from before the ledger began."""
    wage, food = named(ledger, "Salaire"), named(ledger, "Courses")
    for month in (9, 10, 11):
        ledger.save(Transaction(0, 1, date(2026, month, 1), -40000, "Lidl", category_id=food))
        ledger.save(Transaction(0, 1, date(2026, month, 28), 90000, "Salaire", category_id=wage))
    past = partial(look_past, ledger.path, NOVEMBER, date(2026, 11, 30), lambda _done: True)
    assert (past().uneven.periods, past().uneven.covered) == (2, 2)
    ledger.tell("for_next", "25")
    assert (past().uneven.periods, past().uneven.covered) == (1, 1), "October, paid by September's wage"
    assert [p.received for p in past().past] == [0, 90000, 90000]


def test_a_bill_that_changes_is_in_what_is_proposed(ledger: Ledger) -> None:
    rent = named(ledger, "Loyer")
    ledger.save(*(Transaction(0, 1, date(2026, m, 5), -50000, "Loyer", category_id=rent) for m in (8, 9, 10, 11)))
    kept = Schedule("Loyer", -50000, Rhythm(day=5), category_id=rent, changes=(Since(date(2026, 12, 1), -53000),))
    ledger.keep_schedule(kept)
    assert seen_of(ledger, NOVEMBER, date(2026, 11, 22)).offered.amounts[rent] == 50000
    assert seen_of(ledger, NOVEMBER.shift(1), date(2026, 12, 2)).offered.amounts[rent] == 53000
    ledger.undo()
    assert ledger.budgets().changing == ()
    assert seen_of(ledger, NOVEMBER.shift(1), date(2026, 12, 2)).offered.amounts[rent] == 50000


def test_what_a_month_left_is_carried_on_real_rows(ledger: Ledger) -> None:
    food = named(ledger, "Courses")
    for period, spent in ((NOVEMBER.shift(-1), 17000), (NOVEMBER, 21000)):
        ledger.save(Transaction(0, 1, period.start, -spent, "Lidl", category_id=food))
        ledger.plan_budget(period, {food: 20000})
    ledger.tell_category(food, Told(carry_from=NOVEMBER.start))
    plans = ledger.budgets()

    def line(period: Period):
        flows = ledger.flows(periods_for(period, plans))
        return budget_of(period, plans, flows, ledger.categories(), "EUR").line(food)

    assert (line(NOVEMBER).carried, line(NOVEMBER).left) == (3000, 2000)
    assert (line(NOVEMBER.shift(1)).carried, line(NOVEMBER.shift(1)).left) == (2000, 2000)
    assert line(NOVEMBER.shift(-1)).carried == 0


def test_the_first_day(ledger: Ledger) -> None:
    assert ledger.first_day() is None
    ledger.save(Transaction(0, 1, date(2026, 11, 3), -5, "Pain"), Transaction(0, 1, date(2024, 2, 29), -5, "Pain"))
    assert ledger.first_day() == date(2024, 2, 29)


def _openings() -> list[OpeningBalance]:
    return [
        OpeningBalance("Courant", 0),
        OpeningBalance("Livret", 0, kind=AccountKind.SAVINGS),
        OpeningBalance("PayPal", 0, kind=AccountKind.PAYPAL),
    ]


def _write(ledger: Ledger, rows) -> None:
    """Operations of each kind: the parts of one, a transfer, a conversion that costs or brings, money of others."""
    here, savings, paypal = (a.id for a in ledger.accounts())
    place = {c.name: c.id for c in ledger.categories()}
    with ledger._step(msg("Compte")):
        dollars = insert(ledger._db, "account", name="Dollars", kind="bank", currency="USD")
    for offset, amount, kind, one, other in rows:
        day = FIRST + timedelta(offset)
        first, second = place.get(one), place.get(other)
        if kind == "split":
            parts = (Split(amount - 1, first), Split(1, second))
            ledger.save(Transaction(0, here, day, amount, "Deux parts", splits=parts))
        elif kind in ("transfer", "converted"):
            far = paypal if kind == "transfer" else dollars
            made = [
                ledger.save(Transaction(0, account, day, part, "Virement", category_id=first)).created[0]
                for account, part in ((here, -abs(amount)), (far, abs(amount)))
            ]
            with ledger._step(msg("Virement")):
                insert(ledger._db, "transfer", out_txn=made[0], in_txn=made[1])
        else:
            account = {"savings": savings, "dollars": dollars}.get(kind, here)
            ledger.save(Transaction(0, account, day, amount, "Un achat", category_id=first))


def _costs_by_category(ledger: Ledger, asked: Filter) -> dict[int | None, int]:
    """The costs of the operations the Journal shows, part by part."""
    natures = {c.id: c.nature for c in ledger.categories()}
    found: dict[int | None, int] = {}
    for t in ledger.transactions(asked):
        for part in t.splits or (Split(t.amount, t.category_id),):
            nature = natures.get(part.category_id, Nature.OTHER if part.amount > 0 else Nature.COST)
            if nature is Nature.COST:
                found[part.category_id] = found.get(part.category_id, 0) - part.amount
    return found


def _part_of(t: Transaction, category: int | None) -> int:
    """What of an operation is of a category; of what is not sorted, only what is a cost."""
    parts = t.splits or (Split(t.amount, t.category_id),)
    return sum(p.amount for p in parts if p.category_id == category and (category is not None or p.amount <= 0))


def test_the_path_is_the_ledger_s(ledger: Ledger, tmp_path: Path) -> None:
    """A copy holds the budgets too."""
    food = named(ledger, "Courses")
    ledger.plan_budget(NOVEMBER, {food: 100})
    with Ledger.open(ledger.copy_to(tmp_path / "copie.tenk")) as copy:
        assert copy.budgets() == ledger.budgets()
