"""From a reading to a plan: which account, which rows are new, and why. Pure: nothing is read or written here.

The plan is what the preview shows and what the ledger applies, to the letter; nothing is matched a second time.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import PurePath

from tenk_desktop.core.importing.balance import ENOUGH
from tenk_desktop.core.importing.categorise import Rules, load_rules
from tenk_desktop.core.importing.matching import Matcher
from tenk_desktop.core.importing.plan import (
    AccountFacts,
    Existing,
    ImportPlan,
    KnownRow,
    Outcome,
    PlannedEarning,
    PlannedRow,
    PlannedStatement,
    Target,
    chronological,
    observation,
)
from tenk_desktop.core.importing.reading import read_statement
from tenk_desktop.core.importing.statement import Problem, Question, Reading, ReadOptions, Statement
from tenk_desktop.core.model import Account, AccountKind
from tenk_desktop.core.money import AmountError, exponent, to_minor
from tenk_desktop.core.period import ONE_DAY
from tenk_desktop.core.progress import Progress, silent
from tenk_desktop.core.text import Message, day_text, fold, msg

TRANSFER_DAYS = 3  # between the two sides of a transfer
JOIN_DAYS = 3  # two statements no further apart than this must join


def plan_file(
    file: str,
    data: bytes,
    existing: Callable[[date, date], Existing],
    options: ReadOptions = ReadOptions(),
    *,
    account: str = "",
    progress: Progress = silent,
) -> ImportPlan:
    """Read a file and plan its import; ``existing`` is `Ledger.existing`, asked for the days the file holds.

    Raises `ImportRefusedError` when the file cannot be imported at all, `Cancelled` when ``progress`` says stop.
    """
    reading = read_statement(file, data, options, progress)
    days = [r.date for s in reading.statements for r in s.rows] + [
        e.earned for s in reading.statements for e in s.earnings
    ]
    known = existing(min(days, default=date.max), max(days, default=date.min))
    return plan_import(file, data, reading, known, load_rules(), account=account)


def plan_import(
    file: str,
    data: bytes,
    reading: Reading,
    existing: Existing,
    rules: Rules,
    *,
    account: str = "",
) -> ImportPlan:
    """The plan for one file, ``file`` being its bare name. Pure: it reads no file and writes nothing.

    ``account`` is the name the user asked for; it is made if the ledger has none such.
    """
    digest = hashlib.sha256(data).hexdigest()
    planner = _Planner(existing, rules, account, PurePath(file).stem, existing.imported.get(digest, ()))
    statements = tuple(planner.statement(s) for s in reading.statements) if not reading.questions else ()
    questions = (*reading.questions, *planner.questions)
    return ImportPlan(
        file=file,
        sha256=digest,
        format=reading.format,
        encoding=reading.encoding,
        statements=() if questions else statements,
        problems=tuple(sorted((*reading.problems, *planner.problems), key=lambda p: p.line)),
        questions=questions,
        reading=reading,
        same_file=digest in existing.imported,
        revision=existing.revision,
    )


class _Planner:
    """Plans the statements of one file one after the other; each sees the accounts the former will make."""

    def __init__(self, existing: Existing, rules: Rules, account: str, stem: str, before: Sequence[int]) -> None:
        """``before`` are the accounts the same bytes went to when they were imported."""
        self.existing = existing
        self.rules = rules
        self.asked = account.strip()
        self.stem = stem
        self._before = iter(before)
        self.problems: list[Problem] = []
        self.questions: list[Question] = []
        self._made: list[Target] = []
        self._taken: dict[int, str] = {}  # accounts this file has gone to -> the number it named there
        self._used_rows: set[int] = set()
        self._used_txns: set[int] = set()
        self._sorted: dict[tuple[str, str, str, bool], tuple[str, int | None, Message | None]] = {}

    def statement(self, statement: Statement) -> PlannedStatement:
        """One account of the file, planned."""
        target = self._target(statement)
        if target is None:
            return PlannedStatement(statement, ())
        if target.id:
            self._taken[target.id] = statement.number
        if statement.earnings and not statement.rows:
            return PlannedStatement(statement, (target,), earnings=self._earnings(statement))
        rows = self._rows(statement, target)
        targets = self._pockets(target, rows)
        matched = self._transfers(self._match(rows, statement, targets), targets)
        closing, anchor = self._balances(statement, matched, target.currency)
        planned = PlannedStatement(statement, targets, matched, closing=closing, anchor=anchor)
        self._check_join(planned)
        return planned

    # --- which account

    def _target(self, statement: Statement) -> Target | None:
        currency = statement.currency or next((r.currency for r in statement.rows if r.currency), "")
        same_file = next(self._before, None)
        if same_file is not None:
            return next(_as_target(f.account) for f in self.existing.accounts if f.account.id == same_file)
        if statement.earnings:
            return self._platform_wallet(statement, currency)
        if self.asked:
            return self._named(self.asked, AccountKind.BANK, currency or self.existing.currency)
        bank = [f for f in self.existing.accounts if f.account.spending]
        fitting = [f for f in bank if currency in ("", f.account.currency) and self._open_to(statement, f.account)]
        numbered = [f for f in fitting if statement.number and statement.number in f.numbers]
        if numbered:
            return _as_target(numbered[0].account)
        known = [f for f in fitting if statement.header and statement.header in f.headers]
        known = [f for f in known if not (statement.number and f.numbers)]
        known = [f for f in known if self._agrees(statement, f) is not False]
        if len(known) > 1:
            sure = [f for f in known if self._agrees(statement, f) or self._holds_rows_of(statement, f.account)]
            known = sure or known
        if len(known) == 1:
            return _as_target(known[0].account)
        if len(known) > 1:
            names = tuple(f.account.name for f in known)
            self.questions.append(Question("account", names, msg("À quel compte appartient ce relevé ?")))
            return None
        if len(bank) == 1 and fitting and not bank[0].imported and not self._made:
            return _as_target(bank[0].account)
        name = statement.name or self.stem
        return self._fresh(name, AccountKind.BANK, currency or self.existing.currency, number=statement.number)

    def _open_to(self, statement: Statement, account: Account) -> bool:
        """Whether no other account of the same file has gone there."""
        return self._taken.get(account.id, statement.number) == statement.number

    def _named(self, name: str, kind: AccountKind, currency: str) -> Target:
        """The account of that name, made if there is none; another currency's rows then go beside it (`_pockets`)."""
        made = [t for t in self._made if fold(t.name) == fold(name)]
        there = [_as_target(f.account) for f in self.existing.accounts if fold(f.account.name) == fold(name)]
        return (there + made or [self._make(Target(name, kind, currency))])[0]

    def _platform_wallet(self, statement: Statement, currency: str) -> Target:
        currency = currency or statement.earnings[0].currency or self.existing.currency
        wallets = [f.account for f in self.existing.accounts if f.account.kind is AccountKind.WALLET]
        same = [a for a in wallets if a.currency == currency and a.name.startswith(statement.name)]
        return _as_target(same[0]) if same else self._fresh(statement.name, AccountKind.WALLET, currency)

    def _fresh(self, name: str, kind: AccountKind, currency: str, number: str = "") -> Target:
        """A new account under a name nobody has, told apart by the end of its number where it has one."""
        taken = {fold(f.account.name) for f in self.existing.accounts} | {fold(t.name) for t in self._made}
        apart = f"{name} {number[-4:] or currency}"
        candidates = [name, apart, *(f"{name} {n}" for n in range(2, 1000))]
        return self._make(Target(next(c for c in candidates if fold(c) not in taken), kind, currency))

    def _make(self, target: Target) -> Target:
        self._made.append(target)
        return target

    def _agrees(self, statement: Statement, facts: AccountFacts) -> bool | None:
        """Whether the file states the same balances as the account's own files; None where they share no day."""
        pairs = _compared(_day_balances(statement, facts.account.currency), dict(facts.balances))
        if not pairs:
            return None
        return 2 * sum(a == b for a, b in pairs) >= len(pairs) or self._holds_rows_of(statement, facts.account)

    def _holds_rows_of(self, statement: Statement, account: Account) -> bool:
        """Whether the account has nearly all rows of the days both hold: then a row left out explains the balances."""
        known = [k for k in self.existing.rows if k.account_id == account.id and k.covered]
        ranges = {k.covered for k in known if k.covered}
        held = Counter((k.date, k.amount, fold(k.label)) for k in known)
        mine = Counter(
            (r.date, int(r.amount.scaleb(exponent(account.currency))), fold(r.label))
            for r in statement.rows
            if any(first <= r.date <= last for first, last in ranges)
        )
        return bool(mine) and (mine & held).total() >= ENOUGH * mine.total()

    # --- which rows

    def _rows(self, statement: Statement, target: Target) -> list[PlannedRow]:
        planned = []
        for row in statement.rows:
            currency = row.currency or statement.currency or target.currency
            try:
                amount = to_minor(row.amount, currency)
            except AmountError:
                what = msg("montant impossible en {currency} : « {amount} »", amount=row.amount, currency=currency)
                self.problems.append(Problem(row.line, what))
                continue
            payee, category, reason = self._sort(row.label, row.payee, row.memo, amount > 0)
            planned.append(PlannedRow(row, amount, currency, payee, category_id=category, reason=reason))
        return planned

    def _sort(self, label: str, payee: str, memo: str, credit: bool) -> tuple[str, int | None, Message | None]:
        """A readable payee, a category, and why. Remembered, for a statement says the same thing many times."""
        texts = (label, payee, memo, credit)
        if texts not in self._sorted:
            name = self.rules.clean_payee(payee or label)
            chosen = self.existing.memory.get((fold(name), credit))
            found = self.rules.categorise(f"{label} {payee} {memo}", 1 if credit else -1)
            if chosen is not None:
                self._sorted[texts] = name, chosen, msg("comme la dernière fois")
            elif found is not None:
                self._sorted[texts] = name, self.existing.categories.get(found.category), found.reason
            else:
                self._sorted[texts] = name, None, None
        return self._sorted[texts]

    def _pockets(self, target: Target, rows: Sequence[PlannedRow]) -> tuple[Target, ...]:
        """The account, and one beside it for every other currency its rows are in: an account has one currency."""
        targets = [target]
        for currency in dict.fromkeys(p.currency for p in rows):
            if currency != target.currency:
                beside = self._named(f"{target.name} {currency}", target.kind, currency)
                fits = beside.currency == currency
                targets.append(beside if fits else self._fresh(beside.name, target.kind, currency))
        return tuple(targets)

    def _match(self, rows: list[PlannedRow], statement: Statement, targets: Sequence[Target]) -> tuple[PlannedRow, ...]:
        ids = {t.id for t in targets if t.id}
        pool = [k for k in self.existing.rows if k.account_id in ids and not self._used(k)]
        currency_of = {t.id: t.currency for t in targets}
        matcher = Matcher(rows, statement.header, pool, currency_of)
        matched = matcher.run()
        for planned in matched:
            if planned.known is not None and planned.outcome is Outcome.KNOWN:
                self._use(planned.known)
        return matched

    def _used(self, known: KnownRow) -> bool:
        return known.row_id in self._used_rows or known.txn_id in self._used_txns

    def _use(self, known: KnownRow) -> None:
        if known.row_id:
            self._used_rows.add(known.row_id)
        if known.txn_id is not None:
            self._used_txns.add(known.txn_id)

    # --- transfers between own accounts

    def _transfers(self, rows: Sequence[PlannedRow], targets: Sequence[Target]) -> tuple[PlannedRow, ...]:
        """New rows whose other side another account already holds; only where one row fits, seen from both sides."""
        own = {t.id for t in targets}
        names = {f.account.id: f.account for f in self.existing.accounts}
        others: dict[tuple[str, int], list[KnownRow]] = defaultdict(list)
        for known in self.existing.rows:
            if known.txn_id and known.account_id not in own and not known.in_transfer:
                others[names[known.account_id].currency, known.amount].append(known)
        mine = Counter((p.currency, p.amount, p.row.date) for p in rows if p.outcome is Outcome.NEW)
        taken: set[int] = set()
        result = []
        for planned in rows:
            fits = [
                k
                for k in others.get((planned.currency, -planned.amount), ())
                if k.txn_id not in taken and abs((k.date - planned.row.date).days) <= TRANSFER_DAYS
            ]
            lone = len(fits) == 1 and mine[planned.currency, planned.amount, planned.row.date] == 1
            if planned.outcome is Outcome.NEW and planned.amount and lone and self._says_transfer(planned, fits[0]):
                other = names[fits[0].account_id].name
                taken.add(fits[0].txn_id or 0)
                planned = replace(  # noqa: PLW2901
                    planned,
                    transfer_with=fits[0].txn_id,
                    category_id=None,
                    reason=msg("virement entre vos comptes : {account}", account=other),
                )
            result.append(planned)
        return tuple(result)

    def _says_transfer(self, planned: PlannedRow, known: KnownRow) -> bool:
        return self.rules.says_transfer(planned.row.label) and self.rules.says_transfer(known.label)

    # --- balances

    def _balances(
        self, statement: Statement, rows: Sequence[PlannedRow], currency: str
    ) -> tuple[tuple[date, int] | None, tuple[date, int] | None]:
        """The closing balance as stated, and the same seen from the day before it.

        A file cut inside a day misses that day's later rows, so the known balance is taken at the end of the day
        before, from which every row of the cut day is then counted, whichever file brought it.
        """
        last = chronological(statement.rows)[-1] if statement.chained else None
        if statement.closing is not None:
            day, stated = statement.closing
        elif last is not None and last.balance is not None:
            day, stated = last.date, last.balance
        else:
            return None, None
        try:
            closing = to_minor(stated, currency)
        except AmountError:
            return None, None
        inside = sum(p.amount for p in rows if p.row.date >= day and p.currency == currency)
        return (day, closing), (day - ONE_DAY, closing - inside)

    def _check_join(self, planned: PlannedStatement) -> None:
        """Say so when the file does not join what the account already holds: a stretch may be missing between."""
        facts = next((f for f in self.existing.accounts if f.account.id == planned.targets[0].id), None)
        first = planned.first
        if facts is None or first is None or not planned.statement.chained:
            return
        before = [(d, b) for d, b in facts.balances if d < first]
        opening = _opening(planned.statement, facts.account.currency)
        if before and opening is not None and max(before)[1] != opening:
            line = planned.rows[0].row.line if planned.rows else 1
            message = msg(
                "le solde ne suit pas celui du {day} : il manque peut-être des opérations entre les deux relevés",
                day=day_text(max(before)[0], year=True),
            )
            self.problems.append(Problem(line, message, lost=False))

    # --- what platforms owe

    def _earnings(self, statement: Statement) -> tuple[PlannedEarning, ...]:
        planned = []
        for row in statement.earnings:
            try:
                amount = to_minor(row.amount, row.currency)
            except AmountError:
                self.problems.append(Problem(row.line, msg("montant impossible : « {amount} »", amount=row.amount)))
                continue
            seen = self.existing.earnings.get((row.platform, row.key))
            outcome = Outcome.NEW if seen is None else Outcome.KNOWN
            facts = observation(row.stage, amount, row.currency, row.earned, row.settled, row.awaiting)
            planned.append(PlannedEarning(row, amount, outcome, updates=seen is not None and facts not in seen))
        return tuple(planned)


