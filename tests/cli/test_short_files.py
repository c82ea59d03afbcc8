"""Files of one or two rows, and files read again another way, through the real process."""

import json
from pathlib import Path

import pytest

from tests.cli.test_contract import Tenk, tenk
from tests.cli.test_import_files import put
from tests.store.dump import dump

__all__ = ["tenk"]  # the fixture

HEAD = "Date;Libellé;Montant;Solde\n"
TWO = "03/11/2026;CARTE LIDL;-5,00;95,00\n14/11/2026;CARTE BUS;-7,00;88,00\n"
PAYPAL = (
    '"Date","Heure","Fuseau horaire","Nom","Type","État","Devise","Avant commission","Commission","Net",'
    '"Numéro de transaction","Solde"\n'
    '"03/11/2026","10:00:00","CET","ANNE","Paiement mobile","Terminé","EUR","10,00","0,00","10,00","1AB23456CD","110,00"\n'
    '"14/11/2026","10:00:00","CET","BUS","Paiement","Terminé","EUR","-7,00","0,00","-7,00","1AB23456CE","103,00"\n'
)


@pytest.mark.parametrize("other", [("--sign", "expense-positive"), ("--dates", "mdy")])
def test_a_file_is_not_imported_a_second_time_read_otherwise(
    tenk: Tenk, tmp_path: Path, other: tuple[str, str]
) -> None:
    path = put(tmp_path, "k.csv", (HEAD + TWO.replace("14/", "04/")).encode())
    assert tenk.json("import", path)["files"][0]["new"] == 2
    before = dump(tenk.ledger)
    done = tenk("import", path, *other)
    assert (done.returncode, "annulez d’abord son import" in done.stderr) == (2, True)
    assert dump(tenk.ledger) == before
    (again,) = tenk.json("import", path)["files"]
    assert (again["rows"], again["new"], again["known"], again["import_id"]) == (2, 0, 2, None)
    assert tenk("undo", "--import", "1").returncode == 0
    assert tenk.json("import", path, *other)["files"][0]["new"] == 2


def test_what_was_said_of_another_file_does_not_change_one_that_is_there(tenk: Tenk, tmp_path: Path) -> None:
    first = put(tmp_path, "k.csv", (HEAD + TWO).encode())
    later = put(tmp_path, "l.csv", (HEAD + "15/11/2026;PAIN;-2,00;86,00\n").encode())
    assert tenk.json("import", first)["files"][0]["new"] == 2
    assert tenk.json("import", later, "--sign", "expense-positive")["files"][0]["new"] == 1
    (again,) = tenk.json("import", first)["files"]
    assert (again["new"], again["known"], again["sums"]) == (0, 2, {"EUR": "-12.00"})


def test_a_file_first_imported_with_an_answer_is_known_without_it(tenk: Tenk, tmp_path: Path) -> None:
    path = put(tmp_path, "k.csv", (HEAD + TWO).encode())
    assert tenk.json("import", path, "--sign", "expense-positive")["files"][0]["sums"] == {"EUR": "12.00"}
    (again,) = tenk.json("import", path)["files"]
    assert (again["new"], again["known"], again["sums"]) == (0, 2, {"EUR": "12.00"})


@pytest.mark.parametrize(
    ("text", "held"),
    [
        (HEAD + TWO, "88.00"),
        (HEAD + "\n".join(reversed(TWO.splitlines())) + "\n", "88.00"),  # newest first
        (HEAD + TWO.splitlines()[0] + "\n", "95.00"),
        (PAYPAL, "103.00"),
        ("\n".join(PAYPAL.splitlines()[:2]) + "\n", "110.00"),
        (HEAD + TWO.replace("88,00", "12,00"), None),  # the balances contradict the amounts
        ("Date;Libellé;Montant\n03/11/2026;CARTE LIDL;-5,00\n", None),
    ],
)
def test_the_balance_of_a_short_file_is_that_of_its_account(
    tenk: Tenk, tmp_path: Path, text: str, held: str | None
) -> None:
    new = tmp_path / "vide.tenk"
    assert tenk("--ledger", str(new), "new").returncode == 0
    tenk("--ledger", str(new), "import", put(tmp_path, "x.csv", text.encode()))
    assert json.loads(tenk("--ledger", str(new), "outlook", "--json").stdout)["available"] == held


def test_two_accounts_that_no_file_has_fed_are_asked_about(tmp_path: Path) -> None:
    ledger = Tenk(tmp_path / "deux.tenk")
    assert ledger("new", "--account", "Courant=100", "--account", "Joint=50").returncode == 0
    path = put(tmp_path, "releve.csv", (HEAD + TWO).encode())
    (entry,) = ledger.json("import", path, status=2)["files"]
    assert [(q["about"], q["options"]) for q in entry["questions"]] == [("account", ["Courant", "Joint", "releve"])]
    named = put(tmp_path, "joint.csv", (HEAD + TWO.replace("LIDL", "PAIN")).encode())
    assert ledger.json("import", named)["files"][0]["account"] == "Joint"
    assert ledger.json("import", path, "--account", "Courant")["files"][0]["account"] == "Courant"


def test_what_was_read_as_operations_is_not_imported_again_as_earnings(tenk: Tenk, tmp_path: Path) -> None:
    """As a newer version may read it: its money would be there twice."""
    path = put(tmp_path, "k.csv", (HEAD + TWO).encode())
    assert tenk.json("import", path)["files"][0]["new"] == 2
    before = dump(tenk.ledger)
    done = tenk("import", path, "--columns", "month=A,amount=C,platform=Twitch")
    assert (done.returncode, "annulez d’abord son import" in done.stderr, dump(tenk.ledger)) == (2, True, before)
    assert tenk("undo", "--import", "1").returncode == 0
    assert tenk("import", path, "--columns", "month=A,amount=C,platform=Twitch").returncode == 0
    assert len(tenk.json("earnings")["earnings"]) == 2
