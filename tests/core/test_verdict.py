"""Each word of the verdict, computed a second time from the same paths by loops that say it word for word."""

import json
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from functools import partial

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tenk_desktop.core.model import Earning, Nature, Stage
from tenk_desktop.core.outlook.answer import (
    advice,
    as_json,
    chance_sentence,
    following_sentence,
    gap_sentence,
    in_ten,
    lowest_sentence,
    safe_to_spend_sentence,
    tenths,
    without_tiktok_sentence,
)
from tenk_desktop.core.outlook.bills import Due, schedules_of
from tenk_desktop.core.outlook.everyday import everyday_of
from tenk_desktop.core.outlook.household import (
    Household,
    KnownDays,
    Movement,
    Range,
    Rhythm,
    Schedule,
    SpendingAccount,
    Status,
    last_known_day,
)
from tenk_desktop.core.outlook.paths import Paths, simulate
from tenk_desktop.core.outlook.payouts import Basis, tiktok_months
from tenk_desktop.core.outlook.verdict import verdict
from tenk_desktop.core.period import ONE_DAY, Period, month_start
from tenk_desktop.core.text import NBSP, amount_text

PERIOD = Period.of(2026, 11)
money = partial(amount_text, currency="EUR")


def past(months: int = 8, creator: int = 8) -> tuple[Movement, ...]:
    """A history that is enough for a percentage: a small expense each month, and TikTok money."""
    rows = []
    for ago in range(months, 0, -1):
        start = PERIOD.shift(-ago).start
        rows.append(Movement(start, -1, f"achat {chr(97 + ago)}", Nature.COST))
        if ago <= creator:
            rows.append(Movement(start + 14 * ONE_DAY, 1, "TikTok", Nature.TIKTOK))
    return tuple(rows)


def house(today: date, lag: int = 0, **more: object) -> Household:
    settings = {"floor": 0, "movements": past(), "accounts": (SpendingAccount(1, "Courant", 0),)} | more
    return Household(today=today, as_of=today - lag * ONE_DAY, period=PERIOD, currency="EUR", **settings)


# --- the definitions, word for word -----------------------------------------------------------------------------------


few = settings(max_examples=40)  # each is eleven futures of three months


