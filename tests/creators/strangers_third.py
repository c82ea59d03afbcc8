"""A third set of strangers, invented before the readers were tried on them: words, columns and days of other creators."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from tests.examiner.moves import Moment
from tests.workbooks import xlsx

from .exam import Case, Truth, csv_of, plain, window, zip_of
from .life import CONTENT, OVERVIEW
from .strangers_orders import ORDER, order, orders_truth
from .strangers_second import money, pages, table

# --- affiliate orders

_STATUS_WORDS = {
    "fr": ("Réglée", "En attente", "Non éligible", "En attente de paiement"),
    "es": ("Liquidado", "Pendiente", "No apto", "Pendiente de pago"),
    "de": ("Abgerechnet", "Ausstehend", "Nicht berechtigt", "Zahlung ausstehend"),
    "it": ("Liquidato", "In sospeso", "Non idoneo", "In attesa di pagamento"),
    "pt": ("Liquidado", "Pendente", "Inelegível", "Aguardando pagamento"),
}
_ENGLISH_WORDS = ("Settled", "Pending", "Ineligible", "AwaitingPayment")
_HEADERS = {
    "it": {
        "Order ID": "ID ordine", "SKU ID": "ID SKU", "Product name": "Nome prodotto", "Currency": "Valuta",
        "Order settlement status": "Stato di liquidazione dell'ordine", "Content ID": "ID contenuto",
        "Est. standard commission": "Commissione standard stimata", "Est. Bonus": "Bonus stimato",
        "Total final earned amount": "Importo totale finale guadagnato", "Order date": "Data dell'ordine",
        "Commission settlement date": "Data di liquidazione della commissione",
    },
    "pt": {
        "Order ID": "ID do pedido", "SKU ID": "ID do SKU", "Product name": "Nome do produto", "Currency": "Moeda",
        "Order settlement status": "Status de liquidação do pedido", "Content ID": "ID do conteúdo",
        "Est. standard commission": "Comissão padrão est.", "Est. Bonus": "Bônus est.",
        "Total final earned amount": "Valor total final ganho", "Order date": "Data do pedido",
        "Commission settlement date": "Data de liquidação da comissão",
    },
}  # fmt: skip


def more_orders() -> Iterator[Case]:
    euros = ["EUR"] * 14
    rows = [order(i, "EUR", plain) for i in range(14)]
    whole = orders_truth(euros)
    status, final = "Order settlement status", "Total final earned amount"

    def with_words(words: Sequence[str]) -> list[dict[str, str]]:
        said = dict(zip(_ENGLISH_WORDS, words, strict=True))
        return [row | {status: said[row[status]]} for row in rows]

    def dated(stamp: str) -> list[list[str]]:
        return table([order(i, "EUR", plain, stamp) for i in range(14)])

    for language, words in _STATUS_WORDS.items():
        yield Case("orders", f"statuses in {language}", "orders.csv", csv_of(table(with_words(words))), whole)
    for language, names in _HEADERS.items():
        lines = table(with_words(_STATUS_WORDS[language]))
        lines[0] = [names.get(c, c) for c in ORDER]
        yield Case("orders", f"all in {language}", "orders.csv", csv_of(lines, ";", enc="utf-8-sig"), whole)
    without = [c for c in ORDER if c != "SKU ID"]
    yield Case("orders", "no SKU", "orders.csv", csv_of(table(rows, without)), Truth(nothing=True))
    symbols = [order(i, "", lambda a: f"€{a:,.2f}") for i in range(14)]
    unnamed = [c for c in ORDER if c != "Currency"]
    yield Case("orders", "its currency a sign only", "orders.csv", csv_of(table(symbols, unnamed)), whole)
    early = [c for c in ORDER if c != "Commission settlement date"]
    yield Case("orders", "no day of settlement", "orders.csv", csv_of(table(rows, early)), whole)
    for name, stamp in (
        ("years first", "%Y/%m/%d %H:%M:%S"),
        ("dashes", "%d-%m-%Y %H:%M"),
        ("UTC", "%Y-%m-%dT%H:%M:%SZ"),
    ):
        yield Case("orders", name, "orders.csv", csv_of(dated(stamp)), whole)
    german = [order(i, "EUR", lambda a: f"{a:,.2f}".translate(str.maketrans(",.", ".,"))) for i in range(14)]
    yield Case("orders", "commas", "orders.csv", csv_of(table(german), ";", "\r\n", "cp1252"), whole)
    taken = rows[0] | {"Order ID": "579990000000000001", final: "-2.00", "Items refunded": "1", "GMV": "-24.90"}
    less = dict(whole.money)
    less["validated", "EUR"] -= 2
    yield Case("orders", "taken back", "orders.csv", csv_of(table([*rows, taken])), Truth(less, 15, days=whole.days))
    beside = [rows[0] | {"SKU ID": f"99{i}", final: "1.00"} for i in range(3)]
    more = dict(whole.money)
    more["validated", "EUR"] += 3
    yield Case("orders", "several things in an order", "orders.csv", csv_of(table([*rows, *beside])), Truth(more, 17))
    three = ["EUR", "GBP", "USD"] * 5
    mixed = [order(i, code, plain) for i, code in enumerate(three)]
    yield Case("orders", "three currencies", "orders.csv", csv_of(table(mixed)), orders_truth(three))
    months = {"Janvier": table(rows[:7]), "Février": table(rows[7:])}
    yield Case("orders", "a sheet a month", "orders.xlsx", xlsx(months), whole)
    rounded = [
        [*ORDER],
        *(
            [float(c) if n == "Order ID" else c for n, c in zip(ORDER, line, strict=True)]
            for line in table(rows[:2])[1:]
        ),
    ]
    yield Case("orders", "identifiers made numbers", "orders.xlsx", xlsx({"Sheet1": rounded}), Truth(told=True))
    overlapping = zip_of(**{"janvier.csv": csv_of(table(rows[:9])), "fevrier.csv": csv_of(table(rows[9:]))})
    yield Case("orders", "two exports in an archive", "affiliate.zip", overlapping, whole)


# --- Studio

_FRENCH_MONTHS = tuple(f"{Moment(datetime(2026, m, 1, tzinfo=UTC)):fr|%B}" for m in range(1, 13))


def _french(day: date) -> str:
    return f"{'1er' if day.day == 1 else day.day} {_FRENCH_MONTHS[day.month - 1]}"


def _english(day: date) -> str:
    return f"{day:%B} {day.day}"


def _studio_name(section: str, days: Sequence[date], user: str) -> str:
    at = datetime.combine(days[-1] + timedelta(days=1), datetime.min.time(), UTC)
    return f"{section}_{days[0]}_{int(at.timestamp())}_{user}.zip"


def _overview(days: Sequence[date], write: Callable[[date], str]) -> list[list[object]]:
    return [list(OVERVIEW), *([write(d), 50 + i, i, 2, 1, 0] for i, d in enumerate(days))]


def _views(days: Sequence[date]) -> Truth:
    return Truth(metrics={"views": (len(days), sum(50 + i for i in range(len(days))))}, days=(days[0], days[-1]))


def more_days() -> Iterator[Case]:
    year = window(date(2025, 3, 1), 365)
    week = window(date(2026, 3, 2), 7)
    turn = window(date(2025, 12, 10), 60)
    for user in ("a_b_c", "marie.2026", "user_2025-01-01"):
        data = zip_of(**{"Overview.csv": csv_of(_overview(turn, _french), enc="utf-8-sig", quoted=True)})
        yield Case("studio", f"of {user}", _studio_name("Overview", turn, user), data, _views(turn))
    for name, days in (("a year", year), ("a week", week), ("a turn", turn)):
        for language, write in (("French", _french), ("English", _english)):
            yield Case(
                "studio", f"{name} in {language}, alone", "Overview.csv", csv_of(_overview(days, write)), _views(days)
            )
        turned = _overview(days, _english)
        newest = csv_of([turned[0], *turned[:0:-1]])
        yield Case("studio", f"{name}, newest first", "Overview.csv", newest, _views(days))
        sheet = xlsx({"Overview": [[str(c) for c in line] for line in _overview(days, _french)]})
        yield Case("studio", f"{name}, a workbook", "Overview.xlsx", sheet, _views(days))
    capital = csv_of(_overview(turn, lambda d: _french(d).title()))
    yield Case("studio", "capitals", "Overview.csv", capital, _views(turn))
    leap = window(date(2024, 1, 1), 366)
    unnamed = csv_of(_overview(leap, _english))
    yield Case("studio", "a leap year that nothing names", "Overview.csv", unnamed, _views(leap))
    counts = [200 + i for i in range(60)]
    history = csv_of(
        [
            ["Date", "Followers", "Difference in followers from previous day"],
            *([_french(d), c, 1] for d, c in zip(turn, counts, strict=True)),
        ],
        quoted=True,
    )
    activity = csv_of(
        [["Date", "Hour", "Active followers"], *([_french(d), h, 3] for d in turn[:2] for h in range(24))], quoted=True
    )
    gender = csv_of([["Gender", "Distribution"], ["Female", "0.59"], ["Male", "0.40"], ["Other", "0.01"]], quoted=True)
    lands = csv_of([["Top territories", "Distribution"], ["FR", "0.8"], ["Others", "0.2"]], quoted=True)
    four = zip_of(
        **{
            "FollowerHistory.csv": history,
            "FollowerActivity.csv": activity,
            "FollowerGender.csv": gender,
            "FollowerTopTerritories.csv": lands,
        }
    )
    truth = Truth(metrics={"followers": (60, sum(counts))}, days=(turn[0], turn[-1]))
    yield Case("studio", "four files on followers", _studio_name("Followers", turn, "x"), four, truth)
    sheets = {
        "FollowerHistory": [
            ["Date", "Followers", "Difference in followers from previous day"],
            *([_french(d), str(c), "1"] for d, c in zip(turn, counts, strict=True)),
        ],
        "FollowerGender": [["Gender", "Distribution"], ["Female", "1"]],
        "FollowerTopTerritories": [["Top territories", "Distribution"]],
    }
    yield Case("studio", "three sheets on followers", "Followers.xlsx", xlsx(sheets), truth)
    viewers = csv_of(
        [
            ["Date", "Total Viewers", "New Viewers", "Returning Viewers"],
            *([_french(d), *(["undefined"] * 3 if i in (0, 59) else [90, 60, 30])] for i, d in enumerate(turn)),
        ],
        quoted=True,
    )
    yield Case(
        "studio",
        "viewers with gaps",
        "Viewers.csv",
        viewers,
        Truth(metrics={"viewers": (58, 58 * 90)}, days=(turn[0], turn[-1])),
    )
    business = csv_of(
        [
            [
                "Date",
                "Video views",
                "Reached audience",
                "Profile views",
                "Likes",
                "Shares",
                "Comments",
                "Phone number clicks ",
                "Leads submission",
                "Net growth",
                "New followers",
                "Lost followers",
            ],
            *([f"{d:%Y/%m/%d}", 10, 9, 8, "NAN" if i == 3 else 7, 0, "--", 0, 0, 1, 2, 1] for i, d in enumerate(turn)),
        ],
        enc="utf-8-sig",
    )
    yield Case(
        "studio",
        "a business account",
        "Overview.csv",
        business,
        Truth(metrics={"views": (60, 600), "likes": (59, 59 * 7)}, days=(turn[0], turn[-1])),
    )
    mine = [CONTENT]
    mine += [
        [
            "9 février",
            f"Titre {i}",
            f"https://www.tiktok.com/@x/video/76000000000000000{i:02}",
            _french(turn[i * 10]),
            "5",
            "0",
            "0",
            "120",
        ]
        for i in range(5)
    ]
    yield Case(
        "studio",
        "videos over a new year",
        _studio_name("Content", turn, "x"),
        zip_of(**{"Content.csv": csv_of(mine, quoted=True)}),
        Truth(videos=5, days=(turn[0], turn[40])),
    )
    both = zip_of(
        **{
            _studio_name("Overview", turn, "x"): zip_of(**{"Overview.csv": csv_of(_overview(turn, _french))}),
            _studio_name("Followers", turn, "x"): four,
        }
    )
    yield Case(
        "studio",
        "two archives in one",
        "tout.zip",
        both,
        Truth(metrics={**_views(turn).metrics, **truth.metrics}, days=truth.days),
    )


# --- a person's data


def more_data() -> Iterator[Case]:
    fans = [{"Date": f"2026-02-{d:02} 10:00:00", "UserName": f"u{d}"} for d in range(1, 11)]
    posts = [
        {
            "Date": f"2026-01-{d:02} 18:00:00 UTC",
            "Link": f"https://www.tiktokv.com/share/video/76{d:017}/",
            "Likes": str(d),
        }
        for d in (3, 9, 27)
    ]
    known = Truth(
        metrics={"new_followers_kept": (10, 10), "posts": (3, 3)}, videos=3, days=(date(2026, 1, 3), date(2026, 2, 10))
    )
    chats = {
        "Direct Message": {
            "Direct Messages": {
                "ChatHistory": {
                    "Chat History with bob:": [{"Date": "2026-01-01 10:00:00", "From": "bob", "Content": "20 EUR"}]
                }
            }
        }
    }
    trees: Mapping[str, object] = {
        "chats beside": {**chats, "Profile And Settings": {"Follower": {"FansList": fans}}, "Post": {"Posts": {"VideoList": posts}}},
        "small letters": {"profile and settings": {"follower": {"fans_list": fans}}, "post": {"posts": {"video_list": posts}}},
        "a list more": {"Post": {"Posts": {"VideoList": posts}, "Recently Deleted Posts": {"PostList": posts}}, "Your Activity": {"Follower": {"FansList": fans}, "Following": {"Following": fans}}},
        "wrapped": {"data": {"Post": {"Posts": {"VideoList": posts}}, "Your Activity": {"Follower": {"FansList": fans}}}},
        "coins bought": {"Income+ Wallet": {"Transaction History": {"TransactionsList": None}, "Coin Purchase History": {"CoinPurchaseHistoryList": [{"Date": "2026-01-05 10:00:00", "Type": "x", "CoinAmount": 70}]}}, "Post": {"Posts": {"VideoList": posts}}, "Profile And Settings": {"Follower": {"FansList": fans}}},
    }  # fmt: skip
    for name, tree in trees.items():
        yield Case("personal", name, "user_data_tiktok.json", json.dumps(tree, ensure_ascii=False).encode(), known)
    count = {
        "Profile And Settings": {
            "Profile Info": {"ProfileMap": {"followerCount": "1204", "likesReceived": "99"}},
            "Follower": {"FansList": fans},
        }
    }
    told = Truth(metrics={"new_followers_kept": (10, 10), "followers": (1, 1204)})
    yield Case("personal", "counted in text", "user_data_tiktok.json", json.dumps(count).encode(), told)
    folder = zip_of(
        **{
            "TikTok/Ads and data/Instant Form.txt": b"",
            "TikTok/user_data_tiktok.json": json.dumps(trees["chats beside"]).encode(),
        }
    )
    yield Case("personal", "in a folder of an archive", "TikTok_Data_1771000000.zip", folder, known)
    lines = "\n\n".join(f"Date: 2026-02-{d:02} 10:00:00 UTC\nUsername: u{d}" for d in range(1, 11))
    texts = zip_of(
        **{
            "Activity/Follower.txt": lines.encode(),
            "Direct Messages/Direct Messages.txt": b"[2026-01-01 10:00:00 UTC] bob: 20 EUR\n",
        }
    )
    yield Case(
        "personal",
        "texts in an archive",
        "TikTok_Data.zip",
        texts,
        Truth(metrics={"new_followers_kept": (10, 10)}, days=(date(2026, 2, 1), date(2026, 2, 10))),
    )
    french = "\r\n\r\n".join(f"Date : 2026-02-{d:02} 10:00:00 UTC\r\nNom d’utilisateur : u{d}" for d in range(1, 11))
    yield Case(
        "personal", "French text", "Abonné.txt", french.encode(), Truth(metrics={"new_followers_kept": (10, 10)})
    )
    yield Case("personal", "a list and no tree", "user_data_tiktok.json", b"[]", Truth(nothing=True))


# --- pages of rewards

_MORE_PAGES = (
    ("fr parts", "Mois~Récompense standard~Récompense supplémentaire~Total~Statut|octobre 2025~10,00 €~2,50 €~12,50 €~Versé|novembre 2025~20,00 €~0,00 €~20,00 €~En attente",
     "received EUR 12.50, estimated EUR 20.00"),
    ("en parts", "Month~Standard reward~Additional reward~Total rewards~Status|October 2025~$10.00~$2.50~$12.50~Paid|November 2025~$20.00~$0.00~$20.00~Processing",
     "received USD 12.50, in_transit USD 20.00"),
    ("fr spaces", "Mois~Récompenses estimées~Statut|oct. 2025~1 204,35 €~Payé|nov. 2025~10,00 €~Paiement à venir", "received EUR 1204.35, payable EUR 10.00"),
    ("de short", "Monat~Geschätzte Prämien~Status|Okt. 2025~10,50 €~Bezahlt|Nov. 2025~20,00 €~Ausstehend", "received EUR 10.50, estimated EUR 20.00"),
    ("it short", "Mese~Ricompense stimate~Stato|ott 2025~10,50 €~Pagato|nov 2025~20,00 €~In attesa", "received EUR 10.50, estimated EUR 20.00"),
    ("pt short", "Mês~Recompensas estimadas~Status|out. de 2025~€ 10,50~Pago|nov. de 2025~€ 20,00~Pendente", "received EUR 10.50, estimated EUR 20.00"),
    ("pt_BR", "Mês~Recompensas estimadas~Status|outubro de 2025~R$ 1.010,50~Pago|novembro de 2025~R$ 20,00~Processando", "received BRL 1010.50, in_transit BRL 20.00"),
    ("es_MX", "Mes~Recompensas estimadas~Estado|octubre 2025~US$10.50~Pagado|noviembre 2025~US$1,020.00~Pendiente", "received USD 10.50, estimated USD 1020.00"),
    ("figures", "Mois~Récompenses~Statut|10/2025~10,50 €~Versé|11/2025~20,00 €~Versé", "received EUR 30.50"),
    ("years first", "Month~Rewards~Status|2025-10~€10.50~Paid|2025-11~€20.00~Failed", "received EUR 10.50, void EUR 20.00"),
    ("fr spans", "Période~Récompenses~Statut|1 oct. 2025 – 31 oct. 2025~10,50 €~Versé|1 nov. 2025 – 30 nov. 2025~20,00 €~En cours de traitement", "received EUR 10.50, in_transit EUR 20.00"),
    ("spans in figures", "Période~Récompenses~Statut|01/10/2025 - 31/10/2025~10,50 €~Versé|01/11/2025 - 30/11/2025~20,00 €~Versé", "received EUR 30.50"),
    ("fr cards", "Récompenses estimées|Octobre 2025|10,50 €|Vues qualifiées 20 192|Versé|Novembre 2025|20,00 €|Vues qualifiées 32 786|Versé", "received EUR 30.50"),
    ("de cards", "Prämien|Oktober 2025|10,50 €|Bezahlt|November 2025|20,00 €|Bezahlt", "received EUR 30.50"),
    ("it cards", "Ricompense|ottobre 2025|10,50 €|Pagato|novembre 2025|20,00 €|In attesa", "received EUR 10.50, estimated EUR 20.00"),
    ("on one line each", "Octobre 2025 : 10,50 € (versé)|Novembre 2025 : 20,00 € (en attente)", "received EUR 10.50, estimated EUR 20.00"),
    ("taken back", "Month~Estimated rewards~Status|Oct 2025~€10.50~Paid|Nov 2025~-€1.20~Paid", "received EUR 9.30"),
    ("a rate and views before", "Mois~Vues qualifiées~RPM~Récompenses estimées~Statut|Octobre 2025~20 192~0,52 €~10,50 €~Versé|Novembre 2025~32 786~0,61 €~20,00 €~Versé", "received EUR 30.50"),
    ("newest first", "Month~Estimated rewards~Status|Nov 2025~€20.00~Pending|Oct 2025~€10.50~Paid", "estimated EUR 20.00, received EUR 10.50"),
    ("days with words", "Date~Récompenses estimées|1 octobre 2025~0,50 €|2 octobre 2025~0,75 €", "estimated EUR 1.25"),
)  # fmt: skip


def more_pages() -> Iterator[Case]:
    yield from pages(_MORE_PAGES)


def more_middlemen() -> Iterator[Case]:
    def cells(*lines: str) -> list[list[str]]:
        return [line.split("|") for line in lines]

    awin = cells(
        "id|advertiserName|commissionStatus|commissionAmount|saleAmount|currency|clickDate|transactionDate|validationDate|type",
        "1|Chez Luma|approved|2.50|25.00|EUR|2026-01-10T10:00:00|2026-01-10T11:00:00|2026-02-10T00:00:00|Commission group transaction",
        "2|Chez Luma|approved|3.00|30.00|EUR|2026-01-20T10:00:00|2026-01-20T11:00:00|2026-02-10T00:00:00|Commission group transaction",
    )
    twitch = cells(
        "Date|Ad revenue|Subscriptions|Prime subscriptions|Gifted subscriptions|Bits|Total",
        "2026-01-31|1.20|5.00|2.50|0.00|0.30|9.00",
        "2026-02-28|1.00|5.00|2.50|1.50|0.00|10.00",
    )
    invoice = cells(
        "Facture|Client|Date d'émission|Échéance|Montant TTC|Statut",
        "F-1|Marque A|05/01/2026|20/02/2026|300,00|Payée",
        "F-2|Marque B|13/01/2026|28/02/2026|250,00|Payée",
    )
    for name, data, truth in (
        ("Awin, all approved", csv_of(awin), Truth(money("validated EUR 5.50"), 2)),
        ("Twitch by month", csv_of(twitch), Truth(money("EUR 19.00"), 2)),
        ("bills to brands", csv_of(invoice, ";"), Truth(money("received EUR 550.00"), 2)),
    ):
        yield Case("others", name, "export.csv", data, truth)


def third() -> Iterator[Case]:
    """All of them."""
    for make in (more_orders, more_days, more_data, more_pages, more_middlemen):
        yield from make()


__all__ = ["Decimal", "third"]
