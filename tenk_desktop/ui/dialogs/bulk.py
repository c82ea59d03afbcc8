"""Several operations changed at once: what to change, and before anything is written what would become of each."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFormLayout, QHeaderView, QLineEdit, QTableWidget, QTableWidgetItem, QWidget

from tenk_desktop.core.bulk import Bulk, BulkPlan, plan_bulk
from tenk_desktop.core.model import AccountKind, Transaction
from tenk_desktop.core.text import date_text, listed, neutral, ntr, tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.table_model import category_name
from tenk_desktop.ui.widgets import Button, ChoiceBox, as_list, columns, label, rows

SHOWN = 200
"""Rows of the preview: more would not be read."""


class BulkDialog(QDialog):
    """``plan`` is what was agreed to once the dialog is accepted."""

    def __init__(self, session: Session, chosen: Sequence[Transaction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._chosen = session, chosen
        self._categories = {c.id: category_name(c) for c in session.ledger.categories()}
        accounts = session.ledger.accounts_named()
        self._accounts = {a.id: neutral(a.name) for a in accounts}
        self._currencies = {a.id: a.currency for a in accounts}
        self._sides = session.ledger.other_sides([one.id for one in chosen if one.transfer_to is not None])
        self.plan = BulkPlan()
        self.setWindowTitle(ntr("Modifier {count} opération", "Modifier {count} opérations", len(chosen)))
        self.payee, self.memo = QLineEdit(), QLineEdit()
        self.category = ChoiceBox(tr("Catégorie"))
        self.category.offer(
            [(tr("ne pas changer"), None), (tr("Sans catégorie"), 0)]
            + [(name, id_) for id_, name in self._categories.items()],
            None,
        )
        self.account = ChoiceBox(tr("Compte"))
        own = [(self._accounts[a.id], a.id) for a in accounts if a.kind is not AccountKind.WALLET]
        self.account.offer([(tr("ne pas changer"), None), *own], None)
        self.table = _preview_table()
        self._said = label(role="quiet", wrap=True)
        self._apply = Button(tr("Modifier"), self._agree, "primary")
        self._apply.setDefault(True)
        for field in (self.payee, self.memo):
            field.setPlaceholderText(tr("ne pas changer"))
            field.textChanged.connect(self._look)
        for box in (self.category, self.account):
            box.currentIndexChanged.connect(self._look)
        self._lay_out()
        self._look()
        self.category.setFocus()
        session.switched.connect(self.reject)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(theme.gap(theme.L))
        fields: list[tuple[str, QWidget]] = [
            (tr("Catégorie"), self.category),
            (tr("Bénéficiaire"), self.payee),
            (tr("Note"), self.memo),
        ]
        if len(self._accounts) > 1:
            fields.append((tr("Compte"), self.account))
        for name, field in fields:
            field.setAccessibleName(name)
            form.addRow(label(name), field)
        cancel = Button(tr("Annuler"), self.reject)
        self.setLayout(
            rows(
                label(self.windowTitle(), "title"),
                form,
                self._said,
                self.table,
                columns(1, cancel, self._apply),
                spacing=theme.M,
                margin=theme.L,
            )
        )
        self.resize(theme.scaled(860), theme.scaled(500))

    def _asked(self) -> Bulk:
        return Bulk(
            payee=self.payee.text().strip() or None,
            memo=self.memo.text().strip() or None,
            category_id=self.category.value(),
            account_id=self.account.value(),
        )

    def _look(self) -> None:
        """Work out again what would change, and show it."""
        asked = self._asked()
        self.plan = plan_bulk(asked, self._chosen, self._currencies, self._sides)
        changes, left = self.plan.changes, self.plan.left_out
        self._apply.setEnabled(bool(changes))
        self._said.setText(self._words(bool(asked)))
        lines = [(one, tr("reste telle quelle : {reason}", reason=str(reason))) for one, reason in left]
        lines += [(before, self._what(before, after)) for before, after in changes]
        self.table.setRowCount(min(len(lines), SHOWN))
        for row, (one, what) in enumerate(lines[:SHOWN]):
            amount = self._session.money(one.amount, self._currencies.get(one.account_id, ""), sign=True)
            for column, text in enumerate((date_text(one.date), neutral(one.payee), amount, what)):
                item = QTableWidgetItem(text)
                item.setToolTip(text if column in (1, 3) else "")  # those that may be cut
                self.table.setItem(row, column, item)

    def _words(self, asked: bool) -> str:
        if not asked:
            return tr("Dites ce qui doit changer : chaque opération se voit ci-dessous avant d’être modifiée.")
        count, left = len(self.plan.changes), len(self.plan.left_out)
        said = [ntr("{count} opération change", "{count} opérations changent", count)]
        if left:
            said.append(ntr("{count} reste telle quelle", "{count} restent telles quelles", left))
        same = len(self._chosen) - count - left
        if same:
            said.append(ntr("{count} est déjà ainsi", "{count} sont déjà ainsi", same))
        if count + left > SHOWN:
            said.append(tr("les {count} premières sont montrées", count=SHOWN))
        return listed(said)

    def _what(self, before: Transaction, after: Transaction) -> str:
        """What changes of one operation, in words."""
        none = tr("sans catégorie")
        pairs = (
            (neutral(before.payee), neutral(after.payee)),
            (neutral(before.memo) or tr("sans note"), neutral(after.memo)),
            (
                self._categories.get(before.category_id or 0, none),
                self._categories.get(after.category_id or 0, none),
            ),
            (self._accounts.get(before.account_id, ""), self._accounts.get(after.account_id, "")),
        )
        return listed(f"{old} → {new}" for old, new in pairs if old != new and new)

    def _agree(self) -> None:
        if self.plan.changes:
            self.accept()


def _preview_table() -> QTableWidget:
    made = QTableWidget(0, 4)
    made.setHorizontalHeaderLabels([tr("Date"), tr("Bénéficiaire"), tr("Montant"), tr("Ce qui change")])
    as_list(made, tr("Ce qui change"))
    header = made.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    letters = made.fontMetrics().averageCharWidth()
    for column, width in ((0, 15), (1, 30), (2, 18)):
        made.setColumnWidth(column, letters * width)
    header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
    return made
