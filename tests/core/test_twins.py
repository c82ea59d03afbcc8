"""One bill or wage counts once, whatever it is called, whoever spoke first; two that are two count twice."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tenk_desktop.core.model import Nature
from tenk_desktop.core.outlook.bills import detect, dues, schedules_of
from tenk_desktop.core.outlook.household import (
    LAST_WORKING_DAY,
    Household,
    Movement,
    Rhythm,
    Schedule,
    SpendingAccount,
    Status,
)
from tenk_desktop.core.outlook.twins import apart_name, doubts
from tenk_desktop.core.outlook.workdays import last_working, next_working
from tenk_desktop.core.period import Period, month_start

TODAY = date(2026, 11, 22)


def rows(payee: str, amount: int, day: int, months: int = 5) -> list[Movement]:
    """As a bank books them, up to today."""
    starts = [month_start(TODAY.year, TODAY.month - ago) for ago in range(months)]
    days = [next_working(month_start(s.year, s.month, day)) if day else last_working(s.year, s.month) for s in starts]
    nature = Nature.SURE if amount > 0 else Nature.COST
    return [Movement(d, amount, payee, nature, account_id=1) for d in sorted(days) if d <= TODAY]


def home(movements: list[Movement], *said: Schedule, **more: object) -> Household:
    accounts = (SpendingAccount(1, "Courant", 10_000),)
    values = {"today": TODAY, "as_of": TODAY, "movements": tuple(movements), "schedules": said} | more
    return Household(period=Period.containing(TODAY), currency="EUR", accounts=accounts, **values)


def typed(payee: str, amount: int, day: int) -> Schedule:
    """As the four questions write it and the ledger hands it over."""
    return Schedule(payee, amount, Rhythm(day=day), key=payee)


def kept(movements: list[Movement]) -> list[Schedule]:
    """« Revient ? » answered by yes, as the ledger hands it over."""
    found = detect(movements, TODAY)
    return [replace(f, status=Status.CONFIRMED, claimed=None, last_seen=None, confidence=1.0) for f in found]


def to_come(house: Household) -> list[tuple[date, int]]:
    return [(d.date, d.schedule.amount) for d in dues(schedules_of(house), house)]


def of_two_months(house: Household) -> list[int]:
    """What is due in December and in January: a day of the month up to the 28th comes once in each."""
    return [amount for day, amount in to_come(house) if date(2026, 12, 1) <= day < date(2027, 2, 1)]


bills = st.tuples(st.integers(1, 28), st.integers(2_000, 90_000))
amounts_off = st.floats(-0.045, 0.045)


@settings(max_examples=60, deadline=None)
@given(
    bills, st.booleans(), st.integers(-1, 1), amounts_off, st.sampled_from(["rows", "typed", "kept", "both", "late"])
)
def test_one_bill_counts_once_whoever_spoke_first(bill, income, off, ratio, who):
    day, cents = bill
    sign = 1 if income else -1
    seen = rows("PRLV SEPA FONCIA 8843", sign * cents, day)
    mine = typed("Loyer", sign * round(cents * (1 + ratio)), min(max(day + off, 1), 28))
    said = {"rows": [], "typed": [mine], "kept": kept(seen), "both": [mine, *kept(seen)], "late": [*kept(seen), mine]}
    house = home(seen, *said[who])
    if who in ("both", "late") and not income and mine.amount != -cents:  # asked, and counted with prudence meanwhile
        assert len(of_two_months(house)) == 4
        assert [d.typed.payee for d in doubts(schedules_of(house), house.apart)] == ["Loyer"]
        return
    assert len(of_two_months(house)) == 2
    days = [d for d, _ in to_come(house)]
    assert all(20 < (b - a).days < 42 for a, b in pairwise(days)), "once a month"


@settings(max_examples=60, deadline=None)
@given(bills, st.integers(0, 2), st.permutations([0, 1, 2, 3]), st.sets(st.integers(0, 3)))
def test_two_bills_of_one_amount_on_near_days_stay_two(bill, apart, order, spoken):
    """Two rents in the rows, whatever of them was typed, kept, or both."""
    day, cents = bill
    seen = [rows("PRLV FONCIA", -cents, day), rows("VIR SCI DES TILLEULS", -cents, min(day + apart, 28))]
    mine = [typed("Loyer", -cents, day), typed("Loyer de Léa", -cents, min(day + apart, 28))]
    all_said = [mine[0], mine[1], *kept(seen[0]), *kept(seen[1])]
    said = [all_said[i] for i in order if i in spoken]
    assert of_two_months(home([*seen[0], *seen[1]], *said)) == [-cents] * 4


def test_two_rents_typed_stay_two_when_the_rows_show_one():
    one, other = typed("Loyer", -65_000, 5), typed("Loyer de Léa", -65_000, 5)
    seen = rows("PRLV FONCIA", -65_000, 5)
    assert [a for _, a in to_come(home(seen, one, other))] == [-65_000] * 6, "three months of two"
    said = schedules_of(home(seen, one, other))
    assert [s.called for s in said] == ["PRLV FONCIA", ""]


def test_a_wage_typed_for_the_last_working_day_is_the_one_paid_on_the_28th():
    """The day that the first questions propose, and the one on which most wages come."""
    for typed_day, paid in ((LAST_WORKING_DAY, 28), (30, LAST_WORKING_DAY), (1, 30), (31, 1)):
        seen = rows("VIR ACME SARL", 128_000, paid)
        (wage,) = schedules_of(home(seen, typed("Salaire", 130_000, typed_day)))
        assert (wage.payee, wage.called) == ("Salaire", "VIR ACME SARL")


def test_what_was_said_last_counts():
    seen = rows("PRLV FONCIA", -65_000, 5)
    mine = typed("Loyer", -65_000, 7)
    (late,) = schedules_of(home(seen, *kept(seen), mine))
    assert (late.payee, late.rhythm.day, late.called) == ("Loyer", 7, "PRLV FONCIA")
    (early,) = schedules_of(home(seen, mine, *kept(seen)))
    assert (early.payee, early.rhythm.day, early.called) == ("PRLV FONCIA", 5, "Loyer")


def test_a_bill_typed_beside_one_kept_of_nearly_its_price_is_asked_about_and_counts():
    seen = rows("PRLV CRECHE DES LILAS", -35_000, 5)
    house = home(seen, *kept(seen), typed("Crédit voiture", -34_000, 7))
    assert sorted({a for _, a in to_come(house)}) == [-35_000, -34_000]
    assert [d.typed.payee for d in doubts(schedules_of(house), house.apart)] == ["Crédit voiture"]


def test_a_shop_near_the_amount_of_a_bill_typed_is_not_the_bill():
    """Seen for the first time, a bill has come when the name says so."""
    bill = typed("Electricité", -5_200, 24)
    for payee, paid in (("CB CARREFOUR", False), ("PRLV ELECTRICITE DE STRASBOURG", True)):
        row = Movement(date(2026, 11, 22), -4_990, payee, Nature.COST)
        assert bool([d for d, _ in to_come(home([row], bill)) if d < date(2026, 12, 1)]) is not paid, payee


def test_two_that_the_user_said_are_two_stay_two():
    seen, mine = rows("PRLV FONCIA", -65_000, 5), typed("Loyer", -65_000, 5)
    for said in ((mine,), (mine, *kept(seen)), (*kept(seen), mine)):
        assert len(schedules_of(home(seen, *said))) == 1
        two = home(seen, *said, apart=frozenset({apart_name("Prlv Foncia", "LOYER")}))
        assert {s.payee for s in schedules_of(two)} == {"Loyer", "PRLV FONCIA"}
        assert doubts(schedules_of(two), two.apart) == ()


def test_each_contract_of_one_operator_is_the_one_of_its_amount():
    seen = [*rows("ORANGE", -1_999, 8), *rows("ORANGE", -3_999, 9)]
    for one in kept(seen):
        said = schedules_of(home(seen, one))
        assert sorted(s.amount for s in said) == [-3_999, -1_999]
        assert next(s for s in said if s.status is Status.CONFIRMED).claimed == (one.amount, one.amount)


def test_what_is_less_alike_is_asked_and_meanwhile_counts_with_prudence():
    bill, paid = typed("Assurance", -3_000, 1), rows("MAIF", -3_412, 6)
    house = home(paid, bill)
    (doubt,) = doubts(schedules_of(house), house.apart)
    assert (doubt.typed.payee, doubt.seen.payee) == ("Assurance", "MAIF")
    assert sum(a for d, a in to_come(house) if d.month == 12) == -6_412, "both"
    wage, came = typed("Salaire", 140_000, 25), rows("VIR ACME SARL", 118_000, LAST_WORKING_DAY)
    house = home(came, wage)
    assert [(d.typed.status, d.seen.payee) for d in doubts(schedules_of(house), house.apart)] == [
        (Status.HELD, "VIR ACME SARL")
    ]
    assert {a for _, a in to_come(house)} == {118_000}, "the one that the rows show"
    two = replace(house, apart=frozenset({apart_name("Salaire", "VIR ACME SARL")}))
    assert {a for _, a in to_come(two)} == {118_000, 140_000}
    weekly = rows("VIR ACME SARL", 118_000, LAST_WORKING_DAY)
    assert doubts(schedules_of(home(weekly, typed("Loyer", -118_000, 30))), frozenset()) == (), "not the same way"


def test_a_first_row_stands_for_what_was_typed_on_its_day():
    """One row tells no rhythm yet; it is that month's wage all the same, and of two the other is still awaited."""
    came = [Movement(date(2026, 11, 20), 128_000, "VIR ACME", Nature.SURE, account_id=1)]
    wage = typed("Salaire", 130_000, 23)
    assert to_come(home(came, wage))[0][0] == date(2026, 12, 23)
    assert to_come(home([], wage))[0][0] == date(2026, 11, 23)
    two = to_come(home(came, wage, typed("Salaire de Max", 130_000, 23)))
    assert [d for d, _ in two][:2] == [date(2026, 11, 23), date(2026, 12, 23)]
    old = [m._replace(date=m.date - timedelta(12)) for m in came]
    assert to_come(home(old, wage))[0][0] == date(2026, 11, 23)


