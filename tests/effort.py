"""How much work something is, whatever the machine: in units of a loop run beside it, never in seconds."""

import statistics
import time
from collections.abc import Callable


def unit() -> float:
    """Seconds of processor to add up a million numbers: about 15 ms where our figures were taken."""
    return statistics.median(spent(lambda: sum(range(1_000_000))) for _ in range(9))


def spent(work: Callable[[], object]) -> float:
    """Seconds of this thread's processor."""
    before = time.thread_time()
    work()
    return time.thread_time() - before
