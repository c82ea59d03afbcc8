"""What a person answered for a header is kept with the import it came with, and goes with it; rewards typed by hand."""

import shutil
import sqlite3
from datetime import date
from decimal import Decimal
from itertools import permutations
from pathlib import Path

from tenk_desktop.core.creator.sources import PARTNERSHIP, Source
from tenk_desktop.core.importing.plan import ImportPlan
from tenk_desktop.core.importing.planning import plan_file, plan_typed
from tenk_desktop.core.importing.rewards import diamonds, typed
from tenk_desktop.core.importing.statement import Answers, ReadOptions, Statement
from tenk_desktop.core.model import DIAMONDS, AccountKind, Stage, Transaction
from tenk_desktop.core.period import Period
from tenk_desktop.store.ledger import Ledger

from .conftest import bring, row, statement
from .dump import dump

CARD = "Kausi;Kuvaus;Summa\n13.{m}.2026;Kauppa;12,00\n14.{m}.2026;Kahvila;18,40\n15.{m}.2026;Kirja;9,00\n"
HEADER = ";kausi|kuvaus|summa"


def plan(ledger: Ledger, month: int, **said: object) -> ImportPlan:
    options = ReadOptions(**said)  # type: ignore[arg-type]
    return plan_file(f"{month}.csv", CARD.format(m=month).encode(), ledger.existing, options, account="Carte")


def sums(made: ImportPlan) -> list[dict[str, int]]:
    return [s.sums() for s in made.statements]


def test_a_header_is_asked_once(ledger: Ledger) -> None:
    assert [q.about for q in plan(ledger, 10).questions] == ["sign"]
    ledger.apply_import(plan(ledger, 10, sign="expense-positive"))
    again = plan(ledger, 11)
    assert not again.questions
    assert sums(again) == [{"EUR": -3940}]
    assert not again.answers, "nothing new is learnt"
    ledger.apply_import(again)
    assert ledger.existing(date.max, date.min).answers == {HEADER: Answers(sign="expense-positive")}


def test_what_is_said_now_wins_and_is_remembered_in_its_place(ledger: Ledger) -> None:
    ledger.apply_import(plan(ledger, 10, sign="expense-positive"))
    ledger.apply_import(plan(ledger, 11, sign="income-positive"))
    assert sums(plan(ledger, 12)) == [{"EUR": 3940}]


def test_answers_of_other_kinds_add_up(ledger: Ledger) -> None:
    ledger.apply_import(plan(ledger, 10, sign="expense-positive"))
    ledger.apply_import(plan(ledger, 11, columns=(("payee", "Kuvaus"),)))
    said = ledger.existing(date.max, date.min).answers[HEADER]
    assert said == Answers(sign="expense-positive", columns=(("payee", "Kuvaus"),))


def test_a_question_still_open_keeps_nothing(ledger: Ledger) -> None:
    before = dump(ledger.path)
    open_plan = plan(ledger, 10, columns=(("label", "Kuvaus"),))
    assert open_plan.questions
    ledger.apply_import(open_plan)
    assert dump(ledger.path) == before


def test_undo_and_redo_take_the_answer_along(ledger: Ledger) -> None:
    before = dump(ledger.path)
    ledger.apply_import(plan(ledger, 10, sign="expense-positive"))
    after = dump(ledger.path)
    ledger.undo()
    assert dump(ledger.path) == before
    assert plan(ledger, 11).questions
    ledger.redo()
    assert dump(ledger.path) == after


def test_undoing_that_very_import_later_forgets_it_too(ledger: Ledger) -> None:
    (first,) = ledger.apply_import(plan(ledger, 10, sign="expense-positive")).created
    ledger.apply_import(plan(ledger, 11))
    ledger.undo_import(first)
    assert ledger.existing(date.max, date.min).answers == {}


def test_undoing_another_import_forgets_nothing(ledger: Ledger) -> None:
    ledger.apply_import(plan(ledger, 10, sign="expense-positive"))
    (second,) = ledger.apply_import(plan(ledger, 11)).created
    ledger.apply_import(plan(ledger, 12))
    ledger.undo_import(second)
    assert HEADER in ledger.existing(date.max, date.min).answers


def test_an_answer_is_no_preference_of_the_household(ledger: Ledger) -> None:
    ledger.tell("floor", "-10000")
    ledger.apply_import(plan(ledger, 10, sign="expense-positive"))
    assert ledger.preferences() == {"floor": "-10000"}


