"""Lines and columns of bank files that look like an operation's amount, day or currency, and are not."""

import time
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.importing.cells import parse_day
from tenk_desktop.core.importing.dayorder import years_along
from tenk_desktop.core.importing.reading import read_statement
from tenk_desktop.core.importing.statement import Reading, ReadOptions, Row
from tenk_desktop.core.importing.words import BALANCE_LINE, fold

OPERATIONS = "14/10/2026;CB EPICERIE;-20,00\n15/10/2026;VIR CAF;120,50\n16/10/2026;CB LIBRAIRIE;-8,30\n"


def read(text: str, **options: object) -> Reading:
    return read_statement("export.csv", text.encode(), ReadOptions(**options))  # type: ignore[arg-type]


def rows(reading: Reading) -> list[Row]:
    return [row for statement in reading.statements for row in statement.rows]


def total(reading: Reading) -> Decimal:
    return sum((row.amount for row in rows(reading)), Decimal())


# Lines


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("SOLDE PRECEDENT", "NOUVEAU SOLDE"),
        ("Ancien solde au 13/10/2026", "Solde créditeur au 16 octobre 2026"),
        ("Opening balance", "Closing balance"),
        ("Saldo anterior", "Saldo final"),
    ],
)
def test_a_balance_written_as_an_operation_is_none(first: str, last: str) -> None:
    reading = read(f"Date;Libellé;Montant\n13/10/2026;{first};10,00\n{OPERATIONS}16/10/2026;{last};102,20\n")
    assert [row.amount for row in rows(reading)] == [Decimal("-20.00"), Decimal("120.50"), Decimal("-8.30")]
    assert [(p.line, p.lost) for p in reading.problems] == [(2, False), (6, False)]
    assert reading.statements[0].closing == (date(2026, 10, 16), Decimal("102.20"))


@pytest.mark.parametrize("label", ["SOLDE DE TOUT COMPTE", "Solde commande 123", "NEW BALANCE", "VIR SOLDE LOYER"])
def test_an_operation_may_speak_of_a_balance(label: str) -> None:
    assert not BALANCE_LINE.fullmatch(fold(label))
    assert len(rows(read(f"Date;Libellé;Montant\n{OPERATIONS}17/10/2026;{label};-5,00\n"))) == 4


def test_an_account_number_beside_no_label_states_a_balance() -> None:
    lines = "".join(f"{n}/10/2026;-{n},40;Carte;;CB EPICERIE {n};;0;Divers\n" for n in range(14, 20))
    reading = read(f"{lines}20/10/2026;932,12;;;;;01234 123456A;\n")
    assert [row.label for row in rows(reading)] == [f"CB EPICERIE {n}" for n in range(14, 20)]
    assert [(p.line, p.lost) for p in reading.problems] == [(7, False)]
    assert reading.statements[0].closing == (date(2026, 10, 20), Decimal("932.12"))


def test_an_account_number_on_every_row_says_nothing_of_a_balance() -> None:
    lines = "".join(f"01234 123456A;{n}/10/2026;{'-' * (n % 2)}{n},40\n" for n in range(14, 20))
    assert len(rows(read(f"Compte;Date;Montant\n{lines}"))) == 6


def test_a_dated_total_is_no_operation() -> None:
    alone = read(f"Date;Libellé;Montant\n{OPERATIONS}16/10/2026;Total;92,20\n")
    assert len(rows(alone)) == 3
    assert [(p.line, p.lost) for p in alone.problems] == [(5, False)]
    sides = "14/10/2026;CB EPICERIE;20,00;\n15/10/2026;VIR CAF;;120,50\n"
    totals = "16/10/2026;Total des débits;20,00;\n16/10/2026;Total des crédits;;120,50\n"
    assert total(read(f"Date;Libellé;Débit;Crédit\n{sides}{totals}")) == Decimal("100.50")


