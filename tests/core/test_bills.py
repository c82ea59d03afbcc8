"""What comes back is found where it was put, and nothing else is."""

from dataclasses import replace
from datetime import date, timedelta

from holidays.countries.france import France
from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.model import Nature
from tenk_desktop.core.outlook.bills import detect, dues, occurrences, schedules_of
from tenk_desktop.core.outlook.everyday import spending
from tenk_desktop.core.outlook.household import (
    LAST_WORKING_DAY,
    Household,
    Movement,
    Once,
    Rhythm,
    Schedule,
    SpendingAccount,
    Status,
)
from tenk_desktop.core.outlook.resembling import claims, key_of
from tenk_desktop.core.outlook.workdays import is_working, last_working, next_working, previous_working, public_holidays
from tenk_desktop.core.period import Period, month_start

TODAY = date(2026, 11, 22)


def row(day: date, amount: int, payee: str = "Loyer", nature: Nature | None = None) -> Movement:
    return Movement(day, amount, payee, nature or (Nature.COST if amount < 0 else Nature.SURE))


def monthly(day: int, amount: int, payee: str, months: int, until: date = TODAY) -> list[Movement]:
    """Booked by a bank: on the next working day, or the last one of the month."""
    starts = [month_start(until.year, until.month - ago) for ago in range(months, -1, -1)]
    days = [
        last_working(s.year, s.month) if day == LAST_WORKING_DAY else next_working(month_start(s.year, s.month, day))
        for s in starts
    ]
    return [row(d, amount, payee) for d in days if d <= until]


def house(movements: list[Movement], **more: object) -> Household:
    settings = {"today": TODAY, "as_of": TODAY, "accounts": (SpendingAccount(1, "Courant", 10000),)} | more
    return Household(period=Period.containing(TODAY), currency="EUR", movements=tuple(movements), **settings)


def coming(home: Household) -> list[tuple[date, int]]:
    return [(d.date, d.schedule.amount) for d in dues(schedules_of(home), home)]


# --- the days banks work


def test_eleven_public_holidays():
    assert len(public_holidays(2026)) == 11
    assert {date(2026, 5, 14), date(2026, 5, 25), date(2026, 4, 6)} <= public_holidays(2026)


def test_public_holidays_are_those_of_the_library():
    """But for the three years when Whit Monday was the day worked for the elderly: it stayed in the Code du travail."""
    years = [year for year in range(1982, 2101) if year not in (2005, 2006, 2007)]
    assert {year: public_holidays(year) for year in years} == {year: set(France(years=year)) for year in years}


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_the_next_working_day_is_the_first_one(day):
    found = next_working(day)
    assert is_working(found)
    assert not any(is_working(day + timedelta(n)) for n in range((found - day).days))


# --- found


@given(day=st.integers(0, 31), months=st.integers(3, 24), amount=st.integers(-99999, -100))
def test_a_fixed_monthly_bill_is_found_with_its_next_days(day, months, amount):
    (found,) = detect(monthly(day, amount, "LOYER REF 123", months), TODAY)
    assert (found.amount, found.spread, found.status) == (amount, (amount, amount), Status.PROPOSED)
    start, end = found.last_seen + timedelta(20), date(2027, 3, 1)
    expected = [m.date for m in monthly(day, amount, "", 8, date(2027, 4, 20)) if start <= m.date < end]
    off = [abs((a - b).days) for a, b in zip(occurrences(found, start, end), expected, strict=False)]
    assert off
    assert max(off) <= 3


@given(day=st.integers(0, 31), amount=st.integers(100, 99999))
def test_a_wage_is_found_and_sure(day, amount):
    (found,) = detect(monthly(day, amount, "Salaire", 8), TODAY)
    assert found.sure
    assert found.amount == amount


def test_a_wage_on_the_last_working_day_stays_there():
    (found,) = detect(monthly(LAST_WORKING_DAY, 150000, "Salaire", 12), TODAY)
    assert found.rhythm.day == LAST_WORKING_DAY
    assert list(occurrences(found, TODAY, date(2027, 2, 1))) == [
        date(2026, 11, 30),
        date(2026, 12, 31),
        date(2027, 1, 29),
    ]


def test_a_debit_falls_on_the_next_working_day():
    (found,) = detect(monthly(1, -2500, "Carte de bus", 12), TODAY)
    assert list(occurrences(found, TODAY, date(2027, 2, 1))) == [date(2026, 12, 1), date(2027, 1, 4)]


