"""A ledger written as Tenk's own table and read back is the same ledger: in a new one, and in the one it came from."""

import tempfile
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenk_desktop.core.exporting.columns import to_csv
from tenk_desktop.core.exporting.workbook import to_xlsx
from tenk_desktop.core.importing.plan import ImportPlan
from tenk_desktop.core.importing.planned import Outcome
from tenk_desktop.core.importing.planning import plan_file
from tenk_desktop.core.model import AccountKind, Split, Transaction
from tenk_desktop.core.period import Period
from tenk_desktop.core.text import msg
from tenk_desktop.shield import open_workbook
from tenk_desktop.store.history import insert
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tests.store.conftest import bring, row, statement
from tests.store.dump import dump

YEAR = [Period.of(2026, month) for month in range(1, 13)]
CURRENCIES = ("EUR", "EUR", "USD", "XOF", "TND")
ODD = (
    "=1+1",
    "-5",
    "@moi",
    "'quoted'",
    "''",
    '"',
    "a,b;c\td",
    "deux\nlignes",
    "deux\r\nlignes",
    "\rseul",
    "1\u202f000\u00a0€",
)
TEXTS = st.one_of(
    st.sampled_from(ODD),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8),
)
NAMES = TEXTS.map(str.strip).filter(bool)


def take(ledger: Ledger, text: str | bytes, name: str = "tenk.csv") -> ImportPlan:
    data = text.encode() if isinstance(text, str) else text
    made = plan_file(name, data, ledger.existing, opener=open_workbook)
    ledger.apply_import(made)
    return made


def by_sql(ledger: Ledger, table: str, **values: object) -> int:
    """What no method of the ledger makes yet: a category, a transfer of a person's own."""
    with ledger._step(msg("Essai")):
        return insert(ledger._db, table, **values)


def months(ledger: Ledger) -> list[tuple[object, ...]]:
    """The year's reports, categories by name: their ids are the ledger's own."""
    names = {None: "", **{c.id: c.name for c in ledger.categories()}}
    return [
        (m._replace(by_category=()), sorted((names[id_], total) for id_, total in m.by_category))
        for m in ledger.months(YEAR)
    ]


# --- random ledgers

PART = st.tuples(st.integers(-5_000, 5_000), st.integers(0, 6), TEXTS)
MOVE = st.fixed_dictionaries(
    {
        "account": st.integers(0, 3),
        "day": st.integers(0, 40).map(lambda n: date(2026, 1, 20) + timedelta(days=n)),
        "payee": NAMES,
        "memo": TEXTS,
        "parts": st.lists(PART, min_size=1, max_size=3),
        "split": st.booleans(),
        "reconciled": st.booleans(),
        "words": st.one_of(st.none(), st.tuples(TEXTS, TEXTS)),
        "edited": st.booleans(),
    }
)
LEDGERS = st.fixed_dictionaries(
    {
        "accounts": st.lists(
            st.tuples(NAMES, st.sampled_from(AccountKind), st.sampled_from(CURRENCIES)),
            min_size=1, max_size=4, unique_by=lambda a: a[0].lower(),
        ),
        "categories": st.lists(NAMES, max_size=3, unique_by=str.lower),
        "moves": st.lists(MOVE, max_size=12),
        "transfers": st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(1, 999)), max_size=3),
        "balances": st.lists(st.tuples(st.integers(0, 3), st.none() | st.dates(date(2026, 1, 1), date(2026, 2, 1)))),
    }
)  # fmt: skip


def make(path: Path, said: dict) -> Ledger:
    """A ledger with all that a table can hold, by hand and by imports."""
    ledger = Ledger.create(path)
    accounts = [by_sql(ledger, "account", name=n, kind=str(k), currency=c) for n, k, c in said["accounts"]]
    builtin = {c.name.lower() for c in ledger.categories()}
    for name in said["categories"]:
        if name.lower() not in builtin:
            by_sql(ledger, "category", name=name, nature="other_creator")
    categories = [None, *[c.id for c in ledger.categories()][-5:], 1]
    for i, move in enumerate(said["moves"]):
        _move(ledger, accounts[move["account"] % len(accounts)], move, categories, i)
    for i, (here, there, amount) in enumerate(said["transfers"]):
        _transfer(ledger, accounts[here % len(accounts)], accounts[there % len(accounts)], amount, i)
    for account, day in said["balances"]:
        ledger.set_balance(accounts[account % len(accounts)], 1_00 + account, day)
    assert ledger.check() == ()
    return ledger