def test_a_petrol_station_is_no_total() -> None:
    reading = read(f"Date;Libellé;Montant\n{OPERATIONS}17/10/2026;TOTAL;-40,00\n17/10/2026;STATION TOTAL;-50,00\n")
    assert [row.label for row in rows(reading)][-2:] == ["TOTAL", "STATION TOTAL"]


def test_a_status_that_never_has_a_balance_is_not_booked() -> None:
    """Whatever its word: nobody knows them all in all languages."""
    text = (
        "Date;Libellé;Montant;Frais;Statut;Solde\n14/10/2026;A;-20,00;0,00;Posé;80,00\n"
        "15/10/2026;B;-30,00;0,00;Chamboulé;\n16/10/2026;C;-9,50;0,50;Posé;70,00\n17/10/2026;D;-10,00;0,00;Posé;60,00\n"
    )
    reading = read(text)
    assert [row.amount for row in rows(reading)] == [Decimal("-20.00"), Decimal("-10.00"), Decimal("-10.00")]
    assert [(p.line, p.lost) for p in reading.problems] == [(3, False)]


def test_a_status_that_sometimes_has_a_balance_counts() -> None:
    text = "Date;Libellé;Montant;Statut;Solde\n14/10/2026;A;-20,00;Posé;80,00\n15/10/2026;B;-30,00;Posé;\n"
    assert len(rows(read(text))) == 2


@pytest.mark.parametrize("title", ["Opérations en attente", "Opérations à venir", "Pending transactions"])
def test_operations_under_a_title_that_says_so_are_not_booked(title: str) -> None:
    header, waiting = "Date;Libellé;Montant\n", "20/10/2026;CB X;-9,00\n"
    above = read(f"{title}\n{header}{waiting}\nOpérations passées\n{header}{OPERATIONS}")
    below = read(f"{header}{OPERATIONS}\n{title}\n{waiting}")
    for reading in (above, below):
        assert total(reading) == Decimal("92.20")
        assert [p.lost for p in reading.problems] == [False]


def test_a_day_far_ahead_is_no_day() -> None:
    text = f"Date;Libellé;Montant\n{OPERATIONS}31/12/2099;X;-5,00\n"
    reading = read(text, today=date(2026, 11, 22))
    assert [(p.line, p.lost) for p in reading.problems] == [(5, True)]
    assert len(rows(reading)) == 3


@pytest.mark.parametrize(
    ("debits", "expected"),
    [
        (("10,00", "-10,00", "7,00"), "-7.00"),  # the second takes the first back
        (("-10,00", "-3,00", "-7,00"), "-20.00"),
        (("-10,00", "10,00", "-7,00"), "-7.00"),
        (("10,00", "3,00", "7,00"), "-20.00"),
    ],
)
def test_a_debit_of_the_rarer_sign_takes_one_back(debits: tuple[str, ...], expected: str) -> None:
    lines = "".join(f"1{i}/10/2026;A;{debit};\n" for i, debit in enumerate(debits, 3))
    assert total(read(f"Date;Libellé;Débit;Crédit\n{lines}18/10/2026;B;;5,00\n")) == Decimal(expected) + 5


def test_balances_that_fall_when_amounts_rise_turn_the_sign_or_ask() -> None:
    lines = "14/10/2026;{};20,00;80,00\n15/10/2026;REMISE;-50,00;130,00\n16/10/2026;{};30,00;100,00\n"
    turned = read("Date;Libellé;Montant;Solde\n" + lines.format("CARTE A", "CARTE B"))
    assert total(turned) == 0
    assert [row.amount for row in rows(turned)] == [Decimal("-20.00"), Decimal("50.00"), Decimal("-30.00")]
    assert [q.about for q in read("Date;Libellé;Montant;Solde\n" + lines.format("A", "B")).questions] == ["sign"]


def test_lines_quoted_whole_are_lines() -> None:
    text = '"Date,Description,Amount"\n"2026-10-14,""GROCER, PARIS"",-20.00"\n"2026-10-15,BOOKS,-8.30"\n'
    assert [(row.label, row.amount) for row in rows(read(text))] == [
        ("GROCER, PARIS", Decimal("-20.00")),
        ("BOOKS", Decimal("-8.30")),
    ]


