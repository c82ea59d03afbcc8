"""How the readers do on the examiner's files: ``python -m tests.examiner.score [--verbose] [--group G] [--keep]``.

- *exact*: as the file says, nothing asked;  *asked*: a question, where the file does answer it;
- *due*: a question or a refusal, where it cannot be read without a guess;  *guessed*: none, where there should be one;
- *told*: different, but what was left out is listed;  *silent*: different without a word;
- *refused* and *crashed* read nothing.

BASELINE keeps these figures by group: a run that does worse fails.
"""

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing.reading import read_statement
from tenk_desktop.core.importing.statement import Reading
from tenk_desktop.shield import open_workbook
from tests.examiner.made import Case, cases
from tests.score_bank import Summary, read

VERDICTS = ("exact", "due", "asked", "guessed", "told", "silent", "refused", "crashed")
GOOD, BAD = ("exact", "due"), ("guessed", "silent", "crashed")
BASELINE = Path(__file__).resolve().parents[1] / "golden" / "examiner.tsv"

Figures = Mapping[tuple[str, str], int]


def judge(case: Case) -> tuple[str, str]:
    """The verdict on a file, and why."""
    try:
        reading = read_statement(case.file, case.data, opener=open_workbook)
    except ImportRefusedError as error:
        verdict = "due" if case.asks else "refused" if case.truth.count else "exact"
        return verdict, f"{error}"
    except Exception as error:  # noqa: BLE001 - a crash is a verdict here
        return "crashed", repr(error)
    found = read(reading)
    detail = f"wanted {case.truth} | read {found}"
    if reading.questions:
        asked = "; ".join(f"{q.about}: {q.example}" for q in reading.questions)
        return "due" if case.asks else "asked", f"{asked} | {detail}"
    if case.asks:
        return "guessed", detail
    if _agree(case.truth, found):
        return "exact", ""
    lost = [p for p in reading.problems if p.lost]
    said = f"{len(lost)} lost, line {lost[0].line}: {lost[0].message}" if lost else _said(reading)
    return "told" if lost else "silent", f"{detail} | {said}"


def _agree(truth: Summary, found: Summary) -> bool:
    """Whether all is as it should be; a currency may only be missing where the file names none."""
    named = all(code for code, _ in truth.sums)
    same = truth.sums == found.sums if named else sum(v for _, v in truth.sums) == sum(v for _, v in found.sums)
    return same and (truth.count, truth.first, truth.last) == (found.count, found.first, found.last)


def _said(reading: Reading) -> str:
    return "; ".join(f"line {p.line}: {p.message}" for p in reading.problems[:3])


def figures(verdicts: Iterable[tuple[Case, str]]) -> Figures:
    """How many by group and verdict."""
    return Counter((case.group, verdict) for case, verdict in verdicts)


def kept() -> Figures:
    """The baseline."""
    with BASELINE.open(encoding="utf-8", newline="") as file:
        return Counter(
            {(row["group"], v): int(row[v]) for row in csv.DictReader(file, delimiter="\t") for v in VERDICTS}
        )


def keep(counts: Figures) -> None:
    """Make these the baseline."""
    groups = dict.fromkeys(group for group, _ in counts)
    rows = [("group", *VERDICTS), *((g, *(str(counts.get((g, v), 0)) for v in VERDICTS)) for g in groups)]
    BASELINE.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")


def worse(counts: Figures, before: Figures) -> list[str]:
    """What got worse, in words: fewer read right, more guessed, silently wrong or crashed."""
    said = []
    for group in dict.fromkeys(group for group, _ in before):
        for verdicts, sign in (*(((v,), -1) for v in GOOD), ((*GOOD, "asked"), -1), *(((v,), 1) for v in BAD)):
            then, now = (sum(c.get((group, v), 0) for v in verdicts) for c in (before, counts))
            if sign * (now - then) > 0:
                said.append(f"{group}: {' or '.join(verdicts)} {then} -> {now}")
    return said


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--verbose", action="store_true", help="say why each file is not exact")
    parser.add_argument("--group", default="")
    parser.add_argument("--case", default="", help="print one file and what is read of it")
    parser.add_argument("--keep", action="store_true", help="make this run the baseline")
    args = parser.parse_args()
    if args.case:
        _show(next(c for c in cases() if f"{c.group}/{c.name}" == args.case))
        return
    found = [(c, *judge(c)) for c in cases() if args.group in ("", c.group)]
    counts = figures((c, v) for c, v, _ in found)
    print(f"{'group':16}{'files':>6}" + "".join(f"{v:>9}" for v in VERDICTS))
    for group in (*dict.fromkeys(c.group for c, _, _ in found), "all"):
        row = [sum(n for (g, v), n in counts.items() if v == verdict and group in (g, "all")) for verdict in VERDICTS]
        print(f"{group:16}{sum(row):>6}" + "".join(f"{n:>9}" for n in row))
    if args.verbose:
        for case, verdict, why in found:
            if verdict not in GOOD:
                print(f"{verdict:8} {case.group}/{case.name}\n         {why}")
    if args.keep:
        keep(counts)
    elif not args.group and BASELINE.exists() and (lost := worse(counts, kept())):
        sys.exit("worse than the baseline: " + "; ".join(lost))


def _show(case: Case) -> None:
    print(
        case.data.decode("utf-8", "replace") if case.file.endswith(("csv", "txt", "qif", "ofx", "sta", "xml")) else ""
    )
    verdict, why = judge(case)
    print(verdict, why)
    reading = read_statement(case.file, case.data, opener=open_workbook)
    for statement in reading.statements:
        print(statement.number, statement.name, statement.currency, statement.closing, statement.chained)
        for row in statement.rows:
            print("  ", row.line, row.date, row.amount, row.currency, row.label, row.balance)
    for about in (*reading.evidence, *reading.problems):
        print("  -", about)


if __name__ == "__main__":
    main()
