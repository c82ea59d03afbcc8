"""A creator's two years, as the files of TikTok, PayPal and a bank tell them, with what really happened beside.

Nobody's own: shops, amounts and videos are drawn from a seed, so the same seed gives the same bytes. What is hard in
real files is in it: orders that change status late, exports that overlap, one deposit for many orders and several for
one month of LIVE, PayPal's fees and conversions, a withholding that begins one day, days without a year in four
languages across two New Years and a 29 February, deposits whose label names no programme, invoices to brands paid early
or late, a platform that keeps small months back.
"""

import csv
import io
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random

from tenk_desktop.core.creator.sources import Source
from tenk_desktop.core.importing.rewards import typed
from tenk_desktop.core.importing.statement import EarningRow, Statement
from tenk_desktop.core.model import Stage
from tenk_desktop.core.money import decimal_string
from tenk_desktop.core.outlook.workdays import next_working
from tenk_desktop.core.period import month_start

FIRST = date(2023, 6, 1)
TODAY = date(2025, 6, 11)
WITHHELD_FROM = date(2024, 9, 1)
WITHHELD = Decimal("0.10")
WINDOW = 60  # days of a Studio export

ORDERS = [
    "Order ID", "SKU ID", "Product name", "Product ID", "Currency", "Order settlement status", "Content ID",
    "Est. standard commission", "Est. Shop Ads commission", "Est. Bonus", "Total final earned amount", "Order date",
    "Commission settlement date",
]  # fmt: skip
OVERVIEW = ["Date", "Video Views", "Profile Views", "Likes", "Comments", "Shares"]
CONTENT = [
    "Time", "Video title", "Video link", "Post time", "Total likes", "Total comments", "Total shares", "Total views",
]  # fmt: skip
PAYPAL = [
    "Date", "Heure", "Fuseau horaire", "Description", "Devise", "Brut", "Frais", "Net", "Solde", "N° de transaction",
    "De l'adresse email", "Nom", "Nom de la banque", "Compte bancaire",
    "Montant des frais de livraison et de traitement", "TVA", "Numéro de facture",
    "Numéro de la transaction de référence",
]  # fmt: skip

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
}
VIDEO = "75000000000000{:04d}"
VIDEOS = 40
_POPULAR = (3, 3, 3, 3, 3, 3, 8, 8, 12, 17, 23, 31, 36)  # what sells: one video above all
_TITLES = (
    "Ma journée à 4,20 € #LaMinuteEtudiante", "Restes : 3 repas #anti_gaspi #LaMinuteEtudiante", "Vers 10k #Trend10k",
    "Colis du CROUS", "La bourse, mode d’emploi #LaMinuteEtudiante",
)  # fmt: skip
LANGUAGES = tuple(_MONTHS)
_DAYS = {"en": "{month} {day}", "fr": "{day} {month}", "es": "{day} de {month}", "de": "{day}. {month}"}


@dataclass(frozen=True, slots=True)
class Owed:
    """What a platform really owed: minor units, and the stage it had reached on `TODAY`, as far as files can tell."""

    key: str
    programme: str
    amount: int
    currency: str
    stage: Stage
    paid_by: tuple[int, ...] = ()  # numbers of `Money`


@dataclass(frozen=True, slots=True)
class Money:
    """A credit of TikTok's as it reached a spending account: the gross, before a middleman's fee."""

    number: int
    day: date
    amount: int
    currency: str
    programme: str


@dataclass
class Life:
    """The truth, and the files: (name, bytes or a statement typed by hand)."""

    owed: list[Owed] = field(default_factory=list)
    money: list[Money] = field(default_factory=list)
    files: list[tuple[str, bytes | Statement]] = field(default_factory=list)
    days: dict[str, dict[date, int]] = field(default_factory=lambda: defaultdict(dict))


@dataclass(frozen=True, slots=True)
class _Order:
    id: str
    placed: date
    estimate: int
    final: int
    settles: date
    refused: bool
    video: str

    def settled(self, on: date) -> bool:
        return self.settles <= on and not self.refused

    def status(self, on: date) -> str:
        if self.settles <= on:
            return "Ineligible" if self.refused else "Settled"
        return "AwaitingPayment" if (on - self.placed).days < 2 else "Pending"


