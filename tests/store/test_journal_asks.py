"""What the journal asks of a ledger: searches by size, place and mark; places and sums; transfers seen from both sides."""

import operator
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenk_desktop.core.bulk import Bulk, plan_bulk
from tenk_desktop.core.errors import InputError
from tenk_desktop.core.importing.planned import Outcome
from tenk_desktop.core.model import Filter, Nature, Split, Transaction
from tenk_desktop.core.text import Message, fold
from tenk_desktop.store import search
from tenk_desktop.store.kept_filters import PREFIX, as_text
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tests.store.conftest import bring, row, statement
from tests.store.dump import dump

DAY = date(2026, 11, 3)


def kept(ledger: Ledger, amount: int, payee: str = "Café", day: date = DAY, account: int = 1, **more) -> int:
    return ledger.save(Transaction(0, account, day, amount, payee, **more)).created[0]


def category(ledger: Ledger, name: str) -> int:
    return next(c.id for c in ledger.categories() if c.name == name)


# searching


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (">50", ["Loyer", "CROUS"]),
        (">=50", ["Loyer", "CROUS", "Marché"]),
        (">+50", ["CROUS"]),
        ("<-50", ["Loyer"]),
        ("=12,50", ["Café"]),
        ("10..20", ["Café"]),
        ("cat:courses", ["Marché", "Café"]),
        ("cat:nulle", []),
        ("compte:livret", ["CROUS"]),
        ("#cadeau", ["Café"]),
        ("#cad", ["Café"]),
        ("#gare", []),
        ("cafe 11/2026", ["Café"]),
        ("10/2026", ["Loyer"]),
        ("cat:courses >20", ["Marché"]),
        ("maman", ["Marché"]),  # in the note of a part
        ("> café", ["Café"]),
    ],
)
def test_a_search_asks_for_more_than_words(two: Ledger, asked: str, found: list[str]) -> None:
    food = category(two, "Courses")
    kept(two, -70_000, "Loyer", date(2026, 10, 28))
    kept(two, 12_000, "CROUS", account=2)
    kept(two, -5_000, "Marché", splits=(Split(-1_000, food, "maman"), Split(-4_000)))
    kept(two, -1_250, "Café", memo="#Cadeau pris à la gare", category_id=food)
    wanted = Filter(search=asked)
    rows = two.transactions(wanted, limit=100)
    assert {t.payee for t in rows} == set(found)
    assert two.transactions(wanted) == rows
    assert two.count_and_sum(wanted) == (len(rows), sum(t.amount for t in rows))


