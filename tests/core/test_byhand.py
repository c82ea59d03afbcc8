"""Tables people keep by hand: days below their month, tables side by side, words that say which side a table is of."""

import calendar
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing.cells import parse_number
from tenk_desktop.core.importing.reading import read_statement
from tenk_desktop.core.importing.signs import side_of
from tenk_desktop.core.importing.statement import Reading, ReadOptions
from tenk_desktop.shield import open_workbook
from tests.workbooks import Rows, xlsx

MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
CENTS = st.integers(-99_999, 99_999).filter(bool)


def read(text: str, name: str = "export.csv", **said: Any) -> Reading:
    return read_statement(name, text.encode(), ReadOptions(**said))


def rows(reading: Reading) -> list[tuple[str, str]]:
    return [(r.date.isoformat(), str(r.amount)) for s in reading.statements for r in s.rows]


def asked(reading: Reading) -> set[str]:
    return {q.about for q in reading.questions}


@given(st.integers(0, 999_999), st.integers(0, 99), st.sampled_from(["{}€{:02}", "{} €{:02}", "{} € {:02}"]))
def test_the_sign_of_the_euro_may_stand_where_the_comma_does(euros: int, cents: int, written: str) -> None:
    number = parse_number(written.format(euros, cents))
    assert number is not None
    assert (number.value(""), number.currency) == (Decimal(euros * 100 + cents) / 100, "EUR")


@pytest.mark.parametrize("cell", ["12€5", "12€505", "3€ 4€50", "a 12€50"])
def test_other_figures_behind_the_sign_are_no_cents(cell: str) -> None:
    assert parse_number(cell) is None


@given(
    st.integers(2001, 2098),
    st.integers(1, 12),
    st.lists(st.tuples(st.integers(1, 31), CENTS), min_size=1, max_size=9),
    st.sampled_from(["{m} {y}", "Comptes de {m} {y}", "{m} ; {y}"]),
)
def test_days_below_the_name_of_their_month_are_those_days(
    year: int, month: int, moves: list[tuple[int, int]], title: str
) -> None:
    moves = [(min(day, calendar.monthrange(year, month)[1]), cents) for day, cents in moves]
    above = title.format(m=MONTHS[month - 1], y=year)
    short = "".join(f"{day};Achat {i};{cents / 100:.2f}\n" for i, (day, cents) in enumerate(moves))
    whole = "".join(f"{date(year, month, d)};Achat {i};{c / 100:.2f}\n" for i, (d, c) in enumerate(moves))
    found, wanted = (
        read(f"{above}\nJour;Libellé;Montant\n{lines}", today=date(2099, 1, 1)) for lines in (short, whole)
    )
    assert rows(found) == rows(wanted)
    assert asked(found) == asked(wanted)


def test_a_month_ends_where_the_next_begins_and_a_weekday_is_no_figure() -> None:
    text = (
        "Mars 2026\nJour;Libellé;Entrée;Sortie\nlundi 2;Loyer avril;;480\nAvril\njeudi 30;Paye;1142;\n1er;Bus;;2,50\n"
    )
    assert rows(read(text)) == [("2026-03-02", "-480"), ("2026-04-30", "1142"), ("2026-04-01", "-2.50")]


def test_a_day_no_month_has_is_said_to_be_none() -> None:
    reading = read("Février 2026\nJour;Libellé;Montant\n5;A;-1,50\n30;B;-2,50\n")
    assert rows(reading) == [("2026-02-05", "-1.50")]
    assert [(p.line, p.lost) for p in reading.problems] == [(4, True)]


def test_a_month_without_its_year_is_asked_for_it_once() -> None:
    text = "Mars\nJour;Libellé;Montant\n5;A;-1,50\n6;B;2,50\n"
    assert asked(read(text)) == {"year"}
    assert rows(read(text, year=2025)) == rows(read(text, "Budget 2025.csv"))
    assert rows(read(text, year=2025))[0][0] == "2025-03-05"


