"""What other platforms and brands owe: told from a bank's table, whose it is, and known again in a later file."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.creator.sources import PARTNERSHIP, Source
from tenk_desktop.core.creator.stages import winner
from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing.reading import read_statement
from tenk_desktop.core.importing.rewards import typed_key
from tenk_desktop.core.importing.statement import Answers, ReadOptions
from tenk_desktop.core.model import Stage

TODAY = date(2026, 3, 10)
NETWORK = "ID,Advertiser,Transaction Date,Commission Status,Sale Amount,Commission Amount,Currency\n"


def read(text: str, name: str = "export.csv", **said):
    return read_statement(name, text.encode(), ReadOptions(today=TODAY, **said))


def owed(text: str, name: str = "export.csv", **said):
    reading = read(text, name, **said)
    assert not reading.questions
    return [e for s in reading.statements for e in s.earnings]


def test_a_later_word_about_a_commission_is_of_the_same_earning() -> None:
    (before,) = owed(NETWORK + "77,Luma,2026-01-10,Pending,30.00,3.00,EUR\n")
    (after,) = owed(NETWORK + "77,Luma,2026-01-10,Approved,30.00,2.70,EUR\n")
    assert before.key == after.key
    assert (before.stage, after.stage) == (Stage.ESTIMATED, Stage.VALIDATED)
    assert winner([before, after]) == winner([after, before]) == after


def test_an_invoice_is_its_client_s_and_due_on_its_day() -> None:
    text = "Facture;Client;Date;Échéance;Montant TTC;Statut\nF-1;Luma;05/01/2026;20/02/2026;300,00 €;Envoyée\n"
    (bill,) = owed(text)
    assert (bill.platform, bill.programme, bill.stage) == ("Luma", PARTNERSHIP, Stage.PAYABLE)
    assert bill.settled == date(2026, 2, 20)
    assert bill.key == typed_key(date(2026, 1, 5), Source("Luma", PARTNERSHIP), "F-1"), "as one typed by hand"


def test_a_bank_s_table_is_none_of_these() -> None:
    """A commission among the columns, a status on each row, a platform in the labels: still a bank's."""
    text = (
        "Date,Description,Amount,Commission,Status,Balance\n"
        "2026-01-05,Google AdSense,80.00,0.00,Completed,180.00\n2026-01-06,Shop,-12.00,-0.50,Completed,167.50\n"
    )
    (statement,) = read(text).statements
    assert (len(statement.rows), statement.earnings) == (2, ())


def test_bills_to_pay_are_nobody_s_earnings() -> None:
    text = "Facture;Référence client;Échéance;Montant TTC;Statut\nF-1;887;20/02/2026;61,20 €;Payée\n"
    assert not any(s.earnings for s in read(text).statements)


def test_a_household_s_months_are_nobody_s_earnings() -> None:
    assert read("Mois;Dépenses\n2026-01;900,00\n2026-02;1000,00\n", "Totaux.csv").questions


ROWS = "02/11/2026;Salaire;1300,00;\n05/11/2026;Loyer;;650,00\n15/11/2026;TikTok;120,00;\n"
SPENT = ("Dépenses", "Charges", "Sorties", "Débit", "Loyer", "Ausgaben", "Gastos", "Spese", "Uitgaven", "Teistaka")


@pytest.mark.parametrize("spent", SPENT)
@pytest.mark.parametrize(
    ("name", "above"),
    [("tiktok comptes.csv", ""), ("youtube et moi.csv", ""), ("comptes.csv", "Mes comptes, avec TikTok\n\n")],
)
@pytest.mark.parametrize("what", ["Quoi", "Poste", "Pour"])
def test_a_household_s_own_table_is_nobody_s_earnings(spent: str, name: str, above: str, what: str) -> None:
    """Even where its file, or its title, names a platform: the word of its expenses tells, or where its sums stand."""
    reading = read(f"{above}Date;{what};Revenus;{spent}\n{ROWS}", name)
    assert not any(s.earnings for s in reading.statements)
    if spent == "Dépenses":
        (statement,) = reading.statements
        assert [r.amount for r in statement.rows] == [1300, -650, 120]


