"""Layouts nobody wrote: what banks choose, drawn and combined. Each number is always the same layout."""

import random
from collections.abc import Sequence

_WORDS = {  # date, value date, label, payee, amount, debit, credit, balance, currency, reference, category, out|in
    "fr": "Date|Date de valeur|Libellé|Tiers|Montant|Débit|Crédit|Solde|Devise|Référence|Catégorie|Sens|Débit|Crédit",
    "en": "Date|Value Date|Description|Payee|Amount|Debit|Credit|Balance|Currency|Reference|Category|Type|Debit|Credit",
    "de": (
        "Buchungstag|Wertstellung|Verwendungszweck|Empfänger|Betrag|Soll|Haben|Saldo|Währung|Referenz|Kategorie"
        "|Soll/Haben|S|H"
    ),
    "es": "Fecha|Fecha valor|Concepto|Beneficiario|Importe|Cargo|Abono|Saldo|Divisa|Referencia|Categoría|Tipo|Cargo|Abono",
    "it": (
        "Data|Data valuta|Descrizione|Beneficiario|Importo|Uscite|Entrate|Saldo|Divisa|Riferimento|Categoria|Segno"
        "|Dare|Avere"
    ),
    "pt": "Data|Data valor|Descrição|Destinatário|Montante|Débito|Crédito|Saldo|Moeda|Referência|Categoria|Tipo|Débito|Crédito",
    "nl": "Datum|Valutadatum|Omschrijving|Tegenpartij|Bedrag|Af|Bij|Saldo|Munt|Referentie|Categorie|Af Bij|Af|Bij",
    "pl": "Data|Data waluty|Opis|Odbiorca|Kwota|Obciążenia|Uznania|Saldo|Waluta|Referencje|Kategoria|Typ|Obciążenie|Uznanie",
    "sv": "Datum|Valutadag|Text|Mottagare|Belopp|Uttag|Insättning|Saldo|Valuta|Referens|Kategori|Typ|Uttag|Insättning",
}
_DAYS = {
    "fr": ("%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%Y-%m-%d", "fr|%-d %b %Y", "%d.%m.%Y"),
    "en": ("%m/%d/%Y", "%d/%m/%Y", "%d %b %Y", "%Y-%m-%d", "%b %d, %Y", "%Y/%m/%d", "%Y-%m-%dT%H:%M:%S"),
    "de": ("%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d", "%-d.%-m.%Y"),
    "es": ("%d/%m/%Y", "%d-%m-%Y", "es|%d %b %Y"),
    "it": ("%d/%m/%Y", "%d.%m.%Y", "it|%d %b %Y"),
    "pt": ("%d-%m-%Y", "%d/%m/%Y", "pt|%d %b %Y"),
    "nl": ("%d-%m-%Y", "%Y%m%d", "%d/%m/%Y"),
    "pl": ("%Y-%m-%d", "%d.%m.%Y", "pl|%d %b %Y"),
    "sv": ("%Y-%m-%d", "%Y/%m/%d", "sv|%d %b %Y"),
}
_FIGURES = {
    "fr": ("1234,56", "1{nbsp}234,56", "1 234,56"),
    "en": ("1234.56", "1,234.56"),
    "sv": ("1234,56", "1 234,56"),
}
_USUAL_FIGURES = ("1234,56", "1.234,56")
_CURRENCIES = {"en": "GBP", "pl": "PLN", "sv": "SEK"}
_SHAPES = ("signed", "signed", "plus", "unit", "sides", "sides", "minus sides", "zero sides", "word", "behind", "(…)")


