"""Tenk: will the month close?"""

__version__ = "0.1.0"
