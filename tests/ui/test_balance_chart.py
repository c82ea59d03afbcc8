"""The balance day by day, for eyes, hands and ears."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from tenk_desktop.core.outlook.days import Event, days_of, largest
from tenk_desktop.core.progress import silent
from tenk_desktop.core.text import amount_text
from tenk_desktop.ui import theme
from tenk_desktop.ui.charts import BalanceChart
from tenk_desktop.ui.live import Live, look
from tenk_desktop.ui.money import HIDDEN

from .conftest import TODAY

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


class Purse:
    """What `Session.money` does, without a session."""

    hidden = False

    def __call__(self, minor: int, currency: str = "", *, sign: bool = False, cents: bool = True) -> str:
        return HIDDEN if self.hidden else amount_text(minor, currency or "EUR", sign=sign, cents=cents)


@pytest.fixture
def live(lived_path: Path) -> Live:
    return look(lived_path, TODAY, silent)


@pytest.fixture
def purse() -> Purse:
    return Purse()


@pytest.fixture
def chart(live: Live, purse: Purse, qtbot) -> BalanceChart:
    made = BalanceChart(purse)
    qtbot.addWidget(made)
    made.resize(900, 400)
    made.show()
    made.show_balance(live.past, live.verdict, live.movements)
    qtbot.wait(20)
    return made


def names(chart: BalanceChart) -> list[str]:
    return [spaced(item.toPlainText()) for item in chart._names]


def spaced(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_each_day_of_the_period_is_there_once(live: Live) -> None:
    days = days_of(live.past, live.verdict, live.movements)
    assert [d.date for d in days] == [FIRST + timedelta(days=i) for i in range(30)]
    for day in days:
        assert (day.known is not None) is (day.date <= live.verdict.as_of)
        assert bool(day.quantiles) is (day.date >= TODAY)
    assert days[20].known == 40000 == live.verdict.available


def test_what_comes_and_goes_is_named_the_largest_first(live: Live, chart: BalanceChart) -> None:
    marked = largest(days_of(live.past, live.verdict, live.movements), 3)
    assert [(e.date, e.amount) for e in marked[:2]] == [(date(2026, 11, 5), 40000), (date(2026, 11, 27), -33000)]
    assert {"CROUS +400", "Loyer −330", "aujourd’hui", "plancher : 0 €"} <= set(names(chart))


def test_names_never_lie_on_one_another(chart: BalanceChart, qtbot) -> None:
    for width in (900, 480, 300):
        chart.resize(width, 300)
        qtbot.wait(20)
        boxes = [item.mapRectToScene(item.boundingRect()) for item in chart._names]
        for i, box in enumerate(boxes):
            assert not any(box.adjusted(4, 4, -4, -4).intersects(other) for other in boxes[i + 1 :])


def test_it_speaks_the_day_under_the_arrow_keys(chart: BalanceChart, qtbot) -> None:
    assert chart.sentence().startswith("22\N{NO-BREAK SPACE}nov.")
    assert chart.plot.accessibleName()
    for _ in range(5):
        QTest.keyClick(chart.plot, Qt.Key.Key_Right)
    said = chart.sentence()
    assert spaced(said) == spaced(chart.plot.accessibleDescription())
    assert re.match(r"27 nov\. : entre .+ et .+ 8 fois sur 10, autour de .+ Loyer −330,00", spaced(said))
    QTest.keyClick(chart.plot, Qt.Key.Key_Home)
    assert "en fin de journée" in chart.sentence()
    QTest.keyClick(chart.plot, Qt.Key.Key_End)
    assert chart.sentence().startswith("30")
    with qtbot.waitSignal(chart.day_clicked) as asked:
        QTest.keyClick(chart.plot, Qt.Key.Key_Return)
    assert asked.args == [LAST]


def test_a_click_asks_for_the_day_under_it(chart: BalanceChart, qtbot) -> None:
    at = chart.plot.mapFromScene(chart.plot.getViewBox().mapViewToScene(QPointF(4, 100)))
    with qtbot.waitSignal(chart.day_clicked) as asked:
        QTest.mouseClick(chart.plot.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert asked.args == [date(2026, 11, 5)]


def test_the_table_twin_has_a_row_a_day(chart: BalanceChart) -> None:
    head, *body = chart.table_rows()
    assert len(body) == 30
    assert all(len(row) == len(head) for row in body)
    assert body[20][1].startswith("400,00")
    assert "Loyer" in body[26][-1]
    assert body[26][1] == ""
    assert body[26][2] != ""


@pytest.mark.parametrize("suffix", ["png", "svg", "csv"])
def test_it_is_exported(chart: BalanceChart, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"solde.{suffix}"
    chart.save_as(path)
    if suffix == "png":
        image = QImage(str(path))
        seen = {image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}
        assert {theme.colours().accent, theme.colours().tiktok, theme.colours().other_creator} <= seen
    elif suffix == "svg":
        assert theme.colours().accent in path.read_text("utf-8")
    else:
        lines = path.read_text("utf-8-sig").splitlines()
        assert lines[21] == "2026-11-21,EUR,400.00,,,,,,,"
        assert len(lines) == 31
        assert lines[-1].startswith("2026-11-30,EUR,,")


def test_hidden_amounts_are_nowhere(chart: BalanceChart, live: Live, purse: Purse) -> None:
    purse.hidden = True
    chart.show_balance(live.past, live.verdict, live.movements)
    assert "Loyer −••••" in names(chart)
    assert not any(c.isdigit() for name in names(chart) for c in name)
    assert spaced(chart.sentence()) == "22 nov. : entre •••• et •••• 8 fois sur 10, autour de ••••."


def test_a_balance_that_is_not_known_yet_begins_today(chart: BalanceChart, live: Live) -> None:
    chart.show_balance((), live.verdict)
    assert chart.places() == 10  # from the day accounts are known to the end of the month
    assert "aujourd’hui" in names(chart)


def test_no_name_lies_on_a_mark(chart: BalanceChart, qtbot) -> None:
    for width in (900, 480, 300):
        chart.resize(width, 300)
        qtbot.wait(20)
        view = chart.plot.getViewBox()
        half = theme.scaled(11) / 2 - 1
        marks = [view.mapViewToScene(QPointF(point.pos())) for point in chart._marks.points()]
        assert marks
        for name in chart._names:
            box = name.mapRectToScene(name.boundingRect())
            if name.toPlainText() != "aujourd’hui":
                assert not any(box.adjusted(2 - half, 4 - half, half - 2, half - 4).contains(at) for at in marks)


def test_a_floor_beside_a_mark_is_named_elsewhere(chart: BalanceChart, qtbot) -> None:
    """A triangle lies just over the floor, where its name would be."""
    past = [
        (date(2026, 11, 1) + timedelta(days=i), 10_000 if i < 2 else -31_000 if i < 4 else -9_000) for i in range(20)
    ]
    events = [Event(date(2026, 11, 3), "Loyer", -41_000), Event(date(2026, 11, 5), "CAF", 22_000)]
    chart.show_past(past, events, TODAY, "EUR", 0)
    qtbot.wait(20)
    view = chart.plot.getViewBox()
    floor = next(n for n in chart._names if n.toPlainText().startswith("plancher"))
    box = floor.mapRectToScene(floor.boundingRect())
    for point in chart._marks.points():
        assert not box.contains(view.mapViewToScene(QPointF(point.pos())))
