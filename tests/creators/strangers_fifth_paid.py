"""The fifth set of strangers, what is owed and paid: affiliate orders, pages of rewards, PayPal, other platforms."""

from collections.abc import Iterator, Sequence
from datetime import date

from tests.workbooks import Rows, xlsx

from .exam import PASTED, Case, Truth, csv_of, window, zip_of
from .strangers_fifth import cells, table
from .strangers_second import money, pages

# --- affiliate orders

ORDERS = "Order ID|SKU ID|Product name|Currency|Order settlement status|Est. standard commission|Est. Shop Ads commission|Est. Bonus|Total final earned amount|Order date|Commission settlement date"
FOUR = (
    "576900000000000001|172900000000000001|Lampe|EUR|Settled|2.50|0|0|2.31|05/01/2026 09:30:00|25/01/2026 09:30:00",
    "576900000000000002|172900000000000002|Lampe|EUR|Pending|3.10|0|0.20|0|06/01/2026 09:30:00|/",
    "576900000000000003|172900000000000003|Lampe|EUR|Ineligible|1.75|0|0|0|16/01/2026 09:30:00|/",
    "576900000000000004|172900000000000004|Lampe|EUR|AwaitingPayment|4.00|0|0|0|17/01/2026 09:30:00|/",
)
FOUR_TRUTH = "validated EUR 2.31, estimated EUR 7.30, void EUR 1.75"


