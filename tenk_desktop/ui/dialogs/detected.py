"""What the reader of a file decided, each with what proves it and, where the file allows it, the other way."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QFrame

from tenk_desktop.core.importing.columns import PLATFORM_ROLE, ROLE_NAMES
from tenk_desktop.core.importing.statement import Evidence
from tenk_desktop.core.text import listed, neutral, tr
from tenk_desktop.ui.widgets import Button, columns, label


class Chip(QFrame):
    """One decision; ``answer`` is called with what it is about and the option that reads it the other way."""

    def __init__(self, said: Evidence, answer: Callable[[str, str], object]) -> None:
        super().__init__()
        self.setProperty("role", "chip")
        text = f"{said.value} ({said.proof})" if said.proof else str(said.value)
        line = columns(label(neutral(text), "small"), margin=6)
        if said.other:
            change = Button(tr("changer"), partial(answer, said.about, said.other), "link")
            change.setAccessibleName(tr("changer : {choice}", choice=option_text(said.about, said.other)))
            change.setToolTip(change.accessibleName())
            line.addWidget(change)
        self.setLayout(line)


def option_text(about: str, option: str) -> str:
    """An answer in words; the options themselves are the command line's."""
    words = {
        ("dates", "dmy"): tr("jour, mois, année"),
        ("dates", "mdy"): tr("mois, jour, année"),
        ("dates", "ymd"): tr("année, mois, jour"),
        ("decimal", ","): tr("la virgule sépare les centimes"),
        ("decimal", "."): tr("le point sépare les centimes"),
        ("sign", "expense-positive"): tr("un montant positif est une dépense"),
        ("sign", "income-positive"): tr("un montant positif est une rentrée"),
    }
    if about == "columns" and option.startswith(f"{PLATFORM_ROLE}="):
        return tr(option.removeprefix(f"{PLATFORM_ROLE}="))
    if about == "columns":
        pairs = (part.partition("=") for part in option.split(","))
        named = (tr("{role} : colonne {column}", role=tr(ROLE_NAMES[r]), column=neutral(c)) for r, _, c in pairs)
        return listed(named)
    return words.get((about, option)) or neutral(option)
