"""How an amount may be shown in the window: in figures, or as dots for people who film their screen."""

from tenk_desktop.core.text import NBSP, amount_text

HIDDEN = "••••"


def shown(minor: int, currency: str, *, hidden: bool, sign: bool = False, cents: bool = True) -> str:
    """As `amount_text`, or dots when amounts are ``hidden``. Minor units of ``currency``, income positive."""
    if hidden:
        return f"{HIDDEN}{NBSP}€" if currency == "EUR" else HIDDEN
    return amount_text(minor, currency, sign=sign, cents=cents)
