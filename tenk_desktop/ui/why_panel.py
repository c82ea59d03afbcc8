"""« D'où ça vient »: what a figure is made of, what weighs how much, what is assumed, and where to change it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QLayout, QWidget

from tenk_desktop.core.outlook.why import Ground, Why
from tenk_desktop.core.text import tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.widgets import Button, columns, label, rows, rule, scrolled


class WhyPanel(QDialog):
    """One figure's grounds. An assumption that can be changed has a button: `edit_asked` says which, and it closes."""

    edit_asked = Signal(str)  # a why.Edit

    def __init__(self, why: Why, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("D’où ça vient"))
        holder = QWidget()
        inside = rows(label(str(why.title), "title", wrap=True), label(str(why.meaning), "quiet", wrap=True))
        for title, grounds in (
            (tr("Ce qui y entre"), why.inputs),
            (tr("Ce qui pèse"), why.weights),
            (tr("Ce qui est supposé"), why.assumptions),
        ):
            if grounds:
                inside.addWidget(rule())
                inside.addWidget(label(title, "heading"))
                self._add(inside, grounds)
        inside.addStretch(1)
        holder.setLayout(inside)
        close = Button(tr("Fermer"), self.accept, "primary")
        close.setDefault(True)
        layout = rows(scrolled(holder, "sheet"), columns(1, close), spacing=theme.M, margin=theme.XL)
        self.setLayout(layout)
        self.resize(theme.scaled(560), theme.scaled(460))

    def _add(self, layout: QLayout, grounds: Sequence[Ground]) -> None:
        for ground in grounds:
            text = label(str(ground.text), wrap=True)
            if not ground.edit:
                layout.addWidget(text)
                continue
            change = Button(tr("changer"), partial(self._edit, str(ground.edit)), "link")
            change.setAccessibleName(tr("Changer : {what}", what=str(ground.text)))
            line = columns(text, change, spacing=theme.M)
            line.setStretch(0, 1)
            layout.addItem(line)

    def _edit(self, what: str) -> None:
        self.accept()
        self.edit_asked.emit(what)
