"""A header is answered for once, in the command as in the window; what is taken up again is said."""

from pathlib import Path

from tests.cli.test_contract import Tenk, tenk, write

__all__ = ["tenk"]  # the fixture

CARD = "Kausi;Kuvaus;Summa\n13.{m}.2026;Kauppa;12,00\n14.{m}.2026;Kahvila;18,40\n15.{m}.2026;Kirja;9,00\n"


def test_a_sign_said_once_is_not_asked_again(tenk: Tenk, tmp_path: Path) -> None:
    first, second = (write(tmp_path, f"{m}.csv", CARD.format(m=m)) for m in (10, 11))
    asked = tenk.json("import", first, status=2)["files"]
    assert [q["about"] for q in asked[0]["questions"]] == ["sign"]
    tenk.json("import", "--sign", "expense-positive", first)
    (entry,) = tenk.json("import", second)["files"]
    assert (entry["questions"], entry["sums"]) == ([], {"EUR": "-39.40"})
    again = tenk("import", write(tmp_path, "12.csv", CARD.format(m=12)))
    assert "Dépenses écrites en positif (comme vous l’avez dit la dernière fois)" in again.stdout


def test_a_dry_run_remembers_nothing(tenk: Tenk, tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", CARD.format(m=10))
    tenk.json("import", "--dry-run", "--sign", "expense-positive", path)
    assert tenk.json("import", path, status=2)["files"][0]["questions"]


def test_undo_forgets_it(tenk: Tenk, tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", CARD.format(m=10))
    tenk.json("import", "--sign", "expense-positive", path)
    assert tenk("undo").returncode == 0
    assert tenk.json("import", path, status=2)["files"][0]["questions"]


def test_a_table_of_months_is_asked_and_answered_in_columns(tenk: Tenk, tmp_path: Path) -> None:
    path = write(tmp_path, "mois.csv", "Kausi;Summa\n2026-09;123,45\n2026-10;80,10\n")
    (entry,) = tenk.json("import", path, status=2)["files"]
    (question,) = entry["questions"]
    assert (question["about"], question["options"]) == ("columns", ["month=A,amount=B"])
    columns = question["options"][0]
    (entry,) = tenk.json("import", "--columns", columns, path, status=2)["files"]
    (whose,) = entry["questions"]
    assert whose["options"][:2] == ["platform=TikTok", "platform=YouTube"], "it may be anybody's"
    (entry,) = tenk.json("import", "--columns", f"{columns},{whose['options'][1]}", path)["files"]
    assert (entry["rows"], entry["sums"]) == (2, {"EUR": "203.55"})
    earnings = tenk.json("earnings")["earnings"]
    assert [(e["platform"], e["period"], e["amount"], e["stage"]) for e in earnings] == [
        ("YouTube", "2026-09", "123.45", "estimated"),
        ("YouTube", "2026-10", "80.10", "estimated"),
    ]
