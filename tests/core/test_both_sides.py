"""Small lists that hold both what goes out and what comes in, and words that seem to say only one of the two."""

from decimal import Decimal

import pytest

from tenk_desktop.core.importing.balance import movements
from tenk_desktop.core.importing.reading import read_statement
from tenk_desktop.core.importing.statement import Reading
from tenk_desktop.core.importing.words import movement
from tenk_desktop.shield import open_workbook
from tests.workbooks import Rows, xlsx

BOOK: Rows = [
    ["Date", "Libellé", "Montant"],
    ["2026-10-02", "Salaire", 1200.0],
    ["2026-10-03", "Loyer", -480.0],
    ["2026-10-05", "CAF", 320.5],
    ["2026-10-12", "Essence", -40.25],
    ["2026-10-17", "Vinted", 22.4],
]


def read(text: str) -> Reading:
    return read_statement("export.csv", text.encode())


def amounts(reading: Reading) -> list[Decimal]:
    return [row.amount for statement in reading.statements for row in statement.rows]


def asked(reading: Reading) -> set[str]:
    return {question.about for question in reading.questions}


@pytest.mark.parametrize("sheet", ["Dépenses et recettes", "Dépenses-revenus 2026", "Achats ventes", "Dépenses"])
def test_the_name_of_a_sheet_does_not_turn_signs_that_are_written(sheet: str) -> None:
    reading = read_statement("mes comptes.xlsx", xlsx({sheet: BOOK}), opener=open_workbook)
    assert amounts(reading) == [Decimal(str(row[2])) for row in BOOK[1:]]


@pytest.mark.parametrize("sheet", ["Recettes et dépenses", "Dépenses / recettes", "Revenus, dépenses"])
def test_a_sheet_named_after_both_sides_tells_no_sign(sheet: str) -> None:
    unsigned: Rows = [BOOK[0], *([day, text, abs(float(str(amount)))] for day, text, amount in BOOK[1:])]
    assert asked(read_statement("mes comptes.xlsx", xlsx({sheet: unsigned}), opener=open_workbook)) == {"sign"}


@pytest.mark.parametrize("sheet", ["Dépenses", "Mes dépenses", "Dépenses 2026"])
def test_a_sheet_named_after_one_side_tells_it(sheet: str) -> None:
    rows: Rows = [BOOK[0], ["2026-10-03", "Loyer", 480.0], ["2026-10-12", "Garage Petit", 40.25]]
    reading = read_statement("mes comptes.xlsx", xlsx({sheet: rows}), opener=open_workbook)
    assert amounts(reading) == [Decimal(-480), Decimal("-40.25")]


@pytest.mark.parametrize("number", ["51234567", "5123456789"])
def test_the_number_of_a_bank_account_is_no_account_of_a_chart(number: str) -> None:
    text = f"Compte;Date;Libellé;Débit;Crédit\n{number};14/10/2026;VIR CAF;;320,00\n{number};15/10/2026;LOYER;480,00;\n"
    assert amounts(read(text)) == [Decimal("320.00"), Decimal("-480.00")]
    books = read(text.replace(number, "512000"))
    assert amounts(books) == [Decimal("-320.00"), Decimal("480.00")]


@pytest.mark.parametrize(
    ("cell", "sense"),
    [
        ("Remboursement CPAM", 1), ("Remboursement prêt auto", 0), ("Remboursement de mon crédit", 0),
        ("Recharge", 1), ("Rechargement par carte", 1), ("Recharge téléphone", 0), ("Recharge Navigo", 0),
        ("Achat", -1), ("Achat remboursé", 0), ("Achat annulé", 0), ("Virement reçu", 1), ("Virement émis", -1),
    ],
)  # fmt: skip
def test_what_the_words_of_an_operation_mean(cell: str, sense: int) -> None:
    assert movement(cell) == sense


