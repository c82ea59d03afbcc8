"""A seventh set of strangers, made after the sixth was mended: a last look at what other platforms owe."""

import json
from collections.abc import Iterator
from datetime import date

from babel.dates import format_date

from .exam import PASTED, Case, Truth, csv_of, window
from .strangers_fifth import seen, table, views
from .strangers_second import money

D = window(date(2025, 12, 15), 40)


def oth(name: str, file: str, body: bytes | str, said: str, count: int, group: str = "others") -> Case:
    data = body if isinstance(body, bytes) else body.encode()
    return Case(group, name, file, data, Truth(money(said), count))


def last_look() -> Iterator[Case]:
    yield oth(
        "YT fr by day",
        "Données du tableau.csv",
        table(
            "Date|Vues|Durée de visionnage (heures)|Abonnés|Vos revenus estimés (EUR)|Impressions|Taux de clics par impression (%)",
            "Total|300|15,5|3|2,70|900|4,1",
            "2026-02-01|100|5,0|1|1,20|400|4,0",
            "2026-02-02|200|10,5|2|1,50|500|4,2",
        ),
        "estimated EUR 2.70",
        2,
    )
    yield oth(
        "YT RPM",
        "Table data.csv",
        table(
            "Date|Views|RPM (USD)|CPM (USD)|Playback-based CPM (USD)|YouTube ad revenue (USD)|Estimated revenue (USD)",
            "Total|300|1|2|3|2.00|2.70",
            "2026-02-01|100|1|2|3|1.00|1.20",
            "2026-02-02|200|1|2|3|1.00|1.50",
        ),
        "estimated USD 2.70",
        2,
    )
    yield oth(
        "Twitch fr",
        "twitch.csv",
        table(
            "Date|Revenus des abonnements|Revenus Bits|Revenus publicitaires",
            "2026-02-01|2,50|0,45|0,31",
            "2026-02-02|0,00|0,10|0,29",
            delimiter=";",
        ),
        "estimated USD 3.65",
        2,
    )
    yield oth(
        "Awin camel no stat",
        "awin.csv",
        table(
            "transactionDate|advertiserName|commissionAmount|currency|commissionStatus|saleAmount|id",
            "2026-01-10T11:00:00|Luma|2.50|EUR|approved|25|1",
            "2026-01-20T11:00:00|Luma|3.00|EUR|deleted|30|2",
        ),
        "validated EUR 2.50, void EUR 3.00",
        2,
    )
    yield oth(
        "Own sheet: month, platform, amount, date paid",
        "revenus créateur.csv",
        table(
            "Mois|Plateforme|Montant|Date de versement",
            "Janvier 2026|TikTok|10,50 €|15/02/2026",
            "Janvier 2026|YouTube|20,00 €|21/02/2026",
            delimiter=";",
        ),
        "estimated EUR 30.50",
        2,
    )
    yield oth(
        "invoice fr, partial",
        "factures.csv",
        table(
            "N° facture|Client|Date d'émission|Date d'échéance|Total TTC|Reste dû|Statut",
            "2026-001|Luma|05/01/2026|20/02/2026|300,00|0,00|Payée",
            "2026-002|Sol|13/01/2026|28/02/2026|240,00|240,00|En retard",
            delimiter=";",
        ),
        "received EUR 300, payable EUR 240",
        2,
    )
    yield oth(
        "invoice es",
        "facturas.csv",
        table(
            "Factura|Cliente|Fecha|Vencimiento|Importe|Estado",
            "F1|Luma|15/01/2026|20/02/2026|300,00 €|Pagada",
            "F2|Sol|16/01/2026|28/02/2026|240,00 €|Pendiente",
            delimiter=";",
        ),
        "received EUR 300, payable EUR 240",
        2,
    )
    yield Case(
        "others",
        "household months",
        "budget.csv",
        table("Mois|Revenus|Dépenses", "2026-01|1200,00|900,00", "2026-02|1150,00|1000,00", delimiter=";"),
        Truth(asks=True),
    )
    yield oth(
        "bank w/ tiktok named file",
        "tiktok 2026.csv",
        table(
            "Date|Libellé|Montant|Solde",
            "15/01/2026|VIR TIKTOK|80,00|180,00",
            "16/01/2026|CB SHOP|-12,00|168,00",
            delimiter=";",
        ),
        "EUR 68",
        2,
    )
    yield oth(
        "Amazon bounties",
        "amazon.csv",
        table(
            "Bounty Type|Tracking ID|Date|Bounty Events|Bounty Earnings($)",
            "Prime|lou-20|2026-01-14|1|3.00",
            "Audible|lou-20|2026-01-20|2|5.00",
        ),
        "estimated USD 8.00",
        2,
    )
    yield oth(
        "Etsy aff",
        "rakuten.csv",
        table(
            "Member ID|Site ID|Advertiser|Transaction ID|Transaction Date|Sales Amount|Gross Commission|Currency|Status",
            "1|9|Luma|t1|01/14/2026|25.00|2.50|USD|Locked",
            "1|9|Luma|t2|01/20/2026|30.00|3.00|USD|New",
        ),
        "validated USD 2.50, estimated USD 3.00",
        2,
    )
    yield Case(
        "orders",
        "unknown columns",
        "orders.csv",
        table(
            "Order ID|SKU ID|Product name|Currency|Order status|Estimated commission|Actual commission|Order time|Settlement time",
            "576900000000000001|1729000000000000011|L|EUR|Settled|2.50|2.31|2026-01-05 09:30:00|2026-01-25 09:30:00",
        ),
        Truth(nothing=True),
    )
    yield oth(
        "rewards it",
        "rewards.csv",
        table(
            "Mese|Premi stimati|Visualizzazioni qualificate|Stato",
            "Ottobre 2025|10,50 €|20100|Pagato",
            "Novembre 2025|20,00 €|32700|In sospeso",
            delimiter=";",
        ),
        "received EUR 10.50, estimated EUR 20",
        2,
        group="rewards",
    )
    yield oth(
        "rewards nl csv",
        "rewards.csv",
        table(
            "Maand|Geschatte beloningen|Status",
            "oktober 2025|€ 10,50|Uitbetaald",
            "november 2025|€ 20,00|In afwachting",
            delimiter=";",
        ),
        "received EUR 10.50, estimated EUR 20",
        2,
        group="rewards",
    )
    yield oth(
        "rewards es pendiente pago",
        PASTED,
        "Mes\tRecompensas estimadas\tEstado\nEnero 2026\t10,50 €\tPagado\nFebrero 2026\t20,00 €\tPago pendiente\n",
        "received EUR 10.50, estimated EUR 20",
        2,
        group="rewards",
    )
    yield Case(
        "studio",
        "de titles 2",
        "Overview.csv",
        csv_of(
            [
                ["Datum", "Videoaufrufe", "Profilaufrufe", "„Gefällt mir“-Angaben", "Kommentare", "Geteilt"],
                *views(D, lambda d: format_date(d, "d. MMMM", locale="de"))[1:],
            ]
        ),
        seen(D),
    )
    yield Case(
        "studio",
        "en weekday",
        "Overview.csv",
        csv_of(views(D, lambda d: format_date(d, "EEE, MMM d", locale="en"))),
        seen(D),
    )
    yield Case("studio", "us slashes", "Overview.csv", csv_of(views(D, lambda d: d.strftime("%m/%d/%Y"))), seen(D))
    yield Case("studio", "iso t", "Overview.csv", csv_of(views(D, lambda d: d.strftime("%Y-%m-%dT00:00:00Z"))), seen(D))
    yield Case(
        "personal",
        "followers object",
        "user_data.json",
        json.dumps(
            {"Activity": {"Follower List": {"FansList": {"0": {"Date": "2026-01-02 10:00:00", "UserName": "a"}}}}}
        ).encode(),
        Truth(metrics={"new_followers_kept": (1, 1)}),
    )
    yield oth(
        "PayPal pl status",
        "paypal.csv",
        table(
            "Data|Czas|Strefa czasowa|Nazwa|Typ|Status|Waluta|Brutto|Opłata|Netto|Adres e-mail nadawcy|Identyfikator transakcji|Saldo",
            "14.01.2026|08:00:00|CET|TikTok|Płatność masowa|Zakończona|PLN|100,00|-2,00|98,00||A1|98,00",
            "20.01.2026|08:00:00|CET|Sklep|Płatność|Oczekująca|PLN|-10,00|0,00|-10,00||A2|98,00",
        ),
        "PLN 98",
        1,
        group="paypal",
    )
    yield oth(
        "PayPal it conv",
        "paypal.csv",
        table(
            "Data|Orario|Fuso orario|Nome|Tipo|Stato|Valuta|Lordo|Tariffa|Netto|Codice transazione|Saldo|Codice transazione di riferimento",
            "14/01/2026|08:00:00|CET|TikTok|Pagamento|Completata|USD|100,00|0,00|100,00|A1|100,00|",
            "14/01/2026|08:00:00|CET||Conversione di valuta generica|Completata|USD|-100,00|0,00|-100,00|A2|0,00|A1",
            "14/01/2026|08:00:00|CET||Conversione di valuta generica|Completata|EUR|90,00|0,00|90,00|A3|90,00|A1",
        ),
        "EUR 90",
        3,
        group="paypal",
    )
    yield oth(
        "Ko-fi eu",
        "kofi.csv",
        table(
            "DateTime (UTC)|From|Message|Item|Received|Given|Currency|TransactionType",
            "2026-01-14 10:02|Ann||Ko-fi|5.00|0|EUR|Tip",
            "2026-01-20 10:00|Lou||Other|0|3.00|EUR|Tip",
        ),
        "EUR 2.00",
        2,
    )
