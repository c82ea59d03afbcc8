"""A life, told to a real ledger statement by statement; on some days the app is asked, and what then happened is kept.

What the accounts hold on a day the app is asked is typed as a balance: it is drawn around what one of the person's own
past months would have needed from that day on, so that the months said are close ones, not sure ones.
"""

import statistics
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from tenk_desktop.core.importing.planning import plan_file
from tenk_desktop.core.outlook.answer import Verdict
from tenk_desktop.core.outlook.paths import Paths, simulate
from tenk_desktop.core.outlook.verdict import verdict
from tenk_desktop.core.period import ONE_DAY, month_start
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tests.households.lives import MONTHS, START, Life, Row
from tests.households.people import household

DRY = ("0.1", "0.5", "0.9")


@dataclass(frozen=True, slots=True)
class Case:
    """One verdict and what happened. ``peer`` says the same by resampling the person's own past months.

    ``band`` are (days inside the 80 % band, days simulated); ``dry`` for each date said, the share of the paths below
    the floor by then and whether it was so.
    """

    kind: str
    number: int
    today: date
    chance: float | None
    without: float
    closed: bool
    closed_without: bool
    peer: float
    peer_without: float
    peer_year: float
    peer_year_without: float
    band: tuple[int, int]
    dry: tuple[tuple[str, float, bool], ...]
    following: tuple[float, bool] | None  # the chance to the end of the next month, and whether it closed


def cases(kind: str, number: int, months: int = 10, paths: int = 2000) -> list[Case]:
    """The verdicts said to one household in so many months, one a month."""
    life, draw = household(kind, number), Random(f"asked {kind} {number}")
    known = draw.choice((7, 10, 14, 20, 26))
    first = min(known, MONTHS - 1 - months)
    begin = month_start(START.year, START.month + max(0, first - known))
    with tempfile.TemporaryDirectory() as folder:
        opening = [OpeningBalance(name, 0) for name in life.accounts]
        with Ledger.create(Path(folder) / "a.tenk", accounts=opening) as ledger:
            return [c for c in _asked(Told(life, ledger, begin), draw, kind, number, first, months, paths) if c]


class Told:
    """What the ledger was told so far: ``rows`` until ``until``."""

    def __init__(self, life: Life, ledger: Ledger, begin: date) -> None:
        self.life, self.ledger = life, ledger
        self.begin, self.until = begin, begin - ONE_DAY
        self.rows: list[Row] = []
        self.purse = round(life.habits.monthly * 0.4)

    def go_on(self, until: date) -> None:
        """Live and import one more statement of each account."""
        rows = list(self.life.live(self.until + ONE_DAY, until + ONE_DAY, self.purse))
        for account in self.life.accounts:
            data = _csv(r for r in rows if r.account == account)
            if data:
                plan = plan_file(f"{account} {until}.csv", data, self.ledger.existing, account=account)
                self.ledger.apply_import(plan)
        self.rows += rows
        self.purse += sum(r.cents for r in rows)
        self.until = until

    def hold(self, purse: int) -> None:
        """From now on the accounts hold so much: what else was there went to savings, or came from them."""
        ids = {a.name: a.id for a in self.ledger.accounts()}
        share = purse * 3 // 10 if len(self.life.accounts) > 1 else purse
        for name, amount in zip(self.life.accounts, (share, purse - share), strict=False):
            self.ledger.set_balance(ids[name], amount, self.until)
        self.purse = purse


def _asked(
    told: Told, draw: Random, kind: str, number: int, first: int, months: int, paths: int
) -> Iterable[Case | None]:
    for i in range(months):
        start = month_start(START.year, START.month + first + i)
        today = start + timedelta(days=9 if draw.random() < 0.5 else draw.randrange(1, 28))
        as_of = today - timedelta(days=min(draw.choice((0, 1, 1, 2, 5)), today.day - 1))
        told.go_on(as_of)
        needs = [-low for low in _past_lows(told.rows, told.begin, as_of, today)]
        told.hold(round(draw.choice(needs) + draw.gauss(0, 0.3) * (statistics.pstdev(needs) + 2000)))
        home = told.ledger.household(today)
        assert home.as_of == as_of, (home.as_of, as_of)
        drawn = simulate(home, paths=paths)
        yield _case(kind, number, told, verdict(home, drawn), drawn)


