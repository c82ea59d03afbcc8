"""One rule, typed: which operations it is about, and what is done with them."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFormLayout, QLineEdit, QWidget

from tenk_desktop.core.money import decimal_string
from tenk_desktop.core.rules import Compare, Rule, problem
from tenk_desktop.core.text import language, neutral, tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.table_model import category_name
from tenk_desktop.ui.widgets import AmountEdit, Button, ChoiceBox, columns, label, mark_wrong, rows


class RuleEditor(QDialog):
    """One rule, typed: when, and then."""

    wanted = Signal(object)  # the rule as typed, whole

    def __init__(self, session: Session, one: Rule, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._rule = session, one
        self.setWindowTitle(tr("Règle"))
        ledger = session.ledger
        self.compare = ChoiceBox(tr("Comment chercher le texte"))
        self.compare.offer(
            [(tr("contient"), Compare.CONTAINS), (tr("est"), Compare.IS), (tr("commence par"), Compare.STARTS)],
            one.compare,
        )
        self.text = _line(tr("Texte de la banque ou bénéficiaire"), one.text)
        self.sign = ChoiceBox(tr("Sens"))
        self.sign.offer([(tr("dépenses et rentrées"), 0), (tr("dépenses"), -1), (tr("rentrées"), 1)], one.sign)
        self.account = ChoiceBox(tr("Compte"))
        self.account.offer(
            [(tr("tous les comptes"), None), *((neutral(a.name), a.id) for a in ledger.accounts())], one.account_id
        )
        self.low = self._amount(tr("Montant, au moins"), one.low)
        self.high = self._amount(tr("Montant, au plus"), one.high)
        self.payee = _line(tr("Nouveau bénéficiaire"), one.payee)
        self.category = ChoiceBox(tr("Catégorie"))
        self.category.offer(
            [(tr("ne pas changer"), None), *((category_name(c), c.id) for c in ledger.categories())], one.category_id
        )
        self.memo = _line(tr("Note, là où il n’y en a pas"), one.memo)
        self._problem = label(role="problem", wrap=True)
        self._lay_out()
        self.account.currentIndexChanged.connect(self._currency)
        self.text.setFocus()

    def _amount(self, name: str, minor: int | None) -> AmountEdit:
        made = AmountEdit(self._account_currency(), name)
        made.setPlaceholderText(tr("tous"))
        if minor is not None:
            text = decimal_string(minor, made.currency)
            made.setText(text.replace(".", ",") if language() == "fr" else text)
        return made

    def _account_currency(self) -> str:
        at = self.account.value()
        return next((a.currency for a in self._session.ledger.accounts() if a.id == at), self._session.ledger.currency)

    def _currency(self) -> None:
        self.low.currency = self.high.currency = self._account_currency()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setSpacing(theme.gap(theme.S))
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        text = columns(self.compare, self.text, spacing=theme.S)
        text.setStretch(1, 1)
        amounts = columns(self.low, label(tr("à")), self.high, spacing=theme.S)
        fields: tuple[tuple[str, Any], ...] = (  # widgets and layouts
            (tr("Le texte"), text),
            (tr("Sens"), self.sign),
            (tr("Montant"), amounts),
            (tr("Compte"), self.account),
            (tr("Bénéficiaire"), self.payee),
            (tr("Catégorie"), self.category),
            (tr("Note"), self.memo),
        )
        form.addRow(label(tr("Quand une opération…"), "heading"))
        for i, (name, field) in enumerate(fields):
            if i == 4:
                form.addRow(label(tr("alors…"), "heading"))
            form.addRow(name, field)
        keep = Button(tr("Garder la règle"), self.keep, "primary")
        keep.setDefault(True)
        hint = tr(
            "Le texte est cherché au début des mots ; accents, majuscules et ponctuation ne comptent pas. "
            "Un champ vide ne compte pas non plus."
        )
        self.setLayout(
            rows(
                form,
                label(hint, "small", wrap=True),
                self._problem,
                columns(1, keep, Button(tr("Abandonner"), self.reject), spacing=theme.M),
                spacing=theme.M,
                margin=theme.XL,
            )
        )
        self._problem.hide()
        self.resize(theme.scaled(520), self.sizeHint().height())

    def typed(self) -> Rule | None:
        """The rule as typed; None, and the field marked, when an amount cannot be read."""
        bounds: list[int | None] = []
        for field in (self.low, self.high):
            bounds.append(field.minor() if field.text().strip() else None)
            if field.text().strip() and bounds[-1] is None:
                self._refuse(tr("Ce montant n’est pas lisible. Exemples : 12,50 ou 12+3."), field)
                return None
        return replace(
            self._rule,
            text=self.text.text().strip(),
            compare=self.compare.value(),
            sign=self.sign.value(),
            low=None if bounds[0] is None else abs(bounds[0]),
            high=None if bounds[1] is None else abs(bounds[1]),
            account_id=self.account.value(),
            payee=self.payee.text().strip(),
            category_id=self.category.value(),
            memo=self.memo.text().strip(),
        )

    def keep(self) -> None:
        """Hand the rule over; on a problem, say it and stay."""
        one = self.typed()
        if one is None:
            return
        if (lacking := problem(one)) is not None:
            self._refuse(str(lacking), self.text if not one.text else self.payee)
            return
        self.wanted.emit(one)
        self.accept()

    def _refuse(self, said: str, field: QLineEdit) -> None:
        self._problem.setText(said)
        self._problem.show()
        self.resize(self.width(), max(self.height(), self.sizeHint().height()))
        mark_wrong(field)
        field.setFocus()


def _line(name: str, text: str) -> QLineEdit:
    made = QLineEdit(text)
    made.setAccessibleName(name)
    return made
