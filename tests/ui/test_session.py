"""Every write says what it changed; refusals are said; others' writes are noticed."""

from tenk_desktop.core.errors import InputError
from tenk_desktop.core.model import Changes, Transaction
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.ui.money import HIDDEN
from tenk_desktop.ui.session import Session

from .conftest import TODAY


def test_a_write_says_what_it_changed(session: Session, qtbot) -> None:
    with qtbot.waitSignal(session.changed) as heard:
        changes = session.write(lambda ledger: ledger.save(Transaction(0, 1, TODAY, -100, "Pain")))
    assert heard.args == [changes]
    assert "txn" in changes.tables


def test_a_refusal_is_said_and_nothing_changed(session: Session) -> None:
    heard: list[object] = []
    session.refused.connect(heard.append)
    session.changed.connect(heard.append)
    before = session.ledger.count_and_sum()
    assert session.write(lambda ledger: ledger.save(Transaction(0, 1, TODAY, -100, "  "))) is None
    assert [type(h) for h in heard] == [InputError]
    assert session.ledger.count_and_sum() == before


def test_another_process_is_noticed_once(session: Session) -> None:
    heard: list[Changes] = []
    session.changed.connect(heard.append)
    session.look_again()
    assert not heard
    with Ledger.open(session.ledger.path) as other:
        other.save(Transaction(0, 1, TODAY, -100, "Pain"))
    session.look_again()
    session.look_again()
    assert len(heard) == 1


def test_a_long_write_runs_elsewhere_and_is_heard_once(session: Session, qtbot) -> None:
    heard: list[object] = []
    session.changed.connect(heard.append)
    one = session.ledger.transactions(limit=1)[0]
    done: list[object] = []
    session.write_later("", lambda ledger, _p: ledger.save(one._replace(payee="Autre")), done.append, done.append)
    qtbot.waitUntil(lambda: bool(done))
    session.look_again()  # our own worker is not another process
    assert heard == done
    assert session.ledger.transaction(one.id).payee == "Autre"


def test_hidden_amounts(session: Session) -> None:
    assert "1,23" in session.money(123)
    session.hide_amounts(True)
    assert session.money(123).startswith(HIDDEN)
    assert not any(c.isdigit() for c in session.money(123456, "XOF"))


def test_opening_nothing_keeps_the_ledger(session: Session, tmp_path) -> None:
    heard: list[object] = []
    session.refused.connect(heard.append)
    before = session.ledger
    assert not session.open(tmp_path / "absent.tenk")
    assert session.ledger is before
    assert len(heard) == 1
