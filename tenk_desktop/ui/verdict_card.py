"""The answer, at the top of the first screen: ten dots, one sentence, what stands behind it, a few figures."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QWidget

from tenk_desktop.core.outlook import answer
from tenk_desktop.core.outlook.answer import SHOWN, WANTED, Verdict
from tenk_desktop.core.period import ONE_DAY
from tenk_desktop.core.text import day_text, tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.widgets import Button, Card, FigureTile, columns, label

Money = Callable[[int], str]
Tile = tuple[str, str, str]
DOTS = 10
TILES = 4


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


class VerdictCard(Card):
    """Shows a verdict, or what is missing for one, or what a month was."""

    def __init__(self) -> None:
        super().__init__()
        self.dots = TenDots()
        self.headline, self.detail = label(role="verdict", wrap=True), label(role="quiet", wrap=True)
        self.warning, self.advice = label(wrap=True), label(role="quiet", wrap=True)
        self.way_out = Button(tr("Donner le solde"), role="primary")
        self.way_out.clicked.connect(lambda _checked=False: self._act())
        self._act: Callable[[], Any] = lambda: None
        self.tiles = tuple(FigureTile() for _ in range(TILES))
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.gap(theme.M))
        self._narrow = False
        for widget in (self.dots, self.headline, self.detail, self.warning, self.advice):
            self.body.addWidget(widget)
        self.body.addLayout(columns(self.way_out, 1))
        self.body.addLayout(self._grid)
        self.show_month("", "", ())

    def show_verdict(self, v: Verdict, money: Money) -> None:
        """The verdict in words, with its dots where there is a percentage."""
        if v.chance is None:
            self._say(*_without_percentage(v, money))
        else:
            behind = (
                answer.lowest_sentence(v, money),
                answer.without_tiktok_sentence(v, money),
                answer.following_sentence(v),
            )
            self._say(str(answer.chance_sentence(v)), " ".join(str(s) for s in behind if s))
            words = str(answer.in_ten(v.chance, random_left=v.random_left))
            self.dots.show_chance(answer.tenths(v.chance, random_left=v.random_left), words)
        self.dots.setVisible(v.chance is not None)
        _show_if_any(self.warning, " ".join(_tight(name, day_text(day)) for name, day in v.tight))
        _show_if_any(self.advice, str(answer.advice(v) or ""))
        self._figures(_figures(v, money))

    def show_missing(self, sentence: str, detail: str, give: str, act: Callable[[], Any]) -> None:
        """The one thing without which there is no verdict, and the button that gives it."""
        self.show_month(sentence, detail, ())
        self._act = act
        self.way_out.setText(give)
        self.way_out.show()

    def show_month(self, sentence: str, detail: str, tiles: Sequence[Tile]) -> None:
        """What a month was: no verdict."""
        self._say(sentence, detail)
        for widget in (self.dots, self.warning, self.advice):
            widget.hide()
        self._figures(tiles)

    def arrange(self, *, narrow: bool) -> None:
        """The figures side by side, or two by two."""
        self._narrow = narrow
        across = 2 if narrow else TILES
        shown = [tile for tile in self.tiles if not tile.isHidden()]
        for i, tile in enumerate(shown):
            self._grid.addWidget(tile, i // across, i % across)
        for column in range(TILES):
            self._grid.setColumnStretch(column, int(column < min(across, len(shown))))

    def _say(self, headline: str, detail: str) -> None:
        self.way_out.hide()
        self.headline.setText(headline)
        _show_if_any(self.detail, detail)

    def _figures(self, tiles: Sequence[Tile]) -> None:
        for i, tile in enumerate(self.tiles):
            tile.setVisible(i < len(tiles))
            if i < len(tiles):
                tile.show_figure(*tiles[i])
        self.arrange(narrow=self._narrow)


def _show_if_any(shown: Any, text: str) -> None:
    shown.setText(text)
    shown.setVisible(bool(text))


def _tight(name: str, day: str) -> str:
    return tr("Attention, le {day} : « {account} », seul, passerait sous son plancher.", account=name, day=day)


def _without_percentage(v: Verdict, money: Money) -> tuple[str, str]:
    """What can be said without one: the ordinary course first when nothing else is known, the wide range after it."""
    without, lowest = str(answer.without_tiktok_sentence(v, money)), str(answer.lowest_sentence(v, money))
    why = str(answer.chance_sentence(v))
    if v.chance_without_tiktok is None:
        return without, f"{lowest} {why}"
    return lowest, f"{without} {why}"


def _figures(v: Verdict, money: Money) -> tuple[Tile, ...]:
    last = day_text(v.horizon - ONE_DAY)
    a_day = v.safe_to_spend_per_day[SHOWN]
    told = v.chance is not None or v.to_pay  # with no bill and no history, all would look free to spend
    each = tr("{amount} / jour", amount=money(a_day)) if a_day is not None and told else "—"
    here = (tr("Disponible aujourd’hui"), money(v.available), "")
    counted = tr("courses comprises, charges déjà comptées ; tient 8 fois sur 10")
    if not told:
        counted = tr("aucune charge connue pour l’instant")
    elif a_day == 0:
        counted = tr("le reste va aux charges du début de mois")
    spend = (tr("À dépenser d’ici le {day}", day=last), each, counted)
    if v.chance is None:
        low, day = v.without_tiktok.quantiles["0.5"], day_text(v.without_tiktok.date)
        return here, spend, (tr("Sans TikTok, au plus bas"), money(low), tr("le {day}", day=day))
    return here, spend, (tr("Pour 9 chances sur 10, il manque"), money(v.gap[WANTED]), "")
