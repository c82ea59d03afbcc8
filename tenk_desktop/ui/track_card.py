"""« Ai-je vu juste ? »: what the app said of past months, held against what came; also when it is bad."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tenk_desktop.core.outlook.answer import replay_sentence, track_sentence
from tenk_desktop.core.outlook.track import Outcome, largest_group, track_record
from tenk_desktop.core.text import tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.chart_card import ChartCard
from tenk_desktop.ui.widgets import columns, label

if TYPE_CHECKING:
    from tenk_desktop.ui.charts import ReliabilityChart


class TrackCard(ChartCard):
    """A sentence, and below it a small chart of what was said and what came."""

    def __init__(self) -> None:
        super().__init__(tr("Ai-je vu juste ?"), "tenk-vu-juste", 190)
        self.sentence = label(wrap=True)
        self.replayed = label(role="small", wrap=True)
        self.body.setSpacing(theme.gap(theme.S))
        self.layout().addLayout(columns(self.as_table, self.export, 1))  # type: ignore[union-attr]
        self.body.insertWidget(0, self.sentence)
        self.body.insertWidget(1, self.replayed)
        self._record: ReliabilityChart | None = None
        self._months: Sequence[Outcome] = ()
        self.show_months(())

    def put_chart(self, chart: "ReliabilityChart") -> None:
        """The chart is there."""
        self._record = chart
        self.put(chart)
        self.show_months(self._months)

    def show_months(self, months: Sequence[Outcome], *, reading: bool = False) -> None:
        """The months that are over; ``reading`` tells that past ones are still being replayed."""
        self._months = months
        said = [m for m in months if not m.said.replayed]
        again = [m for m in months if m.said.replayed]
        most, most_again = largest_group(said), largest_group(again)
        nothing = tr("Rien n’a encore été dit d’un mois terminé : la réponse viendra à la fin de celui-ci.")
        self.sentence.setText(str(track_sentence(most)) if most else nothing)
        note = tr("Vos mois passés sont en train d’être rejoués…") if reading else ""
        self.replayed.setText(str(replay_sentence(most_again)) if most_again else note)
        self.replayed.setVisible(bool(self.replayed.text()))
        for part in (self.as_table, self.export, self._waiting if self._record is None else self._record):
            part.setVisible(bool(months))
        if self._record is not None:
            self._record.show_record(track_record(said), track_record(again))
