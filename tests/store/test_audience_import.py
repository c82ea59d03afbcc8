"""Audience files in a real ledger: what is new, what is known, any order, and undo to the letter."""

from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenk_desktop.core.creator.audience import Metric
from tenk_desktop.core.importing.plan import ImportPlan
from tenk_desktop.core.importing.planned import Outcome
from tenk_desktop.core.importing.planning import plan_file
from tenk_desktop.core.importing.statement import ReadOptions
from tenk_desktop.store.ledger import Ledger
from tests.core.test_studio import FOLLOWERS, OVERVIEW, as_studio, window
from tests.store.dump import dump

TODAY = date(2026, 11, 22)
Values = dict[date, object]


def studio_file(values: Values, header: tuple[str, ...] = OVERVIEW) -> bytes:
    more = (0,) * (len(header) - 2)
    return as_studio(header, [(f"{d:%B} {d.day}", v, *more) for d, v in sorted(values.items())])


def plan(ledger: Ledger, data: bytes, name: str = "Overview.csv") -> ImportPlan:
    return plan_file(name, data, ledger.existing, ReadOptions(today=TODAY))


def bring(ledger: Ledger, data: bytes, name: str = "Overview.csv") -> ImportPlan:
    made = plan(ledger, data, name)
    ledger.apply_import(made)
    return made


def views(ledger: Ledger) -> dict[date, int]:
    audiences = ledger.audience()
    return dict(audiences[0].of(Metric.VIEWS)) if audiences else {}


def counts(made: ImportPlan) -> tuple[int, int, int]:
    (statement,) = made.statements
    return statement.size, made.count(Outcome.NEW), made.count(Outcome.KNOWN)


def test_days_are_rows_and_no_money_moves(ledger: Ledger) -> None:
    made = bring(ledger, studio_file(dict.fromkeys(window(date(2026, 11, 1), 7), 10)))
    (statement,) = made.statements
    assert counts(made) == (7, 7, 0)
    assert (statement.sums(), statement.first, statement.last) == ({}, date(2026, 11, 1), date(2026, 11, 7))
    assert ledger.transactions() == ()
    (record,) = ledger.imports()
    assert (record.rows, record.new, record.format, record.accounts) == (7, 7, "tiktok-studio", ("TikTok",))
    assert ledger.check() == ()


def test_the_same_file_twice_writes_nothing(ledger: Ledger) -> None:
    data = studio_file({d: "undefined" if i < 3 else 10 for i, d in enumerate(window(date(2026, 11, 1), 7))})
    bring(ledger, data)
    before = dump(ledger.path)
    again = plan(ledger, data)
    assert counts(again) == (7, 0, 7)
    assert not again.writes
    ledger.apply_import(again)
    assert dump(ledger.path) == before


def test_a_later_export_says_more_and_its_undo_takes_back_just_that(ledger: Ledger) -> None:
    first = window(date(2026, 11, 1), 7)
    bring(ledger, studio_file(dict.fromkeys(first, 10)))
    before, known = dump(ledger.path), views(ledger)
    later = window(date(2026, 11, 5), 7)
    made = bring(ledger, studio_file({d: 25 if d == first[-1] else 10 for d in later}))
    assert counts(made) == (7, 4, 3)
    assert made.statements[0].updates == 1
    assert views(ledger)[first[-1]] == 25
    ledger.undo_import(ledger.imports()[-1].id)
    assert (dump(ledger.path), views(ledger)) == (before, known)


def test_undoing_the_first_import_keeps_what_the_second_said_too(ledger: Ledger) -> None:
    bring(ledger, studio_file(dict.fromkeys(window(date(2026, 11, 1), 7), 10)))
    later = window(date(2026, 11, 5), 7)
    bring(ledger, studio_file(dict.fromkeys(later, 10)))
    ledger.undo_import(ledger.imports()[0].id)
    assert views(ledger) == dict.fromkeys(later, 10)
    ledger.undo_import(ledger.imports()[0].id)
    assert (views(ledger), [a.name for a in ledger.accounts()]) == ({}, ["Courant"])
    ledger.undo()
    ledger.undo()
    assert len(views(ledger)) == 11
    assert ledger.check() == ()


