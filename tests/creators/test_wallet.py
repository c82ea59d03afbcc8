"""The wallet of a platform: what enters and leaves adds up to what is still owed, on any day."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenk_desktop.core.creator.overview import EARNED
from tenk_desktop.core.creator.reconcile import Accepted, Deposit, Reconciled, reconcile
from tenk_desktop.core.creator.sources import PARTNERSHIP
from tenk_desktop.core.creator.wallet import Kind, left, moves
from tenk_desktop.core.model import AccountKind, Earning, Stage
from tenk_desktop.store.ledger import Ledger

from .life import FIRST, TODAY, live
from .score import accept_withholding, ledger_of


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory):
    path = tmp_path_factory.mktemp("vie") / "vie.tenk"
    with ledger_of(path, live(13, orders_a_day=0.4).files) as made:
        assert accept_withholding(made)
    with Ledger.open(path) as made:
        yield made


@pytest.fixture(scope="module")
def found(ledger: Ledger) -> Reconciled:
    return ledger.payouts()


def test_what_is_left_today_is_what_is_owed(found: Reconciled) -> None:
    owed = Counter[tuple[str, str]]()
    for e in found.earnings:
        unpaid = e.stage in EARNED and e.stage is not Stage.RECEIVED and e.programme != PARTNERSHIP
        settled = e.settled or (e.earned.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        if unpaid and settled <= TODAY:
            owed[e.platform, e.currency] += e.amount
    assert +Counter(left(moves(found, TODAY))) == +owed
    assert owed


def test_the_account_of_a_platform_shows_what_is_left_with_it_whatever_its_name(ledger: Ledger) -> None:
    wallets = {a.id: a for a in ledger.accounts() if a.kind is AccountKind.WALLET}
    held = ledger.in_wallets(TODAY)
    assert held.keys() < wallets.keys(), "a brand that owes an invoice has no wallet"
    by_currency, owed = Counter[str](), Counter[str]()
    for account, amount in held.items():
        by_currency[wallets[account].currency] += amount
    for (_platform, code), amount in left(moves(ledger.payouts(), TODAY)).items():
        owed[code] += amount
    assert +by_currency == +owed
    assert +owed
    assert {a.name for id_, a in wallets.items() if id_ in held} >= {"TikTok", "TikTok USD"}
    ledger.rename_account(next(iter(held)), "Mon porte-monnaie")
    assert ledger.in_wallets(TODAY) == held
    assert set(ledger.in_wallets(FIRST - timedelta(days=40)).values()) <= {0}


@settings(max_examples=60)
@given(st.integers(0, (TODAY - FIRST).days).map(lambda n: FIRST + timedelta(days=n)))
def test_no_day_owes_less_than_nothing_and_the_past_stays(found: Reconciled, day: date) -> None:
    told = moves(found, day)
    assert all(m.day <= day for m in told)
    assert min((m.balance for m in told), default=0) >= 0
    assert told == moves(found, TODAY)[: len(told)]
    sums = Counter[tuple[str, str]]()
    for m in told:
        sums[m.platform, m.currency] += m.amount
        assert m.balance == sums[m.platform, m.currency]


def test_a_payment_leaves_whole_each_part_by_its_name(found: Reconciled) -> None:
    out = Counter[date]()
    for m in moves(found, TODAY):
        if m.kind is not Kind.EARNED and m.currency == "USD":
            out[m.day] -= m.amount
    gross = Counter[date]()
    for p in found.payments:
        if p.currency == "USD":
            gross[p.date] += p.gross
    assert out == gross
    assert any(m.kind is Kind.WITHHELD for m in moves(found, TODAY))


def test_invoices_and_what_left_without_a_trace_are_not_in_it() -> None:
    month = date(2025, 3, 1)
    rewards = Earning(1, "TikTok", "Creator Rewards", "r:2025-03", 5_000, "EUR", Stage.RECEIVED, month)
    invoice = Earning(2, "Vélo Clair", PARTNERSHIP, "p:1", 9_000, "EUR", Stage.PAYABLE, month, settled=month)
    estimate = rewards._replace(id=3, key="r:2025-04", stage=Stage.ESTIMATED)
    assert moves(reconcile([rewards, invoice, estimate], []), TODAY) == ()
    assert len(moves(reconcile([rewards._replace(stage=Stage.PAYABLE)], []), TODAY)) == 1


def test_a_difference_without_a_name_is_said() -> None:
    month = date(2025, 3, 1)
    owed = Earning(1, "TikTok", "LIVE", "live:2025-03", 5_000, "EUR", Stage.PAYABLE, month)
    paid = Deposit(4, date(2025, 4, 16), 4_900, "EUR", label="TIKTOK")
    entered, left, residue = moves(reconcile([owed], [paid], [Accepted(4, 1)]), TODAY)
    assert (entered.amount, entered.day) == (5_000, date(2025, 3, 31))
    assert (left.kind, left.amount) == (Kind.PAID, -4_900)
    assert (residue.kind, residue.amount, residue.balance) == (Kind.RESIDUE, -100, 0)
