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
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import ROUND_FLOOR, Decimal

from tenk_desktop.core.creator.sources import PARTNERSHIP, Source
from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing.cells import Number, day_cell, parse_day, parse_number
from tenk_desktop.core.importing.columns import LAST_TIME, fingerprint, platform_said, recalled
from tenk_desktop.core.importing.dayorder import Context, Written, decide, which_order
from tenk_desktop.core.importing.draft import Findings
from tenk_desktop.core.importing.entries import shown
from tenk_desktop.core.importing.layout import check_roles
from tenk_desktop.core.importing.monthnames import parse_month
from tenk_desktop.core.importing.owing import owing, spends
from tenk_desktop.core.importing.records import Record
from tenk_desktop.core.importing.rewardtable import (
    CREATOR_REWARDS,
    HEADER_WITHIN,
    Table,
    amount_asked,
    as_owed,
    columns_of,
    cut,
    guess_of,
    is_header,
    period,
    platform_alone,
    proved,
    source_said,
    upright,
    who_asked,
    whose,
)
from tenk_desktop.core.importing.rewardwords import PROOF, VIEWS, parse_stage, stage_of
from tenk_desktop.core.importing.statement import (
    EarningRow,
    Evidence,
    Problem,
    Question,
    ReadOptions,
    Statement,
)
from tenk_desktop.core.importing.words import CURRENCIES, fold, not_english
from tenk_desktop.core.model import DIAMONDS, Stage
from tenk_desktop.core.money import exponent
from tenk_desktop.core.text import Message, msg, neutral

PLATFORM, PROGRAMME = CREATOR_REWARDS
FORMAT = "rewards"  # of what is typed by hand
DIAMOND = Decimal("0.005")
"""US dollars a diamond is worth, as creators' guides say since 2021; TikTok promises no rate, so only an estimate."""


def speaks_of_rewards(name: str, records: Sequence[Record], options: ReadOptions, delimiter: str) -> bool:
    """Whether a table is about what a platform owes: by its header, or because a person said so."""
    if _names_rewards(options.columns):
        return True
    records = upright(records)
    for record in records[:HEADER_WITHIN]:
        if is_header(record) and any(PROOF.fullmatch(fold(cell)) for cell in record.cells):
            return True
        before = options.remembered.get(fingerprint(record.cells, delimiter))
        if before and _names_rewards(before.columns):
            return True
    source = whose(name, records, options)
    told = _rows_speak(records) or _rows_name(records) or (source is not None and _by_month(records))
    return told or owing(name, records, source) is not None


def _rows_name(records: Sequence[Record]) -> bool:
    """Whether each row is a month, an amount, and the name of a platform alone in a cell."""
    rows = [cells for _, cells in records[:HEADER_WITHIN] if any(parse_month(c) for c in cells)]
    return bool(rows) and all(
        any(map(platform_alone, cells)) and any(parse_number(c) for c in cells if not parse_month(c)) for cells in rows
    )


def _by_month(records: Sequence[Record]) -> bool:
    """Whether each row is a month and one number, none spent, and no cell a day: beside the name of a platform, what it
    owes.
    """
    rows = [cells for _, cells in records[:HEADER_WITHIN] if any(parse_month(c) for c in cells)]
    numbers = [[n for c in cells if not parse_month(c) and (n := parse_number(c))] for cells in rows]
    spent = any(spends([fold(c) for c in r.cells]) for r in records[:HEADER_WITHIN] if is_header(r))
    return (
        bool(rows)
        and not spent
        and all(
            len(found) == 1 and not found[0].negative and not any(day_cell(c) for c in cells)
            for found, cells in zip(numbers, rows, strict=True)
        )
    )


def _names_rewards(said: Sequence[tuple[str, str]]) -> bool:
    """Whether the last word on some column is a role that only rewards have."""
    return bool({"month", "stage", "views"} & set({where: role for role, where in said}.values()))


def _rows_speak(records: Sequence[Record]) -> bool:
    """Whether each row is a month, an amount, and the word of a stage or a number of views: no bank writes that."""
    rows = [cells for _, cells in records[:HEADER_WITHIN] if any(parse_month(c) for c in cells)]
    return bool(rows) and all(
        not any(day_cell(c) for c in cells)
        and any(parse_number(c) for c in cells if not parse_month(c))
        and any(parse_stage(c) or VIEWS.fullmatch(fold(c)) for c in cells if c)
        for cells in rows
    )


