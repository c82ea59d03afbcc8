"""The window around the pages: it holds sidebar, menus and banner, and wires pages to one another, which do not know
each other.

At a start it is there before what it shows. So its own module is light: what is in the window is imported when it is
built, and Qt's names are looked up when they are used (the first use of `QtCore.Qt` makes all its enumerations, 20 ms).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import Signal

from tenk_desktop.core.text import neutral, tr
from tenk_desktop.store.places import recent_ledgers
from tenk_desktop.ui import theme
from tenk_desktop.ui.personas import PERSONAS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tenk_desktop.store.queries import Queries
    from tenk_desktop.ui.page import Page
    from tenk_desktop.ui.pages.journal import JournalPage
    from tenk_desktop.ui.session import Session
    from tenk_desktop.ui.settings import Settings

LEDGER_SUFFIX = ".tenk"
SMALLEST = QtCore.QSize(1024, 640)
JOURNAL = 1
"""Its place among the pages."""


class MainWindow(QtWidgets.QMainWindow):
    """One window on one session. What needs more than the session is asked for by a signal; `app` answers."""

    import_asked = Signal(object)  # list[Path], empty to let the user pick
    open_asked = Signal(object)  # Path, or None to let the user pick
    new_asked = Signal()
    sample_asked = Signal(str)  # persona
    preferences_changed = Signal(object)  # dict of Settings fields
    help_asked = Signal()
    imports_asked = Signal()
    balance_asked = Signal(object)  # Account
    questions_asked = Signal(bool)  # whether the balance is all that is missing
    payout_asked = Signal()
    rewards_asked = Signal()
    actions_asked = Signal()
    accounts_asked = Signal()
    reconcile_asked = Signal(object)  # Account, or None for the usual one
    schedules_asked = Signal()
    rules_asked = Signal()
    export_asked = Signal(str)  # a format
    backup_asked = Signal()
    restore_asked = Signal()

    def __init__(self, session: Session | None, settings: Settings) -> None:
        """Without a session the window stays empty until `build`."""
        super().__init__()
        self._settings = settings
        self.setMinimumSize(SMALLEST)
        self._restore(settings.geometry)
        if session is not None:
            for _ in self.build(session):
                pass

    def build(self, session: Session) -> Iterator[None]:
        """Fill the window, a piece at a time; what it held before stays on screen up to the last one."""
        from tenk_desktop.ui.menus import Menus
        from tenk_desktop.ui.pages.month_end import MonthEndPage
        from tenk_desktop.ui.sidebar import Sidebar

        self.session = session
        self.setAcceptDrops(True)
        self.setWindowIcon(theme.icon("tenk"))
        self.month_end = MonthEndPage(session)
        yield
        self._pages: list[tuple[str, str, int, Page | None]] = [  # None: made when first opened
            (tr("Fin du mois"), "month-end", 1, self.month_end),
            (tr("Journal"), "journal", 2, None),
            (tr("Budget"), "budget", 3, None),
            (tr("Calendrier"), "calendar", 4, None),
            (tr("TikTok"), "tiktok", 5, None),
        ]
        self._sidebar = Sidebar([(name, icon, key) for name, icon, key, _page in self._pages], session.jobs)
        self.menus = Menus(self, [(name, key) for name, _icon, key, _page in self._pages], self._settings)
        yield
        inside = self._inside()
        self._wire()
        self._on_switched()
        self.installEventFilter(self)
        yield
        self.setMenuBar(self.menus)
        self.setCentralWidget(inside)

    def _inside(self) -> QtWidgets.QWidget:
        from tenk_desktop.ui.widgets import columns, rows

        self._stack = QtWidgets.QStackedWidget()
        self._banner_place, self._done_place = rows(spacing=0), rows(spacing=0)
        main = rows(spacing=0)
        main.addLayout(self._banner_place)
        main.addLayout(self._done_place)
        main.addWidget(self._stack, 1)
        for *_name, page in self._pages:
            self._stack.addWidget(page or QtWidgets.QWidget())
        holder = QtWidgets.QWidget()
        whole = columns(self._sidebar, spacing=0)
        whole.addLayout(main, 1)
        holder.setLayout(whole)
        return holder

    # wiring

    def _wire(self) -> None:
        self._sidebar.page_asked.connect(self.go)
        self._sidebar.import_asked.connect(lambda: self.import_asked.emit([]))
        self.menus.hide_amounts.toggled.connect(self._hide_amounts)
        self.session.switched.connect(self._on_switched)
        self.session.changed.connect(self._name_undo)
        self.session.changed.connect(self._forget_done)
        self.month_end.complete.connect(self._load_next)
        self.month_end.transactions_asked.connect(self.show_transactions)
        self.month_end.import_asked.connect(lambda: self.import_asked.emit([]))
        self.month_end.sample_asked.connect(self.sample_asked)
        self.month_end.questions_asked.connect(self.questions_asked)
        self.month_end.payout_asked.connect(self.payout_asked)
        self.month_end.hide_asked.connect(self.menus.hide_amounts.toggle)
        self.month_end.balance_asked.connect(self.balance_asked)
        self.month_end.reconcile_asked.connect(self.reconcile_asked)

    def go(self, at: int) -> None:
        """Show a page by its place in the sidebar, from 0."""
        self._forget_done()
        self._sidebar.show_page(at)
        page = self.page(at)
        self._stack.setCurrentIndex(at)
        page.setFocus()

    def page(self, at: int) -> Page:
        """The page of a place, made now if it was not yet."""
        name, icon, key, page = self._pages[at]
        if page is None:
            page = (self._journal, self._budget, self._calendar, self._tiktok)[at - JOURNAL]()
            self._pages[at] = (name, icon, key, page)
            empty = self._stack.widget(at)
            self._stack.insertWidget(at, page)
            if empty is not None:  # which kept its place
                self._stack.removeWidget(empty)
                empty.deleteLater()
        return page

    def _load_next(self) -> None:
        """What is likely to be opened next: the journal, and the modules of the page of TikTok, a fifth of the time it
        takes to open.
        """
        from tenk_desktop.ui import turns

        def steps() -> Iterator[None]:
            yield from turns.loaded("tenk_desktop.ui.pages.journal")
            self.page(JOURNAL)
            yield
            parts = "core.creator.words", "core.creator.suggest", "ui.tiktok_cards", "ui.tiktok_sheets"
            yield from turns.loaded(*(f"tenk_desktop.{part}" for part in parts), "tenk_desktop.ui.pages.tiktok")

        self.month_end.in_turns(steps())

    @property
    def journal(self) -> JournalPage:
        """The page of all operations, made now if it was not yet."""
        return self.page(JOURNAL)  # type: ignore[return-value]

    def _journal(self) -> Page:
        from tenk_desktop.ui.pages.journal import JournalPage

        return JournalPage(self.session)

    def _budget(self) -> Page:
        from tenk_desktop.ui.pages.budget import BudgetPage

        made = BudgetPage(self.session)
        made.transactions_asked.connect(self.show_transactions)
        return made

    def _calendar(self) -> Page:
        from tenk_desktop.ui.pages.calendar import CalendarPage

        made = CalendarPage(self.session)
        made.transactions_asked.connect(self.show_transactions)
        return made

    def _tiktok(self) -> Page:
        from tenk_desktop.ui.pages.tiktok import TikTokPage

        made = TikTokPage(self.session)
        made.transactions_asked.connect(self.show_transactions)
        made.rewards_asked.connect(self.rewards_asked)
        made.import_asked.connect(lambda: self.import_asked.emit([]))
        return made

    def pages(self, *, all_of_them: bool = False) -> dict[str, QtWidgets.QWidget]:
        """The page on screen by its name, or all that were made."""
        at = self.current()
        return {name: page for i, (name, *_, page) in enumerate(self._pages) if page and (all_of_them or i == at)}

    def current(self) -> int:
        """The place of the page on screen."""
        return self._stack.currentIndex()

    def show_transactions(self, wanted: object) -> None:
        """These operations, in the journal."""
        self.journal.show_filter(wanted)  # type: ignore[arg-type]
        self.go(JOURNAL)

    def _hide_amounts(self, hidden: bool) -> None:
        self.session.hide_amounts(hidden)
        self.preferences_changed.emit({"hide_amounts": hidden})

    def _on_switched(self) -> None:
        ledger = self.session.ledger
        name = shown_name(ledger.path, ledger.sample)
        self._sidebar.show_name(name, neutral(str(ledger.path)))
        self.setWindowTitle(f"{name} · Tenk")
        self._show_banner(ledger)
        self._name_undo()
        self.go(0)

    def _show_banner(self, ledger: Queries) -> None:
        from tenk_desktop.ui.widgets import Banner, Button, clear

        clear(self._banner_place)
        if ledger.sample:
            leave = Button(
                tr("revenir à mes comptes"), lambda: self.open_asked.emit(next(iter(recent_ledgers()), None)), "link"
            )
            text = tr("EXEMPLE : des comptes inventés, dans un fichier à part. Rien ici ne touche aux vôtres.")
            self._banner_place.addWidget(Banner(text, leave))

    def say_done(self, text: str) -> None:
        """What was just written of a platform's money, where the page on screen does not show it: until the next
        change, or another page.
        """
        from tenk_desktop.ui.widgets import Banner, Button

        self._forget_done()
        tiktok = next(i for i, (_name, icon, *_rest) in enumerate(self._pages) if icon == "tiktok")
        if self.current() != tiktok:
            show = Button(tr("voir dans TikTok"), lambda: self.go(tiktok), "link")
            self._done_place.addWidget(Banner(text, show, Button(tr("fermer"), self._forget_done, "link")))

    def _forget_done(self, _changes: object = None) -> None:
        from tenk_desktop.ui.widgets import clear

        clear(self._done_place)

    def _name_undo(self, _changes: object = None) -> None:
        self.menus.name_undo(*self.session.ledger.undoable())

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        if event.type() == QtCore.QEvent.Type.WindowActivate and self.isVisible():
            self.session.look_again()
        return super().eventFilter(watched, event)

    # files dropped, and leaving

    def dragEnterEvent(self, event: QtGui.QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QtGui.QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if len(paths) == 1 and paths[0].suffix == LEDGER_SUFFIX:
            self.open_asked.emit(paths[0])
        elif paths:
            self.import_asked.emit(paths)

    def _restore(self, geometry: str) -> None:
        if not (geometry and self.restoreGeometry(QtCore.QByteArray.fromHex(QtCore.QByteArray(geometry.encode())))):
            self.resize(1200, min(760, int(0.95 * self.screen().availableSize().height())))  # its frame must fit too

    def closeEvent(self, event: QtGui.QCloseEvent) -> None:
        self.preferences_changed.emit({"geometry": bytes(self.saveGeometry().toHex().data()).decode()})
        super().closeEvent(event)


def shown_name(path: Path, sample: str) -> str:
    """What accounts are called: after their person if they are an example, else after their file."""
    return tr(PERSONAS[sample]) if sample in PERSONAS else neutral(path.stem)