@st.composite
def scenes(draw):
    """A household and a few paths of small whole amounts, on each of which everything differs."""
    today = PERIOD.start + draw(st.integers(0, 29)) * ONE_DAY
    home = house(
        today,
        draw(st.integers(0, 3)),
        floor=-draw(st.integers(0, 9)),
        accounts=(SpendingAccount(1, "Courant", draw(st.integers(-20, 60))),),
    )
    days = (home.end - home.as_of).days
    count = draw(st.integers(1, 11))
    few = st.lists(st.integers(-9, 8), min_size=2, max_size=9)

    def flows(elements):
        rows = [(draw(few) * days)[: days - 1] for _ in range(count)]
        kept = [[0, *(x if elements(x) else 0 for x in row)] for row in rows]
        return np.cumsum(np.array(kept, dtype=np.int64), axis=1)

    tiktok, everyday, other = flows(lambda x: x > 6), flows(lambda x: x < -3), flows(lambda x: abs(x) < 3)
    wage = Schedule("Salaire", 5, Rhythm(day=1))
    dues = tuple(Due(home.horizon + n * ONE_DAY, wage) for n in draw(st.lists(st.integers(-5, 14), max_size=2)))
    balance = home.opening + tiktok + everyday + other
    return home, Paths(home.as_of, balance, tiktok, everyday, tiktok // 2, tiktok, in_wallet=3, dues=dues)


def share_holds(flags, share):
    """Whether at least this share of the paths is so."""
    return Fraction(sum(flags), len(flags)) >= Fraction(share)


def ends(home, paths, start, stop, extra=0, *, tiktok=True):
    """Each path's end-of-day sums over ``[start, stop)``, as plain lists."""
    columns = range((start - home.as_of).days, (stop - home.as_of).days)
    return [
        [int(paths.balance[p, c]) - (0 if tiktok else int(paths.tiktok[p, c])) + extra for c in columns]
        for p in range(paths.count)
    ]


def above(home, paths, stop, extra=0, *, tiktok=True):
    return [min(path) >= home.floor for path in ends(home, paths, home.today, stop, extra, tiktok=tiktok)]


@few
@given(scenes())
def test_chance_is_the_share_of_paths_never_below_the_floor(scene):
    home, paths = scene
    said = verdict(home, paths)
    for tiktok, chance in ((True, said.chance), (False, said.chance_without_tiktok)):
        flags = above(home, paths, home.horizon, tiktok=tiktok)
        assert chance == sum(flags) / len(flags)
    following = PERIOD.shift(1).end
    flags = above(home, paths, following)
    assert (said.next.horizon, said.next.chance) == (following, sum(flags) / len(flags))


@few
@given(scenes())
def test_gap_is_the_smallest_amount_that_is_enough(scene):
    home, paths = scene
    for share, gap in verdict(home, paths).gap.items():
        assert gap >= 0
        assert share_holds(above(home, paths, home.horizon, gap), share)
        assert gap == 0 or not share_holds(above(home, paths, home.horizon, gap - 1), share)


@few
@given(scenes())
def test_buffer_is_the_same_over_three_months_from_nothing(scene):
    home, paths = scene
    for share, buffer in verdict(home, paths).buffer.items():
        start = buffer - home.available
        assert buffer >= 0
        assert share_holds(above(home, paths, home.end, start), share)
        assert buffer == 0 or not share_holds(above(home, paths, home.end, start - 1), share)


def spends(home, paths, each):
    """On each path, whether it holds when everyday spending is replaced by ``each`` on every day left."""
    incomes = [d.date for d in paths.dues if d.date >= home.horizon]
    until = min([*incomes, home.horizon + timedelta(10)])
    flags = []
    for p in range(paths.count):
        total, holds = int(paths.balance[p, 0]), True
        day = home.as_of
        while day < until:
            if day > home.as_of:
                c = (day - home.as_of).days
                flow = int(paths.balance[p, c]) - int(paths.balance[p, c - 1])
                daily = int(paths.everyday[p, c]) - int(paths.everyday[p, c - 1])
                total += flow - daily - each if home.today <= day < home.horizon else flow
            if day >= home.today and total < home.floor:
                holds = False
            day += ONE_DAY
        flags.append(holds)
    return flags


@few
@given(scenes())
def test_safe_to_spend_is_the_largest_daily_amount_that_holds(scene):
    home, paths = scene
    days_left = (home.horizon - max(home.today, home.as_of + ONE_DAY)).days
    for share, each in verdict(home, paths).safe_to_spend_per_day.items():
        if days_left <= 0:
            assert each is None
            continue
        assert each >= 0
        assert each == 0 or share_holds(spends(home, paths, each), share)
        assert not share_holds(spends(home, paths, each + 1), share)


@few
@given(scenes())
def test_own_salary_is_the_largest_draw_creator_money_can_pay(scene):
    home, paths = scene

    def pays(salary):
        flags = []
        for p in range(paths.count):
            pot = [paths.in_wallet + home.received_this_period + int(paths.fresh[p, c]) for c in columns]
            flags.append(all(money - salary * n >= 0 for n, money in enumerate(pot, start=1)))
        return flags

    columns = [(PERIOD.shift(n).start - home.as_of).days - 1 for n in (1, 2, 3)]
    for share, salary in verdict(home, paths).own_salary.items():
        assert salary == 0 or share_holds(pays(salary), share)
        assert not share_holds(pays(salary + 1), share)


@few
@given(scenes())
def test_lowest_day_quantiles_and_fan(scene):
    home, paths = scene
    said = verdict(home, paths)
    window = ends(home, paths, home.today, home.horizon)
    first_lowest = [path.index(min(path)) for path in window]
    often = max(range(len(window[0])), key=lambda c: (first_lowest.count(c), -c))
    assert said.lowest.date == home.today + often * ONE_DAY
    assert [f.date for f in said.fan] == [home.today + n * ONE_DAY for n in range(len(window[0]))]
    for column, day in enumerate(said.fan):
        values = sorted(path[column] for path in window)
        for share, amount in day.quantiles.items():
            assert amount == next(v for v in values if share_holds([w <= v for w in values], share))
    assert all(said.fan[often].quantiles[q] == v for q, v in said.lowest.quantiles.items())


@few
@given(scenes())
def test_runs_dry_is_the_day_by_which_a_share_has_been_below(scene):
    home, paths = scene
    window = ends(home, paths, home.today, home.horizon)
    for share, day in verdict(home, paths).runs_dry.items():
        gone = [share_holds([min(path[: n + 1]) < home.floor for path in window], share) for n in range(len(window[0]))]
        assert day == (home.today + gone.index(True) * ONE_DAY if any(gone) else None)


@few
@given(scenes())
def test_the_figures_agree_with_one_another(scene):
    home, paths = scene
    said = verdict(home, paths)
    assert said.chance >= said.chance_without_tiktok
    assert (said.gap["0.8"] == 0) is (said.chance >= 0.8)
    assert said.gap["0.8"] <= said.gap["0.9"]
    assert said.next.chance <= said.chance
    safe = list(said.safe_to_spend_per_day.values())
    assert safe == [None] * 3 or safe == sorted(safe, reverse=True)


# --- edges


def flat(home: Household, amounts: list[int]) -> Paths:
    days = (home.end - home.as_of).days
    balance = np.repeat(np.array(amounts, dtype=np.int64)[:, None], days, axis=1)
    nothing = np.zeros_like(balance)
    return Paths(home.as_of, balance, nothing, nothing, nothing, nothing)


def test_on_the_last_day_with_everything_known_no_day_is_left():
    home = house(date(2026, 11, 30))
    said = verdict(home, flat(home, [500, 500]))
    assert said.safe_to_spend_per_day == {"0.5": None, "0.8": None, "0.9": None}
    assert len(said.fan) == 1
    assert "plus de jour" in str(safe_to_spend_sentence(said, money))


def test_the_last_day_counts_when_it_is_not_known_yet():
    home = house(date(2026, 11, 30), 1)
    assert verdict(home, flat(home, [500, 500])).safe_to_spend_per_day["0.8"] == 500


def test_all_paths_dry():
    home = house(date(2026, 11, 22), floor=-100)
    said = verdict(home, flat(home, [-101, -500]))
    assert (said.chance, said.gap["0.8"], said.safe_to_spend_per_day["0.5"]) == (0, 400, 0)
    assert set(said.runs_dry.values()) == {home.today}
    assert (
        str(chance_sentence(said))
        == "Moins de 1 chance sur 10 de finir le mois sans dépasser votre découvert autorisé."
    )
    assert advice(said)


def test_nothing_random_left_says_ten_or_none():
    home = house(date(2026, 11, 22))
    assert str(chance_sentence(verdict(home, flat(home, [1, 1])))).startswith("10 chances sur 10 de finir")
    assert str(chance_sentence(verdict(home, flat(home, [-1, -1])))).startswith("0 chance sur 10")
    assert str(chance_sentence(verdict(home, flat(home, [1, 2])))).startswith("Plus de 9 chances sur 10")


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0.0495, "moins de 1 chance sur 10"),
        (0.05, "1 chance sur 10"),
        (0.149, "1 chance sur 10"),
        (0.65, "7 chances sur 10"),
        (0.949, "9 chances sur 10"),
        (0.95, "plus de 9 chances sur 10"),
        (1.0, "plus de 9 chances sur 10"),
    ],
)
def test_chances_in_words(chance, words):
    assert str(in_ten(chance)) == words


