"""`outlook`: the verdict, in words and as JSON. Writes nothing."""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from tenk_desktop.cli.answers import Answer, Json, table
from tenk_desktop.cli.ledgers import ledger_of, today
from tenk_desktop.core.outlook import answer, track
from tenk_desktop.core.outlook.household import Household
from tenk_desktop.core.text import Message, amount_text, date_text, month_text, tr

Args = argparse.Namespace


def outlook(args: Args) -> Answer:
    with ledger_of(args) as ledger:
        household = ledger.household(today(args))
        said = track.chances_of(ledger.said(), household.today)
    missing = household.needs()
    if missing is not None:
        where = tr(
            "À donner dans la fenêtre (« Comptes et soldes », Ctrl+B), ou à la création : tenk new --account NOM=SOLDE"
        )
        return Answer(_nothing(household, missing, args.seed), [str(missing), where], status=1)
    known = {o.period for o in track.outcomes(said, household)}
    said += tuple(track.replay(household, skip=known)) if args.backtest else ()
    months = track.outcomes(said, household)
    found = replace(verdict_of(household, args.seed), track_record=track.track_record(months))
    return Answer(answer.as_json(found), [*verdict_lines(found), *_track_lines(months)])


def _track_lines(months: Sequence[track.Outcome]) -> list[str]:
    """Each past month beside what was said of it; nothing when no month is over yet."""
    if not months:
        return []
    rows = [
        [
            month_text(m.period.month),
            str(answer.in_ten_short(m.said.chance)),
            tr("tenu") if m.held else tr("pas tenu"),
            tr("rejoué") if m.said.replayed else tr("dit le {day}", day=date_text(m.said.day)),
        ]
        for m in months
    ]
    header = [tr("mois"), tr("chances"), tr("résultat"), tr("verdict")]
    most = max(track.track_record(months), key=lambda t: t.months)
    return ["", tr("Ce que valaient les verdicts"), *table(header, rows), "", str(answer.track_sentence(most))]


def verdict_of(household: Household, seed: int = 1) -> answer.Verdict:
    """The verdict of a household that lacks nothing (`Household.needs`)."""
    from tenk_desktop.core.outlook.paths import simulate  # NumPy: only who asks for a verdict waits for it
    from tenk_desktop.core.outlook.verdict import verdict

    return verdict(household, simulate(household, seed=seed))


def verdict_lines(v: answer.Verdict) -> list[str]:
    """The sentences of the first page, and what is dated."""
    money = partial(amount_text, currency=v.currency)
    said = [
        answer.chance_sentence(v),
        answer.without_tiktok_sentence(v, money),
        answer.following_sentence(v),
        answer.lowest_sentence(v, money),
        answer.safe_to_spend_sentence(v, money) if v.chance is not None or v.to_pay else None,
        answer.gap_sentence(v, money) if v.chance is not None else None,  # nothing is known of nine chances
        answer.advice(v),
    ]
    lines = [str(sentence) for sentence in said if sentence]
    for title, coming in ((tr("À recevoir"), v.to_receive), (tr("À payer"), v.to_pay)):
        if coming:
            lines += ["", title, *(_coming_line(c, v.currency) for c in coming)]
    return [*lines, "", *(str(a) for a in v.assumptions)]


def _coming_line(coming: answer.Coming, currency: str) -> str:
    low, high = (amount_text(m, currency) for m in (coming.low, coming.high))
    amount = amount_text(coming.amount, currency, sign=True)
    if coming.low != coming.high:
        amount = tr("{low} à {high}", low=low, high=high)
    return tr("{name} : {text}", name=f"  {_day(coming.date)}  {coming.text}", text=amount)


def _day(day: date | None) -> str:
    return date_text(day) if day else "          "


def _nothing(household: Household, missing: Message, seed: int) -> Json:
    """The contract's object when there is no verdict: every figure null, and the one thing missing for it."""
    empty = dict.fromkeys(("lowest", "runs_dry", "gap", "buffer", "own_salary", "safe_to_spend_per_day", "next"))
    return {
        "today": household.today.isoformat(),
        "as_of": household.as_of.isoformat(),
        "horizon": household.horizon.isoformat(),
        "floor": None,
        "chance": None,
        "chance_without_tiktok": None,
        "why_no_chance": str(missing),
        "available": None,
        **empty,
        "fan": [],
        "to_receive": [],
        "to_pay": [],
        "levers": [],
        "track_record": [],
        "paths": 0,
        "seed": seed,
        "assumptions": [],
    }
