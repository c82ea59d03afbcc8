"""Damage files until a reader breaks: ``python -m tests.fuzz [--seconds N] [--seed N] [--keep DIR] [FOLDER...]``.

The seeds are our own fixtures, a few files made on the fly, and those of FOLDER (the corpus beside the checkout, where
there is one). Mutations are random; a mutant that makes the program say something it had not said of that format (a
new set of sentences) becomes a seed itself, so that the search goes where the code does. Sentences stand for branches:
they cost nothing to watch, where tracing lines costs tenfold.

Each mutant is read and planned. It may be refused. It may not raise anything else, take more than `PATIENCE` seconds
of processor, or give a row that no bank writes: an amount that is not finite, a day outside 1990..2099, a line below 1.
Workbooks are opened in a child process and are slow, so one mutant in a hundred at most is one of theirs. Prints a
JSON object and ends with status 1 when a mutant broke a rule; ``--keep`` writes those mutants to a folder,
after the slowest one.
"""

import argparse
import json
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing.categorise import load_rules
from tenk_desktop.core.importing.plan import Existing
from tenk_desktop.core.importing.planning import plan_import
from tenk_desktop.core.importing.reading import read_statement
from tenk_desktop.core.importing.statement import Reading, ReadOptions
from tenk_desktop.shield import open_workbook
from tests.workbooks import archive, ods, xlsx

DATA = Path(__file__).resolve().parent / "data"
CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
PATIENCE = 5.0  # seconds of processor for one file; nearly all take milliseconds
LARGEST_SEED = 24_000  # bytes: longer files are cut, for their rows repeat
MOST_CHANGES = 6
_TODAY = date(2026, 11, 22)
_WORKBOOK_SHARE = 0.01
_RARE_SHARE = 0.5  # of mutants from a format chosen first: most seeds are tables
_OPTIONS = (
    ReadOptions(today=_TODAY),
    ReadOptions(today=_TODAY, dates="mdy", decimal=".", sign="expense-positive", year=2026),
    ReadOptions(today=_TODAY, dates="dmy", decimal=",", year=2024),
)
_PIECES = (
    *(b'"', b"'", b";", b",", b"\t", b"|", b"\n", b"\r", b"\r\n", b"\0", b"\xa0", b"\xe2\x80\xaf", b"\xff\xfe", b"\xef\xbb\xbf"),
    *(b"-", b"+", b"(", b"1.234", b"1,234", b"-0", b"1e400", b"NaN", b"9" * 30, b"--5", b"\xe2\x88\x92", b"0" * 12),
    *(b"29/02/2025", b"31/12/9999", b"00/00/0000", b"26/10/01", b"20261032", b"29 fevrier", b"undefined", b"/"),
    *(b"<", b"</", b">", b"<OFX>", b"</STMTTRN>", b"<STMTTRN>", b"&amp;lt;", b"&#0;", b"<!DOCTYPE x>", b"]]>"),
    *(b":61:", b":62F:", b":86:", b"-}", b"^", b"!Type:Bank", b"$-1", b"S", b"{", b"}", b"[", b"]", b"null"),
    *(b"Date;Montant\n", b"Solde", b"TOTAL", b"EUR", b"USD", b"C", b"D", b"sep=;", b"\xe2\x80\xae", b"{0}", b"%s"),
)  # fmt: skip


class Seed(NamedTuple):
    """A file to damage; ``slow`` ones are opened in a child."""

    name: str
    data: bytes
    slow: bool = False


@dataclass(slots=True)
class Outcome:
    """What a run found."""

    executions: int = 0
    refused: int = 0
    rows: int = 0
    learnt: int = 0
    formats: Counter[str] = field(default_factory=Counter)
    faults: dict[str, Seed] = field(default_factory=dict)  # the first file of each
    slowest: tuple[float, Seed] = (0.0, Seed("", b""))


def seeds(folders: list[Path]) -> list[Seed]:
    """Every file worth damaging."""
    found = [
        p for folder in (DATA, *folders) for p in sorted(folder.rglob("*")) if p.is_file() and p.name != "INDEX.tsv"
    ]
    made = [_seed(p.name, p.read_bytes()) for p in found]
    table = [["Relevé du 31/10/2026"], ["Date", "Libellé", "Montant"]]
    table += [[date(2026, 10, i + 1), f"CB {i}", -1.5 * i] for i in range(20)]
    text = "\n".join(f"{i + 1:02}/10/2026;ACHAT {i};-{i},50" for i in range(20))
    members = {"a.csv": f"Date;Libellé;Montant\n{text}\n", "b.csv": f"Date;Libellé;Montant\n{text}\n"}
    return [
        *made,
        *(
            _seed(*x)
            for x in (("s.xlsx", xlsx({"S": table})), ("s.ods", ods("S", table)), ("z.zip", archive(**members)))
        ),
    ]


def _seed(name: str, data: bytes) -> Seed:
    slow = data.startswith((b"PK", b"\xd0\xcf\x11\xe0"))
    return Seed(name, data if slow else data[:LARGEST_SEED], slow)