@given(st.integers(0, 2000), st.integers(0, 2000))
def test_words_stay_within_one_to_nine_and_in_order(one, other):
    low, high = sorted((one / 2000, other / 2000))
    assert 1 <= tenths(low) <= tenths(high) <= 9


# --- when there is a percentage


def test_too_few_months_of_expenses():
    home = house(date(2026, 11, 22), movements=past(2))
    said = verdict(home, flat(home, [5, 6]))
    assert (said.chance, said.chance_without_tiktok) == (None, None)
    assert "3 mois complets de dépenses, il y en a 2" in str(said.why_no_chance)
    assert said.next.chance is None
    assert following_sentence(said) is None


def test_creator_money_in_too_few_months_unless_none_is_expected():
    home = house(date(2026, 11, 22), movements=past(8, creator=5))
    quiet = flat(home, [5, 6])
    assert (verdict(home, quiet).chance, verdict(home, quiet).chance_without_tiktok) == (1, 1)
    later = quiet.balance.copy()
    later[:, 20:] += 9
    december = replace(quiet, balance=later, tiktok=later - quiet.balance, creator=later - quiet.balance)
    said = verdict(home, december)
    assert (said.chance, said.next.chance, said.next.chance_without_tiktok) == (1, None, 1)
    later[:, 2:] += 9
    soon = replace(quiet, balance=later, tiktok=later - quiet.balance, creator=later - quiet.balance)
    said = verdict(home, soon)
    assert (said.chance, said.chance_without_tiktok) == (None, 1)
    assert "6 mois différents" in str(said.why_no_chance)


