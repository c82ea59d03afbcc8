"""Long work says how far it is, and can be told to stop."""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from tenk_desktop.core.errors import Cancelled

T = TypeVar("T")

Progress = Callable[[float], bool]
"""Called with 0.0 to 1.0; answers whether to go on."""


def silent(_done: float) -> bool:
    """Progress for those who do not watch."""
    return True


def step(progress: Progress, done: float) -> None:
    """Report, and raise `Cancelled` if asked to stop."""
    if not progress(done):
        raise Cancelled


@contextmanager
def uncollected() -> Iterator[None]:
    """Work over a great many frozen values: they are in no cycle, and looking for cycles among them takes a third of
    the time. What other threads leave behind meanwhile is collected afterwards.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def watched(items: Iterable[T], total: int, progress: Progress, first: float = 0.0, last: float = 1.0) -> Iterator[T]:
    """The items, with progress reported every few hundred of them between ``first`` and ``last``."""
    every = max(1, min(500, total // 50))
    for i, item in enumerate(items):
        if i % every == 0:
            step(progress, first + (last - first) * i / max(total, 1))
        yield item
