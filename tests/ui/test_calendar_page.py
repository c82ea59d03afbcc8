"""The calendar on a real ledger: what its days say, a bill moved with the mouse and with the keyboard, and undone."""

import csv
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tenk_desktop.core.model import Filter
from tenk_desktop.core.outlook.calendar import Entry, Kind, day_spoken
from tenk_desktop.core.outlook.household import Once
from tenk_desktop.core.period import Period
from tenk_desktop.core.text import use_language
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.ui.jobs import Jobs
from tenk_desktop.ui.main_window import MainWindow
from tenk_desktop.ui.money import HIDDEN
from tenk_desktop.ui.pages.calendar import CalendarPage
from tenk_desktop.ui.session import Session

from .conftest import TODAY

RENT = date(2026, 11, 27)
LONG = 20_000
SHIFT = Qt.KeyboardModifier.ShiftModifier


def calm(session: Session, qtbot) -> None:
    """Until nothing is under way and what came is on screen."""
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not session.jobs.busy, timeout=LONG)
    QApplication.processEvents()


@pytest.fixture
def page(lived_path: Path, qapp: QApplication, qtbot):
    session = Session(Ledger.open(lived_path), Jobs(), lambda: TODAY)
    made = CalendarPage(session)
    qtbot.addWidget(made)
    made.resize(1160, 700)
    made.show()
    calm(session, qtbot)
    yield made
    session.close()


def entries(page: CalendarPage, day: date) -> list[Entry]:
    assert page._weeks is not None
    return list(page._weeks.day(day).entries)


def weighed(page: CalendarPage, qtbot) -> None:
    qtbot.waitUntil(page.change_card.accept.isEnabled, timeout=LONG)
    calm(page.session, qtbot)


