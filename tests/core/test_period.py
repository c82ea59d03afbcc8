from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.period import Period, last_periods, month_start
from tenk_desktop.core.text import period_text

days = st.dates(date(1995, 1, 1), date(2090, 1, 1))
start_days = st.integers(1, 31)


@given(days, start_days)
def test_every_day_is_in_exactly_one_period(day: date, start_day: int) -> None:
    here = Period.containing(day, start_day)
    assert day in here
    assert day not in here.shift(1)
    assert day not in here.shift(-1)
    assert here.shift(1).start == here.end
    assert 28 <= (here.end - here.start).days <= 32 or start_day > 28
    assert list(here.days())[-1] == here.end - timedelta(days=1)


@given(days, start_days, st.integers(-40, 40))
def test_shifting_there_and_back_is_nothing(day: date, start_day: int, months: int) -> None:
    here = Period.containing(day, start_day)
    assert here.shift(months).shift(-months) == here


def test_the_last_periods_end_with_the_running_one() -> None:
    periods = last_periods(date(2026, 11, 22), 12)
    assert [p.start for p in (periods[0], periods[-1])] == [date(2025, 12, 1), date(2026, 11, 1)]
    assert Period.containing(date(2026, 2, 28), 31).start == date(2026, 2, 28)


@given(st.integers(1, 31), st.integers(1900, 2100), st.integers(1, 12))
def test_a_period_is_called_after_the_month_most_of_it_is_in(start_day: int, year: int, month: int) -> None:
    """Each of a year's periods has a month of its own, whatever day they begin on."""
    period = Period.of(year, month, start_day)
    assert Period.called(period.month, start_day) == period
    assert period.shift(1).month == month_start(period.month.year, period.month.month + 1)
    inside = sum(d.month == period.month.month for d in period.days())
    assert 2 * inside >= len(list(period.days())) - 3, "short months apart, the larger half"


def test_its_days_are_said_where_it_is_no_calendar_month() -> None:
    assert period_text(Period.of(2026, 11)) == "Novembre\N{NO-BREAK SPACE}2026"
    said = period_text(Period.of(2026, 10, 28)).replace("\N{NO-BREAK SPACE}", " ")
    assert said == "Novembre 2026, du 28 oct. au 27 nov."
    assert period_text(Period.of(2026, 11, 10)).startswith("Novembre")
