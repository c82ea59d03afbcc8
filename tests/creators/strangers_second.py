"""More strangers, made once the first were read right: odd files of the same kinds."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from tests.workbooks import xlsx

from .exam import PASTED, Case, Truth, csv_of, plain, window
from .strangers_orders import ORDER, order, orders_truth


def money(said: str) -> dict[tuple[str, str], Decimal]:
    """``received EUR 10.50, estimated EUR 2``, without a stage for operations."""
    parts = [part.split() for part in said.split(", ")]
    return {(" ".join(part[:-2]), part[-2]): Decimal(part[-1]) for part in parts}


def table(rows: Sequence[Mapping[str, str]], columns: Sequence[str] = ORDER) -> list[list[str]]:
    return [list(columns), *([row.get(c, "") for c in columns] for row in rows)]


def odd_orders() -> Iterator[Case]:
    rows = [order(i, "EUR", plain) for i in range(14)]
    whole = orders_truth(["EUR"] * 14)
    days = ("Order date", "Commission settlement date")

    def each(columns: Sequence[str], change: Mapping[str, str]) -> list[list[str]]:
        return table([row | {c: row[c].translate(str.maketrans(change)) for c in columns} for row in rows])

    few = [
        c
        for c in ORDER
        if c in days or c.startswith(("Order ID", "SKU", "Curr", "Order set", "Est. st", "Est. Bo", "Tot"))
    ]
    settled = rows[1] | {"Order settlement status": "Settled", "Total final earned amount": "2.31"}
    twice = Counter(whole.money) + Counter({("validated", "EUR"): Decimal("2.31")})
    real = [
        [date(2026, 1, 5) + timedelta(days=i) if c == days[0] else row[c] for c in ORDER] for i, row in enumerate(rows)
    ]
    for name, data, truth in (
        ("one key twice", csv_of(table([*rows, settled])), Truth(twice, 15)),
        ("lines above", b"Affiliate orders\nExported 01/02/2026\n\n" + csv_of(table(rows)), whole),
        ("a total below", csv_of([*table(rows), ["Total", *[""] * 44]]), whole),
        ("quoted", csv_of(table(rows), eol="\r\n", enc="utf-8-sig", quoted=True), whole),
        ("cp1252", csv_of(table([row | {"Product name": "Crème brûlée"} for row in rows]), enc="cp1252"), whole),
        ("another sheet beside", xlsx({"Sheet1": table(rows), "Notes": [["x"]]}), whole),
        ("real days in a sheet", xlsx({"Sheet1": [ORDER, *real]}), whole),
        ("fewer columns", csv_of(table(rows, few)), whole),
        ("identifiers as formulas", csv_of(table([r | {"Order ID": f'="{r["Order ID"]}"'} for r in rows])), whole),
        ("identifiers behind a tab", csv_of(table([r | {"SKU ID": "\t" + r["SKU ID"]} for r in rows])), whole),
        ("days with dots", csv_of([[c if c != "." else "/" for c in line] for line in each(days, {"/": "."})]), whole),
        ("a T before the time", csv_of(each(days, {" ": "T"})), whole),
        ("an identifier spoilt", csv_of(table([r | {"Order ID": "5.77E+17"} for r in rows[:1]])), Truth(told=True)),
        ("an unknown status", csv_of(table([r | {"Order settlement status": "Frozen"} for r in rows])), Truth(told=True)),
    ):  # fmt: skip
        yield Case("orders", name, "orders.xlsx" if data[:2] == b"PK" else "orders.csv", data, truth)


def odd_days() -> Iterator[Case]:
    days = window(date(2025, 12, 20), 30)
    header = ["Date", "Video Views", "Profile Views", "Likes", "Comments", "Shares"]
    truth = Truth(metrics={"views": (30, sum(range(30)))}, days=(days[0], days[-1]))
    for name, write in (
        ("with a year", "%B %d, %Y"),
        ("ISO", "%Y-%m-%d"),
        ("d/m/y", "%d/%m/%Y"),
        ("weekday", "%A, %B %d"),
    ):
        rows = [header, *([d.strftime(write), i, 0, 0, 0, 0] for i, d in enumerate(days))]
        yield Case("studio", name, "Overview.csv", csv_of(rows) + b"\n\n", truth)
        capitals = csv_of([[c.upper() for c in header], *rows[1:]])
        yield Case("studio", f"{name}, capitals", "Overview.csv", capitals, truth)
    rounded = [header, *([f"{d:%B %d}", "1.2K", 0, 0, 0, 0] for d in days)]
    yield Case("studio", "rounded numbers", "Overview.csv", csv_of(rounded), Truth(told=True))


def odd_data() -> Iterator[Case]:
    fans = [{"date": f"2026-01-{d:02} 10:00:00", "userName": f"u{d}"} for d in range(1, 6)]
    known = Truth(metrics={"new_followers_kept": (5, 5)})
    profile = {"profile_info": {"profile_map": {"follower_count": "77", "user_name": "a.b"}}}
    for name, tree, truth in (
        ("other keys", {"your_activity": {"follower": {"fans_list": fans}}, "profile": profile}, Truth(metrics={"followers": (1, 77)})),
        ("nothing but null", {"Your Activity": {"Follower": {"FansList": None}}, "Post": {"Posts": {"VideoList": []}}}, Truth()),
        ("a day that is none", {"Your Activity": {"Follower": {"FansList": [*fans, {"Date": "N/A"}]}}}, known),
    ):  # fmt: skip
        for encoding in ("utf-8", "utf-16"):
            yield Case(
                "personal", f"{name} {encoding}", "user_data_tiktok.json", json.dumps(tree).encode(encoding), truth
            )


_PAGES = (
    ("cards", "Octobre 2025|10,50 €|Versé|Novembre 2025|20,00 €|Paiement prévu", "received EUR 10.50, payable EUR 20.00"),
    ("fr not yet", "Mois~Récompenses estimées~Statut|Octobre 2025~10,50 €~Non versé|Novembre 2025~20,00 €~Versé",
     "estimated EUR 10.50, received EUR 20.00"),
    ("es not yet", "Mes~Recompensas estimadas~Estado|octubre de 2025~10,50 €~No pagado|noviembre de 2025~20,00 €~Pagado",
     "estimated EUR 10.50, received EUR 20.00"),
    ("de not yet", "Monat~Geschätzte Prämien~Status|Oktober 2025~10,50 €~Nicht bezahlt|November 2025~20,00 €~In Bearbeitung",
     "estimated EUR 10.50, in_transit EUR 20.00"),
    ("a rate beside", "Month~Estimated rewards~RPM~Qualified views|Oct 2025~$10.50~$0.52~20,192|Nov 2025~$20.00~$0.61~32,786",
     "estimated USD 30.50"),
    ("by day", "Date~Estimated rewards~Qualified views|2025-10-01~$0.50~900|2025-10-02~$0.75~1,200", "estimated USD 1.25"),
    ("a total", "Month~Estimated rewards~Status|Oct 2025~$10.50~Paid|Nov 2025~$20.00~Paid|Total~$30.50~", "received USD 30.50"),
)  # fmt: skip


def pages(written: Iterable[tuple[str, str, str]]) -> Iterator[Case]:
    """Two months each: a name, the page with ``|`` for a line's end and ``~`` for a tab, and its `money`."""
    for name, text, said in written:
        data = text.replace("~", "\t").replace("|", "\n").encode()
        yield Case("rewards", name, PASTED, data, Truth(money(said), 2))


