"""How the window looks: spacing, type and colours by meaning, light and dark. Built once per look, never per widget.

A colour is named for what it says (``sure``, ``missing``), never for its hue. Every text colour has a contrast of at
least 4.5 against each ground it is used on; `tests/ui/test_theme.py` measures it (WCAG 2.2, criterion 1.4.3).

`wear` is all that the first frame needs, and is quick; `apply` is that and the stylesheet.
"""

from __future__ import annotations

from functools import cache
from string import Template
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import QColor, QFont, QPalette

from tenk_desktop.core.resources import resource

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon, QPixmap
    from PySide6.QtWidgets import QApplication

XS, S, M, L, XL = 4, 8, 12, 16, 24
"""The only distances, in pixels at 100 % text."""

LOOKS = ("system", "light", "dark")
TEXT_SCALES = (100, 125, 150, 200)


class Colours(NamedTuple):
    """One look. Grounds first, then text, then meanings."""

    page: str
    surface: str
    soft: str
    line: str
    edge: str  # borders of fields: 3:1 against the surface
    text: str
    quiet: str
    accent: str
    on_accent: str
    accent_soft: str
    link: str
    good: str
    warn: str
    bad: str
    warn_soft: str
    sure: str
    sure_edge: str
    tiktok: str
    other_creator: str
    other: str
    cost: str


LIGHT = Colours(
    page="#f4f6f8",
    surface="#ffffff",
    soft="#f3f5f7",
    line="#e0e5ea",
    edge="#8793a0",
    text="#1a2430",
    quiet="#566272",
    accent="#2d6bb3",
    on_accent="#ffffff",
    accent_soft="#e5eff9",
    link="#2563a8",
    good="#0b736a",
    warn="#a34e08",
    bad="#b42318",
    warn_soft="#fdf3e3",
    sure="#cfe1f3",
    sure_edge="#4f83bd",
    tiktok="#d9720d",
    other_creator="#0e8a80",
    other="#8e99a8",
    cost="#1a2430",
)

DARK = Colours(
    page="#12171e",
    surface="#1b222b",
    soft="#242d38",
    line="#323d4a",
    edge="#75828f",
    text="#e9eef4",
    quiet="#a9b5c2",
    accent="#7db2ee",
    on_accent="#0d1620",
    accent_soft="#223a57",
    link="#8dbdf3",
    good="#56c7ba",
    warn="#f2aa5c",
    bad="#ff9486",
    warn_soft="#3a2d1c",
    sure="#3b5f86",
    sure_edge="#7fabd8",
    tiktok="#ee8f35",
    other_creator="#3fb3a7",
    other="#8995a3",
    cost="#f4f7fa",
)

_current = LIGHT
_scale = 1.0
_base_points = 0.0


def colours() -> Colours:
    """The colours in use."""
    return _current


def scaled(pixels: int) -> int:
    """A distance that grows with the text."""
    return round(pixels * _scale)


def gap(pixels: int) -> int:
    """Room between things: it grows half as fast as the text, which needs the room more."""
    return round(pixels * (1 + _scale) / 2)


def apply(app: QApplication, look: str = "system", text_percent: int = 100) -> None:
    """Dress the application; may be called again at any time, every window follows."""
    app.setStyle("Fusion")
    wear(app, look, text_percent)
    icon.cache_clear()
    app.setStyleSheet(_stylesheet(_current, _base_points * _scale, _scale))


def wear(app: QApplication, look: str = "system", text_percent: int = 100) -> None:
    """Colours and letters, without the stylesheet of the widgets. The application's style is Fusion (see `start`)."""
    global _current, _scale, _base_points  # noqa: PLW0603 - one process has one look
    dark = look == "dark" or (look == "system" and _system_is_dark(app))
    _base_points = _base_points or max(app.font().pointSizeF(), 9.0)
    _current = DARK if dark else LIGHT
    _scale = text_percent / 100
    app.setPalette(_palette(_current))
    app.setFont(_font(app.font(), _base_points * _scale))


def _system_is_dark(app: QApplication) -> bool:
    """Until ours is worn the palette is the system's, and its hint would first load all of Qt's enumerations."""
    if not _base_points:
        return app.palette().window().color().lightness() < 128
    from PySide6.QtCore import Qt

    return app.styleHints().colorScheme() == Qt.ColorScheme.Dark


def _font(base: QFont, points: float) -> QFont:
    font = QFont(base)
    font.setPointSizeF(points)
    font.setFeature(QFont.Tag("tnum"), 1)  # figures of equal width, so that columns line up
    return font


