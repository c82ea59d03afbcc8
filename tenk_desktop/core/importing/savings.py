"""Savings accounts, known by the name of an account: what they hold pays no bill and must not count as available.

Only the account's own name speaks, in whole words: what its bank calls it, a sheet's title, the name of the file. What
a row says (``virement vers livret A``) is of the other side. A name that speaks of a current account as well, of a
movement or of several accounts says nothing, nor does a bank called after savings (Caisse d'Épargne, Cassa di
Risparmio). Rows speak louder than a name: an account that pays by card and receives a wage is a current one, whatever
it is called. The French products are those of articles L221-1 to L221-38 of the Code monétaire et financier.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import PurePath

from tenk_desktop.core.importing.bycolumn import field_of
from tenk_desktop.core.importing.planned import OWN
from tenk_desktop.core.importing.statement import Evidence, Problem, Reading, Row, Statement
from tenk_desktop.core.importing.words import fold
from tenk_desktop.core.model import Account, AccountKind
from tenk_desktop.core.text import Message, msg, neutral

_BANKS = re.compile(
    r"\bcaisses? (?:nationale )?(?:d )?epargne\w*(?: et (?:de )?prevoyance)?|\b(?:bpce|c e|ce|c) epargne\b"
    r"|\b(?:cajas?|cooperativas?) (?:de )?ahorros?(?: y credito)?|\bcass[ae] (?:di )?risparmio"
    r"|\b\w+ savings bank|\bsavings (?:banks?|(?:and )?loans?|trust)"
)
_PRODUCTS = {
    called: re.compile(rf"\b(?:{words})\b")
    for called, words in {
        "Livret A": r"livret ?a",
        "Livret B": r"livret ?b",
        "Livret Jeune": r"livret jeune",
        "LDDS": r"(?:livret (?:de )?)?developpement durable(?: (?:et )?solidaire)?|ldds?|codevi",
        "LEP": r"(?:livret (?:d )?)?epargne populaire|lep",
        "PEL": r"plan (?:d )?epargne logement|pel",
        "CEL": r"compte (?:d )?epargne logement|cel",
        "PEA": r"plan (?:d )?epargne en actions|pea",
    }.items()
}
_NO_ACCOUNT = r"(?:de )?(?:comptes?|caisse|recettes?|depenses?|famille|bord|paie|police)\b"
_WORDS = re.compile(
    rf"\b(?:livrets?\b(?! {_NO_ACCOUNT})|livret[ab]\b|(?:compte )?(?:d )?epargne\b|developpement durable\b|codevi\b"
    r"|compte a terme\b|assurance vie\b|savings?(?: accounts?)\b|savings\b|money market\b|certificate of deposit\b"
    r"|cash isa\b"
    r"|\w*sparkont\w*|sparbuch\b|tagesgeld\w*|festgeld\w*|(?:cuentas? (?:de )?)?ahorros?\b|conto (?:di )?deposito\b"
    r"|libretto\b|risparmio\b|\w*spaarrekening\b|spaargeld\b|sparen\b|poupanca\b|sparekonto\b|opsparing\w*"
    r"|oszczednosciow(?!o\b)\w*|sporici\b)"  # in one word with rozliczeniowy, it is Poland's usual current account
)
_BARE = frozenset(("epargne", "d epargne", "savings", "sparen", "ahorro", "ahorros", "risparmio"))
"""Words that banks bear as well as accounts."""
_LETTERS = re.compile(r"\b(?:ldds?|lep|pel|cel|pea)\b")
_SIRS = ("m", "mr", "mme", "mlle", "monsieur", "madame", "mademoiselle")
_COUPLE = re.compile(rf"\b(?:et|ou) (?=(?:{'|'.join(_SIRS)})\b)")
_BESIDE = (
    "vos votre mon mes le la les l de du des d au a sur n no num numero compte plan livret solde soldes releve releves"
    " operation operations mouvement mouvements historique extrait extraits export liste detail telechargement fichier"
    " account details history for statement konto cuenta conto rekening"
    " ecritures banque produit type libelle intitule nom euro euros eur csv ofx qif xls xlsx trimestre semestre"
    " janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre"
    " janv fev fevr avr juil sept oct nov dec"
)
_TITLE_WORDS = frozenset(_BESIDE.split())
"""May stand beside two or three letters, for these to be a product and nobody's name."""
_CURRENT = re.compile(
    r"\b(?:(?<!solde )(?<!mois )courante?s?|cheques?|ccp|comptes? de depots?|a vue|comptes? prive|ch(?:eck|equ)ing"
    r"|current|giro\w*|corriente|corrente|betaalrekening|zichtrekening|privatkonto|lohnkonto|rozliczeniow\w*)\b"
)
_BETWEEN = re.compile(
    r"\b(?:et|and|und|vers|from|to|depuis|hors|sans|virements?|transferts?|budget|suivi|objectifs?|comptes)\b"
)
_SPENT = re.compile(
    r"\b(?:prlv|prelevement|card|\w*karte\w*|kart[ay]|lastschrift|tarjeta|recibo|incasso|betaalautomaat|pos"
    r"|direct debit)\b"
    r"|^(?!.*\b(?:retrait|remise|depot|encaissement)\b).*\b(?:cb|carte|cheque)\b"  # cash and cheques go there too
)
_WAGE = re.compile(
    r"\b(?:salaires?|paye|wages?|salary|payroll|gehalt\w*|lohn\w*|nomina|stipendio|salaris|wynagrodzeni\w*)\b"
)
_BILLS = tuple(
    re.compile(rf"\b(?:{words})\b")
    for words in (
        "achats?|paiements?|purchase|einkauf|compra|acquisto|zakup",
        "loyer|rent|miete|alquiler|affitto|huur|czynsz",
        "courses|supermarche|groceries|supermarkt|supermercado|supermercato",
        "edf|engie|electricite|telephone|internet|abonnement|mutuelle|assurance(?! vie)|strom",
    )
)
_TAKEN_OUT = re.compile(r"\b(?:retraits?|interets?|versements?)\b")
_MOVED = re.compile(r"\b(?:versements?|retraits?|einzahlung|auszahlung|deposit|withdrawal)\b")
_DOUBT = msg(
    "le fichier parle d’épargne, mais ses opérations sont celles d’un compte courant : ce que vous faites de ce compte "
    "se dit dans « Comptes et soldes »"
)
_LOOKED_AT = 2000  # rows: the purchases of a current account do not wait that long
_NUMBER_ON = re.compile(r"\s(?:n[°ºo.]|num[eé]ro\b|carte\b)|\d{3,}|[:;(*]", re.IGNORECASE)


