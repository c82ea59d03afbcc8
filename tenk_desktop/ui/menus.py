"""The menus of the window. They only say what is asked; `main_window` and `app` do it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from tenk_desktop.core.exporting import FORMATS
from tenk_desktop.core.text import tr
from tenk_desktop.store.places import recent_ledgers
from tenk_desktop.ui import theme
from tenk_desktop.ui.personas import PERSONAS
from tenk_desktop.ui.widgets import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tenk_desktop.core.text import Message
    from tenk_desktop.ui.main_window import MainWindow
    from tenk_desktop.ui.settings import Settings


class Menus(QMenuBar):
    """The menus of one window, with its pages' names and keys. ``undo``, ``redo`` and ``hide_amounts`` are actions."""

    def __init__(self, window: MainWindow, pages: Sequence[tuple[str, int]], settings: Settings) -> None:
        super().__init__()
        self._window = window
        self._file(self.addMenu(tr("&Fichier")))
        edit = self.addMenu(tr("&Édition"))
        self.undo = _add(edit, "", window.session.undo, "Ctrl+Z", tr("Annuler la dernière étape, import compris"))
        self.redo = _add(edit, "", window.session.redo, "Ctrl+Shift+Z", tr("La rétablir"))
        edit.addSeparator()
        _add(edit, tr("Règles…"), window.rules_asked.emit, "Ctrl+Shift+R", tr("Ranger et nommer toujours de même"))
        self._view(self.addMenu(tr("&Affichage")), pages, settings)
        self._accounts(self.addMenu(tr("&Comptes")))
        help_menu = self.addMenu(tr("A&ide"))
        _add(help_menu, tr("Toutes les actions…"), window.actions_asked.emit, "Ctrl+K")
        _add(help_menu, tr("Raccourcis clavier"), window.help_asked.emit, "?")

    def name_undo(self, undo: Message | None, redo: Message | None) -> None:
        """Say what would be undone and redone; None where nothing would."""
        for action, verb, what in ((self.undo, tr("&Annuler"), undo), (self.redo, tr("&Rétablir"), redo)):
            action.setText(_labelled(verb, what))
            action.setEnabled(what is not None)

    def _file(self, file: QMenu) -> None:
        window = self._window
        _add(file, tr("Nouveau…"), window.new_asked.emit, QKeySequence.StandardKey.New)
        _add(file, tr("Ouvrir…"), lambda: window.open_asked.emit(None), QKeySequence.StandardKey.Open)
        self._recent = file.addMenu(tr("Récents"))
        self._recent.setToolTipsVisible(True)
        self._recent.aboutToShow.connect(self._fill_recent)
        samples = file.addMenu(tr("Voir un exemple"))
        for persona, name in PERSONAS.items():
            _add(samples, tr(name), partial(window.sample_asked.emit, persona))
        file.addSeparator()
        _add(file, tr("Importer…"), lambda: window.import_asked.emit([]), "Ctrl+I")
        _add(file, tr("Imports faits…"), window.imports_asked.emit)
        _add(file, tr("Gains d’un mois…"), window.rewards_asked.emit, "Ctrl+G")
        file.addSeparator()
        whole = file.addMenu(tr("Exporter tous les comptes"))
        for name, words in FORMATS.items():
            _add(whole, plain(tr(words)), partial(window.export_asked.emit, name))
        kept = tr("Tous vos comptes, vérifiés, dans le dossier des copies")
        _add(file, tr("Faire une copie de sauvegarde"), window.backup_asked.emit, None, kept)
        _add(file, tr("Reprendre une copie…"), window.restore_asked.emit, None, tr("Ce qui est là est gardé aussi"))
        file.addSeparator()
        _add(file, tr("Quitter"), window.close, "Ctrl+Q")

    def _accounts(self, menu: QMenu) -> None:
        window = self._window
        _add(menu, tr("Comptes et soldes…"), window.accounts_asked.emit, "Ctrl+B")
        pointing = tr("Cocher ce qui est sur le relevé de la banque, puis le clore")
        _add(menu, tr("Pointer un relevé…"), lambda: window.reconcile_asked.emit(None), "Ctrl+P", pointing)
        _add(
            menu, tr("Ce qui revient…"), window.schedules_asked.emit, "Ctrl+Shift+E", tr("Charges et revenus réguliers")
        )

    def _fill_recent(self) -> None:
        self._recent.clear()
        for path in recent_ledgers():
            action = _add(self._recent, plain(path.stem), partial(self._window.open_asked.emit, path))
            action.setToolTip(str(path))

    def _view(self, view: QMenu, pages: Sequence[tuple[str, int]], settings: Settings) -> None:
        for i, (name, key) in enumerate(pages):
            _add(view, f"{name}\t{key}", partial(self._window.go, i))
        view.addSeparator()
        self.hide_amounts = _add(view, tr("Masquer les montants"), lambda: None, "Ctrl+Shift+M")
        self.hide_amounts.setCheckable(True)
        self.hide_amounts.setChecked(settings.hide_amounts)
        looks = ((tr("Comme le système"), "system"), (tr("Clair"), "light"), (tr("Sombre"), "dark"))
        self._choices(view, tr("Thème"), "look", settings.look, looks)
        tongues = ((tr("Comme le système"), ""), ("Français", "fr"), ("English", "en"))
        self._choices(view, tr("Langue"), "language", settings.language, tongues)
        sizes = tuple((f"{percent} %", percent) for percent in theme.TEXT_SCALES)
        self._choices(view, tr("Taille du texte"), "text_percent", settings.text_percent, sizes)

    def _choices(self, menu: QMenu, name: str, setting: str, now: object, values: tuple[tuple[str, Any], ...]) -> None:
        under = menu.addMenu(name)
        group = QActionGroup(under)
        for text, value in values:
            action = _add(under, text, partial(self._window.preferences_changed.emit, {setting: value}))
            action.setCheckable(True)
            action.setChecked(value == now)
            group.addAction(action)


def _add(menu: QMenu, text: str, act: Callable[[], Any], keys: Any = None, says: str = "") -> QAction:
    """``says`` tells at length what it does, where the palette and the list of keys have room."""
    action = menu.addAction(text)
    action.setStatusTip(says)
    action.triggered.connect(lambda _checked=False: act())
    if keys is not None:
        action.setShortcut(QKeySequence(keys))
    return action


def _labelled(verb: str, what: Message | None) -> str:
    return tr("{name} : {text}", name=verb, text=plain(str(what))) if what is not None else verb