def test_a_day_says_its_bills_and_its_closing_balance(page: CalendarPage) -> None:
    grid = page.grid
    assert grid.days.rowCount() == 6
    assert grid.days.headerData(0, Qt.Orientation.Horizontal) == "lun."
    assert page._month is not None
    assert page._month.day(date(2026, 11, 5)).balance is not None
    rent = page._month.day(RENT)
    assert [(e.text, e.amount, e.kind) for e in rent.entries] == [("Loyer", -33000, Kind.DUE)]
    assert rent.range is not None
    assert rent.range[0] < rent.range[2]
    assert page._month.lowest is not None
    assert page._month.lowest >= TODAY
    assert "Le plus bas\N{NO-BREAK SPACE}: le" in page._said.text()
    spoken = grid.days.data(grid.days.index_of(RENT), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == day_spoken(rent, page.session.money, lowest=rent.date == page._month.lowest)
    assert "Loyer" in spoken
    reader = QAccessible.queryAccessibleInterface(grid)
    assert reader.text(QAccessible.Text.Name) == "Calendrier du mois"
    assert "Novembre" in reader.text(QAccessible.Text.Description)


def test_the_lowest_day_and_a_skipped_bill_are_marked_with_a_word(page: CalendarPage, qtbot) -> None:
    """Not by a colour alone: the square is drawn with other letters, and says so to a screen reader."""
    assert page._month is not None
    low = page.grid.days.index_of(page._month.lowest)
    assert "le plus bas" in page.grid.days.data(low, Qt.ItemDataRole.AccessibleTextRole)
    page.session.write(lambda ledger: ledger.keep_once(Once("Loyer", RENT)))
    calm(page.session, qtbot)
    (skipped,) = entries(page, RENT)
    assert skipped.kind is Kind.SKIPPED
    page.grid.choose(RENT)
    assert "× sauté cette fois" in page.day_card.list.item(0).text()


def test_drag_a_bill_see_the_verdict_accept_and_undo(page: CalendarPage, qtbot) -> None:
    session, grid = page.session, page.grid
    page.show_day(RENT)
    calm(session, qtbot)
    before = page._ahead
    assert before is not None
    (rent,) = entries(page, RENT)
    start = grid.rect_of(rent).center()
    assert grid.entry_at(start) == rent
    target = grid.visualRect(grid.days.index_of(date(2026, 12, 3))).center()
    QTest.mousePress(grid.viewport(), Qt.MouseButton.LeftButton, pos=start)
    for step in (1, 2, 3):
        QTest.mouseMove(grid.viewport(), start + (target - start) * step / 3)
    assert grid.target == date(2026, 12, 3)
    QTest.mouseRelease(grid.viewport(), Qt.MouseButton.LeftButton, pos=target)
    assert page.change_card.isVisible()
    assert not page.change_card.accept.isEnabled()
    weighed(page, qtbot)
    assert not session.ledger.household(TODAY).once, "nothing is written before « Accepter »"
    assert "Loyer" in page.change_card.title.text()
    assert "sur 10 → " in page.change_card.weighed.text()
    assert "Sans l’argent de TikTok" in page.change_card.weighed.text()
    assert [e.text for e in entries(page, date(2026, 12, 3))] == ["Loyer"], "the days are shown as they would be"
    assert page._after is not None
    after = page._after
    assert after.prospects[0].chance > before.prospects[0].chance
    QTest.mouseClick(page.change_card.accept, Qt.MouseButton.LeftButton)
    calm(session, qtbot)
    assert session.ledger.household(TODAY).once == (Once("Loyer", RENT, date(2026, 12, 3)),)
    assert page._ahead is not None
    assert page._ahead.prospects == after.prospects, "what was weighed is what is"
    assert not page.change_card.isVisible()
    session.undo()
    calm(session, qtbot)
    assert page._ahead.prospects == before.prospects
    assert [e.text for e in entries(page, RENT)] == ["Loyer"]


def test_a_bill_is_not_dropped_in_the_past_nor_on_its_own_day(page: CalendarPage, qtbot) -> None:
    grid = page.grid
    (rent,) = entries(page, RENT)
    start = grid.rect_of(rent).center()
    for day in (date(2026, 11, 20), RENT):
        target = grid.visualRect(grid.days.index_of(day)).center() + QPoint(0, 12)
        QTest.mousePress(grid.viewport(), Qt.MouseButton.LeftButton, pos=start)
        QTest.mouseMove(grid.viewport(), start + (target - start) / 2)
        QTest.mouseMove(grid.viewport(), target)
        QTest.mouseRelease(grid.viewport(), Qt.MouseButton.LeftButton, pos=target)
        assert not page.change_card.isVisible()
    past = next(e for e in entries(page, date(2026, 11, 5)))
    assert not past.movable


def test_the_keyboard_alone(page: CalendarPage, qtbot) -> None:
    """Down and right to the rent, Enter, Shift and arrows, Enter twice; then undone."""
    session, grid = page.session, page.grid
    grid.setFocus()
    assert grid.chosen() == TODAY
    QTest.keyClick(grid, Qt.Key.Key_Down)
    for _ in range(2):
        QTest.keyClick(grid, Qt.Key.Key_Left)
    assert grid.chosen() == RENT
    QTest.keyClick(grid, Qt.Key.Key_Return)
    entry_list = page.day_card.list
    qtbot.waitUntil(entry_list.hasFocus)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Left):
        QTest.keyClick(entry_list, key, SHIFT)
    weighed(page, qtbot)
    assert "au 3" in page.change_card.title.text()
    assert page.grid.chosen() == date(2026, 12, 3)
    assert entry_list.hasFocus()
    QTest.keyClick(entry_list, Qt.Key.Key_Left, SHIFT)
    weighed(page, qtbot)
    QTest.keyClick(entry_list, Qt.Key.Key_Return)
    assert page.change_card.accept.hasFocus()
    QTest.keyClick(page.change_card.accept, Qt.Key.Key_Return)
    calm(session, qtbot)
    assert session.ledger.household(TODAY).once == (Once("Loyer", RENT, date(2026, 12, 2)),)
    assert grid.hasFocus()
    session.undo()
    calm(session, qtbot)
    assert session.ledger.household(TODAY).once == ()


def test_escape_leaves_all_as_it_was(page: CalendarPage, qtbot) -> None:
    page.show_day(RENT)
    calm(page.session, qtbot)
    page.grid.setFocus()
    QTest.keyClick(page.grid, Qt.Key.Key_Right, SHIFT)
    weighed(page, qtbot)
    page.day_card.list.setFocus()
    QTest.keyClick(page.day_card.list, Qt.Key.Key_Escape)
    calm(page.session, qtbot)
    assert not page.change_card.isVisible()
    assert page.grid.chosen() == RENT
    assert [e.text for e in entries(page, RENT)] == ["Loyer"]
    assert page.session.ledger.household(TODAY).once == ()


