"""Rules in a ledger: kept, ordered, undone; taken up by imports; applied over the past as shown, and never too far."""

import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenk_desktop.core.errors import InputError, LedgerError
from tenk_desktop.core.importing.planned import Outcome
from tenk_desktop.core.model import Filter, Split, Transaction
from tenk_desktop.core.rules import Compare, Rule
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tests.store.conftest import bring, plan, row, statement
from tests.store.dump import dump

FILE = statement(
    row("2026-11-02", "-12.50", "CARTE 02/11 NINKASI GERLAND LYON", 2),
    row("2026-11-03", "-7.00", "CB NINKASI KAO 03/11/26", 3),
    row("2026-11-04", "-30.00", "CARTE 04/11 LIDL 1234 LYON", 4),
    row("2026-11-05", "900.00", "VIR SEPA LIDL SNC SALAIRE 10/2026", 5),
    row("2026-11-06", "-19.99", "PRLV SEPA FREE MOBILE 1234567890", 6),
)


def category(ledger: Ledger, name: str) -> int:
    return next(c.id for c in ledger.categories() if c.name == name)


def by_payee(ledger: Ledger) -> dict[str, int | None]:
    return {t.payee: t.category_id for t in ledger.transactions()}


def the(ledger: Ledger, words: str) -> Transaction:

    (found,) = ledger.transactions(Filter(search=words))
    return found


def test_rules_are_kept_in_order_moved_and_forgotten(ledger: Ledger) -> None:
    before = dump(ledger.path)
    first, second, third = (
        ledger.keep_rule(Rule(text=text, payee=text.title())).created[0] for text in ("un", "deux", "trois")
    )
    assert [r.text for r in ledger.rules()] == ["un", "deux", "trois"]
    ledger.arrange_rules([third, first, second])
    ledger.keep_rule(Rule(text="quatre", category_id=1), before=first)
    assert [r.text for r in ledger.rules()] == ["trois", "quatre", "un", "deux"]
    ledger.drop_rule(first)
    ledger.keep_rule(replace(ledger.rules()[0], text="TROIS", low=5, compare=Compare.IS))
    assert [r.text for r in ledger.rules()] == ["TROIS", "quatre", "deux"]
    assert ledger.rules()[0] == Rule(third, "TROIS", Compare.IS, low=5, payee="Trois")
    after = dump(ledger.path)
    for _ in range(7):
        ledger.undo()
    assert dump(ledger.path) == before
    for _ in range(7):
        ledger.redo()
    assert dump(ledger.path) == after
    assert not ledger.arrange_rules([r.id for r in ledger.rules()]), "nothing moved, nothing to undo"


def test_what_is_no_rule_is_refused_in_words(ledger: Ledger) -> None:
    with pytest.raises(InputError, match="condition"):
        ledger.keep_rule(Rule(payee="Lidl"))
    with pytest.raises(InputError, match="doit faire"):
        ledger.keep_rule(Rule(text="lidl"))
    with pytest.raises(InputError, match="n’existe plus"):
        ledger.keep_rule(Rule(text="lidl", category_id=999))
    assert ledger.rules() == ()


def test_an_import_takes_rules_up_and_the_plan_shows_it(ledger: Ledger) -> None:
    out, home = category(ledger, "Restaurants & sorties"), category(ledger, "Logement")
    ledger.keep_rule(Rule(text="ninkasi", category_id=out, payee="Ninkasi", memo="#sortie"))
    ledger.keep_rule(Rule(text="lidl", sign=-1, category_id=home))
    made = plan(ledger, "a.csv", FILE)
    rows = made.statements[0].rows
    assert [p.payee for p in rows] == ["Ninkasi", "Ninkasi", "Lidl 1234 Lyon", "Lidl Snc Salaire", "Free Mobile"]
    assert str(rows[0].reason) == "votre règle « ninkasi »"
    ledger.apply_import(made)
    written = {t.source.line: t for t in ledger.transactions() if t.source}
    for shown in rows:
        kept = written[shown.row.line]
        assert (kept.payee, kept.category_id, kept.memo) == (shown.payee, shown.category_id, shown.row.memo)
    assert by_payee(ledger)["Ninkasi"] == out
    assert by_payee(ledger)["Lidl 1234 Lyon"] == home
    assert by_payee(ledger)["Lidl Snc Salaire"] == category(ledger, "Salaire")
    assert the(ledger, "#sortie ninkasi gerland").memo == "#sortie"
    assert ledger.ruled().edits == (), "what an import wrote, rules find nothing to change in"
    again = plan(ledger, "b.csv", replace(FILE, rows=FILE.rows[::-1]))
    assert (again.count(Outcome.NEW), again.count(Outcome.UNDECIDED)) == (0, 0)


