"""Statements ticked off and locked in a real ledger: what they hold stays, unless the person says otherwise."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenk_desktop.core.errors import InputError, LedgerError, LockedError
from tenk_desktop.core.model import AccountKind, Split, Transaction
from tenk_desktop.core.reconciling import Sheet
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tests.store.conftest import bring, row, statement
from tests.store.dump import dump

TODAY = date(2026, 11, 22)
OCTOBER, NOVEMBER = date(2026, 10, 31), date(2026, 11, 20)


@pytest.fixture
def account(ledger: Ledger):
    """Three rows of October, two of November, on an account that opened with 100 EUR."""
    ledger.save(
        Transaction(0, 1, date(2026, 10, 3), -1250, "Café"),
        Transaction(0, 1, date(2026, 10, 5), 30000, "CROUS"),
        Transaction(0, 1, date(2026, 10, 30), -4000, "Chèque"),
        Transaction(0, 1, date(2026, 11, 2), -999, "Free"),
        Transaction(0, 1, date(2026, 11, 5), 30000, "CROUS"),
    )
    return ledger.accounts()[0]


def sheet(ledger: Ledger, account, day: date, closing: int, *payees: str) -> Sheet:
    """The next statement of an account, up to a day, with these payees ticked."""
    offered = ledger.next_statement(account, TODAY).sheet
    made = ledger.sheet(replace(offered, day=day, closing=closing))
    return made.toggled(r.id for r in made.rows if r.payee in payees)


def test_a_month_is_locked_and_the_next_starts_from_it(ledger: Ledger, account) -> None:
    october = sheet(ledger, account, OCTOBER, 38750, "Café", "CROUS")
    assert (october.since, october.opening, october.difference) == (date(2026, 10, 1), 10000, 0)
    assert [r.payee for r in october.rows] == ["Café", "CROUS", "Chèque"]
    ledger.lock_statement(october)
    (kept,) = ledger.statements(account.id)
    assert (kept.day, kept.closing, kept.residue, kept.rows, kept.held, kept.off) == (OCTOBER, 38750, 0, 2, 28750, 0)
    assert {t.payee for t in ledger.transactions() if t.reconciled} == {"Café", "CROUS"}

    november = sheet(ledger, account, NOVEMBER, 63751, "Chèque", "Free", "CROUS")
    assert (november.since, november.opening) == (date(2026, 11, 1), 38750)
    assert [r.payee for r in november.rows] == ["Chèque", "Free", "CROUS"], "an open row of last month is still offered"
    assert november.difference == 0
    ledger.lock_statement(november)
    assert ledger.check() == ()


def test_what_is_missing_needs_a_name(ledger: Ledger, account) -> None:
    short = sheet(ledger, account, OCTOBER, 38700, "Café", "CROUS")
    assert short.difference == -50
    before = dump(ledger.path)
    with pytest.raises(InputError, match="écart"):
        ledger.lock_statement(short)
    assert dump(ledger.path) == before
    ledger.lock_statement(short, " frais oubliés ")
    (kept,) = ledger.statements(account.id)
    assert (kept.residue, kept.residue_name, kept.off) == (-50, "frais oubliés", 0)
    assert ledger.next_statement(account, TODAY).sheet.opening == 38700, "the next starts from the bank's balance"


def test_a_sheet_older_than_the_ledger_is_refused(ledger: Ledger, account) -> None:
    october = sheet(ledger, account, OCTOBER, 38750, "Café", "CROUS")
    ledger.save(october.rows[0]._replace(amount=-1300))
    with pytest.raises(LedgerError):
        ledger.lock_statement(october)
    now = ledger.sheet(october)
    assert now.ticked == october.ticked
    assert now.difference == 50
    assert ledger.statements(account.id) == ()


def test_a_locked_row_is_changed_only_when_the_person_says_so(ledger: Ledger, account) -> None:
    ledger.lock_statement(sheet(ledger, account, OCTOBER, 38750, "Café", "CROUS"))
    cafe = next(t for t in ledger.transactions() if t.payee == "Café")
    before = dump(ledger.path)
    for asks in (
        lambda: ledger.save(cafe._replace(amount=-1)),
        lambda: ledger.save(cafe._replace(payee="Bar")),
        lambda: ledger.save(cafe._replace(splits=(Split(-1000), Split(-250)))),
        lambda: ledger.delete([cafe.id]),
    ):
        with pytest.raises(LockedError, match="pointé"):
            asks()
    assert dump(ledger.path) == before
    with ledger.unlocked():
        ledger.save(cafe._replace(amount=-1300))
    (kept,) = ledger.statements(account.id)
    assert (kept.rows, kept.off) == (2, 50), "the statement says what it is out by"
    with pytest.raises(LockedError):
        ledger.delete([cafe.id])
    ledger.undo()
    assert dump(ledger.path) == before


def test_what_leaves_its_statement_is_held_no_more(ledger: Ledger, account) -> None:
    ledger.lock_statement(sheet(ledger, account, OCTOBER, 38750, "Café", "CROUS"))
    cafe = next(t for t in ledger.transactions() if t.payee == "Café")
    with ledger.unlocked():
        ledger.save(cafe._replace(reconciled=False))
    assert ledger.statements(account.id)[0].rows == 1
    ledger.save(cafe._replace(reconciled=False, payee="Bar"))
    assert ledger.sheet(sheet(ledger, account, NOVEMBER, 0)).rows[0].payee == "Bar"


def test_rows_that_came_in_as_reconciled_are_ticked_already(ledger: Ledger, account) -> None:
    """As from an export of one's own: no statement is known of them, so they may be on this one, or not."""
    cafe = next(t for t in ledger.transactions() if t.payee == "Café")
    ledger.save(cafe._replace(reconciled=True))
    october = sheet(ledger, account, OCTOBER, 40000)
    assert october.ticked == {cafe.id}
    fresh = ledger.sheet(october.toggled([cafe.id]))
    assert fresh.ticked == frozenset(), "a tick taken away stays away"
    ledger.lock_statement(fresh.toggled(r.id for r in fresh.rows if r.payee == "CROUS"))
    assert {t.payee for t in ledger.transactions() if t.reconciled} == {"CROUS"}
    assert ledger.check() == ()