def orders_of_others() -> Iterator[Case]:
    def case(
        name: str, body: bytes, said: str, count: int = 4, file: str = "affiliate_orders.csv", **more: object
    ) -> Case:
        return Case("orders", name, file, body, Truth(money(said), count, **more))  # type: ignore[arg-type]

    yield case(
        "a title and a span above", table("Affiliate orders", "2026-01-01 - 2026-01-31", "", ORDERS, *FOUR), FOUR_TRUTH
    )
    total = "Total||||| 11.35|0|0.20|2.31||"
    yield case("a total below", table(ORDERS, *FOUR, total), FOUR_TRUTH)
    notes = "Unique order number|Unique SKU number|Name|ISO code|Status|Estimate|Estimate|Estimate|Paid to you|When bought|When settled"
    yield case("a second line of explanations", table(ORDERS, notes, *FOUR), FOUR_TRUTH)
    newer = ORDERS.replace("Order settlement status", "Settlement status").replace("Order date", "Time created").replace(
        "Commission settlement date", "Time commission paid").replace("Total final earned amount", "Total earned amount")  # fmt: skip
    yield case("titles renamed", table(newer, *FOUR), FOUR_TRUTH)
    estimated = ORDERS.replace("Est. ", "Estimated ").replace("Total final earned amount", "Final earned amount")
    yield case("estimates spelt out", table(estimated, *FOUR), FOUR_TRUTH)
    coded = cells(ORDERS, *FOUR)
    named = [
        [
            f"{c} (EUR)" if ("ommission" in c and "date" not in c) or "amount" in c or "Bonus" in c else c
            for c in coded[0]
        ],
        *coded[1:],
    ]
    bare = [[c for i, c in enumerate(row) if i != 3] for row in named]
    yield case("the currency in the titles", csv_of(bare), FOUR_TRUTH)
    words = [
        r.replace("|Settled|", "|Commission settled|")
        .replace("|Pending|", "|To be settled|")
        .replace("|Ineligible|", "|Cancelled|")
        .replace("|AwaitingPayment|", "|To be paid|")
        for r in FOUR
    ]
    yield case("other words", table(ORDERS, *words), FOUR_TRUTH)
    refunded = FOUR[2].replace("Ineligible", "Refunded")
    yield case("refunded", table(ORDERS, *FOUR[:2], refunded, FOUR[3]), FOUR_TRUTH)
    back = "576900000000000005|172900000000000005|Lampe|EUR|Settled|-1.20|0|0|-1.20|18/01/2026 09:30:00|26/01/2026 09:30:00"
    yield case("taken back", table(ORDERS, *FOUR, back), "validated EUR 1.11, estimated EUR 7.30, void EUR 1.75", 5)
    more = [["Items sold", "Items refunded"], ["2", "1"], ["1", "0"], ["1", "1"], ["1", "0"]]
    partly = [[*row, *extra] for row, extra in zip(coded, more, strict=True)]
    yield case("partly refunded", csv_of(partly), FOUR_TRUTH)
    dong = (
        "580000000000000001|1729|Đèn|VND|Settled|25,000|0|0|23,100|05/01/2026 09:30:00|25/01/2026 09:30:00",
        "580000000000000002|1730|Đèn|VND|Pending|31,500|0|1,000|0|16/01/2026 09:30:00|/",
    )
    yield case("dong", table(ORDERS, *dong), "validated VND 23100, estimated VND 32500", 2)
    rupiah = [
        r.replace("VND", "IDR")
        .replace("25,000", "Rp25.000")
        .replace("23,100", "Rp23.100")
        .replace("31,500", "Rp31.500")
        .replace("1,000", "Rp1.000")
        for r in dong
    ]
    yield case("rupiah with dots", table(ORDERS, *rupiah), "validated IDR 23100, estimated IDR 32500", 2)
    yen = [
        r.replace("VND", "JPY")
        .replace("25,000", "¥2,500")
        .replace("23,100", "¥2,310")
        .replace("31,500", "¥3,150")
        .replace("1,000", "¥100")
        for r in dong
    ]
    yield case("yen", table(ORDERS, *yen), "validated JPY 2310, estimated JPY 3250", 2)
    pesos = cells(ORDERS + "|Est. IVA|Est. ISR|Tax - ISR|Tax - IVA",
        "581000000000000001|1729|Lámpara|MXN|Settled|120.00|0|0|98.40|15/01/2026 09:30:00|25/01/2026 09:30:00|-19.20|-1.20|-2.40|-19.20",
        "581000000000000002|1730|Lámpara|MXN|Pending|100.00|0|0|0|16/01/2026 09:30:00|/|-16.00|-2.50|0|0")  # fmt: skip
    yield case("pesos and their taxes", csv_of(pesos), "validated MXN 98.40, estimated MXN 100.00", 2)
    twice = [
        FOUR[1],
        FOUR[0],
        FOUR[1].replace("Pending", "Settled").replace("|0.20|0|", "|0.20|3.05|").replace("|/", "|28/01/2026 10:00:00"),
        *FOUR[2:],
    ]
    yield Case("orders", "one order twice, as two exports put together", "orders.csv", table(ORDERS, *twice),
        Truth(money("validated EUR 5.36, estimated EUR 7.30, void EUR 1.75"), 5))  # fmt: skip
    shops = [r.replace("EUR", "GBP") if i % 2 else r for i, r in enumerate(FOUR)]
    yield case("a shop in pounds", table(ORDERS, *shops), "validated EUR 2.31, estimated GBP 7.30, void EUR 1.75")
    stamped = [
        r.replace("05/01/2026 09:30:00", "2026-01-05T09:30:00Z")
        .replace("25/01/2026 09:30:00", "2026-01-25T09:30:00Z")
        .replace("06/01/2026 09:30:00", "2026-01-06T09:30:00Z")
        .replace("16/01/2026 09:30:00", "2026-01-16T09:30:00Z")
        .replace("17/01/2026 09:30:00", "2026-01-17T09:30:00Z")
        for r in FOUR
    ]
    yield case("stamps with a zone", table(ORDERS, *stamped), FOUR_TRUTH)
    floats = [f"5.769E+17{r[18:]}" for r in FOUR]
    yield Case("orders", "numbers a spreadsheet cut", "orders.csv", table(ORDERS, *floats), Truth(told=True))
    free = (
        "576900000000000006|172900000000000006|Échantillon|EUR|Settled|0|0|0|0|18/01/2026 09:30:00|26/01/2026 09:30:00"
    )
    yield case("a sample", table(ORDERS, *FOUR, free), FOUR_TRUTH, 5)
    for language, header, states in (
        ("fr", "ID de commande|ID de SKU|Nom du produit|Devise|Statut de règlement de la commande|Commission standard est.|Commission Shop Ads est.|Bonus est.|Montant total final gagné|Date de la commande|Date de règlement de la commission", ("Réglée", "En attente", "Non éligible", "En attente de paiement")),
        ("es", "ID del pedido|ID de SKU|Nombre del producto|Moneda|Estado de liquidación del pedido|Comisión estándar est.|Comisión de Shop Ads est.|Bono est.|Importe total final ganado|Fecha del pedido|Fecha de liquidación de la comisión", ("Liquidado", "Pendiente", "No apto", "Pendiente de pago")),
        ("de", "Bestell-ID|SKU-ID|Produktname|Währung|Abrechnungsstatus der Bestellung|Gesch. Standardprovision|Gesch. Shop-Ads-Provision|Gesch. Bonus|Endgültiger Gesamtverdienst|Bestelldatum|Abrechnungsdatum der Provision", ("Abgerechnet", "Ausstehend", "Nicht berechtigt", "Zahlung ausstehend")),
        ("it", "ID ordine|ID SKU|Nome prodotto|Valuta|Stato di liquidazione dell'ordine|Commissione standard stimata|Commissione Shop Ads stimata|Bonus stimato|Importo finale totale guadagnato|Data ordine|Data di liquidazione della commissione", ("Liquidato", "In attesa", "Non idoneo", "In attesa di pagamento")),
        ("id", "ID pesanan|ID SKU|Nama produk|Mata uang|Status penyelesaian pesanan|Est. komisi standar|Est. komisi Shop Ads|Est. bonus|Jumlah akhir total yang diperoleh|Tanggal pesanan|Tanggal penyelesaian komisi", ("Diselesaikan", "Tertunda", "Tidak memenuhi syarat", "Menunggu pembayaran")),
    ):  # fmt: skip
        lines = [
            r.replace("|Settled|", f"|{states[0]}|")
            .replace("|Pending|", f"|{states[1]}|")
            .replace("|Ineligible|", f"|{states[2]}|")
            .replace("|AwaitingPayment|", f"|{states[3]}|")
            for r in FOUR
        ]
        yield case(f"all in {language}", table(header, *lines), FOUR_TRUTH)


