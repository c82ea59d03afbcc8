"""QIF, which says nothing of how it writes days and numbers: what is decided over a whole file, and what is asked."""

import contextlib
import csv
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tenk_desktop.core.errors import Cancelled, ImportRefusedError
from tenk_desktop.core.importing.decode import _TWICE
from tenk_desktop.core.importing.qif import READER
from tenk_desktop.core.importing.reading import read_statement
from tenk_desktop.core.importing.statement import Reading, ReadOptions, Row

DATA = Path(__file__).parent.parent / "data" / "qif"


def read(content: str | bytes, name: str = "a.qif", options: ReadOptions = ReadOptions()) -> Reading:
    data = content.encode() if isinstance(content, str) else content
    reading = read_statement(name, data, options)
    assert reading.format == "qif"
    return reading


def fixture(name: str) -> Reading:
    return read((DATA / name).read_bytes(), name)


def rows(reading: Reading) -> list[Row]:
    return [row for statement in reading.statements for row in statement.rows]


def said(reading: Reading) -> list[tuple[int, str, bool]]:
    return [(p.line, str(p.message), p.lost) for p in reading.problems]


def asked(reading: Reading) -> list[tuple[str, tuple[str, ...], str]]:
    return [(q.about, q.options, str(q.example)) for q in reading.questions]


def bank(*records: str) -> str:
    return "!Type:Bank\n" + "".join(record.replace("|", "\n") + "\n^\n" for record in records)


# What a file becomes


def test_a_french_file() -> None:
    reading = fixture("courant.qif")
    (account,) = reading.statements
    assert (account.name, account.number, account.header, account.closing) == ("", "", "qif Bank /", None)
    assert reading.encoding == "cp1252"
    assert [(r.line, r.date, str(r.amount), r.label, r.payee, r.memo) for r in account.rows] == [
        (2, date(2026, 10, 31), "-1234.56", "LOYER D'OCTOBRE", "LOYER D'OCTOBRE", "Virement à l’agence"),
        (7, date(2026, 11, 2), "2500.00", "VIREMENT EN VOTRE FAVEUR SALAIRE OCTOBRE", "", ""),
        (12, date(2026, 11, 5), "-12.5", "CAFÉ", "CAFÉ", "7654321 Loisirs:Sorties"),
        (18, date(2026, 11, 5), "0.00", "FRAIS", "FRAIS", ""),
        (30, date(2026, 11, 7), "-5.00", "Sans fin", "Sans fin", ""),  # the file ends without a mark
    ]
    assert said(reading) == [
        (22, "date impossible « 31/11/26 »", True),
        (26, "montant illisible « douze »", True),
    ]
    assert not reading.questions


def test_several_accounts_in_one_file() -> None:
    reading = fixture("comptes.qif")
    current, savings = reading.statements
    assert (current.name, current.number) == ("Compte courant", "Comptecourant")
    assert current.header != savings.header  # nothing else would tell them apart at the next import
    assert [(r.line, r.date, r.amount, r.label, r.memo) for r in current.rows] == [
        (20, date(2026, 1, 13), 100, "Opening Balance", "[Compte courant]"),
        (25, date(2026, 1, 14), -60, "Épargne", "[Livret]"),
        (30, date(2026, 1, 15), -30, "Courses", ""),  # a dated part of a split is not another transaction
        (40, date(2026, 1, 16), -30, "Divers", ""),
        (72, date(2026, 1, 20), -1000, "Titres", ""),
        (75, date(2026, 1, 21), -3, "Sans accent circonflexe", ""),  # the mark above it is missing
    ]
    assert (savings.name, [(r.line, r.amount, r.label) for r in savings.rows]) == (
        "Livret",
        [(53, 60, "[Compte courant]")],
    )
    assert said(reading) == [
        (20, "un solde d’ouverture, compté comme une opération", False),
        (40, "la répartition fait -25.00, pas -30.00 : montant entier gardé", False),
        (62, "opération sur titres « Buy » : non lue", True),
    ]


# Amounts


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("T-1 234,56", "-1234.56"),
        ("T-1.234,56", "-1234.56"),
        ("T-10,00", "-10.00"),
        ("T1,234.56", "1234.56"),
        ("T-184.8", "-184.8"),
        ("T-.50", "-0.50"),
        ("U-7.00", "-7.00"),
        ("U-7.00|T-7.00", "-7.00"),
        ("T\N{MINUS SIGN}12,50 €", "-12.50"),
        ("T0", "0"),
    ],
)
def test_amounts_however_written(written: str, amount: str) -> None:
    (row,) = rows(read(bank(f"D15/01/2026|{written}|PX")))
    assert row.amount == Decimal(amount)


