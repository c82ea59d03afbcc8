"""The rows of Tenk's own export, planned: what they say is taken as it is, and only looked up by name."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from tenk_desktop.core.importing.plan import PlannedStatement, Target
from tenk_desktop.core.importing.planned import Outcome, Place, PlannedRow, odd_rows
from tenk_desktop.core.importing.statement import Kept, Problem, Row, Statement
from tenk_desktop.core.model import Category, Nature, Split
from tenk_desktop.core.money import to_minor
from tenk_desktop.core.text import msg


def same_name(name: str) -> str:
    """What two names share that the ledger takes for one: it looks past the case of the plain letters only."""
    return "".join(c.lower() if c.isascii() else c for c in name)


class Categories:
    """The categories of a ledger by name, and those to make: ``made``, with ids below 0."""

    def __init__(self, existing: Mapping[str, int]) -> None:
        """``existing`` has the ledger's ids by name."""
        self._ids = {same_name(name): id_ for name, id_ in existing.items()}
        self.made: list[Category] = []

    def id(self, name: str, nature: Nature) -> int | None:
        """The category of that name, made with that nature if there is none; None for no name."""
        key = same_name(name.strip())
        if key and key not in self._ids:
            self.made.append(Category(-1 - len(self.made), name.strip(), nature))
            self._ids[key] = self.made[-1].id
        return self._ids.get(key)


def kept_row(row: Row, kept: Kept, currency: str, categories: Categories) -> PlannedRow:
    """A row as its owner kept it. Raises `AmountError` when an amount is none of this currency."""
    parts = tuple(
        Split(to_minor(part.amount, currency), categories.id(part.category, part.nature), part.memo)
        for part in kept.parts
    )
    amount, stands = to_minor(row.amount, currency), (kept.date, to_minor(kept.amount, currency))
    return PlannedRow(
        row, amount, currency, row.payee,
        category_id=None if kept.split else parts[0].category_id,
        parts=parts if kept.split else (),
        booked=stands if stands != (row.date, amount) else None,
    )  # fmt: skip


def own_statement(
    statement: Statement, targets: tuple[Target, ...], rows: Sequence[PlannedRow], typed: Collection[date | None]
) -> PlannedStatement:
    """One account, planned: its typed balances but those of days ``typed`` here too, and the one its bank stated."""
    code = targets[0].currency
    if statement.currency != code:
        return PlannedStatement(statement, targets, rows)
    balances = tuple((day, to_minor(amount, code)) for day, amount in statement.balances if day not in typed)
    stated = (statement.closing[0], to_minor(statement.closing[1], code)) if statement.closing else None
    return PlannedStatement(statement, targets, rows, closing=stated, anchor=stated, balances=balances)


def tied(statements: Sequence[PlannedStatement]) -> tuple[tuple[PlannedStatement, ...], list[Problem]]:
    """The statements, where each side of a transfer that the file states names the other one; and sides left alone."""
    sides: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for i, statement in enumerate(statements):
        for j, planned in odd_rows(statement.rows):
            if planned.row.kept and planned.row.kept.transfer:
                sides[statement.statement.member, planned.row.kept.transfer].append((i, j))
    if not sides:
        return tuple(statements), []
    rows = [list(s.rows) for s in statements]
    problems = []
    for (member, _), places in sides.items():
        here = [(rows[i][j], statements[i].account_name) for i, j in places]
        if not _answer([p for p, _ in here], places):
            alone = msg("virement sans son autre côté dans ce fichier")
            problems += [Problem(p.row.line, alone, lost=False, member=member) for p, _ in here]
            continue
        for (i, j), other, (there, account) in zip(places, reversed(places), reversed(here), strict=True):
            rows[i][j] = _side(rows[i][j], there, other, account)
    return tuple(replace(s, rows=tuple(r)) for s, r in zip(statements, rows, strict=True)), problems


def _answer(both: Sequence[PlannedRow], places: Iterable[Place]) -> bool:
    """Whether two rows of two accounts answer one another, as the ledger wants the sides of a transfer to."""
    if len(both) != 2 or len({(i, p.currency) for (i, _), p in zip(places, both, strict=True)}) != 2:
        return False
    low, high = sorted(p.stands[1] for p in both)
    return low <= 0 <= high and (both[0].currency != both[1].currency or low + high == 0)


def _side(planned: PlannedRow, there: PlannedRow, place: Place, account: str) -> PlannedRow:
    """One side. What the ledger knows already is left as it is there."""
    other: int | Place | None = place
    if there.outcome is Outcome.KNOWN and there.known is not None:
        free = not there.known.in_transfer
        other = (there.known.txn_id or there.known.place) if free else None
    if planned.outcome is Outcome.KNOWN or other is None:
        return planned
    return planned._replace(transfer_with=other, reason=msg("virement entre vos comptes : {account}", account=account))
