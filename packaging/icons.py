"""The program's icon in every size systems ask for, drawn from resources/icons/tenk.svg. Run by the build commands.

packaging/icons.py FOLDER     writes FOLDER/hicolor/..., FOLDER/tenk.ico and FOLDER/tenk.icns
"""

import os
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

CHECKOUT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(CHECKOUT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QByteArray, Qt  # noqa: E402
from PySide6.QtGui import QGuiApplication, QImage, QPainter  # noqa: E402
from PySide6.QtSvg import QSvgRenderer  # noqa: E402

from tenk_desktop.ui.theme import LIGHT  # noqa: E402

SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
SVG = "http://www.w3.org/2000/svg"


def tile() -> bytes:
    """The sidebar's line drawing, in white on a rounded square of the accent colour: seen on any background."""
    drawing = ET.parse(CHECKOUT / "resources" / "icons" / "tenk.svg").getroot()
    ET.register_namespace("", SVG)
    whole = ET.Element(f"{{{SVG}}}svg", {"viewBox": "0 0 20 20", "width": "128", "height": "128"})
    ET.SubElement(whole, f"{{{SVG}}}rect", {"width": "20", "height": "20", "rx": "4.5", "fill": LIGHT.accent})
    pen = {k: LIGHT.on_accent if v == "currentColor" else v for k, v in drawing.attrib.items() if k != "viewBox"}
    ET.SubElement(whole, f"{{{SVG}}}g", {**pen, "transform": "translate(1.5 1.5) scale(0.85)"}).extend(drawing)
    return ET.tostring(whole)


def draw(svg: bytes, size: int) -> QImage:
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg)).render(painter)
    painter.end()
    return image


def main(folder: Path) -> None:
    app = QGuiApplication([])
    svg = tile()
    scalable = folder / "hicolor" / "scalable" / "apps" / "tenk.svg"
    scalable.parent.mkdir(parents=True, exist_ok=True)
    scalable.write_bytes(svg)
    for size in SIZES:
        png = folder / "hicolor" / f"{size}x{size}" / "apps" / "tenk.png"
        png.parent.mkdir(parents=True, exist_ok=True)
        _save(draw(svg, size), png)
    _save(draw(svg, 256), folder / "tenk.ico")
    _save(draw(svg, 512), folder / "tenk.icns")
    app.quit()


def _save(image: QImage, path: Path) -> None:
    if not image.save(str(path)):
        sys.exit(f"icons.py: {path} could not be written")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
