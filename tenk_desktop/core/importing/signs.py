"""Is a positive amount an expense? Where a table does not sign its amounts, its rows may say so.

A card's purchases are often written positive. Its payments, and words for purchases or incomes, tell such a file from
one that only lists incomes; what they do not tell is asked.
"""

import re
from array import array
from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from tenk_desktop.core.importing.amounts import AMOUNTS, Columns, Money, Values
from tenk_desktop.core.importing.bycolumn import Few
from tenk_desktop.core.importing.choosing import is_net, two_sides
from tenk_desktop.core.importing.words import (
    INCOME_TITLE,
    INCOME_WORD,
    NET_TITLE,
    NUMBERS,
    OWED_TITLE,
    PAID_OUT_WORD,
    PAYMENT_WORD,
    PAYMENTS,
    PAYMENTS_BACK,
    PURCHASES,
    SPENDING_WORD,
    TEXT,
    THANKS_WORD,
    fold,
)

_BILL = re.compile(r"\b(facture|invoice|rechnung|fattura|factura|factuur)\b")
_CLIENT = re.compile(r"(client|customer|kunde|cliente|klant)s?")
_SENT_TO = re.compile(r"\b(par|by)\b|destinataire|beneficiaire|recipient")
_MOST = 0.8  # of the rows
_MANY, _MANY_INCOMES = 3, 0.5
_OF_A_BANK = ("account", "balance", "booked", "counter account", "currency", "ref", "status", "value date")
"""Columns that people's own lists do not have: whose amounts, where few are written, may all be incomes."""
_LOOKED_AT = 300  # rows
_MOST_TYPES = 12  # different words of a column
_SEVERAL = 2  # purchases; one may have been paid back


_ANNOUNCED = re.compile(
    r"^((ma|mon|notre) )?((suivi|liste|tableau|journal|etat|detail|budget)( mensuel(le)?s?| annuel(le)?s?)? d(es?)? )?"
    r"((mes|les|nos|my|our|meine|mis) )?"
)
_SIDES = (
    (
        "expense-positive",
        re.compile(
            r"(depenses?|sorties|achats?|ausgaben?|gastos?|spes[ae]|despesas?|expenses?|purchases?|uitgaven|compras?"
            r"|fournisseurs?|suppliers?|lieferanten?|proveedor(es)?|fornitor[ei]|leveranciers?)\b"
        ),
    ),
    (
        "income-positive",
        re.compile(
            r"(recettes?|revenus?|rentrees|gains|einnahmen?|ingresos?|entrate|receitas?|incomes?|inkomsten"
            r"|partenariats?|collab(oration)?s?|partnerships?|pourboires|tips)\b"
        ),
    ),
)
_SALES = re.compile(r"(ventes?|sales?|verkaufe?|ventas?|vendit[ae]|vendas?)\b")
_BOTH_SIDES = re.compile(
    r"\w (et|ou|and|or|und|oder|y|o|e|en)\b|\w (depenses|sorties|achats|charges|pertes|recettes|revenus|rentrees"
    r"|entrees|gains|ventes|ausgaben|einnahmen|gastos|ingresos|spese|entrate|despesas|receitas|expenses|incomes?)\b"
)


def side_of(title: str) -> str:
    """The sign of amounts below a title of one side only, as in a household's book: ``expense-positive`` below
    *Dépenses*, ``income-positive`` below *Mes recettes*; nothing for any other words, and where both sides are named.
    """
    rest = _ANNOUNCED.sub("", fold(title))
    sign = next((sign for sign, words in _SIDES if words.match(rest)), "")
    return "" if _BOTH_SIDES.search(rest) else sign


def names_a_side(title: str) -> bool:
    """Whether a title is one of expenses or of incomes; a table with two of them is of both."""
    return bool(side_of(title) or _SALES.match(fold(title)))


def contradicts(sign: str, labels: Iterable[str]) -> bool:
    """Whether a label below such a title, folded, is of the other side."""
    of_incomes = sign == "income-positive"
    return any(SPENDING_WORD.match(t) if of_incomes else INCOME_WORD.search(t) for t in labels)


def sign_doubt(
    columns: Columns,
    money: Money,
    values: Values,
    label: Callable[[int], str],
    *,
    card: bool,
    signs: bool,
    proved: bool,
) -> str:
    """``flip`` when a card's purchases are surely written positive, ``ask`` when they may be, else nothing.

    Purchases carry the card's number; payments *to* the card do not, or say what they are, and are of the other sign.
    ``card``: the file calls itself a card statement; ``signs``: it writes signs elsewhere; ``proved``: the balances
    follow the amounts, which proves nothing for a card, whose balance may be what is owed. ``label`` gives the label of
    a row, folded; most files are settled without any. Only a lone amount column can be in doubt.
    """
    if money.amount is None or money.direction is not None:
        return ""
    numbered = _carry_a_card(columns)
    named = any(numbered)
    down = array("I", (i for i, v in enumerate(values) if v and v < 0))
    if not card and not named and down and not proved:
        if _types_say(columns, values):
            return "flip"
        thanks = 2 * len(down) < sum(map(bool, values)) and _thanks(map(label, down))
        return "ask" if thanks or _upside_down(values, label) else ""
    if not card and not named and (proved or signs or any(n and n.signed for n in columns.different(money.amount))):
        return ""
    moves = [(i, v) for i, v in enumerate(values) if v]
    if not card and not named:
        titles = [fold(title) for title in columns.layout.header]
        paid_out = any(map(PAID_OUT_WORD.search, titles)) or _lists_bills(titles)
        name = fold(columns.layout.name(money.amount))
        received = INCOME_TITLE.search(name) or _less_a_fee(columns, money.amount)
        if paid_out or (received and not _SENT_TO.search(name)):
            return ""
        owed = any(map(OWED_TITLE.search, titles))
        headed = money.amount in columns.layout.all(*AMOUNTS) and not owed
        signs_its_own = bool(columns.layout.all(*_OF_A_BANK))
        return _unsigned([label(i) for i, _ in moves], least=_MANY if signs_its_own else 1, headed=headed)
    purchases = [v for i, v in moves if numbered[i] or not named]
    if sum(v > 0 for v in purchases) < _MOST * len(purchases):
        paid = [i for i, _ in moves if PAYMENT_WORD.search(label(i)) or THANKS_WORD.search(label(i))]
        whole = all(numbered[i] for i, _ in moves) if named else True
        return "flip" if whole and paid == [*down] and len(paid) < len(moves) else ""  # what is negative pays the card
    paid_back = any(named > numbered[i] or PAYMENT_WORD.search(label(i)) for i in down)
    return "flip" if paid_back else "ask"


