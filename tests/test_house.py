"""The promises of the checkout itself: what is locked, what is packed, what starts, and what Qt does to Python."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import tenk_desktop

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


@pytest.mark.parametrize("name", LOCKS)
def test_locks_have_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert not re.search(r"https?:|index-url|find-links|file:|@", text)
    for requirement in re.split(r"\n(?=\S)", text.strip()):
        assert re.match(r"[a-z0-9-]+==\S+( ;.*)? \\\n +--hash=sha256:", requirement), requirement


def test_the_test_lock_holds_the_whole_run_lock() -> None:
    run, test = (set((ROOT / name).read_text("utf-8").split("\n")) for name in LOCKS)
    pins = {line for line in run if "==" in line}
    assert pins
    assert pins <= test


def test_every_dependency_is_locked() -> None:
    locked = (ROOT / LOCKS[1]).read_text("utf-8")
    wanted = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]
    for requirement in wanted:
        name = re.match(r"[\w-]+", requirement)[0].lower()
        assert f"\n{name}==" in f"\n{locked}", name


def test_this_pyside_keeps_none_and_true() -> None:
    """6.12.0 on Python 3.10 and 3.11 dropped a reference at each void call and each bool signal, and aborted later."""
    import PySide6

    assert PySide6.__version__ != "6.12.0"
    if sys.version_info >= (3, 12):
        pytest.skip("None and True are immortal from Python 3.12 on")
    from PySide6.QtCore import QObject, Signal

    class Emitter(QObject):
        flipped = Signal(bool)

    emitter = Emitter()
    emitter.flipped.connect(lambda _: None)
    before = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(1000):
        emitter.setObjectName("a")
        emitter.flipped.emit(True)
    after = sys.getrefcount(None), sys.getrefcount(True)
    assert abs(after[0] - before[0]) < 100
    assert abs(after[1] - before[1]) < 100


def test_one_place_says_the_version() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+(\.dev\d+|rc\d+)?", tenk_desktop.__version__)
    assert "version" in PROJECT["project"]["dynamic"]
    assert PROJECT["tool"]["hatch"]["version"]["path"] == "tenk_desktop/__init__.py"
    said = [f for f in ROOT.glob("tenk_desktop/**/*.py") if tenk_desktop.__version__ in f.read_text("utf-8")]
    assert said == [ROOT / "tenk_desktop/__init__.py"]


def test_the_wheel_holds_the_resources(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    packed = set(zipfile.ZipFile(wheel).namelist())
    resources = {str(f.relative_to(ROOT)) for f in (ROOT / "resources").rglob("*") if f.is_file()}
    assert {f"tenk_desktop/{name}" for name in resources} <= packed
    assert not {name for name in packed if name.startswith("tests/")}


def test_the_readme_names_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert re.search(r"\./tenk(?! test)\b", readme)
    assert "./tenk test" in readme


def test_no_verb_starts_before_it_must() -> None:
    """Qt and NumPy take longer to import than most verbs take to answer."""
    code = (
        "import sys, runpy\n"
        "sys.argv = ['tenk', '--version']\n"
        "try: runpy.run_module('tenk_desktop', run_name='__main__')\n"
        "except SystemExit as e: assert not e.code, e.code\n"
        "import tenk_desktop.cli\n"
        "print(*{'PySide6', 'numpy', 'pyqtgraph', 'sqlite_utils'} & set(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert tenk_desktop.__version__ in done.stdout
    assert not done.stderr.strip()


def test_the_launcher_tells_an_old_python(tmp_path: Path) -> None:
    """The launcher must at least be read by the Python it refuses."""
    import ast

    source = (ROOT / "tenk").read_text("utf-8")
    ast.parse(source, feature_version=(3, 7))
    start = source.replace("sys.version_info < (3, 11)", "sys.version_info < (9, 0)")
    (tmp_path / "tenk").write_text(start, "utf-8")
    done = subprocess.run([sys.executable, tmp_path / "tenk"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "Python 3.11" in done.stderr