def test_the_decimal_mark_is_of_the_whole_file() -> None:
    lone = "D15/01/2026|T-1.234|PX"
    assert [r.amount for r in rows(read(bank(lone, "D15/01/2026|T-5,00")))] == [-1234, -5]
    assert [r.amount for r in rows(read(bank(lone, "D15/01/2026|T-5.00")))] == [Decimal("-1.234"), -5]
    assert asked(read(bank(lone))) == [("decimal", (",", "."), "« -1.234 » : -1.234 ou -1234 ?")]
    for mark, amount in ((".", "-1.234"), (",", "-1234")):
        reading = read(bank(lone), options=ReadOptions(decimal=mark))
        assert [r.amount for r in rows(reading)] == [Decimal(amount)]
        assert not reading.questions
    mixed = read(bank(lone, "D15/01/2026|T-5,00", "D15/01/2026|T-6.00"))
    assert [m for _, m, _ in said(mixed)] == ["montant ambigu « -1.234 » : virgule ou millier ?"]


@pytest.mark.parametrize("written", ["TNaN", "TInfinity", "T1e400", "T", "T--5", "T1234567890123456", "P", "T1|T2"])
def test_what_is_no_amount_costs_its_row_only(written: str) -> None:
    reading = read(bank(f"D15/01/2026|{written}", "D16/01/2026|T-2,00"))
    assert [r.amount for r in rows(reading)] == [-2]
    assert [(p.line, p.lost) for p in reading.problems] == [(2, True)]


def test_the_user_may_turn_the_sign() -> None:
    reading = read(bank("D15/01/2026|T5,00|SA|$2,00|SB|$3,00"), options=ReadOptions(sign="expense-positive"))
    assert [r.amount for r in rows(reading)] == [-5]
    assert not reading.problems


# Days


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("15/01/2026", date(2026, 1, 15)),
        ("15/ 1'26", date(2026, 1, 15)),
        ("15.01.26", date(2026, 1, 15)),
        ("15-01-2026", date(2026, 1, 15)),
        ("1/15'2026", date(2026, 1, 15)),
        ("1/15' 4", date(2004, 1, 15)),
        ("1/15'00", date(2000, 1, 15)),
        ("1/15/99", date(1999, 1, 15)),
        ("2026-01-15", date(2026, 1, 15)),
        ("20260115", date(2026, 1, 15)),
        ("15 janv. 2026", date(2026, 1, 15)),
    ],
)
def test_days_however_written(written: str, day: date) -> None:
    reading = read(bank(f"D{written}|T-1,00"))
    assert [r.date for r in rows(reading)] == [day]
    assert not reading.questions


@pytest.mark.parametrize("written", ["31/02/2026", "00/00/0000", "15/01/0001", "15/01/9999", "15/01/1989", "hier", ""])
def test_what_is_no_day_costs_its_row_only(written: str) -> None:
    reading = read(bank(f"D{written}|T-1,00", "D15/01/2026|T-2,00"))
    assert [r.amount for r in rows(reading)] == [-2]
    assert [p.lost for p in reading.problems] == [True]


def test_days_that_nothing_settles_are_asked() -> None:
    text = bank("D01/02/2026|T-1.00", "D03/04/2026|T-2.00")
    assert asked(read(text)) == [
        ("dates", ("dmy", "mdy"), "« 01/02/2026 » : 1er\xa0févr.\xa02026 ou 2\xa0janv.\xa02026 ?")
    ]
    assert [r.date.month for r in rows(read(text, options=ReadOptions(dates="mdy")))] == [1, 3]
    assert not read(text, options=ReadOptions(dates="dmy")).questions


def test_decimal_commas_put_the_day_first_unless_the_days_deny_it() -> None:
    near = read(bank("D01/11/2026|T-1,00", "D05/11/2026|T-2,00"))
    assert [r.date for r in rows(near)] == [date(2026, 11, 1), date(2026, 11, 5)]
    assert not near.questions
    far = read(bank("D01/02/2026|T-1,00", "D01/11/2026|T-2,00"))
    assert [q.about for q in far.questions] == ["dates"]


def test_two_orders_in_one_file_are_told() -> None:
    reading = read(bank("D15/01/2026|T-1,00", "D01/16/2026|T-2,00", "D01/02/2026|T-3,00"))
    assert [r.amount for r in rows(reading)] == [-1]
    assert [(p.line, p.lost) for p in reading.problems] == [(5, True), (8, True)]


# Files cut, bare or empty


