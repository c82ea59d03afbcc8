"""What a platform owes by month or by day, as its page or a table somebody typed says: the Creator Rewards.

TikTok gives no file of these, so no layout is known: there is only the vocabulary of its page (estimated rewards,
qualified views, RPM) as guides to it quote it, in English, and our own translations of these words. A table speaks of
rewards when its header has these words, when each row is a month with a stage or with views, or when a person said
which column is the month, the stage or the views. Its lines are never operations of a bank: an estimate is not money.

The key of an earning is the programme and its month or day, so that a later word about the same month replaces the
former; a month counts instead of its days (`core.creator.stages.whole_months`).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_FLOOR, Decimal

from tenk_desktop.core.creator.sources import PARTNERSHIP, REWARDS, TIKTOK, Source
from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing.cells import Number, day_cell, parse_day, parse_number
from tenk_desktop.core.importing.columns import LAST_TIME, describe, fingerprint, recalled, said_columns
from tenk_desktop.core.importing.dayorder import Context, Written, decide, which_order
from tenk_desktop.core.importing.draft import Findings
from tenk_desktop.core.importing.entries import shown
from tenk_desktop.core.importing.layout import Layout, check_roles, column_at, letter
from tenk_desktop.core.importing.monthnames import parse_month
from tenk_desktop.core.importing.records import Record
from tenk_desktop.core.importing.rewardwords import COLUMNS, PROOF, VIEWS, parse_stage
from tenk_desktop.core.importing.statement import (
    EarningRow,
    Evidence,
    Problem,
    Question,
    ReadOptions,
    Statement,
    TableGuess,
)
from tenk_desktop.core.importing.words import fold
from tenk_desktop.core.model import DIAMONDS, Stage
from tenk_desktop.core.money import exponent
from tenk_desktop.core.text import msg, neutral

PLATFORM, PROGRAMME = _REWARDS = Source(TIKTOK, REWARDS)
FORMAT = "rewards"  # of what is typed by hand
DIAMOND = Decimal("0.005")
"""US dollars a diamond is worth, as creators' guides say since 2021; TikTok promises no rate, so only an estimate."""
_HEADER_WITHIN = 30  # records
_LIKE = 0.5  # of the filled cells


def key_of(day: date, *, month: bool) -> str:
    """What an earning of the programme is known by."""
    return typed_key(day) if month else f"{typed_key(day)}-{day:%d}"


def speaks_of_rewards(records: Sequence[Record], options: ReadOptions, delimiter: str) -> bool:
    """Whether a table is about rewards: by its header, or because a person said so."""
    if _names_rewards(options.columns):
        return True
    for record in records[:_HEADER_WITHIN]:
        if any(PROOF.fullmatch(fold(cell)) for cell in record.cells) and not _period(record.cells):
            return True
        before = options.remembered.get(fingerprint(record.cells, delimiter))
        if before and _names_rewards(before.columns):
            return True
    return _rows_speak(records)


def _names_rewards(said: Sequence[tuple[str, str]]) -> bool:
    """Whether the last word on some column is a role that only rewards have."""
    return bool({"month", "stage", "views"} & set({where: role for role, where in said}.values()))


