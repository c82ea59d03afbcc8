"""The words banks use, in French, English, German, Dutch, Italian, Spanish and Arabic. No bank is named.

Words propose, the column's content disposes: "Valuta" is a value date over days and a currency over codes, so each
pattern says over which content it may speak. Patterns read `fold`ed text. Letters lost on the way (U+FFFD) are dropped
by `fold`, hence ``d.?bit`` written ``de?bit``.
"""

import re
import unicodedata
from functools import lru_cache

_NOT_WORD = re.compile(r"[^\w]+|_")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")


@lru_cache(4096)
def fold(text: str) -> str:
    """Small letters without accents or punctuation: ``Crédit (EUR)`` is ``credit eur``, ``valueDate`` is ``value date``."""
    plain = unicodedata.normalize("NFKD", _CAMEL.sub(" ", text).replace("\ufffd", "").replace("ß", "ss"))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return " ".join(_NOT_WORD.sub(" ", plain).split())


CURRENCIES = frozenset(
    "AED ARS AUD BGN BHD BRL BYN CAD CHF CLP CNY COP CZK DKK DZD EGP EUR GBP GEL GHS HKD HRK HUF IDR ILS INR IQD ISK JOD "
    "JPY KES KMF KRW KWD LBP LKR LYD MAD MDL MGA MRU MUR MXN MYR NGN NOK NZD OMR PEN PHP PKR PLN QAR RON RSD RUB SAR SCR "
    "SEK SGD SYP THB TND TRY TWD UAH UGX USD UYU VND XAF XOF XPF ZAR".split()
)
SYMBOLS = {
    "€": "EUR", "£": "GBP", "¥": "JPY", "euro": "EUR", "euros": "EUR", "Euro": "EUR", "Euros": "EUR", "EURO": "EUR",
    "EUROS": "EUR", "DA": "DZD", "DH": "MAD", "Dhs": "MAD", "CFP": "XPF", "F CFP": "XPF", "FCFP": "XPF",
    "F CFA": "", "FCFA": "", "CFA": "", "$": "", "F": "", "kr": "", "Fr": "", "د.ج": "DZD", "دج": "DZD", "د.م": "MAD",
}  # fmt: skip
"""Signs after an amount, and the currency they prove; two countries share CFA, many share the dollar."""

