"""Which rows the ledger already holds: the duplicate passes over one statement.

Best evidence first, each pass over *all* rows still open; each known row is used at most once, so two real identical
coffees stay two, and a file adds only what it holds more of than the ledger does:

1. the bank's own identifier, where it does not repeat, with the same amount and a day at most 5 days away;
2. the same day, amount and label, counted;
3. another layout, or a row typed by hand: same amount, at most 4 days apart, those that share a word first, then the
   nearest. When the labels share a word and both files cover both days it is the same operation; otherwise a person
   decides.

Rows the user deleted are still known (their `KnownRow` has no transaction), so they do not come back.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache

from tenk_desktop.core.importing.plan import OWN, KnownRow, Outcome, PlannedRow
from tenk_desktop.core.text import Message, day_text, fold, msg

REF_DAYS = 5
LIKELY_DAYS = 4
MATCH_DAYS = max(REF_DAYS, LIKELY_DAYS)  # no row further away is ever the same


Operation = tuple[str, int, int]


class Matcher:
    """The duplicate passes over one statement, in time linear in the rows where days have few of the same amount."""

    def __init__(
        self, rows: Sequence[PlannedRow], header: str, pool: Iterable[KnownRow], currency_of: Mapping[int, str]
    ) -> None:
        self.rows = list(rows)
        self.header = header
        self.pool = list(pool)
        self.operations = [operation(k) for k in self.pool]
        self.currency_of = currency_of
        self.used: set[Operation] = set()  # operations: one may be known in several wordings
        self.open = set(range(len(self.rows)))
        days = [p.row.date for p in self.rows]
        self.covered = (min(days), max(days)) if days else (date.min, date.min)

    def run(self) -> tuple[PlannedRow, ...]:
        """The rows, each with its outcome and, where it is not new, its twin and the reason."""
        if not self.pool:
            return tuple(self.rows)
        stable = self._by_reference()
        self._by_fingerprint(stable)
        self._by_likeness()
        return tuple(self.rows)

    def _by_reference(self) -> bool:
        """Pass 1. Answers whether this bank's identifiers are stable from one file to the next."""
        times = Counter(p.row.ref for p in self.rows if p.row.ref)
        if not times:
            return False
        repeated = {r for r, n in times.items() if n > 1}
        known: dict[str, list[int]] = defaultdict(list)
        for i, k in enumerate(self.pool):
            if k.ref and k.header == self.header:
                known[k.ref].append(i)
        stable = False
        for i in sorted(self.open):
            planned = self.rows[i]
            found = known.get(planned.row.ref, []) if planned.row.ref not in repeated else []
            if len({self.operations[j] for j in found}) != 1 or not self._free(found[0]):
                continue
            if self._same_money(planned, self.pool[found[0]], REF_DAYS):
                self._settle(i, found[0], Outcome.KNOWN, msg("même référence bancaire"))
                stable = True
        return stable

    def _by_fingerprint(self, stable_refs: bool) -> None:
        """Pass 2: as many as the ledger already holds are known, the others are new."""
        folded = cache(fold)  # each label is met at least twice: in the ledger and in the file
        known: dict[tuple[object, ...], list[int]] = defaultdict(list)
        own = self.header == OWN  # it holds what was typed, too
        for i, k in enumerate(self.pool):
            if k.row_id or own:
                known[k.date, k.amount, self.currency_of[k.account_id], folded(k.label)].append(i)
        for same in known.values():
            same.reverse()  # the first is taken first, from the end
        for i in sorted(self.open):
            planned = self.rows[i]
            words = (planned.row.label, planned.payee) if own and not planned.row.label else (planned.row.label,)
            for label in words:
                twins = known.get((planned.row.date, planned.amount, planned.currency, folded(label)))
                match = self._twin(planned, twins, stable_refs) if twins else None
                if match is not None:
                    self._settle(i, match, Outcome.KNOWN, _where(self.pool[match]))
                    break

    def _twin(self, planned: PlannedRow, fits: list[int], stable_refs: bool) -> int | None:
        """The first free one of these; those used are forgotten, or a thousand twins are looked through as often."""
        while fits and not self._free(fits[-1]):
            fits.pop()
        if not stable_refs:
            return fits[-1] if fits else None
        free = (j for j in reversed(fits) if self._free(j))
        return next((j for j in free if not self._other_ref(planned, self.pool[j])), None)

    def _other_ref(self, planned: PlannedRow, known: KnownRow) -> bool:
        """Both have an identifier of this bank, and they differ: two operations alike in all else."""
        return bool(planned.row.ref and known.ref and known.header == self.header and planned.row.ref != known.ref)

    def _by_likeness(self) -> None:
        """Pass 3: pairs across layouts or with rows typed by hand, nearest first, each used once."""
        if not self.open:
            return
        known: dict[tuple[str, int], list[int]] = defaultdict(list)
        for j, k in enumerate(self.pool):
            if self._free(j) and (not k.row_id or k.header != self.header):
                known[self.currency_of[k.account_id], k.amount].append(j)
        for near in known.values():
            near.sort(key=lambda j: self.pool[j].date)
        pairs = [
            (shared == 0, abs((self.pool[j].date - self.rows[i].row.date).days), -shared, i, j)
            for i in self.open
            for j in self._near(known.get((self.rows[i].currency, self.rows[i].amount), ()), self.rows[i].row.date)
            for shared in (self._shared(i, j),)
        ]
        for unlike, _days, _shared, i, j in sorted(pairs):
            if i in self.open and self._free(j):
                sure = not unlike and self._both_cover(self.rows[i], self.pool[j])
                self._settle(i, j, Outcome.KNOWN if sure else Outcome.UNDECIDED, _alike(self.pool[j]))

    def _near(self, known: Sequence[int], day: date) -> Sequence[int]:
        """Those of known rows in order of days that are at most `LIKELY_DAYS` away."""
        first = bisect_left(known, day - timedelta(days=LIKELY_DAYS), key=lambda j: self.pool[j].date)
        last = bisect_right(known, day + timedelta(days=LIKELY_DAYS), key=lambda j: self.pool[j].date)
        return known[first:last]

    def _shared(self, i: int, j: int) -> int:
        row = self.rows[i].row
        return len(_words(f"{row.label} {row.payee}") & _words(f"{self.pool[j].label} {self.pool[j].payee}"))

    def _both_cover(self, planned: PlannedRow, known: KnownRow) -> bool:
        if known.covered is None:  # typed by hand: it covers any day
            return True
        inside = known.covered[0] <= planned.row.date <= known.covered[1]
        return inside and self.covered[0] <= known.date <= self.covered[1]

    def _same_money(self, planned: PlannedRow, known: KnownRow, days: int) -> bool:
        return (
            known.amount == planned.amount
            and self.currency_of[known.account_id] == planned.currency
            and abs(known.date - planned.row.date) <= timedelta(days=days)
        )

    def _free(self, j: int) -> bool:
        return self.operations[j] not in self.used

    def _settle(self, i: int, j: int, outcome: Outcome, reason: Message) -> None:
        self.used.add(self.operations[j])
        self.open.discard(i)
        self.rows[i] = self.rows[i]._replace(outcome=outcome, reason=reason, known=self.pool[j])