def _rows_speak(records: Sequence[Record]) -> bool:
    """Whether each row is a month, an amount, and the word of a stage or a number of views: no bank writes that."""
    rows = [cells for _, cells in records[:_HEADER_WITHIN] if any(parse_month(c) for c in cells)]
    return bool(rows) and all(
        not any(day_cell(c) for c in cells)
        and any(parse_number(c) for c in cells if not parse_month(c))
        and any(parse_stage(c) or VIEWS.fullmatch(fold(c)) for c in cells if c)
        for cells in rows
    )


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows of a table of rewards, its header (empty if it has none) and the columns by role."""

    header: list[str]
    rows: list[Record]
    roles: Mapping[str, int]
    amounts: list[int]  # the columns that may be the amount, where no word says which

    def cell(self, record: Record, role: str) -> str:
        at = self.roles.get(role)
        return record.cells[at] if at is not None and at < len(record.cells) else ""


def read_rewards(
    records: Sequence[Record], delimiter: str, options: ReadOptions, findings: Findings
) -> tuple[Statement, ...]:
    """The earnings of a table of rewards, one a row, in the currency's major unit.

    Raises `ImportRefusedError` when no row has a month or a day, and a number.
    """
    head, rows = _cut(records)
    if not rows:
        raise ImportRefusedError(
            msg("Aucun gain dans ce tableau : aucune ligne n’a à la fois un mois ou un jour et un montant.")
        )
    check_roles(options.columns)
    now, header = options.columns, fingerprint(head, delimiter)
    options, taken = recalled(options, header)
    table = _columns(head, rows, options)
    findings.tables.append(_guess(table, now, options, header))
    if table.roles.get("month") is None or table.roles.get("amount") is None:
        findings.ask(_which(table))
        return (Statement(name=PLATFORM, header=header),)
    findings.problems += _left_out(records, rows)
    order = _order(table, options, findings)
    decimal = options.decimal or _decimal(table, findings)
    made = [_earning(table, record, order, decimal) for record in rows]
    earnings = _told_apart([m for m in made if isinstance(m, EarningRow)])
    findings.problems += [m for m in made if isinstance(m, Problem)]
    _say(table, earnings, taken, findings)
    currencies = {e.currency for e in earnings}
    currency = currencies.pop() if len(currencies) == 1 else ""
    return (Statement(earnings=tuple(earnings), name=PLATFORM, header=header, currency=currency),)


# Which columns


def _period(cells: Sequence[str]) -> int | None:
    return next((i for i, cell in enumerate(cells) if cell and (parse_month(cell) or day_cell(cell))), None)


def _cut(records: Sequence[Record]) -> tuple[list[str], list[Record]]:
    """The header and the rows: those with a month or a day in one cell and a number in another."""
    rows = [
        r
        for r in records
        if (at := _period(r.cells)) is not None and any(parse_number(c) for i, c in enumerate(r.cells) if i != at)
    ]
    above = [r.cells for r in records if rows and r.line < rows[0].line and sum(map(bool, r.cells)) > 1]
    header = above[-1] if above and not any(parse_number(c) for c in above[-1]) else []
    return header, rows


def _columns(header: list[str], rows: list[Record], options: ReadOptions) -> _Table:
    width = max([len(header), *(len(r.cells) for r in rows)], default=0)
    cells = [[r.cells[i] for r in rows if i < len(r.cells) and r.cells[i]] for i in range(width)]
    dated = [i for i in range(width) if _share(cells[i], _is_period) >= _LIKE]
    numbers = [i for i in range(width) if _share(cells[i], parse_number) >= _LIKE and i not in dated]
    stages = [i for i in range(width) if _share(cells[i], parse_stage) == 1 and i not in (*dated, *numbers)]
    worded = {i: _word(title) for i, title in enumerate(header)}
    if not stages:  # named so, in words that nobody here knows: each row then says so, rather than pass for an estimate
        stages = [i for i, word in worded.items() if word == "stage" and cells[i] and i not in (*dated, *numbers)]
    paid = [i for i in numbers if worded.get(i) not in ("views", "ignored")]
    named = [i for i in paid if worded.get(i) == "amount"] or _with_cents(paid, cells)
    if len(named) > 1:  # a reward in parts
        named = _sum_of_others(paid, rows) or named
    seen = [i for i in numbers if worded.get(i) == "views"]
    found = {"month": dated, "stage": stages, "amount": named if len(named) == 1 else [], "views": seen}
    roles = {role: columns[0] for role, columns in found.items() if columns}
    layout = Layout(tuple(header), (), {}, width)
    for said, where in options.columns:
        role, column = "month" if said == "date" else said, column_at(layout, where)
        roles = {r: c for r, c in roles.items() if c != column and r != role}
        roles |= {role: column}
    return _Table(header, rows, roles, [i for i in paid if i not in roles.values()])


def _with_cents(columns: list[int], cells: list[list[str]]) -> list[int]:
    """The columns that write a currency, else those that write cents."""
    numbers = {i: [n for c in cells[i] if (n := parse_number(c))] for i in columns}
    money = [i for i in columns if any(n.currency for n in numbers[i]) or any("$" in c for c in cells[i])]
    return money or [i for i in columns if any(n.implies for n in numbers[i])] or columns


def _sum_of_others(columns: list[int], rows: Sequence[Record]) -> list[int]:
    """The column that is, on every row, what the others make together, where each of them holds something."""
    lines = [[r.cells[i] if i < len(r.cells) else "" for i in columns] for r in rows]
    sizes = [[n.value(n.implies) if (n := parse_number(c)) else Decimal() for c in cells] for cells in lines]
    parts = len(columns) > 2 and all(any(column) for column in zip(*sizes, strict=True))
    return [c for at, c in enumerate(columns) if parts and all(2 * line[at] == sum(line) for line in sizes)]


def _share(cells: Sequence[str], test: Callable[[str], object]) -> float:
    return sum(bool(test(c)) for c in cells) / len(cells) if cells else 0.0


def _is_period(cell: str) -> bool:
    return bool(parse_month(cell) or day_cell(cell))


def _word(title: str) -> str:
    folded = fold(title)
    return next((role for role, pattern in COLUMNS.items() if pattern.search(folded)), "")


def _guess(table: _Table, now: Sequence[tuple[str, str]], options: ReadOptions, header: str) -> TableGuess:
    layout = Layout(tuple(table.header), (), {}, max(len(r.cells) for r in table.rows))
    roles = {column: role for role, column in table.roles.items()}
    worded = {i: role for i, title in enumerate(table.header) if (role := _word(title))}
    return describe(table.header, table.rows, roles, worded, said_columns(layout, now, options), header)


def _which(table: _Table) -> Question:
    months = [table.roles["month"]] if "month" in table.roles else []
    options = tuple(f"month={letter(m)},amount={letter(a)}" for m in months for a in table.amounts[:4])
    example = " | ".join(shown(c) for c in table.rows[0].cells if c)
    return Question("columns", options, msg("Quelle colonne est le montant ? {cells}", cells=example))


# What rows say


def _left_out(records: Sequence[Record], rows: Sequence[Record]) -> Iterator[Problem]:
    """Below the first row, a number without a month and a month without a number are never dropped in silence."""
    taken, first = {r.line for r in rows}, rows[0].line if rows else 0
    for record in (r for r in records if r.line > first and r.line not in taken):
        dated = _period(record.cells)
        number = next((c for c in record.cells if parse_number(c)), "")
        if dated is not None:
            yield Problem(record.line, msg("pas de montant « {value} »", value=shown(record.cells[dated])))
        elif number:
            yield Problem(record.line, msg("ni mois ni jour sur cette ligne « {value} »", value=shown(number)))


def _order(table: _Table, options: ReadOptions, findings: Findings) -> str:
    written = [
        Written(r.line, day, cell)
        for r in table.rows
        if (cell := table.cell(r, "month")) and not parse_month(cell) and (day := parse_day(cell))
    ]
    if options.dates or not written:
        return options.dates or "dmy"
    found = decide(written, Context())
    if found is None:
        findings.ask(which_order(written))
        return "dmy"
    findings.evidence.append(found.evidence())
    return found.order


def _decimal(table: _Table, findings: Findings) -> str:
    numbers = [(c, n) for r in table.rows if (n := parse_number(c := table.cell(r, "amount")))]
    marks = {n.implies for _, n in numbers if n.implies}
    unsure = next((pair for pair in numbers if pair[1].unsure), None)
    if len(marks) == 1 or unsure is None:
        return next(iter(marks), ".")
    cell, number = unsure
    decimal, thousand = number.value(number.unsure), number.value("")
    example = msg("« {cell} » : {decimal} ou {thousand} ?", cell=shown(cell), decimal=decimal, thousand=thousand)
    findings.ask(Question("decimal", (",", "."), example))
    return ""


def _earning(table: _Table, record: Record, order: str, decimal: str) -> EarningRow | Problem:
    written, cell = table.cell(record, "month"), table.cell(record, "amount")
    month = parse_month(written)
    parsed = parse_day(written)
    day = month or (parsed.on(order) if parsed else None)
    number = parse_number(cell)
    said = table.cell(record, "stage")
    stage = parse_stage(said) if said.strip("-–—/ ") else Stage.ESTIMATED
    if day is None:
        return Problem(record.line, msg("date impossible « {value} »", value=shown(written)))
    if number is None:
        return Problem(record.line, msg("montant illisible « {value} »", value=shown(cell)))
    if stage is None:
        return Problem(record.line, msg("étape inconnue « {value} »", value=shown(said)))
    currency = _currency(number, cell)
    amount = number.value(decimal)
    if -int(amount.normalize().as_tuple().exponent) > exponent(currency):
        return Problem(record.line, msg("montant plus fin que la monnaie « {value} »", value=shown(cell)))
    return EarningRow(
        line=record.line,
        platform=PLATFORM,
        programme=PROGRAMME,
        key=key_of(day, month=month is not None),
        stage=stage,
        amount=_exact(amount),
        currency=currency,
        earned=day,
        title=neutral(written),
        replaces=True,
    )


def _told_apart(earnings: Sequence[EarningRow]) -> list[EarningRow]:
    """Two lines of one month are two earnings, both kept."""
    times: Counter[str] = Counter()
    found = []
    for row in earnings:
        times[row.key] += 1
        nth = times[row.key]
        found.append(row if nth == 1 else replace(row, key=f"{row.key}#{nth}"))
    return found


def _currency(number: Number, cell: str) -> str:
    """As written; TikTok's page writes ``$`` for the dollars of the United States."""
    return number.currency or ("USD" if "$" in cell else "")


