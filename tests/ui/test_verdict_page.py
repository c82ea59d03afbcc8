"""The verdict on the first screen: kept, live, without a percentage, and when something is missing."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QPushButton, QWidget

from tenk_desktop.core.model import Transaction
from tenk_desktop.core.outlook.household import Rhythm, Schedule, Status
from tenk_desktop.core.outlook.kept import from_kept, to_keep
from tenk_desktop.core.period import Period
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tenk_desktop.ui import theme
from tenk_desktop.ui.jobs import Jobs
from tenk_desktop.ui.main_window import MainWindow
from tenk_desktop.ui.pages.month_end import MonthEndPage
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.settings import Settings
from tenk_desktop.ui.verdict_card import TenDots

from .conftest import TODAY
from .test_pages import payees, words

Open = Callable[[Path], MainWindow]


@pytest.fixture
def opened(qtbot) -> Iterator[Open]:
    """Opens a window on a ledger; several in a row, as on several days."""
    made: list[Session] = []

    def go(path: Path) -> MainWindow:
        session = Session(Ledger.open(path), Jobs(), lambda: TODAY)
        made.append(session)
        window = MainWindow(session, Settings())
        qtbot.addWidget(window)
        window.show()
        return window

    yield go
    for session in made:
        session.close()


def answered(window: MainWindow, qtbot) -> MonthEndPage:
    """The page, once the worker has nothing more to say."""
    page = window.month_end
    qtbot.waitUntil(
        lambda: page._live is not None and page.balance is not None and not page.session.jobs.busy, timeout=15000
    )
    return page


def button(parent: QWidget, text: str) -> QPushButton:
    return next(b for b in parent.findChildren(QPushButton) if text in (b.text(), b.accessibleName()))


def test_the_verdict_comes_and_is_kept_for_the_next_start(opened: Open, lived_path: Path, qtbot) -> None:
    window = opened(lived_path)
    page = answered(window, qtbot)
    said = page.card.headline.text()
    assert said.endswith("de finir le mois sans découvert.")
    assert "chance" in said
    assert page.card.dots.isVisible()
    assert page.card.dots.accessibleName().lower() in said.lower()
    shown = words(page)
    for part in ("Sans l’argent de TikTok", "Et décembre", "Disponible aujourd’hui", "À dépenser d’ici le", "Matelas"):
        assert part in shown
    assert "comptes connus jusqu’au 21\N{NO-BREAK SPACE}nov." in shown
    qtbot.waitUntil(page.balance.isVisible)
    ((day, text),) = page.session.ledger.said()
    assert day == TODAY
    assert from_kept(text) == replace(page._live.verdict, fan=())
    assert page.session.ledger.undoable()[0].french.startswith("Modification")  # what was said is no step

    again = opened(lived_path).month_end
    assert again._live is None
    assert again.card.headline.text() == said
    assert again.card.dots.isVisible()
    answered(again.window(), qtbot)
    assert again.card.headline.text() == said
    assert len(again.session.ledger.said()) == 1


@pytest.mark.parametrize("width", [1366, 700])
def test_what_was_said_yesterday_says_so_until_today_is_there(
    opened: Open, lived_path: Path, qtbot, width: int
) -> None:
    said = answered(opened(lived_path), qtbot)._live.verdict
    with Ledger.open(lived_path) as ledger:
        ledger.say(TODAY, to_keep(replace(said, today=TODAY - timedelta(1))))
    window = opened(lived_path)
    window.resize(width, 768)
    page = window.month_end
    assert page._live is None
    assert page._known.text() == "calculé hier, mise à jour…"
    assert page._known.isVisible()
    answered(window, qtbot)
    assert "calculé" not in page._known.text()
    assert page._known.isVisible() == (width > 700)


def test_what_was_said_of_another_month_is_not_shown(opened: Open, lived_path: Path, qtbot) -> None:
    said = answered(opened(lived_path), qtbot)._live.verdict
    with Ledger.open(lived_path) as ledger:
        ledger.say(TODAY, to_keep(replace(said, horizon=date(2026, 11, 1))))
    assert opened(lived_path).month_end._said is None


def test_another_month_shows_what_it_was(opened: Open, lived_path: Path, qtbot) -> None:
    page = answered(opened(lived_path), qtbot)
    page.go(Period.of(2026, 10))
    assert page.card.headline.text().startswith("Octobre")
    assert not page.card.dots.isVisible()
    assert page._balance_box.isVisible()
    assert not page.late.isVisible()
    assert not page.side.levers.isVisible()
    page.go(Period.of(2026, 11))
    assert page.card.dots.isVisible()
    assert page._balance_box.isVisible()


def test_it_follows_what_is_written(opened: Open, lived_path: Path, qtbot) -> None:
    page = answered(opened(lived_path), qtbot)
    page.session.write(lambda ledger: ledger.save(Transaction(0, 1, date(2026, 11, 22), -39000, "Vélo")))
    page.session.write(lambda ledger: ledger.save(Transaction(0, 1, date(2026, 11, 22), -100, "Pompe")))
    qtbot.waitUntil(lambda: "9,00" in page.card.tiles[0]._figure.text())
    assert page.card.dots.filled <= 1
    assert page.card.advice.isVisible()
    assert "Ce qui comblerait" in words(page)
    qtbot.waitUntil(lambda: not page.session.jobs.busy)
    assert page._lookout.now() == page._lookout.state, "its own note of what was said is no reason to look again"


def test_a_missing_balance_is_asked_for_and_then_answered(opened: Open, lived_path: Path, qtbot) -> None:
    with Ledger.open(lived_path) as ledger:
        ledger.add_account(OpeningBalance("PayPal"))
    window = opened(lived_path)
    page = answered(window, qtbot)
    assert "« PayPal »" in page.card.headline.text().replace("\N{NO-BREAK SPACE}", " ")
    with qtbot.waitSignal(window.balance_asked) as asked:
        page.card.way_out.click()
    assert asked.args[0].name == "PayPal"
    page.session.write(lambda ledger: ledger.set_balance(asked.args[0].id, 500, TODAY))
    qtbot.waitUntil(page.card.dots.isVisible)
    assert not page.card.way_out.isVisible()


def test_too_early_for_a_percentage_is_said_calmly(opened: Open, ledger_path: Path, qtbot) -> None:
    page = answered(opened(ledger_path), qtbot)
    assert not page.card.dots.isVisible()
    assert page.card.headline.text().startswith("Sans rien de TikTok, il")
    assert "Trop tôt pour un pourcentage" in page.card.detail.text()
    assert ".." not in words(page)
    assert "d’après les chiffres publiés" in words(page)
    assert not page.side.levers.isVisible()


def test_a_bill_found_is_kept_or_ignored(opened: Open, lived_path: Path, qtbot) -> None:
    page = answered(opened(lived_path), qtbot)
    assert {s.payee for s in page._live.proposals} >= {"Loyer", "CROUS"}
    button(page.side.checks, "« Loyer » revient").click()
    answered(page.window(), qtbot)
    qtbot.waitUntil(lambda: "Loyer" not in {s.payee for s in page._live.proposals})
    button(page.side.checks, "« CROUS » ne revient pas").click()
    qtbot.waitUntil(lambda: "CROUS" not in {s.payee for s in page._live.proposals})
    kept = {s.payee: s.status for s in page.session.ledger.schedules()}
    assert kept == {"Loyer": Status.CONFIRMED, "CROUS": Status.IGNORED}
    assert [c.text for c in page._live.verdict.to_pay] == ["Loyer"]
    page.session.undo()
    qtbot.waitUntil(lambda: "CROUS" in {s.payee for s in page._live.proposals})


def test_the_last_payout_is_offered_once(opened: Open, tmp_path: Path, qtbot) -> None:
    path = tmp_path / "neuf.tenk"
    Ledger.create(path, accounts=[OpeningBalance("Courant", 10000, TODAY)]).close()
    window = opened(path)
    page = answered(window, qtbot)
    with qtbot.waitSignal(window.payout_asked):
        button(page.side.checks, "le noter").click()
    button(page.side.checks, "pas encore").click()
    qtbot.waitUntil(lambda: not page.side.checks.isVisible())
    assert not page.session.jobs.busy or answered(window, qtbot)


def test_a_day_opens_in_the_journal(opened: Open, lived_path: Path, qtbot) -> None:
    window = opened(lived_path)
    page = answered(window, qtbot)
    page.balance.day_clicked.emit(date(2026, 11, 5))
    assert window.current() == 1
    assert payees(window) == ["CROUS"]
    assert window.journal.period.currentText().startswith("5\N{NO-BREAK SPACE}nov.")


def test_hidden_amounts_are_nowhere(opened: Open, lived_path: Path, qtbot) -> None:
    page = answered(opened(lived_path), qtbot)
    page.session.hide_amounts(True)
    assert not any(f"{digit}\N{NO-BREAK SPACE}€" in words(page) for digit in range(10))


def test_ten_dots_are_told_by_shape(qtbot) -> None:
    dots = TenDots()
    qtbot.addWidget(dots)
    dots.show_chance(7, "7 chances sur 10")
    image: QImage = dots.grab().toImage()
    middle = theme.scaled(8)
    centres = [image.pixelColor(i * theme.scaled(23) + middle, middle).name() for i in range(10)]
    assert centres == [theme.colours().good] * 7 + [theme.colours().surface] * 3
    assert dots.accessibleName() == "7 chances sur 10"


def test_what_may_be_one_is_asked_once(opened: Open, lived_path: Path, qtbot) -> None:
    """Typed from memory: another amount, another day. The income waits for the answer, the bill does not."""
    with Ledger.open(lived_path) as ledger:
        ledger.keep_schedule(Schedule("Aide de la fac", 44_000, Rhythm(day=9)))
        ledger.keep_schedule(Schedule("Logement", -29_000, Rhythm(day=24)))
    page = answered(opened(lived_path), qtbot)
    asked = "« {}, que vous avez noté, et « {}, vu sur le compte : est-ce la même chose ?"
    said = words(page.side.checks).replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert asked.format("Aide de la fac »", "CROUS »") in said
    assert asked.format("Logement »", "Loyer »") in said
    assert "En attendant, seul « CROUS » compte." in said
    assert {s.payee for s in page._live.proposals}.isdisjoint({"CROUS", "Loyer"}), "one question each"
    assert {c.amount for c in page._live.verdict.to_pay} == {-33_000, -29_000}
    assert all(c.amount != 44_000 for c in page._live.following.to_receive)
    button(page.side.checks, "« Logement » et « Loyer » : oui, la même").click()
    qtbot.waitUntil(lambda: [d.typed.payee for d in page._live.doubts] == ["Aide de la fac"])
    assert [(c.text, c.amount) for c in page._live.verdict.to_pay] == [("Logement", -33_000)]
    button(page.side.checks, "« Aide de la fac » et « CROUS » : non, deux").click()
    qtbot.waitUntil(lambda: page._live.doubts == ())
    assert {s.payee for s in page._live.proposals} >= {"CROUS"}
    assert {s.status for s in page._live.schedules if s.payee == "Aide de la fac"} == {Status.CONFIRMED}
