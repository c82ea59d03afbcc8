"""What people do with an installed Tenk, each told once and lived in both languages.

``/usr/bin/python3 -m tests.installed.stories STORY LANGUAGE COMMAND PICTURES``, on a session bus of its own. The
sentences are looked up in the program's own catalogue, so a story reads in French and is lived in English too.
"""

import os
import re
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

from tenk_desktop.core.text import amount_text, ntr, tr, use_language

from .driver import Program, Screen

TODAY = ("--today", "2026-11-22")
LOCALES = {"fr": "fr_FR.UTF-8", "en": "en_GB.UTF-8"}
PREVIEW = "Ce que l’import ferait, ligne par ligne"
MONTHS = "Douze mois : ce qui rentre face aux dépenses"


def first_start(screen: Screen) -> None:
    """Someone who has nothing yet answers four questions, is told what is missing, leaves, comes back, takes it back."""
    tenk = screen.open(*TODAY)
    tenk.picture("first-start")
    tenk.press(tr("Répondre à quatre questions"))
    tenk.fill(tr("Solde d’aujourd’hui"), "300")
    tenk.keys("Return")
    tenk.fill(tr("Montant, ligne {number}", number=2), "150")  # on the 5th: too late for this month
    tenk.keys("Return")
    tenk.fill(tr("Montant, ligne {number}", number=1), "520")
    tenk.fill(tr("Jour du mois, ligne {number}", number=1), "27")
    tenk.picture("questions")
    tenk.press(tr("Suivant"))
    tenk.fill(tr("Une semaine ordinaire"), "70")
    tenk.press(tr("Voir ma fin de mois"))

    missing = amount_text(-(30000 - 52000 - 8 * 1000), "EUR")  # eight days are left, of a seventh of 70 each
    said = tenk.text("TikTok", missing)
    assert said in screen.said(*TODAY, "outlook"), "the command says the same"
    tenk.picture("answered")
    tenk.quit()

    tenk = screen.open(*TODAY)
    assert tenk.text("TikTok", missing) == said
    tenk.keys("ctrl+z")
    tenk.text("TikTok", amount_text(-(30000 - 52000), "EUR"))  # the last answer taken back, on another day
    tenk.keys("ctrl+shift+z")
    assert tenk.text("TikTok", missing) == said
    tenk.quit()


def two_files(screen: Screen) -> None:
    """A bank's file and TikTok's orders: seen before they are written, then the verdict, and a chart read as a table."""
    bank, orders = (Path(name) for name in screen.tenk(*TODAY, "sample", tempfile.mkdtemp())["files"])
    rows = _bank_rows(bank)
    tenk = screen.open(*TODAY)
    tenk.keys("ctrl+i")
    tenk.press(tr("Choisir des fichiers…"))
    _name_file(tenk, bank)
    things = ntr("{count} opération", "{count} opérations", len(rows))
    button = tr("Importer {things}", things=things)
    tenk.find(button)
    seen = tenk.table(tr(PREVIEW))
    assert len(seen) == len(rows)
    assert {state for state, *_ in seen} == {tr("+ nouveau")}
    assert [(cells[1], _cents(cells[3])) for cells in seen] == rows, "each with its day and its amount"
    tenk.picture("preview")
    assert screen.tenk(*TODAY, "imports")["imports"] == [], "nothing is written yet"
    tenk.press(button)
    tenk.press(tr("Importer d’autres fichiers…"))
    _name_file(tenk, orders)
    tenk.until(
        lambda: len(tenk.table(tr(PREVIEW))) == len(orders.read_text("utf-8-sig").splitlines()) - 1, "each order"
    )
    tenk.keys("Return")
    tenk.press(tr("Fermer"))

    outlook = screen.tenk(*TODAY, "outlook")
    headline = screen.said(*TODAY, "outlook")[0]
    assert re.findall(r"\d+", headline)[0] == str(round(10 * outlook["chance"]))
    assert tenk.text("10", *headline.split()[-3:]) == headline
    tenk.picture("verdict")

    tenk.press(tr("{name} : {text}", name=tr("voir en tableau"), text=tr(MONTHS)))
    twin = tenk.table(tr("Les douze mois, en tableau"))
    for cells, month in zip(twin, screen.tenk(*TODAY, "months", "12")["months"], strict=True):
        income = [month["income"][kind] for kind in ("sure", "tiktok", "other_creator", "other")]
        assert [f"{_cents(cell) / 100:.2f}" for cell in cells[1:6]] == [*income, month["costs"]]
    tenk.scroll(8)
    tenk.picture("table-twin")

    tenk.keys("ctrl+z")
    tenk.until(lambda: len(screen.tenk(*TODAY, "imports")["imports"]) == 1, "the second import taken back")
    tenk.keys("ctrl+shift+z")
    tenk.until(lambda: len(screen.tenk(*TODAY, "imports")["imports"]) == 2, "and done again")
    tenk.quit()


