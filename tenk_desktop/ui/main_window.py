"""The window around the pages: sidebar, menus, banner. It wires pages to one another, which do not know each other."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QMainWindow, QMenu, QStackedWidget, QToolButton, QWidget

from tenk_desktop.core.text import Message, neutral, tr
from tenk_desktop.store.places import recent_ledgers
from tenk_desktop.ui import theme
from tenk_desktop.ui.page import Page
from tenk_desktop.ui.pages.journal import JournalPage
from tenk_desktop.ui.pages.month_end import MonthEndPage
from tenk_desktop.ui.personas import PERSONAS
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.settings import Settings
from tenk_desktop.ui.widgets import Banner, Button, JobBar, columns, label, plain, rows

LEDGER_SUFFIX = ".tenk"
SMALLEST = QSize(1024, 640)


class MainWindow(QMainWindow):
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

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__()
        self.session = session
        self._settings = settings
        self.setMinimumSize(SMALLEST)
        self.setAcceptDrops(True)
        self.setWindowIcon(theme.icon("tenk"))
        self.month_end = MonthEndPage(session)
        self.journal = JournalPage(session)
        self._pages: tuple[tuple[str, str, Page], ...] = (
            (tr("Fin du mois"), "month-end", self.month_end),
            (tr("Journal"), "journal", self.journal),
        )
        self._stack = QStackedWidget()
        self._banner_place = rows(spacing=0)
        self._build()
        self._menus()
        self._wire()
        self._on_switched()
        self._restore(settings.geometry)

    # what is on it

    def _build(self) -> None:
        main = rows(spacing=0)
        main.addLayout(self._banner_place)
        main.addWidget(self._stack, 1)
        for _name, _icon, page in self._pages:
            self._stack.addWidget(page)
        holder = QWidget()
        whole = columns(self._sidebar(), spacing=0)
        whole.addLayout(main, 1)
        holder.setLayout(whole)
        self.setCentralWidget(holder)

    def _sidebar(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("role", "sidebar")
        bar.setFixedWidth(min(theme.scaled(200), 300))
        self._ledger_name = label(role="small")
        self._nav = QButtonGroup(self)
        buttons = [self._nav_button(i, name, icon) for i, (name, icon, _page) in enumerate(self._pages)]
        large = theme.scaled(100) > 130  # no room for hints
        words = tr("Importer…") if large else tr("Importer…") + "  Ctrl+I"
        self._import = Button(words, lambda: self.import_asked.emit([]), "primary")
        self._import.setAccessibleName(tr("Importer des fichiers"))
        layout = rows(label("Tenk", "brand"), self._ledger_name, spacing=theme.XS, margin=theme.M)
        layout.addSpacing(theme.gap(theme.M))
        for button in buttons:
            layout.addWidget(button)
        layout.addStretch(1)
        layout.addWidget(JobBar(self.session.jobs))
        layout.addWidget(self._import)
        layout.addSpacing(theme.gap(theme.XS))
        layout.addWidget(label(tr("Hors ligne · tout reste ici"), "small", wrap=True))
        bar.setLayout(layout)
        return bar

    def _nav_button(self, at: int, name: str, icon: str) -> QToolButton:
        button = QToolButton()
        button.setProperty("role", "nav")
        button.setText(f"  {name}")
        button.setAccessibleName(name)
        button.setIcon(theme.icon(icon))
        button.setIconSize(QSize(theme.scaled(18), theme.scaled(18)))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setCheckable(True)
        button.setSizePolicy(button.sizePolicy().Policy.Expanding, button.sizePolicy().Policy.Fixed)
        if theme.scaled(100) <= 130:
            button.setLayout(columns(1, label(str(at + 1), "small"), margin=theme.S))
        self._nav.addButton(button, at)
        QShortcut(QKeySequence(str(at + 1)), self, partial(self.go, at))
        return button

    # menus

    def _menus(self) -> None:
        file = self.menuBar().addMenu(tr("&Fichier"))
        _add(file, tr("Nouveau…"), self.new_asked.emit, QKeySequence.StandardKey.New)
        _add(file, tr("Ouvrir…"), lambda: self.open_asked.emit(None), QKeySequence.StandardKey.Open)
        self._recent = file.addMenu(tr("Récents"))
        self._recent.setToolTipsVisible(True)
        self._recent.aboutToShow.connect(self._fill_recent)
        samples = file.addMenu(tr("Voir un exemple"))
        for persona, name in PERSONAS.items():
            _add(samples, tr(name), partial(self.sample_asked.emit, persona))
        file.addSeparator()
        _add(file, tr("Importer…"), lambda: self.import_asked.emit([]), "Ctrl+I")
        _add(file, tr("Imports faits…"), self.imports_asked.emit)
        file.addSeparator()
        _add(file, tr("Quitter"), self.close, "Ctrl+Q")
        edit = self.menuBar().addMenu(tr("&Édition"))
        self._undo = _add(edit, "", self.session.undo, "Ctrl+Z")
        self._redo = _add(edit, "", self.session.redo, "Ctrl+Shift+Z")
        self._view_menu(self.menuBar().addMenu(tr("&Affichage")))
        help_menu = self.menuBar().addMenu(tr("A&ide"))
        _add(help_menu, tr("Raccourcis clavier"), self.help_asked.emit, "?")

    def _fill_recent(self) -> None:
        self._recent.clear()
        for path in recent_ledgers():
            _add(self._recent, plain(path.stem), partial(self.open_asked.emit, path)).setToolTip(str(path))

    def _view_menu(self, view: QMenu) -> None:
        for i, (name, _icon, _page) in enumerate(self._pages):
            _add(view, f"{name}\t{i + 1}", partial(self.go, i))
        view.addSeparator()
        hide = self._hide = _add(view, tr("Masquer les montants"), lambda: None, "Ctrl+Shift+M")
        hide.setCheckable(True)
        hide.setChecked(self._settings.hide_amounts)
        hide.toggled.connect(self._hide_amounts)
        s = self._settings
        looks = ((tr("Comme le système"), "system"), (tr("Clair"), "light"), (tr("Sombre"), "dark"))
        self._choices(view, tr("Thème"), "look", s.look, looks)
        self._choices(
            view,
            tr("Langue"),
            "language",
            s.language,
            ((tr("Comme le système"), ""), ("Français", "fr"), ("English", "en")),
        )
        sizes = tuple((f"{percent} %", percent) for percent in theme.TEXT_SCALES)
        self._choices(view, tr("Taille du texte"), "text_percent", s.text_percent, sizes)

    def _choices(self, menu: QMenu, name: str, setting: str, now: object, values: tuple[tuple[str, Any], ...]) -> None:
        under = menu.addMenu(name)
        group = QActionGroup(under)
        for text, value in values:
            action = _add(under, text, partial(self.preferences_changed.emit, {setting: value}))
            action.setCheckable(True)
            action.setChecked(value == now)
            group.addAction(action)

    def _hide_amounts(self, hidden: bool) -> None:
        self.session.hide_amounts(hidden)
        self.preferences_changed.emit({"hide_amounts": hidden})

    # wiring

    def _wire(self) -> None:
        self._nav.idClicked.connect(self.go)
        self.session.switched.connect(self._on_switched)
        self.session.changed.connect(self._name_undo)
        self.month_end.transactions_asked.connect(self.show_transactions)
        self.month_end.import_asked.connect(lambda: self.import_asked.emit([]))
        self.month_end.sample_asked.connect(self.sample_asked)
        self.month_end.questions_asked.connect(self.questions_asked)
        self.month_end.payout_asked.connect(self.payout_asked)
        self.month_end.hide_asked.connect(self._hide.toggle)
        self.month_end.balance_asked.connect(self.balance_asked)

    def go(self, at: int) -> None:
        """Show a page by its place in the sidebar, from 0."""
        self._nav.button(at).setChecked(True)
        self._stack.setCurrentIndex(at)
        self._pages[at][2].setFocus()

    def current(self) -> int:
        """The place of the page on screen."""
        return self._stack.currentIndex()

    def show_transactions(self, wanted: object) -> None:
        """These operations, in the journal."""
        self.journal.show_filter(wanted)  # type: ignore[arg-type]
        self.go(1)

    def _on_switched(self) -> None:
        ledger = self.session.ledger
        name = tr(PERSONAS[ledger.sample]) if ledger.sample in PERSONAS else neutral(ledger.path.stem)
        room = min(theme.scaled(200), 300) - 2 * theme.gap(theme.M)
        metrics = self._ledger_name.fontMetrics()
        self._ledger_name.setText(metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, room))
        self._ledger_name.setToolTip(neutral(str(ledger.path)))
        self.setWindowTitle(f"{name} · Tenk")
        while (item := self._banner_place.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        if ledger.sample:
            leave = Button(
                tr("revenir à mes comptes"), lambda: self.open_asked.emit(next(iter(recent_ledgers()), None)), "link"
            )
            text = tr("EXEMPLE : des comptes inventés, dans un fichier à part. Rien ici ne touche aux vôtres.")
            self._banner_place.addWidget(Banner(text, leave))
        self._name_undo()
        self.go(0)

    def _name_undo(self, _changes: object = None) -> None:
        undo, redo = self.session.ledger.undoable()
        for action, verb, what in ((self._undo, tr("&Annuler"), undo), (self._redo, tr("&Rétablir"), redo)):
            action.setText(_labelled(verb, what))
            action.setEnabled(what is not None)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowActivate and self.isVisible():
            self.session.look_again()
        return super().event(event)

    # files dropped, and leaving

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if len(paths) == 1 and paths[0].suffix == LEDGER_SUFFIX:
            self.open_asked.emit(paths[0])
        elif paths:
            self.import_asked.emit(paths)

    def _restore(self, geometry: str) -> None:
        if not (geometry and self.restoreGeometry(QByteArray.fromHex(QByteArray(geometry.encode())))):
            self.resize(1200, 760)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.preferences_changed.emit({"geometry": bytes(self.saveGeometry().toHex().data()).decode()})
        super().closeEvent(event)


def _add(menu: QMenu, text: str, act: Callable[[], Any], keys: Any = None) -> QAction:
    action = menu.addAction(text)
    action.triggered.connect(lambda _checked=False: act())
    if keys is not None:
        action.setShortcut(QKeySequence(keys))
    return action


def _labelled(verb: str, what: Message | None) -> str:
    return tr("{name} : {text}", name=verb, text=plain(str(what))) if what is not None else verb
