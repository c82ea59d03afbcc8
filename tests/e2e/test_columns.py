"""A file of a bank nobody knows and a page of TikTok's, through the real window: asked once, then never again."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from tenk_desktop.ui.dialogs.rewards import RewardsDialog
from tests.store.dump import dump

from .person import Person, one, readable, table_texts, texts

TABLE = "Pvm;Kohde;Kpl;Raha\n" + "".join(
    f"{day}.{{month}}.2026;Kauppa {day};{day % 4 + 1},00;{day * 3},50\n" for day in range(10, 20)
)
PAGE = "Octobre 2026\n123,45 €\nversé\nNovembre 2026\n80,10 €\nprévu\n"


def write(folder: Path, month: int) -> Path:
    path = folder / f"pankki-{month}.csv"
    path.write_text(TABLE.format(month=month), "utf-8")
    return path


def choose(person: Person, column: str, role: str) -> None:
    """Open a column's list with its button, then pick with the arrows and Enter."""
    button = one(b for b in person.dialog._assistant.buttons if b.accessibleName().split()[-1] == column)
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    for _ in menu.actions():
        if menu.activeAction().text() != role:
            QTest.keyClick(menu, Qt.Key.Key_Down)
    assert menu.activeAction().text() == role
    QTest.keyClick(menu, Qt.Key.Key_Return)
    person.wait_for_work()


def test_a_bank_nobody_knows_is_taught_once(start: Callable[..., Person], tmp_path: Path) -> None:
    person = start()
    empty = dump(person.ledger.path)
    dialog = person.import_files(write(tmp_path, 10))
    assert "Il manque la colonne des montants." in {readable(t) for t in texts(dialog)}
    assert not dialog._import.isEnabled()
    choose(person, "Raha", "Montant")
    person.press("un montant positif est une dépense", dialog)
    person.wait_for_work()
    assert dialog._counts.text() == "10 nouvelles"
    assert table_texts(dialog.table)[0][1] == "10/10/2026"
    assert dump(person.ledger.path) == empty, "nothing is written before « Importer »"
    person.press("Importer 10 opérations", dialog)
    person.wait(lambda: "Import terminé" in texts(dialog))
    person.press("Fermer", dialog)

    later = person.import_files(write(tmp_path, 11))
    assert not later._assistant.isVisible()
    assert later._counts.text() == "10 nouvelles"
    assert any("comme vous l’avez dit la dernière fois" in t for t in texts(later))
    person.press("Importer 10 opérations", later)
    person.wait(lambda: "Import terminé" in texts(later))
    person.press("Fermer", later)
    count, total = person.ledger.count_and_sum()
    assert (count, total) == (20, -2 * sum(day * 300 + 50 for day in range(10, 20)))

    person.pick("Édition", "Annuler")
    person.wait_for_work()
    person.pick("Édition", "Annuler")
    person.wait_for_work()
    assert person.ledger.count_and_sum()[0] == 0
    asked = person.import_files(write(tmp_path, 11))
    assert asked._assistant.isVisible(), "what was undone is asked again"
    person.press("Annuler", asked)


def test_a_page_of_rewards_is_pasted_then_a_month_corrected_by_hand(start: Callable[..., Person]) -> None:
    person = start()
    QGuiApplication.clipboard().setText(PAGE)
    person.pick("Fichier", "Importer…")
    dialog = person.dialog
    person.press("Coller un tableau ou une page…", dialog)
    person.press("Lire ce texte", dialog)
    person.wait_for_work()
    assert [row[-1] for row in table_texts(dialog.table)] == ["✓ reçu", "◷ versement prévu"]
    person.press(dialog._import.text(), dialog)
    person.wait(lambda: "Import terminé" in texts(dialog))
    person.press("Fermer", dialog)
    assert [(e.amount, str(e.stage)) for e in person.ledger.earnings()] == [(12345, "received"), (8010, "payable")]

    person.pick("Fichier", "Gains d’un mois…")
    asking = one(d for d in person.window.findChildren(RewardsDialog) if d.isVisible())
    assert "Déjà noté : 80,10 €, ◷ versement prévu. Ce sera remplacé." in {readable(t) for t in texts(asking)}
    QTest.keyClicks(asking.amount, "95,00")
    person.press("Enregistrer", asking)
    assert [(e.amount, str(e.stage)) for e in person.ledger.earnings()] == [(12345, "received"), (9500, "estimated")]
    person.pick("Édition", "Annuler")
    person.wait_for_work()
    assert [e.amount for e in person.ledger.earnings()] == [12345, 8010]
