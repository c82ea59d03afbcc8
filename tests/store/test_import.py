"""Plans applied to real ledgers: duplicates, undo in any order, what platforms owe."""

import itertools
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenk_desktop.core.errors import LedgerError
from tenk_desktop.core.importing.planned import Outcome
from tenk_desktop.core.importing.statement import Statement
from tenk_desktop.core.model import Stage, Transaction
from tenk_desktop.core.period import Period
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tests.store.conftest import bring, earning, plan, row, statement
from tests.store.dump import dump

COFFEE = [row("2026-11-04", "-2.10", "CB CAFE DES ARTS", 2), row("2026-11-04", "-2.10", "CB CAFE DES ARTS", 3)]


def counts(made) -> tuple[int, int, int]:
    return made.count(Outcome.NEW), made.count(Outcome.KNOWN), made.count(Outcome.UNDECIDED)


def lines(ledger: Ledger) -> list[tuple[str, int, str]]:
    return sorted((t.date.isoformat(), t.amount, t.payee) for t in ledger.transactions())


def test_two_real_identical_coffees_stay_two_and_come_once(ledger: Ledger) -> None:
    assert counts(bring(ledger, "a.csv", statement(*COFFEE))) == (2, 0, 0)
    again = plan(ledger, "a.csv", statement(*COFFEE))
    assert counts(again) == (0, 2, 0)
    assert again.same_file
    assert not again.writes
    assert not ledger.apply_import(again)
    more = statement(*COFFEE, row("2026-11-04", "-2.10", "CB CAFE DES ARTS", 4))
    assert counts(bring(ledger, "b.csv", more)) == (1, 2, 0)
    assert len(ledger.transactions()) == 3


def test_a_known_row_says_where_it_came_from(ledger: Ledger) -> None:
    bring(ledger, "a.csv", statement(*COFFEE))
    (source,) = {t.source.file for t in ledger.transactions() if t.source}
    assert source == "a.csv"
    known = plan(ledger, "b.csv", statement(COFFEE[1])).statements[0].rows[0]
    assert str(known.reason) == "déjà importée : a.csv, ligne 2"


def test_a_deleted_row_does_not_come_back(ledger: Ledger) -> None:
    bring(ledger, "a.csv", statement(*COFFEE))
    ledger.delete([ledger.transactions()[0].id])
    assert counts(bring(ledger, "b.csv", statement(*COFFEE, row("2026-11-05", "-1", "X")))) == (1, 2, 0)
    assert len(ledger.transactions()) == 2


def test_a_bank_reference_survives_a_changed_label_and_tells_twins_apart(ledger: Ledger) -> None:
    first = [row("2026-11-04", "-2.10", "CAFE", 2, ref="001"), row("2026-11-04", "-2.10", "CAFE", 3, ref="002")]
    bring(ledger, "a.csv", statement(*first))
    later = [
        row("2026-11-05", "-2.10", "CAFE DES ARTS", 2, ref="002"),
        row("2026-11-04", "-2.10", "CAFE", 3, ref="003"),
    ]
    assert counts(bring(ledger, "b.csv", statement(*later))) == (1, 1, 0)


def test_references_numbered_anew_in_each_file_are_not_believed(ledger: Ledger) -> None:
    bring(
        ledger, "a.csv", statement(row("2026-11-04", "-2.10", "CAFE", ref="1"), row("2026-11-05", "-9", "BUS", ref="2"))
    )
    later = statement(row("2026-11-05", "-9", "BUS", ref="1"), row("2026-11-06", "-5", "PAIN", ref="2"))
    assert counts(bring(ledger, "b.csv", later)) == (1, 1, 0)


def test_a_repeated_reference_is_not_believed(ledger: Ledger) -> None:
    rows = [row(f"2026-11-0{i}", "-5", f"L{i}", ref="X") for i in range(1, 6)]
    assert counts(bring(ledger, "a.csv", statement(*rows))) == (5, 0, 0)
    assert counts(plan(ledger, "b.csv", statement(*rows))) == (0, 5, 0)


def test_the_same_operation_in_another_layout_is_known_when_words_and_days_agree(ledger: Ledger) -> None:
    bring(
        ledger,
        "a.csv",
        statement(
            row("2026-11-01", "-9", "A"), row("2026-11-04", "-20", "CB MONOPRIX LYON"), row("2026-11-30", "-9", "Z")
        ),
    )
    other = statement(
        row("2026-11-02", "-7", "B"), row("2026-11-05", "-20", "MONOPRIX"), row("2026-11-29", "-7", "Y"),
        header="h2",
    )  # fmt: skip
    assert counts(bring(ledger, "b.ofx", other, account="Courant")) == (2, 1, 0)