def _palette(c: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for which, colour in {
        role.Window: c.page,
        role.WindowText: c.text,
        role.Base: c.surface,
        role.AlternateBase: c.soft,
        role.Text: c.text,
        role.Button: c.surface,
        role.ButtonText: c.text,
        role.BrightText: c.bad,
        role.ToolTipBase: c.surface,
        role.ToolTipText: c.text,
        role.PlaceholderText: c.quiet,
        role.Highlight: c.accent,
        role.HighlightedText: c.on_accent,
        role.Accent: c.accent,
        role.Link: c.link,
        role.LinkVisited: c.link,
        role.Light: c.line,
        role.Midlight: c.line,
        role.Mid: c.edge,
        role.Dark: c.edge,
        role.Shadow: c.page,
    }.items():
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(c.edge))
    return palette


_SHEET = Template("""
QWidget { font-size: ${body}pt; }
QMainWindow, QScrollArea, QWidget[role="page"] { background: $page; }
QDialog, QWidget[role="sheet"] { background: $surface; }
QFrame[role="card"] { background: $surface; border: 1px solid $line; border-radius: ${radius}px; }
QFrame[role="tile"] { background: $soft; border: none; border-radius: ${small_radius}px; }
QFrame[role="sidebar"] { background: $surface; border: none; border-right: 1px solid $line; }
QFrame[role="rule"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame[role="banner"] { background: $warn_soft; border: none; }
QFrame[role="banner"] QLabel { color: $text; }
QFrame[role="chip"] { background: $soft; border: none; border-radius: ${small_radius}px; }
QFrame[role="question"] { background: $warn_soft; border: 1px solid $warn; border-radius: ${small_radius}px; }
QFrame[role="drop"] { background: $soft; border: 2px dashed $edge; border-radius: ${radius}px; }
QLabel[role="brand"] { font-size: ${large}pt; font-weight: 700; }
QLabel[role="title"] { font-size: ${large}pt; font-weight: 700; }
QLabel[role="verdict"] { font-size: ${huge}pt; font-weight: 700; }
QLabel[role="heading"] { font-weight: 700; }
QLabel[role="figure"] { font-size: ${figure}pt; font-weight: 700; }
QLabel[role="quiet"] { color: $quiet; }
QLabel[role="small"] { color: $quiet; font-size: ${small}pt; }
QLabel[role="problem"] { color: $bad; }
QLabel[badge="true"] { border: 1px solid $edge; border-radius: ${pill}px; padding: 1px ${s}px; font-size: ${small}pt; }
QLabel[state="good"] { color: $good; border-color: $good; }
QLabel[state="warn"] { color: $warn; border-color: $warn; }
QLabel[state="bad"] { color: $bad; border-color: $bad; }
QLabel[state="quiet"] { color: $quiet; border-color: $edge; }
QPushButton { background: $surface; color: $text; border: 1px solid $edge; border-radius: ${small_radius}px;
    padding: ${pad}px ${m}px; }
QPushButton:hover { background: $soft; }
QPushButton:focus { border: 2px solid $link; }
QPushButton:disabled { color: $edge; border-color: $line; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: 600; }
QPushButton[role="primary"]:focus { border: 2px solid $text; }
QPushButton[role="primary"]:disabled { background: $line; color: $quiet; border-color: $line; }
QPushButton[role="link"] { background: transparent; color: $link; border: 1px solid transparent;
    border-radius: ${xs}px; padding: 0 2px; text-align: left; }
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="link"]:focus { border: 1px solid $link; }
QPushButton[role="link"]::menu-indicator { image: none; width: 0; }
QCheckBox::indicator:unchecked { border: 1px solid $edge; border-radius: 2px; background: $surface; }
QCheckBox::indicator:unchecked:focus { border-color: $link; }
QToolButton[role="nav"] { background: transparent; border: 2px solid transparent; border-radius: ${small_radius}px;
    padding: ${pad}px ${s}px; text-align: left; color: $text; }
QToolButton[role="nav"]:hover { background: $soft; }
QToolButton[role="nav"]:checked { background: $accent_soft; color: $link; font-weight: 600; }
QToolButton[role="nav"]:focus { border-color: $link; }
QToolButton[role="arrow"] { background: transparent; border: 2px solid transparent; padding: 2px;
    border-radius: ${xs}px; }
QToolButton[role="arrow"]:hover { background: $soft; }
QToolButton[role="arrow"]:focus { border-color: $link; }
QLineEdit, QComboBox { min-height: ${field}px; }
QDateEdit, QSpinBox { min-height: ${inner}px; }
QLineEdit, QDateEdit, QSpinBox, QComboBox, QPlainTextEdit { background: $surface; border: 1px solid $edge;
    border-radius: ${xs}px; padding: 1px ${xs}px; }
QLineEdit:focus, QDateEdit:focus, QSpinBox:focus, QComboBox:focus, QPlainTextEdit:focus { border: 2px solid $link;
    padding: 0 3px; }
QComboBox QLineEdit, QDateEdit QLineEdit, QSpinBox QLineEdit { border: none; padding: 0; margin: 0 2px;
    min-height: 0; background: transparent; }
QComboBox { combobox-popup: 0; }
QComboBox QAbstractItemView { background: $surface; color: $text; border: 1px solid $edge; outline: none;
    selection-background-color: $accent_soft; selection-color: $text; }
QComboBox::drop-down { border: none; width: ${field}px; }
QComboBox::down-arrow { image: url("$arrow"); width: ${m}px; height: ${m}px; }
QDateEdit::up-button, QDateEdit::down-button, QSpinBox::up-button, QSpinBox::down-button { width: 0; border: none; }
QLineEdit[problem="true"], QComboBox[problem="true"] { border: 2px solid $bad; }
QTableView { background: $surface; border: 1px solid $surface; gridline-color: $line; outline: none;
    selection-background-color: $accent_soft; selection-color: $text; }
QListWidget { background: $surface; border: 1px solid $line; border-radius: ${xs}px; outline: none; }
QListWidget:focus { border: 1px solid $link; }
QListWidget::item { padding: 2px ${xs}px; color: $text; }
QListWidget::item:selected { background: $accent_soft; color: $text; }
QTableView::item { padding: 0 ${xs}px; }
QTableView:focus { border: 1px solid $link; }
QHeaderView::section { background: $surface; color: $quiet; border: none; border-bottom: 1px solid $edge;
    padding: ${xs}px 7px; font-weight: 600; }
QTableCornerButton::section { background: $surface; border: none; }
QProgressBar { border: 1px solid $edge; border-radius: ${xs}px; text-align: center; background: $soft; }
QProgressBar::chunk { background: $accent_soft; }
QSlider { min-height: ${field}px; border: 2px solid transparent; border-radius: ${xs}px; }
QSlider:focus { border-color: $link; }
QSlider::groove:horizontal { height: ${xs}px; background: $line; border-radius: 2px; }
QSlider::sub-page:horizontal { height: ${xs}px; background: $accent; border-radius: 2px; }
QSlider::handle:horizontal { width: ${m}px; margin: -${xs}px 0; background: $accent; border-radius: ${xs}px; }
QToolTip { background: $surface; color: $text; border: 1px solid $edge; padding: ${xs}px; }
QMenuBar { background: $surface; border-bottom: 1px solid $line; }
QMenuBar::item { padding: ${xs}px ${s}px; background: transparent; }
QMenuBar::item:selected { background: $accent_soft; color: $text; }
QScrollArea { border: none; }
""")


