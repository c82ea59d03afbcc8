"""Deposits and earnings: many by one, one by several, withholdings, stated amounts; and what is only suggested."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.creator.passages import LEAST, Delay, delay_of, late, passages, usual_text
from tenk_desktop.core.creator.reconcile import Accepted, Deposit, reconcile, stated
from tenk_desktop.core.creator.sources import PARTNERSHIP, platform_named, programme_named
from tenk_desktop.core.creator.suggest import suggestions
from tenk_desktop.core.model import DIAMONDS, Earning, Stage
from tenk_desktop.core.reports import owing

START = date(2026, 1, 1)
NBSP = "\u00a0"


def month(id_: int, amount: int, number: int, programme: str = "LIVE", **more) -> Earning:
    """The money of a month of 2026, payable."""
    facts = {"currency": "EUR", "stage": Stage.PAYABLE, **more}
    return Earning(
        id_, "TikTok", programme, f"{programme}:2026-{number:02d}", amount, earned=date(2026, number, 1), **facts
    )


def order(id_: int, amount: int, settled: date, **more) -> Earning:
    earned = settled - timedelta(days=20)
    facts = {"currency": "EUR", "stage": Stage.VALIDATED, **more}
    return Earning(id_, "TikTok", "Affiliation", str(id_), amount, earned=earned, settled=settled, **facts)


def deposit(id_: int, day: date, amount: int, label: str = "VIR TIKTOK", currency: str = "EUR") -> Deposit:
    return Deposit(id_, day, amount, currency, label=label)


def links(found) -> set[tuple[tuple[int, ...], tuple[int, ...]]]:
    return {(p.deposits, p.earnings) for p in found.payments}


def test_one_month_may_come_in_several_parts() -> None:
    parts = [deposit(9, date(2026, 2, 3), 1000), deposit(7, date(2026, 2, 9), 500), deposit(8, date(2026, 2, 20), 250)]
    found = reconcile([month(1, 1750, 1)], parts)
    assert links(found) == {((9, 7, 8), (1,))}
    (paid,) = found.earnings
    assert (paid.stage, paid.received_by, paid.received_on) == (Stage.RECEIVED, 8, date(2026, 2, 20))
    assert found.unexplained == ()


def test_parts_of_which_one_lacks_pay_nothing() -> None:
    parts = [deposit(1, date(2026, 2, 3), 1000), deposit(2, date(2026, 2, 9), 500)]
    found = reconcile([month(1, 1750, 1)], parts)
    assert links(found) == set()
    assert found.unexplained == tuple(parts)


def test_months_kept_back_for_being_small_come_together() -> None:
    found = reconcile([month(1, 300, 1), month(2, 400, 2)], [deposit(5, date(2026, 3, 15), 700)])
    assert links(found) == {((5,), (1, 2))}


def test_a_label_that_names_a_programme_keeps_to_it() -> None:
    owed = [month(1, 700, 1, "LIVE"), month(2, 700, 1, "Creator Rewards")]
    day = date(2026, 2, 15)
    assert links(reconcile(owed, [deposit(5, day, 700)])) == set()
    assert links(reconcile(owed, [deposit(5, day, 700, "VIR TIKTOK REWARDS 01/2026")])) == {((5,), (2,))}


def test_what_is_withheld_of_one_programme_is_not_looked_for_in_another() -> None:
    """Both the first day and nine tenths of both days are 900: without this, what was linked would be so no more."""
    rewards = month(1, 5_000, 1, "Creator Rewards")
    orders = [order(2, 900, START), order(3, 100, START + timedelta(days=5))]
    deposits = [deposit(5, date(2026, 2, 15), 4_500), deposit(6, START + timedelta(days=10), 900)]
    assert links(reconcile([rewards, *orders], deposits)) == {((6,), (2,))}
    found = reconcile([rewards, *orders], deposits, [Accepted(5, 1, withheld=True)])
    assert links(found) == {((5,), (1,)), ((6,), (2,))}
    again = reconcile([rewards, month(4, 2_000, 2, "Creator Rewards")], [*deposits, deposit(7, date(2026, 3, 15), 1_800)],
                      [Accepted(5, 1, withheld=True)])  # fmt: skip
    assert ((7,), (4,)) in links(again), "of its own programme it is known from then on"


@pytest.mark.parametrize(
    ("label", "named"),
    [
        ("VIR TIKTOK AFFILIATE", "Affiliation"),
        ("TikTok Creator Rewards", "Creator Rewards"),
        ("LIVE gifts", "LIVE"),
        ("OLIVE TIKTOK", ""),
        ("REWARDS LIVE", ""),
    ],
)
def test_programmes_named_by_a_label(label: str, named: str) -> None:
    assert programme_named(label) == named


def test_an_amount_the_statement_states_is_compared_in_its_own_currency() -> None:
    owed = [month(1, 6957, 1, "Creator Rewards", currency="USD")]
    found = reconcile(owed, [deposit(5, date(2026, 2, 15), 6420, "VIR TIKTOK 69,57 USD")])
    (payment,) = found.payments
    assert (payment.gross, payment.currency, payment.received, payment.paid_in) == (6957, "USD", 6420, "EUR")
    assert payment.residue == 0
    assert reconcile(owed, [deposit(5, date(2026, 2, 15), 6420)]).payments == ()


def test_stated_amounts() -> None:
    assert stated("VIR 1 234,50 USD", "EUR") == (123450, "USD")
    assert stated("VIR 12.50 EUR", "EUR") is None
    assert stated("12,50 USD puis 13,00 GBP", "EUR") is None


def test_a_withholding_is_suggested_then_accepted_then_known() -> None:
    rewards = [month(i, 10_000 + i, i, "Creator Rewards") for i in (1, 2)]
    deposits = [deposit(5, date(2026, 2, 15), 7_001), deposit(6, date(2026, 3, 15), 7_001)]
    found = reconcile(rewards, deposits)
    assert found.payments == ()
    asked = suggestions(found)
    assert [(s.deposit.id, s.earnings, s.withheld, s.residue) for s in asked] == [
        (6, (2,), 3_001, 0),
        (5, (1,), 3_000, 0),
    ]
    told = [Accepted(5, 1, withheld=True)]
    known = reconcile(rewards, deposits, told)
    assert [(p.deposits, p.earnings, p.withheld, p.residue, p.accepted) for p in known.payments] == [
        ((5,), (1,), 3_000, 0, True),
        ((6,), (2,), 3_001, 0, False),
    ]


def test_a_difference_without_a_name_is_a_residue() -> None:
    rewards = [month(1, 10_000, 1, "Creator Rewards")]
    deposits = [deposit(5, date(2026, 2, 15), 9_950)]
    (asked,) = suggestions(reconcile(rewards, deposits))
    assert (asked.withheld, asked.residue) == (0, 50)
    (payment,) = reconcile(rewards, deposits, [Accepted(5, 1)]).payments
    assert (payment.withheld, payment.residue) == (0, 50)


def test_a_refused_deposit_explains_nothing_and_is_asked_no_more() -> None:
    found = reconcile([month(1, 700, 1)], [deposit(5, date(2026, 2, 15), 700)], [Accepted(5, None)])
    assert (found.payments, found.unexplained, suggestions(found)) == ((), (), ())


def test_far_amounts_and_far_days_are_never_suggested() -> None:
    owed = [month(1, 10_000, 1)]
    far = [deposit(5, date(2026, 2, 15), 6_123), deposit(6, date(2026, 9, 1), 9_990)]
    assert suggestions(reconcile(owed, far)) == ()


def test_the_very_amount_is_asked_about_however_late_within_a_year() -> None:
    owed = [order(i, amount, date(2026, 1, 10 + i)) for i, amount in ((1, 1_250), (2, 830))]
    arrived = deposit(9, date(2026, 8, 20), 2_080)
    found = reconcile(owed, [arrived])
    assert found.payments == (), "nobody confirmed a link of seven months"
    (asked,) = suggestions(found)
    assert (asked.earnings, asked.residue) == ((1, 2), 0)
    assert f"220 jours après le 12{NBSP}janv." in str(asked.evidence[-1])
    assert suggestions(reconcile(owed, [replace(arrived, amount=2_079)])) == ()
    assert suggestions(reconcile(owed, [replace(arrived, date=date(2027, 8, 20))])) == ()


def test_a_deposit_that_names_nobody_may_be_a_network_s() -> None:
    """AWIN pays for a network no word of the file named; TikTok's money is known by its category, so never guessed."""
    owed = [order(1, 1_250, date(2026, 1, 10))._replace(platform="Réseau d’affiliation")]
    unnamed = replace(deposit(9, date(2026, 3, 20), 1_250, "VIR AWIN AG"), platform="")
    (asked,) = suggestions(reconcile(owed, [unnamed]))
    assert (asked.earnings, asked.platform) == ((1,), "Réseau d’affiliation")
    assert "AWIN" in str(asked.evidence[0])
    assert suggestions(reconcile(owed, [replace(unnamed, amount=1_251)])) == ()
    assert suggestions(reconcile([order(1, 1_250, date(2026, 1, 10))], [unnamed])) == ()


