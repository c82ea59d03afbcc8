"""An exam for the readers of creators' files: cases with their truth, and the verdict on what is read of them."""

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing.reading import read_statement
from tenk_desktop.core.importing.statement import Reading, ReadOptions
from tenk_desktop.shield import open_workbook

TODAY = date(2026, 3, 10)
PASTED = "collé.txt"
Sums = Mapping[tuple[str, str], Decimal]


@dataclass(frozen=True, slots=True)
class Truth:
    """What a file holds: money by stage ("" for operations) and currency, and the known values of each metric.

    ``days`` are the first and the last of the rows. ``asks`` where a guess is needed, ``nothing`` where the file holds
    nothing for a creator, which a sentence should say; ``told`` where rows cannot be read, and must be listed.
    """

    money: Sums = field(default_factory=dict)
    count: int = 0
    metrics: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    days: tuple[date, date] | None = None
    videos: int = 0
    asks: bool = False
    nothing: bool = False
    told: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """A file, and its truth."""

    group: str
    name: str
    file: str
    data: bytes
    truth: Truth


def judge(case: Case) -> tuple[str, str]:
    """``right``, ``asked``, ``told`` (different, but what was left out is listed), ``refused``, ``wrong``, ``crashed``."""
    try:
        options = ReadOptions(today=TODAY, format="pasted" if case.file == PASTED else "")
        reading = read_statement(case.file, case.data, options, opener=open_workbook)
    except ImportRefusedError as error:
        return ("right" if case.truth.nothing else "refused"), str(error)
    except Exception as error:  # noqa: BLE001 - a crash is a verdict here
        return "crashed", repr(error)
    found = _found(reading)
    if reading.questions:
        return ("right" if case.truth.asks else "asked"), "; ".join(
            f"{q.about}: {q.example}" for q in reading.questions
        )
    if case.truth.asks:
        return "wrong", f"guessed: {found}"
    if _same(case.truth, found):
        return "right", ""
    lost = [p for p in reading.problems if p.lost]
    if case.truth.told:
        return ("right" if lost and not found.count and not found.metrics else "wrong"), f"{found}"
    said = f"{len(lost)} lost: {lost[0].line} {lost[0].message}" if lost else ""
    return ("told" if lost else "wrong"), f"{found} instead of {case.truth} {said}"


def _found(reading: Reading) -> Truth:
    money: Counter[tuple[str, str]] = Counter()
    days: list[date] = []
    metrics: dict[str, list[int]] = {}
    count = videos = 0
    for statement in reading.statements:
        for row in statement.rows:
            money["", row.currency] += row.amount
            days.append(row.date)
        for earning in statement.earnings:
            money[str(earning.stage), earning.currency] += earning.amount
            days.append(earning.earned)
        count += len(statement.rows) + len(statement.earnings)
        if statement.audience:
            videos += len(statement.audience.videos)
            days += [v.posted for v in statement.audience.videos if v.posted]
            for day in statement.audience.days:
                days.append(day.date)
                for metric, value in day.values.items():
                    metrics.setdefault(metric, []).extend([] if value is None else [value])
    spans = {name: (len(values), sum(values)) for name, values in metrics.items()}
    return Truth(money, count, spans, (min(days), max(days)) if days else None, videos)


def _same(truth: Truth, found: Truth) -> bool:
    money = {k: v for k, v in found.money.items() if v}
    metrics = all(found.metrics.get(name) == value for name, value in truth.metrics.items())
    days = truth.days is None or truth.days == found.days
    wanted = {k: v for k, v in truth.money.items() if v}
    if {code for _stage, code in money} == {""}:  # the file names no currency
        wanted = {(stage, ""): amount for (stage, _code), amount in wanted.items()}
    return money == wanted and truth.count == found.count and metrics and days and truth.videos == found.videos


def csv_of(
    rows: Sequence[Sequence[object]], delimiter: str = ",", eol: str = "\n", enc: str = "utf-8", *, quoted: bool = False
) -> bytes:
    out = io.StringIO()
    quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    csv.writer(out, delimiter=delimiter, lineterminator=eol, quoting=quoting).writerows(rows)
    return out.getvalue().encode(enc)


def zip_of(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


def window(first: date, length: int) -> list[date]:
    return [first + timedelta(days=i) for i in range(length)]


def plain(amount: Decimal) -> str:
    return f"{amount:,.2f}"


def comma(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",")
