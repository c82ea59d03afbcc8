"""Invented operations, and how a layout writes them: ``{a:1.234,56}``, ``{day:%d/%m/%Y}``, ``{side:Soll|Haben}``."""

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial

_TEXTS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {  # what goes out, what comes in
    "fr": (
        (
            "CARTE 4021 SUPERETTE DU PORT",
            "PRLV SEPA ENERGIE BLEUE",
            "RETRAIT DAB GARE",
            "LOYER MENSUEL",
            "CB CAFE ÉTOILE",
        ),
        ("VIREMENT SALAIRE ATELIER DUNE", "REMISE CHEQUE 000123", "VIR RECU MARTIN PAUL"),
    ),
    "card": (
        ("CORNER GROCERY", "BOOKSHOP ONLINE", "COFFEE HOUSE", "TRAIN TICKETS", "PHARMACY HIGH ST"),
        ("PAYMENT THANK YOU",),
    ),
    "de": (
        ("EDEKA MARKT KÖLN", "Miete Wohnung 4", "Stadtwerke Abschlag", "Bäckerei Müller", "Geldautomat Hbf"),
        ("Gehalt Werkstatt Nord", "Gutschrift Lehmann", "Erstattung Krankenkasse"),
    ),
    "en": (
        ("CORNER GROCERY", "RENT FLAT 4", "CITY POWER BILL", "COFFEE HOUSE", "CASH MACHINE HIGH ST"),
        ("SALARY DUNE WORKSHOP", "TRANSFER FROM P MARTIN", "REFUND BOOKSHOP"),
    ),
    "es": (
        ("COMPRA SUPERMERCADO SOL", "RECIBO LUZ", "ALQUILER PISO", "CAFÉ DEL MAR", "CAJERO CENTRO"),
        ("NOMINA TALLER DUNA", "TRANSFERENCIA DE LOPEZ", "DEVOLUCION TIENDA"),
    ),
    "it": (
        ("SPESA MERCATO ROMA", "BOLLETTA LUCE", "AFFITTO CASA", "BAR CENTRALE", "PRELIEVO BANCOMAT"),
        ("STIPENDIO OFFICINA DUNA", "BONIFICO DA ROSSI", "RIMBORSO LIBRERIA"),
    ),
    "pt": (
        ("COMPRA MERCADO SOL", "CONTA LUZ", "ALUGUEL CASA", "CAFÉ CENTRAL", "LEVANTAMENTO MB"),
        ("SALARIO OFICINA DUNA", "TRF DE SILVA", "ESTORNO LOJA"),
    ),
    "nl": (
        ("SUPERMARKT ZON", "Huur appartement", "ENERGIE NOORD", "Café de Haven", "GELDAUTOMAAT STATION"),
        ("Salaris werkplaats Duin", "Overboeking J de Vries", "Terugbetaling winkel"),
    ),
    "pl": (
        ("ZAKUPY SKLEP ZORZA", "CZYNSZ", "PRAD ENERGIA", "KAWIARNIA", "BANKOMAT DWORZEC"),
        ("WYNAGRODZENIE WARSZTAT", "PRZELEW OD NOWAK", "ZWROT KSIEGARNIA"),
    ),
    "cs": (
        ("POTRAVINY SLUNCE", "Nájem březen", "Elektřina záloha", "KAVÁRNA U MOSTU", "Výběr z bankomatu"),
        ("Mzda dílna", "Převod od Nováka", "Vratka knihkupectví"),
    ),
    "tr": (
        ("MARKET GÜNEŞ", "Kira ödemesi", "ELEKTRİK FATURASI", "KAHVE DÜKKANI", "ATM ÇEKİM"),
        ("Maaş ödemesi", "Gelen havale YILMAZ", "İade kitapçı"),
    ),
    "ja": (
        ("スーパー太陽", "家賃", "電気代", "喫茶店", "ATM引出し"),
        ("給与 工房", "振込 タナカ", "返金 書店"),
    ),
    "sv": (
        ("MATBUTIK SOL", "HYRA MARS", "ELNÄT NORR", "KAFÉ HAMNEN", "UTTAG STATION"),
        ("LÖN VERKSTAD", "ÖVERFÖRING ANDERSSON", "ÅTERBETALNING BUTIK"),
    ),
}
_MONTHS: Mapping[str, str] = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
}
_SHORT: Mapping[str, str] = {
    "fr": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "de": "Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez",
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "es": "ene feb mar abr may jun jul ago sep oct nov dic",
    "it": "gen feb mar apr mag giu lug ago set ott nov dic",
    "pt": "jan fev mar abr mai jun jul ago set out nov dez",
    "nl": "jan feb mrt apr mei jun jul aug sep okt nov dec",
    "pl": "sty lut mar kwi maj cze lip sie wrz paź lis gru",
    "sv": "jan feb mars apr maj juni juli aug sep okt nov dec",
    "tr": "Oca Şub Mar Nis May Haz Tem Ağu Eyl Eki Kas Ara",
}
_ARABIC = {ord(str(i)): chr(0x660 + i) for i in range(10)}
_SPEC = re.compile(
    r"(?P<open>\()?(?P<before>[^\d(]*?)(?P<sign>[+−-])?1(?P<group>[^\d]?)234"
    r"(?:(?P<mark>[.,\u066b])(?P<decimals>5\d*))?(?P<close>\))?(?P<after>.*)"
)


