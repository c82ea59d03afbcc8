"""The TikTok page: built when first opened, complete, every figure opens what it is made of, and one key accepts."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QPushButton,
    QSlider,
    QStyledItemDelegate,
    QTableWidget,
    QWidget,
)

from tenk_desktop.core.creator import overview
from tenk_desktop.core.creator.growth import FanWeek
from tenk_desktop.core.importing.planning import plan_typed
from tenk_desktop.core.importing.rewards import typed
from tenk_desktop.core.model import Filter, Nature, Stage, Transaction
from tenk_desktop.core.period import Period
from tenk_desktop.core.text import number_text
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.ui import theme
from tenk_desktop.ui.charts.followers import FollowersChart
from tenk_desktop.ui.dialogs.condition import ConditionDialog
from tenk_desktop.ui.dialogs.earnings import EarningsDialog
from tenk_desktop.ui.jobs import Jobs
from tenk_desktop.ui.main_window import MainWindow
from tenk_desktop.ui.pages.tiktok import TikTokPage
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.settings import Settings
from tenk_desktop.ui.tiktok_bars import RankedBars
from tenk_desktop.ui.tiktok_sheets import source_lines
from tenk_desktop.ui.tiktok_tables import MOST, Row, Rows, Sheet, TableCard, fill, plain_table
from tenk_desktop.ui.widgets import Card
from tests.creators.life import TODAY, live
from tests.creators.score import ledger_of
from tests.effort import spent, unit
from tests.store.dump import dump


def place(window: MainWindow) -> int:
    """Where the page is in the sidebar."""
    return next(i for i, (_name, icon, *_rest) in enumerate(window._pages) if icon == "tiktok")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("vie") / "vie.tenk"
    ledger_of(path, live(5, orders_a_day=0.4).files).close()
    return path.read_bytes()


@pytest.fixture
def window(made: bytes, tmp_path: Path, qtbot):
    path = tmp_path / "vie.tenk"
    path.write_bytes(made)
    session = Session(Ledger.open(path), Jobs(), lambda: TODAY)
    shown = MainWindow(session, Settings())
    qtbot.addWidget(shown)
    shown.resize(1366, 768)
    shown.show()
    yield shown
    session.close()


@pytest.fixture
def page(window: MainWindow, qtbot) -> TikTokPage:
    window.go(place(window))
    found = window.page(place(window))
    assert isinstance(found, TikTokPage)
    qtbot.waitUntil(lambda: found.seen is not None and found.chart is not None, timeout=8_000)
    return found


def words(widget: QWidget) -> str:
    shown = (label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))
    return "\n".join(shown).replace("\N{NO-BREAK SPACE}", " ")


def dialog(window: MainWindow, kind: type) -> QWidget:
    QApplication.processEvents()
    return window.findChildren(kind)[-1]


def test_the_page_is_made_when_it_is_first_opened(window: MainWindow) -> None:
    assert not window.findChildren(TikTokPage)
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    QTest.keyClick(window, Qt.Key.Key_5)
    assert window.current() == place(window)
    assert len(window.findChildren(TikTokPage)) == 1
    assert window.page(place(window)) is window.page(place(window))


def test_pages_opened_in_any_order_keep_their_places(window: MainWindow) -> None:
    order = [*range(len(window._pages))][::-1]
    for at in (*order, *order[::-1]):
        window.go(at)
        assert window._stack.currentWidget() is window.page(at)
        assert window.current() == at


def test_the_first_page_leaves_the_earnings_to_the_worker(window: MainWindow, qtbot) -> None:
    """Thousands of orders are read and reconciled there once: after a start, and after each write."""
    first, ledger = window.month_end, window.session.ledger
    qtbot.waitUntil(lambda: first._live is not None, timeout=20_000)
    asked: list[str] = []
    ledger._db.set_trace_callback(asked.append)
    former = first._live
    window.session.write(lambda ledger: ledger.tell("floor", "0"))
    qtbot.waitUntil(lambda: first._live is not former, timeout=20_000)
    first.go(first._period.shift(-1))
    ledger._db.set_trace_callback(None)
    assert asked
    assert not [sql for sql in asked if "earning_best" in sql]
    assert ledger.shared.payouts is not None
    owed = Counter[str]()
    for e in ledger.earnings():
        owed[e.currency] += e.amount if e.owed else 0
    assert first.side.awaited.isVisibleTo(first), "a month gone by has no verdict that tells of them"
    assert window.session.money(owed["EUR"]).replace("\N{NO-BREAK SPACE}", " ") in words(first.side.awaited)


def test_the_tiles_are_the_sums_of_the_ledger(window: MainWindow, page: TikTokPage) -> None:
    earnings = window.session.ledger.earnings()
    for tile, stages in zip(page.stages.tiles, ((Stage.ESTIMATED,), (Stage.VALIDATED,)), strict=False):
        total = sum(e.amount for e in earnings if e.stage in stages and e.currency == "EUR")
        assert window.session.money(total) in tile.accessibleName()
    month = Filter(start=TODAY.replace(day=1), nature=Nature.TIKTOK, spending_only=True, currency="EUR")
    _count, total = window.session.ledger.count_and_sum(month)
    assert window.session.money(total) in page.stages.tiles[-1].accessibleName()


def test_a_tile_opens_its_earnings_and_they_their_deposit(window: MainWindow, page: TikTokPage) -> None:
    QTest.keyClick(page.stages.tiles[0], Qt.Key.Key_Return)
    shown = dialog(window, EarningsDialog)
    estimated = [e for e in window.session.ledger.earnings() if e.stage is Stage.ESTIMATED]
    assert shown.table.rowCount() == len(estimated)
    shown.accept()
    received = [e for e in page.seen.found.earnings if e.received_by]
    page._show_earnings(received)
    dialog(window, EarningsDialog).table.activated.emit(dialog(window, EarningsDialog).table.model().index(0, 0))
    assert window.current() == 1
    newest = max(received, key=lambda e: (e.earned, e.id))
    model = window.journal.model
    ids = {t.id for t in window.session.ledger.transactions(Filter(start=newest.received_on, nature=Nature.TIKTOK))}
    assert newest.received_by in ids
    assert 0 < model.rowCount() <= len(ids)


def test_the_received_tile_opens_the_journal(window: MainWindow, page: TikTokPage, qtbot) -> None:
    with qtbot.waitSignal(page.transactions_asked) as asked:
        QTest.mouseClick(page.stages.tiles[-1], Qt.MouseButton.LeftButton)
    (wanted,) = asked.args
    assert (wanted.start, wanted.end, wanted.nature) == (date(2025, 6, 1), date(2025, 7, 1), Nature.TIKTOK)
    assert window.current() == 1


def test_one_key_accepts_and_undo_takes_it_back(window: MainWindow, page: TikTokPage, qtbot) -> None:
    path = window.session.ledger.path
    before, first = dump(path), page.checks.shown[0]
    QTest.keyClick(page.area, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: first not in page.checks.shown, timeout=8_000)
    assert next(p for p in page.seen.found.payments if first.deposit.id in p.deposits).accepted
    window.session.undo()
    qtbot.waitUntil(lambda: first in page.checks.shown, timeout=8_000)
    assert dump(path) == before


def test_refusing_asks_no_more(page: TikTokPage, qtbot) -> None:
    first = page.checks.shown[0]
    page.checks.refused.emit(first)
    qtbot.waitUntil(lambda: first.deposit.id not in {s.deposit.id for s in page.checks.shown}, timeout=8_000)


def test_the_sliders_answer_at_once_both_ways(page: TikTokPage) -> None:
    card, said = page.simulator, set()

    def slide() -> None:
        for place in range(card.views.maximum() + 1):
            card.views.setValue(place)
            said.add(card.income.text())
        for place in range(card.amount.maximum() + 1):
            card.amount.setValue(place)
            said.add(card.needed.text())

    took, steps = spent(slide), card.views.maximum() + card.amount.maximum() + 2
    assert len(said) == steps
    assert took / steps < 3 * unit()


@pytest.mark.parametrize(
    ("typed_text", "views"), [("120 000", 120_000), ("1,5 M", 1_500_000), ("80k", 80_000), ("1.234", 1234)]
)
def test_an_exact_number_of_views_can_be_typed(page: TikTokPage, typed_text: str, views: int) -> None:
    card = page.simulator
    card.views_field.selectAll()
    QTest.keyClicks(card.views_field, typed_text)
    exact = number_text(views)
    assert card.income.text().startswith(exact)
    QTest.keyClick(card.views_field, Qt.Key.Key_Return)
    assert card.views_field.text() == exact
    card.views.setValue(0)
    assert card.income.text().startswith(number_text(1000))


def test_an_exact_amount_can_be_typed_and_nonsense_changes_nothing(page: TikTokPage) -> None:
    card = page.simulator
    card.amount_field.selectAll()
    QTest.keyClicks(card.amount_field, "86,40")
    said = card.needed.text()
    assert said.startswith(page.session.money(8640))
    for nonsense in ("", "-5", "abc"):
        card.amount_field.selectAll()
        QTest.keyClick(card.amount_field, Qt.Key.Key_Delete)
        QTest.keyClicks(card.amount_field, nonsense)
        assert card.needed.text() == said
    QTest.keyClick(card.amount_field, Qt.Key.Key_Return)
    assert card.amount_field.text() == "86,40"


def test_a_condition_is_told_with_its_day_and_stays(window: MainWindow, page: TikTokPage, qtbot) -> None:
    age = next(c for c in page.seen.conditions if c.name == "age")
    assert age.met is None
    page._edit(age)
    asked = dialog(window, ConditionDialog)
    asked.yes.setChecked(True)
    asked.save()
    qtbot.waitUntil(lambda: next(c for c in page.seen.conditions if c.name == "age").met is True, timeout=8_000)
    assert next(c for c in page.seen.conditions if c.name == "age").on == TODAY


def test_what_tiktok_asks_can_be_corrected(window: MainWindow, page: TikTokPage, qtbot) -> None:
    followers = page.seen.conditions[0]
    page._edit(followers)
    asked = dialog(window, ConditionDialog)
    asked.need.setText("beaucoup")
    asked.save()
    assert asked.isVisible()
    asked.need.setText("50 000")
    asked.save()
    qtbot.waitUntil(lambda: page.seen.target == 50_000, timeout=8_000)
    assert page.seen.conditions[0].met is False
    assert "50" in page.way.heading.text()


def test_groups_of_videos_open_their_earnings(page: TikTokPage) -> None:
    page.videos.choice.setCurrentIndex(1)
    sheet = page.videos.sheet()
    tags = {line.video.id for line in page.seen.videos if "Trend10k" in line.hashtags}
    (row,) = [row for row in sheet.rows if row.texts[0] == "#Trend10k"]
    assert {e.content for e in row.opens()} <= tags
    assert row.opens()


def test_every_picture_has_a_table_and_exports(page: TikTokPage, tmp_path: Path) -> None:
    for chart in (page.chart, page.bars):
        chart.show_table(True)
        for suffix in ("png", "svg", "csv"):
            file = tmp_path / f"out.{suffix}"
            chart.save_as(file)
            assert file.stat().st_size > 100
    assert page.bars.table.rowCount() == len(page.bars._lines) > 1
    lines = (tmp_path / "out.csv").read_text("utf-8-sig").splitlines()
    assert lines[0] == "source,currency,earned,count"
    assert len(lines) == 1 + page.bars.table.rowCount()


def test_rows_are_made_when_they_are_looked_at() -> None:
    made: list[int] = []
    found = Rows(range(5_000), lambda n: made.append(n) or Row((str(n),), (n,)))
    table = TableCard("Des nombres", "tenk-nombres", 200)
    table.show_sheets(Sheet("un", ("n",), ("n",), found), Sheet("deux", ("n",), ("n",), Rows([7], found._make)))
    assert made == [*range(MOST)], "those on screen, and none of another sheet"
    assert [row.figures[0] for row in found] == [*range(5_000)]
    assert found[-1].texts == ("4999",)
    assert [row.texts for row in found[10:12]] == [("10",), ("11",)]


class Measuring(QStyledItemDelegate):
    """Counts how often a cell is measured."""

    def __init__(self, table: QTableWidget) -> None:
        super().__init__(table)
        self.asked = 0

    def sizeHint(self, *what) -> QSize:
        self.asked += 1
        return super().sizeHint(*what)


def test_a_table_that_is_shown_is_measured_once_when_it_is_filled_again(qtbot) -> None:
    body = [[str(n), "12,00 €", "3"] for n in range(MOST)]
    shown = plain_table("Des lignes")
    shown.setItemDelegate(measuring := Measuring(shown))
    qtbot.addWidget(shown)
    shown.resize(500, 400)
    shown.show()
    for _ in range(2):
        measuring.asked = 0
        fill(shown, ("a", "b", "c"), body)
        QApplication.processEvents()
        assert measuring.asked < 10 * MOST  # 60,000, where all was measured again after each cell


def test_the_name_of_a_bar_gives_way_and_comes_back(qtbot) -> None:
    name = "Restes : 3 repas & un dessert, la suite de la suite"
    bars = RankedBars("D’où vient l’argent")
    qtbot.addWidget(bars)
    bars.show_bars([(Row((name, "12,00 €"), (name, 12), Filter()), 12, "42 gains")], ("a", "b"), ("a", "b"))
    bars.show()
    title = bars.plot.findChild(QPushButton)
    for width, cut in ((900, False), (240, True), (900, False)):
        bars.resize(width, 200)
        QApplication.processEvents()
        assert bars.width() == width, "a long name makes no page wider"
        assert title.shown.endswith("…") is cut
        assert (title.shown == name) is not cut
        assert title.toolTip() == (name if cut else "")
        assert name in title.accessibleName()


def test_the_span_changes_what_is_summed(page: TikTokPage) -> None:
    totals = []
    for at in range(page.span.count()):
        page.span.setCurrentIndex(at)
        totals.append(sum(row.figures[3] for row in page.amounts.sheet().rows))
    assert totals == sorted(totals)
    assert totals[0] < totals[-1]


@pytest.mark.parametrize("meanwhile", [False, True])
def test_hiding_amounts_hides_those_of_the_page(window: MainWindow, page: TikTokPage, meanwhile: bool) -> None:
    if meanwhile:  # what is asked anew must not leave the old amounts in clear until it is answered
        with Ledger.open(window.session.ledger.path) as elsewhere:
            elsewhere.save(Transaction(0, 1, TODAY, -100, "Pain"))
    window.menus.hide_amounts.trigger()
    said = "\n".join(words(card) for card in (page.stages, page.checks, page.simulator, page.sources, page.videos))
    said = said.split("À votre taux")[0].replace("\N{NO-BREAK SPACE}", " ")  # a rate is no amount of anybody's
    assert "€" in said
    assert not any(f"{digit} {sign}" in said for digit in range(10) for sign in "€$")


def test_without_tiktok_is_answered_for_three_months(page: TikTokPage, qtbot) -> None:
    page.without.switch.click()
    qtbot.waitUntil(lambda: page.without.answer.isVisibleTo(page), timeout=30_000)
    assert page.without.answer.text()


def cards(page: TikTokPage) -> list[str]:
    """The titles of the cards that are there."""
    return [card.heading.text() for card in page.findChildren(Card) if card.isVisibleTo(page)]


def test_an_empty_ledger_has_a_page_too(window: MainWindow, page: TikTokPage, tmp_path: Path, qtbot) -> None:
    window.session.switch(Ledger.create(tmp_path / "vide.tenk"))
    window.go(place(window))
    qtbot.waitUntil(lambda: page.seen is not None and not page.seen.found.earnings, timeout=8_000)
    assert "inconnu" in page.stages.tiles[0].accessibleName()
    assert len(cards(page)) == 3, "what has nothing to say is not there"
    assert not any(tile.isVisibleTo(page) for tile in page.stages.tiles)
    for door in (page._studio, *page.stages.nothing.findChildren(QPushButton)[:1]):
        with qtbot.waitSignal(window.import_asked):
            door.click()
    with qtbot.waitSignal(window.rewards_asked):
        page.stages.nothing.findChildren(QPushButton)[1].click()


def test_a_bank_alone_says_who_paid_and_what_would_tell_more(
    window: MainWindow, page: TikTokPage, tmp_path: Path, qtbot
) -> None:
    bank = [file for file in live(5, orders_a_day=0.4).files if file[0].startswith("banque")]
    window.session.switch(ledger_of(tmp_path / "banque.tenk", bank))
    window.go(place(window))
    qtbot.waitUntil(lambda: page.seen is not None and not page.seen.found.earnings, timeout=8_000)
    *owed, received = page.stages.tiles
    for tile in owed:  # nothing says what is owed: zero would be an answer
        assert tile.isVisibleTo(page)
        assert "inconnu" in tile.accessibleName()
        assert "0,00" not in tile.accessibleName()
    assert "inconnu" not in received.accessibleName()
    sources = [button for button in page.bars.plot.findChildren(QPushButton) if "TikTok" in button.text()]
    assert sources
    assert "affiliation" in page._unstated.text()
    with qtbot.waitSignal(page.transactions_asked) as asked:
        sources[0].click()
    assert asked.args[0].nature is Nature.TIKTOK
    window.go(place(window))
    assert not page.videos.isVisibleTo(page)
    assert page.amounts.sheet().rows, "what was received, where nothing is known to be earned"


def test_every_month_of_the_curve_has_its_name_where_there_is_room(qtbot) -> None:
    today = date(2026, 11, 22)
    chart = FollowersChart(lambda _minor, _code, **_more: "")
    qtbot.addWidget(chart)
    chart.resize(1000, 300)
    chart.show()
    known = {today - timedelta(days): 8_543 - 30 * days for days in range(64)}
    weeks = [FanWeek(today + timedelta(7 * n), 8_500, 8_600 + 30 * n, 9_000 + 60 * n) for n in range(1, 27)]
    chart.show_followers(known, weeks, 10_000, today)
    months = ["oct.", "nov.", "déc.", "janv.", "févr.", "mars", "avr.", "mai"]
    assert [name for _place, name in chart._ticks() if name in months] == months
    chart.resize(330, 300)
    assert 0 < len(chart._ticks()) < len(months), "no name on another"


def test_the_curve_comes_with_the_followers_and_goes_without(
    window: MainWindow, page: TikTokPage, tmp_path: Path, qtbot
) -> None:
    assert page.chart.isVisibleTo(page)
    assert not page._studio.isVisibleTo(page)
    window.session.switch(Ledger.create(tmp_path / "vide.tenk"))
    window.go(place(window))
    qtbot.waitUntil(lambda: page.seen is not None and not page.seen.followers, timeout=8_000)
    assert not page.chart.isVisibleTo(page)
    assert not page.way.export.isVisibleTo(page)


def test_groups_of_videos_are_drawn_too(page: TikTokPage) -> None:
    for at, drawn in ((0, False), (1, True), (2, True)):
        page.videos.choice.setCurrentIndex(at)
        assert page.videos.bars.isVisibleTo(page) is drawn
        assert len(page.videos.bars._lines) in (0, len(page.videos.sheet().rows)) or not drawn


def test_dollars_alone_are_shown_as_what_there_is(window: MainWindow, page: TikTokPage, tmp_path: Path, qtbot) -> None:
    ledger = Ledger.create(tmp_path / "dollars.tenk")
    for month, amount, stage in ((3, "52.10", Stage.RECEIVED), (4, "61.00", Stage.PAYABLE)):
        day = date(2025, month, 1)
        said = typed(day, Decimal(amount), "USD", stage)
        ledger.apply_import(plan_typed(said, ledger.existing(day, day)))
    window.session.switch(ledger)
    window.go(place(window))
    qtbot.waitUntil(lambda: page.seen is not None and len(page.seen.found.earnings) == 2, timeout=8_000)
    estimated, _validated, coming, _received = (tile.accessibleName() for tile in page.stages.tiles)
    assert "61,00" in coming
    assert "$" in coming
    assert "€" not in coming
    assert "0,00\N{NO-BREAK SPACE}€" in estimated, "nothing is there in any currency"
    march = overview.earned(page.seen.found.lots, Period(date(2025, 3, 1), date(2025, 4, 1)), "USD")
    ((row, amount, _aside),) = source_lines(page.seen, march, window.session.money)[0]
    assert (row.figures[1], amount) == ("USD", 5210)


def test_an_invoice_over_its_day_is_a_calm_notice(page: TikTokPage) -> None:
    assert page.seen.late[0].usual is None
    assert page.seen.late[0].platform in page.stages.notice.text()
    assert "étaient attendus" in page.stages.notice.text()


def test_a_gain_is_noted_from_the_page(window: MainWindow, page: TikTokPage, qtbot) -> None:
    (link,) = [b for b in page.findChildren(QPushButton) if b.text() == "noter un gain"]
    with qtbot.waitSignal(window.rewards_asked):
        QTest.mouseClick(link, Qt.MouseButton.LeftButton)


def test_nothing_is_cut_at_twice_the_text(made: bytes, tmp_path: Path, qtbot, qapp: QApplication) -> None:
    path = tmp_path / "vie.tenk"
    path.write_bytes(made)
    theme.apply(qapp, "light", 200)
    try:
        session = Session(Ledger.open(path), Jobs(), lambda: TODAY)
        shown = MainWindow(session, Settings())
        qtbot.addWidget(shown)
        shown.resize(1366, 768)
        shown.show()
        shown.go(place(shown))
        page = shown.page(place(shown))
        qtbot.waitUntil(lambda: page.seen is not None and page.chart is not None, timeout=8_000)
        qtbot.waitUntil(lambda: page.chart.isVisibleTo(page), timeout=8_000)
        QApplication.processEvents()
        assert page.area.horizontalScrollBar().maximum() == 0
        session.close()
    finally:
        theme.apply(qapp, "light", 100)


def test_scrolling_past_changes_nothing(page: TikTokPage, qtbot) -> None:
    """The wheel is for the page."""
    boxes = (*page.findChildren(QSlider), *page.findChildren(QComboBox))
    assert len(boxes) >= 4
    for box in boxes:
        before = box.value() if isinstance(box, QSlider) else box.currentIndex()
        spot = QPointF(box.rect().center())
        keys, phase = Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
        for down in (-240, 240):
            far = QPoint(0, down)
            wheel = QWheelEvent(spot, box.mapToGlobal(spot), QPoint(), far, Qt.MouseButton.NoButton, keys, phase, False)
            QApplication.sendEvent(box, wheel)
            assert (box.value() if isinstance(box, QSlider) else box.currentIndex()) == before
