"""Archives, workbooks and several files, through the real process."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tenk_desktop.store.places import first_ledger
from tests.cli.test_contract import BANK, Tenk, tenk, write
from tests.store.dump import dump
from tests.workbooks import archive, xlsx

__all__ = ["tenk"]  # the fixture

MORE = BANK + "17/11/2026;CB PAIN;-1,00\n"
UNSURE = "Date,Description,Amount\n01/02/2026,A,-1.00\n03/04/2026,B,-2.00\n"


def put(folder: Path, name: str, data: bytes) -> str:
    (folder / name).write_bytes(data)
    return str(folder / name)


def test_the_members_of_an_archive_are_entries_that_share_one_import(tenk: Tenk, tmp_path: Path) -> None:
    sheet = xlsx({"S": [["Date", "Libellé", "Montant"], ["20/11/2026", "LOYER", -500]]})
    members = {"a.csv": BANK, "x/b.csv": MORE.encode("utf-16"), "c.xlsx": sheet, "d.pdf": b"%PDF-1.7", "e.png": b""}
    path = put(tmp_path, "banque.zip", archive(**members))
    before = dump(tenk.ledger)
    entries = tenk.json("import", path, status=2)["files"]
    assert [(e["file"], e["format"], e["encoding"]) for e in entries] == [
        (f"{path}!a.csv", "csv", "utf-8"), (f"{path}!x/b.csv", "csv", "utf-16"), (f"{path}!c.xlsx", "xlsx", ""),
        (f"{path}!d.pdf", None, None),
    ]  # fmt: skip
    assert [(e["rows"], e["new"], e["known"]) for e in entries] == [(3, 3, 0), (4, 1, 3), (1, 1, 0), (0, 0, 0)]
    assert [e["import_id"] for e in entries] == [1, 1, 1, None]
    assert {e["account"] for e in entries[:3]} == {"Courant"}
    assert "e.png" in entries[0]["problems"][0]["message"]
    assert "PDF" in entries[3]["problems"][0]["message"]
    again = tenk.json("import", path, status=2)["files"]
    assert [(e["new"], e["known"], e["import_id"]) for e in again[:3]] == [(0, 3, None), (0, 4, None), (0, 1, None)]
    assert [e["sums"] for e in again[:3]] == [{"EUR": "81.80"}, {"EUR": "80.80"}, {"EUR": "-500.00"}]
    assert tenk("undo", "--import", "1").returncode == 0
    assert dump(tenk.ledger) == before


def test_a_question_in_a_member_stops_the_archive_and_one_answer_settles_it(tenk: Tenk, tmp_path: Path) -> None:
    path = put(tmp_path, "x.zip", archive(**{"us.csv": UNSURE, "fr.csv": BANK}))
    before = dump(tenk.ledger)
    done = tenk("import", path)
    assert done.returncode == 2
    assert "us.csv" in done.stderr
    assert dump(tenk.ledger) == before
    unsure, sure = tenk.json("import", path, status=2)["files"]
    assert [(e["file"], e["rows"], e["sums"], e["first"]) for e in (unsure, sure)] == [
        (f"{path}!us.csv", 2, {}, None), (f"{path}!fr.csv", 3, {"EUR": "81.80"}, "2026-11-15"),
    ]  # fmt: skip
    assert ([q["about"] for q in unsure["questions"]], sure["questions"]) == (["dates"], [])
    entries = tenk.json("import", path, "--dates", "mdy", "--account", "Courant")["files"]
    assert [(e["new"], e["first"]) for e in entries] == [(2, "2026-01-02"), (3, "2026-11-15")]


def test_while_an_account_is_asked_each_member_says_what_it_holds(tenk: Tenk, tmp_path: Path) -> None:
    for name, text in (("A", BANK), ("B", MORE.replace("-1,00", "-9,00"))):
        tenk.json("import", write(tmp_path, f"{name}.csv", text), "--account", name)
    later = BANK.splitlines()[0] + "\n20/12/2026;CB CAFE;-3,10\n"
    other = "!Type:Bank\nD21/12/2026\nPX\nT-5,00\n^\n"
    path = put(tmp_path, "x.zip", archive(**{"q.csv": later, "o.qif": other, "d.pdf": b"%PDF-1.7"}))
    before = dump(tenk.ledger)
    entries = tenk.json("import", path, status=2)["files"]
    assert dump(tenk.ledger) == before
    assert [(e["file"], e["format"], e["account"], e["rows"], e["sums"], e["first"]) for e in entries] == [
        (f"{path}!q.csv", "csv", None, 1, {"EUR": "-3.10"}, "2026-12-20"),
        (f"{path}!o.qif", "qif", None, 1, {"EUR": "-5.00"}, "2026-12-21"),
        (f"{path}!d.pdf", None, None, 0, {}, None),
    ]
    assert [[q["about"] for q in e["questions"]] for e in entries] == [["account"], [], []]
    assert {(e["new"], e["import_id"]) for e in entries} == {(0, None)}


def test_several_files_say_what_each_brought_and_a_bad_one_stops_none(tenk: Tenk, tmp_path: Path) -> None:
    bad = put(tmp_path, "bad.xlsx", xlsx({"S": '<row r="1"><c r="XFD1048576"><v>1</v></c></row>'}))
    good = put(tmp_path, "good.zip", archive(**{"a.csv": BANK}))
    refused, first, second = tenk.json("import", bad, good, write(tmp_path, "b.csv", MORE), status=2)["files"]
    assert (refused["new"], refused["import_id"]) == (0, None)
    assert "trop grand" in refused["problems"][0]["message"]
    assert (first["new"], second["new"], second["known"]) == (3, 1, 3)


def test_the_same_operations_in_a_new_account_are_told(tenk: Tenk, tmp_path: Path) -> None:
    """A CSV, then the same bank's QIF: another layout goes to an account of its own, but not without a word."""
    assert tenk.json("import", write(tmp_path, "a.csv", BANK))["files"][0]["account"] == "Courant"
    lines = [line.split(";") for line in BANK.splitlines()[1:]]
    qif = "!Type:Bank\n" + "".join(f"D{day}\nP{label}\nT{amount}\n^\n" for day, label, amount in lines)
    (entry,) = tenk.json("import", write(tmp_path, "b.qif", qif))["files"]
    assert (entry["account"], entry["new"]) == ("b", 3)
    assert "Courant" in entry["problems"][0]["message"]
    tenk("undo", "--import", str(entry["import_id"]))
    (entry,) = tenk.json("import", write(tmp_path, "b.qif", qif), "--account", "Courant")["files"]
    assert (entry["known"], entry["problems"]) == (3, [])