def crossed(number: int) -> tuple[str, list[str]]:
    """The options and lines of a layout, as `made` reads them from a file."""
    chance = random.Random(number)
    language = chance.choice(sorted(_WORDS))
    words = _WORDS[language].split("|")
    delimiter = chance.choice(",;;\t|" if language == "en" else ";;;\t,")
    currency = _CURRENCIES.get(language, "EUR")
    day = chance.choice(_DAYS[language])
    figures = chance.choice(_FIGURES.get(language, _USUAL_FIGURES))
    columns = [(words[0], f"{{day:{day}}}"), (words[2], "{text}")]
    maybe = [
        (words[1], f"{{value:{day}}}"),
        (words[3], "{who}"),
        (words[9], "{ref}"),
        (words[10], "Divers"),
        ("", ""),
        (words[8], currency),
    ]
    drawn = [c for c in maybe if chance.random() < 0.3]
    money = _money(chance.choice(_SHAPES), figures, words, currency)
    balance = [(words[7], f"{{bal:{figures}}}")] if chance.random() < 0.5 else []
    columns += [*drawn, *money, *balance]
    if chance.random() < 0.3:
        chance.shuffle(columns)
    quoted = chance.random() < 0.4
    head, body = ([_cell(c[i], delimiter, quoted) for c in columns] for i in (0, 1))
    lines = [*_above(chance, words, language), delimiter.join(head), f"> {delimiter.join(body)}"]
    lines += _below(chance, words, money, len(columns), delimiter)
    named = any(c[0] == words[8] for c in drawn)
    ways = ("utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1250" if language == "pl" else "cp1252")
    options = [f"lang={language}", f"enc={chance.choice(ways)}", f"eol={chance.choice(('lf', 'crlf'))}"]
    options += [f"cur={currency}" if named else f"hid={currency}"] + ["newest"] * (chance.random() < 0.5)
    return " ".join(options), lines


_EXTRAS = {  # original amount, its currency, status, pending, booked, opening balance, closing balance, account
    "fr": "Montant d'origine|Devise d'origine|Statut|En attente|Exécuté|Solde initial|Solde final|Compte",
    "en": "Original Amount|Original Currency|Status|Pending|Completed|Opening balance|Closing balance|Account Number",
    "de": "Ursprungsbetrag|Ursprungswährung|Status|Vorgemerkt|Gebucht|Anfangssaldo|Endsaldo|Kontonummer",
    "es": "Importe original|Divisa original|Estado|Pendiente|Completado|Saldo inicial|Saldo final|Cuenta",
    "it": "Importo originale|Divisa originale|Stato|In attesa|Contabilizzato|Saldo iniziale|Saldo finale|Conto",
    "pt": "Montante original|Moeda original|Estado|Pendente|Concluído|Saldo inicial|Saldo final|Conta",
    "nl": "Oorspronkelijk bedrag|Oorspronkelijke munt|Status|In behandeling|Uitgevoerd|Beginsaldo|Eindsaldo|Rekening",
    "pl": "Kwota oryginalna|Waluta oryginalna|Status|Oczekująca|Wykonana|Saldo początkowe|Saldo końcowe|Numer rachunku",
    "sv": "Originalbelopp|Originalvaluta|Status|Reserverad|Bokförd|Ingående saldo|Utgående saldo|Kontonummer",
}


