"""A program on a screen of its own, used from outside its process: its accessibility tree is read as a screen reader
reads it, real keys are pressed and real clicks made.

Runs on Debian's own Python, for which python3-gi is built: `test_installed` starts it there, on a session bus of its own.
"""

import contextlib
import json
import os
import shlex
import struct
import subprocess
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402 - the version is chosen first

PATIENCE = 30.0
"""Seconds to wait for what someone would wait for; two busy cores make any small figure wrong."""

WIDTH, HEIGHT = 1366, 768
PRESSED = frozenset({"push button", "check box", "toggle button", "radio button", "menu item", "check menu item"})
FIELDS = ("text", "spin button", "combo box")
SEEN = Atspi.StateType.SHOWING

T = TypeVar("T")
Node = Any  # Atspi.Accessible


class Screen:
    """A screen with a window manager, and the tenk command, which may show its window there."""

    def __init__(self, command: str, pictures: Path) -> None:
        """``command`` as one would type it; ``pictures`` is where screenshots go."""
        self._command = shlex.split(command)
        self._pictures = pictures
        self._folder = Path(tempfile.mkdtemp(prefix="screen-"))
        self._running: list[subprocess.Popen[bytes]] = []
        there, said = os.pipe()
        size = f"{WIDTH}x{HEIGHT}x24"
        xvfb = ["Xvfb", "-displayfd", str(said), "-screen", "0", size, "-nolisten", "tcp", "-fbdir", str(self._folder)]
        self._start(xvfb, pass_fds=[said])
        os.close(said)
        os.environ["DISPLAY"] = f":{os.read(there, 10).decode().strip()}"
        self._start(["openbox"])
        Atspi.init()

    def close(self) -> None:
        """End what was started here."""
        for process in reversed(self._running):
            process.terminate()
            process.wait()

    def _start(self, command: list[str], **more: Any) -> subprocess.Popen[bytes]:
        self._running.append(subprocess.Popen(command, stderr=subprocess.DEVNULL, **more))
        return self._running[-1]

    def tenk(self, *words: str) -> Any:
        """What a verb answers, as JSON: the other face of the same program."""
        ran = subprocess.run([*self._command, *words, "--json"], capture_output=True, text=True, check=False)
        assert ran.stdout, f"tenk {' '.join(words)}: {ran.returncode} {ran.stderr}"
        return json.loads(ran.stdout)

    def said(self, *words: str) -> list[str]:
        """The lines a verb prints for people."""
        return subprocess.run([*self._command, *words], capture_output=True, text=True, check=True).stdout.splitlines()

    def run(self, *words: str) -> None:
        """A start that ends by itself."""
        subprocess.run([*self._command, *words], check=True, timeout=PATIENCE)

    def open(self, *words: str) -> "Program":
        """Start the program and wait until its window is there and built."""
        process = subprocess.Popen([*self._command, *words])
        self._running.append(process)
        return Program(self, process)

    def picture(self, name: str) -> None:
        """Keep what is on the screen. Xvfb writes it to a file as X's own dump; PNG is that, packed."""
        self._pictures.mkdir(parents=True, exist_ok=True)
        dump = (self._folder / "Xvfb_screen0").read_bytes()
        head = struct.unpack(">25I", dump[:100])
        pixels, line = head[0] + 12 * head[19], head[12]
        flat = bytearray()
        for row in range(HEIGHT):
            start = pixels + row * line
            bgrx = dump[start : start + 4 * WIDTH]
            rgb = bytearray(3 * WIDTH)
            rgb[0::3], rgb[1::3], rgb[2::3] = bgrx[2::4], bgrx[1::4], bgrx[0::4]
            flat += b"\0" + rgb
        chunks = (
            (b"IHDR", struct.pack(">2I5B", WIDTH, HEIGHT, 8, 2, 0, 0, 0)),
            (b"IDAT", zlib.compress(flat, 6)),
            (b"IEND", b""),
        )
        png = b"".join(struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks)
        (self._pictures / f"{name}.png").write_bytes(b"\x89PNG\r\n\x1a\n" + png)


