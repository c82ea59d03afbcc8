"""Everything that can be done in a window, collected from its menus and from the page on screen: what is in a menu or
on a button needs no second registration to be found by the palette or listed among the shortcuts.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QLineEdit, QMenu, QMenuBar, QPushButton, QWidget

from tenk_desktop.core.text import neutral

INSIDE = " › "
"""Between a menu and one in it."""


@dataclass(frozen=True, slots=True)
class Command:
    """One thing to do. ``where`` is its menu or its page; ``says`` what it does at length."""

    name: str
    where: str
    keys: str
    says: str
    enabled: bool
    run: Callable[[], object]

    @property
    def id(self) -> str:
        """What it is remembered by: the words of its menu and its own, in the language of the window."""
        return f"{self.where}/{self.name}"


def commands(menus: QMenuBar, pages: Mapping[str, QWidget]) -> tuple[Command, ...]:
    """Those of the menus, in their order, then those of these pages by name; each name of a place once. Of a page that
    is not on screen, only what needs no button.
    """
    found: dict[str, Command] = {}
    for command in _of_menus(menus):
        found.setdefault(command.id, command)
    for name, page in pages.items():
        for command in _of_page(page, name):
            found.setdefault(command.id, command)
    return tuple(found.values())


def _of_menus(menus: QMenuBar) -> Iterator[Command]:
    for action in menus.actions():
        if (menu := _menu(action)) is not None:
            yield from _inside(menu, _plain(action.text()))


def _inside(menu: QMenu, where: str) -> Iterator[Command]:
    menu.aboutToShow.emit()  # some are filled only then
    for action in menu.actions():
        if (under := _menu(action)) is not None:
            yield from _inside(under, f"{where}{INSIDE}{_plain(action.text())}")
        elif action.text() and action.isVisible() and not action.isSeparator():
            yield _command(action, where)


def _menu(action: QAction) -> QMenu | None:
    found = action.menu()
    return found if isinstance(found, QMenu) else None


def _command(action: QAction, where: str) -> Command:
    name, _, written = action.text().partition("\t")
    keys = written or action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return Command(_plain(name), where, keys, action.statusTip(), action.isEnabled(), action.trigger)


def _of_page(page: QWidget, where: str) -> Iterator[Command]:
    """The actions of its widgets, and its buttons as they are now."""
    for action in page.findChildren(QAction):
        if action.text() and action.isVisible() and not action.isSeparator() and _menu(action) is None:
            within = action.parent()
            if not isinstance(within, QLineEdit):  # what Qt puts into a field
                title = _plain(within.title()) if isinstance(within, QMenu) else ""
                yield _command(action, f"{where}{INSIDE}{title}" if title else where)
    for button in page.findChildren(QPushButton):
        name = _plain(button.accessibleName() or button.text())
        if name and button.isVisible() and button.menu() is None:
            yield Command(name, where, "", button.toolTip(), button.isEnabled(), button.click)


def _plain(text: str) -> str:
    """A text without the mark of its key."""
    return neutral(text.replace("&&", "\0").replace("&", "").replace("\0", "&"))
