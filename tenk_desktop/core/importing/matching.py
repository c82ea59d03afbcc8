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

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from tenk_desktop.core.importing.bycolumn import field_of
from tenk_desktop.core.importing.planned import OWN, KnownRow, Outcome, PlannedRow, PlannedRows, days_of
from tenk_desktop.core.text import Message, day_text, fold, msg

REF_DAYS = 5
LIKELY_DAYS = 4
MATCH_DAYS = max(REF_DAYS, LIKELY_DAYS)  # no row further away is ever the same

Operation = tuple[str, int, int]
Fingerprint = tuple[date, int, str, str]
"""Day, minor units, currency and folded label."""


class Matcher:
    """The duplicate passes over one statement, in time linear in the rows where days have few of the same amount.

    Fields are looked at by column, whole rows only where two may be alike: a file that is known already costs little
    more than comparing it.
    """

    def __init__(
        self, rows: Sequence[PlannedRow], header: str, pool: Sequence[KnownRow], currency_of: Mapping[int, str]
    ) -> None:
        self.rows = PlannedRows.of(rows)
        self.header = header
        self.pool = pool
        self.operations = _operations(pool)
        self.currency_of = currency_of
        self.used: set[Operation | int] = set()  # operations: one may be known in several wordings
        self.how = bytearray(len(rows))  # see `PlannedRows`; 0 is still open
        self.twins = array("q", bytes(8 * len(rows)))
        self.alike: dict[int, PlannedRow] = {}
        self.days = days_of(self.rows)
        self.covered = (min(self.days), max(self.days)) if self.days else (date.min, date.min)

    def run(self) -> PlannedRows:
        """The rows, each with its outcome and, where it is not new, its twin and the reason."""
        if not self.pool:
            return self.rows
        stable = self._by_reference()
        self._by_fingerprint(stable)
        self._by_likeness()
        return self.rows.matched(bytes(self.how), self.twins, self.pool, self.alike)

    def _by_reference(self) -> bool:
        """Pass 1. Answers whether this bank's identifiers are stable from one file to the next."""
        refs = field_of(self.rows.rows, "ref")
        times = Counter(ref for ref in refs if ref)
        if not times:
            return False
        known: dict[str, list[int]] = defaultdict(list)
        for j, (ref, header) in enumerate(zip(*self._known("ref", "header"), strict=True)):
            if ref and header == self.header:
                known[ref].append(j)
        stable = False
        for i, ref in enumerate(refs):
            found = known.get(ref) if times.get(ref) == 1 else None
            if not found or len({self.operations[j] for j in found}) != 1 or not self._free(found[0]):
                continue
            if self._same_money(i, self.pool[found[0]]):
                self._settle(i, found[0], PlannedRows.REFERENCE)
                stable = True
        return stable

    def _by_fingerprint(self, stable_refs: bool) -> None:
        """Pass 2: as many as the ledger already holds are known, the others are new."""
        own = self.header == OWN  # it holds what was typed, too
        labels = field_of(self.rows.rows, "label")
        folded = {label: fold(label) for label in {*labels, *field_of(self.pool, "label")}}  # each is met many times
        first, after = self._fingerprints(own, folded)
        names = map(folded.__getitem__, labels)
        keys = zip(self.days, self.rows.amounts, self.rows.currencies, names, strict=True)
        for i, key in enumerate(keys):
            if self.how[i]:
                continue
            match = first.get(key, -1)
            if match >= 0 and (stable_refs or not self._free(match)):
                match = self._twin(i, key, first, after, stable_refs)
            if match < 0 and own and not labels[i]:
                match = self._twin(i, (*key[:3], fold(self.rows[i].payee)), first, after, stable_refs)
            if match >= 0:
                self._settle(i, match, PlannedRows.FINGERPRINT)

    def _fingerprints(self, own: bool, folded: Mapping[str, str]) -> tuple[dict[Fingerprint, int], list[int]]:
        """The first row of the pool with each day, amount and label; and of each row the next like it, or -1."""
        first: dict[Fingerprint, int] = {}
        after = [-1] * len(self.pool)
        days, amounts, accounts, labels, ids = self._known("date", "amount", "account_id", "label", "row_id")
        names, currencies = map(folded.__getitem__, labels), map(self.currency_of.__getitem__, accounts)
        keys = list(zip(days, amounts, currencies, names, strict=True))
        for j in range(len(keys) - 1, -1, -1):
            if ids[j] or own:
                after[j] = first.get(keys[j], -1)
                first[keys[j]] = j
        return first, after

    def _twin(
        self, i: int, key: Fingerprint, first: dict[Fingerprint, int], after: Sequence[int], stable_refs: bool
    ) -> int:
        """The first free one of these, or -1; those used are forgotten, or a thousand are looked through as often."""
        j = first.get(key, -1)
        while j >= 0 and self.operations[j] in self.used:
            first[key] = j = after[j]
        while j >= 0 and stable_refs and (not self._free(j) or self._other_ref(i, self.pool[j])):
            j = after[j]
        return j

    def _other_ref(self, i: int, known: KnownRow) -> bool:
        """Both have an identifier of this bank, and they differ: two operations alike in all else."""
        ref = self.rows.rows[i].ref
        return bool(ref and known.ref and known.header == self.header and ref != known.ref)

    def _by_likeness(self) -> None:
        """Pass 3: pairs across layouts or with rows typed by hand, nearest first, each used once."""
        left = [i for i, how in enumerate(self.how) if not how]
        if not left:
            return
        known: dict[tuple[str, int], list[int]] = defaultdict(list)
        columns = zip(*self._known("row_id", "header", "account_id", "amount"), strict=True)
        for j, (row_id, header, account_id, amount) in enumerate(columns):
            if (not row_id or header != self.header) and self._free(j):
                known[self.currency_of[account_id], amount].append(j)
        if not known:
            return
        (days,) = self._known("date")
        for near in known.values():
            near.sort(key=days.__getitem__)
        pairs = [
            (shared == 0, abs((days[j] - self.days[i]).days), -shared, i, j)
            for i in left
            for j in _near(known.get((self.rows.currencies[i], self.rows.amounts[i]), ()), self.days[i], days)
            for shared in (_shared(self.rows[i], self.pool[j]),)
        ]
        for unlike, _days, _shared_words, i, j in sorted(pairs):
            if i not in self.alike and self._free(j):
                self._settle_alike(i, j, sure=not unlike and self._both_cover(i, self.pool[j]))

    def _both_cover(self, i: int, known: KnownRow) -> bool:
        if known.covered is None:  # typed by hand: it covers any day
            return True
        inside = known.covered[0] <= self.days[i] <= known.covered[1]
        return inside and self.covered[0] <= known.date <= self.covered[1]

    def _same_money(self, i: int, known: KnownRow) -> bool:
        return (
            known.amount == self.rows.amounts[i]
            and self.currency_of[known.account_id] == self.rows.currencies[i]
            and abs(known.date - self.days[i]) <= timedelta(days=REF_DAYS)
        )

    def _known(self, *fields: str) -> list[Sequence[Any]]:
        """Columns of the pool."""
        return [field_of(self.pool, field) for field in fields]

    def _free(self, j: int) -> bool:
        return self.operations[j] not in self.used

    def _settle(self, i: int, j: int, how: int) -> None:
        self.used.add(self.operations[j])
        self.how[i], self.twins[i] = how, j

    def _settle_alike(self, i: int, j: int, *, sure: bool) -> None:
        self.used.add(self.operations[j])
        outcome, known = Outcome.KNOWN if sure else Outcome.UNDECIDED, self.pool[j]
        self.alike[i] = self.rows[i]._replace(outcome=outcome, reason=_alike(known), known=known)