@pytest.mark.parametrize("text", ["N°;Libellé;Montant\n1;A;-1,50\n2;B;2,50\n", "1;A;-1,50\n2;B;2,50\n3;C;-4,50\n"])
def test_numbers_that_count_rows_are_no_days(text: str) -> None:
    with pytest.raises(ImportRefusedError):
        read(f"Mars 2026\n{text}")


def test_the_year_of_a_name_is_that_of_days_gone_by() -> None:
    text = "Date;Libellé;Montant\n28/11;A;-1,50\n30/11;B;2,50\n"
    assert rows(read(text, "Comptes 2026.csv", today=date(2026, 12, 1)))[0][0] == "2026-11-28"
    assert asked(read(text, "Comptes 2026.csv", today=date(2026, 11, 23))) == {"year"}
    assert asked(read("Date;Libellé;Montant\n28/12;A;-1,50\n03/01;B;2,50\n", "export_2026.csv")) == {"year"}


def test_a_sheet_named_after_its_month_dates_its_days_and_names_no_account() -> None:
    head = ["Jour", "Libellé", "Sorties", "Entrées"]
    months: dict[str, Rows] = {
        "Janvier": [head, [5, "Loyer", 480, None], [30, "Paye", None, 1142.5]],
        "Févr. 2026": [head, [5, "Loyer", 480, None], [27, "Paye", None, 1142.5]],
    }
    reading = read_statement("Comptes 2026.xlsx", xlsx(months), ReadOptions(), opener=open_workbook)
    assert [day for day, _ in rows(reading)] == ["2026-01-05", "2026-01-30", "2026-02-05", "2026-02-27"]
    assert {s.name for s in reading.statements} == {""}


SIDE_BY_SIDE = (
    "Date;Dépense;Montant;;Date;Recette;Montant\n03/03/2026;Lidl;42,10;;31/03/2026;Paye;1142,88\n"
    "05/03/2026;Loyer;480;;;;\nTotal;;522,10;;Total;;1142,88\n"
)


def test_tables_side_by_side_are_one_account() -> None:
    reading = read(SIDE_BY_SIDE)
    assert rows(reading) == [("2026-03-03", "-42.10"), ("2026-03-05", "-480"), ("2026-03-31", "1142.88")]
    assert len(reading.statements) == 1
    assert not reading.questions


def test_an_answer_on_signs_is_not_for_tables_of_both_sides() -> None:
    assert rows(read(SIDE_BY_SIDE, sign="expense-positive")) == rows(read(SIDE_BY_SIDE))
    both: dict[str, Rows] = {
        side: [["Date", "Libellé", "Montant"], [date(2026, 3, 3), "Divers", amount], [date(2026, 3, 4), "Encore", 2.5]]
        for side, amount in (("Dépenses", 42.5), ("Recettes", 900))
    }
    for sign in ("", "expense-positive", "income-positive"):
        reading = read_statement("a.xlsx", xlsx(both), ReadOptions(sign=sign), opener=open_workbook)
        assert [amount for _, amount in rows(reading)] == ["-42.5", "-2.5", "900", "2.5"]


@pytest.mark.parametrize(
    "header",
    ["Date;Libellé;Montant;Date;Solde", "Date;Montant;Devise;Date;Montant;Devise", "Date;Libellé;Date;Montant"],
)
def test_titles_that_come_back_for_other_reasons_part_nothing(header: str) -> None:
    kinds = {"Date": "{d}/03/2026", "Libellé": "Boutique", "Montant": "-{d},00", "Devise": "EUR", "Solde": "{b},00"}
    lines = [";".join(kinds[t] for t in header.split(";")).format(d=d, b=b) for d, b in ((13, 100), (14, 86), (15, 71))]
    assert len(rows(read(header + "\n" + "\n".join(lines)))) == 3


