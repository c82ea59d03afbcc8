"""Twelve kinds of household; the same kind and number give the same life.

They are made to be unlike the forecaster's own picture of a month. It draws runs of past weeks; here spending follows
the purse, the payday, the season or a mood that lasts. It takes creator income for a drifting level; here it is a few
videos of heavy-tailed success, a switch between two lives, a decline, a jump from nothing. It lets bills go on; here
they rise, stop and begin. Figures are ordinary ones of French households, and nobody's own.
"""

from collections.abc import Callable
from datetime import timedelta

from tenk_desktop.core.outlook.workdays import next_working
from tenk_desktop.core.period import month_start
from tests.households.lives import LAST, MAIN, MONTHS, OTHER, START, Life, Making, poisson

# --- twelve kinds -----------------------------------------------------------------------------------------------------


def etudiante(m: Making) -> Life:
    """A grant that skips the summer, housing benefit, parents, and a purse that is watched."""
    grant, help_ = m.near(45000), m.near(15000)
    m.monthly(6, "VIR CROUS BOURSE", lambda _, s: 0 if s.month in (7, 8) else grant)
    m.monthly(5, "VIR CAF DE LYON APL", lambda _, __: 19500)
    m.monthly(3, "VIR MAMAN", lambda _, s: help_ * (1.6 if s.month in (7, 8) else 1))
    m.bills(38000, 2)
    m.shocks(0.08, 9000)
    m.tiktok(m.videos(13000))
    return m.shop(m.near(42000), visits=7, purse=0.5, sigma=0.7)


