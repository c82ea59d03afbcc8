"""What a bank says of an operation that it has not booked, or never will."""

import re

from tenk_desktop.core.importing.words import fold

_A_WORD = r"^(?:(?!(?:not|non|no|nicht|niet|ikke|pas|partial\w*|partiel\w*) )\w+ )?"
"""What may stand before the word that counts: *payment* pending, *operación* rechazada."""
_PENDING = re.compile(
    _A_WORD + r"(pending|en attente|en cours|in sospeso|vorgemerkt|ausstehend|authori[sz]ed?|a venir|in behandeling"
    r"|pendiente|upcoming|in transit|en transit|in progress|processing|reserved|prevu|provisoire|on hold|held|uncleared"
    r"|scheduled|planned|planifie|programme|geplant|unclaimed|non reclame"
    r"|non (compta|contab)|no contab|(noch )?nicht gebucht|not (posted|booked|settled)|niet geboekt|unposted|unsettled"
    r"|bloque|retenu|retenid|einbehalten|autorizzat|autorizad|pendente|oczekuj|reserver|reservad|venter|in attesa"
    r"|gereserveerd|reserviert|in (verwerking|bearbeitung|elaborazione)|em processamento|en (tramite|proceso)"
    r"|en traitement|w (trakcie|realizacji)|preliminar|afventer|under behandling|bekle|provizyon|varaus|kesken"
    r"|odottaa|cekaj|zpracov|в обработке|холд|a (payer|regler|recevoir|encaisser)$|to (pay|be paid)$|unpaid|impaye"
    r"|(pas|non|not) (encore )?(paye|regle|paid|recu)|unbezahlt|da pagare|por pagar|nao pag)"
)
_REFUSED = re.compile(
    _A_WORD
    + r"(refuse|refus|rejet|reject|revert|declin|fail|e?chou|e?chec|annul|cancel|geweigerd|abgelehnt|abgebrochen"
    r"|storniert|rifiutat|rechazad|anulad|denegad|denied|reversed|returned|blocked|voided|expired?|renvoye|retourne"
    r"|ramene|ko$|nok$|non abouti|invalid|ruckgangig|zuruckge|fehlgeschlag"
    r"|teruggedraaid|geannuleerd|mislukt|devuelt|fallid|fallit|stornat"
    r"|odrzuc|anulowan|recusad|estornad|avvist|afvist|avvisad|reddedil|iptal|negat|denega|zamitnut|zruse"
    r"|hylatty|nevykon|отклон|отмен|关闭|失败|撤销|取消)"
    r"|\b(annule|refuse|rejete|cancell?ed|rejected|declined|failed)e?s?$|(关闭|失败)$"
)


DONE = re.compile(
    r"effectue|execute|termine|complet|completed|comptabilise|booked|posted|settled|done|gebucht|ausgefuhrt|contabilizado"
)
"""A status that says an operation took place, folded."""
GIVEN_BACK = re.compile(r"(fully )?refunded|rembourse|(ruck)?erstattet|rimborsat[oa]|reembolsad[oa]|terugbetaald")
"""A status of what was paid, then paid back, folded. Whether a line of its own takes it back, only the table shows."""

_TITLE = r"(les |vos )?(operations?|transactions?|paiements?|mouvements?|ecritures?|debits?|umsatze)\b"
SECTION_TITLE = re.compile(rf"^{_TITLE}|^(pending|upcoming|posted|booked|vorgemerkte|gebuchte) ")
WAITING_TITLE = re.compile(
    rf"^{_TITLE}( \w+)? (en attente|en cours|a venir|non comptabilisee?s|pending|futures?)|^(a venir|en attente)$"
    r"|^(pending|upcoming|vorgemerkte) (transactions|payments|operations|umsatze)$"
)
"""The title of a part of a table whose operations the bank has not booked; any other `SECTION_TITLE` ends it."""


def status_kind(cell: str) -> str:
    """``pending``, ``refused``, or nothing for a status that lets the row count."""
    folded = fold(cell)
    return "pending" if _PENDING.search(folded) else "refused" if _REFUSED.search(folded) else ""


_YES = frozenset(("yes", "y", "ja", "oui", "o", "true", "vrai", "si", "sim", "tak", "wahr", "x", "1", "ok"))
_NO = frozenset(("", "no", "n", "nein", "nee", "non", "false", "faux", "nao", "nie", "falsch", "0"))
_TICKS = frozenset("✓✔☑✅")


def says_yes(cell: str) -> bool:
    """Whether a cell of a column of yes and no says yes, or is ticked."""
    return fold(cell) in _YES or not _TICKS.isdisjoint(cell)


def says_no(cell: str) -> bool:
    """Whether a cell of a column of yes and no says no, or is not ticked."""
    return not says_yes(cell) and fold(cell) in _NO
