"""What is planned, spent, left, carried over and proposed, as rules that hold for any figures."""

import statistics
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.budgeting.announced import announced
from tenk_desktop.core.budgeting.lookback import NAMED, look_back, unevenness, variation
from tenk_desktop.core.budgeting.plan import (
    Group,
    Line,
    Plans,
    Told,
    budget_of,
    carried_into,
    counted_for,
    is_essential,
    is_fixed,
    median_up,
    periods_for,
    proposal,
    received_of,
    spent_of,
    total,
    whole_before,
)
from tenk_desktop.core.budgeting.words import (
    assign_spoken,
    budget_spoken,
    carried_spoken,
    line_spoken,
    past_spoken,
    percent,
    proposal_spoken,
    state,
    uneven_spoken,
)
from tenk_desktop.core.model import Category, Flow, Nature
from tenk_desktop.core.outlook.household import Rhythm, Schedule, Since
from tenk_desktop.core.period import Period
from tenk_desktop.core.text import NBSP, amount_text, use_language

TODAY = date(2026, 11, 22)
OCTOBER, NOVEMBER = Period.of(2026, 10), Period.of(2026, 11)
COSTS = (Category(1, "Loyer", Nature.COST, builtin=True), Category(2, "Courses", Nature.COST, builtin=True),
         Category(3, "Loisirs", Nature.COST, builtin=True), Category(4, "Le chat", Nature.COST))  # fmt: skip
WAGE = Category(9, "Salaire", Nature.SURE, builtin=True)
TREE = (*COSTS, WAGE)
FOOD = 2

amounts = st.integers(0, 10**7)
signed = st.integers(-(10**7), 10**7)
categories = st.sampled_from([None, 1, 2, 3, 4])


def money(minor: int, currency: str = "", *, sign: bool = False, cents: bool = True) -> str:
    return amount_text(minor, currency or "EUR", sign=sign, cents=cents)


def cost(period: Period, category: int | None, amount: int, currency: str = "EUR") -> Flow:
    return Flow(period.start, category, Nature.COST, currency, -amount)


def months(count: int, last: Period = NOVEMBER) -> list[Period]:
    return [last.shift(i - count + 1) for i in range(count)]


# --- what comes in late


@given(st.integers(1, 31), st.integers(1, 31), st.integers(1, 12))
def test_late_income_counts_for_the_next_period_and_for_no_other(start_day: int, day: int, month: int) -> None:
    """Whatever day periods begin on: windows follow one another, and begin before what they count for."""
    plans, period = Plans(for_next=day), Period.of(2026, month, start_day)
    here, after = plans.received_over(period), plans.received_over(period.shift(1))
    assert here.end == after.start
    assert here.start <= period.start
    assert period.start - here.start <= timedelta(31)
    if day == start_day:
        assert here == period


@given(st.lists(st.tuples(st.integers(0, 4), signed), max_size=12), st.integers(1, 31), st.integers(1, 31))
def test_no_income_is_lost_between_two_periods_nor_counted_twice(found, start_day: int, day: int) -> None:
    plans, periods = Plans(for_next=day), months(5, Period.of(2026, 11, start_day))
    windows = [plans.received_over(p) for p in periods]
    own = [cost(periods[at], FOOD, amount) for at, amount in found]
    income = [Flow(windows[at].start, WAGE.id, Nature.SURE, "EUR", abs(amount)) for at, amount in found]
    flows = counted_for(periods, plans, own, income)
    received = received_of(flows, "EUR")
    assert sum(received.values()) == sum(abs(amount) for _at, amount in found)
    assert spent_of(flows, "EUR") == spent_of(own, "EUR")
    for i, period in enumerate(periods):
        assert received.get(period.start, 0) == sum(abs(a) for at, a in found if at == i)
        assert budget_of(period, plans, flows, TREE, "EUR").received == received.get(period.start, 0)


# --- carrying over