def live(seed: int, *, orders_a_day: float = 1.0, months: int = 24, exports: int = 6) -> Life:
    """A life of so many months up to `TODAY`; ``exports`` of affiliate orders at least, each overlapping the last."""
    made = Life()
    starts = [month_start(TODAY.year, TODAY.month - i) for i in range(months, -1, -1)]
    bank: list[tuple[date, str, int]] = []
    paypal: list[_Line] = []
    orders = list(_orders(Random(f"{seed} orders"), starts[0], orders_a_day))
    _affiliate(made, orders, starts, bank, Random(f"{seed} affiliate"))
    _rewards(made, starts, bank, paypal, Random(f"{seed} rewards"))
    _lives(made, starts, bank, Random(f"{seed} live"))
    _partners(made, starts, bank, Random(f"{seed} partners"))
    _youtube(made, starts, bank, Random(f"{seed} youtube"))
    _everyday(starts, bank, Random(f"{seed} days"))
    made.files += _order_files(orders, starts[0], exports)
    made.files += _bank_files(sorted(bank), starts)
    made.files += _paypal_files(paypal, starts)
    made.files += _studio_files(made, starts[0], seed)
    return made


# --- affiliate orders


def _orders(draw: Random, first: date, a_day: float) -> Iterator[_Order]:
    day, number = first, 0
    while day < TODAY:
        for _ in range(int(a_day) + (draw.random() < a_day % 1)):
            number += 1
            estimate = draw.randint(60, 900)
            refused = draw.random() < 0.12
            part = draw.random() < 0.08  # one of two items came back: the final amount is lower
            late = draw.randint(60, 110) if draw.random() < 0.03 else draw.randint(14, 27)
            yield _Order(
                id=f"5769{number:06d}{draw.randrange(10**8):08d}",
                placed=day,
                estimate=estimate,
                final=estimate // 2 if part else estimate,
                settles=day + timedelta(days=late),
                refused=refused,
                video=VIDEO.format(draw.choice(_POPULAR)),
            )
        day += timedelta(days=1)


