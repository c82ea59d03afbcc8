"""Long stories through the window, with real files and a real ledger: what someone does, and what they then see."""

import hashlib
import json
import re
import sqlite3
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QMessageBox, QPushButton
from shiboken6 import isValid

from tenk_desktop.core.model import Filter, Transaction
from tenk_desktop.core.period import last_periods
from tenk_desktop.core.resources import resource
from tenk_desktop.core.text import amount_text
from tenk_desktop.store import places
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tenk_desktop.store.schema import MIGRATIONS
from tenk_desktop.ui.dialogs.import_dialog import DONE, PICK, PREVIEW, REFUSED
from tenk_desktop.ui.money import HIDDEN
from tenk_desktop.ui.widgets import Card
from tests.store.dump import dump

from .conftest import TODAY
from .person import Person, bare, one, readable, shown, table_texts, texts

Start = Callable[..., Person]


def test_first_start_import_and_look_at_a_month(person: Person, bank: Path, orders: Path) -> None:
    page = person.window.month_end
    assert person.ledger.path == places.first_ledger()
    doors = [b.text() for b in page.empty.buttons if b.isVisible()]
    assert len(doors) == 3
    assert {"Importer un fichier…", "Voir un exemple"} < set(doors)
    empty = dump(person.ledger.path)

    person.press("Importer un fichier…")
    dialog = person.dialog
    person.choosing(bank, orders)
    person.press("Choisir des fichiers…", dialog)
    person.wait_for_work()
    lines = bank.read_bytes().decode("cp1252").splitlines()
    count = len(lines) - 1 - next(i for i, line in enumerate(lines) if line.startswith("Date"))
    assert dialog.model.rowCount() == count
    assert {row[0] for row in table_texts(dialog.table)} == {"+ nouveau"}
    assert dialog._counts.text() == f"{count} nouvelles"
    assert "encore 1 fichier" in dialog._title.text()
    assert dump(person.ledger.path) == empty, "nothing is written before « Importer »"

    person.press(f"Importer {count} opérations", dialog)
    person.wait(lambda: orders.name in dialog._title.text() and dialog.model.rowCount())
    assert person.ledger.count_and_sum()[0] == count
    assert not person.ledger.earnings()
    person.press(dialog._import.text(), dialog)
    person.wait(lambda: "Import terminé" in texts(dialog))
    assert f"{bank.name} : importé ({count} opérations)" in texts(dialog)
    assert person.ledger.earnings()
    person.press("Fermer", dialog)

    chart = person.wait_for_chart()
    show_table(person)
    reports = person.ledger.months(last_periods(TODAY, 12))
    money = person.desk.session.money
    shown_rows = table_texts(one(t for t in shown(page, type(chart._table))))
    assert [row[1:6] + row[7:] for row in shown_rows] == [
        [money(m) for m in (r.sure, r.tiktok, r.other_creator, r.other, r.costs, r.pending)] for r in reports
    ]
    assert [row[6] for row in shown_rows] == [money(r.missing) if r.missing else "✓ couvert" for r in reports]
    show_table(person)

    person.click_month(3)
    assert person.window.current() == 1
    dates = {row[0][3:] for row in person.journal()}
    assert dates == {reports[3].period.start.strftime("%m/%Y")}
    assert "Mars 2026" in readable(person.window.journal.period.currentText())
    assert not isValid(dialog)


def test_the_same_files_again_bring_nothing(person: Person, bank: Path, orders: Path) -> None:
    import_both(person, bank, orders)
    once = dump(person.ledger.path)
    renamed = bank.with_name("releve (1).csv")
    renamed.write_bytes(bank.read_bytes())
    dialog = person.import_files(bank, orders, renamed)
    for path in (bank, orders, renamed):
        assert path.name in dialog._title.text()
        assert {row[0] for row in table_texts(dialog.table)} == {"= déjà là"}
        assert "à l’identique" in dialog._subtitle.text()
        assert dialog._import.text() == "Rien de nouveau"
        assert not dialog._import.isEnabled()
        dialog.apply()  # what Enter on the button would ask
        assert not person.desk.session.jobs.busy
        if path is not renamed:
            person.press("Passer ce fichier", dialog)
            person.wait_for_work()
    person.press("Annuler", dialog)
    assert dump(person.ledger.path) == once
    assert len(person.ledger.imports()) == 2