# --- what is said of rewards

_MORE = (
    ("a table with what is kept back", "Month~Gross rewards~Tax withheld~Net rewards~Status|Oct 2025~$12.00~-$1.50~$10.50~Paid|Nov 2025~$20.00~-$2.50~$17.50~Pending",
     "received USD 10.50, estimated USD 17.50"),
    ("a total below", "Mois~Récompenses~Statut|Octobre 2025~10,50 €~Versé|Novembre 2025~1 220,00 €~En attente|Total~1 230,50 €~",
     "received EUR 10.50, estimated EUR 1220.00"),
    ("spans of days", "Période~Récompenses estimées~État|1 oct. 2025 – 31 oct. 2025~10,50 €~Payé|1 nov. 2025 – 30 nov. 2025~20,00 €~En cours de traitement",
     "received EUR 10.50, in_transit EUR 20.00"),
    ("months in figures", "Month,Rewards (USD),Qualified views,RPM,Status|2025-10,10.50,20100,0.52,Paid|2025-11,20.00,32700,0.61,Pending",
     "received USD 10.50, estimated USD 20.00"),
    ("months in figures, fr", "Mois;Récompenses (€);Vues qualifiées;RPM;Statut|10/2025;10,50;20100;0,52;Payé|11/2025;20,00;32700;0,61;En attente",
     "received EUR 10.50, estimated EUR 20.00"),
    ("notes of a phone", "Rewards tiktok|oct 2025 : 10,50€ reçu|nov 2025 : 20€ pas encore reçu", "received EUR 10.50, estimated EUR 20.00"),
    ("views in short", "Octobre 2025|10,50 €|20,1 k vues qualifiées|RPM 0,52 €|Payé|Novembre 2025|20,00 €|32,7 k vues qualifiées|RPM 0,61 €|En attente",
     "received EUR 10.50, estimated EUR 20.00"),
    ("tr", "Ay~Tahmini ödüller~Durum|Ekim 2025~10,50 €~Ödendi|Kasım 2025~20,00 €~Beklemede", "received EUR 10.50, estimated EUR 20.00"),
    ("ja", "月~推定リワード~ステータス|2025年10月~$10.50~支払い済み|2025年11月~$20.00~保留中", "received USD 10.50, estimated USD 20.00"),
    ("id", "Bulan~Estimasi hadiah~Status|Oktober 2025~$10.50~Dibayar|November 2025~$20.00~Tertunda", "received USD 10.50, estimated USD 20.00"),
    ("ar", "الشهر~المكافآت المقدرة~الحالة|أكتوبر 2025~$10.50~مدفوع|نوفمبر 2025~$20.00~قيد الانتظار", "received USD 10.50, estimated USD 20.00"),
)  # fmt: skip


