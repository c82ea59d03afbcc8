"""Learn the forecaster's constants from a folder of public series: ``python -m tests.fit_prior [FOLDER] [--keep]``.

FOLDER holds files ``series_id,date,value`` (daily values, or monthly ones), as the benchmark beside the checkout does.
It says whether the shipped constants are those; ``--keep`` writes them anew. The series are never shipped.
"""

import argparse
import csv
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tenk_desktop.core.outlook.fit import as_json, fit_prior
from tenk_desktop.core.period import month_start

CHECKOUT = Path(__file__).resolve().parent.parent
DEFAULT = CHECKOUT.parent / "shared" / "forecast" / "data"
SHIPPED = CHECKOUT / "resources" / "outlook" / "prior.json"

Array = NDArray[np.float64]
Dated = list[tuple[date, float]]

# What kind of creator each file holds; spare parts (carparts) are no creators.
DAILY = {
    "eth_youtube": "youtube",
    "own_export": "own",
    "own_money": "own",
    "rb_money": "artist",
    "tiktok_export": "own",
    "yt_video": "own",
}
MONTHLY = {"music_money": "music"}
LAST_DAYS = "tw_vtuber"  # 60 days, of the last two of the months in the file of the same name that ends in _30d
FEWEST = 3  # months


@dataclass(frozen=True, eq=False, slots=True)
class History:
    """One creator, as `fit_prior` wants it: monthly totals and, where known, the daily values of each month."""

    m: Array
    dl: list[Array | None]
    group: str


def read_histories(folder: Path) -> list[History]:
    """The creators of a folder, in the order of file and series names."""
    found = []
    for source in sorted([*DAILY, *MONTHLY]):
        for values in _read(folder / f"{source}.csv").values():
            if source in MONTHLY:
                found.append(History(_amounts(values), [None] * len(values), MONTHLY[source]))
            else:
                found.extend(_by_month(values, DAILY[source]))
    months = _read(folder / f"{LAST_DAYS}_30d.csv")
    for name, values in _read(folder / f"{LAST_DAYS}.csv").items():
        days = _amounts(values)
        totals = months[name.replace("tw_", "twm_")]
        found.append(History(_amounts(totals), [None, days[:30], days[30:60]], "vtuber"))
    return found


def _read(file: Path) -> dict[str, Dated]:
    series: dict[str, Dated] = defaultdict(list)
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            series[row["series_id"]].append((date.fromisoformat(row["date"]), float(row["value"])))
    return dict(sorted(series.items()))


def _by_month(values: Dated, group: str) -> Iterator[History]:
    """The complete months of daily values, if there are enough of them and any money."""
    months: dict[date, Dated] = defaultdict(list)
    for day, amount in values:
        months[day.replace(day=1)].append((day, amount))
    days = [_amounts(found) for first, found in sorted(months.items()) if len(found) == _length(first)]
    totals = np.array([found.sum() for found in days])
    if len(days) >= FEWEST and totals.sum() > 0:
        yield History(totals, list(days), group)


def _length(first: date) -> int:
    return (month_start(first.year, first.month + 1) - first) // timedelta(days=1)


def _amounts(values: Dated) -> Array:
    return np.array([amount for _, amount in values])


def main() -> int:
    """Status 1 when what is shipped is not what the series teach."""
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("folder", nargs="?", type=Path, default=DEFAULT)
    wanted.add_argument("--keep", action="store_true", help="write the constants anew")
    asked = wanted.parse_args()
    histories = read_histories(asked.folder)
    learnt = as_json(fit_prior(histories))
    same = learnt == SHIPPED.read_text("utf-8")
    if asked.keep:
        SHIPPED.write_text(learnt, "utf-8")
    print(f"{len(histories)} creators; the shipped constants {'are' if same else 'were not'} what they teach")
    return 0 if same or asked.keep else 1


if __name__ == "__main__":
    sys.exit(main())