@given(st.lists(st.tuples(st.none() | amounts, signed), min_size=1, max_size=12), st.integers(1, 31))
def test_what_is_carried_is_all_that_was_planned_less_all_that_was_spent(
    each: list[tuple[int | None, int]], start_day: int
) -> None:
    """Over the periods that hand on: summed, not one cent is lost or made."""
    periods = months(len(each) + 1, Period.of(2026, 11, start_day))
    plans = Plans(
        {p.start: {FOOD: planned} for p, (planned, _s) in zip(periods, each, strict=False) if planned is not None},
        told={FOOD: Told(carry_from=periods[1].start)},
    )
    spent = spent_of([cost(p, FOOD, s) for p, (_p, s) in zip(periods, each, strict=False)], "EUR")
    handed = 0
    for period, (planned, taken) in zip(periods, each, strict=False):
        counts = planned is not None or handed != 0
        handed += (planned or 0) - taken if counts else 0
        assert carried_into(period.shift(1), FOOD, plans, spent) == handed
    if all(planned is not None for planned, _s in each):
        assert handed == sum(planned or 0 for planned, _s in each) - sum(taken for _p, taken in each)


@given(st.lists(st.tuples(amounts, amounts), min_size=2, max_size=8), st.integers(0, 7))
def test_left_of_the_last_period_is_left_of_all(each: list[tuple[int, int]], since: int) -> None:
    """A category that carries over from its second period on: the last line's rest is that of all of them."""
    periods = months(len(each))
    since = min(since, len(each) - 2)
    plans = Plans(
        {p.start: {FOOD: planned} for p, (planned, _s) in zip(periods, each, strict=True)},
        told={FOOD: Told(carry_from=periods[since + 1].start)},
    )
    flows = [cost(p, FOOD, spent) for p, (_p, spent) in zip(periods, each, strict=True)]
    asked = set(periods_for(periods[-1], plans))
    known = [f for f in flows if f.period_start in {p.start for p in asked}]
    line = budget_of(periods[-1], plans, known, TREE, "EUR").line(FOOD)
    assert line is not None
    assert line.left == sum(planned - spent for planned, spent in each[since:])


def test_without_a_word_nothing_is_carried() -> None:
    plans = Plans({NOVEMBER.shift(-1).start: {FOOD: 20000}})
    spent = spent_of([cost(NOVEMBER.shift(-1), FOOD, 5000)], "EUR")
    assert carried_into(NOVEMBER, FOOD, plans, spent) == 0
    later = Plans(plans.amounts, told={FOOD: Told(carry_from=NOVEMBER.shift(1).start)})
    assert carried_into(NOVEMBER, FOOD, later, spent) == 0
    assert periods_for(NOVEMBER, later) == (NOVEMBER,)


# --- one period


flows = st.lists(st.tuples(categories, signed), max_size=20)


@given(flows, st.dictionaries(st.sampled_from([1, 2, 3, 4]), amounts), st.integers(0, 10**7), amounts, amounts)
def test_the_lines_add_up(found, planned: dict[int, int], income: int, kept: int, before: int) -> None:
    """Groups share the lines out; spent is all costs; what came is planned, put aside or left to assign."""
    taken = [cost(NOVEMBER, category, amount) for category, amount in found]
    received = [Flow(NOVEMBER.start, 9, Nature.SURE, "EUR", income), Flow(NOVEMBER.start, 9, Nature.SURE, "USD", 5)]
    plans = Plans({NOVEMBER.start: planned}, {NOVEMBER.start: kept, NOVEMBER.shift(-1).start: before})
    budget = budget_of(NOVEMBER, plans, [*taken, *received, cost(NOVEMBER, 1, 77, "USD")], TREE, "EUR")
    assert sorted(map(repr, budget.lines)) == sorted(repr(line) for group in Group for line in budget.of(group))
    assert budget.sums.spent == sum(amount for _c, amount in found)
    assert budget.sums.planned == sum(planned.values())
    assert budget.sums.left == sum(line.left for line in budget.lines)
    assert income + before == budget.sums.planned + kept + budget.to_assign
    assert [total(budget.of(g)).spent for g in Group] == [sum(x.spent for x in budget.of(g)) for g in Group]
    assert budget.line(9) is None, "an income has no line"


