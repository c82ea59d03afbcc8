"""Writing a ledger in the format asked for."""

from tenk_desktop.core.exporting.book import Book


def written(book: Book, name: str) -> bytes:
    """A whole ledger in one of `FORMATS`."""
    if name == "xlsx":
        from tenk_desktop.core.exporting.workbook import to_xlsx

        return to_xlsx(book)
    from tenk_desktop.core.exporting.columns import to_csv
    from tenk_desktop.core.exporting.document import to_json
    from tenk_desktop.core.exporting.plaintext import to_beancount, to_hledger

    text = {"csv": to_csv, "json": to_json, "beancount": to_beancount, "hledger": to_hledger}[name](book)
    return text.encode()
