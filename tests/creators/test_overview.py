"""Sum over the page = sum over the ledger, for any period and through every door of the page."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenk_desktop.core import text
from tenk_desktop.core.creator import overview
from tenk_desktop.core.creator.overview import Brought
from tenk_desktop.core.creator.reconcile import Accepted, Deposit, reconcile
from tenk_desktop.core.creator.sources import PARTNERSHIP, Source, source_message
from tenk_desktop.core.importing.rewards import typed
from tenk_desktop.core.importing.statement import Statement
from tenk_desktop.core.model import Earning, Filter, Nature, Stage
from tenk_desktop.core.period import Period, last_periods
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.ui.tiktok_live import Seen, look
from tenk_desktop.ui.tiktok_sheets import _gathered, money_sheets, source_lines, unstated_note, video_sheets

from .life import FIRST, TODAY, live
from .score import ledger_of

LIFE = live(11, orders_a_day=0.4)
BANK = [file for file in LIFE.files if file[0].startswith("banque")]
MIXED = [file for file in LIFE.files if not file[0].startswith(("rewards", "live", "youtube"))]
ALL_TIME = Period(FIRST, TODAY)


def made_of(files: Sequence[tuple[str, bytes | Statement]], folder: Path) -> Path:
    path = folder / "vie.tenk"
    ledger_of(path, files).close()
    return path


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory):
    return made_of(LIFE.files, tmp_path_factory.mktemp("vie"))


@pytest.fixture(scope="module")
def less_told(tmp_path_factory: pytest.TempPathFactory):
    """The same life where some programmes have no file, and where the bank's are all there is."""
    paths = [made_of(files, tmp_path_factory.mktemp("moins")) for files in (MIXED, BANK)]
    return tuple(look(path, TODAY, lambda _fraction: True) for path in paths)


@pytest.fixture(scope="module")
def seen(path):
    return look(path, TODAY, lambda _fraction: True)


@pytest.fixture(scope="module")
def ledger(path):
    with Ledger.open(path) as made:
        yield made


DAYS = st.integers(-10, (TODAY - FIRST).days + 10).map(lambda n: FIRST + timedelta(days=n))


def money(minor: int, currency: str = "EUR", **_more: object) -> str:
    return f"{minor} {currency}"


def inside(seen: Seen, period: Period) -> overview.Earned:
    """As the page asks for it, whatever the span."""
    return overview.earned(seen.found.lots, period, seen.earned_in)


@settings(max_examples=60)
@given(DAYS, DAYS)
def test_the_page_adds_up_to_the_ledger_for_any_period(seen, ledger: Ledger, one: date, other: date) -> None:
    start, end = min(one, other), max(one, other)
    period = Period(start, end)
    earned, arrived, _wallet = money_sheets(seen, inside(seen, period), money)
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
    _earned, arrived, _wallet = money_sheets(seen, inside(seen, Period(start, end)), money)
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
        _earned, arrived, _wallet = money_sheets(seen, inside(seen, period), money)
        tiktok = [row for row in arrived.rows if row.figures[0] == "TikTok"]
        euros = [int(row.texts[2].split()[0]) for row in tiktok if row.texts[2].endswith("EUR")]
        assert sum(euros) == sum(r.tiktok for r in reports[first : last + 1])


def total(lines: Sequence[tuple[object, int, str]]) -> int:
    return sum(amount for _row, amount, _aside in lines)


@settings(max_examples=60)
@given(DAYS, DAYS)
def test_sources_add_up_to_what_was_earned_and_what_nobody_explains(seen, less_told, one: date, other: date) -> None:
    period = Period(min(one, other), max(one, other))
    for each in (seen, *less_told):
        code = each.earned_in
        good = [e for e in each.found.earnings if e.currency == code and e.stage in overview.EARNED]
        earned = sum(e.amount for e in overview.within(good, period.start, period.end))
        paid = {d for p in each.found.payments for d in p.deposits}
        arrived = overview.deposits_within(each.found, period.start, period.end)
        unknown = sum(d.amount for d in arrived if d.id not in paid and d.currency == code)
        maybe = sum(
            u.maybe for u in each.unstated if period.start <= u.deposit.date < period.end and u.deposit.currency == code
        )
        lines, _aside = source_lines(each, inside(each, period), money)
        assert total(lines) + maybe == earned + unknown
        assert maybe == 0 or f"{maybe} {code}" in unstated_note(each, period, money)


