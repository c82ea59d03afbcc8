"""Rules of the house that import-linter cannot say."""

import ast
from pathlib import Path

import pytest

import tenk_desktop.ui

UI = Path(tenk_desktop.ui.__file__).parent
FILES = sorted(UI.rglob("*.py"))


@pytest.mark.parametrize(
    ("name", "home"),
    [("pyqtgraph", "charts"), ("QMessageBox", "errors.py"), ("QFileDialog", "files.py"), ("numpy", "charts")],
)
def test_each_has_one_home(name: str, home: str) -> None:
    users = {
        f.relative_to(UI).parts[0]
        for f in FILES
        for node in ast.walk(ast.parse(f.read_text("utf-8")))
        if name in imported(node)
    }
    assert users == {home}


def imported(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.name.split(".")[0] for alias in node.names}
    if isinstance(node, ast.ImportFrom):
        return {alias.name for alias in node.names} | {(node.module or "").split(".")[0]}
    return set()


def test_the_window_stays_small() -> None:
    assert len((UI / "main_window.py").read_text("utf-8").splitlines()) <= 300


def test_functions_stay_short() -> None:
    """Half of them in five lines, none over forty."""
    lengths = sorted(
        (node.end_lineno or 0) - node.body[0].lineno + 1
        for file in FILES
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
    )
    assert lengths[len(lengths) // 2] <= 6
    assert lengths[-1] <= 40
