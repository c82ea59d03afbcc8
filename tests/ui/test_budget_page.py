"""The budget on a real ledger: planned by the keyboard, proposed, carried over, put aside, looked back on, undone."""

import csv
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPushButton, QTableView

from tenk_desktop.core.budgeting.plan import Told
from tenk_desktop.core.model import Filter, Nature, Transaction
from tenk_desktop.core.period import Period
from tenk_desktop.core.text import use_language
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.ui import theme
from tenk_desktop.ui.budget_model import CATEGORY, LEFT, OFFERED, PLANNED, SPENT, STATE
from tenk_desktop.ui.jobs import Jobs
from tenk_desktop.ui.main_window import MainWindow
from tenk_desktop.ui.money import HIDDEN
from tenk_desktop.ui.pages.budget import BudgetPage
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.settings import Settings

from .conftest import TODAY, category

LONG = 20_000
OCTOBER, NOVEMBER = Period.of(2026, 10), Period.of(2026, 11)
KEYPAD = Qt.KeyboardModifier.KeypadModifier
NBSP = "\N{NO-BREAK SPACE}"


def calm(session: Session, qtbot) -> None:
    """Until nothing is under way and what came is on screen."""
    for _ in range(3):  # the table, the months behind it, then a chart at each turn
        QApplication.processEvents()
        qtbot.waitUntil(lambda: not session.jobs.busy, timeout=LONG)
    for _ in range(6):
        QApplication.processEvents()


@pytest.fixture
def page(lived_path: Path, qapp: QApplication, qtbot) -> Iterator[BudgetPage]:
    session = Session(Ledger.open(lived_path), Jobs(), lambda: TODAY)
    made = BudgetPage(session)
    qtbot.addWidget(made)
    made.resize(1160, 700)
    made.show()
    calm(session, qtbot)
    qtbot.waitUntil(lambda: bool(made.charts), timeout=LONG)
    yield made
    session.close()


def cell(page: BudgetPage, name: str, column: int) -> str:
    """What a row of this name says."""
    rows = page.model.rows
    at = next(i for i, row in enumerate(rows) if row.name == name)
    return str(page.model.index(at, column).data()).replace(NBSP, " ")


def names(page: BudgetPage) -> list[str]:
    return [row.name for row in page.model.rows]


def go_to(page: BudgetPage, name: str, column: int = PLANNED) -> None:
    at = names(page).index(name)
    page.table.setFocus()
    page.table.setCurrentIndex(page.model.index(at, column))


def editor(page: BudgetPage) -> QLineEdit:
    (found,) = [field for field in page.table.findChildren(QLineEdit) if field.isVisible()]
    return found


def plan(page: BudgetPage, qtbot, name: str, typed: str) -> None:
    go_to(page, name)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    QTest.keyClicks(editor(page), typed)
    QTest.keyClick(editor(page), Qt.Key.Key_Return)
    for following in page.table.findChildren(QLineEdit):
        if following.isVisible():
            QTest.keyClick(following, Qt.Key.Key_Escape)
    calm(page.session, qtbot)


def planned(page: BudgetPage) -> dict[int, int]:
    return page.session.ledger.budgets().planned(NOVEMBER)


def test_it_shows_groups_lines_and_the_whole(page: BudgetPage) -> None:
    assert names(page) == ["Indispensable et fixe", "Loyer", "Indispensable, qui bouge", "Courses", "En tout"]
    assert cell(page, "Courses", SPENT) == "128,12 €"
    assert cell(page, "Courses", STATE) == "rien de prévu"
    assert cell(page, "Loyer", SPENT) == ""
    assert cell(page, "En tout", SPENT) == "128,12 €"
    assert "128,12" in page._said.text()
    (report,) = page.session.ledger.months([NOVEMBER])
    assert page.seen is not None
    assert page.seen.budget.sums.spent == report.costs
    assert page.seen.budget.received == report.income
    assert page.received_card._said.text().replace(NBSP, " ") == "Il reste 532,00 € à répartir."