@given(start=st.dates(date(2025, 1, 6), date(2025, 12, 26)).filter(lambda d: d.weekday() < 5))
def test_a_wage_every_four_weeks_is_no_monthly_one(start):
    """Two in some months; a holiday moves one of them, not those after it."""
    days = [start + timedelta(28 * n) for n in range(40)]
    rows = [row(next_working(d), 132000, "Salaire") for d in days if next_working(d) <= TODAY]
    (found,) = detect(rows, TODAY)
    assert (found.rhythm.every, found.rhythm.unit, found.sure) == (28, "day", True)
    expected = [next_working(d) for d in days if TODAY < next_working(d) < date(2027, 4, 1)]
    assert list(occurrences(found, TODAY + timedelta(1), date(2027, 4, 1))) == expected


def test_a_pension_that_a_weekend_brings_forward():
    starts = [month_start(2025, 6 + n) for n in range(18)]
    days = [previous_working(start) for start in starts]
    (found,) = detect([row(d, 31000, "Agirc-Arrco") for d in days if d <= TODAY], TODAY)
    assert (found.rhythm.day, found.rhythm.early) == (1, True)
    assert list(occurrences(found, TODAY, date(2027, 3, 1))) == [
        date(2026, 12, 1),
        date(2026, 12, 31),
        date(2027, 2, 1),
    ]
    kept = house(
        [row(d, 31000, "Agirc-Arrco") for d in days if d <= TODAY],
        schedules=(Schedule("Agirc-Arrco", 31000, Rhythm(day=1)),),
    )
    assert coming(kept)[:2] == [(date(2026, 12, 1), 31000), (date(2026, 12, 31), 31000)], (
        "kept by the user: as the bank does"
    )


def test_every_week_quarter_and_year():
    rows = [row(date(2026, 8, 5) + timedelta(7 * n), -1500, "Ménage") for n in range(16)]
    rows += [row(next_working(date(2025, m, 20)), -2350, "Veolia") for m in (2, 5, 8, 11)]
    rows += [row(next_working(date(2026, m, 20)), -2350, "Veolia") for m in (2, 5, 8, 11)]
    rows += [row(date(2024, 12, 16), -8700, "Taxe"), row(date(2025, 12, 15), -8900, "Taxe")]
    found = {s.payee: s for s in detect(rows, TODAY)}
    assert {k: (s.rhythm.every, s.rhythm.unit) for k, s in found.items()} == {
        "Ménage": (7, "day"),
        "Veolia": (3, "month"),
        "Taxe": (12, "month"),
    }
    assert [d.day for d in occurrences(found["Ménage"], TODAY, date(2026, 12, 10))] == [25, 2, 9]
    assert list(occurrences(found["Veolia"], TODAY, date(2027, 3, 1))) == [date(2027, 2, 22)]
    assert [d.month for d in occurrences(found["Taxe"], TODAY, date(2027, 3, 1))] == [12]


def test_a_variable_debit_keeps_its_range_and_a_risen_one_its_last_amount():
    rows = monthly(LAST_WORKING_DAY, -1, "Débit différé", 8)
    amounts = [-25000, -39900, -34100, -30000, -36000, -28000, -33000, -31000]
    rows = [m._replace(amount=a) for m, a in zip(rows, amounts, strict=True)]
    (card,) = detect(rows, TODAY)
    assert (card.amount, card.spread) == (-33000, (-36000, -28000))
    phone = monthly(12, -1599, "Mobile", 9)
    phone[-2:] = [m._replace(amount=-1999) for m in phone[-2:]]
    (mobile,) = detect(phone, TODAY)
    assert (mobile.amount, mobile.spread) == (-1999, (-1999, -1999))
    (mobile,) = detect([*phone[:-2], phone[-2]._replace(amount=-1599), phone[-1]], TODAY)
    assert (mobile.amount, mobile.spread) == (-1599, (-1999, -1599)), "once higher: nobody knows yet"


def test_two_contracts_of_one_payee():
    found = detect([*monthly(6, -1999, "FREE", 9), *monthly(19, -2999, "FREE", 9)], TODAY)
    assert sorted((s.amount, s.rhythm.day) for s in found) == [(-2999, 19), (-1999, 6)]


