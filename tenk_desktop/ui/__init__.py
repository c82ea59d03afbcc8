"""Shows: asks the ledger, draws, and asks again when told which tables changed."""
