"""A ledger in the formats of other programs. `book` is what is written; each format is one module and one function."""

FORMATS = ("csv", "xlsx", "beancount", "hledger", "json")
