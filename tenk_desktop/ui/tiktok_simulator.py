"""Et si… : money from views, and views for money. Sliders and fields answer at once: nothing is asked of the ledger."""

from bisect import bisect_left
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from tenk_desktop.core.creator import simulator, words
from tenk_desktop.core.creator.audience import eligible
from tenk_desktop.core.money import AmountError, decimal_string, parse_typed
from tenk_desktop.core.text import language, msg, number_text, tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.tiktok_live import Seen
from tenk_desktop.ui.widgets import AmountEdit, Card, Slider, columns, label, restyle

Money = Callable[..., str]
ONCE_MET = msg("Cela ne vaut qu’une fois remplies les conditions de TikTok.")
STEPS = (1, 2, 3, 5, 7)
VIEWS = [step * 10**power for power in range(3, 7) for step in STEPS]
"""Places of the views' slider: 1,000 to 7,000,000."""
AMOUNTS = [step * 10**power for power in range(2, 5) for step in STEPS]
"""Places of the money's slider, in minor units of two decimals: 1 to 700."""
MOST_VIEWS = 10**10
"""No month has more; a slip of the finger has."""


class Dial(QHBoxLayout):
    """A slider over round figures, and a field beside it for the exact one."""

    changed = Signal()

    def __init__(
        self,
        name: str,
        places: list[int],
        field: QLineEdit,
        write: Callable[[int], str],
        read: Callable[[str], int | None],
    ) -> None:
        """``read`` takes what is typed, None when it is nothing that can be meant; ``write`` is its reverse."""
        super().__init__()
        self._places, self._write, self._read = places, write, read
        self.slider, self.field = _slider(name, places), field
        self.field.setAccessibleName(tr("{name}, en chiffres", name=name))
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.field.setFixedWidth(theme.scaled(110))
        self.addLayout(columns(self.slider, self.field, spacing=theme.M))
        self.value = 0
        self._slid(self.slider.value())
        self.slider.valueChanged.connect(self._slid)
        self.field.textEdited.connect(self._typed)
        self.field.editingFinished.connect(self._show_value)

    def show_all(self, *, on: bool) -> None:
        """Shown, or hidden."""
        self.slider.setVisible(on)
        self.field.setVisible(on)

    def _slid(self, place: int) -> None:
        self.value = self._places[place]
        self._show_value()
        self.changed.emit()

    def _show_value(self) -> None:
        self.field.setText(self._write(self.value))
        restyle(self.field, problem=False)

    def _typed(self, text: str) -> None:
        value = self._read(text)
        restyle(self.field, problem=value is None)
        if value is None:
            return
        self.value = value
        self.slider.blockSignals(True)
        self.slider.setValue(min(bisect_left(self._places, value), len(self._places) - 1))
        self.slider.blockSignals(False)
        self.changed.emit()


class SimulatorCard(Card):
    """Views and money over the user's own rate, or the published one until there is one."""

    def __init__(self) -> None:
        super().__init__(tr("Et si…"))
        self._seen: Seen | None = None
        self._money: Money = str
        self._views = Dial(tr("Vues"), VIEWS, QLineEdit(), number_text, _views_typed)
        self._amount = Dial(tr("Montant voulu"), AMOUNTS, AmountEdit("EUR", ""), self._amount_text, self._amount_typed)
        self.views, self.amount = self._views.slider, self._amount.slider
        self.views_field, self.amount_field = self._views.field, self._amount.field
        self.income, self.needed, self.ground = label(wrap=True), label(wrap=True), label(role="small", wrap=True)
        for dial, answer in ((self._views, self.income), (self._amount, self.needed)):
            self.body.addLayout(dial)
            self.body.addWidget(answer)
            dial.changed.connect(self._answer)
        self.body.addWidget(self.ground)
        self.body.addStretch(1)

    def show_ledger(self, seen: Seen, money: Money) -> None:
        """Ask again with what is known now."""
        self._seen, self._money = seen, money
        self._answer()

    def _currency(self) -> str:
        return self._seen.currency if self._seen is not None else "EUR"

    def _amount_text(self, minor: int) -> str:
        text = decimal_string(minor, self._currency())
        return text.replace(".", ",") if language() == "fr" else text

    def _amount_typed(self, text: str) -> int | None:
        try:
            minor = parse_typed(text, self._currency())
        except AmountError:
            return None
        return minor if minor and minor > 0 else None

    def _answer(self) -> None:
        seen = self._seen
        if seen is None:
            return
        paid = seen.paid_before or eligible(seen.conditions)
        rate = None if paid is False else seen.rate  # before TikTok pays, views are no euros
        for dial, answer in ((self._views, self.income), (self._amount, self.needed)):
            dial.show_all(on=rate is not None)
            answer.setVisible(rate is not None)
        if rate is None:
            none = tr("Aucun taux n’est connu dans cette devise.")
            self.ground.setText(none if seen.rate is None else str(words.BEFORE))
            return
        self._say(seen, rate)
        when = words.paid_sentence(seen.paid_on, in_time=seen.paid_on < seen.horizon, months=seen.months_paid)
        caution = words.NO_PROMISE if paid else ONCE_MET
        self.ground.setText(f"{words.rate_sentence(rate, seen.currency)} {when} {caution}")

    def _say(self, seen: Seen, rate: simulator.Rate) -> None:
        views, wanted = self._views.value, self._amount.value
        brought = simulator.income(views, rate, seen.currency)
        low, high = self._money(brought.low), self._money(brought.high)
        self.income.setText(tr("{views} vues ⇄ {low} à {high}", views=number_text(views), low=low, high=high))
        needed = simulator.views_for(wanted, rate, seen.currency)
        fewest, most = number_text(needed.low), number_text(needed.high)
        self.needed.setText(tr("{amount} ⇄ {low} à {high} vues", amount=self._money(wanted), low=fewest, high=most))
        self.views.setAccessibleDescription(self.income.text())
        self.amount.setAccessibleDescription(self.needed.text())


def _views_typed(text: str) -> int | None:
    """``120 000``, ``120.000``, ``120k``, ``1,2 M``: a positive number of views; None for anything else."""
    plain = "".join(text.split()).casefold()
    unit = {"k": 3, "m": 6}.get(plain[-1:], 0)
    if not unit:
        digits = plain.translate(dict.fromkeys(map(ord, ".,'’")))
        views = int(digits) if digits.isdecimal() else 0
    else:
        whole, _, part = plain[:-1].replace(",", ".").partition(".")
        if not (whole + part).isdecimal() or not whole or len(part) > unit:
            return None
        views = int(whole + part) * 10 ** (unit - len(part))
    return views if 0 < views <= MOST_VIEWS else None


def _slider(name: str, places: list[int]) -> Slider:
    slider = Slider(name, len(places) - 1)
    slider.setValue(len(places) // 2)
    slider.setPageStep(2)
    return slider
