"""Import: drop files, see what would be written, answer what the file does not say, then write exactly that.

Files are taken one after the other: each is planned on the accounts as the one before left them. Reading and writing
happen in the worker; nothing is written before « Importer ».
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFrame,
    QHeaderView,
    QLineEdit,
    QStackedWidget,
    QTableView,
    QWidget,
)
from shiboken6 import isValid

from tenk_desktop.core.errors import Cancelled, ImportRefusedError, TenkError
from tenk_desktop.core.importing.columns import missing
from tenk_desktop.core.importing.pasted import FORMAT as PASTED
from tenk_desktop.core.importing.plan import ImportPlan, PlannedStatement
from tenk_desktop.core.importing.planned import Outcome
from tenk_desktop.core.importing.planning import plan_file
from tenk_desktop.core.importing.statement import Question, ReadOptions
from tenk_desktop.core.model import SPENDING, AccountKind, Changes
from tenk_desktop.core.progress import Progress
from tenk_desktop.core.text import date_text, msg, neutral, ntr, tr
from tenk_desktop.shield import open_workbook
from tenk_desktop.store.ledger import Ledger
from tenk_desktop.ui import files, theme
from tenk_desktop.ui.dialogs.columns import ColumnsPanel
from tenk_desktop.ui.dialogs.detected import Chip, option_text
from tenk_desktop.ui.dialogs.import_pick import PickPage, file_kinds
from tenk_desktop.ui.dialogs.import_preview import (
    AMOUNT,
    BECOMES,
    DATE,
    DECISION,
    LABEL,
    STATE,
    Preview,
    PreviewDelegate,
    PreviewModel,
)
from tenk_desktop.ui.dialogs.paste import Pasted
from tenk_desktop.ui.jobs import Job
from tenk_desktop.ui.page import NARROW
from tenk_desktop.ui.session import Session
from tenk_desktop.ui.table_model import category_name
from tenk_desktop.ui.widgets import (
    Button,
    ChoiceBox,
    FlowLayout,
    JobBar,
    as_list,
    clear,
    columns,
    label,
    plain,
    rows,
    scrolled,
)

LARGEST_FILE = 200 * 2**20
BUTTONS_SHOWN = 50
"""Rows to decide that get buttons of their own; beyond, the two buttons above the table decide for all of them."""

PICK, PREVIEW, REFUSED, DONE = range(4)


class ImportDialog(QDialog):
    """One window for the whole way of a file into the ledger."""

    imported = Signal(object)  # Changes

    def __init__(self, session: Session, paths: Sequence[Path] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._waiting: list[Path | Pasted] = []
        self._path: Path | Pasted = Path()
        self._options = ReadOptions(today=session.today())
        self._account = ""
        self._preview: Preview | None = None
        self._job: Job | None = None
        self._done: list[tuple[str, str, int]] = []  # file, what became of it, import id; 0 where nothing was written
        self.setWindowTitle(tr("Importer"))
        self.setAcceptDrops(True)
        wanted = QSize(theme.scaled(1120), theme.scaled(690))
        self.resize(wanted.boundedTo(self.screen().availableSize() * 0.95))
        self._title = label(role="title", wrap=True)
        self._subtitle = label(role="quiet", wrap=True)
        self.stack = QStackedWidget()
        self._pick = PickPage()
        self._pick.files_asked.connect(self._choose)
        self._pick.closed.connect(self.reject)
        self.paste = self._pick.paste
        self.paste.given.connect(lambda pasted: self.take([pasted]))
        for page in (self._pick, self._preview_page(), self._refused_page(), self._done_page()):
            self.stack.addWidget(page)
        bar = JobBar(session.jobs, wide=True)
        self.setLayout(rows(self._title, self._subtitle, self.stack, bar, spacing=theme.S, margin=theme.L))
        self.layout().setStretchFactor(self.stack, 1)  # type: ignore[union-attr]
        self._show_pick()
        self.take(paths)

    # which file

    def take(self, paths: Sequence[Path | Pasted]) -> None:
        """Add files to those to import, and begin when nothing is under way."""
        idle = not self._waiting and self._job is None and self._preview is None
        self._waiting += list(paths)
        if idle and self._waiting:
            self._next()

    def _next(self) -> None:
        self._preview, self._options, self._account = None, ReadOptions(today=self._session.today()), ""
        self._assistant.hide()
        if self._waiting:
            self._path = self._waiting.pop(0)
            if isinstance(self._path, Pasted):
                self._options = replace(self._options, format=PASTED)
            self.read()
        else:
            self._show_done()

    def _pass(self) -> None:
        """Leave a file as it is, and say so at the end."""
        plan = self._preview.plan if self._preview else None
        new = plan is None or plan.writes or plan.questions
        self._done.append((self._path.name, tr("passé, rien n’a été écrit") if new else tr("rien de nouveau"), 0))
        self._next()

    def _choose(self) -> None:
        self.take(files.pick_several(self, tr("Fichiers à importer"), file_kinds()))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.take([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    # reading

    def read(self) -> None:
        """Read and plan the file in the worker, with the answers given so far."""
        self._show_reading()
        work = partial(_plan, self._session.ledger.path, self._path, self._options, self._account)
        name = neutral(self._path.name)
        self._job = self._session.jobs.start(tr("Lecture de {file}…", file=name), work, self._planned, self._not_read)

    def _planned(self, preview: Preview) -> None:
        job, self._job = self._job, None
        if self._over():
            return
        if job is not None and job.stopping:
            self._stopped()
        else:
            self.show_preview(preview)

    def _not_read(self, error: Exception) -> None:
        self._job = None
        if self._over():
            self._session.refused.emit(error)
        elif isinstance(error, Cancelled):
            self._stopped()
        elif isinstance(error, TenkError) and self._assistant.isVisible():
            self._counts.setText(str(error.what))  # the columns chosen so far make no table yet
        elif isinstance(error, TenkError):
            self._show_refused(error)
        else:
            self._session.refused.emit(error)
            self.reject()

    def _stopped(self) -> None:
        """Giving up a file is giving up those that were to follow."""
        self._waiting.clear()
        self._preview = None
        if self._done:
            self._show_done()
        else:
            self._show_pick()

    # writing

    def apply(self) -> None:
        """Write the plan on screen, in the worker and in one step."""
        if self._preview is None or not self._preview.plan.writes or self._job is not None:
            return
        plan = self._preview.plan
        self._import.setEnabled(False)
        self._job = self._session.write_later(
            tr("Import de {file}…", file=neutral(plan.file)),
            lambda ledger, _progress: ledger.apply_import(plan),
            partial(self._written, self._preview),
            self._not_read,
        )

    def _written(self, preview: Preview, changes: Changes) -> None:
        self._job = None
        if changes.created:
            said = tr("importé ({things})", things=preview.things)
            self._done.append((preview.plan.file, said, changes.created[0]))
        self.imported.emit(changes)
        if not self._over():
            self._next()

    def done(self, result: int) -> None:
        """Close. What is being read is stopped; what is already being written ends in the worker."""
        if self._job is not None:
            self._job.cancel()
        super().done(result)
        self._preview = None  # this object may outlive its window in a cycle; a large file's rows need not
        self.model.show_lines((), {})
        if self._job is None:
            self.deleteLater()

    def _over(self) -> bool:
        """Whether the dialog was closed while the worker was at it; it goes now."""
        if self.isVisible():
            return False
        self.deleteLater()
        return True

    # the four pages

    def _preview_page(self) -> QWidget:
        self._chips = QWidget()
        self._chips.setLayout(FlowLayout(theme.gap(theme.S)))
        self._questions = rows(spacing=theme.S)
        self._account_choice = ChoiceBox(tr("Compte"))
        self._account_choice.activated.connect(self._account_chosen)
        self._account_label = label(tr("Compte :"), "quiet")
        self._decide_bar = self._decision_bar()
        self._assistant = ColumnsPanel()
        self._assistant.chosen.connect(self.choose_column)
        self._assistant.hide()
        self.model = PreviewModel(self._session, self)
        self.table = self._preview_table()
        self._counts = label(wrap=True)
        self._skip = Button(tr("Passer ce fichier"), self._pass)
        self._import = Button("", self.apply, "primary")
        buttons = columns(self._counts, Button(tr("Annuler"), self.reject), self._skip, self._import)
        buttons.setStretch(0, 1)
        inside = QWidget()
        layout = rows(
            columns(self._account_label, self._account_choice, 1),
            self._chips,
            self._questions,
            self._decide_bar,
            self._assistant,
            self.table,
        )
        layout.setStretchFactor(self._assistant, 2)
        layout.setStretchFactor(self.table, 1)
        inside.setLayout(layout)
        page = QWidget()
        self._sheet = scrolled(inside, "sheet")  # at 200 % all of it is higher than a small screen
        self._sheet.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page.setLayout(rows(self._sheet, buttons))
        return page

    def _preview_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.model)
        delegate = PreviewDelegate(self.model, table)
        table.setItemDelegate(delegate)
        as_list(table, tr("Ce que l’import ferait, ligne par ligne"))
        table.setAlternatingRowColors(False)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.verticalHeader().setDefaultSectionSize(delegate.height())
        table.setMinimumHeight(delegate.height() * 4)
        width = table.fontMetrics().averageCharWidth()
        for column, letters in ((STATE, 16), (DATE, 15), (AMOUNT, 17), (BECOMES, 24)):
            table.setColumnWidth(column, width * letters)
        table.horizontalHeader().setSectionResizeMode(LABEL, QHeaderView.ResizeMode.Stretch)
        return table

    def _decision_bar(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("role", "question")
        self._decide_text = label(wrap=True)
        self._decide_buttons = (
            Button(tr("Toutes déjà là"), lambda: self._decide_all(Outcome.KNOWN)),
            Button(tr("Toutes à garder"), lambda: self._decide_all(Outcome.NEW)),
        )
        layout = columns(self._decide_text, *self._decide_buttons, margin=theme.S)
        layout.setStretch(0, 1)
        bar.setLayout(layout)
        return bar

    def _refused_page(self) -> QWidget:
        self._reason = label(role="heading", wrap=True)
        self._way_out = label(wrap=True)
        page = QWidget()
        self._go_on = Button(tr("Fichier suivant"), self._next, "primary")
        other = Button(tr("Choisir un autre fichier…"), self._choose_other)
        layout = rows(self._reason, self._way_out, spacing=theme.M)
        layout.addStretch(1)
        layout.addLayout(columns(1, Button(tr("Fermer"), self.reject), other, self._go_on))
        page.setLayout(layout)
        return page

    def _done_page(self) -> QWidget:
        self._results = rows(spacing=theme.S)
        page = QWidget()
        self._close = Button(tr("Fermer"), self.accept, "primary")
        layout = rows(self._results, spacing=theme.M)
        layout.addStretch(1)
        layout.addLayout(columns(1, Button(tr("Importer d’autres fichiers…"), self._choose_other), self._close))
        page.setLayout(layout)
        return page

    def _choose_other(self) -> None:
        self._preview = None
        self._choose()

    # showing

    def _head(self, title: str, subtitle: str, page: int) -> None:
        self._title.setText(title)
        self._subtitle.setText(subtitle)
        self._subtitle.setVisible(bool(subtitle))
        self.stack.setCurrentIndex(page)

    def _show_pick(self) -> None:
        self._preview = None
        self._head(tr("Importer"), tr("Rien n’est écrit avant votre accord, et un import s’annule en un clic."), PICK)
        self._pick.button.setFocus()

    def _file_title(self) -> str:
        name = neutral(self._path.name)
        left = ntr("encore {count} fichier", "encore {count} fichiers", len(self._waiting)) if self._waiting else ""
        title = tr("Importer · {file}", file=name)
        return f"{title}   ({left})" if left else title

    def _show_reading(self) -> None:
        self._head(self._file_title(), tr("Lecture en cours…"), PREVIEW)
        self._show_rows(None)
        self._import.setText(tr("Importer"))
        self._import.setEnabled(False)
        self._counts.setText("")

    def show_preview(self, preview: Preview) -> None:
        """Show a plan; a person may decide rows, answer questions, then apply it."""
        plan = preview.plan
        self._preview = preview
        self._head(self._file_title(), _subtitle(plan), PREVIEW)
        self._show_accounts(plan)
        self._show_chips(plan)
        self._show_questions(plan)
        self._show_assistant(plan)
        self._show_rows(preview)
        self._show_counts(preview)
        if not self._assistant.isVisible():
            self._import.setFocus()

    def _show_accounts(self, plan: ImportPlan) -> None:
        """The account can be chosen for a file of one account that is a bank's."""
        one = len(plan.statements) == 1 and bool(plan.statements[0].rows)
        for widget in (self._account_label, self._account_choice):
            widget.setVisible(one)
        if one:
            found = plan.statements[0].account_name
            accounts = self._session.ledger.accounts()
            names = [a.name for a in accounts if a.kind is not AccountKind.WALLET or a.name == found]
            choices = [(neutral(name), name) for name in names]
            if found not in names:
                choices.insert(0, (tr("{name} (nouveau)", name=neutral(found)), found))
            self._account_choice.offer(choices, found)

    def _account_chosen(self) -> None:
        self._account = self._account_choice.value() or ""
        self.read()

    def _show_chips(self, plan: ImportPlan) -> None:
        layout = self._chips.layout()
        assert layout is not None
        clear(layout)
        for said in plan.reading.evidence if plan.reading else ():
            layout.addWidget(Chip(said, self.answer))
        if plan.reading and plan.reading.tables:
            layout.addWidget(Button(tr("Les colonnes sont mal lues ?"), self.open_assistant, "link"))
        self._chips.setVisible(layout.count() > 0)

    def open_assistant(self) -> None:
        """Show the table column by column, for a person to say what is read wrong."""
        tables = self._preview.plan.reading.tables if self._preview and self._preview.plan.reading else ()
        if tables:
            self._assistant.show_guess(tables[0])
            self._assistant.show()
            self._assistant.focus_first()

    def _show_assistant(self, plan: ImportPlan) -> None:
        """Open by itself when the columns are asked; once open, it follows the plan."""
        tables = plan.reading.tables if plan.reading else ()
        asked = any(q.about == "columns" for q in plan.questions)
        open_before = self._assistant.isVisible()
        self._assistant.setVisible(bool(tables) and (asked or open_before))
        if tables:
            self._assistant.show_guess(tables[0])
        if self._assistant.isVisible() and not open_before:
            self._assistant.focus_first()

    def _show_questions(self, plan: ImportPlan) -> None:
        clear(self._questions)
        for question in plan.questions:
            self._questions.addWidget(self._question_box(question))

    def _question_box(self, question: Question) -> QFrame:
        box = QFrame()
        box.setProperty("role", "question")
        answers: list[QWidget] = [
            Button(plain(option_text(question.about, option)), partial(self.answer, question.about, option))
            for option in question.options
        ]
        if not answers:
            answers = [self._free_answer(question)]
        box.setLayout(rows(label(str(question.example), wrap=True), columns(*answers, 1), margin=theme.M))
        return box

    def _free_answer(self, question: Question) -> QLineEdit:
        field = QLineEdit()
        field.setMinimumWidth(theme.scaled(320))
        field.setAccessibleName(str(question.example))
        field.setPlaceholderText("2026" if question.about == "year" else "date=A, label=B, amount=C")
        field.returnPressed.connect(lambda: self.answer(question.about, field.text().strip()))
        return field

    def answer(self, about: str, value: str) -> None:
        """Settle a question and read the file again with it."""
        if about == "account":
            self._account = value
        elif about == "year":
            self._options = replace(self._options, year=int(value) if value.isdecimal() else None)
        elif about == "columns":
            pairs = [part.split("=", 1) for part in value.split(",") if "=" in part]
            self._choose_columns(*((role.strip(), column.strip()) for role, column in pairs))
        else:
            changed: dict[str, Any] = {about: value}
            self._options = replace(self._options, **changed)
        self.read()

    def _choose_columns(self, *chosen: tuple[str, str]) -> None:
        """Note what columns are, in place of what was said of them before; each goes by one name."""
        reading = self._preview.plan.reading if self._preview else None
        names = {c.letter: c.column for c in reading.tables[0].columns} if reading and reading.tables else {}
        said = {column: role for role, column in self._options.columns}
        for role, column in chosen:
            said.pop(names.get(column, column), None)  # the last word comes last
            said[names.get(column, column)] = role
        self._options = replace(self._options, columns=tuple((role, column) for column, role in said.items()))

    def choose_column(self, role: str, column: str) -> None:
        """Say what one column is, and read the file again with it."""
        self._choose_columns((role, column))
        self.read()

    def _show_rows(self, preview: Preview | None) -> None:
        names = {c.id: category_name(c) for c in self._session.ledger.categories()}
        asked = preview is not None and any(q.about == "columns" for q in preview.plan.questions)
        self.model.show_lines(preview.lines if preview and not asked else (), names)  # unread as yet, not unreadable
        count = preview.counts["undecided"] if preview else 0
        self._decide_bar.setVisible(count > 0)
        for button in self._decide_buttons:
            button.setVisible(count > 1)
        self.table.setColumnHidden(DECISION, count == 0)
        narrow = count > 0 and self.width() < theme.scaled(NARROW)
        self.table.setColumnHidden(BECOMES, narrow)
        self._decide_text.setText(
            ntr(
                "{count} opération ressemble à une autre déjà notée : est-ce la même ? Sans réponse, elle attend.",
                "{count} opérations ressemblent à d’autres déjà notées : les mêmes ? Sans réponse, elles attendent.",
                count,
            )
        )
        for row in range(min(count, BUTTONS_SHOWN)):
            buttons = self._decision_buttons(row, narrow)
            self.table.setIndexWidget(self.model.index(row, DECISION), buttons)
            self.table.setColumnWidth(DECISION, buttons.sizeHint().width() + theme.gap(theme.M))

    def _decision_buttons(self, row: int, narrow: bool) -> QWidget:
        place = self.model.line(row).place
        holder = QWidget()
        same = Button(tr("c’est la même"), lambda: self.decide(place, Outcome.KNOWN), "link")
        keep = Button(tr("garder les deux"), lambda: self.decide(place, Outcome.NEW), "link")
        for button in (same, keep):
            button.ensurePolished()  # its width is asked for before it is shown
        holder.setLayout(rows(same, keep, spacing=0) if narrow else columns(same, keep, 1, spacing=theme.S))
        return holder

    def decide(self, place: tuple[int, int] | None, outcome: Outcome) -> None:
        """Settle one row of the plan on screen."""
        if place is not None:
            self._decide([place], outcome)

    def _decide_all(self, outcome: Outcome) -> None:
        self._decide(self._preview.undecided if self._preview else (), outcome)

    def _decide(self, places: Sequence[tuple[int, int]], outcome: Outcome) -> None:
        if self._preview is not None:
            plan = self._preview.plan
            for place in places:
                plan = plan.decide(*place, outcome)
            self._preview = Preview.of(plan)
            self._show_rows(self._preview)
            self._show_counts(self._preview)

    def _show_counts(self, preview: Preview) -> None:
        plan, counts = preview.plan, preview.counts
        parts = (
            (preview.written, ntr("{count} nouvelle", "{count} nouvelles", preview.written)),
            (counts["known"], ntr("{count} déjà là", "{count} déjà là", counts["known"])),
            (counts["undecided"], ntr("{count} à décider", "{count} à décider", counts["undecided"])),
            (counts["unreadable"], ntr("{count} illisible", "{count} illisibles", counts["unreadable"])),
        )
        text = " · ".join(part for i, (count, part) in enumerate(parts) if count or i == 0)
        if plan.questions:
            text = ntr("Une réponse est attendue.", "{count} réponses sont attendues.", len(plan.questions))
            lacking = missing(plan.reading.tables[0]) if plan.reading and plan.reading.tables else None
            text = str(lacking) if lacking and self._assistant.isVisible() else text
        self._counts.setText(text)
        self._import.setEnabled(plan.writes)
        if plan.writes and preview.written:
            self._import.setText(tr("Importer {things}", things=preview.things))
        else:
            self._import.setText(tr("Importer") if plan.writes or plan.questions else tr("Rien de nouveau"))
        self._skip.setVisible(bool(self._waiting or self._done))

    def _show_refused(self, error: TenkError) -> None:
        self._reason.setText(str(error.what))
        self._way_out.setText(str(error.way_out or ""))
        self._go_on.setVisible(bool(self._waiting or self._done))
        self._go_on.setText(tr("Fichier suivant") if self._waiting else tr("Terminer"))
        self._done.append((self._path.name, tr("pas importé. {reason}", reason=error.what), 0))
        self._head(self._file_title(), tr("Ce fichier n’a pas été importé ; rien n’a été écrit."), REFUSED)

    def _show_done(self) -> None:
        if not self._done:
            self.accept()
            return
        clear(self._results)
        for file, said, import_id in self._done:
            text = label(tr("{name} : {text}", name=neutral(file), text=said), wrap=not import_id)
            if not import_id:
                self._results.addWidget(text)
                continue
            undo = Button(tr("annuler cet import"), role="link")
            undo.clicked.connect(partial(self.undo, import_id, undo))
            self._results.addLayout(columns(text, undo, 1, spacing=theme.L))
        if any(import_id for _file, _said, import_id in self._done):
            self._head(tr("Import terminé"), tr("Vous pouvez annuler un import maintenant ou plus tard."), DONE)
        else:
            self._head(tr("Rien n’a été importé"), "", DONE)
        self._close.setFocus()

    def undo(self, import_id: int, button: Button, _checked: bool = False) -> None:
        """Take one import back."""
        button.setEnabled(False)
        self._session.write_later(
            tr("Annulation…"),
            lambda ledger, _progress: ledger.undo_import(import_id),
            partial(_say_undone, button),
            self._session.refused.emit,
        )


