"""`tenk audience` and `tenk simulate`, as a script would call them."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from tenk_desktop.core.creator.audience import told
from tenk_desktop.store.ledger import Ledger
from tests.cli.test_contract import TODAY, Tenk, write
from tests.core.test_studio import FOLLOWERS, OVERVIEW, WRITTEN, as_studio, window
from tests.store.dump import dump

LAST = date(2026, 11, 20)


@pytest.fixture
def tenk(tmp_path: Path) -> Tenk:
    made = Tenk(tmp_path / "a.tenk")
    assert made("new", "--account", "Courant=214,60").returncode == 0
    return made


def followers(folder: Path, last: int, a_day: int, count: int = 60) -> str:
    days = window(LAST - timedelta(days=count - 1), count)
    rows = [(WRITTEN["fr"](d), last - a_day * (count - 1 - i), 0) for i, d in enumerate(days)]
    (folder / "FollowerHistory.csv").write_bytes(as_studio(FOLLOWERS, rows))
    return str(folder / "FollowerHistory.csv")


def overview(folder: Path, a_day: int, count: int = 60) -> str:
    days = window(LAST - timedelta(days=count - 1), count)
    (folder / "Overview.csv").write_bytes(as_studio(OVERVIEW, [(WRITTEN["fr"](d), a_day, 1, 1, 1, 1) for d in days]))
    return str(folder / "Overview.csv")


def test_an_import_says_days_and_no_sums(tenk: Tenk, tmp_path: Path) -> None:
    (entry,) = tenk.json("import", followers(tmp_path, 6000, 20))["files"]
    assert (entry["format"], entry["account"], entry["rows"], entry["new"]) == ("tiktok-studio", "TikTok", 60, 60)
    assert (entry["sums"], entry["first"], entry["last"]) == ({}, "2026-09-22", "2026-11-20")
    assert (entry["problems"], entry["questions"]) == ([], [])
    assert tenk.json("transactions")["transactions"] == []
    again = tenk.json("import", str(tmp_path / "FollowerHistory.csv"))["files"][0]
    assert (again["rows"], again["known"], again["import_id"]) == (60, 60, None)


def test_the_way_to_10k(tenk: Tenk, tmp_path: Path) -> None:
    tenk("import", followers(tmp_path, 6000, 20), overview(tmp_path, 4000))
    before = dump(tenk.ledger)
    said = tenk.json("audience")
    assert {"followers", "views_30d", "eligible", "missing", "date_range_10k"} <= set(said)
    assert (said["followers"], said["followers_on"]) == (6000, "2026-11-20")
    assert (said["views_30d"], said["views_30d_known"], said["views_30d_on"]) == (120_000, 30, "2026-11-20")
    assert said["eligible"] is False
    assert [m["condition"] for m in said["missing"]] == ["followers", "age", "length", "country"]
    assert said["missing"][0]["missing"] == 4000
    range_10k = said["date_range_10k"]
    assert range_10k == {"low": "2027-06-08", "typical": "2027-06-08", "high": "2027-06-08", "chance": 1.0}
    assert dump(tenk.ledger) == before


def test_nothing_known_is_null_and_said(tenk: Tenk) -> None:
    said = tenk.json("audience")
    assert [said[k] for k in ("followers", "views_30d", "eligible", "date_range_10k")] == [None] * 4
    assert said["why_no_date"]
    assert len(said["missing"]) == 5
    done = tenk("audience")
    assert done.returncode == 0
    assert "TikTok Studio" in done.stdout


def test_what_the_user_told_makes_it_eligible(tenk: Tenk, tmp_path: Path) -> None:
    tenk("import", followers(tmp_path, 12_000, 20), overview(tmp_path, 4000))
    assert tenk.json("audience")["eligible"] is None
    with Ledger.open(tenk.ledger) as ledger:
        for name, value in (("age", True), ("length", True), ("country", "FR")):
            ledger.tell(f"condition.{name}", told(value, date.fromisoformat(TODAY)))
    said = tenk.json("audience")
    assert (said["eligible"], said["missing"]) == (True, [])
    assert said["date_range_10k"]["chance"] == 1.0


def test_views_and_gap_with_the_published_rate(tenk: Tenk) -> None:
    said = tenk.json("simulate", "--views", "100000")
    assert (said["views"], said["income"]) == ({"low": 100_000, "high": 100_000}, {"low": "40.00", "high": "60.00"})
    assert (said["paid_on"], said["in_time"]) == ("2026-12-15", False)
    assert said["rate"] == {"low": "0.4000", "high": "0.6000", "basis": "published", "months": 0}
    said = tenk.json("simulate", "--gap", "86,00")
    assert said["views"] == {"low": 143_334, "high": 215_000}
    assert said["income"] == {"low": "86.00", "high": "86.00"}
    lines = tenk("simulate", "--gap", "86").stdout
    assert "86,00" in lines
    assert "publié" in lines
    assert "trop tard" in lines
    assert said["eligible"] is None
    assert "conditions de TikTok" in lines


def test_a_rate_of_ones_own_choice(tenk: Tenk) -> None:
    said = tenk.json("simulate", "--views", "1000", "--rate", "0,01:2")
    assert said["income"] == {"low": "0.01", "high": "2.00"}
    both = tenk.json("simulate", "--views", "1000", "--gap", "4", "--rate", "2")
    assert (both["income"]["low"], both["views_needed"]) == ("2.00", {"low": 2000, "high": 2000})


@pytest.mark.parametrize(
    "words",
    [("--rate", "0:1"), ("--rate", "2:1"), ("--rate", "a"), ("--views", "0"), ("--gap", "x"), ("--gap", "-5"), ()],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(tenk: Tenk, words: tuple[str, ...]) -> None:
    done = tenk("simulate", *words)
    assert done.returncode == 2
    assert done.stderr.strip()


def test_without_an_option_the_last_thirty_days_are_used(tenk: Tenk, tmp_path: Path) -> None:
    tenk("import", overview(tmp_path, 4000))
    assert tenk.json("simulate")["views"] == {"low": 120_000, "high": 120_000}


def test_before_eligibility_no_euro_is_made_of_views(tenk: Tenk, tmp_path: Path) -> None:
    tenk("import", followers(tmp_path, 6000, 20))
    for words in (("--views", "100000"), ("--gap", "86"), ("--views", "100000", "--rate", "1:2")):
        said = tenk.json("simulate", *words)
        assert (said["views"], said["income"]) == (None, None)
        assert said["why_none"]
    assert "€" not in tenk("simulate", "--views", "100000").stdout


def test_who_was_already_paid_may_simulate_with_their_own_rate(tenk: Tenk, tmp_path: Path) -> None:
    bank = (
        "Date;Libellé;Montant\n15/09/2026;VIR TIKTOK;60,00\n15/10/2026;VIR TIKTOK;90,00\n16/11/2026;VIR TIKTOK;62,00\n"
    )
    tenk("import", write(tmp_path, "banque.csv", bank), followers(tmp_path, 9000, 1), overview(tmp_path, 4000, 120))
    said = tenk.json("simulate", "--views", "100000")
    assert said["rate"]["basis"] == "own"
    assert said["rate"]["months"] == 3
    assert said["eligible"] is True
    assert said["income"] == {"low": "48.39", "high": "75.00"}
    assert said["paid_on"] == "2026-12-15"


def test_another_currency_has_no_published_rate(tmp_path: Path) -> None:
    tenk = Tenk(tmp_path / "usd.tenk")
    tenk("new", "--currency", "USD", "--account", "Checking=10")
    done = tenk("simulate", "--views", "1000")
    assert done.returncode == 2
    assert "--rate" in done.stderr
    assert tenk.json("simulate", "--views", "1000", "--rate", "1:2")["income"] == {"low": "1.00", "high": "2.00"}