def test_what_only_looks_alike_waits_for_a_person(ledger: Ledger) -> None:
    account = ledger.accounts()[0].id
    ledger.save(Transaction(0, account, date(2026, 11, 6), 4_000, "Vente vélo"))
    made = plan(ledger, "a.csv", statement(row("2026-11-08", "40", "VIR INST M DUPUIS")))
    assert counts(made) == (0, 0, 1)
    assert not made.writes
    assert counts(made.decide(0, 0, Outcome.NEW)) == (1, 0, 0)
    linked = made.decide(0, 0, Outcome.KNOWN)
    assert counts(linked) == (0, 1, 0)
    ledger.apply_import(linked)
    assert [t.payee for t in ledger.transactions()] == ["Vente vélo"]
    assert counts(plan(ledger, "b.csv", made.statements[0].statement)) == (0, 1, 0), "asked once"


def test_a_typed_row_is_completed_by_the_statement_not_doubled(ledger: Ledger) -> None:
    account = ledger.accounts()[0].id
    ledger.save(Transaction(0, account, date(2026, 11, 9), -1_800, "SNCF"))
    made = bring(ledger, "a.csv", statement(row("2026-11-10", "-18", "CB SNCF"), row("2026-11-11", "-1", "X")))
    assert counts(made) == (1, 1, 0)
    assert len(ledger.transactions()) == 2
    assert next(t for t in ledger.transactions() if t.payee == "SNCF").source is not None
    ledger.undo_import(1)
    assert [t.payee for t in ledger.transactions()] == ["SNCF"]


def test_a_choice_of_category_is_remembered(ledger: Ledger) -> None:
    bring(ledger, "a.csv", statement(row("2026-11-04", "-20", "CB ZORGLUB")))
    (bought,) = ledger.transactions()
    pets = next(c.id for c in ledger.categories() if c.name == "Animaux")
    ledger.save(bought._replace(category_id=pets))
    made = plan(ledger, "b.csv", statement(row("2026-12-04", "-21", "CB ZORGLUB")))
    assert made.statements[0].rows[0].category_id == pets


def test_undo_of_all_imports_in_any_order_gives_the_former_state(ledger: Ledger) -> None:
    before = dump(ledger.path)
    files = {
        "a": statement(
            row("2026-11-01", "-1", "A"), *COFFEE, number="FR76111", closing=(date(2026, 11, 4), Decimal(50))
        ),
        "b": statement(*COFFEE, row("2026-11-05", "-3", "B"), number="FR76111"),
        "c": Statement(
            earnings=(earning("1", "estimated", "3.10"), earning("2", "validated", "4", settled="2026-10-20")),
            name="TikTok",
        ),
        "d": Statement(earnings=(earning("1", "validated", "3", settled="2026-11-01"),), name="TikTok"),
    }
    for order in ("abcd", "dcba", "bdac", "cadb"):
        for undone in ("abcd", "dbca", "cdab"):
            ids = {}
            for name in order:
                changes = ledger.apply_import(plan(ledger, f"{name}.csv", files[name]))
                ids[name] = changes.created[0]
            for name in undone:
                ledger.undo_import(ids[name])
            assert dump(ledger.path) == before, (order, undone)


def test_undoing_the_first_of_two_overlapping_imports_keeps_what_the_second_holds(ledger: Ledger) -> None:
    bring(ledger, "a.csv", statement(row("2026-11-01", "-1", "A"), *COFFEE))
    bring(ledger, "b.csv", statement(*COFFEE, row("2026-11-05", "-3", "B")))
    ledger.undo_import(1)
    assert [t.amount for t in ledger.transactions()] == [-300, -210, -210]
    assert {t.source.file for t in ledger.transactions() if t.source} == {"b.csv"}
    assert ledger.check() == ()
    ledger.undo()
    assert len(ledger.transactions()) == 4


def test_a_plan_older_than_the_ledger_is_refused(ledger: Ledger) -> None:
    made = plan(ledger, "a.csv", statement(*COFFEE))
    ledger.set_balance(1, 5, date(2026, 1, 1))
    with pytest.raises(LedgerError, match="ont changé"):
        ledger.apply_import(made)
    assert ledger.transactions() == ()


