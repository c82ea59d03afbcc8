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
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from tenk_desktop.core.importing.bycolumn import at, each, field_of, marked
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
        self.used = bytearray(max(self.operations, default=0) + 1)  # by operation, which several rows may tell of
        self.apart = sum(marked(self.operations, len(self.used))) == len(pool)  # of none do several
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
        columns = (self.days, self.rows.amounts, self.rows.currencies, each(labels, fold))
        days, amounts, accounts, names = self._known("date", "amount", "account_id", "label")
        known = (days, amounts, each(accounts, self.currency_of.get), each(names, fold))
        for mine, theirs in self._of_one_month(days):
            first, after = self._fingerprints(theirs, known, own=own)
            for i, key in zip(mine, _rows_at(columns, mine), strict=True):
                if self.how[i]:
                    continue
                match = first.get(key, -1)
                if match >= 0 and (stable_refs or not self._free(match)):
                    match = self._twin(i, key, first, after, stable_refs)
                if match < 0 and own and not labels[i]:
                    match = self._twin(i, (*key[:3], fold(self.rows[i].payee)), first, after, stable_refs)
                if match >= 0:
                    self._settle(i, match, PlannedRows.FINGERPRINT)

    def _of_one_month(self, days: Sequence[date]) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
        """The places of rows and of known rows to compare: month by month, for few are held at once then. Where one
        operation is known by several rows, which may be of different months, all at once.
        """
        if not self.apart:
            yield range(len(self.days)), range(len(days))
            return
        theirs = _by_month(days)
        for month, mine in _by_month(self.days).items():
            if month in theirs:
                yield mine, theirs[month]

    def _fingerprints(
        self, places: Sequence[int], known: Sequence[Sequence[Any]], *, own: bool
    ) -> tuple[dict[Fingerprint, int], dict[int, int]]:
        """The first of these known rows with each day, amount and label; and of each the next like it, or -1."""
        (ids,) = self._known("row_id")
        first: dict[Fingerprint, int] = {}
        after: dict[int, int] = {}
        for j, key in zip(reversed(places), _rows_at(known, places[::-1]), strict=True):
            if ids[j] or own:
                after[j] = first.get(key, -1)
                first[key] = j
        return first, after

    def _twin(
        self, i: int, key: Fingerprint, first: dict[Fingerprint, int], after: Mapping[int, int], stable_refs: bool
    ) -> int:
        """The first free one of these, or -1; those used are forgotten, or a thousand are looked through as often."""
        j = first.get(key, -1)
        while j >= 0 and not self._free(j):
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
        return not self.used[self.operations[j]]

    def _settle(self, i: int, j: int, how: int) -> None:
        self.used[self.operations[j]] = 1
        self.how[i], self.twins[i] = how, j

    def _settle_alike(self, i: int, j: int, *, sure: bool) -> None:
        self.used[self.operations[j]] = 1
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


def _operations(pool: Sequence[KnownRow]) -> Sequence[int]:
    """A number for the `operation` of each row."""
    if any(place is not None for place in field_of(pool, "place")):  # rows of this file have no identifiers yet
        numbers: dict[Operation, int] = {}
        return array("q", (numbers.setdefault(operation(k), len(numbers)) for k in pool))
    txns, rows = field_of(pool, "txn_id"), field_of(pool, "row_id")
    if all(txns):
        return txns
    highest = max((txn or 0 for txn in txns), default=0)
    return array("q", (txn or highest + row for txn, row in zip(txns, rows, strict=True)))


def _by_month(days: Sequence[date]) -> dict[int, "array[int]"]:
    """The places of each month's days, in order."""
    found: dict[int, array[int]] = defaultdict(partial(array, "I"))
    for place, month in enumerate(each(days, lambda day: 12 * day.year + day.month)):
        found[month].append(place)
    return found


def _rows_at(columns: Sequence[Sequence[Any]], places: Sequence[int]) -> Iterator[Any]:
    """What stands in these places of several columns."""
    return zip(*(at(column, places) for column in columns), strict=True)


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
