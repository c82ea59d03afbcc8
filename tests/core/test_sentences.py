"""What the first screen says, for each kind of month."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.period import Period
from tenk_desktop.core.reports import MonthReport
from tenk_desktop.core.sentences import (
    covered_sign,
    expected_text,
    month_spoken,
    months_covered,
    still_to_come,
    verdict,
    without_tiktok,
)
from tenk_desktop.core.text import MINUS, amount_text

TODAY = date(2026, 11, 22)
NOVEMBER = MonthReport(Period.of(2026, 11), "EUR", sure=30000, tiktok=8600, costs=35950, by_category=((1, 2650),))
OCTOBER = NOVEMBER._replace(period=Period.of(2026, 10), tiktok=0, costs=32000)


def euros(minor: int) -> str:
    return amount_text(minor, "EUR").replace("\N{NO-BREAK SPACE}", " ")


def test_a_running_month() -> None:
    assert verdict(NOVEMBER, TODAY, euros) == "Novembre couvre ses dépenses jusqu’ici : il reste 26,50 €."
    short = NOVEMBER._replace(costs=40000)
    assert verdict(short, TODAY, euros) == (
        "Novembre, à ce jour, ne couvre pas encore ses dépenses : il manque 14,00 €."
    )
    assert "30" in still_to_come(NOVEMBER.period, TODAY)
    assert still_to_come(OCTOBER.period, TODAY) == ""


def test_a_past_month_and_another_year() -> None:
    assert verdict(OCTOBER, TODAY, euros) == "Octobre n’a pas couvert ses dépenses : il a manqué 20,00 €."
    assert verdict(OCTOBER, date(2027, 1, 2), euros).startswith("Octobre\N{NO-BREAK SPACE}2026 ")


def test_the_month_without_tiktok_is_always_said() -> None:
    assert without_tiktok(NOVEMBER, euros) == "Sans l’argent de TikTok : il manquerait 59,50 €."
    rich = NOVEMBER._replace(sure=90000)
    assert without_tiktok(rich, euros) == "Sans l’argent de TikTok : couvert aussi, il resterait 540,50 €."


def test_an_empty_month_says_nothing_was_noted() -> None:
    empty = MonthReport(Period.of(2026, 11), "EUR")
    assert "rien" in verdict(empty, TODAY, euros)
    assert covered_sign(empty, TODAY, euros) == ""


@given(sure=st.integers(0, 10**9), tiktok=st.integers(-100, 10**9), costs=st.integers(-(10**6), 10**9))
def test_a_sign_or_a_word_goes_with_every_figure(sure: int, tiktok: int, costs: int) -> None:
    report = OCTOBER._replace(sure=sure, tiktok=tiktok, costs=costs)
    sign = covered_sign(report, TODAY, euros)
    spoken = month_spoken(report, TODAY, euros)
    if report.covered and costs <= 0:
        assert sign == ""
        assert "Aucune dépense notée." in spoken
        assert "Couvert" not in spoken
    else:
        assert sign == "✓" if report.covered else sign.startswith(MINUS)
        assert ("Couvert" in spoken) == report.covered
    assert ("manque" in spoken) == (not report.covered)


@given(sure=st.integers(0, 10**9), costs=st.integers(1, 10**9))
def test_the_running_month_is_said_as_of_today_whatever_it_lacks(sure: int, costs: int) -> None:
    report = NOVEMBER._replace(sure=sure, costs=costs)
    assert covered_sign(report, TODAY, euros) == "à ce jour", "never a lack: the pay may be to come"
    assert "à ce jour" in month_spoken(report, TODAY, euros).lower()
    last = report.period.end - timedelta(1)
    assert covered_sign(report, last, euros) == "à ce jour"
    assert covered_sign(report, last + timedelta(1), euros) != "à ce jour"


def test_a_month_without_known_expenses_is_not_counted_as_covered() -> None:
    months = [
        NOVEMBER._replace(period=Period.of(2026, m), costs=c, by_category=((1, 1),))
        for m, c in ((8, 0), (9, 5), (10, 0))
    ]
    assert months_covered(months, TODAY).replace("\N{NO-BREAK SPACE}", " ") == "1 mois couvert sur 1"
    assert "aucune dépense notée" in verdict(months[2], TODAY, euros)


def test_money_that_is_late_is_said_so() -> None:
    assert expected_text(None, TODAY) == ""
    assert expected_text(date(2026, 12, 15), TODAY).startswith("vers le 15")
    assert expected_text(date(2026, 11, 15), TODAY).startswith("attendu depuis le 15")