def read_rewards(
    name: str, records: Sequence[Record], delimiter: str, options: ReadOptions, findings: Findings
) -> tuple[Statement, ...]:
    """The earnings of a table of rewards, one a row, in the currency's major unit.

    Raises `ImportRefusedError` when no row has a month or a day, and a number.
    """
    records = upright(records)
    head, rows = cut(records)
    found = None if proved(records) else owing(name, records, whose(name, records, options))
    if found:
        head = records[found.header].cells
    if found and found.by_video:
        raise ImportRefusedError(
            msg("Ce tableau donne les gains de chaque vidéo sans dire de quels jours ils sont."),
            msg("Exportez-le par jour ou par mois."),
        )
    if not rows:
        raise ImportRefusedError(
            msg("Aucun gain dans ce tableau : aucune ligne n’a à la fois un mois ou un jour et un montant.")
        )
    now, header = options.columns, fingerprint(head, delimiter)
    source = whose(name, records, options) or source_said(platform_said(options, header))
    options, taken = recalled(options, header)
    check_roles(options.columns)
    table = columns_of(head, rows, options)
    if found:
        table = as_owed(table, found, options, source)
    elif source:
        table = replace(table, source=source)
    findings.tables.append(guess_of(table, now, options, header))
    if table.roles.get("month") is None or table.roles.get("amount") is None:
        findings.ask(amount_asked(table))
        return (Statement(name=table.source.platform, header=header),)
    anybodys = options.columns and not (source or found or "platform" in table.roles or proved(records))
    if anybodys:
        findings.ask(who_asked())
    else:
        findings.evidence.append(Evidence("rewards", _said_of(table), LAST_TIME if taken else None))
    findings.problems += _left_out(records, rows)
    order = _order(table, name, options, findings)
    decimal = options.decimal or _decimal(table, findings)
    made = [_earning(table, record, order, decimal) for record in rows]
    earnings = _told_apart([m for m in made if isinstance(m, EarningRow)])
    findings.problems += [m for m in made if isinstance(m, Problem)]
    _say(table, earnings, findings)
    return tuple(_statements(table, earnings, header))


def _statements(table: Table, earnings: Sequence[EarningRow], header: str) -> Iterator[Statement]:
    """One a wallet, for rows may name several platforms."""
    wallets: dict[str, list[EarningRow]] = {_wallet(table.source): []} if not earnings else {}
    for e in earnings:
        wallets.setdefault(_wallet(Source(e.platform, e.programme)), []).append(e)
    for wallet, rows in wallets.items():
        currencies = {e.currency for e in rows}
        currency = currencies.pop() if len(currencies) == 1 else ""
        yield Statement(earnings=tuple(rows), name=wallet, header=header, currency=currency)


# What rows say


def _left_out(records: Sequence[Record], rows: Sequence[Record]) -> Iterator[Problem]:
    """Below the first row, a number without a month and a month without a number are never dropped in silence."""
    taken, first = {r.line for r in rows}, rows[0].line if rows else 0
    for record in (r for r in records if r.line > first and r.line not in taken):
        dated = period(record.cells)
        number = next((c for c in record.cells if parse_number(c)), "")
        if dated is not None:
            yield Problem(record.line, msg("pas de montant « {value} »", value=shown(record.cells[dated])))
        elif number:
            yield Problem(record.line, msg("ni mois ni jour sur cette ligne « {value} »", value=shown(number)))


def _order(table: Table, name: str, options: ReadOptions, findings: Findings) -> str:
    written = [
        Written(r.line, day, cell)
        for r in table.rows
        if (cell := table.cell(r, "month")) and not parse_month(cell) and (day := parse_day(cell))
    ]
    if options.dates or not written:
        return options.dates or "dmy"
    due = [Written(r.line, day, cell) for r in table.rows if (cell := _due_cell(table, r)) and (day := parse_day(cell))]
    found = decide([*written, *due], Context(name=name, day_first_header=not_english(table.header)))
    if found is None:
        findings.ask(which_order(written))
        return "dmy"
    findings.evidence.append(found.evidence())
    return found.order


def _decimal(table: Table, findings: Findings) -> str:
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