def test_planned_by_the_keyboard_alone_and_undone(page: BudgetPage, qtbot) -> None:
    """Enter types, Enter keeps and goes on to the next line past the names of the groups; the keypad's dot is a comma."""
    ledger = page.session.ledger
    go_to(page, "Loyer")
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    QTest.keyClicks(editor(page), "300+30")
    QTest.keyClick(editor(page), Qt.Key.Key_Return)
    field = editor(page)
    QTest.keyClicks(field, "120")
    QTest.keyClick(field, Qt.Key.Key_Period, KEYPAD)
    QTest.keyClicks(field, "5")
    assert field.text() == "120,5"
    calm(page.session, qtbot)
    assert planned(page) == {category(ledger, "Loyer"): 33000}
    assert editor(page).text() == "120,5", "the answer to the first line does not take the second one's field"
    QTest.keyClick(field, Qt.Key.Key_Return)
    calm(page.session, qtbot)
    assert planned(page) == {category(ledger, "Loyer"): 33000, category(ledger, "Courses"): 12050}
    assert cell(page, "Courses", LEFT) == "−7,62 €"
    assert cell(page, "Courses", STATE) == "dépassé de 7,62 €"
    assert cell(page, "En tout", PLANNED) == "450,50 €"
    for _ in range(2):
        page.session.undo()
        calm(page.session, qtbot)
    assert planned(page) == {}
    assert cell(page, "Courses", PLANNED) == ""
    for _ in range(2):
        page.session.redo()
        calm(page.session, qtbot)
    assert cell(page, "Courses", PLANNED) == "120,50 €"


def test_what_is_no_amount_stays_open_and_escape_gives_up(page: BudgetPage, qtbot) -> None:
    go_to(page, "Courses")
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    for typed in ("cent", "-5"):
        field = editor(page)
        field.selectAll()
        QTest.keyClicks(field, typed)
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert field.isVisible()
        assert field.property("problem") is True
    QTest.keyClick(editor(page), Qt.Key.Key_Escape)
    calm(page.session, qtbot)
    assert planned(page) == {}


def test_emptied_is_not_planned_any_more_and_nothing_typed_writes_nothing(page: BudgetPage, qtbot) -> None:
    plan(page, qtbot, "Courses", "150")
    before = page.session.ledger.revision()
    go_to(page, "Courses")
    QTest.keyClick(page.table, Qt.Key.Key_F2)
    assert editor(page).text() == "150,00"
    QTest.keyClick(editor(page), Qt.Key.Key_Return)
    calm(page.session, qtbot)
    assert page.session.ledger.revision() == before
    go_to(page, "Courses")
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    QTest.keyClick(editor(page), Qt.Key.Key_Delete)
    QTest.keyClick(editor(page), Qt.Key.Key_Return)
    calm(page.session, qtbot)
    assert planned(page) == {}


def test_a_proposal_is_seen_before_it_is_kept(page: BudgetPage, qtbot) -> None:
    plan(page, qtbot, "Courses", "90")
    QTest.mouseClick(page.propose, Qt.MouseButton.LeftButton)
    assert page.offer.isVisible()
    assert not page.table.isColumnHidden(OFFERED)
    said = page.offer._said.text().replace(NBSP, " ")
    assert "août, septembre et octobre" in said
    assert "456,00 €, contre 90,00 € prévus" in said
    assert (cell(page, "Loyer", OFFERED), cell(page, "Courses", OFFERED)) == ("330,00 €", "126,00 €")
    assert list(planned(page).values()) == [9000], "nothing is written yet"
    QTest.keyClick(page.offer.drop, Qt.Key.Key_Escape)
    assert not page.offer.isVisible()
    QTest.mouseClick(page.propose, Qt.MouseButton.LeftButton)
    assert page.offer.accept.hasFocus()
    QTest.keyClick(page.offer.accept, Qt.Key.Key_Return)
    calm(page.session, qtbot)
    assert sorted(planned(page).values()) == [12600, 33000]
    assert page.table.isColumnHidden(OFFERED)
    page.session.undo()
    calm(page.session, qtbot)
    assert list(planned(page).values()) == [9000], "one step"


