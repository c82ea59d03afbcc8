"""Run the readers over a folder of bank files with expected results: ``python -m tests.score_bank [FOLDER] [--verbose]``.

FOLDER holds an INDEX.tsv with columns file, format, n_transactions, sum_per_currency, first_date, last_date.

- *exact*: count, sum per currency, first and last day agree as far as the index gives them, nothing asked; or the index
  counts none and the file is refused for holding none.
- *asked*: a question is open.
- *told*: different, but what was left out is listed.
- *proved*: different, but running balances prove every amount read.
- *doubted*: different, and DOUBTS says why the index, not the reader, is taken to be wrong, and what is right.
- *silent*: different without a word, the only unforgivable one. *refused* and *crashed* read nothing.

BASELINE keeps the figures of a day: a run that does worse by any of them fails (status 1). ``--keep`` writes it anew.
"""

import argparse
import csv
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing.reading import read_statement
from tenk_desktop.core.importing.statement import Reading
from tenk_desktop.core.model import Stage
from tenk_desktop.shield import open_workbook

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "bank"
VERDICTS = ("exact", "asked", "told", "proved", "doubted", "silent", "refused", "crashed")
GOLDEN = Path(__file__).resolve().parent / "golden"
BASELINE = GOLDEN / "score_bank.tsv"
DOUBTS = GOLDEN / "score_bank_doubts.tsv"


@dataclass(frozen=True, slots=True)
class Summary:
    """What a file holds, as far as can be compared."""

    count: int
    sums: tuple[tuple[str, Decimal], ...]
    first: str
    last: str

    def __str__(self) -> str:
        sums = " ".join(f"{value} {code}".strip() for code, value in self.sums)
        return f"{self.count} rows, {sums or '0'}, {self.first} to {self.last}"


@dataclass(frozen=True, slots=True)
class Result:
    """One file's verdict, with what there is to say about it."""

    file: str
    format: str
    verdict: str
    found: str
    detail: str
    seconds: float


def expected(entry: dict[str, str]) -> Summary:
    """The index's figures; sums without a currency are of the unnamed one."""
    sums = Counter()
    for amount, code in re.findall(r"(-?\d+(?:\.\d+)?)(?: ([A-Z]{3}))?", entry["sum_per_currency"]):
        sums[code] += Decimal(amount)
    return Summary(int(entry["n_transactions"]), _nonzero(sums), entry["first_date"], entry["last_date"])


def read(reading: Reading) -> Summary:
    """A reading's figures, over all its statements, as ``tenk import`` says them: what is owed and not void counts."""
    said = [(row.date, row.amount, row.currency) for statement in reading.statements for row in statement.rows]
    owed = [e for statement in reading.statements for e in statement.earnings if e.stage is not Stage.VOID]
    said += [(e.earned, e.amount, e.currency) for e in owed]
    sums = Counter()
    for _, amount, currency in said:
        sums[currency] += amount
    days = sorted(day.isoformat() for day, _, _ in said)
    return Summary(len(said), _nonzero(sums), days[0] if days else "", days[-1] if days else "")


def _nonzero(sums: dict[str, Decimal]) -> tuple[tuple[str, Decimal], ...]:
    return tuple(sorted((code, value.normalize()) for code, value in sums.items() if value))


def agree(wanted: Summary, found: Summary) -> bool:
    """Whether they say the same; currencies count only where both name them, days where the index gives them."""
    days = not wanted.first or (wanted.first, wanted.last) == (found.first, found.last)
    if wanted.count != found.count or not days:
        return False
    unnamed = any(not code for code, _ in wanted.sums + found.sums)
    if unnamed:
        return sum((v for _, v in wanted.sums), Decimal()) == sum((v for _, v in found.sums), Decimal())
    return wanted.sums == found.sums


def judge(folder: Path, entry: dict[str, str], doubts: Mapping[str, str]) -> Result:
    """Read one file and compare."""
    result = _judge(folder, entry)
    doubted = doubts.get(result.file) == result.found and result.verdict not in ("exact", "asked")
    return replace(result, verdict="doubted") if doubted else result


