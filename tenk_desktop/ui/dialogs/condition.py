"""What a person knows of a condition to be paid, with its day; it goes before what older files say."""

from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QWidget

from tenk_desktop.core.creator import words
from tenk_desktop.core.creator.audience import Condition, told
from tenk_desktop.core.text import tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.widgets import Button, columns, label, mark_wrong, rows

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
        self.need = QLineEdit(str(condition.need))
        self.need.setAccessibleName(tr("Ce que TikTok demande"))
        asked = label(tr("Ce que TikTok demande :"), "small", wrap=True)
        for widget in (self.need, asked):
            widget.setVisible(condition.name in COUNTED)
        explained = tr("Votre réponse vaut à partir d’aujourd’hui ; un fichier plus récent la remplace.")
        if condition.name == "country":
            explained = tr("Le code du pays de votre compte : FR, BE, CA…")
        save = Button(tr("Enregistrer"), self.save, "primary")
        save.setDefault(True)
        forget = Button(tr("oublier ma réponse"), lambda: self._keep(None), "link")
        forget.setVisible(f"condition.{condition.name}" in session.ledger.preferences())
        self.setLayout(
            rows(
                label(self.windowTitle(), "title"),
                label(explained, "quiet", wrap=True),
                label(str(words.origin_sentence(condition)), "small", wrap=True),
                self.yes,
                self.value,
                asked,
                self.need,
                columns(forget, 1, Button(tr("Annuler"), self.reject), save),
                spacing=theme.M,
                margin=theme.XL,
            )
        )
        self.setMinimumWidth(theme.scaled(420))

    def save(self) -> None:
        """Keep it, if it can be meant."""
        value, need = self._meant(), self._needed()
        for field, wrong in ((self.value, value is None), (self.need, need is None)):
            if wrong:
                mark_wrong(field)
                field.setFocus()
        if value is not None and need is not None:
            changed = need != self._condition.need and self._condition.name in COUNTED
            self._keep(told(value, self._session.today()), told(need, self._session.today()) if changed else "")

    def _meant(self) -> object | None:
        if self._condition.name in COUNTED:
            return _count(self.value.text())
        if self._condition.name == "country":
            text = self.value.text().strip()
            return text.upper() if len(text) == 2 and text.isalpha() else None
        return self.yes.isChecked()

    def _needed(self) -> object | None:
        return _count(self.need.text()) if self._condition.name in COUNTED else self._condition.need

    def _keep(self, value: str | None, need: str | None = None) -> None:
        """What is known of it, and what TikTok asks: None forgets, an empty text leaves as it is."""
        for kind, told_now in (("condition", value), ("parameter", need)):
            name = f"{kind}.{self._condition.name}"
            known = self._session.ledger.preferences().get(name)
            if told_now not in ("", known) and not self._write(name, told_now):
                return
        self.accept()

    def _write(self, name: str, value: str | None) -> bool:
        return self._session.write(lambda ledger: ledger.tell(name, value)) is not None


def _count(text: str) -> int | None:
    digits = "".join(text.split())
    return int(digits) if digits.isdecimal() and len(digits) < 12 else None
