"""From a bank's text to a category and a readable payee, by the words of ``resources/rules/categories.toml``.

A text is cut into words without accents or case and looked up word by word, so the cost of a label does not grow with
the number of rules. What no word decides stays unsorted: a wrong category costs more than none.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from tenk_desktop.core.model import Category, Nature
from tenk_desktop.core.resources import resource
from tenk_desktop.core.text import Message, fold, msg

# A payout is one even when its text speaks of a sale or a wage.
_FIRST = {"tiktok": 2, "other_creator": 1}
_SPLIT = re.compile(r"[a-z0-9]+")

_Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A category by its French name, and why."""

    category: str
    reason: Message


@dataclass(frozen=True, slots=True)
class _Rule:
    """One keyword and what it finds; ``weight`` orders the rules met in one text."""

    words: _Words
    weight: tuple[int, int, int] = (0, 0, 0)
    found: Found | None = None
    pays_wages: bool = False


_Index = Mapping[str, tuple[_Rule, ...]]  # by first word, longest first


@dataclass(frozen=True, eq=False, slots=True)
class Rules:
    """The categories a new ledger has, and the rules that fill them."""

    categories: tuple[Category, ...]
    credit: _Index
    debit: _Index
    refund_words: _Index
    bank_transfer_words: _Index
    own_transfer_words: _Index

    def categorise(self, text: str, amount: int) -> Found | None:
        """The category of a label (with payee and memo, if any); ``amount`` in minor units gives the direction.

        Money in from a shop of an expense category is a refund and takes that category, which it reduces; but a bank
        transfer from a shop that also pays wages stays unsorted, unless the text speaks of a refund.
        """
        words = _words(text)
        rule = _best(self.credit, words) if amount > 0 else None
        if rule is None:
            rule = _best(self.debit, words)
            if rule and amount > 0 and rule.pays_wages and self._may_be_wages(words):
                return None
        return rule.found if rule else None

    def _may_be_wages(self, words: _Words) -> bool:
        return bool(_best(self.bank_transfer_words, words)) and not _best(self.refund_words, words)

    def says_transfer(self, text: str) -> bool:
        """Whether the text may be one side of a transfer between two accounts of one person."""
        return _best(self.own_transfer_words, _words(text)) is not None

    def clean_payee(self, text: str) -> str:
        """See `clean_payee`."""
        return clean_payee(text)


def default_categories() -> tuple[Category, ...]:
    """The built-in tree, ids from 1, parents before their children."""
    return load_rules().categories


@cache
def load_rules() -> Rules:
    """The packaged rules."""
    return _rules(tomllib.loads(resource("rules", "categories.toml").read_text("utf-8")))


def _rules(data: Mapping[str, list[Mapping[str, str | list[str]]] | list[str]]) -> Rules:
    tables = [t for t in data["category"] if isinstance(t, Mapping)]
    ids = {str(t["name"]): i for i, t in enumerate(tables, start=1)}
    categories = tuple(
        Category(
            ids[str(t["name"])], str(t["name"]), Nature(str(t["nature"])), ids.get(str(t.get("parent"))), builtin=True
        )
        for t in tables
    )
    return Rules(
        categories,
        credit=_index(_of(tables, "credit")),
        debit=_index(_of(tables, "debit")),
        refund_words=_index(_plain(data["refunds"])),
        bank_transfer_words=_index(_plain(data["bank_transfers"])),
        own_transfer_words=_index(_plain(data["own_transfers"])),
    )


def _of(tables: Iterable[Mapping[str, str | list[str]]], direction: str) -> Iterator[_Rule]:
    texts = [(table, text) for table in tables for text in table.get(direction, ())]
    for order, (table, text) in enumerate(texts):
        words = _words(text)
        weight = (_FIRST.get(str(table["nature"]), 0), sum(map(len, words)), -order)
        found = Found(str(table["name"]), msg("règle « {word} »", word=text))
        yield _Rule(words, weight, found, bool(table.get("pays_wages")))


def _plain(texts: Iterable[object]) -> Iterator[_Rule]:
    return (_Rule(_words(str(text))) for text in texts)


def _index(rules: Iterable[_Rule]) -> _Index:
    index: dict[str, list[_Rule]] = {}
    for rule in rules:
        index.setdefault(rule.words[0], []).append(rule)
    return {word: tuple(sorted(same, key=lambda r: -len(r.words))) for word, same in index.items()}


def _words(text: str) -> _Words:
    return tuple(_SPLIT.findall(text.lower() if text.isascii() else fold(text)))


def _best(index: _Index, words: _Words) -> _Rule | None:
    """The weightiest rule found; of those that begin on one word only the longest counts ("google play")."""
    best = None
    for at, word in enumerate(words):
        if word not in index:
            continue
        for rule in index[word]:
            if words[at : at + len(rule.words)] == rule.words:
                if best is None or rule.weight > best.weight:
                    best = rule
                break
    return best


# --- payees -----------------------------------------------------------------------------------------------------------