def _exact(amount: Decimal) -> Decimal:
    return amount or Decimal()


def _say(table: _Table, earnings: Sequence[EarningRow], taken: frozenset[str], findings: Findings) -> None:
    findings.evidence.append(
        Evidence("rewards", msg("Gains du programme {programme}", programme=PROGRAMME), LAST_TIME if taken else None)
    )
    if "stage" not in table.roles:
        findings.evidence.append(Evidence("stage", msg("Étape : estimé"), msg("aucune colonne ne dit plus")))
    if any(e.currency == "USD" for e in earnings):
        findings.evidence.append(Evidence("currency", msg("Montants en dollars américains")))


# --- typed by hand


def typed(
    month: date,
    amount: Decimal,
    currency: str,
    stage: Stage,
    source: Source = _REWARDS,
    *,
    due: date | None = None,
    invoice: str = "",
    note: str = "",
) -> Statement:
    """What a person says a source brought in a month, as a statement of one row: major units of ``currency``.

    ``due`` is the day its payment is announced for, where it is to be paid; ``invoice`` tells apart two payments of one
    month and brand; ``note`` is said beside the month.
    """
    first = month.replace(day=1)
    name = neutral(invoice) or f"{first:%Y-%m}"
    row = EarningRow(
        1, source.platform, source.programme, typed_key(first, source, invoice), stage, amount, currency, first,
        settled=due if stage is Stage.PAYABLE else None, title=" · ".join(filter(None, (name, note))), replaces=True,
    )  # fmt: skip
    wallet = source.programme if source.programme == PARTNERSHIP else source.platform
    header = FORMAT if source.platform == PLATFORM else f"{FORMAT}:{wallet}"
    return Statement(earnings=(row,), name=wallet, header=header, currency=currency)


def typed_key(month: date, source: Source = _REWARDS, invoice: str = "") -> str:
    """What a month of a source is known by: diamonds and the money they became are one earning."""
    programme = "LIVE" if source.programme == DIAMONDS else source.programme
    prefix = "-".join(re.findall(r"[a-z0-9]+", fold(programme))) or "gains"
    return f"{prefix}:#{fold(invoice)}" if invoice else f"{prefix}:{month:%Y-%m}"


def diamonds(count: int) -> Decimal:
    """About how many dollars so many diamonds of a LIVE are worth, rounded down to the cent."""
    return (count * DIAMOND).quantize(Decimal("0.01"), ROUND_FLOOR)
