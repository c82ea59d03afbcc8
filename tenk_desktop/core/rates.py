"""Sums across currencies, only where every rate is known.

A rate is a fact: of a statement, which says what one amount became in another currency, or typed by the person who read
it. Nothing is looked up, and no rate is made of two others. It is held exactly, as a fraction; only a total is rounded,
once, half to even, to the minor unit, and a rounded total is shown but never stored.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from fractions import Fraction

from tenk_desktop.core.model import Account, AccountKind
from tenk_desktop.core.money import AmountError, exponent
from tenk_desktop.core.text import language

_SHOWN = Context(prec=6)
_RATE = re.compile(r"\d{1,9}(?:[.,]\d{1,12})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Rate:
    """On ``day`` one whole unit of ``base`` was worth ``value`` whole units of ``quote``. ``value`` > 0.

    ``id`` is that of a typed one; 0 for what a statement states.
    """

    day: date
    base: str
    quote: str
    value: Fraction
    id: int = 0

    @property
    def inverse(self) -> "Rate":
        """The same fact from the other side."""
        return Rate(self.day, self.quote, self.base, 1 / self.value, self.id)


def parse_rate(text: str) -> str:
    """What a person typed as the exact decimal text of a rate above zero: ``0,921``, ``655.957``.

    Comma and point both mark decimals, spaces group. Raises `AmountError`.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    if not _RATE.fullmatch(plain) or not Fraction(plain := plain.replace(",", ".")):
        raise AmountError(text)
    return plain


def stated(day: date, base: str, out: int, quote: str, into: int) -> Rate:
    """The rate of a conversion: ``out`` of ``base`` became ``into`` of ``quote``, both in minor units, above zero."""
    return Rate(day, base, quote, _whole(into, quote) / _whole(out, base))


def latest(rates: Iterable[Rate], base: str, quote: str, day: date) -> Rate | None:
    """The newest rate between two currencies known by the end of a day, whichever way it is written; of the same day
    a typed one before a statement's. None when there is none.
    """
    ways = {(base, quote): lambda rate: rate, (quote, base): lambda rate: rate.inverse}
    known = [ways[r.base, r.quote](r) for r in rates if (r.base, r.quote) in ways and r.day <= day]
    return max(known, key=lambda rate: (rate.day, bool(rate.id)), default=None)


@dataclass(frozen=True, slots=True)
class Total:
    """Money in several currencies, and in one where that can be said.

    ``by_currency`` in order of code, the ledger's first. ``amount`` is None while a rate is ``missing``; ``used`` are
    the rates it rests on.
    """

    currency: str
    by_currency: tuple[tuple[str, int], ...]
    amount: int | None
    used: tuple[Rate, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Worth:
    """What the accounts hold at the end of a day, by id (None: nobody knows), and together.

    Wallets of platforms are not in the total, for that money has not come; the accounts named in ``unknown`` cannot be.
    With any of these the total is not the whole, and is not to be said.
    """

    balances: Mapping[int, int | None]
    total: Total
    unknown: tuple[str, ...] = ()


def worth(balances: Mapping[Account, int | None], currency: str, rates: Iterable[Rate], day: date) -> Worth:
    """What these accounts are worth in one currency, as known at the end of a day."""
    own = {account: balance for account, balance in balances.items() if account.kind is not AccountKind.WALLET}
    sums: dict[str, int] = defaultdict(int)
    for account, balance in own.items():
        if balance is not None:
            sums[account.currency] += balance
    return Worth(
        {account.id: balance for account, balance in balances.items()},
        total(sums, currency, rates, day),
        tuple(account.name for account, balance in own.items() if balance is None),
    )


def total(sums: Mapping[str, int], currency: str, rates: Iterable[Rate], day: date) -> Total:
    """What these sums (minor units by currency) are together, as known at the end of a day.

    A currency of which there is nothing needs no rate.
    """
    rates = tuple(rates)
    by_currency = tuple(sorted(sums.items(), key=lambda item: (item[0] != currency, item[0])))
    others = {code: latest(rates, code, currency, day) for code, minor in by_currency if code != currency and minor}
    missing = tuple(code for code, rate in others.items() if rate is None)
    used = tuple(rate for rate in others.values() if rate is not None)
    exact = _whole(sums.get(currency, 0), currency)
    exact += sum((_whole(sums[rate.base], rate.base) * rate.value for rate in used), Fraction())
    amount = None if missing else round(exact * 10 ** exponent(currency))  # half to even
    return Total(currency, by_currency, amount, used, missing)


def rate_text(value: Fraction) -> str:
    """A rate for people, six figures at most: ``0,922812``."""
    number = _SHOWN.divide(Decimal(value.numerator), Decimal(value.denominator))
    text = f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"
    return text.replace(".", ",") if language() == "fr" else text


def _whole(minor: int, currency: str) -> Fraction:
    return Fraction(minor, 10 ** exponent(currency))
