"""Later payouts, computed a second time by loops over each path."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.outlook.late import later, what_if
from tenk_desktop.core.outlook.verdict import verdict

from .test_verdict import few, scenes, share_holds


@few
@given(scenes(), st.integers(0, 40))
def test_each_payout_comes_so_many_days_later_and_nothing_else_moves(scene, late):
    _, paths = scene
    moved = later(paths, late)
    width = paths.balance.shape[1]
    for p in range(paths.count):
        before = [int(paths.tiktok[p, c]) for c in range(width)]
        arrives = [before[c] - (before[c - 1] if c else 0) for c in range(width)]
        total = 0
        for c in range(width):
            total += arrives[c - late] if c >= late else 0
            assert int(moved.tiktok[p, c]) == total
            assert int(moved.balance[p, c]) == int(paths.balance[p, c]) - before[c] + total
    assert (moved.without_tiktok == paths.without_tiktok).all()
    assert (moved.everyday == paths.everyday).all()


@few
@given(scenes(), st.sampled_from([7, 14, 30]))
def test_what_is_said_is_the_verdict_of_the_later_paths(scene, late):
    home, paths = scene
    said = verdict(home, paths)
    asked, again = what_if(home, paths, said).late(late), verdict(home, later(paths, late))
    if said.chance is not None:
        assert asked.chance == again.chance
        assert asked.next.chance == again.next.chance
        ends = [
            [int(paths.balance[p, c]) - int(paths.tiktok[p, c]) + (int(paths.tiktok[p, c - late]) if c >= late else 0)
             for c in range((home.today - home.as_of).days, (home.horizon - home.as_of).days)]
            for p in range(paths.count)
        ]  # fmt: skip
        assert asked.chance == sum(min(path) >= home.floor for path in ends) / paths.count
        assert all(share_holds([min(path) + gap >= home.floor for path in ends], q) for q, gap in asked.gap.items())
    for name in ("lowest", "fan", "gap", "runs_dry", "safe_to_spend_per_day", "random_left"):
        assert getattr(asked, name) == getattr(again, name), name
    assert asked.next.lowest == again.next.lowest
    assert (asked.chance_without_tiktok, asked.without_tiktok) == (said.chance_without_tiktok, said.without_tiktok)


@few
@given(scenes())
def test_on_time_is_what_was_said_and_it_matters_when_money_is_to_come(scene):
    home, paths = scene
    said = verdict(home, paths)
    asked = what_if(home, paths, said)
    assert asked.late(0) is said
    end = (said.next.horizon - home.as_of).days
    assert asked.matters == any(int(paths.tiktok[p, end - 1]) for p in range(paths.count))
    with pytest.raises(ValueError, match="days"):
        later(paths, -1)


@few
@given(scenes())
def test_no_more_days_are_kept_than_are_said_again(scene):
    home, paths = scene
    asked = what_if(home, paths, said := verdict(home, paths))
    stop = paths.column(max(asked.until, said.next.horizon))
    for name in ("balance", "tiktok", "everyday", "fresh", "creator"):
        kept, whole = getattr(asked.paths, name), getattr(paths, name)
        assert (kept == whole[:, :stop]).all()
        assert kept.base is None, "a part of an array keeps all of it"