def test_a_name_given_by_a_rule_brings_the_category_chosen_for_it(ledger: Ledger) -> None:
    fun = category(ledger, "Loisirs")
    ledger.keep_rule(Rule(text="ninkasi", payee="Bar du coin"))
    bring(ledger, "a.csv", statement(row("2026-10-02", "-5.00", "CB NINKASI LYON 02/10/26")))
    ledger.save(the(ledger, "bar du coin")._replace(category_id=fun))
    bring(ledger, "b.csv", FILE)
    assert {t.category_id for t in ledger.transactions() if t.payee == "Bar du coin"} == {fun}


def test_a_payee_like_those_sorted_before_is_sorted_with_them(ledger: Ledger) -> None:
    bring(ledger, "a.csv", statement(row("2026-10-02", "-5.00", "CB NINKASI SAXE 02/10/26")))
    ledger.save(the(ledger, "ninkasi")._replace(category_id=category(ledger, "Loisirs")))
    rows = plan(ledger, "b.csv", FILE).statements[0].rows
    assert [str(p.reason) for p in rows[:2]] == ["comme les autres de ce nom"] * 2
    assert {p.category_id for p in rows[:2]} == {category(ledger, "Loisirs")}


def test_the_past_is_written_as_shown_in_one_step(ledger: Ledger) -> None:
    bring(ledger, "a.csv", FILE)
    out = category(ledger, "Restaurants & sorties")
    ledger.keep_rule(Rule(text="ninkasi", payee="Ninkasi", category_id=out))
    before = dump(ledger.path)
    past = ledger.ruled()
    assert dump(ledger.path) == before, "a dry run writes nothing"
    assert [(e.row.payee, *e.wanted[:2]) for e in past.edits] == [
        ("Ninkasi Gerland Lyon", "Ninkasi", out),
        ("Ninkasi Kao", "Ninkasi", out),
    ]
    ledger.apply_rules(past)
    assert by_payee(ledger)["Ninkasi"] == out
    assert the(ledger, "ninkasi kao").payee == "Ninkasi", "the bank's words are still searched"
    assert ledger.ruled().edits == ()
    assert ledger.check() == ()
    after = dump(ledger.path)
    ledger.undo()
    assert dump(ledger.path) == before
    ledger.redo()
    assert dump(ledger.path) == after
    with pytest.raises(LedgerError, match="ont changé"):
        ledger.apply_rules(past)
    assert dump(ledger.path) == after


def test_a_rule_changed_renames_again_from_the_bank_s_words(ledger: Ledger) -> None:
    """What a rule wrote is not what later rules look at."""
    bring(ledger, "a.csv", FILE)
    id_ = ledger.keep_rule(Rule(text="ninkasi", payee="Free")).created[0]
    ledger.apply_rules(ledger.ruled())
    ledger.keep_rule(Rule(text="free", payee="Non"))
    assert {e.row.said for e in ledger.ruled().edits} == {"Free Mobile"}
    ledger.keep_rule(replace(ledger.rules()[0], id=id_, payee="Ninkasi"))
    ledger.apply_rules(ledger.ruled())
    assert {t.payee for t in ledger.transactions()} >= {"Ninkasi", "Non"}
    assert ledger.ruled().edits == ()


