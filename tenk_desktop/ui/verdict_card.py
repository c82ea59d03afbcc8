"""The answer, at the top of the first screen: ten dots, one sentence, what stands behind it, a few figures."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from tenk_desktop.core.outlook.answer import Verdict
from tenk_desktop.core.outlook.why import Figure
from tenk_desktop.core.text import tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.verdict_words import Money, tile_figures, verdict_words
from tenk_desktop.ui.widgets import Badge, Button, Card, FigureTile, FlowLayout, columns, label
from tenk_desktop.ui.words import DOTS, Tile

TILES = 4
TILE_WIDTH = 205
"""What one needs, in pixels at 100 % text."""


class TenDots(QWidget):
    """So many of ten: full dots and empty rings, said as words to a screen reader."""

    def __init__(self) -> None:
        super().__init__()
        self.filled = 0
        self.setFixedSize(self.sizeHint())

    def show_chance(self, filled: int, words: str) -> None:
        """How many are full, and the words for it."""
        self.filled = filled
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(DOTS * theme.scaled(23), theme.scaled(18))

    def paintEvent(self, _event: QPaintEvent) -> None:
        c = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side, step = theme.scaled(15), theme.scaled(23)
        for i in range(DOTS):
            full = i < self.filled
            painter.setPen(QPen(QColor(c.good if full else c.edge), 2))
            painter.setBrush(QColor(c.good) if full else QColor(c.surface))
            painter.drawEllipse(QRectF(i * step + 1.5, 1.5, side - 1, side - 1))


class AskedTile(FigureTile):
    """A figure that can be asked where it comes from."""

    why_asked = Signal(object)  # a Figure

    def __init__(self) -> None:
        super().__init__()
        self._about: Figure | None = None
        self.ask = Button(tr("d’où ça vient"), lambda: self.why_asked.emit(self._about), "link")
        self.layout().insertWidget(3, self.ask)  # type: ignore[union-attr]
        self.ask.hide()

    def show_figure(self, name: str, figure: str, note: str = "", about: Figure | None = None) -> None:
        """As any tile; without ``about`` there is nothing to ask."""
        super().show_figure(name, figure, note)
        self._about = about
        self.ask.setVisible(about is not None)
        self.ask.setAccessibleName(tr("{title} : {text}", title=name, text=self.ask.text()))


class VerdictCard(Card):
    """Shows a verdict, or what is missing for one, or what a month was."""

    why_asked = Signal(object)  # a Figure

    def __init__(self) -> None:
        super().__init__()
        self.dots = TenDots()
        self.what_if = Badge(" ", "warn")
        self.asks = tuple(
            Button(text, partial(self.why_asked.emit, figure), "link")
            for text, figure in ((tr("d’où ça vient"), Figure.CHANCE), (tr("et ce plus bas"), Figure.LOWEST))
        )
        for button, name in zip(self.asks, (tr("D’où vient cette réponse"), tr("D’où vient le plus bas")), strict=True):
            button.setAccessibleName(name)
        self.following = label(role="heading", wrap=True)
        self.headline, self.detail = label(role="verdict", wrap=True), label(role="quiet", wrap=True)
        self.warning, self.advice = label(wrap=True), label(role="quiet", wrap=True)
        self.way_out = Button(tr("Donner le solde"), role="primary")
        self.way_out.clicked.connect(lambda _checked=False: self._act())
        self._act: Callable[[], Any] = lambda: None
        self.tiles = tuple(AskedTile() for _ in range(TILES))
        for tile in self.tiles:
            tile.why_asked.connect(self.why_asked)
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.gap(theme.M))
        self._arranged: object = None
        first = FlowLayout(theme.gap(theme.M))
        for widget in (self.dots, self.what_if, *self.asks):
            first.addWidget(widget)
        self.body.addLayout(first)
        for widget in (self.headline, self.detail, self.following, self.warning, self.advice):
            self.body.addWidget(widget)
        self.body.addLayout(columns(self.way_out, 1))
        self.body.addLayout(self._grid)
        self.show_month("", "", ())

    def show_verdict(self, v: Verdict, money: Money, *, asked: bool = False, what_if: str = "") -> None:
        """The verdict in words, with its dots where there is a percentage.

        ``asked`` tells that figures can be asked where they come from, ``what_if`` marks it as supposed.
        """
        words = verdict_words(v, money)
        self._say(words.headline, words.detail, words.following)
        self.what_if.setText(what_if)
        self.what_if.setVisible(bool(what_if))
        for button in self.asks:
            button.setVisible(asked and not what_if)
        if words.filled is not None:
            self.dots.show_chance(words.filled, words.chances)
        self.dots.setVisible(words.filled is not None)
        _show_if_any(self.warning, words.warning)
        _show_if_any(self.advice, words.advice)
        self._figures(words.tiles, tile_figures(v) if asked and not what_if else ())

    def show_missing(self, sentence: str, detail: str, give: str, act: Callable[[], Any]) -> None:
        """The one thing without which there is no verdict, and the button that gives it."""
        self.show_month(sentence, detail, ())
        self._act = act
        self.way_out.setText(give)
        self.way_out.show()

    def show_month(self, sentence: str, detail: str, tiles: Sequence[Tile]) -> None:
        """What a month was: no verdict."""
        self._say(sentence, detail)
        for widget in (self.dots, self.what_if, *self.asks, self.warning, self.advice):
            widget.hide()
        self._figures(tiles)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """The figures side by side, or two by two where there is too little room for each."""
        shown = [tile for tile in self.tiles if not tile.isHidden()]
        across = TILES if self.width() >= theme.scaled(TILE_WIDTH) * len(shown) else 2
        if (across, shown) == self._arranged:
            return
        self._arranged = across, shown
        for i, tile in enumerate(shown):
            self._grid.addWidget(tile, i // across, i % across)
        for column in range(TILES):
            self._grid.setColumnStretch(column, int(column < min(across, len(shown))))

    def _say(self, headline: str, detail: str, following: str = "") -> None:
        self.way_out.hide()
        self.headline.setText(headline)
        _show_if_any(self.detail, detail)
        _show_if_any(self.following, following)

    def _figures(self, tiles: Sequence[Tile], figures: Sequence[Figure | None] = ()) -> None:
        for i, tile in enumerate(self.tiles):
            tile.setVisible(i < len(tiles))
            if i < len(tiles):
                tile.show_figure(*tiles[i], figures[i] if i < len(figures) else None)
        self._arrange()


def _show_if_any(shown: Any, text: str) -> None:
    shown.setText(text)
    shown.setVisible(bool(text))
