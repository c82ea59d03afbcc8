"""A sixth set of strangers, made after the fifth was mended: the same kinds of files, in other hands."""

import json
from collections.abc import Iterator
from datetime import date

from babel.dates import format_date

from tests.workbooks import Rows, xlsx

from .exam import PASTED, Case, Truth, csv_of, window, zip_of
from .strangers_fifth import cells, history, seen, table, views
from .strangers_fifth_paid import FOUR, FOUR_TRUTH, ORDERS
from .strangers_second import money, pages

_DAYS = window(date(2025, 12, 10), 50)


def audiences() -> Iterator[Case]:
    """Followers and views."""
    for language, locale, titles in (
        ("nl", "nl", "Datum|Videoweergaven|Profielweergaven|Likes|Reacties|Gedeeld"),
        ("tr", "tr", "Tarih|Video Görüntülemeleri|Profil Görüntülemeleri|Beğeniler|Yorumlar|Paylaşımlar"),
        ("id", "id", "Tanggal|Tayangan video|Tayangan profil|Suka|Komentar|Bagikan"),
    ):
        rows = [titles.split("|"), *views(_DAYS, lambda d, code=locale: format_date(d, "d MMMM", locale=code))[1:]]
        yield Case("studio", f"titles in {language}", "Overview.csv", csv_of(rows), seen(_DAYS))
    more = [[*row, "7"] for row in views(_DAYS, lambda d: format_date(d, "d MMMM", locale="en_GB"))]
    more[0][-1] = "Unique Viewers"
    yield Case(
        "studio",
        "a column more",
        "Overview_2025-12-10_1770000000_lou.zip",
        zip_of(**{"Overview.csv": csv_of(more, quoted=True)}),
        seen(_DAYS),
    )
    book: Rows = [["Date", "Video Views", "Profile Views", "Likes", "Comments", "Shares"],
        *([d, 200 + 7 * i, 9, 4, 1, 0] for i, d in enumerate(_DAYS)), ["Total", 99, 99, 99, 99, 99]]  # fmt: skip
    yield Case("studio", "a workbook with a total", "Overview.xlsx", xlsx({"Overview": book}), seen(_DAYS))
    leap = window(date(2024, 2, 20), 20)
    known = Truth(metrics={"followers": (20, sum(9_800 + 11 * i for i in range(20)))}, days=(leap[0], leap[-1]))
    yield Case("studio", "followers over 29 February", "Followers_2024-02-20_1710000000_lou.zip",
        zip_of(**{"FollowerHistory.csv": csv_of(history(leap, lambda d: format_date(d, "d MMMM", locale="es")))}), known)  # fmt: skip
    spanish = [
        ["Fecha", "Seguidores", "Diferencia de seguidores con respecto al día anterior"],
        *history(leap, lambda d: format_date(d, "d 'de' MMMM 'de' y", locale="es"))[1:],
    ]
    yield Case("studio", "followers, es", "FollowerHistory.csv", csv_of(spanish), known)
    dates = "\n\n".join(f"Data: 2026-01-{d:02} 10:00:00 UTC\nNome utente: u{d}" for d in range(1, 9))
    yield Case(
        "personal", "Italian text", "Follower.txt", dates.encode(), Truth(metrics={"new_followers_kept": (8, 8)})
    )
    hidden = {"Post": {"Posts": {"VideoList": [{"Date": "2026-02-01 10:00:00", "Link": "https://www.tiktokv.com/share/video/7600000000000000001/", "Likes": "None", "Title": ""}]}},
        "Profile And Settings": {"Follower": {"FansList": None}, "Profile Info": {"ProfileMap": {"followerCount": 12, "userName": "lou"}}}}  # fmt: skip
    yield Case("personal", "no list of followers", "user_data_tiktok.json", json.dumps(hidden).encode(),
        Truth(metrics={"followers": (1, 12), "posts": (1, 1)}, videos=1))  # fmt: skip
    lives = [
        ["Date", "Diamants", "Durée (min)"],
        *([f"{d:%d/%m/%Y}", str(30 + i), "45"] for i, d in enumerate(_DAYS[:7])),
    ]
    yield Case(
        "live",
        "fr, with minutes",
        "LIVE.csv",
        csv_of(lives, ";"),
        Truth(metrics={"live_diamonds": (7, sum(30 + i for i in range(7)))}),
    )


