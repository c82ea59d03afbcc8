"""A ledger in the formats of other programs. `book` is what is written; each format is one module and one function."""

from tenk_desktop.core.text import mark

FORMATS = {
    "csv": mark("Tableau (CSV)"),
    "xlsx": mark("Classeur (XLSX)"),
    "beancount": mark("Beancount"),
    "hledger": mark("hledger"),
    "json": mark("JSON"),
}
"""Each format by its name, and what people call it."""
SUFFIXES = {"hledger": "journal"}
"""Of the formats whose files do not end in their name."""
