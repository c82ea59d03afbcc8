"""A month said in words: whether it is covered, and what a chart's bar says to an ear.

``money`` turns minor units into the text that may be shown.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

from tenk_desktop.core.model import Stage
from tenk_desktop.core.period import ONE_DAY, Period
from tenk_desktop.core.reports import MonthReport
from tenk_desktop.core.text import MINUS, day_text, mark, month_text, nth_text, ntr, tr

if TYPE_CHECKING:
    from tenk_desktop.core.outlook.household import Rhythm

Money = Callable[[int], str]


def verdict(report: MonthReport, today: date, money: Money) -> str:
    """Whether the month covers its costs, in one sentence; a running month is said as far as it went."""
    month = month_text(report.period.month, year=report.period.month.year != today.year)
    left = money(report.income - report.costs)
    if report.empty:
        return tr("{month} : rien n’est encore noté.", month=month)
    if today in report.period:
        if report.covered:
            return tr("{month} couvre ses dépenses jusqu’ici : il reste {amount}.", month=month, amount=left)
        return tr(
            "{month}, à ce jour, ne couvre pas encore ses dépenses : il manque {amount}.",
            month=month,
            amount=missing(report, money),
        )
    if report.costless:
        return tr("{month} : {amount} arrivés, aucune dépense notée.", month=month, amount=money(report.income))
    if report.covered:
        return tr("{month} a couvert ses dépenses : il est resté {amount}.", month=month, amount=left)
    return tr(
        "{month} n’a pas couvert ses dépenses : il a manqué {amount}.", month=month, amount=missing(report, money)
    )


def missing(report: MonthReport, money: Money) -> str:
    """The amount lacking, as a positive amount."""
    return money(report.missing)


def without_tiktok(report: MonthReport, money: Money) -> str:
    """The same month without TikTok's money; the app never shows one without the other."""
    rest = report.income - report.tiktok - report.costs
    if not report.tiktok:
        return tr("Aucun argent de TikTok n’est arrivé ce mois-là.")
    if rest < 0:
        return tr("Sans l’argent de TikTok : il manquerait {amount}.", amount=money(-rest))
    return tr("Sans l’argent de TikTok : couvert aussi, il resterait {amount}.", amount=money(rest))


def still_to_come(period: Period, today: date) -> str:
    """What the figures of a running month leave out."""
    last = period.end - ONE_DAY
    if today not in period or today == last:
        return ""
    return tr("Les dépenses d’ici le {day} n’y sont pas encore.", day=day_text(last))


def month_spoken(report: MonthReport, today: date, money: Money) -> str:
    """All that a month's bar shows, as one line for eyes and ears."""
    month = month_text(report.period.month)
    if report.empty:
        return tr("{month} : rien de noté.", month=month)
    facts = tr(
        "{month} : rentré {income}, dont TikTok {tiktok} ; dépensé {costs}.",
        month=month,
        income=money(report.income),
        tiktok=money(report.tiktok),
        costs=money(report.costs),
    )
    if report.costless:
        end = tr("Aucune dépense notée.")
    elif today in report.period:
        end = tr("Couvert à ce jour.")
        if not report.covered:
            end = tr("À ce jour, il manque encore {amount} ; le mois n’est pas fini.", amount=money(report.missing))
    elif not report.covered:
        end = tr("Il manque {amount}.", amount=money(report.missing))
    else:
        end = tr("Couvert.")
    waiting = tr("En attente : {amount}.", amount=money(report.pending)) if report.pending else ""
    return " ".join(part for part in (facts, end, waiting) if part)


def covered_sign(report: MonthReport, today: date, money: Money) -> str:
    """What stands under a month's name: a check mark, the amount lacking with its sign, or nothing; of the running one
    only that it is so far, for its pay may be to come.
    """
    if report.empty or report.costless:
        return ""
    if today in report.period:
        return tr("à ce jour")
    return "✓" if report.covered else MINUS + money(report.missing)


def months_covered(reports: Iterable[MonthReport], today: date) -> str:
    """How many months met their costs; those without any known expense are left out, and the running one, for it is
    not over.
    """
    ended = [r for r in reports if not (r.empty or r.costless) and r.period.end <= today]
    covered = sum(r.covered for r in ended)
    if not ended:
        return tr("Aucun mois entier n’est encore noté.")
    return ntr("{count} mois couvert sur {total}", "{count} mois couverts sur {total}", covered, total=len(ended))


def stage_name(stage: Stage) -> tuple[str, str]:
    """The word for a stage, with its sign, and the state that colours it."""
    sign, name, state = _STAGES[stage]
    return f"{sign} {tr(name)}", state


_STAGES = {
    Stage.ESTIMATED: ("≈", mark("estimé"), "warn"),
    Stage.VALIDATED: ("✓", mark("validé"), "warn"),
    Stage.PAYABLE: ("◷", mark("versement prévu"), "good"),
    Stage.IN_TRANSIT: ("→", mark("en route"), "good"),
    Stage.RECEIVED: ("✓", mark("reçu"), "good"),
    Stage.VOID: ("×", mark("annulé"), "quiet"),
}


def expected_text(day: date | None, today: date) -> str:
    """When an earning should arrive, if that can be said."""
    if day is None:
        return ""
    if day < today:
        return tr("attendu depuis le {day}", day=day_text(day))
    return tr("vers le {day}", day=day_text(day))


def rhythm_text(rhythm: "Rhythm") -> str:
    """How often something comes back, and when."""
    from tenk_desktop.core.outlook.household import LAST_WORKING_DAY  # a month in words needs nothing of the verdict

    if rhythm.unit == "day":
        return tr("tous les {count} jours", count=rhythm.every)
    if rhythm.every > 1:
        return tr("tous les {count} mois", count=rhythm.every)
    if rhythm.day == LAST_WORKING_DAY:
        return tr("chaque mois, le dernier jour ouvré")
    return tr("chaque mois, vers le {day}", day=nth_text(rhythm.day))
