"""Rates are exact facts with a day; sums across currencies exist only where every rate is known."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.money import AmountError, exponent
from tenk_desktop.core.rates import Rate, latest, parse_rate, rate_text, stated, total

DAY = date(2026, 11, 22)
CODES = ("EUR", "USD", "TND", "XOF", "CHF")
codes = st.sampled_from(CODES)
values = st.fractions(Fraction(1, 10**6), 10**6)
rates = st.lists(
    st.builds(Rate, st.integers(0, 30).map(lambda n: DAY - timedelta(n - 5)), codes, codes, values, st.integers(0, 3))
    .filter(lambda r: r.base != r.quote),
    max_size=8,
)  # fmt: skip
sums = st.dictionaries(codes, st.integers(-(10**10), 10**10), max_size=5)


@pytest.mark.parametrize(
    ("typed", "exact"),
    [("0,921", "0.921"), (" 655.957 ", "655.957"), ("1 234,5", "1234.5"), ("3", "3"), ("0,000001", "0.000001")],
)
def test_a_typed_rate_is_kept_digit_by_digit(typed: str, exact: str) -> None:
    assert parse_rate(typed) == exact


@pytest.mark.parametrize("typed", ["", "0", "0,0", "-1", "1,2,3", "abc", "1e3", "1.234,5", "nan", "∞", "٣"])
def test_what_is_no_rate_is_refused(typed: str) -> None:
    with pytest.raises(AmountError):
        parse_rate(typed)


@given(st.integers(1, 10**9), st.integers(0, 12), st.data())
def test_any_decimal_comes_back(whole: int, digits: int, data: st.DataObject) -> None:
    fraction = data.draw(st.text("0123456789", min_size=digits, max_size=digits))
    text = f"{whole % 10**9 or 1}" + (f",{fraction}" if fraction else "")
    assert Fraction(parse_rate(text)) == Fraction(text.replace(",", "."))


def test_a_conversion_states_its_rate() -> None:
    rate = stated(DAY, "USD", 6957, "EUR", 6420)
    assert rate.value == Fraction(6420, 6957)
    assert rate_text(rate.value) == "0,922812"
    dinars = stated(DAY, "TND", 3_310, "XOF", 655)  # 3.310 TND became 655 XOF
    assert dinars.value == Fraction(655_000, 3_310)


@given(rates, codes, codes)
def test_the_newest_known_rate_counts_either_way(known: list[Rate], base: str, quote: str) -> None:
    found = latest(known, base, quote, DAY)
    fitting = [r for r in known if r.day <= DAY and base != quote and {r.base, r.quote} == {base, quote}]
    assert (found is None) == (not fitting)
    if found:
        assert found.day == max(r.day for r in fitting)
        assert (found.base, found.quote) == (base, quote)
        other = latest(known, quote, base, DAY)
        assert other is not None
        assert other.value * found.value == 1


@given(sums, rates)
def test_a_total_is_exact_or_not_said(money: dict[str, int], known: list[Rate]) -> None:
    found = total(money, "EUR", known, DAY)
    assert dict(found.by_currency) == money
    needed = {code for code, minor in money.items() if minor and code != "EUR"}
    assert set(found.missing) == {code for code in needed if latest(known, code, "EUR", DAY) is None}
    assert (found.amount is None) == bool(found.missing)
    if found.amount is not None:
        exact = Fraction(money.get("EUR", 0), 100)
        for code in needed:
            exact += Fraction(money[code], 10 ** exponent(code)) * latest(known, code, "EUR", DAY).value
        assert abs(found.amount - exact * 100) <= Fraction(1, 2)


def test_half_a_cent_goes_to_the_even_one() -> None:
    half = [Rate(DAY, "USD", "EUR", Fraction(1, 2))]
    assert [total({"USD": minor}, "EUR", half, DAY).amount for minor in (1, 3, 5, -1, -3)] == [0, 2, 2, 0, -2]


def test_one_total_is_rounded_once() -> None:
    third = [Rate(DAY, "USD", "EUR", Fraction(1, 3)), Rate(DAY, "CHF", "EUR", Fraction(1, 3))]
    assert total({"USD": 1, "CHF": 1, "EUR": 0}, "EUR", third, DAY).amount == 1  # 0.33 + 0.33 of a cent


def test_a_rate_of_tomorrow_is_not_known_today() -> None:
    assert total({"USD": 100}, "EUR", [Rate(DAY + timedelta(1), "USD", "EUR", Fraction(1))], DAY).missing == ("USD",)


def test_a_typed_rate_comes_before_a_stated_one_of_that_day() -> None:
    known = [Rate(DAY, "USD", "EUR", Fraction(9, 10), 4), Rate(DAY, "USD", "EUR", Fraction(8, 10))]
    assert latest(known, "USD", "EUR", DAY).id == 4