def test_the_former_month_is_taken_up_again(page: BudgetPage, qtbot) -> None:
    food = category(page.session.ledger, "Courses")
    assert not page.again.isVisible()
    page.session.write(lambda ledger: ledger.plan_budget(OCTOBER, {food: 20000}))
    calm(page.session, qtbot)
    assert page.again.text() == "Reprendre octobre"
    QTest.mouseClick(page.again, Qt.MouseButton.LeftButton)
    calm(page.session, qtbot)
    assert planned(page) == {food: 20000}
    assert not page.again.isVisible()


def test_flags_by_keyboard_move_a_category_and_carry_it_over(page: BudgetPage, qtbot) -> None:
    session, food = page.session, category(page.session.ledger, "Courses")
    session.write(lambda ledger: ledger.plan_budget(OCTOBER, {food: 15000}))
    plan(page, qtbot, "Courses", "100")
    go_to(page, "Courses")
    assert "ce qu’octobre a laissé" in page.category_card._why.text()
    QTest.keyClick(page.table, Qt.Key.Key_R)
    calm(session, qtbot)
    assert session.ledger.budgets().told[food] == Told(carry_from=NOVEMBER.start)
    assert cell(page, "Courses", LEFT) == "−4,76 €"  # 150 - 126,64 + 100 - 128,12
    assert "+23,36 € reportés" in cell(page, "Courses", STATE)
    assert page.category_card.carry.isChecked()
    assert "23,36" in page.category_card._carried.text()
    QTest.keyClick(page.table, Qt.Key.Key_F)
    calm(session, qtbot)
    assert names(page)[:3] == ["Indispensable et fixe", "Loyer", "Courses"]
    row = page.table.row()
    assert row is not None
    assert row.name == "Courses", "the keyboard goes with it"
    QTest.mouseClick(page.category_card.essential, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    calm(session, qtbot)
    assert names(page)[-3:] == ["Le reste", "Courses", "En tout"]
    assert session.ledger.budgets().told[food] == Told(False, True, NOVEMBER.start)
    for _ in range(3):
        session.undo()
        calm(session, qtbot)
    assert session.ledger.budgets().told == {}


def test_put_aside_for_the_next_month(page: BudgetPage, qtbot) -> None:
    session, card = page.session, page.received_card
    card.amount.setFocus()
    QTest.keyClicks(card.amount, "12+38")
    QTest.keyClick(card.amount, Qt.Key.Key_Return)
    calm(session, qtbot)
    assert session.ledger.budgets().kept == {NOVEMBER.start: 5000}
    assert "482,00" in card._said.text()
    page.setFocus()
    page.go(NOVEMBER.shift(1))
    calm(session, qtbot)
    assert page.seen is not None
    assert page.seen.budget.kept_before == 5000
    assert "50,00" in card._said.text()
    assert card.amount.text() == ""
    session.undo()
    calm(session, qtbot)
    assert session.ledger.budgets().kept == {}


def test_a_wage_of_the_month_s_end_counts_for_the_next_by_choice(page: BudgetPage, qtbot) -> None:
    """Asked for, its day chosen, taken back; what is said of it names the days."""
    session, card = page.session, page.received_card
    assert page.seen is not None
    before = page.seen.budget.received
    session.ledger.save(
        Transaction(0, 1, date(2026, 10, 28), 90000, "Salaire", category_id=category(session.ledger, "Salaire"))
    )
    assert card.late.on.isVisible()
    assert not card.late.since.isVisible()
    QTest.mouseClick(card.late.on, Qt.MouseButton.LeftButton)
    calm(session, qtbot)
    assert session.ledger.budgets().for_next == 25
    assert page.seen.budget.received == before + 90000
    texts = [card._lines.itemAt(i).widget().text().replace(NBSP, " ") for i in range(card._lines.count())]
    assert "Arrivé du 25 oct. au 24 nov." in texts
    card.late.since.setValue(29)
    card.late.since.editingFinished.emit()
    calm(session, qtbot)
    assert page.seen.budget.received == before
    assert card.late.off.isVisible()
    QTest.mouseClick(card.late.off, Qt.MouseButton.LeftButton)
    calm(session, qtbot)
    assert session.ledger.budgets().for_next is None
    for expected in (29, 25, None):
        session.undo()
        calm(session, qtbot)
        assert session.ledger.budgets().for_next == expected


def test_a_spent_amount_opens_the_journal_on_it(page: BudgetPage, qtbot) -> None:
    food = category(page.session.ledger, "Courses")
    asked = Filter(start=NOVEMBER.start, end=NOVEMBER.end, spending_only=True, currency="EUR")
    at = page.model.index(names(page).index("Courses"), SPENT)
    with qtbot.waitSignal(page.transactions_asked) as clicked:
        QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=page.table.visualRect(at).center())
    (wanted,) = clicked.args
    assert wanted == Filter(category_id=food, **{k: getattr(asked, k) for k in ("start", "end", "spending_only", "currency")})  # fmt: skip
    assert page.session.ledger.count_and_sum(wanted)[1] == -12812
    go_to(page, "Courses", LEFT)
    with qtbot.waitSignal(page.transactions_asked) as typed:
        QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert typed.args == [wanted]