def odd_pages() -> Iterator[Case]:
    yield from pages(_PAGES)
    unknown = "Month\tEstimated rewards\tStatus\nOct 2025\t$10.50\tFrobnicated\nNov 2025\t$20.00\tFrobnicated\n"
    yield Case("rewards", "a word nobody knows", PASTED, unknown.encode(), Truth(told=True))
    swedish = "Månad\tUppskattade belöningar\tStatus\noktober 2025\t10,50 €\tUtbetald\n"
    yield Case("rewards", "a language nobody knows", PASTED, swedish.encode(), Truth(asks=True))


_FRENCH = (
    "Date|Heure|Fuseau horaire|Nom|Type|État|Devise|Avant commission|Commission|Net|De l'adresse email|À l'adresse email|"
    "Numéro de transaction|Solde|Numéro de la transaction de référence"
)
_PAID = "14/01/2026|08:00:00|Europe/Paris|TikTok Inc|Paiement groupé|Terminé|EUR|50,00|0,00|50,00|||B1|50,00|"
_HELD = "15/01/2026|08:00:00|Europe/Paris||Retenue pour paiement en attente|Annulé|EUR|-50,00|0,00|-50,00|||B2|50,00|B1"
_REFUSED = "16/01/2026|08:00:00|Europe/Paris|X|Paiement|Refusé|EUR|-10,00|0,00|-10,00|||B3|50,00|"
_BRITISH = (
    "Date|Time|TimeZone|Name|Type|Status|Currency|Gross|Fee|Net|Transaction ID|Balance",
    "16/01/2026|08:00:00|GMT|TikTok|Mass Pay Payment|Completed|GBP|1,204.30|-2.10|1,202.20|Z|1,202.20",
)
_WISE_HEADER = (
    "TransferWise ID|Date|Amount|Currency|Description|Payment Reference|Running Balance|Exchange From|Exchange To|"
    "Exchange Rate|Payer Name|Payee Name|Payee Account Number|Merchant|Card Last Four Digits|Card Holder Full Name|"
    "Attachment|Note|Total fees"
)
_WISE = (
    _WISE_HEADER,
    "TRANSFER-9|16-01-2026|-10.50|EUR|Sent money to X||89.50|||||X|||||||0.50",
    "T-8|15-01-2026|100.00|EUR|Received money from TIKTOK||100.00||||TIKTOK||||||||0.00",
)
_STRIPE = (
    "id|Type|Source|Amount|Fee|Net|Currency|Created (UTC)|Available On (UTC)|Description",
    "txn_1|payout|po_1|120.00|1.20|118.80|eur|2026-01-16 10:00|2026-01-18 00:00|TikTok",
)
_PAYONEER = (
    "Date|Description|Amount|Currency|Status",
    "16 Jan, 2026|Payment from TikTok|1,204.30|USD|Completed",
    "20 Feb, 2026|Card charge (MONOPRIX)|-12.30|USD|Completed",
)


