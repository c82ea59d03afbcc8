"""PayPal in a ledger: accounts of its own, fees apart, conversions as transfers, and every import taken back exactly."""

from datetime import date
from pathlib import Path

import pytest

from tenk_desktop.core.importing.plan import ImportPlan
from tenk_desktop.core.importing.planned import Outcome
from tenk_desktop.core.importing.planning import plan_file
from tenk_desktop.core.importing.statement import ReadOptions
from tenk_desktop.core.model import AccountKind, Filter, Transaction
from tenk_desktop.core.period import Period
from tenk_desktop.store.ledger import Ledger
from tests.store.conftest import bring, earning, row, statement
from tests.store.dump import dump

DATA = Path(__file__).resolve().parents[1] / "data" / "paypal"


def plan_of(ledger: Ledger, name: str, data: bytes | None = None) -> ImportPlan:
    content = (DATA / name).read_bytes() if data is None else data
    return plan_file(name, content, ledger.existing, ReadOptions())


def take(ledger: Ledger, name: str, data: bytes | None = None) -> ImportPlan:
    plan = plan_of(ledger, name, data)
    ledger.apply_import(plan)
    return plan


def by_ref(ledger: Ledger, amount: int) -> Transaction:
    (found,) = [t for t in ledger.transactions() if t.amount == amount]
    return found


def month(ledger: Ledger, year: int, number: int):
    (report,) = ledger.months([Period.containing(date(year, number, 1), 1)])
    return report


def test_paypal_has_accounts_of_its_own_one_a_currency(ledger: Ledger) -> None:
    take(ledger, "activity_en.csv")
    accounts = {a.name: (a.kind, a.currency) for a in ledger.accounts()}
    assert accounts["PayPal"] == (AccountKind.PAYPAL, "EUR")
    assert accounts["PayPal USD"] == (AccountKind.PAYPAL, "USD")
    assert not ledger.transactions(Filter(account_id=1))  # the bank account stays as it was
    assert ledger.check() == ()


def test_the_bank_file_still_goes_to_the_only_bank_account(ledger: Ledger) -> None:
    take(ledger, "activity_en.csv")
    plan = bring(ledger, "banque.csv", statement(row("2026-09-01", "-5.00", "BOULANGERIE")))
    assert plan.statements[0].account_name == "Courant"


def test_balances_follow_the_file(ledger: Ledger) -> None:
    take(ledger, "activity_en.csv")
    (account,) = [a for a in ledger.accounts() if a.name == "PayPal"]
    assert (account.balance, account.balance_known) == (20_58, True)


def test_a_fee_is_a_part_of_its_own(ledger: Ledger) -> None:
    take(ledger, "activity_en.csv")
    names = {c.id: c.name for c in ledger.categories()}
    payout = by_ref(ledger, 117_60)
    assert payout.category_id is None
    assert [(names[s.category_id], s.amount) for s in payout.splits] == [("TikTok", 120_00), ("Frais bancaires", -2_40)]
    report = month(ledger, 2026, 9)
    assert report.tiktok == 120_00
    assert dict(report.by_category)[payout.splits[1].category_id] == -2_40 + 35  # PayPal gave one fee back


def test_a_conversion_is_one_transfer_and_counts_once(ledger: Ledger) -> None:
    take(ledger, "releve_fr.csv")
    accounts = {a.name: a.id for a in ledger.accounts()}
    out, into = by_ref(ledger, -69_57), by_ref(ledger, 64_20)
    assert (out.transfer_to, into.transfer_to) == (accounts["PayPal"], accounts["PayPal USD"])
    report = month(ledger, 2026, 11)
    assert (report.tiktok, report.income) == (64_20, 1_250_00 + 64_20)
    assert ledger.check() == ()


@pytest.mark.parametrize("bank_first", [True, False])
def test_the_money_sent_to_the_bank_is_a_transfer_even_over_a_week_end(ledger: Ledger, bank_first: bool) -> None:
    received = statement(row("2026-11-14", "1200.00", "VIR PAYPAL EUROPE"))
    if bank_first:
        bring(ledger, "banque.csv", received)
    take(ledger, "releve_fr.csv")
    if not bank_first:
        bring(ledger, "banque.csv", received)
    assert by_ref(ledger, -1_200_00).transfer_to == 1
    assert month(ledger, 2026, 11).income == 1_250_00 + 64_20


