"""Typing an operation: the sign that is meant, the keypad's point, Enter and Escape."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest

from tenk_desktop.core.model import Changes, Filter, Split, Transaction
from tenk_desktop.core.text import Message
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.ui.entry_row import EntryRow
from tenk_desktop.ui.jobs import Jobs
from tenk_desktop.ui.journal_typed import meant
from tenk_desktop.ui.session import Session

from .conftest import TODAY


@pytest.fixture
def entry(session: Session, qtbot) -> EntryRow:
    made = EntryRow(session)
    qtbot.addWidget(made)
    made.arrange(narrow=False)
    made.refresh()
    made.show()
    return made


def newest(session: Session):
    return session.ledger.transactions(limit=1)[0]


@given(st.integers(-(10**9), 10**9))
def test_an_unsigned_amount_is_a_cost_except_under_an_income(minor: int) -> None:
    assert meant(minor, signed=False, income=False) == -minor
    assert meant(minor, signed=False, income=True) == minor
    assert meant(minor, signed=True, income=False) == minor


def test_enter_keeps_and_is_ready_again(entry: EntryRow, session: Session, qtbot) -> None:
    QTest.keyClicks(entry.payee, "Boulangerie")
    QTest.keyClicks(entry.amount, "1,20+2")
    assert "−3,20" in entry._meaning.text()
    with qtbot.waitSignal(entry.saved):
        QTest.keyClick(entry.amount, Qt.Key.Key_Return)
    kept = newest(session)
    assert (kept.payee, kept.amount, kept.date) == ("Boulangerie", -320, TODAY)
    assert entry.payee.text() == entry.amount.text() == ""


def test_a_known_payee_brings_its_category(entry: EntryRow, session: Session) -> None:
    entry.payee.setText("TikTok")
    entry.payee.editingFinished.emit()
    assert entry.category.currentText() == "TikTok"
    QTest.keyClicks(entry.amount, "50")
    entry.submit()
    assert newest(session).amount == 5000


def test_known_payees_are_offered_and_a_new_one_joins_them(entry: EntryRow, session: Session) -> None:
    assert entry._payees("mono") == ["Monoprix"]
    assert entry._payees("CAFÉ") == ["Café des arts"]
    for payee in ("Monop'", "Île flottante"):
        entry.payee.setText(payee)
        entry.amount.setText("1")
        entry.submit()
    assert entry._payees("mono") == ["Monoprix", "Monop'"]
    assert entry._payees("ile") == ["Île flottante"]
    with Ledger.open(session.ledger.path) as other:
        other.save(Transaction(0, 1, TODAY, -100, "Zoo"))
    assert entry._payees("zo") == []
    session.changed.emit(Changes(Message("import"), frozenset({"txn", "import"})))
    assert entry._payees("zo") == ["Zoo"]


def test_the_keypad_point_is_a_comma_in_french(entry: EntryRow) -> None:
    for key, text in ((Qt.Key.Key_7, "7"), (Qt.Key.Key_Period, "."), (Qt.Key.Key_5, "5")):
        press = QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.KeypadModifier, text)
        entry.amount.keyPressEvent(press)
    assert entry.amount.text() == "7,5"


@pytest.mark.parametrize("amount", ["", "abc", "1.000", "0"])
def test_what_is_not_an_amount_is_said_and_kept(entry: EntryRow, session: Session, amount: str) -> None:
    before = session.ledger.count_and_sum()
    entry.payee.setText("Boulangerie")
    entry.amount.setText(amount)
    entry.submit()
    assert session.ledger.count_and_sum() == before
    assert entry.payee.text() == "Boulangerie"
    assert entry._meaning.property("role") == "problem"


def test_changing_keeps_the_rest_and_escape_gives_up(entry: EntryRow, session: Session) -> None:
    one = session.ledger.transactions(Filter(search="monoprix"))[0]
    entry.change(one)
    QTest.keyClick(entry.payee, Qt.Key.Key_Escape)
    assert session.ledger.transaction(one.id) == one
    entry.change(one)
    entry.payee.setText("Monop'")
    entry.submit()
    assert session.ledger.transaction(one.id) == one._replace(payee="Monop'")


def test_a_split_keeps_its_parts(entry: EntryRow, session: Session) -> None:
    one = session.ledger.transactions(Filter(search="monoprix"))[0]
    session.ledger.save(one._replace(splits=(Split(-30000), Split(-5530)), category_id=None))
    one = session.ledger.transaction(one.id)
    entry.change(one)
    assert [line.amount.text() for line in entry.parts.lines] == ["-300,00", "-55,30"]
    entry.payee.setText("Monop'")
    entry.submit()
    assert session.ledger.transaction(one.id) == one._replace(payee="Monop'")


def test_the_first_operation_of_all_makes_its_account(tmp_path, qtbot) -> None:
    session = Session(Ledger.create(tmp_path / "neuf.tenk"), Jobs(), lambda: TODAY)
    entry = EntryRow(session)
    qtbot.addWidget(entry)
    entry.refresh()
    entry.payee.setText("Pain")
    entry.amount.setText("1")
    entry.submit()
    assert [a.name for a in session.ledger.accounts()] == ["Compte courant"]
    assert newest(session).amount == -100
    session.close()