def test_a_category_is_found_with_all_that_is_under_it(two: Ledger) -> None:
    tree = {c.id: c for c in two.categories()}
    child = next(c for c in tree.values() if c.parent_id)
    kept(two, -100, category_id=child.id)
    parent = tree[child.parent_id]
    assert two.count_and_sum(Filter(search=f'cat:"{parent.name}"'))[0] == 1


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(-3_000, 3_000).filter(bool), min_size=1, max_size=25),
    st.lists(st.tuples(st.sampled_from([">", ">=", "<", "<=", "="]), st.integers(-3_000, 3_000), st.booleans())),
    st.booleans(),
)
def test_sizes_by_the_index_or_by_walking_are_the_same(tmp_path_factory, amounts, asked, by_index: bool) -> None:
    path = tmp_path_factory.mktemp("sizes") / "a.tenk"
    usual, search._FEW = search._FEW, 20_000 if by_index else 0
    try:
        with Ledger.create(path, accounts=[OpeningBalance("Courant")]) as ledger:
            ledger.save(*(Transaction(0, 1, DAY, amount, "Café") for amount in amounts))
            for compare, cents, signed in asked:
                value = f"{cents / 100:+.2f}" if signed else f"{abs(cents) / 100:.2f}"
                bound = cents if signed else abs(cents)
                said = {"=": operator.eq, ">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le}
                wanted = [a for a in amounts if said[compare](a if signed else abs(a), bound)]
                found = ledger.transactions(Filter(search=f"{compare}{value}"), limit=100)
                assert sorted(t.amount for t in found) == sorted(wanted)
    finally:
        search._FEW = usual


# places


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 90), min_size=1, max_size=40), st.data())
def test_places_and_sums_agree_with_the_list(tmp_path_factory, days: list[int], data) -> None:
    path = tmp_path_factory.mktemp("places") / "a.tenk"
    with Ledger.create(path, accounts=[OpeningBalance("Courant"), OpeningBalance("Espèces")]) as ledger:
        ledger.save(*(Transaction(0, 1 + d % 3 // 2, DAY + timedelta(d), -1 - d, "Café") for d in days))
        for account in (1, 2, None):
            rows = ledger.transactions(Filter(account_id=account))
            assert ledger.count(account) == len(rows)
            for currency in ("", "EUR", "USD"):
                some = rows if currency != "USD" else ()
                wanted = Filter(account_id=account, currency=currency)
                assert ledger.count_and_sum(wanted) == (len(some), sum(t.amount for t in some))
            assert [ledger.index_of((t.date, t.id), account) for t in rows] == list(range(len(rows)))
            assert [ledger.place(i, account) for i in range(len(rows))] == [(t.date, t.id) for t in rows]
            assert ledger.place(len(rows), account) is None
        first = data.draw(st.integers(0, len(rows) - 1))
        last = data.draw(st.integers(first, len(rows) - 1))
        ends = [(t.date, t.id) for t in (rows[first], rows[last])]
        some = rows[first : last + 1]
        assert ledger.sums_between(Filter(), *ends) == (len(some), sum(t.amount for t in some))
        month = Filter(start=DAY, end=DAY + timedelta(30))
        within = [t for t in some if month.start <= t.date < month.end]
        assert ledger.sums_between(month, *ends) == (len(within), sum(t.amount for t in within))


# transfers


def test_both_sides_in_one_step_and_back(two: Ledger) -> None:
    before = dump(two.path)
    one = Transaction(0, 1, DAY, -5_000, "Virement", category_id=category(two, "Courses"))
    changes = two.save_transfer(one, one._replace(account_id=2, amount=5_000))
    out, into = (two.transaction(i) for i in changes.created)
    assert (out.transfer_to, into.transfer_to) == (2, 1)
    assert out.category_id is None
    assert two.other_side(out.id) == into
    assert two.check() == ()
    after = dump(two.path)
    two.undo()
    assert dump(two.path) == before
    two.redo()
    assert dump(two.path) == after
    two.save_transfer(out._replace(amount=6_000), into._replace(amount=-6_000))  # the other way round
    assert [t.amount for t in two.transactions()] == [-6_000, 6_000]
    two.untie([out.id])
    assert two.other_side(out.id) is None


@pytest.mark.parametrize("wrong", [{"account_id": 1}, {"amount": 4_999}, {"amount": -5_000}])
def test_sides_that_do_not_answer_are_refused(two: Ledger, wrong: dict) -> None:
    one = Transaction(0, 1, DAY, -5_000, "Virement")
    with pytest.raises(InputError, match="deux côtés"):
        two.save_transfer(one, one._replace(**({"account_id": 2, "amount": 5_000} | wrong)))
    assert two.transactions() == ()


def test_a_side_taken_for_another_transfer_leaves_the_first(two: Ledger) -> None:
    one = Transaction(0, 1, DAY, -5_000, "Virement")
    out, _into = two.save_transfer(one, one._replace(account_id=2, amount=5_000)).created
    again = kept(two, 5_000, "Dépôt", account=2)
    two.save_transfer(two.transaction(out), two.transaction(again))
    assert two.other_side(out).id == again
    assert len([t for t in two.transactions() if t.transfer_to]) == 2
    assert two.check() == ()


def test_likely_transfers_are_proposed_with_what_says_so(two: Ledger) -> None:
    out = kept(two, -5_000, "VIR VERS LIVRET")
    into = kept(two, 5_000, "Versement", DAY + timedelta(4), account=2)
    assert [(o.id, i.id) for o, i in two.likely_transfers(DAY)] == [(out, into)]
    assert two.likely_transfers(DAY + timedelta(5)) == ()
    two.tell(f"apart:{out}-{into}", "1", Message("Pas un virement"))
    assert two.likely_transfers(DAY) == ()
    two.undo()
    two.save_transfer(*two.likely_transfers(DAY)[0])
    assert two.likely_transfers(DAY) == ()


@pytest.mark.parametrize(
    "other",
    [
        {"amount": 5_001},
        {"day": DAY + timedelta(5)},
        {"account": 1},
        {"category_id": 3},  # chosen by a person
    ],
)
def test_what_is_no_likely_transfer(two: Ledger, other: dict) -> None:
    kept(two, -5_000, "VIR VERS LIVRET")
    kept(two, **({"amount": 5_000, "payee": "Versement", "account": 2} | other))
    assert two.likely_transfers(date.min) == ()


def test_one_that_may_answer_two_is_not_proposed(two: Ledger) -> None:
    kept(two, -5_000, "VIR VERS LIVRET")
    kept(two, 5_000, "Versement", account=2)
    one = two.transactions()[-1]
    assert two.answering(one, 2).payee == "Versement"
    kept(two, 5_000, "Versement", account=2)
    assert two.likely_transfers(date.min) == ()
    assert two.answering(one, 2) is None


def test_sorted_sides_need_a_word_of_a_transfer(two: Ledger) -> None:
    def imported(out: str, into: str) -> int:
        bring(two, "a.csv", statement(row("2026-11-03", "-50", out)), account="Courant")
        bring(two, "b.csv", statement(row("2026-11-05", "50", into), header="h2"), account="Livret A")
        found = len(two.likely_transfers(date.min))
        for one in two.transactions():
            assert one.transfer_to is None, "what the import has paired is not proposed"
        return found

    assert imported("CARTE MONOPRIX", "SALAIRE ACME") == 0
    two.undo()
    two.undo()
    assert imported("CARTE MONOPRIX", "VIREMENT COURANT") == 1


# kept filters


@pytest.mark.parametrize(
    "wanted",
    [
        Filter(search="café >50"),
        Filter(account_id=1, start=date(2026, 11, 1), end=date(2026, 12, 1), nature=Nature.COST),
        Filter(uncategorised=True, spending_only=True, category_id=3),
    ],
)
def test_a_kept_filter_comes_back_as_it_was(two: Ledger, wanted: Filter) -> None:
    two.tell(PREFIX + "Les miens : 1", as_text(wanted))
    assert two.kept_filters() == {"Les miens : 1": wanted}
    assert two.preferences() == {}
    two.tell(PREFIX + "Les miens : 1", None)
    assert two.kept_filters() == {}


# several at once


def test_what_a_change_of_several_leaves_out(two: Ledger) -> None:
    food = category(two, "Courses")
    plain = Transaction(1, 1, DAY, -100, "Café")
    locked = plain._replace(id=2, reconciled=True)
    split = plain._replace(id=3, splits=(Split(-50), Split(-50)))
    side = plain._replace(id=4, transfer_to=2)
    there = plain._replace(id=5, category_id=food)
    rows = [plain, locked, split, side, there]
    plan = plan_bulk(Bulk(category_id=food), rows)
    assert plan.changes == ((plain, plain._replace(category_id=food)),)
    assert [one for one, _reason in plan.left_out] == [locked, split, side]
    renamed = plan_bulk(Bulk(payee="Bar", category_id=0), rows)
    assert [after.payee for _before, after in renamed.changes] == ["Bar"] * 4
    assert renamed.changes[1][1].splits == split.splits
    assert [one for one, _reason in renamed.left_out] == [locked]
    assert fold(str(renamed.left_out[0][1])).startswith("pointee")


def test_what_cannot_go_to_another_account_stays_and_it_is_said(two: Ledger) -> None:
    plain = Transaction(1, 1, DAY, -100, "Café")
    locked = plain._replace(id=2, reconciled=True)
    dollars = plain._replace(id=3, account_id=3)
    onto, away = plain._replace(id=4, transfer_to=2), plain._replace(id=5, transfer_to=4)
    there = plain._replace(id=6, account_id=2)
    rows = [plain, locked, dollars, onto, away, there]
    currencies = {1: "EUR", 2: "EUR", 3: "USD", 4: "EUR"}
    plan = plan_bulk(Bulk(payee="Bar", account_id=2), rows, currencies, {4: 60, 5: 61})
    assert [after for _before, after in plan.changes] == [
        plain._replace(payee="Bar", account_id=2),
        away._replace(payee="Bar", account_id=2),
        there._replace(payee="Bar"),
    ]
    assert {one.id: str(reason) for one, reason in plan.left_out} == {
        2: "pointée avec un relevé",
        3: "elle est dans une autre monnaie que ce compte",
        4: "l’autre côté de ce virement est sur ce compte",
    }
    pair = [away, away._replace(id=61, account_id=4, transfer_to=1)]
    both = plan_bulk(Bulk(account_id=2), pair, currencies, {5: 61, 61: 5})
    assert both.changes == ()
    assert {str(reason) for _one, reason in both.left_out} == {"les deux côtés de ce virement sont choisis"}


def test_a_row_put_on_another_account_is_known_at_the_next_import_and_comes_back_exactly(two: Ledger) -> None:
    rows = [row("2026-10-03", "-5", "CARTE 02/10 BRASSERIE DU PORT", 2), row("2026-10-04", "-7", "PRLV FREE", 3)]
    bring(two, "a.csv", statement(*rows), account="Courant")
    before = dump(two.path)
    held = two.transactions()
    plan = plan_bulk(Bulk(account_id=2), held, {a.id: a.currency for a in two.accounts_named()})
    two.save(*(after for _before, after in plan.changes))
    assert {t.account_id for t in two.transactions()} == {2}
    assert [t.source for t in two.transactions()] == [t.source for t in held]
    again = bring(two, "b.csv", statement(*rows, header="h1"), account="Courant")
    assert {r.outcome for s in again.statements for r in s.rows} == {Outcome.KNOWN}
    assert len(two.transactions()) == 2
    assert two.check() == ()
    two.undo()
    assert dump(two.path) == before


def test_the_other_sides_of_transfers(two: Ledger) -> None:
    out, into = Transaction(0, 1, DAY, -100, "Virement"), Transaction(0, 2, DAY, 100, "Virement")
    one, other = two.save_transfer(out, into).created
    (alone,) = two.save(Transaction(0, 1, DAY, -3, "Café")).created
    assert two.other_sides([one, alone]) == {one: other}
    assert two.other_sides([other, one]) == {one: other, other: one}
    assert two.other_sides([]) == {}


def test_only_small_steps_are_undone_here_and_now(two: Ledger) -> None:
    kept(two, -100)
    assert two.replays_quickly()
    two.save(*(Transaction(0, 1, DAY, -100 - i, f"P{i}") for i in range(300)))
    assert not two.replays_quickly()
    two.undo()
    assert two.replays_quickly()
    assert not two.replays_quickly(redo=True)