@pytest.mark.parametrize("label", ["Remboursement prêt auto", "Recharge téléphone", "Achat remboursé"])
def test_a_label_that_may_go_either_way_is_asked_about(label: str) -> None:
    lines = f"14/10/2026;{label};82,40\n15/10/2026;Achat pain;3,20\n16/10/2026;Retrait;40,00\n17/10/2026;Virement reçu;9,00\n"
    assert asked(read(f"Date;Libellé;Montant\n{lines}")) == {"sign"}


@pytest.mark.parametrize("title", ["Dépense ou gain", "Gain/Dépense", "Gains et charges"])
def test_a_title_of_both_sides_is_not_that_of_gains(title: str) -> None:
    lines = "14/10/2026;Salaire;1200,00;Gain\n15/10/2026;Loyer;480,00;Dépense\n16/10/2026;Lidl;34,10;Dépense\n"
    assert asked(read(f"Date;Libellé;Montant;{title}\n{lines}")) == {"sign"}


def test_what_somebody_else_receives_is_asked_about() -> None:
    lines = (
        "14/10/2026;Mama;102,99;2,99;100,00\n15/10/2026;Ibrahima;51,99;1,99;50,00\n16/10/2026;Mama;82,99;2,99;80,00\n"
    )
    titles = "Date;Destinataire;Total payé;Frais;Montant reçu par le destinataire"
    assert "sign" in asked(read(f"{titles}\n{lines}"))


def test_a_list_of_what_is_paid_back_is_kept() -> None:
    lines = "14/10/2026;Médecin;18,50;Remboursé\n15/10/2026;Pharmacie;6,40;Remboursé\n16/10/2026;Kiné;11,20;Remboursé\n"
    assert len(amounts(read(f"Date;Soin;Montant;Statut\n{lines}"))) == 3


def test_an_operation_said_done_needs_no_value_date() -> None:
    lines = "14/10/2026;15/10/2026;CB;-34,10;Comptabilisé\n15/10/2026;;RETRAIT;-40,00;Effectué\n"
    reading = read(f"Date;Date de valeur;Libellé;Montant;Statut\n{lines}")
    assert amounts(reading) == [Decimal("-34.10"), Decimal("-40.00")]


def test_one_amount_to_and_fro_does_not_say_where_it_began() -> None:
    fifty, held = [Decimal(50)] * 3, [Decimal(100), Decimal(150), Decimal(100)]
    assert movements(fifty, held) == []
    assert movements([Decimal(50), Decimal(50), Decimal(20)], [Decimal(100), Decimal(150), Decimal(130)]) == [0, 1, -1]


def test_what_is_left_of_a_debt_is_no_balance() -> None:
    lines = "14/10/2026;Lidl;34,10;134,10\n15/10/2026;Action;12,00;146,10\n16/10/2026;Versement;100,00;46,10\n"
    assert "sign" in asked(read(f"Date;Magasin;Montant;Restant dû\n{lines}"))


@pytest.mark.parametrize(
    "text",
    [
        "Date;Type;Montant\n02/10/2026;Paiement par carte;12,00\n05/10/2026;Remboursement;8,50\n08/10/2026;Paiement par carte;20,00\n",
        "Date;Restaurant;Montant;Pourboire\n02/10/2026;Pizza Nino;12,00;1,00\n25/10/2026;Thaï;18,50;2,00\n28/10/2026;Sushi;9,90;0,00\n",
        "Date;Nom payeur;Libellé;Montant\n02/10/2026;Inès;Courses;12,00\n25/10/2026;Léa;Internet;29,99\n28/10/2026;Inès;Gaz;49,90\n",
        "Date;Libellé;Montant;Gains cumulés\n02/10/2026;Courses;12,00;3,00\n25/10/2026;Internet;29,99;3,00\n28/10/2026;Gaz;49,90;4,00\n",
    ],
    ids=["a till or a purse", "meals brought", "a flat's expenses", "another column's gains"],
)
def test_unsigned_amounts_that_either_side_may_have_written_are_asked(text: str) -> None:
    assert "sign" in asked(read(text))
