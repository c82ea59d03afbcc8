"""Which account each statement of a file is for: one of the ledger, or one the import makes.

Best evidence first: the same bytes went there before; what the file is (a platform's orders); the name the user gave;
the number the file names; the layout an earlier file of the account had, unless balances contradict it; the ledger's
only spending account, while nothing was ever imported there. Otherwise it is a new account; it is asked only when two
accounts fit equally, or where it may be one a person opened that no file has fed yet. A file of savings never goes to
an account of another kind by its layout alone, nor into the only spending account, and one that pays bills never to
savings.

The statements of one file are placed one after the other, each as if those before it had been imported already: a
statement may go to an account that an earlier one makes.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from operator import eq, gt
from pathlib import PurePath
from typing import NamedTuple

from tenk_desktop.core.importing.balance import ENOUGH
from tenk_desktop.core.importing.bycolumn import ByColumn, Same, at, field_of
from tenk_desktop.core.importing.kept import same_name
from tenk_desktop.core.importing.plan import AccountFacts, Existing, PlannedStatement, Target
from tenk_desktop.core.importing.planned import OWN, KnownRow, Outcome, days_of
from tenk_desktop.core.importing.savings import (
    is_called_savings,
    is_for_savings,
    is_spent_from,
    may_be_same,
    product,
    says_savings,
    spends_alike,
)
from tenk_desktop.core.importing.spans import day_balances, joins
from tenk_desktop.core.importing.statement import Question, Statement
from tenk_desktop.core.model import Account, AccountKind
from tenk_desktop.core.money import exponent
from tenk_desktop.core.text import fold, msg, neutral

_ENOUGH_ROWS = 3  # fewer may be in two accounts by chance
NOT_STORED = -1  # the id of a row that the import will write


class _Held(NamedTuple):
    """Rows of one account among others: their places in order of days, and the day of each place."""

    rows: Sequence[KnownRow]
    places: Sequence[int]
    days: Sequence[date]

    def between(self, first: date, last: date) -> Sequence[KnownRow]:
        """Those of some days, both included."""
        if self.days[self.places[0]] > last or self.days[self.places[-1]] < first:
            return ()
        start = bisect_left(self.places, first, key=self.days.__getitem__)
        places = self.places[start : bisect_right(self.places, last, key=self.days.__getitem__)]
        if len(places) == len(self.rows) and all(map(eq, places, count())):
            return self.rows
        return self.rows.at(places) if isinstance(self.rows, ByColumn) else [self.rows[i] for i in places]


class Accounts:
    """The accounts of a ledger and those one file makes, and the rows each holds or will hold.

    An account to make has a negative id of its own. ``facts`` and what is `held` grow with each statement noted.
    """

    def __init__(self, existing: Existing, asked: str, file: str, before: Sequence[int], *, alone: bool) -> None:
        """``asked`` is the name the user gave; ``before`` the accounts the same bytes went to, in file order; ``alone``
        whether the file is of one account, so that one answer may be asked for.
        """
        self.currency = existing.currency
        self.facts = list(existing.accounts)
        self._rows: dict[int, list[_Held]] = defaultdict(list)  # by account
        self._hold(existing.rows)
        self.questions: list[Question] = []
        self._asked = asked.strip()
        self._alone = alone
        self._file = file
        self._before = iter(before)
        self._made = 0
        self._sent: dict[int, list[Statement]] = defaultdict(list)  # what this file sent where

    def choose(self, statement: Statement) -> Target | None:
        """The account of a statement; None when it has to be asked."""
        currency = statement.currency or self._main_currency(statement)
        same_file = next(self._before, None)
        if statement.header == OWN:
            return self._own(statement, same_file)
        if same_file is not None:
            return next(_as_target(f.account) for f in self.facts if f.account.id == same_file)
        if statement.earnings or statement.audience is not None:
            return self._platform_wallet(statement, currency)
        if self._asked:
            return self._named(self._asked, statement.kind, currency or self.currency)
        if statement.kind is AccountKind.PAYPAL:
            return self._middleman(statement)
        return self._of_bank(statement, currency)

    def _of_bank(self, statement: Statement, currency: str) -> Target | None:
        fitting = [f for f in self.facts if currency in ("", f.account.currency) and self._open_to(statement, f)]
        numbered = [f for f in fitting if statement.number and statement.number in f.numbers]
        if numbered:
            return _as_target(numbered[0].account)
        known = self._by_layout(statement, fitting)
        if len(known) == 1:
            return _as_target(known[0].account)
        if not known:
            if only := self._only_one(statement, fitting) or self._opened_for(statement, fitting):
                return only
            waiting = self._waiting(statement, fitting, currency or self.currency)
            if called := self._called_so(statement, waiting):
                return _as_target(called[0].account)
            known = waiting if self._alone else []
        if known:
            self.questions.append(self._which(statement, known))
            return None
        return self._fresh(self._new_name(statement), statement.kind, currency or self.currency, statement.number)

    def _main_currency(self, statement: Statement) -> str:
        """The currency of the account itself; the others of its rows go beside it."""
        used = dict.fromkeys(c for c in field_of(statement.rows, "currency") if c)
        return self.currency if self.currency in used else next(iter(used), "")

    def pockets(self, target: Target, currencies: Sequence[str]) -> tuple[Target, ...]:
        """The account, and one beside it for every other currency of its rows: an account has one currency."""
        targets = [target]
        for currency in dict.fromkeys(currencies):
            if currency != target.currency:
                beside = self._beside(target, currency)
                fits = beside.currency == currency
                targets.append(beside if fits else self._fresh(beside.name, target.kind, currency))
        return tuple(targets)

    def note(self, index: int, planned: PlannedStatement) -> None:
        """Take a planned statement, the ``index``-th of its file, for imported."""
        said, main = planned.statement, planned.targets[0]
        self._sent[main.id].append(said)
        for i, facts in enumerate(self.facts):
            if facts.account.id == main.id:
                balances = dict(facts.balances) | day_balances(said, main.currency)
                self.facts[i] = replace(
                    facts,
                    numbers=facts.numbers | ({said.number} if said.number else frozenset()),
                    headers=tuple(dict.fromkeys(h for h in (*facts.headers, said.header) if h)),
                    imported=True,
                    balances=tuple(sorted(balances.items())),
                )
        self._hold(_as_known(index, planned, self._file))

    def held(self, account_id: int, days: Collection[date], margin: int = 0) -> Sequence[KnownRow]:
        """The rows of an account from ``margin`` days before the first of these days to as many after the last, in
        order of days: a file of a day a statement must not look through ten years for each.
        """
        around, parts = timedelta(days=margin), self._rows[account_id]
        if not days or not parts:
            return ()
        found = [part.between(min(days) - around, max(days) + around) for part in parts]
        return found[0] if len(found) == 1 else sorted((k for part in found for k in part), key=lambda k: k.date)

    def with_same_rows(self, planned: PlannedStatement) -> Account | None:
        """The ledger's account that has nearly all rows of the days it shares with a statement for a new account.

        Days and amounts are compared, for another layout has other labels. Rows wanting on the first and last shared
        days say nothing: exports are cut inside a day.
        """
        target = planned.targets[0]
        if target.id > 0:
            return None
        there = (f.account for f in self.facts if f.account.id > 0 and f.account.currency == target.currency)
        near = [account for account in there if self.held(account.id, days_of(planned.rows))]
        rows = zip(
            days_of(planned.rows), field_of(planned.rows, "amount"), field_of(planned.rows, "currency"), strict=True
        )
        mine = Counter((day, amount) for day, amount, code in rows if code == target.currency) if near else Counter()
        if mine.total() < _ENOUGH_ROWS:
            return None
        days = {day for day, _ in mine}
        for account in near:
            known = self.held(account.id, days)
            ranges = {k.covered or (k.date, k.date) for k in known}
            both = sorted(d for d in days if any(first <= d <= last for first, last in ranges))
            inside = frozenset(both[1:-1])
            same = mine & Counter((k.date, k.amount) for k in known)
            wanting = sum(n for (day, _), n in (mine - same).items() if day in inside)
            if same.total() >= max(_ENOUGH_ROWS, ENOUGH * (same.total() + wanting)):
                return account
        return None

    def _hold(self, rows: Sequence[KnownRow]) -> None:
        days, ids = field_of(rows, "date"), field_of(rows, "account_id")
        for account_id in dict.fromkeys(ids):
            mine: Sequence[int] = range(len(ids))
            if not isinstance(ids, Same):
                mine = array("I", (place for place, id_ in enumerate(ids) if id_ == account_id))
            if any(map(gt, at(days, mine), at(days, mine[1:]))):
                mine = array("I", sorted(mine, key=[*days].__getitem__))
            self._rows[account_id].append(_Held(rows, mine, days))

    # --- by evidence

    def _by_layout(self, statement: Statement, fitting: Sequence[AccountFacts]) -> list[AccountFacts]:
        """The accounts that fit equally well by the layout of an earlier file."""
        known = [f for f in fitting if statement.header and statement.header in f.headers and _of_kind(statement, f)]
        known = [f for f in known if not (statement.number and f.numbers)]
        known = [f for f in known if self._agrees(statement, f) is not False]
        paying = self._paying(statement)
        known = [f for f in known if spends_alike(statement, f.account) or [f] == paying or self._proves(statement, f)]
        if len(known) > 1:
            sure = [f for f in known if self._proves(statement, f)]
            known = sure or known
        if len(known) > 1:
            known = self._called_so(statement, known) or known
        return known

    def _only_one(self, statement: Statement, fitting: Sequence[AccountFacts]) -> Target | None:
        """The ledger's only spending account, for a bank's first file."""
        spending = self._paying(statement)
        fits = len(spending) == 1 and spending[0] in fitting and not spending[0].imported
        made = any(f.account.id < 0 and f.account.spending for f in self.facts)
        return _as_target(spending[0].account) if fits and not made else None

    def _paying(self, statement: Statement) -> list[AccountFacts]:
        """The accounts such a file may be spent from; one called savings too, where there is no other and the rows say
        so.
        """
        if statement.kind is not AccountKind.BANK:
            return []
        spending = [f for f in self.facts if f.account.spending and _of_kind(statement, f)]
        paying = [f for f in spending if not is_called_savings(f.account)]
        return paying or (spending if len(spending) == 1 and is_spent_from(statement.rows) else [])

    def _opened_for(self, statement: Statement, fitting: Sequence[AccountFacts]) -> Target | None:
        """The one account a person opened for such savings, which no file has fed yet."""
        if statement.kind is not AccountKind.SAVINGS:
            return None
        name = self._new_name(statement)
        there = [f.account for f in fitting if f.account.id > 0 and not f.imported]
        there = [a for a in there if is_for_savings(a) and may_be_same(a.name, name)]
        called = [a for a in there if product(a.name)]
        one = called if called and product(name) else there
        return _as_target(one[0]) if len(one) == 1 else None

    def _waiting(self, statement: Statement, fitting: Sequence[AccountFacts], currency: str) -> list[AccountFacts]:
        """The accounts a person opened to pay from, which no file has fed yet: any of these may be it. One in another
        currency than the ledger's may be the pocket of a file: it waits for files that say theirs.
        """
        if statement.kind is not AccountKind.BANK:
            return []
        own = [f for f in fitting if f.account.id > 0 and f.account.kind is AccountKind.BANK and not f.imported]
        return [f for f in own if f.account.currency == currency and not is_called_savings(f.account)]

    def _called_so(self, statement: Statement, some: Sequence[AccountFacts]) -> list[AccountFacts]:
        names = (fold(self._stem(statement)), fold(statement.name))
        return [f for f in some if fold(f.account.name) in names]

    def _stem(self, statement: Statement) -> str:
        return PurePath(statement.member or self._file).stem

    def _new_name(self, statement: Statement) -> str:
        """What to call an account for it: as the file, or its bank, does; savings by a name that says so."""
        name = statement.name or self._stem(statement)
        if statement.kind is not AccountKind.SAVINGS or says_savings(name):
            return name
        return str(msg("Épargne {name}", name=statement.name) if statement.name else msg("Compte d’épargne"))

    def _which(self, statement: Statement, known: Sequence[AccountFacts]) -> Question:
        example = msg("À quel compte appartient ce relevé ?")
        if statement.member:
            example = msg("À quel compte appartient « {file} » ?", file=neutral(statement.member))
        members = (statement.member,) if statement.member else ()
        new = () if any(f.imported for f in known) else (self._new_name(statement),)
        return Question("account", (*(f.account.name for f in known), *new), example, members)

    def _open_to(self, statement: Statement, facts: AccountFacts) -> bool:
        """Whether what this file already sent there was of the same account."""
        sent = self._sent.get(facts.account.id, ())
        same = all(s.number == statement.number for s in sent)
        return same and (bool(statement.number) or not any(_live_apart(statement, s) for s in sent))

    def _proves(self, statement: Statement, facts: AccountFacts) -> bool:
        """Whether balances or rows say that the file is of this account."""
        return bool(self._agrees(statement, facts)) or self._holds_rows_of(statement, facts.account)

    def _agrees(self, statement: Statement, facts: AccountFacts) -> bool | None:
        """Whether the file states the same balances as the account's own files; None where they share no day.

        Across a gap of a few days equal balances agree; others do not contradict, for something may have happened.
        """
        said, ours = day_balances(statement, facts.account.currency), dict(facts.balances)
        shared = sorted(said.keys() & ours.keys())
        # The last shared day may be incomplete in either file: exports are cut inside a day.
        cut = (max(said), max(ours)) if shared else ()
        days = [d for d in shared if d not in cut] or shared
        if days:
            same = 2 * sum(said[d] == ours[d] for d in days) >= len(days)
            return same or self._holds_rows_of(statement, facts.account)
        return True if joins(said, ours) else None

    def _holds_rows_of(self, statement: Statement, account: Account) -> bool:
        """Whether the account has nearly all rows of the days both hold: then a row left out explains the balances."""
        known = [k for k in self.held(account.id, field_of(statement.rows, "date")) if k.covered]
        ranges = {k.covered for k in known if k.covered}
        held = Counter((k.date, k.amount, fold(k.label)) for k in known)
        mine = Counter(
            (r.date, int(r.amount.scaleb(exponent(account.currency))), fold(r.label))
            for r in statement.rows
            if any(first <= r.date <= last for first, last in ranges)
        )
        return bool(mine) and (mine & held).total() >= ENOUGH * mine.total()

    def _middleman(self, statement: Statement) -> Target:
        """A middleman's account is one for all files: in the ledger's currency, or else in the one most rows have."""
        used = Counter(field_of(statement.rows, "currency"))
        currency = self.currency if not used or self.currency in used else used.most_common(1)[0][0]
        name = statement.name if currency == self.currency else f"{statement.name} {currency}"
        return self._only(statement.kind, currency) or self._named(name, statement.kind, currency)

    def _only(self, kind: AccountKind, currency: str) -> Target | None:
        own = [f.account for f in self.facts if f.account.kind is kind and f.account.currency == currency]
        return _as_target(own[0]) if own else None

    def _beside(self, target: Target, currency: str) -> Target:
        name = f"{target.name.removesuffix(f' {target.currency}')} {currency}"
        own = target.kind is AccountKind.PAYPAL and not self._asked
        return (self._only(target.kind, currency) if own else None) or self._named(name, target.kind, currency)

    # --- by name

    def _own(self, statement: Statement, same_file: int | None) -> Target:
        """The account an export of Tenk's own names, whatever was asked; if renamed, where the same bytes went."""
        named = [f.account for f in self.facts if same_name(f.account.name) == same_name(statement.name)]
        before = [f.account for f in self.facts if f.account.id == same_file]
        there = sorted(named, key=lambda a: a.name != statement.name) or before
        return _as_target(there[0]) if there else self._make(statement.name, statement.kind, statement.currency)

    def _named(self, name: str, kind: AccountKind, currency: str) -> Target:
        """The account of that name, made if there is none; another currency's rows then go beside it (`pockets`)."""
        there = [f.account for f in self.facts if fold(f.account.name) == fold(name)]
        return _as_target(there[0]) if there else self._make(name, kind, currency)

    def _platform_wallet(self, statement: Statement, currency: str) -> Target:
        currency = currency or next((e.currency for e in statement.earnings), "") or self.currency
        wallets = [f.account for f in self.facts if f.account.kind is AccountKind.WALLET]
        same = [a for a in wallets if a.currency == currency and a.name.startswith(statement.name)]
        own = currency == self.currency  # so that names do not depend on which file came first
        name = statement.name if own else f"{statement.name} {currency}"
        return _as_target(same[0]) if same else self._fresh(name, AccountKind.WALLET, currency)

    def _fresh(self, name: str, kind: AccountKind, currency: str, number: str = "") -> Target:
        """A new account under a name nobody has, told apart by the end of its number where it has one."""
        taken = {fold(f.account.name) for f in self.facts}
        apart = f"{name} {number[-4:] or currency}"
        candidates = [name, apart, *(f"{name} {n}" for n in range(2, 1000))]
        return self._make(next(c for c in candidates if fold(c) not in taken), kind, currency)

    def _make(self, name: str, kind: AccountKind, currency: str) -> Target:
        self._made += 1
        made = Account(-self._made, name, kind, currency)
        self.facts.append(AccountFacts(made))
        return _as_target(made)