MONTHS = tuple(
    tuple(fold(names).split())
    for names in (
        "janvier january januar januari gennaio enero janner يناير جانفي",
        "fevrier february februar februari febbraio febrero فبراير فيفري",
        "mars march maerz marz maart marzo mrt mrz مارس",
        "avril april aprile abril avr أبريل أفريل ابريل",
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

# Which content a column must have for a word to speak. An empty column may hold anything.
DATES, NUMBERS, CODES, SIGNS, TEXT, EMPTY = "dates", "numbers", "codes", "signs", "text", "empty"

_D = "outflow|de?bit|debet|debito|belastung|addebit|lastschrift|soll|uscit|sortie|depense|withdraw|paid out|money out|cargo|adeudo|retrait|afschrijving|ausgab|مدين"
_C = "inflow|cre?dito?|kredit|gutschrift|accredit|haben|entrat|entree|recette|deposit|paid in|money in|abono|ingreso|depot|bijschrijving|einnahm|دائن"
_OTHER_MONEY = (
    r"origin|foreign|local|etrang|trangre|estero|fremd|vreemd|detail|einzel|sous montant|sub ?amount|(?<!incl )\bvat\b|\btva\b|mwst|steuer|\bust\b|exchange|taux|rate|kurs|"
    "cambio|francs|price|prix|gegenwert|contrevaleur|before|after|quantity|anzahl|remise|tax|menge|kosten|nachlass"
)
_COUNTER = "contrepart|counter ?part|counterpart|partner|tegenpart|tegenrekening|gegenkonto|benefici|bnficiaire|payee|tiers|destinat|emetteur|empf"

ROLES: tuple[tuple[str, str, re.Pattern[str]], ...] = tuple(
    (role, over, re.compile(pattern))
    for role, over, pattern in (
        # over days
        ("booked", DATES, r"comptab|book|buchung(?!szeit)|posting|posted|contabil|registra|boek|complet|date de fin|uitvoer|execut|regle|settle"),
        ("value date", DATES, r"val(eu)?r|value|valuta|\bval\b|wert|rente"),
        ("other date", DATES, r"transa[ck]tion|transazione|start|debut|purchase|achat|time|zeit|moment|heure"),
        ("date", DATES, r"date|datum|data|fecha|created|erstellt|\bdag\b|\bjour\b|\bday\b|تاريخ"),
        # over numbers
        ("balance", NUMBERS, r"sold[eo]?\b|saldo|balance|kontostand|بيص|رصيد"),
        ("fee", NUMBERS, r"^(fees?|frais|fees commission|commissions?|gebuhr(en)?|commissioni?|total fees)\b"),
        ("amount", NUMBERS, rf"({_C}) ({_D})|({_D}) ({_C})"),
        ("ignored", NUMBERS, _OTHER_MONEY),
        ("debit", NUMBERS, _D),
        ("credit", NUMBERS, _C),
        ("gross", NUMBERS, r"gross|brut"),
        ("net", NUMBERS, r"^net\b|\bnetto?\b"),
        ("amount", NUMBERS, r"montant|amount|betrag|importo?|importe|bedrag|umsatz|\bsum\b|somme|summe|gesamt|مبلغ|\bmonto\b|\bvaleur\b|\bvalue\b"),
        # over codes and short words
        ("ignored", CODES, r"origin|foreign|local|etrang|trangre|estera|fremd|vreemd|exchange|from|to\b"),
        ("currency", CODES, r"devise|currenc|wa?e?hrung|\bwhg\b|valuta|\bmunt\b|divisa|moneda|monnaie|\bcurr\b|عملة"),
        ("direction", TEXT, rf"^({_D}|d) (({_C}|c))$|^({_C}) ({_D})$|^af bij$|^sens\b|^direction$|^(dc|cd|d c|s h)\b|soll haben"),
        ("status", TEXT, r"^(statu[st]|etat|tat|state|stato|estado|state type|trans status|zustand)\b"),
        # over text
        ("counter account", TEXT, rf"(iban|compte|konto|rekening|account|conto).*({_COUNTER})|({_COUNTER}).*(iban|compte|konto|rekening|account|conto)"),
        ("account name", TEXT, r"account ?label|account name|nom du compte|rubrieknaam|intitule"),
        ("account", TEXT, r"^(iban|account ?(no|number|num|nr)?|num(e?ro)? d[eu] compte|n de compte|compte|konto|konto ?(nr|nummer)|rekening ?(nr|nummer)?|conto|cuenta|numero di conto|رقم الحساب)$"),
        ("card", TEXT, r"\bcard|carte\b|kart(e|en)|carta\b|kaart"),
        ("merchant", TEXT, r"merchant|comme?r[cz][aei]|handler|hndler"),
        ("memo", TEXT, r"payment reference|rfrence de paiement|reference de paiement|mededeling|communicat|comunicaz|zweck|comment|\bmemo\b|message|mitteilung|\bnotes?\b|complement|motif|subject|betreff|etiquette"),
        ("payee", TEXT, rf"{_COUNTER}|recipient|sender|supplier|auftraggeber|\bnaam\b|\bname\b"),
        ("ref", TEXT, r"^id$|transa[ck]tions? ?id|transfer ?wise id|identifiant|num(e?ro)? d (ope?ration|ordre)|num(e?ro)? d[eu] (sequence|squence|mouvement)|^no? d[eu] (transaction|sequence|squence)|numero di ordine|auftragsnummer|volgnummer|trans referenz|zkb referenz"),
        ("label", TEXT, r"libelle?|descri|label|text|omschrijving|^transa[ck]tions?$|^details?|detail de|ope?rations?$|nature|concept|designat|beschreibung|bezeichnung|wording|particulars|narrative|activity|الوصف|بيان|وصف|remittance"),
        ("type", TEXT, r"^type|categor|\btipo\b|\bart\b|auftragsart"),
    )
)
"""Role, content it may speak over, and the pattern; the first that fits wins."""

_NOT_ENGLISH = re.compile(
    r"\b(libelle?|montant|solde|devise|compte|valeur|bene?ficiaire|ope?ration d|datum|buchung\w*|betrag|saldo|valuta\w*|waehrung|wahrung|whrung|"
    r"omschrijving|bedrag|rekening\w*|importo|importe|descrizione|divisa|addebit\w*|accredit\w*|fecha|concepto|gutschrift|belastung|comptab\w*|"
    r"designation|dsignation|dbit|crdit|texte|munt|data valuta|testo\w*|frais|tiers)\b|[\u0600-\u06ff]"
)
_ACCENTED = re.compile(r"[éèêàçùôûîâäöüñòì]", re.IGNORECASE)
_ZONE = re.compile(r"fuseau|time ?zone|zeitzone|fuso orario")


def not_english(cells: list[str]) -> bool:
    """Whether a header is surely in another language than English, where the day is written before the month.

    A time-zone column belongs to services whose dates follow the account's locale, not the header's language.
    """
    folded = " | ".join(fold(cell) for cell in cells)
    return bool(_NOT_ENGLISH.search(folded) or _ACCENTED.search("".join(cells))) and not _ZONE.search(folded)


DIRECTIONS = {
    **dict.fromkeys(
        "debit debet debito dbit d dr s soll af belastung lastschrift addebito uit out sortie depense cargo expense retrait outflow - مدين".split(), -1
    ),
    **dict.fromkeys(
        "credit kredit credito crdit c cr h haben bij gutschrift accredito in entree recette abono income depot inflow + دائن".split(), 1
    ),
}
"""What a direction cell (folded, or the bare sign) does to its amount: -1 money out, 1 money in."""



def direction(cell: str) -> int:
    """-1 for money out, 1 for money in, 0 for a word nobody knows."""
    return DIRECTIONS.get(cell, 0) or DIRECTIONS.get(fold(cell), 0)


_PENDING = re.compile(
    r"^(pending|en attente|en cours|in sospeso|vorgemerkt|ausstehend|authori[sz]ed?|a venir|in behandeling|pendiente|upcoming|in progress|processing|reserved|prevu|provisoire)"
)
_REFUSED = re.compile(
    r"^(refuse|refus|rejet|reject|revert|declin|fail|echou|chou|annul|cancel|geweigerd|abgelehnt|abgebrochen|storniert|rifiutat|annullat|rechazad|anulad|returned|blocked|expired?)"
)


def status_kind(cell: str) -> str:
    """``pending``, ``refused``, or nothing for a status that lets the row count."""
    folded = fold(cell)
    return "pending" if _PENDING.match(folded) else "refused" if _REFUSED.match(folded) else ""


BALANCE_WORD = re.compile(r"sold[eo]\b|saldo|balance|kontostand|رصيد")
OPENING_WORD = re.compile(r"initial|debut|opening|anfang|vorig|iniziale|precedent|ancien|previous|beginn|brought|ouverture|start")
ACCOUNT_WORD = re.compile(r"comptes?\b|\bcch?q?\b|account|konto\w*|rekening\w*|\bconto\b|cuenta|livret|\bno\b|rib\b|iban")
NAME_WORD = re.compile(r"^(type( de compte)?|intitule( du compte)?|bezeichnung|denominazione|description|designation|nom du compte|account name|kontobezeichnung)$")
CARD_WORD = re.compile(r"credit ?card|carte (de credit|bancaire)|kreditkarte|mastercard|\bvisa\b|american express|carta di credito|creditcard")
PAYMENT_WORD = re.compile(r"payment|paiement|reglement|versement|zahlung|pagamento|betaling|pago|prelevement")
INCOME_WORD = re.compile(
    r"^(vir\b|virement|salaire|interets?|remboursement|versement|depot|remise|avoir|pension|allocation|caf\b|prime|gutschrift|lohn|gehalt|zinsen|"
    r"top ?up|refund|salary|interest|deposit|payment from|transfer from|accredito|stipendio|storting|amortissement)|\brecu\b|en votre faveur"
)
SPENDING_WORD = re.compile(r"^(carte|cb|achat|paiement|prlv|prelevement|retrait|facture|cotisation|frais|card payment|pos|purchase|kartenzahlung|lastschrift|einkauf)\b")
TOTAL_WORD = re.compile(r"^(total|totaux|sous total|totale|umsatztotal|summe|sum|schlusssaldo|solde|saldo|balance|ending balance|.*kontostand)\b")
