"""A file's whole way: preview, decision, question, refusal, import, undo. Nothing is written before « Importer »."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from tenk_desktop.core.importing.planned import Outcome
from tenk_desktop.core.model import Transaction
from tenk_desktop.core.sample import sample_files
from tenk_desktop.ui.dialogs.detected import option_text
from tenk_desktop.ui.dialogs.import_dialog import DONE, PICK, PREVIEW, REFUSED, ImportDialog
from tenk_desktop.ui.dialogs.import_preview import LABEL, STATE
from tenk_desktop.ui.dialogs.imports import ImportsDialog
from tenk_desktop.ui.session import Session
from tests.workbooks import archive, xlsx

from .conftest import TODAY

BANK = "Date;Libellé;Débit;Crédit\r\n13/11/2026;CARTE LIBRAIRIE;-12,00;\r\n14/11/2026;VIR CAF;;184,00\r\n15/11/2026;CARTE LIBRAIRIE;-12,00;\r\n"


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    path = tmp_path / "releve.csv"
    path.write_bytes(BANK.encode("cp1252"))
    return path


def open_on(session: Session, qtbot, *paths: Path) -> ImportDialog:
    dialog = ImportDialog(session, paths)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: not session.jobs.busy)
    return dialog


def states(dialog: ImportDialog) -> list[str]:
    return [dialog.model.data(dialog.model.index(row, STATE)) for row in range(dialog.model.rowCount())]


def test_preview_writes_nothing_then_import_then_undo(session: Session, qtbot, bank: Path) -> None:
    before = session.ledger.count_and_sum()
    dialog = open_on(session, qtbot, bank)
    assert dialog.stack.currentIndex() == PREVIEW
    assert states(dialog) == ["+ nouveau"] * 3
    assert dialog._import.text() == "Importer 3 opérations"
    assert session.ledger.count_and_sum() == before
    dialog.apply()
    qtbot.waitUntil(lambda: dialog.stack.currentIndex() == DONE)
    assert session.ledger.count_and_sum() == (before[0] + 3, before[1] + 16000)
    dialog.undo(dialog._done[0][2], dialog._close)
    qtbot.waitUntil(lambda: session.ledger.count_and_sum() == before)


def test_a_second_time_there_is_nothing_new(session: Session, qtbot, bank: Path) -> None:
    first = open_on(session, qtbot, bank)
    first.apply()
    qtbot.waitUntil(lambda: first.stack.currentIndex() == DONE)
    again = open_on(session, qtbot, bank)
    assert states(again) == ["= déjà là"] * 3
    assert "à l’identique" in again._subtitle.text()
    assert not again._import.isEnabled()


def test_a_person_decides_what_only_resembles(session: Session, qtbot, bank: Path) -> None:
    session.ledger.save(Transaction(0, 1, date(2026, 11, 12), -1200, "Roman d'occasion"))
    dialog = open_on(session, qtbot, bank)
    assert sorted(states(dialog)) == ["+ nouveau", "+ nouveau", "? à décider"]
    assert states(dialog)[0] == "? à décider"
    assert dialog._decide_bar.isVisible()
    dialog.decide(dialog.model.line(0).place, Outcome.NEW)
    assert states(dialog) == ["+ nouveau"] * 3
    assert not dialog._decide_bar.isVisible()
    assert dialog._import.text() == "Importer 3 opérations"


def test_an_archive_and_a_workbook_say_what_goes_where(session: Session, qtbot, tmp_path: Path) -> None:
    sheet = xlsx({"S": [["Date", "Libellé", "Montant"], ["18/11/2026", "LOYER", -500]]})
    later = BANK + "31/02/2026;X;-1,00;\r\n16/11/2026;CB PAIN;-1,00;\r\n"
    (tmp_path / "x.zip").write_bytes(archive(**{"a.csv": BANK, "b.csv": later, "c.xlsx": sheet}))
    (tmp_path / "d.xlsx").write_bytes(sheet)
    dialog = open_on(session, qtbot, tmp_path / "x.zip", tmp_path / "d.xlsx")
    for name in ("a.csv", "b.csv", "c.xlsx"):
        assert f"{name} → " in dialog._subtitle.text()
    assert sorted(states(dialog)) == ["! illisible", *["+ nouveau"] * 5, *["= déjà là"] * 3]
    unread = dialog.model.index(states(dialog).index("! illisible"), LABEL)
    assert dialog.model.data(unread) == "b.csv, ligne 5"
    dialog.apply()
    qtbot.waitUntil(lambda: dialog._file_title().endswith("d.xlsx") and not session.jobs.busy)
    assert states(dialog) == ["= déjà là"]


def test_a_line_that_cannot_be_read_is_shown_with_its_reason(session: Session, qtbot, bank: Path) -> None:
    bank.write_bytes(bank.read_bytes() + b"31/02/2026;CB ???;-12,00;\r\n")
    dialog = open_on(session, qtbot, bank)
    assert states(dialog)[0] == "! illisible"
    assert "31/02/2026" in dialog.model._reason(dialog.model.line(0))
    assert "1 illisible" in dialog._counts.text()


def test_a_question_is_answered_by_a_button(session: Session, qtbot, tmp_path: Path) -> None:
    path = tmp_path / "statement.csv"
    path.write_text("Date,Description,Amount\n03/04/2026,Shop,-12.00\n05/06/2026,Shop,-3.00\n", "utf-8")
    dialog = open_on(session, qtbot, path)
    assert [q.about for q in dialog._preview.plan.questions] == ["dates"]
    assert not dialog._import.isEnabled()
    dialog.answer("dates", "dmy")
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 2)
    assert dialog._import.isEnabled()
    assert dialog.model.line(0).item.row.date == date(2026, 4, 3)


def test_a_column_is_chosen_by_a_button(session: Session, qtbot, tmp_path: Path) -> None:
    path = tmp_path / "sans-entete.csv"
    path.write_text("13/11/2026;Pain;2,10;7,40\n14/11/2026;Lait;1,05;3,30\n15/11/2026;Riz;4,00;9,99\n", "utf-8")
    dialog = open_on(session, qtbot, path)
    while questions := dialog._preview.plan.questions:
        box = dialog._questions.itemAt(0).widget()
        button = box.findChildren(QPushButton)[0]
        assert button.text() == option_text(questions[0].about, questions[0].options[0])
        button.click()
        qtbot.waitUntil(lambda: not session.jobs.busy)
    assert dialog.model.rowCount() == 3


def test_any_import_can_be_taken_back_later(session: Session, qtbot, bank: Path) -> None:
    before = session.ledger.count_and_sum()
    dialog = open_on(session, qtbot, bank)
    dialog.apply()
    qtbot.waitUntil(lambda: dialog.stack.currentIndex() == DONE)
    session.ledger.save(Transaction(0, 1, TODAY, -100, "Pain"))
    listed = ImportsDialog(session)
    qtbot.addWidget(listed)
    listed.show()
    (undo,) = [b for b in listed.findChildren(QPushButton) if b.text() == "annuler cet import"]
    undo.click()
    qtbot.waitUntil(lambda: session.ledger.count_and_sum() == (before[0] + 1, before[1] - 100))
    qtbot.waitUntil(lambda: any("Aucun import" in w.text() for w in listed.findChildren(QLabel)))


def test_a_refusal_is_a_sentence_and_the_next_file_follows(session: Session, qtbot, tmp_path: Path, bank: Path) -> None:
    page = tmp_path / "page.csv"
    page.write_text("<!doctype html><html><body>Session expirée</body></html>", "utf-8")
    dialog = open_on(session, qtbot, page, bank)
    assert dialog.stack.currentIndex() == REFUSED
    assert dialog._reason.text()
    dialog._go_on.click()
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 3)


def test_without_a_file_it_says_where_to_find_one(session: Session, qtbot, tmp_path: Path) -> None:
    dialog = open_on(session, qtbot)
    assert dialog.stack.currentIndex() == PICK
    dialog.take([tmp_path / "absent.csv"])
    qtbot.waitUntil(lambda: dialog.stack.currentIndex() == REFUSED)


def test_closing_while_reading_leaves_nothing(session: Session, qtbot, tmp_path: Path) -> None:
    big = tmp_path / "big.csv"
    lines = ["Date;Libellé;Débit;Crédit"] + [f"13/11/2026;CARTE {i};-{i},00;" for i in range(1, 20000)]
    big.write_text("\r\n".join(lines), "utf-8")
    before = session.ledger.count_and_sum()
    dialog = ImportDialog(session, [big])
    gone: list[object] = []
    dialog.destroyed.connect(lambda: gone.append(True))
    dialog.show()
    dialog.reject()
    qtbot.waitUntil(lambda: bool(gone))
    assert session.ledger.count_and_sum() == before


def test_creator_orders_show_their_stage(session: Session, qtbot, tmp_path: Path) -> None:
    paths = []
    for file in sample_files("etudiante", TODAY, 2):
        paths.append(tmp_path / file.name)
        paths[-1].write_bytes(file.data)
    dialog = open_on(session, qtbot, paths[-1])
    becomes = {dialog.model.data(dialog.model.index(row, 4)) for row in range(dialog.model.rowCount())}
    assert "≈ estimé" in becomes
    assert dialog._import.text() == f"Importer {dialog.model.rowCount()} commandes"
    assert all(dialog.model.data(dialog.model.index(row, LABEL)) for row in range(dialog.model.rowCount()))


def test_the_ledger_itself_is_no_file_to_import(session: Session, qtbot) -> None:
    before = session.ledger.count_and_sum()
    dialog = open_on(session, qtbot, session.ledger.path)
    assert dialog.stack.currentIndex() == REFUSED
    assert session.ledger.count_and_sum() == before


SAVED = "Date;Libellé;Débit;Crédit\r\n13/11/2026;VERSEMENT;;50,00\r\n"


def test_the_end_lists_what_became_of_every_file(session: Session, qtbot, bank: Path) -> None:
    """Written, refused, left aside: each with its word, and only what was written can be taken back."""
    for name, data in (("vide.csv", b""), ("autre.csv", BANK.replace("12,00", "13,00").encode()), ("x.pdf", b"%PDF-")):
        (bank.parent / name).write_bytes(data)
    files = [bank.parent / name for name in ("vide.csv", "releve.csv", "autre.csv", "x.pdf")]
    dialog = open_on(session, qtbot, *files)
    assert dialog._go_on.text() == "Fichier suivant"
    dialog._go_on.click()
    qtbot.waitUntil(dialog._import.isEnabled)
    dialog.apply()
    qtbot.waitUntil(lambda: dialog._file_title().startswith("Importer · autre.csv") and not session.jobs.busy)
    dialog._skip.click()
    qtbot.waitUntil(lambda: dialog.stack.currentIndex() == REFUSED)
    assert dialog._go_on.text() == "Terminer"
    dialog._go_on.click()
    assert dialog.stack.currentIndex() == DONE
    labels = dialog.stack.currentWidget().findChildren(QLabel)
    assert [widget.text().replace("\N{NO-BREAK SPACE}", " ") for widget in labels] == [
        "vide.csv : pas importé. Ce fichier est vide.",
        "releve.csv : importé (3 opérations)",
        "autre.csv : passé, rien n’a été écrit",
        "x.pdf : pas importé. Ce fichier est un PDF : il ne peut pas être lu avec certitude.",
    ]
    links = [b for b in dialog.stack.currentWidget().findChildren(QPushButton) if b.text() == "annuler cet import"]
    assert len(links) == 1


def test_files_refused_one_and_all_leave_nothing_to_call_done(session: Session, qtbot, tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(b"%PDF-1.7")
    dialog = open_on(session, qtbot, tmp_path / "a.pdf", tmp_path / "b.pdf")
    dialog._go_on.click()
    qtbot.waitUntil(lambda: "b.pdf" in dialog._title.text() and dialog.stack.currentIndex() == REFUSED)
    dialog._go_on.click()
    assert dialog._title.text() == "Rien n’a été importé"
    assert not session.ledger.imports()


def test_a_new_account_for_savings_is_announced_before_anything_is_written(
    session: Session, qtbot, tmp_path: Path
) -> None:
    path = tmp_path / "LDDS.csv"
    path.write_bytes(SAVED.encode())
    session.ledger.rename_account(2, "Livret A")  # savings too, but others
    dialog = open_on(session, qtbot, path)
    said = dialog._subtitle.text()
    assert "LDDS (nouveau compte d’épargne, qui ne compte pas dans l’argent disponible)" in said
    assert "Courant" in [dialog._account_choice.itemText(i) for i in range(dialog._account_choice.count())]
    dialog._account_choice.setCurrentIndex(dialog._account_choice.findText("Courant"))
    dialog._account_choice.activated.emit(0)
    qtbot.waitUntil(lambda: dialog._subtitle.text().startswith("Courant (") and not session.jobs.busy)
    assert "compte dans l’argent disponible, alors que ce fichier parle d’épargne" in dialog._subtitle.text()
    assert "i à savoir" in states(dialog)