def test_accounts_are_found_by_number_then_by_layout_then_made(ledger: Ledger) -> None:
    first = bring(ledger, "x.csv", statement(row("2026-11-01", "-1", "A"), number="FR1", name="Banque X"))
    assert first.statements[0].account_name == "Courant", "the only spending account, where nothing was ever imported"
    other = bring(ledger, "y.csv", statement(row("2026-11-01", "-1", "A"), number="FR2", name="Banque X"))
    assert other.statements[0].account_name == "Banque X"
    again = plan(ledger, "z.csv", statement(row("2026-12-01", "-1", "A"), number="FR1"))
    assert again.statements[0].account_name == "Courant"
    unnamed = plan(ledger, "w.csv", statement(row("2026-12-01", "-1", "A"), header="h9"))
    assert unnamed.statements[0].account_name == "w"


def test_two_accounts_that_fit_equally_are_asked(ledger: Ledger) -> None:
    bring(ledger, "x.csv", statement(row("2026-11-01", "-1", "A")))
    bring(ledger, "y.csv", statement(row("2026-11-02", "-1", "B")), account="Joint")
    made = plan(ledger, "z.csv", statement(row("2026-12-01", "-1", "C")))
    assert [(q.about, q.options) for q in made.questions] == [("account", ("Courant", "Joint"))]
    assert not made.writes


def test_balances_that_contradict_send_a_file_to_another_account(ledger: Ledger) -> None:
    def chained(day: str, *amounts_and_balances: tuple[str, str], **more) -> Statement:
        rows = [
            row(f"{day}-{i + 1:02}", a, f"L{i}", i + 2, balance=Decimal(b))
            for i, (a, b) in enumerate(amounts_and_balances)
        ]
        return statement(*rows, chained=True, **more)

    mine = chained("2026-11", ("-1", "99"), ("-2", "97"), ("-3", "94"))
    bring(ledger, "x.csv", mine)
    theirs = chained("2026-11", ("-1", "499"), ("-2", "497"), ("-4", "493"))
    assert plan(ledger, "y.csv", theirs).statements[0].account_name == "y"
    following = chained("2026-12", ("-5", "89"))
    made = bring(ledger, "z.csv", following)
    assert made.statements[0].account_name == "Courant"
    assert made.problems == ()
    assert ledger.accounts()[0].balance == 8_900
    gap = chained("2027-02", ("-5", "50"))
    late = plan(ledger, "w.csv", gap)
    assert late.statements[0].account_name == "Courant"
    assert "il manque peut-être" in str(late.problems[0].message)
    assert not late.problems[0].lost


def month_of(month: int, opening: str, *moves: tuple[int, str]) -> Statement:
    """A month of one account with its running balance, as (day, amount)."""
    balance, rows = Decimal(opening), []
    for line, (day, amount) in enumerate(moves, start=2):
        balance += Decimal(amount)
        rows.append(row(f"2026-{month:02}-{day:02}", amount, f"CB L{month}-{line}", line, balance=balance))
    return statement(*rows, chained=True)


def test_the_months_of_one_account_come_to_it_in_any_order(tmp_path) -> None:
    months = {
        1: month_of(1, "100", (2, "-1"), (15, "-2"), (30, "-3")),
        2: month_of(2, "94", (2, "-4"), (15, "-5"), (27, "-6")),
        3: month_of(3, "79", (2, "-7"), (15, "-8"), (30, "-9")),
    }
    for order in itertools.permutations(months):
        name = "".join(map(str, order))
        with Ledger.create(tmp_path / f"{name}.tenk", accounts=[OpeningBalance("Courant")]) as made:
            for month in order:
                assert bring(made, f"{month}.csv", months[month]).statements[0].account_name == "Courant", order
            assert [a.balance for a in made.accounts()] == [5_500], order


def test_a_month_before_another_accounts_goes_to_an_account_of_its_own(ledger: Ledger) -> None:
    bring(ledger, "nov.csv", month_of(11, "100", (1, "-1"), (5, "-2"), (9, "-3")))
    earlier = month_of(10, "700", (5, "-4"), (20, "-5"), (31, "-6"))
    assert plan(ledger, "oct.csv", earlier).statements[0].account_name == "oct"


