"""What a source brought in a month, typed by hand: from whom, which month, how much, and how far it is."""

from datetime import date, timedelta
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QDialog, QGridLayout, QLabel, QLineEdit, QWidget

from tenk_desktop.core.creator.sources import ANOTHER, PARTNERSHIP, SOURCES, Source, source_name
from tenk_desktop.core.importing.planning import BY_HAND, plan_typed
from tenk_desktop.core.importing.rewards import diamonds, typed, typed_key
from tenk_desktop.core.importing.statement import Statement
from tenk_desktop.core.model import DIAMONDS, Changes, Earning, Stage
from tenk_desktop.core.money import decimal_string, to_minor
from tenk_desktop.core.period import month_start
from tenk_desktop.core.sentences import stage_name
from tenk_desktop.core.text import fold, month_text, neutral, ntr, tr
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.ui import theme
from tenk_desktop.ui.journal_day import DayEdit
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.widgets import AmountEdit, Button, ChoiceBox, columns, label, mark_wrong, rows

MONTHS_OFFERED = 24
_STAGES = (Stage.ESTIMATED, Stage.PAYABLE, Stage.RECEIVED)
_CURRENCIES = ("EUR", "USD", "GBP", "CHF", "CAD")
_TERM = timedelta(days=30)
"""From an invoice to the day it is due, until another is said."""