def _affiliate(
    made: Life, orders: Sequence[_Order], starts: Sequence[date], bank: list[tuple[date, str, int]], draw: Random
) -> None:
    """The first year a month is paid whole; then the whole balance is withdrawn on a day of one's own."""
    paid: dict[str, int] = {}
    half = starts[len(starts) // 2]
    for month in starts[1:]:
        by_month = month < half
        day = next_working(month_start(month.year, month.month, 18 if by_month else draw.randint(3, 26)))
        until = month - timedelta(days=1) if by_month else day - timedelta(days=draw.randint(0, 2))
        due = [o for o in orders if o.settled(until) and o.id not in paid]
        if not due or day >= TODAY:
            continue
        money = _receive(made, day, sum(o.final for o in due), "EUR", "Affiliation")
        label = "VIR SEPA TIKTOK TECHNOLOGY LIMITED AFFILIATE" if by_month else "VIR SEPA TIKTOK TECHNOLOGY LIMITED"
        bank.append((day, label, money.amount))
        paid |= dict.fromkeys((o.id for o in due), money.number)
    last = TODAY - timedelta(days=1)
    for o in orders:
        stage = Stage.ESTIMATED if o.settles > last else Stage.VOID if o.refused else Stage.VALIDATED
        stage = Stage.RECEIVED if o.id in paid else stage
        amount = o.final if stage in (Stage.VALIDATED, Stage.RECEIVED) else o.estimate
        key = f"{o.id}:{o.id[::-1]}:{o.id[4:]}:{o.video}"
        made.owed.append(Owed(key, "Affiliation", amount, "EUR", stage, (paid[o.id],) if o.id in paid else ()))


def _receive(made: Life, day: date, amount: int, currency: str, programme: str) -> Money:
    money = Money(len(made.money) + 1, day, amount, currency, programme)
    made.money.append(money)
    return money


def _order_files(orders: Sequence[_Order], first: date, exports: int) -> Iterator[tuple[str, bytes]]:
    """Each export holds four months of orders as they stood; the last day's is the truth."""
    span = (TODAY - first).days
    step = min(span // exports, 55)
    for i, back in enumerate(range(0, span, step)):
        on = TODAY - timedelta(days=1 + back)
        rows = [o for o in orders if on - timedelta(days=170) < o.placed <= on]
        yield f"orders_{i}.csv", _csv([ORDERS, *(_order_row(o, on) for o in rows)])


def _order_row(o: _Order, on: date) -> list[str]:
    estimate = decimal_string(o.estimate, "EUR")
    settled = o.settled(on)
    return [
        o.id, o.id[::-1], "Lampe", o.id[4:], "EUR", o.status(on), o.video, estimate, "0", "0",
        decimal_string(o.final, "EUR") if settled else "0", f"{o.placed:%d/%m/%Y} 12:00:00",
        f"{o.settles:%d/%m/%Y} 03:00:00" if settled else "/",
    ]  # fmt: skip


# --- rewards, in dollars, through PayPal; some straight to the bank, which states the dollars


@dataclass(frozen=True, slots=True)
class _Line:
    day: date
    text: str
    currency: str
    gross: int
    fee: int = 0
    id: str = ""
    ref: str = ""
    name: str = ""


def _rewards(
    made: Life, starts: Sequence[date], bank: list[tuple[date, str, int]], paypal: list[_Line], draw: Random
) -> None:
    said = []
    for i, month in enumerate(starts[:-1]):
        gross = draw.randint(4_000, 31_000)
        withheld = int(gross * WITHHELD + Decimal("0.5")) if month >= WITHHELD_FROM else 0
        day = next_working(month_start(month.year, month.month + 1, 15) + timedelta(days=draw.randint(0, 4)))
        paid_by: tuple[int, ...] = ()
        if day < TODAY - timedelta(days=1):
            rate = Decimal(draw.randint(9000, 9600)) / 10000
            money = _receive(made, day, gross - withheld, "USD", "Creator Rewards")
            if i % 5 == 4:
                euros = int(money.amount * rate)
                dollars = decimal_string(money.amount, "USD").replace(".", ",")
                bank.append((day, f"VIR TIKTOK INC REWARDS {dollars} USD", euros))
                made.money[-1] = Money(money.number, day, euros, "EUR", "Creator Rewards")
            else:
                paypal += _through_paypal(i, day, money.amount, rate, draw)
                if i % 3 == 0:
                    bank += _to_bank(i, day, paypal)
            paid_by = (money.number,)
        stage = Stage.RECEIVED if paid_by else Stage.PAYABLE
        made.owed.append(Owed(f"creator-rewards:{month:%Y-%m}", "Creator Rewards", gross, "USD", stage, paid_by))
        said.append((month, gross, "Paid" if paid_by else "Upcoming payment"))
    for at in (len(said) // 2, len(said)):
        table = [(m, g, s) if m < starts[at - 1] else (m, g - 7, "Estimated") for m, g, s in said[:at]]
        if at == len(said):
            table = said
        rows = [[f"{m:%B %Y}", f"${decimal_string(g, 'USD')}", s, str(g * 12)] for m, g, s in table]
        made.files.append(
            (f"rewards_{at}.csv", _csv([["Month", "Estimated rewards", "Status", "Qualified views"], *rows]))
        )


def _through_paypal(i: int, day: date, gross: int, rate: Decimal, draw: Random) -> list[_Line]:
    fee = -min(draw.choice((0, 100, 200)), gross // 20)
    euros = int((gross + fee) * rate)
    names = [f"R{i}", f"C{i}", f"D{i}"]
    return [
        _Line(day, "Paiement de masse", "USD", gross, fee, names[0], name="TikTok Inc"),
        _Line(day, "Conversion de devise générale", "USD", -(gross + fee), 0, names[1], names[0]),
        _Line(day, "Conversion de devise générale", "EUR", euros, 0, names[2], names[0]),
    ]


def _to_bank(i: int, day: date, paypal: list[_Line]) -> Iterator[tuple[date, str, int]]:
    euros = sum(x.gross + x.fee for x in paypal if x.currency == "EUR")
    paypal.append(_Line(day + timedelta(days=1), "Virement vers un compte bancaire", "EUR", -euros, 0, f"W{i}"))
    yield next_working(day + timedelta(days=3)), "VIR PAYPAL EUROPE SARL", euros


def _paypal_files(lines: Sequence[_Line], starts: Sequence[date]) -> Iterator[tuple[str, bytes]]:
    """One statement from the beginning, then one of the second half, which it overlaps."""
    balance: dict[str, int] = defaultdict(int)
    rows = []
    for x in sorted(lines, key=lambda x: x.day):
        balance[x.currency] += x.gross + x.fee
        figures = (x.gross, x.fee, x.gross + x.fee, balance[x.currency])
        amounts = [decimal_string(a, x.currency).replace(".", ",") for a in figures]
        row = [f"{x.day.month}/{x.day.day}/{x.day.year}", "08:00:00", "America/Los_Angeles", x.text, x.currency]
        rows.append((x.day, [*row, *amounts, x.id, "", x.name, "", "", "0,00", "0,00", "", x.ref]))
    middle, later = starts[len(starts) // 2], starts[len(starts) // 2 - 2]
    for name, first, end in (("paypal_1.csv", starts[0], middle), ("paypal_2.csv", later, TODAY)):
        yield name, _csv([PAYPAL, *(r for day, r in rows if first <= day < end)])


# --- LIVE, withdrawn in several parts a month; what it brought is typed by hand


def _lives(made: Life, starts: Sequence[date], bank: list[tuple[date, str, int]], draw: Random) -> None:
    rows = []
    for month in starts[2:-1]:
        parts = []
        for n in range(draw.randint(1, 4)):
            day = next_working(month_start(month.year, month.month + 1, 2 + 6 * n + draw.randint(0, 3)))
            parts.append((day, draw.randint(800, 6_000)))
        over = all(day < TODAY - timedelta(days=1) for day, _ in parts)
        numbers = []
        for day, amount in parts:
            if day < TODAY - timedelta(days=1):
                numbers.append(_receive(made, day, amount, "EUR", "LIVE").number)
                bank.append((day, "VIR SEPA TIKTOK TECHNOLOGY LIMITED LIVE", amount))
        total = sum(amount for _, amount in parts)
        stage = Stage.RECEIVED if over else Stage.PAYABLE
        made.owed.append(Owed(f"live:{month:%Y-%m}", "LIVE", total, "EUR", stage, tuple(numbers) if over else ()))
        rows.append(
            EarningRow(
                len(rows) + 1, "TikTok", "LIVE", f"live:{month:%Y-%m}", Stage.PAYABLE, _euros(total), "EUR", month
            )
        )
    made.files.append(("live.txt", Statement(earnings=tuple(rows), name="TikTok", header="typed", currency="EUR")))


def _euros(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


# --- brands, by invoice; and a platform of which nothing but the month is known


BRANDS = ("Maison Lune", "Vélo Clair")
LEAST_PAID = 7_000  # cents, below which YouTube keeps a month for the next


def _partners(made: Life, starts: Sequence[date], bank: list[tuple[date, str, int]], draw: Random) -> None:
    """An invoice every other month, due in thirty days, paid from ten days before to twenty after; two have no end."""
    invoiced = starts[:-1:2]
    for i, month in enumerate(invoiced):
        brand, amount = BRANDS[i % 2], draw.randint(8_000, 45_000)
        due = month + timedelta(days=14 + 30)
        day = next_working(due + timedelta(days=draw.randint(-10, 20)))
        money: Money | None = None
        if day < TODAY - timedelta(days=1) and i != 3:  # one was never paid
            money = _receive(made, day, amount, "EUR", "Partenariat")
            bank.append((day, f"VIR SEPA {brand.upper()} SAS FACT {month:%m%y}", amount))
        stage = Stage.RECEIVED if money else Stage.PAYABLE
        paid_by = (money.number,) if money else ()
        made.owed.append(Owed(f"partenariat:{month:%Y-%m}", "Partenariat", amount, "EUR", stage, paid_by))
        said = typed(month, _euros(amount), "EUR", Stage.PAYABLE, Source(brand, "Partenariat"), due=due)
        made.files.append((f"facture_{i}.txt", said))


def _youtube(made: Life, starts: Sequence[date], bank: list[tuple[date, str, int]], draw: Random) -> None:
    waiting: list[tuple[str, int]] = []
    for month in starts[:-1]:
        amount, key = draw.randint(2_500, 12_000), f"gains:{month:%Y-%m}"
        waiting.append((key, amount))
        said = typed(month, _euros(amount), "EUR", Stage.PAYABLE, Source("YouTube", ""))
        made.files.append((f"youtube_{month:%Y_%m}.txt", said))
        total = sum(a for _, a in waiting)
        day = next_working(month_start(month.year, month.month + 1, 21 + draw.randint(0, 4)))
        if total >= LEAST_PAID and day < TODAY - timedelta(days=1):
            number = _receive(made, day, total, "EUR", "YouTube").number
            bank.append((day, "VIR SEPA GOOGLE IRELAND LIMITED", total))
            made.owed += [Owed(k, "YouTube", a, "EUR", Stage.RECEIVED, (number,)) for k, a in waiting]
            waiting = []
    made.owed += [Owed(k, "YouTube", a, "EUR", Stage.PAYABLE) for k, a in waiting]


# --- the bank


def _everyday(starts: Sequence[date], bank: list[tuple[date, str, int]], draw: Random) -> None:
    for month in starts:
        days = [
            (5, "VIR CAF", 31_200),
            (3, "PRLV LOYER AGENCE", -48_000),
            (9, "CARTE MONOPRIX", -draw.randint(900, 9_000)),
        ]
        bank += [(d, label, a) for n, label, a in days if (d := month_start(month.year, month.month, n)) < TODAY]


def _bank_files(lines: Sequence[tuple[date, str, int]], starts: Sequence[date]) -> Iterator[tuple[str, bytes]]:
    """A file every four months, each beginning ten days before the former ends; balances run through all of them."""
    balance, rows = 90_000, []
    for day, label, cents in lines:
        balance += cents
        rows.append((day, [f"{day:%d/%m/%Y}", label, _french(cents), _french(balance)]))
    cuts = [*starts[::4], TODAY]
    for i, (first, end) in enumerate(pairwise(cuts)):
        inside = [row for day, row in rows if first - timedelta(days=10) <= day < end]
        if inside:
            yield f"banque_{i}.csv", _csv([["Date", "Libellé", "Montant", "Solde"], *inside], ";")


def _french(cents: int) -> str:
    return decimal_string(cents, "EUR").replace(".", ",")


# --- the audience


def _studio_files(made: Life, first: date, seed: int) -> Iterator[tuple[str, bytes]]:
    draw = Random(f"{seed} studio")
    followers = 4_000
    day = first
    while day < TODAY:
        followers += draw.randint(-4, 24)
        made.days["followers"][day] = followers
        made.days["views"][day] = int(draw.paretovariate(1.4) * 700)
        day += timedelta(days=1)
    start, i = first, 0
    while start < TODAY - timedelta(days=5):
        days = [d for n in range(WINDOW) if (d := start + timedelta(days=n)) < TODAY]
        yield _studio(made, days, LANGUAGES[i % len(LANGUAGES)])
        start, i = start + timedelta(days=WINDOW - 9), i + 1


def _studio(made: Life, days: Sequence[date], language: str) -> tuple[str, bytes]:
    exported = datetime.combine(days[-1] + timedelta(days=1), datetime.min.time(), UTC)
    name = f"Overview_{days[0]}_{int(exported.timestamp())}_moi.zip"
    views, followers = made.days["views"], made.days["followers"]
    overview = [OVERVIEW]
    overview += [[_written(d, language), str(views[d]), "2", str(views[d] // 20), "4", "5"] for d in days]
    history = [["Date", "Followers", "Difference in followers from previous day"]]
    history += [[_written(d, language), str(followers[d]), "1"] for d in days]
    shown = [CONTENT]
    shown += [_video(n, posted, days[-1], language) for n, posted in _posts(days)]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for member, rows in (("Overview.csv", overview), ("FollowerHistory.csv", history), ("Content.csv", shown)):
            archive.writestr(zipfile.ZipInfo(member), _csv(rows))
    return name, buffer.getvalue()


def _posts(days: Sequence[date]) -> list[tuple[int, date]]:
    """A video every eighteen days of the life, from its beginning; those of these days."""
    first = month_start(TODAY.year, TODAY.month - 24)
    posted = [(n, first + timedelta(days=18 * n + n % 5)) for n in range(VIDEOS)]
    return [(n, day) for n, day in posted if days[0] <= day <= days[-1]]


def _video(number: int, posted: date, seen: date, language: str) -> list[str]:
    views = (1 + number * 37 % 23) * 2_000 * (40 if number == 3 else 1) + (seen - posted).days
    link = f"https://www.tiktok.com/@moi/video/{VIDEO.format(number)}"
    title = f"{_TITLES[number % len(_TITLES)]} {number}"
    return [_written(seen, language), title, link, _written(posted, language), str(views // 20), "3", "2", str(views)]


def _written(day: date, language: str) -> str:
    return _DAYS[language].format(day=day.day, month=_MONTHS[language].split()[day.month - 1])


def _csv(rows: Iterable[Sequence[str]], delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue().encode("utf-8-sig")
