"""A TikTok shop's own finance export (statements, payments, order details), what an agency sees of its creators, and
a list of supporters: known for what they are, and refused.

It lists what a seller sold and paid; only its payments reach a bank, whose statement holds them already. Its statements
and payments are not read as earnings: programs that read them agree on their columns, but on none that says the
currency, on no word for a status and on no way to write a day, so that money would be guessed.
"""

import re

from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing.decode import decode
from tenk_desktop.core.importing.statement import Reader, Reading, ReadOptions
from tenk_desktop.core.progress import Progress
from tenk_desktop.core.text import msg

FORMAT = "tiktok-shop-finance"
_SHEETS = (  # columns that stand together in one sheet and nowhere else, as programs reading them know them
    frozenset({"statementid", "paymentid", "totalsettlementamount"}),
    frozenset({"paymentid", "paymentamount", "paymentinitiationdate"}),
    frozenset({"orderadjustmentid", "totalsettlementamount"}),
)
_AGENCY = frozenset({"creatorid", "diamonds", "liveduration"})
_MEMBERS = frozenset({"patronstatus", "lifetimeamount"})
_HEADER_LINES = 20


def claims(_name: str, head: bytes) -> bool:
    """Whether one of the first lines is the header of such a sheet."""
    return any(known <= names for names in _headers(head) for known in (*_SHEETS, _AGENCY, _MEMBERS))


def _headers(head: bytes) -> list[set[str]]:
    lines = decode(head).text.split("\n")[:_HEADER_LINES]
    return [{re.sub(r"[^a-z]", "", cell.casefold()) for cell in re.split(r"[,;\t]", line)} for line in lines]


def read(_name: str, data: bytes, _options: ReadOptions, _progress: Progress) -> Reading:
    """Always raises `ImportRefusedError`."""
    if any(names >= _AGENCY for names in _headers(data)):
        raise ImportRefusedError(
            msg(
                "Ce fichier est celui d’une agence : il compte les diamants de plusieurs personnes, sans aucune somme."
            ),
            msg("Vos diamants d’un mois se notent à la main : menu Fichier, « Gains d’un mois », source LIVE."),
        )
    if any(names >= _MEMBERS for names in _headers(data)):
        raise ImportRefusedError(
            msg("Ce fichier liste les personnes qui vous soutiennent : il ne dit pas ce que vous avez reçu, ni quand."),
            msg(
                "Exportez plutôt vos gains par mois, ou notez-les : menu Fichier, « Gains d’un mois », source Patreon."
            ),
        )
    raise ImportRefusedError(
        msg("Ce fichier vient d’une boutique TikTok Shop : il détaille ses ventes, ses frais et ses versements."),
        msg(
            "Importez le relevé du compte où les versements arrivent : ils y figurent une seule fois. Ce que la "
            "boutique doit encore se note par mois : menu Fichier, « Gains d’un mois », source TikTok Shop."
        ),
    )


READER = Reader(FORMAT, claims, read)