class Money:
    """An amount that is written as 1234.56 is in the format: ``-1.234,56``; nothing where there is none.

    A sign in the format is one that is also written for incomes (``+``), or the minus to use; behind the figures
    likewise, or two words for out and in (``S|H``). ``lakh|`` groups as India does.
    """

    def __init__(self, value: Decimal | None) -> None:
        self.value = value

    def __format__(self, spec: str) -> str:
        if self.value is None:
            return ""
        arabic, lakhs = spec.startswith("ar|"), spec.startswith("lakh|")
        m = _SPEC.fullmatch(spec.removeprefix("ar|").removeprefix("lakh|"))
        if m is None:
            raise ValueError(spec)
        written = f"{abs(self.value):.{len(m['decimals'] or '')}f}"
        whole, _, fraction = written.partition(".")
        grouped = _lakhs(whole) if lakhs else f"{int(whole):,}".replace(",", m["group"])
        figures = grouped + (m["mark"] or "") + fraction
        sign, after = self._sign(m["sign"] or "", m["after"])
        if m["open"]:
            text = f"({m['before']}{figures})" if self.value < 0 else f"{m['before']}{figures}"
        else:
            text = f"{m['before']}{sign}{figures}{after}"
        return text.translate(_ARABIC) if arabic else text

    def _sign(self, sign: str, after: str) -> tuple[str, str]:
        """What stands before and behind the figures."""
        out = self.value is not None and self.value < 0
        if "|" in after:
            left, right = after.split("|")
            return "", left if out else right
        if after[:1] in ("-", "+"):
            plus = after[:1] == "+"
            return "", ("-" if out else "+" if plus else "") + after[1:]
        minus = sign if sign == "−" else "-"
        return (minus if out else "+" if sign == "+" else ""), after


def _lakhs(whole: str) -> str:
    """As India groups: 12,34,567."""
    parts = [whole[-3:]]
    for end in range(len(whole) - 3, 0, -2):
        parts.insert(0, whole[max(0, end - 2) : end])
    return ",".join(parts)