def test_a_new_account_is_told_when_another_holds_the_days_both_have(tenk: Tenk, tmp_path: Path) -> None:
    """Two layouts of one account, six days in common and fourteen that one alone has: only those can be compared."""
    days = [f"{day:02d}/10/2026" for day in range(1, 29)]
    rows = [(day, f"CARTE MAGASIN {i}", f"-{5 + i},20") for i, day in enumerate(days)]
    first = "Date;Libellé;Montant\n" + "".join(f"{d};{label};{a}\n" for d, label, a in rows[:20])
    other = "Date opération;Montant;Libellé\n" + "".join(f"{d};{a};{label}\n" for d, label, a in rows[14:])
    assert tenk.json("import", write(tmp_path, "a.csv", first))["files"][0]["account"] == "Courant"
    (entry,) = tenk.json("import", "--dry-run", write(tmp_path, "b.csv", other))["files"]
    assert (entry["account"], entry["new"]) == ("b", 14)
    assert "Courant" in entry["problems"][0]["message"]
    elsewhere = other.replace(",20", ",70")
    assert tenk.json("import", write(tmp_path, "c.csv", elsewhere))["files"][0]["problems"] == []


def test_a_refused_member_is_refused_as_it_would_be_alone(tenk: Tenk, tmp_path: Path) -> None:
    pdf = b"%PDF-1.7"
    alone = tenk("import", "--json", put(tmp_path, "d.pdf", pdf))
    assert alone.returncode == 2
    path = put(tmp_path, "x.zip", archive(**{"a.csv": BANK, "d.pdf": pdf}))
    done = tenk("import", "--json", path)
    assert done.returncode == 2
    assert "x.zip!d.pdf : Ce fichier est un PDF" in done.stderr
    (refused,), (read, member) = (json.loads(d.stdout)["files"] for d in (alone, done))
    assert (read["new"], read["import_id"]) == (3, 1)
    assert member == refused | {"file": f"{path}!d.pdf"}