def test_a_month_half_known_is_no_full_month():
    start = date(2026, 8, 15)
    rows = tuple(Movement(start + n * ONE_DAY, -100, "achat", Nature.COST) for n in range(95))
    assert house(date(2026, 11, 22), movements=rows).full_months == 2


def test_a_balance_nobody_gave_means_no_verdict():
    home = house(date(2026, 11, 22), accounts=(SpendingAccount(1, "Courant", 5), SpendingAccount(2, "Poche", None)))
    assert "Poche" in str(home.needs())
    with pytest.raises(ValueError, match="Poche"):
        verdict(home, flat(home, [1]))
    assert house(date(2026, 11, 22), accounts=()).needs()


# --- as_of


def test_as_of_is_that_of_the_busiest_account():
    today = date(2026, 11, 22)
    bank = KnownDays(1, tuple(date(2026, 11, d) for d in (3, 9, 16)), imported=date(2026, 11, 16))
    cash = KnownDays(2, (date(2026, 11, 21),))
    assert last_known_day([cash, bank], today) == date(2026, 11, 16)
    typed = replace(bank, dates=(*bank.dates, date(2026, 11, 20)))
    assert last_known_day([typed, cash], today) == date(2026, 11, 16), "a typed row does not tell a fed account's end"
    assert last_known_day([replace(bank, statement_end=date(2026, 11, 19))], today) == date(2026, 11, 19)
    assert last_known_day([replace(bank, typed_balance=today + ONE_DAY)], today) == date(2026, 11, 16)
    assert last_known_day([KnownDays(1, ())], today) == last_known_day([], today) == today


# --- from the household to the paths


def lived(**more: object) -> Household:
    """A year of rent, wage, groceries and TikTok, known up to two days ago."""
    rows, day = [], date(2025, 11, 1)
    while day <= date(2026, 11, 20):
        if day.weekday() in (2, 5):
            rows.append(Movement(day, -1500 - day.day * 37, "Supermarché", Nature.COST, account_id=1))
        if day.day == 4:
            rows.append(Movement(day, -33000, "Loyer", Nature.COST, account_id=1))
        if day.day == 28:
            rows.append(Movement(day, 60000, "Salaire", Nature.SURE, account_id=1))
        if day.day == 15:
            rows.append(Movement(day, 9000 + 700 * day.month, "TikTok", Nature.TIKTOK, account_id=1))
        day += ONE_DAY
    return house(date(2026, 11, 22), 2, **({"movements": tuple(rows)} | more))


def start_of(home: Household, amount: int) -> Household:
    return replace(home, accounts=(SpendingAccount(1, "Courant", amount),))


def needs_income() -> None:
    pytest.importorskip("tenk_desktop.core.outlook.income", reason="the forecaster of creator income is not there yet")


def test_same_seed_same_bytes():
    needs_income()
    home = start_of(lived(), 20000)
    said = [json.dumps(as_json(verdict(home, simulate(home, paths=200, seed=s)))) for s in (3, 3, 4)]
    assert said[0] == said[1] != said[2]


def test_money_is_kept_to_the_cent_on_every_path():
    needs_income()
    home = start_of(lived(), 20000)
    paths = simulate(home, paths=50)
    assert paths.balance.dtype == np.int64
    assert (paths.balance[:, 0] == 20000).all()
    assert (paths.everyday <= 0).all()
    assert (np.diff(paths.tiktok, axis=1) >= 0).all()
    certain = paths.without_tiktok - paths.everyday
    assert (certain == certain[0]).all(), "the wage and the rent are fixed"
    assert certain[0, -1] == 20000 + 3 * 60000 - 3 * 33000
    assert paths.basis is Basis.HISTORY


def test_without_tiktok_shares_the_draws():
    needs_income()
    home = start_of(lived(), 20000)
    without = simulate(replace(home, movements=tuple(m for m in home.movements if m.nature is not Nature.TIKTOK)))
    with_it = simulate(home)
    assert (with_it.without_tiktok == without.balance).all()