def orders_again() -> Iterator[Case]:
    """Affiliate orders."""

    def case(name: str, body: bytes, said: str, count: int = 4, file: str = "orders.csv") -> Case:
        return Case("orders", name, file, body, Truth(money(said), count))

    comma = [
        r.replace("|2.50|0|0|2.31|", "|2,50 €|0,00 €|0,00 €|2,31 €|")
        .replace("|3.10|0|0.20|0|", "|3,10 €|0,00 €|0,20 €|0,00 €|")
        .replace("|1.75|0|0|0|", "|1,75 €|0,00 €|0,00 €|0,00 €|")
        .replace("|4.00|0|0|0|", "|4,00 €|0,00 €|0,00 €|0,00 €|")
        for r in FOUR
    ]
    yield case("euros behind", table(ORDERS, *comma, delimiter=";"), FOUR_TRUTH)
    notes: Rows = [["Exported by Lou", ""], ["", ""]]
    yield case(
        "a sheet of notes before",
        xlsx({"Read me": notes, "Sheet1": cells(ORDERS, *FOUR)}),
        FOUR_TRUTH,
        file="orders.xlsx",
    )
    portuguese = "ID do pedido|ID do SKU|Nome do produto|Moeda|Status de liquidação do pedido|Comissão padrão est.|Comissão de Shop Ads est.|Bônus est.|Valor total final ganho|Data do pedido|Data de liquidação da comissão"
    reals = [
        r.replace("EUR", "BRL")
        .replace("Settled", "Liquidado")
        .replace("|Pending", "|Pendente")
        .replace("Ineligible", "Não elegível")
        .replace("AwaitingPayment", "Aguardando pagamento")
        for r in FOUR
    ]
    yield case("all in pt", table(portuguese, *reals), FOUR_TRUTH.replace("EUR", "BRL"))
    dutch = "Bestelnummer|SKU-ID|Productnaam|Valuta|Afrekeningsstatus van bestelling|Gesch. standaardcommissie|Gesch. Shop Ads-commissie|Gesch. bonus|Totaal definitief verdiend bedrag|Besteldatum|Afrekeningsdatum van commissie"
    words = [
        r.replace("Settled", "Afgerekend")
        .replace("|Pending", "|In behandeling")
        .replace("Ineligible", "Niet in aanmerking")
        .replace("AwaitingPayment", "Wacht op betaling")
        for r in FOUR
    ]
    yield case("all in nl", table(dutch, *words), FOUR_TRUTH)
    vietnamese = "Mã đơn hàng|Mã SKU|Tên sản phẩm|Tiền tệ|Trạng thái|Hoa hồng tiêu chuẩn ước tính|Hoa hồng Shop Ads|Thưởng|Tổng số tiền cuối cùng|Ngày đặt hàng|Ngày quyết toán"
    yield Case("orders", "a language nobody knows", "orders.csv", table(vietnamese, *FOUR), Truth(nothing=True))


_PAGES = (
    ("a sentence a month", "Janvier 2026 : 10,50 €, versé le 15/02/2026|Février 2026 : 20,00 €, en attente", "received EUR 10.50, estimated EUR 20.00"),
    ("ranges, en", "Period~Rewards~Status|Jan 1 - Jan 31, 2026~$10.50~Paid|Feb 1 - Feb 28, 2026~$20.00~Pending", "received USD 10.50, estimated USD 20.00"),
    ("two moneys a row", "Month~Estimated rewards~In your currency~Status|January 2026~$10.50~€9.60~Paid|February 2026~$20.00~€18.10~Pending", "received USD 10.50, estimated USD 20.00"),
    ("approximate", "Mois~Récompenses estimées|Janvier 2026~≈ 10,50 €|Février 2026~≈ 20,00 €", "estimated EUR 30.50"),
    ("zero and a dash", "Month~Estimated rewards~Status|January 2026~$0.00~Paid|February 2026~$20.00~Pending", "estimated USD 20.00"),
)  # fmt: skip