def test_what_a_person_says_of_a_category_wins_over_its_name_and_over_bills() -> None:
    rent, food, fun, cat = COSTS
    assert is_fixed(rent, Plans())
    assert is_essential(rent, Plans())
    assert is_essential(food, Plans())
    assert not is_fixed(food, Plans())
    assert not is_essential(fun, Plans())
    assert not is_fixed(cat, Plans())
    assert is_fixed(cat, Plans(bills=frozenset({4})))
    said = Plans(told={4: Told(fixed=False), 1: Told(essential=False)}, bills=frozenset({4}))
    assert not is_fixed(cat, said)
    assert not is_essential(rent, said)
    assert Line(1, essential=True, fixed=True).group is Group.FIXED
    assert Line(1, essential=True).group is Group.ESSENTIAL
    assert Line(1, fixed=True).group is Group.REST


def test_a_budget_said_by_calendar_month_is_found_when_periods_begin_on_another_day() -> None:
    plans = Plans({date(2026, 11, 1): {FOOD: 100}, date(2026, 12, 1): {FOOD: 200}}, {date(2026, 11, 1): 7})
    from_25th = Period.of(2026, 10, 25)
    assert plans.planned(from_25th) == {FOOD: 100}
    assert plans.planned(from_25th.shift(1)) == {FOOD: 200}
    assert plans.kept_in(from_25th) == 7
    assert plans.planned(Period.of(2026, 10)) == {}


# --- the proposal


@given(st.lists(signed, min_size=1, max_size=9))
def test_a_proposal_is_the_median_rounded_up_to_a_whole_unit(found: list[int]) -> None:
    median = statistics.median(found)
    assert 0 <= median_up(found, "EUR") - median < 100
    assert median_up(found, "EUR") % 100 == 0
    assert 0 <= median_up(found, "XOF") - median < 1


@given(amounts, amounts, st.integers(10**7, 10**9))
def test_one_odd_month_of_three_does_not_move_it_past_the_others(one: int, other: int, odd: int) -> None:
    periods = whole_before(NOVEMBER, TODAY, date(2020, 1, 1))
    each = zip(periods, (one, odd, other), strict=True)
    offered = proposal(periods, [cost(p, FOOD, a) for p, a in each], "EUR")
    assert offered.amounts.get(FOOD, 0) < max(one, other) + 100


def test_a_proposal_rests_on_whole_periods_that_are_over_and_known() -> None:
    august, september, october = months(3, Period.of(2026, 10))
    known = date(2020, 1, 1)
    assert whole_before(NOVEMBER, TODAY, known) == (august, september, october)
    assert whole_before(Period.of(2027, 2), TODAY, known) == (august, september, october), "not on the running month"
    assert whole_before(october, TODAY, known)[-1] == september
    assert whole_before(NOVEMBER, TODAY, date(2026, 9, 3)) == (september, october), "begun in its first days"
    assert whole_before(NOVEMBER, TODAY, date(2026, 9, 20)) == (october,)
    assert whole_before(NOVEMBER, TODAY, None) == ()
    two = [cost(september, FOOD, 10001), cost(october, FOOD, 20000), cost(october, None, 500), cost(october, 3, -900)]
    assert proposal((september, october), two, "EUR").amounts == {FOOD: 15100}
    assert proposal((), two, "EUR").amounts == {}
    with pytest.raises(ValueError, match=r"\[\]"):
        median_up([], "EUR")


# --- looking back


@given(st.lists(st.tuples(st.integers(0, 5), categories, signed), max_size=30))
def test_looking_back_loses_no_cost(found) -> None:
    periods = months(6)
    taken = [cost(periods[at], category, amount) for at, category, amount in found]
    seen = look_back(periods, periods[:-1], taken, Plans(), TREE, "EUR")
    for past in seen.past:
        here = [a for at, _c, a in found if periods[at] == past.period]
        assert past.spent == past.fixed + past.moving == sum(here) == sum(a for _c, a in past.by_category)
    assert len(seen.named) <= NAMED
    assert sum(p.spent for p in seen.past) == sum(a for _at, _c, a in found)