def pages_of_others() -> Iterator[Case]:
    yield from pages(_MORE)
    days = "Date,Estimated rewards,Qualified views,RPM\n2026-01-03,$0.45,900,$0.50\n2026-01-14,$1.20,2000,$0.60\n2026-01-20,$0.00,0,$0.00\n"
    yield Case(
        "rewards",
        "a file of days",
        "rewards.csv",
        days.encode(),
        Truth(money("estimated USD 1.65"), 3, days=(date(2026, 1, 3), date(2026, 1, 20))),
    )
    videos = "Video,Posted,Qualified views,RPM,Estimated rewards\nMy soup,2026-01-03,9000,0.50,4.50\nMy cake,2026-01-14,20000,0.60,12.00\n"
    yield Case(
        "rewards",
        "a file of videos, no currency",
        "rewards.csv",
        videos.encode(),
        Truth(money("estimated USD 16.50"), 2),
    )
    paid = "Payment date\tAmount\tMethod\tStatus\nJan 15, 2026\t€120.35\tPayPal\tCompleted\nFeb 16, 2026\t€98.10\tPayPal\tCompleted\n"
    yield Case("rewards", "a list of payments that names nobody", PASTED, paid.encode(), Truth(money("EUR 218.45"), 2))
    book: Rows = [
        ["Mois", "Récompenses estimées", "Statut"],
        [date(2025, 10, 1), 10.5, "Payé"],
        [date(2025, 11, 1), 20, "En attente"],
    ]
    yield Case(
        "rewards",
        "a workbook kept by hand",
        "tiktok rewards.xlsx",
        xlsx({"2025": book}),
        Truth(money("received EUR 10.50, estimated EUR 20"), 2),
    )


# --- PayPal

_ACTIVITY = {
    "en": "Date|Time|TimeZone|Name|Type|Status|Currency|Gross|Fee|Net|From Email Address|To Email Address|Transaction ID|Balance|Reference Txn ID",
    "fr": "Date|Heure|Fuseau horaire|Nom|Type|État|Devise|Avant commission|Commission|Net|De l'adresse email|À l'adresse email|Numéro de transaction|Solde|Numéro de la transaction de référence",
    "de": "Datum|Uhrzeit|Zeitzone|Name|Typ|Status|Währung|Brutto|Gebühr|Netto|Absender E-Mail-Adresse|Empfänger E-Mail-Adresse|Transaktionscode|Guthaben|Zugehöriger Transaktionscode",
    "es": "Fecha|Hora|Zona horaria|Nombre|Tipo|Estado|Divisa|Bruto|Comisión|Neto|Correo electrónico del remitente|Correo electrónico del destinatario|Id. de transacción|Saldo|Id. de referencia de trans.",
    "it": "Data|Orario|Fuso orario|Nome|Tipo|Stato|Valuta|Lordo|Tariffa|Netto|Indirizzo email mittente|Indirizzo email destinatario|Codice transazione|Saldo|Codice transazione di riferimento",
    "nl": "Datum|Tijd|Tijdzone|Naam|Type|Status|Valuta|Bruto|Kosten|Net|Van e-mailadres|Naar e-mailadres|Transactiereferentie|Saldo|Reference Txn ID",
    "pt": "Data|Hora|Fuso horário|Nome|Tipo|Status|Moeda|Bruto|Tarifa|Líquido|Do e-mail|Para o e-mail|ID da transação|Saldo|ID da transação de referência",
    "pl": "Data|Czas|Strefa czasowa|Nazwisko|Rodzaj|Stan|Waluta|Brutto|Opłata|Netto|Z adresu e-mail|Na adres e-mail|Nr transakcji|Saldo|Numer transakcji odniesienia",
}  # fmt: skip