def test_a_payment_in_three_ends_by_itself():
    rows = [row(date(2026, 10, 10), -11966, "DARTY 1/3"), row(date(2026, 11, 10), -11966, "DARTY 2/3")]
    home = house(rows)
    assert coming(home) == [(date(2026, 12, 10), -11966)]
    assert coming(house([*rows[:1], row(date(2026, 11, 10), -11966, "DARTY 3/3")])) == []
    dated = [m._replace(label=f"CARTE {m.date:%d/%m} DARTY") for m in rows]
    assert coming(house([m._replace(payee="Darty") for m in dated])) == [], "a date is no payment in 12"
    kettle = [row(date(2026, 10, 17), -3499, "DARTY"), *rows]
    assert coming(house(kettle)) == [(date(2026, 12, 10), -11966)]
    cleaned = [m._replace(payee="Darty", label="CARTE 10/11 " + m.payee) for m in rows]
    assert coming(house(cleaned)) == [(date(2026, 12, 10), -11966)]


def twice(first: date, then: date, amounts: tuple[int, int] = (-54000, -54000), category: int = 13) -> list[Movement]:
    return [row(day, amount)._replace(category_id=category) for day, amount in zip((first, then), amounts, strict=True)]


def test_two_rows_are_enough_for_what_is_sorted_as_coming_back():
    rows = twice(date(2026, 10, 5), date(2026, 11, 5))
    (found,) = detect(rows, TODAY, {13})
    assert (found.amount, found.rhythm.every, found.rhythm.day, found.status) == (-54000, 1, 5, Status.PROPOSED)
    assert found.confidence < 0.7
    assert detect(rows, TODAY) == detect(rows, TODAY, {14}) == (), "a shop may be visited twice"
    assert detect(twice(date(2026, 10, 5), date(2026, 10, 21)), TODAY, {13}) == (), "not a month apart"
    assert detect(twice(date(2026, 9, 5), date(2026, 11, 5)), TODAY, {13}) == (), "one was missed"
    assert detect(twice(date(2026, 9, 5), date(2026, 10, 5)), TODAY, {13}) == (), "it did not come in November"
    assert detect(twice(date(2026, 10, 5), date(2026, 11, 5), (-54000, -24000)), TODAY, {13}) == (), "not one amount"
    assert detect([*rows, row(date(2026, 11, 9), -900000, "Notaire")], TODAY, {13}) == (), "too little to matter"
    assert detect([*rows, *twice(date(2023, 1, 5), date(2023, 2, 5))], TODAY, {13}) == detect(rows, TODAY, {13})
    assert detect(twice(date(2023, 1, 5), date(2023, 2, 5)), TODAY, {13}) == (), "nothing of the last years"
    (third,) = detect([*rows, *twice(date(2026, 9, 4), date(2026, 9, 4))[:1]], TODAY)
    assert third.rhythm.day == 5, "three tell by themselves"


def test_an_income_seen_twice_is_expected_and_not_sure():
    wage = [m._replace(amount=-m.amount, nature=Nature.SURE) for m in twice(date(2026, 9, 30), date(2026, 10, 30))]
    (found,) = detect(wage, TODAY)
    assert (found.rhythm.day, found.sure) == (LAST_WORKING_DAY, False)
    assert 0.5 < found.chance < 1
    assert detect([m._replace(nature=Nature.OTHER) for m in wage], TODAY) == (), "two gifts"


# --- not found, or over


def test_habits_are_no_bills():
    days = [date(2026, 1, 3) + timedelta(d) for d in (0, 6, 13, 19, 24, 33, 40, 45, 52, 60, 66, 75, 80, 89)]
    rows = [row(day, -900 - 137 * (i * 7 % 11), "Supermarché") for i, day in enumerate(days)]
    rows += [row(day + timedelta(1), -330, "Resto U") for day in days for _ in range(2)]
    assert detect(rows, date(2026, 4, 10)) == ()


def test_one_missed_day_is_late_two_have_stopped():
    rows = monthly(10, -1999, "Salle de sport", 12)
    assert detect(rows[:-1], TODAY)[0].status is Status.PROPOSED
    assert detect(rows[:-2], TODAY)[0].status is Status.STOPPED
    assert coming(house(rows[:-2])) == []