def test_unevenness_says_what_was_covered_how_it_varies_and_the_dry_spell() -> None:
    periods = months(6, Period.of(2026, 10))
    brought = [(50000, 10000), (50000, 0), (50000, 0), (50000, 30000), (50000, 0), (50000, 20000)]
    found = []
    for period, (wage, tiktok) in zip(periods, brought, strict=True):
        found += [Flow(period.start, 9, Nature.SURE, "EUR", wage), Flow(period.start, 8, Nature.TIKTOK, "EUR", tiktok)]
        found.append(cost(period, 1, 55000))
    seen = look_back(periods, periods, found, Plans(), TREE, "EUR").uneven
    assert seen is not None
    assert (seen.periods, seen.covered) == (6, 3)
    income = [wage + tiktok for wage, tiktok in brought]
    assert seen.variation == pytest.approx(statistics.pstdev(income) / statistics.mean(income))
    assert [p.start.month for p in seen.dry] == [6, 7]
    said = uneven_spoken(seen)
    assert "3 mois sur 6" in said
    assert "Au plus 2 mois de suite sans argent de créateur (juin à juillet 2026)." in said
    assert "coefficient de variation : 0,19" in said.replace(NBSP, " ")
    assert unevenness(()).variation is None
    assert variation([100]) is None
    assert variation([0, 0]) is None
    assert "premier mois" in uneven_spoken(None)


def test_a_month_without_any_known_expense_is_not_called_covered() -> None:
    periods = months(3)
    found = [Flow(p.start, 9, Nature.SURE, "EUR", 50000) for p in periods]
    found += [cost(periods[1], FOOD, 60000), cost(periods[2], FOOD, 40000)]
    seen = look_back(periods, periods, found, Plans(), TREE, "EUR").uneven
    assert seen is not None
    assert (seen.periods, seen.covered, seen.without_costs) == (2, 1, 1)
    said = uneven_spoken(seen).replace(NBSP, " ")
    assert "1 mois sur 2" in said
    assert "1 mois n’a aucune dépense notée : il ne compte pas." in said
    none = look_back(periods[:1], periods[:1], found, Plans(), TREE, "EUR").uneven
    assert "mois sur" not in uneven_spoken(none)


@given(st.lists(st.booleans(), min_size=1, max_size=12))
def test_the_dry_spell_is_the_longest_run_without(got: list[bool]) -> None:
    periods = months(len(got))
    found = [Flow(p.start, 8, Nature.TIKTOK, "EUR", 100 if one else 0) for p, one in zip(periods, got, strict=True)]
    found += [cost(periods[0], 1, 1)]
    seen = look_back(periods, periods, found, Plans(), TREE, "EUR").uneven
    assert seen is not None
    runs = "".join("x" if one else "." for one in got).split("x")
    assert len(seen.dry) == max(map(len, runs))
    assert all(not got[periods.index(p)] for p in seen.dry)
    if seen.dry:
        assert periods[periods.index(seen.dry[0]) : periods.index(seen.dry[-1]) + 1] == list(seen.dry)


# --- words


def test_every_state_is_a_word() -> None:
    for line, said in (
        (Line(2, 10000, 0, 8300), "83 % dépensé"),
        (Line(2, 10000, 0, 10000), "tout juste"),
        (Line(2, 10000, 0, 0), "rien de dépensé"),
        (Line(2, 10000, 2000, 13500), f"dépassé de 15,00{NBSP}€"),
        (Line(2, None, 0, 500), "rien de prévu"),
        (Line(2, None, 0, 0), ""),
        (Line(2, 0, 0, 0), "rien à dépenser"),
    ):
        assert state(line, money) == said
    assert percent(1, 3) == 33
    assert percent(1, 200) == 1, "half up"


def test_the_period_in_a_sentence() -> None:
    plans = Plans({NOVEMBER.start: {FOOD: 20000}}, {NOVEMBER.start: 1000})
    budget = budget_of(NOVEMBER, plans, [cost(NOVEMBER, FOOD, 5000)], TREE, "EUR")

    def plain(text: str) -> str:
        return text.replace(NBSP, " ")

    assert plain(budget_spoken(budget, "Novembre", TODAY, money)) == (
        "Novembre : 200,00 € prévus, 50,00 € dépensés. Il reste 150,00 € pour 9 jours."
    )
    assert "Il est resté" in budget_spoken(budget, "Novembre", date(2026, 12, 5), money)
    over = budget_of(NOVEMBER, plans, [cost(NOVEMBER, FOOD, 25000)], TREE, "EUR")
    assert "50,00 € de plus que prévu" in plain(budget_spoken(over, "Novembre", TODAY, money))
    assert "210,00 € de ce qui est prévu ne sont pas encore arrivés" in plain(assign_spoken(budget, TODAY, money))
    none = budget_of(NOVEMBER, Plans(), [cost(NOVEMBER, FOOD, 5000)], TREE, "EUR")
    assert "rien n’est encore prévu" in budget_spoken(none, "Novembre", TODAY, money)
    assert assign_spoken(none, TODAY, money) == "Rien n’est arrivé : rien à répartir."
    spent_all = replace(none, received=5000, kept=5000)
    assert assign_spoken(spent_all, TODAY, money) == "Tout ce qui est arrivé est réparti."
    carried = Line(FOOD, 100, -700)
    assert plain(carried_spoken(carried, money)) == "7,00 € dépensés en trop les mois d’avant sont déduits."
    assert "soit" in line_spoken(Line(FOOD, 100, 0, 300), "Courses", money)


