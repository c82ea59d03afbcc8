"""`month`, `months` and `earnings`."""

import argparse
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial

from tenk_desktop.cli.answers import Answer, Json, iso, table
from tenk_desktop.cli.ledgers import ledger_of, today
from tenk_desktop.cli.transactions import Names
from tenk_desktop.core.model import PENDING_STAGES, Earning
from tenk_desktop.core.money import decimal_string
from tenk_desktop.core.period import Period, last_periods
from tenk_desktop.core.reports import MonthReport
from tenk_desktop.core.sentences import months_covered, stage_name, still_to_come, verdict, without_tiktok
from tenk_desktop.core.text import amount_text, date_text, month_text, neutral, tr
from tenk_desktop.store.ledger import Ledger

Args = argparse.Namespace


def earnings(args: Args) -> Answer:
    with ledger_of(args) as ledger:
        found = [e for e in ledger.earnings() if not args.stage or e.stage == args.stage]
    data = [
        {
            "id": e.id, "platform": e.platform, "programme": e.programme, "period": e.earned.isoformat()[:7],
            "amount": decimal_string(e.amount, e.currency), "currency": e.currency, "stage": str(e.stage),
            "expected": iso(e.expected), "received_by": e.received_by,
        }
        for e in found
    ]  # fmt: skip
    rows = [
        [
            stage_name(e.stage)[0],
            e.platform,
            tr(e.programme),
            date_text(e.earned),
            neutral(e.title),
            amount_text(e.amount, e.currency),
        ]
        for e in found
    ]
    header = [tr("étape"), tr("plateforme"), tr("programme"), tr("date"), tr("titre"), tr("montant")]
    return Answer({"earnings": data}, table(header, rows, right={5}) if rows else [tr("Aucun gain connu.")])


def month(args: Args) -> Answer:
    with ledger_of(args) as ledger:
        first = _start_day(ledger)
        period = Period.called(args.month, first) if args.month else Period.containing(today(args), first)
        (report,) = ledger.months([period])
        names = Names(ledger)
        apart = left_out(ledger.earnings(), ledger.currency)
    lines = [*filter(None, month_words(report, today(args))), "", *month_lines([report], today(args)), *apart, ""]
    lines += [
        tr("  {name} : {amount}", name=names.shown(c), amount=amount_text(amount, report.currency))
        for c, amount in report.by_category
    ]
    return Answer(_month_json(report, names), lines)


def months(args: Args) -> Answer:
    with ledger_of(args) as ledger:
        reports = ledger.months(last_periods(today(args), args.count, _start_day(ledger)))
        names = Names(ledger)
        apart = left_out(ledger.earnings(), ledger.currency)
    if args.json:
        return Answer({"months": [_month_json(r, names) for r in reports]})
    return Answer({}, [months_covered(reports, today(args)), "", *month_lines(reports, today(args)), *apart])


def _start_day(ledger: Ledger) -> int:
    """The day of the month on which the user's periods begin."""
    return int(ledger.preferences().get("start_day", 1))


def _month_json(report: MonthReport, names: Names) -> Json:
    def money(minor: int) -> str:
        return decimal_string(minor, report.currency)

    return {
        "period": [report.period.start.isoformat(), report.period.end.isoformat()],
        "currency": report.currency,
        "income": {
            "sure": money(report.sure), "tiktok": money(report.tiktok),
            "other_creator": money(report.other_creator), "other": money(report.other),
        },
        "pending": money(report.pending),
        "costs": money(report.costs),
        "covered": report.covered,
        "missing": money(report.missing),
        "by_category": {names.category(c) or "": money(amount) for c, amount in report.by_category},
    }  # fmt: skip


def left_out(earnings: Iterable[Earning], currency: str) -> list[str]:
    """What platforms owe in other currencies: never added up, and said so."""
    owed: dict[str, int] = {}
    for e in earnings:
        if e.currency != currency and e.stage in PENDING_STAGES:
            owed[e.currency] = owed.get(e.currency, 0) + e.amount
    sums = ", ".join(amount_text(amount, code) for code, amount in sorted(owed.items()))
    return [tr("En attente dans une autre monnaie, non compté : {sums}.", sums=sums)] if sums else []


def month_words(report: MonthReport, day: date) -> list[str]:
    """One month in words, with and without TikTok."""
    money = partial(amount_text, currency=report.currency)
    return [verdict(report, day, money), without_tiktok(report, money), still_to_come(report.period, day)]


def month_lines(reports: Sequence[MonthReport], day: date) -> list[str]:
    """A table of what the months brought against what they cost; a kind of income nobody had is left out."""
    columns = {
        tr("revenus sûrs"): [r.sure for r in reports],
        tr("TikTok"): [r.tiktok for r in reports],
        tr("autres plateformes"): [r.other_creator for r in reports],
        tr("autres revenus"): [r.other for r in reports],
        tr("dépenses"): [r.costs for r in reports],
        tr("en attente"): [r.pending for r in reports],
    }
    shown = {name: sums for name, sums in columns.items() if any(sums) or name in (tr("TikTok"), tr("dépenses"))}
    rows = [
        [month_text(r.period.month), *(amount_text(sums[i], r.currency) for sums in shown.values()), _verdict(r, day)]
        for i, r in enumerate(reports)
    ]
    return table([tr("mois"), *shown, tr("bilan")], rows, right=range(1, len(shown) + 1))


def _verdict(report: MonthReport, day: date) -> str:
    if report.empty:
        return tr("rien de noté")
    missing = amount_text(report.missing, report.currency)
    if day in report.period:
        return tr("couvert à ce jour") if report.covered else tr("manque {amount} à ce jour", amount=missing)
    return tr("couvert") if report.covered else tr("manque {amount}", amount=missing)