def operation(known: KnownRow) -> Operation:
    """What tells an operation from others, however many rows tell of it."""
    if known.txn_id:
        return ("txn", known.txn_id, 0)
    return ("plan", *known.place) if known.place is not None and known.row_id < 0 else ("row", known.row_id, 0)


def _where(known: KnownRow) -> Message:
    if known.place is not None:
        return msg("déjà dans ce que vous importez : {file}, ligne {line}", file=known.file, line=known.line)
    if known.txn_id is None:
        return msg("déjà importée, puis supprimée par vous")
    if not known.row_id:
        return msg("déjà saisie à la main")
    return msg("déjà importée : {file}, ligne {line}", file=known.file, line=known.line)


def _alike(known: KnownRow) -> Message:
    where = dict(label=known.label, day=day_text(known.date, year=True))
    if known.row_id:
        return msg("ressemble à « {label} » du {day}", **where)
    return msg("ressemble à « {label} » du {day}, saisie à la main", **where)


def _words(label: str) -> frozenset[str]:
    return frozenset(w for w in fold(label).replace("*", " ").split() if len(w) > 2 and not w.isdigit()) - _BANK_WORDS


_BANK_WORDS = frozenset(
    [
        *("carte", "achat", "paiement", "virement", "vir", "sepa", "inst", "prlv", "prelevement", "retrait", "cheque"),
        *("avoir", "facture", "card", "payment", "transfer", "transaction", "debit", "credit", "eur", "euros"),
        *("numero", "ref", "reference"),
    ]
)
