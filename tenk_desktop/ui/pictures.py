"""What a drawing or its figures are as a file."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QPoint, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from tenk_desktop.ui import theme

Draw = Callable[[QPainter, QRectF], object]
"""Draws into the rectangle."""
SHARP = 2
"""Pixels of the file for one of the window's."""


def save(path: Path, size: QSize, title: str, draw: Draw, rows: Callable[[], Iterable[Sequence[object]]]) -> None:
    """Write the drawing (``.png``, ``.svg``) or its figures (``.csv``); raises `OSError`."""
    if path.suffix.lower() == ".csv":
        path.write_bytes(csv_bytes(rows()))
    elif path.suffix.lower() == ".svg":
        path.write_bytes(svg(size, title, draw))
    else:
        path.write_bytes(png(size, draw))


def of_widget(widget: QWidget) -> Draw:
    """The drawing of a widget is what it shows."""
    return lambda painter, _area: widget.render(painter, QPoint())


def png(size: QSize, draw: Draw) -> bytes:
    """As pixels, on the look's own surface."""
    image = QImage(size * SHARP, QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(SHARP)
    image.fill(QColor(theme.colours().surface))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(painter, QRectF(0, 0, size.width(), size.height()))
    painter.end()
    buffer = QBuffer()
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def svg(size: QSize, title: str, draw: Draw) -> bytes:
    """As lines, by Qt's own generator: pyqtgraph's exporter fails on Qt 6.11."""
    area = QRectF(0, 0, size.width(), size.height())
    buffer = QBuffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(size)
    generator.setViewBox(area)
    generator.setTitle(title)
    painter = QPainter(generator)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(painter, area)
    painter.end()
    return bytes(buffer.data().data())


def csv_bytes(rows: Iterable[Sequence[object]]) -> bytes:
    """As spreadsheets like it."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")
