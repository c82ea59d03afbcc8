"""A small life, whole: any order of import, every euro in one stage, and the links against the truth."""

from collections import Counter
from pathlib import Path
from random import Random

import pytest

from tenk_desktop.core.creator.audience import Metric
from tenk_desktop.core.creator.reconcile import Reconciled
from tenk_desktop.core.creator.suggest import suggestions
from tenk_desktop.core.importing.statement import Statement
from tenk_desktop.core.model import Stage
from tenk_desktop.store.ledger import Ledger
from tests.store.dump import dump

from .life import Life, live
from .score import Score, accept_withholding, ledger_of, score


@pytest.fixture(scope="module")
def life() -> Life:
    return live(7, orders_a_day=0.6)


@pytest.fixture(scope="module")
def ledger(life: Life, tmp_path_factory: pytest.TempPathFactory):
    with ledger_of(tmp_path_factory.mktemp("vie") / "vie.tenk", life.files) as made:
        yield made


def known(ledger: Ledger) -> dict[str, object]:
    """All a ledger says, ids and the names of files aside: rows are told apart by what they say."""
    accounts = {a.id: a.name for a in ledger.accounts()}
    categories = {c.id: c.name for c in ledger.categories()} | {None: ""}
    rows = {t.id: (accounts[t.account_id], t.date, t.amount, t.payee, t.memo) for t in ledger.transactions()}
    found = ledger.payouts()
    keys = {e.id: e.key for e in found.earnings}
    return {
        "accounts": sorted((a.name, a.kind, a.currency, a.balance) for a in ledger.accounts()),
        "transactions": Counter(
            (*rows[t.id], categories[t.category_id], accounts.get(t.transfer_to or 0),
             tuple((p.amount, categories[p.category_id]) for p in t.splits))
            for t in ledger.transactions()
        ),
        "earnings": {
            (e.platform, e.programme, e.key, e.amount, e.currency, e.stage, e.earned, e.settled, e.expected,
             e.received_on, e.title, e.content, rows.get(e.received_by or 0))
            for e in found.earnings
        },
        "payments": {
            (frozenset(keys[i] for i in p.earnings), frozenset(rows[i] for i in p.deposits), p.gross, p.withheld)
            for p in found.payments
        },
        "audience": [(a.user, a.days, a.videos) for a in ledger.audience()],
    }  # fmt: skip


def shuffled(life: Life, seed: int) -> list[tuple[str, bytes | Statement]]:
    """The files in another order. Tables of rewards keep theirs: TikTok exports none, so they are a person's own words,
    and a person's second word takes the place of the first (`EarningRow.replaces`).
    """
    files = Random(seed).sample(life.files, len(life.files))
    rewards = iter([file for file in life.files if file[0].startswith("rewards")])
    return [next(rewards) if file[0].startswith("rewards") else file for file in files]


def test_any_order_of_import_gives_the_same_ledger(life: Life, ledger: Ledger, tmp_path: Path) -> None:
    straight = known(ledger)
    for seed in range(2):
        files = shuffled(life, seed)
        with ledger_of(tmp_path / f"{seed}.tenk", files) as other:
            assert known(other) == straight, [name for name, _ in files]
            assert other.check() == ()


def test_every_euro_is_in_exactly_one_stage(life: Life, ledger: Ledger) -> None:
    earnings = ledger.earnings()
    assert len({e.key for e in earnings}) == len(earnings) == len(life.owed)
    said = {e.key: (e.stage, e.amount, e.currency) for e in earnings}
    assert {o.key for o in life.owed} == said.keys()
    # Rewards that were withheld from are paid in their file's words; all others by their deposit.
    assert {o.key: (o.stage, o.amount, o.currency) for o in life.owed} == said


def test_the_links_are_the_truth(life: Life, ledger: Ledger) -> None:
    before = score(life, ledger.payouts())
    assert (before.wrong, before.uneven) == (0, 0)
    assert before.found["Affiliation"] == before.true["Affiliation"]
    assert before.waiting > 0
    state = dump(ledger.path)
    assert accept_withholding(ledger)
    after = score(life, ledger.payouts())
    assert after.share >= 0.98, after
    assert (after.wrong, after.uneven) == (0, 0)
    ledger.undo()
    assert dump(ledger.path) == state
    assert score(life, ledger.payouts()) == before


def test_what_is_not_decided_is_listed_to_check(life: Life, ledger: Ledger) -> None:
    found = ledger.payouts()
    explained = {d for p in found.payments for d in p.deposits}
    assert {d.id for d in found.unexplained} == {d.id for d in found.deposits} - explained
    asked = suggestions(found)
    assert {s.deposit for s in asked} <= set(found.unexplained)
    assert all(s.evidence for s in asked)
    taken = Counter(i for s in asked for i in s.earnings)
    assert set(taken.values()) <= {1}


def test_a_refused_deposit_is_asked_no_more(ledger: Ledger) -> None:
    one = suggestions(ledger.payouts())[0]
    ledger.link_payout([one.deposit.id], ())
    assert one.deposit not in ledger.payouts().unexplained
    assert one.deposit.id not in {s.deposit.id for s in suggestions(ledger.payouts())}
    ledger.undo()
    assert one.deposit in ledger.payouts().unexplained


def test_the_audience_is_the_truth_across_new_year_and_29_february(life: Life, ledger: Ledger) -> None:
    (audience,) = ledger.audience()
    for metric in (Metric.FOLLOWERS, Metric.VIEWS):
        assert dict(audience.of(metric)) == life.days[metric]
    assert {(12, 31), (1, 1), (2, 29)} <= {(d.month, d.day) for d in audience.of(Metric.VIEWS)}


def test_the_same_seed_is_the_same_life() -> None:
    assert live(3, months=3).files == live(3, months=3).files
    assert live(3, months=3).files != live(4, months=3).files


def test_a_wrong_link_lowers_the_score(life: Life, ledger: Ledger) -> None:
    """The score itself must be able to fail."""
    found = ledger.payouts()
    first, second = found.payments[:2]
    from dataclasses import replace

    swapped = replace(first, deposits=second.deposits), replace(second, deposits=first.deposits)
    spoilt = replace(found, payments=(*swapped, *found.payments[2:]))
    was, now = score(life, found), score(life, spoilt)
    assert now.wrong > was.wrong
    assert now.uneven == was.uneven + 2
    assert isinstance(now, Score)
    assert isinstance(spoilt, Reconciled)
    assert Stage.RECEIVED in {e.stage for e in spoilt.earnings}
