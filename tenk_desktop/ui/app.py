"""The only wiring: settings, ledger, session and window. `start` paints the first frame before this is loaded."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_cache_path
from PySide6.QtCore import QLibraryInfo, QObject, Qt, QTimer, QTranslator
from PySide6.QtWidgets import QApplication, QDialog

from tenk_desktop.core import text
from tenk_desktop.core.errors import LockedError, TenkError
from tenk_desktop.core.model import Account
from tenk_desktop.core.progress import Progress
from tenk_desktop.core.text import tr
from tenk_desktop.store import places
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.ui import errors, files, theme
from tenk_desktop.ui.jobs import Jobs
from tenk_desktop.ui.main_window import LEDGER_SUFFIX, MainWindow
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.settings import SettingsFile
from tenk_desktop.ui.start import is_ledger, system_language

if TYPE_CHECKING:  # what few ask for
    from tenk_desktop.ui.actions import Command


KIND = f"Tenk (*{LEDGER_SUFFIX})"
"""What the file dialog offers for accounts."""


def speak(app: QApplication, language: str) -> None:
    """Say everything in this language from now on: our sentences, and Qt's own (its buttons, copy and paste)."""
    text.use_language(language)
    for former in app.findChildren(QTranslator):
        app.removeTranslator(former)
        former.deleteLater()
    own = QTranslator(app)
    if own.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(own)


def first_ledger(asked: Path | None) -> Ledger | None:
    """The ledger to begin with; the user's own first one is made when there is none. None when all was refused."""
    path: Path | None = asked or places.default_ledger()
    while path is not None:
        try:
            if path == places.first_ledger() and not path.exists():
                return Ledger.create(path)
            return Ledger.open(path)
        except TenkError as error:
            other = errors.confirm(str(error.what), str(error.way_out or ""), tr("Ouvrir d’autres comptes…"))
            path = _pick_ledger(None) if other else None
    return None


def _pick_ledger(parent: MainWindow | None) -> Path | None:
    return files.pick(parent, tr("Ouvrir des comptes"), KIND)


