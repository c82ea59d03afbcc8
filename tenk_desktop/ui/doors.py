"""What stands on the first screen of an empty ledger: three doors."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from tenk_desktop.core.text import tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.personas import PERSONAS
from tenk_desktop.ui.widgets import EmptyState, rows


class Doors(QWidget):
    """Four questions, a file, or an example."""

    questions_asked = Signal()
    import_asked = Signal()
    sample_asked = Signal(str)  # a persona

    def __init__(self) -> None:
        super().__init__()
        doors = (
            (
                tr("Répondre à quatre questions"),
                tr("Solde, revenus sûrs, charges, une semaine ordinaire : deux minutes, et chacune peut être passée."),
                self.questions_asked.emit,
            ),
            (
                tr("Importer un fichier…"),
                tr("Relevé de banque, export TikTok : rien n’est écrit sans votre accord."),
                self.import_asked.emit,
            ),
            (
                tr("Voir un exemple"),
                tr("Quatre personnes au choix, dans un fichier à part : vos comptes n’y sont pas mêlés."),
                None,
            ),
        )
        self.state = EmptyState(
            tr("Est-ce que je boucle la fin du mois ?"),
            tr(
                "Tenk met côte à côte tout ce qui rentre et tout ce qui sort, sur cet ordinateur seulement. "
                "Par où commencer ?"
            ),
            doors,
        )
        self.samples = QMenu(self)
        for persona, name in PERSONAS.items():
            self.samples.addAction(tr(name)).triggered.connect(partial(self._ask_sample, persona))
        self.state.buttons[2].setMenu(self.samples)
        layout = rows(self.state, margin=theme.XL)
        layout.addStretch(1)
        self.setLayout(layout)

    def _ask_sample(self, persona: str, _checked: bool = False) -> None:
        self.sample_asked.emit(persona)
