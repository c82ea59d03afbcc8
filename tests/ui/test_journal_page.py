"""The journal by keyboard: splits, transfers, several at once, searches shown where they hit, saved filters."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tenk_desktop.core.model import AccountKind, Filter, Split, Transaction
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tenk_desktop.ui import table_model, theme
from tenk_desktop.ui.dialogs.bulk import BulkDialog
from tenk_desktop.ui.entry_row import EntryRow
from tenk_desktop.ui.journal_category import best_named, without_arrow
from tenk_desktop.ui.journal_day import DayEdit
from tenk_desktop.ui.money import HIDDEN
from tenk_desktop.ui.pages import journal
from tenk_desktop.ui.pages.journal import JournalPage
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.table_model import HELD, PAGE, PAYEE, TransactionsModel

from .conftest import TODAY, category

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(session: Session, qtbot) -> Iterator[JournalPage]:
    made = JournalPage(session)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    qtbot.waitExposed(made)
    yield made
    qtbot.waitUntil(lambda: not session.jobs.busy)


def newest(session: Session) -> Transaction:
    return max(session.ledger.transactions(), key=lambda t: t.id)


def select(page: JournalPage, *rows: int) -> None:
    flags = QItemSelectionModel.SelectionFlag
    page.table.clearSelection()
    for row in rows:
        page.table.selectionModel().select(page.model.index(row, 0), flags.Select | flags.Rows)


def row_of(page: JournalPage, payee: str) -> int:
    return next(i for i in range(page.model.rowCount()) if page.model.transaction(i).payee == payee)


# fields


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("cour", "Courses"), ("SANTE", "Santé"), ("sorties", "Restaurants & sorties"), ("zzz", None), ("", None)],
)
def test_a_category_is_meant_by_its_first_letters(typed: str, meant: str | None) -> None:
    names = ["Restaurants & sorties", "Courses", "Santé"]
    at = best_named(typed, names)
    assert (names[at] if at is not None else None) == meant


@pytest.mark.parametrize(("typed", "target"), [("-> Livret", "Livret"), (">l", "l"), ("→ x", "x"), ("Livret", None)])
def test_an_arrow_names_an_account(typed: str, target: str | None) -> None:
    assert without_arrow(typed) == target


def test_keys_change_the_day_across_months(qtbot) -> None:
    field = DayEdit(date(2026, 10, 31))
    qtbot.addWidget(field)
    for key, day in (
        (KEY.Key_Plus, date(2026, 11, 1)),
        (KEY.Key_Down, date(2026, 10, 31)),
        (KEY.Key_Minus, date(2026, 10, 30)),
        (KEY.Key_Up, date(2026, 10, 31)),
        (KEY.Key_PageUp, date(2026, 11, 30)),
        (KEY.Key_PageDown, date(2026, 10, 30)),
    ):
        QTest.keyClick(field, key)
        assert field.day() == day


def test_a_date_is_typed_whole_however_one_came_to_it(qtbot) -> None:
    field = DayEdit(date(2026, 10, 31))
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    qtbot.waitUntil(field.isActiveWindow)
    for reason in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, None):
        field.clearFocus()
        field.show_day(date(2026, 10, 31))
        field.setFocus(reason or Qt.FocusReason.OtherFocusReason)
        if reason is None:
            field.selectAll()
        QTest.keyClicks(field, "22/11/2025")
        assert field.day() == date(2025, 11, 22)
    field.show_day(date(2026, 10, 31))
    QTest.mouseClick(field.lineEdit(), Qt.MouseButton.LeftButton, pos=QPoint(4, 8))
    qtbot.wait(20)
    QTest.keyClicks(field, "22")
    assert field.day() == date(2026, 10, 22)


# splits


def fill(entry: EntryRow, payee: str, amount: str) -> None:
    entry.payee.setText(payee)
    entry.amount.setText(amount)


def test_a_split_is_kept_only_when_exact(page: JournalPage, session: Session) -> None:
    entry, food = page.entry, category(session.ledger, "Courses")
    fill(entry, "Bazar", "50")
    entry.split()
    first, second = entry.parts.lines
    first.category.choose(food)
    first.amount.setText("60")
    second.amount.setText("")
    count = session.ledger.count()
    entry.submit()
    assert session.ledger.count() == count
    assert entry._meaning.property("role") == "problem"
    first.amount.setText("20")
    second.amount.setText("-40")
    assert len(entry.parts.lines) == 3, "the rest opens a line of its own"
    entry.submit()
    assert session.ledger.count() == count
    assert "dépassent de 10,00" in entry._meaning.text()
    second.amount.setText("25")
    entry.submit()
    assert newest(session).splits == (Split(-2_000, food), Split(-2_500), Split(-500))


def test_the_rest_never_goes_the_other_way_by_itself(page: JournalPage, session: Session) -> None:
    fill(page.entry, "Bazar", "50")
    page.entry.split()
    page.entry.parts.lines[0].amount.setText("60")
    count = session.ledger.count()
    page.entry.submit()
    assert session.ledger.count() == count
    assert "dépassent" in page.entry._meaning.text()
    page.entry.parts.lines[1].amount.setText("+10")  # a discount, said so
    page.entry.submit()
    assert [part.amount for part in newest(session).splits] == [-6_000, 1_000]


def test_an_operation_there_is_can_be_split_and_made_whole_again(page: JournalPage, session: Session) -> None:
    page.table.selectRow(row_of(page, "Monoprix"))
    page.table.setFocus()
    page.split_chosen()
    entry = page.entry
    assert entry.parts.lines[0].category.currentText() == "Courses"
    assert entry.parts.lines[0].amount.hasFocus()
    entry.parts.lines[0].amount.setText("300")
    entry.parts.lines[1].memo.setText("cadeau")
    entry.submit()
    kept = next(t for t in session.ledger.transactions() if t.payee == "Monoprix")
    assert [(p.amount, p.memo) for p in kept.splits] == [(-30_000, ""), (-5_530, "cadeau")]
    assert session.ledger.count_and_sum(Filter(search="cadeau"))[0] == 1
    entry.change(kept)
    QTest.keyClick(entry.payee, KEY.Key_R, CTRL)  # Ctrl+R again: one category
    entry.split() if entry.parts.open_now else None
    entry.category.choose(category(session.ledger, "Courses"))
    entry.submit()
    kept = session.ledger.transaction(kept.id)
    assert (kept.splits, kept.category_id) == ((), category(session.ledger, "Courses"))


def test_amounts_hidden_hide_the_rest_too(page: JournalPage, session: Session) -> None:
    session.hide_amounts(hidden=True)
    fill(page.entry, "Bazar", "50")
    page.entry.split()
    assert HIDDEN in page.entry.parts.lines[0].amount.placeholderText()
    assert "50" not in page.entry._meaning.text()


# transfers


def test_an_account_as_the_category_makes_both_sides(page: JournalPage, session: Session) -> None:
    entry = page.entry
    fill(entry, "Épargne", "20")
    entry.category.setEditText("-> livret")
    assert "passeront de Courant à Livret" in entry._meaning.text()
    entry.submit()
    out, into = sorted(session.ledger.transactions()[:2], key=lambda t: t.amount)
    assert (out.amount, out.transfer_to, into.amount, into.account_id) == (-2_000, 2, 2_000, 2)
    session.ledger.undo()
    assert session.ledger.count() == 8
    entry.payee.setText(">livret")
    entry.amount.setText("+20")
    entry.submit()
    assert newest(session).transfer_to is not None
    assert {t.amount for t in session.ledger.transactions()[:2]} == {-2_000, 2_000}


def test_a_wallet_is_no_side_of_a_transfer(page: JournalPage, session: Session) -> None:
    """What a platform pays out of it is income: tied, it would vanish from the month."""
    session.ledger.add_account(OpeningBalance("TikTok", None, kind=AccountKind.WALLET))
    page.refresh()
    payout = next(t for t in session.ledger.transactions() if t.payee == "TikTok")
    page.entry.change(payout)
    page.entry.payee.setText(">tiktok")
    page.entry.submit()
    assert session.ledger.transaction(payout.id).transfer_to is None


def test_what_changed_meanwhile_is_not_written_over(page: JournalPage, session: Session) -> None:
    shown = session.ledger.transactions()[0]
    page.entry.change(shown)
    session.ledger.save(shown._replace(memo="d’ailleurs"))
    page.entry.payee.setText("Autre")
    page.entry.submit()
    assert session.ledger.transaction(shown.id) == shown._replace(memo="d’ailleurs")
    assert page.entry.payee.text() == "Autre", "what was typed is still there"
    session.ledger.delete([shown.id])
    page.entry.submit()
    assert session.ledger.count() == 7


def test_a_side_that_is_there_already_is_taken(page: JournalPage, session: Session) -> None:
    there = session.ledger.save(Transaction(0, 2, TODAY - timedelta(2), 2_000, "VIR RECU")).created[0]
    fill(page.entry, "Épargne", "20")
    page.entry.category.setEditText("→ Livret")
    page.entry.submit()
    assert session.ledger.other_side(there).payee == "Épargne"
    assert session.ledger.count() == 10


def test_changing_one_side_changes_the_other(page: JournalPage, session: Session) -> None:
    one = Transaction(0, 1, TODAY, -2_000, "Épargne")
    out, into = session.write(
        lambda ledger: ledger.save_transfer(one, one._replace(account_id=2, amount=2_000))
    ).created
    page.entry.change(session.ledger.transaction(out))
    assert not page.entry.category.isEnabled()
    page.entry.amount.setText("-25")
    page.entry.payee.setText("Mis de côté")
    page.entry.date.show_day(TODAY - timedelta(1))
    page.entry.submit()
    sides = [session.ledger.transaction(i) for i in (out, into)]
    assert [(t.amount, t.payee, t.date) for t in sides] == [
        (-2_500, "Mis de côté", TODAY - timedelta(1)),
        (2_500, "Mis de côté", TODAY - timedelta(1)),
    ]
    page._reveal(out)
    page.duplicate()
    page.entry.submit()
    assert session.ledger.count() == 12, "both sides of it"
    page._reveal(out)
    page._delete()
    assert session.ledger.transaction(into) is None, "a transfer is one thing"


def test_the_other_side_of_a_conversion_keeps_its_amount_and_a_side_its_parts(
    page: JournalPage, session: Session
) -> None:
    session.write(lambda ledger: ledger.add_account(OpeningBalance("Dollars", 0, currency="USD")))
    (dollars,) = [a.id for a in session.ledger.accounts_named() if a.currency == "USD"]
    out = Transaction(0, dollars, TODAY, -7_000, "Conversion", splits=(Split(-6_900), Split(-100, None, "frais")))
    into = Transaction(0, 1, TODAY, 6_420, "Conversion")
    sides = session.write(lambda ledger: ledger.save_transfer(out, into)).created
    page.entry.change(session.ledger.transaction(sides[0]))
    assert page.entry.category.currentText() == "→ Courant"
    page.entry.payee.setText("Change")
    page.entry.submit()
    kept, other = (session.ledger.transaction(i) for i in sides)
    assert (kept.payee, kept.splits, kept.transfer_to) == ("Change", out.splits, 1)
    assert (other.amount, other.transfer_to) == (6_420, dollars)


def test_the_accounts_a_month_counts_are_those_in_the_ledgers_currency(page: JournalPage, session: Session) -> None:
    session.write(lambda ledger: ledger.add_account(OpeningBalance("Dirhams", 0, currency="MAD")))
    (abroad,) = [a.id for a in session.ledger.accounts_named() if a.currency == "MAD"]
    session.write(lambda ledger: ledger.save(Transaction(0, abroad, TODAY, -6_000, "Taxi")))
    page.filters.offer()
    at = page.account.findText("Comptes courants, hors virements internes")
    page.account.setCurrentIndex(at)
    page.account.activated.emit(at)
    assert page.filters.asked == Filter(spending_only=True, currency="EUR")
    shown = [page.model.transaction(i) for i in range(page.model.rowCount())]
    assert shown
    assert abroad not in {t.account_id for t in shown}
    page.filters.show_filter(Filter(spending_only=True))
    page.filters.offer()
    assert page.account.currentIndex() == at, "what a page asks for is said by the same words"


def test_an_untied_transfer_leaves_two_operations(page: JournalPage, session: Session) -> None:
    one = Transaction(0, 1, TODAY, -2_000, "Épargne")
    out, into = session.write(
        lambda ledger: ledger.save_transfer(one, one._replace(account_id=2, amount=2_000))
    ).created
    page._reveal(into)
    page.untie()
    assert session.ledger.other_side(out) is None
    assert session.ledger.count() == 10
    session.undo()
    assert session.ledger.other_side(out).id == into


def test_an_unknown_category_is_said_and_kept(page: JournalPage, session: Session) -> None:
    count = session.ledger.count()
    fill(page.entry, "Bazar", "5")
    page.entry.category.setEditText("xyzzy")
    page.entry.submit()
    assert session.ledger.count() == count
    assert "n’existe pas" in page.entry._meaning.text()
    assert page.entry.category.currentText() == "xyzzy"


def test_two_sides_are_proposed_accepted_and_taken_back(page: JournalPage, session: Session, qtbot) -> None:
    bar = page.transfers
    session.write(
        lambda ledger: ledger.save(
            Transaction(0, 1, TODAY, -4_000, "VIR LIVRET"), Transaction(0, 2, TODAY, 4_000, "VIR RECU")
        )
    )
    qtbot.waitUntil(bar.isVisible)
    assert "40,00" in bar._text.text()
    assert "VIR RECU" in bar._text.text()
    page.table.setFocus()
    QTest.keyClick(page.table, KEY.Key_L, CTRL)
    assert not bar.isVisible()
    assert newest(session).transfer_to is not None
    session.undo()
    qtbot.waitUntil(bar.isVisible)
    bar.refuse.click()
    assert not bar.isVisible()
    with qtbot.waitSignal(bar.found):
        session.write(lambda ledger: ledger.save(Transaction(0, 1, TODAY, -1, "Autre")))
    assert not bar.isVisible(), "refused is refused"


# several at once


def test_the_sum_of_what_is_chosen_is_live(page: JournalPage) -> None:
    cafes = [i for i in range(8) if page.model.transaction(i).payee == "Café des arts"]
    select(page, *cafes)
    assert page._summary.text().startswith("2 choisies")
    assert "−4,20" in page._summary.text()
    select(page, cafes[0])
    assert page._summary.text().startswith("8 opérations")


def test_the_sum_of_many_is_worked_out_aside(page: JournalPage, session: Session, qtbot, monkeypatch) -> None:
    monkeypatch.setattr(journal, "AT_HAND", 2)
    select(page, 0, 1, 2, 6, 7)
    rows = [page.model.transaction(i).amount for i in (0, 1, 2, 6, 7)]
    said = session.money(sum(rows), sign=True)
    qtbot.waitUntil(lambda: page._summary.text() == f"5 choisies, somme {said}")


def test_only_a_transfer_can_be_untied_from_the_menu(page: JournalPage, session: Session) -> None:
    session.ledger.save_transfer(Transaction(0, 1, TODAY, -1000, "Épargne"), Transaction(0, 2, TODAY, 1000, "Épargne"))
    page.refresh()
    for row, tied in ((row_of(page, "Loyer"), False), (row_of(page, "Épargne"), True)):
        select(page, row)
        page._context_menu(QPoint(5, 5))
        assert page._untie.isEnabled() is tied
        QApplication.activePopupWidget().close()
        assert page._untie.isEnabled(), "the list of all actions asks no row"


def test_several_are_changed_after_a_look(page: JournalPage, session: Session) -> None:
    locked = session.ledger.transactions(Filter(search="crous"))[0]
    session.ledger.save(locked._replace(reconciled=True))
    page.refresh()
    page.table.selectAll()
    page.table.setFocus()
    page.change_chosen()
    dialog = page.findChild(BulkDialog)
    assert not dialog._apply.isEnabled()
    dialog.payee.setText("Tous")
    assert "7 opérations changent" in dialog._said.text()
    assert "1 reste telle quelle" in dialog._said.text()
    texts = [dialog.table.item(r, 3).text() for r in range(dialog.table.rowCount())]
    assert texts[0] == "reste telle quelle : pointée avec un relevé"
    assert "Monoprix → Tous" in texts
    before = session.ledger.transactions()
    dialog._apply.click()
    assert {t.payee for t in session.ledger.transactions()} == {"Tous", "CROUS"}
    session.ledger.undo()
    assert session.ledger.transactions() == before


def test_what_is_typed_goes_to_the_account_shown_alone_and_back(page: JournalPage) -> None:
    here = page.entry.account.currentText()
    assert here != "Livret"
    page.show_filter(Filter(account_id=2))
    assert page.entry.account.currentText() == "Livret"
    page.show_filter(Filter())
    assert page.entry.account.currentText() == here


def test_several_do_not_go_to_a_platforms_wallet(page: JournalPage, session: Session) -> None:
    session.ledger.add_account(OpeningBalance("TikTok", None, kind=AccountKind.WALLET))
    page.refresh()
    select(page, 0, 1)
    page.change_together()
    dialog = page.findChild(BulkDialog)
    offered = [dialog.account.itemText(i) for i in range(dialog.account.count())]
    assert "Livret" in offered
    assert "TikTok" not in offered


def test_several_go_to_another_account_after_a_look(page: JournalPage, session: Session) -> None:
    ledger = session.ledger
    ledger.add_account(OpeningBalance("Dollars", currency="USD"))
    one = next(t for t in ledger.transactions() if t.payee == "Loyer")
    ledger.save_transfer(
        Transaction(0, 1, TODAY, -1000, "Épargne"), Transaction(0, 2, TODAY, 1000, "Épargne")
    )  # one side of it is on Livret
    page.refresh()
    select(page, row_of(page, "Loyer"), *(i for i in range(2) if page.model.transaction(i).account_id == 1))
    page.change_together()
    dialog = page.findChild(BulkDialog)
    dialog.account.setCurrentIndex(dialog.account.findText("Livret"))
    texts = [dialog.table.item(r, 3).text() for r in range(dialog.table.rowCount())]
    assert texts == ["reste telle quelle : l’autre côté de ce virement est sur ce compte", "Courant → Livret"]
    before = ledger.transactions()
    dialog._apply.click()
    assert ledger.transaction(one.id).account_id == 2
    ledger.undo()
    assert ledger.transactions() == before
    select(page, row_of(page, "Loyer"))
    page.change_together()
    dialog = page.findChildren(BulkDialog)[-1]
    dialog.account.setCurrentIndex(dialog.account.findText("Dollars"))
    assert "autre monnaie" in dialog.table.item(0, 3).text()
    assert not dialog._apply.isEnabled()
    dialog.reject()


# looking for


def test_a_kept_filter_is_shown_again(page: JournalPage, session: Session, qtbot) -> None:
    page.search.setText("cafe >1")
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    page.filters.keep("Cafés")
    page.show_filter(Filter())
    assert page.model.rowCount() == 8
    menu = page.filters.kept_menu()
    next(a for a in menu.actions() if a.text() == "Cafés").trigger()
    assert page.search.text() == "cafe >1"
    assert page.model.rowCount() == 2
    menu.deleteLater()
    session.ledger.undo()
    assert session.ledger.kept_filters() == {}


def test_what_was_looked_for_is_marked(page: JournalPage) -> None:
    plain = page.table.viewport().grab().toImage()
    page.show_filter(Filter(search="cafe"))
    assert page.model.words == ("cafe",)
    marked = page.table.viewport().grab().toImage()
    rect = page.table.visualRect(page.model.index(0, PAYEE))
    line = QColor(theme.colours().warn)

    def lined(image: QImage) -> int:
        across = range(rect.left(), rect.left() + 60)
        return max(sum(image.pixelColor(x, y) == line for x in across) for y in range(rect.top(), rect.bottom()))

    assert lined(plain) == 0
    assert lined(marked) > 15


# a long list


@pytest.fixture
def long(tmp_path, qapp) -> Iterator[Session]:
    from tenk_desktop.ui.jobs import Jobs

    path = tmp_path / "long.tenk"
    with Ledger.create(path, accounts=[OpeningBalance("Courant", 0)]) as ledger:
        ledger.save(*(Transaction(0, 1, TODAY - timedelta(days=i // 9), -1 - i, f"P{i}") for i in range(30 * PAGE + 7)))
    made = Session(Ledger.open(path), Jobs(), lambda: TODAY)
    yield made
    made.close()


def test_any_place_is_reached_and_little_is_held(long: Session) -> None:
    model = TransactionsModel(long)
    model.show_filter(Filter())
    everything = long.ledger.transactions()
    assert model.rowCount() == len(everything)
    assert not model.canFetchMore(QModelIndex())
    for row in (len(everything) - 1, 0, 3_000, 2_999, 17 * PAGE, 17 * PAGE - 1, 5_555):
        assert model.transaction(row) == everything[row]
        assert model.row_of(everything[row].id) == row
    assert [t.id for t in model.between(195, 405)] == [t.id for t in everything[195:406]]
    for row in range(0, len(everything), PAGE):
        model.transaction(row)
    assert len(model._pages) <= HELD
    with pytest.raises(IndexError):
        model.transaction(len(everything))


def test_a_filtered_list_forgets_far_pages_and_finds_them_again(long: Session, monkeypatch) -> None:
    monkeypatch.setattr(table_model, "HELD", 3)
    model = TransactionsModel(long)
    wanted = Filter(end=TODAY)
    model.show_filter(wanted)
    while model.canFetchMore(QModelIndex()):
        model.fetchMore(QModelIndex())
    everything = long.ledger.transactions(wanted)
    assert model.rowCount() == len(everything)
    assert len(model._pages) <= 3
    assert [model.transaction(i).id for i in range(len(everything))] == [t.id for t in everything]
    assert model.row_of(everything[2_345].id) == 2_345
    newer = long.ledger.transactions(Filter(start=TODAY))[0]
    assert model.row_of(newer.id) is None


def test_rows_that_another_program_took_away_are_blank(long: Session) -> None:
    model = TransactionsModel(long)
    model.show_filter(Filter())
    with Ledger.open(long.ledger.path) as other:
        other.delete([t.id for t in other.transactions()[10:]])
    assert model.data(model.index(5_000, PAYEE)) == ""
    for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
        assert "€" not in str(model.data(model.index(5_000, table_model.BALANCE), role))


def test_the_row_chosen_may_be_taken_away_by_another_program(long: Session, qtbot) -> None:
    page = JournalPage(long)
    qtbot.addWidget(page)
    page.refresh()
    page.table.setCurrentIndex(page.model.index(5_000, PAYEE))
    for row in range(0, (HELD + 1) * PAGE, PAGE):
        page.model.transaction(row)
    with Ledger.open(long.ledger.path) as other:
        other.delete([t.id for t in other.transactions()[10:]])
    page.refresh()
    assert page.model.rowCount() == 10
    assert page.table.currentIndex().row() == 9


# the balance of one account


def test_the_balance_stands_in_place_of_the_account_where_one_is_chosen(page: JournalPage, session: Session) -> None:
    def hidden() -> tuple[bool, bool]:
        return page.table.isColumnHidden(table_model.BALANCE), page.table.isColumnHidden(table_model.ACCOUNT)

    assert hidden() == (True, False)
    page.show_filter(Filter(account_id=1))
    assert hidden() == (False, True)
    page.filters.search.setText("café")
    page.filters._read()
    assert hidden() == (True, True), "between hits there are other operations"
    unknown = session.ledger.add_account(OpeningBalance("Espèces")).created[0]
    page.show_filter(Filter(account_id=unknown))
    assert hidden() == (True, True)
    assert "solde inconnu" in page._summary.text()


def test_a_balance_typed_meanwhile_is_followed(page: JournalPage, session: Session) -> None:
    page.show_filter(Filter(account_id=1))
    session.write(lambda ledger: ledger.set_balance(1, 5000, TODAY))
    shown = page.model.data(page.model.index(0, table_model.BALANCE))
    assert shown == "50,00\N{NO-BREAK SPACE}€"


def test_what_is_typed_while_one_account_is_shown_is_its_own(page: JournalPage, session: Session) -> None:
    page.show_filter(Filter(account_id=2))
    page.entry.payee.setText("Intérêts")
    page.entry.amount.setText("+3")
    page.show_filter(Filter(account_id=1))  # what is being typed stays where it was begun
    page.entry.submit()
    assert newest(session).account_id == 2
    page.show_filter(Filter(account_id=1))
    page.entry.change(page.model.transaction(0))
    page.show_filter(Filter(account_id=2))
    assert page.entry.account.currentIndex() == 0
    page.entry.give_up()
    assert page.entry.account.currentIndex() == 1
