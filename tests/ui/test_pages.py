"""The pages in their window: figures, doors, filters, keys, undo."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from tenk_desktop.core.model import Filter, Transaction
from tenk_desktop.core.period import Period
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.ui import theme
from tenk_desktop.ui.main_window import MainWindow
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.settings import Settings
from tenk_desktop.ui.table_model import PAYEE

from .conftest import TODAY, category


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def payees(window: MainWindow) -> list[str]:
    model = window.journal.model
    return [model.data(model.index(row, PAYEE)) for row in range(model.rowCount())]


# Fin du mois


def test_the_first_screen_answers_before_anything_heavy(window: MainWindow) -> None:
    said = words(window.month_end).replace("\N{NO-BREAK SPACE}", " ")
    assert "Novembre couvre ses dépenses jusqu’ici : il reste 26,50 €." in said
    assert "Sans l’argent de TikTok : il manquerait 59,50 €." in said
    assert "386,00 €" in said
    assert "214,60 €" in said
    assert "2 opérations sans catégorie" in said


def test_the_chart_arrives_and_a_month_opens_in_the_journal(window: MainWindow, qtbot) -> None:
    page = window.month_end
    qtbot.waitUntil(lambda: page.chart is not None)
    page.chart.month_clicked.emit(Period.of(2026, 10))
    assert window.current() == 1
    assert payees(window) == ["Loyer", "CROUS"]
    assert window.journal.period.currentText().startswith("Octobre")


def test_arrows_stop_at_the_running_month(window: MainWindow) -> None:
    page = window.month_end
    page._after.click()
    assert page._period == Period.containing(TODAY)
    page._before.click()
    assert "20,00" in page.card.headline.text()
    for _ in range(14):
        page._before.click()
    assert page._period == Period.of(2025, 8)
    assert "rien" in page.card.headline.text()


def test_an_empty_ledger_offers_three_doors(session: Session, window: MainWindow, tmp_path, qtbot) -> None:
    session.switch(Ledger.create(tmp_path / "vide.tenk"))
    page = window.month_end
    doors = page.empty.buttons
    assert len(doors) == 3
    assert all(door.isVisible() for door in doors)
    with qtbot.waitSignal(window.questions_asked):
        QTest.keyClick(doors[0], Qt.Key.Key_Return)
    with qtbot.waitSignal(window.import_asked):
        doors[1].click()
    assert doors[2].menu() is page.samples  # Enter, the space bar and a click open it
    assert len(page.samples.actions()) == 4
    with qtbot.waitSignal(window.sample_asked) as asked:
        page.samples.actions()[1].trigger()
    assert asked.args == ["retraite"]


def test_hiding_amounts_hides_them_all(window: MainWindow, qtbot) -> None:
    qtbot.waitUntil(lambda: window.month_end.chart is not None)
    window.menus.hide_amounts.trigger()
    said = (
        words(window.month_end)
        .replace("2026", "")
        .replace("30\N{NO-BREAK SPACE}nov", "")
        .replace("22\N{NO-BREAK SPACE}nov", "")
    )
    assert "€" in said
    assert not any(f"{digit}\N{NO-BREAK SPACE}€" in said for digit in range(10))
    window.go(1)
    assert not any(c.isdigit() for c in window.journal._summary.text().split(",", 1)[1])


# Journal


def test_filters_narrow_and_the_sum_follows(window: MainWindow, qtbot) -> None:
    window.go(1)
    journal = window.journal
    assert "8 opérations" in journal._summary.text()
    journal.search.setText("cafe")
    qtbot.waitUntil(lambda: "−4,20" in journal._summary.text())
    assert journal.model.rowCount() == 2
    journal.filters.all.click()
    assert journal.model.rowCount() == 8
    journal.show_filter(Filter(uncategorised=True, spending_only=True))
    assert payees(window) == ["Café des arts", "Café des arts"]
    assert journal.category.currentText() == "Sans catégorie"


def test_delete_then_undo_then_redo(window: MainWindow, session: Session, qtbot) -> None:
    def count() -> int:
        return session.ledger.count_and_sum()[0]

    window.go(1)
    table = window.journal.table
    table.selectRow(0)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert count() == 7
    assert "Suppression" in window.menus.undo.text()
    window.menus.undo.trigger()
    qtbot.waitUntil(lambda: count() == 8)
    qtbot.waitUntil(lambda: "Suppression" in window.menus.redo.text())
    window.menus.redo.trigger()
    qtbot.waitUntil(lambda: count() == 7)


def test_several_operations_are_sorted_in_one_step(window: MainWindow, session: Session) -> None:
    window.go(1)
    window.journal.show_filter(Filter(uncategorised=True, spending_only=True))
    window.journal.table.selectAll()
    outings = category(session.ledger, "Restaurants & sorties")
    window.journal.sort_chosen(outings)
    assert window.journal.model.rowCount() == 0
    assert session.ledger.count_and_sum(Filter(category_id=outings)) == (2, -420)
    session.ledger.undo()
    assert session.ledger.count_and_sum(Filter(category_id=outings))[0] == 0


def test_enter_on_a_row_changes_it(window: MainWindow) -> None:
    window.go(1)
    window.journal.table.selectRow(1)
    window.journal.table.setFocus()
    QTest.keyClick(window.journal.table, Qt.Key.Key_Return)
    assert window.journal.entry.payee.text() == "Monoprix"


def test_the_chosen_row_stays_chosen_when_another_is_added(window: MainWindow, session: Session) -> None:
    window.go(1)
    journal = window.journal
    journal.table.selectRow(2)
    kept = journal.model.transaction(2).id
    session.write(lambda ledger: ledger.save(Transaction(0, 1, TODAY, -100, "Pain")))
    assert journal.model.transaction(journal.table.currentIndex().row()).id == kept


# The window


def test_number_keys_change_page_but_not_while_typing(window: MainWindow, qtbot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_2)
    assert window.current() == 1
    window.journal.search.setFocus()
    QTest.keyClick(window.journal.search, Qt.Key.Key_1)
    assert window.current() == 1
    assert window.journal.search.text() == "1"


def test_a_hidden_page_waits_to_ask_again(window: MainWindow, session: Session) -> None:
    window.go(1)
    session.write(lambda ledger: ledger.save(Transaction(0, 1, TODAY, -2650, "Pain")))
    assert "26,50" in window.month_end.card.headline.text()
    window.go(0)
    assert "0,00" in window.month_end.card.headline.text()


def test_a_sample_is_marked(session: Session, window: MainWindow, tmp_path, qtbot) -> None:
    assert "EXEMPLE" not in words(window)
    session.switch(Ledger.create(tmp_path / "essai2.tenk", sample="etudiante"))
    qtbot.waitUntil(lambda: "EXEMPLE" in words(window))


def cut(window: QWidget) -> list[str]:
    """The texts of labels and buttons that have less room than they need."""
    labels = [w for w in window.findChildren(QLabel) if not w.wordWrap()]
    return [
        w.text() for w in (*labels, *window.findChildren(QPushButton)) if w.text() and w.isVisible() and squeezed(w)
    ]


def squeezed(widget: QWidget) -> bool:
    need = widget.sizeHint()
    return widget.width() < need.width() - 1 or widget.height() < need.height() - 1


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("size", [(1024, 640), (1100, 700), (1366, 768)])
def test_nothing_is_cut(session: Session, qapp: QApplication, qtbot, tmp_path, percent: int, size) -> None:
    """At any text size no page needs sideways scrolling, and no label or button has less room than its words."""
    theme.apply(qapp, "light", percent)
    window = MainWindow(session, Settings())
    qtbot.addWidget(window)
    window.resize(*size)
    window.show()
    qtbot.waitUntil(lambda: window.month_end.balance is not None and not session.jobs.busy)
    for page in (0, 1):
        window.go(page)
        qtbot.waitUntil(lambda: cut(window) == [], timeout=1000)  # what a worker brought is laid out at a later turn
    assert window.month_end.area.horizontalScrollBar().maximum() == 0
    session.switch(Ledger.create(tmp_path / "vide.tenk"))
    qtbot.wait(20)
    assert cut(window) == []
    theme.apply(qapp, "light")


def test_everything_one_can_use_has_a_name(window: MainWindow, qtbot) -> None:
    from PySide6.QtWidgets import QAbstractButton, QComboBox, QDateEdit, QLineEdit, QTableView

    qtbot.waitUntil(lambda: window.month_end.chart is not None)
    for page in (window.month_end, window.journal):
        for kind in (QAbstractButton, QComboBox, QDateEdit, QTableView, QLineEdit):
            for widget in page.findChildren(kind):
                inner = widget.parent() is not None and isinstance(
                    widget.parent(), QComboBox | QDateEdit | QTableView | QLineEdit
                )
                named = widget.accessibleName() or getattr(widget, "text", lambda: "")()
                assert inner or named or widget.objectName().startswith("qt_"), widget


def test_months_of_another_window_of_time(window: MainWindow) -> None:
    page = window.month_end
    page.go(Period.of(2024, 2))
    assert page._reports[-1].period == Period.of(2024, 2)
    assert date(2024, 2, 1) == page._reports[-1].period.start
