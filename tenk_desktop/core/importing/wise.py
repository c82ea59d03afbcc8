"""Wise's transaction history: every currency of an account in one table, what left and what came apart.

A line states what left the source (after fees, so the fee comes on top) and what the target got. Its direction says
which of the two is the account's own: the source of OUT, the target of IN; both of NEUTRAL, which is a conversion
between the account’s own currencies. Only completed lines count. Known by its columns, which no rule for tables can
tell apart from fees and rates.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing.booked import status_kind
from tenk_desktop.core.importing.cells import parse_day, parse_number
from tenk_desktop.core.importing.decode import decode
from tenk_desktop.core.importing.draft import Findings
from tenk_desktop.core.importing.entries import shown
from tenk_desktop.core.importing.records import Record, find_delimiter, split
from tenk_desktop.core.importing.statement import Problem, Reader, Reading, ReadOptions, Row, Statement
from tenk_desktop.core.importing.words import fold
from tenk_desktop.core.money import is_currency
from tenk_desktop.core.progress import Progress, watched
from tenk_desktop.core.text import Message, msg

FORMAT = "wise"
_KNOWN = frozenset(
    ("direction", "source amount after fees", "source currency", "target amount after fees", "target currency")
)


class _UnreadableError(Exception):
    """Why a line gives no row."""

    def __init__(self, why: Message, *, lost: bool = True) -> None:
        super().__init__(why.french)
        self.problem = (why, lost)


def claims(_name: str, head: bytes) -> bool:
    """Whether the first line is the header of a transaction history."""
    lines = decode(head).text.split("\n")[:1]
    return any(set(map(fold, r.cells)) >= _KNOWN for r in split(lines, find_delimiter(lines)[0]))


def read(_name: str, data: bytes, _options: ReadOptions, progress: Progress) -> Reading:
    """Read a transaction history. Raises `ImportRefusedError` when it holds no operation, and `Cancelled`."""
    decoded, findings, rows = decode(data), Findings(), list[Row]()
    lines = decoded.text.split("\n")
    header, *records = split(lines, find_delimiter(lines)[0])
    names = [fold(cell) for cell in header.cells]
    for record in watched(iter(records), len(lines), progress, 0.0, 1.0):
        if any(record.cells):
            try:
                rows += _rows(record, dict(zip(names, record.cells, strict=False)))
            except _UnreadableError as why:
                findings.problems.append(Problem(record.line, *why.problem))
    if not rows and not findings.problems:
        raise ImportRefusedError(msg("Aucune opération dans ce fichier."), msg("Vérifiez la période choisie."))
    statement = Statement(rows=tuple(rows), name="Wise", header="wise|history")
    return findings.reading(FORMAT, decoded.encoding, (statement,))


READER = Reader(FORMAT, claims, read)


def _rows(record: Record, cells: Mapping[str, str]) -> Iterator[Row]:
    status, way = cells.get("status", ""), fold(cells["direction"])
    if fold(status) != "completed":
        said = msg("opération en attente « {value} »", value=shown(status))
        if status_kind(status) != "pending":
            said = msg("opération refusée ou annulée « {value} »", value=shown(status))
        raise _UnreadableError(said, lost=False)
    if way not in ("in", "out", "neutral"):
        raise _UnreadableError(msg("sens inconnu « {value} »", value=shown(cells["direction"])))
    day, ref = _day(cells.get("finished on") or cells.get("created on", "")), cells.get("id", "")
    sent, got = _side(cells, "source"), _side(cells, "target")
    if way == "neutral" and sent[1] == got[1]:
        raise _UnreadableError(msg("mouvement entre vos propres poches : rien n’entre ni ne sort"), lost=False)
    memo = cells.get("reference", "")
    fee = _fee(cells, "source", sent[1])
    pair = ref or str(record.line) if way == "neutral" else ""
    if way in ("out", "neutral"):
        payee = cells.get("target name", "")
        yield Row(record.line, day, -sent[0] - fee, payee, sent[1], payee, memo, ref, fee=-fee, pair=pair)
    if way in ("in", "neutral"):
        payee = cells.get("source name", "")
        own = Decimal() if pair else _fee(cells, "target", got[1])
        yield Row(record.line, day, got[0], payee, got[1], payee, memo, ref, fee=-own, pair=pair)


def _day(cell: str) -> date:
    day = parse_day(cell)
    found = day.on("dmy") if day and day.fixed else None
    if found is None:
        raise _UnreadableError(msg("date illisible « {value} »", value=shown(cell)))
    return found


def _side(cells: Mapping[str, str], side: str) -> tuple[Decimal, str]:
    """What left the source or reached the target, and its currency."""
    currency = cells[f"{side} currency"]
    if not is_currency(currency):
        raise _UnreadableError(msg("devise inconnue « {value} »", value=shown(currency)))
    return _amount(cells[f"{side} amount after fees"]), currency


def _fee(cells: Mapping[str, str], side: str, currency: str) -> Decimal:
    """The fee on one side, zero where there is none. One in a third currency is refused: no rate is known."""
    cell = cells.get(f"{side} fee amount", "")
    fee = _amount(cell) if cell else Decimal()
    if fee and cells.get(f"{side} fee currency", currency) != currency:
        raise _UnreadableError(msg("frais dans une autre devise « {value} »", value=shown(cell)))
    return fee


def _amount(cell: str) -> Decimal:
    number = parse_number(cell)
    if number is None or number.negative:
        raise _UnreadableError(msg("montant illisible « {value} »", value=shown(cell)))
    return number.value(".")