def _stylesheet(c: Colours, points: float, scale: float) -> str:
    sizes = {
        "body": points,
        "small": points * 0.88,
        "large": points * 1.3,
        "figure": points * 1.4,
        "huge": points * 1.65,
    }
    lengths = {
        "xs": XS * scale,
        "s": S * scale,
        "m": M * scale,
        "pad": 6 * scale,
        "radius": 10,
        "small_radius": 7,
        "pill": 8 * scale,
        "field": 24 * scale,
        "inner": 22 * scale,
    }
    values: dict[str, str] = c._asdict()
    values |= {name: f"{size:.2f}" for name, size in sizes.items()}
    values |= {name: str(round(length)) for name, length in lengths.items()}
    return _SHEET.substitute(values, arrow=resource("icons", "down.svg").as_posix())


@cache
def icon(name: str) -> QIcon:
    """One of our own drawings, in the quiet text colour; checked, in the link colour."""
    from PySide6.QtGui import QIcon

    made = QIcon()
    for state, colour in ((QIcon.State.Off, _current.quiet), (QIcon.State.On, _current.link)):
        for size in (16, 20, 32, 48):
            made.addPixmap(_drawing(name, colour, size), QIcon.Mode.Normal, state)
    return made


def _drawing(name: str, colour: str, size: int) -> QPixmap:
    from PySide6.QtCore import QByteArray, QRectF, Qt
    from PySide6.QtGui import QPainter, QPixmap
    from PySide6.QtSvg import QSvgRenderer

    svg = resource("icons", f"{name}.svg").read_text("utf-8").replace("currentColor", colour)
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