def test_nothing_a_person_chose_nor_a_split_nor_a_reconciled_row_is_touched(ledger: Ledger) -> None:
    bring(ledger, "a.csv", FILE)
    gerland, kao, lidl, free = (the(ledger, w) for w in ("gerland", "kao", "lidl lyon", "free"))
    ledger.save(gerland._replace(payee="Le Ninkasi", category_id=category(ledger, "Loisirs")))
    ledger.save(kao._replace(splits=(Split(-300), Split(-400))))
    ledger.save(free._replace(reconciled=True))
    ledger.keep_rule(Rule(low=0, payee="Tout", category_id=1, memo="#tout"))
    found = {e.row.said: e.wanted for e in ledger.ruled().edits}
    assert set(found) == {"Le Ninkasi", "Lidl 1234 Lyon", "Lidl Snc Salaire"}
    assert found["Le Ninkasi"][:3] == ("Le Ninkasi", category(ledger, "Loisirs"), "#tout")
    assert found["Lidl 1234 Lyon"][:3] == ("Tout", 1, "#tout")
    assert lidl.id in {e.id for e in ledger.ruled().edits}


def test_a_typed_operation_keeps_its_name_and_is_sorted(ledger: Ledger) -> None:
    account = ledger.accounts()[0].id
    ledger.save(Transaction(0, account, date(2026, 11, 3), -500, "Marché"))
    ledger.keep_rule(Rule(text="marche", payee="Le marché", category_id=category(ledger, "Courses")))
    ledger.apply_rules(ledger.ruled())
    assert by_payee(ledger) == {"Marché": category(ledger, "Courses")}


def test_undoing_the_import_that_made_an_account_keeps_the_category_of_a_rule(ledger: Ledger) -> None:
    bring(ledger, "a.csv", FILE)
    ledger.keep_rule(Rule(text="lidl", category_id=category(ledger, "Courses")))
    ledger.undo_import(1)
    assert [r.category_id for r in ledger.rules()] == [category(ledger, "Courses")]
    assert ledger.check() == ()


def test_undoing_the_import_that_made_an_account_keeps_a_rule_for_it(ledger: Ledger) -> None:
    bring(ledger, "a.csv", FILE)
    made = next(a.id for a in ledger.accounts() if ledger.transactions(Filter(account_id=a.id)))
    rule = Rule(text="lidl", account_id=made, category_id=category(ledger, "Courses"))
    ledger.keep_rule(rule)
    ledger.undo_import(1)
    assert [r.account_id for r in ledger.rules()] == [made]
    assert ledger.check() == ()


# --- learnt


def test_an_edit_teaches_a_rule_and_what_it_would_change(ledger: Ledger) -> None:
    bring(ledger, "a.csv", FILE)
    out = category(ledger, "Restaurants & sorties")
    one = the(ledger, "gerland")
    changed = one._replace(payee="Ninkasi", category_id=out)
    ledger.save(changed)
    learnt = ledger.rule_learnt(one, changed)
    assert learnt is not None
    assert learnt.rule == Rule(text="ninkasi", sign=-1, payee="Ninkasi", category_id=out)
    assert [e.row.payee for e in learnt.past.edits] == ["Ninkasi Kao"]
    ledger.keep_rule(learnt.rule, learnt.past, before=learnt.before)
    assert the(ledger, "kao").payee == "Ninkasi"
    assert ledger.ruled().edits == ()
    assert ledger.rule_learnt(one, changed) is None, "it is known now"
    ledger.undo()
    assert ledger.rules() == ()
    assert the(ledger, "kao").payee == "Ninkasi Kao"


def test_a_rule_learnt_comes_before_the_one_it_goes_against(ledger: Ledger) -> None:
    bring(ledger, "a.csv", FILE)
    ledger.keep_rule(Rule(text="card", payee="x"))
    wide = ledger.keep_rule(Rule(low=0, category_id=1)).created[0]
    one = the(ledger, "lidl lyon")
    changed = one._replace(category_id=category(ledger, "Logement"))
    ledger.save(changed)
    learnt = ledger.rule_learnt(one, changed)
    assert learnt is not None
    assert learnt.before == wide
    ledger.keep_rule(learnt.rule, before=learnt.before)
    assert [r.text for r in ledger.rules()] == ["card", "lidl", ""]


