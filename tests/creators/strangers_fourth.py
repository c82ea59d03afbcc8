"""A fourth set of strangers: whole pages as copied, workbooks of middlemen saved again, lists of brands and supporters."""

from collections.abc import Iterator
from datetime import date

from tests.workbooks import Cell, Rows, xlsx

from .exam import Case, Truth, csv_of, plain, zip_of
from .strangers_orders import order, orders_truth
from .strangers_second import money, pages, table

_PAGES = (
    ("menus around", "TikTok Studio|Accueil|Programme Creator Rewards|Récompenses estimées|30,50 €|Octobre 2025|10,50 €|Versé|Novembre 2025|20,00 €|En attente|Aide|Conditions d’utilisation",
     "received EUR 10.50, estimated EUR 20.00"),
    ("a footer", "Mois~Récompenses estimées~Vues qualifiées~Statut|Octobre 2025~10,50 €~20,1 k~Versé|Novembre 2025~20,00 €~32,7 k~En attente|Les récompenses estimées peuvent changer.",
     "received EUR 10.50, estimated EUR 20.00"),
    ("cards with titles", "Oct 2025|Estimated rewards|$10.50|Qualified views|20.1K|Paid|Nov 2025|Estimated rewards|$20.00|Qualified views|32.7K|Pending",
     "received USD 10.50, estimated USD 20.00"),
    ("cards with titles, de", "Oktober 2025|Geschätzte Prämien|1.010,50 €|Bezahlt|November 2025|Geschätzte Prämien|20,00 €|Ausstehend",
     "received EUR 1010.50, estimated EUR 20.00"),
    ("nl", "Maand~Geschatte beloningen~Status|oktober 2025~€ 10,50~Betaald|november 2025~€ 1.020,00~In behandeling",
     "received EUR 10.50, estimated EUR 1020.00"),
    ("pl", "Miesiąc~Szacowane nagrody~Status|październik 2025~10,50 zł~Wypłacono|listopad 2025~20,00 zł~Oczekujące",
     "received PLN 10.50, estimated PLN 20.00"),
    ("a dash for nothing", "Mois~Récompenses estimées~Statut|Octobre 2025~0,00 €~—|Novembre 2025~20,00 €~En attente", "estimated EUR 20.00"),
    ("notes with dashes", "octobre 2025 - 10,50 € - versé|novembre 2025 - 20 € - en attente", "received EUR 10.50, estimated EUR 20.00"),
    ("notes in English", "October 2025: $10.50 (paid)|November 2025: $1,020.00 (pending)", "received USD 10.50, estimated USD 1020.00"),
    ("views and no stage", "octobre 2025~10,50 €~20 192 vues|novembre 2025~20,00 €~32 786 vues", "estimated EUR 30.50"),
    ("days with a rate", "Date~Récompenses estimées~Vues qualifiées~RPM|01/10/2025~0,50 €~900~0,55 €|15/10/2025~0,75 €~1 200~0,62 €", "estimated EUR 1.25"),
)  # fmt: skip


def whole_pages() -> Iterator[Case]:
    yield from pages(_PAGES)


def more_shapes() -> Iterator[Case]:
    rows = [order(i, "EUR", plain) for i in range(14)]
    whole = orders_truth(["EUR"] * 14)
    coded = [
        row | {c: f"{row[c]} EUR" for c in ("Total final earned amount", "Est. standard commission")} for row in rows
    ]
    yield Case("orders", "a code in each cell", "orders.csv", csv_of(table(coded)), whole)
    signed = [order(i, "EUR", lambda a: f"{a:.2f} €".replace(".", ",")) for i in range(14)]
    yield Case("orders", "a sign behind", "orders.csv", csv_of(table(signed), ";"), whole)
    yield Case("orders", "one order", "orders.csv", csv_of(table(rows[:1])), orders_truth(["EUR"]))
    spaced = {
        "Settled": "Settled ",
        "Pending": "pending",
        "Ineligible": "INELIGIBLE",
        "AwaitingPayment": "Awaiting payment",
    }
    status = "Order settlement status"
    loose = [row | {status: spaced[row[status]]} for row in rows]
    yield Case("orders", "statuses written loosely", "orders.csv", csv_of(table(loose)), whole)
    titles = (
        "Date|Heure|Fuseau horaire|Nom|Type|État|Devise|Avant commission|Commission|Net|Numéro de transaction|Solde"
    )
    moved: list[list[Cell]] = [
        [date(2026, 1, 14), "08:00:00", "Europe/Paris", "TikTok", "Paiement groupé", "Terminé", "EUR", 50.0, -1.0, 49.0, "A", 49.0],
        [date(2026, 1, 20), "08:00:00", "Europe/Paris", "Café", "Paiement mobile", "Terminé", "EUR", -9.0, 0, -9.0, "B", 40.0],
    ]  # fmt: skip
    forty = Truth(money("EUR 40"), 2)
    yield Case(
        "others", "PayPal saved as a workbook", "Download.xlsx", xlsx({"Download": [titles.split("|"), *moved]}), forty
    )
    lines = [[f"{c:%d/%m/%Y}" if isinstance(c, date) else c for c in row] for row in moved]
    both = zip_of(
        **{"orders.csv": csv_of(table(rows)), "Download.CSV": csv_of([titles.split("|"), *lines], enc="utf-8-sig")}
    )
    yield Case("others", "orders and PayPal in one", "tout.zip", both, Truth({**whole.money, **forty.money}, 16))
    revolut: Rows = [
        ["Type", "Product", "Started Date", "Completed Date", "Description", "Amount", "Fee", "Currency", "State", "Balance"],
        ["Topup", "Current", date(2026, 1, 14), date(2026, 1, 14), "TikTok", 50.0, 0.0, "EUR", "COMPLETED", 50.0],
        ["Card Payment", "Current", date(2026, 1, 15), date(2026, 1, 16), "Cafe", -9.0, 0.5, "EUR", "COMPLETED", 40.5],
        ["Card Payment", "Current", date(2026, 1, 17), None, "Hotel", -19.0, 0.0, "EUR", "PENDING", None],
    ]  # fmt: skip
    yield Case(
        "others", "Revolut as a workbook", "account.xlsx", xlsx({"Sheet1": revolut}), Truth(money("EUR 40.50"), 2)
    )
    brands = [
        ["Marque", "Campagne", "Date de paiement", "Montant", "Statut"],
        ["A", "Noël", "15/12/2025", "300 €", "Payé"],
        ["B", "Soldes", "15/01/2026", "250 €", "En attente"],
    ]
    yield Case(
        "others",
        "brands",
        "partenariats.csv",
        csv_of(brands, ";"),
        Truth(money("received EUR 300, payable EUR 250"), 2),
    )
    given = [
        ["Date", "Supporter", "Amount", "Currency", "Status"],
        ["2026-01-14 10:00", "Ann", "5.00", "EUR", "Succeeded"],
        ["2026-01-15 10:00", "Bob", "3.00", "EUR", "Refunded"],
        ["2026-01-16 10:00", "Cid", "4.00", "EUR", "Succeeded"],
    ]
    yield Case("others", "supporters, one paid back", "support.csv", csv_of(given), Truth(money("EUR 9"), 2))
    spans = [
        ["Date", "Description", "Amount"],
        ["Jan 1 – 31, 2026", "Earnings - YouTube", "€10.50"],
        ["Jan 21 – 31, 2026", "Automatic payment", "-€9.00"],
    ]
    days = (date(2026, 1, 31), date(2026, 1, 31))
    yield Case("others", "days of a month", "transactions.csv", csv_of(spans), Truth(money("EUR 1.50"), 2, days=days))
