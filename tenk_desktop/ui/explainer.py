"""Opens what stands behind a figure, and from there the dialogs that change what it rests on."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog, QWidget

from tenk_desktop.core.outlook.answer import Verdict
from tenk_desktop.core.outlook.why import Edit, Figure, why
from tenk_desktop.ui.live import Live
from tenk_desktop.ui.session import Session


class Explainer(QObject):
    """For one page. Its dialogs are imported when first asked for."""

    def __init__(self, session: Session, page: QWidget) -> None:
        super().__init__(page)
        self._session, self._page = session, page
        self._live: Live | None = None

    def explain(self, figure: Figure, live: Live | None, shown: Verdict | None) -> None:
        """Where a figure of the verdict on screen comes from, if that is known."""
        from tenk_desktop.ui.why_panel import WhyPanel

        if live is not None and live.facts is not None and shown is not None:
            self._live = live
            panel = WhyPanel(why(figure, live.facts, shown, self._session.money), self._page.window())
            panel.edit_asked.connect(self.edit)
            _open(panel)

    def edit(self, what: str) -> None:
        """The dialog where an assumption (`why.Edit`) is changed."""
        from tenk_desktop.ui.dialogs.assumptions import AssumptionsDialog
        from tenk_desktop.ui.dialogs.schedules import open_schedules

        if what == Edit.BILLS:
            open_schedules(self._session, self._page.window())
        else:
            _open(AssumptionsDialog(self._session, what, self._page.window()))


def _open(dialog: QDialog) -> None:
    """Show a dialog; closed, it is gone."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