@pytest.mark.parametrize("known", [date(2026, 11, 22), date(2026, 11, 9), None])
def test_a_typed_balance_does_not_send_the_next_export_elsewhere(ledger: Ledger, known: date | None) -> None:
    """The rows between two exports are not in the ledger yet when a person types what the bank's site shows."""
    first = month_of(11, "100", (1, "-1"), (5, "-2"), (9, "-3"))
    ledger.set_balance(1, 5_000, known)
    bring(ledger, "a.csv", first)
    ledger.set_balance(1, 4_000, date(2026, 11, 12))
    ledger.save(Transaction(0, 1, date(2026, 11, 4), -700, "Marché"))
    overlapping = month_of(11, "99", (5, "-2"), (9, "-3"), (11, "-20"), (12, "-30"))
    assert plan(ledger, "b.csv", overlapping).statements[0].account_name == "Courant"
    following = month_of(11, "94", (11, "-20"), (12, "-30"), (13, "-1"))
    made = plan(ledger, "c.csv", following)
    assert made.statements[0].account_name == "Courant"
    assert made.problems == ()


def test_the_same_bytes_write_nothing_wherever_they_are_sent(ledger: Ledger) -> None:
    november = month_of(11, "100", (1, "-1"), (5, "-2"), (9, "-3"))
    bring(ledger, "a.csv", november)
    ledger.set_balance(1, 123, date(2026, 11, 9))
    for account in ("", "Autre"):
        again = plan(ledger, "a.csv", november, account=account)
        assert counts(again) == (0, 3, 0)
        assert again.same_file
        assert not again.writes


def test_of_two_accounts_of_one_bank_the_one_whose_balances_follow_is_taken(ledger: Ledger) -> None:
    bring(ledger, "a.csv", month_of(9, "100", (1, "-1"), (5, "-2"), (9, "-3")), account="Courant")
    bring(ledger, "b.csv", month_of(10, "700", (10, "-4"), (20, "-5"), (31, "-6")), account="Joint")
    following = month_of(11, "685", (2, "-4"), (15, "-5"), (16, "-6"))
    assert plan(ledger, "c.csv", following).statements[0].account_name == "Joint"


def test_two_currencies_sent_to_one_new_account_do_not_mix(ledger: Ledger) -> None:
    bring(
        ledger,
        "a.csv",
        statement(row("2026-11-01", "-1", "A"), currency="EUR"),
        statement(row("2026-11-01", "-2", "B"), currency="USD"),
        statement(row("2026-11-02", "-3", "C"), currency="USD"),
        account="Joint",
    )
    assert {a.name: (a.currency, a.balance) for a in ledger.accounts()} == {
        "Courant": ("EUR", 10_000), "Joint": ("EUR", -100), "Joint USD": ("USD", -500),
    }  # fmt: skip


def test_the_wording_of_another_layout_is_remembered(ledger: Ledger) -> None:
    first = statement(row("2026-11-01", "-9", "A"), row("2026-11-04", "-20", "CB MONOPRIX LYON", 3))
    other = statement(row("2026-11-01", "-9", "A"), row("2026-11-03", "-20", "MONOPRIX", 3), header="h2")
    bring(ledger, "a.csv", first)
    more = statement(*other.rows, row("2026-11-05", "-1", "N", 4), row("2026-11-04", "-21", "X", 5), header="h2")
    asked = plan(ledger, "b.csv", more, account="Courant")
    ledger.apply_import(asked)
    assert counts(asked) == (2, 2, 0)
    assert [i.new for i in ledger.imports()] == [2, 2]
    ledger.undo_import(1)
    assert sorted(t.payee for t in ledger.transactions()) == ["A", "Monoprix Lyon", "N", "X"]
    assert {t.source.file for t in ledger.transactions() if t.source} == {"b.csv"}
    assert counts(plan(ledger, "c.csv", other, account="Courant")) == (0, 2, 0)
    assert counts(bring(ledger, "a.csv", first, account="Courant")) == (0, 2, 0)
    assert ledger.check() == ()