def odd_middlemen() -> Iterator[Case]:
    def cells(*lines: str) -> list[list[str]]:
        return [line.split("|") for line in lines]

    fifty = Truth(money("EUR 50"), 1)
    for name, data, truth in (
        ("a hold and a refusal", csv_of(cells(_FRENCH, _PAID, _HELD, _REFUSED), enc="utf-8-sig", quoted=True), fifty),
        ("semicolons", csv_of(cells(_FRENCH, _PAID), ";", enc="utf-8-sig"), fifty),
        ("tabs", csv_of(cells(_FRENCH, _PAID), "\t", enc="utf-8-sig"), fifty),
        ("a workbook", xlsx({"Download": cells(_FRENCH, _PAID)}), fifty),
        ("nothing below its header", csv_of(cells(_FRENCH), quoted=True), Truth(nothing=True)),
        ("pounds", csv_of(cells(*_BRITISH)), Truth(money("GBP 1202.20"), 1)),
        ("Wise, its fee inside", csv_of(cells(*_WISE)), Truth(money("EUR 89.50"), 2)),
        ("Stripe", csv_of(cells(*_STRIPE)), Truth(money("EUR 118.80"), 1)),
        ("Payoneer, by the thousand", csv_of(cells(*_PAYONEER)), Truth(money("USD 1192.00"), 2)),
    ):  # fmt: skip
        yield Case("others", name, "Download.xlsx" if data[:2] == b"PK" else "Download.CSV", data, truth)
