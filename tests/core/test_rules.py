"""Rules: which operations they fit, who wins, what they never touch; what an edit teaches."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.learnt import Kin, conditions, suggested
from tenk_desktop.core.rules import (
    Compare,
    Row,
    Rule,
    apply,
    as_ruled,
    beaten_by,
    changed,
    changes,
    fits,
    placed,
    problem,
    words,
)
from tests import score_payees

SHOP = Row(1, -1250, "CARTE 12/11 FREE-MOBILE Épicerie 69003 LYON", "Free-Mobile Épicerie", "Free-Mobile Épicerie")

TEXTS = st.sampled_from(["", "lidl", "LIDL", "Lidl Lyon", "café", "CB LIDL", "lyon", "-"])
LABELS = st.sampled_from(["CB LIDL LYON 12/11", "CARTE 12/11 CAFE DES ARTS", "VIR SEPA LIDL SALAIRE", ""])
NAMES = st.sampled_from(["Lidl", "Lidl Lyon", "Café des arts", "Pain"])
RULES = st.lists(
    st.builds(
        Rule,
        text=TEXTS,
        compare=st.sampled_from(Compare),
        sign=st.sampled_from([-1, 0, 1]),
        low=st.sampled_from([None, 0, 500]),
        high=st.sampled_from([None, 500, 900]),
        account_id=st.sampled_from([None, 1, 2]),
        payee=st.sampled_from(["", "Lidl", "Café"]),
        category_id=st.sampled_from([None, 1, 2, 3]),
        memo=st.sampled_from(["", "#essai"]),
    ),
    max_size=5,
).map(lambda found: [replace(rule, id=i) for i, rule in enumerate(found, 1)])
ROWS = st.builds(
    Row,
    account_id=st.sampled_from([1, 2]),
    amount=st.sampled_from([-900, -500, 400, 0]),
    label=LABELS,
    said=NAMES,
    payee=NAMES,
    memo=st.sampled_from(["", "note"]),
    category_id=st.sampled_from([None, 1, 4]),
    named=st.booleans(),
    chosen=st.booleans(),
    transfer=st.booleans(),
    fixed=st.booleans(),
)


@pytest.mark.parametrize(
    ("text", "compare", "fit"),
    [
        ("free mobile", Compare.CONTAINS, True),
        ("FREE-MOBILE", Compare.CONTAINS, True),
        ("epicerie", Compare.CONTAINS, True),
        ("épi", Compare.CONTAINS, True),  # the beginning of a word, as in the Journal's search
        ("obile", Compare.CONTAINS, False),
        ("mobile free", Compare.CONTAINS, False),
        ("carte", Compare.STARTS, True),
        ("free", Compare.STARTS, True),  # the payee does
        ("mobile", Compare.STARTS, False),
        ("free mobile épicerie", Compare.IS, True),
        ("free mobile", Compare.IS, False),
        ("", Compare.IS, True),
    ],
)
def test_how_a_text_is_looked_for(text: str, compare: Compare, fit: bool) -> None:
    assert fits(Rule(text=text, compare=compare), SHOP) is fit


def test_amounts_are_without_sign_ends_included_and_accounts_are_theirs() -> None:
    assert fits(Rule(low=1250, high=1250), SHOP)
    assert not fits(Rule(low=1251), SHOP)
    assert not fits(Rule(high=1249), SHOP)
    assert fits(Rule(sign=-1, account_id=1), SHOP)
    assert not fits(Rule(sign=1), SHOP)
    assert not fits(Rule(account_id=2), SHOP)


def test_the_first_that_fits_wins_each_field() -> None:
    rules = [
        Rule(1, "free", payee="Free"),
        Rule(2, "mobile", category_id=7, payee="Autre"),
        Rule(3, "free", category_id=8),
    ]
    wanted = apply(rules, SHOP)
    assert wanted == ("Free", 7, "", rules[1])


@given(RULES, ROWS)
def test_applying_twice_is_applying_once(rules: list[Rule], row: Row) -> None:
    once = apply(rules, row)
    then = row._replace(payee=once.payee, category_id=once.category_id, memo=once.memo)
    assert apply(rules, then)[:3] == once[:3]
    assert not changed(rules, [(1, date(2026, 11, 1), then)])


@given(RULES, ROWS)
def test_what_a_person_chose_is_never_touched(rules: list[Rule], row: Row) -> None:
    wanted = apply(rules, row)
    assert not row.named or wanted.payee == row.payee
    assert not (row.chosen or row.transfer) or wanted.category_id == row.category_id
    assert not row.memo or wanted.memo == row.memo
    assert not row.fixed or not changes(row, wanted)


@given(RULES, ROWS)
def test_a_field_is_the_first_fitting_rule_s_or_stays(rules: list[Rule], row: Row) -> None:
    wanted = apply(rules, row)
    sorting = [r for r in rules if fits(r, row) and r.category_id is not None]
    if not (row.fixed or row.chosen or row.transfer):
        assert wanted.category_id == (sorting[0].category_id if sorting else row.category_id)
    naming = [r for r in rules if fits(r, row) and r.payee]
    if not (row.fixed or row.named):
        assert wanted.payee == (naming[0].payee if naming else row.payee)


@given(RULES, ROWS, st.integers(0, 5))
def test_a_rule_put_before_what_beats_it_wins(rules: list[Rule], row: Row, at: int) -> None:
    rule = Rule(9, category_id=5, low=0)
    row = row._replace(chosen=False, transfer=False, fixed=False)
    if not fits(rule, row):
        return
    order = placed(rule, rules, beaten_by(rule, rules, row))
    assert apply(order, row).category_id == 5
    assert [r for r in order if r.id != 9] == rules
    assert sum(r.id == 9 for r in order) == 1


@pytest.mark.parametrize(
    ("rule", "whole"),
    [
        (Rule(text="lidl", category_id=1), True),
        (Rule(low=100, payee="Pain"), True),
        (Rule(account_id=1, memo="#ici"), True),
        (Rule(text="lidl"), False),
        (Rule(text=" - ", category_id=1), False),
        (Rule(sign=-1, category_id=1), False),
        (Rule(text="lidl", low=200, high=100, category_id=1), False),
    ],
)
def test_a_rule_needs_a_condition_and_something_to_do(rule: Rule, whole: bool) -> None:
    assert (problem(rule) is None) is whole


def test_an_import_has_no_rule_of_nothing() -> None:
    assert as_ruled([], [], lambda _code: 1, {}) == []


# --- what an edit teaches


def row(label: str, amount: int = -1000, category: int | None = None, **more) -> Row:
    from tenk_desktop.core.importing.categorise import clean_payee

    name = clean_payee(label)
    return Row(1, amount, label, name, more.pop("payee", name), category_id=category, **more)


@pytest.mark.parametrize(
    ("label", "tried"),
    [
        ("CARTE 12/11 LIDL 1234 LYON", ("lidl",)),
        ("CB UBER *EATS HELP 12/11", ("uber eats", "uber eats help")),
        ("CARTE LE COMPTOIR DE MARIE 69001 LYON", ("comptoir de marie",)),
        ("BOULANGERIE 75 PARIS", ()),
        ("CB BOULANGERIE MARTIN LYON", ("boulangerie martin",)),
        ("VIREMENT DE M DUPONT JEAN", ("dupont", "dupont jean")),
        ("RETRAIT DAB 12/11", ("retrait dab",)),
    ],
)
def test_what_a_condition_may_look_for(label: str, tried: tuple[str, ...]) -> None:
    assert conditions(label, "") == tried


def test_a_known_brand_is_enough() -> None:
    found = suggested(row("CARTE 12/11 LIDL 1234 LYON", category=1), "", 2, [row("CB LIDL BRON", category=1)], ())
    assert found == Rule(text="lidl", sign=-1, category_id=2)


def test_what_goes_against_a_choice_is_narrowed_or_not_said() -> None:
    ninkasi, kao = row("CB NINKASI GERLAND"), row("CB NINKASI KAO", category=3, chosen=True)
    found = suggested(ninkasi, "", 2, [kao, row("CB NINKASI")], ())
    assert found is not None
    assert found.text == "ninkasi gerland"
    same = row("CB NINKASI GERLAND LYON", category=3, chosen=True)
    assert suggested(ninkasi, "", 2, [same], ()) is None


def test_the_longer_brand_is_somebody_else() -> None:
    found = suggested(row("PRLV SEPA FREE HAUTDEBIT"), "Free", None, [row("PRLV SEPA FREE MOBILE")], ())
    assert found is not None
    assert found.text == "free hautdebit"


def test_what_rules_do_already_is_not_said_again_and_one_condition_stays_one_rule() -> None:
    known = Rule(4, "lidl", sign=-1, category_id=2)
    one = row("CARTE LIDL LYON", category=1)
    assert suggested(one, "", 2, [], [known]) is None
    assert suggested(one, "Lidl", 3, [], [known]) == replace(known, payee="Lidl", category_id=3)


@given(st.text(max_size=40), st.text(max_size=20), st.sampled_from([-5, 5]), st.integers(1, 9))
def test_the_rule_suggested_fits_the_operation_it_came_from(label: str, said: str, amount: int, category: int) -> None:
    one = Row(1, amount, label, said, said or "x")
    found = suggested(one, "", category, [], ())
    if found is not None:
        assert problem(found) is None
        assert fits(found, one)
        assert apply([found], one).category_id == category


def test_words_are_compared_without_marks() -> None:
    assert words("  L'Escale,  CAFÉ-Bar_2 ") == "l escale cafe bar 2"


def test_kin_are_trusted_only_where_they_agree() -> None:
    kin = Kin({("ninkasi kao", False): 4, ("chez bachir", False): 1, ("bachir sport", False): 2})
    assert kin.category("Ninkasi Gerland", False) == 4
    assert kin.category("Ninkasi Gerland", True) is None
    assert kin.category("Bachir Lyon", False) is None
    assert kin.category("Autre", False) is None
    assert Kin({}).category("Ninkasi", False) is None


def test_suggestions_are_no_worse_than_the_day_they_were_measured() -> None:
    assert score_payees.worse(score_payees.score(), score_payees.kept()) == []


def test_a_worse_score_is_seen() -> None:
    kept = dict(score_payees.kept())
    assert score_payees.worse({**kept, ("kin", "wrong"): kept["kin", "wrong"] + 1}, kept)
    assert score_payees.worse({**kept, ("words", "right"): kept["words", "right"] - 1}, kept)
