"""Colours that can be read, by measure; our own drawings, present and well formed."""

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from tenk_desktop.ui import theme

TEXTS = ("text", "quiet", "link", "good", "warn", "bad")
GROUNDS = ("page", "surface", "soft", "accent_soft", "warn_soft")


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""

    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    c = QColor(colour)
    return 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF())


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("look", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("name", TEXTS)
def test_every_text_can_be_read_on_every_ground(look: theme.Colours, name: str, ground: str) -> None:
    assert contrast(getattr(look, name), getattr(look, ground)) >= 4.5


@pytest.mark.parametrize("look", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_the_button_and_the_marks_stand_out(look: theme.Colours) -> None:
    assert contrast(look.on_accent, look.accent) >= 4.5
    for mark in ("edge", "sure_edge", "tiktok", "cost"):
        assert contrast(getattr(look, mark), look.surface) >= 3, mark


@pytest.mark.parametrize("look", ["light", "dark", "system"])
@pytest.mark.parametrize("percent", theme.TEXT_SCALES)
def test_any_look_can_be_put_on(qapp: QApplication, look: str, percent: int) -> None:
    theme.apply(qapp, look, percent)
    assert "$" not in qapp.styleSheet()
    assert theme.scaled(100) == percent
    theme.apply(qapp, "light")


def test_icons_are_drawn() -> None:
    for name in ("month-end", "journal", "left", "right", "tenk"):
        image = theme.icon(name).pixmap(20, 20).toImage()
        assert any(image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(image.height())), name
