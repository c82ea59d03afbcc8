"""Which deposits paid which earnings: many by one, one by several, whatever was kept on the way having a name.

    gross - withheld = what the deposit states, to the cent, in the earnings' currency

A middleman's fee is a part of its deposit already, and an amount in another currency is compared only where the
statement itself states it ("69,57 USD"): no rate is ever looked up. A link is made alone when it is exact and when
nothing else fits; all else is a suggestion with its evidence, for a person to accept. The result never depends on the
order of the arguments, and nothing that can be worked out again is stored.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from itertools import accumulate, groupby

from tenk_desktop.core.creator.lots import Lot, lots, payable_from
from tenk_desktop.core.creator.sources import programme_named
from tenk_desktop.core.creator.stages import expected
from tenk_desktop.core.model import Earning, Stage
from tenk_desktop.core.money import exponent, is_currency

LONGEST_WAIT = timedelta(days=100)
"""From the last day earned to the deposit, at most, for a link that nobody confirms: a payout takes 45 days at most
(15 to the payout, 15 to 30 to the bank, as creators' guides say), and as much again for what was left to wait."""
MOST_PARTS = 6
"""Deposits that together pay one earning, at most."""
PUBLISHED_SHARES = tuple(Fraction(n, 100) for n in (30, 24, 15, 10, 5))
"""Shares of a gross that are withheld at the source: the United States' 30 % and 24 %, and the reduced rates of its tax
treaties (IRS, Publication 515). They only make a suggestion; once accepted, a share is the user's own."""

_STATED = re.compile(r"(?<![\d.,])(\d{1,3}(?:[ .,\u00a0\u202f]?\d{3})*[.,]\d{2}) ?([A-Z]{3})\b")


@dataclass(frozen=True, slots=True)
class Deposit:
    """A credit of a platform that reached a spending account: a transaction's id, day, and minor units (positive).

    ``amount`` is before a middleman's fee. ``label`` is the bank's own text.
    """

    id: int
    date: date
    amount: int
    currency: str
    platform: str = "TikTok"
    label: str = ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What a person said: this deposit paid this earning, or (None) none that is known. ``withheld`` names the
    difference between gross and deposit a withholding.
    """

    deposit: int
    earning: int | None
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Payment:
    """Deposits and the earnings they paid. ``gross`` and ``withheld`` are minor units of ``currency``, the earnings'.

    ``received`` is the deposits' sum in ``paid_in``. ``residue`` is what no part names: gross - withheld - received,
    0 where the currencies differ and the statement states no rate.
    """

    deposits: tuple[int, ...]
    earnings: tuple[int, ...]
    gross: int
    currency: str
    received: int
    paid_in: str
    date: date
    withheld: int = 0
    residue: int = 0
    accepted: bool = False
    programme: str = ""  # of all these earnings, where it is one


@dataclass(frozen=True, slots=True)
class Reconciled:
    """``earnings`` as they stand, in the order given, and by the lot; ``deposits`` and ``payments`` oldest first.

    ``unexplained`` are the deposits of which neither a payment nor a person says anything.
    """

    earnings: tuple[Earning, ...]
    lots: tuple[Lot, ...]
    deposits: tuple[Deposit, ...]
    payments: tuple[Payment, ...]
    unexplained: tuple[Deposit, ...]
    shares: tuple[Fraction, ...]  # withheld from payments a person accepted


@cache
def stated(label: str, currency: str) -> tuple[int, str] | None:
    """The amount in another currency that a bank's text states, in minor units; None unless it states exactly one."""
    found = []
    for digits, code in _STATED.findall(label):
        if is_currency(code) and code != currency and exponent(code) == 2:
            found.append((int(re.sub(r"\D", "", digits)), code))
    return found[0] if len(found) == 1 else None


def kept_back(gross: int, share: Fraction) -> int:
    """A share of a gross in whole minor units, half up."""
    return int(gross * share + Fraction(1, 2))


# --- what may be paid together


Day = date  # inside `_Day`, ``date`` is a field


@dataclass(frozen=True, slots=True)
class _Day:
    """The unpaid earnings of one programme settled on one day, or one announced payment; no deposit before ``since``
    has paid it.
    """

    date: date
    total: int
    ids: tuple[int, ...]
    since: Day


_PAYABLE = frozenset({Stage.VALIDATED, Stage.PAYABLE, Stage.IN_TRANSIT, Stage.RECEIVED})
"""What a deposit may have paid. A validated earning needs its day; of the others, a month is enough."""


@dataclass
class _Owed:
    """What one platform owes in one currency, by programme: the days settled, and the months without a settlement, each
    dated by its last day. An announced payment, as an invoice is, stands among the months, on the day it is due.
    """

    days: dict[str, list[_Day]] = field(default_factory=dict)
    months: dict[str, list[_Day]] = field(default_factory=dict)
    shares: dict[str, set[Fraction]] = field(default_factory=lambda: defaultdict(set))
    """What a person said is withheld, by programme, "" for several together: of one programme it says nothing of the
    others, and would make twice as many sets fit them."""

    def fitting(self, deposit: Deposit, amount: int) -> dict[frozenset[int], int]:
        """Every different set of earnings the deposit could have paid, to the cent, with what was withheld of it."""
        named = programme_named(deposit.label, deposit.platform)
        scopes = [[named]] if named else [[p] for p in self.days] + [list(self.days)]
        found: dict[frozenset[int], int] = {}
        for scope in scopes:
            for gross, ids in self._sums(scope, deposit.date, amount):
                found.setdefault(frozenset(ids), gross - amount)
        for programme, months in self.months.items():
            for gross, ids in _in_a_row(months, deposit.date) if named in ("", programme) else ():
                if _fits(gross, amount, self.shares[programme]):
                    found.setdefault(frozenset(ids), gross - amount)
        return found

    def _sums(self, scope: Sequence[str], on: date, amount: int) -> Iterator[tuple[int, list[int]]]:
        shares = self.shares[scope[0] if len(scope) == 1 else ""]
        days = sorted((d for p in scope for d in self.days.get(p, ()) if d.date <= on), key=lambda d: d.date)
        total = 0
        for i, day in enumerate(days):
            total += day.total
            last = i + 1 == len(days) or days[i + 1].date > day.date
            if last and day.date + LONGEST_WAIT >= on and _fits(total, amount, shares):
                yield total, [id_ for d in days[: i + 1] for id_ in d.ids]
        over = (d for d in days if d.date < on.replace(day=1))
        for _, month in groupby(over, key=lambda d: (d.date.year, d.date.month)):
            together = list(month)
            total = sum(d.total for d in together)
            if together[-1].date + LONGEST_WAIT >= on and _fits(total, amount, shares):
                yield total, [id_ for d in together for id_ in d.ids]

    def take(self, ids: frozenset[int], by_id: Mapping[int, Earning]) -> None:
        """These are paid."""
        programmes = {by_id[i].programme for i in ids}
        for kind in (self.days, self.months):
            for programme in programmes & kind.keys():
                kind[programme] = [day for day in kind[programme] if day.ids[0] not in ids]  # all of a day, or none


def _in_a_row(months: Sequence[_Day], on: date) -> Iterator[tuple[int, list[int]]]:
    """One month, or several in a row paid together, the last of which had begun and is not long over."""
    begun = [m for m in months if m.since <= on]
    for last, month in enumerate(begun):
        if month.date + LONGEST_WAIT < on:
            continue
        total, ids = 0, list[int]()
        for earlier in reversed(begun[max(0, last + 1 - MOST_PARTS) : last + 1]):
            total += earlier.total
            ids += earlier.ids
            yield total, list(ids)


def _fits(gross: int, amount: int, shares: Iterable[Fraction]) -> bool:
    return gross == amount or any(gross - kept_back(gross, share) == amount for share in shares)


def _pools(found: Iterable[Lot], taken: set[int]) -> dict[tuple[str, str], _Owed]:
    pools: dict[tuple[str, str], _Owed] = defaultdict(_Owed)
    settled: dict[tuple[str, str, str, date, bool, int], list[Earning]] = defaultdict(list)
    for lot in found:
        if lot.stage not in _PAYABLE or not (lot.settled or lot.stage is not Stage.VALIDATED):
            continue
        source = lot.platform, lot.currency, lot.programme, lot.due
        owed = [e for e in lot.earnings if e.amount and e.id not in taken]
        if not lot.announced:
            settled[*source, lot.settled is not None, 0] += owed
            continue
        for e in owed:
            settled[*source, False, e.id].append(e)
    for (platform, currency, programme, day, dated, _), group in sorted((key, of) for key, of in settled.items() if of):
        pool = pools[platform, currency]
        ids = tuple(sorted([e.id for e in group]))
        made = _Day(day, sum([e.amount for e in group]), ids, payable_from(group[0]))
        (pool.days if dated else pool.months).setdefault(programme, []).append(made)
    return pools


# --- reconciling


def reconcile(
    earnings: Sequence[Earning], deposits: Iterable[Deposit], accepted: Iterable[Accepted] = ()
) -> Reconciled:
    """Every payment that is certain, and what a person accepted. See the module's first lines for the rule.

    A deposit paid, on its platform and in its currency (or the one its label states), either all unpaid earnings that
    were settled up to some day not after it, or all that were settled in one calendar month already over, or months
    in a row of a programme that pays by the month; of the programme its label names, where it names one. Several
    deposits in a row may pay one such month. When two different sets fit, or two equal deposits of one day, none is
    linked.
    """
    by_id = {e.id: e for e in earnings}
    known = {d.id: d for d in deposits}
    said = list(accepted)
    payments = _accepted(said, by_id, known)
    taken = {id_ for p in payments for id_ in p.earnings} | {e.id for e in earnings if e.received_by is not None}
    used = {a.deposit for a in said} | {e.received_by for e in earnings if e.received_by is not None}
    alike = lots(earnings)
    pools = _pools(alike, taken)
    for p in payments:
        if p.withheld > 0:
            owed = pools[by_id[p.earnings[0]].platform, p.currency]
            owed.shares[p.programme].add(Fraction(p.withheld, p.gross).limit_denominator(100))
    open_ = [d for d in known.values() if d.id not in used]
    for deposit in _alone(open_):
        amount, currency = stated(deposit.label, deposit.currency) or (deposit.amount, deposit.currency)
        pool = pools.get((deposit.platform, currency))
        sets = pool.fitting(deposit, amount) if pool else {}
        if pool and len(sets) == 1:
            ((ids, withheld),) = sets.items()
            pool.take(ids, by_id)
            payments.append(_payment((deposit,), ids, by_id, withheld))
    payments += _in_parts(open_, payments, pools, by_id)
    paid = {id_ for p in payments for id_ in p.deposits}
    standing = tuple(_standing(alike, payments))
    stands = {e.id: e for lot in standing for e in lot.earnings}
    return Reconciled(
        earnings=tuple([stands[e.id] for e in earnings]),
        lots=standing,
        deposits=tuple(sorted(known.values(), key=_when)),
        payments=tuple(sorted(payments, key=lambda p: (p.date, p.deposits))),
        unexplained=tuple(sorted((d for d in open_ if d.id not in paid), key=_when)),
        shares=tuple(sorted({share for pool in pools.values() for each in pool.shares.values() for share in each})),
    )


def _when(deposit: Deposit) -> tuple[date, int, str, str, int]:
    """The order of deposits; the id, which the order of import makes, comes last."""
    return deposit.date, deposit.amount, deposit.currency, deposit.label, deposit.id


def _alone(deposits: Iterable[Deposit]) -> list[Deposit]:
    """Oldest first, without equal deposits of one day: which of them paid what cannot be told."""
    twins: dict[tuple[object, ...], list[Deposit]] = defaultdict(list)
    for d in deposits:
        twins[d.date, d.platform, d.currency, d.amount].append(d)
    return sorted((same[0] for same in twins.values() if len(same) == 1), key=_when)


def _in_parts(
    deposits: Sequence[Deposit],
    payments: Sequence[Payment],
    pools: Mapping[tuple[str, str], _Owed],
    by_id: Mapping[int, Earning],
) -> list[Payment]:
    """A month paid by several deposits in a row, of its programme or of none named, that add up to it exactly."""
    used = {id_ for p in payments for id_ in p.deposits}
    made: list[Payment] = []
    for (platform, currency), pool in sorted(pools.items()):
        for programme, months in sorted(pool.months.items()):
            for month in months:
                near = [
                    d
                    for d in sorted(deposits, key=_when)
                    if d.id not in used
                    and (d.platform, d.currency) == (platform, currency)
                    and month.since <= d.date <= month.date + LONGEST_WAIT
                    and programme_named(d.label, platform) in ("", programme)
                ]
                runs = list(_runs(near, month.total))
                if len(runs) == 1:
                    used |= {d.id for d in runs[0]}
                    made.append(_payment(runs[0], month.ids, by_id, 0))
    return made


def _runs(deposits: Sequence[Deposit], amount: int) -> Iterator[tuple[Deposit, ...]]:
    """Deposits in a row, two at least, that add up to an amount."""
    sums = [0, *accumulate(d.amount for d in deposits)]
    for start in range(len(deposits)):
        end = bisect_right(sums, sums[start] + amount) - 1
        if 2 <= end - start <= MOST_PARTS and sums[end] - sums[start] == amount:
            yield tuple(deposits[start:end])


def _payment(
    deposits: Sequence[Deposit], ids: Iterable[int], by_id: Mapping[int, Earning], withheld: int, *, told: bool = False
) -> Payment:
    earnings = tuple(sorted(ids))
    paid = [by_id[i] for i in earnings]
    gross, currency, programmes = sum([e.amount for e in paid]), paid[0].currency, {e.programme for e in paid}
    received, paid_in = sum(d.amount for d in deposits), deposits[0].currency
    compared = [stated(d.label, d.currency) or (d.amount, d.currency) for d in deposits]
    same = all(code == currency for _, code in compared)
    residue = gross - withheld - sum(amount for amount, _ in compared) if same else 0
    return Payment(
        deposits=tuple(d.id for d in sorted(deposits, key=_when)),
        earnings=earnings,
        gross=gross,
        currency=currency,
        received=received,
        paid_in=paid_in,
        date=max(d.date for d in deposits),
        withheld=withheld,
        residue=residue,
        accepted=told,
        programme=programmes.pop() if len(programmes) == 1 else "",
    )


def _accepted(said: Sequence[Accepted], by_id: Mapping[int, Earning], known: Mapping[int, Deposit]) -> list[Payment]:
    """What a person said, as payments: deposits that share an earning are one."""
    links = [a for a in said if a.earning in by_id and a.deposit in known]
    groups: list[tuple[set[int], set[int], bool]] = []
    for a in sorted(links, key=lambda a: (a.deposit, a.earning or 0)):
        group = ({a.deposit}, {a.earning or 0}, a.withheld)
        for other in [g for g in groups if g[0] & group[0] or g[1] & group[1]]:
            groups.remove(other)
            group = (group[0] | other[0], group[1] | other[1], group[2] or other[2])
        groups.append(group)
    made = []
    for deposits, ids, withheld in groups:
        payment = _payment([known[d] for d in sorted(deposits)], ids, by_id, 0, told=True)
        made.append(replace(payment, withheld=payment.residue, residue=0) if withheld else payment)
    return made


def stand(earnings: Sequence[Earning], deposits: Iterable[Deposit]) -> tuple[Earning, ...]:
    """The earnings in the order given, those that a deposit certainly paid marked received."""
    return reconcile(earnings, deposits).earnings


def _standing(alike: Iterable[Lot], payments: Iterable[Payment]) -> Iterator[Lot]:
    """The same earnings as they stand, by the lot: of one that is paid in part, that part and the rest."""
    known = list(payments)
    paid_by = {id_: n for n, p in enumerate(known) for id_ in p.earnings}
    for lot in alike:
        by = [paid_by.get(e.id) for e in lot.earnings]
        for n in (parts := dict.fromkeys(by)):
            part = [e for e, its in zip(lot.earnings, by, strict=True) if its == n] if len(parts) > 1 else lot.earnings
            yield _waiting(lot, part) if n is None else _paid(lot, part, known[n])


def _paid(lot: Lot, part: Sequence[Earning], by: Payment) -> Lot:
    """Spelt out, for `_replace` takes more than twice as long, and most orders are paid."""
    stage, deposit, on = Stage.RECEIVED, by.deposits[-1], by.date
    told = [
        Earning(
            id_, platform, programme, key, amount, currency, stage, earned, settled, None, deposit, on, title, source,
            content,
        )
        for id_, platform, programme, key, amount, currency, _, earned, settled, _, _, _, title, source, content in part
    ]  # fmt: skip
    return _of(lot._replace(stage=stage, received_by=deposit, received_on=on), told)


def _waiting(lot: Lot, part: Sequence[Earning]) -> Lot:
    return _of(lot, [e if (day := expected(e)) == e.expected else e._replace(expected=day) for e in part])


def _of(lot: Lot, part: Sequence[Earning]) -> Lot:
    return lot._replace(amount=sum([e.amount for e in part]), earnings=tuple(part))