@pytest.mark.parametrize(("closing", "status"), [("75,00", 0), ("99,00", 1)])
def test_balances_that_do_not_follow_need_a_look(tenk: Tenk, tmp_path: Path, closing: str, status: int) -> None:
    said = f":20:A\n:25:X/1\n:28C:1\n:60F:C261101EUR100,00\n:61:2611021102D25,00NTRFA\n:86:PAIN\n:62F:C261102EUR{closing}\n"
    (entry,) = tenk.json("import", write(tmp_path, "a.sta", said), status=status)["files"]
    assert (entry["new"], entry["unreadable"], len(entry["problems"])) == (1, 0, status)


def test_people_read_the_members_names(tenk: Tenk, tmp_path: Path) -> None:
    path = put(tmp_path, "x.zip", archive(**{"a.csv": BANK, "b.csv": MORE + "31/02/2026;X;-1,00\n"}))
    said = tenk("import", "--dry-run", path).stdout
    assert re.search(r"a\.csv → Courant", said)
    assert re.search(r"b\.csv, ligne 6", said)


@pytest.mark.corpus
def test_workbooks_of_the_corpus(tenk: Tenk, corpus: Path) -> None:
    orders = corpus / "tiktok/synthetic/SYNTHETIC_affiliate_orders_creator_45cols.xlsx"
    own = sorted((corpus / "bank").glob("*/own__releve_fr*"))
    for path in own:
        (entry,) = tenk.json("import", "--dry-run", str(path))["files"]
        assert (entry["rows"], entry["sums"], entry["first"], entry["last"]) == (
            3, {"EUR": "1297.47"}, "2026-01-05", "2026-01-07",
        ), path.name  # fmt: skip
    (entry,) = tenk.json("import", str(orders))["files"]
    assert (entry["format"], entry["rows"], entry["sums"]) == ("tiktok-affiliate-orders", 5, {"USD": "133.96"})


@pytest.mark.corpus
def test_overlapping_exports_of_the_corpus_in_one_archive_add_exactly_three(
    tenk: Tenk, tmp_path: Path, corpus: Path
) -> None:
    folder = corpus / "bank/csv_transcribed"
    names = ("la_banque_postale.tsv", "la_banque_postale_overlap.tsv")
    path = put(tmp_path, "x.zip", archive(**{name: (folder / name).read_bytes() for name in names}))
    first, second = tenk.json("import", path)["files"]
    assert (first["new"], second["new"], second["known"]) == (10, 3, 5)


def test_a_slip_leaves_no_ledger_behind(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tenk_desktop", "import", str(tmp_path / "nowhere.csv")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "nowhere.csv" in done.stderr
    assert not first_ledger().exists()


SAVED = "Date;Libellé;Montant\n04/11/2026;VERSEMENT;200,00\n10/11/2026;INTERETS;1,25\n"
SPENT = "Date;Libellé;Montant\n04/11/2026;VIR VERS LIVRET A;-200,00\n06/11/2026;CB EPICERIE;-35,50\n"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_savings_are_neither_available_nor_a_cost(tenk: Tenk, tmp_path: Path, order: tuple[int, int]) -> None:
    files = [write(tmp_path, "livret A.csv", SAVED), write(tmp_path, "releve.csv", SPENT)]
    tried = tenk("import", files[0], "--dry-run")
    assert "Livret A (nouveau compte d’épargne, qui ne compte pas dans l’argent disponible)" in tried.stdout
    entries = tenk.json("import", *(files[i] for i in order))["files"]
    assert {entry["file"]: entry["account"] for entry in entries} == {files[0]: "Livret A", files[1]: "Courant"}
    month = tenk.json("month", "2026-11")
    assert (month["costs"], set(month["income"].values())) == ("35.50", {"0.00"})
    assert tenk.json("outlook")["available"] == "-20.90"  # 214.60 - 235.50
    assert tenk.json("check")["ok"]
