"""The `tenk` command: a thin skin over core and store, without Qt.

Each verb is one function from parsed arguments to an `Answer`: the JSON object, the same for people, and the exit
status. 0: done; 1: done, but something needs a look; 2: refused, nothing written.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from types import ModuleType

from tenk_desktop.cli.answers import Answer
from tenk_desktop.cli.arguments import language, negative_amounts, parser, verb_of
from tenk_desktop.core import text
from tenk_desktop.core.errors import TenkError
from tenk_desktop.core.text import tr

Verb = Callable[[argparse.Namespace], Answer]


def _module(verb: str) -> ModuleType:
    """Where a verb is done. Only that is loaded: everything takes longer to load than most verbs to run."""
    if verb in ("month", "months", "earnings"):
        from tenk_desktop.cli import months

        return months
    if verb in ("transactions", "add"):
        from tenk_desktop.cli import transactions

        return transactions
    if verb in ("import", "imports"):
        from tenk_desktop.cli import imports

        return imports
    if verb == "outlook":
        from tenk_desktop.cli import outlook

        return outlook
    if verb in ("audience", "simulate"):
        from tenk_desktop.cli import creator

        return creator
    if verb in ("backup", "backups", "restore", "export"):
        from tenk_desktop.cli import files

        return files
    from tenk_desktop.cli import ledgers

    return ledgers


def main(argv: Sequence[str]) -> int:
    """Run one verb and answer the exit status."""
    text.use_language(language(argv))
    if sys.stdout:
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        words = negative_amounts(argv)
        args = parser(verb_of(words)).parse_args(words)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        work: Verb = getattr(_module(args.verb), "import_files" if args.verb == "import" else args.verb)
        answer = work(args)
    except TenkError as error:
        answer = _refusal(str(error))
    except UnicodeEncodeError:
        answer = _refusal(tr("Un des textes donnés n’est pas de l’UTF-8. Rien n’a été écrit."))
    except KeyboardInterrupt:
        return 130
    return _say(answer, as_json=args.json)


def _refusal(sentence: str) -> Answer:
    return Answer({"error": sentence}, status=2, refusals=[sentence])


def _say(answer: Answer, *, as_json: bool) -> int:
    out = [json.dumps(answer.data, ensure_ascii=False)] if as_json else answer.lines
    for sentence in answer.refusals:
        _tell(sentence)
    if not sys.stdout:  # closed by who called: nobody wants to read
        return answer.status
    try:
        for line in out:
            print(line)
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):  # the reader has seen enough: `tenk transactions | head`
            _tell(tr("C’est fait, mais la réponse n’a pas pu être écrite : le disque est-il plein ?"))
            return max(answer.status, 1)
    return answer.status


def _tell(sentence: str) -> None:
    """On standard error. Nothing where that is closed, for `print` would take standard output instead; nor where it
    cannot be written, for the exit status and the answer say enough.
    """
    if sys.stderr:
        try:
            print(sentence, file=sys.stderr, flush=True)
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())  # what was kept is not tried again
