"""What holds of any import, for random statements against random ledgers in real files."""

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tenk_desktop.core.importing.plan import ImportPlan
from tenk_desktop.core.importing.planned import Outcome, PlannedRow
from tenk_desktop.core.importing.statement import Statement
from tenk_desktop.core.model import Transaction
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tests.store.conftest import bring, plan, row, statement
from tests.store.dump import dump

DAYS = tuple(date(2026, 11, 1) + timedelta(days=n) for n in range(12))
# Few words and amounts, so that rows meet: equal ones, alike ones, and words that say "transfer".
LABELS = (
    "CB CAFE DES ARTS",
    "CAFE DES ARTS",
    "CB MONOPRIX LYON 12/11",
    "VIR LIVRET A",
    "VIREMENT EPARGNE",
    "TIKTOK PAYOUT",
    "",
)
AMOUNTS = ("-2.10", "-20", "40", "-40", "0", "86.00")

ROWS = st.builds(
    lambda day, amount, label, ref, memo: (day, amount, label, ref, memo),
    st.sampled_from(DAYS), st.sampled_from(AMOUNTS), st.sampled_from(LABELS), st.sampled_from(("", "", "R1", "R2", "R3")),
    st.sampled_from(("", "note")),
)  # fmt: skip
FILES = st.tuples(
    st.lists(ROWS, max_size=8), st.sampled_from(("h1", "h2")), st.sampled_from(("", "FR7601", "FR7602")), st.booleans()
)
TYPED = st.lists(st.tuples(st.sampled_from(DAYS), st.sampled_from(AMOUNTS), st.sampled_from(LABELS[:5])), max_size=3)


def as_statement(said: tuple) -> Statement:
    rows, header, number, newest_first = said
    lines = [row(d.isoformat(), a, t, i, ref=r, memo=m) for i, (d, a, t, r, m) in enumerate(sorted(rows), start=2)]
    return statement(*(lines[::-1] if newest_first else lines), header=header, number=number)


@contextmanager
def ledger_with(typed: Sequence[tuple] = (), files: Sequence[tuple] = ()) -> Iterator[Ledger]:
    """A ledger of two accounts with rows typed by hand and files imported, what waited for a person let in."""
    openings = [OpeningBalance("Courant", 100_00), OpeningBalance("Livret")]
    with tempfile.TemporaryDirectory() as folder, Ledger.create(Path(folder) / "a.tenk", accounts=openings) as made:
        for i, (day, amount, payee) in enumerate(typed):
            made.save(Transaction(0, 1 + i % 2, day, round(float(amount) * 100), payee, category_id=1 + i))
        for i, said in enumerate(files):
            take(made, f"avant{i}.csv", as_statement(said), account="Courant")
        yield made


def take(ledger: Ledger, name: str, *statements: Statement, account: str = "") -> ImportPlan:
    """Import, every row to decide taken for a new one; not at all where the account would have to be asked."""
    made = settle(plan(ledger, name, *statements, account=account))
    ledger.apply_import(made)
    return made


def settle(made: ImportPlan) -> ImportPlan:
    for i, planned in enumerate(made.statements):
        for j, item in enumerate(planned.rows):
            if item.outcome is Outcome.UNDECIDED:
                made = made.decide(i, j, Outcome.NEW)
    return made


def facts(ledger: Ledger) -> Counter[tuple[object, ...]]:
    """What a person sees, whatever the ids."""
    accounts = {a.id: a.name for a in ledger.accounts()}
    return Counter(
        (
            accounts[t.account_id],
            t.date,
            t.amount,
            t.payee,
            t.memo,
            t.category_id,
            t.splits,
            accounts.get(t.transfer_to or 0),
        )
        for t in ledger.transactions()
    )


@settings(max_examples=25)
@given(TYPED, st.lists(FILES, max_size=2), FILES)
def test_importing_twice_is_importing_once(typed: list, before: list, said: tuple) -> None:
    with ledger_with(typed, before) as ledger:
        take(ledger, "a.csv", as_statement(said), account="Courant")
        once, whole = facts(ledger), dump(ledger.path)
        again = plan(ledger, "a.csv", as_statement(said), account="Courant")
        assert (again.count(Outcome.NEW), again.count(Outcome.UNDECIDED)) == (0, 0)
        assert not ledger.apply_import(again)
        renamed = replace(as_statement(said), rows=as_statement(said).rows[::-1])  # other bytes, another order
        other = plan(ledger, "b.csv", renamed, account="Courant")
        assert (other.count(Outcome.NEW), other.count(Outcome.UNDECIDED)) == (0, 0)
        ledger.apply_import(other)
        assert (facts(ledger), dump(ledger.path)) == (once, whole)
        assert ledger.check() == ()


