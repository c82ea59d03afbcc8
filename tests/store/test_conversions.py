"""Money that came or went in another currency counts in the ledger's own on the day it is converted, and once."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from tenk_desktop.core.importing.planning import plan_file
from tenk_desktop.core.model import Filter, Nature, Transaction
from tenk_desktop.core.period import Period
from tenk_desktop.core.reports import MonthReport
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tests.store.dump import dump

DATA = Path(__file__).resolve().parents[1] / "data"
HEADER = "Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,Transaction ID,Reference Txn ID,Balance\n"


def take(ledger: Ledger, data: bytes, name: str = "Download.CSV") -> None:
    ledger.apply_import(plan_file(name, data, ledger.existing))
    assert ledger.check() == ()


def month(ledger: Ledger, year: int, number: int) -> MonthReport:
    """The report from the kept totals, which the rows of the same days must give too."""
    period = Period.of(year, number)
    (report,) = ledger.months([period])
    (odd,) = ledger.months([Period(period.start, period.end - timedelta(days=1))])  # no calendar month: from the rows
    last = ledger.transactions(Filter(start=period.end - timedelta(days=1), end=period.end))
    assert last or (odd.income, odd.costs, odd.by_category) == (report.income, report.costs, report.by_category)
    rows = ledger.transactions(Filter(start=period.start, end=period.end, spending_only=True, currency=ledger.currency))
    assert sum(t.amount for t in rows) == report.income - report.costs
    return report


def category(ledger: Ledger, transaction: Transaction) -> str | None:
    return {c.id: c.name for c in ledger.categories()}.get(transaction.category_id or 0)


def test_a_payout_in_dollars_is_income_once_it_is_converted(ledger: Ledger) -> None:
    take(ledger, (DATA / "paypal" / "releve_fr.csv").read_bytes())
    report = month(ledger, 2026, 11)
    assert (report.tiktok, report.income) == (64_20, 1_250_00 + 64_20)
    (side,) = [t for t in ledger.transactions() if t.amount == 64_20]
    tiktok = Filter(nature=Nature.TIKTOK, spending_only=True, currency="EUR")
    assert [t.id for t in ledger.transactions(tiktok)] == [side.id]
    moved = [
        (m.amount, m.transfer) for m in ledger.household(date(2026, 11, 22)).movements if m.nature is Nature.TIKTOK
    ]
    assert moved == [(64_20, False)]
    assert [(d.amount, d.currency) for d in ledger.payouts().deposits] == [(69_57, "USD")], "what the platform sent"


def test_a_purchase_in_dollars_is_a_cost_in_the_ledgers_currency(ledger: Ledger) -> None:
    take(ledger, (DATA / "paypal" / "activity_en.csv").read_bytes().replace(b"Cloud Loops Inc", b"NETFLIX"))
    (bought,) = [t for t in ledger.transactions() if t.amount == -11_00]
    (paid,) = [t for t in ledger.transactions() if t.amount == -9_87]
    assert category(ledger, paid) == category(ledger, bought) is not None
    report = month(ledger, 2026, 9)
    assert (paid.category_id, -9_87) in report.by_category
    assert report.costs == 9_87 + 17_50 + 60_00 + 2_40 - 35 + 10_00  # and the withdrawal, which no bank's file answers


def test_a_purchase_takes_the_category_its_owner_gives_it(ledger: Ledger) -> None:
    """Earlier file: the payout, sorted by hand; later file: its conversion."""
    take(ledger, (HEADER + "02/11/2026,07:00:00,CET,Zzyx,Payment,Completed,USD,50,0,50,F1,,50\n").encode())
    (came,) = ledger.transactions()
    twitch = next(c.id for c in ledger.categories() if c.nature is Nature.OTHER_CREATOR)
    ledger.save(Transaction(came.id, came.account_id, came.date, came.amount, came.payee, category_id=twitch))
    lines = (
        "03/11/2026,07:00:00,CET,,User Initiated Currency Conversion,Completed,USD,-50,0,-50,F2,F3,0\n"
        "03/11/2026,07:00:00,CET,,User Initiated Currency Conversion,Completed,EUR,46,0,46,F3,F2,46\n"
    )
    take(ledger, (HEADER + lines).encode(), "b.csv")
    assert month(ledger, 2026, 11).other_creator == 46_00


def test_two_kinds_of_money_converted_together_are_nobodys(ledger: Ledger) -> None:
    lines = (
        "01/11/2026,07:00:00,CET,TikTok Inc,Mass Pay Payment,Completed,USD,30,0,30,F1,,30\n"
        "02/11/2026,07:00:00,CET,Nina Faure,Payment,Completed,USD,20,0,20,F4,,50\n"
        "03/11/2026,07:00:00,CET,,User Initiated Currency Conversion,Completed,USD,-50,0,-50,F2,F3,0\n"
        "03/11/2026,07:00:00,CET,,User Initiated Currency Conversion,Completed,EUR,46,0,46,F3,F2,46\n"
        "10/11/2026,07:00:00,CET,TikTok Inc,Mass Pay Payment,Completed,USD,10,0,10,F5,,10\n"
        "11/11/2026,07:00:00,CET,TikTok Inc,Mass Pay Payment,Completed,USD,15,0,15,F6,,25\n"
        "12/11/2026,07:00:00,CET,,User Initiated Currency Conversion,Completed,USD,-25,0,-25,F7,F8,0\n"
        "12/11/2026,07:00:00,CET,,User Initiated Currency Conversion,Completed,EUR,23,0,23,F8,F7,69\n"
    )
    take(ledger, (HEADER + lines).encode())
    report = month(ledger, 2026, 11)
    assert (report.tiktok, report.other) == (23_00, 46_00)
    unsorted = ledger.transactions(Filter(uncategorised=True, spending_only=True, currency="EUR"))
    assert [t.amount for t in unsorted] == [46_00], "a person can say what it is"


def test_a_ledger_in_dollars_counts_the_other_side(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "usd.tenk", currency="USD") as ledger:
        take(ledger, (DATA / "paypal" / "releve_fr.csv").read_bytes())
        report = month(ledger, 2026, 11)
        assert (report.tiktok, report.income, report.costs) == (69_57, 69_57, 69_57)


def test_converted_money_of_a_neobank(ledger: Ledger) -> None:
    take(ledger, (DATA / "bank" / "neobanque_poches.csv").read_bytes())
    (side,) = [t for t in ledger.transactions() if t.amount == -40_40]
    report = month(ledger, side.date.year, side.date.month)
    rows = [
        t for t in ledger.transactions(Filter(spending_only=True, currency="EUR")) if t.date.month == side.date.month
    ]
    assert side.id in [t.id for t in rows]
    assert report.costs >= 40_40


@pytest.mark.parametrize("out", [True, False])
def test_money_a_person_moves_to_their_account_abroad_waits_for_no_category(ledger: Ledger, out: bool) -> None:
    """It leaves the ledger's currency, where nothing else says so: a cost there, or an income; but not one to sort."""
    ledger.add_account(OpeningBalance("Attijari", 300_000, date(2026, 11, 1), currency="MAD"))
    (here, abroad), day = ledger.accounts(), date(2026, 11, 22)
    sign = -1 if out else 1
    ledger.save_transfer(
        Transaction(0, here.id, day, sign * 100_00, "Envoi"), Transaction(0, abroad.id, day, -sign * 1_078_00, "Envoi")
    )
    moved = month(ledger, 2026, 11)
    assert (moved.costs, moved.income) == ((100_00, 0) if out else (0, 100_00))
    assert ledger.count_and_sum(Filter(uncategorised=True)) == (0, 0)
    assert ledger.accounts()[0].balance == here.balance + sign * 100_00
    (seen,) = ledger.household(day).movements
    assert (seen.amount, seen.transfer) == (sign * 100_00, False), "it leaves the accounts the verdict counts"
    assert ledger.check() == ()
    ledger.untie([t.id for t in ledger.transactions()])
    assert ledger.count_and_sum(Filter(uncategorised=True, currency=ledger.currency))[0] == 1, "like any other"


def test_undo_takes_the_month_back(ledger: Ledger) -> None:
    before = dump(ledger.path)
    take(ledger, (DATA / "paypal" / "releve_fr.csv").read_bytes())
    ledger.tell("week", "1")
    ledger.undo_import(1)
    assert month(ledger, 2026, 11).income == 0
    assert [line for line in dump(ledger.path) if "'week'" not in line] == before


@pytest.mark.parametrize(
    ("name", "year", "converted"),
    [
        ("activity", 2016, {2: 43_34, 7: 12_431_37, 8: 7_468_37, 9: 16_040_55, 10: 18_482_29, 11: 4_961_10}),
        ("statement", 2018, {9: 17_346_31}),
    ],
)
def test_the_euros_of_real_files(corpus: Path, ledger: Ledger, name: str, year: int, converted: dict[int, int]) -> None:
    """Conversions into euros added up by hand, month by month, from two real exports."""
    (file,) = (corpus / "tiktok").glob(f"OCA*paypal_{name}_en.csv")
    take(ledger, file.read_bytes(), file.name)
    found = {m: month(ledger, year, m).income for m in range(1, 13)}
    assert {m: total for m, total in found.items() if total} == converted