def test_it_is_written_inside_the_step_of_the_import(ledger: Ledger) -> None:
    ledger.apply_import(plan(ledger, 10, sign="expense-positive"))
    db = sqlite3.connect(ledger.path)
    try:
        ((steps,),) = db.execute("SELECT count(*) FROM step").fetchall()
    finally:
        db.close()
    assert steps == 1


# Rewards typed by hand


def say(ledger: Ledger, month: date, amount: str, stage: Stage) -> None:
    existing = ledger.existing(month, month)
    ledger.apply_import(plan_typed(typed(month, Decimal(amount), "EUR", stage), existing))


def told(ledger: Ledger) -> list[tuple[str, int, Stage]]:
    return [(e.key.partition(":")[2], e.amount, e.stage) for e in ledger.earnings()]


def test_a_later_word_on_a_month_takes_the_place_of_the_former(ledger: Ledger) -> None:
    october = date(2026, 10, 1)
    said = [("120.00", Stage.ESTIMATED), ("80.00", Stage.ESTIMATED), ("95.50", Stage.PAYABLE), ("90", Stage.ESTIMATED)]
    for amount, stage in said:
        say(ledger, october, amount, stage)
        assert told(ledger) == [("2026-10", int(Decimal(amount) * 100), stage)]
    ledger.undo()
    assert told(ledger) == [("2026-10", 9550, Stage.PAYABLE)]
    assert [a.kind for a in ledger.accounts() if a.name == "TikTok"] == [AccountKind.WALLET]
    assert not ledger.transactions()
    assert not ledger.check()


def test_the_same_word_again_writes_nothing(ledger: Ledger) -> None:
    say(ledger, date(2026, 10, 1), "120.00", Stage.ESTIMATED)
    before = dump(ledger.path)
    say(ledger, date(2026, 10, 1), "120.00", Stage.ESTIMATED)
    assert dump(ledger.path) == before


def test_undo_calls_it_what_the_person_did(ledger: Ledger) -> None:
    say(ledger, date(2026, 10, 1), "120.00", Stage.ESTIMATED)
    assert str(ledger.undoable()[0]) == "Gain saisi à la main"
    (made,) = ledger.imports()
    ledger.save(Transaction(0, 1, date(2026, 10, 1), -5, "Café"))
    assert str(ledger.undo_import(made.id).label) == "Gain saisi à la main"


def test_a_payable_month_is_expected_in_the_middle_of_the_next(ledger: Ledger) -> None:
    say(ledger, date(2026, 10, 1), "120.00", Stage.PAYABLE)
    (earning,) = ledger.earnings()
    assert earning.expected == date(2026, 11, 15)


def test_a_month_counts_instead_of_its_days(ledger: Ledger) -> None:
    page = "Date\tEstimated rewards\n2026-10-12\t€3.00\n2026-10-13\t€4.00\n2026-11-02\t€5.00\n"
    days = plan_file("collé", page.encode(), ledger.existing, ReadOptions(format="pasted"))
    ledger.apply_import(days)
    assert sum(amount for _, amount, _ in told(ledger)) == 1200
    say(ledger, date(2026, 10, 1), "20.00", Stage.ESTIMATED)
    assert sorted(told(ledger)) == [("2026-10", 2000, Stage.ESTIMATED), ("2026-11-02", 500, Stage.ESTIMATED)]


def test_a_page_pasted_again_later_is_brought_up_to_date(ledger: Ledger) -> None:
    for amount, new, updates in (("80,00", 1, 0), ("120,00", 0, 1)):
        page = f"Mois\tRécompenses estimées\nNovembre 2026\t{amount} €\n"
        made = plan_file("collé", page.encode(), ledger.existing, ReadOptions(format="pasted"))
        (statement,) = made.statements
        assert (len([e for e in statement.earnings if e.outcome == "new"]), statement.updates) == (new, updates)
        ledger.apply_import(made)
    assert told(ledger) == [("2026-11", 12000, Stage.ESTIMATED)]


def note(ledger: Ledger, statement: Statement) -> None:
    """Through the gate, as the dialog does."""
    ledger.apply_import(plan_typed(statement, ledger.existing(date(2026, 10, 1), date(2026, 10, 1))))


OCTOBER = date(2026, 10, 1)
BRAND = Source("Maison Lune", PARTNERSHIP)


