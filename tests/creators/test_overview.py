"""Sum over the page = sum over the ledger, for any period and through every door of the page."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenk_desktop.core.creator import overview
from tenk_desktop.core.model import Filter, Nature, Stage
from tenk_desktop.core.period import Period, last_periods
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.ui.tiktok_live import look
from tenk_desktop.ui.tiktok_sheets import money_sheets, source_lines, video_sheets

from .life import FIRST, TODAY, live
from .score import ledger_of

LIFE = live(11, orders_a_day=0.4)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory):
    made = tmp_path_factory.mktemp("vie") / "vie.tenk"
    ledger_of(made, LIFE.files).close()
    return made


@pytest.fixture(scope="module")
def seen(path):
    return look(path, TODAY, None, lambda _fraction: True)


@pytest.fixture(scope="module")
def ledger(path):
    with Ledger.open(path) as made:
        yield made


DAYS = st.integers(-10, (TODAY - FIRST).days + 10).map(lambda n: FIRST + timedelta(days=n))


def money(minor: int, currency: str = "EUR", **_more: object) -> str:
    return f"{minor} {currency}"


@settings(max_examples=60)
@given(DAYS, DAYS)
def test_the_page_adds_up_to_the_ledger_for_any_period(seen, ledger: Ledger, one: date, other: date) -> None:
    start, end = min(one, other), max(one, other)
    period = Period(start, end)
    inside = overview.within(seen.found.earnings, start, end)
    earned, arrived = money_sheets(seen, inside, period, money)
    on_page: Counter[tuple[str, str]] = Counter()
    for row in earned.rows:
        minor, code = row.texts[3].split()
        on_page[row.figures[2], code] += int(minor)
        assert sum(e.amount for e in row.opens()) == int(minor)
        assert len(row.opens()) == row.figures[3]
    in_ledger: Counter[tuple[str, str]] = Counter()
    for e in ledger.earnings():
        if start <= e.earned < end:
            in_ledger[str(e.stage), e.currency] += e.amount
    assert on_page == in_ledger
    received: Counter[str] = Counter()
    for row in arrived.rows:
        if row.figures[0] == "TikTok" and row.figures[1] != "converted":
            received[row.texts[2].split()[1]] += int(row.texts[2].split()[0])
    wanted = Filter(start=start, end=end, nature=Nature.TIKTOK, spending_only=True)
    accounts = {a.id: a.currency for a in ledger.accounts()}
    gross: Counter[str] = Counter()
    for t in ledger.transactions(wanted):
        parts = [p.amount for p in t.splits if p.amount > 0] or [t.amount]
        gross[accounts[t.account_id]] += sum(parts) if t.transfer_to is None else 0  # else it was converted
    assert +received == +gross


@settings(max_examples=40)
@given(DAYS, DAYS)
def test_what_others_paid_is_named_and_never_tiktoks(seen, one: date, other: date) -> None:
    start, end = min(one, other), max(one, other)
    _earned, arrived = money_sheets(seen, [], Period(start, end), money)
    on_page: Counter[str] = Counter()
    for row in arrived.rows:
        if row.figures[0] != "TikTok":
            on_page[row.figures[1] or row.figures[0]] += int(row.texts[2].split()[0])
    truth: Counter[str] = Counter()
    for paid in LIFE.money:
        if paid.programme in ("Partenariat", "YouTube") and start <= paid.day < end:
            truth[paid.programme] += paid.amount
    assert on_page == truth


def test_an_invoice_never_paid_is_noticed(seen) -> None:
    (noticed,) = [one for one in seen.late if one.programme == "Partenariat"]
    owed = [o for o in LIFE.owed if o.programme == "Partenariat" and o.stage is Stage.PAYABLE]
    assert noticed.amount in {o.amount for o in owed}
    assert noticed.platform == "Vélo Clair"
    assert noticed.since < TODAY


def test_whole_months_received_are_the_months_reported(seen, ledger: Ledger) -> None:
    periods = last_periods(TODAY, 24)
    reports = ledger.months(periods)
    spans = [(i, i) for i in range(24)] + [(0, 23), (12, 23)]
    for first, last in spans:
        period = Period(periods[first].start, periods[last].end)
        _earned, arrived = money_sheets(seen, [], period, money)
        tiktok = [row for row in arrived.rows if row.figures[0] == "TikTok"]
        euros = [int(row.texts[2].split()[0]) for row in tiktok if row.texts[2].endswith("EUR")]
        assert sum(euros) == sum(r.tiktok for r in reports[first : last + 1])


def test_sources_are_all_that_was_earned_for_good(seen) -> None:
    lines, aside = source_lines(seen, seen.found.earnings, money)
    good = [e for e in seen.found.earnings if e.currency == "EUR" and e.stage not in (Stage.VOID, Stage.ESTIMATED)]
    assert sum(amount for _row, amount, _aside in lines) == sum(e.amount for e in good)
    assert aside.endswith("d’une seule source")


def test_videos_hold_every_order_once(seen) -> None:
    each, hashtags, weekdays = video_sheets(seen, money)
    earned = sum(line.earned for line in seen.videos)
    good = [e for e in seen.found.earnings if e.content and e.stage not in (Stage.VOID, Stage.ESTIMATED)]
    assert earned == sum(e.amount for e in good)
    assert len(each.rows) == len({v.video.id for v in seen.videos})
    assert {row.texts[0] for row in hashtags.rows} == {"#LaMinuteEtudiante", "#anti_gaspi", "#Trend10k"}
    assert sum(row.figures[1] for row in weekdays.rows) == sum(v.video.posted is not None for v in seen.videos)


def test_few_videos_are_said_to_be_few() -> None:
    from tenk_desktop.core.creator.audience import Video
    from tenk_desktop.core.creator.overview import FEW, VideoLine, by_hashtag

    lines = [
        VideoLine(Video("TikTok", "", str(i), f"x #Trend10k #{'Autre' if i else 'autre'}"), 10, 1) for i in range(FEW)
    ]
    groups = {g.name.casefold(): g for g in by_hashtag([*lines, VideoLine(Video("TikTok", "", "9", "#seul"), 0, 0)])}
    assert groups["#trend10k"].few is False
    assert groups["#autre"].videos == FEW
    assert groups["#seul"].few is True
