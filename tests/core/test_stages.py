"""Which row of an order stands, and which deposit paid what: exact, and never by the order of import."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.creator.reconcile import Deposit, stand
from tenk_desktop.core.creator.stages import payout_day, rank, winner
from tenk_desktop.core.importing.statement import EarningRow
from tenk_desktop.core.model import Earning, Stage

START = date(2026, 1, 1)


def earning(
    ident: int, amount: int, settled: date | None, stage: Stage = Stage.VALIDATED, currency: str = "EUR"
) -> Earning:
    return Earning(ident, "TikTok", "Affiliation", f"k{ident}", amount, currency, stage, START, settled)


def day(month: int, number: int) -> date:
    return date(2026, month, number)


# --- which row stands


def row(stage: Stage, settled: date | None, amount: str, awaiting: bool = False) -> EarningRow:
    return EarningRow(1, "TikTok", "Affiliation", "k", stage, Decimal(amount), "EUR", START, settled, awaiting=awaiting)


def test_a_final_status_beats_a_pending_one_whatever_its_date():
    pending, settled = row(Stage.ESTIMATED, None, "3.00"), row(Stage.VALIDATED, day(2, 1), "2.50")
    assert winner([pending, settled]) is winner([settled, pending]) is settled


def test_void_is_final_too():
    pending, void = row(Stage.ESTIMATED, None, "3.00"), row(Stage.VOID, None, "3.00")
    assert winner([pending, void]) is winner([void, pending]) is void


def test_a_paid_order_beats_one_awaiting_its_buyer():
    awaiting, pending = row(Stage.ESTIMATED, None, "2.00", awaiting=True), row(Stage.ESTIMATED, None, "3.00")
    assert winner([awaiting, pending]) is winner([pending, awaiting]) is pending


def test_the_later_settlement_wins():
    first, second = row(Stage.VALIDATED, day(2, 1), "9.00"), row(Stage.VALIDATED, day(2, 3), "1.00")
    assert winner([second, first]) is winner([first, second]) is second


ROWS = st.builds(
    EarningRow,
    line=st.just(1),
    platform=st.just("TikTok"),
    programme=st.sampled_from(["Affiliation", "Rewards"]),
    key=st.just("k"),
    stage=st.sampled_from(Stage),
    amount=st.integers(-500, 500).map(lambda cents: Decimal(cents).scaleb(-2)),
    currency=st.sampled_from(["EUR", "USD"]),
    earned=st.integers(0, 3).map(lambda n: START + timedelta(n)),
    settled=st.none() | st.integers(0, 3).map(lambda n: START + timedelta(n)),
    title=st.sampled_from(["", "Lampe"]),
    awaiting=st.booleans(),
)


@given(st.lists(ROWS, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_the_winner_never_depends_on_the_order_of_import(rows, rng):
    shuffled = rng.sample(rows, len(rows))
    assert winner(rows) == winner(shuffled)


@given(ROWS, ROWS)
def test_equal_ranks_are_equal_words(one, other):
    def said(r):
        return rank(r.stage, r.settled, r.amount, r.awaiting)

    if said(one) == said(other):
        assert (one.stage, one.settled, one.amount) == (other.stage, other.settled, other.amount)


# --- which deposit paid


def test_a_deposit_pays_all_that_was_settled_up_to_a_day():
    earnings = [earning(1, 300, day(1, 5)), earning(2, 250, day(1, 9)), earning(3, 400, day(2, 2))]
    paid = stand(earnings, [Deposit(70, day(2, 15), 550, "EUR")])
    assert [(e.stage, e.received_by, e.received_on) for e in paid] == [
        (Stage.RECEIVED, 70, day(2, 15)),
        (Stage.RECEIVED, 70, day(2, 15)),
        (Stage.VALIDATED, None, None),
    ]


def test_a_deposit_pays_one_whole_month_when_older_ones_stay_unpaid():
    earnings = [
        earning(1, 999, day(1, 5)),
        earning(2, 250, day(2, 9)),
        earning(3, 400, day(2, 20)),
        earning(4, 5, day(3, 1)),
    ]
    paid = stand(earnings, [Deposit(70, day(3, 15), 650, "EUR")])
    assert [e.id for e in paid if e.stage is Stage.RECEIVED] == [2, 3]


def test_a_month_still_running_is_not_a_whole_month():
    earnings = [earning(1, 999, day(1, 5)), earning(2, 250, day(2, 9))]
    assert all(e.stage is Stage.VALIDATED for e in stand(earnings, [Deposit(70, day(2, 15), 250, "EUR")]))


def test_one_cent_away_links_nothing():
    assert stand([earning(1, 300, day(1, 5))], [Deposit(70, day(2, 15), 301, "EUR")])[0].stage is Stage.VALIDATED


def test_another_currency_or_platform_links_nothing():
    one = earning(1, 300, day(1, 5))
    assert stand([one], [Deposit(70, day(2, 15), 300, "USD")])[0].stage is Stage.VALIDATED
    assert stand([one], [Deposit(70, day(2, 15), 300, "EUR", "Autre")])[0].stage is Stage.VALIDATED


def test_a_deposit_before_the_settlement_links_nothing():
    assert stand([earning(1, 300, day(2, 5))], [Deposit(70, day(2, 4), 300, "EUR")])[0].stage is Stage.VALIDATED


def test_two_sets_that_fit_link_nothing():
    earnings = [earning(1, 300, day(1, 5)), earning(2, 100, day(1, 9)), earning(3, -100, day(1, 10))]
    assert all(e.stage is Stage.VALIDATED for e in stand(earnings, [Deposit(70, day(2, 15), 300, "EUR")]))


def test_equal_deposits_of_one_day_link_nothing():
    deposits = [Deposit(70, day(2, 15), 300, "EUR"), Deposit(71, day(2, 15), 300, "EUR")]
    assert stand([earning(1, 300, day(1, 5))], deposits)[0].stage is Stage.VALIDATED


def test_estimated_and_void_earnings_are_never_paid():
    earnings = [earning(1, 300, day(1, 5), Stage.VOID), earning(2, 300, day(1, 5), Stage.ESTIMATED)]
    assert stand(earnings, [Deposit(70, day(2, 15), 300, "EUR")]) == tuple(earnings)


def test_what_a_person_linked_stays_and_its_deposit_serves_no_more():
    by_hand = earning(1, 300, day(1, 5))._replace(stage=Stage.RECEIVED, received_by=70, received_on=day(2, 15))
    paid = stand([by_hand, earning(2, 300, day(1, 8))], [Deposit(70, day(2, 15), 300, "EUR")])
    assert paid[0] == by_hand
    assert paid[1].stage is Stage.VALIDATED


def test_an_unpaid_validated_earning_is_expected_on_the_15th_of_the_month_after():
    (waiting,) = stand([earning(1, 300, date(2026, 12, 31))], [])
    assert waiting.expected == payout_day(date(2026, 12, 31)) == date(2027, 1, 15)
    (estimated,) = stand([earning(1, 300, None, Stage.ESTIMATED)], [])
    assert estimated.expected is None


EARNINGS = st.lists(
    st.builds(
        lambda amount, n, stage, currency: (amount, START + timedelta(n) if n is not None else None, stage, currency),
        st.integers(-3, 12),
        st.none() | st.integers(0, 70),
        st.sampled_from([Stage.VALIDATED] * 4 + [Stage.ESTIMATED, Stage.VOID]),
        st.sampled_from(["EUR", "EUR", "USD"]),
    ),
    max_size=14,
).map(lambda items: [earning(i + 1, *item) for i, item in enumerate(items)])
DEPOSITS = st.lists(
    st.tuples(st.integers(0, 110), st.integers(1, 40), st.sampled_from(["EUR", "EUR", "USD"])), max_size=8
).map(lambda items: [Deposit(100 + i, START + timedelta(n), amount, cur) for i, (n, amount, cur) in enumerate(items)])


@given(EARNINGS, DEPOSITS)
def test_each_deposit_used_pays_exactly_its_amount(earnings, deposits):
    paid: dict[int, list[Earning]] = {}
    for before, after in zip(earnings, stand(earnings, deposits), strict=True):
        assert (after.id, after.amount) == (before.id, before.amount)
        if after.stage is Stage.RECEIVED:
            assert before.stage is Stage.VALIDATED
            paid.setdefault(after.received_by or 0, []).append(after)
    for deposit in deposits:
        if deposit.id in paid:
            assert sum(e.amount for e in paid[deposit.id]) == deposit.amount
            for e in paid[deposit.id]:
                assert e.settled is not None
                assert e.settled <= deposit.date == e.received_on
                assert e.currency == deposit.currency
    assert set(paid) <= {d.id for d in deposits}


@given(EARNINGS, DEPOSITS, st.randoms(use_true_random=False))
def test_linking_never_depends_on_the_order_given(earnings, deposits, rng):
    straight = {e.id: e for e in stand(earnings, deposits)}
    shuffled = {e.id: e for e in stand(rng.sample(earnings, len(earnings)), rng.sample(deposits, len(deposits)))}
    assert straight == shuffled


@given(st.lists(st.tuples(st.integers(0, 27), st.integers(1, 500)), min_size=1, max_size=20))
def test_the_sum_of_a_month_finds_its_month(orders):
    earnings = [earning(i + 1, amount, START + timedelta(n)) for i, (n, amount) in enumerate(orders)]
    deposit = Deposit(100, day(2, 15), sum(e.amount for e in earnings), "EUR")
    assert all(e.received_by == 100 for e in stand(earnings, [deposit]))
