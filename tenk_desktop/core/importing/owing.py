"""Tables in which a platform other than TikTok, or a brand, says what it owes: known by what no bank writes.

No bank counts views beside money, nor the sales a commission is made of. So a table whose header has a title of money
earned, beside views, viewers, sold items, or an advertiser, is one of earnings: an estimate is not money, and what is
paid of it will be on the bank's statement. A list of payouts is not: that money has moved. Nor is any table with a
column of expenses, whatever it is called: those are the books of a household.

Titles are those that such exports are said to have (YouTube, Twitch, Patreon, Amazon, networks of affiliates), in the
languages of `rewardwords`; none was seen. A platform is named by its file, by its table, or by a title only it writes.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import NamedTuple

from tenk_desktop.core.creator.sources import AFFILIATION, PARTNERSHIP, PLATFORMS, REWARDS, TIKTOK, Source, platforms_in
from tenk_desktop.core.importing.cells import day_cell, parse_number
from tenk_desktop.core.importing.monthnames import parse_month
from tenk_desktop.core.importing.records import Record
from tenk_desktop.core.importing.rewardwords import COLUMNS, parse_stage, stage_of
from tenk_desktop.core.importing.words import ROLES, SYMBOLS, fold
from tenk_desktop.core.money import is_currency
from tenk_desktop.core.text import mark

AFFILIATES = mark("Réseau d’affiliation")
"""The platform of commissions whose network no word names."""
ANOTHER = mark("Autre plateforme")
"""The platform of a table of earnings that names nobody."""
_HEADER_WITHIN = 30  # records
_SAMPLE = 40

_COUNTED = re.compile(
    r"\b(views|vues|aufrufe|visualizaciones|visualizzazioni|visualizacoes|weergaven|wyswietlenia|impressions?|clicks|clics"
    r"|(average|unique|max) viewers|patrons|items shipped|articles expedies|versandte artikel|articulos enviados)\b"
)
_SOLD = re.compile(
    r"\b(sale ?amount|sale value|order (value|amount)|advertiser ?(name)?|annonceur|asin|montant de (la )?vente)\b"
    r"|^campaign$"
)
_PLATFORM_FEE = re.compile(r"\bplatform fees?\b|frais de (la )?plateforme")  # of whole months: no day beside them
_OF_A_BANK = re.compile(
    r"balance|solde|saldo|description|libelle|label|payee|memo|details|debit|credit|\bfees?\b|frais"
    r"|\b(quoi|poste|categorie|category|source|nature|intitule|objet|motif|tiers|provenance|origine|what|item)\b"
)
"""What tells a bank's rows, or a person's own, from one another: such a table may speak of anything."""
_SPENT = re.compile(
    rf"{next(words for role, _, words in ROLES if role == 'debit').pattern}"
    r"|^(total )?(couts?|costs?)( totale?s?)?$|\b(loyers?|rent|miete|alquiler|spese|despesas|gider|spend|spending)\b"
)
_NETWORK = re.compile(r"\badvertiser ?(name)?\b|annonceur|^asin$")
"""Beside a commission, what only those who earn it have: a seller, or a broker's client, pays it."""
_DEAL = re.compile(
    r"\bpartenaria|\bpartnership|\bcollab|\bsponsor|\bcampa(ign|gne|gna|nha)s?\b|\bkampagne|\bkooperation|\bcolabora"
    r"|\bpatrocin|\bambassad|\binfluenc|\bugc\b|\baffili|\bpublisher\b|\bediteurs?\b|factures? (emises?|clients?)\b"
)
"""What a creator's deals with brands and shops are called; a buyer, a seller or a broker's client has none."""
_ESTIMATED = (
    r"estimated (revenue|earnings)|(revenus?|gains) estimes?|ingresos estimados|geschatzte[rn]? (einnahmen|umsatz)"
    r"|(ricavi|guadagni|entrate) stimat[ie]|receita estimada|geschatte (inkomsten|omzet)|szacowane przychody"
)
_EARNED: tuple[re.Pattern[str], ...] = tuple(
    re.compile(words)
    for words in (
        r"\bpayout( amount)?\b(?! (date|method|stat))|(montant du )?versement$",
        r"\bnet\b.*(earning|revenue|gain|amount|revenu)",
        _ESTIMATED,
        r"commission ?(amount)?\b|(ad|referral) fees\b|remuneration|vergutung|werbekosten",
        r"\brevenue\b|\bearnings?\b|\brevenus\b|einnahmen|ingresos|ricavi|guadagni|receita|inkomsten",
    )
)
"""Titles of money earned, the surest kind first."""
_GUESSED = re.compile(_ESTIMATED)
_MONEY_WORD = re.compile(
    r"revenue|revenu|earning|gain|commission|fees|remuneration|payout|versement|umsatz|einnahm|ingres|ricav|guadagn"
    r"|receita|inkomst|vergutung|erstattung|entrate|omzet|przychod|amount"
)
_RATE = re.compile(r"\b(rpm|cpm|rate|taux|rating|status|date|id|number|%)\b|status$|date$")
_OWN_TITLES: Mapping[str, re.Pattern[str]] = {
    "YouTube": re.compile(
        r"watch time|duree de visionnage|wiedergabezeit|tiempo de visualizacion|tempo di visualizzazione"
    ),
    "Twitch": re.compile(r"\b(prime|bits|gifted subs?|sub) revenue|ad breaks"),
    "Patreon": re.compile(r"\bpatrons\b"),
    "Amazon": re.compile(r"^asin$"),
}
"""Titles that one platform alone writes."""


