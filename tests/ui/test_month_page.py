"""The first screen beyond its first sentence: why, what if, months before and after, and the app's own record."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel

from tenk_desktop.core.model import Transaction
from tenk_desktop.core.outlook.answer import Track
from tenk_desktop.core.outlook.coming import coming
from tenk_desktop.core.outlook.household import Status
from tenk_desktop.core.outlook.kept import to_keep
from tenk_desktop.core.outlook.track import Outcome, SaidChance
from tenk_desktop.core.outlook.why import Edit, Figure
from tenk_desktop.core.period import Period
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.ui.dialogs.assumptions import AssumptionsDialog
from tenk_desktop.ui.dialogs.schedules import SchedulesDialog
from tenk_desktop.ui.late_bar import late_words
from tenk_desktop.ui.lookout import CALM_MS
from tenk_desktop.ui.main_window import MainWindow
from tenk_desktop.ui.pages.month_end import MonthEndPage
from tenk_desktop.ui.why_panel import WhyPanel

from .conftest import TODAY
from .test_pages import words
from .test_verdict_page import answered, button, opened  # noqa: F401 - a fixture

Open = Callable[[Path], MainWindow]


@pytest.fixture
def page(opened: Open, lived_path: Path, qtbot) -> MonthEndPage:  # noqa: F811
    return answered(opened(lived_path), qtbot)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\u202f", " ")


def dialog(page: MonthEndPage, kind: type[QDialog]) -> QDialog:
    return next(d for d in page.window().findChildren(kind) if d.isVisible())


# --- what if


def test_later_payouts_change_the_sentences_and_the_fan_and_go_back(page: MonthEndPage, qtbot) -> None:
    said, fan = page.card.headline.text(), page.balance.table_rows()
    page.late.stops[2].click()
    supposed = page._live.what_if.late(30)
    assert page.late.days == 30
    assert page.late.value.text() == "30 jours plus tard"
    assert page.late.slider.accessibleDescription() == "30 jours plus tard"
    assert plain(page.card.what_if.text()) == "supposé : TikTok 30 jours plus tard"
    assert page.card.what_if.isVisible()
    assert page.balance._days[-1].quantiles == supposed.fan[-1].quantiles
    page.late.back.click()
    assert not page.card.what_if.isVisible()
    assert page.card.headline.text() == said
    assert page.balance.table_rows() == fan


def test_the_slider_obeys_the_keyboard(page: MonthEndPage) -> None:
    page.late.slider.setFocus()
    QTest.keyClick(page.late.slider, Qt.Key.Key_PageUp)
    assert page.late.days == 7
    QTest.keyClick(page.late.slider, Qt.Key.Key_Right)
    assert page.late.days == 8
    QTest.keyClick(page.late.slider, Qt.Key.Key_Home)
    assert page.late.value.text() == "à l’heure"
    assert late_words(1) == "1 jour plus tard"


def test_what_was_supposed_is_forgotten_when_the_month_changes(page: MonthEndPage) -> None:
    page.late.slider.setValue(14)
    page.go(Period.of(2026, 10))
    assert not page.late.isVisible()
    page.go(Period.of(2026, 11))
    assert page.late.days == 0
    assert not page.card.what_if.isVisible()


# --- why


def test_each_figure_tells_where_it_comes_from(page: MonthEndPage) -> None:
    for ask in page.card.asks:
        ask.click()
        panel = dialog(page, WhyPanel)
        assert "Ce qui y entre" in words(panel)
        panel.close()
    asked = [tile._about for tile in page.card.tiles if tile.ask.isVisible()]
    assert Figure.SPEND in asked
    page.card.tiles[1].ask.click()
    panel = dialog(page, WhyPanel)
    assert "charges déjà comptées" in words(panel)
    panel.close()
    button(page.side.ahead, "Matelas, pour 9 chances sur 10 : d’où ça vient").click()
    assert "Matelas pour trois mois" in plain(words(dialog(page, WhyPanel)))


def test_an_assumption_is_changed_from_there(page: MonthEndPage, qtbot) -> None:
    page.card.asks[0].click()
    panel = dialog(page, WhyPanel)
    button(panel, "Changer : Aucun découvert autorisé n’est noté.").click()
    assumed = dialog(page, AssumptionsDialog)
    assumed.field("floor").setText("150")
    assumed.field("overdraft_cost").setText("8")
    assumed.field("creator_range", 0).setText("50")
    assumed.field("creator_range", 2).setText("250")
    assumed.save()
    told = page.session.ledger.preferences()
    assert (told["floor"], told["overdraft_cost"], told["creator_range"]) == ("-15000", "800", "[5000, 15000, 25000]")
    assert "week" not in told
    qtbot.waitUntil(lambda: page._live.verdict.floor == -15000)
    assert "sans dépasser votre découvert autorisé" in page.card.headline.text()


def test_an_assumption_is_forgotten_by_an_empty_field_and_a_bad_one_is_refused(page: MonthEndPage) -> None:
    page.session.write(lambda ledger: ledger.tell("week", "9000"))
    assumed = AssumptionsDialog(page.session, Edit.WEEK, page)
    assert plain(assumed.field("week").text()) == "90,00 €"
    assumed.field("rate").setText("abc")
    assumed.save()
    assert page.session.ledger.preferences()["week"] == "9000"
    assumed.field("rate").setText("")
    assumed.field("week").setText("")
    assumed.start_day.setValue(25)
    assumed.save()
    told = page.session.ledger.preferences()
    assert "week" not in told
    assert told["start_day"] == "25"


def test_a_bill_is_corrected_or_left_out(page: MonthEndPage) -> None:
    found = coming(page.session.ledger.household(TODAY))
    lines = {line.coming.schedule.payee: line for line in SchedulesDialog(page.session, found, page).lines}
    lines["Loyer"].amount.setText("345")
    lines["Loyer"].keep.click()
    lines["CROUS"].leave.click()
    kept = {s.payee: (s.amount, s.status) for s in page.session.ledger.schedules()}
    assert kept == {"Loyer": (-34500, Status.CONFIRMED), "CROUS": (40000, Status.IGNORED)}
    lines["Loyer"].amount.setText("")
    lines["Loyer"].keep.click()
    assert {s.amount for s in page.session.ledger.schedules()} == {-34500, 40000}


def test_amounts_hidden_are_hidden_there_too(page: MonthEndPage) -> None:
    page.session.hide_amounts(True)
    page.card.asks[0].click()
    shown = plain(words(dialog(page, WhyPanel)))
    assert not any(f"{digit} €" in shown for digit in range(10))


# --- months before and after


def test_the_following_month_is_a_verdict_to_its_end(page: MonthEndPage) -> None:
    assert page.card.following.text().startswith("Et décembre")
    page._after.click()
    assert page._title.text().startswith("Décembre")
    assert "de finir le mois suivant" in page.card.headline.text()
    assert not page.card.following.isVisible()
    assert page.balance._days[-1].date == date(2026, 12, 31)
    assert not page._after.isEnabled()
    page._before.click()
    assert page.balance._days[-1].date == date(2026, 11, 30)


def test_a_month_gone_by_shows_its_balance_and_what_was_said_of_it(opened: Open, lived_path: Path, qtbot) -> None:  # noqa: F811
    said = replace(answered(opened(lived_path), qtbot)._live.verdict, chance=0.72)
    with Ledger.open(lived_path) as ledger:
        ledger.say(date(2026, 10, 12), to_keep(replace(said, today=date(2026, 10, 12))))
    page = answered(opened(lived_path), qtbot)
    qtbot.waitUntil(lambda: bool(page._lookout.months), timeout=15000)
    page.go(Period.of(2026, 10))
    assert page._balance_box.isVisible()
    assert [d.date.day for d in page.balance._days] == list(range(1, 32))
    assert all(d.known is not None for d in page.balance._days)
    assert "Le 12 oct., il était dit 7 sur 10" in plain(page.card.detail.text())
    page.go(Period.of(2026, 9))
    assert "Rejoué au 10 sept." in plain(page.card.detail.text())


# --- its own record


def test_the_record_comes_after_the_verdict_and_tells_said_from_replayed(page: MonthEndPage, qtbot) -> None:
    qtbot.waitUntil(lambda: bool(page._lookout.months), timeout=15000)
    card = page.side.track
    assert all(o.said.replayed for o in page._lookout.months)
    assert card.sentence.text().startswith("Rien n’a encore été dit")
    assert card.replayed.text().startswith("Sur vos mois passés, rejoués")
    assert card.as_table.isVisible()
    lived = Outcome(Period.of(2026, 9), SaidChance(date(2026, 9, 10), 0.8), -5)
    card.show_months((*page._lookout.months, lived))
    assert plain(card.sentence.text()).endswith("sans découvert 0 fois sur 1.")  # also when it is bad
    table = card._record.table_rows()
    assert table[0][1:] == ["Tenu, mois vécus", "Tenu, mois rejoués"]
    assert ["8 sur 10", "0 sur 1"] in [line[:2] for line in table]


def test_a_hidden_page_replays_nothing(page: MonthEndPage, qtbot) -> None:
    page.session.write(lambda ledger: ledger.tell("week", "9000"))
    page.window().go(1)
    assert not page._lookout.reading
    qtbot.waitUntil(lambda: not page.session.jobs.busy, timeout=15000)
    qtbot.wait(CALM_MS + 100)
    assert page._lookout._scored_at != page._lookout.state[:3]
    page.window().go(0)
    answered(page.window(), qtbot)
    qtbot.waitUntil(lambda: page._lookout._scored_at == page._lookout.state[:3], timeout=15000)


def test_the_reliability_chart_speaks_hides_and_exports(page: MonthEndPage, tmp_path: Path, qtbot) -> None:
    qtbot.waitUntil(lambda: page.side.track._record is not None)
    chart = page.side.track._record
    chart.show_record([Track(0.8, 0.5, 2)], [Track(0.8, 1.0, 3), Track(0.3, 0.0, 1)])
    assert chart.places() == 2
    assert plain(chart.spoken(1)) == "Dit 8 sur 10 : tenu 1 fois sur 2. Rejoué, 8 sur 10 : tenu 3 fois sur 3."
    for suffix in ("png", "svg", "csv"):
        chart.save_as(tmp_path / f"vu.{suffix}")
        assert (tmp_path / f"vu.{suffix}").stat().st_size > 50
    assert "0.8,said,0.5,2" in (tmp_path / "vu.csv").read_text("utf-8-sig")


def test_a_mark_of_the_legend_hides_what_it_stands_for(page: MonthEndPage) -> None:
    from tenk_desktop.ui.charts.base import LegendKey

    for chart in (page.chart, page.balance):
        before = len(chart.plot.drawn)
        keys = chart.findChildren(LegendKey)
        assert all(key.accessibleName() for key in keys)
        keys[0].setFocus()
        QTest.keyClick(keys[0], Qt.Key.Key_Space)
        assert len(chart.plot.drawn) == before - 1
        QTest.keyClick(keys[0], Qt.Key.Key_Space)
        assert len(chart.plot.drawn) == before


def test_the_accounts_are_those_of_tonight_as_what_is_available(page: MonthEndPage) -> None:
    """A row dated tomorrow is in neither."""
    later = Transaction(0, 1, TODAY + timedelta(days=1), -840, "Pharmacie")
    page.session.write(lambda ledger: ledger.save(later))
    account = page.session.ledger.accounts()[0]
    tonight = page.session.ledger.balance_at(account, TODAY)
    assert account.balance == tonight - 840
    figures = [shown.text() for shown in page.side.accounts.findChildren(QLabel)]
    assert page.session.money(tonight) in figures
    assert page.session.money(account.balance) not in figures
