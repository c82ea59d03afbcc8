"""Whole invented households, replayed through real ledgers, to score what the app says: ``python -m tests.households``.

`people` invents lives that know nothing of the forecaster's assumptions, out of what is in `lives`; `replay` says
verdicts on them through a real ledger and keeps what then happened; `scores` compares the two.
"""