def test_what_is_not_sorted_has_a_line_and_cannot_be_planned(page: BudgetPage, qtbot) -> None:
    session = page.session
    session.write(lambda ledger: ledger.save(Transaction(0, 1, TODAY, -700, "Inconnu")))
    calm(session, qtbot)
    assert cell(page, "Sans catégorie", SPENT) == "7,00 €"
    go_to(page, "Sans catégorie")
    assert not page.category_card.fixed.isVisible()
    with qtbot.waitSignal(page.transactions_asked) as asked:
        QTest.keyClick(page.table, Qt.Key.Key_Return)
    (wanted,) = asked.args
    assert (wanted.uncategorised, wanted.nature) == (True, Nature.COST)
    assert session.ledger.count_and_sum(wanted)[1] == -700


def test_months_before_and_after_and_all_categories(page: BudgetPage, qtbot) -> None:
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_PageUp)
    calm(page.session, qtbot)
    assert page._title.text().startswith("Octobre")
    assert cell(page, "Loyer", SPENT) == "330,00 €"
    QTest.mouseClick(page.now, Qt.MouseButton.LeftButton)
    calm(page.session, qtbot)
    assert page._title.text().startswith("Novembre")
    assert not page.now.isVisible()
    few = len(names(page))
    QTest.mouseClick(page.every, Qt.MouseButton.LeftButton)
    assert len(names(page)) > few + 10
    assert "Cadeaux" in names(page)
    QTest.mouseClick(page.every, Qt.MouseButton.LeftButton)
    assert len(names(page)) == few


def test_a_start_day_of_one_s_own(page: BudgetPage, qtbot) -> None:
    page.session.write(lambda ledger: ledger.tell("start_day", "25"))
    calm(page.session, qtbot)
    assert page.seen is not None
    assert page.seen.budget.period == Period(date(2026, 10, 25), date(2026, 11, 25), 25)
    assert cell(page, "Loyer", SPENT) == "330,00 €"
    assert page.seen.budget.sums.spent == page.session.ledger.months([page.seen.budget.period])[0].costs