@pytest.mark.parametrize(
    "text",
    [
        "Date;Quoi;Revenus/Dépenses\n02/11/2026;Salaire;1300,00\n05/11/2026;Loyer;-650,00\n15/11/2026;Twitch;120,00\n",
        "Date;Revenus\n02/11/2026;1300,00\n05/11/2026;-650,00\n15/11/2026;120,00\n",
        "Date;Origine;Revenus\n02/11/2026;Salaire;1300,00\n15/11/2026;Twitch;120,00\n",
        "Mois;Quoi;Revenus;Dépenses\n2026-10;Salaire;1300,00;\n2026-10;Loyer;;650,00\n",
        "Mois;Solde\n2026-10;-65,00\n2026-11;120,00\n",
    ],
)
def test_nor_are_signed_sums_or_incomes_told_one_by_one(text: str) -> None:
    assert not any(s.earnings for s in read(text, "compte twitch.csv").statements)


PURCHASES = (
    ("releve brand.csv", "Date,Brand,Amount,Status\n2026-01-02,Zara,-12.00,Paid\n2026-01-03,Fnac,-30.00,Paid\n"),
    ("achats.csv", "Date;Article;Marque;Montant;Statut\n02/01/2026;Micro;Rode;61,20;Payé\n05/01/2026;Lampe;Neewer;19,99;Payé\n"),
    ("abonnements.csv", "Date;Marque;Montant;Statut\n02/01/2026;Netflix;13,99;Payé\n05/01/2026;Spotify;10,99;Payé\n"),
    ("factures.csv", "Date;Marque;Montant;Statut\n02/01/2026;EDF;61,20;Payée\n05/01/2026;Free;19,99;À payer\n"),
    ("factures.csv", "Marque;Échéance;Montant;Statut\nEDF;02/01/2026;61,20;Payée\nFree;05/01/2026;19,99;À payer\n"),
    ("collabs.csv", "Date,Brand,Amount,Status\n2026-01-02,Zara,-12.00,Paid\n2026-01-03,Fnac,-30.00,Paid\n"),
    ("trading.csv", "Date,Order Value,Commission,Status,Symbol\n2026-01-02,500.00,1.50,Completed,AAPL\n2026-01-05,200.00,0.50,Completed,TSLA\n"),
    ("ventes.csv", "Date,Order ID,Sale Amount,Commission,Net Revenue,Status\n2026-01-02,1,25.00,2.50,22.50,Completed\n"),
    ("ventes.csv", "Date,Order ID,Brand,Sale Amount,Commission,Status\n2026-01-02,1,Zara,25.00,2.50,Completed\n"),
    ("pub.csv", "Date,Campaign,Impressions,Cost,Revenue\n2026-01-02,Promo,1200,5.00,0.00\n2026-01-05,Promo,900,5.00,12.00\n"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "text"), PURCHASES)
def test_what_is_bought_or_taken_off_is_nobody_s_earnings(name: str, text: str) -> None:
    assert not any(s.earnings for s in read(text, name).statements)


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("partenariats.csv", "Date;Marque;Montant;Statut"),
        ("export.csv", "Mes collaborations\nDate;Marque;Montant;Statut"),
        ("export.csv", "N° facture;Marque;Date;Montant;Statut"),
        ("export.csv", "Date;Marque;Échéance;Montant;Statut"),
    ],
)
def test_a_brand_s_deal_is_told_by_a_word_a_number_or_a_day(name: str, header: str) -> None:
    cells = {"Date": "05/01/2026", "Échéance": "20/02/2026", "Marque": "Luma", "Montant": "300,00", "Statut": "Envoyée"}
    cells["N° facture"] = "F-1"
    row = ";".join(cells[title] for title in header.splitlines()[-1].split(";"))
    (deal,) = owed(f"{header}\n{row}\n", name)
    assert (deal.platform, deal.programme, deal.amount, deal.stage) == ("Luma", PARTNERSHIP, 300, Stage.PAYABLE)