BANK = st.lists(
    st.lists(st.tuples(st.sampled_from(AMOUNTS), st.sampled_from(LABELS[:3])), max_size=4), min_size=12, max_size=12
)


@settings(max_examples=15)
@given(BANK, st.integers(0, 8), st.integers(4, 12))
def test_overlapping_files_of_whole_days_come_in_any_order(bank: list, starts: int, ends: int) -> None:
    """One bank, two periods that share days: twins of one day survive, nothing comes twice, whatever came first."""
    days = {day: [row(day.isoformat(), a, t, n) for n, (a, t) in enumerate(bank[i])] for i, day in enumerate(DAYS)}

    def cut(first: int, last: int) -> Statement:
        return statement(*(r for day in DAYS[first:last] for r in days[day]), number="FR7601")

    one, two = cut(0, ends), cut(starts, 12)
    found = []
    for order in (("a", one), ("b", two)), (("b", two), ("a", one)):
        with ledger_with() as ledger:
            for name, said in order:
                made = bring(ledger, f"{name}.csv", said, account="Courant")
                assert made.count(Outcome.UNDECIDED) == 0
            found.append(facts(ledger))
    assert found[0] == found[1]
    seen = Counter(
        (r.date, r.amount, r.label) for i, day in enumerate(DAYS) if i < ends or i >= starts for r in days[day]
    )
    with ledger_with() as ledger:
        bring(ledger, "a.csv", one, account="Courant")
        bring(ledger, "b.csv", two, account="Courant")
        rows = ledger._db.execute("SELECT date, amount, label FROM import_row WHERE txn_id IS NOT NULL").fetchall()
    assert Counter(rows) == Counter({(d.isoformat(), round(a * 100), t): n for (d, a, t), n in seen.items()})


def shown(ledger: Ledger, planned: PlannedRow, account: str) -> tuple[object, ...]:
    """What the preview says will be written for a new row."""
    parts = tuple((p.amount, p.category_id) for p in planned.parts)
    category = None if planned.parts else planned.category_id
    return account, planned.row.date, planned.amount, planned.payee, planned.row.memo, category, parts


def written(ledger: Ledger, ids: set[int]) -> Counter[tuple[object, ...]]:
    accounts = {a.id: a.name for a in ledger.accounts()}
    return Counter(
        (
            accounts[t.account_id], t.date, t.amount, t.payee, t.memo, t.category_id,
            tuple((p.amount, p.category_id) for p in t.splits),
        )
        for t in ledger.transactions()
        if t.id in ids
    )  # fmt: skip


@settings(max_examples=40)
@given(TYPED, st.lists(FILES, max_size=2), st.lists(FILES, min_size=1, max_size=2), st.booleans())
def test_what_the_plan_shows_is_what_is_written(typed: list, before: list, files: list, decide: bool) -> None:
    with ledger_with(typed, before) as ledger:
        there = {t.id: t for t in ledger.transactions()}
        made = plan(ledger, "a.csv", *map(as_statement, files))
        if decide:
            made = settle(made)
        ledger.apply_import(made)
        now = {t.id: t for t in ledger.transactions()}
        assert there.keys() <= now.keys(), "an import takes nothing away"
        new = [(s, p) for s in made.statements for p in s.rows if p.outcome is Outcome.NEW and not made.questions]
        expected = Counter(
            shown(ledger, p, next(t.name for t in s.targets if t.currency == p.currency)) for s, p in new
        )
        assert written(ledger, now.keys() - there.keys()) == expected
        tied = {id_ for id_, t in now.items() if t.transfer_to and not (id_ in there and there[id_].transfer_to)}
        said = {p.transfer_with for _, p in new if isinstance(p.transfer_with, int)}
        assert tied & there.keys() == said, "a transfer shown is a transfer made"
        for id_ in there.keys() - said:
            assert now[id_]._replace(source=None, import_id=None) == there[id_]._replace(source=None, import_id=None)
        assert ledger.check() == ()


@settings(max_examples=30)
@given(TYPED, st.lists(FILES, min_size=1, max_size=3), st.permutations(range(3)))
def test_undo_in_any_order_gives_the_former_ledger(typed: list, files: list, order: list[int]) -> None:
    with ledger_with(typed) as ledger:
        before = dump(ledger.path)
        for i, said in enumerate(files):
            take(ledger, f"{i}.csv", as_statement(said))
        ids = [record.id for record in ledger.imports()]
        for i in order:
            if i < len(ids):
                ledger.undo_import(ids[i])
                assert ledger.check() == ()
        assert dump(ledger.path) == before
