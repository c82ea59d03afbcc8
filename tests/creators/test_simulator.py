"""What views bring is learnt from money that views may have brought, and from no other."""

from datetime import date, timedelta

from tenk_desktop.core.creator.audience import Audience, Metric
from tenk_desktop.core.creator.reconcile import Deposit, reconcile
from tenk_desktop.core.creator.simulator import Basis, by_views, months_paid, paid_on, rate_of
from tenk_desktop.core.creator.words import paid_sentence
from tenk_desktop.core.model import Earning, Stage

FIRST = date(2026, 1, 1)
VIEWS = {FIRST + timedelta(days=i): 100 for i in range(200)}
SEEN = Audience("TikTok", "moi", {Metric.VIEWS: VIEWS})


def deposits(label: str) -> list[Deposit]:
    return [Deposit(m, date(2026, m, 17), 9_000, "EUR", label=label) for m in (2, 3, 4, 5)]


def test_gifts_of_viewers_are_no_rate_for_views() -> None:
    """A few views and much LIVE would otherwise promise a fortune for 100,000 views."""
    lives = deposits("VIR TIKTOK LIVE")
    got = [(d.date, d.amount) for d in lives]
    naive = rate_of(SEEN, got, "EUR", {})
    assert naive is not None
    assert (naive.basis, naive.months) == (Basis.OWN, 4)
    assert naive.low > 20, "euros for 1,000 views: nobody is paid so"
    assert by_views(got, reconcile([], lives)) == []
    rate = rate_of(SEEN, by_views(got, reconcile([], lives)), "EUR", {})
    assert rate is not None
    assert rate.basis is Basis.PUBLISHED


def test_the_programme_of_its_earnings_tells_what_a_label_does_not() -> None:
    paid = deposits("VIR SEPA TIKTOK")
    lives = [
        Earning(m, "TikTok", "LIVE", f"live:2026-{m:02}", 9_000, "EUR", Stage.PAYABLE, date(2026, m, 1)) for m in (1, 2)
    ]
    got = [(d.date, d.amount) for d in paid]
    found = reconcile(lives, paid[:2])
    explained = {id_ for p in found.payments for id_ in p.deposits}
    assert len(by_views(got, found)) == len(got) - len(explained)


def test_of_two_equal_deposits_of_a_day_one_is_left() -> None:
    day = date(2026, 2, 17)
    pair = [Deposit(1, day, 500, "EUR", label="TIKTOK LIVE"), Deposit(2, day, 500, "EUR", label="TIKTOK")]
    assert by_views([(day, 500), (day, 500)], reconcile([], pair)) == [(day, 500)]


def test_the_day_of_payment_says_how_many_months_it_rests_on() -> None:
    got = [(d.date, d.amount) for d in deposits("VIR TIKTOK")]
    assert (months_paid(got), months_paid(got[:2])) == (4, 0)
    assert paid_on(date(2026, 6, 3), got, {}) == date(2026, 7, 17)
    assert "d’après vos versements de 4 mois" in str(paid_sentence(date(2026, 7, 17), in_time=False, months=4))
    assert "pas encore connu" in str(paid_sentence(date(2026, 7, 15), in_time=True, months=0))
