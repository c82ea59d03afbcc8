"""A chart in its card: it arrives after the first paint, turns into a table, and is exported."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu

from tenk_desktop.core.errors import TenkError
from tenk_desktop.core.text import msg, tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.widgets import Button, Card, label

if TYPE_CHECKING:
    from tenk_desktop.ui.calendar_board import CalendarBoard
    from tenk_desktop.ui.charts.base import Chart
    from tenk_desktop.ui.tiktok_bars import RankedBars


class ChartCard(Card):
    """A place kept for a chart. ``aside`` is a line at the right of the title; ``file`` names its exports."""

    refused = Signal(object)  # a TenkError to be said

    def __init__(self, title: str, file: str, height: int, back: str = "") -> None:
        """``height`` is the room kept for the chart, in pixels at 100 % text; ``back`` asks for it when its table is
        there.
        """
        self._back = back or tr("voir le graphique")
        self.aside = label(role="small")
        self.as_table = Button(tr("voir en tableau"), self._toggle_table, "link")
        self.export = Button(tr("exporter"), role="link")
        super().__init__(title, self.aside, self.as_table, self.export)
        self._file = file
        self._chart: Chart | RankedBars | CalendarBoard | None = None
        self.as_table.setCheckable(True)
        self._title = title
        self._name_buttons()
        menu = QMenu(self.export)
        for suffix, name in (("png", tr("Image PNG…")), ("svg", tr("Dessin SVG…")), ("csv", tr("Tableau CSV…"))):
            menu.addAction(name).triggered.connect(partial(self._save, suffix))
        self.export.setMenu(menu)
        self._waiting = label(tr("Le graphique arrive…"), "quiet")
        self._height = theme.scaled(height)
        self._waiting.setMinimumHeight(self._height)
        self.body.addWidget(self._waiting, 1)

    def put(self, chart: "Chart | RankedBars | CalendarBoard") -> None:
        """The chart is there."""
        self._chart = chart
        self.body.removeWidget(self._waiting)
        self._waiting.deleteLater()
        chart.setMinimumHeight(self._height)
        self.body.addWidget(chart, 1)

    def expect(self, *, something: bool) -> None:
        """Keep room and buttons for the chart only where there is something to draw."""
        for widget in (self.as_table, self.export, self._chart or self._waiting):
            widget.setVisible(something)

    def _toggle_table(self) -> None:
        on = self.as_table.isChecked()
        self.as_table.setText(self._back if on else tr("voir en tableau"))
        self._name_buttons()
        if self._chart is not None:
            self._chart.show_table(on)

    def _name_buttons(self) -> None:
        """Two charts on a page: whoever only hears the buttons must know whose they are."""
        for button in (self.as_table, self.export):
            button.setAccessibleName(tr("{name} : {text}", name=button.text(), text=self._title))

    def _save(self, suffix: str, _checked: bool = False) -> None:
        if self._chart is None:
            return
        from tenk_desktop.ui import files

        path = files.place(self, tr("Exporter"), f"{suffix.upper()} (*.{suffix})", f"{self._file}.{suffix}")
        if path:
            try:
                self._chart.save_as(path.with_suffix(f".{suffix}"))
            except OSError as error:
                problem = msg("Le fichier n’a pas pu être écrit : {reason}.", reason=error.strerror or error)
                self.refused.emit(TenkError(problem, msg("Choisissez un autre dossier.")))
