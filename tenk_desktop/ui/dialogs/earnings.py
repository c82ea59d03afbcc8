"""The earnings behind a figure, each with its file, its stage and the deposit that paid it."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from tenk_desktop.core.creator.sources import source_name
from tenk_desktop.core.creator.stages import announced
from tenk_desktop.core.model import Earning
from tenk_desktop.core.sentences import stage_name
from tenk_desktop.core.text import date_text, neutral, ntr, tr
from tenk_desktop.ui import theme
from tenk_desktop.ui.tiktok_tables import fill, plain_table
from tenk_desktop.ui.widgets import Button, columns, label, rows

MOST = 500


class EarningsDialog(QDialog):
    """A table of earnings, newest first. Enter or a double click on a received one asks for its deposit."""

    deposit_asked = Signal(object)  # the Earning it paid

    def __init__(
        self, title: str, earnings: Sequence[Earning], money: Callable[..., str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._shown = sorted(earnings, key=lambda e: (e.earned, e.id), reverse=True)[:MOST]
        self.table = plain_table(title)
        head = (
            tr("Gain"), tr("Source"), tr("Gagné le"), tr("Validé le"), tr("Attendu le"), tr("Reçu le"), tr("Étape"),
            tr("Montant"), tr("Fichier"),
        )  # fmt: skip
        fill(self.table, head, [_cells(e, money) for e in self._shown])
        self.table.activated.connect(lambda index: self._open(index.row()))
        count = ntr("{count} gain", "{count} gains", len(earnings))
        more = len(earnings) - len(self._shown)
        left_out = ntr(
            "les {count} plus anciens ne sont pas listés", "les {count} plus anciens ne sont pas listés", more
        )
        said = f"{count} ; {left_out}" if more else count
        close = Button(tr("Fermer"), self.accept, "primary")
        self.setLayout(
            rows(
                label(title, "title"),
                label(said, "small"),
                self.table,
                label(tr("Entrée sur un gain reçu : montrer le versement."), "small"),
                columns(1, close),
                spacing=theme.M,
                margin=theme.XL,
            )
        )
        self.resize(theme.scaled(1080), theme.scaled(480))

    def _open(self, at: int) -> None:
        if self._shown[at].received_by is not None:
            self.deposit_asked.emit(self._shown[at])
            self.accept()


def _cells(e: Earning, money: Callable[..., str]) -> tuple[str, ...]:
    source = f"{neutral(e.source.file)}, {e.source.line}" if e.source else ""
    validated = None if announced(e) else e.settled
    name, _state = stage_name(e.stage)
    return (
        neutral(e.title) or e.key,
        source_name(e.platform, e.programme),
        date_text(e.earned),
        _day(validated),
        _day(e.expected),
        _day(e.received_on),
        name,
        money(e.amount, e.currency),
        source,
    )


def _day(day: date | None) -> str:
    return date_text(day) if day else ""