def _case(kind: str, number: int, told: Told, said: Verdict, drawn: Paths) -> Case | None:
    if said.chance_without_tiktok is None:
        return None
    as_of, today, end = said.as_of, said.today, said.horizon
    ends = _ends(told.life.live(as_of + ONE_DAY, end, told.purse), told.purse, as_of, end)
    bare = _ends(told.life.live(as_of + ONE_DAY, end, told.purse, tiktok=False), told.purse, as_of, end)
    seen = {day: amount for day, amount in ends.items() if day >= today}
    inside = [f.quantiles["0.1"] <= ends[f.date] <= f.quantiles["0.9"] for f in said.fan if f.date > as_of]
    lows = _past_lows(told.rows, told.begin, as_of, today)
    bare_lows = _past_lows([r for r in told.rows if "TIKTOK" not in r.label], told.begin, as_of, today)
    return Case(
        kind, number, today, said.chance, said.chance_without_tiktok,
        closed=min(seen.values()) >= 0,
        closed_without=min(a for day, a in bare.items() if day >= today) >= 0,
        peer=_share(lows, told.purse), peer_without=_share(bare_lows, told.purse),
        peer_year=_share(lows[-12:], told.purse), peer_year_without=_share(bare_lows[-12:], told.purse),
        band=(sum(inside), len(inside)),
        dry=tuple(_dry(said, drawn, seen, q) for q in DRY if said.runs_dry[q]),
        following=_following(told, said),
    )  # fmt: skip


def _following(told: Told, said: Verdict) -> tuple[float, bool] | None:
    if said.next.chance is None:
        return None
    as_of, end = said.as_of, said.next.horizon
    ends = _ends(told.life.live(as_of + ONE_DAY, end, told.purse), told.purse, as_of, end)
    return said.next.chance, min(a for day, a in ends.items() if day >= said.today) >= 0


def _dry(said: Verdict, drawn: Paths, seen: dict[date, int], q: str) -> tuple[str, float, bool]:
    by = said.runs_dry[q]
    assert by
    window = drawn.balance[:, drawn.column(said.today) : drawn.column(by) + 1]
    return q, float((window.min(axis=1) < 0).mean()), min(a for d, a in seen.items() if d <= by) < 0


def _ends(rows: Iterable[Row], purse: int, as_of: date, end: date) -> dict[date, int]:
    """The sum of the accounts at the end of each day of ``[as_of, end)``."""
    moved: dict[date, int] = {}
    for r in rows:
        moved[r.day] = moved.get(r.day, 0) + r.cents
    ends, day = {as_of: purse}, as_of + ONE_DAY
    while day < end:
        ends[day] = ends[day - ONE_DAY] + moved.get(day, 0)
        day += ONE_DAY
    return ends


def _past_lows(rows: Sequence[Row], begin: date, as_of: date, today: date) -> list[int]:
    """For each whole month told, oldest first: the lowest sum from the same day on, starting from nothing."""
    months: dict[tuple[int, int], dict[int, int]] = {}
    for r in rows:
        moved = months.setdefault((r.day.year, r.day.month), {})
        moved[r.day.day] = moved.get(r.day.day, 0) + r.cents
    lows, start = [], begin
    while start < as_of.replace(day=1):
        following = month_start(start.year, start.month + 1)
        moved, total, low = months.get((start.year, start.month), {}), 0, None
        for day in range(as_of.day, (following - start).days + 1):
            total += moved.get(day, 0) if day > as_of.day else 0
            low = total if day >= today.day and (low is None or total < low) else low
        if low is not None:
            lows.append(low)
        start = following
    return lows or [0]


def _share(lows: Sequence[int], purse: int) -> float:
    return sum(purse + low >= 0 for low in lows) / len(lows)


def _csv(rows: Iterable[Row]) -> bytes:
    lines = [f"{r.day:%d/%m/%Y};{r.label};{r.cents / 100:.2f}".replace(".", ",") for r in rows]
    return "\n".join(["Date;Libellé;Montant", *lines, ""]).encode() if lines else b""
