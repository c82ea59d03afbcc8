"""Pictures of each page: ``python -m tests.screenshots OUT [--scale 100] [--persona etudiante]``.

Offscreen, 1366x768, light and dark, in each language that has a catalogue. People look at them; nothing is compared.
"""

import argparse
import os
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from tenk_desktop.core import text
from tenk_desktop.core.importing.planned import Outcome
from tenk_desktop.core.importing.planning import plan_file
from tenk_desktop.core.model import Transaction
from tenk_desktop.core.outlook.changing import moved
from tenk_desktop.core.outlook.coming import coming
from tenk_desktop.core.period import Period
from tenk_desktop.core.personas import PERSONAS
from tenk_desktop.core.resources import resource
from tenk_desktop.core.sample import sample_files
from tenk_desktop.store.glance import glance
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tenk_desktop.ui import theme
from tenk_desktop.ui.actions import commands
from tenk_desktop.ui.app import make_sample
from tenk_desktop.ui.dialogs.accounts import AccountsDialog
from tenk_desktop.ui.dialogs.import_dialog import PREVIEW, ImportDialog
from tenk_desktop.ui.dialogs.imports import ImportsDialog
from tenk_desktop.ui.dialogs.palette import PaletteDialog
from tenk_desktop.ui.dialogs.payout import PayoutDialog
from tenk_desktop.ui.dialogs.questions import QuestionsDialog
from tenk_desktop.ui.dialogs.reconcile import ReconcileDialog
from tenk_desktop.ui.dialogs.rewards import RewardsDialog
from tenk_desktop.ui.dialogs.schedules import SchedulesDialog
from tenk_desktop.ui.dialogs.shortcuts import ShortcutsDialog
from tenk_desktop.ui.first_frame import NEWEST, FirstFrame, content
from tenk_desktop.ui.jobs import Jobs
from tenk_desktop.ui.main_window import MainWindow, shown_name
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.settings import Settings

TODAY = date(2026, 11, 22)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("--scale", type=int, default=100)
    parser.add_argument("--persona", default="etudiante")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    app = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder:
        ledger = prepare(Path(folder), args.persona)
        months = (*samples(Path(folder)), *partial_ledgers(Path(folder)))
        for language in languages():
            for look in ("light", "dark"):
                text.use_language(language)
                theme.apply(app, look, args.scale)
                camera = Camera(args.out, f"{language}-{look}-{args.scale}")
                tour(camera, ledger, Path(folder))
                for path in months:
                    first_screen(camera, path)
                first_start(camera, Path(folder))


def languages() -> list[str]:
    """French needs no catalogue; a language without one is left out, and said so."""
    missing = [c for c in text.LANGUAGES if c != "fr" and not resource("locale", c, "LC_MESSAGES", "tenk.mo").is_file()]
    for code in missing:
        print(f"{code}: no catalogue yet, no pictures", file=sys.stderr)
    return [c for c in text.LANGUAGES if c not in missing]


def prepare(folder: Path, persona: str) -> Path:
    """A sample ledger of ten days ago, and a newer bank file with one line of each kind."""
    before = TODAY - timedelta(days=10)
    path = make_sample(folder / f"{persona}.tenk", persona, before, lambda _done: True)
    bank = sample_files(persona, TODAY)[0]
    (folder / bank.name).write_bytes(bank.data + "31/02/2026;CB ???;12,0O;;\r\n".encode("cp1252"))
    with Ledger.open(path) as ledger:
        plan = plan_file(bank.name, bank.data, ledger.existing)
        row = next(r for s in plan.statements for r in s.rows if r.outcome is Outcome.NEW)
        account = ledger.accounts()[0].id
        ledger.save(Transaction(0, account, row.row.date - timedelta(days=1), row.amount, "Déjeuner avec Inès"))
    (folder / "empty.tenk").unlink(missing_ok=True)
    Ledger.create(folder / "empty.tenk").close()
    return path


