"""The words banks use, in the languages of Europe and the Mediterranean. No bank is named.

Words propose, the column's content disposes: "Valuta" is a value date over days and a currency over codes, so each
pattern says over which content it may speak. Patterns read `fold`ed text; a letter that a bad conversion replaced by
U+FFFD is gone by then, so an accented letter is written optional: ``de?bit``. Polish or Czech read as cp1252 has other
letters in their place: ``obci.{1,3}en``.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from functools import lru_cache

_NOT_WORD = re.compile(r"[^\w]+|_")
_LOST = re.compile(r"(?<=[^\W\d])\?(?=[^\W\d])|(?<=[^\W\d])\?$")  # a letter some tool could not write: D?bit
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")


@lru_cache(4096)
def fold(text: str) -> str:
    """Small letters without accents or punctuation: ``Crédit (EUR)`` is ``credit eur``, ``dateOp`` is ``date op``."""
    plain = _CAMEL.sub(" ", text)
    if "?" in plain:
        plain = _LOST.sub("", plain)
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain.replace("\ufffd", "").replace("ß", "ss"))
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(_NOT_WORD.sub(" ", plain.casefold()).split())


def _any(*patterns: str) -> str:
    return "|".join(patterns)


# Currencies and months

_CODES = (
    "AED ARS AUD BGN BHD BIF BRL BYN CAD CDF CHF CLP CNY COP CZK DJF DKK DZD EGP EUR GBP GEL GHS GNF HKD HRK HTG HUF "
    "IDR ILS INR IQD ISK JOD JPY KES KMF KRW KWD KZT LBP LKR LYD MAD MDL MGA MRU MUR MXN MYR NGN NOK NZD OMR PEN PHP "
    "PKR PLN QAR RON RSD RUB RWF SAR SCR SEK SGD SYP THB TND TRY TWD UAH UGX USD UYU VND XAF XOF XPF ZAR"
)
CURRENCIES = frozenset(_CODES.split())
SYMBOLS = {
    **dict.fromkeys(("€", "euro", "euros", "Euro", "Euros", "EURO", "EUROS"), "EUR"),
    **dict.fromkeys(("CFP", "F CFP", "FCFP"), "XPF"),
    **dict.fromkeys(("DA", "د.ج", "دج"), "DZD"),
    **dict.fromkeys(("DH", "Dhs", "د.م"), "MAD"),
    "zł": "PLN",
    "₺": "TRY",
    **dict.fromkeys(("F CFA", "FCFA", "CFA", "$", "¥", "F", "kr", "Fr"), ""),
    "R$": "BRL",
    **dict.fromkeys(("$US", "$ US"), "USD"),
    **dict.fromkeys(("$CA", "$ CA"), "CAD"),
    "US$": "USD",
    "Kč": "CZK",
    "₽": "RUB",
    "₹": "INR",
    "₪": "ILS",
    "£": "GBP",
    **dict.fromkeys(("S/", "S/."), "PEN"),
    "₩": "KRW",
    "₫": "VND",
    "₦": "NGN",
    "₱": "PHP",
    "฿": "THB",
    "₴": "UAH",
    "₸": "KZT",
    "₾": "GEL",
    "₵": "GHS",
    **{f"{letters}$": code for letters, code in (("A", "AUD"), ("AU", "AUD"), ("CA", "CAD"), ("NZ", "NZD"))},
    **{f"{letters}$": code for letters, code in (("HK", "HKD"), ("NT", "TWD"), ("MX", "MXN"), ("SG", "SGD"))},
    "円": "JPY",
    "원": "KRW",
    **dict.fromkeys(("人民币", "人民幣"), "CNY"),
    "د.إ": "AED",
    "ر.س": "SAR",
    "ج.م": "EGP",
    "د.ت": "TND",
}
"""Signs beside an amount, and the currency they prove: none for a sign that several countries share."""
UNITS = {
    "zl": "PLN",
    "TL": "TRY",
    "lei": "RON",
    "Lei": "RON",
    "Ft": "HUF",
    "DT": "TND",
    "Rs": "",
    "Rs.": "",
    "元": "CNY",
    "RM": "MYR",
    "Rp": "IDR",
    "lv": "BGN",
    "лв": "BGN",
    "грн": "UAH",
    "руб": "RUB",
    "Ar": "MGA",
    **dict.fromkeys(("KSh", "Ksh"), "KES"),
    "USh": "UGX",
    "GH₵": "GHS",
    "RF": "RWF",
    "FG": "GNF",
}
"""More of these, that mean something else where no amount stands beside them."""

MONTHS = tuple(
    tuple(fold(names).split())
    for names in (
        "janvier january januar januari gennaio enero janner janeiro stycznia ocak يناير جانفي",
        "fevrier february februar februari febbraio febrero fevereiro lutego şubat فبراير فيفري",
        "mars march maerz marz maart marzo mrt mrz marco marca marts mart مارس",
        "avril april aprile abril avr kwietnia nisan أبريل أفريل",
        "mai may mei maggio mayo maio maja maj mayıs مايو ماي",
        "juin june juni giugno junio junho czerwca haziran يونيو جوان",
        "juillet july juli luglio julio julho lipca temmuz يوليو جويلية",
        "aout august augustus agosto augusti sierpnia ağustos أغسطس أوت",
        "septembre september settembre septiembre setembro wrzesnia eylül سبتمبر",
        "octobre october oktober ottobre octubre okt outubro pazdziernika ekim أكتوبر",
        "novembre november noviembre novembro listopada kasım نوفمبر",
        "decembre december dezember dicembre diciembre dezembro grudnia aralık aralik دجنبر ديسمبر",
    )
)

# What a column's cells can be; a pattern speaks over one of these, or over an empty column
DATES, NUMBERS, CODES, SIGNS, TEXT, EMPTY = "dates", "numbers", "codes", "signs", "text", "empty"

_DEBIT = _any(
    "de?bit|debet|debito|belastung|addebit|lastschrift|soll|uscit|sortie|depense|withdraw|paid out|money out|outflow",
    r"cargo|adeudo|retrait|afschrijving|ausgab|\baf\b|uitgav|\bdebe\b|retiro|decaiss|\bmoins$|gasto|egreso|salida",
    r"\bdare\b|said[ao]|levantament|obci.{1,3}en|wydat|uttag|utgift|^ut\b|\bout$|expenses?\b|\bspent\b|bor[cç]\b|v.daje|مدين|خصم|سحب",
    r"\bsorti\b|u[td]betaln?i|\bausgang\b|zahlungsausgang|^charges$|terheles|ghi no\b",
    "расход|списан|дебит|витрат|χρεωσ|isplat|חובה|支出|支払|出金|借方|引出|برداشت",
    *map(fold, ("출금", "찾으신", "ถอน")),
)
_CREDIT = _any(
    "cre?dito?|kredit|gutschrift|accredit|haben|entra[dt]|entree|recette|deposit|paid in|money in|inflow|abono|ingreso",
    r"depot|bijschrijving|einnahm|\bbij\b|inkomst|\bhaber\b|\bavere\b|uznani|wp.{1,2}yw|insattning|inntekt|^inn\b",
    r"\bin$|inn?betaln?i|indbetali|\bincome\b|\breceipts?\b|\bencaiss|\bplus$|\breceived\b|alacak|p.{1,2}ijmy|приход|зачислен|πιστωσ",
    r"\brentre\b|\beingang\b|zahlungseingang|lodge?ment|jovairas|ghi co\b",
    "кредит|надходж|uplat|זכות|收入|預り|預かり|預入|入金|贷方|貸方|存入",
    "داين|اضافه|ايداع|داءن|واریز",  # as `fold` leaves it
    *map(fold, ("입금", "맡기신", "ฝาก")),
)
_OTHER_MONEY = _any(  # numbers that are not the row's amount
    r"\borig|orygin|oorspr|ursprung|foreign|local|e?trang|extranjer|ester[ao]|fremd|vreemd|u[td]land|utl[aä]n|\butl\b|detail",
    "einzel|sous montant",
    r"sub ?amount|gegenwert|francs",
    r"(?<!incl )\bvat\b|\btva\b|mwst|steuer|\bust\b|tax|remise|nachlass|exchange|\btaux|\brates?\b|kurs|cambio",
    r"contrevaleur",
    r"\bht\b|hors taxe|w walucie(?! rachunku)|blokad|en devises?$|price|prix|kosten|before|after|quantity|anzahl|menge",
    r"^(heures?|hours?|stunden|horas|uren|qte|quantite|tarif horaire|km|points?|miles)$|\b(nb|nombre) d",
    r"\bprevue?s?\b|\bprevisionnel|^budget(ee?)?s?$|\bplanned\b|\bgeplant|\bprevist[oa]\b",
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
        r"compta|book|buchung(?!szeit)|posting|posted|\bpost\b|contab|ctble|registra|boek|complet|date de fin|uitvoer",
    ),
    (
        "booked",
        DATES,
        r"ksi.{1,2}gow|rozliczen|zrealizow|bokf|bogf|kirjaus|conclus|za.{1,4}tov|u.tovan|knjiz|izvrs|lan.?c?am?ento|\blanc\b|konyvel|encaiss",
    ),
    (
        "booked",
        DATES,
        r"execut|regle|settle|finaliza|abschluss|voltooi|^activity|^arriv|traitement|paiement|\bpayment|\bprocess(ed|ing)|procesar",
    ),
    (
        "value date",
        DATES,
        r"val(eu|o)?r|value|valut[ae]|\bval\b|wert|rente|waluty|valør|arvop|payout|available",
    ),
    (
        "other date",
        DATES,
        r"transa[ck]|\btrans\b|start|debut|inici|beginn|rozpocz|purchase|achat|time|zeit|moment|heure",
    ),
    ("other date", DATES, r"created|erstellt|updated|exported|^initiated"),
    ("other date", DATES, r"^click"),
    (
        "date",
        DATES,
        r"date|dat[aou]|datum|fecha|tarih|\bdag\b|\bjour\b|\bday\b|дата|ημερομ|تاريخ",
    ),
    ("date", DATES, "tanggal|ngay|日付|取引日|日期"),
    # over numbers
    (
        "balance",
        NUMBERS,
        r"sold[eo]?\b|saldo|balance|\bbal\b|kontostand|bakiye|egyenleg|\bstanje\b|z.st[ao]t[eo]k|so du\b",
    ),
    ("balance", NUMBERS, r"\brestant\b(?! du\b)|\bremaining\b(?! (due|debt)\b)"),
    ("balance", NUMBERS, _any("יתרה|残高|余额|餘額|остаток|υπολοιπ|رصيد|مانده", *map(fold, ("잔액", "คงเหลือ")))),
    ("fee", NUMBERS, r"\bfee amount\b|montant des frais"),
    (
        "fee",
        NUMBERS,
        r"^(fees?|frais|commission[ei]?s?|comision(es)?|gebuhr(en)?|kosten|costo|total fees|entgelt|avgift)\b",
    ),
    ("fee", NUMBERS, r"^(comiss(ao|oes)|taxas?|tarifas?|op.{1,2}ata|prowizja|komisyon|poplatek)\b|手数料"),
    ("amount", NUMBERS, f"({_CREDIT}) ({_DEBIT})|({_DEBIT}) ({_CREDIT})"),
    ("ignored", NUMBERS, _OTHER_MONEY),
    ("debit", NUMBERS, _DEBIT),
    ("credit", NUMBERS, _CREDIT),
    ("gross", NUMBERS, r"gross|brut"),
    ("net", NUMBERS, r"\bnetto?\b|\bnet\b"),
    (
        "net",
        NUMBERS,
        r"account currency|devise du compte|walucie rachunku|moeda da conta|kontowahrung|divisa de la cuenta",
    ),
    (
        "amount",
        NUMBERS,
        r"montant|amount|betrag|importo?|importe|bedrag|umsatz|\bsum\b|somme|summe|gesamt|\bmonto\b|مبلغ",
    ),
    ("amount", NUMBERS, r"\bmontante\b|kwota|belopp|bel.b\b|tutar|maara|.astka|objem|osszeg|cantidad|сумма|ποσο\b"),
    ("amount", NUMBERS, _any("jumlah|upph|金額|金额|入出金", fold("거래금액"))),
    ("amount", NUMBERS, r"\bvaleur\b|\bvalue\b|\bvalor\b|\bwert\b"),
    # over codes and short words
    (
        "ignored",
        CODES,
        r"\borig|orygin|oorspr|ursprung|foreign|local|e?trang|ester[ao]|fremd|vreemd|exchange|from|to\b",
    ),
    (
        "currency",
        CODES,
        _any(
            r"devise|currenc|wa?e?hrung|\bwhg\b|valuta|\bmunt\b|divisa|moneda|monnaie|\bcurr\b|waluta|moeda|\bmena\b",
            "deviza|para birimi|валют|νομισμα|عملة|币种|幣別|通貨",
        ),
    ),
    ("direction", TEXT, f"^({_DEBIT}|d) ({_CREDIT}|c)$|^({_CREDIT}) ({_DEBIT})$"),
    ("direction", TEXT, r"^af bij$|^sens\b|^direction$|^(dc|cd|d c|s h)\b|soll haben"),
    ("status", TEXT, r"^(statu[st]|e?tat|state|stato|estado|state type|trans status|zustand|info$)\b"),
    ("status", TEXT, r"^(commission|payment|payout|transaction|transfer|order) status$"),
    (
        "status",
        TEXT,
        r"^(esito|contabilizza\w+|buchungsstatus|estatus|situa[cz]\w+|durum|stav|tila|交易状态|当前状态)\b",
    ),
    ("waiting", TEXT, r"^(is )?(pending|gereserveerd|reserved|vorgemerkt|en attente|reserveret|reserverad)$"),
    ("done", TEXT, r"^(payes?|paid|is paid|reglee?s?|bezahlt|betaald|pagat[oa]|pagad[oa]|zaplaceno|oplacone)$"),
    # over text
    ("ignored", TEXT, r"\bbic\b|swift|sort code|routing"),
    ("counter account", TEXT, f"({_ACCOUNT}).*({_OTHER_PARTY})|({_OTHER_PARTY}).*({_ACCOUNT})"),
    ("account name", TEXT, r"account ?(label|name|type)|(nom|type) d[eu] compte|rubrieknaam|intitule (d[eu] )?compte"),
    ("account name", TEXT, r"^(kontobezeichnung|bezeichnung auftragskonto|kontoname)$"),
    ("account", TEXT, r"^(iban )?auftragskonto$"),
    ("account", TEXT, r"^(iban|account ?(no|number|num|nr)?|num(e?ro)? d[eu] compte|n de compte|compte|cuenta|conta)$"),
    ("account", TEXT, r"^(n(umero|umer|r)? (de |do )?(cuenta|conta|rachunku|konta)( karty)?|tilinumero|kontonummer)$"),
    ("account", TEXT, r"^(konto ?(nr|nummer)?|rekening ?(nr|nummer)?|conto|numero di conto|رقم الحساب)$"),
    ("card", TEXT, r"\bcard|carte\b|kart(e|en)|carta\b|kaart"),
    ("merchant", TEXT, r"merchant|comme?r[cz][aei]|ha?ndler"),
    ("memo", TEXT, r"payment reference|re?fe?rence de paiement|mededeling|communicat|comunicaz|zweck|comment|\bmemo\b"),
    ("memo", TEXT, r"message|mitteilung|\bnotes?\b|complement|motif|subject|betreff|etiquette"),
    (
        "payee",
        TEXT,
        _any(
            f"{_OTHER_PARTY}|recipient|sender|supplier|auftraggeber|beguenst|begunst|zahlungspfl",
            "mottagare|modtager|kontrahent|gavej|odbiorc|nadawc|saaja",
        ),
    ),
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
    ("label", TEXT, r"intitule"),
    (
        "label",
        TEXT,
        r"\bopis|beskriv|forklaring|selit|tekst|historico|a.iklama|popis|movim|causale|narration|\btitle\b|tytu",
    ),
    ("label", TEXT, r"selgitus|paskirtis|paaiskinim|detalizacija|keterangan|dien giai|摘要|内容|적요"),
    ("label", TEXT, r"описан|назначен|περιγραφ|αιτιολογ|الوصف|بيان|وصف"),
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
TUNISIAN = re.compile(r"\b(libelles?|montant|solde|valeur|date operation)\b|بالدينار")
"""Words of a header that, over amounts of three decimals, mean Tunisian dinars: of the currencies that have three (ISO
4217) it is the only one counted in French."""
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
    "depense cargo expense retrait uitgave ausgabe ausgang gasto egreso dare debe salida saida retiro uttag ut "
    "terheles obciazenie wn withdrawal spending spent spend outgoing sortant uitgaand ausgehend odchozi harcama gider "
    "debits depenses sorties retraits "
    "ausgaben gastos χρεωση χ borc 支出 出金 dbit db bp - مدين خصم"
)
_IN = (
    "credit crediteur kredit credito crdit c cr h haben bij gutschrift accredito in inflow entree recette "
    "revenu rentree abono income depot inkomst einnahme eingang ingreso avere a haber entrada insattning in jovairas "
    "uznanie ma k deposit earning earnings earned received incoming entrant inkomend eingehend prichozi gelir "
    "credits recettes entrees einnahmen ingresos 收入 入金 crdt br πιστωση π alacak + دائن اضافه"
)
_OBCIAZENIE = re.compile(r"obci.{1,3}eni[ae]")  # Polish, whose letters cp1252 lacks
_SENSES = {**dict.fromkeys(_OUT.split(), -1), **dict.fromkeys(_IN.split(), 1), "en moins": -1, "en plus": 1}


def direction(cell: str) -> int:
    """-1 for a word that means money out, 1 for money in, 0 for any other."""
    folded = fold(cell)
    known = _SENSES.get(cell, 0) or _SENSES.get(folded, 0) or _SENSES.get(folded.removeprefix("money "), 0)
    return known or -bool(_OBCIAZENIE.fullmatch(folded))


_SENT = re.compile(
    r"^(pagaste|enviaste|you (paid|sent)|vous avez (paye|envoye|depense))\b"
    r"|^(achat|envoi|purchase|retrait|prelevement|card payment|paiement (par )?carte|kartenzahlung|einkauf|compra)\b"
    r"|^prelievo\b|^(vydaj|vydej|vydavek|wydatek)$|\b(envoye|emis|sortant)(e?s?)$|\b(sent|gesendet|verzonden|inviat[aeio]|enviad[ao]s?)$"
)
_RECEIVED = re.compile(
    r"^(te pago|recibiste|you received|vous avez recu)\b|^(prijem|przychod|revenus)$|"
    r"^(reception|remboursement|refund|erstattung|rimborso|reembolso)\b"
    r"(?! ((de|du|d|des|mon|ma|of) )*(prets?|credits?|emprunts?|dettes?|echeances?|mensualites?|loans?|debts?)\b)"
    r"|\b(recu|entrant)(e?s?)$|\b(received|erhalten|ontvangen|ricevut[aeio]|recibid[ao]s?|recebid[ao]s?)$"
)


_TOP_UP = re.compile(
    r"(recharge(ment)?|top ?up|aufladung|ricarica|recarga)( (du compte|par|via|avec|depuis|by|from|with|mit|con)\b.*)?$"
)  # of the account: that of a phone is a purchase
_UNDONE = re.compile(r"\b(rembourse|annule|rejete|refuse|retourne|refunded|cancell?ed|returned|storniert)(e?s?)$")
_EITHER_SIDE = re.compile(
    r"(paiement|card payment|kartenzahlung|remboursement|refund|erstattung|rimborso|reembolso)\b"
    r"(?!.* (recu|envoye|received|sent)(e?s?)$)"
)  # said by who sells as by who buys
_MOST_KINDS = 24  # of operations


def tells_movements(cells: Collection[str]) -> bool:
    """Whether each of these words is a `movement`, some out and some in; beside top-ups, a payment is one out. Payments
    and refunds alone are those of a purse or of a till.
    """
    if len(cells) > _MOST_KINDS:
        return False
    senses = {cell: movement(cell) for cell in cells}
    if all(_EITHER_SIDE.match(fold(cell)) for cell in cells):
        return False
    if 0 not in senses.values():
        return len({*senses.values()}) > 1
    known = [cell for cell, sense in senses.items() if sense]
    return bool(known) and all(_TOP_UP.match(fold(c)) if senses[c] else fold(c) in PAYMENTS for c in cells)


def movement(cell: str) -> int:
    """`direction`, or what a kind of operation means where amounts have no sign: *virement émis*, *achat*."""
    folded = fold(cell)
    if _UNDONE.search(folded):
        return direction(cell)
    return direction(cell) or bool(_RECEIVED.search(folded) or _TOP_UP.match(folded)) - bool(_SENT.search(folded))


SAVINGS_WORD = re.compile(r"saving|epargne|\bspar|ahorro|risparmi|deposit|depot|pocket|vault|coffre")
"""A product of a bank, beside its current account, that rows of the same file may belong to."""

# Sentences: what labels and preambles say, folded

TOTAL_WORD = re.compile(
    r"^(total|totaux|sous total|totale|umsatztotal|summe|sum|schlusssaldo|solde|saldo|balance|ending balance"
    r"|.*kontostand)\b"
)
_WHOLE = "solde|saldo|kontostand|balance"
_WHEN = _any(
    *(m for names in MONTHS for m in names),
    r"\d+(?:er|st|nd|rd|th)?",
    "au?|du|le|en|on|as|of|at|vom|per|zum|al|del|eur|euros?|chf",
)
_BEFORE = "ancien|nouveau|dernier|opening|closing|starting|ending|beginning|previous|alter|neuer|vorig|nieuw"
_AFTER = _any(
    "precedent|anterieur|initial|final|reporte|a nouveau|a reporter|d ouverture|de cloture|inicial|anterior|iniziale",
    "finale|poczatkowe|koncowe|b f|c f|brought forward|carried forward",
    "(?:en |de |au )?(?:debut|fin)(?: d[eu] (?:periode|mois))?",
    r"(?:au|du|le|on|as of|vom|per|al) \d+(?:er|st|nd|rd|th)?",
)
_SIDE = "crediteur|debiteur"
BALANCE_LINE = re.compile(
    f"(?:votre |your )?(?:(?:{_BEFORE}) (?:{_WHOLE})(?: (?:{_SIDE}))?"
    f"|(?:{_WHOLE}) (?:(?:{_SIDE}|comptable|contabile|contable) )?(?:{_AFTER})"
    f"|(?:{_WHOLE}) (?:{_SIDE})|report (?:du |de )?solde"
    "|report(?: a nouveau)?(?: (?:du|de)(?: mois)?)?(?: (?:precedent|dernier|passe|d avant))?"
    "|reste (?:du|de|d)(?: mois| annee)?(?: (?:precedente?|derniere?|passee?|d avant|de))?"
    "|(?:ingaende|utgaende) saldo|saldovortrag"
    "|beginsaldo|eindsaldo|anfangssaldo|schlusssaldo|endsaldo|algsaldo|lo.?ppsaldo|primo ?saldo|ultimo ?saldo"
    "|likutis (?:pradziai|pabaigai)|(?:sakuma|beigu) atlikums|alkusaldo|loppusaldo|inng.{1,2}ende saldo"
    "|sold (?:initial|final|precedent)|(?:pocatecni|konecny) zustatek"
    "|(?:pociatocny|konecny) zostatok|(?:nyito|zaro) egyenleg|devreden bakiye|(?:acilis|kapanis) bakiyesi)"
    f"(?: (?:{_WHEN}))*"
)
"""A line whose label says nothing but that its amount is a balance; whole, for *solde de tout compte* is a wage."""

HELD_WORD = re.compile(r"sald|solde|soldo|balance|bestand|kontostand|bakiye|devir|z.st[ao]t[eo]k|egyenleg|likut|atlik")
"""A word for a balance inside any label."""

SUM_WORD = re.compile(r"tota|summ|somm|suma|razem|gesamt|celkem|toplam|yhteensa|osszesen|spolu|ukupno|итого|مجموع")
"""A word for a sum inside any label."""

LONE_BALANCE = frozenset(_WHOLE.split("|"))
"""A balance in one word: only at the end of a table is it nothing else."""

TOTAL_LINE = re.compile(
    "(?:sous )?(?:total|totaux|totale|summe|kaive|omsattning|apyvarta|apgrozijums|obraty?)"
    "(?: (?:general|de|des|du|mois|mouvements?|operations?|debits?|credits?"
    f"|depenses|recettes|montants?|periode|net|{_WHEN}))*"
)
"""A line that adds up others, in so many words."""

INCOME_WORD = re.compile(
    r"^(vir\b|virement|salaire|interets?|remboursement|versement|depot|remise|avoir|pension|allocation|caf\b|prime"
    r"|gutschrift|lohn|gehalt|zinsen|top ?up|refund|salary|interest|deposit|payment from|transfer from|accredito"
    r"|stipendio|storting|amortissement|salario|nomina|ordenado|salaris|wynagrodzenie)|\brecu\b|\bpayout$"
    r"|en votre faveur"
)
NET_TITLE = re.compile(
    r"\bnett?[eo]?\b|\bverse|\breverse|payout|received|\brecus?\b|earned|auszahl|erhalten|ricevut|recibid"
)
"""A column of what is left once a fee is taken off."""
PAID_OUT_WORD = re.compile(
    r"^(?!.*(perte|depense|achat|mise|charge|frais|cumul)).*\bgains?\b|\bpayouts?\b|\bearnings?\b"
    r"|\broyalt(y|ies)\b|\bad revenue\b|\brevenus publicitaires\b|commission status"
    r"|^(supporter|donor|donateur|patron|tipeur)s?$|^buyer email$|^you earned$|\b(advertiser|annonceur|publisher)s?\b"
    r"|withh?olding|retenue a la source|ritenuta|quellensteuer|\bcompens[oi]\b|^gutschrifts|^(diamonds?|diamants?)$"
)
"""A column that only the list of a platform has, of what it pays to whom it owes something."""
SPENDING_WORD = re.compile(
    r"^(carte|cb|achat|paiement|prlv|prelevement|retrait|facture|cotisation|frais|card payment|pos|purchase"
    r"|kartenzahlung|lastschrift|einkauf|compra|recibo|spesa|prelievo|bolletta|levantamento|pinbetaling"
    r"|rent|loyer|miete|alquiler|aluguel|affitto|huur|hyra|czynsz|cash machine|atm)\b"
)
THANKS_WORD = re.compile(r"merci\b|thank|payment received|besten dank|prelevement automatique")  # by the card's bank
PAYMENT_WORD = re.compile(r"payment|paiement|reglement|versement|zahlung|pagamento|betaling|pago|prelevement")
PURCHASES = frozenset(["purchase", "achat", "einkauf", "acquisto", "compra", "aankoop", "kauf"])
PAYMENTS = frozenset(["payment", "paiement", "reglement", "zahlung", "pagamento", "pago", "betaling"])
PAYMENTS_BACK = frozenset(["credit", "refund", "return", "remboursement", "erstattung", "rimborso", "reembolso"])
"""What a card's statement calls its rows, in whole cells, folded."""
INCOME_TITLE = re.compile(
    r"cash ?back|\brecue?s?\b|\breceived\b|\brevenus?\b|\brevenues?\b|\bencaisse(e|es|s)?\b"
    r"|\bremunerations?\b|^(tips?|pourboires?)$"
)
"""In the title of an amount: it comes in, and needs no sign."""
OWED_TITLE = re.compile(r"\becheance|mensualite|\bdue (date|on)\b|fallig|scadenza|vencimiento|vervaldat")
"""A column of the day on which a bill is to be paid, or was: by whom is not said."""
PURCHASED_WORD = re.compile(r"transa[ck]|operation|purchase|achat|kauf|acquisto|compra|aankoop|spent|merchant|commer")
"""In the title of an amount: that of a purchase, in the currency it was made in."""
CARD_WORD = re.compile(
    r"利用[日店金]|credit ?card|carte (de credit|bancaire)|kreditkarte|mastercard|\bvisa\b|american express"
    r"|carta di credito"
)
BALANCE_WORD = re.compile(r"sold[eo]\b|saldo|balance|kontostand|رصيد")
OPENING_WORD = re.compile(
    r"initial|debut|opening|anfang|vorig|iniziale|inicial|precedent|ancien|anterieur|anterior|reporte|previous|beginn|brought|ouverture|start"
)
CURRENCY_WORD = re.compile(r"devise|currenc|wa?e?hrung|valuta|monnaie|moneda|divisa|waluta|moeda|\bmunt\b")
ACCOUNT_WORD = re.compile(
    r"comptes?\b|\bcch?q?\b|account|konto\w*|rekening\w*|\bconto\b|cuenta|livret|\bno\b|\brib\b|iban|رقم الحساب"
)
NAME_WORD = re.compile(
    r"^(type( de compte)?|intitule( du compte)?|bezeichnung|denominazione|description|designation|nom du compte"
    r"|account name|kontobezeichnung)$"
)
