"""``python -m tests.households [--n HOUSEHOLDS] [--months M] [--paths P] [--kind KIND] [--workers W] [--save FILE]``."""

import argparse
import pickle
import sys
import time
from itertools import chain
from multiprocessing import get_context
from pathlib import Path

from tests.households.people import KINDS
from tests.households.replay import cases
from tests.households.scores import table


def main() -> int:
    """Print the table; ``--n`` households in turn of each kind."""
    ask = argparse.ArgumentParser(prog="python -m tests.households")
    ask.add_argument("--n", type=int, default=300, help="households")
    ask.add_argument("--months", type=int, default=10, help="verdicts of each, one a month")
    ask.add_argument("--paths", type=int, default=2000)
    ask.add_argument("--first", type=int, default=0, help="number of the first household: another one, other lives")
    ask.add_argument("--kind", choices=KINDS)
    ask.add_argument("--workers", type=int, default=1)
    ask.add_argument("--save", type=Path, help="keep the cases in a file")
    told = ask.parse_args()
    kinds = [told.kind] if told.kind else list(KINDS)
    jobs = [(kinds[i % len(kinds)], told.first + i // len(kinds), told.months, told.paths) for i in range(told.n)]
    start = time.perf_counter()
    with get_context("spawn").Pool(told.workers) as pool:
        found = list(chain.from_iterable(pool.starmap(cases, jobs, chunksize=4)))
    if told.save:
        told.save.write_bytes(pickle.dumps(found))
    print(table(found))
    print(f"{len(found)} verdicts of {told.n} households in {time.perf_counter() - start:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
