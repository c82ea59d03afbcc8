"""Twelve months, for eyes, hands and ears."""

from pathlib import Path

import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from tenk_desktop.core.period import Period, last_periods
from tenk_desktop.ui import theme
from tenk_desktop.ui.charts import MonthsChart
from tenk_desktop.ui.session import Session

from .conftest import TODAY

OCTOBER, NOVEMBER = Period.of(2026, 10), Period.of(2026, 11)


@pytest.fixture
def chart(session: Session, qtbot) -> MonthsChart:
    made = MonthsChart(session.money)
    qtbot.addWidget(made)
    made.resize(900, 400)
    made.show()
    made.show_months(session.ledger.months(last_periods(TODAY, 12)), NOVEMBER, TODAY)
    qtbot.wait(20)
    return made


def ticks(chart: MonthsChart) -> list[str]:
    return [text for _at, text in chart.plot.getAxis("bottom")._tickLevels[0]]


def test_under_each_month_its_name_and_a_word_or_a_sign(chart: MonthsChart) -> None:
    last, running = ticks(chart)[-2:]
    assert last.split("\n") == ["oct.", "−20"]
    assert running.split("\n") == ["nov.", "à ce jour"]


def test_it_speaks_the_chosen_month_and_has_a_name(chart: MonthsChart) -> None:
    assert chart.sentence().startswith("Novembre\N{NO-BREAK SPACE}2026")
    assert "Couvert à ce jour." in chart.sentence()
    assert chart.plot.accessibleName()
    assert chart.plot.accessibleDescription()


def test_the_arrow_keys_go_from_month_to_month_and_enter_opens(chart: MonthsChart, qtbot) -> None:
    with qtbot.waitSignal(chart.month_selected) as selected:
        QTest.keyClick(chart.plot, Qt.Key.Key_Left)
    assert selected.args == [OCTOBER]
    assert "Il manque 20,00" in chart.sentence()
    with qtbot.waitSignal(chart.month_clicked) as clicked:
        QTest.keyClick(chart.plot, Qt.Key.Key_Return)
    assert clicked.args == [OCTOBER]
    QTest.keyClick(chart.plot, Qt.Key.Key_Home)
    QTest.keyClick(chart.plot, Qt.Key.Key_Left)  # no month before the first: nothing happens
    assert chart._selected == 0


def test_a_click_opens_the_month_under_it(chart: MonthsChart, qtbot) -> None:
    where = chart.plot.getViewBox().mapViewToScene(QPointF(10, 100))
    at = chart.plot.mapFromScene(where)
    with qtbot.waitSignal(chart.month_clicked) as clicked:
        QTest.mouseClick(chart.plot.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert clicked.args == [OCTOBER]


def test_the_table_twin_has_the_same_figures(chart: MonthsChart) -> None:
    head, *body = chart.table_rows()
    assert len(body) == 12
    assert all(len(row) == len(head) for row in body)
    october = body[-2]
    assert october[head.index("Manque")].startswith("20,00")
    assert october[head.index("Dépenses")].startswith("320,00")
    assert body[-1][head.index("Manque")] == "✓ couvert"
    assert body[-1][0].endswith(", à ce jour")


@pytest.mark.parametrize("suffix", ["png", "svg", "csv"])
def test_it_is_exported(chart: MonthsChart, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"mois.{suffix}"
    chart.save_as(path)
    if suffix == "png":
        image = QImage(str(path))
        assert image.pixelColor(2, 2).name() == theme.colours().surface
        colours = {
            image.pixelColor(x, y).name() for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)
        }
        assert {theme.colours().sure, theme.colours().tiktok} <= colours
    elif suffix == "svg":
        assert "<svg" in path.read_text("utf-8")
        assert theme.colours().tiktok in path.read_text("utf-8")
    else:
        lines = path.read_text("utf-8-sig").splitlines()
        assert lines[-2] == "2026-10-01,EUR,300.00,0.00,0.00,0.00,0.00,320.00,20.00"


def test_a_place_that_cannot_be_written_is_an_oserror(chart: MonthsChart, tmp_path: Path) -> None:
    for suffix in ("png", "csv", "svg"):
        with pytest.raises(FileNotFoundError):
            chart.save_as(tmp_path / "absent" / f"mois.{suffix}")


def test_hidden_amounts_are_nowhere(chart: MonthsChart, session: Session) -> None:
    session.hide_amounts(True)
    chart.show_months(session.ledger.months(last_periods(TODAY, 12)), NOVEMBER, TODAY)
    shown = (
        " ".join(ticks(chart))
        + " ".join(chart._axis.tickStrings([0.0, 200.0], 1, 200))
        + chart.sentence().replace("2026", "")
    )
    assert not any(c.isdigit() for c in shown)


def test_no_cost_is_drawn_for_a_month_nothing_is_known_of(chart: MonthsChart) -> None:
    """Nor is an amount written twice along the scale where there is nothing at all."""
    lines = next(i for i in chart.plot.drawn if isinstance(i, pg.PlotCurveItem))
    assert [round(x) for x in lines.getData()[0][::2]] == [10, 11]
    chart.show_months(tuple(r._replace(by_category={}, pending=0) for r in chart._reports), NOVEMBER, TODAY)
    low, high = chart.plot.getViewBox().viewRange()[1]
    axis = chart.plot.getAxis("left")
    for top in (high, 1.06, 0.3):
        heights = [v for _, some in axis.tickValues(low, top, 400) for v in some]
        written = axis.tickStrings(heights, 1, 1)
        assert len(set(written)) == len(written)