def test_gains_of_a_video_are_of_no_month() -> None:
    text = "Video title,Video publish time,Views,Estimated revenue (EUR)\nSoup,2026-01-05,3400,21.50\n"
    with pytest.raises(ImportRefusedError):
        read(text)


# --- whose

MONTHS = "Mois;Total\n2026-01;20,50\n2026-02;31,20\n"
SAID = (("month", "A"), ("amount", "B"))


def platforms(*args, **said) -> set[str]:
    return {e.platform for e in owed(*args, **said)}


def test_months_that_name_nobody_are_asked_about_and_never_taken_for_tiktok_s() -> None:
    (question,) = read(MONTHS, columns=SAID).questions
    assert "platform=YouTube" in question.options
    assert platforms(MONTHS, columns=(*SAID, ("platform", "YouTube"))) == {"YouTube"}
    assert platforms(MONTHS, columns=(*SAID, ("platform", "Mon club"))) == {"Mon club"}
    assert platforms(MONTHS, columns=(*SAID, ("platform", "TikTok"))) == {"TikTok"}


def test_a_file_that_names_a_platform_needs_no_answer() -> None:
    assert platforms(MONTHS, "mes gains twitch.csv") == {"Twitch"}
    assert platforms("YouTube\n" + MONTHS) == {"YouTube"}


def test_what_the_file_says_wins_over_what_was_said_of_an_earlier_one() -> None:
    before = {";mois|total": Answers(columns=(*SAID, ("platform", "Twitch")))}
    assert platforms(MONTHS, remembered=before) == {"Twitch"}
    assert platforms(MONTHS, "youtube 2026.csv", remembered=before) == {"YouTube"}
    assert platforms(MONTHS, remembered=before, columns=(("platform", "Patreon"),)) == {"Patreon"}


AMOUNTS = st.lists(st.tuples(st.integers(0, 99_999), st.integers(0, 99_999)), min_size=1, max_size=12)


@given(AMOUNTS)
def test_a_column_a_platform_is_read_as_a_row_a_platform(amounts) -> None:
    def text(cents: int) -> str:
        return f"{cents // 100},{cents % 100:02}"

    months = [f"2025-{i:02}" for i, _ in enumerate(amounts, 1)]
    rows = list(zip(months, amounts, strict=True))
    wide = "Mois;TikTok;Twitch;Total\n" + "".join(f"{m};{text(a)};{text(b)};{text(a + b)}\n" for m, (a, b) in rows)
    long = "Mois;Plateforme;Montant\n"
    long += "".join(f"{m};TikTok;{text(a)}\n{m};Twitch;{text(b)}\n" for m, (a, b) in rows)
    across = f"Mois;{';'.join(months)}\nTikTok;{';'.join(text(a) for a, _ in amounts)}\n"
    across += f"Twitch;{';'.join(text(b) for _, b in amounts)}\n"
    found = [{(e.platform, e.key, e.amount) for e in owed(table)} for table in (wide, long)]
    if len(amounts) > 1:
        found.append({(e.platform, e.key, e.amount) for e in owed(across)})
    assert all(each == found[0] for each in found)
    assert sum(amount for _, _, amount in found[0]) == Decimal(sum(a + b for a, b in amounts)) / 100


def test_a_typed_month_and_a_file_s_are_one_earning() -> None:
    (january, _) = owed(MONTHS, "twitch.csv")
    assert january.key == typed_key(date(2026, 1, 1), Source("Twitch", ""))
    assert replace(january, amount=Decimal(1)).replaces, "the last word of a person counts"
