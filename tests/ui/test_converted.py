"""A transfer typed between two currencies: both amounts are the person's, and the rate is what they make."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tenk_desktop.core.model import Account, AccountKind, Transaction
from tenk_desktop.core.period import Period
from tenk_desktop.core.rates import latest
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tenk_desktop.ui.entry_row import EntryRow
from tenk_desktop.ui.jobs import Jobs
from tenk_desktop.ui.journal_converted import conversion_said
from tenk_desktop.ui.session import Session
from tests.store.dump import dump

from .conftest import TODAY

OPENINGS = (
    OpeningBalance("Courant", 100_000, TODAY),
    OpeningBalance("Livret", 5000, kind=AccountKind.SAVINGS),
    OpeningBalance("Dollars", 70_000, TODAY, AccountKind.PAYPAL, "USD"),
    OpeningBalance("Alger", 900_000, TODAY, AccountKind.CASH, "DZD"),
)


@pytest.fixture
def session(tmp_path: Path, qapp: QApplication) -> Iterator[Session]:
    made = Session(Ledger.create(tmp_path / "a.tenk", accounts=OPENINGS), Jobs(), lambda: TODAY)
    yield made
    made.close()


@pytest.fixture
def entry(session: Session, qtbot) -> EntryRow:
    made = EntryRow(session)
    qtbot.addWidget(made)
    made.arrange(narrow=False)
    made.refresh()
    made.show()
    return made


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_by_keyboard_alone_the_rate_in_words_then_undone(entry: EntryRow, session: Session) -> None:
    """Enter asks for what arrives, Enter again keeps: one step, one transfer, one rate."""
    before = dump(session.ledger.path)
    entry.payee.setText(">dollars")
    entry.payee.editingFinished.emit()
    QTest.keyClicks(entry.amount, "64,20")
    assert "dites ce que cela fait en USD" in plain(entry._meaning.text())
    QTest.keyClick(entry.amount, Qt.Key.Key_Return)
    assert session.ledger.count() == 0, "one amount is half of it"
    assert entry.other_end.amount.hasFocus()
    QTest.keyClicks(entry.other_end.amount, "69,57")
    assert plain(entry._meaning.text()) == (
        "64,20 € partent de Courant, 69,57 $ arrivent sur Dollars : 1 EUR = 1,08364 USD."
    )
    QTest.keyClick(entry.other_end.amount, Qt.Key.Key_Return)
    out, into = sorted(session.ledger.transactions(), key=lambda t: t.amount)
    assert (out.amount, into.amount, into.transfer_to) == (-6420, 6957, out.account_id)
    rate = latest(session.ledger.rates(), "USD", "EUR", TODAY)
    assert rate is not None
    assert rate.value == Fraction(6420, 6957)
    assert not entry.other_end.isVisible()
    assert session.ledger.check() == ()
    session.undo()
    assert dump(session.ledger.path) == before


def test_what_comes_in_leaves_from_the_other_one(entry: EntryRow, session: Session) -> None:
    entry.payee.setText("Change")
    entry.category.setEditText("→ Alger")
    QTest.keyClicks(entry.amount, "+20")
    assert entry.other_end._name.text().startswith("partent de Alger")
    QTest.keyClicks(entry.other_end.amount, "3000")
    assert "3 000,00 DZD partent de Alger, 20,00 € arrivent sur Courant" in plain(entry._meaning.text())
    entry.submit()
    assert sorted(t.amount for t in session.ledger.transactions()) == [-300_000, 2000]


def test_a_transfer_in_one_currency_asks_for_nothing_more(entry: EntryRow, session: Session) -> None:
    entry.payee.setText("Épargne")
    entry.category.setEditText("→ Livret")
    QTest.keyClicks(entry.amount, "20")
    assert not entry.other_end.isVisible()
    entry.submit()
    assert sorted(t.amount for t in session.ledger.transactions()) == [-2000, 2000]


def test_either_amount_is_corrected_and_a_statement_s_is_not(entry: EntryRow, session: Session) -> None:
    one = Transaction(0, 1, TODAY, -6420, "Change")
    out, into = session.ledger.save_transfer(one, one._replace(account_id=3, amount=6957)).created
    entry.change(session.ledger.transaction(out))
    assert entry.other_end.isVisible()
    assert plain(entry.other_end.amount.text()) == "69,57 $"
    entry.other_end.amount.setText("70")
    entry.submit()
    assert session.ledger.transaction(into).amount == 7000
    entry.change(session.ledger.transaction(into))
    entry.amount.setText("+71,00")
    entry.submit()
    assert (session.ledger.transaction(out).amount, session.ledger.transaction(into).amount) == (-6420, 7100)
    session.ledger.save(session.ledger.transaction(into)._replace(reconciled=True))
    entry.change(session.ledger.transaction(out))
    assert not entry.other_end.amount.isEnabled()
    entry.give_up()
    assert entry.other_end.amount.isEnabled()


def test_an_operation_that_stands_there_already_is_its_other_side(entry: EntryRow, session: Session) -> None:
    (known,) = session.ledger.save(Transaction(0, 3, TODAY - timedelta(2), 6957, "Reçu de ma banque")).created
    entry.payee.setText("Change")
    entry.category.setEditText("→ Dollars")
    QTest.keyClicks(entry.amount, "64,20")
    QTest.keyClicks(entry.other_end.amount, "69,57")
    entry.submit()
    assert session.ledger.count() == 2
    assert session.ledger.transaction(known).transfer_to == 1


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 10**8), st.integers(1, 10**8), st.sampled_from([3, 4]), st.booleans())
def test_both_amounts_are_kept_and_the_months_lose_nothing(tmp_path_factory, one, other, account, into) -> None:
    """What left is what was typed, what came too; the rate is their quotient, to the last digit."""
    path = tmp_path_factory.mktemp("converted") / "a.tenk"
    with Ledger.create(path, accounts=OPENINGS) as ledger:
        codes = {a.id: a.currency for a in ledger.accounts()}
        ends = (1, account) if into else (account, 1)
        sides = (-one, other)
        ledger.save_transfer(
            *(Transaction(0, end, date(2026, 11, 3), amount, "Change") for end, amount in zip(ends, sides, strict=True))
        )
        (rate,) = ledger.rates()
        assert (rate.base, rate.quote) == tuple(codes[e] for e in ends)
        assert rate.value == Fraction(other, one)
        before = ledger.balance_at(ledger.accounts()[0], date(2026, 11, 2))
        assert before is not None
        moved = ledger.balance_at(ledger.accounts()[0], date(2026, 11, 3)) - before
        assert moved == (-one if into else other)
        (report,) = ledger.months([Period.of(2026, 11)])
        assert report.income - report.costs in (0, moved)
        assert ledger.check() == ()


def test_currencies_without_cents_are_said_as_they_are() -> None:
    euro, cfa = Account(1, "Courant", AccountKind.BANK, "EUR"), Account(2, "Dakar", AccountKind.CASH, "XOF")
    said = conversion_said(TODAY, (euro, cfa), cfa, 10_000, 65_596, lambda minor, code: f"{minor} {code}")
    assert plain(said).endswith("1 EUR = 655,96 XOF.")