def test_from_now_on_another_day_another_amount_or_no_more(page: CalendarPage, qtbot) -> None:
    session, card = page.session, page.day_card
    page.show_day(RENT)
    calm(session, qtbot)
    QTest.keyClick(page.grid, Qt.Key.Key_Right, SHIFT)
    page.change_card.reach.setCurrentIndex(1)
    page.change_card.reach.activated.emit(1)
    weighed(page, qtbot)
    page.accept()
    calm(session, qtbot)
    (kept,) = session.ledger.schedules()
    assert kept.rhythm.day == 28
    page.show_day(date(2026, 11, 30))  # the 28th is a Saturday
    calm(session, qtbot)
    QTest.keyClicks(card.amount, "300")
    QTest.keyClick(card.amount, Qt.Key.Key_Return)
    weighed(page, qtbot)
    page.accept()
    calm(session, qtbot)
    assert [s.amount for s in session.ledger.schedules()] == [-30000]
    QTest.mouseClick(card.stop, Qt.MouseButton.LeftButton)
    weighed(page, qtbot)
    assert "Arrêter" in page.change_card.title.text()
    page.accept()
    calm(session, qtbot)
    assert page._ahead is not None
    assert not [e for e in page._ahead.entries if e.text == "Loyer"]


def test_skip_once_and_put_back(page: CalendarPage, qtbot) -> None:
    session, card = page.session, page.day_card
    page.show_day(RENT)
    calm(session, qtbot)
    for button, said in ((card.skip, Once("Loyer", RENT)), (card.restore, Once("Loyer", RENT, RENT))):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        weighed(page, qtbot)
        page.accept()
        calm(session, qtbot)
        assert session.ledger.household(TODAY).once == (said,)
    assert [e.kind for e in entries(page, RENT)] == [Kind.DUE]


def test_what_was_moved_says_so_and_goes_back(page: CalendarPage, qtbot) -> None:
    session, card, there = page.session, page.day_card, date(2026, 12, 3)
    session.write(lambda ledger: ledger.keep_once(Once("Loyer", RENT, there)))
    calm(session, qtbot)
    page.show_day(there)
    calm(session, qtbot)
    assert "d’habitude le 27" in card.list.item(0).text()
    QTest.mouseClick(card.restore, Qt.MouseButton.LeftButton)
    weighed(page, qtbot)
    page.accept()
    calm(session, qtbot)
    assert [e.kind for e in entries(page, RENT)] == [Kind.DUE]


def test_months_before_and_after(page: CalendarPage, qtbot) -> None:
    QTest.mouseClick(page.before, Qt.MouseButton.LeftButton)
    calm(page.session, qtbot)
    assert page._title.text().startswith("Octobre")
    assert page._month is not None
    assert page._month.lowest == min(page._month.days, key=lambda d: (d.balance, d.date)).date
    page.grid.setFocus()
    QTest.keyClick(page.grid, Qt.Key.Key_PageDown)
    calm(page.session, qtbot)
    assert page._title.text().startswith("Novembre")
    for _ in range(9):
        QTest.mouseClick(page.after, Qt.MouseButton.LeftButton)
        calm(page.session, qtbot)
    assert page._ahead is not None
    assert page._period.start < page._ahead.end, "not further than the futures go"
    assert not page.after.isEnabled()
    QTest.mouseClick(page.now, Qt.MouseButton.LeftButton)
    calm(page.session, qtbot)
    assert page.grid.chosen() == TODAY


@pytest.mark.parametrize(("country", "weekday"), [("UnitedStates", 6), ("UnitedKingdom", 0)])
def test_weeks_begin_where_the_person_s_do(page: CalendarPage, qtbot, country: str, weekday: int) -> None:
    use_language("en")
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country[country]))
    page.refresh()
    calm(page.session, qtbot)
    assert page._weeks is not None
    assert page._weeks.period.start.weekday() == weekday
    assert date(2026, 11, 1) in page._weeks.period
    assert date(2026, 11, 30) in page._weeks.period


def test_a_day_opens_in_the_journal(page: CalendarPage, qtbot) -> None:
    page.show_day(date(2026, 11, 5))
    calm(page.session, qtbot)
    with qtbot.waitSignal(page.transactions_asked) as asked:
        QTest.mouseClick(page.day_card.journal, Qt.MouseButton.LeftButton)
    wanted = asked.args[0]
    assert wanted == Filter(start=date(2026, 11, 5), end=date(2026, 11, 6), spending_only=True, currency="EUR")
    assert page.session.ledger.count_and_sum(wanted)[1] == page._weeks.day(date(2026, 11, 5)).total