MONEY = st.lists(st.tuples(st.integers(0, 80), st.integers(1, 30)), max_size=10)


@given(MONEY, MONEY, st.randoms(use_true_random=False))
def test_every_payment_adds_up_and_serves_once_in_any_order(owed, came, rng) -> None:
    earnings = [order(i + 1, amount, START + timedelta(n)) for i, (n, amount) in enumerate(owed[:6])]
    earnings += [month(50 + i, amount, 1 + n % 3) for i, (n, amount) in enumerate(owed[6:])]
    deposits = [deposit(100 + i, START + timedelta(n), amount) for i, (n, amount) in enumerate(came)]
    found = reconcile(earnings, deposits)
    by_id = {e.id: e.amount for e in earnings}
    paid = {d.id: d.amount for d in deposits}
    for p in found.payments:
        assert sum(by_id[i] for i in p.earnings) == p.gross == sum(paid[i] for i in p.deposits) == p.received
    for ids in ([i for p in found.payments for i in p.earnings], [i for p in found.payments for i in p.deposits]):
        assert len(ids) == len(set(ids))
    assert len(found.unexplained) == len(deposits) - sum(len(p.deposits) for p in found.payments)
    again = reconcile(rng.sample(earnings, len(earnings)), rng.sample(deposits, len(deposits)))
    assert (again.payments, again.unexplained) == (found.payments, found.unexplained)