_PREFIX = re.compile(
    r"""(?:
        (?:(?:PAIEMENT|ACHAT|FACTURE|OP[EÉ]RATION|AVOIR)\s(?:PAR\s)?)?(?:CARTE|CB)\b
        (?:\s(?:BANCAIRE|VISA|MASTERCARD|SANS\sCONTACT)\b)?(?:\s(?:(?:N°|NO|DU|LE)\s?)?[*X]*\d[\dX*]{3,}\b){0,2}
      | (?:PRLV|PR[EÉ]L[EÈ]VEMENT|PRELEVT|PRLVT)\b
        (?:\s(?:SEPA|EUROP[EÉ]EN|CORE|R[EÉ]CURRENT|AUTOMATIQUE|POUR\sCPTE\sDE|DE)\b){0,3}
      | (?:VIR(?:EMENT|T)?|VRT)\b(?:\s(?:SEPA|INST(?:ANTAN[EÉ]|ANT)?|RE[CÇ]U|[EÉ]MIS|PERMANENT|WEB|INTERNE|FAVEUR
            |EN\sVOTRE\sFAVEUR|EN\sFAVEUR\sDE|EN\sEUROS|EUROP[EÉ]EN|RE\s\d+|DE|VERS|POUR|A)\b){0,5}
    )(?:\s(?:DU|LE)(?=\s\d))?(?:\s\d{5,})?[\s:.,*°/-]*(?:(?:DE|VERS|POUR)[\s:]\s?)?""",
    re.IGNORECASE | re.VERBOSE,
)
_FIELD = re.compile(  # from here on the bank speaks to itself
    r"""\s(?: (?:MOTIF|R[EÉ]F(?:[EÉ]RENCE)?|RUM|ICS|MANDAT|MDT|ID|IDENTIFIANT|ID\s[EÉ]METTEUR|BIC|IBAN|LIB
                |[EÉ]CH(?:[EÉ]ANCE)?|NUM(?:[EÉ]RO)?)\s?[:./].*
            | CARTE\s(?:N°|NO|NUMERO)?\s?[\dX*]{3,}\b.*
            | \d{5}\s[A-Z][A-Z'\ -]+ )$""",  # a postal code: what follows is a town
    re.IGNORECASE | re.VERBOSE,
)
_NOISE = re.compile(
    r"""\d{4}-\d{2}(?:-\d{2})? | \d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})? | \d{1,2}/\d{4} | \d{1,2}[:h]\d{2}
      | \d+[.,]\d{2}(?:EUR|€)? | [X*]*\d{5,} | \d*[X*]{2,}\d* | X\d{3,} | (?=(?:\D*\d){4})[\w+/*.-]{8,} | [^\w]+""",
    re.IGNORECASE | re.VERBOSE,
)
_LETTERS = re.compile(r"[^\W\d_]+(?:'S\b)?")
# fmt: off
_SMALL = frozenset([
    "A", "AU", "AUX", "D", "DE", "DES", "DU", "EN", "ET", "L", "LA", "LE", "LES", "OU", "PAR", "POUR", "SUR",
])
_CAPITALS = frozenset([
    "AB", "AG", "AGIRC", "APL", "ARRCO", "AXA", "BNP", "BP", "CAF", "CB", "CIC", "CPAM", "DAB", "DGFIP",
    "EDF", "ENI", "FDJ", "GAB", "GMF", "HLM", "IDF", "KFC", "LCL", "LEP", "MAAF", "MAE", "MAIF", "MGEN",
    "MSA", "OPH", "RATP", "RSA", "SA", "SARL", "SAS", "SEPA", "SFR", "SNCF", "TCL", "UGC", "UK", "URSSAF",
])
# fmt: on
_SPELT = {"TIKTOK": "TikTok", "BYTEDANCE": "ByteDance", "PAYPAL": "PayPal", "MCDONALD'S": "McDonald's"}


def clean_payee(text: str) -> str:
    """A readable counterparty out of a bank's text: no card or transfer prefix, date, card number or reference.

    A town is kept unless a postal code announces it; capitals become a name's. Falls back on the text itself, and on a
    dash when that is empty.
    """
    raw = " ".join(text.split())
    text = raw.partition(" | ")[0]  # BoursoBank writes a readable name before its own label
    prefix = _PREFIX.match(text)
    rest = _FIELD.sub("", " " + (text[prefix.end() :] if prefix else text))
    kept = [word for word in rest.split() if word.isalpha() or not _NOISE.fullmatch(word)]
    if len(kept) > 1 and kept[-1] in ("FR", "FRA"):
        kept.pop()
    name = " ".join(kept).strip(' -:;,.*/"')
    if not any(map(str.isalpha, name)):
        return raw or "—"
    return _cased(name)


@lru_cache(maxsize=4096)
def names_nobody(text: str) -> bool:
    """Whether a bank's text only says what kind of operation it is: ``PAIEMENT PAR CARTE``, ``VIR SEPA``."""
    prefix = _PREFIX.match(text)
    return prefix is not None and prefix.end() == len(text)


@lru_cache(maxsize=4096)
def _cased(name: str) -> str:
    if name != name.upper():
        return name
    cased = _LETTERS.sub(_case_word, name)
    return cased[0].upper() + cased[1:]


def _case_word(match: re.Match[str]) -> str:
    word = match[0]
    if word in _CAPITALS:
        return word
    if word in _SMALL:
        return word.lower()
    return _SPELT.get(word) or word.capitalize()