@pytest.mark.parametrize(
    ("name", "head", "ours"),
    [
        ("a.txt", b"\xef\xbb\xbf!Type:Bank\n", True),
        ("a.txt", b"# a\n\n# b\n!Option:AutoSwitch\n", True),
        ("a.txt", b"D15/01/2026\nT-1,00\nPA\n^\n", True),
        ("a.qif", b"D15/01/2026\nT-1,00\n", True),
        ("a.qif", b"Date;Montant\n01/02/2026;1,00\n", False),
        ("a.csv", b"Date;Montant\n01/02/2026;1,00\n", False),
        ("a.qif", b"\n \n" * 2000, False),  # and at once
    ],
)
def test_claims(name: str, head: bytes, ours: bool) -> None:
    assert READER.claims(name, head) is ours


@pytest.mark.parametrize("text", ["!Type:Cat\nNA\nE\n^\n", "!Account\nNA\n^\n", "^\n!Type:Bank\n^\n"])
def test_lists_alone_are_refused(text: str) -> None:
    with pytest.raises(ImportRefusedError, match="Aucune opération") as error:
        read(text)
    assert error.value.way_out is not None


def test_a_cut_file_says_what_is_missing() -> None:
    reading = read("!Type:Bank\nD15/01/2026\nT-1,00\n^\nD16/01/20")
    assert [r.amount for r in rows(reading)] == [-1]
    assert said(reading) == [(5, "date illisible « 16/01/20 »", True)] or said(reading) == [(5, "pas de montant", True)]


def test_long_work_can_be_stopped() -> None:
    data = bank(*["D15/01/2026|T-1,00"] * 2000).encode()
    with pytest.raises(Cancelled):
        READER.read("a.qif", data, ReadOptions(), lambda done: done < 0.25)


# Rules


_LETTERS = st.characters(codec="utf-8", exclude_categories=["C", "Z"])
_TEXTS = (
    st.lists(st.text(_LETTERS, min_size=1, max_size=8), max_size=3)
    .map(" ".join)
    .filter(
        lambda text: not _TWICE.search(text)  # it would be read as UTF-8 encoded twice, and put right
    )
)
_DAYS = st.dates(date(1990, 1, 1), date(2089, 12, 31))
_AMOUNTS = st.decimals(-999_999_999, 999_999_999, places=2, allow_nan=False, allow_infinity=False)
_FORMATS = ("%d/%m/%Y", "%d.%m.%y", "%m/%d'%Y", "%m-%d-%y", "%Y-%m-%d")


def write(written: Sequence[tuple[date, Decimal, str, str]], days: str, comma: bool, split: bool) -> str:
    """A QIF file of these rows, as one program or another would write it."""
    lines = ["!Type:Bank"]
    for day, amount, payee, memo in written:
        text = f"{amount:,}".translate(str.maketrans(",.", " ,")) if comma else f"{amount:,}"
        lines += [f"D{day.strftime(days)}", f"T{text}", f"P{payee}", f"M{memo}"]
        lines += ["SA", f"${text}"] if split else []
        lines.append("^")
    return "\n".join(lines)


@given(
    st.lists(st.tuples(_DAYS, _AMOUNTS, _TEXTS, _TEXTS), min_size=1, max_size=12),
    st.sampled_from(_FORMATS),
    st.booleans(),
    st.booleans(),
)
def test_what_is_written_is_read_back(
    written: list[tuple[date, Decimal, str, str]], days: str, comma: bool, split: bool
) -> None:
    reading = read(write(written, days, comma, split))
    assert not [p for p in reading.problems if p.lost]
    found = rows(reading)
    assert [r.amount for r in found] == [amount for _, amount, *_ in written]
    for row, (_, _, payee, memo) in zip(found, written, strict=True):
        assert payee in row.label
        assert memo in f"{row.label} {row.memo}"
    assume(not reading.questions)  # without a day above 12, the order may have to be asked
    if any(day.day > 12 for day, *_ in written):
        assert [r.date for r in found] == [day for day, *_ in written]


@given(st.lists(st.tuples(_DAYS, _AMOUNTS, _TEXTS, _TEXTS), min_size=1, max_size=12), st.sampled_from(_FORMATS))
def test_an_answer_settles_the_days(written: list[tuple[date, Decimal, str, str]], days: str) -> None:
    order = "mdy" if days.startswith("%m") else "dmy"
    reading = read(write(written, days, True, False), options=ReadOptions(dates=order))
    assert [r.date for r in rows(reading)] == [day for day, *_ in written]
    assert not reading.questions


PIECES = [b"^\n", b"!Type:Bank\n", b"!Account\n", b"!Type:Invst\n", b"D\n", b"\nT", b"\nS", b"\n$", b"\n", b"\x00", b"\xff\xfe", b"'"]  # fmt: skip