def _say_undone(button: Button, _changes: Changes) -> None:
    if isValid(button):  # the dialog may be closed by now
        button.setText(tr("import annulé"))


def _plan(ledger_path: Path, path: Path | Pasted, options: ReadOptions, account: str, progress: Progress) -> Preview:
    """In the worker: read the file and plan it, over a connection of its own."""
    data = path.text.encode() if isinstance(path, Pasted) else _bytes(path, ledger_path)
    with Ledger.open(ledger_path) as ledger:
        plan = plan_file(
            path.name, data, ledger.existing, options, account=account, progress=progress, opener=open_workbook
        )
    return Preview.of(plan)


def _bytes(path: Path, ledger_path: Path) -> bytes:
    try:
        if path.samefile(ledger_path):  # reading it beside SQLite would drop SQLite's own locks on it
            raise ImportRefusedError(
                msg("C’est le fichier de comptes ouvert."), msg("Choisissez un relevé ou un export à y importer.")
            )
        if path.stat().st_size > LARGEST_FILE:
            raise ImportRefusedError(
                msg("Ce fichier est trop gros pour un relevé."), msg("Exportez une période plus courte.")
            )
        return path.read_bytes()
    except OSError as error:
        raise ImportRefusedError(
            msg("Le fichier ne peut pas être lu ({reason}).", reason=error.strerror or ""),
            msg("Vérifiez son nom et son emplacement."),
        ) from error


def _subtitle(plan: ImportPlan) -> str:
    again = tr("Ce fichier a déjà été importé, à l’identique.") if plan.same_file else ""
    names = " · ".join(_statement_text(s) for s in plan.statements)
    return " ".join(part for part in (names, again, tr("Rien n’est écrit avant « Importer ».")) if part)


def _statement_text(planned: PlannedStatement) -> str:
    name = neutral(planned.account_name)
    if planned.statement.member:
        name = f"{neutral(planned.statement.member)} → {name}"
    savings, target = planned.statement.kind is AccountKind.SAVINGS, planned.targets[0]
    if planned.new_account and target.kind is AccountKind.SAVINGS:
        name = tr("{name} (nouveau compte d’épargne, qui ne compte pas dans l’argent disponible)", name=name)
    elif savings and not planned.new_account and target.kind in SPENDING:
        name = tr("{name} (compte dans l’argent disponible, alors que ce fichier parle d’épargne)", name=name)
    elif planned.new_account:
        name = tr("{name} (nouveau compte)", name=name)
    if planned.first is None or planned.last is None:
        return name + "."
    return tr("{name}, du {first} au {last}.", name=name, first=date_text(planned.first), last=date_text(planned.last))