def test_rows_known_after_as_of_count_once_as_they_are():
    home = start_of(lived(), 20000)
    home = replace(home, movements=tuple(m for m in home.movements if m.nature is not Nature.TIKTOK))
    known = (
        Movement(date(2026, 11, 21), -4200, "Coiffeur", Nature.COST, account_id=1),
        Movement(date(2026, 11, 25), 60000, "Salaire", Nature.SURE, account_id=1),
        Movement(date(2026, 11, 22), -100, "Vers la poche", Nature.COST, transfer=True),
        Movement(date(2026, 11, 22), 100, "De la poche", Nature.OTHER, transfer=True),
    )
    later = replace(home, movements=(*home.movements, *known))
    assert later.available == 20000 - 4200
    before, after = simulate(home, paths=40), simulate(later, paths=40)
    column = before.column(date(2026, 11, 25))
    assert (after.balance[:, 1] - after.everyday[:, 1] == 20000 - 4200).all()
    assert (after.everyday[:, 1] == np.minimum(before.everyday[:, 1] + 4200, 0)).all(), "part of the day's spending"
    wages = (np.diff(after.balance - after.everyday, axis=1) == 60000).sum(axis=1)
    assert (wages == (np.diff(before.balance - before.everyday, axis=1) == 60000).sum(axis=1)).all()
    assert after.balance[0, column] - after.balance[0, column - 1] >= 60000 - 4000


def spent(pattern, weeks=40, days=29, paths=4000):
    """Futures of someone whose past is ``pattern(day)`` cents a day."""
    first = date(2026, 11, 22) - timedelta(7 * weeks - 1)
    rows = tuple(
        Movement(d, -pattern(d), f"achat {chr(97 + d.day)}", Nature.COST)
        for n in range(7 * weeks)
        if pattern(d := first + timedelta(n))
    )
    habits = everyday_of(house(date(2026, 11, 22), movements=rows), ())
    return -habits.simulate(days, paths, np.random.default_rng(1))[:, 1:]


def test_a_future_is_less_sure_when_few_weeks_are_known():
    few, many = (spent(lambda _: 1000, weeks=n).sum(axis=1) for n in (5, 50))
    assert few.mean() == pytest.approx(many.mean(), rel=0.1)
    assert few.std() > 1.3 * many.std() > 0.15 * 28 * 1000


def test_what_is_exceptional_comes_back_as_rarely_as_it_did():
    laptop = spent(lambda d: 1000 + (90000 if d == date(2026, 8, 3) else 0))
    assert (laptop.sum(axis=1) > 28 * 1000 + 60000).mean() == pytest.approx(28 / (40 * 7 + 91), rel=0.3)
    assert np.quantile(spent(lambda _: 1000).sum(axis=1), 0.99) < 28 * 1000 * 1.8


def test_a_bill_that_varies_may_go_beyond_what_was_seen_and_never_change_sign():
    rows = [
        Movement(month_start(2026, m, 6), -a, "EDF", Nature.COST)
        for m, a in zip(range(5, 12), (900, 6000, 1000, 2000, 7000, 1500, 3000), strict=True)
    ]
    home = house(date(2026, 11, 22), movements=tuple(rows))
    (bill,) = schedules_of(home)
    paths = simulate(home, paths=3000)
    column = paths.column(paths.dues[0].date)
    flows = np.diff(paths.balance - paths.everyday, axis=1)[:, column - 1]
    low, _, high = bill.range
    assert (flows < low).mean() == pytest.approx(1 / 7, abs=0.03)
    assert (flows > high).mean() == pytest.approx(1 / 7, abs=0.03)
    assert flows.max() <= 0


def test_one_laptop_does_not_move_everyday_spending():
    home = lived()
    laptop = replace(home, movements=(*home.movements, Movement(date(2026, 11, 3), -90000, "Ordinateur", Nature.COST)))
    plain, dear = (
        sum(w * sum(week) for w, week in zip(e.weights, e.weeks, strict=True))
        for e in (everyday_of(h, schedules_of(h)) for h in (home, laptop))
    )
    assert plain < 0
    assert abs(dear - plain) < abs(plain) * 0.15