@pytest.mark.parametrize("name", ["activity_en.csv", "releve_fr.csv", "extracto_es.csv", "personal_en.csv"])
def test_importing_again_adds_nothing_and_undo_is_exact(ledger: Ledger, name: str) -> None:
    before = dump(ledger.path)
    take(ledger, name)
    after = dump(ledger.path)
    again = plan_of(ledger, name, (DATA / name).read_bytes() + b"\n")  # other bytes, the same rows
    assert again.count(Outcome.NEW) == again.count(Outcome.UNDECIDED) == 0
    ledger.undo()
    assert dump(ledger.path) == before
    ledger.redo()
    assert dump(ledger.path) == after
    (record,) = ledger.imports()
    ledger.undo_import(record.id)
    assert dump(ledger.path) == before


def test_another_layout_of_the_same_transactions_adds_nothing(ledger: Ledger) -> None:
    """The activity report and the statement share PayPal's identifiers."""
    take(ledger, "releve_fr.csv")
    header = "Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,Transaction ID,Reference Txn ID,Balance\n"
    body = (
        "11/02/2026,07:10:00,PST,TikTok Inc,Mass Pay Payment,Completed,USD,69.57,0.00,69.57,F1,,69.57\n"
        "11/03/2026,07:15:00,PST,,User Initiated Currency Conversion,Completed,USD,-69.57,0.00,-69.57,F2,F3,0.00\n"
        '11/03/2026,07:15:00,PST,,User Initiated Currency Conversion,Completed,EUR,64.20,0.00,64.20,F3,F2,"1,277.60"\n'
        "11/19/2026,08:00:00,PST,Papeterie Lune,Payment,Completed,EUR,-3.00,0.00,-3.00,F9,,15.30\n"
    )
    plan = take(ledger, "Download.CSV", (header + body).encode())
    assert (plan.count(Outcome.KNOWN), plan.count(Outcome.NEW)) == (3, 1)
    assert ledger.check() == ()


def test_a_file_that_brings_the_other_side_ties_it(ledger: Ledger) -> None:
    """A first export cut after one side of a conversion; the next one holds both."""
    lines = (DATA / "releve_fr.csv").read_text("utf-8-sig").splitlines()
    header, body = lines[0], lines[1:]
    without = [line for line in body if '"F3","F2"' not in line and not line.endswith('"F2"')]
    take(ledger, "a.csv", "\n".join([header, *without]).encode())
    assert by_ref(ledger, -69_57).transfer_to is None
    take(ledger, "b.csv", "\n".join(lines).encode())
    assert by_ref(ledger, -69_57).transfer_to is not None
    assert ledger.check() == ()


def test_accounts_keep_their_rows_when_renamed_or_seen_in_another_order(ledger: Ledger) -> None:
    """Dollars first, alone; then both currencies: the dollars are known."""
    lines = (DATA / "releve_fr.csv").read_text("utf-8-sig").splitlines()
    dollars = [lines[0], *(line for line in lines[1:] if '"USD"' in line)]
    take(ledger, "dollars.csv", "\n".join(dollars).encode())
    assert {a.name for a in ledger.accounts()} == {"Courant", "PayPal USD"}
    plan = take(ledger, "tout.csv", "\n".join(lines).encode())
    assert plan.count(Outcome.KNOWN) == 2
    assert {a.name for a in ledger.accounts()} == {"Courant", "PayPal USD", "PayPal"}