def paypal_of_others() -> Iterator[Case]:
    def case(name: str, language: str, lines: Sequence[str], said: str, count: int) -> Case:
        rows = []
        for line in lines:
            day, who, kind, state, code, gross, fee, net, key, balance, of = line.split("|")
            rows.append([day, "08:15:00", "CET", who, kind, state, code, gross, fee, net, "", "", key, balance, of])
        header = _ACTIVITY[language].split("|")
        return Case(
            "paypal",
            name,
            "Download.CSV",
            csv_of([header, *rows], enc="utf-8-sig", quoted=True),
            Truth(money(said), count),
        )

    yield case("dollars changed, fr", "fr", (
        "14/01/2026|TikTok Inc|Paiement groupé|Terminé|USD|100,00|-2,00|98,00|A1|98,00|",
        "14/01/2026||Conversion de devise générale|Terminé|USD|-98,00|0,00|-98,00|A2|0,00|A1",
        "14/01/2026||Conversion de devise générale|Terminé|EUR|88,20|0,00|88,20|A3|88,20|A1",
        "20/01/2026||Virement sur compte bancaire|Terminé|EUR|-88,20|0,00|-88,20|A4|0,00|",
    ), "EUR 0", 4)  # fmt: skip
    yield case("held and let go, de", "de", (
        "14.01.2026|TikTok Inc|Massenzahlung|Abgeschlossen|EUR|50,00|0,00|50,00|B1|50,00|",
        "15.01.2026||Einbehaltung für offene Autorisierung|Abgeschlossen|EUR|-20,00|0,00|-20,00|B2|30,00|",
        "17.01.2026||Aufhebung der Einbehaltung|Abgeschlossen|EUR|20,00|0,00|20,00|B3|50,00|B2",
        "27.01.2026|Rewe|Zahlung|Abgeschlossen|EUR|-12,40|0,00|-12,40|B4|37,60|",
    ), "EUR 37.60", 2)  # fmt: skip
    yield case("taken back, es", "es", (
        "14/01/2026|TikTok Inc|Pago masivo|Completado|EUR|50,00|-1,00|49,00|C1|49,00|",
        "16/01/2026|TikTok Inc|Reembolso del pago|Completado|EUR|-50,00|1,00|-49,00|C2|0,00|C1",
        "28/01/2026|TikTok Inc|Pago masivo|Completado|EUR|1.050,00|-1,00|1.049,00|C3|1.049,00|",
    ), "EUR 1049.00", 3)  # fmt: skip
    yield case("waiting and refused, it", "it", (
        "14/01/2026|TikTok Inc|Pagamento multiplo|Completata|EUR|50,00|0,00|50,00|D1|50,00|",
        "16/01/2026|Anna|Pagamento|In sospeso|EUR|30,00|0,00|30,00|D2|50,00|",
        "28/01/2026|Bea|Pagamento|Rifiutata|EUR|-9,00|0,00|-9,00|D3|50,00|",
    ), "EUR 50.00", 1)  # fmt: skip
    yield case("a purchase in pounds, nl", "nl", (
        "14-1-2026|TikTok Inc|Massabetaling|Voltooid|EUR|50,00|0,00|50,00|E1|50,00|",
        "16-1-2026|Shop Ltd|Betaling|Voltooid|GBP|-10,00|0,00|-10,00|E2|-10,00|",
        "16-1-2026||Algemene valutaomrekening|Voltooid|EUR|-11,80|0,00|-11,80|E3|38,20|E2",
        "16-1-2026||Algemene valutaomrekening|Voltooid|GBP|10,00|0,00|10,00|E4|0,00|E2",
    ), "EUR 38.20", 4)  # fmt: skip
    yield case("reals, pt", "pt", (
        "14/01/2026|TikTok Inc|Pagamento em massa|Concluído|BRL|1.250,00|-80,00|1.170,00|F1|1.170,00|",
        "30/01/2026||Saque para conta bancária|Pendente|BRL|-1.170,00|0,00|-1.170,00|F2|0,00|",
    ), "BRL 1170.00", 1)  # fmt: skip
    yield case("zlotys, pl", "pl", (
        "14.01.2026|TikTok Inc|Płatność masowa|Zakończono|PLN|1 250,00|-30,00|1 220,00|G1|1 220,00|",
        "30.01.2026|Allegro|Płatność|Zakończono|PLN|-120,00|0,00|-120,00|G2|1 100,00|",
    ), "PLN 1100.00", 2)  # fmt: skip
    yield case("month first, en", "en", (
        "1/14/2026|TikTok Inc|Mass Pay Payment|Completed|USD|1,050.00|-2.00|1,048.00|H1|1,048.00|",
        "1/15/2026||Payment Review Hold|Completed|USD|-1,048.00|0.00|-1,048.00|H2|0.00|H1",
        "1/16/2026||Payment Review Release|Completed|USD|1,048.00|0.00|1,048.00|H3|1,048.00|H1",
        "2/1/2026||General Withdrawal|Completed|USD|-500.00|0.00|-500.00|H4|548.00|",
        "2/3/2026|TikTok Inc|Payment Reversal|Completed|USD|-48.00|0.00|-48.00|H5|500.00|",
    ), "USD 500.00", 3)  # fmt: skip
    yield case("a refusal undone, en", "en", (
        "14/01/2026|TikTok Inc|Mass payment|Completed|GBP|80.00|0.00|80.00|I1|80.00|",
        "15/01/2026|Shop|Express Checkout Payment|Completed|GBP|-20.00|0.00|-20.00|I2|60.00|",
        "18/01/2026|Shop|Payment Refund|Completed|GBP|5.00|0.00|5.00|I3|65.00|I2",
        "20/01/2026|Shop|Express Checkout Payment|Denied|GBP|-9.00|0.00|-9.00|I4|65.00|",
    ), "GBP 65.00", 3)  # fmt: skip