def test_the_charts_say_draw_tell_and_export(page: BudgetPage, qtbot, tmp_path: Path) -> None:
    side, categories, fixed, income = page.charts
    plan(page, qtbot, "Loyer", "300")
    assert side.places() == 9
    assert side.spoken(8).replace(NBSP, " ") == "Novembre : 300,00 € prévus, 128,12 € dépensés jusqu’ici."
    assert "Loyer 330,00" in categories.spoken(7).replace(NBSP, " ")
    assert "330,00" in fixed.spoken(7)
    assert "revenus sûrs" in income.spoken(7)
    assert "couvert les dépenses" in page._uneven.text()
    QTest.keyClick(side.plot, Qt.Key.Key_Left)
    assert side.sentence().startswith("Octobre")
    with qtbot.waitSignal(page.transactions_asked) as asked:
        QTest.keyClick(side.plot, Qt.Key.Key_Return)
    (wanted,) = asked.args
    assert page.session.ledger.count_and_sum(wanted)[1] == -45664
    for chart, head, last in (
        (side, ["Mois", "prévu", "dépensé"], ["300,00", "128,12"]),
        (categories, ["Mois", "Loyer", "Courses"], ["0,00", "128,12"]),
        (fixed, ["Mois", "fixe", "ce qui bouge"], ["0,00", "128,12"]),
        (income, ["Mois", "revenus sûrs", "autres revenus", "dépenses"], ["400,00", "132,00", "128,12"]),
    ):
        rows = chart.table_rows()
        assert rows[0] == head
        assert [text.split(NBSP)[0] for text in rows[-1][1:]] == last
        for suffix in ("png", "svg", "csv"):
            chart.save_as(tmp_path / f"c.{suffix}")
        assert (tmp_path / "c.png").read_bytes()[:4] == b"\x89PNG"
        assert b"<svg" in (tmp_path / "c.svg").read_bytes()
        lines = list(csv.reader((tmp_path / "c.csv").read_text("utf-8-sig").splitlines()))
        assert (len(lines), lines[-1][:2]) == (10, ["2026-11-01", "EUR"])
        assert lines[-1][2:] == [text.replace(",", ".") for text in last]
    page.boxes[0].as_table.click()
    assert side._table.isVisible()


def test_hidden_amounts_are_hidden_everywhere(page: BudgetPage, qtbot) -> None:
    plan(page, qtbot, "Courses", "150")
    page.session.write(lambda ledger: ledger.keep_for_next(NOVEMBER, 3300))
    calm(page.session, qtbot)
    page.make_offer()
    page.session.hide_amounts(True)  # at once, not when the worker answers
    figures = ("150", "128", "532", "330", "33,00", "456")
    texts = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    texts += [page.model.index(i, c).data() or "" for i in range(len(page.model.rows)) for c in range(STATE + 1)]
    texts += [field.text() for field in page.findChildren(QLineEdit)]
    texts += [chart.spoken(at) for chart in page.charts for at in range(chart.places())]
    assert not [text for text in texts if any(f in text for f in figures)]
    assert HIDDEN in cell(page, "Courses", PLANNED)
    go_to(page, "Courses")
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert editor(page).text() == ""
    QTest.keyClick(editor(page), Qt.Key.Key_Return)
    calm(page.session, qtbot)
    assert planned(page) == {category(page.session.ledger, "Courses"): 15000}, "looking changes nothing"


def test_amounts_are_written_and_typed_as_the_language_has_them(lived_path: Path, qapp: QApplication, qtbot) -> None:
    use_language("en")
    session = Session(Ledger.open(lived_path), Jobs(), lambda: TODAY)
    made = BudgetPage(session)
    qtbot.addWidget(made)
    made.resize(1160, 700)
    made.show()
    calm(session, qtbot)
    at = next(i for i, row in enumerate(made.model.rows) if row.line and row.line.spent)
    assert made.model.index(at, SPENT).data() == "€128.12"
    made.table.setFocus()
    made.table.setCurrentIndex(made.model.index(at, PLANNED))
    QTest.keyClick(made.table, Qt.Key.Key_Return)
    QTest.keyClicks(editor(made), "150")
    QTest.keyClick(editor(made), Qt.Key.Key_Period, KEYPAD)
    QTest.keyClicks(editor(made), "5")
    assert editor(made).text() == "150.5"
    QTest.keyClick(editor(made), Qt.Key.Key_Return)
    calm(session, qtbot)
    assert planned(made) == {category(session.ledger, "Courses"): 15050}
    assert made.model.index(at, PLANNED).data() == "€150.50"
    session.close()


def test_an_empty_ledger_says_what_to_do(tmp_path: Path, qapp: QApplication, qtbot) -> None:
    session = Session(Ledger.create(tmp_path / "vide.tenk"), Jobs(), lambda: TODAY)
    made = BudgetPage(session)
    qtbot.addWidget(made)
    made.show()
    calm(session, qtbot)
    assert made._nothing.isVisible()
    assert not made.table.isVisible()
    assert not made.boxes[0].isVisible(), "no empty axes"
    made.make_offer()
    assert "pas encore de mois entier" in made.offer._said.text()
    assert not made.offer.accept.isVisible()
    QTest.mouseClick(made.every, Qt.MouseButton.LeftButton)
    assert made.table.isVisible()
    calm(session, qtbot)
    session.close()


