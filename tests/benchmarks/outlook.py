"""What a verdict costs beside its bare draws: ``python -m tests.benchmarks.outlook [ROWS]``.

Two ledgers of so many rows, imported into real files: ten years of one bank, and the hardest case, all of them in the
25 months looked at, from 4,000 payees. Warm medians of the processor's time, for machines are shared: asking the
ledger, the verdict, both; the floor is a NumPy loop that draws and adds as many numbers.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import numpy as np

from tenk_desktop.core.model import Nature
from tenk_desktop.core.outlook.answer import Verdict
from tenk_desktop.core.outlook.household import Household, Movement
from tenk_desktop.core.outlook.paths import PATHS, simulate
from tenk_desktop.core.outlook.verdict import verdict
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tests.benchmarks.imports import TODAY, bank_csv, tenk_import

RUNS = 7


def crowded_csv(rows: int, payees: int = 4000) -> bytes:
    """As many rows in 25 months, from many shops."""
    draw = Random(1)
    shops = ["MAGASIN " + "".join(chr(97 + k // 26**j % 26) for j in range(3)) + " LYON" for k in range(payees)]
    lines = []
    for i in range(rows):
        day, cents = TODAY - timedelta(days=1 + i * 760 // rows), draw.randint(100, 9999)
        lines.append(f"{day:%d/%m/%Y};CARTE {day:%d/%m} {draw.choice(shops)};-{cents // 100},{cents % 100:02}")
    return "\n".join(["Date;Libellé;Montant", *reversed(lines), ""]).encode()


@contextmanager
def imported(data: bytes) -> Iterator[Ledger]:
    """A bank's export in a real file."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Ledger.create(Path(folder) / "a.tenk", accounts=[OpeningBalance("Courant", 100_000)]) as ledger,
    ):
        tenk_import(ledger, data)
        yield ledger


def asked(ledger: Ledger) -> Household:
    """The ledger's household, with some creator money put beside."""
    home = ledger.household(TODAY)
    return replace(home, movements=(*home.movements, *dated()))


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


def said(home: Household) -> Verdict:
    return verdict(home, simulate(home))


def main(argv: list[str]) -> int:
    """Print the medians."""
    rows = int(argv[0]) if argv else 100_000
    print(f"{rows} rows, processor milliseconds, load {os.getloadavg()[0]:.1f}")
    print(f"{'':28}{'asking':>8}{'verdict':>8}{'both':>8}{'draws':>8}{'ratio':>8}")
    for name, data in (("ten years", bank_csv(rows)), ("25 months, 4,000 payees", crowded_csv(rows))):
        with imported(data) as ledger:
            home = asked(ledger)
            said(home)  # warm: the folded texts and the prior are there
            days = (home.end - home.as_of).days
            each = []
            for _ in range(RUNS):
                fresh = replace(home)  # nothing remembered of the last time
                ask, say = seconds(lambda: ledger.household(TODAY)), seconds(lambda h=fresh: said(h))  # type: ignore[misc]
                each.append((ask, say, ask + say, seconds(lambda d=days: bare(d))))  # type: ignore[misc]
        ask, say, both, floor = (1000 * statistics.median(column) for column in zip(*each, strict=True))
        print(f"{name:28}{ask:8.0f}{say:8.0f}{both:8.0f}{floor:8.0f}{both / floor:8.1f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
