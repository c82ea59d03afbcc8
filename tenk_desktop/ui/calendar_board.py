"""The grid and its twin, a table: what a `ChartCard` holds of the calendar."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QStackedWidget, QTableWidget, QTableWidgetItem

from tenk_desktop.core.money import decimal_string
from tenk_desktop.core.outlook.calendar import CalendarDay, CalendarMonth, Kind, Money, closing_text, entry_amount
from tenk_desktop.core.text import date_text, listed, tr
from tenk_desktop.ui.calendar_grid import MonthGrid
from tenk_desktop.ui.pictures import of_widget, save
from tenk_desktop.ui.widgets import as_list


class CalendarBoard(QStackedWidget):
    """``grid`` is asked for days, ``table`` says the same a line a day."""

    def __init__(self, money: Money, currency: str) -> None:
        super().__init__()
        self._money, self._currency = money, currency
        self._month: CalendarMonth | None = None
        self.grid = MonthGrid(money)
        self.table = QTableWidget()
        as_list(self.table, tr("Le mois, une ligne par jour"))
        self.table.activated.connect(lambda index: self._open(index.row()))
        self.addWidget(self.grid)
        self.addWidget(self.table)
        self.setFocusProxy(self.grid)

    def show_month(self, month: CalendarMonth, currency: str) -> None:
        """The days of the table and of the file."""
        self._month, self._currency = month, currency
        if self.currentWidget() is self.table:
            self._fill()

    def show_table(self, on: bool) -> None:
        """The table in place of the grid."""
        if on:
            self._fill()
        shown = self.table if on else self.grid
        self.setCurrentWidget(shown)
        self.setFocusProxy(shown)

    def save_as(self, path: Path) -> None:
        """Write the grid (``.png``, ``.svg``) or the days (``.csv``); raises `OSError`."""
        save(path, self.grid.size(), self.grid.accessibleName(), of_widget(self.grid), self._csv_rows)

    def _open(self, at: int) -> None:
        if self._month is not None and at >= 0:
            self.grid.day_opened.emit(self._month.days[at].date)

    # the table

    def _fill(self) -> None:
        days = self._month.days if self._month else ()
        head = [tr("Jour"), tr("Entrées"), tr("Sorties"), tr("Fin de journée"), tr("Ce qui passe")]
        self.table.setColumnCount(len(head))
        self.table.setRowCount(len(days))
        self.table.setHorizontalHeaderLabels(head)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for i, day in enumerate(days):
            for j, text in enumerate(self._line(day)):
                item = QTableWidgetItem(text)
                if 0 < j < 4:
                    item.setTextAlignment(right)
                self.table.setItem(i, j, item)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)

    def _line(self, day: CalendarDay) -> tuple[str, ...]:
        closing = closing_text(day, self._money)
        if self._month and day.date == self._month.lowest:
            closing = tr("▼ {amount}, le plus bas", amount=closing)
        money = [self._money(total, sign=True) if total else "" for total in (_sum(day, 1), _sum(day, -1))]
        entries = listed(f"{e.text} {entry_amount(e, self._money)}" for e in day.entries)
        return date_text(day.date), *money, closing, entries

    # files

    def _csv_rows(self) -> Iterable[list[str]]:
        def text(minor: int | None) -> str:
            return "" if minor is None else decimal_string(minor, self._currency)

        yield ["date", "in", "out", "balance", "q10", "q50", "q90", "currency"]
        for day in self._month.days if self._month else ():
            low, middle, high = day.range or (None, None, None)
            amounts = (_sum(day, 1), _sum(day, -1), day.balance, low, middle, high)
            yield [day.date.isoformat(), *map(text, amounts), self._currency]


def _sum(day: CalendarDay, sign: int) -> int:
    """What comes in (1) or goes out (-1), noted or dated; what may or may not be paid is left out."""
    kinds = (Kind.DONE, Kind.DUE)
    return sum(e.amount for e in day.entries if e.kind in kinds and e.amount * sign > 0)