def said_again() -> Iterator[Case]:
    """What platforms and brands owe."""
    yield from pages(_PAGES)

    def case(name: str, file: str, body: bytes, said: str, count: int) -> Case:
        return Case("others", name, file, body, Truth(money(said), count))

    wide = table(
        "Mois|TikTok|YouTube|Twitch", "Janvier 2026|10,50|20,00|5,25", "Février 2026|12,00|0,00|7,00", delimiter=";"
    )
    yield case("a column a platform", "mes gains.csv", wide, "estimated EUR 54.75", 6)
    partner = table("Month|Views|Estimated partner revenue (USD)", "2026-01|1000|10.50", "2026-02|2000|20.25")
    yield case("YouTube, partner revenue", "youtube.csv", partner, "estimated USD 30.75", 2)
    for language, header in (
        ("es", "Fecha|Visualizaciones|Tiempo de visualización (horas)|Suscriptores|Ingresos estimados (EUR)"),
        ("de", "Datum|Aufrufe|Wiedergabezeit (Stunden)|Abonnenten|Geschätzter Umsatz (EUR)"),
        ("it", "Data|Visualizzazioni|Tempo di visualizzazione (ore)|Iscritti|Entrate stimate (EUR)"),
        ("pt", "Data|Visualizações|Tempo de exibição (horas)|Inscritos|Receita estimada (EUR)"),
    ):
        body = table(header, "Total|300|15.5|3|2.70", "2026-02-01|100|5.0|1|1.20", "2026-02-02|200|10.5|2|1.50")
        yield case(f"YouTube, {language}", "Table.csv", body, "estimated EUR 2.70", 2)
    german = table(
        "Kategorie|Name|ASIN|Tracking-ID|Versanddatum|Preis(€)|Versandte Artikel|Rücksendungen|Umsatz(€)|Werbekostenerstattung(€)",
        "Küche|Topf|B000000001|lou-21|14.01.2026|24,90|1|0|24,90|0,75",
        "Küche|Pfanne|B000000002|lou-21|20.01.2026|50,00|1|0|50,00|1,50",
        delimiter=";",
    )
    yield case("Amazon, de", "Provisionen.csv", german, "estimated EUR 2.25", 2)
    french = table(
        "Date de transaction|Annonceur|Statut de la commission|Montant de la vente|Montant de la commission|Devise",
        "10/01/2026|Chez Luma|Approuvée|25,00|2,50|EUR",
        "20/01/2026|Chez Luma|En attente|30,00|3,00|EUR",
        "21/01/2026|Chez Luma|Refusée|10,00|1,00|EUR",
        delimiter=";",
    )
    yield case(
        "commissions, fr", "transactions.csv", french, "validated EUR 2.50, estimated EUR 3.00, void EUR 1.00", 3
    )
    bare = table(
        "Transaction Date|Advertiser Name|Order ID|Sales|Total Commission|Currency",
        "2026-01-10|Luma|o1|25.00|2.50|USD",
        "2026-01-20|Luma|o2|30.00|3.00|USD",
    )
    yield case("commissions without a stage", "report.csv", bare, "estimated USD 5.50", 2)
    collabs = table(
        "Date|Order|Brand|Commission|Currency|Status",
        "2026-01-10|#1|Luma|2.50|EUR|Paid",
        "2026-01-20|#2|Sol|3.00|EUR|Pending",
    )
    yield case("commissions of brands", "collabs.csv", collabs, "received EUR 2.50, estimated EUR 3.00", 2)
    paid = table(
        "Date|Amount|Currency|Method|Status",
        "2026-01-15|52.10|EUR|PayPal|Paid",
        "2026-02-15|60.00|EUR|PayPal|Processing",
    )
    yield case("Twitch's payouts", "twitch payouts.csv", paid, "EUR 52.10", 1)
    stars = table("Date|Stars|Estimated earnings (USD)", "2026-02-01|100|1.00", "2026-02-02|250|2.50")
    yield case("stars of Facebook", "facebook stars.csv", stars, "estimated USD 3.50", 2)
    english = table(
        "Invoice number|Client|Issue date|Due date|Total|Balance due|Currency|Status",
        "INV-1|Luma|2026-01-05|2026-02-20|300.00|0.00|EUR|Paid",
        "INV-2|Sol|2026-01-13|2026-02-28|240.00|240.00|EUR|Overdue",
        "INV-3|Mare|2026-02-20|2026-03-28|100.00|100.00|EUR|Sent",
    )
    yield case("invoices, en", "invoices.csv", english, "received EUR 300.00, payable EUR 340.00", 3)
    open_ = table(
        "Rechnungsnr.|Kunde|Datum|Fällig am|Betrag|Status",
        "R-1|Luma|05.01.2026|20.02.2026|300,00 €|Bezahlt",
        "R-2|Sol|13.01.2026|28.02.2026|240,00 €|Offen",
        delimiter=";",
    )
    yield case("invoices, de", "Rechnungen.csv", open_, "received EUR 300.00, payable EUR 240.00", 2)
    deals = table(
        "Marque|Vidéo|Montant|Date|Payé ?",
        "Luma|Soupe|300,00 €|05/01/2026|oui",
        "Sol|Gâteau|250,00 €|20/01/2026|non",
        delimiter=";",
    )
    yield case("brands, paid or not", "collabs.csv", deals, "received EUR 300.00, payable EUR 250.00", 2)