def samples(folder: Path) -> tuple[Path, ...]:
    """The four people, up to yesterday."""
    (folder / "today").mkdir()
    return tuple(make_sample(folder / "today" / f"{p}.tenk", p, TODAY, lambda _done: True) for p in PERSONAS)


def partial_ledgers(folder: Path) -> tuple[Path, ...]:
    """What people have at first: no balance, incomes without expenses, two months only."""
    return tuple(
        partial_ledger(folder / f"{name}.tenk", **what)
        for name, what in (
            ("sans-solde", {"months": 8, "balance": None}),
            ("sans-depenses", {"months": 8, "balance": 31000, "spends": False}),
            ("deux-mois", {"months": 2, "balance": 9000}),
        )
    )


def partial_ledger(path: Path, months: int, balance: int | None, *, spends: bool = True) -> Path:
    opening = OpeningBalance("Compte courant", balance, TODAY if balance is not None else None)
    with Ledger.create(path, accounts=[opening]) as ledger:
        (account,) = ledger.accounts()
        named = {c.name: c.id for c in ledger.categories()}
        for i in range(months):
            month = Period.containing(TODAY).shift(-i).start
            rows = [("CROUS", "Bourse", 5, 30000), ("TikTok", "TikTok", 15, 4000 + 1500 * i)]
            if spends:
                rows += [("Loyer", "Loyer", 3, -29000), ("Free Mobile", "Téléphone & internet", 19, -1999)]
                rows += [("Lidl", "Courses", day, -2400 - 90 * i) for day in (4, 11, 18)]
            ledger.save(
                *(
                    Transaction(0, account.id, month.replace(day=day), amount, payee, category_id=named[category])
                    for payee, category, day, amount in rows
                )
            )
    return path


class Camera:
    """Takes pictures of widgets into one folder."""

    def __init__(self, folder: Path, suffix: str) -> None:
        self.folder = folder
        self.suffix = suffix

    def take(self, name: str, widget: QWidget) -> None:
        wait(80)
        widget.grab().save(str(self.folder / f"{name}-{self.suffix}.png"))


