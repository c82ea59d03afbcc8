"""A child process around the one library that may abort: an abort then costs one sentence, not the window.

The parent gives the bytes of a workbook on standard input; the child answers one JSON value a line on standard output:
``{"sheet": name, "hidden": bool}``, then ``[row, [cells]]`` for each of its filled rows; or ``{"refused": why}``. The
child bounds its own memory and CPU (where the system can), the parent its patience.
"""

import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from tenk_desktop.core.errors import ImportRefusedError, reason
from tenk_desktop.core.importing.records import Record
from tenk_desktop.core.importing.sheets import (
    MOST_CELLS_READ,
    MOST_COLUMNS,
    MOST_ROWS,
    SAVE_AS_CSV,
    Sheet,
    broken,
    extract,
    locked,
)
from tenk_desktop.core.progress import Progress, step
from tenk_desktop.core.text import msg

WORD = "--sheets"  # said to this program, it is the child
PATIENCE = 20.0  # seconds; 190,000 rows (95 MB of XML) take two of processor, more on a busy machine
_MEMORY = 400 * 1024 * 1024  # bytes of address space
_LOOK = 0.1  # seconds between two looks at whether to go on


def open_workbook(data: bytes, progress: Progress) -> list[Sheet]:
    """The sheets of a workbook: an `Opener`. Raises `ImportRefusedError` and `Cancelled`; leaves no child behind."""
    frozen = getattr(sys, "frozen", False)
    command = [sys.executable, WORD] if frozen else [sys.executable, "-m", "tenk_desktop", WORD]
    try:
        child = subprocess.Popen(  # noqa: S603 - this very program
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=None if frozen else Path(__file__).resolve().parent.parent,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise ImportRefusedError(
            msg("Ce classeur ne peut pas être ouvert ({reason}).", reason=reason(error)), SAVE_AS_CSV
        ) from error
    with child, ThreadPoolExecutor(1) as talk:
        try:
            said = _wait(talk.submit(child.communicate, data), progress)[0]
        finally:
            child.kill()  # which also ends the talk
    if child.returncode != 0:
        raise broken()
    return _sheets(io.BytesIO(said))  # line by line: the cells are held once, not twice


def _wait(talk: "Future[tuple[bytes, bytes]]", progress: Progress) -> tuple[bytes, bytes]:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        step(progress, 0.2)
        with suppress(TimeoutError):
            return talk.result(_LOOK)
    raise ImportRefusedError(
        msg("Ce classeur met trop de temps à s’ouvrir."), msg("Exportez une période plus courte, ou en CSV.")
    )


def _sheets(lines: Iterable[bytes]) -> list[Sheet]:
    sheets: list[Sheet] = []
    for line in lines:
        said = json.loads(line)
        if isinstance(said, list):
            sheets[-1].records.append(Record(said[0], said[1]))
        elif "refused" in said:
            raise locked() if said["refused"] == "locked" else broken()
        else:
            sheets.append(Sheet(said["sheet"], said["hidden"]))
    return sheets


def main() -> int:
    """The child: bytes in, lines out, nothing else."""
    _bound()
    with os.fdopen(0, "rb", closefd=False) as given:  # a windowed program has no sys.stdin
        data = given.read()
    out = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    try:
        for line in _lines(data):
            out.write(json.dumps(line, separators=(",", ":")) + "\n")
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the file's fault
        why = "locked" if type(error).__name__ == "PasswordError" else "broken"
        out.write(json.dumps({"refused": why}) + "\n")
    out.close()
    return 0


def _lines(data: bytes) -> Iterable[object]:
    cells = 0
    for name, hidden, rows in extract(data):
        yield {"sheet": name, "hidden": hidden}
        for number, row in rows:
            cells += len(row)
            if number > MOST_ROWS or any(row[MOST_COLUMNS:]) or cells > MOST_CELLS_READ:
                raise OverflowError
            yield [number, row[:MOST_COLUMNS]]


def _bound() -> None:
    """Limits on itself, so that the worst file ends in a dead child; Windows has none of these."""
    try:
        import resource
    except ImportError:
        return
    limits = {resource.RLIMIT_AS: _MEMORY, resource.RLIMIT_CPU: int(PATIENCE), resource.RLIMIT_CORE: 0}
    for what, most in limits.items():
        with suppress(OSError, ValueError):  # macOS knows some of them by name only
            resource.setrlimit(what, (most, most))
