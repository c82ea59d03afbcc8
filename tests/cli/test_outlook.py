"""`outlook` to the letter: same bytes, its keys, and what it says when something is missing."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tenk_desktop.core.outlook.answer import Verdict
from tenk_desktop.core.outlook.kept import to_keep
from tenk_desktop.core.outlook.paths import simulate
from tenk_desktop.core.outlook.track import as_known
from tenk_desktop.core.outlook.verdict import verdict
from tenk_desktop.store.ledger import Ledger
from tests.cli.test_contract import TODAY, Tenk
from tests.store.dump import dump

KEYS = {
    "today", "as_of", "horizon", "floor", "chance", "chance_without_tiktok", "why_no_chance", "available",
    "safe_to_spend_per_day", "lowest", "runs_dry", "gap", "buffer", "own_salary", "fan", "next", "to_receive",
    "to_pay", "levers", "track_record", "paths", "seed", "assumptions",
}  # fmt: skip


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Tenk:
    folder = tmp_path_factory.mktemp("sample")
    return Tenk(Path(Tenk(folder / "unused").json("sample", str(folder))["ledger"]))


def test_the_same_question_gives_the_same_bytes_and_writes_nothing(sample: Tenk) -> None:
    before = dump(sample.ledger)
    first, again = (sample("outlook", "--json", "--seed", "7").stdout for _ in range(2))
    assert first == again
    assert dump(sample.ledger) == before


def test_the_object_holds_what_the_contract_says(sample: Tenk) -> None:
    said = sample.json("outlook")
    assert set(said) == KEYS
    assert 0 <= said["chance_without_tiktok"] <= said["chance"] <= 1
    assert (said["today"], said["horizon"], said["floor"]) == (TODAY, "2026-12-01", "0.00")
    assert [f["date"] for f in said["fan"]] == [f"2026-11-{d}" for d in range(22, 31)]
    assert set(said["fan"][0]) == {"date", "0.05", "0.1", "0.25", "0.5", "0.75", "0.9", "0.95"}
    assert set(said["safe_to_spend_per_day"]) == {"0.5", "0.8", "0.9"}
    assert set(said["gap"]) == {"0.8", "0.9"}
    assert set(said["next"]) == {"horizon", "chance", "chance_without_tiktok", "lowest"}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_people_get_sentences(sample: Tenk, lang: str) -> None:
    first = sample("outlook", lang=lang).stdout.splitlines()[0]
    assert ("sur 10" in first) == (lang == "fr")


def test_without_a_balance_it_says_the_one_thing_missing(tmp_path: Path) -> None:
    tenk = Tenk(tmp_path / "a.tenk")
    tenk("new", "--account", "Courant")
    said = tenk.json("outlook", status=1)
    assert set(said) == KEYS
    assert said["chance"] is None
    assert "Courant" in said["why_no_chance"]
    told = tenk("outlook").stdout
    assert "Comptes et soldes" in told, "and where it is given"
    assert "--account" in told


def test_too_early_is_said_with_a_range_and_no_percentage(tmp_path: Path) -> None:
    tenk = Tenk(tmp_path / "a.tenk")
    tenk("new", "--account", "Courant=214,60")
    said = tenk.json("outlook")
    assert said["chance"] is None
    assert said["why_no_chance"]
    assert said["available"] == "214.60"


def test_only_the_verdict_loads_numpy(sample: Tenk) -> None:
    code = f"""
import sys
from tenk_desktop.cli import main
main(["--ledger", {str(sample.ledger)!r}, "--today", "{TODAY}", "months"])
assert "numpy" not in sys.modules and "PySide6" not in sys.modules, "loaded too early"
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_past_months_can_be_replayed_and_what_was_said_is_scored(sample: Tenk) -> None:
    assert sample.json("outlook")["track_record"] == []
    record = sample.json("outlook", "--backtest")["track_record"]
    assert 6 <= sum(t["months"] for t in record) <= 14
    assert all(set(t) == {"said", "seen", "months"} and 0 <= t["seen"] <= 1 for t in record)
    october = Tenk(sample.ledger).json("--today", "2026-10-12", "outlook")
    with Ledger.open(sample.ledger) as ledger:
        ledger.say(date(2026, 10, 12), json.dumps({"kept": None}))
        ledger.say(date(2026, 9, 14), to_keep(a_verdict(ledger, date(2026, 9, 14))))
    assert sum(t["months"] for t in sample.json("outlook")["track_record"]) == 1
    assert october["track_record"] == []


def a_verdict(ledger: Ledger, day: date) -> Verdict:
    household = as_known(ledger.household(date.fromisoformat(TODAY)), day)
    return verdict(household, simulate(household))