# --- delays


def monthly(waits: list[int]) -> tuple[list[Earning], list[Deposit]]:
    owed = [month(i, 1000 + i, i) for i in range(1, len(waits) + 1)]
    ends = [date(2026, i + 1, 1) - timedelta(1) for i in range(1, len(waits) + 1)]
    came = [
        deposit(100 + i, end + timedelta(wait), 1001 + i) for i, (end, wait) in enumerate(zip(ends, waits, strict=True))
    ]
    return owed, came


def test_delays_are_learnt_from_payments() -> None:
    found = reconcile(*monthly([15, 16, 15, 19, 15, 22]))
    assert passages(found)["LIVE"].received == Delay(15, 15, 22, 6)
    assert str(usual_text(Delay(4, 6, 9, 5))) == "d’habitude 4 à 9 jours"


def test_too_few_payments_teach_nothing() -> None:
    assert passages(reconcile(*monthly([15] * (LEAST - 1))))["LIVE"].received is None
    assert delay_of([3] * LEAST) == Delay(3, 3, 3, LEAST)


def test_a_payout_later_than_nine_in_ten_is_said() -> None:
    owed, came = monthly([15, 16, 15, 19, 15, 22])
    owed.append(month(7, 5000, 7))
    found = reconcile(owed, came)
    due = date(2026, 7, 31)
    assert late(found, passages(found), due + timedelta(22)) == ()
    (one,) = late(found, passages(found), due + timedelta(23))
    assert (one.programme, one.days, one.amount, one.earnings) == ("LIVE", 23, 5000, (7,))


def test_the_chance_of_an_estimate_is_that_of_those_decided() -> None:
    decided = [order(i, 100, START, stage=Stage.VOID if i == 1 else Stage.VALIDATED) for i in range(1, 11)]
    undecided = [order(11, 100, START)._replace(stage=Stage.ESTIMATED, settled=None)]
    learnt = passages(reconcile([*decided, *undecided], ()))["Affiliation"]
    assert learnt.chance == 0.9
    assert learnt.validated is None  # settled together: one journey


# Brands and other platforms


def invoice(id_: int, brand: str, amount: int, sent: date, due: date, **more) -> Earning:
    facts = {"currency": "EUR", "stage": Stage.PAYABLE, **more}
    return Earning(id_, brand, PARTNERSHIP, f"partenariat:#{id_}", amount, earned=sent, settled=due, **facts)


def from_platform(id_: int, day: date, amount: int, platform: str) -> Deposit:
    return Deposit(id_, day, amount, "EUR", platform, f"VIR {platform}")


SENT, DUE = date(2026, 3, 4), date(2026, 4, 3)


