"""Whatever is done to a ledger, in any order, the money rules hold, and undo and redo give back the very same ledger."""

import shutil
import tempfile
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tenk_desktop.core.bulk import Bulk, plan_bulk
from tenk_desktop.core.errors import InputError
from tenk_desktop.core.model import AccountKind, Filter, Split, Transaction
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tests.store.dump import dump

DAY = date(2026, 10, 28)
AMOUNTS = st.integers(-9_999, 9_999).filter(bool)
PICK = st.integers(0, 10**6)
DAYS = st.integers(0, 9).map(lambda n: DAY + timedelta(days=n))
PAYEES = st.sampled_from(["Café", "Loyer", "Virement livret", "CROUS"])
CATEGORIES = st.none() | st.integers(1, 6)
ACCOUNTS = st.integers(1, 3)


class Bookkeeping(RuleBasedStateMachine):
    """One ledger of three accounts, and what it was after each step."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        names = (("Courant", AccountKind.BANK), ("Livret", AccountKind.SAVINGS), ("Caisse", AccountKind.CASH))
        openings = [OpeningBalance(name, 10_000, DAY, kind) for name, kind in names]
        self.ledger = Ledger.create(self.folder / "a.tenk", accounts=openings)
        self.states = [dump(self.ledger.path)]
        self.at = 0

    def teardown(self) -> None:
        if hasattr(self, "ledger"):
            self.ledger.close()
            shutil.rmtree(self.folder)

    def some(self, pick: int) -> Transaction | None:
        rows = self.ledger.transactions()
        return rows[pick % len(rows)] if rows else None

    def stepped(self, changes: object) -> None:
        """A step that changed something is one more state; what could be redone is gone."""
        if changes:
            self.states = [*self.states[: self.at + 1], dump(self.ledger.path)]
            self.at += 1

    @rule(account=ACCOUNTS, day=DAYS, amount=AMOUNTS, payee=PAYEES, category=CATEGORIES)
    def add(self, account: int, day: date, amount: int, payee: str, category: int | None) -> None:
        self.stepped(self.ledger.save(Transaction(0, account, day, amount, payee, category_id=category)))

    @rule(pick=PICK, account=ACCOUNTS, day=DAYS, amount=AMOUNTS, category=CATEGORIES)
    def edit(self, pick: int, account: int, day: date, amount: int, category: int | None) -> None:
        if one := self.some(pick):
            changed = one._replace(account_id=account, date=day, amount=amount, category_id=category, splits=())
            self.stepped(self.ledger.save(changed))

    @rule(pick=PICK, first=AMOUNTS, categories=st.tuples(CATEGORIES, CATEGORIES))
    def split(self, pick: int, first: int, categories: tuple[int | None, int | None]) -> None:
        if (one := self.some(pick)) and first != one.amount:
            parts = (Split(first, categories[0]), Split(one.amount - first, categories[1], "reste"))
            self.stepped(self.ledger.save(one._replace(splits=parts)))

    @rule(out=ACCOUNTS, into=ACCOUNTS, day=DAYS, amount=AMOUNTS)
    def transfer(self, out: int, into: int, day: date, amount: int) -> None:
        one, other = Transaction(0, out, day, amount, "Virement"), Transaction(0, into, day, -amount, "Virement")
        before = dump(self.ledger.path)
        try:
            self.stepped(self.ledger.save_transfer(one, other))
        except InputError:
            assert out == into, "refused only where money goes nowhere"
            assert dump(self.ledger.path) == before

    @rule(one=PICK, other=PICK)
    def tie(self, one: int, other: int) -> None:
        a, b = self.some(one), self.some(other)
        if a and b and a.id != b.id:
            with suppress(InputError):
                self.stepped(self.ledger.save_transfer(a, b))

    @rule()
    def accept_what_is_proposed(self) -> None:
        for out, into in self.ledger.likely_transfers(DAY)[:1]:
            assert out.amount + into.amount == 0
            assert out.account_id != into.account_id
            self.stepped(self.ledger.save_transfer(out, into))
            assert self.ledger.other_side(out.id).id == into.id

    @rule(pick=PICK)
    def untie(self, pick: int) -> None:
        if one := self.some(pick):
            self.stepped(self.ledger.untie([one.id]))

    @rule(
        category=st.none() | st.integers(0, 6), payee=st.none() | PAYEES, search=st.sampled_from(["", "loyer", ">50"]),
        account=st.none() | st.integers(1, 3),
    )  # fmt: skip
    def change_together(self, category: int | None, payee: str | None, search: str, account: int | None) -> None:
        found = self.ledger.transactions(Filter(search=search))
        currencies = {a.id: a.currency for a in self.ledger.accounts_named()}
        sides = self.ledger.other_sides([t.id for t in found])
        ties = sum(t.transfer_to is not None for t in self.ledger.transactions())
        plan = plan_bulk(Bulk(payee, None, category, account), found, currencies, sides)
        if plan.changes:
            self.stepped(self.ledger.save(*(after for _before, after in plan.changes)))
        assert sum(t.transfer_to is not None for t in self.ledger.transactions()) == ties, "no transfer is broken so"

    @rule(pick=PICK)
    def delete(self, pick: int) -> None:
        if one := self.some(pick):
            self.stepped(self.ledger.delete([one.id]))

    @precondition(lambda self: self.at > 0)
    @rule()
    def undo(self) -> None:
        assert self.ledger.undo()
        self.at -= 1

    @precondition(lambda self: self.at + 1 < len(self.states))
    @rule()
    def redo(self) -> None:
        assert self.ledger.redo()
        self.at += 1

    @precondition(lambda self: self.at > 0)
    @rule()
    def to_the_first_state_and_back(self) -> None:
        for state in reversed(self.states[: self.at]):
            assert self.ledger.undo()
            assert dump(self.ledger.path) == state
        for state in self.states[1 : self.at + 1]:
            assert self.ledger.redo()
            assert dump(self.ledger.path) == state

    @invariant()
    def the_ledger_is_that_state(self) -> None:
        if hasattr(self, "ledger"):
            assert dump(self.ledger.path) == self.states[self.at]

    @invariant()
    def the_money_rules_hold(self) -> None:
        if not hasattr(self, "ledger"):
            return
        assert self.ledger.check() == ()
        rows = self.ledger.transactions()
        assert self.ledger.count_and_sum() == (len(rows), sum(t.amount for t in rows))
        for i, one in enumerate(rows):
            assert not one.splits or sum(part.amount for part in one.splits) == one.amount
            assert self.ledger.index_of((one.date, one.id)) == i
            if one.transfer_to is not None:
                other = self.ledger.other_side(one.id)
                assert (other.account_id, other.transfer_to) == (one.transfer_to, one.account_id)
                assert other.amount == -one.amount

    @invariant()
    def the_balance_after_the_last_of_a_day_is_that_days(self) -> None:
        if not hasattr(self, "ledger"):
            return
        for account in self.ledger.accounts():
            rows = self.ledger.transactions(Filter(account_id=account.id))
            after = self.ledger.balances_after(rows)
            assert len(after) == len(rows)
            for i, one in enumerate(rows):
                newer = rows[i - 1] if i else None
                last = newer is None or newer.date != one.date
                day = self.ledger.balance_at(account, one.date)
                assert after[i] == (day if last else after[i - 1] - newer.amount)


Bookkeeping.TestCase.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
TestBookkeeping = Bookkeeping.TestCase
