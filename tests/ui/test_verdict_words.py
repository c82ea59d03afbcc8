"""What the card says where it is too early for a percentage: each figure once, and none that is not known."""

from datetime import date
from functools import partial
from pathlib import Path

from tenk_desktop.core.model import Transaction
from tenk_desktop.core.outlook.answer import Verdict
from tenk_desktop.core.outlook.household import Rhythm, Schedule, Status
from tenk_desktop.core.progress import silent
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tenk_desktop.ui.live import look
from tenk_desktop.ui.money import shown
from tenk_desktop.ui.verdict_words import tile_figures, verdict_words
from tenk_desktop.ui.words import Words

from .conftest import TODAY

MONEY = partial(shown, currency="EUR", hidden=False)


def begun(path: Path, *schedules: Schedule, week: str = "", rows: tuple[Transaction, ...] = ()) -> Verdict:
    """The verdict of a ledger that a balance of today has just begun."""
    with Ledger.create(path / "a.tenk", accounts=[OpeningBalance("Courant", 21_240, TODAY)]) as ledger:
        for schedule in schedules:
            ledger.keep_schedule(schedule)
        if week:
            ledger.tell("week", week)
        if rows:
            ledger.save(*rows)
    verdict = look(path / "a.tenk", TODAY, silent).verdict
    assert verdict is not None
    assert verdict.chance is None
    return verdict


def said(verdict: Verdict) -> Words:
    words = verdict_words(verdict, MONEY)
    return words._replace(headline=spaced(words.headline), detail=spaced(words.detail))


def spaced(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_with_a_balance_alone_nothing_is_free_to_spend(tmp_path: Path) -> None:
    (_here, spend) = said(begun(tmp_path)).tiles
    assert spend[1:] == ("—", "aucune charge connue d’ici là")


def test_a_rent_of_next_month_and_a_week_are_charges_enough(tmp_path: Path) -> None:
    """The page says the amount of `tenk outlook --json`, without a chance nobody can tell yet."""
    rent = Schedule("Loyer", -12_000, Rhythm(day=3), Status.CONFIRMED)
    verdict = begun(tmp_path, rent, week="3000")
    assert not verdict.to_pay
    (_here, spend) = said(verdict).tiles
    each = verdict.safe_to_spend_per_day["0.8"]
    assert each
    assert spend[1:] == (f"{MONEY(each)} / jour", "courses comprises, charges déjà comptées")
    assert len(tile_figures(verdict)) == 2


def test_the_lowest_is_said_once_or_twice_and_of_one_day(tmp_path: Path) -> None:
    row = Transaction(0, 1, date(2026, 11, 25), -840, "Pharmacie")
    sure = said(begun(tmp_path, rows=(row,)))
    assert sure.headline == "Sans rien de TikTok, il resterait d’ordinaire 204,00 € le 25 nov., le jour le plus bas."
    assert "plus bas" not in sure.detail


def test_the_lowest_without_tiktok_is_the_day_most_often_the_lowest(tmp_path: Path) -> None:
    verdict = begun(tmp_path, week="7000")
    assert verdict.without_tiktok.date == verdict.lowest.date, "no money of TikTok is expected"
    assert verdict.without_tiktok.quantiles["0.5"] == verdict.lowest.quantiles["0.5"]
