"""What comes back, one line each: kept, skipped once, moved once or for good, stopped, added; and all of it undone."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea

from tenk_desktop.core.outlook.bills import dues, schedules_of
from tenk_desktop.core.outlook.coming import Coming, coming
from tenk_desktop.core.outlook.household import Rhythm, Schedule, Since, Status
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.ui.dialogs.schedules import SchedulesDialog
from tenk_desktop.ui.jobs import Jobs
from tenk_desktop.ui.session import Session

from .conftest import TODAY


@pytest.fixture
def lived(lived_path: Path, qapp) -> Iterator[Session]:
    made = Session(Ledger.open(lived_path), Jobs(), lambda: TODAY)
    yield made
    made.close()


@pytest.fixture
def dialog(lived: Session, qtbot) -> SchedulesDialog:
    made = SchedulesDialog(lived, coming(lived.ledger.household(TODAY)))
    qtbot.addWidget(made)
    made.show()
    return made


def line(dialog: SchedulesDialog, payee: str):
    return next(one for one in dialog.lines if one.coming.schedule.payee == payee)


def now(session: Session, payee: str) -> Coming:
    return next(one for one in coming(session.ledger.household(TODAY)) if one.schedule.payee == payee)


def note(dialog: SchedulesDialog, payee: str) -> str:
    return line(dialog, payee)._note.text().replace("\N{NO-BREAK SPACE}", " ")


def test_each_says_when_it_comes_next(dialog: SchedulesDialog) -> None:
    assert "prochaine fois le 27 nov." in note(dialog, "Loyer")
    assert "trouvé dans vos opérations" in note(dialog, "Loyer")


def test_a_time_is_skipped_and_comes_back(dialog: SchedulesDialog, lived: Session, qtbot) -> None:
    rent = line(dialog, "Loyer")
    rent.skip.setFocus()
    QTest.keyClick(rent.skip, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "sautée le 27 nov." in note(dialog, "Loyer"))
    assert now(lived, "Loyer").next.date == date(2026, 12, 27), "a Sunday, as in September"
    line(dialog, "Loyer").restore.click()
    qtbot.waitUntil(lambda: "prochaine fois le 27 nov." in note(dialog, "Loyer"))
    assert now(lived, "Loyer").skipped is None


def test_a_skipped_income_says_what_is_less_sure(dialog: SchedulesDialog, lived: Session, qtbot) -> None:
    line(dialog, "CROUS").skip.click()
    qtbot.waitUntil(lambda: "sauté le 5 déc. : 400,00 € de revenu sûr en moins" in note(dialog, "CROUS"))
    line(dialog, "Loyer").skip.click()
    qtbot.waitUntil(lambda: "sautée le 27 nov. : 330,00 € de moins à payer" in note(dialog, "Loyer"))


def test_a_time_is_moved_once(dialog: SchedulesDialog, lived: Session, qtbot) -> None:
    rent = line(dialog, "Loyer")
    rent.move_to.click()
    rent.day.setDate(QDate(2026, 11, 30))
    rent.once.click()
    qtbot.waitUntil(lambda: "prochaine fois le 30 nov." in note(dialog, "Loyer"))
    assert "d’habitude le 27 nov." in note(dialog, "Loyer")
    assert [o.to for o in lived.ledger.household(TODAY).once] == [date(2026, 11, 30)]
    lived.ledger.undo()
    assert now(lived, "Loyer").next.date == date(2026, 11, 27)


def test_it_is_moved_from_a_date_on(dialog: SchedulesDialog, lived: Session, qtbot) -> None:
    rent = line(dialog, "Loyer")
    rent.move_to.click()
    rent.day.setDate(QDate(2026, 12, 3))
    rent.always.click()
    qtbot.waitUntil(lambda: "prochaine fois le 3 déc." in note(dialog, "Loyer"))
    (kept,) = lived.ledger.schedules()
    assert (kept.rhythm.day, kept.status) == (3, Status.CONFIRMED)


def test_it_stops(dialog: SchedulesDialog, lived: Session, qtbot) -> None:
    line(dialog, "Loyer").stop.click()
    qtbot.waitUntil(lambda: "prochaine fois" not in note(dialog, "Loyer"))
    assert now(lived, "Loyer").next is None


def test_one_is_added_by_keyboard(dialog: SchedulesDialog, lived: Session, qtbot) -> None:
    new = dialog.new
    new.payee.setFocus()
    QTest.keyClick(new.payee, Qt.Key.Key_Return)
    assert lived.ledger.schedules() == ()
    QTest.keyClicks(new.payee, "Assurance")
    new.rhythm.setCurrentIndex(4)  # every three months
    new.day.setDate(QDate(2026, 12, 8))
    QTest.keyClicks(new.amount, "12+3")
    QTest.keyClick(new.amount, Qt.Key.Key_Return)
    (kept,) = lived.ledger.schedules()
    assert (kept.payee, kept.amount, kept.rhythm) == ("Assurance", -1500, Rhythm(3, "month", 8, date(2026, 12, 8)))
    qtbot.waitUntil(lambda: any(one.coming.schedule.payee == "Assurance" for one in dialog.lines))
    assert "prochaine fois le 8 déc." in note(dialog, "Assurance")
    QTest.keyClicks(new.payee, "Pension")
    QTest.keyClicks(new.amount, "+90")
    QTest.keyClick(new.amount, Qt.Key.Key_Return)
    assert {s.amount for s in lived.ledger.schedules()} == {-1500, 9000}


def test_closed_while_it_looks_it_hears_no_more(dialog: SchedulesDialog, lived: Session, qtbot) -> None:
    line(dialog, "Loyer").skip.click()
    dialog.accept()
    before = dialog.lines
    qtbot.waitUntil(lambda: not lived.jobs.busy)
    assert dialog.lines == before


def test_from_a_date_on_it_costs_more_and_the_verdict_says_what_that_does(
    dialog: SchedulesDialog, lived: Session, qtbot
) -> None:
    line(dialog, "Loyer").change.click()
    fields = line(dialog, "Loyer").fields
    fields.day.setDate(QDate(2027, 1, 1))
    QTest.keyClick(fields.amount, Qt.Key.Key_Return)
    assert lived.ledger.schedules() == (), "no amount, nothing kept"
    QTest.keyClicks(fields.amount, "350")
    qtbot.waitUntil(lambda: "Janvier" in fields.weighed.text(), timeout=20_000)
    assert "Novembre" not in fields.weighed.text(), "only the months it changes"
    assert lived.ledger.schedules() == ()
    QTest.keyClick(fields.amount, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: line(dialog, "Loyer").changes != [])
    ((words, forget),) = line(dialog, "Loyer").changes
    assert words.replace("\N{NO-BREAK SPACE}", " ") == "−350,00 € à partir du 1er janv. 2027"
    (kept,) = lived.ledger.schedules()
    assert (kept.amount, kept.changes) == (-33000, (Since(date(2027, 1, 1), -35000),))
    assert now(lived, "Loyer").next.amount == -33000
    forget.click()
    qtbot.waitUntil(lambda: line(dialog, "Loyer").changes == [])
    assert lived.ledger.schedules()[0].changes == ()
    lived.undo()
    qtbot.waitUntil(lambda: line(dialog, "Loyer").changes != [])


def test_it_ends_on_a_date_and_the_end_is_taken_back(dialog: SchedulesDialog, lived: Session, qtbot) -> None:
    line(dialog, "Loyer").change.click()
    line(dialog, "Loyer").fields.day.setDate(QDate(2027, 1, 1))
    line(dialog, "Loyer").fields.stop.click()
    qtbot.waitUntil(lambda: line(dialog, "Loyer").changes != [])
    ((words, forget),) = line(dialog, "Loyer").changes
    assert words.replace("\N{NO-BREAK SPACE}", " ") == "jusqu’au 31 déc. 2026"
    forget.click()
    qtbot.waitUntil(lambda: line(dialog, "Loyer").changes == [])
    assert lived.ledger.schedules()[0].until is None


def test_leaving_one_out_keeps_its_place(dialog: SchedulesDialog, lived: Session, qtbot) -> None:
    """Many lines, the keyboard on one in the middle: eyes and keyboard stay there."""
    for i in range(14):
        lived.ledger.keep_schedule(Schedule(f"Charge {i:02}", -1000 - i, Rhythm(day=9)))
    dialog.show_found(coming(lived.ledger.household(TODAY)))
    area = dialog.findChild(QScrollArea)
    middle = line(dialog, "Charge 07")
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    middle.leave.setFocus()
    area.ensureWidgetVisible(middle)
    tall = middle.height()
    before, others = area.verticalScrollBar().value(), [one for one in dialog.lines if one is not middle]
    assert 0 < before < area.verticalScrollBar().maximum()
    QTest.keyClick(middle.leave, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: line(dialog, "Charge 07") is not middle)
    qtbot.wait(50)
    assert abs(area.verticalScrollBar().value() - before) <= tall
    assert line(dialog, "Charge 07").leave.hasFocus()
    assert "laissé de côté" in note(dialog, "Charge 07")
    assert [one for one in dialog.lines if one in others] == others, "the other lines are not made anew"


def test_what_is_kept_is_not_offered_to_be_kept_again(dialog: SchedulesDialog, lived: Session, qtbot) -> None:
    rent = line(dialog, "Loyer")
    assert rent.keep.isVisible()
    rent.keep.click()
    qtbot.waitUntil(lambda: now(lived, "Loyer").schedule.status is Status.CONFIRMED)
    qtbot.waitUntil(lambda: not line(dialog, "Loyer").keep.isVisible())
    line(dialog, "Loyer").amount.setText("412")
    assert line(dialog, "Loyer").keep.isVisible(), "the amount is kept by it"


def bills_of(session: Session, amount: int) -> list[str]:
    """What takes an amount, by name, counted as the verdict counts it."""
    home = session.ledger.household(TODAY)
    return [d.schedule.payee for d in dues(schedules_of(home), home) if d.schedule.amount == amount]


def test_a_bill_typed_under_another_name_than_the_banks_counts_once_until_one_says_they_are_two(
    dialog: SchedulesDialog, lived: Session, qtbot
) -> None:
    dialog.new.payee.setText("Logement")
    dialog.new.amount.setText("330")
    dialog.new.day.setDate(QDate(2026, 11, 27))
    dialog.new.add()
    qtbot.waitUntil(lambda: "Loyer" not in [one.coming.schedule.payee for one in dialog.lines])
    assert "aussi appelé « Loyer », compté une fois" in note(dialog, "Logement")
    assert bills_of(lived, -33000) == ["Logement"] * 3
    home = line(dialog, "Logement")
    home.two.setFocus()
    QTest.keyClick(home.two, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Loyer" in [one.coming.schedule.payee for one in dialog.lines])
    assert sorted(bills_of(lived, -33000)) == ["Logement"] * 3 + ["Loyer"] * 3
    lived.ledger.undo()
    assert bills_of(lived, -33000) == ["Logement"] * 3


def test_kept_from_the_rows_first_and_typed_then_counts_once(dialog: SchedulesDialog, lived: Session, qtbot) -> None:
    line(dialog, "Loyer").keep.click()
    lived.ledger.keep_schedule(Schedule("Logement", -33_000, Rhythm(day=26)))
    assert bills_of(lived, -33_000) == ["Logement"] * 3
    lived.ledger.keep_schedule(next(s for s in schedules_of(lived.ledger.household(TODAY)) if s.payee == "Logement"))
    lived.ledger.keep_schedule(Schedule("Logement", -45_000, Rhythm(day=27)))
    assert bills_of(lived, -45_000) == ["Logement"] * 3, "typed again, dearer: still the one that the rows show"
    assert bills_of(lived, -33_000) == []
