"""« Et si TikTok payait plus tard ? »: a slider that says the verdict again on the same futures, and goes back."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout

from tenk_desktop.core.text import ntr, tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.widgets import Button, Card, Slider, columns, label

STOPS = (7, 14, 30)
"""Delays with a button of their own, in days; the last one is the end of the slider."""


class LateBar(Card):
    """Asks how many days late the payouts to come would be. `changed` says it at each move."""

    changed = Signal(int)  # days, 0 when on time

    def __init__(self) -> None:
        super().__init__()
        question = tr("Et si TikTok payait plus tard ?")
        self.slider = Slider(question, STOPS[-1])
        self.slider.setSingleStep(1)
        self.slider.setPageStep(STOPS[0])
        self.slider.setMinimumWidth(theme.scaled(120))
        self.value = label()
        self.value.setMinimumWidth(self.value.fontMetrics().horizontalAdvance(late_words(STOPS[-1])))
        self.stops = tuple(Button(_short(days), partial(self.slider.setValue, days), "link") for days in STOPS)
        for button, days in zip(self.stops, STOPS, strict=True):
            button.setAccessibleName(late_words(days))
        self.back = Button(tr("revenir"), partial(self.slider.setValue, 0), "link")
        self.back.setAccessibleName(tr("Revenir à des versements à l’heure"))
        place = self.back.sizePolicy()
        place.setRetainSizeWhenHidden(True)
        self.back.setSizePolicy(place)
        said = columns(label(question, wrap=True), self.value, spacing=theme.M)
        moved = columns(self.slider, *self.stops, self.back, spacing=theme.M)
        for line in (said, moved):
            line.setStretch(0, 1)
        self._line = columns(said, moved, spacing=theme.L)
        self._line.setStretch(0, 2)
        self._line.setStretch(1, 3)
        self.body.addLayout(self._line)
        self.slider.valueChanged.connect(self._moved)
        self._say(0)

    @property
    def days(self) -> int:
        """How late, now."""
        return self.slider.value()

    def put_back(self) -> None:
        """On time again; nobody is told."""
        self.slider.blockSignals(True)
        self.slider.setValue(0)
        self.slider.blockSignals(False)
        self._say(0)

    def arrange(self, *, narrow: bool) -> None:
        """The slider beside the question, or under it."""
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._line.setDirection(down if narrow else across)

    def _moved(self, days: int) -> None:
        self._say(days)
        self.changed.emit(days)

    def _say(self, days: int) -> None:
        self.value.setText(late_words(days))
        self.slider.setAccessibleDescription(late_words(days))
        self.back.setVisible(days > 0)


def late_words(days: int) -> str:
    """How late, in words."""
    return ntr("{count} jour plus tard", "{count} jours plus tard", days) if days else tr("à l’heure")


def _short(days: int) -> str:
    return tr("{days} j", days=days)
