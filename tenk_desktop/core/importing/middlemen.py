"""What the lines of a middleman's account mean: which moved money, and which are the two sides of a conversion.

A line that is not completed counts only where the file proves that the balance moved with it: by the running balance,
by completed lines that answer it with the opposite amount, or in words. Withdrawals stay "pending" for ever in some
files, and a purchase paid from a bank lists the bank's money as pending. Holds and authorisations never count, for the
purchase they were for is a line of its own; the balance may move with them all the same.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tenk_desktop.core.importing.balance import ENOUGH
from tenk_desktop.core.importing.booked import status_kind
from tenk_desktop.core.importing.entries import shown
from tenk_desktop.core.importing.words import fold
from tenk_desktop.core.text import Message, msg

_CONVERSION = re.compile(
    r"conver|exchang|\bchanges? (en|vers)\b|\bchanges$|echange|umrechnung|umtausch|omrekening|omregning|valutavaxling"
    r"|przewalutowanie|cambio"
)
_HOLD = re.compile(
    r"\bhold\b|authori[sz]ation\b|(payment|review|reserve) release|autorisation|autorizacion|autorizzazione"
    r"|autorizacao|autorisierung"
    r"|\b(de)?blocage\b|paiement (de)?bloque|\bliberation\b"
    r"|retenue (generale|temporaire|de paiement|pour paiement)|retencion (de pago|general|temporal)|liberacion"
    r"|einbehaltung|trattenuta|sblocco|blokkering"
)
_WITHOUT_EFFECT = re.compile(r"memo|nota?$|hinweis|promemoria")
_WITH_EFFECT = re.compile(r"credit|debit|cargo|abono|soll|haben|addebit|accredit")


@dataclass(frozen=True, slots=True)
class Line:
    """One record, read. ``amount`` is what it adds to the balance, net of ``fee``; both in the major unit, signed."""

    line: int
    day: date
    moment: str  # time of day, as written
    text: str
    currency: str
    amount: Decimal
    fee: Decimal = Decimal()
    balance: Decimal | None = None
    id: str = ""
    ref: str = ""  # the transaction it belongs to
    name: str = ""
    memo: str = ""
    status: str = ""
    impact: str = ""  # on the balance, in words

    @property
    def idle(self) -> bool:
        """Whether it is no movement at all: it blocks or frees money, or is written for information."""
        return bool(_HOLD.search(fold(self.text)) or _WITHOUT_EFFECT.match(fold(self.impact)))

    @property
    def converts(self) -> bool:
        """Whether its words say that it is one side of a conversion."""
        return bool(_CONVERSION.search(fold(self.text)))

    @property
    def doubt(self) -> Message | None:
        """Why it may not count, if anything says so."""
        if _WITHOUT_EFFECT.match(fold(self.impact)):
            return msg("sans effet sur le solde « {value} »", value=shown(self.impact))
        if self.idle:
            return msg("blocage ou autorisation, pas une opération « {value} »", value=shown(self.text))
        kind = status_kind(self.status)
        if kind == "pending":
            return msg("opération en attente « {value} »", value=shown(self.status))
        return msg("opération refusée ou annulée « {value} »", value=shown(self.status)) if kind else None


# --- which lines count ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Balances:
    """What the running balances say: the doubtful lines they moved with, and whether they follow the others.

    ``unsaid`` are the doubtful lines they say nothing sure of.
    """

    moved: frozenset[int] = frozenset()  # numbers of lines
    unsaid: frozenset[int] = frozenset()
    links: int = 0
    kept: int = 0

    @property
    def proves(self) -> bool:
        """Whether they follow the amounts often enough to prove anything."""
        return self.links >= 2 and self.kept >= ENOUGH * self.links


def follow(lines: Sequence[Line]) -> Balances:
    """The running balance of each currency over its lines, in file order or the other way round, whichever holds."""
    ways = (_follow_all(lines), _follow_all(lines[::-1]))
    best = max(ways, key=lambda b: b.kept)
    return best if best.proves else Balances(links=best.links, kept=best.kept)


def _follow_all(lines: Sequence[Line]) -> Balances:
    pockets: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        pockets[line.currency].append(line)
    each = [_follow(pocket) for pocket in pockets.values()]
    return Balances(
        frozenset().union(*(b.moved for b in each)),
        frozenset().union(*(b.unsaid for b in each)),
        sum(b.links for b in each),
        sum(b.kept for b in each),
    )


def _follow(pocket: Sequence[Line]) -> Balances:
    """What a doubtful line's own balance claims is believed once a later line that counts goes on from it."""
    moved: set[int] = set()
    unsaid: set[int] = set()
    claimed: set[int] = set()
    links = kept = 0
    held: Decimal | None = None  # the balance so far
    for line in pocket:
        expected = None if held is None else held + line.amount
        settled = status_kind(line.status) == ""
        if line.doubt is None:
            links += held is not None and line.balance is not None
            kept += expected is not None and expected == line.balance
            (moved if expected == line.balance else unsaid).update(claimed)
            claimed.clear()
            held = line.balance if line.balance is not None else expected
        elif expected is not None and line.amount and line.balance == expected:
            claimed.add(line.line)
            held = expected
        elif held is not None and line.balance == held:
            moved |= claimed if settled else set()
            claimed -= moved
        else:
            unsaid.add(line.line)
            held = line.balance if held is None else held
    return Balances(frozenset(moved), frozenset(unsaid | claimed), links, kept)