class RewardsDialog(QDialog):
    """Asks these facts; another word on the same source and month takes the place of the former."""

    kept = Signal(str)  # what was written, in words

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._earnings = session.ledger.earnings()
        self.source, self.month, self.stage = ChoiceBox(tr("Source")), ChoiceBox(tr("Mois")), ChoiceBox(tr("Étape"))
        self.name, self.invoice = QLineEdit(), QLineEdit()
        self.amount = AmountEdit(session.ledger.currency, tr("Montant"))
        self.currency = ChoiceBox(tr("Monnaie"))
        self.due = DayEdit(session.today() + _TERM)
        self._explained, self._known = label(role="quiet", wrap=True), label(role="quiet", wrap=True)
        self._names: dict[QWidget, QLabel] = {}
        self._prefilled = ""
        self._offer()
        self._lay_out()
        self._wire()
        self._suit_source()
        self.amount.setFocus()

    # what is on it

    def _offer(self) -> None:
        today, own = self._session.today(), self._session.ledger.currency
        months = [month_start(today.year, today.month - i) for i in range(MONTHS_OFFERED)]
        self.month.offer([(month_text(day), day) for day in months], months[0])
        self.source.offer([(_choice(s), s) for s in SOURCES], self._last_typed())
        self.currency.offer([(code, code) for code in dict.fromkeys((own, *_CURRENCIES))], own)
        self.invoice.setAccessibleName(tr("Facture n°"))
        self.invoice.setPlaceholderText(tr("facultatif"))
        self.due.setAccessibleName(tr("Échéance"))
        completer = QCompleter(sorted({e.platform for e in self._earnings} - {s.platform for s in SOURCES}), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.name.setCompleter(completer)

    def _last_typed(self) -> Source:
        """The source of the newest earning a person typed; the first one before that."""
        by_hand = [e for e in self._earnings if e.source and e.source.file == str(BY_HAND)]
        last = max(by_hand, key=lambda e: e.id, default=None)
        choices = (Source(last.platform, last.programme), Source("", last.programme)) if last else ()
        return next((s for s in choices if s in SOURCES), SOURCES[0])

    def _lay_out(self) -> None:
        self.setWindowTitle(tr("Gains d’un mois"))
        save = Button(tr("Enregistrer"), self.save, "primary")
        save.setDefault(True)
        self.setLayout(
            rows(
                label(self.windowTitle(), "title"),
                self._fields(),
                self._explained,
                self._known,
                columns(1, Button(tr("Annuler"), self.reject), save),
                spacing=theme.M,
                margin=theme.XL,
            )
        )
        self.setMinimumWidth(theme.scaled(480))

    def _fields(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(theme.gap(theme.M))
        shown = (
            self.source, self.name, self.month, self.invoice, self.amount, self.stage, self.due, self.currency
        )  # fmt: skip
        for row, field in enumerate(shown):
            self._names[field] = label(field.accessibleName())
            self._names[field].setBuddy(field)
            grid.addWidget(self._names[field], row, 0)
            grid.addWidget(field, row, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _wire(self) -> None:
        self.source.activated.connect(self._suit_source)
        self.month.activated.connect(self._say_known)
        self.stage.activated.connect(self._suit_stage)
        self.name.textChanged.connect(self._say_known)
        self.invoice.textChanged.connect(self._say_known)
        self.amount.textChanged.connect(self._explain)
        self.currency.activated.connect(self._suit_currency)

    # what goes with what

    def _suit_source(self) -> None:
        """Only the fields this source needs, and its own words for them."""
        source = self._chosen()
        invoiced, counted = source.programme == PARTNERSHIP, source.programme == DIAMONDS
        self._show(self.name, on=not source.platform, name=tr("Marque") if invoiced else tr("Nom"))
        self._show(self.invoice, on=invoiced)
        self._show(self.amount, on=True, name=tr("Diamants") if counted else tr("Montant"))
        self._show(self.currency, on=not counted)
        self._show(self.stage, on=not counted)
        stages = [(stage_name(s)[0], s) for s in _STAGES]
        self.stage.offer(_invoice_stages() if invoiced else stages, Stage.PAYABLE if invoiced else Stage.ESTIMATED)
        self._suit_currency()
        self._suit_stage()
        self._say_known()

    def _show(self, field: QWidget, *, on: bool, name: str = "") -> None:
        field.setVisible(on)
        self._names[field].setVisible(on)
        if name:
            self._names[field].setText(name)
            field.setAccessibleName(name)

    def _suit_stage(self) -> None:
        invoiced = self._chosen().programme == PARTNERSHIP
        self._show(self.due, on=invoiced and self.stage.value() is Stage.PAYABLE)

    def _suit_currency(self) -> None:
        counted = self._chosen().programme == DIAMONDS
        self.amount.currency = self.currency.value()
        placeholder = AmountEdit(self.currency.value(), "").placeholderText()
        self.amount.setPlaceholderText("0" if counted else placeholder)
        self._explain()

    def _explain(self) -> None:
        source = self._chosen()
        if source.programme == DIAMONDS:
            count = self._count() or 1000
            worth = self._session.money(to_minor(diamonds(count), "USD"), "USD")
            each = ntr("{count} diamant vaudrait {worth}", "{count} diamants vaudraient {worth}", count, worth=worth)
            why = tr("selon des guides ; TikTok ne le promet pas. Cette estimation n’entre dans aucune somme gagnée.")
            self._explained.setText(tr("{each}, {why}", each=each, why=why))
        elif source.programme == PARTNERSHIP:
            self._explained.setText(
                tr(
                    "Une facture envoyée se range sous « versement prévu » ; elle passe à « reçu » quand un "
                    "versement exact, dont le libellé nomme la marque, arrive sur un compte."
                )
            )
        else:
            self._explained.setText(
                tr("Ce que montre la page de la plateforme. Estimé ou prévu, ce n’est pas encore à dépenser.")
            )

    def _say_known(self) -> None:
        """What was said of this month before; it is what would be replaced."""
        source = self._named()
        key = typed_key(self._month(), source, self._reference())
        known = next((e for e in self._earnings if (e.platform, e.key) == (source.platform, key)), None)
        if known is not None:
            money, stage = self._session.money(known.amount, known.currency), stage_name(known.stage)[0]
            self._known.setText(tr("Déjà noté : {amount}, {stage}. Ce sera remplacé.", amount=money, stage=stage))
        self._known.setVisible(known is not None)
        self._propose(known)

    def _propose(self, known: Earning | None) -> None:
        """The invoice noted before, for its stage to be changed: what a person typed themselves stays."""
        if self._chosen().programme != PARTNERSHIP or self.amount.text() != self._prefilled:
            return
        hidden = self._session.amounts_hidden
        self._prefilled = decimal_string(known.amount, known.currency) if known and not hidden else ""
        self.amount.setText(self._prefilled)
        self.amount.selectAll()
        if known and known.settled:
            self.due.show_day(known.settled)
        if known:
            self.currency.setCurrentText(known.currency)
            self.amount.currency = known.currency

    # what is said

    def _chosen(self) -> Source:
        source = self.source.value()
        assert isinstance(source, Source)
        return source

    def _named(self) -> Source:
        """The source with the name a person gave it, as it was written before where it was."""
        source = self._chosen()
        if source.platform:
            return source
        name = " ".join(self.name.text().split())
        before = {fold(p): p for p in (*(s.platform for s in SOURCES), *(e.platform for e in self._earnings)) if p}
        return Source(before.get(fold(name), name), source.programme)

    def _reference(self) -> str:
        return self.invoice.text().strip() if self._chosen().programme == PARTNERSHIP else ""

    def _month(self) -> date:
        month = self.month.value()
        assert isinstance(month, date)
        return month

    def _count(self) -> int | None:
        digits = "".join(self.amount.text().split())
        return int(digits) if digits.isdecimal() and len(digits) < 12 else None

    def save(self) -> None:
        """Keep it, if it is an amount, and of somebody."""
        source, statement = self._named(), self._said()
        if not source.platform:
            mark_wrong(self.name)
            self.name.setFocus()
        elif statement is None:
            self.amount.setFocus()
        elif self._session.write(lambda ledger: _keep(ledger, self._month(), statement)) is not None:
            self.accept()
            self.kept.emit(self._written())

    def _written(self) -> str:
        """What was written, for who does not see the page that shows it."""
        amount, stage = self._session.money(self.amount.minor() or 0, self.amount.currency), self.stage.currentText()
        if self._chosen().programme == DIAMONDS:
            amount = ntr("{count} diamant", "{count} diamants", self._count() or 0)
            stage = stage_name(Stage.ESTIMATED)[0]
        source = neutral(self.name.text().strip()) or self.source.currentText()
        month = month_text(self._month())
        return tr(
            "Noté : {amount}, {source}, {month}, {stage}.", amount=amount, source=source, month=month, stage=stage
        )

    def _said(self) -> Statement | None:
        source, month = self._named(), self._month()
        if source.programme == DIAMONDS:
            count = self._count()
            if count is None:
                mark_wrong(self.amount)
                return None
            return typed(month, diamonds(count), "USD", Stage.ESTIMATED, source, note=f"{count} \N{BLACK DIAMOND SUIT}")
        minor, currency = self.amount.minor(), self.amount.currency
        if minor is None or minor < 0:
            return None
        announced = self.due.day() if source.programme == PARTNERSHIP else None
        amount = Decimal(decimal_string(minor, currency))
        return typed(month, amount, currency, self.stage.value(), source, due=announced, invoice=self._reference())


def _choice(source: Source) -> str:
    if source == ANOTHER:
        return tr("Autre…")
    name = source_name(*source)
    return tr("{name} : {text}", name="TikTok", text=name) if source.platform == "TikTok" else name


def _invoice_stages() -> list[tuple[str, Stage]]:
    """How far an invoice is, in its own words."""
    return [
        (tr("pas encore facturé"), Stage.ESTIMATED),
        (tr("facture envoyée"), Stage.PAYABLE),
        (tr("payé"), Stage.RECEIVED),
        (tr("annulé"), Stage.VOID),
    ]


def _keep(ledger: Ledger, month: date, statement: Statement) -> Changes:
    """Through the gate of every import, so that it can be listed and taken back like one."""
    return ledger.apply_import(plan_typed(statement, ledger.existing(month, month)))