def says_savings(name: str) -> bool:
    """Whether the name of an account says that it is one for savings."""
    text = _plain(name)
    if _CURRENT.search(text) or _BETWEEN.search(_PRODUCTS["LDDS"].sub("", text)):
        return False
    return bool(_WORDS.search(text)) or _is_letters(text)


def is_product(name: str) -> bool:
    """Whether the name of an account is a kind of savings account's, and not perhaps its bank's."""
    text = _plain(name)
    found = [m[0] for m in _WORDS.finditer(text)]
    alone = _of_a_title(" ".join(word for word in text.split() if word not in _BARE))
    return says_savings(name) and (alone or not found or any(words not in _BARE for words in found))


def says_current(name: str) -> bool:
    """Whether the name of an account says that bills are paid from it."""
    text = _plain(name)
    return bool(_CURRENT.search(text)) and not _WORDS.search(text)


def title_of_savings(line: str) -> str:
    """The name that a line above a table gives to a savings account, as its first words; else nothing."""
    parts = line.split() if says_savings(line) else []
    while parts:
        text = _plain(" ".join(parts))
        if _WORDS.match(text) or _LETTERS.match(text):
            return called(" ".join(parts))
        if not _of_a_title(_plain(parts[0])):
            break
        parts = parts[1:]
    return ""


def named_beside(head: str, value: str = "") -> str:
    """What stands beside the title of a line, or behind its colon: ``Compte : Livret A``; else nothing."""
    title, _, rest = head.partition(":")
    words = _plain(title)
    return (rest.strip() or value) if words and _of_a_title(words) else ""


def called(name: str) -> str:
    """The name of a savings account as people call it, without the number behind it."""
    return product(name) or _NUMBER_ON.split(name)[0].strip(" -–") or name


def product(name: str) -> str:
    """The one French savings product that a name speaks of; empty where none or several."""
    found = [said for said, words in _PRODUCTS.items() if words.search(_plain(name))]
    return found[0] if len(found) == 1 else ""


def may_be_same(name: str, other: str) -> bool:
    """Whether two names do not tell two products apart."""
    one, two = product(name), product(other)
    return not one or not two or one == two


def is_spent_from(rows: Sequence[Row]) -> bool:
    """Whether labels speak of payments by card, cheque or direct debit, which savings accounts do not make; or of two
    such things as a wage received, a rent, shopping: one alone may be what money was put aside for.
    """
    if any(_SPENT.search(label) for label, _ in _looked_at(rows)):
        return True
    paid = {i for label, out in _looked_at(rows) for i, words in enumerate(_BILLS) if out and _pays(words, label)}
    return len(paid) + _receives_wages(rows) > 1


def pays_and_earns(rows: Sequence[Row]) -> bool:
    """Whether cards or direct debits are paid from an account that receives wages: a current one beyond doubt."""
    return _receives_wages(rows) and any(out and _SPENT.search(label) for label, out in _looked_at(rows))