@pytest.mark.parametrize("code", ["fr", "en"])
def test_everything_can_be_said_in_both_languages(code: str) -> None:
    use_language(code)
    periods = months(3)
    taken = [cost(p, FOOD, 1000 * i) for i, p in enumerate(periods, 1)]
    plans = Plans({NOVEMBER.start: {FOOD: 2000}})
    seen = look_back(periods, periods[:2], taken, plans, TREE, "EUR")
    offered = proposal(periods[:2], taken, "EUR")
    for text in (
        *(past_spoken(p, TODAY, money) for p in seen.past),
        uneven_spoken(seen.uneven),
        proposal_spoken(offered, 2000, "EUR", money),
        proposal_spoken(proposal(periods[:1], taken, "XOF"), 0, "XOF", money),
    ):
        assert text
        assert "{" not in text


def test_days_of_a_period_of_another_start_day() -> None:
    """From the 25th: what is left is for the days up to the 24th."""
    period = Period.containing(TODAY, 25)
    budget = budget_of(period, Plans({period.start: {FOOD: 9000}}), (), TREE, "EUR")
    days = (period.end - TODAY) // timedelta(days=1)
    assert f"pour {days} jours" in budget_spoken(budget, "Octobre", TODAY, money)


# --- bills that change


def bill(amount: int, *changes: Since, until: date | None = None, day: int = 5) -> Schedule:
    return Schedule("Loyer", amount, Rhythm(day=day), category_id=1, until=until, changes=changes)


def test_a_bill_announced_dearer_is_planned_at_its_new_amount() -> None:
    """The past says 500; from December on it is 530, and a proposal for December says so."""
    periods, december = months(3), NOVEMBER.shift(1)
    flows = [cost(p, 1, 50000) for p in periods]
    dearer = [bill(-50000, Since(date(2026, 12, 1), -53000))]
    assert announced(NOVEMBER, months(3, OCTOBER), dearer) == {}
    offered = proposal(periods, flows, "EUR", announced(december, periods, dearer))
    assert (offered.amounts, offered.known) == ({1: 53000}, {1: 3000})
    said = proposal_spoken(offered, 0, "EUR", money).replace(NBSP, " ")
    assert "Les charges qui changent, d’après vous, y sont : +30,00 €." in said
    over = announced(december, periods, [bill(-50000, until=date(2026, 11, 30))])
    assert proposal(periods, flows, "EUR", over).amounts == {}, "it ends: nothing is planned for it"
    ended = [bill(-50000, until=date(2026, 12, 9), day=10)]
    assert announced(december, periods, ended) == {1: -50000}, "before its day of that very period"
    once = [bill(-50000, Since(date(2026, 11, 5), -60000), Since(date(2026, 11, 6)))]
    assert announced(december, periods, once) == {}, "dearer once, and back"
    assert announced(NOVEMBER, (), dearer) == {}


@given(st.integers(1, 31), st.integers(1, 31), st.integers(1, 12))
def test_a_bill_that_does_not_change_is_announced_by_nothing(start_day: int, day: int, month: int) -> None:
    """Wherever weekends put it, and whatever day periods begin on."""
    period = Period.of(2026, month, start_day)
    later = bill(-50000, Since(period.end + timedelta(40), -60000), day=day)
    assert announced(period, months(3, period.shift(-1)), [later]) == {}
