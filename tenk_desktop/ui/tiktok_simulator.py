"""Et si… : money from views, and views for money. Both sliders answer at once, for nothing is asked of the ledger."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSlider

from tenk_desktop.core.creator import simulator, words
from tenk_desktop.core.creator.audience import eligible
from tenk_desktop.core.text import msg, number_text, tr
from tenk_desktop.ui.tiktok_live import Seen
from tenk_desktop.ui.widgets import Card, label

Money = Callable[..., str]
ONCE_MET = msg("Cela ne vaut qu’une fois remplies les conditions de TikTok.")
STEPS = (1, 2, 3, 5, 7)
VIEWS = [step * 10**power for power in range(3, 7) for step in STEPS]
"""Places of the views' slider: 1,000 to 7,000,000."""
AMOUNTS = [step * 10**power for power in range(2, 5) for step in STEPS]
"""Places of the money's slider, in minor units of two decimals: 1 to 700."""


class SimulatorCard(Card):
    """Two sliders over the user's own rate, or the published one until there is one."""

    def __init__(self) -> None:
        super().__init__(tr("Et si…"))
        self._seen: Seen | None = None
        self._money: Money = str
        self.views, self.amount = _slider(tr("Vues"), VIEWS), _slider(tr("Montant voulu"), AMOUNTS)
        self.income, self.needed, self.ground = label(wrap=True), label(wrap=True), label(role="small", wrap=True)
        for widget in (self.views, self.income, self.amount, self.needed, self.ground):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.views.valueChanged.connect(lambda _at: self._answer())
        self.amount.valueChanged.connect(lambda _at: self._answer())

    def show_ledger(self, seen: Seen, money: Money) -> None:
        """Ask again with what is known now."""
        self._seen, self._money = seen, money
        self._answer()

    def _answer(self) -> None:
        seen = self._seen
        if seen is None:
            return
        paid = seen.paid_before or eligible(seen.conditions)
        rate = None if paid is False else seen.rate  # before TikTok pays, views are no euros
        for widget in (self.views, self.amount, self.income, self.needed):
            widget.setVisible(rate is not None)
        if rate is None:
            none = tr("Aucun taux n’est connu dans cette devise.")
            self.ground.setText(none if seen.rate is None else str(words.BEFORE))
            return
        self._say(seen, rate)
        when = words.paid_sentence(seen.paid_on, in_time=seen.paid_on < seen.horizon)
        caution = words.NO_PROMISE if paid else ONCE_MET
        self.ground.setText(f"{words.rate_sentence(rate, seen.currency)} {when} {caution}")

    def _say(self, seen: Seen, rate: simulator.Rate) -> None:
        views, wanted = VIEWS[self.views.value()], AMOUNTS[self.amount.value()]
        brought = simulator.income(views, rate, seen.currency)
        low, high = self._money(brought.low), self._money(brought.high)
        self.income.setText(tr("{views} vues ⇄ {low} à {high}", views=number_text(views), low=low, high=high))
        needed = simulator.views_for(wanted, rate, seen.currency)
        fewest, most = number_text(needed.low), number_text(needed.high)
        self.needed.setText(tr("{amount} ⇄ {low} à {high} vues", amount=self._money(wanted), low=fewest, high=most))
        self.views.setAccessibleDescription(self.income.text())
        self.amount.setAccessibleDescription(self.needed.text())


def _slider(name: str, places: list[int]) -> QSlider:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(0, len(places) - 1)
    slider.setValue(len(places) // 2)
    slider.setPageStep(2)
    slider.setAccessibleName(name)
    return slider
