"""The sample people: their files are whole, decidable, and tell the story they promise.

``python -m tests.core.test_sample`` writes the golden files again, after a change made on purpose.
"""

from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenk_desktop.core.creator.reconcile import Deposit, stand
from tenk_desktop.core.errors import InputError
from tenk_desktop.core.importing.categorise import load_rules
from tenk_desktop.core.importing.reading import read_statement
from tenk_desktop.core.importing.statement import EarningRow, Reading, Row
from tenk_desktop.core.model import Earning, Nature, Stage
from tenk_desktop.core.money import to_minor
from tenk_desktop.core.sample import PERSONAS, SampleFile, sample_files

GOLDEN = Path(__file__).parent.parent / "golden" / "sample-etudiante"
TODAY = date(2026, 11, 22)

DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
PEOPLE = st.sampled_from(PERSONAS)


@cache
def readings(persona: str, today: date = TODAY, months: int = 14, seed: int = 1) -> tuple[Reading, Reading]:
    bank, orders = (read_statement(f.name, f.data) for f in sample_files(persona, today, months, seed))
    return bank, orders


def rows(reading: Reading) -> tuple[Row, ...]:
    (statement,) = reading.statements
    return statement.rows


def earnings(reading: Reading) -> tuple[EarningRow, ...]:
    (statement,) = reading.statements
    return statement.earnings


def test_golden_files():
    for file in golden():
        assert (GOLDEN / file.name).read_bytes() == file.data, "rewritten by: python -m tests.core.test_sample"


def golden() -> tuple[SampleFile, ...]:
    return sample_files("etudiante", TODAY, months=2)


@settings(max_examples=12)
@given(PEOPLE, DAYS, st.integers(1, 4), st.integers(0, 99))
def test_the_files_are_decided_without_a_question(persona, today, months, seed):
    bank, orders = readings(persona, today, months, seed)
    for reading in (bank, orders):
        assert reading.questions == ()
        assert reading.problems == ()
    (statement,) = bank.statements
    assert statement.chained
    assert statement.closing is not None
    assert statement.closing[0] == today - timedelta(days=1)
    assert statement.number.startswith("FR")
    days = [row.date for row in statement.rows]
    assert days in (sorted(days), sorted(days, reverse=True))
    first = date(today.year, today.month, 1)
    assert all(row.date < today for row in statement.rows)
    assert min(row.date for row in statement.rows) < first  # at least one whole month before the running one
    assert all(e.earned < today and (e.settled or e.earned) < today for e in earnings(orders))


@settings(max_examples=8)
@given(PEOPLE, DAYS, st.integers(1, 3), st.integers(0, 99))
def test_the_same_arguments_give_the_same_bytes(persona, today, months, seed):
    assert sample_files(persona, today, months, seed) == sample_files(persona, today, months, seed)
    assert sample_files(persona, today, months, seed) != sample_files(persona, today, months, seed + 1)


@pytest.mark.parametrize("persona", PERSONAS)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_affiliate_payouts_find_their_orders(persona, seed):
    bank, orders = readings(persona, seed=seed)
    rules = load_rules()
    deposits = []
    for i, row in enumerate(rows(bank)):
        cents = to_minor(row.amount, "EUR")
        found = rules.categorise(row.label, cents)
        if cents > 0 and found and found.category == "TikTok":
            deposits.append((row, Deposit(i, row.date, cents, "EUR")))
    owed = [
        Earning(i, e.platform, e.programme, e.key, to_minor(e.amount, "EUR"), "EUR", e.stage, e.earned, e.settled)
        for i, e in enumerate(earnings(orders))
    ]
    standing = stand(owed, [deposit for _, deposit in deposits])
    linked = {e.received_by for e in standing if e.stage is Stage.RECEIVED}
    assert linked == {d.id for row, d in deposits if "AFFILIATE" in row.label}
    assert len(linked) >= 12
    stages = {e.stage for e in standing}
    assert stages == {Stage.RECEIVED, Stage.VALIDATED, Stage.ESTIMATED, Stage.VOID}


@pytest.mark.parametrize("persona", PERSONAS)
def test_the_story(persona):
    bank, _ = readings(persona)
    rules = load_rules()
    natures = {c.name: c.nature for c in rules.categories}
    months: dict[str, dict[Nature, Decimal]] = {}
    for row in rows(bank):
        found = rules.categorise(row.label, to_minor(row.amount, "EUR"))
        nature = natures[found.category] if found else Nature.COST if row.amount < 0 else Nature.OTHER
        month = months.setdefault(f"{row.date:%Y-%m}", dict.fromkeys(Nature, Decimal(0)))
        month[nature] += row.amount
    whole = [months[name] for name in sorted(months)][:14]
    missing = [-m[Nature.COST] - sum(m[n] for n in Nature if n.is_income) for m in whole]
    assert 3 <= sum(m > 0 for m in missing) <= 11  # covered some months, missing some euros in others
    tiktok = sorted(m[Nature.TIKTOK] for m in whole)
    assert 80 < tiktok[7] < 300  # an ordinary month
    assert tiktok[-1] > tiktok[7] * Decimal("1.6")  # the video that worked
    assert tiktok[0] < 60  # the dry spell
    assert all(m[Nature.SURE] > 0 for m in whole)


@pytest.mark.parametrize("persona", PERSONAS)
def test_two_real_coffees_of_one_day_are_there_twice(persona):
    bank, _ = readings(persona, months=1)
    coffees = [row for row in rows(bank) if row.amount == Decimal("-2.10")]
    assert len(coffees) == 2
    assert len({(row.date, row.label) for row in coffees}) == 1


def test_what_an_earlier_day_knew_a_later_one_knows_too():
    """Seen a week later, the same story goes on: orders keep their keys, whatever their status became."""
    _, before = readings("etudiante", TODAY - timedelta(days=7))
    _, after = readings("etudiante", TODAY)
    assert {e.key for e in earnings(before)} < {e.key for e in earnings(after)}


@pytest.mark.parametrize(("persona", "months"), [("personne", 14), ("etudiante", 0), ("etudiante", 10_000)])
def test_what_cannot_be_told_is_refused(persona, months):
    with pytest.raises(InputError):
        sample_files(persona, TODAY, months)


if __name__ == "__main__":
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for written in golden():
        (GOLDEN / written.name).write_bytes(written.data)