def test_only_the_last_statement_is_reopened(ledger: Ledger, account) -> None:
    fresh = dump(ledger.path)
    october = ledger.lock_statement(sheet(ledger, account, OCTOBER, 38750, "Café", "CROUS")).created[0]
    one = dump(ledger.path)
    november = ledger.lock_statement(sheet(ledger, account, NOVEMBER, 37751, "Free")).created[0]
    with pytest.raises(InputError):
        ledger.reopen_statement(october)
    ledger.reopen_statement(november)
    assert dump(ledger.path) == one
    ledger.reopen_statement(october)
    assert dump(ledger.path) == fresh


FILE = statement(row("2026-10-03", "-12.50", "CB CAFE DES ARTS"), row("2026-10-05", "300", "VIR CROUS", line=2))


def test_an_import_cannot_change_a_locked_row(ledger: Ledger) -> None:
    """The same operations again, worded by another layout of the bank and with another day for one of them."""
    bring(ledger, "octobre.csv", FILE)
    account = ledger.accounts()[0]
    found = ledger.next_statement(account, TODAY).sheet
    full = ledger.sheet(replace(found, since=date(2026, 10, 1), day=OCTOBER, opening=10000, closing=38750)).all_ticked()
    ledger.lock_statement(full)
    locked = [t for t in ledger.transactions() if t.reconciled]
    assert len(locked) == 2
    again = statement(
        row("2026-10-03", "-12.50", "CAFE DES ARTS PARIS"),
        row("2026-10-05", "300", "CROUS VIREMENT", line=2),
        row("2026-10-09", "-7", "PRESSE", line=3),
        header="h2",
    )
    bring(ledger, "octobre-bis.csv", again)
    bring(ledger, "octobre.csv", FILE)
    assert [t for t in ledger.transactions() if t.reconciled] == locked
    assert ledger.statements(account.id)[0].off == 0


def test_the_other_side_of_a_transfer_may_come_but_changes_no_locked_row(ledger: Ledger) -> None:
    """Both are one movement, which no longer counts as a cost; the locked row is what it was."""
    ledger.add_account(OpeningBalance("Livret A", 0, date(2026, 9, 30), AccountKind.SAVINGS))
    out = ledger.save(Transaction(0, 1, date(2026, 10, 12), -20000, "Virement vers Livret A")).created[0]
    found = replace(ledger.next_statement(ledger.accounts()[0], TODAY).sheet, day=OCTOBER, closing=-10000)
    ledger.lock_statement(ledger.sheet(replace(found, opening=10000)).all_ticked())
    before = ledger._all("SELECT * FROM txn WHERE id = ?", (out,))
    mine = statement(row("2026-10-12", "200", "VIREMENT DE COURANT"), header="livret")
    bring(ledger, "livret.csv", mine, account="Livret A")
    assert ledger._all("SELECT * FROM txn WHERE id = ?", (out,)) == before
    assert ledger.statements(1)[0].off == 0