def test_an_import_is_taken_back_and_done_again(person: Person, bank: Path, orders: Path) -> None:
    """By the menu, last step first; then the older of two from the list of imports, with a typed line after it."""
    states = [seen(person)]
    dialog = person.import_files(bank, orders)
    person.press(dialog._import.text(), dialog)
    person.wait(lambda: orders.name in dialog._title.text() and dialog.model.rowCount() > 0)
    states.append(seen(person))
    person.press(dialog._import.text(), dialog)
    person.wait(lambda: "Import terminé" in texts(dialog))
    person.press("Fermer", dialog)
    states.append(seen(person))
    assert len({json.dumps(s) for s in states}) == 3

    for state, file in ((states[1], orders), (states[0], bank)):
        assert person.window.menus.undo.text() == f"&Annuler : Import de « {file.name} »"
        person.pick("Édition", "Annuler")
        person.wait_for_work()
        assert seen(person) == state
    assert not person.window.menus.undo.isEnabled()
    assert all(b.isVisible() for b in person.window.month_end.empty.buttons)
    for state in states[1:]:
        person.pick("Édition", "Rétablir")
        person.wait_for_work()
        assert seen(person) == state
    assert not person.window.menus.redo.isEnabled()

    person.ledger.save(Transaction(0, 1, TODAY, -100, "Pain"))
    person.pick("Fichier", "Imports faits…")
    person.press(f"Annuler l’import de {bank.name}")
    person.wait_for_work()
    assert person.ledger.count_and_sum() == (1, -100)
    person.window.go(1)
    assert person.payees() == ["Pain"]
    assert not [b for b in shown(person.window, QPushButton) if bank.name in b.accessibleName()]
    assert not person.boxes(), only_box(person).text()
    person.press("Fermer", one(d for d in shown(person.window, QDialog)))
    person.pick("Édition", "Annuler : Annulation de l’import")
    person.wait_for_work()
    assert person.payees()[0] == "Pain"
    assert [row for row in seen(person)[2] if not row.startswith("txn: (") or "Pain" not in row] == states[2][2]


def test_giving_up_while_a_large_file_is_read(person: Person, bank: Path, capsys) -> None:
    large = ten_years(bank)
    empty = dump(person.ledger.path)

    person.pick("Fichier", "Importer…")
    dialog = person.dialog
    person.choosing(large, bank)
    with Gaps() as gaps:
        person.press("Choisir des fichiers…", dialog)
        person.wait(lambda: dialog._job is not None and dialog._job.fraction > 0)
        assert "Lecture en cours…" in texts(dialog)
        dialog._job.cancel()  # what « arrêter » does, once the bar is there
        person.wait_for_work()
    assert dialog.stack.currentIndex() == PICK
    assert dump(person.ledger.path) == empty
    person.choosing(bank)
    person.press("Choisir des fichiers…", dialog)
    person.wait(lambda: dialog.stack.currentIndex() == PREVIEW and dialog.model.rowCount() > 0)
    assert bank.name in dialog._title.text()
    assert "encore" not in dialog._title.text(), "giving up is giving up the files that were to follow too"
    person.press("Annuler", dialog)

    with gaps:
        person.window.import_asked.emit([large])
        dialog = person.dialog
        gone: list[object] = []
        dialog.destroyed.connect(lambda: gone.append(True))
        person.wait(lambda: dialog._job is not None and dialog._job.fraction > 0)
        person.press("Annuler", dialog)
        person.wait(lambda: gone)
        person.wait_for_work()
    assert dump(person.ledger.path) == empty
    assert not person.ledger.path.with_name(f".{person.ledger.path.name}.new").exists()
    assert sum(t.name.startswith("tenk-job") for t in threading.enumerate()) <= 1, "the one idle worker"
    with capsys.disabled():
        print(f"\n  longest gap of the event loop while reading and giving up: {gaps.said()}")