def _as_target(account: Account) -> Target:
    return Target(account.name, account.kind, account.currency, account.id)


def _compared(said: dict[date, int], ours: dict[date, int]) -> list[tuple[int, int]]:
    """Balances of the same days; where two statements share none, those on both sides of a gap of a few days."""
    shared = sorted(set(said) & set(ours))
    # The last shared day may be incomplete in either file: exports are cut inside a day.
    days = [d for d in shared if d not in (max(said), max(ours))] or shared
    if days or not said:
        return [(said[d], ours[d]) for d in days]
    before = max((d for d in ours if d < min(said)), default=None)
    if before is not None:
        return [(said[min(said)], ours[before])] if (min(said) - before).days <= JOIN_DAYS else []
    after = min(ours, default=None)
    near = after is not None and (after - max(said)).days <= JOIN_DAYS
    return [(said[max(said)], ours[after])] if near and after else []


def _day_balances(statement: Statement, currency: str) -> dict[date, int]:
    """End-of-day balances the file states: the running ones when they are proven, and the closing one."""
    found: dict[date, int] = {}
    try:
        if statement.chained:
            opening = _opening(statement, currency)
            if opening is not None:
                found[min(r.date for r in statement.rows) - ONE_DAY] = opening
            for row in chronological(statement.rows):
                if row.balance is not None:
                    found[row.date] = to_minor(row.balance, currency)
        elif statement.closing:
            found[statement.closing[0]] = to_minor(statement.closing[1], currency)
    except AmountError:
        return {}
    return found


def _opening(statement: Statement, currency: str) -> int | None:
    """The balance before the first row, where running balances prove it."""
    rows = chronological(statement.rows)
    if not statement.chained or not rows or rows[0].balance is None:
        return None
    try:
        return to_minor(rows[0].balance - rows[0].amount, currency)
    except AmountError:
        return None