def test_the_other_landlord_takes_the_place_of_the_one_that_stopped():
    before = [m for m in rows("PRLV FONCIA", -65_000, 5, 10) if m.date < date(2026, 8, 1)]
    since = [m for m in rows("NEXITY GESTION", -66_000, 5) if m.date > date(2026, 8, 1)]
    (said, *_) = kept(before)
    found = [s for s in schedules_of(home([*before, *since], said)) if s.status is not Status.STOPPED]
    assert [(s.payee, s.called, s.amount) for s in found] == [("PRLV FONCIA", "NEXITY GESTION", -65_000)]


def test_a_small_wage_named_as_the_large_one_is_another():
    """« Salaire » was typed for the 1,200 of an employer; a few hours a month are paid by another one as « Salaire »."""
    small, large = rows("SALAIRE AIDE AUX DEVOIRS", 8_400, 25), rows("VIR ACME SARL", 120_000, 28)
    house = home([*small, *large], typed("Salaire", 121_000, LAST_WORKING_DAY))
    said = {s.payee: s.called for s in schedules_of(house)}
    assert said == {"Salaire": "VIR ACME SARL", "SALAIRE AIDE AUX DEVOIRS": ""}
    (doubt,) = doubts(schedules_of(home(small, typed("Salaire", 121_000, LAST_WORKING_DAY))), frozenset())
    assert doubt.seen.payee == "SALAIRE AIDE AUX DEVOIRS", "asked: nothing tells them apart"
