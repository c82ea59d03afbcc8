"""`import` and `imports`."""

import argparse
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tenk_desktop.cli.answers import Answer, Json, dates, iso, table
from tenk_desktop.cli.ledgers import ledger_of, makes_first, today
from tenk_desktop.core.errors import ImportRefusedError, InputError, LedgerError, TenkError, reason
from tenk_desktop.core.importing.columns import LAST_TIME
from tenk_desktop.core.importing.plan import ImportPlan, PlannedStatement
from tenk_desktop.core.importing.planned import Outcome, PlannedRow
from tenk_desktop.core.importing.planning import as_read, plan_file
from tenk_desktop.core.importing.reading import LARGEST_FILE
from tenk_desktop.core.importing.statement import Problem, Question, ReadOptions, Statement
from tenk_desktop.core.model import AccountKind
from tenk_desktop.core.money import decimal_string
from tenk_desktop.core.text import Message, amount_text, date_text, msg, neutral, ntr, tr
from tenk_desktop.shield import open_workbook
from tenk_desktop.store.ledger import Ledger

Args = argparse.Namespace


def imports(args: Args) -> Answer:
    with ledger_of(args) as ledger:
        records = ledger.imports()
    data = [
        {
            "import_id": r.id, "file": r.file, "format": r.format, "imported_at": r.imported_at, "rows": r.rows,
            "new": r.new, "accounts": list(r.accounts), "first": iso(r.first), "last": iso(r.last),
        }
        for r in records
    ]  # fmt: skip
    rows = [
        [str(r.id), neutral(r.file), neutral(", ".join(r.accounts)), str(r.rows), str(r.new), dates(r.first, r.last)]
        for r in records
    ]
    header = [tr("import"), tr("fichier"), tr("compte"), tr("lignes"), tr("nouvelles"), tr("du … au …")]
    return Answer({"imports": data}, table(header, rows, right={3, 4}) if rows else [tr("Aucun import.")])


def import_files(args: Args) -> Answer:
    options = ReadOptions(
        format=args.format, dates=args.dates, decimal=args.decimal, sign=args.sign, year=args.year,
        columns=_columns(args.columns), today=today(args),
    )  # fmt: skip
    answer = Answer({"files": []})
    nothing = not any(os.path.lexists(name) for name in args.files)  # a slip must not leave a ledger behind
    with _scratch(args) if args.dry_run or nothing else ledger_of(args, create=True) as ledger:
        for name in args.files:
            _import_one(ledger, name, options, args, answer)
    return answer


def _import_one(ledger: Ledger, name: str, options: ReadOptions, args: Args, answer: Answer) -> None:
    try:
        data = _read(Path(name))
        plan = _plan(ledger, name, data, options, account=args.account)
        changes = ledger.apply_import(plan)
    except (ImportRefusedError, LedgerError) as refusal:  # the other files are imported all the same
        answer.data["files"].append(_refused(name, refusal))
        answer.refusals.append(tr("{name} : {text}", name=neutral(Path(name).name), text=refusal))
        answer.status = 2
        return
    import_id = changes.created[0] if changes.created and not args.dry_run else None
    answer.data["files"] += _entries(name, plan, import_id, ledger.currency)
    answer.lines += _import_lines(name, plan, dry_run=args.dry_run)
    said = neutral(Path(name).name)
    refused = _refused_members(plan)
    answer.refusals += [tr("{name} : {text}", name=said, text=_question_text(q)) for q in plan.questions]
    answer.refusals += [
        tr("{name} : {text}", name=f"{said}!{neutral(p.member)}", text=neutral(str(p.message))) for p in refused
    ]
    if plan.questions or refused:
        answer.status = 2
    elif plan.unreadable or plan.count(Outcome.UNDECIDED) or any(p.check for p in plan.problems):
        answer.status = max(answer.status, 1)