def _as_target(account: Account) -> Target:
    return Target(account.name, account.kind, account.currency, account.id)


def _of_kind(statement: Statement, facts: AccountFacts) -> bool:
    """A bank's file never goes to a middleman's account by itself, nor the other way round."""
    own = (AccountKind.PAYPAL, AccountKind.WALLET)
    kind = facts.account.kind
    return kind is statement.kind or (kind not in own and statement.kind not in own)


def _live_apart(statement: Statement, other: Statement) -> bool:
    """Whether two statements tell different things of the same days, so that they cannot be of one account.

    The first and last shared days say nothing: exports are cut inside a day.
    """
    if not statement.rows or not other.rows:
        return False
    days = [field_of(s.rows, "date") for s in (statement, other)]
    first, last = max(map(min, days)), min(map(max, days))
    mine, theirs = (
        Counter((r.date, r.amount, fold(r.label)) for r in s.rows if first < r.date < last) for s in (statement, other)
    )
    return bool(mine and theirs) and 2 * (mine & theirs).total() < min(mine.total(), theirs.total())


def _as_known(index: int, planned: PlannedStatement, file: str) -> list[KnownRow]:
    """The rows of a planned statement as the ledger will know them once they are written."""
    ids = {t.currency: t.id for t in planned.targets}
    covered = (planned.first, planned.last)
    result = []
    for i, p in enumerate(planned.rows):
        twin = p.known if p.outcome is Outcome.KNOWN else None
        result.append(
            KnownRow(
                row_id=(twin.row_id if twin else 0) or NOT_STORED,
                txn_id=twin.txn_id if twin else None,
                account_id=ids[p.currency],
                date=p.row.date,
                amount=p.amount,
                label=p.row.label,
                ref=p.row.ref,
                header=planned.statement.header,
                covered=(covered[0], covered[1]) if covered[0] and covered[1] else None,
                in_transfer=p.transfer_with is not None or bool(p.row.pair),
                file=planned.statement.member or file,
                line=p.row.line,
                place=(twin.place if twin else None) or (index, i),
                will_be=p.outcome is Outcome.NEW or (twin is not None and twin.will_be),
                category_id=p.category_id,
            )
        )
    return result
