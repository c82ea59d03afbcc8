"""What columns are taken for and why, what a person corrects, and what is remembered of it. Headers are our own."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing.columns import LAST_TIME, NOW, missing, roles_for, to_remember
from tenk_desktop.core.importing.layout import CHOICES
from tenk_desktop.core.importing.reading import read_statement
from tenk_desktop.core.importing.statement import Answers, ColumnGuess, Reading, ReadOptions, TableGuess
from tests.core.test_table import asked, brief, read, rows

FINNISH = "Pvm;Kohde;Raha\n13.11.2026;Kauppa;-12,00\n14.11.2026;Palkka;184,00\n"
ESTONIAN = "Kuupäev,Selgitus,Summa,Jääk\n2026-11-13,Sklep,-12.00,88.00\n2026-11-14,Praca,184.00,272.00\n"
SWAHILI = "Tarehe|Maelezo|Kiasi\n13/11/2026|Duka|-12.00\n14/11/2026|Mshahara|184.00\n"
CARD = "Kausi;Kuvaus;Summa\n13.11.2026;Kauppa;12,00\n14.11.2026;Kahvila;18,40\n15.11.2026;Kirja;9,00\n"
UNSURE = "When,What,How much\n03/04/2026,Shop,-12.00\n05/06/2026,Shop,-3.00\n"


def guess(reading: Reading) -> TableGuess:
    (only,) = reading.tables
    return only


def roles(reading: Reading) -> list[str]:
    return [column.role for column in guess(reading).columns]


def column(reading: Reading, letter: str) -> ColumnGuess:
    return next(c for c in guess(reading).columns if c.letter == letter)


@pytest.mark.parametrize("text", [FINNISH, ESTONIAN, SWAHILI])
def test_a_header_nobody_taught_us_is_guessed_by_its_cells(text: str) -> None:
    reading = read(text)
    assert brief(reading) == [("2026-11-13", "-12.00"), ("2026-11-14", "184.00")]
    assert roles(reading)[:3] == ["date", "label", "amount"]
    assert str(column(reading, "A").why) == "2 cellules sur 2 sont des dates"
    assert str(column(reading, "C").why) == "2 cellules sur 2 sont des nombres signés"
    assert missing(guess(reading)) is None


def test_a_header_we_know_is_the_reason() -> None:
    reading = read("Buchungstag;Verwendungszweck;Betrag\n13.11.2026;Laden;-12,00\n14.11.2026;Lohn;184,00\n")
    said = str(column(reading, "A").why)
    assert said == "d’après l’en-tête « Buchungstag » ; 2 cellules sur 2 sont des dates"


def test_the_first_rows_are_shown_as_they_stand() -> None:
    many = FINNISH + "".join(f"{day}.10.2026;Rivi {day};-1,00\n" for day in range(10, 29))
    shown = guess(read(many)).rows
    assert shown[0] == (2, ("13.11.2026", "Kauppa", "-12,00"))
    assert [line for line, _ in shown] == list(range(2, 14))


def test_a_bad_cell_is_counted() -> None:
    reading = read(FINNISH + "15.11.2026;Kahvila;kaksi\n")
    assert str(column(reading, "C").why) == "2 cellules sur 3 sont des nombres signés"


def test_a_wrong_guess_is_corrected() -> None:
    text = "Pvm;Kohde;Raha;Muu\n13.11.2026;Kauppa;-12,00;-1,50\n14.11.2026;Palkka;184,00;-2,50\n"
    assert [row.amount for row in rows(read(text, columns=(("amount", "Muu"),)))] == [
        Decimal("-1.50"),
        Decimal("-2.50"),
    ]
    corrected = read(text, columns=(("amount", "C"), ("amount", "Muu"), ("memo", "B"), ("ignored", "B")))
    assert roles(corrected) == ["date", "ignored", "ignored", "amount"]
    assert column(corrected, "D").why == NOW
    assert [row.label for row in rows(corrected)] == ["", ""]


def test_the_last_word_on_a_column_counts() -> None:
    said = (("amount", "C"), ("balance", "C"), ("amount", "D"))
    text = "Pvm;Kohde;Raha;Muu\n13.11.2026;Kauppa;-12,00;-1,50\n14.11.2026;Palkka;184,00;-2,50\n"
    reading = read(text, columns=said)
    assert roles(reading) == ["date", "label", "balance", "amount"]


def test_a_table_without_readable_rows_is_asked_not_refused() -> None:
    reading = read("Kausi;Summa\n2026-10;123,45\n2026-11;80,10\n")
    assert asked(reading) == ["columns"]
    assert reading.questions[0].options == ("month=A,amount=B",)
    assert guess(reading).rows[0] == (2, ("2026-10", "123,45"))
    assert str(missing(guess(reading))) == "Il manque la colonne des dates."


def test_amounts_among_other_cells_are_asked_not_refused() -> None:
    cells = {day: f"-{day},00" if day % 2 else "ks. liite" for day in range(10, 18)}
    body = "".join(f"{day}.11.2026;Kauppa;{cell}\n" for day, cell in cells.items())
    reading = read("Pvm;Kohde;Raha\n" + body)
    assert asked(reading) == ["columns"]
    assert str(missing(guess(reading))) == "Il manque la colonne des montants."
    settled = read("Pvm;Kohde;Raha\n" + body, columns=(("amount", "Raha"),))
    assert [row.amount for row in rows(settled)] == [-11, -13, -15, -17]
    assert sum(p.lost for p in settled.problems) == 4


@pytest.mark.parametrize(
    "text", ["Pvm;Kohde;Raha\n", "a;b\nc;d\n", "1;2\n3;4\n", "Date;Libellé;Montant\nPending;x;-1,00\n"]
)
def test_what_holds_no_day_or_no_amount_is_still_refused(text: str) -> None:
    with pytest.raises(ImportRefusedError):
        read(text)


@given(st.permutations(["date", "amount", "label"]), st.sampled_from([",", ";", "\t", "|"]))
def test_columns_named_by_letter_are_read_in_any_order(order: list[str], delimiter: str) -> None:
    cells = {"date": "13.11.2026", "amount": "-12.50", "label": "Rivi"}
    text = "\n".join(delimiter.join(cells[role] for role in order) for _ in range(2))
    said = tuple((role, "ABC"[at]) for at, role in enumerate(order))
    reading = read(text, columns=said)
    assert brief(reading) == [("2026-11-13", "-12.50")] * 2
    assert {row.label for row in rows(reading)} == {"Rivi"}
    assert roles(reading) == order


def test_every_role_is_offered_once_the_fitting_first() -> None:
    for found in guess(read(FINNISH)).columns:
        offered = roles_for(found.fitting)
        assert sorted(offered) == sorted(CHOICES)
        assert offered[: len(found.fitting)] == found.fitting
        assert found.role in found.fitting


# Remembered


def remembered(text: str, **said: object) -> dict[str, Answers]:
    options = ReadOptions(**said)  # type: ignore[arg-type]
    reading = read_statement("a.csv", text.encode(), options)
    return dict(to_remember(reading.tables, options, {}))


def test_an_answer_is_taken_up_for_the_next_file_of_the_header() -> None:
    known = remembered(CARD, sign="expense-positive")
    assert asked(read(CARD)) == ["sign"]
    later = CARD.replace("13.11", "20.11")
    reading = read(later, remembered=known)
    assert not reading.questions
    assert all(row.amount < 0 for row in rows(reading))
    (said,) = [e for e in reading.evidence if e.about == "sign"]
    assert (said.proof, said.other) == (LAST_TIME, "income-positive")


def test_what_is_said_now_wins() -> None:
    known = remembered(CARD, sign="expense-positive")
    reading = read(CARD, remembered=known, sign="income-positive")
    assert all(row.amount > 0 for row in rows(reading))


def test_an_answer_is_for_its_header_and_delimiter_alone() -> None:
    known = remembered(CARD, sign="expense-positive")
    for other in (CARD.replace("Kuvaus", "Selite"), CARD.replace(";", "\t")):
        assert asked(read(other, remembered=known)) == ["sign"]


def test_a_table_without_a_header_teaches_nothing() -> None:
    assert remembered(CARD.partition("\n")[2], sign="expense-positive") == {}


def test_a_remembered_order_of_days_gives_way_to_days_it_cannot_read() -> None:
    known = remembered(UNSURE, dates="mdy")
    assert rows(read(UNSURE, remembered=known))[0].date == date(2026, 3, 4)
    proved = UNSURE.replace("05/06", "25/06")
    assert rows(read(proved, remembered=known))[0].date == date(2026, 4, 3)
    assert not [e for e in read(proved, remembered=known).evidence if e.proof == LAST_TIME]


def test_an_order_the_file_contradicts_is_not_remembered() -> None:
    assert remembered(UNSURE.replace("05/06", "25/06"), dates="mdy") == {}


def test_a_remembered_sign_gives_way_to_balances_that_prove_the_other() -> None:
    text, left = "Pvm;Kohde;Raha;Jää\n", 200_000
    for day in range(10, 20):
        left -= 100 * day + 10
        text += f"{day}.11.2026;Rivi {day};-{day},10;{left // 100},{left % 100:02d}\n"
    known = {guess(read(text)).header: Answers(sign="expense-positive")}
    assert all(row.amount < 0 for row in rows(read(text)))
    assert all(row.amount < 0 for row in rows(read(text, remembered=known)))


def test_a_remembered_column_says_so() -> None:
    text = "Pvm;Kohde;Raha;Muu\n13.11.2026;Kauppa;-12,00;-1,50\n14.11.2026;Palkka;184,00;-2,50\n"
    known = remembered(text, columns=(("amount", "Muu"),))
    again = read(text, remembered=known)
    assert column(again, "D").why == LAST_TIME
    assert [row.amount for row in rows(again)] == [Decimal("-1.50"), Decimal("-2.50")]
    other = read(text, remembered=known, columns=(("amount", "Raha"),))
    assert (column(other, "C").why, rows(other)[0].amount) == (NOW, Decimal("-12.00"))


def test_the_other_way_is_offered_only_where_the_file_allows_it() -> None:
    said = {e.about: e.other for e in read(UNSURE, dates="dmy").evidence}
    assert (said["dates"], said["sign"]) == ("mdy", "expense-positive")
    assert {e.about: e.other for e in read(FINNISH).evidence}["dates"] == ""
