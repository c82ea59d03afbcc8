"""Plans applied to real ledgers: duplicates, undo in any order, what platforms owe."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenk_desktop.core.errors import LedgerError
from tenk_desktop.core.importing.plan import Outcome
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
    from dataclasses import replace

    bring(ledger, "a.csv", statement(row("2026-11-04", "-20", "CB ZORGLUB")))
    (bought,) = ledger.transactions()
    pets = next(c.id for c in ledger.categories() if c.name == "Animaux")
    ledger.save(replace(bought, category_id=pets))
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
