"""The first page of an import: choose files, paste a page, or read where files are found."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from tenk_desktop.core.text import tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.dialogs.paste import PasteBox
from tenk_desktop.ui.widgets import Button, columns, label, rows, scrolled


class PickPage(QWidget):
    """Says what is asked for; `paste` says for itself what was given."""

    files_asked = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.button = Button(tr("Choisir des fichiers…"), self.files_asked.emit, "primary")
        self.paste = PasteBox()
        inside = QWidget()
        title = label(tr("Où trouver vos fichiers"), "title")
        layout = rows(self._drop(), self.paste, title, self._where(), spacing=theme.L)
        layout.addStretch(1)
        inside.setLayout(layout)
        close = Button(tr("Fermer"), self.closed.emit)
        self.setLayout(rows(scrolled(inside, "sheet"), columns(1, close), spacing=theme.L))

    def _drop(self) -> QFrame:
        drop = QFrame()
        drop.setProperty("role", "drop")
        text = tr(
            "ou déposez-les ici : relevés de votre banque, exports de TikTok ou de PayPal, classeurs, archives ZIP."
        )
        hint = label(text, "quiet", wrap=True)
        hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        drop.setLayout(rows(columns(1, self.button, 1), hint, margin=theme.XL))
        return drop

    def _where(self) -> QGridLayout:
        where = QGridLayout()
        where.setHorizontalSpacing(theme.gap(theme.XL))
        where.setVerticalSpacing(theme.gap(theme.M))
        where.setColumnStretch(1, 1)
        for i, (place, text) in enumerate(_where_to_find()):
            where.addWidget(label(place, "heading"), i, 0, Qt.AlignmentFlag.AlignTop)
            where.addWidget(label(text, wrap=True), i, 1)
        return where


def file_kinds() -> str:
    """What the file dialog offers; a file is read by what it holds, whatever its name says."""
    text, bank = "*.csv *.tsv *.txt", "*.ofx *.qfx *.qbo *.qif *.xml *.sta *.mt940 *.940 *.json"
    kinds = (
        (tr("Relevés et exports"), f"{text} {bank} *.xlsx *.xls *.ods *.zip"),
        (tr("Tous les fichiers"), "*"),
    )
    return ";;".join(f"{words} ({patterns})" for words, patterns in kinds)


def _where_to_find() -> tuple[tuple[str, str], ...]:
    return (
        (
            tr("Votre banque"),
            tr("Sur son site (rarement dans l’application) : le compte, puis « Télécharger » ou « Exporter », en CSV."),
        ),
        (
            tr("Affiliation TikTok"),
            tr("Centre d’affiliation, page des commandes, « Exporter ». Les ventes à venir y sont aussi."),
        ),
        (
            tr("TikTok Rewards"),
            tr(
                "TikTok ne donne pas de fichier : copiez la page et collez-la ici, "
                "ou saisissez le mois à la main (menu Fichier)."
            ),
        ),
        (
            tr("Abonnés et vues"),
            tr(
                "TikTok Studio sur un ordinateur, les statistiques, « Télécharger », en CSV ; ou, dans l’application, "
                "Paramètres, Compte, « Télécharger vos données », en JSON. "
                "Sans montants : pour suivre vos 10 000 abonnés."
            ),
        ),
        (
            tr("PayPal"),
            tr("Sur son site : Activité, « Télécharger », toutes les opérations, en CSV."),
        ),
        (
            tr("Avec un téléphone seulement"),
            tr("Enregistrez le fichier depuis le navigateur, puis envoyez-le ici par câble ou par courriel."),
        ),
    )