@pytest.mark.parametrize(
    ("title", "sign"),
    [
        ("Mes dépenses", "expense-positive"),
        ("Suivi des dépenses mensuelles", "expense-positive"),
        ("Ma liste de dépenses", "expense-positive"),
        ("Dépenses d’avril 2026", "expense-positive"),
        ("Achat", "expense-positive"),
        ("Recettes", "income-positive"),
        ("Partenariats 2026", "income-positive"),
        ("Dépenses et recettes", ""),
        ("Revenus / dépenses", ""),
        ("Ventes", ""),
        ("Comptes", ""),
        ("Budget", ""),
    ],
)
def test_a_title_of_one_side_says_the_sign(title: str, sign: str) -> None:
    assert side_of(title) == sign


def test_the_title_above_a_table_or_its_labels_says_the_side_unless_a_label_denies_it() -> None:
    lines = "03/03/2026;Lidl;42,10\n05/03/2026;Zara;12,00\n19/03/2026;Gare;35,50\n"
    for text in (f"Mes dépenses\n\nDate;Libellé;Montant\n{lines}", f"Date;Achat;Prix\n{lines}"):
        assert [amount for _, amount in rows(read(text))] == ["-42.10", "-12.00", "-35.50"]
        assert not read(text).questions
        assert asked(read(text.replace("Zara", "Remboursement Zara"))) == {"sign"}
        signed = text.replace(";42,10", ";-42,10")
        assert [amount for _, amount in rows(read(signed))] == ["-42.10", "12.00", "35.50"]
    assert asked(read(f"Date;Achat;Vente;Montant\n{lines.replace(';', ';;', 1)}")) == {"sign"}


@pytest.mark.parametrize("count", [1, 2, 3])
def test_bare_lists_without_signs_are_asked_about_however_short(count: int) -> None:
    lines = "".join(f"1{i}/03/2026;Lidl {i};42,10\n" for i in range(count))
    assert asked(read(f"Date;Libellé;Montant\n{lines}")) == {"sign"}
    assert not asked(read(f"Date;Libellé;Montant\n{lines}".replace("Lidl", "Virement de Léa")))


def test_one_word_beside_a_few_signed_amounts_turns_none() -> None:
    text = "date;payee;amount;tags\n13-03-2026;Lidl;-42.10;\n14-03-2026;CAF;214.00;\n15-03-2026;Gare;-9.50;sortie\n"
    assert [amount for _, amount in rows(read(text))] == ["-42.10", "214.00", "-9.50"]
    debits = "Date;Libellé;Montant;Sens\n13/03/2026;A;5,00;D\n14/03/2026;B;70,00;\n15/03/2026;C;-2,00;D\n16/03/2026;E;9,00;D\n"
    assert [amount for _, amount in rows(read(debits))] == ["-5.00", "70.00", "2.00", "-9.00"]


def test_the_other_side_may_be_called_an_amount() -> None:
    text = "Date;Libellé;Montant dépensé;Montant reçu\n13/03/2026;A;5,00;0\n14/03/2026;B;0;70,00\n15/03/2026;C;9,00;0\n"
    assert [amount for _, amount in rows(read(text))] == ["-5.00", "70.00", "-9.00"]


def test_a_total_is_the_amount_of_what_it_adds_up_but_a_balance_is_not() -> None:
    tips = (
        "Date;Restaurant;Montant;Pourboire;Total\n13/03/2026;A;-20,00;-2,00;-22,00\n14/03/2026;B;-10,00;-1,00;-11,00\n"
    )
    assert [amount for _, amount in rows(read(tips))] == ["-22.00", "-11.00"]
    jar = "Date;Libellé;Avant;Montant;Total\n13/03/2026;A;0,00;20,00;20,00\n14/03/2026;Virement B;20,00;5,00;25,00\n"
    assert [amount for _, amount in rows(read(jar))] == ["20.00", "5.00"]


def test_an_amount_a_person_chose_says_nothing_of_the_fee_beside_it() -> None:
    text = "Date;Article;Prix de vente;Commission\n13/03/2026;Robe;12,00;1,20\n14/03/2026;Livre;3,00;0,30\n"
    assert asked(read(text, sign="income-positive", columns=(("amount", "C"),))) == {"columns"}
    net = read(text, sign="income-positive", columns=(("amount", "C"), ("fee", "D")))
    assert ([amount for _, amount in rows(net)], asked(net)) == (["10.80", "2.70"], set())


