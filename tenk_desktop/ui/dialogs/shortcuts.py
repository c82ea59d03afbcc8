"""The keyboard, on one card: the keys of all actions as they are (`ui.actions`), and the gestures that are none."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from tenk_desktop.core.text import tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.actions import Command
from tenk_desktop.ui.widgets import Button, columns, fit, label, rows, scrolled

Places = dict[str, list[tuple[str, str]]]
"""Keys and what they do, by where."""


class ShortcutsDialog(QDialog):
    """Every key and what it does, by menu."""

    def __init__(self, found: Sequence[Command], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Raccourcis clavier"))
        halves = columns(spacing=theme.XL * 2)
        for half in _halves(_by_place(found)):
            lines = rows(_grid(half))
            lines.addStretch(1)
            halves.addLayout(lines, 1)
        holder = QWidget()
        holder.setLayout(halves)
        close = Button(tr("Fermer"), self.accept, "primary")
        close.setDefault(True)
        self.setLayout(
            rows(
                label(self.windowTitle(), "title"),
                scrolled(holder, "sheet"),
                columns(label(tr("Ctrl+K les trouve toutes par leur nom."), "quiet"), 1, close),
                spacing=theme.L,
                margin=theme.XL,
            )
        )
        fit(self, 980, 600)


def _grid(places: Places) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.gap(theme.L))
    grid.setColumnStretch(1, 1)
    for where, lines in places.items():
        at = grid.rowCount()
        heading = label(where, "quiet")
        heading.setContentsMargins(0, theme.gap(theme.S) if at > 1 else 0, 0, 0)
        grid.addWidget(heading, at, 0, 1, 2)
        for i, (keys, does) in enumerate(lines, at + 1):
            grid.addWidget(label(keys, "heading"), i, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(does, wrap=True), i, 1)
    return grid


def _halves(places: Places) -> tuple[Places, Places]:
    """Two columns of about the same height, in order."""
    left: Places = {}
    right = dict(places)
    while right and _tall(left) + len(next(iter(right.values()))) <= _tall(right):
        where = next(iter(right))
        left[where] = right.pop(where)
    return left, right


def _tall(places: Places) -> int:
    return sum(len(lines) + 1 for lines in places.values())


def _by_place(found: Sequence[Command]) -> Places:
    places: Places = {}
    for command in found:
        if command.keys:
            places.setdefault(command.where, []).append((command.keys, command.says or command.name))
    places[tr("Dans les listes et les tableaux")] = list(_gestures())
    return places


def _gestures() -> tuple[tuple[str, str], ...]:
    """Keys that belong to no action, for they depend on where one is."""
    return (
        (tr("Entrée"), tr("enregistrer la ligne, modifier l’opération choisie, ouvrir le mois choisi")),
        (tr("Échap"), tr("abandonner une modification")),
        (tr("Espace"), tr("pointer l’opération choisie d’un relevé")),
        ("F, I, R", tr("dans le budget : dépense fixe, indispensable, reporter ce qui reste")),
        (tr("Maj + flèches"), tr("décaler d’un jour ou d’une semaine la charge choisie dans le calendrier")),
        ("← →", tr("aller d’un mois à l’autre dans le graphique")),
    )
