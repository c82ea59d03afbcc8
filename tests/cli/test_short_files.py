"""Files of one or two rows, and files read again another way, through the real process."""

import json
from pathlib import Path

import pytest

from tests.cli.test_contract import Tenk, tenk
from tests.cli.test_import_files import put
from tests.store.dump import dump
from tests.workbooks import archive

__all__ = ["tenk"]  # the fixture

HEAD = "Date;Libellé;Montant;Solde\n"
TWO = "03/11/2026;CARTE LIDL;-5,00;95,00\n14/11/2026;CARTE BUS;-7,00;88,00\n"
PAYPAL = (
    '"Date","Heure","Fuseau horaire","Nom","Type","État","Devise","Avant commission","Commission","Net",'
    '"Numéro de transaction","Solde"\n'
    '"03/11/2026","10:00:00","CET","ANNE","Paiement mobile","Terminé","EUR","10,00","0,00","10,00","1AB23456CD","110,00"\n'
    '"14/11/2026","10:00:00","CET","BUS","Paiement","Terminé","EUR","-7,00","0,00","-7,00","1AB23456CE","103,00"\n'
)
PAID = '"12/11/2026","10:00:{:02}","CET","FNAC","Paiement","Terminé","EUR","-10,00","0,00","-10,00","1AB","{}"\n'
FED = '"12/11/2026","10:00:{:02}","CET","","Dépôt sur compte","Terminé","EUR","10,00","0,00","10,00","1AC","{}"\n'
LATER = FED.replace("12/11", "14/11")
PAYPAL_HEAD = PAYPAL.splitlines(keepends=True)[0]


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
        # A purchase and the money that came for it: their balances hold either way round, and only the time tells which.
        (PAYPAL_HEAD + PAID.format(0, "-10,00") + FED.format(5, "0,00"), "0.00"),
        (PAYPAL_HEAD + FED.format(5, "0,00") + PAID.format(0, "-10,00"), "0.00"),
        (PAYPAL_HEAD + FED.format(0, "10,00") + PAID.format(5, "0,00"), "0.00"),
        (PAYPAL_HEAD + PAID.format(5, "0,00") + FED.format(0, "10,00"), "0.00"),
        (PAYPAL_HEAD + PAID.format(0, "-10,00") + FED.format(0, "0,00"), None),
        (PAYPAL_HEAD + FED.format(0, "0,00") + PAID.format(0, "-10,00"), None),
        (PAYPAL_HEAD + PAID.format(0, "15,00") + FED.format(0, "25,00"), None),
        (PAYPAL_HEAD + PAID.format(0, "-10,00") + LATER.format(0, "0,00"), "0.00"),  # so do the days
        (PAYPAL_HEAD + PAID.format(0, "0,00") + LATER.format(0, "7,00"), None),
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


JOINT = "03/11/2026;CB LIDL;-11,00;89,00\n06/11/2026;PRLV EAU;-9,00;80,00\n10/11/2026;VIR ZOE;5,00;85,00\n"


@pytest.mark.parametrize("top", ["", "Compte;FR7610107001011234567890129\n\n"])
def test_an_account_still_without_a_file_is_asked_about_beside_fed_ones(tmp_path: Path, top: str) -> None:
    """In a new account, this money would be there twice: 460 and 85 are available, and no more."""
    ledger = Tenk(tmp_path / "deux.tenk")
    opened = [word for name in ("Courant=500@2026-10-31", "Joint=100@2026-10-31") for word in ("--account", name)]
    assert ledger("new", *opened).returncode == 0
    rows = "02/11/2026;CB PAIN;-20,00;480,00\n05/11/2026;PRLV EDF;-50,00;430,00\n09/11/2026;VIR LUC;30,00;460,00\n"
    first = put(tmp_path, "courant.csv", ("Compte;FR7630001007941234567890185\n\n" + HEAD + rows).encode())
    assert ledger.json("import", first)["files"][0]["account"] == "Courant"
    other = HEAD.replace("Libellé", "Description") + JOINT
    path = put(tmp_path, "b.csv", (top + other).encode())
    (entry,) = ledger.json("import", path, status=2)["files"]
    assert [(q["about"], q["options"]) for q in entry["questions"]] == [("account", ["Joint", "b"])]
    packed = put(tmp_path, "x.zip", archive(**{"c.csv": (top + other).encode(), "d.csv": (HEAD + TWO).encode()}))
    tried = ledger.json("import", packed, "--dry-run")["files"]
    assert [q for e in tried for q in e["questions"]] == []
    named = put(tmp_path, "joint.csv", (top + other.replace("ZOE", "LEA")).encode())
    assert ledger.json("import", named, "--dry-run")["files"][0]["account"] == "Joint"
    assert ledger.json("import", path, "--account", "Joint")["files"][0]["account"] == "Joint"
    assert ledger.json("outlook")["available"] == "545.00"


@pytest.mark.parametrize(
    ("head", "held"),
    [
        ("Date;Libellé;Débit;Crédit;Solde", "350.00"),
        ("Date;Libellé;Débit;Crédit;Solde du compte", "350.00"),
        ("Date;Libellé;Débit;Crédit;Solde dû", "450.00"),
        ("Date;Libellé;Débit;Crédit;Solde à payer", "450.00"),
        ("Date;Description;Debit;Credit;Outstanding balance", "450.00"),
        ("Date;Description;Debit;Credit;Balance due", "450.00"),
        ("Date;Enveloppe;Débit;Crédit;Solde", "450.00"),
    ],
)
def test_the_balance_of_one_row_is_not_what_is_owed_nor_a_budgets(tmp_path: Path, head: str, held: str) -> None:
    ledger = Tenk(tmp_path / "un.tenk")
    assert ledger("new", "--account", "Courant=500@2026-10-31").returncode == 0
    ledger("import", put(tmp_path, "x.csv", f"{head}\n12/11/2026;CARREFOUR;50,00;;350,00\n".encode()))
    assert ledger.json("outlook")["available"] == held


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