def test_cells_written_as_formulas_are_their_text() -> None:
    (row,) = rows(read('Date;Libellé;Montant\n="14/10/2026";"A";="-1 020,00"\n'))
    assert (row.date, row.amount) == (date(2026, 10, 14), Decimal("-1020.00"))


def test_an_amount_cut_by_its_own_comma_is_whole() -> None:
    reading = read("Date,Libellé,Montant\n13/10/2026,A,-10,05\n14/10/2026,B,1500,50\n")
    assert [row.amount for row in rows(reading)] == [Decimal("-10.05"), Decimal("1500.50")]
    whole = read("Date,Libellé,Montant,Points\n13/10/2026,A,-10,05\n14/10/2026,B,1500,50\n")
    assert [row.amount for row in rows(whole)] == [Decimal(-10), Decimal(1500)]


# Columns


@pytest.mark.parametrize(
    ("header", "line", "expected"),
    [
        ("Date;Libellé;Montant HT;TVA;Montant TTC", "14/10/2026;A;-20,00;-4,00;-24,00", ("-24.00", "")),
        ("Date;Libellé;Montant en devise;Devise;Montant en EUR", "14/10/2026;A;-22,00;USD;-20,00", ("-20.00", "EUR")),
        (
            "Datum;Name;Betrag (EUR);Ursprungsbetrag;Ursprungswährung",
            "14/10/2026;A;-20,00;-22,00;USD",
            ("-20.00", "EUR"),
        ),
        ("Date;Libellé;Montant;Montant des frais", "14/10/2026;A;-20,00;0,00", ("-20.00", "")),
        ("Date;Libellé;Débit;Crédit;Solde(XPF)", "14/10/2026;A;2 000;;5 000", ("-2000", "XPF")),
        ("Data;Opis;Kwota;Waluta", "14/10/2026;A;-20,00;PLN", ("-20.00", "PLN")),
        ("created,description,amount_cents", "2026-10-14,A,-2050", ("-20.50", "")),
        ("created,description,Amount in cents", "2026-10-14,A,-20.50", ("-20.50", "")),
        ("تاريخ;الوصف;مدين;دائن", "14/10/2026;A;;20,00", ("20.00", "")),
    ],
)
def test_which_column_is_the_money(header: str, line: str, expected: tuple[str, str]) -> None:
    (row,) = rows(read(f"{header}\n{line}\n"))
    assert (str(row.amount), row.currency) == expected


def test_many_columns_of_numbers_are_asked_about_at_once() -> None:
    """Trying each with each other and each balance took eighteen seconds; a mutated file showed it."""
    start = time.process_time()
    reading = read("".join(f"{day}/10/2026" + f";{day},10" * 190 + "\n" for day in range(10, 30)))
    assert [q.about for q in reading.questions] == ["columns"]
    assert time.process_time() - start < 5


def test_an_empty_column_is_not_the_day() -> None:
    reading = read("Date;Nom complet;Libellé;Montant\n14/10/2026;;A;-20,00\n15/10/2026;;B;-1,00\n")
    assert len(rows(reading)) == 2
    assert not reading.problems


@pytest.mark.parametrize(("out", "in_"), [("Dépense", "Revenu"), ("Débiteur", "Créditeur")])
def test_words_for_cost_and_income_sign_an_amount(out: str, in_: str) -> None:
    text = f"Date;Sens;Libellé;Montant\n14/10/2026;{out};A;20,00\n15/10/2026;{in_};B;120,50\n"
    assert [row.amount for row in rows(read(text))] == [Decimal("-20.00"), Decimal("120.50")]


# Days


def test_short_years_may_come_first() -> None:
    """Day first, these thirty years of 26 Octobers would be one statement."""
    lines = "".join(f"26/10/{day:02};CB {day};-{day},10\n" for day in range(1, 31))
    days = [row.date for row in rows(read(f"Date;Libellé;Montant\n{lines}"))]
    assert (days[0], days[-1]) == (date(2026, 10, 1), date(2026, 10, 30))