def _move(ledger: Ledger, account: int, move: dict, categories: list[int | None], i: int) -> None:
    parts = tuple(Split(amount, categories[c % len(categories)], memo) for amount, c, memo in move["parts"])
    id_ = 0
    if move["words"] is not None:
        label, ref = move["words"]
        code = next(a.currency for a in ledger.accounts() if a.id == account)
        name = next(a.name for a in ledger.accounts() if a.id == account)
        raw = row(move["day"].isoformat(), f"{100 + i}", label, ref=ref, currency=code)
        closing = (move["day"], Decimal(i)) if i % 2 else None
        made = bring(ledger, f"{i}.csv", statement(raw, header=f"h{i}", currency=code, closing=closing), account=name)
        for j, planned in enumerate(made.statements[0].rows):
            if planned.outcome is Outcome.UNDECIDED:
                ledger.apply_import(made.decide(0, j, Outcome.NEW))
        id_ = max(t.id for t in ledger.transactions() if t.account_id == account)
        if not move["edited"]:
            return
    split = move["split"]
    ledger.save(
        Transaction(
            id_, account, move["day"] + timedelta(days=i % 3), sum(p.amount for p in parts), move["payee"],
            move["memo"], None if split else parts[0].category_id, parts if split else (), reconciled=move["reconciled"],
        )
    )  # fmt: skip


def _transfer(ledger: Ledger, here: int, there: int, amount: int, i: int) -> None:
    if here == there:
        return
    codes = {a.id: a.currency for a in ledger.accounts()}
    gets = amount if codes[here] == codes[there] else amount + 7
    day = date(2026, 2, 1 + i)
    (out,) = ledger.save(Transaction(0, here, day, -amount, "Virement")).created
    (into,) = ledger.save(Transaction(0, there, day + timedelta(days=i), gets, "Virement")).created
    by_sql(ledger, "transfer", out_txn=out, in_txn=into)


@settings(max_examples=40)
@given(LEDGERS)
def test_a_ledger_written_and_read_back_is_the_same(said: dict) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        make(Path(folder) / "a.tenk", said) as ledger,
        Ledger.create(Path(folder) / "b.tenk") as fresh,
    ):
        table = to_csv(ledger.book())
        before, empty = dump(ledger.path), dump(fresh.path)
        made = take(fresh, table)
        assert (made.count(Outcome.KNOWN), made.count(Outcome.UNDECIDED), made.unreadable) == (0, 0, 0)
        assert to_csv(fresh.book()) == table
        assert fresh.check() == ()
        assert months(fresh) == months(ledger)
        assert [a._replace(id=0) for a in fresh.accounts()] == [a._replace(id=0) for a in ledger.accounts()]
        again = take(fresh, table + "\r\n")
        assert (again.count(Outcome.NEW), again.count(Outcome.UNDECIDED), again.writes) == (0, 0, False)
        own = take(ledger, table)
        assert (own.count(Outcome.NEW), own.count(Outcome.UNDECIDED), own.writes) == (0, 0, False)
        assert dump(ledger.path) == before
        fresh.tell("week", "100")  # so that the import is not the last step
        for record in fresh.imports():
            fresh.undo_import(record.id)
        assert [line for line in dump(fresh.path) if "'week'" not in line] == empty