def test_taking_back_an_import_asks_for_what_is_locked(ledger: Ledger) -> None:
    bring(ledger, "octobre.csv", FILE)
    account = ledger.accounts()[0]
    found = ledger.next_statement(account, TODAY).sheet
    full = ledger.sheet(replace(found, since=date(2026, 10, 1), day=OCTOBER, opening=10000, closing=38750)).all_ticked()
    ledger.lock_statement(full)
    before = dump(ledger.path)
    with pytest.raises(LockedError, match=r"octobre\.csv"):
        ledger.undo_import(1)
    assert dump(ledger.path) == before
    with ledger.unlocked():
        ledger.undo_import(1)
    assert ledger.transactions() == ()
    ledger.undo()
    assert dump(ledger.path) == before


def test_a_balance_of_a_file_is_offered(ledger: Ledger) -> None:
    bring(ledger, "octobre.csv", replace(FILE, closing=(date(2026, 10, 31), Decimal("387.50"))))
    offered = ledger.next_statement(ledger.accounts()[0], TODAY)
    assert offered.first
    assert offered.stated == {OCTOBER: 38750}
    full = offered.sheet.all_ticked()
    assert (full.since, full.opening, full.day, full.closing) == (date(2026, 10, 3), 10000, OCTOBER, 38750)
    assert full.difference == 0
    ledger.lock_statement(full)
    assert not ledger.next_statement(ledger.accounts()[0], TODAY).stated


steps = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(1, 60), st.integers(-9999, 9999).filter(bool)),
        st.tuples(st.just("lock"), st.integers(1, 60), st.sets(st.integers(0, 9))),
        st.tuples(st.just("change"), st.integers(0, 9), st.integers(-9999, 9999).filter(bool)),
        st.tuples(st.just("delete"), st.integers(0, 9), st.none()),
        st.tuples(st.just("reopen"), st.none(), st.none()),
    ),
    max_size=12,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_undo_and_redo_come_back_exactly(tmp_path_factory: pytest.TempPathFactory, taken: list) -> None:
    path = tmp_path_factory.mktemp("l") / "a.tenk"
    with Ledger.create(path, accounts=[OpeningBalance("Courant", 10_000)]) as ledger:
        states = [dump(path)]
        for what, first, second in taken:
            if _did(ledger, what, first, second):
                states.append(dump(path))
            for one in ledger.statements(1):
                held = sum(t.amount for t in ledger.transactions() if t.reconciled and _holds(ledger, one.id, t.id))
                assert one.opening + held + one.residue + one.off == one.closing
            assert ledger.check() == ()
        for state in reversed(states[:-1]):
            ledger.undo()
            assert dump(path) == state
        for state in states[1:]:
            ledger.redo()
            assert dump(path) == state


def _did(ledger: Ledger, what: str, first, second) -> bool:
    base, found = date(2026, 9, 30), ledger.transactions()
    try:
        if what == "add":
            return bool(ledger.save(Transaction(0, 1, base + timedelta(first), second, "x")))
        if what == "lock":
            offered = ledger.next_statement(ledger.accounts()[0], TODAY).sheet
            if offered is None:
                return False
            made = ledger.sheet(replace(offered, day=max(base + timedelta(first), offered.since)))
            made = made.toggled(r.id for i, r in enumerate(made.rows) if i in second)
            return bool(ledger.lock_statement(made, "reste"))
        if what == "reopen":
            done = ledger.statements(1)
            return bool(done and ledger.reopen_statement(done[-1].id))
        if first >= len(found):
            return False
        one = found[first]
        if what == "change":
            return one.amount != second and bool(ledger.save(one._replace(amount=second)))
        return bool(ledger.delete([one.id]))
    except LockedError:
        assert one.reconciled
        return False


def _holds(ledger: Ledger, reconciliation: int, txn: int) -> bool:
    sql = "SELECT 1 FROM reconciliation_row WHERE reconciliation_id = ? AND txn_id = ?"
    return bool(ledger._all(sql, (reconciliation, txn)))