@settings(max_examples=80)
@given(st.sampled_from(sorted(p.name for p in DATA.iterdir())), st.data())
def test_no_bytes_crash_or_hang(name: str, data: st.DataObject) -> None:
    content = bytearray((DATA / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(content)))
        cut = data.draw(st.integers(0, 40))
        content[at : at + cut] = data.draw(st.binary(max_size=12) | st.sampled_from(PIECES))
    with contextlib.suppress(ImportRefusedError):
        reading = read_statement(name, bytes(content))
        assert all(p.line >= 1 for p in reading.problems)


# Files of many programs, kept beside the checkout

# Lists and accounts, no transaction.
NO_TRANSACTION = {
    "isaacharrisholt_quiffen__test_category_inherit.qif",
    "isaacharrisholt_quiffen__test_clear_autoswitch.qif",
    "isaacharrisholt_quiffen__test_nosymbol.qif",
    "isaacharrisholt_quiffen__test_option_autoswitch.qif",
}
# The only transaction is of securities.
SECURITIES_ONLY = {"isaacharrisholt_quiffen__test_unknown_account_type.qif"}
# First and last day, where the index gives them as written in the order of the file, or not at all.
DAYS = {
    "Gnucash_gnucash-docs__gnc_Sample_QIF.qif": ("2006-01-01", "2006-03-28"),
    "Gnucash_gnucash-docs__gnc_Sample_QIF__2.qif": ("2010-01-01", "2010-03-28"),
    "giacomos_qifparse__file.qif": ("2013-10-11", "2013-10-23"),
    "giacomos_qifparse__transactions_only.qif": ("2013-10-11", "2013-10-23"),
    "isaacharrisholt_quiffen__test.qif": ("2020-02-10", "2020-02-14"),
    "isaacharrisholt_quiffen__test_oth_a.qif": ("2020-02-10", "2020-02-14"),
    "isaacharrisholt_quiffen__test_category_override.qif": ("2017-12-22", "2018-01-02"),
    "isaacharrisholt_quiffen__test_circular_reference.qif": ("2021-08-27", "2021-08-27"),
    "isaacharrisholt_quiffen__test_split.qif": ("2000-01-01", "2000-01-01"),
    "isaacharrisholt_quiffen__test_transaction_before_account_definition_1.qif": ("2022-09-08", "2022-09-23"),
    "isaacharrisholt_quiffen__test_transaction_before_account_definition_2.qif": ("2022-09-08", "2022-09-23"),
    "own__ambiguous_dates.qif": ("2026-02-01", "2026-06-05"),
    "own__francais_money_cp1252.qif": ("2025-12-31", "2026-01-13"),
    "own__no_header_no_final_caret.qif": ("2025-12-30", "2025-12-31"),
}
ASKED = {"own__ambiguous_dates.qif"}


@pytest.mark.corpus
def test_qif_of_many_programs(corpus: Path) -> None:
    with (corpus / "bank" / "INDEX.tsv").open(encoding="utf-8", newline="") as index:
        entries = [e for e in csv.DictReader(index, delimiter="\t", quoting=csv.QUOTE_NONE) if e["format"] == "qif"]
    assert len(entries) >= 19
    refused, seen = set(), set()
    for entry in entries:
        name = entry["file"].removeprefix("qif/")
        try:
            reading = read((corpus / "bank" / entry["file"]).read_bytes(), name)
        except ImportRefusedError:
            refused.add(name)
            continue
        found = rows(reading)
        assert len(found) == int(entry["n_transactions"]), name
        assert sum(r.amount for r in found) == Decimal(entry["sum_per_currency"] or 0), name
        assert bool(reading.questions) == (name in ASKED), name
        if found:
            seen.add(name)
            days = sorted(r.date.isoformat() for r in found)
            assert (days[0], days[-1]) == DAYS[name], name
            first, last = re.findall(r": *(\S.*)\.\.(.*)$", entry["note"])[0]
            texts = (corpus / "bank" / entry["file"]).read_bytes().decode("cp1252")
            assert f"D{first}" in texts
            assert f"D{last}" in texts
    assert refused == NO_TRANSACTION
    assert seen == set(DAYS)


HOSTILE = {
    "42_qif_no_header.qif": ([("2026-01-15", "-1.00")], []),
    "43_qif_dates_every_style.qif": ([("2026-01-15", "1")] * 3, [(2, True), (11, True)]),
    "44_qif_splits_do_not_sum.qif": ([("2026-01-15", "-10.00")], [(2, False)]),
}


@pytest.mark.corpus
@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_files_keep_their_good_rows(corpus: Path, name: str) -> None:
    reading = read((corpus / "hostile" / name).read_bytes(), name)
    kept, problems = HOSTILE[name]
    assert [(r.date.isoformat(), str(r.amount)) for r in rows(reading)] == kept
    assert [(p.line, p.lost) for p in reading.problems] == problems
    assert not reading.questions
