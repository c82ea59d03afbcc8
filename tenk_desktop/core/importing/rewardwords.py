"""The words a page of rewards is written in: its columns, and how far an earning is.

In English, French, Spanish, German, Italian, Portuguese, Dutch and Polish; Turkish, Indonesian, Japanese and Arabic in
part. Only the English ones were seen on a page
(and no file is known at all); the others are their likely translations, so a word that is not here is asked about.
"""

import re
from collections.abc import Mapping

from tenk_desktop.core.importing.booked import says_yes
from tenk_desktop.core.importing.words import fold
from tenk_desktop.core.model import Stage

# The page's own words prove a table of rewards; the others only name a column of one
PROOF = re.compile(
    r"(estimated|qualified) (rewards?|views)|rpm|creator rewards?|recompenses? estimees?|vues (eligibles|qualifiees)"
    r"|recompensas estimadas|visualiza(cion|co)es (calificadas|qualificadas)|geschatzte pramien|qualifizierte aufrufe"
    r"|ricompense stimate|visualizzazioni qualificate|geschatte beloningen|gekwalificeerde weergaven"
    r"|szacowane nagrody|kwalifikowane wyswietlenia|tahmini oduller|推定(リワー[ドト]|報酬)"
    r"|estimasi hadiah|المكافات المقدرة"
)
_SEEN = r"views|vues|visualizaciones|aufrufe|visualizzazioni|visualizacoes|weergaven|wyswietlenia"
COLUMNS: Mapping[str, re.Pattern[str]] = {  # in English, French, Spanish, German, Italian, Portuguese, Dutch and Polish
    "ignored": re.compile(r"\brpm\b|\brate\b|taux"),
    "month": re.compile(
        r"\b(month|mois|mes|monat|mese|maand|miesiac|date|day|jour|datum|data|tag|dag|giorno|dia|dzien|zeitraum|okres"
        r"|ay|tarih|bulan|tanggal|月|日付|الشهر|التاريخ)\b"
        r"|period|fecha"
    ),
    "views": re.compile(rf"\b({_SEEN})\b"),
    "stage": re.compile(r"status|statut|\b(etat|stato|stan|durum)\b|estado|etape|stage|ステータス|الحالة"),
    "amount": re.compile(
        r"reward|recompen|montant|amount|earning|revenue|revenu|gains?\b|payout|payment|paiement|betrag|pramie|einnahme"
        r"|ricompens|guadagn|import[eo]\b|ganho|valor|beloning|bedrag|inkomst|nagrod|kwota|ingreso"
        r"|odul|hadiah|リワー[ドト]|報酬|المكافات"
    ),
}
VIEWS = re.compile(rf"[\d ]+[km]? ({_SEEN})")
_STAGES = (
    (
        Stage.VOID,
        re.compile(
            r"cancel|annul|ineligible|reject|refus|declin|delet|revers|storniert|abgelehnt|rifiut|rechaz|rejeit|anulow"
            r"|\bfail|echou|echec|fehlgeschlagen|fallid|falh|non riuscit|mislukt|nieudan"
        ),
    ),
    (
        Stage.IN_TRANSIT,
        re.compile(
            r"en route|transit|processing|traitement|unterwegs|bearbeitung|en proceso|onderweg"
            r"|proce(s|ss)(ando|amento|amiento)|elaborazione|lavorazione|w trakcie|przetwarz"
        ),
    ),
    (
        Stage.PAYABLE,
        re.compile(
            r"^(sent|envoye|issued|emise?$|overdue|en retard|gesendet|versendet|enviad|inviat|verzonden|wyslan)"
            r"|upcoming|prevu|a venir|scheduled|payable|a payer|proxim|bevorstehend|geplant|in arrivo|programmat"
            r"|agendad|aankomend|gepland|nadchodzac|zaplanow"
        ),
    ),
    (
        Stage.ESTIMATED,
        re.compile(
            r"\b(non|not|no|pas|nicht|niet|nao|nie)\b|^(new|open|offen|ouverte?)$|^impaye|estim|pending|en attente"
            r"|en cours|unpaid|pendiente|pendente|ausstehend|geschatzt|unbezahlt|in attesa|in sospeso|in corso|stimat"
            r"|in behandeling|in afwachting|geschat|oczekuj|szacow"
            r"|bekle(me|niyor)|tertunda|menunggu|保留|審査中|未払|قيد الانتظار|معلق"
        ),
    ),
    (
        Stage.RECEIVED,
        re.compile(
            r"\bpaid\b|paye|verse\b|recu\b|received|withdrawn|completed|retire|\bpag(ad|at)?[oa]s?\b|bezahlt"
            r"|ausgezahlt|erhalten|ricevut|recebid|recibid|betaald|ontvangen|wyp[lł]acon|op[lł]acon|otrzyman"
            r"|^odendi|dibayar|支払い?済|^مدفوع"
        ),
    ),
    (
        Stage.VALIDATED,
        re.compile(
            r"valid|approu?v|^(closed|locked)$|confirm|conferm|aprob|aprov|genehmigt|bestatigt|goedgekeurd|bevestigd|zatwierdz"
        ),
    ),
)


def parse_stage(cell: str) -> Stage | None:
    """How far an earning is, in the words of a page; None for any other text, and for the title of a column."""
    folded = fold(cell)
    if len(folded) >= 40 or PROOF.fullmatch(folded):
        return None
    return next((stage for stage, pattern in _STAGES if pattern.search(folded)), None)


def stage_of(title: str, cell: str) -> Stage | None:
    """As `parse_stage`; below a title such as *Payé ?* a yes or a no says it too."""
    if parse_stage(title) is Stage.RECEIVED and fold(cell) in _YES_OR_NO:
        return Stage.RECEIVED if says_yes(cell) else Stage.ESTIMATED
    return parse_stage(cell)


_YES_OR_NO = frozenset(
    {"oui", "non", "yes", "no", "ja", "nein", "nee", "si", "sim", "nao", "tak", "nie", "x", "true", "false"}
)