class Desk(QObject):
    """One session, the window on it, and the answers to what the window asks for."""

    def __init__(
        self,
        app: QApplication,
        settings: SettingsFile,
        ledger: Ledger,
        today: Callable[[], date] = date.today,
        window: MainWindow | None = None,
    ) -> None:
        """A ``window`` that is on screen already is for the caller to build."""
        super().__init__()
        self._app = app
        self._settings = settings
        self.session = Session(ledger, Jobs(self), today)
        self.session.amounts_hidden = settings.now.hide_amounts
        self.session.refused.connect(self._refuse)
        self.session.consent = self._consent
        self.session.switched.connect(self._remember)
        self._remember()
        self.window: MainWindow = self._answering(window) if window else self._new_window()
        app.styleHints().colorSchemeChanged.connect(lambda _scheme: self._dress())

    def close(self) -> None:
        """Stop the workers and close the ledger."""
        self.session.close()

    def _refuse(self, error: Exception) -> None:
        errors.show(error, self.window)

    def _consent(self, locked: LockedError) -> bool:
        return errors.confirm(str(locked.what), str(locked.way_out), str(locked.go_on), self.window)

    def _new_window(self) -> MainWindow:
        window = self._answering(MainWindow(self.session, self._settings.now))
        window.show()
        return window

    def _answering(self, window: MainWindow) -> MainWindow:
        """A window whose wishes are answered."""
        window.import_asked.connect(self.import_files)
        window.open_asked.connect(self.open_ledger)
        window.new_asked.connect(self.new_ledger)
        window.sample_asked.connect(self.open_sample)
        window.preferences_changed.connect(self._change_settings)
        window.help_asked.connect(self._help)
        window.balance_asked.connect(self._ask_balance)
        window.imports_asked.connect(self._list_imports)
        window.questions_asked.connect(self._ask_questions)
        window.payout_asked.connect(self._ask_payout)
        window.rewards_asked.connect(self._ask_rewards)
        window.actions_asked.connect(self._offer_actions)
        window.accounts_asked.connect(self._list_accounts)
        window.reconcile_asked.connect(self.reconcile)
        window.schedules_asked.connect(self._list_schedules)
        window.rules_asked.connect(self._list_rules)
        window.export_asked.connect(self._export)
        window.backup_asked.connect(self._back_up)
        window.restore_asked.connect(self._restore)
        return window

    def _remember(self) -> None:
        if not self.session.ledger.sample:
            places.remember_ledger(self.session.ledger.path)

    # preferences

    def _change_settings(self, values: dict[str, object]) -> None:
        self._settings.change(**values)
        if "language" in values:
            speak(self._app, self._settings.now.language or system_language())
        if values.keys() & {"language", "look", "text_percent"}:
            self._dress()

    def _dress(self) -> None:
        """Put on the look and the language: with a new window, which is the one way that misses nothing."""
        theme.apply(self._app, self._settings.now.look, self._settings.now.text_percent)
        self._renew_window()

    def _renew_window(self) -> None:
        if any(dialog.isVisible() for dialog in self.window.findChildren(QDialog)):  # it would go with the window
            QTimer.singleShot(500, self, self._renew_window)
            return
        former, page = self.window, self.window.current()
        geometry = former.saveGeometry()
        self.window = self._new_window()
        self.window.restoreGeometry(geometry)
        self.window.go(page)
        former.deleteLater()

    # ledgers

    def open_ledger(self, path: Path | None) -> None:
        """Open these accounts, or let the user pick some."""
        path = path or _pick_ledger(self.window)
        if path is not None:
            self.session.open(path)

    def new_ledger(self) -> None:
        """Make new accounts where the user says."""
        path = files.place(self.window, tr("Nouveaux comptes"), KIND, replaces=False)  # nothing is ever replaced
        if path:
            try:
                self.session.switch(
                    Ledger.create(path.with_name(path.name.removesuffix(LEDGER_SUFFIX) + LEDGER_SUFFIX))
                )
            except TenkError as error:
                self.session.refused.emit(error)

    def open_sample(self, persona: str) -> None:
        """Show an example: a file of its own, marked as such, made anew unless it is on screen."""
        if self.session.ledger.sample != persona:
            path = user_cache_path("tenk", appauthor=False) / "exemples" / f"{persona}{LEDGER_SUFFIX}"
            work = partial(make_sample, path, persona, self.session.today())
            self.session.jobs.start(tr("Préparation de l’exemple…"), work, self.session.open, self.session.refused.emit)

    # from outside

    def receive(self, paths: Sequence[Path]) -> None:
        """Come to the front; open the accounts among these files, and preview the rest for import."""
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.raise_()
        self.window.activateWindow()
        self._take_files(paths)

    def _take_files(self, paths: Sequence[Path]) -> None:
        if paths and self._app.activeModalWidget() is not None:  # an import under way keeps its accounts
            QTimer.singleShot(500, self, partial(self._take_files, paths))
            return
        if ledger := next(filter(is_ledger, paths), None):
            self.session.open(ledger)
        if exports := [path for path in paths if not is_ledger(path)]:
            self.import_files(exports)

    # dialogs

    def import_files(self, paths: list[Path]) -> None:
        """Preview files and import what the user accepts."""
        from tenk_desktop.ui.dialogs.import_dialog import ImportDialog

        ImportDialog(self.session, paths, self.window).open()

    def _help(self) -> None:
        from tenk_desktop.ui.actions import commands
        from tenk_desktop.ui.dialogs.shortcuts import ShortcutsDialog

        _once(ShortcutsDialog(commands(self.window.menus, self.window.pages(all_of_them=True)), self.window))

    def _offer_actions(self) -> None:
        from tenk_desktop.ui.actions import commands
        from tenk_desktop.ui.dialogs.palette import PaletteDialog

        recent = self._settings.now.recent_actions.splitlines()
        palette = PaletteDialog(commands(self.window.menus, self.window.pages()), recent, self.window)
        palette.chosen.connect(self._run)
        _once(palette)

    def _run(self, command: "Command") -> None:
        from tenk_desktop.ui.dialogs.palette import remembered

        recent = self._settings.now.recent_actions.splitlines()
        self._settings.change(recent_actions="\n".join(remembered(recent, command.id)))
        QTimer.singleShot(0, self.window, command.run)  # the palette is gone then, and the page has the keyboard

    def _list_accounts(self) -> None:
        from tenk_desktop.ui.dialogs.accounts import AccountsDialog

        dialog = AccountsDialog(self.session, self.window)
        dialog.reconcile_asked.connect(self.reconcile)
        _once(dialog)

    def reconcile(self, account: Account | None = None) -> None:
        """Tick an account off against its statement, beside the window: what is missing is typed there."""
        from tenk_desktop.ui.dialogs.reconcile import ReconcileDialog

        dialog = ReconcileDialog(self.session, account, self.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()

    def _list_schedules(self) -> None:
        from tenk_desktop.ui.dialogs.schedules import open_schedules

        open_schedules(self.session, self.window)

    def _list_imports(self) -> None:
        from tenk_desktop.ui.dialogs.imports import ImportsDialog

        _once(ImportsDialog(self.session, self.window))

    def _list_rules(self) -> None:
        from tenk_desktop.ui.dialogs.rules import RulesDialog

        _once(RulesDialog(self.session, self.window))

    def _export(self, name: str) -> None:
        from tenk_desktop.ui import copies

        copies.export(self.session, lambda: self.window, name)

    def _back_up(self) -> None:
        from tenk_desktop.ui import copies

        copies.back_up(self.session, lambda: self.window)

    def _restore(self) -> None:
        from tenk_desktop.ui import copies

        copies.restore(self.session, lambda: self.window)

    def _ask_balance(self, account: Account) -> None:
        from tenk_desktop.ui.dialogs.balance import BalanceDialog

        _once(BalanceDialog(self.session, account, self.window))

    def _ask_questions(self, only_balance: bool) -> None:
        from tenk_desktop.ui.dialogs.questions import QuestionsDialog

        _once(QuestionsDialog(self.session, self.window, only_balance=only_balance))

    def _ask_payout(self) -> None:
        from tenk_desktop.ui.dialogs.payout import PayoutDialog

        _once(PayoutDialog(self.session, self.window))

    def _ask_rewards(self) -> None:
        from tenk_desktop.ui.dialogs.rewards import RewardsDialog

        dialog = RewardsDialog(self.session, self.window)
        dialog.kept.connect(self.window.say_done)
        _once(dialog)


def _once(dialog: QDialog) -> None:
    """Show a dialog; closed, it is gone and hears no more of the session."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def make_sample(path: Path, persona: str, today: date, progress: Progress) -> Path:
    """Write a watermarked example ledger at ``path``, in place of the one made there before."""
    from tenk_desktop.core.sample import sample_files
    from tenk_desktop.store.samples import create_sample

    for leftover in path.parent.glob(path.name + "*"):
        leftover.unlink()
    create_sample(path, persona, sample_files(persona, today), progress).close()
    return path
