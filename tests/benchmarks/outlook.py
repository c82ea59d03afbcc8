"""What a verdict costs beside its bare draws: ``python -m tests.benchmarks.outlook [ROWS]``.

Two ledgers of so many rows: ten years of one bank, imported into a real file, and the hardest case, all of them in the
25 months looked at, from 4,000 payees. Warm medians of the processor's time, for machines are shared; the floor is a
NumPy loop that draws and adds as many numbers.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import numpy as np

from tenk_desktop.core.model import Nature
from tenk_desktop.core.outlook.household import Household, Movement, SpendingAccount
from tenk_desktop.core.outlook.paths import PATHS, simulate
from tenk_desktop.core.outlook.verdict import verdict
from tenk_desktop.core.period import Period
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tests.benchmarks.imports import TODAY, bank_csv, tenk_import

RUNS = 7


def imported(rows: int) -> Household:
    """Ten years of a bank's rows, as the ledger hands them over; some creator money is put beside."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Ledger.create(Path(folder) / "a.tenk", accounts=[OpeningBalance("Courant", 100_000)]) as ledger,
    ):
        tenk_import(ledger, bank_csv(rows))
        asked = [seconds(lambda: ledger.household(TODAY)) for _ in range(RUNS)]
        print(f"{'asking the ledger':28}{1000 * statistics.median(asked):8.0f} ms")
        home = ledger.household(TODAY)
    return replace(home, movements=(*home.movements, *dated()))


def crowded(rows: int, payees: int = 4000) -> Household:
    """As many rows in 25 months, from many shops."""
    draw = Random(1)
    shops = ["MAGASIN " + "".join(chr(97 + k // 26**j % 26) for j in range(3)) + " LYON" for k in range(payees)]
    bought = [
        Movement(
            TODAY - timedelta(days=i * 760 // rows), -draw.randint(100, 9999), draw.choice(shops), Nature.COST, 1, 1,
            label=f"CARTE {i}",
        )
        for i in range(rows)
    ]  # fmt: skip
    account = SpendingAccount(1, "Courant", 100_000)
    return Household(TODAY, TODAY, Period.containing(TODAY), "EUR", (account,), (*bought, *dated()))


def dated() -> list[Movement]:
    """A wage and a payout for each of 25 months."""
    return [
        row
        for ago in range(25)
        for row in (
            Movement(TODAY - timedelta(days=30 * ago), 150_000, "Salaire", Nature.SURE),
            Movement(TODAY - timedelta(days=30 * ago + 3), 15_000 + 900 * ago, "TikTok", Nature.TIKTOK),
        )
    ]


def bare(days: int, paths: int = PATHS) -> None:
    """The same draws with nothing around them: weeks, levels, months of income and their days; added up and ordered."""
    rng = np.random.default_rng(1)
    weeks = rng.integers(-5000, 0, size=(52, 7))
    spent = weeks[rng.choice(52, size=(paths, -(-days // 7)))].reshape(paths, -1)[:, :days]
    level = np.exp(rng.standard_normal((paths, -(-days // 7))))
    spent = np.rint(spent * np.repeat(level, 7, axis=1)[:, :days]).astype(np.int64)
    months = np.exp(rng.standard_normal((paths, 4, 3)).sum(axis=2))
    spent[:, :: days // 4 + 1] += np.rint(10_000 * months).astype(np.int64)[:, : len(range(0, days, days // 4 + 1))]
    balance = np.cumsum(spent, axis=1)
    balance[:, :30].min(axis=1).sort()
    np.sort(balance[:, :30], axis=0)


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def main(argv: list[str]) -> int:
    """Print the medians."""
    rows = int(argv[0]) if argv else 100_000
    for name, home in (("ten years, imported", imported(rows)), ("25 months, 4,000 payees", crowded(rows))):
        days = (home.end - home.as_of).days
        verdict(home, simulate(home))  # warm: the folded texts and the prior are there
        pairs = []
        for _ in range(RUNS):
            asked = replace(home)  # nothing remembered of the last time
            pairs.append((seconds(lambda h=asked: verdict(h, simulate(h))), seconds(lambda d=days: bare(d))))  # type: ignore[misc]
        ours, floor = (statistics.median(p[i] for p in pairs) for i in (0, 1))
        print(f"{name:28}{1000 * ours:8.0f} ms   bare draws {1000 * floor:6.0f} ms   ratio {ours / floor:5.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