def test_the_window_answers_while_a_large_file_is_brought_in(person: Person, bank: Path, capsys) -> None:
    large = ten_years(bank)
    longest = {}
    with Gaps() as gaps:
        person.window.import_asked.emit([large])
        dialog = person.dialog
        person.wait(lambda: dialog.stack.currentIndex() == PREVIEW and dialog.model.rowCount() > 0)
        longest["read"] = gaps.said()
        person.press(dialog._import.text(), dialog)
        person.wait(lambda: dialog.stack.currentIndex() == DONE)
        longest["written"] = gaps.said()
        person.press("Fermer", dialog)
        person.wait_for_work()
        longest["shown"] = gaps.said()
    assert person.ledger.count() == LARGE
    with capsys.disabled():
        print(f"\n  longest gap of the event loop while {LARGE} rows were", ", ".join(map(" ".join, longest.items())))


BAD = {
    "vide.csv": b"",
    "zeros.csv": bytes(5000),
    "photo.csv": bytes.fromhex("ffd8ffe000104a464946") + bytes(range(256)) * 20,
    "session.csv": b"<!doctype html><html><body><script>alert(1)</script></body></html>",
    "releve.pdf.csv": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "classeur.csv": b"PK\x03\x04" + bytes(200),
    "lettre.csv": "Chère Madame,\nvoici mes comptes.\n".encode("utf-16"),
}
HOSTILE = "\N{RIGHT-TO-LEFT OVERRIDE}Loyer\x1b[31m & <b>=1+1</b>\N{ZERO WIDTH SPACE}"


def test_files_that_are_not_statements(person: Person, tmp_path: Path, bank: Path) -> None:
    """Each is refused in a sentence with a way out, and the next one follows."""
    paths = []
    for name, data in BAD.items():
        paths.append(tmp_path / name)
        paths[-1].write_bytes(data)
    gone = tmp_path / "parti.csv"
    folder = tmp_path / "dossier.csv"
    folder.mkdir()
    empty = dump(person.ledger.path)
    person.window.import_asked.emit([*paths, gone, folder, bank])
    dialog = person.dialog
    for path in (*paths, gone, folder):
        person.wait(lambda name=path.name: dialog.stack.currentIndex() == REFUSED and name in dialog._title.text())
        said = dialog._reason.text()
        assert said.endswith("."), path.name
        assert dialog._way_out.text().endswith("."), path.name
        assert not re.search(r"Error|Traceback|Errno|None|0x", said + dialog._way_out.text())
        person.press("Fichier suivant", dialog)
    person.wait(lambda: dialog.stack.currentIndex() == PREVIEW and dialog.model.rowCount() > 0)
    assert dump(person.ledger.path) == empty
    person.press(dialog._import.text(), dialog)
    person.wait(lambda: "Import terminé" in texts(dialog))
    person.press("Fermer", dialog)
    assert not person.boxes()


