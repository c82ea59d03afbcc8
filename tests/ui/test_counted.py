"""« Le solde que vous avez donné compte déjà cette dépense », said in the journal where a person would wonder."""

from datetime import date

import pytest
from PySide6.QtTest import QTest

from tenk_desktop.core.model import AccountKind, Transaction
from tenk_desktop.store.ledger import OpeningBalance
from tenk_desktop.ui.counted_bar import CountedBar
from tenk_desktop.ui.main_window import MainWindow
from tenk_desktop.ui.pages.journal import JournalPage

from .conftest import TODAY


@pytest.fixture
def journal(window: MainWindow) -> JournalPage:
    """On « Courant », whose balance was given for today."""
    window.go(1)
    return window.journal


def typed(journal: JournalPage, payee: str, amount: str, day: date = TODAY) -> CountedBar:
    journal.entry.start_with(day)
    QTest.keyClicks(journal.entry.payee, payee)
    QTest.keyClicks(journal.entry.amount, amount)
    journal.entry.submit()
    return journal.counted


def balance(journal: JournalPage) -> int:
    return journal.session.ledger.accounts()[0].balance


def test_an_expense_of_the_day_is_said_to_be_counted(journal: JournalPage) -> None:
    before = balance(journal)
    bar = typed(journal, "Boulangerie", "3,20")
    assert bar.isVisible()
    said = bar.text.text().replace("\u00a0", " ")
    assert said == "Le solde que vous avez donné pour le 22 nov. compte déjà cette dépense."
    assert balance(journal) == before
    assert journal.entry.payee.hasFocus() or not journal.window().isActiveWindow()
    bar.correct.click()
    assert not bar.isVisible()
    assert balance(journal) == before - 320
    journal.session.undo()
    assert balance(journal) == before


def test_income_is_named_so_and_the_line_goes_with_the_next_operation(journal: JournalPage) -> None:
    bar = typed(journal, "Vinted", "+12", date(2026, 11, 20))
    assert "cette rentrée" in bar.text.text()
    typed(journal, "Loyer", "300", date(2026, 11, 23))
    assert not bar.isVisible(), "what comes later moves the balance by itself"


def test_of_a_transfer_an_operation_that_was_there_already_moves_no_balance(journal: JournalPage) -> None:
    """The balance of its account was given with it."""
    ledger = journal.session.ledger
    livret = ledger.add_account(OpeningBalance("Livret neuf", 50_000, TODAY, AccountKind.SAVINGS)).created[0]
    journal.session.write(lambda ledger: ledger.save(Transaction(0, livret, TODAY, 2000, "Versement")))
    before = balance(journal)
    bar = typed(journal, ">livret neuf", "20")
    assert "ce virement" in bar.text.text()
    bar.correct.click()
    assert balance(journal) == before - 2000
    assert next(a.balance for a in ledger.accounts() if a.id == livret) == 50_000


def test_it_can_be_put_away(journal: JournalPage) -> None:
    before = balance(journal)
    bar = typed(journal, "Boulangerie", "3,20")
    bar.leave.click()
    assert not bar.isVisible()
    assert balance(journal) == before


def test_a_change_of_what_is_there_says_nothing(journal: JournalPage) -> None:
    journal.entry.change(journal.model.transaction(0))
    journal.entry.memo.setText("avec Lou")
    journal.entry.submit()
    assert not journal.counted.isVisible()


def test_a_wrong_field_is_framed_until_it_is_filled_right(journal: JournalPage) -> None:
    entry = journal.entry
    entry.start_with(TODAY)
    entry.submit()
    assert entry.payee.property("problem") is True
    QTest.keyClicks(entry.payee, "B")
    assert entry.payee.property("problem") is False
    entry.category.setEditText("xyzzy")
    entry.amount.setText("3")
    entry.submit()
    assert entry.category.property("problem") is True
    entry.category.setEditText("")
    assert entry.category.property("problem") is False


def test_a_corrected_or_deleted_operation_offers_to_move_the_balance(journal: JournalPage) -> None:
    before = balance(journal)
    typed(journal, "Lidl", "34,10").correct.click()
    lidl = next(t for t in journal.session.ledger.transactions() if t.payee == "Lidl")
    journal.entry.change(lidl)
    journal.entry.amount.setText("-43,10")
    journal.entry.submit()
    bar = journal.counted
    assert bar.text.text().replace("\u00a0", " ") == "Le solde donné pour le 22 nov. n’a pas changé."
    assert bar.correct.text().replace("\u00a0", " ") == "le corriger de −9,00 €"
    journal.session.hide_amounts(hidden=True)
    assert "9" not in bar.correct.text()
    journal.session.hide_amounts(hidden=False)
    bar.correct.click()
    assert not bar.isVisible()
    assert balance(journal) == before - 4310
    journal.entry.change(journal.session.ledger.transaction(lidl.id))
    journal.entry.submit()
    assert not bar.isVisible(), "nothing was changed"
    journal.table.setCurrentIndex(journal.model.index(journal.model.row_of(lidl.id), 1))
    journal._delete()
    assert "+43,10" in bar.correct.text()
    bar.correct.click()
    assert balance(journal) == before


def test_what_was_left_unanswered_is_in_the_next_offer(journal: JournalPage) -> None:
    """The balance still counts the operation as it was before both steps; said to be right, it is."""
    before = balance(journal)
    typed(journal, "Lidl", "34,10").correct.click()
    lidl = next(t for t in journal.session.ledger.transactions() if t.payee == "Lidl")
    journal.entry.change(lidl)
    journal.entry.amount.setText("-43,10")
    journal.entry.submit()
    journal.table.setCurrentIndex(journal.model.index(journal.model.row_of(lidl.id), 1))
    journal._delete()
    assert "+34,10" in journal.counted.correct.text()
    journal.session.undo()
    assert not journal.counted.isVisible()
    journal._delete()
    assert "+43,10" in journal.counted.correct.text(), "an undone step left nothing behind"
    journal.counted.leave.click()
    assert balance(journal) == before - 3410
