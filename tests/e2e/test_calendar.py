"""A rent is put off by the keyboard alone: what it changes is seen before, is everywhere after, and is taken back."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from tenk_desktop.cli import main
from tenk_desktop.core.model import Transaction
from tenk_desktop.core.outlook.answer import in_ten_short
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tenk_desktop.ui.pages.calendar import CalendarPage
from tenk_desktop.ui.widgets import Card
from tests.store.dump import dump

from .conftest import TODAY
from .person import Person, one, readable, shown

Start = Callable[..., Person]
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def person(tmp_path, start: Start) -> Person:
    """Eight months of a grant on the 5th and a rent on the 27th, which this month's balance hardly covers."""
    path = tmp_path / "comptes.tenk"
    with Ledger.create(path, accounts=[OpeningBalance("Courant", 34500, date(2026, 11, 21))]) as ledger:
        account = ledger.accounts()[0].id
        named = {c.name: c.id for c in ledger.categories()}
        rows = []
        for month in range(3, 12):
            rows.append(("CROUS", "Bourse", date(2026, month, 5), 45000))
            rows += [("Lidl", "Courses", date(2026, month, day), -1500 - 61 * (day % 7)) for day in (2, 9, 16, 21)]
            if month < 11:
                rows.append(("Loyer", "Loyer", date(2026, month, 27), -33000))
        ledger.save(
            *(Transaction(0, account, day, amount, payee, category_id=named[c]) for payee, c, day, amount in rows)
        )
    return start(path)


def outlook(person: Person, capsys) -> dict:
    """What `tenk outlook` says of the same file."""
    capsys.readouterr()
    assert main(["--ledger", str(person.ledger.path), "--today", str(TODAY), "outlook", "--json"]) == 0
    said: dict = json.loads(capsys.readouterr().out)
    return said


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, times: int = 1) -> None:
    for _ in range(times):
        QTest.keyClick(focused(), key, modifier)


def test_the_rent_is_put_off_by_the_keyboard(person: Person, capsys) -> None:
    person.wait_for_work()
    untouched, before = dump(person.ledger.path), outlook(person, capsys)
    assert before["to_pay"][0]["date"] == "2026-11-27"

    press(Qt.Key.Key_4)
    person.wait_for_work()
    (page,) = shown(person.window, CalendarPage)
    assert "Novembre 2026" in readable(page._title.text())
    assert focused() is page.grid
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Left, times=2)
    assert page.grid.chosen() == date(2026, 11, 27)
    press(Qt.Key.Key_Return)
    assert focused() is page.day_card.list
    press(Qt.Key.Key_Down, SHIFT)
    press(Qt.Key.Key_Right, SHIFT, times=2)
    person.wait(page.change_card.accept.isEnabled)
    person.wait_for_work()
    weighed = readable(page.change_card.weighed.text())
    assert dump(person.ledger.path) == untouched, "nothing is written before « Accepter »"
    press(Qt.Key.Key_Return)
    assert focused() is page.change_card.accept
    press(Qt.Key.Key_Return)
    person.wait_for_work()

    after = outlook(person, capsys)
    assert after["chance"] > before["chance"]
    assert after["next"]["chance"] is not None
    assert all(bill["text"] != "Loyer" for bill in after["to_pay"]), "not this month any more"
    tenths = [readable(str(in_ten_short(v["chance"]))) for v in (before, after)]
    assert f"Novembre : {tenths[0]} → {tenths[1]}" in weighed

    press(Qt.Key.Key_1)
    person.wait_for_work()
    assert not any("Loyer" in line for line in to_pay(person))

    assert "décalé au" in person.window.menus.undo.text()
    person.pick("Édition", "Annuler")
    person.wait_for_work()
    assert outlook(person, capsys) == before
    assert any("Loyer" in line for line in to_pay(person))
    person.pick("Édition", "Rétablir")
    person.wait_for_work()
    assert outlook(person, capsys) == after


def test_a_bill_skipped_is_paid_by_nobody_and_its_day_opens_the_journal(person: Person, capsys) -> None:
    person.wait_for_work()
    press(Qt.Key.Key_4)
    person.wait_for_work()
    (page,) = shown(person.window, CalendarPage)
    page.grid.choose(date(2026, 11, 27))
    person.press("sauter cette fois")
    person.wait(page.change_card.accept.isEnabled)
    person.press("Accepter")
    person.wait_for_work()
    assert all(bill["text"] != "Loyer" for bill in outlook(person, capsys)["to_pay"])
    assert "sauté" in page.day_card.list.item(0).text()

    page.grid.choose(date(2026, 11, 16))
    person.press("voir dans le Journal")
    person.wait_for_work()
    assert person.window.current() == 1
    assert person.payees() == ["Lidl"]


def to_pay(person: Person) -> list[str]:
    """The lines of « À payer » on the first screen."""
    card = one(c for c in shown(person.window, Card) if c.heading.text() == "À payer")
    return [w.text() for w in shown(card, QLabel)]