# --- other middlemen and platforms


def platforms() -> Iterator[Case]:
    def case(name: str, file: str, body: bytes, said: str, count: int, **more: object) -> Case:
        return Case("others", name, file, body, Truth(money(said), count, **more))  # type: ignore[arg-type]

    days = window(date(2026, 2, 1), 5)
    youtube = [
        [
            "Date",
            "Views",
            "Watch time (hours)",
            "Subscribers",
            "Impressions",
            "Impressions click-through rate (%)",
            "Estimated revenue (USD)",
        ]
    ]
    youtube += [["Total", "1500", "75.5", "10", "9000", "4.1", "7.75"]]
    youtube += [[f"{d}", "300", "15.1", "2", "1800", "4.1", f"{1.35 + i / 10:.2f}"] for i, d in enumerate(days)]
    yield case("YouTube by day", "Table data.csv", csv_of(youtube), "estimated USD 7.75", 5, days=(days[0], days[-1]))
    parts = {
        "Chart data.csv": csv_of(
            [["Date", "Estimated revenue (USD)"], *([str(d), f"{1.35 + i / 10:.2f}"] for i, d in enumerate(days))]
        ),
        "Table data.csv": csv_of(youtube),
        "Totals.csv": csv_of(
            [["Date", "Estimated revenue (USD)"], *([str(d), f"{1.35 + i / 10:.2f}"] for i, d in enumerate(days))]
        ),
    }
    yield case(
        "YouTube's archive", "Date 2026-02-01_2026-02-06 Ma chaîne.zip", zip_of(**parts), "estimated USD 7.75", 5
    )
    french = table(
        "Mois|Vues|Durée de visionnage (heures)|Abonnés|Vos revenus estimés (EUR)",
        "Total|3000|120,5|31|30,75",
        "2026-01|1000|40,5|11|10,50",
        "2026-02|2000|80,0|20|20,25",
        delimiter=";",
    )
    yield case("YouTube by month, fr", "Données du tableau.csv", french, "estimated EUR 30.75", 2)
    content = table("Content|Video title|Video publish time|Duration|Views|Watch time (hours)|Estimated revenue (EUR)", "Total|||| 5400|220.1|31.50",
        "dQw4w9WgXcQ|Soup|Jan 14, 2026|412|3400|120.1|21.50", "aQw4w9WgXcR|Cake|Jan 20, 2026|390|2000|100.0|10.00")  # fmt: skip
    yield Case("others", "YouTube by video, of no day", "Table data.csv", content, Truth(nothing=True))
    adsense = table(
        "Date|Description|Amount (EUR)",
        "Jan 21, 2026|Automatic payment: Wire transfer|-120.40",
        "Jan 1 – 31, 2026|Earnings - YouTube|98.10",
        "Feb 1 – 28, 2026|Earnings - YouTube|101.20",
    )
    yield case("AdSense", "transactions.csv", adsense, "EUR 78.90", 3)
    twitch = table("Date|Ad Breaks (Minutes)|Average Viewers|Follows|Sub Revenue|Prime Revenue|Gifted Subs Revenue|Bits Revenue|Ad Revenue|Live Views|Max Viewers|Minutes Streamed|Unique Viewers",
        "Sun Feb 01 2026|3|12|2|2.50|2.10|0.00|0.45|0.31|90|20|180|60", "Mon Feb 02 2026|3|14|1|0.00|0.00|5.00|0.10|0.29|95|22|180|66")  # fmt: skip
    yield case(
        "Twitch by day",
        "Channel Analytics and Revenue by day from 2026-02-01 to 2026-02-02.csv",
        twitch,
        "estimated USD 10.75",
        2,
    )
    patreon = table("Month|Active patrons|Gross earnings|Platform fees|Payment processing fees|Currency conversion fees|Net earnings|Currency",
        "2026-01|12|60.00|-4.80|-3.10|0.00|52.10|EUR", "2026-02|13|65.00|-5.20|-3.35|0.00|56.45|EUR")  # fmt: skip
    yield case("Patreon by month", "earnings.csv", patreon, "estimated EUR 108.55", 2)
    members = table("Name|Email|Patron Status|Follows You|Lifetime Amount|Pledge Amount|Charge Frequency|Tier|Patronage Since Date|Last Charge Date|Last Charge Status|Currency",
        "Ann|ann@example.org|Active patron|No|60.00|5.00|Monthly|Fan|2025-01-04 10:00:00|2026-02-01 08:00:00|Paid|EUR",
        "Bob|bob@example.org|Former patron|No|15.00|0.00|Monthly|Fan|2025-03-04 10:00:00|2025-06-01 08:00:00|Declined|EUR")  # fmt: skip
    yield Case("others", "Patreon's members", "Members.csv", members, Truth(nothing=True))
    kofi = table("DateTime (UTC)|From|Message|Item|Received|Given|Currency|TransactionType|TransactionId|Reference|SalesTax|BuyerCountry",
        "01/14/2026 10:02|Ann|Merci !|Ko-fi Support|5.00|0|EUR|Tip|a-1|PayPal|0|FR", "01/20/2026 18:40|Bob||Ko-fi Support|3.00|0|EUR|Tip|a-2|Stripe|0|BE")  # fmt: skip
    yield case("Ko-fi", "Transaction_All.csv", kofi, "EUR 8.00", 2)
    coffee = table(
        "Supporter Name|Supporter Email|Amount|Currency|Support Type|Support Date|Refunded",
        "Ann|a@example.org|5|EUR|One-time|2026-01-14|No",
        "Bob|b@example.org|10|EUR|One-time|2026-01-20|No",
    )
    yield case("Buy Me a Coffee", "supporters.csv", coffee, "EUR 15.00", 2)
    amazon = "Fee-Earnings from 01-01-2026 to 31-01-2026\n" + table(
        "Category|Name|ASIN|Seller|Tracking ID|Date Shipped|Price($)|Items Shipped|Returns|Revenue($)|Ad Fees($)|Device Type Group",
        "Kitchen|Pan|B000000001|Amazon.com|lou-20|2026-01-14 10:00:00|24.90|1|0|24.90|0.75|DESKTOP",
        "Kitchen|Pot|B000000002|Amazon.com|lou-20|2026-01-20 10:00:00|50.00|1|0|50.00|1.50|PHONE").decode()  # fmt: skip
    yield case("Amazon, en", "1769000000-Fee-Earnings.csv", amazon.encode(), "estimated USD 2.25", 2)
    shipped = table("Catégorie|Nom|ASIN|ID de suivi|Date d'expédition|Prix(€)|Articles expédiés|Retours|Revenus(€)|Rémunérations(€)|Type d'appareil",
        "Cuisine|Poêle|B000000001|lou-21|14/01/2026|24,90|1|0|24,90|0,75|Ordinateur", "Cuisine|Faitout|B000000002|lou-21|20/01/2026|50,00|1|0|50,00|1,50|Mobile", delimiter=";")  # fmt: skip
    yield case("Amazon, fr", "Rapport-remunerations.csv", shipped, "estimated EUR 2.25", 2)
    awin = table("ID|Advertiser|Transaction Date|Validation Date|Commission Status|Sale Amount|Commission Amount|Currency|Paid to publisher",
        "1|Chez Luma|2026-01-10 11:00:00|2026-02-10 00:00:00|Approved|25.00|2.50|EUR|No", "2|Chez Luma|2026-01-20 11:00:00||Pending|30.00|3.00|EUR|No",
        "3|Chez Luma|2026-01-21 11:00:00|2026-02-11 00:00:00|Declined|10.00|1.00|EUR|No")  # fmt: skip
    yield case("Awin, all states", "transactions.csv", awin, "validated EUR 2.50, estimated EUR 3.00, void EUR 1.00", 3)
    cj = table(
        "Event Date|Posting Date|Action Status|Advertiser|Sale Amount (USD)|Commission (USD)|Order ID",
        "2026-01-10T11:00:00Z|2026-01-11T00:00:00Z|closed|Luma|25.00|2.50|o1",
        "2026-01-20T11:00:00Z|2026-01-21T00:00:00Z|new|Luma|30.00|3.00|o2",
    )
    yield case("CJ", "commissions.csv", cj, "validated USD 2.50, estimated USD 3.00", 2)
    impact = table(
        "Action Id|Campaign|Event Date|Locking Date|Status|Sale Amount|Payout|Currency",
        "A1|Luma|2026-01-10|2026-02-15|APPROVED|25.00|2.50|EUR",
        "A2|Luma|2026-01-20|2026-02-25|PENDING|30.00|3.00|EUR",
        "A3|Luma|2026-01-22|2026-02-25|REVERSED|30.00|3.00|EUR",
    )
    yield case("Impact", "actions.csv", impact, "validated EUR 2.50, estimated EUR 3.00, void EUR 3.00", 3)
    meta = table(
        "Payout date|Product|Payout amount|Currency|Status",
        "2026-01-21|In-stream ads|45.10|EUR|Paid",
        "2026-02-20|Reels bonus|30.00|EUR|Processing",
    )
    yield case("Instagram's payouts", "payouts.csv", meta, "EUR 45.10", 1)
    invoices = table(
        "Facture|Client|Date|Échéance|Montant HT|TVA|Montant TTC|Statut",
        "F-1|Marque A|05/01/2026|20/02/2026|250,00|50,00|300,00|Payée",
        "F-2|Marque B|13/01/2026|28/03/2026|200,00|40,00|240,00|Envoyée",
        delimiter=";",
    )
    yield case("invoices, one waiting", "factures.csv", invoices, "received EUR 300.00, payable EUR 240.00", 2)
    stripe = table("id|Type|Source|Amount|Fee|Net|Currency|Created (UTC)|Available On (UTC)|Description",
        "txn_1|charge|ch_1|20.00|0.55|19.45|eur|2026-01-14 10:00|2026-01-21 00:00|Tip", "txn_2|payout|po_1|-19.45|0.00|-19.45|eur|2026-01-22 00:00|2026-01-22 00:00|STRIPE PAYOUT")  # fmt: skip
    yield case("Stripe's balance", "balance_history.csv", stripe, "EUR 0", 2)
    payoneer = table("Date|Time|Time Zone|Transaction ID|Description|Amount|Currency|Status|Running Balance|Additional Description",
        "16 Jan, 2026|10:00:00|UTC|1|Payment from TikTok Pte. Ltd.|120.00|USD|Completed|120.00|Creator Rewards", "20 Jan, 2026|10:00:00|UTC|2|Withdrawal to FR bank|-100.00|USD|Completed|20.00|")  # fmt: skip
    yield case("Payoneer, days in words", "payoneer.csv", payoneer, "USD 20.00", 2)
    hyper = table(
        "Transaction Date|Type|Description|Credit|Debit|Currency|Balance",
        "2026-01-16|Payment received|TIKTOK INC|120.00||USD|120.00",
        "2026-01-20|Transfer to bank|Bank account ***1|  |118.50|USD|1.50",
        "2026-01-20|Fee|Transfer fee||1.50|USD|0.00",
    )
    yield case("Hyperwallet", "transactions.csv", hyper, "USD 0", 3)
    gumroad = table(
        "Purchase ID|Item Name|Buyer Email|Purchase Date|Item Price ($)|Gumroad Fee ($)|Net Total ($)|Refunded?",
        "p1|Guide|a@example.org|2026-01-14|10.00|1.00|9.00|0",
        "p2|Guide|b@example.org|2026-01-20|10.00|1.00|9.00|0",
    )
    yield case("Gumroad", "sales.csv", gumroad, "USD 18.00", 2)