def test_a_month_named_above_gives_the_year() -> None:
    reading = read("Relevé octobre 2026\nDate;Libellé;Montant\n14/10;A;-20,00\n15/10;B;-1,00\n")
    assert [row.date for row in rows(reading)] == [date(2026, 10, 14), date(2026, 10, 15)]
    assert not reading.questions


NEW_YEAR = "Date;Libellé;Montant\n28/12;A;-1,00\n30/12;B;-2,00\n02/01;C;-3,00\n"


def test_days_without_a_year_may_pass_a_new_year() -> None:
    expected = [date(2025, 12, 28), date(2025, 12, 30), date(2026, 1, 2)]
    stated = read(f"Relevé du 20/12/2025 au 10/01/2026\n{NEW_YEAR}")
    assert [row.date for row in rows(stated)] == expected
    assert [row.date for row in rows(read(NEW_YEAR, year=2025))] == expected
    assert [q.about for q in read(NEW_YEAR).questions] == ["year"]


@given(st.dates(date(2001, 1, 1), date(2090, 1, 1)), st.lists(st.integers(0, 40), max_size=30), st.booleans())
def test_years_are_found_again(start: date, gaps: list[int], newest_first: bool) -> None:
    days = [start]
    for gap in gaps:
        days.append(date.fromordinal(days[-1].toordinal() + gap))
    days = days[::-1] if newest_first else days
    written = [day for d in days if (day := parse_day(f"{d:%d/%m}"))]
    assert years_along(written, "dmy", days[0].year) == [d.year for d in days]


def test_two_sides_without_names_are_told_by_labels_and_custom_together() -> None:
    """Purchases on the left and wages on the right say both; the other way round may be a month of refunds."""
    spent = "".join(f"1{i}/03/2026;CARTE BOULANGERIE;{i},00;\n" for i in range(3, 6)) + "16/03/2026;SALAIRE;;900,00\n"
    assert [row.amount for row in rows(read(spent))] == [Decimal(-3), Decimal(-4), Decimal(-5), Decimal(900)]
    refunded = (
        "".join(f"1{i}/03/2026;CARTE BOULANGERIE;;{i},00\n" for i in range(3, 6)) + "16/03/2026;SALAIRE;900,00;\n"
    )
    assert [q.about for q in read(refunded).questions] == ["columns"]


# Amounts that are another's, or have no sign


def test_of_two_amounts_the_one_that_the_account_is_held_in_counts() -> None:
    abroad = "14/10/2026;HOTEL;-108,00;USD;-100,00\n15/10/2026;TAXI;-21,60;USD;-20,00\n"
    bought = read(f"Date;Libellé;Montant transaction;Devise;Montant EUR\n{abroad}")
    assert total(bought) == -120
    assert {row.currency for row in rows(bought)} == {"EUR"}
    either = read(f"Date;Libellé;Montant;Devise;Montant EUR\n{abroad}")
    assert [(q.about, q.options) for q in either.questions] == [("columns", ("amount=E", "amount=C"))]
    held = read(f"Date;Libellé;Montant;Devise;Montant EUR\n{abroad}", columns=(("amount", "C"),))
    assert (total(held), {row.currency for row in rows(held)}) == (Decimal("-129.60"), {"USD"})


def test_a_column_of_zeros_is_not_the_amount() -> None:
    assert total(read("Datum;Text;Utl. belopp;Belopp\n2026-10-14;KAFÉ;0;-20,00\n2026-10-15;LÖN;0;120,50\n")) == 100.5


