"""Where each figure comes from: its numbers are those of the household."""

from datetime import date
from functools import partial

import pytest

from tenk_desktop.core.model import Nature
from tenk_desktop.core.outlook.bills import schedules_of
from tenk_desktop.core.outlook.everyday import everyday_of
from tenk_desktop.core.outlook.household import Household, Movement, Range, SpendingAccount
from tenk_desktop.core.outlook.influence import influence
from tenk_desktop.core.outlook.paths import simulate
from tenk_desktop.core.outlook.verdict import verdict
from tenk_desktop.core.outlook.why import Edit, Facts, Figure, Why, facts_of, why
from tenk_desktop.core.period import Period, month_start
from tenk_desktop.core.text import amount_text

TODAY = date(2026, 11, 22)
money = partial(amount_text, currency="EUR")


def home(**more: object) -> Household:
    rows = []
    for i in range(10):
        start = month_start(2026, 2 + i)
        rows.append(Movement(start.replace(day=5), 40000, "CROUS", Nature.SURE, account_id=1))
        rows.append(Movement(start.replace(day=16), 6000 + 900 * i, "TikTok", Nature.TIKTOK, account_id=1))
        if start.month < 11:
            rows.append(Movement(start.replace(day=27), -33000, "Loyer", Nature.COST, account_id=1))
        rows += [
            Movement(start.replace(day=day), -2500 - 37 * (day + i), "Monoprix", Nature.COST, account_id=1)
            for day in (1, 8, 14, 21)
        ]
    values = {"accounts": (SpendingAccount(1, "Courant", 40000),), "movements": tuple(rows)} | more
    return Household(today=TODAY, as_of=TODAY, period=Period.of(2026, 11), currency="EUR", **values)


def asked(house: Household, figure: Figure) -> tuple[Facts, Why]:
    paths = simulate(house, paths=100)
    facts = facts_of(house, paths)
    return facts, why(figure, facts, verdict(house, paths), money)


def lines(found: Why) -> str:
    grounds = (*found.inputs, *found.weights, *found.assumptions)
    text = " | ".join(str(t) for t in (found.title, found.meaning, *(g.text for g in grounds)))
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\u202f", " ")


@pytest.mark.parametrize("figure", list(Figure))
def test_every_figure_says_what_it_means_and_what_is_assumed(figure: Figure) -> None:
    _, found = asked(home(), figure)
    assert found.figure is figure
    assert found.inputs
    assert found.assumptions
    assert "{" not in lines(found)
    assert ".." not in lines(found)


def test_the_facts_are_those_of_the_household() -> None:
    house = home()
    facts, found = asked(house, Figure.CHANCE)
    assert facts.rows == len(house.movements)
    assert [s.payee for s in facts.bills] == ["Loyer"]
    assert [s.payee for s in facts.incomes] == ["CROUS"]
    assert list(facts.weeks) == everyday_of(house, schedules_of(house)).weights
    assert facts.months == tuple((month_start(2026, 2 + i), 6000 + 900 * i) for i in range(10))
    assert facts.influence == influence([amount for _, amount in facts.months])
    said = lines(found)
    for part in ("69 opérations de 1 compte, du 1er févr. 2026 au 22 nov. 2026", "Loyer −330,00 €", "CROUS 400,00 €"):
        assert part in said
    assert f"votre dernier mois compte pour {round(100 * facts.influence.months[-1])} %" in said
    assert f"votre dernière semaine compte pour {round(100 * facts.weeks[0])} %" in said


def test_each_assumption_leads_to_where_it_is_changed() -> None:
    _, found = asked(home(floor=-20000, week=9000, creator_range=Range(1000, 2000, 9000)), Figure.GAP)
    edits = {g.edit: str(g.text) for g in found.assumptions if g.edit}
    assert set(edits) == {Edit.FLOOR, Edit.WEEK, Edit.RANGE, Edit.RATE}
    assert "200,00" in edits[Edit.FLOOR]
    assert "90,00" in edits[Edit.WEEK]
    assert "20,00" in edits[Edit.RANGE]
    _, found = asked(home(rate=(30, 70)), Figure.PAYOUT)
    assert any(g.edit is Edit.RATE and "0,70" in str(g.text) for g in found.assumptions)


def test_hidden_amounts_stay_hidden() -> None:
    house = home(floor=-20000, week=9000)
    paths = simulate(house, paths=50)
    facts, said = facts_of(house, paths), verdict(house, paths)
    for figure in Figure:
        assert "€" not in lines(why(figure, facts, said, lambda _minor: "••••"))


def test_nothing_known_is_said_plainly() -> None:
    _, found = asked(home(movements=()), Figure.BUFFER)
    assert "aucune charge qui revient n’est connue" in lines(found)
    assert found.weights == ()
