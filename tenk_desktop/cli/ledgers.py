"""`new`, `sample`, `undo`, `redo`, `check`, and which ledger and which day a verb works on."""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from tenk_desktop.cli.answers import Answer
from tenk_desktop.core.errors import InputError
from tenk_desktop.core.money import parse_typed
from tenk_desktop.core.period import typed_day
from tenk_desktop.core.text import msg, neutral, tr
from tenk_desktop.store.ledger import Ledger, OpeningBalance
from tenk_desktop.store.places import default_ledger, first_ledger, remember_ledger

Args = argparse.Namespace


def today(args: Args) -> date:
    return args.today or date.today()


@contextmanager
def ledger_of(args: Args, *, create: bool = False) -> Iterator[Ledger]:
    """The ledger a verb works on. The user's own first one is made when something is to be written in it."""
    path = args.ledger or default_ledger()
    if create and makes_first(args):
        Ledger.create(path).close()
    with Ledger.open(path) as ledger:
        yield ledger


def makes_first(args: Args) -> bool:
    """Whether this would be the first time the user's own ledger is used."""
    path = args.ledger or default_ledger()
    return path == first_ledger() and not path.exists()


def new(args: Args) -> Answer:
    path = args.ledger or Path(os.environ.get("TENK_LEDGER") or first_ledger())
    openings = [_opening(word, args.currency) for word in args.account]
    with Ledger.create(path, currency=args.currency, accounts=openings) as ledger:
        remember_ledger(ledger.path)
    return Answer({"ledger": str(path.resolve())}, [tr("Comptes créés : {path}", path=path)])


def _opening(word: str, currency: str) -> OpeningBalance:
    """``NAME=BALANCE[@DATE]``; a name alone is an account whose balance nobody knows yet."""
    name, _, rest = word.rpartition("=") if "=" in word else (word, "", "")
    amount, at, day = rest.partition("@")
    try:
        if not amount and not at:
            return OpeningBalance(name.strip())
        return OpeningBalance(name.strip(), parse_typed(amount, currency), typed_day(day) if at else None)
    except ValueError:
        raise InputError(
            msg("« {word} » ne dit pas un compte et son solde.", word=word),
            msg("Exemple : --account Courant=214,60@2026-11-22."),
        ) from None


def sample(args: Args) -> Answer:
    folder: Path = args.dir.resolve()
    from tenk_desktop.core.sample import sample_files  # only this verb reads files again
    from tenk_desktop.store.samples import write_sample

    files = sample_files(args.persona, today(args), args.months, args.seed)
    ledger, paths = write_sample(folder, args.persona, files)
    lines = [tr("Exemple : {path}", path=ledger), *(f"  {path}" for path in paths)]
    return Answer({"ledger": str(ledger), "files": [str(p) for p in paths]}, lines)


def undo(args: Args) -> Answer:
    with ledger_of(args) as ledger:
        changes = ledger.undo() if args.import_id is None else ledger.undo_import(args.import_id)
    if changes is None:
        raise InputError(msg("Il n’y a rien à annuler."))
    return Answer({"undone": str(changes.label)}, [tr("Annulé : {label}", label=neutral(str(changes.label)))])


def redo(args: Args) -> Answer:
    with ledger_of(args) as ledger:
        changes = ledger.redo()
    if changes is None:
        raise InputError(msg("Il n’y a rien à rétablir."))
    return Answer({"redone": str(changes.label)}, [tr("Rétabli : {label}", label=neutral(str(changes.label)))])


def check(args: Args) -> Answer:
    with ledger_of(args) as ledger:
        problems = [str(p) for p in ledger.check()]
    lines = problems or [tr("Tout est en ordre.")]
    return Answer({"ok": not problems, "problems": problems}, lines, status=1 if problems else 0)
