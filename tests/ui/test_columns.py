"""The column assistant, the paste box and the rewards dialog, with real files and a real ledger."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from tenk_desktop.core.creator.sources import PARTNERSHIP, Source, source_name
from tenk_desktop.core.importing.columns import ROLE_NAMES
from tenk_desktop.core.importing.layout import CHOICES
from tenk_desktop.core.model import DIAMONDS, Stage
from tenk_desktop.ui import theme
from tenk_desktop.ui.dialogs.import_dialog import DONE, PICK, PREVIEW, REFUSED, ImportDialog
from tenk_desktop.ui.dialogs.rewards import RewardsDialog
from tenk_desktop.ui.session import Session
from tests.ui.test_import_dialog import open_on, states

TABLE = "Date;Libellé;Montant;Réel\n13.11.2026;Kauppa;-12,00;-1,50\n14.11.2026;Palkka;184,00;-2,50\n"
MONTHS = "Kausi;Summa;Paikka\n2026-09;123,45;Turku\n2026-10;80,10;Oulu\n"
PAGE = "Month\tEstimated rewards\tStatus\nSeptember 2026\t€123.45\tPaid\nOctober 2026\t€80.10\tPending\n"


@pytest.fixture
def unknown(tmp_path: Path) -> Path:
    path = tmp_path / "inconnu.csv"
    path.write_text(TABLE, "utf-8")
    return path


def wait(session: Session, qtbot) -> None:
    qtbot.waitUntil(lambda: not session.jobs.busy)
    QApplication.processEvents()


def roles(dialog: ImportDialog) -> list[str]:
    return [button.text().removesuffix(" ▾") for button in dialog._assistant.buttons]


def menu(dialog: ImportDialog) -> QMenu:
    found = dialog._assistant._menu
    assert found is not None
    return found


def pick(dialog: ImportDialog, column: int, role: str) -> None:
    dialog._assistant.buttons[column].click()
    action = next(a for a in menu(dialog).actions() if a.text() == ROLE_NAMES[role])
    menu(dialog).close()
    action.trigger()


def link(dialog: ImportDialog, text: str) -> QPushButton:
    (found,) = [b for b in dialog.findChildren(QPushButton) if b.isVisible() and b.text() == text]
    return found


def test_a_wrong_guess_is_corrected_above_its_column(session: Session, qtbot, unknown: Path) -> None:
    dialog = open_on(session, qtbot, unknown)
    assert not dialog._assistant.isVisible()
    wait(session, qtbot)
    link(dialog, "Les colonnes sont mal lues ?").click()
    assert roles(dialog) == ["Date", "Libellé", "Montant", "Non utilisée"]
    assert "nombres signés" in dialog._assistant.buttons[2].accessibleName()
    pick(dialog, 3, "amount")
    wait(session, qtbot)
    assert roles(dialog) == ["Date", "Libellé", "Non utilisée", "Montant"]
    amounts = [dialog.model.line(row).item.amount for row in range(dialog.model.rowCount())]
    assert amounts == [-150, -250]
    assert dialog.focusWidget() is dialog._assistant.buttons[3], "the keyboard stays on the column spoken of"
    dialog.apply()
    qtbot.waitUntil(lambda: dialog.stack.currentIndex() == DONE)
    again = unknown.with_name("plus_tard.csv")
    again.write_text(TABLE.replace("11.2026", "10.2026"), "utf-8")
    later = open_on(session, qtbot, again)
    assert [later.model.line(row).item.amount for row in range(2)] == [-150, -250]
    later.open_assistant()
    assert "comme vous l’avez dit la dernière fois" in later._assistant.buttons[3].accessibleName()


def test_the_keyboard_alone_is_enough(session: Session, qtbot, unknown: Path) -> None:
    dialog = open_on(session, qtbot, unknown)
    dialog.activateWindow()
    dialog.open_assistant()
    buttons = dialog._assistant.buttons
    buttons[0].setFocus()
    for _ in range(3):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is buttons[3]
    QTest.keyClick(buttons[3], Qt.Key.Key_Return)
    opened = menu(dialog)
    assert opened.activeAction().text() == "Non utilisée"
    while opened.activeAction().text() != "Montant":
        QTest.keyClick(opened, Qt.Key.Key_Up)
    QTest.keyClick(opened, Qt.Key.Key_Return)
    wait(session, qtbot)
    assert roles(dialog)[3] == "Montant"


def test_a_question_about_columns_opens_the_assistant(session: Session, qtbot, tmp_path: Path) -> None:
    path = tmp_path / "mois.csv"
    path.write_text(MONTHS, "utf-8")
    dialog = open_on(session, qtbot, path)
    assert dialog._assistant.isVisible()
    assert dialog._counts.text() == "Il manque la colonne des dates."
    assert dialog.model.rowCount() == 0, "what is not read yet is not called unreadable"
    assert not dialog._import.isEnabled()
    pick(dialog, 0, "month")
    wait(session, qtbot)
    assert dialog.stack.currentIndex() == PREVIEW
    assert roles(dialog) == ["Mois", "Montant", "Non utilisée"]
    assert not dialog._import.isEnabled(), "months that name nobody would else pass for TikTok's"
    link(dialog, "YouTube").click()
    wait(session, qtbot)
    assert dialog._import.isEnabled()
    assert {dialog.model.line(row).item.row.platform for row in range(2)} == {"YouTube"}
    becomes = [dialog.model.data(dialog.model.index(row, 4)) for row in range(2)]
    assert becomes == ["≈ estimé"] * 2


def test_a_role_that_makes_no_table_is_said_and_the_next_choice_goes_on(session: Session, qtbot, unknown: Path) -> None:
    dialog = open_on(session, qtbot, unknown)
    dialog.open_assistant()
    for column in (2, 3):
        pick(dialog, column, "ignored")
        wait(session, qtbot)
    assert dialog.stack.currentIndex() == PREVIEW
    assert not dialog._import.isEnabled()
    assert dialog._counts.text()
    pick(dialog, 2, "amount")
    wait(session, qtbot)
    assert states(dialog) == ["+ nouveau"] * 2
    assert dialog._import.isEnabled()


def test_a_role_of_rewards_can_be_taken_back(session: Session, qtbot, unknown: Path) -> None:
    dialog = open_on(session, qtbot, unknown)
    dialog.open_assistant()
    pick(dialog, 3, "views")
    wait(session, qtbot)
    link(dialog, "TikTok").click()
    wait(session, qtbot)
    assert [dialog.model.data(dialog.model.index(row, 4)) for row in range(2)] == ["≈ estimé"] * 2
    dialog.answer("columns", "ignored=D")
    wait(session, qtbot)
    assert roles(dialog) == ["Date", "Libellé", "Montant", "Non utilisée"]
    assert [dialog.model.line(row).item.amount for row in range(2)] == [-1200, 18400]


def test_what_was_detected_is_turned_round_in_one_click(session: Session, qtbot, tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text("Date,Description,Amount\n03/04/2026,Shop,-12.00\n05/06/2026,Shop,-3.00\n", "utf-8")
    dialog = open_on(session, qtbot, path)
    dialog.answer("dates", "dmy")
    wait(session, qtbot)
    assert dialog.model.line(0).item.row.date == date(2026, 4, 3)
    (turn,) = [b for b in dialog.findChildren(QPushButton) if b.accessibleName() == "changer : mois, jour, année"]
    turn.click()
    wait(session, qtbot)
    assert dialog.model.line(0).item.row.date == date(2026, 3, 4)
    (sign,) = [b for b in dialog.findChildren(QPushButton) if "positif est une dépense" in b.accessibleName()]
    sign.click()
    wait(session, qtbot)
    assert dialog.model.line(0).item.amount == 1200


@pytest.mark.parametrize(("look", "percent"), [("light", 100), ("dark", 200)])
def test_it_fits_a_small_screen(session: Session, qtbot, qapp: QApplication, unknown: Path, look, percent) -> None:
    try:
        theme.apply(qapp, look, percent)
        dialog = open_on(session, qtbot, unknown)
        dialog.open_assistant()
        dialog.resize(1297, 729)
        QApplication.processEvents()
        assert dialog.width() <= 1297
        assert dialog.height() <= 729
        last = dialog._assistant.buttons[3]
        last.setFocus()
        for button in (dialog._import, last):
            assert button.isVisible()
    finally:
        theme.apply(qapp, "light")


def test_every_role_has_a_name() -> None:
    assert set(ROLE_NAMES) == set(CHOICES)


# Pasting


def test_a_page_is_pasted_and_imported(session: Session, qtbot) -> None:
    dialog = open_on(session, qtbot)
    QGuiApplication.clipboard().setText(PAGE)
    QApplication.processEvents()
    link(dialog, "Coller un tableau ou une page…").click()
    assert dialog.paste.field.toPlainText() == PAGE
    link(dialog, "Lire ce texte").click()
    wait(session, qtbot)
    assert dialog.stack.currentIndex() == PREVIEW
    assert "texte collé" in dialog._title.text()
    assert states(dialog) == ["+ nouveau"] * 2
    dialog.apply()
    qtbot.waitUntil(lambda: dialog.stack.currentIndex() == DONE)
    assert [(e.amount, e.stage) for e in session.ledger.earnings()] == [
        (12345, Stage.RECEIVED),
        (8010, Stage.ESTIMATED),
    ]


def test_a_text_that_is_no_table_is_refused_in_a_sentence(session: Session, qtbot) -> None:
    dialog = open_on(session, qtbot)
    QGuiApplication.clipboard().setText("")
    dialog.paste.open()
    assert not link(dialog, "Lire ce texte").isEnabled()
    dialog.paste.field.setPlainText("bonjour\nvoici ma page\n")
    link(dialog, "Lire ce texte").click()
    wait(session, qtbot)
    assert dialog.stack.currentIndex() == REFUSED
    assert dialog._reason.text()


def test_the_box_is_closed_at_first(session: Session, qtbot) -> None:
    dialog = open_on(session, qtbot)
    assert dialog.stack.currentIndex() == PICK
    assert not dialog.paste.field.isVisible()


# Rewards


def test_a_month_is_typed_with_the_keyboard_alone(session: Session, qtbot) -> None:
    dialog = RewardsDialog(session)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.amount.hasFocus)
    QTest.keyClicks(dialog.amount, "120,50")
    QTest.keyClick(dialog.amount, Qt.Key.Key_Tab)
    assert dialog.stage.hasFocus()
    QTest.keyClick(dialog.stage, Qt.Key.Key_Down)
    QTest.keyClick(dialog.amount, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    (earning,) = session.ledger.earnings()
    assert (earning.amount, earning.stage, earning.key) == (12050, Stage.PAYABLE, "creator-rewards:2026-11")


def test_what_was_said_before_is_shown_and_replaced(session: Session, qtbot) -> None:
    for amount in ("120", "80"):
        dialog = RewardsDialog(session)
        qtbot.addWidget(dialog)
        dialog.show()
        assert dialog._known.isVisible() == (amount == "80")
        dialog.amount.setText(amount)
        dialog.save()
    assert "120,00" in dialog._known.text()
    assert [e.amount for e in session.ledger.earnings()] == [8000]


@pytest.mark.parametrize("typed", ["", "beaucoup", "-3"])
def test_what_is_no_amount_is_not_kept(session: Session, qtbot, typed: str) -> None:
    dialog = RewardsDialog(session)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.amount.setText(typed)
    dialog.save()
    assert dialog.isVisible()
    assert not session.ledger.earnings()


def choose(dialog: RewardsDialog, source: Source) -> None:
    """As a click in the list."""
    name = source_name(*source) if any(source) else "Autre…"
    at = dialog.source.findText(f"TikTok : {name}" if source.platform == "TikTok" else name)
    dialog.source.setCurrentIndex(at)
    dialog.source.activated.emit(at)
    assert dialog.source.value() == source


def asked(session: Session, qtbot) -> RewardsDialog:
    dialog = RewardsDialog(session)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_an_invoice_is_noted_then_paid(session: Session, qtbot) -> None:
    dialog = asked(session, qtbot)
    choose(dialog, Source("", PARTNERSHIP))
    assert dialog.stage.currentText() == "facture envoyée"
    assert dialog.due.isVisible()
    dialog.amount.setText("300")
    dialog.save()
    assert dialog.isVisible(), "whose is not said"
    dialog.name.setText("Maison  Lune")
    dialog.due.setDate(QDate(2026, 12, 4))
    dialog.save()
    (earning,) = session.ledger.earnings()
    assert (earning.platform, earning.stage, earning.expected) == ("Maison Lune", Stage.PAYABLE, date(2026, 12, 4))

    later = asked(session, qtbot)
    assert later.source.value() == Source("", PARTNERSHIP), "the source typed last"
    later.name.setText("maison lune")
    assert "300,00" in later._known.text()
    assert later.amount.text() == "300.00"
    later.stage.setCurrentIndex(2)
    later.stage.activated.emit(2)
    assert not later.due.isVisible()
    later.save()
    (earning,) = session.ledger.earnings()
    assert (earning.platform, earning.amount, earning.stage) == ("Maison Lune", 30000, Stage.RECEIVED)


def test_diamonds_are_counted_and_only_guessed(session: Session, qtbot) -> None:
    dialog = asked(session, qtbot)
    choose(dialog, Source("TikTok", DIAMONDS))
    assert not dialog.stage.isVisible()
    assert not dialog.currency.isVisible()
    dialog.amount.setText("12,5")
    dialog.save()
    assert dialog.isVisible()
    dialog.amount.setText("12 400")
    assert "62,00" in dialog._explained.text()
    dialog.save()
    (earning,) = session.ledger.earnings()
    assert (earning.amount, earning.currency, earning.stage) == (6200, "USD", Stage.ESTIMATED)
    assert not earning.owed


def test_another_platform_is_typed_by_name_in_its_own_currency(session: Session, qtbot) -> None:
    dialog = asked(session, qtbot)
    choose(dialog, Source("", ""))
    dialog.name.setText("twitch")
    dialog.currency.setCurrentIndex(dialog.currency.findText("USD"))
    dialog.currency.activated.emit(dialog.currency.currentIndex())
    dialog.amount.setText("41,20")
    dialog.save()
    (earning,) = session.ledger.earnings()
    assert (earning.platform, earning.programme, earning.amount, earning.currency) == ("Twitch", "", 4120, "USD")
