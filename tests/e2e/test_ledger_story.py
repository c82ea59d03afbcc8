"""A month of bookkeeping by keyboard alone: typed, split, moved between accounts, changed together, found again; then
everything is undone step by step to the very first file, and done again. Each key is counted.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from tenk_desktop.core.importing.planning import plan_file
from tenk_desktop.core.model import AccountKind, Filter, Transaction
from tenk_desktop.core.outlook.household import Rhythm, Schedule
from tenk_desktop.core.period import Period
from tenk_desktop.core.text import fold
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tenk_desktop.ui.dialogs.bulk import BulkDialog
from tenk_desktop.ui.dialogs.reconcile import ReconcileDialog
from tenk_desktop.ui.entry_row import EntryRow
from tenk_desktop.ui.pages.budget import BudgetPage
from tenk_desktop.ui.pages.calendar import CalendarPage
from tests.store.dump import dump

from .person import Person, one, shown
from .test_first_start import Keyboard

KEY = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
MOST = 60
"""Key presses that one operation may cost, from its first character to Enter."""

OCTOBER = """Date;Libellé;Montant
05/10/2026;VIR CROUS BOURSE;420,00
14/10/2026;CARTE 13/10 ATELIER ZEBULON;-17,50
28/10/2026;PRLV SCI DES LILAS LOYER;-620,00
""".encode("cp1252")

PLAIN = (  # QTest types ASCII only; payee, category as far as it is typed (nothing: as last time), amount, days earlier than the one before
    ("Loyer", "loy", "620", 0),
    ("CROUS", "bou", "420", 0),
    ("Monoprix", "cour", "23.41", 1),
    ("Boulangerie", "cour", "1,20+2", 0),
    ("Monoprix", "", "18,90", 2),
    ("Free Mobile", "tel", "19,99", 0),
    ("Cafe des arts", "rest", "4,20", 1),
    ("TikTok", "tiktok", "64,20", 0),
    ("Monoprix", "", "31", 2),
    ("Pharmacie", "sant", "12", 0),
    ("TCL", "tran", "69,50", 0),
    ("Boulangerie", "", "2,10", 1),
    ("Cafe des arts", "", "5", 0),
    ("Librairie", "", "17,50", 0),
    ("Cinema", "", "6,50", 2),
    ("Pressing", "", "9", 0),
    ("Monoprix", "", "22,15", 1),
)


class Book:
    """The person's window, keyboard and file, with every state the file has had."""

    def __init__(self, person: Person, path: Path) -> None:
        self.person, self.path, self.keys = person, path, Keyboard(person)
        self.states = [dump(path)]
        self.costs: list[int] = []

    @property
    def entry(self) -> EntryRow:
        return self.person.window.journal.entry

    def press(self, *keys: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.keys.press(*keys, held=held)

    def kept(self) -> None:
        """One more state of the file, which is not the one before."""
        self.states.append(dump(self.path))
        assert self.states[-1] != self.states[-2]

    def counted(self, typing: Callable[[], None]) -> Transaction:
        """Type an operation, with at most so many keys; answers it as it is kept."""
        assert self.entry.payee.hasFocus()
        before = self.keys.presses
        typing()
        self.costs.append(self.keys.presses - before)
        assert self.costs[-1] < MOST
        self.kept()
        assert self.entry.payee.hasFocus(), "ready for the next one"
        return max(self.person.ledger.transactions(), key=lambda t: t.id)

    def to(self, field: object) -> None:
        """Press Tab until the cursor is there."""
        for _ in range(20):
            here = self.person.window.focusWidget()
            if here is field or here.parent() is field:
                return
            self.press(KEY.Key_Tab)
        raise AssertionError(f"Tab never comes to {field}")


def test_a_month_by_keyboard_alone(start: Callable[..., Person], tmp_path: Path) -> None:
    path = tmp_path / "mois.tenk"
    october_and_a_bill(path)
    book = Book(start(path), path)
    book.press(KEY.Key_2)
    book.to(book.entry.payee)
    twenty_operations(book)
    a_rule_made_from_an_edit(book)
    a_budget_set(book)
    a_bill_moved(book)
    a_month_reconciled(book)
    found_again_and_changed(book)
    changed_together(book)
    everything_undone_and_done_again(book)


def october_and_a_bill(path: Path) -> None:
    """What there was before: a month as the bank states it, and a bill that comes back."""
    openings = (
        OpeningBalance("Courant", 50_000, date(2026, 9, 30)),
        OpeningBalance("Livret A", 20_000, date(2026, 9, 30), AccountKind.SAVINGS),
    )
    with Ledger.create(path, accounts=openings) as ledger:
        ledger.apply_import(plan_file("octobre.csv", OCTOBER, ledger.existing, account="Courant"))
        ledger.keep_schedule(Schedule("Assurance", -4_500, Rhythm(1, "month", 27)))


def twenty_operations(book: Book) -> None:
    """Seventeen plain ones, two splits and a transfer."""
    for payee, category, amount, earlier in PLAIN:
        one_operation(book, payee, category, amount, earlier)
    a_split_whose_rest_is_computed(book)
    a_split_into_three(book)
    a_transfer(book)
    rows = book.person.ledger.transactions()
    assert len(rows) == 3 + 21, "October's, and twenty, one of which has two sides"
    assert max(book.costs) < MOST
    assert book.person.ledger.check() == ()


def one_operation(book: Book, payee: str, category: str, amount: str, earlier: int) -> None:
    entry = book.entry

    def typing() -> None:
        if earlier:
            book.press(KEY.Key_Backtab)
            for _ in range(earlier):
                book.press(KEY.Key_Minus)
            book.press(KEY.Key_Tab)
        book.keys.type(payee)
        if category:
            book.to(entry.category)
            book.keys.type(category)
        book.to(entry.amount)
        book.keys.type(amount)
        book.press(KEY.Key_Return)

    day = entry.date.day()
    made = book.counted(typing)
    assert (made.payee, (day - made.date).days) == (payee, earlier)
    names = {c.id: c.name for c in book.person.ledger.categories()}
    if category:
        assert fold(names[made.category_id]).startswith(category)
    elif payee in {"Monoprix", "Boulangerie", "Cafe des arts"}:
        assert made.category_id is not None, "as last time"
    assert (made.amount > 0) == (payee in {"CROUS", "TikTok"})


def a_split_whose_rest_is_computed(book: Book) -> None:
    entry = book.entry

    def typing() -> None:
        book.keys.type("Bazar du coin")
        book.to(entry.amount)
        book.keys.type("52,30")
        book.press(KEY.Key_R, held=CTRL)
        book.keys.type("cour")
        book.press(KEY.Key_Tab)
        book.keys.type("40")
        book.press(KEY.Key_Tab, KEY.Key_Tab)
        assert "12,30" in entry.parts.lines[1].amount.placeholderText()
        book.keys.type("sant")
        book.press(KEY.Key_Return)

    made = book.counted(typing)
    assert [part.amount for part in made.splits] == [-4_000, -1_230]
    assert made.amount == -5_230
    assert not entry.parts.isVisible()


def a_split_into_three(book: Book) -> None:
    entry = book.entry

    def typing() -> None:
        book.keys.type("Ikea")
        book.to(entry.category)
        book.keys.type("loge")
        book.to(entry.amount)
        book.keys.type("100")
        book.press(KEY.Key_R, held=CTRL)
        assert entry.parts.lines[0].amount.hasFocus(), "the category was said already"
        book.keys.type("50")
        book.press(KEY.Key_Tab, KEY.Key_Tab)
        book.keys.type("cour")
        book.press(KEY.Key_Tab)
        book.keys.type("120")
        book.press(KEY.Key_Return)
        assert "dépassent de 70,00" in entry._meaning.text().replace("\N{NO-BREAK SPACE}", " ")
        book.press(KEY.Key_A, held=CTRL)
        book.keys.type("20+5")
        book.press(KEY.Key_Return)

    made = book.counted(typing)
    assert [part.amount for part in made.splits] == [-5_000, -2_500, -2_500]
    assert made.splits[-1].category_id is None, "the rest nobody sorted"


def a_transfer(book: Book) -> None:
    def typing() -> None:
        book.keys.type(">liv")
        book.to(book.entry.amount)
        assert book.entry.category.currentText() == "→ Livret A"
        book.keys.type("30")
        assert "passeront de Courant à Livret A" in book.entry._meaning.text()
        book.press(KEY.Key_Return)

    made = book.counted(typing)
    other = book.person.ledger.other_side(made.id)
    assert {made.amount, other.amount} == {-3_000, 3_000}
    assert {made.account_id, other.account_id} == {1, 2}
    assert made.payee == "Virement Livret A"


def a_rule_made_from_an_edit(book: Book) -> None:
    """One operation is sorted otherwise; the bar over the list asks whether always, and Enter says yes."""
    window = book.person.window
    look_for(book, "zebulon", "Atelier Zebulon")
    book.press(KEY.Key_F2)
    book.to(book.entry.category)
    book.press(KEY.Key_A, held=CTRL)
    book.keys.type("cade")
    book.to(book.entry.amount)
    book.press(KEY.Key_Return)
    book.kept()
    book.person.wait(window.journal.rule_bar.isVisible)
    book.press(KEY.Key_Return)
    book.kept()
    (rule,) = book.person.ledger.rules()
    names = {c.id: c.name for c in book.person.ledger.categories()}
    assert fold(names[rule.category_id]).startswith("cade")
    look_for(book, "", "")


def a_budget_set(book: Book) -> None:
    """The third page: Enter types what is planned for the first line there is."""
    person = book.person
    book.press(KEY.Key_3)
    (page,) = [p for p in person.window.findChildren(BudgetPage) if p.isVisible()]
    person.wait(lambda: page.model.rows)
    person.wait_for_work()
    assert page.table.hasFocus()
    november = Period.of(2026, 11)
    while not any(w.isVisible() for w in page.table.findChildren(QLineEdit)):
        book.press(KEY.Key_Down, KEY.Key_Return)
    book.keys.type("650")
    book.press(KEY.Key_Return)
    person.wait_for_work()
    book.kept()
    assert list(person.ledger.budgets().planned(november).values()) == [65_000]
    book.press(KEY.Key_Escape)


def a_bill_moved(book: Book) -> None:
    """The fourth page: the day of the bill, the bill, a week and a day later, seen and then accepted."""
    person = book.person
    book.press(KEY.Key_4)
    (page,) = [p for p in person.window.findChildren(CalendarPage) if p.isVisible()]
    person.wait_for_work()
    assert page.grid.hasFocus()
    book.press(KEY.Key_Down, KEY.Key_Left, KEY.Key_Left)
    assert page.grid.chosen() == date(2026, 11, 27)
    book.press(KEY.Key_Return)
    book.press(KEY.Key_Down, held=SHIFT)
    book.press(KEY.Key_Right, held=SHIFT)
    person.wait(page.change_card.accept.isEnabled)
    person.wait_for_work()
    book.press(KEY.Key_Return, KEY.Key_Return)
    person.wait_for_work()
    book.kept()
    assert "décalé au" in person.window.menus.undo.text()


def a_month_reconciled(book: Book) -> None:
    """October, as the bank states it: three ticks, and it is even."""
    person = book.person
    book.press(KEY.Key_2)
    book.press(KEY.Key_P, held=CTRL)
    dialog = one(d for d in shown(person.window, ReconcileDialog))
    dialog.activateWindow()  # without a window manager it does not come to the front by itself
    person.wait(dialog.closing.hasFocus)

    def tap(*keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(dialog.focusWidget(), key)
            book.keys.presses += 1

    tap(KEY.Key_2, KEY.Key_8, KEY.Key_2, KEY.Key_Comma, KEY.Key_5, KEY.Key_Tab, *[KEY.Key_Space] * 3)
    assert dialog._state.text().startswith("✓ C’est juste")
    tap(KEY.Key_Return)
    book.kept()
    tap(KEY.Key_Escape)
    person.wait(lambda: not dialog.isVisible())
    assert [(kept.closing, kept.rows) for kept in person.ledger.statements(1)] == [(28_250, 3)]


def look_for(book: Book, words: str, found: str) -> None:
    """Search, and put the cursor on the first row there is; without words, on all of them again."""
    journal = book.person.window.journal
    book.press(KEY.Key_F, held=CTRL)
    book.press(KEY.Key_A, held=CTRL)
    if words:
        book.keys.type(words)
        book.person.wait(lambda: set(book.person.payees()) == {found})
    else:
        book.press(KEY.Key_Delete)
        book.person.wait(lambda: journal.model.rowCount() == book.person.ledger.count())
    book.person.wait_for_work()
    book.to(journal.table)
    book.press(KEY.Key_Down)


def found_again_and_changed(book: Book) -> None:
    """A search, the row it finds changed and put back in place."""
    look_for(book, "cat:cour >30 mono", "Monoprix")
    book.press(KEY.Key_F2)
    assert book.entry.payee.selectedText() == "Monoprix"
    book.to(book.entry.amount)
    book.press(KEY.Key_A, held=CTRL)
    book.keys.type("-32")
    book.press(KEY.Key_Return)
    book.kept()
    assert book.person.ledger.count_and_sum(Filter(search="mono =32"))[0] == 1


def changed_together(book: Book) -> None:
    """All rows put into one category, seen before it is written; one duplicated; one deleted."""
    journal, ledger = book.person.window.journal, book.person.ledger
    look_for(book, "", "")
    book.press(KEY.Key_A, held=CTRL)
    assert "24 choisies" in journal._summary.text()
    book.press(KEY.Key_E, held=CTRL)
    dialog = one(d for d in shown(book.person.window, BulkDialog))
    dialog.activateWindow()  # without a window manager it does not come to the front by itself
    book.person.wait(dialog.isActiveWindow)
    book.keys.type("lo")  # the list goes to « Logement » or « Loisirs », as it is typed
    chosen = dialog.category.currentText()
    assert chosen.startswith("Lo")
    assert len(dialog.plan.left_out) == 7, "three reconciled, two splits and the two sides of a transfer"
    count = len(dialog.plan.changes)
    book.press(KEY.Key_Tab, KEY.Key_Tab)
    book.press(KEY.Key_Return)
    book.kept()
    under = next(c.id for c in ledger.categories() if c.name == chosen)
    assert count >= 15
    assert len([t for t in ledger.transactions() if t.category_id == under]) == 17

    book.to(journal.table)
    book.press(KEY.Key_Home, held=CTRL)
    book.press(KEY.Key_D, held=CTRL)
    book.press(KEY.Key_Return)
    book.kept()
    assert len(ledger.transactions()) in (25, 26)
    book.to(journal.table)
    book.press(KEY.Key_Delete)
    book.kept()


def everything_undone_and_done_again(book: Book) -> None:
    """To the letter, one step after the other."""
    book.to(book.person.window.journal.table)
    for state in reversed(book.states[:-1]):
        book.press(KEY.Key_Z, held=CTRL)
        book.person.wait_for_work()
        assert dump(book.path) == state
    assert len(book.person.ledger.transactions()) == 3
    for state in book.states[1:]:
        book.press(KEY.Key_Z, held=CTRL | SHIFT)
        book.person.wait_for_work()
        assert dump(book.path) == state
    assert book.person.ledger.check() == ()