def test_the_table_says_the_same_and_is_exported(page: CalendarPage, qtbot, tmp_path: Path) -> None:
    page.box.as_table.click()
    table = page.board.table
    assert table.isVisible()
    assert table.rowCount() == 30
    shown = [table.item(26, column).text() for column in range(5)]
    assert shown[0] == "27/11/2026"
    assert "330,00" in shown[2]
    assert "Loyer" in shown[4]
    assert any("le plus bas" in table.item(i, 3).text() for i in range(30))
    for suffix in ("png", "svg", "csv"):
        page.board.save_as(tmp_path / f"mois.{suffix}")
    lines = list(csv.DictReader((tmp_path / "mois.csv").read_text("utf-8-sig").splitlines()))
    assert (len(lines), lines[26]["out"], lines[26]["balance"]) == (30, "-330.00", "")
    assert (tmp_path / "mois.png").read_bytes()[:4] == b"\x89PNG"
    assert b"<svg" in (tmp_path / "mois.svg").read_bytes()


def test_hidden_amounts_are_hidden_everywhere(page: CalendarPage, qtbot) -> None:
    page.show_day(RENT)
    calm(page.session, qtbot)
    page.session.hide_amounts(True)
    calm(page.session, qtbot)
    page.box.as_table.click()
    index = page.grid.days.index_of(RENT)
    said = [page._said.text(), page.day_card.list.item(0).text(), page.board.table.item(26, 3).text()]
    said.append(page.grid.days.data(index, Qt.ItemDataRole.AccessibleTextRole))
    assert all(HIDDEN in text and "330" not in text for text in said)


def test_without_a_balance_it_says_what_is_missing(tmp_path: Path, qapp: QApplication, qtbot) -> None:
    session = Session(Ledger.create(tmp_path / "vide.tenk"), Jobs(), lambda: TODAY)
    made = CalendarPage(session)
    qtbot.addWidget(made)
    made.show()
    calm(session, qtbot)
    assert "Il manque un compte" in made._said.text()
    assert made._month is not None
    assert made._month.days[0].balance is None
    session.close()


def test_number_four_opens_it_and_it_is_made_then_only(window: MainWindow, qtbot) -> None:
    places = [name for name, *_rest in window._pages]
    at = places.index("Calendrier")
    assert places.index("Journal") < at < places.index("TikTok")
    assert window._pages[at][3] is None
    QTest.keyClick(window, Qt.Key.Key_4)
    page = window.page(at)
    assert isinstance(page, CalendarPage)
    qtbot.waitUntil(page.isVisible)
    calm(window.session, qtbot)
    page.day_card.journal.click()
    assert window.current() == 1


def test_a_start_day_of_one_s_own(page: CalendarPage, qtbot) -> None:
    page.session.write(lambda ledger: ledger.tell("start_day", "5"))
    calm(page.session, qtbot)
    assert page._month is not None
    assert page._month.period == Period.of(2026, 11, 5)
    assert page._month.period.end == date(2026, 12, 5)


def test_the_window_s_thread_is_not_kept_busy(page: CalendarPage, qtbot) -> None:
    """What is done for a month here, the worker's part apart, in processor time: as `test_start` measures."""
    assert page._weeks is not None
    found = (page._weeks, page._month)
    spent = []
    for _ in range(5):
        before = time.thread_time()
        page._draw(page._period, page._ahead, found)
        page.grid.viewport().repaint()
        spent.append(time.thread_time() - before)
    assert sorted(spent)[2] < 0.1, timedelta(seconds=sorted(spent)[2])


def test_another_ledger_starts_over(page: CalendarPage, ledger_path: Path, qtbot) -> None:
    page.show_day(RENT)
    calm(page.session, qtbot)
    page.session.open(ledger_path)
    calm(page.session, qtbot)
    assert page.grid.chosen() == TODAY
    assert page._month is not None
    assert (
        page._month.income + page._month.costs
        == page.session.ledger.count_and_sum(
            Filter(start=date(2026, 11, 1), end=date(2026, 12, 1), spending_only=True, currency="EUR")
        )[1]
    )


def test_the_number_of_a_day_and_the_mark_of_the_lowest_never_touch(page: CalendarPage) -> None:
    square, metrics = page.grid.itemDelegate(), QFontMetrics(page.grid.small_font())
    today = page.grid.today = TODAY
    seen = set()
    for room in range(40, 260, 10):
        number, mark = square._fitting_top(today, room, metrics, lowest=True)
        seen.add((number, mark))
        assert mark.startswith("▼")
        assert number.startswith("22")
        assert metrics.horizontalAdvance(number) + metrics.horizontalAdvance(mark) < room
    assert ("22 · aujourd’hui", "▼ le plus bas") in seen
    assert ("22", "▼") in seen
