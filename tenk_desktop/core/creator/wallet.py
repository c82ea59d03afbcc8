"""What sits with a platform: an earning enters on the day it is settled, a payout takes it out.

Worked out of the earnings and their payments, never stored. What is left is what the platform still owes, for only what
it validated enters, and what a deposit certainly paid (`reconcile`) has left. A brand has no wallet: its invoices are
not in here, nor are diamonds. What a platform says it paid, and no account received, has left without a trace.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from tenk_desktop.core.creator.lots import Lot, by_deposit, in_order
from tenk_desktop.core.creator.overview import EARNED
from tenk_desktop.core.creator.reconcile import Payment, Reconciled
from tenk_desktop.core.creator.sources import PARTNERSHIP
from tenk_desktop.core.model import DIAMONDS, Earning, Stage


class Kind(StrEnum):
    """Why a balance moves; ``RESIDUE`` is what no part of a payment names."""

    EARNED = "earned"
    PAID = "paid"
    WITHHELD = "withheld"
    RESIDUE = "residue"


class Move(NamedTuple):
    """Minor units of one platform and currency, positive when they enter; ``balance`` is what is left after it.

    ``programme`` is "" where a payout is of several. ``lots`` are those that entered, or were paid.
    """

    day: date
    platform: str
    programme: str
    kind: Kind
    amount: int
    currency: str
    lots: tuple[Lot, ...]
    balance: int = 0

    @property
    def earnings(self) -> list[Earning]:
        """Those of the lots, by id."""
        return in_order(self.lots)


def moves(found: Reconciled, today: date) -> tuple[Move, ...]:
    """All that happened up to ``today`` included, oldest first; on one day what enters comes first."""
    inside = [lot for lot in found.lots if lot.stage in EARNED and _belongs(lot)]
    made = [*_entered(inside), *_left(found.payments, inside)]
    order = {kind: n for n, kind in enumerate(Kind)}
    made.sort(key=lambda m: (m.day, order[m.kind], m.platform, m.programme, m.currency, m.amount))
    balances: Counter[tuple[str, str]] = Counter()
    told = []
    for move in made:
        if move.day <= today:
            balances[move.platform, move.currency] += move.amount
            told.append(move._replace(balance=balances[move.platform, move.currency]))
    return tuple(told)


def left(told: Iterable[Move]) -> Mapping[tuple[str, str], int]:
    """What is in each wallet after these moves, oldest first, by platform and currency, in minor units."""
    return {(m.platform, m.currency): m.balance for m in told}


def _belongs(lot: Lot) -> bool:
    """Whether what was earned was in a wallet, of which it is known when it left, if it did."""
    left_without_trace = lot.received_by is None and lot.stage is Stage.RECEIVED
    return not left_without_trace and lot.programme not in (PARTNERSHIP, DIAMONDS)


def _entered(inside: Iterable[Lot]) -> Iterator[Move]:
    groups: dict[tuple[date, str, str, str], list[Lot]] = defaultdict(list)
    for lot in inside:
        day = min(lot.received_on or lot.due, lot.due)  # some are paid before their month is over
        groups[day, lot.platform, lot.programme, lot.currency].append(lot)
    for (day, platform, programme, currency), group in groups.items():
        yield Move(day, platform, programme, Kind.EARNED, sum(lot.amount for lot in group), currency, tuple(group))


def _left(payments: Iterable[Payment], inside: Iterable[Lot]) -> Iterator[Move]:
    paid = by_deposit(inside)
    for payment in payments:
        if group := paid.get(payment.deposits[-1]):
            yield from _parts(payment, tuple(group))


def _parts(payment: Payment, paid: tuple[Lot, ...]) -> Iterator[Move]:
    """What reached an account, and the named parts that did not: together, the gross."""
    gross = sum(lot.amount for lot in paid)
    arrived = gross - payment.withheld - payment.residue
    parts = ((Kind.PAID, arrived), (Kind.WITHHELD, payment.withheld), (Kind.RESIDUE, payment.residue))
    for kind, amount in parts:
        if amount:
            platform, programme = paid[0].platform, payment.programme
            yield Move(payment.date, platform, programme, kind, -amount, payment.currency, paid)