def test_what_a_file_leaves_open_is_asked_and_a_twin_decided(person: Person, tmp_path: Path) -> None:
    """A name and labels made to deceive are shown harmless; the dates are asked; what resembles a typed line waits."""
    person.ledger.add_account(OpeningBalance("Courant"))
    person.ledger.save(Transaction(0, 1, date(2026, 4, 2), -1200, "Cadeau pour Inès"))
    path = tmp_path / "rel\N{RIGHT-TO-LEFT OVERRIDE}evé & fils.csv"
    rows = [f"03/04/2026,{HOSTILE},-12.00", "05/06/2026,Shop,-3.00", "05/06/2026,Shop,-3.00"]
    path.write_text("\n".join(["Date,Description,Amount", *rows, "07/08/2026,Shop,-12.O0"]), "utf-8")
    before = dump(person.ledger.path)
    person.window.import_asked.emit([path])
    dialog = person.dialog
    person.wait_for_work()
    assert dialog._counts.text() == "Une réponse est attendue."
    assert not dialog._import.isEnabled()
    person.press("jour, mois, année", dialog)
    person.wait_for_work()
    assert [row[:2] for row in table_texts(dialog.table)] == [
        ["? à décider", "03/04/2026"],
        ["! illisible", ""],
        ["+ nouveau", "05/06/2026"],
        ["+ nouveau", "05/06/2026"],
    ]
    assert dialog._counts.text() == "2 nouvelles · 1 à décider · 1 illisible"
    assert not re.search("[\x00-\x1f\u200b-\u200f\u202a-\u202e]", "".join(texts(dialog)).replace("\n", ""))
    person.press("garder les deux", dialog)
    assert dialog._counts.text() == "3 nouvelles · 1 illisible"
    assert dump(person.ledger.path) == before
    person.press("Importer 3 opérations", dialog)
    person.wait(lambda: "Import terminé" in texts(dialog))
    person.press("Fermer", dialog)
    assert person.ledger.count_and_sum() == (4, -3000)

    person.key(Qt.Key.Key_2)
    hostile = one(t for t in person.ledger.transactions(Filter(search="loyer")))
    person.window.journal.entry.change(hostile)
    person.window.journal.entry.payee.setText(f"{HOSTILE} Leroy & fils")
    person.press("Enregistrer")
    for label in (person.window.menus.undo.text(), *texts(person.window)):
        assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in label
    assert "& fils" in readable(person.window.menus.undo.text())


def test_the_journal_by_keyboard_alone(start: Start, tmp_path: Path) -> None:
    path = tmp_path / "clavier.tenk"
    Ledger.create(path, accounts=(OpeningBalance("Courant", 10000, date(2026, 11, 1)),)).close()
    person = start(path)
    journal, key, hand = person.window.journal, Qt.Key, Qt.KeyboardModifier
    states = [dump(path)]

    def kept() -> None:
        states.append(dump(path))

    person.key(key.Key_2)
    assert journal.table.hasFocus()
    person.key(key.Key_Tab)
    assert journal.entry.date.hasFocus()
    person.type("03112026")
    journal_tab_to(person, journal.entry.payee)
    for payee, amount, category in (
        ("Boulangerie", "1,20+2", "courses"),
        ("Monoprix", "23.41", "courses"),
        ("TikTok", "+64,20", "tiktok"),
    ):
        person.type(payee)
        journal_tab_to(person, journal.entry.category)
        person.type(category)
        journal_tab_to(person, journal.entry.amount)
        person.type(amount)
        person.key(key.Key_Return)
        kept()
        assert journal.entry.payee.hasFocus()
    assert [row[1:] for row in person.journal()] == [
        ["TikTok", "", "TikTok", "+64,20\N{NO-BREAK SPACE}€", "137,59\N{NO-BREAK SPACE}€"],
        ["Monoprix", "", "Courses", "−23,41\N{NO-BREAK SPACE}€", "73,39\N{NO-BREAK SPACE}€"],
        ["Boulangerie", "", "Courses", "−3,20\N{NO-BREAK SPACE}€", "96,80\N{NO-BREAK SPACE}€"],
    ]
    assert {row[0] for row in person.journal()} == {"03/11/2026"}

    journal_tab_to(person, journal.table, back=True)
    person.key(key.Key_Home, hand.ControlModifier)
    person.key(key.Key_Down)
    person.key(key.Key_Return)
    assert person.focus() is journal.entry.payee
    assert journal.entry.payee.text() == "Monoprix"
    person.type("Monop")
    journal_tab_to(person, journal.entry.amount)
    person.key(key.Key_A, hand.ControlModifier)
    person.type("-20")
    person.key(key.Key_Return)
    kept()
    assert person.journal()[1][1] == "Monop"
    assert person.journal()[1][-2] == "−20,00\N{NO-BREAK SPACE}€"

    journal_tab_to(person, journal.table, back=True)
    person.key(key.Key_Delete)
    kept()
    assert person.payees() == ["TikTok", "Boulangerie"]
    assert journal.table.currentIndex().row() == 1, "the place is kept"
    person.key(key.Key_Delete)
    kept()
    assert person.payees() == ["TikTok"]

    for state in reversed(states[:-1]):
        person.key(key.Key_Z, hand.ControlModifier)
        person.wait_for_work()
        assert dump(path) == state
    assert person.payees() == []
    for state in states[1:]:
        person.key(key.Key_Z, hand.ControlModifier | hand.ShiftModifier)
        person.wait_for_work()
        assert dump(path) == state
    assert person.payees() == ["TikTok"]

    journal_tab_to(person, journal.entry.payee)
    person.type("Pain")
    person.key(key.Key_Z, hand.ControlModifier)
    assert journal.entry.payee.text() == "", "what is being typed is undone first"
    person.key(key.Key_Z, hand.ControlModifier)
    person.wait_for_work()
    assert dump(path) == states[-2], "then the steps, from the empty field"


