"""Affiliate orders in other moneys, shapes and languages; and what a shop or an agency exports."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from tests.workbooks import xlsx

from .exam import Case, Truth, comma, csv_of, plain, zip_of

# --- affiliate orders

ORDER = [
    "Order ID",
    "SKU ID",
    "Product name",
    "Product ID",
    "Price",
    "Items sold",
    "Items refunded",
    "Shop name",
    "Shop code",
    "Affiliate partner",
    "Agency",
    "Currency",
    "Order type",
    "Order settlement status",
    "Indirect",
    "Commission type",
    "Content Type",
    "Content ID",
    "Standard",
    "Shop ads",
    "TikTok bonus",
    "Partner bonus",
    "Revenue sharing portion",
    "GMV",
    "Est. commission base",
    "Est. standard commission",
    "Est. Shop Ads commission",
    "Est. Bonus",
    "Est. Affiliate partner bonus",
    "Est. IVA",
    "Est. ISR",
    "Est. PIT",
    "Est. revenue sharing portion",
    "Actual commission base",
    "Standard commission",
    "Shop Ads commission",
    "Bonus",
    "Affiliate partner bonus",
    "Tax - ISR",
    "Tax - IVA",
    "Tax - PIT",
    "Shared with partner",
    "Total final earned amount",
    "Order date",
    "Commission settlement date",
]
_STATUSES = ("Settled", "Pending", "Ineligible", "AwaitingPayment", "Settled", "Settled", "Pending")
_STAGE_OF = {"Settled": "validated", "Pending": "estimated", "AwaitingPayment": "estimated", "Ineligible": "void"}


def order(i: int, code: str, write: Callable[[Decimal], str], stamp: str = "%d/%m/%Y %H:%M:%S") -> dict[str, str]:
    status = _STATUSES[i % 7]
    placed = datetime(2026, 1, 5, 9, 30, tzinfo=UTC) + timedelta(days=i)
    estimate, final = Decimal(250 + 31 * i) / 100, Decimal(200 + 31 * i) / 100
    settled = status == "Settled"
    row = dict.fromkeys(ORDER, "")
    row |= {
        "Order ID": f"57694{i:013}", "SKU ID": f"17294{i:013}", "Product name": f"Lampe, n° {i}", "Product ID": f"1729{i:015}",
        "Price": write(Decimal("24.90")), "Items sold": "1", "Items refunded": "0", "Shop name": "Chez Luma", "Currency": code,
        "Order type": "Affiliate order", "Order settlement status": status, "Content Type": "Video",
        "Content ID": f"75000{i % 3:014}", "Standard": "15%", "GMV": write(Decimal("24.90")),
        "Est. standard commission": write(estimate), "Est. Shop Ads commission": write(Decimal(0)),
        "Est. Bonus": write(Decimal("0.10")), "Total final earned amount": write(final if settled else Decimal(0)),
        "Order date": placed.strftime(stamp),
        "Commission settlement date": (placed + timedelta(days=20)).strftime(stamp) if settled else "/",
    }  # fmt: skip
    return row


def orders_truth(codes: Sequence[str]) -> Truth:
    money: Counter[tuple[str, str]] = Counter()
    for i, code in enumerate(codes):
        status = _STATUSES[i % 7]
        amount = Decimal(200 + 31 * i) / 100 if status == "Settled" else Decimal(260 + 31 * i) / 100
        money[_STAGE_OF[status], code] += amount
    first = date(2026, 1, 5)
    return Truth(money, len(codes), days=(first, first + timedelta(days=len(codes) - 1)))


def orders() -> Iterator[Case]:
    def made(codes: Sequence[str], write: Callable[[Decimal], str] = plain, **more: str) -> list[dict[str, str]]:
        return [order(i, code, write, **more) for i, code in enumerate(codes)]

    def table(rows: Sequence[Mapping[str, str]], columns: Sequence[str] = ORDER) -> list[list[str]]:
        return [list(columns), *([row.get(c, "") for c in columns] for row in rows)]

    euros, pounds, dollars = ["EUR"] * 14, ["GBP"] * 14, ["USD"] * 14
    yield Case("orders", "pounds", "orders.csv", csv_of(table(made(pounds))), orders_truth(pounds))
    signed = made(dollars, lambda a: f"${a:,.2f}")
    yield Case("orders", "dollar signs", "orders.csv", csv_of(table(signed)), orders_truth(dollars))
    both = (["EUR", "GBP"] * 7)[:14]
    yield Case("orders", "two currencies", "orders.csv", csv_of(table(made(both))), orders_truth(both))
    yield Case("orders", "no row", "orders.csv", csv_of([ORDER]), Truth())
    turned = csv_of(table(made(euros), ORDER[::-1]))
    yield Case("orders", "columns reversed", "orders.csv", turned, orders_truth(euros))
    more = ["Payment status", *ORDER[:20], "Buyer country", *ORDER[20:], "Notes"]
    yield Case("orders", "columns more", "orders.csv", csv_of(table(made(euros), more)), orders_truth(euros))
    yield Case("orders", "workbook", "orders.xlsx", xlsx({"Sheet1": table(made(euros))}), orders_truth(euros))
    saved = [list(ORDER), *[[_typed(c, r[c]) for c in ORDER] for r in made(euros)]]
    yield Case("orders", "workbook saved again", "orders.xlsx", xlsx({"Sheet1": saved}), orders_truth(euros))
    french = csv_of(table(made(euros, comma, stamp="%d/%m/%Y %H:%M")), ";", "\r\n", "utf-8-sig")
    yield Case("orders", "saved by a French spreadsheet", "orders.csv", french, orders_truth(euros))
    wide = csv_of(table(made(euros)), "\t", "\r\n", "utf-16")
    yield Case("orders", "utf-16", "orders.txt", wide, orders_truth(euros))
    iso = csv_of(table(made(euros, stamp="%Y-%m-%d %H:%M:%S")))
    yield Case("orders", "days as ISO", "orders.csv", iso, orders_truth(euros))
    american = csv_of(table(made(dollars + dollars, stamp="%m/%d/%Y %H:%M:%S")))
    yield Case("orders", "month first", "orders.csv", american, orders_truth(dollars + dollars))
    clock = csv_of(table(made(dollars, stamp="%d/%m/%Y %I:%M:%S %p")))
    yield Case("orders", "twelve hours", "orders.csv", clock, orders_truth(dollars))
    shouted = [
        r | {"Order settlement status": r["Order settlement status"].upper().replace("AWAITINGP", "AWAITING P")}
        for r in made(euros)
    ]
    yield Case("orders", "statuses in capitals", "orders.csv", csv_of(table(shouted)), orders_truth(euros))
    drift = {
        "Est. standard commission": "Estimated standard commission",
        "Product name": "Product Name",
        "Est. Bonus": "Est.Bonus",
    }
    renamed = [[drift.get(c, c) for c in ORDER], *table(made(euros))[1:]]
    yield Case("orders", "headers drifted", "orders.csv", csv_of(renamed), orders_truth(euros))
    halves = [csv_of(table(made(euros)[:7])), csv_of(table(made(euros)[7:]))]
    yield Case(
        "orders", "zip of two", "orders.zip", zip_of(**{"a.csv": halves[0], "b.csv": halves[1]}), orders_truth(euros)
    )
    for what, currency, each, nothing, value in (
        ("dong by the thousand", "VND", "125.000", "0", Decimal(125_000)),
        ("rupiah by the thousand", "IDR", "Rp12.500", "Rp0", Decimal(12_500)),
        ("yen", "JPY", "¥1,250", "¥0", Decimal(1_250)),
    ):
        whole = [
            row
            | {
                "Est. Bonus": "0",
                "Est. standard commission": each,
                "Total final earned amount": each if row["Order settlement status"] == "Settled" else nothing,
            }
            for row in made([currency] * 7)
        ]
        sums = {("validated", currency): 3 * value, ("estimated", currency): 3 * value, ("void", currency): value}
        yield Case("orders", what, "orders.csv", csv_of(table(whole)), Truth(sums, 7))
    for language, names in _TRANSLATED.items():
        localised = [[names.get(c, c) for c in ORDER], *table(made(euros))[1:]]
        yield Case("orders", f"headers in {language}", "orders.csv", csv_of(localised), orders_truth(euros))


def _typed(column: str, text: str) -> str | float | int:
    """What a spreadsheet makes of a cell."""
    if column in ("Est. standard commission", "Total final earned amount", "Est. Bonus", "Items sold", "GMV"):
        return float(text.replace(",", ""))
    return text


_TRANSLATED = {
    "French": {
        "Order ID": "ID de la commande", "SKU ID": "ID du SKU", "Product name": "Nom du produit", "Currency": "Devise",
        "Order settlement status": "Statut de règlement de la commande", "Content ID": "ID du contenu",
        "Est. standard commission": "Commission standard est.", "Est. Bonus": "Bonus est.",
        "Total final earned amount": "Montant total final gagné", "Order date": "Date de la commande",
        "Commission settlement date": "Date de règlement de la commission",
    },
    "Spanish": {
        "Order ID": "ID del pedido", "SKU ID": "ID de SKU", "Product name": "Nombre del producto", "Currency": "Moneda",
        "Order settlement status": "Estado de liquidación del pedido", "Content ID": "ID del contenido",
        "Est. standard commission": "Comisión estándar est.", "Total final earned amount": "Importe total final ganado",
        "Order date": "Fecha del pedido", "Commission settlement date": "Fecha de liquidación de la comisión",
    },
    "German": {
        "Order ID": "Bestell-ID", "SKU ID": "SKU-ID", "Product name": "Produktname", "Currency": "Währung",
        "Order settlement status": "Abrechnungsstatus der Bestellung", "Total final earned amount": "Endgültiger Gesamtverdienst",
        "Order date": "Bestelldatum", "Commission settlement date": "Abrechnungsdatum der Provision",
    },
}  # fmt: skip


def sellers() -> Iterator[Case]:
    partner = "Order ID,Product ID,Product Name,SKU ID,Price,Currency,Order Status,Creator Username,Est. Commission Base,Time Created"
    yield Case(
        "sellers",
        "partner orders",
        "affiliate_orders.csv",
        f"{partner}\n1,2,x,3,10.00,EUR,Completed,marie,9.00,01/02/2026 10:00:00\n".encode(),
        Truth(nothing=True),
    )
    tables = {
        "statements": "Statement date,Statement ID,Payment ID,Status,Total settlement amount,Net sales,Shipping,Fees,Adjustments,Reserve Amount,Payable amount",
        "payments": "Payment initiation date,Payment ID,Payment amount,Payment completion date,Status,Bank account,Notes",
        "orders": "Order/adjustment ID  ,Type  ,Order created time(UTC),Order settled time(UTC),Currency,Total settlement amount,Total revenue",
    }  # fmt: skip
    for name, header in tables.items():
        row = ",".join("2026/02/01" if "ate" in h or "time" in h else "12.50" for h in header.split(","))
        yield Case("sellers", name, "income.csv", f"{header}\n{row}\n".encode(), Truth(nothing=True))
        book = xlsx({"Reports": [["Period", "2026"]], name.title(): [header.split(","), row.split(",")]})
        yield Case("sellers", f"{name} in a workbook", "income.xlsx", book, Truth(nothing=True))
    backstage = "Data period,Creator ID,Creator's username,Joined time,Days since joining,Diamonds,LIVE duration,Valid go LIVE days\n2026-02-01 ~ 2026-02-15,1,marie,2025-01-01 10:00:00,400,12000,19h 47m 31s,9\n"
    yield Case("sellers", "an agency's data", "Creator data.csv", backstage.encode(), Truth(nothing=True))
