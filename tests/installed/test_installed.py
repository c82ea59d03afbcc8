"""The stories, lived on the installed program from outside its process, in both languages and without a network.

``TENK_INSTALLED`` is the command to start, by default this checkout's own; ``TENK_PICTURES`` a folder for screenshots.
What is needed of Debian is in ``packages.txt``; ``.ci/run`` installs it where it may.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import CHECKOUT

PYTHON = "/usr/bin/python3"  # the one that python3-gi is for
COMMANDS = ("Xvfb", "openbox", "xdotool", "dbus-run-session", "unshare")
LONGEST = "240"  # seconds for a story on a busy machine; then it ends with all that it started
STORIES = ("first_start", "two_files", "journal", "second_start")
SPEAKS = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi; import sys; assert sys.version_info >= (3, 11)"
SHOWS = "from ctypes import CDLL; CDLL('libxcb-cursor.so.0'); CDLL('libxkbcommon-x11.so.0')"


@pytest.fixture(scope="session")
def alone() -> list[str]:
    """A command before others: no network. Skips, saying why, where the screen or the accessibility bus is missing."""
    missing = [command for command in COMMANDS if not shutil.which(command)]
    if not missing and not (_runs(PYTHON, "-c", SPEAKS) and _runs(PYTHON, "-c", SHOWS)):
        missing = ["python3-gi, gir1.2-atspi-2.0 or Qt's libraries for a real window"]
    if missing:
        pytest.skip(f"missing: {', '.join(missing)}; apt-get install $(cat tests/installed/packages.txt)")
    command = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--net"]
    if not _runs(*command, "true"):
        pytest.skip("this system lets nobody leave the network: unshare --net is refused")
    return command


def _runs(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="AT-SPI and X are Linux's")
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("story", STORIES)
def test_story(alone: list[str], story: str, language: str, tmp_path: Path) -> None:
    tenk = os.environ.get("TENK_INSTALLED") or f"{sys.executable} -P -m tenk_desktop"
    pictures = Path(os.environ.get("TENK_PICTURES") or tmp_path) / f"{story}-{language}"
    lived = [PYTHON, "-B", "-m", "tests.installed.stories", story, language, tenk, str(pictures.absolute())]
    whole = ["timeout", LONGEST, *alone, "dbus-run-session", "--", *lived]
    done = subprocess.run(whole, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stderr[-8000:]}\nscreenshots in {pictures}"
    assert list(pictures.glob("*.png")), "each story keeps what was seen"


def test_every_story_is_lived(alone: list[str]) -> None:
    said = "from tests.installed.stories import STORIES; print(*STORIES)"
    told = subprocess.run([PYTHON, "-B", "-c", said], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert tuple(told.stdout.split()) == STORIES