def test_a_typed_operation_teaches_only_what_others_lack(ledger: Ledger) -> None:
    account = ledger.accounts()[0].id
    fun = category(ledger, "Loisirs")
    ledger.save(Transaction(0, account, date(2026, 11, 3), -500, "Chez Zoe"))
    one = the(ledger, "zoe")
    corrected = one._replace(payee="Chez Zoé")
    ledger.save(corrected)
    assert ledger.rule_learnt(one, corrected) is None
    changed = corrected._replace(category_id=fun)
    ledger.save(changed)
    assert ledger.rule_learnt(corrected, changed) is None
    ledger.save(Transaction(0, account, date(2026, 11, 4), -600, "Zoé, chez elle"))
    learnt = ledger.rule_learnt(corrected, changed)
    assert learnt is not None
    assert (learnt.rule.text, learnt.rule.category_id) == ("zoe", fun)
    assert [e.wanted.category_id for e in learnt.past.edits] == [fun]


@pytest.mark.parametrize("field", ["date", "memo", "amount"])
def test_other_changes_teach_nothing(ledger: Ledger, field: str) -> None:
    bring(ledger, "a.csv", FILE)
    one = the(ledger, "gerland")
    changed = one._replace(**{field: {"date": date(2026, 11, 9), "memo": "x", "amount": -5}[field]})
    ledger.save(changed)
    assert ledger.rule_learnt(one, changed) is None


# --- any sequence

LABELS = ("CB NINKASI GERLAND", "CARTE 12/11 LIDL LYON", "VIR SEPA LIDL SALAIRE", "PRLV SEPA FREE MOBILE", "")
DAYS = tuple(date(2026, 11, 1) + timedelta(days=n) for n in range(9))
IMPORTED = st.lists(
    st.tuples(st.sampled_from(DAYS), st.sampled_from(("-5", "-20", "40")), st.sampled_from(LABELS)), max_size=6
)
RULE = st.builds(
    Rule,
    text=st.sampled_from(["ninkasi", "lidl", "LIDL Lyon", "free mobile", "li"]),
    compare=st.sampled_from(Compare),
    sign=st.sampled_from([-1, 0, 1]),
    low=st.sampled_from([None, 1000]),
    account_id=st.sampled_from([None, 1]),
    payee=st.sampled_from(["", "Lidl", "Ninkasi"]),
    category_id=st.sampled_from([1, 2, 3]),
    memo=st.sampled_from(["", "#tag"]),
)
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["rule", "apply", "import", "rename", "sort", "drop", "arrange", "edit", "delete"]),
        IMPORTED,
        RULE,
        st.integers(0, 5),
    ),
    max_size=8,
)


@settings(max_examples=30, deadline=None)
@given(ACTS)
def test_any_sequence_keeps_the_money_and_is_undone_to_the_letter(acts: list) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.tenk"
        with Ledger.create(path, accounts=[OpeningBalance("Courant", 100_00)]) as ledger:
            states = [dump(path)]
            for n, (act, rows, rule, at) in enumerate(acts):
                money = sorted((t.account_id, t.date, t.amount) for t in ledger.transactions())
                chosen = _chosen(ledger)
                if _do(ledger, n, act, rows, rule, at):
                    states.append(dump(path))
                if act in ("rule", "apply", "drop", "arrange", "edit"):
                    assert sorted((t.account_id, t.date, t.amount) for t in ledger.transactions()) == money
                    assert _chosen(ledger) == chosen
                if act == "apply":
                    assert ledger.ruled().edits == ()
                assert ledger.check() == ()
            for state in states[-2::-1]:
                ledger.undo()
                assert dump(path) == state
            assert ledger.undo() is None
            for state in states[1:]:
                ledger.redo()
                assert dump(path) == state


