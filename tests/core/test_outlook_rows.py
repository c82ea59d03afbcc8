"""The rows of a household sorted out once: each counts where it belongs, in whatever order they come."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.model import Nature
from tenk_desktop.core.outlook.everyday import everyday_of, spending
from tenk_desktop.core.outlook.household import CREATOR, Household, Movement, sort_out
from tenk_desktop.core.period import Period

TODAY = date(2026, 11, 22)
AS_OF = date(2026, 11, 18)

rows = st.lists(
    st.builds(
        Movement,
        st.dates(TODAY - timedelta(80), TODAY + timedelta(20)),
        st.integers(-500, 500),
        st.sampled_from(["Lidl", "Loyer", "Alma 2/3", "TikTok"]),
        st.sampled_from(Nature),
        transfer=st.booleans(),
        label=st.sampled_from(["", "ALMA 1/3"]),
    ),
    max_size=40,
)


def house(movements: list[Movement]) -> Household:
    return Household(TODAY, AS_OF, Period.containing(TODAY), "EUR", (), tuple(movements))


def goes_out(m: Movement) -> bool:
    return m.amount < 0 and not m.transfer and m.nature not in CREATOR


@given(rows)
def test_each_row_is_in_one_place(movements: list[Movement]) -> None:
    spent = sort_out(movements)
    out = [m for payee, same in spent.by_payee.items() for m in same if m.payee == payee]
    assert Counter(out) == Counter(m for m in movements if goes_out(m))
    assert Counter(out) + Counter(spent.others) == Counter(movements)
    assert Counter(spent.parts) == Counter(m for m in out if m.label or "/" in m.payee)
    assert sum(spent.by_day.values()) == sum(m.amount for m in out)
    assert all(total == sum(m.amount for m in out if m.date == day) for day, total in spent.by_day.items())


@given(rows, st.randoms(use_true_random=False))
def test_what_a_household_says_of_its_rows_does_not_depend_on_their_order(movements: list[Movement], rng) -> None:
    home, other = house(movements), house(rng.sample(movements, len(movements)))
    assert home.days == {m.date for m in movements}
    assert Counter(home.later) == Counter(m for m in movements if m.date > AS_OF)
    assert Counter(home.from_today) == Counter(m for m in movements if m.date >= TODAY)
    assert Counter(home.incomes) == Counter(m for m in movements if m.amount > 0 and not m.transfer)
    assert (home.full_months, home.oldest, home.creator_months) == (
        other.full_months, other.oldest, other.creator_months,
    )  # fmt: skip
    assert everyday_of(home, ()) == everyday_of(other, ())


@given(rows)
def test_without_bills_all_that_goes_out_is_everyday_spending(movements: list[Movement]) -> None:
    assert Counter(spending(movements, ())) == Counter(m for m in movements if goes_out(m))
