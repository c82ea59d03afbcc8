"""What would close the gap: in order of harm, and each sentence true."""

from datetime import date
from decimal import Decimal
from functools import partial

from tenk_desktop.core.creator.audience import told
from tenk_desktop.core.creator.simulator import Basis, Rate, rate_of
from tenk_desktop.core.model import Nature
from tenk_desktop.core.outlook.answer import as_json, gap_sentence, lacks, lever_name
from tenk_desktop.core.outlook.bills import dues, schedules_of
from tenk_desktop.core.outlook.household import Household, Movement, Rhythm, Schedule, SpendingAccount
from tenk_desktop.core.outlook.levers import levers
from tenk_desktop.core.outlook.paths import simulate
from tenk_desktop.core.outlook.verdict import following, verdict
from tenk_desktop.core.period import Period
from tenk_desktop.core.text import amount_text

TODAY = date(2026, 11, 22)
LOW = date(2026, 11, 27)
PERIOD = Period.of(2026, 11)
money = partial(amount_text, currency="EUR")

MOBILE = Schedule("Mobile", -1999, Rhythm(day=26), category_id=7)
POWER = Schedule("Énergie", -6500, Rhythm(day=25), category_id=7)
WATER = Schedule("Eau", -3000, Rhythm(day=24), category_id=7)
RENT = Schedule("Loyer", -40000, Rhythm(day=27))
CAF = Schedule("CAF", 20000, Rhythm(day=5))


def home(*schedules: Schedule, **more: object) -> Household:
    values = {
        "accounts": (SpendingAccount(1, "Courant", 30000),), "deferrable": frozenset({7}), "rate": (30, 70),
    } | more  # fmt: skip
    days = {"today": TODAY, "as_of": TODAY, "period": PERIOD}
    return Household(currency="EUR", schedules=schedules, **days | values)


def said(house: Household, gap: int = 2500, horizon: date = PERIOD.end) -> list[tuple[str, int, bool]]:
    found = levers(house, dues(schedules_of(house), house), gap, LOW, horizon)
    return [(str(lever_name(x, money)).replace("\N{NO-BREAK SPACE}", " "), x.amount, x.in_time) for x in found]


def test_the_least_harmful_first() -> None:
    everything = said(
        home(MOBILE, POWER, WATER, RENT, CAF, savings=(("Livret", 1000), ("Matelas", 9000)), overdraft_cost=800)
    )
    assert [text.split(" (")[0] for text, _, _ in everything] == [
        "décaler Eau au 7 déc., après CAF",  # alone enough, and the smallest that is
        "décaler Énergie au 7 déc., après CAF",
        "décaler Mobile au 7 déc., après CAF",  # not enough alone
        "prendre tout ce qu’il y a dans « Livret »",
        "prendre dans « Matelas »",
        "rester à découvert jusqu’au 30 nov. au plus",
        "36\u202f000 à 84\u202f000 vues à votre taux, mais payées vers le 15 déc., trop tard",
    ]
    assert [amount for _, amount, _ in everything] == [3000, 6500, 1999, 1000, 2500, 2500, 2500]
    assert [in_time for _, _, in_time in everything] == [True] * 6 + [False]
    assert "frais possibles" in everything[0][0]


def test_an_overdraft_costs_what_the_user_said_or_is_not_spoken_of() -> None:
    assert not any("découvert" in text for text, _, _ in said(home(RENT)))
    (costly,) = (text for text, _, _ in said(home(RENT, overdraft_cost=800)) if "découvert" in text)
    assert "(vous avez noté 8,00 € de frais)" in costly


def test_what_cannot_help_is_not_proposed() -> None:
    after_the_low = Schedule("Assurance", -3000, Rhythm(day=29), category_id=7)
    assert [text[:2] for text, _, _ in said(home(after_the_low, RENT, CAF))] == ["36"]
    assert said(home(MOBILE, CAF), gap=0) == []


def test_without_a_sure_income_a_bill_moves_to_the_first_working_day() -> None:
    assert said(home(MOBILE))[0][0].startswith("décaler Mobile au 1er déc. (à demander")