def test_each_platform_has_a_wallet_and_brands_share_one(ledger: Ledger) -> None:
    sources = [Source("TikTok", "Creator Rewards"), Source("YouTube", ""), BRAND, Source("Vélo Clair", PARTNERSHIP)]
    for source in sources:
        note(ledger, typed(OCTOBER, Decimal(50), "EUR", Stage.PAYABLE, source))
    assert sorted((e.platform, e.programme) for e in ledger.earnings()) == sorted(sources)
    wallets = {a.name for a in ledger.accounts() if a.kind is AccountKind.WALLET}
    assert wallets == {"TikTok", "YouTube", PARTNERSHIP}
    assert not ledger.check()


def test_two_invoices_of_a_month_are_two_earnings_and_one_said_again_is_one(ledger: Ledger) -> None:
    due = date(2026, 11, 3)
    for amount, number in (("50", "F1"), ("70", "F2"), ("80", "f2")):
        note(ledger, typed(OCTOBER, Decimal(amount), "EUR", Stage.PAYABLE, BRAND, due=due, invoice=number))
    assert [(e.amount, e.settled, e.expected) for e in ledger.earnings()] == [(5000, due, due), (8000, due, due)]


def test_an_invoice_is_received_when_its_brand_pays(ledger: Ledger) -> None:
    note(ledger, typed(OCTOBER, Decimal(150), "EUR", Stage.PAYABLE, BRAND, due=date(2026, 11, 3)))
    paid = row("2026-10-28", "150.00", "VIR SEPA MAISON LUNE SAS")
    bring(ledger, "banque.csv", statement(row("2026-10-27", "150.00", "VIR SEPA AUTRE SAS"), paid))
    (earning,) = ledger.earnings()
    assert (earning.stage, earning.received_on) == (Stage.RECEIVED, date(2026, 10, 28))
    assert [d.platform for d in ledger.payouts().deposits] == ["Maison Lune"]
    (month,) = ledger.months([Period.of(2026, 10)])
    assert (month.tiktok, month.pending) == (0, 0)


def test_what_a_brand_gives_back_or_paid_before_is_no_deposit(ledger: Ledger) -> None:
    note(ledger, typed(OCTOBER, Decimal(150), "EUR", Stage.PAYABLE, BRAND))
    early = row("2026-09-28", "150.00", "VIR SEPA MAISON LUNE SAS")
    bring(ledger, "banque.csv", statement(early, row("2026-10-28", "-150.00", "CARTE MAISON LUNE")))
    assert ledger.payouts().deposits == ()


def test_diamonds_become_the_months_money_and_are_never_owed(ledger: Ledger) -> None:
    guessed = diamonds(12_401)
    assert guessed == Decimal("62.00")  # and half a cent, which is not promised
    source = Source("TikTok", DIAMONDS)
    note(ledger, typed(OCTOBER, guessed, "EUR", Stage.ESTIMATED, source, note="12401 ♦"))
    (earning,) = ledger.earnings()
    assert (earning.amount, earning.owed, earning.title) == (6200, False, "2026-10 · 12401 ♦")
    assert ledger.months([Period.of(2026, 10)])[0].pending == 0
    assert ledger.household(date(2026, 11, 22)).earnings == ()
    note(ledger, typed(OCTOBER, Decimal(55), "EUR", Stage.PAYABLE, Source("TikTok", "LIVE")))
    (earning,) = ledger.earnings()
    assert (earning.amount, earning.programme, earning.owed) == (5500, "LIVE", True)


def test_words_on_a_month_are_taken_back_in_any_order(ledger: Ledger, tmp_path: Path) -> None:
    """Whichever are left, the last of them counts, and the ledger is the same whatever the order they went in."""
    start = dump(ledger.path)
    for amount, stage in (("120", Stage.ESTIMATED), ("80", Stage.PAYABLE), ("80", Stage.ESTIMATED)):
        say(ledger, OCTOBER, amount, stage)
    page = "Mois\tRécompenses estimées\nOctobre 2026\t60,00 €\n"
    ledger.apply_import(plan_file("collé", page.encode(), ledger.existing, ReadOptions(format="pasted")))
    ids = [made.id for made in ledger.imports()]
    said = dict(zip(ids, (12000, 8000, 8000, 6000), strict=True))
    ledger.close()
    seen: dict[frozenset[int], list[str]] = {frozenset(): start}
    for order in permutations(ids):
        copy = tmp_path / "copy.tenk"
        shutil.copy(ledger.path, copy)
        with Ledger.open(copy) as again:
            for gone in range(1, len(ids) + 1):
                left = frozenset(order[gone:])
                again.undo_import(order[gone - 1])
                assert [amount for _, amount, _ in told(again)] == ([said[max(left)]] if left else [])
                assert dump(copy) == seen.setdefault(left, dump(copy))
            assert not again.check()
