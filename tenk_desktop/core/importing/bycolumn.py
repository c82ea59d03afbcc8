"""A great many frozen values kept by column, each made when it is asked for.

A hundred thousand rows as values take a hundred megabytes and a second to make; by column they take little more than
the file they come from, and what needs one field of all of them reads one list.
"""

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from itertools import compress, repeat
from operator import is_
from typing import Any, NamedTuple, TypeVar, overload

T = TypeVar("T")
N = TypeVar("N", bound=NamedTuple)


class Same(Sequence[T]):
    """One value, so many times."""

    __slots__ = ("_size", "value")

    def __init__(self, value: T, size: int) -> None:
        """``size`` times."""
        self.value = value
        self._size = size

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
        return self._like(size, [c[:size] if isinstance(c, Same) else [*compress(c, kept)] for c in self._columns])

    def at(self, places: Sequence[int]) -> "ByColumn[N]":
        """The values of these places, in their order."""
        size = len(places)
        return self._like(
            size, [Same(c.value, size) if isinstance(c, Same) else [c[i] for i in places] for c in self._columns]
        )

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
            return self._like(len(range(self._size)[at]), [c[at] for c in self._columns])
        return self._kind._make([c[at] for c in self._columns])


def field_of(values: Sequence[Any], field: str) -> Sequence[Any]:
    """One field of all values, however they are kept."""
    return values.column(field) if isinstance(values, Columnar) else [getattr(v, field) for v in values]


def one_or_all(values: Sequence[T]) -> Sequence[T]:
    """The values, as `Same` where they are all one and the same object."""
    return Same(values[0], len(values)) if values and all(map(is_, values, repeat(values[0]))) else values