def test_number_three_opens_it_and_it_is_made_then_only(window: MainWindow, qtbot) -> None:
    places = [name for name, *_rest in window._pages]
    at = places.index("Budget")
    assert places == ["Fin du mois", "Journal", "Budget", "Calendrier", "TikTok"]
    assert window._pages[at][3] is None
    QTest.keyClick(window, Qt.Key.Key_3)
    page = window.page(at)
    assert isinstance(page, BudgetPage)
    qtbot.waitUntil(page.isVisible)
    calm(window.session, qtbot)
    page.category_card.journal.click()
    assert window.current() == 1
    calm(window.session, qtbot)


def test_another_ledger_and_another_hand(page: BudgetPage, ledger_path: Path, qtbot) -> None:
    page.session.open(ledger_path)
    calm(page.session, qtbot)
    assert cell(page, "Courses", SPENT) == "355,30 €"
    with Ledger.open(ledger_path) as elsewhere:
        elsewhere.plan_budget(NOVEMBER, {category(elsewhere, "Courses"): 40000})
    page.session.look_again()
    calm(page.session, qtbot)
    assert cell(page, "Courses", PLANNED) == "400,00 €"


def test_everything_has_a_name(page: BudgetPage) -> None:
    for kind in (QAbstractButton, QTableView, QLineEdit):
        for widget in page.findChildren(kind):
            if isinstance(widget.parent(), QTableView) or widget.objectName().startswith("qt_"):
                continue
            assert widget.accessibleName() or getattr(widget, "text", lambda: "")(), widget
    reader = QAccessible.queryAccessibleInterface(page.table)
    assert reader.text(QAccessible.Text.Name) == "Budget par catégorie"
    at = page.model.index(names(page).index("Courses"), SPENT)
    assert at.data(Qt.ItemDataRole.AccessibleTextRole).replace(NBSP, " ") == "Dépensé : 128,12 €"


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("size", [(1024, 640), (1366, 768)])
def test_nothing_is_cut(lived_path: Path, qapp: QApplication, qtbot, percent: int, size: tuple[int, int]) -> None:
    """At any text size no sideways scrolling, and no label or button with less room than its words."""
    theme.apply(qapp, "dark", percent)
    session = Session(Ledger.open(lived_path), Jobs(), lambda: TODAY)
    window = MainWindow(session, Settings())
    qtbot.addWidget(window)
    window.resize(*size)
    window.show()
    window.go(2)
    page = window.page(2)
    assert isinstance(page, BudgetPage)
    qtbot.waitUntil(lambda: bool(page.charts) and not session.jobs.busy, timeout=LONG)
    page.make_offer()
    qtbot.wait(20)
    assert page.area.horizontalScrollBar().maximum() == 0
    assert page.table.horizontalScrollBar().maximum() == 0
    plain = [w for w in page.findChildren(QLabel) if not w.wordWrap()]
    for widget in (*plain, *page.findChildren(QPushButton)):
        if widget.isVisible() and widget.text():
            assert widget.width() >= widget.sizeHint().width() - 1, widget.text()
    at = names(page).index("Courses")
    need = page.table.fontMetrics().horizontalAdvance(page.model.index(at, CATEGORY).data())
    assert page.table.columnWidth(CATEGORY) >= need
    session.close()
    theme.apply(qapp, "light")


def test_the_window_s_thread_is_not_kept_busy(page: BudgetPage, qtbot) -> None:
    """Asking takes the worker, drawing a table of all categories little."""
    page.every.click()
    start = time.perf_counter()
    page.refresh()
    asked = time.perf_counter() - start
    calm(page.session, qtbot)
    start = time.perf_counter()
    page._draw()
    drawn = time.perf_counter() - start
    assert asked < 0.05
    assert drawn < 0.1
