"""The `tenk` command: a thin skin over core and store, without Qt.

Each verb is one function from parsed arguments to an `Answer`: the JSON object, the same for people, and the exit
status. 0: done; 1: done, but something needs a look; 2: refused, nothing written.
"""

import json
import os
import sys
from collections.abc import Sequence

from tenk_desktop.cli import imports, ledgers, months, transactions
from tenk_desktop.cli.answers import Answer
from tenk_desktop.cli.arguments import language, negative_amounts, parser
from tenk_desktop.core import text
from tenk_desktop.core.errors import TenkError

VERBS = {
    "new": ledgers.new,
    "sample": ledgers.sample,
    "import": imports.import_files,
    "imports": imports.imports,
    "undo": ledgers.undo,
    "redo": ledgers.redo,
    "transactions": transactions.transactions,
    "add": transactions.add,
    "earnings": months.earnings,
    "month": months.month,
    "months": months.months,
    "check": ledgers.check,
}


def main(argv: Sequence[str]) -> int:
    """Run one verb and answer the exit status."""
    text.use_language(language(argv))
    try:
        args = parser().parse_args(negative_amounts(argv))
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        answer: Answer = VERBS[args.verb](args)
    except TenkError as error:
        print(error, file=sys.stderr)
        return 2
    return _say(answer, as_json=args.json)


def _say(answer: Answer, *, as_json: bool) -> int:
    out = [json.dumps(answer.data, ensure_ascii=False)] if as_json else answer.lines
    for sentence in answer.refusals:
        print(sentence, file=sys.stderr)
    try:
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        for line in out:
            print(line)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough: `tenk transactions | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return answer.status