def _lists_bills(titles: Sequence[str]) -> bool:
    """Whether each row is a bill to a client, not one to pay."""
    return any(map(_BILL.search, titles)) and any(map(_CLIENT.fullmatch, titles))


def _less_a_fee(columns: Columns, amount: int) -> bool:
    """Whether a fee was taken off, as only of an income: by the word of the column, or by the fee's own sign. A fee may
    come on top of what was sent, too.
    """
    fee = columns.values(columns.layout.first("fee"))
    named = amount in columns.layout.all("net") or NET_TITLE.search(fold(columns.layout.name(amount)))
    return is_net(columns, amount) and bool(named or all(f <= 0 for f in fee if f))


def _upside_down(values: Values, label: Callable[[int], str]) -> bool:
    """Whether wages and refunds are all written negative, and purchases, some of them at least, all positive."""
    first = [*islice(values, _LOOKED_AT)]
    down = [label(i) for i, v in enumerate(first) if v and v < 0]
    if not any(INCOME_WORD.search(text) for text in down) or any(SPENDING_WORD.match(text) for text in down):
        return False
    up = [label(i) for i, v in enumerate(first) if v and v > 0]
    spent = sum(bool(SPENDING_WORD.match(text)) for text in up)
    return spent >= _SEVERAL and not any(INCOME_WORD.search(text) for text in up)


def sides_by_labels(columns: Columns, labels: Iterable[str]) -> tuple[Money, int | None] | None:
    """The two sides of an amount that neither words nor balances tell, where labels do: purchases all on the left, as
    nearly every bank writes them, and incomes on the right. The other way round may be a month of refunds: it is asked.
    """
    numbers = [i for i, kind in enumerate(columns.layout.kinds) if kind == NUMBERS]
    pairs = [(left, right) for left, right in two_sides(columns, numbers) if left < right]
    said = [(bool(SPENDING_WORD.match(t)), bool(INCOME_WORD.search(t))) for t in map(fold, labels)] if pairs else []
    told = [sides for sides in pairs if _agree(columns.values(sides[0]), said)]
    return (Money(debit=told[0][0], credit=told[0][1]), None) if len(told) == 1 else None


def _agree(debits: Values, said: Sequence[tuple[bool, bool]]) -> bool:
    """Whether all labels of purchases, of which there are several, are on this side, and no label of an income is."""
    rows = list(zip(map(bool, debits), said, strict=True))
    spent = [out for out, (spends, earns) in rows if spends and not earns]
    earned = [out for out, (spends, earns) in rows if earns and not spends]
    return len(spent) >= _MANY and all(spent) and bool(earned) and not any(earned)


def _types_say(columns: Columns, values: Values) -> bool:
    """Whether a column calls what is positive, and nothing else, a purchase, and all that is negative a payment."""
    return any(_purchases_rise(columns.cells(c), values) for c in columns.layout.all("type", TEXT))


def _purchases_rise(cells: Few[str], values: Values) -> bool:
    if len(set(cells.values)) > _MOST_TYPES:
        return False
    moves = {(fold(cell), v > 0) for cell, v in zip(cells, values, strict=True) if v}
    up, down = ({cell for cell, rises in moves if rises is way} for way in (True, False))
    return bool(up & PURCHASES) and not down & PURCHASES and bool(down & PAYMENTS) and down <= PAYMENTS | PAYMENTS_BACK


def _unsigned(labels: Sequence[str], *, least: int, headed: bool) -> str:
    """No sign anywhere: a doubt without a header, if labels name purchases, or if few of so many name incomes."""
    income = sum(bool(INCOME_WORD.search(label)) for label in labels)
    spending = any(SPENDING_WORD.match(label) for label in labels)
    few = len(labels) >= least and income < _MANY_INCOMES * len(labels)
    return "ask" if spending or few or not headed else ""


def _thanks(labels: Iterable[str]) -> bool:
    """Whether all say thanks; where nearly all else is positive, that may be a card nobody named."""
    return all(THANKS_WORD.search(label) for label in labels)


def _carry_a_card(columns: Columns) -> Few[bool]:
    """Which rows carry a card's number."""
    return columns.cells(columns.layout.first("card")).map(lambda cell: any(c.isdigit() for c in cell))