def test_for_the_month_after_views_may_be_in_time() -> None:
    *_, views = said(home(MOBILE), horizon=date(2027, 1, 1))
    assert views[2]
    assert "trop tard" not in views[0]


def test_views_are_paid_when_the_simulator_says() -> None:
    """On the user's own usual day, else on the published one or what she made of it; never on a day banks are shut."""
    (views,) = said(home(RENT, today=date(2026, 10, 9), as_of=date(2026, 10, 9), period=Period.of(2026, 10)))
    assert "payées vers le 16 nov." in views[0], "the 15th is a Sunday"
    own = tuple(Movement(date(2026, month, 24), 9000, "TikTok", Nature.TIKTOK) for month in (8, 9, 10))
    (views,) = said(home(RENT, movements=own))
    assert "payées vers le 24 déc." in views[0]
    (views,) = said(home(RENT, parameters={"parameter.payout_day": told(20, TODAY)}))
    assert "payées vers le 21 déc." in views[0], "the 20th is a Sunday"


def test_without_a_rate_of_ones_own_the_published_one_is_said() -> None:
    (views,) = said(home(RENT, rate=None), gap=6000)
    assert views[0].startswith("100\u202f000 à 150\u202f000 vues, au taux publié (0,40 € – 0,60 € les 1 000)")
    (views,) = said(home(RENT, rate=None, parameters={"parameter.rate_low": told("0.30", TODAY)}), gap=6000)
    assert views[0].startswith("100\u202f000 à 200\u202f000 vues, au taux publié (0,30 € – 0,60 € les 1 000)")


def test_the_rate_the_user_typed_is_the_simulators_too() -> None:
    assert rate_of(None, [], "EUR", {"rate": "[25, 80]"}) == Rate(Decimal("0.25"), Decimal("0.80"), Basis.TYPED)
    assert rate_of(None, [], "JPY", {"rate": "[25, 80]"}) == Rate(Decimal(25), Decimal(80), Basis.TYPED)
    nothing = rate_of(None, [], "EUR", {"rate": "[0, 0]"})
    assert nothing is not None
    assert nothing.basis is Basis.PUBLISHED


def test_the_json_keeps_its_three_keys() -> None:
    house = home(MOBILE, RENT, CAF, overdraft_cost=800, accounts=(SpendingAccount(1, "Courant", 41000),))
    found = as_json(verdict(house, simulate(house, paths=50)))["levers"]
    assert found
    assert all(set(lever) == {"text", "amount", "in_time"} for lever in found)
    assert any("8,00" in lever["text"] for lever in found)


def test_nothing_is_lacking_when_the_words_say_nine_already() -> None:
    from dataclasses import replace

    house = home(MOBILE, RENT)
    found = verdict(house, simulate(house, paths=50))
    nearly = replace(found, chance=0.87, gap={"0.8": 0, "0.9": 488}, random_left=True)
    assert not lacks(nearly)
    assert gap_sentence(nearly, money) is None
    hard = replace(nearly, chance=0.84)
    assert lacks(hard)
    assert "4,88" in str(gap_sentence(hard, money))
    nothing = replace(nearly, chance=0.95, gap={"0.8": 0, "0.9": 0})
    assert str(gap_sentence(nothing, money)).endswith("il ne manque rien.")


def test_the_verdict_to_the_end_of_the_following_month_is_its_own_next() -> None:
    house = home(MOBILE, RENT, CAF)
    paths = simulate(house, paths=60)
    now, after = verdict(house, paths), following(house, paths)
    assert after.horizon == now.next.horizon == date(2027, 1, 1)
    assert (after.chance, after.lowest) == (now.next.chance, now.next.lowest)
    assert [f.date for f in after.fan][: len(now.fan)] == [f.date for f in now.fan]
    assert after.fan[: len(now.fan)] == now.fan
    assert after.fan[-1].date == date(2026, 12, 31)
    assert {c.text for c in after.to_pay if c.date and c.date > date(2026, 12, 1)} == {"Mobile", "Loyer"}
