"""Widgets that only a cycle keeps are destroyed in the window's own thread, whatever the worker does meanwhile."""

import ctypes
import gc
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from PySide6.QtCore import QObject

from tenk_desktop.core.progress import Progress
from tenk_desktop.ui.collector import MANY, Collector, look
from tenk_desktop.ui.jobs import Jobs


class Held(QObject):
    """Kept by nothing but itself; notes which thread destroys it."""

    ended_in: ClassVar[list[threading.Thread]] = []

    def __init__(self) -> None:
        super().__init__()
        self.itself = self

    def __del__(self) -> None:
        Held.ended_in.append(threading.current_thread())


@pytest.fixture
def jobs(qapp) -> Iterator[Jobs]:
    Held.ended_in.clear()
    made = Jobs()
    gc.enable()  # as Python starts
    collector = Collector(made)
    yield made
    collector.stop()
    made.close()


def litter(_progress: Progress) -> int:
    """Far more cycles than Python lets pass before it looks for them."""
    for _ in range(50_000):
        loop: list[object] = []
        loop.append(loop)
    return 0


def test_the_worker_destroys_no_widget(jobs: Jobs, qtbot) -> None:
    Held()
    with qtbot.waitSignal(jobs.shown, check_params_cb=lambda job: job is None, timeout=10_000):
        jobs.start("", litter, lambda _done: None, pytest.fail)
    qtbot.waitUntil(lambda: bool(Held.ended_in), timeout=10_000)
    assert Held.ended_in == [threading.main_thread()]


def test_nothing_is_collected_in_the_middle_of_a_turn(jobs: Jobs, qtbot) -> None:
    Held()
    litter(lambda _done: True)
    assert Held.ended_in == []
    qtbot.waitUntil(lambda: bool(Held.ended_in), timeout=10_000)


@pytest.mark.skipif(
    not sys.platform.startswith("linux") or not hasattr(ctypes.CDLL(None), "malloc_trim"), reason="glibc's alone"
)
def test_what_the_worker_freed_goes_back_to_the_system(jobs: Jobs, qtbot) -> None:
    """Values of 64 KiB come from the heap, and one that stays holds all below it."""
    last: list[bytes] = []
    size = 65_536

    def work(_progress: Progress) -> int:
        many = [b"x" * size for _ in range(1000)]
        last.append(b"x" * size)
        full = resident()
        many.clear()
        return full

    full: list[int] = []
    jobs.start("", work, full.append, pytest.fail)
    qtbot.waitUntil(lambda: bool(full) and resident() < full[0] - 50_000_000, timeout=10_000)


def resident() -> int:
    """Bytes of this process in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_the_values_of_a_large_file_are_not_gone_through(jobs: Jobs) -> None:
    """They are set aside until they go, and what is made after them is looked through as ever."""
    kept = [[] for _ in range(MANY + 1)]
    frozen = gc.get_freeze_count()
    assert look() is None
    assert gc.get_freeze_count() >= frozen + len(kept)
    Held()
    kept += [[] for _ in range(gc.get_threshold()[0] + 1)]
    assert look() == 0
    assert Held.ended_in == [threading.main_thread()]
    gc.unfreeze()
