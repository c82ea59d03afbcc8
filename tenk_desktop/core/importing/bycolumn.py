"""A great many frozen values kept by column, each made when it is asked for.

A hundred thousand rows as values take a hundred megabytes and a second to make; by column they take little more than
the file they come from, and what needs one field of all of them reads one column. A statement repeats its days, its
amounts and its words: of these a column holds the different ones (`Coded`), and what is made of each is made once.
"""

from abc import abstractmethod
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import compress, repeat
from operator import eq, is_
from typing import Any, Generic, NamedTuple, TypeVar, overload

T = TypeVar("T")
U = TypeVar("U")
N = TypeVar("N", bound=NamedTuple)

_REMEMBERED = 1 << 15
"""Different values of a column; of those met later, equal ones are kept apart: a dictionary takes more than they do."""


class Few(Sequence[T]):
    """Values of which few are different: equal to a list of them."""

    __slots__ = ()

    @property
    @abstractmethod
    def values(self) -> Sequence[T]:
        """The different ones, as far as is worth it; some may not occur."""

    @property
    @abstractmethod
    def codes(self) -> Sequence[int]:
        """For each place, which of ``values`` stands there."""

    def map(self, of: Callable[[T], U]) -> "Few[U]":
        """``of`` each value; it is asked once for those that are the same."""
        return Coded([*map(of, self.values)], self.codes)

    def count(self, value: object) -> int:
        """How often a value occurs."""
        codes, quickly = self.codes, value is None  # which nothing else equals
        return sum(codes.count(i) for i, v in enumerate(self.values) if v is value or (not quickly and v == value))

    def __contains__(self, value: object) -> bool:
        return self.count(value) > 0

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, (list, tuple, Few)):
            return NotImplemented
        return len(self) == len(other) and all(map(eq, self, other))

    __hash__ = None  # type: ignore[assignment]  # as a list

    def __len__(self) -> int:
        return len(self.codes)

    def __iter__(self) -> Iterator[T]:
        return map(self.values.__getitem__, self.codes)


class Coded(Few[T]):
    """The different values, and for each place a number that says which: four bytes instead of an object."""

    __slots__ = ("_codes", "_values")

    def __init__(self, values: Sequence[T], codes: Sequence[int]) -> None:
        """``codes`` are places of ``values``."""
        self._values = values
        self._codes = codes

    @property
    def values(self) -> Sequence[T]:
        """The different ones, as far as is worth it; some may not occur."""
        return self._values

    @property
    def codes(self) -> Sequence[int]:
        """For each place, which of ``values`` stands there."""
        return self._codes

    def used(self) -> "Coded[T]":
        """The same, with those values only that occur."""
        there = marked(self._codes, len(self._values))
        if all(there):
            return self
        if 2 * sum(there) > len(there):  # another value stands where few do not occur
            any_, values = self._values[there.index(1)], self._values
            return Coded([v if occurs else any_ for v, occurs in zip(values, there, strict=True)], self._codes)
        numbers = array("I", bytes(4 * len(there)))
        for number, code in enumerate(compress(range(len(there)), there)):
            numbers[code] = number
        return Coded([*compress(self._values, there)], array("I", map(numbers.__getitem__, self._codes)))

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> "Coded[T]": ...
    def __getitem__(self, at: int | slice) -> "T | Coded[T]":
        if isinstance(at, slice):
            return Coded(self._values, self._codes[at])
        return self._values[self._codes[at]]


class Same(Few[T]):
    """One value, so many times."""

    __slots__ = ("_size", "value")

    def __init__(self, value: T, size: int) -> None:
        """``size`` times."""
        self.value = value
        self._size = size

    @property
    def values(self) -> Sequence[T]:
        """The one."""
        return (self.value,)

    @property
    def codes(self) -> Sequence[int]:
        """It, everywhere."""
        return bytes(self._size)

    def map(self, of: Callable[[T], U]) -> "Few[U]":
        """``of`` the one value."""
        return Same(of(self.value), self._size) if self._size else Same[Any](None, 0)

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[T]:
        return repeat(self.value, self._size)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> "Same[T]": ...
    def __getitem__(self, at: int | slice) -> "T | Same[T]":
        there = range(self._size)[at]  # an IndexError where a list has one
        return Same(self.value, len(there)) if isinstance(there, range) else self.value


class Coding(Generic[T]):
    """Makes a `Coded` of what comes; what is equal is made one value once, as far as is worth it."""

    __slots__ = ("_code", "codes", "values")

    def __init__(self, of: Callable[[Any], T]) -> None:
        """``of`` is what each is made into."""
        self.values: list[T] = []
        self.codes = array("I")
        self._code: Callable[[Any], int] | None = _Codes(of, self.values).__getitem__

    def add(self, some: Iterable[Any]) -> "Coding[T]":
        """Take these, in their order."""
        assert self._code is not None
        self.codes.extend(map(self._code, some))
        return self

    def close(self) -> Coded[T]:
        """All that came; no more may come."""
        self._code = None
        return Coded(self.values, self.codes)


