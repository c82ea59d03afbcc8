"""The ground of every chart: a view on the picture, an axis at its left and one below it."""

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QGraphicsItem, QSizePolicy

from tenk_desktop.ui import theme


class Plot(pg.GraphicsView):  # type: ignore[misc]
    """What charts use of pyqtgraph's `PlotWidget`, which takes nearly three times as long to make: with each come two
    axes more, a form of forty widgets and nine menus, none of which is ever shown.
    """

    def __init__(self, left: pg.AxisItem) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.drawn: list[Any] = []
        self._view = pg.ViewBox(enableMouse=False, enableMenu=False)
        self._view.setDefaultPadding(0.0)
        self._axes = {"left": left, "bottom": pg.AxisItem("bottom")}
        grid = self.centralLayout
        grid.setContentsMargins(0, theme.gap(theme.S), 0, 0)  # room for half of the topmost figure
        grid.setSpacing(0)
        grid.addItem(self._view, 0, 1)
        for (row, column), axis in zip(((0, 0), (1, 1)), self._axes.values(), strict=True):
            axis.enableAutoSIPrefix(False)
            axis.setStyle(autoExpandTextSpace=False)  # its size is said, and else said again while it is painted
            axis.linkToView(self._view)
            axis.setZValue(0.5)
            axis.setFlag(QGraphicsItem.GraphicsItemFlag.ItemNegativeZStacksBehindParent)
            grid.addItem(axis, row, column)
        grid.setRowStretchFactor(0, 100)
        grid.setColumnStretchFactor(1, 100)
        QCoreApplication.sendPostedEvents(self.scene())  # polished now: while it is painted, it is painted again

    def getViewBox(self) -> pg.ViewBox:
        """Where places and heights are drawn."""
        return self._view

    def getAxis(self, name: str) -> pg.AxisItem:
        """The one at the ``left``, or at the ``bottom``."""
        return self._axes[name]

    def addItem(self, item: Any, **bounds: bool) -> None:
        """Draw something, in the view's places and heights; ``bounds`` as `ViewBox.addItem` takes them."""
        self.drawn.append(item)
        self._view.addItem(item, **bounds)

    def removeItem(self, item: Any) -> None:
        """Draw it no more."""
        if item in self.drawn:
            self.drawn.remove(item)
            self._view.removeItem(item)

    def clear(self) -> None:
        """Draw nothing."""
        for item in self.drawn[:]:
            self.removeItem(item)

    def setRange(self, **ranges: Any) -> None:
        """The places and heights seen, as `ViewBox.setRange` takes them."""
        self._view.setRange(**ranges)