def moved_again() -> Iterator[Case]:
    """PayPal and its like."""

    def case(name: str, file: str, body: bytes, said: str, count: int) -> Case:
        return Case("paypal" if "paypal" in file else "others", name, file, body, Truth(money(said), count))

    impact = table("Date|Time|TimeZone|Name|Type|Status|Currency|Gross|Fee|Net|Transaction ID|Reference Txn ID|Balance Impact",
        "14/01/2026|08:00:00|GMT|TikTok Inc|Mass Pay Payment|Completed|GBP|80.00|0.00|80.00|A1||Credit",
        "15/01/2026|08:00:00|GMT||Hold on Available Balance|Completed|GBP|-20.00|0.00|-20.00|A2||Debit",
        "16/01/2026|08:00:00|GMT||Reversal of General Account Hold|Completed|GBP|20.00|0.00|20.00|A3|A2|Credit",
        "18/01/2026|08:00:00|GMT|Shop|Website Payment|Completed|GBP|-15.00|0.00|-15.00|A4||Debit",
        "18/01/2026|08:00:00|GMT|Shop|Website Payment|Completed|GBP|0.00|0.00|0.00|A5||Memo")  # fmt: skip
    yield case("holds in English", "paypal.csv", impact, "GBP 65.00", 2)
    spaced = table("Date|Heure|Fuseau horaire|Description|Devise|Brut|Frais|Net|Solde|N° de transaction|De l'adresse email|Nom|Nom de la banque|Compte bancaire|Montant des frais de livraison et de traitement|TVA|Numéro de facture|Numéro de la transaction de référence",
        "1/17/2026|08:00:00|America/Los_Angeles|Paiement groupé|EUR|2\u00a0026,41|-1,00|2\u00a0025,41|2\u00a0025,41|A1|p@t.com|TikTok Inc|||0,00|0,00||",
        "2/3/2026|08:00:00|America/Los_Angeles|Paiement|EUR|-59,30|0,00|-59,30|1\u00a0966,11|A2|||||0,00|0,00||")  # fmt: skip
    yield case("a French statement, month first", "paypal.csv", spaced, "EUR 1966.11", 2)
    turkish = table("Tarih|Saat|Saat Dilimi|Ad|Tür|Durum|Para Birimi|Brüt|Ücret|Net|İşlem No|Bakiye",
        "14.01.2026|08:00:00|CET|TikTok Inc|Toplu Ödeme|Tamamlandı|EUR|80,00|0,00|80,00|A1|80,00", "18.01.2026|08:00:00|CET|Dükkan|Ödeme|Tamamlandı|EUR|-15,00|0,00|-15,00|A2|65,00",
        "19.01.2026|08:00:00|CET|Ayşe|Ödeme|Beklemede|EUR|9,00|0,00|9,00|A3|65,00")  # fmt: skip
    yield case("Turkish", "paypal.csv", turkish, "EUR 65.00", 2)
    revolut = table("Date started (UTC)|Date completed (UTC)|ID|Type|State|Description|Reference|Payer|Orig currency|Orig amount|Payment currency|Amount|Total amount|Exchange rate|Fee|Fee currency|Balance|Account",
        "2026-01-14|2026-01-14|a-1|TOPUP|COMPLETED|Money added from TIKTOK INC|||EUR|80.00|EUR|80.00|80.00||0.00|EUR|80.00|EUR Main", "2026-01-18|2026-01-18|a-2|CARD_PAYMENT|COMPLETED|Adobe||Lou|EUR|15.00|EUR|-15.00|-15.00||0.00|EUR|65.00|EUR Main",
        "2026-01-19|2026-01-19|a-3|TRANSFER|COMPLETED|To landlord|||EUR|20.00|EUR|-20.00|-20.50||0.50|EUR|44.50|EUR Main")  # fmt: skip
    yield case("Revolut for businesses", "transactions.csv", revolut, "EUR 44.50", 3)
    yield Case(
        "rewards",
        "months across",
        PASTED,
        "Mois\tjanv. 2026\tfévr. 2026\nRécompenses estimées\t10,50 €\t20,00 €\n".encode(),
        Truth(money("estimated EUR 30.50"), 2),
    )