class Owing(NamedTuple):
    """Such a table: where its header is among the records, who owes, and which columns are what.

    ``parts`` are the columns that together are the amount; ``by_video`` where its rows are videos and not days.
    """

    header: int
    source: Source
    parts: tuple[int, ...]
    stage: int | None
    currency: str
    id: int | None
    by_video: bool = False
    who: int | None = None  # the column of the brand, in a table of invoices
    due: int | None = None  # and that of the day each is to be paid


def owing(file: str, records: Sequence[Record], source: Source | None) -> Owing | None:
    """What a table owes, ``source`` being who its words or a person name; None for any other table."""
    name = fold(re.split(r"[!/\\]", file)[-1])
    for at, record in enumerate(records[:_HEADER_WITHIN]):
        titles = [fold(cell) for cell in record.cells]
        if len(titles) < 2 or any(parse_number(c) or day_cell(c) for c in record.cells):
            continue
        below = (r.cells for r in records[at + 1 : at + 1 + _SAMPLE])
        body = [cells for cells in below if any(map(is_period, cells))]
        around = " | ".join([name, *(fold(cell) for above in records[:at] for cell in above.cells)])
        header = _Header(at, record.cells, titles, body, name, around)
        found = header.owes(source) if header.body and not header.spends() else None
        if found:
            return found
    return None


def spends(titles: Sequence[str]) -> bool:
    """Whether one of these folded titles is of money spent: no platform writes any."""
    return any(map(_SPENT.search, titles))


