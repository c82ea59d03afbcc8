"""ZIP archives: every member read by itself, one reading of all; nothing is trusted, nothing is written to a disk."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenk_desktop.core.errors import ImportRefusedError
from tenk_desktop.core.importing import archive as module
from tenk_desktop.core.importing.reading import read_statement
from tenk_desktop.core.importing.statement import Reading, ReadOptions
from tenk_desktop.shield import open_workbook
from tests.workbooks import archive, xlsx

BANK = "Date;Libellé;Montant\n15/11/2026;CB CAFE;-2,10\n16/11/2026;VIR TIKTOK;86,00\n"
LATIN = "Date;Libellé;Montant\n17/11/2026;CB ÉPICERIE;-3,00\n31/11/2026;IMPOSSIBLE;-1,00\n".encode("cp1252")
UNSURE = "Date,Description,Amount\n01/02/2026,A,-1.00\n03/04/2026,B,-2.00\n"


def read(data: bytes, **options) -> Reading:
    return read_statement("banque.zip", data, ReadOptions(**options), opener=open_workbook)


def test_each_statement_names_its_member_format_and_encoding() -> None:
    sheet = [["Date", "Libellé", "Montant"], ["18/11/2026", "LOYER", -500]]
    reading = read(archive(**{"2026/nov.csv": BANK, "suite.txt": LATIN, "x.xlsx": xlsx({"S": sheet})}))
    assert (reading.format, reading.encoding) == ("zip", "")
    assert [(s.member, s.format, s.encoding, len(s.rows)) for s in reading.statements] == [
        ("2026/nov.csv", "csv", "utf-8", 2), ("suite.txt", "csv", "cp1252", 1), ("x.xlsx", "xlsx", "", 1),
    ]  # fmt: skip
    (lost,) = reading.problems
    assert (lost.member, lost.line, lost.lost) == ("suite.txt", 3, True)


def test_a_member_is_called_what_people_call_it() -> None:
    orders = (Path(__file__).parents[1] / "data" / "tiktok" / "orders.csv").read_bytes()
    said = read(archive(**{"banque.csv": BANK, "o.csv": orders})).evidence
    assert [str(e.proof) for e in said if e.about == "member"] == ["CSV", "commandes d’affiliation TikTok"]


def test_what_is_no_statement_is_said_in_a_word_and_a_refused_member_with_its_reason() -> None:
    members = {
        "nov.csv": BANK, "__MACOSX/._nov.csv": b"\0", "logo.PNG": b"\x89PNG", "LISEZ-MOI.txt": "bonjour",
        "releve.pdf": b"%PDF-1.7", "vide.csv": "",
    }  # fmt: skip
    reading = read(archive(**members))
    assert len(reading.statements) == 1
    ignored = [str(p.message) for p in reading.problems if not p.lost]
    assert [name for name in members if any(f"« {name} »" in text for text in ignored)] == [
        "__MACOSX/._nov.csv", "logo.PNG", "LISEZ-MOI.txt",
    ]  # fmt: skip
    refused = {p.member: str(p.message) for p in reading.problems if p.lost}
    assert refused.keys() == {"releve.pdf", "vide.csv"}
    assert "PDF" in refused["releve.pdf"]


def test_the_question_of_a_member_is_the_archives_and_the_answer_is_for_who_asks() -> None:
    sure = "Date,Description,Amount\n05/02/2026,C,-1.00\n31/04/2026,D,-2.00\n31/05/2026,E,-2.00\n"
    made = archive(**{"us.csv": UNSURE, "fr.csv": sure})
    (question,) = read(made).questions
    assert question.about == "dates"
    assert "« us.csv »" in str(question.example)
    answered = read(made, dates="mdy")
    assert not answered.questions
    days = [[r.date.isoformat() for r in s.rows] for s in answered.statements]
    assert days == [["2026-01-02", "2026-03-04"], ["2026-02-05", "2026-05-31"]], "the other member settles its own"


def test_an_archive_in_an_archive_is_read_once() -> None:
    inner = archive(**{"nov.csv": BANK})
    (statement,) = read(archive(**{"2026.zip": inner})).statements
    assert statement.member == "2026.zip!nov.csv"
    deep = archive(**{"a.zip": archive(**{"b.zip": inner}), "ok.csv": BANK})
    reading = read(deep)
    assert [s.member for s in reading.statements] == ["ok.csv"]
    assert [p.member for p in reading.problems] == ["a.zip"]


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({}, "aucun relevé"),
        ({"a.png": b"x", "__MACOSX/b": b"x"}, "aucun relevé"),
        ({"a.pdf": b"%PDF-1.7"}, "« a.pdf »"),
        ({f"{n}.csv": BANK for n in range(module.MOST_MEMBERS + 1)}, "trop de fichiers"),
        ({f"{n}.csv": b"0" * (30 << 20) for n in range(4)}, "trop"),
    ],
    ids=["empty", "pictures", "pdf", "many", "big"],
)
def test_an_archive_without_a_statement_is_refused_in_a_sentence(members: dict[str, bytes], words: str) -> None:
    with pytest.raises(ImportRefusedError, match=words):
        read(archive(**members))


def test_a_damaged_or_locked_member_leaves_the_others() -> None:
    made = bytearray(archive(**{"a.csv": BANK * 50, "b.csv": BANK}))
    at = made.index(b"a.csv") + 5
    made[at + 3 : at + 20] = bytes(17)
    reading = read(bytes(made))
    assert [s.member for s in reading.statements] == ["b.csv"]
    assert [(p.member, p.lost) for p in reading.problems] == [("a.csv", True)]
    locked = bytearray(archive(**{"a.csv": BANK, "b.csv": BANK}))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    reading = read(bytes(locked))
    assert [s.member for s in reading.statements] == ["b.csv"]
    assert "mot de passe" in str(reading.problems[0].message)


def test_a_cut_archive_and_other_archives_are_refused_in_a_sentence() -> None:
    with pytest.raises(ImportRefusedError, match="abîmée"):
        read(archive(**{"a.csv": BANK})[:-40])
    for data in (b"Rar!\x1a\x07", b"7z\xbc\xaf'\x1c", b"\x1f\x8b\x08"):
        with pytest.raises(ImportRefusedError, match="pas un ZIP"):
            read(data + bytes(100))


WHOLE = archive(
    **{"a.csv": BANK, "b/c.txt": LATIN, "d.zip": archive(**{"e.csv": BANK}), "f.xlsx": xlsx({"S": [["a"]]})}
)


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.binary(max_size=6), st.integers(0, 20)), max_size=6))
def test_no_damage_is_more_than_a_sentence(cuts: list[tuple[int, bytes, int]]) -> None:
    made = bytearray(WHOLE)
    for at, put, gone in cuts:
        made[at : at + gone] = put
    with contextlib.suppress(ImportRefusedError):  # without an opener: no workbook is opened for this
        read_statement("x.zip", bytes(made))
