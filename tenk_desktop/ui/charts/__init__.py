"""Charts. The only package that imports pyqtgraph, itself imported after the first paint (`ui.turns`).

A chart is shown frozen values and keeps none of its own. Each has a table twin, a sentence for what is under the
pointer or the arrow keys, a name and description for screen readers, and exports as PNG, SVG and CSV.
"""

# ruff: noqa: E402 - pyqtgraph is loaded in our own way before the first of them asks for it

from tenk_desktop.ui import turns

turns.load_pyqtgraph()

from tenk_desktop.ui.charts.balance import BalanceChart
from tenk_desktop.ui.charts.followers import FollowersChart
from tenk_desktop.ui.charts.months import MonthsChart
from tenk_desktop.ui.charts.past import PastChart
from tenk_desktop.ui.charts.reliability import ReliabilityChart

__all__ = ["BalanceChart", "FollowersChart", "MonthsChart", "PastChart", "ReliabilityChart"]
