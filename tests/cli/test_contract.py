"""What the command promises to people and scripts, through the real process."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tenk_desktop.store.ledger import Ledger
from tests.store.dump import dump

TODAY = "2026-11-22"


class Tenk:
    """The command with one ledger, as a script would call it."""

    def __init__(self, ledger: Path) -> None:
        self.ledger = ledger

    def __call__(self, *words: str, lang: str = "fr") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "tenk_desktop", "--ledger", str(self.ledger), "--today", TODAY, "--lang", lang]
        done = subprocess.run([*command, *words], capture_output=True, text=True, check=False, env=os.environ.copy())
        assert "Traceback" not in done.stderr, done.stderr
        return done

    def json(self, *words: str, status: int = 0) -> Any:
        done = self(*words, "--json")
        assert done.returncode == status, done.stderr
        return json.loads(done.stdout)


@pytest.fixture
def tenk(tmp_path: Path) -> Tenk:
    made = Tenk(tmp_path / "a.tenk")
    assert made("new", "--account", "Courant=214,60").returncode == 0
    return made


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("sample")
    return Tenk(folder / "unused").json("sample", str(folder))


BANK = "Date;Libellé;Montant\n15/11/2026;CB CAFE;-2,10\n15/11/2026;CB CAFE;-2,10\n16/11/2026;VIR TIKTOK;86,00\n"


def write(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


def test_new_refuses_to_replace_a_file(tenk: Tenk) -> None:
    before = tenk.ledger.read_bytes()
    done = tenk("new")
    assert done.returncode == 2
    assert "existe déjà" in done.stderr
    assert tenk.ledger.read_bytes() == before


@pytest.mark.parametrize(
    "word",
    ["Courant=12,3x", "Courant=1@2026-02-31", "=5", "A=@2026-01-01", "A=1@20261122", "A=999999999999+1e9", "A=5@"],
)
def test_new_says_which_account_it_did_not_understand(tmp_path: Path, word: str) -> None:
    done = Tenk(tmp_path / "b.tenk")("new", "--account", word)
    assert done.returncode == 2
    assert not (tmp_path / "b.tenk").exists()


def test_import_reports_what_the_contract_says(tenk: Tenk, tmp_path: Path) -> None:
    path = write(tmp_path, "r.csv", BANK)
    (entry,) = tenk.json("import", path)["files"]
    expected = {
        "file": path, "format": "csv", "account": "Courant", "rows": 3, "new": 3, "known": 0, "undecided": 0,
        "unreadable": 0, "first": "2026-11-15", "last": "2026-11-16", "sums": {"EUR": "81.80"}, "problems": [],
        "questions": [], "import_id": 1,
    }  # fmt: skip
    assert {k: entry[k] for k in expected} == expected
    (again,) = tenk.json("import", path)["files"]
    assert (again["rows"], again["new"], again["known"], again["import_id"]) == (3, 0, 3, None)
    assert again["sums"] == {"EUR": "81.80"}


def test_dry_run_writes_nothing_and_files_see_one_another(tenk: Tenk, tmp_path: Path) -> None:
    a, b = write(tmp_path, "a.csv", BANK), write(tmp_path, "b.csv", BANK + "17/11/2026;CB PAIN;-1,00\n")
    before = dump(tenk.ledger)
    first, second = tenk.json("import", "--dry-run", a, b)["files"]
    assert (first["new"], second["new"], second["known"]) == (3, 1, 3)
    assert first["import_id"] is None
    assert dump(tenk.ledger) == before


def test_bad_rows_are_listed_and_good_rows_kept(tenk: Tenk, tmp_path: Path) -> None:
    path = write(tmp_path, "r.csv", BANK + "31/02/2026;X;-1,00\n18/11/2026;Y;1.2.3\n")
    (entry,) = tenk.json("import", path, status=1)["files"]
    assert (entry["new"], entry["unreadable"]) == (3, 2)
    assert [p["line"] for p in entry["problems"]] == [5, 6]


def test_an_open_question_writes_nothing_and_the_others_are_written(tenk: Tenk, tmp_path: Path) -> None:
    unsure = write(tmp_path, "q.csv", "Date,Description,Amount\n01/02/2026,A,-1.00\n03/04/2026,B,-2.00\n")
    sure = write(tmp_path, "r.csv", BANK)
    asked, written = tenk.json("import", unsure, sure, status=2)["files"]
    assert asked["questions"][0]["about"] == "dates"
    assert set(asked["questions"][0]["options"]) == {"dmy", "mdy"}
    assert (asked["new"], asked["import_id"]) == (0, None)
    assert written["new"] == 3
    (answered,) = tenk.json("import", unsure, "--dates", "mdy", "--account", "US")["files"]
    assert (answered["new"], answered["first"]) == (2, "2026-01-02")


@pytest.mark.parametrize(("sign", "total"), [("expense-positive", "-13.00"), ("income-positive", "13.00")])
def test_every_answer_a_question_offers_can_be_given(tenk: Tenk, tmp_path: Path, sign: str, total: str) -> None:
    path = write(
        tmp_path, "c.csv", "Date,Card number,Merchant,Amount\n2026-01-02,**12,Shop,10.00\n2026-01-03,**12,Cafe,3.00\n"
    )
    (asked,) = tenk.json("import", path, status=2)["files"]
    assert sign in asked["questions"][0]["options"]
    assert tenk.json("import", path, "--sign", sign)["files"][0]["sums"] == {"EUR": total}


@pytest.mark.parametrize("content", [b"", b"Date;Montant\n", b"%PDF-1.4", b"<html></html>", bytes(range(256)) * 9])
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(tenk: Tenk, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.csv").write_bytes(content)
    before = dump(tenk.ledger)
    done = tenk("import", str(tmp_path / "x.csv"), "--json")
    assert done.returncode == 2
    assert done.stderr.strip()
    assert json.loads(done.stdout)["files"][0]["new"] == 0
    assert dump(tenk.ledger) == before


def test_a_missing_file_is_said(tenk: Tenk) -> None:
    done = tenk("import", "nowhere.csv")
    assert done.returncode == 2
    assert "nowhere.csv" in done.stderr


def test_a_sample_is_what_its_files_make(sample: Any, tmp_path: Path) -> None:
    original = Tenk(Path(sample["ledger"]))
    copy = Tenk(tmp_path / "copy.tenk")
    copy("new")
    imported = copy.json("import", *sample["files"])["files"]
    assert all(not f["questions"] and not f["unreadable"] and not f["undecided"] for f in imported)
    for words in (("transactions",), ("months", "14"), ("earnings",)):
        assert copy.json(*words) == original.json(*words)
    assert copy.json("check") == {"ok": True, "problems": []}
    again = copy.json("import", *sample["files"])["files"]
    assert sum(f["new"] for f in again) == 0
    assert {f["import_id"] for f in again} == {None}


def test_undoing_every_import_gives_the_former_state(sample: Any, tmp_path: Path) -> None:
    tenk = Tenk(tmp_path / "a.tenk")
    tenk("new", "--account", "Courant=10")
    tenk("add", "2026-11-01", "-3", "Café")
    before = dump(tenk.ledger)
    tenk.json("import", *sample["files"])
    ids = [i["import_id"] for i in tenk.json("imports")["imports"]]
    assert len(ids) == len(sample["files"])
    for i in ids:
        assert "undone" in tenk.json("undo", "--import", str(i))
    assert dump(tenk.ledger) == before


def test_a_sample_ends_the_day_before_today_and_never_replaces_a_file(sample: Any) -> None:
    newest = Tenk(Path(sample["ledger"])).json("transactions", "--limit", "1")["transactions"][0]
    assert newest["date"] < TODAY
    folder = str(Path(sample["ledger"]).parent)
    assert Tenk(Path("unused"))("sample", folder).returncode == 2


def test_a_sample_leaves_the_files_of_a_folder_alone(sample: Any, tmp_path: Path) -> None:
    mine = tmp_path / Path(sample["files"][0]).name
    mine.write_text("precious")
    done = Tenk(tmp_path / "unused")("sample", str(tmp_path))
    assert done.returncode == 2
    assert "existe déjà" in done.stderr
    assert mine.read_text() == "precious"
    assert list(tmp_path.iterdir()) == [mine]
    assert Tenk(tmp_path / "unused")("sample", str(mine)).returncode == 2


@pytest.mark.parametrize("amount", ["-2,10", "-2.10", "−2,10", "-1-1,10"])
def test_add_takes_amounts_as_people_write_them(tenk: Tenk, amount: str) -> None:
    id_ = tenk.json("add", "2026-11-20", amount, "Café", "--category", "Courses")["id"]
    (found,) = tenk.json("transactions")["transactions"]
    assert found["id"] == id_
    assert (found["amount"], found["category"], found["source"]) == ("-2.10", "Courses", None)


@pytest.mark.parametrize("amount", ["1.000", "abc", "1,2,3", "NaN", "1e5", "99999999999999999999", ""])
def test_add_refuses_an_unclear_amount(tenk: Tenk, amount: str) -> None:
    assert tenk("add", "2026-11-20", amount, "Café").returncode == 2
    assert tenk.json("transactions")["transactions"] == []


def test_undo_and_redo(tenk: Tenk) -> None:
    tenk("add", "2026-11-20", "-5", "Café")
    assert tenk.json("undo") == {"undone": "Ajout de « Café »"}
    assert tenk.json("redo") == {"redone": "Ajout de « Café »"}
    assert tenk("redo").returncode == 2
    assert tenk("undo", "--import", "99").returncode == 2


@pytest.mark.parametrize(
    "words",
    [
        ("months", "100000"), ("month", "9999-12"), ("month", "0001-01"), ("transactions", "--to", "9999-12-31"),
        ("add", "20261120", "-1", "X"), ("add", "9999-12-31", "-1", "X"), ("months", "--today", "0001-01-01"),
        ("add", "2026-11-20", "999999999999.99+999999999999.99", "X"),
    ],
)  # fmt: skip
def test_the_ends_of_the_calendar_and_of_money_are_refused_in_a_sentence(tenk: Tenk, words: tuple[str, ...]) -> None:
    done = tenk(*words)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


def test_a_refusal_is_an_object_too(tenk: Tenk) -> None:
    done = tenk("undo", "--json")
    assert done.returncode == 2
    assert json.loads(done.stdout) == {"error": done.stderr.strip()}


def test_a_name_in_another_encoding_is_read(tenk: Tenk, tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/relev\xe9.csv")
    try:
        Path(path).write_text(BANK, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    assert tenk.json("import", path)["files"][0]["new"] == 3
    assert tenk.json("imports")["imports"][0]["file"] == "relev?.csv"
    assert tenk("add", "2026-11-20", "-1", os.fsdecode(b"caf\xe9")).returncode == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_an_answer_nobody_can_read_is_no_fault_of_the_ledger(tenk: Tenk) -> None:
    command = [sys.executable, "-m", "tenk_desktop", "--ledger", str(tenk.ledger), "add", "2026-11-20", "-1", "X"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    closed = subprocess.run([*command, "--json"], preexec_fn=lambda: os.close(1), stderr=subprocess.PIPE, check=False)
    assert (closed.returncode, closed.stderr) == (0, b"")
    assert len(tenk.json("transactions")["transactions"]) == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_refusal_nobody_can_read_is_one_still(tenk: Tenk) -> None:
    """Standard output holds the object alone, whatever becomes of standard error."""
    command = [sys.executable, "-m", "tenk_desktop", "--ledger", f"{tenk.ledger}.gone", "months", "--json"]
    with Path("/dev/full").open("w") as full:
        unwritten = subprocess.run(command, stdout=subprocess.PIPE, stderr=full, check=False)
    closed = subprocess.run(command, preexec_fn=lambda: os.close(2), stdout=subprocess.PIPE, check=False)
    for done in (unwritten, closed):
        assert (done.returncode, [*json.loads(done.stdout)]) == (2, ["error"])


@pytest.mark.parametrize("list_", ["5", "null", "{}", '["' + "x" * 5000 + '"]', "["])
def test_a_spoilt_list_of_ledgers_is_no_list(list_: str) -> None:
    folder = Path(os.environ["XDG_CONFIG_HOME"]) / "tenk"
    folder.mkdir(parents=True)
    (folder / "recent.json").write_text(list_)
    done = subprocess.run([sys.executable, "-m", "tenk_desktop", "months"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "n’existe pas" in done.stderr


def test_transactions_are_filtered_oldest_first(tenk: Tenk, tmp_path: Path) -> None:
    tenk("import", write(tmp_path, "r.csv", BANK))
    tenk("add", "2026-11-20", "-5", "=Été")

    def payees(*words: str) -> list[str]:
        return [t["payee"] for t in tenk.json("transactions", *words)["transactions"]]

    assert payees() == ["Cafe", "Cafe", "TikTok", "=Été"]
    assert payees("--limit", "2") == ["TikTok", "=Été"]
    assert payees("--from", "2026-11-16", "--to", "2026-11-16") == ["TikTok"]
    assert payees("--search", "ete") == ["=Été"]
    assert payees("--search", "=ete") == ["=Été"], "in a script, text is text"
    assert payees("--search", ">2") == []
    assert payees("--category", "TikTok") == ["TikTok"]
    assert tenk("transactions", "--account", "Nope").returncode == 2
    assert tenk("transactions", "--csv").stdout.splitlines()[-1].split(",")[5] == "'=Été"


def test_month_and_months(tenk: Tenk, tmp_path: Path) -> None:
    tenk("import", write(tmp_path, "r.csv", BANK))
    month = tenk.json("month", "2026-11")
    assert month["period"] == ["2026-11-01", "2026-12-01"]
    assert month["income"] == {"sure": "0.00", "tiktok": "86.00", "other_creator": "0.00", "other": "0.00"}
    assert (month["costs"], month["covered"], month["missing"], month["pending"]) == ("4.20", True, "0.00", "0.00")
    months = tenk.json("months", "3")["months"]
    assert [m["period"][0] for m in months] == ["2026-09-01", "2026-10-01", "2026-11-01"]
    assert months[-1] == month
    assert tenk.json("month") == month
    assert tenk("months", "3").stdout.splitlines()[-1].endswith("couvert à ce jour"), "its bills may be to come"
    tenk("add", "2026-11-20", "-100", "Loyer")
    assert tenk("months", "3").stdout.replace("\N{NO-BREAK SPACE}", " ").rstrip().endswith("manque 18,20 € à ce jour")


def test_reading_verbs_write_nothing(tenk: Tenk) -> None:
    before = tenk.ledger.read_bytes()
    for words in (("transactions",), ("month",), ("months",), ("imports",), ("earnings",), ("check",)):
        assert tenk(*words).returncode == 0
    assert tenk.ledger.read_bytes() == before


def test_the_default_ledger_is_the_users_own(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tenk_desktop"]
    run = lambda *words: subprocess.run([*command, *words], capture_output=True, text=True, check=False)  # noqa: E731
    assert run("months").returncode == 2
    assert run("import", "--dry-run", write(tmp_path, "r.csv", BANK)).returncode == 0
    assert not (Path(os.environ["XDG_DATA_HOME"]) / "tenk").exists()
    assert run("import", write(tmp_path, "r.csv", BANK)).returncode == 0
    assert len(json.loads(run("transactions", "--json").stdout)["transactions"]) == 3
    assert (Path(os.environ["XDG_DATA_HOME"]) / "tenk" / "mes-comptes.tenk").exists()


def test_a_ledger_open_elsewhere_is_refused_and_untouched(tenk: Tenk) -> None:
    other = sqlite3.connect(tenk.ledger, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    done = tenk("add", "2026-11-20", "-5", "Café")
    other.execute("ROLLBACK")
    other.close()
    assert done.returncode == 2
    assert "autre programme" in done.stderr
    assert tenk.json("transactions")["transactions"] == []


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_help_and_faults_speak_the_language(tenk: Tenk, lang: str) -> None:
    assert ("crée un fichier" in tenk("--help", lang=lang).stdout) == (lang == "fr")
    for words in (("bogus",), ("month", "2026-1"), ("add", "2026-11-20"), ("transactions", "--limit", "-3"), ()):
        done = tenk(*words, lang=lang) if words else tenk("import", lang=lang)
        assert done.returncode == 2
        assert done.stderr.strip()
        assert ("Aide :" in done.stderr) == (lang == "fr")


@pytest.mark.corpus
def test_affiliate_orders_of_the_corpus(tenk: Tenk, corpus: Path) -> None:
    path = corpus / "tiktok/synthetic/SYNTHETIC_affiliate_orders_creator_45cols.csv"
    (entry,) = tenk.json("import", str(path))["files"]
    assert (entry["rows"], entry["new"], entry["sums"]) == (5, 5, {"USD": "133.96"})
    stages = [(e["stage"], e["amount"]) for e in tenk.json("earnings")["earnings"]]
    assert stages == [
        ("validated", "3.75"), ("validated", "124.90"), ("estimated", "1.56"), ("void", "0.00"), ("estimated", "3.75"),
    ]  # fmt: skip


@pytest.mark.corpus
def test_overlapping_exports_of_the_corpus_add_exactly_three(tenk: Tenk, corpus: Path) -> None:
    folder = corpus / "bank/csv_transcribed"
    first, second = tenk.json(
        "import", str(folder / "la_banque_postale.tsv"), str(folder / "la_banque_postale_overlap.tsv")
    )["files"]
    assert (first["new"], second["new"], second["known"]) == (10, 3, 5)


@pytest.mark.corpus
def test_no_hostile_file_of_the_corpus_ends_in_a_traceback(tenk: Tenk, corpus: Path) -> None:
    for path in sorted((corpus / "hostile").iterdir()):
        assert tenk("import", "--dry-run", str(path)).returncode in (0, 1, 2), path.name


def test_a_mistyped_account_or_category_is_refused_and_the_nearest_named(tenk: Tenk) -> None:
    for words, meant in ((("--account", "Courrant"), "Courant"), (("--category", "Cources"), "Courses")):
        done = tenk("add", "2026-11-20", "-5", "Café", *words)
        assert done.returncode == 2
        assert f"Vouliez-vous dire « {meant} » ?" in done.stderr
    assert "Comptes : Courant." in tenk("add", "2026-11-20", "-5", "Café", "--account", "Boulangerie").stderr
    assert tenk.json("transactions")["transactions"] == []


def test_a_refused_first_operation_leaves_no_account_behind(tmp_path: Path) -> None:
    tenk = Tenk(tmp_path / "neuf.tenk")
    tenk("new")
    assert tenk("add", "2026-11-20", "-5", "Café", "--category", "Cources").returncode == 2
    assert tenk("add", "2026-11-20", "cinq", "Café").returncode == 2
    assert "Comptes : aucun compte." in tenk("add", "2026-11-20", "-5", "Café", "--account", "Livret").stderr
    assert tenk("add", "2026-11-20", "-5", "Café").returncode == 0
    assert [t["account"] for t in tenk.json("transactions")["transactions"]] == ["Compte courant"]


def test_add_says_when_a_known_balance_counts_it_already(tmp_path: Path) -> None:
    tenk = Tenk(tmp_path / "neuf.tenk")
    tenk("new", "--account", "Courant=100@2026-11-22")
    assert "compte déjà" in tenk("add", "2026-11-22", "-5", "Café").stdout
    assert "compte déjà" not in tenk("add", "2026-11-23", "-5", "Café").stdout


def test_months_are_the_periods_the_user_chose(tenk: Tenk) -> None:
    """Those of the window and of the verdict: from the 28th of October to the 27th of November is November."""
    for day, amount in (("2026-10-27", "-1"), ("2026-10-28", "-20"), ("2026-11-22", "-300")):
        assert tenk("add", day, amount, "Courses").returncode == 0
    with Ledger.open(tenk.ledger) as ledger:
        ledger.tell("start_day", "28")
    november = tenk.json("month")
    assert (november["period"], november["costs"]) == (["2026-10-28", "2026-11-28"], "320.00")
    assert tenk.json("month", "2026-11") == november
    assert tenk.json("months", "2")["months"] == [tenk.json("month", "2026-10"), november]
    assert tenk.json("outlook")["horizon"] == "2026-11-28"