def test_refunds_transfers_and_creator_money_never_come_back():
    rows = monthly(10, 5000, "Virement", 12)
    for other in (Nature.TIKTOK, Nature.OTHER_CREATOR, Nature.COST):
        assert detect([m._replace(nature=other) for m in rows], TODAY) == ()
    assert detect([m._replace(transfer=True) for m in rows], TODAY) == ()


def test_an_income_with_holes_has_a_chance_and_a_seasonal_one_its_months():
    grant = [m for m in monthly(6, 25900, "Bourse", 13) if m.date.month not in (7, 8)]
    (found,) = detect(grant, TODAY)
    assert (found.sure, found.skips) == (True, {7, 8})
    work = [m for m in monthly(2, 33400, "Interim", 13) if m.date.month in (1, 2, 3, 6, 7, 10, 11)]
    (found,) = detect(work, TODAY)
    assert not found.sure
    assert 0.4 < found.chance < 0.9


def test_a_grant_skips_its_first_summer_and_work_does_not():
    until = date(2026, 6, 20)
    for payee, months in (("Crous Bourse", [9, 10]), ("Salaire", [7, 8, 9])):
        (found,) = detect(monthly(6, 45000, payee, 8, until), until)
        assert [d.month for d in occurrences(found, date(2026, 7, 1), date(2026, 12, 1))][: len(months)] == months
    summer = detect(monthly(6, 45000, "Crous Bourse", 16, date(2026, 1, 20)), date(2026, 1, 20))
    assert not summer[0].skips, "one that came in summer is paid all year"


def test_in_the_middle_of_a_season_away():
    """Gone in July, as the year before: not stopped, and not expected in August."""
    until = date(2026, 8, 4)
    canteen = [m for m in monthly(18, -9500, "Cantine", 23, until) if m.date.month not in (7, 8)]
    (found,) = detect(canteen, until)
    assert (found.status, found.skips) == (Status.PROPOSED, {7, 8})
    assert next(occurrences(found, until, date(2027, 1, 1))).month == 9
    gone = [m for m in monthly(18, -9500, "Cantine", 23, until) if m.date < date(2026, 6, 1)]
    assert detect(gone, until)[0].status is Status.STOPPED


@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_means_nothing(rng):
    rows = [*monthly(27, -29000, "Loyer", 9), *monthly(5, 18400, "CAF", 9), *monthly(29, -1999, "Mobile", 5)]
    assert detect(rng.sample(rows, len(rows)), TODAY) == detect(rows, TODAY)


@given(st.text("abÉ '-", max_size=20), st.integers(0, 10**6), st.integers(0, 10**6))
def test_case_accents_and_numbers_do_not_change_a_payee(payee, one, other):
    assert key_of(f"Loyer {payee} {one}") == key_of(f"LOYER {payee.upper()} {other}")
    assert key_of("42") != key_of("17")


# --- the days to come


def test_a_row_already_known_stands_for_its_occurrence():
    rows = monthly(20, -29000, "Loyer", 9)
    as_of = date(2026, 11, 16)
    assert coming(house(rows[:-1], as_of=as_of))[0] == (date(2026, 11, 20), -29000)
    assert coming(house(rows, as_of=as_of))[0] == (date(2026, 12, 21), -29000)
    early = [*rows[:-1], row(date(2026, 11, 18), -29000, "Loyer")]
    assert coming(house(early, as_of=as_of))[0] == (date(2026, 12, 21), -29000)


def test_late_by_a_few_days_is_still_expected_later_is_missed():
    rows = monthly(18, -29000, "Loyer", 9)[:-1]
    assert coming(house(rows))[0] == (date(2026, 11, 23), -29000)
    rows = monthly(10, -29000, "Loyer", 9)[:-1]
    assert coming(house(rows))[0] == (date(2026, 12, 10), -29000)


def test_what_the_user_typed_and_what_was_found_count_once():
    typed = Schedule("Loyer", -29000, Rhythm(day=27))
    home = house(monthly(27, -29000, "Loyer résidence les Tilleuls", 9), schedules=(typed,))
    assert [s.payee for s in schedules_of(home)] == ["Loyer"]
    assert coming(home)[:2] == [(date(2026, 11, 27), -29000), (date(2026, 12, 28), -29000)]