def journal(screen: Screen) -> None:
    """One operation changed, taken back, deleted and brought back, with the keyboard; then found again another day."""
    screen.tenk("new", "--account", "Courant=100@2026-11-01")
    for day, amount, payee in (
        ("03", "-3.20", "Boulangerie"),
        ("05", "-23.41", "Monoprix"),
        ("09", "+64.20", "TikTok"),
    ):
        screen.tenk("add", f"2026-11-{day}", amount, payee)
    tenk = screen.open(*TODAY)

    def payees() -> list[str]:
        return [_after_colon(cells[1]) for cells in tenk.table(tr("Opérations"))]

    def sums() -> str:
        """The newest operation's amount, and the balance after it where all of the account is shown."""
        return " ".join(_after_colon(cell) for cell in tenk.table(tr("Opérations"))[0][-2:])

    def kept() -> list[str]:
        return [t["payee"] for t in reversed(screen.tenk("transactions")["transactions"])]

    def now(*expected: str) -> None:
        tenk.until(lambda: payees() == list(expected), f"the journal with {expected}")
        assert kept() == list(expected)

    tenk.keys("2")
    now("TikTok", "Monoprix", "Boulangerie")
    tenk.click_row(tr("Opérations"), 1)
    tenk.keys("Return")
    tenk.until(lambda: tenk.value(tr("Bénéficiaire")) == "Monoprix", "the operation in the fields")
    tenk.type("Primeur")
    tenk.keys("Return")
    now("TikTok", "Primeur", "Boulangerie")
    tenk.picture("journal")
    tenk.keys("ctrl+z")
    now("TikTok", "Monoprix", "Boulangerie")
    tenk.keys("ctrl+shift+z")
    now("TikTok", "Primeur", "Boulangerie")
    tenk.click_row(tr("Opérations"), 0)
    tenk.keys("Delete")
    now("Primeur", "Boulangerie")
    tenk.keys("ctrl+z")
    now("TikTok", "Primeur", "Boulangerie")

    tenk.keys("ctrl+f")
    tenk.type("boul")
    tenk.until(lambda: payees() == ["Boulangerie"], "only what was searched for")
    tenk.keys("ctrl+shift+m")
    tenk.until(lambda: not re.search(r"\d", sums()), "no amount")
    tenk.picture("hidden")
    tenk.quit()

    tenk = screen.open(*TODAY)
    tenk.keys("2")
    tenk.until(lambda: payees() == ["TikTok", "Primeur", "Boulangerie"], "all that was left there")
    assert not re.search(r"\d", sums()), "amounts stay hidden"
    tenk.keys("ctrl+shift+m")
    tenk.until(lambda: "64" in sums() and "137" in sums(), "the amounts again")
    tenk.keys("question")
    tenk.text("Ctrl+I")
    tenk.keys("Escape", "1")
    tenk.find(tr("Mois précédent"))
    tenk.quit()


def second_start(screen: Screen) -> None:
    """A later start hands its file to the window that is there; the same from a file manager, for it says the same."""
    export = Path(tempfile.mkdtemp()) / "banque.csv"
    export.write_text("Date;Libellé;Montant\n18/11/2026;Boulangerie;-2,10\n", "utf-8")
    tenk = screen.open()
    screen.run(str(export))
    tenk.find(tr("Importer {things}", things=ntr("{count} opération", "{count} opérations", 1)))
    assert [cells[3] for cells in tenk.table(tr(PREVIEW))] == [amount_text(-210, "EUR")]
    tenk.picture("handed-over")
    tenk.press(tr("Annuler"))
    tenk.until(lambda: len(tenk.titles()) == 1, "one window")
    tenk.quit()
    assert screen.tenk("transactions")["transactions"] == []


STORIES: dict[str, Callable[[Screen], None]] = {
    story.__name__: story for story in (first_start, two_files, journal, second_start)
}


def _name_file(tenk: Program, path: Path) -> None:
    """Answer the file dialog with the keyboard."""
    tenk.until(lambda: tr("Fichiers à importer") in tenk.titles(), "the file dialog")
    tenk.type(str(path))
    tenk.keys("Return")


def _bank_rows(path: Path) -> list[tuple[str, int]]:
    """The days and amounts of a sample's bank file, read here without Tenk."""
    lines = path.read_text("cp1252").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("Date"))
    found = []
    for line in lines[start + 1 :]:
        day, _label, debit, credit, _balance = line.split(";")
        found.append((day, -_cents(debit) or _cents(credit)))
    return found


def _cents(text: str) -> int:
    """Cents of an amount as written: 1 234,50 € or −€1,234.50."""
    digits = int("".join(re.findall(r"\d", text)) or 0)
    return -digits if text.startswith(("-", "\N{MINUS SIGN}")) else digits


def _after_colon(spoken: str) -> str:
    """What is in a cell: it is heard after the name of its column."""
    return spoken.split(":", 1)[-1].strip()


def main(argv: list[str]) -> int:
    """Live one story; 1 when it ended otherwise than told, with a picture of where."""
    story, language, command, pictures = argv
    use_language(language)
    os.environ["LC_ALL"] = LOCALES[language]
    os.environ["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"] = "1"
    os.environ.pop("QT_QPA_PLATFORM", None)  # other tests do without a screen; there is one here
    screen = Screen(command, Path(pictures))
    try:
        STORIES[story](screen)
    except Exception:  # noqa: BLE001 - whatever it was, a picture tells more
        traceback.print_exc()
        screen.picture("stopped")
        return 1
    finally:
        screen.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