def mutate(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """A file with a few changes: pieces put in, cut out, repeated, swapped for those of another, or bits turned."""
    body = bytearray(data)
    for _ in range(rng.randint(1, MOST_CHANGES)):
        at = rng.randrange(len(body) + 1)
        rng.choice(_CHANGES)(rng, body, at, other)
    return bytes(body)


def _put(rng: random.Random, body: bytearray, at: int, _other: bytes) -> None:
    body[at:at] = rng.choice(_PIECES)


def _overwrite(rng: random.Random, body: bytearray, at: int, _other: bytes) -> None:
    piece = rng.choice(_PIECES)
    body[at : at + len(piece)] = piece


def _cut(rng: random.Random, body: bytearray, at: int, _other: bytes) -> None:
    del body[at : at + rng.choice((1, 2, 8, 40, 400))]


def _repeat(rng: random.Random, body: bytearray, at: int, _other: bytes) -> None:
    body[at:at] = body[at : at + rng.choice((1, 30, 200))] * rng.choice((1, 2, 50))


def _splice(rng: random.Random, body: bytearray, at: int, other: bytes) -> None:
    start = rng.randrange(len(other) + 1)
    body[at:at] = other[start : start + rng.choice((4, 60, 600))]


def _turn(rng: random.Random, body: bytearray, at: int, _other: bytes) -> None:
    if at < len(body):
        body[at] ^= 1 << rng.randrange(8)


def _end(rng: random.Random, body: bytearray, at: int, _other: bytes) -> None:
    if rng.random() < 0.3:
        del body[at:]


def _swap_lines(rng: random.Random, body: bytearray, _at: int, _other: bytes) -> None:
    lines = bytes(body).split(b"\n")
    one, two = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]
    body[:] = b"\n".join(lines)


_CHANGES: tuple[Callable[[random.Random, bytearray, int, bytes], None], ...] = (
    _put, _put, _overwrite, _cut, _repeat, _splice, _turn, _end, _swap_lines,
)  # fmt: skip


def _sentences(reading: Reading) -> Iterator[str]:
    yield from (p.message.french for p in reading.problems)
    yield from (q.about for q in reading.questions)
    yield from (e.value.french for e in reading.evidence)
    yield from (f"proof {e.proof.french}" for e in reading.evidence if e.proof)


def _absurd(reading: Reading) -> str:
    """A row no bank writes; nothing when all are sound."""
    for row in (r for s in reading.statements for r in s.rows):
        if not row.amount.is_finite() or not 1990 <= row.date.year < 2100 or row.line < 0:
            return f"absurd row of {reading.format}"
    return ""


def attempt(seed: Seed, options: ReadOptions) -> tuple[frozenset[str], str, int, bool]:
    """What was said of one file, the fault found in it if any, its rows, and whether it was refused."""
    try:
        reading = read_statement(seed.name, seed.data, options, opener=open_workbook)
        plan = plan_import(seed.name, seed.data, reading, Existing("EUR"), load_rules())
        for message in (*(p.message for p in plan.problems), *(q.example for q in plan.questions)):
            str(message)
    except ImportRefusedError as refusal:
        str(refusal)
        return frozenset({refusal.what.french, refusal.way_out.french if refusal.way_out else ""}), "", 0, True
    except Exception:  # noqa: BLE001 - whatever comes out is what we are here for
        return frozenset(), " ".join(traceback.format_exc(limit=-1).split()), 0, False
    rows = sum(s.size for s in reading.statements)
    return frozenset((reading.format, *_sentences(reading))), _absurd(reading), rows, False


def run(pool: list[Seed], seconds: float, seed: int) -> Outcome:
    """Damage files for so many seconds of the clock."""
    rng, found, said = random.Random(seed), Outcome(), set[frozenset[str]]()
    quick, slow = [s for s in pool if not s.slow], [s for s in pool if s.slow]
    kinds = {Path(s.name).suffix: [o for o in quick if Path(o.name).suffix == Path(s.name).suffix] for s in quick}
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        kind = slow if rng.random() < _WORKBOOK_SHARE else quick
        alike = kinds[rng.choice(list(kinds))] if kind is quick and rng.random() < _RARE_SHARE else kind
        base, other = rng.choice(alike), rng.choice(quick)
        mutant = Seed(base.name, mutate(rng, base.data, other.data)[: 4 * LARGEST_SEED], base.slow)
        start = time.process_time()
        words, fault, rows, refused = attempt(mutant, rng.choice(_OPTIONS))
        spent = time.process_time() - start
        found.executions += 1
        found.refused += refused
        found.rows += rows
        found.formats[Path(base.name).suffix] += 1
        if spent > found.slowest[0]:
            found.slowest = (spent, mutant)
        fault = fault or (f"{base.name}: {spent:.1f} s" if spent > PATIENCE else "")
        if fault:
            found.faults.setdefault(fault, mutant)
        elif words not in said:
            said.add(words)
            found.learnt += 1
            kind.append(mutant)
    return found


def main() -> int:
    """Run, print what was found, and say by the status whether anything broke."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    found = run(seeds(asked.folders or [CORPUS]), asked.seconds, asked.seed)
    if asked.keep:
        asked.keep.mkdir(parents=True, exist_ok=True)
        for i, mutant in enumerate((found.slowest[1], *found.faults.values())):
            (asked.keep / f"{i:03}-{mutant.name}").write_bytes(mutant.data)
    said = {
        "executions": found.executions,
        "refused": found.refused,
        "rows": found.rows,
        "learnt": found.learnt,
        "faults": list(found.faults),
        "slowest": {"seconds": round(found.slowest[0], 2), "file": found.slowest[1].name},
        "formats": dict(found.formats.most_common()),
    }
    print(json.dumps(said, ensure_ascii=False, indent=1))
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main())
