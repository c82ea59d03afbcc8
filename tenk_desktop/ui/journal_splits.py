"""The parts of the operation being typed, one line each under its fields. One without an amount takes the rest."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from tenk_desktop.core.model import Category, Split
from tenk_desktop.core.money import decimal_string
from tenk_desktop.core.text import language, neutral, tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.journal_category import CategoryBox
from tenk_desktop.ui.widgets import AmountEdit, clear, columns, restyle, rows


class PartLine(QWidget):
    """One part: category, amount, note."""

    def __init__(self, currency: str, categories: Sequence[Category], at: int) -> None:
        super().__init__()
        self.category = CategoryBox(tr("Catégorie de la part {number}", number=at))
        self.category.offer(categories)
        self.category.typed.setPlaceholderText(tr("Catégorie"))
        self.amount = AmountEdit(currency, tr("Montant de la part {number}", number=at))
        self.memo = QLineEdit()
        self.memo.setAccessibleName(tr("Note de la part {number}", number=at))
        self.memo.setPlaceholderText(tr("Note"))
        line = columns(self.category, self.amount, self.memo, spacing=theme.S)
        for i, stretch in enumerate((3, 2, 4)):
            line.setStretch(i, stretch)
        self.setLayout(line)

    @property
    def fields(self) -> tuple[CategoryBox, AmountEdit, QLineEdit]:
        """In the order they are typed."""
        return self.category, self.amount, self.memo

    def blank(self) -> bool:
        """Whether nothing at all is typed."""
        return not (self.category.currentText().strip() or self.amount.text().strip() or self.memo.text().strip())


class Parts(QWidget):
    """All parts. ``whole`` is the amount they make together, None while it is not readable."""

    changed = Signal()

    def __init__(self, money: Callable[[int], str], watch: Callable[[QWidget], object], after: QWidget) -> None:
        """``money`` writes an amount; ``watch`` is given each field; Tab goes from the last one to ``after``."""
        super().__init__()
        self._money, self._watch, self._after = money, watch, after
        self._categories: Sequence[Category] = ()
        self._currency = ""
        self._whole: int | None = None
        self._before: QWidget | None = None
        self._filling = False
        self.lines: list[PartLine] = []
        self._rows = rows(spacing=2)
        self.setLayout(self._rows)
        self.hide()

    def open(self, before: QWidget, currency: str, categories: Sequence[Category], parts: Sequence[Split]) -> None:
        """Show these parts; Tab comes from ``before``."""
        self.close_all()
        self._before, self._currency, self._categories = before, currency, categories
        self._filling = True
        for part in parts:
            line = self._add()
            line.category.choose(part.category_id)
            line.amount.setText(typed_amount(part.amount, currency) if part.amount else "")
            line.memo.setText(neutral(part.memo))
        self._filling = False
        self.show()
        self._look()

    def close_all(self) -> None:
        """No parts."""
        self.hide()
        self.lines.clear()
        clear(self._rows)

    @property
    def open_now(self) -> bool:
        """Whether the operation is being split."""
        return bool(self.lines)

    def set_whole(self, whole: int | None, currency: str) -> None:
        """The amount to share out changed."""
        self._whole = whole
        for line in self.lines:
            line.amount.currency = currency
        self._look()

    def read(self) -> tuple[tuple[Split, ...], str, QLineEdit | QComboBox | None]:
        """The parts, which make the whole exactly; or none, what is wrong, and where."""
        if self._whole is None:
            return (), tr("Notez d’abord le montant entier."), None
        found: list[tuple[PartLine, int | None]] = []
        for line in self.lines:
            if line.blank():
                continue
            if not line.category.understood():
                return (), tr("Cette catégorie n’existe pas."), line.category
            minor = self._part(line)
            if line.amount.text().strip() and not minor:
                return (), tr("Ce montant n’est pas lisible."), line.amount
            found.append((line, minor))
        rest = self._whole - sum(minor or 0 for _line, minor in found)
        open_lines = [line for line, minor in found if minor is None]
        if rest and not open_lines and (blank := next((line for line in self.lines if line.blank()), None)):
            open_lines = [blank]
            found.append((blank, None))
        if len(open_lines) > 1:
            return (), tr("Une seule part peut rester sans montant."), open_lines[-1].amount
        if rest and (not open_lines or (rest > 0) != (self._whole > 0)):
            return self._not_exact(rest, ([line for line, minor in found if minor] or self.lines)[-1])
        if open_lines and not rest:
            return (), tr("Il ne reste rien pour cette part."), open_lines[0].amount
        return tuple(_split(line, rest if minor is None else minor) for line, minor in found), "", None

    def _not_exact(self, rest: int, line: PartLine) -> tuple[tuple[Split, ...], str, QLineEdit | QComboBox | None]:
        over = (rest > 0) != ((self._whole or 0) > 0)
        said = tr("Les parts dépassent de {amount}.") if over else tr("Il reste {amount} à ranger.")
        return (), said.format(amount=self._money(abs(rest))), line.amount

    @property
    def over(self) -> bool:
        """Whether the parts together are more than the whole."""
        rest = self._rest()
        return bool(rest) and (rest or 0) * (self._whole or 0) < 0

    def state(self) -> str:
        """What is left to share out, in words."""
        rest = self._rest()
        if rest is None:
            return tr("Notez le montant entier, puis chaque part.")
        if not rest:
            return tr("Les parts font le total. Entrée enregistre.")
        if self.over:
            return tr("Les parts dépassent de {amount}.", amount=self._money(abs(rest)))
        return tr("Reste {amount}, pour la part sans montant. Entrée enregistre.", amount=self._money(abs(rest)))

    # inside

    def _add(self) -> PartLine:
        line = PartLine(self._currency, self._categories, len(self.lines) + 1)
        self.lines.append(line)
        self._rows.addWidget(line)
        for field in line.fields:
            self._watch(field)
        line.amount.textChanged.connect(self._look)
        line.category.editTextChanged.connect(self._look)
        self._order()
        return line

    def _order(self) -> None:
        """Tab goes through the parts, then to what follows them."""
        former = self._before
        for line in self.lines:
            for field in line.fields:
                if former is not None:
                    QWidget.setTabOrder(former, field)
                former = field
        if former is not None:
            QWidget.setTabOrder(former, self._after)

    def _part(self, line: PartLine) -> int | None:
        """A part's amount; without a sign it goes the way of the whole. None when none is typed or readable."""
        minor = line.amount.minor() if line.amount.text().strip() else None
        if minor is None or line.amount.signed or (self._whole or 0) >= 0:
            return minor
        return -minor

    def _rest(self) -> int | None:
        if self._whole is None:
            return None
        return self._whole - sum(self._part(line) or 0 for line in self.lines)

    def _look(self) -> None:
        """Say in the open part what it takes; a rest that no part takes opens one more."""
        if not self.lines or self._filling:
            return
        rest = self._rest()
        without = [line for line in self.lines if not line.amount.text().strip()]
        if rest and not without:
            without = [self._add()]
        for line in self.lines:
            line.amount.setPlaceholderText(tr("Montant"))
            restyle(line.amount, problem=False)
        if without and rest and not self.over:
            without[0].amount.setPlaceholderText(tr("reste {amount}", amount=self._money(abs(rest))))
        self.changed.emit()


def _split(line: PartLine, minor: int) -> Split:
    category = line.category.category()
    return Split(minor, category.id if category else None, line.memo.text().strip())


def typed_amount(minor: int, currency: str) -> str:
    """An amount as one would type it, with its sign."""
    text = decimal_string(minor, currency)
    text = text.replace(".", ",") if language() == "fr" else text
    return text if minor < 0 else f"+{text}"