def test_the_first_useful_sentence_needs_no_history():
    typed = (
        Schedule("Loyer", -29000, Rhythm(day=27)),
        Schedule("CAF", 18400, Rhythm(day=25)),
        Schedule("Mobile", -1999, Rhythm(day=29)),
    )
    home = house(
        date(2026, 11, 22), movements=(), schedules=typed, accounts=(SpendingAccount(1, "Courant", 1000),), week=7000
    )
    said = verdict(home, simulate(home, paths=20))
    assert said.chance is None
    assert "mois complets de dépenses" in str(chance_sentence(said))
    assert str(without_tiktok_sentence(said, money)) == (
        f"Sans rien de TikTok, il manquerait 195,99{NBSP}€ le 30{NBSP}nov., quand « Mobile » passe."
    )
    assert [c.text for c in said.to_pay] == ["Loyer", "Mobile"]
    assert [c.text for c in said.to_receive] == ["CAF"]
    assert str(lowest_sentence(said, money)).startswith(f"Le plus bas serait le 30{NBSP}nov., quand « Mobile » passe")


def test_the_user_s_own_range_then_the_published_figures():
    few = tuple(m for m in lived().movements if m.nature is not Nature.TIKTOK or m.date > date(2026, 8, 1))
    own = start_of(lived(movements=few, creator_range=Range(0, 10000, 30000)), 20000)
    paths = simulate(own, paths=400)
    assert paths.basis is Basis.OWN_RANGE
    december = paths.tiktok[:, paths.column(date(2026, 12, 31))]
    assert december.min() >= 0
    assert december.max() <= 30000
    assert 8000 < np.median(december) < 12000
    past = replace(own, creator_range=None)
    mine = simulate(past, paths=400)
    assert mine.basis is Basis.FEW
    months = len(tiktok_months(past))
    assert months == 4
    assert any(f"de {months} mois seulement" in str(a) for a in verdict(past, mine).assumptions)
    paid = [total for _, total in tiktok_months(past)]
    assert min(paid) / 2 < np.median(mine.tiktok[:, paths.column(date(2026, 12, 31))]) < 2 * max(paid)
    recent = (m for m in few if m.nature is not Nature.TIKTOK or m.date > date(2026, 9, 30))
    two = replace(past, movements=tuple(recent))
    published = simulate(two, paths=400)
    assert published.basis is Basis.PUBLISHED
    assert any("chiffres publiés" in str(a) for a in verdict(two, published).assumptions)
    said = verdict(own, paths)
    assert said.chance == said.chance_without_tiktok, (
        "this month's payout has come, none is expected before the horizon"
    )
    assert said.next.chance is None


def test_what_is_owed_is_a_lower_bound_and_comes_once():
    home = start_of(lived(movements=(), creator_range=Range(0, 0, 0)), 0)
    owed = (
        Earning(1, "TikTok", "Affiliation", "a", 1290, "EUR", Stage.IN_TRANSIT, date(2026, 11, 2), date(2026, 11, 9)),
        Earning(2, "TikTok", "Affiliation", "b", 999, "USD", Stage.VALIDATED, date(2026, 11, 2), date(2026, 11, 9)),
        Earning(3, "TikTok", "Affiliation", "c", 999, "EUR", Stage.VOID, date(2026, 11, 2), date(2026, 11, 9)),
        Earning(4, "TikTok", "Affiliation", "d", 999, "EUR", Stage.VALIDATED, date(2026, 5, 2), date(2026, 5, 9)),
    )
    home = replace(home, earnings=owed)
    paths = simulate(home, paths=300)
    assert paths.in_wallet == 1290
    assert set(paths.tiktok[:, -1]) == {0, 1290}
    assert (paths.tiktok[:, paths.column(date(2026, 12, 14))] == 0).all()
    assert (paths.tiktok[:, -1] == 1290).mean() > 0.95
    assert (paths.fresh == 0).all(), "what is in the wallet is drawn from it, once"
    more = simulate(replace(home, creator_range=Range(5000, 5000, 5000)), paths=300)
    month = more.tiktok[:, more.column(date(2026, 12, 31))]
    assert (month == 5000).all(), "never added to the forecast of the same money"


