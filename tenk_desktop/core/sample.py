"""Four invented people, told through the files their bank and TikTok would give them.

Nobody here exists: the bank is fictional (bank code 99999), the shops and videos invented. The stories are ordinary:
money from TikTok worth 100 to 300 EUR a month (0.40 to 0.60 EUR per 1,000 views), one video that works, a
dry spell, a broken phone. What a person spends follows what is left in the purse, so no story drifts away.

All amounts are euro cents, money in positive. Everything is drawn from `random.Random` seeded by persona, seed and
month, so the same arguments give the same bytes.
"""

import csv
import io
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from tenk_desktop.core.errors import InputError
from tenk_desktop.core.money import decimal_string
from tenk_desktop.core.period import ONE_DAY, month_start
from tenk_desktop.core.personas import PERSONAS
from tenk_desktop.core.text import NBSP, NNBSP, msg

LONGEST = 120
"""Months of history a sample may have, at most."""

LAST_WORKING_DAY = 0
REWARDS_DAY, AFFILIATE_DAY = 15, 18
SMALLEST_PAYOUT = 1000
SETTLES_AFTER = (14, 27)  # days from an order to its settlement, both included


@dataclass(frozen=True, slots=True)
class SampleFile:
    """A file as its bank or platform would name and write it."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class _Dated:
    """Money that comes back each month on a day (0: the last working one), in some months of the year or all."""

    day: int
    label: str
    cents: int
    months: tuple[int, ...] = tuple(range(1, 13))


@dataclass(frozen=True, slots=True)
class _Once:
    """Something that happened so many months before the running one."""

    ago: int
    day: int
    label: str
    cents: int


@dataclass(frozen=True, slots=True)
class _Habit:
    """What is bought so many times a week, for ``low`` to ``high`` cents and more or less with what is left.

    A fixed price stays what it is.
    """

    shop: str
    a_week: float
    low: int
    high: int
    cash: bool = False  # a withdrawal, in tens of euros


@dataclass(frozen=True, slots=True)
class _Product:
    name: str
    cents: int
    percent: int


@dataclass(frozen=True, slots=True)
class _Persona:
    """One person. ``views`` are thousands of paid views a month, the running month first, then backwards."""

    number: int
    name: str
    bank: str
    encoding: str
    newest_first: bool
    signed_debit: bool
    opening: int
    comfort: int  # what lets one spend as one likes
    regular: tuple[_Dated, ...]
    events: tuple[_Once, ...]
    habits: tuple[_Habit, ...]
    coffee: str
    views: tuple[int, ...]
    products: tuple[_Product, ...]
    shop: str
    help: str  # who lends a hand when the purse is empty
    help_below: int
    fee: str = ""  # what the bank takes for an overdraft
    deferred: bool = False  # the card is debited once, at the end of the month


@dataclass(frozen=True, slots=True)
class _Entry:
    day: date
    label: str
    cents: int


@dataclass(frozen=True, slots=True)
class _Order:
    """One line of the affiliate export; ``settled`` is the day its commission was validated."""

    id: str
    placed: datetime
    product: _Product
    product_id: str
    content: str
    status: str
    settled: datetime | None

    @property
    def commission(self) -> int:
        """Cents, rounded half up."""
        return (self.product.cents * self.product.percent + 50) // 100


def sample_files(persona: str, today: date, months: int = 14, seed: int = 1) -> tuple[SampleFile, ...]:
    """The export files of a person, in the order to import them: her bank's, then TikTok's affiliate orders.

    They hold ``months`` whole months and the running one up to the day before ``today``. Raises `InputError` for an
    unknown person or a number of months that is not 1 to `LONGEST`.
    """
    if persona not in PERSONAS:
        raise InputError(msg("Il n’y a pas d’exemple « {name} ».", name=persona))
    if not 1 <= months <= LONGEST:
        raise InputError(msg("Un exemple compte de 1 à {longest} mois.", longest=LONGEST))
    who = _PEOPLE[persona]
    starts = [month_start(today.year, today.month - ago) for ago in range(months, -1, -1)]

    def draws(topic: str, month: date) -> Random:
        return Random(f"{persona} {seed} {topic} {month:%Y-%m}")  # noqa: S311 - a story, not a secret

    orders = [o for m in starts for o in _orders(who, m, _ago(m, today), draws("orders", m)) if o.placed.date() < today]
    orders = [_as_of(order, today) for order in orders]
    entries = _live(who, starts, today, orders, draws)
    return (
        SampleFile(f"banque-{persona}.csv", _bank_file(who, entries, today)),
        SampleFile(f"tiktok-commandes-{persona}.csv", _orders_file(who, orders)),
    )


def _ago(month: date, today: date) -> int:
    return (today.year - month.year) * 12 + today.month - month.month


# --- days -------------------------------------------------------------------------------------------------------------


def _working(day: date) -> date:
    """The day itself, or the next one a bank works."""
    while day.weekday() > 4 or (day.month, day.day) in ((1, 1), (5, 1), (12, 25)):
        day += ONE_DAY
    return day


def _on(month: date, day: int) -> date:
    """The day of this month money moves on; a weekend moves it forward, but for a wage on the last working day."""
    if day != LAST_WORKING_DAY:
        return _working(month_start(month.year, month.month, day))
    last = month_start(month.year, month.month + 1) - ONE_DAY
    while _working(last) != last:
        last -= ONE_DAY
    return last


# --- the bank ---------------------------------------------------------------------------------------------------------


def _live(
    who: _Persona,
    starts: Sequence[date],
    today: date,
    orders: Sequence[_Order],
    draws: Callable[[str, date], Random],
) -> list[_Entry]:
    """Every bank line from the first month to the day before ``today``, oldest first."""
    diary: dict[date, list[_Entry]] = defaultdict(list)
    for entry in (*_agenda(who, starts, today), *_payouts(who, starts, today, orders, draws)):
        diary[entry.day].append(entry)
    purse = _Purse(who)
    lines: list[_Entry] = []
    rng = Random()  # noqa: S311 - seeded on the first of each month, which the story starts on
    day = starts[0]
    while day < today:
        if day.day == 1:
            rng = draws("days", day)
            purse.new_month()
        booked = diary.pop(day, [])
        lines += booked
        purse.balance += sum(entry.cents for entry in booked)
        for entry in (*_shopping(who, day, purse, rng), *purse.consequences(day)):
            diary[entry.day].append(entry)
        day += ONE_DAY
    yesterday = today - ONE_DAY
    if not lines or lines[-1].day < yesterday:  # instant transfers are booked on any day
        lines.append(_Entry(yesterday, "VIR INST PARTAGE DES COURSES", -640))
    return lines


class _Purse:
    """What is left to spend, booked or not, and what happens when it is empty."""

    def __init__(self, who: _Persona) -> None:
        self.who = who
        self.balance = who.opening
        self.promised = 0  # bought with a deferred card, not yet booked
        self.wants = dict.fromkeys((habit.shop for habit in who.habits), 0.0)
        self.helped = self.charged = False

    def new_month(self) -> None:
        self.helped = self.charged = False

    @property
    def ease(self) -> float:
        """How freely one spends: 1 with a comfortable purse, half of that when there is nothing left."""
        left = self.balance - self.promised
        return min(1.6, max(0.5, 0.5 + left / self.who.comfort / 2))

    def fancies(self, habit: _Habit, rng: Random) -> bool:
        """Whether today is a day for it: about as often as it should be, never by the calendar."""
        self.wants[habit.shop] += habit.a_week / 7 * rng.uniform(0.4, 1.6)
        if self.wants[habit.shop] < 1:
            return False
        self.wants[habit.shop] -= 1
        return True

    def consequences(self, day: date) -> Iterator[_Entry]:
        after = _working(day + ONE_DAY)
        if self.balance < 0 and self.who.fee and not self.charged:
            self.charged = True
            yield _Entry(after, self.who.fee, -800)
        if self.balance < self.who.help_below and not self.helped:
            self.helped = True
            yield _Entry(after, self.who.help, 8000)


def _shopping(who: _Persona, day: date, purse: _Purse, rng: Random) -> Iterator[_Entry]:
    """What was bought on a day, booked on the next working one (or at the end of the month by a deferred card)."""
    for habit in who.habits:
        if purse.fancies(habit, rng):
            cents = rng.randint(habit.low, habit.high)
            if habit.low < habit.high:
                cents = round(cents * purse.ease)
            booked = _working(day + ONE_DAY)
            if habit.cash:
                yield _Entry(booked, f"RETRAIT DAB {day:%d/%m} {habit.shop}", -max(1000, round(cents, -3)))
            elif who.deferred:
                purse.promised += cents
            else:
                yield _Entry(booked, f"CARTE {day:%d/%m} {habit.shop}", -cents)
    if who.deferred and day == _on(day, LAST_WORKING_DAY) - timedelta(days=4):
        yield _Entry(_on(day, LAST_WORKING_DAY), "DEBIT DIFFERE CARTE 4970XXXXXXXX0042", -purse.promised)
        purse.promised = 0


def _agenda(who: _Persona, starts: Sequence[date], today: date) -> Iterator[_Entry]:
    """What was known beforehand, what happened once, and the two coffees of one morning."""
    for month in starts:
        ago = _ago(month, today)
        yield from (_Entry(_on(month, d.day), d.label, d.cents) for d in who.regular if month.month in d.months)
        yield from (_Entry(_on(month, e.day), e.label, e.cents) for e in who.events if e.ago == ago)
        if ago % 3 == 1:
            morning = _working(month_start(month.year, month.month, 14))
            coffee = _Entry(_working(morning + ONE_DAY), f"CARTE {morning:%d/%m} {who.coffee}", -210)
            yield from (coffee, coffee)


def _payouts(
    who: _Persona,
    starts: Sequence[date],
    today: date,
    orders: Sequence[_Order],
    draws: Callable[[str, date], Random],
) -> Iterator[_Entry]:
    """What TikTok sent: the views of the month before, and exactly the orders settled in the month before."""
    kept = 0
    for month in starts:
        before = month_start(month.year, month.month - 1)
        thousands = who.views[_ago(before, today) % len(who.views)]
        rng = draws("views", before)
        kept += round(thousands * rng.uniform(0.85, 1.15) * rng.uniform(40, 60))
        if kept >= SMALLEST_PAYOUT:
            label = f"VIR SEPA TIKTOK TECHNOLOGY LIMITED REWARDS {before:%m/%Y}"
            yield _Entry(_working(_on(month, REWARDS_DAY) + timedelta(days=rng.randint(0, 2))), label, kept)
            kept = 0
        settled = sum(o.commission for o in orders if o.settled and o.settled.date().replace(day=1) == before)
        if settled:
            yield _Entry(_on(month, AFFILIATE_DAY), "VIR SEPA TIKTOK TECHNOLOGY LIMITED AFFILIATE", settled)


def _bank_file(who: _Persona, entries: Iterable[_Entry], today: date) -> bytes:
    balance = who.opening
    rows = []
    for entry in entries:
        balance += entry.cents
        debit = _euros(entry.cents if who.signed_debit else -entry.cents, who) if entry.cents < 0 else ""
        credit = _euros(entry.cents, who) if entry.cents >= 0 else ""
        rows.append((f"{entry.day:%d/%m/%Y}", entry.label, debit, credit, _euros(balance, who)))
    if who.newest_first:
        rows.reverse()
    preamble = (
        (who.bank, "EXEMPLE : personne fictive"),
        ("Titulaire", who.name),
        ("Compte de dépôt", _iban(who.number)),
        (f"Solde au {today - ONE_DAY:%d/%m/%Y}", _euros(balance, who), "EUR"),
        (),
        ("Date", "Libellé", "Débit", "Crédit", "Solde"),
    )
    return _csv((*preamble, *rows), ";", "\r\n").encode(who.encoding)


def _euros(cents: int, who: _Persona) -> str:
    """As a French bank writes it: ``1 234,56``."""
    whole, _, fraction = decimal_string(cents, "EUR").partition(".")
    space = NBSP if who.encoding == "cp1252" else NNBSP
    return f"{int(whole):,}".replace(",", space) + "," + fraction if abs(cents) >= 100 else f"{whole},{fraction}"


def _iban(number: int) -> str:
    """A well-formed IBAN of a bank that does not exist."""
    bank, branch, account = 99999, 1, 10_000_000_000 + number
    key = 97 - (89 * bank + 15 * branch + 3 * account) % 97
    bban = f"{bank:05d}{branch:05d}{account:011d}{key:02d}"
    check = 98 - int(bban + "152700") % 97  # F is 15, R is 27
    digits = f"FR{check:02d}{bban}"
    return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))


# --- TikTok -----------------------------------------------------------------------------------------------------------

# Every column of TikTok's export of affiliate orders, in its order.
_COLUMNS = [
    column.strip()
    for line in (
        "Order ID, SKU ID, Product name, Product ID, Price, Items sold, Items refunded, Shop name, Shop code",
        "Affiliate partner, Agency, Currency, Order type, Order settlement status, Indirect, Commission type",
        "Content Type, Content ID, Standard, Shop ads, TikTok bonus, Partner bonus, Revenue sharing portion, GMV",
        "Est. commission base, Est. standard commission, Est. Shop Ads commission, Est. Bonus",
        "Est. Affiliate partner bonus, Est. IVA, Est. ISR, Est. PIT, Est. revenue sharing portion",
        "Actual commission base, Standard commission, Shop Ads commission, Bonus, Affiliate partner bonus",
        "Tax - ISR, Tax - IVA, Tax - PIT, Shared with partner, Total final earned amount, Order date",
        "Commission settlement date",
    )
    for column in line.split(",")
]


def _orders(who: _Persona, month: date, ago: int, rng: Random) -> Iterator[_Order]:
    """The orders of a month with what became of each in the end; more of them when the videos were seen."""
    count = 6 + who.views[ago % len(who.views)] // 60
    length = (month_start(month.year, month.month + 1) - month).days
    for i in range(count):
        placed = datetime.combine(month, time(rng.randint(7, 22), rng.randint(0, 59), rng.randint(0, 59)))
        placed += timedelta(days=math.floor((i + rng.random()) * length / count))
        settled = placed + timedelta(days=rng.randint(*SETTLES_AFTER), hours=-rng.randint(1, 6))
        order_id = f"5769{rng.randrange(10**14):014d}"
        content = f"75{rng.randrange(10**3):03d}00000000000{rng.randint(10, 99)}"
        items = rng.sample(range(len(who.products)), 2 if rng.random() < 0.12 else 1)
        refused = i % 9 == 4
        for item in items:
            yield _Order(
                id=order_id,
                placed=placed,
                product=who.products[item],
                product_id=f"1729{who.number:02d}00000000{item:05d}",
                content=content,
                status="Ineligible" if refused else "Settled",
                settled=settled,
            )


def _as_of(order: _Order, today: date) -> _Order:
    """The order as an export of the day before ``today`` shows it."""
    status, settled = order.status, order.settled
    if settled is None or settled.date() >= today:
        fresh = (today - order.placed.date()).days <= 2
        status, settled = ("AwaitingPayment" if fresh else "Pending"), None
    elif status == "Ineligible":
        settled = None
    return _Order(order.id, order.placed, order.product, order.product_id, order.content, status, settled)


def _orders_file(who: _Persona, orders: Iterable[_Order]) -> bytes:
    newest_first = sorted(orders, key=lambda o: (o.placed, o.id, o.product_id), reverse=True)
    rows = [[_order_cells(who, order).get(column, "") for column in _COLUMNS] for order in newest_first]
    return _csv((_COLUMNS, *rows), ",", "\n").encode("utf-8-sig")


def _order_cells(who: _Persona, order: _Order) -> dict[str, str]:
    price, commission = decimal_string(order.product.cents, "EUR"), decimal_string(order.commission, "EUR")
    final = commission if order.settled else "0"
    return {
        "Order ID": order.id,
        "SKU ID": order.product_id.replace("1729", "1730", 1),
        "Product name": order.product.name,
        "Product ID": order.product_id,
        "Price": price,
        "Items sold": "1",
        "Items refunded": "1" if order.status == "Ineligible" else "0",
        "Shop name": who.shop,
        "Shop code": "FRLCEXEMPLE",
        "Currency": "EUR",
        "Order type": "Affiliate order",
        "Order settlement status": order.status,
        "Indirect": "/",
        "Commission type": "/",
        "Content Type": "Video",
        "Content ID": order.content,
        "Standard": f"{order.product.percent}%",
        "Shop ads": "/",
        "GMV": price,
        "Est. commission base": price,
        "Est. standard commission": commission,
        "Est. Shop Ads commission": "0",
        "Est. Bonus": "0",
        "Actual commission base": price if order.settled else "0",
        "Standard commission": final,
        "Total final earned amount": final,
        "Order date": f"{order.placed:%d/%m/%Y %H:%M:%S}",
        "Commission settlement date": f"{order.settled:%d/%m/%Y %H:%M:%S}" if order.settled else "/",
    }


def _csv(rows: Iterable[Sequence[str]], delimiter: str, line_end: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    return out.getvalue()


# --- the people -------------------------------------------------------------------------------------------------------

_SCHOOL = (9, 10, 11, 12, 1, 2, 3, 4, 5, 6)
_SUMMER = (7, 8)

_PEOPLE = {
    "etudiante": _Persona(
        number=1,
        name="Mlle Lina MOREL",
        bank="Banque du Rivage",
        encoding="cp1252",
        newest_first=True,
        signed_debit=False,
        opening=24310,
        comfort=4000,
        regular=(
            _Dated(1, "PRLV SEPA TCL ABONNEMENT ETUDIANT", -2500, _SCHOOL),
            _Dated(5, "VIR SEPA CAF DU RHONE", 18400),
            _Dated(6, "VIR SEPA CROUS LYON BOURSE", 25900, _SCHOOL),
            _Dated(10, "PRLV SEPA MAIF ASSURANCE HABITATION", -840),
            _Dated(12, "PRLV SEPA EDF CLIENTS PARTICULIERS", -2600),
            _Dated(18, "PRLV SEPA SPOTIFY", -607),
            _Dated(25, "VIR SEPA SALAIRE AIDE AUX DEVOIRS", 8400, _SCHOOL),
            _Dated(27, "PRLV SEPA LOYER RESIDENCE LES TILLEULS", -29000),
            _Dated(29, "PRLV SEPA FREE MOBILE", -1999),
            _Dated(LAST_WORKING_DAY, "VIR SEPA SALAIRE CAMPING DES PINS", 33000, _SUMMER),
        ),
        events=(
            _Once(11, 14, "VIR SEPA MAMAN ANNIVERSAIRE", 5000),
            _Once(9, 21, "VIR SEPA VINTED", 3450),
            _Once(5, 11, "CARTE TELEPHONE REPARATION ECRAN", -12900),
            _Once(2, 8, "CARTE GIBERT JOSEPH LYON", -4630),
            _Once(1, 20, "AVOIR CARTE GIBERT JOSEPH LYON", 1850),
            _Once(0, 19, "CARTE SNCF CONNECT", -6450),
        ),
        habits=(
            _Habit("LIDL LYON", 1.2, 1100, 2600),
            _Habit("CARREFOUR CITY LYON", 1.0, 500, 1400),
            _Habit("CROUS RESTO U", 1.8, 330, 330),
            _Habit("BOULANGERIE DES ECOLES", 0.8, 120, 480),
            _Habit("KEBAB DE LA GARE", 0.5, 750, 1100),
            _Habit("CINEMA LE COMPTOIR", 0.25, 550, 900),
            _Habit("PHARMACIE DES FACULTES", 0.15, 400, 1300),
        ),
        coffee="CAFE LE PETIT NOIR",
        views=(230, 250, 190, 210, 20, 70, 180, 660, 290, 210, 240, 170, 220, 160, 200),
        products=(
            _Product("Lampe de bureau pliante", 2499, 12),
            _Product("Lot de 6 surligneurs pastel", 899, 15),
            _Product("Support de téléphone orientable", 1590, 14),
            _Product("Carnet à points A5", 1150, 15),
            _Product("Micro-cravate sans fil", 3290, 10),
        ),
        shop="Papeterie des Quais",
        help="VIR INST MAMAN",
        help_below=-6000,
    ),
    "retraite": _Persona(
        number=2,
        name="Mme Odette GARNIER",
        bank="Caisse des Trois Rivières",
        encoding="utf-8-sig",
        newest_first=False,
        signed_debit=True,
        opening=41280,
        comfort=22000,
        regular=(
            _Dated(1, "VIR SEPA AGIRC ARRCO", 24130),
            _Dated(2, "PRLV SEPA LOYER OFFICE PUBLIC HABITAT", -40400),
            _Dated(8, "PRLV SEPA HARMONIE MUTUELLE", -6840),
            _Dated(9, "VIR SEPA CARSAT CENTRE OUEST", 78450),
            _Dated(11, "PRLV SEPA EDF CLIENTS PARTICULIERS", -5900),
            _Dated(13, "PRLV SEPA ORANGE", -2499),
            _Dated(16, "PRLV SEPA MACIF ASSURANCES", -2160),
            _Dated(20, "PRLV SEPA VEOLIA EAU", -2350, (2, 5, 8, 11)),
        ),
        events=(
            _Once(12, 20, "VIR SEPA MARTINE NOEL DES ENFANTS", -6000),
            _Once(8, 15, "PRLV SEPA DGFIP IMPOT TAXE ORDURES", -8700),
            _Once(6, 17, "CHEQUE 0000123 OPTICIEN DU CENTRE", -14500),
            _Once(5, 22, "VIR SEPA CPAM REMBOURSEMENT OPTICIEN", 5240),
            _Once(3, 12, "CARTE DARTY BOUILLOIRE", -3499),
            _Once(1, 12, "VIR SEPA META PLATFORMS IRELAND", 2140),
        ),
        habits=(
            _Habit("INTERMARCHE LIMOGES", 1.4, 2200, 5200),
            _Habit("JARDILAND LIMOGES", 0.3, 900, 2900),
            _Habit("PHARMACIE DU MARCHE", 0.3, 500, 1900),
            _Habit("MONDIAL TISSUS", 0.3, 800, 2600),
            _Habit("LIMOGES", 0.7, 3000, 6000, cash=True),
        ),
        coffee="SALON DE THE DES HALLES",
        views=(190, 220, 180, 240, 170, 30, 10, 160, 190, 520, 230, 200, 180, 190, 160),
        products=(
            _Product("Aiguilles circulaires en bambou", 1490, 12),
            _Product("Pelotes de laine, lot de 5", 2290, 10),
            _Product("Sécateur de jardin", 1890, 11),
            _Product("Tablier de jardinage", 1650, 13),
        ),
        shop="Mercerie du Pont",
        help="VIR SEPA MARTINE DON",
        help_below=-15000,
        deferred=True,
    ),
    "maman-solo": _Persona(
        number=3,
        name="Mme Sarah BENALI",
        bank="Banque du Rivage",
        encoding="utf-8",
        newest_first=True,
        signed_debit=False,
        opening=52360,
        comfort=25000,
        regular=(
            _Dated(3, "PRLV SEPA LOYER HLM DES COTEAUX", -48500),
            _Dated(5, "VIR SEPA CAF DE LA LOIRE", 43800),
            _Dated(7, "PRLV SEPA ENGIE", -8900),
            _Dated(8, "PRLV SEPA CANTINE VILLE DE SAINT ETIENNE", -6240, _SCHOOL),
            _Dated(10, "VIR SEPA PENSION ALIMENTAIRE", 12000),
            _Dated(12, "PRLV SEPA MATMUT ASSURANCES", -4780),
            _Dated(14, "PRLV SEPA BOUYGUES TELECOM", -3299),
            _Dated(20, "PRLV SEPA STAS TRANSDEV ABONNEMENT", -4100),
            _Dated(28, "PRLV SEPA FREE MOBILE", -1999),
            _Dated(LAST_WORKING_DAY, "VIR SEPA SALAIRE RESIDENCE LES MIMOSAS", 79650),
        ),
        events=(
            _Once(13, 15, "VIR SEPA CAF ALLOCATION RENTREE", 41600),
            _Once(13, 18, "CARTE BUREAU VALLEE FOURNITURES", -8730),
            _Once(11, 19, "CARTE JOUECLUB", -7490),
            _Once(6, 10, "CARTE DARTY LAVE LINGE 1/3", -11966),
            _Once(5, 10, "CARTE DARTY LAVE LINGE 2/3", -11966),
            _Once(4, 10, "CARTE DARTY LAVE LINGE 3/3", -11968),
            _Once(2, 16, "VIR SEPA VINTED", 2780),
            _Once(1, 21, "CARTE KIABI", -5240),
        ),
        habits=(
            _Habit("LECLERC SAINT ETIENNE", 1.0, 5200, 9800),
            _Habit("LIDL SAINT ETIENNE", 1.1, 1600, 4200),
            _Habit("BOULANGERIE DU PARC", 1.6, 180, 720),
            _Habit("PHARMACIE CARNOT", 0.35, 500, 2100),
            _Habit("PISCINE MUNICIPALE", 0.3, 600, 1200),
            _Habit("TOTALENERGIES STATION", 0.4, 2500, 4500),
            _Habit("MCDONALDS", 0.3, 1400, 2600),
        ),
        coffee="BAR DE LA MAIRIE",
        views=(290, 340, 270, 360, 240, 300, 40, 30, 230, 320, 940, 380, 330, 260, 290),
        products=(
            _Product("Boîte à goûter compartimentée", 1490, 13),
            _Product("Veilleuse nomade", 2190, 12),
            _Product("Jeu de cartes des émotions", 1290, 15),
            _Product("Organiseur de placard", 1790, 11),
            _Product("Gourde enfant inox", 1690, 12),
        ),
        shop="Maison Ribambelle",
        help="VIR INST MAMIE JEANNE",
        help_below=-18000,
    ),
    "precaire": _Persona(
        number=4,
        name="M. Karim LEROUX",
        bank="Crédit des Deux Ponts",
        encoding="cp1252",
        newest_first=False,
        signed_debit=True,
        opening=17920,
        comfort=7000,
        regular=(
            _Dated(2, "VIR SEPA FRANCE TRAVAIL", 33400, (1, 2, 3, 6, 7, 10, 11)),
            _Dated(4, "PRLV SEPA LOYER CHAMBRE RUE DES ATELIERS", -33000),
            _Dated(5, "VIR SEPA CAF DU NORD", 27300),
            _Dated(9, "PRLV SEPA SOSH", -1299),
            _Dated(12, "VIR SEPA ADECCO ACOMPTE INTERIM", 37200, (4, 5, 8, 9, 12)),
            _Dated(15, "PRLV SEPA MAAF ASSURANCES", -1870),
            _Dated(18, "PRLV SEPA COFIDIS", -5400),
            _Dated(22, "PRLV SEPA ENERCOOP", -3150),
            _Dated(26, "PRLV SEPA COTISATION CARTE", -250),
        ),
        events=(
            _Once(10, 13, "PRLV SEPA DGFIP AMENDE", -9000),
            _Once(7, 20, "VIR SEPA GOOGLE IRELAND LIMITED ADSENSE", 7150),
            _Once(5, 16, "CARTE TELEPHONE REPARATION", -8900),
            _Once(3, 14, "VIR SEPA SECOURS CCAS", 10000),
            _Once(2, 19, "VIR SEPA LEBONCOIN VENTE VELO", 8000),
            _Once(1, 23, "VIR SEPA TWITCH INTERACTIVE", 5320),
        ),
        habits=(
            _Habit("ALDI ROUBAIX", 1.5, 1100, 2800),
            _Habit("EPICERIE DU COIN", 1.1, 250, 900),
            _Habit("SNCF TER HAUTS DE FRANCE", 0.5, 450, 1280),
            _Habit("TABAC DE LA PLACE", 0.7, 650, 1250),
            _Habit("LAVERIE DES ARTS", 0.3, 450, 650),
            _Habit("ROUBAIX", 0.4, 1000, 3000, cash=True),
        ),
        coffee="CAFE DES SPORTS",
        views=(260, 190, 150, 380, 310, 10, 20, 90, 230, 760, 420, 170, 130, 260, 210),
        products=(
            _Product("Trépied souple", 1990, 12),
            _Product("Lampe annulaire compacte", 2790, 10),
            _Product("Batterie externe 10000 mAh", 2390, 9),
            _Product("Écouteurs filaires", 1290, 13),
        ),
        shop="Comptoir du Son",
        help="VIR INST SAMIA PRET ENTRE AMIS",
        help_below=-22000,
        fee="COMMISSION D INTERVENTION",
    ),
}