def retraite(m: Making) -> Life:
    """Two pensions raised in January, many bills, few surprises."""
    state, more = m.near(98000), m.near(31000)
    m.monthly(9, "VIR CARSAT RETRAITE", lambda i, _: state * 1.02 ** (i // 12))
    m.monthly(1, "VIR AGIRC-ARRCO", lambda i, _: more * 1.01 ** ((i + 2) // 12), early=True)
    m.bills(52000, 6)
    m.shocks(0.1, 22000)
    m.tiktok(m.steady(9000))
    return m.shop(m.near(61000), visits=5, mood=0.08, booked=False)


def maman_solo(m: Making) -> Life:
    """A wage on the last working day, family benefits, a canteen but for August, and September."""
    wage, caf, canteen = m.near(142000), m.near(36000), m.near(9500)
    m.monthly(LAST, "VIR SALAIRE SARL DUMAS", lambda i, _: wage * 1.02 ** (i // 12))
    m.monthly(5, "VIR CAF DU RHONE", lambda i, _: caf * 1.03 ** ((i + 9) // 12))
    m.monthly(18, "PRLV SEPA REGIE CANTINE", lambda _, s: 0 if s.month in (8, 9) else -canteen)
    m.bills(64000, 5)
    m.shocks(0.15, 16000)
    m.tiktok(m.videos(17000, posts=4))
    season = (1, 0.95, 1, 1, 1, 1, 1.05, 1, 1.3, 1, 1, 1.3)
    return m.shop(m.near(92000), visits=8, week=(0.8, 0.7, 1.6, 0.7, 1.1, 2.2, 0.5), season=season, purse=0.2)


def precaire(m: Making) -> Life:
    """Benefits of changing amounts, small jobs now and then, and a purse that empties in the first days."""
    rsa = m.near(53000, 0.08)
    m.monthly(5, "VIR CAF RSA", lambda i, _: rsa * (1.0, 1.0, 0.72)[(i // 3) % 3])
    m.monthly(6, "VIR CAF APL", lambda _, __: 27000)
    for i in range(MONTHS):
        for _ in range(poisson(0.7, m.draw)):
            day = month_start(START.year, START.month + i, m.draw.randrange(1, 29))
            m.add(next_working(day), m.near(17000, 0.5), "VIR CESU SALAIRE")
    m.bills(38000, 3)
    m.shocks(0.1, 8000)
    m.tiktok(m.switching(15000))
    return m.shop(m.near(52000), visits=7, payday=6, splurge=0.6, purse=0.25)


def interimaire(m: Making) -> Life:
    """Missions of one to nine weeks, paid by the week; between two, benefits the month after."""
    pay, day = m.near(38000), START + timedelta(days=4)
    while day < month_start(START.year, START.month + MONTHS):
        for _ in range(m.draw.randrange(2, 12)):
            m.add(
                next_working(day + timedelta(days=m.draw.choice((0, 0, 0, 1)))),
                pay * m.draw.uniform(0.6, 1.15),
                "VIR ADECCO SALAIRE",
            )
            day += timedelta(days=7)
        gap = m.draw.randrange(0, 5)
        if gap > 1:
            m.add(next_working(month_start(day.year, day.month + 1, 3)), gap * pay * 0.4, "VIR FRANCE TRAVAIL ARE")
        day += timedelta(days=7 * gap)
    m.bills(56000, 4)
    m.shocks(0.12, 18000)
    m.tiktok(m.steady(12000, 0.6, 0.4))
    return m.shop(m.near(74000), visits=7, lasting=0.7, mood=0.2)


def saisonnier(m: Making) -> Life:
    """Good wages from May to September, benefits in winter; one lives as one earns."""
    wage, dole = m.near(186000), m.near(104000)
    works = (5, 6, 7, 8, 9)
    m.monthly(LAST, "VIR SALAIRE HOTEL DU PORT", lambda _, s: m.near(wage, 0.05) if s.month in works else 0, early=True)
    m.monthly(4, "VIR FRANCE TRAVAIL", lambda _, s: dole if (s.month - 1) not in works else 0)
    m.bills(55000, 4)
    m.shocks(0.1, 20000)
    m.tiktok([x * (1.7 if 5 <= i % 12 <= 8 else 0.7) for i, x in enumerate(m.videos(14000))])
    season = (0.85, 0.8, 0.85, 0.9, 1.1, 1.3, 1.4, 1.4, 1.1, 0.95, 0.85, 1.1)
    return m.shop(m.near(68000), season=season, visits=6, booked=False)


def vingt_huit_jours(m: Making) -> Life:
    """A wage each 28 days, so now and then two in a month, and monthly bills."""
    wage = m.near(132000)
    m.every(28, "VIR SALAIRE NORTHERN CARE LTD", lambda: wage, m.draw.randrange(28))
    m.bills(60000, 4)
    m.shocks(0.1, 15000)
    m.tiktok(m.steady(15000, trend=0.03))
    return m.shop(m.near(74000), visits=6)


def couple(m: Making) -> Life:
    """Two wages, one account of one's own and one in common, fed by transfers."""
    one, other = m.near(158000), m.near(131000)
    m.life.accounts = (MAIN, OTHER)
    m.monthly(LAST, "VIR SALAIRE MAIRIE", lambda i, _: one * 1.015 ** (i // 12))
    m.monthly(28, "VIR SALAIRE CLINIQUE", lambda _, __: other * m.draw.uniform(0.94, 1.1), early=True, account=OTHER)
    for i in range(MONTHS):
        day = next_working(month_start(START.year, START.month + i, 2))
        m.add(day, -90000, "VIR VERS COMPTE COMMUN")
        m.add(day, 90000, "VIR DE COMPTE COURANT", OTHER)
    m.monthly(10, "PRLV SEPA CREDIT AGRICOLE PRET AUTO", lambda _, __: -24500, account=OTHER)
    m.bills(92000, 6, account=OTHER)
    m.shocks(0.2, 30000)
    m.tiktok(m.videos(22000, posts=10, tail=1.5))
    return m.shop(m.near(128000), visits=11)


def depensiere(m: Making) -> Life:
    """A steady wage, and purchases that know no usual size."""
    wage = m.near(165000)
    m.monthly(LAST, "VIR SALAIRE SAS OMEGA", lambda _, __: wage)
    m.bills(66000, 4)
    m.shocks(0.05, 40000)
    m.tiktok(m.switching(20000, 0.9))
    return m.shop(m.near(88000), visits=6, tail=1.3, mood=0.1)


def debutante(m: Making) -> Life:
    """TikTok's money comes from nothing, at once, and fades."""
    wage = m.near(118000)
    m.monthly(30, "VIR SALAIRE ASSOCIATION", lambda i, _: wage * 1.01 ** (i // 12), early=True)
    m.bills(48000, 3)
    m.shocks(0.1, 15000)
    m.tiktok(m.jumping(20000))
    return m.shop(m.near(74000), visits=7, purse=0.3)


def derive(m: Making) -> Life:
    """Prices that climb, bills told by letter, and a level of spending that lasts for months."""
    wage = m.near(150000)
    m.monthly(27, "VIR SALAIRE LOGISTIQUE SUD", lambda i, _: wage * 1.01 ** (i // 6))
    m.bills(58000, 6, rise=0.06)
    m.shocks(0.12, 20000)
    m.tiktok(m.steady(16000, 0.25, 0.9, trend=-0.03))
    return m.shop(m.near(80000), visits=7, mood=0.3, lasting=0.9)


def carte_differee(m: Making) -> Life:
    """Everything on a card debited once, on the last working day, days before the wage."""
    wage = m.near(172000)
    m.monthly(1, "VIR SALAIRE CABINET MARTIN", lambda _, __: wage)
    m.bills(70000, 5)
    m.shocks(0.1, 15000)
    m.tiktok(m.videos(15000))
    return m.shop(m.near(90000), visits=8, deferred=True)


KINDS: dict[str, Callable[[Making], Life]] = {
    kind.__name__: kind
    for kind in (
        etudiante, retraite, maman_solo, precaire, interimaire, saisonnier,
        vingt_huit_jours, couple, depensiere, debutante, derive, carte_differee,
    )
}  # fmt: skip


def household(kind: str, number: int) -> Life:
    """The same kind and number give the same life."""
    return KINDS[kind](Making(kind, number))
