"""A life in a ledger, and how well its links say the truth. ``python -m tests.creators`` prints the figures."""

import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tenk_desktop.core.creator.reconcile import Reconciled, stated
from tenk_desktop.core.creator.suggest import suggestions
from tenk_desktop.core.importing.categorise import load_rules
from tenk_desktop.core.importing.planning import plan_file, plan_import
from tenk_desktop.core.importing.statement import Reading, ReadOptions, Statement
from tenk_desktop.store.ledger import Ledger, OpeningBalance

from .life import TODAY, Life


def take(ledger: Ledger, name: str, data: bytes | Statement) -> None:
    """Import one file; what is typed by hand goes the same way from the plan on."""
    if isinstance(data, bytes):
        plan = plan_file(name, data, ledger.existing, ReadOptions(today=TODAY))
        assert not plan.questions, (name, plan.questions)
    else:
        days = [e.earned for e in data.earnings]
        reading = Reading("typed", "utf-8", (data,))
        plan = plan_import(name, name.encode(), reading, ledger.existing(min(days), max(days)), load_rules())
    ledger.apply_import(plan)


def ledger_of(path: Path, files: Sequence[tuple[str, bytes | Statement]]) -> Ledger:
    """A new ledger with these files in it, in this order."""
    ledger = Ledger.create(path, accounts=[OpeningBalance("Courant", 90_000)])
    for name, data in files:
        take(ledger, name, data)
    return ledger


@dataclass(frozen=True, slots=True)
class Score:
    """Pairs of an earning and a deposit that paid it, by programme; ``uneven`` payments do not add up to the cent."""

    true: Counter[str]
    found: Counter[str]
    wrong: int
    uneven: int
    waiting: int  # deposits that nothing explains
    suggested: int  # of them, those with a suggestion

    @property
    def share(self) -> float:
        return sum(self.found.values()) / max(sum(self.true.values()), 1)

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.true + other.true, self.found + other.found, self.wrong + other.wrong, self.uneven + other.uneven,
            self.waiting + other.waiting, self.suggested + other.suggested,
        )  # fmt: skip


def transactions_of(life: Life, found: Reconciled) -> dict[int, int]:
    """The transaction of each `Money` of the truth; its day and amount tell them apart, for the life draws them so."""
    by_facts = {(d.date, d.amount, d.currency): d.id for d in found.deposits}
    return {m.number: by_facts[m.day, m.amount, m.currency] for m in life.money}


def score(life: Life, found: Reconciled) -> Score:
    """What the links of a ledger say against the truth."""
    txn = transactions_of(life, found)
    keys = {e.id: e.key for e in found.earnings}
    programme = {o.key: o.programme for o in life.owed}
    true = {(o.key, txn[n]) for o in life.owed for n in o.paid_by}
    linked = {(keys[e], d) for p in found.payments for e in p.earnings for d in p.deposits}
    return Score(
        true=Counter(programme[key] for key, _ in true),
        found=Counter(programme[key] for key, _ in true & linked),
        wrong=len(linked - true),
        uneven=sum(not even(found, i) for i in range(len(found.payments))),
        waiting=len(found.unexplained),
        suggested=len(suggestions(found)),
    )


def even(found: Reconciled, at: int) -> bool:
    """Whether gross - withheld is what the deposits state, counted anew from the earnings themselves."""
    payment = found.payments[at]
    deposits = [d for d in found.deposits if d.id in payment.deposits]
    compared = sum((stated(d.label, d.currency) or (d.amount, d.currency))[0] for d in deposits)
    gross = sum(e.amount for e in found.earnings if e.id in payment.earnings)
    return gross - payment.withheld == compared and payment.withheld >= 0


def accept_withholding(ledger: Ledger) -> bool:
    """As a person would: the first suggestion that a withholding explains. Whether there was one."""
    one = next((s for s in reversed(suggestions(ledger.payouts())) if s.withheld), None)
    if one is not None:
        ledger.link_payout([one.deposit.id], one.earnings, withheld=True)
    return one is not None


def scored(life: Life) -> tuple[Score, Score]:
    """Before a person says anything, and after one withholding was accepted."""
    with (
        tempfile.TemporaryDirectory() as folder,
        ledger_of(Path(folder) / "vie.tenk", life.files) as ledger,
    ):
        before = score(life, ledger.payouts())
        accept_withholding(ledger)
        return before, score(life, ledger.payouts())