def test_what_comes_back_of_a_purchase_is_not_its_price() -> None:
    bare = (
        "Date d'achat;Boutique;Montant de l'achat;Cashback\n14/10/2026;LIVRES;99,90;2,40\n15/10/2026;PAIN;8,00;0,20\n"
    )
    assert {q.about for q in read(bare).questions} == {"columns"}  # a purse's list or a card's
    text = bare.replace("Cashback\n", "Cashback;Statut\n").replace("40\n", "40;Validé\n").replace("20\n", "20;Validé\n")
    assert total(read(text)) == Decimal("2.60")
    assert read(text).questions == ()
    paid = "Date;Boutique;Cashback;Montant de l'achat\n14/10/2026;LIVRES;2,40;-99,90\n15/10/2026;PAIN;0,20;-8,00\n"
    assert total(read(paid)) == Decimal("-107.90")


@pytest.mark.parametrize(
    ("out", "back"),
    [("Achat", "Remboursement"), ("Virement émis", "Virement reçu"), ("Sent", "Received"), ("Výdaj", "Příjem")],
)
@given(amounts=st.lists(st.tuples(st.booleans(), st.integers(1, 99_999)), min_size=2, max_size=12))
def test_words_sign_what_has_no_sign(out: str, back: str, amounts: list[tuple[bool, int]]) -> None:
    lines = "".join(f"14/10/2026;{back if up else out};LIBRAIRIE;{n // 100},{n % 100:02}\n" for up, n in amounts)
    found = read(f"Date;Type;Libellé;Montant\n{lines}")
    if len({up for up, _ in amounts}) == 2:
        assert not found.questions
        assert total(found) * 100 == sum(n if up else -n for up, n in amounts)
    else:
        assert found.questions or total(found) * 100 in (-sum(n for _, n in amounts), sum(n for _, n in amounts))


def test_a_word_has_the_sign_that_the_balance_shows_elsewhere() -> None:
    text = "Date;Mouvement;Montant;Solde\n14/10/2026;Versement;20,00;120,00\n15/10/2026;Retrait;5,00;115,00\n"
    found = read(f"{text}16/10/2026;Versement;7,00;122,00\n")
    assert total(found) == 22
    assert not found.questions
    assert not found.problems


def test_a_balance_that_rises_with_purchases_is_a_debt() -> None:
    text = "Date;Libellé;Montant;Solde\n14/10/2026;CB PAIN;20,00;120,00\n15/10/2026;CB LIVRE;5,00;125,00\n"
    found = read(f"{text}16/10/2026;VIREMENT;7,00;118,00\n17/10/2026;CB PAIN;9,00;127,00\n")
    assert [q.about for q in found.questions] == ["sign"]


def test_what_a_platform_has_sent_and_has_not_arrived_is_none() -> None:
    text = "Initiated,Arrived,Net,Status\n2026-10-12,2026-10-14,20.00,Paid\n2026-10-15,,50.00,In transit\n"
    assert [(row.date.isoformat(), str(row.amount)) for row in rows(read(text))] == [("2026-10-14", "20.00")]


# Days


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_years_of_thailand_and_figures_without_marks(day: date) -> None:
    assert (thai := parse_day(f"{day:%d/%m}/{day.year + 543}"))
    assert thai.on("dmy") == day
    assert (bare := parse_day(f"{day:%d%m%Y}"))
    assert bare.on("dmy") == day or bare.fixed  # some figures are a day too with the year in front


def test_a_day_without_a_year_is_close_to_the_value_date() -> None:
    text = "Date;Libellé;Valeur;Débit;Crédit\n30.12;PAIN;31.12.2025;5,00;\n31.12;CAF;02.01.2026;;120,50\n"
    found = read(f"{text}02.01;LIVRE;03.01.2026;9,00;\n")
    assert [row.date.isoformat() for row in rows(found)] == ["2025-12-30", "2025-12-31", "2026-01-02"]


def test_a_day_stands_alone_above_its_rows() -> None:
    text = "Libellé;Montant\n14 octobre 2026;\nPAIN;-20,00\nCAF;120,50\n16 octobre 2026;\nLIVRE;-8,30\nTotal;92,20\n"
    found = read(text)
    assert [(row.line, row.date.day, row.label) for row in rows(found)] == [
        (3, 14, "PAIN"),
        (4, 14, "CAF"),
        (6, 16, "LIVRE"),
    ]
