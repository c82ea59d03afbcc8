"""TikTok's files without money: Studio's in many languages, with gaps, a person's own data, the LIVE centre's."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from babel.dates import format_skeleton

from tests.workbooks import xlsx

from .exam import Case, Truth, csv_of, window, zip_of
from .life import CONTENT, OVERVIEW

# --- TikTok Studio

LANGUAGES = [
    "en_US",
    "en_GB",
    "es",
    "es_MX",
    "pt_BR",
    "pt_PT",
    "el",
    "fr",
    "fr_CA",
    "de",
    "de_AT",
    "it",
    "nl",
    "pl",
    "ro",
    "sv",
    "da",
    "nb",
    "fi",
    "tr",
    "cs",
    "sk",
    "hu",
    "hr",
    "id",
    "ms",
    "vi",
    "ru",
    "uk",
    "bg",
    "ar",
    "ja",
    "ko",
    "zh_Hans",
    "zh_Hant",
    "th",
    "he",
    "hi",
    "fil",
    "ca",
    "lt",
    "lv",
    "et",
    "sl",
    "sr",
    "sr_Latn",
    "bn",
    "ta",
    "te",
    "sw",
    "km",
    "my",
    "ur",
    "is",
    "eu",
    "gl",
    "af",
]


def _overview(days: Sequence[date], written: Callable[[date], str]) -> list[list[object]]:
    return [OVERVIEW, *([written(d), 100 + i, i, 3, -1 if i % 7 == 3 else 1, 0] for i, d in enumerate(days))]


def _overview_truth(days: Sequence[date]) -> Truth:
    views = len(days), sum(100 + i for i in range(len(days)))
    return Truth(metrics={"views": views, "likes": (len(days), 3 * len(days))}, days=(days[0], days[-1]))


def _words(locale: str) -> Callable[[date], str]:
    return lambda day: format_skeleton("MMMMd", day, locale=locale)


def _archive_name(section: str, days: Sequence[date], user: str = "marie.fait") -> str:
    at = datetime.combine(days[-1] + timedelta(days=1), datetime.min.time(), UTC)
    return f"{section}_{days[0]}_{int(at.timestamp())}_{user}.zip"


def studio() -> Iterator[Case]:
    year_end = window(date(2025, 11, 20), 60)
    leap = window(date(2024, 2, 10), 28)
    for locale in LANGUAGES:
        table = csv_of(_overview(year_end, _words(locale)), enc="utf-8-sig", quoted=True)
        name = _archive_name("Overview", year_end)
        yield Case("studio", f"{locale} zip", name, zip_of(**{"Overview.csv": table}), _overview_truth(year_end))
        bare = csv_of(_overview(year_end, _words(locale)), eol="\r\n")
        yield Case("studio", f"{locale} alone", "Overview.csv", bare, _overview_truth(year_end))
        abbreviated = [[format_skeleton("MMMd", d, locale=locale), i, 5 + i] for i, d in enumerate(year_end)]
        history = csv_of([["Date", "Followers", "Difference in followers from previous day"], *abbreviated])
        known = {"followers": (len(year_end), sum(range(len(year_end))))}
        truth = Truth(metrics=known, days=(year_end[0], year_end[-1]))
        yield Case(
            "studio",
            f"{locale} short",
            _archive_name("Followers", year_end),
            zip_of(**{"FollowerHistory.csv": history}),
            truth,
        )
    for locale in ("en_US", "fr", "de", "ja"):
        data = zip_of(**{"Overview.csv": csv_of(_overview(leap, _words(locale)))})
        yield Case("studio", f"{locale} 29 February", _archive_name("Overview", leap), data, _overview_truth(leap))
        again = _archive_name("Overview", leap).replace(".zip", " (1).zip")
        yield Case("studio", f"{locale} second copy", again, data, _overview_truth(leap))
        outer = zip_of(**{_archive_name("Overview", leap): data})
        yield Case("studio", f"{locale} zip in a zip", "tiktok.zip", outer, _overview_truth(leap))


def gaps() -> Iterator[Case]:
    days = window(date(2026, 1, 3), 40)
    english, french = _words("en_US"), _words("fr")
    counts = ["undefined" if i < 9 or i in (20, 21) else str(900 + i) for i in range(40)]
    known = [int(c) for c in counts if c != "undefined"]
    truth = Truth(metrics={"followers": (len(known), sum(known))}, days=(days[0], days[-1]))
    header = ["Date", "Followers", "Difference in followers from previous day"]
    rows: list[Sequence[object]] = [header, *([english(d), c, "undefined"] for d, c in zip(days, counts, strict=True))]
    yield Case("gaps", "undefined", "FollowerHistory.csv", csv_of(rows, quoted=True), truth)
    newest_first = csv_of([header, *rows[:0:-1]])
    yield Case("gaps", "newest first", "FollowerHistory.csv", newest_first, truth)
    yield Case("gaps", "tabs", "FollowerHistory.tsv", csv_of(rows, "\t", "\r\n", "utf-16"), truth)
    yield Case("gaps", "semicolons", "FollowerHistory.csv", csv_of(rows, ";", "\r\n", "utf-8-sig"), truth)
    yield Case(
        "gaps",
        "workbook",
        "FollowerHistory.xlsx",
        xlsx({"FollowerHistory": [[str(c) for c in r] for r in rows]}),
        truth,
    )
    dated = [header, *([d, int(c) if c != "undefined" else None, 0] for d, c in zip(days, counts, strict=True))]
    yield Case("gaps", "workbook saved again", "abonnes.xlsx", xlsx({"Feuil1": dated}), truth)
    missing = [header, *(r for i, r in enumerate(rows[1:]) if i not in (12, 13, 30))]
    left = [int(str(r[1])) for r in missing[1:] if r[1] != "undefined"]
    truth_left = Truth(metrics={"followers": (len(left), sum(left))}, days=(days[0], days[-1]))
    yield Case("gaps", "days left out", "FollowerHistory.csv", csv_of(missing), truth_left)
    other = [["Followers", "Extra", "Date", "Difference in followers from previous day"]]
    other += [[str(c), "x", french(d), "1"] for d, c in zip(days, counts, strict=True)]
    yield Case("gaps", "other order and a column more", "FollowerHistory.csv", csv_of(other), truth)
    for name, columns in (
        ("FollowerHistory", header), ("Overview", OVERVIEW), ("FollowerGender", ["Gender", "Distribution"]),
        ("Viewers", ["Date", "Total Viewers", "New Viewers", "Returning Viewers"]),
    ):  # fmt: skip
        yield Case("gaps", f"{name} without a row", f"{name}.csv", csv_of([columns]), Truth())
    grouped = [OVERVIEW, *([english(d), f"{12_000 + i:,}", "1,204", "3", "1", "0"] for i, d in enumerate(days))]
    views = {"views": (40, sum(12_000 + i for i in range(40))), "profile_views": (40, 1204 * 40)}
    yield Case("gaps", "thousands", "Overview.csv", csv_of(grouped), Truth(metrics=views, days=(days[0], days[-1])))
    titles = ['Ma journée, à 4,20 € "promis" 😅', "Deux\nlignes #Trend10k", "", "=1+1"]
    shown = [CONTENT]
    shown += [
        [
            french(days[-1]),
            t,
            f"https://www.tiktok.com/@marie.fait/video/7500000000000000{i}00",
            french(days[i * 9]),
            i,
            0,
            0,
            50,
        ]
        for i, t in enumerate(titles)
    ]
    of_videos = Truth(videos=4, days=(days[0], days[27]))
    yield Case(
        "gaps",
        "odd titles",
        _archive_name("Content", days),
        zip_of(**{"Content.csv": csv_of(shown, quoted=True)}),
        of_videos,
    )


# --- the data a person asked for


def personal() -> Iterator[Case]:
    fans = [{"Date": f"2026-01-{d:02} 10:00:00", "UserName": f"u{d}"} for d in range(1, 21)]
    posts = [
        {
            "Date": f"2026-02-{d:02} 18:00:00",
            "Link": f"https://www.tiktokv.com/share/video/75{d:016}/",
            "Likes": "12",
            "Title": "x",
        }
        for d in (1, 2, 2, 9)
    ]
    posts[2]["Link"] = "https://www.tiktokv.com/share/video/7599999999999999999/"
    profile = {"ProfileMap": {"followerCount": 345, "userName": "marie.fait", "likesReceived": "16443"}}
    wallet = {"Transaction History": {"TransactionsList": None}}
    trees: dict[str, dict[str, object]] = {
        "generation 1": {
            "Activity": {"Follower List": {"FansList": fans}, "Purchase History": {"SendGifts": {"SendGifts": None}}},
            "Video": {"Videos": {"VideoList": posts}},
            "Profile": {"Profile Information": profile},
            "Income Plus Wallet Transactions": {"Income Plus Wallet Transaction": {"TransactionsList": None}},
        },
        "generation 2": {
            "Your Activity": {"Follower": {"FansList": fans}, "Login History": {"LoginHistoryList": []}},
            "Post": {"Posts": {"VideoList": posts}},
            "Profile": {"Profile Information": profile},
            "Income Plus Wallet Transactions": wallet,
        },
        "generation 3": {
            "Profile And Settings": {"Follower": {"FansList": fans}, "Profile Info": profile},
            "Post": {"Posts": {"VideoList": posts}},
            "Income+ Wallet": wallet,
            "TikTok LIVE": {"Go Live History": {"GoLiveList": None}},
        },
    }  # fmt: skip
    metrics = {"new_followers_kept": (20, 20), "posts": (3, 4), "followers": (1, 345)}
    whole = Truth(metrics=metrics, days=(date(2026, 1, 1), date(2026, 2, 9)), videos=4)
    for name, tree in trees.items():
        data = json.dumps(tree).encode()
        yield Case("personal", name, "user_data_tiktok.json", data, whole)
        yield Case("personal", f"{name}, zipped", "TikTok_Data.zip", zip_of(**{"user_data_tiktok.json": data}), whole)
        pretty = b"\xef\xbb\xbf" + json.dumps(tree, indent=2, ensure_ascii=False).encode()
        yield Case("personal", f"{name}, with a mark", "user_data_tiktok (1).json", pretty, whole)
        for key in tree:
            if key not in ("Post", "Video"):
                continue
            left = {k: v for k, v in tree.items() if k != key}
            fewer = Truth(
                metrics={"new_followers_kept": (20, 20), "followers": (1, 345)},
                days=(date(2026, 1, 1), date(2026, 1, 20)),
            )
            yield Case("personal", f"{name} without {key}", "user_data.json", json.dumps(left).encode(), fewer)
        empty = json.loads(json.dumps(tree).replace(json.dumps(posts), "{}"))
        fewer = Truth(
            metrics={"new_followers_kept": (20, 20), "followers": (1, 345)}, days=(date(2026, 1, 1), date(2026, 1, 20))
        )
        yield Case("personal", f"{name}, no post", "user_data_tiktok.json", json.dumps(empty).encode(), fewer)
    cut = json.dumps(trees["generation 2"]).encode()[:-40]
    yield Case("personal", "cut short", "user_data_tiktok.json", cut, Truth(nothing=True))
    yield Case("personal", "another JSON", "package.json", b'{"name": "x", "version": "1"}', Truth(nothing=True))
    text = "\r\n\r\n".join(f"Datum: 2026-01-{d:02} 10:00:00 UTC\r\nGebruikersnaam: u{d}" for d in range(1, 21))
    days = date(2026, 1, 1), date(2026, 1, 20)
    yield Case(
        "personal",
        "Dutch text",
        "Volger.txt",
        text.encode(),
        Truth(metrics={"new_followers_kept": (20, 20)}, days=days),
    )


# --- LIVE


def live() -> Iterator[Case]:
    days = window(date(2026, 1, 20), 14)
    total = {"live_diamonds": (14, sum(range(14)))}
    for name, header, write in (
        ("ja", "ダイヤモンド", "%Y-%m-%d"), ("en", "Diamonds", "%Y/%m/%d"), ("en, month first", "Diamonds", "%m/%d/%Y"),
        ("fr", "Diamants", "%d/%m/%Y"), ("es", "Diamantes", "%Y-%m-%d"), ("de", "Diamanten", "%Y-%m-%d"),
    ):  # fmt: skip
        rows = [["Date", header], *([d.strftime(write), str(i)] for i, d in enumerate(days))]
        yield Case("live", name, "LIVE.csv", csv_of(rows), Truth(metrics=total, days=(days[0], days[-1])))
