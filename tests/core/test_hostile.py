"""No file crashes, hangs or eats the machine: measured in a child, as seconds of processor and megabytes."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import CHECKOUT
from tests.hostile import LARGE

pytestmark = pytest.mark.skipif(os.name != "posix", reason="limits and measures are those of POSIX systems")

MOST_SECONDS, MOST_MEGABYTES = 5.0, 500.0


def cost(path: Path) -> Any:
    command = [sys.executable, "-m", "tests.hostile", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=CHECKOUT, timeout=120)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["seconds"] <= MOST_SECONDS, said
    assert said["megabytes"] <= MOST_MEGABYTES, said
    return said["outcome"]


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("11.ofx", "Ce fichier OFX ne contient aucun relevé"),
        ("22.csv", 2),
        ("37.csv", 1),
        ("52.xlsx", "Ce classeur est trop grand"),
        ("50k.xlsx", 50_000),
    ],
)
def test_a_large_hostile_file(tmp_path: Path, name: str, outcome: int | str) -> None:
    (tmp_path / name).write_bytes(LARGE[name]())
    found = cost(tmp_path / name)
    assert found == outcome if isinstance(outcome, int) else str(found).startswith(outcome)


@pytest.mark.corpus
def test_every_hostile_file_of_the_corpus(corpus: Path) -> None:
    for path in sorted((corpus / "hostile").iterdir()):
        assert cost(path) is not None, path.name
