"""The journal's table: pages by key, and keeps Qt's rules."""

from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from tenk_desktop.core.model import Filter, Split, Transaction
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.table_model import AMOUNT, CATEGORY, PAGE, PAYEE, TransactionsModel

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
    session.ledger.save(replace(one, payee="Mono\u202eprix\t!", splits=parts, category_id=None))
    model = TransactionsModel(session)
    model.show_filter(Filter(start=one.date, end=one.date + timedelta(1)))
    assert text(model, 0, PAYEE) == "Mono prix !"
    assert text(model, 0, CATEGORY) == "réparti en 2"
