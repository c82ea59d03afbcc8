"""The ledger as an XLSX workbook: the same table as the CSV, with real dates and amounts."""

import io
from datetime import date
from decimal import Decimal

from tenk_desktop.core.exporting.book import Book
from tenk_desktop.core.exporting.columns import HEADER, rows
from tenk_desktop.core.money import exponent


def to_xlsx(book: Book) -> bytes:
    """One sheet, labels as text (never formulas), amounts as numbers with their currency's decimals."""
    from xlsxwriter import Workbook  # only who exports pays for it

    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        sheet = workbook.add_worksheet("Tenk")
        bold = workbook.add_format({"bold": True})
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        money = {
            c: workbook.add_format({"num_format": "#,##0" + ("." + "0" * exponent(c) if exponent(c) else "")})
            for c in {a.currency for a in book.accounts}
        }
        for column, name in enumerate(HEADER):
            sheet.write_string(0, column, name, bold)
        at = {name: column for column, name in enumerate(HEADER)}
        for line, row in enumerate(rows(book), start=1):
            for column, cell in enumerate(row):
                if column == at["date"] and cell:
                    sheet.write_datetime(line, column, _midnight(cell), day)
                elif column == at["amount"] and cell:
                    sheet.write_number(line, column, float(Decimal(cell)), money[row[at["currency"]]])
                else:
                    sheet.write_string(line, column, cell)
        sheet.freeze_panes(1, 0)
        sheet.set_column(at["date"], at["date"], 11)
        for name in ("account", "payee", "memo", "category", "bank_text"):
            sheet.set_column(at[name], at[name], 24)
    return out.getvalue()


def _midnight(iso: str) -> date:
    return date.fromisoformat(iso)