def wait(ms: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def first_screen(camera: Camera, ledger: Path) -> None:
    """The verdict, as the window opens, then the whole page."""
    session = Session(Ledger.open(ledger), Jobs(), lambda: TODAY)
    window = MainWindow(session, Settings())
    window.resize(1366, 768)
    window.show()
    while window.month_end.balance is None or session.jobs.busy:
        wait(50)
    camera.take(f"outlook-{ledger.stem}", window)
    camera.take(f"start-{ledger.stem}", start_of(ledger))
    window.resize(1366, 1400)
    camera.take(f"outlook-{ledger.stem}-whole", window)
    window.close()
    session.close()
    window.deleteLater()


def start_of(ledger: Path) -> FirstFrame:
    """What the next start paints first."""
    seen = glance(ledger, NEWEST)
    assert seen is not None
    frame = FirstFrame(content(seen, shown_name(ledger, seen.sample), TODAY, hidden=False))
    frame.resize(1366, 768)
    return frame


def calendar(camera: Camera, window: MainWindow) -> None:
    """The month, a bill put off by six days before it is accepted, and the table."""
    at = next(i for i, (_name, icon, *_rest) in enumerate(window._pages) if icon == "calendar")
    window.go(at)
    page = window.page(at)
    while page._ahead is None or window.session.jobs.busy:
        wait(50)
    camera.take("calendar", window)
    bill = next(e for e in page._ahead.entries if e.movable and e.amount < 0)
    page.show_day(bill.date)
    page.propose(bill, moved(bill, bill.date + timedelta(days=6)))
    while not page.change_card.accept.isEnabled() or window.session.jobs.busy:
        wait(50)
    camera.take("calendar-move", window)
    page.drop()
    page.box.as_table.click()
    camera.take("calendar-table", window)


def budget(camera: Camera, window: MainWindow) -> None:
    """What is proposed, then kept, an amount being typed; the months to look back on; undone."""
    at = next(i for i, (_name, icon, *_rest) in enumerate(window._pages) if icon == "budget")
    window.go(at)
    page = window.page(at)
    while page.seen is None or not page.charts or window.session.jobs.busy:
        wait(50)
    page.make_offer()
    camera.take("budget-offer", window)
    page.offer.accept.click()
    while window.session.jobs.busy:
        wait(50)
    page.table.edit(page.table.currentIndex())
    camera.take("budget", window)
    page.table.setFocus()
    window.resize(1366, 1500)
    camera.take("budget-whole", window)
    window.resize(1366, 768)
    window.session.write(lambda ledger: ledger.undo())


def tiktok(camera: Camera, window: MainWindow) -> None:
    """The TikTok page above the fold, then whole."""
    at = next(i for i, (_name, icon, *_rest) in enumerate(window._pages) if icon == "tiktok")
    window.go(at)
    page = window.page(at)
    while page.seen is None or page.chart is None:
        wait(50)
    camera.take("tiktok", window)
    window.resize(1366, 1900)
    camera.take("tiktok-whole", window)
    window.resize(1366, 768)


def first_start(camera: Camera, folder: Path) -> None:
    """The four questions."""
    session = Session(Ledger.open(folder / "empty.tenk"), Jobs(), lambda: TODAY)
    questions = QuestionsDialog(session)
    questions.show()
    for i in range(4):
        questions.go(i)
        camera.take(f"question-{i + 1}", questions)
    questions.close()
    payout = PayoutDialog(session)
    payout.show()
    camera.take("payout", payout)
    payout.close()
    rewards = RewardsDialog(session)
    rewards.show()
    camera.take("rewards", rewards)
    rewards.close()
    session.close()


def tour(camera: Camera, ledger: Path, folder: Path) -> None:
    session = Session(Ledger.open(ledger), Jobs(), lambda: TODAY)
    window = MainWindow(session, Settings())
    window.resize(1366, 768)
    window.show()
    while window.month_end.balance is None or session.jobs.busy:
        wait(50)
    camera.take("month-end", window)
    window.go(1)
    camera.take("journal", window)
    budget(camera, window)
    calendar(camera, window)
    tiktok(camera, window)
    picker = ImportDialog(session, (), window)
    picker.show()
    camera.take("import-pick", picker)
    QApplication.clipboard().setText("Mois\tRécompenses estimées\nOctobre 2026\t123,45 €\n")
    picker.paste.open()
    camera.take("import-paste", picker)
    picker.close()
    preview = ImportDialog(session, [next(folder.glob("*.csv"))], window)
    preview.resize(min(theme.scaled(1120), 1300), min(theme.scaled(690), 730))  # on a screen of 1366x768
    preview.show()
    while preview.stack.currentIndex() != PREVIEW or preview.model.rowCount() == 0:
        wait(50)
    camera.take("import-preview", preview)
    preview.open_assistant()
    camera.take("import-columns", preview)
    preview.close()
    listed = ImportsDialog(session, window)
    listed.show()
    camera.take("imports", listed)
    listed.close()
    for name, dialog in (
        ("accounts", AccountsDialog(session, window)),
        ("reconcile", ReconcileDialog(session, None, window)),
        ("schedules", SchedulesDialog(session, coming(session.ledger.household(TODAY)), window)),
        ("palette", PaletteDialog(commands(window.menus, window.pages()), (), window)),
    ):
        dialog.show()
        camera.take(name, dialog)
        dialog.close()
    keys = ShortcutsDialog(commands(window.menus, window.pages(all_of_them=True)), window)
    keys.show()
    camera.take("shortcuts", keys)
    keys.close()
    window.go(0)
    session.switch(Ledger.open(folder / "empty.tenk"))
    camera.take("empty", window)
    window.close()
    session.close()
    window.deleteLater()


if __name__ == "__main__":
    main()
