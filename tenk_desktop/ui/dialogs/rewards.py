"""A month's rewards typed by hand: which month, how much, and how far it is. TikTok gives no file of them."""

from datetime import date
from decimal import Decimal

from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from tenk_desktop.core.importing.planning import plan_typed
from tenk_desktop.core.importing.rewards import typed
from tenk_desktop.core.model import Changes, Stage
from tenk_desktop.core.money import decimal_string
from tenk_desktop.core.period import month_start
from tenk_desktop.core.sentences import stage_name
from tenk_desktop.core.text import month_text, tr
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.ui import theme
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.widgets import AmountEdit, Button, ChoiceBox, columns, label, rows

MONTHS_OFFERED = 24
_STAGES = (Stage.ESTIMATED, Stage.PAYABLE, Stage.RECEIVED)


class RewardsDialog(QDialog):
    """Asks the three facts; another word on the same month takes the place of the former."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        today = session.today()
        self.month = ChoiceBox(tr("Mois"))
        months = [month_start(today.year, today.month - i) for i in range(MONTHS_OFFERED)]
        self.month.offer([(month_text(day), day) for day in months], months[0])
        self.amount = AmountEdit(session.ledger.currency, tr("Montant"))
        self.stage = ChoiceBox(tr("Étape"))
        self.stage.offer([(stage_name(stage)[0], stage) for stage in _STAGES], Stage.ESTIMATED)
        self._known = label(role="quiet", wrap=True)
        self.month.activated.connect(self._say_known)
        self.setWindowTitle(tr("Gains d’un mois"))
        explained = tr(
            "Ce que montre la page des récompenses de TikTok. Un montant estimé ou prévu n’est pas encore de l’argent "
            "à dépenser."
        )
        save = Button(tr("Enregistrer"), self.save, "primary")
        save.setDefault(True)
        self.setLayout(
            rows(
                label(self.windowTitle(), "title"),
                label(explained, "quiet", wrap=True),
                self._fields(),
                self._known,
                columns(1, Button(tr("Annuler"), self.reject), save),
                spacing=theme.M,
                margin=theme.XL,
            )
        )
        self.setMinimumWidth(theme.scaled(460))
        self._say_known()
        self.amount.setFocus()

    def _fields(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(theme.gap(theme.M))
        for row, field in enumerate((self.month, self.amount, self.stage)):
            name = label(field.accessibleName())
            name.setBuddy(field)
            grid.addWidget(name, row, 0)
            grid.addWidget(field, row, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _say_known(self) -> None:
        """What was said of this month before; it is what would be replaced."""
        key = _key(self._month())
        known = next((e for e in self._session.ledger.earnings() if e.key == key), None)
        if known is not None:
            money, stage = self._session.money(known.amount, known.currency), stage_name(known.stage)[0]
            self._known.setText(tr("Déjà noté : {amount}, {stage}. Ce sera remplacé.", amount=money, stage=stage))
        self._known.setVisible(known is not None)

    def _month(self) -> date:
        month = self.month.value()
        assert isinstance(month, date)
        return month

    def save(self) -> None:
        """Keep it, if it is an amount."""
        minor = self.amount.minor()
        if minor is None or minor < 0:
            self.amount.setFocus()
        elif self._session.write(lambda ledger: _keep(ledger, self._month(), minor, self.stage.value())) is not None:
            self.accept()


def _key(month: date) -> str:
    return typed(month, Decimal(), "", Stage.ESTIMATED).earnings[0].key


def _keep(ledger: Ledger, month: date, minor: int, stage: Stage) -> Changes:
    """Through the gate of every import, so that it can be listed and taken back like one."""
    amount = Decimal(decimal_string(minor, ledger.currency))
    plan = plan_typed(typed(month, amount, ledger.currency, stage), ledger.existing(month, month))
    return ledger.apply_import(plan)
