"""Score what is suggested for payees: ``python -m tests.score_payees [--verbose] [--keep]``.

``data/payees.tsv`` holds some 400 invented French bank labels of 119 payees, in order, each with the name and the
category a person would give it. They were made by us, from the ways banks write a card, a transfer or a direct debit.

- *words*: the category by the packaged words alone, as in a new ledger.
- *learnt*: the same once every row before has been sorted by its person, rows with a payee seen already left out.
- *kin*: of these, the rows no packaged word decides.
- *rule*: each row in turn is named or sorted by its person, every other row still as the import left it. Of all pairs
  of the row and another one: *right* the rule fits another row of that payee and direction, *none* it misses one,
  *wrong* it writes on a row what its person would not.
- *chosen*: the same, all rows before it having been sorted and named by their person.

BASELINE keeps the figures of a day: a run with fewer right or more wrong fails (status 1). ``--keep`` writes it anew.
"""

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tenk_desktop.core.importing.categorise import clean_payee, load_rules
from tenk_desktop.core.learnt import Kin, suggested
from tenk_desktop.core.rules import Row, Rule, fits
from tenk_desktop.core.text import fold

HERE = Path(__file__).resolve().parent
LABELS = HERE / "data" / "payees.tsv"
BASELINE = HERE / "golden" / "score_payees.tsv"
VERDICTS = ("right", "wrong", "none")
Figures = Mapping[tuple[str, str], int]
Say = Callable[..., None]


class Case(NamedTuple):
    """One label and what a person would make of it; ``amount`` gives the direction."""

    label: str
    amount: int
    payee: str
    category: int


def cases() -> list[Case]:
    """The labelled set, in order; categories by their ids in a new ledger."""
    ids = {c.name: c.id for c in load_rules().categories}
    with LABELS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return [Case(r["label"], 1000 if r["way"] == "in" else -1000, r["payee"], ids[r["category"]]) for r in rows]


def by_words(case: Case) -> int | None:
    """The category the packaged words give."""
    ids = {c.name: c.id for c in load_rules().categories}
    found = load_rules().categorise(case.label, case.amount)
    return ids[found.category] if found else None


def suggestions(every: Sequence[Case]) -> Iterator[tuple[str, Case, int | None]]:
    """The measure, the row, and the category suggested."""
    memory: dict[tuple[str, bool], int] = {}
    for case in every:
        yield "words", case, by_words(case)
        key = fold(clean_payee(case.label)), case.amount > 0
        if key not in memory:
            kin, words = Kin(memory).category(*key), by_words(case)
            yield "learnt", case, kin or words
            if words is None:
                yield "kin", case, kin
        memory[key] = case.category


def imported(case: Case) -> Row:
    """A row as the import leaves it."""
    name = clean_payee(case.label)
    return Row(1, case.amount, case.label, name, name, category_id=by_words(case))


def sorted_by_person(case: Case) -> Row:
    """A row once its person has named and sorted it."""
    return imported(case)._replace(payee=case.payee, category_id=case.category, named=True, chosen=True)


def score(say: Say = lambda *_: None) -> Figures:
    """The counts of a run; ``say`` hears of what is wrong."""
    counts: Counter[tuple[str, str]] = Counter()
    every = cases()
    for measure, case, found in suggestions(every):
        verdict = "none" if found is None else "right" if found == case.category else "wrong"
        counts[measure, verdict] += 1
        if verdict == "wrong":
            say(measure, case.label, found)
    for measure, history in (("rule", imported), ("chosen", sorted_by_person)):
        for i, case in enumerate(every):
            before = [history(other) for other in every[:i]]
            rows = before + [imported(other) for other in every[i + 1 :]]
            others = every[:i] + every[i + 1 :]
            row = imported(case)
            payee = case.payee if case.payee != row.payee else ""
            category = case.category if case.category != row.category_id else None
            if not payee and category is None:
                continue
            rule = suggested(row, payee, category, rows, ())
            for other, seen in zip(others, rows, strict=True):
                covered = rule is not None and fits(rule, seen)
                if covered and _amiss(rule, case, other):
                    counts[measure, "wrong"] += 1
                    say(measure, case.label, rule.text, other.label)
                elif (other.payee, other.amount) == (case.payee, case.amount):
                    counts[measure, "right" if covered else "none"] += 1
                    if not covered:
                        say(measure, "missed", case.label, rule and rule.text, other.label)
    return counts


def _amiss(rule: Rule, case: Case, other: Case) -> bool:
    """Whether the rule writes what is wrong of the other row."""
    named = rule.payee and other.payee != case.payee
    return bool(named or (rule.category_id is not None and other.category != case.category))


def kept() -> Figures:
    """The counts of the baseline."""
    with BASELINE.open(encoding="utf-8", newline="") as file:
        return {(row["measure"], v): int(row[v]) for row in csv.DictReader(file, delimiter="\t") for v in VERDICTS}


def keep(counts: Figures) -> None:
    """Make these counts the baseline."""
    measures = dict.fromkeys(measure for measure, _ in counts)
    rows = [("measure", *VERDICTS), *((m, *(str(counts[m, v]) for v in VERDICTS)) for m in measures)]
    BASELINE.write_text("\n".join("\t".join(row) for row in rows) + "\n", encoding="utf-8")


def worse(counts: Figures, before: Figures) -> list[str]:
    """What got worse, in words: fewer right, more wrong."""
    return [
        f"{measure}: {verdict} {then} -> {counts[measure, verdict]}"
        for (measure, verdict), then in before.items()
        if (verdict == "right" and counts[measure, verdict] < then)
        or (verdict == "wrong" and counts[measure, verdict] > then)
    ]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--verbose", action="store_true", help="list what is wrong or missed")
    parser.add_argument("--keep", action="store_true", help="make this run the baseline")
    args = parser.parse_args()
    counts = score(print if args.verbose else lambda *_: None)
    print(f"{'measure':10}" + "".join(f"{v:>8}" for v in VERDICTS))
    for measure in dict.fromkeys(m for m, _ in counts):
        print(f"{measure:10}" + "".join(f"{counts[measure, v]:>8}" for v in VERDICTS))
    if args.keep:
        keep(counts)
    elif lost := worse(counts, kept()):
        sys.exit("worse than the baseline: " + "; ".join(lost))


if __name__ == "__main__":
    main()