def _refused_members(plan: ImportPlan) -> list[Problem]:
    """Why members of an archive were refused: alone each would have been, and its neighbours imported all the same."""
    read = {s.member for s in plan.reading.statements} if plan.reading else set()
    return [p for p in plan.problems if p.lost and not p.line and p.member and p.member not in read]


def _plan(ledger: Ledger, name: str, data: bytes, options: ReadOptions, *, account: str = "") -> ImportPlan:
    bare = Path(name).name.encode("utf-8", "replace").decode()  # old archives hold names in other encodings
    return plan_file(bare, data, ledger.existing, options, account=account, opener=open_workbook)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)  # a larger one is refused by its length
    except OSError as error:
        raise ImportRefusedError(
            msg("le fichier ne peut pas être lu ({reason}).", reason=reason(error)),
            msg("Vérifiez son nom et son emplacement."),
        ) from error


def _columns(word: str) -> tuple[tuple[str, str], ...]:
    pairs = [part.partition("=") for part in word.split(",") if part.strip()]
    if any(not equals or not role.strip() or not column.strip() for role, equals, column in pairs):
        raise InputError(
            msg("« {word} » ne dit pas quelle colonne est quoi.", word=word),
            msg("Exemple : --columns date=A,amount=C."),
        )
    return tuple((role.strip(), column.strip()) for role, _, column in pairs)


@contextmanager
def _scratch(args: Args) -> Iterator[Ledger]:
    """A copy of the ledger to try on: several files of one call must see one another, even for nothing."""
    with tempfile.TemporaryDirectory(prefix="tenk-") as folder:
        path = Path(folder) / "essai.tenk"
        if makes_first(args):
            Ledger.create(path).close()
        else:
            with ledger_of(args) as ledger:
                ledger.copy_to(path)
        with Ledger.open(path) as copy:
            yield copy


def _entries(name: str, plan: ImportPlan, import_id: int | None, currency: str) -> list[Json]:
    """One entry an account, then one for each member of an archive that could not be read.

    While a question is open there are no accounts: one entry for each statement of the archive's members.
    """
    said: dict[str, list[Problem]] = {}
    for problem in plan.problems:
        said.setdefault(problem.member, []).append(problem)
    asking = dict.fromkeys(m for q in plan.questions for m in q.members)
    statements = _as_far_as_read(plan, currency) if asking else plan.statements
    if not statements:
        return [_entry(name, plan, None, plan.problems, import_id)]
    whole = said.pop("", [])  # of the file itself: in its first entry
    entries = []
    for planned in statements:
        problems = whole + said.pop(planned.statement.member, [])
        entries.append(_entry(name, plan, planned, problems, import_id))
        whole = []
    return entries + [_unread(f"{name}!{member}", problems) for member, problems in said.items()]


def _as_far_as_read(plan: ImportPlan, currency: str) -> tuple[PlannedStatement, ...]:
    """The statements of an archive with an open question; one whose own words are in doubt has no sums yet.

    A member that asks before it makes a statement has an empty one.
    """
    read = plan.reading.statements if plan.reading else ()
    unsure = dict.fromkeys(m for q in plan.questions if q.about != "account" for m in q.members)
    silent = unsure.keys() - {s.member for s in read}
    return tuple(PlannedStatement(s, ()) if s.member in unsure else as_read(s, currency) for s in read) + tuple(
        PlannedStatement(Statement(member=member), ()) for member in unsure if member in silent
    )