def test_a_person_reads_back_what_they_had(ledger: Ledger, tmp_path: Path) -> None:
    """By hand: a split with its notes, a bank's row with another name and category, a typed one, a typed balance."""
    names = {c.name: c.id for c in ledger.categories()}
    dogs = by_sql(ledger, "category", name="Chiens", nature="cost")
    bring(ledger, "a.csv", statement(row("2026-02-03", "-30", "CB MONOPRIX", ref="R1"), number="FR7612"))
    (bought,) = ledger.transactions()
    parts = (Split(-20_00, names["Courses"], "pâtes"), Split(-10_00, dogs, "croquettes"))
    ledger.save(Transaction(bought.id, 1, date(2026, 2, 2), -30_00, "Monop’", "samedi", splits=parts, reconciled=True))
    ledger.save(Transaction(0, 1, date(2026, 2, 4), -2_10, "=Café", "note", names["Courses"]))
    ledger.set_balance(1, 500_00, date(2026, 2, 5))
    with Ledger.create(tmp_path / "b.tenk") as fresh:
        take(fresh, to_csv(ledger.book()))
        (account,) = fresh.accounts()
        assert (account.name, account.kind, account.number, account.balance) == ("Courant", "bank", "FR7612", 500_00)
        typed, split = fresh.transactions()
        assert (typed.payee, typed.memo, typed.category_id) == ("=Café", "note", names["Courses"])
        assert (split.date, split.payee, split.memo, split.reconciled) == (date(2026, 2, 2), "Monop’", "samedi", True)
        made = {c.id: (c.name, str(c.nature)) for c in fresh.categories()}
        assert [(made[s.category_id][0], s.amount, s.memo) for s in split.splits] == [
            ("Courses", -20_00, "pâtes"),
            ("Chiens", -10_00, "croquettes"),
        ]
        assert ("Chiens", "cost") in made.values()
        same = bring(fresh, "b.csv", statement(row("2026-02-03", "-30", "CB MONOPRIX", ref="R1"), number="FR7612"))
        assert [p.outcome for p in same.statements[0].rows] == [Outcome.KNOWN], "the bank's own words came along"
        typed_then = bring(fresh, "c.csv", statement(row("2026-02-05", "-2.10", "CB CAFE"), number="FR7612"))
        assert typed_then.count(Outcome.NEW) == 0


def test_a_workbook_gives_the_same_rows(ledger: Ledger, tmp_path: Path) -> None:
    names = {c.name: c.id for c in ledger.categories()}
    parts = (Split(-20_10, names["Courses"], "a"), Split(-10_00, None, "b"))
    ledger.save(Transaction(0, 1, date(2026, 2, 2), -30_10, "Monop’", "samedi", splits=parts))
    ledger.save(Transaction(0, 1, date(2026, 2, 4), 1_250_00, "Paie", "note", names["Courses"]))
    with Ledger.create(tmp_path / "b.tenk") as fresh:
        made = take(fresh, to_xlsx(ledger.book()), "tenk.xlsx")
        assert (made.format, made.count(Outcome.NEW)) == ("tenk", 2)
        assert to_csv(fresh.book()) == to_csv(ledger.book())
        assert fresh.accounts() == ledger.accounts()


@pytest.mark.parametrize(
    ("old", "new", "lost"),
    [
        ("2026-02-04", "04/02/2026", 1),
        ("-2.10", "-2,10", 1),
        ("-2.10", "-2.105", 1),
        (",-2.10,EUR,", ",-2.10,euro,", 1),
        ("transaction,1,", "autre,1,", 1),
        ("-20.00", "beaucoup", 2),
    ],
)
def test_a_line_somebody_broke_is_lost_with_a_reason(
    ledger: Ledger, tmp_path: Path, old: str, new: str, lost: int
) -> None:
    ledger.save(Transaction(0, 1, date(2026, 2, 4), -2_10, "Café"))
    ledger.save(Transaction(0, 1, date(2026, 2, 5), -30_00, "X", splits=(Split(-20_00), Split(-10_00))))
    table = to_csv(ledger.book())
    with Ledger.create(tmp_path / "b.tenk") as fresh:
        made = take(fresh, table.replace(old, new))
        assert made.unreadable == lost
        assert all(p.line and str(p.message) for p in made.problems)
        assert len(fresh.transactions()) == 1
        assert fresh.check() == ()


def test_half_a_transfer_is_said_and_kept_as_a_row(ledger: Ledger, tmp_path: Path) -> None:
    ledger.add_account(OpeningBalance("Livret", kind=AccountKind.SAVINGS))
    _transfer(ledger, 1, 2, 50_00, 0)
    table = to_csv(ledger.book())
    lines = [line for line in table.splitlines(keepends=True) if ",Livret," not in line]
    with Ledger.create(tmp_path / "b.tenk") as fresh:
        made = take(fresh, "".join(lines))
        assert [str(p.message) for p in made.problems] == ["virement sans son autre côté dans ce fichier"]
        (side,) = fresh.transactions()
        assert side.transfer_to is None
        take(fresh, table, "tout.csv")
        assert {t.transfer_to for t in fresh.transactions()} == {1, 2}, "the other side brings the tie"
        assert fresh.check() == ()
