"""The words banks use, in French, English, German, Dutch, Italian, Spanish and Arabic. No bank is named.

Words propose, the column's content disposes: "Valuta" is a value date over days and a currency over codes, so each
pattern says over which content it may speak. Patterns read `fold`ed text; a letter that a bad conversion replaced by
U+FFFD is gone by then, so an accented letter is written optional: ``de?bit``.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_NOT_WORD = re.compile(r"[^\w]+|_")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")


@lru_cache(4096)
def fold(text: str) -> str:
    """Small letters without accents or punctuation: ``Crédit (EUR)`` is ``credit eur``, ``dateOp`` is ``date op``."""
    plain = _CAMEL.sub(" ", text)
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain.replace("\ufffd", "").replace("ß", "ss"))
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(_NOT_WORD.sub(" ", plain.casefold()).split())


def _any(*patterns: str) -> str:
    return "|".join(patterns)


# Currencies and months

_CODES = (
    "AED ARS AUD BGN BHD BRL BYN CAD CHF CLP CNY COP CZK DKK DZD EGP EUR GBP GEL GHS HKD HRK HUF IDR ILS INR IQD ISK "
    "JOD JPY KES KMF KRW KWD LBP LKR LYD MAD MDL MGA MRU MUR MXN MYR NGN NOK NZD OMR PEN PHP PKR PLN QAR RON RSD RUB "
    "SAR SCR SEK SGD SYP THB TND TRY TWD UAH UGX USD UYU VND XAF XOF XPF ZAR"
)
CURRENCIES = frozenset(_CODES.split())
SYMBOLS = {
    **dict.fromkeys(("€", "euro", "euros", "Euro", "Euros", "EURO", "EUROS"), "EUR"),
    **dict.fromkeys(("CFP", "F CFP", "FCFP"), "XPF"),
    **dict.fromkeys(("DA", "د.ج", "دج"), "DZD"),
    **dict.fromkeys(("DH", "Dhs", "د.م"), "MAD"),
    **dict.fromkeys(("F CFA", "FCFA", "CFA", "$", "F", "kr", "Fr"), ""),
    "£": "GBP",
    "¥": "JPY",
}
"""Signs beside an amount, and the currency they prove: none for a sign that several countries share."""

MONTHS = tuple(
    tuple(fold(names).split())
    for names in (
        "janvier january januar januari gennaio enero janner يناير جانفي",
        "fevrier february februar februari febbraio febrero فبراير فيفري",
        "mars march maerz marz maart marzo mrt mrz مارس",
        "avril april aprile abril avr أبريل أفريل",
        "mai may mei maggio mayo مايو ماي",
        "juin june juni giugno junio يونيو جوان",
        "juillet july juli luglio julio يوليو جويلية",
        "aout august augustus agosto أغسطس أوت",
        "septembre september settembre septiembre سبتمبر",
        "octobre october oktober ottobre octubre okt أكتوبر",
        "novembre november novembre noviembre نوفمبر",
        "decembre december dezember dicembre diciembre دجنبر ديسمبر",
    )
)

# What a column's cells can be; a pattern speaks over one of these, or over an empty column
DATES, NUMBERS, CODES, SIGNS, TEXT, EMPTY = "dates", "numbers", "codes", "signs", "text", "empty"

_DEBIT = _any(
    "de?bit|debet|debito|belastung|addebit|lastschrift|soll|uscit|sortie|depense|withdraw|paid out|money out|outflow",
    "cargo|adeudo|retrait|afschrijving|ausgab|مدين",
)
_CREDIT = _any(
    "cre?dito?|kredit|gutschrift|accredit|haben|entrat|entree|recette|deposit|paid in|money in|inflow|abono|ingreso",
    "depot|bijschrijving|einnahm|داين",  # as `fold` leaves it, without its hamza,
)
_OTHER_MONEY = _any(  # numbers that are not the row's amount
    r"\borig|ursprung|foreign|local|e?trang|estero|fremd|vreemd|detail|einzel|sous montant|sub ?amount|francs",
    r"gegenwert",
    r"(?<!incl )\bvat\b|\btva\b|mwst|steuer|\bust\b|tax|remise|nachlass|exchange|taux|rate|kurs|cambio|contrevaleur",
    r"\bht\b|hors taxe|en devises?$|price|prix|kosten|before|after|quantity|anzahl|menge",
)
_OTHER_PARTY = _any(
    "contrepart|counter ?part|partner|tegenpart|tegenrekening|gegenkonto|be?ne?fici|payee|tiers|destinat|emetteur|empf",
)
_ACCOUNT = "iban|compte|konto|rekening|account|conto"
_PATTERNS: tuple[tuple[str, str, str], ...] = (
    # over days
    (
        "booked",
        DATES,
        r"comptab|book|buchung(?!szeit)|posting|posted|contabil|registra|boek|complet|date de fin|uitvoer",
    ),
    ("booked", DATES, r"execut|regle|settle|finaliza|abschluss|voltooi"),
    ("value date", DATES, r"val(eu)?r|value|valuta|\bval\b|wert|rente"),
    ("other date", DATES, r"transa[ck]tion|transazione|start|debut|inici|beginn|purchase|achat|time|zeit|moment|heure"),
    ("date", DATES, r"date|datum|data|fecha|created|erstellt|\bdag\b|\bjour\b|\bday\b|تاريخ"),
    # over numbers
    ("balance", NUMBERS, r"sold[eo]?\b|saldo|balance|kontostand|رصيد"),
    ("fee", NUMBERS, r"\bfee amount\b|montant des frais"),
    ("fee", NUMBERS, r"^(fees?|frais|commission[ei]?s?|comision(es)?|gebuhr(en)?|kosten|costo|total fees)\b"),
    ("amount", NUMBERS, f"({_CREDIT}) ({_DEBIT})|({_DEBIT}) ({_CREDIT})"),
    ("ignored", NUMBERS, _OTHER_MONEY),
    ("debit", NUMBERS, _DEBIT),
    ("credit", NUMBERS, _CREDIT),
    ("gross", NUMBERS, r"gross|brut"),
    ("net", NUMBERS, r"\bnetto?\b|\bnet\b"),
    (
        "amount",
        NUMBERS,
        r"montant|amount|betrag|importo?|importe|bedrag|umsatz|\bsum\b|somme|summe|gesamt|\bmonto\b|مبلغ",
    ),
    ("amount", NUMBERS, r"\bvaleur\b|\bvalue\b"),
    # over codes and short words
    ("ignored", CODES, r"\borig|ursprung|foreign|local|e?trang|ester[ao]|fremd|vreemd|exchange|from|to\b"),
    ("currency", CODES, r"devise|currenc|wa?e?hrung|\bwhg\b|valuta|\bmunt\b|divisa|moneda|monnaie|\bcurr\b|عملة"),
    ("direction", TEXT, f"^({_DEBIT}|d) ({_CREDIT}|c)$|^({_CREDIT}) ({_DEBIT})$"),
    ("direction", TEXT, r"^af bij$|^sens\b|^direction$|^(dc|cd|d c|s h)\b|soll haben"),
    ("status", TEXT, r"^(statu[st]|e?tat|state|stato|estado|state type|trans status|zustand|info$)\b"),
    # over text
    ("ignored", TEXT, r"\bbic\b|swift|sort code|routing"),
    ("counter account", TEXT, f"({_ACCOUNT}).*({_OTHER_PARTY})|({_OTHER_PARTY}).*({_ACCOUNT})"),
    ("account name", TEXT, r"account ?label|account name|nom du compte|rubrieknaam|intitule"),
    ("account", TEXT, r"^(iban|account ?(no|number|num|nr)?|num(e?ro)? d[eu] compte|n de compte|compte|cuenta)$"),
    ("account", TEXT, r"^(konto ?(nr|nummer)?|rekening ?(nr|nummer)?|conto|numero di conto|رقم الحساب)$"),
    ("card", TEXT, r"\bcard|carte\b|kart(e|en)|carta\b|kaart"),
    ("merchant", TEXT, r"merchant|comme?r[cz][aei]|ha?ndler"),
    ("memo", TEXT, r"payment reference|re?fe?rence de paiement|mededeling|communicat|comunicaz|zweck|comment|\bmemo\b"),
    ("memo", TEXT, r"message|mitteilung|\bnotes?\b|complement|motif|subject|betreff|etiquette"),
    ("payee", TEXT, f"{_OTHER_PARTY}|recipient|sender|supplier|auftraggeber|beguenst|begunst|zahlungspfl"),
    ("name", TEXT, r"\bnaam\b|\bname\b|\bnom\b|\bnome\b"),
    ("ref", TEXT, r"^id$|transa[ck]tions? ?id|transfer ?wise id|identifiant|num(e?ro)? d (ope?ration|ordre)"),
    ("ref", TEXT, r"num(e?ro)? d[eu] (se?quence|mouvement)|^no? d[eu] (transaction|se?quence)|numero di ordine"),
    ("ref", TEXT, r"auftragsnummer|volgnummer|trans referenz|zkb referenz"),
    (
        "label",
        TEXT,
        r"libelle?|descri|label|text|omschrijving|^transa[ck]tions?$|^details?|detail de|ope?rations?$|nature",
    ),
    ("label", TEXT, r"concept|de?signat|beschreibung|bezeichnung|wording|particulars|narrative|activity|remittance"),
    ("label", TEXT, r"الوصف|بيان|وصف"),
    ("product", TEXT, r"^(product|produit|produkt|producto|prodotto)$"),
    ("type", TEXT, r"^type|categor|\btipo\b|\bart\b|auftragsart"),
)
ROLES: tuple[tuple[str, str, re.Pattern[str]], ...] = tuple((r, over, re.compile(p)) for r, over, p in _PATTERNS)
"""Role of a column, the content its words may speak over, and the words; the first that fits wins."""

# Languages

_NOT_ENGLISH = re.compile(
    _any(
        r"\b(libelle?|montant|solde|devise|compte|valeur|be?ne?ficiaire|ope?ration d|comptab\w*|de?signation|texte",
        r"frais|dbit|crdit|datum|buchung\w*|betrag|saldo|valuta\w*|wa?e?hrung|gutschrift|belastung|omschrijving|bedrag|munt",
        r"rekening\w*|importo|importe|descrizione|divisa|addebit\w*|accredit\w*|testo\w*|fecha|concepto|tiers)\b",
        r"[\u0600-\u06ff]",
    )
)
CENTS_WORD = re.compile(r"\b(cents?|centimes?|pence|minor units?)\b")
_ACCENTED = re.compile(r"[éèêàçùôûîâäöüñòì]", re.IGNORECASE)
_ZONE = re.compile(r"fuseau|time ?zone|zeitzone|fuso orario")


def not_english(cells: Sequence[str]) -> bool:
    """Whether a header is surely in another language than English, one where the day is written before the month.

    A time-zone column belongs to services whose dates follow the account's locale, not the header's language.
    """
    folded = " | ".join(fold(cell) for cell in cells)
    return bool(_NOT_ENGLISH.search(folded) or _ACCENTED.search("".join(cells))) and not _ZONE.search(folded)


# Cells

_OUT = (
    "debit debiteur debet debito dbit d dr s soll af belastung lastschrift addebito uit out outflow sortie "
    "depense cargo expense retrait - مدين"
)
_IN = (
    "credit crediteur kredit credito crdit c cr h haben bij gutschrift accredito in inflow entree recette "
    "revenu rentree abono income depot + "
    "دائن"
)
_SENSES = {**dict.fromkeys(_OUT.split(), -1), **dict.fromkeys(_IN.split(), 1)}


def direction(cell: str) -> int:
    """-1 for a word that means money out, 1 for money in, 0 for any other."""
    return _SENSES.get(cell, 0) or _SENSES.get(fold(cell), 0)


_PENDING = re.compile(
    r"^(umsatz )?(pending|en attente|en cours|in sospeso|vorgemerkt|ausstehend|authori[sz]ed?|a venir|in behandeling"
    r"|pendiente|upcoming|in progress|processing|reserved|prevu|provisoire|on hold|held|uncleared|unclaimed|non reclame"
    r"|bloque|retenu|retenid|einbehalten)"
)
_REFUSED = re.compile(
    r"^(refuse|refus|rejet|reject|revert|declin|fail|e?chou|annul|cancel|geweigerd|abgelehnt|abgebrochen|storniert"
    r"|rifiutat|rechazad|anulad|denegad|denied|reversed|returned|blocked|voided|expired?|renvoye|retourne|ramene"
    r"|ko$|nok$|non abouti|invalid|ruckgangig|zuruckge|fehlgeschlag"
    r"|teruggedraaid|geannuleerd|mislukt|devuelt|fallid|fallit|stornat)"
)


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
    return "pending" if _PENDING.match(folded) else "refused" if _REFUSED.match(folded) else ""


SAVINGS_WORD = re.compile(r"saving|epargne|\bspar|ahorro|risparmi|deposit|depot|pocket|vault|coffre")
"""A product of a bank, beside its current account, that rows of the same file may belong to."""

# Sentences: what labels and preambles say, folded

TOTAL_WORD = re.compile(
    r"^(total|totaux|sous total|totale|umsatztotal|summe|sum|schlusssaldo|solde|saldo|balance|ending balance"
    r"|.*kontostand)\b"
)
_WHOLE = "solde|saldo|kontostand|balance"
_WHEN = _any(
    *(m for names in MONTHS for m in names), r"\d+", "au?|du|le|en|on|as|of|at|vom|per|zum|al|del|eur|euros?|chf"
)
_BEFORE = "ancien|nouveau|dernier|opening|closing|starting|ending|beginning|previous|alter|neuer|vorig|nieuw"
_AFTER = _any(
    "precedent|anterieur|initial|final|reporte|a nouveau|a reporter|d ouverture|de cloture|inicial|anterior|iniziale",
    "finale|brought forward|carried forward|(?:en |de |au )?(?:debut|fin)(?: d[eu] (?:periode|mois))?",
    r"(?:au|du|le|on|as of|vom|per|al) \d+",
)
_SIDE = "crediteur|debiteur"
BALANCE_LINE = re.compile(
    f"(?:votre |your )?(?:(?:{_BEFORE}) (?:{_WHOLE})(?: (?:{_SIDE}))?"
    f"|(?:{_WHOLE}) (?:(?:{_SIDE}|comptable) )?(?:{_AFTER})|(?:{_WHOLE}) (?:{_SIDE})|report (?:du |de )?solde"
    f"|saldovortrag|beginsaldo|eindsaldo|anfangssaldo|schlusssaldo|endsaldo)(?: (?:{_WHEN}))*"
)
"""A line whose label says nothing but that its amount is a balance; whole, for *solde de tout compte* is a wage."""

TOTAL_LINE = re.compile(
    f"(?:sous )?(?:total|totaux|totale|summe)(?: (?:general|de|des|du|mois|mouvements?|operations?|debits?|credits?"
    f"|depenses|recettes|montants?|periode|net|{_WHEN}))*"
)
"""A line that adds up others, in so many words."""

INCOME_WORD = re.compile(
    r"^(vir\b|virement|salaire|interets?|remboursement|versement|depot|remise|avoir|pension|allocation|caf\b|prime"
    r"|gutschrift|lohn|gehalt|zinsen|top ?up|refund|salary|interest|deposit|payment from|transfer from|accredito"
    r"|stipendio|storting|amortissement)|\brecu\b|en votre faveur"
)
SPENDING_WORD = re.compile(
    r"^(carte|cb|achat|paiement|prlv|prelevement|retrait|facture|cotisation|frais|card payment|pos|purchase"
    r"|kartenzahlung|lastschrift|einkauf)\b"
)
THANKS_WORD = re.compile(r"merci\b|thank|payment received|besten dank|prelevement automatique")  # by the card's bank
PAYMENT_WORD = re.compile(r"payment|paiement|reglement|versement|zahlung|pagamento|betaling|pago|prelevement")
CARD_WORD = re.compile(
    r"credit ?card|carte (de credit|bancaire)|kreditkarte|mastercard|\bvisa\b|american express|carta di credito"
)
BALANCE_WORD = re.compile(r"sold[eo]\b|saldo|balance|kontostand|رصيد")
OPENING_WORD = re.compile(
    r"initial|debut|opening|anfang|vorig|iniziale|inicial|precedent|ancien|anterieur|anterior|reporte|previous|beginn|brought|ouverture|start"
)
ACCOUNT_WORD = re.compile(
    r"comptes?\b|\bcch?q?\b|account|konto\w*|rekening\w*|\bconto\b|cuenta|livret|\bno\b|\brib\b|iban|رقم الحساب"
)
NAME_WORD = re.compile(
    r"^(type( de compte)?|intitule( du compte)?|bezeichnung|denominazione|description|designation|nom du compte"
    r"|account name|kontobezeichnung)$"
)