def _judge(folder: Path, entry: dict[str, str]) -> Result:
    start = time.perf_counter()
    wanted = expected(entry)
    try:
        reading = read_statement(entry["file"], (folder / entry["file"]).read_bytes(), opener=open_workbook)
    except ImportRefusedError as error:
        verdict = "refused" if wanted.count else "exact"
        return Result(entry["file"], entry["format"], verdict, "nothing", str(error), time.perf_counter() - start)
    except Exception as error:  # noqa: BLE001 - a crash is a verdict here
        return Result(entry["file"], entry["format"], "crashed", "", repr(error), time.perf_counter() - start)
    found = read(reading)
    same = agree(wanted, found)
    lost = [p for p in reading.problems if p.lost]
    told = lost or found.count + len(reading.problems) == wanted.count
    proved = all(s.chained for s in reading.statements)
    verdict = (
        "asked" if reading.questions else "exact" if same else "told" if told else "proved" if proved else "silent"
    )
    asked = "; ".join(f"{q.about}: {q.example}" for q in reading.questions)
    first = f"{len(lost)} lost, line {lost[0].line}: {lost[0].message}" if lost else ""
    detail = " | ".join(part for part in (f"wanted {wanted}", f"read {found}", asked, first) if part)
    return Result(entry["file"], entry["format"], verdict, str(found), detail, time.perf_counter() - start)


def score(folder: Path) -> list[Result]:
    """The verdict on every file that has expectations."""
    with (folder / "INDEX.tsv").open(encoding="utf-8", newline="") as index:
        entries = list(csv.DictReader(index, delimiter="\t", quoting=csv.QUOTE_NONE))
    with DOUBTS.open(encoding="utf-8", newline="") as file:
        doubts = {row["file"]: row["right"] for row in csv.DictReader(file, delimiter="\t")}
    return [judge(folder, entry, doubts) for entry in entries if entry["n_transactions"]]


Figures = Mapping[tuple[str, str], int]
"""How many files by format and verdict."""


def figures(results: Iterable[Result]) -> Figures:
    """The counts of a run."""
    return Counter((r.format, r.verdict) for r in results)


def kept() -> Figures:
    """The counts of the baseline."""
    with BASELINE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return Counter({(row["format"], v): int(row[v]) for row in rows for v in VERDICTS})


def keep(counts: Figures) -> None:
    """Make these counts the baseline."""
    rows = [(name, *(str(counts[name, v]) for v in VERDICTS)) for name in dict.fromkeys(name for name, _ in counts)]
    lines = ["\t".join(row) for row in (("format", *VERDICTS), *rows)]
    BASELINE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def worse(counts: Figures, before: Figures) -> list[str]:
    """What got worse, in words: fewer exact, fewer exact or asked, more silently wrong or crashed."""
    said = []
    for name in dict.fromkeys(name for name, _ in before):
        for verdicts, sign in ((("exact",), -1), (("exact", "asked"), -1), (("silent",), 1), (("crashed",), 1)):
            then, now = (sum(c.get((name, v), 0) for v in verdicts) for c in (before, counts))
            if sign * (now - then) > 0:
                said.append(f"{name}: {' or '.join(verdicts)} {then} -> {now}")
    return said


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--verbose", action="store_true", help="list every file that is not exact")
    parser.add_argument("--format", default="", help="only this format")
    parser.add_argument("--keep", action="store_true", help="make this run the baseline")
    args = parser.parse_args()
    results = [r for r in score(args.folder) if args.format in ("", r.format)]
    print(f"{'format':8}{'files':>6}" + "".join(f"{v:>9}" for v in VERDICTS) + f"{'seconds':>9}")
    for name in dict.fromkeys(r.format for r in results):
        mine = [r for r in results if r.format == name]
        counts = Counter(r.verdict for r in mine)
        print(
            f"{name:8}{len(mine):>6}"
            + "".join(f"{counts[v]:>9}" for v in VERDICTS)
            + f"{sum(r.seconds for r in mine):>9.2f}"
        )
    if args.verbose:
        for r in results:
            if r.verdict != "exact":
                print(f"{r.verdict:8} {r.file}\n         {r.detail}")
    counts = figures(results)
    total = Counter(r.verdict for r in results)
    for judged, of in (
        (len(results), "all"),
        (len(results) - total["doubted"], "those whose expectation is not doubted"),
    ):
        exact, asked = total["exact"] / judged, (total["exact"] + total["asked"]) / judged
        print(f"of {of}: exact {exact:.1%}, exact or asked {asked:.1%}")
    print(f"silently wrong {total['silent']}, crashed {total['crashed']}")
    if args.keep:
        keep(counts)
    elif args.folder == DEFAULT and not args.format and (lost := worse(counts, kept())):
        sys.exit("worse than the baseline: " + "; ".join(lost))


if __name__ == "__main__":
    main()