def counting(lines: Sequence[Line], balances: Balances) -> Iterator[tuple[Line, Message | None]]:
    """Each line with the reason why it does not count, if there is one."""
    answers: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for line in lines:
        if line.doubt is None:
            for tie in _ties(line):
                answers[line.currency, tie] += line.amount
    for line in lines:
        met = any(answers.get((line.currency, tie)) == -line.amount for tie in _ties(line))
        said = status_kind(line.status) == "pending" and bool(_WITH_EFFECT.match(fold(line.impact)))
        unproved = not balances.proves or line.line in balances.unsaid
        moved = line.line in balances.moved or (unproved and (met or said))
        yield line, None if moved and not line.idle else line.doubt


def answered(lines: Sequence[Line]) -> dict[int, str]:
    """The number of each line that takes back or pays for another one, and the identifier of that one."""
    by_id = {line.id: line for line in lines if line.id}
    both = ((line, by_id[line.ref]) for line in lines if line.ref in by_id)
    opposed = ((x, y) for x, y in both if x.currency == y.currency and x.amount * y.amount < 0)
    return {x.line: y.id for x, y in opposed}


def _ties(line: Line) -> set[str]:
    return {line.id, line.ref} - {""}


# --- conversions ------------------------------------------------------------------------------------------------------


def conversions(lines: Iterable[Line]) -> dict[int, str]:
    """The number of each line that is one side of a conversion, and a name that both sides share and no other line has.

    Sides refer to one another, or both to the transaction the conversion was for; without references they share their
    second. Whatever the order of the lines, the pairs are the same.
    """
    candidates = [line for line in lines if line.amount]
    named = [line for line in candidates if line.converts]
    # In a language without a known word: nobody's name, no fee, and a reference.
    sides = named or [line for line in candidates if line.ref and not line.name and not line.fee]
    pairs: dict[int, str] = {}
    for group in _families(sides):
        for one, other in _couples(group):
            pairs[one.line] = pairs[other.line] = f"{min(one.line, other.line)}-{max(one.line, other.line)}"
    return pairs


def _families(sides: Sequence[Line]) -> Iterable[list[Line]]:
    """Lines that refer to one another, directly or through a third; without references, those of one second."""
    parent: dict[str, str] = {}

    def root(key: str) -> str:
        while (up := parent.setdefault(key, key)) != key:
            parent[key] = key = parent[up]
        return key

    for line in sides:
        if line.ref:
            parent[root(line.id or line.ref)] = root(line.ref)
    found: dict[tuple[str, ...], list[Line]] = defaultdict(list)
    for line in sides:
        key = line.ref or (line.id if line.id in parent else "")
        found[(root(key),) if key else (line.day.isoformat(), line.moment)].append(line)
    return found.values()


def _couples(family: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    """An amount out of one currency and one into another; several in a family are told apart by their second."""
    if len(family) == 2 and _answer(*family):
        yield family[0], family[1]
        return
    seconds: dict[tuple[date, str], list[Line]] = defaultdict(list)
    for line in family:
        seconds[line.day, line.moment].append(line)
    for together in seconds.values():
        out = sorted((line for line in together if line.amount < 0), key=lambda x: (-x.amount, x.id, x.line))
        into = sorted((line for line in together if line.amount > 0), key=lambda x: (x.amount, x.id, x.line))
        # One rate holds for all of them, so the larger buys the larger.
        plain = len({x.currency for x in out}) == len({x.currency for x in into}) == 1 and len(out) == len(into)
        if plain and _answer(out[0], into[0]):
            yield from zip(out, into, strict=True)


def _answer(one: Line, other: Line) -> bool:
    return one.currency != other.currency and (one.amount < 0) != (other.amount < 0)
