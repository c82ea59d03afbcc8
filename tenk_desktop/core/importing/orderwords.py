"""The words an export of a creator's affiliate orders is written in: its columns and its statuses.

The English ones are those that public programs reading the export agree on. TikTok renames its columns from one year to
the next and may translate them, so a column is also known by what its words mean, in the languages of the markets it
sells in; no export in another language was seen, so these are likely translations, and any other status is told.
"""

import re
from collections.abc import Mapping, Sequence

from tenk_desktop.core.money import is_currency
from tenk_desktop.core.text import fold

_ORDER = r"(order|commande|pedido|bestell?\w*|ordine|pesanan|encomenda|zamowieni\w*|siparis)"
_DAY = r"(date|time|fecha|datum|data|tanggal|created|tarihi)"
_ESTIMATED = r"\b(est|estim\w*|gesch\w*|stimat\w|szac\w*|tahmini)\b"
_SETTLED = r"(settle\w*|paid|regl\w+|liquid\w+|\w*abrechn\w+|afreken\w+|rozlicz\w+|penyelesaian|versement)"


def _with(*parts: str) -> re.Pattern[str]:
    """All of these somewhere in a header, in any order."""
    return re.compile("".join(rf"(?=.*(?:{part}))" for part in parts))


_MEANING: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("skuid", _with(r"\bsku\b", r"\bid\b")),
    ("orderid", _with(rf"\b{_ORDER}", r"\b(id|number|numero|no|numer)\b|nummer\b")),
    ("currency", re.compile(r"(currency|devise|monnaie|moneda|wahrung|valuta|mata uang|moeda|waluta|para birimi)\b")),
    ("estbonus", _with(_ESTIMATED, r"\bbon[uo]s?\b")),
    ("estshopadscommission", _with(_ESTIMATED, r"\bshop[- ]ads\b")),
    ("eststandardcommission", _with(_ESTIMATED, r"standard|estandar|standar\b|standaard|padrao")),
    (
        "totalfinalearnedamount",
        _with(r"\b(totaa?l|final|\w*gesamt)", r"earn|gagne|ganad|verdien|guadagn|diperoleh|ganh|zarob"),
    ),
    ("totalfinalearnedamount", _with(r"\bfinal", r"\bearn")),
    ("commissionsettlementdate", _with(_SETTLED, _DAY)),
    ("orderdate", _with(rf"\b{_ORDER}", _DAY)),
    ("orderdate", re.compile(r"(time|date) created|creat(ed|ion) (time|date)$")),
    ("ordersettlementstatus", re.compile(r".*\b(stat(us|ut|o)|\w*status|estado)\b")),
)
"""What a header means, the surest first."""

AWAITING = "awaitingpayment"
_STATUSES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (status, re.compile(words))
    for status, words in (
        (AWAITING, r"(en attente de|pendiente de|aguardando( o)?|in attesa di|wacht op) (pag\w+|paiement|betaling)"),
        (AWAITING, r"zahlung ausstehend|ausstehende zahlung|paiement en attente|pago pendiente|oczekuje na platnosc"),
        (AWAITING, r"menunggu pembayaran|to be paid|unpaid"),
        ("pending", r"en attente|pendiente|pendente|ausstehend|in sospeso|in attesa|in behandeling|oczekujac[ey]"),
        ("pending", r"to be settled|unsettled|tertunda|beklemede"),
        ("settled", r"reglee?|liquid(ad|at)[oa]|abgerechnet|afgerekend|verrekend|rozliczon[eoay]|diselesaikan"),
        ("settled", r"commission settled"),
        ("ineligible", r"(non|no|nao) (eligible|elegible|elegivel|idone[ao]|apt[ao])|nie kwalifikuje sie|inelegivel"),
        ("ineligible", r"inelegible|nicht (berechtigt|zulassig|qualifiziert)|niet in aanmerking|tidak memenuhi syarat"),
        ("ineligible", r"cancell?ed|(fully )?refunded"),
    )
)
"""Likely translations of the four words, whole: any other word is told."""


def status_named(text: str) -> str:
    """The status in the words of the English export, without case or spaces."""
    folded = fold(text)
    return next((status for status, words in _STATUSES if words.fullmatch(folded)), "") or plain(text)


def plain(header: str) -> str:
    """A header without case, dots, spaces or byte-order mark; ``Estimated`` is written ``Est.`` elsewhere."""
    bare = _CODE.sub("", header) if currency_in(header) else header
    return re.sub(r"[^a-z0-9]", "", bare.casefold()).replace("estimated", "est", 1)


_CODE = re.compile(r"\(([A-Z]{3})\)")


def currency_in(header: str) -> str:
    """The currency that a column's title names, as ``Total (EUR)`` does; empty when none."""
    found = _CODE.search(header)
    return found[1] if found and is_currency(found[1]) else ""


def meant(cells: Sequence[str], known: Mapping[str, int]) -> dict[str, int]:
    """The columns of a header by name: those known as they are written, then the others by what they mean."""
    columns = dict(known)
    for at, cell in enumerate(cells):
        if at not in known.values():
            header = fold(cell)
            name = next((name for name, pattern in _MEANING if pattern.match(header)), "")
            if name:
                columns.setdefault(name, at)
    return columns