class _Codes(dict[Any, int]):
    """The number of a value, by what it is made of."""

    __slots__ = ("_of", "_values")

    def __init__(self, of: Callable[[Any], Any], values: list[Any]) -> None:
        self._of = of
        self._values = values

    def __missing__(self, raw: Any) -> int:
        code = len(self._values)
        self._values.append(self._of(raw))
        if code < _REMEMBERED:
            self[raw] = code
        return code


def together(of: Callable[..., U], *columns: Few[Any]) -> Few[U]:
    """``of`` the values of some columns in the same place; it is asked once for those that are the same."""
    changing = [i for i, column in enumerate(columns) if not isinstance(column, Same)]
    first = [column[0] if column else None for column in columns]
    if len(changing) == 1:
        before, after = first[: changing[0]], first[changing[0] + 1 :]
        return columns[changing[0]].map(lambda value: of(*before, value, *after))
    values = [column.values for column in columns]
    coding = Coding(lambda codes: of(*(each[code] for each, code in zip(values, codes, strict=True))))
    return coding.add(zip(*(column.codes for column in columns), strict=True)).close()


def each(values: Sequence[T], of: Callable[[T], U]) -> Sequence[U]:
    """``of`` each value, asked once for equal ones where they are kept so."""
    return values.map(of) if isinstance(values, Few) else [of(value) for value in values]


def at(values: Sequence[T], places: Sequence[int]) -> Iterable[T]:
    """The values of these places, in their order."""
    if isinstance(values, Same):
        return repeat(values.value, len(places))
    if isinstance(values, Coded):
        return map(values.values.__getitem__, map(values.codes.__getitem__, places))
    return map(values.__getitem__, places)


def marked(numbers: Iterable[int], size: int) -> bytearray:
    """Of the numbers below ``size``, 1 for those that occur: a hundredth of what a set takes."""
    there = bytearray(size)
    deque(map(there.__setitem__, numbers, repeat(1)), maxlen=0)
    return there


def whole(values: Sequence[Any]) -> Sequence[Any]:
    """The values, as an array where all are whole numbers of no great size: eight bytes each instead of an object."""
    try:
        return array("q", values)
    except (TypeError, OverflowError):
        return values


class Columnar(Sequence[T]):
    """Values kept by column: as good as a tuple of them, and equal to it."""

    __slots__ = ()

    @abstractmethod
    def column(self, field: str) -> Sequence[Any]:
        """One field of all values."""

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, (tuple, Columnar)):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))


class ByColumn(Columnar[N]):
    """Values of one `NamedTuple`. Columns not given hold their field's default."""

    __slots__ = ("_columns", "_kind", "_size")

    def __init__(self, kind: type[N], size: int, columns: Mapping[str, Sequence[Any]]) -> None:
        """``columns`` by field, each of ``size`` values."""
        defaults = kind._field_defaults
        self._kind = kind
        self._size = size
        self._columns = tuple(columns[f] if f in columns else Same(defaults[f], size) for f in kind._fields)

    def column(self, field: str) -> Sequence[Any]:
        """One field of all values."""
        return self._columns[self._kind._fields.index(field)]

    def where(self, kept: Sequence[bool]) -> "ByColumn[N]":
        """The values whose place is kept."""
        size = sum(kept)
        return self._like(size, [_some(c, size, lambda each: compress(each, kept)) for c in self._columns])

    def at(self, places: Sequence[int]) -> "ByColumn[N]":
        """The values of these places, in their order."""
        size = len(places)
        return self._like(size, [_some(c, size, lambda each: map(each.__getitem__, places)) for c in self._columns])

    def _like(self, size: int, columns: Sequence[Sequence[Any]]) -> "ByColumn[N]":
        return ByColumn(self._kind, size, dict(zip(self._kind._fields, columns, strict=True)))

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[N]:
        return map(self._kind._make, zip(*self._columns, strict=True))

    @overload
    def __getitem__(self, at: int) -> N: ...
    @overload
    def __getitem__(self, at: slice) -> "ByColumn[N]": ...
    def __getitem__(self, at: int | slice) -> "N | ByColumn[N]":
        if isinstance(at, slice):
            return self.at(range(self._size)[at])
        return self._kind._make([c[at] for c in self._columns])


def _some(column: Sequence[Any], size: int, of: Callable[[Sequence[Any]], Iterable[Any]]) -> Sequence[Any]:
    """Some values of a column, kept as they all were."""
    if isinstance(column, Same):
        return Same(column.value, size)
    if isinstance(column, Coded):
        return Coded(column.values, array("I", of(column.codes))).used()  # what is made of each may suit these only
    return array(column.typecode, of(column)) if isinstance(column, array) else [*of(column)]


def field_of(values: Sequence[Any], field: str) -> Sequence[Any]:
    """One field of all values, however they are kept."""
    return values.column(field) if isinstance(values, Columnar) else [getattr(v, field) for v in values]


def one_or_all(values: Sequence[T]) -> Sequence[T]:
    """The values, as `Same` where they are all one and the same object."""
    if isinstance(values, Same):
        return values
    return Same(values[0], len(values)) if values and all(map(is_, values, repeat(values[0]))) else values