def test_videos_are_upserted_by_their_number(ledger: Ledger) -> None:
    header = ("Time", "Video title", "Video link", "Post time", "Total likes", "Total comments", "Total shares", "Total views")  # fmt: skip
    link = "https://www.tiktok.com/@ma.page/video/{}"

    def content(day: str, *counts: int) -> bytes:
        rows = [(day, f"Titre {i}", link.format(75000 + i), "November 1", 1, 1, 1, n) for i, n in enumerate(counts)]
        return as_studio(header, rows)

    assert counts(bring(ledger, content("November 10", 100, 200))) == (2, 2, 0)
    assert counts(bring(ledger, content("November 20", 150, 200, 30))) == (3, 1, 2)
    (audience,) = ledger.audience()
    assert [(v.id, v.views, v.as_of) for v in audience.videos] == [
        ("75000", 150, "2026-11-20"),
        ("75001", 200, "2026-11-20"),
        ("75002", 30, "2026-11-20"),
    ]


@pytest.mark.parametrize("currency", ["EUR", "USD"])
def test_the_accounts_do_not_depend_on_which_file_came_first(tmp_path: Path, currency: str) -> None:
    orders = (Path(__file__).parent.parent / "data" / "tiktok" / "orders.csv").read_bytes()
    heard = studio_file(dict.fromkeys(window(date(2026, 11, 1), 7), 10))
    files = [("Overview.csv", heard), ("orders.csv", orders)]
    found = []
    for i, order in enumerate((files, files[::-1])):
        with Ledger.create(tmp_path / f"{i}.tenk", currency=currency) as ledger:
            for name, data in order:
                bring(ledger, data, name)
            found.append(
                (sorted((a.name, a.currency) for a in ledger.accounts()), views(ledger), len(ledger.earnings()))
            )
    assert found[0] == found[1]


exports = st.builds(
    lambda start, length, known: {
        d: known[i % len(known)] for i, d in enumerate(window(date(2026, 10, 1) + timedelta(days=start), length))
    },
    st.integers(0, 6),
    st.integers(1, 6),
    st.lists(st.one_of(st.just("undefined"), st.integers(-3, 3)), min_size=1, max_size=4),
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(exports, min_size=2, max_size=3))
def test_any_order_of_import_gives_the_same_audience(tmp_path: Path, files: list[Values]) -> None:
    seen = []
    for order in permutations(files):
        path = tmp_path / "order.tenk"
        path.unlink(missing_ok=True)
        with Ledger.create(path) as ledger:
            for values in order:
                bring(ledger, studio_file(values))
            seen.append([a.days for a in ledger.audience()])
    assert all(days == seen[0] for days in seen)


@pytest.mark.corpus
def test_the_corpus_goes_in_and_out_of_a_ledger(ledger: Ledger, corpus: Path) -> None:
    before = dump(ledger.path)
    paths = sorted((corpus / "tiktok").glob("CyberSystema*.csv"))
    for path in paths:
        bring(ledger, path.read_bytes(), path.name)
    (audience,) = ledger.audience()
    assert audience.user == "creator.example"
    assert (len(audience.of(Metric.FOLLOWERS)), audience.of(Metric.FOLLOWERS)[date(2026, 6, 4)]) == (60, 6302)
    assert len(audience.videos) == 15
    for record in ledger.imports():
        ledger.undo_import(record.id)
    assert dump(ledger.path) == before


def test_followers_of_two_exports_across_new_year(ledger: Ledger) -> None:
    old = window(date(2025, 12, 1), 40)
    rows = {d: 1000 + i for i, d in enumerate(old)}
    name = "Followers_2025-12-01_1768000000_moi.zip!FollowerHistory.csv"
    bring(ledger, studio_file(rows, FOLLOWERS), name)
    (audience,) = ledger.audience()
    assert list(audience.of(Metric.FOLLOWERS)) == old
    assert audience.user == "moi"
