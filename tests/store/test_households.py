"""The rows of a real ledger as the verdict is given them."""

from dataclasses import replace
from datetime import date

import pytest

from tenk_desktop.core.model import AccountKind, Nature, Split, Transaction
from tenk_desktop.core.outlook.bills import dues, schedules_of
from tenk_desktop.core.outlook.household import LAST_WORKING_DAY, Movement, Rhythm, Schedule, Status
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tests.store.conftest import bring, row, statement

TODAY = date(2026, 11, 22)


def rows(ledger: Ledger) -> list[Movement]:
    return list(ledger.household(TODAY).movements)


def test_each_part_of_a_split_is_a_row_with_the_nature_of_its_category(ledger: Ledger) -> None:
    id_ = {c.name: c.id for c in ledger.categories()}
    parts = (Split(-3000, id_["Courses"]), Split(500, id_["Remboursements & dons"]), Split(-700), Split(200))
    ledger.save(Transaction(0, 1, date(2026, 11, 3), -3000, "Magasin", splits=parts))
    ledger.save(Transaction(0, 1, date(2026, 11, 2), -900, "Inconnu"), Transaction(0, 1, TODAY, 900, "Inconnu"))
    assert [(m.date.day, m.amount, m.nature, m.category_id) for m in rows(ledger)] == [
        (2, -900, Nature.COST, None),
        (3, -3000, Nature.COST, id_["Courses"]),
        (3, 500, Nature.OTHER, id_["Remboursements & dons"]),
        (3, -700, Nature.COST, None),
        (3, 200, Nature.OTHER, None),
        (22, 900, Nature.OTHER, None),
    ]


def test_only_a_transfer_to_another_spending_account_is_one(ledger: Ledger) -> None:
    ledger.add_account(OpeningBalance("Espèces", 0, kind=AccountKind.CASH))
    ledger.add_account(OpeningBalance("Livret", 900, kind=AccountKind.SAVINGS))
    ledger.add_account(OpeningBalance("Sans solde", None, kind=AccountKind.SAVINGS))
    id_ = {a.name: a.id for a in ledger.accounts()}
    for name, amount in (("Espèces", 4000), ("Livret", 700)):
        here = Transaction(0, id_["Courant"], date(2026, 11, 5), -amount, "Virement")
        ledger.save_transfer(here, Transaction(0, id_[name], date(2026, 11, 6), amount, "Virement"))
    ledger.save(Transaction(0, id_["Courant"], date(2026, 11, 7), -100, "Virement"))
    assert [(m.amount, m.transfer) for m in rows(ledger)] == [(-4000, True), (-700, False), (4000, True), (-100, False)]
    assert ledger.household(TODAY).savings == (("Livret", 1600),), "known only"


def test_a_balance_is_that_of_the_last_known_day(ledger: Ledger) -> None:
    """Of the savings, all that is known: rows to come are typed there as they are moved."""
    bring(ledger, "a.csv", statement(row("2026-11-10", "-10", "CARTE PAUL"), row("2026-11-18", "-5", "CARTE PAUL")))
    ledger.save(Transaction(0, 1, date(2026, 12, 1), -2500, "Loyer"))
    home = ledger.household(TODAY)
    assert home.as_of == date(2026, 11, 18)
    assert [a.balance for a in home.accounts] == [10_000 - 1_500]


def test_the_banks_text_comes_with_a_row_that_may_be_a_payment_in_three(ledger: Ledger) -> None:
    labels = ("CARTE 12/10 DARTY 2/3", "CARTE 12/10 PAUL", "ALMA 1/4 FNAC", "PRLV FREE")
    bring(ledger, "a.csv", statement(*(row("2026-11-10", f"-{n + 1}", text, n) for n, text in enumerate(labels))))
    for t in ledger.transactions():
        ledger.save(Transaction(t.id, 1, t.date, t.amount, "Renommé", memo="sans rien"))
    assert [m.label for m in rows(ledger)] == [labels[0], "", labels[2], ""]
    assert {m.payee for m in rows(ledger)} == {"Renommé"}


