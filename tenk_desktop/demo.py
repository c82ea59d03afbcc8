"""The main job where there is no window: a sample creator's export files become a ledger, and the ledger an answer."""

import os
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tenk_desktop.cli.arguments import language, options
from tenk_desktop.cli.months import month_lines, month_words
from tenk_desktop.cli.outlook import verdict_lines, verdict_of
from tenk_desktop.core.outlook.household import Household
from tenk_desktop.core.period import last_periods
from tenk_desktop.core.personas import PERSONAS
from tenk_desktop.core.reports import MonthReport
from tenk_desktop.core.sample import sample_files
from tenk_desktop.core.sentences import months_covered
from tenk_desktop.core.text import amount_text, ntr, tr, use_language
from tenk_desktop.store.samples import create_sample

MONTHS = 12


def main(argv: Sequence[str]) -> int:
    """Print a sample creator's verdict and what her months brought against what they cost, and save the chart."""
    use_language(language(argv))
    try:
        today = options(argv).today or date.today()
    except SystemExit as stop:
        return int(stop.code or 0)
    folder = Path(tempfile.mkdtemp(prefix="tenk-"))
    print(tr("Pas d’écran ici : voici l’essentiel avec l’exemple d’une étudiante inventée."))
    print()
    reports, household = _import_sample(folder, today)
    print()
    print(*verdict_lines(verdict_of(household)), sep="\n")
    print()
    print(months_covered(reports, today))
    print(*filter(None, month_words(reports[-1], today)), sep="\n")
    print()
    print(*month_lines(reports, today), sep="\n")
    print()
    print(_save_chart(reports, today, folder / tr("douze-mois.png")))
    print(tr("Avec vos fichiers : tenk import RELEVE.csv, puis tenk months. Tout reste sur cette machine."))
    return 0


def _import_sample(folder: Path, today: date) -> tuple[tuple[MonthReport, ...], Household]:
    files = sample_files(PERSONAS[0], today)
    for file in files:
        (folder / file.name).write_bytes(file.data)
    with create_sample(folder / "exemple.tenk", PERSONAS[0], files) as ledger:
        for record in ledger.imports():
            print(ntr("{file} : {count} ligne lue", "{file} : {count} lignes lues", record.rows, file=record.file))
        return ledger.months(last_periods(today, MONTHS)), ledger.household(today)


def _save_chart(reports: tuple[MonthReport, ...], today: date, path: Path) -> str:
    """Draw the chart without a screen; where Qt’s libraries are missing, say so and go on."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    try:
        _draw(reports, today, path)
    except ImportError as error:
        return tr("Le graphique n’a pas pu être dessiné : {reason}.", reason=error)
    return tr("Graphique : {path}", path=path)


def _draw(reports: tuple[MonthReport, ...], today: date, path: Path) -> None:
    from PySide6.QtWidgets import QApplication

    from tenk_desktop.ui import theme
    from tenk_desktop.ui.charts import MonthsChart

    app = QApplication(["tenk"])
    theme.apply(app, "light", 100)
    chart = MonthsChart(_money)
    chart.resize(1100, 460)
    chart.show_months(reports, reports[-1].period, today)
    chart.grab().save(str(path))


def _money(minor: int, currency: str = "EUR", *, sign: bool = False, cents: bool = True) -> str:
    return amount_text(minor, currency, sign=sign, cents=cents)