def _near(known: Sequence[int], day: date, days: Sequence[date]) -> Sequence[int]:
    """Those of known rows, in order of their ``days``, that are at most `LIKELY_DAYS` away."""
    first = bisect_left(known, day - timedelta(days=LIKELY_DAYS), key=days.__getitem__)
    last = bisect_right(known, day + timedelta(days=LIKELY_DAYS), key=days.__getitem__)
    return known[first:last]


def _shared(planned: PlannedRow, known: KnownRow) -> int:
    """How many words two rows share."""
    return len(_words(f"{planned.row.label} {planned.row.payee}") & _words(f"{known.label} {known.payee}"))


def _operations(pool: Sequence[KnownRow]) -> Sequence[Operation | int]:
    """The `operation` of each row, or a number instead, where no row is of this file."""
    if any(place is not None for place in field_of(pool, "place")):
        return [operation(k) for k in pool]
    return [txn or -row for txn, row in zip(field_of(pool, "txn_id"), field_of(pool, "row_id"), strict=True)]


def operation(known: KnownRow) -> Operation:
    """What tells an operation from others, however many rows tell of it."""
    if known.txn_id:
        return ("txn", known.txn_id, 0)
    return ("plan", *known.place) if known.place is not None and known.row_id < 0 else ("row", known.row_id, 0)


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
