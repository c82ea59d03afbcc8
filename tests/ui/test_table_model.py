"""The journal's table: pages by key, and keeps Qt's rules."""

from datetime import date, timedelta

from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from tenk_desktop.core.model import Filter, Split, Transaction
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.table_model import AMOUNT, BALANCE, CATEGORY, PAGE, PAYEE, TransactionsModel

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


def text(model: TransactionsModel, row: int, column: int) -> str:
    return model.data(model.index(row, column))


def test_it_pages_to_the_end_without_loss_or_repeat(session: Session) -> None:
    day = date(2025, 1, 1)
    count = PAGE * 2 + 17
    session.ledger.save(*(Transaction(0, 1, day + timedelta(i // 5), -i - 1, f"P{i}") for i in range(count)))
    model = TransactionsModel(session)
    model.show_filter(Filter(end=date(2026, 1, 1)))
    assert model.rowCount() == PAGE
    tester = QAbstractItemModelTester(model, FATAL)  # it fetches too, and once more in the middle of a reset
    while model.canFetchMore(QModelIndex()):
        model.fetchMore(QModelIndex())
    held = [model.transaction(i).id for i in range(model.rowCount())]
    assert held == [t.id for t in session.ledger.transactions(Filter(end=date(2026, 1, 1)))]
    tester.deleteLater()
    QApplication.sendPostedEvents(tester, QEvent.Type.DeferredDelete)
    model.reload()
    assert model.rowCount() == count


def test_amounts_stand_at_the_right_with_their_sign(session: Session) -> None:
    model = TransactionsModel(session)
    model.show_filter(Filter(search="tiktok"))
    assert text(model, 0, AMOUNT) == "+86,00\N{NO-BREAK SPACE}€"
    assert model.data(model.index(0, AMOUNT), Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert text(model, 0, CATEGORY) == "TikTok"


def test_splits_say_so_and_file_text_is_harmless(session: Session) -> None:
    one = session.ledger.transactions(Filter(search="monoprix"))[0]
    parts = (Split(-30000), Split(-5530))
    session.ledger.save(one._replace(payee="Mono\u202eprix\t!", splits=parts, category_id=None))
    model = TransactionsModel(session)
    model.show_filter(Filter(start=one.date, end=one.date + timedelta(1)))
    assert text(model, 0, PAYEE) == "Mono prix !"
    assert text(model, 0, CATEGORY) == "réparti en 2"


# the balance of one account


def balances(model: TransactionsModel) -> list[str]:
    return [text(model, row, BALANCE).replace("\N{NO-BREAK SPACE}", " ") for row in range(model.rowCount())]


def test_one_account_shows_its_balance_after_each_operation(session: Session) -> None:
    model = TransactionsModel(session)
    model.show_filter(Filter(account_id=1))
    assert balances(model)[0] == "214,60 €", "what was typed for today"
    after = model.transaction(0).amount / 100
    assert float(balances(model)[1].split()[0].replace("\u2212", "-").replace(",", ".")) == round(214.6 - after, 2)
    spoken = model.data(model.index(0, BALANCE), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Solde : 214,60\N{NO-BREAK SPACE}€"
    assert model.data(model.index(0, BALANCE), Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    session.amounts_hidden = True
    assert "214" not in text(model, 0, BALANCE)


def test_days_of_one_account_have_it_too_and_what_leaves_rows_out_has_none(session: Session) -> None:
    model = TransactionsModel(session)
    model.show_filter(Filter(account_id=1))
    everything = balances(model)
    model.show_filter(Filter(account_id=1, end=date(2026, 11, 16)))
    assert balances(model) == everything[-model.rowCount() :]
    for wanted in (Filter(), Filter(account_id=1, search="a"), Filter(account_id=1, uncategorised=True)):
        model.show_filter(wanted)
        assert not model.balance_known
        assert set(balances(model)) <= {""}


def test_pages_far_apart_have_the_balance_of_a_plain_adding_up(session: Session, monkeypatch) -> None:
    from tenk_desktop.ui import table_model

    monkeypatch.setattr(table_model, "HELD", 2)
    day = date(2025, 1, 1)
    session.ledger.save(*(Transaction(0, 2, day + timedelta(i // 5), i - 300, f"P{i}") for i in range(PAGE * 4 + 17)))
    model = TransactionsModel(session)
    model.show_filter(Filter(account_id=2))
    left = session.ledger.accounts()[1].balance
    for row in range(model.rowCount()):
        assert text(model, row, BALANCE) == session.money(left)
        left -= model.transaction(row).amount
    assert text(model, 0, BALANCE) == session.money(session.ledger.accounts()[1].balance)
    assert len(model._after) <= 2 * PAGE


def test_a_known_balance_that_the_operations_do_not_make_is_marked(session: Session) -> None:
    model = TransactionsModel(session)
    model.show_filter(Filter(account_id=1))
    assert not any("≠" in balance for balance in balances(model))
    newest = model.transaction(0).date
    session.ledger.set_balance(1, 100_00, model.transaction(model.rowCount() - 2).date)
    session.ledger.set_balance(1, 500_00, newest)
    model.reload()
    marked = [row for row in range(model.rowCount()) if "≠" in text(model, row, BALANCE)]
    assert [model.transaction(row).date for row in marked] == [newest], "the first of the day whose end is known"
    assert model.transaction(marked[0] + 1).date < newest
    index = model.index(marked[0], BALANCE)
    said = model.data(index, Qt.ItemDataRole.ToolTipRole)
    assert said.startswith("Un solde saisi, ou d’un relevé, a ici ")
    assert said in model.data(index, Qt.ItemDataRole.AccessibleTextRole)
    below = model.index(marked[0] + 1, BALANCE)
    assert model.data(below, Qt.ItemDataRole.ToolTipRole) is None
