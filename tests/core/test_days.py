"""Each day of the chart, whatever is known of it."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.model import Nature
from tenk_desktop.core.outlook.answer import Coming, FanDay, Verdict
from tenk_desktop.core.outlook.days import Event, day_spoken, days_known, days_of, largest, with_fan
from tenk_desktop.core.outlook.household import Movement

from .test_kept import verdicts

START = date(2026, 11, 1)
FAN = dict.fromkeys(("0.05", "0.1", "0.25", "0.5", "0.75", "0.9", "0.95"), 100)


def day(n: int) -> date:
    return START + timedelta(days=n)


@st.composite
def scenes(draw) -> tuple[Verdict, list, list]:
    known, late, left = draw(st.integers(1, 20)), draw(st.integers(0, 6)), draw(st.integers(1, 10))
    today = day(known - 1 + late)
    to_pay = [
        Coming("Loyer", day(n), -amount, -amount, -amount, sure=True)
        for n, amount in draw(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 999)), max_size=5))
    ]
    verdict = replace(
        draw(verdicts),
        as_of=day(known - 1),
        today=today,
        horizon=today + timedelta(days=left),
        fan=tuple(FanDay(today + timedelta(days=i), FAN) for i in range(left)),
        to_pay=tuple(to_pay),
        to_receive=(),
    )
    moves = draw(st.lists(st.tuples(st.integers(0, 40), st.integers(-999, 999).filter(bool)), max_size=8))
    rows = [Movement(day(n), amount, "Lidl", Nature.COST) for n, amount in moves]
    return verdict, [(day(i), i) for i in range(known)], rows


@given(scenes())
def test_every_day_once_known_until_as_of_and_a_range_from_today(scene) -> None:
    verdict, past, rows = scene
    days = days_of(past, verdict, rows)
    assert [d.date for d in days] == [day(i) for i in range((verdict.horizon - START).days)]
    for d in days:
        assert (d.known is not None) is (d.date <= verdict.as_of)
        assert bool(d.quantiles) is (d.known is None and d.date >= verdict.today)
        assert day_spoken(d, str)
    named = sorted((e.date, e.amount) for d in days for e in d.events)
    wanted = [(m.date, m.amount) for m in rows if m.date <= verdict.as_of]
    wanted += [(c.date, c.amount) for c in verdict.to_pay if verdict.as_of < c.date < verdict.horizon]
    assert named == sorted(wanted)


@given(scenes(), st.integers(0, 5))
def test_marks_are_the_largest_one_a_day_and_direction(scene, count: int) -> None:
    days = days_of(scene[1], scene[0], scene[2])
    marked = largest(days, count)
    assert len({(e.date, e.amount > 0) for e in marked}) == len(marked) <= count
    assert [abs(e.amount) for e in marked] == sorted((abs(e.amount) for e in marked), reverse=True)
    for e in marked:
        same = [o for d in days for o in d.events if d.date == e.date and (o.amount > 0) is (e.amount > 0)]
        assert abs(e.amount) == max(abs(o.amount) for o in same)


@given(scenes())
def test_another_fan_changes_the_days_to_come_alone(scene) -> None:
    verdict, past, rows = scene
    days = days_of(past, verdict, rows)
    lower = {q: amount - 7 for q, amount in FAN.items()}
    other = replace(verdict, fan=tuple(replace(f, quantiles=lower) for f in verdict.fan))
    again = with_fan(days, other)
    assert [replace(d, quantiles={}) for d in again] == [replace(d, quantiles={}) for d in days]
    assert [d.quantiles for d in again] == [lower if d.quantiles else {} for d in days]
    assert with_fan(again, verdict) == days


def test_a_time_gone_by_has_its_balances_and_its_rows_largest_first() -> None:
    rows = [Event(day(1), "Lidl", -20), Event(day(1), "Loyer", -300), Event(day(9), "ailleurs", 5)]
    days = days_known([(day(0), 500), (day(1), 180)], rows)
    assert [(d.date, d.known, d.quantiles) for d in days] == [(day(0), 500, {}), (day(1), 180, {})]
    assert [e.text for e in days[1].events] == ["Loyer", "Lidl"]