def test_a_neobanks_file_feeds_its_pockets_and_adds_nothing_twice(ledger: Ledger) -> None:
    data = (DATA.parent / "bank" / "neobanque_poches.csv").read_bytes()
    before = dump(ledger.path)
    take(ledger, "poches.csv", data)
    accounts = {a.name: a for a in ledger.accounts()}
    assert {name: (a.kind, a.currency) for name, a in accounts.items()} == {
        "Courant": (AccountKind.BANK, "EUR"),
        "Courant USD": (AccountKind.BANK, "USD"),
        "Savings": (AccountKind.SAVINGS, "EUR"),
    }
    assert accounts["Courant"].balance == 84_40  # as the file's last balance in euros says
    assert by_ref(ledger, -40_40).transfer_to == accounts["Courant USD"].id
    names = {c.id: c.name for c in ledger.categories()}
    assert [(names.get(s.category_id), s.amount) for s in by_ref(ledger, -21_00).splits] == [
        (None, -20_00),
        ("Frais bancaires", -1_00),
    ]
    assert ledger.check() == ()
    again = plan_of(ledger, "poches-2.csv", data + b"\n")
    assert again.count(Outcome.NEW) == again.count(Outcome.UNDECIDED) == 0
    (record,) = ledger.imports()
    ledger.undo_import(record.id)
    assert dump(ledger.path) == before


def test_a_platforms_payout_answers_what_it_owed_before_the_fee(ledger: Ledger) -> None:
    """The platform sent 120.00; that PayPal kept 2.40 of it is no reason to wait for the rest."""
    orders = [earning(f"o{i}", "validated", "60.00", "2026-08-20", "2026-09-10") for i in range(2)]
    bring(ledger, "orders.csv", statement(earnings=tuple(orders), name="TikTok"))
    take(ledger, "activity_en.csv")
    payout = by_ref(ledger, 117_60)
    assert [e.received_by for e in ledger.earnings()] == [payout.id, payout.id]


def test_the_banks_money_for_a_purchase_is_no_income(ledger: Ledger) -> None:
    """The list of a personal account: a purchase, and the money the bank sent for it."""
    header = "Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,Transaction ID,Reference Txn ID,Balance\n"
    body = (
        "13/05/2026,08:00:00,CET,Zzyx,Payment,Completed,EUR,-18.30,0.00,-18.30,P1,,-18.30\n"
        "13/05/2026,08:00:00,CET,,Bank Deposit to PP Account,Pending,EUR,18.30,0.00,18.30,P2,P1,0.00\n"
        "14/05/2026,08:00:00,CET,NETFLIX,Payment,Completed,EUR,-9.00,0.00,-9.00,P3,,-9.00\n"
        "14/05/2026,08:00:00,CET,,Bank Deposit to PP Account,Completed,EUR,9.00,0.00,9.00,P4,P3,0.00\n"
        "20/05/2026,08:00:00,CET,NETFLIX,Payment Refund,Completed,EUR,4.00,0.00,4.00,P5,P3,4.00\n"
    )
    take(ledger, "Download.CSV", (header + body).encode())
    report = month(ledger, 2026, 5)
    assert (report.income, report.costs) == (0, -4_00)
    bring(
        ledger, "banque.csv", statement(row("2026-05-15", "-9.00", "PRLV PAYPAL EUROPE"), row("2026-05-20", "-1", "X"))
    )
    report = month(ledger, 2026, 5)  # the bank's line and PayPal's are one transfer now: the purchase stands
    assert (report.income, report.costs) == (0, 9_00 - 4_00 + 1_00)
    assert ledger.check() == ()


def test_a_payment_taken_back_leaves_neither_income_nor_cost(ledger: Ledger) -> None:
    header = "Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,Transaction ID,Reference Txn ID,Balance\n"
    body = (
        "13/05/2026,08:00:00,CET,Zzyx,Payment,Reversed,EUR,30.00,-1.00,29.00,P1,,29.00\n"
        "14/05/2026,08:00:00,CET,Zzyx,Payment Reversal,Completed,EUR,-30.00,1.00,-29.00,P2,P1,0.00\n"
        "15/05/2026,08:00:00,CET,Zzyx,Payment,Completed,EUR,2.00,0.00,2.00,P3,,2.00\n"
        "16/05/2026,08:00:00,CET,Zzyx,Payment,Completed,EUR,2.00,0.00,2.00,P4,,4.00\n"
    )
    take(ledger, "Download.CSV", (header + body).encode())
    report = month(ledger, 2026, 5)
    assert (report.income, report.costs) == (4_00, 0)