def test_a_deleted_operation_stays_deleted_in_any_wording(ledger: Ledger) -> None:
    bring(ledger, "a.csv", statement(row("2026-11-04", "-20", "CB MONOPRIX LYON")))
    ledger.delete([ledger.transactions()[0].id])
    other = statement(row("2026-11-04", "-20", "MONOPRIX"), row("2026-11-04", "-1", "X"), header="h2")
    assert counts(bring(ledger, "b.csv", other, account="Courant")) == (1, 1, 0)
    ledger.undo_import(1)
    assert counts(plan(ledger, "c.csv", other, account="Courant")) == (0, 2, 0)
    assert [t.payee for t in ledger.transactions()] == ["X"]


def test_an_imports_accounts_are_named_whole(ledger: Ledger) -> None:
    bring(ledger, "a.csv", statement(*COFFEE), account="Dupont, Marie")
    assert ledger.imports()[0].accounts == ("Dupont, Marie",)


def test_an_imported_row_may_be_moved_to_another_account(ledger: Ledger) -> None:
    ledger.add_account(OpeningBalance("Joint"))
    bring(ledger, "a.csv", statement(*COFFEE), account="Courant")
    ledger.save(ledger.transactions()[0]._replace(account_id=2))
    assert ledger.check() == ()
    assert counts(plan(ledger, "b.csv", statement(*COFFEE, COFFEE[0]), account="Courant")) == (1, 2, 0)


def test_a_side_that_no_longer_answers_the_other_is_a_transfer_no_more(ledger: Ledger) -> None:
    ledger.add_account(OpeningBalance("Livret"))
    bring(ledger, "a.csv", statement(row("2026-11-03", "-50", "VIR VERS LIVRET A")), account="Courant")
    bring(ledger, "b.csv", statement(row("2026-11-03", "50", "VIREMENT RECU"), header="h2"), account="Livret")
    side = ledger.transactions()[0]
    assert side.transfer_to
    ledger.save(side._replace(payee="Épargne"))
    assert ledger.transactions()[0].transfer_to
    ledger.save(side._replace(amount=4_000))
    assert [t.transfer_to for t in ledger.transactions()] == [None, None]
    assert ledger.check() == ()


def test_other_currencies_get_an_account_of_their_own_and_are_never_summed(ledger: Ledger) -> None:
    made = bring(
        ledger,
        "a.csv",
        statement(row("2026-11-01", "-1", "A", currency="EUR"), row("2026-11-01", "-1000", "B", currency="DZD")),
    )
    assert made.statements[0].sums() == {"EUR": -100, "DZD": -100_000}
    assert {a.name: a.currency for a in ledger.accounts()} == {"Courant": "EUR", "Courant DZD": "DZD"}
    (report,) = ledger.months([Period.of(2026, 11)])
    assert report.costs == 100


def test_a_transfer_between_own_accounts_is_one_thing_and_no_income(ledger: Ledger) -> None:
    ledger.add_account(OpeningBalance("Livret"))
    bring(ledger, "a.csv", statement(row("2026-11-03", "-50", "VIR VERS LIVRET A")), account="Courant")
    bring(
        ledger,
        "b.csv",
        statement(row("2026-11-04", "50", "VIREMENT RECU COMPTE COURANT"), header="h2"),
        account="Livret",
    )
    (report,) = ledger.months([Period.of(2026, 11)])
    assert (report.income, report.costs) == (0, 0)
    names = {a.id: a.name for a in ledger.accounts()}
    assert sorted(names[t.transfer_to] for t in ledger.transactions() if t.transfer_to) == ["Courant", "Livret"]
    assert ledger.check() == ()


def test_a_final_status_wins_whatever_the_order_and_nothing_doubles(ledger: Ledger) -> None:
    old = Statement(earnings=(earning("1", "estimated", "3.10"), earning("2", "estimated", "5")), name="TikTok")
    new = Statement(
        earnings=(earning("1", "validated", "3", settled="2026-10-20"), earning("2", "void", "5")), name="TikTok"
    )
    seen = []
    for order in ((old, new), (new, old)):
        ids = [ledger.apply_import(plan(ledger, f"{i}.csv", s)).created[0] for i, s in enumerate(order)]
        seen.append(sorted((e.key, e.stage, e.amount) for e in ledger.earnings()))
        for i in ids:
            ledger.undo_import(i)
    assert seen[0] == seen[1] == [("1", Stage.VALIDATED, 300), ("2", Stage.VOID, 500)]


