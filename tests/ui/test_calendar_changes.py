"""From a day on, or this time only: said on the calendar, weighed before it is kept, and undone."""

from datetime import date, timedelta

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from tenk_desktop.core.outlook.calendar import Entry
from tenk_desktop.core.outlook.changing import moved
from tenk_desktop.core.outlook.household import Since
from tenk_desktop.ui.calendar_square import fitting, in_two
from tenk_desktop.ui.pages.calendar import CalendarPage

from .test_calendar_page import RENT, calm, entries, page, weighed  # noqa: F401 - a fixture

DECEMBER, JANUARY = date(2026, 12, 27), date(2027, 1, 27)  # a Sunday, on which it came in September too


def rent(page: CalendarPage, day: date, qtbot) -> Entry:  # noqa: F811
    page.show_day(day)
    calm(page.session, qtbot)
    return next(e for e in entries(page, day) if e.text == "Loyer")


def due(page: CalendarPage) -> dict[date, int]:  # noqa: F811
    assert page._ahead is not None
    return {e.date: e.amount for e in page._ahead.entries if e.text == "Loyer" and e.due}


def type_amount(page: CalendarPage, text: str, qtbot) -> None:  # noqa: F811
    page.day_card.amount.setFocus()
    QTest.keyClicks(page.day_card.amount, text)
    QTest.keyClick(page.day_card.amount, Qt.Key.Key_Return)
    weighed(page, qtbot)


def test_another_amount_from_january_on_or_that_time_only(page: CalendarPage, qtbot) -> None:  # noqa: F811
    session, card = page.session, page.change_card
    rent(page, JANUARY, qtbot)
    type_amount(page, "350", qtbot)
    assert "350,00" in card.title.text()
    assert "à partir du 27" in card.title.text().replace("\N{NO-BREAK SPACE}", " ")
    assert "Janvier" in card.weighed.text()
    assert "Novembre" not in card.weighed.text()
    assert "Décembre" not in card.weighed.text()
    assert session.ledger.schedules() == ()
    card.reach.setCurrentIndex(0)
    card.reach.activated.emit(0)
    weighed(page, qtbot)
    assert "seulement" in card.title.text()
    card.reach.setCurrentIndex(1)
    card.reach.activated.emit(1)
    weighed(page, qtbot)
    card.accept.click()
    calm(session, qtbot)
    assert session.ledger.schedules()[0].changes == (Since(JANUARY, -35000),)
    assert due(page) == {RENT: -33000, DECEMBER: -33000, JANUARY: -35000}
    session.undo()
    calm(session, qtbot)
    assert due(page) == {RENT: -33000, DECEMBER: -33000, JANUARY: -33000}


def test_dearer_in_december_alone(page: CalendarPage, qtbot) -> None:  # noqa: F811
    rent(page, DECEMBER, qtbot)
    type_amount(page, "400", qtbot)
    page.change_card.reach.setCurrentIndex(0)
    page.change_card.reach.activated.emit(0)
    weighed(page, qtbot)
    page.change_card.accept.click()
    calm(page.session, qtbot)
    assert due(page) == {RENT: -33000, DECEMBER: -40000, JANUARY: -33000}


def test_a_january_bill_moved_says_what_january_becomes(page: CalendarPage, qtbot) -> None:  # noqa: F811
    entry = rent(page, JANUARY, qtbot)
    page.propose(entry, moved(entry, JANUARY - timedelta(days=12)))
    weighed(page, qtbot)
    said = page.change_card.weighed.text()
    assert "Janvier" in said
    assert "Novembre" not in said
    assert [page.change_card.reach.itemText(i) for i in range(2)][1].endswith("les suivantes")


def test_the_menu_of_a_bill_says_what_can_be_done(page: CalendarPage, qtbot) -> None:  # noqa: F811
    """Under the pointer or by the menu key; of what was booked, only the Journal."""
    entry = rent(page, RENT, qtbot)
    asked: list[Entry | None] = []
    page.grid.menu_asked.connect(lambda found, _where: asked.append(found))
    spot = page.grid.rect_of(entry).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, page.grid.viewport().mapToGlobal(spot))
    QApplication.sendEvent(page.grid.viewport(), event)
    assert asked == [entry]
    for shown in page.findChildren(QMenu):
        shown.close()
    actions = {a.text(): a for a in page.menu(entry).actions()}
    assert list(actions) == [
        "sauter cette fois", "arrêter à partir de là", "changer le montant…", "décaler",
    ], "nothing of it is in the Journal yet"  # fmt: skip
    moves = {a.text().replace("\u00a0", " "): a for a in actions["décaler"].menu().actions()}
    assert "un jour plus tôt : le 26 nov." in moves
    assert not any("20 nov." in text for text in moves), "gone by"
    moves["un jour plus tard : le 28 nov."].trigger()
    weighed(page, qtbot)
    assert page._change[1].once.to == RENT + timedelta(days=1)
    page.drop()
    calm(page.session, qtbot)
    actions = {a.text(): a for a in page.menu(entry).actions()}
    actions["sauter cette fois"].trigger()
    weighed(page, qtbot)
    assert "Sauter" in page.change_card.title.text()
    page.drop()
    calm(page.session, qtbot)
    past = next(e for e in entries(page, date(2026, 11, 5)))
    assert [a.text() for a in page.menu(past).actions()] == ["voir dans le Journal"]
    keyboard = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    page.grid.choose(RENT)
    QApplication.sendEvent(page.grid.viewport(), keyboard)
    assert asked[-1] is None
    assert page.day_card.entry() == entry
    for shown in page.findChildren(QMenu):
        shown.close()


def test_a_name_is_cut_at_a_word_and_never_to_nothing() -> None:
    for room, shown in (
        (40, "Loyer résidence des Tilleuls"), (18, "Loyer résidence"), (17, "Loyer résidence"), (14, "Loyer"),
        (5, "Loyer"), (4, "Loy."), (2, "L."), (1, ""),
    ):  # fmt: skip
        assert fitting("Loyer résidence des Tilleuls", lambda text, room=room: len(text) <= room) == shown
    assert fitting("Kebab de la gare", lambda text: len(text) <= 9) == "Kebab"


def test_a_name_has_a_second_line_where_there_is_room():
    for room, shown in (
        (40, ("Loyer résidence des Tilleuls", "")),
        (20, ("Loyer résidence des", "Tilleuls")),
        (16, ("Loyer résidence", "des Tilleuls")),
        (6, ("Loyer", "résidence")),
        (3, ("Lo.", "")),
    ):
        found = in_two("Loyer résidence des Tilleuls", lambda t, most=room: len(t) <= most, lambda t: len(t) <= 12)
        assert found == shown
