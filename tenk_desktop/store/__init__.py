"""Remembers: one SQLite file behind one class, `Ledger`."""
