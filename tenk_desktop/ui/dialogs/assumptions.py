"""What the verdict assumes and the user knows better: overdraft, ordinary week, a month of TikTok, rate, first day."""

import json
from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QGridLayout, QSpinBox, QWidget

from tenk_desktop.core.model import Changes
from tenk_desktop.core.outlook.why import Edit
from tenk_desktop.core.text import amount_text, msg, neutral, tr
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.ui import theme
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.widgets import AmountEdit, Button, columns, label, rows, scrolled


class AssumptionsDialog(QDialog):
    """Shows what was told, and writes what changed, each as a setting of the ledger; an empty field forgets it."""

    def __init__(self, session: Session, about: str = "", parent: QWidget | None = None) -> None:
        """``about`` is the `why.Edit` whose field has the keyboard first."""
        super().__init__(parent)
        self._session = session
        told, currency = session.ledger.preferences(), session.ledger.currency
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.gap(theme.S))
        self._grid.setColumnStretch(0, 1)
        self._amounts: dict[str, tuple[AmountEdit, ...]] = {}
        self._add("floor", (tr("Découvert autorisé"),), [_size(told.get("floor"))])
        self._add(
            "overdraft_cost", (tr("Ce qu’un découvert vous coûte, en tout"),), [_size(told.get("overdraft_cost"))]
        )
        spending = [a for a in session.ledger.accounts() if a.spending and a.currency == currency]
        for account in spending:
            if len(spending) > 1:
                name = tr("Découvert autorisé de « {account} », seul", account=neutral(account.name))
                self._add(f"floor.{account.id}", (name,), [_size(told.get(f"floor.{account.id}"))])
        self._add("week", (tr("Une semaine ordinaire"),), [_size(told.get("week"))])
        names = (tr("Un mois de TikTok : au moins"), tr("d’ordinaire"), tr("au plus"))
        self._add("creator_range", names, json.loads(told.get("creator_range", "[]")))
        self._add(
            "rate", (tr("Votre taux pour 1 000 vues : au moins"), tr("au plus")), json.loads(told.get("rate", "[]"))
        )
        self.start_day = QSpinBox()
        self.start_day.setRange(1, 31)
        self.start_day.setValue(int(told.get("start_day", 1)))
        self._place(tr("Le mois commence le"), self.start_day)
        self._lay_out()
        self._field(about).setFocus()

    def field(self, name: str, nth: int = 0) -> AmountEdit:
        """The field of a setting."""
        return self._amounts[name][nth]

    # laying out

    def _add(self, name: str, titles: Sequence[str], minors: Sequence[int | None]) -> None:
        fields = []
        for i, title in enumerate(titles):
            field = AmountEdit(self._session.ledger.currency, title)
            minor = minors[i] if i < len(minors) else None
            if minor is not None:
                field.setText(amount_text(minor, self._session.ledger.currency))
            self._place(title, field)
            fields.append(field)
        self._amounts[name] = tuple(fields)

    def _place(self, title: str, field: AmountEdit | QSpinBox) -> None:
        row, name = self._grid.rowCount(), label(title, wrap=True)
        name.setBuddy(field)
        field.setAccessibleName(title)
        self._grid.addWidget(name, row, 0)
        self._grid.addWidget(field, row, 1)

    def _lay_out(self) -> None:
        self.setWindowTitle(tr("Ce qui est supposé"))
        holder = QWidget()
        inside = rows(self._grid)
        inside.addStretch(1)
        holder.setLayout(inside)
        save = Button(tr("Enregistrer"), self.save, "primary")
        save.setDefault(True)
        explained = tr("Un champ vide laisse faire l’application : elle prend vos comptes, ou des chiffres publiés.")
        self.setLayout(
            rows(
                label(tr("Ce qui est supposé"), "title"),
                label(explained, "quiet", wrap=True),
                scrolled(holder, "sheet"),
                columns(1, Button(tr("Annuler"), self.reject), save),
                spacing=theme.M,
                margin=theme.XL,
            )
        )
        self.resize(theme.scaled(540), theme.scaled(460))

    def _field(self, about: str) -> AmountEdit | QSpinBox:
        return self.start_day if about == Edit.START_DAY else self._amounts.get(about, self._amounts["floor"])[0]

    # keeping

    def save(self) -> None:
        """Write what changed, unless a field cannot be read; it then has the keyboard."""
        wanted: dict[str, str | None] = {}
        for name, fields in self._amounts.items():
            minors = []
            for field in fields:
                minor = field.minor() if field.text().strip() else None
                if minor is None and field.text().strip():
                    field.setFocus()
                    return
                minors.append(minor)
            wanted[name] = _written(name, minors)
        first = self.start_day.value()
        wanted["start_day"] = str(first) if first != 1 else None
        if self._session.write(lambda ledger: _tell(ledger, wanted)) is not None or not self._differs(wanted):
            self.accept()

    def _differs(self, wanted: dict[str, str | None]) -> bool:
        told = self._session.ledger.preferences()
        return any(told.get(name) != value for name, value in wanted.items())


def _size(text: str | None) -> int | None:
    """A setting without its sign."""
    return abs(int(text)) if text else None


def _written(name: str, minors: Sequence[int | None]) -> str | None:
    """A setting as the ledger keeps it: a floor is not positive, a range has all its ends, the smallest first."""
    known = sorted(abs(m) for m in minors if m is not None)
    if not known:
        return None
    if name.startswith("floor"):
        return str(-known[0]) if known[0] else None
    if len(minors) == 1:
        return str(known[0])
    if len(known) == 2 and len(minors) == 3:
        known.insert(1, sum(known) // 2)
    return json.dumps((known * len(minors))[: len(minors)] if len(known) == 1 else known)


def _tell(ledger: Ledger, wanted: dict[str, str | None]) -> Changes | None:
    told = ledger.preferences()
    done = [ledger.tell(name, value) for name, value in wanted.items() if told.get(name) != value]
    tables = frozenset().union(*(changes.tables for changes in done)) if done else frozenset()
    return Changes(msg("Hypothèses changées"), tables) if done else None