class Program:
    """One running window of Tenk and whoever sits before it."""

    def __init__(self, screen: Screen, process: "subprocess.Popen[bytes]") -> None:
        self.screen = screen
        self.process = process
        wait(self._application, "the program in the accessibility tree")
        wait(lambda: list(self._top("menu bar")), "the window with its menus")

    # reading

    def _application(self) -> Node | None:
        """The program's own root. Nothing is cached: what is read is what is there."""
        while GLib.MainContext.default().iteration(False):
            pass
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            found = desktop.get_child_at_index(i)
            if found is not None and found.get_name() == "Tenk" and found.get_child_count():
                found.set_cache_mask(Atspi.Cache.NONE)
                return found
        return None

    def _top(self, role: str) -> Iterator[Node]:
        for window in self.windows():
            yield from (child for child in _children(window) if child.get_role_name() == role)

    def windows(self) -> list[Node]:
        """The windows on screen, the one that has the keyboard first."""
        root = self._application()
        shown = [w for w in _children(root) if _is(w, SEEN)] if root is not None else []
        return sorted(shown, key=lambda w: not _is(w, Atspi.StateType.ACTIVE))

    def titles(self) -> list[str]:
        """What the windows on screen are called."""
        return [w.get_name() for w in self.windows()]

    def all(self, *roles: str) -> list[Node]:
        """What can be seen of these roles, the window in front first; inside tables nothing is looked at."""
        return [node for window in self.windows()[:1] for node in _seen(window) if node.get_role_name() in roles]

    def texts(self) -> list[str]:
        """The sentences of the window in front."""
        return [node.get_name() for node in self.all("label")]

    def find(self, name: str, *roles: str) -> Node:
        """The first thing in front of this name, once it is there."""
        what = f"« {name} » ({', '.join(roles) or 'pressed'})"
        return wait(lambda: next((n for n in self.all(*(roles or PRESSED)) if n.get_name() == name), None), what, self)

    def text(self, *parts: str) -> str:
        """The sentence in front that has all these parts, once it is there."""
        return wait(
            lambda: next((t for t in self.texts() if all(p in t for p in parts)), None),
            f"a sentence with {parts}",
            self,
        )

    def value(self, name: str) -> str:
        """What stands in a field: its text, or the number it counts."""
        field = self.find(name, *FIELDS)
        if field.get_role_name() == "spin button":
            return f"{field.get_value_iface().get_current_value():g}"
        return str(Atspi.Text.get_text(field, 0, -1))

    def description(self, name: str, *roles: str) -> str:
        """What is said of a thing beside its name."""
        return self.find(name, *roles).get_description()

    def table(self, name: str) -> list[list[str]]:
        """A table as heard, cell by cell."""
        found = self.find(name, "table")
        grid = found.get_table_iface()
        rows, columns = grid.get_n_rows(), grid.get_n_columns()
        return [[_cell(grid, row, column) for column in range(columns)] for row in range(rows)]

    def heads(self, name: str) -> list[str]:
        """The headers of a table."""
        grid = self.find(name, "table").get_table_iface()
        return [grid.get_column_description(column) for column in range(grid.get_n_columns())]

    # doing

    def press(self, name: str) -> None:
        """Click a button, a box or a menu's item with the mouse."""
        found = self.find(name)
        assert _is(found, Atspi.StateType.ENABLED), f"« {name} » cannot be pressed"
        self.click(found)

    def click(self, node: Node) -> None:
        """A real click in its middle; the wheel brings it up where it is below."""
        for _ in range(30):
            box = node.get_component_iface().get_extents(Atspi.CoordType.SCREEN)
            where = box.x + box.width // 2, box.y + box.height // 2
            if where[1] < HEIGHT - box.height:
                _xdotool("mousemove", *map(str, where), "click", "1")
                return
            self.scroll(1)
        raise AssertionError(f"« {node.get_name()} » stays off the screen")

    def scroll(self, notches: int) -> None:
        """Turn the wheel down over the middle of the window."""
        _xdotool("mousemove", str(WIDTH // 3), str(HEIGHT // 2), "click", "--repeat", str(notches), "5")

    def click_row(self, table: str, row: int) -> None:
        """A real click on a row of a table, from 0."""
        self.click(self.find(table, "table").get_table_iface().get_accessible_at(row, 0))

    def keys(self, *keys: str) -> None:
        """Press keys or chords, as xdotool names them: Return, ctrl+z, question."""
        _xdotool("key", "--delay", "30", *keys)

    def type(self, words: str) -> None:
        """Type where the keyboard is."""
        _xdotool("type", "--delay", "10", words)

    def fill(self, name: str, words: str) -> None:
        """Click a field, and type over what it holds."""
        self.click(self.find(name, *FIELDS))
        self.keys("ctrl+a")
        self.type(words)
        wait(lambda: self.value(name) == words, f"« {words} » in « {name} »", self)

    def until(self, seen: Callable[[], T], what: str) -> T:
        """Wait for something, and answer it."""
        return wait(seen, what, self)

    def picture(self, name: str) -> None:
        """Keep what is on the screen."""
        self.screen.picture(name)

    def quit(self) -> None:
        """Leave by the keyboard, and wait for the end of the process."""
        self.keys("ctrl+q")
        status = self.process.wait(PATIENCE)
        assert status == 0, f"the program ended with {status}"

    def tree(self) -> str:
        """What is on screen, for whoever reads why a story stopped."""
        return "\n".join(f"{n.get_role_name():14} {n.get_name()!r}" for w in self.windows() for n in [w, *_seen(w)])


def wait(seen: Callable[[], T], what: str, program: Program | None = None) -> T:
    """What is seen, as soon as it is something; things that go while they are looked at are looked for again."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with contextlib.suppress(GLib.Error):
            if found := seen():
                return found
        time.sleep(0.05)
    raise AssertionError(f"never seen: {what}\n{program.tree() if program else ''}")


def _children(node: Node) -> list[Node]:
    return [c for c in (node.get_child_at_index(i) for i in range(node.get_child_count())) if c is not None]


def _seen(node: Node) -> Iterator[Node]:
    for child in _children(node):
        if _is(child, SEEN):
            yield child
            if child.get_role_name() not in ("table", "list"):
                yield from _seen(child)


def _is(node: Node, state: Any) -> bool:
    return bool(node.get_state_set().contains(state))


def _cell(grid: Any, row: int, column: int) -> str:
    cell = grid.get_accessible_at(row, column)
    return str(cell.get_name()) if cell is not None else ""


def _xdotool(*words: str) -> None:
    subprocess.run(["xdotool", *words], check=True)
    time.sleep(0.1)  # a person is slower, and X only queues what it is sent