def _chosen(ledger: Ledger) -> set[tuple]:
    """What persons chose: the category of some, the payee of others."""
    sql = """SELECT t.id, CASE WHEN t.chosen THEN coalesce(t.category_id, 0) END,
                    CASE WHEN t.typed OR n.chosen THEN t.payee END FROM txn t LEFT JOIN renamed n ON n.id = t.id"""
    return set(ledger._db.execute(sql))


def _do(ledger: Ledger, n: int, act: str, rows: list, rule: Rule, at: int) -> bool:
    rules, known = ledger.rules(), ledger.transactions()
    if act == "rule":
        return bool(ledger.keep_rule(rule, before=rules[at % len(rules)].id if rules else 0))
    if act == "apply":
        return bool(ledger.apply_rules(ledger.ruled()))
    if act == "import":
        lines = [row(day.isoformat(), amount, label, i) for i, (day, amount, label) in enumerate(sorted(rows), 2)]
        made = plan(ledger, f"{n}.csv", statement(*lines), account="Courant")
        return bool(made.writes and ledger.apply_import(made))
    if act == "rename" and known:
        return bool(ledger.save(known[at % len(known)]._replace(payee=f"Nom {at}")))
    if act == "sort" and known:
        return bool(ledger.save(known[at % len(known)]._replace(category_id=at + 4)))
    if act == "delete" and known:
        return bool(ledger.delete([known[at % len(known)].id]))
    if act == "drop" and rules:
        return bool(ledger.drop_rule(rules[at % len(rules)].id))
    if act == "arrange" and rules:
        return bool(ledger.arrange_rules([r.id for r in rules[::-1]]))
    if act == "edit" and rules:
        return bool(ledger.keep_rule(replace(rule, id=rules[at % len(rules)].id)))
    return False


@settings(max_examples=20, deadline=None)
@given(IMPORTED, st.lists(RULE, max_size=4))
def test_rules_before_an_import_are_rules_after_it(rows: list, rules: list[Rule]) -> None:
    """A file imported under rules is the file imported without them, and the rules applied."""
    lines = [row(day.isoformat(), amount, label, i) for i, (day, amount, label) in enumerate(sorted(rows), 2)]
    seen = []
    for rules_first in (True, False):
        with (
            tempfile.TemporaryDirectory() as folder,
            Ledger.create(Path(folder) / "a.tenk", accounts=[OpeningBalance("Courant", 100_00)]) as ledger,
        ):
            for act in ("rules", "import") if rules_first else ("import", "rules"):
                if act == "import":
                    ledger.apply_import(plan(ledger, "a.csv", statement(*lines), account="Courant"))
                for rule in rules if act == "rules" else ():
                    ledger.keep_rule(rule)
            if not rules_first:
                ledger.apply_rules(ledger.ruled())
            assert ledger.ruled().edits == ()
            seen.append([(t.date, t.amount, t.payee, t.category_id, t.memo) for t in ledger.transactions()])
    assert seen[0] == seen[1]


ODD = st.text(st.sampled_from("lidLé1 _-*/'œß."), min_size=1, max_size=9)


@settings(max_examples=40, deadline=None)
@given(st.lists(ODD, min_size=1, max_size=6), st.lists(ODD, min_size=1, max_size=3))
def test_the_index_hides_no_operation_from_a_rule(labels: list[str], texts: list[str]) -> None:
    """The dry run asks the search index which operations are worth looking at; all of them would answer the same."""
    lines = [row("2026-11-03", "-5", label, i) for i, label in enumerate(labels, 2)]
    rules = [Rule(text=text, category_id=3, payee="Nom") for text in texts]
    with (
        tempfile.TemporaryDirectory() as folder,
        Ledger.create(Path(folder) / "a.tenk", accounts=[OpeningBalance("Courant", 100_00)]) as ledger,
    ):
        ledger.apply_import(plan(ledger, "a.csv", statement(*lines), account="Courant"))
        every = ledger.ruled([*rules, Rule(low=10**12, memo="x")]).edits  # a rule without a text looks at all of them
        assert ledger.ruled(rules).edits == every