def _earning(table: Table, record: Record, order: str, decimal: str) -> EarningRow | Problem:
    written, cell = table.cell(record, "month"), table.cell(record, "amount")
    month = parse_month(written)
    parsed = parse_day(written)
    day = month or (parsed.on(order) if parsed else None)
    number = parse_number(cell)
    others = [n for i in table.parts[1:] if i < len(record.cells) and (n := parse_number(record.cells[i]))]
    said = table.cell(record, "stage")
    stage = stage_of(table.title("stage"), said) if said.strip("-–—/ ") else Stage.ESTIMATED
    if day is None:
        return Problem(record.line, msg("date impossible « {value} »", value=shown(written)))
    if number is None:
        return Problem(record.line, msg("montant illisible « {value} »", value=shown(cell)))
    if stage is None:
        return Problem(record.line, msg("étape inconnue « {value} »", value=shown(said)))
    source, found = _source(table, record), table.found
    if source.programme == PARTNERSHIP:  # a brand owes what it has not paid
        stage = Stage.PAYABLE if stage is Stage.ESTIMATED else stage
    currency = _currency(number, cell) or table.currency or _code_beside(record)
    amount = sum((n.value(decimal) for n in others), number.value(decimal))
    if -int(amount.normalize().as_tuple().exponent) > exponent(currency):
        return Problem(record.line, msg("montant plus fin que la monnaie « {value} »", value=shown(cell)))
    return EarningRow(
        line=record.line,
        platform=source.platform,
        programme=source.programme,
        key=_key(table, record, day, source, month=month is not None),
        stage=stage,
        amount=_exact(amount),
        currency=currency,
        earned=day,
        settled=_due(table, record, order) if stage is Stage.PAYABLE else None,
        title=neutral(written),
        replaces=not found or found.id is None,
    )


def _at(record: Record, column: int | None) -> str:
    return record.cells[column] if column is not None and column < len(record.cells) else ""


def _source(table: Table, record: Record) -> Source:
    """Who owes a row: the brand an invoice is for, the platform the row names, else whose table it is."""
    if brand := _at(record, table.found.who) if table.found else "":
        return Source(neutral(brand), table.source.programme)
    return platform_alone(table.cell(record, "platform")) or table.source


def _due_cell(table: Table, record: Record) -> str:
    return _at(record, table.found.due) if table.found else ""


def _due(table: Table, record: Record, order: str) -> date | None:
    parsed = parse_day(_due_cell(table, record))
    return parsed.on(order) if parsed else None


def _key(table: Table, record: Record, day: date, source: Source, *, month: bool) -> str:
    """The source's month or day; the row's own number where each has one: a later stage is of the same earning."""
    if number := _at(record, table.found.id) if table.found else "":
        return typed_key(day, source, number)
    return typed_key(day, source) + ("" if month else f"-{day:%d}")


def _code_beside(record: Record) -> str:
    return next((cell for cell in record.cells if cell in CURRENCIES), "")


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


def _said_of(table: Table) -> Message:
    if "platform" in table.roles:
        return msg("Gains de plusieurs plateformes")
    if table.source == CREATOR_REWARDS:
        return msg("Gains du programme {programme}", programme=PROGRAMME)
    return msg("Gains de {platform}", platform=_wallet(table.source))


def _say(table: Table, earnings: Sequence[EarningRow], findings: Findings) -> None:
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
    source: Source = CREATOR_REWARDS,
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
    wallet = _wallet(source)
    header = FORMAT if source.platform == PLATFORM else f"{FORMAT}:{wallet}"
    return Statement(earnings=(row,), name=wallet, header=header, currency=currency)


def _wallet(source: Source) -> str:
    return source.programme if source.programme == PARTNERSHIP else source.platform


def typed_key(month: date, source: Source = CREATOR_REWARDS, invoice: str = "") -> str:
    """What a month of a source is known by: diamonds and the money they became are one earning."""
    programme = "LIVE" if source.programme == DIAMONDS else source.programme
    prefix = "-".join(re.findall(r"[a-z0-9]+", fold(programme))) or "gains"
    return f"{prefix}:#{fold(invoice)}" if invoice else f"{prefix}:{month:%Y-%m}"


def diamonds(count: int) -> Decimal:
    """About how many dollars so many diamonds of a LIVE are worth, rounded down to the cent."""
    return (count * DIAMOND).quantize(Decimal("0.01"), ROUND_FLOOR)