@pytest.mark.parametrize("paid", [SENT + timedelta(days=3), DUE, DUE + timedelta(days=40)])
def test_an_invoice_is_paid_early_or_late_by_its_brand_alone(paid: date) -> None:
    owed = [invoice(1, "Maison Lune", 20_000, SENT, DUE), invoice(2, "Vélo Clair", 20_000, SENT, DUE)]
    found = reconcile(owed, [from_platform(5, paid, 20_000, "Maison Lune")])
    assert links(found) == {((5,), (1,))}
    assert [e.stage for e in found.earnings] == [Stage.RECEIVED, Stage.PAYABLE]
    assert found.earnings[1].expected == DUE


def test_nothing_pays_an_invoice_before_the_month_it_was_sent_in() -> None:
    before = from_platform(5, date(2026, 2, 27), 20_000, "Maison Lune")
    assert reconcile([invoice(1, "Maison Lune", 20_000, SENT, DUE)], [before]).payments == ()


def test_two_invoices_due_the_same_day_are_paid_one_by_one_or_together() -> None:
    owed = [invoice(1, "Maison Lune", 20_000, SENT, DUE), invoice(2, "Maison Lune", 5_000, SENT, DUE)]
    one = reconcile(owed, [from_platform(5, DUE, 5_000, "Maison Lune")])
    assert links(one) == {((5,), (2,))}
    both = reconcile(owed, [from_platform(5, DUE, 25_000, "Maison Lune")])
    assert links(both) == {((5,), (1, 2))}


def test_no_platform_pays_for_another() -> None:
    owed = [month(1, 700, 1, "")._replace(platform="YouTube"), month(2, 700, 1, "LIVE")]
    day = date(2026, 2, 15)
    assert links(reconcile(owed, [deposit(5, day, 700)])) == {((5,), (2,))}
    assert links(reconcile(owed, [from_platform(5, day, 700, "YouTube")])) == {((5,), (1,))}
    near = reconcile(owed, [from_platform(5, day, 690, "YouTube")])
    assert [s.earnings for s in suggestions(near)] == [(1,)]


def test_a_near_invoice_is_suggested_and_says_so() -> None:
    paid = from_platform(5, DUE - timedelta(days=4), 19_950, "Maison Lune")
    (asked,) = suggestions(reconcile([invoice(1, "Maison Lune", 20_000, SENT, DUE)], [paid]))
    assert (asked.earnings, asked.residue) == ((1,), 50)
    assert str(asked.evidence[-1]) == "avant l’échéance du 3\N{NO-BREAK SPACE}avr."


@pytest.mark.parametrize(
    ("label", "named"),
    [
        ("VIR SEPA MAISON LUNE SAS FACT 0326", "Maison Lune"),
        ("VIR GOOGLE IRELAND LIMITED", "YouTube"),
        ("PAYPAL KO-FI SUPPORT", "Ko-fi"),
        ("VIR LUNE MAISON", ""),
        ("VIR CLAIREFONTAINE", ""),
        ("MAISON LUNE VIA YOUTUBE", ""),
        ("VIR DE XY", ""),
    ],
)
def test_platforms_named_by_a_label(label: str, named: str) -> None:
    assert platform_named(label, ["Maison Lune", "YouTube", "Ko-fi", "Claire", "XY"]) == named


def test_diamonds_are_paid_by_nothing_and_owed_by_nobody() -> None:
    guess = month(1, 6_200, 1, DIAMONDS, stage=Stage.ESTIMATED)
    found = reconcile([guess], [deposit(5, date(2026, 2, 15), 6_200)])
    assert (found.payments, suggestions(found), guess.owed) == ((), (), False)
    assert guess._replace(programme="LIVE").owed
    assert owing([guess], "EUR") == ()


def test_an_invoice_over_its_day_is_noticed_at_once_and_no_other_programme_waits_for_it() -> None:
    owed = [invoice(1, "Maison Lune", 20_000, SENT, DUE), month(2, 700, 3, "LIVE")]
    found = reconcile(owed, [])
    known = passages(found)
    assert late(found, known, DUE) == ()
    (noticed,) = late(found, known, DUE + timedelta(days=1))
    facts = (noticed.platform, noticed.programme, noticed.since, noticed.days, noticed.amount, noticed.usual)
    assert facts == ("Maison Lune", PARTNERSHIP, DUE, 1, 20_000, None)


def test_only_tiktok_is_said_to_pay_about_the_15th() -> None:
    tiktok, youtube = month(1, 700, 1, "LIVE"), month(2, 700, 1, "")._replace(platform="YouTube")
    found = reconcile([tiktok, youtube], [])
    assert [e.expected for e in found.earnings] == [date(2026, 2, 15), None]
