"""A person's own TikTok data: three generations, the text variant, and what must never be kept."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing import userdata
from tenk_desktop.core.importing.reading import read_statement
from tenk_desktop.core.importing.statement import Reading, ReadOptions
from tenk_desktop.core.progress import silent

FANS = [
    {"Date": "2026-02-03 10:00:00", "UserName": "amie.une"},
    {"Date": "2026-02-03 23:59:59", "UserName": "amie.deux"},
    {"Date": "2026-02-05 08:00:00 UTC", "UserName": "amie.trois"},
]
VIDEOS = [
    {
        "Date": "2026-02-04 18:00:00",
        "Link": "https://www.tiktokv.com/share/video/75001/",
        "Likes": "12",
        "WhoCanView": "Public",
        "Title": "Ma minute #LaMinuteÉtudiante",
    },
    {"Date": "2026-02-04 20:00:00", "Link": "https://www.tiktokv.com/share/video/75002/", "Likes": "None"},
]
PROFILE = {"userName": "ma.page", "followerCount": 8123, "likesReceived": "16443", "emailAddress": "moi@exemple.fr"}
PRIVATE = {
    "Direct Message": {"Direct Messages": {"ChatHistory": {"Chat": [{"Date": "2026-02-07 09:00:00", "Content": "SECRET"}]}}},
    "Login": {"LoginHistoryList": [{"Date": "2026-02-06 09:00:00 UTC", "IP": "203.0.113.9"}]},
}  # fmt: skip


def generation(which: int, *, wallet: Any = None, **more: Any) -> dict[str, Any]:
    profile = {"ProfileMap": PROFILE}
    tree: dict[str, Any]
    if which == 1:
        tree = {
            "Activity": {
                "Follower List": {"FansList": FANS},
                "Video Browsing History": {"VideoList": [{"Date": "2020-01-01 00:00:00", "Link": "x/video/9/"}]},
            },
            "Video": {"Videos": {"VideoList": VIDEOS}},
            "Profile": {"Profile Information": profile},
            "Income Plus Wallet Transactions": {"Income Plus Wallet Transaction": {"TransactionsList": wallet}},
        }
    elif which == 2:
        tree = {
            "Your Activity": {
                "Follower": {"App": 1, "FansList": FANS},
                "Watch History": {"VideoList": [{"Date": "2020-01-01 00:00:00", "Link": "x/video/9/"}]},
            },
            "Post": {"Posts": {"VideoList": VIDEOS}, "Recently Deleted Posts": {"PostList": None}},
            "Profile": {"Profile Info": profile},
            "Income Plus Wallet Transactions": {"Transaction History": {"TransactionsList": wallet}},
        }
    else:
        tree = {
            "Profile And Settings": {"Follower": {"FansList": FANS}, "Profile Info": profile},
            "Post": {"Posts": {"VideoList": VIDEOS}},
            "Income+ Wallet": {"Transaction History": {"TransactionsList": wallet}},
        }
    return tree | PRIVATE | more


def read(tree: Any, name: str = "user_data_tiktok (1).json") -> Reading:
    data = tree if isinstance(tree, bytes) else json.dumps(tree, ensure_ascii=False).encode()
    return read_statement(name, data, ReadOptions(today=date(2026, 11, 22)))


@pytest.mark.parametrize("which", [1, 2, 3])
def test_each_generation_gives_the_same_audience(which: int) -> None:
    reading = read(generation(which))
    assert (reading.format, reading.problems, reading.questions) == ("tiktok-user-data", (), ())
    said = reading.statements[0].audience
    assert {d.date.isoformat(): dict(d.values) for d in said.days} == {
        "2026-02-03": {"new_followers_kept": 2},
        "2026-02-04": {"posts": 2},
        "2026-02-05": {"new_followers_kept": 1},
        "2026-02-07": {"followers": 8123},  # the newest day written anywhere
    }
    assert {(v.id, v.posted, v.likes, v.views) for v in said.videos} == {
        ("75001", date(2026, 2, 4), 12, None),
        ("75002", date(2026, 2, 4), None, None),
    }
    assert (said.user, said.as_of) == ("ma.page", "2026-02-07")


@pytest.mark.parametrize("which", [1, 2, 3])
def test_nothing_private_is_kept(which: int) -> None:
    kept = repr(read(generation(which)))
    for private in ("SECRET", "203.0.113.9", "moi@exemple.fr", "amie.une"):
        assert private not in kept


@pytest.mark.parametrize("respelt", [str.upper, lambda k: k.replace(" ", "_"), lambda k: k.replace(" ", "").lower()])
def test_keys_are_found_however_they_are_spelt(respelt) -> None:
    def again(node: Any) -> Any:
        if isinstance(node, dict):
            return {respelt(k): again(v) for k, v in node.items()}
        return [again(v) for v in node] if isinstance(node, list) else node

    assert read(again(generation(2))).statements == read(generation(2)).statements


@pytest.mark.parametrize("which", [1, 2, 3])
def test_wallet_operations_are_said_not_read(which: int) -> None:
    reading = read(generation(which, wallet=[{"Date": "2026-02-01 00:00:00", "Amount": "12.00 USD"}] * 3))
    (problem,) = reading.problems
    assert problem.lost
    assert "3" in str(problem.message)
    assert reading.statements[0].rows == reading.statements[0].earnings == ()


def test_what_was_spent_is_counted_and_not_imported() -> None:
    spent = {
        "Income+ Wallet": {
            "Coin Purchase History": {
                "CoinPurchaseHistoryList": [{"Date": "2026-01-01 00:00:00", "Type": "x", "CoinAmount": 70}]
            },
            "Transaction History": {"TransactionsList": None},
        },
        "Your Activity": {
            "Purchases": {
                "SendGifts": {"SendGifts": [{"Date": "2026-01-02 00:00:00", "GiftAmount": "1", "UserName": "x"}] * 2},
                "BuyGifts": {"BuyGifts": None},
            }
        },
        "TikTok Shop": {"Order History": {"OrderHistories": {str(i): {"total_price": "41.44 USD"} for i in range(5)}}},
    }
    reading = read(generation(3) | spent)
    (problem,) = reading.problems
    assert not problem.lost
    assert [problem.message.values[k] for k in ("coins", "gifts", "orders")] == [1, 2, 5]
    assert reading.statements[0].rows == ()


@pytest.mark.parametrize("nothing", [None, [], {}, "N/A", "None"])
def test_empty_is_written_in_many_ways(nothing: Any) -> None:
    tree = {
        "Your Activity": {"Follower": {"FansList": nothing}},
        "Post": {"Posts": {"VideoList": nothing}},
        "Profile": {"Profile Info": {"ProfileMap": {"userName": "None", "followerCount": nothing}}},
    }
    (statement,) = read(tree).statements
    assert (statement.size, statement.audience.user) == (0, "")


@pytest.mark.parametrize(
    "data",
    [
        b'{"Profile": {',
        b'{"Profile": 1e9999999999999999, x}',
        b'{"a": ' * 5000,
        b'{"other": {"app": 1}}',
        b'{"a": "\xff',
    ],
)
def test_what_is_broken_or_not_tiktoks_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        read(data)
    assert refused.value.way_out


def test_what_would_fill_the_memory_is_refused() -> None:
    with pytest.raises(ImportRefusedError):
        read(b'{"FansList": [' + b"[]," * 2_000_001 + b"[]]}")


def test_the_text_variant_has_followers_and_posts() -> None:
    followers = (
        b"Date: 2026-02-03 10:00:00 UTC\r\nUsername: amie.une\r\n\r\nDate: 2026-02-04 06:18:18 UTC\r\nUsername: b\r\n"
    )
    said = read(followers, "data.zip!Activity/Follower.txt").statements[0].audience
    assert [dict(d.values).get("new_followers_kept") for d in said.days] == [1, 1]
    dutch = b"Datum: 2026-02-03 10:00:00 UTC\nGebruikersnaam: amie.une\n"
    assert read(dutch, "Volger.txt").statements[0].audience.days[0].date == date(2026, 2, 3)
    posts = b"Date: 2026-02-04 18:00:00 UTC\nLink: https://www.tiktokv.com/share/video/75001/\n"
    said = read(posts, "Post.txt").statements[0].audience
    assert ([v.id for v in said.videos], said.days[0].values) == (["75001"], {"posts": 1})


def test_the_accounts_one_follows_are_no_followers() -> None:
    assert not userdata.claims("Following.txt", b"Date: 2026-02-03 10:00:00 UTC\nUsername: amie.une\n")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=8),
    lambda inside: (
        st.lists(inside, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "FansList",
                    "VideoList",
                    "Posts",
                    "ProfileMap",
                    "Date",
                    "Link",
                    "TransactionsList",
                    "SendGifts",
                    "userName",
                ]
            )
            | st.text(max_size=5),
            inside,
            max_size=4,
        )
    ),
    max_leaves=30,
)


@given(st.dictionaries(st.sampled_from(["Post", "FansList", "ProfileMap", "Your Activity"]), json_values, min_size=1))
def test_any_shape_is_read_or_refused(tree: dict[str, Any]) -> None:
    try:
        reading = userdata.READER.read("user_data.json", json.dumps(tree).encode(), ReadOptions(), silent)
    except ImportRefusedError:
        return
    assert reading.statements[0].rows == ()
    assert all(d.values for d in reading.statements[0].audience.days)


def test_half_a_letter_in_a_title_can_be_stored() -> None:
    cut = VIDEOS[0] | {"Title": "Ma minute \ud83d"}
    data = json.dumps({"Post": {"Posts": {"VideoList": [cut]}}}).encode()
    assert read(data).statements[0].audience.videos[0].title.encode() == b"Ma minute ?"


@pytest.mark.corpus
def test_the_corpus_has_an_export_with_nothing_to_take(corpus: Path) -> None:
    path = corpus / "tiktok" / "LamineLSU_TikTokMiniGamesPrivacy__user_data_tiktok_gen2_ANON.json"
    reading = read(path.read_bytes(), path.name)
    assert (reading.format, reading.statements[0].size, reading.problems) == ("tiktok-user-data", 0, ())