def test_an_update_is_known_not_new(ledger: Ledger) -> None:
    bring(ledger, "a.csv", Statement(earnings=(earning("1", "estimated", "3.10"),), name="TikTok"))
    made = bring(
        ledger, "b.csv", Statement(earnings=(earning("1", "validated", "3", settled="2026-10-20"),), name="TikTok")
    )
    assert counts(made) == (0, 1, 0)
    assert [e.stage for e in ledger.earnings()] == [Stage.VALIDATED]
    assert not plan(ledger, "c.csv", made.statements[0].statement).writes


def test_a_deposit_that_pays_orders_exactly_receives_them_once(ledger: Ledger) -> None:
    orders = tuple(earning(str(i), "validated", f"{i}.5", settled=f"2026-10-{10 + i}") for i in range(1, 4))
    bring(ledger, "a.csv", Statement(earnings=orders, name="TikTok"))
    october, november = Period.of(2026, 10), Period.of(2026, 11)
    assert [r.pending for r in ledger.months([october, november])] == [750, 750]
    bring(ledger, "b.csv", statement(row("2026-11-15", "7.5", "VIR SEPA TIKTOK TECHNOLOGY LIMITED")))
    assert {e.stage for e in ledger.earnings()} == {Stage.RECEIVED}
    reports = ledger.months([october, november])
    assert [(r.pending, r.tiktok) for r in reports] == [(750, 0), (0, 750)]


days = st.dates(date(2026, 1, 1), date(2026, 1, 12))
rows_strategy = st.lists(
    st.builds(
        lambda d, a, label: row(d.isoformat(), f"{a / 100:.2f}", label),
        days,
        st.sampled_from([-210, -210, -500, 1000]),
        st.sampled_from(["CB CAFE", "CB BUS", "VIR X"]),
    ),
    max_size=12,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=rows_strategy, cut=days, end=days)
def test_overlaps_of_whole_days_give_the_union_in_any_order(tmp_path_factory, rows, cut, end) -> None:
    """import(A) twice = once; A then B = B then A, for files that hold whole days of one account."""
    a = statement(*(r for r in rows if r.date <= max(cut, end)))
    b = statement(*(r for r in rows if r.date >= min(cut, end)))
    folder = tmp_path_factory.mktemp("union")
    results = []
    for name, order in (("ab", (a, b, a)), ("ba", (b, a, b)), ("all", (statement(*rows),))):
        with Ledger.create(folder / f"{name}.tenk", accounts=[OpeningBalance("Courant", 0)]) as made:
            for i, s in enumerate(order):
                bring(made, f"{i}.csv", s)
            results.append(lines(made))
            assert made.check() == ()
    assert results[0] == results[1] == results[2]


def test_two_accounts_of_one_file_never_share_the_only_account(ledger: Ledger) -> None:
    current = statement(row("2026-09-02", "-3.20", "BOULANGERIE"), number="00012345678")
    savings = statement(row("2026-09-03", "150", "VIREMENT INTERNE"), number="00087654321")
    made = bring(ledger, "deux.csv", current, savings)
    assert [s.account_name for s in made.statements] == ["Courant", "deux"]
    again = plan(ledger, "deux.csv", current, savings)
    assert [s.account_name for s in again.statements] == ["Courant", "deux"]
    assert counts(again) == (0, 2, 0)


def test_two_new_accounts_of_one_file_are_told_apart_by_their_numbers(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "b.tenk") as ledger:
        made = bring(
            ledger,
            "deux.csv",
            statement(row("2026-09-02", "-3.20", "A"), number="00012345678"),
            statement(row("2026-09-03", "150", "B"), number="00087654321"),
        )
        assert [s.account_name for s in made.statements] == ["deux", "deux 4321"]


# several statements of one file


def member(name: str, *rows_, **more) -> Statement:
    return statement(*rows_, member=name, **more)


def test_overlapping_members_add_only_what_is_missing_and_twins_survive(ledger: Ledger) -> None:
    before = dump(ledger.path)
    mid = [row("2026-11-10", "-9", "CB BUS"), row("2026-11-12", "-4", "CB PAIN")]
    a = member("a.csv", row("2026-11-01", "-1", "A"), *COFFEE, *mid)
    b = member("b.csv", *COFFEE, *mid, row("2026-11-20", "-5", "B"))
    made = plan(ledger, "x.zip", a, b)
    assert [s.account_name for s in made.statements] == ["Courant", "Courant"]
    assert [[s.count(o) for o in Outcome] for s in made.statements] == [[5, 0, 0], [1, 4, 0]]
    assert str(made.statements[1].rows[0].reason) == "déjà dans ce que vous importez : a.csv, ligne 2"
    ledger.apply_import(made)
    assert len(ledger.transactions()) == 6
    assert ledger.check() == ()
    assert counts(plan(ledger, "y.csv", b)) == (0, 5, 0)
    assert counts(plan(ledger, "x.zip", a, b)) == (0, 10, 0)
    ledger.undo_import(1)
    assert dump(ledger.path) == before


