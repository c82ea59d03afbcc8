"""Rates typed, and rates that conversions state, in a real ledger."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from tenk_desktop.core.errors import InputError
from tenk_desktop.core.model import AccountKind, Transaction
from tenk_desktop.core.rates import latest, total
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tests.store.dump import dump

TODAY = date(2026, 11, 22)


@pytest.fixture
def abroad(tmp_path: Path):
    """Euros, dollars and dinars."""
    openings = [
        OpeningBalance("Courant", 10_000, TODAY),
        OpeningBalance("PayPal USD", 6_957, TODAY, AccountKind.PAYPAL, "USD"),
        OpeningBalance("Tunis", 3_310, TODAY, AccountKind.CASH, "TND"),
    ]
    with Ledger.create(tmp_path / "a.tenk", accounts=openings) as made:
        yield made


def sums(ledger: Ledger) -> dict[str, int]:
    return {a.currency: ledger.balance_at(a, TODAY) for a in ledger.accounts()}


def test_accounts_have_their_currency(abroad: Ledger) -> None:
    assert [(a.currency, a.balance) for a in abroad.accounts()] == [("EUR", 10_000), ("USD", 6_957), ("TND", 3_310)]
    abroad.add_account(OpeningBalance("Dakar", 5_000, TODAY, AccountKind.CASH, "XOF"))
    assert abroad.accounts()[-1].currency == "XOF"
    with pytest.raises(InputError, match="devise"):
        abroad.add_account(OpeningBalance("Rien", currency="euros"))
    assert abroad.check() == ()


def test_a_conversion_is_a_rate(abroad: Ledger) -> None:
    assert abroad.rates() == ()
    out = Transaction(0, 2, date(2026, 11, 12), -6_957, "Conversion")
    abroad.save_transfer(out, Transaction(0, 1, date(2026, 11, 13), 6_420, "Conversion"))
    (rate,) = abroad.rates()
    assert (rate.day, rate.base, rate.quote, rate.value) == (date(2026, 11, 12), "USD", "EUR", Fraction(6420, 6957))
    assert latest(abroad.rates(), "USD", "EUR", date(2026, 11, 11)) is None
    abroad.undo()
    assert abroad.rates() == ()


def test_between_two_currencies_that_are_not_the_ledgers(abroad: Ledger) -> None:
    out = Transaction(0, 2, date(2026, 11, 12), -1_000, "Change")
    abroad.save_transfer(out, Transaction(0, 3, date(2026, 11, 12), 31_000, "Change"))
    (rate,) = abroad.rates()
    assert (rate.base, rate.quote, rate.value) == ("USD", "TND", Fraction(31, 10))
    assert total(sums(abroad), "EUR", abroad.rates(), TODAY).missing == ("TND", "USD")


def test_typed_rates_make_the_total_and_can_be_undone(abroad: Ledger) -> None:
    states = [dump(abroad.path)]
    for act in (
        lambda: abroad.keep_rate(TODAY, "USD", "EUR", "0.9215"),
        lambda: abroad.keep_rate(TODAY, "TND", "EUR", "0.296"),
        lambda: abroad.keep_rate(TODAY, "EUR", "USD", "1.08"),  # the other way round: in place of the first
        lambda: abroad.rename_account(2, "Dollars"),
    ):
        act()
        states.append(dump(abroad.path))
    assert {(r.base, r.value) for r in abroad.rates()} == {("TND", Fraction("0.296")), ("EUR", Fraction("1.08"))}
    found = total(sums(abroad), "EUR", abroad.rates(), TODAY)
    assert abroad.worth(TODAY).total == found
    exact = 10_000 + 6_957 / Fraction("1.08") + Fraction(3_310, 10) * Fraction("0.296")
    assert found.amount == round(exact)
    for state in reversed(states[:-1]):
        abroad.undo()
        assert dump(abroad.path) == state
    for state in states[1:]:
        abroad.redo()
        assert dump(abroad.path) == state


def test_what_platforms_owe_and_what_nobody_knows_is_not_in_the_total(abroad: Ledger) -> None:
    abroad.add_account(OpeningBalance("Livret", kind=AccountKind.SAVINGS))
    abroad.add_account(OpeningBalance("TikTok", 9_999, TODAY, AccountKind.WALLET))
    worth = abroad.worth(TODAY)
    assert worth.balances == {1: 10_000, 2: 6_957, 3: 3_310, 4: None, 5: 9_999}
    assert worth.unknown == ("Livret",)
    assert worth.total.by_currency == (("EUR", 10_000), ("TND", 3_310), ("USD", 6_957))


def test_a_currency_has_no_rate_in_itself(abroad: Ledger) -> None:
    with pytest.raises(InputError, match="une autre"):
        abroad.keep_rate(TODAY, "USD", "USD", "1")


def test_a_name_that_is_taken_or_empty_is_refused(abroad: Ledger) -> None:
    for name in ("courant", " ", "PAYPAL usd"):
        with pytest.raises(InputError):
            abroad.rename_account(3, name)
    abroad.rename_account(3, " tunis ")
    assert abroad.accounts()[2].name == "tunis"