class Moment:
    """A day and time; ``fr|%d %b %Y`` writes months as that language does, ``%-d`` without a leading zero."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __format__(self, spec: str) -> str:
        language, bar, form = spec.partition("|")
        if not bar:
            language, form = "en", spec
        if language == "ar":
            form = form.replace("%B", _MONTHS["ar"].split()[self.at.month - 1])
            return format(self.at, form).translate(_ARABIC)
        form = form.replace("%B", _MONTHS[language].split()[self.at.month - 1])
        if "%b" in form:
            form = form.replace("%b", _SHORT[language].split()[self.at.month - 1])
        form = form.replace("%-d", str(self.at.day)).replace("%-m", str(self.at.month))
        return format(self.at, form)


class Side:
    """``{side:out|in}``: one word or the other."""

    def __init__(self, out: bool) -> None:
        self.out = out

    def __format__(self, spec: str) -> str:
        return spec.split("|")[0 if self.out else 1]


@dataclass(frozen=True, slots=True)
class Move:
    """One operation; ``amount`` is what the account moves by, expense negative, fees taken off."""

    at: datetime
    amount: Decimal
    text: str
    number: int
    currency: str = ""
    balance: Decimal = Decimal()
    fee: Decimal = Decimal()
    foreign: bool = False

    def fields(self, iban: str) -> dict[str, object]:
        """What a layout may write of it."""
        a, out = self.amount, self.amount < 0
        abroad = (a * Decimal("1.08")).quantize(Decimal("0.01"))
        last = self.text.split()[-1]
        return {
            "day": Moment(self.at),
            "value": Moment(self.at + timedelta(days=1)),
            "bought": Moment(self.at - timedelta(days=2)),
            "serial": (self.at.date() - date(1899, 12, 30)).days,
            "epoch": int(self.at.replace(tzinfo=UTC).timestamp()),
            "a": Money(a),
            "cents": int(a * 100),
            "rev": Money(-a),
            "abs": Money(abs(a)),
            "out": Money(-a if out else None),
            "in": Money(None if out else a),
            "minus": Money(a if out else None),
            "out0": Money(-a if out else Decimal()),
            "in0": Money(Decimal() if out else a),
            "minus0": Money(a if out else Decimal()),
            "bal": Money(self.balance),
            "owed": Money(-self.balance),
            "gross": Money(a + self.fee),
            "fee": Money(self.fee),
            "minusfee": Money(-self.fee),
            "orig": Money(abroad if self.foreign else None),
            "origcur": "USD" if self.foreign else "",
            "origa": Money(abroad if self.foreign else a),
            "origacur": "USD" if self.foreign else self.currency,
            "rate": "1.08" if self.foreign else "",
            "ratec": "1,08" if self.foreign else "",
            "side": Side(out),
            "text": self.text,
            "who": last.title(),
            "ref": f"{self.at:%y%m%d}{self.number:04d}",
            "n": self.number,
            "cur": self.currency,
            "iban": iban,
        }


def moves(
    seed: str,
    language: str,
    count: int,
    start: datetime,
    currencies: tuple[str, ...],
    *,
    fees: bool = False,
    places: int = 2,
    least: int = 1,
    steps: tuple[int, int] = (1, 4),
    opening: int = 1500,
    incomes: bool = False,
) -> Iterator[Move]:
    """Operations in the order of their days; the last currency is that of every third row; ``incomes``: nothing goes out."""
    chance = random.Random(seed)
    cents = Decimal(1).scaleb(-places)
    outs, ins = _TEXTS[language]
    held: dict[str, Decimal] = {}
    at = start
    for i in range(count):
        income = incomes or i % 4 == 2 or (count > 2 and i == 0)
        draw = (
            partial(chance.randint, 80_000, 240_000) if income and i % 8 == 2 else partial(chance.randint, 290, 9_900)
        )
        amount = (Decimal(draw()) / 100 * least + cents).quantize(cents) * (1 if income else -1)
        currency = currencies[-1] if i % 3 == 1 else currencies[0]
        fee = Decimal("-0.35") if fees and i % 3 == 1 else Decimal()
        amount += fee
        held[currency] = held.get(currency, Decimal(opening * least).quantize(cents)) + amount
        pool = ins if income else outs
        yield Move(
            at.replace(hour=8 + i % 11, minute=chance.randrange(60), second=chance.randrange(60)),
            amount,
            pool[(i + len(seed)) % len(pool)],
            i + 1,
            currency,
            held[currency],
            -fee,
            foreign=i % 3 == 1,
        )
        at += timedelta(days=chance.randint(*steps))