def test_undoing_another_import_leaves_what_an_archive_holds_twice(ledger: Ledger) -> None:
    bring(ledger, "first.csv", statement(*COFFEE))
    bring(ledger, "x.zip", member("a.csv", *COFFEE), member("b.csv", *COFFEE, row("2026-11-05", "-3", "B")))
    ledger.undo_import(1)
    assert len(ledger.transactions()) == 3
    assert ledger.check() == ()
    ledger.undo_import(2)
    assert ledger.transactions() == ()


def test_a_new_account_is_made_once_for_the_members_of_one_bank(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "b.tenk") as made:
        sent = bring(made, "x.zip", member("oct.csv", row("2026-10-02", "-1", "A")), member("nov.csv", *COFFEE))
        assert [s.account_name for s in sent.statements] == ["oct", "oct"]
        assert [len(made.accounts()), len(made.transactions())] == [1, 3]


def test_members_that_tell_other_things_of_the_same_days_are_two_accounts(ledger: Ledger) -> None:
    mine = [row(f"2026-11-{d:02}", f"-{d}", f"CB L{d}") for d in range(1, 9)]
    theirs = [row(f"2026-11-{d:02}", f"-{d}", f"VIR {d}") for d in range(1, 9)]
    made = bring(ledger, "x.zip", member("courant.csv", *mine), member("livret.csv", *theirs))
    assert [s.account_name for s in made.statements] == ["Courant", "livret"]
    again = plan(ledger, "x.zip", member("courant.csv", *mine), member("livret.csv", *theirs))
    assert [s.account_name for s in again.statements] == ["Courant", "livret"]
    assert counts(again) == (0, 16, 0)


def test_pages_of_one_account_share_no_operation(ledger: Ledger) -> None:
    """The second begins with the balance the first ends with: the second coffee is another one."""
    day = date(2026, 11, 4)
    first = member("1.sta", COFFEE[0], number="FR1", closing=(day, Decimal("97.90")))
    second = member("2.sta", COFFEE[0], number="FR1", closing=(day, Decimal("95.80")))
    for _ in range(2):
        made = bring(ledger, "x.zip", first, second)
        assert len(ledger.transactions()) == 2
    assert counts(made) == (0, 2, 0)


def test_a_transfer_between_two_accounts_of_one_file_is_one_thing(ledger: Ledger) -> None:
    out = member("courant.csv", row("2026-11-05", "-150", "VIREMENT INTERNE LIVRET"), number="FR1")
    into = member("livret.csv", row("2026-11-06", "150", "VIREMENT INTERNE"), number="FR2")
    made = plan(ledger, "x.zip", out, into)
    (a,), (b,) = (s.rows for s in made.statements)
    assert (a.transfer_with, b.transfer_with) == ((1, 0), (0, 0))
    ledger.apply_import(made)
    assert ledger.check() == ()
    assert [t.transfer_to is not None for t in ledger.transactions()] == [True, True]
    assert counts(plan(ledger, "y.zip", into, out)) == (0, 2, 0)


def test_orders_that_two_members_hold_are_new_once(ledger: Ledger) -> None:
    early = Statement(
        earnings=(earning("1", "estimated", "1"), earning("2", "estimated", "2")), name="TikTok", member="a.csv"
    )
    late = Statement(
        earnings=(earning("2", "validated", "2.5"), earning("3", "estimated", "3")), name="TikTok", member="b.csv"
    )
    made = bring(ledger, "x.zip", early, late)
    assert counts(made) == (3, 1, 0)
    assert [e.updates for e in made.statements[1].earnings] == [True, False]
    assert {e.amount for e in ledger.earnings()} == {100, 250, 300}