def test_what_others_owe_is_never_tiktoks_and_an_invoice_comes_on_its_day():
    home = start_of(lived(movements=(), creator_range=Range(0, 0, 0)), 0)
    due = date(2026, 12, 4)
    invoice = Earning(1, "Maison Lune", "Partenariat", "a", 1500, "EUR", Stage.PAYABLE, date(2026, 11, 4), due)
    youtube = Earning(2, "YouTube", "", "b", 70, "EUR", Stage.PAYABLE, date(2026, 11, 1))
    before, after = (simulate(replace(home, earnings=owed), paths=300) for owed in ((), (invoice, youtube)))
    assert (before.tiktok == after.tiktok).all()
    assert after.in_wallet == 0
    brought = after.balance - before.balance
    on_the_day = brought[:, after.column(due)] - brought[:, after.column(due - ONE_DAY)]
    assert set(on_the_day) == {0, 1500}
    assert (on_the_day == 1500).mean() > 0.9
    assert (brought[:, after.column(due - ONE_DAY)] == 0).all(), "not a day before"
    assert set(brought[:, -1]) <= {0, 70, 1500, 1570}


def test_a_payout_received_this_month_is_not_expected_again():
    needs_income()
    home = start_of(lived(), 20000)
    paths = simulate(home, paths=100)
    assert (paths.tiktok[:, paths.column(home.horizon) - 1] == 0).all()
    assert (paths.tiktok[:, paths.column(date(2026, 12, 31))] > 0).any()


def test_a_payout_typed_ahead_is_money_to_come():
    typed = Movement(date(2026, 11, 25), 8600, "TikTok", Nature.TIKTOK)
    home = house(date(2026, 11, 22), movements=(*past(8, creator=0), typed))
    paths = simulate(home, paths=5)
    assert home.available == 0
    assert (paths.balance[:, 3] - paths.everyday[:, 3] == 8600).all()
    assert (paths.without_tiktok == paths.everyday).all()
    assert verdict(home, paths).chance is None, "creator money is expected, and was never received"


# --- what it says


CLI_KEYS = """
    today as_of horizon floor chance chance_without_tiktok why_no_chance available safe_to_spend_per_day lowest
    runs_dry gap buffer own_salary fan next to_receive to_pay levers track_record paths seed assumptions
"""


def test_json_has_the_contract_s_keys_and_no_number_for_money():
    home = start_of(lived(movements=past(4, creator=0)), 500)
    said = as_json(verdict(home, simulate(home, paths=20)))
    assert list(said) == CLI_KEYS.split()
    assert (said["floor"], said["available"]) == ("0.00", "5.00")
    assert list(said["fan"][0]) == ["date", "0.05", "0.1", "0.25", "0.5", "0.75", "0.9", "0.95"]
    assert list(said["lowest"]) == ["date", "because", "quantiles"]
    assert list(said["next"]) == ["horizon", "chance", "chance_without_tiktok", "lowest"]
    json.dumps(said)


def test_what_is_missing_and_what_would_help():
    home = house(
        date(2026, 11, 22),
        schedules=(Schedule("Mobile", -1999, Rhythm(day=26), category_id=7), Schedule("Loyer", -20000, Rhythm(day=27))),
        deferrable=frozenset({7}),
        rate=(30, 70),
        savings=(("Matelas", 4000),),
        accounts=(SpendingAccount(1, "Courant", 13399),),
        movements=(),
    )
    said = verdict(home, simulate(home, paths=20))
    text = str(gap_sentence(said, money))
    start = f"Pour 9 chances sur 10, il manque 86,00{NBSP}€ : décaler Mobile au 1er{NBSP}déc. (à demander"
    assert text.startswith(start)
    assert f"frais possibles) : +19,99{NBSP}€ ; prendre tout ce qu’il y a dans « Matelas » : +40,00{NBSP}€ ; " in text
    assert "130\u202f000 à 290\u202f000 vues à votre taux, mais payées vers le 15" in text
    assert [lever.in_time for lever in said.levers] == [True, True, False]


def test_an_account_that_alone_goes_below_its_floor():
    home = house(
        date(2026, 11, 22),
        schedules=(replace(Schedule("Loyer", -20000, Rhythm(day=27)), account_id=1),),
        accounts=(SpendingAccount(1, "Banque", 5000), SpendingAccount(2, "PayPal", 90000)),
    )
    home = replace(home, movements=past(8, creator=0))
    said = verdict(home, simulate(home, paths=20))
    assert said.chance == 1
    assert said.tight == (("Banque", date(2026, 11, 27)),)


