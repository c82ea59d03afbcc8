"""From a reading to a plan: which account, which rows are new, and why. Pure: nothing is read or written here.

The plan is what the preview shows and what the ledger applies, to the letter; nothing is matched a second time.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import chain
from pathlib import PurePath

from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing.accounts import Accounts
from tenk_desktop.core.importing.bycolumn import Few, Same, each, field_of, one_or_all, whole
from tenk_desktop.core.importing.categorise import Rules, load_rules
from tenk_desktop.core.importing.columns import to_remember
from tenk_desktop.core.importing.converted import sort_conversions
from tenk_desktop.core.importing.kept import Categories, kept_row, own_statement, tied
from tenk_desktop.core.importing.matching import MATCH_DAYS, Matcher, Operation, operation
from tenk_desktop.core.importing.plan import (
    VIDEO,
    AudienceKey,
    Existing,
    ImportPlan,
    PlannedAudience,
    PlannedEarning,
    PlannedStatement,
    Target,
    answered,
    as_transfer,
    audience_key,
    in_currency,
    observation,
    video_facts,
)
from tenk_desktop.core.importing.planned import (
    OWN,
    KnownRow,
    Outcome,
    PlannedRow,
    PlannedRows,
    Sorted,
    days_of,
    odd_rows,
    with_rows,
)
from tenk_desktop.core.importing.reading import read_statement
from tenk_desktop.core.importing.rewards import FORMAT as TYPED
from tenk_desktop.core.importing.savings import moves_savings, says_savings
from tenk_desktop.core.importing.sheets import Opener, no_opener
from tenk_desktop.core.importing.spans import Span, follow, opening_balance, span
from tenk_desktop.core.importing.statement import (
    AudienceDay,
    AudienceExport,
    Problem,
    Reading,
    ReadOptions,
    Row,
    Statement,
    VideoRow,
)
from tenk_desktop.core.learnt import Kin
from tenk_desktop.core.model import SPENDING, Account, AccountKind, Split
from tenk_desktop.core.money import AmountError, to_minor
from tenk_desktop.core.period import ONE_DAY
from tenk_desktop.core.progress import Progress, silent, uncollected
from tenk_desktop.core.rules import as_ruled, worth
from tenk_desktop.core.text import day_text, fold, msg

BY_HAND = msg("saisie à la main")  # stands for the name of a file
TRANSFER_DAYS = 3  # between the two sides of a transfer
SLOW_TRANSFER_DAYS = 6  # where a middleman sends it: three working days, and a week-end
FEES = "Frais bancaires"  # the category of what a middleman kept
OTHER_COST, OTHER_INCOME = "Autres", "Autres revenus"
MOST_SORTED = 1 << 15  # different rows whose category is remembered; a file of more repeats itself little


@uncollected()
def plan_file(
    file: str,
    data: bytes,
    existing: Callable[[date, date, str], Existing],
    options: ReadOptions = ReadOptions(),
    *,
    account: str = "",
    progress: Progress = silent,
    opener: Opener = no_opener,
) -> ImportPlan:
    """Read a file and plan its import; ``existing`` is `Ledger.existing`, asked for the days the file holds.

    ``opener`` opens workbooks; without one they are refused.

    Raises `ImportRefusedError` when the file cannot be imported at all, or was imported already and would now be read
    otherwise: its money would be there twice. Raises `Cancelled` when ``progress`` says stop.
    """
    digest = hashlib.sha256(data).hexdigest()
    reading = read_statement(file, data, options, progress, opener)
    known = existing(*_days(reading), digest)
    ways = [(reading, known)]
    if any(t.header in known.answers for t in reading.tables):  # a header someone answered for: read it their way
        with suppress(ImportRefusedError):  # what was right for another file may leave nothing of this one
            said = read_statement(file, data, replace(options, remembered=known.answers), progress, opener)
            ways.insert(0, (said, existing(*_days(said), digest)))
    for said, there in ways if known.read_before else ways[:1]:
        plan = plan_import(file, data, said, there, load_rules(), account=account)
        if not _otherwise(plan, there.read_before):
            return replace(plan, answers=to_remember(said.tables, options, known.answers))
    raise ImportRefusedError(
        msg("Ce fichier est déjà importé, et il serait lu autrement : annulez d’abord son import, puis reprenez.")
    )


def _otherwise(plan: ImportPlan, read_before: Collection[int]) -> bool:
    """Whether lines that an import of this very file read already would be written again, as something else."""
    if not read_before:
        return False
    for s in plan.statements:
        rows = (s.rows[i].row.line for i, found in enumerate(field_of(s.rows, "outcome")) if found is Outcome.NEW)
        owed = (e.row.line for e in s.earnings if e.outcome is Outcome.NEW)
        if any(line in read_before for line in chain(rows, owed)):
            return True
    return False


def _days(reading: Reading) -> tuple[date, date]:
    """The first and last day a file speaks of; the last before the first when it speaks of none."""
    days = [end for s in reading.statements if s.rows for end in _ends(field_of(s.rows, "date"))]
    days += [e.earned for s in reading.statements for e in s.earnings]
    days += [d.date for s in reading.statements if s.audience for d in s.audience.days]
    return min(days, default=date.max), max(days, default=date.min)


def _ends(days: Sequence[date]) -> tuple[date, ...]:
    """The first and the last of some days, if any."""
    return (min(days), max(days)) if days else ()


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
    before = existing.imported.get(digest, ())
    accounts = Accounts(existing, account, file, before, alone=len(reading.statements) == 1)
    planner = _Planner(existing, rules, accounts, file)
    statements = planner.plan(reading.statements) if not reading.questions else ()
    questions = (*reading.questions, *accounts.questions)
    return ImportPlan(
        file=file,
        sha256=digest,
        format=reading.format,
        encoding=reading.encoding,
        statements=() if questions else statements,
        problems=tuple(sorted((*reading.problems, *planner.problems), key=lambda p: (p.member, p.line))),
        questions=questions,
        reading=reading,
        same_file=digest in existing.imported,
        revision=existing.revision,
        categories=tuple(planner.categories.made),
    )


def plan_typed(statement: Statement, existing: Existing) -> ImportPlan:
    """The plan for what a person typed, as a statement: it goes through the gate of every import."""
    reading = Reading(TYPED, "", (statement,))
    return plan_import(str(BY_HAND), repr(statement).encode(), reading, existing, load_rules())


def as_read(statement: Statement, currency: str) -> PlannedStatement:
    """What a statement holds, before it has an account: told while a question is open, and never written.

    ``currency`` stands where the file names none. Amounts that theirs cannot have are left out.
    """
    rows: list[PlannedRow] = []
    earnings: list[PlannedEarning] = []
    for row in statement.rows:
        own = row.currency or statement.currency or currency
        with suppress(AmountError):
            rows.append(PlannedRow(row, to_minor(row.amount, own), own, ""))
    for stated in statement.earnings:
        own = stated.currency or statement.currency or currency
        with suppress(AmountError):
            amount = to_minor(stated.amount, own)
            earnings.append(PlannedEarning(replace(stated, currency=own), amount, Outcome.NEW))
    said = statement.audience
    heard: tuple[AudienceDay | VideoRow, ...] = (*said.days, *said.videos) if said else ()
    audience = tuple(PlannedAudience(row, Outcome.NEW) for row in heard)
    return PlannedStatement(statement, (), tuple(rows), tuple(earnings), audience)


class _Planner:
    """Plans the statements of one file one after the other, each as if the former were imported already."""

    def __init__(self, existing: Existing, rules: Rules, accounts: Accounts, file: str) -> None:
        self.existing = existing
        self.file = file
        self.rules = rules
        self.accounts = accounts
        self.categories = Categories(existing.categories)
        self.problems: list[Problem] = []
        self._beside: Counter[str] = Counter()  # how many statements each file of an archive holds
        self._spans: list[Span | None] = []  # of the statements of this file already planned
        self._owed = dict(existing.earnings)
        self._kin = Kin(existing.memory)
        self._linked: set[Operation] = set()  # sides of transfers, of the ledger or of this file
        self._sorted: dict[tuple[str, str, str, bool], Sorted] = {}  # as many as are worth it

    def plan(self, statements: Sequence[Statement]) -> tuple[PlannedStatement, ...]:
        """Every account of the file, planned; transfers between them are seen from both sides."""
        planned = []
        self._beside = Counter(s.member for s in statements)
        for i, statement in enumerate(statements):
            planned.append(self._statement(statement))
            self._spans.append(span(statement))
            if planned[-1].targets and i + 1 < len(statements):
                self.accounts.note(i, planned[-1])
        both, alone = tied(answered(planned))
        self.problems += alone
        return both

    def _statement(self, statement: Statement) -> PlannedStatement:
        target = self.accounts.choose(statement)
        if target is None:
            return PlannedStatement(statement, ())
        if statement.audience is not None:
            return PlannedStatement(statement, (target,), audience=self._audience(statement.audience))
        if statement.earnings and not statement.rows:
            return PlannedStatement(statement, (target,), earnings=self._earnings(statement))
        rows = self._rows(statement, target)
        targets = self.accounts.pockets(target, rows.currencies)
        rows = self._ruled(rows, targets)
        matched = self._match(rows, statement, targets)
        if statement.header == OWN:  # it says itself which rows are transfers
            return own_statement(statement, targets, matched, self._typed_days(target))
        matched = self._conversions(self._transfers(matched, targets), targets)
        closing, anchor = self._balances(statement, matched, target.currency)
        planned = PlannedStatement(statement, targets, matched, closing=closing, anchor=anchor)
        self._check_kind(planned)
        self._check_join(planned)
        self._check_elsewhere(planned)
        return planned

    # --- which rows

    def _rows(self, statement: Statement, target: Target) -> PlannedRows:
        """All rows as new ones; those of an amount that their currency cannot have are problems instead."""
        rows, usual = statement.rows, statement.currency or target.currency
        currencies = one_or_all(each(field_of(rows, "currency"), lambda stated: stated or usual))
        amounts = _minor(field_of(rows, "amount"), currencies)
        odd: dict[int, PlannedRow] = {}
        lost = set()
        for i in _odd_places(rows, amounts):
            try:
                odd[i] = self._odd_row(rows[i], currencies[i])
            except AmountError:
                values = dict(amount=rows[i].amount, currency=currencies[i])
                what = msg("montant impossible en {currency} : « {amount} »", **values)
                self.problems.append(Problem(rows[i].line, what, member=statement.member))
                lost.add(i)
        if lost:
            left = tuple(row for i, row in enumerate(rows) if i not in lost)
            return self._rows(replace(statement, rows=left), target)
        return PlannedRows(rows, whole(amounts), currencies, self._sort, odd)

    def _odd_row(self, row: Row, currency: str) -> PlannedRow:
        """Raises `AmountError` when an amount is none of this currency."""
        if row.kept:
            return kept_row(row, row.kept, currency, self.categories)
        fee = to_minor(row.fee, currency) if row.fee else 0
        return self._planned_row(row, to_minor(row.amount, currency), fee, currency)

    def _ruled(self, rows: PlannedRows, targets: Sequence[Target]) -> PlannedRows:
        """As the person's own rules want them, what answers another row included."""
        if not self.existing.rules:
            return self._answers(rows)
        accounts = {t.currency: t.id for t in targets}
        fit = worth(self.existing.rules)
        wanted = partial(as_ruled, self.existing.rules, account_of=accounts.__getitem__, memory=self.existing.memory)

        def ruled(before: PlannedRows) -> PlannedRows:
            texts = zip(field_of(before.rows, "label"), field_of(before.rows, "payee"), strict=True)
            places = [i for i, (label, payee) in enumerate(texts) if fit(label, payee)]
            them = [before[i] for i in places]
            made = zip(places, them, wanted(them), strict=True)
            return before.with_odd({i: p for i, old, p in made if p is not old})

        first = ruled(rows)
        then = self._answers(first)
        return first if then is first else ruled(then)

    def _answers(self, rows: PlannedRows) -> PlannedRows:
        """Rows that take another back, or pay for it, sorted with that one."""
        asking = [(i, p) for i, p in odd_rows(rows) if p.row.answers]
        if not asking:
            return rows
        by_ref = {ref: i for i, ref in enumerate(field_of(rows.rows, "ref")) if ref}
        found = ((i, p, by_ref.get(p.row.answers)) for i, p in asking if not p.row.pair)
        return rows.with_odd({i: self._answering(p, rows[j]) for i, p, j in found if j is not None})

    def _answering(self, planned: PlannedRow, source: PlannedRow) -> PlannedRow:
        """A row that takes another back, or pays for it, counts where that one does, and with the other sign."""
        other = self.existing.categories.get(OTHER_COST if source.amount < 0 else OTHER_INCOME)
        category = source.category_id or other
        parts = tuple(s._replace(category_id=category) for s in planned.parts[:1]) + planned.parts[1:]
        reason = msg("va avec « {payee} »", payee=source.payee)
        return planned._replace(category_id=category, parts=parts, reason=reason)

    def _planned_row(self, row: Row, amount: int, fee: int, currency: str) -> PlannedRow:
        """A new row: sorted by what it says, its fee apart; one side of a conversion by what it converts, later."""
        payee, category, reason = self._sort(row.label, row.payee, row.memo, amount > fee)
        if row.pair:
            return PlannedRow(row, amount, currency, payee, reason=msg("conversion entre vos devises"))
        parts = (Split(amount - fee, category), Split(fee, self.existing.categories.get(FEES))) if fee else ()
        return PlannedRow(row, amount, currency, payee, category_id=category, reason=reason, parts=parts)

    def _sort(self, label: str, payee: str, memo: str, credit: bool) -> Sorted:
        """A readable payee, a category, and why. Remembered, for a statement says the same thing many times."""
        texts = (label, payee, memo, credit)
        if (before := self._sorted.get(texts)) is not None:
            return before
        sorted_ = self._sorted_anew(label, payee, memo, credit)
        if len(self._sorted) < MOST_SORTED:
            self._sorted[texts] = sorted_
        return sorted_

    def _sorted_anew(self, label: str, payee: str, memo: str, credit: bool) -> Sorted:
        name = self.rules.clean_payee(payee or label)
        chosen = self.existing.memory.get((fold(name), credit))
        found = self.rules.categorise(f"{label} {payee} {memo}", 1 if credit else -1)
        if chosen is not None:
            return name, chosen, msg("comme la dernière fois")
        if (kin := self._kin.category(name, credit)) is not None:
            return name, kin, msg("comme les autres de ce nom")
        if found is not None:
            return name, self.existing.categories.get(found.category), found.reason
        return name, None, None

    def _match(self, rows: PlannedRows, statement: Statement, targets: Sequence[Target]) -> Sequence[PlannedRow]:
        """Against what the account holds, and what the statements before this one will have written there."""
        mine = span(statement)
        pages = {i for i, other in enumerate(self._spans) if follow(mine, other)}
        days = _ends(days_of(rows))
        each = [self.accounts.held(t.id, days, MATCH_DAYS) for t in targets]
        pool = each[0] if len(each) == 1 else [k for held in each for k in held]
        if pages:
            elsewhere = {operation(k) for k in pool if k.place is not None and k.place[0] in pages}
            pool = [k for k in pool if operation(k) not in elsewhere]
        return Matcher(rows, statement.header, pool, {t.id: t.currency for t in targets}).run()

    def _conversions(self, rows: Sequence[PlannedRow], targets: Sequence[Target]) -> Sequence[PlannedRow]:
        """The sides of conversions sorted; what an earlier file says of the same pockets is known too."""
        days = [p.row.date for _, p in odd_rows(rows) if p.row.pair]
        if not days:
            return rows
        held = ((t.currency, k) for t in targets for k in self.accounts.held(t.id, days, MATCH_DAYS))
        return sort_conversions(rows, held, self.existing.currency)

    # --- transfers between own accounts

    def _transfers(self, rows: Sequence[PlannedRow], targets: Sequence[Target]) -> Sequence[PlannedRow]:
        """New rows whose other side another account already holds; only where one row fits, seen from both sides."""
        own = {t.id for t in targets}
        accounts = {f.account.id: f.account for f in self.accounts.facts}
        others: dict[tuple[str, int], list[KnownRow]] = defaultdict(list)
        days = _ends(days_of(rows))
        for account_id in accounts.keys() - own:
            for known in self.accounts.held(account_id, days, SLOW_TRANSFER_DAYS):
                if not known.in_transfer and operation(known) not in self._linked and _stands(known):
                    others[accounts[account_id].currency, known.amount].append(known)
        if not others:
            return rows
        columns = zip(field_of(rows, "currency"), field_of(rows, "amount"), days_of(rows), strict=True)
        new = zip(columns, field_of(rows, "outcome"), strict=True)
        may = ((i, facts) for i, (facts, outcome) in enumerate(new) if outcome is Outcome.NEW)
        what = {i: facts for i, facts in may if (facts[0], -facts[1]) in others}
        mine = Counter(what.values())
        changed = {}
        for i, (currency, amount, day) in what.items():
            fits = others[currency, -amount]
            if amount and mine[currency, amount, day] == 1 and not (rows[i].row.pair or rows[i].parts):
                changed[i] = self._transfer(rows[i], fits, accounts, targets[0].kind)
        return with_rows(rows, changed)

    def _transfer(
        self, planned: PlannedRow, others: Sequence[KnownRow], accounts: Mapping[int, Account], kind: AccountKind
    ) -> PlannedRow:
        """``kind`` is that of the account the row is for."""

        def near(known: KnownRow) -> bool:
            late = AccountKind.PAYPAL in (kind, accounts[known.account_id].kind)
            return abs((known.date - planned.row.date).days) <= (SLOW_TRANSFER_DAYS if late else TRANSFER_DAYS)

        fits = [k for k in others if near(k) and operation(k) not in self._linked]
        if len(fits) != 1 or not self._says_transfer(planned.row.label, kind):
            return planned
        if not self._says_transfer(fits[0].label, accounts[fits[0].account_id].kind):
            return planned
        self._linked.add(operation(fits[0]))
        other = fits[0].txn_id or fits[0].place
        return as_transfer(planned, other, accounts[fits[0].account_id].name)

    def _says_transfer(self, label: str, kind: AccountKind) -> bool:
        return self.rules.says_transfer(label) or (kind is AccountKind.SAVINGS and moves_savings(label))

    # --- balances

    def _balances(
        self, statement: Statement, rows: Sequence[PlannedRow], currency: str
    ) -> tuple[tuple[date, int] | None, tuple[date, int] | None]:
        """The closing balance as stated, and the same seen from the day before it.

        A file cut inside a day misses that day's later rows, so the known balance is taken at the end of the day
        before, from which every row of the cut day is then counted, whichever file brought it.
        """
        ordered = in_currency(statement, currency) if statement.chained else ()
        last = ordered[-1] if ordered else None
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
        columns = zip(days_of(rows), field_of(rows, "currency"), field_of(rows, "amount"), strict=True)
        inside = sum(amount for on, code, amount in columns if on == day and code == currency)
        return (day, closing), (day - ONE_DAY, closing - inside)

    def _typed_days(self, target: Target) -> frozenset[date | None]:
        """The days for which its owner gave the account a balance."""
        return next((f.typed for f in self.accounts.facts if f.account.id == target.id), frozenset())

    def _check_elsewhere(self, planned: PlannedStatement) -> None:
        """Say so when a file for an account yet to be made holds what another account has: probably the same one."""
        account = self.accounts.with_same_rows(planned)
        if account is None:
            return
        message = msg(
            "« {account} » a déjà les mêmes opérations : si c’est le même compte, choisissez-le pour ce fichier",
            account=account.name,
        )
        line = planned.rows[0].row.line
        self.problems.append(Problem(line, message, lost=False, member=planned.statement.member))

    def _check_kind(self, planned: PlannedStatement) -> None:
        """Say so when what looks like savings counts as available: an account keeps the kind it has."""
        statement, target = planned.statement, planned.targets[0]
        if target.kind not in SPENDING:
            return
        alone = self._beside[statement.member] == 1
        named = alone and says_savings(PurePath(statement.member or self.file).stem)
        if statement.kind is AccountKind.SAVINGS and target.id > 0:
            message = msg(
                "« {account} » compte dans l’argent disponible : si ce fichier est celui d’un compte d’épargne, "
                "dites-le dans « Comptes et soldes »",
                account=target.name,
            )
        elif statement.kind is AccountKind.BANK and named:
            message = msg(
                "« {account} » compte dans l’argent disponible : le nom du fichier parle d’épargne, mais pas son "
                "contenu ; si c’en est, dites-le dans « Comptes et soldes »",
                account=target.name,
            )
        else:
            return
        self.problems.append(Problem(0, message, lost=False, member=statement.member))

    def _check_join(self, planned: PlannedStatement) -> None:
        """Say so when the file does not join what the account already holds: a stretch may be missing between."""
        facts = next((f for f in self.accounts.facts if f.account.id == planned.targets[0].id), None)
        first = planned.first
        if facts is None or first is None or not planned.statement.chained:
            return
        before = [(d, b) for d, b in facts.balances if d < first]
        starts = opening_balance(planned.statement, facts.account.currency)
        if before and starts is not None and max(before)[1] != starts:
            line = planned.rows[0].row.line if planned.rows else 1
            message = msg(
                "le solde ne suit pas celui du {day} : il manque peut-être des opérations entre les deux relevés",
                day=day_text(max(before)[0], year=True),
            )
            self.problems.append(Problem(line, message, lost=False, member=planned.statement.member))

    # --- what platforms owe

    def _earnings(self, statement: Statement) -> tuple[PlannedEarning, ...]:
        planned = []
        heard: dict[tuple[str, str], frozenset[tuple[object, ...]]] = defaultdict(frozenset)
        for stated in statement.earnings:
            row = replace(stated, currency=stated.currency or statement.currency or self.existing.currency)
            try:
                amount = to_minor(row.amount, row.currency)
            except AmountError:
                what = msg("montant impossible : « {amount} »", amount=row.amount)
                self.problems.append(Problem(row.line, what, member=statement.member))
                continue
            seen = self._owed.get((row.platform, row.key))
            outcome = Outcome.NEW if seen is None else Outcome.KNOWN
            facts = observation(row.stage, amount, row.currency, row.earned, row.settled, row.awaiting)
            planned.append(PlannedEarning(row, amount, outcome, updates=seen is not None and facts not in seen))
            heard[row.platform, row.key] |= {facts}
        for key, facts_of in heard.items():  # for the next statement of the file
            self._owed[key] = self._owed.get(key, frozenset()) | facts_of
        return tuple(planned)

    # --- audiences

    def _audience(self, said: AudienceExport) -> tuple[PlannedAudience, ...]:
        """Its days and videos. Those known come again too: the latest export's word counts (`creator.audience`)."""
        planned = [
            self._heard(d, said.as_of, {audience_key(said, m, d.date.isoformat()): v for m, v in d.values.items()})
            for d in said.days
        ]
        planned += [self._heard(v, said.as_of, {audience_key(said, VIDEO, v.id): video_facts(v)}) for v in said.videos]
        return tuple(planned)

    def _heard(self, row: AudienceDay | VideoRow, as_of: str, says: Mapping[AudienceKey, object]) -> PlannedAudience:
        held = {key: self.existing.audience.get(key, {}) for key in says}
        known = all(held.values())
        said_before = all(says[key] in there for key, there in held.items())
        as_late = all(there.get(says[key], "") >= as_of for key, there in held.items())
        return PlannedAudience(
            row,
            Outcome.KNOWN if known else Outcome.NEW,
            updates=known and not said_before,
            fresh=not (known and said_before and as_late),
        )


def _minor(values: Sequence[Decimal | None], currencies: Sequence[str]) -> Sequence[int | None]:
    """The values as minor units; None for what is no amount of its currency. One value many times is looked at once."""

    def minor(value: Decimal | None, currency: str) -> int | None:
        try:
            return None if value is None else to_minor(value, currency)  # kept by column, of a row that was left out
        except AmountError:
            return None

    if not isinstance(currencies, Same):
        return [minor(v, c) for v, c in zip(values, currencies, strict=True)]
    return each(values, lambda value: minor(value, currencies.value))


def _odd_places(rows: Sequence[Row], amounts: Sequence[int | None]) -> list[int]:
    """The rows that are more than words and an amount, or less."""
    found = {i for i, amount in enumerate(amounts) if amount is None} if None in amounts else set()
    for field in ("fee", "pair", "answers", "kept"):
        values = field_of(rows, field)
        if not isinstance(values, Few) or any(values.values):
            found |= {i for i, value in enumerate(values) if value}
    return sorted(found)


def _stands(known: KnownRow) -> bool:
    """Whether the ledger has its transaction, or will have it when the plan is written: not deleted, not undecided."""
    return bool(known.txn_id) or known.will_be