def test_a_row_whose_twin_waits_for_a_decision_waits_too(ledger: Ledger) -> None:
    ledger.save(Transaction(0, ledger.accounts()[0].id, date(2026, 11, 6), 4_000, "Vente vélo"))
    both = [member(name, row("2026-11-08", "40", "VIR INST M DUPUIS"), row("2026-11-08", "-1", "X")) for name in "ab"]
    made = plan(ledger, "x.zip", *both)
    assert counts(made) == (1, 2, 1)
    kept = made.decide(0, 0, Outcome.NEW)
    ledger.apply_import(made)
    assert sorted(t.amount for t in ledger.transactions()) == [-100, 4_000]
    ledger.undo()
    ledger.apply_import(replace(kept, revision=ledger.revision()))
    assert sorted(t.amount for t in ledger.transactions()) == [-100, 4_000, 4_000]
    assert ledger.check() == ()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=rows_strategy, cut=days, end=days)
def test_an_archive_brings_what_its_members_bring_one_by_one(tmp_path_factory, rows, cut, end) -> None:
    a = member("a.csv", *(r for r in rows if r.date <= max(cut, end)), number="FR1")
    b = member("b.csv", *(r for r in rows if r.date >= min(cut, end)), number="FR1")
    folder = tmp_path_factory.mktemp("zip")
    results = []
    for name, files in (("one", [(a, b)]), ("two", [(a,), (b,)]), ("back", [(b, a)])):
        with Ledger.create(folder / f"{name}.tenk", accounts=[OpeningBalance("Courant", 0)]) as made:
            before = dump(made.path)
            for i, statements in enumerate(files):
                planned = bring(made, f"{i}.zip", *statements)
                assert made.transactions() == () or planned.count(Outcome.UNDECIDED) == 0
            results.append(lines(made))
            assert made.check() == ()
            assert plan(made, "again.zip", *files[-1]).count(Outcome.NEW) == 0
            for record in reversed(made.imports()):
                made.undo_import(record.id)
            assert dump(made.path) == before
    assert results[0] == results[1] == results[2]


# the account of a following export


def test_an_operation_between_two_exports_makes_no_new_account(ledger: Ledger) -> None:
    bring(ledger, "oct.csv", month_of(10, "100", (1, "-1"), (5, "-2"), (28, "-3")))
    made = plan(ledger, "nov.csv", month_of(11, "50", (1, "-4"), (3, "-5")))  # 44 went out on the 30th
    assert made.statements[0].account_name == "Courant"
    assert "il manque peut-être" in str(made.problems[0].message)


def test_a_shared_word_weighs_more_than_a_nearer_day(ledger: Ledger) -> None:
    bring(
        ledger,
        "a.csv",
        statement(
            row("2026-11-01", "-9", "A"), row("2026-11-07", "-20", "CB MONOPRIX"), row("2026-11-09", "-20", "CB FNAC"),
            row("2026-11-30", "-9", "Z"),
        ),
    )  # fmt: skip
    other = statement(
        row("2026-11-01", "-9", "A"), row("2026-11-09", "-20", "MONOPRIX 09"), row("2026-11-30", "-9", "Z"), header="h2"
    )
    made = plan(ledger, "b.ofx", other, account="Courant")
    assert counts(made) == (0, 3, 0)
    assert made.statements[0].rows[1].known.label == "CB MONOPRIX"


def test_rows_after_the_day_of_a_stated_balance_are_not_taken_off_it(ledger: Ledger) -> None:
    rows = [row("2026-11-09", "-5", "PAIN", 2), row("2026-11-10", "-7", "BUS", 3), row("2026-11-12", "-20", "LIVRE", 4)]
    stated = replace(statement(*rows), closing=(date(2026, 11, 10), Decimal(100)), chained=False)
    bring(ledger, "a.ofx", stated)
    (account,) = [a for a in ledger.accounts() if a.balance_known]
    assert account.balance == 8_000


def test_an_import_taken_back_again_leaves_what_a_third_file_said(ledger: Ledger) -> None:
    """Its rows go to the second file while its statement goes: what the third one said of them is no part of that."""
    for i, name in enumerate("abc"):
        bring(ledger, f"{name}.csv", statement(COFFEE[0], row("2026-11-05", f"-{i + 1}", name.upper(), 3)))
    ledger.undo_import(1)
    taken_back = dump(ledger.path)
    ledger.undo()
    ledger.redo()
    assert dump(ledger.path) == taken_back
    ledger.undo_import(2)
    assert ("2026-11-04", -210, "Cafe des arts") in [(d, a, p.capitalize()) for d, a, p in lines(ledger)]