def test_a_rent_seen_twice_is_a_bill_and_a_shop_is_not(ledger: Ledger) -> None:
    """Two months are known: what a row is sorted as tells the rent and the benefit from a purchase."""
    seen = (("PRLV LOYER FONCIA", "-540"), ("PRLV FREE MOBILE", "-15.99"), ("CARTE DARTY", "-180"), ("VIR CAF", "180"))
    days = ("2026-10-05", "2026-11-05")
    bring(ledger, "a.csv", statement(*(row(day, cents, text) for day in days for text, cents in seen)))
    home = ledger.household(TODAY)
    coming = {d.schedule.amount: d for d in reversed(dues(schedules_of(home), home))}
    assert sorted(coming) == [-54000, 18000], "the phone is too little to matter"
    assert {d.date for d in coming.values()} == {date(2026, 12, 7)}, "the 5th is a Saturday"
    assert coming[-54000].schedule.chance == 1
    assert not coming[18000].schedule.sure, "an income seen twice may not come a third time"


def test_a_bill_answered_by_name_is_the_one_the_bank_writes_longer(ledger: Ledger) -> None:
    """The four questions first, the import after: a rent is due once."""
    ledger.keep_schedule(Schedule("Loyer", -54_500, Rhythm(day=5)))
    for month in (6, 7, 8, 9, 10, 11):
        ledger.save(Transaction(0, 1, date(2026, month, 3), -48_500, "LOYER HLM DES COTEAUX"))
    home = ledger.household(TODAY)
    assert {(d.schedule.payee, d.schedule.amount) for d in dues(schedules_of(home), home)} == {("Loyer", -54_500)}


RENT, PAY = "PRLV SEPA FONCIA GESTION 8843", "VIR ACME SARL PAIE"
TYPED = (Schedule("Loyer", -65_000, Rhythm(day=5)), Schedule("Salaire", 130_000, Rhythm(day=LAST_WORKING_DAY)))


def a_bank_file() -> bytes:
    """Five months of a rent on the 5th and a wage on the 28th, and something bought now and then."""
    months = range(6, 11)
    rents = [row(f"2026-{month:02}-05", "-650", RENT, month) for month in (*months, 11)]
    wages = [row(f"2026-{month:02}-28", "1312.40", PAY, month) for month in months]
    return statement(*rents, *wages, row("2026-11-20", "-31", "CARTE PAUL"))


def counted(ledger: Ledger) -> list[tuple[str, int]]:
    """What is due before the end of December, as the verdict counts it."""
    home = ledger.household(TODAY)
    found = dues(schedules_of(home), home)
    return sorted((d.schedule.payee, d.schedule.amount) for d in found if d.date < date(2027, 1, 1))


def keep_all_found(ledger: Ledger) -> None:
    """« Revient ? » answered by yes, each."""
    for found in schedules_of(ledger.household(TODAY)):
        if found.status is Status.PROPOSED:
            ledger.keep_schedule(replace(found, status=Status.CONFIRMED))


@pytest.mark.parametrize("kept", [False, True])
def test_typed_first_and_imported_then_each_counts_once(ledger: Ledger, kept: bool) -> None:
    for schedule in TYPED:
        ledger.keep_schedule(schedule)
    bring(ledger, "banque.csv", a_bank_file())
    if kept:
        keep_all_found(ledger)
    assert counted(ledger) == [("Loyer", -65_000), ("Salaire", 130_000), ("Salaire", 130_000)]


@pytest.mark.parametrize("kept", [False, True])
def test_imported_first_and_typed_then_each_counts_once(ledger: Ledger, kept: bool) -> None:
    bring(ledger, "banque.csv", a_bank_file())
    if kept:
        keep_all_found(ledger)
        assert len(ledger.schedules()) == 2
    for _again in (1, 2):
        for schedule in TYPED:
            ledger.keep_schedule(schedule)
        assert counted(ledger) == [("Loyer", -65_000), ("Salaire", 130_000), ("Salaire", 130_000)]


def test_a_bill_typed_again_stays_the_one_that_the_rows_show(ledger: Ledger) -> None:
    bring(ledger, "banque.csv", a_bank_file())
    ledger.keep_schedule(TYPED[0])
    ledger.keep_schedule(next(s for s in schedules_of(ledger.household(TODAY)) if s.payee == "Loyer"))
    ledger.keep_schedule(replace(TYPED[0], amount=-90_000))
    assert [a for _, a in counted(ledger) if a < 0] == [-90_000]
    ledger.undo()
    assert [a for _, a in counted(ledger) if a < 0] == [-65_000]