def test_what_the_user_refused_is_everyday_spending():
    rows = monthly(27, -29000, "Loyer", 9)
    refused = Schedule("Loyer", -29000, Rhythm(day=27), Status.IGNORED)
    assert coming(house(rows, schedules=(refused,))) == []
    assert spending(rows, schedules_of(house(rows, schedules=(refused,)))) == rows
    assert spending(rows, schedules_of(house(rows))) == []


def test_a_typed_bill_claims_its_rows_before_it_can_be_found():
    typed = replace(Schedule("Loyer", -29000, Rhythm(day=27)), key="loyer")
    assert claims(typed, row(date(2026, 10, 27), -29000, "SCI Dupont"))
    assert not claims(typed, row(date(2026, 10, 12), -29000, "SCI Dupont"))
    assert not claims(typed, row(date(2026, 10, 27), -9000, "SCI Dupont"))


def paid_on(day: int, months: int = 8) -> list[Movement]:
    """On the very day, weekends and holidays too."""
    starts = [month_start(TODAY.year, TODAY.month - ago) for ago in range(months, -1, -1)]
    days = [month_start(s.year, s.month, day) for s in starts]
    return [row(d, 128_000, "Vir Acme") for d in days if d <= TODAY]


def test_what_came_on_weekends_too_is_not_moved():
    """28 February and 28 March 2027 are Sundays; so was 28 June 2026, on which the wage came."""
    home = house(paid_on(28), today=TODAY)
    assert any(not is_working(m.date) for m in home.movements)
    assert [day for day, _ in coming(home)][:2] == [date(2026, 11, 28), date(2026, 12, 28)], "a Saturday"
    said = Schedule("Salaire", 128_000, Rhythm(day=28), key="Salaire")
    assert coming(house(paid_on(28), schedules=(said,)))[0][0] == date(2026, 11, 28)
    moved = [m._replace(date=next_working(m.date)) for m in paid_on(28)]
    assert coming(house(moved))[0][0] == date(2026, 11, 30)


@given(st.integers(1, 28), st.booleans())
def test_booked_as_in_the_persons_own_past(day, weekends):
    rows = [m if weekends else m._replace(date=next_working(m.date)) for m in paid_on(day)]
    found = coming(house(rows))
    assert all(weekends or is_working(d) for d, _ in found)
    if weekends and sum(not is_working(m.date) for m in rows) > 1:
        assert {d.day for d, _ in found} == {day}


def test_an_income_typed_for_the_months_end_stays_in_its_month():
    """31 January 2027 is a Sunday: a wage comes before it, a bill after."""
    wage, rent = (Schedule("x", amount, Rhythm(day=31)) for amount in (128_000, -54_000))
    assert [day for day, _ in coming(house([], schedules=(wage,)))][:3] == [
        date(2026, 11, 30),
        date(2026, 12, 31),
        date(2027, 1, 29),
    ]
    assert date(2027, 2, 1) in [day for day, _ in coming(house([], schedules=(rent,)))]
    early = replace(wage, rhythm=Rhythm(day=5))
    assert date(2026, 12, 7) in [day for day, _ in coming(house([], schedules=(early,)))], "the 5th is a Saturday"


@given(
    every=st.integers(1, 12),
    unit=st.sampled_from(["day", "month"]),
    day=st.integers(0, 31),
    start=st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    length=st.integers(0, 400),
)
def test_occurrences_are_in_order_inside_their_days_and_do_not_depend_on_where_one_starts(
    every, unit, day, start, length
):
    schedule = Schedule("x", -1, Rhythm(every, unit, day, date(2026, 5, 5)))
    end = start + timedelta(length)
    found = list(occurrences(schedule, start, end))
    assert found == sorted(found)
    assert all(start <= d < end for d in found)
    assert found == [d for d in occurrences(schedule, start - timedelta(500), end + timedelta(500)) if start <= d < end]


def test_an_income_that_the_user_skipped_once_is_as_sure_as_before():
    """It was their own word that it would not come: that tells nothing of what follows."""
    rows = [m for m in monthly(5, 40_000, "Crous", 9) if m.date.month != 10]
    (less,) = schedules_of(house(rows))
    assert not less.sure
    (said,) = schedules_of(house(rows, once=(Once("Crous", date(2026, 10, 5), None),)))
    assert said.sure
    (other,) = schedules_of(house(rows, once=(Once("Crous", date(2026, 12, 7), None),)))
    assert other.chance == less.chance, "another day tells nothing of October"
