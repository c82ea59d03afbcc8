"""What a person answered for a header is kept with the import it came with, and goes with it; rewards typed by hand."""

import sqlite3
from datetime import date
from decimal import Decimal

from tenk_desktop.core.importing.plan import ImportPlan
from tenk_desktop.core.importing.planning import plan_file, plan_typed
from tenk_desktop.core.importing.rewards import typed
from tenk_desktop.core.importing.statement import Answers, ReadOptions
from tenk_desktop.core.model import AccountKind, Stage
from tenk_desktop.store.ledger import Ledger

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