def _receives_wages(rows: Sequence[Row]) -> bool:
    return any(not out and _WAGE.search(label) for label, out in _looked_at(rows))


def _looked_at(rows: Sequence[Row]) -> Iterator[tuple[str, bool]]:
    """The label of each of the first rows, and whether its money went out."""
    for label, amount in islice(zip(field_of(rows, "label"), field_of(rows, "amount"), strict=True), _LOOKED_AT):
        yield fold(label), amount < 0


def _pays(words: re.Pattern[str], label: str) -> bool:
    return bool(words.search(label)) and not _TAKEN_OUT.search(label)


def is_for_savings(account: Account) -> bool:
    """Whether an account is for savings, or may be by its name though it counts as available."""
    return account.kind is AccountKind.SAVINGS or (account.kind is AccountKind.BANK and says_savings(account.name))


def is_called_savings(account: Account) -> bool:
    """Whether an account is for savings, or bears the name of a kind of savings account."""
    return account.kind is AccountKind.SAVINGS or (account.kind is AccountKind.BANK and is_product(account.name))


def spends_alike(statement: Statement, account: Account) -> bool:
    """Whether a file may be of an account, for what each says of being spent from. Most files say nothing of it."""
    if statement.kind is AccountKind.SAVINGS:
        return is_for_savings(account) and may_be_same(account.name, statement.name)
    if not is_called_savings(account):
        return True
    return not statement.kind_said and not is_spent_from(statement.rows)


def moves_savings(label: str) -> bool:
    """Whether the label of a savings account's row may be money that came from another account or went there."""
    return bool(_MOVED.search(fold(label)))


def with_kinds(reading: Reading, file: str) -> Reading:
    """The reading, where a bank's account whose name says so is one for savings; what says it, and where its rows
    contradict it.

    The name of the file speaks last, of one account alone, and only where nothing in the file says otherwise.
    """
    stem = PurePath(file.rpartition("!")[2]).stem
    named = stem if len(reading.statements) == 1 and says_savings(stem) else ""
    said = [_with_kind(s, named) for s in reading.statements]
    made = tuple(_by_rows(s) if len(said) == 1 and _is_doubtful(s) else s for s in said)
    evidence = dict.fromkeys(_evidence(made))
    told = replace(reading, statements=made, evidence=(*reading.evidence, *evidence))
    return told.with_problems(*(Problem(0, _DOUBT, lost=False, member=s.member) for s in said if _is_doubtful(s)))


def _is_doubtful(statement: Statement) -> bool:
    return statement.kind is AccountKind.SAVINGS and statement.header != OWN and is_spent_from(statement.rows)


def _by_rows(statement: Statement) -> Statement:
    """What a file of one account says to be savings and looks like a current account: one by what it is used for,
    beyond doubt or where the name may be the bank's. Else the file is believed, for its money must not be spent by
    mistake.
    """
    by_name = says_savings(statement.name) and not is_product(statement.name)
    if not pays_and_earns(statement.rows) and not by_name:
        return statement
    return replace(statement, kind=AccountKind.BANK, kind_said=False)


def _with_kind(statement: Statement, named: str) -> Statement:
    """``named`` is what the file is called, where that says savings."""
    if statement.kind is not AccountKind.BANK or statement.kind_said or statement.header == OWN or not statement.rows:
        return statement
    if says_savings(statement.name):
        return replace(statement, kind=AccountKind.SAVINGS, kind_said=True)
    if says_current(statement.name):
        return replace(statement, kind_said=True)
    if not named or is_spent_from(statement.rows):
        return statement
    return replace(statement, kind=AccountKind.SAVINGS, name=statement.name or product(named) or named)


def _evidence(statements: Sequence[Statement]) -> Iterator[Evidence]:
    for statement in statements:
        if statement.kind is AccountKind.SAVINGS and statement.header != OWN:
            proof: Message | None = None
            if says_savings(statement.name):
                proof = msg("« {name} »", name=neutral(statement.name))
            yield Evidence("account", msg("Compte d’épargne"), proof if statement.kind_said else msg("nom du fichier"))


def _plain(name: str) -> str:
    return _COUPLE.sub("", _BANKS.sub(" ", fold(name))).strip()


def _is_letters(text: str) -> bool:
    """Whether letters such as PEL stand alone, among the words of a title, or before their owner's name."""
    words = text.split()
    at = next((i for i, word in enumerate(words) if word in _SIRS and i), len(words))
    beside = [word for word in words[:at] if not _LETTERS.fullmatch(word)]
    return len(beside) < at and _of_a_title(" ".join(beside))


def _of_a_title(text: str) -> bool:
    return all(word in _TITLE_WORDS or any(map(str.isdigit, word)) for word in text.split())
