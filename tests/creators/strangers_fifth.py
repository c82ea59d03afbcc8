"""A fifth set of strangers: creators of other countries and platforms, and the files they would hold."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from babel.dates import format_date, format_skeleton

from tests.workbooks import Rows, xlsx

from .exam import Case, Truth, csv_of, window, zip_of

_VIEWS = ["Date", "Video Views", "Profile Views", "Likes", "Comments", "Shares"]


def cells(*lines: str) -> list[list[str]]:
    return [line.split("|") for line in lines]


def table(*lines: str, delimiter: str = ",", enc: str = "utf-8") -> bytes:
    return csv_of(cells(*lines), delimiter, enc=enc)


def views(days: Sequence[date], write: Callable[[date], str]) -> list[list[object]]:
    return [list(_VIEWS), *([write(d), str(200 + 7 * i), "9", "4", "1", "0"] for i, d in enumerate(days))]


def seen(days: Sequence[date]) -> Truth:
    n = len(days)
    return Truth(
        metrics={"views": (n, sum(200 + 7 * i for i in range(n))), "likes": (n, 4 * n)}, days=(days[0], days[-1])
    )


def history(days: Sequence[date], write: Callable[[date], str]) -> list[list[object]]:
    rows: list[list[object]] = [["Date", "Followers", "Difference in followers from previous day"]]
    return rows + [[write(d), str(9_800 + 11 * i), "11"] for i, d in enumerate(days)]


def _name(section: str, first: date, user: str = "lou.cuisine") -> str:
    return f"{section}_{first}_1772500000_{user}.zip"


# --- TikTok Studio


def studios() -> Iterator[Case]:
    turn = window(date(2025, 12, 8), 60)

    def zipped(
        case: str, section: str, days: Sequence[date], rows: Sequence[Sequence[object]], truth: Truth, **more: str
    ) -> Case:
        data = csv_of(rows, enc="utf-8-sig", quoted=True, **more)
        return Case("studio", case, _name(section, days[0]), zip_of(**{f"{section}.csv": data}), truth)

    def first_of_month(day: date) -> str:
        return (
            f"1er {format_date(day, 'MMMM', locale='fr')}" if day.day == 1 else format_date(day, "d MMMM", locale="fr")
        )

    yield zipped("1er janvier", "Overview", turn, views(turn, first_of_month), seen(turn))
    for locale, pattern in (
        ("fr", "d MMM"),
        ("de", "d. MMM"),
        ("it", "d MMM"),
        ("nl", "d MMM"),
        ("tr", "d MMM"),
        ("id", "d MMM"),
        ("pl", "d MMM"),
        ("es", "d MMM"),
    ):

        def short(day: date, locale: str = locale, pattern: str = pattern) -> str:
            return format_date(day, pattern, locale=locale)

        yield zipped(f"{locale} abbreviated days", "Overview", turn, views(turn, short), seen(turn))
    arabic = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    names = ("يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو", "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر")

    def moroccan(day: date) -> str:
        return f"{day.day} {names[day.month - 1]}"

    yield zipped("ar of Morocco", "Overview", turn, views(turn, moroccan), seen(turn))
    eastern = [
        [str(c).translate(arabic) if i else c for c in row]
        for i, row in enumerate(views(turn, lambda d: format_skeleton("MMMMd", d, locale="ar_EG")))
    ]
    yield zipped("ar with its own figures", "Overview", turn, eastern, seen(turn))
    ja = window(date(2024, 2, 1), 60)
    yield zipped("ja over 29 February", "Overview", ja, views(ja, lambda d: f"{d.month}月{d.day}日"), seen(ja))
    year = window(date(2024, 1, 15), 366)
    yield zipped(
        "366 days",
        "Overview",
        year,
        views(year, lambda d: f"{d.day} {format_date(d, 'MMMM', locale='en')}"),
        seen(year),
    )
    yield Case(
        "studio",
        "years written, en",
        "Overview.csv",
        csv_of(views(turn, lambda d: format_date(d, "MMM d, y", locale="en")), quoted=True),
        seen(turn),
    )
    yield Case(
        "studio",
        "years written, de",
        "Overview.csv",
        csv_of(views(turn, lambda d: d.strftime("%d.%m.%Y")), ";"),
        seen(turn),
    )
    yield Case(
        "studio",
        "years of two figures",
        "Overview.csv",
        csv_of(views(turn, lambda d: d.strftime("%d/%m/%y")), ";"),
        seen(turn),
    )
    for language, titles in (
        ("fr", "Date|Vues de vidéo|Vues du profil|J’aime|Commentaires|Partages"),
        ("de", "Datum|Videoaufrufe|Profilaufrufe|Likes|Kommentare|Geteilte Inhalte"),
        ("es", "Fecha|Visualizaciones de vídeos|Visualizaciones del perfil|Me gusta|Comentarios|Veces compartido"),
        ("it", "Data|Visualizzazioni video|Visualizzazioni profilo|Mi piace|Commenti|Condivisioni"),
        ("pt", "Data|Visualizações do vídeo|Visualizações do perfil|Curtidas|Comentários|Compartilhamentos"),
        ("pl", "Data|Wyświetlenia filmu|Wyświetlenia profilu|Polubienia|Komentarze|Udostępnienia"),
    ):
        rows = [titles.split("|"), *views(turn, lambda d, code=language: format_date(d, "d MMMM", locale=code))[1:]]
        yield zipped(f"titles in {language}", "Overview", turn, rows, seen(turn))
    short = window(date(2026, 2, 2), 28)
    thousand = [
        [*r[:1], f"{1 + i / 10:.1f}K", *r[2:]]
        for i, r in enumerate(views(short, lambda d: format_date(d, "MMMM d", locale="en"))[1:])
    ]
    truth = Truth(metrics={"views": (28, sum(1000 + 100 * i for i in range(28)))}, days=(short[0], short[-1]))
    yield zipped("1.2K", "Overview", short, [_VIEWS, *thousand], truth)
    french = [
        [first_of_month(d), f"{1 + i / 10:.1f}".replace(".", ",") + " K", "9", "4", "1", "0"]
        for i, d in enumerate(short)
    ]
    yield zipped("1,2 K", "Overview", short, [_VIEWS, *french], truth)
    spaced = [
        [first_of_month(d), f"{12_000 + i:,}".replace(",", "\u202f"), "9", "4", "1", "0"] for i, d in enumerate(short)
    ]
    truth = Truth(metrics={"views": (28, sum(12_000 + i for i in range(28)))}, days=(short[0], short[-1]))
    yield zipped("1 234", "Overview", short, [_VIEWS, *spaced], truth)
    dotted = [
        [format_date(d, "d. MMMM", locale="de"), f"{12_000 + i:,}".replace(",", "."), "9", "4", "1", "0"]
        for i, d in enumerate(short)
    ]
    yield zipped("1.234", "Overview", short, [_VIEWS, *dotted], truth)
    whole = views(short, first_of_month)
    total = ["Total", str(sum(200 + 7 * i for i in range(28))), "252", "112", "28", "0"]
    yield zipped("a total below", "Overview", short, [*whole, total], seen(short))
    viewers = [["Date", "Total Viewers", "New Viewers", "Returning Viewers"]]
    viewers += [
        [first_of_month(d), str(90 + i), str(30 + i), "60"] if i < 27 else [first_of_month(d), *["undefined"] * 3]
        for i, d in enumerate(short)
    ]
    known = Truth(metrics={"viewers": (27, sum(90 + i for i in range(27)))}, days=(short[0], short[-1]))
    yield zipped("viewers, the last day unknown", "Viewers", short, viewers, known)
    gained = history(short, first_of_month)
    grown = Truth(metrics={"followers": (28, sum(9_800 + 11 * i for i in range(28)))}, days=(short[0], short[-1]))
    sides = {
        "FollowerActivity.csv": csv_of(
            [
                ["Date", "Hour", "Active followers"],
                *([first_of_month(short[-1]), str(h), str(40 + h)] for h in range(24)),
            ]
        ),
        "FollowerGender.csv": csv_of(
            [["Gender", "Distribution"], ["Male", "0.39"], ["Female", "0.59"], ["Other", "0.02"]]
        ),
        "FollowerHistory.csv": csv_of(gained, enc="utf-8-sig", quoted=True),
        "FollowerTopTerritories.csv": csv_of(
            [["Top territories", "Distribution"], ["FR", "0.61"], ["BE", "0.12"], ["Others", "0.27"]]
        ),
    }
    yield Case("studio", "followers of four tables", _name("Followers", short[0]), zip_of(**sides), grown)
    inside = {f"Followers_lou.cuisine/{k}": v for k, v in sides.items()}
    yield Case("studio", "a folder inside", _name("Followers", short[0]), zip_of(**inside), grown)
    book: dict[str, Rows | str] = {
        "FollowerHistory": gained, "FollowerGender": cells("Gender|Distribution", "Male|0.4", "Female|0.6"),
        "FollowerTopTerritories": cells("Top territories|Distribution", "FR|1.0"),
    }  # fmt: skip
    yield Case(
        "studio", "followers as a workbook", _name("Followers", short[0]).replace("zip", "xlsx"), xlsx(book), grown
    )
    videos = [
        [
            "Time",
            "Video title",
            "Video link",
            "Post time",
            "Total likes",
            "Total comments",
            "Total shares",
            "Total views",
        ]
    ]
    posted = (date(2025, 11, 30), date(2025, 12, 31), date(2026, 1, 1), date(2026, 2, 20))
    videos += [
        [first_of_month(short[-1]), f"Recette {i} #Trend10k", f"https://www.tiktok.com/@lou.cuisine/video/75{i:017}", first_of_month(d), "1,204", "3", "2", "40,100"]
        for i, d in enumerate(posted)
    ]  # fmt: skip
    yield zipped("videos of two years", "Content", short, videos, Truth(videos=4, days=(posted[0], posted[-1])))
    business = [
        "Date,Video views,Reached audience,Profile views,Likes,Shares,Comments,Phone number clicks ,Leads submission,Net growth,New followers,Lost followers"
    ]
    business += [f"{d:%Y/%m/%d},{'NAN' if i == 3 else 100 + i},--,5,4,0,1,--,--,2,3,1" for i, d in enumerate(short)]
    metrics = {"views": (27, sum(100 + i for i in range(28) if i != 3)), "likes": (28, 112)}
    yield Case(
        "studio",
        "business",
        "Overview.csv",
        "\n".join(business).encode("utf-8-sig"),
        Truth(metrics=metrics, days=(short[0], short[-1])),
    )
    left = [r for i, r in enumerate(views(turn, first_of_month)) if i not in (5, 6, 30)]
    n = [i for i in range(60) if i + 1 not in (5, 6, 30)]
    some = Truth(metrics={"views": (57, sum(200 + 7 * i for i in n))}, days=(turn[0], turn[-1]))
    yield zipped("three days left out", "Overview", turn, left, some)
    blank = [r if i != 40 else [r[0], "", "", "", "", ""] for i, r in enumerate(views(turn, first_of_month))]
    n = [i for i in range(60) if i + 1 != 40]
    some = Truth(metrics={"views": (59, sum(200 + 7 * i for i in n))}, days=(turn[0], turn[-1]))
    yield zipped("an empty day", "Overview", turn, blank, some)
    yield Case(
        "studio",
        "saved as text",
        "Overview.txt",
        csv_of(views(turn, first_of_month), "\t", "\r\n", "utf-16"),
        seen(turn),
    )
    everything = zip_of(**{
        _name("Overview", short[0]): zip_of(**{"Overview.csv": csv_of(views(short, first_of_month), quoted=True)}),
        _name("Followers", short[0]): zip_of(**sides),
        "__MACOSX/._Overview.csv": b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X        ",
    })  # fmt: skip
    both = Truth(metrics={**seen(short).metrics, **grown.metrics}, days=(short[0], short[-1]))
    yield Case("studio", "two archives in one, from a Mac", "Archive.zip", everything, both)


# --- the data a person asked for


def data() -> Iterator[Case]:
    fans = [
        {"Date": f"2026-01-{d:02} 10:00:00 UTC", "UserName": f"fan{d}", "App": 0, "IsFastLane": False}
        for d in range(1, 16)
    ]
    posts = [
        {"Date": f"2026-02-{d:02} 23:30:00", "Link": f"https://www.tiktokv.com/share/video/76{d:017}/", "Likes": str(d), "Title": "x", "WhoCanView": "Public"}
        for d in (3, 8, 8)
    ]  # fmt: skip
    posts[2]["Link"] = "https://www.tiktokv.com/share/video/7699999999999999999/"
    followed = {"new_followers_kept": (15, 15)}
    days = (date(2026, 1, 1), date(2026, 1, 15))

    def case(name: str, tree: object, truth: Truth, file: str = "user_data_tiktok.json") -> Case:
        return Case("personal", name, file, json.dumps(tree).encode(), truth)

    yield case(
        "followers alone",
        {"Profile And Settings": {"Follower": {"FansList": fans}}},
        Truth(metrics=followed, days=days),
    )
    loose = {
        "profile_and_settings": {
            "follower": {"fansList": [{"date": f["Date"], "userName": f["UserName"]} for f in fans]}
        }
    }
    yield case("keys written otherwise", loose, Truth(metrics=followed, days=days))
    renamed = {"Profile And Settings": {"Followers": {"FollowerList": fans}}, "Post": {"Posts": {"VideoList": []}}}
    yield case("a list renamed", renamed, Truth(metrics=followed, days=days))
    number = {
        "Profile And Settings": {
            "Profile Info": {"ProfileMap": {"followerCount": "10234", "likesReceived": "99", "userName": "lou"}}
        }
    }
    yield case("a profile alone, of no day", number, Truth(told=True))
    yield case(
        "posts alone",
        {"Post": {"Posts": {"VideoList": posts}}},
        Truth(metrics={"posts": (2, 3)}, videos=3, days=(date(2026, 2, 3), date(2026, 2, 8))),
    )
    silent = {"Direct Message": {"Direct Messages": {"ChatHistory": {}}}, "Comment": {"Comments": {"CommentsList": []}}}
    yield case("messages alone", silent, Truth(nothing=True))
    lives = {
        "TikTok LIVE": {"Go Live History": {"GoLiveList": [{"LiveStartTime": "2026-02-03 20:00:00", "LiveEndTime": "2026-02-03 21:00:00", "TotalEarning": "420", "TotalView": "90"}]}},
        "Profile And Settings": {"Follower": {"FansList": fans}},
        "Income+ Wallet": {"Coin Purchase History": {"CoinPurchaseHistoryList": [{"Date": "2026-02-01 10:00:00", "Type": "buy", "CoinAmount": 70}]}, "Transaction History": {"TransactionsList": None}},
    }  # fmt: skip
    yield case("LIVEs and coins", lives, Truth(metrics=followed))
    both = {"Profile And Settings": {"Follower": {"FansList": fans}}, "Post": {"Posts": {"VideoList": posts}}}
    whole = Truth(metrics={**followed, "posts": (2, 3)}, videos=3, days=(date(2026, 1, 1), date(2026, 2, 8)))
    nested = zip_of(**{"TikTok_Data_1772000000/user_data_tiktok.json": json.dumps(both).encode()})
    yield Case("personal", "zipped in a folder", "TikTok_Data_1772000000.zip", nested, whole)
    said = {
        "TikTok/Profile And Settings/Follower.txt": "\n\n".join(f"Date: {f['Date']}\nUsername: {f['UserName']}" for f in fans).encode(),
        "TikTok/Post/Posts.txt": "\n\n".join(f"Date: {p['Date']} UTC\nLink: {p['Link']}\nLike(s): {p['Likes']}\nTitle: x" for p in posts).encode(),
        "TikTok/Direct Message/Direct Messages.txt": b">>> Chat History with ann:\n2026-01-01 10:00:00 UTC ann: hello\n",
        "TikTok/Income+ Wallet/Transaction History.txt": b"",
    }  # fmt: skip
    yield Case("personal", "text, a folder a section", "TikTok_Data.zip", zip_of(**said), whole)
    german = "\r\n\r\n".join(f"Datum: {f['Date']}\r\nBenutzername: {f['UserName']}" for f in fans)
    yield Case("personal", "German text", "Follower.txt", german.encode(), Truth(metrics=followed, days=days))
    spanish = "\n\n".join(f"Fecha: {f['Date']}\nNombre de usuario: {f['UserName']}" for f in fans)
    yield Case(
        "personal", "Spanish text", "Seguidores.txt", spanish.encode("utf-8-sig"), Truth(metrics=followed, days=days)
    )
    following = "\n\n".join(f"Date: {f['Date']}\nUsername: {f['UserName']}" for f in fans)
    yield Case("personal", "those one follows", "Following.txt", following.encode(), Truth(nothing=True))


# --- LIVE


def lives() -> Iterator[Case]:
    days = window(date(2026, 1, 20), 10)
    tables = {
        "gifts.csv": csv_of(
            [
                ["Date", "ギフト贈呈者", "新規フォロワー", "コメントした視聴者", "いいね", "シェア"],
                *([f"{d:%Y/%m/%d}", 3, 1, 9, 80, 2] for d in days),
            ]
        ),
        "diamonds.csv": csv_of([["Date", "ダイヤモンド"], *([f"{d:%Y/%m/%d}", 50 + i] for i, d in enumerate(days))]),
        "duration.csv": csv_of([["Date", "LIVE時間", "LIVEの合計数"], *([f"{d:%Y/%m/%d}", 3600, 1] for d in days)]),
    }
    truth = Truth(metrics={"live_diamonds": (10, sum(50 + i for i in range(10)))}, days=(days[0], days[-1]))
    yield Case("live", "ja, three tables", "LIVE.zip", zip_of(**tables), truth)
    gifts = csv_of(
        [
            ["Date", "Diamonds", "Gifters", "New followers"],
            *([f"{d:%d/%m/%Y}", f"{1_050 + i:,}", 3, 2] for i, d in enumerate(days)),
        ]
    )
    truth = Truth(metrics={"live_diamonds": (10, sum(1050 + i for i in range(10)))}, days=(days[0], days[-1]))
    yield Case("live", "gifts of each day", "live_gifts.csv", gifts, truth)
    agency = table("Data period|Creator ID|Creator's username|Creator Network manager|Joined time|Days since joining|Diamonds|LIVE duration|Valid go LIVE days|New followers",
        "2026-02-01 ~ 2026-02-15|7500000000000000001|lou.cuisine|boss@example.org|2025-01-01|400|12040|19h 47m 31s|9|120",
        "2026-02-01 ~ 2026-02-15|7500000000000000002|max|boss@example.org|2025-02-01|370|900|2h 0m 31s|2|20")  # fmt: skip
    yield Case("live", "an agency's table", "Creator data 2026_02_16.csv", agency, Truth(nothing=True))
