from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.money import LARGEST, AmountError, decimal_string, exponent, parse_typed, to_minor
from tenk_desktop.core.text import amount_text, number_text, use_language

currencies = st.sampled_from(["EUR", "USD", "TND", "XOF", "DZD", "JPY"])
amounts = st.integers(-LARGEST + 1, LARGEST - 1)


@given(amounts, currencies)
def test_the_text_scripts_read_is_exact(minor: int, currency: str) -> None:
    text = decimal_string(minor, currency)
    assert to_minor(Decimal(text), currency) == minor
    assert len(text.partition(".")[2]) == exponent(currency)


@given(amounts, st.sampled_from(["EUR", "USD", "DZD", "XOF"]), st.sampled_from(["fr", "en"]))
def test_what_people_read_they_can_type(minor: int, currency: str, language: str) -> None:
    use_language(language)
    shown = amount_text(minor, currency)
    use_language("fr")
    assert parse_typed(shown, currency) == minor


@given(st.lists(st.integers(0, 99_999), min_size=1, max_size=5))
def test_sums_may_be_typed(parts: list[int]) -> None:
    text = "+".join(f"{p // 100},{p % 100:02}" for p in parts)
    assert parse_typed(text, "EUR") == sum(parts)


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("-2,10", "EUR", -210), ("12+3", "EUR", 1500), ("1 234,56 €", "EUR", 123456), ("1.234,56", "EUR", 123456),
        ("1,234.56", "EUR", 123456), (",5", "EUR", 50), ("5.", "EUR", None), ("1.000", "EUR", None),
        ("1.000", "TND", 1000), ("1.000", "XOF", 1000), ("1'234.5", "CHF", 123450), ("12-3", "EUR", 900),
        ("0,001", "EUR", None), ("1,2,3", "EUR", None), ("", "EUR", None), ("٣", "EUR", None), ("1e3", "EUR", None),
        ("--5", "EUR", None), ("5 USD", "USD", 500),
    ],
)  # fmt: skip
def test_typed_amounts(text: str, currency: str, minor: int | None) -> None:
    if minor is None:
        with pytest.raises(AmountError):
            parse_typed(text, currency)
    else:
        assert parse_typed(text, currency) == minor


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e400", "0.001", "1e15"])
def test_impossible_amounts_are_refused(value: str) -> None:
    with pytest.raises(AmountError):
        to_minor(Decimal(value), "EUR")


def test_how_money_is_written() -> None:
    assert amount_text(-123456, "EUR") == "−1\u202f234,56\u00a0€"
    assert amount_text(500, "EUR", sign=True, cents=False) == "+5\u00a0€"
    assert amount_text(-49, "EUR", cents=False) == "0\u00a0€"
    assert number_text(-1234567) == "−1\u202f234\u202f567"
    use_language("en")
    assert amount_text(-123456, "EUR") == "−€1,234.56"
    assert amount_text(123456, "CHF") == "CHF\u00a01,234.56"