def messy(number: int) -> tuple[str, list[str]]:
    """As `crossed`, with what goes beside or between the operations, or without a header; few rows or many."""
    chance = random.Random(f"messy {number}")
    language = chance.choice(sorted(_WORDS))
    words, extras = _WORDS[language].split("|"), _EXTRAS[language].split("|")
    delimiter = chance.choice(";;\t" if language != "en" else ",\t;")
    currency = _CURRENCIES.get(language, "EUR")
    day, figures = chance.choice(_DAYS[language]), chance.choice(_FIGURES.get(language, _USUAL_FIGURES))
    count = chance.choice((1, 2, 3, 8, 20))
    columns = [(words[0], f"{{day:{day}}}"), (words[2], "{text}")]
    status = chance.random() < 0.3
    columns += [(extras[7], "{iban}")] * (chance.random() < 0.2)
    columns += [(extras[2], extras[4])] * status
    abroad = chance.random() < 0.3
    own = [(words[8], currency)] * (chance.random() < 0.5)
    columns += [(extras[0], f"{{origa:{figures}}}"), (extras[1], "{origacur}")] * abroad
    money = _money(
        chance.choice(("signed", "plus", "unit", "sides", "minus sides", "zero sides", "word")),
        figures,
        words,
        currency,
    )
    columns += [*money, *own, *[(words[7], f"{{bal:{figures}}}")] * (chance.random() < 0.6)]
    header = delimiter.join(_cell(c[0], delimiter, False) for c in columns)
    lines = [header, "> " + delimiter.join(_cell(c[1], delimiter, False) for c in columns)]
    if status and count > 2:
        waiting = {0: "{day:" + day + "}", 1: "CAFE NOIR", columns.index((extras[2], extras[4])): extras[3]}
        cells = [waiting.get(i, "") for i in range(len(columns))]
        signed = next((i for i, c in enumerate(columns) if c == money[0]), 0)
        cells[signed] = money[0][1].replace("{out:", "{abs:").replace("{minus:", "{a:").replace("{out0:", "{abs:")
        lines.append(f"@2 {delimiter.join(_cell(c, delimiter, False) for c in cells)}")
    bare = chance.random() < 0.4 and count >= 8 and not status and not abroad and len(money) == 1
    lines = lines[1:] if bare and "|" not in money[0][1] else lines
    twice = chance.random() < 0.2
    lines = ["IBAN: {iban}", "\\", *lines, "\\", "IBAN: {iban}", "\\", *lines] if twice else lines
    ways = ("utf-8", "utf-8-sig", "utf-16", "cp1250" if language == "pl" else "cp1252")
    options = [f"lang={language}", f"enc={chance.choice(ways)}", f"n={count}", "start=2026-03-14", "steps=1-2"]
    options += [f"opening={chance.choice((0, 20, 1500))}"]
    options += [f"cur={currency}" if own or money[0][1].endswith(currency) else f"hid={currency}"]
    return " ".join([*options, *["newest"] * (chance.random() < 0.5)]), lines


def _cell(text: str, delimiter: str, quoted: bool) -> str:
    risky = delimiter in text or delimiter == ","
    return f'"{text}"' if quoted or risky else text


def _money(shape: str, figures: str, words: Sequence[str], currency: str) -> list[tuple[str, str]]:
    amount, debit, credit, sense, out, into = words[4], words[5], words[6], words[11], words[12], words[13]
    sides = [(debit, f"{{out:{figures}}}"), (credit, f"{{in:{figures}}}")]
    return {
        "signed": [(amount, f"{{a:{figures}}}")],
        "plus": [(amount, f"{{a:+{figures}}}")],
        "unit": [(amount, f"{{a:{figures}}} {currency}")],
        "(…)": [(amount, f"{{a:({figures})}}")],
        "behind": [(amount, f"{{a:{figures}-}}")],
        "sides": sides,
        "minus sides": [(debit, f"{{minus:{figures}}}"), (credit, f"{{in:{figures}}}")],
        "zero sides": [(debit, f"{{out0:{figures}}}"), (credit, f"{{in0:{figures}}}")],
        "word": [(amount, f"{{abs:{figures}}}"), (sense, f"{{side:{out}|{into}}}")],
    }[shape]


def _above(chance: random.Random, words: Sequence[str], language: str) -> list[str]:
    period = {"en": "%Y-%m-%d"}.get(language, "%d.%m.%Y")
    return chance.choice(
        [
            [],
            [],
            ["IBAN: {iban}", "\\"],
            [f"{words[7]}: {{closing:1234,56}}", f"{{first:{period}}} - {{last:{period}}}", "\\", "\\"],
            ["Alice Dune", "12, Harbour Road", "\\", "IBAN: {iban}", f"{words[0]}: {{last:{period}}}", "\\"],
        ]
    )


def _below(
    chance: random.Random, words: Sequence[str], money: Sequence[tuple[str, str]], width: int, delimiter: str
) -> list[str]:
    total = delimiter.join(["Total", *[""] * (width - 1)])
    return chance.choice([[], [], [], ["\\"], ["\\", f"{words[7]}: {{closing:1234,56}}"], [total]])