class _Header(NamedTuple):
    """A line that may be the header of such a table: where, its cells, folded, rows below it, the file's name, and the
    words around: that name and what stands above.
    """

    at: int
    cells: Sequence[str]
    titles: Sequence[str]
    body: Sequence[Sequence[str]]
    file: str
    around: str

    def owes(self, source: Source | None) -> Owing | None:
        return self._invoices() or self._earnings(source)

    def spends(self) -> bool:
        return spends(self.titles)

    def _invoices(self) -> Owing | None:
        """Invoices to brands, each with its client, its day and whether it is paid; or a list of what brands pay.

        A list of purchases or of bills has a brand and a stage as well: only a number, a day it is due on, or a word of
        such deals makes it a creator's, and who has something "to pay" is none.
        """
        number, client, due = map(self._titled, (_INVOICE, _CLIENT, _DUE))
        amount = next((i for words in _BILLED if (i := self._titled(words)) is not None), None)
        stage = self._stage()
        if client is None or amount is None or stage is None or self._any_negative([amount]):
            return None
        numbered = number is not None and self._all(number, _DIGIT.search)
        brand, deals = _BRAND.search(self.titles[client]), self._deals()
        told = (deals or numbered or due is not None) if brand else (numbered and due is not None)
        paying = any(_TO_PAY.search(fold(cell)) for cell in self._column(stage))
        if not told or (paying and not deals):
            return None
        return Owing(self.at, Source("", PARTNERSHIP), (amount,), stage, "", number, who=client, due=due)

    def _earnings(self, source: Source | None) -> Owing | None:
        """What a platform owes, for views or for sales."""
        stage, parts = self._stage(), self._parts()
        commission = self._has(_COMMISSION)
        branded = commission and self._has(_BRAND)
        network = commission and self._has(_NETWORK)
        deals = self._deals()
        sold = self._has(_SOLD)
        # A seller, and a broker's client, have sales, commissions and stages too, and pay those commissions.
        staged = stage is not None and ((sold and (deals or self._has(_NETWORK))) or (branded and (deals or not sold)))
        netted = self._has(_PLATFORM_FEE) and not any(map(day_cell, chain.from_iterable(self.body)))
        named = source is not None and not self._has(_OF_A_BANK)
        counted = self._has(_COUNTED) or self._has(_GUESSED)
        unsure = self._any_negative(parts) or self._money_elsewhere(parts)
        if not parts or not (counted or network or ((named or staged or netted) and not unsure)):
            return None
        own = [name for name, words in _OWN_TITLES.items() if self._has(words)]
        own = own or [name for name, words in _OWN_FILES.items() if words.search(self.file)]
        sold = sold or branded
        known = source or (Source(own[0], "") if len(own) == 1 else Source(AFFILIATES if sold else ANOTHER, ""))
        if sold and known.platform == TIKTOK:
            known = Source(TIKTOK, AFFILIATION)
        codes = {code for i in parts if (code := _code(self.cells[i]))}
        currency = codes.pop() if len(codes) == 1 else ""
        return Owing(self.at, known, parts, stage, currency, self._id(), by_video=self._has(_PUBLISHED))

    def _deals(self) -> bool:
        return bool(_DEAL.search(self.around)) or self._has(_DEAL)

    def _any_negative(self, columns: Sequence[int]) -> bool:
        return any((n := parse_number(cell)) and n.negative for i in columns for cell in self._column(i))

    def _money_elsewhere(self, parts: Sequence[int]) -> bool:
        """Whether a row without an amount has a number in another column: the other side, in whatever words."""
        without = (row for row in self.body if not any(row[i] for i in parts if i < len(row)))
        return any(parse_number(cell) and not is_period(cell) for row in without for cell in row)

    def _titled(self, words: re.Pattern[str]) -> int | None:
        return next((i for i, title in enumerate(self.titles) if words.search(title)), None)

    def _has(self, words: re.Pattern[str]) -> bool:
        return self._titled(words) is not None

    def _column(self, i: int) -> list[str]:
        return [row[i] for row in self.body if i < len(row) and row[i]]

    def _all(self, i: int, test: Callable[[str], object]) -> bool:
        cells = self._column(i)
        return bool(cells) and all(map(test, cells))

    def _stage(self) -> int | None:
        """The column that says how far each row is."""
        named = (i for i, t in enumerate(self.titles) if COLUMNS["stage"].search(t) or "status" in t or parse_stage(t))
        return next((i for i in named if self._all(i, partial(stage_of, self.cells[i]))), None)

    def _parts(self) -> tuple[int, ...]:
        """The columns that together are what was earned: those of the surest kind of titles."""
        paid = [
            i
            for i, t in enumerate(self.titles)
            if (_MONEY_WORD.search(t) and not _RATE.search(t) and self._all(i, parse_number))
        ]
        kinds = ([i for i in paid if words.search(self.titles[i])] for words in _EARNED)
        return next((tuple(kind) for kind in kinds if kind), ())

    def _id(self) -> int | None:
        """The column that tells rows apart."""
        named = (i for i, t in enumerate(self.titles) if re.search(r"\bid$|^id\b", t))
        return next((i for i in named if len(set(self._column(i))) == len(self._column(i)) > 0), None)


_OWN_FILES = {"YouTube": re.compile(r"^((chart|table) data|totals|totaux)\b|^donnees du (graphique|tableau)\b")}
"""Files that one platform alone gives, whose tables name nobody."""
_COMMISSION = re.compile(r"\bcommission( amount)?$|\bcommissions?\b(?!.*(stat|date|rate))|provision\b|comision\b")
_PUBLISHED = re.compile(r"publish(ed)? (time|date)|date de publication")
_INVOICE = re.compile(r"\b(facture|invoice|rechnung\w*|factura|fattura|faktura|factuur)\b")
_CLIENT = re.compile(r"^(client|customer|kunde|cliente|klient|klant|marque|brand)( name)?$")
_BRAND = re.compile(r"^(marque|brand)( name)?$")
_DIGIT = re.compile(r"\d")
_TO_PAY = re.compile(
    r"^(a|reste a) (payer|regler)|^(to|da|zu|por|te|do) (pay|pagare|bezahlen|zahlen|pagar|betalen|zaplaty)$"
)
"""A stage in the words of who pays."""
_DUE = re.compile(r"echeance|\bdue\b|fallig|vencimiento|scadenza|vervaldatum")
_BILLED = (re.compile(r"ttc|\btotal|\bbrutto|gesamt"), re.compile(r"montant|amount|betrag|import[eo]|bedrag|kwota"))


def is_period(cell: str) -> bool:
    """Whether a cell is a month or a day."""
    return bool(cell) and bool(parse_month(cell) or day_cell(cell))


def _code(title: str) -> str:
    """The currency in a title: ``Estimated revenue (USD)``, ``Revenus(€)``."""
    said = re.search(r"\(([A-Z]{3}|[$€£])\)", title)
    code = SYMBOLS.get(said[1], said[1]) if said else ""
    return code if is_currency(code) else ""


def said_source(file: str, texts: Sequence[str]) -> Source | None:
    """The one platform that a file's name or these texts name; None for none or two."""
    named = platforms_in(" ".join([file, *texts]), (TIKTOK, *PLATFORMS, *_OWN_TITLES))
    return Source(named[0], REWARDS if named[0] == TIKTOK else "") if len(named) == 1 else None
