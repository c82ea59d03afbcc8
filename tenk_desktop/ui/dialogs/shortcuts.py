"""The keyboard, on one card."""

from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from tenk_desktop.core.text import tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.widgets import Button, columns, label, rows


class ShortcutsDialog(QDialog):
    """Every key and what it does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Raccourcis clavier"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.gap(theme.XL))
        for i, (keys, does) in enumerate(_keys()):
            grid.addWidget(label(keys, "heading"), i, 0)
            grid.addWidget(label(does), i, 1)
        close = Button(tr("Fermer"), self.accept, "primary")
        self.setLayout(
            rows(label(self.windowTitle(), "title"), grid, columns(1, close), spacing=theme.L, margin=theme.XL)
        )


def _keys() -> tuple[tuple[str, str], ...]:
    return (
        ("1, 2, 4, 5", tr("changer de page")),
        ("Ctrl+I", tr("importer des fichiers")),
        ("Ctrl+G", tr("noter les gains d’un mois")),
        ("Ctrl+F", tr("chercher dans le journal")),
        (tr("Entrée"), tr("enregistrer la ligne, modifier l’opération choisie, ouvrir le mois choisi")),
        (tr("Suppr"), tr("supprimer les opérations choisies")),
        (tr("Échap"), tr("abandonner une modification")),
        (tr("Maj + flèches"), tr("décaler d’un jour ou d’une semaine la charge choisie dans le calendrier")),
        ("← →", tr("aller d’un mois à l’autre dans le graphique")),
        ("Ctrl+Z", tr("annuler la dernière étape, import compris")),
        (tr("Ctrl+Maj+Z"), tr("la rétablir")),
        (tr("Ctrl+Maj+M"), tr("masquer ou montrer les montants")),
        ("Ctrl+N, Ctrl+O", tr("nouveaux comptes, ouvrir des comptes")),
        ("?", tr("cette liste")),
    )