@st.composite
def households(draw):
    """Anyone: rows of every nature before and after today, earnings at every stage, schedules of every rhythm."""
    today = draw(st.dates(date(2026, 1, 1), date(2027, 12, 31)))
    near = st.integers(-400, 60).map(lambda n: today + n * ONE_DAY)
    amounts = st.integers(-90000, 90000)
    rows = st.builds(
        Movement,
        near,
        amounts,
        st.sampled_from(["Loyer", "CAF", "Lidl 12", "TikTok", "", "家賃", "Darty 2/3"]),
        st.sampled_from(Nature),
        transfer=st.sampled_from([False, False, True]),
    )
    earnings = st.builds(
        Earning,
        st.integers(1, 99),
        st.just("TikTok"),
        st.sampled_from(["", "Rewards"]),
        st.just("k"),
        amounts,
        st.sampled_from(["EUR", "USD"]),
        st.sampled_from(Stage),
        near,
        st.none() | near,
        st.none() | near,
    )
    rhythms = st.builds(Rhythm, st.integers(1, 12), st.sampled_from(["day", "month"]), st.integers(0, 31), near)
    schedules = st.builds(Schedule, st.sampled_from(["Loyer", "CAF", "x"]), amounts, rhythms, st.sampled_from(Status))
    return Household(
        today,
        today - draw(st.integers(0, 70)) * ONE_DAY,
        Period.containing(today, draw(st.integers(1, 31))),
        draw(st.sampled_from(["EUR", "XOF"])),
        tuple(SpendingAccount(n, f"compte {n}", draw(amounts), -500) for n in range(draw(st.integers(1, 3)))),
        tuple(draw(st.lists(rows, max_size=40))),
        floor=-draw(st.integers(0, 9999)),
        earnings=tuple(draw(st.lists(earnings, max_size=6))),
        schedules=tuple(draw(st.lists(schedules, max_size=3))),
        creator_range=draw(st.none() | st.just(Range(100, 200, 900))),
        week=draw(st.none() | st.integers(0, 20000)),
    )


@few
@given(households())
def test_anyone_gets_a_verdict_that_holds_together(home):
    needs_income()
    paths = simulate(home, paths=7)
    assert (paths.balance[:, 0] == home.opening).all()
    assert (paths.fresh >= 0).all()
    assert (np.diff(paths.tiktok, axis=1) >= 0).all()
    said = verdict(home, paths)
    json.dumps(as_json(said))
    assert said.fan[0].date == home.today
    assert said.fan[-1].date == home.horizon - ONE_DAY
    for sentence in (chance_sentence, following_sentence):
        str(sentence(said))
    for sentence in (without_tiktok_sentence, lowest_sentence, safe_to_spend_sentence, gap_sentence):
        assert "{" not in str(sentence(said, money))


@example(date(2025, 2, 28), 29)
@given(st.dates(date(2024, 1, 1), date(2028, 1, 1)), st.integers(1, 31))
def test_three_months_hold_all_that_is_looked_at(today, start_day):
    period = Period.containing(today, start_day)
    home = Household(today, today, period, "EUR", ())
    assert max(period.end + timedelta(10), period.shift(1).end, period.shift(3).start) <= home.end


def test_wages_out_of_rhythm_come_as_often_as_they_did():
    days = [date(2026, m, d) for m, d in ((1, 9), (2, 17), (4, 3), (7, 22), (8, 13), (10, 6))]
    rows = tuple(Movement(day, 30000 + 1700 * day.month, "Intérim", Nature.SURE) for day in days)
    home = house(date(2026, 11, 22), movements=(Movement(date(2025, 9, 1), -1, "achat", Nature.COST), *rows))
    december = np.diff(simulate(home, paths=600).balance[:, [8, 39]], axis=1)
    assert 0.35 < (december > 0).mean() < 0.65
    assert {round(int(d), -2) for d in december[:, 0]} <= {0, *(m.amount for m in rows)}  # but for some cents spent
    gifts = replace(home, movements=tuple(m._replace(nature=Nature.OTHER) for m in home.movements if m.amount > 0))
    assert (simulate(gifts, paths=20).balance == 0).all(), "sales, refunds and gifts are not counted on"


def test_end_is_three_months_from_today():
    assert house(date(2026, 11, 30)).end == date(2027, 2, 28)
    assert month_start(2026, 14, 30) == date(2027, 2, 28)