def _entry(
    name: str,
    plan: ImportPlan,
    planned: PlannedStatement | None,
    problems: Sequence[Problem],
    import_id: int | None,
) -> Json:
    """One account of a file, as scripts read it, with what there is to say of its file or member."""
    statement = planned.statement if planned else Statement()
    settled = planned if planned and planned.targets else None
    count = settled.count if settled else (lambda _outcome: 0)
    read = settled.size if settled else statement.size
    if planned is None and plan.reading:
        read = sum(s.size for s in plan.reading.statements)
    questions = [q for q in plan.questions if not q.members or statement.member in q.members]
    return {
        "file": f"{name}!{statement.member}" if statement.member else name,
        "format": statement.format or (None if statement.member else plan.format),
        "account": settled.account_name if settled else None,
        "encoding": statement.encoding or plan.encoding,
        "rows": read,
        "new": count(Outcome.NEW),
        "known": count(Outcome.KNOWN),
        "undecided": count(Outcome.UNDECIDED),
        "unreadable": sum(p.lost for p in problems),
        "updated": settled.updates if settled else 0,
        "first": iso(planned.first) if planned else None,
        "last": iso(planned.last) if planned else None,
        "sums": {c: decimal_string(s, c) for c, s in sorted(planned.sums().items())} if planned else {},
        "problems": [{"line": p.line, "message": str(p.message)} for p in problems],
        "questions": [{"about": q.about, "options": list(q.options), "example": str(q.example)} for q in questions],
        "import_id": import_id,
    }  # fmt: skip


def _refused(name: str, refusal: TenkError) -> Json:
    return _unread(name, [Problem(0, Message("{text}", {"text": refusal}))])


def _unread(name: str, problems: Sequence[Problem]) -> Json:
    return {
        "file": name, "format": None, "account": None, "encoding": None, "rows": 0, "new": 0, "known": 0,
        "undecided": 0, "unreadable": 0, "updated": 0, "first": None, "last": None, "sums": {},
        "problems": [{"line": p.line, "message": str(p.message)} for p in problems], "questions": [], "import_id": None,
    }  # fmt: skip


def _import_lines(name: str, plan: ImportPlan, *, dry_run: bool) -> list[str]:
    lines = []
    for planned in plan.statements:
        counts = [
            ntr("{count} nouvelle", "{count} nouvelles", planned.count(Outcome.NEW)),
            tr("{count} déjà là", count=planned.count(Outcome.KNOWN)),
            tr("{count} à décider", count=planned.count(Outcome.UNDECIDED)),
        ]
        file = planned.statement.member or Path(name).name
        where = f"{neutral(file)} → {neutral(planned.account_name)}"
        if planned.new_account and planned.targets[0].kind is AccountKind.SAVINGS:
            where = tr("{name} (nouveau compte d’épargne, qui ne compte pas dans l’argent disponible)", name=where)
        lines.append(tr("{name} : {text}", name=where, text=", ".join(counts)))
        lines += [_undecided_line(p) for p in planned.rows if p.outcome is Outcome.UNDECIDED]
    if plan.unreadable:
        lines.append(ntr("{count} ligne illisible :", "{count} lignes illisibles :", plan.unreadable))
    lines += [_problem_line(p) for p in plan.problems]
    said = plan.reading.evidence if plan.reading else ()
    lines += [f"  · {neutral(str(e.value))} ({e.proof})" for e in said if e.proof == LAST_TIME]
    if dry_run:
        lines.append(tr("Essai : rien n’a été écrit."))
    return lines


def _undecided_line(planned: PlannedRow) -> str:
    money = amount_text(planned.amount, planned.currency)
    what = f"  ? {date_text(planned.row.date)}  {money}  {neutral(planned.row.label)}"
    return tr("{name} : {text}", name=what, text=planned.reason)


def _problem_line(problem: Problem) -> str:
    where = tr("ligne {line}", line=problem.line) if problem.line else tr("fichier")
    if problem.member:
        where = neutral(problem.member) + (f", {where}" if problem.line else "")
    what = f"  {'!' if problem.lost else '·'} {where}"
    return tr("{name} : {text}", name=what, text=neutral(str(problem.message)))


_OPTION = {
    "dates": "--dates",
    "decimal": "--decimal",
    "sign": "--sign",
    "columns": "--columns",
    "year": "--year",
    "account": "--account",
}


def _question_text(question: Question) -> str:
    option = _OPTION[question.about]
    choices = tr(" ou ").join(f"{option} {o}" for o in question.options) or option
    return tr("{example} Répondez avec {choices}. Rien n’a été écrit.", example=question.example, choices=choices)
