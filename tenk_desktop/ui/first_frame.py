"""The first frame: what the ledger last said, drawn at once in the place of the window's content.

Widgets, pages and charts take several times as long to load as Qt itself. This one widget draws the same words at
about the same places from what `store.glance` reads, and is gone a moment later, when the pages are there.

It is drawn as SVG: a painter's own pens and brushes would first make all of Qt's enumerations, for 20 ms.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QByteArray, QRectF, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from tenk_desktop.core.period import Period
from tenk_desktop.core.text import day_text, listed, month_text, neutral, tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.money import shown
from tenk_desktop.ui.words import DOTS, Line, Tile, Words, being_redone, heard, said_on

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from PySide6.QtGui import QPaintEvent

    from tenk_desktop.store.glance import Glance

NEWEST = 8
"""How many of the newest operations there is room for."""
WIDE = 880
"""From this width on, at 100 % text, a page has a column beside it (`page.NARROW`)."""

SCROLL_BAR = 14
"""The page that follows has one, nearly always."""

LETTERS = 100
"""Qt draws all text of an SVG with letters of so many pixels, made smaller. Measured with the same ones, words are as
wide as they are drawn, and two fonts are loaded instead of eight."""


class Content(NamedTuple):
    """What is drawn."""

    name: str
    banner: str
    title: str
    words: Words
    newest: tuple[Line, ...]
    redone: str = ""  # of figures of another day, that they are being made again


def content(seen: Glance, name: str, today: date, *, hidden: bool) -> Content:
    """What a ledger said last, if it is about the running month, and its newest operations."""
    period = Period.containing(today, seen.start_day)
    banner = tr("EXEMPLE : des comptes inventés, dans un fichier à part. Rien ici ne touche aux vôtres.")
    words = heard(seen.said, today, period.end, hidden=hidden)
    words = words or _said_again(seen, today, period, hidden=hidden)
    return Content(
        name=name,
        banner=banner if seen.sample else "",
        title=month_text(period.month),
        words=words or _nothing_said(seen),
        redone=being_redone(said_on(seen.said), today) if words else "",
        newest=tuple(
            (neutral(r.payee), day_text(r.date), shown(r.amount, r.currency, hidden=hidden, sign=True))
            for r in seen.rows
        ),
    )


def _said_again(seen: Glance, today: date, period: Period, *, hidden: bool) -> Words | None:
    """The words of the verdict kept, where their copy does not fit: a little later, for there is more to load."""
    if not seen.said:
        return None
    from tenk_desktop.core.outlook.kept import from_kept
    from tenk_desktop.ui.verdict_words import verdict_words

    found = from_kept(seen.said)
    if found is None or found.horizon != period.end or found.today > today:
        return None
    return verdict_words(found, partial(shown, currency=seen.currency, hidden=hidden))


def _nothing_said(seen: Glance) -> Words:
    return Words(tr("Votre mois arrive…") if seen.rows else tr("Est-ce que je boucle la fin du mois ?"))


class FirstFrame(QWidget):
    """Draws a `Content`; `painted` is said once, after the first time."""

    painted = Signal()

    def __init__(self, what: Content) -> None:
        super().__init__()
        self._what = what
        self._waits = True
        said = (what.words.headline, what.words.detail, what.redone)
        self.setAccessibleName(" ".join(part for part in said if part))
        self.setAccessibleDescription(listed(" ".join(line) for line in what.newest))

    def paintEvent(self, _event: QPaintEvent) -> None:
        pen = Pen(self.font(), self.logicalDpiY())
        _draw(pen, self._what, self.width(), self.height())
        painter = QPainter(self)
        QSvgRenderer(QByteArray(pen.svg(self.width(), self.height()))).render(painter, QRectF(self.rect()))
        painter.end()
        if self._waits:
            self._waits = False
            self.painted.emit()


class Pen:
    """Notes boxes and lines of text in the theme's colours and letters. Lengths in pixels."""

    def __init__(self, font: QFont, dots_per_inch: int) -> None:
        self._font = font
        self._pixels = font.pointSizeF() * dots_per_inch / 72
        self._metrics: dict[bool, QFontMetricsF] = {}
        self._drawn: list[str] = []

    def svg(self, width: int, height: int) -> bytes:
        """All that was noted, as a drawing of this size."""
        family = _escaped(self._font.family())
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="{family}">'
        return (head + "".join(self._drawn) + "</svg>").encode()

    def text(self, x: float, y: float, width: float, words: str, role: str = "body", anchor: str = "start") -> float:
        """Write words below ``y``, on as many lines as they need; answers their height. ``x`` is their ``anchor``."""
        size, weight, colour = _LETTERS[role]
        pixels, metrics = round(self._pixels * size), self._of(bold=weight > 400)  # a widget's letters are whole pixels
        ink, scale = getattr(theme.colours(), colour), pixels / LETTERS
        style = f'font-size="{pixels}" font-weight="{weight}" text-anchor="{anchor}" fill="{ink}"'
        lines, height = _lines(words, width / scale, metrics), metrics.height() * scale
        for i, line in enumerate(lines):
            base = y + metrics.ascent() * scale + i * height
            self._drawn.append(f'<text x="{x:.1f}" y="{base:.1f}" {style}>{_escaped(line)}</text>')
        return len(lines) * height

    def here(self) -> int:
        """A place that a box can be put under later, once the height of what is written on it is known."""
        return len(self._drawn)

    def box(
        self, x: float, y: float, width: float, height: float, colour: str, line: str = "", under: int | None = None
    ) -> None:
        """A rounded surface; one with a ``line`` around it is a card."""
        c, radius = theme.colours(), 10 if line else 7
        edge = f' stroke="{getattr(c, line)}"' if line else ""
        where = f'x="{x + 0.5:.1f}" y="{y + 0.5:.1f}" width="{width - 1:.1f}" height="{height - 1:.1f}" rx="{radius}"'
        drawn = f'<rect {where} fill="{getattr(c, colour)}"{edge}/>'
        self._drawn.insert(len(self._drawn) if under is None else under, drawn)

    def fill(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A plain surface."""
        where = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
        self._drawn.append(f'<rect {where} fill="{getattr(theme.colours(), colour)}"/>')

    def dots(self, x: float, y: float, filled: int) -> None:
        """So many of ten, as `verdict_card.TenDots`."""
        c, radius, step = theme.colours(), theme.scaled(15) / 2 - 0.5, theme.scaled(23)
        for i in range(DOTS):
            ink = f'fill="{c.good}" stroke="{c.good}"' if i < filled else f'fill="{c.surface}" stroke="{c.edge}"'
            at = f'cx="{x + 1 + radius + i * step}" cy="{y + 1 + radius}" r="{radius}" stroke-width="2"'
            self._drawn.append(f"<circle {at} {ink}/>")

    def _of(self, *, bold: bool) -> QFontMetricsF:
        if bold not in self._metrics:
            font = QFont(self._font)
            font.setPixelSize(LETTERS)
            font.setBold(bold)
            self._metrics[bold] = QFontMetricsF(font)
        return self._metrics[bold]


def _lines(words: str, width: float, metrics: QFontMetricsF) -> list[str]:
    """Words cut into lines no wider than ``width``; a word wider than that has its own."""
    if words and metrics.horizontalAdvance(words) <= width:  # nearly always, and measuring word by word takes 1 ms
        return [words]
    lines: list[str] = []
    for word in words.split(" ") if words else ():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and metrics.horizontalAdvance(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


_LETTERS = {
    "body": (1.0, 400, "text"),
    "bold": (1.0, 700, "text"),
    "quiet": (1.0, 400, "quiet"),
    "small": (0.88, 400, "quiet"),
    "large": (1.3, 700, "text"),
    "figure": (1.4, 700, "text"),
    "huge": (1.65, 700, "text"),
    "chosen": (1.0, 700, "link"),
    "primary": (1.0, 700, "on_accent"),
}
"""Size, weight and colour of each role, as `theme` gives them to labels."""


def _draw(pen: Pen, what: Content, width: int, height: int) -> None:
    """The window from top to bottom; what does not fit is cut."""
    side, margin, gap, top = min(theme.scaled(200), 300), theme.gap(theme.L), theme.gap(theme.L), theme.scaled(22)
    pen.fill(0, 0, width, height, "page")
    pen.fill(0, 0, width, top, "surface")
    pen.fill(0, top - 1, width, 1, "line")
    _draw_sidebar(pen, what, top, side, height)
    y: float = top
    if what.banner:
        pen.fill(side, y, width - side, theme.scaled(32), "warn_soft")
        pen.text(side + margin, y + theme.scaled(9), width - side, what.banner)
        y += theme.scaled(32)
    y += margin
    pen.text(side + margin + theme.scaled(30), y + theme.scaled(4), width, what.title, "large")
    pen.text(width - margin - SCROLL_BAR, y + theme.scaled(6), width, what.redone, "small", "end")
    y += theme.scaled(26) + theme.gap(theme.M)
    room = width - side - 2 * margin - SCROLL_BAR
    wide = width - side >= theme.scaled(WIDE)
    right = max(theme.scaled(260), (room - gap) / 4) if wide else 0
    left = room - (right + gap if wide else 0)
    bottom = y + _draw_verdict(pen, what.words, side + margin, y, left, wide=wide) + gap
    if what.newest:
        _draw_lines(pen, tr("Dernières opérations"), what.newest, side + margin, bottom, left)
    for title, lines in ((tr("À recevoir"), what.words.to_receive), (tr("À payer"), what.words.to_pay)):
        if wide and lines:
            y += _draw_lines(pen, title, lines, side + margin + left + gap, y, right) + gap


def _draw_sidebar(pen: Pen, what: Content, top: float, side: int, height: int) -> None:
    margin = theme.gap(theme.M)
    pen.fill(0, top, side, height - top, "surface")
    pen.fill(side - 1, top, 1, height - top, "line")
    y, room = top + margin, side - 2 * margin
    y += pen.text(margin, y, room, "Tenk", "large") + theme.XS
    y += pen.text(margin, y, room, what.name, "small") + theme.gap(theme.M) + theme.XS
    pages = (tr("Fin du mois"), tr("Journal"), tr("Budget"), tr("Calendrier"), tr("TikTok"))
    for i, name in enumerate(pages):
        if not i:
            pen.box(margin, y, room, theme.scaled(36), "accent_soft")
        pen.text(margin + theme.scaled(40), y + theme.scaled(10), room, name, "body" if i else "chosen")
        y += theme.scaled(42)
    foot = height - margin - theme.scaled(14)
    pen.text(margin, foot, room, tr("Hors ligne · tout reste ici"), "small")
    pen.box(margin, foot - theme.scaled(42), room, theme.scaled(29), "accent")
    pen.text(side / 2, foot - theme.scaled(35), room, tr("Importer…"), "primary", "middle")


def _draw_verdict(pen: Pen, words: Words, x: float, y: float, width: float, *, wide: bool) -> float:
    """The card of the verdict; answers its height."""
    margin, gap, below = theme.gap(theme.L), theme.gap(theme.S), pen.here()
    left, room, at = x + margin, width - 2 * margin, y + margin
    if words.filled is not None:
        pen.dots(left, at, words.filled)
        at += theme.scaled(18) + gap
    for text, role in (
        (words.headline, "huge"), (words.detail, "quiet"), (words.following, "bold"), (words.warning, "body"),
        (words.advice, "quiet"),
    ):  # fmt: skip
        at += pen.text(left, at, room, text, role) + gap if text else 0
    height = at + _draw_tiles(pen, words.tiles, left, at, room, 3 if wide else 2) + margin - y
    pen.box(x, y, width, height, "surface", "line", under=below)
    return height


def _draw_tiles(pen: Pen, tiles: Sequence[Tile], x: float, y: float, width: float, across: int) -> float:
    """The figures side by side; answers the height they take."""
    gap, at = theme.gap(theme.M), y
    each = (width - (across - 1) * gap) / across
    for first in range(0, len(tiles), across):
        row, below = tiles[first : first + across], pen.here()
        tallest = max(_draw_tile(pen, tile, x + i * (each + gap), at, each) for i, tile in enumerate(row))
        for i in range(len(row)):
            pen.box(x + i * (each + gap), at, each, tallest, "soft", under=below)
        at += tallest + gap
    return at - y - gap if tiles else 0.0


def _draw_tile(pen: Pen, tile: Tile, x: float, y: float, width: float) -> float:
    """A name, a figure and a note under one another; answers their height with the room around them."""
    pad, at = theme.gap(theme.M), y + theme.gap(theme.M)
    for words, role in zip(tile, ("small", "figure", "small"), strict=True):
        at += pen.text(x + pad, at, width - 2 * pad, words, role) + 2
    return at + pad - y


def _draw_lines(pen: Pen, title: str, lines: Sequence[Line], x: float, y: float, width: float) -> float:
    """A card of lines; answers its height."""
    margin, gap, below = theme.gap(theme.L), theme.gap(theme.S), pen.here()
    left, right, at = x + margin, x + width - margin, y + margin
    at += pen.text(left, at, width, title, "bold") + gap
    for text, small, amount in lines:
        pen.text(right, at, width, amount, anchor="end")
        at += pen.text(left, at, (right - left) * 0.68, text) + 2
        at += pen.text(left, at, right - left, small, "small") + gap
    height = at - gap + margin - y
    pen.box(x, y, width, height, "surface", "line", under=below)
    return height
