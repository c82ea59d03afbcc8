"""Periods from one payday to the next, on every page: called after the month most of their days are in, days named."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from tenk_desktop.core.model import AccountKind, Transaction
from tenk_desktop.core.period import Period
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tenk_desktop.ui.jobs import Jobs
from tenk_desktop.ui.main_window import MainWindow
from tenk_desktop.ui.pages.budget import BudgetPage
from tenk_desktop.ui.pages.calendar import CalendarPage
from tenk_desktop.ui.pages.month_end import TALLEST, MonthEndPage
from tenk_desktop.ui.session import Session

from .conftest import TODAY, category
from .test_verdict_page import answered, opened  # noqa: F401 - a fixture

PERIOD = Period.of(2026, 10, 28)
TITLE = "Novembre 2026, du 28 oct. au 27 nov."
Open = Callable[[Path], MainWindow]


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


@pytest.fixture
def path(lived_path: Path) -> Path:
    with Ledger.open(lived_path) as ledger:
        ledger.tell("start_day", "28")
        ledger.add_account(OpeningBalance("Livret A", 90000, TODAY, AccountKind.SAVINGS))
        ledger.add_account(OpeningBalance("Dollars", 5000, TODAY, AccountKind.PAYPAL, "USD"))
        ledger.save(Transaction(0, 1, date(2026, 10, 28), -4000, "Fnac", category_id=category(ledger, "Loisirs")))
    return lived_path


def calm(session: Session, qtbot) -> None:
    for _ in range(4):
        QApplication.processEvents()
        qtbot.waitUntil(lambda: not session.jobs.busy, timeout=20_000)


@pytest.fixture
def page(opened: Open, path: Path, qtbot) -> MonthEndPage:  # noqa: F811
    return answered(opened(path), qtbot)


def test_the_verdict_names_its_period_and_the_next_one(page: MonthEndPage) -> None:
    assert plain(page._title.text()) == "Novembre 2026"
    assert plain(page._days.text()) == "du 28 oct. au 27 nov."
    assert plain(page._title.accessibleName()) == TITLE
    shown = " ".join(label.text() for label in page.card.findChildren(QLabel) if label.isVisible())
    assert "décembre : " in plain(shown).lower()
    assert page.chart is not None
    assert [row[0] for row in page.chart.table_rows()[1:]][-1].startswith("Novembre")
    assert page._live is not None
    assert page._live.verdict.horizon == PERIOD.end


def test_savings_and_other_currencies_are_shown_apart(page: MonthEndPage) -> None:
    """Said not to be there to spend, below what is."""
    texts = [label.text() for label in page.side.accounts.findChildren(QLabel) if label.isVisible()]
    names = [t for t in map(plain, texts) if t in ("Courant", "Livret A", "Dollars") or t.startswith("À part")]
    assert names == ["Courant", "À part : pas compté dans l’argent à dépenser", "Livret A", "Dollars"]
    assert "900,00 €" in [plain(t) for t in texts]


def test_the_twelve_months_do_not_grow_with_the_column_beside_them(page: MonthEndPage, qtbot) -> None:
    page.window().resize(1366, 2400)
    QApplication.processEvents()
    assert page._months_box.height() <= TALLEST
    boxes = (page.card, page._balance_box, page.late, page._months_box)
    gaps = [b.geometry().top() - a.geometry().bottom() for a, b in pairwise(boxes)]
    assert max(gaps) <= 2 * min(gaps), "no hole between them"


def test_the_budget_and_the_calendar_are_of_the_same_days(path: Path, qapp: QApplication, qtbot) -> None:
    session = Session(Ledger.open(path), Jobs(), lambda: TODAY)
    for kind in (BudgetPage, CalendarPage):
        made = kind(session)
        qtbot.addWidget(made)
        made.show()
        calm(session, qtbot)
        assert plain(made._title.text()) == "Novembre 2026"
        assert plain(made._said.text()).startswith(TITLE)
        if isinstance(made, BudgetPage):
            assert made.seen is not None
            fun = made.seen.budget.line(category(session.ledger, "Loisirs"))
            assert fun is not None
            assert fun.spent == 4000, "of the 28th of October"
            assert made.seen.budget.period == PERIOD
        else:
            assert made._month is not None
            assert made._month.period == PERIOD
            (report,) = session.ledger.months([PERIOD])
            assert (made._month.income, -made._month.costs) == (report.income, report.costs)
        made.hide()
    session.close()