def test_ledgers_that_cannot_be_opened_or_written(start: Start, tmp_path: Path) -> None:
    own = tmp_path / "a-moi.tenk"
    Ledger.create(own, accounts=(OpeningBalance("Courant", 10000, date(2026, 11, 1)),)).close()
    person = start(own)
    refused = {
        "photo.tenk": (b"\xff\xd8\xff\xe0" * 500, "n’est pas un fichier de comptes"),
        "autre.tenk": (database(tmp_path / "x.db", ""), "n’est pas un fichier de comptes"),
        "futur.tenk": (newer(own, tmp_path / "y.db"), "version plus récente"),
        "abime.tenk": (own.read_bytes()[:100] + b"\xa5" * 4000, "est abîmé"),
    }
    for name, (data, said) in refused.items():
        path = tmp_path / name
        path.write_bytes(data)
        person.choosing(path)
        person.pick("Fichier", "Ouvrir…")
        box = only_box(person)
        assert said in box.text()
        assert name in box.text()
        assert box.informativeText().endswith(".")
        box.close()
        assert path.read_bytes() == data
        assert {p.name for p in tmp_path.iterdir() if p.name.startswith(name)} == {name}
        assert person.ledger.path == own
    assert places.recent_ledgers() == (own,)

    frozen = tmp_path / "lecture-seule.tenk"
    frozen.write_bytes(own.read_bytes())
    frozen.chmod(0o444)
    before = hashlib.sha256(frozen.read_bytes()).hexdigest()
    person.desk.open_ledger(frozen)
    assert person.ledger.path == frozen
    type_one(person, "Pain", "1,20")
    box = only_box(person)
    assert "lecture seule" in box.text()
    box.close()
    assert person.window.journal.entry.payee.text() == "Pain", "what was typed is still there"
    assert hashlib.sha256(frozen.read_bytes()).hexdigest() == before

    person.desk.open_ledger(own)
    other = sqlite3.connect(own, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    type_one(person, "Pain", "1,20")
    box = only_box(person)
    assert "utilisé par un autre programme" in box.text()
    box.close()
    other.execute("ROLLBACK")
    other.close()
    person.press("Ajouter")
    assert person.payees() == ["Pain"]
    assert person.ledger.check() == ()


def test_one_language_at_a_time(person: Person, bank: Path, orders: Path) -> None:
    """Each page and dialog in English holds no French sentence of the program, and the other way round."""
    import_both(person, bank, orders)
    person.pick("Affichage", "Thème", "Sombre")
    french = everywhere(person)
    person.pick("Affichage", "Langue", "English")
    english = everywhere(person)
    own = {readable(t.payee) for t in person.ledger.transactions()} | {a.name for a in person.ledger.accounts()}
    from_french, from_english = catalogue()
    assert not {t for t in english - own if from_french.fullmatch(t)}
    assert not {t for t in french - own if from_english.fullmatch(t)}
    assert person.window.menus.redo.text() == "&Redo"
    one(a for a in person.window.menuBar().actions() if a.text() == "&View")
    assert "Paste" in field_menu(person)
    assert settings(person) == ("en", "dark")
    person.window.preferences_changed.emit({"language": "fr", "look": "light"})
    again = everywhere(person)
    assert (again - french, french - again) == (set(), set())
    assert "Coller" in field_menu(person)


def test_ledgers_kept_apart_and_amounts_hidden(person: Person, bank: Path, orders: Path, tmp_path: Path) -> None:
    import_both(person, bank, orders)
    mine, own = person.ledger.path, dump(person.ledger.path)
    person.pick("Fichier", "Voir un exemple", "Une maman solo")
    person.wait(lambda: person.ledger.sample == "maman-solo")
    person.wait(lambda: any("EXEMPLE" in t for t in texts(person.window)))
    type_one(person, "Exemple", "5")
    person.press("revenir à mes comptes")
    assert person.ledger.path.samefile(mine)
    person.wait(lambda: not any("EXEMPLE" in t for t in texts(person.window)))
    assert dump(mine) == own

    second = tmp_path / "mes comptes 2.0 & co"
    person.choosing(second)
    person.pick("Fichier", "Nouveau…")
    made = tmp_path / "mes comptes 2.0 & co.tenk"
    assert person.ledger.path == made
    assert person.window.month_end.empty.isVisible()
    untouched = dump(mine)
    person.choosing(mine)
    person.pick("Fichier", "Nouveau…")
    box = only_box(person)
    assert "existe déjà" in box.text()
    box.close()
    assert person.ledger.path == made
    assert dump(mine) == untouched
    assert [p.name for p in places.recent_ledgers()] == [made.name, mine.name]
    person.pick("Fichier", "Récents", made.stem)
    person.pick("Fichier", "Récents", mine.stem)
    assert person.ledger.path.samefile(mine)

    person.window.resize(1366, 768)
    clear = everywhere(person)
    person.pick("Affichage", "Masquer les montants")
    hidden = everywhere(person)
    person.window.go(1)
    person.window.journal.entry.change(person.window.journal.model.transaction(0))
    hidden |= texts(person.window)
    example = readable(amount_text(0, "EUR"))  # in an empty field
    assert any(AMOUNT.search(t) for t in clear)
    leaked = {t for t in hidden - {example} if AMOUNT.search(t) and "au taux publié" not in t}
    assert not leaked
    assert any(HIDDEN in t for t in hidden)
    person.window.journal.entry.give_up()
    person.pick("Affichage", "Masquer les montants")
    again = everywhere(person)
    assert (again - clear, clear - again) == (set(), set())


# what the stories share

AMOUNT = re.compile(r"\d+[,.]\d\d\b|\d\s?€|€\s?\d")


LARGE = 50_000


def ten_years(beside: Path) -> Path:
    """A file of `LARGE` rows."""
    large = beside.with_name("dix-ans.csv")
    lines = [f"{i % 28 + 1:02}/{i % 12 + 1:02}/{2016 + i % 10};CARTE {i};-{i % 90},{i % 100:02};" for i in range(LARGE)]
    large.write_text("\r\n".join(["Date;Libellé;Débit;Crédit", *lines]), "utf-8")
    return large


class Gaps:
    """The longest time the event loop was not reached, in seconds: by the clock, and by the processor time all threads
    took in it, which a machine busy with something else does not lengthen.
    """

    def __init__(self) -> None:
        self.clock = self.processor = 0.0
        self._last = (0.0, 0.0)
        self._timer = QTimer(interval=1)
        self._timer.timeout.connect(self._tick)

    def _tick(self) -> None:
        now = time.perf_counter(), time.process_time()
        self.clock = max(self.clock, now[0] - self._last[0])
        self.processor = max(self.processor, now[1] - self._last[1])
        self._last = now

    def said(self) -> str:
        """The longest since this was last asked."""
        said = f"{self.clock * 1000:.0f} ms ({self.processor * 1000:.0f} of processor)"
        self.clock = self.processor = 0.0
        return said

    def __enter__(self) -> "Gaps":
        self._last = time.perf_counter(), time.process_time()
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.stop()


def import_both(person: Person, *paths: Path) -> None:
    dialog = person.import_files(*paths)
    for _path in paths:
        person.wait(dialog._import.isEnabled)
        person.press(dialog._import.text(), dialog)
        person.wait_for_work()
    person.wait(lambda: "Import terminé" in texts(dialog))
    person.press("Fermer", dialog)
    person.wait_for_work()


def seen(person: Person) -> tuple[object, list[list[str]], list[str]]:
    """The chart's figures, the journal and the database, as they are now."""
    person.window.go(1)
    journal = person.journal()
    person.window.go(0)
    chart = person.wait_for_chart()
    figures = chart.table_rows() if chart.isVisible() else []
    return figures, journal, dump(person.ledger.path)


def type_one(person: Person, payee: str, amount: str) -> None:
    person.window.go(1)
    person.window.journal.type_one()
    person.type(payee)
    journal_tab_to(person, person.window.journal.entry.amount)
    person.type(amount)
    person.key(Qt.Key.Key_Return)


def journal_tab_to(person: Person, wanted: object, *, back: bool = False) -> None:
    """Press Tab until the cursor is there."""
    for _ in range(20):
        here = person.window.focusWidget()
        if here is wanted or here.parent() is wanted:
            return
        person.key(Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab)
    raise AssertionError(f"Tab never comes to {wanted}")


def show_table(person: Person) -> None:
    """The months as a table, or as a picture again: press the button of the card that holds them."""
    card = person.wait_for_chart()
    while not isinstance(card, Card):
        card = card.parent()
    person.press(one(b.text() for b in shown(card, QPushButton) if b.isCheckable()), card)


def everywhere(person: Person) -> set[str]:
    """What can be read on each page, in the table twin and in each dialog."""
    window = person.window
    window.go(0)
    person.wait_for_chart()
    person.wait_for_work()
    person.wait(lambda: not window.month_end._lookout.reading)  # past months, which are replayed last
    found = texts(window)
    show_table(person)
    found |= texts(window)
    show_table(person)
    window.go(1)
    found |= texts(window)
    window.go(0)
    window.help_asked.emit()
    window.imports_asked.emit()
    window.balance_asked.emit(person.ledger.accounts()[0])
    window.import_asked.emit([])
    for dialog in shown(window, QDialog):
        found |= texts(dialog)
        dialog.close()
    return found


def field_menu(person: Person) -> set[str]:
    """What a right click on a field offers, which Qt itself says."""
    with_menu = person.window.journal.search.createStandardContextMenu()
    offered = {bare(action) for action in with_menu.actions()}
    with_menu.deleteLater()
    return offered


def only_box(person: Person) -> QMessageBox:
    boxes = person.boxes()
    assert len(boxes) == 1, [f"{box.text()} {box.informativeText()}" for box in boxes]
    return boxes[0]


def settings(person: Person) -> tuple[str, str]:
    kept = json.loads(person.desk._settings.path.read_text("utf-8"))
    return kept["language"], kept["look"]


def catalogue() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What is French only, and what is English only, of all the program's sentences; fields match anything."""
    path = resource("locale", "en", "LC_MESSAGES", "tenk.mo")
    if not path.is_file():
        pytest.skip("no English catalogue")
    with path.open("rb") as file:
        messages = [m for m in read_mo(file) if m.id]
    french = {readable(t) for m in messages for t in ([m.id] if isinstance(m.id, str) else m.id)}
    english = {readable(t) for m in messages for t in ([m.string] if isinstance(m.string, str) else m.string)}
    return sentences(french - english), sentences(english - french)


def sentences(templates: set[str]) -> re.Pattern[str]:
    parts = [re.split(r"\{\w+\}", t) for t in templates]
    said = [p for p in parts if sum(c.isalpha() for c in "".join(p)) > 2]
    return re.compile("|".join(".+".join(re.escape(piece) for piece in p) for p in said), re.DOTALL)


def database(path: Path, sql: str) -> bytes:
    with sqlite3.connect(path) as made:
        made.executescript(sql or "CREATE TABLE photo (id INTEGER)")
    made.close()
    return path.read_bytes()


def newer(own: Path, path: Path) -> bytes:
    path.write_bytes(own.read_bytes())
    return database(path, f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
