"""What the user told about a ledger reaches the household that the verdict is made of."""

import json
from datetime import date
from pathlib import Path

import pytest

from tenk_desktop.core.importing.planning import plan_file
from tenk_desktop.core.model import Transaction
from tenk_desktop.core.period import Period
from tenk_desktop.store.ledger import Ledger, OpeningBalance

TODAY = date(2026, 11, 22)


@pytest.fixture
def ledger(tmp_path: Path):
    accounts = [OpeningBalance("Courant", 40000, TODAY), OpeningBalance("Joint", 10000, TODAY)]
    with Ledger.create(tmp_path / "dit.tenk", accounts=accounts) as made:
        yield made


def test_each_account_has_its_own_floor(ledger: Ledger) -> None:
    one, other = ledger.accounts()
    ledger.tell("floor", "-30000")
    ledger.tell(f"floor.{other.id}", "-5000")
    home = ledger.household(TODAY)
    assert home.floor == -30000
    assert {a.id: a.floor for a in home.accounts} == {one.id: 0, other.id: -5000}
    ledger.tell(f"floor.{other.id}", None)
    assert {a.floor for a in ledger.household(TODAY).accounts} == {0}


def test_a_rate_and_a_cost_typed_are_those_used(ledger: Ledger) -> None:
    assert (ledger.household(TODAY).rate, ledger.household(TODAY).overdraft_cost) == (None, None)
    ledger.tell("rate", json.dumps([25, 80]))
    ledger.tell("overdraft_cost", "800")
    home = ledger.household(TODAY)
    assert (home.rate, home.overdraft_cost) == ((25, 80), 800)


def views_file(months: range) -> bytes:
    """A Studio overview with a thousand views each day of these months of 2026."""
    lines = ["Date,Video Views,Profile Views,Likes,Comments,Shares"]
    for month in months:
        lines += [f"{day.isoformat()},1000,10,5,1,1" for day in Period.of(2026, month).days()]
    return ("\r\n".join(lines) + "\r\n").encode()


def test_the_own_rate_is_learnt_from_payouts_and_views(ledger: Ledger) -> None:
    """EUR 15.50 for the 31,000 views of a month is 50 cents for 1,000."""
    plan = plan_file("Overview.csv", views_file(range(5, 11)), ledger.existing)
    ledger.apply_import(plan)
    assert ledger.audience()
    assert ledger.household(TODAY).rate is None, "no payout, no rate of one's own"
    tiktok = next(c.id for c in ledger.categories() if c.name == "TikTok")
    account = ledger.accounts()[0].id
    for month, cents in ((6, 40), (7, 50), (8, 60), (9, 50)):
        views = len(list(Period.of(2026, month - 1).days()))
        ledger.save(Transaction(0, account, date(2026, month, 15), views * cents, "TikTok", category_id=tiktok))
    assert ledger.household(TODAY).rate == (40, 60)
    ledger.tell("rate", json.dumps([25, 80]))
    assert ledger.household(TODAY).rate == (25, 80), "what was typed comes first"