def test_a_line_below_the_rows_may_name_their_currency() -> None:
    text = "Datum;Text;Betrag\n13.03.2026;A;-5,00\n14.03.2026;B;70,00\n\nKontowährung: CHF\n"
    assert {r.currency for s in read(text).statements for r in s.rows} == {"CHF"}
    assert {r.currency for s in read(text.replace("Kontowährung", "Kurs")).statements for r in s.rows} == {""}


@pytest.mark.parametrize(("yes", "no"), [("x", ""), ("oui", "non"), ("✓", "✗"), ("TRUE", "FALSE")])
def test_what_is_not_ticked_as_paid_is_told_and_not_counted(yes: str, no: str) -> None:
    text = f"Date;Libellé;Montant;Payé\n13/03/2026;Loyer;-480;{yes}\n14/03/2026;Paye;900;{yes}\n28/03/2026;EDF;-61,20;{no}\n"
    assert [amount for _, amount in rows(read(text))] == ["-480", "900"]
    assert [(p.line, p.lost) for p in read(text).problems] == [(4, False)]
    nobody = text.replace(f";{yes}\n", f";{no}\n")
    assert len(rows(read(nobody))) == 3  # a column nobody fills in
    by = text.replace(f";{yes}\n", ";Léa\n").replace(f";{no}\n", ";Tom\n")
    assert len(rows(read(by))) == 3


@pytest.mark.parametrize("status", ["À payer", "Impayé", "pas encore payé", "Unpaid", "À recevoir"])
def test_what_is_still_to_be_paid_is_not_counted(status: str) -> None:
    text = f"Date;Libellé;Montant;Statut\n13/03/2026;Loyer;-480;Payé\n14/03/2026;EDF;-61,20;{status}\n15/03/2026;Paye;900;Reçu\n"
    assert [amount for _, amount in rows(read(text))] == ["-480", "900"]


def test_what_was_planned_is_not_what_was_paid() -> None:
    text = "Date;Libellé;Montant prévu;Montant réel\n13/03/2026;Loyer;-480;-481,50\n14/03/2026;Paye;1100;1142,88\n"
    assert [amount for _, amount in rows(read(text))] == ["-481.50", "1142.88"]


@pytest.mark.parametrize(
    "label",
    ["Solde au 1er mars", "Report mars", "Report du mois précédent", "Reste du mois dernier", "Report à nouveau"],
)
def test_what_is_left_of_the_month_before_is_no_operation(label: str) -> None:
    text = f"Date;Libellé;Montant\n01/03/2026;{label};1000\n13/03/2026;Loyer;-480,50\n14/03/2026;Paye;900\n"
    assert [amount for _, amount in rows(read(text))] == ["-480.50", "900"]
    assert [(p.line, p.lost) for p in read(text).problems] == [(2, False)]


@pytest.mark.parametrize("label", ["Report de loyer", "Reste à charge pharmacie", "Solde tout compte"])
def test_words_that_only_begin_so_are_operations(label: str) -> None:
    text = f"Date;Libellé;Montant\n01/03/2026;{label};-10\n13/03/2026;Loyer;-480,50\n14/03/2026;Paye;900\n"
    assert len(rows(read(text))) == 3


def test_of_amounts_in_two_currencies_nobody_knows_which_the_account_is_held_in() -> None:
    text = "Date;Libellé;Montant CHF;Montant EUR\n13/03/2026;A;-42,10;-44,20\n14/03/2026;B;2000;2100\n"
    assert asked(read(text)) == {"columns"}
    assert not asked(
        read(text.replace("EUR\n", "EUR;Solde CHF\n").replace("20\n", "20;5,00\n").replace("2100\n", "2100;9,00\n"))
    )


def test_what_is_left_of_gains_and_expenses_is_the_amount() -> None:
    text = "Date;Gains;Dépenses;Net du jour\n13/03/2026;12,00;-3,00;9,00\n14/03/2026;2,00;-5,50;-3,50\n"
    assert [amount for _, amount in rows(read(text))] == ["9.00", "-3.50"]
