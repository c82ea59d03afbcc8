"""A search taken apart: what each word of it asks for, and where it stands in what is shown."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.period import Period
from tenk_desktop.core.terms import Size, Terms, hits, terms
from tenk_desktop.core.text import fold

NOV = Period(date(2026, 11, 1), date(2026, 12, 1))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("café gare", Terms("café gare")),
        (">50", Terms(sizes=(Size(">", Decimal(50)),))),
        ("> 50", Terms(sizes=(Size(">", Decimal(50)),))),
        ("<=12,50", Terms(sizes=(Size("<=", Decimal("12.50")),))),
        (">+50", Terms(sizes=(Size(">", Decimal(50), signed=True),))),
        ("<-50", Terms(sizes=(Size("<", Decimal(-50), signed=True),))),
        ("20..30", Terms(sizes=(Size(">=", Decimal(20)), Size("<=", Decimal(30))))),
        ("cat:Épargne", Terms(categories=("epargne",))),
        ('cat:"autres revenus" x', Terms("x", categories=("autres revenus",))),
        ("catégorie:courses compte:livret", Terms(categories=("courses",), accounts=("livret",))),
        ("#Cadeau maman", Terms("maman", tags=("cadeau",))),
        ("2026-11", Terms(days=(NOV,))),
        ("11/2026", Terms(days=(NOV,))),
        ("03/11/2026", Terms(days=(Period(date(2026, 11, 3), date(2026, 11, 4)),))),
        ("2026-11-03", Terms(days=(Period(date(2026, 11, 3), date(2026, 11, 4)),))),
        ("01/11/2026..15/11/2026", Terms(days=(Period(date(2026, 11, 1), date(2026, 11, 16)),))),
        # what is only half typed asks for nothing; what is no day or amount is a word
        ("> cat: # café", Terms("café")),
        ("31/02/2026 13/2026 2026 50 1.000.000", Terms("31/02/2026 13/2026 2026 50 1.000.000")),
        ("15/11/2026..01/11/2026", Terms("15/11/2026..01/11/2026")),
        ("http://x:80", Terms("http://x:80")),
    ],
)
def test_what_is_asked(text: str, asked: Terms) -> None:
    assert terms(text) == asked


@given(st.text(max_size=40))
def test_any_text_is_understood(text: str) -> None:
    assert isinstance(terms(text), Terms)


@pytest.mark.parametrize(
    ("size", "currency", "minor"),
    [
        (Size(">", Decimal("12.50")), "EUR", (">", 1250)),
        (Size(">", Decimal("12.505")), "EUR", (">", 1250)),
        (Size(">=", Decimal("12.505")), "EUR", (">=", 1251)),
        (Size("<", Decimal("12.505")), "EUR", ("<", 1251)),
        (Size("=", Decimal("12.505")), "EUR", None),
        (Size("=", Decimal("12.505")), "TND", ("=", 12505)),
        (Size("=", Decimal(500)), "XOF", ("=", 500)),
        (Size("=", Decimal("0.5")), "XOF", None),
    ],
)
def test_sizes_are_in_each_currency_s_minor_units(size: Size, currency: str, minor: tuple[str, int] | None) -> None:
    assert size.minor(currency) == minor


@given(st.sampled_from([">", ">=", "<", "<=", "="]), st.integers(-5000, 5000), st.integers(-500, 500))
def test_a_size_means_what_it_says(compare: str, mills: int, amount: int) -> None:
    """In cents, of a value with three decimals."""
    value = Decimal(mills) / 1000
    bound = Size(compare, value, signed=True).minor("EUR")
    assert bound is None or bound[0] == compare
    said = {">": amount > value * 100, ">=": amount >= value * 100, "<": amount < value * 100,
            "<=": amount <= value * 100, "=": amount == value * 100}[compare]  # fmt: skip
    got = bound is not None and {
        ">": amount > bound[1], ">=": amount >= bound[1], "<": amount < bound[1],
        "<=": amount <= bound[1], "=": amount == bound[1],
    }[compare]  # fmt: skip
    assert got == said


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("Café de la Gare", ("cafe", "gare"), ["Café", "Gare"]),
        ("Mégare gare", ("gare",), ["gare"]),
        ("Pouvoir", ("voir",), ["voir"]),
        ("ŒUVRE œuf", ("œ",), ["Œ", "œ"]),
        ("#cadeau, cadeau", ("cadeau",), ["cadeau", "cadeau"]),
        ("abab", ("ab", "abab"), ["abab"]),
        ("rien", ("x",), []),
    ],
)
def test_where_words_stand(text: str, words: tuple[str, ...], marked: list[str]) -> None:
    assert [text[start:end] for start, end in hits(text, words)] == marked


@given(st.text(max_size=30), st.lists(st.text(max_size=4).map(fold), max_size=3))
def test_places_are_in_order_and_inside(text: str, words: list[str]) -> None:
    places = [place for span in hits(text, words) for place in span]
    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)
