"""What was said comes back as it was said."""

import json
import subprocess
import sys
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.model import Stage
from tenk_desktop.core.outlook.answer import Coming, Following, Lever, Lowest, Track, Verdict, as_json
from tenk_desktop.core.outlook.kept import from_kept, to_keep
from tenk_desktop.core.text import msg

days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
amounts = st.integers(-(10**9), 10**9)
texts = st.text(max_size=12)
messages = st.builds(lambda payee: msg("Il manque {payee}", payee=payee), texts)
chances = st.none() | st.floats(0, 1)


def by(*shares: str):
    return st.fixed_dictionaries(dict.fromkeys(shares, amounts))


lowests = st.builds(Lowest, days, st.none() | texts | messages, by("0.1", "0.5", "0.9"))
comings = st.builds(
    Coming, texts, st.none() | days, amounts, amounts, amounts, st.booleans(), st.none() | st.sampled_from(Stage)
)
verdicts = st.builds(
    Verdict,
    today=days,
    as_of=days,
    horizon=days,
    currency=st.sampled_from(["EUR", "TND", "XOF"]),
    floor=st.integers(-(10**6), 0),
    chance=chances,
    chance_without_tiktok=chances,
    why_no_chance=st.none() | messages,
    random_left=st.booleans(),
    available=amounts,
    safe_to_spend_per_day=st.fixed_dictionaries(dict.fromkeys(["0.5", "0.8", "0.9"], st.none() | amounts)),
    lowest=lowests,
    without_tiktok=lowests,
    runs_dry=st.fixed_dictionaries(dict.fromkeys(["0.1", "0.9"], st.none() | days)),
    gap=by("0.8", "0.9"),
    buffer=by("0.9"),
    own_salary=by("0.9"),
    fan=st.just(()),
    next=st.builds(Following, days, chances, chances, lowests, st.booleans()),
    to_receive=st.lists(comings, max_size=2).map(tuple),
    to_pay=st.lists(comings, max_size=2).map(tuple),
    levers=st.lists(st.builds(Lever, messages, amounts, st.booleans()), max_size=2).map(tuple),
    tight=st.lists(st.tuples(texts, days), max_size=2).map(tuple),
    assumptions=st.lists(messages, max_size=2).map(tuple),
    paths=st.integers(1, 2000),
    seed=st.integers(1, 9),
    track_record=st.just((Track(0.8, 0.78, 9),)),
)


@given(verdicts)
def test_it_comes_back_as_it_was(verdict: Verdict) -> None:
    kept = to_keep(verdict)
    assert from_kept(kept) == verdict
    contract = as_json(verdict)
    assert {key: json.loads(kept)[key] for key in contract} == json.loads(json.dumps(contract))


def test_what_another_version_kept_is_left_alone() -> None:
    for text in ("", "{}", "[]", '{"kept": 3}', '{"kept": {"is": "Verdict"}}', '{"kept": {"is": "Oracle"}}'):
        assert from_kept(text) is None


def test_it_is_read_without_numpy() -> None:
    code = "import sys, tenk_desktop.core.outlook.kept; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
