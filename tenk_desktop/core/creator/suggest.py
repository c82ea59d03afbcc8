"""What may have paid what, with the evidence: for a person to accept or refuse. Nothing here links anything."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from tenk_desktop.core.creator.lots import Lot, due, in_order, payable_from
from tenk_desktop.core.creator.reconcile import (
    LONGEST_WAIT,
    PUBLISHED_SHARES,
    Deposit,
    Reconciled,
    kept_back,
    stated,
)
from tenk_desktop.core.creator.sources import TIKTOK, programme_named, source_name
from tenk_desktop.core.model import DIAMONDS, Earning, Stage
from tenk_desktop.core.money import exponent
from tenk_desktop.core.text import Message, amount_text, day_text, month_name, msg, neutral

NEAR = Fraction(1, 20)
"""A difference up to this share of the gross may be a fee, a correction, a rounding: worth a question."""

LATEST = timedelta(days=366)
"""From the day due to a deposit of the very amount, at most, for a person to be asked: networks keep small sums back,
and pay on demand."""


class Suggestion(NamedTuple):
    """``deposit`` may have paid ``earnings`` (ids) of ``programme``, worth ``gross`` minor units of ``currency``.

    ``withheld`` is what a known share would explain; ``residue`` what nothing does; ``evidence`` says why, best first.
    ``month`` is the first day of the one in which they can be paid; ``platform`` is theirs, which the deposit's own
    text may not name.
    """

    deposit: Deposit
    earnings: tuple[int, ...]
    programme: str
    gross: int
    currency: str
    withheld: int
    residue: int
    evidence: tuple[Message, ...]
    month: date
    platform: str


class _Bundle(NamedTuple):
    """What may have been paid at once: the unpaid earnings of a programme and month, or an announced payment."""

    platform: str
    programme: str
    since: date  # no deposit before has paid it
    due: date
    ids: tuple[int, ...]
    gross: int
    currency: str
    estimated: bool
    announced: bool


def suggestions(found: Reconciled) -> tuple[Suggestion, ...]:
    """At most one a deposit, newest deposit first. A bundle is suggested for one deposit only: its best."""
    bundles = _bundles(found.lots)
    ranked = sorted(
        (scored for d in found.unexplained for scored in _for(d, bundles, found.shares)),
        key=lambda scored: (scored[0], scored[1].deposit.date, scored[1].deposit.id, scored[1].earnings),
    )
    made: list[Suggestion] = []
    taken: set[int] = set()
    answered: set[int] = set()
    for _, one in ranked:
        if one.deposit.id not in answered and taken.isdisjoint(one.earnings):
            made.append(one)
            answered.add(one.deposit.id)
            taken |= set(one.earnings)
    return tuple(sorted(made, key=lambda s: (s.deposit.date, s.deposit.id), reverse=True))


def _bundles(lots: Iterable[Lot]) -> list[_Bundle]:
    """Unpaid earnings by month, and by month the estimates of a programme that has only one a month."""
    groups: dict[tuple[str, str, str, date, bool, int], list[Earning]] = defaultdict(list)
    unpaid = [x for x in lots if x.received_by is None and x.stage is not Stage.VOID and x.programme != DIAMONDS]
    alone = {e.id for lot in unpaid if lot.announced for e in lot.earnings}
    for e in in_order(unpaid):
        if e.amount:
            month, guessed = due(e).replace(day=1), e.stage is Stage.ESTIMATED
            groups[e.platform, e.programme, e.currency, month, guessed, e.id if e.id in alone else 0].append(e)
    return [
        _Bundle(
            platform, programme, payable_from(group[0]), max(map(due, group)), tuple(e.id for e in group), gross,
            currency, guessed, group[0].id in alone,
        )
        for (platform, programme, currency, _, guessed, _), group in sorted(groups.items())
        if (gross := sum(e.amount for e in group)) > 0 and not (guessed and len(group) > 1)
    ]  # fmt: skip


def _for(
    deposit: Deposit, bundles: Sequence[_Bundle], shares: Sequence[Fraction]
) -> Iterator[tuple[tuple[int, ...], Suggestion]]:
    named = programme_named(deposit.label, deposit.platform)
    amount, code = stated(deposit.label, deposit.currency) or (deposit.amount, deposit.currency)
    for bundle in bundles:
        wait = deposit.date - bundle.due
        nameless = not deposit.platform and bundle.platform != TIKTOK  # the bank names no platform at all
        if deposit.date < bundle.since or wait > LATEST or (named and named != bundle.programme):
            continue
        if bundle.platform != deposit.platform and not nameless:
            continue
        if (nameless or wait > LONGEST_WAIT) and (code, amount) != (bundle.currency, bundle.gross):
            continue  # with so little else to go by, only the very amount is worth a question
        fit = _difference(bundle, amount, code, shares)
        if fit is not None:
            withheld, residue, said = fit
            evidence = (*_label_says(deposit, named, nameless=nameless), *said, _waited(bundle, deposit))
            made = Suggestion(
                deposit, bundle.ids, bundle.programme, bundle.gross, bundle.currency, withheld, residue, evidence,
                bundle.due.replace(day=1), bundle.platform,
            )  # fmt: skip
            yield (residue != 0, not named, bundle.estimated, abs(residue), abs(wait.days - 15)), made


def _difference(
    bundle: _Bundle, amount: int, code: str, shares: Sequence[Fraction]
) -> tuple[int, int, tuple[Message, ...]] | None:
    """What is withheld, what is left, and what that says; None when the amounts have nothing to do with each other."""
    if code != bundle.currency:
        return _converted(bundle, amount, code)
    lacking = bundle.gross - amount
    for share in (*shares, *PUBLISHED_SHARES):
        if lacking == kept_back(bundle.gross, share):
            text = amount_text(lacking, code)
            percent = f"{float(share * 100):g}".replace(".", ",")
            return lacking, 0, (msg("une retenue de {percent} % explique {amount}", percent=percent, amount=text),)
    if lacking == 0:
        return 0, 0, (msg("le montant est exact"),)
    if abs(lacking) <= bundle.gross * NEAR:
        text = amount_text(-lacking, code, sign=True)
        return 0, lacking, (msg("écart sans nom : {amount}", amount=text),)
    return None


def _converted(bundle: _Bundle, amount: int, code: str) -> tuple[int, int, tuple[Message, ...]] | None:
    """Only the rate this deposit itself would mean; whether it is a likely one is for a person to say."""
    rate = Decimal(amount).scaleb(-exponent(code)) / Decimal(bundle.gross).scaleb(-exponent(bundle.currency))
    if not Decimal("0.5") <= rate <= 2:
        return None
    said = msg("au cours de {rate} {code} pour 1 {currency}", rate=f"{rate:.4f}", code=code, currency=bundle.currency)
    return 0, 0, (said,)


def _label_says(deposit: Deposit, named: str, *, nameless: bool) -> tuple[Message, ...]:
    label = neutral(deposit.label)[:60]
    if nameless:
        return (msg("le libellé ne nomme aucune plateforme connue : « {label} »", label=label),)
    if not named:
        return ()
    return (msg("le libellé nomme ce programme : « {label} »", label=label),)


def _waited(bundle: _Bundle, deposit: Deposit) -> Message:
    days = (deposit.date - bundle.due).days
    if days < 0:
        early = msg("avant l’échéance du {day}", day=day_text(bundle.due))
        return early if bundle.announced else msg("pendant le mois des gains")
    return msg("{days} jours après le {day}", days=days, day=day_text(bundle.due))


def title(suggestion: Suggestion, amount: str) -> Message:
    """``Creator Rewards, octobre : 52,10 $``: what it would have paid; ``amount`` is the gross as it may be shown."""
    name = source_name(suggestion.platform, suggestion.programme)
    return msg("{programme}, {month} : {amount}", programme=name, month=month_name(suggestion.month), amount=amount)
