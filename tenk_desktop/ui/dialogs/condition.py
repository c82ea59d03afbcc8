"""What a person knows of a condition to be paid, with its day; it goes before what older files say."""

from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QWidget

from tenk_desktop.core.creator import words
from tenk_desktop.core.creator.audience import Condition, told
from tenk_desktop.core.text import tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.widgets import Button, columns, label, restyle, rows

COUNTED = ("followers", "views")


class ConditionDialog(QDialog):
    """A number, a yes or no, or a country."""

    def __init__(self, session: Session, condition: Condition, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._condition = session, condition
        self.setWindowTitle(str(words.condition_name(condition)))
        self.yes = QCheckBox(tr("C’est le cas aujourd’hui"))
        self.yes.setChecked(bool(condition.met))
        self.value = QLineEdit("" if condition.have is None else str(condition.have))
        self.value.setAccessibleName(self.windowTitle())
        asks_text = condition.name in (*COUNTED, "country")
        self.yes.setVisible(not asks_text)
        self.value.setVisible(asks_text)
        explained = tr("Votre réponse vaut à partir d’aujourd’hui ; un fichier plus récent la remplace.")
        if condition.name == "country":
            explained = tr("Le code du pays de votre compte : FR, BE, CA…")
        save = Button(tr("Enregistrer"), self.save, "primary")
        save.setDefault(True)
        forget = Button(tr("oublier ma réponse"), lambda: self._keep(None), "link")
        self.setLayout(
            rows(
                label(self.windowTitle(), "title"),
                label(explained, "quiet", wrap=True),
                self.yes,
                self.value,
                columns(forget, 1, Button(tr("Annuler"), self.reject), save),
                spacing=theme.M,
                margin=theme.XL,
            )
        )
        self.setMinimumWidth(theme.scaled(420))

    def save(self) -> None:
        """Keep it, if it can be meant."""
        value = self._meant()
        if value is None:
            restyle(self.value, problem=True)
            self.value.setFocus()
        else:
            self._keep(told(value, self._session.today()))

    def _meant(self) -> object | None:
        text = "".join(self.value.text().split())
        if self._condition.name in COUNTED:
            return int(text) if text.isdecimal() and len(text) < 12 else None
        if self._condition.name == "country":
            return text.upper() if len(text) == 2 and text.isalpha() else None
        return self.yes.isChecked()

    def _keep(self, value: str | None) -> None:
        if self._session.write(lambda ledger: ledger.tell(f"condition.{self._condition.name}", value)) is not None:
            self.accept()