def test_a_bank_alone_tells_every_euro_by_platform(less_told) -> None:
    _mixed, bank = less_told
    lines, aside = source_lines(bank, inside(bank, ALL_TIME), money)
    truth = Counter[str]()
    for paid in LIFE.money:
        if paid.currency == "EUR" and paid.programme != "Partenariat":  # nothing in the bank's text makes it a brand's
            truth["YouTube" if paid.programme == "YouTube" else "TikTok"] += paid.amount
    names = Counter[str]()
    for row, amount, _aside in lines:
        names["YouTube" if "YouTube" in row.texts[0] else "TikTok"] += amount
    assert names == truth
    assert aside == "", "what has no statement is not one source"
    assert "Versements TikTok sans relevé" in {row.texts[0] for row, _amount, _aside in lines}
    assert "affiliation" in unstated_note(bank, ALL_TIME, money)


def test_no_euro_is_a_source_twice(seen, less_told) -> None:
    """What a deposit without a statement adds is never money that an earning on the page already is."""
    truth = sum(o.amount for o in LIFE.owed if o.currency == "EUR" and o.stage not in (Stage.VOID, Stage.ESTIMATED))
    in_dollars = sum(m.amount for m in LIFE.money if m.programme == "Creator Rewards" and m.currency == "EUR")
    for each in (seen, less_told[0]):
        assert total(source_lines(each, inside(each, ALL_TIME), money)[0]) <= truth + in_dollars
    assert not unstated_note(seen, Period(FIRST, FIRST), money)


def test_what_a_person_refuses_counts_whole() -> None:
    deposit = Deposit(1, date(2025, 3, 18), 5_000, "EUR", label="VIR TIKTOK")
    owed = Earning(7, "TikTok", "LIVE", "live:2025-02", 3_000, "EUR", Stage.PAYABLE, date(2025, 2, 1))
    (asked,) = overview.unstated(reconcile([owed], [deposit]))
    assert (asked.amount, asked.maybe) == (2_000, 3_000)
    (refused,) = overview.unstated(reconcile([owed], [deposit], [Accepted(1, None)]))
    assert (refused.amount, refused.maybe) == (5_000, 0)
    other = replace(deposit, label="VIR TIKTOK AFFILIATE")
    assert overview.unstated(reconcile([owed], [other]))[0].amount == 5_000, "its label names another programme"
    assert overview.unstated(reconcile([owed._replace(received_by=1)], [deposit])) == ()


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


def test_nobody_is_reminded_of_what_a_deposit_may_have_paid(tmp_path: Path) -> None:
    """Two equal invoices, one of them paid: which one is asked, and only the other is late."""
    bank = "Date;Libellé;Montant\n20/04/2025;VIR SEPA MAISON LUNE SAS;250,00\n05/05/2025;VIR CAF;300,00\n"
    invoices = [
        typed(month, Decimal(250), "EUR", Stage.PAYABLE, Source("Maison Lune", PARTNERSHIP), due=due)
        for month, due in ((date(2025, 3, 1), date(2025, 4, 15)), (date(2025, 4, 1), date(2025, 5, 30)))
    ]
    files = [("banque.csv", bank.encode()), *((f"{i}.txt", said) for i, said in enumerate(invoices))]
    found = look(made_of(files, tmp_path), TODAY, lambda _fraction: True)
    (asked,) = found.suggestions
    (late,) = found.late
    assert set(late.earnings).isdisjoint(asked.earnings)
    assert late.since == date(2025, 5, 30)


def test_a_source_is_said_in_the_language_it_is_read_in() -> None:
    brand, braces = source_message("Sephora", PARTNERSHIP), source_message("{x}", "{y}")
    assert (str(brand), str(braces)) == ("Partenariat · Sephora", "{y} · {x}")
    assert str(source_message("TikTok", "LIVE")) == "LIVE"
    assert str(source_message("YouTube", "")) == "YouTube"
    text.use_language("en")
    try:
        assert str(brand) == "Partnership · Sephora"
    finally:
        text.use_language("fr")


def test_videos_that_brought_next_to_nothing_are_one_line() -> None:
    """Six bars of less than one in a hundred would hide what the rest of the money is."""
    large = [Brought("TikTok", "Affiliation", "9", 9_000, ())]
    small = [Brought("TikTok", "Affiliation", str(n), 50, ()) for n in range(20)]
    assert _gathered([*large, *small], 10_000) == [*large, Brought("TikTok", "Affiliation", "", 1_000, ())]
    assert _gathered(small, 1_000) == small, "each is worth its line"
    assert _gathered([*large, small[0]], 9_050) == [*large, small[0]], "nothing to put together"
